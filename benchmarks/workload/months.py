"""W's loops over lives and months in the language of the rules: compiled, they are the whole program; as Python they run too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from workload.rules import Facts, Record, Rules, close_month, decide_month, word

Numbers = Any  # an array that is written to
Table = Callable[[Record, Facts, Rules], None]


def one_by_one(
    events: Sequence[int], by_month: Sequence[int], by_life: Sequence[int], months: int, lives: int, r: Rules, step: Table
) -> int:
    """One life after the other, from its first month to its last; the sum of their words, weighted.

    ``step`` is the table with the end of the month.
    """
    total = 0
    for i in range(lives):
        p = Record()
        v = Facts()
        words = 0
        for month in range(months):
            v.event = events[i * months + month]
            decide_month(p, v, r)
            step(p, v, r)
            words += by_month[month] * word(p)
        total += by_life[i] * words
    return total


def month_by_month(
    events: Sequence[int], by_month: Sequence[int], by_life: Sequence[int], months: int, lives: int, words: Numbers,
    state: Numbers, paying: Numbers, gap: Numbers, waiting: Numbers, continuous: Numbers, total: Numbers,
    r: Rules, fire: Table,
) -> int:  # fmt: skip
    """All lives of a block through one month, then through the next; the sum of their words, weighted.

    ``events`` are those of a month after those of the month before. The words are made apart, because they are wider.
    """
    for month in range(months):
        weight = by_month[month]
        for i in range(lives):
            p = Record()
            v = Facts()
            p.state = state[i]
            p.paying = paying[i]
            p.gap = gap[i]
            p.waiting = waiting[i]
            p.continuous = continuous[i]
            p.total = total[i]
            v.event = events[month * lives + i]
            decide_month(p, v, r)
            fire(p, v, r)
            close_month(p, v, r)
            state[i] = p.state
            paying[i] = p.paying
            gap[i] = p.gap
            waiting[i] = p.waiting
            continuous[i] = p.continuous
            total[i] = p.total
        for i in range(lives):
            words[i] += weight * packed(state[i], gap[i], waiting[i], continuous[i], total[i])
    found = 0
    for i in range(lives):
        found += by_life[i] * words[i]
    return found


def packed(state: int, gap: int, waiting: int, continuous: int, total: int) -> int:
    """Return the word of a month whose fields lie in arrays."""
    p = Record()
    p.state = state
    p.gap = gap
    p.waiting = waiting
    p.continuous = continuous
    p.total = total
    return word(p)
