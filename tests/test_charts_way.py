"""The way of a life through the states: what is counted is what the timeline says, and every arrow can be told apart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from test_charts import LIVES, handmade, life, outside, overlapping, written

from lifecycle.charts.machine import moves, wiring
from lifecycle.charts.machine.chart import MachineChart, arrows
from lifecycle.charts.machine.journey import PALEST, WayChart
from lifecycle.vocabulary import State, key
from lifecycle.words import label


@pytest.mark.parametrize(("width", "lang"), [(6, "en"), (6, "zh"), (16, "en")])
@pytest.mark.parametrize("name", ["three months", "many changes", "sixty years", "sixty years of money", "eighty years"])
def test_a_way_of_any_width_is_readable(name, width, lang):
    """Narrow paper brings the states together, and the labels still keep apart."""
    figure = WayChart(life(name), lang=lang).wide(width).figure()
    assert overlapping(figure) == []
    assert outside(figure) == []


@pytest.mark.parametrize(("width", "lang"), [(6, "en"), (6, "zh"), (8, "en"), (16, "zh")])
def test_the_machine_of_any_width_is_readable(width, lang):
    """The diagram itself keeps its labels apart, too."""
    figure = MachineChart(lang=lang).wide(width).figure()
    assert overlapping(figure) == []
    assert outside(figure) == []


def test_a_way_on_axes_is_readable():
    """In axes that are given the letters shrink until the diagram fits."""
    figure = Figure(figsize=(12, 11))
    WayChart(life("gap and back-payment"), lang="en").on(figure.add_subplot())
    assert overlapping(figure) == []
    assert outside(figure) == []


@pytest.mark.parametrize("name", LIVES)
def test_months_and_moves_are_those_of_the_timeline(name):
    """The months of the states add up to the life, and its moves are the changes of state in their order."""
    timeline = life(name)
    chart = WayChart(timeline, lang="en")
    assert sum(chart.months.values()) == len(timeline)
    changed = [(a.state, b.state, b.month) for a, b in pairwise(timeline) if a.state != b.state]
    assert [(one["from"], one["to"], one["month"]) for one in chart.records()] == changed
    assert [one["number"] for one in chart.records()] == list(range(1, len(changed) + 1))
    assert sum(map(len, moves.by_arrow(chart.moves).values())) == len(changed)
    assert sum(moves.stays(timeline.rows).values()) + len(changed) == len(timeline) - 1


def test_each_state_tells_its_months():
    """A visited state has its months in its box, and its loop the months that left it as it was."""
    states = ["employee"] * 5 + ["suspended"] * 3 + ["employee"] * 16
    figure = WayChart(handmade(24, state=states.__getitem__), lang="en").figure()
    told = written(figure, "state")
    assert "21 months" in told
    assert "3 months" in told
    assert "begins here, 2024-01" in told
    assert "ends here, 2025-12" in told
    assert sorted(written(figure, "stays")) == ["19×", "2×"]
    assert sorted(written(figure, "month")) == ["2024-06", "2024-09"]


def test_arrows_taken_are_drawn_apart_from_those_not_taken():
    """Every arrow of the table is there, pale where this life never took it, and never twice."""
    states = ["employee"] * 5 + ["suspended"] * 3 + ["employee"] * 16
    figure = WayChart(handmade(24, state=states.__getitem__), lang="en").figure()
    drawn = figure.findobj(FancyArrowPatch)
    between = [one for one in arrows() if one[0] is not one[1]]
    pale = [one for one in drawn if one.get_zorder() == 1]
    assert len(pale) == len(between) - 2
    assert len([one for one in drawn if one.get_zorder() == 3]) == 2
    assert PALEST == "#e2e2e2"


def test_an_arrow_taken_often_is_thicker_and_counts():
    """Twenty times the same move is one thick arrow that says so, and one entry of the list."""
    figure = WayChart(life("many changes"), lang="en").figure()
    widths = {one.get_zorder(): one.get_linewidth() for one in figure.findobj(FancyArrowPatch)}
    assert widths[3] > 2 * widths[1]
    assert any(text.startswith("20×, from ") for text in written(figure, "month"))
    assert any(text.startswith("20 times, 2014-03 … ") for text in written(figure, "entry"))


def test_the_list_tells_why_and_by_which_document():
    """Each move has the reason of its month, and the document that decided."""
    timeline = life("gap and back-payment")
    entries = " ".join(written(WayChart(timeline, lang="zh").figure(), "entry"))
    for _, row in ((a, b) for a, b in pairwise(timeline) if a.state != b.state):
        assert row.reason.in_("zh") in entries
    for one in WayChart(timeline, lang="zh").records():
        assert one["cite"]


def test_a_life_that_never_moves_has_no_move():
    """One state in full colour, no arrow taken, and no number."""
    chart = WayChart(handmade(12), lang="en")
    assert chart.records() == []
    assert written(chart.figure(), "month") == []
    assert f"{label(State.NOT_ENROLLED, 'en')}: 12 months." in chart.alt_text()


@pytest.mark.parametrize("source", [state for state in State if state not in (State.RETIRED, State.DECEASED)])
@pytest.mark.parametrize("dest", [State.RETIRED, State.DECEASED])
def test_retiring_and_dying_have_a_way_from_every_state(source, dest):
    """Whoever retires or dies in a state is led there by an arrow of its own, clear of the texts."""
    states = [key(source)] * 3 + [key(dest)] * 9
    assert (source, dest) in wiring.WAYS
    for width in (6, 11):
        figure = WayChart(handmade(12, state=states.__getitem__), lang="en").wide(width).figure()
        assert written(figure, "month") == ["2024-04"]
        assert overlapping(figure) == []
        assert outside(figure) == []


def test_an_empty_way_says_so():
    """A life without months is drawn in words."""
    chart = WayChart(life("sixty years")[:0], lang="en")
    assert overlapping(chart.figure()) == []
    assert "no months" in chart.alt_text()
