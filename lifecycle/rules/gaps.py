"""Gaps and counters (断缴、连续、累计): what a missed month, a paid month and a back-paid month do to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.rules.places import count_month_here
from lifecycle.rules.promises import convert_resident_years
from lifecycle.vocabulary import Counts, Way

if TYPE_CHECKING:
    from lifecycle.facts import Facts
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules


def miss_month(p: Record, r: Rules) -> None:
    """A month in which nothing is paid lengthens the gap; too long a gap ends continuity."""
    if p.last_way == Way.NONE:
        return
    p.gap_months += 1
    p.gap_in_year += 1
    if p.gap_months > r.continuity_gap_max[p.last_way]:
        p.continuous_months = 0


def pay_month(p: Record, v: Facts, r: Rules, way: int) -> None:
    """A paid month ends a gap and adds to the counters; twice insured counts once."""
    before = p.continuous_months
    stays = way == Way.RESIDENT and p.last_region == r.resident_region
    if p.last_way == Way.NONE or (p.left_behind == 1 and not stays):
        p.continuous_months = 0
        p.continuous_back_paid = 0
        p.continuous_known = 1
        if way == Way.RESIDENT:
            p.continuous_months = max(0, v.month - p.this_wait_start)
    elif p.last_paid < v.month - 1:
        resume_counting(p, v, r, way)
    if p.gap_back_paid > 0 and v.entered > 0 and v.counts >= Counts.YEARS:
        add_paid_back(p, p.gap_back_paid - p.gap_counted)
        p.entry_counted = p.gap_back_paid
    p.gap_back_paid = 0
    p.gap_counted = 0
    p.continuous_months += 1
    p.continuous_before = p.continuous_months
    p.last_way = way
    p.last_paid = v.month
    p.last_region = r.resident_region
    if p.joined == 0:
        p.joined = v.month
    if way != Way.RESIDENT:
        p.last_region = r.region
        p.last_family_paid = v.month
        p.last_family_way = way
        p.actual_months += 1
        count_month_here(p, v, 1)
        convert_resident_years(p, r)
    count_with_unit(p, way, p.continuous_months - before)
    if not stays:
        p.left_behind = 0


def count_with_unit(p: Record, way: int, grown: int) -> None:
    """Months with a unit run on as long as continuity does and nobody else pays."""
    if way != Way.EMPLOYEE:
        p.unit_continuous = 0
        return
    p.unit_months += 1
    if grown < 1:
        p.unit_continuous = p.continuous_months
    else:
        p.unit_continuous += grown


def resume_counting(p: Record, v: Facts, r: Rules, way: int) -> None:
    """After a gap, continuous months go on or begin anew; back-paid months are added where the rule says so."""
    p.continuous_months = p.continuous_before
    if p.gap_months > r.continuity_gap_max[way]:
        p.continuous_months = 0
        p.continuous_back_paid = 0
        p.continuous_known = 1
    if v.entered > 0 and p.gap_back_paid >= p.gap_months and v.counts == Counts.YEARS_AND_CONTINUOUS:
        p.continuous_months += p.gap_months
        p.continuous_back_paid += p.gap_months


def add_paid_back(p: Record, months: int) -> None:
    """Months paid back that count are months really paid, in the place of the person."""
    p.actual_months += months
    p.place_months[p.place] += months


def close_gap_paid_on_time(p: Record, v: Facts) -> None:
    """A flexible year paid by its due day leaves no gap: its first months are paid, and covered as before."""
    if p.gap_months > 0 and p.last_covered == 1:
        v.retro_from = v.january
        v.retro_to = v.month - 1
        v.retro_factor = p.lag_factor
    add_paid_back(p, p.gap_months)
    p.continuous_months += p.gap_months
    p.continuous_before = p.continuous_months
    p.gap_in_year -= p.gap_months
    p.gap_months = 0
    p.last_paid = v.month - 1
    p.last_family_paid = v.month - 1


def count_entry_gap(p: Record) -> None:
    """Months of the last entry's gap, paid back so far, count as the rule in force says."""
    if p.entry_counts >= Counts.YEARS:
        add_paid_back(p, p.entry_back_paid - p.entry_counted)
        p.entry_counted = p.entry_back_paid


def count_older_months(p: Record, v: Facts) -> None:
    """Months of older gaps, paid back, add years where the rule in force lets them."""
    if p.entry_counts >= Counts.YEARS:
        add_paid_back(p, v.other_back_paid)
