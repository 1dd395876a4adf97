"""The command that draws: every kind in both languages, its words and its table, every option, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from lifecycle import Scenario, simulate
from lifecycle.cli import main
from lifecycle.commands import charts
from lifecycle.language import LANGUAGES

DEMO = "scenarios/demo.toml"
OTHER = "scenarios/quits_four_months_without.toml"
GAPS = ("gaps", "--region", "shanghai", "--region", "hubei/wuhan")
RULE = "employee.base_floor"
KINDS = {
    "life": ("life", OTHER),
    "compare": ("compare", DEMO, "--region", "shanghai", "--region", "hainan"),
    "gaps": GAPS,
    "calendar": ("calendar", OTHER),
    "way": ("way", OTHER),
    "rules": ("rules", "shanghai", RULE),
    "population": ("population", "{table}"),
}
FIRST_BYTES = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}
STATES = ("employee", "suspended", "waiting", "flexible", "flexible", "retired")


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Return the path of a table of people, a state a month."""
    path = tmp_path_factory.mktemp("people") / "states.csv"
    heads = ["id", "sex", "born", "required_months", "counted_months", *(f"2024-{month:02d}" for month in range(1, 7))]
    rows = [
        [n, ("female", "male")[n % 2], "1980-05", 300, 290 + n, *("not_enrolled",) * (n % 2), *STATES[n % 2 :]]
        for n in range(1, 9)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    return path


@pytest.fixture
def folder(tmp_path):
    """Return an empty folder for what is drawn."""
    made = tmp_path / "drawn"
    made.mkdir()
    return made


def drawn(capsys, output, *words, lang="en", code=0):
    """Run the command and return what it prints: on the output, or where it refuses, as the error."""
    assert main(["chart", *map(str, words), "-o", str(output), "--lang", lang]) == code
    told = capsys.readouterr()
    assert (told.err if code == 0 else told.out) == ""
    return told.out if code == 0 else told.err


def chinese(text):
    """Return whether a text has Chinese characters."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_writes_a_picture_and_says_what_it_shows(kind, lang, table, folder, capsys):
    """The words are those of the language, the last of them name the file, and nothing else is written."""
    suffix = {"life": ".svg", "way": ".pdf"}.get(kind, ".png")
    output = folder / f"picture{suffix}"
    told = drawn(capsys, output, *(word.format(table=table) for word in KINDS[kind]), lang=lang).splitlines()
    assert output.read_bytes().startswith(FIRST_BYTES[suffix])
    assert list(folder.iterdir()) == [output]
    assert chinese(told[0]) == chinese(told[-1]) == (lang == "zh")
    assert str(output) in told[-1]
    assert len(told) > 3


@pytest.mark.parametrize("kind", ["compare", "gaps", "rules"])
def test_chinese_words_have_chinese_marks(kind, folder, capsys):
    """No full stop, comma or colon of another script follows a Chinese character in the sentences."""
    told = drawn(capsys, folder / "a.svg", *KINDS[kind], lang="zh").splitlines()
    assert told[0][-1] in "。？"
    assert [line for line in told[:3] if re.search(r"[\u4e00-\u9fff][,;.:?]", line)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_data_is_printed_for_programs(kind, table, folder, capsys):
    """JSON and CSV have the same flat rows, without a word besides; the picture is written as well."""
    words = [word.format(table=table) for word in KINDS[kind]]
    rows = json.loads(drawn(capsys, folder / "a.svg", *words, "--format", "json"))
    cells = list(csv.DictReader(io.StringIO(drawn(capsys, folder / "b.svg", *words, "--format", "csv"))))
    assert (folder / "a.svg").read_bytes() == (folder / "b.svg").read_bytes()
    assert len(rows) == len(cells) > 1
    assert list(rows[0]) == list(cells[0])
    assert not any(isinstance(value, (dict, list)) for row in rows for value in row.values())


def test_the_table_of_a_life_is_that_of_its_months(folder, capsys):
    """What is printed is what simulating the file gives."""
    rows = json.loads(
        drawn(capsys, folder / "a.svg", "life", OTHER, "--format", "json", "--from", "2025-10", "--until", "2026-02")
    )
    assert rows == simulate(Scenario.load(OTHER))["2025-10":"2026-02"].records()


def test_the_end_of_what_is_shown_does_not_change_what_was_settled(folder, capsys):
    """A month that a later back-payment covers is covered in the end, whether or not that payment is shown."""
    settled = "scenarios/gap_paid_back_in_time.toml"
    words = ("--from", "2025-04", "--until", "2025-04", "--format", "json")
    (row,) = json.loads(drawn(capsys, folder / "a.svg", "life", settled, *words))
    assert (row["month"], row["covered"], row["covered_finally"]) == ("2025-04", False, True)


def test_a_later_end_lengthens_the_life(folder, capsys):
    """Months after the end of the scenario are lived, so that they can be shown."""
    rows = json.loads(
        drawn(capsys, folder / "a.svg", "life", DEMO, "--from", "2025-12", "--until", "2026-03", "--format", "json")
    )
    assert [row["month"] for row in rows] == ["2025-12", "2026-01", "2026-02", "2026-03"]


def test_the_options_of_every_kind(folder, capsys):
    """A title of one's own heads the words and the picture, and a width is that of the picture."""
    told = drawn(capsys, folder / "a.svg", "way", DEMO, "--title", "My own title", "--width", "8")
    assert told.startswith("My own title")
    text = (folder / "a.svg").read_text(encoding="utf-8")
    assert "My own title" in text
    assert f'width="{8 * 72}pt"' in text


def test_the_options_of_a_life(folder, capsys):
    """Lanes are chosen, another region is lived in, and a stay in hospital is asked for."""
    whole = drawn(capsys, folder / "whole.svg", "life", DEMO)
    drawn(capsys, folder / "only.svg", "life", DEMO, "--only", "state", "--only", "cover")
    drawn(capsys, folder / "less.svg", "life", DEMO, "--without", "cover")
    sizes = [len((folder / f"{name}.svg").read_bytes()) for name in ("only", "less", "whole")]
    assert sizes == sorted(set(sizes))
    assert "Shanghai" in drawn(capsys, folder / "a.svg", "life", DEMO, "--region", "shanghai")
    one, three = (drawn(capsys, folder / "a.svg", "life", DEMO, "--ill", "80000", "--level", level) for level in ("1", "3"))
    assert "80,000" in one
    assert one != three != whole


def test_regions_of_ones_own_are_drawn(tmp_path, folder, capsys):
    """A folder of region files is read by every kind that asks the rules."""
    head = 'name = "此地"\nenglish = "Here"\ncite = "here"\ngrade = "A"\nchecked = 2026-01-01\n'
    rates = "[employee]\nrate_unit = [{ from = 2025-01-01, is = 0.08 }, { from = 2026-01-01, is = 0.07 }]\n"
    (tmp_path / "here.toml").write_text(head + rates, encoding="utf-8")
    own = ("--regions", tmp_path)
    for words in (
        ("life", DEMO, "--region", "here"), ("compare", DEMO, "--region", "here", "--region", "shanghai"),
        ("gaps", "--region", "here"), ("calendar", DEMO, "--region", "here"), ("rules", "here", "employee.rate_unit"),
    ):  # fmt: skip
        assert "Here" in drawn(capsys, folder / "a.svg", *words, *own)
    assert "Here" in (folder / "a.svg").read_text(encoding="utf-8")
    assert drawn(capsys, folder / "a.svg", "way", DEMO, "--region", "here", *own)


def test_the_months_of_a_comparison(folder, capsys):
    """Each end is heeded without the other."""
    words = ("compare", DEMO, "--region", "shanghai", "--region", "hainan")
    assert "2025-05 – 2025-12" in drawn(capsys, folder / "a.svg", *words, "--from", "2025-05")
    assert "– 2025-02" in drawn(capsys, folder / "a.svg", *words, "--until", "2025-02")
    assert "2025-01 – 2025-02" in drawn(capsys, folder / "a.svg", *words, "--from", "2025-01", "--until", "2025-02")
    assert "A  " in drawn(
        capsys, folder / "a.svg", "compare", DEMO, "scenarios/flexible_misses_a_month_while_waiting.toml", OTHER
    )


def test_the_options_of_gaps(folder, capsys):
    """The question is asked as it was put."""
    told = drawn(
        capsys, folder / "a.svg", "gaps", "--region", "hubei/wuhan", "--last-paid", "2024-03", "--was", "flexible",
        "--then", "hired", "--back-pay", "--base", "7000", "--paid-months", "30",
    )  # fmt: skip
    for words in ("flexible worker", "30 months", "2024-03", "is hired again", "pays the gap back at once", "7,000 yuan"):
        assert words in told
    assert "resident premium" in drawn(capsys, folder / "a.svg", "gaps", "--region", "hubei/wuhan", "--then", "resident")


def test_a_folded_calendar_is_smaller(folder, capsys):
    """Years that are alike take one row."""
    words = ("calendar", "scenarios/flexible_all_life.toml", "--until", "2040-12")
    drawn(capsys, folder / "all.svg", *words)
    drawn(capsys, folder / "folded.svg", *words, "--folded")
    assert (folder / "folded.svg").stat().st_size < (folder / "all.svg").stat().st_size


def test_rules_in_some_months(folder, capsys):
    """The months are those that were asked for; a rule that is named twice is drawn, and counted, once."""
    words = ("rules", "shanghai", RULE, "--from", "2025-01", "--until", "2026-12")
    rows = json.loads(drawn(capsys, folder / "once.svg", *words, "--format", "json"))
    assert (rows[0]["from"], rows[-1]["until"]) == ("2025-01", "2026-12")
    assert json.loads(drawn(capsys, folder / "twice.svg", *words, RULE, "--format", "json")) == rows
    assert (folder / "once.svg").read_bytes() == (folder / "twice.svg").read_bytes()


@pytest.mark.parametrize("figure", charts.FIGURES)
def test_every_figure_of_a_population(figure, table, folder, capsys):
    """Each is drawn from a table, and from a folder of such tables."""
    words = ("--figure", figure, "--format", "csv")
    alone = drawn(capsys, folder / "one.svg", "population", table, *words)
    assert alone == drawn(capsys, folder / "parts.svg", "population", table.parent, *words)
    assert (folder / "one.svg").read_bytes() == (folder / "parts.svg").read_bytes()


def test_groups_and_clocks_of_a_population(table, folder, capsys):
    """Groups are those of a column, and months are counted from where one says."""
    told = drawn(capsys, folder / "a.svg", "population", table, "--figure", "mean_time", "--by", "sex")
    assert "women: employee-insured: 1.0" in told
    assert "men: employee-insured: 0.0" in told
    assert "age 44" in drawn(capsys, folder / "a.svg", "population", table, "--figure", "chronogram", "--clock", "age")
    since = drawn(capsys, folder / "a.svg", "population", table, "--figure", "chronogram", "--clock", "since")
    assert "2024-01:" not in since
    assert "2024-01:" in drawn(capsys, folder / "a.svg", "population", table, "--figure", "chronogram")


GAP = ("gaps", "--region", "shanghai")
REFUSED = {
    "no such file": (("life", "nowhere.toml"), "nowhere.toml"),
    "a folder": (("calendar", "scenarios"), "scenarios"),
    "no scenario": (("way", "README.md"), "README.md"),
    "unknown region": (("life", DEMO, "--region", "atlantis"), "atlantis"),
    "no such folder of regions": (("life", DEMO, "--regions", "nowhere"), "nowhere"),
    "unknown lane": (("life", DEMO, "--only", "weather"), "weather"),
    "unknown lane left out": (("life", DEMO, "--without", "weather"), "weather"),
    "no bill": (("life", DEMO, "--ill", "-5"), "-5"),
    "a bill that is no number": (("life", DEMO, "--ill", "nan"), "nan"),
    "months reversed": (("life", DEMO, "--from", "2025-05", "--until", "2025-04"), "2015-01"),
    "months of a calendar reversed": (("calendar", DEMO, "--from", "2025-05", "--until", "2025-04"), "2015-01"),
    "months of a way reversed": (("way", DEMO, "--from", "2025-05", "--until", "2025-04"), "2015-01"),
    "after the end": (("life", DEMO, "--from", "2030-01"), "2025-12"),
    "before the beginning": (("life", DEMO, "--until", "2000-01"), "2015-01"),
    "first is no month": (("life", DEMO, "--from", "2025-13"), "2025-13"),
    "last is no month": (("way", DEMO, "--until", "soon"), "soon"),
    "one life": (("compare", DEMO), "1 life "),
    "one life in one region twice": (("compare", DEMO, "--region", "shanghai", "--region", "shanghai"), "1 life "),
    "seven lives": (("compare", *[DEMO] * 7), "7"),
    "files and regions": (("compare", DEMO, OTHER, "--region", "shanghai"), "--region"),
    "compared from no month": (("compare", DEMO, OTHER, "--from", "soon"), "soon"),
    "compared from after the end": (("compare", DEMO, OTHER, "--from", "2050-01"), "2050-01"),
    "unknown region of gaps": (("gaps", "--region", "atlantis"), "atlantis"),
    "last paid in no month": ((*GAP, "--last-paid", "2026-13"), "2026-13"),
    "last paid too late": ((*GAP, "--last-paid", "2198-01"), "2198-01"),
    "negative base": ((*GAP, "--base", "-1"), "base: -1"),
    "no base": ((*GAP, "--base", "0"), "base: 0"),
    "a base that is no number": ((*GAP, "--base", "nan"), "base: nan"),
    "insured for too long": ((*GAP, "--paid-months", "9999"), "paid_months: 9999"),
    "residents pay nothing back": ((*GAP, "--then", "resident", "--back-pay"), "back_pay"),
    "unknown region of rules": (("rules", "atlantis"), "atlantis"),
    "unknown rule": (("rules", "shanghai", "employee.base_flor"), RULE),
    "rules reversed": (("rules", "shanghai", "--from", "2026-01", "--until", "2025-01"), "2026-01"),
    "rules until no month": (("rules", "shanghai", "--until", "soon"), "soon"),
    "no table": (("population", "nowhere.csv"), "nowhere.csv"),
    "an empty folder": (("population", "{empty}"), "run.json"),
    "a table without months": (("population", "{odd}"), "odd.csv"),
    "unknown column": (("population", "{table}", "--by", "weather"), "weather"),
    "a figure without groups": (("population", "{table}", "--figure", "rates", "--by", "sex"), "sex"),
    "too narrow": (("life", DEMO, "--width", "0"), "0"),
    "too wide": (("rules", "shanghai", "--width", "1000"), "1000"),
    "a width that is no number": (("way", DEMO, "--width", "nan"), "nan"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused(case, table, folder, tmp_path, capsys):
    """The code is 2, what was found, expected and to do is said in either language, and an older picture stays as it is."""
    words, names = REFUSED[case]
    (tmp_path / "empty").mkdir()
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    places = {"table": table, "empty": tmp_path / "empty", "odd": tmp_path / "odd.csv"}
    (folder / "old.png").write_bytes(b"as it was")
    for lang, expected, todo in (("en", "expected: ", "to do: "), ("zh", "应为：", "请：")):
        told = drawn(capsys, folder / "old.png", *(word.format(**places) for word in words), lang=lang, code=2)
        found, *rest = told.splitlines()
        assert names in told if lang == "en" else found
        assert [line.lstrip().startswith(head) for line, head in zip(rest, (expected, todo), strict=True)] == [True, True]
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("old.png", b"as it was")]


@pytest.mark.parametrize(
    "words",
    [
        ("fly",), ("life",), ("life", DEMO, "--width", "wide"), ("life", DEMO, "--level", "4"), ("life", DEMO, "--fly"),
        ("life", DEMO, "--format", "xml"), ("compare",), ("gaps",), (*GAP, "--was", "resident"), (*GAP, "--then", "retired"),
        (*GAP, "--paid-months", "-1"), ("gaps", "shanghai"), ("rules",), ("population", "x.csv", "--figure", "cake"),
        ("population", "x.csv", "--clock", "moon"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_refused(words, folder, capsys):
    """Misspelt kinds, options and choices are named, and nothing is written."""
    assert "Error" in drawn(capsys, folder / "a.png", *words, code=2)
    assert "错误" in drawn(capsys, folder / "a.png", *words, lang="zh", code=2)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["picture", "picture.jpg", ".png", "nowhere/picture.png", ""])
def test_a_place_that_cannot_be_written_is_refused_first(name, folder, capsys, monkeypatch):
    """Nothing is lived before the name of the picture, its folder and its width are known to be right."""
    monkeypatch.setattr(charts, "simulated", lambda *_: pytest.fail("lived"))
    told = drawn(capsys, folder / name, "life", DEMO, code=2)
    assert str(folder / name) in told
    drawn(capsys, folder / "a.png", "life", DEMO, "--width", "1000", code=2)
    assert list(folder.iterdir()) == []
    assert main(["chart", "life", DEMO, "--lang", "en"]) == 2
    assert "--output" in capsys.readouterr().err


def test_a_picture_that_cannot_be_put_in_its_place_leaves_nothing(folder, capsys, monkeypatch):
    """Where the last step of writing fails, there is neither a picture nor a part of one."""

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert "No space left" in drawn(capsys, folder / "a.png", "way", DEMO, code=2)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [None, *KINDS])
def test_help_is_written_in_both_languages(kind, lang, capsys):
    """Every kind and every option is explained in the language that was asked for."""
    assert main(["chart", *([kind] if kind else []), "--help", "--lang", lang]) == 0
    text = capsys.readouterr().out
    explained = re.split(r"\n  (?=-|[a-z]+  )", text)[1:]
    assert len(explained) >= 7
    for one in explained:
        head, _, told = re.sub(r"\s+", " ", one.strip()).partition(" ")
        assert len(told) > 4, head
        assert chinese(told) == (lang == "zh"), head
