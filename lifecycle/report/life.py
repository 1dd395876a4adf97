"""One life as a part of the report: everything that is told of it, in one language."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import attrs

from lifecycle.finding import finding
from lifecycle.language import Text, say
from lifecycle.regions.atlas import Atlas
from lifecycle.report import certainty, months_table
from lifecycle.report.arrangements import Occasion, occasions
from lifecycle.report.drawing import inline
from lifecycle.report.reasons import Reasons
from lifecycle.statements import yuan
from lifecycle.summary import summary
from lifecycle.timeline import Timeline
from lifecycle.words import label

#: Inches across a phone.
UPRIGHT: Final = 4.0


@attrs.frozen(kw_only=True, slots=False, eq=False)
class LifeTold:
    """A life with its place among the lives of a report, from 1."""

    timeline: Timeline
    atlas: Atlas
    lang: str
    number: int

    def told(self) -> dict[str, Any]:
        """Return all that is told by its name; found here, because a template would take an error for something missing."""
        kinds = (property, cached_property)
        names = [name for name, one in vars(type(self)).items() if isinstance(one, kinds)]
        return {name: getattr(self, name) for name in ("number", *names)}

    @property
    def prefix(self) -> str:
        """Return what the ids of this life begin with; those of the first are plain, so that they can be typed."""
        return "" if self.number == 1 else f"l{self.number}-"

    @cached_property
    def title(self) -> str:
        """Return what the reader calls this life."""
        return self.timeline.called(self.lang)

    @cached_property
    def places(self) -> str:
        """Return the regions of the life in their order."""
        return " → ".join(self.timeline.places(self.lang))

    @property
    def period(self) -> str:
        """Return the first and the last month."""
        rows = self.timeline.rows
        return f"{rows[0].month} – {rows[-1].month}" if rows else ""

    @property
    def shows(self) -> str:
        """Return what the scenario says that it shows."""
        return str((self.timeline.scenario.get("shows") or {}).get(self.lang) or "")

    @property
    def finding(self) -> str:
        """Return the result in one sentence."""
        return finding(self.timeline, self.lang)

    @property
    def summary(self) -> list[str]:
        """Return the life in a few sentences."""
        return summary(self.timeline, self.lang)

    @cached_property
    def facts(self) -> list[tuple[str, str]]:
        """Return the figures that one looks for first, each with its name."""
        if not self.timeline.rows:
            return []
        counts, at = self.timeline.counts(), self.timeline.rows[-1].retirement
        found: list[tuple[Text, Text | str]] = [
            (say("Months simulated"), str(counts["months"])),
            (say("Covered at the time"), str(counts["covered"])),
            (say("Covered once settled"), str(counts["covered_finally"])),
            (say("Paid by the person"), yuan(counts["paid_own_fen"])),
            (say("Retired since"), counts["retired_from"])
            if counts["retired_from"]
            else (say("Would retire"), at.month if at else "–"),
            (say("Weakest source: {meaning}", meaning=label(counts["grade"], self.lang)), counts["grade"]),
        ]
        return [(name.in_(self.lang), one.in_(self.lang) if isinstance(one, Text) else one) for name, one in found]

    @cached_property
    def drawing(self) -> str:
        """Return the figure of the life as SVG."""
        return inline(self.timeline.plot(self.lang), f"f{self.number}")

    @cached_property
    def calendar(self) -> str:
        """Return the calendar of the life as SVG, for screens that the figure is too wide for; empty without a month."""
        if not len(self.timeline):
            return ""
        return inline(self.timeline.calendar(self.lang).folded().wide(UPRIGHT), f"c{self.number}")

    @cached_property
    def reasons(self) -> Reasons:
        """Return why its months are what they are."""
        return Reasons(self.timeline, self.lang)

    @cached_property
    def months(self) -> list[months_table.Month]:
        """Return its months."""
        return list(months_table.months(self.timeline, self.prefix, self.lang))

    @property
    def stretches(self) -> list[months_table.Stretch]:
        """Return its spells."""
        return list(months_table.stretches(self.timeline, self.reasons, self.lang))

    @property
    def why(self) -> str:
        """Return why its months are what they are, as JSON."""
        return self.reasons.as_json()

    @property
    def moves(self) -> bool:
        """Return whether it has several regions."""
        return len({row.region for row in self.timeline.rows}) > 1

    @property
    def years(self) -> list[str]:
        """Return the years that one can choose."""
        return months_table.choices(self.months, self.lang)[0]

    @property
    def states(self) -> dict[str, str]:
        """Return the states that one can choose, by their words."""
        return months_table.choices(self.months, self.lang)[1]

    @cached_property
    def documents(self) -> list[certainty.Document]:
        """Return the documents that its cover rests on."""
        return certainty.documents(self.timeline, self.lang)

    @cached_property
    def assumptions(self) -> list[certainty.Assumption]:
        """Return what was assumed about cover."""
        return certainty.assumptions(self.timeline, self.lang, aside=False)

    @cached_property
    def money_assumptions(self) -> list[certainty.Assumption]:
        """Return what was assumed about money and retirement."""
        return certainty.assumptions(self.timeline, self.lang, aside=True)

    @cached_property
    def changes(self) -> list[certainty.Change]:
        """Return how the rules changed meanwhile."""
        return certainty.changes(self.timeline, self.lang)

    @cached_property
    def tasks(self) -> list[Occasion] | str:
        """Return what has to be arranged, or why that cannot be told."""
        found = occasions(self.timeline, self.atlas, self.lang)
        return found.in_(self.lang) if isinstance(found, Text) else found
