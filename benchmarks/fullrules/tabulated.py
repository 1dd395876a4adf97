"""What was measured under the full rules as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fullrules.growth import STAGES, Growth
from fullrules.stages import IN_MEMORY, Stage
from lifecycle.terminal import table

MILLION: Final = 1e6
BILLION: Final = 1e9


def stages(measured: Sequence[Stage]) -> Any:
    """Return the table of some lives; the ratio is that to the step in memory on one thread."""
    people, months = measured[0].people, measured[0].months
    each = f"{people.told_each:.1f} events and {months / people.lives:.0f} months each"
    made = _table(
        "what", "threads", "clock s", "CPU s", "M/s by clock", "ns a month", "ns by CPU", "ratio",
        title=f"Full rules: {people.lives:,} {people.name} lives, {each}",
    )  # fmt: skip
    alone = next(one for one in measured if one.name == IN_MEMORY)
    for one in measured:
        clock, processor = one.times.best, one.times.least
        figures = [
            f"{clock:.3f}",
            f"{processor:.3f}",
            f"{months / clock / MILLION:.2f}",
            f"{clock / months * BILLION:.1f}",
            f"{processor / months * BILLION:.1f}",
            f"{alone.times.best / clock:.2f}",
        ]
        made.add_row(one.name, str(one.threads), *figures)
    return made


def growth(found: Sequence[Growth]) -> Any:
    """Return the table of ever more lives."""
    made = _table(
        "lives",
        "months",
        *(f"{stage}: ns a month" for stage in STAGES),
        title="Generated lives, processor time, once, one thread",
    )
    for one in found:
        made.add_row(f"{one.lives:,}", f"{one.months:,}", *(f"{one.nanoseconds(stage):.1f}" for stage in STAGES))
    return made


def _table(*columns: str, title: str) -> Any:
    made = table(*columns, title=title)
    made.columns[0].no_wrap = True
    for column in made.columns[1:]:
        column.justify = "right"
    return made
