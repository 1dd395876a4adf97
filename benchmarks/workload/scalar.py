"""W in plain C, compiled by the machine's own C compiler where there is one."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, Final

from workload.checksum import life_weights, month_weights
from workload.events import Bytes
from workload.sharing import shared

SOURCE: Final = Path(__file__).with_name("scalar.c")
COMPILERS: Final = ("gcc", "clang", "cc")
FLAGS: Final = ("-O3", "-march=native", "-shared", "-fPIC")


def compiler() -> str | None:
    """Return the C compiler of this machine, if it has one."""
    return next(filter(None, map(shutil.which, COMPILERS)), None)


@cache
def program() -> Any:
    """Return the function of the source, compiled now."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "scalar.so"
        subprocess.run([compiler() or COMPILERS[0], *FLAGS, "-o", str(made), str(SOURCE)], check=True)
        live = ctypes.CDLL(str(made)).live
    live.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64]
    live.restype = ctypes.c_uint64
    return live


def live(events: Bytes, threads: int = 1) -> int:
    """Return the checksum of all lives."""
    lives, months = events.shape
    by_month, by_life, run = month_weights(months), life_weights(lives), program()

    def part(some: slice) -> int:
        its, weights = events[some], by_life[some]
        return int(run(its.ctypes.data, by_month.ctypes.data, weights.ctypes.data, months, len(its)))

    return shared(part, lives, threads)
