"""What the charts of one life share: its title, its place and period, and the part of it that is shown."""

from __future__ import annotations

from typing import Any, Self

import attrs

from lifecycle import months
from lifecycle.charts.phrases import period
from lifecycle.charts.picture import Picture
from lifecycle.finding import finding
from lifecycle.language import say
from lifecycle.timeline import Timeline


@attrs.frozen(eq=False, repr=False)
class Portrait(Picture):
    """A chart of one life."""

    timeline: Timeline

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.timeline!r} in {self.lang}>"

    def between(self, first: str, last: str) -> Self:
        """Return a copy that shows only the months from ``first`` to ``last`` (``"2024-07"``), both included."""
        return attrs.evolve(self, timeline=self.timeline[first:last])

    def records(self) -> list[dict[str, Any]]:
        """Return the months as dicts."""
        return self.timeline.records()

    @property
    def subject(self) -> str:
        """Return the title of the life, or where it is lived."""
        return self.timeline.called(self.lang)

    @property
    def subtitle(self) -> str:
        """Return region, or regions in their order, and period."""
        if not len(self.timeline):
            return ""
        places = self.timeline.places(self.lang)
        return say("{region}, {period}", region=places, period=period(self.timeline, self.lang)).in_(self.lang)

    @property
    def finding(self) -> str:
        """Return what the life comes to."""
        return finding(self.timeline, self.lang) if len(self.timeline) else ""

    @property
    def born(self) -> int | None:
        """Return the month of birth, where it is known."""
        given = (self.timeline.scenario.get("person") or {}).get("born")
        return months.month(given) if given else None
