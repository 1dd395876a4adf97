"""The program for many lives: what its caller gives, and what the loops ask of the compiler itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from llvmlite import ir

from lifecycle.columns import MONTHS_IN_YEAR
from lifecycle.compiled import intrinsics, loops
from lifecycle.compiled.functions import RETURNS, Functions, separate
from lifecycle.compiled.memory import Marks
from lifecycle.compiled.plan import ARRAYS, LANES, NUMBERS, Column, Plan
from lifecycle.compiled.record_order import Order
from lifecycle.compiled.statements import Statements
from lifecycle.compiled.transition_source import fire
from lifecycle.compiled.turns import TURNS
from lifecycle.compiled.values import ADDRESS, BIT, BYTE, WORD, Array, Bundle, Held, Reading, Table, Truth, Value, Whole, whole
from lifecycle.facts import Facts, Happening
from lifecycle.layout import record_dtype
from lifecycle.record import Record, names

COPIED: Final = ((ir.VectorType(BYTE, 32), 32), (WORD, 8), (ir.IntType(32), 4))
FACTS: Final = np.dtype([(name, np.int64) for name in names(Facts)])


class Program(Functions):
    """Compiles rules into a module for many lives.

    Without ``plain`` every rule is compiled once for all its callers; with it the rules of a month stand in one piece, and only
    those of ``TURNS`` are called. A program that ``tracks`` keeps slopes, and leaves where a rule turns.
    """

    given: ir.Value
    expected: ir.Value
    obtained: ir.Value
    turned: ir.Block

    def __init__(
        self, module: ir.Module, plan: Plan, order: Order, marks: Marks, plain: Program | None = None, *, tracks: bool = False
    ) -> None:
        super().__init__(module, plan.rules)
        self.plan, self.order = plan, order
        self.marks, self.plain, self.tracks = marks, plain, tracks

    def bundle(self, given: ir.Value) -> Bundle:
        """Return what the caller gave, read from its list of numbers and addresses."""
        found: dict[str, Any] = {}
        kinds: dict[str, tuple[np.dtype[Any], type | None]] = {name: (kind, None) for name, kind in ARRAYS.items()}
        kinds |= {column.name: (column.dtype, None) for column in self.plan.columns}
        kinds |= {
            "happenings": (record_dtype(Happening), Happening),
            "start": (record_dtype(Record), Record),
            "rules": (self.plan.rules, None),
            "ends": (self.order.dtype, Record),
            "records": (self.order.dtype, Record),
        }
        for position, name in enumerate(self.plan.arguments):
            at = self.offset(given, position * (WORD.width // 8))
            if name in NUMBERS:
                loaded = self.builder.load(at, typ=WORD)
                loaded.set_metadata("invariant.load", self.fixed)
                found[name] = Whole(loaded)
                continue
            spot = self.builder.load(at, typ=ADDRESS)
            spot.set_metadata("invariant.load", self.fixed)
            if name == "entries":
                found[name] = Table(spot, (None, self.plan.entry_columns), np.dtype(np.int32), constant=True)
            else:
                found[name] = Array(spot, *kinds[name])
        return Bundle(found)

    def with_life(self, bundle: Bundle, life: ir.Value, places: ir.Value) -> Bundle:
        """Return the same with the life that is lived now, and the rules of its places."""
        return Bundle({**bundle.values, "life": Held(Record, self.order.dtype, life), "places": places})

    def call(self, function: Callable[..., Any], arguments: list[Value]) -> Value | None:
        """Compile a function into this place; some names stand for something else than a rule."""
        special = getattr(self, f"emit_{function.__name__}", None)
        if special is not None and getattr(intrinsics, function.__name__, None) is function:
            found: Value | None = special(*arguments)
            return found
        if self.tracks and function in TURNS:
            return self.turn(function)
        if self.plain is not None and function in TURNS:
            return self.plain.called(self.builder, function, arguments, self.marks)
        if self.plain is None and separate(function, arguments):
            return self.called(self.builder, function, arguments, self.marks)
        return Statements.call(self, function, arguments)

    def turn(self, function: Callable[..., Any]) -> Value | None:
        """Leave the straight run: what follows is never reached."""
        self.builder.branch(self.turned)
        self.builder.position_at_end(self.builder.append_basic_block("never"))
        found = RETURNS[function.__annotations__["return"]]
        return None if found is None else Truth(ir.Constant(BIT, 0)) if found is Truth else whole(0)

    def emit_blank_facts(self, month: Whole, january: Whole) -> Held:
        """Return facts that are all 0 but for the month."""
        kind = ir.ArrayType(WORD, len(FACTS.names or ()))
        at, slopes = self.room(kind), self.room(kind) if self.tracks else None
        facts = Held(Facts, FACTS, at, slopes)
        for one in [at] if slopes is None else [at, slopes]:
            self.builder.store(ir.Constant(kind, None), one)
        self.set_field(facts, "month", Whole(month.value, whole(1).value if self.tracks else None))
        self.set_field(facts, "january", january)
        self.set_field(facts, "last_january", Whole(self.builder.sub(january.value, whole(MONTHS_IN_YEAR).value)))
        return facts

    def emit_begin_with(self, p: Held, start: Held) -> None:
        """Copy a record field by field, from the order of the caller into that of the program."""
        for name in names(Record):
            of, to = start.dtype.fields[name], p.dtype.fields[name]  # type: ignore[index]
            base, shape = of[0].subdtype or (of[0], ())
            for number in range(shape[0] if shape else 1):
                step = number * base.itemsize
                self.write(self.offset(p.at, to[1] + step), base, self.read(self.offset(start.at, of[1] + step), base))
        self.clear_slopes()

    def clear_slopes(self) -> None:
        """A new life begins with no growth known."""
        for record in (self.expected, self.obtained):
            for at in range(0, self.order.growing, WORD.width // 8):
                self.builder.store(whole(0).value, self.offset(record, at), align=4)

    def emit_place_rules(self, b: Bundle, place: Whole, number: Whole) -> None:
        """Write the address of a place's rules."""
        spot = self.builder.gep(b.values["places"], [place.value], source_etype=ADDRESS)
        self.builder.store(self.rules_at(b, number), spot)

    def rules_at(self, b: Bundle, number: Whole) -> ir.Value:
        """Return the address of rules by their number."""
        return self.offset(b.values["rules"].at, self.builder.mul(number.value, whole(self.plan.rules.itemsize).value))

    def emit_looked_up(self, b: Bundle, own: Whole, resident: Whole) -> Reading:
        """Return the rules of a month."""
        return Reading(self.rules_at(b, own), self.rules_at(b, resident), b.values["places"])

    def emit_fire(self, p: Held, v: Held, r: Reading) -> None:
        """Compile the table into this place."""
        Statements.call(self, fire(), [p, v, r])

    def emit_tell(self, b: Bundle, p: Held, v: Held, r: Reading, at: Whole) -> None:
        """Write every column of one month."""
        self.spread(b, [self.told(column, p, v, r) for column in self.plan.columns], at)
        if self.plan.keeps_records:
            self.keep(b, p, at)

    def told(self, column: Column, p: Held, v: Held, r: Reading) -> Whole:
        """Return the number that a column tells of the month."""
        found = self.call(column.tells, [p, v, r])
        return self.number_of(found) if isinstance(found, (Whole, Truth)) else whole(0)

    def spread(self, b: Bundle, numbers: list[Whole], at: Whole) -> None:
        """Write numbers that grow straight into the rows of so many months."""
        for column, number in zip(self.plan.columns, numbers, strict=True):
            array: Array = b.values[column.name]
            size = column.dtype.itemsize
            spot = self.offset(array.at, self.builder.mul(at.value, whole(size).value))
            if self.tracks:
                self.rows(spot, column.dtype, number)
            else:
                self.write(spot, column.dtype, number.value)

    def rows(self, spot: ir.Value, dtype: np.dtype[Any], number: Whole) -> None:
        """Write the rows of a whole year at once; those after the months that run straight are written over later."""
        element = ir.IntType(dtype.itemsize * 8)
        kind = ir.VectorType(element, LANES)
        value = self.lanes(number.value, element, kind)
        if number.slope is not None:
            steps = ir.Constant(kind, list(range(LANES)))
            value = self.builder.add(value, self.builder.mul(self.lanes(number.slope, element, kind), steps))
        self.builder.store(value, spot, align=dtype.itemsize)

    def lanes(self, value: ir.Value, element: ir.IntType, kind: ir.VectorType) -> ir.Value:
        """Return a number in every lane of a vector."""
        narrow = value if element == WORD else self.builder.trunc(value, element)
        nothing, first = ir.Constant(kind, ir.Undefined), ir.Constant(ir.IntType(32), 0)
        one = self.builder.insert_element(nothing, narrow, first)
        return self.builder.shuffle_vector(one, nothing, ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES))

    def keep(self, b: Bundle, p: Held, at: Whole) -> None:
        """Keep the whole record of a month."""
        spot = self.offset(b.values["records"].at, self.builder.mul(at.value, whole(self.order.dtype.itemsize).value))
        self.copy(spot, p.at, self.order.dtype.itemsize)

    def copy(self, to: ir.Value, of: ir.Value, size: int) -> None:
        """Copy bytes, as many as are known while compiling."""
        at = 0
        for kind, wide in COPIED:
            while size - at >= wide:
                loaded = self.builder.load(self.offset(of, at), typ=kind, align=4)
                self.builder.store(loaded, self.offset(to, at), align=4)
                at += wide

    def emit_keep_end(self, b: Bundle, i: Whole) -> None:
        """Keep the record with which a life ends."""
        if self.plan.keeps_ends:
            spot = self.offset(b.values["ends"].at, self.builder.mul(i.value, whole(self.order.dtype.itemsize).value))
            self.copy(spot, b.values["life"].at, self.order.dtype.itemsize)

    def emit_count(self, b: Bundle, i: Whole, at: Whole, lived: Whole) -> None:
        """Count the months of a life."""
        if self.plan.counts:
            self.call(loops.count_life, [b, i, at, lived])

    def emit_run_told_month(self, p: Held, r: Reading, *rest: Whole) -> Whole:
        """Call the compiled month with happenings."""
        given = [self.given, p.at, r.own, r.resident, r.places, *(one.value for one in rest)]
        return Whole(self.builder.call(self.module.get_global("told_month"), given))

    def emit_run_calm_month(self, p: Held, r: Reading, *rest: Whole) -> Whole:
        """Call the compiled month without happenings."""
        given = [self.given, p.at, self.expected, self.obtained, r.own, r.resident, r.places, *(one.value for one in rest)]
        return Whole(self.builder.call(self.module.get_global("calm_month"), given))

    def emit_run_quiet_months(self, p: Held, r: Reading, *rest: Whole) -> Whole:
        """Call the compiled months without happenings."""
        given = [self.given, p.at, self.expected, self.obtained, r.own, r.resident, r.places, *(one.value for one in rest)]
        return Whole(self.builder.call(self.module.get_global("quiet_months"), given))
