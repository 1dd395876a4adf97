"""The worked cases: each comes out as its source says, and alike on both engines."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Final

import attrs
import pytest
from engines import Case, atlas, cases, differences

from lifecycle import Scenario, Timeline, simulate
from lifecycle.months import month, text
from lifecycle.row import Row
from lifecycle.words import GRADES

TRUTHS: Final = ("covered", "covered_finally")
FEN_IN_YUAN: Final = 100
every_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)


@attrs.frozen
class Question:
    """What an expectation asks about: a life, one of its months, and which truth ``covered`` means."""

    life: Timeline
    row: Row
    truth: str

    @property
    def before(self) -> Row | None:
        """The month before, if the life has it."""
        at = self.life.rows.index(self.row)
        return self.life[at - 1] if at else None


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
    first_time = simulate(Scenario.read({"region": q.row.region, "event": [event]}), atlas=atlas())
    return q.row.cause.entry_rule == first_time[q.row.month].cause.entry_rule


def suspended_from(q: Question) -> str | None:
    """The month if the relation is suspended from it on."""
    begins = q.row.state == "suspended" and q.before is not None and q.before.state != "suspended"
    return q.row.month if begins else None


def amount_cny(q: Question) -> float | None:
    """What the resident premium cost in yuan: fixed by a payment of this month, else the price of the running year."""
    fixed = (one["price_fen"] for event in q.row.cause.events for one in event.get("fixed", ()))
    fen = next(fixed, q.row.resident_price_fen)
    return None if fen is None else fen / FEN_IN_YUAN


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
    "without_effect": without_effect,
}


def months_of(written: str) -> list[str]:
    """Return the months of an expectation: one, or every month of ``first..last``."""
    first, _, last = written.partition("..")
    return [text(index) for index in range(month(first), month(last or first) + 1)]


@every_case
def test_a_case_comes_out_as_its_source_says(case: Case) -> None:
    """Every expectation of a case holds in the timeline."""
    life = simulate(case.scenario, atlas=atlas())
    wrong = []
    for one in case.expect:
        for at in months_of(one["month"]):
            field = one["field"]
            asked = Question(life, life[at], case.about["truth"])
            found = ASKED[field](asked) if field in ASKED else getattr(asked.row, field)
            if found != one["value"]:
                wrong.append(f"{at} {field}: {found!r}, not {one['value']!r}")
    assert wrong == []


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
