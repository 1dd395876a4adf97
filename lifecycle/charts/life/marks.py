"""What deserves a mark: the events of a month, numbered as in the scenario, and changes that came by themselves, lettered."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

import attrs

from lifecycle.row import Row
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import State, What, key

#: Values of a row whose change is worth telling.
TELLING: Final = ("state", "scheme", "coverage", "benefit_factor")
#: Events of a last paid month: what they do shows in the month after.
STOPS: Final = {key(what) for what in (What.LEFT_JOB, What.STOP_FLEXIBLE, What.END_UNEMPLOYMENT_BENEFIT)}
MOST: Final = 12
#: Coming to the month of retiring, having the years that are asked for, or both at once.
AGED, RETIRED, AGED_AND_RETIRED = "aged", "retired", "aged and retired"


@attrs.frozen(kw_only=True)
class Mark:
    """A month, or a run of months in which the same happened again, with what a reader is told about it.

    ``after`` is the next month where an event shows only there: a job left in June is a stop in July.
    """

    label: str
    rows: tuple[Row, ...]
    events: tuple[dict[str, Any], ...] = ()
    before: Row | None = None
    after: Row | None = None

    @property
    def row(self) -> Row:
        """Return the (first) month."""
        return self.rows[0]

    @property
    def outcome(self) -> Row:
        """Return the month in which the outcome shows."""
        return self.after or self.row

    @property
    def previous(self) -> Row | None:
        """Return the month before the outcome."""
        return self.row if self.after else self.before

    @property
    def lettered(self) -> bool:
        """Return whether this came without an event."""
        return not self.events

    @property
    def changes(self) -> bool:
        """Return whether the outcome differs from the month before it."""
        return self.previous is not None and _telling(self.previous) != _telling(self.outcome)

    @property
    def weight(self) -> int:
        """Return how much a reader would miss it."""
        told = self.retires is not None or any("amount_fen" in event for event in self.events)
        return 2 * self.changes + 2 * (self.outcome.cause.decided is not None) + 3 * told + (not self.lettered)

    @property
    def retires(self) -> Row | None:
        """Return the month of retiring, or the one in which the person retires after it, where the mark is about it."""
        for row in (self.row, self.outcome):
            if of_age(row):
                return row
        return self.outcome if self.previous is not None and _retires(self.previous, self.outcome) else None


@attrs.frozen
class Told:
    """The marks of a life, and those among them that are explained; letters that are not are left out."""

    marks: tuple[Mark, ...]
    explained: tuple[Mark, ...]

    @property
    def rest(self) -> list[Mark]:
        """Return the marks without an explanation."""
        return [mark for mark in self.marks if mark not in self.explained]


def _telling(row: Row) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in TELLING)


def of_age(row: Row) -> bool:
    """Return whether this is the month of retiring, with the years for it or without."""
    return row.retirement is not None and row.retirement.month == row.month and row.state != key(State.DECEASED)


def _retires(before: Row, row: Row) -> bool:
    return before.state != key(State.RETIRED) == row.state


def retiring(timeline: Timeline) -> dict[str, Row]:
    """Return the month of retiring, and the one in which the person retires, which may come later or never."""
    rows = list(timeline)
    aged = next((row for row in rows if of_age(row)), None)
    retired = next((row for before, row in pairwise(rows) if _retires(before, row)), None)
    if aged is not None and aged.state == key(State.RETIRED):
        return {AGED_AND_RETIRED: aged}
    return {what: row for what, row in ((AGED, aged), (RETIRED, retired)) if row is not None}


def told(timeline: Timeline, most: int = MOST) -> Told:
    """Return the marks of a life in the order of time, the weightiest of them to be explained."""
    found = _all(timeline)
    if len(found) > most:
        found = _folded(found)
    weighty = set(sorted(range(len(found)), key=lambda at: (-found[at].weight, at))[:most])
    kept, explained, letters = [], [], 0
    for at, mark in enumerate(found):
        if mark.lettered:
            if at not in weighty:
                continue
            mark = attrs.evolve(mark, label=letter(letters))  # noqa: PLW2901 - the same mark, with its letter
            letters += 1
        kept.append(mark)
        if at in weighty:
            explained.append(mark)
    return Told(tuple(kept), tuple(explained))


def _all(timeline: Timeline) -> list[Mark]:
    found: list[Mark] = []
    before: Row | None = None
    for row in timeline:
        events = tuple(sorted(row.cause.events, key=lambda event: int(event["number"])))
        if events:
            found.append(Mark(label=numbers([event["number"] for event in events]), rows=(row,), events=events, before=before))
        elif before is not None and (_telling(before) != _telling(row) or of_age(row)):
            if found and found[-1].row is before and any(event["what"] in STOPS for event in found[-1].events):
                found[-1] = attrs.evolve(found[-1], after=row)
            else:
                found.append(Mark(label="", rows=(row,), before=before))
        before = row
    return found


def _folded(found: list[Mark]) -> list[Mark]:
    """Return the marks with runs of one uneventful event joined."""
    made: list[Mark] = []
    for mark in found:
        if made and _same(made[-1], mark):
            events = (*made[-1].events, *mark.events)
            label = numbers([event["number"] for event in events])
            made[-1] = attrs.evolve(made[-1], label=label, rows=(*made[-1].rows, mark.row), events=events)
        else:
            made.append(mark)
    return made


def _same(one: Mark, other: Mark) -> bool:
    kinds = {event["what"] for event in (*one.events, *other.events)}
    quiet = not (one.changes or other.changes or one.row.cause.decided or other.row.cause.decided)
    return quiet and len(kinds) == 1 and bool(one.events and other.events) and _telling(one.row) == _telling(other.row)


def letter(number: int) -> str:
    """Return the letters a, b, … z, aa, ab and so on."""
    more, last = divmod(number, len(string.ascii_lowercase))
    return (letter(more - 1) if more else "") + string.ascii_lowercase[last]


def numbers(given: Sequence[int]) -> str:
    """Return numbers in short: ``2``, ``2–5``, ``2, 4``."""
    given = sorted(set(given))
    runs: list[list[int]] = []
    for number in given:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


@attrs.frozen
class Placed:
    """A badge on the time axis: one mark, or neighbours that had to be joined."""

    label: str
    left: float
    right: float
    centre: float
    rank: int
    marks: tuple[Mark, ...]


def placed(
    items: Iterable[tuple[float, float, Mark]],
    width_of: Callable[[str], float],
    *,
    left: float,
    right: float,
    ranks: int,
    gap: float,
) -> list[Placed]:
    """Put badges into as few ranks as keep them apart; where ``ranks`` do not suffice, join neighbours.

    ``items`` are the first and the last place of a mark on the axis, in order.
    """
    groups = [Placed(mark.label, a, b, (a + b) / 2, 0, (mark,)) for a, b, mark in items]
    near = gap
    while True:
        made = _ranked(groups, width_of, left, right, gap)
        if len(groups) < 2 or max(one.rank for one in made) < ranks:  # noqa: PLR2004 - a pair can be joined
            return made
        groups = _joined(groups, near)
        near *= 1.5


def _ranked(groups: list[Placed], width_of: Callable[[str], float], left: float, right: float, gap: float) -> list[Placed]:
    made: list[Placed] = []
    ends: list[float] = []
    for one in groups:
        half = width_of(one.label) / 2
        centre = min(max((one.left + one.right) / 2, left + half), right - half)
        start, end = min(one.left, centre - half), max(one.right, centre + half)
        rank = next((n for n, taken in enumerate(ends) if taken + gap <= start), len(ends))
        ends[rank : rank + 1] = [end]
        made.append(attrs.evolve(one, centre=centre, rank=rank))
    return made


def _joined(groups: list[Placed], near: float) -> list[Placed]:
    """Return the groups with pairs of neighbours joined that are nearer than ``near``."""
    made: list[Placed] = []
    fresh = True
    for one in groups:
        if made and fresh and one.left - made[-1].right <= near:
            both = (*made[-1].marks, *one.marks)
            made[-1] = Placed(joined_label(both), made[-1].left, one.right, 0, 0, both)
            fresh = False
        else:
            made.append(one)
            fresh = True
    return made


def joined_label(group: Sequence[Mark]) -> str:
    """Return the label of joined marks: their numbers, then their letters."""
    given = numbers([event["number"] for mark in group for event in mark.events])
    letters = [mark.label for mark in group if mark.lettered]
    spelled = letters[0] + (f"–{letters[-1]}" if len(letters) > 1 else "") if letters else ""
    return " ".join(part for part in (given, spelled) if part)
