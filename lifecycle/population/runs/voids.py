"""Lives that the step refuses, because an event in them buys nothing: lived singly, to learn what is to be said."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from lifecycle.errors import ScenarioError
from lifecycle.language import say
from lifecycle.machine import Life
from lifecycle.population.batch import Ints
from lifecycle.population.intake.intake import Partition
from lifecycle.population.intake.rejects import Faults, Message
from lifecycle.population.intake.singly import scenario_of, statuses
from lifecycle.regions.atlas import Atlas
from lifecycle.vocabulary import What, key


def refused(taken: Partition, voids: Ints, atlas: Atlas) -> pl.DataFrame:
    """Return the rejects of the lives of a partition for which ``voids`` has the kind of an event that buys nothing."""
    faults = Faults()
    numbers = np.flatnonzero(voids)
    people = taken.persons[numbers]
    theirs = taken.events.filter(pl.col("id").is_in(people["id"].implode())).partition_by("id", as_dict=True)
    for person, void in zip(people.iter_rows(named=True), voids[numbers].tolist(), strict=True):
        events = theirs[person["id"],].to_dicts()
        row, message = _blamed(person, events, What(void), atlas)
        place = pl.DataFrame([{name: row[name] for name in ("id", "file", "row")}], schema_overrides={"row": pl.UInt32})
        faults.add(place, "event", message)
    return faults.table()


def _blamed(person: dict[str, Any], events: list[dict[str, Any]], void: What, atlas: Atlas) -> tuple[dict[str, Any], Message]:
    """Return the row of the event that buys nothing, and what the machine for one person says of it."""
    try:
        Life(scenario_of(person, events, file=person["file"]), atlas=atlas).live()
    except ScenarioError as problem:
        number = (problem.where.event or 0) - len(statuses(person)) - 1
        return events[number] if 0 <= number < len(events) else person, Message.of(problem)
    found = say("{what} buys nothing", what=key(void))
    return person, Message(found, say("an event that buys something"), say("take the event out, or correct its month"))
