"""The rules as they are written: the syntax tree of a function, the names that it assigns, and what its names mean."""

from __future__ import annotations

import ast
import builtins
import inspect
import textwrap
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import attrs


@attrs.frozen(eq=False)
class Source:
    """A function as it is written."""

    function: Callable[..., Any]
    body: tuple[ast.stmt, ...]
    arguments: tuple[str, ...]
    assigned: Counter[str]

    @property
    def name(self) -> str:
        """Return the name of the function, its module included."""
        return f"{self.function.__module__}.{self.function.__qualname__}"

    def place(self, node: ast.AST) -> str:
        """Return where a node stands, for messages."""
        first = inspect.getsourcelines(self.function)[1]
        return f"{self.name}, line {first + getattr(node, 'lineno', 1) - 1}"

    def meaning(self, name: str) -> Any:
        """Return what a name that is no variable means: another function, a class, a number."""
        found = self.function.__globals__
        return found[name] if name in found else getattr(builtins, name)


GENERATED: Final[dict[Callable[..., Any], ast.FunctionDef]] = {}


def remember(function: Callable[..., Any], tree: ast.FunctionDef) -> None:
    """Note the syntax tree of a function that stands in no file."""
    GENERATED[function] = tree


@cache
def source_of(function: Callable[..., Any]) -> Source:
    """Return a function as it is written."""
    tree = GENERATED.get(function) or ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    if not isinstance(tree, ast.FunctionDef):
        raise TypeError(function)
    assigned = Counter(node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return Source(function, tuple(tree.body), tuple(argument.arg for argument in tree.args.args), assigned)
