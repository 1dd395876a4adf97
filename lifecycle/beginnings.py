"""What is known of a person before the first month, as the record with which a life begins."""

from __future__ import annotations

from typing import Final

import attrs

from lifecycle import happenings, months
from lifecycle.beforehand import Before
from lifecycle.columns import PER_MILLION
from lifecycle.itinerary import Itinerary
from lifecycle.luggage import Luggage, born_inside, brought_along, larger, paid_here
from lifecycle.person import GROUPS, Person
from lifecycle.premiums import worth_of_years
from lifecycle.record import Record
from lifecycle.regions.numbers import Rules
from lifecycle.regions.rulebook import Rulebook
from lifecycle.rules.entry import scale_factor
from lifecycle.rules.places import settle_in
from lifecycle.rules.retirement import statutory_month
from lifecycle.scenario import Scenario
from lifecycle.vocabulary import State, Way

SEX_MASKS: Final = {None: 3, "male": 1, "female": 2}
NOBODY_BEFORE: Final = "none"


@attrs.frozen(eq=False)
class Relation:
    """The relation with which a life begins, and what the months, years and money brought along will mean in it."""

    record: Record
    rules: Rules
    way: Way
    kept: int
    counting: int
    worth: int


def starting_record(life: Scenario, way: Itinerary) -> Record:
    """Return what is known of a person before the first month."""
    here = way.book(life.first)
    relation = relation_before(way.books[0], here, life.first, life.before)
    p = relation.record
    fields = {**born(life.person), **retirement(ages_of_retiring(here, life.first), life.person)}
    if life.before is not None and relation.way is not Way.NONE:
        luggage = packed(life.before)
        fields |= brought_along(luggage, life.first, relation.kept, relation.counting, relation.worth)
        p.place_months[0] = paid_here(luggage)
    fields["wage_growth"] = round((life.assumptions.wage_growth or 0) * PER_MILLION)
    fields["year_whole"] = larger(p.year_whole, born_inside(life.person.born or 0, life.first))
    vars(p).update(fields)
    if p.lag_way != Way.NONE:
        p.lag_factor = scale_factor(relation.rules, relation.way, p.continuous_before, p.continuous_known)
    return p


def born(person: Person) -> dict[str, int]:
    """Return the fields of a birth; of an unknown day the first is taken."""
    if person.born is None:
        return {"born_month": 0, "born_day": person.born_day or 0}
    return {"born_month": person.born, "born_day": person.born_day or 1}


def ages_of_retiring(book: Rulebook, first: int) -> dict[str, tuple[int, ...]]:
    """Return the ages of retiring that hold in the first month."""
    found: dict[str, tuple[int, ...]] = book.value("retirement.ages", first).number
    return found


def retirement(ages: dict[str, tuple[int, ...]], person: Person) -> dict[str, int]:
    """Return when the law lets the person retire, where birth and group are known."""
    choice = ages["flexible"][0]
    found = {
        "sex": SEX_MASKS[person.sex or (None if person.group is None else person.group.partition("_")[0])],
        "oldest_age": max(ages[name][0] + ages[name][3] for name in GROUPS) + choice,
    }
    group = person.retires_as
    if person.born is None or group is None:
        return found
    legal = statutory_month(person.born, *ages[group])
    earliest = max(person.born + ages[group][0], legal - choice)
    return {
        **found,
        "statutory_month": legal,
        "retire_month": legal,
        "earliest_month": earliest,
        "latest_month": legal + choice,
    }


def packed(before: Before) -> Luggage:
    """Return the numbers of the time before, unknown ones as 0."""
    paid = before.actual_months or 0
    return Luggage(
        employee=int(before.scheme == "employee"),
        flexible=int(before.scheme == "flexible"),
        resident=int(before.scheme == "resident"),
        continuous=before.continuous_months or 0,
        continuous_known=int(before.continuous_months is not None),
        paid=paid,
        paid_known=int(before.actual_months is not None),
        local=paid if before.local_months is None else before.local_months,
        deemed=before.deemed_months,
        years=before.resident_years or 0,
        base=happenings.fen(before.base),
        account=happenings.fen(before.account),
        account_known=int(before.account is not None),
    )


def relation_before(book: Rulebook, here: Rulebook, first: int, before: Before | None) -> Relation:
    """Return the relation in which a life begins; ``here`` are the rules of where the person is in the first month."""
    rules = book.rules(first)
    p = Record(state=State.NOT_ENROLLED)
    settle_in(p, rules)
    if before is None or before.scheme == NOBODY_BEFORE:
        return Relation(p, rules, Way.NONE, kept=0, counting=0, worth=0)
    january = months.january(months.year(first))
    way_in = Way[before.scheme.upper()]
    p.last_way = way_in
    p.place_last[0] = first - 1
    p.year_insured = 1
    p.last_region = rules.resident_region if way_in is Way.RESIDENT else rules.region
    p.last_covered = int(before.covered)
    if way_in is Way.RESIDENT:
        _was_resident(p, before.paid_until, january, first, book)
    else:
        p.last_paid = first - 1 if before.paid_until is None else before.paid_until
        p.last_family_paid = p.last_paid
        p.last_family_way = way_in
        if before.paid_until is None and not before.yearly:
            p.employed = int(way_in is Way.EMPLOYEE)
            p.flexible = int(way_in is Way.FLEXIBLE)
            p.fund = int(way_in is Way.UNEMPLOYMENT)
        if before.yearly:
            p.annual, p.annual_until = 1, p.last_paid
    p.last_cover = p.last_paid if before.covered else 0
    p.gap_months = first - 1 - p.last_paid
    p.gap_in_year = first - 1 - max(p.last_paid, january - 1)
    p.way = way_in if p.gap_months == 0 else Way.NONE
    p.year_active = int(p.last_paid >= january)
    if before.covered:
        p.lag_way, p.lag_from = way_in, p.last_paid + 1
        p.lag_until = p.last_paid + (0 if before.yearly else rules.stop_lag_months[way_in])
    else:
        p.cover_month = months.LATEST  # nobody said when it would begin: not before the next entry
    states = {Way.EMPLOYEE: State.EMPLOYEE, Way.UNEMPLOYMENT: State.EMPLOYEE, Way.FLEXIBLE: State.FLEXIBLE}
    p.state = states.get(way_in, State.RESIDENT) if p.gap_months == 0 else State.SUSPENDED
    return Relation(
        p,
        rules,
        way_in,
        kept=int(p.gap_months <= rules.continuity_gap_max[way_in]),
        counting=max(0, months.year(first) - _counted_from(book, first)),
        worth=worth_of_years(here, first, 1),
    )


def _counted_from(book: Rulebook, first: int) -> int:
    """Return the first year that counts for the incentives of residents."""
    found = book.value("resident.incentive_from", first).number
    return months.year(months.LATEST) if found < 0 else int(found)


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
