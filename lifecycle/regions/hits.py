"""Which entry rule each combination of circumstances hits, so that an author sees what he did not mean to say."""

from __future__ import annotations

from typing import Final

import attrs

from lifecycle.columns import ANY_ENROLLED, NO, NO_SPELL, OLDEST, UNKNOWN_COUNT, YES, Column
from lifecycle.regions.entries import Row
from lifecycle.regions.rulebook import Rulebook
from lifecycle.words import Enrolled, Way

GAPS: Final = (0, 3, 4, 7)


@attrs.frozen
class Hit:
    """One combination and the rule it hits."""

    previous: Way
    gap: int | None
    back_paid: bool
    enrolled: Enrolled | None
    rule: str


def hits(book: Rulebook, month: int) -> dict[Way, list[Hit]]:
    """Return, for every entry list, the rule that each combination hits in a month; all else is unknown."""
    return {way: [_hit(book, way, month, *case) for case in _cases(way)] for way in book.lists}


def _cases(way: Way) -> list[tuple[Way, int | None, bool, Enrolled | None]]:
    enrolments: tuple[Enrolled | None, ...] = tuple(Enrolled) if way is Way.RESIDENT else (None,)
    found: list[tuple[Way, int | None, bool, Enrolled | None]] = []
    for enrolled in enrolments:
        found.append((Way.NONE, None, way is Way.RESIDENT, enrolled))
        for previous in Way:
            if previous is Way.NONE:
                continue
            for gap in GAPS:
                paid = (True,) if gap == 0 or way is Way.RESIDENT else (True, False)
                found += [(previous, gap, back_paid, enrolled) for back_paid in paid]
    return found


def _hit(book: Rulebook, way: Way, month: int, previous: Way, gap: int | None, back_paid: bool, enrolled: Enrolled | None) -> Hit:  # noqa: FBT001
    for rule in book.lists[way]:
        if _holds(rule.row, month, previous, gap, back_paid, enrolled):
            return Hit(previous, gap, back_paid, enrolled, rule.id)
    raise AssertionError(rule)


def _holds(row: Row, month: int, previous: Way, gap: int | None, back_paid: bool, enrolled: Enrolled | None) -> bool:  # noqa: FBT001
    return (
        row[Column.IN_FORCE_FROM] <= month < row[Column.IN_FORCE_TO]
        and bool(row[Column.PREVIOUS] >> previous & 1)
        and bool(row[Column.PREVIOUS_REGION] & YES)
        and bool(row[Column.PREVIOUS_COVERED] & (NO if previous is Way.NONE else YES))
        and bool(row[Column.UNFINISHED] & NO)
        and (NO_SPELL if gap is None else gap) <= row[Column.GAP_MAX]
        and (gap or 0) <= row[Column.GAP_IN_YEAR_MAX]
        and bool(row[Column.BACK_PAID] & (YES if back_paid else NO))
        and row[Column.CONTINUOUS_MIN] <= (0 if previous is Way.NONE else UNKNOWN_COUNT)
        and bool(row[Column.ENROLLED] & (enrolled or ANY_ENROLLED))
        and row[Column.PAID_FROM] == 0
        and row[Column.GROUP] == 0
        and row[Column.AGE_MAX] == OLDEST
    )
