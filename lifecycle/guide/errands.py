"""What has to be arranged in a life, and by when: the procedures of its regions laid on the changes of its timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.guide.spoken import ProcedureInForce, procedures_of
from lifecycle.language import Text, counted, say
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.procedures import WINDOW
from lifecycle.row import Row
from lifecycle.timeline import Timeline
from lifecycle.words import SCHEME_OF_WAY, Change, State, Way, What, Where, key, label

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
    key(What.MOVE): Change.MOVE,
    key(What.TOP_UP): Change.TOP_UP,
}
#: What it asks more of somebody who comes from another scheme.
FROM_RESIDENT: Final = {Change.START_UNIT: Change.RESIDENT_TO_UNIT, Change.START_FLEXIBLE: Change.RESIDENT_TO_FLEXIBLE}
#: In these months a contribution was still paid.
ENDS: Final = (Change.STOP_UNIT, Change.STOP_FLEXIBLE)
EMPLOYEE_SCHEMES: Final = (key(Way.EMPLOYEE), key(Way.FLEXIBLE))


@attrs.frozen(kw_only=True)
class Occurred:
    """A change in a life: what, in which month, from which day deadlines count, and for which coverage year."""

    change: Change
    row: Row
    date: dt.date
    year: int | None = None


@attrs.frozen(kw_only=True)
class Errand:
    """One thing to arrange in a life: for which change, by when, and the procedure with its source."""

    occurred: Occurred
    told: ProcedureInForce
    by_when: dt.date | None

    @property
    def date(self) -> dt.date:
        """Return the day by which it is due, or else that of the change."""
        return self.by_when or self.occurred.date

    def record(self, lang: str) -> dict[str, Any]:
        """Return the errand as a flat record."""
        written, source = self.told.written, self.told.source
        return {
            "due": self.by_when.isoformat() if self.by_when else "",
            "change": label(self.occurred.change, lang),
            "month": self.occurred.row.month,
            "region": self.occurred.row.region,
            "by": label(written.by, lang),
            "what": written.what.in_(lang),
            "where": written.where.in_(lang) if written.where else "",
            "documents": "; ".join(one.in_(lang) for one in written.documents),
            "deadline": deadline_text(written.deadline).in_(lang) if written.deadline else "",
            "effect": written.effect.in_(lang) if written.effect else "",
            "otherwise": written.otherwise.in_(lang) if written.otherwise else "",
            "cite": source.cite or "",
            "url": source.url or "",
            "grade": source.grade or "",
        }


def changes(timeline: Timeline) -> Iterator[Occurred]:
    """Yield the changes of a life that somebody must arrange, month by month; what had no effect is none."""
    before: Row | None = None
    scheme = ""  # the last scheme with a relation: a gap does not make one forget it
    for row in timeline:
        for event in row.cause.events:
            if event.get("effect", True):
                for change in _of_event(event, scheme, row):
                    yield Occurred(change=change, row=row, date=_date(change, event, row, timeline), year=event.get("year"))
        if before and row.state == key(State.RETIRED) != before.state:
            yield Occurred(change=Change.RETIRE, row=row, date=months.first_day(row.index))
        if before and row.resting_cover and not before.resting_cover:
            yield Occurred(change=Change.REFUND, row=row, date=months.first_day(row.index), year=months.year(row.index))
        before = row
        scheme = row.scheme if row.scheme != SCHEME_OF_WAY[Way.NONE] else scheme


def _date(change: Change, event: dict[str, Any], row: Row, timeline: Timeline) -> dt.date:
    """Return the day from which deadlines count: birth for a newborn; the end of a month that was still paid, the first else."""
    born = (timeline.scenario.get("person") or {}).get("born")
    if change is Change.NEWBORN and born:
        return months.day(born) if len(born) > len(row.month) else months.first_day(months.month(born))
    if event.get("day"):
        return months.date_in(row.index, event["day"])
    return months.last_day(row.index) if change in ENDS else months.first_day(row.index)


def _of_event(event: dict[str, Any], scheme: str, row: Row) -> Iterator[Change]:
    change = OF_EVENTS.get(event["what"])
    if change is not None:
        yield change
        if change in FROM_RESIDENT and scheme == key(Way.RESIDENT):
            yield FROM_RESIDENT[change]
        if change in FROM_RESIDENT and row.gap_months:
            yield Change.RESUME
        if change is Change.RESIDENT_YEAR and scheme in EMPLOYEE_SCHEMES:
            yield Change.EMPLOYEE_TO_RESIDENT
    if event["what"] == key(What.BILL) and event.get("where", key(Where.HERE)) != key(Where.HERE):
        yield Change.REMOTE_CARE


def errands(timeline: Timeline, atlas: Atlas) -> list[Errand]:
    """Return what has to be arranged in a life, in the order of the days on which it is due; each thing once for a change."""
    found = [
        Errand(occurred=one, told=told, by_when=_due(told, one, atlas))
        for one in changes(timeline)
        for told in procedures_of(atlas.book(one.row.region), (one.change,), one.row.index)
    ]
    return sorted(found, key=lambda errand: errand.date)


def _due(told: ProcedureInForce, one: Occurred, atlas: Atlas) -> dt.date | None:
    """Return the day by which a procedure is due for a change, if it says so and the day is known."""
    deadline = told.written.deadline
    month = one.row.index
    if deadline is None:
        return None
    if deadline == WINDOW:
        span = atlas.book(one.row.region).resident_year(one.year or months.year(month), "window")
        return span[0][1] if span else None
    name, limit = next(iter(deadline.items()))
    if name == "days":
        return months.days_after(one.date, limit)
    if name == "months":
        return months.last_day(month + limit)
    if name == "months_before":
        return months.date_in(month - limit, one.date.day)
    if name == "day":
        return months.date_in(month, limit)
    at = months.january(months.year(month)) + int(limit[:2]) - 1
    return months.date_in(at, int(limit[3:]))


def deadline_text(deadline: Any) -> Text:
    """Return a deadline in words."""
    if deadline == WINDOW:
        return say("by the last day of the enrolment window")
    name, limit = next(iter(deadline.items()))
    if name == "days":
        return say("within {length}", length=counted("{n} day", "{n} days", limit))
    if name == "months":
        return say("within {length}", length=counted("{n} month", "{n} months", limit))
    if name == "months_before":
        return say("{length} before", length=counted("{n} month", "{n} months", limit))
    if name == "day":
        return say("by day {n} of the month", n=limit)
    return say("by {day} of the year", day=limit)
