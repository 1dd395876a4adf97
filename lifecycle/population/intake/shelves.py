"""The rows of one partition of a table, wherever they lie: a slice of sorted files, or a bucket of all others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import numpy as np
import polars as pl

from lifecycle.population.batch import Ints
from lifecycle.population.intake.batches import between, stream
from lifecycle.population.intake.buckets import Buckets, bucketed
from lifecycle.population.intake.register import identity_of, keys_of
from lifecycle.population.intake.sources import Part

FILE, ROW = "file", "row"


@attrs.frozen(eq=False)
class Shelf:
    """A table in partitions: ``starts`` are the first rows of the partitions in sorted files, else the rows lie in buckets."""

    parts: tuple[Part, ...]
    starts: Ints
    buckets: Buckets | None

    def rows(self, partition: int) -> Iterator[pl.DataFrame]:
        """Yield the rows of a partition as the files have them, with ``file`` (by number) and ``row``."""
        if self.buckets is not None:
            yield from self.buckets.read(partition)
            return
        start, stop = int(self.starts[partition]), int(self.starts[partition + 1])
        before = 0
        for part in self.parts:
            rows = sum(part.blocks or ())
            if before < stop and start < before + rows:
                for first, frame in between(part, max(start - before, 0), min(stop - before, rows)):
                    yield _placed(frame, part, first)
            before += rows


def shelf(parts: tuple[Part, ...], bounds: Ints, work: Path, name: str, ids: str, *, in_order: bool) -> Shelf:
    """Return the rows of a table in partitions that begin with the ids ``bounds``; what is not sorted is put into buckets."""
    if in_order and all(part.sliceable for part in parts):
        return Shelf(parts, _starts(parts, bounds), None)
    made = bucketed(work, name, identity_of(parts, ids, len(bounds)), _sorted_out(parts, bounds))
    return Shelf(parts, np.zeros(0, dtype=np.int64), made)


def _starts(parts: tuple[Part, ...], bounds: Ints) -> Ints:
    """Return the number of rows before each partition, and of all."""
    found, total = np.zeros(len(bounds), dtype=np.int64), 0
    for part in parts:
        for _, frame in stream(part, ("id",)):
            found += np.searchsorted(keys_of(frame["id"]), bounds)
            total += frame.height
    return np.concatenate([[0], found, [total]])


def _sorted_out(parts: tuple[Part, ...], bounds: Ints) -> Iterator[tuple[pl.DataFrame, Ints]]:
    for part in parts:
        for first, frame in stream(part):
            if frame.height:
                yield _placed(frame, part, first), np.searchsorted(bounds, keys_of(frame["id"]), side="right")


def _placed(frame: pl.DataFrame, part: Part, before: int) -> pl.DataFrame:
    row = pl.int_range(before + 1, before + 1 + frame.height, dtype=pl.UInt32, eager=True).alias(ROW)
    return frame.with_columns(row, pl.lit(part.number, dtype=pl.UInt32).alias(FILE))
