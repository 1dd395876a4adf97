"""The stages of a run: tables read, lives encoded, lived with all columns kept in memory, or the whole run with its files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import attrs
from measuring import Times, by_turns

from fullrules.people import People, steady
from lifecycle.compiled.library import library
from lifecycle.compiled.plan import Plan
from lifecycle.population.batch import Batch
from lifecycle.population.columns import USUAL
from lifecycle.population.encoding.encoding import encode
from lifecycle.population.engine import Counted, Lived, count, live, plan_of
from lifecycle.population.intake.intake import Intake, Partition
from lifecycle.population.rulebase import Rulebase, rulebase
from lifecycle.population.runs.running import run
from lifecycle.regions.atlas import Atlas

#: The counters of a history beside what every history has.
COUNTERS: Final = (
    "gap_months", "waiting_total", "continuous_months", "actual_months", "local_months", "deemed_months", "converted_months",
    "resident_years", "missed_years",
)  # fmt: skip
THREADS: Final = (1, 2)
IN_MEMORY: Final = "lived, 17 columns kept"


@attrs.frozen
class Stage:
    """A stage that was measured: for whom, what, on how many threads, how many months, and how long it took."""

    people: People
    name: str
    threads: int
    months: int
    times: Times


def taken(people: People, atlas: Atlas) -> Partition:
    """Read the tables of all lives and check them."""
    with Intake(people.persons, people.events, atlas=atlas, size=people.lives) as intake:
        return intake.partition(0)


def ready_for(batch: Batch, atlas: Atlas) -> tuple[Rulebase, Plan]:
    """Return the rules of a batch and the plan with every usual column and counter, compiled."""
    base = rulebase(atlas, int(batch.first.min()), int(batch.last.max()))
    plan = plan_of(base, (*USUAL, *COUNTERS), ends=True)
    library(plan)
    return base, plan


def in_memory(batch: Batch, base: Rulebase, plan: Plan, threads: int) -> Lived:
    """Live a batch; every column of every month is kept."""
    return live(batch, base, plan, threads=threads)


def counted(batch: Batch, base: Rulebase, threads: int) -> Counted:
    """Live a batch; of a month nothing is kept but how many lives were where and covered."""
    return count(batch, base, threads=threads)


def written(people: People, folder: Path, output: str, threads: int) -> None:
    """Run from tables to files and take the files away again."""
    size = -(-people.lives // threads)
    run(people.persons, people.events, folder, outputs=(output,), threads=threads, partition_size=size)
    shutil.rmtree(folder)


def measured(people: People, folder: Path, atlas: Atlas, rounds: int) -> list[Stage]:
    """Return every stage for some lives, the best of some rounds by turns."""
    some = taken(people, atlas)
    batch = encode(some.persons, some.events, atlas)
    base, plan = ready_for(batch, atlas)
    months = int(live(batch, base, plan).months.sum())
    count(batch, base)  # compiles
    actions: dict[tuple[str, int], Callable[[], Any]] = {
        ("read and checked", 1): partial(taken, people, atlas),
        ("encoded", 1): partial(encode, some.persons, some.events, atlas),
    }
    for threads in THREADS:
        actions[IN_MEMORY, threads] = partial(in_memory, batch, base, plan, threads)
        actions["lived, counted only", threads] = partial(counted, batch, base, threads)
    actions["whole run, a single life", 1] = partial(
        written, steady(folder / f"one-{people.name}", 1), folder / "out", "counts", 1
    )
    for output, name in (("history", "whole run, history"), ("counts", "whole run, counts")):
        for threads in THREADS:
            actions[name, threads] = partial(written, people, folder / "out", output, threads)
    times = by_turns(list(actions.values()), rounds)
    return [Stage(people, *which, months, one) for which, one in zip(actions, times, strict=True)]
