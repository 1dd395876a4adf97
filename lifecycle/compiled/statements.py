"""Statements of the rules as machine code: assignments, branches, loops, and functions compiled into their callers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from lifecycle.compiled.expressions import CannotCompileError, Expressions, Scope, Slot
from lifecycle.compiled.sources import source_of
from lifecycle.compiled.turns import FLOWS
from lifecycle.compiled.values import Held, Known, Several, Table, Value, Whole, constant, whole


class Statements(Expressions):
    """Emits functions, statement by statement."""

    def call(self, function: Callable[..., Any], arguments: list[Value]) -> Value | None:
        """Compile a function into this place and return what it returns."""
        source = source_of(function)
        if len(arguments) != len(source.arguments):
            raise CannotCompileError(source.name, "called with another number of arguments")
        outer = getattr(self, "scope", None)
        scope = Scope(source, {}, self.builder.append_basic_block(f"{function.__name__}.left"))
        for name, value in zip(source.arguments, arguments, strict=True):
            scope.names[name] = value
            if source.assigned[name]:
                slot = self.slot_for(value, (source.name, name))
                self.store(slot, value)
                scope.names[name] = slot
        self.scope = scope
        self.body(source.body)
        if not self.builder.block.is_terminated:
            self.builder.branch(scope.leave)
        self.builder.position_at_end(scope.leave)
        result = scope.result
        found: Value | None = None
        if isinstance(result, Several):
            found = Several(tuple(self.load(one) for one in result.values))
        elif result is not None:
            found = self.load(result)
        if outer is not None:
            self.scope = outer
        return found

    def body(self, statements: Sequence[ast.stmt]) -> None:
        """Emit statements until one of them leaves."""
        for statement in statements:
            if self.builder.block.is_terminated:
                return
            emit = getattr(self, f"do_{type(statement).__name__.lower()}", None)
            if emit is None:
                raise CannotCompileError(self.scope.source.place(statement), ast.dump(statement))
            emit(statement)

    def do_expr(self, node: ast.Expr) -> None:
        """Emit a call for its effect; a docstring is nothing to do."""
        if not isinstance(node.value, ast.Constant):
            self.expression(node.value)

    def do_pass(self, _: ast.Pass) -> None:
        """Nothing to do."""

    def do_return(self, node: ast.Return) -> None:
        """Emit the way out of a function."""
        if node.value is not None:
            value, scope = self.expression(node.value), self.scope
            key = (scope.source.name, "returned")
            if isinstance(value, Several):
                if scope.result is None:
                    scope.result = Several(tuple(self.slot_for(one, key) for one in value.values))
                for slot, one in zip(scope.result.values, value.values, strict=True):  # type: ignore[union-attr]
                    self.store(slot, one)
            else:
                if scope.result is None:
                    scope.result = self.slot_for(value, key)
                self.store(scope.result, value)  # type: ignore[arg-type]
        self.builder.branch(self.scope.leave)

    def do_assign(self, node: ast.Assign) -> None:
        """Emit an assignment."""
        (target,) = node.targets
        value = self.expression(node.value)
        if isinstance(target, ast.Tuple) and isinstance(value, Several):
            for one, part in zip(target.elts, value.values, strict=True):
                self.assign(one, part)
        else:
            self.assign(target, value)

    def do_augassign(self, node: ast.AugAssign) -> None:
        """Emit an assignment that changes what was there; a field that is added to may grow month after month."""
        adds = isinstance(node.op, (ast.Add, ast.Sub))
        by = self.whole_of(node.value)
        if adds and constant(by) == 0:
            return
        if isinstance(node.target, ast.Subscript):  # read the index once
            of, at = self.expression(node.target.value), self.number_of(self.expression(node.target.slice))
            if adds and isinstance(of, Table):
                self.marks.moving.add(of.key)
            self.set_element(of, at, self.compute(node.op, self.number_of(self.element(of, at)), by))
            return
        if adds and isinstance(node.target, ast.Attribute):
            record = self.expression(node.target.value)
            if isinstance(record, Held) and node.target.attr not in FLOWS:
                self.marks.moving.add((record.cls.__name__, node.target.attr))
        before = self.expression(_read(node.target))
        self.assign(node.target, self.compute(node.op, self.number_of(before), by))

    def assign(self, target: ast.expr, value: Value) -> None:
        """Write a variable, a field of a record or an element."""
        if isinstance(target, ast.Name):
            slot = self.scope.names.get(target.id)
            straight = self.scope.source.assigned[target.id] == 1 and isinstance(value, (Table, Held, Known))
            if slot is None and straight:
                self.scope.names[target.id] = value
                return
            if slot is None:
                slot = self.slot_for(value, (self.scope.source.name, target.id))
                self.scope.names[target.id] = slot
            if not isinstance(slot, Slot):
                raise CannotCompileError(self.scope.source.place(target), target.id)
            self.store(slot, value)
        elif isinstance(target, ast.Attribute):
            record = self.expression(target.value)
            if not isinstance(record, Held):
                raise CannotCompileError(self.scope.source.place(target), target.attr)
            self.set_field(record, target.attr, self.number_of(value))
        elif isinstance(target, ast.Subscript):
            at = self.number_of(self.expression(target.slice))
            self.set_element(self.expression(target.value), at, self.number_of(value))
        else:
            raise CannotCompileError(self.scope.source.place(target), ast.dump(target))

    def do_if(self, node: ast.If) -> None:
        """Emit a branch; one whose answer is known is left out."""
        test = self.answer_of(self.expression(node.test))
        known = constant(test)
        if known is not None:
            self.body(node.body if known else node.orelse)
            return
        after = self.builder.append_basic_block("after")
        then = self.builder.append_basic_block("then")
        other = self.builder.append_basic_block("else") if node.orelse else after
        self.builder.cbranch(test.value, then, other)
        for block, statements in ((then, node.body), (other, node.orelse)):
            if statements:
                self.builder.position_at_end(block)
                self.body(statements)
                if not self.builder.block.is_terminated:
                    self.builder.branch(after)
        self.builder.position_at_end(after)

    def do_while(self, node: ast.While) -> None:
        """Emit a loop that asks before every round."""
        ask, again, after = (self.builder.append_basic_block(name) for name in ("ask", "again", "over"))
        self.builder.branch(ask)
        self.builder.position_at_end(ask)
        test = self.answer_of(self.expression(node.test))
        self.builder.cbranch(test.value, again, after)
        self.builder.position_at_end(again)
        self.body(node.body)
        if not self.builder.block.is_terminated:
            self.builder.branch(ask)
        self.builder.position_at_end(after)

    def do_for(self, node: ast.For) -> None:
        """Emit a loop over a range of whole numbers."""
        call = node.iter
        if not isinstance(call, ast.Call) or not isinstance(node.target, ast.Name) or getattr(call.func, "id", "") != "range":
            raise CannotCompileError(self.scope.source.place(node), "for")
        bounds = [self.whole_of(one) for one in call.args]
        first, stop = (whole(0), bounds[0]) if len(bounds) == 1 else bounds
        key = (self.scope.source.name, node.target.id)
        at = self.slot_for(Whole(first.value), key)
        self.store(at, first)
        ask, again, after = (self.builder.append_basic_block(name) for name in ("ask", "again", "over"))
        self.builder.branch(ask)
        self.builder.position_at_end(ask)
        here = self.load(at)
        test = self.compare("<", self.number_of(here), stop)
        self.builder.cbranch(test.value, again, after)
        self.builder.position_at_end(again)
        before = self.scope.names.get(node.target.id)
        self.scope.names[node.target.id] = here
        self.body(node.body)
        if not self.builder.block.is_terminated:
            self.store(at, self.compute(ast.Add(), self.number_of(here), whole(1)))
            self.builder.branch(ask)
        self.builder.position_at_end(after)
        if before is not None:
            self.scope.names[node.target.id] = before


def _read(target: ast.expr) -> ast.expr:
    """Return a target as something to read."""
    if isinstance(target, ast.Name):
        return ast.copy_location(ast.Name(target.id, ast.Load()), target)
    if isinstance(target, ast.Attribute):
        return ast.copy_location(ast.Attribute(target.value, target.attr, ast.Load()), target)
    raise CannotCompileError(ast.dump(target))
