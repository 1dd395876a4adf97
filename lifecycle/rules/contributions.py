"""Contributions (缴费): what the person, the unit and the fund pay in a month, and what the personal account gets of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.columns import FLEXIBLE_BASE, TOP_UP_BASE, UNIT_BASE, UNKNOWN_AMOUNT, Tier
from lifecycle.rules.fen import share
from lifecycle.rules.retirement import cost_of
from lifecycle.vocabulary import TopUp, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.facts import Facts
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules


def between(base: int, floor: int, ceiling: int) -> int:
    """A base is at least the floor and at most the ceiling, where they are known."""
    if ceiling != UNKNOWN_AMOUNT:
        base = min(base, ceiling)
    return max(base, floor)


def band(table: Sequence[Sequence[int]], at: int) -> int:
    """Return the value of the last band that begins at or before ``at``, -1 before the first."""
    found = UNKNOWN_AMOUNT
    for step in range(len(table)):
        if at >= table[step][0]:
            found = table[step][1]
    return found


def by_age(p: Record, v: Facts, table: Sequence[Sequence[int]]) -> int:
    """Return what a table by age says; an unknown age knows it only where all ages are alike."""
    if p.born_month > 0:
        return band(table, v.month - p.born_month)
    last = table[len(table) - 1][1]
    return last if last == table[0][1] else UNKNOWN_AMOUNT


def grow_wage(p: Record, v: Facts) -> None:
    """Under the scenario's assumption the base of a job grows every January."""
    if v.month == v.january and p.wage_growth > 0 and p.employed == 1 and p.wage > 0:
        p.wage += share(p.wage, p.wage_growth)
        p.money_assumed = 1


def open_books(p: Record, v: Facts) -> None:
    """A new month begins with nothing paid."""
    p.own_fen = 0
    p.employer_fen = 0
    p.fund_fen = 0
    p.credit_fen = 0
    grow_wage(p, v)


def unit_base(p: Record, r: Rules) -> int:
    """The base on which a unit pays, -1 unknown."""
    return between(p.wage, r.base_floor, r.base_ceiling) if p.wage > 0 else UNKNOWN_AMOUNT


def flexible_base(p: Record, r: Rules) -> int:
    """The base of somebody who pays by themselves: the one chosen, else the lowest, -1 unknown."""
    if p.flexible_base > 0:
        return between(p.flexible_base, r.flexible_floor, r.flexible_ceiling)
    return r.flexible_floor


def flexible_amount(p: Record, r: Rules) -> int:
    """What a month as flexible costs in the chosen tier, -1 unknown."""
    tier = r.flexible_tiers[p.tier]
    if tier[Tier.AMOUNT] != UNKNOWN_AMOUNT:
        return tier[Tier.AMOUNT]
    base = flexible_base(p, r)
    if base == UNKNOWN_AMOUNT or tier[Tier.RATE] == UNKNOWN_AMOUNT:
        return UNKNOWN_AMOUNT
    return share(base, tier[Tier.RATE]) + share(base, tier[Tier.EXTRA_RATE]) + tier[Tier.EXTRA]


def year_amount(p: Record, v: Facts, r: Rules) -> int:
    """What a month of a flexible year paid at once costs; the next year may have a base and a tier of its own."""
    if v.year_ahead == 0:
        return flexible_amount(p, r)
    base = p.flexible_base
    tier = p.tier
    p.flexible_base = p.annual_next_base
    p.tier = p.annual_next_tier
    found = flexible_amount(p, r)
    p.flexible_base = base
    p.tier = tier
    return found


def pay_own(p: Record, amount: int, months: int) -> None:
    """The person pays; an amount that nobody knows is counted as unknown for its months."""
    if amount == UNKNOWN_AMOUNT:
        p.own_unknown += months
    else:
        p.own_fen += amount


def pay_as_unit(p: Record, amount: int, months: int) -> None:
    """The unit pays; an amount that nobody knows is counted as unknown for its months."""
    if amount == UNKNOWN_AMOUNT:
        p.employer_unknown += months
    else:
        p.employer_fen += amount


def credit(p: Record, base: int, rate: int, months: int) -> None:
    """The personal account gets a share of the base."""
    if base == UNKNOWN_AMOUNT or rate == UNKNOWN_AMOUNT:
        if rate != 0:
            p.account_unknown += months
    else:
        p.credit_fen += months * share(base, rate)


def of_base(base: int, rate: int) -> int:
    """Return a share of a base, -1 where either is unknown."""
    if base == UNKNOWN_AMOUNT or rate == UNKNOWN_AMOUNT:
        return UNKNOWN_AMOUNT
    return share(base, rate)


def pay_with_unit(p: Record, v: Facts, r: Rules, months: int) -> None:
    """Months paid by a unit: its share, the person's share, and the credit."""
    base = unit_base(p, r)
    own = of_base(base, r.rate_own)
    employer = of_base(base, r.rate_unit)
    pay_own(p, months * (own + r.extra_own) if own != UNKNOWN_AMOUNT else own, months)
    pay_as_unit(p, months * employer if employer != UNKNOWN_AMOUNT else employer, months)
    credit(p, base, by_age(p, v, r.account_credit), months)
    p.last_base = max(base, 0)


def pay_as_flexible(p: Record, v: Facts, r: Rules) -> None:
    """A month as flexible; past the retirement age it gives no credit, and a year paid at once is paid already."""
    base = flexible_base(p, r)
    if p.topping_up == 1 and r.top_up_monthly_as[p.retire_place] == 1:
        pay_own(p, cost_of(p, r, 1), 1)
        return
    if p.annual_until < v.month:
        pay_own(p, flexible_amount(p, r), 1)
    if p.retire_month == 0 or v.month < p.retire_month:
        tier = r.flexible_tiers[p.tier]
        credit(p, base, tier[Tier.ACCOUNT_RATE], 1)
    p.last_base = max(base, 0)


def pay_by_fund(p: Record, v: Facts, r: Rules) -> None:
    """The unemployment fund pays on the lowest base; whether the account gets anything is the region's rule."""
    amount = of_base(r.base_floor, r.fund_rate)
    if amount == UNKNOWN_AMOUNT:
        p.fund_unknown += 1
    else:
        p.fund_fen += amount
    if r.fund_credits == UNKNOWN_AMOUNT:
        p.account_unknown += 1
    elif r.fund_credits == 1:
        credit(p, r.base_floor, by_age(p, v, r.account_credit), 1)


def pay_back(p: Record, v: Facts, r: Rules) -> None:
    """Back-payment at the base and rate of the month in which it is made, late fee included."""
    if v.back_employer > 0:
        pay_with_unit(p, v, r, v.back_employer)
        share_of_unit = of_base(unit_base(p, r), r.rate_unit)
        fee = late_fee(share_of_unit, v.late_days_employer, r.late_fee_unit)
        if share_of_unit != UNKNOWN_AMOUNT:
            pay_as_unit(p, fee, v.back_employer)
    if v.back_own > 0:
        amount = flexible_amount(p, r)
        fee = late_fee(amount, v.late_days_own, r.late_fee_flexible)
        if fee == UNKNOWN_AMOUNT:
            pay_own(p, fee, v.back_own)
        else:
            pay_own(p, v.back_own * amount + fee, v.back_own)
        tier = r.flexible_tiers[p.tier]
        credit(p, flexible_base(p, r), tier[Tier.ACCOUNT_RATE], v.back_own)


def late_fee(amount: int, days: int, rate: int) -> int:
    """What so many days late cost, -1 where the amount or the fee is unknown."""
    if amount == UNKNOWN_AMOUNT or rate == UNKNOWN_AMOUNT:
        return UNKNOWN_AMOUNT
    return share(amount * days, rate)


def pay_when_retired(p: Record, v: Facts, r: Rules) -> None:
    """The retired get a fixed amount into the account, and pay what some regions still ask of them."""
    if v.retires == 1 and v.top_up == TopUp.LUMP_SUM and p.bought_months > 0:
        pay_own(p, cost_of(p, r, p.bought_months), p.bought_months)
    if v.month < p.retired_from:
        return
    pay_own(p, r.retired_fee[p.retire_place], 1)
    amount = by_age(p, v, r.account_retired[p.retire_place])
    if p.retired_flexible == 1:
        amount = by_age(p, v, r.account_retired_flexible[p.retire_place])
    if amount == UNKNOWN_AMOUNT:
        p.account_unknown += 1
    else:
        p.credit_fen += amount


def give_back(p: Record, v: Facts) -> None:
    """A premium that was refused in the month of its payment is not kept."""
    if v.this_premium > 0:
        p.own_fen -= v.this_premium - 1
    elif v.premiums_unknown > 0:
        p.own_unknown -= 1


def settle_contributions(p: Record, v: Facts, r: Rules) -> None:
    """Everything that is paid this month, by whoever pays."""
    if v.way == Way.EMPLOYEE:
        pay_with_unit(p, v, r, 1)
    elif v.way == Way.FLEXIBLE:
        pay_as_flexible(p, v, r)
    elif v.way == Way.UNEMPLOYMENT:
        pay_by_fund(p, v, r)
    if p.retired == 1:
        pay_when_retired(p, v, r)
    pay_back(p, v, r)
    if v.year_months > 0 and v.refused == 0:
        amount = year_amount(p, v, r)
        pay_own(p, v.year_months * amount if amount != UNKNOWN_AMOUNT else amount, v.year_months)
        tier = r.flexible_tiers[p.tier]
        credit(p, flexible_base(p, r), tier[Tier.ACCOUNT_RATE], v.year_gap)
    p.own_fen += v.premium_fen + v.difference_fen
    p.own_unknown += v.premiums_unknown
    if v.resident_refused > 0 and p.this_paid_month == v.month:
        give_back(p, v)
    p.paid_own_fen += p.own_fen
    p.paid_employer_fen += p.employer_fen
    p.paid_fund_fen += p.fund_fen
    p.account_fen += p.credit_fen
    if v.premium_assumed == 1:
        p.money_assumed = 1
    used = bases_used(p, v, r)
    if r.base_assumed & used != 0 or uncut(p, r, used):
        p.money_assumed = 1


def uncut(p: Record, r: Rules, used: int) -> bool:
    """A wage or a chosen base was taken as it is, because nobody knows the lowest or the highest base."""
    if used & UNIT_BASE != 0 and p.wage > 0 and (r.base_floor == UNKNOWN_AMOUNT or r.base_ceiling == UNKNOWN_AMOUNT):
        return True
    if used & FLEXIBLE_BASE == 0 or p.flexible_base == 0 or r.flexible_tiers[p.tier][Tier.AMOUNT] != UNKNOWN_AMOUNT:
        return False
    return r.flexible_floor == UNKNOWN_AMOUNT or r.flexible_ceiling == UNKNOWN_AMOUNT


def bases_used(p: Record, v: Facts, r: Rules) -> int:
    """Which bases of the region the month was paid on, as a mask."""
    used = 0
    if v.way == Way.EMPLOYEE or v.way == Way.UNEMPLOYMENT or v.back_employer > 0:
        used = UNIT_BASE
    if v.year_months > 0 or v.back_own > 0 or (v.way == Way.FLEXIBLE and p.annual_until < v.month):
        used |= FLEXIBLE_BASE
    bought = v.retires == 1 and p.bought_months > 0
    if bought or (p.topping_up == 1 and r.top_up_monthly_as[p.retire_place] == 1):
        used |= TOP_UP_BASE
    return used
