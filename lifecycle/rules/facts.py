"""What a life event sets: facts of its month, never a state, so that the order of two events cannot matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.words import What

if TYPE_CHECKING:
    from lifecycle.record import Facts, Happening, Record
    from lifecycle.regions.rulebook import Rules


def set_fact(p: Record, v: Facts, r: Rules, e: Happening) -> None:
    """Note one event of the month."""
    if e.what == What.HIRED:
        v.hired = 1
    elif e.what == What.LEFT_JOB:
        v.left_job = 1
    elif e.what == What.EMPLOYER_STOPS_PAYING:
        v.arrears_begin = 1
    elif e.what == What.EMPLOYER_RESUMES:
        v.arrears_end = 1
    elif e.what == What.START_FLEXIBLE:
        v.start_flexible = 1
    elif e.what == What.STOP_FLEXIBLE:
        v.stop_flexible = 1
    elif e.what == What.PAY_FLEXIBLE_YEAR:
        pay_flexible_year(p, v, e)
    elif e.what in (What.PAY_RESIDENT, What.ENROL_NEWBORN):
        pay_resident_year(p, v, e)
    elif e.what == What.REPAIR_RESIDENT:
        v.repair_years += e.years
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


def pay_flexible_year(p: Record, v: Facts, e: Happening) -> None:
    """One payment for a calendar year: this one or, in advance, the next."""
    if e.january > v.month:
        p.annual_next_until = e.last
    else:
        p.annual_until = e.last
        v.year_in_grace = e.in_grace
        v.year_on_time = e.on_time


def pay_resident_year(p: Record, v: Facts, e: Happening) -> None:
    """The premium of a coverage year fills its slot: this year or the next."""
    if e.january > v.month:
        p.next_paid = 1
        p.next_enrolled = e.enrolled
        p.next_paid_month = v.month
        p.next_paid_day = e.day
        p.next_age_days = e.age_days
        p.next_price = e.price
        p.next_first = e.first
    else:
        p.this_paid = 1
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
    oldest = v.month - r.back_pay_within_months[p.last_way]
    first = max(e.first, oldest)
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


def common(first: int, last: int, from_: int, to: int) -> int:
    """Return how many months two intervals share, both ends included."""
    return max(0, min(last, to) - max(first, from_) + 1)
