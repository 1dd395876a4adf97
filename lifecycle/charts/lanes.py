"""The lanes of a life: the ribbon of states, cover then and finally, and the strip of assumed months."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from lifecycle.charts.paper import FAINT, INK, SOFT, Sheet, dark, line_height
from lifecycle.charts.phrases import cover
from lifecycle.charts.ticks import Axis
from lifecycle.language import say
from lifecycle.row import Row, state_label
from lifecycle.vocabulary import Payer, State, key
from lifecycle.words import COLOURS, label

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline

SIZE: Final = 8.5
SWATCH: Final = 0.28
BEFORE_NAME: Final = 0.36  # from the left of a fill in a legend to its name
THINNEST: Final = 0.022  # inches: a single month stays visible in eighty years
HEIGHT: Final = 0.33
LOW: Final = 0.22
PALE: Final = {"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.7, "pad": 0.2}
ASSUMED: Final = ("#ffffff", "////")
UNKNOWN: Final = "#c4c4c4"
PLACES: Final = 8  # fills that are told apart

Look = Callable[[Row], tuple[str, tuple[str, ...]]]


@attrs.frozen
class Run:
    """Consecutive months with one look: first month, month after the last, fill, and labels from long to short."""

    first: int
    end: int
    fill: str
    labels: tuple[str, ...]


def runs(rows: Iterable[Row], look: Callable[[Row], tuple[str, tuple[str, ...]] | None]) -> list[Run]:
    """Return the months folded into runs of one look; months without a look are left out."""
    found: list[Run] = []
    first, end, before = 0, 0, None
    for row in rows:
        seen, month = look(row), row.index
        if seen != before or month != end:
            if before is not None:
                found.append(Run(first, end, *before))
            first, before = month, seen
        end = month + 1
    return found if before is None else [*found, Run(first, end, *before)]


def _once(look: Look, *fields: str) -> Look:
    """Return a look that is asked once for all months that agree in these fields."""
    known: dict[tuple[Any, ...], tuple[str, tuple[str, ...]]] = {}

    def asked(row: Row) -> tuple[str, tuple[str, ...]]:
        kind = tuple(getattr(row, field) for field in fields)
        if kind not in known:
            known[kind] = look(row)
        return known[kind]

    return asked


def state_look(lang: str) -> Look:
    """Return how a month looks in the ribbon of states."""

    def look(row: Row) -> tuple[str, tuple[str, ...]]:
        short = label(State[row.state.upper()], lang)
        long = state_label(row, lang)
        if row.payer == key(Payer.FUND):
            long = say("{state} (paid by: {payer})", state=short, payer=label(Payer.FUND, lang)).in_(lang)
        return row.state, tuple(dict.fromkeys((long, short)))

    return _once(look, "state", "scheme", "payer")


def places(rows: Iterable[Row]) -> dict[str, str]:
    """Return the regions of a life in the order in which they were first lived in, each with its fill."""
    found = list(dict.fromkeys(row.region for row in rows))
    return {region: f"place_{at % PLACES + 1}" for at, region in enumerate(found)}


def place_look(timeline: Timeline, lang: str) -> Look:
    """Return how a month looks in the lane of regions, which are named in the language."""
    fills = places(timeline.rows)

    def look(row: Row) -> tuple[str, tuple[str, ...]]:
        return fills[row.region], (timeline.region_label(row.region).in_(lang),)

    return _once(look, "region")


def cover_key(row: Row, *, finally_: bool) -> str:
    """Return the fill of a month's cover."""
    if finally_ and row.benefit_factor_finally > row.benefit_factor:
        return "back_paid"
    if row.benefit_factor >= 1:
        return "full"
    if row.benefit_factor > 0:
        return "partial"
    return "uncovered_wait" if row.state == key(State.WAITING) else "uncovered"


def cover_look(lang: str, *, finally_: bool) -> Look:
    """Return how a month looks in a lane of cover."""

    def look(row: Row) -> tuple[str, tuple[str, ...]]:
        fill = cover_key(row, finally_=finally_)
        short = cover(row, lang, finally_=finally_)
        if fill == "back_paid":
            return fill, (say("covered afterwards").in_(lang), say("covered later").in_(lang), short)
        if fill == "uncovered_wait":
            return fill, (say("waiting, no cover").in_(lang), say("waiting").in_(lang), short)
        if fill == "uncovered":
            return fill, (say("no cover").in_(lang), short)
        long = say("full cover").in_(lang) if fill == "full" else say("{share} of the benefit", share=short).in_(lang)
        if row.covered_by and row.paid and row.covered_by != row.scheme:
            by = say("{cover}, by: {scheme}", cover=long, scheme=label(row.covered_by, lang)).in_(lang)
            return fill, (by, long, short)
        return fill, (long, short)

    return _once(look, "benefit_factor", "benefit_factor_finally", "state", "scheme", "covered_by", "paid")


def ribbon(sheet: Sheet, axis: Axis, y: float, height: float, found: Sequence[Run], *, named: bool = True) -> None:
    """Draw runs as bars, with the longest label that fits; short runs are drawn last and never vanish."""
    for run in sorted(_joined(sheet, axis, found), key=lambda one: one.first - one.end):
        start, end = axis.start(run.first), axis.start(run.end)
        if end - start < THINNEST:
            start, end = max(axis.left, (start + end - THINNEST) / 2), min(axis.right, (start + end + THINNEST) / 2)
        colour, hatch = COLOURS[run.fill]
        sheet.box(start, y, end - start, height, colour, hatch=hatch)
        for edge in (start, end):
            if axis.left + THINNEST < edge < axis.right - THINNEST:
                sheet.line(edge, y, edge, y + height, colour="#ffffff", weight=0.8, zorder=2.5)
        fitting = next((text for text in run.labels if _fits(sheet, axis, run, text)), None)
        if fitting and named:
            ink = "#ffffff" if dark(colour) else INK
            behind = {"facecolor": colour, "edgecolor": "none", "pad": 1.2}
            sheet.write(
                (start + end) / 2, y + height / 2, fitting, SIZE, colour=ink, ha="center", kind="bar", zorder=4, bbox=behind
            )
    sheet.frame(axis.left, y, axis.right - axis.left, height, colour=FAINT, weight=0.6, zorder=3)


def _fits(sheet: Sheet, axis: Axis, run: Run, text: str) -> bool:
    return sheet.measure(text, SIZE) + 0.12 <= (run.end - run.first) * axis.cell


def _joined(sheet: Sheet, axis: Axis, found: Sequence[Run]) -> list[Run]:
    """Return the runs, neighbours of one fill joined where there is no room to say how they differ."""
    made: list[Run] = []
    for run in found:
        alike = made and (made[-1].fill, made[-1].end, made[-1].labels[-1:]) == (run.fill, run.first, run.labels[-1:])
        if alike and not (_fits(sheet, axis, run, run.labels[0]) and _fits(sheet, axis, made[-1], made[-1].labels[0])):
            common = tuple(text for text in made[-1].labels if text in run.labels)
            made[-1] = Run(made[-1].first, run.end, run.fill, common)
        else:
            made.append(run)
    return made


def unknown(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """Draw a place of which nobody knows how much it holds."""
    sheet.box(x, y, width, height, ASSUMED[0], hatch=ASSUMED[1][:3], edgecolor=UNKNOWN, zorder=2.3)


def strip(sheet: Sheet, axis: Axis, y: float, height: float, found: Sequence[Run]) -> None:
    """Draw the strip of assumed months."""
    for run in found:
        start, end = axis.start(run.first), axis.start(run.end)
        width = max(end - start, THINNEST)
        sheet.box(start, y, width, height, ASSUMED[0], hatch=ASSUMED[1], edgecolor=SOFT)
        sheet.frame(start, y, width, height, colour=SOFT, weight=0.5)


def named(sheet: Sheet, x: float, y: float, fill: str, text: str, size: float) -> None:
    """Draw a fill of a legend with its name, in a line whose top is at ``y``."""
    colour, hatch = COLOURS[fill]
    high = line_height(size)
    sheet.box(x, y + 0.02, SWATCH, high - 0.04, colour, hatch=hatch if "." in hatch else hatch * 2)
    sheet.frame(x, y + 0.02, SWATCH, high - 0.04, colour=SOFT)
    sheet.write(x + BEFORE_NAME, y + high / 2, text, size, kind="legend")
