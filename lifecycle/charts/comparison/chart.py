"""The chart of a comparison: two to six lives on one axis, the months that differ, and why the first of them does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final, Self

import attrs

from lifecycle import months
from lifecycle.charts import ticks
from lifecycle.charts.comparison import strip, why
from lifecycle.charts.comparison.blocks import GUTTER, TOTALS, Block
from lifecycle.charts.paper import Sheet
from lifecycle.charts.phrases import span
from lifecycle.charts.picture import MARGIN, Picture
from lifecycle.charts.ticks import Axis
from lifecycle.comparison import Comparison
from lifecycle.errors import TimelineError
from lifecycle.language import rendered, say, titled
from lifecycle.row import Row

BEFORE, AFTER, FEWEST = 3, 5, 12  # months shown around those that differ, and in all
LONG: Final = 24  # letters of a name
LETTERS: Final = "ABCDEF"


@attrs.frozen(eq=False, repr=False)
class ComparisonChart(Picture):
    """Two to six lives side by side; it shows the months around those that differ unless it is told otherwise."""

    comparison: Comparison
    shown: tuple[int, int] | None = attrs.field(kw_only=True, default=None)

    def __repr__(self) -> str:
        return f"<ComparisonChart of {self.comparison!r} in {self.lang}>"

    def between(self, first: str, last: str) -> Self:
        """Return a copy that shows the months from ``first`` to ``last`` (``"2024-07"``), both included."""
        try:
            wanted = months.month(first), months.month(last)
        except (TypeError, ValueError):
            wanted = (1, 0)
        clipped = max(wanted[0], self.comparison.first), min(wanted[1], self.comparison.last)
        if clipped[0] > clipped[1]:
            raise TimelineError(
                say("{first} to {last}", first=first, last=last),
                expected=say(
                    "months from {first} to {last}",
                    first=months.text(self.comparison.first),
                    last=months.text(self.comparison.last),
                ),
                todo=say("choose other months"),
            )
        return attrs.evolve(self, shown=clipped)

    def whole(self) -> Self:
        """Return a copy that shows all months."""
        return attrs.evolve(self, shown=(self.comparison.first, self.comparison.last))

    @cached_property
    def window(self) -> tuple[int, int]:
        """Return the first and the last month that are shown."""
        first, last = self.comparison.first, self.comparison.last
        if self.shown is not None:
            return self.shown
        differ = self.comparison.differing() or self.comparison.differing("money")
        if not differ:
            return first, last
        start = max(first, months.month(differ[0]) - BEFORE)
        end = min(last, max(months.month(differ[-1]) + AFTER, start + FEWEST - 1))
        return min(start, max(first, end - FEWEST + 1)), end

    @cached_property
    def full_names(self) -> list[str]:
        """Return the names of the lives, with letters before them where they are long."""
        found = [self.face.readable(name.in_(self.lang)) for name in self.comparison.names]
        return found if self.names == found else [f"{letter}  {name}" for letter, name in zip(self.names, found, strict=True)]

    @cached_property
    def names(self) -> list[str]:
        """Return the names by which sentences call the lives: letters where the names are long."""
        found = [self.face.readable(name.in_(self.lang)) for name in self.comparison.names]
        longest = max(len(name.encode("gb18030", "replace")) for name in found)  # a Chinese character is twice as wide
        return found if longest <= LONG and all(found) else list(LETTERS[: len(found)])

    def records(self) -> list[dict[str, Any]]:
        """Return a dict for each month of each life."""
        return self.comparison.records()

    @property
    def subject(self) -> str:
        """Return which lives are compared."""
        scenarios = [life.scenario for life in self.comparison.timelines]
        alike = all(one.get("events") == scenarios[0].get("events") for one in scenarios)
        titles = {life.title.in_(self.lang).strip() for life in self.comparison.timelines}
        if self.names != self.full_names:
            return say("{n} lives side by side", n=len(self.names)).in_(self.lang)
        listed = rendered(self.names, self.lang)
        if alike and len({one.get("region") for one in scenarios}) > 1:
            return say("The same life in {names}", names=self.names).in_(self.lang)
        if len(titles) == 1 and all(titles):
            return titled(titles.pop(), listed, self.lang)
        return say("Side by side: {names}", names=self.names).in_(self.lang)

    @property
    def finding(self) -> str:
        """Return who is without cover for longer, or in what else the lives differ, and since when."""
        return why.finding(self.comparison, self.names, self.lang)

    @property
    def subtitle(self) -> str:
        """Return the months that are shown, and what the others are like."""
        first, last = (months.text(month) for month in self.window)
        told = say("{first} – {last}", first=first, last=last).in_(self.lang)
        if self.window == (self.comparison.first, self.comparison.last):
            return told
        outside = [
            month for month in map(months.month, self.comparison.differing()) if not self.window[0] <= month <= self.window[1]
        ]
        if outside:
            return say("shown: {months}; {n} outside it differ too", months=told, n=span(len(outside))).in_(self.lang)
        common = self.comparison.common
        if common and self.window[0] <= common[0] and common[-1] <= self.window[1]:
            return told
        return say(
            "shown: {months}; in all other months from {first} to {last} cover and insurance are alike",
            months=told,
            first=months.text(common[0] if common else self.comparison.first),
            last=months.text(common[-1] if common else self.comparison.last),
        ).in_(self.lang)

    @property
    def notes(self) -> Iterator[str]:
        """Yield what the totals count, and how well founded the lives are."""
        common = self.comparison.common
        if common and any(len(life) > len(common) for life in self.comparison.timelines):
            yield say("Figures count the {n} that all lives have; paid: by the person.", n=span(len(common))).in_(self.lang)
        else:
            yield say("Figures count whole lives; paid: by the person.").in_(self.lang)
        assumed = sum(one.assumed for one in self.comparison.totals())
        if assumed:
            yield say("Resting on something unknown, and marked as assumed: {length}.", length=span(assumed)).in_(self.lang)
        yield say("Weakest source used: {grade}.", grade=max(one.grade for one in self.comparison.totals())).in_(self.lang)
        yield from super().notes

    def alt_text(self) -> str:
        """Return what differs from when on, why, and the totals, in words."""
        title, subtitle = (say("{told}.", told=told).in_(self.lang) for told in (self.title, self.subtitle))
        lines = [("" if self.lang == "zh" else " ").join((title, self.finding)), subtitle]
        lines += [
            titled(name, why.totals(one, self.lang), self.lang)
            for name, one in zip(self.full_names, self.comparison.totals(), strict=True)
        ]
        lines += [" ".join(part for part in parts if part) for parts in why.sides(self.comparison, self.full_names, self.face)]
        return "\n".join(lines)

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw the strip of differences, the lives, the axis, and why the first difference is one."""
        totals = max(1.15, min(TOTALS, sheet.width * 0.15))
        axis = Axis(*self.window, MARGIN + GUTTER, sheet.width - MARGIN - totals)
        rows = [self._rows(at) for at in range(len(self.names))]
        y = strip.legend(sheet, axis, rows, y, self.lang)
        top = strip.flag(sheet, axis, self.comparison, y, self.lang)
        y = strip.draw(sheet, axis, self.comparison, top, self.lang) + 0.14
        settled = any(row.benefit_factor != row.benefit_factor_finally for life in rows for row in life)
        for name, life, one in zip(self.full_names, rows, self.comparison.totals(), strict=True):
            y = Block(sheet, axis, name, life, one, self.lang).draw(y, settled=settled)
        y -= 0.1
        strip.tint(sheet, axis, self.comparison, top, y)
        ticks.grid(sheet, axis, top, y, self.lang)
        end = ticks.draw(sheet, axis, y, self.lang, None) + 0.14
        return why.draw(sheet, self.comparison, self.full_names, end, self.lang)

    def _rows(self, at: int) -> tuple[Row, ...]:
        first, last = self.window
        return tuple(row for row in self.comparison.timelines[at].rows if first <= row.index <= last)
