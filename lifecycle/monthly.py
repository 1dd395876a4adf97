"""The transition table as the library's state machine, one for all lives, made quick because it fires every month."""

from __future__ import annotations

from functools import cache
from typing import Any

from transitions import Event as Transitions
from transitions import Machine

from lifecycle.facts import Facts
from lifecycle.record import Record
from lifecycle.regions.numbers import Rules
from lifecycle.table import TABLE
from lifecycle.vocabulary import State, Trigger, key


def _mark(number: int) -> Any:
    def mark_cause(p: Record, _: Facts, __: Rules) -> None:
        p.row = number

    return mark_cause


class MonthlyEvent(Transitions):
    """An event of the library without its queue, its log and its hooks, which no row of the table uses."""

    def trigger(self, model: Any, *args: Any, **_: Any) -> bool:
        """Take the first transition whose conditions hold; return whether there was one."""
        for transition in self.transitions[model.state.name]:
            conditions: list[Any] = transition.conditions
            effects: list[Any] = transition.before
            for condition in conditions:
                if not condition.func(*args):
                    break
            else:
                for effect in effects:
                    effect(*args)
                if transition.dest is not None:
                    model.state = State[transition.dest]
                return True
        return False


class Monthly(Machine):
    """The library's machine with events that cost little, because one is fired every month of every life."""

    event_cls = MonthlyEvent


@cache
def machine(of: type[Machine] = Monthly) -> Machine:
    """Return the one machine that all lives share, made from the transition table."""
    rows = [
        {
            "trigger": key(row.trigger),
            "source": list(row.sources),
            "dest": row.dest,
            "conditions": [row.guard] if row.guard else [],
            "before": [*([row.effect] if row.effect else []), _mark(number)],
        }
        for number, row in enumerate(TABLE, start=1)
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


TRIGGERS = {int(trigger): key(trigger) for trigger in Trigger}
