"""Money, places and retirement: what must hold for every life, whatever the region."""

from __future__ import annotations

from typing import Any

import attrs
import engines
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_lives import REGIONS, lives, possible_regions
from transitions import Machine

from lifecycle import Scenario, Timeline, months, simulate
from lifecycle import machine as machines
from lifecycle.errors import ScenarioError
from lifecycle.events import Bill, Hired, Move, StartFlexible
from lifecycle.monthly import machine
from lifecycle.vocabulary import State, key

fast = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def lived(life: Scenario) -> Timeline:
    """Live a random life, leaving out those with a payment that buys nothing."""
    try:
        return simulate(life, atlas=engines.atlas())
    except ScenarioError:
        assume(False)
        raise


@fast
@given(life=lives())
def test_what_was_paid_is_the_sum_of_what_was_paid(life: Scenario) -> None:
    """The sums of a life are those of its months, payer by payer."""
    own = unit = fund = 0
    for one in engines.lived(life) if lived(life) else ():
        p = one.record
        own, unit, fund = own + p.own_fen, unit + p.employer_fen, fund + p.fund_fen
        assert (p.paid_own_fen, p.paid_employer_fen, p.paid_fund_fen) == (own, unit, fund)


@fast
@given(life=lives())
def test_the_account_is_what_came_in_less_what_was_spent(life: Scenario) -> None:
    """No gap and no move takes anything out of the account; only bills do."""
    lived(life)
    credited = 0
    for one in engines.lived(life):
        p = one.record
        credited += p.credit_fen
        assert p.account_fen + p.account_left_fen == credited - p.spent_fen
        assert p.account_fen >= 0


@fast
@given(life=lives())
def test_months_that_count_never_fall(life: Scenario) -> None:
    """Actual, deemed and converted months stay, whatever happens, and no place counts more than was paid."""
    lived(life)
    last = (0, 0, 0)
    for one in engines.lived(life):
        p = one.record
        now = (p.actual_months, p.deemed_months + p.service_months, p.converted_months)
        assert all(a >= b for a, b in zip(now, last, strict=True))
        assert sum(p.place_months) <= p.actual_months
        last = now


def with_bases(life: Scenario, factor: float) -> Scenario:
    """Return the life with every base multiplied."""
    events = [
        attrs.evolve(event, base=event.base * factor) if isinstance(event, (Hired, StartFlexible)) and event.base else event
        for event in life.events
    ]
    return attrs.evolve(life, events=tuple(events))


@fast
@given(life=lives(), factor=st.sampled_from((1.01, 1.5, 3.0)))
def test_a_larger_base_never_lowers_the_account(life: Scenario, factor: float) -> None:
    """Who pays on more has at least as much in the account, in every month."""
    for one, other in zip(lived(life), lived(with_bases(life, factor)), strict=True):
        assert other.account_fen + other.account_left_fen >= one.account_fen + one.account_left_fen
        assert other.paid_own_fen >= one.paid_own_fen


def retired_in(timeline: Timeline) -> str:
    """Return the month of retiring, later than all others where there is none."""
    return next((row.month for row in timeline if row.state == key(State.RETIRED)), "9999-12")


@pytest.mark.parametrize("region", possible_regions())
@pytest.mark.parametrize("months_paid", [0, 100, 178, 230, 239, 290, 355, 359, 400])
def test_an_extra_paid_month_never_moves_retirement_later(region: str, months_paid: int) -> None:
    """One month more before the scenario: retired as early or earlier, and never short of more."""
    found = []
    for extra in (0, 1, 2):
        before = {"scheme": "employee", "actual_months": months_paid + extra, "continuous_months": months_paid + extra}
        data = {
            "region": region, "from": "2024-01", "until": "2028-12", "person": {"born": "1964-06", "sex": "male"},
            "before": before, "event": [{"month": "2024-06", "what": "top_up", "how": "monthly"}],
        }  # fmt: skip
        timeline = simulate(Scenario.read(data), atlas=engines.atlas())
        at = timeline["2024-05"].retirement
        found.append((retired_in(timeline), at.short if at else 0))
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("region", possible_regions())
@pytest.mark.parametrize("what", ["employee", "flexible", "resident"])
def test_there_and_back_in_one_month_changes_nothing(region: str, what: str) -> None:
    """Two moves in one month that lead back: every number of every month is as it was."""
    before = {"scheme": what, "continuous_months": 40, "actual_months": 40, "account": 500, "base": 6000}
    data: dict[str, Any] = {"region": region, "from": "2024-01", "until": "2025-12", "before": before}
    stays = simulate(Scenario.read(data), atlas=engines.atlas())
    elsewhere = next(other for other in REGIONS if other != region)
    moves = [
        {"month": "2024-05", "day": 3, "what": "move", "region": elsewhere},
        {"month": "2024-05", "day": 20, "what": "move", "region": region},
    ]
    returns = simulate(Scenario.read({**data, "event": moves}), atlas=engines.atlas())
    assert [attrs.evolve(row, cause=None) for row in returns] == [attrs.evolve(row, cause=None) for row in stays]


@fast
@given(life=lives())
def test_leaving_for_one_month_leaves_the_years_and_the_money(life: Scenario) -> None:
    """A month elsewhere with transfer: the months really paid and the sums paid so far are the same before it."""
    whole = lived(life)
    at = len(whole) // 2
    assume(at > 2)
    month = whole[at].index
    assume(not any(isinstance(event, (Move, Bill)) for event in life.events))
    elsewhere = next(other for other in REGIONS if other != life.region)
    events = sorted([*life.events, Move(month=month, region=elsewhere)], key=lambda event: event.month)
    moved = lived(attrs.evolve(life, events=tuple(events), last=max(life.last, month)))
    assert moved[at - 1].paid_own_fen == whole[at - 1].paid_own_fen
    assert moved[at].account_fen + moved[at].account_left_fen >= whole[at - 1].account_fen
    assert (moved[at].actual_months or 0) >= (whole[at - 1].actual_months or 0)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(life=lives())
def test_the_quick_machine_is_the_library_s_own(life: Scenario) -> None:
    """Events without queue and log take the same transitions as those of the library."""
    lived(life)
    quick = [vars(one.record) for one in engines.lived(life)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(machines, "machine", lambda: machine(Machine))
        assert [vars(one.record) for one in engines.lived(life)] == quick


def test_money_has_no_retirement_without_a_birth() -> None:
    """Without birth or group nobody can say when one retires, and nothing is said."""
    life = simulate(
        Scenario.read(
            {
                "region": "shanghai",
                "from": "2024-01",
                "until": "2024-12",
                "event": [{"month": "2024-03", "what": "hired", "base": 9000}],
            }
        )
    )
    assert all(row.retirement is None for row in life)
    assert months.text(life.rows[-1].index) == "2024-12"
