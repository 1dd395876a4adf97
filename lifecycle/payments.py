"""Payments that cannot be: years paid twice or out of their time, back-payment of months that were paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle import months
from lifecycle.errors import refuse_event
from lifecycle.events import BackPay, EnrolNewborn, Event, PayFlexibleYear, PayResident
from lifecycle.language import say
from lifecycle.vocabulary import What

if TYPE_CHECKING:
    from lifecycle.scenario import Scenario


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
                refuse_event(
                    life.file,
                    number,
                    say("a newborn without birth"),
                    say("an event born, or [person] born"),
                    say("add it"),
                    "what",
                )
            elif not event.years or now not in event.years:
                refuse_event(
                    life.file,
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
            refuse_event(
                life.file,
                number,
                say("the year {year} is over in {now}", year=year, now=now),
                say("{now} or {later}", now=now, later=now + 1),
                say("correct the year or the month"),
                "year",
            )
        if year > now + 1:
            refuse_event(
                life.file,
                number,
                say("the year {year} cannot be paid yet in {now}", year=year, now=now),
                say("{now} or {later}", now=now, later=now + 1),
                say("correct the year or the month"),
                "year",
            )
        if year in paid:
            refuse_event(
                life.file,
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
            refuse_event(
                life.file,
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
            refuse_event(
                life.file,
                number,
                say("back-payment for months before the birth"),
                say("months of this life"),
                say("correct the months"),
                "from",
            )
        known_until = None if life.before is None else life.before.paid_until
        if event.from_ < life.first and (known_until is None or event.from_ <= known_until):
            refuse_event(
                life.file,
                number,
                say("back-payment from {a}, before the scenario begins", a=months.text(event.from_)),
                say("{first} or later", first=months.text(life.first)),
                say('set from = "…" earlier, or say in [before] until when it was paid: paid_until = "…"'),
                "from",
            )
        if twice := [month for month in wanted if month in paid]:
            refuse_event(
                life.file,
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
    told: dict[int, list[Event]] = {}
    for event in life.events:
        told.setdefault(event.month, []).append(event)
    for month in range(life.first, life.last + 1):
        here = told.get(month, [])
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
