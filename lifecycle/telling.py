"""Events as a timeline tells them: spelled as in a scenario, with what was fixed by them and whether they had an effect."""

from __future__ import annotations

from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.events import Event
from lifecycle.facts import Facts
from lifecycle.happenings import Told
from lifecycle.itinerary import Itinerary
from lifecycle.machine import Month
from lifecycle.record import Record
from lifecycle.vocabulary import Way, What, key

MONTHS_OF_EVENTS: Final = ("from_", "to_", "until")


def event_told(told: Told, one: Month, way: Itinerary) -> dict[str, Any]:
    """Return an event of the month as JSON, with what was fixed by it and whether it had an effect."""
    made: dict[str, Any] = {"number": told.number, **written(told.event)}
    if told.happenings[0].what == What.STATUS_ENDS:
        made["what"] = key(What.STATUS_ENDS)
    for year, fixed in told.fixed:
        made.setdefault("fixed", []).append({"year": year, "enrolled": key(fixed.enrolled), "price_fen": fixed.price_fen})
    if made.get("region"):
        made["region_name"] = way.atlas.book(made["region"]).label._asdict()
    if told.event.what is What.DEEMED_SERVICE:
        made["months"] = told.happenings[0].months
    made["effect"] = _had_effect(told, one.facts, one.record)
    return made


def written(event: Event) -> dict[str, Any]:
    """Return an event as a scenario file spells it, without its month."""
    made: dict[str, Any] = {"what": key(event.what)}
    for field in attrs.fields(type(event)):
        value = getattr(event, field.name)
        if value is not None and field.name != "month":
            made[field.name.rstrip("_")] = months.text(value) if field.name in MONTHS_OF_EVENTS else value
    return made


def _had_effect(told: Told, v: Facts, p: Record) -> bool:
    what = told.event.what
    if what in (What.PAY_RESIDENT, What.ENROL_NEWBORN):
        return not v.resident_refused
    if what is What.BACK_PAY:
        return v.gap_back_paid + v.entry_back_paid + v.other_back_paid > 0
    if what in (What.START_FLEXIBLE, What.PAY_FLEXIBLE_YEAR):
        return not v.refused and p.way in (Way.FLEXIBLE, Way.NONE) and not p.retired
    if what in (What.HIRED, What.EMPLOYER_RESUMES):
        return not (p.retired or 0 < p.retire_month <= v.month)
    if what is What.TOP_UP:
        return bool(v.retires or (p.topping_up and p.way == Way.FLEXIBLE)) and not v.top_up_refused
    if what is What.START_UNEMPLOYMENT_BENEFIT:
        return p.way == Way.UNEMPLOYMENT
    if what is What.DEEMED_SERVICE:
        return v.deemed + v.service > 0
    return True
