"""W in plain NumPy: all lives of a block at once, month by month, choices by ``np.where``, what falls to nothing times a mask."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from lifecycle.vocabulary import State, Way
from workload.checksum import Longs, life_weights, month_weights, unsigned
from workload.events import Bytes
from workload.rules import Event, Rules

Shorts = np.ndarray[Any, np.dtype[np.int16]]

# Numbers of two bytes instead of enums, which NumPy would widen every array to eight bytes for.
NOTHING, STOPS = np.int16(Event.NOTHING), np.int16(Event.STOPS)
EMPLOYEE, FLEXIBLE, RESIDENT = np.int16(Way.EMPLOYEE), np.int16(Way.FLEXIBLE), np.int16(Way.RESIDENT)
NOT_ENROLLED, WAITING, SUSPENDED = np.int16(State.NOT_ENROLLED), np.int16(State.WAITING), np.int16(State.SUSPENDED)

#: As many lives at a time as a cache holds, which is quicker than all at once; the best of several sizes tried.
BLOCK: Final = 32_768


def live(events: Bytes, block: int = BLOCK) -> int:
    """Return the checksum of all lives."""
    lives, months = events.shape
    by_life, by_month = life_weights(lives), month_weights(months).tolist()
    total = 0
    for begin in range(0, lives, block):
        some = slice(begin, begin + block)
        months_first = np.ascontiguousarray(events[some].T)
        total += sum(month * words for month, words in zip(by_month, _words(months_first, by_life[some]), strict=True))
    return unsigned(total)


def _words(months_first: Bytes, weights: Longs) -> list[int]:
    """Live a block of lives and return the weighted sum of their words for each month."""
    r = Rules()
    employee_wait, flexible_wait = np.int16(r.employee_wait), np.int16(r.flexible_wait)
    state, paying, gap, waiting, continuous, total = np.zeros((6, months_first.shape[1]), np.int16)
    made = []
    for event in months_first:
        paying = np.where((event > NOTHING) & (event < STOPS), event, paying)
        pays = paying > 0
        resident = paying == RESIDENT
        late = pays & (gap > r.grace_months)
        waiting = np.where(late, np.where(paying == EMPLOYEE, employee_wait, flexible_wait), waiting) * ~resident
        unpaid = np.where(state == NOT_ENROLLED, NOT_ENROLLED, SUSPENDED)
        state = np.where(pays, np.where(waiting > 0, WAITING, paying), unpaid)
        gap = (gap + 1) * (state == SUSPENDED)
        continuous = (continuous + pays) * (gap <= r.grace_months)
        total = total + pays
        waiting = waiting - (state == WAITING)
        paying = paying * (event != STOPS)
        made.append(int(np.dot(packed(state, gap, waiting, continuous, total), weights)))
    return made


def packed(state: Shorts, gap: Shorts, waiting: Shorts, continuous: Shorts, total: Shorts) -> Longs:
    """Return the word of every life, as ``rules.word`` packs it."""
    words = total.astype(np.int64)
    for field, bits in ((continuous, 12), (waiting, 12), (gap, 12), (state, 3)):
        words <<= bits
        words |= field
    return words
