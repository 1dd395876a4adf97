"""Why a month is what it is: a timeline's own words, with the citation behind each; no engine is asked."""

from __future__ import annotations

import html
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from lifecycle.language import bracketed, counted, say, titled
from lifecycle.row import Cause, Parameter, Row, Spell, state_label
from lifecycle.wording import event_text, failed_text, key_text, value_text
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
        parts = [
            f"<p><b>{html.escape(heading)}</b></p><ul>{''.join(f'<li>{html.escape(line)}</li>' for line in body)}</ul>"
            for heading, body in self.sections
        ]
        return "".join(parts)


def explain(timeline: Timeline, month: str, lang: str) -> Explanation:
    """Return event → rule → change of state, every value with its source, and what else was tried."""
    row = timeline[month]
    at = timeline.rows.index(row)
    before = timeline.rows[at - 1] if at else None
    sections = [(_headline(timeline, row, lang), tuple(_answer(row, lang)))]
    if row.cause.events:
        sections.append((say("What happened").in_(lang), tuple(_events(row, lang))))
    sections.append((say("What changed").in_(lang), tuple(_change(row, before, lang))))
    if row.cause.parameters:
        sections.append((say("What it rests on").in_(lang), tuple(_sources(row.cause, lang))))
    if row.cause.tried:
        sections.append((say("What was tried and did not apply").in_(lang), tuple(_tried(row.cause, lang))))
    return Explanation(month, lang, tuple(sections))


def _headline(timeline: Timeline, row: Row, lang: str) -> str:
    name = (timeline.scenario.get("region_name") or {}).get(lang) or row.region
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


def _change(row: Row, before: Row | None, lang: str) -> Iterator[str]:
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


def _sources(cause: Cause, lang: str) -> Iterator[str]:
    for parameter in cause.parameters:
        yield titled(key_text(parameter.key, lang), value_text(parameter.value, lang), lang)
        if source := source_text(parameter, lang):
            yield f"    {source}"
        for other in parameter.disputed:
            shown = say(
                "disputed: {value} ({cite}, {grade})",
                value=value_text(other.get("is"), lang),
                cite=other.get("cite", "–"),
                grade=other.get("grade", "–"),
            )
            yield f"    {shown.in_(lang)}"


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


def summary(timeline: Timeline, lang: str) -> list[str]:
    """Return a life in a few plain sentences."""
    rows = timeline.rows
    if not rows:
        return [say("No month to tell of.").in_(lang)]
    counts = timeline.counts()
    sentences = [
        say(
            "{length}, {covered} of them covered at the time and {finally_} after everything was settled.",
            length=counted("{n} month", "{n} months", counts["months"]),
            covered=counts["covered"],
            finally_=counts["covered_finally"],
        )
    ]
    insured = next((row for row in rows if row.paid), None)
    for first, last, kind in _stretches(rows if insured is None else rows[rows.index(insured) :]):
        n = last.index - first.index + 1
        span, length = first.month if n == 1 else f"{first.month} – {last.month}", counted("{n} month", "{n} months", n)
        if kind == "back_paid":
            sentences.append(
                say("{span} ({length}): not covered at the time, covered once everything was settled.", span=span, length=length)
            )
        elif kind == "uncovered_wait":
            sentences.append(say("{span} ({length}): waiting, nothing is paid out.", span=span, length=length))
        elif kind == "uncovered":
            sentences.append(say("{span} ({length}): no cover.", span=span, length=length))
        elif kind == "partial":
            share = f"{first.benefit_factor:.0%}"
            sentences.append(say("{span} ({length}): {share} of the normal benefit.", span=span, length=length, share=share))
    for first, last, scheme in _resting(rows):
        span = first.month if first is last else f"{first.month} – {last.month}"
        resting = label(scheme, lang)
        sentences.append(say("{span}: the {scheme} is paid for too and rests; months count once.", span=span, scheme=resting))
    last_row = rows[-1]
    sentences.append(
        say(
            "At the end ({month}): {state}. {answer} Months paid as employee: {actual}; continuous: {continuous}.",
            month=last_row.month,
            state=state_label(last_row, lang),
            answer=covered_text(last_row, lang),
            actual=say("unknown") if last_row.actual_months is None else last_row.actual_months,
            continuous=say("unknown") if last_row.continuous_months is None else last_row.continuous_months,
        )
    )
    if counts["assumed"]:
        length = counted("{n} month", "{n} months", counts["assumed"])
        sentences.append(say("Resting on something unknown, and marked as assumed: {length}.", length=length))
    sentences.append(say("Weakest source used: {grade}.", grade=counts["grade"]))
    return [sentence.in_(lang) for sentence in sentences]


def _stretches(rows: tuple[Row, ...]) -> Iterator[tuple[Row, Row, str]]:
    """Yield runs of months with the same coverage: first, last, kind."""
    start = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or (rows[at].coverage, rows[at].benefit_factor) != (rows[start].coverage, rows[start].benefit_factor):
            yield rows[start], rows[at - 1], rows[start].coverage
            start = at


def _resting(rows: tuple[Row, ...]) -> Iterator[tuple[Row, Row, str]]:
    """Yield runs of months in which a second scheme is paid for and rests: first, last, scheme."""
    for scheme, run in groupby(rows, key=lambda row: row.resting_cover):
        if scheme is not None:
            months = list(run)
            yield months[0], months[-1], scheme


def html_table(timeline: Timeline, lang: str) -> str:
    """Return the spells as an HTML table, everything escaped."""
    head = [label(word, lang) for word in ("month", "state", "covered", "covered_finally")]
    body = []
    for spell in timeline.spells():
        cells = [
            f"{spell_text(spell)} ({len(spell)})",
            state_label(spell.first, lang),
            f"{spell.first.benefit_factor:.0%}",
            f"{spell.first.benefit_factor_finally:.0%}",
            spell.first.reason.in_(lang),
        ]
        body.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
    head.append(say("reason").in_(lang))
    return (
        f"<p><b>{html.escape(timeline.title.in_(lang))}</b></p><table><thead><tr>"
        + "".join(f"<th>{html.escape(one)}</th>" for one in head)
        + f"</tr></thead><tbody>{''.join(body)}</tbody></table>"
    )
