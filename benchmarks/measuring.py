"""Times: the best of several rounds by turns, on the clock and of the processor, and how fast this machine is just now."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

import attrs
from compiling import Loop, compiled, whole_number

ENOUGH_SECONDS: Final = 30.0  # no further round begins after this
ADDITIONS: Final = 50_000_000
IN_A_STEP: Final = 2  # an addition and an exclusive-or, each of which needs the one before


@attrs.define
class Times:
    """Seconds of several rounds: on the clock, and of the processor by all threads together."""

    clock: list[float] = attrs.field(factory=list)
    processor: list[float] = attrs.field(factory=list)

    @property
    def best(self) -> float:
        """Return the seconds on the clock of the quickest round."""
        return min(self.clock)

    @property
    def least(self) -> float:
        """Return the seconds of the processor in the round that took fewest."""
        return min(self.processor)

    def time(self, action: Callable[[], Any]) -> Any:
        """Time one round of something and return what it returned."""
        clock, processor = time.perf_counter(), time.process_time()
        found = action()
        self.processor.append(time.process_time() - processor)
        self.clock.append(time.perf_counter() - clock)
        return found


def by_turns(actions: Sequence[Callable[[], Any]], rounds: int) -> list[Times]:
    """Return the times of actions that are done one after the other, round after round, so that a busy machine burdens all."""
    times = [Times() for _ in actions]
    begin = time.perf_counter()
    for number in range(rounds):
        if number and time.perf_counter() - begin > ENOUGH_SECONDS:
            break
        for one, action in zip(times, actions, strict=True):
            one.time(action)
    return times


def chain(x: int, y: int, count: int) -> int:
    """Additions that cannot be done at once, nor seen through by a compiler: each waits for the one before."""
    for _ in range(count):
        x = (x + y) ^ x
    return x


@cache
def additions() -> Loop:
    """Return the chain as machine code."""
    return compiled(chain, [whole_number(), whole_number(), whole_number()])


def speed(rounds: int = 3) -> Times:
    """Return the times of as many dependent additions as ``ADDITIONS``: what runs on other machines are compared by."""
    run = additions()
    return by_turns([lambda: run(1, 3, ADDITIONS // IN_A_STEP)], rounds)[0]
