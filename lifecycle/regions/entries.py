"""Entry rules as integers: a written rule becomes a row, and a row tells whether it swallows another."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.columns import ANY, ANY_ENROLLED, ANY_WAY, NO, OLDEST, UNKNOWN_COUNT, YES, Column
from lifecycle.language import current
from lifecycle.regions.kinds import WHOLE, month_day
from lifecycle.regions.written import EntryRule, Source, Words
from lifecycle.vocabulary import Anchor, Counts, Enrolled, Group, Way, key

Row = tuple[int, ...]
LAST_DAY_OF_YEAR: Final = month_day("12-31")
MASKS: Final = (
    Column.PREVIOUS,
    Column.PREVIOUS_REGION,
    Column.PREVIOUS_COVERED,
    Column.UNFINISHED,
    Column.BACK_PAID,
    Column.ENROLLED,
)
UPPER_LIMITS: Final = (
    Column.IN_FORCE_TO,
    Column.GAP_MAX,
    Column.GAP_IN_YEAR_MAX,
    Column.PAID_TO,
    Column.MISSED_MAX,
    Column.AGE_MAX,
)
LOWER_LIMITS: Final = (Column.IN_FORCE_FROM, Column.CONTINUOUS_MIN, Column.PAID_FROM)


@attrs.frozen(eq=False)
class Rule:
    """One entry rule in force for a region: its number, its row, who wrote it, and its source."""

    number: int
    region: str
    written_in: str
    way: Way
    row: Row
    written: EntryRule
    source: Source
    assumed: bool

    @property
    def id(self) -> str:
        """Return the id inside its list."""
        return str(self.written.id)

    @property
    def key(self) -> str:
        """Return the dotted name, as timelines give it."""
        return f"{key(self.way)}.entry.{self.id}"

    def _repr_html_(self) -> str:
        from lifecycle.displays.rule import rule_html

        return rule_html(self, current())


def _bits(words: Words | None, of: type[IntEnum | IntFlag], everything: int) -> int:
    if words is None:
        return everything
    chosen = [words] if isinstance(words, str) else words
    if of is not Way:  # the others are bits already
        return sum(int(of[word.upper()]) for word in chosen)
    return sum(1 << int(of[word.upper()]) for word in chosen)


def _answer(wanted: bool | None) -> int:  # noqa: FBT001
    return ANY if wanted is None else YES if wanted else NO


def _limit(value: int | None, none: int) -> int:
    return none if value is None else value


def row(rule: EntryRule) -> Row:
    """Return the rule as integers, every condition filled."""
    regions = {None: ANY, "same": YES, "other": NO}
    asked = rule.previous_region if isinstance(rule.previous_region, str) or rule.previous_region is None else None
    cells: dict[Column, Any] = {
        Column.IN_FORCE_FROM: months.of(rule.from_) if rule.from_ else 0,
        Column.IN_FORCE_TO: months.of(rule.to_) if rule.to_ else months.LATEST,
        Column.PREVIOUS: _bits(rule.previous, Way, ANY_WAY),
        Column.PREVIOUS_REGION: regions[asked],
        Column.PREVIOUS_COVERED: _answer(rule.previous_covered),
        Column.UNFINISHED: _answer(rule.unfinished_wait),
        Column.GAP_MAX: _limit(rule.gap_months_max, UNKNOWN_COUNT),
        Column.GAP_IN_YEAR_MAX: _limit(rule.gap_in_year_max, UNKNOWN_COUNT),
        Column.BACK_PAID: _answer(rule.back_paid),
        Column.CONTINUOUS_MIN: _limit(rule.continuous_months_min, 0),
        Column.ENROLLED: _bits(rule.enrolled, Enrolled, ANY_ENROLLED),
        Column.PAID_FROM: month_day(rule.paid_from) if rule.paid_from else 0,
        Column.PAID_TO: month_day(rule.paid_to) if rule.paid_to else LAST_DAY_OF_YEAR,
        Column.MISSED_MAX: _limit(rule.missed_years_max, UNKNOWN_COUNT),
        Column.GROUP: _bits(rule.group, Group, 0),
        Column.AGE_MAX: _limit(rule.age_days_max, OLDEST),
        Column.ANCHOR: Anchor[rule.cover_from.upper()] if rule.cover_from else Anchor.PAYMENT_MONTH,
        Column.WAIT_MONTHS: rule.wait_months,
        Column.WAIT_DAYS: rule.wait_days,
        Column.WAIT_PER_YEAR: rule.wait_per_missed_year,
        Column.FACTOR: round(rule.benefit_factor * WHOLE),
        Column.RETROACTIVE: int(rule.retroactive),
        Column.COUNTS: Counts[rule.back_pay_counts.upper()],
        Column.REFUSED: int(rule.refused),
        Column.RUNNING: int(rule.applies_to_running),
    }
    return tuple(int(cells[column]) for column in Column)


def swallows(earlier: Row, later: Row) -> bool:
    """Return whether every person who meets ``later`` already met ``earlier``."""
    return (
        all(later[column] & ~earlier[column] == 0 for column in MASKS)
        and all(later[column] <= earlier[column] for column in UPPER_LIMITS)
        and all(later[column] >= earlier[column] for column in LOWER_LIMITS)
        and (earlier[Column.GROUP] == 0 or (later[Column.GROUP] != 0 and later[Column.GROUP] & ~earlier[Column.GROUP] == 0))
    )


def unconditional(candidate: Row) -> bool:
    """Return whether the row holds for everybody at any time."""
    return swallows(candidate, row(EntryRule(id="any", cover_from=key(Anchor.PAYMENT_MONTH))))
