"""W by the compiler of this project: its table and its rules, unchanged, as machine code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

import attrs
import numpy as np
from compiling import Loop, array, compiled, whole_number, wide

from lifecycle.compiled.transition_source import written
from lifecycle.compiled.values import Known, Value
from workload import rules
from workload.checksum import life_weights, month_weights
from workload.events import Bytes
from workload.months import month_by_month, one_by_one
from workload.rules import TABLE, Facts, Record, Rules, Transition
from workload.sharing import shared

BLOCK: Final = 2_048
SHORT: Final = np.int16
FIELDS: Final = ("state", "paying", "gap", "waiting", "continuous", "total")


def written_out(name: str, after: Sequence[str]) -> Callable[..., Any]:
    """Return the table of W as a function that the compiler can read, with lines to follow after every row that fires."""
    lines = [f"def {name}(p, v, r) -> None:"]
    for trigger in dict.fromkeys(row.trigger for row in TABLE):
        lines.append(f"    {'if' if len(lines) == 1 else 'elif'} v.trigger == {int(trigger)}:")
        opening = "if"
        for number, row in enumerate(TABLE, start=1):
            if row.trigger is trigger:
                states = " or ".join(f"p.state == {int(state)}" for state in row.sources)
                guard = f" and {row.guard.__name__}(p, v, r)" if row.guard else ""
                lines.append(f"        {opening} ({states}){guard}:  # {row.id}")
                lines += [f"            {line}" for line in (*fired(number, row), *after)]
                opening = "elif"
    return written("\n".join([*lines, *(f"    {line}" for line in after)]) + "\n", vars(rules))


def fired(number: int, row: Transition) -> list[str]:
    """Return what is done where a row fires."""
    effect = [f"{row.effect.__name__}(p, v, r)"] if row.effect else []
    return [*effect, f"p.row = {number}", *([] if row.dest is None else [f"p.state = {int(row.dest)}"])]


@cache
def fire() -> Callable[..., None]:
    """Return the table as it is."""
    return written_out("fire", [])


@cache
def step() -> Callable[..., None]:
    """Return the table with the end of the month after every row, where state and payer are known."""
    return written_out("step", ["close_month(p, v, r)", "return"])


GIVEN: Final = (array(np.uint8), array(np.int64), array(np.int64), whole_number(), whole_number())


def layouts(width: type) -> dict[type, np.dtype[Any]]:
    """Return the records with all their numbers of one width."""
    records: tuple[type, ...] = (Record, Facts)
    return {cls: np.dtype([(field.name, width) for field in attrs.fields(cls)]) for cls in records}


@cache
def one_life_after_the_other() -> Loop:
    """Return the loop over lives as machine code: the record in registers."""
    return compiled(one_by_one, [*GIVEN, Known(Rules()), Known(step())], layouts(np.int64))


@cache
def month_after_month() -> Loop:
    """Return the loop over months as machine code: the records of a block as arrays, several lives in one instruction."""
    given: list[Value] = [*GIVEN, array(np.int64), *(array(SHORT) for _ in FIELDS), Known(Rules()), Known(fire())]
    return compiled(month_by_month, given, layouts(SHORT), wide())


def by_lives(events: Bytes, threads: int = 1) -> int:
    """Return the checksum of all lives, one life after the other."""
    months = month_weights(events.shape[1])
    weights = life_weights(len(events))
    run = one_life_after_the_other()
    return shared(lambda some: run(events[some], months, weights[some], len(months), len(events[some])), len(events), threads)


def by_months(events: Bytes, threads: int = 1, block: int = BLOCK) -> int:
    """Return the checksum of all lives, a block of lives at a time, month by month."""
    months = month_weights(events.shape[1])
    weights = life_weights(len(events))
    run = month_after_month()

    def part(some: slice) -> int:
        total = 0
        for begin in range(some.start, some.stop, block):
            here = slice(begin, min(begin + block, some.stop))
            turned = np.ascontiguousarray(events[here].T)
            lives = turned.shape[1]
            fields = np.zeros((len(FIELDS), lives), SHORT)
            total += run(turned, months, weights[here], len(months), lives, np.zeros(lives, np.int64), *fields)
        return total

    return shared(part, len(events), threads)
