"""Random lives as rows of the two tables: people of any age in every shipped region, and anything that may happen to them.

Quicker than the walk of ``random_lives`` and less likely: what cannot be is not avoided but taken out again, event by event.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, Final

from random_people import GROUPS, somebody

from lifecycle import months, retirement_date
from lifecycle.errors import ScenarioError
from lifecycle.machine import Life
from lifecycle.population.intake.singly import refusal, scenario_of
from lifecycle.population.intake.tables import EVENT_FRAME, PERSON_FRAME
from lifecycle.regions.atlas import Atlas
from lifecycle.vocabulary import Where, key

MOST_EVENTS: Final = 40
#: Events that may buy nothing; of the lives that the machine refuses for one, only some are kept.
DOUBTFUL: Final = frozenset({"repair_resident", "retire", "top_up", "pay_difference"})
KEPT: Final = 0.25
#: How often each kind is tried in a month of a life that leans to a scheme, or to none.
LEANINGS: Final[dict[str, dict[str, int]]] = {
    "employee": {"job": 9, "arrears": 4, "fund": 3, "back_pay": 5, "flexible": 2, "resident": 1},
    "flexible": {"flexible": 7, "flexible_year": 5, "back_pay": 4, "job": 2, "resident": 1},
    "resident": {"resident": 12, "repair": 3, "newborn": 2, "job": 1, "flexible": 1},
    "any": {"job": 3, "arrears": 2, "fund": 2, "back_pay": 3, "flexible": 3, "flexible_year": 2, "resident": 5, "repair": 1, "newborn": 1},
}  # fmt: skip
ALWAYS: Final = {"status": 2, "bill": 5, "move": 2, "service": 1, "top_up": 2, "difference": 1}

Event = dict[str, Any]
Told = tuple[dict[str, Any], list[Event]]


def random_life(chance: random.Random, atlas: Atlas, regions: Sequence[str], number: int = 0) -> Told:
    """Return a person and their events as canonical rows: a life that could be, though now and then an event buys nothing."""
    while True:
        person = {**dict.fromkeys(PERSON_FRAME), **somebody(chance, regions), "id": number, "row": number + 1, "file": "persons"}
        found = possible(person, Walk(chance, person, regions).events(), atlas)
        if found is not None:
            return _paying(chance, *found, atlas)


def possible(person: dict[str, Any], events: list[Event], atlas: Atlas) -> Told | None:
    """Return a life without the events that cannot be; none where it is the person that cannot be."""
    while (wrong := refusal(person, events, atlas)) is not None:
        if wrong.event is None:
            return None
        del events[wrong.event]
    return person, events


def _paying(chance: random.Random, person: dict[str, Any], events: list[Event], atlas: Atlas) -> Told:
    """Return a life mostly without the events that buy nothing."""
    held = len((person["statuses"] or "").split())
    keeps = chance.random() < KEPT
    while not keeps and (doubts := [event["month"] for event in events if event["what"] in DOUBTFUL]):
        try:
            Life(scenario_of(person, events, file="life"), atlas=atlas).live(max(doubts))
        except ScenarioError as void:
            if void.where.event is None:
                break
            del events[void.where.event - held - 1]
        else:
            break
    return person, events


class Walk:
    """A walk through the months of a life that mostly tries what is possible there."""

    def __init__(self, chance: random.Random, person: dict[str, Any], regions: Sequence[str]) -> None:
        self.chance, self.person, self.regions = chance, person, regions
        self.begins = max(person["first"], person["born"] or 0)
        self.month = self.begins
        going = person["before_paid_until"] is None
        scheme = person["before_scheme"] if going else None
        self.employed, self.arrears, self.fund = scheme == "employee", False, scheme == "unemployment"
        self.flexible = scheme == "flexible" and not person["before_yearly"]
        self.years: set[tuple[str, int]] = set()
        self.served = 0
        self.paid: set[int] = set()
        self.region = person["region"]
        self.stays = chance.random() < 0.5
        self.visited = chance.sample(regions, min(len(regions), chance.randint(2, 7)))
        self.retires = self._legal_month()
        weights = {**LEANINGS[chance.choice(list(LEANINGS))], **ALWAYS}
        self.kinds, self.weights = list(weights), list(weights.values())

    def _legal_month(self) -> int | None:
        person = self.person
        group = person["group"] or ("male" if person["sex"] == "male" else None)
        if group is None or person["born"] is None:
            return None
        return months.month(str(retirement_date(months.text(person["born"]), group)))

    def events(self) -> list[Event]:
        """Return the events of the whole walk, in the order of their months."""
        found: list[Event] = []
        for month in self._months():
            self._pay_until(month)
            tried = self.chance.choices(self.kinds, self.weights, k=self.chance.choice((1, 1, 1, 2, 2, 3, 5)))
            for kind in dict.fromkeys(tried):
                found += getattr(self, f"_{kind}")()
            if month == self.retires and self.chance.random() < 0.7:
                found += self._top_up()
        if found and self.chance.random() < 0.1:
            found.append(self._told("died"))
        found += self._choice_of_retiring()
        if self.person["born"] is not None and self.chance.random() < 0.05:
            found.insert(0, self._told("born") | {"month": self.person["born"], "day": self.person["born_day"]})
        return sorted(found, key=lambda event: event["month"])

    def _months(self) -> list[int]:
        """Return the months in which something is tried: some at random, and those around the legal month of retiring."""
        found: list[int] = []
        last = self.person["last"]
        month, wait = self.begins - 1, self.chance.choice((1, 2, 4, 10, 30, 90))
        while len(found) < MOST_EVENTS:
            month += 1 + int(self.chance.expovariate(1 / wait))
            if month > last:
                break
            found.append(month)
        if self.retires is not None and self.chance.random() < 0.8:
            found += [self.retires + self.chance.choice((-40, -12, -1, 0, 0, 1, 6)) for _ in range(4)]
        return sorted({month for month in found if self.begins <= month <= last})

    def _pay_until(self, month: int) -> None:
        """Note the months paid up to a month, as nearly as it matters for what to try."""
        if (self.employed and not self.arrears) or self.flexible or self.fund:
            self.paid |= set(range(self.month, month))
        self.month = month

    def _told(self, what: str, **values: Any) -> Event:
        """Return an event of this month as a row."""
        day = self.chance.randint(1, months.last_day(self.month).day) if self.chance.random() < 0.6 else None
        row = {"id": self.person["id"], "month": self.month, "what": what, "day": day, "row": 1, "file": "events"}
        return {**dict.fromkeys(EVENT_FRAME), **row, **values}

    def _perhaps(self, make: Callable[[], Any], share: float = 0.5) -> Any:
        return make() if self.chance.random() < share else None

    def _yuan(self) -> float:
        return self.chance.choice((5000.0, 500.005, 99.994, round(self.chance.uniform(1, 40000), 2)))

    def _job(self) -> list[Event]:
        if self.employed and self.chance.random() < 0.7:
            self.employed = self.arrears = False
            return [self._told("left_job")]
        found = [self._told("left_job")] if self.employed else []
        elsewhere = None if self.stays else self._perhaps(lambda: self.chance.choice(self.visited), 0.3)
        self.region = elsewhere or self.region
        self.employed, self.arrears = True, False
        return [*found, self._told("hired", base=self._perhaps(self._yuan), region=elsewhere)]

    def _arrears(self) -> list[Event]:
        if not self.employed:
            return []
        self.arrears = not self.arrears
        return [self._told("employer_stops_paying" if self.arrears else "employer_resumes")]

    def _fund(self) -> list[Event]:
        self.fund = not self.fund
        return [self._told("start_unemployment_benefit" if self.fund else "end_unemployment_benefit")]

    def _flexible(self) -> list[Event]:
        self.flexible = not self.flexible
        if not self.flexible:
            return [self._told("stop_flexible")]
        return [self._told("start_flexible", base=self._perhaps(self._yuan), tier=self._perhaps(self._tier))]

    def _tier(self) -> str:
        return self.chance.choice(("tier1", "tier2", "with_account", "without_account"))

    def _flexible_year(self) -> list[Event]:
        chosen = {"base": self._perhaps(self._yuan, 0.3), "tier": self._perhaps(self._tier, 0.3)}
        return [self._told("pay_flexible_year", year=year, **chosen) for year in self._years("flexible")]

    def _years(self, kind: str) -> list[int]:
        """Return a coverage year that is not paid yet, if there is one."""
        now = months.year(self.month)
        free = [year for year in (now, now, now + 1) if (kind, year) not in self.years]
        chosen = self.chance.sample(free, min(1, len(free)))
        self.years |= {(kind, year) for year in chosen}
        return chosen

    def _resident(self) -> list[Event]:
        found = [self._told("pay_resident", year=year, **self._price()) for year in self._years("resident")]
        return [*found, *(self._repair() if self.chance.random() < 0.1 else [])]

    def _price(self) -> dict[str, Any]:
        return {"tier": self._perhaps(self._tier, 0.1), "group": self._perhaps(lambda: self.chance.choice(GROUPS), 0.15)}

    def _repair(self) -> list[Event]:
        return [self._told("repair_resident", years=str(self.chance.randint(1, 5)))]

    def _newborn(self) -> list[Event]:
        now, born = months.year(self.month), self.person["born"]
        if born is None or ("resident", now) in self.years or (self.month - born > 36 and self.chance.random() > 0.05):
            return []
        free = [year for year in (now - 1, now + 1) if ("resident", year) not in self.years and year >= months.year(born)]
        years = {now, *self.chance.sample(free, self.chance.randint(0, len(free)))}
        self.years |= {("resident", year) for year in years}
        return [self._told("enrol_newborn", years=" ".join(map(str, sorted(years))), **self._price())]

    def _back_pay(self) -> list[Event]:
        missed = [month for month in range(max(self.begins, self.month - 48), self.month) if month not in self.paid]
        if not missed:
            return []
        from_ = self.chance.choice((missed[0], *missed[-6:]))
        to = from_
        most = self.chance.choice((1, 2, 3, 12, 60))
        while to + 1 < self.month and to + 1 not in self.paid and to + 1 - from_ < most:
            to += 1
        self.paid |= set(range(from_, to + 1))
        return [self._told("back_pay", **{"from": from_, "to": to, "by": self.chance.choice((None, "self", "employer"))})]

    def _status(self) -> list[Event]:
        until = self._perhaps(lambda: self.month + self.chance.randint(0, 30))
        return [self._told("status", **{"is": self.chance.choice(GROUPS), "until": until})]

    def _bill(self) -> list[Event]:
        return [
            self._told(
                "bill",
                amount=self._yuan(),
                kind=self._perhaps(lambda: self.chance.choice(("inpatient", "outpatient")), 0.8),
                level=self._perhaps(lambda: self.chance.randint(1, 3)),
                where=self._perhaps(lambda: self.chance.choice([key(one) for one in Where])),
                from_account=self._perhaps(lambda: self.chance.random() < 0.5),
                serious=self._perhaps(lambda: self.chance.random() < 0.5, 0.3),
            )
            for _ in range(self.chance.choice((1, 1, 3)))
        ]

    def _move(self) -> list[Event]:
        if self.stays:
            return []
        self.region = self.chance.choice([region for region in self.visited if region != self.region])
        return [self._told("move", region=self.region, transfer=self._perhaps(lambda: self.chance.random() < 0.5))]

    def _service(self) -> list[Event]:
        from_ = max(self.month - self.chance.randint(7, 500), self.person["born"] or 0, self.served + 1)
        span = {"from": from_, "to": min(self.month, from_ + self.chance.randint(0, 200))}
        if span["to"] < from_:
            return []
        self.served = span["to"]
        return [self._told("deemed_service", kind=self._perhaps(lambda: self.chance.choice(("work", "military"))), **span)]

    def _choice_of_retiring(self) -> list[Event]:
        """Return the choice of an earlier or later month, mostly one of those that the law leaves."""
        legal = self.retires
        if legal is None or not self.begins <= legal <= self.person["last"] + 40 or self.chance.random() < 0.4:
            return []
        count = self.chance.randint(1, 36)
        chosen = self.chance.choice(({}, {"early_months": count}, {"late_months": count}))
        self.month = legal - self.chance.choice((0, 1, count, count + 1, 30))
        return [self._told("retire", **chosen)] if self.begins <= self.month <= self.person["last"] else []

    def _top_up(self) -> list[Event]:
        due = self.retires is not None and self.month >= self.retires
        if not due and self.chance.random() > 0.03:
            return []
        return [self._told("top_up", how=self.chance.choice((None, "lump_sum", "monthly")))]

    def _difference(self) -> list[Event]:
        return [self._told("pay_difference", years=str(self.chance.randint(1, 5)))]
