"""Regions by rules: which rule a region knows itself, and how well, and which it takes from above or does not know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.guide.spoken import disputes, in_force, procedures_of
from lifecycle.language import Text, say
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.parameters import PARAMETERS
from lifecycle.regions.rulebook import Rulebook
from lifecycle.regions.written import Source
from lifecycle.vocabulary import GRADES, UNKNOWN, Change, Standing, Way, key
from lifecycle.wording import key_text
from lifecycle.words import label

YEAR_FIELDS: Final = ("window", "extension", "individual", "subsidy")
SECTIONS: Final = {
    "employee": say("Employees of a unit"),
    "flexible": say("Flexible"),
    "unemployment": say("Unemployed"),
    "resident": say("Residents"),
    "account": say("Personal account"),
    "retirement": say("Retirement"),
    "transfer": say("Transfer"),
    "remote": say("Care elsewhere"),
    "procedure": say("Procedures"),
}


@attrs.frozen
class Heading:
    """A rule of the matrix: its key, and the section under which it stands."""

    key: str
    section: str

    def in_(self, lang: str) -> str:
        """Return the name of the rule."""
        if self.key.endswith(".entry"):
            return say("entry rules: {way}", way=label(Way[self.section.upper()], lang)).in_(lang)
        if self.key == "retirement.requirement":
            return say("requirements for retiring").in_(lang)
        if self.key.startswith("resident.year."):
            return YEAR_NAMES[self.key.rpartition(".")[2]].in_(lang)
        if self.section == "procedure":
            return say("what to arrange").in_(lang)
        return key_text(self.key, lang)


YEAR_NAMES: Final[dict[str, Text]] = {
    "window": say("enrolment window of the coverage year"),
    "extension": say("extension of the coverage year"),
    "individual": say("individual price of the coverage year"),
    "subsidy": say("subsidy of the coverage year"),
    "full_price_from": say("first day of the full price"),
}


@attrs.frozen
class Cell:
    """How a region stands to a rule in a month: its standing, the weakest grade in it, and who set it."""

    region: str
    rule: str
    standing: Standing
    grade: str | None = None
    set_by: str | None = None


def headings() -> list[Heading]:
    """Return the rules of the matrix in the order of their sections."""
    found = []
    for section in SECTIONS:
        if section.upper() in Way.__members__:
            found.append(f"{section}.entry")
        found += [one.key for one in PARAMETERS if one.section == section]
        if section == key(Way.RESIDENT):
            found += [f"resident.year.{field}" for field in YEAR_FIELDS]
        if section == "retirement":
            found.append("retirement.requirement")
        if section == "procedure":
            found.append("procedure")
    return [Heading(one, one.partition(".")[0]) for one in found]


def matrix(atlas: Atlas, regions: Iterable[str], month: int) -> dict[str, list[Cell]]:
    """Return for each region a cell for every heading, as things stand in a month."""
    rules = headings()
    return {region: [cell(atlas.book(region), rule.key, month) for rule in rules] for region in regions}


def cell(book: Rulebook, rule: str, month: int) -> Cell:
    """Return how a region stands to one rule in a month."""
    section, _, name = rule.partition(".")
    if name in ("entry", "requirement"):
        rules = in_force(book.lists[Way[section.upper()]] if name == "entry" else book.requirements, month)
        return _listed(book, rule, [(one.written_in, one.source, one.assumed, one.written.disputed) for one in rules])
    if rule.startswith("resident.year."):
        found = book.resident_year(months.year(month), rule.rpartition(".")[2])
        if found is None:
            return Cell(book.id, rule, Standing.UNKNOWN)
        _, row, by, source, assumed = found
        return _listed(book, rule, [(by, source, assumed, disputes(row, rule.rpartition(".")[2]))])
    if section == "procedure":
        told = procedures_of(book, tuple(Change), month)
        return _listed(book, rule, [(one.region, one.source, False, []) for one in told])
    value = book.value(rule, month)
    if value.is_ == UNKNOWN:
        return Cell(book.id, rule, Standing.UNKNOWN)
    return _listed(book, rule, [(value.region, value.source, value.assumed, value.disputed)])


def _listed(book: Rulebook, rule: str, parts: list[tuple[str, Source, bool, Any]]) -> Cell:
    """Return one cell for the parts of a rule: what the region says itself decides, the weakest grade counts."""
    if not parts:
        return Cell(book.id, rule, Standing.UNKNOWN)
    own = [part for part in parts if part[0] == book.id]
    counted = own or parts
    grade = max((part[1].grade or GRADES[-1] for part in counted), key=GRADES.index)
    by = counted[0][0]
    if any(part[3] for part in own):
        return Cell(book.id, rule, Standing.DISPUTED, grade, by)
    if all(part[2] for part in counted):
        return Cell(book.id, rule, Standing.ASSUMED, grade, by)
    return Cell(book.id, rule, Standing.KNOWN if own else Standing.INHERITED, grade, by)


def sign(cell: Cell) -> str:
    """Return a cell as one character: the grade of what the region knows itself, a sign for the rest."""
    signs = {Standing.DISPUTED: "!", Standing.INHERITED: "↑", Standing.ASSUMED: "~", Standing.UNKNOWN: "·"}
    return signs.get(cell.standing) or str(cell.grade)


def counts(row: Iterable[Cell]) -> dict[Standing, int]:
    """Return how many rules stand how."""
    cells = list(row)
    return {standing: sum(one.standing is standing for one in cells) for standing in Standing}


def records(found: dict[str, list[Cell]], month: int, lang: str) -> list[dict[str, Any]]:
    """Return the matrix as flat records, one for each region and rule."""
    names = {one.key: one for one in headings()}
    return [
        {
            "month": months.text(month),
            "region": one.region,
            "section": names[one.rule].section,
            "rule": one.rule,
            "name": names[one.rule].in_(lang),
            "standing": key(one.standing),
            "grade": one.grade or "",
            "set_by": one.set_by or "",
        }
        for cells in found.values()
        for one in cells
    ]
