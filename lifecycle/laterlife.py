"""Moves, service and retirements that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle import months
from lifecycle.errors import refuse_event
from lifecycle.events import DeemedService, Hired, Move, Retire
from lifecycle.language import say
from lifecycle.vocabulary import What, key

if TYPE_CHECKING:
    from lifecycle.scenario import Scenario


def move_to_where_one_is(life: Scenario) -> None:
    """A move leads to another region."""
    here = life.region
    told = list(enumerate(life.events, start=1))
    for number, event in sorted(told, key=lambda one: (one[1].month, isinstance(one[1], Hired), one[1].day or 0)):
        if isinstance(event, Move) and event.region == here:
            refuse_event(
                life.file,
                number,
                say("a move to {region}, where the person is already", region=event.region),
                say("another region"),
                say("take the event out, or correct the region"),
                "region",
            )
        if isinstance(event, (Move, Hired)):
            here = event.region or here


def service_that_cannot_be(life: Scenario) -> None:
    """Service has a beginning before its end, lies before its recognition and after birth, and is recognised once."""
    seen: set[int] = set()
    for number, event in enumerate(life.events, start=1):
        if not isinstance(event, DeemedService):
            continue
        span = range(event.from_, event.to_ + 1)
        if not span or event.to_ > event.month:
            refuse_event(
                life.file,
                number,
                say("service from {a} to {b}", a=months.text(event.from_), b=months.text(event.to_)),
                say("from not after to, and to not after the month of the event"),
                say("correct the months"),
                "to",
            )
        if life.person.born is not None and event.from_ < life.person.born:
            refuse_event(
                life.file, number, say("service before the birth"), say("months of this life"), say("correct the months"), "from"
            )
        if seen & set(span):
            refuse_event(
                life.file,
                number,
                say("service from {a} is recognised already", a=months.text(min(seen & set(span)))),
                say("months that are recognised once"),
                say("correct from and to"),
                "from",
            )
        seen |= set(span)


def retirement_that_cannot_be(life: Scenario) -> None:
    """One chooses once when to retire, early or late but not both."""
    filled: dict[int, int] = {}
    for number, event in enumerate(life.events, start=1):
        if event.what is What.TOP_UP:
            if event.month in filled:
                refuse_event(
                    life.file,
                    number,
                    say("{what} for the second time", what=key(What.TOP_UP)),
                    say("once in a month"),
                    say("take one out"),
                    "what",
                )
            filled[event.month] = number
    places = [number for number, event in enumerate(life.events, start=1) if event.what is What.RETIRE]
    if len(places) > 1:
        refuse_event(
            life.file,
            places[1],
            say("{what} for the second time", what=key(What.RETIRE)),
            say("once"),
            say("take one out"),
            "what",
        )
    for number in places:
        event = life.events[number - 1]
        if isinstance(event, Retire) and event.early_months and event.late_months:
            refuse_event(
                life.file,
                number,
                say("early and late at once"),
                say("early_months or late_months"),
                say("take one out"),
                "early_months",
            )
        if isinstance(event, Retire) and (event.early_months or event.late_months) and not life.person.knows_retirement:
            refuse_event(
                life.file,
                number,
                say("months before or after a legal month that nobody knows"),
                say("[person] born and group"),
                say("add them"),
                "person",
            )
