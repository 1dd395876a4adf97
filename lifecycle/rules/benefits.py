"""Benefits (待遇): what the pool pays of a medical bill, by status, level of hospital and where care was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.columns import PER_MILLE, PER_MILLION, UNKNOWN_AMOUNT, Caps, Level
from lifecycle.rules.fen import share
from lifecycle.vocabulary import Care, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.facts import Facts, Happening
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules


def reimbursed(amount: int, deductible: int, ratio: int, left: int, factor: int) -> int:
    """Return what the pool pays: a share beyond the deductible, times the benefit factor, at most what the cap leaves."""
    paid = share(share(max(0, amount - deductible), ratio), factor * (PER_MILLION // PER_MILLE))
    return paid if left == UNKNOWN_AMOUNT else min(paid, left)


def scale_of(p: Record, r: Rules, way: int, care: int) -> Sequence[Sequence[int]]:
    """Return the scale that applies: residents have their own, everybody else that of the employees where they are covered."""
    if way == Way.RESIDENT:
        return r.resident_inpatient[0] if care == Care.INPATIENT else r.resident_outpatient[0]
    return r.inpatient[p.cover_place] if care == Care.INPATIENT else r.outpatient[p.cover_place]


def deductible_of(p: Record, scale: Sequence[Sequence[int]], care: int, level: int) -> int:
    """A stay has its deductible, later ones of a year a part of it; outpatient care has one deductible a year."""
    row = scale[level - 1]
    found = row[Level.RETIRED_DEDUCTIBLE] if p.pensioner == 1 else row[Level.DEDUCTIBLE]
    if found == UNKNOWN_AMOUNT:
        return found
    if care == Care.OUTPATIENT:
        return max(0, found - p.deductible_used)
    if p.stays_in_year > 0:
        return share(found, scale[len(scale) - 1][Caps.LATER_DEDUCTIBLE])
    return found


def ratio_of(p: Record, scale: Sequence[Sequence[int]], level: int, cut: int) -> int:
    """The share that the pool pays at a level of hospital, less what care elsewhere costs; -1 unknown."""
    row = scale[level - 1]
    found = row[Level.RETIRED_RATIO] if p.pensioner == 1 else row[Level.RATIO]
    if found == UNKNOWN_AMOUNT or cut == UNKNOWN_AMOUNT:
        return UNKNOWN_AMOUNT
    return max(0, found - cut)


def left_of_cap(p: Record, scale: Sequence[Sequence[int]], care: int) -> int:
    """What the yearly cap leaves, -1 where no cap is known."""
    caps = scale[len(scale) - 1]
    cap = caps[Caps.RETIRED_CAP] if p.pensioner == 1 else caps[Caps.CAP]
    if cap == UNKNOWN_AMOUNT:
        return cap
    return max(0, cap - (p.pool_year_fen if care == Care.INPATIENT else p.pool_outpatient_fen))


def open_year(p: Record, v: Facts) -> None:
    """In January the year's deductibles and caps begin anew; a month begins without bills."""
    if v.month == v.january:
        p.stays_in_year = 0
        p.deductible_used = 0
        p.pool_year_fen = 0
        p.pool_outpatient_fen = 0
    p.bill_fen = 0
    p.bill_pool_fen = 0
    p.bill_account_fen = 0
    p.bills_unknown = 0


def bill_context(p: Record, r: Rules, way: int, e: Happening) -> tuple[int, int, int, int]:
    """Return what a bill is settled by: its amount, the deductible, the share, what the cap leaves; -1 unknown."""
    scale = scale_of(p, r, way, e.care)
    cut = r.resident_remote_cut[e.how] if way == Way.RESIDENT else r.remote_cut[e.how]
    return (
        e.amount,
        deductible_of(p, scale, e.care, e.level),
        ratio_of(p, scale, e.level, cut),
        left_of_cap(p, scale, e.care),
    )


def covered_on(p: Record, e: Happening) -> bool:
    """The month is covered, and its cover has begun by the day of the bill."""
    if p.bill_factor == 0:
        return False
    if p.bill_way == Way.RESIDENT:
        return p.this_cover_month != e.first or p.this_cover_day <= e.day or p.this_wait_factor > 0
    if p.bill_way == p.way:
        return p.cover_month != e.first or p.cover_day <= e.day or p.wait_factor > 0
    return True


def count_bill(p: Record, care: int, amount: int, deductible: int, pool: int) -> None:
    """A bill under cover uses up the year's deductible or counts as a stay, and fills the year's cap."""
    if care == Care.OUTPATIENT:
        p.deductible_used += min(deductible, amount)
        p.pool_outpatient_fen += pool
    else:
        p.stays_in_year += 1
        p.pool_year_fen += pool


def settle_bill(p: Record, r: Rules, e: Happening) -> None:
    """A bill of the month, once its cover is settled: what the pool pays then, what the account pays of the rest."""
    p.bill_fen += e.amount
    p.last_bill = e.first
    pool = 0
    if covered_on(p, e):
        amount, deductible, ratio, left = bill_context(p, r, p.bill_way, e)
        known = deductible != UNKNOWN_AMOUNT and ratio != UNKNOWN_AMOUNT
        if known:
            pool = reimbursed(amount, deductible, ratio, left, p.bill_factor)
        count_bill(p, e.care, amount, max(0, deductible), pool)
        if not known:
            p.bills_unknown += 1
            p.claimed = 1
            return
    if pool > 0:
        p.claimed = 1
        if e.flag == 1:
            p.no_claim_bonus_fen = 0
    p.bill_pool_fen += pool
    if e.from_account == 1:
        spent = min(p.account_fen, e.amount - pool)
        p.account_fen -= spent
        p.spent_fen += spent
        p.bill_account_fen += spent
