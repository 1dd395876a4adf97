"""Everything that a region file says, one thing at a time: where it stands, what it is, since when, and who said so."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from lifecycle.regions.kinds import Parameter
from lifecycle.regions.parameters import PARAMETERS
from lifecycle.regions.procedures import Procedure
from lifecycle.regions.rulebook import ends_in, sourced
from lifecycle.regions.schema import WAYS_IN, RegionFile
from lifecycle.regions.written import Dated, Disputed, EntryRule, RequirementRule, ResidentYear, Source
from lifecycle.vocabulary import UNKNOWN

Written = Dated | EntryRule | RequirementRule | ResidentYear | Procedure


@attrs.frozen(kw_only=True)
class Said:
    """One thing that a file says: its key as timelines name it, its path in the file, and its source with the file's defaults.

    ``parameter`` is there for a dated value only; ``until`` is the month from which it no longer holds.
    """

    key: str
    path: str
    written: Written
    source: Source
    parameter: Parameter | None = None
    until: int | None = None

    @property
    def since(self) -> dt.date | None:
        """Return the day from which it is in force."""
        return getattr(self.written, "from_", None)

    @property
    def unknown(self) -> bool:
        """Return whether it says that the value is not known."""
        return isinstance(self.written, Dated) and bool(self.written.is_ == UNKNOWN)

    @property
    def disputed(self) -> list[Disputed]:
        """Return what other sources say instead."""
        return getattr(self.written, "disputed", [])


def said(file: RegionFile) -> Iterator[Said]:
    """Yield everything that a file says itself; copies of a parent's rules are the parent's word."""
    yield from values(file)
    for way in WAYS_IN:
        for position, rule in enumerate(file.section(way).entry or []):
            if rule.inherit is None:
                yield _of(f"{way}.entry.{rule.id}", f"{way}.entry[{position}]", rule, file)
    for position, asked in enumerate(file.section("retirement").requirement or []):
        if asked.inherit is None:
            yield _of(f"retirement.requirement.{asked.id}", f"retirement.requirement[{position}]", asked, file)
    for position, year in enumerate(file.section("resident").year):
        yield _of(f"resident.year.{year.year}", f"resident.year[{position}]", year, file)
    for position, procedure in enumerate(file.procedure):
        yield _of(f"procedure.{procedure.id}", f"procedure[{position}]", procedure, file)


def values(file: RegionFile) -> Iterator[Said]:
    """Yield the dated values of a file, those of one parameter in the order of their dates."""
    for parameter in PARAMETERS:
        written = getattr(file.section(parameter.section), parameter.name) or []
        for position, value in sorted(enumerate(written), key=lambda pair: pair[1].from_):
            yield attrs.evolve(
                _of(parameter.key, f"{parameter.key}[{position}]", value, file),
                parameter=parameter,
                until=ends_in(value, parameter),
            )


def _of(key: str, path: str, written: Any, file: RegionFile) -> Said:
    return Said(key=key, path=path, written=written, source=sourced(written, file))


@attrs.frozen
class Census:
    """How much region files say and how well: everything said, what of it has document, grade and date, what is unknown."""

    said: int
    cited: int
    grades: dict[str, int]
    disputed: int
    unknown: int

    @property
    def share(self) -> float:
        """Return the share of values and rules that name document, grade and date of checking."""
        return self.cited / self.said if self.said else 1.0


def census(files: Iterable[RegionFile]) -> Census:
    """Count what files say."""
    every = [one for file in files for one in said(file)]
    known = [one for one in every if not one.unknown]
    cited = [one.source for one in known if one.source.cite and one.source.grade and one.source.checked]
    return Census(
        said=len(known),
        cited=len(cited),
        grades=dict(sorted(Counter(str(source.grade) for source in cited).items())),
        disputed=sum(bool(one.disputed) for one in every),
        unknown=len(every) - len(known),
    )
