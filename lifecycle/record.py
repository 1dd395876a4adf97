"""The fields of a life in one month, the facts of the month, and one event, each as integers, each written once."""

from __future__ import annotations

from typing import Any, Final

import attrs

BOUND: Final = 2_000_000_000  # every field fits a 32-bit integer


def number(meaning: str, *, default: int = 0, low: int = 0, high: int = BOUND) -> Any:
    """Declare one integer field with its meaning and bounds."""
    return attrs.field(default=default, metadata={"meaning": meaning, "low": low, "high": high})


@attrs.define(slots=False, eq=False)
class Record:
    """One life at the end of a month. Months are indices (0 = none), factors permille, money fen."""

    state: int = number("State", high=7)
    born_month: int = number("month of birth, 0 unknown")
    born_day: int = number("day of birth", high=31)
    row: int = number("row of the transition table that fired, from 1")
    way: int = number("Way paying this month, 0 where nothing is paid", high=4)
    payer: int = number("Payer of this month", high=3)

    # who pays, until further notice
    employed: int = number("has a unit", high=1)
    arrears: int = number("the unit does not pay", high=1)
    flexible: int = number("pays as flexible month by month", high=1)
    fund: int = number("the unemployment fund pays", high=1)
    annual: int = number("pays as flexible by the year", high=1)
    annual_until: int = number("last month of the flexible year paid for")
    annual_next_until: int = number("last month of a flexible year paid in advance")
    groups: int = number("Group statuses held")

    # the last relation
    last_way: int = number("Way of the last paid month", high=4)
    last_paid: int = number("last paid month")
    last_family_paid: int = number("last month paid into the employee scheme")
    last_covered: int = number("in benefit when the last relation ended", high=1)
    last_cover: int = number("last covered month")
    unfinished: int = number("an earlier wait was broken off before cover began", high=1)
    gap_months: int = number("months without contribution; in the month of resuming, the gap before it")
    gap_in_year: int = number("missed months of this calendar year", high=12)
    gap_back_paid: int = number("months of the running gap that were paid back")
    gap_counted: int = number("of these, counted towards the years")

    # the entry into the employee scheme in force
    entry: int = number("entry rule, its number plus 1")
    entry_way: int = number("Way whose list decided", high=4)
    entry_month: int = number("month of the entry")
    entry_previous: int = number("Way before", high=4)
    entry_previous_covered: int = number("answer mask: in benefit before", high=3)
    entry_unfinished: int = number("answer mask: a wait was unfinished", high=3)
    entry_gap: int = number("gap as it stood")
    entry_gap_start: int = number("first month of the gap, 0 without one")
    entry_gap_in_year: int = number("missed months of the year as they stood")
    entry_continuous: int = number("continuous months before the gap")
    entry_back_paid: int = number("months of that gap paid back")
    entry_counted: int = number("of these, counted towards the years")
    entry_counts: int = number("Counts of the rule", default=1, high=2)
    wait_start: int = number("first month of the wait")
    wait_total: int = number("length of the wait in months")
    wait_factor: int = number("benefit while waiting", high=1000)
    cover_month: int = number("first month of full cover")
    cover_day: int = number("day on which it begins", high=31)

    # cover that outlives the payment
    lag_way: int = number("Way of the cover that goes on", high=4)
    lag_from: int = number("its first month")
    lag_until: int = number("its last month")
    lag_factor: int = number("its factor", high=1000)

    # the resident year
    this_paid: int = number("this coverage year is paid", high=1)
    this_begun: int = number("the person has been resident under it", high=1)
    this_enrolled: int = number("Enrolled", high=4)
    this_paid_month: int = number("month of payment")
    this_paid_day: int = number("day of payment", high=31)
    this_age_days: int = number("age in days at payment")
    this_price: int = number("price in fen, plus 1; 0 unknown")
    this_first: int = number("January of the first year paid for with it")
    this_entry: int = number("entry rule, its number plus 1")
    this_previous: int = number("Way before", high=4)
    this_previous_covered: int = number("answer mask: in benefit before", high=3)
    this_gap: int = number("gap as it stood")
    this_missed: int = number("missed years as they stood")
    this_start: int = number("first month that counts as paid")
    this_wait_start: int = number("first month of the wait")
    this_wait_day: int = number("day from which the wait is counted", high=31)
    this_wait_whole: int = number("length of the wait before repair")
    this_wait_total: int = number("length of the wait in months")
    this_wait_factor: int = number("benefit while waiting", high=1000)
    this_cover_month: int = number("first month of full cover")
    this_cover_day: int = number("day on which it begins", high=31)
    next_paid: int = number("the next coverage year is paid", high=1)
    next_enrolled: int = number("Enrolled", high=4)
    next_paid_month: int = number("month of payment")
    next_paid_day: int = number("day of payment", high=31)
    next_age_days: int = number("age in days at payment")
    next_price: int = number("price in fen, plus 1; 0 unknown")
    next_first: int = number("January of the first year paid for with it")
    repaired: int = number("missed years paid for, for the wait of this year")
    next_repaired: int = number("missed years paid for, for the wait of the next year")
    missed_years: int = number("coverage years missed in a row")
    year_active: int = number("something was paid or covered this calendar year", high=1)
    year_whole: int = number("the calendar year is known from 1 January", high=1)
    year_insured: int = number("was insured before this calendar year", high=1)
    resident_years: int = number("resident years completed without a break")

    # counters
    continuous_months: int = number("continuous months")
    continuous_known: int = number("whether they are known from the start", default=1, high=1)
    continuous_before: int = number("continuous months before the running gap")
    actual_months: int = number("months really paid into the employee scheme")

    # the answer of the month
    factor: int = number("benefit factor then", high=1000)
    factor_finally: int = number("benefit factor after back-payment", high=1000)
    covered_by: int = number("Way whose cover counts", high=4)
    final_from: int = number("first month that became covered finally by the last decision")
    final_to: int = number("last such month")
    final_factor: int = number("with which factor", high=1000)


@attrs.define(slots=False, eq=False)
class Facts:
    """What happened and what was decided in one month; empty at its beginning."""

    month: int = number("the month")
    january: int = number("January of its year")
    last_january: int = number("January of the year before")

    died: int = number("died", high=1)
    hired: int = number("hired", high=1)
    left_job: int = number("left the job", high=1)
    arrears_begin: int = number("first month the unit does not pay", high=1)
    arrears_end: int = number("first month the unit pays again", high=1)
    start_flexible: int = number("first month paid as flexible", high=1)
    stop_flexible: int = number("last month paid as flexible", high=1)
    benefit_begin: int = number("first month the fund pays", high=1)
    benefit_end: int = number("last month the fund pays", high=1)
    year_in_grace: int = number("flexible year paid late, but in time to make it up", high=1)
    year_on_time: int = number("flexible year paid by the day it is due", high=1)
    repair_years: int = number("missed resident years paid for")
    repair_day: int = number("day of that payment", high=31)
    gap_back_paid: int = number("months of the running gap paid back")
    entry_back_paid: int = number("months of the last entry's gap paid back")
    other_back_paid: int = number("other months paid back")
    void: int = number("What of an event that buys nothing and is refused")

    # the question put to an entry list
    q_month: int = number("month that decides which rules are in force")
    q_previous: int = number("Way before", high=4)
    q_region: int = number("answer mask: same region", high=3)
    q_covered: int = number("answer mask: in benefit before", high=3)
    q_unfinished: int = number("answer mask: unfinished wait", high=3)
    q_gap: int = number("gap")
    q_gap_in_year: int = number("missed months of the year")
    q_back_paid: int = number("answer mask: the whole gap is paid", high=3)
    q_continuous: int = number("continuous months before the gap")
    q_enrolled: int = number("Enrolled mask")
    q_paid: int = number("month-day of payment inside the coverage year")
    q_missed: int = number("missed years")
    q_groups: int = number("statuses held")
    q_age: int = number("age in days")

    # the decision
    entered: int = number("Way entered this month", high=4)
    refused: int = number("entry rule that refused, plus 1")
    decided: int = number("entry rule, its number plus 1")
    again: int = number("decided again after back-payment", high=1)
    resident_decided: int = number("entry rule of the resident year, its number plus 1")
    resident_refused: int = number("entry rule that refused it, plus 1")
    changed_running: int = number("entry rule that changed a running wait, plus 1")
    wait_start: int = number("first month of the wait")
    wait_day: int = number("day from which it is counted", high=31)
    wait_total: int = number("length of the wait")
    wait_factor: int = number("benefit while waiting", high=1000)
    cover_month: int = number("first month of cover")
    cover_day: int = number("day on which it begins", high=31)
    counts: int = number("Counts of the rule", high=2)
    trigger: int = number("Trigger of the month", high=5)
    way: int = number("Way that pays", high=4)
    retro_from: int = number("first month that becomes covered finally")
    retro_to: int = number("last such month")
    retro_factor: int = number("with which factor", high=1000)
    resident_retro_from: int = number("the same for the resident year")
    resident_retro_to: int = number("last such month")
    resident_retro_factor: int = number("with which factor", high=1000)


@attrs.define(slots=False, eq=False)
class Happening:
    """One life event as integers; fields that its kind does not use are 0."""

    what: int = number("What")
    first: int = number("first month of an interval")
    last: int = number("last month of an interval")
    january: int = number("January of the coverage year")
    enrolled: int = number("Enrolled", high=4)
    day: int = number("day of the month", high=31)
    age_days: int = number("age in days")
    price: int = number("price in fen, plus 1; 0 unknown")
    group: int = number("Group")
    years: int = number("number of years")
    in_grace: int = number("paid after the due day, in time to be made up", high=1)
    on_time: int = number("paid by the due day", high=1)


def names(cls: type) -> tuple[str, ...]:
    """Return the names of the fields of a record class, in order."""
    return tuple(field.name for field in attrs.fields(cls))


def out_of_bounds(record: Any) -> list[str]:
    """Return the fields whose value lies outside their bounds."""
    return [
        field.name
        for field in attrs.fields(type(record))
        if not field.metadata["low"] <= getattr(record, field.name) <= field.metadata["high"]
    ]
