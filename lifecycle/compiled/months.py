"""Told, calm and quiet months as functions of the program, and the loop over lives around them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from llvmlite import ir

from lifecycle.columns import PLACES
from lifecycle.compiled import loops
from lifecycle.compiled.memory import Marks
from lifecycle.compiled.plan import Plan
from lifecycle.compiled.program import Program
from lifecycle.compiled.record_order import grown, moved_by, order_of, settled
from lifecycle.compiled.values import ADDRESS, BYTE, WORD, Bundle, Held, Reading, Value, Whole, whole
from lifecycle.record import Record

MONTH: Final = ("Facts", "month")
CALENDAR: Final = (MONTH, ("Facts", "january"), ("Facts", "last_january"))


class Months(Program):
    """Compiles the months of the program."""

    def told_month(self) -> None:
        """Compile a month with happenings."""
        given, life, own, resident, places, *rest = self.begin("told_month", [ADDRESS] * 5 + [WORD] * 6, WORD)
        for one in (given, life, own, resident, places):
            one.add_attribute("noalias")
        b = self.with_life(self.bundle(given), life, places)
        arguments: list[Value] = [b, b.values["life"], Reading(own, resident, places), *(Whole(one) for one in rest)]
        void = self.call(loops.told_month, arguments)
        self.builder.ret(self.number_of(void or whole(0)).value)

    def calm_month(self) -> None:
        """Compile a month without happenings that is lived by itself."""
        given, life, expected, obtained, own, resident, places, *rest = self.begin("calm_month", [ADDRESS] * 7 + [WORD] * 5, WORD)
        for one in (given, life, expected, obtained, own, resident, places):
            one.add_attribute("noalias")
        b = self.with_life(self.bundle(given), life, places)
        before = self.room(ir.ArrayType(BYTE, self.order.growing))
        learns = self.builder.icmp_signed("==", rest[-1], whole(1).value)
        with self.builder.if_then(learns):
            self.copy(before, life, self.order.growing)
        arguments: list[Value] = [b, b.values["life"], Reading(own, resident, places), *(Whole(one) for one in rest[:-1])]
        self.call(loops.calm_month, arguments)
        with self.builder.if_then(learns):
            for at, grew in grown(self.builder, self.order, life, before):
                for address in (expected, obtained):
                    self.builder.store(grew, self.offset(address, at), align=4)
        self.builder.ret(whole(1).value)

    def quiet_months(self) -> None:
        """Compile months without happenings that follow straight from the last: return how many, 0 where a rule turns."""
        given, life, expected, obtained, own, resident, places, at, month, january, most = self.begin(
            "quiet_months", [ADDRESS] * 7 + [WORD] * 4, WORD
        )
        for one in (given, life, expected, obtained, own, resident, places):
            one.add_attribute("noalias")
        b = self.with_life(self.bundle(given), life, places)
        self.turned = self.builder.append_basic_block("turned")
        before, self.horizon = self.room(ir.ArrayType(BYTE, max(1, self.order.changing))), self.room(WORD)
        self.copy(before, life, self.order.changing)
        self.builder.store(most, self.horizon)
        p, r = Held(Record, self.order.dtype, life, obtained), Reading(own, resident, places)
        v = self.emit_blank_facts(Whole(month), Whole(january))
        self.call(loops.quiet_month, [b, p, v, r])
        numbers = [self.told(column, p, v, r) for column in self.plan.columns]
        reached = self.builder.load(self.horizon, typ=WORD)
        straight = settled(self.builder, self.order, life, before, expected, obtained)
        months = Whole(self.builder.select(straight, reached, whole(1).value))
        self.horizon = None
        self.spread(b, numbers, Whole(at))
        if self.plan.keeps_records:
            self.keep_each(b, p, Whole(at), months, expected)
        moved_by(self.builder, self.order, life, expected, self.builder.sub(months.value, whole(1).value))
        self.builder.ret(months.value)
        self.builder.position_at_end(self.turned)
        self.copy(life, before, self.order.changing)
        self.copy(obtained, expected, self.order.growing)
        self.builder.ret(whole(0).value)

    def keep_each(self, b: Bundle, p: Held, at: Whole, months: Whole, slopes: ir.Value) -> None:
        """Keep the whole record of every month of a straight run."""
        build = self.builder
        before = build.block
        ask, again, after = (build.append_basic_block(f"keep.{name}") for name in ("ask", "again", "over"))
        build.branch(ask)
        build.position_at_end(ask)
        row = build.phi(WORD)
        row.add_incoming(whole(0).value, before)
        build.cbranch(build.icmp_signed("<", row, months.value), again, after)
        build.position_at_end(again)
        size = self.order.dtype.itemsize
        spot = self.offset(b.values["records"].at, build.mul(build.add(at.value, row), whole(size).value))
        self.copy(spot, p.at, size)
        moved_by(build, self.order, spot, slopes, row)
        row.add_incoming(build.add(row, whole(1).value), build.block)
        build.branch(ask)
        build.position_at_end(after)

    def live_all(self) -> None:
        """Compile the loop over lives, which the caller calls."""
        (given,) = self.begin("live_all", [ADDRESS], WORD, exported=True)
        self.given = given
        life, self.expected, self.obtained = (self.room(ir.ArrayType(WORD, self.order.dtype.itemsize // 8 + 1)) for _ in range(3))
        places = self.room(ir.ArrayType(ADDRESS, PLACES))
        found = self.call(loops.live_all, [self.with_life(self.bundle(given), life, places)])
        self.builder.ret(self.number_of(found or whole(0)).value)


def compiled_module(plan: Plan) -> ir.Module:
    """Return the module for a plan."""
    marks = quiet_marks(plan)
    module = ir.Module("lifecycle")
    order = order_of(marks)
    plain = Months(module, plan, order, Marks())
    plain.horizon_functions()
    plain.told_month()
    Months(module, plan, order, calm_marks(plan), plain).calm_month()
    Months(module, plan, order, marks, plain, tracks=True).quiet_months()
    plain.live_all()
    return module


@cache
def quiet_marks(plan: Plan) -> Marks:
    """Return what a quiet month can set, store and let grow."""
    marks = Marks(blank="Facts", moving={MONTH}, told=set(CALENDAR))
    return seen(plan, marks, lambda plain: Months(plain.module, plan, plain.order, marks, plain, tracks=True).quiet_months())


def calm_marks(plan: Plan) -> Marks:
    """Return what a month without happenings can set."""
    marks = Marks(blank="Facts", told=set(CALENDAR))
    return seen(plan, marks, lambda plain: Months(plain.module, plan, plain.order, marks, plain).calm_month())


def seen(plan: Plan, marks: Marks, compiles: Callable[[Months], None]) -> Marks:
    """Return the marks after compiling until nothing new is seen."""
    plain = Months(ir.Module("rehearsal"), plan, order_of(Marks()), Marks())
    plain.horizon_functions()
    before = -1
    while marks.size() > before:
        before = marks.size()
        compiles(plain)
    return marks
