"""The rule card of a region: all that holds there in a month, in sentences, each with its source and its standing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from lifecycle import months
from lifecycle.explain import disputed_text, source_text
from lifecycle.guide.errands import deadline_text
from lifecycle.guide.matrix import SECTIONS
from lifecycle.guide.spoken import ProcedureInForce, coverage_years, entry_rules, figures, procedures_of, requirements
from lifecycle.language import Text, rendered, say, titled
from lifecycle.regions.rulebook import Rulebook
from lifecycle.row import Parameter
from lifecycle.vocabulary import Change, Way, key
from lifecycle.wording import key_text, parameter_text, rule_text
from lifecycle.words import Label, label

ENTRY: Final = say("Starting or resuming: {way} (the first line that fits decides)")


@attrs.frozen
class Line:
    """One sentence of a card: what holds, where that stands, who set it where that is not the region, what others say."""

    text: str
    source: str
    set_by: str | None = None
    disputed: tuple[str, ...] = ()
    number: int | None = None

    def plain(self) -> Iterator[str]:
        """Yield the line and what stands under it."""
        yield f"{self.number}. {self.text}" if self.number else f"· {self.text}"
        for under in self.under():
            yield f"    {under}"

    def under(self) -> Iterator[str]:
        """Yield what stands under the sentence: its source with who set it, and the other voices."""
        if source := " · ".join(part for part in (self.source, self.set_by) if part):
            yield source
        yield from self.disputed


@attrs.frozen
class Card:
    """What holds in a region in a month, as sections of lines."""

    label: Label
    region: str
    month: str
    sections: tuple[tuple[str, tuple[Line, ...]], ...]

    def plain(self) -> str:
        """Return the card as plain text."""
        lines = []
        for heading, body in self.sections:
            lines += [heading, *(f"  {one}" for line in body for one in line.plain()), ""]
        return "\n".join(lines).rstrip()


def card(book: Rulebook, month: int, lang: str) -> Card:
    """Return the rule card of a region in a month."""
    names = {region: file.label for region, file in book.chain}
    told = list(figures(book, month))
    years = list(coverage_years(book, month))
    asked = requirements(book, month)
    sections: list[tuple[str, tuple[Line, ...]]] = []
    for section, heading in SECTIONS.items():
        lines = [_line(one, book, names, lang) for one in told if one.key.startswith(f"{section}.")]
        if section == key(Way.RESIDENT):
            lines = [*(_line(one, book, names, lang) for one in years), *lines]
        if section == "retirement":
            lines = [*_numbered(asked, book, names, lang), *lines]
        if section == "procedure":
            lines = [_procedure(one, book, names, lang) for one in procedures_of(book, tuple(Change), month)]
        if section.upper() in Way.__members__:
            way = Way[section.upper()]
            title = say(ENTRY.sentence, way=label(way, lang)).in_(lang)
            sections.append((title, tuple(_numbered(entry_rules(book, way, month), book, names, lang))))
        if lines:
            sections.append((heading.in_(lang), tuple(lines)))
    return Card(book.label, book.id, months.text(month), tuple(sections))


def _numbered(parameters: list[Parameter], book: Rulebook, names: dict[str, Label], lang: str) -> list[Line]:
    return [attrs.evolve(_line(one, book, names, lang), number=at) for at, one in enumerate(parameters, start=1)]


def _line(one: Parameter, book: Rulebook, names: dict[str, Label], lang: str) -> Line:
    if ".entry." in one.key:
        text = rule_text(one.value, lang)
    else:
        value = parameter_text(one.key, one.value, lang)
        text = value if one.key.startswith("retirement.requirement.") else titled(key_text(one.key, lang), value, lang)
    disputed = tuple(disputed_text(one.key, other, lang) for other in one.disputed)
    return Line(text, source_text(one, lang), set_by(one.region, book, names, lang), disputed)


def set_by(region: str | None, book: Rulebook, names: dict[str, Label], lang: str) -> str | None:
    """Return from whom a rule is taken over, or nothing where the region says it itself."""
    if region is None or region == book.id or region not in names:
        return None
    return say("taken over from {region}", region=names[region]).in_(lang)


def _procedure(one: ProcedureInForce, book: Rulebook, names: dict[str, Label], lang: str) -> Line:
    changes = rendered([label(change, lang) for change in one.written.changes], lang)
    return Line(
        titled(changes, procedure_text(one, lang), lang), source_text(one.cited, lang), set_by(one.region, book, names, lang)
    )


def procedure_text(one: ProcedureInForce, lang: str) -> str:
    """Return a procedure as one sentence: who, what, where, with what, by when, and what follows."""
    written = one.written
    parts: list[Text | str] = [titled(label(written.by, lang), written.what.in_(lang), lang)]
    if written.where:
        parts.append(say("where: {where}", where=written.where))
    if written.documents:
        parts.append(say("with: {documents}", documents=list(written.documents)))
    if written.deadline is not None:
        parts.append(say("by when: {when}", when=deadline_text(written.deadline)))
    if written.effect:
        parts.append(say("brings: {effect}", effect=written.effect))
    if written.otherwise:
        parts.append(say("otherwise: {otherwise}", otherwise=written.otherwise))
    return ("；" if lang == "zh" else "; ").join(rendered(part, lang) for part in parts)
