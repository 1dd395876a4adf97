"""The rules of one region: every parameter resolved for a month with its source, and its entry lists."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import attrs

from lifecycle import months
from lifecycle.errors import RegionError, Where
from lifecycle.language import say
from lifecycle.regions.entries import Row, Rule
from lifecycle.regions.parameters import BY_KEY, LARGEST_COUNT, PARAMETERS, Parameter
from lifecycle.regions.schema import Dated, Disputed, RegionFile, ResidentYear, Source
from lifecycle.words import UNKNOWN, Label, Way, key


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


@attrs.frozen
class Rules:
    """What the step reads of a region in a month: integers, those by way in the order of ``Way``."""

    stop_lag_months: tuple[int, ...]
    continuity_gap_max: tuple[int, ...]
    back_pay_within_months: tuple[int, ...]
    benefit_scale: tuple[tuple[tuple[int, int], ...], ...]
    entry_first: tuple[int, ...]
    entry_stop: tuple[int, ...]
    annual_paused_after: int
    annual_ends_after: int
    free_missed_years: int
    missed_years_from: int
    late_year_counts: int
    repair_min: int
    repair_min_after: int
    repair_min_after_years: int


def sourced(source: Source, file: RegionFile) -> Source:
    """Return a source with the defaults of its file filled in."""
    return Source(
        cite=source.cite or file.cite,
        url=source.url or file.url,
        grade=source.grade or file.grade,
        checked=source.checked or file.checked,
    )


class Rulebook:
    """A region with its parents, resolved.

    ``chain`` runs from the region to the nation: pairs of id and file.
    """

    def __init__(self, chain: list[tuple[str, RegionFile]], lists: dict[Way, list[Rule]], pool: list[Row]) -> None:
        self.chain, self.lists, self.pool = chain, lists, pool
        self._rules: dict[int, Rules] = {}
        self._values: dict[tuple[str, int], Value] = {}

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

    def dated(self, parameter: Parameter) -> Iterator[tuple[str, RegionFile, list[Dated]]]:
        """Yield what each region of the chain says about a parameter, the nearest first."""
        for region, file in self.chain:
            values = getattr(file.section(parameter.section), parameter.name)
            if values:
                yield region, file, sorted(values, key=lambda v: v.from_)

    @cached_property
    def change_months(self) -> list[int]:
        """Return the months in which any parameter of the region changes, in order."""
        found = {months.EARLIEST}
        for parameter in PARAMETERS:
            for _, _, values in self.dated(parameter):
                found |= {months.of(v.from_) for v in values}
                found |= {months.of(v.to_) for v in values if v.to_}
        return sorted(found)

    def version(self, month: int) -> int:
        """Return the month since which the parameters have been as they are in ``month``."""
        return self.change_months[bisect_right(self.change_months, month) - 1]

    def value(self, key_: str, month: int) -> Value:
        """Return a parameter in force in a month; raises ``RegionError`` where no region of the chain knows it."""
        at = self.version(month)
        if (key_, at) not in self._values:
            self._values[key_, at] = self._resolve(BY_KEY[key_], at)
        return self._values[key_, at]

    def _resolve(self, parameter: Parameter, month: int) -> Value:
        assumed = False
        for region, file, values in self.dated(parameter):
            held = [v for v in values if months.of(v.from_) <= month and (v.to_ is None or month < months.of(v.to_))]
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
        def by_way(name: str) -> tuple[Any, ...]:
            return tuple(self.value(f"{key(way or Way.EMPLOYEE)}.{name}", month).number for way in Way)

        def of(name: str) -> int:
            return int(self.value(f"resident.{name}", month).number)

        annual = self.value("flexible.annual", month).number
        firsts = [self.lists[way][0].number if self.lists.get(way) else 0 for way in Way]
        return Rules(
            stop_lag_months=by_way("stop_lag_months"),
            continuity_gap_max=by_way("continuity_gap_max"),
            back_pay_within_months=by_way("back_pay_within_months"),
            benefit_scale=by_way("benefit_scale"),
            entry_first=tuple(firsts),
            entry_stop=tuple(first + len(self.lists.get(way, ())) for way, first in zip(Way, firsts, strict=True)),
            annual_paused_after=_months_into_year(annual, "due", after=True),
            annual_ends_after=_months_into_year(annual, "ends", after=False),
            free_missed_years=of("free_missed_years"),
            missed_years_from=months.january(of("missed_years_from")),
            late_year_counts=of("late_year_counts"),
            repair_min=of("repair_min"),
            repair_min_after=of("repair_min_after"),
            repair_min_after_years=of("repair_min_after_years"),
        )

    def rule(self, number: int) -> Rule:
        """Return an entry rule of this region by its number."""
        for rules in self.lists.values():
            for rule in rules:
                if rule.number == number:
                    return rule
        raise KeyError(number)

    def resident_year(self, year: int, field: str) -> tuple[Any, ResidentYear, str, Source, bool] | None:
        """Return one field of a coverage year: value, row, region, source, assumed; ``None`` if nobody knows."""
        assumed = False
        for region, file in self.chain:
            for row in file.resident.year:
                value = getattr(row, field)
                if row.year != year or value is None:
                    continue
                if value == UNKNOWN:
                    assumed = True
                    continue
                source = sourced(row, file)
                return value, row, region, source, assumed or source.grade == "K"
        return None

    def resident_unknown(self, year: int, field: str) -> tuple[str, Source] | None:
        """Return who says that a field of a coverage year is unknown, where nobody knows it."""
        for region, file in self.chain:
            for row in file.resident.year:
                if row.year == year and getattr(row, field) == UNKNOWN:
                    return region, sourced(row, file)
        return None


def _months_into_year(annual: dict[str, str], what: str, *, after: bool) -> int:
    """Return how many whole months of a year lie before a month-day (``after``: before the day that follows it)."""
    if not annual:
        return LARGEST_COUNT if after else 0
    day = dt.date(months.LATEST // months.MONTHS_IN_YEAR - 1, *map(int, annual[what].split("-")))
    return (months.of(day + dt.timedelta(days=1)) if after else months.of(day)) % months.MONTHS_IN_YEAR
