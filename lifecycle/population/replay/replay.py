"""One life of a run lived again by the machine for one person, with all its reasons, and held against the stored rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import polars as pl

from lifecycle.language import say
from lifecycle.population.dataset.stocks import collected
from lifecycle.population.intake.singly import scenario_of
from lifecycle.population.replay.lookup import look_up, refuse_unknown, refused
from lifecycle.population.replay.origin import Origin
from lifecycle.population.replay.timeline_rows import final_of, months_of, spells_of
from lifecycle.words import Label

if TYPE_CHECKING:
    from lifecycle.population.dataset.dataset import Dataset
    from lifecycle.timeline import Timeline

#: Tables with rows of single lives, and what tells the rows of a life apart.
KEYS: Final = {"history": "month", "spells": "first", "final": "id"}
LARGEST_ID: Final = 2**63 - 1
Rows = list[dict[str, Any]]


@attrs.frozen
class Difference:
    """A cell that the run stored otherwise than the replay has it; ``None`` on one side where it has no such row."""

    table: str
    month: str
    column: str
    stored: Any
    replayed: Any


@attrs.frozen(eq=False)
class Replayed:
    """A life with the reason of every month, and where the stored rows differ from it.

    ``compared`` names the tables that hold its rows; ``same_rules`` tells whether the run was written by the rules of today.
    """

    id: int
    timeline: Timeline
    differences: tuple[Difference, ...]
    compared: tuple[str, ...]
    same_rules: bool

    def __repr__(self) -> str:
        return f"<Replayed {self.id}, {len(self.timeline)} months, {len(self.differences)} differences>"


def replay(
    dataset: Dataset,
    id: int,  # noqa: A002  as the tables call it
    *,
    persons: str | Path | None = None,
    events: str | Path | None = None,
) -> Replayed:
    """Live one person of a run again, and compare every stored cell of history, spells and final record.

    Rows are read from the tables that the run read, which must not have changed since, or from ``persons`` and ``events``.
    Raises ``InputError`` where the life is unknown or was left out of the run.
    """
    from lifecycle.reasons import simulate

    if (left_out := rejected(dataset, id)).height:
        raise refused(id, left_out)
    read = Origin.of(dataset, persons, events)
    life = look_up(id, read.people, read.told, frozenset(read.atlas.ids()), read.first, read.last)
    scenario = scenario_of(life.person, life.events, file=life.person["file"])
    name = say("id {id}", id=id)
    timeline = simulate(attrs.evolve(scenario, title=Label(name.in_("zh"), name.in_("en"))), atlas=read.atlas)
    wanted = {"history": months_of(timeline), "spells": spells_of(timeline), "final": final_of(timeline, life.person)}
    compared = tuple(table for table in KEYS if dataset.wrote(table))
    found = [
        one
        for table in compared
        for one in _differences(table, _stored(dataset, table, id), [{"id": id, **row} for row in wanted[table]])
    ]
    return Replayed(id, timeline, tuple(found), compared, read.same_rules)


def rejected(dataset: Dataset, number: int) -> pl.DataFrame:
    """Return the rows because of which a life was left out of a run; raises ``InputError`` for what can be no id."""
    if not 0 <= number <= LARGEST_ID:
        refuse_unknown(number)
    return collected(dataset.rejects().filter(pl.col("id") == number))


def _stored(dataset: Dataset, table: str, number: int) -> Rows:
    """Return the stored rows of a life; groups of rows without it are not read."""
    rows = pl.scan_parquet(dataset.parts(table)).filter(pl.col("id") == number)
    return collected(rows).to_dicts()


def _differences(table: str, stored: Rows, replayed: Rows) -> Iterator[Difference]:
    """Yield every cell in which the stored rows of a life differ from those of its replay."""
    key = KEYS[table]
    there, wanted = ({row[key]: row for row in rows} for rows in (stored, replayed))
    if len(there) < len(stored):
        yield Difference(table, "", key, len(stored), len(replayed))
    for place in sorted({*there, *wanted}):
        month = f"{place:%Y-%m}" if key != "id" else f"{replayed[-1]['last']:%Y-%m}"
        if place not in there or place not in wanted:
            yield Difference(table, month, key, place if place in there else None, place if place in wanted else None)
            continue
        for column, value in there[place].items():
            if value != wanted[place][column]:
                yield Difference(table, month, column, value, wanted[place][column])
