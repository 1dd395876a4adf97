"""What has to be arranged in a life, and by when: the procedures of its regions laid on the changes of its timeline."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from lifecycle import months
from lifecycle.guide.changes import Occurred, changes
from lifecycle.guide.spoken import ProcedureInForce, procedures_of
from lifecycle.language import Text, counted, say
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.procedures import WINDOW
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import Change
from lifecycle.words import label


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
    if deadline is None:
        return None
    if deadline == WINDOW:
        span = atlas.book(one.row.region).resident_year(one.year or one.date.year, "window")
        return span[0][1] if span else None
    name, limit = next(iter(deadline.items()))
    if name == "days":
        return months.days_after(one.date, limit)
    if name == "months" and one.change is Change.NEWBORN:
        return months.months_after(one.date, limit)
    if name == "months":
        return months.last_day(months.of(one.date) + limit)
    if name == "months_before":
        return months.months_after(one.date, -limit)
    if name == "day":
        return _next(one.date, months.date_in(months.of(one.date), limit), 1)
    at = months.january(one.date.year) + int(limit[:2]) - 1
    return _next(one.date, months.date_in(at, int(limit[3:])), months.MONTHS_IN_YEAR)


def _next(date: dt.date, due: dt.date, every: int) -> dt.date:
    """Return the day of this month or year that comes back, or the next one where it is over."""
    return due if due >= date else months.months_after(due, every)


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
