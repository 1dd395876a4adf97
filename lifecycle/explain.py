"""Why a month is what it is: a timeline's own words, with the citation behind each; no engine is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs

from lifecycle.language import bracketed, counted, say, titled
from lifecycle.row import Cause, Parameter, Row, Spell, state_label
from lifecycle.statements import bill_text, money, promises, retirement
from lifecycle.wording import event_text, failed_text, key_text, parameter_text, voice_text
from lifecycle.words import label

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline


@attrs.frozen
class Explanation:
    """The reasons of one month as sections of lines."""

    month: str
    lang: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def text(self) -> str:
        """Return everything as plain text."""
        lines = []
        for heading, body in self.sections:
            lines += [heading, *(f"  {line}" for line in body), ""]
        return "\n".join(lines).rstrip()

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Explanation {self.month}, {len(self.sections)} sections>"

    def _repr_html_(self) -> str:
        from lifecycle.displays.reasons import reasons_html

        return reasons_html(self)


def explain(timeline: Timeline, month: str, lang: str) -> Explanation:
    """Return event → rule → change of state, every value with its source, and what else was tried."""
    row = timeline[month]
    at = timeline.rows.index(row)
    before = timeline.rows[at - 1] if at else None
    sections = [(_headline(timeline, row, lang), tuple(_answer(row, lang)))]
    if row.cause.events:
        sections.append((say("What happened").in_(lang), tuple(_events(row, lang))))
    sections.append((say("What changed").in_(lang), tuple(_change(timeline, row, before, lang))))
    for heading, lines in (
        (say("Money"), money(row, before)),
        (say("Retirement"), retirement(row, timeline)),
        (say("More"), promises(row)),
    ):
        if told := tuple(line.in_(lang) for line in lines):
            sections.append((heading.in_(lang), told))
    for heading, aside in ((say("What it rests on"), False), (say("What money and retirement rest on"), True)):
        if parameters := [one for one in row.cause.parameters if one.aside is aside]:
            sections.append((heading.in_(lang), tuple(_sources(parameters, lang))))
    if row.cause.tried:
        sections.append((say("What was tried and did not apply").in_(lang), tuple(_tried(row.cause, lang))))
    return Explanation(month, lang, tuple(sections))


def _headline(timeline: Timeline, row: Row, lang: str) -> str:
    name = timeline.region_label(row.region).in_(lang)
    return f"{row.month} · {name} · {state_label(row, lang)}"


def _answer(row: Row, lang: str) -> Iterator[str]:
    yield covered_text(row, lang)
    if row.covered_finally and not row.covered and row.cause.settled_by:
        yield say("Covered afterwards: settled in {month}.", month=row.cause.settled_by).in_(lang)
    elif row.covered_finally and not row.covered:
        yield say("Covered afterwards, once the payments were settled.").in_(lang)
    elif row.benefit_factor_finally > row.benefit_factor:
        yield say("Afterwards {share} of the normal benefit.", share=f"{row.benefit_factor_finally:.0%}").in_(lang)
    if row.resting_cover:
        resting = label(row.resting_cover, lang)
        yield say("Also paid for, and at rest as long as this cover runs: {scheme}. Months count once.", scheme=resting).in_(lang)
    if row.waiting_left:
        yield say(
            "Waiting: {left} of {total} months left, this month included; covered from {day}.",
            left=row.waiting_left,
            total=row.waiting_total,
            day=row.covered_from,
        ).in_(lang)
    if row.gap_months and not row.paid:
        yield say("Nothing has been paid for {length}.", length=counted("{n} month", "{n} months", row.gap_months)).in_(lang)
    elif row.gap_months:
        yield say(
            "Before this month nothing was paid for {length}.", length=counted("{n} month", "{n} months", row.gap_months)
        ).in_(lang)
    yield say(
        "Continuous months: {continuous}; months actually paid into the employee scheme: {actual}.",
        continuous=say("unknown") if row.continuous_months is None else row.continuous_months,
        actual=say("unknown") if row.actual_months is None else row.actual_months,
    ).in_(lang)
    yield grade_text(row, lang)


def covered_text(row: Row, lang: str) -> str:
    """Return whether the month was covered, by whom and how far."""
    if not row.covered:
        return say("Not covered on the last day of this month.").in_(lang)
    scheme = label(row.covered_by or "none", lang)
    if row.benefit_factor < 1:
        return say(
            "Covered by the {scheme} with {share} of the normal benefit.", scheme=scheme, share=f"{row.benefit_factor:.0%}"
        ).in_(lang)
    return say("Covered by the {scheme}.", scheme=scheme).in_(lang)


def grade_text(row: Row, lang: str) -> str:
    """Return how well founded a month is."""
    grade = row.grade + bracketed(label(row.grade, lang), lang)
    if row.assumed:
        return say("Assumed: something this rests on is unknown. Weakest source: {grade}.", grade=grade).in_(lang)
    return say("Weakest source: {grade}.", grade=grade).in_(lang)


def _events(row: Row, lang: str) -> Iterator[str]:
    for event in row.cause.events:
        yield say("event {n}: {what}", n=event["number"], what=event_text(event, lang)).in_(lang)
        if "amount_fen" in event:
            yield "  " + ("；" if lang == "zh" else "; ").join(one.in_(lang) for one in bill_text(event))


def _change(timeline: Timeline, row: Row, before: Row | None, lang: str) -> Iterator[str]:
    yield row.reason.in_(lang)
    if before is None:
        return
    old, new = state_label(before, lang), state_label(row, lang)
    if old == new:
        yield say("The state stays: {state}.", state=new).in_(lang)
    else:
        yield f"{old} → {new}"
    if row.cause.decided == "again":
        yield say("The entry was decided again, because the gap is now paid back.").in_(lang)
    if row.cause.decided == "carried":
        yield say("The wait that ran in the former region goes on from where it began.").in_(lang)
    if row.region != before.region:
        name = timeline.region_label(row.region)
        yield say("From this month on in {region}, by its rules.", region=name).in_(lang)
        for parameter in row.cause.parameters:
            if parameter.key == "transfer.working_days":
                days = parameter.value
                yield say(
                    "The transfer of the relation takes about {out} working days where one leaves and {into} where one arrives.",
                    out=days["out"],
                    into=days["in"],
                ).in_(lang)


def _sources(parameters: list[Parameter], lang: str) -> Iterator[str]:
    for parameter in parameters:
        yield titled(key_text(parameter.key, lang), parameter_text(parameter.key, parameter.value, lang), lang)
        if source := source_text(parameter, lang):
            yield f"    {source}"
        for other in parameter.disputed:
            yield f"    {disputed_text(parameter.key, other, lang)}"


def disputed_text(key: str, other: dict[str, Any], lang: str) -> str:
    """Return what another source says instead."""
    return say(
        "disputed: {value} ({cite}, {grade})",
        value=voice_text(key, other.get("is"), lang),
        cite=other.get("cite", "–"),
        grade=other.get("grade", "–"),
    ).in_(lang)


def source_text(parameter: Parameter, lang: str) -> str:
    """Return the source of a value: document, link, grade, since when, and whether it is assumed."""
    parts = [parameter.cite or ""]
    if parameter.url:
        parts.append(parameter.url)
    if parameter.grade:
        parts.append(say("grade {grade}", grade=parameter.grade).in_(lang))
    if parameter.from_ and parameter.from_ > "1900-01-01":
        parts.append(say("since {day}", day=parameter.from_).in_(lang))
    if parameter.assumed:
        parts.append(label("assumed", lang))
    return " · ".join(part for part in parts if part)


def _tried(cause: Cause, lang: str) -> Iterator[str]:
    for tried in cause.tried:
        yield titled(key_text(tried.rule, lang), failed_text(tried.condition, tried.wanted, tried.found, lang), lang)


def spell_text(spell: Spell) -> str:
    """Return the months of a spell."""
    first, last = spell.first.month, spell.last.month
    return first if first == last else f"{first} – {last}"
