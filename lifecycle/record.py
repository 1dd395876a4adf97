"""The fields of a life at the end of a month, as integers, each written once with its meaning and bounds."""

from __future__ import annotations

from typing import Any, Final

import attrs

from lifecycle.columns import PLACES

BOUND: Final = 2_000_000_000  # every field but amounts fits a 32-bit integer
LARGEST_AMOUNT: Final = 10**15


def number(meaning: str, *, default: int = 0, low: int = 0, high: int = BOUND) -> Any:
    """Declare one integer field with its meaning and bounds."""
    return attrs.field(default=default, metadata={"meaning": meaning, "low": low, "high": high})


def fen(meaning: str, *, low: int = 0) -> Any:
    """Declare an amount in fen, which needs 64 bits."""
    return number(meaning, low=low, high=LARGEST_AMOUNT)


def by_place(meaning: str) -> Any:
    """Declare one number for each place of a life."""
    return attrs.field(factory=lambda: [0] * PLACES, metadata={"meaning": meaning, "low": 0, "high": BOUND, "size": PLACES})


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
    annual_next_base: int = fen("base chosen for it, 0 the lowest")
    annual_next_tier: int = number("tier chosen for it", high=4)
    annual_next_until: int = number("last month of a flexible year paid in advance")
    groups: int = number("Group statuses held")

    # the last relation
    last_way: int = number("Way of the last paid month", high=4)
    last_paid: int = number("last paid month")
    last_family_paid: int = number("last month paid into the employee scheme")
    last_family_way: int = number("Way of the last month paid into the employee scheme", high=4)
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
    entry_region: int = number("answer mask: same region as before", high=3)
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
    lag_place: int = number("place of that cover", high=PLACES - 1)
    cover_place: int = number("place whose benefits count this month", high=PLACES - 1)
    pensioner: int = number("has the benefits of the retired", high=1)
    lag_factor: int = number("its factor", high=1000)

    # the resident year
    this_paid: int = number("this coverage year is paid", high=1)
    this_begun: int = number("the person has been resident under it", high=1)
    this_enrolled: int = number("Enrolled", high=4)
    this_paid_month: int = number("month of payment")
    this_paid_day: int = number("day of payment", high=31)
    this_age_days: int = number("age in days at payment")
    this_price: int = number("price in fen, plus 1; 0 unknown")
    this_worth: int = number("what the year is worth when converted, in thousandths of a month")
    this_region: int = number("answer mask: same region as before", high=3)
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
    next_worth: int = number("what the year is worth when converted, in thousandths of a month")
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

    # places
    place: int = number("place of the person, its position below", high=PLACES - 1)
    last_region: int = number("region of the last paid month, 0 none")
    left_behind: int = number("the last relation stayed behind in another region", high=1)
    place_region: list[int] = by_place("region")  # noqa: RUF009
    place_province: list[int] = by_place("its province")  # noqa: RUF009
    place_months: list[int] = by_place("months paid into the employee scheme there")  # noqa: RUF009
    place_last: list[int] = by_place("last month paid there")  # noqa: RUF009
    place_left: list[int] = by_place("the relation there was not transferred")  # noqa: RUF009
    place_account: list[int] = by_place("balance of an account that stayed there, in fen")  # noqa: RUF009
    place_first: list[int] = by_place("first requirement of the region for retiring")  # noqa: RUF009
    place_stop: list[int] = by_place("the requirement after its last")  # noqa: RUF009

    # retiring
    sex: int = number("mask: male 1, female 2, unknown both", default=3, high=3)
    joined: int = number("month first insured, 0 never")
    years_unknown: int = number("the months paid before are unknown", high=1)
    oldest_age: int = number("highest age in months at which anybody may retire")
    statutory_month: int = number("legal retirement month, 0 unknown")
    earliest_month: int = number("earliest month that one may choose")
    latest_month: int = number("latest month that one may choose")
    retire_month: int = number("month of retiring as it stands, 0 unknown")
    retired: int = number("retired with benefits for life", high=1)
    retired_factor: int = number("benefit of the retired", default=1000, high=1000)
    retired_from: int = number("first month of the retired's benefits")
    retired_flexible: int = number("last paid as flexible before retiring", high=1)
    topping_up: int = number("pays month by month to fill the missing years", high=1)
    deemed_months: int = number("months of service that are deemed paid")
    service_months: int = number("of the service, months that count as actual")
    bought_months: int = number("months bought at once at retirement")
    resident_worth: int = number("what resident years not converted yet are worth, in thousandths of a month")
    resident_unconverted: int = number("resident years not converted yet")
    converted_months: int = number("resident years converted into employee months")
    converted_actual: int = number("of these, months that count as actual")
    retire_place: int = number("place where one would retire", high=PLACES - 1)
    requirement: int = number("requirement that stands there, its number plus 1")
    required_months: int = number("months asked for in all, -1 unknown", low=-1)
    missing_months: int = number("of these, missing at retirement if one goes on like this")
    missing_actual_months: int = number("missing months really paid")
    missing_local_months: int = number("missing months paid there")
    local_months: int = number("months paid where one would retire")
    looked_counted: int = number("months counted at retirement when it was weighed last")
    looked_continuous: int = number("continuous months then")
    looked_place: int = number("place in which it was weighed", high=PLACES - 1)
    looked_month: int = number("month of retiring for which it was weighed")
    top_up_fen: int = fen("what filling them would cost now, -1 unknown", low=-1)

    # contributions and the account
    wage: int = fen("monthly base at the unit, 0 unknown")
    wage_growth: int = number("assumed growth of the base a year, in millionths")
    flexible_base: int = fen("chosen monthly base as flexible, 0 the lowest")
    tier: int = number("chosen tier, 0 the usual one", high=4)
    last_base: int = fen("base of the last paid month, 0 unknown")
    own_fen: int = fen("paid by the person this month")
    employer_fen: int = fen("paid by the unit this month")
    fund_fen: int = fen("paid by the unemployment fund this month")
    credit_fen: int = fen("credited to the personal account this month")
    paid_own_fen: int = fen("paid by the person so far")
    paid_employer_fen: int = fen("paid by the unit so far")
    paid_fund_fen: int = fen("paid by the fund so far")
    account_fen: int = fen("balance of the personal account")
    account_left_fen: int = fen("balance that stayed behind in another region")
    spent_fen: int = fen("spent from the account so far")
    own_unknown: int = number("months whose amount for the person nobody knows")
    employer_unknown: int = number("months whose amount for the unit nobody knows")
    fund_unknown: int = number("months whose amount for the fund nobody knows")
    account_unknown: int = number("months whose credit nobody knows")
    money_assumed: int = number("a figure so far rests on assumed growth or on a base whose limits nobody knows", high=1)

    # bills
    stays_in_year: int = number("hospital stays of this calendar year")
    deductible_used: int = fen("outpatient deductible used up this year")
    pool_year_fen: int = fen("paid by the pool for stays this year")
    pool_outpatient_fen: int = fen("paid by the pool for outpatient care this year")
    last_bill: int = number("month of the last bill")
    bill_factor: int = number("benefit factor for the bills of this month", high=1000)
    bill_way: int = number("Way whose cover pays them", high=4)
    bill_fen: int = fen("bills of this month")
    bill_pool_fen: int = fen("of these, paid by the pool then")
    bill_account_fen: int = fen("of these, paid from the account")
    bills_unknown: int = number("bills of this month whose share nobody knows")

    # smaller promises
    claimed: int = number("the pool paid a bill this calendar year", high=1)
    claim_free: int = number("last year was insured as resident and without claims", high=1)
    incentive_years: int = number("resident years without a break that count for the incentive")
    bonus_january: int = number("January of the year for which incentives were settled last")
    continuity_bonus_fen: int = fen("raise of the serious-illness cap for continuous years")
    no_claim_bonus_fen: int = fen("raise of the serious-illness cap for years without claims")
    continuous_back_paid: int = number("of the continuous months, months paid back")
    maternity: int = number("maternity benefit: 0 unknown, 1 not yet, 2 yes", high=2)
    unit_continuous: int = number("continuous months with a unit")
    unit_months: int = number("months paid by a unit")
    unit_unknown: int = number("earlier months by a unit are unknown", high=1)
    benefit_until: int = number("last month of unemployment benefit")

    # the answer of the month
    factor: int = number("benefit factor then", high=1000)
    factor_finally: int = number("benefit factor after back-payment", high=1000)
    covered_by: int = number("Way whose cover counts", high=4)
    final_from: int = number("first month that became covered finally by the last decision")
    final_to: int = number("last such month")
    final_factor: int = number("with which factor", high=1000)


def names(cls: type) -> tuple[str, ...]:
    """Return the names of the fields of a record class, in order."""
    return tuple(field.name for field in attrs.fields(cls))


def out_of_bounds(record: Any) -> list[str]:
    """Return the fields whose value lies outside their bounds."""
    return [
        field.name
        for field in attrs.fields(type(record))
        for value in _values(record, field)
        if not field.metadata["low"] <= value <= field.metadata["high"]
    ]


def _values(record: Any, field: Any) -> list[int]:
    value = getattr(record, field.name)
    return list(value) if "size" in field.metadata else [value]
