"""The dated parameters of a region: key in the file, what kind of value, and what it is called."""

from __future__ import annotations

from typing import Final

from lifecycle.regions.figures import FIGURES
from lifecycle.regions.kinds import Parameter, annual, count, flag, scale
from lifecycle.words import Label

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
COVER: Final = (
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
PARAMETERS: Final = (*COVER, *FIGURES)
BY_KEY: Final = {parameter.key: parameter for parameter in PARAMETERS}
