"""The life events of a scenario, a frozen class each, and how a file spells them."""

from __future__ import annotations

from typing import Any, ClassVar, Final, NewType

import attrs

from lifecycle.document import Wrong
from lifecycle.language import say
from lifecycle.vocabulary import Care, Group, What, Where, key

Month = NewType("Month", int)
LAST_DAY: Final = 31
LARGEST: Final = 10_000_000
LEVELS: Final = 3
TIERS: Final = ("tier1", "tier2", "with_account", "without_account")


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


def _one_of(*known: str) -> Any:
    def check(_: Any, attribute: Any, value: str | None) -> None:
        if value is not None and value not in known:
            raise Wrong(say("{name} = {value}", name=attribute.name, value=value), say("one of: {words}", words=list(known)))

    return check


def _level(_: Any, attribute: Any, value: int) -> None:
    if not 1 <= value <= LEVELS:
        raise Wrong(say("{name} = {value}", name=attribute.name, value=value), say("a level of hospital: 1, 2 or 3"))


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
    tier: str | None = attrs.field(default=None, validator=_one_of(*TIERS))
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
    tier: str | None = attrs.field(default=None, validator=_one_of(*TIERS))
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
    by: str = attrs.field(default="self", validator=_one_of("employer", "self"))


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
class Move(Event):
    """From this month on in another region; ``transfer`` says whether the relation, its years and the account follow."""

    what = What.MOVE
    region: str
    transfer: bool = True


@attrs.frozen(kw_only=True)
class DeemedService(Event):
    """Service before the scheme, or in the army, is recognised: its months, both ends included."""

    what = What.DEEMED_SERVICE
    from_: Month
    to_: Month
    kind: str = attrs.field(default="work", validator=_one_of("work", "military"))


@attrs.frozen(kw_only=True)
class Retire(Event):
    """Chooses when to retire: this month, or so many months before or after the legal one."""

    what = What.RETIRE
    early_months: int | None = attrs.field(default=None, validator=_positive)
    late_months: int | None = attrs.field(default=None, validator=_positive)


@attrs.frozen(kw_only=True)
class TopUp(Event):
    """Fills the years that are missing at retirement, at once or month by month from this month on."""

    what = What.TOP_UP
    how: str = attrs.field(default="lump_sum", validator=_one_of("lump_sum", "monthly"))


@attrs.frozen(kw_only=True)
class PayDifference(Event):
    """Pays the difference for resident years, so that they count in full."""

    what = What.PAY_DIFFERENCE
    years: int = attrs.field(validator=_positive)


@attrs.frozen(kw_only=True)
class Bill(Event):
    """A medical bill in yuan; ``level`` is that of the hospital, ``serious`` a claim on the serious-illness insurance."""

    what = What.BILL
    amount: float = attrs.field(validator=_positive)
    kind: str = attrs.field(default="inpatient", validator=_one_of(*(key(one) for one in Care)))
    level: int = attrs.field(default=3, validator=_level)
    where: str = attrs.field(default="here", validator=_one_of(*(key(one) for one in Where)))
    from_account: bool = True
    serious: bool = False


@attrs.frozen(kw_only=True)
class Died(Event):
    """Death."""

    what = What.DIED


KINDS: Final = {key(cls.what): cls for cls in Event.__subclasses__()}
