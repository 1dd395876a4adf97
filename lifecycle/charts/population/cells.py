"""What the columns of a table hold: ids, states, times, months of birth; each row that is wrong is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Final

import attrs
import numpy as np

from lifecycle import months
from lifecycle.charts.population.alphabet import MISSING, Alphabet, alphabet_of, natural
from lifecycle.charts.population.frames import Frame, text_of, words_of
from lifecycle.charts.population.painting import NONE, Array, Codes
from lifecycle.errors import InputError, Where
from lifecycle.language import Text, say
from lifecycle.months import MONTHS_IN_YEAR

UNITS: Final = ("month", "year")
YEARS: Final = (1900, 2199)  # in which months are told as 202405
MONTH: Final = re.compile(r"\d{4}-\d{2}(-\d{2}.*)?")


@attrs.frozen(kw_only=True)
class Reading:
    """What a table does not say of itself: which columns hold what, the states in their order, the month of position 1."""

    id: str | None = None
    time: str | None = None
    state: str | None = None
    columns: Sequence[str] | None = None
    group: str | None = None
    weight: str | None = None
    born: str | None = None
    states: Sequence[str] | None = None
    first: str | None = None
    unit: str | None = None


def column_of(table: Frame, name: str, what: str) -> str:
    """Return the name of a column that is there; raises ``InputError``."""
    if name not in table.columns:
        raise refused(
            say("there is no column {name}", name=name),
            say("one of: {words}", words=table.columns[:20]),
            say("correct it"),
            what,
        )
    return name


def people_of(table: Frame, name: str) -> tuple[Array, Array]:
    """Return the ids in their natural order, and the place of each row's id among them."""
    held = table[name]
    refuse_row(held.is_null().to_numpy(), say("nobody is named here"), say("an id"), name)
    if held.dtype.is_integer():
        ids, person = np.unique(held.to_numpy(), return_inverse=True)
        return ids, person
    words = np.array(text_of(table, name), dtype=str)
    plain, person = np.unique(words, return_inverse=True)
    order = np.array(sorted(range(len(plain)), key=lambda at: natural(plain[at])), dtype=np.int64)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return plain[order].astype(object), place[person]


def codes_of(table: Frame, names: list[str], how: Reading) -> tuple[Alphabet, list[Codes]]:
    """Return the alphabet of some columns, and the codes of each."""
    import polars as pl

    columns = [words_of(table, name).str.strip_chars() for name in names]
    words = {word for column in columns for word in column.unique().to_list() if word is not None and word not in MISSING}
    if not words:
        raise refused(say("no cell holds a state"), say("at least one state"), say("check the table"), names[0])
    alphabet = alphabet_of(words, how.states)
    number = {word: code for code, word in enumerate(alphabet.states)}
    return alphabet, [
        column.replace_strict(number, default=NONE, return_dtype=pl.UInt8).fill_null(NONE).to_numpy() for column in columns
    ]


def times_of(table: Frame, name: str, how: Reading) -> tuple[str, int, Array]:
    """Return the times of a column: of which clock they are, how many months one is, and the months or numbers."""
    import polars as pl

    held = table[name]
    refuse_row(held.is_null().to_numpy(), say("no time is told here"), say("a month or a number"), name)
    if held.dtype in (pl.Date, pl.Datetime):
        return "calendar", 1, held.dt.year().to_numpy().astype(np.int64) * MONTHS_IN_YEAR + held.dt.month().to_numpy() - 1
    if held.dtype.is_integer():
        numbers = held.to_numpy().astype(np.int64)
        year, month = numbers // 100, numbers % 100
        if ((year >= YEARS[0]) & (year <= YEARS[1]) & (month >= 1) & (month <= MONTHS_IN_YEAR)).all():
            return "calendar", 1, year * MONTHS_IN_YEAR + month - 1
        kind = {"age": "age", "year": "calendar"}.get(name.lower(), "since")
        unit = "year" if kind == "calendar" else how.unit or ("year" if kind == "age" else "month")
        return kind, MONTHS_IN_YEAR if unit == "year" else 1, numbers
    return "calendar", 1, parsed(table, name, lambda text: months.month(text[:7]) if MONTH.fullmatch(text) else None)


def parsed(table: Frame, name: str, read_one: Callable[[str], int | None]) -> Array:
    """Return the months of a column of texts; each different text is read once."""
    words = text_of(table, name)
    known: dict[str, int] = {}
    for word in dict.fromkeys(words):
        try:
            found = read_one(word)
        except ValueError:
            found = None
        if found is None:
            at = words.index(word)
            raise refused(
                say("{value} is not a month", value=word), say('a month such as "1965-05"'), say("correct it"), at_row(name, at)
            )
        known[word] = found
    return np.array([known[word] for word in words], dtype=np.int64)


def births_of(table: Frame, name: str) -> Array:
    """Return months of birth, −1 where none is known."""
    import polars as pl

    held = table[name]
    if held.dtype in (pl.Date, pl.Datetime):
        index = held.dt.year().cast(int) * MONTHS_IN_YEAR + held.dt.month().cast(int) - 1
        return index.fill_null(-1).to_numpy().astype(np.int64)
    if held.dtype.is_integer():
        return (held.cast(int) * MONTHS_IN_YEAR).fill_null(-1).to_numpy().astype(np.int64)
    return parsed(table, name, lambda text: -1 if text in MISSING else months.month(text[:7]) if MONTH.fullmatch(text) else None)


def refuse_row(wrong: Array, found: Text, expected: Text, name: str) -> None:
    """Refuse the first row that is wrong; raises ``InputError``."""
    if wrong.any():
        raise refused(found, expected, say("correct it"), at_row(name, int(wrong.argmax())))


def refuse_unknown(reading: Collection[str], known: Sequence[str]) -> None:
    """Refuse what nobody can be told about a source; raises ``InputError``."""
    unknown = sorted(set(reading) - set(known))
    if unknown:
        expected = say("one of: {words}", words=list(known)) if known else say("nothing: this source tells all itself")
        raise refused(say("{value}", value=unknown[0]), expected, say("leave it out"), None)


def at_row(name: str, at: int) -> str:
    """Return the place of a cell: the column, and the row from 1."""
    return f"{name}[{at + 1}]"


def refused(found: Text, expected: Text, todo: Text, path: str | None) -> InputError:
    """Return the error for something wrong in a table or a choice."""
    return InputError(found, expected=expected, todo=todo, where=Where(path=path))
