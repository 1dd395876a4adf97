"""Starting and resuming in the employee scheme (参保、续保): the entry is decided once, and once more after back-payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.columns import ANY, NO, NO_SPELL, YES, Column
from lifecycle.rules.entry import (
    ask,
    ask_again,
    choose,
    choose_for_running,
    scale_factor,
    weigh,
    weigh_now,
)
from lifecycle.rules.gaps import add_paid_back
from lifecycle.vocabulary import Counts, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.facts import Facts
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules

    Row = Sequence[int]


def decide(p: Record, v: Facts, r: Rules, entries: Sequence[Row], way: int) -> bool:
    """The entry list of a way decides about somebody who begins or resumes; false where it refuses."""
    ask(p, v, r.region)
    number = choose(v, entries, r.entry_first[way], r.entry_stop[way])
    row = entries[number]
    if row[Column.REFUSED] == 1:
        v.refused = number + 1
        return False
    weigh_now(p, v, row)
    v.decided = number + 1
    v.entered = way
    if wait_comes_along(p, v, row):
        carry_wait(p, v)
    settle_retroactive(p, v, r, row, way)
    return True


def wait_comes_along(p: Record, v: Facts, row: Row) -> bool:
    """An unfinished wait moves with the person who goes on paying, unless a rule for people from other regions decides."""
    same_way = v.entered == p.entry_way and v.q_gap == 0
    return same_way and v.q_region == NO and v.q_unfinished == YES and row[Column.PREVIOUS_REGION] == ANY


def carry_wait(p: Record, v: Facts) -> None:
    """The wait runs on from where it began."""
    v.carried = 1
    v.wait_start = p.wait_start
    v.wait_total = p.wait_total
    v.wait_factor = p.wait_factor
    v.cover_month = max(p.cover_month, v.month)
    v.cover_day = p.cover_day if p.cover_month >= v.month else 1


def settle_retroactive(p: Record, v: Facts, r: Rules, row: Row, way: int) -> None:
    """The months that a decision makes covered after the fact: one interval at most."""
    factor = scale_factor(r, way, p.continuous_before, p.continuous_known)
    if row[Column.RETROACTIVE] == 1 and v.q_gap != NO_SPELL and v.q_gap > 0:
        v.retro_from = v.month - v.q_gap if v.again == 0 else p.entry_gap_start
        v.retro_to = v.cover_month - 1
        v.retro_factor = factor
    elif v.cover_month < v.month:
        v.retro_from = v.cover_month
        v.retro_to = v.month - 1
        v.retro_factor = factor


def begin(p: Record, v: Facts) -> None:
    """The decision of the month becomes the entry in force."""
    p.unfinished = 1 if v.q_unfinished == YES else 0
    p.entry = v.decided
    p.entry_way = v.entered
    p.entry_month = v.month
    p.entry_previous = v.q_previous
    p.entry_region = v.q_region
    p.entry_previous_covered = v.q_covered
    p.entry_unfinished = v.q_unfinished
    p.entry_gap = 0
    p.entry_gap_start = 0
    if v.q_gap != NO_SPELL and v.q_gap > 0:
        p.entry_gap = v.q_gap
        p.entry_gap_start = v.month - v.q_gap
    p.entry_gap_in_year = v.q_gap_in_year
    p.entry_continuous = v.q_continuous
    p.entry_back_paid = p.gap_back_paid
    p.entry_counted = p.gap_counted
    p.entry_counts = v.counts
    p.wait_start = v.wait_start
    p.wait_total = v.wait_total
    p.wait_factor = v.wait_factor
    p.cover_month = v.cover_month
    p.cover_day = v.cover_day


def decide_again(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """A gap paid back after resuming is judged as if it had been paid then; nothing becomes worse by it."""
    ask_again(p, v, r.region)
    number = choose(v, entries, r.entry_first[p.entry_way], r.entry_stop[p.entry_way])
    row = entries[number]
    if row[Column.REFUSED] == 1:
        return
    v.again = 1
    weigh_now(p, v, row)
    v.decided = number + 1
    p.entry_counts = max(p.entry_counts, v.counts)
    if v.cover_month < p.cover_month:
        p.entry = v.decided
        p.wait_start = v.wait_start
        p.wait_total = v.wait_total
        p.wait_factor = max(p.wait_factor, v.wait_factor)
        p.cover_month = v.cover_month
        p.cover_day = v.cover_day
    else:
        v.cover_month = p.cover_month
        v.cover_day = p.cover_day
    if row[Column.RETROACTIVE] == 1:
        p.entry = v.decided
        settle_retroactive(p, v, r, row, p.entry_way)
    if v.counts == Counts.YEARS_AND_CONTINUOUS:
        p.continuous_months += p.entry_gap
        p.continuous_back_paid += p.entry_gap
        if p.entry_way == Way.EMPLOYEE:
            p.unit_continuous += p.entry_gap


def change_running_wait(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """A new rule that says so reaches a wait that runs, counted from its original start."""
    ask_again(p, v, r.region)
    v.q_month = v.month
    if p.entry_back_paid < p.entry_gap or p.entry_previous == Way.NONE:
        v.q_back_paid = NO
    found = choose_for_running(v, entries, r.entry_first[p.entry_way], r.entry_stop[p.entry_way])
    if found == 0:
        return
    row = entries[found - 1]
    weigh(v, row, p.wait_start, 1, row[Column.WAIT_MONTHS])
    v.changed_running = found
    p.entry = found
    p.wait_total = v.wait_total
    p.wait_factor = v.wait_factor
    p.cover_month = max(v.cover_month, v.month)
    p.cover_day = v.cover_day if v.cover_month >= v.month else 1


def count_gap_paid_before_resuming(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """Months paid back inside a gap count as the rule says that would decide if the person resumed now."""
    if p.last_way in (Way.NONE, Way.RESIDENT):
        return
    ask(p, v, r.region)
    row = entries[choose(v, entries, r.entry_first[p.last_way], r.entry_stop[p.last_way])]
    if row[Column.COUNTS] >= Counts.YEARS:
        add_paid_back(p, p.gap_back_paid - p.gap_counted)
        p.gap_counted = p.gap_back_paid
