"""The rules of one region: every parameter resolved for a month with its source, and its entry lists."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.errors import RegionError, Where
from lifecycle.language import current, say
from lifecycle.regions.entries import Row, Rule
from lifecycle.regions.kinds import Parameter
from lifecycle.regions.numbers import Rules, numbers
from lifecycle.regions.parameters import BY_KEY, PARAMETERS
from lifecycle.regions.requirements import RequirementInForce
from lifecycle.regions.schema import RegionFile
from lifecycle.regions.written import Dated, Disputed, ResidentYear, Source
from lifecycle.vocabulary import UNKNOWN, Way
from lifecycle.words import Label


@attrs.frozen
class Value:
    """A value in force in a month, who set it since when, and its source."""

    key: str
    is_: Any
    number: Any
    from_: dt.date
    region: str
    source: Source
    assumed: bool
    disputed: tuple[Disputed, ...] = ()

    def _repr_html_(self) -> str:
        from lifecycle.displays.rule import rule_html

        return rule_html(self, current())


NOBODY: Final = Source(grade="K")


def sourced(source: Source, file: RegionFile) -> Source:
    """Return a source with the defaults of its file filled in."""
    return Source(
        cite=source.cite or file.cite,
        url=source.url or file.url,
        grade=source.grade or file.grade,
        checked=source.checked or file.checked,
    )


def ends_in(value: Dated, parameter: Parameter) -> int:
    """Return the month from which a value is no longer in force; a yearly figure holds for twelve months unless it says more."""
    if value.to_ is not None:
        return months.of(value.to_)
    if parameter.yearly and value.is_ != UNKNOWN:
        return months.of(value.from_) + months.MONTHS_IN_YEAR
    return months.LATEST


class Rulebook:
    """A region with its parents, resolved.

    ``chain`` runs from the region to the nation: pairs of id and file; ``place`` is the number of the region and of its province.
    """

    def __init__(
        self,
        chain: list[tuple[str, RegionFile]],
        lists: dict[Way, list[Rule]],
        requirements: list[RequirementInForce],
        pool: list[Row],
        place: tuple[int, int],
    ) -> None:
        self.chain, self.lists, self.requirements, self.pool = chain, lists, requirements, pool
        self.number, self.province = place
        self._rules: dict[int, Rules] = {}
        self._values: dict[tuple[str, int], Value] = {}
        self._changes: dict[str, list[int]] = {}

    @property
    def id(self) -> str:
        """Return the path-like id, such as ``hubei/wuhan``."""
        return self.chain[0][0]

    @property
    def label(self) -> Label:
        """Return the name in both languages."""
        return self.chain[0][1].label

    def __repr__(self) -> str:
        return f"<Rulebook {self.id}, {sum(map(len, self.lists.values()))} entry rules>"

    def _repr_html_(self) -> str:
        from lifecycle.displays.region import region_html

        return region_html(self, current())

    def dated(self, parameter: Parameter) -> Iterator[tuple[str, RegionFile, list[Dated]]]:
        """Yield what each region of the chain says about a parameter, the nearest first."""
        for region, file in self.chain:
            values = getattr(file.section(parameter.section), parameter.name)
            if values:
                yield region, file, sorted(values, key=lambda v: v.from_)

    @cached_property
    def change_months(self) -> list[int]:
        """Return the months in which any parameter of the region changes, in order."""
        return sorted({month for parameter in PARAMETERS for month in self.changes_of(parameter)})

    def changes_of(self, parameter: Parameter) -> list[int]:
        """Return the months in which one parameter of the region changes, in order."""
        if parameter.key not in self._changes:
            found = {months.EARLIEST}
            for _, _, values in self.dated(parameter):
                found |= {months.of(v.from_) for v in values}
                found |= {ends_in(v, parameter) for v in values if ends_in(v, parameter) < months.LATEST}
            self._changes[parameter.key] = sorted(found)
        return self._changes[parameter.key]

    def version(self, month: int) -> int:
        """Return the month since which the parameters have been as they are in ``month``."""
        return self.change_months[bisect_right(self.change_months, month) - 1]

    def value(self, key_: str, month: int) -> Value:
        """Return a parameter in force in a month; raises ``RegionError`` where no region of the chain knows it."""
        changes = self.changes_of(BY_KEY[key_])
        at = changes[bisect_right(changes, month) - 1]
        if (key_, at) not in self._values:
            self._values[key_, at] = self._resolve(BY_KEY[key_], at)
        return self._values[key_, at]

    def _resolve(self, parameter: Parameter, month: int) -> Value:
        assumed = False
        for region, file, values in self.dated(parameter):
            held = [v for v in values if months.of(v.from_) <= month < ends_in(v, parameter)]
            if not held or held[-1].is_ == UNKNOWN:
                assumed = True
                continue
            best = held[-1]
            source = sourced(best, file)
            return Value(
                parameter.key,
                best.is_,
                parameter.read(best.is_),
                best.from_,
                region,
                source,
                assumed or source.grade == "K",
                tuple(best.disputed),
            )
        if parameter.unknown is not None:
            return Value(parameter.key, UNKNOWN, parameter.unknown, dt.date(1900, 1, 1), self.id, NOBODY, assumed=True)
        raise RegionError(
            say("{key} has no value for {month} in {region}", key=parameter.key, month=months.text(month), region=self.id),
            expected=say("a dated value in the region, its province or the nation"),
            todo=say("add a dated value, or start the scenario later"),
            where=Where(path=parameter.key),
        )

    def rules(self, month: int) -> Rules:
        """Return the integers of a month for the step."""
        at = self.version(month)
        if at not in self._rules:
            self._rules[at] = self._numbers(at)
        return self._rules[at]

    def _numbers(self, month: int) -> Rules:
        firsts = [self.lists[way][0].number if self.lists.get(way) else 0 for way in Way]
        stops = [first + len(self.lists.get(way, ())) for way, first in zip(Way, firsts, strict=True)]
        place = {
            "region": self.number,
            "province": self.province,
            "resident_region": self.number,
            "entry_first": tuple(firsts),
            "entry_stop": tuple(stops),
            "requirement_first": self.requirements[0].number,
            "requirement_stop": self.requirements[-1].number + 1,
        }
        return numbers(lambda name: self.value(name, month).number, place)

    def resident_years(self, year: int, field: str) -> Iterator[tuple[Any, ResidentYear, str, Source, bool]]:
        """Yield what each region of the chain says of a coverage year, the nearest first: value, row, region, source, assumed."""
        assumed = False
        for region, file in self.chain:
            for row in file.section("resident").year:
                value = getattr(row, field)
                if row.year != year or value is None:
                    continue
                if value == UNKNOWN:
                    assumed = True
                    continue
                source = sourced(row, file)
                yield value, row, region, source, assumed or source.grade == "K"

    def resident_year(self, year: int, field: str) -> tuple[Any, ResidentYear, str, Source, bool] | None:
        """Return one field of a coverage year as the nearest region knows it; ``None`` if nobody knows."""
        return next(self.resident_years(year, field), None)

    def resident_unknown(self, year: int, field: str) -> tuple[str, Source] | None:
        """Return who says that a field of a coverage year is unknown, where nobody knows it."""
        for region, file in self.chain:
            for row in file.section("resident").year:
                if row.year == year and getattr(row, field) == UNKNOWN:
                    return region, sourced(row, file)
        return None
