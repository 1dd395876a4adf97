"""The chart of a life: its lanes on one time axis, numbered events, and below them why each month is what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final, Self

import attrs

from lifecycle.charts import ticks
from lifecycle.charts.life import contributions, flags, illness, ledger, legends, years
from lifecycle.charts.life.captions import captions
from lifecycle.charts.life.gutter import WIDTH as GUTTER
from lifecycle.charts.life.illness import Stay
from lifecycle.charts.life.marks import Placed, Told, placed, told
from lifecycle.charts.life.stack import LANES, Stack
from lifecycle.charts.paper import FAINT, SOFT, Sheet
from lifecycle.charts.picture import LEAD, MARGIN
from lifecycle.charts.portrait import Portrait
from lifecycle.charts.ticks import Axis
from lifecycle.errors import LifecycleError
from lifecycle.gaps import avoidable
from lifecycle.language import say

PLAIN: Final = 9
RANKS: Final = 5
TOOTH: Final = 0.05


@attrs.frozen(eq=False, repr=False)
class LifeChart(Portrait):
    """The chart of one life."""

    lanes: frozenset[str] = attrs.field(default=frozenset(LANES), kw_only=True)
    stay: Stay = attrs.field(default=Stay(), kw_only=True)

    def between(self, first: str, last: str) -> Self:
        """Return a copy that shows only the months from ``first`` to ``last`` (``"2024-07"``), both included."""
        life = self.timeline if self.stay.life is None else self.stay.life
        return attrs.evolve(super().between(first, last), stay=attrs.evolve(self.stay, life=life))

    def only(self, *lanes: str) -> Self:
        """Return a copy with these lanes: ``chart.only("state", "cover")``."""
        return attrs.evolve(self, lanes=frozenset(_known(lanes)))

    def without(self, *lanes: str) -> Self:
        """Return a copy without these lanes: ``chart.without("account", "illness")``."""
        return attrs.evolve(self, lanes=self.lanes - set(_known(lanes)))

    def ill(self, amount: float, level: int = 3) -> Self:
        """Return a copy that asks what a hospital stay of ``amount`` yuan at a hospital of ``level`` would have cost."""
        if len(self.timeline):
            self.timeline.what_if_ill(self.timeline[0].month, amount, level)  # refuses what is no bill
        return attrs.evolve(self, stay=Stay(amount, level, self.stay.life), lanes=self.lanes | {"illness"})

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw the lanes and what is written about their marks."""
        shows = str((self.timeline.scenario.get("shows") or {}).get(self.lang) or "")
        if shows.strip():
            y = self._lines(sheet, y - 0.06, shows, PLAIN, kind="shows", most=4) + 0.1
        if not len(self.timeline):
            return self._lines(sheet, y, say("This life has no months to show.").in_(self.lang), LEAD)
        return self._captions(sheet, self._lanes(sheet, y))

    @property
    def notes(self) -> Iterator[str]:
        """Yield how well founded the life is."""
        yield from legends.certainty(self.timeline, self.lang)
        if "avoidable" in self.lanes and avoidable(self.timeline):
            yield say("Avoidable: covered, had somebody paid in time; only the months of which this life proves it.").in_(
                self.lang
            )
        yield from super().notes

    def alt_text(self) -> str:
        """Return what the chart shows in words, for those who do not see it."""
        if not len(self.timeline):
            return say("This life has no months to show.").in_(self.lang)
        head = ". ".join(text for text in (self.title, self.finding, self.subtitle) if text.strip()) + "."
        parts = [f"{name}: {count}" for _, name, count in legends.cover_counts(self.timeline, self.lang)]
        entries = captions(self._told.explained, self.timeline, self.face)
        lines = [f"{one.mark.label}. {one.when} {one.what}: {one.why}".rstrip(": ") for one in entries]
        counted = years.years(self.timeline)
        more = [years.in_words(counted, self.lang)] if counted else []
        more += illness.in_words(self.timeline, self.stay, self.lang) if "illness" in self.lanes else []
        more += contributions.in_words(self.timeline, self.lang) if "contributions" in self.lanes else []
        more += ledger.in_words(self.timeline, self.lang)
        return "\n".join([head, "; ".join(parts) + ".", *(f"{legends.heading(one)}." for one in more), *lines])

    @cached_property
    def _told(self) -> Told:
        return told(self.timeline) if "events" in self.lanes else Told((), ())

    def _lines(self, sheet: Sheet, y: float, text: str, size: float, **more: Any) -> float:
        return sheet.paragraph(MARGIN, y, text, size, sheet.width - 2 * MARGIN, **more)

    def _axis(self, sheet: Sheet) -> Axis:
        return Axis(self.timeline[0].index, self.timeline[-1].index, MARGIN + GUTTER, sheet.width - MARGIN)

    def _lanes(self, sheet: Sheet, y: float) -> float:
        axis, lang = self._axis(sheet), self.lang
        if "legend" in self.lanes:
            y = legends.fills(sheet, self.timeline, MARGIN, y, sheet.width - MARGIN, lang) + 0.14
        badges = self._badges(sheet, axis)
        rank_height = sheet.badge_size("1", legends.BADGE)[1] + 0.06
        y += rank_height * max((one.rank + 1 for one in badges), default=0) + 0.08
        self._draw_badges(sheet, axis, badges, y, rank_height)
        ribbon_top = y

        y = Stack(sheet, axis, self.timeline, lang, self.lanes, self.stay).draw(y)
        y = flags.draw(sheet, axis, self.timeline, ribbon_top, y, lang, rules="laws" in self.lanes)
        ticks.grid(sheet, axis, ribbon_top, y, lang)
        self._stems(sheet, axis, ribbon_top, y)
        return ticks.draw(sheet, axis, y, lang, self.born) + 0.12

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
            teeth = [axis.middle(month) for month in (months_in if seen else (min(months_in), max(months_in)))]
            sheet.lines([((x, y), (x, bottom)) for x in teeth], colour=FAINT, linewidths=0.6, zorder=2.9)
            legends.badge(sheet, one.centre, y, one.label, lettered=all(mark.lettered for mark in one.marks))

    def _stems(self, sheet: Sheet, axis: Axis, top: float, bottom: float) -> None:
        for mark in self._told.explained:
            if len(mark.rows) == 1:
                x = axis.middle(mark.row.index)
                sheet.line(x, top, x, bottom, colour=FAINT, weight=0.5, linestyle=(0, (1, 2)), zorder=0.6)

    def _captions(self, sheet: Sheet, y: float) -> float:
        right, rules = sheet.width - MARGIN, "laws" in self.lanes
        return legends.entries(sheet, self.timeline, self._told, self.face, MARGIN, y, right, rules=rules)


def _known(lanes: Sequence[str]) -> Sequence[str]:
    """Return names of lanes; raises ``LifecycleError`` where there is no such lane."""
    for name in lanes:
        if name not in LANES:
            raise LifecycleError(
                say("no lane is called {name}", name=name),
                expected=say("one of: {words}", words=list(LANES)),
                todo=say("choose one of them"),
            )
    return lanes
