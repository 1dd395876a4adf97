"""The guide to the regions: matrix, rule cards, differences, errands and pages say what the rules say, with their sources."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from random_lives import possible_regions
from test_charts import outside, overlapping
from test_regions import GOOD

from lifecycle import Atlas, RegionError, Scenario, months, simulate
from lifecycle.cli import main
from lifecycle.guide.card import card
from lifecycle.guide.changes import changes
from lifecycle.guide.differences import differences, places
from lifecycle.guide.errands import errands
from lifecycle.guide.matrix import headings, matrix
from lifecycle.guide.pages import write_pages
from lifecycle.guide.picture import MatrixChart
from lifecycle.language import LANGUAGES
from lifecycle.regions.parameters import PARAMETERS
from lifecycle.regions.said import census, said
from lifecycle.vocabulary import Change, Standing
from lifecycle.wording import voice_text

ROOT = Path(__file__).parents[1]
AT = months.month("2025-06")
OWN = """
name = "某市<script>"
english = "Some|where *bold* [x](javascript:1)"
parent = "hubei"
checked = 2026-11-21
grade = "B"

[employee]
rate_unit = [{ from = 2020-01-01, is = 0.08, cite = "甲" , disputed = [{ is = 0.09, cite = "乙", grade = "C" }] }]
rate_own = [{ from = 2020-01-01, is = 0.02, cite = "甲" }]
stop_lag_months = "unknown"
late_fee_per_day = [{ from = 2020-01-01, is = 0.001, cite = "推定", grade = "K" }]

[[procedure]]
id = "tell-them"
when = ["stop_flexible", "move"]
by = "self"
what = { zh = "到<b>窗口</b>办理", en = "go to the <b>counter</b>" }
where = { zh = "窗口", en = "counter" }
documents = [{ zh = "身份证", en = "identity card" }]
deadline = { months = 3 }
otherwise = { zh = "关系仍在", en = "the relation stays" }
cite = "某指南"
"""


@pytest.fixture
def own(tmp_path: Path) -> Atlas:
    """A region of one's own that knows, doubts, guesses, takes over and does not know."""
    folder = tmp_path / "regions"
    folder.mkdir()
    (folder / "somewhere.toml").write_text(OWN)
    return Atlas([folder])


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run the command and return what it prints."""
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("rule", "standing", "grade", "by"),
    [
        ("employee.rate_own", Standing.KNOWN, "B", "somewhere"),
        ("employee.rate_unit", Standing.DISPUTED, "B", "somewhere"),
        ("employee.stop_lag_months", Standing.ASSUMED, "B", "national"),
        ("employee.late_fee_per_day", Standing.ASSUMED, "K", "somewhere"),
        ("retirement.ages", Standing.INHERITED, "A", "national"),
        ("unemployment.rate", Standing.UNKNOWN, None, None),
        ("procedure", Standing.KNOWN, "B", "somewhere"),
    ],
)
def test_a_cell_tells_how_a_rule_is_known(own: Atlas, rule: str, standing: Standing, grade: str | None, by: str | None) -> None:
    """Known, disputed, assumed, inherited and unknown are told apart, with the grade and who set it."""
    cells = {cell.rule: cell for cell in matrix(own, ["somewhere"], AT)["somewhere"]}
    assert (cells[rule].standing, cells[rule].grade, cells[rule].set_by) == (standing, grade, by)


def test_the_matrix_has_a_cell_for_every_region_and_rule(capsys: pytest.CaptureFixture[str]) -> None:
    """The CSV is complete: each parameter, each list, dates and prices, procedures."""
    rows = list(csv.DictReader(io.StringIO(printed(capsys, "regions", "matrix", "--format", "csv", "--month", "2025-06"))))
    assert len(rows) == len(Atlas().ids()) * len(headings())
    assert {parameter.key for parameter in PARAMETERS} <= {row["rule"] for row in rows}
    assert {row["region"] for row in rows} == set(Atlas().ids())
    assert all(row["grade"] in "ABCK" for row in rows if row["standing"] != "unknown")


def test_the_matrix_on_the_screen_has_a_sign_for_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for a region is as long as the list of rules."""
    text = printed(capsys, "regions", "matrix", "shanghai", "hubei/wuhan", "--month", "2025-06", "--lang", "en")
    line = next(line for line in text.splitlines() if line.startswith("shanghai"))
    assert len(line.removeprefix("shanghai").replace(" ", "")) == len(headings())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_of_the_matrix_is_whole(lang: str, tmp_path: Path) -> None:
    """No two texts overlap, none is cut, and its words for those who do not see it name every region."""
    atlas = Atlas()
    chart = MatrixChart(matrix(atlas, atlas.ids(), AT), atlas, AT, lang=lang)
    figure = chart.figure()
    assert outside(figure) == []
    assert overlapping(figure) == []
    assert len(chart.alt_text().splitlines()) == len(atlas.ids()) + 1
    chart.save(tmp_path / "matrix.svg")
    assert (tmp_path / "matrix.svg").stat().st_size > 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("region", possible_regions())
def test_a_card_has_a_source_under_every_line(region: str, lang: str, atlas: Atlas) -> None:
    """Nothing stands on a rule card without document and grade."""
    for _, lines in card(atlas.book(region), AT, lang).sections:
        for line in lines:
            assert line.text
            assert re.search(r"(grade |来源等级)[ABCK]", line.source)


def test_a_card_tells_what_is_taken_over_and_what_is_doubted(own: Atlas) -> None:
    """The parent is named, and the other voice stands under the value."""
    text = card(own.book("somewhere"), AT, "en").plain()
    assert "taken over from China (national)" in text
    assert "disputed: 9% (乙, C)" in text
    assert "identity card" in text


@pytest.mark.parametrize(
    ("said_", "en", "zh"),
    [
        ("wait_days = 60", "a wait of 60 days", "等待期60天"),
        ("age_days_max = 180", "at most 180 days old", "出生不超过180天"),
        ("payment_month, retroactive", "month of payment; the gap", "缴费当月"),
        ("住院须满6个月", "住院须满6个月", "住院须满6个月"),
        ("local_years = 10", "10 paid there", "10"),
    ],
)
def test_another_voice_about_a_rule_is_told_in_words(said_: str, en: str, zh: str) -> None:
    """What a file spells as a condition or effect is read as one, in both languages; anything else as it stands."""
    assert en in voice_text("flexible.entry.x", said_, "en")
    assert zh in voice_text("flexible.entry.x", said_, "zh")


def test_a_region_does_not_differ_from_itself() -> None:
    """The same region in the same month has no differences, in whatever language."""
    book = Atlas().book("hubei/wuhan")
    for lang in LANGUAGES:
        assert differences(*places(book, book, AT, AT, lang), lang) == []


def test_differences_are_the_same_from_both_sides() -> None:
    """Comparing B with A finds what comparing A with B found, the sides exchanged."""
    atlas = Atlas()
    a, b = atlas.book("hubei/wuhan"), atlas.book("shanghai")
    one = differences(*places(a, b, AT, AT, "en"), "en")
    other = differences(*places(b, a, AT, AT, "en"), "en")
    assert {(d.section, d.sides) for d in one} == {(d.section, d.sides[::-1]) for d in other}


def test_a_difference_between_two_cities_is_told_with_both_sources(capsys: pytest.CaptureFixture[str]) -> None:
    """Who pays again as flexible three months after a job, the gap left open, waits in neither; Wuhan's price differs."""
    text = printed(capsys, "regions", "diff", "hubei/wuhan", "shanghai", "--month", "2025-10", "--lang", "en")
    assert "Wuhan: covered from: month after payment, without a wait" in text
    assert "沪医保规〔2025〕7号" in text
    assert "adult 995" in text


def test_a_difference_between_two_months_tells_the_step_of_the_law(capsys: pytest.CaptureFixture[str]) -> None:
    """Hunan asked for 11 years in the province in 2024, and 13 in 2026."""
    text = printed(capsys, "regions", "diff", "hunan", "--from", "2024-06", "--to", "2026-06", "--lang", "en")
    assert "2024-06: 1. " in text
    assert "11 paid there" in text
    assert "13 paid there" in text


@pytest.mark.parametrize(
    "arguments",
    [["hunan"], ["hunan", "hubei", "--from", "2024-01"], ["hunan", "--month", "2024-01"], ["hunan", "--from", "2024-13"]],
)
def test_a_comparison_that_is_none_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Two regions, or one and two months: anything else says what to do, without a traceback."""
    assert main(["regions", "diff", *arguments, "--lang", "en"]) == 2
    assert "to do:" in capsys.readouterr().err


LIFE = {
    "region": "somewhere",
    "from": "2024-01",
    "until": "2025-12",
    "before": {"scheme": "employee", "continuous_months": 36, "actual_months": 36},
    "event": [
        {"month": "2024-02", "what": "left_job"},
        {"month": "2024-03", "what": "start_flexible"},
        {"month": "2024-10", "what": "stop_flexible"},
        {"month": "2024-12", "day": 5, "what": "pay_resident", "year": 2025},
        {"month": "2025-03", "what": "hired", "base": 6000},
        {"month": "2025-06", "what": "bill", "kind": "inpatient", "level": 3, "amount": 9000, "where": "filed"},
    ],
}


def test_the_changes_of_a_life_are_found(own: Atlas) -> None:
    """Leaving, paying oneself, stopping, becoming resident, a job again, resting cover, care elsewhere."""
    found = [(one.row.month, one.change) for one in changes(simulate(Scenario.read(LIFE), atlas=own))]
    assert found == [
        ("2024-02", Change.STOP_UNIT),
        ("2024-03", Change.START_FLEXIBLE),
        ("2024-10", Change.STOP_FLEXIBLE),
        ("2024-10", Change.FLEXIBLE_GAP),
        ("2024-12", Change.RESIDENT_YEAR),
        ("2024-12", Change.EMPLOYEE_TO_RESIDENT),
        ("2025-03", Change.START_UNIT),
        ("2025-03", Change.RESIDENT_TO_UNIT),
        ("2025-03", Change.REFUND),
        ("2025-06", Change.REMOTE_CARE),
    ]


def test_an_errand_is_due_when_its_procedure_says(own: Atlas) -> None:
    """Three months after October end on 31 January; what the region says stands with what the nation says."""
    found = errands(simulate(Scenario.read(LIFE), atlas=own), own)
    mine = [one for one in found if one.told.region == "somewhere"]
    assert [(one.occurred.row.month, one.by_when.isoformat() if one.by_when else None) for one in mine] == [
        ("2024-10", "2025-01-31")
    ]
    assert [one.date for one in found] == sorted(one.date for one in found)
    assert len(found) > len(mine)


def test_a_nearer_procedure_takes_the_place_of_a_farther(tmp_path: Path) -> None:
    """The same id in a city replaces the province's word, and only where it is in force."""
    (tmp_path / "far.toml").write_text(OWN.replace('parent = "hubei"\n', ""))
    nearer = OWN[OWN.index("[[procedure]]") :].replace("counter", "app").replace('by = "self"', 'by = "self"\nfrom = 2024-06-01')
    (tmp_path / "near.toml").write_text('name = "近"\nparent = "far"\nchecked = 2026-11-21\ngrade = "B"\n' + nearer)
    atlas = Atlas([tmp_path])

    def where(month: str) -> set[str]:
        life = {
            "region": "near",
            "event": [{"month": "2020-01", "what": "start_flexible"}, {"month": month, "what": "stop_flexible"}],
        }
        found = errands(simulate(Scenario.read(life), atlas=atlas), atlas)
        return {one.told.written.where.en for one in found if one.told.written.id == "tell-them" and one.told.written.where}

    assert where("2024-05") == {"counter"}
    assert where("2024-06") == {"app"}


def told_changes(region: str, more: dict[str, object]) -> list[tuple[str, Change, str]]:
    """The changes of a life in a shipped region: month, change, and the day from which deadlines count."""
    life = simulate(Scenario.read({"region": region, **more}))
    return [(one.row.month, one.change, one.date.isoformat()) for one in changes(life)]


@pytest.mark.parametrize(
    ("stem", "month", "change", "day"),
    [
        ("newborn_in_time", "2026-01", Change.NEWBORN, "2025-11-25"),
        ("double_payment", "2024-12", Change.REFUND, "2024-12-03"),
        ("moves_and_pays_the_gap_back", "2025-06", Change.MOVE, "2025-06-01"),
        ("short_and_becomes_resident", "2025-12", Change.RETIRE, "2025-12-01"),
        ("short_and_becomes_resident", "2025-12", Change.TOP_UP, "2025-12-01"),
        ("retires_on_time", "2026-03", Change.RETIRE, "2026-03-01"),
        ("quits_to_resident_later", "2025-06", Change.EMPLOYEE_TO_RESIDENT, "2025-06-10"),
        ("resident_to_employee", "2025-11", Change.RESIDENT_TO_UNIT, "2025-11-01"),
    ],
)
def test_a_change_of_a_scenario_is_found_with_its_day(stem: str, month: str, change: Change, day: str) -> None:
    """Birth for a newborn, the payment for a refund, the first job elsewhere for a move, the age for retiring."""
    life = simulate(Scenario.load(ROOT / "scenarios" / f"{stem}.toml"))
    assert (month, change, day) in [(one.row.month, one.change, one.date.isoformat()) for one in changes(life)]


def test_what_was_before_the_scenario_is_not_forgotten() -> None:
    """A resident of before who is hired changes schemes; somebody insured by a unit until a month ago becomes a resident."""
    hired = told_changes("hubei/wuhan", {"before": {"scheme": "resident"}, "event": [{"month": "2025-01", "what": "hired"}]})
    assert [change for _, change, _ in hired] == [Change.START_UNIT, Change.RESIDENT_TO_UNIT]
    before = {"scheme": "employee", "continuous_months": 30, "actual_months": 30, "paid_until": "2024-12"}
    later = told_changes("hubei/wuhan", {"before": before, "event": [{"month": "2025-01", "what": "pay_resident", "year": 2025}]})
    assert Change.EMPLOYEE_TO_RESIDENT in [change for _, change, _ in later]


def test_what_did_not_change_is_not_told() -> None:
    """Who stays employed and pays a resident year does not change schemes; a hand-over leaves no gap."""
    stays = simulate(Scenario.load(ROOT / "scenarios" / "double_payment.toml"))
    assert Change.EMPLOYEE_TO_RESIDENT not in [one.change for one in changes(stays)]
    before = {"scheme": "employee", "continuous_months": 30, "actual_months": 30}
    handed = [{"month": "2025-01", "what": "left_job"}, {"month": "2025-01", "what": "hired"}]
    told = told_changes("hubei/wuhan", {"before": before, "event": handed})
    assert [change for _, change, _ in told] == [Change.STOP_UNIT, Change.START_UNIT]


@pytest.mark.parametrize(
    ("written", "event", "due"),
    [
        ("{ days = 30 }", {"month": "2025-01", "day": 10, "what": "stop_flexible"}, "2025-02-09"),
        ("{ days = 30 }", {"month": "2025-01", "what": "stop_flexible"}, "2025-03-02"),
        ("{ months = 3 }", {"month": "2025-01", "day": 10, "what": "stop_flexible"}, "2025-04-30"),
        ("{ months_before = 3 }", {"month": "2025-05", "day": 31, "what": "stop_flexible"}, "2025-02-28"),
        ("{ day = 20 }", {"month": "2025-01", "day": 10, "what": "stop_flexible"}, "2025-01-20"),
        ("{ day = 20 }", {"month": "2025-01", "day": 28, "what": "stop_flexible"}, "2025-02-20"),
        ('{ month_day = "04-30" }', {"month": "2025-01", "day": 10, "what": "stop_flexible"}, "2025-04-30"),
        ('{ month_day = "04-30" }', {"month": "2025-06", "day": 10, "what": "stop_flexible"}, "2026-04-30"),
    ],
)
def test_a_deadline_is_counted_as_it_is_written(written: str, event: dict[str, object], due: str, tmp_path: Path) -> None:
    """Days from the day, months to the end of the month, before, the day of a month or year that comes next."""
    (tmp_path / "somewhere.toml").write_text(OWN.replace("{ months = 3 }", written))
    atlas = Atlas([tmp_path])
    told = {"region": "somewhere", "event": [{"month": "2024-01", "what": "start_flexible"}, event]}
    (found,) = [one for one in errands(simulate(Scenario.read(told), atlas=atlas), atlas) if one.told.written.id == "tell-them"]
    assert found.by_when is not None
    assert found.by_when.isoformat() == due


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gap_months_max = 1", "gap_months_max = 2"),
        ("gap_months_max = 8", "gap_months_max = 24"),
        ("continuous_months_min = 24", "continuous_months_min = 6"),
        ("gap_in_year_max = 3", "gap_in_year_max = 11"),
        ("back_paid = true", "back_paid = false"),
        ('group = "veteran"', 'group = "student"'),
        ("unfinished_wait = true", "unfinished_wait = false"),
    ],
)
def test_no_difference_between_two_rules_is_missed(one: str, other: str, tmp_path: Path) -> None:
    """Whatever limit differs, somebody falls between the two, and the comparison says so."""
    for name, condition in (("a", one), ("b", other)):
        (tmp_path / f"{name}.toml").write_text(GOOD.replace("gap_months_max = 2", condition))
    atlas = Atlas([tmp_path])
    assert differences(*places(atlas.book("a"), atlas.book("b"), AT, AT, "en"), "en") != []


def test_a_rule_is_never_denied_where_it_stands() -> None:
    """No side of a comparison says "no such rule" of a rule that it has."""
    atlas = Atlas()
    nation = atlas.book("national")
    own = {line.text for _, lines in card(nation, AT, "en").sections for line in lines}
    for region in ("anhui", "shanghai", "hainan"):
        for one in differences(*places(nation, atlas.book(region), AT, AT, "en"), "en"):
            if one.sides[0].text == "no such rule":
                assert one.sides[1].text not in own


def test_the_list_of_errands_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """What, who, by when and the source, in both languages; JSON and CSV have every field."""
    file = str(ROOT / "scenarios" / "quits_to_resident_later.toml")
    english = printed(capsys, "procedures", file, "--lang", "en")
    assert "employee to resident" in english
    assert "grade" in english
    assert "职工转居民" in printed(capsys, "procedures", file, "--lang", "zh")
    records = json.loads(printed(capsys, "procedures", file, "--format", "json", "--lang", "en"))
    rows = list(csv.DictReader(io.StringIO(printed(capsys, "procedures", file, "--format", "csv", "--lang", "en"))))
    assert [row["what"] for row in rows] == [record["what"] for record in records]
    assert all(record["cite"] and record["grade"] for record in records)


def test_the_pages_of_the_regions_are_current(tmp_path: Path) -> None:
    """``docs/regions`` is what ``make pages`` writes, no page more and none less."""
    write_pages(Atlas(), tmp_path, ROOT / "tests" / "cases")
    fresh = {path.relative_to(tmp_path): path.read_text() for path in tmp_path.rglob("*.md")}
    kept = {path.relative_to(ROOT / "docs/regions"): path.read_text() for path in (ROOT / "docs/regions").rglob("*.md")}
    assert set(kept) == set(fresh)
    assert [str(name) for name in fresh if fresh[name] != kept[name]] == []


def test_a_page_shows_markup_as_text(own: Atlas, tmp_path: Path) -> None:
    """Names and phrases of a region file never become markup or links."""
    write_pages(own, tmp_path / "pages", None)
    text = (tmp_path / "pages" / "somewhere.md").read_text()
    assert "<script>" not in text
    assert "<b>" not in text
    assert "[x](" not in text
    assert r"\[x\](javascript:1)" in text


def test_addresses_in_pages_are_links(own: Atlas, tmp_path: Path) -> None:
    """An address keeps its underscores, so that it leads somewhere."""
    write_pages(own, tmp_path / "pages", None)
    assert "<https://www.gov.cn/zhengce/content/202408/content_6965741.htm>" in (tmp_path / "pages" / "national.md").read_text()


def test_nothing_is_written_where_one_page_cannot_be(tmp_path: Path) -> None:
    """A folder in the place of a page is found before the first page is written."""
    (tmp_path / "pages" / "anhui.md").mkdir(parents=True)
    assert main(["regions", "pages", "-o", str(tmp_path / "pages"), "--lang", "en"]) == 2
    assert [path for path in (tmp_path / "pages").rglob("*.md") if path.is_file()] == []


@pytest.mark.parametrize("content", ["[case]\nid = 1\n", 'region = "hubei"\nevent = [1]\n[case]\n'])
def test_cases_that_are_none_are_refused(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A case file without region or with an event that is none is named; so is a folder that is not there."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "bad.toml").write_text(content)
    for folder, told in (("cases", "bad.toml"), ("nowhere", "no folder of cases")):
        assert main(["regions", "pages", "-o", str(tmp_path / "out"), "--cases", str(tmp_path / folder), "--lang", "en"]) == 2
        assert told in capsys.readouterr().err


def test_a_cell_is_never_a_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a spreadsheet would calculate is text."""
    (tmp_path / "somewhere.toml").write_text(OWN.replace("go to the <b>counter</b>", "=1+1"))
    (tmp_path / "life.toml").write_text(
        'region = "somewhere"\n[[event]]\nmonth = "2024-01"\nwhat = "start_flexible"\n[[event]]\nmonth = "2024-05"\nwhat = "stop_flexible"\n'
    )
    file = str(tmp_path / "life.toml")
    text = printed(capsys, "procedures", file, "--format", "csv", "--lang", "en", "--regions", str(tmp_path))
    assert "'=1+1" in text


def test_markup_of_the_terminal_is_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names and ids with square brackets are shown as they are."""
    (tmp_path / "odd.toml").write_text(GOOD.replace('"Somewhere"', '"[/red]x"').replace('id = "rest"', 'id = "[/b]rest"'))
    assert "[/red]x" in printed(capsys, "regions", "--regions", str(tmp_path), "--lang", "en")
    assert "[/b]rest" in printed(capsys, "regions", "check", "odd", "--table", "--regions", str(tmp_path), "--lang", "en")


def test_pages_that_cannot_be_written_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file where the folder should be is a message, not a traceback."""
    (tmp_path / "taken").write_text("here")
    assert main(["regions", "pages", "-o", str(tmp_path / "taken"), "--lang", "en"]) == 2
    assert "the folder cannot be made" in capsys.readouterr().err


def test_every_shipped_value_is_cited(capsys: pytest.CaptureFixture[str]) -> None:
    """The census counts a hundred per cent, the command prints it, and nothing is left to mend."""
    atlas = Atlas()
    counted = census(atlas.file(region) for region in atlas.ids())
    assert counted.said == counted.cited == sum(counted.grades.values())
    assert "100.0%" in printed(capsys, "regions", "check", "--lang", "en")


def test_the_census_does_not_count_what_is_not_cited(own: Atlas) -> None:
    """A value without date of checking would lower the share: the count is not a constant."""
    import attrs

    file = own.file("somewhere")
    bare = attrs.evolve(file, checked=None)
    assert census([file]).share == 1
    assert census([bare]).cited == 0
    assert census([bare]).said == len([one for one in said(bare) if not one.unknown])


MISTAKES = {
    "a hole": ("is = 1,", "to = 2010-01-01, is = 1,", "nothing is said from 2010-01 to 2014-12"),
    "month and day swapped": ("from = 2000-01-01", "from = 2022-01-07", "swapped"),
    "checked tomorrow": ("checked = 2026-11-21", "checked = 2999-01-01", "still to come"),
    "older than the state": ("from = 2000-01-01", "from = 1909-01-01", "no likely date"),
    "more local years than years": (
        "[flexible]\nstop",
        '[[retirement.requirement]]\nid = "a"\ntotal_years = 10\nlocal_years = 12\ncite = "某"\n[flexible]\nstop',
        "more local years",
    ),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_the_check_finds_mistakes_and_says_so_with_its_exit_code(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Holes that nobody marked, swapped days, dates to come: each is named, and the command fails."""
    old, new, told = MISTAKES[what]
    content = GOOD.replace(old, new)
    if what == "a hole":
        content = content.replace('cite = "某文件第一条" }', 'cite = "甲" }, { from = 2015-01-01, is = 2, cite = "乙" }')
    assert content != GOOD
    (tmp_path / "somewhere.toml").write_text(content)
    assert main(["regions", "check", "somewhere", "--regions", str(tmp_path), "--lang", "en"]) == 1
    assert told in capsys.readouterr().out


def test_what_runs_out_is_told_and_is_no_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A figure whose time is over is listed."""
    (tmp_path / "somewhere.toml").write_text(GOOD.replace("is = 1,", "to = 2010-01-01, is = 1,"))
    assert main(["regions", "check", "somewhere", "--regions", str(tmp_path), "--lang", "en"]) == 0
    assert "ran out in 2010-01" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["show", "check", "matrix", "diff"])
def test_an_unknown_region_is_refused_everywhere(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A path is no region, and the message lists what there is."""
    more = ["shanghai"] if command == "diff" else []
    assert main(["regions", command, "../etc/passwd", *more, "--lang", "en"]) == 2
    assert "hubei/wuhan" in capsys.readouterr().err


def test_a_month_that_is_none_is_refused() -> None:
    """The option is named."""
    from lifecycle.guide.screens import month_of

    with pytest.raises(RegionError) as refused:
        month_of("2025-13", "--month")
    assert "--month" in refused.value.in_("en")
