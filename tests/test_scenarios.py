"""The scenarios that are shipped: each reads, shows what it says, comes out as its rule has it, and the scripts run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from engines import differences

from lifecycle import Atlas, Scenario, Timeline, simulate
from lifecycle.months import month, text

ROOT: Final = Path(__file__).parent.parent
FILES: Final = tuple(sorted((ROOT / "scenarios").glob("*.toml")))
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)

#: file → months → state, share of the benefit then, share after settlement; each line is reasoned from the rule above it.
EXPECTED: Final[dict[str, dict[str, tuple[str, float, float]]]] = {
    "demo": {
        # Wuhan: an unpaid month is still covered, the one after is not.
        "2024-11": ("suspended", 1, 1),
        # February is the fourth month after the job: from the month after payment, the gap is never covered.
        "2024-12..2025-01": ("suspended", 0, 0),
        "2025-02": ("flexible", 0, 0),
        "2025-03..2025-12": ("flexible", 1, 1),
    },
    "double_payment": {
        # Full employee cover suspends the paid resident year.
        "2025-01..2025-12": ("employee", 1, 1),
    },
    "employer_in_arrears": {
        # Shandong: stops in the month after the first unpaid one, returns in the month after settlement, years only.
        "2025-03": ("suspended", 1, 1),
        "2025-04": ("suspended", 0, 0),
        "2025-05": ("employee", 0, 0),
        "2025-06": ("employee", 1, 1),
    },
    "first_time_flexible": {
        # Suzhou's own example: paid in May, waits June to August, covered from September.
        "2022-05": ("flexible", 0, 0),
        "2022-06..2022-08": ("waiting", 0, 0),
        "2022-09": ("flexible", 1, 1),
    },
    "flexible_misses_a_month_while_waiting": {
        # Shanghai: six months in a row; a break in April starts them again in May.
        "2026-01..2026-03": ("waiting", 0, 0),
        "2026-04": ("suspended", 0, 0),
        "2026-05..2026-10": ("waiting", 0, 0),
        "2026-11": ("flexible", 1, 1),
    },
    "flexible_year_paid_in_march": {
        # Fuzhou 2023: due 10 February, then paused; made up by 31 March it counts as never interrupted.
        "2023-01": ("flexible", 1, 1),
        "2023-02": ("flexible", 0, 1),
        "2023-03..2023-12": ("flexible", 1, 1),
    },
    "gap_paid_back_in_time": {
        # Chongqing, at most three months and paid back: covered from the next month, the gap included afterwards.
        "2025-03": ("suspended", 1, 1),
        "2025-04": ("suspended", 0, 1),
        "2025-05": ("flexible", 0, 1),
        "2025-06": ("flexible", 1, 1),
    },
    "gap_paid_back_too_late": {
        # Chongqing, an individual after more than three months: six months, the month of payment counts.
        "2025-04..2025-06": ("suspended", 0, 0),
        "2025-07..2025-12": ("waiting", 0, 0),
        "2026-01": ("flexible", 1, 1),
    },
    "half_benefit_in_fujian": {
        # Fujian, not paid back: six months at half from the month of resuming, the gap is lost.
        "2024-08..2024-11": ("suspended", 0, 0),
        "2024-12..2025-05": ("waiting", 0.5, 0.5),
        "2025-06": ("employee", 1, 1),
    },
    "half_benefit_in_hainan": {
        # Hainan, two continuous years, a gap of four to six months: half until six months are full.
        "2024-10..2025-01": ("suspended", 0, 0),
        "2025-02..2025-07": ("waiting", 0.5, 0.5),
        "2025-08": ("flexible", 1, 1),
    },
    "newborn_in_time": {
        # 25 November to 20 January are 56 days: from birth, once the premium is paid.
        "2025-11..2025-12": ("not_enrolled", 0, 1),
        "2026-01..2026-12": ("resident", 1, 1),
    },
    "newborn_late": {
        # 10 March to 15 July are 127 days: Wuhan covers from the month after.
        "2025-03..2025-07": ("not_enrolled", 0, 0),
        "2025-08..2025-12": ("resident", 1, 1),
    },
    "quits_a_year_without": {
        # Shanghai: one unpaid month is covered; more than three months after cover ended the wait is six months.
        "2025-11": ("suspended", 1, 1),
        "2025-12..2026-10": ("suspended", 0, 0),
        "2026-11..2027-04": ("waiting", 0, 0),
        "2027-05": ("flexible", 1, 1),
    },
    "quits_four_months_without": {
        # Cover ended on 30 November: March is the fourth month after.
        "2025-12..2026-02": ("suspended", 0, 0),
        "2026-03..2026-08": ("waiting", 0, 0),
        "2026-09": ("flexible", 1, 1),
    },
    "quits_one_month_without": {
        # No wait, but payment covers the month after.
        "2025-11": ("suspended", 1, 1),
        "2025-12": ("flexible", 0, 0),
        "2026-01": ("flexible", 1, 1),
    },
    "quits_three_months_without": {
        # February is the third month after cover ended: still no wait, and nothing of the gap comes back.
        "2025-12..2026-01": ("suspended", 0, 0),
        "2026-02": ("flexible", 0, 0),
        "2026-03": ("flexible", 1, 1),
    },
    "quits_to_resident_at_once": {
        # Xining: not bound by the window, from the day of payment in May.
        "2025-04": ("employee", 1, 1),
        "2025-05..2025-12": ("resident", 1, 1),
    },
    "quits_to_resident_later": {
        # Chengdu, two years and a gap of two: from the month after employee cover, which lasted through April.
        "2025-04": ("suspended", 1, 1),
        "2025-05": ("suspended", 0, 1),
        "2025-06": ("resident", 1, 1),
    },
    "resident_misses_window_after_2025": {
        # Qinghai: paid on 1 April, three months, covered from 1 July.
        "2025-12": ("resident", 1, 1),
        "2026-01..2026-03": ("suspended", 0, 0),
        "2026-04..2026-06": ("waiting", 0, 0),
        "2026-07": ("resident", 1, 1),
    },
    "resident_misses_window_before_2025": {
        # Jinan: three months, the month of payment included; the next year is paid in its window.
        "2024-01..2024-02": ("suspended", 0, 0),
        "2024-03..2024-05": ("waiting", 0, 0),
        "2024-06..2025-12": ("resident", 1, 1),
    },
    "resident_skips_two_years": {
        # Three months and one for the second missed year, from 1 January.
        "2025-01..2026-12": ("suspended", 0, 0),
        "2027-01..2027-04": ("waiting", 0, 0),
        "2027-05": ("resident", 1, 1),
    },
    "resident_skips_two_years_and_repairs": {
        # The repaired year takes one month off, and the fixed three stay.
        "2027-01..2027-03": ("waiting", 0, 0),
        "2027-04": ("resident", 1, 1),
    },
    "resident_to_employee": {
        # Shanghai: employee cover from the month after payment; until then the resident year pays.
        "2025-10": ("resident", 1, 1),
        "2025-11..2026-06": ("employee", 1, 1),
    },
    "resident_to_flexible": {
        # Resident cover ended in December; February is within three months: no wait, from the month after payment.
        "2026-01": ("suspended", 0, 0),
        "2026-02": ("flexible", 0, 0),
        "2026-03": ("flexible", 1, 1),
    },
    "resident_to_flexible_refused": {
        # Chengdu: not as an individual inside the resident year; afterwards two years and no gap count at once.
        "2025-06..2025-12": ("resident", 1, 1),
        "2026-01": ("flexible", 1, 1),
    },
    "seasonal_job": {
        # Shandong: employee cover from the month after payment; after the job the paid resident year is restored.
        "2025-05": ("resident", 1, 1),
        "2025-06..2025-08": ("employee", 1, 1),
        "2025-09..2025-12": ("resident", 1, 1),
    },
    "three_quarters_in_xiamen": {
        # Under 24 continuous months three quarters, the resident months included; the 24th is May 2026.
        "2025-07..2026-04": ("employee", 0.75, 0.75),
        "2026-05": ("employee", 1, 1),
    },
    "unemployment_benefit_then_flexible": {
        # The fund pays from April to December, the person from January: no gap, full benefit.
        "2025-03..2025-12": ("employee", 1, 1),
        "2026-01": ("flexible", 1, 1),
    },
}

#: file, month, field, value: what the shares do not tell.
ALSO: Final[tuple[tuple[str, str, str, Any], ...]] = (
    ("demo", "2025-03", "actual_months", 112 + 2 + 3),  # July 2015 to October 2024, two months, three paid back
    ("double_payment", "2025-12", "continuous_months", 40 + 24),  # twice insured counts once
    ("double_payment", "2025-12", "covered_by", "employee"),
    ("employer_in_arrears", "2025-05", "actual_months", 120 + 2 + 2 + 1),  # the two settled months count as years
    ("gap_paid_back_too_late", "2025-07", "continuous_months", 1),  # years only: continuity begins anew
    ("gap_paid_back_too_late", "2025-07", "actual_months", 30 + 2 + 4 + 1),
    ("newborn_in_time", "2026-01", "covered_from", "2025-11-25"),
    ("newborn_late", "2025-08", "covered_from", "2025-08-01"),
    ("quits_a_year_without", "2026-10", "actual_months", 48 + 10),  # accumulated months never fall
    ("quits_a_year_without", "2026-10", "continuous_months", 0),
    ("quits_to_resident_at_once", "2025-05", "covered_from", "2025-05-12"),
    ("quits_to_resident_at_once", "2025-05", "resident_price_fen", 400_00),
    ("quits_to_resident_later", "2025-06", "covered_from", "2025-05-01"),
    ("resident_misses_window_after_2025", "2026-04", "waiting_total", 3),
    ("resident_misses_window_after_2025", "2026-07", "covered_from", "2026-07-01"),
    ("resident_misses_window_before_2025", "2025-01", "resident_price_fen", 440_00),
    ("resident_skips_two_years", "2027-01", "missed_windows", 2),
    ("resident_skips_two_years", "2027-01", "waiting_total", 4),
    ("resident_skips_two_years_and_repairs", "2027-01", "waiting_total", 3),
    ("resident_to_employee", "2025-11", "covered_by", "resident"),
    ("resident_to_employee", "2025-12", "covered_by", "employee"),
    ("resident_to_flexible_refused", "2025-06", "scheme", "resident"),
    ("seasonal_job", "2025-06", "covered_by", "resident"),
    ("seasonal_job", "2025-07", "covered_by", "employee"),
    ("seasonal_job", "2025-10", "covered_by", "resident"),
    ("unemployment_benefit_then_flexible", "2025-04", "payer", "fund"),
    ("unemployment_benefit_then_flexible", "2026-01", "payer", "self"),
)

#: Months that rest on something unknown; the situation leaves no better-founded way to tell it.
ASSUMED: Final[dict[str, list[str]]] = {}


@cache
def life(stem: str) -> Timeline:
    """Return the life in a shipped file, lived once."""
    return simulate(Scenario.load(ROOT / "scenarios" / f"{stem}.toml"))


def sentences(said: str, lang: str) -> int:
    """Return how many sentences a text has; it ends with the last."""
    ends = re.findall(r"[。！？]", said) if lang == "zh" else re.findall(r"[.!?](?=\s|$)", said)
    assert said.endswith(tuple("。！？" if lang == "zh" else ".!?"))
    return len(ends)


@every_file
def test_a_scenario_says_what_it_is_and_what_it_shows(path: Path) -> None:
    """A title and two sentences, in both languages, each in its own script."""
    scenario = Scenario.load(path)
    for lang in ("zh", "en"):
        assert scenario.title.in_(lang)
        assert sentences(scenario.shows.in_(lang), lang) == 2
    assert re.search(r"[\u4e00-\u9fff]", scenario.title.zh + scenario.shows.zh)
    assert not re.search(r"[\u4e00-\u9fff]", scenario.title.en + scenario.shows.en)


@every_file
def test_a_scenario_comes_out_as_its_rule_has_it(path: Path) -> None:
    """State and benefit, then and after settlement, of every month that the table above names."""
    wrong = []
    for written, expected in EXPECTED[path.stem].items():
        first, _, last = written.partition("..")
        for index in range(month(first), month(last or first) + 1):
            row = life(path.stem)[text(index)]
            found = (row.state, row.benefit_factor, row.benefit_factor_finally)
            if found != expected:
                wrong.append(f"{row.month}: {found}, not {expected}")
    assert not wrong


@pytest.mark.parametrize(("stem", "at", "field", "value"), ALSO)
def test_a_scenario_shows_more_than_its_cover(stem: str, at: str, field: str, value: Any) -> None:
    """Who covers, from which day, what counts: one field of one month."""
    assert getattr(life(stem)[at], field) == value


@every_file
def test_a_scenario_is_the_same_life_on_both_engines(path: Path) -> None:
    """Machine and compiled step agree in every field of every month."""
    assert differences(Scenario.load(path)) == []


@every_file
def test_a_scenario_is_well_founded(path: Path) -> None:
    """No month is assumed but those that are named above."""
    assert [row.month for row in life(path.stem) if row.assumed] == ASSUMED.get(path.stem, [])


def test_a_refused_attempt_is_told() -> None:
    """In the month of a refusal the event had no effect, and the rule that refused is cited."""
    row = life("resident_to_flexible_refused")["2025-06"]
    assert [event["effect"] for event in row.cause.events if event["what"] == "start_flexible"] == [False]
    assert any(p.key == "flexible.entry.resident-same-year" for p in row.cause.parameters)


def test_every_scenario_is_expected_and_every_city_has_one() -> None:
    """The tables and the files are the same set, titles are their own, and no city at hand is left out."""
    stems = {path.stem for path in FILES}
    assert stems == set(EXPECTED) >= {stem for stem, *_ in ALSO} | set(ASSUMED)
    assert len({Scenario.load(path).title for path in FILES}) == len(FILES)
    known = Atlas().ids()
    cities = {one for one in known if one != "national" and not any(other.startswith(f"{one}/") for other in known)}
    assert cities == {Scenario.load(path).region for path in FILES}


def run(script: str, *arguments: str) -> str:
    """Run a script of the folder as a reader would, and return what it prints."""
    ran = subprocess.run(
        [sys.executable, ROOT / "scenarios" / script, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert not ran.stderr
    return ran.stdout


def table(printed: str) -> list[list[str]]:
    """Return the cells of a table as rich draws it, without its head."""
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in printed.splitlines() if line.startswith("│")]


def test_the_first_script_prints_a_life_and_a_reason() -> None:
    """The spells of the introduction, then why February 2025 is not covered."""
    printed = run("first_life.py")
    assert re.search(r"2024-12 \.\. 2025-01 +2 +suspended +uncovered", printed)
    assert "from-unit-months-4-to-6" in printed


def test_the_first_script_draws_where_it_is_told(tmp_path: Path) -> None:
    """With a path the chart is saved there."""
    run("first_life.py", str(tmp_path / "life.png"))
    assert (tmp_path / "life.png").stat().st_size > 0


def test_the_sweep_tells_where_the_rule_turns() -> None:
    """Wuhan: up to two months come back, three to five cost themselves, from six on the wait is added."""
    rows = table(run("gap_sweep.py"))
    assert [row[0] for row in rows] == [str(gap) for gap in range(13)]
    assert rows[2][1:] == ["1", "2025-01", "1"]
    assert [int(row[1]) for row in rows[3:6]] == [3, 4, 5]
    assert [int(row[1]) for row in rows[6:]] == [gap + 5 for gap in range(6, 13)]


def test_the_same_life_differs_by_city() -> None:
    """Every city has a row: Wuhan resumes without a wait, Fuzhou at half, Shanghai after six months."""
    rows = {row[0]: row[1:] for row in table(run("regions_side_by_side.py"))}
    assert len(rows) == len({Scenario.load(path).region for path in FILES})
    assert rows["Wuhan"][:3] == ["4", "0", "2026-07"]
    assert rows["Fuzhou"][:3] == ["3", "6", "2026-12"]
    assert rows["Shanghai"][:3] == ["9", "0", "2026-12"]
