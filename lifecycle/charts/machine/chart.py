"""The state machine as a picture, or as Mermaid text, made from the transition table."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import Any, Final

import attrs

from lifecycle.charts.fonts import Face
from lifecycle.charts.machine import wiring
from lifecycle.charts.paper import INK, SOFT, Sheet, line_height
from lifecycle.charts.picture import MARGIN, Picture
from lifecycle.errors import OutputError
from lifecycle.language import say
from lifecycle.table import TABLE, Transition
from lifecycle.vocabulary import State, key
from lifecycle.words import label

HEAD, SIZE = 9.5, 8
COLUMNS: Final = 3
COLUMN_GAP: Final = 0.25
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
        _states(sheet, y, self.lang)
        return _rows(sheet, y + wiring.HEIGHT, self.face)


def _states(sheet: Sheet, top: float, lang: str) -> None:
    for state in State:
        wiring.box(sheet, state, top, lang)
    reached = {State.NOT_ENROLLED, *entrances()}
    for (source, dest), given in arrows().items():
        way, points = wiring.way(source, dest), wiring.curve(source, dest, top)
        wiring.arrow(sheet, points, dest, ", ".join(map(str, given)), way.at, way.beside)
        reached.add(dest)
    for state in set(State) - reached:
        x, y = wiring.PLACES[state]
        text = say("no row leads here yet").in_(lang)
        sheet.write(x, top + y + wiring.BOX[1] * 0.75, text, SIZE, colour=SOFT, ha="center", kind="state")
    for state, given in entrances().items():
        start, end, beside, ha = wiring.entrance(state, top)
        wiring.arrow(sheet, wiring.straight(start, end), state, ", ".join(map(str, given)), 0.45)
        sheet.write(*beside, say("from every state").in_(lang), SIZE, colour=SOFT, ha=ha, kind="state")


def _rows(sheet: Sheet, y: float, type_: Face) -> float:
    """Write the rows in columns, grouped by trigger, and return where they end."""
    width = (sheet.width - 2 * MARGIN - COLUMN_GAP * (COLUMNS - 1)) / COLUMNS
    blocks = _blocks(type_.lang)
    heights = [_height(sheet, block, width) for block in blocks]
    column, at, ends, after_head = 0, y, [y], False
    for position, (block, height) in enumerate(zip(blocks, heights, strict=True)):
        # a head stays with its first row
        together = height if block[0] is not None else height + heights[position + 1]
        if column + 1 < COLUMNS and not after_head and at - y + together / 2 > sum(heights) / COLUMNS:
            column, at = column + 1, y
        after_head = block[0] is None
        x = MARGIN + column * (width + COLUMN_GAP)
        number, text = block
        if number is None:
            at = sheet.paragraph(x, at + 0.06, text, HEAD, width, kind="head")
        else:
            sheet.write(x + NUMBER - 0.08, at + line_height(SIZE) / 2, str(number), SIZE, colour=SOFT, ha="right", kind="entry")
            at = sheet.paragraph(x + NUMBER, at, text, SIZE, width - NUMBER, colour=INK, kind="entry")
        ends.append(at)
    return max(ends) + 0.1


def _blocks(lang: str) -> list[tuple[int | None, str]]:
    """Return the heads (without a number) and the rows of the table in order."""
    found: list[tuple[int | None, str]] = []
    numbered: list[tuple[int, Transition]] = list(enumerate(TABLE, start=1))
    for trigger, rows in groupby(numbered, key=lambda one: one[1].trigger):
        found.append((None, label(trigger, lang)))
        found += [(number, row.label.in_(lang)) for number, row in rows]
    return found


def _height(sheet: Sheet, block: tuple[int | None, str], width: float) -> float:
    number, text = block
    if number is None:
        return line_height(HEAD) * len(sheet.wrap(text, HEAD, width)) + 0.06
    return line_height(SIZE) * len(sheet.wrap(text, SIZE, width - NUMBER))
