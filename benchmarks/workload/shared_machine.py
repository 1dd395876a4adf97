"""W by ``transitions``: one machine that all lives share, as the machine for one person does it here."""

from __future__ import annotations

from typing import Any

from transitions import Machine

from lifecycle.monthly import TRIGGERS
from lifecycle.vocabulary import State, key
from workload.checksum import life_weights, month_weights, unsigned
from workload.events import Bytes
from workload.rules import TABLE, Facts, Record, Rules, close_month, decide_month, word


def machine(of: type[Machine] = Machine) -> Machine:
    """Return the machine made from the table, by the library's own class or by one derived from it."""
    rows: list[Any] = [
        {
            "trigger": key(row.trigger),
            "source": list(row.sources),
            "dest": row.dest,
            "conditions": [row.guard] if row.guard else [],
            "before": [row.effect] if row.effect else [],
        }
        for row in TABLE
    ]
    return of(
        model=None,
        states=State,
        transitions=rows,
        initial=State.NOT_ENROLLED,
        auto_transitions=False,
        ignore_invalid_triggers=True,
        send_event=False,
    )


def live(events: Bytes, of: type[Machine] = Machine) -> int:
    """Return the checksum of all lives, each a model of the one machine."""
    lives, months = events.shape
    r = Rules()
    fired = machine(of).events
    triggers = {number: fired[name] for number, name in TRIGGERS.items() if name in fired}
    weights = month_weights(months).tolist()
    total = 0
    for life, weight in zip(events.tolist(), life_weights(lives).tolist(), strict=True):
        p, v = Record(), Facts()
        words = 0
        for event, month in zip(life, weights, strict=True):
            v.event = event
            decide_month(p, v, r)
            triggers[v.trigger].trigger(p, p, v, r)
            close_month(p, v, r)
            words += month * word(p)
        total += weight * words
    return unsigned(total)
