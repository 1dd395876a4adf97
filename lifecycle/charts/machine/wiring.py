"""Where the states of the diagram stand, and which way each arrow runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import attrs
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from lifecycle.charts.paper import DARK, FAINT, INK, SOFT, Sheet, brightness, dark, line_height
from lifecycle.charts.picture import MARGIN
from lifecycle.vocabulary import State, key
from lifecycle.words import COLOURS

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]
BOX: Final = (1.8, 0.62)
NAME: Final = 10
NUMBERS: Final = 7.5
DARKER: Final = 0.72
DRAWN_FOR: Final = 13.0  # inches of paper
NARROWEST: Final = 1.02  # of a box
LOOP: Final = 0.35  # right of the last state
PALE: Final = "#d4d4d4"

#: The middle of each state on the paper, in inches.
PLACES: Final[dict[State, Point]] = {
    State.NOT_ENROLLED: (1.25, 3.1),
    State.WAITING: (4.7, 3.1),
    State.EMPLOYEE: (8.2, 0.95),
    State.FLEXIBLE: (8.2, 3.1),
    State.RESIDENT: (8.2, 5.25),
    State.SUSPENDED: (11.4, 3.1),
    State.RETIRED: (1.25, 0.95),
    State.DECEASED: (1.25, 5.6),
}
HEIGHT: Final = 6.85


class Way(NamedTuple):
    """An arrow: the side it leaves and arrives at and the place along it (-1 to 1), how far it bends, where its label sits."""

    leaves: tuple[str, float]
    arrives: tuple[str, float]
    bend: tuple[float, float]
    at: float = 0.5
    beside: Point = (0, 0)


N, E, F, R = State.NOT_ENROLLED, State.EMPLOYEE, State.FLEXIBLE, State.RESIDENT
W, S, U, D = State.WAITING, State.SUSPENDED, State.RETIRED, State.DECEASED
WAYS: Final[dict[tuple[State, State], Way]] = {
    (N, W): Way(("right", 0), ("left", 0), (0.5, 0.5)),
    (N, E): Way(("top", 0.3), ("left", -0.55), (1.4, 3.4), 0.45),
    (N, F): Way(("top", 0.75), ("left", -0.75), (1.1, 2.2), 0.42),
    (N, R): Way(("bottom", 0.5), ("left", 0.6), (1.4, 3.4), 0.45),
    (W, E): Way(("top", 0.1), ("left", -0.05), (0.9, 1.1), 0.62),
    (E, W): Way(("left", 0.5), ("top", 0.55), (0.7, 0.7), 0.55, (0.35, 0.12)),
    (W, F): Way(("right", -0.2), ("left", -0.2), (0.6, 0.6)),
    (F, W): Way(("left", 0.45), ("right", 0.45), (0.6, 0.6)),
    (W, R): Way(("bottom", 0.2), ("left", 0), (1.0, 1.1), 0.6),
    (R, W): Way(("left", -0.6), ("bottom", 0.6), (0.7, 0.7), 0.42),
    (W, S): Way(("bottom", -0.6), ("bottom", 0.8), (4.3, 4.3)),
    (S, W): Way(("bottom", 0.5), ("bottom", -0.25), (3.85, 3.85)),
    (E, F): Way(("bottom", -0.3), ("top", -0.3), (0.5, 0.5)),
    (F, E): Way(("top", 0.3), ("bottom", 0.3), (0.5, 0.5)),
    (F, R): Way(("bottom", -0.3), ("top", -0.3), (0.5, 0.5)),
    (R, F): Way(("top", 0.3), ("bottom", 0.3), (0.5, 0.5)),
    (E, R): Way(("right", 0.2), ("right", -0.2), (1.6, 1.6), 0.3),
    (R, E): Way(("right", -0.7), ("right", 0.7), (1.1, 1.1), 0.3),
    (E, S): Way(("right", -0.6), ("top", 0.3), (1.6, 1.2)),
    (S, E): Way(("top", -0.3), ("right", -0.2), (0.9, 1.2)),
    (F, S): Way(("right", -0.35), ("left", -0.35), (0.5, 0.5), 0.3),
    (S, F): Way(("left", 0.35), ("right", 0.35), (0.5, 0.5), 0.7),
    (R, S): Way(("right", 0.2), ("bottom", -0.35), (1.2, 0.9)),
    (S, R): Way(("bottom", 0.05), ("right", 0.65), (1.2, 1.6)),
    (N, N): Way(("top", -0.75), ("top", -0.25), (0.5, 0.5)),
    (E, E): Way(("top", -0.35), ("top", 0.35), (0.5, 0.5)),
    (F, F): Way(("right", 0.75), ("bottom", 0.75), (0.5, 0.45), 0.5, (0.3, 0.1)),
    (R, R): Way(("bottom", -0.35), ("bottom", 0.35), (0.5, 0.5)),
    (W, W): Way(("left", 0.45), ("bottom", -0.85), (0.5, 0.5), 0.4, (-0.93, 0.1)),
    (S, S): Way(("right", -0.5), ("right", 0.5), (0.5, 0.5)),
    (U, U): Way(("top", -0.35), ("top", 0.35), (0.5, 0.5)),
    # retiring and dying, from one state each
    (N, U): Way(("top", 0.1), ("bottom", 0.1), (0.5, 0.5)),
    (E, U): Way(("top", -0.8), ("right", -0.5), (0.5, 3.4)),
    (F, U): Way(("left", -0.75), ("right", 0.2), (1.2, 2.6), 0.6),
    (R, U): Way(("left", -0.2), ("right", 0.75), (4.6, 0.75), 0.6),
    (W, U): Way(("top", -0.5), ("right", 0.5), (0.9, 1.2)),
    (S, U): Way(("top", -0.7), ("right", 0.8), (0.6, 6.5), 0.75),
    (N, D): Way(("bottom", -0.1), ("top", -0.1), (0.5, 0.5)),
    (E, D): Way(("left", 0.8), ("right", -0.3), (4.6, 0.9), 0.7),
    (F, D): Way(("left", 0.75), ("right", -0.1), (1.2, 2.6), 0.7),
    (R, D): Way(("left", 0.3), ("right", 0.3), (1.6, 1.6)),
    (W, D): Way(("bottom", -0.8), ("right", -0.6), (0.9, 1.2)),
    (S, D): Way(("bottom", 0.3), ("right", 0.7), (3.2, 3.2), 0.6),
    (U, D): Way(("right", 0.5), ("right", -0.2), (1.05, 1.05)),
}
#: Where an arrow from every state begins, and where and how that is written: seen from the middle of the state it leads to.
ENTRANCES: Final[dict[State, tuple[Point, Point, str]]] = {
    State.RETIRED: ((2.0, -0.16), (2.08, -0.16), "left"),
    State.DECEASED: ((0, -0.95), (0, -1.05), "center"),
}
OUTWARD: Final[dict[str, Point]] = {"left": (-1, 0), "right": (1, 0), "top": (0, -1), "bottom": (0, 1)}


def way(source: State, dest: State) -> Way:
    """Return the way between two states; one that nobody has laid goes from side to side."""
    known = WAYS.get((source, dest))
    if known is not None:
        return known
    (x, y), (to_x, to_y) = PLACES[source], PLACES[dest]
    if source is dest:
        return Way(("top", -0.35), ("top", 0.35), (0.5, 0.5))
    if abs(to_x - x) > abs(to_y - y):
        return Way(*((("right", 0.1), ("left", 0.1)) if to_x > x else (("left", -0.1), ("right", -0.1))), (0.6, 0.6))
    return Way(*((("bottom", 0.1), ("top", 0.1)) if to_y > y else (("top", -0.1), ("bottom", -0.1))), (0.6, 0.6))


@attrs.frozen
class Plan:
    """The diagram laid out on a part of the paper: narrower paper brings states and bends closer together."""

    left: float
    right: float
    top: float
    box: Point = BOX
    down: float = 1.0  # of its full height

    @classmethod
    def on(cls, sheet: Sheet, top: float, *, height: float = BOX[1], down: float = 1.0) -> Plan:
        """Return the plan that fills the width of a sheet."""
        wide = min(BOX[0], max(NARROWEST, BOX[0] * sheet.width / DRAWN_FOR))
        return cls(MARGIN, sheet.width - MARGIN - LOOP, top, (wide, height), down)

    @property
    def across(self) -> float:
        """Return how much wider than drawn everything is."""
        xs = [x for x, _ in PLACES.values()]
        return (self.right - self.left - self.box[0]) / (max(xs) - min(xs))

    @property
    def bottom(self) -> float:
        """Return where the diagram ends."""
        return self.top + HEIGHT * self.down

    def place(self, state: State) -> Point:
        """Return the middle of a state."""
        x, y = PLACES[state]
        return self.left + self.box[0] / 2 + (x - min(x for x, _ in PLACES.values())) * self.across, self.top + y * self.down

    def port(self, state: State, side: str, along: float) -> Point:
        """Return a place on the edge of a state's box."""
        (x, y), (width, height), (out_x, out_y) = self.place(state), self.box, OUTWARD[side]
        if out_x:
            return x + out_x * width / 2, y + along * height / 2
        return x + along * width / 2, y + out_y * height / 2

    def curve(self, source: State, dest: State) -> Curve:
        """Return the four points of an arrow's curve; it leaves and arrives at right angles to the boxes."""
        laid = way(source, dest)
        start, end = self.port(source, *laid.leaves), self.port(dest, *laid.arrives)
        (ax, ay), (bx, by) = OUTWARD[laid.leaves[0]], OUTWARD[laid.arrives[0]]
        # a loop stays as wide as it is
        across = 1.0 if source is dest else self.across
        first = (start[0] + ax * laid.bend[0] * across, start[1] + ay * laid.bend[0] * self.down)
        second = (end[0] + bx * laid.bend[1] * across, end[1] + by * laid.bend[1] * self.down)
        return start, first, second, end

    def entrance(self, state: State) -> tuple[Point, Point, Point, str]:
        """Return where the arrow from every state to this one begins and ends, and where and how that is written."""
        (x, y), (width, height) = self.place(state), self.box
        (away_x, away_y), (beside_x, beside_y), ha = ENTRANCES[state]
        if not away_x:
            return (x, y + away_y), (x, y - height / 2), (x, y + beside_y), ha
        begins, beside = ((far - BOX[0] / 2) * self.across + width / 2 for far in (away_x, beside_x))
        return (x + begins, y + away_y), (x + width / 2, y + away_y), (x + beside, y + beside_y), ha

    def name_size(self, sheet: Sheet, names: Iterable[str]) -> float:
        """Return the size in which every word of the names fits a box."""
        widest = max(sheet.measure(word, NAME) for name in names for word in name.split())
        return min(NAME, NAME * (self.box[0] - 0.12) / widest) if sheet.face.lang == "en" else NAME


def straight(start: Point, end: Point) -> Curve:
    """Return a straight line as a curve."""
    (x, y), (to_x, to_y) = start, end
    third = ((to_x - x) / 3, (to_y - y) / 3)
    return start, (x + third[0], y + third[1]), (to_x - third[0], to_y - third[1]), end


def on_curve(points: Curve, t: float) -> Point:
    """Return the point of a curve at ``t`` between 0 and 1."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, points, strict=True)) for axis in (0, 1))
    return x, y


def box(sheet: Sheet, plan: Plan, state: State, lines: Sequence[tuple[str, float]], *, pale: bool = False) -> None:
    """Draw a state with its lines of text, each in its size."""
    (x, y), (width, height) = plan.place(state), plan.box
    colour = "#ffffff" if pale else COLOURS[key(state)][0]
    pad = height / 5
    sheet.add(
        FancyBboxPatch(
            (x - width / 2 + pad, y - height / 2 + pad),
            width - 2 * pad,
            height - 2 * pad,
            boxstyle=f"round,pad={pad}",
            facecolor=colour,
            edgecolor=PALE if pale else SOFT,
            linewidth=1,
            zorder=4,
        )
    )
    wrapped = [(line, size) for text, size in lines for line in sheet.wrap(text, size, width - 0.1)]
    at = y - sum(line_height(size) for _, size in wrapped) / 2
    ink = FAINT if pale else "#ffffff" if dark(colour) else INK
    for line, size in wrapped:
        sheet.write(x, at + line_height(size) / 2, line, size, colour=ink, ha="center", kind="state", zorder=5)
        at += line_height(size)


def arrow(sheet: Sheet, points: Curve, colour: str, *, weight: float = 1.2, zorder: float = 2) -> None:
    """Draw an arrow along a curve."""
    path = Path(list(points), [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    sheet.add(
        FancyArrowPatch(
            path=path,
            arrowstyle="-|>",
            mutation_scale=7 + 2 * weight,
            color=colour,
            linewidth=weight,
            zorder=zorder,
            shrinkA=0,
            shrinkB=0,
        )
    )


def darker(colour: str, than: float = DARK) -> str:
    """Return a colour dark enough for lines and letters on white."""
    while brightness(colour) >= than:
        red, green, blue = (int(int(colour[at : at + 2], 16) * DARKER) for at in (1, 3, 5))
        colour = f"#{red:02x}{green:02x}{blue:02x}"
    return colour
