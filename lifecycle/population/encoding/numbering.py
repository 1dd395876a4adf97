"""Numbers for what occurs many times: each distinct combination once, and which of them every row has."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

Ints = np.ndarray[Any, np.dtype[np.integer[Any]]]
MOST_COMBINATIONS: Final = 2**62
FEW: Final = 2**22


def numbered(rows: pl.DataFrame) -> tuple[pl.DataFrame, Ints]:
    """Return the distinct rows, and for every row the number of its like among them."""
    combined: Ints = np.zeros(rows.height, np.int64)
    size = 1
    for column in rows.get_columns():
        codes, count = _codes(column)
        if size * count > MOST_COMBINATIONS:
            _, combined = _distinct(combined, size)
            size = int(combined.max()) + 1
        combined, size = combined * count + codes, size * count
    first, number = _distinct(combined, size)
    return rows[first], number


def _codes(column: pl.Series) -> tuple[Ints, int]:
    """Return a column as numbers from 0, 0 for what is not told, and how many numbers there may be."""
    if column.dtype in (pl.Boolean, pl.Null):
        column = column.cast(pl.Int8)
    if not column.dtype.is_integer():
        words = column.unique().drop_nulls()
        if words.is_empty():
            return np.zeros(len(column), np.int64), 1
        numbers = pl.Series(range(1, len(words) + 1), dtype=pl.Int64)
        return column.replace_strict(words, numbers, default=0, return_dtype=pl.Int64).to_numpy(), len(words) + 1
    least, most = column.min(), column.max()
    if not isinstance(least, int) or not isinstance(most, int):  # nothing is told at all
        return np.zeros(len(column), np.int64), 1
    return (column.cast(pl.Int64) - (least - 1)).fill_null(0).to_numpy(), most - least + 2


def _distinct(numbers: Ints, size: int) -> tuple[Ints, Ints]:
    """Return where each distinct number occurs first, and for every one its place in their order."""
    if size > FEW:
        _, first, place = np.unique(numbers, return_index=True, return_inverse=True)
        return first, place
    at = np.full(size, -1, np.int64)
    at[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    occurs = np.flatnonzero(at >= 0)
    place = np.zeros(size, np.int64)
    place[occurs] = np.arange(len(occurs))
    return at[occurs], place[numbers]


def told(frame: pl.DataFrame, name: str, otherwise: Any, dtype: Any = np.int64) -> Any:
    """Return a column as an array, with ``otherwise`` for what is not told; an absent column tells nothing."""
    if name not in frame.columns:
        return np.full(frame.height, otherwise, dtype)
    return frame[name].fill_null(otherwise).to_numpy().astype(dtype, copy=False)


def selected(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """Return these columns of a frame; an absent one tells nothing."""
    absent = [pl.lit(None).alias(name) for name in names if name not in frame.columns]
    return frame.with_columns(absent).select(names)
