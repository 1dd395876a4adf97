"""Measures of a run for research: spells, churn between states, time in states, gaps, and how ready people are when they retire.

Each is a function of the tables of a run (polars ``LazyFrame``s, sorted by id and month as they were written). A life may be left
out; months may not be, because what follows what is read from the order of the rows. Stretches are rows with a ``first`` and a
``last`` month: spells, or the months of a history where these are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from lifecycle.compiled.plan import LAST_BAND
from lifecycle.months import MONTHS_IN_YEAR
from lifecycle.population.dataset.stocks import at, band_name, bands, collected, first_of, stock
from lifecycle.vocabulary import State, Way, key

#: First days of months that follow each other are so many days apart at most.
LONGEST_MONTH: Final = 31
#: What the months of one spell have in common.
ALIKE: Final = ("region", "state", "scheme", "covered", "covered_finally", "benefit_factor")
NOT_GAPS: Final = (key(State.NOT_ENROLLED), key(State.DECEASED))
#: How a gap ends; one that lasts to the end of its life's months is open.
ENDS: Final = ("resumed", "retired", "died", "open")
#: How people stand who came to their month of retiring.
OUTCOMES: Final = ("ready", "later", "short", "unknown")
ORDER: Final = {key(state): int(state) for state in State}


def runs(frame: pl.LazyFrame, same: Sequence[str], kept: Sequence[str] = ()) -> pl.LazyFrame:
    """Fold rows of a life that follow each other and are the same in some columns; of others the first value is kept."""
    apart = pl.col("first").to_physical() - pl.col("last").to_physical().shift(1)
    goes_on = pl.all_horizontal(
        pl.col("id") == pl.col("id").shift(1),
        apart.is_between(1, LONGEST_MONTH),
        *(pl.col(name).eq_missing(pl.col(name).shift(1)) for name in same),
    ).fill_null(value=False)
    ends = (
        frame.select("id", "first", "last", *same, *kept)
        .with_columns(begins=~goes_on, before=pl.col("last").shift(1), closes=pl.col("id").shift(-1).is_null())
        .filter(pl.col("begins") | pl.col("closes"))
    )
    last = pl.when("begins").then("before").otherwise("last").shift(-1).fill_null(pl.col("last"))
    return ends.with_columns(last=last).filter("begins").select("id", "first", "last", *same, *kept)


def stretches_of(history: pl.LazyFrame) -> pl.LazyFrame:
    """Return the months of a history as stretches of one month each."""
    return history.with_columns(first="month", last="month")


def spells_of(history: pl.LazyFrame) -> pl.LazyFrame:
    """Return the spells of a history: consecutive months that are alike, with the cause of their first month."""
    folded = runs(stretches_of(history), ALIKE, ("cause", "entry_rule"))
    length = (at(pl.col("last")) - at(pl.col("first")) + 1).cast(pl.Int16)
    return folded.select("id", "first", "last", length.alias("months"), *ALIKE, "cause", "entry_rule")


def churn(stretches: pl.LazyFrame, by: str | None = None) -> pl.DataFrame:
    """Count who changes from which state into which: of those at risk, in a ``month``, a ``year``, or the whole run.

    At risk are the lives that were in ``from_state`` in the month before and have this month too; ``moved`` of them are in
    ``to_state`` now. Staying is a row as well, so that the rates of one ``from_state`` add up to 1.
    """
    stays = runs(stretches, ["state"]).with_columns(
        to_state=pl.when(pl.col("id") == pl.col("id").shift(-1)).then(pl.col("state").shift(-1).cast(pl.String)),
        start=at(pl.col("first")) + 1,
        stop=at(pl.col("last")) + 1,
    )
    moves = collected(
        stays.filter(pl.col("to_state").is_not_null())
        .group_by(from_state=pl.col("state").cast(pl.String), to_state="to_state", at="stop")
        .agg(moved=pl.len().cast(pl.Int64))
    )
    seen = stays.with_columns(stop=pl.col("stop") - pl.col("to_state").is_null().cast(pl.Int32))
    risk = stock(seen, "state").rename({"state": "from_state", "n": "at_risk"})
    left = moves.group_by("from_state", "at").agg(left=pl.col("moved").sum())
    stayed = risk.join(left, on=["from_state", "at"], how="left").select(
        "from_state", to_state="from_state", at="at", moved=pl.col("at_risk") - pl.col("left").fill_null(0)
    )
    period = _period(by)
    both = pl.concat([moves, stayed]).group_by(*period, "from_state", "to_state").agg(pl.col("moved").sum())
    whole = risk.group_by(*period, "from_state").agg(pl.col("at_risk").sum())
    names = [one.meta.output_name() for one in period]
    return (
        both.filter(pl.col("moved") > 0)
        .join(whole, on=[*names, "from_state"])
        .with_columns(rate=pl.col("moved") / pl.col("at_risk"))
        .select(*names, "from_state", "to_state", "moved", "at_risk", "rate")
        .sort(*names, in_table_order("from_state"), in_table_order("to_state"))
    )


def time_in_state(stretches: pl.LazyFrame) -> pl.DataFrame:
    """Return the months that lives spend in each state, in all and in the mean of all lives."""
    lives = int(collected(stretches.select(pl.col("id").n_unique())).item())
    length = at(pl.col("last")) - at(pl.col("first")) + 1
    months = collected(stretches.group_by(pl.col("state").cast(pl.String)).agg(months=length.cast(pl.Int64).sum()))
    return _in_order(months.with_columns(lives=pl.lit(lives, dtype=pl.Int64)), ())


def time_in_state_by_year(stretches: pl.LazyFrame) -> pl.DataFrame:
    """Return the months that lives spend in each state in each year; the mean is that of the lives with months in that year."""
    months = (
        stock(_spans(stretches), "state").group_by("state", year=pl.col("at") // MONTHS_IN_YEAR).agg(months=pl.col("n").sum())
    )
    years = _lives(stretches).select(
        everybody=pl.lit("lives"), start=pl.col("start") // MONTHS_IN_YEAR, stop=pl.col("stop") // MONTHS_IN_YEAR
    )
    lives = stock(years, "everybody").select(year="at", lives="n")
    return _in_order(months.join(lives, on="year"), ("year",))


def time_in_state_by_age(stretches: pl.LazyFrame, final: pl.LazyFrame) -> pl.DataFrame:
    """Return the months that lives spend in each state in each band of ages; the mean is that of the lives with months in it.

    Births are those of the final records; lives whose birth is unknown stand together in a band of their own, which is null.
    """
    born = final.select("id", born=at(pl.col("born")))
    known, unknown = born.filter(pl.col("born").is_not_null()), born.filter(pl.col("born").is_null())
    aged = _spans(stretches).join(known, on="id").with_columns(pl.col("start", "stop") - pl.col("born"))
    months = stock(aged, "state").group_by("state", band=bands(pl.col("at"))).agg(months=pl.col("n").sum())
    span = _lives(stretches).join(known, on="id")
    ages = span.select(
        everybody=pl.lit("lives"), start=bands(pl.col("start") - pl.col("born")), stop=bands(pl.col("stop") - pl.col("born"))
    )
    table = months.join(stock(ages, "everybody").select(band="at", lives="n"), on="band")
    names = pl.col("band").replace_strict({number: band_name(number) for number in range(LAST_BAND + 1)}, return_dtype=pl.String)
    told = _in_order(table, ("band",)).with_columns(names.alias("age_band")).drop("band")
    rest = time_in_state(stretches.join(unknown, on="id", how="semi"))
    return pl.concat([told, rest.with_columns(age_band=pl.lit(None, dtype=pl.String))], how="diagonal").select(
        "age_band", "state", "months", "lives", "mean_months"
    )


def gaps(stretches: pl.LazyFrame) -> pl.LazyFrame:
    """Return the runs of months in which somebody insured before pays nothing: one row a gap.

    ``end`` is ``resumed``, ``retired``, ``died`` or, where the months of the life end with it, ``open``: such a gap is longer
    than seen. One that had ``begun_before`` the first month is longer too. Months paid back later stay in their gap.
    """
    unpaid = (pl.col("scheme") == key(Way.NONE)) & ~pl.col("state").is_in(NOT_GAPS)
    told = runs(stretches.with_columns(unpaid=unpaid), ["unpaid"], ["state"])
    after = pl.when(pl.col("id") == pl.col("id").shift(-1)).then(pl.col("state").shift(-1).cast(pl.String))
    before = (pl.col("id") == pl.col("id").shift(1)).fill_null(value=False)
    ends = {key(State.RETIRED): "retired", key(State.DECEASED): "died", None: "open"}
    return (
        told.with_columns(end=after.replace_strict(ends, default="resumed", return_dtype=pl.String), begun_before=~before)
        .filter("unpaid")
        .select("id", "first", "last", (at(pl.col("last")) - at(pl.col("first")) + 1).alias("months"), "end", "begun_before")
    )


def gap_lengths(stretches: pl.LazyFrame) -> pl.DataFrame:
    """Count the gaps by their length in months, how they end, and whether they had begun before the first month."""
    found = gaps(stretches).group_by("months", "end", "begun_before").agg(gaps=pl.len().cast(pl.Int64))
    return collected(found).sort("months", pl.col("end").replace_strict(dict(zip(ENDS, range(4), strict=True))), "begun_before")


def retirees(final: pl.LazyFrame) -> pl.LazyFrame:
    """Return those whose month of retiring lies within the months they lived: how they stand, and what is missing in the end.

    ``ready`` retires in that month, ``later`` after it. Whoever does not is ``short`` by the most that is missing of any kind of
    months; it is ``unknown`` where nobody can say what is asked for, or what is there.
    """
    came = pl.col("retire_month").is_between(pl.col("first"), pl.col("last"))
    missing = [pl.col(name) for name in ("missing_months", "missing_actual_months", "missing_local_months")]
    known = pl.all_horizontal(pl.col("required_months").is_not_null(), *(one.is_not_null() for one in missing))
    retired = pl.col("retired_from").is_not_null()
    outcome = (
        pl.when(retired & (pl.col("retired_from") <= pl.col("retire_month")))
        .then(pl.lit("ready"))
        .when(retired)
        .then(pl.lit("later"))
        .when(known & (pl.max_horizontal(missing) > 0))
        .then(pl.lit("short"))
        .otherwise(pl.lit("unknown"))
    )
    short = pl.when(outcome == "short").then(pl.max_horizontal(missing)).when(retired).then(0)
    return final.filter(came).select("id", "retire_month", "retired_from", outcome=outcome, months_short=short.cast(pl.Int32))


def readiness(final: pl.LazyFrame) -> pl.DataFrame:
    """Return how many of those who came to their month of retiring were ready, later, short or unknown, and what share."""
    told = collected(retirees(final).group_by("outcome").agg(lives=pl.len().cast(pl.Int64)))
    table = pl.DataFrame({"outcome": OUTCOMES}).join(told, on="outcome", how="left", maintain_order="left")
    lives = pl.col("lives").fill_null(0)
    return table.with_columns(lives, share=pl.when(lives.sum() > 0).then(lives / lives.sum()))


def shortfalls(final: pl.LazyFrame) -> pl.DataFrame:
    """Count those who came to their month of retiring and did not retire, by the months that are missing in the end."""
    short = retirees(final).filter(pl.col("outcome") == "short")
    return collected(short.group_by("months_short").agg(lives=pl.len().cast(pl.Int64))).sort("months_short")


def _spans(stretches: pl.LazyFrame) -> pl.LazyFrame:
    return stretches.select("id", "state", start=at(pl.col("first")), stop=at(pl.col("last")))


def _lives(stretches: pl.LazyFrame) -> pl.LazyFrame:
    return stretches.group_by("id").agg(start=at(pl.col("first").min()), stop=at(pl.col("last").max()))


def _in_order(table: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    told = table.with_columns(mean_months=pl.col("months") / pl.col("lives"))
    return told.select(*names, "state", "months", "lives", "mean_months").sort(*names, in_table_order("state"))


def in_table_order(name: str) -> pl.Expr:
    """Return the place of a state in the fixed order of the states."""
    return pl.col(name).replace_strict(ORDER, return_dtype=pl.Int8)


def _period(by: str | None) -> list[pl.Expr]:
    if by == "month":
        return [first_of(pl.col("at")).alias("month")]
    if by == "year":
        return [(pl.col("at") // MONTHS_IN_YEAR).alias("year")]
    return []
