"""What if: one life elsewhere, gaps of any length, and the chart of them, whose numbers are those of the table."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from matplotlib.figure import Figure
from test_charts import outside, overlapping, written

from lifecycle import Atlas, RegionError, Scenario, ScenarioError, simulate
from lifecycle.charts import fonts
from lifecycle.charts.paper import Sheet
from lifecycle.charts.sweep import jumps, lines
from lifecycle.charts.sweep.lines import MARKERS, Line, Scale, shifts
from lifecycle.charts.sweep.panel import counted_ticks, round_ticks
from lifecycle.whatif.elsewhere import elsewhere
from lifecycle.whatif.stopping import stopping
from lifecycle.whatif.sweep import Sweep

LANGUAGES = ("zh", "en")
CITIES = (
    "hubei/wuhan",
    "shanghai",
    "jiangsu/suzhou",
    "beijing",
    "chongqing",
    "fujian/xiamen",
    "hainan",
    "hunan/changsha",
    "shandong/jinan",
)
ATLAS = Atlas()
EVERYWHERE = tuple(region for region in ATLAS.ids() if region != "national")
SWEEPS = {
    "many cities": {"regions": CITIES, "base": 6000},
    "paid back": {"regions": CITIES, "base": 6000, "back_pay": True, "last_paid": "2024-01"},
    "hired again": {"regions": ("fujian/xiamen",), "then": "hired", "was": "flexible", "gaps": tuple(range(13))},
    "residents": {"regions": CITIES[:4], "then": "resident", "last_paid": "2024-01", "gaps": (0, 1, 3, 4, 7, 12)},
    "one gap": {"regions": ("shanghai",), "gaps": (0,)},
    "everywhere": {"regions": EVERYWHERE, "base": 6000, "back_pay": True, "gaps": (0, 1, 3, 4)},
}
BOTH = [(name, lang) for name in SWEEPS for lang in LANGUAGES]


@cache
def sweep(name: str) -> Sweep:
    """Return one of the sweeps."""
    return stopping(atlas=ATLAS, **SWEEPS[name])


def by_hand(region: str, gap: int, *, back_pay: bool) -> list:
    """Return the months after leaving a job in January 2024 of a life that is written down as in a file."""
    index = 2024 * 12 + gap + 1
    month = f"{index // 12}-{index % 12 + 1:02d}"
    last = 2024 * 12 + gap
    events = [{"month": "2024-01", "what": "left_job"}, {"month": month, "what": "start_flexible", "base": 6000}]
    if back_pay and gap:
        paid = {"from": "2024-02", "to": f"{last // 12}-{last % 12 + 1:02d}"}
        events.append({"month": month, "what": "back_pay", **paid})
    before = {"scheme": "employee", "continuous_months": 60, "actual_months": 60, "base": 6000}
    data = {"region": region, "from": "2024-01", "until": "2028-08", "before": before, "event": events}
    return [row for row in simulate(Scenario.read(data), atlas=ATLAS) if row.month > "2024-01"]


@pytest.mark.parametrize("region", ["hubei/wuhan", "shanghai", "fujian/xiamen"])
@pytest.mark.parametrize("gap", [0, 2, 3, 4, 6, 12])
def test_an_outcome_counts_the_months_of_the_life(region, gap):
    """Every number of a gap is that of the same life written down by hand."""
    (one,) = (one for one in sweep("paid back").of(region) if one.gap == gap)
    rows = by_hand(region, gap, back_pay=True)
    assert one.months_without == sum(not row.covered for row in rows)
    assert one.months_without_finally == sum(not row.covered_finally for row in rows)
    assert one.months_reduced == sum(0 < row.benefit_factor < 1 for row in rows)
    assert one.benefit_lost == pytest.approx(sum(1 - row.benefit_factor for row in rows))
    assert one.months_waiting == sum(row.state == "waiting" for row in rows)
    assert one.paid_own_fen == sum(row.own_fen for row in rows if row.month <= "2026-02")


def test_the_worked_example_of_wuhan():
    """Paid back at once, two months of gap in Wuhan are covered in the end; six are lost and six more waited for."""
    found = {one.gap: one for one in sweep("paid back").of("hubei/wuhan")}
    assert (found[2].months_without, found[2].months_without_finally) == (1, 0)
    assert found[6].months_without_finally == 5 + 6  # a month still covered after the last payment
    assert "from-unit" in found[2].rule.key
    assert found[2].rule.cite


def test_a_stay_in_a_gap_is_paid_by_oneself():
    """In a month without cover the person pays all of it, and less in the end where the gap is paid back in time."""
    found = {one.gap: one for one in sweep("paid back").of("hubei/wuhan")}
    assert found[6].stay_own_fen == found[6].stay_own_finally_fen == 5_000_000
    assert found[2].stay_own_fen == 5_000_000 > found[2].stay_own_finally_fen


@pytest.mark.parametrize(
    "how", [{"then": "flexible"}, {"then": "flexible", "back_pay": True}, {"then": "hired", "was": "flexible"}]
)
def test_a_longer_gap_never_leaves_fewer_months_without_cover(how):
    """In every region, at the time and in the end."""
    found = stopping(EVERYWHERE, "2026-01", atlas=ATLAS, gaps=(0, 1, 3, 4, 6, 7, 13), **how)
    for region in EVERYWHERE:
        for one, longer in pairwise(found.of(region)):
            assert longer.months_without >= one.months_without, (region, one.gap)
            assert longer.months_without_finally >= one.months_without_finally, (region, one.gap)


def test_for_residents_only_a_new_window_makes_a_longer_gap_cheaper():
    """Who pays late for a year that ends waits longer than who pays for the next one in its window; nothing else helps."""
    found = stopping(EVERYWHERE, "2026-01", atlas=ATLAS, then="resident", gaps=(8, 9, 10, 11, 12))
    better = {
        (one.gap, longer.gap)
        for region in EVERYWHERE
        for one, longer in pairwise(found.of(region))
        if longer.months_without < one.months_without
    }
    assert better == {(10, 11)}  # January 2026 + 11 + 1 is the first January


def test_nobody_is_covered_less_in_the_end_than_at_the_time():
    """Settling never takes cover away."""
    assert all(one.months_without_finally <= one.months_without for name in SWEEPS for one in sweep(name).outcomes)


def test_every_life_is_lived_until_cover_is_whole_again():
    """The counts are final: the months lived are enough for every wait and every scale."""
    assert all(one.settled for one in sweep("many cities").outcomes)


def test_the_order_of_the_regions_changes_nothing_but_the_order():
    """Each region is lived by itself."""
    there = stopping(CITIES[:3], "2024-01", atlas=ATLAS, gaps=(0, 4))
    back = stopping(CITIES[2::-1], "2024-01", atlas=ATLAS, gaps=(0, 4))
    assert {(one.region, one.gap): one for one in there.outcomes} == {(one.region, one.gap): one for one in back.outcomes}


def test_elsewhere_is_the_life_written_for_there():
    """A life elsewhere is the one that a file with another region tells."""
    scenario = Scenario.load("scenarios/quits_four_months_without.toml")
    there, here = elsewhere(scenario, ["jiangsu/suzhou", scenario.region], atlas=ATLAS)
    assert here == simulate(scenario)
    assert there.scenario["region"] == "jiangsu/suzhou"
    assert [row.month for row in there] == [row.month for row in here]
    assert {row.region for row in there} == {"jiangsu/suzhou"}


def test_one_region_as_a_word_is_one_region():
    """A word is not taken apart into letters, and a region that is named twice is lived once."""
    scenario = Scenario.load("scenarios/demo.toml")
    assert len(elsewhere(scenario, "shanghai", atlas=ATLAS)) == 1
    assert len(elsewhere(scenario, ["shanghai", "shanghai"], atlas=ATLAS)) == 1


@pytest.mark.parametrize("regions", [[], ["nowhere"], ["shanghai", "../secret"], [7]])
def test_regions_that_cannot_be_are_refused(regions):
    """No region, an unknown one and what is none at all are told, with what was expected."""
    for ask in (lambda: elsewhere(Scenario.load("scenarios/demo.toml"), regions), lambda: stopping(regions)):
        with pytest.raises(RegionError) as caught:
            ask()
        assert caught.value.expected
        assert caught.value.todo


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("last_paid", "2024"),
        ("last_paid", 7),
        ("was", "resident"),
        ("then", "retired"),
        ("gaps", ()),
        ("gaps", (3, 1)),
        ("gaps", (1, 1)),
        ("gaps", (-1, 2)),
        ("gaps", (1, 2000)),
        ("gaps", ("a",)),
        ("stay", 0),
        ("stay", 1e12),
        ("stay", "much"),
        ("base", 0),
        ("base", -1),
        ("base", float("nan")),
        ("base", "much"),
        ("paid_months", -1),
        ("paid_months", 9999),
        ("paid_months", 1.5),
        ("last_paid", "2198-01"),
    ],
)
def test_a_question_that_cannot_be_is_refused_by_its_name(name, value):
    """The message names what was asked wrongly."""
    with pytest.raises(ScenarioError) as caught:
        stopping(["shanghai"], atlas=ATLAS, **{name: value})
    assert caught.value.where.path == name
    assert caught.value.expected


def test_residents_cannot_pay_a_gap_back():
    """Their premium is for a year."""
    with pytest.raises(ScenarioError) as caught:
        stopping(["shanghai"], then="resident", back_pay=True, atlas=ATLAS)
    assert "year" in caught.value.in_("en")


@pytest.mark.parametrize(("key", "value"), [("base", -5), ("paid_months", -1), ("assumptions", {"base_growth": 7})])
def test_what_a_scenario_refuses_is_refused(key, value):
    """Amounts and counts are checked as those of a file."""
    with pytest.raises(ScenarioError):
        stopping(["shanghai"], atlas=ATLAS, gaps=(0,), **{key: value})


def test_the_table_has_a_row_for_each_region_and_gap():
    """Rows are flat, and the rule stands in them with its document."""
    records = sweep("many cities").records()
    assert len(records) == len(CITIES) * 25
    assert {key: records[6][key] for key in ("region", "gap", "months_without")} == {
        "region": "hubei/wuhan",
        "gap": 6,
        "months_without": sweep("many cities").of("hubei/wuhan")[6].months_without,
    }
    assert records[6]["cite"]
    assert all(not isinstance(value, (dict, list, tuple)) for one in records for value in one.values())


def test_regions_that_agree_share_a_line():
    """Groups hold every region once, and those of a group agree for every gap."""
    found = sweep("everywhere")
    assert sorted(region for group in found.groups for region in group.regions) == sorted(EVERYWHERE)
    for group in found.groups:
        counts = {tuple(one.months_without for one in found.of(region)) for region in group.regions}
        assert len(counts) == 1
    assert len(found.groups) < len(EVERYWHERE)


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_no_two_texts_of_a_sweep_overlap_and_none_is_cut(name, lang):
    """Names, ticks, badges and entries keep apart, whatever is asked."""
    for chart in (sweep(name).plot(lang), sweep(name).plot(lang).in_the_end().of_a_stay().beyond_the_gap()):
        figure = chart.figure()
        assert overlapping(figure) == []
        assert outside(figure) == []


@pytest.mark.parametrize("width", [6, 16])
@pytest.mark.parametrize("name", ["many cities", "everywhere", "hired again"])
def test_a_sweep_of_any_width_is_drawn(name, width):
    """Narrow or wide, nothing touches."""
    for lang in LANGUAGES:
        figure = sweep(name).plot(lang).wide(width).figure()
        assert overlapping(figure) == []
        assert outside(figure) == []


def test_a_sweep_is_drawn_in_given_axes():
    """On axes of one's own it shrinks until it fits."""
    figure = Figure(figsize=(22, 16))
    left, right = figure.subplots(1, 2)
    sweep("many cities").plot("en").on(left)
    sweep("paid back").plot("en").on(right)
    assert overlapping(figure) == []
    assert outside(figure) == []


def test_the_lines_are_the_numbers_of_the_table():
    """Each line of the chart steps where the table says, and its name tells its last number."""
    found = sweep("many cities")
    figure = found.plot("en").figure()
    names = " ".join(written(figure, "name"))
    for group in found.groups:
        regions = ", ".join(found.names[region].en for region in group.regions)
        assert f"{regions}: {group.outcomes[-1].months_without}" in names
    chart = found.plot("en")
    for line, group in zip(chart._upper().lines, found.groups, strict=True):
        assert list(line.values) == [one.months_without for one in group.outcomes]
        assert list(line.assumed) == [one.assumed for one in group.outcomes]


def test_what_is_assumed_is_dashed():
    """The part of a line that rests on something unknown is drawn in dashes, and the footer says so."""
    line = Line(labels=("x",), values=(1.0, 2.0, None, 3.0), assumed=(False, True, False, False), number=0)
    figure = Figure(figsize=(5, 5))
    sheet = Sheet(figure, fonts.face("en"))
    lines.draw(sheet, Scale((0, 1, 2, 3), 0, 4, 0, 4, 4), line, [0.0] * 4)
    looks = [artist.get_linestyle() for artist in sheet.axes.get_lines() if artist.get_linestyle() != "None"]
    assert looks == ["-", "--", "-"]
    assert "Dashed" in " ".join(written(sweep("many cities").plot("en").figure(), "footer"))


def test_lines_of_one_value_run_side_by_side():
    """Where lines meet each keeps a place of its own, in one order; elsewhere none is moved."""
    drawn = [Line(labels=("x",), values=(2.0, float(at)), assumed=(False, False), number=at) for at in range(3)]
    moved = shifts(Scale((0, 1), 0, 4, 0, 4, 4), drawn)
    assert [by[1] for by in moved] == [0, 0, 0]
    assert moved[0][0] < moved[1][0] < moved[2][0]


def test_lines_are_told_apart_without_colour():
    """Twice as many lines as there are colours differ in marker or filling."""
    looks = {
        (MARKERS[number % len(MARKERS)], Line(labels=(), values=(), assumed=(), number=number).hollow) for number in range(16)
    }
    assert len(looks) == 16


def test_the_jumps_are_those_of_the_lines():
    """A jump stands where a gap a month longer costs more than that month, and tells rule and document."""
    found = sweep("paid back")
    told = jumps.jumps(found, found.groups, finally_=False)
    assert told
    for jump in told:
        for region in jump.regions:
            one, longer = (next(o for o in found.of(region) if o.gap == gap) for gap in (jump.gap - 1, jump.gap))
            assert longer.months_without - one.months_without - 1 == jump.more
    chart = found.plot("en")
    assert any("Wuhan" in text for text in written(chart.figure(), "entry"))
    assert all("(" in jumps.words(jump, found, chart.face)[1] for jump in told)


def test_the_finding_is_in_the_table():
    """The sentence names a gap, and the least and the most that the table has for it."""
    found = sweep("many cities")
    sentence = found.plot("en").finding
    gap = int(sentence.split("gap of ")[1].split()[0])
    least, most = (int(word) for word in sentence.split("for ")[1].split() if word.isdigit())
    counts = [one.months_without for one in found.outcomes if one.gap == gap]
    assert (least, most) == (min(counts), max(counts))


def test_each_jump_is_told_as_the_two_lines_say():
    """The sentence of a jump names two gaps, and the months that lie between them in every region that it names."""
    for name in ("many cities", "everywhere"):
        found = sweep(name)
        chart = found.plot("en")
        for jump in chart._jumps:
            told, _ = jumps.words(jump, found, chart.face)
            for region in jump.regions:
                counts = {one.gap: one.months_without for one in found.of(region)}
                more = counts[jump.gap] - counts[jump.gap - 1]
                assert told.startswith(f"a gap of {jump.gap} month")
                assert f" instead of {jump.gap - 1}: {more} months more without cover: " in told
    alone = stopping(["hubei/wuhan"], "2024-01", atlas=ATLAS, gaps=range(8))
    assert alone.plot("en").finding == "A gap of 6 months instead of 5 leaves one without cover for 6 months more."


def test_the_finding_in_the_end_says_so():
    """Months that a back-payment covers afterwards are not told as those at the time."""
    found = sweep("paid back")
    assert "in the end" in found.plot("en").in_the_end().finding
    assert "in the end" not in found.plot("en").finding


def test_a_part_of_the_benefit_is_told_with_its_gap_and_for_whom():
    """Where no month is lost besides, the most months in part are named, and whether that depends on the region."""
    alone = sweep("hired again")
    gap = next(one.gap for one in alone.outcomes if one.months_reduced)
    most = max(one.months_reduced for one in alone.outcomes)
    assert alone.plot("en").finding == f"After a gap of {gap} months, {most} months bring only a part of the benefit."
    both = stopping(["fujian/xiamen", "fujian/fuzhou"], "2026-01", atlas=ATLAS, was="flexible", then="hired", gaps=(0, 3, 4))
    told = both.plot("en").finding
    counts = {one.months_reduced for one in both.outcomes if one.gap == 4}
    assert ("up to" in told) == (len(counts) > 1)
    assert str(max(counts)) in told


def test_saving_is_told_beside_the_shortest_gap():
    """Where the sweep does not begin with no gap at all, the panel says what is compared."""
    panel = stopping(["hubei/wuhan"], "2024-01", atlas=ATLAS, base=6000, gaps=(3, 4)).plot("en")._lower()
    assert "beside one of 3 months" in panel.name
    assert panel.lines[0].values[0] == 0
    assert "beside" not in sweep("many cities").plot("en")._lower().name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_a_sweep_tell_every_line(lang):
    """Who cannot see it reads question, answer and each region."""
    chart = sweep("many cities").plot(lang)
    text = chart.alt_text()
    assert chart.finding in text
    assert all(name.in_(lang) in text for name in sweep("many cities").names.values())


@pytest.mark.parametrize(("least", "most"), [(0, 1), (0, 24), (0, 31), (-3, 5), (0, 200), (-1, 1), (0, 0)])
def test_ticks_hold_what_they_measure(least, most):
    """Ticks rise, begin at or below the least, end at or above the most, and are few."""
    for ticks in (counted_ticks(least, most), round_ticks(least * 100, most * 100)):
        scale = 1 if ticks == counted_ticks(least, most) else 100
        assert ticks == sorted(set(ticks))
        assert ticks[0] <= least * scale <= most * scale <= ticks[-1]
        assert len(ticks) <= 9
