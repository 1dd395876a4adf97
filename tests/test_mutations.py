"""The mutation check: it changes what it says, notices what cases notice, and its report is that of today's files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from mutations import SHIPPED, mutations, noticed, steps, unnoticed

from lifecycle.vocabulary import UNKNOWN

REPORT = Path(__file__).parents[1] / "docs" / "untested-values.md"


def listed(region: str) -> list[str]:
    """The lines of the report about a region."""
    part = REPORT.read_text().partition(f"\n## {region} (")[2].partition("\n## ")[0]
    return [line.removeprefix("- ") for line in part.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize(
    ("value", "changed"),
    [
        (3, [4]),
        (True, [False]),
        (0.5, [0.51]),
        (1.0, [0.99]),
        (dt.date(2024, 1, 1), [dt.date(2023, 12, 31)]),
        ("next_month", ["payment_month"]),
        (["lump_sum", "monthly"], [["monthly"]]),
        (UNKNOWN, []),
        (None, []),
        (
            {"deductible": [1, UNKNOWN], "ratio": 0.8},
            [{"deductible": [2, UNKNOWN], "ratio": 0.8}, {"deductible": [1, UNKNOWN], "ratio": 0.81}],
        ),
        ([{"age": 0, "yuan": 10}], [[{"age": 0, "yuan": 11}]]),
    ],
)
def test_a_value_is_changed_by_one_step_in_each_of_its_parts(value: object, changed: list[object]) -> None:
    """A number by one, a share by a hundredth, a date by a day, each leaf of a table alone; unknown has no step."""
    assert [step.whole for step in steps(value)] == changed


def test_a_change_that_a_case_expects_otherwise_is_noticed() -> None:
    """The price of Beijing's elderly residents in 2026 is expected by a case; one yuan more does not pass."""
    (price,) = [one for one in mutations("beijing") if one.path == "resident.year.2026.individual.elderly"]
    assert (price.was, price.now) == (460, 461)
    assert noticed(price)


@pytest.mark.parametrize("region", ["zhejiang/wenzhou", "gansu/zhangye", "jiangsu/wuxi"])
def test_the_report_is_that_of_the_files(region: str) -> None:
    """What the report lists for a region is what the check finds today."""
    assert unnoticed(region)[2] == listed(region)


def test_the_report_names_what_there_is() -> None:
    """Every line of the report is a value that stands in a file of its region, as it stands there."""
    for region in SHIPPED:
        if lines := listed(region):
            values = {f"`{one.path}`" for one in mutations(region)}
            assert {line.partition(": ")[0] for line in lines} <= values
