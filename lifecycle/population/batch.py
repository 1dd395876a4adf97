"""Lives ready for the step: persons in the order of their ids, their events as integers in the order of the months."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np

Ints = np.ndarray[Any, np.dtype[np.integer[Any]]]
Records = np.ndarray[Any, Any]


@attrs.frozen(eq=False)
class Batch:
    """Some lives as arrays, one entry a life unless said otherwise; months are indices.

    ``start`` holds the records with which the lives begin (dtype of ``Record``). The arrivals of life ``i`` are those from
    ``arrivals_from[i]`` to ``arrivals_from[i + 1]``: from which month on in which region, by its number in the atlas, the first
    from month 0 on. Its happenings (dtype of ``Happening``) lie likewise between ``happenings_from[i]`` and the next, with their
    months, in the order in which the machine for one person is told them.
    """

    ids: Ints
    first: Ints
    last: Ints
    start: Records
    arrivals_from: Ints
    arrival_month: Ints
    arrival_region: Ints
    happenings_from: Ints
    happening_month: Ints
    happenings: Records

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def months(self) -> int:
        """Return the months to be lived if nobody dies."""
        return int((self.last - self.first + 1).sum())
