"""Who is in the tables: one pass over the ids and months, before anything else is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final

import attrs
import numpy as np
import polars as pl

from lifecycle.errors import InputError, Where
from lifecycle.language import say
from lifecycle.population.batch import Ints
from lifecycle.population.intake.batches import stream
from lifecycle.population.intake.cells import cells_of, values
from lifecycle.population.intake.sources import Part
from lifecycle.population.intake.tables import Kind
from lifecycle.scenario import MOST_EVENTS

#: More rows that belong to nobody are a mistake of the whole table, and are not listed one by one.
MOST_STRAYS: Final = 5_000_000
NOBODY: Final = -1
Mask = np.ndarray[Any, np.dtype[np.bool_]]


@attrs.frozen(eq=False)
class Register:
    """The distinct ids, sorted; those told twice; those with too many events, and how many; the span of the events."""

    ids: Ints
    twice: Ints
    crowded: dict[int, int]
    earliest: int | None
    latest: int | None
    persons_sorted: bool
    events_sorted: bool

    def bounds(self, size: int) -> Ints:
        """Return the first id of every partition of so many persons but the first."""
        return self.ids[size::size]

    def knows(self, ids: Ints) -> Mask:
        """Return which ids are those of persons."""
        return _among(self.ids, ids)

    def tells_twice(self, ids: Ints) -> Mask:
        """Return which ids stand in several rows."""
        return _among(self.twice, ids)

    @property
    def fingerprint(self) -> str:
        """Return a digest of the ids: the same persons make the same partitions."""
        return hashlib.blake2b(np.ascontiguousarray(self.ids).tobytes(), digest_size=16).hexdigest()


def _among(known: Ints, ids: Ints) -> Mask:
    """Return which ids are among sorted ones."""
    if not len(known):
        return np.zeros(len(ids), dtype=bool)
    found: Mask = known[np.minimum(np.searchsorted(known, ids), len(known) - 1)] == ids
    return found


def register(persons: tuple[Part, ...], events: tuple[Part, ...]) -> Register:
    """Read the ids of both tables and the months of the events; raises ``InputError`` where nobody is there."""
    found, sorted_ = [], True
    last, unreadable = NOBODY, 0
    for part in persons:
        for keys, _ in _keys(part, ("id",)):
            sorted_ &= _in_order(keys, last)
            last = int(keys[-1])
            known = keys[keys != NOBODY]
            unreadable += len(keys) - len(known)
            _refuse_strays(unreadable, part)
            found.append(known)
    told = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
    ids, counts = np.unique(told, return_counts=True)
    if not len(ids):
        raise InputError(
            say("nobody is in the table of persons"),
            expected=say("at least one row with an id"),
            todo=say("check that it is the right file"),
            where=Where(file=str(persons[0].path)),
        )
    _refuse_repetition(len(told) - len(ids), persons[0])
    return _with_events(Register(ids, ids[counts > 1], {}, None, None, sorted_, events_sorted=True), events)


def _with_events(known: Register, events: tuple[Part, ...]) -> Register:
    counts = np.zeros(len(known.ids), dtype=np.uint32)
    earliest, latest, sorted_, last, strays = None, None, True, NOBODY, 0
    for part in events:
        for keys, month in _keys(part, ("id", "month")):
            sorted_ &= _in_order(keys, last)
            last = int(keys[-1])
            theirs = known.knows(keys)
            strays += int((~theirs).sum())
            _refuse_strays(strays, part)
            there, many = np.unique(np.searchsorted(known.ids, keys[theirs]), return_counts=True)
            counts[there] += many.astype(np.uint32)
            told = month.filter(pl.Series(theirs)).drop_nulls().to_numpy()
            if len(told):
                earliest = min(int(told.min()), earliest if earliest is not None else int(told.min()))
                latest = max(int(told.max()), latest if latest is not None else int(told.max()))
    crowded = np.flatnonzero(counts > MOST_EVENTS)
    too_many = dict(zip(known.ids[crowded].tolist(), counts[crowded].tolist(), strict=True))
    return attrs.evolve(known, crowded=too_many, earliest=earliest, latest=latest, events_sorted=sorted_)


def keys_of(column: pl.Series) -> Ints:
    """Return the ids of a column, ``NOBODY`` where there is none that can be read."""
    found: Ints = values(cells_of(column), Kind.ID).fill_null(NOBODY).to_numpy()
    return found


def _keys(part: Part, columns: tuple[str, ...]) -> Iterator[tuple[Ints, pl.Series]]:
    for _, frame in stream(part, columns):
        if frame.height:
            month = values(cells_of(frame["month"]), Kind.MONTH) if "month" in columns else pl.Series("month", [], dtype=pl.Int32)
            yield keys_of(frame["id"]), month


def _in_order(keys: Ints, last: int) -> bool:
    """Return whether ids go on rising; rows without an id stand nowhere in an order."""
    return bool(keys[0] >= max(last, 0) and np.all(keys[1:] >= keys[:-1]))


def _refuse_strays(count: int, part: Part) -> None:
    if count > MOST_STRAYS:
        raise InputError(
            say("more than {n} rows belong to nobody in the table of persons", n=MOST_STRAYS),
            expected=say("the ids of the persons in both tables"),
            todo=say("check that the two tables belong together"),
            where=Where(file=str(part.path), path="id"),
        )


def _refuse_repetition(count: int, part: Part) -> None:
    if count > MOST_STRAYS:
        raise InputError(
            say("{n} rows repeat an id of the table of persons", n=count),
            expected=say("one row for each person"),
            todo=say("check that it is the right file"),
            where=Where(file=str(part.path), path="id"),
        )


def identity_of(parts: tuple[Part, ...], *more: Any) -> str:
    """Return what a work folder must have been made of to be taken up again."""
    told = [[str(part.path.resolve()), part.size, part.changed] for part in parts]
    return hashlib.blake2b(repr((told, more)).encode(), digest_size=16).hexdigest()
