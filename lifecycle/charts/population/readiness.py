"""Readiness at retirement: by how many years people are short or over when they come to their month of retiring."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final, Self

import attrs
from matplotlib.collections import PolyCollection

from lifecycle.charts.paper import FAINT, GRID, INK, SOFT, Sheet, line_height
from lifecycle.charts.picture import MARGIN, Picture
from lifecycle.charts.population import panels
from lifecycle.charts.population.panels import TICK, marks, percent
from lifecycle.charts.population.sequences import about, group_name, is_dataset, people
from lifecycle.charts.population.standings import Standing, standings
from lifecycle.language import Text, bracketed, say
from lifecycle.months import MONTHS_IN_YEAR
from lifecycle.words import COLOURS

MOST: Final = 15  # more years stand together
ALONE, BESIDE = 2.4, 1.3
BIG: Final = 13
SMALL: Final = 7.5
CLEAR: Final = 0.08
APART: Final = 0.6  # of a bar, between the kinds
WIDE: Final = 2.2  # bars, for one that has a name
FILLS: Final = {"short": "partial", "ready": "full", "later": "back_paid", "unknown": "unknown"}
NAMES: Final[dict[str, Text]] = {
    "short": say("years short"),
    "ready": say("ready"),
    "over": say("ready, years over"),
    "later": say("later"),
    "unknown": say("not known"),
}


@attrs.frozen
class Bin:
    """A bar: what kind it is, from which to which months, and what is written below it."""

    kind: str
    low: int
    high: int
    text: str
    at: float
    wide: float

    def of(self, one: Standing) -> int:
        """Return how many people of a group fall into it."""
        if self.kind == "short" or one.over:
            held = one.short if self.kind == "short" else one.over if self.kind == "ready" else None
            if held is not None:
                return sum(n for months, n in held.items() if self.low <= months <= self.high)
        return {"ready": one.ready, "later": one.later, "unknown": one.unknown}[self.kind]


@attrs.frozen(eq=False, repr=False)
class Readiness(Picture):
    """Who has the years at retirement, and by how many years the others miss them; by group if asked."""

    source: Any
    group: str | None = attrs.field(kw_only=True, default=None)

    def __repr__(self) -> str:
        return f"<Readiness of {self.source!r} in {self.lang}>" if is_dataset(self.source) else f"<Readiness in {self.lang}>"

    def by(self, group: str) -> Self:
        """Return a copy with a panel for each group: a column of the table, or of the final records of a run."""
        return attrs.evolve(self, group=group)

    @cached_property
    def standings(self) -> list[Standing]:
        """Return how the groups stand."""
        return standings(self.source, self.group)

    @cached_property
    def people(self) -> int:
        """Return how many came to their month of retiring."""
        return sum(one.people for one in self.standings)

    @cached_property
    def bins(self) -> list[Bin]:
        """Return the bars from the left: short by many years, by few, ready, later, not known; the same in every group."""
        found: list[Bin] = []
        deepest = max((months for one in self.standings for months in one.short), default=0)
        years = min(MOST, -(-deepest // MONTHS_IN_YEAR))
        at = 0.0
        for year in range(years, 0, -1):
            last = year == MOST
            high = max(deepest, 1) if last else year * MONTHS_IN_YEAR
            text = f"{year - 1}+" if last else f"{year - 1}–{year}"
            found.append(Bin("short", (year - 1) * MONTHS_IN_YEAR + 1, high, text, at, 1.0))
            at += 1.0
        at += APART if found else 0.0
        most = max((months for one in self.standings for months in one.over), default=None)
        if most is None:
            found.append(Bin("ready", 0, 0, "", at, WIDE))
            at += WIDE
        else:
            for year in range(min(MOST, most // MONTHS_IN_YEAR + 1)):
                last = year == MOST - 1
                text = f"{year}+" if last else f"{year}–{year + 1}"
                found.append(
                    Bin("ready", year * MONTHS_IN_YEAR, most if last else (year + 1) * MONTHS_IN_YEAR - 1, text, at, 1.0)
                )
                at += 1.0
        for kind in ("later", "unknown"):
            if any(getattr(one, kind) for one in self.standings):
                at += APART
                found.append(Bin(kind, 0, 0, "", at, WIDE))
                at += WIDE
        return found

    @property
    def subject(self) -> str:
        """Return what the chart is of."""
        return say("Ready to retire? Years short and over at the month of retiring").in_(self.lang)

    @property
    def finding(self) -> str:
        """Return the share that is ready, and the groups where it is highest and lowest."""
        if not self.people:
            return say("Nobody came to the month of retiring.").in_(self.lang)
        ready = sum(one.ready for one in self.standings)
        short = sum(n for one in self.standings for n in one.short.values())
        told = [
            say(
                "{share} have the years in time, {short} are short.",
                share=percent(ready / self.people),
                short=percent(short / self.people),
            )
        ]
        unknown = sum(one.unknown for one in self.standings)
        if unknown:
            told.append(say("Of {share} nobody can say.", share=percent(unknown / self.people)))
        if len(self.standings) > 1:
            high = max(self.standings, key=lambda one: one.share)
            low = min(self.standings, key=lambda one: one.share)
            names = [group_name(one.name or "", self.lang) + bracketed(percent(one.share), self.lang) for one in (high, low)]
            if high.share > low.share:
                told.append(say("Most often: {high}; least often: {low}.", high=names[0], low=names[1]))
        return self.face.readable(("" if self.lang == "zh" else " ").join(one.in_(self.lang) for one in told))

    @property
    def subtitle(self) -> str:
        """Return who these are."""
        came = say("came to the month of retiring: {people}", people=people(self.people)).in_(self.lang)
        unit = say("shares in per cent").in_(self.lang)
        told = [about(self.source, self.lang)] if is_dataset(self.source) else []
        return ("；" if self.lang == "zh" else "; ").join((*told, came, unit))

    def records(self) -> list[dict[str, Any]]:
        """Return how many people of each group stand how, by the months that are short (negative) or over."""
        by = self.group or "group"
        found: list[dict[str, Any]] = []
        for one in self.standings:
            head = {by: one.name} if one.name is not None else {}
            rows: list[tuple[str, int | None, int]] = [
                ("short", -months, one.short[months]) for months in sorted(one.short, reverse=True)
            ]
            rows += [("ready", months, one.over[months]) for months in sorted(one.over)] or [("ready", None, one.ready)]
            rows += [("later", None, one.later), ("unknown", None, one.unknown)]
            found += [{**head, "outcome": kind, "months": months, "lives": n, "of": one.people} for kind, months, n in rows if n]
        return found

    def alt_text(self) -> str:
        """Return the shares of each group."""
        lines = [self.title, self.subtitle, self.finding]
        for one in self.standings:
            if not one.people:
                continue
            counts = {"short": sum(one.short.values()), "ready": one.ready, "later": one.later, "unknown": one.unknown}
            told = [say("{name}: {share}", name=NAMES[kind], share=percent(n / one.people)) for kind, n in counts.items() if n]
            who = self.title if one.name is None else group_name(one.name, self.lang)
            lines.append(say("{when}: {shares}", when=who, shares=told).in_(self.lang))
        return "\n".join(lines)

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw a panel a group, and one scale of years below all."""
        if not self.people:
            return y
        left = MARGIN + sheet.measure("100%", TICK) + CLEAR
        right = sheet.width - MARGIN
        cell = min(0.75, (right - left) / (self.bins[-1].at + self.bins[-1].wide))
        most = max(one_bin.of(one) / one.people for one in self.standings for one_bin in self.bins)
        tall = ALONE if len(self.standings) == 1 else BESIDE
        for one in self.standings:
            y = self._head(sheet, one, y + 0.04, left + (self.bins[-1].at + self.bins[-1].wide) * cell)
            self._panel(sheet, one, (left, y, cell, tall), most)
            y += tall + 0.12
        return self._ticks(sheet, left, y - 0.09, cell) + 0.1

    def _head(self, sheet: Sheet, one: Standing, y: float, end: float) -> float:
        """Write the group, and large the share that is ready."""
        text = say("{share} ready", share=percent(one.share)).in_(self.lang)
        colour = COLOURS[FILLS["ready"]][0]
        high = line_height(BIG)
        if one.name is None:
            sheet.write(MARGIN, y + high / 2, text, BIG, colour=colour, kind="share")
            return y + high + line_height(SMALL)
        shown, count = sheet.face.readable(group_name(one.name, self.lang)), people(one.people).in_(self.lang)
        rest = sheet.measure(count, TICK) + sheet.measure(text, BIG) + 0.35
        room = sheet.width - 2 * MARGIN - rest
        if sheet.measure(shown, panels.HEAD) > room:
            shown = sheet.shortened(shown, panels.HEAD, room)
        wide = sheet.measure(shown, panels.HEAD)
        sheet.write(MARGIN, y + high / 2, shown, panels.HEAD, kind="group")
        sheet.write(MARGIN + wide + 0.12, y + high / 2, count, TICK, colour=SOFT, kind="count")
        right = max(end, MARGIN + wide + rest)
        sheet.write(right, y + high / 2, text, BIG, colour=colour, ha="right", kind="share")
        return y + high + line_height(SMALL)

    def _panel(self, sheet: Sheet, one: Standing, box: tuple[float, float, float, float], most: float) -> None:
        left, y, cell, tall = box
        bottom, end = y + tall, left + (self.bins[-1].at + self.bins[-1].wide) * cell
        for mark in marks(most * 100, 2):
            at = bottom - tall * mark / 100 / most
            sheet.line(left, at, end, at, colour=GRID, zorder=0.5)
            sheet.write(left - CLEAR, at, f"{mark:g}%", TICK, colour=SOFT, ha="right", kind="scale")
        gap = min(0.04, cell * 0.12)
        for kind, fill in FILLS.items():
            colour, hatch = COLOURS[fill]
            bars = []
            for one_bin in self.bins:
                if one_bin.kind == kind and one_bin.of(one):
                    x0, x1 = left + one_bin.at * cell + gap, left + (one_bin.at + one_bin.wide) * cell - gap
                    top = bottom - tall * one_bin.of(one) / one.people / most
                    bars.append([(x0, bottom), (x1, bottom), (x1, top), (x0, top)])
                    text = percent(one_bin.of(one) / one.people)
                    if sheet.measure(text, SMALL) <= x1 - x0 + 2 * gap - 0.02:
                        middle = top - line_height(SMALL) / 2
                        sheet.write((x0 + x1) / 2, middle, text, SMALL, colour=INK, ha="center", kind="value", zorder=4)
            if bars:
                sheet.add(PolyCollection(bars, facecolor=colour, edgecolor=SOFT, hatch=hatch or None, linewidth=0.5, zorder=2))
        sheet.line(left, bottom, end, bottom, colour=SOFT, weight=0.9, zorder=3)

    def _ticks(self, sheet: Sheet, left: float, y: float, cell: float) -> float:
        """Write the years below the bars, and below these what kind they are."""
        widest = max((sheet.measure(one.text, TICK) for one in self.bins), default=0.0)
        step = next((step for step in (1, 2, 3, 5) if widest + 0.05 <= step * cell), MOST)
        middle = y + line_height(TICK) / 2
        for kind in ("short", "ready"):
            told = [one for one in self.bins if one.kind == kind and one.text]
            for at, one in enumerate(reversed(told) if kind == "short" else told):
                if at % step == 0:
                    sheet.write(left + (one.at + 0.5) * cell, middle, one.text, TICK, colour=SOFT, ha="center", kind="tick")
        y += line_height(TICK) + 0.02
        reached, deep = MARGIN - 1.0, 0
        for kind in FILLS:
            own = [one for one in self.bins if one.kind == kind]
            if not own:
                continue
            start, end = left + own[0].at * cell, left + (own[-1].at + own[-1].wide) * cell
            sheet.line(start + 0.03, y, end - 0.03, y, colour=COLOURS[FILLS[kind]][0] if kind != "unknown" else FAINT, weight=2)
            name = NAMES["over" if kind == "ready" and own[0].text else kind].in_(self.lang)
            half = sheet.measure(name, TICK + 1) / 2
            x = min(max((start + end) / 2, MARGIN + half), sheet.width - MARGIN - half)
            if x - half < reached + 0.08:
                deep += 1
            reached = x + half
            sheet.write(x, y + 0.05 + (deep + 0.5) * line_height(TICK + 1), name, TICK + 1, ha="center", kind="kind")
        return y + 0.05 + (deep + 1) * line_height(TICK + 1)
