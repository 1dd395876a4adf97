"""A panel of the rules over time: steps of a number or a lane of words, a dot at each change with the number of its document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Final

import attrs
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

from lifecycle.charts.paper import FAINT, INK, SOFT, Sheet, line_height
from lifecycle.charts.ticks import Axis
from lifecycle.guide.history import Era
from lifecycle.language import say
from lifecycle.words import COLOURS

SIZE, SMALL = 8.5, 7.0
TALL, LOW, LANE = 0.62, 0.44, 0.24
OWN, TAKEN = COLOURS["employee"][0], "#6b9fc4"
OWN_PALE, TAKEN_PALE = "#c3d4e6", "#e4eff7"
VOICE: Final = COLOURS["disputed"][0]
ASSUMED: Final = COLOURS["assumed"][0]
ASSUMED_PALE: Final = "#f9f4d9"
DASHES: Final = (0, (3, 2))
DOT: Final = 5.5
AIR: Final = 0.02
ROWS: Final = 2  # of document numbers below a panel
MOST: Final = 3  # lines of words in a lane
BEHIND: Final = {"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.7, "pad": 0.2}
NEAR, APART = 0.16, 0.36  # inches that a disputed value stands after the change it is about, and after another one

Rectangle = tuple[float, float, float, float]


@attrs.frozen(kw_only=True)
class Panel:
    """One rule on the time axis: what held when, by whom, and where ``today`` lies; ``document`` numbers what is cited."""

    sheet: Sheet
    axis: Axis
    eras: Sequence[Era]
    region: str
    today: int
    lang: str
    document: Callable[[Any], str]
    region_name: Callable[[str], str]
    taken: list[Rectangle] = attrs.field(factory=list)

    @property
    def plain(self) -> bool:
        """Return whether every known value is a number."""
        return any(era.known for era in self.eras) and all(era.number is not None for era in self.eras if era.known)

    def draw(self, y: float) -> float:
        """Draw the panel below ``y``, and return where it ends."""
        levels = {era.number for era in self.eras if era.known}
        levels |= {value for era in self.eras for value, _, _ in era.voices(self.lang)}
        height = self._lane_height() if not self.plain else TALL if len(levels - {None}) > 1 else LOW
        for era in self.eras:
            self._ground(era, y, height)
        if self.plain:
            self._steps(y, height)
        else:
            self._lane(y, height)
        self.sheet.line(self.axis.left, y + height, self.axis.right, y + height, colour=FAINT, weight=0.6, zorder=1.5)
        return self._documents(y + height + 0.02)

    def _ends(self, era: Era) -> tuple[float, float]:
        return self.axis.start(era.first), self.axis.start(era.end)

    def _inherits(self, era: Era) -> bool:
        return era.is_.region not in (None, self.region)

    def _ahead(self, era: Era) -> bool:
        return era.first > self.today

    def _ground(self, era: Era, y: float, height: float) -> None:
        """Hatch what nobody knows, and tint what is assumed."""
        x, to_x = self._ends(era)
        if not era.known:
            self.sheet.box(x, y, to_x - x, height, "#fafafa", hatch="////", edgecolor="#cfcfcf", zorder=1.1)
            text = say("unknown").in_(self.lang)
            wide = self.sheet.measure(text, SMALL)
            if wide + 0.1 <= to_x - x:
                behind = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.8}
                at, middle = (x + to_x) / 2, y + height / 2
                self.sheet.write(at, middle, text, SMALL, colour=SOFT, ha="center", kind="unknown", zorder=4, bbox=behind)
                half = line_height(SMALL) / 2
                self.taken.append((at - wide / 2, middle - half, at + wide / 2, middle + half))
        elif era.is_.assumed and self.plain:
            self.sheet.box(x, y, to_x - x, height, ASSUMED, alpha=0.35, zorder=1.1)

    def _steps(self, y: float, height: float) -> None:
        """Draw the values as steps, each with what it is."""
        known = [era for era in self.eras if era.known]
        voices = [value for era in known for value, _, _ in era.voices(self.lang) if value is not None]
        levels = self._levels([era.number or 0.0 for era in known] + voices, y, height)
        at = {id(era): level for era, level in zip(known, levels, strict=False)}
        self._lines(known, at)
        dots = [era for era in known if era.first > self.axis.first]
        self._dots([(self.axis.start(era.first), at[id(era)]) for era in dots], [self._inherits(era) for era in dots])
        told, by = "", None
        for era in known:
            text = era.text(self.lang)
            if text != told:
                named = self._inherits(era) and era.is_.region != by
                self._value(era, at[id(era)], self._told(era, named=named), y + height)
                by = era.is_.region if self._inherits(era) else None
            told = text
        others = iter(levels[len(known) :])
        for era in known:
            for nth, (value, text, other) in enumerate(era.voices(self.lang), start=1):
                level = at[id(era)] if value is None else next(others)
                self._voice(era, nth, level, "" if value is None else text, other)

    @staticmethod
    def _levels(values: Sequence[float], y: float, height: float) -> list[float]:
        """Return where values stand between the top, with room for what is written above, and the bottom."""
        low, high = min(values), max(values)
        top, bottom = y + line_height(SIZE) + 0.05, y + height - 0.09
        return [(top + bottom) / 2 if high == low else bottom - (value - low) / (high - low) * (bottom - top) for value in values]

    def _lines(self, known: Sequence[Era], at: dict[int, float]) -> None:
        for era in known:
            (x, to_x), level = self._ends(era), at[id(era)]
            colour, weight = (TAKEN, 1.8) if self._inherits(era) else (OWN, 2.4)
            style: Any = DASHES if self._ahead(era) else "solid"
            self.sheet.line(x, level, to_x, level, colour=colour, weight=weight, zorder=3, linestyle=style)
            self.taken.append((x, level - AIR, to_x, level + AIR))
        for one, other in pairwise(known):
            if one.end == other.first and at[id(one)] != at[id(other)]:
                x = self.axis.start(other.first)
                self.sheet.line(x, at[id(one)], x, at[id(other)], colour=FAINT, weight=0.8, zorder=2.5)
                upper, lower = sorted((at[id(one)], at[id(other)]))
                self.taken.append((x - 0.01, upper, x + 0.01, lower))

    def _dots(self, places: Sequence[tuple[float, float]], inherits: Sequence[bool]) -> None:
        for paler, colour in ((False, OWN), (True, TAKEN)):
            chosen = [place for place, one in zip(places, inherits, strict=True) if one is paler]
            if chosen:
                style: dict[str, Any] = {"color": colour, "linestyle": "", "marker": "o", "markersize": DOT * self.sheet.scale}
                self.sheet.add(
                    Line2D(*zip(*chosen, strict=True), markeredgecolor="#ffffff", markeredgewidth=0.8, zorder=5, **style)
                )

    def _told(self, era: Era, *, named: bool) -> list[str]:
        """Return the value in words, from long to short: with who set it where it is ``named``."""
        found = [self.sheet.face.readable(text) for text in (era.text(self.lang), era.short(self.lang))]
        if named:
            found = [f"{text} ↑{self.region_name(era.is_.region or '')}" for text in found] + found
        return list(dict.fromkeys(found))

    def _value(self, era: Era, level: float, told: Sequence[str], bottom: float) -> None:
        """Write a value above its step, or below it, or where it is clear."""
        x, to_x = self._ends(era)
        half = line_height(SIZE) / 2
        for text in told:
            wide = self.sheet.measure(text, SIZE)
            for left in (x + 0.05, max(x + 0.05, (x + to_x - wide) / 2), to_x - wide - 0.04, x - wide - 0.05):
                for middle in (level - half - AIR, level + half + AIR):
                    box = (left, middle - half * 0.72, left + wide, middle + half * 0.72)
                    if middle + half * 0.7 <= bottom + 0.01 and self._free(box):
                        self.taken.append(box)
                        colour = SOFT if self._inherits(era) else INK
                        self.sheet.write(left, middle, text, SIZE, colour=colour, kind="value", zorder=6, bbox=BEHIND)
                        return

    def _voice(self, era: Era, nth: int, level: float, text: str, other: dict[str, Any]) -> None:
        """Draw a hollow mark where another source says something else, with what it says and its document."""
        x, to_x = self._ends(era)
        x += min(NEAR + APART * (nth - 1), (to_x - x) * nth / (nth + 1))
        style: dict[str, Any] = {"color": VOICE, "linestyle": "", "marker": "o", "markersize": DOT * self.sheet.scale}
        self.sheet.add(
            Line2D([x], [level], markerfacecolor="#ffffff", markeredgecolor=VOICE, markeredgewidth=1.2, zorder=5.5, **style)
        )
        self.taken.append((x - 0.04, level - 0.04, x + 0.04, level + 0.04))
        number = self.document(
            attrs.evolve(era.is_, cite=other.get("cite"), url=other.get("url"), grade=other.get("grade"), assumed=False)
        )
        told = " ".join(part for part in (text, f"[{number}]" if number else "") if part)
        half, wide = line_height(SMALL) / 2, self.sheet.measure(told, SMALL)
        for left, middle in ((x + 0.06, level), (x + 0.06, level - half), (x - wide - 0.06, level), (x + 0.06, level + half)):
            box = (left, middle - half * 0.7, left + wide, middle + half * 0.7)
            if told and self._free(box):
                self.taken.append(box)
                self.sheet.write(left, middle, told, SMALL, colour=VOICE, kind="voice", zorder=6)
                return

    def _free(self, box: Rectangle) -> bool:
        left, top, right, bottom = box
        if left < self.axis.left or right > self.axis.right + 0.02:
            return False
        return not any(left < c and a < right and top < d and b < bottom for a, b, c, d in self.taken)

    def _wrapped(self, era: Era) -> list[str]:
        """Return the lines of a lane's words, the last with an ellipsis where there are more."""
        x, to_x = self._ends(era)
        room = to_x - x - 0.1
        for text in self._told(era, named=self._inherits(era)):
            lines = self.sheet.wrap(text, SMALL, room) if room >= self.sheet.measure("0000", SMALL) else []
            if 0 < len(lines) <= MOST and all(self.sheet.measure(line, SMALL) <= room for line in lines):
                return lines
        if not lines:
            return []
        return [*lines[: MOST - 1], self.sheet.shortened("".join(lines[MOST - 1 :]), SMALL, room)]

    def _lane_height(self) -> float:
        most = max((len(self._wrapped(era)) for era in self.eras if era.known), default=1)
        return max(LANE, most * line_height(SMALL) + 0.08)

    def _lane(self, y: float, height: float) -> None:
        """Draw words on bars, a bar for each stretch."""
        for era in self.eras:
            if not era.known:
                continue
            x, to_x = self._ends(era)
            fill = ASSUMED_PALE if era.is_.assumed else TAKEN_PALE if self._inherits(era) else OWN_PALE
            corners = [[(x, y), (to_x, y), (to_x, y + height), (x, y + height)]]
            edge = TAKEN if self._inherits(era) else OWN
            style: Any = DASHES if self._ahead(era) else "solid"
            shape = PolyCollection(corners, facecolors=fill, edgecolors=edge, linewidths=0.8, linestyles=[style], zorder=2)
            self.sheet.add(shape)
            lines = self._wrapped(era)
            for at, line in enumerate(lines):
                middle = y + height / 2 + (at - (len(lines) - 1) / 2) * line_height(SMALL)
                self.sheet.write(x + 0.06, middle, line, SMALL, colour=INK, kind="value", zorder=6)
        dots = [era for era in self.eras if era.known and era.first > self.axis.first]
        self._dots([(self.axis.start(era.first), y) for era in dots], [self._inherits(era) for era in dots])
        for era in self.eras:
            for nth, (_, _, other) in enumerate(era.voices(self.lang), start=1):
                self._voice(era, nth, y + height, "", other)

    def _documents(self, y: float) -> float:
        """Write below each change the number of its document and its grade, in as few rows as hold them."""
        rows = [self.axis.left - 1.0] * ROWS
        used = 1
        for era in self.eras:
            number = self.document(era.is_) if era.known else ""
            if not number:
                continue
            text = f"{number} {era.is_.grade or ''}".strip()
            wide = self.sheet.measure(text, SMALL)
            first = era.first <= self.axis.first
            x = self.axis.left if first else min(self.axis.start(era.first) - wide / 2, self.axis.right - wide)
            row = next((at for at, end in enumerate(rows) if end + 0.05 <= x), None)
            if row is None:
                continue
            rows[row], used = x + wide, max(used, row + 1)
            middle = y + (row + 0.5) * line_height(SMALL)
            self.sheet.write(x, middle, text, SMALL, colour=SOFT, kind="document", zorder=6)
        return y + used * line_height(SMALL)
