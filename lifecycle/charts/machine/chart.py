"""The state machine as a picture, or as Mermaid text, made from the transition table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations, groupby, pairwise
from typing import Any, Final

import attrs

from lifecycle.charts.fonts import Face
from lifecycle.charts.machine import wiring
from lifecycle.charts.machine.labels import Labels
from lifecycle.charts.paper import INK, SOFT, Sheet, line_height
from lifecycle.charts.picture import MARGIN, Picture
from lifecycle.errors import OutputError
from lifecycle.language import say
from lifecycle.table import TABLE, Transition
from lifecycle.vocabulary import State, key
from lifecycle.words import COLOURS, label

HEAD, SIZE = 9.5, 8
COLUMNS: Final = 3
COLUMN_GAP: Final = 0.25
ROOMY: Final = 9.0  # inches from which an arrow has its numbers on one line
SHORT: Final = 2  # numbers of a line where there is less room
COLUMN: Final = 3.2  # inches that a column needs
NUMBER: Final = 0.3  # inches for the number of a row
FORMATS: Final = ("mermaid", "svg", "png")


def diagram(fmt: str, lang: str) -> bytes | str:
    """Return the state machine: ``mermaid`` as text, ``svg`` as text, ``png`` as bytes; raises ``OutputError``."""
    if fmt == "mermaid":
        return mermaid(lang)
    if fmt not in FORMATS:
        raise OutputError(
            say("the diagram cannot be made as {fmt}", fmt=fmt),
            expected=say("one of: {words}", words=list(FORMATS)),
            todo=say("choose one of them"),
        )
    made = MachineChart(lang=lang).rendered(fmt)
    return made.decode("utf-8") if fmt == "svg" else made


def mermaid(lang: str) -> str:
    """Return the state machine as Mermaid text: the number, label and guard of each row on its arrow."""
    from transitions import State as Node
    from transitions.extensions import GraphMachine

    class Labelled(Node):
        """A state that the engine shows by its term."""

        def __init__(self, name: str, **more: Any) -> None:
            super().__init__(name, **more)
            self.label = spelled(label(State[name.upper()], lang))

    class Drawing(GraphMachine):
        """A machine for drawing only."""

        state_cls = Labelled

    rows = [
        {
            "trigger": key(row.trigger),
            "source": [key(state) for state in row.sources],
            "dest": None if row.dest is None else key(row.dest),
            "conditions": [row.guard] if row.guard else [],
            "label": f"{number} {spelled(row.label.in_(lang))}",
        }
        for number, row in enumerate(TABLE, start=1)
    ]
    machine = Drawing(
        model=None,
        states=[key(state) for state in State],
        transitions=rows,
        initial=key(State.NOT_ENROLLED),
        auto_transitions=False,
        graph_engine="mermaid",
        show_conditions=True,
        title="title: lifecycle",
    )
    return str(machine.graph_cls(machine).get_graph().draw(None)).rstrip() + "\n"


def spelled(text: str) -> str:
    """Return a label without the signs that end a label in Mermaid."""
    return text.replace(";", ",").replace(":", " ")


def arrows() -> dict[tuple[State, State], list[int]]:
    """Return the numbers of the rows that lead from one state to another; what leads from every state is left out."""
    found: dict[tuple[State, State], list[int]] = defaultdict(list)
    for number, row in enumerate(TABLE, start=1):
        if not _from_everywhere(row):
            for source in row.sources:
                found[source, source if row.dest is None else row.dest].append(number)
    return dict(found)


def entrances() -> dict[State, list[int]]:
    """Return the numbers of the rows that lead into a state from every other one: death and retiring, an arrow each."""
    found: dict[State, list[int]] = defaultdict(list)
    for number, row in enumerate(TABLE, start=1):
        if row.dest is not None and _from_everywhere(row):
            found[row.dest].append(number)
    return dict(found)


def _from_everywhere(row: Transition) -> bool:
    return row.dest is not None and set(State) - {row.dest, State.DECEASED} <= set(row.sources)


@attrs.frozen(eq=False)
class MachineChart(Picture):
    """The state machine: the states, an arrow between each two with the numbers of its rows, and the rows below."""

    width: float = attrs.field(default=13.0, kw_only=True)

    @property
    def subject(self) -> str:
        """Return what the chart is of."""
        return say("States and transitions").in_(self.lang)

    @property
    def subtitle(self) -> str:
        """Return how the chart is read."""
        return say(
            "Each month one row of the table below moves a person; the arrow has the colour of the state that it leads to."
        ).in_(self.lang)

    def records(self) -> list[dict[str, Any]]:
        """Return the rows of the table as dicts."""
        return [
            {
                "number": number,
                "trigger": key(row.trigger),
                "sources": " ".join(key(state) for state in row.sources),
                "dest": None if row.dest is None else key(row.dest),
                "guard": row.guard,
                "label": row.label.in_(self.lang),
            }
            for number, row in enumerate(TABLE, start=1)
        ]

    def alt_text(self) -> str:
        """Return the rows of the table in words."""
        lines = [
            f"{number} {label(row.trigger, self.lang)}: {row.label.in_(self.lang)}" for number, row in enumerate(TABLE, start=1)
        ]
        return "\n".join([f"{self.title}.", *lines])

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw the states with their arrows, and the rows below."""
        plan = wiring.Plan.on(sheet, y)
        _states(sheet, plan, self.lang)
        return _rows(sheet, plan.bottom, self.face)


def _states(sheet: Sheet, plan: wiring.Plan, lang: str) -> None:
    labels = Labels(plan)
    reached = {State.NOT_ENROLLED, *entrances()}
    size = plan.name_size(sheet, [label(state, lang) for state in State])
    for state in State:
        wiring.box(sheet, plan, state, [(label(state, lang), size)])
    for state, given in entrances().items():
        start, end, beside, ha = plan.entrance(state)
        points, text = wiring.straight(start, end), say("from every state").in_(lang)
        wide = sheet.measure(text, SIZE)
        labels.reserve(beside[0] + (wide / 2 if ha == "left" else 0), beside[1], wide, line_height(SIZE))
        sheet.write(*beside, text, SIZE, colour=SOFT, ha=ha, kind="state")
        _arrow(sheet, labels, points, state, given, wiring.Way(("", 0), ("", 0), (0, 0), 0.45))
    for (source, dest), given in arrows().items():
        _arrow(sheet, labels, plan.curve(source, dest), dest, given, wiring.way(source, dest))
        reached.add(dest)
    for state in set(State) - reached:
        x, y = plan.place(state)
        text = say("no row leads here yet").in_(lang)
        sheet.write(x, y + plan.box[1] * 0.75, text, SIZE, colour=SOFT, ha="center", kind="state")


def _arrow(sheet: Sheet, labels: Labels, points: wiring.Curve, dest: State, given: Sequence[int], laid: wiring.Way) -> None:
    """Draw an arrow in the colour of the state that it leads to, with the numbers of its rows on it or beside it."""
    colour = wiring.darker(COLOURS[key(dest)][0])
    wiring.arrow(sheet, points, colour)
    a_line = len(given) if sheet.width >= ROOMY else SHORT
    texts = [", ".join(map(str, given[at : at + a_line])) for at in range(0, len(given), a_line)]
    tall = line_height(wiring.NUMBERS)
    size = (max(sheet.measure(text, wiring.NUMBERS) for text in texts), tall * len(texts))
    behind = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.6}
    x, y = labels.put(points, size, laid)
    for at, text in enumerate(texts):
        middle = y + (at - (len(texts) - 1) / 2) * tall
        sheet.write(x, middle, text, wiring.NUMBERS, colour=colour, ha="center", kind="rows", zorder=6, bbox=behind)


def _rows(sheet: Sheet, y: float, type_: Face) -> float:
    """Write the rows in columns, a trigger never torn apart, and return where they end."""
    columns = max(1, min(COLUMNS, int(sheet.width / COLUMN)))
    width = (sheet.width - 2 * MARGIN - COLUMN_GAP * (columns - 1)) / columns
    blocks = _blocks(type_.lang)
    heights = [sum(_height(sheet, one, width) for one in block) for block in blocks]
    ends = [y]
    for column, (start, stop) in enumerate(pairwise(_broken(heights, columns))):
        x, at = MARGIN + column * (width + COLUMN_GAP), y
        for number, text in (one for block in blocks[start:stop] for one in block):
            if number is None:
                at = sheet.paragraph(x, at + 0.06, text, HEAD, width, kind="head")
            else:
                middle = at + line_height(SIZE) / 2
                sheet.write(x + NUMBER - 0.08, middle, str(number), SIZE, colour=SOFT, ha="right", kind="entry")
                at = sheet.paragraph(x + NUMBER, at, text, SIZE, width - NUMBER, colour=INK, kind="entry")
        ends.append(at)
    return max(ends) + 0.1


def _broken(heights: Sequence[float], columns: int) -> tuple[int, ...]:
    """Return where columns begin, and the end of the last, so that the highest one is as low as can be."""
    every = combinations(range(1, len(heights)), columns - 1)
    found = ((0, *breaks, len(heights)) for breaks in every)
    return min(found, key=lambda at: max(sum(heights[a:b]) for a, b in pairwise(at)))


def _blocks(lang: str) -> list[list[tuple[int | None, str]]]:
    """Return for each trigger its head (without a number) and its rows in order."""
    numbered: list[tuple[int, Transition]] = list(enumerate(TABLE, start=1))
    return [
        [(None, label(trigger, lang)), *((number, row.label.in_(lang)) for number, row in rows)]
        for trigger, rows in groupby(numbered, key=lambda one: one[1].trigger)
    ]


def _height(sheet: Sheet, block: tuple[int | None, str], width: float) -> float:
    number, text = block
    if number is None:
        return line_height(HEAD) * len(sheet.wrap(text, HEAD, width)) + 0.06
    return line_height(SIZE) * len(sheet.wrap(text, SIZE, width - NUMBER))
