"""The notebooks run from clean, what they store is what the library says today, and it is small and without this machine."""

from __future__ import annotations

import re
from functools import cache

import nbformat
import pytest
from notebook_runs import FOLDER, code, executed

from lifecycle.regions.atlas import Atlas
from lifecycle.vocabulary import Way

REFORM = FOLDER / "reform"
REFORMED = FOLDER / "reform_of_the_wait.ipynb"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
NUMBERED = sorted(FOLDER.glob("[0-9]*.ipynb"))
#: Cells that tell of the day on which they are run, or how long they took.
NOW = "now"
LIVES = 20_000
LARGEST = 300_000
MACHINE = re.compile(r"(?<![\w.:/])/(?:home|root|tmp|work|var|usr|opt|mnt|private|Users)/|\b[A-Za-z]:\\|\.venv|site-packages")

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
each_numbered = pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)


def printed(cells):
    """Return what cells print or show as text."""
    outputs = [output for cell in cells for output in cell.outputs]
    return "\n".join(one.text if one.output_type == "stream" else str(one.data.get("text/plain", "")) for one in outputs)


def numbers(pattern, notebook):
    """Return the numbers of a printed sentence."""
    found = re.search(pattern, printed(code(notebook)))
    assert found, pattern
    return [int(number.replace(",", "")) for number in found.groups()]


def gains_of(notebook):
    """Return lives that meet a new rule and their returns, and those who gain, and their returns."""
    return numbers(r"遇到新规则([\d,]+)人，([\d,]+)人次；其中受益([\d,]+)人，([\d,]+)人次", notebook)


@pytest.fixture(scope="module")
def run():
    """Return the notebook of the reform, its outputs thrown away, run again with few lives."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVES", str(LIVES))
        patch.setenv("JUPYTER_PLATFORM_DIRS", "1")
        return executed(REFORMED)


@cache
def stored(stem):
    """Return the cells of a numbered notebook as they are stored, by their names."""
    return {cell.id: cell for cell in code(nbformat.read(FOLDER / f"{stem}.ipynb", as_version=4))}


def told(cell):
    """Return what a cell shows: what it prints, its texts and its HTML; pictures are compared elsewhere."""
    found = []
    for output in cell.outputs:
        shown = output.get("data", {})
        found.append(output.text if output.output_type == "stream" else shown.get("text/html", shown.get("text/plain")))
    return found


def table(stem, cell):
    """Return the table that a cell shows: a list of texts a row, heads included."""
    (html,) = [one for one in told(stored(stem)[cell]) if "<table" in one]
    rows = re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    return [[re.sub(r"<[^>]*>", "", one).strip() for one in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def test_every_cell_of_the_reform_runs_without_a_warning(run):
    """Nothing is written beside what is meant for the reader."""
    assert all(cell.execution_count for cell in code(run))
    assert {output.get("name") for cell in code(run) for output in cell.outputs} <= {None, "stdout"}


def test_somebody_gains_and_nobody_loses(run):
    """Those who gain are some of those who meet a new rule; no month is lost, of few lives or of those that are stored."""
    for notebook, lives in ((run, LIVES), (nbformat.read(REFORMED, as_version=4), None)):
        met, returns, gaining, turns = gains_of(notebook)
        assert 0 < gaining <= met < (lives or numbers(r"([\d,]+)人，种子", notebook)[0])
        assert gaining <= turns <= returns
        assert numbers(r"吃亏：([\d,]+)人，([\d,]+)个月", notebook) == [0, 0]
        assert all(months >= turns for months in numbers(r"多享受：当时([\d,]+)个月，结算后([\d,]+)个月", notebook))


def test_the_draft_of_the_reform_harms_some():
    """The text about the draft speaks of somebody: among the lives that are stored some lose months by it."""
    assert min(numbers(r"初稿：吃亏([\d,]+)人，([\d,]+)个月", nbformat.read(REFORMED, as_version=4))) > 0


def test_one_life_is_explained_by_both_rules(run):
    """The reform is told as made up, the rules as they are with where they stand."""
    told = {cell.id: printed([cell]) for cell in code(run)}
    assert "武汉市 ·" in told["explained"]
    assert "设想的改革" not in told["explained"]
    assert "来源等级" in told["explained"]
    assert "设想的改革，不是任何现行或拟议的规定" in told["explained-new"]


@pytest.mark.parametrize(("region", "way"), [("hubei/wuhan_draft", "flexible"), ("hubei/wuhan_reform", "employee")])
def test_the_reform_is_one_more_rule_in_a_list(region, way):
    """Every other rule is the one of the parent, in the same order."""
    atlas = Atlas([REFORM])
    parent = atlas.file(region).parent
    lists = [
        [rule.key for rule in atlas.rules if rule.region == name and rule.key.startswith(f"{way}.")]
        for name in (atlas.book(region).id, atlas.book(parent).id)
    ]
    assert [key for key in lists[0] if not key.endswith(".resumes")] == lists[1]
    assert len(lists[0]) == len(lists[1]) + 1


@each
def test_what_is_stored_was_run_in_one_go(path):
    """The cells were run in their order, none twice, and nothing but the results is kept."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
    assert {output.get("name") for cell in code(notebook) for output in cell.outputs} <= {None, "stdout"}
    assert not any(output.output_type == "error" for cell in code(notebook) for output in cell.outputs)


@each
def test_what_is_stored_is_small_and_of_no_machine(path):
    """Whoever reads the repository loads little, and learns nothing of where it was written."""
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) < LARGEST
    assert MACHINE.findall(re.sub(r'"image/png": "[^"]*"', "", text)) == []


@each
def test_there_is_a_summary_in_english(path):
    """Whoever reads no Chinese learns from the first cell what the notebook shows; every text is in Chinese."""
    texts = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    assert re.search(r"\*English: [^*]{80,}\*", texts[0])
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in texts)


@each_numbered
def test_what_is_stored_is_what_the_library_says_today(path, monkeypatch):
    """Run from clean, no cell fails or warns, and each shows what is stored; ``make notebooks`` stores what has changed."""
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    fresh = {cell.id: cell for cell in code(executed(path))}
    assert [cell.execution_count for cell in fresh.values()] == list(range(1, len(fresh) + 1))
    assert {output.get("name") for cell in fresh.values() for output in cell.outputs} <= {None, "stdout"}
    assert list(fresh) == list(stored(path.stem))
    lasting = [name for name, cell in fresh.items() if NOW not in cell.metadata.get("tags", ())]
    assert {name: told(fresh[name]) for name in lasting} == {name: told(stored(path.stem)[name]) for name in lasting}


def test_a_first_life_finds_the_month_that_was_paid_back():
    """December is not covered then and covered afterwards, its stay is cheaper afterwards, and both forks say the same."""
    cells = stored("01_first_life")
    assert "2024-12：当时不享受，结算后享受；在2025-01结算" in told(cells["month"])[0]
    then, finally_ = (float(one.replace(",", "")) for one in re.findall(r"付([\d,.]+)元", told(cells["illness"])[0]))
    assert finally_ < then == 50_000
    assert "2024-12，结算后：不补缴不享受，补缴享受" in told(cells["forked"])[0]
    assert told(cells["saved"]) == ["读回来的时间线一模一样： True\n"]


def test_the_ways_after_a_job_are_ordered_by_their_cost():
    """Going on at once costs nothing, paying back what may be paid back settles the gap, a long gap costs most."""
    heads, *rows = table("02_quit_gap_resume", "table")
    then, finally_ = (heads.index(name) for name in ("当时不享受（月）", "结算后不享受（月）"))
    cost = {row[0]: (int(row[then]), int(row[finally_])) for row in rows}
    assert [one[0] for one in cost.values()] == sorted(one[0] for one in cost.values())
    assert cost["次月就以灵活就业续保"] == (0, 0)
    assert cost["断缴2个月，灵活就业续保，补缴"][1] < cost["断缴2个月，灵活就业续保，不补缴"][1]
    _, *gaps = table("02_quit_gap_resume", "sweep")
    columns = list(zip(*([int(one) for one in row[1:]] for row in gaps if row[0].isdigit()), strict=True))
    assert len(columns) == 4
    assert all(list(column) == sorted(column) for column in columns)


def test_one_life_has_ten_answers():
    """Each region answers, the bars stand in the order of the table, and the two ends differ."""
    heads, *rows = table("03_ten_regions", "answers")
    rows = [row for row in rows if len(row) == len(heads) and row[1].isdigit()]
    assert len(rows) == 10
    html = told(stored("03_ten_regions")["ribbons"])[0]
    places = [html.index(f"<b>{row[0]}</b>") for row in rows]
    assert places == sorted(places)
    assert int(rows[0][1]) < int(rows[-1][1])


def test_the_waits_of_residents_are_those_of_the_rules():
    """Each wait of the table is the fixed part and a part for every further missed year, as the rule file says."""
    nation = Atlas().book("national")
    rule = next(rule.written for rule in nation.lists[Way.RESIDENT] if rule.id == "window-after-break")
    free = nation.value("resident.free_missed_years", nation.change_months[-1]).number
    _, *rows = table("04_residents_after_2025", "waits")
    found = {int(row[0]): int(row[1]) for row in rows if row[0].isdigit() and len(row) > 2}
    assert found.pop(0) == 0
    assert found == {n: rule.wait_months + rule.wait_per_missed_year * max(0, n - free) for n in found}
    assert len(found) == 5


def test_what_is_missing_for_retiring_is_what_is_asked_less_what_is_paid():
    """Paid months and those still to come until the month of retiring, against what a region asks for."""
    heads, *rows = table("05_retiring", "cities")
    asked, missing = heads.index("要求的月数"), heads.index("尚缺月数")
    rows = [row for row in rows if len(row) == len(heads) and row[asked].isdigit()]
    assert len(rows) >= 5
    until = 200 + 9  # January to September 2026 are paid before October, the month of retiring
    assert {row[0]: int(row[missing]) for row in rows} == {row[0]: max(0, int(row[asked]) - until) for row in rows}


def test_a_rule_of_ones_own_is_refused_in_four_ways_and_changes_one_thing():
    """Each mistake is told with its file; the right file differs from its parent in one circumstance and settles the gap."""
    cells = stored("06_read_check_change_a_rule")
    refused = told(cells["mistakes"])[0]
    assert re.findall(r"^regions/hubei/(\w+)\.toml", refused, re.MULTILINE) == [
        "waits_too_long",
        "no_source",
        "misspelt",
        "wrong_order",
    ]
    assert refused.count("应为：") == 4
    assert told(cells["differences"])[0].count("设想的武汉：") == 1
    assert "设想：离职后断缴不超过五个月且补齐的，可追溯" in "".join(told(cells["because"]))


def test_the_explorer_of_the_notebook_answers_each_move():
    """Moved by program in every region it finds a gap that costs months, and the last two answers differ by what was paid."""
    heads, *rows = table("07_explorer", "moved")
    rows = [row for row in rows if len(row) == len(heads) and row[-1].isdigit()]
    assert len(rows) == 8
    assert all(int(row[1]) <= 8 and int(row[-1]) > 0 for row in rows)
    first, second = told(stored("07_explorer")["both"])
    assert first != second
    assert re.search(r"毫秒，最慢\d+毫秒", told(stored("07_explorer")["speed"])[0])
