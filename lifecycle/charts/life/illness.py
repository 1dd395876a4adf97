"""What falling ill would have cost: the own share of one hospital bill in each month, then and in the end."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import attrs

from lifecycle.charts import lanes
from lifecycle.charts.life.counters import Counter, number, outlines
from lifecycle.charts.life.gutter import Note
from lifecycle.charts.life.ledger import FINALLY, THEN, yuan
from lifecycle.charts.paper import FAINT, SOFT, Sheet
from lifecycle.charts.ticks import Axis
from lifecycle.language import rendered, say, titled
from lifecycle.row import Row
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import State, What, key

AMOUNT: Final = 50_000  # yuan: what is asked where nothing else is
LEVEL: Final = 3
LEVELS: Final = {1: say("primary hospital"), 2: say("secondary hospital"), 3: say("tertiary hospital")}
MOST_TOLD: Final = 12  # changes that are told in words
BILL: Final = (0, (5, 2.5))


@attrs.frozen
class Stay:
    """A hospital stay that might have been: its bill in yuan, the level of the hospital, and the life whose bills came before it.

    Without a life it is the one that is shown; where only a part of a life is shown, bills before that part count too.
    """

    amount: float = AMOUNT
    level: int = LEVEL
    life: Timeline | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen
class Cost:
    """Whole yuan that the person would have paid in each month, then and in the end; ``None`` where no scale is known."""

    bill: int
    then: tuple[int | None, ...]
    finally_: tuple[int | None, ...]

    @property
    def unknown(self) -> list[tuple[int, int]]:
        """Return the runs of months of which nobody knows it: the first position, and the one after the last."""
        runs, at = [], 0
        for known, run in groupby(zip(self.then, self.finally_, strict=True), key=lambda pair: None not in pair):
            length = len(list(run))
            runs += [] if known else [(at, at + length)]
            at += length
        return runs


def cost(timeline: Timeline, stay: Stay) -> Cost | None:
    """Return what a stay would have cost in each month, or ``None`` where no month with cover has a known scale."""
    life = timeline if stay.life is None else stay.life
    bills = {row.month[:4] for row in life for event in row.cause.events if event["what"] == key(What.BILL)}
    known: dict[tuple[object, ...], tuple[int | None, int | None]] = {}
    found: list[tuple[int | None, int | None]] = []
    for row in timeline:
        # months of one scale and share cost the same, except among bills of one year
        alike = (row.inpatient, row.benefit_factor, row.benefit_factor_finally, row.state == key(State.RETIRED))
        one = (*alike, row.month if row.month[:4] in bills else "")
        if one not in known:
            known[one] = _own(life, row, stay)
        found.append(known[one] if row.state != key(State.DECEASED) else (0, 0))
    covered = [own for row, (own, _) in zip(timeline, found, strict=True) if row.covered]
    if all(own is None for own in covered):
        return None
    then, finally_ = zip(*found, strict=True)
    return Cost(round(stay.amount), tuple(then), tuple(finally_))


def _own(life: Timeline, row: Row, stay: Stay) -> tuple[int | None, int | None]:
    ill = life.what_if_ill(row.month, stay.amount, stay.level)
    return tuple(None if fen is None else yuan(fen) for fen in (ill.own_fen, ill.own_finally_fen))  # type: ignore[return-value]


def name(stay: Stay, lang: str) -> str:
    """Return the name of the lane."""
    return say("own share of a hospital stay of {amount} yuan", amount=f"{stay.amount:,.0f}").in_(lang)


def notes(found: Cost, stay: Stay, lang: str) -> list[Note]:
    """Return where the stay would have been, and what the fills mean."""
    made = [LEVELS[stay.level], say("dashed: the whole bill")]
    if found.then != found.finally_:
        made.append(say("light: then; dark: in the end"))
    if found.unknown:
        made.append(say("hatched: scale unknown"))
    return [Note(one.in_(lang)) for one in made]


def draw(sheet: Sheet, axis: Axis, y: float, height: float, found: Cost) -> None:
    """Draw what the person would have paid as steps below the line of the whole bill."""
    base = y + height
    then = Counter("", found.then, THEN, each=True, height=height, highest=found.bill)
    (top,) = then.levels(y, [found.bill])
    then_only = [one or None for one in found.then]
    for points in outlines(axis, then.levels(y, then_only)) if found.then != found.finally_ else ():
        sheet.area([(points[0][0], base), *points, (points[-1][0], base)], THEN, zorder=1.7)
    for points in outlines(axis, then.levels(y, [one or None for one in found.finally_])):
        sheet.area([(points[0][0], base), *points, (points[-1][0], base)], "#ffffff", zorder=1.75)
        sheet.steps([(points[0][0], base), *points, (points[-1][0], base)], FINALLY)
    for first, end in found.unknown:
        left, right = axis.start(axis.first + first), axis.start(axis.first + end)
        lanes.unknown(sheet, left, top or y, max(right - left, lanes.THINNEST), base - (top or y))
    sheet.line(axis.left, top or y, axis.right, top or y, colour=SOFT, weight=0.7, linestyle=BILL, zorder=2.4)
    sheet.line(axis.left, base, axis.right, base, colour=FAINT, weight=0.6, zorder=2.4)
    number(sheet, axis, y, attrs.evolve(then, values=found.then, told=_told(found)))


def _told(found: Cost) -> tuple[int, ...]:
    """Return the months whose amounts are written: the middle of each run of one amount, the longest first."""
    runs, at = [], 0
    for value, run in groupby(found.then):
        length = len(list(run))
        if value:
            runs.append((length, at + length // 2))
        at += length
    return tuple(middle for _, middle in sorted(runs, key=lambda run: -run[0]))


def in_words(timeline: Timeline, stay: Stay, lang: str) -> list[str]:
    """Return from when on the stay would have cost how much, for those who do not see it."""
    found = cost(timeline, stay)
    if found is None:
        return []
    changes = zip(timeline, found.then, (None, *found.then), strict=False)
    told = [f"{row.month} {own:,}" for row, own, before in changes if own is not None and own != before]
    return [titled(name(stay, lang), rendered(told[:MOST_TOLD], lang), lang)]
