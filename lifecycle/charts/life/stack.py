"""The lanes of a life one below the other, each with its name in the gutter: relation, cover, illness, counters, money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import attrs

from lifecycle.charts import lanes
from lifecycle.charts.life import contributions, counters, gutter, illness, ledger, years
from lifecycle.charts.life.gutter import Note
from lifecycle.charts.paper import ACCENT, Sheet
from lifecycle.charts.ticks import Axis
from lifecycle.gaps import avoidable
from lifecycle.language import say
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import State, key
from lifecycle.words import label

#: Everything a chart of a life may show, from above to below.
LANES: Final = (
    "events", "legend", "state", "region", "cover", "avoidable", "assumed", "bills", "illness", "waiting", "gap", "missed",
    "continuous", "actual", "contributions", "years", "account", "laws",
)  # fmt: skip
GAP: Final = 0.13  # between lanes
LEAST: Final = 0.66  # the height of a lane of money or years
THIN: Final = 0.11
STROKE: Final = 0.05  # the height of the mark below months that could have been covered


@attrs.frozen
class Stack:
    """The lanes of a life on a sheet; each is drawn only where it is wanted and has something to say."""

    sheet: Sheet
    axis: Axis
    timeline: Timeline
    lang: str
    shown: frozenset[str]
    stay: illness.Stay

    def draw(self, y: float) -> float:
        """Draw the lanes below ``y`` and return where they end."""
        y = self._relation(y)
        y = self._cover(y)
        y = self._bills(y)
        y = self._illness(y)
        counted = years.years(self.timeline) if "years" in self.shown else None
        for counter in counters.counters(self.timeline, self.lang, paid=counted is None):
            if counter.lane in self.shown:
                counters.staircase(self.sheet, self.axis, y, counter)
                self._name(y + counters.HEIGHT * 0.62, counter.name)
                y += counters.HEIGHT + GAP * 0.7
        return self._account(self._years(self._contributions(y), counted))

    def _relation(self, y: float) -> float:
        rows = list(self.timeline)
        if "state" in self.shown:
            y = self._lane(y, say("insured as").in_(self.lang), lanes.runs(rows, lanes.state_look(self.lang)))
        if "region" in self.shown and len(lanes.places(rows)) > 1:
            lanes.ribbon(self.sheet, self.axis, y, lanes.LOW, lanes.runs(rows, lanes.place_look(self.timeline, self.lang)))
            self._name(y + lanes.LOW / 2, label("region", self.lang))
            y += lanes.LOW + GAP
        return y

    def _cover(self, y: float) -> float:
        rows, lang = [row for row in self.timeline if row.state != key(State.DECEASED)], self.lang
        if rows and "cover" in self.shown:
            y = self._lane(y, say("cover at the time").in_(lang), lanes.runs(rows, lanes.cover_look(lang, finally_=False)))
            finally_ = lanes.runs(rows, lanes.cover_look(lang, finally_=True))
            if any(row.benefit_factor_finally != row.benefit_factor for row in rows):
                y = self._lane(y, say("cover in the end, all settled").in_(lang), finally_)
            else:
                y = self._lane(y - 0.04, say("in the end: the same").in_(lang), finally_, height=THIN)
        saved = {row.month for row in avoidable(self.timeline)} if "avoidable" in self.shown else set()
        if saved:
            for run in lanes.runs(rows, lambda row: ("avoidable", ()) if row.month in saved else None):
                start, end = self.axis.start(run.first), self.axis.start(run.end)
                wide = max(end - start, lanes.THINNEST)
                self.sheet.box(start, y + (THIN - STROKE) / 2, wide, STROKE, ACCENT)
            gutter.write(self.sheet, y + THIN / 2, say("avoidable").in_(lang), accent=True)
            y += THIN + GAP
        assumed = lanes.runs(rows, lambda row: ("assumed", ()) if row.assumed else None) if "assumed" in self.shown else []
        if assumed:
            lanes.strip(self.sheet, self.axis, y, THIN, assumed)
            self._name(y + THIN / 2, label("assumed", lang))
            y += THIN + GAP
        return y

    def _lane(self, y: float, name: str, found: list[lanes.Run], *, height: float = lanes.HEIGHT) -> float:
        lanes.ribbon(self.sheet, self.axis, y, height, found, named=height == lanes.HEIGHT)
        self._name(y + height / 2, name)
        return y + height + GAP

    def _bills(self, y: float) -> float:
        found = ledger.bills(self.timeline) if "bills" in self.shown else []
        if not found:
            return y
        return self._ledger(
            y,
            ledger.bills_name(self.lang),
            ledger.bills_notes(found, self.lang),
            lambda height: ledger.draw_bills(self.sheet, self.axis, y, height, found),
        )

    def _illness(self, y: float) -> float:
        found = illness.cost(self.timeline, self.stay) if "illness" in self.shown else None
        if found is None:
            return y
        return self._ledger(
            y,
            illness.name(self.stay, self.lang),
            illness.notes(found, self.stay, self.lang),
            lambda height: illness.draw(self.sheet, self.axis, y, height, found),
        )

    def _contributions(self, y: float) -> float:
        found = contributions.contributions(self.timeline) if "contributions" in self.shown else None
        if found is None:
            return y
        return self._ledger(
            y,
            contributions.name(self.lang),
            contributions.notes(found, self.lang),
            lambda height: contributions.draw(self.sheet, self.axis, y, height, found),
        )

    def _years(self, y: float, found: years.Years | None) -> float:
        if found is None:
            return y
        return self._ledger(
            y,
            years.name(self.lang),
            years.notes(found, self.lang),
            lambda height: years.draw(self.sheet, self.axis, y, height, found, self.lang),
            beside=self.sheet.measure(years.tick(found), years.SIZE) + years.CLEAR,
        )

    def _account(self, y: float) -> float:
        found = ledger.account(self.timeline) if "account" in self.shown else None
        if found is None:
            return y
        return self._ledger(
            y,
            ledger.account_name(self.lang),
            ledger.account_notes(self.timeline, self.lang),
            lambda height: counters.staircase(self.sheet, self.axis, y, attrs.evolve(found, height=height)),
        )

    def _ledger(
        self, y: float, name: str, notes: Sequence[str | Note], draw: Callable[[float], None], *, beside: float = 0
    ) -> float:
        """Draw a lane that is as high as its name and its notes need, and return where it ends."""
        height = max(LEAST, gutter.high(self.sheet, name, notes, beside=beside))
        draw(height)
        self._name(y + height / 2, name, notes, beside=beside)
        return y + height + GAP * 0.7

    def _name(self, middle: float, name: str, notes: Sequence[str | Note] = (), *, beside: float = 0) -> None:
        gutter.write(self.sheet, middle, name, notes, beside=beside)
