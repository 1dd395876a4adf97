"""A life as a thumbnail: its states above, its cover below, on one line of time, small and sharp at any size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Final

from lifecycle.charts.lanes import Run, cover_key, runs
from lifecycle.language import LANGUAGES
from lifecycle.vocabulary import State, key
from lifecycle.words import COLOURS, Label, label

if TYPE_CHECKING:
    from lifecycle.row import Row
    from lifecycle.timeline import Timeline

WIDTH, HEIGHT, MARGIN = 640, 92, 1
LANES: Final = ((2, 38), (44, 22))
THINNEST: Final = 4
LEGEND, SWATCH, WIDE = 900, 34, 0x2E80
#: How a month looks in the upper and in the lower lane.
LOOKS: Final[tuple[Callable[[Row], tuple[str, tuple[str, ...]]], ...]] = (
    lambda row: (row.state, ()),
    lambda row: (cover_key(row, finally_=False), ()),
)
NAMES: Final = {
    "full": Label("全额待遇", "full cover"),
    "partial": Label("部分待遇", "part of the benefit"),
    "uncovered_wait": Label("等待期，无待遇", "waiting, no cover"),
    "uncovered": Label("无待遇", "no cover"),
}
ORDER: Final = ([key(state) for state in State], list(NAMES))
#: The strokes of a hatch in a tile of eight by eight.
STROKES: Final = {
    "/": "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4",
    "\\": "M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4",
    "|": "M4,0 v8",
    "-": "M0,4 h8",
    "x": "M0,8 l8,-8 M0,0 l8,8",
    ".": "M4,4 h.1",
}


def strip(timeline: Timeline) -> str:
    """Return the thumbnail of a life as SVG."""
    first, end = timeline[0].index, timeline[-1].index + 1
    cell = (WIDTH - 2 * MARGIN) / (end - first)
    lanes = [(runs(timeline, look), *place) for look, place in zip(LOOKS, LANES, strict=True)]
    bars = [line for found, top, height in lanes for line in _lane(found, top, height, first, cell)]
    ends = [
        f'<text x="{MARGIN}" y="{HEIGHT - 6}">{timeline[0].month}</text>',
        f'<text x="{WIDTH - MARGIN}" y="{HEIGHT - 6}" text-anchor="end">{timeline[-1].month}</text>',
    ]
    return _drawing(HEIGHT, {run.fill for found, *_ in lanes for run in found}, [*bars, *ends])


def legend(timelines: Iterable[Timeline], lang: str) -> str:
    """Return what the colours of some lives mean, a line for states and one for cover, as SVG."""
    drawn, y, fills = [], 4, set[str]()
    for look, order in zip(LOOKS, ORDER, strict=True):
        there = {look(row)[0] for timeline in timelines for row in timeline}
        x = MARGIN
        for fill in (one for one in order if one in there):
            text = (NAMES[fill] if fill in NAMES else state_name(fill)).in_(lang)
            width = SWATCH + 12 + sum(18 if ord(sign) > WIDE else 10 for sign in text) + 14
            if x + width > LEGEND:
                x, y = MARGIN, y + 32
            fills.add(fill)
            drawn.append(f'<rect x="{x}" y="{y}" width="{SWATCH}" height="20" fill="{_paint(fill)}" stroke="#808080"/>')
            drawn.append(f'<text x="{x + SWATCH + 8}" y="{y + 16}">{escape(text)}</text>')
            x += width
        y += 34
    return _drawing(y, fills, drawn, LEGEND)


def _drawing(height: int, fills: Iterable[str], lines: Iterable[str], width: int = WIDTH) -> str:
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
            "<defs>",
            *(_hatch(fill) for fill in sorted(fills) if COLOURS[fill][1]),
            "</defs>",
            '<g font-family="sans-serif" font-size="17" fill="#808080">',
            *lines,
            "</g>",
            "</svg>",
        ]
    )


def state_name(name: str) -> Label:
    """Return the name of a state in both languages."""
    return Label(*(label(State[name.upper()], lang) for lang in LANGUAGES))


def _paint(fill: str) -> str:
    return f"url(#{fill})" if COLOURS[fill][1] else COLOURS[fill][0]


def _hatch(fill: str) -> str:
    colour, hatch = COLOURS[fill]
    weight = 2.5 if hatch[0] == "." else 1
    return (
        f'<pattern id="{fill}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="{colour}"/>'
        f'<path d="{STROKES[hatch[0]]}" stroke="#333" stroke-width="{weight}" stroke-linecap="round" opacity=".55"/></pattern>'
    )


def _lane(found: list[Run], top: int, height: int, first: int, cell: float) -> Iterator[str]:
    """Yield the bars of a lane, short ones last, so that none of them vanishes."""
    for run in sorted(found, key=lambda one: one.first - one.end):
        width = max(THINNEST, (run.end - run.first) * cell)
        left = min(MARGIN + (run.first - first) * cell, WIDTH - MARGIN - width)
        yield f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{height}" fill="{_paint(run.fill)}"/>'
    yield (
        f'<rect x="{MARGIN}" y="{top}" width="{WIDTH - 2 * MARGIN}" height="{height}" fill="none" stroke="#808080" '
        'stroke-width="1.5"/>'
    )
