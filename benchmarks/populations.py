"""How many months of lives a second: the workload W by several programs, and the full rules by this one, in one run.

Prints the best of some rounds by turns, on the clock and of the processor; machines of different speed are compared by the
dependent additions a second that each can do.
"""

from __future__ import annotations

import os
import platform
import tempfile
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
from fullrules import growth, people, stages, starting
from fullrules import tabulated as fully
from measuring import ADDITIONS, Times, speed
from workload import events, programs

from lifecycle.regions.atlas import Atlas
from lifecycle.terminal import console

LIVES: Final = 200_000
FULL_LIVES: Final = 10_000
LARGE: Final = 1_000_000
HUGE: Final = 10_000_000
GROWTH: Final = (1_000, 10_000, 100_000, LARGE, HUGE)
FEW: Final = 100
ROUNDS: Final = 3
LATER_STARTS: Final = 3
BILLION: Final = 1e9
SEEDS: Final = (1 << 64) - 1


@click.command()
@click.option("--lives", default=LIVES, show_default=True, type=click.IntRange(1), help="of W, at most for any program")
@click.option("--full-lives", default=FULL_LIVES, show_default=True, type=click.IntRange(0), help="under the full rules; 0: none")
@click.option("--rounds", default=ROUNDS, show_default=True, type=click.IntRange(1), help="the best of so many rounds counts")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0, SEEDS), help="of the event stream of W")
@click.option("--large", is_flag=True, help="a million lives too, which takes a quarter of an hour")
@click.option("--huge", is_flag=True, help="ten million lives too, which takes hours")
def main(lives: int, full_lives: int, rounds: int, seed: int, *, large: bool, huge: bool) -> None:
    """Measure all programs that are installed, then the full rules, and print the tables."""
    screen = console()
    before = speed()
    of_w(screen, LARGE if large else lives, rounds, seed)
    if full_lives:
        of_full_rules(screen, full_lives, rounds, HUGE if huge else LARGE if large else 0)
    told = f"Python {platform.python_version()}, NumPy {np.__version__}, {os.cpu_count()} processors; dependent additions"
    screen.print(f"{told} a second: {_additions(before)} at first, {_additions(speed())} at the end", soft_wrap=True)


def _additions(times: Times) -> str:
    """Return how many dependent additions a second that was, on the clock and of the processor."""
    return f"{ADDITIONS / times.best / BILLION:.2f} billion ({ADDITIONS / times.least / BILLION:.2f} of processor)"


def of_w(screen: Any, lives: int, rounds: int, seed: int) -> None:
    """Measure W and print its table."""
    present = [program for program in programs.PROGRAMS if not program.missing]
    stream = events.stream(min(lives, max(program.lives for program in present)), seed=seed)
    measured = programs.measure(present, stream, rounds)
    screen.print(programs.tabulated(measured))
    for program in programs.PROGRAMS:
        if program.missing:
            screen.print(f"{program.name}: skipped, {program.missing}", soft_wrap=True)
    done = len(measured[0].times.clock)
    screen.print(f"Best of {done}, by turns. Every checksum is that of {programs.BASE} on the same lives.", soft_wrap=True)


def of_full_rules(screen: Any, lives: int, rounds: int, most: int) -> None:
    """Measure the full rules and print their tables; ``most`` is how many lives there may be at most beside the usual sizes."""
    atlas = Atlas()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        populations = [people.generated(folder / "generated", lives, atlas), people.steady(folder / "steady", lives)]
        for one in populations:
            screen.print(fully.stages(stages.measured(one, folder, atlas, rounds)))
        few = people.generated(folder / "few", min(FEW, lives), atlas)
        first, later = starting.starts(few, LATER_STARTS if rounds > 1 else 1)
        screen.print(
            f"A process that counts {few.lives} lives, the first, which compiles: {first}; a later one: {later}", soft_wrap=True
        )
        sizes = [size for size in GROWTH if size <= max(most, lives)]
        if sizes:
            screen.print(fully.growth([growth.grown(folder / str(size), size, atlas) for size in sizes]))


if __name__ == "__main__":
    main()
