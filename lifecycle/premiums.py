"""What is fixed on the day of a resident payment: window or late, the price, and what the year is worth when converted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.beforehand import Assumptions
from lifecycle.events import EnrolNewborn, Month, PayResident
from lifecycle.regions.atlas import NATION
from lifecycle.regions.kinds import FEN_IN_YUAN
from lifecycle.regions.rulebook import Rulebook
from lifecycle.regions.written import Source
from lifecycle.vocabulary import UNKNOWN, Enrolled

#: Which key of a price table belongs to whom, where the event names no tier.
PLAIN_KEYS: Final = ("adult", "other", "tier1", "low")
LOWEST_TIER: Final = "tier1"
CHILD_KEYS: Final = ("child", "student", *PLAIN_KEYS)
NEWBORN_KEYS: Final = ("newborn", *CHILD_KEYS)
FARTHEST: Final = 100  # years


@attrs.frozen
class Fixed:
    """What was fixed on the day of a resident payment, with the sources read for it."""

    enrolled: Enrolled
    price_fen: int | None
    read: tuple[tuple[str, Any, str, Source, bool], ...]
    worth: int = 0
    price_assumed: bool = False


def fix(
    book: Rulebook, year: int, event: PayResident | EnrolNewborn, assumptions: Assumptions, *, repairs: bool = False
) -> Fixed:
    """Return when a premium counts as paid, and its price, by the region's dates for that coverage year."""
    read = []
    spans: dict[str, list[dt.date]] = {}
    for field in ("window", "extension"):
        if found := book.resident_year(year, field):
            value, _, region, source, assumed = found
            read.append((f"resident.year.{year}.{field}", value, region, source, assumed))
            spans[field] = value
    first = months.date_in(event.month, event.day or 1)
    window, extension = spans.get("window"), spans.get("extension")
    if window is None:
        read.append((f"resident.year.{year}.window", UNKNOWN, book.id, Source(grade="K"), True))
    window_ends = window[1] if window else months.last_day(months.january(year) - 1)
    if first <= window_ends:  # a payment before the window opens is taken as one for it
        enrolled = Enrolled.WINDOW
    elif extension and first <= extension[1]:
        enrolled = Enrolled.EXTENSION
    else:
        enrolled = Enrolled.LATE
        if unknown := book.resident_unknown(year, "extension"):
            read.append((f"resident.year.{year}.extension", UNKNOWN, *unknown, True))
    price, more = _price(book, year, event, months.first_day(months.january(year)) if repairs else first)
    grown = None if price is not None else _grown_price(book, year, event, first, assumptions)
    if grown is not None:
        price = grown
        read.append(("assumptions.premium_growth", assumptions.premium_growth, book.id, Source(grade="K"), True))
    return Fixed(enrolled, price, (*read, *more), _worth(book, event), price_assumed=grown is not None)


def turning_days(book: Rulebook, month: int, years: Iterable[int]) -> list[int]:
    """Return the first day of a month and those from which on a premium for these years counts or costs otherwise."""
    return sorted({1, *(day.day for year in years for day in _turning_dates(book, year) if months.of(day) == month)})


@lru_cache(maxsize=8192)
def _turning_dates(book: Rulebook, year: int) -> frozenset[dt.date]:
    """Return the day after the window, the day after its extension, and the day from which the full price is asked for."""
    spans = [book.resident_year(year, field) for field in ("window", "extension")]
    full = book.resident_year(year, "full_price_from")
    whole = {full[0]} if full is not None and type(full[0]) is dt.date else set()
    return frozenset({months.days_after(span[0][1], 1) for span in spans if span} | whole)


def _grown_price(
    book: Rulebook, year: int, event: PayResident | EnrolNewborn, paid: dt.date, assumptions: Assumptions
) -> int | None:
    """Return the last known price before a year nobody knows, raised by the scenario's assumption."""
    if assumptions.premium_growth is None:
        return None
    for earlier in range(year - 1, year - FARTHEST, -1):
        then = months.years_before(paid, year - earlier)
        price, _ = _price(book, earlier, event, then)
        if price == 0:
            return 0  # who is exempt stays exempt
        if price is not None:
            return price + round((year - earlier) * assumptions.premium_growth * FEN_IN_YUAN)
    return None


def repair_price(book: Rulebook, month: int, assumptions: Assumptions) -> Fixed:
    """Return the price of a missed year: the individual price of the year in which it is paid."""
    return fix(book, months.year(month), PayResident(month=Month(month), year=months.year(month)), assumptions, repairs=True)


def _worth(book: Rulebook, event: PayResident | EnrolNewborn) -> int:
    """Return what a resident year is worth when it is converted, in thousandths of an employee month."""
    known = book.value("resident.converted_months", event.month).number
    if not isinstance(known, dict):
        return 0
    least = min(known.values())
    return int(known.get(event.tier or "any", known.get("any", least)))


def worth_of_years(book: Rulebook, month: int, years: int) -> int:
    """Return what resident years before the scenario are worth, at the lowest tier."""
    known = book.value("resident.converted_months", month).number
    return years * min(known.values()) if isinstance(known, dict) else 0


def _price(book: Rulebook, year: int, event: PayResident | EnrolNewborn, paid: dt.date) -> tuple[int | None, list[Any]]:
    amount, read = _individual(book, year, event)
    full = book.resident_year(year, "full_price_from")
    late = full is not None and type(full[0]) is dt.date and paid >= full[0] and not isinstance(event, EnrolNewborn)
    if amount is not None and late:
        subsidy = book.resident_year(year, "subsidy")
        if subsidy is None or not isinstance(subsidy[0], (int, float)):
            return None, read
        read.append((f"resident.year.{year}.subsidy", subsidy[0], subsidy[2], subsidy[3], subsidy[4]))
        amount += subsidy[0]
    return None if amount is None else round(amount * FEN_IN_YUAN), read


def _individual(book: Rulebook, year: int, event: PayResident | EnrolNewborn) -> tuple[float | None, list[Any]]:
    """Return the individual price; where a table does not name the person's group, the province or the nation answers.

    Prices by tier are a choice of the person: without it nobody knows the price.
    """
    read: list[Any] = []
    for value, _, region, source, assumed in book.resident_years(year, "individual"):
        inherited = region == NATION and book.id != NATION
        amount = _amount(value, event, year)
        if amount is not None or not read:
            read = [(f"resident.year.{year}.individual", value, region, source, assumed or inherited or bool(read))]
        if amount is not None or _by_tier(value):
            return amount, read
    return None, read


def _by_tier(value: Any) -> bool:
    return isinstance(value, dict) and any("tier" in name for name in value)


def _amount(value: Any, event: PayResident | EnrolNewborn, year: int) -> float | None:
    if not isinstance(value, dict):
        return float(value)
    plain: tuple[str, ...] = PLAIN_KEYS
    if isinstance(event, EnrolNewborn):  # the price of a newborn is that of the year of birth
        plain = NEWBORN_KEYS if year == min(event.years) else CHILD_KEYS
    if event.tier and event.group:
        wanted: tuple[str, ...] = (f"{event.group}_{event.tier}", event.tier, event.group)
    elif event.group:
        wanted = (event.group, f"{event.group}_{LOWEST_TIER}")
    else:
        wanted = (event.tier,) if event.tier else plain
    for key in wanted:
        if key in value and value[key] != UNKNOWN:
            return float(value[key])
    return None
