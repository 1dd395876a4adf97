"""The months that count towards retiring, as steps against what is asked for, and what is short in the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import attrs

from lifecycle.charts.lanes import PALE
from lifecycle.charts.life import counters
from lifecycle.charts.life.counters import Counter, outlines, staircase
from lifecycle.charts.life.marks import AGED, AGED_AND_RETIRED, RETIRED, retiring
from lifecycle.charts.paper import INK, Sheet, line_height
from lifecycle.charts.phrases import span
from lifecycle.charts.ticks import Axis
from lifecycle.language import Text, say, titled
from lifecycle.row import Row
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import State, key

SIZE: Final = counters.SIZE
COLOUR: Final = "#3d6b4f"
ASKED: Final = "#8f3f6d"
DASHED: Final = (0, (5, 2.5))
DOTTED: Final = (0, (1, 1.6))
CLEAR: Final = 0.05  # inches around a label
FLAGS: Final = {AGED: say("retirement age"), RETIRED: say("retires"), AGED_AND_RETIRED: say("retires")}


@attrs.frozen
class Years:
    """What counts in each month, what of it was paid, what was paid where one would retire, and what is asked for."""

    rows: tuple[Row, ...]
    counted: tuple[int | None, ...]
    paid: tuple[int | None, ...]
    local: tuple[int | None, ...]
    asked: tuple[int | None, ...]
    bought: int

    @property
    def adds(self) -> bool:
        """Return whether more counts than what was paid."""
        return self.counted != self.paid

    @property
    def moved(self) -> bool:
        """Return whether some of it was paid elsewhere."""
        # the month of retiring is judged before it is paid
        judged = [row.retirement is not None and row.retirement.month == row.month for row in self.rows]
        return any(not now and a != b for now, a, b in zip(judged, self.local, self.paid, strict=True))


def years(timeline: Timeline) -> Years | None:
    """Return what counts towards retiring, or ``None`` where there is nothing to say of it."""
    rows = tuple(timeline)
    asked = tuple(row.retirement.required_months if row.retirement else None for row in rows)
    more = [row.deemed_months + row.converted_months for row in rows]
    paid = tuple(row.actual_months for row in rows)
    if not (any(paid) or any(more)) or all(one is None for one in paid):
        return None
    if not any(more) and all(one is None for one in asked):
        return None
    first = next((at for at, row in enumerate(rows) if row.cause.transition == "retires_after_top_up"), len(rows))
    at = rows[first].retirement if first < len(rows) else None
    bought = at.short if at else 0
    counted = tuple(
        None if one is None else one + beside + (bought if month >= first else 0)
        for month, (one, beside) in enumerate(zip(paid, more, strict=True))
    )
    return Years(rows, counted, paid, tuple(row.local_months for row in rows), asked, bought)


def name(lang: str) -> str:
    """Return the name of the lane."""
    return say("months towards retirement").in_(lang)


def notes(found: Years, lang: str) -> list[str]:
    """Return what is said below the name: which line is what, and what would be missing at retirement."""
    made = []
    if any(found.asked):
        made.append(say("dashed: asked for"))
    if found.adds:
        made.append(say("dark: actually paid"))
    if found.moved:
        made.append(say("dotted: paid where one retires"))
    last = found.rows[-1]
    at = last.retirement
    if at is not None and last.month < at.month and last.state != key(State.DECEASED):
        made.append(say("retiring: {month}", month=at.month))
        if at.short and at.required_months is not None:
            made.append(say("missing then, going on like this: {n}", n=at.short))
    return [one.in_(lang) for one in made]


def ending(found: Years) -> Text | None:
    """Return how many months count at the end, of how many, and how many are short."""
    row, counted, asked = found.rows[-1], found.counted[-1], found.asked[-1]
    at = row.retirement
    if counted is None or at is None:
        return None
    if asked is None:
        return say("{n}, asked for: unknown", n=counted)
    if found.bought:
        return say("{n} of {asked}, {bought} of them bought", n=counted, asked=asked, bought=found.bought)
    short = shortfall(found)
    if not short:
        return say("{n} of {asked}", n=counted, asked=asked)
    if row.month < at.month:
        return say("{n} of {asked}, {short} to go", n=counted, asked=asked, short=short)
    return say("{n} of {asked}, {short} short", n=counted, asked=asked, short=short)


def shortfall(found: Years) -> int:
    """Return the months that are short at the end: to go before the month of retiring, missing after it."""
    row, counted, asked = found.rows[-1], found.counted[-1], found.asked[-1]
    at = row.retirement
    if at is None or counted is None or asked is None or found.bought:
        return 0
    lowered = any(one.cause.transition == "retires_reduced" for one in found.rows)
    if row.state in (key(State.RETIRED), key(State.DECEASED)) and not lowered:
        return 0
    to_go = max(0, asked - counted)
    return to_go if row.month <= at.month else max(to_go, at.short)


def draw(sheet: Sheet, axis: Axis, y: float, height: float, found: Years, lang: str) -> None:
    """Draw the steps, what is asked for as a dashed line, and what is short as an arrow between them."""
    most = max((one for one in found.asked if one is not None), default=0)
    counter = Counter("", found.counted, COLOUR, height=height, highest=most, told=_told(found))
    asked = counter.levels(y, found.asked)
    taken = [*_end(sheet, axis, y, counter, found, lang)]
    taken += _asked(sheet, axis, asked, found, taken)
    for points in outlines(axis, asked):
        sheet.trace(points, ASKED, linewidth=1.1, linestyle=DASHED, zorder=2.4)
    if found.adds:
        for points in outlines(axis, counter.levels(y, found.paid)):
            sheet.steps([(points[0][0], y + height), *points, (points[-1][0], y + height)], COLOUR)
    if found.moved:
        for points in outlines(axis, counter.levels(y, found.local)):
            sheet.trace(points, INK, linewidth=1.1, linestyle=DOTTED, zorder=2.4)
    staircase(sheet, axis, y, counter, taken)


def tick(found: Years) -> str:
    """Return what is asked for in the first month, to be written at the left end of the dashed line."""
    return "" if found.asked[0] is None else str(found.asked[0])


def _end(sheet: Sheet, axis: Axis, y: float, counter: Counter, found: Years, lang: str) -> Iterator[tuple[float, float]]:
    """Write how it ends, below the dashed line where there is room, and yield the place that it takes."""
    text = ending(found)
    at = next(value for value in reversed(found.counted) if value is not None)
    (stands,) = counter.levels(y, [at])
    written = str(at) if text is None else text.in_(lang)
    asked = found.asked[-1]
    (wanted,) = counter.levels(y, [asked]) if asked is not None else [None]
    right = axis.right
    middle = (stands or 0) - line_height(SIZE) / 2
    if wanted is not None and stands is not None and text is not None:
        middle = min(wanted, stands) - line_height(SIZE) / 2
        if shortfall(found) and stands - wanted > 2 * CLEAR:
            right -= 0.1
            x = axis.right - CLEAR
            sheet.line(x, wanted, x, stands, colour=ASKED, weight=1, zorder=4)
            for tip, turn in ((wanted, 1), (stands, -1)):
                for side in (-0.025, 0.025):
                    sheet.line(x, tip, x + side, tip + turn * 0.04, colour=ASKED, weight=1, zorder=4)
        if stands - wanted >= line_height(SIZE) + CLEAR:
            middle = wanted + line_height(SIZE) / 2 + 0.02
    sheet.write(right, middle, written, SIZE, colour=INK, ha="right", kind="ending", zorder=5, bbox=PALE)
    yield right - sheet.measure(written, SIZE), axis.right


def _asked(
    sheet: Sheet, axis: Axis, levels: Sequence[float | None], found: Years, taken: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """Write what is asked for where it changes, and yield the places that this takes; the first stands beside the axis."""
    at, places, before = 0, list(taken), None
    for value, run in groupby(found.asked):
        first, at = at, at + len(list(run))
        level = levels[first]
        if level is None or value == before:
            continue
        before, text = value, str(value)
        width = sheet.measure(text, SIZE)
        if not first:
            sheet.write(axis.left - CLEAR, level, text, SIZE, colour=ASKED, ha="right", kind="asked")
            continue
        x = axis.start(axis.first + first) + 0.02
        if x + width > axis.right or any(x < end + CLEAR and x + width > start - CLEAR for start, end in places):
            continue
        places.append((x, x + width))
        middle = level - line_height(SIZE) / 2
        sheet.write(x, middle, text, SIZE, colour=ASKED, kind="asked", zorder=5, bbox=PALE)
        yield x, x + width


def _told(found: Years) -> tuple[int, ...]:
    """Return the months whose numbers are written: where months were recognised or paid back at once, and the first."""
    known = [at for at, value in enumerate(found.counted) if value is not None]
    jumps = [at for at in known[1:] if (found.counted[at] or 0) > (found.counted[at - 1] or 0) + 1]
    return tuple(dict.fromkeys([*jumps, *known[:1]]))


def flags(timeline: Timeline, lang: str) -> list[tuple[int, str]]:
    """Return the month of retiring, and that of the retirement age where it is another one, with what is written there."""
    return [
        (row.index, say("{what} {month}", what=FLAGS[what], month=row.month).in_(lang))
        for what, row in retiring(timeline).items()
    ]


def in_words(found: Years, lang: str) -> str:
    """Return how it ends in words, for those who do not see it."""
    text = ending(found) or next(span(value) for value in reversed(found.counted) if value is not None)
    return titled(name(lang), text.in_(lang), lang)
