"""The changes of a life that somebody must arrange, read off its timeline: what happened, and from which day deadlines count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.row import Row
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import SCHEME_OF_WAY, Change, Way, What, Where, key

#: What an event by itself asks to be arranged.
OF_EVENTS: Final = {
    key(What.HIRED): Change.START_UNIT,
    key(What.LEFT_JOB): Change.STOP_UNIT,
    key(What.EMPLOYER_STOPS_PAYING): Change.EMPLOYER_ARREARS,
    key(What.EMPLOYER_RESUMES): Change.RESUME,
    key(What.START_FLEXIBLE): Change.START_FLEXIBLE,
    key(What.PAY_FLEXIBLE_YEAR): Change.START_FLEXIBLE,
    key(What.STOP_FLEXIBLE): Change.STOP_FLEXIBLE,
    key(What.PAY_RESIDENT): Change.RESIDENT_YEAR,
    key(What.ENROL_NEWBORN): Change.NEWBORN,
    key(What.BACK_PAY): Change.BACK_PAY,
    key(What.START_UNEMPLOYMENT_BENEFIT): Change.UNEMPLOYMENT,
    key(What.TOP_UP): Change.TOP_UP,
}
#: What it asks more of somebody who comes from another scheme.
FROM_RESIDENT: Final = {Change.START_UNIT: Change.RESIDENT_TO_UNIT, Change.START_FLEXIBLE: Change.RESIDENT_TO_FLEXIBLE}
#: In these months a contribution was still paid; nothing may follow.
ENDS: Final = {Change.STOP_UNIT: Change.UNIT_GAP, Change.STOP_FLEXIBLE: Change.FLEXIBLE_GAP}
EMPLOYEE_SCHEMES: Final = (key(Way.EMPLOYEE), key(Way.FLEXIBLE))
NO_SCHEME: Final = SCHEME_OF_WAY[Way.NONE]
#: Rows of the table in which somebody comes to the age, with and without the years.
RETIRING: Final = ("retires", "retires_reduced", "retires_after_top_up", "age_reached_short", "fills_missing_years")
SHORT: Final = ("age_reached_short", "fills_missing_years")


@attrs.frozen(kw_only=True)
class Occurred:
    """A change in a life: what, in which month, from which day deadlines count, and for which coverage year."""

    change: Change
    row: Row
    date: dt.date
    year: int | None = None


def changes(timeline: Timeline) -> Iterator[Occurred]:
    """Yield the changes of a life that somebody must arrange, month by month; what had no effect is none."""
    before: Row | None = None
    scheme = _scheme_before(timeline)
    retiring = False
    for at, row in enumerate(timeline.rows):
        for event in row.cause.events:
            if event.get("effect", True):
                for change in _of_event(event, scheme, at, timeline):
                    yield Occurred(change=change, row=row, date=_date(change, event, row, timeline), year=event.get("year"))
        if before and row.region != before.region:
            moved = next((event["day"] for event in row.cause.events if event["what"] == key(What.MOVE) and "day" in event), 1)
            yield Occurred(change=Change.MOVE, row=row, date=months.date_in(row.index, moved))
        if row.cause.transition in RETIRING and not retiring:
            retiring = True
            yield Occurred(change=Change.RETIRE, row=row, date=months.first_day(row.index))
            if row.cause.transition in SHORT:
                yield Occurred(change=Change.TOP_UP, row=row, date=months.first_day(row.index))
        if _double(before, row):
            yield _refund(row, timeline)
        before = row
        scheme = row.scheme if row.scheme != NO_SCHEME else scheme


def _scheme_before(timeline: Timeline) -> str:
    """Return the scheme that somebody had before the first month; a gap does not make one forget it."""
    way = (timeline.scenario.get("before") or {}).get("scheme") or key(Way.NONE)
    return SCHEME_OF_WAY[Way[way.upper()]]


def _of_event(event: dict[str, Any], scheme: str, at: int, timeline: Timeline) -> Iterator[Change]:
    change = OF_EVENTS.get(event["what"])
    row = timeline.rows[at]
    follows = timeline.rows[at + 1] if at + 1 < len(timeline) else None
    if change is not None:
        yield change
    if change in FROM_RESIDENT:
        if scheme == key(Way.RESIDENT):
            yield FROM_RESIDENT[change]
        if row.gap_months:
            yield Change.RESUME
        if change is Change.START_UNIT and scheme == key(Way.FLEXIBLE) and not row.gap_months:
            yield Change.STOP_FLEXIBLE
    if change in ENDS and (follows is None or not follows.paid):
        yield ENDS[change]
    if change is Change.RESIDENT_YEAR and scheme in EMPLOYEE_SCHEMES and _becomes_resident(event, at, timeline):
        yield Change.EMPLOYEE_TO_RESIDENT
    if event["what"] == key(What.BILL) and event.get("where", key(Where.HERE)) != key(Where.HERE):
        yield Change.REMOTE_CARE


def _becomes_resident(event: dict[str, Any], at: int, timeline: Timeline) -> bool:
    """Return whether the paid year is what the person is insured by when it begins."""
    january = months.text(months.january(event["year"]))
    begun = next((row for row in timeline.rows[at:] if row.month >= january), None)
    return begun is not None and begun.scheme == key(Way.RESIDENT)


def _double(before: Row | None, row: Row) -> bool:
    """Return whether a paid resident year comes to rest this month, because employee cover runs."""
    resident = key(Way.RESIDENT)
    return before is not None and row.resting_cover == resident != before.resting_cover


def _refund(row: Row, timeline: Timeline) -> Occurred:
    """Return when the double payment could have been told: when a year was paid in advance beside a running job, else now."""
    year = months.year(row.index)
    for paid in timeline.rows if row.month.endswith("-01") else ():
        for event in paid.cause.events:
            bought = event["what"] == key(What.PAY_RESIDENT) and event["year"] == year and paid.month < row.month
            if bought and paid.scheme in EMPLOYEE_SCHEMES:
                date = months.date_in(paid.index, event.get("day") or 1)
                return Occurred(change=Change.REFUND, row=paid, date=date, year=year)
    return Occurred(change=Change.REFUND, row=row, date=months.first_day(row.index), year=year)


def _date(change: Change, event: dict[str, Any], row: Row, timeline: Timeline) -> dt.date:
    """Return the day from which deadlines count: birth for a newborn; the end of a month that was still paid, the first else."""
    person = timeline.scenario.get("person") or {}
    if change is Change.NEWBORN and person.get("born"):
        return months.date_in(months.month(person["born"]), person.get("born_day") or 1)
    if event.get("day"):
        return months.date_in(row.index, event["day"])
    return months.last_day(row.index) if change in ENDS or change in ENDS.values() else months.first_day(row.index)
