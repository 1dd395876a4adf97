"""The notebooks run from clean, say what they say of fewer lives too, and are stored small and without this machine."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from lifecycle.regions.atlas import Atlas

FOLDER = Path(__file__).parents[1] / "notebooks"
REFORM = FOLDER / "reform"
REFORMED = FOLDER / "reform_of_the_wait.ipynb"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LIVES = 20_000
LARGEST = 300_000
MACHINE = re.compile(r"(?<![\w.:/])/(?:home|root|tmp|work|var|usr|opt|mnt|private|Users)/|\b[A-Za-z]:\\|\.venv|site-packages")

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code(notebook):
    """Return the cells of a notebook that are run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


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
    notebook = nbformat.read(REFORMED, as_version=4)
    for cell in code(notebook):
        cell.outputs, cell.execution_count = [], None
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVES", str(LIVES))
        patch.setenv("JUPYTER_PLATFORM_DIRS", "1")
        NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}).execute()
    return notebook


def test_every_cell_runs_without_a_warning(run):
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
