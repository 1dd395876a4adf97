"""Arithmetic and comparisons as machine code; where numbers grow, with slopes and with how long each answer holds."""

from __future__ import annotations

import ast
from typing import Final

from llvmlite import ir

from lifecycle.compiled import horizons
from lifecycle.compiled.memory import Memory
from lifecycle.compiled.values import BIT, WORD, Truth, Value, Whole, constant, whole

BITS: Final[dict[type[ast.operator], str]] = {
    ast.BitAnd: "and_", ast.BitOr: "or_", ast.BitXor: "xor", ast.LShift: "shl", ast.RShift: "ashr",
}  # fmt: skip
SIGNS: Final = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
FOLDED: Final = {
    "<": int.__lt__, "<=": int.__le__, ">": int.__gt__, ">=": int.__ge__, "==": int.__eq__, "!=": int.__ne__,
}  # fmt: skip


class Arithmetic(Memory):
    """Emits numbers and answers."""

    horizon: ir.Value | None = None

    def number_of(self, value: Value) -> Whole:
        """Return a value as a number."""
        if isinstance(value, Truth):
            known = constant(value)
            return whole(known) if known is not None else Whole(self.builder.zext(value.value, WORD))
        if not isinstance(value, Whole):
            raise TypeError(value)
        return value

    def answer_of(self, value: Value) -> Truth:
        """Return a value as a yes or no."""
        return value if isinstance(value, Truth) else self.compare("!=", self.number_of(value), whole(0))

    def shorten(self, months: ir.Value) -> None:
        """What is computed holds for at most so many months."""
        if self.horizon is not None:
            so_far = self.builder.load(self.horizon, typ=WORD)
            less = self.builder.icmp_signed("<", months, so_far)
            self.builder.store(self.builder.select(less, months, so_far), self.horizon)

    def not_straight(self) -> None:
        """What follows holds for this month only."""
        self.shorten(whole(1).value)

    def not_straight_if(self, *slopes: ir.Value) -> None:
        """Numbers that grow together are multiplied: that holds for this month only."""
        both = whole(1).value
        for slope in slopes:
            grows = self.builder.zext(self.builder.icmp_signed("!=", slope, whole(0).value), WORD)
            both = self.builder.and_(both, grows)
        grows = self.builder.icmp_signed("!=", both, whole(0).value)
        self.shorten(self.builder.select(grows, whole(1).value, whole(horizons.NEVER).value))

    def compute(self, sign: ast.operator, a: Whole, b: Whole) -> Whole:
        """Return the sum, difference, product or quotient of two numbers, or their bits combined."""
        build, x, y = self.builder, a.value, b.value
        if (folded := _folded(sign, a, b)) is not None:
            return whole(folded)
        if isinstance(sign, ast.Add):
            return Whole(build.add(x, y), self.sum_of(a.slope, b.slope))
        if isinstance(sign, ast.Sub):
            return Whole(build.sub(x, y), self.sum_of(a.slope, None if b.slope is None else build.neg(b.slope)))
        if isinstance(sign, ast.Mult):
            return Whole(build.mul(x, y), self.product_slope(a, b))
        for value in (a, b):
            if value.slope is not None:
                self.not_straight_if(value.slope)
        if isinstance(sign, ast.FloorDiv):
            return Whole(self.divided(x, y)[0])
        if isinstance(sign, ast.Mod):
            return Whole(self.divided(x, y)[1])
        plain = {
            ast.BitAnd: build.and_,
            ast.BitOr: build.or_,
            ast.BitXor: build.xor,
            ast.LShift: build.shl,
            ast.RShift: build.ashr,
        }
        return Whole(plain[type(sign)](x, y))

    def sum_of(self, a: ir.Value | None, b: ir.Value | None) -> ir.Value | None:
        """Return two slopes added."""
        if a is None or b is None:
            return b if a is None else a
        return self.builder.add(a, b)

    def product_slope(self, a: Whole, b: Whole) -> ir.Value | None:
        """Return the slope of a product, of which one factor must stand still."""
        if a.slope is not None and b.slope is not None:
            self.not_straight_if(a.slope, b.slope)
        left = None if a.slope is None else self.builder.mul(a.slope, b.value)
        right = None if b.slope is None else self.builder.mul(b.slope, a.value)
        return self.sum_of(left, right)

    def divided(self, x: ir.Value, y: ir.Value) -> tuple[ir.Value, ir.Value]:
        """Return quotient and remainder, rounded down as Python does."""
        build, zero = self.builder, whole(0).value
        quotient, rest = build.sdiv(x, y), build.srem(x, y)
        signs = build.icmp_signed("<", build.xor(rest, y), zero)
        below = build.and_(build.icmp_signed("!=", rest, zero), signs)
        return (
            build.sub(quotient, build.zext(below, WORD)),
            build.add(rest, build.select(below, y, zero)),
        )

    def compare(self, sign: str, a: Whole, b: Whole) -> Truth:
        """Return the answer of a comparison; where numbers grow, note for how long it holds."""
        known = constant(a), constant(b)
        if known[0] is not None and known[1] is not None:
            return Truth(ir.Constant(BIT, int(FOLDED[sign](known[0], known[1]))))
        slope = self.sum_of(a.slope, None if b.slope is None else self.builder.neg(b.slope))
        if slope is not None:
            self.note(sign, self.builder.sub(a.value, b.value), slope)
        return Truth(self.builder.icmp_signed(sign, a.value, b.value))

    def note(self, sign: str, difference: ir.Value, slope: ir.Value) -> None:
        """Note for how many months a difference keeps its sign."""
        if sign in ("==", "!="):
            held = self.held_for(horizons.until_zero, difference, slope)
        elif sign in ("<", ">="):
            held = self.held_for(horizons.until_sign, difference, slope)
        else:
            held = self.held_for(horizons.until_sign, self.builder.neg(difference), self.builder.neg(slope))
        self.shorten(held)

    def held_for(self, rule: object, difference: ir.Value, slope: ir.Value) -> ir.Value:
        """Return the months that one of the horizons gives."""
        raise NotImplementedError

    def negated(self, a: Whole) -> Whole:
        """Return a number with its sign changed."""
        known = constant(a)
        if known is not None:
            return whole(-known)
        return Whole(self.builder.neg(a.value), None if a.slope is None else self.builder.neg(a.slope))

    def extreme(self, sign: str, a: Whole, b: Whole) -> Whole:
        """Return the smaller (``<``) or larger (``>``) of two numbers."""
        first = self.compare(sign, a, b).value
        slope = None
        if a.slope is not None or b.slope is not None:
            zero = whole(0).value
            slope = self.builder.select(first, a.slope or zero, b.slope or zero)
        return Whole(self.builder.select(first, a.value, b.value), slope)


def _folded(sign: ast.operator, a: Whole, b: Whole) -> int | None:
    """Return a result that is known while compiling."""
    x, y = constant(a), constant(b)
    if x is None or y is None:
        return None
    made = {
        ast.Add: x.__add__, ast.Sub: x.__sub__, ast.Mult: x.__mul__, ast.FloorDiv: x.__floordiv__, ast.Mod: x.__mod__,
        ast.BitAnd: x.__and__, ast.BitOr: x.__or__, ast.BitXor: x.__xor__, ast.LShift: x.__lshift__, ast.RShift: x.__rshift__,
    }  # fmt: skip
    return int(made[type(sign)](y))
