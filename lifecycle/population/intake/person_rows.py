"""Persons as canonical rows, and the cells in them that cannot stand."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import polars as pl

from lifecycle.beforehand import Before
from lifecycle.events import Month, Status
from lifecycle.language import say
from lifecycle.population.intake.cells import DAYS
from lifecycle.population.intake.rejects import Faults, Message
from lifecycle.population.intake.rows import Judge, judged, read, refuse_unknown_regions, with_all_columns
from lifecycle.population.intake.tables import BEFORE, PERSON_FRAME, PERSONS
from lifecycle.scenario import WrittenPerson


def persons(raw: pl.DataFrame, regions: frozenset[str], faults: Faults) -> pl.DataFrame:
    """Return the persons of raw rows (with ``file`` and ``row``), their months as they are told; bad cells go to ``faults``."""
    found = read(with_all_columns(raw, PERSONS), PERSONS, faults)
    day = pl.col("born") % DAYS
    found = found.with_columns(born=(pl.col("born") // DAYS).cast(pl.Int32), born_day=pl.when(day > 0).then(day).cast(pl.Int8))
    refuse_unknown_regions(found, regions, faults)
    for name in ("sex", "group"):
        judged(found, name, _by(WrittenPerson, name), faults)
    judged(found, "statuses", _statuses, faults)
    for field in attrs.fields(Before):
        judged(found, BEFORE + field.name, _by(Before, field.name), faults)
        _refuse_before_without_scheme(found, BEFORE + field.name, faults)
    return found.rename({"from": "first", "until": "last"}).select(list(PERSON_FRAME))


def _by(cls: Callable[..., object], name: str) -> Judge:
    """Return the judgement that a class passes on one of its fields."""
    return lambda value: cls(**{name: value})


def _statuses(words: str) -> None:
    for word in words.split(" "):
        Status(month=Month(0), is_=word)


def _refuse_before_without_scheme(found: pl.DataFrame, name: str, faults: Faults) -> None:
    """What was before belongs to a scheme."""
    message = Message(
        say("{name} without before_scheme", name=name), say("a scheme in before_scheme"), say("add it, or take the value out")
    )
    faults.add(found.filter(pl.col(name).is_not_null() & pl.col("before_scheme").is_null()), name, message)
