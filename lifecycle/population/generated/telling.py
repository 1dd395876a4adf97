"""What a walker tells: events as rows of whole numbers, and where people move; written in the language of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lifecycle.population.generated.chances import at_age, destination, holds
from lifecycle.population.generated.lines import Decision, Line, Single
from lifecycle.population.generated.walker import Standing, Told
from lifecycle.vocabulary import What

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.population.generated.walker import Walker

    Book = Sequence[Sequence[int]]
    Rows = Sequence[list[int]]

MOST_MOVES: Final = 5


def tell(p: Walker, rows: Rows, what: int) -> None:
    """Write an event of this month that needs no more words."""
    tell_value(p, rows, what, 0)


def tell_value(p: Walker, rows: Rows, what: int, value: int) -> None:
    """Write an event of this month with a year, a wage, a region or a number of months."""
    rows[p.told][Told.PERSON] = p.person
    rows[p.told][Told.MONTH] = p.month
    rows[p.told][Told.WHAT] = what
    rows[p.told][Told.VALUE] = value
    rows[p.told][Told.FIRST] = 0
    rows[p.told][Told.LAST] = 0
    rows[p.told][Told.FLAG] = 0
    p.told += 1


def tell_flag(p: Walker, rows: Rows, what: int, value: int, flag: int) -> None:
    """Write an event of this month with a value and a mark."""
    tell_value(p, rows, what, value)
    rows[p.told - 1][Told.FLAG] = flag


def tell_span(p: Walker, rows: Rows, what: int, first: int, last: int, flag: int) -> None:
    """Write an event of this month about a span of months."""
    tell_flag(p, rows, what, 0, flag)
    rows[p.told - 1][Told.FIRST] = first
    rows[p.told - 1][Told.LAST] = last


def move(p: Walker, book: Book, rows: Rows) -> None:
    """Whoever has neither a unit nor pays by themselves, nor is about to, may move."""
    if p.standing == Standing.OUT and p.plan_month == 0 and p.move_word < at_age(p, book, Line.MOVE):
        go_elsewhere(p, book, rows)


def move_to_work(p: Walker, book: Book, rows: Rows) -> None:
    """A new job may be in another region."""
    if holds(p, book, Single.MOVE_WITH_JOB, Decision.MOVE_WITH_JOB):
        go_elsewhere(p, book, rows)


def go_elsewhere(p: Walker, book: Book, rows: Rows) -> None:
    """Go to a region by its pull, with the relation transferred or not; there is an end to moving."""
    there = destination(p, book, Line.DESTINATION, Decision.DESTINATION)
    if there != p.region and p.moves < MOST_MOVES:
        transfer = 1 if holds(p, book, Single.TRANSFER, Decision.TRANSFER) else 0
        tell_flag(p, rows, What.MOVE, there, transfer)
        p.region = there
        p.moves += 1
