"""What is refused: a message for every bad row of every life that cannot be taken, as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import attrs
import polars as pl

from lifecycle.errors import InputError, LifecycleError, Where
from lifecycle.language import Text, say
from lifecycle.population.dataset.beside import table_at
from lifecycle.words import Label

#: The columns of the table of rejects; ``row`` and ``id`` are null where a whole life or file, or an unreadable id, is meant.
REJECTS: Final[dict[str, type[pl.DataType]]] = {
    "file": pl.String,
    "row": pl.UInt32,
    "id": pl.Int64,
    "column": pl.String,
    "found": pl.String,
    "expected": pl.String,
    "todo": pl.String,
    "reason": pl.String,
    "reason_zh": pl.String,
}
_PLACED: Final = ("id", "file", "row", "column")
_TOLD: Final[dict[str, type[pl.DataType]]] = {**{name: REJECTS[name] for name in _PLACED}, "message": pl.UInt32}


@attrs.frozen
class Message:
    """What was found in a row, what was expected and what to do."""

    found: Text
    expected: Text
    todo: Text

    @classmethod
    def of(cls, problem: LifecycleError) -> Message:
        """Return the message of an error without its place."""
        return cls(problem.found, problem.expected or say("a value that fits"), problem.todo or say("correct it"))

    def in_(self, lang: str) -> str:
        """Return the message in one line."""
        parts = (self.found, say("expected: {it}", it=self.expected), say("to do: {it}", it=self.todo))
        return ("；" if lang == "zh" else "; ").join(part.in_(lang) for part in parts)

    def row(self) -> tuple[str, ...]:
        """Return the message as the last columns of a row of the table."""
        english = (self.found.in_("en"), self.expected.in_("en"), self.todo.in_("en"))
        return (*english, self.in_("en"), self.in_("zh"))


class Faults:
    """The bad rows found so far, each with its message; rows are frames with id, file and row."""

    def __init__(self) -> None:
        self._parts: list[pl.DataFrame] = []
        self._messages: list[Message] = []

    def add(self, rows: pl.DataFrame, column: str | None, message: Message) -> None:
        """Tell one message of some rows."""
        if rows.height:
            self._keep(rows, column, pl.lit(len(self._messages)))
            self._messages.append(message)

    def add_each(self, rows: pl.DataFrame, column: str, of: str | list[str], judge: Callable[..., Message]) -> None:
        """Tell each row the message that its values in the columns ``of`` deserve; equal values are judged once."""
        if not rows.height:
            return
        by = [of] if isinstance(of, str) else of
        kinds = rows.select(by).unique(maintain_order=True).with_row_index("_message", offset=len(self._messages))
        self._messages += [judge(*row[1:]) for row in kinds.iter_rows()]
        joined = rows.join(kinds, on=by, how="left", nulls_equal=True, maintain_order="left")
        self._keep(joined, column, pl.col("_message"))

    def _keep(self, rows: pl.DataFrame, column: str | None, message: pl.Expr) -> None:
        self._parts.append(
            rows.select(
                "id", "file", "row", pl.lit(column, dtype=pl.String).alias("column"), message.cast(pl.UInt32).alias("message")
            )
        )

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self._parts)

    def ids(self) -> pl.Series:
        """Return the ids of the lives that have a bad row."""
        return pl.concat([part["id"] for part in self._parts] or [pl.Series("id", [], dtype=pl.Int64)]).drop_nulls().unique()

    def and_(self, others: Faults) -> Faults:
        """Return these and others together."""
        made = Faults()
        shift = pl.col("message") + len(self._messages)
        made._parts = [*self._parts, *(part.with_columns(shift.cast(pl.UInt32)) for part in others._parts)]
        made._messages = [*self._messages, *others._messages]
        return made

    def table(self) -> pl.DataFrame:
        """Return the bad rows as the table of rejects, by id, file, row and column."""
        told = pl.concat([part.cast(_TOLD) for part in self._parts] or [pl.DataFrame(schema=_TOLD)])  # type: ignore[arg-type]
        texts = pl.DataFrame(
            [message.row() for message in self._messages], schema=[*list(REJECTS)[4:]], orient="row"
        ).with_row_index("message")
        found = told.join(texts, on="message", how="left") if self._messages else told
        empty = pl.DataFrame(schema=REJECTS)
        return pl.concat([empty, found.drop("message")], how="diagonal").select(list(REJECTS)).sort(*_PLACED, "reason")


def refuse_any(rejects: pl.DataFrame) -> None:
    """Raise ``InputError`` at the first reject, for a run that takes all lives or none."""
    if rejects.is_empty():
        return
    first = rejects.row(0, named=True)
    raise InputError(
        say("{n} rows are refused, the first: {reason}", n=rejects.height, reason=Label(first["reason_zh"], first["reason"])),
        expected=say("tables without a mistake, because the run is strict"),
        todo=say("mend the rows, or run without --strict and read rejects.parquet"),
        where=Where(file=first["file"] + ("" if first["row"] is None else f":{first['row']}"), path=first["column"]),
    )


def write_rejects(path: Path, parts: Iterable[pl.DataFrame]) -> int:
    """Write the rejects of all partitions beside their place, then put them there; CSV by its ending. Return how many."""
    found = 0
    with table_at(path) as add:
        add(pl.DataFrame(schema=REJECTS))
        for part in parts:
            add(part)
            found += part.height
    return found
