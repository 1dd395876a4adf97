"""Walked persons and their events as the two tables that every run reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl

from lifecycle.beforehand import LONGEST_LIFE
from lifecycle.columns import MONTHS_IN_YEAR
from lifecycle.person import GROUPS, SEXES
from lifecycle.population.generated.walker import Standing, Told
from lifecycle.vocabulary import Group, TopUp, What, key

Numbers = np.ndarray[Any, Any]

#: How long a resident of the first month has been one, and at most somebody who has stopped.
RESIDENT_BEFORE: Final = 36
STOPPED_AFTER: Final = 24
EVENTS: Final[dict[str, type[pl.DataType]]] = {
    "id": pl.Int64,
    "month": pl.Date,
    "event": pl.String,
    "base": pl.Float64,
    "year": pl.Int32,
    "years": pl.String,
    "region": pl.String,
    "transfer": pl.Boolean,
    "from": pl.Date,
    "to": pl.Date,
    "by": pl.String,
    "early_months": pl.Int32,
    "late_months": pl.Int32,
    "how": pl.String,
}


def day_of(months: pl.Expr) -> pl.Expr:
    """Return the first days of months."""
    return pl.date(months // MONTHS_IN_YEAR, months % MONTHS_IN_YEAR + 1, 1)


def word_of(numbers: pl.Expr, words: dict[int, str]) -> pl.Expr:
    """Return numbers as words; a number that has none is not told."""
    return numbers.replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.String)


def persons(walkers: Numbers, regions: Sequence[str], last: int) -> pl.DataFrame:
    """Return the table of persons, a row for each walker."""
    taken = ("person", "home", "born", "sex", "group", "first", "began_as", "retired_flexible", "began_resident", "stopped")
    names = (*taken, "brought", "began_base", "medical_aid", "severely_disabled")
    walked = pl.DataFrame({name: np.ascontiguousarray(walkers[name]).astype(np.int64) for name in names})
    first = pl.max_horizontal("first", "born")
    known = pl.col("born") < pl.col("first")
    outside = known & (pl.col("began_as") == Standing.OUT)
    resident, stopped = outside & (pl.col("began_resident") == 1), outside & (pl.col("stopped") > 0)
    flexible = (pl.col("began_as") == Standing.FLEXIBLE) | (pl.col("retired_flexible") == 1)
    paying = known & ~outside
    born = pl.col("born")
    return walked.select(
        pl.col("person").alias("id"),
        word_of(pl.col("home"), dict(enumerate(regions))).alias("region"),
        day_of(born).dt.strftime("%Y-%m").alias("born"),
        word_of(pl.col("sex"), dict(enumerate(SEXES))).alias("sex"),
        word_of(pl.col("group"), dict(enumerate(GROUPS))).alias("group"),
        day_of(first).alias("from"),
        day_of(pl.min_horizontal(pl.lit(last), born + LONGEST_LIFE - 1)).alias("until"),
        _statuses().alias("statuses"),
        pl.when(resident)
        .then(pl.lit("resident"))
        .when(paying & flexible)
        .then(pl.lit("flexible"))
        .when(paying | stopped)
        .then(pl.lit("employee"))
        .when(known)
        .then(pl.lit("none"))
        .alias("before_scheme"),
        pl.when(stopped).then(day_of(pl.col("stopped"))).alias("before_paid_until"),
        pl.when(paying)
        .then("brought")
        .when(stopped)
        .then(pl.min_horizontal("brought", pl.lit(STOPPED_AFTER)))
        .when(resident)
        .then(pl.min_horizontal(pl.lit(RESIDENT_BEFORE), first - born))
        .cast(pl.Int32)
        .alias("before_continuous_months"),
        pl.when(paying | stopped | resident).then("brought").cast(pl.Int32).alias("before_actual_months"),
        pl.when(paying | stopped | resident).then("brought").cast(pl.Int32).alias("before_local_months"),
        pl.when(pl.col("began_base") > 0).then("began_base").cast(pl.Float64).alias("before_base"),
    )


def _statuses() -> pl.Expr:
    """Return the statuses held from the first month, in words."""
    held = [pl.when(pl.col(key(group)) == 1).then(pl.lit(key(group))) for group in (Group.MEDICAL_AID, Group.SEVERELY_DISABLED)]
    told = pl.concat_str(held, separator=" ", ignore_nulls=True)
    return pl.when(told != "").then(told)


def events(rows: Numbers, regions: Sequence[str]) -> pl.DataFrame:
    """Return the table of events, in the order in which they were told."""
    told = pl.DataFrame({key(column): np.ascontiguousarray(rows[:, column]) for column in Told})
    what, value, flag = pl.col("what"), pl.col("value"), pl.col("flag")
    span = what == What.BACK_PAY
    found = told.select(
        pl.col("person").alias("id"),
        day_of(pl.col("month")).alias("month"),
        word_of(what, {int(one): key(one) for one in What}).alias("event"),
        pl.when(what == What.HIRED).then(value).alias("base"),
        pl.when(what == What.PAY_RESIDENT).then(value).alias("year"),
        pl.when(what == What.ENROL_NEWBORN).then(value).alias("years"),
        pl.when(what == What.MOVE).then(word_of(value, dict(enumerate(regions)))).alias("region"),
        pl.when(what == What.MOVE).then(flag == 1).alias("transfer"),
        pl.when(span).then(day_of(pl.col("first"))).alias("from"),
        pl.when(span).then(day_of(pl.col("last"))).alias("to"),
        pl.when(span).then(word_of(flag, {0: "self", 1: "employer"})).alias("by"),
        pl.when((what == What.RETIRE) & (pl.col("first") > 0)).then("first").alias("early_months"),
        pl.when((what == What.RETIRE) & (pl.col("last") > 0)).then("last").alias("late_months"),
        pl.when(what == What.TOP_UP).then(word_of(flag, {int(one): key(one) for one in TopUp})).alias("how"),
    )
    return found.cast(pl.Schema(EVENTS))
