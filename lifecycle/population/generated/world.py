"""The world of a run of generated lives: its months, its regions, and the assumptions in the form that the walk reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Self

import attrs

from lifecycle import months
from lifecycle.beforehand import LONGEST_LIFE
from lifecycle.errors import InputError, Where
from lifecycle.language import Text, say
from lifecycle.population.generated.assumptions import Assumptions
from lifecycle.population.generated.book import Table, table
from lifecycle.population.generated.cohorts import cohorts, with_cohorts
from lifecycle.population.generated.lines import AGE_BANDS, BAND_MONTHS, FIRST_YEAR, YEARS
from lifecycle.population.generated.residents import SEPTEMBER
from lifecycle.regions.atlas import Atlas

EARLIEST: Final = months.january(FIRST_YEAR) + months.MONTHS_IN_YEAR
LATEST: Final = months.january(FIRST_YEAR + YEARS) - 1


@attrs.frozen(eq=False)
class World:
    """What every walk of a run shares.

    Lives begin in ``begins``, the September before ``first`` or that month itself, so that the resident premium of the next
    year can be paid in its window. ``persons`` are the people who live in some month of the run, for whom the lives stand.
    """

    begins: int
    first: int
    last: int
    regions: tuple[str, ...]
    book: Table
    births: tuple[int, ...]
    persons: int
    assumed: Assumptions

    @classmethod
    def made(
        cls, assumed: Assumptions, atlas: Atlas, first: str | int, last: str | int, regions: Sequence[str] | None = None
    ) -> Self:
        """Return the world between two months; raises ``InputError`` for months or regions that cannot be."""
        begin, end = _month(first, "first"), _month(last, "last")
        if end < begin:
            _refuse("last", say("{month}", month=months.text(end)), say("{first} or later", first=months.text(begin)))
        begins = begin - (begin - SEPTEMBER) % months.MONTHS_IN_YEAR
        if end - begins >= LONGEST_LIFE - AGE_BANDS * BAND_MONTHS:
            most = (LONGEST_LIFE - AGE_BANDS * BAND_MONTHS) // months.MONTHS_IN_YEAR - 1
            _refuse("last", say("{month}", month=months.text(end)), say("at most {years} years", years=most))
        chosen = _regions(assumed, atlas, regions)
        book = table(assumed, atlas, chosen, begins)
        found = cohorts(assumed, book, begins, end)
        return cls(begins, begin, end, chosen, with_cohorts(book, found), found.cumulated, found.persons, assumed)


def _month(given: str | int, name: str) -> int:
    try:
        found = given if isinstance(given, int) else months.month(given)
    except (ValueError, TypeError):
        found = 0
    if not EARLIEST <= found <= LATEST:
        wanted = say("a month from {first} to {last}", first=months.text(EARLIEST), last=months.text(LATEST))
        _refuse(name, say("{value} is not a month of a run", value=given), wanted)
    return found


def _regions(assumed: Assumptions, atlas: Atlas, regions: Sequence[str] | None) -> tuple[str, ...]:
    known = atlas.ids()
    chosen = tuple(assumed["regions"].by_region or {}) if regions is None else tuple(regions)
    unknown = [region for region in chosen if region not in known]
    if unknown or not chosen or len(set(chosen)) < len(chosen):
        _refuse(
            "regions", say("{regions}", regions=unknown or list(chosen)), say("regions, each once, out of: {known}", known=known)
        )
    return chosen


def _refuse(name: str, found: Text, expected: Text) -> None:
    raise InputError(found, expected=expected, todo=say("correct it"), where=Where(path=name))
