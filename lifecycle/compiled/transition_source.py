"""The transition table written out as one function in the language of the rules."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from lifecycle import vocabulary
from lifecycle.compiled import sources
from lifecycle.rules import transitions
from lifecycle.table import TABLE
from lifecycle.vocabulary import Trigger

HEADER: Final = '''def fire(p, v, r):
    """Fire the first row of the month's trigger whose source and guard hold."""
'''


def source() -> str:
    """Return the table as ``if`` and ``elif``."""
    lines = []
    for trigger in Trigger:
        lines.append(f"    {'if' if trigger == 0 else 'elif'} v.trigger == {int(trigger)}:  # {vocabulary.key(trigger)}")
        opening = "if"
        for number, row in enumerate(TABLE, start=1):
            if row.trigger is not trigger:
                continue
            states = " or ".join(f"p.state == {int(state)}" for state in row.sources)
            guard = f" and {row.guard.__name__}(p, v, r)" if row.guard else ""
            lines.append(f"        {opening} ({states}){guard}:  # {row.id}")
            opening = "elif"
            if row.effect:
                lines.append(f"            {row.effect.__name__}(p, v, r)")
            lines.append(f"            p.row = {number}")
            if row.dest is not None:
                lines.append(f"            p.state = {int(row.dest)}")
    return HEADER + "\n".join(lines) + "\n"


@cache
def fire() -> Callable[..., Any]:
    """Return the table as a function that the compiler can read."""
    return written(source(), vars(transitions))


def written(text: str, names: dict[str, Any]) -> Callable[..., Any]:
    """Return a function from generated source; ``names`` are what it may refer to."""
    known = dict(names)
    exec(compile(text, "<generated>", "exec"), known)  # noqa: S102  our own text, made from the table
    tree = ast.parse(text).body[0]
    if not isinstance(tree, ast.FunctionDef):
        raise TypeError(text)
    function: Callable[..., Any] = known[tree.name]
    sources.remember(function, tree)
    return function
