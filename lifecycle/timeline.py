"""The timeline: one row a month with its cause, slices by month, tables, and a versioned JSON that reads back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, overload

import attrs

from lifecycle import archive, months
from lifecycle.errors import TimelineError
from lifecycle.language import current, say
from lifecycle.output import write
from lifecycle.row import Parameter, Retirement, Row, Spell
from lifecycle.tabular import Tabular
from lifecycle.vocabulary import State, key
from lifecycle.words import Label

if TYPE_CHECKING:
    import pandas as pd

    from lifecycle.bills import Illness
    from lifecycle.charts.calendar.chart import CalendarChart
    from lifecycle.charts.life.chart import LifeChart
    from lifecycle.charts.machine.journey import WayChart
    from lifecycle.explain import Explanation
    from lifecycle.report import Report


class Timeline(Sequence[Row], Tabular):
    """The months of a life with their causes.

    >>> from lifecycle import Scenario, simulate
    >>> life = simulate(Scenario.read({"region": "national", "from": "2024-01", "until": "2024-06"}))
    >>> life
    <Timeline national 2024-01..2024-06, 6 months, 0 covered>
    >>> life["2024-02"].state
    'not_enrolled'
    """

    def __init__(
        self,
        scenario: dict[str, Any],
        rows: Sequence[Row],
        law: Sequence[dict[str, Any]] = (),
        scales: Sequence[Parameter] = (),
    ) -> None:
        self.scenario, self.rows, self.law, self.scales = scenario, tuple(rows), list(law), list(scales)

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
                first, last = (None if end is None else self._index(end) for end in (at.start, at.stop))
                rows = [row for row in self.rows if (first is None or first <= row.index) and (last is None or row.index <= last)]
                return Timeline(self.scenario, rows, self.law, self.scales)
            return Timeline(self.scenario, self.rows[at], self.law, self.scales)
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

    @staticmethod
    def _index(month: str) -> int:
        """Return the index of a month that somebody asks for."""
        try:
            return months.month(month)
        except (TypeError, ValueError) as problem:
            raise TimelineError(
                say("{value} is not a month", value=month), expected=say("a month such as 2024-07"), todo=say("correct it")
            ) from problem

    def spells(self) -> list[Spell]:
        """Return the months folded into runs that are alike."""
        found: list[list[Row]] = []
        for row in self.rows:
            if found and found[-1][-1].alike(row):
                found[-1].append(row)
            else:
                found.append([row])
        return [Spell(tuple(rows)) for rows in found]

    def region_label(self, region: str) -> Label:
        """Return the name of a region of this life in both languages, its id where no name is known."""
        names = self.scenario.get("regions") or {}
        given = names.get(region) or {}
        return Label(given.get("zh", region), given.get("en", region))

    @property
    def title(self) -> Label:
        """Return the title of the scenario in both languages."""
        given = self.scenario.get("title") or {}
        return Label(given.get("zh", ""), given.get("en", ""))

    def places(self, lang: str) -> list[str]:
        """Return the names of the regions of this life in their order."""
        regions = dict.fromkeys([row.region for row in self.rows] or [str(self.scenario.get("region") or "?")])
        return [self.region_label(region).in_(lang) for region in regions]

    def called(self, lang: str) -> str:
        """Return what a reader calls this life: its title, or where it is lived."""
        given = self.title.in_(lang)
        return given if given.strip() else say("A life in {region}", region=" → ".join(self.places(lang))).in_(lang)

    def explain(self, month: str, lang: str | None = None) -> Explanation:
        """Return why a month is what it is: sentences with citations, in ``lang`` or the current language."""
        from lifecycle.explain import explain

        return explain(self, month, lang or current())

    def what_if_ill(self, month: str, amount: float, level: int = 3, kind: str = "inpatient") -> Illness:
        """Return what a hospital stay of ``amount`` yuan would have cost in a month, then and once everything was settled.

        ``level`` is that of the hospital (1, 2, 3); ``kind`` is ``inpatient`` or ``outpatient``. Raises ``TimelineError``.

        >>> from lifecycle import Scenario, simulate
        >>> life = simulate(Scenario.read({"region": "national", "from": "2024-01", "until": "2024-06"}))
        >>> life.what_if_ill("2024-02", 50000).own_fen
        5000000
        """
        from lifecycle.bills import what_if_ill

        return what_if_ill(self, month, amount, level, kind)

    def plot(self, lang: str | None = None) -> LifeChart:
        """Return the chart of this life; ``.save(path)`` writes PNG, SVG or PDF."""
        from lifecycle.charts.life.chart import LifeChart

        return LifeChart(self, lang=lang or current())

    def calendar(self, lang: str | None = None) -> CalendarChart:
        """Return the months of this life as a grid of years and months, for print and phones."""
        from lifecycle.charts.calendar.chart import CalendarChart

        return CalendarChart(self, lang=lang or current())

    def way(self, lang: str | None = None) -> WayChart:
        """Return the state machine with the way that this life took through it."""
        from lifecycle.charts.machine.journey import WayChart

        return WayChart(self, lang=lang or current())

    def report(self, lang: str | None = None) -> Report:
        """Return this life as one page to hand over; ``.save(path)`` writes it."""
        from lifecycle.report import report

        return report(self, lang=lang or current())

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form (``lifecycle.timeline/1``) as plain lists and dicts."""
        from lifecycle.summary import summary

        return {
            "schema": archive.SCHEMA,
            "scenario": self.scenario,
            "rows": [archive.plain(row) for row in self.rows],
            "law": self.law,
            "scales": [archive.plain_parameter(scale) for scale in self.scales],
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
            "retired_from": next((row.month for row in self.rows if row.state == key(State.RETIRED)), None),
            "paid_own_fen": self.rows[-1].paid_own_fen if self.rows else 0,
            "paid_employer_fen": self.rows[-1].paid_employer_fen if self.rows else 0,
            "account_fen": self.rows[-1].account_fen if self.rows else 0,
        }

    def records(self) -> list[dict[str, Any]]:
        """Return a flat dict a month, for tables."""
        flat = []
        for row in self.rows:
            one = attrs.asdict(row, recurse=False, filter=lambda a, _: a.name not in ("cause", "retirement"))
            for field in attrs.fields(Retirement):
                one[f"retirement_{field.name}"] = getattr(row.retirement, field.name, None)
            one.update(transition=row.cause.transition, entry_rule=row.cause.entry_rule)
            one["events"] = " ".join(event["what"] for event in row.cause.events)
            flat.append(one)
        return flat

    def to_pandas(self) -> pd.DataFrame:
        """Return a pandas table, indexed by monthly period; needs the ``notebook`` extra."""
        import pandas as pd

        table = super().to_pandas()
        return table.set_index(pd.PeriodIndex(table.pop("month"), freq="M", name="month"))

    def save(self, path: str | Path) -> None:
        """Write the JSON form to a file, beside it first; raises ``OutputError``."""
        write(Path(path), json.dumps(self.to_dict(), ensure_ascii=False, indent=1).encode())

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Return a timeline read back from its JSON; raises ``TimelineError``."""
        return cls.from_dict(archive.content(path), file=str(path))

    @classmethod
    def from_dict(cls, data: Any, *, file: str = "timeline") -> Self:
        """Return a timeline from its JSON form; raises ``TimelineError``."""
        found = archive.read(data, file)
        return cls(data.get("scenario") or {"region": "?"}, found.rows, data.get("law") or [], found.scales)

    def _repr_html_(self) -> str:
        from lifecycle.displays.life import life_html

        return life_html(self, current())
