"""What chance decides for a walker in a month, by the lines of the assumptions; written in the language of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.population.generated.lines import AGE_BANDS, BAND_MONTHS, Decision, Line, Single
from lifecycle.population.generated.philox import MASK, philox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.population.generated.walker import Walker

    Book = Sequence[Sequence[int]]


def shuffle(p: Walker, month: int, decision: int) -> None:
    """Write the four words that chance has for one decision of one person in one month."""
    philox(p, month, decision, p.person >> 32, p.seed >> 32, p.seed & MASK, p.person & MASK)


def draw(p: Walker, month: int, decision: int) -> int:
    """Return the number below 2**32 that chance has for one decision of one person in one month."""
    shuffle(p, month, decision)
    return p.first_word


def turn_month(p: Walker) -> None:
    """Draw at once what nearly every month asks: death, moving, and two questions about work."""
    shuffle(p, p.month, Decision.MONTH)
    p.death_word = p.first_word
    p.move_word = p.second_word
    p.work_word = p.third_word
    p.other_word = p.fourth_word


def at_age(p: Walker, book: Book, line: int) -> int:
    """Return what a line says of this age and sex."""
    return book[line + p.sex][band(p)]


def band(p: Walker) -> int:
    """Return the age band of five years in which somebody stands this month."""
    return min((p.month - p.born) // BAND_MONTHS, AGE_BANDS - 1)


def happens(p: Walker, month: int, decision: int, probability: int) -> bool:
    """Decide something that has a probability, in parts of 2**32; the impossible costs no draw."""
    return probability > 0 and draw(p, month, decision) < probability


def happens_at_age(p: Walker, book: Book, line: int, decision: int) -> bool:
    """Decide something of this month whose probability depends on age and sex."""
    return happens(p, p.month, decision, at_age(p, book, line))


def holds(p: Walker, book: Book, column: int, decision: int) -> bool:
    """Decide something of this month that has the same probability for everybody."""
    return happens(p, p.month, decision, book[Line.SINGLE][column])


def among(p: Walker, month: int, decision: int, many: int) -> int:
    """Return one of so many numbers from 0, all alike in probability."""
    return draw(p, month, decision) * many >> 32


def picked(p: Walker, book: Book, month: int, line: int, decision: int) -> int:
    """Return the column that chance picks by the cumulated shares of a line, which end with the whole."""
    wanted = draw(p, month, decision)
    column = 0
    while book[line][column] <= wanted:
        column += 1
    return column


def destination(p: Walker, book: Book, line: int, decision: int) -> int:
    """Return a region by the cumulated weights of a line, found by halving."""
    wanted = draw(p, p.month, decision)
    low = 0
    high = book[Line.SINGLE][Single.REGIONS] - 1
    while low < high:
        middle = (low + high) // 2
        if book[line][middle] <= wanted:
            low = middle + 1
        else:
            high = middle
    return low
