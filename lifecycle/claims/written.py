"""A claim as its file writes it: what is said, where it was found, the verdict, the rule that decides, and tiny lives."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
from cattrs import Converter

from lifecycle import document
from lifecycle.document import Wrong
from lifecycle.errors import ScenarioError, Where
from lifecycle.language import say
from lifecycle.regions.written import Source, word_in
from lifecycle.vocabulary import Verdict, key
from lifecycle.words import Label

PACKAGED: Final = Path(__file__).parent
VERDICTS: Final = {key(verdict): verdict for verdict in Verdict}
NOT_SCENARIO: Final = ("claimed", "shown")


@attrs.frozen(kw_only=True)
class Statement:
    """One cell of a timeline: in which month (or ``first..last``), which field, and what stands there."""

    month: str
    field: str
    is_: Any


@attrs.frozen(kw_only=True)
class TinyLife:
    """A life that shows a claim: what would stand in its timeline were the claim true, and what does stand there."""

    scenario: dict[str, Any]
    claimed: list[Statement]
    shown: list[Statement]


@attrs.frozen(kw_only=True)
class Rule:
    """The rule of the region files that decides a claim, by its key, in a month where it matters which."""

    region: str
    key: str
    month: str | None = None


@attrs.frozen(kw_only=True)
class Claim(Source):
    """A sentence that circulates, its meaning in our own words, with its verdict."""

    id: str
    says: Label
    found: Label
    regions: list[str] = attrs.field(factory=list)
    verdict: str = attrs.field(validator=word_in(*VERDICTS))
    because: Label
    rule: Rule | None = None
    life: list[TinyLife] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        if self.rule is None and not (self.cite and self.grade):
            raise Wrong(
                say("the claim {id} names no source", id=self.id),
                say('rule = {{ region = "…", key = "…" }}, or cite = "…" with its grade'),
            )
        if self.life and self.verdict == key(Verdict.UNVERIFIABLE):
            raise Wrong(
                say("the claim {id} cannot be verified, yet a life shows it", id=self.id), say("another verdict, or no life")
            )


@attrs.frozen(kw_only=True)
class ClaimFile:
    """A file of claims about one topic."""

    claim: list[Claim]


def _life(value: Any, _: Any) -> TinyLife:
    if not isinstance(value, dict) or not value.get("claimed"):
        raise Wrong(say("a life without claimed"), say("[[claim.life.claimed]]: what would stand there were the claim true"))
    told = {name: _converter().structure(value.get(name, []), list[Statement]) for name in NOT_SCENARIO}
    return TinyLife(scenario={name: part for name, part in value.items() if name not in NOT_SCENARIO}, **told)


@cache
def _converter() -> Converter:
    made = document.converter().copy()
    document.spelled(made, Statement, is_="is")
    made.register_structure_hook(TinyLife, _life)
    return made


def read(path: Path) -> list[Claim]:
    """Return the claims of a file; raises ``ScenarioError`` with the place of the first mistake."""
    found: ClaimFile = document.structured(document.read(path, ScenarioError), ClaimFile, _converter(), ScenarioError, path.name)
    return found.claim


def claims(folder: Path = PACKAGED) -> list[Claim]:
    """Return the claims of every file of a folder, in the order of the files; an id stands once."""
    found: dict[str, Claim] = {}
    for path in sorted(folder.glob("*.toml")):
        for position, claim in enumerate(read(path)):
            if claim.id in found:
                raise ScenarioError(
                    say("the id {id} stands twice", id=claim.id),
                    expected=say("an id of its own for every claim"),
                    todo=say("rename one of them"),
                    where=Where(file=path.name, path=f"claim[{position}].id"),
                )
            found[claim.id] = claim
    return list(found.values())
