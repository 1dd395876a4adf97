"""What a region has in force in a month, each thing with its name, its text, its source and who set it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from lifecycle import months
from lifecycle.citations import requirement_parameter, rule_parameter, source_parameter, value_parameter
from lifecycle.regions.parameters import PARAMETERS
from lifecycle.regions.procedures import Procedure, nearest
from lifecycle.regions.rulebook import Rulebook, sourced
from lifecycle.regions.written import Disputed, ResidentYear, Source
from lifecycle.row import Parameter
from lifecycle.vocabulary import UNKNOWN, Change, Way


@attrs.frozen
class ProcedureInForce:
    """A procedure with who wrote it and its source."""

    region: str
    source: Source
    written: Procedure

    @property
    def cited(self) -> Parameter:
        """Return it as timelines cite a value."""
        return source_parameter(f"procedure.{self.written.id}", None, self.source, region=self.region, assumed=False)


def in_force(rules: Iterable[Any], month: int) -> list[Any]:
    """Return the rules or requirements of a list that hold in a month."""
    found = []
    for rule in rules:
        since, to = rule.written.from_, rule.written.to_
        if (since is None or months.of(since) <= month) and (to is None or month < months.of(to)):
            found.append(rule)
    return found


def entry_rules(book: Rulebook, way: Way, month: int) -> list[Parameter]:
    """Return the entry rules of a way in, in the order in which they are asked."""
    return [rule_parameter(rule) for rule in in_force(book.lists[way], month)]


def figures(book: Rulebook, month: int) -> Iterator[Parameter]:
    """Yield every dated value that somebody speaks of."""
    for parameter in PARAMETERS:
        one = value_parameter(book, parameter.key, month)
        if one.value != UNKNOWN or one.cite is not None:
            yield one


def coverage_years(book: Rulebook, month: int) -> Iterator[Parameter]:
    """Yield dates and prices of the coverage year of a month and of the next."""
    year = months.year(month)
    for coverage in (year, year + 1):
        for field in ("window", "extension", "individual", "subsidy", "full_price_from"):
            if found := book.resident_year(coverage, field):
                value, row, by, source, assumed = found
                disputed = [attrs.asdict(one) for one in disputes(row, field)]
                yield source_parameter(
                    f"resident.year.{coverage}.{field}", value, source, region=by, assumed=assumed, disputed=disputed
                )


def disputes(row: ResidentYear, field: str) -> list[Disputed]:
    """Return the other voices about one field of a coverage year: amounts speak of the price, anything else of the dates."""
    priced = [one for one in row.disputed if isinstance(one.is_, (int, float, dict))]
    if field == "individual":
        return priced
    return [one for one in row.disputed if one not in priced] if field == "window" else []


def requirements(book: Rulebook, month: int) -> list[Parameter]:
    """Return what retiring asks for."""
    return [requirement_parameter(asked, aside=True) for asked in in_force(book.requirements, month)]


def procedures_of(book: Rulebook, changes: Iterable[Change], month: int) -> list[ProcedureInForce]:
    """Return what is to be arranged for any of some changes, each once."""
    found: dict[tuple[str, str], ProcedureInForce] = {}
    for change in changes:
        for region, file, written in nearest(book.chain, change, month):
            found.setdefault((region, written.id), ProcedureInForce(region, sourced(written, file), written))
    return list(found.values())
