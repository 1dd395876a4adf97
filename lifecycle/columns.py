"""An entry rule as a row of integers: what each column holds."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from lifecycle.words import Enrolled, Way

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
