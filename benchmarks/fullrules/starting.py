"""What a start costs as a whole process: the first one, which compiles the rules, and later ones, which find them compiled."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import attrs

from fullrules.people import People

PROGRAM: Final = """
import sys
from lifecycle.population.runs.running import run
run(sys.argv[1], sys.argv[2], sys.argv[3], outputs=("counts",), threads=1)
"""


@attrs.frozen
class Start:
    """The seconds of a whole process: on the clock, and of the processor."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} s by the clock, {self.processor:.2f} s of CPU"


def started(people: People, cache: Path, out: Path) -> Start:
    """Start a process that counts some lives, with its compiled rules in a folder of its own."""
    call = [sys.executable, "-c", PROGRAM, str(people.persons), str(people.events), str(out)]
    begin, before = time.perf_counter(), of_children()
    subprocess.run(call, check=True, env={**os.environ, "XDG_CACHE_HOME": str(cache)})
    return Start(time.perf_counter() - begin, of_children() - before)


def of_children() -> float:
    """Return the seconds of the processor that the processes started here have taken so far."""
    times = os.times()
    return times.children_user + times.children_system


def starts(people: People, later: int) -> tuple[Start, Start]:
    """Return the first start, and the quickest of some later ones."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        first, *others = (started(people, cache, Path(folder) / f"out{number}") for number in range(later + 1))
    return first, Start(min(one.clock for one in others), min(one.processor for one in others))
