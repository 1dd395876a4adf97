"""What the loops ask of the compiler itself: names that stand for memory, other compiled functions, and generated source."""

from __future__ import annotations

from typing import Any


def blank_facts(month: int, january: int) -> Any:
    """Return the facts of a month in which nothing has happened yet."""


def begin_with(p: Any, start: Any) -> None:
    """Copy the record with which a life begins."""


def looked_up(b: Any, own: int, resident: int) -> Any:
    """Return the rules of a month, found by their numbers."""


def place_rules(b: Any, place: int, number: int) -> None:
    """Let a place of the life read these rules."""


def fire(p: Any, v: Any, r: Any) -> None:
    """Fire the first row of the month's trigger whose source and guard hold: written out from the transition table."""


def tell(b: Any, p: Any, v: Any, r: Any, at: int) -> None:
    """Write the columns of a month."""


def run_told_month(p: Any, r: Any, at: int, begin: int, month: int, january: int, told: int, stop: int) -> int:
    """Live a month with its happenings, in a compiled function of its own."""
    raise NotImplementedError


def run_calm_month(p: Any, r: Any, at: int, begin: int, month: int, january: int, learns: int) -> int:
    """Live a month without happenings by itself; where it ``learns``, what it grew by is expected of the next one."""
    raise NotImplementedError


def run_quiet_months(p: Any, r: Any, at: int, month: int, january: int, most: int) -> int:
    """Live a month without happenings, and those after it that follow from it; return how many, 0 where a rule turns."""
    raise NotImplementedError


def count(b: Any, i: int, at: int, lived: int) -> None:
    """Count the months of a life where the caller wants them counted."""


def keep_end(b: Any, i: int) -> None:
    """Keep what the caller wants of a life at its end."""
