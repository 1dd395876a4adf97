"""Circumstances of somebody who begins or resumes, in words; those that differ in one thing only are told together."""

from __future__ import annotations

from lifecycle.language import Text, counted, say
from lifecycle.regions.entries import Rule
from lifecycle.regions.hits import Circumstances
from lifecycle.words import Way, label

Key = tuple[object, ...]


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
    paid: dict[Key, set[bool]] = {}
    for case in cases:
        paid.setdefault(_all(case), set()).add(case.back_paid)
    gaps: dict[Key, list[int | None]] = {}
    for (previous, gap, *rest), answers in paid.items():
        silent = not gap or previous is Way.NONE or rest[0] is not None
        gaps.setdefault((previous, *rest, frozenset() if silent else frozenset(answers)), []).append(gap)  # type: ignore[arg-type]
    before: dict[Key, list[Way]] = {}
    for (previous, *rest), lengths in gaps.items():
        before.setdefault((tuple(lengths), *rest), []).append(previous)  # type: ignore[arg-type]
    return " / ".join(_sentence(ways, key, probed, lang) for key, ways in before.items())


def _all(case: Circumstances) -> Key:
    return (case.previous, case.gap, case.enrolled, case.continuous, case.gap_in_year, case.missed)


def _sentence(ways: list[Way], key: Key, probed: list[int], lang: str) -> str:
    gaps, enrolled, continuous, in_year, missed, paid = key
    assert isinstance(gaps, tuple)  # noqa: S101  for the type checker
    assert isinstance(paid, frozenset)  # noqa: S101
    parts: list[Text] = [say("insured before: {ways}", ways=[label(way, lang) for way in ways])]
    lengths = [_length(*run, probed) for run in _runs([gap for gap in gaps if gap is not None], probed)]
    if lengths:
        parts.append(say("gap: {gaps}", gaps=lengths))
    if len(paid) == 1:
        parts.append(say("the gap is paid back in full") if True in paid else say("the gap is not paid back in full"))
    if isinstance(continuous, int):
        parts.append(say("continuous months before: at most {n}", n=continuous))
    if isinstance(in_year, int):
        parts.append(say("missed in the calendar year: at least {n}", n=in_year))
    if enrolled is not None:
        parts.append(say("enrolled {when}", when=label(enrolled, lang)))  # type: ignore[arg-type]
    if isinstance(missed, int) and missed:
        parts.append(say("coverage years missed: {n}", n=missed))
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
