"""Entry rules (参保与待遇起始): the first rule of a list whose conditions hold decides, and when cover then begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.columns import ANY_ENROLLED, NO, NO_SPELL, OLDEST, UNKNOWN_COUNT, YES, Column
from lifecycle.rules.days import day_after, days_in, month_after, month_day
from lifecycle.vocabulary import Anchor, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.facts import Facts
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules

    Row = Sequence[int]


def holds(row: Row, v: Facts) -> bool:
    """Every condition of the rule is met by the question of the month."""
    return (
        row[Column.IN_FORCE_FROM] <= v.q_month < row[Column.IN_FORCE_TO]
        and (row[Column.PREVIOUS] >> v.q_previous) & 1 == 1
        and row[Column.PREVIOUS_REGION] & v.q_region != 0
        and row[Column.PREVIOUS_COVERED] & v.q_covered != 0
        and row[Column.UNFINISHED] & v.q_unfinished != 0
        and v.q_gap <= row[Column.GAP_MAX]
        and v.q_gap_in_year <= row[Column.GAP_IN_YEAR_MAX]
        and row[Column.BACK_PAID] & v.q_back_paid != 0
        and v.q_continuous >= row[Column.CONTINUOUS_MIN]
        and row[Column.ENROLLED] & v.q_enrolled != 0
        and row[Column.PAID_FROM] <= v.q_paid <= row[Column.PAID_TO]
        and v.q_missed <= row[Column.MISSED_MAX]
        and (row[Column.GROUP] == 0 or row[Column.GROUP] & v.q_groups != 0)
        and v.q_age <= row[Column.AGE_MAX]
    )


def choose(v: Facts, entries: Sequence[Row], first: int, stop: int) -> int:
    """Return the number of the first rule that holds; the last of a list always does."""
    for number in range(first, stop - 1):
        if holds(entries[number], v):
            return number
    return stop - 1


def choose_for_running(v: Facts, entries: Sequence[Row], first: int, stop: int) -> int:
    """Return the number plus 1 of a rule that comes into force this month and reaches waits that run; 0 if none."""
    for number in range(first, stop):
        row = entries[number]
        if row[Column.RUNNING] == 1 and row[Column.IN_FORCE_FROM] == v.q_month and holds(row, v):
            return number + 1
    return 0


def yes_or_no(flag: int) -> int:
    """Return the answer mask of a flag."""
    return YES if flag == 1 else NO


def wait_incomplete(p: Record) -> bool:
    """The last payment into the employee scheme lies before the cover that its wait was for."""
    return p.wait_total > 0 and p.cover_month > p.last_family_paid


def wait_served(p: Record, v: Facts) -> bool:
    """Every month of the wait was paid, and its cover would have begun this month."""
    return p.wait_total > 0 and p.cover_month == v.month and p.last_family_paid == v.month - 1


def ask(p: Record, v: Facts, region: int) -> None:
    """Put the question of somebody who begins or resumes paying this month in a region."""
    v.q_month = v.month
    v.q_previous = p.last_way
    v.q_region = YES if p.last_region == 0 or p.last_region == region else NO
    v.q_covered = yes_or_no(p.last_covered)
    if p.lag_from <= v.month <= p.lag_until:
        v.q_covered = YES
    v.q_unfinished = NO
    if wait_served(p, v):
        v.q_covered = YES
    elif p.unfinished == 1 or wait_incomplete(p):
        v.q_unfinished = YES
    v.q_gap = p.gap_months
    v.q_back_paid = NO
    if p.last_way == Way.NONE:
        v.q_gap = NO_SPELL
    elif p.gap_back_paid >= p.gap_months:
        v.q_back_paid = YES
    v.q_gap_in_year = p.gap_in_year
    v.q_continuous = p.continuous_before
    if p.continuous_known == 0:
        v.q_continuous = UNKNOWN_COUNT
    v.q_enrolled = ANY_ENROLLED
    v.q_paid = month_day(v.month, 1)
    v.q_missed = p.missed_years
    v.q_groups = p.groups
    v.q_age = OLDEST
    if p.left_behind == 1:
        forget_the_past(v)


def forget_the_past(v: Facts) -> None:
    """A relation that was not transferred is unknown in the new region: one enters as for the first time."""
    v.q_previous = Way.NONE
    v.q_region = YES
    v.q_covered = NO
    v.q_unfinished = NO
    v.q_gap = NO_SPELL
    v.q_back_paid = NO
    v.q_continuous = 0


def ask_again(p: Record, v: Facts, region: int) -> None:
    """Put the question of the last entry once more, its gap now paid in full."""
    ask(p, v, region)
    v.q_month = p.entry_month
    v.q_previous = p.entry_previous
    v.q_region = p.entry_region
    v.q_covered = p.entry_previous_covered
    v.q_unfinished = p.entry_unfinished
    v.q_gap = p.entry_gap
    v.q_gap_in_year = p.entry_gap_in_year
    v.q_continuous = p.entry_continuous
    v.q_back_paid = YES


def anchor_month(p: Record, v: Facts, anchor: int, paid_month: int, paid_day: int) -> int:
    """Return the month from which a rule counts."""
    found = paid_month
    if anchor == Anchor.NEXT_MONTH:
        found = paid_month + 1
    elif anchor == Anchor.NEXT_DAY:
        found = month_after(paid_month, paid_day, 1)
    elif anchor == Anchor.JANUARY:
        found = v.january
    elif anchor == Anchor.BIRTH and p.born_month > 0:
        found = p.born_month
    elif anchor == Anchor.END_OF_RELATION and p.last_paid > 0:
        found = p.last_paid + 1
    elif anchor == Anchor.END_OF_COVER and p.last_cover > 0:
        found = p.last_cover + 1
    return found


def anchor_day(p: Record, anchor: int, paid_month: int, paid_day: int) -> int:
    """Return the day of that month from which a rule counts."""
    found = 1
    if anchor == Anchor.PAYMENT_DAY:
        found = paid_day
    elif anchor == Anchor.NEXT_DAY:
        found = day_after(paid_month, paid_day, 1)
    elif anchor == Anchor.BIRTH and p.born_month > 0:
        found = p.born_day
    return found


def weigh(v: Facts, row: Row, start: int, day: int, months: int) -> None:
    """Write when cover begins: the anchor, then ``months``, then the rule's days."""
    reached = start + months
    kept = day
    kept = min(kept, days_in(reached))
    v.wait_start = start
    v.wait_day = day
    v.cover_month = month_after(reached, kept, row[Column.WAIT_DAYS])
    v.cover_day = day_after(reached, kept, row[Column.WAIT_DAYS])
    v.wait_total = v.cover_month - start
    v.wait_factor = row[Column.FACTOR]
    v.counts = row[Column.COUNTS]


def weigh_now(p: Record, v: Facts, row: Row) -> None:
    """Write when cover begins for somebody who pays in the month itself; who does not say on which day pays on the first."""
    anchor = row[Column.ANCHOR]
    day = max(1, v.pay_day)
    start = anchor_month(p, v, anchor, v.month, day)
    weigh(v, row, start, anchor_day(p, anchor, v.month, day), row[Column.WAIT_MONTHS])


def scale_factor(r: Rules, way: int, continuous: int, known: int) -> int:
    """Return the benefit factor that continuous months earn; an unknown number earns the highest."""
    steps = r.benefit_scale[way]
    found = steps[0][1]
    for step in range(len(steps)):
        if known == 0 or continuous >= steps[step][0]:
            found = steps[step][1]
    return found
