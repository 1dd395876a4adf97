"""The walk: one generated person month by month, many persons one after the other; written in the language of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lifecycle.population.generated.beginning import begin
from lifecycle.population.generated.chances import at_age, turn_month
from lifecycle.population.generated.lines import Line
from lifecycle.population.generated.residents import pay_as_resident
from lifecycle.population.generated.retiring import retire
from lifecycle.population.generated.telling import move, tell
from lifecycle.population.generated.walker import Standing
from lifecycle.population.generated.work import change_work
from lifecycle.vocabulary import What

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.population.generated.walker import Walker

    Book = Sequence[Sequence[int]]
    Rows = Sequence[list[int]]

MOST_IN_A_MONTH: Final = 8


def walk(p: Walker, book: Book, births: Sequence[int], rows: Rows, last: int) -> None:
    """Begin the life of a person and live it to its end or to the last month; ``p`` knows seed, person and first month."""
    begin(p, book, births)
    live_month(p, book, rows)
    while p.month < last and p.died == 0:
        p.month += 1
        live_month(p, book, rows)


def live_month(p: Walker, book: Book, rows: Rows) -> None:
    """One month: death first, then retiring, work, moving, and the resident premium."""
    turn_month(p)
    if p.death_word < at_age(p, book, Line.DEATH):
        tell(p, rows, What.DIED)
        p.died = p.month
        return
    if p.standing == Standing.RETIRED:
        return
    retire(p, book, rows)
    change_work(p, book, rows)
    move(p, book, rows)
    pay_as_resident(p, book, rows)


def walk_many(
    walkers: Sequence[Walker], start: int, stop: int, book: Book, births: Sequence[int], rows: Rows, room: int, last: int
) -> int:
    """Walk persons from ``start`` on while there is surely room for the events of another; return the first not walked."""
    told = 0
    number = start
    while number < stop:
        p = walkers[number]
        if told + (last - p.first + 1) * MOST_IN_A_MONTH > room:
            return number
        p.told = told
        walk(p, book, births, rows, last)
        told = p.told
        number += 1
    return number
