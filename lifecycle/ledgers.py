"""What the money, the retirement still to come and the smaller promises of a month rest on; cover does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lifecycle import months
from lifecycle.citations import requirement_parameter, value_parameter
from lifecycle.columns import UNKNOWN_AMOUNT
from lifecycle.events import Bill, DeemedService, Event, Hired, Move, PayDifference, StartUnemploymentBenefit, TopUp
from lifecycle.itinerary import GROWING, TOP_UP, last_known
from lifecycle.machine import Month
from lifecycle.regions.rulebook import Rulebook
from lifecycle.row import Parameter
from lifecycle.vocabulary import UNKNOWN, Way, key
from lifecycle.vocabulary import Where as CareWhere

if TYPE_CHECKING:
    from lifecycle.causes import Causes

WITH_UNIT: Final = ("employee.base_floor", "employee.base_ceiling", "employee.rate_own", "employee.rate_unit", "account.credit")
AS_FLEXIBLE: Final = ("flexible.base_floor", "flexible.tiers")
BY_FUND: Final = ("employee.base_floor", "unemployment.rate", "unemployment.credits_account")
TOPPING_UP: Final = ("retirement.top_up_base", "retirement.top_up_rate")
READ_FOR: Final[dict[type[Event], tuple[str, ...]]] = {
    DeemedService: ("retirement.deemed_until", "retirement.military_as"),
    TopUp: ("retirement.top_up_unit", "retirement.top_up_flexible", *TOPPING_UP),
    PayDifference: ("resident.difference_payment",),
    StartUnemploymentBenefit: ("unemployment.benefit_length", "unemployment.extended_before_retirement"),
}
CUTS: Final = {
    key(CareWhere.FILED): "remote.cut_filed",
    key(CareWhere.REFERRAL): "remote.cut_referral",
    key(CareWhere.UNFILED): "remote.cut_unfiled",
}


def beside(causes: Causes, one: Month, told: set[str]) -> Iterator[Parameter]:
    """Yield the values beside the cover of a month that are not told yet, each once, the unknown ones left out."""
    seen = set(told)
    for parameter in _all(causes, one):
        if parameter.key not in seen and parameter.value != UNKNOWN:
            seen.add(parameter.key)
            yield parameter


def _all(causes: Causes, one: Month) -> Iterator[Parameter]:
    p, book = one.record, causes.book
    for told in one.told:
        for name in READ_FOR.get(type(told.event), ()):
            yield value_parameter(book, name, one.month)
        if isinstance(told.event, (Move, Hired)) and told.event.region:
            yield value_parameter(book, "transfer.working_days", one.month)
        if isinstance(told.event, Bill):
            yield from _of_bill(causes, one, told.event)
    place = causes.way.slots[p.retire_place] if p.retired or p.topping_up else book
    for name in _of_money(one):
        yield value_parameter(place if name.startswith(("retirement.", "account.retired")) else book, name, one.month)
    yield from _assumed(causes, one, book)
    if p.retire_month and not p.retired and p.requirement:
        yield requirement_parameter(causes.atlas.requirement(p.requirement - 1), aside=True)
    if p.bonus_january == one.month and p.continuity_bonus_fen + p.no_claim_bonus_fen:
        names = ["incentive_from", "incentive_after", "incentive_step", "no_claim_step"]
        if causes.way.rules(one.month).incentive_most != UNKNOWN_AMOUNT:
            names += ["incentive_cap", "serious_illness_cap"]
        for name in names:
            yield value_parameter(causes.residents, f"resident.{name}", one.month)
    if p.converted_months and p.way in (Way.EMPLOYEE, Way.FLEXIBLE) and one.facts.entered:
        for name in ("converted_months", "converted_as"):
            yield value_parameter(book, f"resident.{name}", one.month)


def _of_money(one: Month) -> tuple[str, ...]:
    p = one.record
    if p.retired:
        return ("account.retired_flexible" if p.retired_flexible else "account.retired", "account.retired", "retirement.fee")
    if p.way == Way.EMPLOYEE:
        return (*WITH_UNIT, "employee.extra_own")
    if p.way == Way.FLEXIBLE:
        return ("retirement.top_up_monthly_as", *TOPPING_UP, *AS_FLEXIBLE) if p.topping_up else AS_FLEXIBLE
    return BY_FUND if p.way == Way.UNEMPLOYMENT else ()


def _assumed(causes: Causes, one: Month, book: Rulebook) -> Iterator[Parameter]:
    """Yield the assumptions of the scenario that a figure of the month used, with the last figure that is known."""
    assumptions, p = causes.life.scenario.assumptions, one.record
    if causes.way.rules(one.month).base_assumed:
        for name in (*(key_ for key_, _ in GROWING.values()), TOP_UP):
            if name in _of_money(one) and book.value(name, one.month).is_ == UNKNOWN:
                known = last_known(book, name, one.month)
                if known is not None:
                    yield _assumption("base_growth", assumptions.base_growth)
                    yield value_parameter(book, name, months.of(known.from_))
    if p.way == Way.EMPLOYEE and p.wage_growth and p.money_assumed:
        yield _assumption("wage_growth", assumptions.wage_growth)


def _assumption(name: str, value: float | None) -> Parameter:
    return Parameter(key=f"assumptions.{name}", value=value, grade="K", assumed=True, aside=True)


def _of_bill(causes: Causes, one: Month, bill: Bill) -> Iterator[Parameter]:
    """Yield the scale of benefits that a bill was settled by."""
    if one.record.covered_by == Way.RESIDENT:
        yield value_parameter(causes.residents, f"resident.{bill.kind}", one.month)
    else:
        yield value_parameter(causes.book, f"employee.{bill.kind}", one.month)
    if bill.where in CUTS:
        yield value_parameter(causes.book, CUTS[bill.where], one.month)
