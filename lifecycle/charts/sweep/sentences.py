"""What a sweep comes to in sentences: the finding, whose gap it is, how sure it is, and each line in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lifecycle.charts.phrases import span
from lifecycle.charts.sweep import jumps
from lifecycle.language import say, titled

if TYPE_CHECKING:
    from lifecycle.whatif.plan import Plan
    from lifecycle.whatif.sweep import Sweep


def finding(sweep: Sweep, found: Sequence[jumps.Jump], lang: str, *, finally_: bool) -> str:
    """Return at which gap the regions differ most, of what is known if anything is; else the steepest jump of a single one."""
    spreads = []
    for at, gap in enumerate(sweep.plan.gaps):
        counts = sorted(
            (jumps.months(group.outcomes[at], finally_=finally_), group.outcomes[at].assumed) for group in sweep.groups
        )
        least, most = counts[0][0], counts[-1][0]
        known = (least, False) in counts and (most, False) in counts
        spreads.append((most > least, known, most - least, -gap, least, most))
    differs, known, _, gap, least, most = max(spreads)
    if differs:
        sentence = (
            say("After a gap of {gap} one is in the end without cover for {least} to {most}, depending on the region")
            if finally_
            else say("After a gap of {gap} one is without cover for {least} to {most}, depending on the region")
        ).sentence
        told = say(sentence, gap=span(-gap), least=least, most=span(most))
        return say("{told}.", told=told if known else say("{told} (assumed)", told=told)).in_(lang)
    if found:
        jump = max(found, key=lambda one: one.more)
        sentence = (
            say("A gap of {gap} instead of {shorter} leaves one in the end without cover for {more} more.")
            if finally_
            else say("A gap of {gap} instead of {shorter} leaves one without cover for {more} more.")
        ).sentence
        return say(sentence, gap=span(jump.gap), shorter=jump.gap - 1, more=span(jump.more + 1)).in_(lang)
    worst = max(sweep.outcomes, key=lambda one: (one.months_reduced, -one.gap))
    if worst.months_reduced:
        alike = {one.months_reduced for one in sweep.outcomes if one.gap == worst.gap} == {worst.months_reduced}
        sentence = (
            say("After a gap of {gap}, {months} bring only a part of the benefit.")
            if alike
            else say("After a gap of {gap}, up to {months} bring only a part of the benefit, depending on the region.")
        ).sentence
        return say(sentence, gap=span(worst.gap), months=span(worst.months_reduced)).in_(lang)
    return say("Nothing is lost but the gap itself.").in_(lang)


def subtitle(plan: Plan, lang: str) -> str:
    """Return whose gap it is: insured how and how long, last paid when, going on how."""
    was = {"employee": say("employed"), "flexible": say("flexible worker")}[plan.was]
    then = {
        "flexible": say("goes on as a flexible worker"),
        "hired": say("is hired again"),
        "resident": say("pays the resident premium"),
    }[plan.then]
    length = span(plan.paid_months)
    parts = [
        say("{was}, insured for {length}, pays for the last time in {month}", was=was, length=length, month=plan.last_paid),
        then,
    ]
    if plan.then != "resident":
        parts.append(say("pays the gap back at once") if plan.back_pay else say("pays nothing back"))
    if plan.base is not None:
        parts.append(say("base of {yuan} yuan a month", yuan=f"{plan.base:,g}"))
    return ("；" if lang == "zh" else "; ").join(part.in_(lang) for part in parts)


def notes(sweep: Sweep, lang: str, *, stay: bool) -> Iterator[str]:
    """Yield what dashes mean, where money is assumed or unknown, and the weakest source."""
    if any(one.assumed for one in sweep.outcomes):
        yield say("Dashed: assumed, because it rests on something that nobody was found to have written down.").in_(lang)
    if any(not one.settled for one in sweep.outcomes):
        yield say("Where full cover did not come back in the months lived, the counts are the least.").in_(lang)
    doubted = [region for region in sweep.names if any(one.paid_assumed for one in sweep.of(region))]
    if doubted and not stay:
        names = jumps.names(sweep, doubted, jumps.NAMED, lang)
        yield say("Money is assumed where nobody knows the limits of a base: {names}.", names=names).in_(lang)
    if any(one.paid_own_fen is None for one in sweep.outcomes) and not stay:
        yield say("No line of money where the amount of a month is unknown.").in_(lang)
    yield say("Weakest source used: {grade}.", grade=max(one.grade for one in sweep.outcomes)).in_(lang)


def lines(sweep: Sweep, found: Sequence[jumps.Jump], lang: str, *, finally_: bool) -> Iterator[str]:
    """Yield each line in words: its regions, and the months at its ends and around the jumps."""
    gaps = sweep.plan.gaps
    turns = {gaps[0], gaps[-1], *(gap for jump in found for gap in (jump.gap - 1, jump.gap))}
    for group in sweep.groups:
        told = [
            say("{gap}: {months}", gap=one.gap, months=jumps.months(one, finally_=finally_)).in_(lang)
            for one in group.outcomes
            if one.gap in turns
        ]
        yield titled(
            jumps.names(sweep, group.regions, len(group.regions), lang), ("；" if lang == "zh" else "; ").join(told), lang
        )
