"""What a month tells a reader: the wait that is left, the rule that it rests on, months counted where they count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.vocabulary import Way

if TYPE_CHECKING:
    from lifecycle.facts import Facts
    from lifecycle.record import Record


def rule_in_use(p: Record, v: Facts) -> int:
    """Return the entry rule that the month still rests on, its number plus 1; 0 for none."""
    if v.again == 1:
        return v.decided
    if p.way == Way.RESIDENT:
        return p.this_entry
    if p.way != Way.NONE and p.entry > 0:
        return p.entry
    return v.refused if v.refused > 0 else v.resident_refused


def entry_in_force(p: Record) -> bool:
    """Somebody pays or is paid for, by a rule that was found when it began."""
    return p.way != Way.NONE and (p.way == Way.RESIDENT or p.entry > 0)


def waiting_total(p: Record) -> int:
    """Return the length in months of the wait of the entry in force."""
    if not entry_in_force(p):
        return 0
    return p.this_wait_total if p.way == Way.RESIDENT else p.wait_total


def waiting_left(p: Record, v: Facts) -> int:
    """Return the months from this one on until the wait of the entry in force is over."""
    if waiting_total(p) == 0:
        return 0
    if p.way == Way.RESIDENT:
        return max(0, p.this_cover_month - max(v.month, p.this_wait_start))
    return max(0, p.cover_month - max(v.month, p.wait_start))


def scheme(p: Record) -> int:
    """Return the way whose scheme the person belongs to: the retired stay in that of the employees."""
    return Way.EMPLOYEE if p.retired == 1 else p.way


def months_here(p: Record) -> int:
    """Return the months paid where one would retire, or, where nothing tells when, in the region of the month."""
    return p.local_months if p.requirement > 0 else p.place_months[p.place]
