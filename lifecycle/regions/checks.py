"""What makes a region file unusable (refused when it is read) and what is only worth a second look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.columns import Column, Requirement
from lifecycle.document import Wrong
from lifecycle.errors import RegionError, Where
from lifecycle.language import Text, say
from lifecycle.regions import requirements
from lifecycle.regions.entries import Rule, swallows, unconditional
from lifecycle.regions.parameters import PARAMETERS
from lifecycle.regions.requirements import RequirementInForce
from lifecycle.regions.rulebook import Rulebook, sourced
from lifecycle.regions.schema import SECTIONS, WAYS_IN, RegionFile
from lifecycle.regions.written import Source
from lifecycle.words import UNKNOWN, Way, key

STALE_AFTER: Final = dt.timedelta(days=366)
WINDOW_DAYS: Final = 250
MOST_RULES: Final = 300
#: 300 % and 60 % of one wage: five times, less what rounding and local floors make of it.
LEAST_RATIO: Final = 4.9
LARGEST_RATIO: Final = 5.1


@attrs.frozen
class Finding:
    """Something about a region that somebody should look at."""

    region: str
    path: str
    text: Text


def refuse_bad_file(file: RegionFile, shown: str) -> None:
    """Raise ``RegionError`` for a value without citation, overlapping dates, or a value of the wrong kind."""
    for parameter in PARAMETERS:
        values = getattr(file.section(parameter.section), parameter.name) or []
        for position, value in enumerate(values):
            where = Where(file=shown, path=f"{parameter.key}[{position}]")
            if value.is_ == UNKNOWN:
                continue
            _refuse_uncited(sourced(value, file).cite, sourced(value, file).grade, where)
            try:
                parameter.read(value.is_)
            except Wrong as wrong:
                raise RegionError(
                    wrong.found, expected=wrong.expected, todo=wrong.todo or say("correct it"), where=where
                ) from None
        ordered = sorted(values, key=lambda v: v.from_)
        for earlier, later in pairwise(ordered):
            if earlier.from_ == later.from_ or (earlier.to_ and earlier.to_ > later.from_):
                raise RegionError(
                    say("two values are in force on {day}", day=later.from_),
                    expected=say("one value for every day"),
                    todo=say("correct one of the dates"),
                    where=Where(file=shown, path=parameter.key),
                )
    for position, asked in enumerate(file.section("retirement").requirement or []):
        if asked.inherit is None:
            where = Where(file=shown, path=f"retirement.requirement[{position}]")
            _refuse_uncited(sourced(asked, file).cite, sourced(asked, file).grade, where)
    for section in SECTIONS:
        if section not in WAYS_IN and file.section(section).entry is not None:
            raise RegionError(
                say("entry rules for {section}", section=section),
                expected=say("one of: {words}", words=list(WAYS_IN)),
                todo=say("take them out"),
                where=Where(file=shown, path=f"{section}.entry"),
            )
    for way in Way:
        if way is Way.NONE:
            continue
        for position, rule in enumerate(file.section(key(way)).entry or []):
            where = Where(file=shown, path=f"{key(way)}.entry[{position}]")
            if rule.inherit is None:
                _refuse_uncited(sourced(rule, file).cite, sourced(rule, file).grade, where)
            if way is not Way.RESIDENT and (rule.enrolled or rule.wait_per_missed_year):
                raise RegionError(
                    say("the rule {id} speaks of residents", id=rule.id),
                    expected=say("enrolled and wait_per_missed_year in resident.entry only"),
                    todo=say("take the condition out"),
                    where=where,
                )
    years = [row.year for row in file.section("resident").year]
    for position, row in enumerate(file.section("resident").year):
        where = Where(file=shown, path=f"resident.year[{position}]")
        _refuse_uncited(sourced(row, file).cite, sourced(row, file).grade, where)
        if years.index(row.year) != position:
            raise RegionError(
                say("the coverage year {year} stands twice", year=row.year),
                expected=say("one row for every coverage year"),
                todo=say("join the two rows"),
                where=where,
            )


def _refuse_uncited(cite: str | None, grade: str | None, where: Where) -> None:
    if not cite:
        raise RegionError(
            say("a value without citation"),
            expected=say('cite = "…": the document and its article, or the page'),
            todo=say('add the source, or write is = "unknown"'),
            where=where,
        )
    if not grade:
        raise RegionError(
            say("a value without grade"),
            expected=say("grade = A, B, C or K, here or at the top of the file"),
            todo=say("add the grade of the source"),
            where=where,
        )


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


def findings(book: Rulebook, nation: RegionFile, today: dt.date) -> Iterator[Finding]:
    """Yield what is worth a second look in a region that loads."""
    region, file = book.chain[0]
    for parameter in PARAMETERS:
        for value in getattr(file.section(parameter.section), parameter.name) or []:
            if value.is_ != UNKNOWN:
                yield from _dates(region, parameter.key, value.from_, sourced(value, file), today)
    for asked in book.requirements:
        if asked.written_in == region:
            yield from _dates(region, asked.key, asked.written.from_, asked.source, today)
            if asked.row[Requirement.LOCAL] > asked.row[Requirement.TOTAL] >= 0:
                yield Finding(region, asked.key, say("more local years than years in all"))
    yield from _bases(book)
    for way, rules in book.lists.items():
        for rule in rules:
            if rule.written_in != region:
                continue
            yield from _dates(region, rule.key, rule.written.from_, rule.source, today)
            if rule.row[Column.WAIT_MONTHS] > (bound := _bound(nation, way)):
                yield Finding(
                    region,
                    rule.key,
                    say(
                        "a wait of {months} months is beyond the national bound of {bound}",
                        months=rule.row[Column.WAIT_MONTHS],
                        bound=bound,
                    ),
                )
    for row in file.section("resident").year:
        path = f"resident.year.{row.year}"
        for span in (row.window, row.extension):
            if isinstance(span, list):
                if abs(span[0].year - row.year) > 1 or abs(span[1].year - row.year) > 1:
                    yield Finding(region, path, say("the dates lie far from the coverage year"))
                if (span[1] - span[0]).days > WINDOW_DAYS:
                    yield Finding(
                        region, path, say("enrolment open for {days} days: swapped dates?", days=(span[1] - span[0]).days)
                    )
        if isinstance(row.window, list) and isinstance(row.extension, list) and row.extension[0] <= row.window[1]:
            yield Finding(region, path, say("window and extension overlap"))
        yield from _dates(region, path, None, sourced(row, file), today)


def _bases(book: Rulebook) -> Iterator[Finding]:
    """Yield a floor and a ceiling of the base that are not 60 % and 300 % of the same wage."""
    for at in book.change_months:
        floor, ceiling = book.value("employee.base_floor", at), book.value("employee.base_ceiling", at)
        own = {floor.region, ceiling.region} == {book.id} and UNKNOWN not in (floor.is_, ceiling.is_)
        if own and floor.from_ == ceiling.from_ and not LEAST_RATIO <= ceiling.number / floor.number <= LARGEST_RATIO:
            yield Finding(
                book.id,
                f"employee.base_ceiling {months.text(at)}",
                say("{ceiling} is not five times {floor}", ceiling=ceiling.is_, floor=floor.is_),
            )


def _bound(nation: RegionFile, way: Way) -> int:
    """Return the longest wait that the national lists of the employee scheme know; residents have no upper one."""
    if way is Way.RESIDENT:
        return months.LATEST
    entries = [rule for section in ("employee", "flexible", "unemployment") for rule in nation.section(section).entry or []]
    return max((rule.wait_months for rule in entries), default=0)


def _dates(region: str, path: str, since: dt.date | None, source: Source, today: dt.date) -> Iterator[Finding]:
    checked = source.checked
    if checked is None:
        yield Finding(region, path, say("no date of checking"))
    elif today - checked > STALE_AFTER:
        yield Finding(region, path, say("last checked on {day}", day=checked))
    confirmed = since is not None and since.isoformat() in (source.cite or "")
    if since and not confirmed and since.month == 1 < since.day <= months.MONTHS_IN_YEAR:
        yield Finding(region, path, say("in force from {day}: month and day swapped?", day=since))
