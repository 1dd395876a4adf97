"""W in plain Python, straight from its table: slow, and without any library that could be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from lifecycle.vocabulary import State
from workload.checksum import life_weights, month_weights, unsigned
from workload.events import Bytes
from workload.rules import TABLE, Facts, Record, Rules, close_month, decide_month, word


def months_of(life: Sequence[int], r: Rules | None = None) -> Iterator[Record]:
    """Live one life from its events and give the record at the end of every month."""
    r = r or Rules()
    p = Record()
    for event in life:
        v = Facts(event=event)
        decide_month(p, v, r)
        fire(p, v, r)
        close_month(p, v, r)
        yield attrs.evolve(p)


def fire(p: Record, v: Facts, r: Rules) -> None:
    """Take the first row of the month's trigger whose source and guard hold."""
    for number, row in enumerate(TABLE, start=1):
        if row.trigger == v.trigger and State(p.state) in row.sources and (row.guard is None or row.guard(p, v, r)):
            if row.effect is not None:
                row.effect(p, v, r)
            p.row = number
            if row.dest is not None:
                p.state = row.dest
            return


def live(events: Bytes) -> int:
    """Return the checksum of all lives."""
    lives, months = events.shape
    weights = month_weights(months).tolist()
    total = 0
    for life, weight in zip(events.tolist(), life_weights(lives).tolist(), strict=True):
        total += weight * sum(word(p) * month for p, month in zip(months_of(life), weights, strict=True))
    return unsigned(total)
