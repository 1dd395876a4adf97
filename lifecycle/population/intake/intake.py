"""From the tables that users bring to checked lives, a partition at a time; what cannot be taken is told row by row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import attrs
import polars as pl

from lifecycle import months
from lifecycle.population.intake.event_rows import events as event_rows
from lifecycle.population.intake.person_rows import persons as person_rows
from lifecycle.population.intake.possible import plainly_possible
from lifecycle.population.intake.register import Register, register
from lifecycle.population.intake.rejects import Faults
from lifecycle.population.intake.shelves import FILE, Shelf, shelf
from lifecycle.population.intake.singly import refusal
from lifecycle.population.intake.sources import Part, parts
from lifecycle.population.intake.tables import EVENT_FRAME, EVENTS, PERSON_FRAME, PERSONS
from lifecycle.population.intake.whole import (
    in_order,
    refuse_crowds,
    refuse_outside,
    refuse_strangers,
    refuse_twice,
    with_births,
    with_months,
)
from lifecycle.regions.atlas import Atlas

PARTITION: Final = 50_000


@attrs.frozen(eq=False)
class Partition:
    """Some lives: canonical frames of persons and events, sorted, and the rows that were refused."""

    persons: pl.DataFrame
    events: pl.DataFrame
    rejects: pl.DataFrame


class Intake:
    """The lives of two tables in partitions by the order of their ids, whatever the order of the rows and files.

    ``first`` and ``last`` are the months for persons that tell none. Rows that are not sorted by id are put once into ``work``,
    where a second intake of the same finds them; without it a folder is made that ``close`` removes.
    """

    def __init__(
        self,
        persons: Path,
        events: Path | None = None,
        *,
        atlas: Atlas,
        first: int | None = None,
        last: int | None = None,
        size: int = PARTITION,
        work: Path | None = None,
    ) -> None:
        self.atlas, self.size = atlas, size
        self.regions = frozenset(atlas.ids())
        self._made = tempfile.TemporaryDirectory(prefix="lifecycle-") if work is None else None
        self.work = Path(self._made.name) if work is None and self._made else Path(work or ".")
        try:
            self._open(parts(persons, PERSONS), parts(events, EVENTS) if events is not None else (), first, last)
        except BaseException:
            self.close()
            raise

    def _open(self, people: tuple[Part, ...], told: tuple[Part, ...], first: int | None, last: int | None) -> None:
        self.register: Register = register(people, told)
        self.first, self.last = self._window(first, last)
        bounds, ids = self.register.bounds(self.size), self.register.fingerprint
        self._people: Shelf = shelf(people, bounds, self.work, PERSONS.name, ids, in_order=self.register.persons_sorted)
        self._told: Shelf = shelf(told, bounds, self.work, EVENTS.name, ids, in_order=self.register.events_sorted)

    def __len__(self) -> int:
        """Return how many partitions there are."""
        return (self.lives + self.size - 1) // self.size

    def __iter__(self) -> Iterator[Partition]:
        return map(self.partition, range(len(self)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def lives(self) -> int:
        """Return how many ids the table of persons has."""
        return len(self.register.ids)

    def close(self) -> None:
        """Remove the work folder if it was made for this intake."""
        if self._made is not None:
            self._made.cleanup()

    def _window(self, first: int | None, last: int | None) -> tuple[int | None, int | None]:
        """Return the months for those who tell none: by default the years of all events."""
        earliest, latest = self.register.earliest, self.register.latest
        if first is None and earliest is not None:
            first = months.january(months.year(earliest))
        if last is None and latest is not None:
            last = months.january(months.year(latest) + 1) - 1
        return first, last

    def partition(self, number: int) -> Partition:
        """Return a partition: the lives that can be taken, and why others cannot."""
        faults = Faults()
        people = self._read(self._people, number, faults, of_persons=True)
        refuse_twice(people, self.register, faults)
        refuse_crowds(people, self.register, faults)
        known = people.filter(pl.col("id").is_not_null() & ~pl.col("id").is_in(faults.ids().implode()))
        told = self._read(self._told, number, faults, of_persons=False)
        refuse_strangers(told, self.register, faults)
        known = with_months(with_births(known, told), self.first, self.last, faults)
        refuse_outside(told, known, faults)
        people, told = _without(faults, known, told)
        people, told = people.sort("id"), in_order(told)
        impossible = self._impossible(people, told)
        people, told = _without(impossible, people, told)
        return Partition(people, told, faults.and_(impossible).table())

    def _read(self, shelf: Shelf, number: int, faults: Faults, *, of_persons: bool) -> pl.DataFrame:
        names = pl.Series([str(part.path) for part in shelf.parts], dtype=pl.String)
        found = [pl.DataFrame(schema=PERSON_FRAME if of_persons else EVENT_FRAME)]
        for raw in shelf.rows(number):
            rows = raw.with_columns(names.gather(raw[FILE]).alias(FILE))
            if of_persons:
                found.append(person_rows(rows, self.regions, faults))
            else:
                found.append(event_rows(rows, self.regions, faults, leave_out=self.register.crowded))
        return pl.concat(found)

    def _impossible(self, people: pl.DataFrame, told: pl.DataFrame) -> Faults:
        """Look singly at the lives that are not plainly possible, and return what is wrong with them."""
        faults = Faults()
        doubtful = people.filter(~pl.Series(plainly_possible(people, told)))
        theirs = told.filter(pl.col("id").is_in(doubtful["id"].implode())).partition_by("id", as_dict=True)
        for person in doubtful.iter_rows(named=True):
            events = theirs.get((person["id"],))
            rows = [] if events is None else events.to_dicts()
            found = refusal(person, rows, self.atlas)
            if found is not None:
                blamed = person if found.event is None else rows[found.event]
                place = pl.DataFrame(
                    [{name: blamed[name] for name in ("id", "file", "row")}], schema_overrides={"row": pl.UInt32}
                )
                faults.add(place, found.column, found.message)
        return faults


def _without(faults: Faults, people: pl.DataFrame, told: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the lives that have no bad row, and the events that are theirs."""
    if not faults:
        return people, told
    kept = people.filter(~pl.col("id").is_in(faults.ids().implode()))
    return kept, told.join(kept.select("id"), on="id", how="semi", maintain_order="left")
