"""The chart of a life: its lanes on one time axis, numbered events, and below them why each month is what it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final, Self

import attrs

from lifecycle import months
from lifecycle.charts import ticks
from lifecycle.charts.life import flags, ledger, legends, years
from lifecycle.charts.life.captions import captions
from lifecycle.charts.life.marks import Placed, Told, placed, told
from lifecycle.charts.life.stack import GUTTER, Stack
from lifecycle.charts.paper import FAINT, SOFT, Sheet
from lifecycle.charts.phrases import period
from lifecycle.charts.picture import LEAD, MARGIN, Picture
from lifecycle.charts.ticks import Axis
from lifecycle.language import say
from lifecycle.timeline import Timeline

PLAIN: Final = 9
RANKS: Final = 5
TOOTH: Final = 0.05


@attrs.frozen(eq=False, repr=False)
class LifeChart(Picture):
    """The chart of one life."""

    timeline: Timeline

    def __repr__(self) -> str:
        return f"<LifeChart of {self.timeline!r} in {self.lang}>"

    def records(self) -> list[dict[str, Any]]:
        """Return the months as dicts."""
        return self.timeline.records()

    def between(self, first: str, last: str) -> Self:
        """Return a copy that shows only the months from ``first`` to ``last`` (``"2024-07"``), both included."""
        return attrs.evolve(self, timeline=self.timeline[first:last])

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw the lanes and what is written about their marks."""
        shows = str((self.timeline.scenario.get("shows") or {}).get(self.lang) or "")
        if shows.strip():
            y = self._lines(sheet, y - 0.06, shows, PLAIN, kind="shows", most=4) + 0.1
        if not len(self.timeline):
            return self._lines(sheet, y, say("This life has no months to show.").in_(self.lang), LEAD)
        return self._captions(sheet, self._lanes(sheet, y))

    @property
    def subject(self) -> str:
        """Return the title of the life, or the name of its region."""
        given = self.timeline.title.in_(self.lang)
        return given if given.strip() else say("A life in {region}", region=self.region).in_(self.lang)

    @property
    def region(self) -> str:
        """Return the name of the region."""
        named = self.timeline.scenario.get("region_name") or {}
        return str(named.get(self.lang) or self.timeline.scenario.get("region") or "?")

    @property
    def subtitle(self) -> str:
        """Return region and period."""
        if not len(self.timeline):
            return ""
        return say("{region}, {period}", region=self.region, period=period(self.timeline, self.lang)).in_(self.lang)

    @property
    def notes(self) -> Iterator[str]:
        """Yield how well founded the life is."""
        yield from legends.certainty(self.timeline, self.lang)
        yield from super().notes

    def alt_text(self) -> str:
        """Return what the chart shows in words, for those who do not see it."""
        if not len(self.timeline):
            return say("This life has no months to show.").in_(self.lang)
        head = f"{self.title}. {self.subtitle}."
        parts = [f"{name}: {count}" for _, name, count in legends.cover_counts(self.timeline, self.lang)]
        entries = captions(self._told.explained, self.timeline, self.face)
        lines = [f"{one.mark.label}. {one.when} {one.what}: {one.why}".rstrip(": ") for one in entries]
        counted = years.years(self.timeline)
        more = [years.in_words(counted, self.lang)] if counted else []
        more += ledger.in_words(self.timeline, self.lang)
        return "\n".join([head, "; ".join(parts) + ".", *(f"{legends.heading(one)}." for one in more), *lines])

    @cached_property
    def _told(self) -> Told:
        return told(self.timeline)

    def _lines(self, sheet: Sheet, y: float, text: str, size: float, **more: Any) -> float:
        return sheet.paragraph(MARGIN, y, text, size, sheet.width - 2 * MARGIN, **more)

    def _axis(self, sheet: Sheet) -> Axis:
        return Axis(self.timeline[0].index, self.timeline[-1].index, MARGIN + GUTTER, sheet.width - MARGIN)

    def _lanes(self, sheet: Sheet, y: float) -> float:
        axis, lang = self._axis(sheet), self.lang
        y = legends.fills(sheet, self.timeline, MARGIN, y, sheet.width - MARGIN, lang) + 0.14
        badges = self._badges(sheet, axis)
        rank_height = sheet.badge_size("1", legends.BADGE)[1] + 0.06
        y += rank_height * max((one.rank + 1 for one in badges), default=0) + 0.08
        self._draw_badges(sheet, axis, badges, y, rank_height)
        ribbon_top = y

        y = Stack(sheet, axis, self.timeline, lang).draw(y)
        y = flags.draw(sheet, axis, self.timeline, ribbon_top, y, lang)
        ticks.grid(sheet, axis, ribbon_top, y, lang)
        self._stems(sheet, axis, ribbon_top, y)
        born = (self.timeline.scenario.get("person") or {}).get("born")
        return ticks.draw(sheet, axis, y, lang, months.month(born) if born else None) + 0.12

    def _badges(self, sheet: Sheet, axis: Axis) -> list[Placed]:
        items = [(axis.middle(mark.row.index), axis.middle(mark.rows[-1].index), mark) for mark in self._told.marks]
        return placed(
            items, lambda text: sheet.badge_size(text, legends.BADGE)[0], left=axis.left, right=axis.right, ranks=RANKS, gap=0.05
        )

    def _draw_badges(self, sheet: Sheet, axis: Axis, badges: list[Placed], bottom: float, height: float) -> None:
        for one in badges:
            y = bottom - 0.08 - height * (one.rank + 0.5)
            months_in = {row.index for mark in one.marks for row in mark.rows}
            if len(months_in) > 1:
                sheet.line(one.left, y, one.right, y, colour=SOFT, weight=0.9, zorder=3)
            # a comb of a tooth a month is only drawn where its teeth are seen
            seen = one.right - one.left >= TOOTH * len(months_in) or len(months_in) == 1
            for month in months_in if seen else (min(months_in), max(months_in)):
                sheet.line(axis.middle(month), y, axis.middle(month), bottom, colour=FAINT, weight=0.6, zorder=2.9)
            legends.badge(sheet, one.centre, y, one.label, lettered=all(mark.lettered for mark in one.marks))

    def _stems(self, sheet: Sheet, axis: Axis, top: float, bottom: float) -> None:
        for mark in self._told.explained:
            if len(mark.rows) == 1:
                x = axis.middle(mark.row.index)
                sheet.line(x, top, x, bottom, colour=FAINT, weight=0.5, linestyle=(0, (1, 2)), zorder=0.6)

    def _captions(self, sheet: Sheet, y: float) -> float:
        return legends.entries(sheet, self.timeline, self._told, self.face, MARGIN, y, sheet.width - MARGIN)
