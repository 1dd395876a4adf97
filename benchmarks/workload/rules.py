"""W as this project writes rules: a record, guards and effects ``(p, v, r)``, and a table whose first row that holds wins."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Final, NamedTuple

import attrs

from lifecycle.record import number
from lifecycle.vocabulary import State, Trigger, Way


class Event(IntEnum):
    """One byte of the event stream; what begins a way of paying is spelled as that way."""

    NOTHING = 0
    EMPLOYEE = 1
    FLEXIBLE = 2
    RESIDENT = 3
    STOPS = 4


@attrs.define(slots=False, eq=False)
class Record:
    """One life at the end of a month."""

    state: int = number("State", default=State.NOT_ENROLLED, high=5)
    paying: int = number("Way that is paid from the next month on, until further notice", high=3)
    gap: int = number("months without contribution up to now")
    waiting: int = number("months of the wait that are left", high=6)
    continuous: int = number("months paid without a gap that is too long")
    total: int = number("months paid")
    row: int = number("row of the table that fired, from 1")


@attrs.define(slots=False, eq=False)
class Facts:
    """What happened in a month, and what it comes down to."""

    event: int = number("Event", high=4)
    trigger: int = number("Trigger", high=6)


@attrs.frozen
class Rules:
    """The numbers of W."""

    grace_months: int = 3
    employee_wait: int = 3
    flexible_wait: int = 6


def decide_month(p: Record, v: Facts, r: Rules) -> None:  # noqa: ARG001 - all rules take (p, v, r)
    """Who begins to pay pays from this month on; the way that is paid is what the month comes down to."""
    if Event.NOTHING < v.event < Event.STOPS:
        p.paying = v.event
    if p.paying == Way.EMPLOYEE:
        v.trigger = Trigger.UNIT_PAYS
    elif p.paying == Way.FLEXIBLE:
        v.trigger = Trigger.FLEXIBLE_PAYS
    elif p.paying == Way.RESIDENT:
        v.trigger = Trigger.RESIDENT_YEAR
    else:
        v.trigger = Trigger.NOTHING_PAID


def close_month(p: Record, v: Facts, r: Rules) -> None:
    """Paid months count, unpaid ones widen the gap, a gap that is too long ends continuity; who stops has paid this month."""
    if p.paying > 0:
        p.gap = 0
        p.continuous += 1
        p.total += 1
    elif p.state == State.SUSPENDED:
        p.gap += 1
        if p.gap > r.grace_months:
            p.continuous = 0
    if p.state == State.WAITING:
        p.waiting -= 1
    if v.event == Event.STOPS:
        p.paying = 0


def word(p: Record) -> int:
    """The state and the counters of a month in one number of 51 bits, of which every field has its own."""
    return p.state | p.gap << 3 | p.waiting << 15 | p.continuous << 27 | p.total << 39


def wait_runs(p: Record, v: Facts, r: Rules) -> bool:  # noqa: ARG001 - all rules take (p, v, r)
    """Months of the wait are left."""
    return p.waiting > 0


def gap_too_long(p: Record, v: Facts, r: Rules) -> bool:  # noqa: ARG001 - all rules take (p, v, r)
    """More months went unpaid than are made up for."""
    return p.gap > r.grace_months


def begin_employee_wait(p: Record, v: Facts, r: Rules) -> None:  # noqa: ARG001 - all rules take (p, v, r)
    """The wait of employees begins."""
    p.waiting = r.employee_wait


def begin_flexible_wait(p: Record, v: Facts, r: Rules) -> None:  # noqa: ARG001 - all rules take (p, v, r)
    """The wait of flexible payers begins."""
    p.waiting = r.flexible_wait


def end_wait(p: Record, v: Facts, r: Rules) -> None:  # noqa: ARG001 - all rules take (p, v, r)
    """Residents do not wait, and what was left of a wait is forgotten."""
    p.waiting = 0


class Transition(NamedTuple):
    """One row. ``dest`` is ``None`` where the state stays."""

    id: str
    trigger: Trigger
    sources: tuple[State, ...]
    dest: State | None
    guard: Callable[[Record, Facts, Rules], bool] | None
    effect: Callable[[Record, Facts, Rules], None] | None


N, E, F, R = State.NOT_ENROLLED, State.EMPLOYEE, State.FLEXIBLE, State.RESIDENT
W, S = State.WAITING, State.SUSPENDED
UNIT, SELF, YEAR, NOTHING = Trigger.UNIT_PAYS, Trigger.FLEXIBLE_PAYS, Trigger.RESIDENT_YEAR, Trigger.NOTHING_PAID

TABLE: Final[tuple[Transition, ...]] = (
    # a unit pays
    Transition("unit_goes_on", UNIT, (E,), None, None, None),
    Transition("unit_wait_goes_on", UNIT, (W,), None, wait_runs, None),
    Transition("unit_wait_over", UNIT, (W,), E, None, None),
    Transition("resume_unit_waiting", UNIT, (S,), W, gap_too_long, begin_employee_wait),
    Transition("resume_unit_wait", UNIT, (S,), W, wait_runs, None),
    Transition("resume_unit", UNIT, (S,), E, None, None),
    Transition("unit_begins", UNIT, (N, F, R), E, None, None),
    # the person pays as flexible
    Transition("flexible_goes_on", SELF, (F,), None, None, None),
    Transition("flexible_wait_goes_on", SELF, (W,), None, wait_runs, None),
    Transition("flexible_wait_over", SELF, (W,), F, None, None),
    Transition("resume_flexible_waiting", SELF, (S,), W, gap_too_long, begin_flexible_wait),
    Transition("resume_flexible_wait", SELF, (S,), W, wait_runs, None),
    Transition("resume_flexible", SELF, (S,), F, None, None),
    Transition("flexible_begins", SELF, (N, E, R), F, None, None),
    # a resident year is paid
    Transition("resident_goes_on", YEAR, (R,), None, None, None),
    Transition("resident_begins", YEAR, (N, E, F, W, S), R, None, end_wait),
    # nothing is paid
    Transition("not_enrolled", NOTHING, (N,), None, None, None),
    Transition("stops", NOTHING, (E, F, R, W), S, None, None),
    Transition("still_suspended", NOTHING, (S,), None, None, None),
)
