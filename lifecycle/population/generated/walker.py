"""The person who is walked: traits that stay, and where the walk stands; whole numbers only."""

from __future__ import annotations

from enum import IntEnum

import attrs

from lifecycle.record import number


class Standing(IntEnum):
    """How somebody stands to work and to the employee scheme; being a resident is beside it."""

    OUT = 0
    UNIT = 1
    FLEXIBLE = 2
    BENEFIT = 3
    RETIRED = 4
    FILLING = 5


class Told(IntEnum):
    """The columns of an event as the walk writes it; 0 is not told, except in the region and the transfer of a move."""

    PERSON = 0
    MONTH = 1
    WHAT = 2
    VALUE = 3
    FIRST = 4
    LAST = 5
    FLAG = 6


@attrs.define(slots=False)
class Walker:
    """A generated person in one month of the walk."""

    seed: int = number("seed of the run", high=2**63 - 1)
    person: int = number("number of the person", high=2**63 - 1)
    first: int = number("first month of the walk")
    month: int = number("month of the walk")
    born: int = number("month of birth")
    sex: int = number("0 male, 1 female")
    group: int = number("0 male, 1 female_55, 2 female_50")
    formal: int = number("1: works mostly for units")
    rank: int = number("place among the wages")
    region: int = number("region, by its place in the list of the run")
    home: int = number("region in the first month")
    medical_aid: int = number("1: medical aid recipient")
    severely_disabled: int = number("1: severely disabled")
    statutory: int = number("legal retirement month")
    retire: int = number("retirement month as chosen")
    chosen: int = number("1: has chosen when to retire")
    standing: int = number("how the person stands to work")
    began_as: int = number("standing in the first month")
    stopped: int = number("last month paid of somebody who begins outside, 0 none")
    retired_flexible: int = number("1: retired before the first month, having paid by themselves")
    paid: int = number("months paid into the employee scheme")
    brought: int = number("those before the first month")
    last_paid: int = number("last of them")
    paid_as: int = number("standing in which that was paid")
    unpaid: int = number("first month of arrears, 0 none")
    base: int = number("monthly wage, yuan")
    began_base: int = number("monthly wage in the first month, yuan")
    plan: int = number("what follows, see After")
    plan_month: int = number("month in which that begins, 0 nothing is planned")
    benefit_until: int = number("last month of unemployment benefit")
    filled_in: int = number("month in which the missing years are filled")
    resident_until: int = number("last coverage year paid as resident, 0 none")
    resident_before: int = number("coverage year paid as resident before that one, 0 none")
    began_resident: int = number("1: resident in the first month")
    window_plan: int = number("month in which the next year will be paid, 0 never")
    window_year: int = number("that year")
    catch_plan: int = number("month in which the year that runs will be paid, 0 never")
    newborn_plan: int = number("month in which the newborn is enrolled, 0 never")
    moves: int = number("moves so far")
    died: int = number("month of death, 0 alive")
    first_word: int = number("what chance drew last", high=2**32)
    second_word: int = number("its second word", high=2**32)
    third_word: int = number("its third word", high=2**32)
    fourth_word: int = number("its fourth word", high=2**32)
    death_word: int = number("what chance drew for this month about death", high=2**32)
    move_word: int = number("about moving", high=2**32)
    work_word: int = number("about work", high=2**32)
    other_word: int = number("about other work", high=2**32)
    told: int = number("events told so far in this batch")
