"""One scenario on both engines: read from a case file, lived by the machine and by the compiled step, compared."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np

from lifecycle import document, happenings
from lifecycle.beginnings import starting_record
from lifecycle.errors import ScenarioError
from lifecycle.facts import Happening
from lifecycle.guide.pages import NOT_SCENARIO
from lifecycle.itinerary import BY_PLACE, Itinerary
from lifecycle.layout import as_array, record_dtype
from lifecycle.machine import Life, Month
from lifecycle.months import text
from lifecycle.population.batch import Batch
from lifecycle.population.columns import USUAL
from lifecycle.population.engine import live, plan_of
from lifecycle.population.rulebase import Rulebase, as_rules
from lifecycle.record import Record, names, out_of_bounds
from lifecycle.regions.atlas import Atlas
from lifecycle.scenario import Scenario

CASES: Final = Path(__file__).parent / "cases"
REGIONS: Final = CASES / "regions"


@attrs.frozen(kw_only=True, eq=False)
class Case:
    """A case file: a scenario, where the case comes from, what must come out, and what is not simulated yet."""

    path: Path
    data: dict[str, Any]
    scenario: Scenario
    about: dict[str, Any]
    expect: list[dict[str, Any]]
    not_yet: list[dict[str, Any]]

    @property
    def name(self) -> str:
        """Return the path below ``tests/cases``, as test ids show it."""
        return str(self.path.relative_to(CASES).with_suffix(""))


def load(path: Path) -> Case:
    """Return the case in a file; the scenario in it is read as any scenario is."""
    content = document.read(path, ScenarioError)
    data = {key: value for key, value in content.items() if key not in NOT_SCENARIO}
    return Case(
        path=path,
        data=data,
        scenario=Scenario.read(data, file=str(path)),
        about=content.get("case", {}),
        expect=content.get("expect", []),
        not_yet=content.get("not_yet", []),
    )


@cache
def cases() -> tuple[Case, ...]:
    """Return every case file, in the order of its path."""
    return tuple(load(path) for path in sorted(CASES.rglob("*.toml")) if not path.is_relative_to(REGIONS))


@cache
def atlas() -> Atlas:
    """Return the shipped regions and those of the cases."""
    return Atlas([REGIONS])


def lived(scenario: Scenario) -> list[Month]:
    """Return the months of a scenario as the machine for one person lives them."""
    return Life(scenario, atlas=atlas()).live()


def compiled(scenario: Scenario) -> list[Record]:
    """Return the same months as the compiled program lives them."""
    way = Itinerary(scenario, atlas())
    first = Life(scenario, atlas=atlas()).first_month
    base = rules_of(way, first, scenario.last)
    lived = live(alone(scenario, way, first), base, plan_of(base, USUAL, records=True))
    rows = lived.column("records")
    return [Record(**{name: plain(row[name]) for name in names(Record)}) for row in rows]


def alone(scenario: Scenario, way: Itinerary, first: int) -> Batch:
    """Return one life as a batch, told exactly what the machine is told."""
    told = [
        (month, happening)
        for month in sorted(happenings.eventful(scenario, way))
        for one in happenings.in_month(scenario, way, month)
        for happening in one.happenings
        if first <= month <= scenario.last
    ]
    return Batch(
        ids=np.zeros(1, np.int64),
        first=np.array([first], np.int32),
        last=np.array([scenario.last], np.int32),
        start=as_array([starting_record(scenario, way)], record_dtype(Record)),
        arrivals_from=np.array([0, len(way.firsts)], np.int64),
        arrival_month=np.array(way.firsts, np.int32),
        arrival_region=np.array([book.number for book in way.books], np.int32),
        happenings_from=np.array([0, len(told)], np.int64),
        happening_month=np.array([month for month, _ in told], np.int32),
        happenings=as_array([happening for _, happening in told], record_dtype(Happening)),
    )


def rules_of(way: Itinerary, first: int, last: int) -> Rulebase:
    """Return what one life reads, its assumptions included: for every region of it, the rules of the month as that place has them."""
    found: dict[tuple[int, int], int] = {}
    kept = []
    most, span = max(book.number for book in way.slots), last - first + 2
    version_of = np.zeros((most + 1, span), np.int32)
    for at in range(span):
        rules = way.rules(first + at)
        for position, book in enumerate(way.slots):
            if (id(rules), position) not in found:
                found[id(rules), position] = len(kept)
                kept.append(attrs.evolve(rules, **{name: (getattr(rules, name)[position],) for name in BY_PLACE}))
            version_of[book.number, at] = found[id(rules), position]
    until_of = np.broadcast_to(np.arange(first + 1, first + span + 1, dtype=np.int32), version_of.shape).copy()
    for at in reversed(range(span - 1)):
        same = version_of[:, at] == version_of[:, at + 1]
        until_of[same, at] = until_of[same, at + 1]
    return Rulebase(way.atlas, first, span, as_rules(kept), version_of.ravel(), until_of.ravel(), pool(len(way.pool)))


@lru_cache(maxsize=4)
def pool(length: int) -> np.ndarray:
    """Return the entry rules and requirements of the shared atlas, once for each length it had."""
    return np.array(atlas().pool[:length], np.int32)


def plain(value: Any) -> Any:
    """Return a number, or the numbers by place, of the compiled step as the machine has them."""
    return list(map(int, value)) if isinstance(value, (list, np.ndarray)) else int(value)


def differences(scenario: Scenario) -> list[str]:
    """Return every field of every month in which the two engines differ, or that lies outside its bounds."""
    one, other = lived(scenario), compiled(scenario)
    found = [f"{len(one)} months lived, {len(other)} compiled"] if len(one) != len(other) else []
    for month, row in zip(one, other, strict=False):
        both = [(name, plain(getattr(month.record, name)), getattr(row, name)) for name in names(Record)]
        found += [f"{text(month.month)} {name}: {a} lived, {b} compiled" for name, a, b in both if a != b]
        found += [f"{text(month.month)} {name} out of bounds" for name in out_of_bounds(month.record)]
    return found
