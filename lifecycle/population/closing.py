"""What is said when a run has come to its end, or lives have been generated: how much, where it lies, how it compares."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import click
import polars as pl

from lifecycle import months
from lifecycle.language import Text, say
from lifecycle.population.dataset.dataset import REJECTS
from lifecycle.population.dataset.stocks import collected

if TYPE_CHECKING:
    from lifecycle.population.dataset.dataset import Dataset
    from lifecycle.regions.atlas import Atlas

#: What is said of each kind of table.
WRITTEN: Final = {
    "history": say("history: {rows} months of {lives} lives, in {path}"),
    "spells": say("spells: {rows} spells of {lives} lives, in {path}"),
    "final": say("final: {rows} lives, in {path}"),
    "counts": say("counts: {rows} rows of {lives} lives, in {path}"),
}
#: So many lives tell how a whole population compares.
ENOUGH: Final = 200_000


def print_closing(dataset: Dataset, lang: str) -> None:
    """Print a line for each kind of table that a run wrote, and one for what it rejected."""
    lives = f"{dataset.manifest.lives:,}"
    for kind in dataset.manifest.outputs:
        rows = collected(pl.scan_parquet(dataset.parts(kind)).select(pl.len())).item()
        told = {"rows": f"{rows:,}", "lives": lives, "path": dataset.folder / kind}
        click.echo(Text(WRITTEN[kind].sentence, told).in_(lang))
    found = collected(dataset.rejects().select(rows=pl.len(), lives=pl.col("id").drop_nulls().n_unique())).row(0, named=True)
    if found["rows"]:
        click.echo(
            say(
                "rejects: {lives} lives left out because of {rows} rows, listed in {path}",
                lives=f"{found['lives']:,}",
                rows=f"{found['rows']:,}",
                path=dataset.folder / REJECTS,
            ).in_(lang)
        )
    else:
        click.echo(say("rejects: none").in_(lang))


def print_generated(
    folder: Path, told: dict[str, Any], lang: str, *, assumptions: Path | None, regions: Sequence[str] | None, atlas: Atlas
) -> None:
    """Print how many lives were generated, and beside what was published those of the latest year that they hold."""
    persons = f"{told['persons_per_life']:,.1f}"
    sentence = say(
        "{lives} lives in {path}, each for {persons} persons", lives=f"{told['lives']:,}", path=folder, persons=persons
    )
    click.echo(sentence.in_(lang))
    if (year := comparable(told["first"], told["last"])) is not None:
        _print_compared(told, year, lang, assumptions=assumptions, regions=regions, atlas=atlas)


def comparable(first: str, last: str) -> int | None:
    """Return the latest year between two months of which everything is published, else of which something is."""
    from lifecycle.population.generated.comparison import LATEST_COMPLETE, published

    years = {figure.year for figure in published() if first <= f"{figure.year}-01" and f"{figure.year}-12" <= last}
    return LATEST_COMPLETE if LATEST_COMPLETE in years else max(years, default=None)


def _print_compared(
    told: dict[str, Any], year: int, lang: str, *, assumptions: Path | None, regions: Sequence[str] | None, atlas: Atlas
) -> None:
    """Count the very lives that were generated at the end of a year, and print them beside what was published."""
    from lifecycle.population.generated.assumptions import Assumptions
    from lifecycle.population.generated.comparison import compared, print_comparison
    from lifecycle.population.generated.counting import counts_of_walk
    from lifecycle.population.generated.world import World

    world = World.made(Assumptions.load(assumptions), atlas, told["first"], told["last"], regions)
    lives = min(told["lives"], ENOUGH)
    until = attrs.evolve(world, last=months.month(f"{year}-12"))
    rows = compared(counts_of_walk(until, lives=lives, seed=told["seed"]), persons_per_life=told["persons"] / lives, year=year)
    click.echo()
    click.echo(say("Beside what was published of {year}, {lives} lives:", year=year, lives=f"{lives:,}").in_(lang))
    print_comparison(rows, lang)
