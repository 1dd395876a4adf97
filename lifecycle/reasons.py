"""From lived months to a timeline: the answer of each month, what a later decision settled, and the law around it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.beforehand import LONGEST_LIFE
from lifecycle.beginnings import starting_record
from lifecycle.causes import Causes, resting
from lifecycle.columns import TOP_UP_BASE, UNKNOWN_AMOUNT
from lifecycle.errors import ScenarioError, Where
from lifecycle.itinerary import Itinerary
from lifecycle.language import say
from lifecycle.machine import Life, Month
from lifecycle.record import Record
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.kinds import WHOLE
from lifecycle.regions.parameters import BY_KEY
from lifecycle.regions.rulebook import Rulebook
from lifecycle.row import Cause, Retirement, Row, date_text
from lifecycle.rules import answers
from lifecycle.scales import Scales, Settlement
from lifecycle.scenario import Scenario
from lifecycle.telling import written
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import GRADES, SCHEME_OF_WAY, Payer, State, Way, key

NOT_KNOWN: Final = (None, None, None)
STATES: Final = {int(state): key(state) for state in State}
SCHEMES: Final = {int(way): SCHEME_OF_WAY[way] for way in Way}
PAYERS: Final = {int(payer): key(payer) for payer in Payer}


def simulate(scenario: Scenario, *, until: str | None = None, atlas: Atlas | None = None) -> Timeline:
    """Live a scenario and return its timeline with the reason of every month.

    ``until`` (``YYYY-MM``) lengthens or shortens the life; ``atlas`` brings regions of one's own.
    Raises ``ScenarioError`` or ``RegionError``.
    """
    life = Life(scenario, atlas=atlas)
    last = None if until is None else _until(scenario, until)
    return reasons(life, life.live(last))


def _until(scenario: Scenario, until: str) -> int:
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
    causes, scales, settlement = Causes(life), Scales(life), Settlement(life)
    rows = []
    last, weight = None, (GRADES[0], False)
    before = starting_record(life.scenario, life.way)
    for one in lived:
        cause, factor, since, by = causes.of(one), one.record.factor, _covered_from(one), None
        if one.month in settled:
            factor, by = settled[one.month]
            cause = causes.settled(cause, by)
            since = since if one.record.factor else _settled_from(one.month, by)
        if one.bills:
            cause = settlement.with_bills(one, cause, factor, by)
        if cause is not last:
            last, weight = cause, (cause.grade, cause.assumed)
        rows.append(_row(life, one, before, factor, since, cause, weight, scales.of(one, by)))
        before = one.record
    return Timeline(described(life.scenario, life.way), rows, law_changes(life.way, lived), scales.found)


def _settled(lived: list[Month]) -> dict[int, tuple[int, Month]]:
    """Return the months that a later decision made covered, or covered better, with the factor and that decision."""
    then = {one.month: one.record.factor for one in lived}
    found: dict[int, tuple[int, Month]] = {}
    for one in lived:
        v = one.facts
        for from_, to, factor in (
            (v.retro_from, v.retro_to, v.retro_factor),
            (v.resident_retro_from, v.resident_retro_to, v.resident_retro_factor),
        ):
            for month in range(from_, to + 1) if from_ else ():
                if month in then and factor > max(then[month], found.get(month, (0, one))[0]):
                    found[month] = (factor, one)
    return found


def _covered_from(one: Month) -> str | None:
    """Return the day on which the cover of the entry in force begins, or began."""
    p = one.record
    if p.way == Way.RESIDENT:
        return date_text(p.this_cover_month, p.this_cover_day)
    in_force = p.entry and (p.way != Way.NONE or p.covered_by == p.lag_way != Way.NONE)
    return date_text(p.cover_month, p.cover_day) if in_force else None


def _settled_from(month: int, by: Month) -> str | None:
    """Return the day from which a month is covered by a decision that came later."""
    p, v = by.record, by.facts
    if v.retro_from and v.retro_from <= month <= v.retro_to:
        return date_text(v.retro_from, 1)
    if p.this_cover_month <= month:
        return date_text(p.this_cover_month, p.this_cover_day)
    return date_text(v.resident_retro_from, 1)


def _row(
    life: Life, one: Month, last: Record, factor_finally: int, since: str | None, cause: Cause, weight: tuple[str, bool],
    scale: tuple[int | None, int | None],
) -> Row:  # fmt: skip
    p, before = one.record, life.scenario.before
    untold = before is not None and before.scheme != "none" and before.actual_months is None
    inpatient, outpatient = scale
    return Row(
        month=months.text(one.month),
        region=life.way.book(one.month).id,
        state=STATES[p.state],
        scheme=SCHEMES[answers.scheme(p)],
        covered=p.factor > 0,
        covered_finally=factor_finally > 0,
        benefit_factor=p.factor / WHOLE,
        benefit_factor_finally=factor_finally / WHOLE,
        covered_by=SCHEMES[p.covered_by] if p.covered_by else None,
        covered_from=since,
        paid=p.way != Way.NONE,
        payer=PAYERS[p.payer] if p.payer else None,
        gap_months=p.gap_months,
        waiting_left=answers.waiting_left(p, one.facts),
        waiting_total=answers.waiting_total(p),
        continuous_months=p.continuous_months if p.continuous_known else None,
        actual_months=None if untold else p.actual_months,
        local_months=None if untold else answers.months_here(p),
        deemed_months=p.deemed_months + p.service_months,
        converted_months=p.converted_months,
        bought_months=p.bought_months,
        resident_years=None if before and before.scheme == "resident" and before.resident_years is None else p.resident_years,
        missed_windows=p.missed_years,
        resting_cover=resting(one),
        resident_price_fen=p.this_price - 1 if p.this_paid and p.this_price else None,
        own_fen=p.own_fen if p.own_unknown == last.own_unknown else None,
        employer_fen=p.employer_fen if p.employer_unknown == last.employer_unknown else None,
        fund_fen=p.fund_fen if p.fund_unknown == last.fund_unknown else None,
        paid_own_fen=p.paid_own_fen,
        paid_employer_fen=p.paid_employer_fen,
        paid_fund_fen=p.paid_fund_fen,
        account_fen=p.account_fen,
        account_left_fen=p.account_left_fen,
        unknown_own_months=p.own_unknown,
        unknown_employer_months=p.employer_unknown,
        unknown_fund_months=p.fund_unknown,
        unknown_account_months=p.account_unknown,
        money_assumed=bool(p.money_assumed),
        continuity_bonus_fen=p.continuity_bonus_fen,
        no_claim_bonus_fen=p.no_claim_bonus_fen,
        maternity=bool(p.maternity - 1) if p.maternity else None,
        retirement=_retirement(life, one),
        inpatient=inpatient,
        outpatient=outpatient,
        cause=cause,
        grade=weight[0],
        assumed=weight[1],
    )


def _retirement(life: Life, one: Month) -> Retirement | None:
    """Return what the month says about retiring, where it is known when."""
    p = one.record
    if not p.retire_month or not p.requirement:
        return None
    assumed = bool(life.way.rules(one.month).base_assumed & TOP_UP_BASE) and p.top_up_fen > 0
    region = life.atlas.name(p.place_region[p.retire_place])
    missing = (p.missing_months, p.missing_actual_months, p.missing_local_months) if not p.years_unknown else NOT_KNOWN
    return _as_it_stands(p.retire_month, region, p.required_months, missing, p.top_up_fen, assumed=assumed)


@lru_cache(maxsize=1024)
def _as_it_stands(
    month: int, region: str, required: int, missing: tuple[int | None, ...], cost: int, *, assumed: bool
) -> Retirement:
    total, actual, local = missing
    return Retirement(
        month=months.text(month),
        region=region,
        required_months=known(required),
        missing_months=total,
        missing_actual_months=actual,
        missing_local_months=local,
        top_up_fen=known(cost),
        top_up_assumed=assumed,
    )


def known(number: int) -> int | None:
    """Return a number of the step, none where it stands for unknown."""
    return None if number == UNKNOWN_AMOUNT else number


def described(scenario: Scenario, way: Itinerary) -> dict[str, Any]:
    """Return a scenario as plain JSON, the names of its regions included."""
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
        "region_name": way.books[0].label._asdict(),
        "regions": {book.id: book.label._asdict() for book in way.books},
        "from": months.text(scenario.first),
        "until": months.text(scenario.last),
        "person": person,
        "before": before,
        "assumptions": {k: v for k, v in attrs.asdict(scenario.assumptions).items() if v is not None},
        "events": [{"month": months.text(event.month), **written(event)} for event in scenario.events],
    }


def law_changes(way: Itinerary, lived: list[Month]) -> list[dict[str, Any]]:
    """Return the months inside a life in which an entry list or a parameter of the region changes."""
    if not lived:
        return []
    first, last = lived[0].month, lived[-1].month
    used = {Way(one.record.way) for one in lived if one.record.way}
    found: dict[int, dict[str, str]] = {}
    for book in dict.fromkeys(way.books):
        for since, name, cite in _changes(book, used):
            if first < since <= last and way.book(since) is book:
                found.setdefault(since, {})[name] = cite
    return [{"month": months.text(month), "changes": changes} for month, changes in sorted(found.items())]


def _changes(book: Rulebook, used: set[Way]) -> Iterator[tuple[int, str, str]]:
    for way, rules in book.lists.items():
        for rule in rules:
            if way in used and rule.written.from_:
                yield months.of(rule.written.from_), rule.key, rule.source.cite or ""
    for month in book.change_months[1:]:
        for name in ("stop_lag_months", "benefit_scale", "annual"):
            for way in used:
                value = f"{key(way)}.{name}"
                if value in BY_KEY and months.of(book.value(value, month).from_) == month:
                    yield month, value, book.value(value, month).source.cite or ""
