"""Both engines are one, and what many lives come to does not depend on how their tables are cut, ordered or shared out."""

import random
import tempfile
import tomllib
from functools import cache
from pathlib import Path

import attrs
import comparison
import equality
import numpy as np
import polars as pl
import pytest
from comparison import base, compared, shipped
from equality import checked, tables
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from random_rows import random_life
from shrinking import as_toml, shrunk

from lifecycle.machine import Life
from lifecycle.population.columns import USUAL
from lifecycle.population.encoding.encoding import encode
from lifecycle.population.engine import live, plan_of
from lifecycle.population.intake.intake import Intake
from lifecycle.population.intake.singly import scenario_of
from lifecycle.population.intake.tables import EVENT_FRAME, PERSON_FRAME
from lifecycle.population.intake.whole import in_order
from lifecycle.record import Record, names
from lifecycle.scenario import Scenario
from lifecycle.vocabulary import What

LIVES = 60


@cache
def lives():
    """Random lives of all regions, some of which are refused in mid-life."""
    regions = shipped().ids()
    return [random_life(random.Random(number), shipped(), regions, number) for number in range(LIVES)]


@cache
def canonical():
    """The canonical frames of these lives; nobody's first month is before the birth."""
    persons = pl.DataFrame([person for person, _ in lives()], schema=PERSON_FRAME)
    events = pl.DataFrame([event for _, told in lives() for event in told], schema=EVENT_FRAME)
    return persons.with_columns(pl.max_horizontal("first", "born").alias("first")), in_order(events)


@cache
def whole():
    """What these lives come to, lived together on one thread."""
    return outcome(*canonical())


def outcome(persons, events, threads=1):
    """Return for each life its id, its months, what it was refused for, its columns, its records and its end."""
    batch = encode(persons, events, shipped())
    lived = live(batch, base(), plan_of(base(), USUAL, ends=True, records=True), threads=threads)
    starts = np.cumsum([0, *lived.months])
    columns = {name: lived.column(name) for name in USUAL}
    records = lived.column("records")
    found = {}
    for at, number in enumerate(batch.ids.tolist()):
        rows = slice(starts[at], starts[at + 1])
        found[number] = {
            "months": int(lived.months[at]),
            "refused": int(lived.refused[at]),
            "columns": {name: column[rows].tolist() for name, column in columns.items()},
            "records": {name: records[name][rows].tolist() for name in names(Record)},
            "end": {name: lived.ends[name][at].tolist() for name in names(Record)},
        }
    return found


def test_random_lives_are_lived_the_same_by_both_engines():
    """Every field of the record, every column and every end, in every month; the command does the same with thousands."""
    found = checked(8, range(LIVES))
    assert [str(difference) for _, differences in found.different for difference in differences] == []
    assert (found.lives, found.months > 2000, len(found.regions) >= 10, len(found.events) >= 18) == (LIVES, True, True, True)
    assert found.refused


@pytest.mark.parametrize(
    ("what", "values"), [(What.REPAIR_RESIDENT, {"years": "2"}), (What.PAY_DIFFERENCE, {"years": "2"}), (What.TOP_UP, {}), (What.RETIRE, {})]
)  # fmt: skip
def test_an_event_that_buys_nothing_refuses_the_life_on_both_engines(what, values):
    """Such lives have no months in the columns, and the others are what they are without them."""
    young = {"born": 24000, "sex": "male", "group": "male", "region": "hubei/wuhan", "first": 24300, "last": 24330}
    person = {**dict.fromkeys(PERSON_FRAME), **young, "row": 1, "file": "persons"}
    void = {**dict.fromkeys(EVENT_FRAME), "month": 24310, "what": what.name.lower(), "row": 1, "file": "events", **values}
    persons = pl.DataFrame([{**person, "id": number} for number in (1, 2, 3)], schema=PERSON_FRAME)
    events = pl.DataFrame([{**void, "id": 2}], schema=EVENT_FRAME)
    found = compared(persons, events)
    assert found.different == []
    assert found.refused == {what.name.lower(): 1}
    together = outcome(persons, events)
    assert [together[number]["months"] for number in (1, 2, 3)] == [31, 0, 31]
    assert together[2]["refused"] == what
    assert together[1]["records"] == together[3]["records"] == outcome(persons.head(1), events.clear())[1]["records"]


def test_a_difference_is_found_and_shown_as_a_small_scenario(monkeypatch):
    """Where the compiled step is told another wage, the comparison says so, and one job is left of the life."""
    regions = shipped().ids()
    busy = (random_life(random.Random(f"busy {number}"), shipped(), regions, number) for number in range(1000))
    life = next(
        life for life in busy if len(life[1]) > 15 and any(event["what"] == "hired" and event["base"] for event in life[1])
    )

    def misheard(persons, events, atlas):
        batch = encode(persons, events, atlas)
        told = batch.happenings.copy()
        told["base"][told["what"] == What.HIRED] += 100
        return attrs.evolve(batch, happenings=told)

    monkeypatch.setattr(comparison, "encode", misheard)
    found = compared(pl.DataFrame([life[0]], schema=PERSON_FRAME), in_order(pl.DataFrame(life[1], schema=EVENT_FRAME)))
    ((_, differences),) = found.different
    assert "wage" in {difference.field for difference in differences}
    small, left = shrunk(life, differences)
    assert [event["what"] for event in small[1]] == ["hired"]
    assert "wage" in {difference.field for difference in left}
    replayed = Scenario.read(tomllib.loads(as_toml(small)))
    alone = scenario_of(*small, file="life")
    assert (replayed.events, replayed.first, replayed.last) == (alone.events, alone.first, alone.last)
    assert any("wage" in line for line in equality.report(found))


def test_every_random_life_is_told_by_its_toml():
    """What the command prints of a life that differs is that life."""
    for life in lives():
        replayed, alone = Scenario.read(tomllib.loads(as_toml(life))), scenario_of(*life, file="scenario")
        assert replayed == alone
        assert Life(replayed, atlas=shipped()).first_month == max(life[0]["first"], life[0]["born"] or 0)


def test_the_tables_of_users_give_the_frames_they_were_made_of(tmp_path):
    """Random lives survive the way through files, whatever the order of the rows; none is refused on the way."""
    for name, frame in zip(("persons", "events"), tables(lives()), strict=True):
        frame.sample(fraction=1, shuffle=True, seed=3).write_parquet(tmp_path / f"{name}.parquet")
    with Intake(tmp_path / "persons.parquet", tmp_path / "events.parquet", atlas=shipped()) as intake:
        (partition,) = intake
    assert partition.rejects.is_empty()
    persons, events = canonical()
    assert partition.persons.drop("row", "file").equals(persons.drop("row", "file"))
    assert partition.events.drop("row", "file").equals(events.drop("row", "file"))


@settings(max_examples=5, deadline=None, derandomize=True, phases=[Phase.generate])
@given(size=st.integers(7, LIVES + 5), parts=st.integers(1, 4), seed=st.integers(0, 2**32 - 1), threads=st.sampled_from((1, 2)))
def test_partitions_order_of_rows_and_files_and_threads_change_nothing(size, parts, seed, threads):
    """Each life comes to the same, with a few others in its partition or among all of them."""
    found = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name, frame in zip(("persons", "events"), tables(lives()), strict=True):
            (folder / name).mkdir()
            rows = frame.sample(fraction=1, shuffle=True, seed=seed)
            for part in range(parts):
                rows.gather_every(parts, part).write_parquet(folder / name / f"{part}.parquet")
        with Intake(folder / "persons", folder / "events", atlas=shipped(), size=size) as intake:
            for partition in intake:
                found |= outcome(partition.persons, partition.events, threads)
    assert list(found) == list(whole())
    assert [number for number in found if found[number] != whole()[number]] == []


@pytest.mark.parametrize("threads", [2, 3, LIVES, LIVES + 7])
def test_threads_change_nothing(threads):
    """Even with more threads than lives."""
    assert outcome(*canonical(), threads=threads) == whole()


def test_lived_again_or_alone_it_is_the_same():
    """Nothing of one run is left for the next, and nothing of one life for another."""
    persons, events = canonical()
    assert outcome(persons, events) == whole()
    for number in range(0, LIVES, 7):
        alone = outcome(persons.filter(pl.col("id") == number), events.filter(pl.col("id") == number))
        assert alone[number] == whole()[number]


def test_the_command_says_what_it_compared(capsys):
    """Its exit code is 0 where nothing differs."""
    assert equality.main(["--lives", "5", "--seed", "3", "--processes", "1"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("5 lives of ")
    assert "the engines agree in every number of every month" in said


def test_the_command_fails_where_something_differs(capsys, monkeypatch):
    """Its exit code is 1, and it shows the life."""

    def cut(persons, events, atlas):
        batch = encode(persons, events, atlas)
        return attrs.evolve(batch, last=np.maximum(batch.first, batch.last - 1))

    monkeypatch.setattr(comparison, "encode", cut)
    assert equality.main(["--lives", "2", "--seed", "3", "--processes", "1"]) == 1
    said = capsys.readouterr().out
    assert "the engines agree" not in said
    assert " lives differ" in said
    assert 'until = "' in said
