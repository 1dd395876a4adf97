"""The rows of a table's files, some at a time: streamed from the first to the last, or a slice out of the middle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.ipc
import pyarrow.parquet

from lifecycle.errors import InputError, Where
from lifecycle.language import say
from lifecycle.population.intake.sources import ARROW, CSV, MOST_ROWS, PARQUET, Part, reading

ROWS_AT_ONCE: Final = 131_072
CSV_BLOCK: Final = 1 << 22


def stream(part: Part, columns: Sequence[str] | None = None) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield the rows of a file with the number of the row before them; raises ``InputError`` where it breaks off."""
    wanted = [name for name in part.columns if columns is None or name in columns]
    with reading(part.path):
        _refuse_changed(part)
        before = 0
        for batch in _batches(part, wanted):
            frame = frame_of(batch)
            yield before, frame
            before += frame.height
            if before > MOST_ROWS:
                raise InputError(
                    say("{n} rows in one file", n=before),
                    expected=say("at most {most}", most=MOST_ROWS),
                    todo=say("split the file"),
                    where=Where(file=str(part.path)),
                )


def between(part: Part, start: int, stop: int) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield the rows from ``start`` to ``stop`` of a file that can be sliced, with the number of the row before them."""
    with reading(part.path):
        _refuse_changed(part)
        ends, before = [], 0
        for rows in part.blocks or ():
            before += rows
            ends.append(before)
        blocks = [at for at, end in enumerate(ends) if end > start and end - (part.blocks or ())[at] < stop]
        if not blocks:
            return
        before = ends[blocks[0]] - (part.blocks or ())[blocks[0]]
        for batch in _batches(part, list(part.columns), blocks):
            first, last = max(start - before, 0), min(stop - before, batch.num_rows)
            if first < last:
                yield before + first, frame_of(batch.slice(first, last - first))
            before += batch.num_rows


def frame_of(batch: Any) -> pl.DataFrame:
    """Return a batch as polars has it; what an Arrow file only claims of its texts and lists is checked first."""
    batch.validate(full=True)
    found = pl.from_arrow(pa.table(batch.columns, names=batch.schema.names))
    if not isinstance(found, pl.DataFrame):
        raise TypeError(type(found))
    return found.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))


def _batches(part: Part, columns: list[str], blocks: list[int] | None = None) -> Iterator[Any]:
    if part.form == PARQUET:
        with pa.parquet.ParquetFile(part.path) as file:
            yield from file.iter_batches(batch_size=ROWS_AT_ONCE, row_groups=blocks, columns=columns)
    elif part.form == ARROW:
        with pa.memory_map(str(part.path)) as opened:
            wanted = [part.columns.index(name) for name in columns]
            file = pa.ipc.open_file(opened, options=pa.ipc.IpcReadOptions(included_fields=wanted, use_threads=False))
            for block in range(file.num_record_batches) if blocks is None else blocks:
                batch = file.get_batch(block)
                for start in range(0, batch.num_rows, ROWS_AT_ONCE):
                    yield batch.slice(start, ROWS_AT_ONCE)
    elif part.form == CSV:
        yield from _csv(part.path, part.columns, columns)


def _csv(path: Path, names: Sequence[str], columns: list[str]) -> Iterator[Any]:
    """Yield the rows of a CSV file, every cell as text; what is empty is null."""
    broken: list[Any] = []

    def stop(row: Any) -> str:
        broken.append(row)
        return "error"

    try:
        reader = pa.csv.open_csv(
            path,
            read_options=pa.csv.ReadOptions(use_threads=False, block_size=CSV_BLOCK),
            parse_options=pa.csv.ParseOptions(invalid_row_handler=stop),
            convert_options=pa.csv.ConvertOptions(
                include_columns=columns,
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
        with reader:
            yield from reader
    except pa.ArrowInvalid:
        if not broken:
            raise
        row = broken[0]
        raise InputError(
            say("a row with {n} cells: {text}", n=row.actual_columns, text=repr(str(row.text)[:60])),
            expected=say("{n} cells in each row", n=row.expected_columns),
            todo=say("mend the row; a comma inside a cell needs quotes"),
            where=Where(file=str(path)),
        ) from None


def _refuse_changed(part: Part) -> None:
    stat = part.path.stat()
    if (stat.st_size, stat.st_mtime_ns) != (part.size, part.changed):
        raise InputError(
            say("the file changed while it was read"),
            expected=say("files that stay as they are until the run has ended"),
            todo=say("run again"),
            where=Where(file=str(part.path)),
        )
