"""What begins and ends in turn (jobs, paying oneself, the unemployment benefit), followed for all lives at once.

Which months may follow which is not said here: small lives are shown to the checks of the scenario files, and what those
refuse and accept is kept as a table.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, Final

import attrs
import numpy as np

from lifecycle.beforehand import SCHEMES, Before
from lifecycle.errors import ScenarioError
from lifecycle.events import KINDS, Month, TopUp
from lifecycle.jobs import job_that_cannot_be, spell_that_cannot_be
from lifecycle.person import Person
from lifecycle.population.batch import Ints
from lifecycle.scenario import NO_WORDS, Scenario
from lifecycle.vocabulary import What, key

if TYPE_CHECKING:
    from lifecycle.events import Event

REFUSED: Final = -1
NOW: Final = 10  # the month of the small lives in which something is tried
MONTHLY: Final = "monthly top_up"
MOST_TURNS: Final = 400
Check = Callable[[Scenario], None]


@attrs.frozen
class Kind:
    """Events that take turns: their words, the lives that stand for a state, and what tells one state from another."""

    check: Check
    words: tuple[str, ...]
    states: tuple[tuple[str, ...], ...]
    probes: tuple[tuple[str, ...], ...]


def _words(*events: What) -> tuple[str, ...]:
    return tuple(key(event) for event in events)


_PAYS, _STOPS = _words(What.START_FLEXIBLE, What.STOP_FLEXIBLE)
_YEAR: Final = key(What.PAY_FLEXIBLE_YEAR)
_HIRED, _LEFT, _HALTS, _RESUMES = _words(What.HIRED, What.LEFT_JOB, What.EMPLOYER_STOPS_PAYING, What.EMPLOYER_RESUMES)
_BEGINS, _ENDS = _words(What.START_UNEMPLOYMENT_BENEFIT, What.END_UNEMPLOYMENT_BENEFIT)
JOBS: Final = Kind(
    job_that_cannot_be, (_HIRED, _LEFT, _HALTS, _RESUMES), ((), (_HIRED,), (_HIRED, _HALTS)), ((_LEFT,), (_RESUMES,))
)
FLEXIBLE: Final = Kind(
    spell_that_cannot_be,
    (_PAYS, _STOPS, MONTHLY, _YEAR),
    ((), (_PAYS,), (_YEAR,), (_YEAR, _PAYS)),
    ((_PAYS,), (_STOPS,), (_STOPS, _STOPS)),
)
BENEFIT: Final = Kind(spell_that_cannot_be, (_BEGINS, _ENDS), ((), (_BEGINS,)), ((_BEGINS,), (_ENDS,)))
#: In these states (by their place in the kind) something is paid in each month.
PAYING: Final = {JOBS: (1,), FLEXIBLE: (1, 3), BENEFIT: (1,)}


@attrs.frozen(eq=False)
class Turns:
    """The states of a kind: ``start`` by scheme before and whether that had ended, ``then`` by state and the words of a month."""

    start: Ints
    then: Ints


@cache
def turns(kind: Kind) -> Turns:
    """Return which state follows which, as the checks have it; ``REFUSED`` where they refuse."""
    known = [_signature(kind, _events(state), None) for state in kind.states]
    start = np.array(
        [
            [known.index(_signature(kind, (), Before(scheme=scheme, paid_until=Month(0) if ended else None))) for ended in (0, 1)]
            for scheme in SCHEMES
        ]
    )
    then = np.full((len(kind.states), 1 << len(kind.words)), REFUSED)
    for at, state in enumerate(kind.states):
        for size in range(len(kind.words) + 1):
            for some in combinations(kind.words, size):
                told = (*_events(state), *(_event(word, NOW) for word in some))
                if _accepted(kind, told, None):
                    then[at, sum(1 << kind.words.index(word) for word in some)] = known.index(_signature(kind, told, None))
    return Turns(start, then)


def _events(words: tuple[str, ...]) -> tuple[Event, ...]:
    return tuple(_event(word, month) for month, word in enumerate(words, start=1))


def _event(word: str, month: int) -> Event:
    if word == MONTHLY:
        return TopUp(month=Month(month), how="monthly")
    more: dict[str, Any] = {"year": 0} if word == _YEAR else {}
    made: Event = KINDS[word](month=Month(month), **more)
    return made


def _accepted(kind: Kind, events: tuple[Event, ...], before: Before | None) -> bool:
    life = Scenario(
        title=NO_WORDS, shows=NO_WORDS, region="", first=0, last=2 * NOW, person=Person(), before=before, events=events
    )
    try:
        kind.check(life)
    except ScenarioError:
        return False
    return True


def _signature(kind: Kind, events: tuple[Event, ...], before: Before | None) -> tuple[bool, ...]:
    """Return what may follow some events: by that states are told apart."""
    return tuple(
        _accepted(kind, (*events, *(_event(word, NOW + at) for at, word in enumerate(probe, start=1))), before)
        for probe in kind.probes
    )


@attrs.frozen(eq=False)
class Followed:
    """A kind in all lives: which lives are surely possible, and of each month with such an event the state after it."""

    possible: np.ndarray[Any, np.dtype[np.bool_]]
    life: Ints
    month: Ints
    state: Ints


def followed(kind: Kind, start: Ints, life: Ints, month: Ints, word: Ints) -> Followed:
    """Follow the events of a kind, sorted by life and month, from the states in which the lives start.

    ``word`` is the place of each event in the kind's words. A life in which the same stands twice in a month, or that has
    very many turns, is left to the checks themselves.
    """
    table = turns(kind).then
    possible = np.ones(len(start), dtype=bool)
    new = np.ones(len(life), dtype=bool)
    new[1:] = (life[1:] != life[:-1]) | (month[1:] != month[:-1])
    at = np.flatnonzero(new)
    bits = np.left_shift(1, word)
    once = np.bitwise_or.reduceat(bits, at) if len(at) else bits
    twice = np.add.reduceat(bits, at) != once if len(at) else np.zeros(0, dtype=bool)
    life, month = life[at], month[at]
    possible[life[twice]] = False
    begins = np.flatnonzero(np.r_[True, life[1:] != life[:-1]]) if len(life) else at
    rank = np.arange(len(life)) - np.repeat(begins, np.diff(np.r_[begins, len(life)]))
    possible[life[rank >= MOST_TURNS]] = False
    order = np.argsort(rank, kind="stable")
    rounds = np.searchsorted(rank[order], np.arange(min(int(rank.max(initial=-1)) + 1, MOST_TURNS) + 1))
    now, after = start.copy(), np.zeros(len(life), dtype=np.int64)
    for first, last in pairwise(rounds):
        rows = order[first:last]
        found = table[now[life[rows]], once[rows]]
        possible[life[rows[found == REFUSED]]] = False
        now[life[rows]] = after[rows] = np.maximum(found, 0)
    return Followed(possible, life, month, after)
