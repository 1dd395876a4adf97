"""What events mean as integers: each distinct one is read once as the machine for one person reads it, its numbers are copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, Final

import attrs
import numpy as np
import polars as pl

from lifecycle import happenings
from lifecycle.beforehand import NOTHING_ASSUMED
from lifecycle.events import KINDS, LAST_DAY, EnrolNewborn, Month, PayResident, RepairResident
from lifecycle.facts import Happening
from lifecycle.layout import as_array, record_dtype
from lifecycle.population.batch import Ints, Records
from lifecycle.population.encoding.numbering import numbered, selected, told
from lifecycle.premiums import repair_price, turning_days
from lifecycle.regions.kinds import FEN_IN_YUAN
from lifecycle.regions.rulebook import Rulebook
from lifecycle.vocabulary import What, key

#: The words of an event that mean something in every region alike, and of those that the rules of a region and month read.
PLAIN_WORDS: Final[dict[What, tuple[str, ...]]] = {
    What.START_FLEXIBLE: ("tier",),
    What.BACK_PAY: ("by",),
    What.STATUS: ("is",),
    What.TOP_UP: ("how",),
    What.BILL: ("kind", "level", "where", "from_account", "serious"),
}
WORDS_OF_PLACE: Final[dict[What, tuple[str, ...]]] = {
    What.PAY_FLEXIBLE_YEAR: ("year", "tier"),
    What.PAY_RESIDENT: ("year", "tier", "group"),
    What.ENROL_NEWBORN: ("years", "tier", "group"),
    What.REPAIR_RESIDENT: (),
    What.DEEMED_SERVICE: ("kind",),
    What.PAY_DIFFERENCE: (),
}
#: Numbers that are copied as they are told, 0 where they are not.
COPIED: Final[dict[What, dict[str, str]]] = {
    What.HIRED: {"base": "base"},
    What.START_FLEXIBLE: {"base": "base"},
    What.PAY_FLEXIBLE_YEAR: {"base": "base"},
    What.BACK_PAY: {"first": "from", "last": "to"},
    What.RETIRE: {"first": "early_months", "last": "late_months"},
    What.REPAIR_RESIDENT: {"years": "years"},
    What.PAY_DIFFERENCE: {"years": "years"},
    What.BILL: {"first": "month", "amount": "amount"},
}
AMOUNTS: Final = ("base", "amount")
#: Payments that count or cost otherwise from some days on.
TURNING: Final = (What.PAY_FLEXIBLE_YEAR, What.PAY_RESIDENT, What.ENROL_NEWBORN)
SPELLED: Final = {"from": "from_", "to": "to_", "is": "is_"}
MEANINGS_KEPT: Final = 2**16
PLACE: Final = "place"


@attrs.frozen(eq=False)
class Meanings:
    """The happenings that events are read as, each distinct one once."""

    read: list[Happening] = attrs.field(factory=list)

    def of(self, rows: pl.DataFrame, read: Callable[[dict[str, Any]], Sequence[Happening]]) -> tuple[Ints, Ints]:
        """Return where the happenings of each row begin in the list, and how many they are; rows that are alike are read once."""
        distinct, at = numbered(rows)
        found = [read(row) for row in distinct.iter_rows(named=True)]
        lengths = np.array([len(made) for made in found], np.int64)
        begins = len(self.read) + np.cumsum(lengths) - lengths
        self.read.extend(made for several in found for made in several)
        return begins[at], lengths[at]

    def records(self, numbers: Ints) -> Records:
        """Return happenings by their numbers in the list."""
        found: Records = np.take(as_array(self.read, record_dtype(Happening)), numbers)
        return found


def meanings(
    made: Meanings, events: pl.DataFrame, rows: Ints, what: Ints, region: Ints, books: dict[int, Rulebook]
) -> tuple[Ints, Ints]:
    """Return for some rows of the events the numbers of what they mean, several of an event in a row, and which each is of.

    ``what`` and ``region`` are the kind and the region of each of these rows.
    """
    first, count = np.zeros(len(rows), np.int64), np.ones(len(rows), np.int64)
    for number in np.flatnonzero(np.bincount(what)):
        kind = What(int(number))
        its = np.flatnonzero(what == kind)
        first[its], count[its] = made.of(
            _what_decides(kind, events, rows[its], region[its], books), partial(_meaning, kind, books)
        )
    if (count == 1).all():
        return first, np.arange(len(rows))
    of = np.repeat(np.arange(len(rows)), count)
    return first[of] + np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count), of


def fen(events: pl.DataFrame, name: str) -> Ints:
    """Return amounts in yuan as fen, 0 for none, rounded as one amount is."""
    amounts: Ints = np.rint(told(events, name, 0.0, np.float64) * FEN_IN_YUAN).astype(np.int64)
    return amounts


def read_as(what: What, values: dict[str, Any]) -> Any:
    """Return the event of a row; what it does not tell is left out, and what it must tell and is copied later is 1."""
    kind: Any = KINDS[key(what)]
    given = {SPELLED.get(name, name): value for name, value in values.items() if value is not None}
    asked = [field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING]
    return kind(**(dict.fromkeys(asked, 1) | given))


def years_as_text(years: pl.Series) -> pl.Series:
    """Return the years of events as words with spaces between them, however the column holds them."""
    if years.dtype.base_type() in (pl.List, pl.Array):
        return years.cast(pl.List(pl.String)).list.join(" ")
    return years.cast(pl.String)


def _what_decides(kind: What, events: pl.DataFrame, rows: Ints, region: Ints, books: dict[int, Rulebook]) -> pl.DataFrame:
    """Return what the meaning of events of a kind depends on; of their days only which side of a turning day they lie."""
    if kind not in WORDS_OF_PLACE:
        return selected(events, ("month", *PLAIN_WORDS.get(kind, ())))[rows].with_columns(month=pl.lit(0))
    found = selected(events, ("month", "day", *WORDS_OF_PLACE[kind]))[rows].with_columns(pl.Series(PLACE, region))
    if "years" in found.columns:
        found = found.with_columns(years_as_text(found["years"]))
    if kind not in TURNING:
        return found.drop("day")
    return found.with_columns(pl.Series("day", _last_turn(kind, found, told(found, "day", 1), books)))


def _last_turn(kind: What, events: pl.DataFrame, day: Ints, books: dict[int, Rulebook]) -> Ints:
    """Return for the day of each payment the last day up to it from which on a payment counts or costs otherwise."""
    turns: Callable[[dict[str, Any]], list[int]]
    if kind is What.PAY_FLEXIBLE_YEAR:
        distinct, at = numbered(events.select("month", PLACE))
        turns = lambda row: happenings.turning_days_of_year(books[row[PLACE]], row["month"])
    else:
        distinct, at = numbered(events.select("month", PLACE, "year" if kind is What.PAY_RESIDENT else "years"))
        turns = lambda row: turning_days(books[row[PLACE]], row["month"], _years(row))
    last = np.ones((distinct.height, LAST_DAY + 1), np.int64)
    for number, row in enumerate(distinct.iter_rows(named=True)):
        for turn in turns(row):
            last[number, turn:] = turn
    found: Ints = last[at, day]
    return found


def _years(row: dict[str, Any]) -> list[int]:
    return [row["year"]] if "year" in row else [int(year) for year in row["years"].split()]


def _meaning(kind: What, books: dict[int, Rulebook], row: dict[str, Any]) -> tuple[Happening, ...]:
    values = dict(row)
    place = values.pop(PLACE, None)
    if values.get("years") is not None:
        values["years"] = tuple(_years(row))
    return _read(None if place is None else books[place], kind, tuple(values.items()))


@lru_cache(maxsize=MEANINGS_KEPT)
def _read(book: Rulebook | None, kind: What, values: tuple[tuple[str, Any], ...]) -> tuple[Happening, ...]:
    """Return one event as the machine for one person reads it."""
    event = read_as(kind, dict(values))
    if book is None:
        return (happenings.plain(event),)
    if isinstance(event, (PayResident, EnrolNewborn)):
        return tuple(happenings.resident_years(book, event, NOTHING_ASSUMED)[0])
    if isinstance(event, RepairResident):
        return (happenings.repaired(event, repair_price(book, Month(event.month), NOTHING_ASSUMED)),)
    return (happenings.meant(book, event),)


def copy_numbers(made: Records, events: pl.DataFrame, row: Ints) -> None:
    """Write what is the same whatever else an event says: days, months, numbers, amounts; ``row`` is negative for no event."""
    happened = np.flatnonzero(row >= 0)
    what = made["what"][happened]
    days = told(events, "day", 0, np.int32)[row[happened]]
    made["day"][happened] = np.where(days > 0, days, np.where(what == What.BILL, LAST_DAY, 1))
    for kind, fields in COPIED.items():
        its = happened[what == kind]
        if len(its):
            here = selected(events, tuple(set(fields.values())))[row[its]]
            for field, column in fields.items():
                made[field][its] = _numbers(here, column)


def _numbers(events: pl.DataFrame, column: str) -> Ints:
    """Return a column as numbers, 0 for none: yuan as fen, years however the column holds them."""
    if column in AMOUNTS:
        return fen(events, column)
    if column == "years" and not events["years"].dtype.is_integer():
        events = events.with_columns(years_as_text(events["years"]).cast(pl.Int64))
    numbers: Ints = told(events, column, 0)
    return numbers
