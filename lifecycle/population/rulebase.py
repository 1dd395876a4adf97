"""The rules of every region and month as arrays: one record for each time at which a region's rules are others."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import attrs
import numpy as np

from lifecycle.itinerary import BY_PLACE
from lifecycle.population.batch import Ints, Records
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.numbers import Rules

ALIGNED: Final = 64


@attrs.frozen(eq=False)
class Rulebase:
    """What the step reads of all regions from ``base`` on for ``span`` months.

    ``version_of[number * span + month - base]`` is the record of ``rules`` that holds in a region, ``until_of`` the month of
    the next one.
    """

    atlas: Atlas
    base: int
    span: int
    rules: Records
    version_of: Ints
    until_of: Ints
    entries: Ints

    @cached_property
    def names(self) -> list[str]:
        """Return the ids of the regions by their numbers; none has the number 0."""
        return ["", *(self.atlas.name(number) for number in range(1, len(self.version_of) // self.span))]


def rulebase(atlas: Atlas, first: int, last: int) -> Rulebase:
    """Return the rules of every region of an atlas for the months from ``first`` to ``last``."""
    books = [atlas.book(region) for region in atlas.ids()]
    span = last - first + 2
    most = max(max(book.number, book.province) for book in books)
    version_of = np.zeros((most + 1, span), np.int32)
    until_of = np.full((most + 1, span), last + 1, np.int32)
    found: list[Rules] = []
    for book in books:
        changes = [first, *(month for month in book.change_months if first < month <= last)]
        for since in changes:
            rules = book.rules(since)
            if since == first or rules != found[-1]:
                found.append(rules)
                until_of[book.number, : since - first] = np.minimum(until_of[book.number, : since - first], since)
            version_of[book.number, since - first :] = len(found) - 1
    return Rulebase(atlas, first, span, as_rules(found), version_of.ravel(), until_of.ravel(), np.array(atlas.pool, np.int32))


def rules_dtype(example: Rules) -> np.dtype[Any]:
    """Return the rules of a month as they lie in memory: what stands once for every place of a life, only once."""
    fields = [(name, np.int32, np.shape(_plain(name, value))) for name, value in _values(example).items()]
    size = sum(int(np.prod(shape, dtype=int)) for *_, shape in fields)
    return np.dtype([*fields, ("_", np.int32, (-size % (ALIGNED // np.dtype(np.int32).itemsize),))])


def _values(rules: Rules) -> dict[str, Any]:
    return attrs.asdict(rules, recurse=False)


def _plain(name: str, value: Any) -> Any:
    return value[0] if name in BY_PLACE else value


def as_rules(found: list[Rules]) -> Records:
    """Return rules as records; a number that does not fit raises ``OverflowError``."""
    made = np.zeros(len(found), rules_dtype(found[0]))
    for name in attrs.fields_dict(Rules):
        values = np.array([_plain(name, getattr(rules, name)) for rules in found], np.int64)
        if values.max(initial=0) > np.iinfo(np.int32).max or values.min(initial=0) < np.iinfo(np.int32).min:
            raise OverflowError(name)
        made[name] = values
    return made
