"""What the charts of many lives share: a scale of shares, the head of a group, percentages."""

from __future__ import annotations

import math
from typing import Final

from lifecycle.charts.paper import INK, SOFT, Sheet, line_height
from lifecycle.charts.picture import MARGIN
from lifecycle.charts.population.sequences import group_name, people

TEN: Final = 10
HEAD: Final = 10
TICK: Final = 8
LEAST: Final = 0.0005


def percent(share: float) -> str:
    """Return a share with the digits that it deserves.

    >>> percent(0.4567), percent(0.0456), percent(0.0001), percent(0)
    ('45.7%', '4.6%', '<0.1%', '0%')
    """
    if 0 < share < LEAST:
        return "<0.1%"
    return f"{share * 100:.1f}%" if share not in (0, 1) else f"{share * 100:.0f}%"


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with a share of another in it.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(*(bytes.fromhex(one[1:]) for one in (colour, other)), strict=True)
    return "#" + "".join(f"{round(a * (1 - share) + b * share):02x}" for a, b in pairs)


def marks(most: float, at_least: int = 3, *, whole: bool = False) -> list[float]:
    """Return round numbers from 0 up to a largest one, at least so many above 0, unless only whole ones are wanted.

    >>> marks(78.7), marks(4, 4)
    ([0.0, 20.0, 40.0, 60.0], [0.0, 1.0, 2.0, 3.0, 4.0])
    """
    if most <= 0:
        return [0.0]
    power = float(TEN ** math.floor(math.log10(most)))
    step = next(part * power for part in (5, 2, 1, 0.5, 0.2, 0.1) if most / (part * power) >= at_least)
    step = max(1.0, step) if whole else step
    return [n * step for n in range(int(most / step + 1e-9) + 1)]


def head(sheet: Sheet, y: float, name: str | None, n: int, lang: str) -> float:
    """Write the name of a group and how many it has; nothing where there is none."""
    if name is None:
        return y
    shown = sheet.face.readable(group_name(name, lang))
    count = people(n).in_(lang)
    room = sheet.width - 2 * MARGIN - sheet.measure(count, TICK) - 0.15
    if sheet.measure(shown, HEAD) > room:
        shown = sheet.shortened(shown, HEAD, room)
    middle = y + line_height(HEAD) / 2
    sheet.write(MARGIN, middle, shown, HEAD, colour=INK, kind="group")
    sheet.write(MARGIN + sheet.measure(shown, HEAD) + 0.12, middle, count, TICK, colour=SOFT, kind="count")
    return y + line_height(HEAD) + 0.04
