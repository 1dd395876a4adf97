"""Counts: how many lives of every region, state and age band there are in every month, and how many of them are covered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa

from lifecycle.compiled.plan import BAND, LAST_BAND
from lifecycle.population.batch import Ints
from lifecycle.population.dataset.stocks import OLDEST, band_name
from lifecycle.population.engine import Counted
from lifecycle.population.outputs.dictionaries import Dictionaries, Mask
from lifecycle.population.outputs.history import dates
from lifecycle.population.outputs.outcome import Outcome
from lifecycle.population.outputs.spells import ALIKE, changes, differs, finally_covered, runs
from lifecycle.population.outputs.writing import ROWS_TOGETHER

#: Who is counted together, by the numbers of the step; the band after the last is that of unknown births.
CELLS: Final = ("month", "region", "state", "band")
COUNTED: Final = ("lives", "covered", "covered_finally")
NO_BAND: Final = LAST_BAND + 1
RAW: Final = pa.schema(
    [pa.field(name, pa.int32(), nullable=False) for name in CELLS]
    + [pa.field(name, pa.int64(), nullable=False) for name in COUNTED]
)


def schema(words: Dictionaries, about: dict[bytes, bytes]) -> pa.Schema:
    """Return the schema of the counts."""
    fields = [("month", pa.date32()), ("region", words.region.type), ("state", words.state.type)]
    return pa.schema(
        [
            *(pa.field(name, kind, nullable=False) for name, kind in fields),
            pa.field("age_band", pa.string()),
            *(pa.field(name, pa.int64(), nullable=False) for name in COUNTED),
        ],
        metadata=about,
    )


def raw_tables(outcome: Outcome, wanted: pa.Schema) -> Iterator[pa.Table]:
    """Yield the counts of one partition by numbers: those of each run of months that are alike, at its ends, added up."""
    if not len(outcome):
        return
    birthdays, bands = _bands(outcome)
    found = runs(outcome, changes(outcome, ALIKE) | differs(finally_covered(outcome)) | birthdays)
    band = bands(found.life, found.first)
    columns = outcome.columns
    counted = (
        np.ones(len(found.rows), np.bool_),
        columns["factor"][found.rows] > 0,
        columns["factor_finally"][found.rows] > 0,
    )
    earliest, span = int(found.first.min()), int(outcome.last.max()) - int(found.first.min()) + 2
    where = [columns["region"][found.rows].astype(np.int64), columns["state"][found.rows].astype(np.int64), band]
    cells, at = np.unique(_packed(where), return_inverse=True)
    start = at * span + (found.first - earliest)
    sums = [_stock(start, start + found.months, one, (len(cells), span)) for one in counted]
    cell, month = np.nonzero(sums[0])
    region, state, which = _unpacked(cells[cell])
    made = [month + earliest, region, state, which]
    arrays = [*(pa.array(one.astype(np.int32)) for one in made), *(pa.array(one[cell, month]) for one in sums)]
    yield pa.Table.from_arrays(arrays, schema=wanted)


def tables_of(counted: Counted, wanted: pa.Schema) -> Iterator[pa.Table]:
    """Yield the counts of one partition by numbers, as the engine counted them without keeping a month."""
    region, state, band, month = np.nonzero(counted.counts[0])
    where = [month + counted.base, counted.regions[region], state, band]
    numbers = [one[region, state, band, month] for one in counted.counts]
    arrays = [*(pa.array(one.astype(np.int32)) for one in where), *(pa.array(one) for one in numbers)]
    yield pa.Table.from_arrays(arrays, schema=wanted)


def _bands(outcome: Outcome) -> tuple[Mask, Any]:
    """Return the rows in which a life comes to another band of ages, and how the band of a life in a month is found."""
    born = outcome.persons["born"]
    unknown, birth = born.is_null().to_numpy(), born.fill_null(0).to_numpy().astype(np.int64)
    found = np.zeros(outcome.rows, np.bool_)
    for age in range(BAND, OLDEST + 1, BAND):
        after = birth + age - outcome.first
        there = ~unknown & (after > 0) & (after < outcome.months)
        found[outcome.starts[:-1][there] + after[there]] = True

    def band(life: Ints, month: Ints) -> Ints:
        numbers = np.clip((month - birth[life]) // BAND, 0, LAST_BAND)
        return np.where(unknown[life], NO_BAND, numbers)

    return found, band


def _stock(start: Ints, stop: Ints, which: Mask, shape: tuple[int, int]) -> Ints:
    """Return how many runs hold each month: one more where a run begins, one less after its end, added up."""
    size = shape[0] * shape[1]
    moves = np.bincount(start[which], minlength=size) - np.bincount(stop[which], minlength=size)
    return moves.reshape(shape).cumsum(axis=1)


_STATES: Final = 1 << 8
_BANDS: Final = 1 << 8


def _packed(where: Sequence[Ints]) -> Ints:
    region, state, band = where
    return (region * _STATES + state) * _BANDS + band


def _unpacked(cells: Ints) -> tuple[Ints, Ints, Ints]:
    return cells // (_STATES * _BANDS), cells // _BANDS % _STATES, cells % _BANDS


def added_up(parts: Sequence[Path], words: Dictionaries, wanted: pa.Schema) -> Iterator[pa.Table]:
    """Yield the counts of all partitions together, by month, region, state and age band, as words."""
    told = pl.scan_parquet(list(parts)).group_by(CELLS).agg(pl.col(COUNTED).sum()).sort(CELLS).collect(engine="streaming")
    bands = pa.array([*(band_name(number) for number in range(NO_BAND)), None])
    for start in range(0, told.height, ROWS_TOGETHER):
        rows = told.slice(start, ROWS_TOGETHER)
        yield pa.Table.from_arrays(
            [
                dates(rows["month"].to_numpy()),
                words.region.encoded(rows["region"].to_numpy()),
                words.state.encoded(rows["state"].to_numpy()),
                bands.take(pa.array(rows["band"].to_numpy())),
                *(pa.array(rows[name].to_numpy()) for name in COUNTED),
            ],
            schema=wanted,
        )
