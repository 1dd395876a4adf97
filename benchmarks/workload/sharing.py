"""Lives shared out among threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from workload.checksum import unsigned


def shared(part: Callable[[slice], int], lives: int, threads: int) -> int:
    """Return the sum of the parts into which the lives are shared out, each of them lived in a thread of its own."""
    cuts = [lives * number // threads for number in range(threads + 1)]
    parts = [slice(first, stop) for first, stop in pairwise(cuts)]
    if threads == 1:
        return unsigned(part(parts[0]))
    with ThreadPoolExecutor(threads) as pool:
        return unsigned(sum(pool.map(part, parts)))
