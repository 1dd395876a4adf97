"""The life events of a scenario, a frozen class each, and how a file spells them."""

from __future__ import annotations

from typing import Any, ClassVar, Final, NewType

import attrs

from lifecycle.document import Wrong
from lifecycle.language import say
from lifecycle.words import Group, What, key

Month = NewType("Month", int)
LAST_DAY: Final = 31
LARGEST: Final = 10_000_000


def _day(_: Any, attribute: Any, value: int | None) -> None:
    if value is not None and not 1 <= value <= LAST_DAY:
        raise Wrong(say("{name} = {value}", name=attribute.name, value=value), say("a day of the month"))


def _positive(_: Any, attribute: Any, value: Any) -> None:
    if value is not None and not 0 < value <= LARGEST:
        raise Wrong(say("{name} = {value}", name=attribute.name, value=value), say("more than 0, at most {most}", most=LARGEST))


def _group(_: Any, attribute: Any, value: Any) -> None:
    known = [key(group) for group in Group]
    if value is not None and value not in known:
        raise Wrong(say("{name} = {value}", name=attribute.name.rstrip("_"), value=value), say("one of: {words}", words=known))


def _payer(_: Any, attribute: Any, value: str) -> None:
    if value not in ("employer", "self"):
        raise Wrong(say("{name} = {value}", name=attribute.name, value=value), say("one of: {words}", words=["employer", "self"]))


@attrs.frozen(kw_only=True)
class Event:
    """Something that happens to a person in a month, perhaps on a known day."""

    what: ClassVar[What]
    month: Month
    day: int | None = attrs.field(default=None, validator=_day)


@attrs.frozen(kw_only=True)
class Hired(Event):
    """A unit pays from this month on."""

    what = What.HIRED
    base: float | None = attrs.field(default=None, validator=_positive)
    region: str | None = None


@attrs.frozen(kw_only=True)
class LeftJob(Event):
    """The unit pays this month for the last time."""

    what = What.LEFT_JOB


@attrs.frozen(kw_only=True)
class EmployerStopsPaying(Event):
    """The first month that the unit does not pay, although still employed."""

    what = What.EMPLOYER_STOPS_PAYING


@attrs.frozen(kw_only=True)
class EmployerResumes(Event):
    """The first month that the unit pays again."""

    what = What.EMPLOYER_RESUMES


@attrs.frozen(kw_only=True)
class StartFlexible(Event):
    """Pays by oneself from this month on."""

    what = What.START_FLEXIBLE
    tier: str | None = None
    base: float | None = attrs.field(default=None, validator=_positive)


@attrs.frozen(kw_only=True)
class StopFlexible(Event):
    """Pays by oneself this month for the last time."""

    what = What.STOP_FLEXIBLE


@attrs.frozen(kw_only=True)
class PayFlexibleYear(Event):
    """One payment for a calendar year as flexible."""

    what = What.PAY_FLEXIBLE_YEAR
    year: int
    tier: str | None = None
    base: float | None = attrs.field(default=None, validator=_positive)


@attrs.frozen(kw_only=True)
class PayResident(Event):
    """The resident premium for a coverage year."""

    what = What.PAY_RESIDENT
    year: int
    tier: str | None = None
    group: str | None = attrs.field(default=None, validator=_group)


@attrs.frozen(kw_only=True)
class RepairResident(Event):
    """Pays missed resident years, to shorten a wait."""

    what = What.REPAIR_RESIDENT
    years: int = attrs.field(validator=_positive)


@attrs.frozen(kw_only=True)
class BackPay(Event):
    """Pays for missed months of the employee scheme."""

    what = What.BACK_PAY
    from_: Month
    to_: Month
    by: str = attrs.field(default="self", validator=_payer)


@attrs.frozen(kw_only=True)
class StartUnemploymentBenefit(Event):
    """The unemployment fund pays from this month on."""

    what = What.START_UNEMPLOYMENT_BENEFIT


@attrs.frozen(kw_only=True)
class EndUnemploymentBenefit(Event):
    """The unemployment fund pays this month for the last time."""

    what = What.END_UNEMPLOYMENT_BENEFIT


@attrs.frozen(kw_only=True)
class Born(Event):
    """Birth inside the scenario."""

    what = What.BORN


@attrs.frozen(kw_only=True)
class EnrolNewborn(Event):
    """A newborn is enrolled and paid for, for one or more coverage years."""

    what = What.ENROL_NEWBORN
    years: list[int]
    tier: str | None = None
    group: str | None = attrs.field(default=None, validator=_group)


@attrs.frozen(kw_only=True)
class Status(Event):
    """A status is recognised, perhaps until a month."""

    what = What.STATUS
    is_: str = attrs.field(validator=_group)
    until: Month | None = None


@attrs.frozen(kw_only=True)
class Died(Event):
    """Death."""

    what = What.DIED


KINDS: Final = {key(cls.what): cls for cls in Event.__subclasses__()}

#: Understood, but not simulated yet.
NOT_YET: Final = ("move", "deemed_service", "retire", "top_up", "bill")
