"""Lives side by side: which months differ, why the first of them does, the totals, and the chart of all that."""

from __future__ import annotations

import itertools
from functools import cache
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from test_charts import LIVES, outside, overlapping, written

from lifecycle import Atlas, Scenario, Timeline, TimelineError, months, simulate
from lifecycle.charts.comparison import why
from lifecycle.comparison import PAYING, Comparison, compare
from lifecycle.words import Label

LANGUAGES = ("zh", "en")
ATLAS = Atlas()
QUITS = {
    "title": {"zh": "断缴四个月", "en": "Four months without"},
    "from": "2024-01",
    "until": "2026-12",
    "before": {"scheme": "employee", "continuous_months": 60, "actual_months": 60, "base": 6000},
    "event": [{"month": "2025-04", "what": "left_job"}, {"month": "2025-09", "what": "start_flexible", "base": 6000}],
}
REGIONS = ("hubei/wuhan", "jiangsu/suzhou", "shanghai", "fujian/xiamen", "hainan", "chongqing")


@cache
def quits(region: str, gap: int = 4, *, back_pay: bool = False) -> Timeline:
    """Return the life of someone who leaves in April 2025 and goes on after a gap."""
    index = 2025 * 12 + 4 + gap
    month, last = (f"{at // 12}-{at % 12 + 1:02d}" for at in (index, index - 1))
    events = [{"month": "2025-04", "what": "left_job"}, {"month": month, "what": "start_flexible", "base": 6000}]
    if back_pay and gap:
        events.append({"month": month, "what": "back_pay", "from": "2025-05", "to": last})
    return simulate(Scenario.read({**QUITS, "region": region, "event": events}), atlas=ATLAS)


@cache
def life(name: str) -> Timeline:
    """Return one of the lives of the charts."""
    return simulate(Scenario.read(LIVES[name]))


@cache
def comparison(name: str) -> Comparison:
    """Return one of the comparisons."""
    return {
        "two regions": lambda: compare(quits("hubei/wuhan"), quits("jiangsu/suzhou")),
        "six regions": lambda: compare(*(quits(region) for region in REGIONS)),
        "paid back or not": lambda: compare(
            quits("hubei/wuhan", 2, back_pay=True), quits("hubei/wuhan", 2), names=("pays back", "does not")
        ),
        "alike": lambda: compare(quits("shanghai"), quits("shanghai")),
        "short": lambda: compare(life("three months"), life("one month")),
        "apart": lambda: compare(life("three months"), life("retires after a top-up")),
        "long": lambda: compare(life("sixty years"), life("eighty years")),
        "long names": lambda: compare(quits("shanghai"), life("long title"), names=("很长" * 60, "long " * 60)),
        "apart again": lambda: compare(quits("shanghai")[:"2024-06"], quits("shanghai")["2026-01":], names=("early", "late")),
        "many events": lambda: compare(life("many changes"), quits("jiangsu/suzhou")),
    }[name]()


NAMES = (
    "two regions", "six regions", "paid back or not", "alike", "short", "apart", "long", "long names", "many events",
)  # fmt: skip
BOTH = [(name, lang) for name in NAMES for lang in LANGUAGES]


@pytest.mark.parametrize("name", ["gap and back-payment", "half benefit", "sixty years", "three cities", "newborn"])
def test_a_life_does_not_differ_from_itself(name):
    """No month differs in anything, and no first difference is told."""
    found = compare(life(name), life(name), life(name))
    assert found.differing("cover", "finally", "state", "money") == []
    assert found.difference is None
    assert len({tuple(one.items()) for one in ({**vars_of(total), "name": ""} for total in found.totals())}) == 1


def vars_of(total):
    """Return the figures of a life."""
    return {name: getattr(total, name) for name in total.__slots__ if not name.startswith("__")}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(REGIONS), min_size=2, max_size=6), st.randoms())
def test_the_order_of_lives_does_not_change_which_months_differ(regions, random):
    """Every order gives the same months, kinds and first difference."""
    lives = [quits(region) for region in regions]
    one = compare(*lives)
    random.shuffle(lives)
    other = compare(*lives)
    assert one.kinds == other.kinds
    assert (one.difference and one.difference.month) == (other.difference and other.difference.month)


@pytest.mark.parametrize(("a", "b"), list(itertools.combinations(REGIONS, 2)))
def test_months_differ_where_the_rows_do(a, b):
    """What is marked is what one finds by looking at every month oneself."""
    one, other = quits(a), quits(b)
    found = compare(one, other)
    assert found.differing("cover") == [
        row.month for row, there in zip(one, other, strict=True) if row.benefit_factor != there.benefit_factor
    ]
    assert set(found.differing("state")) >= {row.month for row, there in zip(one, other, strict=True) if row.state != there.state}
    told = [] if found.difference is None else [months.text(found.difference.month)]
    assert (found.differing() or found.differing("money"))[:1] == told


def test_each_side_tells_its_own_rule_and_document():
    """In Wuhan a gap of four months costs no wait, in Suzhou one of three months: each with the region's document."""
    found = comparison("two regions").difference
    assert found is not None
    wuhan, suzhou = found.sides
    assert wuhan.source.region == "hubei/wuhan"
    assert suzhou.source.region in ("jiangsu/suzhou", "jiangsu")
    assert wuhan.source.cite != suzhou.source.cite
    assert suzhou.source.value["then"]["wait_months"] == 3
    assert wuhan.events == suzhou.events
    assert wuhan.since == "2025-09"


def test_a_month_that_was_settled_later_tells_what_settled_it():
    """Cover is alike at the time; in the end it is not, and the side says by which rule."""
    found = comparison("paid back or not")
    first = found.difference
    assert first.kinds == ("finally",)
    paid, unpaid = first.sides
    assert paid.row.covered_finally
    assert not unpaid.row.covered_finally
    assert paid.source.value["then"]["retroactive"] is True


def test_a_month_that_only_goes_on_is_traced_to_its_beginning():
    """Who is still without cover is so by the lag that ended it, not by what is counted meanwhile."""
    found = compare(
        quits("hubei/wuhan"), quits("hubei/wuhan")["2025-07":], quits("hubei/wuhan", 2), names=tuple("ABC")
    ).difference
    assert months.text(found.month) == "2025-07"
    ended = next(row for row in quits("hubei/wuhan")["2025-04":] if not row.covered)
    assert ended.month < "2025-07"
    assert found.sides[0].source.key == "employee.stop_lag_months"
    assert found.sides[1].source is None or ".stop_lag" not in found.sides[1].source.key


@pytest.mark.parametrize("region", ["shanghai", "hainan"])
def test_where_only_money_differs_the_value_paid_by_is_told(region):
    """Not the rule of cover but a rate, a base or an amount beside them, and one that the other has not wherever there is one."""
    scenario = Scenario.load("scenarios/demo.toml")
    here, there = (simulate(attrs.evolve(scenario, region=one), until="2015-03", atlas=ATLAS) for one in ("hubei/wuhan", region))
    assert compare(here, there).difference is None
    here, there = (
        simulate(attrs.evolve(scenario, region=one), atlas=ATLAS)["2024-01":"2024-06"] for one in ("hubei/wuhan", region)
    )
    found = compare(here, there).difference
    assert found.kinds == ("money",)
    for side in found.sides:
        assert side.source is None or side.source.key.endswith(PAYING)
    assert found.sides[0].source.key == "employee.extra_own"


def test_money_of_a_first_month_is_counted_though_a_part_of_it_is_unknown():
    """What is known of the payments of the first month that all lives have is in the total."""
    life_ = simulate(Scenario.load("scenarios/double_payment.toml"), atlas=ATLAS)
    assert (life_["2024-11"].paid_own_fen, life_["2024-12"].own_fen, life_["2024-12"].paid_own_fen) == (0, None, 40_000)
    whole, _ = compare(life_, life_["2024-12":]).totals()
    assert whole.paid_own_fen == 40_000
    assert whole.unknown_own_months == whole.months
    assert compare(life_, life_).totals()[0].paid_own_fen == life_[-1].paid_own_fen


def test_equally_long_cover_in_other_months_is_not_called_alike():
    """Where lives are without cover as long at the time, but in the end not, the finding claims no more than that."""
    found = comparison("paid back or not")
    sums = [attrs.evolve(one, months_without=1) for one in found.totals()]
    told = [
        why.finding(SimpleNamespace(**{**vars_for_finding(found), "totals": lambda: sums}), ("A", "B"), lang)
        for lang in LANGUAGES
    ]
    assert "Alike" not in told[1]
    assert told[1].startswith("Covered as long at the time, in the end A 2 months longer than B; they first differ in ")


def vars_for_finding(found):
    """Return what a finding asks of a comparison."""
    return {"common": found.common, "difference": found.difference, "differing": found.differing}


def test_totals_are_those_of_the_timelines():
    """Each figure is that of the rows."""
    for total, one in zip(comparison("six regions").totals(), comparison("six regions").timelines, strict=True):
        counts = one.counts()
        assert total.months_without == counts["months"] - counts["covered"]
        assert total.months_without_finally == counts["months"] - counts["covered_finally"]
        assert total.months_waiting == counts["waiting"]
        assert total.paid_own_fen == counts["paid_own_fen"]
        assert total.grade == counts["grade"]
        if total.covered_again:
            assert one[total.covered_again].covered


def test_figures_count_the_months_that_all_lives_have():
    """A shorter life is not better covered because it is shorter; the footer tells how many months are counted."""
    whole, part = quits("hainan"), quits("shanghai")["2025-03":"2025-12"]
    found = compare(whole, part)
    rows = whole["2025-03":"2025-12"]
    mine, theirs = found.totals()
    assert (mine.months, theirs.months) == (10, 10)
    assert mine.months_without == sum(not row.covered for row in rows)
    assert mine.paid_own_fen == sum(row.own_fen for row in rows)
    assert theirs.paid_own_fen == sum(row.own_fen for row in part)
    assert "the 10 months that all lives have" in " ".join(found.plot("en").notes)
    assert "no month in common" in comparison("apart again").plot("en").finding


def test_months_that_one_life_does_not_have_are_no_difference():
    """Lives of different length are compared where both have months; the table has all of them."""
    whole, part = quits("shanghai"), quits("shanghai")["2025-06":"2025-10"]
    found = compare(whole, part, names=("whole", "part"))
    assert found.differing() == []
    assert len(found.records()) == len(whole) + len(part)
    assert (found.first, found.last) == (whole[0].index, whole[-1].index)


def test_lives_of_different_times_never_meet():
    """Without a common month nothing can differ, and the chart is drawn all the same."""
    found = comparison("apart again")
    assert found.differing() == []
    assert overlapping(found.plot("en").figure()) == []


def test_only_money_differs():
    """Where cover and insurance are alike, the first difference is one of money, and the finding says that."""
    cheap = simulate(Scenario.read({**QUITS, "region": "shanghai", "event": QUITS["event"][:1]}), atlas=ATLAS)
    dear = simulate(
        Scenario.read({**QUITS, "region": "shanghai", "event": QUITS["event"][:1], "before": {**QUITS["before"], "base": 20000}}),
        atlas=ATLAS,
    )
    found = compare(cheap, dear)
    assert found.differing() == []
    assert found.difference.kinds == ("money",)
    assert "only what is paid differs" in found.plot("en").finding
    for width in (6, 11):
        figure = found.plot("en").wide(width).figure()
        assert " ".join(written(figure, "legend")).endswith("only what is paid")
        assert overlapping(figure) == outside(figure) == []
    assert "no month" in written(comparison("alike").plot("en").figure(), "legend")


def test_a_timeline_from_a_file_compares_itself(tmp_path):
    """Nothing but the stored timeline is needed."""
    quits("shanghai").save(tmp_path / "life.json")
    stored = Timeline.load(tmp_path / "life.json")
    assert compare(stored, quits("shanghai")).differing("cover", "finally", "state", "money") == []
    again = compare(stored, quits("hubei/wuhan"))
    assert again.kinds == compare(quits("shanghai"), quits("hubei/wuhan")).kinds


@pytest.mark.parametrize("lives", [(), (0,), (0,) * 7])
def test_fewer_than_two_and_more_than_six_are_refused(lives):
    """The message says how many there are and how many there may be."""
    with pytest.raises(TimelineError) as caught:
        compare(*(quits("shanghai") for _ in lives))
    assert "2" in caught.value.in_("en")
    assert "6" in caught.value.in_("zh")


@pytest.mark.parametrize("bad", ["life.json", None, 7])
def test_what_is_no_timeline_is_refused(bad):
    """Paths and empty lives are no lives to compare."""
    with pytest.raises(TimelineError):
        compare(quits("shanghai"), bad)
    with pytest.raises(TimelineError):
        compare(quits("shanghai"), quits("shanghai")[:0])


@pytest.mark.parametrize("names", [("one",), ("a", "b", "c"), "ab"])
def test_names_are_one_for_each_life(names):
    """Too few, too many and a mere word are refused."""
    with pytest.raises(TimelineError) as caught:
        compare(quits("shanghai"), quits("hainan"), names=names)
    assert caught.value.expected


def test_an_unknown_kind_is_refused():
    """The known ones are named."""
    with pytest.raises(TimelineError) as caught:
        comparison("alike").differing("weather")
    assert "money" in caught.value.in_("en")


def test_lives_are_named_by_what_tells_them_apart():
    """By region, else by title, else by number."""
    assert [name.en for name in compare(quits("shanghai"), quits("hubei/wuhan")).names] == ["Shanghai", "Wuhan"]
    assert [name.en for name in comparison("alike").names] == ["life 1", "life 2"]
    titled = [life("gap and back-payment"), simulate(Scenario.read({**QUITS, "region": "hubei/wuhan"}), atlas=ATLAS)]
    assert [name.en for name in compare(*titled).names] == ["Quits, and pays two months back", "Four months without"]
    twice = compare(quits("shanghai"), quits("shanghai"), quits("hainan")).names
    assert len({name.zh for name in twice}) == 3
    assert compare(quits("shanghai"), quits("hainan"), names=(Label("甲", "A"), "B")).names[0].zh == "甲"


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_no_two_texts_of_a_comparison_overlap_and_none_is_cut(name, lang):
    """Names, events, bars, totals and reasons keep apart, for the months that differ and for all of them."""
    for chart in (comparison(name).plot(lang), comparison(name).plot(lang).whole()):
        figure = chart.figure()
        assert overlapping(figure) == []
        assert outside(figure) == []


@pytest.mark.parametrize("width", [6, 16])
@pytest.mark.parametrize("name", ["two regions", "six regions", "long", "long names", "many events"])
def test_a_comparison_of_any_width_is_drawn(name, width):
    """Narrow or wide, nothing touches."""
    for lang in LANGUAGES:
        figure = comparison(name).plot(lang).wide(width).figure()
        assert overlapping(figure) == []
        assert outside(figure) == []


def test_a_comparison_is_drawn_in_given_axes():
    """On axes of one's own it shrinks until it fits."""
    figure = Figure(figsize=(22, 9))
    left, right = figure.subplots(1, 2)
    comparison("two regions").plot("en").on(left)
    comparison("paid back or not").plot("zh").on(right)
    assert overlapping(figure) == []
    assert outside(figure) == []


def test_the_months_before_the_difference_are_left_out_unless_asked_for():
    """By default the chart begins a little before, and its subtitle says so; it shows what is asked for."""
    chart = comparison("two regions").plot("en")
    assert chart.window[0] > chart.comparison.first
    assert "alike" in chart.subtitle
    assert chart.whole().window == (chart.comparison.first, chart.comparison.last)
    assert "alike" not in chart.whole().subtitle
    assert [chart.between("2025-08", "2030-01").window[0], chart.between("2025-08", "2030-01").window[1]] == [
        2025 * 12 + 7,
        chart.comparison.last,
    ]
    assert "differ too" in chart.between("2024-01", "2024-12").subtitle


@pytest.mark.parametrize(("first", "last"), [("2025", "2026-01"), ("2026-01", "2025-01"), ("2040-01", "2041-01"), (None, 3)])
def test_months_that_cannot_be_shown_are_refused(first, last):
    """The message names the months that there are."""
    with pytest.raises(TimelineError) as caught:
        comparison("two regions").plot("en").between(first, last)
    assert "2026-12" in caught.value.in_("en")


def test_the_strip_marks_the_months_of_the_table():
    """As many months are marked as the table says, by what they differ in."""
    found = comparison("two regions")
    figure = found.plot("en").whole().figure()
    n = len(found.differing("cover"))
    assert f"cover: {n} months" in written(figure, "legend")
    assert written(figure, "flag") == [f"first difference: {found.differing()[0]}"]
    assert [int(text) for text in written(figure, "total") if text.isdigit()] == [one.months_without for one in found.totals()]


def test_the_finding_tells_who_is_covered_longer():
    """The longer cover by as many months as the totals differ."""
    found = comparison("two regions")
    wuhan, suzhou = (one.months_without for one in found.totals())
    assert found.plot("en").finding.startswith(f"Wuhan is covered {suzhou - wuhan} months longer than Suzhou")
    assert comparison("alike").plot("en").finding == "No month differs."
    paid, unpaid = comparison("paid back or not").totals()
    assert (unpaid.months_without - paid.months_without, unpaid.months_without_finally - paid.months_without_finally) == (1, 2)
    assert "covered 1 month longer than does not, in the end 2 months" in comparison("paid back or not").plot("en").finding


def test_long_names_are_called_by_letters():
    """A sentence does not repeat a title of many lines."""
    chart = comparison("long names").plot("en")
    assert chart.names == ["A", "B"]
    assert "long long" not in chart.finding
    assert chart.full_names[1].startswith("B  long")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_a_comparison_tell_what_it_shows(lang):
    """Who cannot see it reads the finding, each life, and the documents."""
    chart = comparison("two regions").plot(lang)
    text = chart.alt_text()
    assert chart.finding in text
    for side in chart.comparison.difference.sides:
        assert side.name.in_(lang) in text
        assert side.source.cite in text
