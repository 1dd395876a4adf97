"""The guide on the screen: the list of regions, rule cards, checks, the matrix, differences, and errands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from lifecycle import months
from lifecycle.errors import RegionError, Where
from lifecycle.guide.card import Card
from lifecycle.guide.differences import Difference, Place
from lifecycle.guide.errands import Errand
from lifecycle.guide.matrix import SECTIONS, Cell, counts, headings, records, sign
from lifecycle.language import bracketed, counted, rendered, say, titled
from lifecycle.regions.atlas import NATION, Atlas
from lifecycle.regions.findings import findings
from lifecycle.regions.hits import Hit, hits
from lifecycle.regions.said import census, said
from lifecycle.terminal import console, print_records, table
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import GRADES, Standing, Way
from lifecycle.words import label

if TYPE_CHECKING:
    from rich.table import Table

STYLES: Final = {
    Standing.KNOWN: "bold green",
    Standing.DISPUTED: "bold magenta",
    Standing.INHERITED: "blue",
    Standing.ASSUMED: "yellow",
    Standing.UNKNOWN: "dim",
}


def month_of(text: str | None, option: str) -> int:
    """Return the month that an option gives, this one if it gives none; raises ``RegionError``."""
    if text is None:
        return months.of(dt.datetime.now(tz=dt.UTC).date())
    try:
        return months.month(text)
    except ValueError:
        raise RegionError(
            say("{value} is not a month", value=text),
            expected=say('a month such as "2024-07"'),
            todo=say("correct it"),
            where=Where(path=option),
        ) from None


def print_regions(atlas: Atlas, lang: str) -> None:
    """Print the regions at hand with their parents and how many values and rules they write themselves."""
    from rich.text import Text

    heads = (say("Region"), say("Name"), say("Parent"), say("Values and rules of its own"), say("Checked"))
    shown = table(*(word.in_(lang) for word in heads))
    for region in atlas.ids():
        file = atlas.file(region)
        parent = file.parent or ("–" if region == NATION else NATION)
        cells = (region, file.label.in_(lang), parent, str(len(list(said(file)))), str(file.checked or "–"))
        shown.add_row(*map(Text, cells))
    console().print(shown)


def print_card(card: Card, lang: str) -> None:
    """Print a rule card: a section for each subject, under every sentence its source."""
    from rich.text import Text

    screen = console()
    screen.print(Text(f"{card.label.in_(lang)}{bracketed(card.region, lang)} · {card.month}", style="bold"))
    for heading, lines in card.sections:
        screen.print()
        screen.print(Text(heading, style="bold cyan"))
        for line in lines:
            first, *under = line.plain()
            screen.print(Text(f"  {first}"), soft_wrap=True)
            for one in under:
                screen.print(Text(f"  {one}", style="dim"), soft_wrap=True)


def print_check(atlas: Atlas, region: str | None, lang: str, *, table: bool) -> bool:
    """Print what is worth a second look and how much is cited; return whether there are mistakes to mend."""
    from rich.text import Text

    screen = console()
    today = dt.datetime.now(tz=dt.UTC).date()
    nation = atlas.file(NATION)
    regions = [region] if region else atlas.ids()
    found = [finding for one in regions for finding in findings(atlas.book(one), nation, today)]
    for mistake, heading in ((False, say("To know")), (True, say("To mend"))):
        listed = [one for one in found if one.mistake is mistake]
        if listed:
            screen.print(Text(heading.in_(lang), style="bold"))
        for one in listed:
            screen.print(Text(titled(f"  {one.region} {one.path}", one.text.in_(lang), lang)), soft_wrap=True)
    if table:
        for one_region in regions:
            for way, met in hits(atlas.book(one_region), months.of(today)).items():
                screen.print(_hit_table(way, met, one_region, lang))
    cited = census(atlas.file(one) for one in regions)
    grades = [f"{grade} {cited.grades.get(grade, 0)}" for grade in GRADES]
    told = (
        say(
            "Read and usable: {regions}; {remarks}.",
            regions=counted("{n} region", "{n} regions", len(regions)),
            remarks=counted("{n} remark", "{n} remarks", len(found)),
        ),
        say(
            "Dated values and rules: {said}; with document, grade and date of checking: {cited}, {share}.",
            said=cited.said,
            cited=cited.cited,
            share=f"{cited.share:.1%}",
        ),
        say(
            "Grades: {grades}. Disputed: {disputed}. Written as unknown: {unknown}.",
            grades=grades,
            disputed=cited.disputed,
            unknown=cited.unknown,
        ),
    )
    for sentence in told:
        screen.print(Text(sentence.in_(lang)), soft_wrap=True)
    return any(one.mistake for one in found)


def _hit_table(way: Way, found: list[Hit], region: str, lang: str) -> Table:
    from rich.text import Text

    words = (say("Before"), say("Gap"), say("Back-paid"), say("Enrolled"), say("Rule"))
    made = table(*(word.in_(lang) for word in words), title=f"{region} · {label(way, lang)}")
    for one in found:
        met = one.met
        cells = (
            label(met.previous, lang),
            "–" if met.gap is None else str(met.gap),
            (say("yes") if met.back_paid else say("no")).in_(lang),
            label(met.enrolled, lang) if met.enrolled else "–",
            one.rule,
        )
        made.add_row(*map(Text, cells))
    return made


def print_matrix(found: dict[str, list[Cell]], month: int, form: str, lang: str) -> None:
    """Print the matrix: a character for each rule, sections apart, and the rules by their numbers below."""
    from rich.text import Text

    if form != "table":
        print_records(records(found, month, lang), form)
        return
    screen = console()
    rules = headings()
    width = max(len(region) for region in found)
    groups = [list(group) for _, group in groupby(range(len(rules)), lambda at: rules[at].section)]
    for power in (10, 1):
        digits = [str((at + 1) // power % 10) for at in range(len(rules))]
        numbers = " ".join("".join(digits[at] for at in group) for group in groups)
        screen.print(Text(f"{'':<{width}} {numbers}", style="dim"), soft_wrap=True)
    for region, cells in found.items():
        line = Text(f"{region:<{width}} ")
        for group in groups:
            for at in group:
                line.append(sign(cells[at]), style=STYLES[cells[at].standing])
            line.append(" ")
        screen.print(line, soft_wrap=True)
    screen.print()
    for group in groups:
        names = [f"{at + 1} {rules[at].in_(lang)}" for at in group]
        heading = SECTIONS[rules[group[0]].section].in_(lang)
        screen.print(Text(titled(heading, ("；" if lang == "zh" else "; ").join(names), lang), style="dim"))
    screen.print()
    screen.print(Text(legend(lang)))
    every = [cell for cells in found.values() for cell in cells]
    told = [f"{label(standing, lang)} {n}" for standing, n in counts(every).items()]
    screen.print(Text(("，" if lang == "zh" else ", ").join(told)))


def legend(lang: str) -> str:
    """Return what the characters of the matrix mean."""
    known = say("A B C K: the region's own word, with the grade of its source").in_(lang)
    signs = {"!": Standing.DISPUTED, "↑": Standing.INHERITED, "~": Standing.ASSUMED, "·": Standing.UNKNOWN}
    return ("；" if lang == "zh" else "; ").join([known, *(f"{one} {label(standing, lang)}" for one, standing in signs.items())])


def print_differences(found: Sequence[Difference], compared: tuple[Place, Place], lang: str) -> None:
    """Print what differs, section by section, the two sides with their sources one under the other."""
    from rich.text import Text

    screen = console()
    a, b = compared
    dates = dict.fromkeys(months.text(one.month) for one in compared)
    screen.print(Text(f"{a.name} ↔ {b.name}" + ("" if a.book is b.book else f" · {' '.join(dates)}"), style="bold"))
    for section, group in groupby(found, lambda one: one.section):
        screen.print()
        screen.print(Text(section, style="bold cyan"))
        for one in group:
            screen.print(Text(f"  {one.what}", style="bold"), soft_wrap=True)
            for side in one.sides:
                screen.print(Text(f"    {titled(side.name, side.text, lang)}"), soft_wrap=True)
                if side.source:
                    screen.print(Text(f"        {side.source}", style="dim"), soft_wrap=True)
    screen.print()
    screen.print(Text(counted("{n} difference", "{n} differences", len(found)).in_(lang)))


def print_errands(timeline: Timeline, found: Sequence[Errand], form: str, lang: str) -> None:
    """Print what has to be arranged in a life, in the order in which it is due."""
    from rich.text import Text

    flat = [errand.record(lang) for errand in found]
    if form != "table":
        print_records(flat, form, ["due"])
        return
    screen = console()
    screen.print(Text(timeline.title.in_(lang) or timeline.scenario["region"], style="bold"))
    names = {
        "deadline": say("deadline: {value}"),
        "where": say("where: {value}"),
        "documents": say("with: {value}"),
        "effect": say("brings: {value}"),
        "otherwise": say("otherwise: {value}"),
    }
    for heading, group in groupby(zip(found, flat, strict=True), lambda pair: _due_heading(pair[0], pair[1], timeline, lang)):
        screen.print()
        screen.print(Text(heading, style="bold cyan"), soft_wrap=True)
        for _, one in group:
            screen.print(Text(f"  {titled(one['by'], one['what'], lang)}"), soft_wrap=True)
            for name, sentence in names.items():
                if one[name]:
                    screen.print(Text(f"    {say(sentence.sentence, value=one[name]).in_(lang)}"), soft_wrap=True)
            grade = say("grade {grade}", grade=one["grade"]).in_(lang)
            source = " · ".join(part for part in (one["cite"], one["url"], grade) if part)
            screen.print(Text(f"    {source}", style="dim"), soft_wrap=True)
    screen.print()
    screen.print(Text(counted("{n} thing to arrange", "{n} things to arrange", len(found)).in_(lang)))


def _due_heading(errand: Errand, one: dict[str, Any], timeline: Timeline, lang: str) -> str:
    """Return the day, the change and the place under which errands stand together."""
    due = say("by {day}", day=one["due"]).in_(lang) if one["due"] else errand.date.isoformat()
    place = bracketed(rendered([one["month"], timeline.region_label(one["region"])], lang), lang)
    return f"{due} · {one['change']}{place}"
