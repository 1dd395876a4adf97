"""What must hold for every life: sentences of policy that no region may break."""

from __future__ import annotations

import random

import attrs
import engines
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_lives import lives, possible_regions

from lifecycle import Scenario, months, simulate
from lifecycle.errors import ScenarioError
from lifecycle.vocabulary import State

fast = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def lived(life):
    """Live a random life, leaving out those with a payment that buys nothing."""
    try:
        return engines.lived(life)
    except ScenarioError:
        assume(False)
        raise


@fast
@given(life=lives())
def test_accumulated_months_never_fall(life):
    """累计年限不清零: whatever happens, months once paid stay counted."""
    counted = [one.record.actual_months for one in lived(life)]
    assert counted == sorted(counted)


@fast
@given(life=lives())
def test_what_is_settled_is_never_worse_than_what_held(life):
    """Covered finally is at least covered then, in every month."""
    timeline = simulate(life, atlas=engines.atlas()) if lived(life) else []
    assert all(row.benefit_factor_finally >= row.benefit_factor for row in timeline)


@fast
@given(life=lives(), seed=st.integers(0, 1000))
def test_equal_events_in_any_order_give_the_same_months(life, seed):
    """Events only set facts: those of one month may stand in any order in the file."""
    shuffled = list(life.events)
    random.Random(seed).shuffle(shuffled)
    other = attrs.evolve(life, events=tuple(sorted(shuffled, key=lambda event: event.month)))
    assert [vars(a.record) for a in lived(life)] == [vars(b.record) for b in lived(other)]


@fast
@given(life=lives())
def test_nobody_is_covered_after_death_or_before_anything_was_paid(life):
    """Cover needs a person who is alive and somebody who has paid."""
    for one in lived(life):
        p = one.record
        if p.state == State.DECEASED or p.last_way == 0:
            assert p.factor == 0


@fast
@given(life=lives())
def test_a_fork_lives_as_the_whole_does(life):
    """A machine stepped half-way and forked ends as one that was never stopped."""
    from lifecycle import Life

    whole = lived(life)
    one = Life(life, atlas=engines.atlas())
    for _ in range(len(whole) // 2):
        one.step()
    forked = one.fork()
    assert [vars(m.record) for m in forked.live()] == [vars(m.record) for m in whole[len(whole) // 2 :]]


def after_a_gap(region: str, gap: int, back: str, *, back_paid: bool) -> float:
    """Return the sum of benefit factors over two years from resuming after a gap of so many months."""
    resumes = months.month("2026-03")
    events = [{"month": months.text(resumes - gap - 1), "what": "left_job"}, {"month": months.text(resumes), "what": back}]
    if back_paid and gap:
        events.append(
            {
                "month": months.text(resumes),
                "what": "back_pay",
                "from": months.text(resumes - gap),
                "to": months.text(resumes - 1),
            }
        )
    life = Scenario.read(
        {
            "region": region,
            "from": "2024-01",
            "until": months.text(resumes + 23),
            "before": {"scheme": "employee", "continuous_months": 60, "actual_months": 60},
            "event": events,
        }
    )
    timeline = simulate(life, atlas=engines.atlas())
    return sum(row.benefit_factor for row in timeline[months.text(resumes) :])


@pytest.mark.parametrize("region", possible_regions())
@pytest.mark.parametrize("back", ["hired", "start_flexible"])
@pytest.mark.parametrize("back_paid", [True, False])
def test_a_longer_gap_is_never_better(region, back, back_paid):
    """The longer one was without, the less cover follows, never more."""
    found = [after_a_gap(region, gap, back, back_paid=back_paid) for gap in range(14)]
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("region", possible_regions())
@pytest.mark.parametrize("back", ["hired", "start_flexible"])
def test_paying_back_is_never_worse_than_not_paying(region, back):
    """Back-payment costs money, never cover."""
    for gap in range(14):
        assert after_a_gap(region, gap, back, back_paid=True) >= after_a_gap(region, gap, back, back_paid=False)


@fast
@given(life=lives())
def test_paying_a_gap_back_later_never_makes_a_month_worse(life):
    """A back-payment after resuming decides again and never takes anything away."""
    from lifecycle import Life
    from lifecycle.events import BackPay

    whole = lived(life)
    for one in whole:
        p = one.record
        if one.facts.entered and p.entry_gap and one.month + 2 <= life.last and not p.entry_back_paid:
            paid = BackPay(month=one.month + 2, from_=p.entry_gap_start, to_=one.month - 1)
            try:
                other = Life(attrs.evolve(life, events=(*life.events, paid)), atlas=engines.atlas()).live()
            except ScenarioError:
                continue
            at = one.month + 2
            for a, b in zip(whole, other, strict=True):
                if a.month == at and a.record.way == b.record.way:
                    assert b.record.cover_month <= a.record.cover_month
                if a.month < at:
                    assert b.record.factor == a.record.factor
            return
