"""The assumptions that there are: what each is called, in which unit, shape and bounds it is written, and its line."""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from lifecycle.population.generated.lines import AGE_BANDS, DECADES, WAGES, After, Fill, Line, Single


class Shape(Enum):
    """How the values of an assumption are written."""

    SEXES = "by sex"
    SPREAD = "shares of a whole"
    LIST = "a list"
    NUMBER = "a number"
    YEARS = "by year"
    REGIONS = "by region"

    def fields(self) -> tuple[set[str], ...]:
        """Return the keys that such an assumption may have, each a full set."""
        if self is Shape.SEXES:
            return ({"male", "female"}, {"both"})
        if self in (Shape.SPREAD, Shape.LIST):
            return ({"values"},)
        return ({"value"},) if self is Shape.NUMBER else ({"by_year"},) if self is Shape.YEARS else ({"by_region"},)


class Kind(NamedTuple):
    """One assumption: unit, shape, number of values (0 any), bounds, and its line or column in the table."""

    unit: str
    shape: Shape
    many: int = 0
    least: float = 0
    most: float = 1
    line: Line | None = None
    column: Single | None = None


SHARE: Final = "share"
A_MONTH: Final = "a month"
A_YEAR: Final = "a person-year"
MONTHS: Final = "months"
MOST_PEOPLE: Final = 10_000_000
LEAST_WEIGHT: Final = 0.0001  # who counts for nothing is left out instead
MOST_MONTHS: Final = 1200


def _ages(unit: str, line: Line, most: float = 1) -> Kind:
    return Kind(unit, Shape.SEXES, AGE_BANDS, 0, most, line)


def _spread(many: int, line: Line) -> Kind:
    return Kind(SHARE, Shape.SPREAD, many, 0, 1, line)


def _number(column: Single, unit: str = SHARE, most: float = 1) -> Kind:
    return Kind(unit, Shape.NUMBER, 1, 0, most, Line.SINGLE, column)


KINDS: Final[dict[str, Kind]] = {
    "people": Kind("thousand persons", Shape.SEXES, AGE_BANDS, LEAST_WEIGHT, MOST_PEOPLE),
    "births": Kind("thousand a year", Shape.YEARS, 0, 0, MOST_PEOPLE),
    "boys": Kind(SHARE, Shape.NUMBER, 1),
    "regions": Kind("million persons", Shape.REGIONS, 0, LEAST_WEIGHT, MOST_PEOPLE),
    "pull": Kind("factor", Shape.REGIONS, 0, LEAST_WEIGHT, 1000),
    "death": _ages(A_YEAR, Line.DEATH, 10),
    "move": _ages(A_YEAR, Line.MOVE, 10),
    "move_with_job": _number(Single.MOVE_WITH_JOB),
    "transfer": _number(Single.TRANSFER),
    "formal": Kind(SHARE, Shape.SEXES, DECADES, line=Line.FORMAL),
    "first_job": _ages(A_MONTH, Line.FIRST_JOB),
    "next_job": _ages(A_MONTH, Line.NEXT_JOB),
    "informal_job": _ages(A_MONTH, Line.INFORMAL_JOB),
    "leave_job": _ages(A_MONTH, Line.LEAVE_JOB),
    "start_flexible": _ages(A_MONTH, Line.START_FLEXIBLE),
    "informal_flexible": _ages(A_MONTH, Line.INFORMAL_FLEXIBLE),
    "stop_flexible": _ages(A_MONTH, Line.STOP_FLEXIBLE),
    "after_job": _spread(len(After), Line.AFTER_JOB),
    "after_flexible": _spread(len(After), Line.AFTER_FLEXIBLE),
    "gap": _spread(11, Line.GAP),
    "back_paid": Kind(SHARE, Shape.LIST, 11, line=Line.BACK_PAID),
    "benefit_months": _number(Single.BENEFIT_MONTHS, MONTHS, 24),
    "arrears": _number(Single.ARREARS, A_MONTH),
    "arrears_end": _number(Single.ARREARS_END, A_MONTH),
    "arrears_paid": _number(Single.ARREARS_PAID),
    "renew": _ages(SHARE, Line.RENEW),
    "return": _ages(SHARE, Line.RETURN),
    "renewing": Kind("factor", Shape.YEARS, 0, 0, 2, Line.RENEWING),
    "window_month": _spread(4, Line.WINDOW_MONTH),
    "late": _number(Single.LATE),
    "late_month": _spread(8, Line.LATE_MONTH),
    "resident_after_job": _number(Single.AFTER_JOB_RESIDENT),
    "catch_up_month": _spread(3, Line.CATCH_UP_MONTH),
    "newborn": _number(Single.NEWBORN),
    "newborn_month": _spread(6, Line.NEWBORN_MONTH),
    "female_55": _number(Single.FEMALE_55),
    "early": _number(Single.EARLY),
    "late_retirement": _number(Single.LATE_RETIREMENT),
    "required_male": _number(Single.REQUIRED_MALE, MONTHS, MOST_MONTHS),
    "required_female": _number(Single.REQUIRED_FEMALE, MONTHS, MOST_MONTHS),
    "highest_required": _number(Single.HIGHEST_REQUIRED, MONTHS, MOST_MONTHS),
    "filling": _spread(len(Fill), Line.FILLING),
    "at_start_unit": _ages(SHARE, Line.AT_START_UNIT),
    "at_start_flexible": _ages(SHARE, Line.AT_START_FLEXIBLE),
    "at_start_informal_unit": _ages(SHARE, Line.AT_START_INFORMAL_UNIT),
    "at_start_informal_flexible": _ages(SHARE, Line.AT_START_INFORMAL_FLEXIBLE),
    "at_start_resident": _ages(SHARE, Line.AT_START_RESIDENT),
    "retired_informal": _number(Single.RETIRED_INFORMAL),
    "retired_flexible": _number(Single.RETIRED_FLEXIBLE),
    "worked": _number(Single.WORKED),
    "medical_aid": _ages(SHARE, Line.MEDICAL_AID),
    "severely_disabled": _ages(SHARE, Line.SEVERELY_DISABLED),
    "wage": Kind("yuan a month", Shape.YEARS, 0, 1, 1_000_000, Line.WAGE),
    "wages": Kind("factor", Shape.LIST, WAGES, 0, 100, Line.WAGES),
}
