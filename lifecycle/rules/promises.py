"""Smaller promises: resident incentives, converted resident years, maternity, the length of unemployment benefit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.columns import MONTHS_IN_YEAR, PER_MILLE, UNKNOWN_AMOUNT
from lifecycle.rules.contributions import band
from lifecycle.vocabulary import Way, What

if TYPE_CHECKING:
    from lifecycle.facts import Facts
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules


def judge_incentive_year(p: Record, v: Facts, r: Rules) -> None:
    """On 1 January: a year as resident counts, a year without claims is remembered, a break begins the count anew."""
    p.claim_free = 0
    if p.year_whole == 1 and v.last_january >= r.incentive_from:
        if p.year_active == 1 and p.this_paid == 1:
            p.incentive_years += 1
            p.claim_free = 1 - p.claimed
        elif p.year_active == 0:
            p.incentive_years = 0
    p.claimed = 0


def raise_cap(p: Record, v: Facts, r: Rules) -> None:
    """When a resident year runs, the serious-illness cap rises once for it, both raises together within their limit."""
    if p.this_paid == 0 or p.this_start > v.month or p.bonus_january == v.january:
        return
    p.bonus_january = v.january
    if r.incentive_after != UNKNOWN_AMOUNT and r.incentive_step != UNKNOWN_AMOUNT and p.incentive_years >= r.incentive_after:
        p.continuity_bonus_fen += room(p, r, r.incentive_step)
    if p.claim_free == 1 and r.no_claim_step != UNKNOWN_AMOUNT:
        p.no_claim_bonus_fen += room(p, r, r.no_claim_step)


def room(p: Record, r: Rules, step: int) -> int:
    """How much of a step the common limit still leaves."""
    if r.incentive_most == UNKNOWN_AMOUNT:
        return step
    return min(step, max(0, r.incentive_most - p.continuity_bonus_fen - p.no_claim_bonus_fen))


def keep_resident_year(p: Record, worth: int) -> None:
    """A resident year that was lived through may later be converted."""
    p.resident_worth += worth
    p.resident_unconverted += 1


def pay_difference(p: Record, v: Facts, r: Rules) -> None:
    """Resident years whose difference is paid count in full, where the region offers it."""
    if v.difference_years > p.resident_unconverted or r.difference_payment != 1:
        v.void = What.PAY_DIFFERENCE
        return
    p.resident_worth -= p.resident_worth * v.difference_years // p.resident_unconverted
    p.resident_unconverted -= v.difference_years
    convert(p, r, v.difference_years * MONTHS_IN_YEAR)


def convert_resident_years(p: Record, r: Rules) -> None:
    """Paying into the employee scheme turns the resident years before it into months, where the region converts."""
    if p.resident_unconverted == 0:
        return
    convert(p, r, p.resident_worth // PER_MILLE)
    p.resident_worth = 0
    p.resident_unconverted = 0


def convert(p: Record, r: Rules, months: int) -> None:
    """Add converted months, up to the region's limit."""
    months = min(months, max(0, r.converted_most - p.converted_months))
    p.converted_months += months
    if r.converted_as == 0:
        p.converted_actual += months


def grant_benefit(p: Record, v: Facts, r: Rules) -> None:
    """Unemployment benefit is as long as the years paid by a unit allow."""
    months = band(r.benefit_length, p.unit_months)
    if p.unit_unknown == 1:
        months = r.benefit_length[len(r.benefit_length) - 1][1]
    if months == UNKNOWN_AMOUNT:
        v.benefit_begin = 0
        return
    p.benefit_until = v.month + months - 1


def end_benefit(p: Record, v: Facts, r: Rules) -> None:
    """The longest time over, the fund stops paying, unless retirement is near: then it pays until then."""
    if p.fund == 1 and v.benefit_begin == 0 and 0 < p.benefit_until < v.month:
        left = p.statutory_month - v.month
        if 0 < left < r.extended_before_retirement:
            p.benefit_until = p.statutory_month - 1
        else:
            p.fund = 0


def judge_maternity(p: Record, v: Facts, r: Rules) -> None:
    """Maternity benefit asks for continuous months with a unit; some regions leave back-paid ones out."""
    p.maternity = 0
    if v.way != Way.EMPLOYEE or r.maternity_months == UNKNOWN_AMOUNT or p.continuous_known == 0:
        return
    months = p.unit_continuous
    if r.maternity_counts_back_paid == 0:
        months -= p.continuous_back_paid
    p.maternity = 1
    if months >= r.maternity_months:
        p.maternity += 1
