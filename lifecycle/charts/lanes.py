"""The lanes of a life: the ribbon of states, cover then and finally, the strip of assumed months, and the counters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import attrs

from lifecycle.charts.captions import cover
from lifecycle.charts.paper import FAINT, INK, SOFT, Sheet, dark, line_height
from lifecycle.charts.ticks import Axis
from lifecycle.language import say
from lifecycle.timeline import Row, Timeline, state_label
from lifecycle.words import COLOURS, Payer, State, key, label

SIZE: Final = 8.5
SMALL: Final = 7.5
THINNEST: Final = 0.022  # inches: a single month stays visible in eighty years
HEIGHT: Final = 0.33
COUNTER: Final = 0.52
NARROW: Final = 0.04  # inches: narrower or lower steps look like a slope
ASSUMED: Final = ("#ffffff", "////")


@attrs.frozen
class Run:
    """Consecutive months with one look: first month, month after the last, fill, and labels from long to short."""

    first: int
    end: int
    fill: str
    labels: tuple[str, ...]


def runs(rows: Iterable[Row], look: Callable[[Row], tuple[str, tuple[str, ...]] | None]) -> list[Run]:
    """Return the months folded into runs of one look; months without a look are left out."""
    found: list[Run] = []
    for row in rows:
        seen = look(row)
        if seen is None:
            continue
        if found and found[-1].end == row.index and (found[-1].fill, found[-1].labels) == seen:
            found[-1] = attrs.evolve(found[-1], end=row.index + 1)
        else:
            found.append(Run(row.index, row.index + 1, *seen))
    return found


def state_look(lang: str) -> Callable[[Row], tuple[str, tuple[str, ...]]]:
    """Return how a month looks in the ribbon of states."""

    def look(row: Row) -> tuple[str, tuple[str, ...]]:
        short = label(State[row.state.upper()], lang)
        long = state_label(row, lang)
        if row.payer == key(Payer.FUND):
            long = say("{state} (paid by: {payer})", state=short, payer=label(Payer.FUND, lang)).in_(lang)
        return row.state, tuple(dict.fromkeys((long, short)))

    return look


def cover_key(row: Row, *, finally_: bool) -> str:
    """Return the fill of a month's cover."""
    if finally_ and row.benefit_factor_finally > row.benefit_factor:
        return "back_paid"
    if row.benefit_factor >= 1:
        return "full"
    if row.benefit_factor > 0:
        return "partial"
    return "uncovered_wait" if row.state == key(State.WAITING) else "uncovered"


def cover_look(lang: str, *, finally_: bool) -> Callable[[Row], tuple[str, tuple[str, ...]]]:
    """Return how a month looks in a lane of cover."""

    def look(row: Row) -> tuple[str, tuple[str, ...]]:
        fill = cover_key(row, finally_=finally_)
        short = cover(row, lang, finally_=finally_)
        if fill == "back_paid":
            return fill, (say("covered after back-payment").in_(lang), say("covered later").in_(lang), short)
        if fill == "uncovered_wait":
            return fill, (say("waiting, no cover").in_(lang), say("waiting").in_(lang), short)
        if fill == "uncovered":
            return fill, (say("no cover").in_(lang), short)
        long = say("full cover").in_(lang) if fill == "full" else say("{share} of the benefit", share=short).in_(lang)
        if row.covered_by and row.paid and row.covered_by != row.scheme:
            by = say("{cover}, by: {scheme}", cover=long, scheme=label(row.covered_by, lang)).in_(lang)
            return fill, (by, long, short)
        return fill, (long, short)

    return look


def ribbon(sheet: Sheet, axis: Axis, y: float, height: float, found: Sequence[Run], *, named: bool = True) -> None:
    """Draw runs as bars, with the longest label that fits; short runs are drawn last and never vanish."""
    for run in sorted(found, key=lambda one: one.first - one.end):
        start, end = axis.start(run.first), axis.start(run.end)
        if end - start < THINNEST:
            start, end = max(axis.left, (start + end - THINNEST) / 2), min(axis.right, (start + end + THINNEST) / 2)
        colour, hatch = COLOURS[run.fill]
        sheet.box(start, y, end - start, height, colour, hatch=hatch)
        if end - start > 2 * THINNEST:
            sheet.frame(start, y, end - start, height, colour="#ffffff", weight=0.8, zorder=2.5)
        fitting = next((text for text in run.labels if sheet.measure(text, SIZE) + 0.12 <= end - start), None)
        if fitting and named:
            _on_fill(sheet, (start + end) / 2, y + height / 2, fitting, colour, hatch)
    sheet.frame(axis.left, y, axis.right - axis.left, height, colour=SOFT, weight=0.8, zorder=3)


def _on_fill(sheet: Sheet, x: float, y: float, text: str, colour: str, hatch: str) -> None:
    behind: dict[str, Any] = {"facecolor": colour, "edgecolor": "none", "pad": 1.2} if hatch else {}
    sheet.write(
        x, y, text, SIZE, colour="#ffffff" if dark(colour) else INK, ha="center", kind="bar", zorder=4, bbox=behind or None
    )


def strip(sheet: Sheet, axis: Axis, y: float, height: float, found: Sequence[Run]) -> None:
    """Draw the strip of assumed months."""
    for run in found:
        start, end = axis.start(run.first), axis.start(run.end)
        width = max(end - start, THINNEST)
        sheet.box(start, y, width, height, ASSUMED[0], hatch=ASSUMED[1], edgecolor=SOFT)
        sheet.frame(start, y, width, height, colour=SOFT, weight=0.5)


@attrs.frozen
class Counter:
    """One staircase: its name, its values a month (``None`` is not drawn), its colour, and whether each step is named."""

    name: str
    values: tuple[int | None, ...]
    colour: str
    each: bool = False


def counters(timeline: Timeline, lang: str) -> list[Counter]:
    """Return the counters that have something to say."""
    rows = list(timeline)
    gap = tuple(row.gap_months if row.gap_months and not row.paid else None for row in rows)
    wait = tuple(row.waiting_left or None for row in rows)
    missed = tuple(row.missed_windows or None for row in rows)
    continuous = tuple(row.continuous_months for row in rows)
    actual = tuple(row.actual_months for row in rows)
    made = []
    if any(wait):
        made.append(Counter(label("waiting_left", lang), wait, "#b59a00", each=True))
    if any(gap):
        made.append(Counter(label("gap_months", lang), gap, "#777777", each=True))
    if any(missed):
        made.append(Counter(label("missed_windows", lang), missed, "#b04a5a", each=True))
    if _moves(continuous):
        made.append(Counter(label("continuous_months", lang), continuous, "#0072b2"))
    if _moves(actual):
        made.append(Counter(label("actual_months", lang), actual, "#5e5e5e"))
    return made


def _moves(values: Sequence[int | None]) -> bool:
    return len({value for value in values if value is not None}) > 1


def staircase(sheet: Sheet, axis: Axis, y: float, counter: Counter) -> None:
    """Draw a counter as steps that stand on ``y + COUNTER``, with the numbers that fit."""
    highest = max((value for value in counter.values if value is not None), default=0) or 1
    base, room = y + COUNTER, COUNTER - line_height(SMALL) - 0.02
    heights = [None if value is None else base - room * value / highest for value in counter.values]
    sheet.line(axis.left, base, axis.right, base, colour=FAINT, weight=0.6, zorder=2)
    _fill(sheet, axis, base, heights, counter.colour)
    taken: list[tuple[float, float]] = []
    for first, last, always in _numbered(counter):
        text = str(counter.values[first])
        half = sheet.measure(text, SMALL) / 2
        x = (axis.middle(axis.first + first) + axis.middle(axis.first + last)) / 2
        x = min(max(x, axis.left + half), axis.right - half)
        narrow = (last + 1 - first) * axis.cell < 2 * half + 0.04
        if (narrow and not always) or any(x - half < end + 0.05 and x + half > start - 0.05 for start, end in taken):
            continue
        # the neighbouring step may stand higher than this one
        reach = int(half / axis.cell + 1)
        near = [height for height in heights[max(0, first - reach) : last + reach + 1] if height is not None]
        taken.append((x - half, x + half))
        sheet.write(x, min(near) - line_height(SMALL) / 2, text, SMALL, colour=INK, ha="center", kind="value", zorder=5)


def _fill(sheet: Sheet, axis: Axis, base: float, heights: Sequence[float | None], colour: str) -> None:
    """Fill below the steps and draw their outline."""
    points: list[tuple[float, float]] = []
    for at, top in enumerate([*heights, None]):
        start, end = axis.start(axis.first + at), axis.start(axis.first + at + 1)
        if top is None:
            if points:
                sheet.steps([(points[0][0], base), *points, (start, base)], colour)
            points = []
        elif axis.cell < NARROW and points and not _jumps(heights, at):
            # steps too small to be seen are one slope
            points = [*points[: -1 if _straight(points, (end, top)) else None], (end, top)]
        else:
            points += [(start, top), (end, top)]


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
