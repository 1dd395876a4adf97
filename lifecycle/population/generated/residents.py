"""Being a resident: the yearly premium in the window, late, after a job, and of newborns; in the language of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lifecycle.columns import MONTHS_IN_YEAR
from lifecycle.population.generated.chances import at_age, happens, holds, picked
from lifecycle.population.generated.lines import FIRST_YEAR, YEARS, Decision, Line, Single
from lifecycle.population.generated.philox import WHOLE
from lifecycle.population.generated.telling import tell_value
from lifecycle.population.generated.walker import Standing
from lifecycle.vocabulary import What

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.population.generated.walker import Walker

    Book = Sequence[Sequence[int]]
    Rows = Sequence[list[int]]

SEPTEMBER: Final = 8
PER_MILLION: Final = 1_000_000


def pay_as_resident(p: Walker, book: Book, rows: Rows) -> None:
    """In September the next year is planned; what was planned is paid by those who are not insured otherwise by then."""
    year = p.month // MONTHS_IN_YEAR
    if p.month == p.newborn_plan and p.resident_until < year:
        enrol(p, rows, What.ENROL_NEWBORN, year)
    if p.month % MONTHS_IN_YEAR == SEPTEMBER and p.resident_until <= year:
        plan_next_year(p, book, year + 1)
    if p.standing == Standing.OUT:
        if p.month == p.catch_plan and p.resident_until < year:
            enrol(p, rows, What.PAY_RESIDENT, year)
        if p.month == p.window_plan and p.resident_until < p.window_year:
            enrol(p, rows, What.PAY_RESIDENT, p.window_year)


def enrol(p: Walker, rows: Rows, what: int, year: int) -> None:
    """A coverage year is paid."""
    tell_value(p, rows, what, year)
    p.resident_before = p.resident_until
    p.resident_until = year


def plan_next_year(p: Walker, book: Book, year: int) -> None:
    """Plan when the coming coverage year will be paid: in the window, late, or never."""
    january = year * MONTHS_IN_YEAR
    p.window_plan = 0
    p.window_year = year
    if happens(p, p.month, Decision.RENEW, will_enrol(p, book, year)):
        p.window_plan = p.month + picked(p, book, p.month, Line.WINDOW_MONTH, Decision.WINDOW_MONTH)
    elif holds(p, book, Single.LATE, Decision.LATE):
        p.window_plan = january + picked(p, book, p.month, Line.LATE_MONTH, Decision.LATE_MONTH)


def will_enrol(p: Walker, book: Book, year: int) -> int:
    """Who was insured this year enrols otherwise than who was not; the level changes with the coverage year."""
    january = (year - 1) * MONTHS_IN_YEAR
    insured = p.resident_until >= year - 1 or p.last_paid >= january or p.born >= january
    line = Line.RENEW if insured else Line.RETURN
    level = book[Line.RENEWING][min(max(year - FIRST_YEAR, 0), YEARS - 1)]
    return min(at_age(p, book, line) * level // PER_MILLION, WHOLE)


def catch_up(p: Walker, book: Book) -> None:
    """Whoever is out of work may enrol for the year that runs, some months later."""
    if holds(p, book, Single.AFTER_JOB_RESIDENT, Decision.CATCH_UP):
        p.catch_plan = p.month + 1 + picked(p, book, p.month, Line.CATCH_UP_MONTH, Decision.CATCH_UP_MONTH)
