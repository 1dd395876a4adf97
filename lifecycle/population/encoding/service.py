"""Months of recognised service that count: plainly all of them, or counted life by life where the scheme was paid meanwhile."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

from lifecycle import months
from lifecycle.beforehand import Before
from lifecycle.events import DeemedService
from lifecycle.happenings import deemed_months, service_ends
from lifecycle.person import Person
from lifecycle.population.batch import Ints
from lifecycle.population.encoding.meanings import read_as
from lifecycle.population.encoding.numbering import numbered, selected, told
from lifecycle.regions.rulebook import Rulebook
from lifecycle.scenario import NO_WORDS, Scenario
from lifecycle.vocabulary import What

#: What events of these kinds tell about the months that were paid.
PAYMENTS: Final[dict[What, tuple[str, ...]]] = {
    What.HIRED: (),
    What.LEFT_JOB: (),
    What.EMPLOYER_STOPS_PAYING: (),
    What.EMPLOYER_RESUMES: (),
    What.START_FLEXIBLE: (),
    What.STOP_FLEXIBLE: (),
    What.START_UNEMPLOYMENT_BENEFIT: (),
    What.END_UNEMPLOYMENT_BENEFIT: (),
    What.PAY_FLEXIBLE_YEAR: ("year",),
    What.BACK_PAY: ("from", "to"),
}
BEFORE: Final = ("scheme", "paid_until", "yearly", "continuous_months")


def months_of_service(
    persons: pl.DataFrame, events: pl.DataFrame, life: Ints, what: Ints, rows: Ints, region: Ints, books: dict[int, Rulebook]
) -> Ints:
    """Return the months of service that count of some rows of the events, all recognitions of service.

    ``life`` and ``what`` tell the life and the kind of all events, ``region`` the region of each of the rows.
    """
    if not len(rows):
        return rows
    its, owners = selected(events, ("month", "kind", "from", "to"))[rows], life[rows]
    distinct, at = numbered(its.select("month", "kind").with_columns(pl.Series("place", region)))
    ends = [service_ends(books[row["place"]], _service(row, months.LATEST)) for row in distinct.iter_rows(named=True)]
    first, last = told(its, "from", 0), np.minimum(told(its, "to", 0), np.array(ends, np.int64)[at])
    found: Ints = np.maximum(0, last - first + 1)
    paid = np.isin(life, owners) & np.isin(what, list(PAYMENTS))
    earliest = _earliest_paid(persons[owners], owners, events.filter(paid), life[paid])
    starts, stops = np.searchsorted(life, owners, side="left"), np.searchsorted(life, owners, side="right")
    for number in np.flatnonzero((last >= earliest) & (found > 0)):
        here = slice(int(starts[number]), int(stops[number]))
        row = its.row(int(number), named=True)
        scenario = _scenario(
            persons.row(int(owners[number]), named=True), events[here].filter(paid[here]), what[here][paid[here]]
        )
        found[number] = deemed_months(scenario, books[int(region[number])], _service(row, row["to"]))
    return found


def _service(row: dict[str, Any], to: int) -> DeemedService:
    values = {"month": row["month"], "kind": row["kind"], "from": row.get("from", 0), "to": to}
    event: DeemedService = read_as(What.DEEMED_SERVICE, values)
    return event


def _earliest_paid(persons: pl.DataFrame, owners: Ints, payments: pl.DataFrame, life: Ints) -> Ints:
    """Return a month before which nothing can have been paid, neither in the life nor before it nor back."""
    first = told(persons, "first", 0)
    paid_until = np.where(told(persons, "before_paid_until", -1) < 0, first - 1, told(persons, "before_paid_until", -1))
    continuous = np.maximum(told(persons, "before_continuous_months", 1), 1)
    back = np.full(int(owners.max()) + 1, months.LATEST, np.int64)
    np.minimum.at(back, life, told(payments, "from", months.LATEST))
    found: Ints = np.minimum(np.minimum(first, paid_until - continuous + 1), back[owners])
    return found


def _scenario(person: dict[str, Any], events: pl.DataFrame, what: Ints) -> Scenario:
    """Return as much of a life as tells which months were paid."""
    before = {name: person.get(f"before_{name}") for name in BEFORE}
    rows = zip(map(What, what), events.iter_rows(named=True), strict=True)
    payments = [read_as(kind, {name: row[name] for name in ("month", *PAYMENTS[kind])}) for kind, row in rows]
    return Scenario(
        title=NO_WORDS,
        shows=NO_WORDS,
        region=person["region"],
        first=person["first"],
        last=person["last"],
        person=Person(),
        before=Before(**{name: value for name, value in before.items() if value is not None}),
        events=tuple(payments),
    )
