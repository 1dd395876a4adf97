"""The figures of many lives by name."""

from __future__ import annotations

from typing import Any, Final

from lifecycle.charts.picture import Picture
from lifecycle.charts.population.cells import refused
from lifecycle.charts.population.chronogram import Chronogram
from lifecycle.charts.population.gap_lengths import GapLengths
from lifecycle.charts.population.index_plot import IndexPlot
from lifecycle.charts.population.mean_time import MeanTime
from lifecycle.charts.population.rates import Rates
from lifecycle.charts.population.readiness import Readiness
from lifecycle.charts.population.sequences import Sequences
from lifecycle.language import say

UNGROUPED: Final = {"rates": Rates, "gap_lengths": GapLengths}
GROUPED: Final = {"index": IndexPlot, "chronogram": Chronogram, "mean_time": MeanTime}


def drawn(source: Any, figure: str, *, by: str | None = None, clock: str = "calendar", lang: str) -> Picture:
    """Return a figure of a run or a table: ``index``, ``chronogram``, ``mean_time``, ``rates``, ``gap_lengths`` or ``readiness``.

    ``by`` compares the groups of a column, ``clock`` is that of ``Sequences.by``. Raises ``InputError``.
    """
    if figure == "readiness":
        made = Readiness(source, lang=lang)
        return made if by is None else made.by(by)
    if figure in UNGROUPED and by is not None:
        raise refused(say("{value}", value=by), say("a figure that compares groups"), say("leave it out"), "by")
    kind: Any = {**GROUPED, **UNGROUPED}[figure]
    if by is None and clock == "calendar":
        return kind(source, lang=lang)  # type: ignore[no-any-return]
    grouped = {} if by is None else {"group": by}
    return kind(Sequences.of(source, **grouped).by(clock), lang=lang)  # type: ignore[no-any-return]
