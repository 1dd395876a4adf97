"""What a cause tells: the condition that failed is the one that failed, and every month has its basis."""

from __future__ import annotations

import random

import engines
import pytest
from random_lives import possible_regions

from lifecycle import Life, Scenario, simulate
from lifecycle.causes import Causes
from lifecycle.columns import ANY_ENROLLED, NO, NO_SPELL, OLDEST, YES
from lifecycle.facts import Facts
from lifecycle.rules.entry import holds
from lifecycle.tried import failed
from lifecycle.vocabulary import Group


def question(chance: random.Random) -> Facts:
    """A question such as the step puts, with every answer possible."""
    return Facts(
        q_month=chance.randint(24200, 24330),
        q_previous=chance.randint(0, 4),
        q_region=chance.choice((YES, NO)),
        q_covered=chance.choice((YES, NO)),
        q_unfinished=chance.choice((YES, NO)),
        q_gap=chance.choice((0, 1, 2, 3, 4, 5, 6, 7, 12, NO_SPELL)),
        q_gap_in_year=chance.randint(0, 12),
        q_back_paid=chance.choice((YES, NO)),
        q_continuous=chance.choice((0, 6, 12, 24, 60)),
        q_enrolled=chance.choice((1, 2, 4, ANY_ENROLLED)),
        q_paid=chance.choice((0, 101, 215, 301, 630, 701, 1231)),
        q_missed=chance.randint(0, 5),
        q_groups=chance.choice((0, *map(int, Group))),
        q_age=chance.choice((10, 80, 91, 170, 400, OLDEST)),
    )


@pytest.mark.parametrize("region", possible_regions())
def test_the_condition_that_is_told_is_the_one_that_failed(region):
    """A rule is told to have failed exactly when the step did not take it."""
    chance = random.Random(region)
    for rules in engines.atlas().book(region).lists.values():
        for rule in rules:
            for _ in range(60):
                v = question(chance)
                assert (failed(rule, v).condition == "order") == bool(holds(rule.row, v))


@pytest.mark.parametrize("region", possible_regions())
def test_every_month_that_is_paid_or_covered_rests_on_something_cited(region):
    """No month is covered, or paid for, without a rule or a statement behind it."""
    life = Scenario.read(
        {
            "region": region,
            "before": {"scheme": "none"},
            "until": "2027-12",
            "event": [
                {"month": "2021-03", "what": "hired"},
                {"month": "2023-08", "what": "left_job"},
                {"month": "2023-11", "what": "pay_resident", "year": 2024},
                {"month": "2025-06", "what": "start_flexible"},
            ],
        }
    )
    timeline = simulate(life, atlas=engines.atlas())
    for row in timeline:
        if row.paid or row.covered:
            assert any(parameter.cite for parameter in row.cause.parameters), row.month
        if any(parameter.grade == "K" and parameter.assumed and not parameter.aside for parameter in row.cause.parameters):
            assert row.assumed
            assert row.grade == "K"


def test_an_unknown_continuity_is_told_where_it_decides():
    """[before] without continuous months satisfies a condition, and the result says so."""
    told = {
        "region": "hainan",
        "until": "2024-12",
        "event": [{"month": "2024-02", "what": "left_job"}, {"month": "2024-08", "what": "hired"}],
    }
    unknown = simulate(Scenario.read({**told, "before": {"scheme": "employee", "covered": False}}), atlas=engines.atlas())
    known = simulate(
        Scenario.read({**told, "before": {"scheme": "employee", "covered": False, "continuous_months": 30}}),
        atlas=engines.atlas(),
    )
    assert unknown["2024-08"].assumed
    assert not known["2024-08"].assumed
    assert unknown["2024-08"].benefit_factor == known["2024-08"].benefit_factor == 0.5


def test_a_cause_that_is_shared_is_the_one_that_would_be_made():
    """Months that share a cause would each have been given an equal one."""
    for case in engines.cases():
        life = Life(case.scenario, atlas=engines.atlas())
        shared, anew = Causes(life), Causes(life)
        for one in life.live():
            anew.last = None
            assert shared.of(one) == anew.of(one), (case.name, one.month)
