"""The calendar of a life: which months were covered, a line a year, narrow enough for a phone and a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final, Self

import attrs

from lifecycle import months
from lifecycle.charts.calendar import grid
from lifecycle.charts.calendar.grid import Grid
from lifecycle.charts.calendar.years import Line, folded, lines
from lifecycle.charts.lanes import cover_key
from lifecycle.charts.life import legends
from lifecycle.charts.life.captions import captions
from lifecycle.charts.life.flags import LAW_COLOUR, laws
from lifecycle.charts.life.marks import Told, numbers, told
from lifecycle.charts.paper import INK, SOFT, Sheet, line_height
from lifecycle.charts.picture import LEAD, MARGIN
from lifecycle.charts.portrait import Portrait
from lifecycle.language import say, titled

SIZE: Final = 7
MOST: Final = 24
BESIDE: Final = 2.6  # inches that the list of events needs beside the calendar
GAP: Final = 0.3
COLUMN: Final = 2.2  # inches of a column of events
PAGE: Final = 11.4  # inches of paper that a life should fit
BELOW: Final = 0.95  # of them for the footer and between the parts
FEW: Final = 5  # events that one column holds
INDENT: Final = 0.45


@attrs.frozen
class Entry:
    """Something that happened: its number, month and words, and why it did what it did."""

    number: str
    text: str
    why: str = ""


@attrs.frozen(eq=False, repr=False)
class CalendarChart(Portrait):
    """The calendar of one life: a line a year, a cell a month, coloured by cover then and afterwards."""

    width: float = attrs.field(default=5.5, kw_only=True)
    folds: bool = attrs.field(default=False, kw_only=True)

    def folded(self) -> Self:
        """Return a copy in which whole years that are alike share a line."""
        return attrs.evolve(self, folds=True)

    @cached_property
    def lines(self) -> list[Line]:
        """Return the lines of the calendar."""
        found = lines(self.timeline.rows)
        return folded(found) if self.folds else found

    @property
    def notes(self) -> Iterator[str]:
        """Yield how well founded the life is."""
        if len(self.timeline):
            yield say("Weakest source: {grade}.", grade=str(self.timeline.counts()["grade"])).in_(self.lang)
        if any(row.assumed for row in self.timeline):
            yield say("Assumed: the sources are silent, or something about this life is unknown.").in_(self.lang)
        yield from super().notes

    def records(self) -> list[dict[str, Any]]:
        """Return the months as dicts: year and month, age, state, cover then and afterwards, the events of each."""
        return [
            {
                "month": row.month,
                "year": months.year(row.index),
                "age": None if self.born is None else months.age_months(self.born, row.index) // months.MONTHS_IN_YEAR,
                "region": row.region,
                "state": row.state,
                "cover": cover_key(row, finally_=False),
                "cover_finally": cover_key(row, finally_=True),
                "benefit_factor": row.benefit_factor,
                "benefit_factor_finally": row.benefit_factor_finally,
                "events": " ".join(str(number) for number in sorted(event["number"] for event in row.cause.events)),
            }
            for row in self.timeline
        ]

    def alt_text(self) -> str:
        """Return the cover of each year, and what happened, in words."""
        if not len(self.timeline):
            return say("This life has no months to show.").in_(self.lang)
        head = [". ".join(text for text in (self.title, self.finding, self.subtitle) if text.strip()) + "."]
        head += [f"{name}: {count}." for _, name, count in legends.cover_counts(self.timeline, self.lang)]
        for line in folded(self.lines):
            if not line.alive:
                continue
            told_ = say("{covered} of {months} months covered", covered=line.covered, months=line.alive)
            text = told_.in_(self.lang)
            if line.later:
                text += ("，" if self.lang == "zh" else ", ") + say("{n} more afterwards", n=line.later).in_(self.lang)
            head.append(titled(line.name, text, self.lang))
        return "\n".join([*head, *(f"{one.number}. {one.text}" for one in self._events)])

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw the legend, the calendar, and the list of what happened."""
        if not len(self.timeline):
            text = say("This life has no months to show.").in_(self.lang)
            return sheet.paragraph(MARGIN, y, text, LEAD, sheet.width - 2 * MARGIN)
        changed = frozenset(month for month, _ in laws(self.timeline))
        y = self._legend(sheet, y, changed=bool(changed)) + 0.1
        right, parts = sheet.width - MARGIN, self._parts(sheet)
        tall = max((sum(_tall(sheet, one, width) for one in part) for part, _, width in parts), default=0.0)
        made = Grid(sheet, self.lines, MARGIN, right, self.lang, self.born, changed, PAGE - y - tall - BELOW)
        ends = made.draw(y)
        if self._events and right - made.end - GAP >= BESIDE:
            return max(ends, _list(sheet, self._events, made.end + GAP, y, right, reasons=True)) + 0.12
        return max((_list(sheet, part, x, ends + 0.12, x + width) for part, x, width in parts), default=ends + 0.04) + 0.08

    def _parts(self, sheet: Sheet) -> list[tuple[list[Entry], float, float]]:
        """Return the events in the columns in which they stand below the calendar, each with its place and width."""
        events, whole = self._events, sheet.width - 2 * MARGIN
        half = (whole - GAP / 2) / 2
        if not events:
            return []
        if len(events) < FEW or half < COLUMN:
            return [(events, MARGIN, whole)]
        heights = [_tall(sheet, one, half) for one in events]
        middle = min(range(1, len(events)), key=lambda at: max(sum(heights[:at]), sum(heights[at:])))
        return [(events[:middle], MARGIN, half), (events[middle:], MARGIN + half + GAP / 2, half)]

    @cached_property
    def _told(self) -> Told:
        return told(self.timeline, MOST)

    @cached_property
    def _events(self) -> list[Entry]:
        """Return the events with their numbers; of very many the weightiest."""
        marks = [mark for mark in self._told.explained if not mark.lettered]
        found = [Entry(one.mark.label, f"{one.when}  {one.what}", one.why) for one in captions(marks, self.timeline, self.face)]
        if rest := [mark for mark in self._told.rest if not mark.lettered]:
            which = numbers([event["number"] for mark in rest for event in mark.events])
            n = sum(len(mark.rows) for mark in rest)
            text = say("and {n} more ({which}): the table of months explains them", n=n, which=which)
            found.append(Entry("", text.in_(self.lang)))
        return found

    def _legend(self, sheet: Sheet, y: float, *, changed: bool) -> float:
        """Write what the colours, letters and signs mean, flowing over as many lines as it needs."""
        tall = 0.1
        items: list[tuple[str, str, str]] = [
            (fill, "", say("{name}: {count}", name=name, count=count).in_(self.lang))
            for fill, name, count in legends.cover_counts(self.timeline, self.lang)
        ]
        items += [("", letter, text) for letter, text in grid.state_counts(self.timeline.rows, self.lang)]
        if self._events:
            items.append(("event", "1", say("an event, listed by its number").in_(self.lang)))
        if changed:
            items.append(("law", "", say("the rules changed").in_(self.lang)))
        x, right = MARGIN, sheet.width - MARGIN
        for at, (fill, letter, text) in enumerate(items):
            before = 0.14 if not fill or fill == "event" else 0.08 if fill == "law" else 2.2 * tall + 0.05
            wide = before + sheet.measure(text, SIZE)
            lettered = not fill and items[at - 1][0] != ""
            if x > MARGIN and (x + wide > right or lettered):
                x, y = MARGIN, y + line_height(SIZE)
            middle = y + line_height(SIZE) / 2
            if fill == "law":
                sheet.line(x + 0.02, middle - tall / 2, x + 0.02, middle + tall / 2, colour=LAW_COLOUR, weight=1.6)
            elif fill == "event":
                sheet.box(x, middle - 0.06, 0.1, 0.12, INK)
                sheet.write(x + 0.05, middle, letter, grid.SMALL, colour="#ffffff", ha="center", kind="legend", zorder=6)
            elif fill:
                grid.swatch(sheet, x, middle - tall / 2, fill, tall)
            else:
                sheet.write(x + 0.05, middle, letter, SIZE, colour=INK, ha="center", kind="legend")
            sheet.write(x + before, middle, text, SIZE, colour=SOFT, kind="legend")
            x += wide + 0.18
        return y + line_height(SIZE)


def _tall(sheet: Sheet, one: Entry, width: float) -> float:
    """Return about how high an entry is."""
    return min(3, len(sheet.wrap(one.text, SIZE, width - INDENT))) * line_height(SIZE) + 0.015


def _list(sheet: Sheet, entries: Sequence[Entry], x: float, y: float, right: float, *, reasons: bool = False) -> float:
    """Write what happened, each with its number, and why it did what it did where there is room."""
    common = max(min(INDENT, sheet.measure(one.number, SIZE) + 0.1) for one in entries)
    for one in entries:
        indent = max(common, sheet.measure(one.number, SIZE) + 0.1)
        if one.number:
            sheet.write(x, y + line_height(SIZE) / 2, one.number, SIZE, colour=INK, kind="entry")
        room = right - x - indent
        y = sheet.paragraph(x + indent, y, one.text, SIZE, room, colour=INK if reasons else SOFT, kind="entry", most=3)
        if reasons and one.why:
            y = sheet.paragraph(x + indent, y, one.why, SIZE, room, colour=SOFT, kind="entry", most=4)
        y += 0.06 if reasons else 0.015
    return y
