"""Random lives that could be: a walk through the months that only does what is possible there."""

from __future__ import annotations

import random
from typing import Any, Final

from engines import atlas
from hypothesis import strategies as st

from lifecycle import months, retirement_date
from lifecycle.errors import ScenarioError
from lifecycle.payments import paid_months
from lifecycle.scenario import Scenario

REGIONS: Final = (
    "national", "hubei/wuhan", "shandong/jinan", "shandong/rizhao", "shanghai", "fujian/fuzhou", "fujian/xiamen",
    "hainan", "chongqing", "jiangsu/suzhou", "qinghai/xining", "sichuan/chengdu", "jiangxi/nanchang",
    "guangdong/shenzhen", "hunan/changsha", "zhejiang/jinhua",
)  # fmt: skip
BEFORE: Final = (
    None,
    {"scheme": "none"},
    {"scheme": "employee", "continuous_months": 40, "actual_months": 40},
    {"scheme": "employee"},
    {"scheme": "flexible", "continuous_months": 5, "actual_months": 5},
    {"scheme": "resident", "continuous_months": 30},
    {"scheme": "unemployment", "continuous_months": 70},
    {"scheme": "flexible", "yearly": True, "continuous_months": 24},
)
LONGEST_WAITS: Final = (1, 1, 2, 3, 4, 6, 9, 14)


@st.composite
def lives(draw: st.DrawFn) -> Scenario:
    """Draw a life of some years in one of the shipped regions; the seed, not the example, is what shrinks."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    region = chance.choice(REGIONS)
    first = months.january(chance.randint(2017, 2025)) + chance.choice((0, 0, 0, 5))
    before = chance.choice(BEFORE)
    longest = chance.choice(LONGEST_WAITS)
    plan = [
        (chance.randint(0, longest), chance.randrange(1000), chance.randint(1, 28), chance.randint(1, 6))
        for _ in range(chance.randint(3, 30))
    ]
    person = somebody(chance, first)
    return walked(region, first, before, plan, chance.randint(0, 12), person)


def somebody(chance: random.Random, first: int) -> dict[str, Any]:
    """Return a person: often nobody in particular, else of an age between a first job and the time after retiring."""
    if chance.random() < 0.3:
        return {}
    group = chance.choice(("male", "female_55", "female_50"))
    youngest, oldest = chance.choice(((18, 40), (45, 60), (58, 64)))
    return {"born": months.text(first - chance.randint(youngest * 12, oldest * 12)), "sex": group.split("_")[0], "group": group}


def walked(
    region: str,
    first: int,
    before: dict[str, Any] | None,
    plan: list[tuple[int, int, int, int]],
    after: int,
    person: dict[str, Any] | None = None,
) -> Scenario:
    """Return the life that a plan makes; each step waits some months and does one of the things possible then."""
    walk = _Walk(first, before, region, person or {})
    for wait, which, day, size in plan:
        walk.step(wait, which, day, size)
    data = {**walk.data, "until": months.text(walk.month + after), "event": walk.events}
    return Scenario.read(data)


class _Walk:
    def __init__(self, first: int, before: dict[str, Any] | None, region: str, person: dict[str, Any]) -> None:
        scheme = (before or {}).get("scheme")
        self.month, self.events = first, []
        self.employed, self.unpaid = scheme == "employee", False
        self.flexible = scheme == "flexible" and not (before or {}).get("yearly")
        self.fund = scheme == "unemployment"
        self.years: set[tuple[str, int]] = set()
        self.region, self.first = region, first
        self.data = {"region": region, "from": months.text(first), "person": person, **({"before": before} if before else {})}
        self.retires = months.month(str(retirement_date(person["born"], person["group"]))) if person else None

    def step(self, wait: int, which: int, day: int, size: int) -> None:
        self.month += wait
        possible = list(self.possible(day, size))
        event = possible[which % len(possible)]
        event = {"month": months.text(self.month), **event}
        if not self.allowed(event):
            return
        self.events.append(event)
        what = event["what"]
        self.employed = self.employed if what not in ("hired", "left_job") else what == "hired"
        self.unpaid = {"employer_stops_paying": True, "employer_resumes": False, "left_job": False}.get(what, self.unpaid)
        self.flexible = self.flexible if not what.endswith("_flexible") else what.startswith("start")
        self.fund = self.fund if not what.endswith("_benefit") else what.startswith("start")
        self.region = event.get("region", self.region)
        if "year" in event:
            self.years.add((what, event["year"]))

    def possible(self, day: int, size: int):
        now = months.year(self.month)
        yield {"what": "left_job"} if self.employed else {"what": "hired", "base": 4000 + 1000 * day}
        yield {"what": "stop_flexible"} if self.flexible else {"what": "start_flexible", **({"base": 6000} if size == 3 else {})}
        yield {"what": "pay_resident", "year": now + (day > 14), "day": day}
        yield {"what": "back_pay", "from": months.text(self.month - size), "to": months.text(self.month - 1)}
        if missed := self.missed():
            for _ in range(3):
                yield {"what": "back_pay", "from": months.text(missed[0]), "to": months.text(missed[-1])}
        yield {"what": "pay_flexible_year", "year": now, "day": day}
        yield {"what": "end_unemployment_benefit"} if self.fund else {"what": "start_unemployment_benefit"}
        yield {"what": "status", "is": ("medical_aid", "student", "veteran")[size % 3]}
        if self.events and self.events[-1]["what"] == "pay_resident" and self.events[-1]["month"] == months.text(self.month):
            yield {"what": "repair_resident", "years": size}
        if self.employed:
            yield {"what": "employer_resumes"} if self.unpaid else {"what": "employer_stops_paying"}
            yield {"what": "back_pay", "from": months.text(self.month - 1), "to": months.text(self.month - 1), "by": "employer"}
        kind = ("inpatient", "outpatient")[day % 2]
        yield {
            "what": "bill",
            "amount": day * 1000,
            "kind": kind,
            "level": 1 + day % 3,
            "where": ("here", "unfiled", "filed")[size % 3],
        }
        elsewhere = [region for region in REGIONS if region != self.region]
        if not any(event["what"] == "move" and event["month"] == months.text(self.month) for event in self.events):
            yield {"what": "move", "region": elsewhere[day % len(elsewhere)], "transfer": size % 3 > 0}
        if self.retires is not None and self.month >= self.retires:
            yield {"what": "top_up", "how": ("lump_sum", "monthly")[size % 2]}
        if size == 6:
            span = {"from": months.text(self.first - 400), "to": months.text(self.first - 380)}
            yield {"what": "deemed_service", **span, "kind": ("work", "military")[day % 2]}
        if size == 6 and day == 28:
            yield {"what": "died"}

    def missed(self) -> list[int]:
        """Return the last run of months before this one in which nothing was paid."""
        paid = paid_months(Scenario.read({**self.data, "until": months.text(self.month), "event": self.events}))
        for event in self.events:
            if event["what"] == "back_pay":
                paid |= set(range(months.month(event["from"]), months.month(event["to"]) + 1))
        gap = self.month - 1
        while gap in paid:
            gap -= 1
        found = [gap]
        while found[0] - 1 >= self.first and found[0] - 1 not in paid:
            found.insert(0, found[0] - 1)
        return found if paid and found[0] >= self.first else []

    def allowed(self, event: dict[str, Any]) -> bool:
        try:
            Scenario.read({**self.data, "event": [*self.events, event]})
        except ScenarioError:
            return False
        return True


def possible_regions() -> list[str]:
    """Return every shipped region."""
    return [region for region in atlas().ids() if (atlas().folders[-1] / f"{region}.toml").is_file()]
