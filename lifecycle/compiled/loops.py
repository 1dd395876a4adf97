"""The months of many lives, in the language of the rules: told months one by one, quiet ones as far as they run straight.

``b`` holds what the caller gave: arrays over lives, over their happenings, and the columns to write. Compiled, never run as
Python.
"""

from __future__ import annotations

from typing import Any, Final

from lifecycle.columns import MONTHS_IN_YEAR, PLACES
from lifecycle.compiled.intrinsics import (
    begin_with,
    blank_facts,
    count,
    fire,
    keep_end,
    looked_up,
    place_rules,
    run_calm_month,
    run_quiet_months,
    run_told_month,
    tell,
)
from lifecycle.compiled.plan import BAND, BANDS, COUNT_BITS, LAST_BAND
from lifecycle.rules.benefits import settle_bill
from lifecycle.rules.facts import set_fact
from lifecycle.rules.month import close_month, decide_month, open_month, turn_calendar
from lifecycle.rules.places import position_of
from lifecycle.vocabulary import State, Way, What

STATES: Final = len(State)
#: A straight run costs as much as so many months by themselves.
WORTHWHILE: Final = 2


def told_month(b: Any, p: Any, r: Any, at: int, begin: int, month: int, january: int, told: int, stop: int) -> int:
    """Live a month with its happenings; return the kind of one that buys nothing, or 0."""
    v = blank_facts(month, january)
    turn_calendar(p, v, r, b.entries)
    for h in range(told, stop):
        set_fact(p, v, r, b.happenings[h])
    decide_month(p, v, r, b.entries)
    fire(p, v, r)
    close_month(p, v, r, b.entries)
    for h in range(told, stop):
        if b.happenings[h].what == What.BILL:
            settle_bill(p, r, b.happenings[h])
    tell(b, p, v, r, at)
    settle_back(b, at, begin, month, v.resident_retro_from, v.resident_retro_to, v.resident_retro_factor)
    settle_back(b, at, begin, month, v.retro_from, v.retro_to, v.retro_factor)
    return v.void


def calm_month(b: Any, p: Any, r: Any, at: int, begin: int, month: int, january: int) -> int:
    """Live a month without happenings by itself."""
    v = blank_facts(month, january)
    turn_calendar(p, v, r, b.entries)
    decide_month(p, v, r, b.entries)
    fire(p, v, r)
    close_month(p, v, r, b.entries)
    tell(b, p, v, r, at)
    settle_back(b, at, begin, month, v.resident_retro_from, v.resident_retro_to, v.resident_retro_factor)
    settle_back(b, at, begin, month, v.retro_from, v.retro_to, v.retro_factor)
    return 1


def quiet_month(b: Any, p: Any, v: Any, r: Any) -> None:
    """Live a month in which nothing happens and no year begins."""
    open_month(p, v)
    decide_month(p, v, r, b.entries)
    fire(p, v, r)
    close_month(p, v, r, b.entries)


def settle_back(b: Any, at: int, begin: int, month: int, first: int, last: int, factor: int) -> None:
    """A decision makes months covered that are lived already."""
    if first == 0:
        return
    for row in range(max(begin, at - month + first), min(at, at - month + last + 1)):
        b.factor_finally[row] = max(factor, b.factor_finally[row])


def live_life(b: Any, i: int, begin: int) -> int:
    """Live one life, its rows from ``begin`` on; return how many months were lived, 0 for a life that is refused."""
    p = b.life
    begin_with(p, b.start[i])
    month = b.first[i]
    last = b.last[i]
    arrival = b.arrivals_from[i]
    arrivals_stop = b.arrivals_from[i + 1]
    told = b.happenings_from[i]
    told_stop = b.happenings_from[i + 1]
    while told < told_stop and b.happening_month[told] < month:
        told += 1
    several = arrivals_stop - arrival
    paid_in = 0
    paid_ahead_in = 0
    if p.this_paid == 1:
        paid_in = b.arrival_region[arrival]
    changes = month
    strange = 0
    own = 0
    resident = 0
    at = begin
    while month <= last:
        january = month - month % MONTHS_IN_YEAR
        while arrival + 1 < arrivals_stop and b.arrival_month[arrival + 1] <= month:
            arrival += 1
        region = b.arrival_region[arrival]
        if month == january:
            paid_in = paid_ahead_in
            paid_ahead_in = 0
        stop = told
        while stop < told_stop and b.happening_month[stop] == month:
            if b.happenings[stop].what == What.PAY_RESIDENT or b.happenings[stop].what == What.ENROL_NEWBORN:
                if b.happenings[stop].january > month:
                    paid_ahead_in = region
                else:
                    paid_in = region
            stop += 1
        if month >= changes or several > 1:
            own = b.version_of[region * b.span + month - b.base]
            changes = b.until_of[region * b.span + month - b.base]
            resident = own
            if several > 1 and paid_in > 0:
                resident = b.version_of[paid_in * b.span + month - b.base]
                changes = min(changes, b.until_of[paid_in * b.span + month - b.base])
            changes = min(changes, find_places(b, p, region, month, own, several))
        months = 1
        if stop > told:
            strange = 1 if p.way == Way.RESIDENT else 2
            void = run_told_month(p, looked_up(b, own, resident), at, begin, month, january, told, stop)
            if void > 0:
                b.refused[i] = void
                return 0
        else:
            most = min(last + 1, changes, january + MONTHS_IN_YEAR) - month
            if told < told_stop:
                most = min(most, b.happening_month[told] - month)
            months = 0
            if strange == 0 and most > WORTHWHILE and month > january and p.state != State.WAITING:
                months = run_quiet_months(p, looked_up(b, own, resident), at, month, january, most)
            if months == 0:
                months = run_calm_month(p, looked_up(b, own, resident), at, begin, month, january, strange)
                if month > january and strange > 0:
                    strange -= 1
        told = stop
        month += months
        at += months
        if p.state == State.DECEASED:
            last = 0
    return at - begin


def find_places(b: Any, p: Any, region: int, month: int, own: int, several: int) -> int:
    """Point every place of a life to its rules of the month; return the month until which they stay so."""
    changes = b.base + b.span
    if several <= 1:
        for place in range(PLACES):
            place_rules(b, place, own)
        return changes
    new = position_of(p, region)
    for place in range(PLACES):
        here = p.place_region[place]
        if place == new:
            here = region
        if here == 0:
            here = p.place_region[0]
        place_rules(b, place, b.version_of[here * b.span + month - b.base])
        changes = min(changes, b.until_of[here * b.span + month - b.base])
    return changes


def count_life(b: Any, i: int, begin: int, lived: int) -> None:
    """Add the months of a life to the counts by region, state, age band and month."""
    month = b.first[i]
    born = b.start[i].born_month
    for row in range(begin, begin + lived):
        band = BANDS - 1
        if born > 0:
            band = min(LAST_BAND, (month - born) // BAND)
        cell = (b.counted_region[b.region[row]] * STATES + b.state[row]) * BANDS + band
        one = 1
        if b.factor[row] > 0:
            one += 1 << COUNT_BITS
        if b.factor_finally[row] > 0:
            one += 1 << (COUNT_BITS + COUNT_BITS)
        b.counts[cell * b.span + month - b.base] += one
        month += 1


def live_all(b: Any) -> int:
    """Live the lives from ``from_life`` to ``to_life``; return the row after the last one written."""
    at = b.from_row
    for i in range(b.from_life, b.to_life):
        lived = live_life(b, i, at)
        b.lived[i] = lived
        keep_end(b, i)
        count(b, i, at, lived)
        if b.keeps == 1:
            at += lived
    return at
