"""One life of a run on the screen: why it was left out, or its reasons, and whether the stored rows say the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import polars as pl

from lifecycle.language import counted, say, titled
from lifecycle.population.replay.replay import Replayed, rejected, replay

if TYPE_CHECKING:
    from lifecycle.population.dataset.dataset import Dataset


def print_life(
    dataset: Dataset, number: int, month: str | None, lang: str, *, persons: Path | None = None, events: Path | None = None
) -> bool:
    """Print one month of a life explained, or all of it, and compare it; return whether everything stored is the same."""
    if (left_out := rejected(dataset, number)).height:
        _print_rejects(number, left_out, lang)
        return True
    replayed = replay(dataset, number, persons=persons, events=events)
    if month is not None:
        click.echo(replayed.timeline.explain(month, lang).text)
        click.echo()
    else:
        from lifecycle import screen

        screen.print_timeline(replayed.timeline, "table", lang)
    _print_verdict(replayed, lang)
    return not replayed.differences


def _print_rejects(number: int, rows: pl.DataFrame, lang: str) -> None:
    click.echo(say("the id {id} was left out of the run:", id=number).in_(lang))
    for row in rows.iter_rows(named=True):
        at = "" if row["row"] is None else f":{row['row']}"
        place = " ".join(part for part in (f"{row['file'] or ''}{at}", row["column"]) if part)
        click.echo("  " + titled(place, row["reason_zh" if lang == "zh" else "reason"], lang))


def _print_verdict(replayed: Replayed, lang: str) -> None:
    """Print whether the replay equals the stored rows, or every cell in which it does not."""
    if not replayed.same_rules:
        click.echo(say("The rules or regions have changed since this run was written.").in_(lang))
    if not replayed.compared:
        click.echo(say("The run stored no rows of single lives to compare with.").in_(lang))
    elif not replayed.differences:
        click.echo(say("Equals the stored rows: {tables}.", tables=list(replayed.compared)).in_(lang))
    else:
        found = len(replayed.differences)
        click.echo(counted("{n} cell differs from the stored rows:", "{n} cells differ from the stored rows:", found).in_(lang))
        for one in replayed.differences:
            told = say("stored {stored}, replayed {replayed}", stored=_cell(one.stored), replayed=_cell(one.replayed))
            click.echo("  " + titled(f"{one.table} {one.month} {one.column}", told.in_(lang), lang))


def _cell(value: Any) -> str:
    return "–" if value is None else str(value)
