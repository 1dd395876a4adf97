"""What the case files reach: states, transitions, and the entry rules of every region that is shipped."""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache
from typing import Final

import attrs
from engines import Case, atlas, cases, lived

from lifecycle.regions.atlas import Atlas
from lifecycle.table import TABLE
from lifecycle.vocabulary import State, key

#: Entry rules that no life can be decided by, each with its reason; none at present.
NOT_REACHED: Final[dict[str, str]] = {}
FEWEST: Final = 3


@attrs.frozen
class Reach:
    """How often the cases reach what there is; an entry rule is named with the region that wrote it."""

    states: dict[str, int]
    transitions: dict[str, int]
    rules: dict[str, int]

    def in_a_line(self) -> str:
        """Return the three shares in one line."""
        parts = (("states", self.states), ("transitions", self.transitions), ("entry rules", self.rules))
        return ", ".join(f"{sum(map(bool, found.values()))} of {len(found)} {name}" for name, found in parts)

    def report(self) -> str:
        """Return what no case reaches, and what cases expect that is not simulated yet, one a line."""
        lines = [f"{len(cases())} cases reach {self.in_a_line()}; no case reaches:"]
        for name, found in (("state", self.states), ("transition", self.transitions), ("entry rule", self.rules)):
            lines += [f"  {name} {one}" for one in unreached(found)]
        lines += ["expected by a case, not simulated yet:"]
        lines += [f"  {case.about['id']} {one['month']} {one['field']}" for case in cases() for one in case.not_yet]
        return "\n".join(lines)


def unreached(found: dict[str, int]) -> list[str]:
    """Return what was never reached, in its order."""
    return [one for one, times in found.items() if not times]


def shipped_rules() -> list[str]:
    """Return every entry rule in the lists of the shipped regions, each once, under the region that wrote it."""
    shipped = Atlas()
    for region in shipped.ids():
        shipped.book(region)
    return list(dict.fromkeys(f"{rule.written_in}: {rule.key}" for rule in shipped.rules))


@cache
def reached() -> Reach:
    """Live every case and count the states it is in, the transitions it takes and the entry rules that decide in it."""
    found = Reach({key(s): 0 for s in State}, {row.id: 0 for row in TABLE}, dict.fromkeys(shipped_rules(), 0))
    for case in cases():
        for one in lived(case.scenario):
            p, v = one.record, one.facts
            found.states[key(State(p.state))] += 1
            found.transitions[TABLE[p.row - 1].id] += 1
            for number in {v.decided, v.resident_decided, v.refused, v.resident_refused, v.changed_running} - {0}:
                rule = atlas().rule(number - 1)
                if (name := f"{rule.written_in}: {rule.key}") in found.rules:
                    found.rules[name] += 1
    return found


def test_every_state_is_reached() -> None:
    """Some case is in every state."""
    assert unreached(reached().states) == []


def test_every_transition_is_reached() -> None:
    """Some case takes every row of the table."""
    assert unreached(reached().transitions) == []


def test_every_entry_rule_is_reached() -> None:
    """Some case is decided by each rule of each shipped region, but for those named with their reason."""
    sys.stdout.write(f"{reached().report()}\n")
    assert set(unreached(reached().rules)) == set(NOT_REACHED)


def test_every_region_has_cases_of_its_own() -> None:
    """Three at least are lived in it."""
    lived_in = Counter(region for case in cases() for region in {case.scenario.region, *moved_to(case)})
    assert [region for region in Atlas().ids() if lived_in[region] < FEWEST] == []


def moved_to(case: Case) -> set[str]:
    """Return the regions to which a life moves."""
    return {region for event in case.scenario.events if (region := getattr(event, "region", None))}
