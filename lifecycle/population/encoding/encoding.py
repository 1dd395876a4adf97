"""From checked tables to integers: what the machine for one person would be told, for many lives at once."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from lifecycle.events import KINDS
from lifecycle.population.batch import Batch
from lifecycle.population.encoding.arrivals import arrivals
from lifecycle.population.encoding.numbering import selected, told
from lifecycle.population.encoding.starts import starting_records
from lifecycle.population.encoding.tidings import Lives, tidings
from lifecycle.regions.atlas import Atlas

WHATS: Final = {word: int(kind.what) for word, kind in KINDS.items()}


def encode(persons: pl.DataFrame, events: pl.DataFrame, atlas: Atlas) -> Batch:
    """Return checked persons and events, both sorted by id, as the integers that the compiled step reads."""
    lives = _lives(with_births(persons, events), events, atlas)
    where = arrivals(lives.home, lives.life, lives.month, lives.what, lives.day, lives.region)
    here = where.region_in(np.arange(persons.height), told(lives.persons, "first", 0))
    life, month, made = tidings(lives, where)
    return Batch(
        ids=lives.persons["id"].to_numpy(),
        first=lives.first,
        last=lives.last,
        start=starting_records(lives.persons, lives.home, here, lives.books),
        arrivals_from=where.starts(persons.height),
        arrival_month=where.month.astype(np.int32),
        arrival_region=where.region.astype(np.int32),
        happenings_from=np.searchsorted(life, np.arange(persons.height + 1)),
        happening_month=month.astype(np.int32),
        happenings=made,
    )


def with_births(persons: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Return persons with the birth that an event ``born`` tells, where the table of persons does not tell it itself."""
    known = persons.with_columns(
        pl.lit(None, dtype).alias(name)
        for name, dtype in (("born", pl.Int32), ("born_day", pl.Int8))
        if name not in persons.columns
    )
    births = selected(events.filter(pl.col("what") == "born"), ("id", "month", "day"))
    if births.is_empty():
        return known
    births = births.unique("id", keep="first").rename({"month": "birth", "day": "birthday"})
    joined = known.join(births, on="id", how="left", maintain_order="left")
    same = pl.col("born").is_null() | (pl.col("born") == pl.col("birth"))
    return joined.with_columns(
        pl.coalesce("born", "birth").alias("born"),
        pl.coalesce("born_day", pl.when(same).then("birthday")).alias("born_day"),
    ).drop("birth", "birthday")


def _lives(persons: pl.DataFrame, events: pl.DataFrame, atlas: Atlas) -> Lives:
    """Return persons and events with their regions, kinds and months as integers; rows begin with the birth."""
    named = selected(events, ("region",))["region"].cast(pl.String)
    numbers = {name: atlas.book(name).number for name in sorted({*persons["region"].unique(), *named.drop_nulls().unique()})}
    known, by = pl.Series(list(numbers), dtype=pl.String), pl.Series(list(numbers.values()), dtype=pl.Int64)
    first = np.maximum(told(persons, "first", 0), told(persons, "born", 0))
    return Lives(
        persons=persons,
        events=events,
        books={number: atlas.book(name) for name, number in numbers.items()},
        home=persons["region"].cast(pl.String).replace_strict(known, by).cast(pl.Int64).to_numpy(),
        life=np.searchsorted(persons["id"].to_numpy(), events["id"].to_numpy()),
        what=np.array(list(WHATS.values()))[events["what"].cast(pl.String).cast(pl.Enum(list(WHATS))).to_physical().to_numpy()],
        month=told(events, "month", 0),
        day=told(events, "day", 0),
        region=named.replace_strict(known, by, default=0).cast(pl.Int64).to_numpy(),
        first=first.astype(np.int32),
        last=told(persons, "last", 0, np.int32),
    )
