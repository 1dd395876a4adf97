"""Spells: consecutive months of a life that are alike, one row each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs
import numpy as np
import pyarrow as pa

from lifecycle.population.batch import Ints
from lifecycle.population.outputs.dictionaries import Dictionaries, Mask
from lifecycle.population.outputs.history import USUAL, Months, dates
from lifecycle.population.outputs.outcome import Outcome
from lifecycle.population.outputs.writing import ROWS_TOGETHER

#: What the months of one spell have in common besides the word of their scheme, and what is told of its first month.
ALIKE: Final = ("region", "state", "factor")
TOLD: Final = tuple(column for column in USUAL if column.name != "waiting_left")


@attrs.frozen(eq=False)
class Runs:
    """Runs of months: the row of the first month of each, its life, its first month, and how many there are."""

    rows: Ints
    life: Ints
    first: Ints
    months: Ints


def changes(outcome: Outcome, names: Sequence[str]) -> Mask:
    """Return where a life begins, or another value stands in one of the columns than in the month before."""
    found = np.zeros(outcome.rows, np.bool_)
    for name in names:
        found |= differs(outcome.columns[name])
    found[outcome.starts[:-1]] = True
    return found


def differs(column: Any) -> Mask:
    """Return in which rows another value stands than in the row before."""
    found = np.zeros(len(column), np.bool_)
    found[1:] = column[1:] != column[:-1]
    return found


def finally_covered(outcome: Outcome) -> Any:
    """Return which months are covered once everything was settled."""
    return outcome.columns["factor_finally"] > 0


def runs(outcome: Outcome, begins: Mask) -> Runs:
    """Return the runs of months that begin at some rows; every life begins one."""
    rows = np.flatnonzero(begins)
    life = np.searchsorted(outcome.starts, rows, side="right") - 1
    first = (outcome.first[life] + (rows - outcome.starts[life])).astype(np.int32)
    return Runs(rows, life, first, np.diff(rows, append=outcome.rows))


def schema(words: Dictionaries, about: dict[bytes, bytes]) -> pa.Schema:
    """Return the schema of the spells."""
    keys = [("id", pa.int64()), ("first", pa.date32()), ("last", pa.date32()), ("months", pa.int16())]
    fields = [pa.field(name, kind, nullable=False) for name, kind in keys]
    return pa.schema([*fields, *(column.field(words) for column in TOLD)], metadata=about)


def tables(outcome: Outcome, wanted: pa.Schema) -> Iterator[pa.Table]:
    """Yield the spells, so many together as make a group of rows."""
    schemes = outcome.words.scheme.encoded(outcome.columns["scheme"]).indices.to_numpy()
    found = runs(outcome, changes(outcome, ALIKE) | differs(schemes) | differs(finally_covered(outcome)))
    for start in range(0, len(found.rows), ROWS_TOGETHER):
        some = slice(start, start + ROWS_TOGETHER)
        here = Months(outcome, 0, len(outcome), found.rows[some])
        first, months = found.first[some], found.months[some]
        keys = [
            pa.array(outcome.ids[found.life[some]]),
            dates(first),
            dates(first + months.astype(np.int32) - 1),
            pa.array(months.astype(np.int16)),
        ]
        yield pa.Table.from_arrays([*keys, *(column.made(here) for column in TOLD)], schema=wanted)
