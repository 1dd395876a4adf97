"""Retiring (退休): the legal month, what a place asks for, what is missing, and who has come to benefits for life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.columns import MONTHS_IN_YEAR, PER_MILLE, UNKNOWN_AMOUNT, Requirement
from lifecycle.rules.fen import share
from lifecycle.rules.places import months_counted_at, months_left_elsewhere
from lifecycle.vocabulary import TopUp, Way, What

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.facts import Facts
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules

    Row = Sequence[int]


def statutory_month(born: int, age: int, cohort: int, step: int, most: int) -> int:
    """Return the month of the legal retirement age: one month later for every ``step`` months born after the cohort began."""
    after = born - cohort
    if after < 0:
        return born + age
    return born + age + min(after // step + 1, most)


def recognise_service(p: Record, v: Facts) -> None:
    """Service before the scheme is deemed paid, or counts as actual where the region says so."""
    p.deemed_months += v.deemed
    p.service_months += v.service


def choose_month(p: Record, v: Facts) -> None:
    """One may retire earlier or later than the legal month, within bounds; an unknown birth leaves the choice free."""
    chosen = v.month
    if v.retire_early > 0 or v.retire_late > 0:
        chosen = p.statutory_month - v.retire_early + v.retire_late
    out_of_bounds = p.statutory_month > 0 and not p.earliest_month <= chosen <= p.latest_month
    if out_of_bounds or chosen < v.month or p.retired == 1:
        v.void = What.RETIRE
    else:
        p.retire_month = chosen


def earliest_birth(p: Record) -> int:
    """Return the month of birth; an unknown one is the earliest that retiring then allows, and so meets a condition if it can."""
    return p.born_month if p.born_month > 0 else p.retire_month - p.oldest_age


def stands(p: Record, row: Row, more: int) -> bool:
    """Every condition of a requirement is met by this life after ``more`` paid months; the month of the age decides."""
    return (
        row[Requirement.IN_FORCE_FROM] <= p.retire_month < row[Requirement.IN_FORCE_TO]
        and row[Requirement.SEX] & p.sex != 0
        and earliest_birth(p) < row[Requirement.BORN_BEFORE]
        and p.joined < row[Requirement.JOINED_BEFORE]
        and p.continuous_months + more >= row[Requirement.CONTINUOUS_MIN]
    )


def requirement_at(p: Record, entries: Sequence[Row], place: int, more: int) -> int:
    """Return the number of the first requirement of a place that stands; the last of a list always does."""
    for number in range(p.place_first[place], p.place_stop[place] - 1):
        if stands(p, entries[number], more):
            return number
    return p.place_stop[place] - 1


def weigh_place(p: Record, entries: Sequence[Row], place: int, more: int) -> int:
    """Write what a place asks for and what is missing there after ``more`` paid months; return the largest shortfall."""
    number = requirement_at(p, entries, place, more)
    row = entries[number]
    own = months_counted_at(p, place, row[Requirement.IN_PROVINCE])
    p.local_months = own
    if place == p.place or (row[Requirement.IN_PROVINCE] == 1 and p.place_province[place] == p.place_province[p.place]):
        own += more
    actual = p.actual_months + p.service_months + p.converted_actual + more - months_left_elsewhere(p, place)
    total = actual + p.deemed_months + p.converted_months - p.converted_actual + p.bought_months
    if row[Requirement.ELSEWHERE_DEEMED] == 1:
        actual = own + p.service_months + p.converted_actual
    p.retire_place = place
    p.requirement = number + 1
    p.required_months = row[Requirement.TOTAL]
    p.missing_months = max(0, row[Requirement.TOTAL] - total)
    p.missing_actual_months = max(0, row[Requirement.ACTUAL] - actual - p.bought_months)
    p.missing_local_months = max(0, row[Requirement.LOCAL] - own - p.bought_months)
    if p.years_unknown == 1:  # nobody can say that it is too little
        p.missing_months = 0
        p.missing_actual_months = 0
        p.missing_local_months = 0
    return max(p.missing_months, p.missing_actual_months, p.missing_local_months)


def longest_place(p: Record, more: int) -> int:
    """Return the place with the most months, those still to come included; of equal ones the present, then the latest."""
    found = p.place
    most = p.place_months[found] + more
    for place in range(len(p.place_months)):
        longer = p.place_months[place] > most
        later = p.place_months[place] == most and found != p.place and p.place_last[place] > p.place_last[found]
        if place != p.place and (longer or later):
            found = place
            most = p.place_months[place]
    return found


def weigh_places(p: Record, entries: Sequence[Row], more: int) -> int:
    """Write what is asked for where one would retire, and what is missing after ``more`` paid months; return the shortfall."""
    if p.place_region[1] == 0:
        return weigh_place(p, entries, p.place, more)
    return weigh_several(p, entries, more)


def weigh_several(p: Record, entries: Sequence[Row], more: int) -> int:
    """The last place that meets both tests is where one retires, else the one with the longest time; return the shortfall."""
    if p.place_months[p.place] + more > 0 and weigh_place(p, entries, p.place, more) == 0:
        return 0
    found = UNKNOWN_AMOUNT
    for place in range(len(p.place_months)):
        later = found == UNKNOWN_AMOUNT or p.place_last[place] > p.place_last[found]
        if p.place_months[place] > 0 and later and weigh_place(p, entries, place, more) == 0:
            found = place
    if found == UNKNOWN_AMOUNT:
        found = longest_place(p, more)
    return weigh_place(p, entries, found, more)


def come_to_retire(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """In the month of retiring, and every month after it that one is short: who has the years retires."""
    if p.retired == 1:
        return
    if v.top_up > 0 and p.retire_month == 0:
        p.retire_month = v.month
    if p.retire_month == 0 or v.month < p.retire_month:
        if v.top_up > 0:
            v.void = What.TOP_UP
        return
    if p.last_way == Way.NONE and p.deemed_months == 0:
        return
    retire_or_fall_short(p, v, r, entries)


def retire_or_fall_short(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """Who has the years, buys them, or may retire with less, retires; everybody else is short of them."""
    short = weigh_places(p, entries, 0)
    row = entries[p.requirement - 1]
    p.top_up_fen = cost_of(p, r, short)
    p.retired_from = v.month
    p.retired_factor = PER_MILLE
    if row[Requirement.TOTAL] == UNKNOWN_AMOUNT and p.last_way == Way.RESIDENT:
        return
    if short == 0:
        v.retires = 1
    elif v.top_up == TopUp.LUMP_SUM and offered(p, r, TopUp.LUMP_SUM):
        v.retires = 1
        p.bought_months = short
        p.retired_from = v.month + r.top_up_from[p.retire_place]
    elif row[Requirement.LOWER_PER_YEAR] > 0:
        years = (p.missing_months + MONTHS_IN_YEAR - 1) // MONTHS_IN_YEAR
        p.retired_factor = max(0, PER_MILLE - share(years * PER_MILLE, row[Requirement.LOWER_PER_YEAR]))
        v.retires = 1
    if v.retires == 0:
        reach_age_short(p, v, r)


def offered(p: Record, r: Rules, how: int) -> bool:
    """The region lets people who were insured like this fill their years in this way; silence lets them."""
    ways = r.top_up_flexible[p.retire_place] if p.last_family_way == Way.FLEXIBLE else r.top_up_unit[p.retire_place]
    return ways == UNKNOWN_AMOUNT or (ways >> (how - 1)) & 1 == 1


def reach_age_short(p: Record, v: Facts, r: Rules) -> None:
    """Short of years at the month of retiring: the job ends, and paying by oneself goes on or begins."""
    v.reached_age = 1 if v.month == p.retire_month else 0
    p.employed = 0
    p.arrears = 0
    p.fund = 0
    v.hired = 0
    v.benefit_begin = 0
    if v.top_up > 0 and not offered(p, r, v.top_up):
        v.top_up_refused = 1
    elif v.top_up == TopUp.MONTHLY:
        v.start_flexible = 1
        p.topping_up = 1


def begin_retirement(p: Record) -> None:
    """From now on benefits for life, and nothing is paid any more."""
    p.retired = 1
    p.retired_flexible = 1 if p.last_family_way == Way.FLEXIBLE else 0
    p.topping_up = 0
    p.flexible = 0
    p.annual = 0
    p.annual_until = 0
    p.annual_next_until = 0
    p.fund = 0
    p.employed = 0
    p.arrears = 0


def look_ahead(p: Record, v: Facts, r: Rules, entries: Sequence[Row]) -> None:
    """If one went on like this: with how many months one would retire, what would be missing, and what filling it would cost."""
    if p.retired == 1 and v.retires == 0 and p.retired_factor == PER_MILLE:
        p.missing_months = 0
        p.missing_actual_months = 0
        p.missing_local_months = 0
        p.top_up_fen = 0
    if p.retired == 1 or p.retire_month == 0:
        return
    if v.month != p.retire_month:  # the month of retiring itself is judged before it is paid
        more = 0
        if v.way != Way.NONE and v.way != Way.RESIDENT:
            more = max(0, p.retire_month - 1 - v.month)
        if looks_new(p, more):
            weigh_places(p, entries, more)
        else:
            p.local_months = months_counted_at(p, p.retire_place, entries[p.requirement - 1][Requirement.IN_PROVINCE])
    p.top_up_fen = cost_of(p, r, max(p.missing_months, p.missing_actual_months, p.missing_local_months))


def looks_new(p: Record, more: int) -> bool:
    """Whoever goes on as before comes to the same end, which need not be weighed again; remember by what it was weighed."""
    counted = p.actual_months + p.service_months + p.deemed_months + p.converted_months + p.bought_months + more
    continuous = p.continuous_months + more
    alike = counted == p.looked_counted and continuous == p.looked_continuous
    if alike and p.place == p.looked_place and p.retire_month == p.looked_month:
        return False
    p.looked_counted = counted
    p.looked_continuous = continuous
    p.looked_place = p.place
    p.looked_month = p.retire_month
    return True


def cost_of(p: Record, r: Rules, months: int) -> int:
    """What so many missing months cost now where one retires, -1 where nobody knows."""
    if months == 0:
        return 0
    base = r.top_up_base[p.retire_place]
    rate = r.top_up_rate[p.retire_place]
    if base == 0:
        base = p.last_base if p.last_base > 0 else UNKNOWN_AMOUNT
    if base == UNKNOWN_AMOUNT or rate == UNKNOWN_AMOUNT:
        return UNKNOWN_AMOUNT
    return months * share(base, rate)
