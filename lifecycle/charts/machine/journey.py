"""The way of a life: the diagram of states with what this life visited, how often it moved, and why each time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

import attrs
from matplotlib.patches import Circle

from lifecycle.charts.life.legends import certainty
from lifecycle.charts.machine import moves, wiring
from lifecycle.charts.machine.chart import arrows
from lifecycle.charts.machine.labels import Labels
from lifecycle.charts.machine.moves import Move, Told
from lifecycle.charts.machine.wiring import Plan
from lifecycle.charts.paper import INK, SOFT, Sheet, line_height
from lifecycle.charts.phrases import span
from lifecycle.charts.picture import LEAD, MARGIN
from lifecycle.charts.portrait import Portrait
from lifecycle.language import say
from lifecycle.vocabulary import State, key
from lifecycle.words import COLOURS, label

SIZE, WHY, SMALL, BADGE = 8.5, 7.5, 7.5, 7.5
HEIGHT, TALLER, ROOMY = 0.74, 0.95, 9.0
DOWN: Final = 0.86
STAYING: Final = 0.9
INDENT: Final = 0.36
COLUMN: Final = 4.4  # inches that a column of the list needs
GAP: Final = 0.3
DEEP: Final = 115
LINES: Final = 3  # of a reason
PALEST: Final = "#e2e2e2"


@attrs.frozen(eq=False, repr=False)
class WayChart(Portrait):
    """The state machine with the way that one life took through it: states with their months, arrows with their order."""

    @cached_property
    def moves(self) -> list[Move]:
        """Return the changes of state in their order."""
        return moves.moves(self.timeline.rows)

    @cached_property
    def months(self) -> dict[State, int]:
        """Return the months spent in each state that was visited."""
        return dict(moves.spent(self.timeline.rows))

    @property
    def notes(self) -> Iterator[str]:
        """Yield how the chart is read, and how well founded the life is."""
        if len(self.timeline):
            yield say("Full colour: the states of this life. Numbers: its moves in their order. Pale: what it did not do.").in_(
                self.lang
            )
        yield from certainty(self.timeline, self.lang)
        yield from super().notes

    def records(self) -> list[dict[str, Any]]:
        """Return the moves as dicts, each with its month, its states, its transition, and the document behind it."""
        return [
            {
                "number": move.number,
                "month": move.row.month,
                "from": key(move.source),
                "to": key(move.dest),
                "transition": move.row.cause.transition,
                "reason": move.row.reason.in_(self.lang),
                "rule": move.row.cause.entry_rule,
                "cite": moves.document(move),
            }
            for move in self.moves
        ]

    def alt_text(self) -> str:
        """Return the months in each state and the moves in words."""
        if not len(self.timeline):
            return say("This life has no months to show.").in_(self.lang)
        head = ". ".join(text for text in (self.title, self.finding, self.subtitle) if text.strip()) + "."
        spent = [f"{label(state, self.lang)}: {span(n).in_(self.lang)}." for state, n in self.months.items()]
        entries = [f"{one.numbers} {one.when} {one.what}: {one.why}".strip() for one in self._told]
        return "\n".join([head, *spent, *entries])

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw the diagram, and the moves below."""
        if not len(self.timeline):
            text = say("This life has no months to show.").in_(self.lang)
            return sheet.paragraph(MARGIN, y, text, LEAD, sheet.width - 2 * MARGIN)
        plan = Plan.on(sheet, y, height=HEIGHT if sheet.width >= ROOMY else TALLER, down=DOWN)
        taken = [plan.curve(source, dest) for source, dest in moves.by_arrow(self.moves)]
        labels = Labels(plan, taken)
        self._untaken(sheet, plan)
        self._states(sheet, plan)
        self._taken(sheet, plan, labels)
        self._staying(sheet, plan, labels)
        return self._list(sheet, plan.bottom)

    @cached_property
    def _told(self) -> list[Told]:
        return moves.told(self.timeline.rows, self.face)

    def _states(self, sheet: Sheet, plan: Plan) -> None:
        """Draw the states: those of this life with their months, and where it begins and ends."""
        size = plan.name_size(sheet, [label(state, self.lang) for state in State])
        first, last = self.timeline[0], self.timeline[-1]
        for state in State:
            lines = [(label(state, self.lang), size)]
            n = self.months.get(state, 0)
            if n:
                lines.append((span(n).in_(self.lang), SIZE))
            if state is moves.state_of(first):
                lines.append((say("begins here, {month}", month=first.month).in_(self.lang), SMALL - 0.5))
            if state is moves.state_of(last) and self.moves:
                lines.append((say("ends here, {month}", month=last.month).in_(self.lang), SMALL - 0.5))
            wiring.box(sheet, plan, state, lines, pale=not n)

    def _untaken(self, sheet: Sheet, plan: Plan) -> None:
        """Draw the arrows that this life never took."""
        taken = moves.by_arrow(self.moves)
        for source, dest in arrows():
            if source is not dest and (source, dest) not in taken:
                wiring.arrow(sheet, plan.curve(source, dest), PALEST, weight=0.8, zorder=1)

    def _taken(self, sheet: Sheet, plan: Plan, labels: Labels) -> None:
        """Draw the arrows that it took, the thicker the more often, with the numbers of the moves and the first month."""
        for (source, dest), same in moves.by_arrow(self.moves).items():
            colour, points = _deep(dest), plan.curve(source, dest)
            wiring.arrow(sheet, points, colour, weight=1.8 + math.log2(len(same)) * 0.5, zorder=3)
            text, month = moves.short([one.number for one in same]), same[0].row.month
            under = month if len(same) == 1 else say("{n}×, from {month}", n=len(same), month=month).in_(self.lang)
            wide, high = sheet.badge_size(text, BADGE)
            size, laid = (max(wide, sheet.measure(under, SMALL)), high + line_height(SMALL)), wiring.way(source, dest)
            if not labels.room(points, size, laid):  # the list below tells the months
                under, size = "", (wide, high)
            x, y = labels.put(points, size, laid)
            top = y - size[1] / 2
            sheet.badge(x, top + high / 2, text, BADGE, fill=colour, ink=colour, zorder=6)
            behind = {"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.85, "pad": 0.4}
            if under:
                middle = top + high + line_height(SMALL) / 2
                sheet.write(x, middle, under, SMALL, colour=colour, ha="center", kind="month", zorder=6, bbox=behind)

    def _staying(self, sheet: Sheet, plan: Plan, labels: Labels) -> None:
        """Draw a thin loop at each state that months left as it was, with how many did."""
        for state, n in moves.stays(self.timeline.rows).items():
            if state is State.DECEASED:
                continue
            points = plan.curve(state, state)
            wiring.arrow(sheet, points, SOFT, weight=STAYING, zorder=2)
            text = f"{n}×"
            x, y = labels.put(points, (sheet.measure(text, SMALL), line_height(SMALL)), wiring.Way(("", 0), ("", 0), (0, 0)))
            behind = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.4}
            sheet.write(x, y, text, SMALL, colour=SOFT, ha="center", kind="stays", zorder=6, bbox=behind)

    def _list(self, sheet: Sheet, y: float) -> float:
        """Write the moves in their order, in columns where there is room, and return where they end."""
        columns = max(1, min(2, int((sheet.width - 2 * MARGIN) / COLUMN))) if len(self._told) > LINES else 1
        width = (sheet.width - 2 * MARGIN - GAP * (columns - 1)) / columns
        heights = [_height(sheet, one, width) for one in self._told]
        middle = next((at for at in range(len(heights)) if 2 * sum(heights[: at + 1]) >= sum(heights)), 0) + 1
        parts = [self._told] if columns == 1 else [self._told[:middle], self._told[middle:]]
        ends = []
        for column, part in enumerate(parts):
            at, x = y, MARGIN + column * (width + GAP)
            for one in part:
                at = _entry(sheet, one, x, at, width)
            ends.append(at)
        return max(ends) + 0.06


def _deep(state: State) -> str:
    """Return the colour of a state, dark enough to be told from what is pale."""
    return wiring.darker(COLOURS[key(state)][0], DEEP)


def _indent(sheet: Sheet, one: Told) -> float:
    return max(INDENT, sheet.badge_size(one.numbers, BADGE)[0] + 0.1) if one.numbers else INDENT


def _height(sheet: Sheet, one: Told, width: float) -> float:
    room = width - _indent(sheet, one)
    head = len(sheet.wrap(f"{one.when}  {one.what}", SIZE, room))
    return head * line_height(SIZE) + min(LINES, len(sheet.wrap(one.why, WHY, room))) * line_height(WHY) + 0.07


def _entry(sheet: Sheet, one: Told, x: float, y: float, width: float) -> float:
    """Write one move with its reason, and return where it ends."""
    indent = _indent(sheet, one)
    colour = _deep(one.dest)
    if one.numbers:
        half = sheet.badge_size(one.numbers, BADGE)[0] / 2
        sheet.badge(x + half, y + line_height(SIZE) / 2, one.numbers, BADGE, fill=colour, ink=colour)
    else:
        sheet.add(Circle((x + 0.09, y + line_height(SIZE) / 2), 0.045, facecolor=colour, edgecolor=SOFT, linewidth=0.8))
    y = sheet.paragraph(x + indent, y, f"{one.when}  {one.what}", SIZE, width - indent, colour=INK, kind="entry")
    return sheet.paragraph(x + indent, y, one.why, WHY, width - indent, colour=SOFT, kind="entry", most=LINES) + 0.07
