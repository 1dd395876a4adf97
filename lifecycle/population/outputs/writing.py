"""One file of a table: written beside its place in groups of rows that readers can leave out, then put there whole."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from lifecycle.errors import OutputError, Where
from lifecycle.language import say
from lifecycle.population.dataset.parts import FINGERPRINT

#: Rows that are written together and can be left out together by a reader. Measured for the usual columns of 8 million months
#: on one core (pyarrow 26): LZ4 with plain numbers 17 million rows a second at 0.54 bytes a row; zstd (level 1) 9 million
#: at 0.41; no compression 12 million at 25; groups of a million rows are no faster, nor are larger pages or batches.
ROWS_TOGETHER: Final = 1 << 18
COMPRESSION: Final = "lz4"
#: Columns by which tables are sorted: their least and largest values in a group of rows are kept.
SORTED_BY: Final = ("id", "month", "first", "last")
UNFINISHED: Final = ".new"


def metadata(version: str, fingerprint: str, run: str, seed: str | None) -> dict[bytes, bytes]:
    """Return what every file says of itself: the program, its rules, the run it is of, and the seed of generated lives."""
    told = {b"version": version.encode(), FINGERPRINT: fingerprint.encode(), b"run": run.encode()}
    return told if seed is None else {**told, b"seed": seed.encode()}


def write_part(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> None:
    """Write a Parquet file, each table as one group of rows; raises ``OutputError``."""
    put(path, lambda beside: _write(beside, schema, tables))


def _write(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> None:
    words = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    sorted_by = [name for name in SORTED_BY if name in schema.names]
    with pq.ParquetWriter(
        path, schema, use_dictionary=words, compression=COMPRESSION, write_statistics=sorted_by or False
    ) as writer:
        for table in tables:
            writer.write_table(table, row_group_size=max(1, table.num_rows))


def put(path: Path, write: Callable[[Path], None]) -> None:
    """Let a file be written beside its place, see it on the disk, then put it there; raises ``OutputError``."""
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}{UNFINISHED}")
    try:
        write(beside)
        _settle(beside)
        beside.replace(path)
        _settle(path.parent)
    except OSError as problem:
        raise unwritable(path, problem) from problem
    finally:
        if beside.parent.is_dir():
            beside.unlink(missing_ok=True)


def _settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk; systems that cannot open a folder need not."""
    try:
        at = os.open(path, os.O_RDONLY)
    except OSError:
        if path.is_dir():
            return
        raise
    try:
        os.fsync(at)
    finally:
        os.close(at)


def unwritable(path: Path, problem: OSError) -> OutputError:
    """Return the error of a file that could not be written."""
    return OutputError(
        say("the file cannot be written: {why}", why=problem.strerror or str(problem)),
        expected=say("a folder that may be written to, with room for the tables"),
        todo=say("choose another folder, or make room and run it again with --resume"),
        where=Where(file=str(path)),
    )


def is_whole(path: Path, about: Mapping[bytes, bytes]) -> bool:
    """Return whether a file of this very run is there, with its end, which says what it is."""
    try:
        told = pq.read_schema(path).metadata or {}
    except (OSError, pa.ArrowException):
        return False
    return all(told.get(name) == value for name, value in about.items())


def sweep(folder: Path) -> None:
    """Remove what runs that were cut off left half-written in a folder."""
    for path in folder.glob(f".*{UNFINISHED}"):
        path.unlink(missing_ok=True)
