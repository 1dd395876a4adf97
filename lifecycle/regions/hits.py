"""Which entry rule each combination of circumstances hits, so that an author sees what he did not mean to say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from lifecycle.columns import ANY_ENROLLED, NO, NO_SPELL, OLDEST, UNKNOWN_COUNT, YES, Column
from lifecycle.regions.entries import Row, Rule
from lifecycle.regions.rulebook import Rulebook
from lifecycle.vocabulary import Enrolled, Way

GAPS: Final = (0, 3, 4, 7)


@attrs.frozen
class Circumstances:
    """What is known of somebody who begins or resumes; a count that is not told is taken to satisfy whatever is asked."""

    previous: Way
    gap: int | None
    back_paid: bool
    enrolled: Enrolled | None = None
    continuous: int | None = None
    gap_in_year: int | None = None
    missed: int = 0

    @property
    def plain(self) -> Circumstances:
        """Return the same without what only some limit asks about."""
        return attrs.evolve(self, continuous=None, gap_in_year=None, missed=0)


@attrs.frozen
class Hit:
    """Circumstances and the rule that they hit."""

    met: Circumstances
    rule: str


def hits(book: Rulebook, month: int) -> dict[Way, list[Hit]]:
    """Return, for every entry list, the rule that each combination hits in a month."""
    return {way: [Hit(case, hit(book, way, month, case).id) for case in cases(way)] for way in book.lists}


def cases(way: Way, gaps: Iterable[int] = GAPS) -> list[Circumstances]:
    """Return the combinations of what was before, gap, back-payment and enrolment."""
    enrolments: tuple[Enrolled | None, ...] = tuple(Enrolled) if way is Way.RESIDENT else (None,)
    found: list[Circumstances] = []
    for enrolled in enrolments:
        found.append(Circumstances(Way.NONE, None, way is Way.RESIDENT, enrolled))
        for previous in Way:
            if previous is Way.NONE:
                continue
            for gap in gaps:
                paid = (True,) if gap == 0 or way is Way.RESIDENT else (True, False)
                found += [Circumstances(previous, gap, back_paid, enrolled) for back_paid in paid]
    return found


def telling(way: Way, rules: Iterable[Rule]) -> list[Circumstances]:
    """Return combinations that tell any two of the rules apart: a count on either side of every limit that they set."""
    rows = [rule.row for rule in rules]

    def limits(column: Column, none: int) -> list[int]:
        return sorted({row[column] for row in rows} - {none})

    gaps = sorted({*GAPS, *(gap for limit in limits(Column.GAP_MAX, UNKNOWN_COUNT) for gap in (limit, limit + 1))})
    found = []
    for case in cases(way, gaps):
        found.append(case)
        if case.previous is not Way.NONE:
            found += [attrs.evolve(case, continuous=limit - 1) for limit in limits(Column.CONTINUOUS_MIN, 0)]
            in_year = limits(Column.GAP_IN_YEAR_MAX, UNKNOWN_COUNT)
            found += [attrs.evolve(case, gap_in_year=limit + 1) for limit in in_year if (case.gap or 0) <= limit]
        if way is Way.RESIDENT:
            found += [attrs.evolve(case, missed=limit + 1) for limit in limits(Column.MISSED_MAX, UNKNOWN_COUNT)]
    return found


def hit(book: Rulebook, way: Way, month: int, case: Circumstances) -> Rule:
    """Return the first rule of a list that holds in some circumstances."""
    return next(rule for rule in book.lists[way] if _holds(rule.row, month, case))


def _holds(row: Row, month: int, case: Circumstances) -> bool:
    first = case.previous is Way.NONE
    return (
        row[Column.IN_FORCE_FROM] <= month < row[Column.IN_FORCE_TO]
        and bool(row[Column.PREVIOUS] >> case.previous & 1)
        and bool(row[Column.PREVIOUS_REGION] & YES)
        and bool(row[Column.PREVIOUS_COVERED] & (NO if first else YES))
        and bool(row[Column.UNFINISHED] & NO)
        and (NO_SPELL if case.gap is None else case.gap) <= row[Column.GAP_MAX]
        and (case.gap_in_year or case.gap or 0) <= row[Column.GAP_IN_YEAR_MAX]
        and bool(row[Column.BACK_PAID] & (YES if case.back_paid else NO))
        and row[Column.CONTINUOUS_MIN] <= _continuous(case)
        and bool(row[Column.ENROLLED] & (case.enrolled or ANY_ENROLLED))
        and case.missed <= row[Column.MISSED_MAX]
        and row[Column.PAID_FROM] == 0
        and row[Column.GROUP] == 0
        and row[Column.AGE_MAX] == OLDEST
    )


def _continuous(case: Circumstances) -> int:
    if case.previous is Way.NONE:
        return 0
    return UNKNOWN_COUNT if case.continuous is None else case.continuous
