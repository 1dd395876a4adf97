"""Gaps in a life, and which of the months without cover that they brought paying in time would have covered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import attrs

from lifecycle import months
from lifecycle.row import Row
from lifecycle.vocabulary import Anchor, Enrolled, State, What, key
from lifecycle.wording import is_rule

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline

LONGEST_MONTH: Final = 31
#: Anchors of a rule that let cover begin in the month of payment, or before it.
AT_ONCE: Final = {key(one) for one in Anchor} - {key(Anchor.NEXT_MONTH)}
#: Conditions that might not hold for somebody who never stopped.
ONLY_AFTER_A_GAP: Final = (("back_paid", False), ("previous_covered", False), ("unfinished_wait", True))


@attrs.frozen
class Gap:
    """Months in a row without payment after cover or a wait: the last paid month, the first unpaid one, the one that resumes."""

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
    def promised(self) -> int:
        """Return the month from which there would have been cover, had the payments gone on: the end of a wait that ran."""
        waited = self.before.state == key(State.WAITING) and not self.before.covered_finally
        return self.before.index + (self.before.waiting_left if waited else 1)

    @property
    def lost(self) -> list[Row]:
        """Return the months without cover that the gap brought: in it, and after it until cover is back or something changes."""
        end = self.resumed
        while end < len(self.rows) and self._goes_on(self.rows[end]):
            end += 1
        return [row for row in self.rows[self.first : end] if not row.covered_finally and row.index >= self.promised]

    def _goes_on(self, row: Row) -> bool:
        """Return whether a month after the gap is still without cover, in the same place and scheme as the one that resumes."""
        back = self.rows[self.resumed]
        return row.paid and not row.covered_finally and (row.region, row.scheme) == (back.region, back.scheme)

    @property
    def owed(self) -> bool:
        """Return whether a unit that had to pay did not."""
        return happens(self.rows[self.first], What.EMPLOYER_STOPS_PAYING)

    @property
    def left(self) -> int | None:
        """Return the last month that a unit in arrears owes where the job ended in the gap."""
        found = (row.index for row in self.rows[self.first : self.resumed] if happens(row, What.LEFT_JOB))
        return next(found, None)


def happens(row: Row, what: What) -> bool:
    """Return whether something of this kind happens in a month."""
    return any(event["what"] == key(what) for event in row.cause.events)


def gaps(timeline: Timeline) -> Iterator[Gap]:
    """Yield the gaps of a life that began while it was covered or waited for cover, and that were spent in one region."""
    rows = tuple(timeline)
    for first in range(1, len(rows)):
        before = rows[first - 1]
        # the wait of a resident is a date, and runs on
        awaited = before.state == key(State.WAITING) and before.scheme != key(State.RESIDENT)
        if before.paid and (before.covered_finally or awaited) and rows[first].state == key(State.SUSPENDED):
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
    return [row for gap in gaps(timeline) for row in saved(gap)]


def saved(gap: Gap) -> list[Row]:
    """Return the months lost by a gap that would have been covered, had somebody paid in time."""
    back = gap.after
    state, scheme, lost = gap.before.state, gap.before.scheme, gap.lost
    if gap.owed and gap.left is not None:
        return [row for row in lost if row.index <= gap.left]
    if gap.owed or scheme == key(State.FLEXIBLE):
        goes_on = back is None or back.scheme == scheme
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
