"""The rules of a region over time: what is drawn is what the region's files say, with the document of each change."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure
from test_charts import LANGUAGES, outside, overlapping, written

from lifecycle import months
from lifecycle.errors import LifecycleError
from lifecycle.guide.chronicle import RulesChart
from lifecycle.guide.history import KEYS, USUAL, WAITS, history, name
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.parameters import BY_KEY, PARAMETERS
from lifecycle.vocabulary import UNKNOWN

TODAY = months.month("2026-11")
REGIONS = ("national", "hubei/wuhan", "shanghai", "guangdong/shenzhen", "fujian")


@pytest.fixture(scope="module")
def shipped() -> Atlas:
    """Return the shipped regions."""
    return Atlas()


HEAD = 'name = "此地"\nenglish = "Here"\ncite = "here"\ngrade = "A"\nchecked = 2026-01-01\n'


def own_region(tmp_path, body: str) -> Atlas:
    """Return the regions with one of a test's own."""
    (tmp_path / "here.toml").write_text(HEAD + body, encoding="utf-8")
    return Atlas([tmp_path])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("region", REGIONS)
def test_the_rules_of_a_region_are_readable(shipped, region, lang):
    """Nothing overlaps and nothing is cut."""
    figure = RulesChart(shipped, region, lang=lang, today=TODAY).figure()
    assert overlapping(figure) == []
    assert outside(figure) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [6, 16])
def test_rules_of_any_width_are_readable(shipped, width, lang):
    """Narrow paper puts the names above the panels, wide paper more columns below them."""
    figure = RulesChart(shipped, "shanghai", lang=lang, today=TODAY).wide(width).figure()
    assert overlapping(figure) == []
    assert outside(figure) == []


@pytest.mark.parametrize(("lang", "section"), [("en", "employee."), ("zh", "re"), ("zh", "flexible.")])
def test_every_rule_can_be_drawn(shipped, lang, section):
    """Rules of every kind, numbers and words alike, are drawn without touching."""
    keys = [one for one in KEYS if one.startswith(section)]
    figure = RulesChart(shipped, "hubei/wuhan", keys, lang=lang, today=TODAY).figure()
    assert overlapping(figure) == []
    assert outside(figure) == []


def test_rules_on_axes_are_readable(shipped):
    """In axes that are given the letters shrink until the panels fit."""
    figure = Figure(figsize=(8, 6))
    RulesChart(shipped, "shanghai", ["employee.base_floor", "flexible.tiers"], lang="en", today=TODAY).on(figure.add_subplot())
    assert overlapping(figure) == []
    assert outside(figure) == []


def test_the_steps_are_the_dated_values(shipped):
    """Each stretch has the value, the document and the region that hold in its months."""
    book = shipped.book("hubei/wuhan")
    for parameter in PARAMETERS:
        eras = history(book, parameter.key, months.month("2010-01"), months.month("2030-12"))
        assert eras[0].first == months.month("2010-01")
        assert eras[-1].end == months.month("2031-01")
        for era in eras:
            for month in (era.first, era.end - 1):
                value = book.value(parameter.key, month)
                assert era.known == (value.is_ != UNKNOWN)
                assert era.is_.cite == value.source.cite
                assert era.is_.region == value.region


def test_records_tell_from_value_document_address_grade_and_who_set_it(shipped):
    """The table has a row for each stretch, and what nobody knows is nothing."""
    rows = RulesChart(
        shipped, "shanghai", ["employee.base_floor"], from_="2025-01", until="2027-12", lang="en", today=TODAY
    ).records()
    assert [(one["from"], one["until"], one["value"]) for one in rows] == [
        ("2025-01", "2025-06", "7,384"),
        ("2025-07", "2026-06", "7,460"),
        ("2026-07", "2027-06", "7,546"),
        ("2027-07", "2027-12", None),
    ]
    assert [one["grade"] for one in rows[:3]] == ["C", "A", "B"]
    assert rows[1]["url"].startswith("https://")
    assert {one["set_by"] for one in rows[:3]} == {"shanghai"}


def test_each_change_has_the_number_of_its_document(shipped):
    """What stands below a change is in the list of documents."""
    chart = RulesChart(shipped, "shanghai", ["employee.base_floor"], from_="2025-01", until="2026-12", lang="zh", today=TODAY)
    figure = chart.figure()
    assert written(figure, "document") == ["1 C", "2 A", "3 B"]
    entries = "".join(written(figure, "entry"))
    assert all("".join(one["cite"].split()) in "".join(entries.split()) for one in chart.records())
    assert written(figure, "value") == ["7,384", "7,460", "7,546"]


def test_who_set_a_value_is_told_where_it_is_not_the_region(tmp_path):
    """A value of the nation is named as taken over; the region's own is not."""
    atlas = own_region(
        tmp_path,
        "[retirement]\npension_years = [{ from = 2026-01-01, is = 20, cite = 'x', grade = 'A', checked = 2026-01-01 }]\n",
    )
    chart = RulesChart(atlas, "here", ["retirement.pension_years"], from_="2025-01", until="2026-12", lang="en", today=TODAY)
    assert written(chart.figure(), "value") == ["15 ↑China (national)", "20"]
    assert [one["set_by"] for one in chart.records()] == ["national", "here"]


def test_other_voices_are_marked(tmp_path):
    """A disputed value shows what another source says, with its document."""
    body = (
        "[employee]\nrate_unit = [{ from = 2025-01-01, is = 0.08, cite = 'one', grade = 'B', "
        "disputed = [{ is = 0.09, cite = 'another', grade = 'C' }], checked = 2026-01-01 }]\n"
    )
    chart = RulesChart(own_region(tmp_path, body), "here", ["employee.rate_unit"], until="2026-12", lang="en", today=TODAY)
    figure = chart.figure()
    assert written(figure, "voice") == ["9% [1]"]
    assert chart.records()[-1]["disputed"] == "9%"
    assert {"one (B)", "another (C)"} <= set(written(figure, "entry"))


def test_what_begins_later_is_told_as_next(tmp_path):
    """A value of the future is dashed, and the finding says when it comes."""
    body = "[employee]\nrate_unit = [{ from = 2025-01-01, is = 0.08 }, { from = 2027-03-01, is = 0.07 }]\n"
    chart = RulesChart(own_region(tmp_path, body), "here", ["employee.rate_unit"], lang="en", today=TODAY)
    assert "Next, in 2027-03" in chart.finding
    assert chart.between(None, "2026-12").finding == "No change of these rules is known in this time."


def test_usual_rules_are_those_that_changed(shipped):
    """Unless rules are named, only what changed in the time is shown, and it is something that readers ask about."""
    shown = RulesChart(shipped, "shanghai", lang="en", today=TODAY)
    for eras in shown.eras:
        assert eras[0].key in USUAL
        assert len({era.text("en") for era in eras}) > 1
    assert set(USUAL) <= set(KEYS)


def test_the_wait_over_time_is_that_of_the_rule_that_decides(shipped):
    """The wait of a late resident is none in Wuhan until 2025, and then what the nation set."""
    eras = history(shipped.book("hubei/wuhan"), "resident.entry.late", months.month("2022-01"), TODAY)
    assert [(months.text(era.first), era.text("en")) for era in eras] == [("2022-01", "no wait"), ("2025-01", "3 months")]
    assert all(name(one, lang) != one for one in WAITS for lang in LANGUAGES)


@pytest.mark.parametrize("bad", ["employee.rate_unti", "", "resident.year.2025"])
def test_an_unknown_rule_is_refused(shipped, bad):
    """A misspelt rule is an error that names what comes near."""
    with pytest.raises(LifecycleError) as caught:
        RulesChart(shipped, "shanghai", [bad], lang="en")
    assert caught.value.expected
    if bad == "employee.rate_unti":
        assert "employee.rate_unit" in caught.value.in_("en")


def test_an_unknown_region_is_refused(shipped):
    """A region without a file is an error."""
    with pytest.raises(LifecycleError) as caught:
        RulesChart(shipped, "atlantis", lang="en")
    assert "atlantis" in caught.value.in_("en")


@pytest.mark.parametrize(("first", "last"), [("2026-01", "2025-12"), ("2025-13", "2026-01"), ("2025", None), (None, "soon")])
def test_bad_months_are_refused(shipped, first, last):
    """What is not a month, and an end before the beginning, are errors."""
    with pytest.raises(LifecycleError):
        RulesChart(shipped, "shanghai", from_=first, until=last, lang="en")


def test_the_words_tell_every_stretch(shipped):
    """Who cannot see the chart reads each value with its months and its document."""
    text = RulesChart(shipped, "shanghai", ["employee.base_floor"], lang="en", today=TODAY).alt_text()
    assert "2025-07 – 2026-06 7,460 [" in text
    assert BY_KEY["employee.base_floor"].label.en in text
