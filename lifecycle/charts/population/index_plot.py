"""The index plot (序列图): one row a person, coloured by state; a large population by a sample that its ids choose."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Any, Final, Self

import attrs
import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.image import AxesImage

from lifecycle.charts.paper import FAINT, SOFT, Sheet, brightness
from lifecycle.charts.picture import DOTS, MARGIN, Picture
from lifecycle.charts.population import clock, key, panels
from lifecycle.charts.population.alphabet import OUTSIDE
from lifecycle.charts.population.measures import distribution
from lifecycle.charts.population.painting import NONE, Array
from lifecycle.charts.population.sequences import Sequences, sequences_of
from lifecycle.charts.ticks import Axis
from lifecycle.errors import InputError, Where
from lifecycle.language import say

ORDERS: Final = ("id", "start", "end", "entry")
MOST_NAMED: Final = 60
MOST_ROWS: Final = 450
HEIGHT: Final = 4.5
NAME_SIZE: Final = 7
NAME_ROOM: Final = 1.3
TALL: Final = 0.15  # inches of a row that has a name
DETAIL: Final = 8  # a row with a name is cut into so many, the last of them white
GROUP_GAP: Final = 0.1
PALE: Final = 230


@attrs.frozen(eq=False, repr=False)
class IndexPlot(Picture):
    """One row a person. Which people are shown, and where, follows from their ids: not from the order of the table."""

    sequences: Sequences = attrs.field(converter=sequences_of)
    order: str = attrs.field(kw_only=True, default="id")
    most: int = attrs.field(kw_only=True, default=MOST_ROWS)

    def __repr__(self) -> str:
        return f"<IndexPlot of {self.sequences!r} in {self.lang}>"

    def sorted_by(self, order: str) -> Self:
        """Return a copy sorted by ``id``, from the ``start``, from the ``end``, or by the ``entry`` into insurance."""
        if order not in ORDERS:
            raise InputError(
                say("{value}", value=order),
                expected=say("one of: {words}", words=list(ORDERS)),
                todo=say("correct it"),
                where=Where(path="order"),
            )
        return attrs.evolve(self, order=order)

    def showing(self, most: int) -> Self:
        """Return a copy that shows at most so many people."""
        if not 1 <= most <= MOST_ROWS:
            raise InputError(
                say("{value}", value=most),
                expected=say("a number from 1 to {most}", most=MOST_ROWS),
                todo=say("correct it"),
                where=Where(path="most"),
            )
        return attrs.evolve(self, most=most)

    @cached_property
    def shown(self) -> Sequences:
        """Return the people who are shown, in the order of their ids."""
        return self.sequences.sample(self.most)

    @cached_property
    def rows(self) -> list[tuple[str | None, Sequences, Array]]:
        """Return the groups, their people and in which order these are drawn."""
        return [(name, part, _order(part, self.order)) for name, part in self.shown.parts()]

    @property
    def subject(self) -> str:
        """Return what the chart is of."""
        return say("Every row a person: states over time").in_(self.lang)

    @property
    def finding(self) -> str:
        """Return how many different lives there are, and what the commonest is like."""
        codes = np.ascontiguousarray(self.shown.codes)
        whole, counts = np.unique(codes.view(np.dtype((np.void, codes.shape[1]))).ravel(), return_counts=True)
        commonest = np.frombuffer(whole[counts.argmax()].tobytes(), dtype=np.uint8)
        steps = [commonest[0], *(b for a, b in pairwise(commonest) if a != b)]
        names = [self.sequences.alphabet.name(self.sequences.alphabet.states[code], self.lang) for code in steps if code != NONE]
        n, share = int(counts.max()), float(counts.max()) / len(codes)
        if len(whole) == len(codes) or not names:
            return (
                say("No two of the {n} lives shown are alike in every month.", n=f"{len(codes):,}").in_(self.lang)
                if len(codes) > 1
                else ""
            )
        told = say(
            "{share} of the lives shown are alike in every month: {states}.",
            share=panels.percent(share),
            states=" → ".join(names),
        )
        return self.face.readable(told.in_(self.lang)) if n > 1 else ""

    @property
    def subtitle(self) -> str:
        """Return who is shown, of how many, in which order."""
        told = [self.sequences.about(self.lang)]
        if len(self.shown) < len(self.sequences):
            told.append(say("a sample of {n}, chosen by a hash of the id", n=len(self.shown)).in_(self.lang))
        orders = {
            "id": say("rows in the order of the ids"),
            "start": say("rows sorted from the start"),
            "end": say("rows sorted from the end"),
            "entry": say("rows sorted by the first month of insurance"),
        }
        told.append(orders[self.order].in_(self.lang))
        return ("；" if self.lang == "zh" else "; ").join(told)

    def records(self) -> list[dict[str, Any]]:
        """Return the spells that are drawn, row by row from the top."""
        found: list[dict[str, Any]] = []
        row = 0
        for name, part, order in self.rows:
            ids = part.ids.tolist()  # plain values, for JSON
            for at in order.tolist():
                row += 1
                for start, stop, code in _spells(part.codes[at]):
                    found.append(
                        {
                            "row": row,
                            "id": ids[at],
                            **({part.grouped_by or "group": name} if name is not None else {}),
                            "from": part.clock.value(start),
                            "to": part.clock.value(stop - 1),
                            "state": part.alphabet.states[code],
                        }
                    )
        return found

    def alt_text(self) -> str:
        """Return who is shown and how often each state occurs among them."""
        times = distribution(self.shown).sum(axis=1)
        told = [
            say("{name}: {share}", name=self.shown.alphabet.name(state, self.lang), share=panels.percent(n / times.sum()))
            for state, n in zip(self.shown.alphabet.states, times, strict=True)
        ]
        shares = say("Share of all months: {shares}.", shares=told).in_(self.lang)
        return "\n".join(one for one in (self.title, self.subtitle, self.finding, shares) if one)

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw the key, the rows of each group and the time axis."""
        void = bool((self.shown.codes == NONE).any())
        y = key.draw(sheet, y, self.sequences.alphabet, self.lang, hatched=False, void=void) + 0.12
        named = len(self.shown) <= MOST_NAMED
        left = MARGIN + (self._names_room(sheet) if named else 0.0)
        axis = self.shown.clock.axis(self.shown.columns, left, sheet.width - MARGIN)
        for name, part, order in self.rows:
            y = panels.head(sheet, y, name, len(part), self.lang)
            y = _snapped(y)
            tall = TALL if named else max(2, round(HEIGHT * DOTS / len(self.shown))) / DOTS
            bottom = y + tall * len(part)
            _image(sheet, part, part.codes[order], (left, y, axis.right, bottom), DETAIL if named else 1)
            for x, _, _ in [] if part.clock.numbered else clock.places(sheet, part.clock, axis):
                sheet.line(x, y, x, bottom, colour="#ffffff", weight=0.5, alpha=0.6, zorder=3)
            if named:
                self._names(sheet, part, order, y, left)
                self._outlines(sheet, part, order, y, axis)
            else:
                sheet.frame(left, y, axis.right - left, bottom - y, colour=SOFT, weight=0.5)
            y = bottom + GROUP_GAP
        return clock.draw(sheet, self.shown.clock, axis, y - GROUP_GAP + 0.03, self.lang) + 0.1

    def _names_room(self, sheet: Sheet) -> float:
        widest = max(sheet.measure(sheet.face.readable(str(one)), NAME_SIZE) for one in self.shown.ids)
        return min(NAME_ROOM, widest) + 0.1

    def _names(self, sheet: Sheet, part: Sequences, order: Array, y: float, left: float) -> None:
        for row, at in enumerate(order.tolist()):
            name = sheet.face.readable(str(part.ids[at]))
            if sheet.measure(name, NAME_SIZE) > NAME_ROOM:
                name = sheet.shortened(name, NAME_SIZE, NAME_ROOM)
            sheet.write(left - 0.06, y + (row + 0.45) * TALL, name, NAME_SIZE, colour=SOFT, ha="right", kind="id")

    def _outlines(self, sheet: Sheet, part: Sequences, order: Array, y: float, axis: Axis) -> None:
        """Draw a line around what is nearly white, so that it is not taken for no record."""
        pale = [code for code, state in enumerate(part.alphabet.states) if brightness(part.alphabet.look(state)[0]) > PALE]
        boxes = []
        for row, at in enumerate(order.tolist()):
            top, bottom = y + row * TALL, y + (row + 1 - 1 / DETAIL) * TALL
            for start, stop, code in _spells(part.codes[at]):
                if code in pale:
                    left, right = (axis.left + edge * part.clock.step * axis.cell for edge in (start, stop))
                    boxes.append([(left, top), (right, top), (right, bottom), (left, bottom)])
        sheet.add(PolyCollection(boxes, facecolor="none", edgecolor=FAINT, linewidth=0.4, zorder=2.5))


def _snapped(y: float) -> float:
    """Return the next place at which a dot begins, so that rows are equally high."""
    return float(np.ceil(y * DOTS) / DOTS)


def _image(sheet: Sheet, part: Sequences, codes: Array, box: tuple[float, float, float, float], detail: int) -> None:
    """Draw rows of codes as one image; with detail a white line stays free below each row."""
    colours = [part.alphabet.look(state)[0] for state in part.alphabet.states]
    palette = np.full((NONE + 1, 4), 0, dtype=np.uint8)
    for code, colour in enumerate(colours):
        palette[code] = (*bytes.fromhex(colour[1:]), 255)
    pixels = palette[codes]
    if detail > 1:
        pixels = np.repeat(pixels, detail, axis=0)
        pixels[detail - 1 :: detail] = 0
    left, top, right, bottom = box
    image = AxesImage(sheet.axes, extent=(left, right, bottom, top), origin="upper", interpolation="nearest", zorder=2)
    image.set_data(pixels)
    sheet.add(image)


def _spells(codes: Array) -> list[tuple[int, int, int]]:
    """Return the runs of a row: first column, column after the last, code; times without a state are left out."""
    edges = [0, *(np.flatnonzero(codes[1:] != codes[:-1]) + 1).tolist(), len(codes)]
    return [(a, b, int(codes[a])) for a, b in pairwise(edges) if codes[a] != NONE]


def _order(part: Sequences, order: str) -> Array:
    """Return the order of the rows; those that are alike stay in the order of their ids."""
    codes = part.codes
    if order == "start":
        return np.lexsort(codes.T[::-1])
    if order == "end":
        return np.lexsort(codes.T)
    if order == "entry":
        outside = [code for code, state in enumerate(part.alphabet.states) if state in OUTSIDE]
        entered = ~np.isin(codes, [*outside, NONE])
        at = np.where(entered.any(axis=1), entered.argmax(axis=1), codes.shape[1])
        return np.lexsort((*codes.T[::-1], at))
    return np.arange(len(part))
