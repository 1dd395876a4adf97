"""A machine for one person: stepped, forked, and made into a timeline at any moment."""

from __future__ import annotations

import pytest

from lifecycle import Life, Scenario, ScenarioError, simulate
from lifecycle.events import StartFlexible
from lifecycle.monthly import machine
from lifecycle.months import month
from lifecycle.vocabulary import State

LIFE = {
    "region": "hubei/wuhan",
    "before": {"scheme": "employee", "continuous_months": 36, "actual_months": 36},
    "until": "2025-12",
    "event": [{"month": "2024-10", "what": "left_job"}],
}


@pytest.fixture
def life():
    """A life stepped to the end of 2024."""
    made = Life(Scenario.read(LIFE))
    made.live(month("2024-12"))
    return made


def test_a_stepped_life_has_the_timeline_of_a_simulated_one():
    """Stepping to the end gives what simulating gives."""
    one = Life(Scenario.read(LIFE))
    while one.month <= month("2025-12"):
        one.step()
    assert one.timeline() == simulate(Scenario.read(LIFE))


@pytest.mark.parametrize("event", [{"month": "2025-01", "what": "start_flexible"}, StartFlexible(month=month("2025-01"))])
def test_a_fork_goes_its_own_way(life, event):
    """Two ways from one month share the past and nothing else."""
    other = life.fork(event)
    life.live()
    other.live()
    assert life.record.state == State.SUSPENDED
    assert other.record.state == State.FLEXIBLE
    assert life.timeline()["2024-12"] == other.timeline()["2024-12"]
    assert len(life.lived) == len(other.lived) == 24


@pytest.mark.parametrize(
    "event",
    [
        {"month": "2024-11", "what": "start_flexible"},
        {"month": "2025-02", "what": "left_job"},
        {"month": "2025-02", "what": "fly"},
        {"month": "2025-02"},
    ],
)
def test_a_fork_refuses_what_cannot_be(life, event):
    """A fork cannot change the past, and its events are checked as those of a file are."""
    with pytest.raises(ScenarioError):
        life.fork(event)


def test_death_ends_a_life(life):
    """After death there is no month to live."""
    other = life.fork({"month": "2025-03", "what": "died"})
    other.live()
    assert [one.record.state for one in other.lived[-2:]] == [State.SUSPENDED, State.DECEASED]
    assert not other.alive
    assert other.timeline()[-1].covered is False


def test_one_machine_serves_all():
    """The machine is made once, and a life is told in one line."""
    assert machine() is machine()
    assert repr(Life(Scenario.read(LIFE))) == "<Life hubei/wuhan, next month 2024-01, employee>"
