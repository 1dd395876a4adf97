"""The jumps of a sweep: the gap from which more is lost than the month itself, and the rule that says so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import attrs

from lifecycle.charts.fonts import Face
from lifecycle.charts.life.captions import cited, rule_in_words
from lifecycle.charts.phrases import span
from lifecycle.language import counted, rendered, say, titled
from lifecycle.row import Parameter

if TYPE_CHECKING:
    from lifecycle.whatif.sweep import Group, Outcome, Sweep

MOST: Final = 6
NAMED: Final = 4  # regions of one jump
DOCUMENTS: Final = 2  # of one rule, and rules of one jump


@attrs.frozen
class Jump:
    """A gap of ``gap`` months instead of one less costs ``more`` months besides that one, in some regions."""

    gap: int
    more: int
    rules: tuple[Parameter, ...]
    regions: tuple[str, ...]


def jumps(sweep: Sweep, groups: Sequence[Group], *, finally_: bool) -> list[Jump]:
    """Return where lines jump up, the steepest and most common first, then in the order of their gaps."""
    found: dict[tuple[int, int], list[tuple[int, Outcome]]] = {}
    for number, group in enumerate(groups):
        for one, other in pairwise(group.outcomes):
            more = months(other, finally_=finally_) - months(one, finally_=finally_) - (other.gap - one.gap)
            if more > 0 and other.gap - one.gap == 1:
                found.setdefault((other.gap, more), []).append((number, other))
    made = [
        Jump(
            gap,
            more,
            tuple(_rules(sweep, groups, here)),
            tuple(region for number, _ in here for region in groups[number].regions),
        )
        for (gap, more), here in found.items()
    ]
    made.sort(key=lambda jump: (-len(jump.regions) * jump.more, jump.gap))
    return sorted(made[:MOST], key=lambda jump: (jump.gap, -jump.more))


def months(one: Outcome, *, finally_: bool) -> int:
    """Return the months without cover, at the time or in the end."""
    return one.months_without_finally if finally_ else one.months_without


def _rules(sweep: Sweep, groups: Sequence[Group], here: list[tuple[int, Outcome]]) -> list[Parameter]:
    """Return the rules that decided beyond a jump, each document once."""
    rules: list[Parameter] = []
    for number, outcome in here:
        for region in groups[number].regions:
            rule = next((one.rule for one in sweep.of(region) if one.gap == outcome.gap), None)
            if rule is not None and all(
                (rule.cite, rule.value.get("then")) != (one.cite, one.value.get("then")) for one in rules
            ):
                rules.append(rule)
    return rules


def words(jump: Jump, sweep: Sweep, face: Face) -> tuple[str, str]:
    """Return what a jump is, in which regions, and the rules behind it with their documents."""
    lang = face.lang
    head = say(
        "a gap of {gap} instead of {shorter}: {more} more without cover",
        gap=span(jump.gap),
        shorter=jump.gap - 1,
        more=span(jump.more + 1),
    ).in_(lang)
    told = titled(head, names(sweep, jump.regions, NAMED, lang), lang)
    rules: dict[str, list[str]] = {}
    for rule in jump.rules:
        rules.setdefault(rule_in_words(rule, lang), []).append(cited(rule, face))
    parts = []
    for text, documents in list(rules.items())[:DOCUMENTS]:
        rest = len(documents) - DOCUMENTS
        more = [counted("and {n} more document", "and {n} more documents", rest).in_(lang)] if rest > 0 else []
        parts.append(titled(text, rendered([*documents[:DOCUMENTS], *more], lang), lang))
    return told, ("；" if lang == "zh" else "; ").join(parts)


def names(sweep: Sweep, regions: Sequence[str], most: int, lang: str) -> str:
    """Return the names of regions, at most so many of them."""
    shown = [sweep.names[region].in_(lang) for region in regions]
    if len(shown) <= most + 1:
        return rendered(shown, lang)
    return say("{names} and {n} more", names=shown[:most], n=len(shown) - most).in_(lang)
