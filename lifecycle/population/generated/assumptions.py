"""The assumptions behind generated lives: read from a cited file, checked, and written out as one table of whole numbers."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

import attrs
from cattrs import Converter

from lifecycle import document, months
from lifecycle.document import Wrong
from lifecycle.errors import InputError, Where
from lifecycle.language import say
from lifecycle.population.generated.kinds import KINDS, Kind, Shape
from lifecycle.vocabulary import GRADES

PACKAGED: Final = Path(__file__).with_name("assumptions.toml")


@attrs.frozen(kw_only=True)
class Assumption:
    """One assumption as it is written: its values in the shape that its kind asks for, and its source."""

    id: str
    unit: str
    value: float | None = None
    values: list[float] | None = None
    both: list[float] | None = None
    male: list[float] | None = None
    female: list[float] | None = None
    by_year: dict[str, float] | None = None
    by_region: dict[str, float] | None = None
    at: str | None = None
    cite: str
    url: str | None = None
    grade: str
    checked: dt.date | None = None

    def __attrs_post_init__(self) -> None:
        kind = KINDS.get(self.id)
        if kind is None:
            raise Wrong(say("there is no assumption {id}", id=self.id), say("one of: {words}", words=sorted(KINDS)))
        if self.unit != kind.unit:
            raise Wrong(say('{id}: unit = "{unit}"', id=self.id, unit=self.unit), say('"{unit}"', unit=kind.unit))
        if self.grade not in GRADES:
            raise Wrong(say("{id}: grade = {value}", id=self.id, value=self.grade), say("one of: {words}", words=list(GRADES)))
        if self.at is not None:
            _month(self.id, self.at)
        _refuse_other_shapes(self, kind)

    @property
    def kind(self) -> Kind:
        """Return what is asked of this assumption."""
        return KINDS[self.id]

    def of_sex(self, sex: int) -> list[float]:
        """Return the values of men (0) or women (1)."""
        return self.both or (self.female if sex else self.male) or []


def _month(name: str, text: str) -> int:
    try:
        return months.month(text)
    except ValueError:
        raise Wrong(say("{id}: at = {value}", id=name, value=text), say('a month such as "2020-11"')) from None


def _refuse_other_shapes(written: Assumption, kind: Kind) -> None:
    """Refuse values in another shape, too few or too many of them, or beyond their bounds."""
    given = {name for name in ("value", "values", "both", "male", "female", "by_year", "by_region") if getattr(written, name)}
    given |= {"value"} if written.value is not None else set()
    wanted = kind.shape.fields()
    if given not in wanted:
        raise Wrong(
            say("{id}: it gives {keys}", id=written.id, keys=sorted(given)),
            say("one of: {words}", words=[" + ".join(sorted(one)) for one in wanted]),
        )
    for name in given:
        value = getattr(written, name)
        row = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
        if kind.many and len(row) != kind.many:
            raise Wrong(say("{id}: {name} has {n} values", id=written.id, name=name, n=len(row)), say("{n} values", n=kind.many))
        for one in row:
            if not kind.least <= one <= kind.most:
                raise Wrong(
                    say("{id}: {name} holds {value}", id=written.id, name=name, value=one),
                    say("a number from {least} to {most}", least=kind.least, most=kind.most),
                )
        if kind.shape is Shape.SPREAD and abs(sum(row) - 1) > 1e-9:  # noqa: PLR2004  what decimals leave
            raise Wrong(say("{id}: shares that make {sum}", id=written.id, sum=round(sum(row), 6)), say("shares that make 1"))
        if isinstance(value, dict) and name == "by_year" and not all(_is_year(year) for year in value):
            raise Wrong(say("{id}: years {keys}", id=written.id, keys=sorted(value)), say("years from 1900 to 2199"))


def _is_year(text: str) -> bool:
    return len(text) == len("2024") and text.isdecimal() and months.EARLIEST <= int(text) * months.MONTHS_IN_YEAR < months.LATEST


@attrs.frozen(kw_only=True)
class Written:
    """A file of assumptions as it is written."""

    assumption: list[Assumption]


@cache
def _converter() -> Converter:
    return document.converter().copy()


@attrs.frozen(eq=False)
class Assumptions:
    """Every assumption by its name, and the file or files they come from."""

    written: Mapping[str, Assumption]
    fingerprint: str

    @classmethod
    def load(cls, path: str | Path | None = None) -> Self:
        """Return the assumptions of the package, those of ``path`` in the place of some; raises ``InputError``."""
        found = _read(PACKAGED)
        if missing := sorted(set(KINDS) - set(found)):
            raise InputError(
                say("no assumption {ids}", ids=missing),
                expected=say("one entry for each"),
                todo=say("write them"),
                where=Where(file=str(PACKAGED)),
            )
        if path is not None:
            found |= _read(Path(path))
        text = repr(sorted((name, attrs.astuple(one)) for name, one in found.items()))
        return cls(found, hashlib.sha256(text.encode()).hexdigest()[:16])

    def __getitem__(self, name: str) -> Assumption:
        return self.written[name]

    def in_year(self, name: str, year: int) -> float:
        """Return what holds in a year; before the first year that is told the first holds, after the last the last."""
        told = {int(key): value for key, value in (self.written[name].by_year or {}).items()}
        return told[max((one for one in told if one <= year), default=min(told))]


def _read(path: Path) -> dict[str, Assumption]:
    data: dict[str, Any] = document.read(path, InputError)
    written: Written = document.structured(data, Written, _converter(), InputError, str(path))
    found: dict[str, Assumption] = {}
    for number, one in enumerate(written.assumption):
        if one.id in found:
            raise InputError(
                say("{id} for the second time", id=one.id),
                expected=say("once"),
                todo=say("take one out"),
                where=Where(file=str(path), path=f"assumption[{number}].id"),
            )
        found[one.id] = one
    return found
