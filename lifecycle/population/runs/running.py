"""A run over millions of lives: planned, worked on partition by partition, taken up again where it was cut off, finished."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl

from lifecycle.errors import InputError, LifecycleError, Where
from lifecycle.language import say
from lifecycle.population.dataset.dataset import Dataset
from lifecycle.population.intake.rejects import refuse_any
from lifecycle.population.runs import folder as place
from lifecycle.population.runs.job import asked, lawbook
from lifecycle.population.runs.workshop import Done, Workshop

LOCAL: Final = "local"
PARTITION: Final = 20_000
Progress = Callable[[int, int], None]


def run(
    persons: str | Path,
    events: str | Path | None,
    folder: str | Path,
    *,
    outputs: Sequence[str] = ("history",),
    columns: Sequence[str] = (),
    first: str | int | None = None,
    last: str | int | None = None,
    partition_size: int = PARTITION,
    threads: int = 2,
    strict: bool = False,
    resume: bool = False,
    scheduler: str = LOCAL,
    regions: Sequence[str | Path] = (),
    progress: Progress | None = None,
) -> Dataset:
    """Live all persons of a table through their events, write what is asked for into a folder, and return it opened.

    A run that was cut off goes on with ``resume``, and then writes the very same files. ``scheduler`` is ``local`` or the
    address of a Dask scheduler; ``progress`` is told how many lives of how many are done. Raises ``InputError``,
    ``RegionError`` and ``OutputError``.
    """
    law = lawbook(regions)
    job = asked(persons, events, folder, outputs=outputs, columns=columns, first=first, last=last, size=partition_size, law=law)
    _refuse_no_threads(threads)
    begun = place.begun(job, resume=resume)
    if begun is not None and begun.finished:
        place.clean(job)
        return Dataset.open(folder)
    fresh = not Path(folder).exists()
    with place.left_as_it_was(job, begun, fresh=fresh):
        place.open_for(job)
        shop = Workshop(job, law.atlas)
        if strict:
            _refuse_rejects(shop.intake.partition(number).rejects for number in range(len(shop.intake)))
    try:
        place.write_plan(shop)
        with place.left_as_it_was(job, begun, fresh=fresh, only=_Strict):
            _work(shop, threads, scheduler, progress, strict=strict)
        place.finish(shop)
    except _Strict as refused:
        raise refused.problem from None
    finally:
        shop.close()
    return Dataset.open(folder)


class _Strict(Exception):  # noqa: N818
    """A strict run came upon a life that it does not take."""

    def __init__(self, problem: LifecycleError) -> None:
        super().__init__(problem)
        self.problem = problem


def _work(shop: Workshop, threads: int, scheduler: str, progress: Progress | None, *, strict: bool) -> None:
    """Work on what is not done yet, and tell how far it has come; a strict run stops at the first partition with rejects."""
    everybody = shop.intake.lives
    numbers = range(len(shop.intake))
    left = [number for number in numbers if not shop.is_done(number)]
    done_lives = everybody - sum(shop.lives_in(number) for number in left)
    for done in _partitions(shop, left, threads, scheduler):
        done_lives += shop.lives_in(done.number)
        if strict and done.rejects:
            break
        if progress is not None:
            progress(done_lives, everybody)
    if strict:
        try:
            _refuse_rejects(pl.read_parquet(path) for path in map(shop.rejected, numbers) if path.is_file())
        except InputError as problem:
            raise _Strict(problem) from None


def _partitions(shop: Workshop, left: Sequence[int], threads: int, scheduler: str) -> Iterator[Done]:
    if scheduler == LOCAL:
        return _locally(shop, left, threads)
    from lifecycle.population.runs.cluster import worked

    return worked(shop.job, left, scheduler)


def _locally(shop: Workshop, left: Sequence[int], threads: int) -> Iterator[Done]:
    """Yield what became of partitions, several of them worked on at once; a single one is shared by all threads."""
    at_once = max(1, min(threads, len(left)))
    pool = ThreadPoolExecutor(at_once)
    open_ = iter(left)
    try:
        going: set[Future[Done]] = set()
        while True:
            going |= {pool.submit(shop.do, number, threads // at_once) for number in islice(open_, at_once - len(going))}
            if not going:
                return
            finished, going = wait(going, return_when=FIRST_COMPLETED)
            for future in finished:
                yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _refuse_rejects(found: Iterable[pl.DataFrame]) -> None:
    some = [frame for frame in found if frame.height]
    if some:
        refuse_any(pl.concat(some))


def _refuse_no_threads(threads: int) -> None:
    if isinstance(threads, bool) or not isinstance(threads, int) or threads < 1:
        raise InputError(
            say("{name} = {value}", name="threads", value=threads),
            expected=say("a whole number, 1 or more"),
            todo=say("correct it"),
            where=Where(path="threads"),
        )
