"""Rules as rows of integers: what each column of an entry rule, a requirement, a tier or a scale of benefits holds."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from lifecycle.vocabulary import Enrolled, Way

#: Masks for questions answered yes, no, or not asked.
YES: Final = 1
NO: Final = 2
ANY: Final = 3

#: A gap where there was no spell before, a number that nobody knows, an age beyond every limit.
NO_SPELL: Final = 9998
UNKNOWN_COUNT: Final = 9999
OLDEST: Final = 999999

ANY_WAY: Final = sum(1 << way for way in Way)
ANY_ENROLLED: Final = int(Enrolled.WINDOW | Enrolled.EXTENSION | Enrolled.LATE)


class Column(IntEnum):
    """Conditions are bit masks or limits that are always filled; effects follow."""

    IN_FORCE_FROM = 0
    IN_FORCE_TO = 1
    PREVIOUS = 2
    PREVIOUS_REGION = 3
    PREVIOUS_COVERED = 4
    UNFINISHED = 5
    GAP_MAX = 6
    GAP_IN_YEAR_MAX = 7
    BACK_PAID = 8
    CONTINUOUS_MIN = 9
    ENROLLED = 10
    PAID_FROM = 11
    PAID_TO = 12
    MISSED_MAX = 13
    GROUP = 14
    AGE_MAX = 15
    ANCHOR = 16
    WAIT_MONTHS = 17
    WAIT_DAYS = 18
    WAIT_PER_YEAR = 19
    FACTOR = 20
    RETROACTIVE = 21
    COUNTS = 22
    REFUSED = 23
    RUNNING = 24


#: An amount that nobody knows; shares are counted in parts of a million.
UNKNOWN_AMOUNT: Final = -1
PER_MILLION: Final = 1_000_000
PER_MILLE: Final = 1000
MONTHS_IN_YEAR: Final = 12

#: A life has at most this many regions.
PLACES: Final = 8
#: Which yearly figures an assumption stands for.
UNIT_BASE: Final = 1
FLEXIBLE_BASE: Final = 2
TOP_UP_BASE: Final = 4


class Requirement(IntEnum):
    """A row of the requirements for retiring (first hit): conditions, then the months asked for."""

    IN_FORCE_FROM = 0
    IN_FORCE_TO = 1
    SEX = 2
    BORN_BEFORE = 3
    JOINED_BEFORE = 4
    CONTINUOUS_MIN = 5
    TOTAL = 6
    ACTUAL = 7
    LOCAL = 8
    IN_PROVINCE = 9
    ELSEWHERE_DEEMED = 10
    LOWER_PER_YEAR = 11


class Tier(IntEnum):
    """A tier of the flexible contribution."""

    RATE = 0
    EXTRA_RATE = 1
    EXTRA = 2
    ACCOUNT_RATE = 3
    AMOUNT = 4


class Level(IntEnum):
    """A level of hospital in a scale of benefits."""

    DEDUCTIBLE = 0
    RETIRED_DEDUCTIBLE = 1
    RATIO = 2
    RETIRED_RATIO = 3


class Caps(IntEnum):
    """The last row of a scale of benefits."""

    LATER_DEDUCTIBLE = 0
    CAP = 1
    RETIRED_CAP = 2
