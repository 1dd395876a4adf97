"""Tables from outside: read whatever their form and order, checked row by row, refused with a place and a reason."""

from __future__ import annotations

import datetime as dt
import json
import random
from functools import cache

import attrs
import engines
import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from random_lives import lives

from lifecycle import InputError, OutputError, months
from lifecycle.beforehand import NOTHING_ASSUMED
from lifecycle.errors import ScenarioError
from lifecycle.events import KINDS, LARGEST, EnrolNewborn, Status
from lifecycle.population.intake import alternation, buckets, register
from lifecycle.population.intake.event_rows import events as event_rows
from lifecycle.population.intake.intake import Intake
from lifecycle.population.intake.possible import plainly_possible
from lifecycle.population.intake.rejects import REJECTS, Faults, refuse_any, write_rejects
from lifecycle.population.intake.singly import refusal, scenario_of, spelled, statuses
from lifecycle.population.intake.sources import parts
from lifecycle.population.intake.tables import EVENT_FRAME, EVENTS, PERSON_FRAME, PERSONS, VALUE_KINDS, may_use, must_use
from lifecycle.population.intake.whole import in_order
from lifecycle.scenario import Scenario
from lifecycle.vocabulary import key

PLACES = ["row", "file"]
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def row_of(event):
    """Return an event as a row of the canonical frame."""
    found = {name.rstrip("_"): value for name, value in attrs.asdict(event).items()}
    if "years" in found:
        found["years"] = " ".join(map(str, found["years"])) if isinstance(event, EnrolNewborn) else str(found["years"])
    return {**found, "what": key(event.what)}


def person_of(life, number=0):
    """Return the person of a life as a row of the canonical frame."""
    before = {} if life.before is None else {f"before_{name}": value for name, value in attrs.asdict(life.before).items()}
    person = attrs.asdict(life.person)
    first = max(life.first, life.person.born or 0)
    return {
        "id": number,
        "region": life.region,
        "first": first,
        "last": life.last,
        "row": number + 1,
        "file": "persons",
        **person,
        **before,
    }


def frames(told):
    """Return canonical frames of persons and lists of event rows."""
    persons = [{**person, "id": number, "row": number + 1} for number, (person, _) in enumerate(told)]
    events = [
        {**event, "id": number, "row": at + 1, "file": "events"}
        for number, (_, rows) in enumerate(told)
        for at, event in enumerate(rows)
    ]
    return pl.DataFrame(persons, schema=PERSON_FRAME), in_order(pl.DataFrame(events, schema=EVENT_FRAME))


def accepted(person, events):
    """Return whether the checks of scenario files take a life."""
    return refusal(person, events, engines.atlas()) is None


def agrees(told):
    """Assert that no life is called plainly possible that is not, and return how many are called so, and how many are."""
    persons, events = frames(told)
    mask = plainly_possible(persons, events)
    rows = {number: events.filter(pl.col("id") == number).to_dicts() for number in range(len(told))}
    truth = [accepted(person, rows[person["id"]]) for person in persons.iter_rows(named=True)]
    for number, (yes, true) in enumerate(zip(mask, truth, strict=True)):
        found = refusal(persons.row(number, named=True), rows[number], engines.atlas())
        assert true or not yes, (str(found.message.in_("en")), spelled(persons.row(number, named=True), rows[number]))
    return int(mask.sum()), sum(truth)


@cache
def every_case():
    """Return every case that two tables can tell."""
    return [case.scenario for case in engines.cases() if case.scenario.assumptions == NOTHING_ASSUMED]


# Plainly possible


def test_the_lives_of_the_cases_are_mostly_plain():
    """Thousands of ordinary lives: all possible, nearly all seen to be so at once."""
    told = [(person_of(life), [row_of(event) for event in life.events]) for life in every_case() if life.first >= 0]
    plain, true = agrees(told)
    assert true == len(told) > 2000
    assert plain > 0.9 * true


@SETTINGS
@given(st.lists(lives(), min_size=2, max_size=5), st.integers(0, 2**32))
def test_no_impossible_life_is_called_possible(some, seed):
    """Random lives and what becomes of them when an event is lost, doubled, moved or exchanged."""
    chance = random.Random(seed)
    told = []
    for life in some:
        person, events = person_of(life), [row_of(event) for event in life.events]
        told.append((person, events))
        told += [mutated(chance, person, events, [row_of(event) for other in some for event in other.events]) for _ in range(12)]
    plain, true = agrees(told)
    assert plain <= true


def mutated(chance, person, events, others):
    """Return a life after one to three changes that may make it impossible."""
    person, events = dict(person), [dict(event) for event in events]
    for _ in range(chance.randint(1, 3)):
        which = chance.randrange(10)
        at = chance.randrange(len(events)) if events else None
        if which == 0:
            person["last"] = person["first"] + chance.choice((-1, 0, 30, 1559, 1560))
        elif which == 1:
            person["born"] = chance.choice((None, max(months.EARLIEST, person["first"] - chance.randint(0, 1600))))
            person["born_day"] = None
        elif which == 2:
            person["before_scheme"] = chance.choice((None, "none", "employee", "flexible", "resident", "unemployment"))
            person["before_paid_until"] = (
                None if person["before_scheme"] is None else chance.choice((None, person["first"] - chance.randint(-1, 9)))
            )
        elif which == 3 and others:
            events.append({**chance.choice(others), "month": person["first"] + chance.randint(0, 60)})
        elif which == 4 and at is not None:
            del events[at]
        elif which == 5 and at is not None:
            events.append({**events[at], "month": events[at]["month"] + chance.choice((0, 0, 1, 12))})
        elif which == 6 and at is not None:
            events[at]["month"] += chance.randint(-14, 14)
        elif which == 7 and at is not None:
            events[at]["day"] = chance.randint(1, 31)
        elif which == 8:
            events.append(chance.choice(strange(person["first"] + chance.randint(0, 50), chance)))
        elif which == 9 and at is not None and events[at].get("from"):
            events[at]["from" if chance.random() < 0.5 else "to"] += chance.randint(-3, 3)
    return person, events


def strange(month, chance):
    """Return events that random lives seldom have."""
    year = months.year(month)
    return [
        {"what": "died", "month": month}, {"what": "born", "month": month}, {"what": "retire", "month": month},
        {"what": "retire", "month": month, "early_months": 3}, {"what": "retire", "month": month, "early_months": 3, "late_months": 3},
        {"what": "top_up", "month": month, "how": "monthly"}, {"what": "stop_flexible", "month": month}, {"what": "start_flexible", "month": month},
        {"what": "enrol_newborn", "month": month, "years": f"{year} {year + 1}"}, {"what": "enrol_newborn", "month": month, "years": f"{year - 1} {year}"},
        {"what": "enrol_newborn", "month": month, "years": f"{year + 1}"}, {"what": "status", "month": month, "is": "student", "until": month + chance.randint(-2, 2)},
        {"what": "deemed_service", "month": month, "from": month - 100, "to": month - 90}, {"what": "move", "month": month, "region": "hubei/wuhan"},
        {"what": "hired", "month": month, "region": "shanghai"}, {"what": "move", "month": month, "region": "shanghai", "day": chance.choice((None, 3))},
        {"what": "employer_stops_paying", "month": month}, {"what": "employer_resumes", "month": month}, {"what": "left_job", "month": month},
        {"what": "pay_flexible_year", "month": month, "year": year + chance.randint(-1, 2)}, {"what": "pay_resident", "month": month, "year": year + chance.randint(-1, 2)},
        {"what": "back_pay", "month": month, "from": month - chance.randint(0, 9), "to": month - chance.randint(0, 3)},
    ]  # fmt: skip


def test_what_takes_turns_is_what_the_checks_say():
    """The table of jobs: hired, then left or unpaid; two units, or an end without a beginning, are refused."""
    jobs = alternation.turns(alternation.JOBS)
    hired, left, halts, resumes = 1, 2, 4, 8
    none, paid, unpaid = 0, 1, 2
    assert jobs.then[none, hired] == paid
    assert jobs.then[none, left] == jobs.then[paid, hired] == jobs.then[paid, resumes] == alternation.REFUSED
    assert jobs.then[paid, left] == none
    assert jobs.then[paid, hired | left] == paid
    assert jobs.then[paid, halts] == unpaid
    assert jobs.then[unpaid, resumes] == paid
    assert jobs.start.tolist() == [[0, 0], [1, 0], [0, 0], [0, 0], [0, 0]]


@pytest.mark.parametrize(
    "kind", [alternation.JOBS, alternation.FLEXIBLE, alternation.BENEFIT], ids=["jobs", "flexible", "benefit"]
)
def test_turns_can_be_repeated_without_end(kind):
    """A life with very many turns is left to the checks; shorter ones are followed to their end."""
    turns = 2 * alternation.MOST_TURNS
    month, word = np.arange(turns), np.arange(turns) % 2
    followed = alternation.followed(
        kind,
        np.zeros(2, dtype=np.int64),
        np.r_[np.zeros(turns, int), np.ones(20, int)],
        np.r_[month, month[:20]],
        np.r_[word, word[:20]],
    )
    assert followed.possible.tolist() == [False, True]


# A small population as a user writes it


def written(*, events=True):
    """Return two tables as dicts of text columns, the way of a CSV file."""
    persons = [
        {"id": "7", "region": "hubei/wuhan", "born": "1985-06-17", "sex": "female", "group": "female_55"},
        {"id": "3", "region": "shanghai", "born": "1990-01", "before_scheme": "employee", "before_continuous_months": "40"},
        {"id": "11", "region": "hainan", "statuses": "student veteran", "from": "2023-05", "until": "2025-06"},
        {"id": "20", "region": "national"},
    ]
    told = [
        {"id": "7", "month": "2023-02", "event": "hired", "base": "8000.5", "day": "3"},
        {"id": "7", "month": "2024-03", "event": "left_job"},
        {"id": "7", "month": "2024-09", "event": "back_pay", "from": "2024-04", "to": "2024-06", "by": "self"},
        {"id": "7", "month": "2025-01", "event": "move", "region": "shanghai", "transfer": "false"},
        {"id": "7", "month": "2025-01", "event": "bill", "amount": "1000", "serious": "true"},
        {"id": "7", "month": "2025-01", "event": "bill", "amount": "20", "level": "1"},
        {"id": "3", "month": "2023-12", "event": "left_job"},
        {"id": "3", "month": "2024-01", "event": "pay_resident", "year": "2024", "day": "9"},
        {"id": "11", "month": "2023-05", "event": "born"},
        {"id": "11", "month": "2023-06", "event": "enrol_newborn", "years": "2024 2023"},
    ]
    return persons, told if events else []


def table(rows, columns):
    """Return rows of texts as a table with the columns that are used."""
    used = [name for name in columns if any(name in row for row in rows)]
    return pl.DataFrame([{name: row.get(name) for name in used} for row in rows], schema=dict.fromkeys(used, pl.String))


def save(folder, persons, events):
    """Write two tables as CSV and return their paths."""
    folder.mkdir(exist_ok=True)
    paths = folder / "persons.csv", folder / "events.csv"
    for path, rows, columns in ((paths[0], persons, PERSONS.names), (paths[1], events, EVENTS.names)):
        table(rows, columns).write_csv(path) if rows else path.write_text("id,month,event\n")
    return paths


def taken(paths, folder, **options):
    """Return everything that an intake of two tables gives."""
    with Intake(*paths, atlas=engines.atlas(), work=folder / "work", **options) as intake:
        every = list(intake)
    return [pl.concat([getattr(one, name) for one in every]) for name in ("persons", "events", "rejects")]


def rejects(folder, change=None, **options):
    """Return the rejects of the small population after a change to its rows."""
    persons, events = written()
    if change is not None:
        change(persons, events)
    return taken(save(folder, persons, events), folder, **options)[2]


def test_the_small_population_is_taken_whole(tmp_path):
    """Months, births and defaults stand as they were told, in the order of ids and months."""
    persons, events, refused = taken(save(tmp_path, *written()), tmp_path)
    assert refused.is_empty()
    assert dict(refused.schema) == REJECTS
    assert dict(persons.schema) == PERSON_FRAME
    assert dict(events.schema) == EVENT_FRAME
    assert persons["id"].to_list() == [3, 7, 11, 20]
    assert [months.text(first) for first in persons["first"]] == ["2023-01", "2023-01", "2023-05", "2023-01"]
    assert [months.text(last) for last in persons["last"]] == ["2025-12", "2025-12", "2025-06", "2025-12"]
    assert persons["born_day"].to_list() == [None, 17, None, None]
    assert months.text(persons["born"][2]) == "2023-05"
    assert events.filter(pl.col("id") == 7)["what"].to_list() == ["hired", "left_job", "back_pay", "bill", "bill", "move"]
    assert events.filter(pl.col("what") == "enrol_newborn")["years"].to_list() == ["2023 2024"]
    assert events.filter(pl.col("what") == "move")["transfer"].to_list() == [False]


def test_a_life_of_the_tables_is_the_scenario_that_a_file_would_tell(tmp_path):
    """Person, statuses, what was before and the events are those of the scenario."""
    persons, events, _ = taken(save(tmp_path, *written()), tmp_path)
    one = {
        person["id"]: scenario_of(person, events.filter(pl.col("id") == person["id"]).to_dicts(), file="x")
        for person in persons.to_dicts()
    }
    assert one[7].person.born_day == 17
    assert [key(event.what) for event in one[7].events] == ["hired", "left_job", "back_pay", "bill", "bill", "move"]
    assert one[3].before.continuous_months == 40
    assert [event.is_ for event in one[11].events if isinstance(event, Status)] == ["student", "veteran"]
    assert one[11].person.born == one[11].first


@SETTINGS
@given(lives())
def test_random_lives_survive_the_tables(life):
    """A life written as rows and read back as a scenario is the same life."""
    person, events = frames([(person_of(life), [row_of(event) for event in life.events])])
    back = scenario_of(person.row(0, named=True), events.to_dicts(), file="scenario")
    assert len(back.events) == len(life.events)
    assert (back.region, back.last, back.person, back.before) == (life.region, life.last, life.person, life.before)
    assert all(back.events.count(event) == life.events.count(event) for event in life.events)


# Order, parts and forms change nothing


def shuffled(rows, seed):
    """Return rows in another order."""
    found = list(rows)
    random.Random(seed).shuffle(found)
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_the_order_of_rows_and_the_size_of_partitions_change_nothing(tmp_path, seed, size):
    """Shuffled tables give the same frames but for the numbers of the rows."""
    persons, events = written()
    expected = taken(save(tmp_path / "a", persons, events), tmp_path / "a")
    found = taken(save(tmp_path / "b", shuffled(persons, seed), shuffled(events, seed)), tmp_path / "b", size=size)
    for one, other in zip(expected[:2], found[:2], strict=True):
        assert_frame_equal(one.drop(PLACES), other.drop(PLACES))


def in_form(path, frame, form):
    """Write a table in a form and return its path."""
    target = path.with_suffix(f".{form}")
    {"csv": frame.write_csv, "parquet": frame.write_parquet, "arrow": frame.write_ipc}[form](target)
    return target


@pytest.mark.parametrize("form", ["csv", "parquet", "arrow"])
@pytest.mark.parametrize("in_order_of_ids", [True, False])
def test_the_form_and_the_number_of_files_change_nothing(tmp_path, form, in_order_of_ids):
    """A folder of parts, sorted (read in slices) or not (put into buckets), is the same population."""
    persons, events = written()
    expected = taken(save(tmp_path / "a", persons, events), tmp_path / "a")
    if in_order_of_ids:
        persons.sort(key=lambda row: int(row["id"]))
        events.sort(key=lambda row: int(row["id"]))
    for name, rows, columns in (("persons", persons, PERSONS.names), ("events", events, EVENTS.names)):
        (tmp_path / name).mkdir()
        for at in range(0, len(rows), 3):
            in_form(tmp_path / name / f"part-{at:03}", table(rows[at : at + 3], columns), form)
    found = taken((tmp_path / "persons", tmp_path / "events"), tmp_path, size=2)
    assert found[2].is_empty()
    assert (tmp_path / "work").exists() is (form == "csv" or not in_order_of_ids)
    for one, other in zip(expected[:2], found[:2], strict=True):
        assert_frame_equal(one.drop(PLACES), other.drop(PLACES))


def test_columns_of_their_own_types_are_read_as_texts_are(tmp_path):
    """Whole numbers as floats, dates, lists, categories and booleans mean what their texts mean."""
    persons, events = written()
    expected = taken(save(tmp_path / "a", persons, events), tmp_path / "a")
    typed = table(events, EVENTS.names).with_columns(
        pl.col("id").cast(pl.UInt64), pl.col("month").str.to_date("%Y-%m"), pl.col("event").cast(pl.Categorical),
        pl.col("base").cast(pl.Decimal(12, 2)), pl.col("day").cast(pl.Float64), pl.col("year").cast(pl.Float32),
        pl.col("years").str.split(" ").cast(pl.List(pl.Int64)), pl.col("transfer") == "true", pl.col("serious") == "true",
        pl.col("from").str.to_datetime("%Y-%m"), pl.lit(None).alias("how"), pl.col("region").cast(pl.Categorical),
    )  # fmt: skip
    people = table(persons, PERSONS.names).with_columns(
        pl.col("id").cast(pl.Float64), pl.col("before_continuous_months").cast(pl.Int8)
    )
    found = taken((in_form(tmp_path / "p", people, "parquet"), in_form(tmp_path / "e", typed, "arrow")), tmp_path)
    assert found[2].is_empty(), found[2]["reason"].to_list()
    for one, other in zip(expected[:2], found[:2], strict=True):
        assert_frame_equal(one.drop(PLACES), other.drop(PLACES))


def test_dates_of_birth_keep_their_day(tmp_path):
    """A date is a date, a midnight is one too, and a month alone has no day."""
    people = pl.DataFrame(
        {
            "id": [1, 2],
            "region": ["hainan"] * 2,
            "born": ["1980-02-29", None],
            "from": ["2024-01"] * 2,
            "until": ["2024-02"] * 2,
        }
    )
    midnights = people.with_columns(pl.col("born").str.to_datetime("%Y-%m-%d"))
    persons, _, refused = taken((in_form(tmp_path / "p", midnights, "parquet"), None), tmp_path)
    assert refused.is_empty()
    assert persons["born_day"].to_list() == [29, None]
    assert persons["born"].to_list() == [months.month("1980-02"), None]


def test_many_lives_in_buckets_are_those_in_slices(tmp_path, monkeypatch):
    """With little memory the rows are put into many runs, and come out as from one sorted file."""
    persons = pl.DataFrame({"id": np.arange(500) * 7, "region": "hainan", "born": "1980-01"})
    events = pl.DataFrame(
        {
            "id": np.repeat(np.arange(500) * 7, 4),
            "month": ["2020-03", "2021-05", "2021-05", "2022-06"] * 500,
            "event": ["hired", "left_job", "hired", "left_job"] * 500,
        }
    )
    expected = taken((in_form(tmp_path / "p", persons, "parquet"), in_form(tmp_path / "e", events, "parquet")), tmp_path, size=60)
    monkeypatch.setattr(buckets, "BYTES_AT_ONCE", 4000)
    monkeypatch.setattr("lifecycle.population.intake.batches.CSV_BLOCK", 2000)
    mixed = (
        in_form(tmp_path / "p2", persons.sample(fraction=1, shuffle=True, seed=1), "csv"),
        in_form(tmp_path / "e2", events.sample(fraction=1, shuffle=True, seed=2), "csv"),
    )
    found = taken(mixed, tmp_path, size=60)
    assert len(list((tmp_path / "work").glob("events-*.arrow"))) > 5
    assert len(expected[0]) == 500
    for one, other in zip(expected, found, strict=True):
        assert_frame_equal(one.drop(PLACES), other.drop(PLACES))


def test_buckets_of_an_intake_that_broke_off_are_made_again(tmp_path):
    """What is half written is never taken for whole; what is whole and of the same tables is not made again."""
    paths = save(tmp_path, *written())
    expected = taken(paths, tmp_path)
    runs = {path: path.stat().st_mtime_ns for path in (tmp_path / "work").glob("*.arrow")}
    taken(paths, tmp_path)
    assert runs == {path: path.stat().st_mtime_ns for path in (tmp_path / "work").glob("*.arrow")}
    (run,) = (tmp_path / "work").glob("events-*.arrow")
    run.write_bytes(run.read_bytes()[:100])
    (tmp_path / "work" / ".events-00000.arrow.new").write_bytes(b"half")
    (tmp_path / "work" / "persons.json").write_text('{"identity"')
    again = taken(paths, tmp_path)
    assert not (tmp_path / "work" / ".events-00000.arrow.new").exists()
    for one, other in zip(expected, again, strict=True):
        assert_frame_equal(one, other)


def test_other_tables_do_not_find_the_buckets_of_these(tmp_path):
    """A work folder is taken up by the tables only that it was made of."""
    persons, events = written()
    taken(save(tmp_path, persons, events), tmp_path)
    persons[3]["region"] = "hainan"
    found, _, _ = taken(save(tmp_path, persons, events), tmp_path)
    assert found.filter(pl.col("id") == 20)["region"].to_list() == ["hainan"]


# Rejects


def cell(where, row, column, value):
    """Return a change of one cell."""
    return lambda persons, events: (persons if where == "persons" else events)[row].update({column: value})


BAD_CELLS = {
    "a negative id": (cell("persons", 0, "id", "-7"), None, "id", "-7"),
    "an id that is no number": (cell("persons", 0, "id", "seven"), None, "id", "seven"),
    "an id with a fraction": (cell("persons", 0, "id", "7.5"), None, "id", "7.5"),
    "an id too large": (cell("persons", 0, "id", "9" * 19), None, "id", "999"),
    "an empty id of a person": (cell("persons", 0, "id", None), None, "id", "empty"),
    "an empty id of an event": (cell("events", 0, "id", None), None, "id", "empty"),
    "an event of nobody": (cell("events", 0, "id", "8"), 8, "id", "no person"),
    "the same id twice": (cell("persons", 0, "id", "3"), 3, "id", "several rows"),
    "an unknown region": (cell("persons", 0, "region", "atlantis"), 7, "region", "atlantis"),
    "no region": (cell("persons", 0, "region", None), 7, "region", "empty"),
    "a strange sex": (cell("persons", 0, "sex", "m"), 7, "sex", "m"),
    "a strange group": (cell("persons", 0, "group", "female"), 7, "group", "female"),
    "a birth that is no date": (cell("persons", 0, "born", "1985-02-30"), 7, "born", "1985-02-30"),
    "a birth long ago": (cell("persons", 0, "born", "1885-02"), 7, "born", "1885-02"),
    "a birth after the events": (cell("persons", 0, "born", "2024-01"), 7, "month", "before the birth"),
    "a birth after the end": (cell("persons", 3, "born", "2040-01"), 20, "until", "2040-01"),
    "too old": (cell("persons", 3, "born", "1890-01"), 20, "born", "1890-01"),
    "an unknown status": (cell("persons", 2, "statuses", "student rich"), 11, "statuses", "rich"),
    "two spaces between statuses": (cell("persons", 2, "statuses", "student  veteran"), 11, "statuses", "is ="),
    "an end before the beginning": (cell("persons", 3, "until", "2020-01"), 20, "until", "2020-01"),
    "events after the end": (cell("persons", 0, "until", "2024-12"), 7, "month", "after this life ends"),
    "events before the beginning": (cell("persons", 0, "from", "2023-03"), 7, "month", "before this life begins"),
    "a month that is no month": (cell("persons", 0, "from", "2023-13"), 7, "from", "2023-13"),
    "an unknown scheme before": (cell("persons", 1, "before_scheme", "retired"), 3, "before_scheme", "retired"),
    "years before without a scheme": (cell("persons", 0, "before_actual_months", "3"), 7, "before_actual_months", "without before_scheme"),
    "negative months before": (cell("persons", 1, "before_continuous_months", "-1"), 3, "before_continuous_months", "-1"),
    "too many months before": (cell("persons", 1, "before_continuous_months", "1561"), 3, "before_continuous_months", "1561"),
    "months before that are no number": (cell("persons", 1, "before_continuous_months", "many"), 3, "before_continuous_months", "many"),
    "paid until inside the life": (cell("persons", 1, "before_paid_until", "2023-05"), 3, "before_paid_until", "2023-05"),
    "a base before too large": (cell("persons", 1, "before_base", str(LARGEST + 1)), 3, "before_base", str(LARGEST + 1)),
    "covered in words": (cell("persons", 1, "before_covered", "sometimes"), 3, "before_covered", "sometimes"),
    "an unknown event": (cell("events", 0, "event", "promoted"), 7, "event", "promoted"),
    "an event that ends a status": (cell("events", 0, "event", "status_ends"), 7, "event", "status_ends"),
    "no event": (cell("events", 0, "event", None), 7, "event", "empty"),
    "no month": (cell("events", 0, "month", None), 7, "month", "empty"),
    "a month as a number": (cell("events", 0, "month", "202302"), 7, "month", "202302"),
    "a day inside a month": (cell("events", 0, "month", "2023-02-03"), 7, "month", "2023-02-03"),
    "a month before 1900": (cell("events", 0, "month", "1023-02"), 7, "month", "1023-02"),
    "a month after 2199": (cell("events", 0, "month", "2200-01"), 7, "month", "2200-01"),
    "a month with a space": (cell("events", 0, "month", " 2023-02"), 7, "month", "2023-02"),
    "a month in other digits": (cell("events", 0, "month", "２０２３-02"), 7, "month", "02"),
    "a base with left_job": (cell("events", 1, "base", "5000"), 7, "base", "left_job"),
    "a base of nothing": (cell("events", 0, "base", "0"), 7, "base", "0"),
    "a base too large": (cell("events", 0, "base", "1e9"), 7, "base", "1000000000"),
    "a base that is not a number": (cell("events", 0, "base", "nan"), 7, "base", "nan"),
    "a base without end": (cell("events", 0, "base", "1e999"), 7, "base", "1e999"),
    "a base with a comma": (cell("events", 0, "base", "8,000"), 7, "base", "8,000"),
    "a day of 0": (cell("events", 0, "day", "0"), 7, "day", "0"),
    "a day of 300": (cell("events", 0, "day", "300"), 7, "day", "300"),
    "a day that the month has not": (cell("events", 0, "day", "30"), 7, "day", "30"),
    "a year that is no number": (cell("events", 7, "year", "next"), 3, "year", "next"),
    "a year far ahead": (cell("events", 7, "year", "2031"), 3, "year", "2031"),
    "no year": (cell("events", 7, "year", None), 3, "year", "without year"),
    "no month paid back": (cell("events", 2, "to", None), 7, "to", "without to"),
    "paid back by a stranger": (cell("events", 2, "by", "uncle"), 7, "by", "uncle"),
    "paid back backwards": (cell("events", 2, "from", "2024-07"), 7, "to", "2024-07"),
    "paid back what was paid": (cell("events", 2, "from", "2024-02"), 7, "from", "2024-02"),
    "transferred in words": (cell("events", 3, "transfer", "perhaps"), 7, "transfer", "perhaps"),
    "a move to nowhere": (cell("events", 3, "region", "atlantis"), 7, "region", "atlantis"),
    "a move to where one is": (cell("events", 3, "region", "hubei/wuhan"), 7, "region", "already"),
    "a hospital of level 4": (cell("events", 5, "level", "4"), 7, "level", "4"),
    "years of a newborn in words": (cell("events", 9, "years", "2023 soon"), 11, "years", "soon"),
    "years of a newborn in the past": (cell("events", 9, "years", "2022 2023"), 11, "year", "2022"),
    "a word without end": (cell("events", 0, "event", "x" * 5000), 7, "event", "5000"),
    "a word that steers a terminal": (cell("events", 0, "event", "hired\x1b[2J"), 7, "event", "control"),
    "two units": (lambda _, events: events[1].update(event="hired"), 7, "month", "two units"),
    "a second birth": (cell("events", 9, "event", "born"), 11, "years", "born"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_CELLS)
def test_a_bad_cell_rejects_its_life_and_says_why(tmp_path, name):
    """Each reject has its place, what was found, expected and to do, in both languages; the other lives are taken."""
    change, who, column, found = BAD_CELLS[name]
    persons, events = written()
    change(persons, events)
    people, told, refused = taken(save(tmp_path, persons, events), tmp_path)
    mine = refused.filter(pl.col("column") == column)
    assert mine.height >= 1, refused.to_dicts()
    assert who in mine["id"].to_list()
    assert any(found in text for text in mine["found"]), mine["found"].to_list()
    assert (
        refused.select("file", "row", "found", "expected", "todo", "reason", "reason_zh").null_count().sum_horizontal().item()
        == 0
    )
    assert refused["row"].min() >= 1
    assert not set(refused["id"].drop_nulls()) & set(people["id"])
    assert set(told["id"]) <= set(people["id"])
    assert people.height >= 2


def test_every_bad_row_of_a_life_is_told(tmp_path):
    """Three mistakes in three rows and two in one are five rejects, and the rows are those of the file."""

    def change(persons, events):
        persons[0]["sex"] = "f"
        events[0].update(day="40", base="-1")
        events[2]["to"] = None
        events[4]["amount"] = "much"

    found = rejects(tmp_path, change)
    assert [tuple(row) for row in found.select("row", "column").rows()] == [
        (1, "base"),
        (1, "day"),
        (3, "to"),
        (5, "amount"),
        (1, "sex"),
    ]
    assert set(found["id"]) == {7}


def test_all_rows_of_an_id_that_stands_twice_are_told(tmp_path):
    """Nobody knows which of them is meant; events of that id are not judged."""
    found = rejects(tmp_path, lambda persons, _: persons.append({"id": "7", "region": "hainan", "from": "2030-01"}))
    assert found["row"].to_list() == [1, 5]
    assert found["id"].to_list() == [7, 7]


def test_too_many_events_of_one_person_are_one_reject(tmp_path, monkeypatch):
    """The events of such a person are not even looked at."""
    monkeypatch.setattr(register, "MOST_EVENTS", 5)
    found = rejects(tmp_path, lambda _, events: events[0].update(day="99"))
    assert found.select("id", "column", "found").rows() == [(7, "id", "6 events")]


def test_too_many_regions_of_one_life_are_refused(tmp_path):
    """What the machine for one person refuses for its regions is refused here."""
    regions = [
        "shanghai",
        "hainan",
        "chongqing",
        "hubei/wuhan",
        "shandong/jinan",
        "fujian/fuzhou",
        "jiangsu/suzhou",
        "hunan/changsha",
        "beijing",
        "tianjin",
    ]

    def change(_, events):
        events += [
            {"id": "20", "month": f"2024-{at:02}", "event": "move", "region": region}
            for at, region in enumerate(regions, start=1)
        ]

    assert rejects(tmp_path, change).select("id", "column").rows() == [(20, "region")]


def test_a_life_without_a_first_month_is_refused_where_nothing_tells_one(tmp_path):
    """Without events and without months of the run a person must tell their own."""
    paths = save(tmp_path, *written(events=False))
    _, _, refused = taken(paths, tmp_path)
    assert {(row["id"], row["column"]) for row in refused.to_dicts()} == {(3, "until"), (7, "until"), (20, "from"), (20, "until")}
    persons, _, refused = taken(paths, tmp_path, first=months.month("2024-01"), last=months.month("2024-12"))
    assert refused.is_empty()
    assert persons.height == 4


def test_events_of_nobody_do_not_stretch_the_run(tmp_path):
    """The default months are those of the events of known persons."""
    persons, events = written()
    events.append({"id": "99", "month": "1950-01", "event": "hired"})
    found, _, refused = taken(save(tmp_path, persons, events), tmp_path)
    assert months.text(found["first"].min()) == "2023-01"
    assert refused["id"].to_list() == [99]


def test_a_strict_run_refuses_the_first_reject(tmp_path):
    """The error names the row, and speaks the language of its reader."""
    found = rejects(tmp_path, cell("persons", 0, "region", "atlantis"))
    with pytest.raises(InputError) as refused:
        refuse_any(found)
    assert refused.value.where.file.endswith("persons.csv:1")
    assert refused.value.where.path == "region"
    assert "atlantis" in refused.value.in_("en")
    refuse_any(found.clear())


def test_rejects_are_written_whole(tmp_path):
    """As Parquet or CSV, also where there are none; a folder that is not there is named."""
    found = rejects(tmp_path, cell("persons", 0, "region", "atlantis"))
    for name, read in (("rejects.parquet", pl.read_parquet), ("rejects.csv", pl.read_csv)):
        assert write_rejects(tmp_path / name, [found, found]) == 2
        assert read(tmp_path / name)["found"].to_list() == found["found"].to_list() * 2
    assert write_rejects(tmp_path / "none.parquet", []) == 0
    assert dict(pl.read_parquet(tmp_path / "none.parquet").schema) == REJECTS
    with pytest.raises(OutputError):
        write_rejects(tmp_path / "nowhere" / "rejects.parquet", [found])


@pytest.mark.parametrize("what", KINDS)
def test_every_column_is_refused_with_an_event_that_does_not_use_it(what):
    """A value that an event does not know is told, one that it knows is not; what it must have is asked for."""
    sample = {"day": 3, "base": 1.0, "tier": "tier1", "year": 2024, "years": "1", "group": "student", "is": "student", "until": "2024-05", "region": "hainan", "transfer": True, "from": "2024-01", "to": "2024-02", "early_months": 1, "late_months": 1, "amount": 1.0, "level": 1, "where": "here", "from_account": True, "serious": False, "by": "self", "how": "monthly", "kind": "inpatient" if what == "bill" else "work"}  # fmt: skip
    asked = {name: sample[name] for name in must_use(what)}
    rows = [{"id": at, **asked, name: sample[name]} for at, name in enumerate(VALUE_KINDS)]
    rows.append({"id": len(rows)})
    schema = dict.fromkeys(VALUE_KINDS) | {name: EVENT_FRAME[name] for name in VALUE_KINDS if EVENT_FRAME[name] != pl.Int32}
    schema |= dict.fromkeys(("until", "from", "to"), pl.String)
    told = pl.DataFrame(rows, schema={"id": pl.Int64, **{name: kind or pl.Int64 for name, kind in schema.items()}})
    faults = Faults()
    event_rows(
        told.with_columns(month=pl.lit("2024-03"), event=pl.lit(what), file=pl.lit("x"), row=pl.lit(1)),
        frozenset({"hainan"}),
        faults,
    )
    expected = [(at, name) for at, name in enumerate(VALUE_KINDS) if name not in may_use(what)]
    expected += [(len(VALUE_KINDS), name) for name in sorted(must_use(what))]
    assert faults.table().select("id", "column").rows() == expected


# Files that are none


def refused_file(path, tab=PERSONS):
    """Return the error with which a table is refused when it is read to its end."""
    paths = (path, None) if tab is PERSONS else path
    with pytest.raises(InputError) as refused, Intake(*paths, atlas=engines.atlas()) as intake:
        list(intake)
    error = refused.value
    assert error.where.file
    assert error.expected
    assert error.todo
    assert "Traceback" not in error.in_("zh")
    return error.in_("en")


def text_file(tmp_path, content, name="persons.csv"):
    """Write bytes to a file."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


HEAD = "id,region,born\n"
BAD_FILES = {
    "an empty file": (b"", "empty"),
    "a header alone": (HEAD, "nobody"),
    "GBK cells": (HEAD + "1,hainan,\n" + "2,武汉,1980-01\n", "UTF-8 (line 3)"),
    "a GBK header": ("id,region,出生\n1,hainan,\n", "UTF-8 (line 1)"),
    "a row too long": (HEAD + "1,hainan,1980-01\n2,hainan,1980-01,x\n", "4 cells"),
    "a row too short": (HEAD + "1,hainan\n", "2 cells"),
    "an unknown column": ("id,region,bron\n1,hainan,\n", "did you mean born"),
    "a column of nothing we know": ("id,region,zzzz\n1,hainan,\n", "zzzz"),
    "a column twice": ("id,region,id\n1,hainan,1\n", "twice"),
    "no region": ("id,born\n1,1980-01\n", "region is missing"),
    "semicolons": ("id;region\n1;hainan\n", "id;region"),
    "no text": (b"id,region\0\n", "UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_its_name(tmp_path, name):
    """Nothing is read of a table that is not what it should be."""
    content, found = BAD_FILES[name]
    if "GBK" in name:
        content = content.encode("gbk")
    assert found in refused_file(text_file(tmp_path, content))


def test_a_byte_order_mark_of_utf_8_is_fine_and_that_of_utf_16_is_not(tmp_path):
    """What office programs write before a text in UTF-8 is no part of the first name."""
    text = "id,region,from,until\n1,hainan,2024-01,2024-02\n"
    persons, _, refused = taken((text_file(tmp_path, b"\xef\xbb\xbf" + text.encode()), None), tmp_path)
    assert persons.height == 1
    assert refused.is_empty()
    assert "UTF-8" in refused_file(text_file(tmp_path, text.encode("utf-16")))


def good(tmp_path, form):
    """Write a good table of persons in a form."""
    people = pl.DataFrame(
        {"id": range(3000), "region": ["hainan", "shanghai", "national"] * 1000, "from": "2024-01", "until": "2024-02"}
    )
    return in_form(tmp_path / "persons", people, form)


@pytest.mark.parametrize("form", ["parquet", "arrow"])
@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(tmp_path, form, cut):
    """A file that broke off is never read as a smaller one."""
    path = good(tmp_path, form)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * cut)])
    assert "persons" in refused_file(path)


@pytest.mark.parametrize("form", ["parquet", "arrow"])
@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_file_never_gives_a_traceback(tmp_path, form, seed):
    """Bytes exchanged anywhere: an ``InputError``, rejects, or (where nothing notices) the lives."""
    path, chance = good(tmp_path, form), random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 5, 50))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content)
    try:
        persons, _, refused = taken((path, None), tmp_path)
        told = persons.height + refused["row"].n_unique()
    except InputError as error:
        told = error.in_("en").count(str(path))
    assert told > 0


BAD_TYPES = {
    "a month as a number": ({"from": [202401]}, "from"),
    "a region as a number": ({"region": [1]}, "region"),
    "a region as bytes": ({"region": [b"hainan"]}, "region"),
    "an id as a date": ({"id": [dt.date(2024, 1, 1)]}, "id"),
    "an id as a yes": ({"id": [True]}, "id"),
    "a time with a zone": ({"born": [dt.datetime(1980, 1, 1, tzinfo=dt.UTC)]}, "born"),
    "a list of statuses": ({"statuses": [["student"]]}, "statuses"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_TYPES)
def test_a_column_of_a_wrong_type_is_refused(tmp_path, name):
    """A type that cannot hold such values is a mistake of the file, not of its rows."""
    more, column = BAD_TYPES[name]
    path = in_form(tmp_path / "p", pl.DataFrame({"id": [1], "region": ["hainan"], **more}), "parquet")
    assert f"column {column} is of the type" in refused_file(path)


def test_ids_as_floats_must_be_whole(tmp_path):
    """NaN, infinity, fractions and what a float cannot tell apart are rows that belong to nobody."""
    people = pl.DataFrame(
        {
            "id": [1.0, 2.5, float("nan"), float("inf"), None, -3.0, 2.0**60],
            "region": "hainan",
            "from": "2024-01",
            "until": "2024-02",
        }
    )
    persons, _, refused = taken((in_form(tmp_path / "p", people, "parquet"), None), tmp_path)
    assert persons["id"].to_list() == [1]
    assert sorted(refused["row"]) == [2, 3, 4, 5, 6, 7]
    assert refused["id"].null_count() == 6


def test_an_arrow_file_that_lies_about_its_texts_is_refused(tmp_path):
    """Bytes that are no UTF-8 inside a column of texts are found before anything else touches them."""
    column = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(np.array([0, 2], dtype=np.int32).tobytes()), pa.py_buffer(b"\xce\xe4")]
    )
    tab = pa.table({"id": pa.array([1]), "region": column})
    with pa.OSFile(str(tmp_path / "p.arrow"), "wb") as sink, pa.ipc.new_file(sink, tab.schema) as writer:
        writer.write_table(tab)
    assert "p.arrow" in refused_file(tmp_path / "p.arrow")


def test_a_folder_must_hold_one_kind_of_part_files(tmp_path):
    """No folder, an empty one, files of several kinds or of none: refused with what to do."""
    assert "no such" in refused_file(tmp_path / "nowhere")
    folder = tmp_path / "persons"
    folder.mkdir()
    assert "0 files" in refused_file(folder)
    (folder / "_SUCCESS").write_text("")
    (folder / ".part.crc").write_text("x")
    assert "0 files" in refused_file(folder)
    text_file(folder, "id,region,from,until\n1,hainan,2024-01,2024-02\n", "a.csv")
    assert taken((folder, None), tmp_path)[0].height == 1
    (folder / "notes.txt").write_text("x")
    assert "notes.txt" in refused_file(folder)
    (folder / "notes.txt").unlink()
    pl.DataFrame({"id": [1], "region": ["hainan"]}).write_parquet(folder / "b.parquet")
    assert "several kinds" in refused_file(folder)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path):
    """Partitions of two different files would be half a result."""
    path = good(tmp_path, "parquet")
    with Intake(path, atlas=engines.atlas(), size=1000) as intake:
        assert intake.partition(0).persons.height == 1000
        pl.DataFrame({"id": range(3000), "region": "hainan", "from": "2024-01", "until": "2024-02"}).write_parquet(path)
        with pytest.raises(InputError, match="changed"):
            intake.partition(1)


def test_two_tables_that_do_not_belong_together_are_refused(tmp_path, monkeypatch):
    """More strangers than can be listed are one mistake."""
    monkeypatch.setattr(register, "MOST_STRAYS", 3)
    persons, events = written()
    for event in events[:4]:
        event["id"] = "99"
    assert "belong to nobody" in refused_file(save(tmp_path, persons, events), EVENTS)


def test_a_folder_of_work_is_removed_unless_it_was_named(tmp_path):
    """What an intake puts on disk for itself it takes away."""
    with Intake(*save(tmp_path, *written()), atlas=engines.atlas()) as intake:
        assert intake.partition(0).persons.height == 4
        work = intake.work
        assert json.loads((work / "events.json").read_text())["runs"]
    assert not work.exists()


def test_parts_are_known_before_their_rows(tmp_path):
    """Names, forms and blocks of a table are told by its files alone."""
    (part,) = parts(good(tmp_path, "parquet"), PERSONS)
    assert part.sliceable
    assert sum(part.blocks) == 3000
    assert part.columns == ("id", "region", "from", "until")


def test_a_life_that_its_file_refuses_is_refused_with_the_same_words():
    """The message of a life that is looked at singly is that of the scenario file, at the row of its event."""
    life = Scenario.read({"region": "hainan", "from": "2024-01", "until": "2024-12", "event": []})
    person = {**dict.fromkeys(PERSON_FRAME), **person_of(life), "statuses": "student"}
    blank = dict.fromkeys(EVENT_FRAME)
    events = [{**blank, "what": "hired", "month": life.first}, {**blank, "what": "hired", "month": life.first + 2}]
    found = refusal(person, events, engines.atlas())
    assert (found.event, found.column) == (1, "month")
    with pytest.raises(ScenarioError) as refused:
        scenario_of(person, events, file="x")
    assert found.message.found == refused.value.found
    assert statuses(person) == ["student"]
