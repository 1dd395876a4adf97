"""What a region file may say: sections, dated values, entry rules, resident years; unknown keys are refused."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
from cattrs import Converter

from lifecycle import document
from lifecycle.columns import NO_SPELL, OLDEST
from lifecycle.document import Wrong
from lifecycle.errors import RegionError
from lifecycle.language import Text, say
from lifecycle.regions.parameters import month_day
from lifecycle.words import GRADES, UNKNOWN, Anchor, Counts, Enrolled, Group, Label, Way, key

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
MOST_COUNTED: Final = NO_SPELL - 1
LONGEST_WAIT: Final = 120
HIGHEST_PRICE: Final = 1_000_000
LONGEST_WAIT_DAYS: Final = 3660


def _told(attribute: Any, value: Any) -> Text:
    return say("{name} = {value}", name=attribute.name.rstrip("_"), value=value)


def _word_in(*words: str) -> Any:
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


def _plausible(_: Any, attribute: Any, value: Any) -> None:
    for date in value if isinstance(value, list) else [value]:
        if isinstance(date, dt.date) and not FIRST_YEAR <= date.year <= LAST_YEAR:
            raise Wrong(_told(attribute, date), say("a date between {a} and {b}", a=FIRST_YEAR, b=LAST_YEAR))


Words = str | list[str]
WAYS: Final = tuple(key(way) for way in Way)


@attrs.frozen(kw_only=True)
class Source:
    """Where a figure stands: document, address, grade, date of checking."""

    cite: str | None = None
    url: str | None = None
    grade: str | None = attrs.field(default=None, validator=_word_in(*GRADES))
    checked: dt.date | None = None


@attrs.frozen(kw_only=True)
class Disputed(Source):
    """What another source says instead."""

    is_: Any


@attrs.frozen(kw_only=True)
class Dated(Source):
    """One value of a parameter, in force from a day on."""

    from_: dt.date = attrs.field(validator=_plausible)
    to_: dt.date | None = attrs.field(default=None, validator=_plausible)
    is_: Any
    disputed: list[Disputed] = attrs.field(factory=list)


@attrs.frozen(kw_only=True)
class EntryRule(Source):
    """One row of an entry list: conditions (absent = any), then effects."""

    id: str | None = None
    inherit: str | None = None
    from_: dt.date | None = attrs.field(default=None, validator=_plausible)
    to_: dt.date | None = attrs.field(default=None, validator=_plausible)
    previous: Words | None = attrs.field(default=None, validator=_word_in(*WAYS))
    previous_region: Words | None = attrs.field(default=None, validator=_word_in("same", "other"))
    previous_covered: bool | None = None
    unfinished_wait: bool | None = None
    gap_months_max: int | None = attrs.field(default=None, validator=_up_to(MOST_COUNTED))
    gap_in_year_max: int | None = attrs.field(default=None, validator=_up_to(MOST_COUNTED))
    back_paid: bool | None = None
    continuous_months_min: int | None = attrs.field(default=None, validator=_up_to(MOST_COUNTED))
    enrolled: Words | None = attrs.field(default=None, validator=_word_in(*(key(e) for e in Enrolled)))
    paid_from: str | None = attrs.field(default=None, validator=_month_day)
    paid_to: str | None = attrs.field(default=None, validator=_month_day)
    missed_years_max: int | None = attrs.field(default=None, validator=_up_to(MOST_COUNTED))
    group: Words | None = attrs.field(default=None, validator=_word_in(*(key(g) for g in Group)))
    age_days_max: int | None = attrs.field(default=None, validator=_up_to(OLDEST - 1))
    cover_from: str | None = attrs.field(default=None, validator=_word_in(*(key(a) for a in Anchor)))
    wait_months: int = attrs.field(default=0, validator=_up_to(LONGEST_WAIT))
    wait_days: int = attrs.field(default=0, validator=_up_to(LONGEST_WAIT_DAYS))
    wait_per_missed_year: int = attrs.field(default=0, validator=_up_to(LONGEST_WAIT))
    benefit_factor: float = attrs.field(default=0, validator=_share)
    retroactive: bool = False
    back_pay_counts: str = attrs.field(default="years", validator=_word_in(*(key(c) for c in Counts)))
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


Values = list[Dated]


@attrs.frozen(kw_only=True)
class Section:
    """What a region says about one way of being insured."""

    stop_lag_months: Values | None = None
    continuity_gap_max: Values | None = None
    back_pay_within_months: Values | None = None
    benefit_scale: Values | None = None
    entry: list[EntryRule] | None = None


@attrs.frozen(kw_only=True)
class FlexibleSection(Section):
    """What a region says about flexible employment."""

    annual: Values | None = None


@attrs.frozen(kw_only=True)
class ResidentSection(Section):
    """What a region says about residents."""

    year: list[ResidentYear] = attrs.field(factory=list)
    free_missed_years: Values | None = None
    missed_years_from: Values | None = None
    late_year_counts: Values | None = None
    repair_min: Values | None = None
    repair_min_after: Values | None = None
    repair_min_after_years: Values | None = None
    refund_before_year: Values | None = None


@attrs.frozen(kw_only=True)
class RegionFile(Source):
    """One region file as it is written."""

    name: str
    english: str | None = None
    parent: str | None = None
    employee: Section = attrs.field(factory=Section)
    flexible: FlexibleSection = attrs.field(factory=FlexibleSection)
    unemployment: Section = attrs.field(factory=Section)
    resident: ResidentSection = attrs.field(factory=ResidentSection)

    @property
    def label(self) -> Label:
        """Return the name in both languages."""
        return Label(self.name, self.english or self.name)

    def section(self, name: str) -> Section:
        """Return one of the four sections."""
        found: Section = getattr(self, name)
        return found


def _values(value: Any, _: Any) -> Any:
    if value == UNKNOWN:
        return [Dated(from_=dt.date(FIRST_YEAR, 1, 1), is_=UNKNOWN, cite=UNKNOWN)]
    if not isinstance(value, list):
        raise Wrong(say("{value}", value=str(value)[:80]), say('a list of {{ from = …, is = …, cite = "…" }}'))
    return _converter().structure(value, list[Dated])


def _words(value: Any, _: Any) -> Any:
    if isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value)):
        return value
    raise Wrong(say("{value}", value=value), say("a word or a list of words"))


def _entries(value: Any, _: Any) -> Any:
    if value is None or value == UNKNOWN:
        return None if value is None else []
    return _converter().structure(value, list[EntryRule])


@cache
def _converter() -> Converter:
    made = document.converter().copy()
    made.register_structure_hook(Words | None, lambda v, t: None if v is None else _words(v, t))
    for cls in (Disputed, Dated, EntryRule):
        names = {f.name: f.name.rstrip("_") for f in attrs.fields(cls) if f.name.endswith("_")}
        document.spelled(made, cls, **names)
    made.register_structure_hook(Values | None, lambda v, t: None if v is None else _values(v, t))
    made.register_structure_hook(list[EntryRule] | None, _entries)
    return made


def read(path: Path, shown: str) -> RegionFile:
    """Return the region file at ``path``; raises ``RegionError`` with the place of the first mistake."""
    found: RegionFile = document.structured(document.read(path, RegionError), RegionFile, _converter(), RegionError, shown)
    return found
