"""The matrix as a picture: regions across, rules down, a cell for each with its grade, coloured by how well it is known."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from typing import Any, Final

import attrs
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

from lifecycle import months
from lifecycle.charts.paper import FAINT, GRID, INK, POINTS, SOFT, Sheet, dark, line_height
from lifecycle.charts.picture import MARGIN, Picture
from lifecycle.guide.matrix import SECTIONS, Cell, Heading, counts, headings, records, sign
from lifecycle.language import say
from lifecycle.regions.atlas import Atlas
from lifecycle.vocabulary import Standing, key
from lifecycle.words import COLOURS, label

PLAIN, SMALL = 9, 7.5
SIDE: Final = 0.21  # of a cell, in inches
INNER: Final = SIDE - 0.012  # without the white between cells
BETWEEN: Final = 0.06  # two provinces
NAMES: Final = 3.9  # room for the names of rules
HATCH: Final = ("#c9bf7d", "#ffffff")  # what is assumed is hatched softly: there is much of it


@attrs.frozen(eq=False, repr=False)
class MatrixChart(Picture):
    """What each region knows of each rule, in a month."""

    found: dict[str, list[Cell]]
    atlas: Atlas
    month: int
    width: float = attrs.field(kw_only=True, default=attrs.Factory(lambda self: self._needed, takes_self=True))

    @property
    def _needed(self) -> float:
        """Return the width that the regions need."""
        return max(7.0, MARGIN * 2 + NAMES + max(self._columns.values(), default=0.0) + SIDE)

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the name of each region."""
        return {region: self.face.readable(self.atlas.book(region).label.in_(self.lang)) for region in self.found}

    @cached_property
    def _columns(self) -> dict[str, float]:
        """Return where the column of each region begins; regions of a province stand together."""
        at: dict[str, float] = {}
        x, province = 0.0, ""
        for region in self.found:
            own = region.partition("/")[0]
            x += BETWEEN if own != province and at else 0.0
            at[region], province = x, own
            x += SIDE
        return at

    @property
    def subject(self) -> str:
        """Return what the picture is of."""
        return say("What each region knows of each rule, {month}", month=months.text(self.month)).in_(self.lang)

    def records(self) -> list[dict[str, Any]]:
        """Return the matrix as dicts, a cell each."""
        return records(self.found, self.month, self.lang)

    def alt_text(self) -> str:
        """Return how many rules stand how in each region."""
        lines = [self.title]
        for region, cells in self.found.items():
            told = ", ".join(f"{label(standing, self.lang)} {n}" for standing, n in counts(cells).items())
            lines.append(f"{self.names[region]}: {told}")
        return "\n".join(lines)

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw the legend, the names of the regions and the sections of rules."""
        y = self._heads(sheet, self._legend(sheet, y) + 0.1)
        for section, group in groupby(list(enumerate(headings())), lambda pair: pair[1].section):
            y = self._section(sheet, y + 0.08, section, list(group))
        return y + 0.1

    def _legend(self, sheet: Sheet, y: float) -> float:
        x = MARGIN
        for standing in Standing:
            name = label(standing, self.lang)
            if standing is Standing.KNOWN:
                name = say("{name}, with the grade of its source", name=name).in_(self.lang)
            wide = SIDE + 0.07 + sheet.measure(name, PLAIN) + 0.25
            if x + wide > sheet.width - MARGIN:
                x, y = MARGIN, y + SIDE + 0.08
            self._cells(sheet, [(x, y, Cell("", "", standing, "A" if standing is Standing.KNOWN else None))])
            sheet.write(x + SIDE + 0.07, y + SIDE / 2, name, PLAIN, kind="legend")
            x += wide
        return y + SIDE

    def _heads(self, sheet: Sheet, y: float) -> float:
        """Write the names of the regions upwards."""
        tall = max(sheet.measure(name, PLAIN) for name in self.names.values())
        for region, name in self.names.items():
            x = MARGIN + NAMES + self._columns[region] + SIDE / 2
            colour = INK if "/" not in region else SOFT
            sheet.axes.text(
                x + 0.36 * PLAIN / POINTS,
                y + tall,
                name,
                color=colour,
                ha="left",
                va="baseline",
                fontproperties=self.face.at(PLAIN * sheet.scale),
                parse_math=False,
                label="head",
                rotation=90,
                rotation_mode="anchor",
            ).set_in_layout(False)
        return y + tall + 0.06

    def _section(self, sheet: Sheet, y: float, section: str, rules: list[tuple[int, Heading]]) -> float:
        right = MARGIN + NAMES + max(self._columns.values()) + SIDE
        sheet.write(MARGIN, y + line_height(PLAIN) / 2, SECTIONS[section].in_(self.lang), PLAIN, kind="section")
        y += line_height(PLAIN)
        sheet.line(MARGIN, y, right, y, colour=FAINT)
        placed = []
        for at, rule in rules:
            name = sheet.face.readable(rule.in_(self.lang))
            room = NAMES - 0.1
            shown = name if sheet.measure(name, SMALL) <= room else sheet.shortened(name, SMALL, room)
            sheet.write(MARGIN, y + SIDE / 2, shown, SMALL, colour=SOFT, kind="rule")
            sheet.line(MARGIN, y + SIDE - 0.006, right, y + SIDE - 0.006, colour=GRID, weight=0.5, zorder=0.5)
            placed += [(MARGIN + NAMES + self._columns[region], y, cells[at]) for region, cells in self.found.items()]
            y += SIDE
        self._cells(sheet, placed)
        return y

    def _cells(self, sheet: Sheet, placed: list[tuple[float, float, Cell]]) -> None:
        """Draw cells, those of a standing together: there are thousands."""
        for standing in Standing:
            corners = [(x, y) for x, y, cell in placed if cell.standing is standing]
            colour, hatch = COLOURS[key(standing)]
            squares = [[(x, y), (x + INNER, y), (x + INNER, y + INNER), (x, y + INNER)] for x, y in corners]
            edge = HATCH[standing is Standing.DISPUTED]
            sheet.add(PolyCollection(squares, facecolor=colour, hatch=hatch or None, edgecolor=edge, linewidth=0, zorder=2))
            if standing is Standing.UNKNOWN and corners:
                middles = [(x + INNER / 2, y + INNER / 2) for x, y in corners]
                sheet.add(Line2D(*zip(*middles, strict=True), color=FAINT, linestyle="", marker=".", markersize=2, zorder=3))
        ink = "#ffffff" if dark(COLOURS[key(Standing.KNOWN)][0]) else INK
        for x, y, cell in placed:
            if cell.standing is Standing.KNOWN:
                sheet.write(x + INNER / 2, y + INNER / 2, sign(cell), SMALL, colour=ink, ha="center", kind="grade", zorder=4)
