"""A life in which the engines differ, made as small as it can be while they still do, and written as a scenario."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl
from comparison import Difference, compared, shipped
from random_rows import Told

from lifecycle.population.intake.singly import refusal, spelled
from lifecycle.population.intake.tables import EVENT_FRAME, PERSON_FRAME
from lifecycle.population.intake.whole import in_order


def shrunk(life: Told, differences: Sequence[Difference]) -> tuple[Told, list[Difference]]:
    """Return a smaller life that differs in one of the same fields, and how."""
    fields = {difference.field for difference in differences}
    smaller = True
    while smaller:
        smaller = False
        for candidate in _smaller(life, differences):
            found = _differing(candidate)
            if fields & {difference.field for difference in found}:
                life, differences, smaller = candidate, found, True
                break
    return life, list(differences)


def _differing(life: Told) -> list[Difference]:
    person, events = life
    if refusal(person, events, shipped()) is not None:
        return []
    frame = in_order(pl.DataFrame(events, schema=EVENT_FRAME))
    found = compared(pl.DataFrame([person], schema=PERSON_FRAME), frame).different
    return found[0][1] if found else []


def _smaller(life: Told, differences: Sequence[Difference]) -> Iterator[Told]:
    """Yield a life with something less: later months, events from the last on, what is known of the person."""
    person, events = life
    for last in sorted({difference.month or 0 for difference in differences}):
        if person["first"] < last < person["last"]:
            yield {**person, "last": last}, [event for event in events if event["month"] <= last]
    for size in (len(events) // 2, len(events) // 4, 1):
        for at in range(len(events) - size, -1, -size) if size else ():
            yield person, events[:at] + events[at + size :]
    for names_ in (("before_scheme",), ("statuses",), ("group",), ("sex",), ("born", "born_day"), ("born_day",)):
        if any(person[name] is not None for name in names_):
            gone = [name for name in PERSON_FRAME if name.startswith("before_")] if names_ == ("before_scheme",) else names_
            yield {**person, **dict.fromkeys(gone)}, events
    for name in PERSON_FRAME:
        if name.startswith("before_") and name != "before_scheme" and person[name] is not None:
            yield {**person, name: None}, events
    for at, event in enumerate(events):
        for name in EVENT_FRAME:
            if event[name] is not None and name not in {"id", "month", "what", "row", "file"}:
                yield person, [*events[:at], {**event, name: None}, *events[at + 1 :]]


def as_toml(life: Told) -> str:
    """Return a life as a scenario file."""
    data = spelled(*life)
    plain = [_line(name, value) for name, value in data.items() if not isinstance(value, (dict, list))]
    parts = [
        f"[{name}]\n" + "\n".join(_line(*pair) for pair in data[name].items()) for name in ("person", "before") if data.get(name)
    ]
    parts += ["[[event]]\n" + "\n".join(_line(*pair) for pair in event.items()) for event in data["event"]]
    return "\n\n".join(["\n".join(plain), *parts]) + "\n"


def _line(name: str, value: Any) -> str:
    return f"{name} = {json.dumps(value)}"
