"""The records with which many lives begin: one for each distinct relation, and then the numbers and the birth of every person."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

from lifecycle import beginnings
from lifecycle.beforehand import Before
from lifecycle.layout import as_array, record_dtype
from lifecycle.luggage import Luggage, born_inside, brought_along, larger, paid_here
from lifecycle.person import Person
from lifecycle.population.batch import Ints, Records
from lifecycle.population.encoding.meanings import fen
from lifecycle.population.encoding.numbering import numbered, selected, told
from lifecycle.record import Record
from lifecycle.regions.rulebook import Rulebook
from lifecycle.rules.entry import scale_factor
from lifecycle.vocabulary import Way

#: What of the time before makes the relation; all the rest is counted.
RELATION: Final = ("before_scheme", "before_paid_until", "before_yearly", "before_covered")
HOME: Final = "home"
HERE: Final = "here"
OF_RELATION: Final = ("kept", "counting", "worth")
UNKNOWN: Final = -1


def starting_records(persons: pl.DataFrame, home: Ints, here: Ints, books: dict[int, Rulebook]) -> Records:
    """Return what is known of each person before the first month; ``here`` is the number of the region in that month."""
    places = [pl.Series(HOME, home), pl.Series(HERE, here)]
    made, relation_of, relations = _relations(selected(persons, ("first", *RELATION)).with_columns(places), books)
    _write_birth(made, persons, places[1], books)
    some = np.flatnonzero(np.array([relation.way is not Way.NONE for relation in relations], bool)[relation_of])
    if len(some):
        _write_luggage(made, persons[some], some, relation_of[some], relations)
    return made


def _relations(rows: pl.DataFrame, books: dict[int, Rulebook]) -> tuple[Records, Ints, list[beginnings.Relation]]:
    """Return the record of each relation, which of them every person has, and all of them."""
    distinct, at = numbered(_alike(rows, books))
    found = []
    for row in distinct.iter_rows(named=True):
        told_before = {name: row[f"before_{name}"] for name in ("scheme", "paid_until", "yearly", "covered")}
        before = Before(**{name: value for name, value in told_before.items() if value is not None})
        found.append(beginnings.relation_before(books[row[HOME]], books[row[HERE]], row["first"], before))
    return np.take(as_array([relation.record for relation in found], record_dtype(Record)), at), at, found


def _alike(rows: pl.DataFrame, books: dict[int, Rulebook]) -> pl.DataFrame:
    """Return the rows with nobody's first month more exact than it matters: without a relation only the rules in force do."""
    distinct, at = numbered(rows.select(HOME, "first"))
    since = np.array([books[row[HOME]].version(row["first"]) for row in distinct.iter_rows(named=True)], np.int32)[at]
    nothing = pl.col("before_scheme").is_null() | (pl.col("before_scheme") == beginnings.NOBODY_BEFORE)
    same: dict[str, Any] = {"first": pl.Series(since, dtype=pl.Int32), HERE: pl.col(HOME)} | dict.fromkeys(RELATION, pl.lit(None))
    return rows.with_columns(pl.when(nothing).then(one).otherwise(pl.col(name)).alias(name) for name, one in same.items())


def _write_birth(made: Records, persons: pl.DataFrame, here: pl.Series, books: dict[int, Rulebook]) -> None:
    """Write birth and sex, and when the law lets each person retire."""
    ages, of_ages = _ages_of_retiring(persons.select("first").with_columns(here), books)
    distinct, at = numbered(selected(persons, ("born", "sex", "group")).with_columns(pl.Series("ages", of_ages)))
    found = [beginnings.retirement(ages[row.pop("ages")], Person(**row)) for row in distinct.iter_rows(named=True)]
    for name in ("sex", "oldest_age", "statutory_month", "retire_month", "earliest_month", "latest_month"):
        made[name] = np.array([fields.get(name, 0) for fields in found], np.int64)[at]
    distinct, at = numbered(selected(persons, ("born", "born_day")))
    births = [beginnings.born(Person(**row)) for row in distinct.iter_rows(named=True)]
    for name in ("born_month", "born_day"):
        made[name] = np.array([fields[name] for fields in births], np.int64)[at]
    made["year_whole"] = larger(made["year_whole"], born_inside(made["born_month"], told(persons, "first", 0)))


def _ages_of_retiring(rows: pl.DataFrame, books: dict[int, Rulebook]) -> tuple[list[dict[str, tuple[int, ...]]], Ints]:
    """Return the ages that hold where anybody begins, each once whichever regions have them, and which every person has."""
    distinct, at = numbered(rows)
    all_ages = [beginnings.ages_of_retiring(books[row[HERE]], row["first"]) for row in distinct.iter_rows(named=True)]
    spelled = {id(ages): repr(ages) for ages in all_ages}
    different = {spelled[id(ages)]: ages for ages in all_ages}
    places = {text: number for number, text in enumerate(different)}
    return list(different.values()), np.array([places[spelled[id(ages)]] for ages in all_ages], np.int64)[at]


def _write_luggage(made: Records, persons: pl.DataFrame, its: Ints, at: Ints, relations: list[beginnings.Relation]) -> None:
    """Write the months, the years and the money that those with a relation bring along."""
    first = told(persons, "first", 0)
    kept, counting, worth = (np.array([getattr(one, name) for one in relations], np.int64)[at] for name in OF_RELATION)
    luggage = packed(persons)
    fields: dict[str, Any] = brought_along(luggage, first, kept, counting, worth)
    for name, values in fields.items():
        made[name][its] = values
    made["place_months"][its, 0] = paid_here(luggage)
    scale = pl.DataFrame({"relation": at, "continuous": fields["continuous_before"], "known": fields["continuous_known"]})
    distinct, of_scale = numbered(scale)
    factors = [
        scale_factor(relations[row["relation"]].rules, relations[row["relation"]].way, row["continuous"], row["known"])
        for row in distinct.iter_rows(named=True)
    ]
    lagging = made["lag_way"][its] != Way.NONE
    made["lag_factor"][its] = np.where(lagging, np.array(factors, np.int64)[of_scale], 0)


def packed(persons: pl.DataFrame) -> Luggage:
    """Return the numbers of the time before of many persons, unknown ones as 0."""
    scheme = persons["before_scheme"]
    continuous, paid = told(persons, "before_continuous_months", UNKNOWN), told(persons, "before_actual_months", UNKNOWN)
    local, account = told(persons, "before_local_months", UNKNOWN), told(persons, "before_account", UNKNOWN, np.float64)
    return Luggage(
        employee=(scheme == "employee").to_numpy() * 1,
        flexible=(scheme == "flexible").to_numpy() * 1,
        resident=(scheme == "resident").to_numpy() * 1,
        continuous=np.maximum(continuous, 0),
        continuous_known=(continuous != UNKNOWN) * 1,
        paid=np.maximum(paid, 0),
        paid_known=(paid != UNKNOWN) * 1,
        local=np.where(local == UNKNOWN, np.maximum(paid, 0), local),
        deemed=told(persons, "before_deemed_months", 0),
        years=told(persons, "before_resident_years", 0),
        base=fen(persons, "before_base"),
        account=fen(persons, "before_account"),
        account_known=(account != UNKNOWN) * 1,
    )
