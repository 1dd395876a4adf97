"""The worked cases: each comes out as its source says, and alike on both engines."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Final

import pytest
from engines import Case, atlas, cases, differences

from lifecycle import Scenario, Timeline, simulate
from lifecycle.months import month, text
from lifecycle.timeline import Row
from lifecycle.words import GRADES

TRUTHS: Final = ("covered", "covered_finally")
every_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)


def is_covered(life: Timeline, row: Row, truth: str) -> bool:
    """Covered then, or covered after later payments were settled."""
    return row.covered_finally if truth == "covered_finally" else row.covered


def benefit_rate(life: Timeline, row: Row, truth: str) -> float:
    """The benefit factor of the month, then or finally."""
    return row.benefit_factor_finally if truth == "covered_finally" else row.benefit_factor


def covered_from(life: Timeline, row: Row, truth: str) -> str | None:
    """The month if cover begins in it, and if the row says so itself."""
    before = text(row.index - 1)
    begins = is_covered(life, row, truth) and (before < life[0].month or not is_covered(life, life[before], truth))
    return row.month if begins and (row.covered_from or "").startswith(row.month) else None


def covered_from_date(life: Timeline, row: Row, truth: str) -> str | None:
    """The day on which cover begins; where only a later payment brings it, the row of that payment says it."""
    told = (later.covered_from for later in life[row.month :] if later.covered_from)
    return next(told, None) if truth == "covered_finally" else row.covered_from


def entry_rule(row: Row) -> dict[str, Any]:
    """What the entry rule of the month does, as the row cites it."""
    value: dict[str, Any] = next(p.value for p in row.cause.parameters if p.key == row.cause.entry_rule)
    return value["then"]  # type: ignore[no-any-return]


def waiting_fixed(life: Timeline, row: Row, truth: str) -> int:
    """The fixed part of a resident wait: what the rule itself says."""
    return int(entry_rule(row).get("wait_months", 0))


def waiting_variable(life: Timeline, row: Row, truth: str) -> int:
    """The rest of the wait: what missed years added and repair took away."""
    return row.waiting_total - waiting_fixed(life, row, truth)


def retroactive(life: Timeline, row: Row, truth: str) -> bool:
    """A month before this one was not covered then and is covered finally."""
    return any(before.covered_finally and not before.covered for before in life[: row.month] if before.month < row.month)


def treated_as_first_time(life: Timeline, row: Row, truth: str) -> bool:
    """The entry rule is the one that somebody never insured would have met in this month."""
    event = {"month": row.month, "what": "start_flexible"}
    first_time = simulate(Scenario.read({"region": row.region, "event": [event]}), atlas=atlas())
    return row.cause.entry_rule == first_time[row.month].cause.entry_rule


def suspended_from(life: Timeline, row: Row, truth: str) -> str | None:
    """The month if the relation is suspended from it on."""
    before = text(row.index - 1)
    return row.month if row.state == "suspended" and before >= life[0].month and life[before].state != "suspended" else None


def amount_cny(life: Timeline, row: Row, truth: str) -> float | None:
    """What the resident premium of the year cost, in yuan: fixed on the day of a payment in this month, else known from before."""
    fixed = (one["price_fen"] for event in row.cause.events for one in event.get("fixed", ()))
    fen = next(fixed, row.resident_price_fen)
    return None if fen is None else fen / 100


#: The fields of a published case that are not fields of a row; all others are read from the row as they are.
DERIVED: Final[dict[str, Callable[[Timeline, Row, str], Any]]] = {
    "covered": is_covered,
    "benefit_rate": benefit_rate,
    "covered_from": covered_from,
    "covered_from_date": covered_from_date,
    "waiting_months_total": lambda life, row, truth: row.waiting_total,
    "waiting_fixed": waiting_fixed,
    "waiting_variable": waiting_variable,
    "scheme": lambda life, row, truth: row.covered_by,
    "retroactive": retroactive,
    "treated_as_first_time": treated_as_first_time,
    "suspended_from": suspended_from,
    "amount_cny": amount_cny,
    "transition": lambda life, row, truth: row.cause.transition,
    "entry_rule": lambda life, row, truth: row.cause.entry_rule,
    "refused": lambda life, row, truth: any(not event["effect"] for event in row.cause.events),
}


def found(life: Timeline, at: str, field: str, truth: str) -> Any:
    """Return what a timeline answers to one expectation."""
    row = life[at]
    return DERIVED[field](life, row, truth) if field in DERIVED else getattr(row, field)


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
            value = found(life, at, one["field"], one.get("truth", case.about["truth"]))
            if value != one["value"]:
                wrong.append(f"{at} {one['field']}: {value!r}, not {one['value']!r}")
    assert not wrong


@every_case
def test_a_case_is_the_same_life_on_both_engines(case: Case) -> None:
    """Machine and compiled step agree in every field of every month, and no field leaves its bounds."""
    assert differences(case.scenario) == []


@every_case
def test_a_case_names_its_source_and_its_grade(case: Case) -> None:
    """Who said so, how much that is worth, which truth is meant; and something is expected."""
    about = case.about
    assert about["id"] and about["source"] and about["note"]
    assert about["grade"] in GRADES and about["truth"] in TRUTHS
    if about["source"] != "own":
        assert about["source_kind"] and about["rule_grade"] in GRADES and isinstance(about["instantiated"], bool)
    assert case.expect


def test_ids_of_cases_are_their_own() -> None:
    """No two case files share an id, and a file begins with its own."""
    ids = [case.about["id"] for case in cases()]
    assert len(set(ids)) == len(ids)
    for case in cases():
        assert case.path.stem.split("_")[0] == case.about["id"].lower()


@pytest.mark.parametrize(
    "case",
    [case for case in cases() if len({event.month for event in case.scenario.events}) < len(case.scenario.events)],
    ids=lambda case: case.name,
)
def test_the_order_of_events_in_a_month_does_not_matter(case: Case) -> None:
    """Events of one month, shuffled in the file, make the same months."""
    expected = simulate(case.scenario, atlas=atlas())
    shuffle = random.Random(case.name).random
    for _ in range(3):
        events = sorted(case.data["event"], key=lambda event: (event["month"], shuffle()))
        life = simulate(Scenario.read({**case.data, "event": events}), atlas=atlas())
        assert [without_events(row) for row in life] == [without_events(row) for row in expected]


def without_events(row: Row) -> tuple[Any, ...]:
    """A row as it is apart from the numbers that its events have in the file."""
    told = sorted(str({**event, "number": 0}) for event in row.cause.events)
    parts = (row.cause.transition, row.cause.entry_rule, row.cause.decided, row.cause.parameters, row.cause.tried)
    return (*(getattr(row, name) for name in Row.__attrs_attrs__ and ROW_FIELDS), parts, told)


ROW_FIELDS: Final = tuple(field.name for field in Row.__attrs_attrs__ if field.name != "cause")
