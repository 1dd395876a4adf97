"""The cause of a month: the transition, the entry rule, the events, the values read, and what did not apply."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.citations import NEVER_TOLD, iso, rule_parameter, source_parameter, value_parameter
from lifecycle.columns import NO, NO_SPELL, OLDEST, UNKNOWN_COUNT, YES, Column
from lifecycle.events import Event
from lifecycle.happenings import Fixed, Told
from lifecycle.machine import Life, Month
from lifecycle.record import Facts, Record
from lifecycle.regions.entries import Rule
from lifecycle.regions.rulebook import Rulebook
from lifecycle.row import Cause, Parameter, Tried
from lifecycle.rules.entry import holds
from lifecycle.scenario import Scenario
from lifecycle.table import TABLE
from lifecycle.words import SCHEME_OF_WAY, Enrolled, Group, Way, What, key

MONTHS_OF_EVENTS: Final = ("from_", "to_", "until")
FAMILY: Final = (Way.EMPLOYEE, Way.FLEXIBLE, Way.UNEMPLOYMENT)


class Causes:
    """Makes causes, and gives the same one to months that share it."""

    def __init__(self, life: Life) -> None:
        self.life, self.book = life, life.book
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
        for told in one.told:
            for year, fixed in told.fixed:
                self.fixed[year] = fixed
        decided, rule = _decided(v), self.rule_in_use(one)
        parameters = list(self.parameters(one, rule))
        made = Cause(
            transition=TABLE[p.row - 1].id,
            entry_rule=self.book.rule(rule).key if rule is not None else None,
            decided=decided,
            events=[_event(told, one) for told in one.told],
            parameters=parameters,
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
            self.book.version(month),
        )

    def settled(self, cause: Cause, by: Month) -> Cause:
        """Return the cause of a month that a later decision settled, that decision's rule included."""
        number = (by.facts.decided if by.facts.retro_from else by.facts.resident_decided) - 1
        more = [rule_parameter(self.book.rule(number))] if number >= 0 else []
        return attrs.evolve(cause, settled_by=months.text(by.month), parameters=[*cause.parameters, *more])

    def rule_in_use(self, one: Month) -> int | None:
        """Return the entry rule that the month still rests on."""
        p, v = one.record, one.facts
        if v.again:
            return v.decided - 1
        if p.way == Way.RESIDENT:
            return p.this_entry - 1 if p.this_entry else None
        if p.way in FAMILY and p.entry:
            return p.entry - 1
        refused = v.refused or v.resident_refused
        return refused - 1 if refused else None

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
            told = rule_parameter(self.book.rule(rule))
            yield attrs.evolve(told, assumed=False) if self.settled_long_ago(one) else told
        elif p.way in FAMILY and self.life.scenario.before:
            yield Parameter(key="before", value=self.life.scenario.before.scheme)
        if v.resident_decided and rule != v.resident_decided - 1:
            yield rule_parameter(self.book.rule(v.resident_decided - 1))
        if (v.refused and rule != v.refused - 1) or (v.resident_refused and rule != v.resident_refused - 1):
            yield rule_parameter(self.book.rule((v.refused or v.resident_refused) - 1))
        yield from self.unknowns(one, rule)
        if v.resident_decided and "resident.year" not in TABLE[p.row - 1].reads:
            yield from self.fixed_for(one)
        if resting(one) == SCHEME_OF_WAY[Way.RESIDENT]:
            yield value_parameter(self.book, "resident.refund_before_year", one.month)
        if lasting := _lasting(one):
            yield value_parameter(self.book, f"{key(lasting)}.stop_lag_months", one.month)
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
                    yield value_parameter(self.book, name, one.month)
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
        if v.entered or v.resident_decided:
            self.entered_unknown = self.unknown_used(v)
        if rule is not None and self.entered_unknown and not self.settled_long_ago(one):
            yield self.entered_unknown
        elif p.last_way == Way.NONE and self.never_told():
            yield NEVER_TOLD

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
            yield from self.passed_over(v, Way(v.entered or one.record.entry_way or Way.FLEXIBLE), (v.decided or v.refused) - 1)
        elif v.resident_decided or v.resident_refused:
            yield from self.passed_over(v, Way.RESIDENT, (v.resident_decided or v.resident_refused) - 1)

    def passed_over(self, v: Facts, way: Way, decided: int) -> Iterator[Tried]:
        """Yield the rules of a list before ``decided`` with the first condition that failed."""
        for rule in self.book.lists[way]:
            if rule.number == decided:
                return
            yield failed(rule, v)


@lru_cache(maxsize=256)
def longest_wait(book: Rulebook, way: Way) -> int:
    """Return the months after which no rule of the list can make anybody wait any more."""
    return max(rule.row[Column.WAIT_MONTHS] for rule in book.lists[way]) + 1


def _lasting(one: Month) -> Way | None:
    """Return the way whose cover still lasts this month although another, or none, is paid."""
    p = one.record
    if p.covered_by in (Way.NONE, Way.RESIDENT) or p.annual:
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
    if v.entered:
        return "entry"
    if v.again:
        return "again"
    if v.resident_decided:
        return "resident"
    if v.changed_running:
        return "running"
    return None


def failed(rule: Rule, v: Facts) -> Tried:
    """Return the first condition of a rule that the question of the month does not meet."""
    row, written = rule.row, rule.written
    region = "same" if v.q_region == YES else "other"
    groups = [key(group) for group in Group if group & v.q_groups]
    checks: tuple[tuple[str, bool, Any, Any], ...] = (
        ("from", v.q_month >= row[Column.IN_FORCE_FROM], iso(written.from_), months.text(v.q_month)),
        ("to", v.q_month < row[Column.IN_FORCE_TO], iso(written.to_), months.text(v.q_month)),
        ("previous", bool(row[Column.PREVIOUS] >> v.q_previous & 1), written.previous, key(Way(v.q_previous))),
        ("previous_region", bool(row[Column.PREVIOUS_REGION] & v.q_region), written.previous_region, region),
        ("previous_covered", bool(row[Column.PREVIOUS_COVERED] & v.q_covered), written.previous_covered, v.q_covered == YES),
        ("unfinished_wait", bool(row[Column.UNFINISHED] & v.q_unfinished), written.unfinished_wait, v.q_unfinished == YES),
        ("gap_months_max", v.q_gap <= row[Column.GAP_MAX], written.gap_months_max, None if v.q_gap == NO_SPELL else v.q_gap),
        ("gap_in_year_max", v.q_gap_in_year <= row[Column.GAP_IN_YEAR_MAX], written.gap_in_year_max, v.q_gap_in_year),
        ("back_paid", bool(row[Column.BACK_PAID] & v.q_back_paid), written.back_paid, v.q_back_paid != NO),
        ("continuous_months_min", v.q_continuous >= row[Column.CONTINUOUS_MIN], written.continuous_months_min, v.q_continuous),
        ("enrolled", bool(row[Column.ENROLLED] & v.q_enrolled), written.enrolled, _enrolled(v.q_enrolled)),
        ("paid_from", v.q_paid >= row[Column.PAID_FROM], written.paid_from, v.q_paid),
        ("paid_to", v.q_paid <= row[Column.PAID_TO], written.paid_to, v.q_paid),
        ("missed_years_max", v.q_missed <= row[Column.MISSED_MAX], written.missed_years_max, v.q_missed),
        ("group", row[Column.GROUP] == 0 or bool(row[Column.GROUP] & v.q_groups), written.group, groups),
        ("age_days_max", v.q_age <= row[Column.AGE_MAX], written.age_days_max, None if v.q_age == OLDEST else v.q_age),
    )  # fmt: skip
    for name, held, wanted, found in checks:
        if not held:
            return Tried(rule=rule.key, condition=name, wanted=wanted, found=found)
    return Tried(rule=rule.key, condition="order")


def _enrolled(mask: int) -> str | None:
    return next((key(word) for word in Enrolled if word == mask), None)


def _event(told: Told, one: Month) -> dict[str, Any]:
    """Return an event of the month as JSON, with what was fixed by it and whether it had an effect."""
    made: dict[str, Any] = {"number": told.number, **written(told.event)}
    if told.happenings[0].what == What.STATUS_ENDS:
        made["what"] = key(What.STATUS_ENDS)
    for year, fixed in told.fixed:
        made.setdefault("fixed", []).append({"year": year, "enrolled": key(fixed.enrolled), "price_fen": fixed.price_fen})
    made["effect"] = _had_effect(told, one.facts, one.record)
    return made


def written(event: Event) -> dict[str, Any]:
    """Return an event as a scenario file spells it, without its month."""
    made: dict[str, Any] = {"what": key(event.what)}
    for field in attrs.fields(type(event)):
        value = getattr(event, field.name)
        if value is not None and field.name != "month":
            made[field.name.rstrip("_")] = months.text(value) if field.name in MONTHS_OF_EVENTS else value
    return made


def _had_effect(told: Told, v: Facts, p: Record) -> bool:
    what = told.event.what
    if what in (What.PAY_RESIDENT, What.ENROL_NEWBORN):
        return not v.resident_refused
    if what is What.BACK_PAY:
        return v.gap_back_paid + v.entry_back_paid + v.other_back_paid > 0
    if what in (What.START_FLEXIBLE, What.PAY_FLEXIBLE_YEAR):
        return not v.refused and p.way in (Way.FLEXIBLE, Way.NONE)
    return True
