"""The claims on the screen: what is said, the verdict, the reason and its source, and what a life shows."""

from __future__ import annotations

from collections import Counter
from typing import Any

from lifecycle.claims.verdicts import source
from lifecycle.claims.written import Claim, claims
from lifecycle.explain import source_text
from lifecycle.language import LANGUAGES, bracketed, counted, rendered, say, titled
from lifecycle.regions.atlas import Atlas
from lifecycle.terminal import console, print_records
from lifecycle.vocabulary import Verdict
from lifecycle.wording import key_text
from lifecycle.words import label


def found_by(text: str | None) -> list[Claim]:
    """Return the claims in which a text stands, in either language and whatever its case; all of them without one."""
    every = claims()
    if not text:
        return every
    wanted = text.casefold()
    return [claim for claim in every if any(wanted in part.casefold() for part in _texts(claim))]


def _texts(claim: Claim) -> list[str]:
    verdict = Verdict[claim.verdict.upper()]
    return [
        claim.id,
        *(label(verdict, lang) for lang in LANGUAGES),
        *claim.says,
        *claim.because,
        *claim.found,
        claim.cite or "",
        *claim.regions,
    ]


def record(claim: Claim, atlas: Atlas, lang: str) -> dict[str, Any]:
    """Return a claim as a flat record."""
    rule = source(claim, atlas)
    return {
        "id": claim.id,
        "says": claim.says.in_(lang),
        "verdict": claim.verdict,
        "because": claim.because.in_(lang),
        "found": claim.found.in_(lang),
        "regions": " ".join(claim.regions),
        "rule": claim.rule.key if claim.rule else "",
        "rule_cite": (rule.cite or "") if claim.rule else "",
        "cite": claim.cite or rule.cite or "",
        "url": (claim.url if claim.cite else rule.url) or "",
        "grade": (claim.grade if claim.cite else rule.grade) or "",
        "lives": len(claim.life),
    }


def print_claims(atlas: Atlas, search: str | None, form: str, lang: str) -> None:
    """Print the claims, the verdict first."""
    from rich.text import Text

    found = found_by(search)
    if form != "table":
        print_records([record(claim, atlas, lang) for claim in found], form, ["id"])
        return
    screen = console()
    for claim in found:
        verdict = label(Verdict[claim.verdict.upper()], lang)
        screen.print(Text(f"{verdict} · {claim.says.in_(lang)}", style="bold"), soft_wrap=True)
        screen.print(Text(f"    {claim.because.in_(lang)}"), soft_wrap=True)
        rule = source(claim, atlas)
        if claim.rule:
            name = key_text(claim.rule.key, lang) + bracketed(atlas.book(claim.rule.region).label.in_(lang), lang)
            screen.print(Text(f"    {titled(name, source_text(rule, lang), lang)}", style="dim"), soft_wrap=True)
        if claim.cite:
            own = " · ".join(part for part in (claim.cite, claim.url, claim.grade) if part)
            screen.print(Text(f"    {own}", style="dim"), soft_wrap=True)
        told = [say("found: {where}", where=claim.found).in_(lang)]
        if claim.regions:
            told.append(rendered([atlas.book(region).label for region in claim.regions], lang))
        if claim.life:
            told.append(counted("shown by {n} life", "shown by {n} lives", len(claim.life)).in_(lang))
        screen.print(Text(f"    {' · '.join(told)}", style="dim"), soft_wrap=True)
        screen.print()
    verdicts = Counter(claim.verdict for claim in found)
    parts = [f"{label(one, lang)} {verdicts[one.name.lower()]}" for one in Verdict if verdicts[one.name.lower()]]
    screen.print(Text(titled(counted("{n} claim", "{n} claims", len(found)).in_(lang), rendered(parts, lang) or "–", lang)))
