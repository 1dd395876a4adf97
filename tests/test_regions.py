"""Regions as data: every shipped file loads, cites and resolves; a file of one's own needs no code."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from random_lives import possible_regions

from lifecycle import Atlas, RegionError, Scenario, months, simulate
from lifecycle.regions.findings import findings
from lifecycle.regions.hits import hits
from lifecycle.regions.parameters import PARAMETERS
from lifecycle.vocabulary import GRADES, UNKNOWN, Way

TODAY = dt.date(2026, 11, 21)
GOOD = """
name = "某市"
english = "Somewhere"
checked = 2026-11-21
grade = "B"

[flexible]
stop_lag_months = [{ from = 2000-01-01, is = 1, cite = "某文件第一条" }]

[[flexible.entry]]
id = "short"
previous = "flexible"
gap_months_max = 2
cover_from = "payment_month"
cite = "某文件第二条"

[[flexible.entry]]
id = "rest"
cover_from = "next_month"
wait_months = 2
cite = "某文件第三条"
"""


def figure(section: str, name: str, value: str) -> str:
    """One dated figure of a section, as a file writes it."""
    return f'\n[{section}]\n{name} = [{{ from = 2024-01-01, is = {value}, cite = "某文件" }}]\n'


def requirement(lines: str) -> str:
    """One row of what retiring asks for, as a file writes it."""
    return f'\n[[retirement.requirement]]\n{lines}\ncite = "某文件"\n'


def procedure(lines: str) -> str:
    """One thing to arrange, as a file writes it."""
    return f'\n[[procedure]]\nid = "p"\nwhen = "move"\nwhat = {{ zh = "办", en = "go" }}\n{lines}\n'


@pytest.fixture
def folder(tmp_path):
    """A folder with one good region of one's own."""
    (tmp_path / "somewhere.toml").write_text(GOOD)
    return tmp_path


@pytest.mark.parametrize("region", possible_regions())
def test_every_value_in_force_has_a_source(region, atlas):
    """Each parameter resolves in every month in which anything changes, with document, grade and date of checking."""
    book = atlas.book(region)
    for month in book.change_months:
        book.rules(month)
        for parameter in PARAMETERS:
            value = book.value(parameter.key, month)
            if value.is_ == UNKNOWN:
                assert value.assumed
                continue
            source = value.source
            assert source.cite
            assert source.grade in GRADES
            assert source.checked


@pytest.mark.parametrize("region", possible_regions())
def test_every_entry_rule_has_a_source_and_every_combination_a_rule(region, atlas):
    """An entry list decides for everybody, and each of its rules is cited."""
    book = atlas.book(region)
    for rules in book.lists.values():
        assert all(rule.source.cite and rule.source.grade in GRADES and rule.source.checked for rule in rules)
    assert set(hits(book, months.month("2026-01"))) == set(Way) - {Way.NONE}


@pytest.mark.parametrize("region", possible_regions())
def test_shipped_files_leave_nothing_to_mend(region, atlas):
    """Dates are plausible, holes marked, every month resolves; what runs out or goes beyond the nation's bound is only told."""
    remarks = list(findings(atlas.book(region), atlas.file("national"), TODAY))
    assert [str(remark.text) for remark in remarks if remark.mistake] == []


def test_what_is_unknown_falls_back_and_is_marked(folder):
    """Unknown stays unknown: the nation supplies the value, and the result says so."""
    (folder / "dark.toml").write_text(
        'name = "暗"\ngrade = "B"\nchecked = 2026-11-21\n[flexible]\nstop_lag_months = "unknown"\nentry = "unknown"\n'
    )
    book = Atlas([folder]).book("dark")
    assert book.value("flexible.stop_lag_months", months.month("2025-01")).region == "national"
    assert book.value("flexible.stop_lag_months", months.month("2025-01")).assumed
    assert all(rule.assumed for rule in book.lists[Way.FLEXIBLE])
    life = Scenario.read(
        {"region": "dark", "before": {"scheme": "none"}, "event": [{"month": "2025-01", "what": "start_flexible"}]}
    )
    assert simulate(life, atlas=Atlas([folder]))["2025-01"].assumed


def test_a_region_of_ones_own_needs_no_code(folder):
    """A file in a folder is enough: its rules decide."""
    life = Scenario.read(
        {"region": "somewhere", "before": {"scheme": "none"}, "event": [{"month": "2025-01", "what": "start_flexible"}]}
    )
    timeline = simulate(life, atlas=Atlas([folder]))
    assert [row.covered for row in timeline][:5] == [False, False, False, True, True]
    assert timeline["2025-01"].cause.entry_rule == "flexible.entry.rest"


def test_a_folder_of_ones_own_comes_first(folder):
    """A file with the id of a shipped region replaces it."""
    (folder / "shanghai.toml").write_text(GOOD)
    assert Atlas([folder]).book("shanghai").label.en == "Somewhere"
    assert Atlas().book("shanghai").label.en == "Shanghai"


def test_a_value_that_begins_later_is_assumed_before(folder):
    """A region that says nothing of an earlier time is not confident about it."""
    (folder / "somewhere.toml").write_text(GOOD.replace("2000-01-01, is = 1", "2024-01-01, is = 0"))
    book = Atlas([folder]).book("somewhere")
    assert (
        book.value("flexible.stop_lag_months", months.month("2024-01")).number,
        book.value("flexible.stop_lag_months", months.month("2023-12")).number,
    ) == (0, 1)
    assert book.value("flexible.stop_lag_months", months.month("2023-12")).assumed


BAD = {
    "without citation": (GOOD.replace(', cite = "某文件第一条"', ""), "citation"),
    "without grade": (GOOD.replace('grade = "B"\n', ""), "grade"),
    "without date of checking": (GOOD.replace("checked = 2026-11-21\n", ""), "date of checking"),
    "another voice without source": (GOOD.replace('cite = "某文件第一条" }', 'cite = "某文件", disputed = [{ is = 2, grade = "C" }] }'), "citation"),
    "a procedure without source": (GOOD + procedure('by = "self"'), "citation"),
    "a procedure of nobody": (GOOD + procedure('by = "neighbour"\ncite = "某"'), "neighbour"),
    "a procedure for no change": (GOOD + procedure('by = "self"\ncite = "某"').replace('"move"', '"dance"'), "dance"),
    "a deadline that is none": (GOOD + procedure('by = "self"\ncite = "某"\ndeadline = "soon"'), "window"),
    "a procedure of nothing": (GOOD + procedure('by = "self"\ncite = "某"').replace('when = "move"', "when = []"), "no change"),
    "a day that is none": (GOOD + procedure('by = "self"\ncite = "某"\ndeadline = { month_day = "02-30" }'), "02-30"),
    "day nought": (GOOD + procedure('by = "self"\ncite = "某"\ndeadline = { day = 0 }'), "day"),
    "a procedure that ends before it begins": (GOOD + procedure('by = "self"\ncite = "某"\nfrom = 2024-01-01\nto = 2023-01-01'), "end after"),
    "a sign that steers the terminal": (GOOD.replace("某文件第一条", "某\\u001b[2J"), "control character"),
    "a procedure twice": (GOOD + procedure('by = "self"\ncite = "某"') * 2, "in force on"),
    "overlapping dates": (GOOD.replace('cite = "某文件第一条" }', 'cite = "某文件" }, { from = 2000-01-01, is = 2, cite = "另一文件" }'), "in force on"),
    "overlap by an end": (GOOD.replace("is = 1,", "to = 2010-01-01, is = 1,").replace('cite = "某文件第一条" }', 'cite = "甲" }, { from = 2005-01-01, is = 2, cite = "乙" }'), "in force on"),
    "unknown key": (GOOD.replace("gap_months_max", "gap_month_max"), "unknown key"),
    "unknown word": (GOOD.replace('"flexible"\ngap', '"freelance"\ngap'), "freelance"),
    "last rule with a condition": (GOOD.replace('id = "rest"', 'id = "rest"\nback_paid = true'), "last rule"),
    "a rule that another swallows": (GOOD + '\n[[flexible.entry]]\nid = "never"\nprevious = "resident"\ncover_from = "next_month"\ncite = "某"\n[[flexible.entry]]\nid = "end"\ncover_from = "next_month"\ncite = "某"\n', "never be reached"),
    "an id twice": (GOOD.replace('id = "rest"', 'id = "short"'), "stands twice"),
    "no such parent": (GOOD.replace('english = "Somewhere"', 'parent = "atlantis"'), "atlantis"),
    "a parent of itself": (GOOD.replace('english = "Somewhere"', 'parent = "somewhere"'), "circle"),
    "inherits what is not there": (GOOD.replace('id = "short"\nprevious = "flexible"\ngap_months_max = 2\ncover_from = "payment_month"\ncite = "某文件第二条"', 'inherit = "nothing"'), "nothing"),
    "a month for a date": (GOOD.replace("2000-01-01", '"2000-01"'), "date"),
    "a negative wait": (GOOD.replace("wait_months = 2", "wait_months = -2"), "wait_months"),
    "a factor above 1": (GOOD.replace("wait_months = 2", "wait_months = 2\nbenefit_factor = 1.5"), "benefit_factor"),
    "residents' words elsewhere": (GOOD.replace("wait_months = 2", "wait_months = 2\nwait_per_missed_year = 1"), "residents"),
    "a rule without effect": (GOOD.replace('cover_from = "next_month"\n', ""), "covered"),
    "a rate above 1": (GOOD + figure("employee", "rate_unit", "1.2"), "share"),
    "an amount in words": (GOOD + figure("employee", "base_floor", '"much"'), "yuan"),
    "tiers that are none": (GOOD + figure("account", "credit", "[]"), "rate"),
    "bands that fall": (GOOD + figure("account", "retired", "[{ age = 70, yuan = 80 }, { age = 60, yuan = 90 }]"), "rising"),
    "a scale for two levels": (GOOD + figure("employee", "inpatient", "{ deductible = [1, 2], ratio = 0.8 }"), "1, 2, 3"),
    "a scale without ratio": (GOOD + figure("resident", "outpatient", "{ deductible = 100 }"), "ratio"),
    "a family of strangers": (GOOD + figure("account", "family", '["neighbours"]'), "spouse"),
    "a conversion beyond a year": (GOOD + figure("resident", "converted_months", "14"), "from 0 to 12"),
    "a date in words": (GOOD + figure("retirement", "deemed_until", '"1990"'), "date"),
    "more than the days of a year": (GOOD + figure("transfer", "working_days", "{ out = 10 }"), "in"),
    "an entry list of the account": (GOOD + '\n[[account.entry]]\nid = "x"\ncover_from = "birth"\ncite = "某"\n', "account"),
    "a requirement without years": (GOOD + requirement('id = "a"'), "total_years"),
    "a requirement without end": (GOOD + requirement('id = "a"\nsex = "male"\ntotal_years = 20'), "last rule"),
    "a requirement that another hides": (
        GOOD + requirement('id = "a"\ntotal_years = 20') + requirement('id = "b"\nsex = "male"\ntotal_years = 25') + requirement('id = "c"\ntotal_years = 25'),
        "never be reached",
    ),
    "a requirement of 500 years": (GOOD + requirement('id = "a"\ntotal_years = 500'), "years"),
    "a year twice": (GOOD + '[[resident.year]]\nyear = 2025\ncite = "某"\n[[resident.year]]\nyear = 2025\ncite = "某"\n', "twice"),
    "a window that ends before it begins": (GOOD + '[[resident.year]]\nyear = 2025\nwindow = [2025-02-01, 2024-09-01]\ncite = "某"\n', "two dates"),
    "not TOML": ("name = ", "TOML"),
    "a date of another century": (GOOD.replace("2000-01-01", "0200-01-01"), "date"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_bad_region_file_is_refused_with_its_place(what, tmp_path):
    """Each mistake gives a message in both languages that names the file and what to do."""
    content, said = BAD[what]
    path = tmp_path / "somewhere.toml"
    path.write_text(content)
    with pytest.raises(RegionError) as refused:
        Atlas([tmp_path]).book("somewhere")
    assert said in refused.value.in_("en")
    assert str(path) in refused.value.in_("en")
    assert refused.value.expected
    assert refused.value.todo or "expected" in refused.value.in_("en")
    assert refused.value.in_("zh") != refused.value.in_("en")


@pytest.mark.parametrize("region", ["atlantis", "../etc/passwd", "hubei/../shanghai", "", "/etc/passwd", "湖北"])
def test_an_id_that_is_no_region_stays_inside_the_folders(region):
    """Ids never become paths outside, and an unknown one lists what there is."""
    with pytest.raises(RegionError) as refused:
        Atlas().book(region)
    assert "hubei/wuhan" in refused.value.in_("en")


def test_a_file_that_cannot_be_a_region_is_named(tmp_path):
    """A name with a space or capitals is refused with what a name may be."""
    (tmp_path / "My Region.toml").write_text(GOOD)
    with pytest.raises(RegionError) as refused:
        Atlas([tmp_path]).ids()
    assert "My Region.toml" in refused.value.in_("en")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    """--regions with a wrong path is an error, not an empty list."""
    with pytest.raises(RegionError):
        Atlas([Path(tmp_path / "nowhere")])
