"""A run on a Dask cluster: two processes, one of them killed midway, and still every byte as this process writes it."""

import os
import random
import signal
import threading
import time

import distributed
import pytest
from distributed import LocalCluster
from test_population_dataset import KINDS, random_life
from test_population_run import contents, rows_of, save

from lifecycle import InputError, OutputError
from lifecycle.errors import Where
from lifecycle.language import say
from lifecycle.population.runs import cluster, job
from lifecycle.population.runs.running import run

SIZE = 3


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    """Two tables of some random lives, in no order."""
    rows = [rows_of(number, random_life(number)) for number in range(60)]
    persons, events = [person for person, _ in rows], [event for _, theirs in rows for event in theirs]
    random.Random(1).shuffle(persons)
    return save(tmp_path_factory.mktemp("tables"), persons, events)


@pytest.fixture(scope="module")
def two_workers():
    """A cluster of two processes, each with a nanny that replaces it when it is lost."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0, silence_logs=50
    ) as made:
        yield made


@pytest.fixture(scope="module")
def here(paths, tmp_path_factory):
    """The files that this process writes."""
    return contents(run(*paths, tmp_path_factory.mktemp("run") / "here", outputs=KINDS, partition_size=SIZE).folder)


def workers(made):
    """Return the processes that work now."""
    return {worker.process.pid for worker in made.workers.values() if worker.process is not None and worker.process.pid}


def test_a_worker_is_lost_and_nothing_else(paths, here, two_workers, tmp_path):
    """Killed while it works: its partitions are worked on again, and the files are those of a run in one process."""
    seen = []
    before = workers(two_workers)

    def kill_one(done, _):
        seen.append(done)
        if len(seen) == 3:
            os.kill(min(before), signal.SIGKILL)

    address = two_workers.scheduler_address
    made = run(*paths, tmp_path / "run", outputs=KINDS, partition_size=SIZE, scheduler=address, progress=kill_one)
    assert contents(made.folder) == here
    assert seen[-1] == 60
    assert len(before) == 2
    deadline = time.monotonic() + 30
    while min(before) in workers(two_workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert min(before) not in workers(two_workers)


def test_a_run_begun_on_a_cluster_goes_on_here(paths, here, two_workers, tmp_path):
    """Broken off on the one and finished on the other, the bytes are the same."""

    def stop(done, _):
        if done > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(*paths, tmp_path / "run", outputs=KINDS, partition_size=SIZE, scheduler=two_workers.scheduler_address, progress=stop)
    wait_until_idle(two_workers)
    assert contents(run(*paths, tmp_path / "run", outputs=KINDS, partition_size=SIZE, resume=True).folder) == here
    assert threading.active_count() < 50


def wait_until_idle(made):
    """Wait until no worker has anything in hand."""
    with distributed.Client(made.scheduler_address, set_as_default=False) as client:
        deadline = time.monotonic() + 30
        while any(client.processing().values()) and time.monotonic() < deadline:
            time.sleep(0.05)


def test_a_worker_with_other_rules_is_refused(paths, two_workers, tmp_path, monkeypatch):
    """Other rules there than here: refused before anything is worked on."""
    monkeypatch.setattr(job, "_lawbook", lambda folders, _: job.Lawbook(job.Atlas(folders), "0123"))
    with pytest.raises(InputError, match="worker") as refused:
        run(*paths, tmp_path / "run", scheduler=two_workers.scheduler_address)
    assert refused.value.where == Where(file=two_workers.scheduler_address, path="scheduler")
    assert list((tmp_path / "run" / "history").iterdir()) == []


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere", "http://127.0.0.1:9", "tcp://nowhere"])
def test_a_scheduler_that_does_not_answer_is_told(paths, tmp_path, monkeypatch, address):
    """A wrong address gives one message."""
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 1)
    with pytest.raises(InputError, match="scheduler"):
        run(*paths, tmp_path / "run", scheduler=address)


def test_errors_come_back_from_workers_whole(two_workers):
    """What a worker refuses is told here with its place and what to do."""
    with distributed.Client(two_workers.scheduler_address, set_as_default=False) as client, pytest.raises(OutputError) as told:
        client.submit(refuse, pure=False).result()
    assert str(told.value) == str(refusal())


def refusal():
    """Return an error with everything that one may say."""
    where = Where(file="a.parquet", path="x")
    return OutputError(say("no room for {n}", n=3), expected=say("room"), todo=say("make room"), where=where)


def refuse():
    """Raise it."""
    raise refusal()
