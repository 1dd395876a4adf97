"""A month as an integer (``year * 12 + month - 1``): parsing, printing, ages; the only home of dateutil."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final

from dateutil.relativedelta import relativedelta

MONTHS_IN_YEAR: Final = 12
EARLIEST: Final = 1900 * MONTHS_IN_YEAR
LATEST: Final = 2200 * MONTHS_IN_YEAR
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def month(text: str) -> int:
    """Return the index of a month written ``YYYY-MM``.

    >>> month("2024-07")
    24294

    Raises:
        ValueError: the text is not a month between 1900 and 2199.
    """
    found = _MONTH.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= MONTHS_IN_YEAR:
        raise ValueError(text)
    index = int(found[1]) * MONTHS_IN_YEAR + int(found[2]) - 1
    if not EARLIEST <= index < LATEST:
        raise ValueError(text)
    return index


def day(text: str) -> dt.date:
    """Return the date written ``YYYY-MM-DD``; raises ``ValueError`` for anything else."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


@lru_cache(maxsize=8192)
def text(index: int) -> str:
    """Return a month index as ``YYYY-MM``.

    >>> text(24294)
    '2024-07'
    """
    return f"{index // MONTHS_IN_YEAR:04d}-{index % MONTHS_IN_YEAR + 1:02d}"


def of(date: dt.date) -> int:
    """Return the month in which a date lies."""
    return date.year * MONTHS_IN_YEAR + date.month - 1


def year(index: int) -> int:
    """Return the calendar year of a month."""
    return index // MONTHS_IN_YEAR


def january(of_year: int) -> int:
    """Return the January of a year."""
    return of_year * MONTHS_IN_YEAR


def first_day(index: int) -> dt.date:
    """Return the first day of a month."""
    return dt.date(index // MONTHS_IN_YEAR, index % MONTHS_IN_YEAR + 1, 1)


def last_day(index: int) -> dt.date:
    """Return the last day of a month."""
    return first_day(index) + relativedelta(months=1, days=-1)


def date_in(index: int, day_of_month: int) -> dt.date:
    """Return the given day of a month, or its last day where the month is shorter."""
    return first_day(index) + relativedelta(day=day_of_month)


def days_after(date: dt.date, days: int) -> dt.date:
    """Return the day some days later."""
    return date + relativedelta(days=days)


def months_after(date: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the last day of a shorter month."""
    return date + relativedelta(months=months)


def years_before(date: dt.date, years: int) -> dt.date:
    """Return the same day some years earlier."""
    return date + relativedelta(years=-years)


def age_months(born: int, at: int) -> int:
    """Return the age in whole months."""
    return at - born
