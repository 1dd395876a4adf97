"""The months of a life as bars of HTML: named where there is room, years under them, a key for what has no room."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final

import attrs

from lifecycle import months
from lifecycle.displays.markup import FAINT, SOFT, Markup, chip, fill, joined, tag
from lifecycle.language import say
from lifecycle.row import Row, state_label
from lifecycle.vocabulary import State
from lifecycle.words import Label, label

WIDTH: Final = 720  # pixels of the bar where there is room for it
HEIGHT: Final = 22
THINNEST: Final = 2
PLACES: Final = 8  # fills that are told apart
SMALL: Final = 12
YEAR_STEPS: Final = (1, 2, 5, 10, 20, 50)
YEAR_ROOM: Final = 36
ROOM: Final = 10
NAMES: Final = "display:inline-block;width:84px;flex:none;font-size:12px"
NAMED: Final = "background:rgba(255,255,255,.82);color:#111;border-radius:3px;padding:0 3px"

#: How a month was covered, in words from long to short.
COVERS: Final = {
    "full": (say("full cover"),),
    "back_paid": (say("covered afterwards"), say("covered later")),
    "uncovered": (say("no cover"),),
    "uncovered_wait": (say("waiting, no cover"), say("waiting")),
}


@attrs.frozen
class Piece:
    """Months with one look: position of the first, how many, the fill, and its names from long to short."""

    start: int
    length: int
    fill: str
    names: tuple[str, ...]
    span: str

    @property
    def told(self) -> str:
        """Return what a pointer above it is told."""
        return f"{self.span} ({self.length}) {self.names[0]}"

    def fitting(self, per_month: float) -> str | None:
        """Return the longest name for which there is room."""
        return next((name for name in self.names if wide(name) + ROOM <= self.length * per_month), None)


Look = Callable[[Row], tuple[str, tuple[str, ...]]]


def pieces(rows: Sequence[Row], look: Look) -> list[Piece]:
    """Return the months folded into pieces of one fill and one choice of names."""
    found, start = [], 0
    for (filled, names), run in groupby(rows, key=look):
        of = list(run)
        span = of[0].month if len(of) == 1 else f"{of[0].month} – {of[-1].month}"
        found.append(Piece(start, len(of), filled, names, span))
        start += len(of)
    return found


def life_bars(rows: Sequence[Row], lang: str, names: Callable[[str], Label] | None = None) -> Markup:
    """Return the bars of a life: states and cover, and regions where there are several and somebody knows their names."""
    lanes = [
        (label("state", lang), pieces(rows, lambda row: (row.state, _state(row, lang)))),
        (label("covered", lang), pieces(rows, lambda row: (row.coverage, _cover(row, lang)))),
    ]
    if names is not None and len({row.region for row in rows}) > 1:
        places = list(dict.fromkeys(row.region for row in rows))

        def place(row: Row) -> tuple[str, tuple[str, ...]]:
            return f"place_{places.index(row.region) % PLACES + 1}", (names(row.region).in_(lang),)

        lanes.insert(0, (label("region", lang), pieces(rows, place)))
    per_month = WIDTH / max(1, len(rows))
    lines = [_lane(name, found, len(rows), per_month) for name, found in lanes]
    told = {(piece.fill, piece.names) for _, found in lanes for piece in found if piece.fitting(per_month)}
    untold = {
        (piece.fill, piece.names[0]): None for _, found in lanes for piece in found if (piece.fill, piece.names) not in told
    }
    key = [tag("div", *(chip(*one) for one in untold), style="font-size:12px;margin:4px 0 0 84px")] if untold else []
    return joined([*lines, _years(rows, per_month), *key])


def _state(row: Row, lang: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((state_label(row, lang), label(State[row.state.upper()], lang))))


def _cover(row: Row, lang: str) -> tuple[str, ...]:
    if row.coverage == "partial":
        share = f"{row.benefit_factor:.0%}"
        return say("{share} of the benefit", share=share).in_(lang), share
    return tuple(name.in_(lang) for name in COVERS[row.coverage])


def wide(text: str) -> float:
    """Return about how many pixels a small text takes; a Chinese character is twice as wide as a letter."""
    return sum(SMALL if unicodedata.east_asian_width(sign) in "WF" else SMALL * 0.56 for sign in text)


def _lane(name: str, found: Sequence[Piece], n: int, per_month: float) -> Markup:
    parts = []
    for piece in sorted(found, key=lambda one: -one.length):  # the shortest last, so that none is hidden
        place = f"position:absolute;top:0;bottom:0;left:{piece.start / n:.4%};width:{piece.length / n:.4%};min-width:{THINNEST}px"
        looks = f"{place};{fill(piece.fill)};border-left:1px solid #fff;box-sizing:border-box;overflow:hidden;white-space:nowrap"
        words = [tag("span", fitting, style=NAMED)] if (fitting := piece.fitting(per_month)) else []
        parts.append(
            tag("div", *words, style=f"{looks};text-align:center;font-size:12px;line-height:{HEIGHT}px", title=piece.told)
        )
    told = "; ".join(piece.told for piece in found)
    bar = f"position:relative;flex:1;height:{HEIGHT}px;border:1px solid {FAINT}"
    return tag(
        "div",
        tag("span", name, style=f"{NAMES};line-height:{HEIGHT}px"),
        tag("div", *parts, style=bar, role="img", aria_label=f"{name}: {told}"),
        style=f"display:flex;max-width:{WIDTH + 84}px;margin-bottom:3px",
    )


def _ticks(rows: Sequence[Row], per_month: float) -> Iterator[tuple[int, int]]:
    """Yield the positions of the years that are written, and the years."""
    first = rows[0].index
    step = next((one for one in YEAR_STEPS if one * months.MONTHS_IN_YEAR * per_month >= YEAR_ROOM), YEAR_STEPS[-1])
    january = months.january(months.year(first) + 1) - first
    if step == 1 and min(january, len(rows)) * per_month >= YEAR_ROOM:
        yield 0, months.year(first)
    for year in range(months.year(first) + 1, months.year(rows[-1].index) + 1):
        at = months.january(year) - first
        if year % step == 0 and (len(rows) - at) * per_month >= YEAR_ROOM:
            yield at, year


def _years(rows: Sequence[Row], per_month: float) -> Markup:
    looks = f"position:absolute;border-left:1px solid {FAINT};padding-left:3px;font-size:11px;{SOFT}"
    ticks = [tag("span", str(year), style=f"{looks};left:{at / len(rows):.4%}") for at, year in _ticks(rows, per_month)]
    return tag(
        "div",
        tag("span", style=NAMES),
        tag("div", *ticks, style="position:relative;flex:1;height:16px"),
        style=f"display:flex;max-width:{WIDTH + 84}px",
    )
