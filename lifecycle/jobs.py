"""Jobs and spells that cannot be: two units at once, an end without a beginning, arrears without a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle import months
from lifecycle.errors import refuse_event
from lifecycle.events import Hired, PayFlexibleYear, TopUp
from lifecycle.language import say
from lifecycle.vocabulary import What, key

if TYPE_CHECKING:
    from lifecycle.scenario import Scenario


def job_that_cannot_be(life: Scenario) -> None:
    """One unit at a time; an end needs a beginning; arrears need a job."""
    employed = life.before is not None and life.before.scheme == "employee" and life.before.paid_until is None
    unpaid = False
    for month in sorted({event.month for event in life.events}):
        here = {event.what: number for number, event in enumerate(life.events, start=1) if event.month == month}
        hired, left = here.get(What.HIRED), here.get(What.LEFT_JOB)
        stops, resumes = here.get(What.EMPLOYER_STOPS_PAYING), here.get(What.EMPLOYER_RESUMES)
        twice = _twice(life, month)
        if twice or (hired and employed and not left):
            refuse_event(
                life.file,
                twice or hired,
                say("two units at once in {month}", month=months.text(month)),
                say("left_job in the same month or earlier: one unit at a time"),
                say("add left_job, or correct the month"),
            )
        if left and not employed and not hired:
            refuse_event(
                life.file,
                left,
                say("left_job without a job"),
                say('hired before, or [before] scheme = "employee"'),
                say("add it, or take the event out"),
            )
        if stops and (unpaid or not (employed or hired)):
            refuse_event(
                life.file,
                stops,
                say("the employer stops paying, but pays nothing"),
                say("a job that is paid for"),
                say("correct the order"),
            )
        if resumes and (not unpaid or stops):
            refuse_event(
                life.file,
                resumes,
                say("the employer resumes, but never stopped"),
                say("employer_stops_paying in an earlier month"),
                say("add it, or take the event out"),
            )
        unpaid = (unpaid or bool(stops)) and not resumes and not (hired and not stops)
        employed = bool(hired and employed) if left else bool(employed or hired)
        unpaid = unpaid and employed


def _twice(life: Scenario, month: int) -> int | None:
    places = [n for n, event in enumerate(life.events, start=1) if event.month == month and isinstance(event, Hired)]
    return places[1] if len(places) > 1 else None


def spell_that_cannot_be(life: Scenario) -> None:
    """What begins is not running yet, and what ends has begun."""
    pairs = (
        (What.START_FLEXIBLE, What.STOP_FLEXIBLE, "flexible"),
        (What.START_UNEMPLOYMENT_BENEFIT, What.END_UNEMPLOYMENT_BENEFIT, "unemployment"),
    )
    for starts, stops, scheme in pairs:
        running = life.before is not None and life.before.scheme == scheme and life.before.paid_until is None
        for month in sorted({event.month for event in life.events}):
            here = {event.what: number for number, event in enumerate(life.events, start=1) if event.month == month}
            start, stop = here.get(starts), here.get(stops)
            if starts is What.START_FLEXIBLE and not start:
                start = None if running else _tops_up_monthly(life, month)
            if start and running and not stop:
                refuse_event(
                    life.file,
                    start,
                    say("{what}, but that is running already", what=key(starts)),
                    say("{what} first", what=key(stops)),
                    say("take one out, or correct the month"),
                )
            if stop and not running and not start and not _paid_by_year(life, month):
                refuse_event(
                    life.file,
                    stop,
                    say("{what}, but nothing of the kind is running", what=key(stops)),
                    say("{what} first", what=key(starts)),
                    say("add it, or take the event out"),
                )
            running = bool(start and running) if stop else bool(running or start)


def _tops_up_monthly(life: Scenario, month: int) -> int | None:
    for number, event in enumerate(life.events, start=1):
        if isinstance(event, TopUp) and event.month == month and event.how == "monthly":
            return number
    return None


def _paid_by_year(life: Scenario, month: int) -> bool:
    return any(isinstance(event, PayFlexibleYear) and event.month <= month for event in life.events)
