"""Lives lived by the compiled program: a batch in, its columns out, on as many threads as one likes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, Final

import attrs
import numpy as np

from lifecycle.compiled.library import Library, library
from lifecycle.compiled.plan import LANES, Plan
from lifecycle.population.batch import Batch, Ints, Records
from lifecycle.population.columns import COLUMNS
from lifecycle.population.rulebase import Rulebase

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


def plan_of(base: Rulebase, columns: Sequence[str], *, ends: bool = False, records: bool = False) -> Plan:
    """Return what is to be compiled for these columns."""
    names = dict.fromkeys([*columns, NEEDED])
    return Plan(base.rules.dtype, base.entries.shape[1], tuple(COLUMNS[name] for name in names), ends, records)


def live(batch: Batch, base: Rulebase, plan: Plan, *, threads: int = 1) -> Lived:
    """Live the lives of a batch; results are the same however many threads share the work."""
    program, lives = library(plan), len(batch)
    months, refused = np.zeros(lives, np.int32), np.zeros(lives, np.int32)
    ends = np.zeros(lives if plan.keeps_ends else 1, program.dtype)
    cuts = [lives * part // threads for part in range(threads + 1)]
    given: dict[str, Any] = {
        **{name: getattr(base, name) for name in ("span", "base", "version_of", "until_of", "entries", "rules")},
        **{name: getattr(batch, name) for name in _OF_LIVES},
        "lived": months,
        "refused": refused,
        "ends": ends,
        "from_row": 0,
        "keeps": 1,
    }

    def part(first: int, stop: int) -> Block:
        return _lived(program, {**given, "from_life": first, "to_life": stop}, batch, first, stop)

    pairs = list(pairwise(cuts))
    if threads == 1:
        blocks = [part(0, lives)]
    else:
        with ThreadPoolExecutor(threads) as pool:
            blocks = list(pool.map(part, *zip(*pairs, strict=True)))
    return Lived(months, refused, blocks, ends if plan.keeps_ends else None)


_OF_LIVES: Final = (
    "first", "last", "start", "arrivals_from", "arrival_month", "arrival_region",
    "happenings_from", "happening_month", "happenings",
)  # fmt: skip


def _lived(program: Library, given: dict[str, Any], batch: Batch, first: int, stop: int) -> Block:
    rows = int(np.maximum(batch.last[first:stop].astype(np.int64) - batch.first[first:stop] + 1, 0).sum()) + LANES
    columns = {column.name: np.empty(rows, column.dtype) for column in program.plan.columns}
    records = np.zeros(rows if program.plan.keeps_records else 1, program.dtype)
    end = program({**given, **columns, "records": records})
    kept = {name: column[:end] for name, column in columns.items()}
    return Block(first, stop, {**kept, **({"records": records[:end]} if program.plan.keeps_records else {})})
