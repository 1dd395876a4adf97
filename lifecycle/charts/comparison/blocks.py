"""One life of a comparison: its name, its events, its bars, and its figures at the right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from lifecycle.charts import lanes
from lifecycle.charts.paper import FAINT, INK, SOFT, Sheet, line_height
from lifecycle.charts.phrases import span
from lifecycle.charts.picture import MARGIN
from lifecycle.charts.ticks import Axis
from lifecycle.language import bracketed, counted, say
from lifecycle.regions.kinds import FEN_IN_YUAN
from lifecycle.row import Row
from lifecycle.totals import Totals
from lifecycle.wording import EVENTS
from lifecycle.words import label

NAME, BIG, SMALL, TINY = 10.5, 19, 8, 7.5
BAR, THIN, GAP = 0.29, 0.13, 0.045
BETWEEN: Final = 0.2
GUTTER: Final = 1.0
TOTALS: Final = 1.5
TICK: Final = 0.07


@attrs.frozen
class Block:
    """A life on a sheet: the rows that are shown, and the life in figures."""

    sheet: Sheet
    axis: Axis
    name: str
    rows: tuple[Row, ...]
    totals: Totals
    lang: str

    def draw(self, y: float, *, settled: bool) -> float:
        """Draw the life below ``y`` and return where it ends; ``settled`` adds the bar of cover in the end."""
        top = y
        if self.sheet.measure(self.name, NAME) < GUTTER - 0.1:
            self.sheet.write(MARGIN, y + line_height(NAME) / 2, self.name, NAME, kind="life")
        else:
            for line in self._lines(self.axis.right - MARGIN):
                self.sheet.write(MARGIN, y + line_height(NAME) / 2, line, NAME, kind="life", zorder=4, bbox=lanes.PALE)
                y += line_height(NAME)
            y += 0.02
        y = max(self._events(y), top + line_height(NAME) + 0.02)
        y = self._bar(y, BAR, say("insured as"), lanes.runs(self.rows, lanes.state_look(self.lang)))
        y = self._bar(y, BAR, say("cover at the time"), lanes.runs(self.rows, lanes.cover_look(self.lang, finally_=False)))
        if settled:
            found = lanes.runs(self.rows, lanes.cover_look(self.lang, finally_=True))
            y = self._bar(y, BAR, say("cover in the end"), found)
        return max(self._assumed(y), self._totals(top)) + BETWEEN

    def _assumed(self, y: float) -> float:
        """Draw which months rest on something unknown."""
        found = lanes.runs(self.rows, lambda row: ("assumed", ()) if row.assumed else None)
        if not found:
            return y
        lanes.strip(self.sheet, self.axis, y, THIN, found)
        self.sheet.write(MARGIN, y + THIN / 2, label("assumed", self.lang), TINY, colour=SOFT, kind="lane")
        return y + THIN + GAP

    def _lines(self, room: float) -> list[str]:
        """Return the name in at most two lines."""
        lines = self.sheet.wrap(self.name, NAME, room)
        return lines if len(lines) <= 2 else [lines[0], self.sheet.shortened(" ".join(lines[1:3]), NAME, room)]  # noqa: PLR2004

    def _bar(self, y: float, height: float, name: object, found: list[lanes.Run]) -> float:
        self._absent(y, height)
        lanes.ribbon(self.sheet, self.axis, y, height, found)
        lines = self.sheet.wrap(str(getattr(name, "in_", lambda _: name)(self.lang)), TINY, GUTTER - 0.1)[:2]
        step = line_height(TINY) * 0.85
        for at, line in enumerate(lines):
            self.sheet.write(MARGIN, y + height / 2 + (at - (len(lines) - 1) / 2) * step, line, TINY, colour=SOFT, kind="lane")
        return y + height + GAP

    def _absent(self, y: float, height: float) -> None:
        """Draw the months that this life does not have."""
        here = {row.index for row in self.rows}
        missing = [month for month in range(self.axis.first, self.axis.last + 1) if month not in here]
        for month in missing:
            if month - 1 not in missing:
                end = next(later for later in range(month, self.axis.last + 2) if later not in missing)
                left, right = self.axis.start(month), self.axis.start(end)
                self.sheet.box(left, y, right - left, height, "#f4f4f4", zorder=1)
                text = say("not told").in_(self.lang)
                if self.sheet.measure(text, SMALL) + 0.1 < right - left:
                    self.sheet.write((left + right) / 2, y + height / 2, text, SMALL, colour=SOFT, ha="center", kind="bar")

    def _events(self, y: float) -> float:
        """Write the events above the bars, where there is room until the next one."""
        found = [(self.axis.middle(row.index), row.cause.events) for row in self.rows if row.cause.events]
        if not found:
            return y + 0.03
        middle = y + line_height(SMALL) / 2
        bottom = y + line_height(SMALL) + TICK
        edge = self.axis.left
        for at, (x, events) in enumerate(found):
            beyond = found[at + 1][0] if at + 1 < len(found) else self.axis.right
            names = [label(EVENTS[one["what"]], self.lang) if one["what"] in EVENTS else one["what"] for one in events]
            text = " + ".join(dict.fromkeys(names))
            wide = self.sheet.measure(text, SMALL)
            self.sheet.line(x, bottom - TICK, x, bottom, colour=SOFT, weight=0.9, zorder=3)
            if x + wide - 0.03 < beyond - 0.08:
                self.sheet.write(x - 0.03, middle, text, SMALL, colour=INK, kind="event", zorder=4, bbox=lanes.PALE)
                edge = x + wide - 0.03
            elif at + 1 == len(found) and x - wide > edge + 0.08:
                self.sheet.write(x + 0.03, middle, text, SMALL, colour=INK, ha="right", kind="event", zorder=4, bbox=lanes.PALE)
            else:
                self.sheet.line(x, middle - 0.03, x, bottom, colour=FAINT, weight=0.9, zorder=3)
                edge = x
        return bottom

    def _totals(self, y: float) -> float:
        """Write the figures of the life at the right."""
        x = self.axis.right + 0.2
        room = self.sheet.width - MARGIN - x
        number = str(self.totals.months_without)
        self.sheet.write(x, y + line_height(BIG) / 2, number, BIG, kind="total")
        beside = x + self.sheet.measure(number, BIG) + 0.07
        text = counted("month without cover", "months without cover", self.totals.months_without).in_(self.lang)
        lines = self.sheet.wrap(text, SMALL, self.sheet.width - MARGIN - beside)
        step = line_height(SMALL) * 0.9
        for at, line in enumerate(lines):
            self.sheet.write(beside, y + line_height(BIG) / 2 + (at - (len(lines) - 1) / 2) * step, line, SMALL, kind="total")
        y += max(line_height(BIG), len(lines) * step) + 0.02
        for line in told(self.totals, self.lang):
            y = self.sheet.paragraph(x, y, line, SMALL, room, colour=SOFT, kind="total", most=3)
        return y


def told(totals: Totals, lang: str) -> Iterator[str]:
    """Yield the other figures of a life, those that say something."""
    if totals.months_without_finally != totals.months_without:
        yield say("{months} in the end", months=span(totals.months_without_finally)).in_(lang)
    if totals.months_reduced:
        yield say("{months} with a part of the benefit", months=span(totals.months_reduced)).in_(lang)
    if totals.months_waiting:
        yield say("{months} of waiting", months=span(totals.months_waiting)).in_(lang)
    paid = say("{yuan} yuan paid", yuan=f"{totals.paid_own_fen / FEN_IN_YUAN:,.0f}").in_(lang)
    if totals.unknown_own_months and not totals.paid_own_fen:
        paid = say("what was paid is unknown").in_(lang)
    elif totals.unknown_own_months:
        paid += bracketed(say("{months} unknown", months=span(totals.unknown_own_months)).in_(lang), lang)
    yield paid
    if totals.covered_again:
        yield say("covered again {month}", month=totals.covered_again).in_(lang)
