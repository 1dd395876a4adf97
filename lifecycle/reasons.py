"""Why each month is what it is: joins what the machine did to the values it read and their sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.columns import NO, NO_SPELL, OLDEST, UNKNOWN_COUNT, YES, Column
from lifecycle.events import Event
from lifecycle.happenings import Fixed, Told
from lifecycle.machine import Life, Month
from lifecycle.record import Facts, Record
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.entries import Rule
from lifecycle.regions.parameters import BY_KEY, WHOLE
from lifecycle.regions.rulebook import Rulebook
from lifecycle.regions.schema import EntryRule, Source
from lifecycle.rules.entry import holds
from lifecycle.scenario import Scenario
from lifecycle.table import TABLE
from lifecycle.timeline import Cause, Parameter, Row, Timeline, Tried, date_text
from lifecycle.words import GRADES, SCHEME_OF_WAY, Enrolled, Group, Payer, State, Way, What, key

STATES: Final = {int(state): key(state) for state in State}
SCHEMES: Final = {int(way): SCHEME_OF_WAY[way] for way in Way}
PAYERS: Final = {int(payer): key(payer) for payer in Payer}
MONTHS_OF_EVENTS: Final = ("from_", "to_", "until")
FAMILY: Final = (Way.EMPLOYEE, Way.FLEXIBLE, Way.UNEMPLOYMENT)
NOT_CONDITIONS: Final = {"id", "inherit", "cite", "url", "grade", "checked", "disputed"}
EFFECTS: Final = (
    "cover_from", "wait_months", "wait_days", "wait_per_missed_year", "benefit_factor", "retroactive",
    "back_pay_counts", "refused", "applies_to_running",
)  # fmt: skip

NEVER_TOLD: Final = Parameter(key="before", value="unknown", grade="K", assumed=True)


def simulate(scenario: Scenario, *, until: str | None = None, atlas: Atlas | None = None) -> Timeline:
    """Live a scenario and return its timeline with the reason of every month.

    ``until`` (``YYYY-MM``) lengthens or shortens the life; ``atlas`` brings regions of one's own.
    Raises ``ScenarioError`` or ``RegionError``.
    """
    life = Life(scenario, atlas=atlas)
    last = None if until is None else _until(scenario, until)
    return reasons(life, life.live(last))


def _until(scenario: Scenario, until: str) -> int:
    from lifecycle.errors import ScenarioError, Where
    from lifecycle.language import say
    from lifecycle.scenario import LONGEST_LIFE

    try:
        last = months.month(until)
    except ValueError:
        last = -1
    if not scenario.first <= last < scenario.first + LONGEST_LIFE:
        raise ScenarioError(
            say("until {until}", until=until),
            expected=say(
                "a month from {first} to {last}",
                first=months.text(scenario.first),
                last=months.text(scenario.first + LONGEST_LIFE - 1),
            ),
            todo=say("correct it"),
            where=Where(path="until"),
        )
    return last


def reasons(life: Life, lived: list[Month]) -> Timeline:
    """Return the timeline of months that a life has lived."""
    settled = _settled(lived)
    causes = _Causes(life)
    rows = []
    for one in lived:
        cause, factor = causes.of(one), one.record.factor_finally
        if one.month in settled:
            factor, by = settled[one.month]
            cause = causes.settled(cause, by)
        rows.append(_row(life, one, factor, cause))
    return Timeline(described(life.scenario, life.book), rows, law_changes(life.book, lived))


def _settled(lived: list[Month]) -> dict[int, tuple[int, Month]]:
    """Return the months that a later decision made covered, or covered better, with the factor and that decision."""
    then = {one.month: one.record.factor_finally for one in lived}
    found: dict[int, tuple[int, Month]] = {}
    for one in lived:
        v = one.facts
        for from_, to, factor in (
            (v.retro_from, v.retro_to, v.retro_factor),
            (v.resident_retro_from, v.resident_retro_to, v.resident_retro_factor),
        ):
            for month in range(from_, min(to + 1, one.month)) if from_ else ():
                if month in then and factor > max(then[month], found.get(month, (0, one))[0]):
                    found[month] = (factor, one)
    return found


def _row(life: Life, one: Month, factor_finally: int, cause: Cause) -> Row:
    p, before = one.record, life.scenario.before
    total, start, cover, day = p.wait_total, p.wait_start, p.cover_month, p.cover_day
    if p.way == Way.RESIDENT:
        total, start, cover, day = p.this_wait_total, p.this_wait_start, p.this_cover_month, p.this_cover_day
    in_force = p.way != Way.NONE and (p.way == Way.RESIDENT or p.entry > 0)
    grades = [parameter.grade for parameter in cause.parameters if parameter.grade]
    return Row(
        month=months.text(one.month),
        region=life.book.id,
        state=STATES[p.state],
        scheme=SCHEMES[p.way],
        covered=p.factor > 0,
        covered_finally=factor_finally > 0,
        benefit_factor=p.factor / WHOLE,
        benefit_factor_finally=factor_finally / WHOLE,
        covered_by=SCHEMES[p.covered_by] if p.covered_by else None,
        covered_from=date_text(cover, day) if in_force else None,
        paid=p.way != Way.NONE,
        payer=PAYERS[p.payer] if p.payer else None,
        gap_months=p.gap_months,
        waiting_left=max(0, cover - max(one.month, start)) if in_force and total else 0,
        waiting_total=total if in_force else 0,
        continuous_months=p.continuous_months if p.continuous_known else None,
        actual_months=None if before and before.scheme != "none" and before.actual_months is None else p.actual_months,
        resident_years=None if before and before.scheme == "resident" and before.resident_years is None else p.resident_years,
        missed_windows=p.missed_years,
        resting_cover=_resting(one),
        resident_price_fen=p.this_price - 1 if p.this_paid and p.this_price else None,
        cause=cause,
        grade=max(grades, default=GRADES[0]),
        assumed=any(parameter.assumed for parameter in cause.parameters),
    )


def _resting(one: Month) -> str | None:
    """Return a scheme that is paid for but rests while another one covers."""
    p = one.record
    if p.way in FAMILY and p.this_paid and p.this_start <= one.month and p.covered_by != Way.RESIDENT:
        return SCHEME_OF_WAY[Way.RESIDENT]
    if p.way in (Way.EMPLOYEE, Way.UNEMPLOYMENT) and (p.flexible or p.annual_until >= one.month):
        return SCHEME_OF_WAY[Way.FLEXIBLE]
    return None


class _Causes:
    """Makes causes, and gives the same one to months that share it."""

    def __init__(self, life: Life) -> None:
        self.life, self.book = life, life.book
        self.fixed: dict[int, Fixed] = {}
        self.entered_unknown: Parameter | None = None
        self.last: tuple[Any, Cause] | None = None

    def of(self, one: Month) -> Cause:
        """Return the cause of a month."""
        p, v = one.record, one.facts
        for told in one.told:
            for year, fixed in told.fixed:
                self.fixed[year] = fixed
        decided = _decided(v)
        rule = self.rule_in_use(one)
        signature = (
            p.row,
            rule,
            self.settled_long_ago(one),
            self.book.version(one.month),
            p.gap_months > 0,
            p.missed_years,
            one.month // 12,
        )
        if self.last and self.last[0] == signature and not one.told and not decided and not v.refused:
            return self.last[1]
        parameters = list(self.parameters(one, rule))
        made = Cause(
            transition=TABLE[p.row - 1].id,
            entry_rule=self.book.rule(rule).key if rule is not None else None,
            decided=decided,
            events=[_event(told, one) for told in one.told],
            parameters=parameters,
            tried=list(self.tried(one)),
        )
        self.last = None if one.told or decided or v.refused else (signature, made)
        return made

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
        if lasting := _lasting(one):
            yield value_parameter(self.book, f"{key(lasting)}.stop_lag_months", one.month)
        for name in TABLE[p.row - 1].reads:
            if lasting and name.endswith("stop_lag_months"):
                continue
            section, _, parameter = name.partition(".")
            if name == "resident.year":
                fixed = self.fixed.get(months.year(one.month))
                for key_, value, region, source, assumed in fixed.read if fixed else ():
                    yield source_parameter(key_, value, source, region=region, assumed=assumed)
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
        ("from", v.q_month >= row[Column.IN_FORCE_FROM], _iso(written.from_), months.text(v.q_month)),
        ("to", v.q_month < row[Column.IN_FORCE_TO], _iso(written.to_), months.text(v.q_month)),
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


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def rule_parameter(rule: Rule) -> Parameter:
    """Return an entry rule with its conditions, its effects and its source."""
    return source_parameter(
        rule.key,
        told_rule(rule.written),
        rule.source,
        region=rule.written_in,
        assumed=rule.assumed,
        from_=_iso(rule.written.from_),
        disputed=[attrs.asdict(one) for one in rule.written.disputed],
    )


def told_rule(written: EntryRule) -> dict[str, Any]:
    """Return what a rule asks (``if``) and what it does (``then``), only what is written."""
    asked: dict[str, Any] = {}
    does: dict[str, Any] = {}
    for field in attrs.fields(EntryRule):
        value = getattr(written, field.name)
        if field.name in NOT_CONDITIONS or value == field.default or value is None:
            continue
        shown = _iso(value) if isinstance(value, dt.date) else value
        (does if field.name in EFFECTS else asked)[field.name.rstrip("_")] = shown
    return {"if": asked, "then": does}


def value_parameter(book: Rulebook, key_: str, month: int) -> Parameter:
    """Return a dated value in force with its source."""
    value = book.value(key_, month)
    return source_parameter(
        key_,
        value.is_,
        value.source,
        region=value.region,
        assumed=value.assumed,
        from_=value.from_.isoformat(),
        disputed=[attrs.asdict(one) for one in value.disputed],
    )


def source_parameter(
    key_: str,
    value: Any,
    source: Source,
    *,
    region: str,
    assumed: bool,
    from_: str | None = None,
    disputed: list[dict[str, Any]] | None = None,
) -> Parameter:
    """Return a value with its source, all of it plain JSON."""
    return Parameter(
        key=key_,
        value=_json(value),
        from_=from_,
        cite=source.cite,
        url=source.url,
        grade=source.grade,
        assumed=assumed,
        region=region,
        disputed=[_json({k.rstrip("_"): v for k, v in one.items() if v is not None}) for one in disputed or []],
    )


def _json(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_json(one) for one in value]
    if isinstance(value, dict):
        return {k: _json(v) for k, v in value.items()}
    return value


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


def described(scenario: Scenario, book: Rulebook) -> dict[str, Any]:
    """Return a scenario as plain JSON, the region's name included."""
    before = None
    if scenario.before:
        before = {k: v for k, v in attrs.asdict(scenario.before).items() if v is not None}
        if "paid_until" in before:
            before["paid_until"] = months.text(before["paid_until"])
    person = {k: v for k, v in attrs.asdict(scenario.person).items() if v is not None}
    if "born" in person:
        person["born"] = months.text(person["born"])
    return {
        "title": scenario.title._asdict(),
        "shows": scenario.shows._asdict(),
        "region": scenario.region,
        "region_name": book.label._asdict(),
        "from": months.text(scenario.first),
        "until": months.text(scenario.last),
        "person": person,
        "before": before,
        "events": [{"month": months.text(event.month), **written(event)} for event in scenario.events],
    }


def law_changes(book: Rulebook, lived: list[Month]) -> list[dict[str, Any]]:
    """Return the months inside a life in which an entry list or a parameter of the region changes."""
    if not lived:
        return []
    first, last = lived[0].month, lived[-1].month
    used = {Way(one.record.way) for one in lived if one.record.way}
    found: dict[int, dict[str, str]] = {}
    for way, rules in book.lists.items():
        for rule in rules:
            since = months.of(rule.written.from_) if rule.written.from_ else 0
            if way in used and first < since <= last:
                found.setdefault(since, {})[rule.key] = rule.source.cite or ""
    for month in book.change_months:
        if first < month <= last:
            for name in ("stop_lag_months", "benefit_scale", "annual"):
                for way in used:
                    value = f"{key(way)}.{name}"
                    if value in BY_KEY and months.of(book.value(value, month).from_) == month:
                        found.setdefault(month, {})[value] = book.value(value, month).source.cite or ""
    return [{"month": months.text(month), "changes": changes} for month, changes in sorted(found.items())]
