"""What a life event sets: facts of its month, never a state, so that the order of two events cannot matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.columns import NO
from lifecycle.rules.days import days_late
from lifecycle.vocabulary import What

if TYPE_CHECKING:
    from lifecycle.facts import Facts, Happening
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules


def set_fact(p: Record, v: Facts, r: Rules, e: Happening) -> None:
    """Note one event of the month."""
    if e.what in (What.HIRED, What.EMPLOYER_RESUMES, What.START_FLEXIBLE, What.PAY_FLEXIBLE_YEAR, What.BACK_PAY):
        v.pay_day = max(v.pay_day, e.day)
    if e.what == What.HIRED:
        v.hired = 1
        p.wage = e.base
    elif e.what == What.LEFT_JOB:
        v.left_job = 1
    elif e.what == What.EMPLOYER_STOPS_PAYING:
        v.arrears_begin = 1
    elif e.what == What.EMPLOYER_RESUMES:
        v.arrears_end = 1
    elif e.what == What.START_FLEXIBLE:
        v.start_flexible = 1
        p.flexible_base = e.base
        p.tier = e.tier
    elif e.what == What.STOP_FLEXIBLE:
        v.stop_flexible = 1
    elif e.what == What.PAY_FLEXIBLE_YEAR:
        pay_flexible_year(p, v, e)
    elif e.what in (What.PAY_RESIDENT, What.ENROL_NEWBORN):
        pay_resident_year(p, v, e)
    elif e.what == What.REPAIR_RESIDENT:
        v.repair_years += e.years
        pay_premium(v, e, e.years)
        v.repair_day = max(v.repair_day, e.day)
    elif e.what == What.BACK_PAY:
        back_pay(p, v, r, e)
    elif e.what == What.START_UNEMPLOYMENT_BENEFIT:
        v.benefit_begin = 1
    elif e.what == What.END_UNEMPLOYMENT_BENEFIT:
        v.benefit_end = 1
    elif e.what == What.STATUS:
        p.groups |= e.group
    elif e.what == What.STATUS_ENDS:
        p.groups &= ~e.group
    elif e.what == What.DIED:
        v.died = 1
    else:
        set_later_fact(v, e)


def set_later_fact(v: Facts, e: Happening) -> None:
    """Note an event about moving, service or retiring; a bill is settled at the end of the month."""
    if e.what == What.MOVE:
        v.stays_behind = e.flag
    elif e.what == What.DEEMED_SERVICE and e.flag == 1:
        v.service += e.months
    elif e.what == What.DEEMED_SERVICE:
        v.deemed += e.months
    elif e.what == What.RETIRE:
        v.retire = 1
        v.retire_early = e.first
        v.retire_late = e.last
    elif e.what == What.TOP_UP:
        v.top_up = e.how
    elif e.what == What.PAY_DIFFERENCE:
        v.difference_years += e.years
        v.difference_fen += max(0, e.price - 1) * e.years
        if e.price == 0:
            v.premiums_unknown += 1


def pay_premium(v: Facts, e: Happening, times: int) -> None:
    """A resident premium, perhaps for several years; a price that nobody knows is counted as unknown."""
    if e.price == 0:
        v.premiums_unknown += 1
    else:
        v.premium_fen += (e.price - 1) * times + e.amount
        v.premium_assumed = max(v.premium_assumed, e.flag)


def pay_flexible_year(p: Record, v: Facts, e: Happening) -> None:
    """One payment for a calendar year: this one or, in advance, the next."""
    v.year_months = e.last - max(v.month, e.january) + 1
    if e.january > v.month:
        v.year_ahead = 1
        p.annual_next_until = e.last
        p.annual_next_base = e.base
        p.annual_next_tier = e.tier
    else:
        p.flexible_base = e.base
        p.tier = e.tier
        p.annual_until = e.last
        v.year_in_grace = e.in_grace
        v.year_on_time = e.on_time


def pay_resident_year(p: Record, v: Facts, e: Happening) -> None:
    """The premium of a coverage year fills its slot: this year or the next."""
    pay_premium(v, e, 1)
    if e.january > v.month:
        p.next_paid = 1
        p.next_worth = e.worth
        p.next_enrolled = e.enrolled
        p.next_paid_month = v.month
        p.next_paid_day = e.day
        p.next_age_days = e.age_days
        p.next_price = e.price
        p.next_first = e.first
    else:
        v.this_premium = e.price
        p.this_paid = 1
        p.this_worth = e.worth
        p.this_begun = 0
        p.this_entry = 0
        p.this_enrolled = e.enrolled
        p.this_paid_month = v.month
        p.this_paid_day = e.day
        p.this_age_days = e.age_days
        p.this_price = e.price
        p.this_first = e.first


def back_pay(p: Record, v: Facts, r: Rules, e: Happening) -> None:
    """Paid-back months belong to the running gap, to the gap of the last entry, or to older ones."""
    first = max(e.first, oldest_month(p, v, r))
    if e.last < first:
        return
    running = 0
    if p.last_paid > 0 and p.last_paid < v.month - 1:
        running = common(first, e.last, p.last_paid + 1, v.month - 1)
    entered = 0
    if p.entry_gap_start > 0:
        entered = common(first, e.last, p.entry_gap_start, p.entry_month - 1)
    v.gap_back_paid += running
    v.entry_back_paid += entered
    v.other_back_paid += e.last - first + 1 - running - entered
    if e.by_employer == 1:
        v.back_employer += e.last - first + 1
        v.late_days_employer += days_late(first, e.last, v.month, e.day)
    else:
        v.back_own += e.last - first + 1
        v.late_days_own += days_late(first, e.last, v.month, e.day)


def oldest_month(p: Record, v: Facts, r: Rules) -> int:
    """How far back one may still pay: as the region lets its own people; a gap begun elsewhere, from its first month on."""
    oldest = v.month - r.back_pay_within_months[p.last_way]
    if p.left_behind == 1:
        return oldest
    if p.last_region != 0 and p.last_region != r.region and p.last_paid > 0:
        return min(oldest, p.last_paid + 1)
    if p.entry_region == NO and p.entry_gap_start > 0:
        return min(oldest, p.entry_gap_start)
    return oldest


def common(first: int, last: int, from_: int, to: int) -> int:
    """Return how many months two intervals share, both ends included."""
    return max(0, min(last, to) - max(first, from_) + 1)
