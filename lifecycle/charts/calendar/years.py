"""The years of a life as lines of a calendar; years that are alike may share a line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.charts.lanes import cover_key
from lifecycle.charts.life.marks import numbers
from lifecycle.row import Row
from lifecycle.vocabulary import State, key

ALIKE: Final = 3  # years in a row that are worth folding


@attrs.frozen(slots=False)
class Line:
    """A year of a life, or several years in which every month is alike; months outside the life are ``None``."""

    first: int
    years: tuple[tuple[Row | None, ...], ...]

    @property
    def last(self) -> int:
        """Return the last year."""
        return self.first + len(self.years) - 1

    @property
    def name(self) -> str:
        """Return the year, or the first and the last."""
        return str(self.first) if len(self.years) == 1 else f"{self.first}–{self.last}"

    @property
    def cells(self) -> tuple[Row | None, ...]:
        """Return the twelve months, of several years those of the first."""
        return self.years[0]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Return every month of the life in these years."""
        return tuple(row for year in self.years for row in year if row is not None)

    @property
    def alive(self) -> int:
        """Return how many months the person lived."""
        return sum(row.state != key(State.DECEASED) for row in self.rows)

    @property
    def covered(self) -> int:
        """Return how many months were covered then."""
        return sum(row.covered for row in self.rows)

    @property
    def later(self) -> int:
        """Return how many months became covered only afterwards."""
        return sum(row.covered_finally and not row.covered for row in self.rows)

    @property
    def uniform(self) -> bool:
        """Return whether all months look the same and nothing happens in any of them."""
        looks = {look(row) for row in self.cells if row is not None}
        return len(looks) == 1 and not any(row.cause.events for row in self.rows)

    def ages(self, born: int) -> str:
        """Return the age that the person comes to in the year; before birth there is none."""
        first, last = (year - months.year(born) for year in (self.first, self.last))
        if last < 0:
            return ""
        return str(last) if first == last else f"{max(first, 0)}–{last}"

    def happens(self, at: int) -> str:
        """Return the numbers of what happens in a month of the year, in all of the years."""
        given = [event["number"] for year in self.years if (row := year[at]) is not None for event in row.cause.events]
        return numbers(given)


def look(row: Row) -> tuple[Any, ...]:
    """Return what is seen of a month."""
    return cover_key(row, finally_=False), cover_key(row, finally_=True), row.state, row.region


def lines(rows: Sequence[Row]) -> list[Line]:
    """Return a line for each year of a life."""
    found = []
    for year, given in groupby(rows, key=lambda row: months.year(row.index)):
        by_month = {row.index % months.MONTHS_IN_YEAR: row for row in given}
        found.append(Line(year, (tuple(by_month.get(at) for at in range(months.MONTHS_IN_YEAR)),)))
    return found


def folded(given: Sequence[Line]) -> list[Line]:
    """Return the lines with runs of whole years that are alike made one; what happens in them must be of one kind, too."""
    made: list[Line] = []
    for _, run in groupby(given, key=_kind):
        alike = list(run)
        if len(alike) < ALIKE or None in alike[0].cells:
            made += alike
        else:
            made.append(Line(alike[0].first, tuple(year for line in alike for year in line.years)))
    return made


def _kind(line: Line) -> tuple[Any, ...]:
    events = [[event["what"] for event in row.cause.events] if row else None for row in line.cells]
    return tuple(None if row is None else (*look(row), *(what or ())) for row, what in zip(line.cells, events, strict=True))
