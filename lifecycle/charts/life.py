"""The chart of a life: its lanes on one time axis, numbered events, and below them why each month is what it is."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from matplotlib.figure import Figure

from lifecycle import months
from lifecycle.charts import flags, ledger, legends, ticks, years
from lifecycle.charts.captions import captions, period
from lifecycle.charts.marks import Placed, Told, placed, told
from lifecycle.charts.paper import FAINT, SOFT, Sheet, plain
from lifecycle.charts.picture import Picture
from lifecycle.charts.stack import GUTTER, MARGIN, Stack
from lifecycle.charts.ticks import Axis
from lifecycle.language import say
from lifecycle.timeline import Timeline

TITLE, LEAD, PLAIN = 15, 10, 8.5
RANKS: Final = 5
TOOTH: Final = 0.05


class LifeChart(Picture):
    """The chart of one life in one language; it is drawn when somebody looks at it or saves it."""

    def __init__(self, timeline: Timeline, lang: str) -> None:
        super().__init__(lang)
        self.timeline = timeline

    def __repr__(self) -> str:
        return f"<LifeChart of {self.timeline!r} in {self.lang}>"

    def on(self, figure: Figure) -> Figure:
        """Draw the chart on a figure of any width, which gets the height that the life needs, and return it."""
        with plain():
            sheet = Sheet(figure, self.face)
            y = self._heading(sheet)
            if len(self.timeline):
                y = self._lanes(sheet, y)
                y = self._captions(sheet, y)
            else:
                y = self._lines(sheet, y, say("This life has no months to show.").in_(self.lang), LEAD)
            sheet.close(self._footer(sheet, y) + MARGIN * 0.6)
        return figure

    @property
    def title(self) -> str:
        """Return the title of the life, or the name of its region."""
        given = self.timeline.title.in_(self.lang)
        return self.face.readable(given if given.strip() else say("A life in {region}", region=self.region).in_(self.lang))

    @property
    def region(self) -> str:
        """Return the name of the region."""
        named = self.timeline.scenario.get("region_name") or {}
        return str(named.get(self.lang) or self.timeline.scenario.get("region") or "?")

    @property
    def subtitle(self) -> str:
        """Return region and period."""
        return say("{region}, {period}", region=self.region, period=period(self.timeline, self.lang)).in_(self.lang)

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

    def _heading(self, sheet: Sheet) -> float:
        y = self._lines(sheet, MARGIN * 0.8, self.title, TITLE, kind="title", most=3)
        if len(self.timeline):
            y = self._lines(sheet, y + 0.02, self.subtitle, LEAD, colour=SOFT, kind="subtitle")
        shows = str((self.timeline.scenario.get("shows") or {}).get(self.lang) or "")
        if shows.strip():
            y = self._lines(sheet, y + 0.04, shows, PLAIN + 0.5, kind="shows", most=4)
        return y + 0.1

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

    def _footer(self, sheet: Sheet, y: float) -> float:
        sheet.line(MARGIN, y, sheet.width - MARGIN, y, colour=FAINT)
        text = legends.footer(self.timeline, self.lang)
        if self.face.note is not None:
            text = f"{text} {self.face.note.in_(self.lang)}"
        return self._lines(sheet, y + 0.06, text, 7.5, colour=SOFT, kind="footer")
