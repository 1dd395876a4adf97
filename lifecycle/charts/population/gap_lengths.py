"""The lengths of gaps (断缴): how many last how long, what share is over by then, and the limit of the region."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final, Self

import attrs
from matplotlib.collections import PolyCollection

from lifecycle.charts.paper import ACCENT, FAINT, GRID, INK, SOFT, Sheet, line_height
from lifecycle.charts.picture import MARGIN, Picture
from lifecycle.charts.population.alphabet import GAPS
from lifecycle.charts.population.clock import Clock
from lifecycle.charts.population.mean_time import MONTHLY, measured
from lifecycle.charts.population.measures import OPEN, Gap, Survival, gaps, survival
from lifecycle.charts.population.panels import TICK, marks, percent
from lifecycle.charts.population.sequences import Sequences, about, is_dataset
from lifecycle.errors import InputError, Where
from lifecycle.language import counted, say
from lifecycle.words import COLOURS

MOST: Final = 36  # longer gaps stand together in one bar
TALL: Final = 2.8
NAME: Final = 9
QUARTERS: Final = 4
HALF: Final = 0.5
CLEAR: Final = 0.08
FILL: Final = COLOURS["suspended"][0]


@attrs.frozen(eq=False, repr=False)
class GapLengths(Picture):
    """How long gaps last. A dataset counts them itself; elsewhere they are runs of some states, ``suspended`` by default."""

    source: Any = attrs.field(converter=measured)
    states: tuple[str, ...] = attrs.field(kw_only=True, default=GAPS)
    limit: int | None = attrs.field(kw_only=True, default=None)

    def __repr__(self) -> str:
        return f"<GapLengths of {self.source!r} in {self.lang}>"

    def counting(self, *states: str) -> Self:
        """Return a copy whose gaps are the runs of these states."""
        source = Sequences.of(self.source)
        source.alphabet.codes(states)
        return attrs.evolve(self, source=source, states=states)

    def with_limit(self, months: int) -> Self:
        """Return a copy that marks up to which length a gap does no harm in a region."""
        if months < 1:
            raise InputError(
                say("{value}", value=months),
                expected=say("a whole number from 1 on"),
                todo=say("correct it"),
                where=Where(path="limit"),
            )
        return attrs.evolve(self, limit=months)

    @cached_property
    def gaps(self) -> list[Gap]:
        """Return the gaps by length, end and beginning; none where the states never occur."""
        if (
            isinstance(self.source, Sequences)
            and self.source.alphabet.own
            and not set(self.states) & set(self.source.alphabet.states)
        ):
            return []
        return gaps(self.source, self.states)

    @cached_property
    def over(self) -> Survival:
        """Return the share that lasts at most so long."""
        return survival(self.gaps)

    @property
    def clock(self) -> Clock:
        """Return the clock; a dataset counts months."""
        return self.source.clock if isinstance(self.source, Sequences) else MONTHLY

    @cached_property
    def bars(self) -> list[tuple[float, float]]:
        """Return how many gaps have each length from 1 on, over and still open; the last bar holds all longer ones."""
        longest = max((one.months for one in self._seen), default=0)
        found = [[0.0, 0.0] for _ in range(min(longest, MOST + 1))]
        for one in self._seen:
            found[min(one.months, MOST + 1) - 1][one.end == OPEN] += one.gaps
        return [(closed, open_) for closed, open_ in found]

    @property
    def _seen(self) -> list[Gap]:
        """Return the gaps whose beginning was seen."""
        return [one for one in self.gaps if not one.begun_before]

    @cached_property
    def half(self) -> int | None:
        """Return the length within which half of the gaps are over, if they ever are."""
        pairs = zip(self.over.months, self.over.shares, strict=True)
        return next((months for months, share in pairs if share >= HALF), None)

    @property
    def subject(self) -> str:
        """Return what the chart is of."""
        return say("How long gaps last").in_(self.lang)

    @property
    def finding(self) -> str:
        """Return the share within the limit, and how long half of them last."""
        if not self.bars:
            return say("There is no gap whose beginning was seen.").in_(self.lang)
        told = []
        if self.limit is not None:
            share, length = percent(self.over.at(self.limit)), self.clock.span(self.limit)
            told.append(say("{share} of the gaps last at most {length}.", share=share, length=length))
        if self.half is None:
            told.append(say("More than half of them outlast what was seen."))
        else:
            told.append(say("Half of them are over within {length}.", length=self.clock.span(self.half)))
        return ("" if self.lang == "zh" else " ").join(one.in_(self.lang) for one in told)

    @property
    def subtitle(self) -> str:
        """Return who these are, and what counts as a gap."""
        if is_dataset(self.source):
            what = say("gaps: months without contribution after some insurance").in_(self.lang)
        else:
            states = [self.source.alphabet.name(one, self.lang) if self.source.alphabet.own else one for one in self.states]
            what = self.face.readable(say("gaps: months in these states: {states}", states=states).in_(self.lang))
        n = sum(one.gaps for one in self.gaps)
        many = counted("{n} gap", "{n} gaps", int(n)) if n < 1000 else say("{n} gaps", n=f"{n:,.0f}")  # noqa: PLR2004  a comma
        return ("；" if self.lang == "zh" else "; ").join((about(self.source, self.lang), many.in_(self.lang), what))

    @property
    def notes(self) -> list[str]:
        """Return how open gaps count, and what was left out."""
        told = [say("The line counts open gaps for as long as they were seen (Kaplan and Meier).").in_(self.lang)]
        left = sum(one.gaps for one in self.gaps if one.begun_before)
        if left:
            told.append(say("Left out, because they began before the first month: {n}.", n=f"{left:,.0f}").in_(self.lang))
        return [*(told if self.bars else []), *super().notes]

    def records(self) -> list[dict[str, Any]]:
        """Return the gaps by length, how they ended, and whether they had begun before the first month."""
        return [attrs.asdict(one) for one in self.gaps]

    def alt_text(self) -> str:
        """Return what shares are over within some lengths."""
        told = [
            say("{name}: {share}", name=self.clock.span(months).in_(self.lang), share=percent(share))
            for months, share in zip(self.over.months, self.over.shares, strict=True)
            if months <= MOST
        ]
        line = say("Share that is over within: {shares}.", shares=told).in_(self.lang) if told else ""
        return "\n".join(one for one in (self.title, self.subtitle, self.finding, line) if one)

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw bars, the line of the share, and the limit."""
        if not self.bars:
            return y
        y = self._key(sheet, y) + 0.12
        most = max(a + b for a, b in self.bars)
        left = MARGIN + max(sheet.measure(f"{mark:,g}", TICK) for mark in marks(most, whole=True)) + CLEAR
        right = sheet.width - MARGIN - sheet.measure("100%", TICK) - CLEAR
        cell = (right - left) / max(len(self.bars), MOST // 3)
        if self.limit is not None:
            y += line_height(NAME)
        bottom = y + TALL
        self._scales(sheet, left, right, y, most)
        self._bars(sheet, left, bottom, cell, TALL / most)
        self._line(sheet, left, right, bottom, cell)
        if self.limit is not None:
            self._limit(sheet, left, right, y, bottom, cell)
        return self._ticks(sheet, left, bottom, cell) + 0.1

    def _key(self, sheet: Sheet, y: float) -> float:
        """Draw what bars and line are; the scales have its colours."""
        x = MARGIN
        middle = y + line_height(NAME) / 2
        kinds = [("bar", say("gaps that are over, left scale"))]
        if any(open_ for _, open_ in self.bars):
            kinds.append(("open", say("still open")))
        kinds.append(("line", say("share over by then, right scale")))
        for kind, text in kinds:
            name = text.in_(self.lang)
            length = 0.3 + sheet.measure(name, NAME)
            if x > MARGIN and x + length > sheet.width - MARGIN:
                x, y, middle = MARGIN, y + line_height(NAME), middle + line_height(NAME)
            if kind == "line":
                sheet.line(x, middle, x + 0.24, middle, colour=ACCENT, weight=1.6)
            else:
                fill, hatch = (FILL, "") if kind == "bar" else ("#ffffff", "////")
                sheet.box(x, middle - 0.06, 0.24, 0.12, fill, hatch=hatch, edgecolor=FAINT)
                sheet.frame(x, middle - 0.06, 0.24, 0.12, colour=SOFT, weight=0.5)
            sheet.write(x + 0.3, middle, name, NAME, kind="legend")
            x += length + 0.3
        return y + line_height(NAME)

    def _scales(self, sheet: Sheet, left: float, right: float, y: float, most: float) -> None:
        bottom = y + TALL
        for quarter in range(QUARTERS + 1):
            at = bottom - TALL * quarter / QUARTERS
            sheet.line(left, at, right, at, colour=GRID, zorder=0.5)
            share = f"{quarter * 100 // QUARTERS}%"
            sheet.write(right + CLEAR, at, share, TICK, colour=ACCENT, kind="scale")
        for mark in marks(most, whole=True):
            sheet.write(left - CLEAR, bottom - TALL * mark / most, f"{mark:,g}", TICK, colour=SOFT, ha="right", kind="scale")
            sheet.line(left - 0.04, bottom - TALL * mark / most, left, bottom - TALL * mark / most, colour=FAINT)
        sheet.line(left, bottom, right, bottom, colour=SOFT, weight=0.9, zorder=3)

    def _bars(self, sheet: Sheet, left: float, bottom: float, cell: float, scale: float) -> None:
        closed, open_ = [], []
        gap = min(0.04, cell * 0.15)
        for at, (over, still) in enumerate(self.bars):
            x0, x1 = left + at * cell + gap, left + (at + 1) * cell - gap
            low, high = bottom - over * scale, bottom - (over + still) * scale
            closed.append([(x0, bottom), (x1, bottom), (x1, low), (x0, low)])
            if still:
                open_.append([(x0, low), (x1, low), (x1, high), (x0, high)])
        sheet.add(PolyCollection(closed, facecolor=FILL, edgecolor=SOFT, linewidth=0.5, zorder=2))
        sheet.add(PolyCollection(open_, facecolor="#ffffff", edgecolor=FAINT, hatch="////", linewidth=0.5, zorder=2))

    def _line(self, sheet: Sheet, left: float, right: float, bottom: float, cell: float) -> None:
        """Draw the share that is over by the end of each length; it ends where the last bar of one length does."""
        points = [(left, bottom)]
        for months in range(1, min(len(self.bars), MOST) + 1):
            at = bottom - TALL * self.over.at(months)
            points += [(left + (months - 0.5) * cell, points[-1][1]), (left + (months - 0.5) * cell, at)]
        x = min(right, left + min(len(self.bars), MOST) * cell)
        points.append((x, points[-1][1]))
        sheet.trace(points, "#ffffff", linewidth=3.2, zorder=3.4)
        sheet.trace(points, ACCENT, linewidth=1.6, zorder=3.5)

    def _limit(self, sheet: Sheet, left: float, right: float, y: float, bottom: float, cell: float) -> None:
        """Mark the limit, and the share that is over by then."""
        limit = self.limit or 0
        x = left + limit * cell
        if x > right:
            return
        sheet.line(x, y, x, bottom, colour=INK, weight=1.0, linestyle=(0, (4, 2)), zorder=4)
        length = self.clock.span(limit)
        text = say("limit: {length}; {share} are over", length=length, share=percent(self.over.at(limit))).in_(self.lang)
        wide = sheet.measure(text, NAME)
        at = min(x, sheet.width - MARGIN - wide)
        sheet.write(at, y - line_height(NAME) / 2 - 0.02, text, NAME, colour=INK, kind="limit")

    def _ticks(self, sheet: Sheet, left: float, bottom: float, cell: float) -> float:
        """Write the lengths that have room; the bar of all longer ones always has its name."""
        texts = [str(at) for at in range(1, len(self.bars) + 1)]
        if len(self.bars) > MOST:
            texts[-1] = f"{MOST + 1}+"
        middle = bottom + 0.04 + line_height(TICK) / 2
        step = next(step for step in (1, 2, 3, 6, 12) if sheet.measure("00", TICK) + 0.08 <= step * cell or step == MOST // 3)
        last = left + (len(texts) - 0.5) * cell - sheet.measure(texts[-1], TICK) / 2
        for at, text in enumerate(texts):
            x = left + (at + 0.5) * cell
            final = at == len(texts) - 1
            fits = final or x + sheet.measure(text, TICK) / 2 + 0.06 <= last
            if final or (fits and ((at + 1) % step == 0 or at == 0)):
                sheet.write(x, middle, text, TICK, colour=SOFT, ha="center", kind="tick")
        y = bottom + 0.04 + line_height(TICK)
        caption = say("length of the gap, {unit}", unit=self.clock.unit()).in_(self.lang)
        sheet.write(left, y + line_height(TICK) / 2, caption, TICK, colour=SOFT, kind="tick")
        return y + line_height(TICK)
