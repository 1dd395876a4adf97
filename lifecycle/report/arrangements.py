"""What has to be arranged in a life, as the report tells it: under its day, its change and its place."""

from __future__ import annotations

from itertools import groupby

import attrs

from lifecycle.errors import RegionError
from lifecycle.guide.errands import Errand, errands
from lifecycle.language import Text, say
from lifecycle.regions.atlas import Atlas
from lifecycle.report.reasons import linked
from lifecycle.timeline import Timeline


@attrs.frozen(kw_only=True)
class Task:
    """One thing to arrange: by whom, what, its particulars, and its source."""

    by: str
    what: str
    particulars: tuple[tuple[str, tuple[str, ...]], ...]
    cite: str
    link: str | None
    grade: str


@attrs.frozen(kw_only=True)
class Occasion:
    """What is to be arranged for one change by one day."""

    day: str
    change: str
    month: str
    place: str
    tasks: tuple[Task, ...]


def occasions(timeline: Timeline, atlas: Atlas, lang: str) -> list[Occasion] | Text:
    """Return what has to be arranged in the order in which it is due, or why that cannot be told."""
    try:
        found = errands(timeline, atlas)
    except RegionError as problem:
        return problem.found
    return [
        Occasion(day=day, change=change, month=month, place=place, tasks=tuple(_task(one, lang) for one in group))
        for (day, change, month, place), group in groupby(found, lambda one: _occasion(one, timeline, lang))
    ]


def _occasion(errand: Errand, timeline: Timeline, lang: str) -> tuple[str, str, str, str]:
    record, row = errand.record(lang), errand.occurred.row
    day = say("by {day}", day=record["due"]).in_(lang) if record["due"] else errand.date.isoformat()
    return day, record["change"], row.month, timeline.region_label(row.region).in_(lang)


def _task(errand: Errand, lang: str) -> Task:
    one = errand.record(lang)
    particulars = [
        (say("Where"), (one["where"],)),
        (say("With what"), tuple(document.in_(lang) for document in errand.told.written.documents)),
        (say("By when"), (one["deadline"],)),
        (say("What it brings"), (one["effect"],)),
        (say("What if not"), (one["otherwise"],)),
    ]
    return Task(
        by=one["by"],
        what=one["what"],
        particulars=tuple((head.in_(lang), texts) for head, texts in particulars if any(texts)),
        cite=one["cite"],
        link=linked(one["url"]),
        grade=one["grade"],
    )
