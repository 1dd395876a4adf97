"""Lives that cannot be and files that are none: each gives its place, what was found, expected and to do, in both languages."""

from __future__ import annotations

import re

import pytest

from lifecycle import Scenario, ScenarioError, simulate
from lifecycle.cli import main


def life(*events: str, top: str = 'region = "hubei/wuhan"', more: str = "") -> str:
    """Write a scenario file from events such as ``2024-01 hired base=1``."""
    told = []
    for event in events:
        month, what, *rest = event.split(" ")
        told.append(
            "\n".join(["[[event]]", f'month = "{month}"', f'what = "{what}"', *(one.replace("=", " = ") for one in rest)])
        )
    return "\n".join([top, more, *told])


LEFT = "2024-03 left_job"
JOB = '[before]\nscheme = "employee"'
BAD = {
    "not TOML": ("region = ", None, "TOML"),
    "a binary file": ("\x00\x01", None, "TOML"),
    "unknown key at the top": (life("2024-01 hired", top='region = "shanghai"\ncolour = "red"'), None, "colour"),
    "unknown key in an event": (life("2024-01 hired wage=8000"), 1, "wage"),
    "unknown event": (life("2024-01 hired", "2024-02 promoted"), 2, "promoted"),
    "an event without what": (life("2024-01 hired") + '\n[[event]]\nmonth = "2024-02"\n', 2, "what happens"),
    "unknown region": (life("2024-01 hired", top='region = "atlantis"'), None, "atlantis"),
    "no region": (life("2024-01 hired", top=""), None, "region"),
    "unknown state before": (life("2024-01 hired", more='[before]\nscheme = "retired"'), None, "retired"),
    "unknown status": (life('2024-01 status is="rich"'), 1, "rich"),
    "a month that is no month": (life("2024-13 hired"), 1, "2024-13"),
    "a month without quotes": (life("2024-01 hired").replace('"2024-01"', "2024-01-01"), 1, "2024-01-01"),
    "a month before 1900": (life("0024-01 hired"), 1, "0024-01"),
    "a day that the month has not": (life("2024-02 hired day=30"), 1, "30"),
    "a day of 0": (life("2024-02 hired day=0"), 1, "day"),
    "a wage in words": (life('2024-01 hired base="much"'), 1, "much"),
    "a negative wage": (life("2024-01 hired base=-1"), 1, "-1"),
    "events out of order": (life("2024-05 hired", "2024-03 left_job"), 2, "2024-03"),
    "two units at once": (life("2024-01 hired", "2024-05 hired"), 2, "two units"),
    "two units in one month": (life("2024-01 hired", "2024-01 hired"), 2, "two units"),
    "an end before a start": (life(LEFT), 1, "left_job"),
    "arrears without a job": (life("2024-01 employer_stops_paying"), 1, "employer"),
    "resumed without arrears": (life("2024-01 hired", "2024-03 employer_resumes"), 2, "resumes"),
    "flexible twice": (life("2024-01 start_flexible", "2024-03 start_flexible"), 2, "start_flexible"),
    "stops what never began": (life("2024-01 stop_flexible"), 1, "stop_flexible"),
    "benefit that never began": (life("2024-01 end_unemployment_benefit"), 1, "end_unemployment_benefit"),
    "back-payment of paid months": (life("2024-01 hired", '2024-05 back_pay from="2024-02" to="2024-03"'), 2, "2024-02"),
    "back-payment twice": (life(LEFT, "2024-08 start_flexible", '2024-08 back_pay from="2024-05" to="2024-06"', '2024-09 back_pay from="2024-06" to="2024-06"', more=JOB), 4, "2024-06"),
    "back-payment of the future": (life(LEFT, '2024-05 back_pay from="2024-04" to="2024-06"', more=JOB), 2, "2024-06"),
    "back-payment backwards": (life(LEFT, '2024-08 back_pay from="2024-06" to="2024-05"', more=JOB), 2, "2024-06"),
    "back-payment by a stranger": (life(LEFT, '2024-08 back_pay from="2024-05" to="2024-06" by="uncle"', more=JOB), 2, "uncle"),
    "a resident year long over": (life("2024-03 pay_resident year=2022"), 1, "2022"),
    "a resident year far ahead": (life("2024-03 pay_resident year=2026"), 1, "2026"),
    "a resident year twice": (life("2023-12 pay_resident year=2024", "2024-02 pay_resident year=2024"), 2, "2024"),
    "a flexible year long over": (life("2024-03 pay_flexible_year year=2021"), 1, "2021"),
    "repair that buys nothing": (life("2024-03 repair_resident years=1"), 1, "no wait"),
    "repair of no years": (life("2024-03 repair_resident years=0"), 1, "years"),
    "a birth after a job": (life("2024-01 hired", more='[person]\nborn = "2024-05"'), 1, "birth"),
    "a birth event after a job": (life("2024-01 hired", "2024-05 born"), 1, "birth"),
    "born twice": (life("2024-01 born", "2024-05 born"), None, "born"),
    "a birthday that is none": (life("2024-01 hired", more='[person]\nborn = "1985-06-31"'), None, "1985-06-31"),
    "a newborn without birth": (life("2024-01 enrol_newborn years=[2024]"), 1, "birth"),
    "something after death": (life("2024-01 hired", "2024-03 died", "2024-04 left_job"), 3, "death"),
    "a life of 200 years": (life("1950-01 hired", top='region = "shanghai"\nuntil = "2150-01"'), None, "2150-01"),
    "a person of 200 years": (life("2024-01 hired", more='[person]\nborn = "1905-01"', top='region = "shanghai"\nuntil = "2040-01"'), None, "1905-01"),
    "until before the beginning": (life("2024-01 hired", top='region = "shanghai"\nuntil = "2020-01"'), None, "2020-01"),
    "paid before until inside": (life("2024-03 hired", more='[before]\nscheme = "employee"\npaid_until = "2024-02"'), None, "2024-02"),
    "a status that ends before it begins": (life('2024-03 status is="student" until="2024-01"'), 1, "2024-01"),
    "a job in a region that is none": (life('2024-03 hired region="atlantis"'), 1, "atlantis"),
    "a move to a region that is none": (life('2024-03 move region="atlantis"'), 1, "atlantis"),
    "a move out of the folder": (life('2024-03 move region="../hubei"'), 1, "../hubei"),
    "a move without a region": (life("2024-03 move"), 1, "region"),
    "a move to where one is": (life('2024-03 move region="hubei/wuhan"'), 1, "already"),
    "a move in words": (life('2024-03 move region="shanghai" transfer="yes"'), 1, "yes"),
    "more regions than a life holds": (life(*(f'2024-{n:02d} move region="{r}"' for n, r in enumerate(("shanghai", "chongqing", "hainan", "fujian", "jiangsu", "sichuan", "shandong", "qinghai"), start=1))), 8, "9 regions"),
    "service backwards": (life('2024-03 deemed_service from="2000-05" to="2000-04"'), 1, "2000-04"),
    "service of the future": (life('2024-03 deemed_service from="2000-05" to="2024-04"'), 1, "2024-04"),
    "service before birth": (life('2024-03 deemed_service from="1980-05" to="1990-04"', more='[person]\nborn = "1985-01"'), 1, "birth"),
    "service twice": (life('2024-03 deemed_service from="1990-05" to="1992-04"', '2024-04 deemed_service from="1992-01" to="1993-04"'), 2, "1992-01"),
    "service of a kind that is none": (life('2024-03 deemed_service from="1990-05" to="1992-04" kind="sea"'), 1, "sea"),
    "retiring twice": (life("2024-03 retire", "2024-04 retire"), 2, "second time"),
    "retiring early and late": (life("2024-03 retire early_months=2 late_months=3", more='[person]\nborn = "1964-06"\nsex = "male"'), 1, "early and late"),
    "retiring early from an unknown month": (life("2024-03 retire early_months=2"), 1, "nobody knows"),
    "retiring before the law lets": (life("2024-03 retire", more='[person]\nborn = "1984-06"\nsex = "male"'), 1, "cannot be chosen"),
    "retiring too early": (life("2024-03 retire early_months=40", more='[person]\nborn = "1972-06"\nsex = "male"'), 1, "cannot be chosen"),
    "years bought before retiring": (life("2024-03 top_up", more='[person]\nborn = "1984-06"\nsex = "male"'), 1, "before the month of retiring"),
    "years bought in a way that is none": (life('2024-03 top_up how="soon"'), 1, "soon"),
    "a difference for nothing": (life("2024-03 pay_difference years=2"), 1, "buys nothing"),
    "a bill of nothing": (life("2024-03 bill amount=0"), 1, "amount"),
    "a bill in words": (life('2024-03 bill amount="much"'), 1, "much"),
    "a bill at a level that is none": (life("2024-03 bill amount=100 level=4"), 1, "level"),
    "a bill of a kind that is none": (life('2024-03 bill amount=100 kind="dental"'), 1, "dental"),
    "a bill somewhere": (life('2024-03 bill amount=100 where="moon"'), 1, "moon"),
    "a tier that is none": (life('2024-03 start_flexible tier="gold"'), 1, "gold"),
    "a growth beyond all": (life("2024-03 hired", more="[assumptions]\nbase_growth = 5"), None, "base_growth"),
    "an assumption that is none": (life("2024-03 hired", more="[assumptions]\nluck = 1"), None, "luck"),
    "a debt in the account": (life("2024-03 hired", more='[before]\nscheme = "employee"\naccount = -5'), None, "-5"),
    "a life without beginning": ('region = "shanghai"', None, "begins"),
    "a life deeper than any": ("a = " + "[" * 5000, None, "TOML"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_told_in_both_languages_and_leaves_no_output(what, tmp_path, capsys):
    """Exit code 2, no traceback, the file and the event named, nothing printed or written."""
    content, event, said = BAD[what]
    path = tmp_path / "life.toml"
    path.write_text(content)
    chart = tmp_path / "chart.png"
    chart.write_text("an older chart")
    told = {}
    for lang in ("en", "zh"):
        assert main(["run", str(path), "--lang", lang, "--chart", str(chart)]) == 2
        out, told[lang] = capsys.readouterr()
        assert out == ""
        assert str(path) in told[lang]
        assert "Traceback" not in told[lang]
    assert said in told["en"]
    assert "expected: " in told["en"]
    assert "to do: " in told["en"] or said in told["en"]
    assert re.search("[\u4e00-\u9fff]", told["zh"])
    if event:
        assert f"event {event}" in told["en"]
        assert f"事件{event}" in told["zh"].replace(" ", "")
    assert chart.read_text() == "an older chart"


def test_a_file_of_50_megabytes_is_refused_unread(tmp_path, capsys):
    """Size is bounded before anything is parsed."""
    path = tmp_path / "large.toml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert main(["run", str(path), "--lang", "en"]) == 2
    assert "50000000 bytes" in capsys.readouterr().err


def test_a_file_that_is_not_utf8_is_refused(tmp_path, capsys):
    """A file saved as GBK is named for what it is."""
    path = tmp_path / "life.toml"
    path.write_bytes('region = "武汉"'.encode("gbk"))
    assert main(["run", str(path), "--lang", "en"]) == 2
    assert "UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["nowhere.toml", "."])
def test_a_file_that_is_not_there_is_refused(path, capsys):
    """A wrong path is an error of its own."""
    assert main(["run", path, "--lang", "en"]) == 2
    assert "no such file" in capsys.readouterr().err


@pytest.mark.parametrize("out", ["nowhere/chart.png", ".", "chart.bmp"])
def test_an_output_path_that_cannot_be_written_is_refused_first(out, tmp_path, capsys, monkeypatch):
    """Nothing is computed for a chart that cannot be written, and nothing is left behind."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "life.toml").write_text(life("2024-01 hired"))
    assert main(["run", "life.toml", "--chart", out, "--lang", "en"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "expected: " in said.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["life.toml"]


def test_values_with_braces_stay_text():
    """A value that looks like a placeholder is shown, not interpreted."""
    with pytest.raises(ScenarioError) as refused:
        Scenario.read({"region": "shanghai", "event": [{"month": "{what}", "what": "hired"}]})
    assert "{what}" in refused.value.in_("en")


@pytest.mark.parametrize("until", ["2019-01", "x", "2300-01", "2190-01"])
def test_until_must_be_a_month_of_this_life(until):
    """--until outside the possible is refused."""
    scenario = Scenario.read({"region": "shanghai", "event": [{"month": "2024-01", "what": "hired"}]})
    with pytest.raises(ScenarioError):
        simulate(scenario, until=until)
