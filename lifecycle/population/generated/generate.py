"""Generated lives on disk: persons and events in the tables that every run reads, whole or not at all, the same every time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow.parquet as pq

from lifecycle import __version__, months, output
from lifecycle.errors import InputError, OutputError, Where
from lifecycle.language import say
from lifecycle.population.generated import frames
from lifecycle.population.generated.assumptions import Assumptions
from lifecycle.population.generated.walking import walked
from lifecycle.population.generated.world import World
from lifecycle.population.intake.tables import EVENTS_NAME, PERSONS_NAME
from lifecycle.regions.atlas import Atlas

SCHEMA: Final = "lifecycle.generated/1"
MANIFEST: Final = "generated.json"
METADATA: Final = b"lifecycle"
MOST_LIVES: Final = 2_000_000_000
PARTITION: Final = 100_000

Progress = Callable[[int, int], None]


def generate(
    folder: str | Path,
    *,
    lives: int,
    first: str | int,
    last: str | int,
    seed: int = 0,
    assumptions: str | Path | None = None,
    regions: Sequence[str] | None = None,
    partition_size: int = PARTITION,
    progress: Progress | None = None,
    atlas: Atlas | None = None,
    compiled: bool = True,
) -> dict[str, Any]:
    """Write generated lives as Parquet parts below ``folder``, which must be new or empty; return what is told of them.

    Lives begin in the September before ``first``. Who a person is and what happens depends on ``seed`` and the number of the
    person alone, not on ``lives``, ``partition_size`` or the machine. Raises ``InputError`` and ``OutputError``.
    """
    for name, given, least, most in (
        ("lives", lives, 1, MOST_LIVES), ("seed", seed, 0, 2**63 - 1), ("partition_size", partition_size, 1, MOST_LIVES)
    ):  # fmt: skip
        _refuse_beyond(name, given, least, most)
    world = World.made(Assumptions.load(assumptions), atlas or Atlas(), first, last, regions)
    told = manifest(world, lives, seed, partition_size)
    path = Path(folder)
    _refuse_full(path)
    beside = path.with_name(f".{path.name}.new")
    output.make_folder(path.parent)
    shutil.rmtree(beside, ignore_errors=True)
    try:
        for kind in (PERSONS_NAME, EVENTS_NAME):
            output.make_folder(beside / kind)
        for part in range(told["partitions"]):
            start = part * partition_size
            _write_part(beside, part, world, seed, (start + 1, min(partition_size, lives - start)), told, compiled=compiled)
            if progress is not None:
                progress(min(start + partition_size, lives), lives)
        output.write(beside / MANIFEST, json.dumps(told, ensure_ascii=False, indent=1).encode())
        _put(beside, path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return told


def manifest(world: World, lives: int, seed: int, partition_size: int) -> dict[str, Any]:
    """Return what is told of generated lives: how they were made, and for how many persons each of them stands."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "seed": seed,
        "lives": lives,
        "partition_size": partition_size,
        "partitions": -(-lives // partition_size),
        "begins": months.text(world.begins),
        "first": months.text(world.first),
        "last": months.text(world.last),
        "persons": world.persons,
        "persons_per_life": world.persons / lives,
        "regions": list(world.regions),
        "assumptions": world.assumed.fingerprint,
    }


def _write_part(
    folder: Path, part: int, world: World, seed: int, whom: tuple[int, int], told: dict[str, Any], *, compiled: bool
) -> None:
    people, happened = [], []
    for walkers, rows in walked(world, seed, *whom, compiled=compiled):
        people.append(frames.persons(walkers, world.regions, world.last))
        happened.append(frames.events(rows, world.regions))
    about = json.dumps({name: told[name] for name in ("schema", "version", "seed", "lives", "assumptions")}).encode()
    for kind, tables in ((PERSONS_NAME, people), (EVENTS_NAME, happened)):
        _write(folder / kind / f"part-{part:05d}.parquet", pl.concat(tables), about)


def _write(path: Path, frame: pl.DataFrame, about: bytes) -> None:
    made = frame.to_arrow()
    try:
        pq.write_table(made.replace_schema_metadata({METADATA: about}), path, compression="zstd")
    except OSError as problem:
        raise output.unwritable(path, problem) from problem


def _put(beside: Path, path: Path) -> None:
    try:
        if path.is_dir():
            path.rmdir()
        beside.rename(path)
    except OSError as problem:
        raise output.unwritable(path, problem) from problem


def _refuse_beyond(name: str, given: int, least: int, most: int) -> None:
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        raise InputError(
            say("{name} = {value}", name=name, value=given),
            expected=say("a whole number from {least} to {most}", least=least, most=most),
            todo=say("correct it"),
            where=Where(path=name),
        )


def _refuse_full(path: Path) -> None:
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise OutputError(
            say("there is something here already"),
            expected=say("a folder that is new or empty"),
            todo=say("choose another path, or empty the folder"),
            where=Where(file=str(path)),
        )
