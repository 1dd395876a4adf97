"""What a life comes to, in one sentence: the months without cover and which of them paying in time would have covered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from lifecycle import months
from lifecycle.language import Text, counted, say
from lifecycle.quantities import percentage
from lifecycle.row import Row
from lifecycle.vocabulary import Anchor, Enrolled, State, Way, What, key
from lifecycle.wording import is_rule

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline

MOST: Final = 2  # clauses
LONGEST_MONTH: Final = 31
#: Anchors of a rule that let cover begin in the month of payment, or before it.
AT_ONCE: Final = {key(one) for one in Anchor} - {key(Anchor.NEXT_MONTH)}
#: Conditions that might not hold for somebody who never stopped.
ONLY_AFTER_A_GAP: Final = (("back_paid", False), ("previous_covered", False), ("unfinished_wait", True))


@attrs.frozen
class Gap:
    """Months in a row without payment after months of cover: the last paid month, the first unpaid one, the one that resumes."""

    rows: tuple[Row, ...]
    first: int
    resumed: int

    @property
    def before(self) -> Row:
        """Return the last paid month."""
        return self.rows[self.first - 1]

    @property
    def after(self) -> Row | None:
        """Return the month that resumes, if any."""
        return self.rows[self.resumed] if self.resumed < len(self.rows) else None

    @property
    def lost(self) -> list[Row]:
        """Return the months without cover that the gap brought: in it, and after it until cover is back."""
        end = self.resumed
        while end < len(self.rows) and self.rows[end].paid and not self.rows[end].covered_finally:
            end += 1
        return [row for row in self.rows[self.first : end] if not row.covered_finally]

    @property
    def owed(self) -> bool:
        """Return whether a unit that had to pay did not."""
        return any(event["what"] == key(What.EMPLOYER_STOPS_PAYING) for event in self.rows[self.first].cause.events)


def gaps(timeline: Timeline) -> Iterator[Gap]:
    """Yield the gaps of a life that began while it was covered, and that were spent in one region."""
    rows = tuple(timeline)
    for first in range(1, len(rows)):
        if rows[first - 1].paid and rows[first - 1].covered_finally and rows[first].state == key(State.SUSPENDED):
            resumed = first
            while resumed < len(rows) and rows[resumed].state == key(State.SUSPENDED):
                resumed += 1
            if len({row.region for row in rows[first - 1 : resumed + 1]}) == 1:
                yield Gap(rows, first, resumed)


def avoidable(timeline: Timeline) -> list[Row]:
    """Return the months without cover that would have been covered, had somebody paid in time.

    Only what the life itself proves: a payer who stopped could have gone on; who resumed under a rule could have used the same
    rule in the first unpaid month; who had paid a resident year in its window could have done so again. There may be more.
    """
    return [row for gap in gaps(timeline) for row in _saved(gap)]


def _saved(gap: Gap) -> list[Row]:
    back = gap.after
    state, lost = gap.before.state, gap.lost
    if gap.owed:
        return lost if back is None or back.state == state else [row for row in lost if row.index < back.index]
    if state == key(State.FLEXIBLE):
        goes_on = back is None or back.scheme == state
        return [row for row in lost if goes_on or back is None or row.index < back.index]
    if state == key(State.RESIDENT):
        return lost if _had_a_window(gap) else []
    if state == key(State.EMPLOYEE) and back is not None and back.scheme == key(State.FLEXIBLE):
        start = _cover_of(back, gap.rows[gap.first].index)
        return [row for row in lost if start is not None and row.index >= start]
    return []


def _rule(row: Row) -> dict[str, Any] | None:
    found = next((one.value for one in row.cause.parameters if one.key == row.cause.entry_rule), None)
    return found if found is not None and is_rule(found) else None


def _in_force(rule: dict[str, Any], month: int) -> bool:
    begins, ends = rule["if"].get("from"), rule["if"].get("to")
    day = f"{months.text(month)}-01"
    return (begins is None or str(begins) <= day) and (ends is None or day < str(ends))


def _cover_of(back: Row, month: int) -> int | None:
    """Return when the rule under which somebody resumed would have let cover begin, had they paid in ``month``."""
    rule = _rule(back)
    if rule is None or not _in_force(rule, month) or rule["then"].get("refused"):
        return None
    if any(rule["if"].get(name) is value for name, value in ONLY_AFTER_A_GAP):
        return None
    # a rule that has ended since might have come first
    if any(one.condition == "to" and str(one.wanted) > months.text(month) for one in back.cause.tried):
        return None
    then = rule["then"]
    wait = int(then.get("wait_months") or 0) if not then.get("benefit_factor") else 0
    return month + (then.get("cover_from") not in AT_ONCE) + wait + -(-int(then.get("wait_days") or 0) // LONGEST_MONTH)


def _had_a_window(gap: Gap) -> bool:
    """Return whether an earlier year was entered by a rule for the window that stayed in force until the gap ended."""
    rules = (_rule(row) for row in gap.rows[: gap.first] if row.region == gap.before.region and row.scheme == key(State.RESIDENT))
    last = gap.rows[min(gap.resumed, len(gap.rows) - 1)].index
    for rule in rules:
        if rule is None or rule["if"].get("enrolled") != key(Enrolled.WINDOW) or set(rule["if"]) & {"group", "age_days_max"}:
            continue
        begins = months.january(months.year(gap.rows[gap.first].index))
        at_once = rule["then"].get("cover_from") == key(Anchor.JANUARY) and not rule["then"].get("wait_months")
        if at_once and _in_force(rule, begins) and _in_force(rule, last):
            return True
    return False


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
    rows = insured(timeline)
    without = [row for row in rows if not row.covered_finally]
    later = [row for row in rows if row.covered_finally and not row.covered]
    parts = [row for row in rows if row.covered and row.benefit_factor_finally < 1]
    if not rows:
        if len(timeline):
            yield say("never insured")
        return
    if without:
        yield _without(timeline, without)
    if later:
        by = {event["what"] for row in rows if row.month in {one.cause.settled_by for one in later} for event in row.cause.events}
        if key(What.BACK_PAY) in by:
            yield say("{length} covered only afterwards, by back-payment", length=_months(len(later)))
        else:
            yield say("{length} covered only afterwards", length=_months(len(later)))
    if parts:
        shares = sorted({row.benefit_factor_finally for row in parts})
        yield say("{length} at {shares} of the benefit", length=_months(len(parts)), shares=[percentage(one) for one in shares])
    if not without and not later and not parts:
        yield say("covered in every month") if len(rows) == len(timeline) else say("covered in every month since first insured")


def _without(timeline: Timeline, without: Sequence[Row]) -> Text:
    n, length = len(without), _months(len(without))
    found = list(gaps(timeline))
    saved = [row for gap in found for row in _saved(gap)]
    if saved:
        owed = sum(len(_saved(gap)) for gap in found if gap.owed)
        if owed == len(saved) == n:
            return say("{length} without cover, because the unit did not pay", length=length)
        if owed == len(saved):
            return say("{length} without cover, {saved} of them because the unit did not pay", length=length, saved=owed)
        if len(saved) == n:
            return say("{length} without cover, avoidable by paying in time", length=length)
        # more may have been avoidable where a gap cost more than what is proven
        if len(saved) < sum(len(gap.lost) for gap in found):
            return say("{length} without cover, at least {saved} of them avoidable", length=length, saved=len(saved))
        return say("{length} without cover, {saved} of them avoidable", length=length, saved=len(saved))
    waiting = sum(row.state == key(State.WAITING) for row in without)
    if waiting == n:
        return say("{length} without cover, all waiting", length=length)
    if waiting:
        return say("{length} without cover, {waiting} of them waiting", length=length, waiting=waiting)
    return say("{length} without cover", length=length)
