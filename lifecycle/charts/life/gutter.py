"""The gutter left of the lanes: the name of each, and below it what its lines and fills mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from lifecycle.charts.life.legends import heading
from lifecycle.charts.paper import ACCENT, INK, SOFT, Sheet, line_height
from lifecycle.charts.picture import MARGIN
from lifecycle.words import COLOURS

WIDTH: Final = 1.55
CLEAR: Final = 0.12  # inches between a name and the lane
PLAIN, NOTE = 8.5, 7.5
SWATCH: Final = 0.09
SWATCH_ROOM: Final = 0.14


@attrs.frozen
class Note:
    """What is said below the name of a lane, beside the fill that it is about, if any."""

    text: str
    fill: str = ""


@attrs.frozen
class _Line:
    text: str
    size: float
    fill: str = ""
    indent: float = 0


def noted(notes: Sequence[str | Note]) -> list[Note]:
    """Return notes, plain texts among them as notes without a fill."""
    return [Note(one) if isinstance(one, str) else one for one in notes]


def high(sheet: Sheet, name: str, notes: Sequence[str | Note] = (), *, beside: float = 0) -> float:
    """Return the height that a name and its notes need; what stands ``beside`` the axis narrows them."""
    return sum(line_height(line.size) for line in _lines(sheet, name, notes, beside))


def write(
    sheet: Sheet, middle: float, name: str, notes: Sequence[str | Note] = (), *, beside: float = 0, accent: bool = False
) -> None:
    """Write the name of a lane and its notes around ``middle``."""
    lines = _lines(sheet, name, notes, beside)
    y = middle - sum(line_height(line.size) for line in lines) / 2
    for line in lines:
        at = y + line_height(line.size) / 2
        if line.fill:
            sheet.box(MARGIN, at - SWATCH / 2, SWATCH, SWATCH, COLOURS[line.fill][0])
        if line.size == PLAIN:
            sheet.write(MARGIN, at, line.text, line.size, colour=ACCENT if accent else INK, kind="lane")
        else:
            sheet.write(MARGIN + line.indent, at, line.text, line.size, colour=SOFT, kind="note")
        y += line_height(line.size)


def _lines(sheet: Sheet, name: str, notes: Sequence[str | Note], beside: float) -> list[_Line]:
    width = WIDTH - CLEAR - beside
    lines = [_Line(line, PLAIN) for line in sheet.wrap(heading(name), PLAIN, width)]
    for note in noted(notes):
        indent = SWATCH_ROOM if note.fill else 0
        for n, line in enumerate(sheet.wrap(note.text, NOTE, width - indent)):
            lines.append(_Line(line, NOTE, "" if n else note.fill, indent))
    return lines
