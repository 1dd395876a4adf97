"""Many persons walked, some at a time: by the compiled walk, or by the same functions as Python where nothing can be compiled."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, Final

import numpy as np

from lifecycle.columns import MONTHS_IN_YEAR
from lifecycle.layout import as_array, record_dtype
from lifecycle.population.generated.walk import MOST_IN_A_MONTH, walk_many
from lifecycle.population.generated.walker import Told, Walker
from lifecycle.population.generated.world import World

Numbers = np.ndarray[Any, Any]

DTYPE: Final = record_dtype(Walker)
AT_ONCE: Final = 20_000
IN_PYTHON_AT_ONCE: Final = 200
EVENTS_A_YEAR: Final = 2


def walked(world: World, seed: int, first: int, count: int, *, compiled: bool = True) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield walkers and what they told, person after person from ``first`` on, a block at a time."""
    compiled = compiled and find_spec("llvmlite") is not None
    at_once = AT_ONCE if compiled else IN_PYTHON_AT_ONCE
    a_life = (world.last - world.begins + 1) * MOST_IN_A_MONTH
    some = at_once * EVENTS_A_YEAR * (1 + (world.last - world.begins) // MONTHS_IN_YEAR)
    rows = np.zeros((a_life + some, len(Told)), np.int64)
    block = _compiled_block if compiled else _python_block
    done = 0
    while done < count:
        many = min(at_once, count - done)
        walkers = np.zeros(many, DTYPE)
        walkers["seed"], walkers["person"] = seed, np.arange(first + done, first + done + many)
        walkers["first"] = world.begins
        walkers, reached = block(world, walkers, rows)
        walkers = walkers[:reached]
        yield walkers, rows[: int(walkers["told"][-1])].copy()
        done += reached


def _compiled_block(world: World, walkers: Numbers, rows: Numbers) -> tuple[Numbers, int]:
    from lifecycle.population.generated.native import compiled_walk

    reached = compiled_walk(len(world.book[0]))(walkers, world.book, world.births, rows, world.last)
    return walkers, reached


def _python_block(world: World, walkers: Numbers, rows: Numbers) -> tuple[Numbers, int]:
    people = [Walker(seed=int(one["seed"]), person=int(one["person"]), first=int(one["first"])) for one in walkers]
    reached = walk_many(people, 0, len(people), world.book, world.births, rows, len(rows), world.last)  # type: ignore[arg-type]
    return as_array(people, DTYPE), reached
