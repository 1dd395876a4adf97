"""Scales of benefits beside the months of a life, and its bills as they were paid then and once everything was settled."""

from __future__ import annotations

from typing import Any

import attrs

from lifecycle import months
from lifecycle.citations import value_parameter
from lifecycle.columns import UNKNOWN_AMOUNT
from lifecycle.facts import Happening
from lifecycle.machine import Life, Month, Settled, copied
from lifecycle.record import Record
from lifecycle.regions.rulebook import Rulebook
from lifecycle.row import Cause, Parameter
from lifecycle.rules.benefits import bill_context, count_bill, reimbursed
from lifecycle.vocabulary import UNKNOWN, Care, Way, key


class Scales:
    """The scales of benefits that the months of a life would be settled by, each once; a month knows them by position."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.found: list[Parameter] = []
        self._pairs: dict[tuple[int, bool, int], tuple[int | None, int | None]] = {}

    def of(self, one: Month, by: Month | None) -> tuple[int | None, int | None]:
        """Return the positions of the scales for inpatient and outpatient care, none where nobody knows the scale."""
        p = one.record
        resident = (p.covered_by or _way_of(one, by)) == Way.RESIDENT
        at = (id(self.life.way.rules(one.month)), resident, p.cover_place)
        if at not in self._pairs:
            book = self.life.way.resident_book(one.month) if resident else self.life.way.slots[p.cover_place]
            section = key(Way.RESIDENT) if resident else key(Way.EMPLOYEE)
            inpatient, outpatient = (self._position(book, f"{section}.{key(care)}", one.month) for care in Care)
            self._pairs[at] = (inpatient, outpatient)
        return self._pairs[at]

    def _position(self, book: Rulebook, name: str, month: int) -> int | None:
        parameter = value_parameter(book, name, month)
        if parameter.value == UNKNOWN:
            return None
        if parameter not in self.found:
            self.found.append(parameter)
        return self.found.index(parameter)


class Settlement:
    """The bills of a life in the order of their months, as they are once everything is settled."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.year = 0
        self.used = Record()

    def with_bills(self, one: Month, cause: Cause, factor: int, by: Month | None) -> Cause:
        """Return a cause whose bills say who paid what then, and what the pool pays with the factor that holds finally."""
        if months.year(one.month) != self.year:
            self.year, self.used = months.year(one.month), Record()
        settled = {bill.number: bill for bill in one.bills}
        told = {told.number: told.happenings[0] for told in one.told}
        events = [
            self._paid(one, event, settled[event["number"]], told[event["number"]], factor, by)
            if event["number"] in settled
            else event
            for event in cause.events
        ]
        return attrs.evolve(cause, events=events)

    def _paid(
        self, one: Month, event: dict[str, Any], bill: Settled, told: Happening, factor: int, by: Month | None
    ) -> dict[str, Any]:
        finally_ = self._finally(one, bill, told, factor, by)
        return {
            **event,
            "amount_fen": told.amount,
            "pool_fen": bill.pool_fen,
            "account_fen": bill.account_fen,
            "own_fen": None if bill.pool_fen is None else told.amount - bill.pool_fen,
            "pool_finally_fen": finally_,
            "own_finally_fen": None if finally_ is None else told.amount - finally_,
            "settled_by": months.text(by.month) if by is not None else None,
        }

    def _finally(self, one: Month, bill: Settled, told: Happening, factor: int, by: Month | None) -> int | None:
        """Return what the pool pays in the end: earlier stays of the year count as they stand in the end too."""
        p = one.record
        if factor == 0 or (factor == p.factor and bill.pool_fen == 0):
            return bill.pool_fen
        way = p.covered_by or _way_of(one, by)
        p = self._as_settled(p)
        amount, deductible, ratio, left = bill_context(p, self.life.way.rules(one.month), way, told)
        known = UNKNOWN_AMOUNT not in (deductible, ratio)
        paid = reimbursed(amount, deductible, ratio, left, factor) if known else 0
        count_bill(self.used, told.care, amount, max(0, deductible), paid)
        return paid if known else None

    def _as_settled(self, record: Record) -> Record:
        """Return the record of a month with the year's stays, deductible and sums as they stand in the end."""
        made = copied(record)
        for name in ("stays_in_year", "deductible_used", "pool_year_fen", "pool_outpatient_fen"):
            setattr(made, name, getattr(self.used, name))
        return made


def _way_of(one: Month, by: Month | None) -> Way:
    """Return whose cover reaches a month that was not covered then."""
    if by is None:
        return Way.EMPLOYEE
    v = by.facts
    return Way.EMPLOYEE if v.retro_from and v.retro_from <= one.month <= v.retro_to else Way.RESIDENT
