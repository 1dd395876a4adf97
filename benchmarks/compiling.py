"""Loops in the language of the rules as functions that Python calls, by the compiler of this project."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir

from lifecycle.compiled.functions import KINDS, RETURNS, Functions, flat, renewed
from lifecycle.compiled.library import machine, optimised
from lifecycle.compiled.statements import Statements
from lifecycle.compiled.values import ADDRESS, BYTE, Array, Held, Known, Table, Value, Whole, whole
from lifecycle.layout import record_dtype

Layouts = Mapping[type, np.dtype[Any]]


class Loops(Functions):
    """Compiles loops that make their records themselves; ``layouts`` says how these lie in memory, or in registers."""

    def __init__(self, module: ir.Module, layouts: Layouts) -> None:
        super().__init__(module)
        self.layouts = layouts

    def call(self, function: Callable[..., Any], arguments: list[Value]) -> Value | None:
        """Call a function; a class of records stands for a new record of it."""
        return self.new(function) if isinstance(function, type) else super().call(function, arguments)

    def new(self, cls: type) -> Held:
        """Return a new record, with the numbers that a record of its class begins with."""
        dtype = self.layouts.get(cls) or record_dtype(cls)
        made = Held(cls, dtype, self.room(ir.ArrayType(BYTE, dtype.itemsize)))
        for field in attrs.fields(cls):
            self.set_field(made, field.name, whole(field.default))
        return made

    def export(self, function: Callable[..., Any], arguments: Sequence[Value]) -> None:
        """Compile a function that Python calls; arrays never overlap, and what is known is compiled into it."""
        given = [value for one in arguments if not isinstance(one, Known) for value in flat(one)]
        kind = RETURNS[function.__annotations__["return"]]
        places = self.begin(function.__name__, [value.type for value in given], KINDS[kind], exported=True)
        for place in places:
            if place.type == ADDRESS:
                place.add_attribute("noalias")
        values = iter(places)
        inside = [one if isinstance(one, Known) else renewed(one, values) for one in arguments]
        self.give(kind, Statements.call(self, function, inside))


@attrs.frozen(eq=False)
class Loop:
    """A compiled function, called with numbers and arrays; ``engine`` keeps its memory alive."""

    engine: Any
    run: Any

    def __call__(self, *given: Any) -> int:
        """Call it."""
        return int(self.run(*(one.ctypes.data if isinstance(one, np.ndarray) else int(one) for one in given)))


def compiled(loop: Callable[..., int], arguments: Sequence[Value], layouts: Layouts | None = None, target: Any = None) -> Loop:
    """Return a loop as machine code, for this machine or a ``target``."""
    loops, target = Loops(ir.Module(loop.__name__), layouts or {}), target or machine()
    loops.export(loop, arguments)
    engine = llvm.create_mcjit_compiler(optimised(str(loops.module), target), target)
    engine.finalize_object()
    kinds = [
        ctypes.c_void_p if isinstance(one, (Array, Table, Held)) else ctypes.c_int64
        for one in arguments
        if not isinstance(one, Known)
    ]
    return Loop(engine, ctypes.CFUNCTYPE(ctypes.c_int64, *kinds)(engine.get_function_address(loop.__name__)))


def wide() -> Any:
    """Return this machine with the widest vectors that it has, where its maker would rather have narrower ones used."""
    machine()  # which begins what is compiled for
    features = f"{llvm.get_host_cpu_features().flatten()},-prefer-256-bit"
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=3, jit=True)


def array(dtype: Any) -> Array:
    """Return what the compiler is to know of an array of numbers."""
    return Array(ir.Constant(ADDRESS, None), np.dtype(dtype))


def whole_number() -> Whole:
    """Return what the compiler is to know of a number."""
    return whole(0)
