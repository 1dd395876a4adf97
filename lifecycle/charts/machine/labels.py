"""Where the labels of the arrows stand: on their arrow, clear of the states and of one another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lifecycle.charts.machine.wiring import LOOP, Curve, Plan, Point, Way, on_curve
from lifecycle.charts.picture import MARGIN
from lifecycle.vocabulary import State

STEPS: Final = 20  # places along an arrow where its label may stand
CLEAR: Final = 0.04
AIR: Final = 0.015  # around a label
DENSE: Final = 40  # points of an arrow that labels of others keep away from
CROSSING: Final = 0.002  # square inches that covering one of them counts for
SLIGHT: Final = 0.004  # square inches that a label may lie on something else


class Labels:
    """The labels of arrows, each put on its arrow where it is clear of the states, of other labels and of ``others``."""

    def __init__(self, plan: Plan, others: Iterable[Curve] = ()) -> None:
        width, height = plan.box
        self.right = plan.right + LOOP + MARGIN * 2 / 3
        self.top, self.bottom = plan.top - AIR, plan.bottom
        self.taken = [(x - width / 2, y - height / 2, x + width / 2, y + height / 2) for x, y in map(plan.place, State)]
        self.others = {points: [on_curve(points, at / DENSE) for at in range(DENSE + 1)] for points in others}

    def reserve(self, x: float, y: float, width: float, height: float) -> None:
        """Keep labels away from what is written around a point."""
        self.taken.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))

    def put(self, points: Curve, size: Point, laid: Way) -> Point:
        """Return the middle of a label of this size, and keep others away from it."""
        x, y = self._place(points, size, laid)
        self.reserve(x, y, *size)
        return x, y

    def room(self, points: Curve, size: Point, laid: Way) -> bool:
        """Return whether a label of this size would hide nothing and stay on the paper."""
        return self._covered(self._place(points, size, laid), size, ()) < SLIGHT

    def _place(self, points: Curve, size: Point, laid: Way) -> Point:
        """Return the middle of a label of this size: on its arrow, as near as possible to where it is wanted."""
        width, height = size
        wanted = on_curve(points, laid.at)
        tried = [(wanted[0] + laid.beside[0], wanted[1] + laid.beside[1])]
        places = sorted((one / STEPS for one in range(2, STEPS - 1)), key=lambda one: abs(one - laid.at))
        tried += [on_curve(points, at) for at in places]
        tried += [(x + side * (width / 2 + CLEAR), y) for x, y in tried[1:] for side in (1, -1)]
        tried += [(x, y + side * (height / 2 + CLEAR)) for x, y in tried[1:STEPS] for side in (1, -1)]
        near = [place for other, places in self.others.items() if other != points for place in places]
        return min(tried, key=lambda middle: self._covered(middle, size, near))

    def _covered(self, middle: Point, size: Point, near: Iterable[Point]) -> float:
        """Return how much of a label at a place would lie on something else or off the paper; free places are all the same."""
        (x, y), (width, height) = middle, size
        left, top, right, bottom = x - width / 2 - AIR, y - height / 2 - AIR, x + width / 2 + AIR, y + height / 2 + AIR
        off = max(0.0, MARGIN / 3 - left) + max(0.0, right - self.right)
        over = max(0.0, self.top - top) + max(0.0, bottom - self.bottom)
        crossed = sum(left < px < right and top < py < bottom for px, py in near)
        hidden = sum(
            max(0.0, min(right, to_x) - max(left, from_x)) * max(0.0, min(bottom, to_y) - max(top, from_y))
            for from_x, from_y, to_x, to_y in self.taken
        )
        return off * height + over * width + crossed * CROSSING + hidden
