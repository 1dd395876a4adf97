"""Lives that cannot be: each check is a small function, and together they read as a list."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from lifecycle import months
from lifecycle.errors import refuse_event
from lifecycle.events import Event, Status
from lifecycle.jobs import job_that_cannot_be, spell_that_cannot_be
from lifecycle.language import say
from lifecycle.laterlife import move_to_where_one_is, retirement_that_cannot_be, service_that_cannot_be
from lifecycle.payments import paid_back_twice, year_that_cannot_be_paid
from lifecycle.vocabulary import What, key

if TYPE_CHECKING:
    from lifecycle.scenario import Scenario

OLDEST: Final = 130 * months.MONTHS_IN_YEAR


def refuse_impossible(life: Scenario) -> None:
    """Raise ``ScenarioError`` at the first event that cannot be."""
    for check in CHECKS:
        check(life)


def out_of_order(life: Scenario) -> None:
    """Events must stand in the order of their months."""
    for number, (earlier, later) in enumerate(pairwise(life.events), start=2):
        if later.month < earlier.month:
            refuse_event(
                life.file,
                number,
                say(
                    "{later} comes after {earlier} in the file",
                    later=months.text(later.month),
                    earlier=months.text(earlier.month),
                ),
                say("events in the order of their months"),
                say("move the event, or correct its month"),
            )


def outside_the_scenario(life: Scenario) -> None:
    """No event lies before the scenario's first month or after its last."""
    for number, event in enumerate(life.events, start=1):
        if event.month < life.first and event.what is not What.BORN:
            refuse_event(
                life.file,
                number,
                say("{month} lies before the scenario begins", month=months.text(event.month)),
                say("{first} or later", first=months.text(life.first)),
                say('correct the month, or set from = "…" earlier'),
            )
        if event.month > life.last:
            refuse_event(
                life.file,
                number,
                say("{month} lies after the scenario ends", month=months.text(event.month)),
                say("{last} or earlier", last=months.text(life.last)),
                say('correct the month, or set until = "…" later'),
            )
        if event.day and event.day > months.last_day(event.month).day:
            refuse_event(
                life.file,
                number,
                say("{month} has no day {day}", month=months.text(event.month), day=event.day),
                say("a day of that month"),
                say("correct the day"),
                "day",
            )


def before_birth(life: Scenario) -> None:
    """Nothing happens to a person who is not born."""
    born = life.person.born
    if born is None:
        return
    if life.last - born >= OLDEST:
        refuse_event(
            life.file,
            None,
            say("a person born in {born}, alive in {last}", born=months.text(born), last=months.text(life.last)),
            say("at most {years} years", years=OLDEST // months.MONTHS_IN_YEAR),
            say("correct the birth, until, or the months of the events"),
            "person.born",
        )
    for number, event in enumerate(life.events, start=1):
        if event.month < born:
            refuse_event(
                life.file,
                number,
                say(
                    "{what} in {month}, before the birth in {born}",
                    what=key(event.what),
                    month=months.text(event.month),
                    born=months.text(born),
                ),
                say("an event after the birth"),
                say("correct the month, or the birth"),
            )


def after_death(life: Scenario) -> None:
    """Nothing happens after death, and one is born and dies once."""
    for what in (What.DIED, What.BORN):
        places = [number for number, event in enumerate(life.events, start=1) if event.what is what]
        if len(places) > 1:
            refuse_event(
                life.file, places[1], say("{what} for the second time", what=key(what)), say("once"), say("take one out"), "what"
            )
        if what is What.DIED and places:
            for number, event in enumerate(life.events, start=1):
                if event.month > life.events[places[0] - 1].month:
                    refuse_event(
                        life.file,
                        number,
                        say("{what} after death", what=key(event.what)),
                        say("no event after died"),
                        say("take it out, or correct the month"),
                    )


def status_that_ends_before(life: Scenario) -> None:
    """A status ends after it began."""
    for number, event in enumerate(life.events, start=1):
        if isinstance(event, Status) and event.until is not None and event.until < event.month:
            refuse_event(
                life.file,
                number,
                say("until {until} lies before {month}", until=months.text(event.until), month=months.text(event.month)),
                say("a month not before the status begins"),
                say("correct until"),
                "until",
            )


CHECKS: Final[tuple[Callable[[Scenario], None], ...]] = (
    out_of_order,
    before_birth,
    outside_the_scenario,
    after_death,
    job_that_cannot_be,
    spell_that_cannot_be,
    year_that_cannot_be_paid,
    paid_back_twice,
    status_that_ends_before,
    move_to_where_one_is,
    service_that_cannot_be,
    retirement_that_cannot_be,
)


def events_in(life: Scenario, month: int) -> list[tuple[int, Event]]:
    """Return the events of a month with their numbers, in the order of day, then of the file."""
    found = [(number, event) for number, event in enumerate(life.events, start=1) if event.month == month]
    return sorted(found, key=lambda pair: (pair[1].day or 1, pair[0]))
