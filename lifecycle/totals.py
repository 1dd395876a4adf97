"""A life in figures: months without cover, with a part of it, of waiting, and what the person paid."""

from __future__ import annotations

import attrs

from lifecycle.row import Row
from lifecycle.vocabulary import GRADES, State, key
from lifecycle.words import Label


@attrs.frozen(kw_only=True)
class Totals:
    """A life in figures, in the months that all lives have; money is in fen and leaves out what is unknown, which is counted."""

    name: Label
    months: int
    months_without: int
    months_without_finally: int
    months_reduced: int
    months_waiting: int
    covered_again: str | None
    continuous_months: int | None
    paid_own_fen: int
    unknown_own_months: int
    assumed: int
    grade: str


def totals(name: Label, all_rows: dict[int, Row], common: list[int], start: str | None) -> Totals:
    """Return the figures of a life in the ``common`` months; ``start`` is the month in which the whole life begins."""
    rows = [all_rows[month] for month in common]
    first, last = rows[0], rows[-1]
    before = all_rows.get(first.index - 1)
    paid, unknown = first.paid_own_fen - (first.own_fen or 0), first.unknown_own_months - (first.own_fen is None)
    if before is not None:
        paid, unknown = before.paid_own_fen, before.unknown_own_months
    elif first.month == start:
        paid = unknown = 0  # of a month's payments some may be known though their sum is not
    lost = [at for at, row in enumerate(rows) if not row.covered and any(one.covered for one in rows[:at])]
    return Totals(
        name=name,
        months=len(rows),
        months_without=sum(not row.covered for row in rows),
        months_without_finally=sum(not row.covered_finally for row in rows),
        months_reduced=sum(0 < row.benefit_factor < 1 for row in rows),
        months_waiting=sum(row.state == key(State.WAITING) for row in rows),
        covered_again=next((row.month for row in rows[lost[-1] :] if row.covered), None) if lost else None,
        continuous_months=last.continuous_months,
        paid_own_fen=last.paid_own_fen - paid,
        unknown_own_months=last.unknown_own_months - unknown,
        assumed=sum(row.assumed for row in rows),
        grade=max((row.grade for row in rows), default=GRADES[0]),
    )
