"""The assumptions as one table of whole numbers: which line holds what, and by what a line is read."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

AGE_BANDS: Final = 20
BAND_MONTHS: Final = 60
FIRST_DECADE: Final = 1900
DECADES: Final = 14
DECADE_MONTHS: Final = 120
FIRST_YEAR: Final = 2000
YEARS: Final = 100
WAGES: Final = 32


class Line(IntEnum):
    """The lines of the table; where two sexes differ, the line of women follows that of men, and is not named."""

    DEATH = 0
    MOVE = 2
    FORMAL = 4
    FIRST_JOB = 6
    NEXT_JOB = 8
    INFORMAL_JOB = 10
    LEAVE_JOB = 12
    START_FLEXIBLE = 14
    INFORMAL_FLEXIBLE = 16
    STOP_FLEXIBLE = 18
    RENEW = 20
    RETURN = 22
    AT_START_UNIT = 24
    AT_START_FLEXIBLE = 26
    AT_START_INFORMAL_UNIT = 28
    AT_START_INFORMAL_FLEXIBLE = 30
    AT_START_RESIDENT = 32
    MEDICAL_AID = 34
    SEVERELY_DISABLED = 36
    AFTER_JOB = 38
    AFTER_FLEXIBLE = 39
    GAP = 40
    BACK_PAID = 41
    WINDOW_MONTH = 42
    LATE_MONTH = 43
    CATCH_UP_MONTH = 44
    NEWBORN_MONTH = 45
    FILLING = 46
    RENEWING = 47
    WAGE = 48
    WAGES = 49
    PEOPLE = 50
    DESTINATION = 51
    RETIRING = 52
    SINGLE = 56


class Single(IntEnum):
    """The columns of the line of single numbers."""

    LATE = 0
    AFTER_JOB_RESIDENT = 1
    NEWBORN = 2
    FEMALE_55 = 3
    EARLY = 4
    LATE_RETIREMENT = 5
    ARREARS = 6
    ARREARS_END = 7
    ARREARS_PAID = 8
    MOVE_WITH_JOB = 9
    TRANSFER = 10
    RETIRED_FLEXIBLE = 11
    WORKED = 12
    REQUIRED_MALE = 13
    REQUIRED_FEMALE = 14
    HIGHEST_REQUIRED = 15
    BENEFIT_MONTHS = 16
    REGIONS = 17
    RETIRED_INFORMAL = 18
    EARLIEST = 19
    COHORTS = 20


class After(IntEnum):
    """What follows a job, or a spell of paying oneself: the columns of those two lines."""

    JOB = 0
    GAP = 1
    FLEXIBLE = 2
    BENEFIT = 3
    NOTHING = 4


class Fill(IntEnum):
    """What those do who are short of years when they retire."""

    LUMP_SUM = 0
    MONTHLY = 1
    NOTHING = 2


class Ages(IntEnum):
    """The columns of the lines of legal retirement ages, one line for each group."""

    AGE = 0
    COHORT = 1
    STEP = 2
    MOST = 3
    CHOICE = 4


class Decision(IntEnum):
    """What chance decides: the second word of its counter, so that no decision ever reads the draw of another.

    A number is never given to another decision; a new one goes to the end. The draw of every month has four words, for death,
    moving, work and other work.
    """

    MONTH = 0
    BIRTH = 1
    REGION = 2
    FORMAL = 3
    FEMALE_55 = 4
    RANK = 5
    AT_START = 6
    AT_START_RESIDENT = 7
    STOPPED = 8
    WORKED = 9
    RETIRED_FLEXIBLE = 10
    MEDICAL_AID = 11
    SEVERELY_DISABLED = 12
    NEWBORN = 13
    NEWBORN_MONTH = 14
    DESTINATION = 15
    TRANSFER = 16
    MOVE_WITH_JOB = 17
    AFTER_JOB = 18
    AFTER_FLEXIBLE = 19
    GAP = 20
    BENEFIT_MONTHS = 21
    WAGE = 22
    ARREARS_PAID = 23
    BACK_PAY = 24
    RENEW = 25
    WINDOW_MONTH = 26
    LATE = 27
    LATE_MONTH = 28
    CATCH_UP = 29
    CATCH_UP_MONTH = 30
    EARLY = 31
    EARLY_MONTHS = 32
    LATE_RETIREMENT = 33
    LATE_MONTHS = 34
    FILLING = 35
