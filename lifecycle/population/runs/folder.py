"""The folder of a run: whether it may be written into, what stands in its manifest, and what is left in it at the end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import polars as pl

from lifecycle import months, output
from lifecycle.errors import LifecycleError, OutputError, Where
from lifecycle.language import Text, say
from lifecycle.population.dataset.dataset import REJECTS
from lifecycle.population.dataset.manifest import MANIFEST, SCHEMA, Manifest
from lifecycle.population.dataset.parts import name_of
from lifecycle.population.intake.rejects import write_rejects
from lifecycle.population.outputs import counts
from lifecycle.population.outputs.writing import UNFINISHED, put, sweep, unwritable, write_part
from lifecycle.population.runs.job import OUTPUTS, WORK, Job
from lifecycle.population.runs.workshop import Done, Workshop

#: What a run makes in its folder.
OURS: Final = (MANIFEST, REJECTS, WORK, *OUTPUTS)


def begun(job: Job, *, resume: bool) -> Manifest | None:
    """Return the manifest of the run that is in the folder and may go on, none where there is none; raises ``OutputError``."""
    folder = Path(job.folder)
    if folder.is_dir() and (folder / MANIFEST).is_file():
        if not resume:
            _refuse(folder, say("there is a run in this folder"), say("choose another folder, or go on with it: --resume"))
        found = Manifest.read(folder / MANIFEST)
        _refuse_another(folder, job)
        return found
    strange = sorted(path.name for path in folder.iterdir() if not _is_rest(path)) if folder.is_dir() else []
    if strange or (folder.exists() and not folder.is_dir()):
        _refuse(folder, say("there is something here that is no run"), say("choose another folder, or empty this one"))
    return None


def _is_rest(path: Path) -> bool:
    """Return whether a file is what is left of a manifest that was being written when the program ended."""
    return path.name.startswith(f".{MANIFEST}.") and path.name.endswith(UNFINISHED)


def _refuse_another(folder: Path, job: Job) -> None:
    """A run goes on with the very tables, options, rules and version with which it was begun."""
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for name, wanted in job.identity.items():
        if told.get(name) != wanted:
            raise OutputError(
                say("the run in this folder was begun with other {name}: {value}", name=name, value=told.get(name)),
                expected=say("the same as now: {value}", value=wanted),
                todo=say("go on with what it was begun with, or choose another folder"),
                where=Where(file=str(folder / MANIFEST), path=name),
            )


def _refuse(folder: Path, found: Text, todo: Text) -> None:
    raise OutputError(found, expected=say("a folder that is new or empty"), todo=todo, where=Where(file=str(folder)))


@contextmanager
def left_as_it_was(job: Job, before: Manifest | None, *, fresh: bool, only: type[Exception] = LifecycleError) -> Iterator[None]:
    """Take away what a run made that is refused, unless it was begun earlier; a ``fresh`` folder was not there before."""
    folder = Path(job.folder)
    try:
        yield
    except only:
        if before is None:
            for name in OURS:
                _remove(folder / name)
            if fresh and folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        raise


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def open_for(job: Job) -> None:
    """Make the folder, take away what is half-written in it, and write a manifest that says that nothing is finished."""
    folder = Path(job.folder)
    for one in (folder, job.work):
        output.make_folder(one)
    clean(job, work=False)
    if not (folder / MANIFEST).is_file():
        _write_manifest(job, {"lives": 0, "partitions": 0})


def write_plan(shop: Workshop) -> None:
    """Make the folders of the tables, and write the manifest of what is to be done."""
    for place in [*shop.tables, shop.rejected(0).parent, *(Path(shop.job.folder) / name for name in shop.job.outputs)]:
        output.make_folder(place)
        sweep(place)
    _write_manifest(shop.job, {"lives": shop.intake.lives, "partitions": len(shop.intake)})


def _write_manifest(job: Job, told: dict[str, Any], *, finished: bool = False) -> None:
    seed = {} if job.seed is None else {"seed": job.seed}
    content = {"schema": SCHEMA, **job.identity, **job.origin, **seed, **told, "finished": finished}
    text = json.dumps(content, ensure_ascii=False, indent=1).encode()
    put(Path(job.folder) / MANIFEST, lambda beside: _write(beside, text))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def finish(shop: Workshop) -> None:
    """Bring together what the partitions left, write the manifest of a finished run, and take the rest away."""
    folder, numbers = Path(shop.job.folder), range(len(shop.intake))
    told = {name: len(numbers) for name in shop.job.outputs}
    if "counts" in told:
        told["counts"] = 1
        _add_up(shop, folder / "counts" / name_of(0))
    rejected = write_rejects(folder / REJECTS, (pl.read_parquet(shop.rejected(number)) for number in numbers))
    whole = Done.added_up(shop.done(number) for number in numbers)
    summary = {
        "persons": shop.intake.lives,
        "lives": whole.lived,
        "months": whole.months,
        "rejected_lives": whole.refused,
        "rejected_rows": rejected,
        "partitions": len(numbers),
        "first": None if whole.first is None else months.text(whole.first),
        "last": None if whole.last is None else months.text(whole.last),
        "default_from": None if shop.intake.first is None else months.text(shop.intake.first),
        "default_until": None if shop.intake.last is None else months.text(shop.intake.last),
        "parts": told,
    }
    _write_manifest(shop.job, summary, finished=True)
    clean(shop.job)


def _add_up(shop: Workshop, path: Path) -> None:
    wanted = counts.schema(shop.words, shop.about)
    raw = [shop.job.work / "counts" / name_of(number) for number in range(len(shop.intake))]
    write_part(path, wanted, counts.added_up(raw, shop.words, wanted))


def clean(job: Job, *, work: bool = True) -> None:
    """Take away what is half-written, and what is needed only while a run goes on; raises ``OutputError``."""
    folder = Path(job.folder)
    try:
        for place in (folder, *(folder / name for name in job.outputs)):
            sweep(place)
        if work and job.work.is_dir():
            shutil.rmtree(job.work)
    except OSError as problem:
        raise unwritable(folder, problem) from problem
