"""Gaps and counters (断缴、连续、累计): what a missed month, a paid month and a back-paid month do to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.words import Counts, Way

if TYPE_CHECKING:
    from lifecycle.record import Facts, Record
    from lifecycle.regions.rulebook import Rules


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
    if p.last_way == Way.NONE:
        p.continuous_months = 0
    elif p.last_paid < v.month - 1:
        resume_counting(p, v, r, way)
    if p.gap_back_paid > 0 and v.entered > 0 and v.counts >= Counts.YEARS:
        p.actual_months += p.gap_back_paid - p.gap_counted
        p.entry_counted = p.gap_back_paid
    p.gap_back_paid = 0
    p.gap_counted = 0
    p.continuous_months += 1
    p.continuous_before = p.continuous_months
    p.last_way = way
    p.last_paid = v.month
    if way != Way.RESIDENT:
        p.last_family_paid = v.month
        p.actual_months += 1


def resume_counting(p: Record, v: Facts, r: Rules, way: int) -> None:
    """After a gap, continuous months go on or begin anew; back-paid months are added where the rule says so."""
    p.continuous_months = p.continuous_before
    if p.gap_months > r.continuity_gap_max[way]:
        p.continuous_months = 0
        p.continuous_known = 1
    if v.entered > 0 and p.gap_back_paid >= p.gap_months and v.counts == Counts.YEARS_AND_CONTINUOUS:
        p.continuous_months += p.gap_months


def close_gap_paid_on_time(p: Record, v: Facts) -> None:
    """A flexible year paid by its due day leaves no gap: its first months are paid, and covered as before."""
    if p.gap_months > 0 and p.last_covered == 1:
        v.retro_from = v.january
        v.retro_to = v.month - 1
        v.retro_factor = p.lag_factor
    p.actual_months += p.gap_months
    p.continuous_months += p.gap_months
    p.continuous_before = p.continuous_months
    p.gap_in_year -= p.gap_months
    p.gap_months = 0
    p.last_paid = v.month - 1
    p.last_family_paid = v.month - 1


def count_entry_gap(p: Record) -> None:
    """Months of the last entry's gap, paid back so far, count as the rule in force says."""
    if p.entry_counts >= Counts.YEARS:
        p.actual_months += p.entry_back_paid - p.entry_counted
        p.entry_counted = p.entry_back_paid


def count_older_months(p: Record, v: Facts) -> None:
    """Months of older gaps, paid back, add years where the rule in force lets them."""
    if p.entry_counts >= Counts.YEARS:
        p.actual_months += v.other_back_paid
