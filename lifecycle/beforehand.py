"""What a scenario knows of the time before it, and what it takes for years that no source gives."""

from __future__ import annotations

from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.document import Wrong
from lifecycle.events import LARGEST, Month
from lifecycle.language import say

LONGEST_LIFE: Final = 130 * months.MONTHS_IN_YEAR
SCHEMES: Final = ("none", "employee", "flexible", "resident", "unemployment")


def _share(_: Any, attribute: Any, value: float | None) -> None:
    if value is not None and not 0 <= value <= 1:
        raise Wrong(say("{name} = {value}", name=attribute.name, value=value), say("a share between 0 and 1"))


def _yuan(_: Any, attribute: Any, value: float | None) -> None:
    if value is not None and not 0 <= value <= LARGEST:
        raise Wrong(say("{name} = {value}", name=attribute.name, value=value), say("an amount in yuan"))


@attrs.frozen(kw_only=True)
class Before:
    """What is known of the time before the first month; what is absent is unknown."""

    scheme: str = "none"
    paid_until: Month | None = None
    yearly: bool = False
    covered: bool = True
    continuous_months: int | None = None
    actual_months: int | None = None
    local_months: int | None = None
    deemed_months: int = 0
    resident_years: int | None = None
    base: float | None = None
    account: float | None = None

    def __attrs_post_init__(self) -> None:
        if self.scheme not in SCHEMES:
            raise Wrong(say("{value}", value=self.scheme), say("one of: {words}", words=list(SCHEMES)))
        for amount in (self.base, self.account):
            if amount is not None and not 0 <= amount <= LARGEST:
                raise Wrong(say("{value}", value=amount), say("more than 0, at most {most}", most=LARGEST))
        counted = (self.continuous_months, self.actual_months, self.local_months, self.deemed_months, self.resident_years)
        for value in counted:
            if value is not None and not 0 <= value <= LONGEST_LIFE:
                raise Wrong(say("{value}", value=value), say("a whole number from 0 to {most}", most=LONGEST_LIFE))


@attrs.frozen(kw_only=True)
class Assumptions:
    """What the scenario takes for years that no source gives: shares a year, and yuan a year for the resident premium."""

    base_growth: float | None = attrs.field(default=None, validator=_share)
    wage_growth: float | None = attrs.field(default=None, validator=_share)
    premium_growth: float | None = attrs.field(default=None, validator=_yuan)


NOTHING_ASSUMED: Final = Assumptions()
