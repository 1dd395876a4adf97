"""The walk as machine code, by the compiler of the rules: the very functions that run as Python."""

from __future__ import annotations

import ctypes
import inspect
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import attrs
import numpy as np
from llvmlite import ir

from lifecycle import columns, compiled, layout, record, vocabulary
from lifecycle.compiled.functions import Functions
from lifecycle.compiled.library import below, engine, hashed, modules_of
from lifecycle.compiled.values import ADDRESS, Array, Table, whole
from lifecycle.layout import record_dtype
from lifecycle.population import generated
from lifecycle.population.generated.walk import walk_many
from lifecycle.population.generated.walker import Told, Walker

Numbers = np.ndarray[Any, Any]

NUMBER: Final = np.dtype(np.int64)
DTYPE: Final = record_dtype(Walker)


@attrs.frozen(eq=False)
class CompiledWalk:
    """The compiled walk of many persons; ``engine`` keeps its memory alive."""

    engine: Any
    run: Any

    def __call__(self, walkers: Numbers, book: Sequence[Sequence[int]], births: Sequence[int], rows: Numbers, last: int) -> int:
        """Walk as many of the walkers as there is room for; return how many."""
        table, born = np.array(book, NUMBER), np.array(births, NUMBER)
        given = [walkers.ctypes.data, 0, len(walkers), table.ctypes.data, born.ctypes.data, rows.ctypes.data, len(rows), last]
        return int(self.run(*given))


@cache
def compiled_walk(width: int) -> CompiledWalk:
    """Return the compiled walk for a table of so many columns: from the cache where nothing it is made from has changed."""
    found = engine(f"walk-{_fingerprint()}-{width}", lambda: _source(width))
    kinds = [ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, *[ctypes.c_void_p] * 3, ctypes.c_int64, ctypes.c_int64]
    return CompiledWalk(found, ctypes.CFUNCTYPE(ctypes.c_int64, *kinds)(found.get_function_address("walk_many")))


def _fingerprint() -> str:
    """Return a hash of the source of the walk and of the compiler."""
    read = [*modules_of(generated), *modules_of(compiled), layout, record, columns, vocabulary]
    return hashed([*(inspect.getsource(module) for module in read), *below()])


def _source(width: int) -> str:
    walking = Functions(ir.Module("walk"))
    at, number = ir.Constant(ADDRESS, None), whole(0)
    book, rows = Table(at, (None, width), NUMBER, constant=True), Table(at, (None, len(Told)), NUMBER, constant=False)
    walking.export(walk_many, [Array(at, DTYPE, Walker), number, number, book, Array(at, NUMBER), rows, number, number])
    return str(walking.module)
