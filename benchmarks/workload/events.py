"""The event stream of W: one byte for each month of each life, made from counters, so that any slice of it can be made alone."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from workload.rules import Event

Bytes = np.ndarray[Any, np.dtype[np.uint8]]

MONTHS: Final = 480
COUNTER_BYTES: Final = 32  # what the generator gives for one value of its counter
DRAW_BYTES: Final = 2  # what one month takes of it
BLOCK: Final = 50_000

# Of the 65,536 values that a month can draw, so many are an event; the other 98 percent are none.
STOPS: Final = 576
EMPLOYEE: Final = 330
FLEXIBLE: Final = 250
RESIDENT: Final = 130

# Half of those who stop come back after 1 to 8 unpaid months, in any of three ways: that too is read from their draw.
SOONEST: Final = 2
SPREAD: Final = 8
WAYS: Final = 3


def stream(lives: int, *, months: int = MONTHS, seed: int = 0, first: int = 0) -> Bytes:
    """Return the events of some lives, lives by months, from the life number ``first`` on."""
    made = np.empty((lives, months), np.uint8)
    for begin in range(0, lives, BLOCK):
        block = made[begin : begin + BLOCK]
        block[:] = _block(first + begin, len(block), months, seed)
    return made


def _block(first: int, lives: int, months: int, seed: int) -> Bytes:
    counters = -(-months * DRAW_BYTES // COUNTER_BYTES)
    generator = np.random.Philox(key=seed, counter=first * counters)
    raw = generator.random_raw(lives * counters * COUNTER_BYTES // 8)
    draws = raw.astype("<u8", copy=False).view("<u2").reshape(lives, -1)[:, :months]
    made: Bytes = _codes()[draws]
    _come_back(made, draws)
    return made


def _codes() -> Bytes:
    """Return what each value of a draw means."""
    shares = ((Event.STOPS, STOPS), (Event.EMPLOYEE, EMPLOYEE), (Event.FLEXIBLE, FLEXIBLE), (Event.RESIDENT, RESIDENT))
    codes = np.zeros(1 << 8 * DRAW_BYTES, np.uint8)
    begin = 0
    for event, share in shares:
        codes[begin : begin + share] = event
        begin += share
    return codes


def _come_back(made: Bytes, draws: np.ndarray[Any, Any]) -> None:
    """Let half of those who stop pay again some months later."""
    life, month = np.nonzero(made == Event.STOPS)
    draw = draws[life, month].astype(np.int64)
    later = month + SOONEST + draw // 2 % SPREAD
    back = (draw % 2 == 0) & (later < made.shape[1])
    made[life[back], later[back]] = (1 + draw // (2 * SPREAD) % WAYS)[back]
