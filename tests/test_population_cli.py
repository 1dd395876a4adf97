"""The command for many lives: what it writes, says and refuses; and single lives lived again and held against what was stored."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import pty
import shutil
import subprocess
import sys

import attrs
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import lifecycle
from lifecycle import months, population, using
from lifecycle.cli import main
from lifecycle.errors import InputError, LifecycleError
from lifecycle.population.closing import comparable
from lifecycle.population.dataset.dataset import Dataset
from lifecycle.population.generated.assumptions import Assumptions
from lifecycle.population.generated.counting import counts_of_walk
from lifecycle.population.generated.generate import generate
from lifecycle.population.generated.world import World
from lifecycle.population.replay import origin
from lifecycle.population.replay.replay import Difference, replay
from lifecycle.population.runs.running import run
from lifecycle.vocabulary import State
from lifecycle.words import label

LIVES = 60
KINDS = ("history", "spells", "final", "counts")
COLUMNS = ("own_fen", "continuous_months", "actual_months", "covered_by", "benefit_factor_finally")
ALL = [word for kind in KINDS for word in ("--output", kind)] + [word for name in COLUMNS for word in ("--column", name)]


def command(*arguments, **options):
    """Run the command as a process of its own."""
    words = [sys.executable, "-m", "lifecycle", "population", *map(str, arguments)]
    return subprocess.run(words, capture_output=True, check=False, text=True, encoding="utf-8", **options)


def refused(capsys, *arguments):
    """Run the command, which refuses; return what it says."""
    assert main(["population", *map(str, arguments), "--lang", "en"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


def said(capsys, *arguments, code=0, lang="en"):
    """Run the command and return what it printed."""
    assert main(["population", *map(str, arguments), "--lang", lang]) == code
    told = capsys.readouterr()
    assert told.err == ""
    return told.out


@pytest.fixture(scope="session")
def generated(tmp_path_factory):
    """Generated lives, and what was said of them."""
    folder = tmp_path_factory.mktemp("generated") / "in"
    made = command(
        "generate", "-o", folder, "--lives", LIVES, "--from", "2023-01", "--until", "2025-06", "--seed", 4, "--lang", "en"
    )
    assert (made.returncode, made.stderr) == (0, "")
    return folder, made.stdout


@pytest.fixture(scope="session")
def people(generated):
    """The folder of the generated lives."""
    return generated[0]


@pytest.fixture(scope="session")
def done(people, tmp_path_factory):
    """The folder of a run over these lives, and what was said of it."""
    folder = tmp_path_factory.mktemp("done") / "out"
    made = command("run", people / "persons", people / "events", "-o", folder, *ALL, "--partition-size", 25, "--lang", "en")
    assert (made.returncode, made.stderr) == (0, "")
    return folder, made.stdout


@pytest.fixture
def copied(done, tmp_path):
    """A copy of that run that may be spoilt."""
    return shutil.copytree(done[0], tmp_path / "copy")


def test_generating_tells_how_the_lives_compare(generated):
    """The tables are there, and beside them stand the figures published of the latest complete year."""
    folder, text = generated
    told = json.loads((folder / "generated.json").read_text())
    assert (told["lives"], told["seed"], told["first"], told["last"]) == (LIVES, 4, "2023-01", "2025-06")
    assert f"{LIVES} lives in {folder}" in text
    assert "2024" in text
    assert "140,828" in text
    assert "Difference" in text


@pytest.mark.parametrize(
    ("first", "last", "year"),
    [
        ("2019-01", "2025-12", 2024),
        ("2024-01", "2024-12", 2024),
        ("2022-01", "2024-11", 2023),
        ("2024-02", "2025-12", 2025),
        ("2024-02", "2024-12", None),
        ("2000-01", "2021-12", None),
    ],
)
def test_a_year_is_compared_that_was_lived_whole(first, last, year):
    """The complete year if it is there, else the latest of which something was published."""
    assert comparable(first, last) == year


def test_the_lives_compared_are_those_that_were_written(people, atlas):
    """At the end of an earlier year those live who were born by then and have not died, by the tables themselves."""
    told = json.loads((people / "generated.json").read_text())
    world = World.made(Assumptions.load(None), atlas, told["first"], told["last"])
    until = attrs.evolve(world, last=months.month("2023-12"))
    counts = counts_of_walk(until, lives=LIVES, seed=4)
    end = dt.date(2023, 12, 1)
    born = pl.read_parquet(people / "persons").filter(pl.col("born").cast(pl.String).str.slice(0, 7) <= "2023-12")
    died = pl.read_parquet(people / "events").filter(
        (pl.col("event").cast(pl.String) == "died") & (pl.col("month").cast(pl.String).str.slice(0, 7) <= "2023-12")
    )
    alive = counts.filter((pl.col("month") == end) & (pl.col("state") != "deceased"))["lives"].sum()
    assert alive == born.height - died.height
    assert 0 < alive <= LIVES


def test_a_run_says_what_it_wrote(done):
    """A line for each kind of table with its rows and its place, and one for the rejects."""
    folder, text = done
    lines = text.splitlines()
    assert [line.partition(":")[0] for line in lines] == [*KINDS, "rejects"]
    for kind, line in zip(KINDS, lines, strict=False):
        rows = sum(pq.read_metadata(path).num_rows for path in sorted((folder / kind).glob("*.parquet")))
        assert f"{rows:,} " in line
        assert line.endswith(str(folder / kind))
    assert len(list((folder / "history").iterdir())) == 3
    assert lines[-1] == "rejects: none"
    assert set(COLUMNS) < set(pq.read_schema(folder / "history" / "part-00000.parquet").names)


@pytest.fixture
def by_hand(tmp_path):
    """Tables written by hand: lives 1 and 4 can be lived, 2 and 3 cannot, and nobody is 9."""
    persons, events = tmp_path / "persons.csv", tmp_path / "events.csv"
    persons.write_text(
        "id,region,born,sex\n4,shanghai,1970-01,female\n2,atlantis,,\n1,hubei/wuhan,1980-02-10,male\n3,beijing,,\n"
    )
    events.write_text(
        "id,month,event,base\n1,2024-03,hired,8000\n3,2024-01,flies,\n3,2024-02,hired,\n1,2024-07,left_job,\n"
        "9,2024-05,died,\n1,2025-02,start_flexible,\n"
    )
    return persons, events


def test_bad_rows_are_listed_and_explained(by_hand, tmp_path, capsys):
    """The others are lived; who is left out is listed, and explaining such a life gives the reasons."""
    text = said(capsys, "run", *by_hand, "-o", tmp_path / "out")
    assert "history: 48 months of 2 lives" in text
    assert f"rejects: 3 lives left out because of 3 rows, listed in {tmp_path / 'out' / 'rejects.parquet'}" in text
    assert pl.read_parquet(tmp_path / "out" / "rejects.parquet")["id"].to_list() == [2, 3, 9]
    text = said(capsys, "explain", tmp_path / "out", "--id", 2)
    assert f"{by_hand[0]}:2 region: there is no region atlantis" in text
    assert "没有" in said(capsys, "explain", tmp_path / "out", "--id", 2, lang="zh")
    assert f"{by_hand[1]}:2 event: there is no event flies" in said(capsys, "explain", tmp_path / "out", "--id", 3)
    assert f"{by_hand[1]}:5 id:" in said(capsys, "explain", tmp_path / "out", "--id", 9)
    with pytest.raises(InputError, match="atlantis"):
        replay(Dataset.open(tmp_path / "out"), 2)


def test_lives_by_hand_are_explained_in_both_languages(by_hand, tmp_path, capsys):
    """The whole life with its reasons, or one month of it, from files that are not sorted."""
    said(capsys, "run", *by_hand, "-o", tmp_path / "out", "--output", "history", "--output", "final", "--until", "2025-06")
    text = said(capsys, "explain", tmp_path / "out", "--id", 1)
    assert "2024-03" in text
    assert "Equals the stored rows: history, final." in text
    assert "suspended" in text
    assert "停保" in said(capsys, "explain", tmp_path / "out", "--id", 1, lang="zh")
    assert "from-unit" in said(capsys, "explain", tmp_path / "out", "--id", 1, "--month", "2025-02")
    assert "2025-07" in refused(capsys, "explain", tmp_path / "out", "--id", 1, "--month", "2025-07")


def test_a_strict_run_writes_nothing(by_hand, tmp_path, capsys):
    """A single bad row refuses everything, in both languages."""
    words = ("run", *by_hand, "-o", tmp_path / "out", "--strict")
    assert "atlantis" in refused(capsys, *words)
    made = command(*words, "--lang", "zh")
    assert (made.returncode, made.stdout) == (2, "")
    assert "应为：" in made.stderr
    assert "Traceback" not in made.stderr
    assert not (tmp_path / "out").exists()


def test_a_run_that_was_cut_off_goes_on(people, done, tmp_path, capsys):
    """It is not summarised before; with --resume the command writes what a run in one go writes, and says the same."""

    class CutOff(Exception):  # noqa: N818  what a power cut would be
        pass

    def stop(done, of):
        assert 0 < done < of
        raise CutOff

    folder, tables = tmp_path / "out", (people / "persons", people / "events")
    with pytest.raises(CutOff):
        run(*tables, folder, outputs=KINDS, columns=COLUMNS, partition_size=25, threads=1, progress=stop)
    assert "--resume" in refused(capsys, "summary", folder)
    again = ("run", *tables, "-o", folder, *ALL)
    assert "--resume" in refused(capsys, *again, "--partition-size", 25)
    assert "partition_size" in refused(capsys, *again, "--partition-size", 30, "--resume")
    text = said(capsys, *again, "--partition-size", 25, "--resume")
    assert text == done[1].replace(str(done[0]), str(folder))
    assert said(capsys, *again, "--partition-size", 25, "--resume") == text
    for path in sorted(done[0].rglob("*.parquet")):
        assert path.read_bytes() == (folder / path.relative_to(done[0])).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--column", "shoe_size"), "shoe_size"),
        (("--output", "final", "--column", "own_fen"), "history"),
        (("--from", "2024-13"), "2024-13"),
        (("--until", "2020-01", "--from", "2021-01"), "last"),
        (("--partition-size", "0"), "0"),
        (("--threads", "0"), "threads"),
        (("--regions", "/nowhere"), "/nowhere"),
        (("--output", "everything"), "everything"),
        (("--threads", "x"), "x"),
    ],
)
def test_a_wrong_option_is_refused(people, tmp_path, capsys, arguments, word):
    """Code 2, a sentence that names it, and no folder."""
    assert word in refused(capsys, "run", people / "persons", people / "events", "-o", tmp_path / "out", *arguments)
    assert not (tmp_path / "out").exists()


def test_what_is_not_there_is_refused(people, done, tmp_path, capsys):
    """Tables, runs and ids that do not exist, and folders that hold something else."""
    assert "nowhere" in refused(capsys, "run", tmp_path / "nowhere", people / "events", "-o", tmp_path / "out")
    for subcommand in (("summary",), ("explain", "--id", 1), ("sequences", "-o", tmp_path / "s.csv")):
        assert "run.json" in refused(capsys, subcommand[0], tmp_path / "nowhere", *subcommand[1:])
    for number in (0, LIVES + 1, -4, 10**30):
        assert f"nobody has the id {number}" in refused(capsys, "explain", done[0], "--id", number)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear")
    for words in (("run", people / "persons"), ("generate", "--lives", 1, "--from", "2024-01", "--until", "2024-02")):
        refused(capsys, *words, "-o", tmp_path / "full")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]
    assert "sample" in refused(capsys, "sequences", done[0], "-o", tmp_path / "s.csv", "--sample", 0)
    assert "lives" in refused(capsys, "generate", "-o", tmp_path / "g", "--lives", 0, "--from", "2024-01", "--until", "2024-02")


# one life again


def test_every_life_equals_what_was_stored(done):
    """Lived by the machine for one person, every cell of every stored row is the same; deaths and births are among them."""
    dataset = Dataset.open(done[0])
    seen = set()
    for number in range(1, LIVES + 1):
        replayed = replay(dataset, number)
        assert replayed.differences == ()
        assert replayed.compared == ("history", "spells", "final")
        assert replayed.same_rules
        seen |= {row.state for row in replayed.timeline}
    assert {"employee", "resident", "retired", "suspended"} <= seen


def test_a_month_is_explained_as_it_was_stored(done, capsys):
    """The state of the month stands in the first line, in both languages; the library says the same."""
    dataset = Dataset.open(done[0])
    stored = dataset.history().filter(pl.col("month") == dt.date(2024, 3, 1)).collect()
    for number, state in list(stored.select("id", pl.col("state").cast(pl.String)).iter_rows())[::17]:
        for lang in ("en", "zh"):
            text = said(capsys, "explain", done[0], "--id", number, "--month", "2024-03", lang=lang)
            first = text.splitlines()[0]
            assert first.startswith("2024-03 · ")
            assert label(State[state.upper()], lang) in first
            assert dataset.explain(number, "2024-03", lang).text in text


def test_a_process_explains(done):
    """The command by itself exits with 0 and names the tables that say the same."""
    made = command("explain", done[0], "--id", 7, "--lang", "en")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("id 7\n")
    assert made.stdout.splitlines()[-1] == "Equals the stored rows: history, spells, final."


def tampered(folder, kind, number, change):
    """Rewrite the rows of one life in the part that holds it; return those rows as they were."""
    for path in sorted((folder / kind).glob("*.parquet")):
        table = pq.read_table(path)
        rows = table.to_pylist()
        here = [row for row in rows if row["id"] == number]
        if here:
            was = [dict(row) for row in here]
            gone = change(here)
            kept = [row for row in rows if row is not gone]
            made = pa.Table.from_pylist(kept, schema=pa.schema([(f.name, plain(f.type)) for f in table.schema]))
            pq.write_table(made.cast(table.schema), path)
            return was
    raise AssertionError(number)


def plain(kind):
    """Return the type of a column without its dictionary."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def test_a_changed_cell_is_found(copied, capsys):
    """Code 1, with the table, the month, the column and both values; other lives are as they were."""
    was = tampered(copied, "history", 12, lambda rows: rows[5].update(state="retired", own_fen=77))
    month = f"{was[5]['month']:%Y-%m}"
    found = replay(Dataset.open(copied), 12).differences
    assert found == (
        Difference("history", month, "state", "retired", was[5]["state"]),
        Difference("history", month, "own_fen", 77, was[5]["own_fen"]),
    )
    made = command("explain", copied, "--id", 12, "--month", month, "--lang", "en")
    assert made.returncode == 1
    assert f"history {month} state: stored retired, replayed {was[5]['state']}" in made.stdout
    assert "2 cells differ" in made.stdout
    assert "Equals" in said(capsys, "explain", copied, "--id", 13)


def test_a_row_that_is_missing_or_too_long_is_found(copied, capsys):
    """So is a spell that ends too late, a month that was taken out, and a final record that is another."""
    months_of = tampered(copied, "history", 20, lambda rows: rows[3])
    spells = tampered(copied, "spells", 20, lambda rows: rows[-1].update(last=dt.date(2030, 1, 1)))
    final = tampered(copied, "final", 20, lambda rows: rows[0].update(months_covered=999))
    gone = months_of[3]["month"]
    assert replay(Dataset.open(copied), 20).differences == (
        Difference("history", f"{gone:%Y-%m}", "month", None, gone),
        Difference("spells", f"{spells[-1]['first']:%Y-%m}", "last", dt.date(2030, 1, 1), spells[-1]["last"]),
        Difference("final", f"{final[0]['last']:%Y-%m}", "months_covered", 999, final[0]["months_covered"]),
    )
    said(capsys, "explain", copied, "--id", 20, code=1, lang="zh")


def test_other_rules_are_named(done, monkeypatch, capsys):
    """Where the rules have changed since the run, the verdict says so."""
    origin._rules.cache_clear()
    monkeypatch.setattr(origin, "fingerprint_of", lambda _: "another")
    try:
        assert "have changed" in said(capsys, "explain", done[0], "--id", 1)
        assert not replay(Dataset.open(done[0]), 1).same_rules
    finally:
        origin._rules.cache_clear()


def test_tables_that_changed_are_refused(people, tmp_path, capsys):
    """A life is never explained from other tables than those of the run; where they lie elsewhere, they can be named."""
    here = shutil.copytree(people, tmp_path / "here")
    said(capsys, "run", here / "persons", here / "events", "-o", tmp_path / "out")
    there = here.rename(tmp_path / "there")
    assert "no such file" in refused(capsys, "explain", tmp_path / "out", "--id", 3)
    named = ("--persons", there / "persons", "--events", there / "events")
    assert "Equals" in said(capsys, "explain", tmp_path / "out", "--id", 3, *named)
    there.rename(here)
    (path,) = (here / "events").iterdir()
    os.utime(path, ns=(1, 1))
    assert "changed since the run" in refused(capsys, "explain", tmp_path / "out", "--id", 3)
    told = json.loads((tmp_path / "out" / "run.json").read_text())
    del told["tables"]
    (tmp_path / "out" / "run.json").write_text(json.dumps(told))
    assert "which tables" in refused(capsys, "explain", tmp_path / "out", "--id", 3)


@pytest.mark.parametrize("form", ["csv", "parquet", "arrow"])
def test_a_life_is_found_wherever_its_rows_lie(people, done, tmp_path, form):
    """Shuffled rows in several files of any form give the same life."""
    tables = {}
    for kind in ("persons", "events"):
        rows = pl.read_parquet(people / kind).sample(fraction=1, shuffle=True, seed=3)
        (tmp_path / kind).mkdir()
        for part, some in enumerate(rows.iter_slices(rows.height // 3 + 1)):
            write = {"csv": some.write_csv, "parquet": some.write_parquet, "arrow": some.write_ipc}[form]
            write(tmp_path / kind / f"{part}.{form}", **({"row_group_size": 50} if form == "parquet" else {}))
        tables[kind] = tmp_path / kind
    dataset = Dataset.open(done[0])
    for number in (1, 9, 31, LIVES):
        found, first = replay(dataset, number, **tables), replay(dataset, number)
        assert found.differences == ()
        assert found.timeline.rows == first.timeline.rows


# the rest of the command


def test_the_summary_is_that_of_the_library(done, capsys):
    """As a table in both languages, as JSON and as CSV."""
    wanted = {
        figure.name: figure.number for figure in Dataset.open(done[0]).summary() if figure.year is None and figure.state is None
    }
    told = json.loads(said(capsys, "summary", done[0], "--format", "json"))
    assert {one["name"]: one["number"] for one in told if one["year"] is None and one["state"] is None} == wanted
    rows = list(csv.DictReader(io.StringIO(said(capsys, "summary", done[0], "--format", "csv"))))
    assert len(rows) == len(told)
    assert f"{wanted['months']:,}" in said(capsys, "summary", done[0])
    assert label(State.RESIDENT, "zh").split("（")[0] in said(capsys, "summary", done[0], lang="zh").replace("\n", "")


def test_sequences_are_written(done, tmp_path, capsys):
    """A row a life of the sample and a column a month, and the alphabet beside."""
    out = tmp_path / "s.csv"
    text = said(capsys, "sequences", done[0], "-o", out, "--sample", 5, "--from", "2024-01", "--until", "2024-12")
    assert str(out) in text
    table = pl.read_csv(out)
    assert (table.height, table.width) == (5, 13)
    states = pl.read_csv(tmp_path / "s.alphabet.csv")["state"].to_list()
    assert {cell for row in table.rows() for cell in row[1:]} <= {*states, "NA"}
    said(capsys, "sequences", done[0], "-o", tmp_path / "s.parquet", "--form", "spell")
    assert pl.read_parquet(tmp_path / "s.parquet").columns == ["id", "begin", "end", "status"]


def test_a_bar_is_shown_on_a_terminal_only(tmp_path):
    """Somebody who looks sees how far it has come; a program reads nothing of it."""
    words = ["generate", "--lives", "50", "--from", "2024-02", "--until", "2024-06", "--lang", "en"]
    assert command(*words, "-o", tmp_path / "quiet").stderr == ""
    ours, theirs = pty.openpty()
    line = [sys.executable, "-m", "lifecycle", "population", *words, "-o", tmp_path / "seen"]
    made = subprocess.run(line, stdout=subprocess.PIPE, stderr=theirs, check=True, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    shown = os.read(ours, 1 << 16)
    os.close(ours)
    assert b"Lives" in shown
    assert b"Lives" not in made.stdout
    assert made.stdout.startswith(b"50 lives in ")


@pytest.mark.parametrize(("missing", "lang"), [("polars", "en"), ("pyarrow", "zh"), ("llvmlite", "en")])
def test_without_the_extra_it_says_how_to_install_it(by_hand, done, tmp_path, missing, lang):
    """One refusal with the line to type, no traceback, nothing written; help needs nothing."""
    words = ["summary", str(done[0])] if missing != "llvmlite" else ["run", *map(str, by_hand), "-o", str(tmp_path / "out")]
    code = (
        f"import sys; sys.modules[{missing!r}] = None; from lifecycle.cli import main; "
        f"assert main(['population', '--help', '--lang', 'en']) == 0; "
        f"sys.exit(main(['population', *{words!r}, '--lang', {lang!r}]))"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, encoding="utf-8")
    assert made.returncode == 2
    assert 'pip install "lifecycle[population]"' in made.stderr
    assert missing in made.stderr
    assert "Traceback" not in made.stderr
    assert not (tmp_path / "out").exists()


def test_help_needs_nothing_heavy():
    """Neither the help nor the room itself imports a library of the extra."""
    code = (
        "import sys, lifecycle; from lifecycle import population; from lifecycle.cli import main; "
        "main(['population', 'run', '--help']); "
        "sys.exit(any(name in sys.modules for name in ('numpy', 'polars', 'pyarrow', 'llvmlite', 'dask', 'rich')))"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (made.returncode, made.stderr) == (0, b"")


def test_the_room_gives_its_public_names():
    """They stay functions although a file has the same name; others there are none."""
    assert population.run is run
    assert lifecycle.population.generate is generate
    assert population.open == Dataset.open
    assert sorted(dir(population)) == sorted(population.__all__)
    with pytest.raises(AttributeError, match="fly"):
        _ = population.fly


def test_the_library_says_how_to_install_the_extra(monkeypatch):
    """A public name of the room is refused in the same words as the command."""
    monkeypatch.delitem(sys.modules, "lifecycle.population.dataset.dataset")
    monkeypatch.setitem(sys.modules, "polars", None)
    with using("en"), pytest.raises(LifecycleError, match="lifecycle\\[population\\]"):
        _ = population.open
