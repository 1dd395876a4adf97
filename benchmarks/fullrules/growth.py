"""Whether a month costs the same however many lives there are: intake, encoding and step, partition after partition."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import attrs
from measuring import Times

from fullrules.people import generated
from fullrules.stages import ready_for
from lifecycle.population.encoding.encoding import encode
from lifecycle.population.engine import live
from lifecycle.population.intake.intake import Intake
from lifecycle.population.runs.running import PARTITION
from lifecycle.regions.atlas import Atlas

STAGES: Final = ("read", "encode", "live")


@attrs.define
class Growth:
    """So many lives, their months, and the times of each stage in every partition."""

    lives: int
    months: int = 0
    times: dict[str, Times] = attrs.field(factory=lambda: {stage: Times() for stage in STAGES})

    def nanoseconds(self, stage: str) -> float:
        """Return what a stage takes of the processor for each month, in nanoseconds."""
        return sum(self.times[stage].processor) / self.months * 1e9


def grown(folder: Path, lives: int, atlas: Atlas) -> Growth:
    """Live so many generated lives once, on one thread; the columns of a partition are dropped before the next."""
    people, found = generated(folder, lives, atlas), Growth(lives)
    with Intake(people.persons, people.events, atlas=atlas, size=PARTITION) as intake:
        base = plan = None
        for number in range(len(intake)):
            some = found.times["read"].time(partial(intake.partition, number))
            batch = found.times["encode"].time(partial(encode, some.persons, some.events, atlas))
            if base is None or plan is None:
                base, plan = ready_for(batch, atlas)
            lived = found.times["live"].time(partial(live, batch, base, plan))
            found.months += int(lived.months.sum())
    return found
