"""Where a life is insured, month by month: the region, its rulebook, and the rules that hold, assumptions included."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property, lru_cache
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.beforehand import LONGEST_LIFE
from lifecycle.columns import FLEXIBLE_BASE, PER_MILLION, PLACES, TOP_UP_BASE, UNIT_BASE, UNKNOWN_AMOUNT
from lifecycle.errors import LifecycleError, ScenarioError, Where, refuse_event
from lifecycle.events import EnrolNewborn, Event, Hired, LeftJob, Move, PayResident, StartFlexible, StopFlexible
from lifecycle.language import say
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.numbers import Rules
from lifecycle.regions.rulebook import Rulebook, Value
from lifecycle.rules.fen import grown
from lifecycle.scenario import Scenario
from lifecycle.vocabulary import UNKNOWN

#: What the step reads of a resident year: it keeps the rules of the region where it was paid.
OF_RESIDENTS: Final = (
    "free_missed_years", "missed_years_from", "late_year_counts", "repair_min", "repair_min_after", "repair_min_after_years",
    "resident_region", "resident_remote_cut", "resident_inpatient", "resident_outpatient", "incentive_from", "incentive_after",
    "incentive_step", "no_claim_step", "incentive_most",
)  # fmt: skip
OF_RESIDENTS_BY_WAY: Final = (
    "stop_lag_months", "continuity_gap_max", "back_pay_within_months", "benefit_scale", "entry_first", "entry_stop",
)  # fmt: skip
#: Yearly figures that grow with the wage where the scenario assumes how, and where the step reads them.
GROWING: Final = {
    "base_floor": ("employee.base_floor", UNIT_BASE),
    "base_ceiling": ("employee.base_ceiling", UNIT_BASE),
    "flexible_floor": ("flexible.base_floor", FLEXIBLE_BASE),
    "flexible_ceiling": ("flexible.base_ceiling", FLEXIBLE_BASE),
}
#: What the place of retiring decides: a value for every place of a life.
BY_PLACE: Final = (
    "top_up_base", "top_up_rate", "top_up_unit", "top_up_flexible", "top_up_from", "top_up_monthly_as", "retired_fee",
    "account_retired", "account_retired_flexible", "inpatient", "outpatient",
)  # fmt: skip
TOP_UP: Final = "retirement.top_up_base"
LAST_WAY: Final = 3  # the place of the residents in a tuple by way


@attrs.frozen
class Arrival:
    """From this month on in a region; the event that says so, none at the beginning."""

    month: int
    region: str
    number: int | None = None
    event: Event | None = None


def arrivals(life: Scenario) -> list[Arrival]:
    """Return where a life arrives and when; the last month of a job or of paying oneself still belongs to the old place."""
    found = [Arrival(0, life.region)]
    told = list(enumerate(life.events, start=1))
    for number, event in sorted(told, key=lambda one: (one[1].month, isinstance(one[1], Hired), one[1].day or 0)):
        region = event.region if isinstance(event, (Move, Hired)) else None
        if region is None or region == found[-1].region:
            continue
        here = {type(other) for other in life.events if other.month == event.month}
        stops, starts = {LeftJob, StopFlexible} & here, {Hired, StartFlexible} & here
        last_paid_there = bool(stops) and not starts
        found.append(Arrival(event.month + (1 if last_paid_there and isinstance(event, Move) else 0), region, number, event))
    return sorted(found, key=lambda arrival: arrival.month)


class Itinerary:
    """The regions of a life in order, and what holds in each month of it."""

    def __init__(self, life: Scenario, atlas: Atlas) -> None:
        self.life, self.atlas = life, atlas
        self.arrivals = arrivals(life)
        self.firsts = [arrival.month for arrival in self.arrivals]
        self.books = [self._book(arrival) for arrival in self.arrivals]
        self.slots = self._slots()
        self._refuse_too_many()
        self._of_month: dict[int, Rules] = {}

    def _book(self, arrival: Arrival) -> Rulebook:
        try:
            return self.atlas.book(arrival.region)
        except LifecycleError as problem:
            if problem.where.file is not None:
                raise
            path = "region" if arrival.number is None else f"event[{arrival.number - 1}].region"
            where = Where(file=self.life.file, event=arrival.number, path=path)
            raise ScenarioError(problem.found, expected=problem.expected, todo=problem.todo, where=where) from None

    def _slots(self) -> list[Rulebook]:
        """Return the books in the order in which the life settles in their regions: each region has one place."""
        lasting = [book for at, book in enumerate(self.books) if at == 0 or self.firsts[at] not in self.firsts[at + 1 :]]
        return list(dict.fromkeys(lasting))

    def _refuse_too_many(self) -> None:
        if len({book.id for book in self.books}) > PLACES:
            refuse_event(
                self.life.file,
                self.arrivals[-1].number,
                say("{n} regions in one life", n=len({book.id for book in self.books})),
                say("at most {most}", most=PLACES),
                say("leave out regions in which nothing was paid"),
                "region",
            )

    @property
    def pool(self) -> list[tuple[int, ...]]:
        """Return the entry rules and requirements of all regions as rows."""
        return self.atlas.pool

    def book(self, month: int) -> Rulebook:
        """Return the rulebook of the region of a month."""
        if len(self.books) == 1:
            return self.books[0]
        return self.books[bisect_right(self.firsts, month) - 1]

    @cached_property
    def _years_paid(self) -> dict[int, tuple[int, Rulebook]]:
        """Return for each coverage year the month of its premium and the region in which it was paid."""
        paid: dict[int, tuple[int, Rulebook]] = {}
        for event in self.life.events:
            if isinstance(event, (PayResident, EnrolNewborn)):
                for year in event.years if isinstance(event, EnrolNewborn) else [event.year]:
                    paid[year] = (event.month, self.book(event.month))
        return paid

    @cached_property
    def _year_begun(self) -> int | None:
        """Return the coverage year that runs when the life begins; before a January it was the year before that was paid."""
        before, first = self.life.before, self.life.first
        runs = before is not None and before.scheme == "resident" and before.paid_until is None
        return months.year(first) if runs and first > months.january(months.year(first)) else None

    def moves_in(self, month: int) -> list[tuple[int, Move]]:
        """Return the moves that take effect in a month, with their numbers in the file."""
        return [(a.number, a.event) for a in self.arrivals if a.month == month and a.number and isinstance(a.event, Move)]

    def resident_book(self, month: int) -> Rulebook:
        """Return the rulebook of the resident year of a month: where it was paid, else where the person is."""
        if len(self.books) == 1:
            return self.books[0]
        year = months.year(month)
        paid = self._years_paid.get(year)
        if paid is not None and month >= paid[0]:
            return paid[1]
        return self.books[0] if year == self._year_begun else self.book(month)

    def rules(self, month: int) -> Rules:
        """Return what the step reads in a month."""
        found = self._of_month.get(month)
        if found is None:
            found = self._found(month)
            self._of_month.update(dict.fromkeys(range(month, self._next_change(month)), found))
        return found

    def _next_change(self, month: int) -> int:
        """Return the first month after this one in which the rules may be others."""
        changes = [month + LONGEST_LIFE, *(later for later in self.firsts if later > month)]
        for book in self.slots:
            changes += book.change_months[bisect_right(book.change_months, month) :][:1]
        if len(self.slots) > 1:  # a resident year may keep another region's rules
            changes.append(months.january(months.year(month) + 1))
            changes += [paid for paid, _ in self._years_paid.values() if paid > month]
        if self.life.assumptions.base_growth is not None:
            for key in (*(key for key, _ in GROWING.values()), TOP_UP):
                for book in self.slots:
                    if (last := last_known(book, key, month)) is not None:
                        past = (month - months.of(last.from_)) % months.MONTHS_IN_YEAR
                        changes.append(month + months.MONTHS_IN_YEAR - past)
        return max(month + 1, min(changes))

    def _found(self, month: int) -> Rules:
        book, resident = self.book(month), self.resident_book(month)
        slots = tuple((slot.number, slot.version(month)) for slot in self.slots) if len(self.slots) > 1 else ()
        growing = self._growing(book, month)
        at = (book.number, book.version(month), resident.number, resident.version(month), slots, tuple(growing.items()))
        if at not in self.atlas.composed:
            self.atlas.composed[at] = self._composed(book, resident, growing, month)
        return self.atlas.composed[at]

    def _composed(self, book: Rulebook, resident: Rulebook, growing: dict[str, Any], month: int) -> Rules:
        made = book.rules(month)
        if resident is not book:
            other = resident.rules(month)
            changes: dict[str, Any] = {name: getattr(other, name) for name in OF_RESIDENTS}
            for name in OF_RESIDENTS_BY_WAY:
                own, theirs = getattr(made, name), getattr(other, name)
                changes[name] = (*own[:LAST_WAY], theirs[LAST_WAY], *own[LAST_WAY + 1 :])
            made = attrs.evolve(made, **changes)
        if len(self.slots) > 1:
            by_slot = [slot.rules(month) for slot in self.slots]
            by_slot += [by_slot[0]] * (PLACES - len(by_slot))
            placed: dict[str, Any] = {name: tuple(getattr(rules, name)[0] for rules in by_slot) for name in BY_PLACE}
            made = attrs.evolve(made, **placed)
        if "top_up_base" in growing:  # what is unknown of one place stays what the others know
            kept = made.top_up_base
            growing = {**growing, "top_up_base": tuple(new or old for new, old in zip(growing["top_up_base"], kept, strict=True))}
        return attrs.evolve(made, **growing) if growing else made

    def _growing(self, book: Rulebook, month: int) -> dict[str, Any]:
        """Return the yearly figures that no source gives for the month, as the scenario's growth makes them."""
        found: dict[str, Any] = {}
        if self.life.assumptions.base_growth is None:
            return found
        assumed = 0
        for name, (key, mask) in GROWING.items():
            if (figure := self._grown(book, key, month)) is not None:
                found[name] = figure
                assumed |= mask
        bases = [self._grown(slot, TOP_UP, month) for slot in self.slots]
        if any(base is not None for base in bases):
            found["top_up_base"] = (*bases, *[None] * (PLACES - len(bases)))
            assumed |= TOP_UP_BASE
        return {**found, "base_assumed": assumed} if found else {}

    def _grown(self, book: Rulebook, key: str, month: int) -> int | None:
        """Return a figure that nobody gives for a month, grown from the last one known; none where it is known or never was."""
        growth = self.life.assumptions.base_growth
        if growth is None or book.value(key, month).number != UNKNOWN_AMOUNT:
            return None
        last = last_known(book, key, month)
        if last is None or last.number <= 0:
            return None
        return grown(last.number, round(growth * PER_MILLION), (month - months.of(last.from_)) // months.MONTHS_IN_YEAR)


@lru_cache(maxsize=1024)
def last_known(book: Rulebook, key: str, month: int) -> Value | None:
    """Return the last value of a yearly figure before a month, whoever of the chain gives it."""
    for at in reversed(book.change_months[: bisect_right(book.change_months, month)]):
        value = book.value(key, at)
        if value.is_ != UNKNOWN:
            return value
    return None
