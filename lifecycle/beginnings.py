"""What is known of a person before the first month, as the record with which a life begins."""

from __future__ import annotations

from typing import Final

from lifecycle import happenings, months
from lifecycle.columns import PER_MILLION
from lifecycle.itinerary import Itinerary
from lifecycle.person import GROUPS
from lifecycle.premiums import worth_of_years
from lifecycle.record import Record
from lifecycle.regions.rulebook import Rulebook
from lifecycle.rules.entry import scale_factor
from lifecycle.rules.places import settle_in
from lifecycle.rules.retirement import statutory_month
from lifecycle.scenario import Scenario
from lifecycle.vocabulary import State, Way

SEX_MASKS: Final = {None: 3, "male": 1, "female": 2}


def starting_record(life: Scenario, way: Itinerary) -> Record:
    """Return what is known of a person before the first month."""
    rules = way.books[0].rules(life.first)
    p = Record(state=State.NOT_ENROLLED, born_month=life.person.born or 0, born_day=life.person.born_day or 0)
    settle_in(p, rules)
    _will_retire(p, life, way)
    p.year_whole = int(life.person.born is not None and life.person.born >= life.first)
    p.wage_growth = round((life.assumptions.wage_growth or 0) * PER_MILLION)
    if p.born_month and not p.born_day:
        p.born_day = 1
    january = months.january(months.year(life.first))
    before = life.before
    if before is None or before.scheme == "none":
        return p
    way_in = Way[before.scheme.upper()]
    p.last_way = way_in
    p.continuous_months = before.continuous_months or 0
    p.continuous_known = int(before.continuous_months is not None)
    p.actual_months = before.actual_months or 0
    p.resident_years = before.resident_years or 0
    _brought_along(p, life, way)
    p.year_insured = 1
    p.last_region = rules.resident_region if way_in is Way.RESIDENT else rules.region
    p.last_covered = int(before.covered)
    if way_in is Way.RESIDENT:
        _was_resident(p, before.paid_until, january, life.first, way.books[0])
    else:
        p.last_paid = life.first - 1 if before.paid_until is None else before.paid_until
        p.last_family_paid = p.last_paid
        p.last_family_way = way_in
        if before.paid_until is None and not before.yearly:
            p.employed = int(way_in is Way.EMPLOYEE)
            p.flexible = int(way_in is Way.FLEXIBLE)
            p.fund = int(way_in is Way.UNEMPLOYMENT)
        if before.yearly:
            p.annual, p.annual_until = 1, p.last_paid
    p.last_cover = p.last_paid if before.covered else 0
    p.gap_months = life.first - 1 - p.last_paid
    p.gap_in_year = life.first - 1 - max(p.last_paid, january - 1)
    if p.gap_months > rules.continuity_gap_max[way_in]:
        p.continuous_before, p.continuous_months = p.continuous_months, 0
    else:
        p.continuous_before = p.continuous_months
    p.way = way_in if p.gap_months == 0 else Way.NONE
    p.year_active = int(p.last_paid >= january)
    if not before.covered:
        p.cover_month = months.LATEST  # nobody said when it would begin: not before the next entry
    if before.covered:
        p.lag_way, p.lag_from = way_in, p.last_paid + 1
        p.lag_until = p.last_paid + (0 if before.yearly else rules.stop_lag_months[way_in])
        p.lag_factor = scale_factor(rules, way_in, p.continuous_before, p.continuous_known)
    states = {Way.EMPLOYEE: State.EMPLOYEE, Way.UNEMPLOYMENT: State.EMPLOYEE, Way.FLEXIBLE: State.FLEXIBLE}
    p.state = states.get(way_in, State.RESIDENT) if p.gap_months == 0 else State.SUSPENDED
    return p


def _will_retire(p: Record, life: Scenario, way: Itinerary) -> None:
    """Write when the law lets the person retire, where birth and group are known."""
    person = life.person
    p.sex = SEX_MASKS[person.sex or (None if person.group is None else person.group.partition("_")[0])]
    ages = way.book(life.first).value("retirement.ages", life.first).number
    p.oldest_age = max(ages[name][0] + ages[name][3] for name in GROUPS) + ages["flexible"][0]
    group = person.retires_as
    if person.born is None or group is None:
        return
    age, choice = ages[group][0], ages["flexible"][0]
    p.statutory_month = p.retire_month = statutory_month(person.born, *ages[group])
    p.earliest_month = max(person.born + age, p.statutory_month - choice)
    p.latest_month = p.statutory_month + choice


def _counted_from(way: Itinerary, first: int) -> int:
    """Return the first year that counts for the incentives of residents."""
    found = way.books[0].value("resident.incentive_from", first).number
    return months.year(months.LATEST) if found < 0 else int(found)


def _brought_along(p: Record, life: Scenario, way: Itinerary) -> None:
    """Write the months, the years and the money that a person has at the beginning."""
    before = life.before
    if before is None:
        return
    paid = before.actual_months or 0
    p.place_months[0] = paid if before.local_months is None else min(before.local_months, paid)
    p.place_last[0] = life.first - 1
    p.joined = max(1, life.first - max(paid, before.continuous_months or 0, 1))
    p.deemed_months = before.deemed_months
    p.unit_months = paid if before.scheme == "employee" else 0
    p.unit_continuous = before.continuous_months or 0 if before.scheme == "employee" else 0
    p.unit_unknown = int(before.scheme != "employee" or before.actual_months is None)
    p.last_base = happenings.fen(before.base)
    p.wage = p.last_base if before.scheme == "employee" else 0
    p.flexible_base = p.last_base if before.scheme == "flexible" else 0
    p.years_unknown = int(before.scheme != "resident" and before.actual_months is None)
    p.account_fen = happenings.fen(before.account)
    p.account_unknown = int(before.account is None and before.scheme != "resident")
    if before.resident_years:
        p.incentive_years = min(before.resident_years, max(0, months.year(life.first) - _counted_from(way, life.first)))
        p.resident_unconverted = before.resident_years
        p.resident_worth = worth_of_years(way.book(life.first), life.first, before.resident_years)


def _was_resident(p: Record, paid_until: int | None, january: int, first: int, book: Rulebook) -> None:
    """A resident before a January had the year before; before a later month, the year that runs."""
    if paid_until is None:
        paid_until = january - 1 if first == january else january + months.MONTHS_IN_YEAR - 1
    if paid_until >= first:
        p.this_paid, p.this_begun, p.this_first = 1, 1, january
        p.this_start = p.this_wait_start = p.this_cover_month = january
        p.this_cover_day = 1
        p.this_worth = worth_of_years(book, first, 1)
        p.year_whole = 1
        p.last_paid = first - 1
    else:
        p.last_paid = paid_until
