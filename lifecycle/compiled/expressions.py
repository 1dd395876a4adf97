"""Expressions of the rules as machine code."""

from __future__ import annotations

import ast
from collections.abc import Callable
from enum import IntEnum
from typing import Any

import attrs
from llvmlite import ir

from lifecycle.compiled.arithmetic import SIGNS, Arithmetic
from lifecycle.compiled.sources import Source
from lifecycle.compiled.values import (
    ADDRESS,
    BIT,
    WORD,
    Array,
    Bundle,
    Held,
    Known,
    Reading,
    Several,
    Table,
    Truth,
    Value,
    Whole,
    constant,
    whole,
)


class CannotCompileError(Exception):
    """A rule is written in a way that the compiler does not know."""


@attrs.define(eq=False)
class Slot:
    """The memory of one variable."""

    kind: Value
    at: ir.Value
    slope: ir.Value | None
    key: tuple[str, str]


@attrs.define(eq=False)
class Scope:
    """A function while it is compiled into its caller: its variables, and where it returns to."""

    source: Source
    names: dict[str, Value | Slot]
    leave: ir.Block
    result: Slot | Several | None = None


class Expressions(Arithmetic):
    """Emits expressions in a scope."""

    scope: Scope

    def call(self, function: Callable[..., Any], arguments: list[Value]) -> Value | None:
        """Compile a function into this place."""
        raise NotImplementedError

    def expression(self, node: ast.expr) -> Value:
        """Return the value of an expression."""
        emit = getattr(self, f"_{type(node).__name__.lower()}", None)
        if emit is None:
            raise CannotCompileError(self.scope.source.place(node), ast.dump(node))
        found: Value = emit(node)
        return found

    def whole_of(self, node: ast.expr) -> Whole:
        """Return the number that an expression gives."""
        return self.number_of(self.expression(node))

    def _constant(self, node: ast.Constant) -> Value:
        if isinstance(node.value, bool):
            return Truth(ir.Constant(BIT, int(node.value)))
        if isinstance(node.value, int):
            return whole(node.value)
        raise CannotCompileError(self.scope.source.place(node), repr(node.value))

    def _name(self, node: ast.Name) -> Value:
        found = self.scope.names.get(node.id)
        if isinstance(found, Slot):
            return self.load(found)
        return self.meant(self.scope.source.meaning(node.id)) if found is None else found

    def meant(self, what: Any) -> Value:
        """Return what something of Python is in a rule: a number, or known while compiling."""
        return whole(what) if isinstance(what, int) else Known(what)

    def _attribute(self, node: ast.Attribute) -> Value:
        of = self.expression(node.value)
        if isinstance(of, Held):
            return self.field(of, node.attr)
        if isinstance(of, Reading):
            return self.rule(of, node.attr)
        if isinstance(of, Bundle):
            given: Value = of.values[node.attr]
            return given
        if isinstance(of, Known):
            return self.meant(getattr(of.what, node.attr))
        raise CannotCompileError(self.scope.source.place(node), node.attr)

    def _subscript(self, node: ast.Subscript) -> Value:
        return self.element(self.expression(node.value), self.number_of(self.expression(node.slice)))

    def _binop(self, node: ast.BinOp) -> Value:
        return self.compute(node.op, self.whole_of(node.left), self.whole_of(node.right))

    def _unaryop(self, node: ast.UnaryOp) -> Value:
        if isinstance(node.op, ast.Not):
            answer = self.answer_of(self.expression(node.operand))
            known = constant(answer)
            return Truth(self.builder.not_(answer.value) if known is None else ir.Constant(BIT, 1 - known))
        value = self.whole_of(node.operand)
        if isinstance(node.op, ast.Invert):
            return self.compute(ast.BitXor(), value, whole(-1))
        return self.negated(value)

    def _compare(self, node: ast.Compare) -> Value:
        tests: list[Callable[[], Truth]] = []
        left = self.expression(node.left)
        for sign, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(sign, (ast.In, ast.NotIn)) and isinstance(right, ast.Tuple):
                found = self.any_of([self.same(left, one) for one in right.elts], stops_at=True)
                return found if isinstance(sign, ast.In) else Truth(self.builder.not_(found.value))
            if len(node.ops) == 1:
                return self.compare(SIGNS[type(sign)], self.number_of(left), self.whole_of(right))
            other = self.expression(right)  # a chain reads its middle once; nothing here has side effects
            tests.append(self.asked(sign, left, other))
            left = other
        return self.any_of(tests, stops_at=False)

    def asked(self, sign: ast.cmpop, left: Value, right: Value) -> Callable[[], Truth]:
        """Return a comparison to be asked later."""
        return lambda: self.compare(SIGNS[type(sign)], self.number_of(left), self.number_of(right))

    def same(self, left: Value, node: ast.expr) -> Callable[[], Truth]:
        """Return whether a value equals one of a list, to be asked later."""
        return lambda: self.compare("==", self.number_of(left), self.whole_of(node))

    def _boolop(self, node: ast.BoolOp) -> Value:
        stops_at = isinstance(node.op, ast.Or)
        return self.any_of([self.answered(one) for one in node.values], stops_at=stops_at)

    def answered(self, node: ast.expr) -> Callable[[], Truth]:
        """Return an expression as a yes or no, to be asked later."""
        return lambda: self.answer_of(self.expression(node))

    def any_of(self, tests: list[Callable[[], Truth]], *, stops_at: bool) -> Truth:
        """Ask one question after the other until one is answered so; return the last answer."""
        after: ir.Block | None = None
        answers: list[tuple[ir.Value, ir.Block]] = []
        for number, test in enumerate(tests):
            found = test()
            known = constant(found)
            if (known is not None and bool(known) is stops_at) or number == len(tests) - 1:
                answers.append((found.value, self.builder.block))
                break
            if known is not None:
                continue
            after = after or self.builder.append_basic_block("answered")
            more = self.builder.append_basic_block("more")
            answers.append((ir.Constant(BIT, int(stops_at)), self.builder.block))
            self.builder.cbranch(found.value, *((after, more) if stops_at else (more, after)))
            self.builder.position_at_end(more)
        if after is None:
            return Truth(answers[-1][0])
        self.builder.branch(after)
        self.builder.position_at_end(after)
        joined = self.builder.phi(BIT)
        for answer, block in answers:
            joined.add_incoming(answer, block)
        return Truth(joined)

    def _ifexp(self, node: ast.IfExp) -> Value:
        test = self.answer_of(self.expression(node.test))
        known = constant(test)
        if known is not None:
            return self.expression(node.body if known else node.orelse)
        slot: Slot | None = None
        after = self.builder.append_basic_block("chosen")
        blocks = [self.builder.append_basic_block("either"), self.builder.append_basic_block("or")]
        self.builder.cbranch(test.value, *blocks)
        for block, branch in zip(blocks, (node.body, node.orelse), strict=True):
            self.builder.position_at_end(block)
            value = self.expression(branch)
            slot = slot or self.slot_for(value, (self.scope.source.name, f"{node.lineno}:{node.col_offset}"))
            self.store(slot, value)
            self.builder.branch(after)
        self.builder.position_at_end(after)
        if slot is None:
            raise CannotCompileError(self.scope.source.place(node))
        return self.load(slot)

    def _tuple(self, node: ast.Tuple) -> Value:
        return Several(tuple(self.expression(one) for one in node.elts))

    def _call(self, node: ast.Call) -> Value:
        target = self.expression(node.func)
        if not isinstance(target, Known) or node.keywords:
            raise CannotCompileError(self.scope.source.place(node), ast.dump(node.func))
        what, arguments = target.what, [self.expression(one) for one in node.args]
        if what is len:
            return self.length(arguments[0])
        if what in (min, max):
            found = self.number_of(arguments[0])
            for other in arguments[1:]:
                found = self.extreme("<" if what is min else ">", found, self.number_of(other))
            return found
        if isinstance(what, type) and issubclass(what, IntEnum):
            return self.number_of(arguments[0])
        found_ = self.call(what, arguments)
        return whole(0) if found_ is None else found_

    def length(self, of: Value) -> Whole:
        """Return the rows of a table, which are known while compiling."""
        if isinstance(of, Table) and of.shape[0] is not None:
            return whole(of.shape[0])
        raise CannotCompileError(self.scope.source.name, "len")

    def slot_for(self, value: Value, key: tuple[str, str]) -> Slot:
        """Return memory for a variable of this kind, at the top of the compiled function."""
        kind = {Whole: WORD, Truth: BIT}.get(type(value), ADDRESS)
        grows = isinstance(value, Whole) and self.tracks and key in self.marks.moving
        return Slot(value, self.room(kind), self.room(WORD) if grows else None, key)

    def store(self, slot: Slot, value: Value) -> None:
        """Write a variable."""
        if isinstance(slot.kind, Whole):
            found = self.number_of(value)
            self.builder.store(found.value, slot.at)
            if found.slope is not None:
                self.marks.moving.add(slot.key)
            if slot.slope is not None:
                self.builder.store(whole(0).value if found.slope is None else found.slope, slot.slope)
        elif isinstance(slot.kind, Truth):
            self.builder.store(self.answer_of(value).value, slot.at)
        elif isinstance(value, (Table, Held, Array)):
            self.builder.store(value.at, slot.at)
        else:
            raise CannotCompileError(self.scope.source.name, slot.key)

    def load(self, slot: Slot) -> Value:
        """Read a variable."""
        if isinstance(slot.kind, Whole):
            slope = None if slot.slope is None else self.builder.load(slot.slope, typ=WORD)
            return Whole(self.builder.load(slot.at, typ=WORD), slope)
        if isinstance(slot.kind, Truth):
            return Truth(self.builder.load(slot.at, typ=BIT))
        if isinstance(slot.kind, (Table, Held, Array)):
            return attrs.evolve(slot.kind, at=self.builder.load(slot.at, typ=ADDRESS))
        raise CannotCompileError(self.scope.source.name, slot.key)
