"""The clock of sequences: calendar months, ages, or time since an event; what its ticks say."""

from __future__ import annotations

from typing import Final

import attrs

from lifecycle import months
from lifecycle.charts import ticks
from lifecycle.charts.paper import SOFT, Sheet, line_height
from lifecycle.charts.ticks import CLEAR, MONTH_SIZE, YEAR_SIZE, Axis
from lifecycle.language import Text, counted, say
from lifecycle.months import MONTHS_IN_YEAR

KINDS: Final = ("calendar", "age", "since")
IN_MONTHS: Final = 24  # so many months are still counted in months
STEPS: Final = tuple(n for power in (1, 10, 100) for n in (power, 2 * power, 5 * power))
MONTH_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)


@attrs.frozen
class Clock:
    """What the columns of sequences are: ``first`` and ``step`` in months; ``event`` is what time is counted from."""

    kind: str
    first: int
    step: int = 1
    event: Text | None = None

    @property
    def numbered(self) -> bool:
        """Return whether the times only have numbers."""
        return self.kind == "since" and self.event is None

    def axis(self, columns: int, left: float, right: float) -> Axis:
        """Return where the columns lie between two places on the paper."""
        return Axis(self.first, self.first + columns * self.step - 1, left, right)

    def text(self, column: int, lang: str) -> str:
        """Return a column in words."""
        return self.told(column).in_(lang)

    def told(self, column: int) -> Text:
        """Return a column as a text."""
        at = self.first + column * self.step
        if self.kind == "calendar":
            return say("{value}", value=months.text(at) if self.step == 1 else str(months.year(at)))
        if self.kind == "age":
            return say("age {n}", n=at // MONTHS_IN_YEAR)
        if self.event is None:
            return say("year {n}", n=at // self.step) if self.step > 1 else say("month {n}", n=at)
        after = at // self.step
        if self.step > 1:
            return say("{n} years before", n=-after) if after < 0 else say("{n} years after", n=after)
        return say("{n} months before", n=-after) if after < 0 else say("{n} months after", n=after)

    def value(self, column: int) -> str | int:
        """Return a column as tables have it: a month, a year, or a number of months or years."""
        at = self.first + column * self.step
        if self.kind == "calendar":
            return months.text(at) if self.step == 1 else months.year(at)
        return at // self.step

    def period(self, columns: int) -> Text:
        """Return from when to when the columns go."""
        return say("{first} to {last}", first=self.told(0), last=self.told(columns - 1)) if columns > 1 else self.told(0)

    def rate(self, columns: int) -> Text:
        """Return the time to which a rate refers."""
        if columns * self.step == MONTHS_IN_YEAR:
            return say("a year")
        return say("a month") if columns * self.step == 1 else self.span(columns)

    def span(self, columns: int) -> Text:
        """Return so many columns as a length of time."""
        return counted("{n} year", "{n} years", columns) if self.step > 1 else counted("{n} month", "{n} months", columns)

    def unit(self) -> Text:
        """Return what times are counted in."""
        return say("years") if self.step > 1 else say("months")


def places(sheet: Sheet, clock: Clock, axis: Axis) -> list[tuple[float, int, str]]:
    """Return the ticks of the clock that have room: where, which month, and what is written."""
    if clock.kind == "calendar":
        return [(x, at, str(months.year(at))) for x, at in _januaries(sheet, axis)]
    in_months = _in_months(clock, axis)
    unit = 1 if in_months else MONTHS_IN_YEAR
    numbered = clock.numbered and in_months
    for step in MONTH_STEPS if in_months else STEPS:
        found = [at for at in range(axis.first, axis.last + (1 if numbered else 2)) if at % (step * unit) == 0]
        found = found or [axis.first]
        widest = max((sheet.measure(_written(at // unit), YEAR_SIZE) for at in found), default=0.0)
        if widest + CLEAR <= step * unit * axis.cell or len(found) <= 1:
            # the number of a month stands in its middle, a length of time at its end
            return [(axis.middle(at) if numbered else axis.start(at), at, _written(at // unit)) for at in found]
    return []


def _januaries(sheet: Sheet, axis: Axis) -> list[tuple[float, int]]:
    step = ticks.year_step(sheet, axis)
    return [(axis.start(at), at) for at in axis.januaries() if months.year(at) % step == 0]


def _written(n: int) -> str:
    return f"{n}".replace("-", "\u2212")


def draw(sheet: Sheet, clock: Clock, axis: Axis, y: float, lang: str) -> float:
    """Draw the time axis below ``y`` and return where it ends."""
    if clock.kind == "calendar":
        return ticks.draw(sheet, axis, y, lang, None)
    sheet.line(axis.left, y, axis.right, y, colour=SOFT, weight=0.9, zorder=4)
    found = places(sheet, clock, axis)
    middle = y + 0.06 + line_height(YEAR_SIZE) / 2
    for x, _, text in found:
        sheet.line(x, y, x, y + 0.05, colour=SOFT, zorder=4)
        sheet.write(x, middle, text, YEAR_SIZE, ha="center", kind="tick")
    y += 0.06 + line_height(YEAR_SIZE)
    sheet.write(axis.left, y + line_height(MONTH_SIZE) / 2, _caption(clock, axis).in_(lang), MONTH_SIZE, colour=SOFT, kind="tick")
    return y + line_height(MONTH_SIZE)


def _in_months(clock: Clock, axis: Axis) -> bool:
    """Short times are counted in months, and so are months that only have numbers."""
    return clock.step == 1 and (clock.numbered or axis.last - axis.first < IN_MONTHS)


def _caption(clock: Clock, axis: Axis) -> Text:
    in_months = _in_months(clock, axis)
    if clock.kind == "age":
        return say("age in months") if in_months else say("age in years")
    if clock.event is not None:
        return say("months since: {event}", event=clock.event) if in_months else say("years since: {event}", event=clock.event)
    return say("number of the month") if in_months else say("number of the year")
