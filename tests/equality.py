"""Are the two engines one? Random lives lived singly and in columns, every number of every month compared.

Run it with ``python tests/equality.py --lives 10000``; it takes minutes. Each life goes the whole way of a population: rows of two
tables, taken in, encoded, lived by the compiled step; and alone through the machine and the timeline. A life in which they differ
is shown as a scenario, as small as it can be made.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final

import polars as pl
from comparison import Difference, Found, compared, shipped
from random_rows import Told, random_life
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn
from shrinking import as_toml, shrunk

from lifecycle.population.intake.intake import Intake
from lifecycle.population.intake.tables import EVENT_FRAME, EVENTS, PERSON_FRAME, PERSONS, Kind

PROCESSES: Final = 2
TOGETHER: Final = 200
SHOWN: Final = 10
SHRUNK: Final = 5


def tables(lives: Sequence[Told]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return lives as the tables that users bring: months and births as text, columns by their names there."""
    persons = pl.DataFrame([person for person, _ in lives], schema=PERSON_FRAME)
    events = pl.DataFrame([event for _, told_ in lives for event in told_], schema=EVENT_FRAME)
    day = pl.when(pl.col("born_day").is_null()).then(pl.lit("")).otherwise(pl.format("-{}", _digits("born_day")))
    persons = persons.with_columns(pl.concat_str(_text("born"), day).alias("born")).rename({"first": "from", "last": "until"})
    events = events.rename({"what": "event"})
    return _as_brought(persons, PERSONS), _as_brought(events, EVENTS)


def _digits(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).str.zfill(2)


def _text(name: str) -> pl.Expr:
    """Return a month of its index as text."""
    month = pl.col(name)
    return pl.format("{}-{}", (month // 12).cast(pl.String), (month % 12 + 1).cast(pl.String).str.zfill(2)).alias(name)


def _as_brought(frame: pl.DataFrame, table: Any) -> pl.DataFrame:
    there = [name for name in table.names if table.column(name).kind is Kind.MONTH]
    return frame.with_columns(_text(name) for name in there).select(table.names)


def taken_in(lives: Sequence[Told], chance: random.Random) -> Iterator[tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]]:
    """Write lives as tables in any order, take them in, and yield persons, events and rejects of every partition."""
    with tempfile.TemporaryDirectory(prefix="lifecycle-") as folder:
        paths = []
        for name, frame in zip(("persons", "events"), tables(lives), strict=True):
            shuffled = frame.sample(fraction=1, shuffle=True, seed=chance.randrange(2**32))
            paths.append(Path(folder) / f"{name}.parquet")
            shuffled.write_parquet(paths[-1])
        with Intake(paths[0], paths[1], atlas=shipped()) as intake:
            for partition in intake:
                yield partition.persons, partition.events, partition.rejects


def checked(seed: int, numbers: range) -> Found:
    """Make some lives, take them in as tables, and compare how the two engines live them."""
    regions = shipped().ids()
    lives = [random_life(random.Random(f"{seed}/{number}"), shipped(), regions, number) for number in numbers]
    found = Found()
    for persons, events, rejects in taken_in(lives, random.Random(seed)):
        found.add(compared(persons, events))
        for row in rejects.iter_rows(named=True):
            difference = Difference(row["id"], None, f"intake {row['column']}", "taken", row["reason"])
            found.different.append((lives[row["id"] - numbers.start], [difference]))
    return found


def found_in(lives: int, seed: int, processes: int, console: Console) -> Found:
    """Compare so many lives on several processes, and show how far one has come."""
    parts = [range(first, min(first + TOGETHER, lives)) for first in range(0, lives, TOGETHER)]
    compared(pl.DataFrame(schema=PERSON_FRAME), pl.DataFrame(schema=EVENT_FRAME))  # compiled once, before there are processes
    found = Found()
    bar = Progress("comparing lives", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console)
    with bar, ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        task = bar.add_task("", total=lives)
        for part in (map if processes == 1 else pool.map)(partial(checked, seed), parts):
            found.add(part)
            bar.advance(task, part.lives)
    return found


def report(found: Found) -> Iterator[str]:
    """Yield what was compared, and the smallest lives that were found to differ."""
    yield (
        f"{found.lives} lives of {found.months} months in {len(found.regions)} regions, {sum(found.events.values())} events of "
        f"{len(found.events)} kinds, {sum(found.refused.values())} lives refused in mid-life ({dict(found.refused)})"
    )
    yield f"{len(found.different)} lives differ" if found.different else "the engines agree in every number of every month"
    seen: Counter[tuple[str, ...]] = Counter()
    for life, differences in sorted(found.different, key=lambda pair: len(pair[0][1])):
        fields = tuple(sorted({difference.field.removesuffix(" at the end") for difference in differences}))[:3]
        seen[fields] += 1
        if seen[fields] > 1 or len(seen) > SHOWN:
            continue
        small, left = shrunk(life, differences) if len(seen) <= SHRUNK else (life, differences)
        yield f"\n# life {life[0]['id']}"
        yield from (f"#   {difference}" for difference in sorted(left, key=lambda one: one.month or 0)[:SHOWN])
        yield as_toml(small)
    yield from (f"{count} lives differ in {', '.join(fields)}" for fields, count in seen.most_common())


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare random lives; return 1 if any differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lives", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=PROCESSES)
    given = parser.parse_args(arguments)
    found = found_in(given.lives, given.seed, given.processes, Console(stderr=True))
    sys.stdout.writelines(f"{line}\n" for line in report(found))
    return 1 if found.different else 0


if __name__ == "__main__":
    sys.exit(main())
