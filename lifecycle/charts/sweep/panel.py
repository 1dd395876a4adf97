"""A panel of the sweep: its scale, its lines, and at its right end a name for each, pushed apart with leaders."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

import attrs

from lifecycle.charts.life.flags import apart
from lifecycle.charts.paper import FAINT, GRID, INK, SOFT, Sheet, line_height
from lifecycle.charts.picture import MARGIN
from lifecycle.charts.sweep import lines
from lifecycle.charts.sweep.lines import Line, Scale
from lifecycle.charts.ticks import Axis
from lifecycle.language import say

HEAD, SIZE, TICK = 9.5, 8.5, 7.5
STEPS: Final = (1, 2, 3, 5, 6, 12, 24)
MOST_TICKS: Final = 6
LEADER: Final = 0.3
SWATCH: Final = 0.16


@attrs.frozen(kw_only=True)
class Panel:
    """One panel: what is measured, how a value is written, and its lines."""

    name: str
    lines: Sequence[Line]
    tick: Callable[[float], str]
    ticks: Sequence[float]
    height: float
    itself: str = ""

    def draw(self, sheet: Sheet, y: float, gaps: tuple[int, ...], left: float, right: float) -> Scale:
        """Draw the panel below ``y`` between two places; the names stand to the right of it."""
        y = sheet.paragraph(MARGIN, y, self.name, HEAD, sheet.width - 2 * MARGIN, kind="panel", most=3) + 0.1
        named = [line for line in self.lines if line.shown and line.last is not None]
        room = sheet.width - MARGIN - right - LEADER - SWATCH - 0.12
        texts = [self._label(sheet, line, room) for line in named]
        needed = sum(len(text) * line_height(SIZE) * 0.92 + 0.03 for text in texts)
        scale = Scale(gaps, left, right, y, y + max(self.height, needed), self.ticks[-1], self.ticks[0])
        for value in self.ticks:
            at = scale.y(value)
            sheet.line(left, at, right, at, colour=FAINT if not value else GRID, weight=0.8 if not value else 0.6, zorder=0.5)
            sheet.write(left - 0.08, at, self.tick(value), TICK, colour=SOFT, ha="right", kind="tick")
        if self.itself:
            lines.itself(sheet, scale)
            sheet.write(right - 0.08, scale.bottom - 0.12, self.itself, TICK, colour=SOFT, ha="right", kind="itself")
        moved = lines.shifts(scale, self.lines)
        for line, by in zip(self.lines, moved, strict=True):
            lines.besides(sheet, scale, line)
            lines.draw(sheet, scale, line, by)
        self._names(sheet, scale, [(line, moved[self.lines.index(line)], text) for line, text in zip(named, texts, strict=True)])
        return scale

    def _label(self, sheet: Sheet, line: Line, room: float) -> list[str]:
        """Return the longest label of a line that fits two lines."""
        for text in line.labels:
            found = sheet.wrap(text, SIZE, room)
            if len(found) <= 2:  # noqa: PLR2004
                return found
        return [sheet.shortened(line.labels[-1], SIZE, room)]

    def _names(self, sheet: Sheet, scale: Scale, named: list[tuple[Line, list[float], list[str]]]) -> None:
        """Write the names beside the ends of their lines, pushed apart."""
        placed = []
        for line, by, text in named:
            at = line.last or 0
            placed.append((scale.y(line.values[at] or 0) + by[at], scale.edges()[at][1], line, text))
        placed.sort(key=lambda one: one[0])
        heights = [len(text) * line_height(SIZE) * 0.92 + 0.03 for *_, text in placed]
        x = scale.right + LEADER
        middles = apart([one[0] for one in placed], heights, Axis(0, 0, scale.top - 0.06, scale.bottom + 0.06))
        for middle, (y, end, line, text) in zip(middles, placed, strict=True):
            sheet.trace(
                [(end, y), (scale.right + 0.04, y), (x - 0.03, middle), (x, middle)], line.colour, linewidth=0.7, zorder=2
            )
            look = lines.marker(line)
            sheet.trace([(x, middle), (x + SWATCH, middle)], line.colour, linewidth=lines.WEIGHT, zorder=3)
            sheet.trace([(x + SWATCH / 2, middle)], line.colour, linestyle="none", zorder=4, **look)
            step = line_height(SIZE) * 0.92
            for at, one in enumerate(text):
                sheet.write(x + SWATCH + 0.08, middle + (at - (len(text) - 1) / 2) * step, one, SIZE, colour=INK, kind="name")


def axis(sheet: Sheet, scale: Scale, lang: str) -> float:
    """Write the lengths of the gap below a panel, and return where they end."""
    y = scale.bottom + 0.05 + line_height(TICK) / 2
    needed = sheet.measure(str(scale.gaps[-1]), TICK) + 0.06
    cell = (scale.right - scale.left) / (scale.gaps[-1] - scale.gaps[0] + 1)
    step = next((step for step in STEPS if step * cell >= needed), STEPS[-1])
    for gap in scale.gaps:
        if gap % step == 0:
            sheet.write(scale.x(gap), y, str(gap), TICK, colour=SOFT, ha="center", kind="tick")
    y += line_height(TICK)
    middle = (scale.left + scale.right) / 2
    sheet.write(middle, y, say("months not paid").in_(lang), TICK, colour=SOFT, ha="center", kind="axis")
    return y + line_height(TICK) / 2


def counted_ticks(least: float, most: float) -> list[float]:
    """Return whole numbers around nothing, from at most ``least`` to at least ``most``, a few of them."""
    return _around(least, most, next((one for one in STEPS if one * MOST_TICKS >= most - least), most / MOST_TICKS))


def round_ticks(least: float, most: float) -> list[float]:
    """Return round amounts around nothing, from at most ``least`` to at least ``most``, a few of them."""
    if most <= least:
        return [0.0, 1.0]
    power = 10.0 ** math.floor(math.log10((most - least) / MOST_TICKS))
    return _around(least, most, next(power * by for by in (1, 2, 5, 10) if power * by * MOST_TICKS >= most - least))


def _around(least: float, most: float, step: float) -> list[float]:
    found = [at * step for at in range(math.floor(least / step), math.ceil(most / step) + 1)]
    return found if len(found) > 1 else [0.0, step]
