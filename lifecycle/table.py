"""The transition table: trigger, states, guard, effect, a label in both languages, the parameters it reads.

The first row of a trigger whose source and guard hold wins; what goes on stands before what begins. Both engines and the diagram are made from it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from lifecycle.rules import transitions as t
from lifecycle.vocabulary import State, Trigger
from lifecycle.words import Label

if TYPE_CHECKING:
    from lifecycle.facts import Facts
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules

Guard = Callable[["Record", "Facts", "Rules"], bool]
Effect = Callable[["Record", "Facts", "Rules"], None]


class Transition(NamedTuple):
    """One row. ``dest`` is ``None`` where the state stays; ``reads`` names parameters, ``entry:<way>`` an entry list."""

    id: str
    trigger: Trigger
    sources: tuple[State, ...]
    dest: State | None
    guard: Guard | None
    effect: Effect | None
    label: Label
    reads: tuple[str, ...]


N, E, F, R = State.NOT_ENROLLED, State.EMPLOYEE, State.FLEXIBLE, State.RESIDENT
W, S, U = State.WAITING, State.SUSPENDED, State.RETIRED
UNIT, FUND, SELF = Trigger.UNIT_PAYS, Trigger.FUND_PAYS, Trigger.FLEXIBLE_PAYS
YEAR, NOTHING = Trigger.RESIDENT_YEAR, Trigger.NOTHING_PAID

UNIT_ENTRY: Final = ("entry:employee", "employee.continuity_gap_max", "employee.benefit_scale")
FUND_ENTRY: Final = ("entry:unemployment", "unemployment.continuity_gap_max", "unemployment.benefit_scale")
SELF_ENTRY: Final = ("entry:flexible", "flexible.continuity_gap_max", "flexible.benefit_scale")
YEAR_ENTRY: Final = (
    "entry:resident",
    "resident.year",
    "resident.free_missed_years",
    "resident.missed_years_from",
    "resident.repair_min",
    "resident.benefit_scale",
)
REQUIREMENT: Final = ("retirement.requirement", "retirement.ages")
UNIT_RULE: Final = ("entry:employee",)
FUND_RULE: Final = ("entry:unemployment",)
SELF_RULE: Final = ("entry:flexible",)
YEAR_RULE: Final = ("entry:resident", "resident.year", "resident.benefit_scale")


TABLE: Final[tuple[Transition, ...]] = (
    Transition("died", Trigger.DIED, (N, E, F, R, W, S, State.RETIRED), State.DECEASED, None, None,
               Label("死亡，医保关系终止", "died; the relation ends"), ()),
    # retiring
    Transition("retired_goes_on", Trigger.RETIRED, (U,), None, None, None,
               Label("退休人员，终身享受", "retired, with benefits for life"), REQUIREMENT),
    Transition("retires_after_top_up", Trigger.RETIRED, (N, E, F, R, W, S), U, t.retires_at_once, t.begin_to_retire,
               Label("达到退休年龄，一次性补足年限后退休", "retires after buying the missing years at once"),
               (*REQUIREMENT, "retirement.top_up_base", "retirement.top_up_rate", "retirement.top_up_from")),
    Transition("retires_reduced", Trigger.RETIRED, (N, E, F, R, W, S), U, t.retires_reduced, t.begin_to_retire,
               Label("达到退休年龄，年限不足，按比例降低待遇", "retires short of years, with a lowered benefit"), REQUIREMENT),
    Transition("retires", Trigger.RETIRED, (N, E, F, R, W, S), U, None, t.begin_to_retire,
               Label("达到退休年龄且年限已满，退休", "comes to the age with the years that are asked for, and retires"), REQUIREMENT),
    # a unit pays
    Transition("unit_goes_on", UNIT, (E,), None, t.goes_on, None,
               Label("单位按月缴费", "the unit pays on"), ("entry:employee", "employee.benefit_scale")),
    Transition("unit_wait_begins", UNIT, (E,), W, t.wait_runs, None,
               Label("单位参保，等待期开始", "insured by a unit; the wait begins to run"), UNIT_RULE),
    Transition("unit_wait_goes_on", UNIT, (W,), None, t.wait_runs, None,
               Label("单位参保，等待期内", "insured by a unit; still waiting"), UNIT_RULE),
    Transition("unit_wait_over", UNIT, (W,), E, t.goes_on, None,
               Label("单位参保，等待期满", "insured by a unit; the wait is over"), UNIT_RULE),
    Transition("unit_elsewhere_waiting", UNIT, (E, W), W, t.moved_waiting, t.begin_entry,
               Label("在另一统筹区由单位参保，等待期内", "insured by a unit in another region; waiting"), UNIT_ENTRY),
    Transition("unit_elsewhere", UNIT, (E, W), E, t.moved, t.begin_entry,
               Label("在另一统筹区由单位参保", "insured by a unit in another region"), UNIT_ENTRY),
    Transition("first_unit_waiting", UNIT, (N,), W, t.enters_waiting, t.begin_entry,
               Label("首次由单位参保，进入等待期", "first insured by a unit; the wait begins"), UNIT_ENTRY),
    Transition("first_unit", UNIT, (N,), E, None, t.begin_entry,
               Label("首次由单位参保", "first insured by a unit"), UNIT_ENTRY),
    Transition("resume_unit_waiting", UNIT, (S,), W, t.enters_waiting, t.begin_entry,
               Label("断保后由单位续保，进入等待期", "resumes with a unit; the wait begins"), UNIT_ENTRY),
    Transition("resume_unit", UNIT, (S,), E, None, t.begin_entry,
               Label("断保后由单位续保", "resumes with a unit"), UNIT_ENTRY),
    Transition("switch_unit_waiting", UNIT, (E, F, R, W), W, t.enters_waiting, t.begin_entry,
               Label("转为单位参保，进入等待期", "changes to a unit; the wait begins"), UNIT_ENTRY),
    Transition("switch_unit", UNIT, (E, F, R, W), E, None, t.begin_entry,
               Label("转为单位参保", "changes to a unit"), UNIT_ENTRY),
    # the unemployment fund pays
    Transition("fund_goes_on", FUND, (E,), None, t.goes_on, None,
               Label("基金按月缴费", "the fund pays on"), ("entry:unemployment", "unemployment.benefit_scale")),
    Transition("fund_wait_begins", FUND, (E,), W, t.wait_runs, None,
               Label("基金缴费，等待期开始", "the fund pays; the wait begins to run"), FUND_RULE),
    Transition("fund_wait_goes_on", FUND, (W,), None, t.wait_runs, None,
               Label("基金缴费，等待期内", "the fund pays; still waiting"), FUND_RULE),
    Transition("fund_wait_over", FUND, (W,), E, t.goes_on, None,
               Label("基金缴费，等待期满", "the fund pays; the wait is over"), FUND_RULE),
    Transition("fund_waiting", FUND, (N, E, F, R, W, S), W, t.enters_waiting, t.begin_entry,
               Label("领取失业金，由基金缴费，进入等待期", "unemployment benefit, the fund pays; the wait begins"), FUND_ENTRY),
    Transition("fund", FUND, (N, E, F, R, W, S), E, None, t.begin_entry,
               Label("领取失业金，由基金缴费", "unemployment benefit; the fund pays"), FUND_ENTRY),
    # the person pays as flexible
    Transition("fills_missing_years", SELF, (F,), None, t.fills_years, None,
               Label("已达退休年龄，按月续缴补足年限", "past the retirement age; pays on to fill the missing years"),
               ("entry:flexible", *REQUIREMENT)),
    Transition("flexible_goes_on", SELF, (F,), None, t.goes_on, None,
               Label("以灵活就业身份缴费", "pays on as flexible"), ("entry:flexible", "flexible.benefit_scale")),
    Transition("flexible_wait_begins", SELF, (F,), W, t.wait_runs, None,
               Label("灵活就业参保，等待期开始", "flexible; the wait begins to run"), SELF_RULE),
    Transition("flexible_wait_goes_on", SELF, (W,), None, t.wait_runs, None,
               Label("灵活就业参保，等待期内", "flexible; still waiting"), SELF_RULE),
    Transition("flexible_wait_over", SELF, (W,), F, t.goes_on, None,
               Label("灵活就业参保，等待期满", "flexible; the wait is over"), SELF_RULE),
    Transition("year_on_time_waiting", SELF, (S,), W, t.wait_runs, None,
               Label("按期缴纳灵活就业年度保费，等待期继续", "pays the flexible year by its due day; the wait runs on"),
               ("flexible.annual",)),
    Transition("year_on_time", SELF, (S,), F, t.goes_on, None,
               Label("按期缴纳灵活就业年度保费", "pays the flexible year by its due day"), ("flexible.annual",)),
    Transition("flexible_elsewhere_waiting", SELF, (F, W), W, t.moved_waiting, t.begin_entry,
               Label("在另一统筹区以灵活就业参保，等待期内", "flexible in another region; waiting"), SELF_ENTRY),
    Transition("flexible_elsewhere", SELF, (F, W), F, t.moved, t.begin_entry,
               Label("在另一统筹区以灵活就业参保", "flexible in another region"), SELF_ENTRY),
    Transition("first_flexible_waiting", SELF, (N,), W, t.enters_waiting, t.begin_entry,
               Label("首次以灵活就业参保，进入等待期", "first insured as flexible; the wait begins"), SELF_ENTRY),
    Transition("first_flexible", SELF, (N,), F, None, t.begin_entry,
               Label("首次以灵活就业参保", "first insured as flexible"), SELF_ENTRY),
    Transition("resume_flexible_waiting", SELF, (S,), W, t.enters_waiting, t.begin_entry,
               Label("断保后以灵活就业续保，进入等待期", "resumes as flexible; the wait begins"), SELF_ENTRY),
    Transition("resume_flexible", SELF, (S,), F, None, t.begin_entry,
               Label("断保后以灵活就业续保", "resumes as flexible"), SELF_ENTRY),
    Transition("late_year_waiting", SELF, (F,), W, t.enters_waiting, t.begin_entry,
               Label("逾期缴纳灵活就业年度保费，进入等待期", "pays the flexible year late; the wait begins"),
               (*SELF_ENTRY, "flexible.annual")),
    Transition("late_year", SELF, (F,), F, None, t.begin_entry,
               Label("逾期缴纳灵活就业年度保费", "pays the flexible year late"), (*SELF_ENTRY, "flexible.annual")),
    Transition("switch_flexible_waiting", SELF, (E, R, W), W, t.enters_waiting, t.begin_entry,
               Label("转为灵活就业参保，进入等待期", "changes to flexible; the wait begins"), SELF_ENTRY),
    Transition("switch_flexible", SELF, (E, R, W), F, None, t.begin_entry,
               Label("转为灵活就业参保", "changes to flexible"), SELF_ENTRY),
    # a resident year is paid
    Transition("first_resident_waiting", YEAR, (N,), W, t.resident_wait_runs, t.begin_year,
               Label("首次参加居民医保，进入等待期", "first insured as a resident; the wait begins"), YEAR_ENTRY),
    Transition("first_resident", YEAR, (N,), R, None, t.begin_year,
               Label("首次参加居民医保", "first insured as a resident"), YEAR_ENTRY),
    Transition("resume_resident_waiting", YEAR, (S,), W, t.resident_wait_runs, t.begin_year,
               Label("断保后参加居民医保，进入等待期", "resident cover after a break; the wait begins"), YEAR_ENTRY),
    Transition("resume_resident", YEAR, (S,), R, None, t.begin_year,
               Label("断保后参加居民医保", "resident cover after a break"), YEAR_ENTRY),
    Transition("switch_resident_waiting", YEAR, (E, F), W, t.year_not_begun_waiting, t.begin_year,
               Label("转为居民医保，进入等待期", "changes to resident; the wait begins"), YEAR_ENTRY),
    Transition("switch_resident", YEAR, (E, F), R, t.year_not_begun, t.begin_year,
               Label("转为居民医保", "changes to resident"), YEAR_ENTRY),
    Transition("restore_resident_waiting", YEAR, (E, F), W, t.resident_wait_runs, None,
               Label("职工医保停止，本年居民医保等待期继续", "employee cover ends; the wait of the resident year runs on"), YEAR_RULE),
    Transition("restore_resident", YEAR, (E, F), R, None, None,
               Label("职工医保停止，恢复本年已缴的居民医保", "employee cover ends; the paid resident year is restored"), YEAR_RULE),
    Transition("resident_wait_goes_on", YEAR, (W,), None, t.resident_wait_runs, t.begin_year,
               Label("居民医保，等待期内", "resident; still waiting"), YEAR_RULE),
    Transition("wait_given_up", YEAR, (W,), R, t.wait_unfinished, t.begin_year,
               Label("等待期内停缴，本年居民医保继续", "stops paying in the wait; the paid resident year goes on"), YEAR_RULE),
    Transition("resident_wait_over", YEAR, (W,), R, None, t.begin_year,
               Label("居民医保，等待期满", "resident; the wait is over"), YEAR_RULE),
    Transition("renew_resident_waiting", YEAR, (R,), W, t.resident_wait_runs, t.begin_year,
               Label("续缴居民医保，进入等待期", "resident cover renewed; a wait begins"), YEAR_ENTRY),
    Transition("renew_resident", YEAR, (R,), None, t.year_renewed, t.begin_year,
               Label("续缴居民医保，新的参保年度", "resident cover renewed for a new year"), YEAR_ENTRY),
    Transition("resident_goes_on", YEAR, (R,), None, None, t.begin_year,
               Label("居民医保年度内", "within the paid resident year"), YEAR_RULE),
    # nothing is paid
    Transition("not_enrolled", NOTHING, (N,), None, None, None,
               Label("尚未参保", "not enrolled yet"), ()),
    Transition("year_not_paid_yet", NOTHING, (F, W), None, t.yearly_relation_open, None,
               Label("灵活就业年度保费未缴，关系仍在", "the flexible year is not paid yet; the relation is open"),
               ("flexible.annual",)),
    Transition("age_reached_short", NOTHING, (E, F), S, t.reached_age_short, None,
               Label("达到退休年龄，年限不足，缴费终止", "comes to the retirement age short of years; contributions end"),
               ("employee.stop_lag_months", *REQUIREMENT)),
    Transition("wait_broken", NOTHING, (W,), S, t.wait_unfinished, None,
               Label("等待期内断缴", "the wait is broken off"), ("flexible.stop_lag_months",)),
    Transition("wait_ends_with_year", NOTHING, (W,), S, None, None,
               Label("居民参保年度结束，等待期随之终止", "the resident year ends, and the wait with it"), ("resident.year",)),
    Transition("unit_stops", NOTHING, (E,), S, None, None,
               Label("单位（或基金）停止缴费", "the unit or the fund stops paying"),
               ("employee.stop_lag_months", "employee.continuity_gap_max")),
    Transition("flexible_stops", NOTHING, (F,), S, None, None,
               Label("灵活就业停止缴费", "stops paying as flexible"),
               ("flexible.stop_lag_months", "flexible.continuity_gap_max")),
    Transition("resident_year_over", NOTHING, (R,), S, None, None,
               Label("居民参保年度结束，未续缴", "the resident year is over and not renewed"),
               ("resident.year", "resident.stop_lag_months")),
    Transition("still_suspended", NOTHING, (S,), None, None, None,
               Label("断保中", "still suspended"), ("gap:continuity_gap_max",)),
)  # fmt: skip
NUMBER: Final = {row.id: number for number, row in enumerate(TABLE, start=1)}
