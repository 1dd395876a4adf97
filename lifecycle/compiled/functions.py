"""Functions of the rules compiled once for all their callers, and functions that Python can call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs
import numpy as np
from llvmlite import ir

from lifecycle.compiled import horizons
from lifecycle.compiled.memory import Marks
from lifecycle.compiled.statements import Statements
from lifecycle.compiled.values import ADDRESS, BIT, WORD, Array, Held, Reading, Table, Truth, Value, Whole, whole

RETURNS: Final[dict[str, type | None]] = {"int": Whole, "bool": Truth, "None": None}
KINDS: Final[dict[type | None, ir.Type]] = {None: ir.VoidType(), Truth: BIT, Whole: WORD}


def separate(function: Callable[..., Any], arguments: list[Value]) -> bool:
    """Return whether a function can be compiled once for all its callers."""
    simple = all(isinstance(one, (Whole, Truth, Held, Table, Array, Reading)) for one in arguments)
    return simple and function.__annotations__.get("return", "") in RETURNS


def flat(value: Value) -> list[ir.Value]:
    """Return a value as the arguments of a compiled function."""
    if isinstance(value, Reading):
        return [value.own, value.resident, value.places]
    return [value.at] if isinstance(value, (Held, Table, Array)) else [value.value]  # type: ignore[union-attr]


def renewed(value: Value, given: Iterator[ir.Value]) -> Value:
    """Return a value of the same kind, made of a compiled function's own arguments."""
    if isinstance(value, Reading):
        return Reading(next(given), next(given), next(given))
    if isinstance(value, (Held, Table)):
        return attrs.evolve(value, at=next(given), slopes=None)
    if isinstance(value, Array):
        return attrs.evolve(value, at=next(given))
    return Truth(next(given)) if isinstance(value, Truth) else Whole(next(given))


def kind_of(value: Value) -> Any:
    """Return what makes two arguments alike for a compiled function."""
    if isinstance(value, Held):
        return value.cls
    if isinstance(value, Table):
        return value.shape, value.dtype, value.constant, value.key
    if isinstance(value, Array):
        return value.dtype, value.cls
    return type(value)


class Functions(Statements):
    """Emits functions into a module; slopes are not kept."""

    def __init__(self, module: ir.Module, rules: np.dtype[Any] | None = None) -> None:
        self.module = module
        if rules is not None:
            self.rules = rules
        self.marks, self.tracks = Marks(), False
        self.functions: dict[Any, tuple[ir.Function, type | None, Marks]] = {}
        self.fixed = module.add_metadata([])

    def call(self, function: Callable[..., Any], arguments: list[Value]) -> Value | None:
        """Call a function, compiled when it is first met, where it takes and gives only numbers and what lies in memory."""
        if separate(function, arguments):
            return self.called(self.builder, function, arguments, self.marks)
        return super().call(function, arguments)

    def begin(
        self, name: str, kinds: list[ir.Type], returns: ir.Type, *, inline: bool = False, exported: bool = False
    ) -> list[ir.Value]:
        """Open a compiled function and return its arguments."""
        function = ir.Function(self.module, ir.FunctionType(returns, kinds), self.module.get_unique_name(name))
        function.linkage = "" if exported else "internal"
        if inline:
            function.attributes.add("alwaysinline")
        self.builder = ir.IRBuilder(function.append_basic_block("begin"))
        if hasattr(self, "scope"):
            del self.scope
        return list(function.args)

    def called(self, builder: ir.IRBuilder, function: Callable[..., Any], arguments: list[Value], marks: Marks) -> Value | None:
        """Call a function that is compiled once for all its callers; note for the caller which facts it may set."""
        key = (function, tuple(map(kind_of, arguments)))
        if key not in self.functions:
            self.functions[key] = self.compiled(function, arguments)
        target, found, sets = self.functions[key]
        if marks.blank:
            marks.told |= {one for one in sets.stored if one[0] == marks.blank}
        else:
            marks.stored |= sets.stored
        result = builder.call(target, [value for one in arguments for value in flat(one)])
        if found is None:
            return None
        return Truth(result) if found is Truth else Whole(result)

    def compiled(self, function: Callable[..., Any], arguments: list[Value]) -> tuple[ir.Function, type | None, Marks]:
        """Compile a function of its own."""
        outer = self.builder, self.marks, getattr(self, "scope", None)
        given = [value for one in arguments for value in flat(one)]
        found = RETURNS[function.__annotations__["return"]]
        kind = KINDS[found]
        name = self.module.get_unique_name(f"{function.__module__}.{function.__name__}")
        values = iter(self.begin(name, [ADDRESS if value.type.is_pointer else value.type for value in given], kind))
        self.marks = Marks()
        self.give(found, super().call(function, [renewed(one, values) for one in arguments]))
        sets, target = self.marks, self.builder.function
        self.builder, self.marks = outer[0], outer[1]
        if outer[2] is not None:
            self.scope = outer[2]
        return target, found, sets

    def give(self, kind: type | None, result: Value | None) -> None:
        """Return what a compiled function found."""
        if kind is None:
            self.builder.ret_void()
        elif kind is Truth:
            self.builder.ret(self.answer_of(result or whole(0)).value)
        else:
            self.builder.ret(self.number_of(result or whole(0)).value)

    def export(self, function: Callable[..., Any], arguments: list[Value]) -> None:
        """Compile a function that Python calls by its name, with an address for every record, table or array."""
        given = [value for one in arguments for value in flat(one)]
        kinds = [ADDRESS if value.type.is_pointer else value.type for value in given]
        found = RETURNS[function.__annotations__["return"]]
        values = iter(self.begin(function.__name__, kinds, KINDS[found], exported=True))
        self.give(found, super().call(function, [renewed(one, values) for one in arguments]))

    def horizon_functions(self) -> None:
        """Compile how long answers hold."""
        for rule in (horizons.until_sign, horizons.until_zero):
            d, s = self.begin(rule.__name__, [WORD, WORD], WORD, inline=True)
            found = self.call(rule, [Whole(d), Whole(s)])
            self.builder.ret(self.number_of(found or whole(0)).value)

    def held_for(self, rule: Any, difference: ir.Value, slope: ir.Value) -> ir.Value:
        """Call one of the horizons."""
        return self.builder.call(self.module.get_global(rule.__name__), [difference, slope])
