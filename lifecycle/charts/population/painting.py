"""The grid of codes: people × times, painted from spells; how large it may be."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from lifecycle.errors import InputError
from lifecycle.language import say

Codes = np.ndarray[Any, np.dtype[np.uint8]]
Array = np.ndarray[Any, np.dtype[Any]]

#: The code of a month without a state.
NONE: Final = 255
#: More cells than this are refused: half a gigabyte, or a million lives of forty years.
MOST_CELLS: Final = 500_000_000
AT_ONCE: Final = 4_000_000


def refuse_too_many(rows: int, columns: int) -> None:
    """Refuse sequences that do not fit; raises ``InputError``."""
    if rows * columns > MOST_CELLS:
        raise InputError(
            say("a table of {lives} lives and {months} months", lives=rows, months=columns),
            expected=say("at most {most} cells", most=MOST_CELLS),
            todo=say("take fewer people or a shorter time"),
        )


def painted(rows: int, columns: int, row: Array, begin: Array, end: Array, code: Array) -> Codes:
    """Return the codes of spells, which lie in order and apart: ``begin`` to ``end`` (both included) of a row."""
    refuse_too_many(rows, columns)
    codes: Codes = np.full((rows, columns), NONE, dtype=np.uint8)
    flat = codes.reshape(-1)
    length = (end - begin + 1).astype(np.int64)
    start = row.astype(np.int64) * columns + begin
    cuts = np.searchsorted(np.cumsum(length), np.arange(AT_ONCE, int(length.sum()) + AT_ONCE, AT_ONCE)) + 1
    low = 0
    for high in [*cuts.tolist(), len(row)]:
        some = slice(low, min(high, len(row)))
        sizes = length[some]
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        flat[np.repeat(start[some], sizes) + within] = np.repeat(code[some], sizes)
        low = some.stop
    return codes
