"""What the step reads of a region in a month: integers, those by way in the order of ``Way``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs

from lifecycle import months
from lifecycle.columns import PER_MILLION, PLACES, UNKNOWN_AMOUNT
from lifecycle.regions.kinds import LARGEST_COUNT
from lifecycle.vocabulary import Way, key


@attrs.frozen
class Rules:
    """One month of a region. Amounts are fen, shares parts of a million, -1 is unknown; tables are nested tuples.

    What the place of retiring decides stands once for every place of a life: there it may be another region.
    """

    region: int
    province: int
    resident_region: int
    stop_lag_months: tuple[int, ...]
    continuity_gap_max: tuple[int, ...]
    back_pay_within_months: tuple[int, ...]
    benefit_scale: tuple[tuple[tuple[int, int], ...], ...]
    entry_first: tuple[int, ...]
    entry_stop: tuple[int, ...]
    annual_paused_after: int
    annual_ends_after: int
    free_missed_years: int
    missed_years_from: int
    late_year_counts: int
    repair_min: int
    repair_min_after: int
    repair_min_after_years: int
    # retiring
    requirement_first: int
    requirement_stop: int
    top_up_base: tuple[int, ...]
    top_up_rate: tuple[int, ...]
    top_up_unit: tuple[int, ...]
    top_up_flexible: tuple[int, ...]
    top_up_from: tuple[int, ...]
    top_up_monthly_as: tuple[int, ...]
    retired_fee: tuple[int, ...]
    converted_as: int
    converted_most: int
    difference_payment: int
    # contributions and the account
    base_floor: int
    base_ceiling: int
    rate_unit: int
    rate_own: int
    extra_own: int
    late_fee_unit: int
    flexible_floor: int
    flexible_ceiling: int
    flexible_tiers: tuple[tuple[int, ...], ...]
    late_fee_flexible: int
    fund_rate: int
    fund_credits: int
    account_credit: tuple[tuple[int, int], ...]
    account_retired: tuple[tuple[tuple[int, int], ...], ...]
    account_retired_flexible: tuple[tuple[tuple[int, int], ...], ...]
    base_assumed: int
    # benefits and promises
    inpatient: tuple[tuple[tuple[int, ...], ...], ...]
    outpatient: tuple[tuple[tuple[int, ...], ...], ...]
    resident_inpatient: tuple[tuple[tuple[int, ...], ...], ...]
    resident_outpatient: tuple[tuple[tuple[int, ...], ...], ...]
    remote_cut: tuple[int, ...]
    resident_remote_cut: tuple[int, ...]
    benefit_length: tuple[tuple[int, int], ...]
    extended_before_retirement: int
    maternity_months: int
    maternity_counts_back_paid: int
    incentive_from: int
    incentive_after: int
    incentive_step: int
    no_claim_step: int
    incentive_most: int


def numbers(of: Callable[[str], Any], place: dict[str, Any]) -> Rules:
    """Return the rules of a month: ``of`` gives the number of a parameter, ``place`` what does not change by month."""

    def by_way(name: str) -> tuple[Any, ...]:
        return tuple(of(f"{key(way or Way.EMPLOYEE)}.{name}") for way in Way)

    annual = of("flexible.annual")
    cuts = (0, of("remote.cut_filed"), of("remote.cut_referral"), of("remote.cut_unfiled"))
    unit, own, fund = of("employee.rate_unit"), of("employee.rate_own"), of("unemployment.rate")
    known = UNKNOWN_AMOUNT not in (unit, own)
    retired, flexible_retired = of("account.retired"), of("account.retired_flexible")
    share, cap = of("resident.incentive_cap"), of("resident.serious_illness_cap")
    return Rules(
        **place,
        stop_lag_months=by_way("stop_lag_months"),
        continuity_gap_max=by_way("continuity_gap_max"),
        back_pay_within_months=by_way("back_pay_within_months"),
        benefit_scale=by_way("benefit_scale"),
        annual_paused_after=_months_into_year(annual, "due", after=True),
        annual_ends_after=_months_into_year(annual, "ends", after=False),
        free_missed_years=of("resident.free_missed_years"),
        missed_years_from=months.january(of("resident.missed_years_from")),
        late_year_counts=of("resident.late_year_counts"),
        repair_min=of("resident.repair_min"),
        repair_min_after=of("resident.repair_min_after"),
        repair_min_after_years=of("resident.repair_min_after_years"),
        top_up_base=(of("retirement.top_up_base"),) * PLACES,
        top_up_rate=(of("retirement.top_up_rate"),) * PLACES,
        top_up_unit=(of("retirement.top_up_unit"),) * PLACES,
        top_up_flexible=(of("retirement.top_up_flexible"),) * PLACES,
        top_up_from=(of("retirement.top_up_from"),) * PLACES,
        top_up_monthly_as=(of("retirement.top_up_monthly_as"),) * PLACES,
        retired_fee=(of("retirement.fee"),) * PLACES,
        converted_as=of("resident.converted_as"),
        converted_most=of("resident.converted_most"),
        difference_payment=of("resident.difference_payment"),
        base_floor=of("employee.base_floor"),
        base_ceiling=of("employee.base_ceiling"),
        rate_unit=unit,
        rate_own=own,
        extra_own=of("employee.extra_own"),
        late_fee_unit=of("employee.late_fee_per_day"),
        flexible_floor=of("flexible.base_floor"),
        flexible_ceiling=of("flexible.base_ceiling"),
        flexible_tiers=of("flexible.tiers"),
        late_fee_flexible=of("flexible.late_fee_per_day"),
        fund_rate=unit + own if fund == UNKNOWN_AMOUNT and known else fund,
        fund_credits=of("unemployment.credits_account"),
        account_credit=of("account.credit"),
        account_retired=(retired,) * PLACES,
        account_retired_flexible=(retired if flexible_retired[0][1] == UNKNOWN_AMOUNT else flexible_retired,) * PLACES,
        base_assumed=0,
        inpatient=(of("employee.inpatient"),) * PLACES,
        outpatient=(of("employee.outpatient"),) * PLACES,
        resident_inpatient=(of("resident.inpatient"),),
        resident_outpatient=(of("resident.outpatient"),),
        remote_cut=cuts,
        resident_remote_cut=cuts,
        benefit_length=of("unemployment.benefit_length"),
        extended_before_retirement=of("unemployment.extended_before_retirement"),
        maternity_months=of("employee.maternity_months"),
        maternity_counts_back_paid=of("employee.maternity_counts_back_paid"),
        incentive_from=_january_of(of("resident.incentive_from")),
        incentive_after=of("resident.incentive_after"),
        incentive_step=of("resident.incentive_step"),
        no_claim_step=of("resident.no_claim_step"),
        incentive_most=UNKNOWN_AMOUNT if UNKNOWN_AMOUNT in (share, cap) else cap * share // PER_MILLION,
    )


def _january_of(year: int) -> int:
    return months.LATEST if year == UNKNOWN_AMOUNT else months.january(year)


def _months_into_year(annual: dict[str, str], what: str, *, after: bool) -> int:
    """Return how many whole months of a year lie before a month-day (``after``: before the day that follows it)."""
    if not annual:
        return LARGEST_COUNT if after else 0
    day = dt.date(months.LATEST // months.MONTHS_IN_YEAR - 1, *map(int, annual[what].split("-")))
    return (months.of(day + dt.timedelta(days=1)) if after else months.of(day)) % months.MONTHS_IN_YEAR
