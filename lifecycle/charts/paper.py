"""A sheet of paper measured in inches from its top left corner: texts that are measured, wrapped and never cut."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure, SubFigure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import TransformedPath

from lifecycle.charts.fonts import Face
from lifecycle.charts.lettering import Line, ems

POINTS: Final = 72  # in an inch
ROOM: Final = 1.015  # other writers set text a little wider than it was measured
LEADING: Final = 1.42
MOST_LETTERS: Final = 500  # more never fit a line
#: Distance from the middle of a line of text to its baseline, in ems; the same for Chinese and Latin.
TO_BASELINE: Final = 0.36
DARK: Final = 140
INK, SOFT, FAINT, GRID = "#1a1a1a", "#4d4d4d", "#9a9a9a", "#e3e3e3"
ACCENT: Final = "#8a1538"
#: Settings that belong to the session, not to the look of a figure.
NOT_LOOKS: Final = {"backend", "backend_fallback", "interactive", "toolbar", "timezone", "webagg.port", "date.epoch"}

_WORDS = re.compile(r"\s+|[!-~\u00a0-\u024f\u2010-\u2027]+|.", re.DOTALL)
_NOT_FIRST: Final = "，。、；：！？）〕》」』”’％%…·,.;:!?)]}"
_NOT_LAST: Final = "（〔《「『“‘([{"


@contextmanager
def plain() -> Iterator[None]:
    """Draw and save as matplotlib came, whatever the session has set; the session keeps its settings."""
    looks = {name: value for name, value in mpl.rcParamsDefault.items() if name not in NOT_LOOKS}
    with mpl.rc_context({**looks, "svg.hashsalt": "lifecycle", "hatch.linewidth": 0.7, "text.hinting": "none"}):
        yield


class Sheet:
    """A figure or axes as paper: x and y are inches from the top left, and ``close`` cuts a figure to its height.

    On axes and subfigures, which keep their size, the paper of ``width`` and ``height`` inches is shrunk to fit.
    """

    def __init__(
        self, target: Figure | SubFigure | Axes, face: Face, *, width: float | None = None, height: float | None = None
    ) -> None:
        self.target, self.face, self.height = target, face, height
        self.axes = target if isinstance(target, Axes) else target.add_axes((0, 0, 1, 1))
        wide = float(self.axes.get_window_extent().width) / self.figure.dpi
        self.width = wide if width is None else width
        self.scale = wide / self.width
        self.axes.set_axis_off()
        self.axes.set_xlim(0, self.width)
        self._font = str(face.path)
        self._edge = TransformedPath(Path.unit_rectangle(), self.axes.transAxes)

    @property
    def figure(self) -> Figure:
        """Return the figure that the paper is, or is part of."""
        found = self.axes.get_figure(root=True)
        if found is None:
            raise ValueError(self.axes)
        return found

    def close(self, height: float) -> None:
        """Cut the paper at ``height``."""
        if isinstance(self.target, Figure):
            self.target.set_size_inches(self.width, height)
        self.axes.set_ylim(height if self.height is None else max(height, self.height), 0)

    def measure(self, text: str, size: float) -> float:
        """Return the width of a line of text in inches."""
        return ems(text, self._font) * size / POINTS * ROOM

    def write(
        self, x: float, y: float, text: str, size: float, *, colour: str = INK, ha: str = "left", kind: str = "text", **more: Any
    ) -> Text:
        """Write one line whose middle is at ``y``; ``kind`` says what it is, for those who look at the figure."""
        made = Line(
            x,
            y + TO_BASELINE * size / POINTS,
            text,
            color=colour,
            horizontalalignment=ha,  # type: ignore[arg-type]
            verticalalignment="baseline",
            fontproperties=self.face.at(size * self.scale),
            parse_math=False,
            **{"transform": self.axes.transData, "label": kind, **more},
        )
        made.set_in_layout(False)
        self.add(made)
        return made

    def wrap(self, text: str, size: float, width: float) -> list[str]:
        """Return the lines of a text: Chinese breaks between characters, other scripts between words."""
        lines, line, used = [], "", 0.0
        for piece in self._pieces(self.face.readable(text), size, width):
            blank, own = piece.isspace(), self.measure(piece, size)
            if line and not blank and used + own > width:
                lines.append(line.rstrip())
                line, used = "", 0.0
            if line or not blank:
                line, used = line + piece, used + own
        return [*lines, line.rstrip()] if line.strip() else lines

    def _pieces(self, text: str, size: float, width: float) -> Iterator[str]:
        """Yield what must stay together: words, and punctuation with the character that it belongs to."""
        held = ""
        for piece in _WORDS.findall(text):
            if held and (piece[0] in _NOT_FIRST or held[-1] in _NOT_LAST):
                held += piece
                continue
            yield from self._cut(held, size, width)
            held = piece
        yield from self._cut(held, size, width)

    def _cut(self, piece: str, size: float, width: float) -> Iterator[str]:
        """Yield a piece, in parts where it is longer than a line."""
        while len(piece) > 1 and self.measure(piece, size) > width:
            fits = max(1, self._fitting(piece, size, width))
            yield piece[:fits]
            piece = piece[fits:]
        if piece:
            yield piece

    def paragraph(
        self, x: float, y: float, text: str, size: float, width: float, *, colour: str = INK, kind: str = "text", most: int = 0
    ) -> float:
        """Write a wrapped text below ``y`` and return where it ends; ``most`` lines at most, then an ellipsis."""
        lines = self.wrap(text[: most * MOST_LETTERS] if most else text, size, width)
        if most and len(lines) > most:
            lines = [*lines[: most - 1], self.shortened(" ".join(lines[most - 1 :]), size, width)]
        for line in lines:
            self.write(x, y + line_height(size) / 2, line, size, colour=colour, kind=kind)
            y += line_height(size)
        return y

    def shortened(self, text: str, size: float, width: float) -> str:
        """Return the beginning of a text that fits a width, with an ellipsis."""
        return text[: self._fitting(text, size, width - self.measure("…", size))].rstrip() + "…"

    def _fitting(self, text: str, size: float, width: float) -> int:
        """Return how many characters of a text fit a width."""
        return bisect_right(range(1, min(len(text), MOST_LETTERS) + 1), width, key=lambda n: self.measure(text[:n], size))

    def add(self, artist: Artist) -> None:
        """Put anything on the paper."""
        artist.set_clip_on(False)  # nothing is cut, and nothing is asked to fit
        artist.set_clip_path(self._edge)  # or the axes would compute one for each
        self.axes.add_artist(artist)

    def box(self, x: float, y: float, width: float, height: float, colour: str, *, hatch: str = "", **more: Any) -> None:
        """Draw a filled rectangle with a hatch that is seen on any fill."""
        style = {"edgecolor": "#ffffff" if dark(colour) else "#6b6b6b", "linewidth": 0.0, "zorder": 2, **more}
        self.add(Rectangle((x, y), width, height, facecolor=colour, hatch=hatch or None, **style))

    def frame(
        self, x: float, y: float, width: float, height: float, *, colour: str = FAINT, weight: float = 0.7, **more: Any
    ) -> None:
        """Draw the outline of a rectangle."""
        style = {"zorder": 3, **more}
        self.add(Rectangle((x, y), width, height, facecolor="none", edgecolor=colour, linewidth=weight, **style))

    def line(self, x: float, y: float, to_x: float, to_y: float, *, colour: str = GRID, weight: float = 0.7, **more: Any) -> None:
        """Draw a straight line."""
        self.add(Line2D([x, to_x], [y, to_y], color=colour, linewidth=weight, **{"zorder": 1, **more}))

    def lines(self, ends: Sequence[tuple[tuple[float, float], tuple[float, float]]], *, colour: str = GRID, **more: Any) -> None:
        """Draw many straight lines of one look at once."""
        if ends:
            style = {"linewidths": 0.7, "zorder": 1, "capstyle": "projecting", **more}
            self.add(LineCollection(ends, colors=colour, **style))

    def steps(self, points: list[tuple[float, float]], colour: str) -> None:
        """Draw an outline and fill it lightly."""
        self.add(Polygon(points, facecolor=colour, alpha=0.2, linewidth=0, zorder=1.8))
        self.trace(points, colour)

    def area(self, points: list[tuple[float, float]], colour: str, **more: Any) -> None:
        """Draw a filled outline."""
        self.add(Polygon(points, facecolor=colour, linewidth=0, **{"zorder": 1.8, **more}))

    def trace(self, points: list[tuple[float, float]], colour: str, **more: Any) -> None:
        """Draw a line through points."""
        style = {"linewidth": 1.2, "solid_joinstyle": "miter", "zorder": 2.2, **more}
        self.add(Line2D(*zip(*points, strict=True), color=colour, **style))

    def badge(
        self, x: float, y: float, text: str, size: float, *, fill: str, ink: str, round_: bool = True, zorder: float = 6
    ) -> None:
        """Draw a short text in a circle, a pill or a square around the point."""
        width, height = self.badge_size(text, size)
        shape: Artist
        if round_ and width <= height:
            shape = Circle((x, y), height / 2, facecolor=fill, edgecolor=ink, linewidth=0.8, zorder=zorder)
        else:
            radius = height / 2 if round_ else height / 6
            shape = FancyBboxPatch(
                (x - width / 2 + radius, y - height / 2 + radius),
                width - 2 * radius,
                height - 2 * radius,
                boxstyle=f"round,pad={radius}",
                facecolor=fill,
                edgecolor=ink,
                linewidth=0.8,
                zorder=zorder,
            )
        self.add(shape)
        colour = "#ffffff" if dark(fill) else INK
        self.write(x, y, text, size, colour=colour, ha="center", kind="mark", zorder=zorder + 1)

    def badge_size(self, text: str, size: float) -> tuple[float, float]:
        """Return width and height of a badge."""
        height = 1.75 * size / POINTS
        return max(height, self.measure(text, size) + 0.8 * size / POINTS), height


def line_height(size: float) -> float:
    """Return the height of a line of text in inches."""
    return LEADING * size / POINTS


def dark(colour: str) -> bool:
    """Return whether white is read better than black on a colour."""
    return brightness(colour) < DARK


def brightness(colour: str) -> float:
    """Return how bright a colour looks without its hue, from 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
