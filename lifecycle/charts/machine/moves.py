"""The way of a life through the states: the moves in their order, the months in each state, and what is told of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import attrs

from lifecycle.charts.fonts import Face
from lifecycle.charts.life.captions import cited, source
from lifecycle.charts.life.marks import Mark, numbers
from lifecycle.language import rendered, say
from lifecycle.row import Row
from lifecycle.vocabulary import State
from lifecycle.words import label

MOST: Final = 14  # moves that are listed one by one; more are listed by their kind
OFTEN: Final = 3  # numbers or months of one kind that are written out


@attrs.frozen
class Move:
    """A change of state: its number in the order of the life, the month before it and its own."""

    number: int
    before: Row
    row: Row

    @property
    def source(self) -> State:
        """Return the state that was left."""
        return state_of(self.before)

    @property
    def dest(self) -> State:
        """Return the state that was reached."""
        return state_of(self.row)


@attrs.frozen
class Told:
    """What is written of a move, or of moves of one kind: numbers, months, from where to where, why and by which document."""

    numbers: str
    when: str
    what: str
    why: str
    dest: State


def state_of(row: Row) -> State:
    """Return the state of a month."""
    return State[row.state.upper()]


def moves(rows: Sequence[Row]) -> list[Move]:
    """Return the changes of state of a life in their order."""
    changed = [(before, row) for before, row in pairwise(rows) if before.state != row.state]
    return [Move(number, before, row) for number, (before, row) in enumerate(changed, start=1)]


def spent(rows: Iterable[Row]) -> Counter[State]:
    """Return how many months were spent in each state."""
    return Counter(map(state_of, rows))


def stays(rows: Sequence[Row]) -> Counter[State]:
    """Return how often a month left each state as it was."""
    return Counter(state_of(row) for before, row in pairwise(rows) if before.state == row.state)


def by_arrow(found: Iterable[Move]) -> dict[tuple[State, State], list[Move]]:
    """Return the moves of each arrow in their order."""
    taken: dict[tuple[State, State], list[Move]] = defaultdict(list)
    for move in found:
        taken[move.source, move.dest].append(move)
    return dict(taken)


def told(rows: Sequence[Row], face: Face) -> list[Told]:
    """Return what is written below the diagram: how the life begins, then its moves."""
    lang = face.lang
    first = rows[0]
    begins = say("begins as: {state}", state=label(state_of(first), lang)).in_(lang)
    found = [Told("", first.month, begins, first.reason.in_(lang), state_of(first))]
    every = moves(rows)
    if len(every) <= MOST:
        return found + [_told([move], face) for move in every]
    kinds: dict[tuple[str, str, str], list[Move]] = defaultdict(list)
    for move in every:
        kinds[move.before.state, move.row.state, move.row.cause.transition].append(move)
    return found + [_told(same, face) for same in kinds.values()]


def _told(same: Sequence[Move], face: Face) -> Told:
    """Return what is written of moves of one kind; the document is that of the first."""
    lang, move = face.lang, same[0]
    when = rendered([one.row.month for one in same], lang)
    if len(same) > OFTEN:
        when = say("{n} times, {first} … {last}", n=len(same), first=move.row.month, last=same[-1].row.month).in_(lang)
    what = f"{label(move.source, lang)} → {label(move.dest, lang)}"
    deciding = source(Mark(label="", rows=(move.row,), before=move.before))
    parts = [move.row.reason.in_(lang), *([] if deciding is None else [cited(deciding, face)])]
    why = ("；" if lang == "zh" else "; ").join(part for part in parts if part)
    return Told(short([one.number for one in same]), when, what, why, move.dest)


def short(given: Sequence[int]) -> str:
    """Return the numbers of moves as they stand on an arrow: the first few, and that there are more."""
    if len(given) <= OFTEN:
        return numbers(given)
    return f"{numbers(given[:OFTEN])} …"


def document(move: Move) -> str | None:
    """Return the document behind a move, where one is known."""
    deciding = source(Mark(label="", rows=(move.row,), before=move.before))
    return None if deciding is None else deciding.cite
