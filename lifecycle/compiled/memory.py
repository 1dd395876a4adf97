"""Loads and stores: fields of records, rows of tables, elements of arrays, the rules of a month."""

from __future__ import annotations

from typing import Any, Final

import attrs
import numpy as np
from llvmlite import ir

from lifecycle.compiled.values import (
    ADDRESS,
    BYTE,
    WORD,
    Array,
    ByPlace,
    ByWay,
    Held,
    Reading,
    Table,
    Value,
    Whole,
    constant,
    whole,
)
from lifecycle.itinerary import BY_PLACE, LAST_WAY, OF_RESIDENTS, OF_RESIDENTS_BY_WAY

UNALIGNED: Final = 4


Key = tuple[str, str]


@attrs.define
class Marks:
    """What was seen while compiling: fields and variables that may grow, facts that are ever set, fields that are ever stored.

    ``blank`` names the record of which everything not yet in ``told`` is known to be 0.
    """

    blank: str = ""
    moving: set[Key] = attrs.field(factory=set)
    told: set[Key] = attrs.field(factory=set)
    stored: set[Key] = attrs.field(factory=set)

    def size(self) -> int:
        """Return how much is marked, to see whether a round found anything new."""
        return len(self.moving) + len(self.told)

    def unset(self, key: Key) -> bool:
        """Return whether a field is known to be 0."""
        return key[0] == self.blank and key not in self.told


class Memory:
    """Emits what reads and writes memory; with slopes where ``tracks``."""

    def __init__(self, builder: ir.IRBuilder, rules: np.dtype[Any], marks: Marks, *, tracks: bool) -> None:
        self.builder, self.rules, self.marks, self.tracks = builder, rules, marks, tracks
        self.fixed = builder.module.add_metadata([])

    def room(self, kind: ir.Type) -> ir.Value:
        """Return the address of new memory for a value, at the top of the compiled function."""
        with self.builder.goto_entry_block():
            at = self.builder.alloca(kind)
        at.type = ADDRESS  # the library would note what lies there, which addresses no longer do
        return at

    def offset(self, at: ir.Value, by: ir.Value | int) -> ir.Value:
        """Return an address some bytes further."""
        step = ir.Constant(WORD, by) if isinstance(by, int) else by
        return self.builder.gep(at, [step], source_etype=BYTE)

    def read(self, at: ir.Value, dtype: np.dtype[Any], *, fixed: bool = False) -> ir.Value:
        """Return a number in memory, widened to 64 bits; one that is ``fixed`` never changes while it can be read."""
        kind = ir.IntType(dtype.itemsize * 8)
        loaded = self.builder.load(at, typ=kind, align=min(dtype.itemsize, UNALIGNED))
        if fixed:
            loaded.set_metadata("invariant.load", self.fixed)
        if dtype.itemsize * 8 == WORD.width:
            return loaded
        return self.builder.sext(loaded, WORD) if dtype.kind == "i" else self.builder.zext(loaded, WORD)

    def write(self, at: ir.Value, dtype: np.dtype[Any], value: ir.Value) -> None:
        """Store a number, narrowed to what the place holds."""
        kind = ir.IntType(dtype.itemsize * 8)
        narrow = value if kind.width == WORD.width else self.builder.trunc(value, kind)
        self.builder.store(narrow, at, align=min(dtype.itemsize, UNALIGNED))

    def field(self, record: Held, name: str) -> Value:
        """Return a field of a record."""
        key = (record.cls.__name__, name)
        if self.marks.unset(key):
            return whole(0)
        dtype, offset = record.dtype.fields[name][:2]  # type: ignore[index]
        at = self.offset(record.at, offset)
        slopes = None if record.slopes is None else self.offset(record.slopes, offset)
        if dtype.subdtype:
            return Table(at, dtype.subdtype[1], dtype.subdtype[0], constant=False, slopes=slopes, key=key)
        return self.number(at, dtype, slopes, key)

    def number(self, at: ir.Value, dtype: np.dtype[Any], slopes: ir.Value | None, key: Key) -> Whole:
        """Return a number of a record, with its slope where it may grow."""
        grows = slopes is not None and key in self.marks.moving
        return Whole(self.read(at, dtype), self.read(slopes, dtype) if grows and slopes is not None else None)

    def set_number(self, at: ir.Value, dtype: np.dtype[Any], slopes: ir.Value | None, key: Key, value: Whole) -> None:
        """Store a number of a record, and its slope where it may grow."""
        if self.marks.unset(key):
            if constant(value) == 0:
                return
            self.marks.told.add(key)
        self.marks.stored.add(key)
        self.write(at, dtype, value.value)
        if slopes is None:
            return
        if value.slope is not None:
            self.marks.moving.add(key)
        if key in self.marks.moving:
            self.write(slopes, dtype, whole(0).value if value.slope is None else value.slope)

    def set_field(self, record: Held, name: str, value: Whole) -> None:
        """Store a field of a record."""
        dtype, offset = record.dtype.fields[name][:2]  # type: ignore[index]
        slopes = None if record.slopes is None else self.offset(record.slopes, offset)
        self.set_number(self.offset(record.at, offset), dtype, slopes, (record.cls.__name__, name), value)

    def rule(self, reading: Reading, name: str) -> Value:
        """Return what the rules of the month say, each from the region that decides it."""
        if name in BY_PLACE:
            return ByPlace(reading, name)
        if name in OF_RESIDENTS_BY_WAY:
            return ByWay(self.said(reading.own, name), self.said(reading.resident, name))
        found = self.said(reading.resident if name in OF_RESIDENTS else reading.own, name)
        return found if found.shape else Whole(self.read(found.at, found.dtype, fixed=True))

    def said(self, region: ir.Value, name: str) -> Table:
        """Return a field of one region's rules."""
        dtype, offset = self.rules.fields[name][:2]  # type: ignore[index]
        base, shape = dtype.subdtype or (dtype, ())
        return Table(self.offset(region, offset), shape, base, constant=True)

    def element(self, of: Value, at: Value) -> Value:
        """Return an element of a table or an array, or a row of it."""
        if not isinstance(at, Whole):
            raise TypeError(of, at)
        if at.slope is not None:
            self.not_straight()
        if isinstance(of, ByWay):
            chosen = self.builder.select(
                self.builder.icmp_signed("==", at.value, whole(LAST_WAY).value), of.resident.at, of.own.at
            )
            if constant(at) is not None:
                chosen = of.resident.at if constant(at) == LAST_WAY else of.own.at
            return self.element(attrs.evolve(of.own, at=chosen), at)
        if isinstance(of, ByPlace):
            spot = self.builder.gep(of.reading.places, [at.value], source_etype=ADDRESS)
            found = self.said(self.builder.load(spot, typ=ADDRESS), of.field)
            return found if found.shape else Whole(self.read(found.at, found.dtype, fixed=True))
        if isinstance(of, Array):
            spot = self.offset(of.at, self.builder.mul(at.value, whole(of.dtype.itemsize).value))
            return Held(of.cls, of.dtype, spot) if of.cls else Whole(self.read(spot, of.dtype, fixed=False))
        if not isinstance(of, Table):
            raise TypeError(of)
        spot, slopes = self.spot(of, at)
        if len(of.shape) > 1:
            return attrs.evolve(of, at=spot, shape=of.shape[1:], slopes=slopes)
        if of.constant:
            return Whole(self.read(spot, of.dtype, fixed=True))
        return self.number(spot, of.dtype, slopes, of.key)

    def spot(self, of: Table, at: Whole) -> tuple[ir.Value, ir.Value | None]:
        """Return the address of a row or an element, and that of its slope."""
        size = of.dtype.itemsize
        for many in of.shape[1:]:
            size *= many or 0
        step = self.builder.mul(at.value, whole(size).value)
        return self.offset(of.at, step), None if of.slopes is None else self.offset(of.slopes, step)

    def set_element(self, of: Value, at: Whole, value: Whole) -> None:
        """Store an element of a table of a record, or of an array."""
        if at.slope is not None:
            self.not_straight()
        if isinstance(of, Array):
            self.write(self.offset(of.at, self.builder.mul(at.value, whole(of.dtype.itemsize).value)), of.dtype, value.value)
        elif isinstance(of, Table):
            spot, slopes = self.spot(of, at)
            self.set_number(spot, of.dtype, slopes, of.key, value)
        else:
            raise TypeError(of)

    def not_straight(self) -> None:
        """Note that what follows holds for this month only."""
        raise NotImplementedError
