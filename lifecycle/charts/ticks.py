"""The time axis: where a month lies, and which years, months and ages are written without touching each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from lifecycle import months
from lifecycle.charts.paper import FAINT, GRID, INK, SOFT, Sheet, line_height
from lifecycle.language import say
from lifecycle.words import Label

ENGLISH_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
YEAR_STEPS: Final = (1, 2, 5, 10, 20, 50, 100)
MONTH_STEPS: Final = (1, 2, 3, 6)
YEAR_SIZE: Final = 9
MONTH_SIZE: Final = 7.5
AGES_FROM: Final = 10 * months.MONTHS_IN_YEAR  # shorter lives do without ages
CLEAR: Final = 0.09  # inches between two labels


@attrs.frozen
class Axis:
    """Months from ``first`` to ``last`` (inclusive) between two places on the paper."""

    first: int
    last: int
    left: float
    right: float

    @property
    def cell(self) -> float:
        """Return the width of a month."""
        return (self.right - self.left) / (self.last - self.first + 1)

    def start(self, month: int) -> float:
        """Return the place where a month begins."""
        return self.left + (month - self.first) * self.cell

    def middle(self, month: int) -> float:
        """Return the middle of a month."""
        return self.start(month) + self.cell / 2

    def januaries(self) -> Iterator[int]:
        """Yield the Januaries after the first month."""
        for year in range(months.year(self.first) + 1, months.year(self.last) + 1):
            yield months.january(year)


def grid(sheet: Sheet, axis: Axis, top: float, bottom: float, lang: str) -> None:
    """Draw faint lines where years begin, and where months begin if they are named."""
    step = year_step(sheet, axis)
    new_years = [january for january in axis.januaries() if months.year(january) % step == 0]
    sheet.lines(_upright(axis, new_years, top, bottom), colour="#cfcfcf", zorder=0.5)
    if months_named(sheet, axis, lang)[0] == 1:
        each = range(axis.first + 1, axis.last + 1)
        sheet.lines(_upright(axis, each, top, bottom), colour=GRID, linewidths=0.4, zorder=0.4)


def _upright(
    axis: Axis, found: Iterable[int], top: float, bottom: float
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return upright lines where months begin."""
    return [((axis.start(month), top), (axis.start(month), bottom)) for month in found]


def draw(sheet: Sheet, axis: Axis, y: float, lang: str, born: int | None) -> float:
    """Draw the axis below ``y`` and return where it ends."""
    sheet.line(axis.left, y, axis.right, y, colour=SOFT, weight=0.9, zorder=4)
    step, names = months_named(sheet, axis, lang)
    years = list(_years(sheet, axis))
    every = year_step(sheet, axis)
    begins = [month for month in range(axis.first, axis.last + 2) if month % months.MONTHS_IN_YEAR == 0]
    new_years = [month for month in begins if months.year(month) % every == 0]
    others = [month for month in range(axis.first, axis.last + 2) if month not in new_years] if step == 1 else []
    sheet.lines(_upright(axis, new_years, y, y + 0.05), colour=SOFT, zorder=4)
    sheet.lines(_upright(axis, others, y, y + 0.05), colour=FAINT, zorder=4)
    if step:
        y += 0.06
        for month in range(axis.first, axis.last + 1):
            number = month % months.MONTHS_IN_YEAR
            if number % step == 0:
                middle = y + line_height(MONTH_SIZE) / 2
                sheet.write(axis.middle(month), middle, names[number], MONTH_SIZE, colour=SOFT, ha="center", kind="tick")
        y += line_height(MONTH_SIZE)
        sheet.lines(_upright(axis, axis.januaries(), y, y + line_height(YEAR_SIZE)), colour=FAINT, zorder=4)
    else:
        y += 0.06
    for x, year in years:
        sheet.write(x, y + line_height(YEAR_SIZE) / 2, str(year), YEAR_SIZE, colour=INK, ha="center", kind="tick")
    y += line_height(YEAR_SIZE)
    if born is not None and axis.last - axis.first >= AGES_FROM:
        sheet.write(
            axis.left - 0.12,
            y + line_height(MONTH_SIZE) / 2,
            say("age").in_(lang),
            MONTH_SIZE,
            colour=SOFT,
            ha="right",
            kind="tick",
        )
        for x, year in years:
            age = months.age_months(born, months.january(year)) // months.MONTHS_IN_YEAR
            if age >= 0:
                sheet.write(x, y + line_height(MONTH_SIZE) / 2, str(age), MONTH_SIZE, colour=SOFT, ha="center", kind="tick")
        y += line_height(MONTH_SIZE)
    return y


def year_step(sheet: Sheet, axis: Axis) -> int:
    """Return how many years lie between two that are written."""
    needed = sheet.measure("2000", YEAR_SIZE) + CLEAR
    return next((step for step in YEAR_STEPS if step * months.MONTHS_IN_YEAR * axis.cell >= needed), YEAR_STEPS[-1])


def _years(sheet: Sheet, axis: Axis) -> Iterator[tuple[float, int]]:
    """Yield the years that are written: in the middle of each year, or at the January of every few."""
    step = year_step(sheet, axis)
    needed = sheet.measure("2000", YEAR_SIZE) + CLEAR
    for year in range(months.year(axis.first), months.year(axis.last) + 1):
        start = axis.start(max(axis.first, months.january(year)))
        end = axis.start(min(axis.last + 1, months.january(year + 1)))
        only = months.year(axis.first) == months.year(axis.last)
        if step == 1 and (end - start >= needed or only):
            yield (start + end) / 2, year
        elif step > 1 and year % step == 0 and months.january(year) >= axis.first:
            yield start, year


def months_named(sheet: Sheet, axis: Axis, lang: str) -> tuple[int, list[str]]:
    """Return how many months lie between two that are named (0: none are), and their names."""
    named = [Label(f"{number}月", name).in_(lang) for number, name in enumerate(ENGLISH_MONTHS, start=1)]
    plain = [str(number) for number in range(1, months.MONTHS_IN_YEAR + 1)]
    for step in MONTH_STEPS:
        for names in (named, plain):
            widest = max(sheet.measure(name, MONTH_SIZE) for name in names)
            if widest + CLEAR * 0.7 <= step * axis.cell:
                return step, names
    return 0, plain
