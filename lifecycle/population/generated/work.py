"""Jobs, paying oneself, unemployment benefit, and the gaps between them; written in the language of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lifecycle.columns import MONTHS_IN_YEAR
from lifecycle.population.generated.beginning import wage
from lifecycle.population.generated.chances import among, at_age, happens, holds, picked
from lifecycle.population.generated.lines import After, Decision, Line, Single
from lifecycle.population.generated.residents import catch_up
from lifecycle.population.generated.telling import move_to_work, tell, tell_span, tell_value
from lifecycle.population.generated.walker import Standing
from lifecycle.vocabulary import What

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.population.generated.walker import Walker

    Book = Sequence[Sequence[int]]
    Rows = Sequence[list[int]]

LONGEST_GAP_PAID: Final = 11
BY_EMPLOYER: Final = 1


def change_work(p: Walker, book: Book, rows: Rows) -> None:
    """Decide what the month brings to somebody's work, by how they stand."""
    if p.standing == Standing.UNIT:
        work_for_unit(p, book, rows)
    elif p.standing == Standing.FLEXIBLE:
        pay_oneself(p, book, rows)
    elif p.standing == Standing.BENEFIT:
        draw_benefit(p, book, rows)
    elif p.standing == Standing.OUT and p.month < p.retire:
        look_for_work(p, book, rows)


def work_for_unit(p: Walker, book: Book, rows: Rows) -> None:
    """A unit may fall into arrears and come out of them, and a job may end."""
    if p.work_word < at_age(p, book, Line.LEAVE_JOB):
        leave_job(p, book, rows)
    elif p.unpaid > 0 and p.other_word < book[Line.SINGLE][Single.ARREARS_END]:
        tell(p, rows, What.EMPLOYER_RESUMES)
        if holds(p, book, Single.ARREARS_PAID, Decision.ARREARS_PAID):
            tell_span(p, rows, What.BACK_PAY, p.unpaid, p.month - 1, BY_EMPLOYER)
            p.paid += p.month - p.unpaid
        p.unpaid = 0
    elif p.unpaid == 0 and p.other_word < book[Line.SINGLE][Single.ARREARS]:
        tell(p, rows, What.EMPLOYER_STOPS_PAYING)
        p.unpaid = p.month
    if p.unpaid == 0 and p.standing == Standing.UNIT:
        pay(p, Standing.UNIT)


def leave_job(p: Walker, book: Book, rows: Rows) -> None:
    """The job ends with this month, and what follows is decided at once."""
    tell(p, rows, What.LEFT_JOB)
    if p.unpaid == 0:
        pay(p, Standing.UNIT)
    p.standing = Standing.OUT
    p.unpaid = 0
    follow(p, book, picked(p, book, p.month, Line.AFTER_JOB, Decision.AFTER_JOB))


def follow(p: Walker, book: Book, after: int) -> None:
    """Plan what follows a job or a spell of paying oneself, and from when on."""
    p.plan = after
    p.plan_month = p.month + 1
    if after == After.BENEFIT and p.paid < MONTHS_IN_YEAR:
        p.plan = After.GAP
    if p.plan == After.GAP:
        p.plan_month = p.month + 2 + picked(p, book, p.month, Line.GAP, Decision.GAP)
    elif p.plan == After.NOTHING:
        p.plan_month = 0
    if p.plan in (After.GAP, After.NOTHING):
        catch_up(p, book)


def pay_oneself(p: Walker, book: Book, rows: Rows) -> None:
    """Whoever pays by themselves may stop with this month."""
    pay(p, Standing.FLEXIBLE)
    if p.work_word < at_age(p, book, Line.STOP_FLEXIBLE):
        tell(p, rows, What.STOP_FLEXIBLE)
        p.standing = Standing.OUT
        follow(p, book, picked(p, book, p.month, Line.AFTER_FLEXIBLE, Decision.AFTER_FLEXIBLE))


def draw_benefit(p: Walker, book: Book, rows: Rows) -> None:
    """Benefit ends when it is used up, or with the month before the next job."""
    pay(p, Standing.BENEFIT)
    found = p.work_word < at_age(p, book, Line.NEXT_JOB)
    if found or p.month >= p.benefit_until:
        tell(p, rows, What.END_UNEMPLOYMENT_BENEFIT)
        p.standing = Standing.OUT
        follow(p, book, After.JOB if found else After.NOTHING)


def look_for_work(p: Walker, book: Book, rows: Rows) -> None:
    """Do what was planned, or else perhaps find a job or begin to pay oneself."""
    if p.plan_month > 0:
        if p.plan_month == p.month:
            do_as_planned(p, book, rows)
        return
    job = Line.INFORMAL_JOB
    flexible = Line.INFORMAL_FLEXIBLE
    if p.formal == 1:
        job = Line.NEXT_JOB if p.paid > 0 else Line.FIRST_JOB
        flexible = Line.START_FLEXIBLE
    if p.work_word < at_age(p, book, job):
        be_hired(p, book, rows)
    elif p.other_word < at_age(p, book, flexible):
        start_flexible(p, book, rows)


def do_as_planned(p: Walker, book: Book, rows: Rows) -> None:
    """Begin what was planned when the last job or spell ended."""
    p.plan_month = 0
    if p.plan == After.FLEXIBLE:
        start_flexible(p, book, rows)
    elif p.plan == After.BENEFIT:
        tell(p, rows, What.START_UNEMPLOYMENT_BENEFIT)
        p.standing = Standing.BENEFIT
        p.benefit_until = p.month + among(p, p.month, Decision.BENEFIT_MONTHS, book[Line.SINGLE][Single.BENEFIT_MONTHS])
        pay(p, Standing.BENEFIT)
    elif p.plan == After.GAP and p.formal == 0:
        start_flexible(p, book, rows)
    else:
        be_hired(p, book, rows)


def be_hired(p: Walker, book: Book, rows: Rows) -> None:
    """A unit pays from this month on, perhaps in another region."""
    move_to_work(p, book, rows)
    p.base = wage(p, book)
    tell_value(p, rows, What.HIRED, p.base)
    p.unpaid = 0
    back_pay(p, book, rows)
    p.standing = Standing.UNIT
    pay(p, Standing.UNIT)


def start_flexible(p: Walker, book: Book, rows: Rows) -> None:
    """Pay by oneself from this month on."""
    tell(p, rows, What.START_FLEXIBLE)
    back_pay(p, book, rows)
    p.standing = Standing.FLEXIBLE
    pay(p, Standing.FLEXIBLE)


def back_pay(p: Walker, book: Book, rows: Rows) -> None:
    """Whoever begins to pay again may pay for the months between, by how many they are."""
    gap = p.month - 1 - p.last_paid
    paid_for = p.last_paid > 0 and 1 <= gap <= LONGEST_GAP_PAID and p.last_paid + 1 >= p.first
    if paid_for and happens(p, p.month, Decision.BACK_PAY, book[Line.BACK_PAID][gap - 1]):
        tell_span(p, rows, What.BACK_PAY, p.last_paid + 1, p.month - 1, 0)
        p.paid += gap


def pay(p: Walker, standing: int) -> None:
    """This month is paid into the employee scheme."""
    p.paid += 1
    p.last_paid = p.month
    p.paid_as = standing
