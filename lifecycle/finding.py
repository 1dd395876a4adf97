"""What a life comes to, in one sentence of at most two clauses: its retirement, its months without cover, what lies ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from lifecycle.gaps import gaps, happens, saved
from lifecycle.language import Text, counted, say
from lifecycle.quantities import percentage
from lifecycle.row import Parameter, Row
from lifecycle.vocabulary import State, Way, What, key
from lifecycle.wording import EVENTS, is_rule
from lifecycle.words import LABELS

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline

MOST: Final = 2  # clauses


def finding(timeline: Timeline, lang: str) -> str:
    """Return what a life comes to in one sentence of at most two clauses, or an empty text where there is nothing to say."""
    clauses = [clause.in_(lang) for clause in [*_at_retirement(timeline), *_cover(timeline), *_ahead(timeline)][:MOST]]
    text = ("；" if lang == "zh" else "; ").join(clauses)
    return text[:1].upper() + text[1:]


def _months(n: int) -> Text:
    return counted("{n} month", "{n} months", n)


def insured(timeline: Timeline) -> list[Row]:
    """Return the months from the first insured one until death."""
    rows = [row for row in timeline if row.state != key(State.DECEASED)]
    first = next(
        (at for at, row in enumerate(rows) if row.paid or row.covered_finally or row.state != key(State.NOT_ENROLLED)), len(rows)
    )
    return rows[first:]


def _at_retirement(timeline: Timeline) -> Iterator[Text]:
    """Yield how the month of retiring was met."""
    rows = list(timeline)
    retired = next((row for row in rows[1:] if row.state == key(State.RETIRED)), None)
    if retired is not None and rows[0].state != key(State.RETIRED):
        short = retired.retirement.short if retired.retirement else 0
        if retired.cause.transition == "retires_after_top_up" and short:
            yield say("retires in {month} after buying {length}", month=retired.month, length=_months(short))
        elif retired.cause.transition == "retires_reduced" and short:
            yield say("retires in {month} with less, {length} short", month=retired.month, length=_months(short))
        else:
            yield say("retires in {month} with benefits for life", month=retired.month)
        return
    last = rows[-1] if rows else None
    at = last.retirement if last else None
    if last and at and last.month >= at.month and at.short and at.required_months and last.state != key(State.DECEASED):
        then = next(row.retirement for row in rows if row.month >= at.month)
        if then and then.short > at.short:
            had = _months(then.short)
            yield say("comes to retirement in {month}, {length} short, {left} still missing in {last}",
                      month=at.month, length=had, left=at.short, last=last.month)  # fmt: skip
        else:
            yield say("comes to retirement in {month}, {length} short", month=at.month, length=_months(at.short))


def _ahead(timeline: Timeline) -> Iterator[Text]:
    """Yield what will be missing at a retirement still to come, if life goes on like this."""
    last = timeline[-1] if len(timeline) else None
    at = last.retirement if last else None
    employed = last is not None and last.scheme in (key(Way.EMPLOYEE), key(Way.FLEXIBLE))
    if employed and at and last and last.month < at.month and at.short and at.required_months:
        yield say("going on like this, {length} short at retirement in {month}", length=_months(at.short), month=at.month)


def _cover(timeline: Timeline) -> Iterator[Text]:
    """Yield how much of the insured life was covered, the gravest first."""
    alive = [row for row in timeline if row.state != key(State.DECEASED)]
    rows = insured(timeline)
    if not rows:
        if alive:
            yield say("never insured")
        return
    newborn = happens(alive[0], What.BORN)
    if newborn and len(rows) < len(alive):
        yield say("without cover for the first {length} of life", length=_months(len(alive) - len(rows)))
    without = [row for row in rows if not row.covered_finally]
    later = [row for row in rows if row.covered_finally and not row.covered]
    parts = [row for row in rows if row.covered and row.benefit_factor_finally < 1]
    if without:
        yield _without(timeline, without)
    if later and newborn and later == alive[: len(later)]:
        yield say("covered from birth, {length} of that only afterwards", length=_months(len(later)))
    elif later:
        yield _later(timeline, later)
    if parts:
        shares = sorted({row.benefit_factor_finally for row in parts})
        yield say("{length} at {shares} of the benefit", length=_months(len(parts)), shares=[percentage(one) for one in shares])
    if not without and not later and not parts:
        yield say("covered in every month") if len(rows) == len(alive) else say("covered in every month since first insured")
    yield from _refused(rows)


def _later(timeline: Timeline, later: Sequence[Row]) -> Text:
    settled = {row.cause.settled_by for row in later}
    if all(happens(row, What.BACK_PAY) for row in timeline if row.month in settled):
        return say("{length} covered only afterwards, by back-payment", length=_months(len(later)))
    return say("{length} covered only afterwards", length=_months(len(later)))


def refusal(row: Row) -> tuple[dict[str, Any], Parameter] | None:
    """Return what somebody tried in a month and the rule that did not let them in, if any."""
    rule = next((one for one in row.cause.parameters if is_rule(one.value) and one.value["then"].get("refused")), None)
    event = next((one for one in row.cause.events if not one.get("effect", True)), None)
    return None if rule is None or event is None else (event, rule)


def _refused(rows: Sequence[Row]) -> Iterator[Text]:
    """Yield the first way in that a rule did not allow."""
    for row in rows:
        if found := refusal(row):
            yield say("{what}: refused in {month}", what=LABELS[What, EVENTS[found[0]["what"]]], month=row.month)
            return


def _without(timeline: Timeline, without: Sequence[Row]) -> Text:
    n, length = len(without), _months(len(without))
    found = list(gaps(timeline))
    spared = [row for gap in found for row in saved(gap)]
    if spared:
        owed = sum(len(saved(gap)) for gap in found if gap.owed)
        if owed == len(spared) == n:
            return say("{length} without cover, because the unit did not pay", length=length)
        if owed == len(spared):
            return say("{length} without cover, {saved} of them because the unit did not pay", length=length, saved=owed)
        if len(spared) == n:
            return say("{length} without cover, avoidable by paying in time", length=length)
        # of what was lost after there had been cover, more may have been avoidable than what is proven
        covered = next((row.index for row in timeline if row.covered_finally), timeline[-1].index)
        if any(row.index > covered and row not in spared for row in without):
            return say("{length} without cover, at least {saved} of them avoidable", length=length, saved=len(spared))
        return say("{length} without cover, {saved} of them avoidable", length=length, saved=len(spared))
    waiting = sum(row.state == key(State.WAITING) for row in without)
    if waiting == n:
        return say("{length} without cover, all waiting", length=length)
    if waiting:
        return say("{length} without cover, {waiting} of them waiting", length=length, waiting=waiting)
    return say("{length} without cover", length=length)
