"""How people stand when they come to their month of retiring: ready, later, short by so many months, or unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

import attrs
import numpy as np

from lifecycle.charts.population.alphabet import natural
from lifecycle.charts.population.frames import Frame, framed, text_of
from lifecycle.charts.population.painting import Array
from lifecycle.charts.population.sequences import is_dataset
from lifecycle.errors import InputError, Where
from lifecycle.language import say

REQUIRED: Final = ("required_months", "required")
COUNTED: Final = ("counted_months", "counted")
MISSING: Final = ("missing_months", "missing_actual_months", "missing_local_months")
FINAL: Final = ("first", "last", "retire_month", "retired_from", "required_months", *MISSING)
NOT_KNOWN: Final = np.iinfo(np.int64).min


@attrs.frozen(eq=False)
class Standing:
    """One group: who had the years in time (``over``: by how many months, where that is known), later, not, or unknown."""

    name: str | None
    ready: int
    later: int
    unknown: int
    short: Mapping[int, int]
    over: Mapping[int, int]

    @cached_property
    def people(self) -> int:
        """Return how many came to their month of retiring."""
        return self.ready + self.later + self.unknown + sum(self.short.values())

    @property
    def share(self) -> float:
        """Return the share that was ready in time."""
        return self.ready / self.people if self.people else 0.0


def standings(source: Any, by: str | None = None) -> list[Standing]:
    """Return how people stand, by group if asked.

    A dataset is asked itself, and of its groups (``sex``, ``group``, ``region``, ``scheme``) the final records; so is a table
    of final records. Any other table has the months ``required`` and ``counted`` of each person; what is empty is unknown.
    """
    if is_dataset(source):
        if by is None:
            told = dict(source.readiness().select("outcome", "lives").iter_rows())
            short = dict(source.shortfalls().select("months_short", "lives").iter_rows())
            return [Standing(None, told["ready"], told["later"], told["unknown"], short, {})]
        source = source.final().collect()
    table = framed(source, str(source) if isinstance(source, str) else None)
    if set(FINAL) <= set(table.columns):
        return _grouped(table, by, _of_final)
    return _grouped(table, by, _of_months)


def _grouped(table: Frame, by: str | None, read: Any) -> list[Standing]:
    if by is None:
        return [read(None, table)]
    if by not in table.columns:
        raise _refused(by, table.columns[:20])
    words = text_of(table, by)
    found = []
    for name in sorted(set(words), key=natural):
        standing = read(name, table.filter(np.array([word == name for word in words])))
        if standing.people:
            found.append(standing)
    return found


def _of_months(name: str | None, table: Frame) -> Standing:
    required, counted = (_numbers(table, names) for names in (REQUIRED, COUNTED))
    known = (required != NOT_KNOWN) & (counted != NOT_KNOWN)
    left = (counted - required)[known]
    short = Counter((-left[left < 0]).tolist())
    over = Counter(left[left >= 0].tolist())
    return Standing(name, sum(over.values()), 0, int((~known).sum()), dict(short), dict(over))


def _of_final(name: str | None, table: Frame) -> Standing:
    """Return how people stand by their final records, as a run measures it itself."""
    month = {
        one: table[one].to_physical().fill_null(NOT_KNOWN).to_numpy() for one in ("first", "last", "retire_month", "retired_from")
    }
    came = (month["retire_month"] >= month["first"]) & (month["retire_month"] <= month["last"])
    came &= month["retire_month"] != NOT_KNOWN
    missing = np.vstack([_numbers(table, (one,)) for one in MISSING])
    known = (missing != NOT_KNOWN).all(axis=0) & (_numbers(table, ("required_months",)) != NOT_KNOWN)
    retired = month["retired_from"] != NOT_KNOWN
    ready = came & retired & (month["retired_from"] <= month["retire_month"])
    later = came & retired & ~ready
    lacking = came & ~retired & known & (missing.max(axis=0) > 0)
    unknown = came & ~retired & ~lacking
    short = Counter(missing.max(axis=0)[lacking].tolist())
    return Standing(name, int(ready.sum()), int(later.sum()), int(unknown.sum()), dict(short), {})


def _numbers(table: Frame, names: tuple[str, ...]) -> Array:
    """Return a column of whole months under one of its names."""
    name = next((one for one in names if one in table.columns), None)
    if name is None:
        raise _refused(names[0], table.columns[:20])
    held = table[name]
    if not held.dtype.is_numeric():
        raise InputError(
            say("these are no numbers"), expected=say("whole months"), todo=say("correct it"), where=Where(path=name)
        )
    filled = held.fill_nan(None) if held.dtype.is_float() else held
    return np.where(filled.is_null().to_numpy(), NOT_KNOWN, filled.fill_null(0).to_numpy().astype(np.int64))


def _refused(name: str, there: list[str]) -> InputError:
    return InputError(
        say("there is no column {name}", name=name), expected=say("one of: {words}", words=there), todo=say("name or add it")
    )
