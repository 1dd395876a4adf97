"""What a person brings along into the first month, in months and in fen: one statement for one person and for many at once.

Every number may be a whole number or a column of whole numbers; a yes is 1, a no 0. So nothing here asks ``if``.
"""

from __future__ import annotations

from typing import Any

import attrs

Whole = Any


@attrs.frozen(kw_only=True, eq=False)
class Luggage:
    """What is known of the time before: by which scheme one was insured, and what was counted; what is unknown is 0."""

    employee: Whole
    flexible: Whole
    resident: Whole
    continuous: Whole
    continuous_known: Whole
    paid: Whole
    paid_known: Whole
    local: Whole
    deemed: Whole
    years: Whole
    base: Whole
    account: Whole
    account_known: Whole


def brought_along(x: Luggage, first: Whole, kept: Whole, counting: Whole, worth: Whole) -> dict[str, Whole]:
    """Return the fields of a record that the luggage fills.

    ``kept`` says whether the gap before the first month lets the continuous months go on, ``counting`` how many years before
    it may count for the incentives of residents, ``worth`` what a resident year is worth when it is converted.
    """
    return {
        "continuous_months": x.continuous * kept,
        "continuous_before": x.continuous,
        "continuous_known": x.continuous_known,
        "actual_months": x.paid,
        "resident_years": x.years,
        "joined": larger(first - larger(larger(x.paid, x.continuous), 1), 1),
        "deemed_months": x.deemed,
        "unit_months": x.paid * x.employee,
        "unit_continuous": x.continuous * x.employee,
        "unit_unknown": 1 - x.employee * x.paid_known,
        "last_base": x.base,
        "wage": x.base * x.employee,
        "flexible_base": x.base * x.flexible,
        "years_unknown": (1 - x.resident) * (1 - x.paid_known),
        "account_fen": x.account,
        "account_unknown": (1 - x.resident) * (1 - x.account_known),
        "incentive_years": smaller(x.years, counting),
        "resident_unconverted": x.years,
        "resident_worth": x.years * worth,
    }


def paid_here(x: Luggage) -> Whole:
    """Return the months paid in the region of the first month: never more than those paid in all."""
    return smaller(x.local, x.paid)


def born_inside(born: Whole, first: Whole) -> Whole:
    """Return 1 for who is born in the first month or later, so that the first year is known as a whole; 0 is an unknown birth."""
    return 1 * (born >= first)


def smaller(a: Whole, b: Whole) -> Whole:
    """Return the smaller of two numbers, or of each pair."""
    return a + (b - a) * (b < a)


def larger(a: Whole, b: Whole) -> Whole:
    """Return the larger of two numbers, or of each pair."""
    return a + (b - a) * (b > a)
