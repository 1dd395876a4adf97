"""What the case files reach: states, transitions, and the entry rules of every region that is shipped."""

from __future__ import annotations

from functools import cache
from typing import Final

import attrs
from engines import atlas, cases, lived

from lifecycle.regions.atlas import PACKAGED, Atlas
from lifecycle.table import TABLE
from lifecycle.words import State, key

#: States that no event leads to yet.
NOT_SIMULATED: Final = {"retired"}


@attrs.frozen
class Reach:
    """What there is, and what of it some case reaches; an entry rule is named by the region that wrote it."""

    states: dict[str, int]
    transitions: dict[str, int]
    rules: dict[str, int]

    def in_a_line(self) -> str:
        """Return the three shares in one line."""
        parts = (("states", self.states), ("transitions", self.transitions), ("entry rules", self.rules))
        return ", ".join(f"{sum(map(bool, found.values()))} of {len(found)} {name}" for name, found in parts)

    def report(self) -> str:
        """Return what no case reaches, one a line."""
        lines = [f"cases reach {self.in_a_line()}; what none reaches:"]
        for name, found in (("state", self.states), ("transition", self.transitions), ("entry rule", self.rules)):
            lines += [f"  {name} {one}" for one, times in found.items() if not times]
        return "\n".join(lines)


def shipped_rules() -> dict[str, int]:
    """Return every entry rule that some shipped region's list holds, under the region that wrote it, not reached yet."""
    shipped = Atlas()
    for region in shipped.ids():
        shipped.book(region)
    return {f"{rule.written_in}: {rule.key}": 0 for rule in shipped.rules}


@cache
def reached() -> Reach:
    """Live every case and count the states it is in, the transitions it takes and the entry rules that decide in it."""
    found = Reach({key(state): 0 for state in State}, {row.id: 0 for row in TABLE}, shipped_rules())
    for case in cases():
        for one in lived(case.scenario):
            p, v = one.record, one.facts
            found.states[key(State(p.state))] += 1
            found.transitions[TABLE[p.row - 1].id] += 1
            for number in {v.decided, v.resident_decided, v.refused, v.resident_refused, v.changed_running} - {0}:
                rule = atlas().rules[number - 1]
                name = f"{rule.written_in}: {rule.key}"
                if name in found.rules:
                    found.rules[name] += 1
    return found


def test_every_state_is_reached() -> None:
    """Some case is in every state that can be simulated, and in no other."""
    assert {state for state, times in reached().states.items() if not times} == NOT_SIMULATED


def test_every_transition_is_reached() -> None:
    """Some case takes every row of the table."""
    assert [row for row, times in reached().transitions.items() if not times] == []


def test_what_no_case_reaches_is_told() -> None:
    """The report names entry rules that no case reaches, and leaves out those that one does."""
    print(reached().report())
    rules = reached().rules
    assert set(rules) == set(shipped_rules()) and (PACKAGED / "national.toml").is_file()
    assert rules["hubei/wuhan: flexible.entry.as-first"] > 0
