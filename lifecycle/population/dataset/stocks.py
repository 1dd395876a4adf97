"""Stocks from stretches of time: how many lives are where in each month, counted from beginnings and ends alone."""

from __future__ import annotations

from typing import Final

import polars as pl

from lifecycle.compiled.plan import BAND, LAST_BAND
from lifecycle.months import MONTHS_IN_YEAR

#: The first month of the last, open band of ages.
OLDEST: Final = LAST_BAND * BAND


def at(date: pl.Expr) -> pl.Expr:
    """Return the index of the month in which a date lies."""
    return date.dt.year() * MONTHS_IN_YEAR + date.dt.month().cast(pl.Int32) - 1


def first_of(index: pl.Expr) -> pl.Expr:
    """Return the first day of a month index."""
    return pl.date(index // MONTHS_IN_YEAR, index % MONTHS_IN_YEAR + 1, 1)


def bands(age_months: pl.Expr) -> pl.Expr:
    """Return the number of the age band of five years in which an age in months lies; from 95 on there is one."""
    return (age_months // BAND).clip(0, LAST_BAND)


def band_name(number: int) -> str:
    """Return a band of ages as it is written in the counts.

    >>> band_name(0), band_name(19)
    ('0-4', '95+')
    """
    years = BAND // MONTHS_IN_YEAR
    return f"{number * years}+" if number == LAST_BAND else f"{number * years}-{number * years + years - 1}"


def collected(frame: pl.LazyFrame) -> pl.DataFrame:
    """Return a small result of large tables, read piece by piece."""
    return frame.collect(engine="streaming")


def stock(stretches: pl.LazyFrame, key: str) -> pl.DataFrame:
    """Count the stretches (``start`` to ``stop``, both included) that hold each position, by one column of words.

    Only beginnings and ends are counted in the large table; the rest is adding up. Columns: the key, ``at``, ``n``.
    """
    whole = stretches.filter(pl.col("start") <= pl.col("stop"))
    spans = collected(
        whole.group_by(pl.col(key).cast(pl.String), pl.col("start", "stop").cast(pl.Int32)).agg(n=pl.len().cast(pl.Int64))
    )
    begun, over = spans.select(key, "n", at="start"), spans.select(key, -pl.col("n"), at=pl.col("stop") + 1)
    moves = pl.concat([begun, over]).group_by(key, "at").agg(pl.col("n").sum())
    if moves.is_empty():
        return moves
    axis = moves.select(pl.int_range(pl.col("at").min(), pl.col("at").max() + 1, dtype=pl.Int32).alias("at"))
    return (
        moves.select(key)
        .unique()
        .join(axis, how="cross")
        .join(moves, on=[key, "at"], how="left")
        .sort(key, "at")
        .with_columns(pl.col("n").fill_null(0).cum_sum().over(key))
        .filter(pl.col("n") > 0)
    )
