"""The charts of many lives: numbers are those of the tables, rows do not depend on their order, and nothing overlaps."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from itertools import pairwise

import attrs
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from matplotlib.figure import Figure
from test_charts import life, outside, overlapping, written

from lifecycle import population
from lifecycle.charts.population.alphabet import MOST, STACK
from lifecycle.charts.population.chronogram import Chronogram
from lifecycle.charts.population.gap_lengths import GapLengths
from lifecycle.charts.population.index_plot import MOST_NAMED, MOST_ROWS, IndexPlot
from lifecycle.charts.population.mean_time import MeanTime
from lifecycle.charts.population.measures import Gap, distribution, gaps, mean_times, moves, survival
from lifecycle.charts.population.painting import NONE
from lifecycle.charts.population.rates import Rates
from lifecycle.charts.population.readiness import Readiness
from lifecycle.charts.population.sequences import Sequences
from lifecycle.charts.population.standings import standings
from lifecycle.errors import InputError
from lifecycle.vocabulary import State
from lifecycle.words import label

ODD = [
    "Schule/$x^2$",
    "在校",
    "a very long state of somebody who waits for something",
    "B_{1}",
    "x",
    "🎉",
    "NEET",
    "%d",
    "1",
    "{}",
]
REGION = "hubei/wuhan"


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """Return the dataset of a few hundred generated lives."""
    folder = tmp_path_factory.mktemp("population")
    population.generate(folder / "in", lives=300, first="2018-01", last="2024-12", regions=[REGION])
    kinds = ("history", "spells", "final", "counts")
    return population.run(folder / "in" / "persons", folder / "in" / "events", folder / "out", outputs=kinds)


def made(people, columns, words, seed=0, *, missing=0.0):
    """Return lists of states by id that change now and then."""
    chance = random.Random(seed)
    lives = {}
    for person in range(people):
        state, told = chance.choice(words), []
        for _ in range(columns):
            state = chance.choice(words) if chance.random() < 0.15 else state
            told.append(None if chance.random() < missing else state)
        lives[f"p{person}"] = told
    return lives


def long(lives, first="2020-01"):
    """Return the rows of a long table."""
    start = pd.Period(first, "M")
    rows = [(one, str(start + at), state) for one, told in lives.items() for at, state in enumerate(told) if state is not None]
    return pd.DataFrame(rows, columns=["id", "month", "state"])


def wide(lives, first="2020-01"):
    """Return a wide table."""
    months = [str(pd.Period(first, "M") + at) for at in range(max(map(len, lives.values())))]
    return pd.DataFrame([[one, *told] for one, told in lives.items()], columns=["id", *months])


def spell_rows(lives):
    """Return the rows of a table of spells."""
    rows = []
    for one, told in lives.items():
        begin = 0
        for at in range(1, len(told) + 1):
            if at == len(told) or told[at] != told[begin]:
                if told[begin] is not None:
                    rows.append((one, begin + 1, at, told[begin]))
                begin = at
    return pd.DataFrame(rows, columns=["id", "begin", "end", "status"])


def read_back(sequences):
    """Return the states of each person."""
    names = [*sequences.alphabet.states, *[None] * (NONE + 1)]
    return {str(one): [names[code] for code in row] for one, row in zip(sequences.ids, sequences.codes.tolist(), strict=True)}


LIVES = made(40, 30, list(STACK), missing=0.05)


@pytest.mark.parametrize("form", ["lists", "wide", "long", "polars", "arrow", "wide csv", "long parquet", "folder", "spells"])
def test_every_form_of_a_table_gives_the_same_sequences(form, tmp_path):
    """Wide, long and spells, of every library, from memory and from disk, hold the same states."""
    tables = {"wide": wide(LIVES), "long": long(LIVES), "spells": spell_rows(LIVES)}
    how = {}
    if form == "lists":
        source, how = LIVES, {"first": "2020-01"}
    elif form in tables:
        source, how = tables[form], {"first": "2020-01"} if form == "spells" else {}
    elif form == "polars":
        source = pl.from_pandas(tables["long"]).lazy()
    elif form == "arrow":
        source = pa.Table.from_pandas(tables["wide"], preserve_index=False)
    elif form == "wide csv":
        source = tmp_path / "wide.csv"
        tables["wide"].to_csv(source, index=False)
    else:
        tables["long"].iloc[:500].to_parquet(tmp_path / "1.parquet")
        tables["long"].iloc[500:].to_parquet(tmp_path / "2.parquet")
        source = tmp_path
        if form == "long parquet":
            source = tmp_path / "all.parquet"
            tables["long"].to_parquet(source)
    found = Sequences.of(source, **how)
    assert read_back(found) == LIVES
    assert (found.clock.kind, found.clock.text(0, "en"), found.clock.text(29, "en")) == ("calendar", "2020-01", "2022-06")
    assert list(found.ids) == [f"p{number}" for number in range(40)]


def test_the_exports_of_a_run_are_the_run(run, tmp_path):
    """What is written for other tools, the tables of the run and the run itself hold the same sequences."""
    whole = Sequences.of(run)
    run.write_sequences(tmp_path / "wide.csv", "sts")
    run.write_sequences(tmp_path / "spell.parquet", "spell")
    first = whole.clock.text(0, "en")
    for other in (
        Sequences.of(tmp_path / "wide.csv"),
        Sequences.of(tmp_path / "spell.parquet", first=first),
        Sequences.of(run.history()),
        Sequences.of(run.folder / "spells"),
    ):
        assert np.array_equal(other.codes, whole.codes)
        assert other.clock == whole.clock
        assert other.ids.tolist() == whole.ids.tolist()


def test_timelines_are_sequences():
    """Lives that were simulated one by one stand on one calendar, in whatever order they came."""
    told = {"b": life("gap and back-payment"), "a": life("three months")}
    found = Sequences.of(told)
    assert list(found.ids) == ["a", "b"]
    assert [state for state in read_back(found)["b"] if state] == [row.state for row in told["b"]]
    assert len(Sequences.of(list(told.values()))) == 2


def test_a_dataset_and_its_sequences_measure_alike(run):
    """Mean times, transitions and gaps counted by NumPy equal what the run says of itself."""
    whole = Sequences.of(run)
    (own, lives), (counted, people) = mean_times(run), mean_times(whole)
    assert (lives, [(one.state, one.time) for one in own]) == (people, [(one.state, one.time) for one in counted])
    assert [one.mean for one in own] == pytest.approx([one.mean for one in counted])
    assert np.array_equal(moves(run).moved, moves(whole).moved)
    assert gaps(run, ()) == gaps(whole, ("suspended",))
    table = {(row["from_state"], row["to_state"]): row["rate"] for row in run.churn().iter_rows(named=True)}
    assert {(row["from_state"], row["to_state"]): row["rate"] for row in Rates(whole).records()} == pytest.approx(table)


def test_readiness_is_what_the_run_says(run):
    """Final records that are read as a table give the same outcomes as the run gives, and groups add up to them."""
    (own,) = standings(run)
    (table,) = standings(run.final())
    assert {**attrs.asdict(own)} == {**attrs.asdict(table)}
    parts = standings(run, "sex")
    assert own.people == sum(one.people for one in parts) > 0
    assert own.ready == sum(one.ready for one in parts)
    told = dict(run.readiness().select("outcome", "lives").iter_rows())
    assert (own.ready, own.later, own.unknown, sum(own.short.values())) == tuple(
        told[name] for name in ("ready", "later", "unknown", "short")
    )


def test_the_chronogram_counts_people():
    """Numbers, shares and those in all are what counting the lists gives; weights count as they are."""
    shown = {(row["time"], row["state"]): (row["people"], row["of"]) for row in Chronogram(wide(LIVES)).records()}
    for at in (0, 7, 29):
        here = Counter(told[at] for told in LIVES.values() if told[at] is not None)
        time = str(pd.Period("2020-01", "M") + at)
        assert {state: shown[time, state] for state in here} == {state: (n, here.total()) for state, n in here.items()}
    weights = {one: at % 3 + 0.5 for at, one in enumerate(LIVES)}
    table = wide(LIVES).assign(w=[weights[one] for one in LIVES])
    found = Sequences.of(table, weight="w")
    state = found.alphabet.states[0]
    assert distribution(found)[0, 4] == pytest.approx(sum(weights[one] for one, told in LIVES.items() if told[4] == state))


def test_rates_count_pairs_of_months():
    """A rate is the share of those in a state who are in another so many months later."""
    for lag in (1, 12):
        pairs = Counter()
        for told in LIVES.values():
            dead = [at for at, state in enumerate(told) if state == "deceased"]
            late = [state if lag == 1 or not dead or at < dead[0] else "deceased" for at, state in enumerate(told)]
            pairs += Counter((a, b) for a, b in zip(late, late[lag:], strict=False) if a and b)
        shown = {(row["from_state"], row["to_state"]): row["moved"] for row in Rates(LIVES).over(lag).records()}
        assert shown == {pair: float(n) for pair, n in pairs.items()}
        assert all(row["rate"] == row["moved"] / row["at_risk"] for row in Rates(LIVES).over(lag).records())


def test_gaps_are_runs_between_insured_months():
    """A gap has its length, how it ended and whether it was there from the start."""
    lives = {
        "a": ["employee", "suspended", "suspended", "resident"],
        "b": ["suspended", "employee", "suspended", "suspended"],
        "c": ["not_enrolled", "not_enrolled", "employee", "suspended"],
        "d": ["employee", "suspended", "retired", "retired"],
        "e": ["employee", "suspended", "deceased", None],
    }
    found = gaps(Sequences.of(lives), ("suspended",))
    assert Counter({(one.months, one.end, one.begun_before): one.gaps for one in found}) == {
        (2, "resumed", False): 1, (1, "resumed", True): 1, (2, "open", False): 1, (1, "open", False): 1,
        (1, "retired", False): 1, (1, "died", False): 1,
    }  # fmt: skip
    with_waits = GapLengths({"a": ["employee", "waiting", "suspended", "employee"]}).counting("suspended", "waiting")
    assert [(one.months, one.end) for one in with_waits.gaps] == [(2, "resumed")]


def test_open_gaps_count_for_as_long_as_they_were_seen():
    """The share is that of Kaplan and Meier; gaps that had begun before are left out."""
    found = [
        Gap(1, "resumed", False, 3), Gap(2, "open", False, 2), Gap(4, "resumed", False, 1), Gap(9, "open", False, 4),
        Gap(1, "resumed", True, 50),
    ]  # fmt: skip
    told = survival(found)
    assert [told.at(months) for months in (0, 1, 2, 3, 4, 20)] == pytest.approx([0, 0.3, 0.3, 0.3, 1 - 0.7 * 0.8, 1 - 0.7 * 0.8])


def test_the_limit_is_told_with_its_share():
    """The finding and the mark say what share of the gaps lasts at most so long."""
    lives = {f"p{n}": ["employee", *["suspended"] * n, "employee"] for n in (1, 2, 3, 4)}
    chart = GapLengths(lives, lang="en").with_limit(3)
    assert chart.finding == "75.0% of the gaps last at most 3 months. Half of them are over within 2 months."
    assert written(chart.figure(), "limit") == ["limit: 3 months; 75.0% are over"]


def test_readiness_of_a_table_counts_years():
    """Months asked for and counted give years short and over; what is empty is not known."""
    table = pd.DataFrame(
        {
            "required": [300, 300, 240, 240, None],
            "counted": [300, 310, 239, 200, 5],
            "sex": ["male", "male", "female", "female", "male"],
        }
    )
    (one,) = standings(table)
    assert (one.ready, one.later, one.unknown, dict(one.short), dict(one.over)) == (2, 0, 1, {1: 1, 40: 1}, {0: 1, 10: 1})
    chart = Readiness(table, lang="en").by("sex")
    assert chart.finding.startswith("40.0% have the years in time, 40.0% are short.")
    assert written(chart.figure(), "share") == ["0% ready", "66.7% ready"]
    assert sum(row["lives"] for row in chart.records()) == 5
    bins = [(one.kind, one.text, [one.of(group) for group in chart.standings]) for one in chart.bins]
    assert bins == [
        ("short", "3–4", [1, 0]), ("short", "2–3", [0, 0]), ("short", "1–2", [0, 0]), ("short", "0–1", [1, 0]),
        ("ready", "0–1", [0, 2]), ("unknown", "", [0, 1]),
    ]  # fmt: skip


@pytest.mark.parametrize("order", ["id", "start", "end", "entry"])
def test_the_picture_does_not_depend_on_the_order_of_rows(order):
    """Rows of the table in any order give the same bytes, sampled or not."""
    for people in (30, MOST_ROWS + 200):
        table = long(made(people, 8, list(STACK), seed=people))
        shuffled = table.sample(frac=1, random_state=4)
        one, other = (IndexPlot(source, lang="en").sorted_by(order) for source in (table, shuffled))
        assert one.rendered("png") == other.rendered("png")
        assert one.records() == other.records()


def test_a_sample_depends_on_the_ids_alone():
    """The smaller sample lies in the larger one, whatever else is in the table."""
    whole = Sequences.of(made(900, 5, list(STACK)))
    small, large = (set(whole.sample(n).ids.tolist()) for n in (50, 200))
    assert small < large
    assert len(small) == 50
    fewer = whole.only(np.isin(whole.ids.astype(str), list(large)))
    assert set(fewer.sample(50).ids.tolist()) == small


def test_sorting_moves_rows_but_not_their_names():
    """Every order shows the same people with the same lives, each with its own id at the left."""
    plots = [IndexPlot(LIVES, lang="en").sorted_by(order) for order in ("id", "start", "end", "entry")]
    told = [sorted((str(row["id"]), str(row["from"]), str(row["to"]), row["state"]) for row in plot.records()) for plot in plots]
    assert all(one == told[0] for one in told)
    assert written(plots[0].figure(), "id") == [f"p{number}" for number in range(40)]
    rows = {row["row"]: row["id"] for row in plots[1].records()}
    assert written(plots[1].figure(), "id") == [rows[number] for number in range(1, 41)]
    starts = [LIVES[rows[number]] for number in range(1, 41)]
    ranks = [[STACK.index(state) if state else NONE for state in told] for told in starts]
    assert ranks == sorted(ranks)


def test_the_clock_of_ages_moves_each_life(run):
    """By age, a month stands at the age that the person then had."""
    whole = Sequences.of(run)
    aged = whole.by("age")
    born = dict(zip(whole.ids.tolist(), whole.born.tolist(), strict=True))
    calendar, ages = read_back(whole), read_back(aged)
    for one in (1, 17, 200):
        for at, state in enumerate(calendar[str(one)]):
            if state is not None:
                assert ages[str(one)][whole.clock.first + at - born[one] - aged.clock.first] == state


def test_the_clock_of_an_event_starts_at_it():
    """Since an event, column 0 is its first month; who was in it from the start is left out."""
    lives = {"a": ["resident", "resident", "suspended", "resident"], "b": ["suspended"] * 4, "c": ["employee", "suspended"]}
    found = Sequences.of(lives).by("since", event="suspended", before=1)
    assert read_back(found) == {"a": ["resident", "suspended", "resident"], "c": ["employee", "suspended", None]}
    assert (found.clock.first, found.left_out) == (-1, 1)
    first = Sequences.of({"a": ["not_enrolled", "waiting", "employee"]}).by("since")
    assert read_back(first) == {"a": ["waiting", "employee"]}
    assert "first enrolment" in " ".join(written(Chronogram(first, lang="en").figure(), "tick"))


def test_groups_are_told_apart(run):
    """Groups come from a column or the final records, and their means are those of their people."""
    found = Sequences.of(run, group="sex")
    parts = dict(found.parts())
    assert sum(map(len, parts.values())) == len(found)
    rows = {(row["sex"], row["state"]): row["mean"] for row in MeanTime(run).by("sex").records()}
    sexes = run.final().select("id", "sex").collect().cast({"sex": pl.String})
    history = run.history().select("id", "state").collect().cast({"state": pl.String}).join(sexes, on="id")
    for (sex, state), mean in rows.items():
        people = sexes.filter(pl.col("sex") == sex).height
        assert mean == pytest.approx(history.filter((pl.col("sex") == sex) & (pl.col("state") == state)).height / people)


def test_values_in_the_picture_are_those_of_the_table(run):
    """What is written at bars, in cells and beside areas is what the records say."""
    bars = MeanTime(run, lang="en")
    means = [row["mean"] for row in bars.records()]
    assert [text.split(" ")[0] for text in written(bars.figure(), "value")] == [f"{mean:,.1f}" for mean in means]
    heat = Rates(run, lang="en")
    shown = [text for text in written(heat.figure(), "rate") if not text.startswith("<")]
    rates = sorted(row["rate"] * 100 for row in heat.records())
    assert sorted(map(float, shown)) == pytest.approx(rates[-len(shown) :], abs=0.051)
    areas = Chronogram(run, lang="en")
    last = [row for row in areas.records() if row["time"] == "2024-12"]
    written_ = written(areas.figure(), "share")
    assert set(written_) <= {f"{row['share'] * 100:.1f}%" for row in last} | {"<0.1%", "100%"}
    largest = max(row["share"] for row in last)
    assert f"{largest * 100:.1f}%" in written_


def charts(sequences, lang):
    """Yield one of each chart of some sequences."""
    yield IndexPlot(sequences, lang=lang).sorted_by("start")
    yield Chronogram(sequences, lang=lang).with_entropy()
    yield MeanTime(sequences, lang=lang)
    yield Rates(sequences, lang=lang)
    yield GapLengths(sequences, lang=lang, states=sequences.alphabet.states[:1]).with_limit(3)


def grouped(lives, groups):
    """Return sequences in groups with awkward names."""
    table = wide(lives)
    return Sequences.of(table.assign(g=[groups[at % len(groups)] for at in range(len(table))]), group="g")


POPULATIONS = {
    "one month of one": lambda: Sequences.of({"only": ["employee"]}),
    "one person": lambda: Sequences.of(made(1, 960, list(STACK)), first="1950-01"),
    "five": lambda: Sequences.of(made(5, 3, list(STACK))),
    "sixty": lambda: Sequences.of(made(MOST_NAMED, 90, list(STACK), missing=0.1), first="2017-05"),
    "two thousand": lambda: Sequences.of(made(2000, 24, list(STACK)), first="2023-01"),
    "eighty years": lambda: Sequences.of(made(30, 960, list(STACK)), first="1950-01"),
    "odd names": lambda: Sequences.of(made(20, 40, ODD)),
    "one long name": lambda: Sequences.of({"x" * 300: ["supercalifragilistic" * 20] * 4, "名" * 90: [None, "y", "y", "z"]}),
    "groups": lambda: grouped(made(24, 14, list(STACK)), ["male", "", "group " * 60, "女工" * 40]),
    "ages": lambda: attrs.evolve(Sequences.of(made(12, 30, list(STACK)), first="2020-01"), born=np.arange(23500, 23512) * 1).by(
        "age"
    ),
}


@cache
def people(name):
    """Return one of the populations."""
    return POPULATIONS[name]()


@pytest.mark.parametrize(("width", "lang"), [(6, "en"), (6, "zh"), (16, "en")])
@pytest.mark.parametrize("name", POPULATIONS)
def test_no_two_texts_overlap_and_none_is_cut(name, width, lang):
    """Names, ticks and numbers keep apart for any number of people, times and states."""
    for chart in charts(people(name), lang):
        figure = chart.wide(width).figure()
        assert overlapping(figure) == [], chart
        assert outside(figure) == [], chart


@pytest.mark.parametrize(("width", "lang"), [(6, "en"), (6, "zh"), (16, "en")])
def test_no_texts_overlap_in_the_charts_of_a_run(run, width, lang):
    """The charts that a run measures itself keep their texts apart too."""
    numbers = np.random.default_rng(2)
    table = pl.DataFrame(
        {"required": numbers.choice([240, 300], 500), "counted": numbers.integers(0, 500, 500), "g": ["a", "b" * 200] * 250}
    )
    for chart in (
        MeanTime(run, lang=lang), MeanTime(run, lang=lang).by("region"), Rates(run, lang=lang), Rates(run, lang=lang).yearly(),
        GapLengths(run, lang=lang).with_limit(3), Readiness(run, lang=lang), Readiness(run, lang=lang).by("sex"),
        Readiness(table, lang=lang), Readiness(table, lang=lang).by("g"), Chronogram(Sequences.of(run).by("age"), lang=lang),
    ):  # fmt: skip
        figure = chart.wide(width).figure()
        assert overlapping(figure) == [], chart
        assert outside(figure) == [], chart


def test_charts_are_drawn_on_axes_that_are_given(run):
    """In axes of one's own the letters shrink until everything fits."""
    figure = Figure(figsize=(19, 15))
    for at, chart in enumerate(
        (IndexPlot(LIVES, lang="en"), Chronogram(run, lang="en"), MeanTime(run, lang="en"), Rates(run, lang="en"))
    ):
        chart.on(figure.add_subplot(2, 2, at + 1))
    assert overlapping(figure) == []
    assert outside(figure) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_alt_text_tells_every_state(run, lang):
    """Who does not see a chart is told its finding and all of its states."""
    states = Sequences.of(run).alphabet.states
    for chart in (MeanTime(run, lang=lang), Rates(run, lang=lang), IndexPlot(run, lang=lang)):
        words = chart.alt_text()
        assert chart.finding in words
        assert [state for state in states if label(State[state.upper()], lang) not in words] == []


def test_alt_text_tells_shares():
    """Gaps are told by length, readiness by outcome, the spread by its beginning and end."""
    lives = {f"p{n}": ["employee", *["suspended"] * n, "employee"] for n in (1, 2, 3, 4)}
    assert "1 month: 25.0%" in GapLengths(lives, lang="en").alt_text()
    assert (
        "month 2: suspended: 100%"
        in Chronogram({"a": ["employee", "suspended"], "b": ["flexible", "suspended"]}, lang="en").alt_text()
    )
    table = pd.DataFrame({"required": [10, 10], "counted": [5, 15]})
    assert "years short: 50.0%, ready: 50.0%" in Readiness(table, lang="en").alt_text()


TOO_MANY = [f"state {number}" for number in range(MOST + 1)]


@pytest.mark.parametrize(
    ("source", "how", "found"),
    [
        (pd.DataFrame({"id": [1, 1], "month": ["2024-01", "2024-13"], "state": ["a", "b"]}), {}, r"month\[2\].*2024-13 is not a month"),
        (pd.DataFrame({"id": [1, 1], "month": ["2024-01", "2024-01"], "state": ["a", "b"]}), {}, r"month\[2\].*1 has two states"),
        (pd.DataFrame({"id": [1, 1], "begin": [1, 2], "end": [2, 3], "status": ["a", "b"]}), {}, r"begin\[2\].*two states"),
        (pd.DataFrame({"id": [1], "begin": [3], "end": [2], "status": ["a"]}), {}, r"end\[1\].*before the beginning"),
        (pd.DataFrame({"id": [1, None], "month": ["2024-01"] * 2, "state": ["a", "b"]}), {}, r"id\[2\]"),
        (pd.DataFrame({"month": ["2024-01"], "state": ["a"]}), {}, "whose row"),
        (pd.DataFrame({"id": ["x", "x"], "2024-01": ["a", "b"]}), {}, r"id\[1\].*twice"),
        (pd.DataFrame({"id": ["x"], "what": ["a"]}), {}, "no columns are times"),
        (pd.DataFrame({"id": ["x"], "2024-01": [None]}), {}, "no cell holds a state"),
        (pd.DataFrame({"id": [], "2024-01": []}), {}, "no rows"),
        (pd.DataFrame({"id": ["x"], "2024-01": ["a"]}), {"group": "sex"}, "no column sex"),
        (pd.DataFrame({"id": ["x"], "2024-01": ["a"], "w": [-1.0]}), {"weight": "w"}, r"w\[1\]"),
        (pd.DataFrame({"id": [1, 1], "month": ["2024-01", "2024-02"], "state": "a", "g": ["x", "y"]}), {"group": "g"}, r"g\[2\]"),
        (pd.DataFrame({"id": range(MOST + 1), "1": TOO_MANY}), {}, "at most 10 states"),
        (pd.DataFrame({"id": ["x"], "1": ["a"]}), {"states": ["b"]}, "one of: b"),
        (pd.DataFrame({"id": ["x"], "1": ["a"]}), {"state_column": "b"}, "state_column"),
        (pd.DataFrame({"id": [1, 2], "month": ["1900-01", "2199-12"], "state": "a"}), {}, r"month\[2\]"),
        (pd.DataFrame({"id": [1, "a"], "1": ["a", "b"]}), {}, "cannot be read"),
        (pd.DataFrame([["x", "a", "b"]], columns=["id", "1", "1"]), {}, "cannot be read"),
        (pd.DataFrame({"id": ["x"], "1": [["a"]]}), {}, "1: these are no single values"),
        (pd.DataFrame({"id": [1], "month": pd.to_timedelta([1], "D"), "state": ["a"]}), {}, "month"),
        (pd.DataFrame({"id": ["x"], "x1": ["a"], "x01": ["b"]}), {}, "of one time: x1, x01"),
        (pd.DataFrame({"id": ["x"], "1": ["a"]}), {"columns": []}, "a list of columns"),
        (pd.DataFrame({"id": ["x"], "1": ["a"]}), {"columns": "1"}, "a list of columns"),
        (pd.DataFrame({"id": ["x"], "1": ["a"]}), {"unit": "week"}, "unit: week"),
        (pd.DataFrame({"id": ["x"], "1": ["a"]}), {"first": 2024}, "2024 is not a month"),
        (pd.DataFrame({"id": [1, 1], "month": [1, 2], "state": "a", "w": [1, 2]}), {"weight": "w"}, r"w\[2\].*changes"),
        (pd.DataFrame({"id": [1, 1], "month": [1, 2], "state": "a", "born": ["1980-01", "1981-01"]}), {}, r"born\[2\].*changes"),
        (pl.LazyFrame({"id": [1]}).select("x"), {}, "cannot be read"),
        ([life("three months")], {"group": "sex"}, "group"),
        ({"a": ["employee"]}, {"group": "sex"}, "group.*first, states"),
        ({"a": life("three months"), "b": ["employee"]}, {}, "id a.*a list of states"),
        ({"a": [["employee"]]}, {}, "id a: these are no single values"),
        ({"a": "employee"}, {}, "a list of states"),
        ({"a": []}, {}, "no life has a month"),
        ({"a": ["employee"]}, {"first": "June"}, "June is not a month"),
        (17, {}, "int is no table"),
        ("missing.csv", {}, "missing.csv"),
    ],
)  # fmt: skip
def test_a_bad_table_is_told_where_it_is_bad(source, how, found):
    """The error names column and row, and says what was expected and what to do."""
    with pytest.raises(InputError) as caught:
        Sequences.of(source, **how)
    assert caught.value.expected
    assert caught.value.todo
    import re

    assert re.search(found, str(caught.value), re.DOTALL), str(caught.value)


@pytest.mark.parametrize(
    "times", [pd.period_range("2024-01", periods=2, freq="M"), pd.to_datetime(["2024-01-31", "2024-02-01"]), [202401, 202402]]
)
def test_months_are_read_however_they_are_written(times):
    """Periods, dates and numbers such as 202401 are months."""
    found = Sequences.of(pd.DataFrame({"id": [1, 1], "month": times, "state": ["x", "y"]}))
    assert (found.clock.kind, found.clock.text(0, "en"), read_back(found)) == ("calendar", "2024-01", {"1": ["x", "y"]})


def test_empty_cells_make_no_fractions_of_numbers():
    """States and births that are whole numbers stay whole where another library keeps them as fractions."""
    found = Sequences.of(pd.DataFrame({"id": [1, 2], "2024-01": [1, 2], "2024-02": [2, None], "born": [1980, None]}))
    assert read_back(found) == {"1": ["1", "2"], "2": ["2", None]}
    assert found.born.tolist() == [1980 * 12, -1]


def test_the_unit_does_not_change_the_calendar():
    """Columns that name months are months whatever the unit of numbers is."""
    table = wide({"a": ["employee", "flexible"]})
    assert Sequences.of(table, unit="year").clock == Sequences.of(table).clock


def test_a_folder_of_a_run_is_not_read_as_a_table(run):
    """The rejected rows of a run are not taken for its states."""
    with pytest.raises(InputError, match="holds a run"):
        Sequences.of(run.folder)


def test_the_name_of_a_file_is_no_pattern(tmp_path):
    """Brackets in a path are letters of it."""
    wide(LIVES).to_csv(tmp_path / "[a].csv", index=False)
    assert read_back(Sequences.of(tmp_path / "[a].csv")) == LIVES


def test_a_bad_file_is_named(tmp_path):
    """A file that is no table, or is cut off, is told with its path."""
    path = tmp_path / "x.parquet"
    path.write_bytes(b"PAR1 no")
    with pytest.raises(InputError, match=r"x\.parquet"):
        Sequences.of(path)
    bad = tmp_path / "y.csv"
    bad.write_text("id,month,state\n1,2024-01,a\n1,2024-01,b\n")
    with pytest.raises(InputError, match=r"y\.csv, month\[2\]"):
        Sequences.of(bad)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda s: s.by("week"),
        lambda s: s.by("age"),
        lambda s: s.by("since", event="retired"),
        lambda s: s.by("since", event="asleep"),
        lambda s: s.sample(0),
        lambda s: IndexPlot(s).sorted_by("height"),
        lambda s: IndexPlot(s).showing(0),
        lambda s: Rates(s).over(2),
        lambda s: Rates(s).over(0),
        lambda s: GapLengths(s).with_limit(0),
        lambda s: GapLengths(s).counting("asleep"),
        lambda s: MeanTime(s).by("sex"),
    ],
)
def test_a_wrong_choice_is_refused(wrong):
    """What cannot be drawn is told with what can."""
    with pytest.raises(InputError) as caught:
        wrong(Sequences.of({"a": ["employee", "suspended"]}, first="2024-01"))
    assert caught.value.expected


def test_years_and_ages_are_read_from_headings():
    """Columns a15, a16 … are ages in years, 2019, 2020 … years, numbers are positions in the order of their values."""
    ages = Sequences.of(pd.DataFrame({"id": [1], "a15": ["x"], "a16": ["y"]}))
    years = Sequences.of(pd.DataFrame({"id": [1], "2019": ["x"], "2021": ["y"]}))
    numbers = Sequences.of(pd.DataFrame({"id": [1], "T2": ["y"], "T1": ["x"]}))
    assert [ages.clock.text(at, "en") for at in (0, 1)] == ["age 15", "age 16"]
    assert [years.clock.text(at, "en") for at in (0, 2)] == ["2019", "2021"]
    assert (read_back(years)["1"], read_back(numbers)["1"]) == (["x", None, "y"], ["x", "y"])


@pytest.mark.parametrize(
    ("name", "texts"), [("age", ("age 15", "age 17")), ("year", ("2015", "2017")), ("t", ("month 15", "month 17"))]
)
def test_numbers_of_long_tables_are_ages_years_or_positions(name, texts):
    """The name of the column says what its numbers are."""
    add = 2000 if name == "year" else 0
    found = Sequences.of(pd.DataFrame({"id": ["p", "p"], name: [15 + add, 17 + add], "state": ["x", "y"]}))
    assert read_back(found) == {"p": ["x", None, "y"]}
    assert (found.clock.text(0, "en"), found.clock.text(2, "en")) == texts


def test_large_populations_are_aggregated():
    """A hundred thousand people are counted in pieces, and the index plot takes a sample that it names."""
    codes = np.repeat(np.arange(3, dtype=np.uint8), 40000)[:100_000, None] * np.ones((1, 60), dtype=np.uint8)
    few = Sequences.of({"a": ["employee", "flexible", "resident"]}, first="2020-01")
    many = attrs.evolve(few, codes=codes, ids=np.arange(100_000))
    assert distribution(many)[:, 30].tolist() == [40000, 40000, 20000]
    assert moves(many).moved.diagonal().tolist() == [40000 * 59, 40000 * 59, 20000 * 59]
    plot = IndexPlot(many, lang="en")
    assert f"a sample of {MOST_ROWS}" in plot.subtitle
    assert len({row["id"] for row in plot.records()}) == MOST_ROWS


def test_pairs_of_colours_in_one_key_differ():
    """No two states of a foreign alphabet look alike."""
    alphabet = Sequences.of(made(20, 40, ODD)).alphabet
    looks = [alphabet.look(state)[0] for state in alphabet.states]
    assert len(set(looks)) == len(ODD)
    assert all(a != b for a, b in pairwise(looks))


def test_a_rate_of_few_is_not_told_as_that_of_all():
    """Where a rarer state has a higher rate, the finding says of which states it speaks."""
    lives = {n: ["employee"] * 30 + ["flexible"] * 2 for n in range(4)} | {9: ["waiting", "resident"] * 5}
    finding = Rates(Sequences.of(lives), lang="en").finding
    assert "where 30 or more were observed: employee-insured → flexible-employed" in finding
    assert "where" not in Rates(Sequences.of({n: lives[n] for n in range(4)}), lang="en").finding
