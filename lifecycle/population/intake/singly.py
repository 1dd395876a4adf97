"""One life of the tables as the scenario that a file would tell, and what the checks of scenarios say to it."""

from __future__ import annotations

from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.beforehand import Before
from lifecycle.columns import PLACES
from lifecycle.errors import ScenarioError
from lifecycle.itinerary import Itinerary
from lifecycle.population.intake.rejects import Message
from lifecycle.population.intake.tables import BEFORE, VALUE_KINDS, Kind, is_count
from lifecycle.regions.atlas import Atlas
from lifecycle.scenario import Scenario

#: Where the tables spell a place in a scenario differently.
SPELLED: Final = {"what": "event", "before": "before_scheme", "person": "born"}


@attrs.frozen
class Refusal:
    """Why a life cannot be: the message, the column, and the place of the event in its list (none: the person)."""

    message: Message
    column: str
    event: int | None


def scenario_of(person: dict[str, Any], events: list[dict[str, Any]], *, file: str) -> Scenario:
    """Return the scenario that the canonical rows of one life tell; raises ``ScenarioError`` where it cannot be."""
    return Scenario.read(spelled(person, events), file=file)


def spelled(person: dict[str, Any], events: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one life as a scenario file would spell it: statuses held from the first month stand before the events."""
    first, begins = months.text(person["first"]), months.text(max(person["first"], person["born"] or 0))
    told = {"born": _birth(person), "sex": person["sex"], "group": person["group"]}
    made: dict[str, Any] = {
        "region": person["region"],
        "from": first,
        "until": months.text(person["last"]),
        "person": {name: value for name, value in told.items() if value is not None},
        "event": [{"month": begins, "what": "status", "is": word} for word in statuses(person)],
    }
    if person["before_scheme"] is not None:
        before = {field.name: person[BEFORE + field.name] for field in attrs.fields(Before)}
        if before["paid_until"] is not None:
            before["paid_until"] = months.text(before["paid_until"])
        made["before"] = {name: value for name, value in before.items() if value is not None}
    made["event"] += [_event(event) for event in events]
    return made


def statuses(person: dict[str, Any]) -> list[str]:
    """Return the statuses that a person holds from the first month."""
    return person["statuses"].split(" ") if person["statuses"] else []


def _birth(person: dict[str, Any]) -> str | None:
    if person["born"] is None:
        return None
    month = months.text(person["born"])
    return month if person["born_day"] is None else f"{month}-{person['born_day']:02d}"


def _event(event: dict[str, Any]) -> dict[str, Any]:
    what = event["what"]
    made: dict[str, Any] = {"month": months.text(event["month"]), "what": what}
    for name, kind in VALUE_KINDS.items():
        value = event[name]
        if value is None:
            continue
        if kind is Kind.MONTH:
            value = months.text(value)
        elif kind is Kind.YEARS:
            value = int(value) if is_count(what, name) else [int(year) for year in value.split(" ")]
        made[name] = value
    return made


def refusal(person: dict[str, Any], events: list[dict[str, Any]], atlas: Atlas) -> Refusal | None:
    """Return why the life of some canonical rows cannot be, none where it can."""
    try:
        life = scenario_of(person, events, file=person["file"])
        places = {person["region"], *(event["region"] for event in events)}
        if len(places - {None}) > PLACES:
            Itinerary(life, atlas)
    except ScenarioError as problem:
        where = problem.where
        held = len(statuses(person))
        place = (where.path or "").rpartition("].")[2]
        column = SPELLED.get(place) or place.replace("before.", BEFORE).removeprefix("person.")
        event = None if where.event is None or where.event <= held else where.event - held - 1
        if where.event is not None and event is None:
            column = "statuses"
        return Refusal(Message.of(problem), column, event)
    return None
