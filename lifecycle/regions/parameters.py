"""The dated parameters of a region: key in the file, what kind of value, and what it is called."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final, NamedTuple

from lifecycle.document import Wrong
from lifecycle.language import say
from lifecycle.words import Label

WHOLE: Final = 1000  # a factor of 1 in permille
LARGEST_COUNT: Final = 9999
STEPS: Final = 4  # a benefit scale has at most this many steps


class Parameter(NamedTuple):
    """One dated parameter, in the files at ``<section>.<name>``."""

    section: str
    name: str
    read: Callable[[Any], Any]
    label: Label

    @property
    def key(self) -> str:
        """Return the dotted path, as citations and timelines name it."""
        return f"{self.section}.{self.name}"


def count(value: Any) -> int:
    """Read a whole number of months or years."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_COUNT:
        raise Wrong(say("{value}", value=value), say("a whole number from 0 to {most}", most=LARGEST_COUNT))
    return value


def flag(value: Any) -> int:
    """Read true or false as 1 or 0."""
    if not isinstance(value, bool):
        raise Wrong(say("{value}", value=value), say("true or false"))
    return int(value)


def factor(value: Any) -> int:
    """Read a share between 0 and 1 as permille."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise Wrong(say("{value}", value=value), say("a share between 0 and 1"))
    return round(value * WHOLE)


def scale(value: Any) -> tuple[tuple[int, int], ...]:
    """Read a benefit scale: ``[{ months = 0, factor = 0.5 }, …]``, filled up to its full number of steps."""
    wanted = say("a list of {{ months = …, factor = … }}, at most {most}, months rising from 0", most=STEPS)
    if not isinstance(value, list) or not 1 <= len(value) <= STEPS:
        raise Wrong(say("{value}", value=value), wanted)
    steps = []
    for step in value:
        if not isinstance(step, dict) or set(step) != {"months", "factor"}:
            raise Wrong(say("{value}", value=step), wanted)
        steps.append((count(step["months"]), factor(step["factor"])))
    if steps[0][0] != 0 or any(a[0] >= b[0] for a, b in pairwise(steps)):
        raise Wrong(say("{value}", value=value), wanted)
    return (*steps, *[steps[-1]] * (STEPS - len(steps)))


def annual(value: Any) -> dict[str, str]:
    """Read the calendar of a yearly flexible contribution: month-days ``due``, ``grace_until``, ``ends``."""
    keys = {"due", "grace_until", "ends"}
    if value is False:
        return {}
    if not isinstance(value, dict) or set(value) != keys:
        raise Wrong(say("{value}", value=value), say("a table of {keys}, or false", keys=sorted(keys)))
    for when in value.values():
        month_day(when)
    return dict(value)


def month_day(value: Any) -> int:
    """Read ``MM-DD`` as the number MMDD."""
    parts = value.split("-") if isinstance(value, str) else []
    if len(parts) == 2 and all(len(p) == 2 and p.isdigit() for p in parts):  # noqa: PLR2004
        month, day = int(parts[0]), int(parts[1])
        if 1 <= month <= 12 and 1 <= day <= 31:  # noqa: PLR2004
            return month * 100 + day
    raise Wrong(say("{value}", value=value), say('a month and day such as "02-10"'))


_SECTION_LABELS: Final = {
    "employee": Label("单位职工", "unit employees"),
    "flexible": Label("灵活就业", "flexible"),
    "unemployment": Label("失业人员", "unemployed"),
    "resident": Label("居民", "residents"),
}
_SHARED: Final = (
    ("stop_lag_months", count, "停缴后待遇延续月数", "months of cover after the last paid month"),
    ("continuity_gap_max", count, "不中断连续参保的最长断缴月数", "longest gap that keeps continuity"),
    ("back_pay_within_months", count, "可补缴的最长月数", "how far back one may still pay"),
    ("benefit_scale", scale, "按连续参保月数的待遇比例", "benefit factor by continuous months"),
)
PARAMETERS: Final = (
    *(
        Parameter(section, name, read, Label(f"{words.zh}：{zh}", f"{words.en}: {en}"))
        for section, words in _SECTION_LABELS.items()
        for name, read, zh, en in _SHARED
    ),
    Parameter("flexible", "annual", annual, Label("灵活就业：按年缴费的期限", "flexible: dates of a yearly contribution")),
    Parameter(
        "resident",
        "free_missed_years",
        count,
        Label("居民：不加变动等待期的断保年数", "residents: missed years without extra wait"),
    ),
    Parameter(
        "resident", "missed_years_from", count, Label("居民：断保年度起算年份", "residents: first year that counts as missed")
    ),
    Parameter(
        "resident",
        "late_year_counts",
        flag,
        Label("居民：逾期参保当年是否计入断保", "residents: whether the year of a late enrolment counts"),
    ),
    Parameter("resident", "repair_min", count, Label("居民：修复后最短等待月数", "residents: shortest wait after repair")),
    Parameter(
        "resident",
        "repair_min_after",
        count,
        Label("居民：长期断保修复后最短等待月数", "residents: shortest wait after repair of a long break"),
    ),
    Parameter(
        "resident",
        "repair_min_after_years",
        count,
        Label("居民：视为长期断保的年数", "residents: missed years that make a long break"),
    ),
    Parameter(
        "resident",
        "refund_before_year",
        flag,
        Label("居民：重复缴费在年度开始前可退费", "residents: paid twice, refunded before the year begins"),
    ),
)
BY_KEY: Final = {parameter.key: parameter for parameter in PARAMETERS}
