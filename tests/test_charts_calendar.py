"""The calendar of a life: what its cells say is what the timeline says, and it can be read on a phone and a page."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure
from test_charts import LANGUAGES, LIVES, handmade, life, outside, overlapping, with_events, written

from lifecycle import OutputError
from lifecycle.charts.calendar.chart import CalendarChart
from lifecycle.charts.calendar.grid import LETTERS
from lifecycle.charts.calendar.years import folded, lines
from lifecycle.charts.lanes import cover_key
from lifecycle.vocabulary import State, key

A4 = 11.69


@pytest.mark.parametrize(("width", "lang"), [(4, "zh"), (6, "en"), (11, "zh"), (16, "en")])
@pytest.mark.parametrize("name", ["three months", "many changes", "sixty years", "long title"])
def test_a_calendar_of_any_width_is_readable(name, width, lang):
    """Nothing overlaps or is cut on phones, pages and screens."""
    figure = CalendarChart(life(name), lang=lang).wide(width).figure()
    assert overlapping(figure) == []
    assert outside(figure) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["many changes", "sixty years", "sixty years of money"])
def test_a_folded_calendar_is_readable(name, lang):
    """Years that share a line keep their texts apart, too."""
    figure = CalendarChart(life(name), lang=lang).folded().figure()
    assert overlapping(figure) == []
    assert outside(figure) == []


@pytest.mark.parametrize("name", ["sixty years", "eighty years", "sixty years of money"])
def test_eighty_years_fit_a_page(name):
    """A long life is no higher than a sheet of A4, and its letters stay readable."""
    figure = CalendarChart(life(name), lang="en").figure()
    assert figure.get_size_inches()[1] <= A4
    assert len([text for text in written(figure, "tick") if len(text) == 4 and text.isdigit()]) == len(lines(life(name).rows))


def test_a_calendar_on_axes_is_readable():
    """In axes that are given the letters shrink until the calendar fits; axes that are too small are refused."""
    figure = Figure(figsize=(7, 6))
    CalendarChart(life("gap and back-payment"), lang="en").on(figure.add_subplot())
    assert overlapping(figure) == []
    assert outside(figure) == []
    with pytest.raises(OutputError):
        CalendarChart(life("sixty years"), lang="en").on(Figure(figsize=(2, 2)).add_subplot())


@pytest.mark.parametrize("name", LIVES)
def test_totals_are_those_of_the_timeline(name):
    """The months covered add up, year by year, to what the timeline counts, folded or not."""
    timeline = life(name)
    every = lines(timeline.rows)
    for given in (every, folded(every)):
        assert sum(len(line.rows) for line in given) == len(timeline)
        assert sum(line.covered for line in given) == timeline.counts()["covered"]
        assert sum(line.covered + line.later for line in given) == timeline.counts()["covered_finally"]


def test_cells_say_cover_then_and_afterwards():
    """The records of the picture are the months: cover as it was, as it became, and the numbers of events."""
    timeline = life("gap and back-payment")
    records = CalendarChart(timeline, lang="en").records()
    assert [one["cover"] for one in records] == [cover_key(row, finally_=False) for row in timeline]
    later = [one["month"] for one in records if one["cover_finally"] == "back_paid"]
    assert later == [row.month for row in timeline if row.covered_finally and not row.covered]
    assert later
    assert next(one for one in records if one["month"] == "2025-01")["events"] == "2 3"


def test_letters_stand_where_the_state_changes():
    """Each change of state has its letter, and what goes on has none."""
    states = ["employee"] * 5 + ["suspended"] * 3 + ["flexible"] * 16
    figure = CalendarChart(handmade(24, state=states.__getitem__), lang="en").figure()
    assert written(figure, "letter") == ["E", "S", "F"]
    assert written(figure, "total") == ["0/12", "0/12"]


def test_every_state_has_a_letter_of_its_own():
    """No letter stands for two states, in either language."""
    for lang in LANGUAGES:
        assert len({LETTERS[state].in_(lang) for state in State}) == len(State)


def test_events_are_marked_by_their_numbers_and_listed():
    """A month with events shows their numbers, and the list below says what they are."""
    timeline = with_events(handmade(12), {"2024-03": [{"number": 7, "what": "status", "is": "student", "effect": True}]})
    figure = CalendarChart(timeline, lang="en").figure()
    assert written(figure, "number") == ["7"]
    assert "7" in written(figure, "entry")
    assert any(text.startswith("2024-03") for text in written(figure, "entry"))


def test_alike_years_share_a_line_only_when_asked():
    """Folded, whole years in which nothing changes are one line that tells how many they are."""
    timeline = handmade(84, state="employee", covered=True, benefit_factor=1.0)
    assert "2024–2030" not in written(CalendarChart(timeline, lang="en").figure(), "tick")
    figure = CalendarChart(timeline, lang="en").folded().figure()
    assert "2024–2030" in written(figure, "tick")
    assert written(figure, "alike") == ["employee-insured, 7 years alike"]
    assert "84/84" in written(figure, "total")


def test_years_that_differ_in_one_month_are_not_folded():
    """A single month without cover keeps its year apart."""
    timeline = handmade(84, state="employee", covered=lambda at: at != 40, benefit_factor=lambda at: float(at != 40))
    assert [line.name for line in folded(lines(timeline.rows))] == ["2024–2026", "2027", "2028–2030"]


def test_months_outside_the_life_have_no_cell():
    """A life that begins in June has seven months in its first year."""
    (line, *_) = lines(life("sixty years").rows)
    assert line.cells[:5] == (None,) * 5
    assert len(line.rows) == 7


def test_the_words_tell_each_year():
    """Who cannot see the calendar reads how many months of each year were covered."""
    text = CalendarChart(life("gap and back-payment"), lang="en").alt_text()
    assert "2024: 11 of 12 months covered, 1 more afterwards" in text
    assert "2025: 12 of 12 months covered" in text


def test_an_empty_calendar_says_so():
    """A life without months is drawn in words."""
    chart = CalendarChart(life("sixty years")[:0], lang="en")
    assert overlapping(chart.figure()) == []
    assert "no months" in chart.alt_text()


def test_a_part_of_a_life_is_a_calendar():
    """Between two months only their years are shown."""
    chart = CalendarChart(life("sixty years"), lang="en").between("2012-03", "2013-02")
    assert [line.name for line in chart.lines] == ["2012", "2013"]
    assert len(chart.records()) == 12
    assert {one["state"] for one in chart.records()} <= {key(state) for state in State}
