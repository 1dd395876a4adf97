"""The walk counted as a run counts: lives by month, region, state and age band, as the walk itself knows them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

from lifecycle.columns import MONTHS_IN_YEAR
from lifecycle.population.generated.frames import day_of
from lifecycle.population.generated.lines import AGE_BANDS, BAND_MONTHS
from lifecycle.population.generated.walker import Standing
from lifecycle.population.generated.walking import walked
from lifecycle.population.generated.world import World
from lifecycle.vocabulary import State, key

Numbers = np.ndarray[Any, Any]

PAID_AS: Final = {Standing.UNIT: State.EMPLOYEE, Standing.BENEFIT: State.EMPLOYEE, Standing.FLEXIBLE: State.FLEXIBLE}
YEARS_IN_BAND: Final = BAND_MONTHS // MONTHS_IN_YEAR


def state_at_end(walkers: Numbers, last: int) -> Numbers:
    """Return how each walker is insured in the last month: what a run calls a state, no waiting being known here."""
    year = last // MONTHS_IN_YEAR
    found = np.full(len(walkers), int(State.NOT_ENROLLED))
    known = (walkers["paid"] > 0) | (walkers["resident_until"] > 0)
    found[known] = State.SUSPENDED
    this_year = (walkers["resident_until"] == year) | ((walkers["resident_until"] > year) & (walkers["resident_before"] == year))
    found[this_year] = State.RESIDENT
    for standing, state in PAID_AS.items():
        found[(walkers["last_paid"] == last) & (walkers["paid_as"] == standing)] = state
    found[walkers["standing"] == Standing.FILLING] = State.FLEXIBLE
    found[walkers["standing"] == Standing.RETIRED] = State.RETIRED
    found[walkers["died"] > 0] = State.DECEASED
    return found


def counts_of_walk(world: World, *, lives: int, seed: int = 0, compiled: bool = True) -> pl.DataFrame:
    """Return the last month of a world as counts, and the deaths of every month: month, region, state, age_band, lives.

    Of a world that was given an earlier last month, those born later are left out.
    """
    counted = [
        _counts(world, walkers[walkers["born"] <= world.last]) for walkers, _ in walked(world, seed, 1, lives, compiled=compiled)
    ]
    keys = ["month", "region", "state", "age_band"]
    return pl.concat(counted).group_by(keys).agg(pl.col("lives").sum()).sort(keys)


def _counts(world: World, walkers: Numbers) -> pl.DataFrame:
    states = {int(state): key(state) for state in State}
    names = {number: band_name(number) for number in range(AGE_BANDS)}
    month = np.where(walkers["died"] > 0, walkers["died"], world.last)
    frame = pl.DataFrame(
        {
            "month": month.astype(np.int64),
            "region": walkers["region"].astype(np.int64),
            "state": state_at_end(walkers, world.last),
            "age_band": np.minimum((month - walkers["born"]) // BAND_MONTHS, AGE_BANDS - 1).astype(np.int64),
        }
    )
    return (
        frame.group_by(pl.all())
        .agg(lives=pl.len().cast(pl.Int64))
        .with_columns(
            day_of(pl.col("month")).alias("month"),
            pl.col("region").replace_strict(dict(enumerate(world.regions)), return_dtype=pl.String),
            pl.col("state").replace_strict(states, return_dtype=pl.String),
            pl.col("age_band").replace_strict(names, return_dtype=pl.String),
        )
    )


def band_name(number: int) -> str:
    """Return a band of five years of age as counts spell it.

    >>> band_name(3), band_name(19)
    ('15-19', '95+')
    """
    first = number * YEARS_IN_BAND
    return f"{first}+" if number == AGE_BANDS - 1 else f"{first}-{first + YEARS_IN_BAND - 1}"
