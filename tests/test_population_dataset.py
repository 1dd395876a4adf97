"""The dataset of a run: what is measured in its tables is what plain Python finds in the timelines of the same lives."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from collections import Counter, defaultdict
from contextlib import suppress
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from random_lives import BEFORE, REGIONS, somebody, walked
from rich.cells import cell_len

from lifecycle import OutputError, Scenario, ScenarioError, months, simulate
from lifecycle.errors import InputError
from lifecycle.population.dataset import measures, sequences
from lifecycle.population.dataset.dataset import Dataset
from lifecycle.population.dataset.manifest import Manifest
from lifecycle.population.dataset.parts import name_of
from lifecycle.population.dataset.sampling import mixed, sampled
from lifecycle.population.screens import TOLD, print_summary
from lifecycle.vocabulary import State, key
from lifecycle.words import COLOURS, label

ROOT = Path(__file__).parents[1]
ALIKE = ("region", "state", "scheme", "covered", "covered_finally", "benefit_factor")
WORDS = ("region", "state", "scheme", "cause", "entry_rule", "sex", "group")
FINGERPRINT = "0123abcd"
PARTITIONS = 3


def random_life(seed):
    """Return a life that could be, always the same for a seed."""
    chance = random.Random(seed)
    first = months.january(chance.randint(2017, 2025)) + chance.choice((0, 0, 5))
    plan = [(chance.randint(0, 9), chance.randrange(1000), chance.randint(1, 28), chance.randint(1, 6)) for _ in range(12)]
    return walked(chance.choice(REGIONS), first, chance.choice(BEFORE), plan, chance.randint(0, 12), somebody(chance, first))


@pytest.fixture(scope="session")
def lives(atlas):
    """The timelines of the shipped scenarios, of those who die in the cases, and of random lives, by id."""
    told = [Scenario.load(path) for path in sorted((ROOT / "scenarios").glob("*.toml"))]
    told.append(Scenario.read({"region": "hubei/wuhan", "person": {"born": "1980-02", "sex": "male"}, "event": [
        {"month": "2024-02", "what": "hired", "base": 6000}, {"month": "2024-06", "what": "left_job"}, {"month": "2024-11", "what": "died"}]}))  # fmt: skip
    told.append(
        Scenario.read(
            {"region": "hubei/wuhan", "before": {"scheme": "employee"}, "event": [{"month": "2025-03", "what": "died"}]}
        )
    )
    told += [random_life(seed) for seed in range(80)]
    found = {}
    for number, one in enumerate(told):
        with suppress(ScenarioError):  # a random life may pay for what buys nothing
            found[number * 7 + 3] = simulate(one, atlas=atlas)
    assert len(found) > 80
    return found


def date(month):
    """Return the first day of a month."""
    return None if month is None else dt.date.fromisoformat(f"{month}-01")


def born(life):
    """Return the month of birth as an index, where it is known."""
    told = (life.scenario.get("person") or {}).get("born")
    return None if told is None else months.month(told)


def band(age_months):
    """Return the age band of the counts."""
    if age_months is None:
        return None
    years = age_months // 12
    return "95+" if years >= 95 else f"{years // 5 * 5}-{years // 5 * 5 + 4}"


def history_rows(number, life):
    """Yield the rows of the history of a life."""
    for row in life:
        yield {
            "id": number, "month": date(row.month), "region": row.region, "state": row.state, "scheme": row.scheme,
            "covered": row.covered, "covered_finally": row.covered_finally, "benefit_factor": row.benefit_factor,
            "waiting_left": row.waiting_left, "cause": row.cause.transition, "entry_rule": row.cause.entry_rule,
        }  # fmt: skip


def spell_rows(number, life):
    """Yield the rows of the spells of a life."""
    for _, run in groupby(life, key=lambda row: tuple(getattr(row, name) for name in ALIKE)):
        rows = list(run)
        yield {
            "id": number, "first": date(rows[0].month), "last": date(rows[-1].month), "months": len(rows),
            **{name: getattr(rows[0], name) for name in ALIKE}, "cause": rows[0].cause.transition, "entry_rule": rows[0].cause.entry_rule,
        }  # fmt: skip


def gap_months(life):
    """Return the months of a life in which nothing was paid though something had been paid before."""
    return [row for row in life if not row.paid and row.gap_months > 0 and row.state != "deceased"]


def final_row(number, life):
    """Return the final record of a life."""
    last, retire = life.rows[-1], life.rows[-1].retirement
    birth = born(life)
    person = life.scenario.get("person") or {}
    return {
        "id": number, "region": last.region, "born": None if birth is None else months.first_day(birth), "sex": person.get("sex"),
        "group": person.get("group"), "first": date(life.rows[0].month), "last": date(last.month), "months": len(life),
        "months_covered": sum(row.covered for row in life), "months_covered_finally": sum(row.covered_finally for row in life),
        "months_unpaid": len(gap_months(life)), "months_waiting": sum(row.state == "waiting" for row in life),
        "state": last.state, "scheme": last.scheme, "retire_month": date(retire.month) if retire else None,
        "required_months": retire.required_months if retire else None, "missing_months": retire.missing_months if retire else None,
        "missing_actual_months": retire.missing_actual_months if retire else None,
        "missing_local_months": retire.missing_local_months if retire else None, "retired_from": date(life.counts()["retired_from"]),
    }  # fmt: skip


def count_rows(lives):
    """Return the rows of the counts of some lives."""
    found = defaultdict(lambda: [0, 0, 0])
    for life in lives.values():
        for row in life:
            age = None if born(life) is None else row.index - born(life)
            one = found[date(row.month), row.region, row.state, band(age)]
            one[0] += 1
            one[1] += row.covered
            one[2] += row.covered_finally
    names = ("month", "region", "state", "age_band")
    return [
        {**dict(zip(names, where, strict=True)), "lives": n, "covered": c, "covered_finally": f}
        for where, (n, c, f) in found.items()
    ]


TYPES = {
    "id": pa.int64(), "month": pa.date32(), "first": pa.date32(), "last": pa.date32(), "born": pa.date32(), "retire_month": pa.date32(),
    "retired_from": pa.date32(), "covered": pa.bool_(), "covered_finally": pa.bool_(), "benefit_factor": pa.float64(),
    "waiting_left": pa.int16(), "months": pa.int16(), "age_band": pa.string(), "lives": pa.int64(),
    **{name: pa.int32() for name in ("required_months", "missing_months", "missing_actual_months", "missing_local_months",
       "months_covered", "months_covered_finally", "months_unpaid", "months_waiting")},
    **{name: pa.dictionary(pa.int32(), pa.string()) for name in WORDS},
}  # fmt: skip


def write_part(folder, kind, number, rows):
    """Write the rows of one part by the schema of a run."""
    (folder / kind).mkdir(parents=True, exist_ok=True)
    counted = {"covered": pa.int64(), "covered_finally": pa.int64()} if kind == "counts" else {}
    schema = pa.schema([(name, counted.get(name, TYPES[name])) for name in rows[0]], metadata={"fingerprint": FINGERPRINT})
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / kind / name_of(number))


def write_run(folder, lives, outputs, partitions=PARTITIONS, **more):
    """Write the folder of a run over some lives as the engine would."""
    numbers = sorted(lives)
    size = -(-len(numbers) // partitions)
    for part in range(partitions):
        here = {number: lives[number] for number in numbers[part * size : (part + 1) * size]}
        tables = {
            "history": [row for number, life in here.items() for row in history_rows(number, life)],
            "spells": [row for number, life in here.items() for row in spell_rows(number, life)],
            "final": [final_row(number, life) for number, life in here.items()],
            "counts": count_rows(here),
        }
        for kind in outputs:
            write_part(folder, kind, part, tables[kind])
    indices = [row.index for life in lives.values() for row in life]
    told = {
        "schema": "lifecycle.population/1", "version": "1", "fingerprint": FINGERPRINT, "outputs": list(outputs), "lives": len(lives),
        "partitions": partitions, "first": months.text(min(indices)), "last": months.text(max(indices)), "finished": True, "seconds": 1.5,
    }  # fmt: skip
    (folder / "run.json").write_text(json.dumps(told | more), encoding="utf-8")
    return folder


KINDS = ("history", "spells", "final", "counts")


@pytest.fixture(scope="session")
def run(lives, tmp_path_factory):
    """The folder of a run that wrote everything."""
    return write_run(tmp_path_factory.mktemp("run"), lives, KINDS)


@pytest.fixture(scope="session")
def dataset(run):
    """The dataset of that run."""
    return Dataset.open(run)


@pytest.fixture(scope="session")
def only_history(lives, tmp_path_factory):
    """The dataset of a run that wrote its history and nothing else."""
    return Dataset.open(write_run(tmp_path_factory.mktemp("history"), lives, ["history"]))


def plain(frame):
    """Return the rows of a frame as plain tuples."""
    return [tuple(row) for row in frame.rows()]


def test_the_tables_are_those_that_were_written(dataset, lives):
    """History, spells and final records come back in the order of ids and months, and counts are added up over the parts."""
    assert dataset.history().collect().to_dicts() == [
        row for number in sorted(lives) for row in history_rows(number, lives[number])
    ]
    assert dataset.spells().collect().to_dicts() == [row for number in sorted(lives) for row in spell_rows(number, lives[number])]
    assert dataset.final().collect().to_dicts() == [final_row(number, lives[number]) for number in sorted(lives)]
    whole = {tuple(row.values()) for row in count_rows(lives)}
    assert set(plain(dataset.counts().collect())) == whole
    assert repr(dataset).endswith(f"{len(lives)} lives, history, spells, final, counts>")


def test_spells_from_the_history_are_the_spells(dataset, only_history):
    """Where no spells were written, the history folds into the same ones."""
    assert plain(only_history.spells().collect()) == plain(dataset.spells().collect())


def test_lives_that_follow_each_other_are_never_one_spell():
    """The last month of a life and the first of the next are two spells, even where they would fit; so is a month left out."""
    rows = [(1, "2024-01"), (1, "2024-02"), (2, "2024-03"), (2, "2024-05")]
    same = {
        "region": "a",
        "state": "employee",
        "scheme": "employee",
        "covered": True,
        "covered_finally": True,
        "benefit_factor": 1.0,
    }
    history = pl.LazyFrame([{"id": n, "month": date(m), **same, "cause": "x", "entry_rule": None} for n, m in rows])
    found = measures.spells_of(history).select("id", "first", "last", "months").collect().rows()
    assert found == [
        (1, date("2024-01"), date("2024-02"), 2),
        (2, date("2024-03"), date("2024-03"), 1),
        (2, date("2024-05"), date("2024-05"), 1),
    ]


@pytest.mark.parametrize("by", [None, "month", "year"])
def test_churn_counts_the_pairs_of_months(dataset, only_history, lives, by):
    """Each month of a life and the month before it is a pair at risk; the rates of one state add up to 1."""
    pairs = Counter()
    for life in lives.values():
        for then, now in pairwise(life):
            period = {None: (), "month": (date(now.month),), "year": (now.index // 12,)}[by]
            pairs[*period, then.state, now.state] += 1
    risk = Counter()
    for (*period, then, _), n in pairs.items():
        risk[*period, then] += n
    wanted = {where: (n, risk[where[:-1]]) for where, n in pairs.items()}
    for table in (dataset.churn(by), only_history.churn(by)):
        assert {tuple(row[:-3]): tuple(row[-3:-1]) for row in table.rows()} == wanted
        names = table.columns[: -len(("to_state", "moved", "at_risk", "rate"))]
        assert table.group_by(names).agg(pl.col("rate").sum())["rate"].to_list() == pytest.approx([1.0] * len(risk))
    changed = [where for where in wanted if where[-1] != where[-2]]
    assert len(changed) > 10


def test_time_in_state(dataset, lives):
    """Months in a state, over all lives."""
    found = Counter(row.state for life in lives.values() for row in life)
    wanted = {state: (n, len(lives), pytest.approx(n / len(lives))) for state, n in found.items()}
    assert {state: tuple(rest) for state, *rest in dataset.time_in_state().rows()} == wanted


def test_time_in_state_by_year(dataset, only_history, lives):
    """Months in a state in a year, over the lives that have a month in it."""
    found = Counter((row.index // 12, row.state) for life in lives.values() for row in life)
    there = Counter(year for life in lives.values() for year in {row.index // 12 for row in life})
    wanted = {(year, state): (n, there[year]) for (year, state), n in found.items()}
    for one in (dataset, only_history):
        assert {(year, state): (n, of) for year, state, n, of, _ in one.time_in_state("year").rows()} == wanted


def test_time_in_state_by_age(dataset, lives):
    """Months in a state in a band of ages; those whose birth is unknown stand apart."""
    found, there = Counter(), Counter()
    for life in lives.values():
        ages = [None if born(life) is None else row.index - born(life) for row in life]
        found.update((band(age), row.state) for age, row in zip(ages, life, strict=True))
        there.update({band(age) for age in ages})
    wanted = {(age, state): (n, there[age]) for (age, state), n in found.items()}
    assert {(age, state): (n, of) for age, state, n, of, _ in dataset.time_in_state("age").rows()} == wanted
    assert None in there
    assert len(there) > 5


def plain_gaps(life):
    """Return the gaps of a life: first, last, length, end, and whether it had begun before."""
    rows, unpaid = list(life), {row.month for row in gap_months(life)}
    found = []
    for is_gap, run in groupby(range(len(rows)), key=lambda at: rows[at].month in unpaid):
        at = list(run)
        if not is_gap:
            continue
        after = rows[at[-1] + 1].state if at[-1] + 1 < len(rows) else None
        end = {None: "open", "retired": "retired", "deceased": "died"}.get(after, "resumed")
        found.append((date(rows[at[0]].month), date(rows[at[-1]].month), len(at), end, at[0] == 0))
    return found


def test_gaps_are_the_runs_of_unpaid_months(dataset, only_history, lives):
    """A gap begins after a paid month, or before the first; it ends by paying, retiring or dying, or stays open."""
    wanted = [(number, *gap) for number in sorted(lives) for gap in plain_gaps(lives[number])]
    assert plain(dataset.gaps().collect()) == wanted
    assert plain(only_history.gaps().collect()) == wanted
    lengths = Counter((gap[3], gap[4], gap[5]) for gap in wanted)
    assert {tuple(row[:-1]): row[-1] for row in dataset.gap_lengths().rows()} == lengths
    assert {gap[4] for gap in wanted} >= {"resumed", "died", "open"}
    assert any(gap[5] for gap in wanted)


def test_readiness_tells_those_who_came_to_their_month(dataset, lives):
    """Only lives that reach their month of retiring count: retired then, later, short, or nobody knows."""
    wanted, short = Counter(), Counter()
    for life in lives.values():
        told = life.rows[-1].retirement
        if told is None or not life.rows[0].month <= told.month <= life.rows[-1].month:
            continue
        retired = life.counts()["retired_from"]
        missing = (told.missing_months, told.missing_actual_months, told.missing_local_months)
        if retired is not None:
            wanted["ready" if retired <= told.month else "later"] += 1
        elif told.required_months is not None and None not in missing and max(missing) > 0:
            wanted["short"] += 1
            short[max(missing)] += 1
        else:
            wanted["unknown"] += 1
    table = dataset.readiness()
    assert dict(table.select("outcome", "lives").iter_rows()) == {name: wanted[name] for name in measures.OUTCOMES}
    assert table["share"].sum() == pytest.approx(1)
    assert dict(dataset.shortfalls().iter_rows()) == short
    assert min(wanted["ready"], wanted["later"], wanted["short"]) > 0


@pytest.mark.parametrize("partitions", [1, 11])
def test_measures_do_not_depend_on_the_partitions(dataset, lives, tmp_path, partitions):
    """However the lives were cut into parts, every measure is the same, and so is every sequence."""
    other = Dataset.open(write_run(tmp_path, lives, KINDS, partitions))
    for measure in (
        lambda d: d.churn("month"),
        lambda d: d.time_in_state("age"),
        lambda d: d.gap_lengths(),
        lambda d: d.readiness(),
    ):
        assert measure(other).equals(measure(dataset))
    assert other.summary() == dataset.summary()
    for one, name in ((dataset, "a.csv"), (other, "b.csv")):
        one.write_sequences(tmp_path / name, "sts", sample=30)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def wide_wanted(lives, first, last):
    """Return the states of lives by id, one a month, None outside the life."""
    there = {number: {row.index: row.state for row in life} for number, life in lives.items()}
    return {
        number: [states.get(index) for index in range(first, last + 1)]
        for number, states in there.items()
        if any(first <= index <= last for index in states)
    }


def ends(lives):
    """Return the first and the last month of all lives."""
    indices = [row.index for life in lives.values() for row in life]
    return min(indices), max(indices)


def read_csv(path):
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("source", ["dataset", "only_history"])
def test_sts_is_the_states_month_by_month(source, lives, tmp_path, request):
    """One row a life, one column a month, NA outside the life."""
    path = tmp_path / "states.csv"
    request.getfixturevalue(source).write_sequences(path, "sts")
    head, *rows = read_csv(path)
    first, last = ends(lives)
    assert head == ["id", *(months.text(index) for index in range(first, last + 1))]
    wanted = wide_wanted(lives, first, last)
    assert {int(row[0]): [None if cell == "NA" else cell for cell in row[1:]] for row in rows} == wanted
    assert [int(row[0]) for row in rows] == sorted(lives)


def test_sts_in_parquet_and_in_pieces_is_the_same(dataset, lives, tmp_path, monkeypatch):
    """However many lives are made at once, Parquet holds the same states, with nulls outside the life."""
    monkeypatch.setattr(sequences, "AT_ONCE", 2000)
    path = tmp_path / "states.parquet"
    dataset.write_sequences(path, "sts", first="2024-07", last="2026-06")
    first, last = months.month("2024-07"), months.month("2026-06")
    table = pl.read_parquet(path)
    assert {row[0]: list(row[1:]) for row in table.rows()} == wide_wanted(lives, first, last)


def unfolded(rows, width):
    """Return the states of SPELL rows as TraMineR reads them on a calendar from 1 to ``width``: whole positions, both ends included."""
    found = {}
    for number, begin, end, status in rows:
        assert 1 <= begin <= end <= width
        line = found.setdefault(number, [None] * width)
        assert line[begin - 1 : end] == [None] * (end - begin + 1)
        line[begin - 1 : end] = [status] * (end - begin + 1)
    return found


@pytest.mark.parametrize("window", [(None, None), ("2024-07", "2026-06")])
def test_spell_unfolds_into_sts(dataset, lives, tmp_path, window):
    """The positions of SPELL, unfolded, are the months of STS; two spells that follow each other differ in their state."""
    path = tmp_path / "spells.csv"
    dataset.write_sequences(path, "spell", first=window[0], last=window[1])
    head, *rows = read_csv(path)
    assert head == ["id", "begin", "end", "status"]
    first, last = ends(lives) if window[0] is None else map(months.month, window)
    told = [(int(number), int(begin), int(end), status) for number, begin, end, status in rows]
    assert unfolded(told, last - first + 1) == wide_wanted(lives, first, last)
    assert all(a[0] != b[0] or a[3] != b[3] for a, b in pairwise(told))


def test_sequenzo_has_a_word_for_every_cell_and_all_words_in_the_alphabet(dataset, lives, tmp_path):
    """Outside the life stands the code for void, and the alphabet beside has every word that occurs, in the fixed order."""
    path = tmp_path / "wide.csv"
    beside = dataset.write_sequences(path, "sequenzo")
    _, *rows = read_csv(path)
    wanted = {number: [cell or "%" for cell in cells] for number, cells in wide_wanted(lives, *ends(lives)).items()}
    assert {int(row[0]): row[1:] for row in rows} == wanted
    head, *words = read_csv(beside)
    assert head == ["position", "state", "zh", "en", "colour"]
    assert [word[1] for word in words] == [*(key(state) for state in State), "%"]
    assert {cell for row in rows for cell in row[1:]} <= {word[1] for word in words}


def test_the_alphabet_is_that_of_the_words(dataset, tmp_path):
    """Order, labels in both languages and colours are those of the vocabulary, whatever occurs in the sample."""
    beside = dataset.write_sequences(tmp_path / "few.csv", "sts", sample=2)
    assert beside == tmp_path / "few.alphabet.csv"
    wanted = [[str(n), key(s), label(s, "zh"), label(s, "en"), COLOURS[key(s)][0]] for n, s in enumerate(State, start=1)]
    assert read_csv(beside)[1:] == wanted


def test_a_sample_depends_on_the_ids_alone(dataset, only_history, lives, tmp_path):
    """The same lives are taken from every form of the tables, and a larger sample holds the smaller."""
    taken = {}
    for name, one, n in (("a", dataset, 20), ("b", only_history, 20), ("c", dataset, 40), ("d", dataset, 10**9)):
        one.write_sequences(tmp_path / f"{name}.csv", "spell", sample=n)
        taken[name] = {int(row[0]) for row in read_csv(tmp_path / f"{name}.csv")[1:]}
    assert taken["a"] == taken["b"]
    assert taken["a"] < taken["c"]
    assert (len(taken["a"]), len(taken["c"]), taken["d"]) == (20, 40, set(lives))


def test_the_mixing_is_split_mix_and_takes_every_id_alike():
    """The first numbers are the published ones of SplitMix64, no two ids share one, and order does not matter."""
    assert mixed(np.arange(3)).tolist() == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    ids = np.arange(20000)
    assert len(np.unique(mixed(ids, 5))) == len(ids)
    chosen = sampled(ids, 5000)
    assert np.array_equal(chosen, sampled(ids[::-1].copy(), 5000))
    assert np.histogram(chosen, bins=4)[0] == pytest.approx([1250] * 4, abs=150)


def test_a_wide_table_of_too_many_is_refused(dataset, tmp_path, monkeypatch):
    """Millions of lives are too wide: the refusal names the sample, and nothing is written."""
    monkeypatch.setattr(sequences, "MOST_CELLS", 100)
    with pytest.raises(InputError, match="--sample"):
        dataset.write_sequences(tmp_path / "wide.csv", "sts")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "choice", "error"),
    [
        ("a.csv", {"form": "tse"}, InputError),
        ("a.csv", {"sample": 0}, InputError),
        ("a.csv", {"first": "2024-13"}, InputError),
        ("a.csv", {"first": "2025-01", "last": "2024-01"}, InputError),
        ("a.csv", {"first": "1950-01", "last": "1950-12"}, InputError),
        ("a.parquet", {"first": "1950-01", "last": "1950-12"}, InputError),
        ("a.xlsx", {}, OutputError),
        ("missing/a.csv", {}, OutputError),
    ],
)
def test_a_sequence_that_cannot_be_is_refused_and_leaves_nothing(dataset, tmp_path, path, choice, error):
    """A wrong choice is told, and no half of a file stays."""
    with pytest.raises(error):
        dataset.write_sequences(tmp_path / path, **{"form": "sts", **choice})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kinds", [KINDS, ("final",), ("counts",), ("spells",), ("history", "final")])
def test_the_summary_is_what_the_timelines_say(lives, tmp_path, kinds):
    """Each figure that the written tables tell equals the count over the timelines; the others are left out."""
    found = {
        (one.name, one.year, one.state): (one.number, one.of) for one in Dataset.open(write_run(tmp_path, lives, kinds)).summary()
    }
    rows = [row for life in lives.values() for row in life]
    gaps = [gap for life in lives.values() for gap in plain_gaps(life)]
    wanted = {
        "lives": (len(lives), None), "rejected_lives": (0, None), "rejected_rows": (0, None), "months": (len(rows), len(lives)),
        "covered": (sum(row.covered for row in rows), len(rows)),
        "covered_finally": (sum(row.covered_finally for row in rows), len(rows)),
        "waiting": (sum(row.state == "waiting" for row in rows), len(lives)),
    }  # fmt: skip
    if {"spells", "history"} & set(kinds):
        wanted |= {
            "gaps": (len(gaps), len(lives)), "gap_months": (sum(gap[2] for gap in gaps), len(gaps)),
            "gaps_open": (sum(gap[3] == "open" for gap in gaps), len(gaps)),
        }  # fmt: skip
    assert {name: told for (name, year, state), told in found.items() if state is None and "retire" not in name} == wanted
    assert ("came_to_retire", None, None) in found or "final" not in kinds
    last = max(row.index for row in rows)
    ends = Counter(
        (row.index // 12, row.state) for row in rows if (row.index % 12 == 11 or row.index == last) and row.state != "deceased"
    )
    alive = Counter()
    for (year, _), n in ends.items():
        alive[year] += n
    told = {(year, state): number for (name, year, state), number in found.items() if name == "year_end"}
    assert told == ({} if kinds == ("final",) else {(year, state): (n, alive[year]) for (year, state), n in ends.items()})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_prints_in_both_languages(dataset, capsys, lang):
    """Every figure has a name, states stand in the language, and the covered share is there."""
    print_summary(dataset, "table", lang)
    printed = capsys.readouterr().out
    assert label(State.RETIRED, lang) in printed
    assert max(map(cell_len, printed.splitlines())) <= 100
    words = {"zh": ("灵活就业参保", "停保/断保"), "en": ("enrolled", "insured")}[lang]
    assert all(word in printed for word in words)
    share = next(one for one in dataset.summary() if one.name == "covered")
    assert f"{share.ratio:.1%}" in printed
    assert {one.name for one in dataset.summary() if one.state is None} == set(TOLD)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_summary_is_there_for_programs(dataset, capsys, form):
    """JSON and CSV hold the same figures."""
    print_summary(dataset, form, "en")
    printed = capsys.readouterr().out
    rows = json.loads(printed) if form == "json" else list(csv.DictReader(printed.splitlines()))
    assert [(row["name"], int(row["number"])) for row in rows] == [(one.name, one.number) for one in dataset.summary()]


def test_rejects_are_counted_by_life_and_row(lives, tmp_path):
    """Two wrong rows of one life are one life left out."""
    folder = write_run(tmp_path, lives, ["final"])
    pl.DataFrame({"file": ["a", "a", "b"], "row": [1, 2, None], "id": [5, 5, None]}).write_parquet(folder / "rejects.parquet")
    found = {one.name: one.number for one in Dataset.open(folder).summary()}
    assert (found["rejected_lives"], found["rejected_rows"]) == (1, 3)


def broken(folder, how):
    """Break the folder of a run in one way."""
    part = folder / "spells" / name_of(1)
    if how == "missing":
        part.unlink()
    elif how == "truncated":
        part.write_bytes(part.read_bytes()[:-20])
    elif how == "empty":
        part.write_bytes(b"")
    elif how == "other columns":
        pl.read_parquet(part).drop("scheme").write_parquet(part)
    else:
        rows = pq.read_table(part)
        pq.write_table(rows.replace_schema_metadata({"fingerprint": "other"}), part)


@pytest.mark.parametrize("how", ["missing", "truncated", "empty", "other columns", "other rules"])
def test_a_part_that_is_not_what_the_run_wrote_is_named(lives, tmp_path, how):
    """A missing, cut or foreign part is refused with its path before anything is measured."""
    folder = write_run(tmp_path, lives, ["spells"])
    broken(folder, how)
    with pytest.raises(InputError, match=r"part-00001\.parquet"):
        Dataset.open(folder).time_in_state()


def test_damage_inside_a_part_is_told_in_words(lives, tmp_path):
    """A part whose end is whole but whose pages are not gives a message, never a traceback."""
    folder = write_run(tmp_path, lives, ["spells"])
    part = folder / "spells" / name_of(1)
    raw = bytearray(part.read_bytes())
    raw[4:2000] = b"\xff" * 1996
    part.write_bytes(raw)
    with pytest.raises(InputError, match="run it again"):
        Dataset.open(folder).time_in_state()


def test_a_kind_that_was_not_written_is_refused(only_history):
    """The refusal says what there is instead."""
    with pytest.raises(InputError, match="did not write final") as refused:
        only_history.readiness()
    assert "history" in str(refused.value)


def test_an_unfinished_run_is_refused_unless_asked_for(lives, tmp_path):
    """It names --resume; asked for, the parts that are there are given."""
    folder = write_run(tmp_path, lives, ["final"], finished=False)
    (folder / "final" / name_of(2)).unlink()
    with pytest.raises(InputError, match="--resume"):
        Dataset.open(folder)
    there = Dataset.open(folder, unfinished=True).final().collect()["id"].to_list()
    assert there == sorted(lives)[: len(there)]
    assert 0 < len(there) < len(lives)


@pytest.mark.parametrize(
    "content",
    [None, "", "{", "[]", "{}", '{"schema": "lifecycle.timeline/1"}', '{"schema": "lifecycle.population/1"}', "[" * 100000,
     '{"schema": "lifecycle.population/1", "outputs": "final", "lives": 1, "partitions": 1, "finished": true}',
     '{"schema": "lifecycle.population/1", "outputs": ["final"], "lives": "1", "partitions": 1, "finished": true}'],
)  # fmt: skip
def test_a_folder_without_a_run_is_refused(tmp_path, content):
    """No manifest, or one that is none, gives a message that names the file."""
    if content is not None:
        (tmp_path / "run.json").write_text(content)
    with pytest.raises(InputError, match=r"run\.json"):
        Dataset.open(tmp_path)


def test_a_measure_by_something_unknown_is_refused(dataset):
    """The refusal lists what there is."""
    with pytest.raises(InputError, match="month"):
        dataset.churn("week")
    with pytest.raises(InputError, match="age"):
        dataset.time_in_state("month")


def test_the_manifest_tells_how_many_parts_a_kind_has(lives, tmp_path):
    """Where it says so, a missing part of the counts is noticed too."""
    folder = write_run(tmp_path, lives, ["counts"], parts={"counts": PARTITIONS})
    assert Manifest.read(folder / "run.json").parts == {"counts": PARTITIONS}
    for number in (1, 2):
        (folder / "counts" / name_of(number)).unlink()
    with pytest.raises(InputError, match=r"part-00001\.parquet"):
        Dataset.open(folder).counts()
