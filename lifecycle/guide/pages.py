"""A page for each region: its rules with their history and sources, what it takes over, its gaps, and the cases that test it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from lifecycle import document, months
from lifecycle.citations import rule_parameter, source_parameter, told_requirement
from lifecycle.errors import ScenarioError, Where
from lifecycle.explain import disputed_text, source_text
from lifecycle.guide.card import procedure_text
from lifecycle.guide.markdown import escaped, table
from lifecycle.guide.matrix import SECTIONS, Cell, counts, headings, matrix
from lifecycle.guide.spoken import ProcedureInForce
from lifecycle.language import LANGUAGES, bracketed, rendered, say, titled
from lifecycle.output import make_folder, refuse_unwritable, write
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.rulebook import Rulebook
from lifecycle.regions.said import Said, census, said
from lifecycle.regions.written import Dated, RequirementRule, ResidentYear
from lifecycle.scenario import Scenario
from lifecycle.vocabulary import GRADES, Standing, Way
from lifecycle.wording import key_text, parameter_text, rule_text
from lifecycle.words import Label, label

SUFFIXES: Final = {"en": ".md", "zh": ".zh-CN.md"}
#: What a case file holds besides its scenario.
NOT_SCENARIO: Final = ("case", "expect", "not_yet")


def write_pages(atlas: Atlas, folder: Path, cases: Path | None) -> int:
    """Write the pages of every region in both languages and an index; return how many. Raises ``OutputError``."""
    tests = cases_by_region(cases) if cases else {}
    at = _as_of(atlas)
    found = matrix(atlas, atlas.ids(), at)
    made: dict[Path, str] = {}
    for lang in LANGUAGES:
        for region in atlas.ids():
            made[folder / f"{region}{SUFFIXES[lang]}"] = page(atlas, region, found[region], tests.get(region, ()), lang)
        made[folder / f"README{SUFFIXES[lang]}"] = index(atlas, found, at, lang)
    for target in made:
        make_folder(target.parent)
        refuse_unwritable(target)
    for target, text in made.items():
        write(target, text.encode())
    return len(made)


def _as_of(atlas: Atlas) -> int:
    """Return the month in which the files were last looked at, so that pages do not change by themselves."""
    return max(months.of(file.checked) for region in atlas.ids() if (file := atlas.file(region)).checked)


def cases_by_region(folder: Path) -> dict[str, list[tuple[str, Label]]]:
    """Return the path and title of the case files of a folder by the regions in which they are lived.

    Raises ``ScenarioError`` for a file that is no scenario, and where there is no such folder.
    """
    if not folder.is_dir():
        raise ScenarioError(
            say("there is no folder of cases here"),
            expected=say("a folder with case files (*.toml)"),
            todo=say("check the path"),
            where=Where(file=str(folder)),
        )
    found: dict[str, list[tuple[str, Label]]] = defaultdict(list)
    for path in sorted(folder.rglob("*.toml")):
        told = document.read(path, ScenarioError)
        if "case" not in told:
            continue
        scenario = Scenario.read({name: part for name, part in told.items() if name not in NOT_SCENARIO}, file=str(path))
        lived = {scenario.region, *(region for event in scenario.events if (region := getattr(event, "region", None)))}
        title = scenario.title if any(scenario.title) else Label(path.stem, path.stem)
        for region in sorted(lived):
            found[region].append((path.relative_to(folder).as_posix(), title))
    return found


def page(atlas: Atlas, region: str, cells: list[Cell], tests: Iterable[tuple[str, Label]], lang: str) -> str:
    """Return the page of a region as Markdown."""
    book, file = atlas.book(region), atlas.file(region)
    lines = [f"# {escaped(book.label.in_(lang))}{bracketed(f'`{region}`', lang)}", ""]
    lines += [*_facts(book, file, cells, lang), ""]
    every = list(said(file))
    for section, heading in SECTIONS.items():
        own = [one for one in every if one.key.startswith(f"{section}.")]
        body = [*_entry_list(book, section, lang), *_history(own, lang), *_years(own, lang), *_asked(own, lang)]
        body += _procedures(book, own, lang)
        if body:
            lines += [f"## {escaped(heading.in_(lang))}", "", *body]
    lines += _gaps(cells, lang)
    lines += _tests(tests, lang)
    return "\n".join(lines).rstrip() + "\n"


def _facts(book: Rulebook, file: Any, cells: list[Cell], lang: str) -> Iterator[str]:
    counted = census([file])
    above = [
        f"{names.label.in_(lang)}（`{id_}`）" if lang == "zh" else f"{names.label.in_(lang)} (`{id_}`)"
        for id_, names in book.chain[1:]
    ]
    if above:
        yield "- " + say("What it does not say comes from: {above}.", above=above).in_(lang)
    yield "- " + say("Sources last looked at: {day}.", day=file.checked or "–").in_(lang)
    grades = ", ".join(f"{grade} {counted.grades.get(grade, 0)}" for grade in GRADES)
    yield "- " + say(
        "Dated values and rules of its own: {n}, all with document and grade ({grades}); disputed: {disputed}.",
        n=counted.said,
        grades=grades,
        disputed=counted.disputed,
    ).in_(lang)
    told = [f"{label(standing, lang)} {n}" for standing, n in counts(cells).items()]
    yield "- " + say("Of the rules of the matrix: {told}.", told=rendered(told, lang)).in_(lang)


def _source(one: Said, lang: str) -> str:
    told = [escaped(source_text(source_parameter(one.key, None, one.source, region="", assumed=False), lang))]
    told += [
        escaped(disputed_text(one.key, {"is": other.is_, "cite": other.cite, "grade": other.grade}, lang))
        for other in one.disputed
    ]
    return "<br>".join(told)


def _entry_list(book: Rulebook, section: str, lang: str) -> Iterator[str]:
    """Yield the whole list in its order where the region writes one; a list that is taken over stands on the other page."""
    if section.upper() not in Way.__members__:
        return
    rules = book.lists[Way[section.upper()]]
    if not any(rule.written_in == book.id for rule in rules):
        return
    yield "### " + escaped(say("Starting or resuming: the first line that fits decides").in_(lang))
    yield ""
    names = {region: file.label for region, file in book.chain}
    for at, rule in enumerate(rules, start=1):
        one = rule_parameter(rule)
        taken = "" if rule.written_in == book.id else say("taken over from {region}", region=names[rule.written_in]).in_(lang)
        others = [disputed_text(one.key, other, lang) for other in one.disputed]
        until = say("until {day}", day=rule.written.to_).in_(lang) if rule.written.to_ else ""
        under = " · ".join(part for part in (until, source_text(one, lang), taken) if part)
        told = escaped("; ".join([under, *others]))
        yield f"{at}. {escaped(rule_text(one.value, lang))}<br><sub>`{rule.id}` · {told}</sub>"
    yield ""


def _history(own: list[Said], lang: str) -> list[str]:
    """Return the dated values of a section, each with the time in which it holds."""
    dated = [one for one in own if isinstance(one.written, Dated)]
    if not dated:
        return []
    rows = []
    for name, group in groupby(dated, lambda one: one.key):
        held = list(group)
        for at, one in enumerate(held):
            follows = [months.of(later.since) for later in held[at + 1 : at + 2] if later.since]
            ends = min([one.until or months.LATEST, *follows])
            until = months.text(ends - 1) if ends < months.LATEST else ""
            since = one.since.isoformat() if one.since and one.since.year > months.year(months.EARLIEST) else ""
            value = parameter_text(one.key, one.written.is_, lang)  # type: ignore[union-attr]
            rows.append(["" if at else escaped(key_text(name, lang)), escaped(value), since, until, _source(one, lang)])
    return table((say("What"), say("Value"), say("From"), say("Until"), say("Source")), rows, lang)


def _years(own: list[Said], lang: str) -> list[str]:
    rows = []
    for one in own:
        if isinstance(one.written, ResidentYear):
            told = (one.written.window, one.written.extension, one.written.individual, one.written.subsidy)
            cells = ["" if value is None else escaped(parameter_text(one.key, _plain(value), lang)) for value in told]
            rows.append([str(one.written.year), *cells, _source(one, lang)])
    heads = (say("Coverage year"), say("Window"), say("Extension"), say("Individual, yuan"), say("Subsidy, yuan"), say("Source"))
    return table(heads, rows, lang) if rows else []


def _plain(value: Any) -> Any:
    return [str(day) for day in value] if isinstance(value, list) else value


def _asked(own: list[Said], lang: str) -> list[str]:
    rows = [
        [escaped(parameter_text(one.key, told_requirement(one.written), lang)), _source(one, lang)]
        for one in own
        if isinstance(one.written, RequirementRule)
    ]
    return table((say("Asked of those who retire"), say("Source")), rows, lang) if rows else []


def _procedures(book: Rulebook, own: list[Said], lang: str) -> list[str]:
    found = []
    for one in own:
        if one.key.startswith("procedure."):
            told = ProcedureInForce(book.id, one.source, one.written)  # type: ignore[arg-type]
            changes = rendered([label(change, lang) for change in told.written.changes], lang)
            found.append(f"- {escaped(titled(changes, procedure_text(told, lang), lang))}<br><sub>{_source(one, lang)}</sub>")
    return [*found, ""] if found else []


def _gaps(cells: list[Cell], lang: str) -> list[str]:
    """Return what the region does not know: assumed from elsewhere, or known to nobody."""
    lines = []
    names = {one.key: one for one in headings()}
    for standing, heading in ((Standing.UNKNOWN, say("Known to nobody")), (Standing.ASSUMED, say("Assumed"))):
        listed = [names[one.rule].in_(lang) for one in cells if one.standing is standing]
        if listed:
            lines += [f"**{escaped(heading.in_(lang))}**", "", escaped(("；" if lang == "zh" else "; ").join(listed)), ""]
    title = say("Gaps").in_(lang)
    return [f"## {escaped(title)}", "", *lines] if lines else []


def _tests(tests: Iterable[tuple[str, Label]], lang: str) -> list[str]:
    listed = [f"- {escaped(title.in_(lang))} (`{path}`)" for path, title in tests]
    heading = say("Cases that test it").in_(lang)
    return [f"## {escaped(heading)}", "", *listed, ""] if listed else []


def index(atlas: Atlas, found: dict[str, list[Cell]], month: int, lang: str) -> str:
    """Return the list of pages with how the rules of each region stand."""
    rows = []
    for region, cells in found.items():
        numbers = counts(cells)
        link = f"[{escaped(atlas.book(region).label.in_(lang))}]({region}{SUFFIXES[lang]})"
        rows.append([link, f"`{region}`", str(len(list(said(atlas.file(region))))), *(str(numbers[one]) for one in Standing)])
    counted = census(atlas.file(region) for region in atlas.ids())
    heads = [
        say("Region"),
        say("Id"),
        say("Values and rules of its own"),
        *(Label(label(one, "zh"), label(one, "en")) for one in Standing),
    ]
    heading = say("Regions").in_(lang)
    return "\n".join(
        [
            f"# {heading}",
            "",
            say(
                "How the {n} rules of the matrix stand in each region, {month}.", n=len(headings()), month=months.text(month)
            ).in_(lang),
            "",
            *table(heads, rows, lang),
            say(
                "Dated values and rules: {said}; with document, grade and date of checking: {cited}, {share}.",
                said=counted.said,
                cited=counted.cited,
                share=f"{counted.share:.1%}",
            ).in_(lang),
            "",
        ]
    )
