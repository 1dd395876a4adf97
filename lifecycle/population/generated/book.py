"""The assumptions as the walk reads them: one rectangular table of whole numbers, shares in parts of 2**32."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Final

from lifecycle.columns import MONTHS_IN_YEAR, PER_MILLE
from lifecycle.person import GROUPS
from lifecycle.population.generated.assumptions import Assumption, Assumptions
from lifecycle.population.generated.kinds import A_YEAR, KINDS, MONTHS, SHARE, Shape
from lifecycle.population.generated.lines import FIRST_YEAR, YEARS, Line, Single
from lifecycle.population.generated.philox import WHOLE
from lifecycle.population.generated.residents import PER_MILLION
from lifecycle.regions.atlas import NATION, Atlas

LINES: Final = Line.SINGLE + 1

Table = tuple[tuple[int, ...], ...]


def exact(value: float) -> Fraction:
    """Return a decimal of the file as it is written, so that every machine reckons with the same number."""
    return Fraction(str(value))


def parts(share: Fraction) -> int:
    """Return a share in parts of 2**32."""
    return round(share * WHOLE)


def monthly(rate: float) -> int:
    """Return the probability of a month, in parts of 2**32, from a rate a person-year."""
    a_month = exact(rate) / MONTHS_IN_YEAR
    return min(parts(a_month / (1 + a_month / 2)), WHOLE)


def cumulated(weights: Sequence[Fraction | int]) -> tuple[int, ...]:
    """Return weights as rising parts of 2**32; the last is the whole."""
    total = sum(weights)
    return tuple(int(so_far * WHOLE // total) for so_far in accumulate(weights))


def table(assumed: Assumptions, atlas: Atlas, regions: Sequence[str], first: int) -> Table:
    """Return the table of the walk for the regions of a run."""
    lines: list[tuple[int, ...]] = [()] * LINES
    singles = [0] * len(Single)
    for name, kind in KINDS.items():
        written = assumed[name]
        if kind.column is not None:
            singles[kind.column] = _single(written)
        elif kind.shape is Shape.SEXES and kind.line is not None:
            lines[kind.line], lines[kind.line + 1] = _of_sex(written, 0), _of_sex(written, 1)
        elif kind.line is not None:
            lines[kind.line] = _line(assumed, written)
    people, pull = assumed["regions"].by_region or {}, assumed["pull"].by_region or {}
    weights = [exact(people.get(region, 1)) for region in regions]
    lines[Line.PEOPLE] = cumulated(weights)
    lines[Line.DESTINATION] = cumulated(
        [weight * exact(pull.get(region, 1)) for weight, region in zip(weights, regions, strict=True)]
    )
    singles[Single.REGIONS] = len(regions)
    ages = atlas.book(NATION).value("retirement.ages", first).number
    for number, group in enumerate(GROUPS):
        lines[Line.RETIRING + number] = (*ages[group], ages["flexible"][0])
    lines[Line.SINGLE] = tuple(singles)
    width = max(map(len, lines))
    return tuple((*line, *[0] * (width - len(line))) for line in lines)


def _single(written: Assumption) -> int:
    value = written.value or 0
    return round(value) if written.unit == MONTHS else parts(exact(value))


def _of_sex(written: Assumption, sex: int) -> tuple[int, ...]:
    if written.unit == A_YEAR:
        return tuple(monthly(rate) for rate in written.of_sex(sex))
    return tuple(parts(exact(share)) for share in written.of_sex(sex))


def _line(assumed: Assumptions, written: Assumption) -> tuple[int, ...]:
    if written.kind.shape is Shape.SPREAD:
        return cumulated([exact(share) for share in written.values or []])
    if written.kind.shape is Shape.LIST:
        whole = WHOLE if written.unit == SHARE else PER_MILLE
        return tuple(round(exact(value) * whole) for value in written.values or [])
    whole = PER_MILLION if written.unit == "factor" else 1
    return tuple(round(exact(assumed.in_year(written.id, FIRST_YEAR + at)) * whole) for at in range(YEARS))
