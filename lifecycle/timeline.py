"""The timeline: one row a month with its cause, slices by month, tables, and a versioned JSON that reads back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, overload

import attrs
from cattrs import Converter

from lifecycle import document
from lifecycle.errors import TimelineError, Where
from lifecycle.language import current, say
from lifecycle.output import write
from lifecycle.row import Parameter, Row, Spell
from lifecycle.table import NUMBER
from lifecycle.words import Label, State, key

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from lifecycle.charts.life import LifeChart
    from lifecycle.explain import Explanation

SCHEMA: Final = "lifecycle.timeline/1"
LARGEST_FILE: Final = 200_000_000


class Timeline(Sequence[Row]):
    """The months of a life with their causes.

    >>> from lifecycle import Scenario, simulate
    >>> life = simulate(Scenario.read({"region": "national", "from": "2024-01", "until": "2024-06"}))
    >>> life
    <Timeline national 2024-01..2024-06, 6 months, 0 covered>
    >>> life["2024-02"].state
    'not_enrolled'
    """

    def __init__(self, scenario: dict[str, Any], rows: Sequence[Row], law: Sequence[dict[str, Any]] = ()) -> None:
        self.scenario, self.rows, self.law = scenario, tuple(rows), list(law)

    def __repr__(self) -> str:
        if not self.rows:
            return "<Timeline, no months>"
        covered = sum(row.covered for row in self.rows)
        return (
            f"<Timeline {self.scenario['region']} {self.rows[0].month}..{self.rows[-1].month}, "
            f"{len(self.rows)} months, {covered} covered>"
        )

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Timeline) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, at: int | str) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Timeline: ...
    def __getitem__(self, at: int | str | slice) -> Row | Timeline:
        """Return a month (``"2024-07"`` or a position) or the months of a slice, both ends included for months."""
        if isinstance(at, slice):
            if isinstance(at.start, str) or isinstance(at.stop, str):
                first = at.start or self.rows[0].month
                last = at.stop or self.rows[-1].month
                return Timeline(self.scenario, [row for row in self.rows if first <= row.month <= last], self.law)
            return Timeline(self.scenario, self.rows[at], self.law)
        if isinstance(at, int):
            return self.rows[at]
        for row in self.rows:
            if row.month == at:
                return row
        raise TimelineError(
            say("the timeline has no month {month}", month=at),
            expected=say("{first} to {last}", first=self.rows[0].month, last=self.rows[-1].month)
            if self.rows
            else say("a timeline with months"),
            todo=say("choose another month, or simulate longer with until"),
        )

    def spells(self) -> list[Spell]:
        """Return the months folded into runs that are alike."""
        found: list[list[Row]] = []
        for row in self.rows:
            if found and found[-1][-1].alike(row):
                found[-1].append(row)
            else:
                found.append([row])
        return [Spell(tuple(rows)) for rows in found]

    @property
    def title(self) -> Label:
        """Return the title of the scenario in both languages."""
        given = self.scenario.get("title") or {}
        return Label(given.get("zh", ""), given.get("en", ""))

    def explain(self, month: str, lang: str | None = None) -> Explanation:
        """Return why a month is what it is: sentences with citations, in ``lang`` or the current language."""
        from lifecycle.explain import explain

        return explain(self, month, lang or current())

    def plot(self, lang: str | None = None) -> LifeChart:
        """Return the chart of this life; ``.save(path)`` writes PNG, SVG or PDF."""
        from lifecycle.charts.life import LifeChart

        return LifeChart(self, lang or current())

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form (``lifecycle.timeline/1``) as plain lists and dicts."""
        from lifecycle.explain import summary

        return {
            "schema": SCHEMA,
            "scenario": self.scenario,
            "rows": [_plain(row) for row in self.rows],
            "law": self.law,
            "summary": {**self.counts(), "zh": summary(self, "zh"), "en": summary(self, "en")},
        }

    def counts(self) -> dict[str, Any]:
        """Return the months by answer, and the weakest grade."""
        return {
            "months": len(self.rows),
            "covered": sum(row.covered for row in self.rows),
            "covered_finally": sum(row.covered_finally for row in self.rows),
            "waiting": sum(row.state == key(State.WAITING) for row in self.rows),
            "unpaid": sum(not row.paid and row.gap_months > 0 for row in self.rows),
            "assumed": sum(row.assumed for row in self.rows),
            "grade": max((row.grade for row in self.rows), default="A"),
        }

    def records(self) -> list[dict[str, Any]]:
        """Return a flat dict a month, for tables."""
        flat = []
        for row in self.rows:
            one = attrs.asdict(row, recurse=False, filter=lambda a, _: a.name != "cause")
            one.update(transition=row.cause.transition, entry_rule=row.cause.entry_rule)
            one["events"] = " ".join(event["what"] for event in row.cause.events)
            flat.append(one)
        return flat

    def to_pandas(self) -> pd.DataFrame:
        """Return a pandas table, indexed by monthly period; needs the ``notebook`` extra."""
        import pandas as pd

        table = pd.DataFrame(self.records())
        return table.set_index(pd.PeriodIndex(table.pop("month"), freq="M", name="month"))

    def to_polars(self) -> pl.DataFrame:
        """Return a polars table; needs the ``notebook`` extra."""
        import polars as pl

        return pl.DataFrame(self.records(), infer_schema_length=None)

    def save(self, path: str | Path) -> None:
        """Write the JSON form to a file, beside it first; raises ``OutputError``."""
        write(Path(path), json.dumps(self.to_dict(), ensure_ascii=False, indent=1).encode())

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Return a timeline read back from its JSON; raises ``TimelineError``."""
        where = Where(file=str(path))
        try:
            if Path(path).stat().st_size > LARGEST_FILE:
                raise TimelineError(
                    say("the file is too large"),
                    expected=say("at most {limit} bytes", limit=LARGEST_FILE),
                    todo=say("check that it is the right file"),
                    where=where,
                )
            data = json.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as problem:
            raise TimelineError(
                say("the file cannot be read: {why}", why=str(problem)),
                expected=say("a timeline written by this program"),
                todo=say("check the path, or simulate again"),
                where=where,
            ) from problem
        return cls.from_dict(data, file=str(path))

    @classmethod
    def from_dict(cls, data: Any, *, file: str = "timeline") -> Self:
        """Return a timeline from its JSON form; raises ``TimelineError``."""
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise TimelineError(
                say("this is not a timeline of this version"),
                expected=say('"schema": "{schema}"', schema=SCHEMA),
                todo=say("simulate again"),
                where=Where(file=file),
            )
        rows = document.structured({"rows": data.get("rows")}, _Rows, _converter(), TimelineError, file).rows
        for row in rows:
            if row.cause.transition not in NUMBER:
                raise TimelineError(
                    say("there is no transition {id}", id=row.cause.transition),
                    expected=say("a timeline written by this program"),
                    todo=say("simulate again"),
                    where=Where(file=file, path=row.month),
                )
        return cls(data.get("scenario") or {"region": "?"}, rows, data.get("law") or [])

    def _repr_html_(self) -> str:
        from lifecycle.explain import html_table

        return html_table(self, current())


@attrs.frozen
class _Rows:
    rows: list[Row]


@cache
def _converter() -> Converter:
    made = document.converter().copy()
    document.spelled(made, Parameter, from_="from")
    return made


def _plain(row: Row) -> dict[str, Any]:
    made = attrs.asdict(row)
    for parameter in made["cause"]["parameters"]:
        parameter["from"] = parameter.pop("from_")
    return made


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the JSON form."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "timeline.schema.json").read_text(encoding="utf-8"))
    return found
