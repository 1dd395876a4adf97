"""The legal retirement month for people who want only that: by birth month and group, with the months one may choose."""

from __future__ import annotations

import datetime as dt
from functools import cache

import attrs

from lifecycle import months
from lifecycle.errors import ScenarioError, Where
from lifecycle.language import say
from lifecycle.person import GROUPS
from lifecycle.regions.atlas import NATION, Atlas
from lifecycle.rules.retirement import statutory_month


@attrs.frozen(kw_only=True)
class RetirementDate:
    """When the law lets somebody retire; months are ``YYYY-MM``, ages and delay counted in months.

    ``pension_months`` are the least months that a pension then asks for, which medical benefits do not.
    """

    month: str
    age_months: int
    delay_months: int
    earliest: str
    latest: str
    pension_months: int

    def __str__(self) -> str:
        return self.month


@cache
def _packaged() -> Atlas:
    return Atlas()


def retirement_date(birth: str | dt.date, group: str, *, atlas: Atlas | None = None) -> RetirementDate:
    """Return the legal retirement month of somebody born in a month (or on a day), in ``male``, ``female_55`` or ``female_50``.

    From the State Council's rules in force since 2025-01-01 (国务院关于渐进式延迟法定退休年龄的办法), which leave earlier
    cohorts at the former ages. Raises ``ScenarioError`` for a birth or a group that cannot be read.

    >>> from lifecycle import retirement_date
    >>> str(retirement_date("1965-05", "male"))
    '2025-07'
    >>> retirement_date("1972-09", "male").latest
    '2037-09'
    """
    born = _month(birth)
    if group not in GROUPS:
        raise ScenarioError(
            say("{value}", value=str(group)),
            expected=say("one of: {words}", words=list(GROUPS)),
            todo=say("correct it"),
            where=Where(path="group"),
        )
    nation = (atlas or _packaged()).book(NATION)
    ages = nation.value("retirement.ages", born).number
    age, choice = ages[group][0], ages["flexible"][0]
    found = statutory_month(born, *ages[group])
    return RetirementDate(
        month=months.text(found),
        age_months=found - born,
        delay_months=found - born - age,
        earliest=months.text(max(born + age, found - choice)),
        latest=months.text(found + choice),
        pension_months=nation.value("retirement.pension_years", found).number,
    )


def _month(birth: str | dt.date) -> int:
    try:
        if isinstance(birth, dt.date):
            return months.month(months.text(months.of(birth)))
        return months.month(birth[:7]) if len(birth) == len("YYYY-MM") else months.of(months.day(birth))
    except (ValueError, TypeError):
        raise ScenarioError(
            say("{value} is not a month", value=str(birth)),
            expected=say('a month such as "1965-05", or a day'),
            todo=say("correct it"),
            where=Where(path="birth"),
        ) from None
