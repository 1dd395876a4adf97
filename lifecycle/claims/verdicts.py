"""What the rules make of a claim: its lives are lived, and the timeline says whether the sentence holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from lifecycle import months
from lifecycle.citations import requirement_parameter, rule_parameter, source_parameter, value_parameter
from lifecycle.claims.written import Claim, Rule, Statement, TinyLife
from lifecycle.errors import RegionError
from lifecycle.guide.spoken import procedures_of
from lifecycle.language import say
from lifecycle.reasons import simulate
from lifecycle.regions.atlas import Atlas
from lifecycle.row import Parameter, Row
from lifecycle.scenario import Scenario
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import UNKNOWN, Change, Verdict, Way, What, key


@attrs.frozen
class Shown:
    """A life of a claim, lived: whether the sentence came true in it, and what does not stand as it should."""

    timeline: Timeline
    holds: bool
    wrong: tuple[str, ...]


def lived(life: TinyLife, atlas: Atlas) -> Shown:
    """Return a life of a claim as the rules have it."""
    timeline = simulate(Scenario.read(life.scenario), atlas=atlas)
    wrong = [found for one in life.shown for found in missed(one, timeline)]
    return Shown(timeline, not any(missed(one, timeline) for one in life.claimed), tuple(wrong))


def missed(statement: Statement, timeline: Timeline) -> list[str]:
    """Return where a statement does not stand in a timeline."""
    first, _, last = statement.month.partition("..")
    wanted = None if statement.is_ == UNKNOWN else statement.is_
    found = []
    for at in range(months.month(first), months.month(last or first) + 1):
        stands = cell(timeline[months.text(at)], statement.field)
        if stands != wanted:
            found.append(f"{months.text(at)} {statement.field}: {stands!r}, not {wanted!r}")
    return found


def cell(row: Row, field: str) -> Any:
    """Return a field of a month, parts by their dots; ``bill.…`` asks the one bill, ``without_effect`` the events."""
    if field == "without_effect":
        return any(not event["effect"] for event in row.cause.events)
    name, _, part = field.partition(".")
    if name == "bill":
        return next(event for event in row.cause.events if event["what"] == key(What.BILL))[part]
    value = getattr(row, name)
    return getattr(value, part) if part and value is not None else value


def verdict(claim: Claim, lives: list[Shown]) -> Verdict:
    """Return what the lives of a claim make of it: true in all, in none, in other places only, or no longer."""
    holding = [shown for shown in lives if shown.holds]
    failing = [shown for shown in lives if not shown.holds]
    if not lives:
        return Verdict[claim.verdict.upper()]
    if not failing:
        return Verdict.HOLDS
    if not holding:
        return Verdict.WRONG
    places = [{shown.timeline.rows[-1].region for shown in side} for side in (holding, failing)]
    later = max(one.timeline.rows[-1].month for one in holding) < max(one.timeline.rows[-1].month for one in failing)
    return Verdict.OUTDATED if places[0] == places[1] and later else Verdict.DEPENDS


def source(claim: Claim, atlas: Atlas) -> Parameter:
    """Return the rule that decides a claim with its citation; raises ``RegionError`` where there is no such rule."""
    if claim.rule is None:
        return source_parameter(claim.id, None, claim, region="national", assumed=False)
    month = months.month(claim.rule.month) if claim.rule.month else months.of(claim.checked or dt.datetime.now(tz=dt.UTC).date())
    return decided_by(claim.rule, month, atlas)


def decided_by(rule: Rule, month: int, atlas: Atlas) -> Parameter:
    """Return a rule by its key, with its citation, as it stands in a month."""
    book = atlas.book(rule.region)
    section, _, rest = rule.key.partition(".")
    if rest.startswith("entry."):
        for one in book.lists[Way[section.upper()]]:
            if one.key == rule.key:
                return rule_parameter(one)
    elif rule.key.startswith("retirement.requirement."):
        for asked in book.requirements:
            if asked.key == rule.key:
                return requirement_parameter(asked, aside=False)
    elif rule.key.startswith("resident.year."):
        year, _, field = rule.key.removeprefix("resident.year.").partition(".")
        if found := book.resident_year(int(year), field):
            value, _, by, told, assumed = found
            return source_parameter(rule.key, value, told, region=by, assumed=assumed)
    elif section == "procedure":
        for change in Change:
            for procedure in procedures_of(book, (change,), month):
                if procedure.written.id == rest:
                    return procedure.cited
    else:
        return value_parameter(book, rule.key, month)
    raise RegionError(
        say("{region} has no rule {key}", region=rule.region, key=rule.key),
        expected=say("the key of a rule or value of that region"),
        todo=say("correct the key of the claim"),
    )
