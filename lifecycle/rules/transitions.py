"""Guards and effects of the transition table: each is one sentence, takes ``(p, v, r)``, and a guard changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.columns import PER_MILLE
from lifecycle.rules.cover import annual_open, waits
from lifecycle.rules.entry import wait_incomplete
from lifecycle.rules.residents import resident_waits
from lifecycle.rules.retirement import begin_retirement
from lifecycle.rules.starting import begin
from lifecycle.vocabulary import Way

if TYPE_CHECKING:
    from lifecycle.facts import Facts
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules


def goes_on(p: Record, v: Facts, r: Rules) -> bool:
    """Nobody enters anything this month, and no wait runs."""
    return v.entered == Way.NONE and not waits(p, v)


def enters_waiting(p: Record, v: Facts, r: Rules) -> bool:
    """Somebody enters, and the wait of the entry rule runs at once."""
    return v.entered != Way.NONE and v.wait_total > 0 and v.wait_start <= v.month < v.cover_month


def wait_runs(p: Record, v: Facts, r: Rules) -> bool:
    """Nobody enters anything this month, and the wait of the entry in force runs."""
    return v.entered == Way.NONE and waits(p, v)


def resident_wait_runs(p: Record, v: Facts, r: Rules) -> bool:
    """The wait of the resident year runs this month."""
    return resident_waits(p, v)


def year_not_begun(p: Record, v: Facts, r: Rules) -> bool:
    """This coverage year has not made anybody a resident member yet."""
    return p.this_begun == 0


def year_not_begun_waiting(p: Record, v: Facts, r: Rules) -> bool:
    """The coverage year begins, and with it a wait."""
    return p.this_begun == 0 and resident_waits(p, v)


def year_renewed(p: Record, v: Facts, r: Rules) -> bool:
    """A new coverage year has been decided about this month."""
    return v.resident_decided > 0


def yearly_relation_open(p: Record, v: Facts, r: Rules) -> bool:
    """A yearly payer is late, but the relation has not ended."""
    return annual_open(p, v, r)


def wait_unfinished(p: Record, v: Facts, r: Rules) -> bool:
    """The wait of an employee-scheme entry had not come to its cover when payment stopped."""
    return p.last_way != Way.RESIDENT and wait_incomplete(p)


def moved(p: Record, v: Facts, r: Rules) -> bool:
    """The same payer goes on in another region."""
    return v.entered != Way.NONE and p.way == v.way and p.last_region != r.region


def moved_waiting(p: Record, v: Facts, r: Rules) -> bool:
    """The same payer goes on in another region, and there a wait runs."""
    return moved(p, v, r) and enters_waiting(p, v, r)


def retires_at_once(p: Record, v: Facts, r: Rules) -> bool:
    """The years that were missing have been bought at once."""
    return v.retires == 1 and p.bought_months > 0


def retires_reduced(p: Record, v: Facts, r: Rules) -> bool:
    """Years are missing, and the region lowers the benefit instead of refusing it."""
    return v.retires == 1 and p.retired_factor < PER_MILLE


def reached_age_short(p: Record, v: Facts, r: Rules) -> bool:
    """The month of retiring has come, and years are missing."""
    return v.reached_age == 1


def fills_years(p: Record, v: Facts, r: Rules) -> bool:
    """Past the month of retiring, and paying on to fill the years that are missing."""
    return 0 < p.retire_month <= v.month and goes_on(p, v, r)


def begin_to_retire(p: Record, v: Facts, r: Rules) -> None:
    """Benefits for life begin, contributions end."""
    begin_retirement(p)


def begin_entry(p: Record, v: Facts, r: Rules) -> None:
    """The entry rule found becomes the entry in force."""
    begin(p, v)


def begin_year(p: Record, v: Facts, r: Rules) -> None:
    """The coverage year has made the person a resident member."""
    p.this_begun = 1
