"""The terminal: its width, tables without clutter, and records as JSON or CSV for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

NARROWEST: Final = 100
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def console() -> Console:
    """Return the terminal; where there is none, a page wide enough for tables."""
    from rich.console import Console

    made = Console(highlight=False)
    if not made.is_terminal:
        made.width = max(made.width, NARROWEST)
    return made


def table(*headings: str, title: str | None = None) -> Table:
    """Return an empty table with these headings, long cells folded."""
    from rich import box
    from rich.table import Table

    made = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for heading in headings:
        made.add_column(heading, overflow="fold")
    return made


def print_records(records: Sequence[dict[str, Any]], form: str, columns: Sequence[str] = ()) -> None:
    """Print flat records as JSON or CSV; ``columns`` name them where there is none to read them from."""
    if form == "json":
        click.echo(json.dumps(list(records), ensure_ascii=False, indent=1))
        return
    writer = csv.DictWriter(sys.stdout, list(records[0]) if records else list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in record.items()} for record in records)


def _cell(value: Any) -> Any:
    """Return a value as a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
