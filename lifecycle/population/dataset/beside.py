"""A large table written piece by piece: beside its place first, then put there whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from lifecycle.errors import OutputError, Where
from lifecycle.language import say
from lifecycle.output import refuse_unwritable, unwritable

if TYPE_CHECKING:
    import pyarrow.parquet as pq

Add = Callable[[pl.DataFrame], None]
SUFFIXES: Final = (".csv", ".parquet")


def refuse_table(path: Path) -> None:
    """Refuse a path that is no CSV or Parquet file, or that cannot be written; raises ``OutputError``."""
    if path.suffix not in SUFFIXES:
        raise OutputError(
            say("{name} says no form of table", name=path.name),
            expected=say("a name that ends in: {words}", words=list(SUFFIXES)),
            todo=say("choose another path"),
            where=Where(file=str(path)),
        )
    refuse_unwritable(path)


@contextmanager
def table_at(path: Path, missing: str = "") -> Iterator[Add]:
    """Open a CSV or Parquet table for pieces with the same columns; ``missing`` is how CSV writes a null."""
    refuse_table(path)
    beside = path.with_name(f".{path.name}.new")
    pieces = _parquet(beside) if path.suffix == ".parquet" else _csv(beside, missing)
    try:
        with pieces as add:
            yield add
        beside.replace(path)
    except OSError as problem:
        raise unwritable(path, problem) from problem
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _csv(path: Path, missing: str) -> Iterator[Add]:
    with path.open("wb") as file:

        def add(piece: pl.DataFrame) -> None:
            piece.write_csv(file, include_header=file.tell() == 0, null_value=missing)

        yield add


@contextmanager
def _parquet(path: Path) -> Iterator[Add]:
    import pyarrow.parquet as pq

    writers: list[pq.ParquetWriter] = []

    def add(piece: pl.DataFrame) -> None:
        rows = piece.to_arrow()
        if not writers:
            writers.append(pq.ParquetWriter(path, rows.schema))
        writers[0].write_table(rows)

    try:
        yield add
    finally:
        for writer in writers:
            writer.close()
