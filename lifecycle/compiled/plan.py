"""What a program is compiled for: the columns to write, what is kept besides, and what the caller hands over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import attrs
import numpy as np

from lifecycle.columns import MONTHS_IN_YEAR

#: Numbers that the caller gives, and arrays of numbers, by name.
NUMBERS: Final = ("from_life", "to_life", "from_row", "keeps", "span", "base")
ARRAYS: Final[dict[str, np.dtype[Any]]] = {
    "first": np.dtype(np.int32),
    "last": np.dtype(np.int32),
    "arrivals_from": np.dtype(np.int64),
    "arrival_month": np.dtype(np.int32),
    "arrival_region": np.dtype(np.int32),
    "happenings_from": np.dtype(np.int64),
    "happening_month": np.dtype(np.int32),
    "version_of": np.dtype(np.int32),
    "until_of": np.dtype(np.int32),
    "lived": np.dtype(np.int32),
    "refused": np.dtype(np.int32),
    "counted_region": np.dtype(np.int32),
    "counts": np.dtype(np.int64),
}
RECORDS: Final = ("entries", "happenings", "start", "rules", "ends", "records")
#: Months written at once; every column needs as many rows more than there are months.
LANES: Final = 16
#: Ages are counted in bands of so many months, from 0 to the last; the band after it is that of unknown births.
BAND: Final = 5 * MONTHS_IN_YEAR
LAST_BAND: Final = 19
BANDS: Final = LAST_BAND + 2
#: A count holds three numbers: lives, of these covered then, of these covered finally; each in so many bits.
COUNT_BITS: Final = 21


@attrs.frozen
class Column:
    """A column to write: its name, how wide its numbers are, and the function of the rules that tells it."""

    name: str
    dtype: np.dtype[Any]
    tells: Callable[..., int] = attrs.field(repr=False)


@attrs.frozen
class Plan:
    """The rules as they lie in memory, the columns to write, what is kept or counted besides."""

    rules: np.dtype[Any]
    entry_columns: int
    columns: tuple[Column, ...]
    keeps_ends: bool = False
    keeps_records: bool = False
    counts: bool = False

    @property
    def arguments(self) -> list[str]:
        """Return the names of what the compiled program is given, in order."""
        return [*NUMBERS, *ARRAYS, *RECORDS, *(column.name for column in self.columns)]
