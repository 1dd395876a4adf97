"""A run: what it writes is what the machine for one person says, and nothing that breaks it off changes a byte of it."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import attrs
import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest
from test_population_dataset import KINDS, count_rows, final_row, history_rows, plain, random_life, spell_rows

from lifecycle import InputError, OutputError, Scenario, ScenarioError, __version__, months, simulate
from lifecycle.events import EnrolNewborn
from lifecycle.population.dataset.dataset import Dataset
from lifecycle.population.intake.tables import EVENTS, PERSONS, VALUE_KINDS, Kind
from lifecycle.population.outputs import history, writing
from lifecycle.population.runs import job
from lifecycle.population.runs.running import run
from lifecycle.vocabulary import key

ROOT = Path(__file__).parents[1]
SIZE = 30
NEWBORN = {
    "region": "hubei/wuhan", "from": "2023-01", "until": "2025-12", "person": {"born": "2023-05-09"},
    "event": [{"month": "2023-05", "what": "born"}, {"month": "2023-06", "what": "enrol_newborn", "years": [2023, 2024]}],
}  # fmt: skip
VOID = {
    "region": "hubei/wuhan", "from": "2024-01", "until": "2025-12",
    "event": [{"month": "2024-02", "what": "hired"}, {"month": "2024-05", "what": "pay_difference", "years": 3}],
}  # fmt: skip


def rows_of(number, life):
    """Return a life as the rows of the two tables that users bring, all cells as text."""
    person = {"id": number, "region": life.region, "from": months.text(life.first), "until": months.text(life.last)}
    born = life.person.born
    if born is not None:
        day = life.person.born_day
        person["born"] = months.text(born) + ("" if day is None else f"-{day:02}")
    person |= {"sex": life.person.sex, "group": life.person.group}
    for name, value in (attrs.asdict(life.before) if life.before else {}).items():
        is_month = name == "paid_until" and value is not None
        person[f"before_{name}"] = months.text(value) if is_month else value
    return texts(person), [texts(event_row(number, event)) for event in life.events]


def event_row(number, event):
    """Return the row of an event."""
    row = {"id": number, "event": key(event.what), "month": months.text(event.month)}
    for field, value in attrs.asdict(event).items():
        name = field.rstrip("_")
        if name != "month" and value is not None:
            is_month = VALUE_KINDS[name] is Kind.MONTH
            row[name] = months.text(value) if is_month else " ".join(map(str, value)) if isinstance(event, EnrolNewborn) and name == "years" else value  # fmt: skip
    return row


def texts(row):
    """Return what is told in a row as text."""
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in row.items() if value is not None
    }


def save(folder, persons, events):
    """Write two tables as CSV and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows, columns in (("persons", persons, PERSONS.names), ("events", events, EVENTS.names)):
        frame = pl.DataFrame(
            [{column: row.get(column) for column in columns} for row in rows], schema=dict.fromkeys(columns, pl.String)
        )
        frame.write_csv(folder / f"{name}.csv")
    return folder / "persons.csv", folder / "events.csv"


@pytest.fixture(scope="session")
def told():
    """Scenarios by id: random ones, a newborn, one who dies, and one in which somebody pays for nothing."""
    found = [random_life(seed) for seed in range(100)]
    found += [Scenario.read(NEWBORN), Scenario.read(VOID)]
    found.append(Scenario.read({"region": "shanghai", "until": "2024-12", "before": {"scheme": "resident"}, "event": [
        {"month": "2024-02", "what": "hired", "base": 6000}, {"month": "2024-11", "what": "died"}]}))  # fmt: skip
    return {number * 7 + 3: life for number, life in enumerate(found)}


@pytest.fixture(scope="session")
def lives(told, atlas):
    """The timelines of those that can be lived, by id."""
    found = {}
    for number, life in told.items():
        with suppress(ScenarioError):
            found[number] = simulate(life, atlas=atlas)
    assert 80 < len(found) < len(told)
    return found


@pytest.fixture(scope="session")
def paths(told, tmp_path_factory):
    """The two tables of these lives, in no order."""
    rows = [rows_of(number, life) for number, life in told.items()]
    persons, events = [person for person, _ in rows], [event for _, theirs in rows for event in theirs]
    random.Random(1).shuffle(persons)
    random.Random(2).shuffle(events)
    return save(tmp_path_factory.mktemp("tables"), persons, events)


@pytest.fixture(scope="session")
def dataset(paths, tmp_path_factory):
    """A run that wrote everything there is."""
    folder = tmp_path_factory.mktemp("run") / "all"
    return run(*paths, folder, outputs=KINDS, columns=history.COLUMNS, partition_size=SIZE)


@pytest.fixture(scope="session")
def plain_run(paths, tmp_path_factory):
    """A run with the usual columns, as others are compared with it."""
    return run(*paths, tmp_path_factory.mktemp("run") / "plain", outputs=KINDS, partition_size=SIZE).folder


def contents(folder):
    """Return every file below a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_history_is_that_of_the_machine(dataset, lives):
    """Every column of every month of every life, the unknown ones as nulls."""
    wanted = [
        {**row, **{name: getattr(month, name) for name in history.COLUMNS}}
        for number in sorted(lives)
        for row, month in zip(history_rows(number, lives[number]), lives[number], strict=True)
    ]
    found = dataset.history().collect().to_dicts()
    assert len(found) == len(wanted) > 4000
    for one, other in zip(found, wanted, strict=True):
        assert one == other


def test_some_of_everything_is_unknown_somewhere(dataset):
    """The lives of these tests reach the nulls of every column that may have them."""
    table = dataset.history().collect()
    names = (
        "continuous_months",
        "actual_months",
        "local_months",
        "resident_years",
        "own_fen",
        "employer_fen",
        "payer",
        "covered_by",
    )
    assert all(0 < table[name].null_count() < table.height for name in names)
    assert (table["covered"] != table["covered_finally"]).any()


def test_spells_final_records_and_counts_are_those_of_the_machine(dataset, lives):
    """The other tables say what the timelines say."""
    assert dataset.spells().collect().to_dicts() == [row for number in sorted(lives) for row in spell_rows(number, lives[number])]
    counters = [name for name in history.COLUMNS if name in pq.read_schema(dataset.parts("final")[0]).names]
    wanted = [
        {**final_row(number, lives[number]), **{name: getattr(lives[number].rows[-1], name) for name in counters}}
        for number in sorted(lives)
    ]
    assert len(counters) == 12
    found = dataset.final().collect().to_dicts()
    for one, other in zip(found, wanted, strict=True):
        assert one == other
    assert set(plain(dataset.counts().collect())) == {tuple(row.values()) for row in count_rows(lives)}


def test_counts_alone_are_the_same(dataset, paths, tmp_path):
    """Counted inside the program, without keeping a month: the same numbers, rejects and totals."""
    alone = run(*paths, tmp_path / "run", outputs=("counts",), partition_size=SIZE)
    assert alone.counts().collect().equals(dataset.counts().collect())
    assert alone.rejects().collect().equals(dataset.rejects().collect())
    one, other = (json.loads((of.folder / "run.json").read_text()) for of in (alone, dataset))
    assert {name for name in one if one[name] != other.get(name)} == {"outputs", "parts", "columns"}


def test_what_is_measured_does_not_depend_on_the_tables(dataset, paths, tmp_path):
    """Spells folded from the history are the written ones, and the figures of both are the same."""
    other = run(*paths, tmp_path / "run", outputs=("history", "final"), partition_size=1000)
    assert plain(other.spells().collect()) == plain(dataset.spells().collect())
    left_out = {"year_end"}
    told = {(one.name, one.year, one.state): one.number for one in other.summary() if one.name not in left_out}
    assert told.items() <= {(one.name, one.year, one.state): one.number for one in dataset.summary()}.items()


def test_the_manifest_says_what_came_out(dataset, lives, told):
    """Lives and months lived, lives refused, the first and last month, the parts of every table."""
    manifest = json.loads((dataset.folder / "run.json").read_text())
    rows = [row.month for life in lives.values() for row in life]
    wanted = {
        "finished": True, "persons": len(told), "lives": len(lives), "months": len(rows), "first": min(rows), "last": max(rows),
        "rejected_lives": len(told) - len(lives), "partitions": 4, "version": __version__, "outputs": list(KINDS),
        "parts": {"history": 4, "spells": 4, "final": 4, "counts": 1},
    }  # fmt: skip
    assert {name: manifest[name] for name in wanted} == wanted
    assert sorted(path.name for path in dataset.folder.iterdir()) == sorted([*KINDS, "rejects.parquet", "run.json"])
    assert dataset.manifest.parts == wanted["parts"]


def test_who_pays_for_nothing_is_rejected_with_the_words_of_the_machine(dataset, told, lives, atlas, paths):
    """A life in which an event buys nothing is told with the row of the event, and has no row anywhere."""
    found = {row["id"]: row for row in dataset.rejects().collect().to_dicts()}
    assert set(found) == set(told) - set(lives)
    events = pl.read_csv(paths[1], infer_schema=False)
    for number, row in found.items():
        with pytest.raises(ScenarioError) as problem:
            simulate(told[number], atlas=atlas)
        refused = problem.value
        assert (row["found"], row["expected"], row["todo"]) == tuple(
            text.in_("en") for text in (refused.found, refused.expected, refused.todo)
        )
        assert (row["column"], row["file"]) == ("event", str(paths[1]))
        blamed = events.row(row["row"] - 1, named=True)
        assert (int(blamed["id"]), blamed["event"]) == (number, key(told[number].events[refused.where.event - 1].what))
    assert not set(found) & set(dataset.history().select("id").unique().collect()["id"])


@pytest.mark.parametrize(("size", "threads"), [(1000, 1), (1000, 3), (7, 3)])
def test_partitions_and_threads_change_nothing(paths, plain_run, tmp_path, size, threads):
    """The rows are the same however the lives are cut; with the same partitions so is every byte."""
    folder = run(*paths, tmp_path / "run", outputs=KINDS, partition_size=size, threads=threads).folder
    one, other = Dataset.open(folder), Dataset.open(plain_run)
    for kind in KINDS:
        assert getattr(one, kind)().collect().equals(getattr(other, kind)().collect())
    assert one.rejects().collect().equals(other.rejects().collect())
    again = run(*paths, tmp_path / "again", outputs=KINDS, partition_size=size, threads=3 - threads // 2).folder
    assert contents(again) == contents(folder)


def test_all_parts_have_one_schema_and_say_what_they_are(plain_run):
    """Same columns, same words, same rules, same run in every part; keys are never null."""
    for kind in KINDS:
        schemas = [pq.read_schema(path) for path in sorted((plain_run / kind).iterdir())]
        assert all(one.equals(schemas[0], check_metadata=True) for one in schemas)
        assert {b"version", b"fingerprint", b"run"} <= set(schemas[0].metadata)
        assert schemas[0].metadata[b"fingerprint"].decode() == Dataset.open(plain_run).manifest.fingerprint
    words = {tuple(pq.read_table(path)["state"].chunk(0).dictionary.to_pylist()) for path in (plain_run / "history").iterdir()}
    assert len(words) == 1
    nullable = [field.name for field in pq.read_schema(plain_run / "history" / "part-00000.parquet") if field.nullable]
    assert nullable == ["entry_rule"]


def test_groups_of_rows_are_whole_lives_that_readers_can_leave_out(paths, plain_run, tmp_path, monkeypatch):
    """The ids of two groups never overlap, and small groups hold the same rows as large ones."""
    monkeypatch.setattr(history, "ROWS_TOGETHER", 200)
    folder = run(*paths, tmp_path / "run", partition_size=SIZE).folder
    for path in sorted((folder / "history").iterdir()):
        told = pq.read_metadata(path)
        bounds = [told.row_group(n).column(0).statistics for n in range(told.num_row_groups)]
        assert len(bounds) > 3
        assert all(a.max < b.min for a, b in pairwise(bounds))
        assert pq.read_table(path).equals(pq.read_table(plain_run / "history" / path.name))


def test_a_seed_is_handed_on(tmp_path):
    """Lives that were generated keep their seed in the manifest and in every file."""
    from lifecycle.population.generated.generate import generate

    generate(tmp_path / "made", lives=20, first="2024-01", last="2024-12", seed=77)
    made = run(tmp_path / "made/persons", tmp_path / "made/events", tmp_path / "run", outputs=("final",))
    assert made.manifest.lives == 20
    assert json.loads((made.folder / "run.json").read_text())["seed"] == "77"
    assert pq.read_schema(made.parts("final")[0]).metadata[b"seed"] == b"77"


def test_persons_without_events_and_without_anybody_left(tmp_path):
    """Nobody needs an event; and where every life is rejected, the tables are there and empty."""
    persons, _ = save(tmp_path, [{"id": "1", "region": "hainan"}, {"id": "2", "region": "hainan", "sex": "male"}], [])
    quiet = run(persons, None, tmp_path / "quiet", outputs=KINDS, first="2024-01", last="2024-12")
    assert quiet.history().select(pl.len()).collect().item() == 24
    persons, _ = save(tmp_path, [{"id": "1", "region": "atlantis"}, {"id": "2", "region": "hainan", "sex": "?"}], [])
    nobody = run(persons, None, tmp_path / "nobody", outputs=KINDS, first="2024-01", last="2024-12")
    assert [getattr(nobody, kind)().collect().height for kind in KINDS] == [0, 0, 0, 0]
    assert nobody.rejects().collect().height == 2
    assert nobody.manifest.lives == 0


def test_progress_counts_the_lives(paths, told, tmp_path):
    """It rises with every partition, up to everybody."""
    seen = []
    run(*paths, tmp_path / "run", outputs=("final",), partition_size=20, progress=lambda done, of: seen.append((done, of)))
    assert len(seen) == 6
    assert all(a < b for a, b in pairwise(seen))
    assert seen[-1] == (len(told), len(told))


# What is refused


@pytest.mark.parametrize(
    ("choice", "path"),
    [
        ({"outputs": ()}, "outputs"), ({"outputs": ("history", "tables")}, "outputs"), ({"columns": ("colour",)}, "columns"),
        ({"outputs": ("final",), "columns": ("own_fen",)}, "columns"), ({"partition_size": 0}, "partition_size"), ({"threads": 0}, "threads"),
        ({"first": "2024-13"}, "first"), ({"first": "2024-02", "last": "2024-01"}, "last"),
    ],
)  # fmt: skip
def test_a_wrong_choice_is_refused_and_leaves_nothing(paths, tmp_path, choice, path):
    """The refusal names the argument."""
    with pytest.raises(InputError) as refused:
        run(*paths, tmp_path / "run", **choice)
    assert refused.value.where.path == path
    assert list(tmp_path.iterdir()) == []


def test_tables_that_cannot_be_read_leave_nothing(tmp_path):
    """A folder is made only for what can begin."""
    persons, events = save(tmp_path / "in", [], [])
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "run", tmp_path / "empty"):
        with pytest.raises(InputError, match="nobody"):
            run(persons, events, folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "in"]
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_folder_with_something_else_is_left_alone(paths, tmp_path):
    """Neither what is no run nor a run is written over."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("dear")
    (tmp_path / "file").write_text("dear")
    for folder in (tmp_path / "letters", tmp_path / "file"):
        for resume in (False, True):
            with pytest.raises(OutputError, match="no run"):
                run(*paths, folder, resume=resume)
    assert contents(tmp_path) == {"letters/a.txt": b"dear", "file": b"dear"}


def test_a_finished_run_is_not_written_over(paths, plain_run):
    """Without --resume it is refused; with it, it is opened as it is."""
    before = contents(plain_run)
    with pytest.raises(OutputError, match="--resume"):
        run(*paths, plain_run, outputs=KINDS, partition_size=SIZE)
    assert run(*paths, plain_run, outputs=KINDS, partition_size=SIZE, resume=True).manifest.finished
    assert contents(plain_run) == before


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"outputs": ("final",)}, "outputs"), ({"columns": ("own_fen",)}, "columns"), ({"partition_size": 31}, "partition_size"),
        ({"first": "2001-01"}, "from"), ({"last": "2050-01"}, "until"), ("tables", "inputs"), ("version", "version"), ("rules", "fingerprint"),
    ],
)  # fmt: skip
def test_a_run_does_not_go_on_with_something_else(paths, plain_run, tmp_path, monkeypatch, change, name):
    """Other tables, options, rules or another version would make another run; the refusal names the difference."""
    folder, tables = tmp_path / "run", paths
    shutil.copytree(plain_run, folder)
    before = contents(folder)
    options = {"outputs": KINDS, "partition_size": SIZE}
    if change == "tables":
        tables = [Path(shutil.copy(path, tmp_path)) for path in paths]
    elif change == "version":
        monkeypatch.setattr(job, "__version__", "0")
    elif change == "rules":
        monkeypatch.setattr(job, "_lawbook", lambda folders, _: job.Lawbook(job.Atlas(folders), "0"))
    else:
        options |= change
    with pytest.raises(OutputError) as refused:
        run(*tables, folder, resume=True, **options)
    assert refused.value.where.path == name
    assert contents(folder) == before


@pytest.mark.parametrize("what", ["row", "void"])
def test_a_strict_run_writes_nothing_where_anything_is_wrong(told, lives, tmp_path, what):
    """A bad row, or an event that buys nothing: the first is told, and no folder is left."""
    rows = [rows_of(number, told[number]) for number in lives]
    persons, events = [person for person, _ in rows], [event for _, theirs in rows for event in theirs]
    if what == "row":
        events[-1]["month"] = "2024-13"
    else:
        person, more = rows_of(9999, Scenario.read(VOID))
        persons, events = [*persons, person], [*events, *more]
    tables = save(tmp_path / "in", persons, events)
    with pytest.raises(InputError, match="1 rows are refused"):
        run(*tables, tmp_path / "run", strict=True, partition_size=SIZE)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert run(*tables, tmp_path / "run", partition_size=SIZE).manifest.lives == len(lives) - (what == "row")


def test_a_strict_run_takes_what_is_right(told, lives, tmp_path):
    """Where nothing is wrong, strict or not is the same."""
    rows = [rows_of(number, told[number]) for number in lives]
    tables = save(tmp_path / "in", [person for person, _ in rows], [event for _, theirs in rows for event in theirs])
    strict, other = (run(*tables, tmp_path / str(strict), strict=strict, partition_size=SIZE).folder for strict in (True, False))
    assert contents(strict) == contents(other)


# Broken off and taken up again

SCRIPT = """
import resource, sys
from lifecycle.errors import LifecycleError
from lifecycle.population.runs.running import run
persons, events, folder, limit = sys.argv[1:5]
kinds = ("history", "spells", "final", "counts")
if int(limit):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
try:
    run(persons, events, folder, outputs=kinds, partition_size=5, threads=2, resume=True)
except LifecycleError as problem:
    sys.exit(print(problem, file=sys.stderr) or 2)
"""


def begin(paths, folder, limit=0):
    """Begin a run of many small partitions in a process of its own."""
    told = [sys.executable, "-c", SCRIPT, *map(str, paths), str(folder), str(limit)]
    return subprocess.Popen(told, stderr=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "LC_ALL": "C.UTF-8"})


def kill_when(process, reached):
    """Kill a process at once when something is so."""
    deadline = time.monotonic() + 120
    while not reached():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL


@pytest.fixture(scope="module")
def small_parts(paths, tmp_path_factory):
    """The same run, never broken off."""
    return contents(run(*paths, tmp_path_factory.mktemp("run") / "whole", outputs=KINDS, partition_size=5).folder)


def test_a_run_killed_again_and_again_ends_with_the_same_bytes(paths, small_parts, tmp_path):
    """Killed as it begins, and twice in the middle of writing: at most the partitions in hand are lost."""
    folder = tmp_path / "run"

    def done():
        return len(list((folder / "work" / "rejects").glob("part-*")))

    kill_when(begin(paths, folder), (folder / "run.json").exists)
    kill_when(begin(paths, folder), lambda: done() >= 2)
    assert 2 <= done() < 21
    kept = {path: path.stat().st_mtime_ns for path in (folder / "work" / "rejects").glob("part-*")}
    kill_when(begin(paths, folder), lambda: done() >= len(kept) + 3)
    assert all(path.stat().st_mtime_ns == at for path, at in kept.items())
    with pytest.raises(InputError, match="not finished"):
        Dataset.open(folder)
    with pytest.raises(OutputError, match="--resume"):
        run(*paths, folder, outputs=KINDS, partition_size=5)
    run(*paths, folder, outputs=KINDS, partition_size=5, resume=True)
    assert contents(folder) == small_parts


def test_a_full_disk_is_told_and_the_run_goes_on_later(paths, small_parts, tmp_path):
    """No room for a part: one message, no traceback, no file that looks whole; with room again, the same bytes."""
    folder = tmp_path / "run"
    refuse_for_want_of_room(paths, folder, 9000, "work")  # the rows cannot even be sorted
    kill_when(begin(paths, folder), lambda: any((folder / "work" / "rejects").glob("part-*")))
    refuse_for_want_of_room(paths, folder, 8000, "part-")
    assert list(folder.rglob("part-*"))
    run(*paths, folder, outputs=KINDS, partition_size=5, resume=True)
    assert contents(folder) == small_parts


def refuse_for_want_of_room(paths, folder, limit, what):
    """Begin where no file may be larger than so many bytes, and see what is said of which file."""
    process = begin(paths, folder, limit)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 2, told
    assert "cannot be written" in told
    assert what in told.partition(":")[0]
    assert "make room" in told
    assert "Traceback" not in told
    assert list(folder.rglob("*.new")) == []


@pytest.mark.parametrize("how", ["cut", "empty", "foreign", "gone", "rest"])
def test_what_is_not_whole_is_made_again(paths, small_parts, tmp_path, how):
    """A part that was cut off, emptied, exchanged or lost is never taken for whole, and no rest stays."""
    folder = tmp_path / "run"
    with pytest.raises(KeyboardInterrupt):
        run(*paths, folder, outputs=KINDS, partition_size=5, threads=1, progress=stop)
    part = folder / "final" / "part-00000.parquet"
    if how == "cut":
        part.write_bytes(part.read_bytes()[:-9])
    elif how == "empty":
        part.write_bytes(b"")
    elif how == "foreign":
        table = pq.read_table(part)
        pq.write_table(table.replace_schema_metadata({**table.schema.metadata, b"run": b"0"}), part)
    elif how == "gone":
        part.unlink()
    else:
        part.with_name(f".{part.name}.0{writing.UNFINISHED}").write_bytes(b"half")
    run(*paths, folder, outputs=KINDS, partition_size=5, resume=True)
    assert contents(folder) == small_parts


def stop(done, _):
    """Break off after some partitions."""
    if done > 15:
        raise KeyboardInterrupt


def test_a_place_that_cannot_be_written_is_told(paths, tmp_path):
    """A file where a folder should be: a refusal with its path."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="folder"):
        run(*paths, tmp_path / "file" / "run")


def test_months_are_dates_in_every_century():
    """The calendar agrees with that of Python from the first to the last month there is."""
    every = np.arange(months.EARLIEST, months.LATEST, dtype=np.int32)
    assert history.dates(every).to_pylist() == [months.first_day(index) for index in every.tolist()]
