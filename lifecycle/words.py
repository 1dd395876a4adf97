"""The vocabulary: states, ways of being insured, events, grades; their Chinese and English labels and colours."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import Final, NamedTuple


class Label(NamedTuple):
    """One term in both languages."""

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """Return the term in ``lang`` (``zh`` or ``en``)."""
        return self.zh if lang == "zh" else self.en


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
    UNIT_PAYS = 1
    FUND_PAYS = 2
    FLEXIBLE_PAYS = 3
    RESIDENT_YEAR = 4
    NOTHING_PAID = 5


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


GRADES: Final = ("A", "B", "C", "K")
UNKNOWN: Final = "unknown"
SCHEME_OF_WAY: Final = {
    Way.NONE: "none",
    Way.EMPLOYEE: "employee",
    Way.UNEMPLOYMENT: "employee",
    Way.FLEXIBLE: "flexible",
    Way.RESIDENT: "resident",
}

_PAIRS: Final[tuple[tuple[IntEnum | IntFlag | str, Label], ...]] = (
    (State.NOT_ENROLLED, Label("未参保", "not enrolled")),
    (State.EMPLOYEE, Label("职工参保", "employee-insured")),
    (State.FLEXIBLE, Label("灵活就业参保", "flexible-employed")),
    (State.RESIDENT, Label("居民参保", "resident-insured")),
    (State.WAITING, Label("待遇等待期", "waiting period")),
    (State.SUSPENDED, Label("停保/断保", "suspended")),
    (State.RETIRED, Label("退休人员", "retired")),
    (State.DECEASED, Label("已故", "deceased")),
    (Way.NONE, Label("无", "none")),
    (Way.EMPLOYEE, Label("职工医保（单位）", "employee scheme (unit)")),
    (Way.FLEXIBLE, Label("职工医保（灵活就业）", "employee scheme (flexible)")),
    (Way.RESIDENT, Label("城乡居民医保", "resident scheme")),
    (Way.UNEMPLOYMENT, Label("职工医保（失业保险基金）", "employee scheme (unemployment fund)")),
    (Payer.NONE, Label("无人缴费", "nobody")),
    (Payer.UNIT, Label("单位", "unit")),
    (Payer.SELF, Label("个人", "self")),
    (Payer.FUND, Label("失业保险基金", "fund")),
    (Trigger.DIED, Label("死亡", "died")),
    (Trigger.UNIT_PAYS, Label("单位缴费", "unit pays")),
    (Trigger.FUND_PAYS, Label("失业保险基金缴费", "fund pays")),
    (Trigger.FLEXIBLE_PAYS, Label("以灵活就业身份缴费", "pays as flexible")),
    (Trigger.RESIDENT_YEAR, Label("居民年度已缴费", "resident year paid")),
    (Trigger.NOTHING_PAID, Label("未缴费", "nothing paid")),
    (Anchor.PAYMENT_MONTH, Label("缴费当月", "month of payment")),
    (Anchor.NEXT_MONTH, Label("缴费次月", "month after payment")),
    (Anchor.PAYMENT_DAY, Label("缴费当日", "day of payment")),
    (Anchor.NEXT_DAY, Label("缴费次日", "day after payment")),
    (Anchor.JANUARY, Label("参保年度1月1日", "1 January of the coverage year")),
    (Anchor.BIRTH, Label("出生之日", "birth")),
    (Anchor.END_OF_RELATION, Label("原缴费终止次月", "month after the last paid month")),
    (Anchor.END_OF_COVER, Label("原待遇终止次月", "month after the former cover ended")),
    (Counts.NOTHING, Label("不计", "count for nothing")),
    (Counts.YEARS, Label("只计缴费年限", "count towards the years only")),
    (Counts.YEARS_AND_CONTINUOUS, Label("计缴费年限和连续月数", "count towards years and continuity")),
    (Enrolled.WINDOW, Label("集中参保期", "in the window")),
    (Enrolled.EXTENSION, Label("延长期", "in the extension")),
    (Enrolled.LATE, Label("集中参保期外", "late")),
    (Group.STUDENT, Label("学生", "student")),
    (Group.CHILD, Label("未成年人", "child")),
    (Group.ELDERLY, Label("老年居民", "elderly resident")),
    (Group.MEDICAL_AID, Label("医疗救助对象", "medical aid recipient")),
    (Group.SEVERELY_DISABLED, Label("重度残疾人", "severely disabled")),
    (Group.VETERAN, Label("退役军人", "demobilised soldier")),
    (Group.ORPHAN, Label("孤儿", "orphan")),
    (Group.RELEASED, Label("刑满释放人员", "released prisoner")),
    (Group.RETURNED_FROM_ABROAD, Label("归国人员", "returned from abroad")),
    (Group.GRADUATE, Label("应届毕业生", "new graduate")),
    (Group.NEW_HUKOU, Label("新迁入户籍", "new household registration")),
    (Group.CLERGY, Label("宗教教职人员", "clergy")),
    (Group.LAND_EXPROPRIATED, Label("被征地人员", "land-expropriated person")),
    (Group.LIFTED_OUT_OF_POVERTY, Label("脱贫人口", "person lifted out of poverty")),
    (Group.VETERAN_FAMILY, Label("退役军人随迁家属", "family of a demobilised soldier")),
    (What.HIRED, Label("单位录用", "hired")),
    (What.LEFT_JOB, Label("离职", "left the job")),
    (What.EMPLOYER_STOPS_PAYING, Label("单位欠费", "employer stops paying")),
    (What.EMPLOYER_RESUMES, Label("单位恢复缴费", "employer resumes")),
    (What.START_FLEXIBLE, Label("开始灵活就业缴费", "starts paying as flexible")),
    (What.STOP_FLEXIBLE, Label("停止灵活就业缴费", "stops paying as flexible")),
    (What.PAY_FLEXIBLE_YEAR, Label("按年缴纳灵活就业医保", "pays the flexible year at once")),
    (What.PAY_RESIDENT, Label("缴纳居民医保", "pays the resident premium")),
    (What.REPAIR_RESIDENT, Label("补缴居民断保年度", "pays missed resident years")),
    (What.BACK_PAY, Label("补缴", "back-pays")),
    (What.START_UNEMPLOYMENT_BENEFIT, Label("开始领取失业金", "starts drawing unemployment benefit")),
    (What.END_UNEMPLOYMENT_BENEFIT, Label("停止领取失业金", "stops drawing unemployment benefit")),
    (What.BORN, Label("出生", "born")),
    (What.ENROL_NEWBORN, Label("新生儿参保", "newborn enrolled")),
    (What.STATUS, Label("身份认定", "status recognised")),
    (What.STATUS_ENDS, Label("身份终止", "status ends")),
    (What.DIED, Label("死亡", "died")),
    ("covered", Label("享受待遇", "covered")),
    ("covered_finally", Label("结算后享受待遇", "covered once settled")),
    ("benefit_factor", Label("待遇比例", "benefit factor")),
    ("gap_months", Label("断缴月数", "gap months")),
    ("waiting_left", Label("剩余等待月数", "waiting months left")),
    ("waiting_total", Label("等待期总月数", "length of the wait")),
    ("continuous_months", Label("连续参保月数", "continuous months")),
    ("actual_months", Label("实际缴费月数", "months actually paid")),
    ("resident_years", Label("居民连续参保年数", "continuous resident years")),
    ("missed_windows", Label("断保年度数", "coverage years missed")),
    ("state", Label("状态", "state")),
    ("scheme", Label("险种", "scheme")),
    ("region", Label("统筹区", "region")),
    ("month", Label("月份", "month")),
    ("payer", Label("缴费人", "payer")),
    ("none", Label("无", "none")),
    ("employee", Label("职工医保", "employee scheme")),
    ("flexible", Label("灵活就业医保", "flexible-employment insurance")),
    ("resident", Label("居民医保", "resident scheme")),
    ("unemployment", Label("失业人员医保", "cover of the unemployed")),
    ("same", Label("同一统筹区", "the same region")),
    ("other", Label("其他", "other")),
    ("adult", Label("成年人", "adult")),
    ("child", Label("未成年人", "child")),
    ("student", Label("学生", "student")),
    ("elderly", Label("老年人", "elderly")),
    ("newborn", Label("新生儿", "newborn")),
    ("tier1", Label("一档", "tier 1")),
    ("tier2", Label("二档", "tier 2")),
    ("due", Label("应缴截止", "due")),
    ("grace_until", Label("可补缴至", "can be made up until")),
    ("ends", Label("关系终止", "relation ends")),
    ("A", Label("官方文本", "official text")),
    ("B", Label("可靠的二手来源", "good secondary source")),
    ("C", Label("单一薄弱来源", "one weak page")),
    ("K", Label("未证实", "unconfirmed")),
    ("assumed", Label("推定", "assumed")),
)

#: Keyed by kind and word, because members of different enums are equal as integers.
LABELS: Final = {(type(word), word): found for word, found in _PAIRS}

#: Okabe-Ito colours and a hatch each: distinct for the colour-blind and in black and white.
COLOURS: Final[dict[str, tuple[str, str]]] = {
    "not_enrolled": ("#f2f2f2", ""),
    "employee": ("#0072b2", ""),
    "flexible": ("#56b4e9", "//"),
    "resident": ("#009e73", ".."),
    "waiting": ("#f0e442", "xx"),
    "suspended": ("#d9d9d9", "--"),
    "retired": ("#cc79a7", "||"),
    "deceased": ("#000000", ""),
    "full": ("#009e73", ""),
    "partial": ("#e69f00", "//"),
    "back_paid": ("#56b4e9", ".."),
    "uncovered": ("#ffffff", ""),
    "uncovered_wait": ("#f0e442", "xx"),
}


def label(word: IntEnum | IntFlag | str, lang: str) -> str:
    """Return the label of a term in ``lang``; a word without one is returned as it is."""
    found = LABELS.get((type(word), word))
    if found is not None:
        return found.in_(lang)
    return word if isinstance(word, str) else key(word)


def key(word: IntEnum | IntFlag) -> str:
    """Return the ASCII key of a term as scenario, region and timeline files spell it."""
    return str(word.name).lower()
