"""The dated figures of money, retirement and benefits: most of them known to few regions, and unknown elsewhere."""

from __future__ import annotations

from typing import Any, Final

from lifecycle import months
from lifecycle.columns import UNKNOWN_AMOUNT
from lifecycle.regions.kinds import LARGEST_COUNT, STEPS, Parameter, count, date, flag, share, word, words, years, yuan
from lifecycle.regions.tables import NO_SCHEDULE, NO_TIERS, ages, amount_or_own, bands, schedule, tiers, working_days, worth
from lifecycle.words import Label

NO_BANDS: Final = ((0, UNKNOWN_AMOUNT),) * STEPS
FAMILY: Final = (
    "spouse", "parents", "children", "siblings", "grandparents", "maternal_grandparents", "grandchildren",
    "within_area", "within_province", "nationwide",
)  # fmt: skip
HOW: Final = ("lump_sum", "monthly")
COUNTS_AS: Final = ("actual", "deemed")
YEAR: Final = months.MONTHS_IN_YEAR


def _aside(
    section: str, name: str, read: Any, zh: str, en: str, unknown: Any = UNKNOWN_AMOUNT, *, yearly: bool = False
) -> Parameter:
    return Parameter(section, name, read, Label(zh, en), unknown, yearly=yearly, aside=True)


CONTRIBUTIONS: Final = (
    _aside("employee", "base_floor", yuan, "单位职工：月缴费基数下限（元）", "unit employees: lowest monthly base, yuan", yearly=True),
    _aside("employee", "base_ceiling", yuan, "单位职工：月缴费基数上限（元）", "unit employees: highest monthly base, yuan", yearly=True),
    _aside("employee", "rate_unit", share, "单位职工：单位费率", "unit employees: rate of the unit"),
    _aside("employee", "rate_own", share, "单位职工：个人费率", "unit employees: rate of the person"),
    _aside("employee", "extra_own", yuan, "单位职工：个人另缴（元/月）", "unit employees: paid beside it by the person, yuan a month", 0),
    _aside("employee", "late_fee_per_day", share, "单位欠费：每日滞纳金", "arrears of a unit: late fee a day"),
    _aside("flexible", "base_floor", yuan, "灵活就业：最低月缴费基数（元）", "flexible: lowest monthly base, yuan", yearly=True),
    _aside("flexible", "base_ceiling", yuan, "灵活就业：最高月缴费基数（元）", "flexible: highest monthly base, yuan", yearly=True),
    _aside("flexible", "tiers", tiers, "灵活就业：档次与费率", "flexible: tiers and rates", NO_TIERS),
    _aside("flexible", "late_fee_per_day", share, "灵活就业：每日滞纳金", "flexible: late fee a day"),
    _aside("unemployment", "rate", share, "失业人员：基金缴费费率", "unemployed: rate paid by the fund"),
    _aside("unemployment", "credits_account", flag, "失业人员：是否划入个人账户", "unemployed: whether the account is credited"),
    _aside("unemployment", "benefit_length", bands("years", ("months", count), YEAR),
           "失业保险金：按缴费年限的最长领取月数", "unemployment benefit: longest length by years paid", None),
    _aside("unemployment", "extended_before_retirement", count,
           "失业保险金：距退休不足多少个月发至退休", "unemployment benefit: paid to retirement when so many months are left", None),
)  # fmt: skip
ACCOUNT: Final = (
    _aside("account", "credit", bands("age", ("rate", share), YEAR),
           "个人账户：在职划入比例（按年龄）", "account: share of the base credited, by age", NO_BANDS),
    _aside("account", "retired", bands("age", ("yuan", yuan), YEAR),
           "个人账户：退休人员每月划入（元）", "account: credited to the retired a month, yuan", NO_BANDS),
    _aside("account", "retired_flexible", bands("age", ("yuan", yuan), YEAR),
           "个人账户：灵活就业退休人员每月划入（元）", "account: credited to the retired flexible a month, yuan", NO_BANDS),
    _aside("account", "family", words(*FAMILY),
           "个人账户：家庭共济范围", "account: family members it may be shared with"),
)  # fmt: skip
RETIREMENT: Final = (
    Parameter("retirement", "ages", ages, Label("法定退休年龄", "legal retirement age")),
    _aside("retirement", "pension_years", years, "基本养老金最低缴费年限", "pension: least years of contribution"),
    _aside("retirement", "deemed_until", date, "视同缴费：截至", "deemed service: until"),
    _aside("retirement", "military_as", word(*COUNTS_AS), "军龄计为", "military service counts as"),
    _aside("retirement", "top_up_base", amount_or_own, "趸缴：月基数（元）", "top-up: monthly base, yuan", yearly=True),
    _aside("retirement", "top_up_rate", share, "趸缴：费率", "top-up: rate"),
    _aside("retirement", "top_up_unit", words(*HOW), "单位职工的补足方式", "top-up open to unit employees"),
    _aside("retirement", "top_up_flexible", words(*HOW), "灵活就业人员的补足方式", "top-up open to the flexible"),
    _aside("retirement", "top_up_monthly_as", word("flexible", "top_up"), "按月续缴的标准", "what a month of topping up costs", None),
    Parameter("retirement", "top_up_from", word("payment_month", "next_month"),
              Label("一次性补足后的退休待遇起始", "start of retiree benefits after a lump sum")),
    _aside("retirement", "fee", yuan, "退休人员另缴（元/月）", "paid by the retired, yuan a month", 0),
    _aside("resident", "converted_months", worth, "居民：每个缴费年度折算的职工月数",
           "residents: employee months that a resident year is worth"),
    _aside("resident", "converted_as", word(*COUNTS_AS), "居民：折算月数计为", "residents: converted months count as"),
    _aside("resident", "converted_most", count, "居民：折算上限（月）", "residents: most months converted", LARGEST_COUNT),
    _aside("resident", "difference_payment", flag, "居民：可否补差额", "residents: whether the difference may be paid", 0),
    _aside("transfer", "working_days", working_days, "转移接续办理时限（工作日）", "transfer: working days to expect"),
)  # fmt: skip
BENEFITS: Final = (
    _aside("employee", "inpatient", schedule, "职工：住院待遇", "employees: inpatient benefits", NO_SCHEDULE),
    _aside("employee", "outpatient", schedule, "职工：普通门诊待遇", "employees: outpatient benefits", NO_SCHEDULE),
    _aside("resident", "inpatient", schedule, "居民：住院待遇", "residents: inpatient benefits", NO_SCHEDULE),
    _aside("resident", "outpatient", schedule, "居民：普通门诊待遇", "residents: outpatient benefits", NO_SCHEDULE),
    _aside("remote", "cut_filed", share, "异地就医：已备案下调比例", "care elsewhere, filed: cut of the ratio"),
    _aside("remote", "cut_referral", share, "异地就医：转诊或急诊下调比例", "care elsewhere, referred or emergency: cut of the ratio"),
    _aside("remote", "cut_unfiled", share, "异地就医：未备案下调比例", "care elsewhere, not filed: cut of the ratio"),
    _aside("employee", "maternity_months", count, "生育津贴：所需连续月数", "maternity: continuous months needed"),
    _aside("employee", "maternity_counts_back_paid", flag, "生育津贴：补缴月是否计入", "maternity: whether back-paid months count"),
    _aside("resident", "incentive_from", count, "居民激励：起算年份", "resident incentives: first year counted"),
    _aside("resident", "incentive_after", count, "居民激励：连续参保满几年后", "resident incentives: continuous years before the first step"),
    _aside("resident", "incentive_step", yuan, "居民激励：每多连续1年（元）", "resident incentives: step for a further year, yuan"),
    _aside("resident", "no_claim_step", yuan, "居民激励：当年零报销（元）", "resident incentives: step for a year without claims, yuan"),
    _aside("resident", "incentive_cap", share, "居民激励：总额上限（占大病封顶线）",
           "resident incentives: both together, share of the serious-illness cap"),
    _aside("resident", "serious_illness_cap", yuan, "居民：大病保险原封顶线（元）", "residents: original serious-illness cap, yuan"),
)  # fmt: skip
FIGURES: Final = (*CONTRIBUTIONS, *ACCOUNT, *RETIREMENT, *BENEFITS)
