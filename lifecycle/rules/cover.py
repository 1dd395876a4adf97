"""Cover (享受待遇): which scheme pays how much on the last day of the month, then and finally."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.rules.entry import scale_factor
from lifecycle.rules.residents import year_runs
from lifecycle.vocabulary import Way

if TYPE_CHECKING:
    from lifecycle.facts import Facts
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules


def waits(p: Record, v: Facts) -> bool:
    """The wait of the entry in force runs this month."""
    return p.wait_total > 0 and p.wait_start <= v.month < p.cover_month


def paid_factor(p: Record, v: Facts, r: Rules) -> int:
    """What the employee scheme pays in a month that is paid: the wait's factor, else the scale's."""
    if v.month >= p.cover_month:
        return scale_factor(r, v.way, p.continuous_months, p.continuous_known)
    if waits(p, v):
        return p.wait_factor
    return 0


def annual_open(p: Record, v: Facts, r: Rules) -> bool:
    """A yearly payer has not paid this year yet, and the relation has not ended."""
    return p.annual == 1 and p.annual_until == v.january - 1 and v.month - v.january < r.annual_ends_after


def lag_factor(p: Record, v: Facts, r: Rules) -> int:
    """What the last paid month still pays for."""
    if annual_open(p, v, r):
        if v.month - v.january < r.annual_paused_after:
            return p.lag_factor
        return 0
    if p.lag_from <= v.month <= p.lag_until:
        return p.lag_factor
    return 0


def scale_decides(p: Record, v: Facts, paid: int) -> bool:
    """A month that is paid and past every wait earns what the scale gives it, not what the month before earned."""
    return paid > 0 and v.month >= p.cover_month and p.lag_way == v.way and p.lag_place == p.place


def resident_factor(p: Record, v: Facts, r: Rules) -> int:
    """What the paid resident year pays."""
    if not year_runs(p, v):
        return 0
    if v.month >= p.this_cover_month:
        return scale_factor(r, Way.RESIDENT, p.continuous_months, p.continuous_known)
    return p.this_wait_factor


def settle_cover(p: Record, v: Facts, r: Rules) -> None:
    """The largest factor counts: what is paid for, what still lasts, the resident year."""
    paid = 0
    if v.way != Way.NONE and v.way != Way.RESIDENT:
        paid = paid_factor(p, v, r)
    lag = 0 if scale_decides(p, v, paid) else lag_factor(p, v, r)
    resident = resident_factor(p, v, r)
    if p.retired == 1 and v.month >= p.retired_from:
        paid = p.retired_factor
        p.pensioner = 1
    p.factor = max(paid, lag, resident)
    p.covered_by = Way.NONE
    p.cover_place = p.place
    if p.factor > 0:
        p.last_cover = v.month
        if p.pensioner == 1 and paid == p.factor:
            p.covered_by = Way.EMPLOYEE
            p.cover_place = p.retire_place
        elif paid == p.factor:
            p.covered_by = v.way
        elif lag == p.factor:
            p.covered_by = p.lag_way
            p.cover_place = p.lag_place
        else:
            p.covered_by = Way.RESIDENT
    p.bill_factor = p.factor
    p.bill_way = p.covered_by
    remember(p, v, r, paid, lag, resident)
    settle_finally(p, v)


def remember(p: Record, v: Facts, r: Rules, paid: int, lag: int, resident: int) -> None:
    """What later months ask: the cover that lasts, whether the relation was in benefit, whether the year was used."""
    if p.retired == 1:
        p.last_covered = 1
    elif v.way == Way.NONE:
        if lag > 0:
            p.last_covered = 1
    elif v.way == Way.RESIDENT:
        p.last_covered = 1 if resident > 0 else 0
        if v.month >= p.this_cover_month and p.this_start > p.last_family_paid:
            forget_broken_wait(p)
        if resident > 0 and r.stop_lag_months[Way.RESIDENT] > 0:
            keep_lag(p, v.month + 1, v.month + r.stop_lag_months[Way.RESIDENT], resident, Way.RESIDENT)
    else:
        p.last_covered = 1 if paid > 0 else 0
        last = v.month + r.stop_lag_months[v.way]
        if p.annual == 1 and p.annual_until == v.month:
            last = v.month
        if paid > 0:
            keep_lag(p, v.month + 1, last, paid, v.way)
        elif p.wait_total == 0 and p.cover_month > v.month:
            keep_lag(p, p.cover_month, last, scale_factor(r, v.way, p.continuous_months, p.continuous_known), v.way)
        if v.month >= p.cover_month:
            p.unfinished = 0
    if p.factor > 0 or (v.way != Way.NONE and v.way != Way.RESIDENT):
        p.year_active = 1


def forget_broken_wait(p: Record) -> None:
    """Cover that began in a resident year of its own ends the story of a wait broken off before."""
    p.unfinished = 0
    p.wait_total = 0


def keep_lag(p: Record, first: int, last: int, factor: int, way: int) -> None:
    """Cover that outlives its payment."""
    p.lag_from = first
    p.lag_until = last
    p.lag_factor = factor
    p.lag_way = way
    p.lag_place = p.place


def settle_finally(p: Record, v: Facts) -> None:
    """Months still ahead may be part of what a decision made covered finally."""
    if v.resident_retro_to >= v.month:
        p.final_from = v.resident_retro_from
        p.final_to = v.resident_retro_to
        p.final_factor = v.resident_retro_factor
    if v.retro_to >= v.month:
        p.final_from = v.retro_from
        p.final_to = v.retro_to
        p.final_factor = v.retro_factor
    if v.retro_from <= p.last_bill <= v.retro_to or v.resident_retro_from <= p.last_bill <= v.resident_retro_to:
        p.claimed = 1 if p.last_bill >= v.january else p.claimed  # the pool pays it after all
    p.factor_finally = p.factor
    if p.final_from <= v.month <= p.final_to:
        p.factor_finally = max(p.factor, p.final_factor)
