"""What the rules and values of a region file look like when they are written: sources, dates, conditions, years."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import attrs

from lifecycle.columns import NO_SPELL, OLDEST
from lifecycle.document import Wrong, short
from lifecycle.language import Text, say
from lifecycle.regions.kinds import month_day, years
from lifecycle.vocabulary import GRADES, UNKNOWN, Anchor, Counts, Enrolled, Group, Way, key

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
MOST_COUNTED: Final = NO_SPELL - 1
LONGEST_WAIT: Final = 120
TIER: Final = {"rate", "extra_rate", "amount", "extra", "account_rate"}  # what another source may say of a tier
HIGHEST_PRICE: Final = 1_000_000
LONGEST_WAIT_DAYS: Final = 3660


def _told(attribute: Any, value: Any) -> Text:
    return say("{name} = {value}", name=attribute.name.rstrip("_"), value=value)


def word_in(*words: str) -> Any:
    """Return a validator of one of the words, or of a list of them."""

    def check(_: Any, attribute: Any, value: Any) -> None:
        for word in value if isinstance(value, list) else [value]:
            if word is not None and word not in words:
                raise Wrong(_told(attribute, word), say("one of: {words}", words=list(words)))

    return check


def _month_day(_: Any, _attribute: Any, value: str | None) -> None:
    if value is not None:
        month_day(value)


def _up_to(most: int) -> Any:
    def check(_: Any, attribute: Any, value: int | None) -> None:
        if value is not None and not 0 <= value <= most:
            raise Wrong(_told(attribute, value), say("a whole number from 0 to {most}", most=most))

    return check


def _share(_: Any, attribute: Any, value: float | None) -> None:
    if value is not None and not 0 <= value <= 1:
        raise Wrong(_told(attribute, value), say("a share between 0 and 1"))


def plausible(_: Any, attribute: Any, value: Any) -> None:
    """Refuse a date that lies outside of history."""
    for date in value if isinstance(value, list) else [value]:
        if isinstance(date, dt.date) and not FIRST_YEAR <= date.year <= LAST_YEAR:
            raise Wrong(_told(attribute, date), say("a date between {a} and {b}", a=FIRST_YEAR, b=LAST_YEAR))


Words = str | list[str]


def _can_be_told(_: Any, _attribute: Any, value: Any) -> None:
    """Refuse what no sentence has room for: all but a word, figure or day, a list of them or of tiers, or a table of figures."""
    parts = value if isinstance(value, list) else [value]
    tables = [one for one in parts if isinstance(one, dict)]
    tiers = [{name: of for name, of in one.items() if name != "tier"} for one in tables] if isinstance(value, list) else []
    figures = [
        one for table in tiers or tables for of in table.values() for one in (of if isinstance(of, list) and not tiers else [of])
    ]
    fits = all(one == UNKNOWN or (isinstance(one, (int, float)) and not isinstance(one, bool)) for one in figures)
    if (
        not fits
        or any(set(one) - TIER for one in tiers)
        or not all(isinstance(one, (str, int, float, dt.date, dict)) for one in parts)
    ):
        raise Wrong(
            say("{value}", value=short(value)),
            say("a word, a figure, a day, a list of them or of tiers, or a table of figures"),
        )


WAYS: Final = tuple(key(way) for way in Way)


@attrs.frozen(kw_only=True)
class Source:
    """Where a figure stands: document, address, grade, date of checking."""

    cite: str | None = None
    url: str | None = None
    grade: str | None = attrs.field(default=None, validator=word_in(*GRADES))
    checked: dt.date | None = None


@attrs.frozen(kw_only=True)
class Disputed(Source):
    """What another source says instead."""

    is_: Any = attrs.field(validator=_can_be_told)


@attrs.frozen(kw_only=True)
class Dated(Source):
    """One value of a parameter, in force from a day on."""

    from_: dt.date = attrs.field(validator=plausible)
    to_: dt.date | None = attrs.field(default=None, validator=plausible)
    is_: Any
    disputed: list[Disputed] = attrs.field(factory=list)


@attrs.frozen(kw_only=True)
class EntryRule(Source):
    """One row of an entry list: conditions (absent = any), then effects."""

    id: str | None = None
    inherit: str | None = None
    from_: dt.date | None = attrs.field(default=None, validator=plausible)
    to_: dt.date | None = attrs.field(default=None, validator=plausible)
    previous: Words | None = attrs.field(default=None, validator=word_in(*WAYS))
    previous_region: Words | None = attrs.field(default=None, validator=word_in("same", "other"))
    previous_covered: bool | None = None
    unfinished_wait: bool | None = None
    gap_months_max: int | None = attrs.field(default=None, validator=_up_to(MOST_COUNTED))
    gap_in_year_max: int | None = attrs.field(default=None, validator=_up_to(MOST_COUNTED))
    back_paid: bool | None = None
    continuous_months_min: int | None = attrs.field(default=None, validator=_up_to(MOST_COUNTED))
    enrolled: Words | None = attrs.field(default=None, validator=word_in(*(key(e) for e in Enrolled)))
    paid_from: str | None = attrs.field(default=None, validator=_month_day)
    paid_to: str | None = attrs.field(default=None, validator=_month_day)
    missed_years_max: int | None = attrs.field(default=None, validator=_up_to(MOST_COUNTED))
    group: Words | None = attrs.field(default=None, validator=word_in(*(key(g) for g in Group)))
    age_days_max: int | None = attrs.field(default=None, validator=_up_to(OLDEST - 1))
    cover_from: str | None = attrs.field(default=None, validator=word_in(*(key(a) for a in Anchor)))
    wait_months: int = attrs.field(default=0, validator=_up_to(LONGEST_WAIT))
    wait_days: int = attrs.field(default=0, validator=_up_to(LONGEST_WAIT_DAYS))
    wait_per_missed_year: int = attrs.field(default=0, validator=_up_to(LONGEST_WAIT))
    benefit_factor: float = attrs.field(default=0, validator=_share)
    retroactive: bool = False
    back_pay_counts: str = attrs.field(default="years", validator=word_in(*(key(c) for c in Counts)))
    refused: bool = False
    applies_to_running: bool = False
    disputed: list[Disputed] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        if self.inherit is None:
            if not self.id:
                raise Wrong(say("an entry rule without an id"), say('id = "…", or inherit = "…"'))
            if self.cover_from is None and not self.refused:
                raise Wrong(
                    say("the rule {id} does not say from when one is covered", id=self.id),
                    say("cover_from = one of: {words}", words=[key(a) for a in Anchor]),
                )


@attrs.frozen(kw_only=True)
class ResidentYear(Source):
    """One coverage year of the resident scheme: dates of enrolment and prices in yuan."""

    year: int
    window: Any = None
    extension: Any = None
    individual: Any = None
    subsidy: Any = None
    full_price_from: Any = None
    disputed: list[Disputed] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise Wrong(say("{value}", value=self.year), say("a coverage year"))
        for span in (self.window, self.extension):
            if span in (None, UNKNOWN):
                continue
            if (
                not isinstance(span, list)
                or len(span) != 2  # noqa: PLR2004
                or not all(type(day) is dt.date for day in span)
                or span[0] > span[1]
            ):
                raise Wrong(say("{value}", value=span), say('two dates, the first and the last day, or "unknown"'))
        prices = list(self.individual.values()) if isinstance(self.individual, dict) else [self.individual]
        for price in (*prices, self.subsidy):
            if price not in (None, UNKNOWN) and (
                isinstance(price, bool) or not isinstance(price, (int, float)) or not 0 <= price <= HIGHEST_PRICE
            ):
                raise Wrong(say("{value}", value=price), say('an amount in yuan, or "unknown"'))
        if self.full_price_from not in (None, UNKNOWN) and type(self.full_price_from) is not dt.date:
            raise Wrong(say("{value}", value=self.full_price_from), say("a date such as 2026-07-01"))


@attrs.frozen(kw_only=True)
class RequirementRule(Source):
    """One row of what retiring asks for: conditions (absent = any), then years; ``from``, ``to``: month of retiring."""

    id: str | None = None
    inherit: str | None = None
    from_: dt.date | None = attrs.field(default=None, validator=plausible)
    to_: dt.date | None = attrs.field(default=None, validator=plausible)
    sex: str | None = attrs.field(default=None, validator=word_in("male", "female"))
    born_before: dt.date | None = attrs.field(default=None, validator=plausible)
    joined_before: dt.date | None = attrs.field(default=None, validator=plausible)
    continuous_years_min: Any = attrs.field(default=None)
    total_years: Any = None
    actual_years: Any = None
    local_years: Any = None
    local_in: str = attrs.field(default="region", validator=word_in("region", "province"))
    elsewhere_as: str = attrs.field(default="actual", validator=word_in("actual", "deemed"))
    lower_per_missing_year: float = attrs.field(default=0, validator=_share)
    disputed: list[Disputed] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        for value in (self.total_years, self.actual_years, self.local_years, self.continuous_years_min):
            if value not in (None, UNKNOWN):
                years(value)
        if self.inherit is None and (not self.id or self.total_years is None):
            raise Wrong(
                say("a requirement without an id or without total_years"), say('id = "…" and total_years, or inherit = "…"')
            )
