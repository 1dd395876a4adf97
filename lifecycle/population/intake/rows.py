"""The rows of a table with every cell read as its column's kind, and what is asked of the cells of both tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import polars as pl

from lifecycle.document import Wrong
from lifecycle.language import say
from lifecycle.population.intake.cells import cells_of, quoted, unreadable, values
from lifecycle.population.intake.rejects import Faults, Message
from lifecycle.population.intake.tables import Table

Judge = Callable[[Any], object]


def with_all_columns(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return rows as a file has them with every column of the table, and every empty text as null."""
    there = [cells_of(column) for column in frame.get_columns()]
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in table.names if name not in frame.columns]
    return frame.with_columns(*there, *absent)


def read(raw: pl.DataFrame, table: Table, faults: Faults) -> pl.DataFrame:
    """Read every cell as its column's kind; what cannot be read is told and left null."""
    read = [values(raw[column.name], column.kind) for column in table.columns]
    found = pl.DataFrame([*read, raw["file"], raw["row"]])
    for column in table.columns:
        bad = raw[column.name].is_not_null() & found[column.name].is_null()
        if bad.any():
            text = quoted(raw[column.name].filter(bad)).alias("_text")
            told = found.filter(bad).select("id", "file", "row").with_columns(text)
            faults.add_each(told, column.name, "_text", partial(unreadable, column.kind))
        if column.required:
            refuse_missing(found, raw[column.name].is_null(), column.name, faults)
    return found


def refuse_missing(found: pl.DataFrame, where: pl.Series, name: str, faults: Faults) -> None:
    """Tell the rows in which a cell is empty that must not be."""
    message = Message(say("the cell {name} is empty", name=name), say("a value for {key}", key=name), say("add it"))
    faults.add(found.filter(where), name, message)


def refuse_unknown_regions(found: pl.DataFrame, regions: frozenset[str], faults: Faults) -> None:
    """Tell the rows that name a region for which there is no file."""
    unknown = [region for region in found["region"].unique().drop_nulls() if region not in regions]
    if unknown:
        faults.add_each(found.filter(pl.col("region").is_in(unknown)), "region", "region", _no_region)


def _no_region(region: str) -> Message:
    return Message(
        say("there is no region {region}", region=region),
        say("one of the ids that lifecycle regions list shows"),
        say("correct the id, or write a file for it and name its folder with --regions"),
    )


def judged(found: pl.DataFrame, name: str, judge: Judge, faults: Faults) -> None:
    """Tell the cells of a column that a judge refuses; of numbers, whose bounds leave no hole, the ends stand for all."""
    column = found[name]
    ends = [column.min(), column.max()] if column.dtype.is_numeric() else column.unique().drop_nulls().to_list()
    if not any(_refusal(judge, value) for value in ends if value is not None):
        return
    refused = {value: wrong for value in column.unique().drop_nulls() if (wrong := _refusal(judge, value)) is not None}

    def message(value: Any) -> Message:
        wrong = refused[value]
        return Message(wrong.found, wrong.expected or say("a value that fits"), wrong.todo or say("correct it"))

    faults.add_each(found.filter(column.is_in(list(refused))), name, name, message)


def _refusal(judge: Judge, value: Any) -> Wrong | None:
    try:
        judge(value)
    except Wrong as wrong:
        return wrong
    return None
