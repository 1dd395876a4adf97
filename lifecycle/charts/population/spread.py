"""The spread of people over the states at each time: shares, edges of areas, where their names have room."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import attrs
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from lifecycle.charts.population.painting import Array

FEW: Final = 10  # people, of whom shares say little
ROOMY: Final = 2.5  # lines, beyond which more room is no better for a name


@attrs.frozen(eq=False)
class Spread:
    """The people of a group at each time: how many in each state, how many in all, and the share of each state."""

    name: str | None
    people: int
    counts: Array
    total: Array

    @cached_property
    def shares(self) -> Array:
        """Return the shares; 0 where nobody is."""
        found: Array = self.counts / np.where(self.total > 0, self.total, 1)
        return found

    @cached_property
    def few(self) -> list[tuple[int, int]]:
        """Return the stretches of time with few people, unless there never are many."""
        few = np.concatenate([[False], self.total < FEW, [False]])
        if self.total.max() < FEW:
            return []
        turns = np.flatnonzero(few[1:] != few[:-1]).tolist()
        return list(zip(turns[::2], turns[1::2], strict=True))

    def edges(self, y: float, tall: float) -> Array:
        """Return where each area ends upwards: states + 1 lines from the bottom, in inches."""
        stacked = np.vstack([np.zeros((1, self.shares.shape[1])), np.cumsum(self.shares, axis=0)])
        found: Array = y + tall * (1 - np.minimum(stacked, 1))
        return found

    def place(self, code: int, columns: int, tall: float, needed: float) -> tuple[float, float] | None:
        """Return where a name so many columns wide fits into the area of a state: the column and the height of its middle.

        That is where there is room enough above and below, not pale, and as near to the middle as can be.
        """
        if columns > self.shares.shape[1]:
            return None
        edges = self.edges(0.0, tall)
        low = sliding_window_view(edges[code], columns).min(axis=1)
        high = sliding_window_view(edges[code + 1], columns).max(axis=1)
        off = np.abs(np.arange(len(low)) - (len(low) - 1) / 2) / len(low)
        room = np.where(self._pale(columns), -1.0, low - high)
        best = int((np.minimum(room, ROOMY * needed) - 0.01 * off).argmax())
        return (best + columns / 2, float(low[best] + high[best]) / 2) if room[best] >= needed else None

    def _pale(self, columns: int) -> Array:
        """Return at which columns a name so wide begins that touches something pale."""
        pale = np.zeros(self.shares.shape[1], dtype=bool)
        for start, stop in self.few:
            pale[start:stop] = True
        found: Array = sliding_window_view(pale, columns).max(axis=1)
        return found
