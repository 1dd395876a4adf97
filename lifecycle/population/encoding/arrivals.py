"""Where lives are insured and from which month on, as ``lifecycle.itinerary`` has it for one person."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np

from lifecycle.population.batch import Ints
from lifecycle.vocabulary import What

NO_ROW = -1


@attrs.frozen(eq=False)
class Arrivals:
    """The arrivals of some lives, sorted by life and month: life, month, region, the row of the event, none at the beginning."""

    life: Ints
    month: Ints
    region: Ints
    row: Ints

    def region_in(self, life: Ints, month: Ints) -> Ints:
        """Return the region in which a life is in a month."""
        if len(self.life) == (self.life[-1] + 1 if len(self.life) else 0):  # nobody moves
            return self.region[life]
        return self.region[np.searchsorted(in_time(self.life, self.month), in_time(life, month), side="right") - 1]

    def starts(self, lives: int) -> Ints:
        """Return where the arrivals of each life begin, and where the last ones end."""
        return np.searchsorted(self.life, np.arange(lives + 1))


def in_time(life: Ints, month: Ints) -> Ints:
    """Return one number for a life and a month that sorts by both."""
    found: Ints = life.astype(np.int64) * 2**16 + month
    return found


def arrivals(home: Ints, life: Ints, month: Ints, what: Ints, day: Ints, region: Ints) -> Arrivals:
    """Return where lives arrive and when; the last month of a job or of paying oneself still belongs to the old place.

    ``home`` is the first region of each life; the others describe events: ``region`` is 0 where an event names none.
    """
    own = np.arange(len(home))
    rows = np.flatnonzero((region > 0) & ((what == What.MOVE) | (what == What.HIRED)))
    rows = rows[np.lexsort((rows, day[rows], what[rows] == What.HIRED, month[rows], life[rows]))]
    same_life = np.concatenate(([False], life[rows][1:] == life[rows][:-1]))[: len(rows)]
    before = np.where(same_life, np.roll(region[rows], 1), home[life[rows]])
    rows = rows[region[rows] != before]
    then = month[rows] + _last_paid_there(rows, life, month, what)
    found_life = np.concatenate((own, life[rows]))
    found_month = np.concatenate((np.zeros(len(home), np.int64), then))
    order = np.argsort(in_time(found_life, found_month), kind="stable")
    return Arrivals(
        found_life[order],
        found_month[order],
        np.concatenate((home, region[rows]))[order],
        np.concatenate((np.full(len(home), NO_ROW), rows))[order],
    )


def _last_paid_there(rows: Ints, life: Ints, month: Ints, what: Ints) -> Ints:
    """Return 1 for moves in a month whose payment stops and does not begin again, else 0."""
    now = in_time(life, month)
    stops = now[(what == What.LEFT_JOB) | (what == What.STOP_FLEXIBLE)]
    begins = now[(what == What.HIRED) | (what == What.START_FLEXIBLE)]
    stays = (what[rows] == What.MOVE) & _among(now[rows], stops) & ~_among(now[rows], begins)
    found: Ints = stays.astype(np.int64)
    return found


def _among(wanted: Ints, among: Ints) -> Any:
    """Return for each number whether it is among others, which are sorted."""
    return np.searchsorted(among, wanted, side="right") > np.searchsorted(among, wanted, side="left")
