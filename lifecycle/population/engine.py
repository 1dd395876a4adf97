"""Lives lived by the compiled program: a batch in, its columns out, on as many threads as one likes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import attrs
import numpy as np

from lifecycle.compiled.library import library
from lifecycle.compiled.plan import BANDS, COUNT_BITS, LANES, Plan
from lifecycle.population.batch import Batch, Ints, Records
from lifecycle.population.columns import COLUMNS
from lifecycle.population.rulebase import Rulebase
from lifecycle.vocabulary import State

COUNTED: Final = ("region", "state", "factor")
NEEDED: Final = "factor_finally"  # what a later decision settles is written back into this column


@attrs.frozen(eq=False)
class Block:
    """Lives that lie one after the other: their positions in the batch, and a row a month in every column."""

    first: int
    stop: int
    columns: dict[str, Ints]


@attrs.frozen(eq=False)
class Lived:
    """What came out: months lived by each life, 0 where it was refused because an event of the kind ``refused`` buys nothing."""

    months: Ints
    refused: Ints
    blocks: list[Block]
    ends: Records | None

    def column(self, name: str) -> Ints:
        """Return a column with the rows of all lives in order."""
        return np.concatenate([block.columns[name] for block in self.blocks])


@attrs.frozen(eq=False)
class Counted:
    """Lives counted by region, state, age band and month: three numbers for each, lives, covered then, covered finally.

    ``counts`` has the axes regions (their numbers in ``regions``), states, bands (the last of unknown births), months from
    ``base`` on.
    """

    months: Ints
    refused: Ints
    regions: Ints
    base: int
    counts: tuple[Ints, Ints, Ints]


def plan_of(base: Rulebase, columns: Sequence[str], *, ends: bool = False, records: bool = False, counts: bool = False) -> Plan:
    """Return what is to be compiled for these columns."""
    names = dict.fromkeys([*columns, *(COUNTED if counts else ()), NEEDED])
    return Plan(base.rules.dtype, base.entries.shape[1], tuple(COLUMNS[name] for name in names), ends, records, counts)


def live(batch: Batch, base: Rulebase, plan: Plan, *, threads: int = 1) -> Lived:
    """Live the lives of a batch; results are the same however many threads share the work."""
    program, lives = library(plan), len(batch)
    given = _given(batch, base)
    ends = np.zeros(lives if plan.keeps_ends else 1, program.dtype)

    def part(first: int, stop: int) -> Block:
        rows = int(np.maximum(batch.last[first:stop].astype(np.int64) - batch.first[first:stop] + 1, 0).sum()) + LANES
        columns = {column.name: np.empty(rows, column.dtype) for column in plan.columns}
        records = np.zeros(rows if plan.keeps_records else 1, program.dtype)
        end = program({**given, **columns, "ends": ends, "records": records, "from_life": first, "to_life": stop, "keeps": 1})
        kept = {name: column[:end] for name, column in columns.items()}
        return Block(first, stop, {**kept, **({"records": records[:end]} if plan.keeps_records else {})})

    blocks = _shared(lives, threads, part)
    return Lived(given["lived"], given["refused"], blocks, ends if plan.keeps_ends else None)


def count(batch: Batch, base: Rulebase, *, threads: int = 1) -> Counted:
    """Live the lives of a batch and count them, without keeping what each month was; at most two million at a time."""
    plan = plan_of(base, (), counts=True)
    program, given = library(plan), _given(batch, base)
    regions = np.unique(batch.arrival_region)
    rows = int(np.maximum(batch.last.astype(np.int64) - batch.first + 1, 0).max(initial=0)) + LANES
    given["counted_region"] = np.zeros(int(regions.max(initial=0)) + 1, np.int32)
    given["counted_region"][regions] = np.arange(len(regions))
    shape = (len(regions), len(State), BANDS, base.span)

    def part(first: int, stop: int) -> Ints:
        columns = {column.name: np.empty(rows, column.dtype) for column in plan.columns}
        counts = np.zeros(shape, np.int64)
        program({**given, **columns, "counts": counts, "from_life": first, "to_life": stop, "keeps": 0})
        return counts

    packed: Ints = sum(_shared(len(batch), threads, part))  # type: ignore[assignment]
    one = (1 << COUNT_BITS) - 1
    found = packed & one, (packed >> COUNT_BITS) & one, packed >> (2 * COUNT_BITS)
    return Counted(given["lived"], given["refused"], regions, base.base, found)


Part = TypeVar("Part")


def _shared(lives: int, threads: int, part: Callable[[int, int], Part]) -> list[Part]:
    """Return the parts of the work, shared by threads."""
    cuts = [lives * number // threads for number in range(threads + 1)]
    if threads == 1:
        return [part(0, lives)]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(part, cuts[:-1], cuts[1:]))


def _given(batch: Batch, base: Rulebase) -> dict[str, Any]:
    """Return what every program is given."""
    lives, nothing = len(batch), np.zeros(1, np.int64)
    return {
        **{name: getattr(base, name) for name in ("span", "base", "version_of", "until_of", "entries", "rules")},
        **{name: getattr(batch, name) for name in _OF_LIVES},
        **dict.fromkeys(("ends", "records", "counts", "counted_region"), nothing),
        "lived": np.zeros(lives, np.int32),
        "refused": np.zeros(lives, np.int32),
        "from_row": 0,
    }


_OF_LIVES: Final = (
    "first", "last", "start", "arrivals_from", "arrival_month", "arrival_region",
    "happenings_from", "happening_month", "happenings",
)  # fmt: skip
