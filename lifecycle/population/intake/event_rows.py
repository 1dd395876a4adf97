"""Events as canonical rows, and the cells in them that cannot stand: unknown, missing, out of bounds, or of another event."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Final

import polars as pl

from lifecycle.document import Wrong
from lifecycle.events import KINDS
from lifecycle.language import say
from lifecycle.population.intake.cells import values
from lifecycle.population.intake.rejects import Faults, Message
from lifecycle.population.intake.rows import Judge, judged, read, refuse_unknown_regions, with_all_columns
from lifecycle.population.intake.tables import EVENT_FRAME, EVENTS, VALUE_KINDS, Kind, fields_of, is_count, may_use, must_use

WORDS: Final = list(KINDS)


def events(raw: pl.DataFrame, regions: frozenset[str], faults: Faults, leave_out: Collection[int] = ()) -> pl.DataFrame:
    """Return the events of raw rows (with ``file`` and ``row``), in no order yet; bad cells go to ``faults``.

    The events of the ids in ``leave_out`` are not looked at.
    """
    raw = with_all_columns(raw, EVENTS)
    if leave_out:
        raw = raw.filter(~values(raw["id"], Kind.ID).is_in(list(leave_out)).fill_null(value=False))
    what = raw["event"].cast(pl.String)
    used = [name for name in VALUE_KINDS if raw[name].null_count() < raw.height]
    strays = {name: _strays(raw[name], what, name) for name in used}
    emptied = [pl.when(~strays[name]).then(pl.col(name)).alias(name) for name in used if strays[name].any()]
    found = read(raw.with_columns(emptied) if emptied else raw, EVENTS, faults)
    faults.add_each(found.filter(~pl.col("event").is_in(WORDS)), "event", "event", _no_event)
    for name in used:
        faults.add_each(found.filter(strays[name]), name, "event", partial(_stray, name))
        if name != "region":
            _refuse_values(found, name, faults)
    for name in VALUE_KINDS:
        asking = [word for word in WORDS if name in must_use(word)]
        if asking:
            missing = found.filter(what.is_in(asking).fill_null(value=False) & raw[name].is_null())
            faults.add_each(missing, name, "event", partial(_without, name))
    refuse_unknown_regions(found, regions, faults)
    return found.rename({"event": "what"}).select(list(EVENT_FRAME))


def _strays(cells: pl.Series, what: pl.Series, name: str) -> pl.Series:
    """Return where a value stands that a known kind of event does not use."""
    others = [word for word in WORDS if name not in may_use(word)]
    return (cells.is_not_null() & what.is_in(others)).fill_null(value=False)


def _refuse_values(found: pl.DataFrame, name: str, faults: Faults) -> None:
    """Tell the values that the class of an event refuses."""
    told = found.select("id", "file", "row", "event", name).filter(pl.col(name).is_not_null())
    for word in told["event"].unique().drop_nulls():
        if word not in KINDS or name not in may_use(word):
            continue
        field = fields_of(word)[name]
        judge: Judge = partial(field.validator, None, field) if field.validator is not None else bool
        if VALUE_KINDS[name] is Kind.YEARS and is_count(word, name):
            judged(told.filter(pl.col("event") == word), name, partial(_one_number, judge), faults)
        elif field.validator is not None:
            judged(told.filter(pl.col("event") == word), name, judge, faults)


def _one_number(judge: Judge, text: str) -> None:
    if " " in text:
        raise Wrong(say("{value}", value=text), say("a whole number"))
    judge(int(text))


def _no_event(what: str) -> Message:
    known = say("one of: {words}", words=sorted(KINDS))
    return Message(say("there is no event {what}", what=what), known, say("correct the spelling"))


def _stray(name: str, what: str) -> Message:
    return Message(
        say("the event {what} has no {name}", what=what, name=name),
        say("one of: {words}", words=list(may_use(what))),
        say("take the value out, or correct the event"),
    )


def _without(name: str, what: str) -> Message:
    found = say("the event {what} without {name}", what=what, name=name)
    return Message(found, say("a value for {key}", key=name), say("add it"))
