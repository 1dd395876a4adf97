"""Places (统筹区): a move takes the relation, its years and its account along, or leaves them behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.vocabulary import Way

if TYPE_CHECKING:
    from lifecycle.facts import Facts
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules


def arrive(p: Record, v: Facts, r: Rules) -> None:
    """The first month in another region."""
    if p.place_region[p.place] == r.region or p.retired == 1:
        return  # the retired stay where they retired
    change_place(p, v, r)


def change_place(p: Record, v: Facts, r: Rules) -> None:
    """The relation goes along to another region, or stays behind."""
    left = p.place
    p.place = settle_in(p, r)
    if v.stays_behind == 1:
        leave_behind(p, left)
    else:
        transfer(p)
    p.place_left[p.place] = 0
    if p.last_region == r.region:
        p.left_behind = 0


def position_of(p: Record, region: int) -> int:
    """Return the position of a region among the places of a life, for a new one the first that is free."""
    found = 0
    while p.place_region[found] != region and p.place_region[found] != 0:
        found += 1
    return found


def settle_in(p: Record, r: Rules) -> int:
    """Write a region among the places of a life and return its position."""
    found = position_of(p, r.region)
    p.place_region[found] = r.region
    p.place_province[found] = r.province
    p.place_first[found] = r.requirement_first
    p.place_stop[found] = r.requirement_stop
    return found


def leave_behind(p: Record, left: int) -> None:
    """A relation that is not transferred keeps its years and its account where they are."""
    p.place_account[left] = p.account_fen
    p.account_fen = p.place_account[p.place]
    p.place_account[p.place] = 0
    p.account_left_fen = left_behind_in_all(p)
    p.place_left[left] = 1
    if p.last_way != Way.NONE:
        p.left_behind = 1


def left_behind_in_all(p: Record) -> int:
    """Return what lies in the accounts that stayed in other places."""
    found = 0
    for place in range(len(p.place_account)):
        found += p.place_account[place]
    return found


def transfer(p: Record) -> None:
    """A transfer gathers everything in the new place."""
    p.account_fen += left_behind_in_all(p)
    p.account_left_fen = 0
    for place in range(len(p.place_left)):
        p.place_left[place] = 0
        p.place_account[place] = 0
    p.left_behind = 0


def count_month_here(p: Record, v: Facts, months: int) -> None:
    """Months paid into the employee scheme count where they are paid."""
    p.place_months[p.place] += months
    p.place_last[p.place] = v.month


def months_counted_at(p: Record, place: int, in_province: int) -> int:
    """Return the months that a place, or its province, counts as its own."""
    if p.place_region[1] == 0:
        return p.place_months[place]
    found = 0
    for other in range(len(p.place_months)):
        same = other == place or (in_province == 1 and p.place_province[other] == p.place_province[place])
        if same and (other == place or p.place_left[other] == 0):
            found += p.place_months[other]
    return found


def months_left_elsewhere(p: Record, place: int) -> int:
    """Return the months of relations that were not transferred to a place."""
    found = 0
    if p.place_region[1] == 0:
        return found
    for other in range(len(p.place_months)):
        if other != place and (p.place_left[other] == 1 or p.place_left[place] == 1):
            found += p.place_months[other]
    return found
