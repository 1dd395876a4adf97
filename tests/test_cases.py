"""The worked cases: each comes out as its source says, and alike on both engines."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Final

import attrs
import pytest
from engines import Case, atlas, cases, differences

from lifecycle import Atlas, Scenario, Timeline, retirement_date, simulate
from lifecycle.guide.errands import errands
from lifecycle.months import MONTHS_IN_YEAR, month, text
from lifecycle.retirement import RetirementDate
from lifecycle.row import Retirement, Row
from lifecycle.vocabulary import GRADES

TRUTHS: Final = ("covered", "covered_finally")
FEN_IN_YUAN: Final = 100
every_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)


@attrs.frozen
class Question:
    """What an expectation asks about: a life, one of its months, which truth ``covered`` means, and how the file tells the life."""

    life: Timeline
    row: Row
    truth: str
    told: dict[str, Any]
    regions: Atlas

    @property
    def before(self) -> Row | None:
        """The month before, if the life has it."""
        at = self.life.rows.index(self.row)
        return self.life[at - 1] if at else None

    @property
    def this_year(self) -> list[Row]:
        """The months of the calendar year, up to this one."""
        return [row for row in self.life if self.row.month[:4] <= row.month <= self.row.month]

    def with_more(self, event: dict[str, Any]) -> Row:
        """The same month, had this event happened in it too."""
        events = sorted([*self.told.get("event", ()), {"month": self.row.month, **event}], key=lambda one: one["month"])
        return simulate(Scenario.read({**self.told, "event": events}), atlas=self.regions)[self.row.month]


def is_covered(q: Question) -> bool:
    """Covered then, or covered after later payments were settled."""
    return q.row.covered_finally if q.truth == "covered_finally" else q.row.covered


def benefit_rate(q: Question) -> float:
    """The benefit factor of the month, then or finally."""
    return q.row.benefit_factor_finally if q.truth == "covered_finally" else q.row.benefit_factor


def covered_from(q: Question) -> str | None:
    """The month if cover begins in it, and if the row says so itself."""
    begins = is_covered(q) and (q.before is None or not is_covered(attrs.evolve(q, row=q.before)))
    return q.row.month if begins and (q.row.covered_from or "").startswith(q.row.month) else None


def covered_from_date(q: Question) -> str | None:
    """The day on which cover begins; where only a later payment brings it, the row of that payment tells it."""
    told = (later.covered_from for later in q.life[q.row.month :] if later.covered_from)
    return next(told, None) if q.truth == "covered_finally" else q.row.covered_from


def waiting_fixed(q: Question) -> int:
    """The fixed part of a resident wait: what the rule itself says, as the row cites it."""
    rule = next(p.value for p in q.row.cause.parameters if p.key == q.row.cause.entry_rule)
    return int(rule["then"].get("wait_months", 0))


def waiting_variable(q: Question) -> int:
    """The rest of the wait: what missed years added and repair took away."""
    return q.row.waiting_total - waiting_fixed(q)


def retroactive(q: Question) -> bool:
    """A month before this one was not covered then and is covered finally."""
    return any(row.covered_finally and not row.covered for row in q.life if row.month < q.row.month)


def treated_as_first_time(q: Question) -> bool:
    """The entry rule is the one that somebody never insured would have met in this month."""
    event = {"month": q.row.month, "what": "start_flexible"}
    first_time = simulate(Scenario.read({"region": q.row.region, "event": [event]}), atlas=q.regions)
    return q.row.cause.entry_rule == first_time[q.row.month].cause.entry_rule


def suspended_from(q: Question) -> str | None:
    """The month if the relation is suspended from it on."""
    begins = q.row.state == "suspended" and q.before is not None and q.before.state != "suspended"
    return q.row.month if begins else None


def amount_cny(q: Question) -> float | None:
    """What a coverage year cost in yuan: the resident premium paid now, or of the running year; as flexible, the year so far."""
    fixed = (one["price_fen"] for event in q.row.cause.events for one in event.get("fixed", ()))
    fen = next(fixed, q.row.resident_price_fen)
    if fen is None and q.row.scheme == "flexible":
        fen = sum(row.own_fen for row in q.this_year if row.scheme == "flexible")
    return None if fen is None else fen / FEN_IN_YUAN


def monthly_amount_cny(q: Question) -> float:
    """What a month as flexible cost in yuan, over the months of the calendar year paid so far."""
    paid = [row for row in q.this_year if row.scheme == "flexible"]
    return sum(row.own_fen for row in paid) / len(paid) / FEN_IN_YUAN


def personal_account_usable(q: Question) -> bool:
    """A bill of this month would be paid from the personal account."""
    told = q.with_more({"what": "bill", "amount": 1, "kind": "outpatient"}).cause.events
    return any(event["account_fen"] == FEN_IN_YUAN for event in told if event["what"] == "bill")


def legal(q: Question) -> RetirementDate:
    """When the law lets the person of this life retire."""
    person = q.life.scenario["person"]
    return retirement_date(person["born"], person.get("group") or person["sex"], atlas=q.regions)


def retirement_month(q: Question) -> str | None:
    """The month in which this life retires, if it is the legal one."""
    retires = next((row.month for row in q.life if row.state == "retired"), None)
    return retires if retires == legal(q).month else None


def outlook(q: Question) -> Retirement:
    """What the month says about retiring."""
    assert q.row.retirement is not None
    return q.row.retirement


def required_province_actual_months(q: Question) -> int:
    """The months really paid in the province that the requirement cited by the month asks for."""
    asked = next(p.value for p in q.row.cause.parameters if p.key.startswith("retirement.requirement."))
    assert asked["local_in"] == "province"
    return int(asked["local_years"] * MONTHS_IN_YEAR)


def topup_allowed(q: Question) -> bool:
    """Had the missing years been bought at once this month, the person would have retired in it."""
    return q.with_more({"what": "top_up"}).state == "retired"


def bill(part: str) -> Callable[[Question], Any]:
    """A part of the one bill of the month, as it was settled; of several bills a list."""

    def asked(q: Question) -> Any:
        found = [event[part] for event in q.row.cause.events if event["what"] == "bill"]
        return found[0] if len(found) == 1 else found

    return asked


def without_effect(q: Question) -> bool:
    """An event of the month was understood and changed nothing."""
    return any(not event["effect"] for event in q.row.cause.events)


#: What an expectation may ask besides the fields of a row, which are read as they are.
ASKED: Final[dict[str, Callable[[Question], Any]]] = {
    "covered": is_covered,
    "benefit_rate": benefit_rate,
    "covered_from": covered_from,
    "covered_from_date": covered_from_date,
    "waiting_months_total": lambda q: q.row.waiting_total,
    "waiting_fixed": waiting_fixed,
    "waiting_variable": waiting_variable,
    "scheme": lambda q: q.row.covered_by,  # who covers, as the published cases call it
    "relation": lambda q: q.row.scheme,
    "retroactive": retroactive,
    "treated_as_first_time": treated_as_first_time,
    "suspended_from": suspended_from,
    "amount_cny": amount_cny,
    "monthly_amount_cny": monthly_amount_cny,
    "personal_account_usable": personal_account_usable,
    "without_effect": without_effect,
    "transition": lambda q: q.row.cause.transition,
    "entry_rule": lambda q: q.row.cause.entry_rule,
    # retiring
    "retirement_month": retirement_month,
    "retirement_age_months": lambda q: legal(q).age_months,
    "delay_months": lambda q: legal(q).delay_months,
    "earliest_flexible_month": lambda q: legal(q).earliest,
    "latest_flexible_month": lambda q: legal(q).latest,
    "pension_min_months": lambda q: legal(q).pension_months,
    "eligible": lambda q: q.row.state == "retired",
    "retires_in": lambda q: outlook(q).month,
    "retires_where": lambda q: outlook(q).region,
    "required_months": lambda q: outlook(q).required_months,
    "required_province_actual_months": required_province_actual_months,
    "shortfall_months": lambda q: outlook(q).short,
    "total_shortfall_months": lambda q: outlook(q).missing_months,
    "actual_shortfall_months": lambda q: max(outlook(q).missing_actual_months, outlook(q).missing_local_months),
    "local_shortfall_months": lambda q: outlook(q).missing_local_months,
    "top_up_fen": lambda q: outlook(q).top_up_fen,
    "topup_allowed": topup_allowed,
    # bills
    "bill_pool_fen": bill("pool_fen"),
    "bill_own_fen": bill("own_fen"),
    "bill_account_fen": bill("account_fen"),
    "bill_pool_finally_fen": bill("pool_finally_fen"),
    "bill_own_finally_fen": bill("own_finally_fen"),
    "bill_settled_by": bill("settled_by"),
    "bill_unknown": lambda q: bill("pool_fen")(q) is None,
    # what nobody knows
    "own_unknown": lambda q: q.row.own_fen is None,
    "employer_unknown": lambda q: q.row.employer_fen is None,
    "maternity_unknown": lambda q: q.row.maternity is None,
    "top_up_unknown": lambda q: outlook(q).top_up_fen is None,
    "requirement_unknown": lambda q: outlook(q).required_months is None,
    "retirement_unknown": lambda q: q.row.retirement is None,
    # incentives
    "continuity_bonus_cny": lambda q: q.row.continuity_bonus_fen / FEN_IN_YUAN,
    "continuity_bonus_cny_min": lambda q: q.row.continuity_bonus_fen / FEN_IN_YUAN,
    "zero_claim_bonus_cny": lambda q: q.row.no_claim_bonus_fen / FEN_IN_YUAN,
}


def due(procedure: str) -> Callable[[Question], str | None]:
    """The day by which a procedure has to be done for a change of this month."""

    def asked(q: Question) -> str | None:
        found = [one for one in errands(q.life, q.regions) if one.occurred.row == q.row and one.told.written.id == procedure]
        return found[0].by_when.isoformat() if found and found[0].by_when else None

    return asked


def answer(q: Question, field: str) -> Any:
    """What the life says to an expectation: a procedure's day, what is asked about the month, or a field of its row."""
    if field.startswith(DUE):
        return due(field.removeprefix(DUE))(q)
    return ASKED[field](q) if field in ASKED else getattr(q.row, field)


#: Before the id of a procedure in an expectation.
DUE: Final = "due."
#: Expectations that give the least that must come out.
AT_LEAST: Final = ("continuity_bonus_cny_min",)


def months_of(written: str) -> list[str]:
    """Return the months of an expectation: one, or every month of ``first..last``."""
    first, _, last = written.partition("..")
    return [text(index) for index in range(month(first), month(last or first) + 1)]


def differs(case: Case, regions: Atlas) -> list[str]:
    """Return the expectations of a case that do not hold in its timeline."""
    life = simulate(case.scenario, atlas=regions)
    wrong = []
    for one in case.expect:
        for at in months_of(one["month"]):
            field = one["field"]
            asked = Question(life, life[at], case.about["truth"], case.data, regions)
            found = answer(asked, field)
            if found != one["value"] and not (field in AT_LEAST and found > one["value"]):
                wrong.append(f"{at} {field}: {found!r}, not {one['value']!r}")
    return wrong


@every_case
def test_a_case_comes_out_as_its_source_says(case: Case) -> None:
    """Every expectation of a case holds in the timeline."""
    assert differs(case, atlas()) == []


@every_case
def test_a_case_is_the_same_life_on_both_engines(case: Case) -> None:
    """Machine and compiled step agree in every field of every month, and no field leaves its bounds."""
    assert differences(case.scenario) == []


@every_case
def test_a_case_names_its_source_and_its_grade(case: Case) -> None:
    """Who said so, how much that is worth, which truth is meant; and something is expected."""
    about = case.about
    assert all(about[key] for key in ("id", "source", "note"))
    assert about["grade"] in GRADES
    assert about["truth"] in TRUTHS
    if about["source"] != "own":
        assert about["source_kind"]
        assert about["rule_grade"] in GRADES
        assert isinstance(about["instantiated"], bool)
    assert case.expect


def test_an_id_names_one_case() -> None:
    """No two case files share an id, and the name of a file begins with its own."""
    ids = [case.about["id"] for case in cases()]
    assert len(set(ids)) == len(ids)
    assert [case.path.stem.split("_")[0] for case in cases()] == [name.lower() for name in ids]


def busy(case: Case) -> bool:
    """Several events fall into one month."""
    events = case.scenario.events
    return len({event.month for event in events}) < len(events)


@pytest.mark.parametrize("case", [case for case in cases() if busy(case)], ids=lambda case: case.name)
def test_the_order_of_events_in_a_month_does_not_matter(case: Case) -> None:
    """Events of one month, shuffled in the file, make the same months."""
    expected = [as_told(row) for row in simulate(case.scenario, atlas=atlas())]
    dice = random.Random(case.name)
    for _ in range(3):
        events = sorted(case.data["event"], key=lambda event: (event["month"], dice.random()))
        shuffled = simulate(Scenario.read({**case.data, "event": events}), atlas=atlas())
        assert [as_told(row) for row in shuffled] == expected


def as_told(row: Row) -> Row:
    """A row whose events are in a fixed order and without their numbers in the file."""
    events = sorted(({**event, "number": 0} for event in row.cause.events), key=str)
    return attrs.evolve(row, cause=attrs.evolve(row.cause, events=events))
