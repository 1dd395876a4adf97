"""The programs that step W, measured in turns with equal checksums; nothing is timed that was not checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import attrs
import click
from measuring import Times, by_turns

from lifecycle.monthly import Monthly
from lifecycle.terminal import table
from workload import compiled, events, numpy_months, openfisca_core, reference, scalar, shared_machine

BASE: Final = "plain NumPy"
CHECKED: Final = 200
MILLION: Final = 1e6
NO_OPENFISCA: Final = 'not installed; it comes with the extra "bench"'
NO_COMPILER: Final = "no C compiler was found"


@attrs.frozen
class Program:
    """A way to step W: its name, how many lives it gets at most, what it makes of an event stream, and why it is left out."""

    name: str
    lives: int
    live: Callable[[events.Bytes], int]
    missing: str = ""


PROGRAMS: Final[tuple[Program, ...]] = (
    Program(BASE, 200_000, numpy_months.live),
    Program("compiled here, by lives", 1_000_000, compiled.by_lives),
    Program("compiled here, by lives, 2 threads", 1_000_000, partial(compiled.by_lives, threads=2)),
    Program("compiled here, by months", 1_000_000, compiled.by_months),
    Program("compiled here, by months, 2 threads", 1_000_000, partial(compiled.by_months, threads=2)),
    Program("C -O3, by lives", 1_000_000, scalar.live, "" if scalar.compiler() else NO_COMPILER),
    Program("C -O3, by lives, 2 threads", 1_000_000, partial(scalar.live, threads=2), "" if scalar.compiler() else NO_COMPILER),
    Program("transitions, as it comes", 500, shared_machine.live),
    Program("transitions, as used here", 2_000, partial(shared_machine.live, of=Monthly)),
    Program("OpenFisca-Core", openfisca_core.MOST_LIVES, openfisca_core.live, "" if openfisca_core.installed() else NO_OPENFISCA),
)


@attrs.define
class Measured:
    """What a program was given, and the seconds it took."""

    program: Program
    stream: events.Bytes
    times: Times

    @property
    def speed(self) -> float:
        """Return millions of person-months a second in the best round."""
        return self.stream.size / self.times.best / MILLION


def refuse_difference(program: Program, lives: int, found: int, expected: int) -> None:
    """End the run if a checksum is not the expected one."""
    if found != expected:
        raise click.ClickException(f"{program.name}: checksum {found:016x} on {lives:,} lives, expected {expected:016x}")


def measure(programs: Sequence[Program], stream: events.Bytes, rounds: int) -> list[Measured]:
    """Return the times of all programs; each is first checked, and warmed up, on a few lives against plain Python."""
    few = stream[:CHECKED]
    for one in programs:
        refuse_difference(one, len(few), one.live(few), reference.live(few))
    given = [stream[: one.lives] for one in programs]
    expected = {lives: numpy_months.live(stream[:lives]) for lives in sorted({len(its) for its in given})}

    def checked(one: Program, its: events.Bytes) -> None:
        refuse_difference(one, len(its), one.live(its), expected[len(its)])

    times = by_turns([partial(checked, one, its) for one, its in zip(programs, given, strict=True)], rounds)
    return [Measured(*one) for one in zip(programs, given, times, strict=True)]


def tabulated(measured: Sequence[Measured]) -> Any:
    """Return the table of what was measured."""
    made = table(
        "what", "lives", "clock s", "CPU s", "M/s by clock", "M/s by CPU", "ratio",
        title="W: six states, four counters, 480 months; M/s: million person-months a second",
    )  # fmt: skip
    made.columns[0].no_wrap = True
    for column in made.columns[1:]:
        column.justify = "right"
    base = next(one.speed for one in measured if one.program.name == BASE)
    for one in measured:
        by_processor = one.stream.size / one.times.least / MILLION
        figures = [f"{one.times.best:.3f}", f"{one.times.least:.3f}", f"{one.speed:.3f}", f"{by_processor:.3f}"]
        made.add_row(one.program.name, f"{len(one.stream):,}", *figures, f"{one.speed / base:.3f}")
    return made
