"""Where the lives of a run come from: the tables that it read, unchanged since, its regions and its rules."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import attrs

from lifecycle import months
from lifecycle.errors import InputError, Where
from lifecycle.language import say
from lifecycle.population.dataset.manifest import MANIFEST
from lifecycle.population.intake.sources import Part, parts
from lifecycle.population.intake.tables import EVENTS, PERSONS
from lifecycle.population.runs.job import fingerprint_of, state_of
from lifecycle.regions.atlas import Atlas

if TYPE_CHECKING:
    from lifecycle.population.dataset.dataset import Dataset


@attrs.frozen(eq=False)
class Origin:
    """The files of both tables, the regions, and the months for persons that tell none; whether the rules are still the same."""

    people: tuple[Part, ...]
    told: tuple[Part, ...]
    atlas: Atlas
    first: int | None
    last: int | None
    same_rules: bool

    @classmethod
    def of(cls, dataset: Dataset, persons: str | Path | None = None, events: str | Path | None = None) -> Self:
        """Return where a run comes from; ``persons`` and ``events`` stand for the tables that it read.

        Raises ``InputError`` where those have changed since, or are not named.
        """
        place = dataset.folder / MANIFEST
        run = json.loads(place.read_text(encoding="utf-8"))
        tables = run.get("tables") or {}
        people, told = persons or tables.get("persons"), events if persons is not None else tables.get("events")
        if people is None:
            raise InputError(
                say("the run does not say which tables it read"),
                expected=say("the tables of persons and events"),
                todo=say("name them: --persons and --events"),
                where=Where(file=str(place), path="tables"),
            )
        found = parts(Path(people), PERSONS), () if told is None else parts(Path(told), EVENTS)
        if persons is None and state_of(*found) != run.get("inputs"):
            raise InputError(
                say("the tables of persons and events have changed since the run"),
                expected=say("the files as the run read them"),
                todo=say("run it again into an empty folder, or bring the files back"),
                where=Where(file=str(people)),
            )
        atlas, fingerprint = _rules(tuple(run.get("regions") or ()))
        return cls(
            *found,
            atlas=atlas,
            first=_month(run.get("default_from")),
            last=_month(run.get("default_until")),
            same_rules=fingerprint == dataset.manifest.fingerprint,
        )


@lru_cache(maxsize=2)
def _rules(folders: tuple[str, ...]) -> tuple[Atlas, str]:
    """Return the regions of a run and what identifies their rules; kept, because many lives of one run are looked at."""
    atlas = Atlas(folders)
    return atlas, fingerprint_of(atlas)


def _month(text: str | None) -> int | None:
    return None if text is None else months.month(text)
