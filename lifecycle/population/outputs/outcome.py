"""What the lives of a partition came to: who was lived, for how long, and their months in the columns of the engine."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import polars as pl

from lifecycle.beginnings import NOBODY_BEFORE
from lifecycle.population.batch import Batch, Ints, Records
from lifecycle.population.engine import Lived
from lifecycle.population.outputs.dictionaries import Dictionaries, Mask
from lifecycle.vocabulary import Way, key


@attrs.frozen(eq=False)
class Outcome:
    """The lives that were lived, in the order of their ids; the rows of life ``i`` begin at ``starts[i]`` in every column.

    ``begins`` holds the records with which they began, ``ends`` those with which they ended.
    """

    persons: pl.DataFrame
    ids: Ints
    first: Ints
    months: Ints
    starts: Ints
    columns: dict[str, Ints]
    begins: Records
    ends: Records | None
    words: Dictionaries

    @classmethod
    def of(cls, persons: pl.DataFrame, batch: Batch, lived: Lived, words: Dictionaries) -> Outcome:
        """Return what came out of a batch; lives that were refused are left out."""
        there = lived.months > 0
        months = lived.months[there].astype(np.int64)
        only = lived.blocks[0] if len(lived.blocks) == 1 else None
        names = lived.blocks[0].columns
        return cls(
            persons=persons.filter(pl.Series(there)),
            ids=batch.ids[there],
            first=batch.first[there],
            months=months,
            starts=np.concatenate([[0], np.cumsum(months)]),
            columns=dict(only.columns) if only is not None else {name: lived.column(name) for name in names},
            begins=batch.start[there],
            ends=None if lived.ends is None else lived.ends[there],
            words=words,
        )

    def __len__(self) -> int:
        """Return how many lives were lived."""
        return len(self.ids)

    @property
    def last(self) -> Ints:
        """Return the last month of every life."""
        return self.first + self.months.astype(np.int32) - 1

    @property
    def rows(self) -> int:
        """Return the months of all lives."""
        return int(self.starts[-1])

    @property
    def months_untold(self) -> Mask:
        """Return which lives were insured before, nobody knows for how many months."""
        scheme = self.persons["before_scheme"].cast(pl.String)
        before = scheme.is_not_null() & (scheme != NOBODY_BEFORE).fill_null(value=False)
        return _mask(before & self.persons["before_actual_months"].is_null())

    @property
    def years_untold(self) -> Mask:
        """Return which lives were residents before, nobody knows for how many years."""
        resident = (self.persons["before_scheme"].cast(pl.String) == key(Way.RESIDENT)).fill_null(value=False)
        return _mask(resident & self.persons["before_resident_years"].is_null())

    def totals(self, column: Any) -> Ints:
        """Return the sum over the rows of every life of a column of numbers, or how many of its rows are true."""
        if not len(self):
            return np.zeros(0, np.int64)
        found: Ints = np.add.reduceat(column, self.starts[:-1], dtype=np.int64)
        return found


def _mask(series: pl.Series) -> Mask:
    found: Mask = series.to_numpy()
    return found
