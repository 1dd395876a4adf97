"""Lives that cannot be: each check is a small function, and together they read as a list."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from lifecycle import months
from lifecycle.errors import ScenarioError, Where
from lifecycle.events import BackPay, EnrolNewborn, Event, Hired, PayFlexibleYear, PayResident, Status
from lifecycle.language import Text, say
from lifecycle.words import What, key

if TYPE_CHECKING:
    from lifecycle.scenario import Scenario

OLDEST: Final = 130 * months.MONTHS_IN_YEAR


def refuse_impossible(life: Scenario) -> None:
    """Raise ``ScenarioError`` at the first event that cannot be."""
    for check in CHECKS:
        check(life)


def _refuse(life: Scenario, number: int | None, found: Text, expected: Text, todo: Text, path: str | None = None) -> None:
    place = f"event[{number - 1}].{path or 'month'}" if number else path
    raise ScenarioError(found, expected=expected, todo=todo, where=Where(file=life.file, event=number, path=place))


def out_of_order(life: Scenario) -> None:
    """Events must stand in the order of their months."""
    for number, (earlier, later) in enumerate(pairwise(life.events), start=2):
        if later.month < earlier.month:
            _refuse(
                life,
                number,
                say(
                    "{later} comes after {earlier} in the file",
                    later=months.text(later.month),
                    earlier=months.text(earlier.month),
                ),
                say("events in the order of their months"),
                say("move the event, or correct its month"),
            )


def outside_the_scenario(life: Scenario) -> None:
    """No event lies before the scenario's first month or after its last."""
    for number, event in enumerate(life.events, start=1):
        if event.month < life.first and event.what is not What.BORN:
            _refuse(
                life,
                number,
                say("{month} lies before the scenario begins", month=months.text(event.month)),
                say("{first} or later", first=months.text(life.first)),
                say('correct the month, or set from = "…" earlier'),
            )
        if event.month > life.last:
            _refuse(
                life,
                number,
                say("{month} lies after the scenario ends", month=months.text(event.month)),
                say("{last} or earlier", last=months.text(life.last)),
                say('correct the month, or set until = "…" later'),
            )
        if event.day and event.day > months.last_day(event.month).day:
            _refuse(
                life,
                number,
                say("{month} has no day {day}", month=months.text(event.month), day=event.day),
                say("a day of that month"),
                say("correct the day"),
                "day",
            )


def before_birth(life: Scenario) -> None:
    """Nothing happens to a person who is not born."""
    born = life.person.born
    if born is None:
        return
    if life.last - born >= OLDEST:
        _refuse(
            life,
            None,
            say("a person born in {born}, alive in {last}", born=months.text(born), last=months.text(life.last)),
            say("at most {years} years", years=OLDEST // months.MONTHS_IN_YEAR),
            say("correct the birth, until, or the months of the events"),
            "person.born",
        )
    for number, event in enumerate(life.events, start=1):
        if event.month < born:
            _refuse(
                life,
                number,
                say(
                    "{what} in {month}, before the birth in {born}",
                    what=key(event.what),
                    month=months.text(event.month),
                    born=months.text(born),
                ),
                say("an event after the birth"),
                say("correct the month, or the birth"),
            )


def after_death(life: Scenario) -> None:
    """Nothing happens after death, and one is born and dies once."""
    for what in (What.DIED, What.BORN):
        places = [number for number, event in enumerate(life.events, start=1) if event.what is what]
        if len(places) > 1:
            _refuse(life, places[1], say("{what} for the second time", what=key(what)), say("once"), say("take one out"), "what")
        if what is What.DIED and places:
            for number, event in enumerate(life.events, start=1):
                if event.month > life.events[places[0] - 1].month:
                    _refuse(
                        life,
                        number,
                        say("{what} after death", what=key(event.what)),
                        say("no event after died"),
                        say("take it out, or correct the month"),
                    )


def job_that_cannot_be(life: Scenario) -> None:
    """One unit at a time; an end needs a beginning; arrears need a job."""
    employed = life.before is not None and life.before.scheme == "employee" and life.before.paid_until is None
    unpaid = False
    for month in sorted({event.month for event in life.events}):
        here = {event.what: number for number, event in enumerate(life.events, start=1) if event.month == month}
        hired, left = here.get(What.HIRED), here.get(What.LEFT_JOB)
        stops, resumes = here.get(What.EMPLOYER_STOPS_PAYING), here.get(What.EMPLOYER_RESUMES)
        twice = _twice(life, month)
        if twice or (hired and employed and not left):
            _refuse(
                life,
                twice or hired,
                say("two units at once in {month}", month=months.text(month)),
                say("left_job in the same month or earlier: one unit at a time"),
                say("add left_job, or correct the month"),
            )
        if left and not employed and not hired:
            _refuse(
                life,
                left,
                say("left_job without a job"),
                say('hired before, or [before] scheme = "employee"'),
                say("add it, or take the event out"),
            )
        if stops and (unpaid or not (employed or hired)):
            _refuse(
                life,
                stops,
                say("the employer stops paying, but pays nothing"),
                say("a job that is paid for"),
                say("correct the order"),
            )
        if resumes and (not unpaid or stops):
            _refuse(
                life,
                resumes,
                say("the employer resumes, but never stopped"),
                say("employer_stops_paying in an earlier month"),
                say("add it, or take the event out"),
            )
        unpaid = (unpaid or bool(stops)) and not resumes and not (hired and not stops)
        employed = bool(hired and employed) if left else bool(employed or hired)
        unpaid = unpaid and employed


def _twice(life: Scenario, month: int) -> int | None:
    places = [n for n, event in enumerate(life.events, start=1) if event.month == month and isinstance(event, Hired)]
    return places[1] if len(places) > 1 else None


def spell_that_cannot_be(life: Scenario) -> None:
    """What begins is not running yet, and what ends has begun."""
    pairs = (
        (What.START_FLEXIBLE, What.STOP_FLEXIBLE, "flexible"),
        (What.START_UNEMPLOYMENT_BENEFIT, What.END_UNEMPLOYMENT_BENEFIT, "unemployment"),
    )
    for starts, stops, scheme in pairs:
        running = life.before is not None and life.before.scheme == scheme and life.before.paid_until is None
        for month in sorted({event.month for event in life.events}):
            here = {event.what: number for number, event in enumerate(life.events, start=1) if event.month == month}
            start, stop = here.get(starts), here.get(stops)
            if start and running and not stop:
                _refuse(
                    life,
                    start,
                    say("{what}, but that is running already", what=key(starts)),
                    say("{what} first", what=key(stops)),
                    say("take one out, or correct the month"),
                )
            if stop and not running and not start and not _paid_by_year(life, month):
                _refuse(
                    life,
                    stop,
                    say("{what}, but nothing of the kind is running", what=key(stops)),
                    say("{what} first", what=key(starts)),
                    say("add it, or take the event out"),
                )
            running = bool(start and running) if stop else bool(running or start)


def _paid_by_year(life: Scenario, month: int) -> bool:
    return any(isinstance(event, PayFlexibleYear) and event.month <= month for event in life.events)


def year_that_cannot_be_paid(life: Scenario) -> None:
    """A coverage year is paid once, in its own time or the year before."""
    paid: dict[str, set[int]] = {"resident": set(), "flexible": set()}
    for number, event in enumerate(life.events, start=1):
        now = months.year(event.month)
        if isinstance(event, (PayResident, PayFlexibleYear)):
            kind = "resident" if isinstance(event, PayResident) else "flexible"
            _refuse_years(life, number, [event.year], now, paid[kind], now)
        elif isinstance(event, EnrolNewborn):
            born = life.person.born
            if born is None:
                _refuse(
                    life, number, say("a newborn without birth"), say("an event born, or [person] born"), say("add it"), "what"
                )
            elif not event.years or now not in event.years:
                _refuse(
                    life,
                    number,
                    say("years = {years}", years=event.years),
                    say("the current year {year} among them", year=now),
                    say("add it"),
                    "years",
                )
            else:
                _refuse_years(life, number, event.years, now, paid["resident"], months.year(born))


def _refuse_years(life: Scenario, number: int, years: list[int], now: int, paid: set[int], earliest: int) -> None:
    for year in years:
        if year < earliest:
            _refuse(
                life,
                number,
                say("the year {year} is over in {now}", year=year, now=now),
                say("{now} or {later}", now=now, later=now + 1),
                say("correct the year or the month"),
                "year",
            )
        if year > now + 1:
            _refuse(
                life,
                number,
                say("the year {year} cannot be paid yet in {now}", year=year, now=now),
                say("{now} or {later}", now=now, later=now + 1),
                say("correct the year or the month"),
                "year",
            )
        if year in paid:
            _refuse(
                life,
                number,
                say("the year {year} is paid already", year=year),
                say("one payment for a year"),
                say("take one out"),
                "year",
            )
        paid.add(year)


def paid_back_twice(life: Scenario) -> None:
    """Only months that were not paid can be paid back."""
    paid = paid_months(life)
    for number, event in enumerate(life.events, start=1):
        if not isinstance(event, BackPay):
            continue
        if event.from_ > event.to_ or event.to_ >= event.month:
            _refuse(
                life,
                number,
                say(
                    "back-payment from {a} to {b} in {month}",
                    a=months.text(event.from_),
                    b=months.text(event.to_),
                    month=months.text(event.month),
                ),
                say("from not after to, and to before the month of the payment"),
                say("correct the months"),
                "to",
            )
        wanted = range(event.from_, event.to_ + 1)
        if life.person.born is not None and event.from_ < life.person.born:
            _refuse(
                life,
                number,
                say("back-payment for months before the birth"),
                say("months of this life"),
                say("correct the months"),
                "from",
            )
        known_until = None if life.before is None else life.before.paid_until
        if event.from_ < life.first and (known_until is None or event.from_ <= known_until):
            _refuse(
                life,
                number,
                say("back-payment from {a}, before the scenario begins", a=months.text(event.from_)),
                say("{first} or later", first=months.text(life.first)),
                say('set from = "…" earlier, or say in [before] until when it was paid: paid_until = "…"'),
                "from",
            )
        if twice := [month for month in wanted if month in paid]:
            _refuse(
                life,
                number,
                say("{month} was paid already", month=months.text(twice[0])),
                say("months that were missed"),
                say("correct from and to"),
                "from",
            )
        paid |= set(wanted)


def paid_months(life: Scenario) -> set[int]:
    """Return the months that the events themselves pay into the employee scheme."""
    found: set[int] = set()
    before = life.before
    ways = {"employee": False, "flexible": False, "unemployment": False}
    if before is not None and before.scheme in ways:
        ways[before.scheme] = before.paid_until is None
        if before.scheme == "flexible" and before.yearly:
            ways["flexible"] = False
        last = before.paid_until if before.paid_until is not None else life.first - 1
        found |= set(range(last - (before.continuous_months or 1) + 1, last + 1))
    unpaid = False
    for month in range(life.first, life.last + 1):
        here = [event for event in life.events if event.month == month]
        what = {event.what for event in here}
        had = dict(ways)
        stops = What.EMPLOYER_STOPS_PAYING in what
        unpaid = stops or (unpaid and What.EMPLOYER_RESUMES not in what and What.HIRED not in what)
        ways["employee"] |= What.HIRED in what
        ways["flexible"] |= What.START_FLEXIBLE in what
        ways["unemployment"] |= What.START_UNEMPLOYMENT_BENEFIT in what
        if (ways["employee"] and not unpaid) or ways["flexible"] or ways["unemployment"]:
            found.add(month)
        for event in here:
            if isinstance(event, PayFlexibleYear):
                start = max(month, months.january(event.year))
                found |= set(range(start, months.january(event.year + 1)))
        for way, stop, start in (
            ("employee", What.LEFT_JOB, What.HIRED),
            ("flexible", What.STOP_FLEXIBLE, What.START_FLEXIBLE),
            ("unemployment", What.END_UNEMPLOYMENT_BENEFIT, What.START_UNEMPLOYMENT_BENEFIT),
        ):
            if stop in what and not (had[way] and start in what):
                ways[way] = False
        unpaid = unpaid and ways["employee"]
    return found


def status_that_ends_before(life: Scenario) -> None:
    """A status ends after it began."""
    for number, event in enumerate(life.events, start=1):
        if isinstance(event, Status) and event.until is not None and event.until < event.month:
            _refuse(
                life,
                number,
                say("until {until} lies before {month}", until=months.text(event.until), month=months.text(event.month)),
                say("a month not before the status begins"),
                say("correct until"),
                "until",
            )


def job_elsewhere(life: Scenario) -> None:
    """A job in another region needs a move, which is not simulated yet."""
    for number, event in enumerate(life.events, start=1):
        if isinstance(event, Hired) and event.region not in (None, life.region):
            _refuse(
                life,
                number,
                say("a job in {region}", region=event.region),
                say("a job in {region}; moving is not supported yet", region=life.region),
                say("take region out"),
                "region",
            )


CHECKS: Final[tuple[Callable[[Scenario], None], ...]] = (
    out_of_order,
    before_birth,
    outside_the_scenario,
    after_death,
    job_that_cannot_be,
    spell_that_cannot_be,
    year_that_cannot_be_paid,
    paid_back_twice,
    status_that_ends_before,
    job_elsewhere,
)


def events_in(life: Scenario, month: int) -> list[tuple[int, Event]]:
    """Return the events of a month with their numbers, in the order of day, then of the file."""
    found = [(number, event) for number, event in enumerate(life.events, start=1) if event.month == month]
    return sorted(found, key=lambda pair: (pair[1].day or 1, pair[0]))
