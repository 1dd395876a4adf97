"""The mean time in each state: a bar a state, or a dot a group on one line a state."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final, Self

import attrs
from matplotlib.lines import Line2D

from lifecycle.charts.paper import FAINT, GRID, INK, POINTS, SOFT, Sheet, line_height
from lifecycle.charts.picture import MARGIN, Picture
from lifecycle.charts.population.alphabet import Alphabet
from lifecycle.charts.population.clock import Clock
from lifecycle.charts.population.measures import Mean, mean_times
from lifecycle.charts.population.panels import TICK, marks, percent
from lifecycle.charts.population.sequences import Sequences, about, group_name, is_dataset
from lifecycle.errors import InputError, Where
from lifecycle.language import bracketed, say
from lifecycle.words import COLOURS

NAME: Final = 9.5
ROW, BAR = 0.34, 0.22
DOT: Final = 0.05
NAMES: Final = 2.2
MOST_GROUPS: Final = sum(name.startswith("line_") for name in COLOURS)
MONTHLY: Final = Clock("calendar", 0)


@attrs.frozen
class Means:
    """The mean times of one group."""

    name: str | None
    people: float
    means: tuple[Mean, ...]

    def of(self, state: str) -> Mean:
        """Return the time in a state."""
        return next((one for one in self.means if one.state == state), Mean(state, 0.0, 0.0))


def measured(source: Any) -> Any:
    """Return a dataset, which measures itself, as it is, and anything else as sequences."""
    return source if is_dataset(source) else Sequences.of(source)


@attrs.frozen(eq=False, repr=False)
class MeanTime(Picture):
    """How long people are in each state, in the mean."""

    source: Any = attrs.field(converter=measured)

    def __repr__(self) -> str:
        return f"<MeanTime of {self.source!r} in {self.lang}>"

    def by(self, group: str) -> Self:
        """Return a copy that compares the groups of a dataset: ``sex``, ``group`` or ``region``."""
        if not is_dataset(self.source):
            raise InputError(
                say("these sequences were read without their groups"),
                expected=say("sequences with a group, or the dataset of a run"),
                todo=say('read them with group="…"'),
                where=Where(path="by"),
            )
        return attrs.evolve(self, source=Sequences.of(self.source, group=group))

    @cached_property
    def groups(self) -> list[Means]:
        """Return what is drawn."""
        if not isinstance(self.source, Sequences):
            means, lives = mean_times(self.source)
            return [Means(None, lives, tuple(means))]
        found = []
        for name, part in self.source.parts():
            means, lives = mean_times(part)
            found.append(Means(name, lives, tuple(means)))
        if len(found) > MOST_GROUPS:
            raise InputError(
                say("{n} groups", n=len(found)),
                expected=say("at most {most}", most=MOST_GROUPS),
                todo=say("join small groups"),
                where=Where(path=self.source.grouped_by),
            )
        return found

    @property
    def clock(self) -> Clock:
        """Return the clock; a dataset counts months."""
        return self.source.clock if isinstance(self.source, Sequences) else MONTHLY

    @cached_property
    def alphabet(self) -> Alphabet:
        """Return the states that occur."""
        if isinstance(self.source, Sequences):
            return self.source.alphabet
        return Alphabet(tuple(one.state for one in self.groups[0].means))

    def name(self, state: str) -> str:
        """Return a state in words that can be drawn."""
        return self.face.readable(self.alphabet.name(state, self.lang))

    @property
    def subject(self) -> str:
        """Return what the chart is of."""
        return say("Mean time in each state").in_(self.lang)

    @property
    def finding(self) -> str:
        """Return the longest time, or where two groups differ most."""
        if len(self.groups) > 1:
            spans = {state: [one.of(state).mean for one in self.groups] for state in self.alphabet.states}
            state = max(spans, key=lambda one: max(spans[one]) - min(spans[one]))
            high = max(self.groups, key=lambda one: one.of(state).mean)
            low = min(self.groups, key=lambda one: one.of(state).mean)
            told = say(
                "The groups differ most here: {state}, {high} {most} and {low} {least} {unit}.",
                state=self.name(state),
                high=group_name(high.name or "", self.lang),
                low=group_name(low.name or "", self.lang),
                most=f"{high.of(state).mean:,.1f}",
                least=f"{low.of(state).mean:,.1f}",
                unit=self.clock.unit(),
            )
            return self.face.readable(told.in_(self.lang))
        means = self.groups[0].means
        longest = max(means, key=lambda one: one.mean)
        whole = sum(one.mean for one in means)
        told = say(
            "Of {whole} {unit} in the mean, {n} are spent in one state: {state}.",
            whole=f"{whole:,.1f}",
            n=f"{longest.mean:,.1f}",
            unit=self.clock.unit(),
            state=self.name(longest.state),
        )
        return told.in_(self.lang)

    @property
    def subtitle(self) -> str:
        """Return who these are, and the unit."""
        unit = say("{unit} a person", unit=self.clock.unit()).in_(self.lang)
        return ("；" if self.lang == "zh" else "; ").join((about(self.source, self.lang), unit))

    def records(self) -> list[dict[str, Any]]:
        """Return the mean time of each group in each state."""
        by = (self.source.grouped_by if isinstance(self.source, Sequences) else "") or "group"
        return [
            {
                **({by: group.name} if group.name is not None else {}),
                "state": state,
                "time": group.of(state).time,
                "people": group.people,
                "mean": group.of(state).mean,
            }
            for group in self.groups
            for state in self.alphabet.states
        ]

    def alt_text(self) -> str:
        """Return all means."""
        lines = [self.title, self.subtitle, self.finding]
        for group in self.groups:
            told = [say("{name}: {share}", name=self.name(one.state), share=f"{one.mean:,.1f}") for one in group.means]
            who = self.title if group.name is None else group_name(group.name, self.lang)
            lines.append(say("{when}: {shares}", when=who, shares=told).in_(self.lang))
        return "\n".join(lines)

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw a line a state."""
        names = {state: sheet.face.readable(self.name(state)) for state in self.alphabet.states}
        wide = min(NAMES, max(sheet.measure(name, NAME) for name in names.values()))
        left = MARGIN + wide + 0.12
        most = max(group.of(state).mean for group in self.groups for state in names)
        longest = max(sheet.measure(_value(group, group.of(state)), NAME) for group in self.groups for state in names)
        right = sheet.width - MARGIN - longest - 0.15
        scale = (right - left) / most
        if len(self.groups) > 1:
            y = self._key(sheet, y) + 0.05
        top = y
        for state, name in names.items():
            shown = name if sheet.measure(name, NAME) <= wide else sheet.shortened(name, NAME, wide)
            sheet.write(left - 0.1, y + ROW / 2, shown, NAME, ha="right", kind="state")
            (self._dots if len(self.groups) > 1 else self._bar)(sheet, state, left, y, scale)
            y += ROW
        for mark in marks(most):
            x = left + mark * scale
            sheet.line(x, top, x, y, colour=GRID, zorder=0.5)
            sheet.write(x, y + line_height(TICK) / 2 + 0.02, f"{mark:,g}", TICK, colour=SOFT, ha="center", kind="tick")
        sheet.line(left, top, left, y, colour=SOFT, weight=0.8, zorder=3)
        return y + line_height(TICK) + 0.12

    def _bar(self, sheet: Sheet, state: str, left: float, y: float, scale: float) -> None:
        one = self.groups[0].of(state)
        colour, hatch = self.alphabet.look(state)
        top = y + (ROW - BAR) / 2
        if one.mean > 0:
            sheet.box(left, top, one.mean * scale, BAR, colour, hatch=hatch)
            sheet.frame(left, top, one.mean * scale, BAR, colour=SOFT, weight=0.5)
        sheet.write(left + one.mean * scale + 0.08, y + ROW / 2, _value(self.groups[0], one), NAME, kind="value")

    def _dots(self, sheet: Sheet, state: str, left: float, y: float, scale: float) -> None:
        """Draw the groups of a state on a line, with the least and the most as numbers."""
        means = [group.of(state).mean for group in self.groups]
        middle = y + ROW / 2
        sheet.line(left + min(means) * scale, middle, left + max(means) * scale, middle, colour=FAINT, weight=1.4)
        for at, mean in enumerate(means):
            self._dot(sheet, left + mean * scale, middle, at)
        high, low = f"{max(means):,.1f}", f"{min(means):,.1f}"
        sheet.write(left + max(means) * scale + DOT + 0.05, middle, high, TICK, kind="value")
        x = left + min(means) * scale - DOT - 0.05
        if low != high and x - sheet.measure(low, TICK) > left + 0.02:
            sheet.write(x, middle, low, TICK, colour=SOFT, ha="right", kind="value")

    def _dot(self, sheet: Sheet, x: float, y: float, group: int) -> None:
        colour = COLOURS[f"line_{group + 1}"][0]
        size = DOT * 2 * POINTS * sheet.scale
        shape = "os^DvP<>"[group % MOST_GROUPS]
        sheet.add(
            Line2D(
                [x], [y], marker=shape, markersize=size, color=colour, markeredgecolor="#ffffff", markeredgewidth=0.6, zorder=4
            )
        )

    def _key(self, sheet: Sheet, y: float) -> float:
        x = MARGIN
        for at, group in enumerate(self.groups):
            name = sheet.face.readable(group_name(group.name or "", self.lang)) + bracketed(f"{group.people:,.0f}", self.lang)
            if sheet.measure(name, NAME) > sheet.width - 2 * MARGIN - 0.2:
                name = sheet.shortened(name, NAME, sheet.width - 2 * MARGIN - 0.2)
            length = 0.17 + sheet.measure(name, NAME)
            if x > MARGIN and x + length > sheet.width - MARGIN:
                x, y = MARGIN, y + line_height(NAME) + 0.03
            middle = y + line_height(NAME) / 2
            self._dot(sheet, x + DOT, middle, at)
            sheet.write(x + 0.17, middle, name, NAME, colour=INK, kind="legend")
            x += length + 0.3
        return y + line_height(NAME)


def _value(group: Means, one: Mean) -> str:
    whole = sum(other.mean for other in group.means)
    return f"{one.mean:,.1f} ({percent(one.mean / whole)})"
