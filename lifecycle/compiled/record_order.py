"""The record in memory: what a quiet month can change stands first, so that a straight run is seen at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs
import numpy as np
from llvmlite import ir

from lifecycle.compiled.memory import Marks
from lifecycle.compiled.values import BYTE, WORD
from lifecycle.layout import record_dtype
from lifecycle.record import Record

CHUNK: Final = 64  # bytes that are compared at once


@attrs.frozen
class Order:
    """A dtype of the record, and its first bytes: numbers that may grow and numbers that a quiet month may change.

    Each of the two begins with those of 64 bits; ``ends`` are the bytes after each of the four groups.
    """

    dtype: np.dtype[Any]
    ends: tuple[int, int, int, int]

    @property
    def growing(self) -> int:
        """Return how many of the first bytes may grow."""
        return self.ends[1]

    @property
    def changing(self) -> int:
        """Return how many of the first bytes a quiet month may change."""
        return self.ends[3]

    def chunks(self, until: int) -> Iterator[tuple[int, ir.VectorType]]:
        """Yield the places of the first bytes, each with the numbers that lie there."""
        for at in range(0, until, CHUNK):
            size = 8 if at < self.ends[0] or self.ends[1] <= at < self.ends[2] else 4
            yield at, ir.VectorType(ir.IntType(size * 8), CHUNK // size)


def order_of(marks: Marks) -> Order:
    """Return the order of the record for what was seen to grow and to change."""
    plain = record_dtype(Record)
    fields: list[Any] = []
    ends: list[int] = []
    for grows in (True, False):
        for size in (8, 4):
            group = [(name, plain[name]) for name in plain.names or () if _belongs(marks, plain, name, size, grows=grows)]
            missing = -sum(field.itemsize for _, field in group) % CHUNK
            fields += group
            fields += [(f"_{len(ends)}_{number}", np.dtype(f"i{size}")) for number in range(missing // size)]
            ends.append(sum(field.itemsize for _, field in fields))
    placed = {name for name, _ in fields}
    fields += [(name, plain[name]) for name in plain.names or () if name not in placed]
    return Order(np.dtype(fields), (ends[0], ends[1], ends[2], ends[3]))


def _belongs(marks: Marks, plain: np.dtype[Any], name: str, size: int, *, grows: bool) -> bool:
    key, field = ("Record", name), plain[name]
    changes = key in marks.stored and (field.subdtype or (field,))[0].itemsize == size
    return changes and (key in marks.moving) is grows


def _at(builder: ir.IRBuilder, address: ir.Value, by: int) -> ir.Value:
    return builder.gep(address, [ir.Constant(WORD, by)], source_etype=BYTE)


def grown(builder: ir.IRBuilder, order: Order, life: ir.Value, before: ir.Value) -> list[tuple[int, ir.Value]]:
    """Return by how much the numbers that may grow have grown, with their places."""
    found = []
    for at, kind in order.chunks(order.growing):
        now, then = (builder.load(_at(builder, address, at), typ=kind, align=4) for address in (life, before))
        found.append((at, builder.sub(now, then)))
    return found


def settled(
    builder: ir.IRBuilder, order: Order, life: ir.Value, before: ir.Value, expected: ir.Value, obtained: ir.Value
) -> ir.Value:
    """Return whether every number grew as expected and goes on so, and the others stand still; if not, expect what it grew by."""
    odd: ir.Value | None = None
    grown = []
    for at, kind in order.chunks(order.changing):
        now, then = (builder.load(_at(builder, address, at), typ=kind, align=4) for address in (life, before))
        differs = builder.sub(now, then)
        if at < order.growing:
            hoped, got = (builder.load(_at(builder, address, at), typ=kind, align=4) for address in (expected, obtained))
            grown.append((at, differs))
            differs = builder.or_(builder.xor(differs, hoped), builder.xor(got, hoped))
        differs = builder.bitcast(differs, ir.VectorType(WORD, CHUNK // 8))
        odd = differs if odd is None else builder.or_(odd, differs)
    if odd is None:
        return ir.Constant(ir.IntType(1), 1)
    bits = ir.IntType(CHUNK * 8)
    straight = builder.icmp_unsigned("==", builder.bitcast(odd, bits), ir.Constant(bits, 0))
    with builder.if_then(builder.not_(straight)):
        for at, grew in grown:
            for address in (expected, obtained):
                builder.store(grew, _at(builder, address, at), align=4)
    return straight


def moved_by(builder: ir.IRBuilder, order: Order, life: ir.Value, slopes: ir.Value, months: ir.Value) -> None:
    """Let every number grow for so many months more."""
    with builder.if_then(builder.icmp_signed(">", months, ir.Constant(WORD, 0))):
        for at, kind in order.chunks(order.growing):
            now = builder.load(_at(builder, life, at), typ=kind, align=4)
            slope = builder.load(_at(builder, slopes, at), typ=kind, align=4)
            step = months if kind.element == WORD else builder.trunc(months, kind.element)
            many = builder.insert_element(ir.Constant(kind, ir.Undefined), step, ir.Constant(ir.IntType(32), 0))
            spread = builder.shuffle_vector(
                many, ir.Constant(kind, ir.Undefined), ir.Constant(ir.VectorType(ir.IntType(32), kind.count), [0] * kind.count)
            )
            builder.store(builder.add(now, builder.mul(slope, spread)), _at(builder, life, at), align=4)
