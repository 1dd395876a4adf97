"""The legal retirement month: the table of examples, the months one may choose, and what the pension asks for."""

from __future__ import annotations

import datetime as dt

import pytest

from lifecycle import retirement_date
from lifecycle.errors import ScenarioError

#: Birth, months of delay, age in years and months, month of retiring; examples of the official tips and of the rule's annexes.
MEN = (
    ("1964-12", 0, "60-00", "2024-12"),
    ("1965-01", 1, "60-01", "2025-02"),
    ("1965-04", 1, "60-01", "2025-05"),
    ("1965-05", 2, "60-02", "2025-07"),
    ("1965-08", 2, "60-02", "2025-10"),
    ("1965-09", 3, "60-03", "2025-12"),
    ("1965-12", 3, "60-03", "2026-03"),
    ("1966-01", 4, "60-04", "2026-05"),
    ("1968-12", 12, "61-00", "2029-12"),
    ("1970-03", 16, "61-04", "2031-07"),
    ("1972-01", 22, "61-10", "2033-11"),
    ("1973-10", 27, "62-03", "2036-01"),
    ("1976-08", 35, "62-11", "2039-07"),
    ("1976-09", 36, "63-00", "2039-09"),
    ("1976-12", 36, "63-00", "2039-12"),
    ("1986-01", 36, "63-00", "2049-01"),
)
WOMEN_OF_55 = (
    ("1969-12", 0, "55-00", "2024-12"),
    ("1970-01", 1, "55-01", "2025-02"),
    ("1970-04", 1, "55-01", "2025-05"),
    ("1970-05", 2, "55-02", "2025-07"),
    ("1970-09", 3, "55-03", "2025-12"),
    ("1971-01", 4, "55-04", "2026-05"),
    ("1972-07", 8, "55-08", "2028-03"),
    ("1974-01", 13, "56-01", "2030-02"),
    ("1975-12", 18, "56-06", "2032-06"),
    ("1977-05", 23, "56-11", "2034-04"),
    ("1979-01", 28, "57-04", "2036-05"),
    ("1980-06", 32, "57-08", "2038-02"),
    ("1981-08", 35, "57-11", "2039-07"),
    ("1981-09", 36, "58-00", "2039-09"),
    ("1981-12", 36, "58-00", "2039-12"),
    ("1990-03", 36, "58-00", "2048-03"),
)
WOMEN_OF_50 = (
    ("1974-12", 0, "50-00", "2024-12"),
    ("1975-01", 1, "50-01", "2025-02"),
    ("1975-02", 1, "50-01", "2025-03"),
    ("1975-03", 2, "50-02", "2025-05"),
    ("1975-05", 3, "50-03", "2025-08"),
    ("1975-11", 6, "50-06", "2026-05"),
    ("1976-01", 7, "50-07", "2026-08"),
    ("1977-06", 15, "51-03", "2028-09"),
    ("1978-12", 24, "52-00", "2030-12"),
    ("1980-01", 31, "52-07", "2032-08"),
    ("1981-07", 40, "53-04", "2034-11"),
    ("1982-02", 43, "53-07", "2035-09"),
    ("1983-09", 53, "54-05", "2038-02"),
    ("1984-10", 59, "54-11", "2039-09"),
    ("1984-11", 60, "55-00", "2039-11"),
    ("1986-01", 60, "55-00", "2041-01"),
)
TABLE = [
    *(("male", *row) for row in MEN),
    *(("female_55", *row) for row in WOMEN_OF_55),
    *(("female_50", *row) for row in WOMEN_OF_50),
]


@pytest.mark.parametrize(("group", "birth", "delay", "age", "retires"), TABLE)
def test_the_month_is_that_of_the_table(group: str, birth: str, delay: int, age: str, retires: str) -> None:
    """Month, age and delay come out as the table of the rule has them."""
    years, months = map(int, age.split("-"))
    found = retirement_date(birth, group)
    assert (found.month, found.age_months, found.delay_months) == (retires, years * 12 + months, delay)


@pytest.mark.parametrize(
    ("birth", "group", "earliest", "latest"),
    [
        ("1966-01", "male", "2026-01", "2029-05"),
        ("1972-09", "male", "2032-09", "2037-09"),
        ("1986-01", "male", "2046-01", "2052-01"),
        ("1964-12", "male", "2024-12", "2027-12"),
        ("1984-11", "female_50", "2036-11", "2042-11"),
        ("1976-01", "female_50", "2026-01", "2029-08"),
    ],
)
def test_one_may_choose_three_years_either_way_but_not_before_the_former_age(
    birth: str, group: str, earliest: str, latest: str
) -> None:
    """At most 36 months early, never before 60, 55 or 50, and at most 36 months late."""
    found = retirement_date(birth, group)
    assert (found.earliest, found.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("birth", "retires_in", "months"),
    [
        ("1964-12", 2024, 180),
        ("1968-12", 2029, 180),
        ("1969-01", 2030, 186),
        ("1970-03", 2031, 192),
        ("1974-01", 2036, 222),
        ("1976-09", 2039, 240),
        ("1986-01", 2049, 240),
    ],
)
def test_the_pension_asks_for_more_every_year_from_2030(birth: str, retires_in: int, months: int) -> None:
    """15 years until 2029, half a year more each year from 2030, 20 years from 2039."""
    found = retirement_date(birth, "male")
    assert int(found.month[:4]) == retires_in
    assert found.pension_months == months


def test_a_day_is_as_good_as_a_month() -> None:
    """The month decides, however the birth is told."""
    assert retirement_date("1965-05-31", "male") == retirement_date("1965-05", "male")
    assert retirement_date(dt.date(1965, 5, 1), "male") == retirement_date("1965-05", "male")


@pytest.mark.parametrize(
    ("birth", "group", "found"),
    [
        ("1965-13", "male", "1965-13"),
        ("1965", "male", "1965"),
        ("1965-02-30", "male", "1965-02-30"),
        ("1965-05", "female", "female"),
    ],
)
def test_what_cannot_be_read_is_refused(birth: str, group: str, found: str) -> None:
    """A birth that is no month, or a group that is none, is refused by name."""
    with pytest.raises(ScenarioError) as refused:
        retirement_date(birth, group)
    assert found in refused.value.in_("en")
