"""One scenario on both engines: read from a case file, lived by the machine and by the compiled step, compared."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np

from lifecycle import document, happenings
from lifecycle._compiled import live as live_compiled
from lifecycle.beginnings import starting_record
from lifecycle.errors import ScenarioError
from lifecycle.guide.pages import NOT_SCENARIO
from lifecycle.itinerary import Itinerary
from lifecycle.machine import Life, Month, empty_facts
from lifecycle.months import text
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
    """Return the same months as the compiled step lives them."""
    way = Itinerary(scenario, atlas())
    first = Life(scenario, atlas=atlas()).first_month
    every = range(first, scenario.last + 1)
    rows = live_compiled(
        starting_record(scenario, way),
        [empty_facts(month) for month in every],
        [way.rules(month) for month in every],
        way.pool,
        [[h for told in happenings.in_month(scenario, way, month) for h in told.happenings] for month in every],
    )
    return [Record(**{name: plain(row[name]) for name in names(Record)}) for row in rows]


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
