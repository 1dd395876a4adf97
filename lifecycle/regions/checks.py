"""What makes a region file unusable: it is refused when it is read, with the place of the mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from typing import Any, Final

import attrs

from lifecycle.columns import Column
from lifecycle.document import Wrong
from lifecycle.errors import RegionError, Where
from lifecycle.language import say
from lifecycle.regions import requirements
from lifecycle.regions.entries import Rule, swallows, unconditional
from lifecycle.regions.requirements import RequirementInForce
from lifecycle.regions.said import said, values
from lifecycle.regions.schema import SECTIONS, WAYS_IN, RegionFile
from lifecycle.regions.written import Dated, Source
from lifecycle.vocabulary import Way, key

MOST_RULES: Final = 300


def refuse_bad_file(file: RegionFile, shown: str) -> None:
    """Raise ``RegionError`` for anything without its source, overlapping dates, or a value of the wrong kind."""
    for one in said(file):
        if one.unknown:
            continue
        where = Where(file=shown, path=one.path)
        _refuse_unsourced(one.source, where)
        for position, other in enumerate(one.disputed):
            _refuse_unsourced(
                attrs.evolve(other, checked=one.source.checked), attrs.evolve(where, path=f"{one.path}.disputed[{position}]")
            )
        if one.parameter is not None:
            try:
                one.parameter.read(one.written.is_)  # type: ignore[union-attr]
            except Wrong as wrong:
                raise RegionError(
                    wrong.found, expected=wrong.expected, todo=wrong.todo or say("correct it"), where=where
                ) from None
    for earlier, later in pairwise(values(file)):
        if earlier.key == later.key:
            _refuse_overlap(earlier.written, later.written, Where(file=shown, path=earlier.key))
    for first, second in combinations(file.procedure, 2):
        if first.id == second.id:
            earlier_, later_ = sorted((first, second), key=lambda one: one.from_ or dt.date.min)
            _refuse_overlap(earlier_, later_, Where(file=shown, path=f"procedure.{first.id}"))
    _refuse_misplaced(file, shown)


def _refuse_overlap(earlier: Any, later: Any, where: Where) -> None:
    """Refuse two values of which both hold on a day; the later of two dated values ends the earlier where that has no end."""
    ends = earlier.to_ if isinstance(earlier, Dated) else earlier.to_ or dt.date.max
    if earlier.from_ == later.from_ or (ends and later.from_ and ends > later.from_) or later.from_ is None:
        raise RegionError(
            say("two values are in force on {day}", day=later.from_ or "–"),
            expected=say("one value for every day"),
            todo=say("correct one of the dates"),
            where=where,
        )


def _refuse_misplaced(file: RegionFile, shown: str) -> None:
    """Refuse lists where they have no meaning, and a coverage year that stands twice."""
    for section in SECTIONS:
        if section not in WAYS_IN and file.section(section).entry is not None:
            raise RegionError(
                say("entry rules for {section}", section=section),
                expected=say("one of: {words}", words=list(WAYS_IN)),
                todo=say("take them out"),
                where=Where(file=shown, path=f"{section}.entry"),
            )
    for way in WAYS_IN:
        for position, rule in enumerate(file.section(way).entry or []):
            if way != key(Way.RESIDENT) and (rule.enrolled or rule.wait_per_missed_year):
                raise RegionError(
                    say("the rule {id} speaks of residents", id=rule.id),
                    expected=say("enrolled and wait_per_missed_year in resident.entry only"),
                    todo=say("take the condition out"),
                    where=Where(file=shown, path=f"{way}.entry[{position}]"),
                )
    years = [row.year for row in file.section("resident").year]
    for position, year in enumerate(years):
        if years.index(year) != position:
            raise RegionError(
                say("the coverage year {year} stands twice", year=year),
                expected=say("one row for every coverage year"),
                todo=say("join the two rows"),
                where=Where(file=shown, path=f"resident.year[{position}]"),
            )


def _refuse_unsourced(source: Source, where: Where) -> None:
    """Refuse what does not say which document it stands in, how good that is, and when somebody looked."""
    for told, found, expected, todo in (
        (
            source.cite,
            say("a value without citation"),
            say('cite = "…": the document and its article, or the page'),
            say('add the source, or write is = "unknown"'),
        ),
        (
            source.grade,
            say("a value without grade"),
            say("grade = A, B, C or K, here or at the top of the file"),
            say("add the grade of the source"),
        ),
        (
            source.checked,
            say("a value without the date of checking"),
            say("checked = a date, here or at the top of the file"),
            say("add the day on which the source was looked at"),
        ),
    ):
        if not told:
            raise RegionError(found, expected=expected, todo=todo, where=where)


def refuse_bad_list(rules: list[Rule], shown: str, way: str) -> None:
    """Raise ``RegionError`` for an entry list that is not complete, repeats an id or hides one of its rules."""
    _refuse_list(
        rules,
        Where(file=shown, path=f"{way}.entry"),
        unconditional,
        lambda a, b: a[Column.RUNNING] == b[Column.RUNNING] and swallows(a, b),
    )


def refuse_bad_requirements(rules: list[RequirementInForce], shown: str) -> None:
    """Raise ``RegionError`` for a list of requirements that is not complete, repeats an id or hides one of its rows."""
    _refuse_list(rules, Where(file=shown, path="retirement.requirement"), requirements.unconditional, requirements.swallows)


def _refuse_list(rules: Sequence[Any], where: Where, for_everybody: Callable[..., bool], hides: Callable[..., bool]) -> None:
    ids = [rule.written.id for rule in rules]
    if len(rules) > MOST_RULES:
        raise RegionError(
            say("{n} entry rules", n=len(rules)),
            expected=say("at most {most}", most=MOST_RULES),
            todo=say("join rules that say the same"),
            where=where,
        )
    for id_ in ids:
        if ids.count(id_) > 1:
            raise RegionError(
                say("the id {id} stands twice", id=id_),
                expected=say("an id of its own for every rule of a list"),
                todo=say("rename one of them"),
                where=where,
            )
    if not rules or not for_everybody(rules[-1].row):
        raise RegionError(
            say("the last rule, {id}, has a condition", id=ids[-1] if ids else "–"),
            expected=say("a last rule without conditions, so that the list decides for everybody"),
            todo=say("add a last rule without conditions"),
            where=where,
        )
    for position, later in enumerate(rules):
        for earlier, id_ in zip(rules[:position], ids, strict=False):
            if hides(earlier.row, later.row):
                raise RegionError(
                    say("the rule {later} can never be reached: {earlier} stands before it", later=ids[position], earlier=id_),
                    expected=say("the narrower rule first"),
                    todo=say("move it up, or take it out"),
                    where=where,
                )
