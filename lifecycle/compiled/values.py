"""What an expression of the rules is while it is compiled: a number that may grow, an answer, a record, a table, rules."""

from __future__ import annotations

from typing import Any, Final

import attrs
import numpy as np
from llvmlite import ir

WORD: Final = ir.IntType(64)
BIT: Final = ir.IntType(1)
BYTE: Final = ir.IntType(8)
ADDRESS: Final = ir.PointerType()


@attrs.frozen(eq=False)
class Whole:
    """A whole number of 64 bits; ``slope`` is by how much it grows a month, ``None`` where it stands still."""

    value: ir.Value
    slope: ir.Value | None = None


@attrs.frozen(eq=False)
class Truth:
    """A yes or no of one bit."""

    value: ir.Value


@attrs.frozen(eq=False)
class Held:
    """A record in memory, with the address of its slopes where they are kept."""

    cls: type
    dtype: np.dtype[Any]
    at: ir.Value
    slopes: ir.Value | None = None


@attrs.frozen(eq=False)
class Table:
    """Whole numbers in memory, in a fixed number of rows and columns; the first number of rows may be unknown."""

    at: ir.Value
    shape: tuple[int | None, ...]
    dtype: np.dtype[Any]
    constant: bool
    slopes: ir.Value | None = None
    key: tuple[str, str] = ("", "")


@attrs.frozen(eq=False)
class Array:
    """Numbers or records one after the other, as many as the caller gave."""

    at: ir.Value
    dtype: np.dtype[Any]
    cls: type | None = None


@attrs.frozen(eq=False)
class Reading:
    """The rules that hold in a month: those of the place, those of the residents' year, those of every place of the life."""

    own: ir.Value
    resident: ir.Value
    places: ir.Value


@attrs.frozen(eq=False)
class ByWay:
    """A table by way of which one row belongs to the residents' year."""

    own: Table
    resident: Table


@attrs.frozen(eq=False)
class ByPlace:
    """A table that each place of the life has of its own."""

    reading: Reading
    field: str


@attrs.frozen(eq=False)
class Bundle:
    """Values with names, as a caller hands them over."""

    values: dict[str, Any]


@attrs.frozen(eq=False)
class Several:
    """Several values returned at once."""

    values: tuple[Any, ...]


@attrs.frozen(eq=False)
class Known:
    """Something of Python that is known while compiling: a function, a class of names."""

    what: Any


Value = Whole | Truth | Held | Table | Array | Reading | ByWay | ByPlace | Bundle | Several | Known


def whole(number: int) -> Whole:
    """Return a number as it is written in the rules."""
    return Whole(ir.Constant(WORD, int(number)))


def constant(value: Value) -> int | None:
    """Return the number or the answer that is known while compiling, if it is."""
    if isinstance(value, Whole) and value.slope is not None:
        return None
    if (
        isinstance(value, (Whole, Truth))
        and isinstance(value.value, ir.Constant)
        and isinstance(value.value.constant, (int, bool))
    ):
        return int(value.value.constant)
    return None
