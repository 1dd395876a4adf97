"""What a hospital stay or a visit would have cost in a month of a timeline: then, and once everything was settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from lifecycle.errors import TimelineError, Where
from lifecycle.language import say
from lifecycle.regions.kinds import FEN_IN_YUAN, WHOLE
from lifecycle.regions.tables import schedule
from lifecycle.row import Parameter, Row
from lifecycle.rules.benefits import reimbursed
from lifecycle.rules.fen import share
from lifecycle.vocabulary import Care, State, key

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline

LARGEST_BILL: Final = 10_000_000
LEVELS: Final = (1, 2, 3)


@attrs.frozen(kw_only=True)
class Illness:
    """A bill that was not, in fen: what the person would have paid then and finally; ``None`` where no scale is known.

    ``scale`` is the scale used, with its source and grade; everything is taken to be on the list of what insurance pays for.
    """

    month: str
    kind: str
    level: int
    amount_fen: int
    own_fen: int | None
    own_finally_fen: int | None
    scale: Parameter | None

    @property
    def grade(self) -> str | None:
        """Return how well founded the scale is."""
        return None if self.scale is None else self.scale.grade

    @property
    def assumed(self) -> bool:
        """Return whether the scale is assumed."""
        return self.scale is not None and self.scale.assumed


def what_if_ill(timeline: Timeline, month: str, amount: float, level: int, kind: str) -> Illness:
    """Return what a bill of ``amount`` yuan at a hospital of ``level`` would have cost in a month."""
    known = [key(one) for one in Care]
    for fits, found, expected in (
        (isinstance(amount, (int, float)) and 0 < amount <= LARGEST_BILL, amount, say("an amount in yuan")),
        (level in LEVELS, level, say("a level of hospital: 1, 2 or 3")),
        (kind in known, kind, say("one of: {words}", words=known)),
    ):
        if not fits:
            raise TimelineError(say("{value}", value=found), expected=expected, todo=say("correct it"), where=Where(path="bill"))
    row = timeline[month]
    amount_fen = round(amount * FEN_IN_YUAN)
    position = row.inpatient if kind == key(Care.INPATIENT) else row.outpatient
    scale = None if position is None else timeline.scales[position]
    made = Illness(
        month=month, kind=kind, level=level, amount_fen=amount_fen, own_fen=amount_fen, own_finally_fen=amount_fen, scale=scale
    )
    return attrs.evolve(
        made,
        own_fen=_own(timeline, row, made, row.benefit_factor),
        own_finally_fen=_own(timeline, row, made, row.benefit_factor_finally),
    )


def _own(timeline: Timeline, row: Row, bill: Illness, factor: float) -> int | None:
    if not factor:
        return bill.amount_fen
    if bill.scale is None:
        return None
    *levels, caps = schedule(bill.scale.value)
    retired = row.state == key(State.RETIRED)
    deductible, ratio = levels[bill.level - 1][retired], levels[bill.level - 1][2 + retired]
    cap = caps[1 + retired]
    if deductible < 0 or ratio < 0:
        return None
    earlier = list(_bills_before(timeline, row, bill.kind))
    if bill.kind == key(Care.INPATIENT) and earlier:
        deductible = share(deductible, caps[0])
    elif bill.kind == key(Care.OUTPATIENT):
        deductible = max(0, deductible - _used(timeline, earlier))
    left = cap if cap < 0 else max(0, cap - sum(event["pool_fen"] or 0 for _, event in earlier))
    return bill.amount_fen - reimbursed(bill.amount_fen, deductible, ratio, left, round(factor * WHOLE))


def _used(timeline: Timeline, earlier: list[tuple[Row, dict[str, int]]]) -> int:
    """Return what outpatient bills have used up of the year's deductible: each the part that its own level left to bear."""
    used = 0
    for row, event in earlier:
        if row.outpatient is not None:
            deductible = schedule(timeline.scales[row.outpatient].value)[event["level"] - 1][row.state == key(State.RETIRED)]
            used += min(max(0, deductible - used), event["amount_fen"])
    return used


def _bills_before(timeline: Timeline, row: Row, kind: str) -> list[tuple[Row, dict[str, int]]]:
    """Return the bills of the calendar year that were covered before the end of a month, each with its month."""
    year = row.month[:4]
    return [
        (earlier, event)
        for earlier in timeline.rows
        if earlier.month[:4] == year and earlier.month <= row.month and earlier.covered
        for event in earlier.cause.events
        if event["what"] == "bill" and event["kind"] == kind and "amount_fen" in event
    ]
