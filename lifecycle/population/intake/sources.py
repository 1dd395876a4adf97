"""The files of a table: found, recognised, and refused whole where they are not what they should be."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import attrs
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.ipc
import pyarrow.parquet

from lifecycle.errors import InputError, Where
from lifecycle.language import say
from lifecycle.population.intake.tables import EXPECTED, Kind, Table

PARQUET: Final = "Parquet"
ARROW: Final = "Arrow"
CSV: Final = "CSV"
FORMS: Final = {".parquet": PARQUET, ".pq": PARQUET, ".arrow": ARROW, ".feather": ARROW, ".ipc": ARROW, ".csv": CSV}
MOST_PARTS: Final = 100_000
MOST_ROWS: Final = 2**32 - 1
#: A row group larger than this is not read for a slice of it.
LARGEST_BLOCK: Final = 4_000_000
LONGEST_HEADER: Final = 1_000_000
BYTE_ORDER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


@attrs.frozen
class Part:
    """One file of a table: its place, its form, its columns, and how many rows its blocks have (unknown for CSV)."""

    number: int
    path: Path
    form: str
    columns: tuple[str, ...]
    size: int
    changed: int
    blocks: tuple[int, ...] | None

    @property
    def sliceable(self) -> bool:
        """Return whether some rows can be read without reading all that stand before them."""
        return self.blocks is not None and all(rows <= LARGEST_BLOCK for rows in self.blocks)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn whatever a file does to its reader into an ``InputError`` with its name."""
    try:
        yield
    except UnicodeError:
        refuse_coding(path)
    except (pa.ArrowException, pl.exceptions.PolarsError, OSError, ValueError, EOFError, MemoryError, RuntimeError) as problem:
        if "UTF8" in str(problem).upper().replace("-", ""):
            refuse_coding(path)
        why = str(problem).partition("\n")[0][:200] or type(problem).__name__
        raise InputError(
            say("the file cannot be read: {why}", why=why),
            expected=say("a whole Parquet, Arrow or CSV file"),
            todo=say("write the file again, or take it out"),
            where=Where(file=str(path)),
        ) from problem


def refuse_coding(path: Path) -> None:
    """Refuse a text that is not UTF-8, and say at which line where that can be told."""
    line = None
    with path.open("rb") as file:
        for number, text in enumerate(file, start=1):
            try:
                text.decode("utf-8")
            except UnicodeDecodeError:
                line = number
                break
    raise InputError(
        say("the file is not UTF-8 (line {line})", line=line) if line else say("the file is not UTF-8"),
        expected=say("a text in UTF-8"),
        todo=say("save the file as UTF-8; a table saved by a Chinese office program is often GBK: convert it"),
        where=Where(file=str(path)),
    )


def parts(path: Path, table: Table) -> tuple[Part, ...]:
    """Return the files of a table in the order of their names; raises ``InputError`` for the first that is none."""
    files = _files(path)
    forms = {_form(file) for file in files}
    if len(forms) > 1:
        raise InputError(
            say("files of several kinds in one folder: {forms}", forms=sorted(forms)),
            expected=say("part files of one kind, each row once"),
            todo=say("take out the files that do not belong to the table"),
            where=Where(file=str(path)),
        )
    return tuple(_part(number, file, table) for number, file in enumerate(files))


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise InputError(
            say("there is no such file or folder"),
            expected=say("a Parquet, Arrow or CSV file, or a folder of such files"),
            todo=say("check the path"),
            where=Where(file=str(path)),
        )
    if not path.is_dir():
        return [path]
    with reading(path):
        found = sorted(file for file in path.iterdir() if not file.name.startswith((".", "_")))
    if not found or len(found) > MOST_PARTS:
        raise InputError(
            say("{n} files in the folder", n=len(found)),
            expected=say("from 1 to {most} part files", most=MOST_PARTS),
            todo=say("check the path"),
            where=Where(file=str(path)),
        )
    return found


def _form(path: Path) -> str:
    form = FORMS.get(path.suffix.lower())
    if form is None or not path.is_file():
        raise InputError(
            say("{name} is no table", name=path.name),
            expected=say("a file that ends in one of: {endings}", endings=list(FORMS)),
            todo=say("take it out of the folder, or write it as Parquet, Arrow or CSV"),
            where=Where(file=str(path)),
        )
    return form


def _part(number: int, path: Path, table: Table) -> Part:
    form = _form(path)
    with reading(path):
        stat = path.stat()
        blocks = None
        if stat.st_size == 0:
            raise InputError(
                say("the file is empty"),
                expected=say("a table with the columns {names}", names=table.required),
                todo=say("write the file again, or take it out"),
                where=Where(file=str(path)),
            )
        if form == CSV:
            names, types = _header(path), {}
        else:
            schema, blocks = _parquet(path) if form == PARQUET else _arrow(path)
            names, types = list(schema.names), dict(zip(schema.names, schema.types, strict=True))
        _refuse_names(path, names, table)
        for name, of_type in types.items():
            _refuse_type(path, name, of_type, table.column(name).kind)
        if blocks is not None and sum(blocks) > MOST_ROWS:
            raise InputError(
                say("{n} rows in one file", n=sum(blocks)),
                expected=say("at most {most}", most=MOST_ROWS),
                todo=say("split the file"),
                where=Where(file=str(path)),
            )
    return Part(number, path, form, tuple(names), stat.st_size, stat.st_mtime_ns, blocks)


def _parquet(path: Path) -> tuple[Any, tuple[int, ...]]:
    with pa.parquet.ParquetFile(path) as file:
        groups = range(file.metadata.num_row_groups)
        return file.schema_arrow, tuple(file.metadata.row_group(group).num_rows for group in groups)


def _arrow(path: Path) -> tuple[Any, tuple[int, ...]]:
    with pa.memory_map(str(path)) as opened:
        schema = pa.ipc.open_file(opened).schema
        file = pa.ipc.open_file(opened, options=pa.ipc.IpcReadOptions(included_fields=[0]))
        return schema, tuple(file.get_batch(number).num_rows for number in range(file.num_record_batches))


def _header(path: Path) -> list[str]:
    """Return the column names of a CSV file; a byte order mark of UTF-8 is no part of them."""
    with path.open("rb") as file:
        line = file.readline(LONGEST_HEADER)
    if line.startswith(BYTE_ORDER_MARKS) or b"\0" in line:
        refuse_coding(path)
    text = line.decode("utf-8-sig").rstrip("\r\n")
    return [name.strip().removeprefix('"').removesuffix('"') for name in text.split(",")]


def _refuse_names(path: Path, names: list[str], table: Table) -> None:
    for name in names:
        if name not in table.names:
            near = difflib.get_close_matches(name, table.names, n=1)
            raise InputError(
                say("{table} have no column {name}", table=table.name, name=repr(name[:80])),
                expected=say("one of: {words}", words=table.names),
                todo=say("did you mean {near}? Correct the name, or take the column out", near=near[0])
                if near
                else say("correct the name, or take the column out"),
                where=Where(file=str(path), path=name[:80]),
            )
        if names.count(name) > 1:
            raise InputError(
                say("the column {name} stands there twice", name=name),
                expected=say("each column once"),
                todo=say("take one out"),
                where=Where(file=str(path), path=name),
            )
    for name in table.required:
        if name not in names:
            raise InputError(
                say("the column {name} is missing", name=name),
                expected=say("a table with the columns {names}", names=table.required),
                todo=say("add it"),
                where=Where(file=str(path), path=name),
            )


def _fits(of_type: Any, kind: Kind) -> Any:
    """Return whether a column of an Arrow type can hold cells of a kind; text can hold any, a column of nulls none."""
    types: Any = pa.types
    if types.is_dictionary(of_type):
        of_type = of_type.value_type
    text = types.is_string(of_type) or types.is_large_string(of_type) or types.is_string_view(of_type)
    if text or types.is_null(of_type):
        return True
    number = types.is_integer(of_type) or types.is_float32(of_type) or types.is_float64(of_type)
    if kind in (Kind.ID, Kind.WHOLE, Kind.DAY):
        return number
    if kind is Kind.AMOUNT:
        return number or types.is_decimal(of_type)
    if kind in (Kind.MONTH, Kind.BIRTH):
        return types.is_date(of_type) or (types.is_timestamp(of_type) and of_type.tz is None)
    if kind is Kind.YEARS:
        listed = types.is_list(of_type) or types.is_large_list(of_type) or types.is_fixed_size_list(of_type)
        return number or (listed and types.is_integer(of_type.value_type))
    return kind is Kind.YES_NO and types.is_boolean(of_type)


def _refuse_type(path: Path, name: str, of_type: Any, kind: Kind) -> None:
    if not _fits(of_type, kind):
        raise InputError(
            say("the column {name} is of the type {type}", name=name, type=str(of_type)[:80]),
            expected=EXPECTED[kind],
            todo=say("convert the column, or write it as text"),
            where=Where(file=str(path), path=name),
        )
