"""How far a long piece of work has come: a bar where somebody is looking, nothing where a program reads."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lifecycle.language import Text

Told = Callable[[int, int], None]


@contextmanager
def progress(work: Text, lang: str) -> Iterator[Told | None]:
    """Show a bar on a terminal while the work goes on; yield what is to be told how much of how much is done."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(work.in_(lang), total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
