"""The cause of a month: the transition, the entry rule, the events, the values read, and what did not apply."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.citations import NEVER_TOLD, requirement_parameter, rule_parameter, source_parameter, value_parameter
from lifecycle.columns import UNKNOWN_COUNT, Column, Requirement
from lifecycle.facts import Facts
from lifecycle.ledgers import beside
from lifecycle.machine import Life, Month
from lifecycle.premiums import Fixed
from lifecycle.record import Record
from lifecycle.regions.rulebook import Rulebook
from lifecycle.row import Cause, Parameter, Tried
from lifecycle.rules.answers import rule_in_use
from lifecycle.rules.entry import holds
from lifecycle.scenario import Scenario
from lifecycle.table import TABLE
from lifecycle.telling import event_told
from lifecycle.tried import passed_over
from lifecycle.vocabulary import SCHEME_OF_WAY, UNKNOWN, Way, key

BOTH: Final = 3  # the mask of an unknown sex
FAMILY: Final = (Way.EMPLOYEE, Way.FLEXIBLE, Way.UNEMPLOYMENT)


class Causes:
    """Makes causes, and gives the same one to months that share it."""

    def __init__(self, life: Life) -> None:
        self.life, self.way, self.atlas = life, life.way, life.atlas
        self.book = life.way.book(life.first_month)
        self.residents = self.book
        self.fixed: dict[int, Fixed] = {}
        self.entered_unknown: Parameter | None = None
        self.last: tuple[Any, Cause] | None = None

    def of(self, one: Month) -> Cause:
        """Return the cause of a month."""
        p, v = one.record, one.facts
        quiet = not (one.told or v.entered or v.again or v.resident_decided or v.changed_running or v.refused)
        signature = self.signature(one)
        if quiet and self.last and self.last[0] == signature:
            return self.last[1]
        self.book, self.residents = self.way.book(one.month), self.way.resident_book(one.month)
        for told in one.told:
            for year, fixed in told.fixed:
                self.fixed[year] = fixed
        decided, rule = _decided(v), self.rule_in_use(one)
        parameters = list(self.parameters(one, rule))
        made = Cause(
            transition=TABLE[p.row - 1].id,
            entry_rule=self.atlas.rule(rule).key if rule is not None else None,
            decided=decided,
            events=[event_told(told, one, self.way) for told in one.told],
            parameters=[*parameters, *beside(self, one, {told.key for told in parameters})],
            tried=list(self.tried(one)),
        )
        self.last = (signature, made) if quiet else None
        return made

    def signature(self, one: Month) -> tuple[Any, ...]:
        """Return everything that the cause of a month without events or decisions depends on."""
        p, month = one.record, one.month
        return (
            p.row,
            p.entry,
            p.this_entry,
            p.way,
            p.covered_by,
            p.factor,
            p.wait_factor,
            p.annual,
            p.flexible,
            p.missed_years,
            p.this_missed,
            p.this_paid,
            p.gap_months > 0,
            one.facts.january,
            one.facts.resident_refused,
            month >= p.cover_month,
            month >= p.this_cover_month,
            month >= p.this_start,
            month <= p.annual_until,
            self.settled_long_ago(one),
            id(self.way.rules(month)),
            p.retired,
            p.requirement,
            p.retire_month > 0,
            p.topping_up,
            p.money_assumed,
            p.bonus_january == one.facts.january,
        )

    def settled(self, cause: Cause, by: Month) -> Cause:
        """Return the cause of a month that a later decision settled, that decision's rule included."""
        number = (by.facts.decided if by.facts.retro_from else by.facts.resident_decided) - 1
        more = [rule_parameter(self.atlas.rule(number))] if number >= 0 else []
        return attrs.evolve(cause, settled_by=months.text(by.month), parameters=[*cause.parameters, *more])

    def rule_in_use(self, one: Month) -> int | None:
        """Return the entry rule that the month still rests on."""
        number = rule_in_use(one.record, one.facts)
        return number - 1 if number else None

    def settled_long_ago(self, one: Month) -> bool:
        """Return whether the entry lies so far back that no rule could still make the person wait."""
        p = one.record
        if p.way not in FAMILY or not p.entry:
            return False
        return one.month > max(p.cover_month, p.entry_month + longest_wait(self.book, Way(p.entry_way)))

    def parameters(self, one: Month, rule: int | None) -> Iterator[Parameter]:
        """Yield the values that a month rests on."""
        p, v = one.record, one.facts
        if rule is not None:
            told = rule_parameter(self.atlas.rule(rule))
            yield attrs.evolve(told, assumed=False) if self.settled_long_ago(one) else told
        elif p.way in FAMILY and self.life.scenario.before:
            yield Parameter(key="before", value=self.life.scenario.before.scheme)
        if v.resident_decided and rule != v.resident_decided - 1:
            yield rule_parameter(self.atlas.rule(v.resident_decided - 1))
        if (v.refused and rule != v.refused - 1) or (v.resident_refused and rule != v.resident_refused - 1):
            yield rule_parameter(self.atlas.rule((v.refused or v.resident_refused) - 1))
        yield from self.unknowns(one, rule)
        if v.resident_decided and "resident.year" not in TABLE[p.row - 1].reads:
            yield from self.fixed_for(one)
        if resting(one) == SCHEME_OF_WAY[Way.RESIDENT]:
            yield value_parameter(self.residents, "resident.refund_before_year", one.month)
        if lasting := _lasting(one):
            then = self.way.book(p.lag_from - 1)
            yield value_parameter(then, f"{key(lasting)}.stop_lag_months", one.month)
        for name in TABLE[p.row - 1].reads:
            if lasting and name.endswith("stop_lag_months"):
                continue
            section, _, parameter = name.partition(".")
            if name == "resident.year":
                yield from self.fixed_for(one)
            elif name.startswith("gap:"):
                yield value_parameter(self.book, f"{key(Way(p.last_way))}.{name[4:]}", one.month)
            elif name.startswith("entry:"):
                continue
            elif parameter == "benefit_scale":
                if len(set(self.book.rules(one.month).benefit_scale[Way[section.upper()]])) > 1:
                    yield value_parameter(self.book, name, one.month)
            elif parameter == "continuity_gap_max":
                if p.gap_months:
                    yield value_parameter(self.book, name, one.month)
            elif section == "resident" and parameter != "stop_lag_months":
                if p.this_missed or p.missed_years:
                    yield value_parameter(self.residents, name, one.month)
            elif name == "retirement.requirement":
                yield requirement_parameter(self.atlas.requirement(p.requirement - 1), aside=False)
            else:
                yield value_parameter(self.book, name, one.month)

    def fixed_for(self, one: Month) -> Iterator[Parameter]:
        """Yield what was read when the premium of this coverage year was paid: dates and prices."""
        fixed = self.fixed.get(months.year(one.month))
        for key_, value, region, source, assumed in fixed.read if fixed else ():
            yield source_parameter(key_, value, source, region=region, assumed=assumed)

    def unknowns(self, one: Month, rule: int | None) -> Iterator[Parameter]:
        """Yield what nobody told and the month nevertheless rests on."""
        p, v = one.record, one.facts
        if p.retired:
            yield from self.untold_person(p)
        if v.entered or v.resident_decided:
            self.entered_unknown = self.unknown_used(v)
        if rule is not None and self.entered_unknown and not self.settled_long_ago(one):
            yield self.entered_unknown
        elif p.last_way == Way.NONE and self.never_told():
            yield NEVER_TOLD

    def untold_person(self, p: Record) -> Iterator[Parameter]:
        """Yield what is unknown of a person although the requirements of the place of retiring ask for it."""
        asked = [one.row for one in self.way.slots[p.retire_place].requirements]
        if p.years_unknown:
            yield Parameter(key="before.actual_months", value=UNKNOWN, grade="K", assumed=True)
        if not p.born_month and any(row[Requirement.BORN_BEFORE] < months.LATEST for row in asked):
            yield Parameter(key="person.born", value=UNKNOWN, grade="K", assumed=True)
        if p.sex == BOTH and any(row[Requirement.SEX] != BOTH for row in asked):
            yield Parameter(key="person.sex", value=UNKNOWN, grade="K", assumed=True)

    def unknown_used(self, v: Facts) -> Parameter | None:
        """Return the unknown that the decision of the month rested on."""
        if v.q_previous == Way.NONE and self.never_told():
            return NEVER_TOLD
        if v.q_continuous == UNKNOWN_COUNT:
            way = Way(v.entered) if v.entered else Way.RESIDENT
            with_none = attrs.evolve(v, q_continuous=0)
            chosen = [next(rule.number for rule in self.book.lists[way] if holds(rule.row, q)) for q in (v, with_none)]
            if chosen[0] != chosen[1]:
                return Parameter(key="before.continuous_months", value="unknown", grade="K", assumed=True)
        return None

    def never_told(self) -> bool:
        """Return whether nobody said that the person was never insured before."""
        scenario = self.life.scenario
        return scenario.before is None and not _born_inside(scenario)

    def tried(self, one: Month) -> Iterator[Tried]:
        """Yield the entry rules that stood before the one that decided, and why each did not apply."""
        v = one.facts
        if v.entered or v.again or v.refused:
            way = Way(v.entered or one.record.entry_way or Way.FLEXIBLE)
            yield from passed_over(self.book, v, way, (v.decided or v.refused) - 1)
        elif v.resident_decided or v.resident_refused:
            yield from passed_over(self.residents, v, Way.RESIDENT, (v.resident_decided or v.resident_refused) - 1)


@lru_cache(maxsize=256)
def longest_wait(book: Rulebook, way: Way) -> int:
    """Return the months after which no rule of the list can make anybody wait any more."""
    return max(rule.row[Column.WAIT_MONTHS] for rule in book.lists[way]) + 1


def _lasting(one: Month) -> Way | None:
    """Return the way whose cover still lasts this month although another, or none, is paid."""
    p = one.record
    if p.covered_by in (Way.NONE, Way.RESIDENT) or p.annual or p.retired:
        return None
    own = (p.way in FAMILY and (one.month >= p.cover_month or p.wait_factor == p.factor)) or (
        p.way == Way.RESIDENT and one.month >= p.this_cover_month
    )
    return None if own else Way(p.covered_by)


def resting(one: Month) -> str | None:
    """Return a scheme that is paid for but rests while another one covers."""
    p = one.record
    if p.way in FAMILY and p.this_paid and p.this_start <= one.month and p.covered_by != Way.RESIDENT:
        return SCHEME_OF_WAY[Way.RESIDENT]
    if p.way in (Way.EMPLOYEE, Way.UNEMPLOYMENT) and (p.flexible or p.annual_until >= one.month):
        return SCHEME_OF_WAY[Way.FLEXIBLE]
    return None


def _born_inside(scenario: Scenario) -> bool:
    return scenario.person.born is not None and scenario.person.born >= scenario.first


def _decided(v: Facts) -> str | None:
    if v.carried:
        return "carried"
    if v.entered:
        return "entry"
    if v.again:
        return "again"
    if v.resident_decided:
        return "resident"
    if v.changed_running:
        return "running"
    return None
