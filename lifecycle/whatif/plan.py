"""The life of a question about a gap: who stops paying when, how long for, and how it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.beforehand import LONGEST_LIFE
from lifecycle.bills import LARGEST_BILL
from lifecycle.errors import ScenarioError, Where
from lifecycle.events import LARGEST
from lifecycle.language import Text, say
from lifecycle.scenario import Scenario
from lifecycle.vocabulary import What, key
from lifecycle.words import Label

LONGEST_GAP: Final = 120
#: Long enough after the longest gap for every wait and every scale by continuous months to end.
AFTERWARDS: Final = 30
DECEMBER: Final = 11
STOPS: Final = {"employee": What.LEFT_JOB, "flexible": What.STOP_FLEXIBLE}
GOES_ON: Final = {"flexible": What.START_FLEXIBLE, "hired": What.HIRED, "resident": What.PAY_RESIDENT}


@attrs.frozen(kw_only=True)
class Plan:
    """A person insured for ``paid_months`` stops paying after ``last_paid`` and goes on after a gap.

    ``base`` is the monthly wage before and the base that is paid on afterwards, in yuan; ``stay`` a hospital stay in yuan.
    """

    last_paid: str
    was: str = "employee"
    then: str = "flexible"
    back_pay: bool = False
    paid_months: int = 60
    base: float | None = None
    stay: float = 50_000
    gaps: tuple[int, ...] = tuple(range(25))
    assumptions: dict[str, Any] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for name, check in CHECKS.items():
            if wanted := check(self):
                raise ScenarioError(
                    say("{value}", value=getattr(self, name)),
                    expected=wanted,
                    todo=say("correct it"),
                    where=Where(path=name),
                )

    @property
    def stopped(self) -> int:
        """Return the last paid month."""
        return months.month(self.last_paid)

    @property
    def window(self) -> tuple[int, int]:
        """Return the months in which money is compared: from the first unpaid one to the resumption after the longest gap."""
        return self.stopped + 1, self.stopped + 1 + max(self.gaps)

    @property
    def last(self) -> int:
        """Return the last month that is lived."""
        return self.window[1] + AFTERWARDS

    def resumed(self, gap: int) -> int:
        """Return the month of the first payment after a gap."""
        return self.stopped + gap + 1

    def scenario(self, region: str, gap: int) -> Scenario:
        """Return the life with a gap of so many months in a region."""
        before: dict[str, Any] = {
            "scheme": self.was,
            "continuous_months": self.paid_months,
            "actual_months": self.paid_months,
        }
        if self.base is not None:
            before["base"] = self.base
        return Scenario.read(
            {
                "region": region,
                "title": Label(f"断缴{gap}个月", f"a gap of {gap}")._asdict(),
                "from": self.last_paid,
                "until": months.text(self.last),
                "before": before,
                "assumptions": self.assumptions,
                "event": [{"month": self.last_paid, "what": key(STOPS[self.was])}, *self._goes_on(gap)],
            },
            file="stopping",
        )

    def _goes_on(self, gap: int) -> Iterator[dict[str, Any]]:
        month = self.resumed(gap)
        here = {"month": months.text(month), "what": key(GOES_ON[self.then])}
        if self.then == "resident":
            yield {**here, "year": months.year(month)}
            for year in range(months.year(month), months.year(self.last)):
                paid = max(month, months.january(year) + DECEMBER)
                yield {"month": months.text(paid), "what": key(What.PAY_RESIDENT), "year": year + 1}
            return
        yield here if self.base is None else {**here, "base": self.base}
        if self.back_pay and gap:
            paid_back = {"from": months.text(self.stopped + 1), "to": months.text(month - 1)}
            yield {"month": months.text(month), "what": key(What.BACK_PAY), **paid_back}


def _month(plan: Plan) -> Text | None:
    try:
        months.month(plan.last_paid)
    except (TypeError, ValueError):
        return say("a month such as 2024-07")
    latest = months.LATEST - 1 - (plan.last - plan.stopped)
    if plan.stopped <= latest:
        return None
    return say("a month from {first} to {last}", first=months.text(months.EARLIEST), last=months.text(latest))


def _one_of(name: str, words: dict[str, What]) -> Callable[[Plan], Text | None]:
    return lambda plan: None if getattr(plan, name) in words else say("one of: {words}", words=list(words))


def _gaps(plan: Plan) -> Text | None:
    fine = plan.gaps and all(isinstance(gap, int) and 0 <= gap <= LONGEST_GAP for gap in plan.gaps)
    rising = fine and list(plan.gaps) == sorted(set(plan.gaps))
    return None if rising else say("rising numbers of months from 0 to {most}", most=LONGEST_GAP)


def _back_pay(plan: Plan) -> Text | None:
    return say("no back-payment by residents, whose premium is for a year") if plan.back_pay and plan.then == "resident" else None


def _stay(plan: Plan) -> Text | None:
    return None if isinstance(plan.stay, (int, float)) and 0 < plan.stay <= LARGEST_BILL else say("an amount in yuan")


def _base(plan: Plan) -> Text | None:
    fine = plan.base is None or (isinstance(plan.base, (int, float)) and 0 < plan.base <= LARGEST)
    return None if fine else say("more than 0, at most {most}", most=LARGEST)


def _paid_months(plan: Plan) -> Text | None:
    fine = type(plan.paid_months) is int and 0 <= plan.paid_months <= LONGEST_LIFE
    return None if fine else say("a whole number from 0 to {most}", most=LONGEST_LIFE)


CHECKS: Final[dict[str, Callable[[Plan], Text | None]]] = {
    "gaps": _gaps,
    "last_paid": _month,
    "was": _one_of("was", STOPS),
    "then": _one_of("then", GOES_ON),
    "back_pay": _back_pay,
    "stay": _stay,
    "base": _base,
    "paid_months": _paid_months,
}
