"""What the command prints: tables on the terminal, CSV and JSON for programs."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from lifecycle import months
from lifecycle.citations import requirement_parameter, rule_parameter, source_parameter, value_parameter
from lifecycle.errors import RegionError, Where
from lifecycle.explain import source_text, spell_text
from lifecycle.language import bracketed, say, titled
from lifecycle.regions import checks
from lifecycle.regions.atlas import NATION, Atlas
from lifecycle.regions.hits import Hit, hits
from lifecycle.regions.parameters import PARAMETERS
from lifecycle.regions.rulebook import Rulebook
from lifecycle.row import Parameter, state_label
from lifecycle.summary import summary
from lifecycle.timeline import Timeline
from lifecycle.wording import key_text, parameter_text, value_text
from lifecycle.words import UNKNOWN, Way, key, label

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

NARROWEST = 100


def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, NARROWEST)
    return console


def _table(*headings: str, title: str | None = None) -> Table:
    from rich import box
    from rich.table import Table

    made = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for heading in headings:
        made.add_column(heading, overflow="fold")
    return made


def print_timeline(timeline: Timeline, form: str, lang: str) -> None:
    """Print a timeline as a table of spells with its summary, as JSON, or as CSV."""
    if form == "json":
        click.echo(json.dumps(timeline.to_dict(), ensure_ascii=False, indent=1))
    elif form == "csv":
        records = timeline.records()
        writer = csv.DictWriter(sys.stdout, list(records[0]) if records else ["month"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
    else:
        _print_spells(timeline, lang)


def _print_spells(timeline: Timeline, lang: str) -> None:
    from rich.text import Text as Cell

    console = _console()
    console.print(Cell(timeline.title.in_(lang) or timeline.scenario["region"], style="bold"))
    several = len({row.region for row in timeline}) > 1
    heads = [say("Months"), say("Count"), say("State"), say("Covered"), say("Once settled"), say("Reason")]
    if several:
        heads.insert(2, say("Region"))
    table = _table(*(head.in_(lang) for head in heads))
    for spell in timeline.spells():
        first = spell.first
        assumed = bracketed(label("assumed", lang), lang) if first.assumed else ""
        table.add_row(
            *(
                Cell(one)
                for one in (
                    spell_text(spell),
                    str(len(spell)),
                    *([timeline.region_label(first.region).in_(lang)] if several else []),
                    state_label(first, lang),
                    _share(first.benefit_factor, first.covered_by, lang),
                    _share(first.benefit_factor_finally, None, lang),
                    first.reason.in_(lang) + assumed,
                )
            )
        )
    console.print(table)
    for sentence in summary(timeline, lang):
        console.print(Cell(f"• {sentence}"), soft_wrap=True)


def _share(factor: float, by: str | None, lang: str) -> str:
    if not factor:
        return "–"
    return f"{factor:.0%}" + (f" {label(by, lang)}" if by else "")


def print_regions(atlas: Atlas, lang: str) -> None:
    """Print the regions at hand with their parents and how many rules they write themselves."""
    table = _table(
        *(word.in_(lang) for word in (say("Region"), say("Name"), say("Parent"), say("Own entry rules"), say("Checked")))
    )
    for region in atlas.ids():
        file = atlas.file(region)
        own = sum(len(file.section(key(way)).entry or []) for way in Way if way is not Way.NONE)
        parent = file.parent or ("–" if region == NATION else NATION)
        table.add_row(region, file.label.in_(lang), parent, str(own), str(file.checked or "–"))
    _console().print(table)


def _month(text: str | None) -> int:
    if text is None:
        return months.of(dt.datetime.now(tz=dt.UTC).date())
    try:
        return months.month(text)
    except ValueError:
        raise RegionError(
            say("{value} is not a month", value=text),
            expected=say('a month such as "2024-07"'),
            todo=say("correct it"),
            where=Where(path="--month"),
        ) from None


def _in_force(book: Rulebook, at: int) -> Iterator[Parameter]:
    """Yield every value of a region in force in a month that somebody speaks of."""
    for parameter in PARAMETERS:
        one = value_parameter(book, parameter.key, at)
        if one.value != UNKNOWN or one.cite is not None:
            yield one
    year = months.year(at)
    for field in ("window", "extension", "individual", "subsidy"):
        for coverage in (year, year + 1):
            if found := book.resident_year(coverage, field):
                value, _, by, source, assumed = found
                yield source_parameter(f"resident.year.{coverage}.{field}", value, source, region=by, assumed=assumed)
    for asked in book.requirements:
        since, to = asked.written.from_, asked.written.to_
        if (since is None or months.of(since) <= at) and (to is None or at < months.of(to)):
            yield requirement_parameter(asked, aside=True)


def print_region(atlas: Atlas, region: str, month: str | None, lang: str) -> None:
    """Print every value of a region in force in a month, who set it, and its source."""
    from rich.text import Text as Cell

    at = _month(month)
    book = atlas.book(region)
    console = _console()
    console.print(Cell(f"{book.label.in_(lang)}{bracketed(region, lang)} · {months.text(at)}", style="bold"))
    heads = [word.in_(lang) for word in (say("What"), say("In force"), say("Set by"), say("Source"))]
    table = _table(*heads)
    for one in _in_force(book, at):
        cells = (key_text(one.key, lang), parameter_text(one.key, one.value, lang), one.region or "", source_text(one, lang))
        table.add_row(*map(Cell, cells))
    console.print(table)
    for way, rules in book.lists.items():
        listed = _table(*heads[:2], *heads[2:], title=say("Entry rules: {way}", way=label(way, lang)).in_(lang))
        for rule in rules:
            since, to = rule.written.from_, rule.written.to_
            if (since and months.of(since) > at) or (to and months.of(to) <= at):
                continue
            one = rule_parameter(rule)
            listed.add_row(*map(Cell, (rule.id, value_text(one.value, lang), rule.written_in, source_text(one, lang))))
        console.print(listed)


def print_check(atlas: Atlas, region: str | None, lang: str, *, table: bool) -> None:
    """Print what is worth a second look; a file that cannot be used is an error."""
    from rich.text import Text as Cell

    console = _console()
    today = dt.datetime.now(tz=dt.UTC).date()
    nation = atlas.file(NATION)
    regions = [region] if region else atlas.ids()
    number = 0
    for one in regions:
        book = atlas.book(one)
        for finding in checks.findings(book, nation, today):
            number += 1
            console.print(Cell(titled(f"{finding.region} {finding.path}", finding.text.in_(lang), lang)), soft_wrap=True)
        if table:
            for way, found in hits(book, months.of(today)).items():
                console.print(_hit_table(way, found, one, lang))
    console.print(Cell(say("{regions} regions read, all usable; {n} remarks.", regions=len(regions), n=number).in_(lang)))


def _hit_table(way: Way, found: list[Hit], region: str, lang: str) -> Table:
    words = (say("Before"), say("Gap"), say("Back-paid"), say("Enrolled"), say("Rule"))
    made = _table(*(word.in_(lang) for word in words), title=f"{region} · {label(way, lang)}")
    for hit in found:
        made.add_row(
            label(hit.previous, lang),
            "–" if hit.gap is None else str(hit.gap),
            (say("yes") if hit.back_paid else say("no")).in_(lang),
            label(hit.enrolled, lang) if hit.enrolled else "–",
            hit.rule,
        )
    return made
