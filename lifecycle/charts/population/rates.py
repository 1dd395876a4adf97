"""The transition rates: from the states of the rows into those of the columns, a number in each cell."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final, Self

import attrs
import numpy as np
from matplotlib.collections import PolyCollection

from lifecycle.charts.paper import FAINT, INK, SOFT, Sheet, dark, line_height
from lifecycle.charts.picture import MARGIN, Picture
from lifecycle.charts.population.clock import Clock
from lifecycle.charts.population.mean_time import MONTHLY, measured
from lifecycle.charts.population.measures import Moves, moves
from lifecycle.charts.population.panels import mixed
from lifecycle.charts.population.sequences import Sequences, about
from lifecycle.errors import InputError, Where
from lifecycle.language import say
from lifecycle.months import MONTHS_IN_YEAR
from lifecycle.words import COLOURS

NAME: Final = 9
CELL: Final = 9
HEAD: Final = 8
NAMES: Final = 1.9
HIGH: Final = 0.4
WIDEST: Final = 1.15
LINES: Final = 3
DIAGONAL: Final = "#f3f3f3"
DEEP: Final = COLOURS["employee"][0]
ENOUGH: Final = 30  # in a state, before a rate out of it is told first
TINY, SMALL = 0.005, 0.1


def cell_text(rate: float) -> str:
    """Return a rate in per cent with the digits that it deserves; nothing for one that never happened.

    >>> [cell_text(rate) for rate in (0.0, 0.00001, 0.0004, 0.046, 0.995)]
    ['', '<0.01', '0.04', '4.6', '99.5']
    """
    share = rate * 100
    if not share > 0:
        return ""
    if share < TINY:
        return "<0.01"
    return f"{share:.2f}" if share < SMALL else f"{share:.1f}"


@attrs.frozen(eq=False, repr=False)
class Rates(Picture):
    """How often people go from one state into another, a month, or over more of the times of their clock."""

    source: Any = attrs.field(converter=measured)
    lag: int = attrs.field(kw_only=True, default=1)

    def __repr__(self) -> str:
        return f"<Rates of {self.source!r} in {self.lang}>"

    def over(self, lag: int) -> Self:
        """Return a copy that compares the states so many times apart."""
        source = Sequences.of(self.source)
        if not 1 <= lag < source.columns:
            raise InputError(
                say("{value}", value=lag),
                expected=say("a number from 1 to {most}", most=source.columns - 1),
                todo=say("correct it"),
                where=Where(path="lag"),
            )
        return attrs.evolve(self, source=source, lag=lag)

    def yearly(self) -> Self:
        """Return a copy that compares the states a year apart."""
        return self.over(max(1, MONTHS_IN_YEAR // self.clock.step))

    @property
    def clock(self) -> Clock:
        """Return the clock; a dataset counts months."""
        return self.source.clock if isinstance(self.source, Sequences) else MONTHLY

    @cached_property
    def moves(self) -> Moves:
        """Return what is drawn."""
        return moves(self.source, self.lag)

    @cached_property
    def names(self) -> list[str]:
        """Return the states in words that can be drawn."""
        return [self.face.readable(self.moves.alphabet.name(state, self.lang)) for state in self.moves.alphabet.states]

    @cached_property
    def rows(self) -> list[int]:
        """Return the states that somebody is seen to stay in or leave: nobody leaves the month of a death."""
        return np.flatnonzero(self.moves.at_risk > 0).tolist()

    @property
    def subject(self) -> str:
        """Return what the chart is of."""
        return say("From state to state").in_(self.lang)

    @property
    def finding(self) -> str:
        """Return the change that is most likely, and the one that happens most often."""
        off = np.where(np.eye(len(self.names), dtype=bool), 0, np.nan_to_num(self.moves.rates))
        if not off.any():  # nobody, or nobody twice
            return say("Nobody changes.").in_(self.lang)
        enough = off * (self.moves.at_risk >= min(ENOUGH, self.moves.at_risk.max()))[:, None]
        likely = np.unravel_index((enough if enough.any() else off).argmax(), off.shape)
        often = np.unravel_index((self.moves.moved * (off > 0)).argmax(), off.shape)
        change, rate, time = self._change(likely), cell_text(float(off[likely])), self.clock.rate(self.lag)
        told = [
            say("The most likely change: {change}, {rate}% {time}.", change=change, rate=rate, time=time)
            if off[likely] >= off.max()
            else say(
                "The most likely change, where {n} or more were observed: {change}, {rate}% {time}.",
                n=ENOUGH,
                change=change,
                rate=rate,
                time=time,
            ),
            say("The most frequent: {change}, {n} in all.", change=self._change(often), n=f"{self.moves.moved[often]:,.0f}"),
        ]
        return ("" if self.lang == "zh" else " ").join(one.in_(self.lang) for one in told)

    def _change(self, pair: tuple[Any, ...]) -> str:
        return " → ".join(self.names[int(at)] for at in pair)

    @property
    def subtitle(self) -> str:
        """Return who these are, and the unit."""
        unit = say("per cent {time}, of those in the state of the row", time=self.clock.rate(self.lag)).in_(self.lang)
        return ("；" if self.lang == "zh" else "; ").join((about(self.source, self.lang), unit))

    def records(self) -> list[dict[str, Any]]:
        """Return each pair of states with how many went, of how many, and the rate."""
        states = self.moves.alphabet.states
        return [
            {
                "from_state": states[a],
                "to_state": states[b],
                "moved": float(self.moves.moved[a, b]),
                "at_risk": float(self.moves.at_risk[a]),
                "rate": float(self.moves.rates[a, b]),
            }
            for a in range(len(states))
            for b in range(len(states))
            if self.moves.moved[a, b] > 0
        ]

    def alt_text(self) -> str:
        """Return the changes out of each state."""
        lines = [self.title, self.subtitle, self.finding]
        for a, name in enumerate(self.names):
            told = [
                say("{name}: {share}", name=other, share=f"{cell_text(float(self.moves.rates[a, b]))}%")
                for b, other in enumerate(self.names)
                if self.moves.moved[a, b] > 0
            ]
            if told:
                lines.append(say("{when}: {shares}", when=f"{name} →", shares=told).in_(self.lang))
        return "\n".join(lines)

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw heads, rows and cells."""
        n = len(self.names)
        counts = [f"{number:,.0f}" for number in self.moves.at_risk]
        last = say("observed").in_(self.lang)
        aside = max(sheet.measure(text, HEAD) for text in (*counts, last)) + 0.12
        wide = min(NAMES, sheet.width * 0.25, max(sheet.measure(name, NAME) for name in self.names) + 0.25)
        left = MARGIN + wide + 0.1
        cell = min(WIDEST, (sheet.width - MARGIN - aside - left) / n)
        heads = [sheet.wrap(name, HEAD, cell - 0.06) for name in self.names]
        numbered = any(len(head) > LINES or _cut(head, name) for head, name in zip(heads, self.names, strict=True))
        rows = list(range(n)) if numbered else self.rows
        if numbered:
            heads = [[str(at)] for at in range(1, n + 1)]
        deep = max(map(len, heads))
        for at, lines in enumerate(heads):
            for line, text in enumerate(lines):
                middle = y + (deep - len(lines) + line + 0.5) * line_height(HEAD)
                sheet.write(left + (at + 0.5) * cell, middle, text, HEAD, colour=SOFT, ha="center", kind="head")
        y += deep * line_height(HEAD) + 0.05
        sheet.write(left + n * cell + aside, y - 0.05 - line_height(HEAD) / 2, last, HEAD, colour=SOFT, ha="right", kind="head")
        self._cells(sheet, rows, left, y, cell)
        for row, at in enumerate(rows):
            shown = f"{at + 1}  {self.names[at]}" if numbered else self.names[at]
            shown = shown if sheet.measure(shown, NAME) <= wide else sheet.shortened(shown, NAME, wide)
            middle = y + (row + 0.5) * HIGH
            sheet.write(left - 0.1, middle, shown, NAME, ha="right", kind="state")
            sheet.write(left + n * cell + aside, middle, counts[at], HEAD, colour=SOFT, ha="right", kind="count")
        return y + len(rows) * HIGH + 0.14

    def _cells(self, sheet: Sheet, rows: list[int], left: float, y: float, cell: float) -> None:
        """Draw the cells: the darker, the more likely; staying is faint."""
        rates = np.nan_to_num(self.moves.rates)
        n = len(rates)
        off = np.where(np.eye(n, dtype=bool), 0, rates)
        depth = np.sqrt(off / off.max()) if off.any() else off
        size = CELL if sheet.measure("99.9", CELL) + 0.04 <= cell else CELL * cell / (sheet.measure("99.9", CELL) + 0.04)
        gap = 0.012
        corners, fills = [], []
        for row, a in enumerate(rows):
            for b in range(n):
                x, top = left + b * cell, y + row * HIGH
                corners.append([(x, top), (x + cell - gap, top), (x + cell - gap, top + HIGH - gap), (x, top + HIGH - gap)])
                fills.append(DIAGONAL if a == b else mixed("#ffffff", DEEP, float(depth[a, b])))
                text = cell_text(float(rates[a, b]))
                if sheet.measure(text, size) > cell:
                    text = "<"
                ink = FAINT if a == b else "#ffffff" if dark(fills[-1]) else INK
                if text:
                    sheet.write(
                        x + (cell - gap) / 2, top + (HIGH - gap) / 2, text, size, colour=ink, ha="center", kind="rate", zorder=4
                    )
        sheet.add(PolyCollection(corners, facecolor=fills, edgecolor="#e3e3e3", linewidth=0.4, zorder=2))


def _cut(lines: list[str], name: str) -> bool:
    """Return whether a word of a name was cut to fit."""
    return any(word not in " ".join(lines).split() for word in name.split() if word.rstrip("…").isascii())
