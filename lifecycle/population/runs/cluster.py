"""The partitions of a run on the workers of a Dask cluster: one task a partition, one thread a task."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import Any, Final

import distributed
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from lifecycle import __version__
from lifecycle.errors import InputError, LifecycleError, Where
from lifecycle.language import Text, say
from lifecycle.population.runs.job import Job, lawbook
from lifecycle.population.runs.workshop import Done, Workshop

#: So long is waited for the scheduler, and for the first worker.
PATIENCE_SECONDS: Final = 30
ADDRESS: Final = re.compile(r"(tcp|tls)://[^\s/]+:\d+")
#: The library of the cluster does not tell the types of what it does.
_dask: Final[Any] = distributed
_open: dict[Job, Workshop] = {}
_opening: Final = Lock()


def worked(job: Job, left: Sequence[int], address: str) -> Iterator[Done]:
    """Yield what became of partitions, as the workers of a cluster end them; raises ``InputError`` and ``OutputError``."""
    if not left:
        return
    with _connected(address) as client:
        _refuse_strangers(client, job, address)
        futures = client.map(partial(work, job), left, pure=False)
        try:
            for future in _dask.as_completed(futures, loop=client.loop):
                yield future.result()
                future.release()
        finally:
            client.cancel(futures)


def work(job: Job, number: int) -> Done:
    """Work on one partition; the job is opened once in every process."""
    with _opening:
        if job not in _open:
            for other in _open.values():
                other.close()
            _open.clear()
            _open[job] = Workshop(job)
        shop = _open[job]
    return shop.do(number)


def introduced(regions: tuple[str, ...]) -> tuple[str, str]:
    """Return the version of the program and the fingerprint of its rules, as a worker has them."""
    return __version__, lawbook(regions).fingerprint


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """Open a client of a scheduler and close it; what goes wrong between them is told in words."""
    expected = say("the address of a scheduler, such as {example}", example="tcp://10.0.0.1:8786")
    if not ADDRESS.fullmatch(address):
        raise _refused(address, say("this is no address of a Dask scheduler"), expected)
    try:
        client = _dask.Client(address, timeout=PATIENCE_SECONDS, set_as_default=False)
    except (TimeoutError, OSError, ValueError) as problem:
        raise _refused(address, say("no Dask scheduler answers: {why}", why=_first_line(problem)), expected) from problem
    try:
        yield client
    except KilledWorker as problem:
        raise _refused(
            address,
            say("workers were lost again and again on the same partition"),
            say("workers with enough memory for a partition"),
        ) from problem
    except (TimeoutError, CommClosedError, asyncio.CancelledError) as problem:
        raise _refused(
            address,
            say("the cluster was lost: {why}", why=_first_line(problem)),
            say("a scheduler and workers until the end of the run"),
        ) from problem
    finally:
        client.close()


def _refuse_strangers(client: Any, job: Job, address: str) -> None:
    """Refuse a cluster without workers, and one with workers that have another version or other rules."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
    except TimeoutError as problem:
        raise _refused(address, say("the cluster has no workers"), say("one worker or more")) from problem
    wanted = (job.version, job.fingerprint)
    for name, found in client.run(introduced, job.regions, on_error="return").items():
        if isinstance(found, LifecycleError):
            raise found
        if found != wanted:
            raise _refused(
                address,
                say("the worker {name} has {found}", name=name, found=str(found)),
                say("version and rules as here: {wanted}", wanted=str(wanted)),
            )


def _first_line(problem: BaseException) -> str:
    return str(problem).partition("\n")[0] or type(problem).__name__


def _refused(address: str, found: Text, expected: Text) -> InputError:
    return InputError(
        found,
        expected=expected,
        todo=say("mend the cluster, then run it again with --resume"),
        where=Where(file=address, path="scheduler"),
    )
