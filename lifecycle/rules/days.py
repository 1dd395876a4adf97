"""Days inside months, by integers: the calendar's own numbers, and no policy."""

from __future__ import annotations


def days_in(month: int) -> int:
    """Return how many days a month has."""
    place = month % 12
    if place == 1:
        year = month // 12
        if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
            return 29
        return 28
    if place in (3, 5, 8, 10):
        return 30
    return 31


def month_after(month: int, day: int, days: int) -> int:
    """Return the month that lies ``days`` after a day of a month."""
    left = day + days
    while left > days_in(month):
        left -= days_in(month)
        month += 1
    return month


def day_after(month: int, day: int, days: int) -> int:
    """Return the day of the month that lies ``days`` after a day of a month."""
    left = day + days
    while left > days_in(month):
        left -= days_in(month)
        month += 1
    return left


def days_late(first: int, last: int, paid_month: int, paid_day: int) -> int:
    """Return the days that each month of an interval was late when it was paid, summed, counted from the end of the month."""
    found = 0
    for month in range(first, last + 1):
        for between in range(month + 1, paid_month):
            found += days_in(between)
        found += paid_day
    return found


def month_day(month: int, day: int) -> int:
    """Return a day of the year as MMDD."""
    return (month % 12 + 1) * 100 + day
