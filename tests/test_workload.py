"""The workload W: the programs that are compared live the same lives, and those are the lives that W describes."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import attrs
import numpy as np
import pytest
from click.testing import CliRunner
from engines import atlas
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rich.console import Console

from lifecycle.monthly import Monthly
from lifecycle.vocabulary import State

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

import measuring
import populations
from fullrules import growth, people, stages, tabulated
from measuring import chain, speed
from workload import compiled, events, months, numpy_months, openfisca_core, programs, reference, scalar, shared_machine
from workload.checksum import life_weights, month_weights, unsigned
from workload.events import Bytes
from workload.rules import TABLE, Event, Facts, Record, Rules, close_month, decide_month, word

LIVES = 100
C = pytest.mark.skipif(scalar.compiler() is None, reason="there is no C compiler")
OPENFISCA = pytest.param(
    openfisca_core.live,
    id="openfisca",
    marks=pytest.mark.skipif(not openfisca_core.installed(), reason="OpenFisca-Core is not installed"),
)
PROGRAMS = [
    pytest.param(numpy_months.live, id="numpy"),
    pytest.param(shared_machine.live, id="transitions"),
    pytest.param(partial(shared_machine.live, of=Monthly), id="monthly"),
    pytest.param(compiled.by_lives, id="compiled by lives"),
    pytest.param(partial(compiled.by_lives, threads=2), id="compiled by lives, 2 threads"),
    pytest.param(compiled.by_months, id="compiled by months"),
    pytest.param(partial(compiled.by_months, threads=2), id="compiled by months, 2 threads"),
    pytest.param(scalar.live, id="C", marks=C),
    pytest.param(partial(scalar.live, threads=2), id="C, 2 threads", marks=C),
    OPENFISCA,
]
WIDE = {"COLUMNS": "200"}
console = Console(width=200)
#: Streams in which something happens nearly every month, so that waits are broken off and short gaps abound.
DENSE = arrays(np.uint8, st.tuples(st.integers(1, 6), st.integers(1, 60)), elements=st.integers(0, 4))
MARKS = {
    State.NOT_ENROLLED: "n",
    State.EMPLOYEE: "E",
    State.FLEXIBLE: "F",
    State.RESIDENT: "R",
    State.WAITING: "w",
    State.SUSPENDED: "s",
}
SPELLED = {".": Event.NOTHING, "e": Event.EMPLOYEE, "f": Event.FLEXIBLE, "r": Event.RESIDENT, "x": Event.STOPS}


def lived(spelled: str) -> list[Record]:
    """Return the months of a life whose events are spelled one letter a month."""
    return list(reference.months_of([SPELLED[letter] for letter in spelled]))


def states(spelled: str) -> str:
    """Return the states of such a life, one letter a month."""
    return "".join(MARKS[State(p.state)] for p in lived(spelled))


@pytest.fixture(scope="module")
def stream() -> Bytes:
    """Return the events of some lives as the measurements have them."""
    return events.stream(LIVES)


@pytest.fixture(scope="module")
def restless() -> Bytes:
    """Return lives in which something happens in two months of five."""
    random = np.random.default_rng(0)
    return random.integers(0, 5, (LIVES, 100), np.uint8) * (random.random((LIVES, 100)) < 0.4)


@pytest.mark.parametrize("live", PROGRAMS)
def test_all_programs_agree(live, stream, restless):
    """The programs give the checksum of the plain Python of the table."""
    assert live(stream) == reference.live(stream)
    assert live(restless) == reference.live(restless)


@given(DENSE)
@settings(deadline=None, max_examples=50)
def test_they_agree_on_restless_lives(made):
    """They give it for any events whatever."""
    expected = reference.live(made)
    assert numpy_months.live(made) == expected
    assert shared_machine.live(made) == expected
    assert shared_machine.live(made, Monthly) == expected
    assert compiled.by_lives(made) == expected
    assert compiled.by_months(made) == expected


@pytest.mark.skipif(not openfisca_core.installed(), reason="OpenFisca-Core is not installed")
@given(DENSE)
@settings(deadline=None, max_examples=15)
def test_openfisca_agrees_on_restless_lives(made):
    """So does OpenFisca-Core, where it is installed."""
    assert openfisca_core.live(made) == reference.live(made)


@C
@given(DENSE)
@settings(deadline=None, max_examples=50)
def test_c_agrees_on_restless_lives(made):
    """So does C, where it can be compiled."""
    assert scalar.live(made) == reference.live(made)


@pytest.mark.parametrize("block", [1, 7, 20, 21])
def test_blocks_do_not_change_the_sum(stream, block):
    """However many lives are taken at a time, the sum is the same."""
    few = stream[:20]
    assert numpy_months.live(few, block) == reference.live(few)
    assert compiled.by_months(few, block=block) == reference.live(few)


def test_the_loops_run_as_python(restless):
    """What is compiled runs as Python too, and comes to the same sum."""
    few = restless[:3]
    by_month, by_life = month_weights(few.shape[1]).tolist(), life_weights(len(few)).tolist()
    told, shape = few.ravel().tolist(), (few.shape[1], len(few))
    found = months.one_by_one(told, by_month, by_life, *shape, Rules(), compiled.step())
    assert unsigned(found) == reference.live(few)
    fields = [[0] * len(few) for _ in ("words", *compiled.FIELDS)]
    found = months.month_by_month(few.T.ravel().tolist(), by_month, by_life, *shape, *fields, Rules(), compiled.fire())
    assert unsigned(found) == reference.live(few)


@given(st.lists(st.integers(0, 4), max_size=60))
def test_the_written_table_fires_the_same_rows(life):
    """The table written out for the compiler fires the rows of the table, month by month."""
    p = Record()
    for event, expected in zip(life, reference.months_of(life), strict=True):
        v = Facts(event=event)
        decide_month(p, v, Rules())
        compiled.fire()(p, v, Rules())
        close_month(p, v, Rules())
        assert attrs.asdict(p) == attrs.asdict(expected)


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        ("..e..x.", "nnEEEEs"),  # paid up to the month of stopping, suspended from the next on
        ("ex...e..", "EEsssEEE"),  # three unpaid months: at once
        ("ex....e....", "EEsssswwwEE"),  # four: an employee waits three months
        ("ex....f.......", "EEsssswwwwwwFF"),  # and a flexible payer six
        ("ex....r.", "EEssssRR"),  # residents never
        ("ex....f.x.f.....", "EEsssswwwswwwFFF"),  # a wait goes on after a short gap where it was broken off
        ("ex....f.x....f......", "EEsssswwwsssswwwwwwF"),  # after a long one it begins anew
        ("ex....f.e....", "EEsssswwwwwwE"),  # another payer inherits the wait
        ("ex....f.re", "EEsssswwRE"),  # unless a resident month came between
        ("ef.r.ex", "EFFRREE"),  # changing the payer without a gap costs nothing
        ("x..x", "nnnn"),  # nobody stops what has not begun
        ("exe", "EEE"),  # who begins in the month after stopping has no gap
    ],
)
def test_lives_worked_by_hand(spelled, expected):
    """The states are those that W describes."""
    assert states(spelled) == expected


def test_counters_worked_by_hand():
    """The counters are those that W describes."""
    months = lived("ex...e.x....f")
    assert [p.gap for p in months] == [0, 0, 1, 2, 3, 0, 0, 0, 1, 2, 3, 4, 0]
    assert [p.continuous for p in months] == [1, 2, 2, 2, 2, 3, 4, 5, 5, 5, 5, 0, 1]
    assert [p.total for p in months] == [1, 2, 2, 2, 2, 3, 4, 5, 5, 5, 5, 5, 6]
    assert [p.waiting for p in months] == [0] * 12 + [5]


@given(st.lists(st.integers(0, 4), max_size=80))
def test_counters_agree_with_each_other(life):
    """A gap is a suspension, a wait that is left is waited for or suspended, continuity is part of the total."""
    for p in reference.months_of(life):
        assert p.continuous <= p.total
        assert (p.gap > 0) == (p.state == State.SUSPENDED)
        assert p.waiting == 0 or p.state in {State.WAITING, State.SUSPENDED}


def test_every_row_fires(restless):
    """No row of the table is dead."""
    fired = {p.row for life in restless.tolist() for p in reference.months_of(life)}
    assert fired == set(range(1, len(TABLE) + 1))


@given(st.integers(0, 300), st.integers(1, 20), st.integers(0, 2**32), st.integers(1, 500))
def test_a_slice_of_the_stream_can_be_made_alone(first, lives, seed, months):
    """Any lives of the stream can be made without those before them."""
    whole = events.stream(first + lives, months=months, seed=seed)
    assert (events.stream(lives, months=months, seed=seed, first=first) == whole[first:]).all()


def test_a_block_ends_nowhere_in_the_stream(monkeypatch):
    """The blocks in which the stream is made do not show in it."""
    whole = events.stream(30)
    monkeypatch.setattr(events, "BLOCK", 7)
    assert (events.stream(30) == whole).all()


def test_the_stream_is_as_dense_as_promised():
    """Between two and three percent of the months have an event, and the seed changes them."""
    made = events.stream(5_000)
    assert made.dtype == np.uint8
    assert made.shape == (5_000, 480)
    assert made.max() == Event.STOPS
    assert 0.02 < np.count_nonzero(made) / made.size < 0.03
    assert (made != events.stream(5_000, seed=1)).any()


FIELDS = st.builds(Record, state=st.integers(0, 5), gap=st.integers(0, 4095), waiting=st.integers(0, 6), continuous=st.integers(0, 4095), total=st.integers(0, 4095))  # fmt: skip


@given(FIELDS, FIELDS)
def test_no_two_months_share_a_word(one, other):
    """Months that differ in any field differ in their word."""
    assert (word(one) == word(other)) == (attrs.asdict(one) == attrs.asdict(other))


@given(FIELDS)
def test_numpy_packs_the_same_word(p):
    """NumPy packs the fields as the rules do."""
    fields = [np.array([value], np.int16) for value in (p.state, p.gap, p.waiting, p.continuous, p.total)]
    assert numpy_months.packed(*fields).tolist() == [word(p)]


def test_weights_lose_nothing():
    """The factors are odd, all different, and those of a slice are those of the whole."""
    lives, months = life_weights(1_000), month_weights(480)
    assert (lives & 1).all()
    assert (months & 1).all()
    assert len({*lives.tolist(), *months.tolist()}) == 1_480
    assert (life_weights(300, first=700) == lives[700:]).all()


def test_a_single_different_event_shows(stream):
    """One event more, in the last month of one life, changes the checksum."""
    other = stream.copy()
    other[LIVES // 2, -1] = Event.RESIDENT if stream[LIVES // 2, -1] != Event.RESIDENT else Event.EMPLOYEE
    assert numpy_months.live(other) != numpy_months.live(stream)


def test_the_chain_of_additions_is_what_it_says():
    """The additions that machines are compared by are done, all of them, and take time."""
    x = 1
    for _ in range(5):
        x = (x + 3) ^ x
    assert chain(1, 3, 5) == x
    assert len(speed(rounds=1).clock) == 1


def test_the_command_prints_every_program():
    """Every program is measured, or named with the reason why it is not."""
    result = CliRunner(env=WIDE).invoke(populations.main, ["--lives", "10", "--rounds", "1", "--full-lives", "0"])
    assert result.exit_code == 0, result.output
    for program in programs.PROGRAMS:
        assert program.name in result.output


def test_the_command_refuses_a_program_that_disagrees(monkeypatch):
    """Where the checksums differ, nothing is measured."""
    wrong = programs.Program("wrong", 10, lambda stream: reference.live(stream) ^ 1)
    monkeypatch.setattr(programs, "PROGRAMS", (programs.PROGRAMS[0], wrong))
    result = CliRunner(env=WIDE).invoke(populations.main, ["--lives", "10", "--rounds", "1", "--full-lives", "0"])
    assert result.exit_code == 1
    assert "wrong: checksum" in result.output
    assert "M/s" not in result.output


def test_a_missing_program_is_named_with_its_reason(monkeypatch):
    """A program that cannot run is skipped with a line that says why."""
    missing = programs.Program("absent", 10, reference.live, programs.NO_COMPILER)
    monkeypatch.setattr(programs, "PROGRAMS", (programs.PROGRAMS[0], missing))
    result = CliRunner(env=WIDE).invoke(populations.main, ["--lives", "10", "--rounds", "1", "--full-lives", "0"])
    assert result.exit_code == 0
    assert f"absent: skipped, {programs.NO_COMPILER}" in result.output


def test_the_best_round_counts():
    """Of several rounds the quickest counts, on the clock and of the processor; a round has all actions in their order."""
    done = []
    times = measuring.by_turns([partial(done.append, "a"), partial(done.append, "b")], 3)
    assert done == ["a", "b"] * 3
    one = measuring.Times([3.0, 1.0, 2.0], [0.5, 0.9, 0.4])
    assert (one.best, one.least) == (1.0, 0.4)
    assert [len(each.clock) for each in times] == [3, 3]


def test_no_round_begins_after_enough_seconds(monkeypatch):
    """Where a round takes long, the first is the only one."""
    monkeypatch.setattr(measuring, "ENOUGH_SECONDS", 0.0)
    done = []
    measuring.by_turns([partial(done.append, "a")], 3)
    assert done == ["a"]


@pytest.mark.parametrize("generated", [False, True])
def test_the_lives_of_the_full_rules_are_taken(tmp_path, generated):
    """The tables that are measured are taken without a single reject, and have the lives and events that are told of them."""
    made = people.generated(tmp_path / "lives", 50, atlas()) if generated else people.steady(tmp_path / "lives", 50)
    taken = stages.taken(made, atlas())
    assert taken.rejects.is_empty()
    assert (taken.persons.height, taken.events.height) == (made.lives, made.told) == (50, round(made.told_each * 50))
    if not generated:
        assert (taken.persons["last"] - taken.persons["first"] + 1).unique().to_list() == [480]


def test_the_tables_of_the_full_rules_tell_a_month_by_its_nanoseconds():
    """Two seconds for a thousand months are two million nanoseconds each; the ratio is that to the lives in memory."""
    some = people.People("steady", Path(), Path(), 10, 10)
    alone = stages.Stage(some, stages.IN_MEMORY, 1, 1_000, measuring.Times([2.0], [1.0]))
    twice = stages.Stage(some, stages.IN_MEMORY, 2, 1_000, measuring.Times([0.5], [1.0]))
    told = printed(tabulated.stages([alone, twice]))
    assert "2000000.0" in told
    assert "4.00" in told
    assert "1.0 events and 100 months each" in told
    grown = growth.Growth(10, 1_000)
    for number, times in enumerate(grown.times.values(), start=1):
        times.processor += [number * 1e-6, number * 1e-6]
    assert [grown.nanoseconds(stage) for stage in growth.STAGES] == pytest.approx([2.0, 4.0, 6.0])
    assert "4.0" in printed(tabulated.growth([grown]))


def printed(table):
    """Return a table as text."""
    with console.capture() as told:
        console.print(table)
    return told.get()
