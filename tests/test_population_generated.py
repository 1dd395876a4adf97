"""Generated lives: chance that has published answers, lives that can be, the same every time, near what was published."""

import json
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest
from engines import atlas, lived
from hypothesis import given
from hypothesis import strategies as st

from lifecycle import months
from lifecycle.errors import InputError, LifecycleError, OutputError
from lifecycle.language import using
from lifecycle.population.generated import frames
from lifecycle.population.generated.assumptions import Assumptions
from lifecycle.population.generated.comparison import compared, print_comparison, published
from lifecycle.population.generated.counting import counts_of_walk, state_at_end
from lifecycle.population.generated.generate import generate
from lifecycle.population.generated.kinds import KINDS, Shape
from lifecycle.population.generated.lines import Decision, Line, Single
from lifecycle.population.generated.philox import MASK, lower, philox, upper
from lifecycle.population.generated.walking import walked
from lifecycle.population.generated.world import World
from lifecycle.scenario import Scenario
from lifecycle.vocabulary import GRADES, State, What, key

WORDS = st.integers(0, MASK)
#: Random123, tests/kat_vectors, lines "philox4x32 10": counter, key, answer.
KNOWN_ANSWERS = (
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
)


@cache
def world(first="2024-01", last="2025-12", path=None, regions=None):
    """Return a world, made once."""
    return World.made(Assumptions.load(path), atlas(), first, last, regions)


@cache
def walk_of(where, seed, first, count, *, compiled=True):
    """Return the walkers and what they told, as one array each."""
    blocks = list(walked(where, seed, first, count, compiled=compiled))
    return np.concatenate([walkers for walkers, _ in blocks]), np.concatenate([rows for _, rows in blocks])


def people_and_events(where, seed, first, count):
    """Return the two tables of some walked lives."""
    walkers, rows = walk_of(where, seed, first, count)
    return frames.persons(walkers, where.regions, where.last), frames.events(rows, where.regions)


def spelled(people, events):
    """Yield each life of the two tables as a scenario file would spell it."""
    told = defaultdict(list)
    for row in events.iter_rows(named=True):
        event = {name: value for name, value in row.items() if value is not None and name not in ("id", "event", "years")}
        event |= {name: f"{event[name]:%Y-%m}" for name in ("month", "from", "to") if name in event}
        event |= {"years": [int(year) for year in row["years"].split()]} if row["years"] else {}
        told[row["id"]].append({"what": row["event"], **event})
    for row in people.iter_rows(named=True):
        first = f"{row['from']:%Y-%m}"
        before = {name[7:]: value for name, value in row.items() if name.startswith("before_") and value is not None}
        before |= {"paid_until": f"{before['paid_until']:%Y-%m}"} if "paid_until" in before else {}
        held = [{"month": first, "what": "status", "is": word} for word in (row["statuses"] or "").split()]
        yield {
            "region": row["region"],
            "from": first,
            "until": f"{row['until']:%Y-%m}",
            "person": {name: row[name] for name in ("born", "sex", "group")},
            "event": held + told[row["id"]],
            **({"before": before} if before else {}),
        }


def written(folder, text):
    """Return a file of assumptions with a text."""
    path = folder / "assumptions.toml"
    path.write_text(text, encoding="utf-8")
    return path


# chance


@pytest.mark.parametrize(("counter", "keys", "answer"), KNOWN_ANSWERS)
def test_philox_gives_the_published_answers(counter, keys, answer):
    """The generator is Philox4x32-10, as its authors publish what it answers."""
    words = SimpleNamespace()
    philox(words, *(int(word, 16) for word in f"{counter} {keys}".split()))
    found = (words.first_word, words.second_word, words.third_word, words.fourth_word)
    assert " ".join(f"{word:08x}" for word in found) == answer


@given(WORDS, WORDS)
def test_halves_make_the_whole_product(a, b):
    """A product taken in halves is the product, and nothing on the way needs more than 63 bits."""
    assert (upper(a, b) << 32) + lower(a, b) == a * b
    assert max(a * (b >> 16) + (a * (b & 0xFFFF) >> 16), (a * (b >> 16) & 0xFFFF) << 16) < 1 << 63


def test_no_two_decisions_share_a_draw():
    """Every decision has a number of its own; two names for one number would be one decision."""
    assert len(Decision.__members__) == len(Decision) == len({int(one) for one in Decision})


# the walk


def test_the_compiled_walk_is_the_walk():
    """Machine code and Python tell the same lives, event by event, and leave the same walkers."""
    for where, seed in ((world(), 3), (world("2018-03", "2031-05"), 2**63 - 1)):
        plain, fast = walk_of(where, seed, 1, 120, compiled=False), walk_of(where, seed, 1, 120)
        assert np.array_equal(plain[1], fast[1])
        assert all(np.array_equal(plain[0][name], fast[0][name]) for name in fast[0].dtype.names)
        assert len(fast[1]) > 120


def test_a_person_is_the_same_in_any_company():
    """Who is walked before, beside or not at all changes nobody."""
    walkers, rows = walk_of(world(), 11, 1, 3000)
    for person in (1, 2, 777, 3000):
        alone, told = walk_of(world(), 11, person, 1)
        assert np.array_equal(told, rows[rows[:, 0] == person])
        names = [name for name in alone.dtype.names if name != "told"]
        assert all(alone[name][0] == walkers[name][person - 1] for name in names)


def test_seeds_and_persons_make_different_lives():
    """Another seed, or another person beyond 32 bits, is another life; the same is the same."""
    walkers = [walk_of(world(), seed, first, 500)[0] for seed, first in ((1, 1), (2, 1), (1, 2**40 + 1), (1 + 2**40, 1))]
    births = [tuple(one["born"]) for one in walkers]
    assert len(set(births)) == len(births)


def test_generated_lives_can_be():
    """Every generated life passes the checks of a scenario file, over years with reforms of retirement, births and deaths."""
    people, events = people_and_events(world("2020-01", "2030-12"), 7, 1, 1500)
    for data in spelled(people, events):
        Scenario.read(data)
    quiet = {What.BORN, What.STATUS, What.STATUS_ENDS, What.DEEMED_SERVICE, What.BILL, What.PAY_DIFFERENCE}
    quiet |= {What.PAY_FLEXIBLE_YEAR, What.REPAIR_RESIDENT}
    more = people_and_events(world("2020-01", "2030-12"), 7, 1, 20_000)[1]
    assert set(more["event"]) == {key(what) for what in What if what not in quiet}


def test_events_stand_in_order():
    """Tables come sorted by person, then by month, and no month lies outside a life."""
    people, events = people_and_events(world(), 5, 1, 5000)
    assert people["id"].to_list() == list(range(1, 5001))
    assert events.select("id", "month").equals(events.select("id", "month").sort("id", "month", maintain_order=True))
    both = events.join(people.select("id", pl.col("from").alias("begins"), "until"), on="id")
    assert both.filter((pl.col("month") < pl.col("begins")) | (pl.col("month") > pl.col("until"))).is_empty()


def test_the_machine_finds_them_where_the_walk_left_them():
    """The machine for one person knows waits and the rules of places, the walk does not: else they agree on the last month."""
    where = world()
    people, events = people_and_events(where, 9, 1, 500)
    states = state_at_end(walk_of(where, 9, 1, 500)[0], where.last)
    pairs = Counter()
    for state, data in zip(states, spelled(people, events), strict=True):
        try:
            found = State(lived(Scenario.read(data))[-1].record.state)
        except LifecycleError as problem:  # pragma: no cover  a failure tells whom
            pytest.fail(f"{data}: {problem}")
        pairs[State(int(state)), found] += 1
    assert sum(count for (one, other), count in pairs.items() if one == other) >= 0.97 * 500
    assert {other for _, other in pairs} >= {State.EMPLOYEE, State.RESIDENT, State.RETIRED, State.DECEASED, State.SUSPENDED}


# common random numbers


ARREARS = '[[assumption]]\nid = "arrears"\nunit = "a month"\nvalue = 0.01\ncite = "test"\ngrade = "K"\n'


def test_a_change_touches_only_what_it_is_about(tmp_path):
    """With more arrears, whoever has none lives event by event the life that they lived before."""
    changed = world(path=written(tmp_path, ARREARS))
    before, after = (dict(enumerate(_by_person(walk_of(where, 4, 1, 20_000)[1], 20_000))) for where in (world(), changed))
    struck = {person for person, told in after.items() if (told[:, 2] == What.EMPLOYER_STOPS_PAYING).any()}
    old = {person for person, told in before.items() if (told[:, 2] == What.EMPLOYER_STOPS_PAYING).any()}
    assert len(struck) > 4 * len(old) > 0
    assert old <= struck
    assert all(np.array_equal(before[person], after[person]) for person in set(before) - struck)


def _by_person(rows, count):
    edges = np.searchsorted(rows[:, 0], np.arange(1, count + 2))
    return [rows[start:stop] for start, stop in pairwise(edges)]


# the assumptions


def test_every_assumption_has_a_source_and_a_line_of_its_own():
    """All are written and cited; no two are read from the same line, and every line is filled."""
    found = Assumptions.load()
    assert set(found.written) == set(KINDS)
    assert all(one.cite and one.grade in GRADES and one.checked for one in found.written.values())
    lines = [kind.line + sex for kind in KINDS.values() if kind.column is None and kind.line is not None
             for sex in range(1 + (kind.shape is Shape.SEXES))]  # fmt: skip
    by_hand = [Line.PEOPLE, Line.DESTINATION, Line.RETIRING, Line.RETIRING + 1, Line.RETIRING + 2, Line.SINGLE]
    assert sorted([*lines, *by_hand]) == sorted({*range(Line.SINGLE + 1)} - {Line.RETIRING + 3})
    columns = [kind.column for kind in KINDS.values() if kind.column is not None]
    assert sorted([*columns, Single.REGIONS, Single.EARLIEST, Single.COHORTS]) == sorted(Single)


HEAD = '[[assumption]]\ncite = "test"\ngrade = "K"\n'
BAD = {
    "no TOML": ("[[assumption", "TOML"),
    "unknown id": (HEAD + 'id = "deaths"\nunit = "share"\nvalue = 1', "no assumption deaths"),
    "unknown key": (HEAD + 'id = "late"\nunit = "share"\nvalue = 0.1\nvaleu = 1', "valeu"),
    "another unit": (HEAD + 'id = "late"\nunit = "percent"\nvalue = 10', "percent"),
    "too much": (HEAD + 'id = "late"\nunit = "share"\nvalue = 1.1', "1.1"),
    "no number": (HEAD + 'id = "late"\nunit = "share"\nvalue = nan', "nan"),
    "a text": (HEAD + 'id = "late"\nunit = "share"\nvalue = "0.1"', "0.1"),
    "nothing": (HEAD + 'id = "late"\nunit = "share"', "late"),
    "another shape": (HEAD + 'id = "late"\nunit = "share"\nvalues = [0.1]', "values"),
    "shares beyond the whole": (HEAD + 'id = "filling"\nunit = "share"\nvalues = [0.5, 0.4, 0.2]', "1.1"),
    "too few bands": (HEAD + 'id = "death"\nunit = "a person-year"\nboth = [0.1, 0.2]', "2 values"),
    "one sex": (HEAD + f'id = "death"\nunit = "a person-year"\nmale = {[0.1] * 20}', "male"),
    "no year": (HEAD + 'id = "renewing"\nunit = "factor"\nby_year = { now = 1 }', "now"),
    "no month": (HEAD + f'id = "people"\nunit = "thousand persons"\nat = "2020"\nboth = {[1] * 20}', "2020"),
    "a grade of its own": (HEAD.replace("K", "D") + 'id = "late"\nunit = "share"\nvalue = 0.1', "D"),
    "twice": (ARREARS * 2, "second time"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words(tmp_path, name):
    """Whatever is wrong is told with the file and what was found."""
    text, found = BAD[name]
    path = written(tmp_path, text)
    with pytest.raises(InputError) as refused, using("en"):
        Assumptions.load(path)
    assert found in refused.value.in_("en")
    assert refused.value.where.file == str(path)
    assert refused.value.expected is not None
    assert refused.value.todo is not None


def test_a_file_of_ones_own_replaces_entries(tmp_path):
    """What a file gives is taken, the rest stays, and the fingerprint tells them apart."""
    mine, packaged = Assumptions.load(written(tmp_path, ARREARS)), Assumptions.load()
    assert mine["arrears"].value == 0.01
    assert mine["death"] == packaged["death"]
    assert mine.fingerprint != packaged.fingerprint == Assumptions.load().fingerprint


def test_cumulated_weights_end_with_the_whole():
    """Every draw finds a column, in every spread, region and cohort."""
    where = world()
    spreads = [kind.line for kind in KINDS.values() if kind.shape is Shape.SPREAD] + [Line.PEOPLE, Line.DESTINATION]
    for row in [where.book[line] for line in spreads] + [where.births]:
        assert max(row) == 1 << 32
        rising = row[: row.index(1 << 32) + 1]
        assert list(rising) == sorted(rising)


# what was published


def test_published_figures_add_up():
    """Active and retired make the employee scheme; with the residents they make the enrolled."""
    by_year = {(figure.id, figure.year): figure.value for figure in published()}
    assert by_year["active", 2024] + by_year["retired", 2024] == pytest.approx(by_year["employee_scheme", 2024], abs=0.01)
    assert by_year["employee_scheme", 2024] + by_year["resident", 2024] == pytest.approx(by_year["enrolled", 2024], abs=0.02)
    assert by_year["employee_scheme", 2022] + by_year["resident", 2022] == pytest.approx(by_year["enrolled", 2022], abs=1)
    assert all(figure.cite and figure.url and figure.checked for figure in published())
    assert len(by_year) == len(published())


def test_the_country_comes_out_as_published():
    """With 200,000 lives every total of the end of 2024 lies within 4 percent; those who pay themselves are known to be told apart."""
    where = world("2024-01", "2024-12")
    rows = compared(counts_of_walk(where, lives=200_000, seed=1), year=2024, persons_per_life=where.persons / 200_000)
    found = {row.figure.id: row.difference for row in rows}
    flexible = found.pop("flexible")
    assert {name for name, difference in found.items() if abs(difference) > 4} <= {"deaths"}
    assert abs(found["deaths"]) < 9  # three standard deviations of some 1500 deaths
    assert -30 < flexible < 0


def test_counts_are_those_of_the_walkers():
    """Counts hold everybody who lives in the last month once, and everybody who died in the month of death."""
    where = world("2024-01", "2024-12")
    counts = counts_of_walk(where, lives=2000, seed=8)
    walkers = walk_of(where, 8, 1, 2000)[0]
    assert counts["lives"].sum() == 2000
    assert counts.filter(pl.col("state") == "deceased")["lives"].sum() == (walkers["died"] > 0).sum()
    old = counts.filter((pl.col("age_band") == "95+") & (pl.col("state") != "deceased"))["lives"].sum()
    assert old == ((walkers["died"] == 0) & (where.last - walkers["born"] >= 95 * 12)).sum()


def test_a_year_that_cannot_be_compared_is_refused():
    """Nothing published of the year, or no December of it in the run."""
    counts = counts_of_walk(world("2024-01", "2024-12"), lives=100, seed=8)
    for year, word in ((1999, "1999"), (2025, "December")):
        with pytest.raises(InputError) as refused:
            compared(counts, year=year, persons_per_life=1)
        assert word in refused.value.in_("en")


@pytest.mark.parametrize(("lang", "word"), [("zh", "其中：退休"), ("en", "of them retired")])
def test_the_comparison_is_printed_in_both_languages(capsys, lang, word):
    """A line for each figure, with its published value and the difference."""
    counts = counts_of_walk(world("2024-01", "2024-12"), lives=100, seed=8)
    with using(lang):
        print_comparison(compared(counts, year=2024, persons_per_life=1), lang)
    shown = capsys.readouterr().out
    assert word in shown
    assert "10,458" in shown
    assert "%" in shown


# on disk


def read_back(folder):
    """Return both tables of a folder."""
    return [pl.read_parquet(sorted((folder / kind).glob("*.parquet"))) for kind in ("persons", "events")]


def test_partitions_and_engines_change_nothing(tmp_path):
    """One part or many, compiled or not: the same tables, sorted, with the seed and the version in every file."""
    kinds = {"whole": {}, "parts": {"partition_size": 37}, "plain": {"compiled": False, "partition_size": 100}}
    done = []
    for name, options in kinds.items():
        told = generate(
            tmp_path / name, lives=150, first="2024-01", last="2025-06", seed=6, atlas=atlas(), **options,
            progress=lambda *so_far: done.append(so_far),
        )  # fmt: skip
        assert json.loads((tmp_path / name / "generated.json").read_text()) == told
        assert done[-1] == (150, 150)
    tables = [read_back(tmp_path / name) for name in kinds]
    assert all(one.equals(other) for found in tables[1:] for one, other in zip(tables[0], found, strict=True))
    assert len(list((tmp_path / "parts" / "events").iterdir())) == 5
    about = json.loads(pq.read_schema(tmp_path / "parts" / "events" / "part-00004.parquet").metadata[b"lifecycle"])
    assert (about["seed"], about["lives"]) == (6, 150)
    assert tables[0][0]["from"].min() == months.first_day(months.month("2023-09"))


def test_lives_stand_for_the_persons_of_the_years(tmp_path):
    """The persons of the run are those alive in its first month and those born since."""
    told = generate(tmp_path / "out", lives=10, first="2024-09", last="2024-09", atlas=atlas())
    assert told["persons"] == pytest.approx(1_409_000_000, rel=0.003)  # between the ends of 2023 and 2024
    later = world("2024-09", "2025-08").persons
    assert later - told["persons"] == pytest.approx(11 / 12 * (4 / 12 * 9_540_000 + 8 / 12 * 7_920_000), rel=0.05)


def test_regions_may_be_chosen(tmp_path):
    """Only the regions asked for are lived in and moved to."""
    generate(tmp_path / "out", lives=400, first="2020-01", last="2025-12", regions=["hainan", "hubei/wuhan"], atlas=atlas())
    people, events = read_back(tmp_path / "out")
    assert set(people["region"]) == {"hainan", "hubei/wuhan"}
    assert set(events["region"].drop_nulls()) <= {"hainan", "hubei/wuhan"}


REFUSED = {
    "lives": {"lives": 0},
    "seed": {"seed": -1},
    "partition_size": {"partition_size": 0},
    "first": {"first": "2024-13"},
    "last": {"last": "2023-12"},
    "regions": {"regions": ["atlantis"]},
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_generated_is_refused(tmp_path, name):
    """A bad argument is named, and nothing is written."""
    asked = {"lives": 10, "first": "2024-01", "last": "2024-12", **REFUSED[name]}
    with pytest.raises(InputError) as refused:
        generate(tmp_path / "out", atlas=atlas(), **asked)
    assert refused.value.where.path == name
    assert list(tmp_path.iterdir()) == []


def test_years_beyond_a_life_are_refused():
    """A run is no longer than the oldest may still live."""
    with pytest.raises(InputError):
        World.made(Assumptions.load(), atlas(), "2020-01", "2060-12")


def test_nothing_is_overwritten_and_nothing_half_is_left(tmp_path):
    """A folder with something in it is refused; a run that breaks off leaves no folder."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError):
        generate(tmp_path / "full", lives=10, first="2024-01", last="2024-12", atlas=atlas())
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]

    def stop(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(tmp_path / "half", lives=10, first="2024-01", last="2024-12", atlas=atlas(), progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
