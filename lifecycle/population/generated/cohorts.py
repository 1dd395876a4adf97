"""Who lives in a run: everybody of the census carried to the first month, and everybody born from then on.

Other months of a run, or other deaths, shift the weights a little, and with them who is born when: compare reforms over the same
months and with the same deaths and births.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from lifecycle import months
from lifecycle.columns import MONTHS_IN_YEAR
from lifecycle.population.generated.assumptions import Assumptions
from lifecycle.population.generated.book import Table, cumulated, exact
from lifecycle.population.generated.lines import AGE_BANDS, BAND_MONTHS, Line, Single
from lifecycle.population.generated.philox import WHOLE

FINE: Final = 1 << 20  # persons are reckoned in parts of a thousand persons
THOUSAND: Final = 1000
SEXES: Final = 2


@attrs.frozen
class Cohorts:
    """Men and women by month of birth from ``earliest`` on, cumulated in parts of 2**32, and how many persons they are."""

    earliest: int
    cumulated: tuple[int, ...]
    persons: int


def cohorts(assumed: Assumptions, book: Table, first: int, last: int) -> Cohorts:
    """Return everybody who lives in some month from ``first`` to ``last``."""
    census = months.month(assumed["people"].at or "2020-11")
    earliest = census - AGE_BANDS * BAND_MONTHS
    weights = []
    for born in range(earliest, last + 1):
        for sex in range(SEXES):
            mortality = book[Line.DEATH + sex]
            if born < census:
                number = _counted(assumed, sex, (census - 1 - born) // BAND_MONTHS)
                weights.append(_carried(number, mortality, born, census, max(born, first)))
            else:
                weights.append(_carried(_born(assumed, sex, months.year(born)), mortality, born, born, max(born, first)))
    return Cohorts(earliest, cumulated(weights), sum(weights) * THOUSAND // FINE)


def with_cohorts(book: Table, found: Cohorts) -> Table:
    """Return the table of the walk with what it must know of the cohorts."""
    singles = list(book[Line.SINGLE])
    singles[Single.EARLIEST], singles[Single.COHORTS] = found.earliest, len(found.cumulated)
    return (*book[: Line.SINGLE], tuple(singles))


def _counted(assumed: Assumptions, sex: int, band: int) -> int:
    """Return the persons of one month of birth, as the census counted their age band."""
    return int(exact(assumed["people"].of_sex(sex)[band]) * FINE / BAND_MONTHS)


def _born(assumed: Assumptions, sex: int, year: int) -> int:
    """Return the boys or girls born in a month of a year."""
    boys = exact(assumed["boys"].value or 0)
    return int(exact(assumed.in_year("births", year)) * FINE / MONTHS_IN_YEAR * (1 - boys if sex else boys))


def _carried(number: int, mortality: Sequence[int], born: int, counted: int, to: int) -> int:
    """Return how many of so many counted in one month live in another, earlier or later."""
    for month in range(counted, to):
        number = number * (WHOLE - mortality[_band(born, month)]) // WHOLE
    for month in range(to, counted):
        number = number * WHOLE // max(1, WHOLE - mortality[_band(born, month)])
    return number


def _band(born: int, month: int) -> int:
    return min((month - born) // BAND_MONTHS, AGE_BANDS - 1)
