"""Where partitions are worked on: rules, program and input at hand, one partition after the other or several at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import Final

import attrs
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from lifecycle import months
from lifecycle.compiled.library import library
from lifecycle.compiled.plan import COUNT_BITS
from lifecycle.errors import InputError, Where
from lifecycle.language import say
from lifecycle.population.batch import Batch
from lifecycle.population.columns import USUAL
from lifecycle.population.dataset.parts import name_of
from lifecycle.population.encoding.encoding import encode
from lifecycle.population.engine import Counted, Lived, count, live, plan_of
from lifecycle.population.intake.intake import Intake, Partition
from lifecycle.population.outputs import counts, finals, history, spells
from lifecycle.population.outputs.dictionaries import Dictionaries
from lifecycle.population.outputs.outcome import Outcome
from lifecycle.population.outputs.writing import is_whole, metadata, write_part
from lifecycle.population.rulebase import Rulebase, rulebase
from lifecycle.population.runs.job import Job, lawbook
from lifecycle.population.runs.voids import refused
from lifecycle.regions.atlas import Atlas

REJECTED: Final = "rejects"
MOST_COUNTED: Final = 1 << COUNT_BITS - 1
DONE: Final = b"done"
SORTED: Final = ("id", "file", "row", "column", "reason")
#: Rules are looked up for whole decades, so that the partitions of a run share them.
DECADE: Final = 10 * months.MONTHS_IN_YEAR

Made = Callable[[Outcome], Iterator[pa.Table]]


@attrs.frozen(kw_only=True)
class Done:
    """What became of a partition: lives lived, lives refused, rows of rejects, months in all, the first and the last of them."""

    number: int
    lived: int
    refused: int
    rejects: int
    months: int
    first: int | None
    last: int | None

    @classmethod
    def added_up(cls, some: Iterable[Done]) -> Done:
        """Return what became of several partitions."""
        told = list(some)
        return cls(
            number=len(told),
            lived=sum(one.lived for one in told),
            refused=sum(one.refused for one in told),
            rejects=sum(one.rejects for one in told),
            months=sum(one.months for one in told),
            first=min((one.first for one in told if one.first is not None), default=None),
            last=max((one.last for one in told if one.last is not None), default=None),
        )


class Workshop:
    """A job with everything that its partitions need; opened once in a process."""

    def __init__(self, job: Job, atlas: Atlas | None = None) -> None:
        """Open a job; ``atlas`` is the one whose fingerprint it has, without it that of this process is compared."""
        self.job, self.folder = job, Path(job.folder)
        self.atlas = atlas or _same_rules(job)
        events = None if job.events is None else Path(job.events)
        self.intake = Intake(
            Path(job.persons), events, atlas=self.atlas, first=job.first, last=job.last, size=job.size, work=job.work
        )
        self._lock = Lock()
        self._base = self._rules(months.january(2000), months.january(2050))
        self.words = Dictionaries.of(self._base)
        self.only_counts = job.outputs == ("counts",) and job.size <= MOST_COUNTED
        columns = () if self.only_counts else tuple(dict.fromkeys((*USUAL, *history.needs(job.columns))))
        self.plan = plan_of(self._base, columns, ends=not self.only_counts, counts=self.only_counts)
        library(self.plan)
        self.about = metadata(job.version, job.fingerprint, job.digest, job.seed)
        self.tables = self._tables()

    def _tables(self) -> dict[Path, tuple[pa.Schema, Made]]:
        """Return, for every table that is written, the folder of its parts, their schema, and how they are made."""
        columns, about, words = self.job.columns, self.about, self.words
        of_history, of_spells = history.schema(words, columns, about), spells.schema(words, about)
        of_finals, of_counts = finals.schema(words, about), counts.RAW.with_metadata(about)
        known: dict[str, tuple[Path, pa.Schema, Made]] = {
            "history": (self.folder, of_history, lambda outcome: history.tables(outcome, columns, of_history)),
            "spells": (self.folder, of_spells, lambda outcome: spells.tables(outcome, of_spells)),
            "final": (self.folder, of_finals, lambda outcome: finals.tables(outcome, of_finals)),
            "counts": (self.job.work, of_counts, lambda outcome: counts.raw_tables(outcome, of_counts)),
        }
        return {known[name][0] / name: known[name][1:] for name in self.job.outputs}

    def _rules(self, first: int, last: int) -> Rulebase:
        begin = max(first // DECADE * DECADE, months.EARLIEST)
        return rulebase(self.atlas, begin, min((last // DECADE + 1) * DECADE, months.LATEST) - 1)

    def rules(self, first: int, last: int) -> Rulebase:
        """Return the rules from a month to another, and of more months where they were asked for before."""
        with self._lock:
            base = self._base
            if not base.base <= first <= last <= base.base + base.span - 2:
                self._base = self._rules(min(first, base.base), max(last, base.base + base.span - 2))
            return self._base

    def rejected(self, number: int) -> Path:
        """Return the file of the rejects of a partition, which is written last: it is there where the partition is done."""
        return self.job.work / REJECTED / name_of(number)

    def is_done(self, number: int) -> bool:
        """Return whether every file of a partition is there and of this run."""
        places = [*(folder / name_of(number) for folder in self.tables), self.rejected(number)]
        return all(is_whole(place, self.about) for place in places)

    def done(self, number: int) -> Done:
        """Return what became of a partition that is done."""
        told = pq.read_schema(self.rejected(number)).metadata
        return Done(**json.loads(told[DONE]))

    def lives_in(self, number: int) -> int:
        """Return how many persons a partition has."""
        return min(self.job.size, self.intake.lives - number * self.job.size)

    def do(self, number: int, threads: int = 1) -> Done:
        """Live a partition and write its files."""
        taken = self.intake.partition(number)
        batch = encode(taken.persons, taken.events, self.atlas)
        lived, tables = self.lived(taken, batch, threads)
        for folder, made in tables.items():
            write_part(folder / name_of(number), self.tables[folder][0], made)
        voids = refused(taken, lived.refused, self.atlas)
        rejects = taken.rejects if voids.is_empty() else pl.concat([taken.rejects, voids]).sort(*SORTED)
        there = lived.months > 0
        ends = (batch.first + lived.months - 1)[there]
        done = Done(
            number=number,
            lived=int(there.sum()),
            refused=rejects["id"].drop_nulls().n_unique(),
            rejects=rejects.height,
            months=int(lived.months.sum(dtype=np.int64)),
            first=int(batch.first[there].min()) if len(ends) else None,
            last=int(ends.max()) if len(ends) else None,
        )
        told = rejects.rechunk().to_arrow()
        schema = told.schema.with_metadata({**self.about, DONE: json.dumps(attrs.asdict(done)).encode()})
        write_part(self.rejected(number), schema, [told.cast(schema)] if rejects.height else [])
        return done

    def lived(self, taken: Partition, batch: Batch, threads: int) -> tuple[Lived | Counted, dict[Path, Iterator[pa.Table]]]:
        """Return what the lives of a partition came to, and the tables made of it; counts alone need no month to be kept."""
        base = self._base if not len(batch) else self.rules(int(batch.first.min()), int(batch.last.max()))
        if self.only_counts:
            counted = count(batch, base, threads=threads)
            return counted, {folder: counts.tables_of(counted, schema) for folder, (schema, _) in self.tables.items()}
        lived = live(batch, base, self.plan, threads=threads)
        outcome = Outcome.of(taken.persons, batch, lived, self.words)
        return lived, {folder: made(outcome) for folder, (_, made) in self.tables.items()}

    def close(self) -> None:
        """Let go of the input."""
        self.intake.close()


def _same_rules(job: Job) -> Atlas:
    """Return the regions of a job as this process reads them; raises ``InputError`` where their rules are others."""
    here = lawbook(job.regions)
    if here.fingerprint != job.fingerprint:
        raise InputError(
            say(
                "other rules or regions ({found}) than those of the run ({wanted})",
                found=here.fingerprint,
                wanted=job.fingerprint,
            ),
            expected=say("the same version of the program and the same region files everywhere"),
            todo=say("install the same version everywhere, and run it again with --resume"),
            where=Where(path="scheduler"),
        )
    return here.atlas
