"""Circumstances of somebody who begins or resumes, in words; those that differ in one thing only are told together."""

from __future__ import annotations

import attrs

from lifecycle.language import Text, counted, say
from lifecycle.regions.entries import Rule
from lifecycle.regions.hits import Circumstances
from lifecycle.vocabulary import Way
from lifecycle.words import label


def special(rule: Rule) -> bool:
    """Return whether a rule asks for more than what was before, the gap, its payment, continuity and enrolment."""
    asked = rule.written
    return any(
        one is not None
        for one in (
            asked.group, asked.age_days_max, asked.unfinished_wait, asked.paid_from, asked.paid_to,
            asked.previous_region, asked.previous_covered,
        )
    )  # fmt: skip


def told(cases: list[Circumstances], probed: list[int], lang: str) -> str:
    """Return some circumstances as one sentence; between the gaps that were probed no rule has a limit."""
    paid: dict[Circumstances, set[bool]] = {}
    for case in cases:
        paid.setdefault(attrs.evolve(case, back_paid=False), set()).add(case.back_paid)
    gaps: dict[tuple[Circumstances, frozenset[bool]], list[int | None]] = {}
    for case, answers in paid.items():
        silent = not case.gap or case.previous is Way.NONE or case.enrolled is not None
        told_ = frozenset[bool]() if silent else frozenset(answers)
        gaps.setdefault((attrs.evolve(case, gap=None), told_), []).append(case.gap)
    before: dict[tuple[Circumstances, frozenset[bool], tuple[int | None, ...]], list[Way]] = {}
    for (case, answered), lengths in gaps.items():
        before.setdefault((attrs.evolve(case, previous=Way.NONE), answered, tuple(lengths)), []).append(case.previous)
    return " / ".join(_sentence(ways, *alike, probed, lang) for alike, ways in before.items())


def _sentence(
    ways: list[Way],
    case: Circumstances,
    paid: frozenset[bool],
    gaps: tuple[int | None, ...],
    probed: list[int],
    lang: str,
) -> str:
    parts: list[Text] = [say("insured before: {ways}", ways=[label(way, lang) for way in ways])]
    lengths = [_length(*run, probed) for run in _runs([gap for gap in gaps if gap is not None], probed)]
    if lengths:
        parts.append(say("gap: {gaps}", gaps=lengths))
    if len(paid) == 1:
        parts.append(say("the gap is paid back in full") if True in paid else say("the gap is not paid back in full"))
    if case.continuous is not None:
        parts.append(say("continuous months before: at most {n}", n=case.continuous))
    if case.gap_in_year is not None:
        parts.append(say("missed in the calendar year: at least {n}", n=case.gap_in_year))
    if case.enrolled is not None:
        parts.append(say("enrolled {when}", when=label(case.enrolled, lang)))
    if case.missed:
        parts.append(say("coverage years missed: {n}", n=case.missed))
    return ("；" if lang == "zh" else "; ").join(part.in_(lang) for part in parts)


def _runs(gaps: list[int], probed: list[int]) -> list[tuple[int, int]]:
    """Return gaps that follow one another among those probed, as their first and last."""
    runs: list[tuple[int, int]] = []
    for gap in sorted(gaps):
        if runs and gap and probed.index(gap) == probed.index(runs[-1][1]) + 1 and runs[-1][0]:
            runs[-1] = (runs[-1][0], gap)
        else:
            runs.append((gap, gap))
    return runs


def _length(first: int, last: int, probed: list[int]) -> Text:
    if first == 0:
        return say("none")
    if last == probed[-1]:
        return say("{n} months and more", n=first)
    if first == last:
        return counted("{n} month", "{n} months", first)
    return say("{a} to {b} months", a=first, b=last)
