"""The timeline of one life as the rows that a run writes of it: its months, its spells, its final record."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import attrs

from lifecycle import months
from lifecycle.population.dataset.measures import ALIKE
from lifecycle.row import Row
from lifecycle.vocabulary import State, key

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline

Rows = list[dict[str, Any]]

#: What a final record tells of retiring, as the last month has it.
ABOUT_RETIRING: Final = ("required_months", "missing_months", "missing_actual_months", "missing_local_months")


def months_of(timeline: Timeline) -> Rows:
    """Return the rows of the history."""
    return [_month(row) for row in timeline]


def spells_of(timeline: Timeline) -> Rows:
    """Return the rows of the spells: consecutive months that are alike, with the cause of the first."""
    found = []
    for _, run in groupby(timeline, key=lambda row: tuple(getattr(row, name) for name in ALIKE)):
        rows = list(run)
        found.append({**_month(rows[0]), "first": _date(rows[0].month), "last": _date(rows[-1].month), "months": len(rows)})
    return found


def final_of(timeline: Timeline, person: dict[str, Any]) -> Rows:
    """Return the final record of a life, told of the person what their own row tells."""
    last, counted = timeline.rows[-1], timeline.counts()
    about = last.retirement
    return [
        {
            **_month(last),
            **{name: getattr(about, name, None) for name in ABOUT_RETIRING},
            "born": None if person["born"] is None else months.first_day(person["born"]),
            "sex": person["sex"],
            "group": person["group"],
            "first": _date(timeline.rows[0].month),
            "last": _date(last.month),
            "months": counted["months"],
            "months_covered": counted["covered"],
            "months_covered_finally": counted["covered_finally"],
            "months_unpaid": sum(not row.paid and row.gap_months > 0 and _alive(row) for row in timeline),
            "months_waiting": counted["waiting"],
            "retire_month": None if about is None else _date(about.month),
            "retired_from": None if counted["retired_from"] is None else _date(counted["retired_from"]),
        }
    ]


def _month(row: Row) -> dict[str, Any]:
    """Return everything that a month tells, by the names of the columns."""
    told = {field.name: getattr(row, field.name) for field in attrs.fields(Row)}
    return {**told, "month": _date(row.month), "cause": row.cause.transition, "entry_rule": row.cause.entry_rule}


def _alive(row: Row) -> bool:
    return row.state != key(State.DECEASED)


def _date(month: str) -> dt.date:
    return months.first_day(months.month(month))
