"""What if one stops paying for n months: every length of gap in every region, each lived and measured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from lifecycle import months
from lifecycle.machine import Life
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.kinds import WHOLE
from lifecycle.row import Parameter, Row
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import GRADES, State, key
from lifecycle.whatif.elsewhere import known
from lifecycle.whatif.plan import Plan
from lifecycle.whatif.sweep import Outcome, Sweep

SETTLING: Final = 6  # months after the longest gap in which every wait has begun


def stopping(
    regions: Iterable[str],
    last_paid: str = "2026-01",
    *,
    atlas: Atlas | None = None,
    gaps: Iterable[int] = range(25),
    **plan: Any,
) -> Sweep:
    """Live a gap of each length in each region and return what each would mean.

    Somebody ``was`` insured (``employee``, ``flexible``) for ``paid_months``, pays in ``last_paid`` for the last time, nothing
    in the gap, and ``then`` goes on (``flexible``, ``hired``, ``resident``), with ``back_pay`` or without. ``base`` is the
    monthly wage and base in yuan, ``stay`` the hospital stay of the question what an illness would cost, ``assumptions``
    as in a scenario. Raises ``RegionError`` and ``ScenarioError``.

    >>> found = stopping(["hubei/wuhan"], "2024-01", gaps=(0, 3, 6))
    >>> [one.months_without for one in found.outcomes]
    [0, 3, 11]
    """
    atlas = atlas or Atlas()
    asked = Plan(last_paid=last_paid, gaps=tuple(gaps), **plan)
    places = known(regions, atlas)
    return Sweep(
        plan=asked,
        names={region: atlas.book(region).label for region in places},
        outcomes=tuple(outcome(lived(asked, region, gap, atlas), asked, region, gap) for region in places for gap in asked.gaps),
    )


def lived(plan: Plan, region: str, gap: int, atlas: Atlas) -> Timeline:
    """Live a gap in a region until full cover has come back, at least for the months in which money is compared."""
    life = Life(plan.scenario(region, gap), atlas=atlas)
    life.live(plan.window[1] + SETTLING)
    while life.record.factor < WHOLE and life.month <= plan.last:
        life.step()
    return life.timeline()


def outcome(life: Timeline, plan: Plan, region: str, gap: int) -> Outcome:
    """Return what a lived gap meant."""
    resumed = plan.resumed(gap)
    after = life.rows[1:]  # the first month is the last paid one
    at = after[gap]
    broken = [number for number, row in enumerate(after) if row.benefit_factor < 1]
    touched = after[: max(gap, *broken, 0) + 2] if broken else after[: gap + 1]
    money = after[: plan.window[1] - plan.stopped]
    known_money = all(row.own_fen is not None for row in money)
    ill = life.what_if_ill(months.text(max(plan.stopped + 1, resumed - 1)), plan.stay)
    return Outcome(
        region=region,
        gap=gap,
        months_without=sum(not row.covered for row in after),
        months_without_finally=sum(not row.covered_finally for row in after),
        months_reduced=sum(0 < row.benefit_factor < 1 for row in after),
        benefit_lost=sum(round((1 - row.benefit_factor) * WHOLE) for row in after) / WHOLE,
        months_waiting=sum(row.state == key(State.WAITING) for row in after),
        covered_again=next((row.month for row in after[gap:] if row.covered), None),
        settled=after[-1].benefit_factor >= 1,
        continuous_months=at.continuous_months,
        paid_own_fen=sum(row.own_fen or 0 for row in money) if known_money else None,
        paid_assumed=any(row.money_assumed for row in money),
        stay_own_fen=ill.own_fen,
        stay_own_finally_fen=ill.own_finally_fen,
        rule=_rule(at),
        grade=max((row.grade for row in touched), default=GRADES[0]),
        assumed=any(row.assumed for row in touched),
    )


def _rule(row: Row) -> Parameter | None:
    """Return the entry rule that decided the resumption."""
    return next((one for one in row.cause.parameters if one.key == row.cause.entry_rule), None)
