"""What a life comes to in a sentence; what is called avoidable is covered when it is paid in time, lived again from the start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lifecycle import Scenario, Timeline, simulate
from lifecycle.finding import finding
from lifecycle.gaps import avoidable
from lifecycle.months import month, text

SCENARIOS = Path(__file__).parents[1] / "scenarios"
EMPLOYEE = {"scheme": "employee", "continuous_months": 36, "actual_months": 36}
FLEXIBLE = {**EMPLOYEE, "scheme": "flexible"}
STOP = "2025-05"


def after(months: int) -> str:
    """Return the month that is so many after the last paid one."""
    return text(month(STOP) + months)


def lived(region: str, event: list[dict[str, Any]], **more: Any) -> Timeline:
    """Return a life of events in a region."""
    return simulate(Scenario.read({"region": region, "from": "2025-01", "until": after(20), "event": event, **more}))


def paid_to_oneself(months: int, *events: dict[str, Any]) -> list[dict[str, Any]]:
    """Return who leaves a job and pays for themselves after so many months."""
    return [{"month": STOP, "what": "left_job"}, {"month": after(months + 1), "what": "start_flexible"}, *events]


#: The life with a gap of so many months, and the same life with every month paid in time.
PAIRS = {
    "a job, then oneself": lambda n: (EMPLOYEE, paid_to_oneself(n), paid_to_oneself(0)),
    "a job, then oneself, paid back later": lambda n: (
        EMPLOYEE,
        paid_to_oneself(n, {"month": after(n + 2), "what": "back_pay", "from": after(1), "to": after(n)}),
        paid_to_oneself(0),
    ),
    "oneself with a gap": lambda n: (
        FLEXIBLE,
        [{"month": STOP, "what": "stop_flexible"}, {"month": after(n + 1), "what": "start_flexible"}],
        [],
    ),
    "oneself and never again": lambda _: (FLEXIBLE, [{"month": STOP, "what": "stop_flexible"}], []),
    "oneself, then a job": lambda n: (
        FLEXIBLE,
        [{"month": STOP, "what": "stop_flexible"}, {"month": after(n + 1), "what": "hired"}],
        [{"month": after(n), "what": "stop_flexible"}, {"month": after(n + 1), "what": "hired"}],
    ),
    "a wait that is broken off": lambda n: (
        None,
        [{"month": "2025-03", "what": "start_flexible"}, {"month": STOP, "what": "stop_flexible"},
         {"month": after(n + 1), "what": "start_flexible"}],
        [{"month": "2025-03", "what": "start_flexible"}],
    ),
    "a unit in arrears": lambda n: (
        EMPLOYEE,
        [{"month": after(1), "what": "employer_stops_paying"}, {"month": after(n + 1), "what": "employer_resumes"}],
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize(
    ("region", "gap"), [("hubei/wuhan", 3), ("shandong/jinan", 7), ("fujian/xiamen", 5), ("chongqing", 5), ("hainan", 4)]
)
def test_what_is_avoidable_is_covered_when_paid_in_time(pair, region, gap):
    """Each month called avoidable is without cover in this life, and covered in the one in which the gap was paid."""
    before, missed, in_time = PAIRS[pair](gap)
    known = {"before": before} if before else {}
    life, other = lived(region, missed, **known), lived(region, in_time, **known)
    found = [row.month for row in avoidable(life)]
    assert found
    assert not any(life[one].covered_finally for one in found)
    assert [one for one in found if not other[one].covered_finally] == []


@pytest.mark.parametrize("region", ["chongqing", "jiangsu/suzhou", "national"])
def test_a_window_that_was_used_before_could_have_been_used_again(region):
    """Who paid residents' years in the window and missed one could have been covered all along."""
    years = [{"month": f"{year - 1}-11", "what": "pay_resident", "year": year} for year in (2025, 2026, 2027)]
    late = {"month": "2027-04", "what": "pay_resident", "year": 2027}
    scenario = {"region": region, "from": "2024-06", "until": "2027-12", "before": {"scheme": "resident"}}
    life = simulate(Scenario.read({**scenario, "event": [*years[:2], late]}))
    other = simulate(Scenario.read({**scenario, "event": years}))
    found = [row.month for row in avoidable(life)]
    assert found[:3] == ["2027-01", "2027-02", "2027-03"]
    assert all(other[one].covered_finally for one in found)


@pytest.mark.parametrize(
    ("before", "event"),
    [
        # nobody was insured before: the wait of a first payment is nobody's fault
        (None, [{"month": STOP, "what": "start_flexible"}]),
        # another unit decides when it hires
        (EMPLOYEE, [{"month": STOP, "what": "left_job"}, {"month": after(6), "what": "hired"}]),
        # whether the other region would have let her in is not in her life
        (EMPLOYEE, [{"month": STOP, "what": "left_job"}, {"month": after(2), "what": "move", "region": "shanghai"},
                    {"month": after(6), "what": "start_flexible"}]),
        (EMPLOYEE, [{"month": STOP, "what": "left_job"}]),
    ],
)  # fmt: skip
def test_what_a_life_does_not_prove_is_not_called_avoidable(before, event):
    """Without proof the months without cover are only counted."""
    life = lived("hubei/wuhan", event, **({"before": before} if before else {}))
    assert avoidable(life) == []
    assert "avoidable" not in finding(life, "en")
    assert "without cover" in finding(life, "en")


def test_a_unit_owes_nothing_after_the_job():
    """Months after leaving a job in arrears, and those of the next job's wait, are not the fault of the unit that owed."""
    owes = [{"month": "2025-03", "what": "employer_stops_paying"}, {"month": STOP, "what": "left_job"}]
    for more in ([], [{"month": after(6), "what": "hired"}]):
        life = lived("hubei/wuhan", [*owes, *more], before=EMPLOYEE)
        assert [row.month for row in avoidable(life)] == ["2025-04", STOP]
        assert "2 of them because the unit did not pay" in finding(life, "en")


def test_a_move_while_waiting_ends_what_is_proven():
    """What another region would have given somebody without a gap is not in this life."""
    stop, back = {"month": STOP, "what": "stop_flexible"}, {"month": after(5), "what": "start_flexible"}
    move = {"month": after(7), "what": "move", "region": "shanghai"}
    life = lived("hubei/wuhan", [stop, back, move], before=FLEXIBLE)
    found = avoidable(life)
    assert {row.region for row in found} == {"hubei/wuhan"}
    assert "at least" in finding(life, "en")


def test_paying_back_in_time_leaves_nothing_to_avoid():
    """Months that became covered afterwards are not lost, and are told as such."""
    back = {"month": after(3), "what": "back_pay", "from": after(1), "to": after(2)}
    life = lived(
        "hubei/wuhan", [{"month": STOP, "what": "left_job"}, {"month": after(3), "what": "start_flexible"}, back], before=EMPLOYEE
    )
    assert avoidable(life) == []
    n = sum(row.covered_finally and not row.covered for row in life)
    assert finding(life, "en").startswith(f"{n} month")
    assert "covered only afterwards, by back-payment" in finding(life, "en")


def test_a_rule_that_came_later_proves_nothing():
    """Shanghai's list of September 2025 says nothing of who would have resumed in June of that year."""
    assert avoidable(lived("shanghai", paid_to_oneself(7), before=EMPLOYEE)) == []


RETIRED = {"scheme": "employee", "continuous_months": 400, "actual_months": 400, "base": 6000}
WOMAN = {"born": "1975-03", "sex": "female", "group": "female_55"}
FOUND = [
    ({"region": "national", "from": "2024-01", "until": "2024-06"}, "Never insured"),
    ({"region": "hubei/wuhan", "from": "2025-01", "until": "2025-06", "before": EMPLOYEE}, "Covered in every month"),
    (
        {"region": "hubei/wuhan", "from": "2025-01", "until": "2025-12", "before": EMPLOYEE,
         "event": [{"month": "2025-03", "what": "employer_stops_paying"}, {"month": "2025-06", "what": "employer_resumes"}]},
        "without cover, because the unit did not pay",
    ),
    (
        {"region": "fujian/fuzhou", "from": "2024-01", "until": "2025-12", "before": EMPLOYEE,
         "event": [{"month": "2024-06", "what": "left_job"}, {"month": "2024-12", "what": "hired"}]},
        "4 months without cover; 6 months at 50% of the benefit",
    ),
    ({"region": "hubei/wuhan", "person": WOMAN, "from": "2031-01", "until": "2031-12", "before": RETIRED,
      "assumptions": {"base_growth": 0, "wage_growth": 0}}, "Retires in 2031-07 with benefits for life; covered in every month"),
    (
        {"region": "hubei/wuhan", "person": WOMAN, "from": "2031-05", "until": "2031-12", "before": {**RETIRED, "actual_months": 200},
         "assumptions": {"base_growth": 0, "wage_growth": 0},
         "event": [{"month": "2031-08", "what": "top_up", "how": "lump_sum"}]},
        "Retires in 2031-08 after buying",
    ),
    (
        {"region": "hubei/wuhan", "person": WOMAN, "from": "2031-05", "until": "2031-12", "before": {**RETIRED, "actual_months": 200},
         "assumptions": {"base_growth": 0, "wage_growth": 0}},
        "Comes to retirement in 2031-07",
    ),
    ({"region": "hubei/wuhan", "person": WOMAN, "from": "2026-01", "until": "2026-12", "before": {**RETIRED, "actual_months": 100}},
     "Covered in every month; going on like this"),
    (
        {"region": "jiangsu/suzhou", "from": "2022-01", "until": "2022-12", "event": [{"month": "2022-05", "what": "start_flexible"}]},
        "4 months without cover, 3 of them waiting",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("scenario", "says"), FOUND, ids=[says for _, says in FOUND])
def test_the_gravest_is_said_first(scenario, says):
    """Retirement, months without cover, parts of the benefit, what is ahead: at most two of them."""
    life = simulate(Scenario.read(scenario))
    told = finding(life, "en")
    assert says in told
    assert told.count(";") <= 1
    assert finding(life, "zh")


def test_the_number_of_months_without_cover_is_that_of_the_timeline():
    """Counted since first insured; the months before it, and those after death, are not lost."""
    life = simulate(
        Scenario.read(
            {"region": "hubei/wuhan", "from": "2024-01", "until": "2026-06",
             "event": [{"month": "2024-07", "what": "hired"}, {"month": "2025-02", "what": "left_job"}, {"month": "2025-08", "what": "died"}]}
        )
    )  # fmt: skip
    lost = [row for row in life if row.month >= "2024-07" and row.state != "deceased" and not row.covered_finally]
    assert finding(life, "en").startswith(f"{len(lost)} months without cover")


def test_who_was_insured_before_is_insured_from_the_start():
    """A life that begins in a gap counts it."""
    life = lived(
        "hubei/wuhan", [], before={"scheme": "employee", "paid_until": "2024-06", "continuous_months": 30, "actual_months": 30}
    )
    assert finding(life, "en").startswith(f"{len(life)} months without cover")


def test_death_ends_what_is_counted():
    """Who was covered until death was covered in every month, and the dead are not uninsured."""
    life = lived("hubei/wuhan", [{"month": after(1), "what": "died"}], before=EMPLOYEE)
    assert finding(life, "en") == "Covered in every month"
    assert finding(life[after(1) :], "en") == ""


def test_what_is_short_at_retirement_is_that_of_the_month_itself():
    """Who pays on after the age is told what was missing then, and what still is."""
    life = simulate(Scenario.read(
        {"region": "hubei/wuhan", "person": WOMAN, "from": "2031-01", "until": "2032-06",
         "before": {**FLEXIBLE, "actual_months": 200}}
    ))  # fmt: skip
    then, now = life["2031-07"].retirement.short, life[-1].retirement.short
    assert now < then
    assert f"{then} months short, {now} still missing in 2032-06" in finding(life, "en")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("newborn_in_time", "Covered from birth, 2 months of that only afterwards"),
        ("newborn_late", "Without cover for the first 5 months of life; covered in every month since first insured"),
        ("resident_to_flexible_refused", "starts paying as flexible: refused in 2025-06"),
        ("flexible_misses_a_month_while_waiting", "10 months without cover, 4 of them avoidable"),
    ],
)
def test_what_a_scenario_is_about_is_found(name, says):
    """Birth, a refusal and a wait that was broken off are what matters in these lives."""
    assert says in finding(simulate(Scenario.load(SCENARIOS / f"{name}.toml")), "en")


def test_an_empty_timeline_has_nothing_to_find():
    """No months, no sentence."""
    assert finding(lived("national", [])[:0], "en") == ""
