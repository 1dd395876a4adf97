"""A scenario in a notebook: who, where, from when to when, what was before, and the events."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from lifecycle import months
from lifecycle.displays.markup import SOFT, Markup, joined, table, tag
from lifecycle.errors import RegionError
from lifecycle.language import Text, counted, rendered, say
from lifecycle.regions.atlas import Atlas
from lifecycle.scenario import Scenario
from lifecycle.telling import written
from lifecycle.wording import event_text
from lifecycle.words import Label, label


def scenario_html(scenario: Scenario, lang: str) -> Markup:
    """Return a scenario as HTML in a language."""
    name = region_label(scenario.region)
    title = scenario.title.in_(lang)
    length = counted("{n} month", "{n} months", scenario.last - scenario.first + 1).in_(lang)
    period = f"{months.text(scenario.first)} – {months.text(scenario.last)} · {length}"
    facts = [
        (say("Region"), joined([name.in_(lang), " ", tag("code", scenario.region)])),
        (say("Months"), period),
        *((heading, rendered(list(parts), lang)) for heading, parts in _known(scenario, lang)),
    ]
    events = []
    for number, event in enumerate(scenario.events, start=1):
        told = written(event)
        if "region" in told:
            told["region_name"] = region_label(told["region"])._asdict()
        day = f"{months.text(event.month)}-{event.day:02d}" if event.day else months.text(event.month)
        events.append([str(number), day, event_text(told, lang)])
    heads = ["", say("Month").in_(lang), say("Event").in_(lang)]
    return tag(
        "div",
        *([tag("div", tag("b", title))] if title else []),
        *([tag("div", shows, style=SOFT)] if (shows := scenario.shows.in_(lang)) else []),
        table([], [[tag("b", heading.in_(lang)), text] for heading, text in facts]),
        table(heads, events) if events else tag("p", say("Nothing happens.").in_(lang)),
    )


def _known(scenario: Scenario, lang: str) -> Iterator[tuple[Text, list[str | Text]]]:
    """Yield what is told of the person and of the time before, each under its heading."""
    person, before, assumed = scenario.person, scenario.before, scenario.assumptions
    who: list[str | Text] = []
    if person.born is not None:
        born = months.text(person.born) + (f"-{person.born_day:02d}" if person.born_day else "")
        who.append(say("born {when}", when=born))
    if word := person.group or person.sex:
        who.append(label(word, lang))
    yield say("Person"), who or [say("nothing is told")]
    if before is None:
        yield say("What was before"), [say("nothing is told: taken to have never been insured")]
    else:
        past: list[str | Text] = [label(before.scheme, lang)]
        if before.paid_until is not None:
            past.append(say("paid until {month}", month=months.text(before.paid_until)))
        counters = ("continuous_months", "actual_months", "local_months", "deemed_months", "resident_years")
        past += [f"{label(name, lang)} {n}" for name in counters if (n := getattr(before, name))]
        yield say("What was before"), past
    growths = [
        say("base {share} a year", share=f"{assumed.base_growth:.1%}") if assumed.base_growth is not None else None,
        say("wage {share} a year", share=f"{assumed.wage_growth:.1%}") if assumed.wage_growth is not None else None,
        say("premium {yuan} yuan a year", yuan=f"{assumed.premium_growth:g}") if assumed.premium_growth is not None else None,
    ]
    if told := [one for one in growths if one is not None]:
        yield say("Assumed growth"), list(told)


@cache
def _packaged() -> Atlas:
    return Atlas()


def region_label(region: str) -> Label:
    """Return the name of a region of the package; a region of one's own keeps its id, for a scenario knows no folder."""
    try:
        return _packaged().file(region).label
    except RegionError:
        return Label(region, region)
