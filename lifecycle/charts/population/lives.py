"""Sequences of lives in memory: timelines that were simulated, or lists of states."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from lifecycle import months
from lifecycle.charts.population.alphabet import MISSING, alphabet_of, natural
from lifecycle.charts.population.cells import refused
from lifecycle.charts.population.clock import Clock
from lifecycle.charts.population.painting import NONE, refuse_too_many
from lifecycle.charts.population.sequences import Sequences
from lifecycle.language import say
from lifecycle.timeline import Timeline


def of_timelines(lives: dict[Any, Timeline]) -> Sequences:
    """Return the sequences of lives on one calendar."""
    told = {number: life.rows for number, life in lives.items() if len(life)}
    if not told:
        raise refused(say("no life has a month"), say("at least one month"), say("check the lives"), "")
    first = min(rows[0].index for rows in told.values())
    last = max(rows[-1].index for rows in told.values())
    alphabet = alphabet_of({row.state for rows in told.values() for row in rows})
    number = {state: code for code, state in enumerate(alphabet.states)}
    ids = sorted(told, key=natural)
    codes = np.full((len(ids), last - first + 1), NONE, dtype=np.uint8)
    for at, one in enumerate(ids):
        for row in told[one]:
            codes[at, row.index - first] = number[row.state]
    return Sequences(codes, np.array(ids, dtype=object), alphabet, Clock("calendar", first))


def of_lists(
    lives: Mapping[Any, Sequence[Any]],
    *,
    first: str | None = None,
    states: Sequence[str] | None = None,
) -> Sequences:
    """Return the sequences of lists of states by id; ``first`` is the calendar month of the first state."""
    for one, told in lives.items():
        if isinstance(told, (str, Timeline)) or not isinstance(told, Sequence):
            raise refused(
                say("{value}", value=repr(told)[:60]), say("a list of states"), say("give one state a month"), f"id {one}"
            )
    columns = max((len(told) for told in lives.values()), default=0)
    if not columns:
        raise refused(say("no life has a month"), say("at least one month"), say("check the lives"), "")
    refuse_too_many(len(lives), columns)
    for one, told in lives.items():
        if not all(isinstance(state, Hashable) for state in told):
            raise refused(
                say("these are no single values"), say("a text or a number in each cell"), say("correct it"), f"id {one}"
            )
    words = {state for told in lives.values() for state in told}
    held = {word: None if word is None or str(word) in MISSING else str(word) for word in words}
    alphabet = alphabet_of({word for word in held.values() if word is not None}, states)
    number = {word: NONE if name is None else alphabet.states.index(name) for word, name in held.items()}
    ids = sorted(lives, key=natural)
    codes = np.full((len(ids), columns), NONE, dtype=np.uint8)
    for at, one in enumerate(ids):
        codes[at, : len(lives[one])] = [number[state] for state in lives[one]]
    try:
        clock = Clock("since", 1) if first is None else Clock("calendar", months.month(str(first)))
    except ValueError:
        raise refused(
            say("{value} is not a month", value=first), say('a month such as "1965-05"'), say("correct it"), "first"
        ) from None
    return Sequences(codes, np.array(ids, dtype=object), alphabet, clock)
