"""What many lives are told at once is what the machine for one person is told: life by life, every number."""

import random
from functools import cache
from pathlib import Path

import attrs
import engines
import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_lives import REGIONS, lives

from lifecycle import happenings, months
from lifecycle.beforehand import NOTHING_ASSUMED, SCHEMES, Before
from lifecycle.beginnings import starting_record
from lifecycle.events import KINDS, Born, DeemedService, EnrolNewborn, Hired, Month, PayFlexibleYear, PayResident, Status
from lifecycle.facts import Happening
from lifecycle.itinerary import Itinerary
from lifecycle.machine import Life
from lifecycle.person import Person
from lifecycle.population.encoding.encoding import encode
from lifecycle.population.encoding.numbering import numbered
from lifecycle.record import Record, names
from lifecycle.scenario import NO_WORDS, Scenario
from lifecycle.vocabulary import Group, What, Where, key

SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.toml"))
PERSONS = {
    "id": pl.Int64, "region": pl.String, "born": pl.Int32, "born_day": pl.Int8, "sex": pl.String, "group": pl.String, "first": pl.Int32, "last": pl.Int32,
    "statuses": pl.String, "before_scheme": pl.String, "before_paid_until": pl.Int32, "before_yearly": pl.Boolean, "before_covered": pl.Boolean,
    "before_continuous_months": pl.Int32, "before_actual_months": pl.Int32, "before_local_months": pl.Int32, "before_deemed_months": pl.Int32,
    "before_resident_years": pl.Int32, "before_base": pl.Float64, "before_account": pl.Float64, "row": pl.UInt32, "file": pl.String,
}  # fmt: skip
EVENTS = {
    "id": pl.Int64, "month": pl.Int32, "what": pl.String, "day": pl.Int8, "base": pl.Float64, "tier": pl.String, "year": pl.Int32, "years": pl.String,
    "group": pl.String, "is": pl.String, "until": pl.Int32, "region": pl.String, "transfer": pl.Boolean, "from": pl.Int32, "to": pl.Int32, "by": pl.String,
    "kind": pl.String, "early_months": pl.Int32, "late_months": pl.Int32, "how": pl.String, "amount": pl.Float64, "level": pl.Int8, "where": pl.String,
    "from_account": pl.Boolean, "serious": pl.Boolean, "row": pl.UInt32, "file": pl.String,
}  # fmt: skip


def tables(scenarios, *, ids=None, statuses=False, births=True):
    """Return lives as the canonical frames; with statuses, those of the first month are told with the person."""
    persons, events = [], []
    for row, (number, life) in enumerate(zip(ids or range(len(scenarios)), scenarios, strict=True), start=1):
        before = {} if life.before is None else {f"before_{name}": value for name, value in attrs.asdict(life.before).items()}
        held = leading_statuses(life) if statuses else 0
        person = attrs.asdict(life.person)
        if not births and any(isinstance(event, Born) for event in life.events):
            person |= {"born": None, "born_day": None}
        persons.append({
            "id": number, "region": life.region, "first": life.first, "last": life.last, "row": row, "file": "persons", **person, **before,
            "statuses": " ".join(event.is_ for event in life.events[:held]) or None,
        })  # fmt: skip
        events += [
            {"id": number, "row": len(events) + at, "file": "events", **row_of(event)}
            for at, event in enumerate(life.events[held:])
        ]
    return pl.DataFrame(persons, schema=PERSONS, infer_schema_length=None), pl.DataFrame(
        events, schema=EVENTS, infer_schema_length=None
    )


def row_of(event):
    """Return the columns of an event as its row tells them."""
    found = {name.rstrip("_"): value for name, value in attrs.asdict(event).items()}
    if "years" in found:
        found["years"] = " ".join(map(str, found["years"])) if isinstance(event, EnrolNewborn) else str(found["years"])
    return {**found, "what": key(event.what)}


def leading_statuses(life):
    """Return how many statuses a life tells first that a table of persons could tell as well."""
    first = max(life.first, life.person.born or 0)
    plain = [isinstance(event, Status) and event.month == first and event.day is event.until is None for event in life.events]
    return [*plain, False].index(False)


def as_told(life):
    """Return what the machine for one person is told: record, arrivals, happenings, all as numbers."""
    way, atlas = Itinerary(life, engines.atlas()), engines.atlas()
    first = Life(life, atlas=atlas).first_month
    record = starting_record(life, way)
    told = [
        (month, [engines.plain(getattr(happening, name)) for name in names(Happening)])
        for month in sorted(happenings.eventful(life, way) & set(range(first, life.last + 1)))
        for one in happenings.in_month(life, way, month)
        for happening in one.happenings
    ]
    arrived = [(arrival.month, book.number) for arrival, book in zip(way.arrivals, way.books, strict=True)]
    return {
        "first": first,
        "last": life.last,
        "start": {name: engines.plain(getattr(record, name)) for name in names(Record)},
        "arrivals": arrived,
        "happenings": told,
    }


def as_encoded(batch, at):
    """Return the same of one life in a batch."""
    arrived = slice(batch.arrivals_from[at], batch.arrivals_from[at + 1])
    told = slice(batch.happenings_from[at], batch.happenings_from[at + 1])
    rows = zip(batch.happening_month[told].tolist(), batch.happenings[told], strict=True)
    return {
        "first": int(batch.first[at]),
        "last": int(batch.last[at]),
        "start": {name: engines.plain(batch.start[at][name]) for name in names(Record)},
        "arrivals": list(zip(batch.arrival_month[arrived].tolist(), batch.arrival_region[arrived].tolist(), strict=True)),
        "happenings": [(month, [int(made[name]) for name in names(Happening)]) for month, made in rows],
    }


def assert_all_equal(scenarios, batch):
    """Every life of a batch is told what it is told alone."""
    assert len(batch) == len(scenarios)
    for at, life in enumerate(scenarios):
        one, other = as_told(life), as_encoded(batch, at)
        assert one["start"] == other["start"], life
        assert one == other, life


@cache
def spelled():
    """Return every scenario and every case that two tables can tell."""
    found = [Scenario.load(path) for path in SCENARIOS] + [case.scenario for case in engines.cases()]
    return [life for life in found if life.assumptions == NOTHING_ASSUMED]


@pytest.fixture(scope="module")
def batch():
    """Return all of them in one batch."""
    return encode(*tables(spelled()), engines.atlas())


def test_scenarios_and_cases_are_told_the_same_in_one_batch(batch):
    """Hundreds of lives of all regions, encoded together."""
    assert len(batch) > 2000
    assert_all_equal(spelled(), batch)


def test_random_lives_fill_what_cases_leave_out():
    """Whatever the tables can tell, likely or not, valid or not: the encoding reads it as the machine for one person does."""
    chance = random.Random(20)
    found = [anything(chance) for _ in range(600)]
    encoded = encode(*tables(found), engines.atlas())
    assert set(np.unique(encoded.happenings["what"]).tolist()) == set(map(int, What))
    assert_all_equal(found, encoded)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(found=st.lists(lives(), min_size=1, max_size=8))
def test_likely_lives_are_told_the_same_with_statuses_of_the_first_month_in_the_table_of_persons(found):
    """A status held from the first month is a status that is recognised in it, before all else."""
    assert_all_equal(found, encode(*tables(found, statuses=True), engines.atlas()))


def test_statuses_held_come_first_in_the_first_month_even_after_birth():
    """Of a person born later than the table begins, the first month is that of the birth."""
    life = anything(random.Random(3))
    life = attrs.evolve(life, person=Person(born=life.first + 7), events=events_of(life, life.first + 7))
    held = attrs.evolve(
        life, events=(*(Status(month=Month(life.first + 7), is_=word) for word in ("child", "orphan")), *life.events)
    )
    assert leading_statuses(held) == 2
    assert_all_equal([held], encode(*tables([held], statuses=True), engines.atlas()))


@pytest.mark.parametrize("region", [*REGIONS, "jiangsu/nanjing"])
def test_every_day_of_three_years_costs_and_counts_as_it_does_alone(region):
    """The turning days of windows, extensions, full prices and flexible years are the only days that matter."""
    days = [(month, day) for month in range(24276, 24312) for day in range(1, months.last_day(month).day + 1)]
    events = [
        made
        for month, day in days
        for made in (
            PayResident(month=month, day=day, year=months.year(month)),
            PayResident(month=month, day=day, year=months.year(month) + 1, group="student"),
            EnrolNewborn(month=month, day=day, years=[months.year(month), months.year(month) - 1]),
            PayFlexibleYear(month=month, day=day, year=months.year(month)),
        )
    ]
    life = attrs.evolve(anything(random.Random(1)), region=region, first=24276, last=24311, events=tuple(events))
    assert_all_equal([life], encode(*tables([life]), engines.atlas()))


def test_a_birth_told_by_an_event_is_a_birth():
    """Where the table of persons tells no birth, the event born does."""
    found = [life for life in spelled() if any(isinstance(event, Born) for event in life.events)]
    assert found
    told_by_event = encode(*tables(found, births=False), engines.atlas())
    assert_all_equal(found, told_by_event)


def test_partitions_are_told_what_the_whole_is_told(batch):
    """Each life is encoded as if it were alone in its table, whatever its id."""
    found = spelled()
    for start, stop in ((0, 1), (1, 700), (700, len(found))):
        ids = [10**15 + 3 * number for number in range(start, stop)]
        part = encode(*tables(found[start:stop], ids=ids), engines.atlas())
        assert part.ids.tolist() == ids
        for at in range(start, stop):
            assert as_encoded(part, at - start) == as_encoded(batch, at)


def test_columns_that_are_absent_tell_nothing():
    """Columns without a value may be left out; years may be a list or numbers."""
    persons, events = tables(spelled())
    for years in (pl.List(pl.Int64), pl.Int32):
        some = events.filter((pl.col("what") == "enrol_newborn") == (years != pl.Int32), pl.col("years").is_not_null())
        changed = some["years"].str.split(" ").cast(pl.List(pl.Int64)) if years != pl.Int32 else some["years"].cast(pl.Int32)
        thin = some.with_columns(changed)
        thin = thin.select(column.name for column in thin if column.null_count() < len(column))
        whole = encode(persons, some, engines.atlas())
        assert len(whole.happenings) > 10
        assert np.array_equal(whole.happenings, encode(persons, thin, engines.atlas()).happenings)
    bare = persons.select("id", "region", "first", "last")
    alone = encode(bare, events.clear().select("id", "month", "what"), engines.atlas())
    assert alone.start["born_month"].tolist() == [0] * len(alone)
    assert np.array_equal(alone.start["last_way"], np.zeros(len(alone)))
    assert len(alone.happenings) == 0


def test_nobody_is_a_batch_too():
    """Empty tables give an empty batch."""
    empty = encode(*tables([]), engines.atlas())
    assert (len(empty), empty.months, empty.arrivals_from.tolist(), empty.happenings_from.tolist()) == (0, 0, [0], [0])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    rows=st.lists(
        st.tuples(st.one_of(st.none(), st.integers(-(2**40), 2**40)), st.sampled_from([None, "", "a", "tier1"]), st.booleans())
    ),
    wide=st.integers(1, 3),
)
def test_numbered_rows_are_the_distinct_ones(rows, wide):
    """Every row is found again by its number, and no two numbers stand for the same row."""
    frame = pl.DataFrame(rows, schema={"n": pl.Int64, "word": pl.String, "yes": pl.Boolean}, orient="row")
    frame = pl.concat([frame.rename(lambda name, at=at: f"{name}{at}") for at in range(wide)], how="horizontal")
    distinct, at = numbered(frame)
    assert distinct[at].equals(frame)
    assert distinct.is_unique().all()


def anything(chance):
    """Return a life of anything that two tables can tell, in no likely order."""
    first = months.january(chance.randint(2000, 2026)) + chance.randint(0, 11)
    last = first + chance.randint(0, 300)
    born = chance.choice((None, first - chance.randint(0, 700), first + chance.randint(0, 5)))
    person = Person(
        born=born,
        born_day=None if born is None else chance.choice((None, chance.randint(1, months.last_day(born).day))),
        sex=chance.choice((None, "male", "female")),
        group=chance.choice((None, "male", "female_55", "female_50")),
    )
    told = [event(chance, chance.randint(first, last)) for _ in range(chance.choice((0, 3, 10, 40)))]
    if chance.random() < 0.7:  # many in one month
        told = [attrs.evolve(one, month=chance.choice(told).month) for one in told]
    if chance.random() < 0.2:
        birth = Born(month=first + chance.randint(-5, 5), day=chance.choice((None, 5)))
        person = attrs.evolve(person, born=birth.month, born_day=birth.day)
        told.append(birth)
    told = [attrs.evolve(one, month=max(one.month, person.born or 0)) for one in told]
    return Scenario(
        title=NO_WORDS,
        shows=NO_WORDS,
        region=chance.choice(SEVEN),
        first=first,
        last=last,
        person=person,
        before=before(chance, first),
        events=tuple(sorted(told, key=lambda one: one.month)),
    )


SEVEN = REGIONS[:7]


def events_of(life, month):
    """Return the events of a life, none before a month."""
    return tuple(attrs.evolve(one, month=max(one.month, month)) for one in life.events)


def before(chance, first):
    """Return anything that may have been before, or nothing."""
    if chance.random() < 0.3:
        return None

    def perhaps(value):
        return None if chance.random() < 0.4 else value

    return Before(
        scheme=chance.choice(SCHEMES),
        paid_until=perhaps(first - chance.randint(1, 60)),
        yearly=chance.random() < 0.3,
        covered=chance.random() < 0.7,
        continuous_months=perhaps(chance.randint(0, 500)),
        actual_months=perhaps(chance.randint(0, 500)),
        local_months=perhaps(chance.randint(0, 500)),
        deemed_months=chance.choice((0, 90)),
        resident_years=perhaps(chance.randint(0, 20)),
        base=perhaps(chance.uniform(0, 30000)),
        account=perhaps(chance.uniform(0, 9000)),
    )


def event(chance, month):
    """Return an event of any kind with anything that it may tell."""

    def perhaps(*values):
        return chance.choice((None, *values))

    now, amount = months.year(month), chance.choice((chance.uniform(1, 90000), 500.005, 500.0, 500.004))
    common = {"month": Month(month), "day": chance.choice((None, 1, 5, chance.randint(1, 28)))}
    kind = chance.choice([kind for kind in KINDS.values() if kind is not Born])
    words = {
        "base": perhaps(amount),
        "tier": perhaps("tier1", "tier2"),
        "region": chance.choice(SEVEN),
        "year": now + chance.randint(0, 1),
        "years": chance.sample((now - 1, now, now + 1), 2) if kind is EnrolNewborn else chance.randint(1, 5),
        "group": perhaps("student", "medical_aid", "elderly"),
        "from_": month - chance.randint(7, 500),
        "to_": month - chance.randint(1, 40),
        "by": chance.choice(("self", "employer")),
        "is_": chance.choice([key(one) for one in Group]),
        "until": perhaps(month + chance.randint(0, 9), month),
        "transfer": chance.random() < 0.5,
        "kind": chance.choice(("work", "military") if kind is DeemedService else ("inpatient", "outpatient")),
        "early_months": perhaps(chance.randint(1, 36)),
        "late_months": perhaps(chance.randint(1, 36)),
        "how": chance.choice(("lump_sum", "monthly")),
        "amount": amount,
        "level": chance.randint(1, 3),
        "where": chance.choice([key(one) for one in Where]),
        "from_account": chance.random() < 0.5,
        "serious": chance.random() < 0.5,
    }
    known = {field.name for field in attrs.fields(kind)} - set(common)
    told = {name: value for name, value in words.items() if name in known}
    if kind is Hired:
        told["region"] = perhaps(told["region"])
    return kind(**common, **told)
