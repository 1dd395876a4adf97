"""The lanes of a life one below the other, each with its name in the gutter: relation, cover, bills, counters, money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import attrs

from lifecycle.charts import lanes
from lifecycle.charts.life import counters, ledger, years
from lifecycle.charts.life.legends import heading
from lifecycle.charts.paper import SOFT, Sheet, line_height
from lifecycle.charts.picture import MARGIN
from lifecycle.charts.ticks import Axis
from lifecycle.language import say
from lifecycle.timeline import Timeline
from lifecycle.words import label

GUTTER: Final = 1.55
GAP: Final = 0.13  # between lanes
PLAIN, NOTE = 8.5, 7.5
LEAST: Final = 0.66  # the height of a lane of money or years
THIN: Final = 0.11


@attrs.frozen
class Stack:
    """The lanes of a life on a sheet; each is drawn only where it has something to say."""

    sheet: Sheet
    axis: Axis
    timeline: Timeline
    lang: str

    def draw(self, y: float) -> float:
        """Draw the lanes below ``y`` and return where they end."""
        y = self._relation(y)
        y = self._cover(y)
        y = self._bills(y)
        counted = years.years(self.timeline)
        for counter in counters.counters(self.timeline, self.lang, paid=counted is None):
            counters.staircase(self.sheet, self.axis, y, counter)
            self._name(y + counters.HEIGHT * 0.62, counter.name)
            y += counters.HEIGHT + GAP * 0.7
        return self._account(self._years(y, counted))

    def _relation(self, y: float) -> float:
        rows = list(self.timeline)
        y = self._lane(y, say("insured as").in_(self.lang), lanes.runs(rows, lanes.state_look(self.lang)))
        if len(lanes.places(rows)) > 1:
            lanes.ribbon(self.sheet, self.axis, y, lanes.LOW, lanes.runs(rows, lanes.place_look(self.timeline, self.lang)))
            self._name(y + lanes.LOW / 2, label("region", self.lang))
            y += lanes.LOW + GAP
        return y

    def _cover(self, y: float) -> float:
        rows, lang = list(self.timeline), self.lang
        y = self._lane(y, say("cover at the time").in_(lang), lanes.runs(rows, lanes.cover_look(lang, finally_=False)))
        finally_ = lanes.runs(rows, lanes.cover_look(lang, finally_=True))
        if any(row.benefit_factor_finally != row.benefit_factor for row in rows):
            y = self._lane(y, say("cover in the end, all settled").in_(lang), finally_)
        else:
            y = self._lane(y - 0.04, say("in the end: the same").in_(lang), finally_, height=THIN)
        assumed = lanes.runs(rows, lambda row: ("assumed", ()) if row.assumed else None)
        if assumed:
            lanes.strip(self.sheet, self.axis, y, THIN, assumed)
            self._name(y + THIN / 2, label("assumed", lang))
            y += THIN + GAP
        return y

    def _lane(self, y: float, name: str, found: list[lanes.Run], *, height: float = lanes.HEIGHT) -> float:
        lanes.ribbon(self.sheet, self.axis, y, height, found, named=height == lanes.HEIGHT)
        self._name(y + height / 2, name)
        return y + height + GAP

    def _bills(self, y: float) -> float:
        found = ledger.bills(self.timeline)
        if not found:
            return y
        return self._ledger(
            y,
            ledger.bills_name(self.lang),
            ledger.bills_notes(found, self.lang),
            lambda height: ledger.draw_bills(self.sheet, self.axis, y, height, found),
        )

    def _years(self, y: float, found: years.Years | None) -> float:
        if found is None:
            return y
        return self._ledger(
            y,
            years.name(self.lang),
            years.notes(found, self.lang),
            lambda height: years.draw(self.sheet, self.axis, y, height, found, self.lang),
            beside=self.sheet.measure(years.tick(found), years.SIZE) + years.CLEAR,
        )

    def _account(self, y: float) -> float:
        found = ledger.account(self.timeline)
        if found is None:
            return y
        return self._ledger(
            y,
            ledger.account_name(self.lang),
            ledger.account_notes(self.timeline, self.lang),
            lambda height: counters.staircase(self.sheet, self.axis, y, attrs.evolve(found, height=height)),
        )

    def _ledger(self, y: float, name: str, notes: Sequence[str], draw: Callable[[float], None], *, beside: float = 0) -> float:
        """Draw a lane that is as high as its name and its notes need, and return where it ends."""
        height = max(LEAST, sum(line_height(size) for _, size in self._lines(name, notes, beside)))
        draw(height)
        self._name(y + height / 2, name, notes, beside=beside)
        return y + height + GAP * 0.7

    def _name(self, middle: float, name: str, notes: Sequence[str] = (), *, beside: float = 0) -> None:
        lines = self._lines(name, notes, beside)
        y = middle - sum(line_height(size) for _, size in lines) / 2
        for line, size in lines:
            at = y + line_height(size) / 2
            if size == PLAIN:
                self.sheet.write(MARGIN, at, line, size, kind="lane")
            else:
                self.sheet.write(MARGIN, at, line, size, colour=SOFT, kind="note")
            y += line_height(size)

    def _lines(self, name: str, notes: Sequence[str], beside: float) -> list[tuple[str, float]]:
        """Return the name and the notes of a lane in lines with their sizes; what stands ``beside`` the axis narrows them."""
        width = GUTTER - 0.12 - beside
        named = [(line, PLAIN) for line in self.sheet.wrap(heading(name), PLAIN, width)]
        return named + [(line, NOTE) for note in notes for line in self.sheet.wrap(note, NOTE, width)]
