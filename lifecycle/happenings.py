"""The border where events with days become integers, as the rules of the region of their month have them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.beforehand import Assumptions
from lifecycle.columns import OLDEST, UNKNOWN_AMOUNT
from lifecycle.events import (
    LAST_DAY,
    TIERS,
    BackPay,
    Bill,
    DeemedService,
    EnrolNewborn,
    Event,
    Hired,
    Move,
    PayDifference,
    PayFlexibleYear,
    PayResident,
    RepairResident,
    Retire,
    StartFlexible,
    Status,
    TopUp,
)
from lifecycle.facts import Happening
from lifecycle.itinerary import Itinerary
from lifecycle.lives import events_in
from lifecycle.payments import paid_months
from lifecycle.premiums import Fixed, fix, repair_price
from lifecycle.regions.kinds import FEN_IN_YUAN, month_day
from lifecycle.regions.rulebook import Rulebook
from lifecycle.rules.fen import share
from lifecycle.scenario import Scenario
from lifecycle.vocabulary import Care, Group, What, Where
from lifecycle.vocabulary import TopUp as How

MILITARY: Final = "military"


@attrs.frozen
class Told:
    """One event of a month: its number in the file, the event, its integers, what was fixed by it."""

    number: int
    event: Event
    happenings: tuple[Happening, ...]
    fixed: tuple[tuple[int, Fixed], ...] = ()


def eventful(life: Scenario, way: Itinerary) -> frozenset[int]:
    """Return the months in which there is something to tell."""
    ends = {event.until + 1 for event in life.events if isinstance(event, Status) and event.until is not None}
    return frozenset({event.month for event in life.events} | ends | set(way.firsts))


def in_month(life: Scenario, way: Itinerary, month: int) -> list[Told]:
    """Return the events of a month as the step reads them; a status that ended is told first, in the month after."""
    told = []
    for number, event in enumerate(life.events, start=1):
        if isinstance(event, Status) and event.until is not None and event.until + 1 == month:
            told.append(Told(number, event, (status_ended(event),)))
    told += [Told(number, move, (moved(move),)) for number, move in way.moves_in(month)]
    told += [
        _told(life, way.book(month), number, event) for number, event in events_in(life, month) if not isinstance(event, Move)
    ]
    return sorted(told, key=_bills_last)


def _bills_last(told: Told) -> tuple[Any, ...]:
    """Bills are settled when the month is, in an order of their own, whatever their order in the file."""
    event = told.event
    return (1, event.day or 0, event.level, event.amount, event.kind) if isinstance(event, Bill) else (0,)


def _told(life: Scenario, book: Rulebook, number: int, event: Event) -> Told:
    if isinstance(event, (PayResident, EnrolNewborn)):
        made, fixed = resident_years(book, event, life.assumptions)
        for one in made:
            one.age_days = _age_days(life, months.date_in(event.month, event.day or 1))
        return Told(number, event, tuple(made), fixed)
    if isinstance(event, RepairResident):
        price = repair_price(book, event.month, life.assumptions)
        return Told(number, event, (repaired(event, price),), ((months.year(event.month), price),))
    made_of_it = meant(book, event)
    if isinstance(event, DeemedService):
        made_of_it.months = deemed_months(life, book, event)
    return Told(number, event, (made_of_it,))


def meant(book: Rulebook, event: Event) -> Happening:
    """Return one event as the rules of its region and month read it; the months of service are counted by ``deemed_months``."""
    if isinstance(event, PayFlexibleYear):
        return _flexible_year(book, event)
    made = plain(event)
    if isinstance(event, DeemedService):
        made.flag = int(event.kind == MILITARY and book.value("retirement.military_as", event.month).number == 0)
    elif isinstance(event, PayDifference):
        made.price = difference(book, event)
    return made


def plain(event: Event) -> Happening:
    """Return what of an event is the same in every region."""
    made = Happening(what=event.what, day=event.day or 1)
    if isinstance(event, (Hired, StartFlexible)):
        made.base = fen(event.base)
        made.tier = _tier(event.tier) if isinstance(event, StartFlexible) else 0
    elif isinstance(event, BackPay):
        made.first, made.last, made.by_employer = event.from_, event.to_, int(event.by == "employer")
    elif isinstance(event, Status):
        made.group = Group[event.is_.upper()]
    elif isinstance(event, Retire):
        made.first, made.last = event.early_months or 0, event.late_months or 0
    elif isinstance(event, TopUp):
        made.how = How[event.how.upper()]
    elif isinstance(event, PayDifference):
        made.years = event.years
    elif isinstance(event, Bill):
        made.first, made.day = event.month, event.day or LAST_DAY
        made.amount, made.level, made.care = fen(event.amount), event.level, Care[event.kind.upper()]
        made.how, made.from_account, made.flag = Where[event.where.upper()], int(event.from_account), int(event.serious)
    return made


def status_ended(event: Status) -> Happening:
    """Return the end of a status, told in the month after its last."""
    return Happening(what=What.STATUS_ENDS, group=Group[event.is_.upper()])


def moved(event: Move) -> Happening:
    """Return the arrival in another region."""
    return Happening(what=What.MOVE, flag=int(not event.transfer))


def repaired(event: RepairResident, fixed: Fixed) -> Happening:
    """Return missed resident years paid for at a price."""
    day = event.day or 1
    return Happening(what=event.what, day=day, years=event.years, price=_price(fixed), flag=int(fixed.price_assumed))


def fen(yuan: float | None) -> int:
    """Return an amount in yuan as fen, 0 for none."""
    return 0 if yuan is None else round(yuan * FEN_IN_YUAN)


def _tier(word: str | None) -> int:
    return 0 if word is None else TIERS.index(word) + 1


def _price(fixed: Fixed) -> int:
    return 0 if fixed.price_fen is None else fixed.price_fen + 1


def resident_years(
    book: Rulebook, event: PayResident | EnrolNewborn, assumptions: Assumptions
) -> tuple[list[Happening], tuple[tuple[int, Fixed], ...]]:
    """Return the premiums of one payment, a year each, and what was fixed by it; the age is told by the life."""
    day = event.day or 1
    years = sorted(event.years) if isinstance(event, EnrolNewborn) else [event.year]
    now = months.year(event.month)
    made, fixed, past = [], [], 0
    for year in years:
        found = fix(book, year, event, assumptions)
        fixed.append((year, found))
        if year < now:  # the year of birth, paid with the next
            past += found.price_fen or 0
            continue
        made.append(
            Happening(
                what=event.what,
                january=months.january(year),
                first=months.january(min(years) if year == now else year),
                enrolled=found.enrolled,
                day=day,
                price=_price(found),
                worth=found.worth,
                flag=int(found.price_assumed),
                amount=past if year == now else 0,
            )
        )
    return made, tuple(fixed)


def _age_days(life: Scenario, on: dt.date) -> int:
    born = life.person.latest_birth
    if born is None:
        return OLDEST
    return max(0, (on - born).days)


def _flexible_year(book: Rulebook, event: PayFlexibleYear) -> Happening:
    january, day = months.january(event.year), event.day or 1
    made = Happening(what=event.what, january=january, last=january + months.MONTHS_IN_YEAR - 1, day=day)
    made.base, made.tier = fen(event.base), _tier(event.tier)
    calendar = book.value("flexible.annual", event.month).number
    if calendar and january <= event.month:
        paid = month_day(f"{event.month % months.MONTHS_IN_YEAR + 1:02d}-{day:02d}")
        made.on_time = int(paid <= month_day(calendar["due"]))
        made.in_grace = int(not made.on_time and paid <= month_day(calendar["grace_until"]))
    return made


def turning_days_of_year(book: Rulebook, month: int) -> list[int]:
    """Return the first day of a month and those from which on a flexible year is paid late, or too late."""
    calendar = book.value("flexible.annual", month).number
    this = f"{month % months.MONTHS_IN_YEAR + 1:02d}-"
    last_days = [calendar[name] for name in ("due", "grace_until") if calendar]
    return sorted({1, *(int(day.removeprefix(this)) + 1 for day in last_days if day.startswith(this))})


def deemed_months(life: Scenario, book: Rulebook, event: DeemedService) -> int:
    """Return the months of service that count: civil service up to the region's date, and none that was paid for."""
    paid = paid_months(life)
    for back in life.events:
        if isinstance(back, BackPay):
            paid |= set(range(back.from_, back.to_ + 1))
    return len(set(range(event.from_, service_ends(book, event) + 1)) - paid)


def service_ends(book: Rulebook, event: DeemedService) -> int:
    """Return the last month of service that can count: of civil service the region's date, if it comes first."""
    until = book.value("retirement.deemed_until", event.month).number
    return event.to_ if event.kind == MILITARY or until == UNKNOWN_AMOUNT else min(event.to_, until)


def difference(book: Rulebook, event: PayDifference) -> int:
    """Return the difference of one year in fen, plus 1: a flexible year less the resident funding of that year; 0 unknown."""
    rules, year = book.rules(event.month), months.year(event.month)
    individual, subsidy = book.resident_year(year, "individual"), book.resident_year(year, "subsidy")
    rate, extra_rate, extra, _, amount = rules.flexible_tiers[0]
    unpriced = amount == UNKNOWN_AMOUNT and UNKNOWN_AMOUNT in (rules.flexible_floor, rate)
    if unpriced or individual is None or subsidy is None:
        return 0
    if not isinstance(individual[0], (int, float)) or not isinstance(subsidy[0], (int, float)):
        return 0
    month = amount
    if amount == UNKNOWN_AMOUNT:
        month = share(rules.flexible_floor, rate) + share(rules.flexible_floor, extra_rate) + extra
    return max(0, month * months.MONTHS_IN_YEAR - fen(individual[0] + subsidy[0])) + 1
