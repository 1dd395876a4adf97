"""The answer to a gap of each length in each region: months, money, the rule that decided; and lines that coincide."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import attrs

from lifecycle.language import current
from lifecycle.row import Parameter
from lifecycle.tabular import Tabular
from lifecycle.whatif.plan import Plan
from lifecycle.words import Label

if TYPE_CHECKING:
    from lifecycle.charts.sweep.chart import SweepChart

SAME: Final = ("months_without", "months_without_finally", "months_reduced", "benefit_lost", "assumed", "settled")


@attrs.frozen(kw_only=True)
class Outcome:
    """What a gap of some months means in a region. Months are counted, and money summed, from the first unpaid month.

    Money is what the person pays in the same months whatever the gap, back-payment included, ``None`` where a month's is
    unknown; ``stay`` is the person's part of a hospital stay in the last month of the gap. ``settled`` is false where full
    cover has not come back in the months lived: the counts are then the least. ``benefit_lost`` counts a month with half of
    the benefit as half a month.
    """

    region: str
    gap: int
    months_without: int
    months_without_finally: int
    months_reduced: int
    benefit_lost: float
    months_waiting: int
    covered_again: str | None
    settled: bool
    continuous_months: int | None
    paid_own_fen: int | None
    paid_assumed: bool
    stay_own_fen: int | None
    stay_own_finally_fen: int | None
    rule: Parameter | None
    grade: str
    assumed: bool


@attrs.frozen
class Group:
    """Regions in which gaps of every length mean the same for cover."""

    regions: tuple[str, ...]
    outcomes: tuple[Outcome, ...]


@attrs.frozen(kw_only=True)
class Sweep(Tabular):
    """Gaps of each length in each region."""

    plan: Plan
    names: dict[str, Label]
    outcomes: tuple[Outcome, ...]

    def __repr__(self) -> str:
        return f"<Sweep of {len(self.plan.gaps)} gaps after {self.plan.last_paid} in {len(self.names)} regions>"

    def records(self) -> list[dict[str, Any]]:
        """Return a flat dict for each region and gap."""
        found = []
        for one in self.outcomes:
            flat = attrs.asdict(one, recurse=False)
            rule = flat.pop("rule")
            flat |= {"rule": rule and rule.key, "cite": rule and rule.cite, "url": rule and rule.url}
            flat["paid_less_fen"] = self.paid_less_fen(one)
            found.append({**flat, "region_name": self.names[one.region].in_(current())})
        return found

    def plot(self, lang: str | None = None) -> SweepChart:
        """Return the chart: months without cover and cost against the length of the gap."""
        from lifecycle.charts.sweep.chart import SweepChart

        return SweepChart(self, lang=lang or current())

    def paid_less_fen(self, one: Outcome) -> int | None:
        """Return what the person pays less than with the shortest gap; ``None`` where one of the two is unknown."""
        shortest = self.of(one.region)[0].paid_own_fen
        return None if shortest is None or one.paid_own_fen is None else shortest - one.paid_own_fen

    def of(self, region: str) -> tuple[Outcome, ...]:
        """Return the outcomes of a region, the shortest gap first."""
        return self._by_region[region]

    @cached_property
    def _by_region(self) -> dict[str, tuple[Outcome, ...]]:
        return {region: tuple(one for one in self.outcomes if one.region == region) for region in self.names}

    @cached_property
    def groups(self) -> list[Group]:
        """Return the regions that agree on cover, those first in which most is lost with the longest gap."""
        found: dict[tuple[Any, ...], list[str]] = {}
        for region in self.names:
            alike = tuple(tuple(getattr(one, name) for name in SAME) for one in self.of(region))
            found.setdefault(alike, []).append(region)
        made = [Group(tuple(regions), self.of(regions[0])) for regions in found.values()]
        return sorted(made, key=lambda group: [-one.months_without for one in reversed(group.outcomes)])
