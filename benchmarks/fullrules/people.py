"""The tables of lives that are measured: generated ones, and steady ones, in which one job lasts 40 years."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import attrs
import polars as pl
import pyarrow.parquet as pq

from lifecycle.population.generated.generate import generate
from lifecycle.population.intake.tables import EVENTS_NAME, PERSONS_NAME
from lifecycle.regions.atlas import Atlas

#: As many years as the generator gives.
GENERATED_FROM: Final = "2010-09"
GENERATED_UNTIL: Final = "2039-08"
STEADY_FROM: Final = "2010-01"
STEADY_UNTIL: Final = "2049-12"
STEADY_BORN: Final = "1990-01"
STEADY_REGION: Final = "hubei/wuhan"


@attrs.frozen
class People:
    """The tables of some lives, with the number of lives and of their events."""

    name: str
    persons: Path
    events: Path
    lives: int
    told: int

    @property
    def told_each(self) -> float:
        """Return the events of a life, on average."""
        return self.told / self.lives


def generated(folder: Path, lives: int, atlas: Atlas) -> People:
    """Write generated lives; nobody in them is real."""
    generate(folder, lives=lives, first=GENERATED_FROM, last=GENERATED_UNTIL, atlas=atlas)
    told = sum(pq.read_metadata(part).num_rows for part in (folder / EVENTS_NAME).iterdir())
    return People("generated", folder / PERSONS_NAME, folder / EVENTS_NAME, lives, told)


def steady(folder: Path, lives: int) -> People:
    """Write lives that begin a job in their first month and never hear of anything again."""
    folder.mkdir(parents=True)
    ids = pl.int_range(lives, eager=True, dtype=pl.Int64).alias("id")
    same = {"region": STEADY_REGION, "born": STEADY_BORN, "sex": "male", "from": STEADY_FROM, "until": STEADY_UNTIL}
    persons, events = folder / f"{PERSONS_NAME}.parquet", folder / f"{EVENTS_NAME}.parquet"
    pl.DataFrame(ids).with_columns(pl.lit(value).alias(name) for name, value in same.items()).write_parquet(persons)
    pl.DataFrame(ids).with_columns(month=pl.lit(STEADY_FROM), event=pl.lit("hired")).write_parquet(events)
    return People("steady", persons, events, lives, lives)
