"""The history: one row a life and month, made of the columns of the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final

import attrs
import numpy as np
import pyarrow as pa

from lifecycle import months
from lifecycle.columns import PER_MILLE, UNKNOWN_AMOUNT
from lifecycle.population.batch import Ints
from lifecycle.population.outputs.dictionaries import Dictionaries, Dictionary, Mask
from lifecycle.population.outputs.outcome import Outcome
from lifecycle.population.outputs.writing import ROWS_TOGETHER


@attrs.frozen(eq=False)
class Months:
    """Months of lives from ``start`` to ``stop`` of an outcome: all of them, or only some ``rows``, with the ``life`` of each."""

    outcome: Outcome
    start: int
    stop: int
    rows: Ints | None = None

    def column(self, name: str) -> Ints:
        """Return a column of the engine for these months."""
        starts = self.outcome.starts
        found = self.outcome.columns[name][starts[self.start] : starts[self.stop]]
        return found if self.rows is None else found[self.rows]

    def of_lives(self, mask: Mask) -> Mask:
        """Return for each month what holds of its life."""
        here = slice(self.start, self.stop)
        found: Mask = np.repeat(mask[here], self.outcome.months[here])
        return found

    def grew(self, name: str) -> Mask:
        """Return in which months a counter of the engine grew."""
        here = slice(self.start, self.stop)
        now = self.column(name)
        then = np.empty_like(now)
        then[1:] = now[:-1]
        then[self.outcome.starts[here] - self.outcome.starts[self.start]] = self.outcome.begins[name][here]
        found: Mask = now != then
        return found


@attrs.frozen(eq=False)
class Column:
    """A column of a table: its name, the columns of the engine that it is made of, its type, and how it is made."""

    name: str
    needs: tuple[str, ...]
    type: Callable[[Dictionaries], pa.DataType]
    made: Callable[[Months], pa.Array]
    nullable: bool = False

    def field(self, words: Dictionaries) -> pa.Field:
        """Return the column as a schema has it."""
        return pa.field(self.name, self.type(words), nullable=self.nullable)


def word(name: str, *, missing: bool = False) -> Column:
    """Return a column of words, named like that of the engine."""

    def words(of: Dictionaries) -> Dictionary:
        found: Dictionary = getattr(of, name)
        return found

    return Column(
        name,
        (name,),
        lambda of: words(of).type,
        lambda of: words(of.outcome.words).encoded(of.column(name)),
        missing,
    )


def share(name: str, of_engine: str) -> Column:
    """Return a column of shares of the normal benefit."""
    return Column(name, (of_engine,), lambda _: pa.float64(), lambda of: pa.array(of.column(of_engine) / PER_MILLE))


def above_zero(name: str, of_engine: str) -> Column:
    """Return a column that tells where a share is more than nothing."""
    return Column(name, (of_engine,), lambda _: pa.bool_(), lambda of: pa.array(of.column(of_engine) > 0))


def count(name: str, of_engine: str = "") -> Column:
    """Return a column of months, years or fen as the engine has them."""
    needs = of_engine or name
    return Column(
        name, (needs,), lambda _: pa.int64() if needs.endswith("_fen") else pa.int16(), lambda of: pa.array(of.column(needs))
    )


def untold(name: str, of_lives: Callable[[Outcome], Mask]) -> Column:
    """Return a column of counts that is null for lives of which nobody knows what they had before."""
    return Column(
        name,
        (name,),
        lambda _: pa.int16(),
        lambda of: pa.array(of.column(name), mask=of.of_lives(of_lives(of.outcome))),
        nullable=True,
    )


def amount(name: str) -> Column:
    """Return a column of the amounts of a month, null where nobody knows one."""
    counter = f"{name.removesuffix('_fen')}_unknown"
    return Column(
        name,
        (name, counter),
        lambda _: pa.int64(),
        lambda of: pa.array(of.column(name), mask=of.grew(counter)),
        nullable=True,
    )


USUAL: Final = (
    word("region"), word("state"), word("scheme"),
    above_zero("covered", "factor"), above_zero("covered_finally", "factor_finally"), share("benefit_factor", "factor"),
    count("waiting_left"), word("cause"), word("entry_rule", missing=True),
)  # fmt: skip
ON_REQUEST: Final = (
    share("benefit_factor_finally", "factor_finally"), word("covered_by", missing=True), word("payer", missing=True),
    count("gap_months"), count("waiting_total"),
    Column("continuous_months", ("continuous_months",), lambda _: pa.int16(), lambda of: _known(of, "continuous_months"), True),
    untold("actual_months", lambda of: of.months_untold), untold("local_months", lambda of: of.months_untold),
    count("deemed_months"), count("converted_months"), untold("resident_years", lambda of: of.years_untold),
    count("missed_windows", "missed_years"), amount("own_fen"), amount("employer_fen"), amount("fund_fen"),
    count("paid_own_fen"), count("paid_employer_fen"), count("paid_fund_fen"), count("account_fen"),
)  # fmt: skip
#: The names of the columns that a history has on request, in the order in which they are written.
COLUMNS: Final = tuple(column.name for column in ON_REQUEST)


def _known(of: Months, name: str) -> pa.Array:
    numbers = of.column(name)
    return pa.array(numbers, mask=numbers == UNKNOWN_AMOUNT)


def chosen(columns: Sequence[str]) -> tuple[Column, ...]:
    """Return the usual columns and those that are asked for."""
    return (*USUAL, *(column for column in ON_REQUEST if column.name in columns))


def needs(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of the engine that a history with these columns is made of."""
    return tuple(dict.fromkeys(name for column in chosen(columns) for name in column.needs))


def schema(words: Dictionaries, columns: Sequence[str], about: dict[bytes, bytes]) -> pa.Schema:
    """Return the schema of the history."""
    keys = [pa.field("id", pa.int64(), nullable=False), pa.field("month", pa.date32(), nullable=False)]
    return pa.schema([*keys, *(column.field(words) for column in chosen(columns))], metadata=about)


def tables(outcome: Outcome, columns: Sequence[str], wanted: pa.Schema) -> Iterator[pa.Table]:
    """Yield the history of whole lives, so many together as make a group of rows."""
    for start, stop in together(outcome.starts):
        here = Months(outcome, start, stop)
        made = [*keys(outcome, start, stop), *(column.made(here) for column in chosen(columns))]
        yield pa.Table.from_arrays(made, schema=wanted)


def together(starts: Ints) -> Iterator[tuple[int, int]]:
    """Yield first and stop of lives that together have at most so many rows as a group may have, at least one life each."""
    start, lives = 0, len(starts) - 1
    while start < lives:
        stop = int(np.searchsorted(starts, starts[start] + ROWS_TOGETHER, side="right")) - 1
        stop = max(stop, start + 1)
        yield start, stop
        start = stop


def keys(outcome: Outcome, start: int, stop: int) -> tuple[pa.Array, pa.Array]:
    """Return the ids and months of some lives, a row a month."""
    starts = outcome.starts[start : stop + 1] - outcome.starts[start]
    ids, month = np.empty(starts[-1], np.int64), np.empty(starts[-1], np.int32)
    first = outcome.first[start:stop] - months.EARLIEST
    for at, end, number, begin in zip(
        starts[:-1].tolist(), starts[1:].tolist(), outcome.ids[start:stop].tolist(), first.tolist(), strict=True
    ):
        ids[at:end] = number
        month[at:end] = calendar()[begin : begin + end - at]
    return pa.array(ids), dates_of(month)


@cache
def calendar() -> Ints:
    """Return the first day of every month there is, as days since 1970."""
    first, last = months.text(months.EARLIEST), months.text(months.LATEST)
    return np.arange(first, last, dtype="datetime64[M]").astype("datetime64[D]").astype(np.int32)


def dates(month: Ints, missing: Mask | None = None) -> pa.Array:
    """Return month indices as the first days of the months, null where they are missing."""
    return dates_of(calendar().take(month - months.EARLIEST, mode="clip"), missing)


def dates_of(days: Ints, missing: Mask | None = None) -> pa.Array:
    """Return days since 1970 as dates, null where they are missing."""
    return pa.array(days, pa.int32(), mask=missing).view(pa.date32())
