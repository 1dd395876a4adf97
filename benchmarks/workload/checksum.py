"""One number for all months of all lives: a sum in 64 bits that any program can add up in any order.

The state and the four counters of a month are packed into one word; each word is multiplied by an odd number for its life and one
for its month, and all are added. A single different field always changes the sum, because odd factors lose nothing modulo 2⁶⁴;
several that should cancel out would have to fit the random factors.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

Longs = np.ndarray[Any, np.dtype[np.int64]]

MASK: Final = (1 << 64) - 1
LIVES_KEY: Final = (1 << 64) + 1  # beyond every seed of the event stream
MONTHS_KEY: Final = (1 << 64) + 2


def life_weights(lives: int, first: int = 0) -> Longs:
    """Return the odd factors of some lives, from the life number ``first`` on, wrapped into signed numbers."""
    return _odd(first + lives, LIVES_KEY)[first:]


def month_weights(months: int) -> Longs:
    """Return the odd factors of the months, wrapped into signed numbers."""
    return _odd(months, MONTHS_KEY)


def _odd(count: int, key: int) -> Longs:
    raw = np.random.Philox(key=key).random_raw(count)
    return (raw | np.uint64(1)).view(np.int64)


def unsigned(total: int) -> int:
    """Return a sum as the 64-bit number that all programs agree on, whether they wrapped around or not."""
    return int(total) & MASK
