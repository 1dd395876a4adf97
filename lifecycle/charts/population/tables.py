"""Sequences in tables: wide (a column a month), long (a row a person and month) or spells (from, to), of any library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np

from lifecycle import months
from lifecycle.charts.population.cells import (
    MONTH,
    UNITS,
    Reading,
    at_row,
    births_of,
    codes_of,
    column_of,
    people_of,
    refuse_row,
    refuse_unknown,
    refused,
    times_of,
)
from lifecycle.charts.population.clock import Clock
from lifecycle.charts.population.frames import Frame, framed, text_of
from lifecycle.charts.population.painting import NONE, Array, Codes, painted, refuse_too_many
from lifecycle.charts.population.sequences import Sequences
from lifecycle.errors import InputError
from lifecycle.language import say
from lifecycle.months import MONTHS_IN_YEAR

IDS: Final = ("id", "pid", "person", "person_id")
TIMES: Final = ("month", "time", "date", "t", "position", "age", "year")
STATES: Final = ("state", "status")
ENDS: Final = (("first", "last"), ("from", "to"), ("begin", "end"), ("start", "end"), ("start", "stop"))
AGES: Final = ("a", "age")
LONGEST: Final = 200 * MONTHS_IN_YEAR

_YEAR: Final = re.compile(r"(19|20|21)\d\d")
_NUMBERED: Final = re.compile(r"([A-Za-z_. ]*)(\d{1,4})")


def read(source: Any, **reading: Any) -> Sequences:
    """Return the sequences of a table: a data frame, an Arrow table or dataset, or the path of Parquet or CSV.

    ``id``, ``time``, ``state``, ``group``, ``weight`` and ``born`` name columns; ``columns`` the columns of a wide table, in
    their order. ``states`` gives the order of the states, ``first`` the calendar month of position 1 in tables that only
    count, ``unit`` what one column is there: ``month`` or ``year``. Raises ``InputError``.
    """
    refuse_unknown(reading, [field.name for field in attrs.fields(Reading)])
    how = Reading(**reading)
    if how.unit not in (None, *UNITS):
        raise refused(say("{value}", value=how.unit), say("one of: {words}", words=list(UNITS)), say("correct it"), "unit")
    file = str(source) if isinstance(source, (str, Path)) else None
    try:
        return _read(framed(source, file), how)
    except InputError as problem:
        raise problem.at(file=file) from problem.__cause__


def of_dataset(dataset: Any, *, group: str | None = None, states: Sequence[str] | None = None) -> Sequences:
    """Return the sequences of a run, with births, and a group (``sex``, ``region``), where final records were written."""
    spells = dataset.spells().select("id", "first", "last", "state").collect()
    read_ = _read(spells, Reading(states=states))
    if not dataset.wrote("final"):
        if group is not None:
            raise refused(say("this run wrote no final records"), say("a run with --output final"), say("run it again"), "group")
        return read_
    final = framed(dataset.final().collect(), None)
    ids = final["id"].to_numpy()
    at = np.argsort(ids)[np.searchsorted(np.sort(ids), read_.ids)]
    cells: dict[str, Any] = {"born": births_of(final, "born")[at]}
    if group is not None:
        cells["groups"] = np.array(text_of(final, column_of(final, group, "group")), dtype=object)[at]
    return attrs.evolve(read_, grouped_by=group or "", **cells)


def _read(table: Frame, how: Reading) -> Sequences:
    if not len(table):
        raise refused(say("the table has no rows"), say("at least one row"), say("check the table"), None)
    names = table.columns
    state = how.state or next((name for name in STATES if name in names), None)
    ends = next((pair for pair in ENDS if all(name in names for name in pair)), None)
    time = how.time or next((name for name in TIMES if name in names), None)
    if how.columns is None and state is not None and ends is not None and how.time is None:
        return _tall(table, how, state, ends)
    if how.columns is None and state is not None and time is not None:
        return _tall(table, how, state, (time, time))
    return _wide(table, how)


def _tall(table: Frame, how: Reading, state: str, ends: tuple[str, str]) -> Sequences:
    """Return the sequences of rows that hold a state of a person and when it was."""
    key_ = how.id or next((name for name in IDS if name in table.columns), None)
    if key_ is None:
        raise refused(
            say("no column says whose row it is"), say("one of: {words}", words=list(IDS)), say('name it: id="…"'), "id"
        )
    column_of(table, key_, "id")
    ids, person = people_of(table, key_)
    alphabet, code = codes_of(table, [column_of(table, state, "state")], how)
    kinds, steps, times = zip(*(times_of(table, column_of(table, name, "time"), how) for name in ends), strict=True)
    if kinds[0] != kinds[1]:
        raise refused(
            say("the columns {a} and {b} differ in kind", a=ends[0], b=ends[1]),
            say("two months, or two numbers"),
            say("correct it"),
            ends[1],
        )
    begin, end = times
    refuse_row(end < begin, say("the end lies before the beginning"), say("a beginning before the end"), ends[1])
    clock, first, step = kinds[0], int(begin.min()), steps[0]
    if int(end.max()) - first > LONGEST:
        refuse_row(
            end == end.max(),
            say("this lies {n} months after the first", n=int(end.max()) - first),
            say("at most {most}", most=LONGEST),
            ends[1],
        )
    order = np.lexsort((begin, person))
    row, low, high, codes = person[order], begin[order] - first, end[order] - first, code[0][order]
    touching = np.flatnonzero((row[1:] == row[:-1]) & (low[1:] <= high[:-1]))
    if len(touching):
        at = order[touching[0] + 1]
        raise refused(
            say("{id} has two states at the same time", id=str(ids[person[at]])),
            say("one state at a time"),
            say("correct it"),
            at_row(ends[0], at),
        )
    kept = codes != NONE
    grid = painted(len(ids), int(end.max()) - first + 1, row[kept], low[kept], high[kept], codes[kept])
    return _with_people(table, how, Sequences(grid, ids, alphabet, _clock(clock, first, step, how)), person)


def _wide(table: Frame, how: Reading) -> Sequences:
    """Return the sequences of a row a person and a column a time."""
    if how.columns is not None:
        if isinstance(how.columns, str) or not len(how.columns):
            raise refused(say("{value}", value=str(how.columns)), say("a list of columns"), say("correct it"), "columns")
        names = [column_of(table, name, "columns") for name in how.columns]
        found: tuple[str, list[int], int] | None = _headings(names) or ("since", list(range(1, len(names) + 1)), 1)
    else:
        names, found = _timed(table.columns, how)
    if found is None:
        raise refused(
            say("no columns are times: {words}", words=table.columns[:6]),
            say('columns such as "2024-01" or "1", or columns for the person, the time and the state'),
            say("rename them, or name them: columns=[…], or time=, state="),
            None,
        )
    kind, at, step = found
    twice = [name for name, place in zip(names, at, strict=True) if at.count(place) > 1]
    if twice:
        raise refused(
            say("these columns are of one time: {words}", words=twice[:6]),
            say("one column a time"),
            say("correct it, or name the columns: columns=[…]"),
            None,
        )
    key_ = how.id or next((name for name in IDS if name in table.columns and name not in names), None)
    if key_ is None:
        ids, person = np.arange(1, len(table) + 1).astype(object), np.arange(len(table))
    else:
        ids, person = people_of(table, column_of(table, key_, "id"))
        counts = np.bincount(person)
        refuse_row(counts[person] > 1, say("this person stands in the table twice"), say("one row a person"), key_)
    alphabet, code = codes_of(table, names, how)
    if how.unit is not None and kind != "calendar":  # months and years of the calendar say what they are
        step = MONTHS_IN_YEAR if how.unit == "year" else 1
    first, width = min(at), max(at) - min(at) + 1
    refuse_too_many(len(ids), width)
    grid: Codes = np.full((len(ids), width), NONE, dtype=np.uint8)
    for column, place in zip(code, at, strict=True):
        grid[person, place - first] = column
    return _with_people(table, how, Sequences(grid, ids, alphabet, _clock(kind, first, step, how)), person)


def _clock(kind: str, first: int, step: int, how: Reading) -> Clock:
    """Return the clock; positions become calendar months where somebody says which month the first is."""
    if kind == "since" and how.first is not None:
        try:
            return Clock("calendar", months.month(str(how.first)) + (first - 1) * step, step)
        except ValueError:
            raise refused(
                say("{value} is not a month", value=how.first), say('a month such as "1965-05"'), say("correct it"), "first"
            ) from None
    return Clock(kind, first if kind == "calendar" and step == 1 else first * step, step)


def _timed(names: list[str], how: Reading) -> tuple[list[str], tuple[str, list[int], int] | None]:
    """Return the columns that are times: those written alike, the most of them."""
    told = {name for name in (how.id, how.group, how.weight, how.born) if name is not None}
    alike: dict[str, list[str]] = {}
    for name in names:
        numbered = _NUMBERED.fullmatch(name)
        if name in told or (name in IDS and not numbered):
            continue
        if MONTH.fullmatch(name):
            alike.setdefault("month", []).append(name)
        elif numbered:
            alike.setdefault(f"number {numbered[1]}", []).append(name)
    if not alike:
        return [], None
    chosen = max(alike.values(), key=len)
    return chosen, _headings(chosen)


def _headings(names: Sequence[str]) -> tuple[str, list[int], int] | None:
    """Return which times the names of columns are: their kind, the times, and how many months one is."""
    if all(MONTH.fullmatch(name) for name in names):
        try:
            return "calendar", [months.month(name[:7]) for name in names], 1
        except ValueError:
            return None
    if all(_YEAR.fullmatch(name) for name in names):
        return "calendar", [int(name) for name in names], MONTHS_IN_YEAR
    found = [_NUMBERED.fullmatch(name) for name in names]
    if any(one is None for one in found):
        return None
    prefix = {one[1].strip("_. ").lower() for one in found if one is not None}
    numbers = [int(one[2]) for one in found if one is not None]
    return ("age", numbers, MONTHS_IN_YEAR) if prefix <= set(AGES) else ("since", numbers, 1)


def _with_people(table: Frame, how: Reading, made: Sequences, person: Array) -> Sequences:
    """Return the sequences with what the table says of each person: group, weight, birth."""
    first = np.zeros(len(made), dtype=np.int64)
    first[person[::-1]] = np.arange(len(person))[::-1]
    cells: dict[str, Any] = {}
    if how.group is not None:
        words = np.array(text_of(table, column_of(table, how.group, "group")), dtype=object)
        refuse_row(words != words[first][person], say("the group of a person changes"), say("one group a person"), how.group)
        cells |= {"groups": words[first], "grouped_by": how.group}
    if how.weight is not None:
        held = table[column_of(table, how.weight, "weight")]
        if not held.dtype.is_numeric():
            raise refused(say("the weights are no numbers"), say("positive numbers"), say("correct it"), how.weight)
        weights = held.cast(float).fill_null(-1).to_numpy()
        refuse_row(~(weights >= 0) | np.isinf(weights), say("this is no weight"), say("a number from 0 on"), how.weight)
        if not weights.any():
            raise refused(say("all weights are 0"), say("positive numbers"), say("correct it"), how.weight)
        refuse_row(
            weights != weights[first][person], say("the weight of a person changes"), say("one weight a person"), how.weight
        )
        cells["weights"] = weights[first]
    born = how.born or ("born" if "born" in table.columns else None)
    if born is not None:
        births = births_of(table, column_of(table, born, "born"))
        refuse_row(births != births[first][person], say("the birth of a person changes"), say("one birth a person"), born)
        cells["born"] = births[first]
    return attrs.evolve(made, **cells)
