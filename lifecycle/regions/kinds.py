"""How the values of a region file are read: each kind of value becomes integers, and a bad one is refused in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final, NamedTuple

from lifecycle import months
from lifecycle.columns import PER_MILLE, PER_MILLION
from lifecycle.document import Wrong
from lifecycle.language import say
from lifecycle.words import Label

WHOLE: Final = PER_MILLE  # a factor of 1
LARGEST_COUNT: Final = 9999
STEPS: Final = 4  # a scale or a table of bands has at most this many steps
LARGEST_AMOUNT: Final = 100_000_000
OLDEST_AGE: Final = 130
FEN_IN_YUAN: Final = 100


class Parameter(NamedTuple):
    """One dated parameter, in the files at ``<section>.<name>``.

    ``unknown`` is what the step reads where no region of the chain knows the value; without it, not knowing is an error.
    A ``yearly`` figure holds for twelve months unless it says otherwise. Cover does not rest on an ``aside`` one.
    """

    section: str
    name: str
    read: Callable[[Any], Any]
    label: Label
    unknown: Any = None
    yearly: bool = False
    aside: bool = False

    @property
    def key(self) -> str:
        """Return the dotted path, as citations and timelines name it."""
        return f"{self.section}.{self.name}"


def count(value: Any) -> int:
    """Read a whole number of months or years."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_COUNT:
        raise Wrong(say("{value}", value=value), say("a whole number from 0 to {most}", most=LARGEST_COUNT))
    return value


def flag(value: Any) -> int:
    """Read true or false as 1 or 0."""
    if not isinstance(value, bool):
        raise Wrong(say("{value}", value=value), say("true or false"))
    return int(value)


def factor(value: Any) -> int:
    """Read a share between 0 and 1 as permille."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise Wrong(say("{value}", value=value), say("a share between 0 and 1"))
    return round(value * WHOLE)


def scale(value: Any) -> tuple[tuple[int, int], ...]:
    """Read a benefit scale: ``[{ months = 0, factor = 0.5 }, …]``, filled up to its full number of steps."""
    wanted = say("a list of {{ months = …, factor = … }}, at most {most}, months rising from 0", most=STEPS)
    if not isinstance(value, list) or not 1 <= len(value) <= STEPS:
        raise Wrong(say("{value}", value=value), wanted)
    steps = []
    for step in value:
        if not isinstance(step, dict) or set(step) != {"months", "factor"}:
            raise Wrong(say("{value}", value=step), wanted)
        steps.append((count(step["months"]), factor(step["factor"])))
    if steps[0][0] != 0 or any(a[0] >= b[0] for a, b in pairwise(steps)):
        raise Wrong(say("{value}", value=value), wanted)
    return (*steps, *[steps[-1]] * (STEPS - len(steps)))


def annual(value: Any) -> dict[str, str]:
    """Read the calendar of a yearly flexible contribution: month-days ``due``, ``grace_until``, ``ends``."""
    keys = {"due", "grace_until", "ends"}
    if value is False:
        return {}
    if not isinstance(value, dict) or set(value) != keys:
        raise Wrong(say("{value}", value=value), say("a table of {keys}, or false", keys=sorted(keys)))
    for when in value.values():
        month_day(when)
    return dict(value)


def month_day(value: Any) -> int:
    """Read ``MM-DD`` as the number MMDD."""
    parts = value.split("-") if isinstance(value, str) else []
    if len(parts) == 2 and all(len(p) == 2 and p.isdigit() for p in parts):  # noqa: PLR2004
        month, day = int(parts[0]), int(parts[1])
        if 1 <= month <= 12 and 1 <= day <= 31:  # noqa: PLR2004
            return month * 100 + day
    raise Wrong(say("{value}", value=value), say('a month and day such as "02-10"'))


def yuan(value: Any) -> int:
    """Read an amount in yuan as fen."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= LARGEST_AMOUNT:
        raise Wrong(say("{value}", value=value), say("an amount in yuan"))
    return round(value * FEN_IN_YUAN)


def share(value: Any) -> int:
    """Read a share between 0 and 1 as parts of a million."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise Wrong(say("{value}", value=value), say("a share between 0 and 1"))
    return round(value * PER_MILLION)


def years(value: Any) -> int:
    """Read a number of years, halves and twelfths included, as months."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= OLDEST_AGE:
        raise Wrong(say("{value}", value=value), say("a number of years"))
    return round(value * months.MONTHS_IN_YEAR)


def date(value: Any) -> int:
    """Read a date as its month."""
    if type(value) is not dt.date:
        raise Wrong(say("{value}", value=value), say("a date such as 2026-07-01"))
    return months.of(value)


def words(*known: str) -> Any:
    """Return a reader of a list of words, as bits in the order of ``known``."""

    def read(value: Any) -> int:
        if not isinstance(value, list) or not all(word in known for word in value):
            raise Wrong(say("{value}", value=value), say("a list of words out of: {words}", words=list(known)))
        return sum(1 << known.index(word) for word in dict.fromkeys(value))

    return read


def word(*known: str) -> Any:
    """Return a reader of one word, as its place in ``known``."""

    def read(value: Any) -> int:
        if value not in known:
            raise Wrong(say("{value}", value=value), say("one of: {words}", words=list(known)))
        return known.index(value)

    return read
