"""Rows in any order, put once into runs on disk from which those of one partition can be taken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.ipc

from lifecycle import output
from lifecycle.errors import OutputError, Where
from lifecycle.language import say
from lifecycle.population.batch import Ints
from lifecycle.population.intake.batches import frame_of
from lifecycle.population.intake.sources import reading

#: So many bytes, or rows, are kept in memory before a run is written; sorting them takes some times as much.
BYTES_AT_ONCE: Final = 64_000_000
ROWS_AT_ONCE: Final = 1_000_000


@attrs.frozen
class Run:
    """One file of rows, a block for each partition that has some, in the order of the partitions."""

    path: Path
    size: int
    partitions: tuple[int, ...]


@attrs.frozen
class Buckets:
    """The runs of one table."""

    runs: tuple[Run, ...]

    def read(self, partition: int) -> list[pl.DataFrame]:
        """Return the rows of a partition, a frame for each run that has some."""
        found = []
        for run in self.runs:
            if partition in run.partitions:
                with reading(run.path), pa.memory_map(str(run.path)) as opened:
                    found.append(frame_of(pa.ipc.open_file(opened).get_batch(run.partitions.index(partition))))
        return found


def bucketed(folder: Path, name: str, identity: str, rows: Iterator[tuple[pl.DataFrame, Ints]]) -> Buckets:
    """Return rows in buckets; those of an earlier run that was made of the same and came to its end are taken as they are."""
    marker = folder / f"{name}.json"
    if (known := _finished(marker, identity)) is not None:
        return known
    output.make_folder(folder)
    for old in [marker, *folder.glob(f"{name}-*.arrow"), *folder.glob(f".{name}-*.arrow.new")]:
        old.unlink(missing_ok=True)
    runs: list[Run] = []
    pending: dict[tuple[Any, ...], list[tuple[pl.DataFrame, Ints]]] = {}
    held = height = 0
    for frame, partitions in rows:
        pending.setdefault(tuple(frame.schema.items()), []).append((frame, partitions))
        held, height = held + int(frame.estimated_size()), height + frame.height
        if held > BYTES_AT_ONCE or height > ROWS_AT_ONCE:
            runs += [_run(folder / f"{name}-{len(runs) + at:05d}.arrow", same) for at, same in enumerate(pending.values())]
            pending, held, height = {}, 0, 0
    runs += [_run(folder / f"{name}-{len(runs) + at:05d}.arrow", same) for at, same in enumerate(pending.values())]
    told = [{"name": run.path.name, "size": run.size, "partitions": run.partitions} for run in runs]
    output.write(marker, json.dumps({"identity": identity, "runs": told}).encode())
    return Buckets(tuple(runs))


def _finished(marker: Path, identity: str) -> Buckets | None:
    try:
        told = json.loads(marker.read_text(encoding="utf-8"))
        if told["identity"] != identity:
            return None
        runs = tuple(Run(marker.parent / run["name"], run["size"], tuple(run["partitions"])) for run in told["runs"])
        return Buckets(runs) if all(run.path.stat().st_size == run.size for run in runs) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _run(path: Path, same: list[tuple[pl.DataFrame, Ints]]) -> Run:
    """Write rows of one schema as a run, sorted by partition; beside its place first."""
    partitions = np.concatenate([numbers for _, numbers in same])
    order = np.argsort(partitions, kind="stable")
    there, starts = np.unique(partitions[order], return_index=True)
    rows = pl.concat([frame for frame, _ in same])[order].rechunk().to_arrow().combine_chunks()
    beside = path.with_name(f".{path.name}.new")
    try:
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        with pa.OSFile(str(beside), "wb") as sink, pa.ipc.new_file(sink, rows.schema, options=options) as writer:
            for start, stop in zip(starts, [*starts[1:], len(order)], strict=True):
                (batch,) = rows.slice(start, stop - start).to_batches()
                writer.write_batch(batch)
        beside.replace(path)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise OutputError(
            say("the file cannot be written: {why}", why=problem.strerror or str(problem)),
            expected=say("a folder that may be written to, with room for the tables"),
            todo=say("choose another folder, or make room"),
            where=Where(file=str(path)),
        ) from problem
    return Run(path, path.stat().st_size, tuple(there.tolist()))
