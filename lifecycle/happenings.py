"""The border where events with days become integers: windows, ages, prices, due dates, as the region's rules have them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.columns import OLDEST
from lifecycle.events import BackPay, EnrolNewborn, Event, PayFlexibleYear, PayResident, RepairResident, Status
from lifecycle.lives import events_in
from lifecycle.record import Happening
from lifecycle.regions.atlas import NATION
from lifecycle.regions.parameters import month_day
from lifecycle.regions.rulebook import Rulebook
from lifecycle.regions.schema import Source
from lifecycle.scenario import Scenario
from lifecycle.words import UNKNOWN, Enrolled, Group, What

FEN_IN_YUAN: Final = 100
#: Which key of a price table belongs to whom, where the event names no tier.
PLAIN_KEYS: Final = ("adult", "other", "tier1", "low")
LOWEST_TIER: Final = "tier1"
NEWBORN_KEYS: Final = ("newborn", "child", "student", *PLAIN_KEYS)


@attrs.frozen
class Fixed:
    """What was fixed on the day of a resident payment, with the sources read for it."""

    enrolled: Enrolled
    price_fen: int | None
    read: tuple[tuple[str, Any, str, Source, bool], ...]


@attrs.frozen
class Told:
    """One event of a month: its number in the file, the event, its integers, what was fixed by it."""

    number: int
    event: Event
    happenings: tuple[Happening, ...]
    fixed: tuple[tuple[int, Fixed], ...] = ()


def eventful(life: Scenario) -> frozenset[int]:
    """Return the months in which there is something to tell."""
    ends = {event.until + 1 for event in life.events if isinstance(event, Status) and event.until is not None}
    return frozenset({event.month for event in life.events} | ends)


def in_month(life: Scenario, book: Rulebook, month: int) -> list[Told]:
    """Return the events of a month as the step reads them; a status that ended is told first, in the month after."""
    told = []
    for number, event in enumerate(life.events, start=1):
        if isinstance(event, Status) and event.until is not None and event.until + 1 == month:
            happening = Happening(what=What.STATUS_ENDS, group=Group[event.is_.upper()])
            told.append(Told(number, event, (happening,)))
    return told + [_told(life, book, number, event) for number, event in events_in(life, month)]


def _told(life: Scenario, book: Rulebook, number: int, event: Event) -> Told:
    day = event.day or 1
    if isinstance(event, (PayResident, EnrolNewborn)):
        years = sorted(event.years) if isinstance(event, EnrolNewborn) else [event.year]
        now = months.year(event.month)
        made, fixed = [], []
        for year in years:
            if year < now:
                continue
            found = fix(book, year, event)
            fixed.append((year, found))
            made.append(
                Happening(
                    what=event.what,
                    january=months.january(year),
                    first=months.january(min(years) if year == now else year),
                    enrolled=found.enrolled,
                    day=day,
                    age_days=_age_days(life, months.date_in(event.month, day)),
                    price=0 if found.price_fen is None else found.price_fen + 1,
                )
            )
        return Told(number, event, tuple(made), tuple(fixed))
    if isinstance(event, PayFlexibleYear):
        return Told(number, event, (_flexible_year(book, event, day),))
    happening = Happening(what=event.what, day=day)
    if isinstance(event, BackPay):
        happening.first, happening.last = event.from_, event.to_
    elif isinstance(event, RepairResident):
        happening.years = event.years
    elif isinstance(event, Status):
        happening.group = Group[event.is_.upper()]
    return Told(number, event, (happening,))


def _age_days(life: Scenario, on: dt.date) -> int:
    born = life.person.latest_birth
    if born is None:
        return OLDEST
    return max(0, (on - born).days)


def _flexible_year(book: Rulebook, event: PayFlexibleYear, day: int) -> Happening:
    january = months.january(event.year)
    made = Happening(what=event.what, january=january, last=january + months.MONTHS_IN_YEAR - 1, day=day)
    calendar = book.value("flexible.annual", event.month).number
    if calendar and january <= event.month:
        paid = month_day(f"{event.month % months.MONTHS_IN_YEAR + 1:02d}-{day:02d}")
        made.on_time = int(paid <= month_day(calendar["due"]))
        made.in_grace = int(not made.on_time and paid <= month_day(calendar["grace_until"]))
    return made


def fix(book: Rulebook, year: int, event: PayResident | EnrolNewborn) -> Fixed:
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
    price, more = _price(book, year, event, first)
    return Fixed(enrolled, price, (*read, *more))


def _price(book: Rulebook, year: int, event: PayResident | EnrolNewborn, paid: dt.date) -> tuple[int | None, list[Any]]:
    found = book.resident_year(year, "individual")
    if found is None:
        return None, []
    value, _, region, source, assumed = found
    inherited = region == NATION and book.id != NATION
    read = [(f"resident.year.{year}.individual", value, region, source, assumed or inherited)]
    amount = _amount(value, event)
    full = book.resident_year(year, "full_price_from")
    late = full is not None and paid >= full[0] and not isinstance(event, EnrolNewborn)
    if amount is not None and late:
        subsidy = book.resident_year(year, "subsidy")
        if subsidy is None or not isinstance(subsidy[0], (int, float)):
            return None, read
        read.append((f"resident.year.{year}.subsidy", subsidy[0], subsidy[2], subsidy[3], subsidy[4]))
        amount += subsidy[0]
    return None if amount is None else round(amount * FEN_IN_YUAN), read


def _amount(value: Any, event: PayResident | EnrolNewborn) -> float | None:
    if not isinstance(value, dict):
        return float(value)
    plain = NEWBORN_KEYS if isinstance(event, EnrolNewborn) else PLAIN_KEYS
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
