"""A scenario: one life as a TOML file; every error carries file, event number and path."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final, Self

import attrs
from cattrs import Converter

from lifecycle import document, months
from lifecycle.beforehand import LONGEST_LIFE, NOTHING_ASSUMED, Assumptions, Before
from lifecycle.document import Wrong
from lifecycle.errors import ScenarioError, Where
from lifecycle.events import KINDS, BackPay, Born, DeemedService, Event, Month, Status
from lifecycle.language import current, say
from lifecycle.person import GROUPS, SEXES, Person
from lifecycle.words import Label

MOST_EVENTS: Final = 5000
NO_WORDS: Final = Label("", "")


@attrs.frozen(kw_only=True)
class Scenario:
    """A life to simulate: a person, a region, what was before, and the events in order.

    Months are indices; ``first`` and ``last`` bound the rows of the timeline.
    """

    title: Label
    shows: Label
    region: str
    first: int
    last: int
    person: Person
    before: Before | None
    events: tuple[Event, ...]
    assumptions: Assumptions = NOTHING_ASSUMED
    file: str | None = None

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Return the scenario in a TOML file; raises ``ScenarioError`` with the place of the first mistake."""
        return cls.read(document.read(Path(path), ScenarioError), file=str(path))

    @classmethod
    def read(cls, data: dict[str, Any], *, file: str = "scenario") -> Self:
        """Return the scenario that a dict spells in the way of the files."""
        from lifecycle import lives

        written: Written = document.structured(data, Written, _converter(), ScenarioError, file)
        made = cls(
            title=written.title,
            shows=written.shows,
            region=written.region,
            first=_first(written, file),
            last=_last(written, file),
            person=_person(written),
            before=_before(written, file),
            events=tuple(written.event),
            assumptions=written.assumptions,
            file=file,
        )
        lives.refuse_impossible(made)
        return made

    def __repr__(self) -> str:
        return (
            f"<Scenario {self.title.en!r} {self.region} {months.text(self.first)}..{months.text(self.last)}, "
            f"{len(self.events)} events>"
        )

    def _repr_html_(self) -> str:
        from lifecycle.displays.told import scenario_html

        return scenario_html(self, current())


@attrs.frozen(kw_only=True)
class WrittenPerson:
    """``[person]`` as it is written."""

    born: str | None = None
    sex: str | None = None
    group: str | None = None

    def __attrs_post_init__(self) -> None:
        for value, known in ((self.sex, SEXES), (self.group, GROUPS)):
            if value is not None and value not in known:
                raise Wrong(say("{value}", value=value), say("one of: {words}", words=list(known)))


@attrs.frozen(kw_only=True)
class Written:
    """A whole scenario file as it is written."""

    region: str
    title: Label = NO_WORDS
    shows: Label = NO_WORDS
    from_: Month | None = None
    until: Month | None = None
    person: WrittenPerson = attrs.field(factory=WrittenPerson)
    before: Before | None = None
    assumptions: Assumptions = NOTHING_ASSUMED
    event: list[Event] = attrs.field(factory=list)


def _month(value: Any, _: Any) -> int:
    try:
        return months.month(value)
    except (ValueError, TypeError):
        raise Wrong(
            say("{value} is not a month", value=value),
            say('a month such as "2024-07", in quotes'),
            say("correct it"),
        ) from None


def _an_event(value: Any, _: Any) -> Event:
    if not isinstance(value, dict) or not isinstance(value.get("what"), str):
        raise Wrong(say("an event that does not say what happens"), say("what = one of: {words}", words=sorted(KINDS)))
    what = value["what"]
    if what not in KINDS:
        raise Wrong(
            say("there is no event {what}", what=what), say("one of: {words}", words=sorted(KINDS)), say("correct the spelling")
        )
    found: Event = _converter().structure({k: v for k, v in value.items() if k != "what"}, KINDS[what])
    return found


@cache
def _converter() -> Converter:
    made = document.converter().copy()
    made.register_structure_hook(Month, _month)
    made.register_structure_hook_func(lambda cls: cls is Event, _an_event)
    document.spelled(made, BackPay, from_="from", to_="to")
    document.spelled(made, DeemedService, from_="from", to_="to")
    document.spelled(made, Status, is_="is")
    document.spelled(made, Written, from_="from")
    return made


def read_event(data: dict[str, Any]) -> Event:
    """Return one event spelled as in a scenario file; raises ``ScenarioError``."""
    found: Event = document.structured(data, Event, _converter(), ScenarioError, "event")
    return found


def _birth(written: Written) -> tuple[int | None, int | None]:
    for event in written.event:
        if isinstance(event, Born):
            return event.month, event.day
    return None, None


def _person(written: Written) -> Person:
    born, day = _birth(written)
    text = written.person.born
    if text is not None:
        try:
            date = months.day(text)
            born, day = months.of(date), date.day
        except ValueError:
            read = _month(text, None)
            day = day if read == born else None
            born = read
    return Person(born=born, born_day=day, sex=written.person.sex, group=written.person.group)


def _first(written: Written, file: str) -> int:
    try:
        born = _person(written).born
    except Wrong as wrong:
        raise ScenarioError(
            wrong.found, expected=wrong.expected, todo=wrong.todo or say("correct it"), where=Where(file=file, path="person.born")
        ) from None
    if written.from_ is not None:
        return written.from_
    if written.event:
        january = months.january(months.year(min(event.month for event in written.event)))
        return max(january, born) if born is not None and born < january + months.MONTHS_IN_YEAR else january
    if born is not None:
        return born
    raise ScenarioError(
        say("nothing says when this life begins"),
        expected=say('from = "YYYY-MM", an event, or [person] born'),
        todo=say("add one of them"),
        where=Where(file=file),
    )


def _last(written: Written, file: str) -> int:
    first = _first(written, file)
    last = max([first, *(event.month for event in written.event)])
    last = written.until if written.until is not None else months.january(months.year(last) + 1) - 1
    if last < first or last - first >= LONGEST_LIFE:
        raise ScenarioError(
            say("a life from {first} to {last}", first=months.text(first), last=months.text(last)),
            expected=say("from 1 to {most} months", most=LONGEST_LIFE),
            todo=say("correct from, until or the months of the events"),
            where=Where(file=file, path="until"),
        )
    if len(written.event) > MOST_EVENTS:
        raise ScenarioError(
            say("{n} events", n=len(written.event)),
            expected=say("at most {most}", most=MOST_EVENTS),
            todo=say("split the file"),
            where=Where(file=file, path="event"),
        )
    return last


def _before(written: Written, file: str) -> Before | None:
    made = written.before
    if made is not None and made.paid_until is not None and made.paid_until >= _first(written, file):
        raise ScenarioError(
            say("paid until {month}, which is inside the scenario", month=months.text(made.paid_until)),
            expected=say("a month before {first}", first=months.text(_first(written, file))),
            todo=say("say it with an event instead"),
            where=Where(file=file, path="before.paid_until"),
        )
    return made
