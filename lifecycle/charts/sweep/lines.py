"""Lines of steps over the length of a gap: their points, the parts that are assumed, and how lines that meet keep apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import attrs
from matplotlib.patches import Polygon

from lifecycle.charts.paper import POINTS, SOFT, Sheet
from lifecycle.words import COLOURS

COLOUR_NAMES: Final = tuple(name for name in COLOURS if name.startswith("line_"))
MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X", "p")
EVERY: Final = 3  # steps from one marker to the next
WEIGHT, THIN = 1.7, 0.9
DASHES: Final = (0, (2.2, 1.3))
APART: Final = 2.1 / POINTS  # inches between lines that run together


@attrs.frozen(kw_only=True)
class Line:
    """One line: its labels from long to short, a value for each gap, which of them are assumed, and its look by number."""

    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    assumed: tuple[bool, ...]
    number: int
    above: tuple[float, ...] = ()
    style: int = 0
    shown: bool = True

    @property
    def colour(self) -> str:
        """Return the colour; when all are used they come again with hollow markers."""
        return COLOURS[COLOUR_NAMES[self.number % len(COLOUR_NAMES)]][0]

    @property
    def hollow(self) -> bool:
        """Return whether the colour comes for the second time."""
        return self.number % (2 * len(COLOUR_NAMES)) >= len(COLOUR_NAMES)

    @property
    def last(self) -> int | None:
        """Return the place of the last value that is known."""
        return next((at for at in reversed(range(len(self.values))) if self.values[at] is not None), None)


@attrs.frozen
class Scale:
    """Where gaps and values lie on the paper."""

    gaps: tuple[int, ...]
    left: float
    right: float
    top: float
    bottom: float
    most: float
    least: float = 0.0

    @property
    def unit(self) -> float:
        """Return how high one is."""
        return (self.bottom - self.top) / (self.most - self.least)

    def x(self, gap: float) -> float:
        """Return where the middle of a gap lies."""
        first, last = self.gaps[0], self.gaps[-1]
        return self.left + (gap - first + 0.5) * (self.right - self.left) / (last - first + 1)

    def y(self, value: float) -> float:
        """Return how deep a value lies."""
        return self.bottom - (value - self.least) * self.unit

    def edges(self) -> list[tuple[float, float]]:
        """Return where the step of each gap begins and ends."""
        cuts = [self.left, *(self.x((one + other) / 2) for one, other in pairwise(self.gaps)), self.right]
        return list(pairwise(cuts))


def shifts(scale: Scale, drawn: Sequence[Line]) -> list[list[float]]:
    """Return for each line and gap how far it is moved, in inches, so that lines of one value run side by side."""
    moved = [[0.0] * len(scale.gaps) for _ in drawn]
    for at in range(len(scale.gaps)):
        together: dict[float, list[int]] = {}
        for number, line in enumerate(drawn):
            value = line.values[at]
            if value is not None:
                together.setdefault(value, []).append(number)
        for found in together.values():
            step = min(APART, max(0.8 * scale.unit, APART) / len(found))
            for place, number in enumerate(found):
                moved[number][at] = (place - (len(found) - 1) / 2) * step
    return moved


def draw(sheet: Sheet, scale: Scale, line: Line, moved: Sequence[float]) -> None:
    """Draw a line of steps, dashed where it is assumed, with markers that tell it apart without its colour."""
    look: dict[str, Any] = {"linewidth": (WEIGHT if line.shown else THIN), "zorder": 3 + 0.01 * line.number}
    if not line.shown:
        look["alpha"] = 0.45
    for assumed, points in _pieces(scale, line, moved):
        sheet.trace(points, line.colour, **look, linestyle=DASHES if assumed else "solid")
    spots = [
        (scale.x(scale.gaps[at]), scale.y(value) + moved[at])
        for at, value in enumerate(line.values)
        if value is not None and (at + line.number + line.style) % EVERY == 0
    ]
    if line.shown and spots:
        sheet.trace(spots, line.colour, **{**look, "zorder": 4}, linestyle="none", **marker(line))


def marker(line: Line) -> dict[str, Any]:
    """Return how the markers of a line look."""
    return {
        "marker": MARKERS[(line.number + line.style) % len(MARKERS)],
        "markersize": 4.6,
        "markerfacecolor": "#ffffff" if line.hollow or line.style % 2 else line.colour,
        "markeredgecolor": line.colour,
        "markeredgewidth": 1.0,
    }


def besides(sheet: Sheet, scale: Scale, line: Line) -> None:
    """Draw above a line, dotted, what is lost besides by a part of the benefit."""
    if line.above:
        points = [
            (x, scale.y(above)) for (start, end), above in zip(scale.edges(), line.above, strict=True) for x in (start, end)
        ]
        sheet.trace(points, line.colour, linewidth=1.0, linestyle=(0, (0.8, 1.4)), zorder=1.6)


def itself(sheet: Sheet, scale: Scale) -> None:
    """Draw the months of the gap itself: what lies above them is lost besides."""
    points = [(x, scale.y(gap)) for (start, end), gap in zip(scale.edges(), scale.gaps, strict=True) for x in (start, end)]
    closed = [*points, (scale.right, scale.bottom), (scale.left, scale.bottom)]
    sheet.add(Polygon(closed, facecolor="#efefef", linewidth=0, zorder=0.3))
    sheet.trace(points, SOFT, linewidth=0.5, zorder=0.35, alpha=0.5)


def _pieces(scale: Scale, line: Line, moved: Sequence[float]) -> Iterator[tuple[bool, list[tuple[float, float]]]]:
    """Yield the stretches of a line that are known, or assumed; the riser belongs to what it leads to."""
    points: list[tuple[float, float]] = []
    now = False
    for (start, end), value, assumed, by in zip(scale.edges(), line.values, line.assumed, moved, strict=True):
        if value is None:
            if points:
                yield now, points
            points = []
            continue
        y = scale.y(value) + by
        if points and assumed != now:
            yield now, points
            points = [points[-1]]
        now = assumed
        points += [(start, y), (end, y)]
    if points:
        yield now, points
