"""The counters of a life as staircases: months to wait, months without payment, continuous months, months paid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from lifecycle.charts.lanes import PALE
from lifecycle.charts.paper import FAINT, INK, Sheet, line_height
from lifecycle.charts.ticks import Axis
from lifecycle.timeline import Timeline
from lifecycle.words import label

SIZE: Final = 7.5
HEIGHT: Final = 0.52
BEYOND: Final = 0.25  # of what is usual, that a cut step reaches beyond it
OPEN: Final = 0.06  # inches of a mark for more than what is known
NARROW: Final = 0.04  # inches: narrower or lower steps look like a slope


@attrs.frozen
class Counter:
    """One staircase: its name, its values a month (``None`` is not drawn), its colour, and whether each step is named.

    ``told`` are the months whose values are written, the most telling first; the lane reaches at least to ``highest``,
    and hardly further than to ``most``, where higher steps are cut. Of months that are ``open`` only the least is known.
    """

    name: str
    values: tuple[int | None, ...]
    colour: str
    each: bool = False
    height: float = HEIGHT
    highest: int = 0
    told: tuple[int, ...] | None = None
    most: int = 0
    open: tuple[bool, ...] = ()
    lane: str = ""

    def levels(self, y: float, values: Sequence[int | None] | None = None) -> list[float | None]:
        """Return where values stand on the paper, in a lane that begins at ``y``; by default the counter's own."""
        highest = max((value for value in self.values if value is not None), default=0)
        highest = max(highest, self.highest) or 1
        highest = min(highest, round(self.most * (1 + BEYOND)) or highest)
        base, room = y + self.height, self.height - line_height(SIZE) - 0.02
        drawn = self.values if values is None else values
        return [None if value is None else base - room * min(value, highest) / highest for value in drawn]


def counters(timeline: Timeline, lang: str, *, paid: bool = True) -> list[Counter]:
    """Return the counters that have something to say; the months paid only where ``paid``, because another lane may tell them."""
    rows = list(timeline)
    gap = tuple(row.gap_months if row.gap_months and not row.paid else None for row in rows)
    wait = tuple(row.waiting_left or None for row in rows)
    missed = tuple(row.missed_windows or None for row in rows)
    continuous = tuple(row.continuous_months for row in rows)
    actual = tuple(row.actual_months for row in rows)
    made = []
    if any(wait):
        made.append(Counter(label("waiting_left", lang), wait, "#b59a00", each=True, lane="waiting"))
    if any(gap):
        made.append(Counter(label("gap_months", lang), gap, "#777777", each=True, lane="gap"))
    if any(missed):
        made.append(Counter(label("missed_windows", lang), missed, "#b04a5a", each=True, lane="missed"))
    if _moves(continuous):
        made.append(Counter(label("continuous_months", lang), continuous, "#0072b2", lane="continuous"))
    if paid and _moves(actual):
        made.append(Counter(label("actual_months", lang), actual, "#5e5e5e", lane="actual"))
    return made


def _moves(values: Sequence[int | None]) -> bool:
    return len({value for value in values if value is not None}) > 1


def staircase(sheet: Sheet, axis: Axis, y: float, counter: Counter, taken: Sequence[tuple[float, float]] = ()) -> None:
    """Draw a counter as steps that stand on the foot of the lane, with the numbers that fit beside what is ``taken``."""
    base = y + counter.height
    sheet.line(axis.left, base, axis.right, base, colour=FAINT, weight=0.6, zorder=2)
    for points in outlines(axis, counter.levels(y)):
        sheet.steps([(points[0][0], base), *points, (points[-1][0], base)], counter.colour)
    number(sheet, axis, y, counter, taken)


def number(sheet: Sheet, axis: Axis, y: float, counter: Counter, taken: Sequence[tuple[float, float]] = ()) -> None:
    """Write the numbers of a counter above its steps, those that fit beside what is ``taken``."""
    heights, places = counter.levels(y), list(taken)
    for first, last, always in _numbered(counter):
        value, least = counter.values[first] or 0, bool(counter.open) and counter.open[first]
        text = f"≥ {value:,}" if least else f"{value:,} ↑" if counter.most and value > counter.most else f"{value:,}"
        half = sheet.measure(text, SIZE) / 2
        x = (axis.middle(axis.first + first) + axis.middle(axis.first + last)) / 2
        x = min(max(x, axis.left + half), axis.right - half)
        narrow = (last + 1 - first) * axis.cell < 2 * half + 0.04
        if (narrow and not always) or any(x - half < end + 0.05 and x + half > start - 0.05 for start, end in places):
            continue
        # the text may reach over neighbouring steps, which may stand higher
        reached = slice(max(0, int((x - half - axis.left) / axis.cell)), int((x + half - axis.left) / axis.cell) + 1)
        near = [height for height in heights[reached] if height is not None]
        places.append((x - half, x + half))
        middle = min(near) - line_height(SIZE) / 2 - least * OPEN
        sheet.write(x, middle, text, SIZE, colour=INK, ha="center", kind="value", zorder=5, bbox=PALE)


def outlines(axis: Axis, heights: Sequence[float | None]) -> list[list[tuple[float, float]]]:
    """Return the lines along the tops of steps, one for each stretch without a hole."""
    found: list[list[tuple[float, float]]] = []
    points: list[tuple[float, float]] = []
    for at, top in enumerate([*heights, None]):
        start, end = axis.start(axis.first + at), axis.start(axis.first + at + 1)
        if top is None:
            found += [points] if points else []
            points = []
        elif axis.cell < NARROW and points and not _jumps(heights, at):
            # steps too small to be seen are one slope
            points = [*points[: -1 if _straight(points, (end, top)) else None], (end, top)]
        else:
            points += [(start, top), (end, top)]
    return found


def _jumps(heights: Sequence[float | None], at: int) -> bool:
    before, now = heights[at - 1], heights[at]
    return before is None or now is None or abs(now - before) > NARROW


def _straight(points: Sequence[tuple[float, float]], to: tuple[float, float]) -> bool:
    if len(points) < 2:  # noqa: PLR2004 - two points make a line
        return False
    (x, y), (mid_x, mid_y) = points[-2:]
    return abs((to[1] - y) * (mid_x - x) - (mid_y - y) * (to[0] - x)) < 1e-6  # noqa: PLR2004


def _numbered(counter: Counter) -> list[tuple[int, int, bool]]:
    """Return the steps whose value is written (first and last month, and whether even if it is wider than the step).

    The most telling come first, for where there is no room for all.
    """
    values = counter.values
    if counter.told is not None:
        return [(at, at, True) for at in counter.told]
    known = [at for at, value in enumerate(values) if value is not None]
    if counter.each:
        steps: list[tuple[int, int]] = []
        for at in known:
            joined = steps and steps[-1][1] == at - 1 and values[at] == values[at - 1]
            steps[-1:] = [(steps[-1][0], at)] if joined else [*steps[-1:], (at, at)]
        told = [(first, last, _peak(values, first, last)) for first, last in steps]
        return sorted(told, key=lambda step: not step[2])
    drops = [at for at in known[:-1] if (values[at + 1] or 0) < (values[at] or 0)]
    rises = [at for at in known[1:] if (values[at] or 0) > (values[at - 1] or 0) + 1]
    telling = dict.fromkeys([known[-1], *drops, known[0], *(at + 1 for at in drops), *rises])
    return [(at, at, True) for at in telling]


def _peak(values: Sequence[int | None], first: int, last: int) -> bool:
    before = values[first - 1] if first else None
    after = values[last + 1] if last + 1 < len(values) else None
    return max(before or 0, after or 0) < (values[first] or 0)
