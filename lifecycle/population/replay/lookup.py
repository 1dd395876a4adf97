"""One life looked up in the tables that a run read: its own rows, wherever they lie, read and checked as the run did."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NoReturn

import attrs
import numpy as np
import polars as pl

from lifecycle.errors import InputError, Where
from lifecycle.language import say
from lifecycle.population.batch import Ints
from lifecycle.population.intake.batches import between, stream
from lifecycle.population.intake.event_rows import events as event_rows
from lifecycle.population.intake.person_rows import persons as person_rows
from lifecycle.population.intake.register import keys_of
from lifecycle.population.intake.rejects import Faults
from lifecycle.population.intake.shelves import FILE, ROW
from lifecycle.population.intake.sources import Part
from lifecycle.population.intake.tables import EVENT_FRAME
from lifecycle.population.intake.whole import in_order, refuse_outside, with_births, with_months
from lifecycle.words import Label


@attrs.frozen
class Told:
    """What the tables tell of one life: the canonical rows of the person and of the events, in order."""

    person: dict[str, Any]
    events: list[dict[str, Any]]


def look_up(
    number: int, people: Collection[Part], told: Collection[Part], regions: frozenset[str], first: int | None, last: int | None
) -> Told:
    """Return the rows of one id; ``first`` and ``last`` are the months for persons that tell none.

    Raises ``InputError`` where nobody has the id, or where a row of it cannot be taken.
    """
    faults = Faults()
    found = [person_rows(rows, regions, faults) for rows in _rows(number, people)]
    if not found:
        refuse_unknown(number, people)
    if sum(frame.height for frame in found) > 1:
        _refuse_twice(people)
    empty = pl.DataFrame(schema=EVENT_FRAME)
    events = pl.concat([empty, *(event_rows(rows, regions, faults) for rows in _rows(number, told))])
    person = with_months(with_births(found[0], events), first, last, faults)
    refuse_outside(events, person, faults)
    if faults:
        raise refused(number, faults.table())
    return Told(person.row(0, named=True), in_order(events).to_dicts())


def refused(number: int, rejects: pl.DataFrame) -> InputError:
    """Return the error of a life that was left out because of some rows."""
    first = rejects.row(0, named=True)
    row = "" if first["row"] is None else f":{first['row']}"
    return InputError(
        say(
            "the id {id} was left out, rows refused: {n}, the first: {reason}",
            id=number,
            n=rejects.height,
            reason=Label(first["reason_zh"], first["reason"]),
        ),
        expected=say("a life that the run could take"),
        todo=say("mend the rows, and run it again"),
        where=Where(file=(first["file"] or "") + row, path=first["column"]),
    )


def refuse_unknown(number: int, people: Collection[Part] = ()) -> NoReturn:
    """Refuse an id that nobody has."""
    raise InputError(
        say("nobody has the id {id}", id=number),
        expected=say("an id of the table of persons"),
        todo=say("correct the id"),
        where=_place(people),
    )


def _refuse_twice(people: Collection[Part]) -> NoReturn:
    raise InputError(
        say("the id stands in several rows"),
        expected=say("one row for each person"),
        todo=say("take the others out"),
        where=_place(people),
    )


def _place(people: Collection[Part]) -> Where:
    files = sorted({str(part.path if len(people) == 1 else part.path.parent) for part in people})
    return Where(file=files[0] if files else None, path="id")


def _rows(number: int, parts: Collection[Part]) -> Iterator[pl.DataFrame]:
    """Yield the rows of an id as the files have them, with the file and the number of the row."""
    for part in parts:
        for before, frame in _near(number, part):
            at = _positions(frame, number)
            if len(at):
                place = (pl.lit(str(part.path)).alias(FILE), pl.Series(ROW, before + 1 + at, dtype=pl.UInt32))
                yield frame[at].with_columns(place)


def _near(number: int, part: Part) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield the stretches of a file in which an id stands: of a file that can be sliced, little more than its rows."""
    if not part.sliceable:
        yield from stream(part)
        return
    at = np.concatenate([np.zeros(0, np.int64), *(before + _positions(ids, number) for before, ids in stream(part, ("id",)))])
    of_block = np.searchsorted(np.cumsum(np.array(part.blocks, np.int64)), at, side="right")
    for block in np.unique(of_block):
        here = at[of_block == block]
        yield from between(part, int(here[0]), int(here[-1]) + 1)


def _positions(frame: pl.DataFrame, number: int) -> Ints:
    found: Ints = np.flatnonzero(keys_of(frame["id"]) == number)
    return found
