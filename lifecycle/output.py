"""Files that are written whole or not at all: beside their place first, then put there."""

from __future__ import annotations

import os
from pathlib import Path

from lifecycle.errors import OutputError, Where
from lifecycle.language import say


def write(path: Path, content: bytes) -> None:
    """Write a file beside its place, then put it there; raises ``OutputError``."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as problem:
        beside.unlink(missing_ok=True) if beside.parent.is_dir() else None
        raise unwritable(path, problem) from problem


def unwritable(path: Path, problem: OSError) -> OutputError:
    """Return the error of a file that could not be written."""
    return OutputError(
        say("the file cannot be written: {why}", why=problem.strerror or str(problem)),
        expected=say("a path in a folder that exists and may be written to"),
        todo=say("choose another path, or create the folder"),
        where=Where(file=str(path)),
    )


def refuse_unwritable(path: Path) -> None:
    """Refuse an output path before anything is computed, so that there is never half a result."""
    try:
        refused = path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK)
    except OSError as problem:  # a name that is too long
        raise unwritable(path, problem) from problem
    if refused:
        raise OutputError(
            say("this path cannot be written to"),
            expected=say("a path in a folder that exists and may be written to"),
            todo=say("choose another path, or create the folder"),
            where=Where(file=str(path)),
        )


def make_folder(path: Path) -> None:
    """Make a folder and those above it; raises ``OutputError``."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise OutputError(
            say("the folder cannot be made: {why}", why=problem.strerror or str(problem)),
            expected=say("a path where folders may be made"),
            todo=say("choose another path"),
            where=Where(file=str(path)),
        ) from problem
