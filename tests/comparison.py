"""Lives on both engines, every number compared: records, columns, ends and refusals of the compiled step with those of the machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Final

import attrs
import numpy as np
import polars as pl
from random_people import EARLIEST, LATEST, LONGEST
from random_rows import Event, Told

from lifecycle import months
from lifecycle.columns import PER_MILLE, UNKNOWN_AMOUNT
from lifecycle.errors import ScenarioError
from lifecycle.layout import as_array, record_dtype
from lifecycle.machine import Life
from lifecycle.population.batch import Batch, Records
from lifecycle.population.columns import COLUMNS, USUAL
from lifecycle.population.encoding.encoding import encode
from lifecycle.population.engine import Lived, live, plan_of
from lifecycle.population.intake.singly import scenario_of
from lifecycle.population.rulebase import Rulebase, rulebase
from lifecycle.record import Record, names
from lifecycle.regions.atlas import Atlas
from lifecycle.row import Row
from lifecycle.table import TABLE
from lifecycle.vocabulary import SCHEME_OF_WAY, Payer, State, Way, What, key

AS_STRUCTURED: Final = record_dtype(Record)


@attrs.frozen
class Difference:
    """A field in which the engines differ in a month: what the machine for one person says, and the compiled step."""

    life: int
    month: int | None
    field: str
    singly: Any
    compiled: Any

    def __str__(self) -> str:
        month = "" if self.month is None else f"{months.text(self.month)} "
        return f"{month}{self.field}: {self.singly} singly, {self.compiled} compiled"


@attrs.define
class Found:
    """What comparing came to: how much was compared, and every difference with the life that shows it."""

    lives: int = 0
    months: int = 0
    refused: Counter[str] = attrs.field(factory=Counter)
    regions: Counter[str] = attrs.field(factory=Counter)
    events: Counter[str] = attrs.field(factory=Counter)
    different: list[tuple[Told, list[Difference]]] = attrs.field(factory=list)

    def add(self, other: Found) -> None:
        """Count what was found elsewhere as well."""
        self.lives += other.lives
        self.months += other.months
        for name in ("refused", "regions", "events"):
            getattr(self, name).update(getattr(other, name))
        self.different += other.different


@cache
def shipped() -> Atlas:
    """Return the shipped regions, each of them read."""
    atlas = Atlas()
    for region in atlas.ids():
        atlas.book(region)
    return atlas


@cache
def base() -> Rulebase:
    """Return the rules of all regions for all months that a random life may reach."""
    return rulebase(shipped(), EARLIEST, LATEST + LONGEST)


# The timeline as the compiled step tells it


@attrs.frozen
class Seen:
    """A column of the compiled step as a row of the timeline tells it: the row's value, and what makes it of the number."""

    of_row: Callable[[Row], Any]
    of_number: Callable[[int], Any] = int


def _same(name: str) -> Seen:
    return Seen(lambda row: getattr(row, name))


def _word(name: str, words: dict[int, str]) -> Seen:
    return Seen(lambda row: getattr(row, name), words.get)


def _share(name: str) -> Seen:
    return Seen(lambda row: (getattr(row, name), getattr(row, f"covered{name.removeprefix('benefit_factor')}")), lambda n: (n / PER_MILLE, n > 0))  # fmt: skip


def _unless_unknown(number: int) -> int | None:
    return None if number == UNKNOWN_AMOUNT else number


def _rule(number: int) -> str | None:
    return shipped().rule(number - 1).key if number > 0 else None


SCHEMES: Final = {int(way): scheme for way, scheme in SCHEME_OF_WAY.items()}
TOLD: Final[dict[str, Seen]] = {
    "region": Seen(lambda row: row.region, lambda number: base().names[number]),
    "state": _word("state", {int(state): key(state) for state in State}),
    "scheme": _word("scheme", SCHEMES),
    "factor": _share("benefit_factor"),
    "factor_finally": _share("benefit_factor_finally"),
    "cause": Seen(lambda row: row.cause.transition, lambda number: TABLE[number - 1].id),
    "entry_rule": Seen(lambda row: row.cause.entry_rule, _rule),
    "covered_by": _word("covered_by", {way: word for way, word in SCHEMES.items() if way != Way.NONE}),
    "payer": _word("payer", {int(payer): key(payer) for payer in Payer if payer is not Payer.NONE}),
    "continuous_months": Seen(lambda row: row.continuous_months, _unless_unknown),
    "missed_years": _same("missed_windows"),
    **{
        name: _same(name)
        for name in (
            "waiting_left", "waiting_total", "gap_months", "actual_months", "local_months", "deemed_months", "converted_months",
            "resident_years", "own_fen", "employer_fen", "fund_fen", "paid_own_fen", "paid_employer_fen", "paid_fund_fen", "account_fen",
        )
    },
    **{f"{who}_unknown": _same(f"unknown_{who}_months") for who in ("own", "employer", "fund")},
}  # fmt: skip
#: Amounts of a month that nobody knows: the count of such months grows.
AMOUNTS: Final = {f"{who}_fen": f"{who}_unknown" for who in ("own", "employer", "fund")}


def told(person: dict[str, Any], name: str, columns: dict[str, Any], begins: Any) -> list[Any]:
    """Return a column of the compiled step for one life as the rows of its timeline tell it, unknown values as ``None``."""
    scheme = person["before_scheme"]
    untold = scheme not in {None, "none"} and person["before_actual_months"] is None
    if name in {"actual_months", "local_months"} and untold:
        return [None] * len(columns[name])
    if name == "resident_years" and scheme == "resident" and person["before_resident_years"] is None:
        return [None] * len(columns[name])
    found = list(map(TOLD[name].of_number, columns[name].tolist()))
    if name in AMOUNTS:
        grew = np.diff(columns[AMOUNTS[name]], prepend=begins[AMOUNTS[name]]) != 0
        found = [None if unknown else value for value, unknown in zip(found, grew, strict=True)]
    return found


# Comparing


def compared(persons: pl.DataFrame, events: pl.DataFrame) -> Found:
    """Live canonical frames on both engines and compare every record, every column, every end and every refusal."""
    batch = encode(persons, events, shipped())
    usual = live(batch, base(), plan_of(base(), USUAL, ends=True, records=True))
    every = live(batch, base(), plan_of(base(), list(COLUMNS)))
    starts = np.cumsum([0, *usual.months])
    found = Found(persons.height, int(starts[-1]), events=Counter(events["what"].to_list()))
    by_id: dict[int, list[Event]] = {number: [] for number in persons["id"].to_list()} | _by_id(events)
    for at, person in enumerate(persons.iter_rows(named=True)):
        one = Single(person, by_id[person["id"]])
        differences = list(_differences(one, at, batch, (usual, every), slice(starts[at], starts[at + 1])))
        found.regions.update({row.region for row in one.rows})
        if one.refused is not None:
            found.refused[key(one.refused)] += 1
        if differences:
            found.different.append(((person, one.events), differences))
    return found


def _by_id(events: pl.DataFrame) -> dict[int, list[Event]]:
    return {number: rows.to_dicts() for (number,), rows in events.partition_by("id", as_dict=True).items()}


class Single:
    """A life lived alone: its records and rows, or the event that buys nothing."""

    def __init__(self, person: dict[str, Any], events: list[Event]) -> None:
        self.person, self.events = person, events
        self.records: list[Record] = []
        self.rows: Sequence[Row] = []
        self.refused: What | None = None
        scenario = scenario_of(person, events, file="life")
        life = Life(scenario, atlas=shipped())
        self.first = life.first_month
        try:
            self.records = [one.record for one in life.live()]
            self.rows = life.timeline().rows
        except ScenarioError as void:
            self.refused = scenario.events[(void.where.event or 0) - 1].what


def _differences(one: Single, at: int, batch: Batch, lived: tuple[Lived, Lived], rows: slice) -> Iterator[Difference]:
    """Yield what differs in one life, each field in the first month in which it does."""
    life, (usual, every) = one.person["id"], lived
    for name, outcome in (("refused", usual), ("refused, every column", every)):
        wanted = (int(one.refused or 0), len(one.records))
        if (got := (int(outcome.refused[at]), int(outcome.months[at]))) != wanted:
            yield Difference(life, None, f"{name} for and months", wanted, got)
            return
    if one.refused is not None:
        return
    records = as_array(one.records, AS_STRUCTURED)
    compiled: Records = usual.blocks[0].columns["records"][rows]
    for name in names(Record):
        yield from _first(life, one.first, name, records[name], compiled[name])
        if usual.ends is not None:
            yield from _first(
                life, one.first + len(records) - 1, f"{name} at the end", records[name][-1:], usual.ends[name][at : at + 1]
            )
    for outcome, asked in ((usual, USUAL), (every, tuple(COLUMNS))):
        columns = {name: outcome.blocks[0].columns[name][rows] for name in asked}
        for name in asked:
            rows_tell = list(map(TOLD[name].of_row, one.rows))
            number_tells = told(one.person, name, columns, batch.start[at])
            yield from _first(life, one.first, f"column {name} of {len(asked)}", rows_tell, number_tells)


def _first(life: int, first: int, name: str, singly: Any, compiled: Any) -> Iterator[Difference]:
    """Yield the first month in which two columns differ."""
    if isinstance(singly, np.ndarray) and np.array_equal(singly, compiled):
        return
    pairs = zip(_plain(singly), _plain(compiled), strict=True)
    where = next((month for month, (a, b) in enumerate(pairs) if a != b), None)
    if where is not None:
        yield Difference(life, first + where, name, _plain(singly)[where], _plain(compiled)[where])


def _plain(values: Any) -> Any:
    return values.tolist() if isinstance(values, np.ndarray) else values
