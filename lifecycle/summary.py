"""A life in a few plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from lifecycle.explain import covered_text
from lifecycle.language import counted, say
from lifecycle.row import Row, state_label
from lifecycle.statements import bills_in_all, incentives, money_in_all, retirement_in_all
from lifecycle.words import label

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline


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
    sentences += [*money_in_all(timeline), *retirement_in_all(timeline), *bills_in_all(timeline), *incentives(rows[-1])]
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
