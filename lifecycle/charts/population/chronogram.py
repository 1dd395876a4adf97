"""The chronogram (状态分布图): the share of people in each state at each time, named inside its area."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final, Self

import attrs
import numpy as np
from matplotlib.collections import PolyCollection

from lifecycle.charts.paper import FAINT, INK, SOFT, Sheet, dark, line_height
from lifecycle.charts.picture import MARGIN, Picture
from lifecycle.charts.population import clock, key, panels
from lifecycle.charts.population.alphabet import Alphabet
from lifecycle.charts.population.measures import distribution, entropy
from lifecycle.charts.population.painting import Array
from lifecycle.charts.population.panels import TICK, mixed, percent
from lifecycle.charts.population.sequences import Sequences, group_name, sequences_of
from lifecycle.charts.population.spread import FEW, Spread
from lifecycle.charts.ticks import Axis
from lifecycle.language import say
from lifecycle.vocabulary import State
from lifecycle.vocabulary import key as key_of

NAME: Final = 9.5
SMALL: Final = 7.5
ALONE, BESIDE = 3.6, 2.1  # the height of one panel, and of each of several
QUARTERS: Final = 4
STRIP: Final = 0.55
CLEAR: Final = 0.08
ENOUGH: Final = 0.1  # of the most people, to begin or end a comparison
HATCHED: Final = 0.25  # how strong hatches are on large areas
DEAD: Final = key_of(State.DECEASED)


@attrs.frozen(eq=False, repr=False)
class Chronogram(Picture):
    """The shares of the states over time, by group where the sequences have one."""

    sequences: Sequences = attrs.field(converter=sequences_of)
    entropy: bool = attrs.field(kw_only=True, default=False)

    def __repr__(self) -> str:
        return f"<Chronogram of {self.sequences!r} in {self.lang}>"

    def with_entropy(self) -> Self:
        """Return a copy with a line that tells how mixed the states are, from 0 (all in one) to 1 (alike many in each)."""
        return attrs.evolve(self, entropy=True)

    @property
    def alphabet(self) -> Alphabet:
        """Return the states."""
        return self.sequences.alphabet

    @cached_property
    def spreads(self) -> list[Spread]:
        """Return what is drawn of each group."""
        found = []
        for name, part in self.sequences.parts():
            counts = distribution(part)
            found.append(Spread(name, len(part), counts, counts.sum(axis=0)))
        return found

    @cached_property
    def whole(self) -> Array:
        """Return the shares of all people together."""
        counts = sum((one.counts for one in self.spreads), np.zeros(()))
        total = counts.sum(axis=0)
        found: Array = counts / np.where(total > 0, total, 1)
        return found

    @property
    def subject(self) -> str:
        """Return what the chart is of."""
        return say("Share of people in each state").in_(self.lang)

    @property
    def finding(self) -> str:
        """Return which share changed most, or which is largest."""
        if len(self.sequences) == 1:
            return ""
        shares = self.whole
        total = sum((one.total for one in self.spreads), np.zeros(()))
        seen = np.flatnonzero(total >= ENOUGH * total.max())
        first, last = int(seen[0]), int(seen[-1])
        living = np.array([state != DEAD for state in self.alphabet.states])
        changes = np.where(living, shares[:, last] - shares[:, first], 0)
        most = int(np.abs(changes).argmax())
        names = [self.face.readable(self.alphabet.name(state, self.lang)) for state in self.alphabet.states]
        if percent(shares[most, first]) == percent(shares[most, last]):
            most = int(shares[:, last].argmax())
            told = say("{state}: {share} of the people at the end.", state=names[most], share=percent(shares[most, last]))
            return told.in_(self.lang)
        told = say(
            "The largest change: {state}, from {before} ({first}) to {after} ({last}).",
            state=names[most],
            before=percent(shares[most, first]),
            after=percent(shares[most, last]),
            first=self.sequences.clock.told(first),
            last=self.sequences.clock.told(last),
        )
        return told.in_(self.lang)

    @property
    def subtitle(self) -> str:
        """Return who these are, and over what time."""
        return self.sequences.about(self.lang)

    def records(self) -> list[dict[str, Any]]:
        """Return number and share of each state at each time."""
        by = self.sequences.grouped_by or "group"
        return [
            {
                **({by: one.name} if one.name is not None else {}),
                "time": self.sequences.clock.value(column),
                "state": state,
                "people": float(one.counts[code, column]),
                "share": float(one.shares[code, column]),
                "of": float(one.total[column]),
            }
            for one in self.spreads
            for column in range(self.sequences.columns)
            for code, state in enumerate(self.alphabet.states)
            if one.counts[code, column]
        ]

    def alt_text(self) -> str:
        """Return the shares at the beginning and at the end of each group."""
        lines = [self.title, self.subtitle, self.finding]
        for one in self.spreads:
            for column in dict.fromkeys((0, self.sequences.columns - 1)):
                told = [
                    say("{name}: {share}", name=self.alphabet.name(state, self.lang), share=percent(one.shares[code, column]))
                    for code, state in enumerate(self.alphabet.states)
                    if one.counts[code, column]
                ]
                at = self.sequences.clock.text(column, self.lang)
                head = at if one.name is None else f"{group_name(one.name, self.lang)}, {at}"
                lines.append(say("{when}: {shares}", when=head, shares=told).in_(self.lang))
        return "\n".join(line for line in lines if line)

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw a panel a group, all on one time axis."""
        people = say("people").in_(self.lang)
        left = MARGIN + max(sheet.measure("100%", TICK), sheet.measure(people, SMALL)) + CLEAR
        right = sheet.width - MARGIN - sheet.measure("99.9%", TICK) - CLEAR
        axis = self.sequences.clock.axis(self.sequences.columns, left, right)
        tall = ALONE if len(self.spreads) == 1 else BESIDE
        named = [self._names(sheet, one, axis, tall) for one in self.spreads]
        missing = [state for state in self.alphabet.states if any(state not in one for one in named)]
        missing = [state for state in missing if self.whole[self.alphabet.states.index(state)].any()]
        if missing:
            y = key.draw(sheet, y, self.alphabet, self.lang, missing) + 0.1
        for one, places in zip(self.spreads, named, strict=True):
            y = panels.head(sheet, y + 0.04, one.name, one.people, self.lang)
            self._panel(sheet, one, axis, y, tall, places)
            y = self._numbers(sheet, one, axis, y + tall + 0.07, people)
            if self.entropy:
                y = self._entropy(sheet, one, axis, y + 0.12)
            y += 0.08
        return clock.draw(sheet, self.sequences.clock, axis, y, self.lang) + 0.1

    def _names(self, sheet: Sheet, one: Spread, axis: Axis, tall: float) -> dict[str, tuple[float, float]]:
        """Return where the names of the states stand that have room in their areas, in inches from the panel's top left."""
        cell = axis.cell * self.sequences.clock.step
        found = {}
        for code, state in enumerate(self.alphabet.states):
            wide = sheet.measure(sheet.face.readable(self.alphabet.name(state, self.lang)), NAME) + 0.1
            place = one.place(code, math.ceil(wide / cell), tall, line_height(NAME) * 0.95)
            if place is not None:
                found[state] = (axis.left + place[0] * cell, place[1])
        return found

    def _panel(
        self, sheet: Sheet, one: Spread, axis: Axis, y: float, tall: float, places: dict[str, tuple[float, float]]
    ) -> None:
        """Draw the areas of the states, their names, the scale, and the shares at the end."""
        edges = one.edges(y, tall)
        xs = np.repeat(axis.left + np.arange(self.sequences.columns + 1) * self.sequences.clock.step * axis.cell, 2)[1:-1]
        for code, state in enumerate(self.alphabet.states):
            if one.counts[code].any():
                colour, hatch = self.alphabet.look(state)
                low, high = np.repeat(edges[code], 2), np.repeat(edges[code + 1], 2)
                outline = np.concatenate([np.column_stack([xs, low]), np.column_stack([xs, high])[::-1]])
                edge = mixed(colour, "#ffffff" if dark(colour) else INK, HATCHED)
                sheet.add(
                    PolyCollection([outline], facecolor=colour, edgecolor=edge, hatch=hatch or None, linewidth=0.0, zorder=2)
                )
                sheet.trace([(float(x), float(at)) for x, at in zip(xs, high, strict=True)], "#ffffff", linewidth=0.6)
        for quarter in range(QUARTERS + 1):
            at = y + tall * (1 - quarter / QUARTERS)
            if 0 < quarter < QUARTERS:
                sheet.line(axis.left, at, axis.right, at, colour="#ffffff", weight=0.5, alpha=0.5, zorder=3)
            share = f"{quarter * 100 // QUARTERS}%"
            sheet.write(axis.left - CLEAR, at, share, TICK, colour=SOFT, ha="right", kind="scale")
        self._veil(sheet, one, axis, y, tall)
        sheet.frame(axis.left, y, axis.right - axis.left, tall, colour=SOFT, weight=0.6)
        for state, (x, at) in places.items():
            colour = self.alphabet.look(state)[0]
            name = sheet.face.readable(self.alphabet.name(state, self.lang))
            ink = "#ffffff" if dark(colour) else INK
            behind = {"facecolor": colour, "edgecolor": "none", "pad": 1.0}
            sheet.write(x, y + at, name, NAME, colour=ink, ha="center", kind="area", zorder=4, bbox=behind)
        self._ends(sheet, one, edges, axis)

    @property
    def notes(self) -> Iterator[str]:
        """Yield what is pale, and what the base promises."""
        if any(one.few for one in self.spreads):
            yield say("Pale: fewer than {n} people.", n=FEW).in_(self.lang)
        yield from super().notes

    def _veil(self, sheet: Sheet, one: Spread, axis: Axis, y: float, tall: float) -> None:
        """Make pale where there are too few people to speak of shares."""
        cell = axis.cell * self.sequences.clock.step
        for start, stop in one.few:
            left, right = axis.left + start * cell, axis.left + stop * cell
            sheet.box(left, y, right - left, tall, "#ffffff", alpha=0.55, zorder=2.6)

    def _ends(self, sheet: Sheet, one: Spread, edges: Array, axis: Axis) -> None:
        """Write the shares of the last time beside it, the larger first where there is no room for all."""
        if any(stop == self.sequences.columns for _, stop in one.few):
            return
        taken: list[float] = []
        order = np.argsort(-one.shares[:, -1], kind="stable")
        for code in order.tolist():
            middle = float(edges[code, -1] + edges[code + 1, -1]) / 2
            free = all(abs(middle - other) >= line_height(TICK) * 0.85 for other in taken)
            if one.shares[code, -1] > 0 and free:
                taken.append(middle)
                sheet.write(axis.right + CLEAR, middle, percent(float(one.shares[code, -1])), TICK, colour=SOFT, kind="share")

    def _numbers(self, sheet: Sheet, one: Spread, axis: Axis, y: float, people: str) -> float:
        """Write how many people there are, where the axis has its ticks."""
        middle = y + line_height(SMALL) / 2
        sheet.write(axis.left - CLEAR, middle, people, SMALL, colour=SOFT, ha="right", kind="count")
        step = self.sequences.clock.step
        ticks = [(x, at) for x, at, _ in clock.places(sheet, self.sequences.clock, axis)]
        reached = axis.left
        before = [] if ticks and ticks[0][1] == axis.first else [(axis.left, axis.first)]
        after = [] if ticks and ticks[-1][1] >= axis.last else [(axis.right, axis.last)]
        for x, at in [*before, *ticks, *after]:
            column = min((at - axis.first) // step, self.sequences.columns - 1)
            text = f"{one.total[column]:,.0f}"
            half = sheet.measure(text, SMALL) / 2
            place = min(max(x, axis.left + half), axis.right - half)
            if place - half >= reached:
                sheet.write(place, middle, text, SMALL, colour=SOFT, ha="center", kind="count")
                reached = place + half + 0.12
        return y + line_height(SMALL)

    def _entropy(self, sheet: Sheet, one: Spread, axis: Axis, y: float) -> float:
        """Draw how mixed the states are."""
        title = say("entropy of the states, 0 to 1").in_(self.lang)
        sheet.write(axis.left, y + line_height(SMALL) / 2, title, SMALL, colour=SOFT, kind="strip")
        y += line_height(SMALL) + 0.04
        values = entropy(one.shares)
        xs = np.repeat(axis.left + np.arange(len(values) + 1) * self.sequences.clock.step * axis.cell, 2)[1:-1]
        levels = np.repeat(y + STRIP * (1 - values), 2)
        points = [(float(x), float(at)) for x, at in zip(xs, levels, strict=True)]
        sheet.steps([(axis.left, y + STRIP), *points, (axis.right, y + STRIP)], INK)
        sheet.line(axis.left, y + STRIP, axis.right, y + STRIP, colour=FAINT)
        text = f"{values[-1]:.2f}"
        sheet.write(axis.right + CLEAR, y + STRIP * (1 - float(values[-1])), text, TICK, colour=SOFT, kind="share")
        return y + STRIP
