"""What the lines, tints and marks of the rules over time mean: a legend in as many rows as it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from matplotlib.lines import Line2D

from lifecycle.charts.paper import GRID, SOFT, Sheet, line_height
from lifecycle.guide.panels import ASSUMED, DASHES, DOT, OWN, SMALL, TAKEN, VOICE
from lifecycle.language import say
from lifecycle.vocabulary import Standing
from lifecycle.words import label


def signs(sheet: Sheet, x: float, y: float, right: float, lang: str) -> float:
    """Draw what lines, tints and marks mean, and return where it ends."""
    left, middle_of = x, line_height(SMALL) / 2
    wide = 0.26
    for text, draw in _signs(sheet, wide, lang):
        needs = wide + 0.06 + sheet.measure(text, SMALL)
        if x > left and x + needs > right:
            x, y = left, y + line_height(SMALL) * 1.1
        draw(x, y + middle_of)
        sheet.write(x + wide + 0.06, y + middle_of, text, SMALL, colour=SOFT, kind="legend")
        x += needs + 0.2
    return y + line_height(SMALL) * 1.1


def _signs(sheet: Sheet, wide: float, lang: str) -> Iterator[tuple[str, Callable[[float, float], None]]]:
    def stroke(colour: str, weight: float, style: Any = "solid") -> Callable[[float, float], None]:
        return lambda x, y: sheet.line(x, y, x + wide, y, colour=colour, weight=weight, linestyle=style, zorder=3)

    def patch(colour: str, **more: Any) -> Callable[[float, float], None]:
        def draw(x: float, y: float) -> None:
            sheet.box(x, y - 0.05, wide, 0.1, colour, **more)
            sheet.frame(x, y - 0.05, wide, 0.1, colour=GRID)

        return draw

    def mark(x: float, y: float) -> None:
        style: dict[str, Any] = {
            "color": VOICE,
            "linestyle": "",
            "marker": "o",
            "markersize": DOT * sheet.scale,
            "markeredgewidth": 1.2,
        }
        sheet.add(Line2D([x + wide / 2], [y], markerfacecolor="#ffffff", markeredgecolor=VOICE, **style))

    yield say("set by the region itself").in_(lang), stroke(OWN, 2.4)
    yield say("↑ taken over from above").in_(lang), stroke(TAKEN, 1.8)
    yield say("in force later").in_(lang), stroke(OWN, 2.0, DASHES)
    yield label("assumed", lang), patch(ASSUMED, alpha=0.5)
    yield label(Standing.UNKNOWN, lang), patch("#fafafa", hatch="////", edgecolor="#cfcfcf")
    yield say("another source says otherwise").in_(lang), mark
