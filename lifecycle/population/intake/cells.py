"""The cells of a column, whatever type a file gave them, as values of its kind; what cannot be read is told cell by cell."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any, Final

import polars as pl

from lifecycle import months
from lifecycle.language import say
from lifecycle.population.intake.rejects import Message
from lifecycle.population.intake.tables import DTYPES, EXPECTED, Kind

LONGEST_WORD: Final = 200
LONGEST_QUOTE: Final = 60
DAYS: Final = 32  # a birth is kept as month * 32 + day until it is parted, day 0 where only the month is known
WHOLE: Final = r"^-?\d{1,9}$"
IDENTITY: Final = r"^(0|[1-9]\d{0,18})$"
AMOUNT: Final = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
CONTROL: Final = r"\p{Cc}"
EXACT: Final = 2.0**53  # the last whole number that a float surely tells apart
TRUE_OR_FALSE: Final = {"true": True, "false": False}


def cells_of(column: pl.Series) -> pl.Series:
    """Return a column in which an empty text is null, as it is in CSV."""
    if column.dtype == pl.Null:
        return column.cast(pl.String)
    if column.dtype == pl.String:
        return column.set(column == "", None)
    return column


def values(column: pl.Series, kind: Kind) -> pl.Series:
    """Return the values of a column of a kind, null where a cell is empty or cannot be read."""
    if column.null_count() == len(column):
        return pl.repeat(None, len(column), dtype=DTYPES[kind], eager=True).alias(column.name)
    return _READERS[kind](column).rename(column.name)


def quoted(column: pl.Series) -> pl.Series:
    """Return the cells of a column as text, for a message."""
    if isinstance(column.dtype, (pl.List, pl.Array)):
        return column.cast(pl.List(pl.String)).list.eval(pl.element().fill_null("null")).list.join(" ")
    return column.cast(pl.String)


def unreadable(kind: Kind, text: str) -> Message:
    """Return what is wrong with a cell that cannot be read as a value of its kind."""
    if len(text) > LONGEST_WORD:
        return Message(say("a text of {n} characters", n=len(text)), say("at most {most}", most=LONGEST_WORD), say("shorten it"))
    shown = textwrap.shorten(text, LONGEST_QUOTE, placeholder="…") or repr(text)
    if any(not sign.isprintable() for sign in text):
        return Message(say("a control character in {text}", text=repr(shown)), say("text that can be read"), say("take it out"))
    if kind is Kind.MONTH and _month(f"{text[:7]}-01") is not None and _birth(text[:10]) is not None:
        return Message(
            say("{value} is a day inside a month", value=shown),
            EXPECTED[kind],
            say("write the month alone; the day of an event belongs into the column day"),
        )
    return Message(say("{value}", value=shown), EXPECTED[kind], say("correct it"))


def _by_distinct(column: pl.Series, read: Callable[[str], Any], dtype: type[pl.DataType]) -> pl.Series:
    """Read each distinct text once."""
    words = column.unique().drop_nulls()
    return column.replace_strict(words, pl.Series([read(word) for word in words], dtype=dtype), default=None, return_dtype=dtype)


def _month(text: str) -> int | None:
    try:
        return months.month(text[:7] if text[7:] == "-01" else text) if text.isascii() else None
    except ValueError:
        return None


def _birth(text: str) -> int | None:
    if not text.isascii():
        return None
    try:
        return months.month(text) * DAYS if len(text) == len("YYYY-MM") else months.month(text[:7]) * DAYS + months.day(text).day
    except ValueError:
        return None


def _dates(column: pl.Series) -> pl.Series | None:
    """Return the dates of a column of dates or of midnights; none where it is a column of texts."""
    if column.dtype == pl.String:
        return None
    if isinstance(column.dtype, pl.Datetime):
        day = column.dt.date()
        return day.set((day.cast(column.dtype) != column).fill_null(value=False), None)
    return column


def _in_bounds(index: pl.Series, fits: pl.Series) -> pl.Series:
    known = fits & (index >= months.EARLIEST) & (index < months.LATEST)
    return index.set(~known.fill_null(value=False), None)


def _as_month(column: pl.Series) -> pl.Series:
    dates = _dates(column)
    if dates is None:
        return _by_distinct(column, _month, pl.Int32)
    index = dates.dt.year().cast(pl.Int32) * months.MONTHS_IN_YEAR + dates.dt.month().cast(pl.Int32) - 1
    return _in_bounds(index, dates.dt.day() == 1)


def _as_birth(column: pl.Series) -> pl.Series:
    dates = _dates(column)
    if dates is None:
        return _by_distinct(column, _birth, pl.Int32)
    index = dates.dt.year().cast(pl.Int32) * months.MONTHS_IN_YEAR + dates.dt.month().cast(pl.Int32) - 1
    return _in_bounds(index, index.is_not_null()) * DAYS + dates.dt.day().cast(pl.Int32)


def _whole(column: pl.Series, pattern: str) -> pl.Series:
    """Return the whole numbers of a column, of whatever type; a float counts where it is one exactly."""
    if column.dtype == pl.String:
        return column.set(~column.str.contains(pattern).fill_null(value=False), None).cast(pl.Int64, strict=False)
    if column.dtype in (pl.Float32, pl.Float64):
        wide = column.cast(pl.Float64)
        fits = wide.is_finite() & (wide == wide.floor()) & (wide.abs() < EXACT)
        return wide.set(~fits.fill_null(value=False), None).cast(pl.Int64, strict=False)
    return column.cast(pl.Int64, strict=False)


def _as_id(column: pl.Series) -> pl.Series:
    found = _whole(column, IDENTITY)
    return found.set((found < 0).fill_null(value=False), None)


def _as_whole(column: pl.Series) -> pl.Series:
    return _whole(column, WHOLE).cast(pl.Int32, strict=False)


def _as_day(column: pl.Series) -> pl.Series:
    return _whole(column, WHOLE).cast(pl.Int8, strict=False)


def _as_amount(column: pl.Series) -> pl.Series:
    if column.dtype == pl.String:
        column = column.set(~column.str.contains(AMOUNT).fill_null(value=False), None)
    found = column.cast(pl.Float64, strict=False)
    return found.set(~found.is_finite().fill_null(value=False), None)


def _as_word(column: pl.Series) -> pl.Series:
    unfit = (column.str.len_chars() > LONGEST_WORD) | column.str.contains(CONTROL)
    return column.set(unfit.fill_null(value=False), None)


def _as_yes_no(column: pl.Series) -> pl.Series:
    if column.dtype == pl.Boolean:
        return column
    return _by_distinct(column, lambda text: TRUE_OR_FALSE.get(text.lower()), pl.Boolean)


def _years(text: str) -> str | None:
    parts = text.split()
    if not parts or not all(part.lstrip("-").isdecimal() and part.isascii() and len(part) < len("-123456789") for part in parts):
        return None
    return " ".join(map(str, sorted(map(int, parts))))


def _as_years(column: pl.Series) -> pl.Series:
    listed = isinstance(column.dtype, (pl.List, pl.Array))
    if column.dtype != pl.String:
        column = quoted(column) if listed else _as_whole(column).cast(pl.String)
    return _by_distinct(column.set(column == "", None), _years, pl.String)


_READERS: Final[dict[Kind, Callable[[pl.Series], pl.Series]]] = {
    Kind.ID: _as_id,
    Kind.MONTH: _as_month,
    Kind.BIRTH: _as_birth,
    Kind.DAY: _as_day,
    Kind.WHOLE: _as_whole,
    Kind.AMOUNT: _as_amount,
    Kind.WORD: _as_word,
    Kind.YES_NO: _as_yes_no,
    Kind.YEARS: _as_years,
}
