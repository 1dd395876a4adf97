"""The command: what it prints, in which language, and how fast it is on its feet."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import jsonschema
import pytest

from lifecycle.archive import schema
from lifecycle.cli import main

LIFE = """
title = { zh = "辞职", en = "Quits" }
region = "hubei/wuhan"
until = "2025-06"
[before]
scheme = "employee"
continuous_months = 36
actual_months = 36
[[event]]
month = "2024-10"
what = "left_job"
[[event]]
month = "2025-02"
what = "start_flexible"
"""


@pytest.fixture
def file(tmp_path):
    """A scenario file."""
    path = tmp_path / "life.toml"
    path.write_text(LIFE)
    return str(path)


def said(capsys, *arguments):
    """Run the command and return what it printed."""
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def test_run_prints_spells_and_a_summary(file, capsys):
    """Months that are alike are folded, and the life is told in sentences."""
    text = said(capsys, "run", file, "--lang", "en")
    assert "2024-12 – 2025-01" in text
    assert "no cover" in text
    assert "Quits" in text


def test_run_speaks_chinese(file, capsys):
    """The whole table is Chinese, headings and reasons included."""
    text = said(capsys, "run", file, "--lang", "zh")
    assert "停保" in text
    assert "no cover" not in text
    assert "State" not in text


def test_json_and_csv_tell_every_month(file, capsys):
    """The machine-readable forms have a row a month and keep to the schema."""
    data = json.loads(said(capsys, "run", file, "--format", "json"))
    jsonschema.validate(data, schema())
    rows = list(csv.DictReader(io.StringIO(said(capsys, "run", file, "--format", "csv"))))
    assert [row["month"] for row in rows] == [row["month"] for row in data["rows"]]


def test_another_region_and_another_end(file, capsys):
    """--region and --until change the life, not the file."""
    data = json.loads(said(capsys, "run", file, "--format", "json", "--region", "shanghai", "--until", "2026-01"))
    assert data["rows"][-1]["month"] == "2026-01"
    assert data["scenario"]["region"] == "shanghai"


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_the_chart_is_written(file, capsys, tmp_path, suffix):
    """Each kind of chart is a file of that kind."""
    out = tmp_path / f"chart.{suffix}"
    assert str(out) in said(capsys, "run", file, "--chart", str(out), "--lang", "en").replace("\n", "")
    assert out.read_bytes()[:5] in (b"\x89PNG\r", b"<?xml", b"%PDF-")


def test_explain_gives_event_rule_and_source(file, capsys):
    """A month is explained by what happened, which rule decided, and where it is written."""
    text = said(capsys, "explain", file, "--month", "2025-02", "--lang", "en")
    for part in (
        "starts paying as flexible",
        "from-unit-months-4-to-6",
        "grade B",
        "http",
        "did not apply",
        "suspended → flexible",
    ):
        assert part in text
    assert main(["explain", file, "--month", "1990-01", "--lang", "en"]) == 2


def test_explain_lives_on_where_the_month_is_later(file, capsys):
    """A month after the scenario's end is simulated."""
    assert "2030-01" in said(capsys, "explain", file, "--month", "2030-01", "--lang", "en")


def test_regions_are_listed_shown_and_checked(capsys):
    """Every region is in the list; showing one gives values with their sources; checking says what is odd."""
    assert "fujian/xiamen" in said(capsys, "regions", "--lang", "en")
    text = said(capsys, "regions", "show", "shanghai", "--month", "2026-01", "--lang", "en")
    assert "沪医保规" in text
    assert "usable" in said(capsys, "regions", "check", "--lang", "en")
    assert "as-first" in said(capsys, "regions", "check", "hubei/wuhan", "--table", "--lang", "en")
    assert main(["regions", "show", "atlantis", "--lang", "en"]) == 2
    assert main(["regions", "show", "shanghai", "--month", "x", "--lang", "en"]) == 2


def test_regions_of_ones_own(tmp_path, file, capsys):
    """--regions works before and after the word of the command."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "here.toml").write_text('name = "某地"\ngrade = "B"\nchecked = 2026-11-21\n')
    assert "here" in said(capsys, "regions", "--regions", str(tmp_path / "mine"), "--lang", "en")
    assert "某地" in said(capsys, "regions", "show", "here", "--regions", str(tmp_path / "mine"), "--lang", "zh")
    data = json.loads(said(capsys, "run", file, "--region", "here", "--regions", str(tmp_path / "mine"), "--format", "json"))
    assert data["scenario"]["region"] == "here"


def test_the_diagram_shows_every_transition(capsys, tmp_path):
    """Mermaid goes to the screen, pictures to a file."""
    assert "stateDiagram" in said(capsys, "diagram", "--lang", "en")
    assert said(capsys, "diagram", "--format", "svg", "-o", str(tmp_path / "d.svg")) == ""
    assert (tmp_path / "d.svg").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_exists_in_both_languages(capsys, lang):
    """Help is written in the language that is asked for, down to click's own words."""
    assert main(["--lang", lang, "--help"]) == 0
    text = capsys.readouterr().out
    assert ("选项" in text) == (lang == "zh")
    assert ("Simulate" in text) == (lang == "en")


@pytest.mark.parametrize(
    "arguments", [["fly"], ["run"], ["run", "x", "--format", "xml"], ["run", "x", "--fly"], ["explain", "x"]]
)
def test_a_wrong_call_is_refused_with_code_2(arguments, capsys):
    """A misspelt command or option says what is wrong."""
    assert main([*arguments, "--lang", "en"]) == 2
    assert "Error" in capsys.readouterr().err


def test_the_language_follows_the_locale(file):
    """Without --lang the locale decides."""
    for locale, word in (("zh_CN.UTF-8", "停保"), ("en_GB.UTF-8", "suspended"), ("C", "suspended")):
        run = subprocess.run(
            [sys.executable, "-m", "lifecycle", "run", file],
            env={"LANG": locale, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        )
        assert word in run.stdout.decode()


@pytest.mark.parametrize("heavy", ["matplotlib", "numpy", "llvmlite", "dask", "pyarrow", "pandas", "polars", "zhplot"])
def test_one_life_needs_no_heavy_library(file, heavy):
    """The path of one life imports nothing heavy."""
    code = f"import sys; from lifecycle.cli import main; main(['run', {file!r}]); sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_a_terminal_that_lacks_characters_shows_the_rest(file):
    """An old encoding costs single characters, never the answer."""
    for encoding in ("ascii", "gbk", "latin-1"):
        run = subprocess.run(
            [sys.executable, "-m", "lifecycle", "run", file, "--lang", "zh"],
            env={"PYTHONIOENCODING": encoding},
            capture_output=True,
            check=True,
        )
        assert b"2024-12" in run.stdout
