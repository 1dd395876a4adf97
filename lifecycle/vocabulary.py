"""The vocabulary: states, ways of being insured, triggers, events and changes, as the engines and the files spell them."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import Final


class State(IntEnum):
    """What the machine is in: the insurance relation, not the cover."""

    NOT_ENROLLED = 0
    EMPLOYEE = 1
    FLEXIBLE = 2
    RESIDENT = 3
    WAITING = 4
    SUSPENDED = 5
    RETIRED = 6
    DECEASED = 7


class Way(IntEnum):
    """The way in: which entry list decides, and who was insured how before."""

    NONE = 0
    EMPLOYEE = 1
    FLEXIBLE = 2
    RESIDENT = 3
    UNEMPLOYMENT = 4


class Payer(IntEnum):
    """Who pays the contribution of the month."""

    NONE = 0
    UNIT = 1
    SELF = 2
    FUND = 3


class Trigger(IntEnum):
    """The one thing that a month comes down to, strongest first."""

    DIED = 0
    RETIRED = 1
    UNIT_PAYS = 2
    FUND_PAYS = 3
    FLEXIBLE_PAYS = 4
    RESIDENT_YEAR = 5
    NOTHING_PAID = 6


class Anchor(IntEnum):
    """The moment from which an entry rule counts its wait."""

    PAYMENT_MONTH = 0
    NEXT_MONTH = 1
    PAYMENT_DAY = 2
    NEXT_DAY = 3
    JANUARY = 4
    BIRTH = 5
    END_OF_RELATION = 6
    END_OF_COVER = 7


class Counts(IntEnum):
    """What back-paid months are worth."""

    NOTHING = 0
    YEARS = 1
    YEARS_AND_CONTINUOUS = 2


class Enrolled(IntEnum):
    """When a resident premium was paid, as seen from the region's dates for that year."""

    WINDOW = 1
    EXTENSION = 2
    LATE = 4


class Group(IntFlag):
    """Statuses that exempt from a wait or change a price."""

    STUDENT = 1
    CHILD = 2
    ELDERLY = 4
    MEDICAL_AID = 8
    SEVERELY_DISABLED = 16
    VETERAN = 32
    ORPHAN = 64
    RELEASED = 128
    RETURNED_FROM_ABROAD = 256
    GRADUATE = 512
    NEW_HUKOU = 1024
    CLERGY = 2048
    LAND_EXPROPRIATED = 4096
    LIFTED_OUT_OF_POVERTY = 8192
    VETERAN_FAMILY = 16384


class Care(IntEnum):
    """What a medical bill is for."""

    INPATIENT = 1
    OUTPATIENT = 2


class Where(IntEnum):
    """Where care was given, and how it was filed."""

    HERE = 0
    FILED = 1
    REFERRAL = 2
    UNFILED = 3


class TopUp(IntEnum):
    """How missing years are filled at retirement."""

    LUMP_SUM = 1
    MONTHLY = 2


class What(IntEnum):
    """The life events of a scenario."""

    HIRED = 1
    LEFT_JOB = 2
    EMPLOYER_STOPS_PAYING = 3
    EMPLOYER_RESUMES = 4
    START_FLEXIBLE = 5
    STOP_FLEXIBLE = 6
    PAY_FLEXIBLE_YEAR = 7
    PAY_RESIDENT = 8
    REPAIR_RESIDENT = 9
    BACK_PAY = 10
    START_UNEMPLOYMENT_BENEFIT = 11
    END_UNEMPLOYMENT_BENEFIT = 12
    BORN = 13
    ENROL_NEWBORN = 14
    STATUS = 15
    STATUS_ENDS = 16
    DIED = 17
    MOVE = 18
    DEEMED_SERVICE = 19
    RETIRE = 20
    TOP_UP = 21
    PAY_DIFFERENCE = 22
    BILL = 23


class Change(IntEnum):
    """The changes of a life that somebody must arrange."""

    START_UNIT = 1
    START_FLEXIBLE = 2
    RESIDENT_YEAR = 3
    NEWBORN = 4
    RESIDENT_TO_UNIT = 5
    RESIDENT_TO_FLEXIBLE = 6
    EMPLOYEE_TO_RESIDENT = 7
    STOP_UNIT = 8
    STOP_FLEXIBLE = 9
    RESUME = 10
    BACK_PAY = 11
    EMPLOYER_ARREARS = 12
    UNEMPLOYMENT = 13
    MOVE = 14
    RETIRE = 15
    TOP_UP = 16
    REMOTE_CARE = 17
    REFUND = 18
    UNIT_GAP = 19
    FLEXIBLE_GAP = 20


class Verdict(IntEnum):
    """What the rules make of a sentence that circulates."""

    HOLDS = 1
    WRONG = 2
    OUTDATED = 3
    DEPENDS = 4
    UNVERIFIABLE = 5


class Standing(IntEnum):
    """How well a region knows one of its rules."""

    KNOWN = 1
    DISPUTED = 2
    INHERITED = 3
    ASSUMED = 4
    UNKNOWN = 5


GRADES: Final = ("A", "B", "C", "K")
UNKNOWN: Final = "unknown"
SCHEME_OF_WAY: Final = {
    Way.NONE: "none",
    Way.EMPLOYEE: "employee",
    Way.UNEMPLOYMENT: "employee",
    Way.FLEXIBLE: "flexible",
    Way.RESIDENT: "resident",
}


def key(word: IntEnum | IntFlag) -> str:
    """Return the ASCII key of a term as scenario, region and timeline files spell it."""
    return str(word.name).lower()
