"""Residents (城乡居民医保): the turn of the coverage year, the wait for a break, its repair, and what a year covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.columns import NO_SPELL, YES, Column
from lifecycle.rules.days import month_day
from lifecycle.rules.entry import anchor_day, anchor_month, ask, choose, choose_for_running, scale_factor, weigh
from lifecycle.rules.promises import judge_incentive_year, keep_resident_year
from lifecycle.vocabulary import Counts, Enrolled, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.facts import Facts
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules

    Row = Sequence[int]


def judge_last_year(p: Record, v: Facts, r: Rules) -> None:
    """A coverage year without a month paid or covered is missed, once somebody has been insured."""
    if p.year_whole == 1:
        if p.year_active == 1:
            p.missed_years = 0
            if p.this_paid == 1:
                p.resident_years += 1
                if p.this_begun == 1:
                    keep_resident_year(p, p.this_worth)
        elif p.year_insured == 1:
            p.resident_years = 0
            if v.last_january >= r.missed_years_from:
                p.missed_years += 1
    p.year_whole = 1
    p.year_active = 0
    p.year_insured = 0
    if p.last_way != Way.NONE:
        p.year_insured = 1
    p.gap_in_year = 0


def wait_goes_over(p: Record, v: Facts) -> bool:
    """A wait running on 31 December goes on in a year that was paid in the window."""
    return (
        p.this_paid == 1
        and p.this_wait_total > 0
        and p.this_cover_month >= v.january
        and p.next_paid == 1
        and p.next_enrolled == Enrolled.WINDOW
    )


def turn_year(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """On 1 January the year paid in advance begins, and its entry is decided."""
    judge_incentive_year(p, v, r)
    judge_last_year(p, v, r)
    carried = wait_goes_over(p, v)
    begun = p.this_paid == 1 and p.this_begun == 1
    p.this_paid = p.next_paid
    p.this_enrolled = p.next_enrolled
    p.this_paid_month = p.next_paid_month
    p.this_paid_day = p.next_paid_day
    p.this_age_days = p.next_age_days
    p.this_price = p.next_price
    p.this_worth = p.next_worth
    p.this_first = p.next_first
    p.next_paid = 0
    p.next_price = 0
    if p.annual_next_until > 0:
        p.annual_until = p.annual_next_until
        p.flexible_base = p.annual_next_base
        p.tier = p.annual_next_tier
        p.annual_next_until = 0
    p.repaired = p.next_repaired + (p.repaired if carried else 0)
    p.next_repaired = 0
    if carried:
        p.this_start = v.january
        p.this_begun = 1 if begun else 0
    else:
        p.this_begun = 0
        p.this_wait_total = 0
        p.this_cover_month = 0
        p.this_start = 0
        p.this_entry = 0
        if p.this_paid == 1:
            decide_resident(p, v, r, entries)


def ask_resident(p: Record, v: Facts, r: Rules) -> None:
    """Put the question of a resident year: the premium pays its own gap."""
    ask(p, v, r.resident_region)
    v.q_back_paid = YES
    v.q_enrolled = p.this_enrolled
    v.q_paid = 0
    if p.this_paid_month >= v.january:
        v.q_paid = month_day(p.this_paid_month, p.this_paid_day)
    if r.late_year_counts == 1 and p.this_enrolled == Enrolled.LATE and p.last_way != Way.NONE:
        v.q_missed += 1
    v.q_age = p.this_age_days


def decide_resident(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """The entry list of residents decides about this coverage year."""
    ask_resident(p, v, r)
    number = choose(v, entries, r.entry_first[Way.RESIDENT], r.entry_stop[Way.RESIDENT])
    row = entries[number]
    if row[Column.REFUSED] == 1:
        v.resident_refused = number + 1
        p.this_paid = 0
        return
    v.resident_decided = number + 1
    p.this_entry = number + 1
    p.this_previous = v.q_previous
    p.this_region = v.q_region
    p.this_previous_covered = v.q_covered
    p.this_gap = v.q_gap
    p.this_missed = v.q_missed
    anchor = row[Column.ANCHOR]
    p.this_wait_start = anchor_month(p, v, anchor, p.this_paid_month, p.this_paid_day)
    p.this_wait_day = anchor_day(p, anchor, p.this_paid_month, p.this_paid_day)
    if p.this_wait_start < p.this_first:
        p.this_wait_start = p.this_first
        p.this_wait_day = 1
    p.this_wait_whole = whole_wait(p, r, row)
    write_wait(p, v, r, row)
    p.this_start = max(v.january, p.this_wait_start)
    settle_resident_past(p, v, r, row)


def whole_wait(p: Record, r: Rules, row: Row) -> int:
    """The fixed wait, and more for every missed year beyond those that are free."""
    return row[Column.WAIT_MONTHS] + row[Column.WAIT_PER_YEAR] * max(0, p.this_missed - r.free_missed_years)


def write_wait(p: Record, v: Facts, r: Rules, row: Row) -> None:
    """The wait of the year, less what was repaired, never below the minimum."""
    months = p.this_wait_whole
    if p.repaired > 0:
        floor = r.repair_min
        if p.this_missed >= r.repair_min_after_years:
            floor = r.repair_min_after
        months = min(months, max(floor, months - p.repaired))
    weigh(v, row, p.this_wait_start, p.this_wait_day, months)
    p.this_wait_total = v.wait_total
    p.this_wait_factor = v.wait_factor
    p.this_cover_month = v.cover_month
    p.this_cover_day = v.cover_day


def settle_resident_past(p: Record, v: Facts, r: Rules, row: Row) -> None:
    """Cover that begins before its payment makes the months between covered finally."""
    from_ = p.this_cover_month
    to = v.month - 1
    if row[Column.RETROACTIVE] == 1 and v.q_gap != NO_SPELL and v.q_gap > 0:
        from_ = max(p.this_first, min(from_, v.month - v.q_gap))
        to = max(to, p.this_cover_month - 1)
    if from_ > to:
        return
    v.resident_retro_from = from_
    v.resident_retro_to = to
    v.resident_retro_factor = scale_factor(r, Way.RESIDENT, p.continuous_before, p.continuous_known)
    if row[Column.COUNTS] == Counts.YEARS_AND_CONTINUOUS and v.q_gap != NO_SPELL:
        p.continuous_before += min(v.q_gap, to - from_ + 1)


def wait_can_be_repaired(p: Record, v: Facts) -> bool:
    """A wait runs that paying for missed years could shorten."""
    return p.this_paid == 1 and p.this_wait_total > 0 and v.month < p.this_cover_month


def repair(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """Paying missed years takes months off a wait that runs or that a year paid in advance will bring."""
    if wait_can_be_repaired(p, v):
        p.repaired += v.repair_years
        write_wait(p, v, r, entries[p.this_entry - 1])
        if p.this_cover_month < v.month:
            p.this_cover_month = v.month
            p.this_cover_day = max(1, v.repair_day)
            p.this_wait_total = p.this_cover_month - p.this_wait_start
    elif p.next_paid == 1:
        p.next_repaired += v.repair_years


def repair_buys_nothing(p: Record, v: Facts) -> bool:
    """More missed years are paid for than were missed, or none of them makes anybody wait."""
    if wait_can_be_repaired(p, v):
        return p.repaired + v.repair_years > p.this_missed
    missed = p.missed_years
    if p.year_active == 0 and p.year_insured == 1:
        missed += 1
    return p.next_paid == 0 or p.next_repaired + v.repair_years > missed


def change_running_resident_wait(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """A new rule that says so reaches a resident wait that runs, counted from its original start."""
    ask_resident(p, v, r)
    v.q_previous = p.this_previous
    v.q_region = p.this_region
    v.q_covered = p.this_previous_covered
    v.q_gap = p.this_gap
    v.q_missed = p.this_missed
    found = choose_for_running(v, entries, r.entry_first[Way.RESIDENT], r.entry_stop[Way.RESIDENT])
    if found == 0:
        return
    row = entries[found - 1]
    v.changed_running = found
    p.this_entry = found
    p.this_wait_whole = whole_wait(p, r, row)
    write_wait(p, v, r, row)
    if p.this_cover_month < v.month:
        p.this_cover_month = v.month
        p.this_cover_day = 1


def year_runs(p: Record, v: Facts) -> bool:
    """The paid resident year counts this month: its cover or its wait has begun."""
    return p.this_paid == 1 and p.this_start <= v.month


def resident_waits(p: Record, v: Facts) -> bool:
    """The wait of the resident year runs this month."""
    return year_runs(p, v) and p.this_wait_total > 0 and v.month < p.this_cover_month
