"""How a generated person begins: born when and where, and standing how to work and insurance in the first month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lifecycle.columns import MONTHS_IN_YEAR, PER_MILLE
from lifecycle.population.generated.chances import among, at_age, destination, draw, happens, happens_at_age, holds, picked
from lifecycle.population.generated.lines import (
    DECADE_MONTHS,
    DECADES,
    FIRST_DECADE,
    FIRST_YEAR,
    WAGES,
    YEARS,
    Ages,
    Decision,
    Line,
    Single,
)
from lifecycle.population.generated.philox import WHOLE
from lifecycle.population.generated.walker import Standing
from lifecycle.rules.retirement import statutory_month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.population.generated.walker import Walker

    Book = Sequence[Sequence[int]]

MALE: Final = 0
FEMALE_55: Final = 1
FEMALE_50: Final = 2
SPREAD: Final = 100  # wages of one place among the wages differ by a tenth up or down
LONGEST_STOPPED: Final = 36
GROWN: Final = 20 * MONTHS_IN_YEAR


def begin(p: Walker, book: Book, births: Sequence[int]) -> None:
    """Draw who the person is and how they stand in the first month; ``births`` cumulates men and women by month of birth."""
    be_born(p, book, births)
    p.month = max(p.first, p.born)
    p.rank = among(p, 0, Decision.RANK, WAGES)
    p.region = destination(p, book, Line.PEOPLE, Decision.REGION)
    p.home = p.region
    decade = min(max(p.born - FIRST_DECADE * MONTHS_IN_YEAR, 0) // DECADE_MONTHS, DECADES - 1)
    p.formal = 1 if happens(p, 0, Decision.FORMAL, book[Line.FORMAL + p.sex][decade]) else 0
    p.group = MALE
    if p.sex == 1:
        p.group = FEMALE_55 if happens(p, 0, Decision.FEMALE_55, book[Line.SINGLE][Single.FEMALE_55]) else FEMALE_50
    ages = book[Line.RETIRING + p.group]
    p.statutory = statutory_month(p.born, ages[Ages.AGE], ages[Ages.COHORT], ages[Ages.STEP], ages[Ages.MOST])
    p.retire = p.statutory
    p.medical_aid = 1 if happens_at_age(p, book, Line.MEDICAL_AID, Decision.MEDICAL_AID) else 0
    p.severely_disabled = 1 if happens_at_age(p, book, Line.SEVERELY_DISABLED, Decision.SEVERELY_DISABLED) else 0
    if p.born >= p.first:
        be_enrolled_at_birth(p, book)
    else:
        stand_as_before(p, book)
    p.began_as = p.standing


def be_born(p: Walker, book: Book, births: Sequence[int]) -> None:
    """Draw sex and month of birth together, by the weights of all who will live in the run."""
    wanted = draw(p, 0, Decision.BIRTH)
    low = 0
    high = book[Line.SINGLE][Single.COHORTS] - 1
    while low < high:
        middle = (low + high) // 2
        if births[middle] <= wanted:
            low = middle + 1
        else:
            high = middle
    p.sex = low % 2
    p.born = book[Line.SINGLE][Single.EARLIEST] + low // 2


def be_enrolled_at_birth(p: Walker, book: Book) -> None:
    """Most newborns are enrolled within some months."""
    if holds(p, book, Single.NEWBORN, Decision.NEWBORN):
        p.newborn_plan = p.month + picked(p, book, p.month, Line.NEWBORN_MONTH, Decision.NEWBORN_MONTH)


def stand_as_before(p: Walker, book: Book) -> None:
    """Draw the standing of somebody who was born before the run began."""
    old = p.month >= p.statutory
    if old and (p.formal == 1 or holds(p, book, Single.RETIRED_INFORMAL, Decision.AT_START)):
        p.standing = Standing.RETIRED
        p.retired_flexible = 1 if holds(p, book, Single.RETIRED_FLEXIBLE, Decision.RETIRED_FLEXIBLE) else 0
        p.paid = book[Line.SINGLE][Single.HIGHEST_REQUIRED]
    elif not old:
        stand_to_work(p, book)
    if p.standing in (Standing.UNIT, Standing.FLEXIBLE):
        p.paid = worked(p, book)
        p.last_paid = p.month - 1
    elif p.standing == Standing.OUT and not old and p.formal == 1 and p.month - p.born > GROWN:
        p.paid = worked(p, book) // 2
    if p.standing == Standing.UNIT:
        p.base = wage(p, book)
        p.began_base = p.base
    p.brought = p.paid
    if p.standing == Standing.OUT:
        be_resident_before(p, book)


def be_resident_before(p: Walker, book: Book) -> None:
    """Who does not work is mostly a resident for this year; else whoever has paid before stopped some time ago."""
    if happens_at_age(p, book, Line.AT_START_RESIDENT, Decision.AT_START_RESIDENT):
        p.began_resident = 1
        p.resident_until = p.month // MONTHS_IN_YEAR
    elif p.paid > 0:
        p.stopped = p.month - 2 - among(p, p.month, Decision.STOPPED, LONGEST_STOPPED)
        p.last_paid = p.stopped


def stand_to_work(p: Walker, book: Book) -> None:
    """One draw decides between a unit, paying oneself, and neither."""
    unit = at_age(p, book, Line.AT_START_INFORMAL_UNIT)
    flexible = at_age(p, book, Line.AT_START_INFORMAL_FLEXIBLE)
    if p.formal == 1:
        unit = at_age(p, book, Line.AT_START_UNIT)
        flexible = at_age(p, book, Line.AT_START_FLEXIBLE)
    wanted = draw(p, p.month, Decision.AT_START)
    if wanted < unit:
        p.standing = Standing.UNIT
    elif wanted < unit + flexible:
        p.standing = Standing.FLEXIBLE


def worked(p: Walker, book: Book) -> int:
    """Return the months that somebody has paid before the run: a share of those since the age of twenty, and some chance."""
    grown = max(p.month - p.born - GROWN, MONTHS_IN_YEAR)
    most = max(1, grown * book[Line.SINGLE][Single.WORKED] // WHOLE)
    return most // 2 + 1 + among(p, p.month, Decision.WORKED, most)


def wage(p: Walker, book: Book) -> int:
    """Return a monthly wage in yuan: the average of the year, by the place of the person among the wages, and some chance."""
    at = min(max(p.month // MONTHS_IN_YEAR - FIRST_YEAR, 0), YEARS - 1)
    usual = book[Line.WAGE][at] * book[Line.WAGES][p.rank] // PER_MILLE
    return max(1, usual * (PER_MILLE - SPREAD + among(p, p.month, Decision.WAGE, 2 * SPREAD + 1)) // PER_MILLE)
