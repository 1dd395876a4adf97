"""The key of the states: a swatch and a name each, in as many lines as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lifecycle.charts.paper import SOFT, Sheet
from lifecycle.charts.picture import MARGIN
from lifecycle.charts.population.alphabet import Alphabet
from lifecycle.language import say

SIZE: Final = 9
SWATCH: Final = (0.26, 0.14)
LINE: Final = 0.22
WHITE: Final = "#ffffff"


def draw(
    sheet: Sheet,
    y: float,
    alphabet: Alphabet,
    lang: str,
    states: Sequence[str] = (),
    *,
    hatched: bool = True,
    void: bool = False,
) -> float:
    """Draw the key of some states, or all, below ``y`` and return where it ends; ``void`` adds what is white."""
    looks = [(alphabet.name(state, lang), *alphabet.look(state)) for state in states or alphabet.states]
    if void:
        looks.append((say("no record").in_(lang), WHITE, ""))
    x, wide, high = MARGIN, *SWATCH
    room = sheet.width - 2 * MARGIN - wide - 0.07
    for given, colour, hatch in looks:
        name = sheet.face.readable(given)
        if sheet.measure(name, SIZE) > room:
            name = sheet.shortened(name, SIZE, room)
        length = wide + 0.07 + sheet.measure(name, SIZE)
        if x > MARGIN and x + length > sheet.width - MARGIN:
            x, y = MARGIN, y + LINE
        top = y + (LINE - high) / 2
        sheet.box(x, top, wide, high, colour, hatch=hatch if hatched else "")
        sheet.frame(x, top, wide, high, colour=SOFT, weight=0.5)
        sheet.write(x + wide + 0.07, y + LINE / 2, name, SIZE, kind="legend")
        x += length + 0.25
    return y + LINE
