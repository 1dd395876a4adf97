"""The order inside a month: calendar, events, one trigger, the transition, counters, cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.rules.benefits import open_year
from lifecycle.rules.contributions import open_books, settle_contributions
from lifecycle.rules.cover import settle_cover, waits
from lifecycle.rules.entry import wait_incomplete
from lifecycle.rules.gaps import (
    close_gap_paid_on_time,
    count_entry_gap,
    count_older_months,
    miss_month,
    pay_month,
)
from lifecycle.rules.places import arrive
from lifecycle.rules.promises import end_benefit, grant_benefit, judge_maternity, pay_difference, raise_cap
from lifecycle.rules.residents import (
    change_running_resident_wait,
    decide_resident,
    repair,
    repair_buys_nothing,
    resident_waits,
    turn_year,
    year_runs,
)
from lifecycle.rules.retirement import choose_month, come_to_retire, look_ahead, recognise_service
from lifecycle.rules.starting import change_running_wait, count_gap_paid_before_resuming, decide, decide_again
from lifecycle.vocabulary import Payer, Trigger, Way, What

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.facts import Facts
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules

    Row = Sequence[int]


def open_month(p: Record, v: Facts) -> None:
    """Before any event: a gap that ended is forgotten, and nothing is paid yet."""
    if p.last_paid == v.month - 1:
        p.gap_months = 0
    open_books(p, v)
    open_year(p, v)


def turn_calendar(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """A month begins, and on 1 January the year turns."""
    open_month(p, v)
    if v.month == v.january:
        turn_year(p, v, r, entries)


def decide_month(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """After the events: milestones first, then the facts of the month choose its trigger, and entries are decided."""
    arrive(p, v, r)
    recognise_service(p, v)
    if v.retire == 1:
        choose_month(p, v)
    if v.difference_years > 0:
        pay_difference(p, v, r)
    if v.benefit_begin == 1:
        grant_benefit(p, v, r)
    end_benefit(p, v, r)
    come_to_retire(p, v, r, entries)
    p.gap_back_paid += v.gap_back_paid
    settle_flexible_year(p, v)
    if p.this_paid == 1 and p.this_paid_month == v.month and p.this_entry == 0:
        decide_resident(p, v, r, entries)
    elif resident_waits(p, v):
        change_running_resident_wait(p, v, r, entries)
    if v.repair_years > 0:
        if repair_buys_nothing(p, v):
            v.void = What.REPAIR_RESIDENT
        else:
            repair(p, v, r, entries)
    count_older_months(p, v)
    p.entry_back_paid += v.entry_back_paid
    count_entry_gap(p)
    choose_trigger(p, v, r, entries)
    if v.entered == 0:
        settle_running_entry(p, v, r, entries)


def choose_trigger(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """The strongest fact of the month decides who pays; a way in that refuses leaves the next one."""
    v.trigger = Trigger.NOTHING_PAID
    v.way = Way.NONE
    if v.died == 1:
        v.trigger = Trigger.DIED
    elif p.retired == 1 or v.retires == 1:
        v.trigger = Trigger.RETIRED
    elif unit_pays(p, v) and admitted(p, v, r, entries, Way.EMPLOYEE):
        v.trigger = Trigger.UNIT_PAYS
        v.way = Way.EMPLOYEE
    elif (p.fund == 1 or v.benefit_begin == 1) and admitted(p, v, r, entries, Way.UNEMPLOYMENT):
        v.trigger = Trigger.FUND_PAYS
        v.way = Way.UNEMPLOYMENT
    elif pays_as_flexible(p, v) and admitted(p, v, r, entries, Way.FLEXIBLE):
        v.trigger = Trigger.FLEXIBLE_PAYS
        v.way = Way.FLEXIBLE
        if p.annual_until >= v.month:
            p.annual = 1
    elif year_runs(p, v):
        v.trigger = Trigger.RESIDENT_YEAR
        v.way = Way.RESIDENT


def unit_pays(p: Record, v: Facts) -> bool:
    """Somebody has a unit, and the unit pays this month."""
    if p.employed == 0 and v.hired == 0:
        return False
    if v.arrears_begin == 1:
        return False
    return p.arrears == 0 or v.arrears_end == 1 or v.hired == 1


def pays_as_flexible(p: Record, v: Facts) -> bool:
    """Somebody pays by themselves: month by month, or by a year that is paid."""
    return p.flexible == 1 or v.start_flexible == 1 or p.annual_until >= v.month


def settle_flexible_year(p: Record, v: Facts) -> None:
    """A flexible year paid by its due day leaves no gap; paid later, but in time, it pays its gap back."""
    if p.last_way != Way.FLEXIBLE or p.last_paid != v.january - 1:
        return
    if v.year_on_time == 1 or (v.year_in_grace == 1 and p.annual == 1):
        v.year_gap = p.gap_months
        v.year_months += p.gap_months
    if v.year_on_time == 1 or (v.year_in_grace == 1 and p.annual == 1 and wait_incomplete(p)):
        close_gap_paid_on_time(p, v)
        p.way = Way.FLEXIBLE
    elif v.year_in_grace == 1 and p.annual == 1:
        p.gap_back_paid = p.gap_months


def admitted(p: Record, v: Facts, r: Rules, entries: Sequence[Row], way: int) -> bool:
    """Going on needs no decision; beginning and resuming do."""
    if p.way == way and p.last_paid == v.month - 1 and p.last_region == r.region:
        return True
    return decide(p, v, r, entries, way)


def settle_running_entry(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """In a month without an entry: back-payment decides again, and a new rule may reach a running wait."""
    if v.trigger in (Trigger.UNIT_PAYS, Trigger.FUND_PAYS, Trigger.FLEXIBLE_PAYS) and p.entry > 0:
        before = p.entry_back_paid - v.entry_back_paid
        if p.entry_gap > 0 and before < p.entry_gap <= p.entry_back_paid:
            decide_again(p, v, r, entries)
            count_entry_gap(p)
        elif waits(p, v):
            change_running_wait(p, v, r, entries)
    elif v.gap_back_paid > 0 and v.trigger > Trigger.RETIRED:
        count_gap_paid_before_resuming(p, v, r, entries)


def close_month(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """After the transition: counters move, cover is settled, standing facts are kept for the next month."""
    if v.trigger == Trigger.DIED:
        p.way = Way.NONE
        p.payer = Payer.NONE
        p.bill_factor = p.factor  # until death the cover of the month before still pays
        p.bill_way = p.covered_by
        p.factor = 0
        p.factor_finally = 0
        p.covered_by = Way.NONE
        return
    if p.retired == 1:
        p.gap_months = 0
    elif v.way == Way.NONE:
        miss_month(p, r)
    else:
        pay_month(p, v, r, v.way)
    p.way = v.way
    p.payer = payer_of(v.way)
    settle_cover(p, v, r)
    settle_contributions(p, v, r)
    raise_cap(p, v, r)
    judge_maternity(p, v, r)
    look_ahead(p, v, r, entries)
    keep_standing_facts(p, v)


def payer_of(way: int) -> int:
    """Return who pays for a way."""
    if way == Way.EMPLOYEE:
        return Payer.UNIT
    if way == Way.UNEMPLOYMENT:
        return Payer.FUND
    if way == Way.NONE:
        return Payer.NONE
    return Payer.SELF


def keep_standing_facts(p: Record, v: Facts) -> None:
    """Who pays from the next month on, until an event says otherwise."""
    if p.retired == 1:
        return
    unpaid = v.arrears_begin == 1 or (p.arrears == 1 and v.arrears_end == 0 and v.hired == 0)
    employed = p.employed == 1 or v.hired == 1
    if v.left_job == 1:
        employed = p.employed == 1 and v.hired == 1
    p.arrears = 1 if employed and unpaid else 0
    p.employed = 1 if employed else 0
    flexible = p.flexible == 1 or v.start_flexible == 1
    if v.stop_flexible == 1:
        flexible = p.flexible == 1 and v.start_flexible == 1
        p.annual = 0
        p.annual_until = min(p.annual_until, v.month)
        p.annual_next_until = 0
    if v.refused > 0 and (v.way == Way.NONE or v.way == Way.RESIDENT):
        flexible = False
        p.annual_until = min(p.annual_until, v.month - 1)
    p.flexible = 1 if flexible else 0
    if v.start_flexible == 1 or v.hired == 1:
        p.annual = 0
    fund = p.fund == 1 or v.benefit_begin == 1
    if v.benefit_end == 1:
        fund = p.fund == 1 and v.benefit_begin == 1
    p.fund = 1 if fund else 0
