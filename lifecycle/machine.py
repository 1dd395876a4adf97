"""One person as a state machine: stepped month by month, forked, or lived to the end."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs
from transitions import Machine

from lifecycle import happenings, months
from lifecycle.errors import LifecycleError, ScenarioError, Where, refuse_event
from lifecycle.events import Event
from lifecycle.happenings import Told
from lifecycle.language import say
from lifecycle.lives import refuse_impossible
from lifecycle.record import Facts, Record
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.rulebook import Rulebook, Rules
from lifecycle.rules.entry import scale_factor
from lifecycle.rules.facts import set_fact
from lifecycle.rules.month import close_month, decide_month, turn_calendar
from lifecycle.scenario import Scenario, read_event
from lifecycle.table import TABLE
from lifecycle.words import State, Trigger, Way, key

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline


@attrs.frozen
class Month:
    """One lived month: the record at its end, what was decided in it, and the events it was told."""

    month: int
    record: Record
    facts: Facts
    told: tuple[Told, ...]


def _mark(number: int) -> Any:
    def mark_cause(p: Record, _: Facts, __: Rules) -> None:
        p.row = number

    return mark_cause


@cache
def machine() -> Machine:
    """Return the one machine that all lives share, made from the transition table."""
    rows = [
        {
            "trigger": key(row.trigger),
            "source": list(row.sources),
            "dest": row.dest,
            "conditions": [row.guard] if row.guard else [],
            "before": [*([row.effect] if row.effect else []), _mark(number)],
        }
        for number, row in enumerate(TABLE, start=1)
    ]
    return Machine(
        model=None,
        states=State,
        transitions=rows,
        initial=State.NOT_ENROLLED,
        auto_transitions=False,
        ignore_invalid_triggers=True,
        send_event=False,
    )


TRIGGERS = {int(trigger): key(trigger) for trigger in Trigger}


def starting_record(life: Scenario, rules: Rules) -> Record:
    """Return what is known of a person before the first month."""
    p = Record(state=State.NOT_ENROLLED, born_month=life.person.born or 0, born_day=life.person.born_day or 0)
    if p.born_month and not p.born_day:
        p.born_day = 1
    january = months.january(months.year(life.first))
    before = life.before
    if before is None or before.scheme == "none":
        return p
    way = Way[before.scheme.upper()]
    p.last_way = way
    p.continuous_months = before.continuous_months or 0
    p.continuous_known = int(before.continuous_months is not None)
    p.actual_months = before.actual_months or 0
    p.resident_years = before.resident_years or 0
    p.year_insured = 1
    p.last_covered = int(before.covered)
    if way is Way.RESIDENT:
        _was_resident(p, before.paid_until, january, life.first)
    else:
        p.last_paid = life.first - 1 if before.paid_until is None else before.paid_until
        p.last_family_paid = p.last_paid
        if before.paid_until is None and not before.yearly:
            p.employed = int(way is Way.EMPLOYEE)
            p.flexible = int(way is Way.FLEXIBLE)
            p.fund = int(way is Way.UNEMPLOYMENT)
        if before.yearly:
            p.annual, p.annual_until = 1, p.last_paid
    p.last_cover = p.last_paid if before.covered else 0
    p.gap_months = life.first - 1 - p.last_paid
    p.gap_in_year = life.first - 1 - max(p.last_paid, january - 1)
    if p.gap_months > rules.continuity_gap_max[way]:
        p.continuous_before, p.continuous_months = p.continuous_months, 0
    else:
        p.continuous_before = p.continuous_months
    p.way = way if p.gap_months == 0 else Way.NONE
    p.year_active = int(p.last_paid >= january)
    if not before.covered:
        p.cover_month = months.LATEST  # nobody said when it would begin: not before the next entry
    if before.covered:
        p.lag_way, p.lag_from = way, p.last_paid + 1
        p.lag_until = p.last_paid + (0 if before.yearly else rules.stop_lag_months[way])
        p.lag_factor = scale_factor(rules, way, p.continuous_before, p.continuous_known)
    states = {Way.EMPLOYEE: State.EMPLOYEE, Way.UNEMPLOYMENT: State.EMPLOYEE, Way.FLEXIBLE: State.FLEXIBLE}
    p.state = states.get(way, State.RESIDENT) if p.gap_months == 0 else State.SUSPENDED
    return p


def _was_resident(p: Record, paid_until: int | None, january: int, first: int) -> None:
    """A resident before a January had the year before; before a later month, the year that runs."""
    if paid_until is None:
        paid_until = january - 1 if first == january else january + months.MONTHS_IN_YEAR - 1
    if paid_until >= first:
        p.this_paid, p.this_begun, p.this_first = 1, 1, january
        p.this_start = p.this_wait_start = p.this_cover_month = january
        p.this_cover_day = 1
        p.last_paid = first - 1
    else:
        p.last_paid = paid_until


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
        self.book = book_of(scenario, self.atlas)
        self.record = starting_record(scenario, self.book.rules(scenario.first))
        self.month = self.first_month
        self.lived: list[Month] = []
        self.eventful = happenings.eventful(scenario)

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
            made.eventful = happenings.eventful(made.scenario)
        return made

    def step(self) -> Month:
        """Live one month and return it; raises ``ScenarioError`` for an event that buys nothing."""
        v = empty_facts(self.month)
        rules = self.book.rules(self.month)
        told = happenings.in_month(self.scenario, self.book, self.month) if self.month in self.eventful else []
        live_month(self.record, v, rules, self.book, told)
        if v.void:
            refuse_void(self.scenario, v, told)
        self.month += 1
        self.lived.append(Month(v.month, copied(self.record), v, tuple(told)))
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


def book_of(scenario: Scenario, atlas: Atlas) -> Rulebook:
    """Return the rules of a scenario's region; an unknown region is an error of the scenario."""
    try:
        return atlas.book(scenario.region)
    except LifecycleError as problem:
        if problem.where.file is None:
            raise ScenarioError(
                problem.found,
                expected=problem.expected,
                todo=problem.todo,
                where=Where(file=scenario.file, path="region"),
            ) from None
        raise


EMPTY = vars(Facts())


def empty_facts(month: int) -> Facts:
    """Return the facts of a month in which nothing has happened yet."""
    january = months.january(months.year(month))
    made = Facts.__new__(Facts)
    vars(made).update(EMPTY, month=month, january=january, last_january=january - months.MONTHS_IN_YEAR)
    return made


def copied(record: Record) -> Record:
    """Return a copy of a record; made by hand, because it is made every month."""
    made = Record.__new__(Record)
    vars(made).update(vars(record))
    return made


def live_month(p: Record, v: Facts, r: Rules, book: Rulebook, told: Iterable[Told]) -> None:
    """Live one month: calendar, events, trigger, transition, counters and cover."""
    turn_calendar(p, v, r, book.pool)
    for one in told:
        for happening in one.happenings:
            set_fact(p, v, r, happening)
    decide_month(p, v, r, book.pool)
    fire(p, v, r)
    close_month(p, v, r)


def fire(p: Record, v: Facts, r: Rules) -> None:
    """Let the machine take its transition."""
    machine().events[TRIGGERS[v.trigger]].trigger(p, p, v, r)


def refuse_void(scenario: Scenario, v: Facts, told: list[Told]) -> None:
    """Raise ``ScenarioError`` for a payment that buys nothing."""
    number = next((one.number for one in told if one.event.what == v.void), None)
    raise ScenarioError(
        say("missed years are paid for in {month} that no wait asks for", month=months.text(v.month)),
        expected=say("repair_resident for years that were missed, with the premium or while its wait runs"),
        todo=say("take the event out, or correct its month"),
        where=Where(file=scenario.file, event=number, path=f"event[{number - 1}].what" if number else None),
    )
