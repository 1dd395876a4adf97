"""Lives side by side: the months in which they differ, the first of them with its cause on each side, and the totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import attrs

from lifecycle import months
from lifecycle.errors import TimelineError
from lifecycle.language import counted, current, say
from lifecycle.row import Parameter, Row
from lifecycle.tabular import Tabular
from lifecycle.timeline import Timeline
from lifecycle.totals import Totals, totals
from lifecycle.words import Label

if TYPE_CHECKING:
    from lifecycle.charts.comparison.chart import ComparisonChart

FEWEST, MOST = 2, 6
#: What two lives may differ in, and the fields of a month that say so; the first are what one asks for first.
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "cover": ("benefit_factor",),
    "finally": ("benefit_factor_finally",),
    "state": ("state", "scheme", "covered_by"),
    "money": ("own_fen",),
}
NOT_MONEY: Final = tuple(kind for kind in KINDS if kind != "money")
ENTRY: Final = ".entry."
LAG: Final = ".stop_lag_months"
COUNTING: Final = (".benefit_scale", ".continuity_gap_max")
PAYING: Final = (".rate_own", ".extra_own", ".tiers", ".base_floor", ".base_ceiling")


@attrs.frozen
class Side:
    """What one life is in a month that differs: the month, what happened in it or last and when, and the value that decided."""

    name: Label
    row: Row | None
    events: tuple[dict[str, Any], ...]
    since: str | None
    source: Parameter | None


@attrs.frozen
class Difference:
    """A month in which lives differ, in what, and each of the sides."""

    month: int
    kinds: tuple[str, ...]
    sides: tuple[Side, ...]


@attrs.frozen
class Comparison(Tabular):
    """Two to six lives, aligned by calendar month; a month counts as different where those that have it disagree."""

    timelines: tuple[Timeline, ...]
    names: tuple[Label, ...]

    def __repr__(self) -> str:
        named = ", ".join(name.en for name in self.names)
        return f"<Comparison of {named}: {len(self.differing())} months differ>"

    @cached_property
    def rows(self) -> tuple[dict[int, Row], ...]:
        """Return the months of each life by their index."""
        return tuple({row.index: row for row in life} for life in self.timelines)

    @property
    def first(self) -> int:
        """Return the first month that any of the lives has."""
        return min(min(rows) for rows in self.rows)

    @property
    def last(self) -> int:
        """Return the last month that any of the lives has."""
        return max(max(rows) for rows in self.rows)

    @cached_property
    def kinds(self) -> dict[int, tuple[str, ...]]:
        """Return for each month in what the lives differ; alike months have nothing."""
        return {month: tuple(self._kinds(month)) for month in range(self.first, self.last + 1)}

    def _kinds(self, month: int) -> Iterator[str]:
        here = [rows[month] for rows in self.rows if month in rows]
        for kind, fields in KINDS.items():
            known = [tuple(getattr(row, name) for name in fields) for row in here]
            if len({one for one in known if None not in one or kind != "money"}) > 1:
                yield kind

    def differing(self, *kinds: str) -> list[str]:
        """Return the months that differ in ``cover``, ``finally``, ``state`` or ``money``; by default all but ``money``."""
        wanted = set(kinds or NOT_MONEY)
        if unknown := wanted - set(KINDS):
            raise TimelineError(
                say("{value}", value=sorted(unknown)), expected=say("one of: {words}", words=list(KINDS)), todo=say("correct it")
            )
        return [months.text(month) for month, found in self.kinds.items() if wanted & set(found)]

    @cached_property
    def difference(self) -> Difference | None:
        """Return the first month that differs in state or cover, else in money, with the cause on each side."""
        found = self.differing() or self.differing("money")
        if not found:
            return None
        month = months.month(found[0])
        kinds = self.kinds[month]
        money = kinds == ("money",)
        return Difference(month, kinds, tuple(self._side(at, month, money=money) for at in range(len(self.timelines))))

    def _side(self, at: int, month: int, *, money: bool) -> Side:
        row = self.rows[at].get(month)
        if row is None:
            return Side(self.names[at], None, (), None, None)
        eventful = [one for one in self.timelines[at].rows if one.index <= month and one.cause.events]
        events, since = (eventful[-1].cause.events, eventful[-1].month) if eventful else ([], None)
        source = paying(row, [there[month] for there in self.rows if month in there]) if money else self._decided(at, row)
        return Side(self.names[at], row, tuple(events), since, source)

    def _decided(self, at: int, row: Row) -> Parameter | None:
        """Return the value that made a month what it is; where it only goes on, the one of the month when that began."""
        rows = self.rows[at]
        found = deciding(row, rows.get(row.index - 1))
        while (found is None or found.key.endswith(COUNTING)) and (earlier := rows.get(row.index - 1)) is not None:
            if any(getattr(row, name) != getattr(earlier, name) for kind in NOT_MONEY for name in KINDS[kind]):
                break
            row = earlier
            found = deciding(row, rows.get(row.index - 1)) or found
        return found

    @cached_property
    def common(self) -> list[int]:
        """Return the months that all lives have."""
        return sorted(set.intersection(*(set(rows) for rows in self.rows)))

    def totals(self) -> list[Totals]:
        """Return each life in figures, counted over the months that all of them have; where there are none, over its own."""
        months_ = [self.common or sorted(rows) for rows in self.rows]
        starts = [life.scenario.get("from") for life in self.timelines]
        return [totals(*one) for one in zip(self.names, self.rows, months_, starts, strict=True)]

    def records(self) -> list[dict[str, Any]]:
        """Return a dict for each month of each life, with what the month differs in."""
        return [
            {
                "month": row.month,
                "life": name.in_(current()),
                "differs": " ".join(self.kinds[row.index]),
                **{field: getattr(row, field) for fields in KINDS.values() for field in fields},
                "region": row.region,
                "covered": row.covered,
                "covered_finally": row.covered_finally,
                "waiting_left": row.waiting_left,
                "transition": row.cause.transition,
                "entry_rule": row.cause.entry_rule,
                "grade": row.grade,
                "assumed": row.assumed,
            }
            for month in range(self.first, self.last + 1)
            for name, rows in zip(self.names, self.rows, strict=True)
            if (row := rows.get(month)) is not None
        ]

    def plot(self, lang: str | None = None) -> ComparisonChart:
        """Return the chart of the lives on one axis of months."""
        from lifecycle.charts.comparison.chart import ComparisonChart

        return ComparisonChart(self, lang=lang or current())


def compare(*timelines: Timeline, names: Sequence[str | Label] | None = None) -> Comparison:
    """Compare two to six lives month by month; raises ``TimelineError``.

    Without ``names`` lives are called by what tells them apart: their regions, else their titles, else their numbers.

    >>> from lifecycle import Scenario, simulate
    >>> life = simulate(Scenario.read({"region": "national", "from": "2024-01", "until": "2024-03"}))
    >>> compare(life, life).differing()
    []
    """
    if not FEWEST <= len(timelines) <= MOST or not all(isinstance(one, Timeline) and len(one) for one in timelines):
        raise TimelineError(
            counted(
                "{n} life to compare",
                "{n} lives to compare",
                sum(isinstance(one, Timeline) and len(one) > 0 for one in timelines),
            ),
            expected=say("from {least} to {most} lives with months", least=FEWEST, most=MOST),
            todo=say("choose other lives"),
        )
    if names is not None and (isinstance(names, str) or len(names) != len(timelines)):
        raise TimelineError(
            say("{n} names for {lives} lives", n=1 if isinstance(names, str) else len(names), lives=len(timelines)),
            expected=say("a name for each life"),
            todo=say("correct the names"),
        )
    given = names if names is not None else _names(timelines)
    return Comparison(timelines, tuple(name if isinstance(name, Label) else Label(str(name), str(name)) for name in given))


def _names(timelines: Sequence[Timeline]) -> list[Label]:
    """Return what tells the lives apart, in as few words as that takes."""
    regions = [life.region_label(str(life.scenario.get("region") or "")) for life in timelines]
    titles = [life.title for life in timelines]
    for names in (regions, titles):
        if all(name.en.strip() and name.zh.strip() for name in names) and len({name.en for name in names}) == len(names):
            return names
    numbers = [Label(f"人生{at}", f"life {at}") for at in range(1, len(timelines) + 1)]
    if len({name.en for name in regions}) > 1:
        return [Label(f"{name.zh}，{n.zh}", f"{name.en}, {n.en}") for name, n in zip(regions, numbers, strict=True)]
    return numbers


def deciding(row: Row, before: Row | None) -> Parameter | None:
    """Return the value that made a month what it is: what settled it later, the lag that ended cover, the entry rule."""
    cited = [one for one in row.cause.parameters if one.cite and not one.aside]
    if row.cause.settled_by and (later := [one for one in cited if ENTRY in one.key]):
        return later[-1]
    if before is not None and before.covered and not row.covered:
        lag = [one for one in (*row.cause.parameters, *before.cause.parameters) if one.cite and one.key.endswith(LAG)]
        if lag:
            return lag[0]
    rules = [one for one in cited if one.key == row.cause.entry_rule]
    others = [one for one in cited if not one.key.endswith(COUNTING)]
    return next(iter([*rules, *others, *cited]), None)


def paying(row: Row, all_: Sequence[Row]) -> Parameter | None:
    """Return the value by which the person pays that other lives do not have, else the first by which anything is paid."""
    found = [one for end in PAYING for one in row.cause.parameters if one.cite and one.key.endswith(end)]
    shared = [[(one.key, one.value) for one in other.cause.parameters] for other in all_]
    own = [one for one in found if any((one.key, one.value) not in other for other in shared)]
    return next(iter([*own, *found]), None)
