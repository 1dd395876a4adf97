"""One person as a state machine: stepped month by month, forked, or lived to the end."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs

from lifecycle import happenings, months
from lifecycle.beginnings import starting_record
from lifecycle.errors import ScenarioError, Where, refuse_event
from lifecycle.events import Event
from lifecycle.facts import Facts
from lifecycle.happenings import Told
from lifecycle.itinerary import Itinerary
from lifecycle.language import say
from lifecycle.lives import refuse_impossible
from lifecycle.monthly import TRIGGERS, machine
from lifecycle.record import Record
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.entries import Row
from lifecycle.regions.numbers import Rules
from lifecycle.rules.benefits import settle_bill
from lifecycle.rules.facts import set_fact
from lifecycle.rules.month import close_month, decide_month, turn_calendar
from lifecycle.scenario import Scenario, read_event
from lifecycle.vocabulary import State, What, key

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline


@attrs.frozen
class Settled:
    """A bill as it was settled in its month: its number in the file, and what was paid by whom."""

    number: int
    pool_fen: int | None
    account_fen: int


@attrs.frozen
class Month:
    """One lived month: the record at its end, what was decided in it, and the events it was told."""

    month: int
    record: Record
    facts: Facts
    told: tuple[Told, ...]
    bills: tuple[Settled, ...] = ()


class Life:
    """A machine for one person that can be stepped month by month and forked.

    >>> from lifecycle import Scenario
    >>> life = Life(Scenario.read({"region": "national", "from": "2024-01", "event": []}))
    >>> life.step().record.state == State.NOT_ENROLLED
    True
    """

    def __init__(self, scenario: Scenario, *, atlas: Atlas | None = None) -> None:
        self.scenario = scenario
        self.atlas = atlas or Atlas()
        self.way = Itinerary(scenario, self.atlas)
        self.record = starting_record(scenario, self.way)
        self.month = self.first_month
        self.lived: list[Month] = []
        self.eventful = happenings.eventful(scenario, self.way)

    def __repr__(self) -> str:
        return f"<Life {self.scenario.region}, next month {months.text(self.month)}, {key(State(self.record.state))}>"

    @property
    def first_month(self) -> int:
        """Return the first month that has a row: not before birth."""
        return max(self.scenario.first, self.scenario.person.born or 0)

    @property
    def alive(self) -> bool:
        """Return whether there is a next month."""
        return self.record.state != State.DECEASED

    def fork(self, *events: Event | dict[str, Any]) -> Life:
        """Return an independent copy that goes its own way from here, with more events if given.

        Events may be spelled as in a scenario file. Raises ``ScenarioError`` for one that cannot be.
        """
        made = copy.copy(self)
        made.record, made.lived = copied(self.record), list(self.lived)
        if events:
            more = [read_event(event) if isinstance(event, dict) else event for event in events]
            for event in more:
                if event.month < self.month:
                    refuse_event(
                        None,
                        None,
                        say("{what} in {month}, which is lived already", what=key(event.what), month=months.text(event.month)),
                        say("{first} or later", first=months.text(self.month)),
                        say("fork earlier, or correct the month"),
                    )
            joined = sorted([*self.scenario.events, *more], key=lambda event: event.month)
            made.scenario = attrs.evolve(
                self.scenario, events=tuple(joined), last=max(self.scenario.last, *(event.month for event in more))
            )
            refuse_impossible(made.scenario)
            made.way = Itinerary(made.scenario, made.atlas)
            made.eventful = happenings.eventful(made.scenario, made.way)
        return made

    def step(self) -> Month:
        """Live one month and return it; raises ``ScenarioError`` for an event that buys nothing."""
        v = empty_facts(self.month)
        rules = self.way.rules(self.month)
        if self.month in self.way.firsts:
            detach(self.record)
        told = happenings.in_month(self.scenario, self.way, self.month) if self.month in self.eventful else []
        bills = live_month(self.record, v, rules, self.way.pool, told)
        if v.void:
            refuse_void(self.scenario, self.record, v, told)
        self.month += 1
        self.lived.append(Month(v.month, copied(self.record), v, tuple(told), bills))
        return self.lived[-1]

    def live(self, until: int | None = None) -> list[Month]:
        """Live on to a month (inclusive), by default the scenario's last, or to death; return the months lived."""
        last = self.scenario.last if until is None else until
        before = len(self.lived)
        while self.month <= last and self.alive:
            self.step()
        return self.lived[before:]

    def timeline(self) -> Timeline:
        """Return the timeline of the months lived so far, with their reasons."""
        from lifecycle.reasons import reasons

        return reasons(self, self.lived)


EMPTY = vars(Facts())
BY_PLACE = tuple(field.name for field in attrs.fields(Record) if "size" in field.metadata)
EVERY_MONTH = ("place_months", "place_last")


def empty_facts(month: int) -> Facts:
    """Return the facts of a month in which nothing has happened yet."""
    january = months.january(months.year(month))
    made = Facts.__new__(Facts)
    vars(made).update(EMPTY, month=month, january=january, last_january=january - months.MONTHS_IN_YEAR)
    return made


def copied(record: Record) -> Record:
    """Return a copy of a record; made by hand, because it is made every month.

    What changes only on arriving in a region is shared until then: ``detach`` comes before.
    """
    made = Record.__new__(Record)
    fields = vars(made)
    fields.update(vars(record))
    for name in EVERY_MONTH:
        fields[name] = fields[name].copy()
    return made


def detach(record: Record) -> None:
    """Give a record lists of its own, so that arriving in a region does not change the months lived before."""
    fields = vars(record)
    for name in BY_PLACE:
        fields[name] = fields[name].copy()


def live_month(p: Record, v: Facts, r: Rules, pool: Sequence[Row], told: Sequence[Told]) -> tuple[Settled, ...]:
    """Live one month: calendar, events, trigger, transition, counters and cover; return its bills as they were settled."""
    turn_calendar(p, v, r, pool)
    for one in told:
        for happening in one.happenings:
            set_fact(p, v, r, happening)
    decide_month(p, v, r, pool)
    fire(p, v, r)
    close_month(p, v, r, pool)
    return tuple(_settled(p, r, one) for one in told if one.event.what is What.BILL)


def _settled(p: Record, r: Rules, told: Told) -> Settled:
    (bill,) = told.happenings
    pool, account, unknown = p.bill_pool_fen, p.bill_account_fen, p.bills_unknown
    settle_bill(p, r, bill)
    known = p.bills_unknown == unknown
    return Settled(told.number, p.bill_pool_fen - pool if known else None, p.bill_account_fen - account)


def fire(p: Record, v: Facts, r: Rules) -> None:
    """Let the machine take its transition."""
    machine().events[TRIGGERS[v.trigger]].trigger(p, p, v, r)


def refuse_void(scenario: Scenario, p: Record, v: Facts, told: list[Told]) -> None:
    """Raise ``ScenarioError`` for an event that buys nothing, or chooses what cannot be chosen."""
    number = next((one.number for one in told if one.event.what == v.void), None)
    found, expected = VOID[What(v.void)]
    wanted = say(expected)
    if v.void == What.RETIRE and p.statutory_month:
        first, last = months.text(p.earliest_month), months.text(p.latest_month)
        wanted = say("a month from {first} to {last}", first=first, last=last)
    raise ScenarioError(
        say(found, month=months.text(v.month)),
        expected=wanted,
        todo=say("take the event out, or correct its month"),
        where=Where(file=scenario.file, event=number, path=f"event[{number - 1}].what" if number else None),
    )


VOID = {
    What.REPAIR_RESIDENT: (
        say("missed years are paid for in {month} that no wait asks for").sentence,
        say("repair_resident for years that were missed, with the premium or while its wait runs").sentence,
    ),
    What.RETIRE: (
        say("retiring chosen in {month} for a time that cannot be chosen").sentence,
        say("a month between the earliest and the latest that the law lets this person choose, chosen before it comes").sentence,
    ),
    What.TOP_UP: (
        say("missing years are filled in {month}, before the month of retiring").sentence,
        say("top_up in the month of retiring or later").sentence,
    ),
    What.PAY_DIFFERENCE: (
        say("a difference paid in {month} that buys nothing").sentence,
        say("pay_difference where the region offers it, for resident years that are not converted yet").sentence,
    ),
}
