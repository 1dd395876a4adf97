"""The grid of a calendar: cells coloured by cover, letters where the state changes, numbers where something happens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

import attrs
from matplotlib.collections import LineCollection, PolyCollection

from lifecycle import months
from lifecycle.charts.calendar.years import Line
from lifecycle.charts.lanes import cover_key
from lifecycle.charts.life.flags import LAW_COLOUR
from lifecycle.charts.paper import FAINT, INK, POINTS, SOFT, Sheet, dark, line_height
from lifecycle.charts.phrases import span
from lifecycle.charts.ticks import ENGLISH_MONTHS
from lifecycle.language import counted, say
from lifecycle.row import Row
from lifecycle.vocabulary import State, key
from lifecycle.words import COLOURS, Label, label

#: The letter of each state.
LETTERS: Final = {
    State.NOT_ENROLLED: Label("未", "N"),
    State.EMPLOYEE: Label("职", "E"),
    State.FLEXIBLE: Label("灵", "F"),
    State.RESIDENT: Label("居", "R"),
    State.WAITING: Label("等", "W"),
    State.SUSPENDED: Label("断", "S"),
    State.RETIRED: Label("退", "P"),
    State.DECEASED: Label("故", "D"),
}
WIDEST, HIGHEST, LOWEST = 0.46, 0.24, 0.108
SMALL, LARGEST, TIGHT = 6.0, 7.5, 1.24
GAP: Final = 0.08
TAG: Final = 0.02  # around the number of an event
AFTER_DEATH: Final = "#e9e9e9"
UNCOVERED: Final = ("uncovered", "uncovered_wait")

Corner = tuple[float, float]


@attrs.frozen(slots=False)
class Grid:
    """The lines of a calendar on the paper, between two places; ``page`` is the height that they should not exceed."""

    sheet: Sheet
    lines: Sequence[Line]
    left: float
    right: float
    lang: str
    born: int | None
    laws: frozenset[int]
    page: float

    @cached_property
    def height(self) -> float:
        """Return the height of a line: as high as the page allows, but never too low to be read."""
        return min(HIGHEST, max(LOWEST, self.page / max(1, len(self.lines))))

    @cached_property
    def size(self) -> float:
        """Return the size of the letters in points."""
        return min(LARGEST, max(SMALL, self.height * POINTS / TIGHT))

    @cached_property
    def gutter(self) -> float:
        """Return the room of the years."""
        return max(self.sheet.measure(line.name, self.size) for line in self.lines) + GAP

    @cached_property
    def ages(self) -> list[str]:
        """Return the age of each line; none where the birth is unknown."""
        return [line.ages(self.born) if self.born is not None else "" for line in self.lines]

    @cached_property
    def columns(self) -> tuple[tuple[str, float], ...]:
        """Return what stands right of the months, and where each column ends, seen from the last month."""
        x, found = 0.0, []
        for head, texts in self._beside:
            x += GAP + max(self.sheet.measure(text, self.size) for text in (head, *texts))
            found.append((head, x))
        return tuple(found)

    @cached_property
    def _beside(self) -> list[tuple[str, list[str]]]:
        beside = [(say("age").in_(self.lang), self.ages)] if any(self.ages) else []
        totals = [f"{line.covered}/{line.alive}" if line.alive else "" for line in self.lines]
        beside.append((say("covered").in_(self.lang), totals))
        if any(line.later for line in self.lines):
            beside.append((say("afterwards").in_(self.lang), [f"+{line.later}" if line.later else "" for line in self.lines]))
        return beside

    @cached_property
    def cell(self) -> float:
        """Return the width of a month."""
        room = self.right - self.left - self.gutter - self.columns[-1][1]
        return min(WIDEST, room / months.MONTHS_IN_YEAR)

    @property
    def edge(self) -> float:
        """Return where the months end."""
        return self.left + self.gutter + months.MONTHS_IN_YEAR * self.cell

    @property
    def end(self) -> float:
        """Return where everything ends."""
        return self.edge + self.columns[-1][1]

    def draw(self, y: float) -> float:
        """Draw the months, the years and their totals below ``y``, and return where they end."""
        y = self._heads(y)
        self._cells(y)
        state = ""
        for at, line in enumerate(self.lines):
            top = y + at * self.height
            middle = top + self.height / 2
            self.sheet.write(self.left, middle, line.name, self.size, colour=INK, kind="tick")
            for (_, x), (_, texts) in zip(self.columns, self._beside, strict=True):
                later = texts[at].startswith("+")
                colour = COLOURS["employee"][0] if later else SOFT
                if texts[at]:
                    self.sheet.write(self.edge + x, middle, texts[at], self.size, colour=colour, ha="right", kind="total")
            state = self._letters(line, top, state)
        return y + len(self.lines) * self.height

    def _heads(self, y: float) -> float:
        """Write the names of the months, and of the columns beside them."""
        names = [Label(f"{number}月", name).in_(self.lang) for number, name in enumerate(ENGLISH_MONTHS, start=1)]
        if max(self.sheet.measure(name, self.size) for name in names) + 0.02 > self.cell:
            names = [str(number) for number in range(1, months.MONTHS_IN_YEAR + 1)]
        middle = y + line_height(self.size) / 2
        for at, name in enumerate(names):
            self.sheet.write(self._x(at) + self.cell / 2, middle, name, self.size, colour=SOFT, ha="center", kind="tick")
        for head, x in self.columns:
            self.sheet.write(self.edge + x, middle, head, self.size, colour=SOFT, ha="right", kind="tick")
        return y + line_height(self.size) + 0.02

    def _x(self, at: int) -> float:
        return self.left + self.gutter + at * self.cell

    def _cells(self, y: float) -> None:
        """Draw the cells, those of a fill together."""
        squares: dict[str, list[list[Corner]]] = defaultdict(list)
        laws: list[list[Corner]] = []
        seam = min(0.012, self.height / 10)
        for at, line in enumerate(self.lines):
            top, bottom = y + at * self.height + seam, y + (at + 1) * self.height - seam
            months_in = len(line.cells) if _whole(line) else 1
            for month, row in enumerate(line.cells[::months_in]):
                if row is None:
                    continue
                x, to_x = self._x(month) + seam, self._x(month + months_in) - seam
                fill, later = cover_key(row, finally_=False), cover_key(row, finally_=True)
                dead = row.state == key(State.DECEASED)
                squares["dead" if dead else fill].append([(x, top), (to_x, top), (to_x, bottom), (x, bottom)])
                if later == "back_paid":
                    squares[later].append([(to_x, top), (to_x, bottom), (x, bottom)])
            changed = sorted({row.index % months.MONTHS_IN_YEAR for row in line.rows if row.index in self.laws})
            laws += [[(self._x(month), top - seam), (self._x(month), bottom + seam)] for month in changed]
        for fill, shapes in squares.items():
            self._fill(fill, shapes)
        if laws:
            self.sheet.add(LineCollection(laws, colors=LAW_COLOUR, linewidths=1.6, capstyle="butt", zorder=4))

    def _fill(self, fill: str, shapes: list[list[Corner]]) -> None:
        colour, hatch = (AFTER_DEATH, "") if fill == "dead" else COLOURS[fill]
        hatched: dict[str, Any] = {"hatch": hatch * 2} if hatch else {}
        edge = "#ffffff" if dark(colour) else "#8a8a8a"
        zorder = 2.2 if fill == "back_paid" else 2
        self.sheet.add(PolyCollection(shapes, facecolors=colour, edgecolors=edge, linewidths=0, zorder=zorder, **hatched))
        if fill in UNCOVERED:
            self.sheet.add(PolyCollection(shapes, facecolors="none", edgecolors=INK, linewidths=0.6, zorder=2.4))

    def _letters(self, line: Line, top: float, state: str) -> str:
        """Write the letter of the state where it changes, and the numbers of what happens; return the state at the end."""
        middle = top + self.height / 2
        tags: list[list[Corner]] = []
        for at, row in enumerate(line.cells):
            if row is None:
                continue
            x, right = self._x(at) + TAG, self._x(at) + self.cell - TAG
            letter = LETTERS[State[row.state.upper()]].in_(self.lang) if row.state != state else ""
            wide = self.sheet.measure(letter, self.size) if letter else 0.0
            number = self._short(line.happens(at), right - x - wide - TAG, right - x)
            if number:
                edges = (right - self.sheet.measure(number, SMALL) - TAG, right + TAG / 2)
                tall = min(self.height - 0.03, 0.115) / 2
                tags.append([(edges[side], middle + down) for side, down in ((0, -tall), (1, -tall), (1, tall), (0, tall))])
                self.sheet.write(right - TAG / 4, middle, number, SMALL, colour="#ffffff", ha="right", kind="number", zorder=6)
                right = edges[0]
            if letter and wide <= right - x:
                ink = "#ffffff" if dark(self._colour(row)) else INK
                self.sheet.write(x, middle, letter, self.size, colour=ink, kind="letter", zorder=6)
            state = row.state
        if tags:
            self.sheet.add(PolyCollection(tags, facecolors=INK, edgecolors="#ffffff", linewidths=0.4, zorder=5))
        if _whole(line):
            self._name(line, middle)
        return state

    def _name(self, line: Line, middle: float) -> None:
        """Write over years that are alike for how long they are."""
        row = line.rows[0]
        fill = cover_key(row, finally_=False)
        text = say("{state}, {years} alike", state=label(State[row.state.upper()], self.lang),
                   years=counted("{n} year", "{n} years", len(line.years))).in_(self.lang)  # fmt: skip
        colour = AFTER_DEATH if row.state == key(State.DECEASED) else COLOURS[fill][0]
        behind = {"facecolor": colour, "edgecolor": "none", "pad": 0.6}
        ink = "#ffffff" if dark(colour) else INK
        x = (self._x(0) + self.edge) / 2
        if self.sheet.measure(text, self.size) + 4 * GAP <= self.edge - self._x(0):
            self.sheet.write(x, middle, text, self.size, colour=ink, ha="center", kind="alike", zorder=5, bbox=behind)

    def _short(self, text: str, beside: float, alone: float) -> str:
        """Return numbers as they fit ``beside`` a letter, or else fill a cell ``alone``."""
        first = text.replace("–", ", ").partition(", ")[0]
        for room in (beside, alone):
            for tried in (text, f"{first}…"):
                if self.sheet.measure(tried, SMALL) <= room:
                    return tried
        return text and "…"

    @staticmethod
    def _colour(row: Row) -> str:
        return AFTER_DEATH if row.state == key(State.DECEASED) else COLOURS[cover_key(row, finally_=False)][0]


def _whole(line: Line) -> bool:
    """Return whether several years are one long cell."""
    return len(line.years) > 1 and line.uniform


def swatch(sheet: Sheet, x: float, y: float, fill: str, height: float) -> float:
    """Draw a cell of a fill for the legend, and return where it ends; what was covered later is half a cell."""
    wide = 2.2 * height
    if fill == "back_paid":
        sheet.frame(x, y, wide, height, colour=FAINT)
        colour, hatch = COLOURS[fill]
        half = [[(x + wide, y), (x + wide, y + height), (x, y + height)]]
        sheet.add(PolyCollection(half, facecolors=colour, edgecolors="#8a8a8a", linewidths=0, hatch=hatch * 2, zorder=2))
    else:
        colour, hatch = COLOURS[fill]
        sheet.box(x, y, wide, height, colour, hatch=hatch * 2)
        if fill in UNCOVERED:
            sheet.frame(x, y, wide, height, colour=INK, weight=0.6)
    return x + wide


def state_counts(rows: Sequence[Row], lang: str) -> list[tuple[str, str]]:
    """Return the letter of each state of a life, and its name with its months."""
    found = []
    for state in State:
        n = sum(row.state == key(state) for row in rows)
        if n:
            text = say("{name}: {count}", name=label(state, lang), count=span(n)).in_(lang)
            found.append((LETTERS[state].in_(lang), text))
    return found
