"""What retiring asks for, as integers: a written requirement becomes a row, and the first row that holds decides."""

from __future__ import annotations

from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.columns import PER_MILLION, UNKNOWN_AMOUNT, Column, Requirement
from lifecycle.language import current
from lifecycle.regions.kinds import years
from lifecycle.regions.written import RequirementRule, Source
from lifecycle.vocabulary import UNKNOWN

SEXES: Final = {None: 3, "male": 1, "female": 2}


@attrs.frozen(eq=False)
class RequirementInForce:
    """One requirement of a region: its number in the pool, its row, who wrote it, and its source."""

    number: int
    written_in: str
    row: tuple[int, ...]
    written: RequirementRule
    source: Source
    assumed: bool

    @property
    def key(self) -> str:
        """Return the dotted name, as timelines give it."""
        return f"retirement.requirement.{self.written.id}"

    def _repr_html_(self) -> str:
        from lifecycle.displays.rule import rule_html

        return rule_html(self, current())


def _months(value: Any) -> int:
    if value is None:
        return 0
    return UNKNOWN_AMOUNT if value == UNKNOWN else years(value)


def row(rule: RequirementRule) -> tuple[int, ...]:
    """Return the requirement as integers, every condition filled; an unknown number of months is asked of nobody."""
    cells = {
        Requirement.IN_FORCE_FROM: months.of(rule.from_) if rule.from_ else 0,
        Requirement.IN_FORCE_TO: months.of(rule.to_) if rule.to_ else months.LATEST,
        Requirement.SEX: SEXES[rule.sex],
        Requirement.BORN_BEFORE: months.of(rule.born_before) if rule.born_before else months.LATEST,
        Requirement.JOINED_BEFORE: months.of(rule.joined_before) if rule.joined_before else months.LATEST,
        Requirement.CONTINUOUS_MIN: max(0, _months(rule.continuous_years_min)),
        Requirement.TOTAL: _months(rule.total_years),
        Requirement.ACTUAL: _months(rule.actual_years),
        Requirement.LOCAL: _months(rule.local_years),
        Requirement.IN_PROVINCE: int(rule.local_in == "province"),
        Requirement.ELSEWHERE_DEEMED: int(rule.elsewhere_as == "deemed"),
        Requirement.LOWER_PER_YEAR: round(rule.lower_per_missing_year * PER_MILLION),
    }
    return (*(cells[column] for column in Requirement), *[0] * (len(Column) - len(Requirement)))


def unconditional(candidate: tuple[int, ...]) -> bool:
    """Return whether the requirement stands for everybody at any time."""
    free = row(RequirementRule(id="any", total_years=0))
    return candidate[: Requirement.TOTAL] == free[: Requirement.TOTAL]


def swallows(earlier: tuple[int, ...], later: tuple[int, ...]) -> bool:
    """Return whether everybody who meets ``later`` already met ``earlier``."""
    upper = (Requirement.IN_FORCE_TO, Requirement.BORN_BEFORE, Requirement.JOINED_BEFORE)
    lower = (Requirement.IN_FORCE_FROM, Requirement.CONTINUOUS_MIN)
    return (
        later[Requirement.SEX] & ~earlier[Requirement.SEX] == 0
        and all(later[column] <= earlier[column] for column in upper)
        and all(later[column] >= earlier[column] for column in lower)
    )
