"""What a region file may say: sections with their values and lists, read and structured; unknown keys are refused."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
from cattrs import Converter

from lifecycle import document
from lifecycle.document import Wrong
from lifecycle.errors import RegionError
from lifecycle.language import say
from lifecycle.regions.parameters import PARAMETERS
from lifecycle.regions.procedures import Procedure
from lifecycle.regions.written import FIRST_YEAR, Dated, Disputed, EntryRule, RequirementRule, ResidentYear, Source, Words
from lifecycle.vocabulary import UNKNOWN, Way, key
from lifecycle.words import Label

Values = list[Dated]
DATED: Final[Any] = Values | None


@attrs.frozen(kw_only=True)
class Section:
    """What a region says about one subject: dated values by the names of its parameters, and lists of rules."""

    entry: list[EntryRule] | None = None


def _section(name: str, base: type = Section) -> Any:
    """Return the class of a section: a field for every parameter of that name."""
    fields = {p.name: attrs.field(type=DATED, default=None) for p in PARAMETERS if p.section == name}
    return attrs.make_class(f"{name.title()}Section", fields, bases=(base,), frozen=True, kw_only=True)


@attrs.frozen(kw_only=True)
class WithYears(Section):
    """The section of residents has the coverage years too."""

    year: list[ResidentYear] = attrs.field(factory=list)


@attrs.frozen(kw_only=True)
class WithRequirements(Section):
    """The section of retirement has the list of requirements too."""

    requirement: list[RequirementRule] | None = None


SECTIONS: Final = {
    name: _section(name, {"resident": WithYears, "retirement": WithRequirements}.get(name, Section))
    for name in dict.fromkeys(parameter.section for parameter in PARAMETERS)
}
#: Sections with an entry list: the ways in.
WAYS_IN: Final = tuple(key(way) for way in Way if way is not Way.NONE)


@attrs.frozen(kw_only=True)
class RegionFile(Source):
    """One region file as it is written; its sections are those of the parameters."""

    name: str
    english: str | None = None
    parent: str | None = None
    procedure: list[Procedure] = attrs.field(factory=list)

    @property
    def label(self) -> Label:
        """Return the name in both languages."""
        return Label(self.name, self.english or self.name)

    def section(self, name: str) -> Any:
        """Return one of the sections."""
        return getattr(self, name)


_WrittenRegion: Final = attrs.make_class(
    "_WrittenRegion",
    {name: attrs.field(type=section, factory=section) for name, section in SECTIONS.items()},
    bases=(RegionFile,),
    frozen=True,
    kw_only=True,
)


def _values(value: Any, _: Any) -> Any:
    if value == UNKNOWN:
        return [Dated(from_=dt.date(FIRST_YEAR, 1, 1), is_=UNKNOWN, cite=UNKNOWN)]
    if not isinstance(value, list):
        raise Wrong(say("{value}", value=str(value)[:80]), say('a list of {{ from = …, is = …, cite = "…" }}'))
    return _converter().structure(value, list[Dated])


def _words(value: Any, _: Any) -> Any:
    if isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value)):
        return value
    raise Wrong(say("{value}", value=value), say("a word or a list of words"))


def _rules(of: Any) -> Any:
    def read(value: Any, _: Any) -> Any:
        if value is None or value == UNKNOWN:
            return None if value is None else []
        return _converter().structure(value, of)

    return read


@cache
def _converter() -> Converter:
    made = document.converter().copy()
    made.register_structure_hook(Words | None, lambda v, t: None if v is None else _words(v, t))
    made.register_structure_hook(Words, _words)
    for cls in (Disputed, Dated, EntryRule, RequirementRule, Procedure):
        names = {f.name: f.name.rstrip("_") for f in attrs.fields(cls) if f.name.endswith("_")}
        document.spelled(made, cls, **names)
    made.register_structure_hook(Values | None, lambda v, t: None if v is None else _values(v, t))
    for rule in (EntryRule, RequirementRule):
        made.register_structure_hook(list[rule] | None, _rules(list[rule]))  # type: ignore[valid-type]
    return made


def read(path: Path, shown: str) -> RegionFile:
    """Return the region file at ``path``; raises ``RegionError`` with the place of the first mistake."""
    found: RegionFile = document.structured(document.read(path, RegionError), _WrittenRegion, _converter(), RegionError, shown)
    return found
