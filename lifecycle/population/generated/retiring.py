"""Coming to retire: in the law's month, earlier or later, and filling missing years; in the language of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lifecycle.population.generated.chances import among, holds, picked
from lifecycle.population.generated.lines import Ages, Decision, Fill, Line, Single
from lifecycle.population.generated.telling import tell_flag, tell_span
from lifecycle.population.generated.walker import Standing
from lifecycle.vocabulary import TopUp, What

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.population.generated.walker import Walker

    Book = Sequence[Sequence[int]]
    Rows = Sequence[list[int]]

LONGEST_MONTHLY: Final = 120


def retire(p: Walker, book: Book, rows: Rows) -> None:
    """The month of retiring is chosen once; when it comes, the person retires or fills what is missing."""
    if p.standing == Standing.FILLING:
        if p.month >= p.filled_in:
            p.standing = Standing.RETIRED
        return
    if p.standing not in (Standing.OUT, Standing.RETIRED) and p.chosen == 0:
        choose_month(p, book, rows)
    if p.month == p.retire and p.standing != Standing.RETIRED:
        come_to_retire(p, book, rows)


def choose_month(p: Walker, book: Book, rows: Rows) -> None:
    """In the first month that the law allows somebody may choose to retire early; in the legal month, late."""
    ages = book[Line.RETIRING + p.group]
    earliest = max(p.born + ages[Ages.AGE], p.statutory - ages[Ages.CHOICE])
    if p.month == earliest and earliest < p.statutory and holds(p, book, Single.EARLY, Decision.EARLY):
        months = 1 + among(p, p.month, Decision.EARLY_MONTHS, p.statutory - earliest)
        tell_span(p, rows, What.RETIRE, months, 0, 0)
        p.retire = p.statutory - months
        p.chosen = 1
    elif (
        p.month == p.statutory
        and p.standing == Standing.UNIT
        and holds(p, book, Single.LATE_RETIREMENT, Decision.LATE_RETIREMENT)
    ):
        months = 1 + among(p, p.month, Decision.LATE_MONTHS, ages[Ages.CHOICE])
        tell_span(p, rows, What.RETIRE, 0, months, 0)
        p.retire = p.statutory + months
        p.chosen = 1


def come_to_retire(p: Walker, book: Book, rows: Rows) -> None:
    """Who has the years retires; who is short pays at once, month by month, or remains without."""
    numbers = book[Line.SINGLE]
    required = numbers[Single.REQUIRED_FEMALE] if p.sex == 1 else numbers[Single.REQUIRED_MALE]
    p.plan_month = 0
    if p.paid >= required:
        if p.paid < numbers[Single.HIGHEST_REQUIRED]:
            tell_flag(p, rows, What.TOP_UP, 0, TopUp.LUMP_SUM)  # where the place asks for more than most
        p.standing = Standing.RETIRED
    elif p.standing != Standing.OUT:
        fill = picked(p, book, p.month, Line.FILLING, Decision.FILLING)
        p.standing = Standing.OUT
        if fill == Fill.LUMP_SUM:
            tell_flag(p, rows, What.TOP_UP, 0, TopUp.LUMP_SUM)
            p.standing = Standing.RETIRED
        elif fill == Fill.MONTHLY:
            tell_flag(p, rows, What.TOP_UP, 0, TopUp.MONTHLY)
            p.standing = Standing.FILLING
            p.filled_in = p.month + min(required - p.paid, LONGEST_MONTHLY)
