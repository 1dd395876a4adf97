"""The strip of the months in which lives differ, the flag where they part, and the tint through all of them; the fills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from lifecycle import months
from lifecycle.charts import lanes
from lifecycle.charts.comparison.blocks import SMALL, TINY
from lifecycle.charts.paper import ACCENT, SOFT, Sheet, line_height
from lifecycle.charts.phrases import span
from lifecycle.charts.picture import MARGIN
from lifecycle.charts.ticks import Axis
from lifecycle.comparison import Comparison
from lifecycle.language import say, titled
from lifecycle.row import Row
from lifecycle.words import COLOURS

HEIGHT: Final = 0.17
#: How months that differ are marked, by what they differ in: the first that fits.
LOOKS: Final = tuple((kind, *COLOURS[f"differs_{kind}"]) for kind in ("cover", "finally", "state"))
LEGEND: Final = 8.5


def legend(sheet: Sheet, axis: Axis, lives: Sequence[Sequence[Row]], y: float, lang: str) -> float:
    """Draw the fills that no bar has room to name, flowing over as many lines as they need, and return where they end."""
    x, right = MARGIN, sheet.width - MARGIN
    for fill, text in _unnamed(sheet, axis, lives, lang):
        wide = lanes.BEFORE_NAME + sheet.measure(text, LEGEND)
        if x > MARGIN and x + wide > right:
            x, y = MARGIN, y + line_height(LEGEND) * 1.15
        lanes.named(sheet, x, y, fill, text, LEGEND)
        x += wide + 0.22
    return y + (line_height(LEGEND) + 0.1 if x > MARGIN else 0.04)


def _unnamed(sheet: Sheet, axis: Axis, lives: Iterable[Sequence[Row]], lang: str) -> Iterator[tuple[str, str]]:
    """Yield the fills that are nowhere named, with their names."""
    looks = (lanes.state_look(lang), *(lanes.cover_look(lang, finally_=one) for one in (False, True)))
    found = [run for rows in lives for look in looks for run in lanes.runs(rows, look)]
    named = {
        COLOURS[run.fill]
        for run in found
        if sheet.measure(run.labels[-1], lanes.SIZE) + 0.12 <= (run.end - run.first) * axis.cell
    }
    for run in found:
        if COLOURS[run.fill] not in named:
            named.add(COLOURS[run.fill])
            yield run.fill, run.labels[0] if len(run.labels) < 3 else run.labels[-2]  # noqa: PLR2004


def flag(sheet: Sheet, axis: Axis, comparison: Comparison, y: float, lang: str) -> float:
    """Write above the strip where the lives part, and return where that ends."""
    found = comparison.difference
    if found is None or not axis.first <= found.month <= axis.last:
        return y
    text = say("first difference: {month}", month=months.text(found.month)).in_(lang)
    left = max(axis.left, min(axis.start(found.month), axis.right - sheet.measure(text, LEGEND)))
    sheet.write(left, y + line_height(LEGEND) / 2, text, LEGEND, colour=ACCENT, kind="flag")
    return y + line_height(LEGEND) + 0.02


def draw(sheet: Sheet, axis: Axis, comparison: Comparison, y: float, lang: str) -> float:
    """Draw the strip that marks the months that differ, say beside it in what, and return where that ends."""
    sheet.write(MARGIN, y + HEIGHT / 2, say("differ in").in_(lang), TINY, colour=SOFT, kind="lane")
    present: dict[str, int] = {}
    for look, run in groupby(range(axis.first, axis.last + 1), key=lambda month: _look(comparison, month)):
        found = list(run)
        if look is not None:
            kind, colour, hatch = look
            present[kind] = present.get(kind, 0) + len(found)
            sheet.box(axis.start(found[0]), y, axis.cell * len(found), HEIGHT, colour, hatch=hatch, zorder=2)
    sheet.frame(axis.left, y, axis.right - axis.left, HEIGHT, colour=SOFT, weight=0.6)
    paid = any("money" in comparison.kinds.get(month, ()) for month in range(axis.first, axis.last + 1))
    none = say("only what is paid") if paid else say("no month")
    return max(y + HEIGHT, _named(sheet, axis.right + 0.2, y + HEIGHT / 2, present, none.in_(lang), lang))


def _named(sheet: Sheet, x: float, middle: float, present: dict[str, int], none: str, lang: str) -> float:
    """Write how many months differ in what, or what to say where none does, and return where that ends."""
    names = {"cover": say("cover"), "finally": say("cover in the end"), "state": say("insured as")}
    half = line_height(SMALL) / 2
    y = middle - half
    if not present:
        return sheet.paragraph(x, y, none, SMALL, sheet.width - MARGIN - x, colour=SOFT, kind="legend")
    for kind, colour, hatch in LOOKS:
        if kind in present:
            sheet.box(x, y + half - 0.05, 0.14, 0.1, colour, hatch=hatch)
            text = titled(names[kind].in_(lang), span(present[kind]).in_(lang), lang)
            y = sheet.paragraph(x + 0.2, y, text, SMALL, sheet.width - MARGIN - x - 0.2, colour=SOFT, kind="legend")
    return y


def _look(comparison: Comparison, month: int) -> tuple[str, str, str] | None:
    kinds = comparison.kinds.get(month, ())
    return next((look for look in LOOKS if look[0] in kinds), None)


def tint(sheet: Sheet, axis: Axis, comparison: Comparison, top: float, bottom: float) -> None:
    """Tint the months in which cover differs, and draw a line where the lives part."""
    differs = {month for month, kinds in comparison.kinds.items() if "cover" in kinds}
    for tinted, run in groupby(range(axis.first, axis.last + 1), key=differs.__contains__):
        months_ = list(run)
        if tinted:
            sheet.box(axis.start(months_[0]), top, axis.cell * len(months_), bottom - top, ACCENT, alpha=0.05, zorder=0.2)
    found = comparison.difference
    if found is not None and axis.first <= found.month <= axis.last:
        x = axis.start(found.month)
        sheet.line(x, top - 0.02, x, bottom, colour=ACCENT, weight=1.3, zorder=3.6)
