"""The alphabet of sequences: the states in their order, with names and colours; those of this package, or any others."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any, Final

import attrs

from lifecycle.errors import InputError, Where
from lifecycle.language import say
from lifecycle.vocabulary import State, key
from lifecycle.words import COLOURS, label

#: The states as they are stacked: who pays or is retired first, so that the share of the insured is read at one edge.
STACK: Final = tuple(
    key(state)
    for state in (
        State.EMPLOYEE,
        State.FLEXIBLE,
        State.RESIDENT,
        State.RETIRED,
        State.WAITING,
        State.SUSPENDED,
        State.NOT_ENROLLED,
        State.DECEASED,
    )
)
#: What is drawn of a gap in the time of insurance; in a wait one pays.
GAPS: Final = (key(State.SUSPENDED),)
#: Before the first enrolment, and after the end.
OUTSIDE: Final = (key(State.NOT_ENROLLED), key(State.DECEASED))
#: How tables write that there is no state: R, Sequenzo and TraMineR.
MISSING: Final = frozenset({"", "NA", "NaN", "nan", "None", "null", "%", "*"})
MOST: Final = sum(name.startswith("other_") for name in COLOURS)

LONGEST: Final = 60  # letters of a name that somebody gave

_NUMBERS: Final = re.compile(r"(\d+)")


@attrs.frozen
class Alphabet:
    """States in the order in which they are stacked and listed."""

    states: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.states)

    @property
    def own(self) -> bool:
        """Return whether these are the states of this package."""
        return set(self.states) <= set(STACK)

    def name(self, state: str, lang: str) -> str:
        """Return a state as the reader sees it."""
        if self.own:
            return label(State[state.upper()], lang)
        return state if len(state) <= LONGEST else state[: LONGEST - 1] + "…"

    def look(self, state: str) -> tuple[str, str]:
        """Return colour and hatch of a state."""
        return COLOURS[state if self.own else f"other_{self.states.index(state) + 1}"]

    def codes(self, wanted: Collection[str]) -> list[int]:
        """Return the numbers of some states; raises ``InputError`` for one that is not there."""
        for state in wanted:
            if state not in self.states:
                raise InputError(
                    say("{value}", value=state),
                    expected=say("one of: {words}", words=list(self.states)),
                    todo=say("name states that the sequences have"),
                )
        return [self.states.index(state) for state in wanted]


def alphabet_of(words: Collection[str], given: Sequence[str] | None = None, file: str | None = None) -> Alphabet:
    """Return the alphabet of the words that occur, in the order given or in a fixed one; raises ``InputError``."""
    found = set(words)
    if given is not None:
        strangers = sorted(found - set(given), key=natural)
        if strangers:
            raise InputError(
                say("{value}", value=strangers[0]),
                expected=say("one of: {words}", words=list(given)),
                todo=say("correct it, or name it among the states"),
                where=Where(file=file, path="states"),
            )
        order = tuple(dict.fromkeys(given))
    elif found <= set(STACK):
        return Alphabet(tuple(state for state in STACK if state in found))
    else:
        order = tuple(sorted(found, key=natural))
    if len(order) > MOST and not set(order) <= set(STACK):
        raise InputError(
            say("{n} different states: {words} …", n=len(order), words=list(order[:MOST])),
            expected=say("at most {most} states, which can still be told apart", most=MOST),
            todo=say("join rare states into one, or check which column holds the states"),
            where=Where(file=file),
        )
    return Alphabet(order)


def natural(text: Any) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts texts as people do: 2 before 10.

    >>> sorted(["p10", "p2", "q1"], key=natural)
    ['p2', 'p10', 'q1']
    """
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in _NUMBERS.split(str(text)) if part)
