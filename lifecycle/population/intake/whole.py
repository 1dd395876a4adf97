"""What only whole lives can be asked: who they belong to, when they begin and end, in which order their events stand."""

from __future__ import annotations

import polars as pl

from lifecycle import months
from lifecycle.language import say
from lifecycle.population.batch import Ints
from lifecycle.population.intake.register import NOBODY, Register
from lifecycle.population.intake.rejects import Faults, Message
from lifecycle.population.intake.tables import VALUE_KINDS
from lifecycle.scenario import MOST_EVENTS
from lifecycle.vocabulary import What, key


def refuse_twice(people: pl.DataFrame, register: Register, faults: Faults) -> None:
    """Tell every row of an id that stands twice in the table of persons."""
    message = Message(say("the id stands in several rows"), say("one row for each person"), say("take the others out"))
    faults.add(people.filter(pl.Series(register.tells_twice(_ids(people)))), "id", message)


def refuse_crowds(people: pl.DataFrame, register: Register, faults: Faults) -> None:
    """Tell the persons with more events than a life may have; their events are not looked at."""
    some = people.filter(pl.col("id").is_in(list(register.crowded)))
    faults.add_each(some.with_columns(pl.col("id").alias("_id")), "id", "_id", lambda number: _crowd(register.crowded[number]))


def _crowd(count: int) -> Message:
    most = say("at most {most}", most=MOST_EVENTS)
    return Message(say("{n} events", n=count), most, say("check that the events belong to one person"))


def refuse_strangers(told: pl.DataFrame, register: Register, faults: Faults) -> None:
    """Tell the events of ids that are not in the table of persons."""
    message = Message(
        say("no person has this id"), say("an id of the table of persons"), say("add the person, or take the event out")
    )
    unknown = ~register.knows(_ids(told)) & told["id"].is_not_null().to_numpy()
    faults.add(told.filter(pl.Series(unknown)), "id", message)


def _ids(rows: pl.DataFrame) -> Ints:
    found: Ints = rows["id"].fill_null(NOBODY).to_numpy()
    return found


def with_births(people: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Return the persons with the birth that an event tells, where their own row tells none or only its month."""
    births = told.filter(pl.col("what") == key(What.BORN)).sort("month", "day", nulls_last=True)
    births = births.unique("id", keep="first", maintain_order=True).select("id", _born="month", _day="day")
    same = pl.col("born").is_null() | (pl.col("born_day").is_null() & (pl.col("born") == pl.col("_born")))
    return (
        people.join(births, on="id", how="left", maintain_order="left")
        .with_columns(
            born_day=pl.when(same).then(pl.col("_day")).otherwise(pl.col("born_day")),
            born=pl.coalesce("born", "_born"),
        )
        .drop("_born", "_day")
    )


def with_months(people: pl.DataFrame, first: int | None, last: int | None, faults: Faults) -> pl.DataFrame:
    """Return the persons with their first and last month, by default those of the run, and never before birth."""
    made = people.with_columns(
        first=pl.max_horizontal(pl.col("first").fill_null(pl.lit(first, dtype=pl.Int32)), pl.col("born")),
        last=pl.col("last").fill_null(pl.lit(last, dtype=pl.Int32)),
    )
    for name, option, column in (("first", "--from", "from"), ("last", "--until", "until")):
        message = Message(
            say("nothing says in which month this life begins or ends"),
            say("a month in the column {column}, an event, or {option}", column=column, option=option),
            say("add one of them"),
        )
        faults.add(made.filter(pl.col(name).is_null()), column, message)
    return made


def refuse_outside(told: pl.DataFrame, people: pl.DataFrame, faults: Faults) -> None:
    """Tell every event before the birth, before the first month or after the last."""
    lives = people.select("id", "born", "first", "last").sort("id")
    if lives.is_empty():
        return
    place = lives["id"].search_sorted(told["id"].fill_null(0)).clip(upper_bound=lives.height - 1)
    dated = told.select("id", "file", "row", "month", "what").hstack(lives[place].rename({"id": "_id"}))
    dated = dated.filter(pl.col("id") == pl.col("_id"))
    unborn = pl.col("month") < pl.col("born")
    early = (pl.col("month") < pl.col("first")) & (pl.col("what") != key(What.BORN)) & ~unborn.fill_null(value=False)
    faults.add_each(dated.filter(unborn), "month", ["month", "born"], _before_birth)
    faults.add_each(dated.filter(early), "month", ["month", "first"], _before_the_first)
    faults.add_each(dated.filter(pl.col("month") > pl.col("last")), "month", ["month", "last"], _after_the_last)


def _before_birth(month: int, born: int) -> Message:
    found = say("{month} lies before the birth in {born}", month=months.text(month), born=months.text(born))
    return Message(found, say("an event after the birth"), say("correct the month, or the birth"))


def _before_the_first(month: int, first: int) -> Message:
    found = say("{month} lies before this life begins", month=months.text(month))
    expected = say("{first} or later", first=months.text(first))
    return Message(found, expected, say("correct the month, or begin earlier: from, or --from"))


def _after_the_last(month: int, last: int) -> Message:
    found = say("{month} lies after this life ends", month=months.text(month))
    expected = say("{last} or earlier", last=months.text(last))
    return Message(found, expected, say("correct the month, or end later: until, or --until"))


def _is_in_order(told: pl.DataFrame) -> bool:
    """Return whether events stand by id and month already."""
    ids, month = told["id"], told["month"]
    falls = (ids < ids.shift(1)) | ((ids == ids.shift(1)) & (month < month.shift(1)))
    return not falls.any() and not ids.null_count()


def in_order(told: pl.DataFrame) -> pl.DataFrame:
    """Return the events by id and month, those of one month by day, kind and every value, so that no order of rows matters."""
    by_month = told if _is_in_order(told) else told.sort("id", "month", maintain_order=True)
    as_before = ((by_month["id"] == by_month["id"].shift(1)) & (by_month["month"] == by_month["month"].shift(1))).fill_null(
        value=False
    )
    if not as_before.any():
        return by_month
    tied = as_before | as_before.shift(-1, fill_value=False)
    values = [name for name in VALUE_KINDS if name != "day"]
    numbered = by_month.with_row_index("_at")
    together = numbered.filter(tied)
    ordered = together.drop("_at").sort("id", "month", "day", "what", *values, "file", "row")
    placed = ordered.with_columns(together["_at"])
    return pl.concat([numbered.filter(~tied), placed.select(numbered.columns)]).sort("_at").drop("_at")
