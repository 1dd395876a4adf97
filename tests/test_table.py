"""The transition table: complete, without dead rows, pure guards, and the compiled step written from it."""

import copy
import ctypes
import inspect
import random
from pathlib import Path

import attrs
import numpy as np
import pytest
from engines import atlas, plain
from llvmlite import ir

from lifecycle import columns, facts, layout, record, table, vocabulary
from lifecycle import compiled as compiled_room
from lifecycle import rules as rules_room
from lifecycle.columns import PLACES
from lifecycle.compiled import transition_source
from lifecycle.compiled.functions import Functions
from lifecycle.compiled.library import engine, fingerprint, modules_of, rules_fingerprint
from lifecycle.compiled.values import ADDRESS, Held, Reading
from lifecycle.facts import Facts
from lifecycle.layout import as_array, record_dtype
from lifecycle.monthly import machine
from lifecycle.population.columns import USUAL
from lifecycle.population.engine import plan_of
from lifecycle.population.rulebase import rulebase
from lifecycle.record import Record
from lifecycle.table import TABLE
from lifecycle.vocabulary import State, Trigger, key

SNAPSHOT = Path(__file__).parent / "snapshots" / "step.py.txt"
LIVING = [state for state in State if state not in (State.DECEASED, State.RETIRED)]


def rules():
    """The rules of one region and month."""
    return atlas().book("hubei/wuhan").rules(24300)


def random_record(chance, cls):
    """A record of small random numbers, so that comparisons go either way."""
    made = cls()
    for field in attrs.fields(cls):
        high = min(field.metadata["high"], 9)
        size = field.metadata.get("size")
        setattr(made, field.name, [chance.randint(0, high) for _ in range(size)] if size else chance.randint(0, high))
    return made


@pytest.mark.parametrize("trigger", list(Trigger), ids=key)
@pytest.mark.parametrize("state", LIVING, ids=key)
def test_every_state_has_a_last_word_for_every_trigger(trigger, state):
    """Whatever the month comes down to, the last row for that state has no guard, so that nothing falls through."""
    rows = [row for row in TABLE if row.trigger is trigger and state in row.sources]
    assert rows
    complementary = {row.guard.__name__ for row in rows if row.guard} >= {"wait_runs", "goes_on"}
    assert rows[-1].guard is None or complementary


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
def test_no_row_is_dead(row):
    """No earlier row without guard takes all the sources of a later one."""
    before = [other for other in TABLE[: TABLE.index(row)] if other.trigger is row.trigger and other.guard is None]
    assert set(row.sources) - {state for other in before for state in other.sources}


def test_rows_have_ids_and_labels_of_their_own():
    """Ids and labels tell rows apart, in both languages."""
    for texts in ([row.id for row in TABLE], [row.label.zh for row in TABLE], [row.label.en for row in TABLE]):
        assert len(set(texts)) == len(TABLE)


GUARDS = sorted({row.guard for row in TABLE if row.guard}, key=lambda guard: guard.__name__)
EFFECTS = sorted({row.effect for row in TABLE if row.effect}, key=lambda effect: effect.__name__)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_a_guard_changes_nothing(guard):
    """Asking is not doing."""
    chance = random.Random(guard.__name__)
    for _ in range(200):
        p, v = random_record(chance, Record), random_record(chance, Facts)
        before = copy.deepcopy((vars(p), vars(v)))
        guard(p, v, rules())
        assert (vars(p), vars(v)) == before


@pytest.mark.parametrize("function", [*GUARDS, *EFFECTS], ids=lambda function: function.__name__)
def test_each_guard_and_effect_compiles_alone_and_agrees(function):
    """A misspelt field shows here, and both engines answer alike."""
    base = rulebase(atlas(), 24300, 24300)
    alone = Functions(ir.Module(), base.rules.dtype)
    at = ir.Constant(ADDRESS, None)
    reading = Reading(at, at, at)
    alone.export(function, [Held(Record, record_dtype(Record), at), Held(Facts, record_dtype(Facts), at), reading])
    run = engine(f"alone-{function.__name__}-{fingerprint(plan_of(base, ()))}", lambda: str(alone.module))
    returns = ctypes.c_bool if function.__annotations__["return"] == "bool" else None
    call = ctypes.CFUNCTYPE(returns, *[ctypes.c_void_p] * 5)(run.get_function_address(function.__name__))
    book = atlas().book("hubei/wuhan")
    own = base.rules[base.version_of[book.number * base.span]]
    at_own = int(own.__array_interface__["data"][0])
    places = np.full(PLACES, at_own, np.int64)
    chance = random.Random(function.__name__)
    for _ in range(50):
        p, v = random_record(chance, Record), random_record(chance, Facts)
        ps, vs = as_array([p], record_dtype(Record)), as_array([v], record_dtype(Facts))
        found = call(ps.ctypes.data, vs.ctypes.data, at_own, at_own, places.ctypes.data)
        assert found == function(p, v, rules())
        assert [plain(ps[0][field.name]) for field in attrs.fields(Record)] == [plain(x) for x in attrs.astuple(p)]


def test_guarded_rows_of_one_state_never_both_hold_unless_one_narrows_the_other():
    """Two guards of one trigger and state hold together only where the earlier is meant to come first."""
    precedence = {
        ("enters_waiting", "goes_on"), ("year_not_begun_waiting", "year_not_begun"), ("year_not_begun_waiting", "resident_wait_runs"),
        ("year_not_begun", "resident_wait_runs"), ("resident_wait_runs", "year_renewed"),
            ("yearly_relation_open", "wait_unfinished"), ("resident_wait_runs", "wait_unfinished"),
            ("retires_at_once", "retires_reduced"), ("fills_years", "goes_on"), ("yearly_relation_open", "reached_age_short"),
            ("moved_waiting", "moved"), ("moved_waiting", "enters_waiting"), ("moved", "enters_waiting"), ("moved", "goes_on"), ("moved_waiting", "goes_on"),
    }  # fmt: skip
    chance = random.Random(7)
    together = set()
    for _ in range(4000):
        p, v = random_record(chance, Record), random_record(chance, Facts)
        for state in LIVING:
            for trigger in Trigger:
                held = [
                    r.guard.__name__
                    for r in TABLE
                    if r.trigger is trigger and state in r.sources and r.guard and r.guard(p, v, rules())
                ]
                together |= {(a, b) for at, a in enumerate(held) for b in held[at + 1 :]}
    assert together <= precedence


def test_the_machine_has_the_rows_of_the_table():
    """One source: transitions and the compiled step are made from the same rows."""
    rows = [t for event in machine().events.values() for group in event.transitions.values() for t in group]
    assert len(rows) == sum(len(row.sources) for row in TABLE)
    assert all(f"# {row.id}" in transition_source.source() for row in TABLE)


def test_the_generated_step_is_as_it_was_read():
    """A change of the table shows as a readable difference; write the file anew after reading it."""
    assert transition_source.source() == SNAPSHOT.read_text(encoding="utf-8")


def test_the_cache_is_named_by_what_it_was_made_from(monkeypatch):
    """Another rule source gives another name, so that an old cache is never used; the same one gives the same."""
    plan = plan_of(rulebase(atlas(), 24300, 24300), USUAL)
    old = fingerprint(plan)
    fingerprint.cache_clear()
    rules_fingerprint.cache_clear()
    assert fingerprint(plan) == old
    monkeypatch.setattr(transition_source, "HEADER", transition_source.HEADER + "# changed\n")
    fingerprint.cache_clear()
    rules_fingerprint.cache_clear()
    changed = fingerprint(plan)
    monkeypatch.undo()
    fingerprint.cache_clear()
    rules_fingerprint.cache_clear()
    assert changed != old == fingerprint(plan)


def test_every_rule_decides_what_the_cache_is_called(monkeypatch):
    """A changed line in any module of the rules, or in the compiler, gives another name."""
    plan = plan_of(rulebase(atlas(), 24300, 24300), USUAL)
    names = {fingerprint(plan)}
    read = inspect.getsource
    modules = [*modules_of(rules_room), *modules_of(compiled_room), vocabulary, columns, facts, layout, record, table]
    for module in modules:
        monkeypatch.setattr(
            inspect, "getsource", lambda what, module=module: read(what) + ("# changed" if what is module else "")
        )
        fingerprint.cache_clear()
        rules_fingerprint.cache_clear()
        names.add(fingerprint(plan))
    monkeypatch.undo()
    fingerprint.cache_clear()
    rules_fingerprint.cache_clear()
    assert len(names) == len(modules) + 1
