"""A sample of lives that depends on nothing but their ids: the same in every run, order and partition."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

Ids = np.ndarray[Any, np.dtype[np.int64]]
Hashes = np.ndarray[Any, np.dtype[np.uint64]]

#: SplitMix64: the step of its state, and the shifts and factors that mix it.
STEP: Final = 0x9E3779B97F4A7C15
MIXES: Final = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
LAST_SHIFT: Final = 31


def mixed(ids: Ids, seed: int = 0) -> Hashes:
    """Return a number for each id that looks like chance, and no number twice.

    >>> mixed(np.array([0], dtype=np.int64)).tolist() == [0xE220A8397B1DCDAF]
    True
    """
    found = (ids.astype(np.uint64) + np.full(1, seed, dtype=np.uint64) + np.uint64(1)) * np.full(1, STEP, dtype=np.uint64)
    for shift, factor in MIXES:
        found = (found ^ (found >> np.uint64(shift))) * np.full(1, factor, dtype=np.uint64)
    mixed_: Hashes = found ^ (found >> np.uint64(LAST_SHIFT))
    return mixed_


def sampled(ids: Ids, lives: int, seed: int = 0) -> Ids:
    """Return so many of the ids, sorted; a larger sample holds every smaller one."""
    if lives >= len(ids):
        return np.sort(ids)
    chosen: Ids = np.sort(ids[np.argpartition(mixed(ids, seed), lives)[:lives]])
    return chosen
