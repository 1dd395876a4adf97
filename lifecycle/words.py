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
    RETIRED = 1
    UNIT_PAYS = 2
    FUND_PAYS = 3
    FLEXIBLE_PAYS = 4
    RESIDENT_YEAR = 5
    NOTHING_PAID = 6


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


class Care(IntEnum):
    """What a medical bill is for."""

    INPATIENT = 1
    OUTPATIENT = 2


class Where(IntEnum):
    """Where care was given, and how it was filed."""

    HERE = 0
    FILED = 1
    REFERRAL = 2
    UNFILED = 3


class TopUp(IntEnum):
    """How missing years are filled at retirement."""

    LUMP_SUM = 1
    MONTHLY = 2


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
    MOVE = 18
    DEEMED_SERVICE = 19
    RETIRE = 20
    TOP_UP = 21
    PAY_DIFFERENCE = 22
    BILL = 23


class Change(IntEnum):
    """The changes of a life that somebody must arrange."""

    START_UNIT = 1
    START_FLEXIBLE = 2
    RESIDENT_YEAR = 3
    NEWBORN = 4
    RESIDENT_TO_UNIT = 5
    RESIDENT_TO_FLEXIBLE = 6
    EMPLOYEE_TO_RESIDENT = 7
    STOP_UNIT = 8
    STOP_FLEXIBLE = 9
    RESUME = 10
    BACK_PAY = 11
    EMPLOYER_ARREARS = 12
    UNEMPLOYMENT = 13
    MOVE = 14
    RETIRE = 15
    TOP_UP = 16
    REMOTE_CARE = 17
    REFUND = 18
    UNIT_GAP = 19
    FLEXIBLE_GAP = 20


class Verdict(IntEnum):
    """What the rules make of a sentence that circulates."""

    HOLDS = 1
    WRONG = 2
    OUTDATED = 3
    DEPENDS = 4
    UNVERIFIABLE = 5


class Standing(IntEnum):
    """How well a region knows one of its rules."""

    KNOWN = 1
    DISPUTED = 2
    INHERITED = 3
    ASSUMED = 4
    UNKNOWN = 5


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
    (Trigger.RETIRED, Label("退休", "retired")),
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
    (What.MOVE, Label("迁移统筹区", "moves to another region")),
    (What.DEEMED_SERVICE, Label("认定视同缴费", "deemed service recognised")),
    (What.RETIRE, Label("选择退休时间", "chooses when to retire")),
    (What.TOP_UP, Label("补足缴费年限", "fills the missing years")),
    (What.PAY_DIFFERENCE, Label("补缴居民年限差额", "pays the difference for resident years")),
    (What.BILL, Label("就医费用", "medical bill")),
    (Care.INPATIENT, Label("住院", "inpatient")),
    (Care.OUTPATIENT, Label("门诊", "outpatient")),
    (Where.HERE, Label("本地就医", "in the region")),
    (Where.FILED, Label("异地就医（已备案）", "elsewhere, filed")),
    (Where.REFERRAL, Label("异地就医（转诊或急诊）", "elsewhere, referred or emergency")),
    (Where.UNFILED, Label("异地就医（未备案）", "elsewhere, not filed")),
    (TopUp.LUMP_SUM, Label("一次性趸缴", "at once")),
    (TopUp.MONTHLY, Label("按月续缴", "month by month")),
    (Change.START_UNIT, Label("入职由单位参保", "insured by a new unit")),
    (Change.START_FLEXIBLE, Label("以灵活就业身份参保", "starting to pay as flexible")),
    (Change.RESIDENT_YEAR, Label("居民年度参保缴费", "enrolling as resident for a year")),
    (Change.NEWBORN, Label("新生儿参保", "enrolling a newborn")),
    (Change.RESIDENT_TO_UNIT, Label("居民转职工（单位）", "resident to employee (unit)")),
    (Change.RESIDENT_TO_FLEXIBLE, Label("居民转职工（灵活就业）", "resident to employee (flexible)")),
    (Change.EMPLOYEE_TO_RESIDENT, Label("职工转居民", "employee to resident")),
    (Change.STOP_UNIT, Label("停保（单位）", "stopping (by the unit)")),
    (Change.STOP_FLEXIBLE, Label("停保（个人）", "stopping (by oneself)")),
    (Change.RESUME, Label("断缴后续保", "resuming after a gap")),
    (Change.BACK_PAY, Label("补缴", "back-paying")),
    (Change.EMPLOYER_ARREARS, Label("单位欠费", "arrears of the unit")),
    (Change.UNEMPLOYMENT, Label("领取失业保险金", "drawing unemployment benefit")),
    (Change.MOVE, Label("转移接续", "moving and transferring")),
    (Change.RETIRE, Label("办理退休待遇", "retiring")),
    (Change.TOP_UP, Label("补足缴费年限", "filling missing years")),
    (Change.REMOTE_CARE, Label("异地就医备案", "filing for care elsewhere")),
    (Change.UNIT_GAP, Label("离职后未接续", "a gap after a job")),
    (Change.FLEXIBLE_GAP, Label("停止灵活就业缴费后未接续", "a gap after paying oneself")),
    (Change.REFUND, Label("重复缴费退费", "refund of a double payment")),
    (Verdict.HOLDS, Label("成立", "holds")),
    (Verdict.WRONG, Label("错误", "wrong")),
    (Verdict.OUTDATED, Label("过时", "outdated")),
    (Verdict.DEPENDS, Label("因地而异", "depends on the region")),
    (Verdict.UNVERIFIABLE, Label("无法核实", "unverifiable")),
    (Standing.KNOWN, Label("本地有据", "known")),
    (Standing.DISPUTED, Label("有争议", "disputed")),
    (Standing.INHERITED, Label("沿用上级", "inherited")),
    (Standing.ASSUMED, Label("推定", "assumed")),
    (Standing.UNKNOWN, Label("未知", "unknown")),
    ("self", Label("本人", "oneself")),
    ("unit", Label("单位", "the unit")),
    ("covered", Label("享受待遇", "covered")),
    ("covered_finally", Label("结算后享受待遇", "covered once settled")),
    ("benefit_factor", Label("待遇比例", "benefit factor")),
    ("gap_months", Label("断缴月数", "gap months")),
    ("waiting_left", Label("剩余等待月数", "waiting months left")),
    ("waiting_total", Label("等待期总月数", "length of the wait")),
    ("continuous_months", Label("连续参保月数", "continuous months")),
    ("actual_months", Label("实际缴费月数", "months actually paid")),
    ("local_months", Label("本地缴费月数", "months paid where one would retire")),
    ("deemed_months", Label("视同缴费月数", "deemed months")),
    ("converted_months", Label("折算缴费月数", "converted months")),
    ("account_fen", Label("个人账户余额", "personal account")),
    ("own_fen", Label("个人缴费", "paid by the person")),
    ("employer_fen", Label("单位缴费", "paid by the unit")),
    ("fund_fen", Label("失业保险基金缴费", "paid by the unemployment fund")),
    ("required_months", Label("所需缴费月数", "months asked for")),
    ("missing_months", Label("尚缺月数", "months missing")),
    ("missing_local_months", Label("本地尚缺月数", "local months missing")),
    ("top_up_fen", Label("补足所需费用", "cost of filling them")),
    ("retirement", Label("退休", "retirement")),
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
    ("adult", Label("成年人", "adult")),
    ("child", Label("未成年人", "child")),
    ("student", Label("学生", "student")),
    ("elderly", Label("老年人", "elderly")),
    ("newborn", Label("新生儿", "newborn")),
    ("tier1", Label("一档", "tier 1")),
    ("tier2", Label("二档", "tier 2")),
    ("with_account", Label("建个人账户", "with account")),
    ("without_account", Label("不建个人账户", "without account")),
    ("lump_sum", Label("一次性趸缴", "at once")),
    ("monthly", Label("按月续缴", "month by month")),
    ("payment_month", Label("缴费当月", "month of payment")),
    ("next_month", Label("缴费次月", "month after payment")),
    ("actual", Label("实际缴费", "actual")),
    ("deemed", Label("视同缴费", "deemed")),
    ("top_up", Label("按趸缴标准", "as a lump sum")),
    ("destitute", Label("特困人员", "destitute")),
    ("fixed_aid", Label("定额资助对象", "aided by a fixed sum")),
    ("other", Label("其他", "other")),
    ("medical_aid", Label("医疗救助对象", "medical aid recipients")),
    ("veteran", Label("优抚对象", "entitled veterans")),
    ("entitled", Label("优抚对象", "entitled groups")),
    ("dibao_1_2", Label("一、二类低保", "minimum-living allowance, classes 1 and 2")),
    ("dibao_3_4", Label("三、四类低保", "minimum-living allowance, classes 3 and 4")),
    ("low_income", Label("低收入人口", "people of low income")),
    ("edge", Label("低保边缘人口", "people at the edge of the allowance")),
    ("monitored", Label("防止返贫监测对象", "monitored against poverty")),
    ("returned_to_poverty", Label("返贫致贫人口", "returned to poverty")),
    ("lifted_out_of_poverty", Label("脱贫人口", "lifted out of poverty")),
    ("full", Label("全额缴费", "full cost")),
    ("elderly_full", Label("老年人（全额）", "elderly, full cost")),
    ("child_full", Label("未成年人（全额）", "children, full cost")),
    ("quota_aid", Label("定额资助对象", "aided by a fixed sum")),
    ("age60", Label("60岁以上", "60 and older")),
    ("tier3", Label("三档", "tier 3")),
    ("student_tier1", Label("学生一档", "students, tier 1")),
    ("student_tier2", Label("学生二档", "students, tier 2")),
    ("orphan", Label("孤儿", "orphan")),
    ("severely_disabled", Label("重度残疾人", "severely disabled")),
    ("own", Label("本人缴费基数", "the person's own base")),
    ("out", Label("转出", "out")),
    ("in", Label("转入", "in")),
    ("province", Label("省内", "province")),
    ("male", Label("男", "men")),
    ("female", Label("女", "women")),
    ("female_55", Label("女（原55岁）", "women, formerly 55")),
    ("female_50", Label("女（原50岁）", "women, formerly 50")),
    ("spouse", Label("配偶", "spouse")),
    ("parents", Label("父母", "parents")),
    ("children", Label("子女", "children")),
    ("siblings", Label("兄弟姐妹", "siblings")),
    ("grandparents", Label("祖父母", "grandparents")),
    ("maternal_grandparents", Label("外祖父母", "maternal grandparents")),
    ("grandchildren", Label("孙子女、外孙子女", "grandchildren")),
    ("within_area", Label("统筹区内", "within the area")),
    ("within_province", Label("省内", "within the province")),
    ("nationwide", Label("全国", "nationwide")),
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
    "known": ("#009e73", ""),
    "disputed": ("#cc79a7", "||"),
    "inherited": ("#bcdff5", ""),
    "assumed": ("#f7f0b5", "///"),
    "unknown": ("#ffffff", ""),
    "place_1": ("#e9e4d8", ""),
    "place_2": ("#a39a89", ""),
    "place_3": ("#e9e4d8", "//"),
    "place_4": ("#a39a89", "xx"),
    "place_5": ("#e9e4d8", ".."),
    "place_6": ("#a39a89", "--"),
    "place_7": ("#e9e4d8", "||"),
    "place_8": ("#a39a89", "\\\\"),
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
