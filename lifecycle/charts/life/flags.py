"""What holds from a month on: changes of the rules and the month of retiring, as lines through the lanes with flags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.charts.lanes import PALE
from lifecycle.charts.life import years
from lifecycle.charts.paper import Sheet, line_height
from lifecycle.charts.ticks import Axis
from lifecycle.timeline import Timeline

SIZE: Final = 8.5
LAW_COLOUR: Final = "#b34700"
MOST_LAWS: Final = 8


@attrs.frozen
class Flag:
    """Something that holds from a month on: the month, what is written, and whether it is about the rules or about retiring."""

    month: int
    text: str
    kind: str

    @property
    def colour(self) -> str:
        """Return the colour of the line."""
        return LAW_COLOUR if self.kind == "flag" else years.ASKED

    @property
    def dashes(self) -> Any:
        """Return how the line is drawn."""
        return (0, (4, 2)) if self.kind == "flag" else "solid"


def draw(sheet: Sheet, axis: Axis, timeline: Timeline, top: float, y: float, lang: str, *, rules: bool = True) -> float:
    """Draw a line from ``top`` to ``y`` where the rules changed and where the person retires, flags below it side by side.

    Return where they end.
    """
    changed = laws(timeline) if rules else []
    found = [Flag(month, f"§{n}" if n <= MOST_LAWS else "", "flag") for n, (month, _) in enumerate(changed, start=1)]
    found += [Flag(month, text, "retiring") for month, text in years.flags(timeline, lang)]
    for flag in found:
        x = axis.start(flag.month)
        # a change of the rules is seen between the lanes, and hides none of them
        weight, zorder = (0.7, 0.8) if flag.kind == "flag" else (0.9, 3.5)
        sheet.line(x, top, x, y, colour=flag.colour, weight=weight, linestyle=flag.dashes, zorder=zorder)
    named = sorted((flag for flag in found if flag.text), key=lambda flag: flag.month)
    widths = [sheet.measure(flag.text, SIZE) + 0.08 for flag in named]
    for x, flag in zip(apart([axis.start(flag.month) for flag in named], widths, axis), named, strict=True):
        sheet.line(axis.start(flag.month), y, x, y + 0.08, colour=flag.colour, weight=0.9, zorder=3.5)
        middle = y + 0.08 + line_height(SIZE) / 2
        sheet.write(x, middle, flag.text, SIZE, colour=flag.colour, ha="center", kind=flag.kind, zorder=5, bbox=PALE)
    return y + 0.08 + line_height(SIZE) + 0.04 if found else y


def apart(wanted: Sequence[float], widths: Sequence[float], axis: Axis) -> list[float]:
    """Return places near the wanted ones, pushed apart so that labels of these widths do not touch."""
    places: list[float] = []
    for at, (x, width) in enumerate(zip(wanted, widths, strict=False)):
        least = axis.left + width / 2 if not at else places[-1] + (widths[at - 1] + width) / 2
        places.append(max(x, least))
    most = axis.right
    for at in range(len(places) - 1, -1, -1):
        places[at] = min(places[at], most - widths[at] / 2)
        most = places[at] - widths[at] / 2
    return places


def laws(timeline: Timeline) -> list[tuple[int, dict[str, str]]]:
    """Return the months inside a life in which rules changed, with what changed."""
    first, last = timeline[0].index, timeline[-1].index
    found = [(months.month(change["month"]), change["changes"]) for change in timeline.law]
    return [(month, changes) for month, changes in found if first < month <= last]
