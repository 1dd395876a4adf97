"""What is worth a second look in a region file that loads: mistakes to mend, and what is merely told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import attrs

from lifecycle import months
from lifecycle.columns import Column, Requirement
from lifecycle.language import Text, say
from lifecycle.regions.entries import Rule
from lifecycle.regions.rulebook import Rulebook
from lifecycle.regions.said import Said, said, values
from lifecycle.regions.schema import RegionFile
from lifecycle.regions.written import FIRST_YEAR, ResidentYear
from lifecycle.vocabulary import UNKNOWN, Way, key

STALE_AFTER: Final = dt.timedelta(days=366)
WINDOW_DAYS: Final = 250
#: What is dated earlier is a slip, but for the day that stands for "as long as anybody knows".
OLDEST_LAW: Final = dt.date(1949, 10, 1)
ALWAYS: Final = dt.date(FIRST_YEAR, 1, 1)
#: 300 % and 60 % of one wage: five times, less what rounding and local floors make of it.
LEAST_RATIO: Final = 4.8
LARGEST_RATIO: Final = 5.2
DAYS_IN_MONTH: Final = 31


@attrs.frozen
class Finding:
    """Something about a region that somebody should look at; a mistake is to be mended, the rest is to be known."""

    region: str
    path: str
    text: Text
    mistake: bool = True


def findings(book: Rulebook, nation: RegionFile, today: dt.date) -> Iterator[Finding]:
    """Yield what is worth a second look in a region; raises ``RegionError`` for a month in which a value does not resolve."""
    for at in book.change_months:
        book.rules(at)
    region, file = book.chain[0]
    for one in said(file):
        if not one.unknown:
            yield from _dates(region, one, today)
    yield from _holes(region, file, today)
    yield from _requirements(book)
    yield from _bases(book)
    for way, rules in book.lists.items():
        for rule in rules:
            if rule.written_in == region:
                yield from _wait(rule, way, nation)
    for row in file.section("resident").year:
        yield from _enrolment(region, row)


def _dates(region: str, one: Said, today: dt.date) -> Iterator[Finding]:
    """Yield dates that cannot be meant, and sources that nobody has looked at for long."""
    checked = one.source.checked
    if checked and checked > today:
        yield Finding(region, one.path, say("checked on {day}, which is still to come", day=checked))
    elif checked and today - checked > STALE_AFTER:
        yield Finding(region, one.path, say("last checked on {day}", day=checked), mistake=False)
    for day in (one.since, getattr(one.written, "to_", None)):
        if day is None:
            continue
        confirmed = day.isoformat() in (one.source.cite or "")
        if not confirmed and day.month == 1 < day.day <= months.MONTHS_IN_YEAR:
            yield Finding(region, one.path, say("in force from {day}: month and day swapped?", day=day))
        if day < OLDEST_LAW and day != ALWAYS:
            yield Finding(region, one.path, say("{day} is no likely date", day=day))


def _holes(region: str, file: RegionFile, today: dt.date) -> Iterator[Finding]:
    """Yield times between two values for which nothing is written, not even that it is unknown; and what runs out."""
    dated = list(values(file))
    now = months.of(today)
    for at, earlier in enumerate(dated, start=1):
        later = dated[at] if at < len(dated) else None
        until = earlier.until or months.LATEST
        if later is not None and later.key == earlier.key:
            begins = months.of(later.since or today)
            if until < begins:
                hole = say("nothing is said from {a} to {b}", a=months.text(until), b=months.text(begins - 1))
                yield Finding(region, later.path, hole)
        elif not earlier.unknown and until <= now:
            yield Finding(region, earlier.path, say("ran out in {month}", month=months.text(until)), mistake=False)
        elif not earlier.unknown and until <= now + months.MONTHS_IN_YEAR:
            yield Finding(region, earlier.path, say("runs out in {month}", month=months.text(until)), mistake=False)
    years = sorted(row.year for row in file.section("resident").year)
    for year in range(years[0], years[-1]) if years else ():
        if year not in years:
            yield Finding(region, f"resident.year.{year}", say("nothing is said of this coverage year"))
    if years and years[-1] < today.year:
        yield Finding(region, f"resident.year.{years[-1]}", say("the last coverage year that is told"), mistake=False)


def _requirements(book: Rulebook) -> Iterator[Finding]:
    for asked in book.requirements:
        total, actual, local = (asked.row[of] for of in (Requirement.TOTAL, Requirement.ACTUAL, Requirement.LOCAL))
        if asked.written_in == book.id and total >= 0:
            if local > total:
                yield Finding(book.id, asked.key, say("more local years than years in all"))
            if actual > total:
                yield Finding(book.id, asked.key, say("more years really paid than years in all"))


def _bases(book: Rulebook) -> Iterator[Finding]:
    """Yield a floor and a ceiling of the base that are not 60 % and 300 % of the same wage."""
    for at in book.change_months:
        floor, ceiling = book.value("employee.base_floor", at), book.value("employee.base_ceiling", at)
        own = {floor.region, ceiling.region} == {book.id} and UNKNOWN not in (floor.is_, ceiling.is_)
        if (
            own
            and floor.number
            and floor.from_ == ceiling.from_
            and not LEAST_RATIO <= ceiling.number / floor.number <= LARGEST_RATIO
        ):
            yield Finding(
                book.id,
                f"employee.base_ceiling {months.text(at)}",
                say("{ceiling} is not five times {floor}", ceiling=ceiling.is_, floor=floor.is_),
            )


def _wait(rule: Rule, way: Way, nation: RegionFile) -> Iterator[Finding]:
    """Yield a wait that is longer than the nation lets it be; a province may have kept an older one."""
    bound = _bound(rule, way, nation)
    waits = max(rule.row[Column.WAIT_MONTHS], rule.row[Column.WAIT_DAYS] // DAYS_IN_MONTH)
    if waits > bound:
        text = say("a wait of {months} months is beyond the national bound of {bound}", months=waits, bound=bound)
        yield Finding(rule.region, rule.key, text, mistake=False)


def _bound(rule: Rule, way: Way, nation: RegionFile) -> int:
    """Return the longest wait that the nation knows: of its employee lists, or of its resident rules of the same time."""
    sections = (key(Way.RESIDENT),) if way is Way.RESIDENT else ("employee", "flexible", "unemployment")
    entries = [one for section in sections for one in nation.section(section).entry or []]
    if way is Way.RESIDENT:
        entries = [one for one in entries if one.from_]
        since = min((one.from_ for one in entries if one.from_), default=dt.date.max)
        if rule.written.to_ is not None and rule.written.to_ <= since:
            return months.LATEST
    return max((one.wait_months for one in entries), default=0)


def _enrolment(region: str, row: ResidentYear) -> Iterator[Finding]:
    """Yield dates of enrolment that lie far from their year, last too long or overlap."""
    path = f"resident.year.{row.year}"
    for span in (row.window, row.extension):
        if isinstance(span, list):
            if abs(span[0].year - row.year) > 1 or abs(span[1].year - row.year) > 1:
                yield Finding(region, path, say("the dates lie far from the coverage year"))
            if (open_for := (span[1] - span[0]).days) > WINDOW_DAYS:
                yield Finding(region, path, say("enrolment open for {days} days: swapped dates?", days=open_for))
    if isinstance(row.window, list) and isinstance(row.extension, list) and row.extension[0] <= row.window[1]:
        yield Finding(region, path, say("window and extension overlap"))
