"""What the charts of one life say of the dead, of those who moved, of what was refused, and on narrow paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.patches import FancyBboxPatch
from test_charts import overlapping, texts, written

from lifecycle import Scenario, Timeline, simulate
from lifecycle.charts.life.legends import cover_counts
from lifecycle.vocabulary import State

SCENARIOS = Path(__file__).parents[1] / "scenarios"
EMPLOYEE = {"scheme": "employee", "continuous_months": 36, "actual_months": 36}


def scenario(name: str) -> Timeline:
    """Return the life of a scenario file."""
    return simulate(Scenario.load(SCENARIOS / f"{name}.toml"))


@pytest.fixture(scope="module")
def dead() -> Timeline:
    """Return a life that was covered to its end."""
    event = [{"month": "2026-08", "what": "died"}]
    given = {"region": "hubei/wuhan", "from": "2025-01", "until": "2026-12", "before": EMPLOYEE, "event": event}
    return simulate(Scenario.read(given))


@pytest.fixture(scope="module")
def back_and_forth() -> Timeline:
    """Return a life that takes the short arrows between neighbours more than once."""
    event = [
        {"month": month, "what": what}
        for year in (2027, 2029, 2031)
        for month, what in ((f"{year}-01", "stop_flexible"), (f"{year}-07", "start_flexible"))
    ]
    given = {"region": "shanghai", "from": "2026-01", "until": "2033-12", "before": {**EMPLOYEE, "scheme": "flexible"}}
    return simulate(Scenario.read({**given, "event": event}))


def test_the_dead_are_not_counted_as_uninsured(dead):
    """The legend, the lane of cover and the totals of the calendar end with the life."""
    lived = sum(row.state != "deceased" for row in dead)
    assert [(fill, text) for fill, _, text in cover_counts(dead, "en")] == [("full", f"{lived} months")]
    chart = dead.plot("en").only("cover").figure()
    assert "no cover" not in written(chart, "bar")
    assert "none" not in written(chart, "bar")
    calendar = dead.calendar("en")
    assert written(calendar.figure(), "total")[-1] == "7/7"
    assert "7 of 7 months covered" in calendar.alt_text()


def test_who_moved_has_every_region_in_the_subtitle():
    """The calendar and the way have no lane of regions: the line below the title names them in their order."""
    life = scenario("three_cities_where_to_retire")
    for chart in (life.plot("en"), life.calendar("en"), life.way("en")):
        assert chart.subtitle.startswith("Wuhan, Shenzhen, Shanghai, 2024-01")


def test_a_refusal_names_the_rule_that_refused():
    """Why a way in was closed stands below the chart."""
    told = scenario("resident_to_flexible_refused").plot("en").alt_text()
    assert "without effect + stops paying as flexible: one may not enter this way" in told


@pytest.mark.parametrize("width", [6, 8, 11])
def test_labels_of_arrows_keep_off_the_states(back_and_forth, width):
    """Where there is no room for the months on an arrow, only its numbers are written."""
    figure = back_and_forth.way("en").wide(width).figure()
    assert overlapping(figure) == []
    states = [one.get_window_extent() for one in figure.axes[0].patches if isinstance(one, FancyBboxPatch) and one.zorder == 4]
    assert len(states) == len(State)
    months = [(text.get_text(), box) for text, box in texts(figure) if text.get_label() == "month"]
    assert months or width == 6
    for text, (left, bottom, right, top) in months:
        assert not [one for one in states if left < one.x1 and one.x0 < right and bottom < one.y1 and one.y0 < top], text
