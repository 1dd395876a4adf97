"""From lived months to a timeline: the answer of each month, what a later decision settled, and the law around it."""

from __future__ import annotations

from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.causes import Causes, resting, written
from lifecycle.errors import ScenarioError, Where
from lifecycle.language import say
from lifecycle.machine import Life, Month
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.parameters import BY_KEY, WHOLE
from lifecycle.regions.rulebook import Rulebook
from lifecycle.row import Cause, Row, date_text
from lifecycle.scenario import LONGEST_LIFE, Scenario
from lifecycle.timeline import Timeline
from lifecycle.words import GRADES, SCHEME_OF_WAY, Payer, State, Way, key

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
    causes = Causes(life)
    rows = []
    last, weight = None, (GRADES[0], False)
    for one in lived:
        cause, factor, since = causes.of(one), one.record.factor, _covered_from(one)
        if one.month in settled:
            factor, by = settled[one.month]
            cause = causes.settled(cause, by)
            since = since if one.record.factor else _settled_from(one.month, by)
        if cause is not last:
            last, weight = cause, (cause.grade, cause.assumed)
        rows.append(_row(life, one, factor, since, cause, weight))
    return Timeline(described(life.scenario, life.book), rows, law_changes(life.book, lived))


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


def _row(life: Life, one: Month, factor_finally: int, since: str | None, cause: Cause, weight: tuple[str, bool]) -> Row:
    p, before = one.record, life.scenario.before
    total, start, cover = p.wait_total, p.wait_start, p.cover_month
    if p.way == Way.RESIDENT:
        total, start, cover = p.this_wait_total, p.this_wait_start, p.this_cover_month
    in_force = p.way != Way.NONE and (p.way == Way.RESIDENT or p.entry > 0)
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
        covered_from=since,
        paid=p.way != Way.NONE,
        payer=PAYERS[p.payer] if p.payer else None,
        gap_months=p.gap_months,
        waiting_left=max(0, cover - max(one.month, start)) if in_force and total else 0,
        waiting_total=total if in_force else 0,
        continuous_months=p.continuous_months if p.continuous_known else None,
        actual_months=None if before and before.scheme != "none" and before.actual_months is None else p.actual_months,
        resident_years=None if before and before.scheme == "resident" and before.resident_years is None else p.resident_years,
        missed_windows=p.missed_years,
        resting_cover=resting(one),
        resident_price_fen=p.this_price - 1 if p.this_paid and p.this_price else None,
        cause=cause,
        grade=weight[0],
        assumed=weight[1],
    )


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
