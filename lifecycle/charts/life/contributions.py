"""What was paid each month, by the person, by the unit and by the unemployment fund, one on top of the other in yuan."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import attrs

from lifecycle.charts import lanes
from lifecycle.charts.life.counters import OPEN, Counter, number, outlines
from lifecycle.charts.life.gutter import Note
from lifecycle.charts.life.ledger import yuan
from lifecycle.charts.paper import FAINT, Sheet
from lifecycle.charts.phrases import span
from lifecycle.charts.ticks import Axis
from lifecycle.language import Text, rendered, say, titled
from lifecycle.row import Row
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import Payer, key
from lifecycle.words import COLOURS, LABELS, Label, label

#: Who pays, from the foot of the lane upwards, with the fill.
PAYERS: Final = (("own_fen", "self"), ("employer_fen", "unit"), ("fund_fen", "fund"))
JUMP: Final = 0.2  # of the usual amount: smaller changes are not worth a number
USUAL: Final = 0.9  # of the months with a payment are not higher than what is usual
CUT: Final = 6  # times the usual amount: higher payments are cut, so that the usual ones are seen


@attrs.frozen
class Contributions:
    """Whole yuan by payer and month, as they stand on top of each other, the months of an unknown amount, and the totals."""

    stacked: tuple[tuple[int, ...], ...]
    unknown: tuple[bool, ...]
    totals: tuple[int, ...]
    assumed_from: str | None
    all_assumed: bool

    @property
    def counter(self) -> Counter:
        """Return the sums as steps with the numbers that are written."""
        sums = self.stacked[-1]
        paid = sorted(one for one in sums if one)
        usual = paid[int((len(paid) - 1) * USUAL)] if paid else 0
        most = max((one for one in paid if one <= CUT * usual), default=0)
        known = [at for at, one in enumerate(sums) if one]
        told, shown = [known[-1], max(known, key=lambda at: (sums[at], at)), known[0]], sums[known[0]]
        for at in known:
            if abs(sums[at] - shown) > JUMP * usual:
                told, shown = [*told, at], sums[at]
        return Counter("", sums, "", told=tuple(dict.fromkeys(told)), most=most if max(sums) > most else 0, open=self.unknown)


def contributions(timeline: Timeline) -> Contributions | None:
    """Return what was paid, or ``None`` where no amount is known."""
    rows = list(timeline)
    below = [0] * len(rows)
    stacked, totals = [], []
    for name, _ in PAYERS:
        amounts = [_known(row, before, name) for before, row in zip((None, *rows), rows, strict=False)]
        totals.append(yuan(sum(amounts)))
        below = [under + fen for under, fen in zip(below, amounts, strict=True)]
        stacked.append(tuple(yuan(one) for one in below))
    if not any(below):
        return None
    unknown = tuple(
        row.own_fen is None or row.employer_fen is None or (row.payer == key(Payer.FUND) and row.fund_fen is None) for row in rows
    )
    assumed = next((row.month for row in rows if row.money_assumed), None)
    paid = next(row.month for row, fen in zip(rows, below, strict=True) if fen)
    return Contributions(tuple(stacked), unknown, tuple(totals), assumed, assumed is not None and assumed <= paid)


def _known(row: Row, before: Row | None, name: str) -> int:
    """Return what is known of a payment of a month in fen: all of it, or what it added to the sum so far."""
    paid: int | None = getattr(row, name)
    if paid is None and before is not None:
        return max(0, int(getattr(row, f"paid_{name}")) - int(getattr(before, f"paid_{name}")))
    return paid or 0


def name(lang: str) -> str:
    """Return the name of the lane."""
    return say("paid each month, yuan").in_(lang)


def notes(found: Contributions, lang: str) -> list[Note]:
    """Return who paid how much in all, and what is not known of it."""
    made = [
        Note(titled(label(money, lang), f"{total:,}", lang), fill(payer))
        for (money, payer), total in zip(PAYERS, found.totals, strict=True)
        if total
    ]
    more: list[Text | Label] = []
    if any(found.unknown):
        more.append(say("hatched: {length} partly unknown", length=span(sum(found.unknown))))
    if found.assumed_from:
        more.append(LABELS[str, "assumed"] if found.all_assumed else say("assumed from {month}", month=found.assumed_from))
    if found.counter.most:
        more.append(say("↑: higher than drawn"))
    return [*made, *(Note(one.in_(lang)) for one in more)]


def fill(payer: str) -> str:
    """Return the name of the fill of a payer."""
    return f"paid_{payer}"


def draw(sheet: Sheet, axis: Axis, y: float, height: float, found: Contributions) -> None:
    """Draw the sums from the highest to the lowest, so that each covers all but its own part of the one behind it."""
    base = y + height
    counter = attrs.evolve(found.counter, height=height)
    for (_, payer), total, values in reversed(list(zip(PAYERS, found.totals, found.stacked, strict=True))):
        shown = [value or None for value in values]
        for points in outlines(axis, counter.levels(y, shown)) if total else ():
            sheet.area([(points[0][0], base), *points, (points[-1][0], base)], COLOURS[fill(payer)][0])
    levels, at = counter.levels(y), 0
    for (unknown, level), run in groupby(zip(found.unknown, levels, strict=True)):
        first, at = at, at + len(list(run))
        if unknown and level is not None:
            left, right = axis.start(axis.first + first), axis.start(axis.first + at)
            lanes.unknown(sheet, left, level - OPEN, max(right - left, lanes.THINNEST), OPEN)
    sheet.line(axis.left, base, axis.right, base, colour=FAINT, weight=0.6, zorder=2.4)
    number(sheet, axis, y, counter)


def in_words(timeline: Timeline, lang: str) -> list[str]:
    """Return who paid how much in all, for those who do not see it."""
    found = contributions(timeline)
    if found is None:
        return []
    return [titled(name(lang), rendered([note.text for note in notes(found, lang)], lang), lang)]
