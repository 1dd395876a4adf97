"""Millions of lives: tables of persons and events in, histories, spells, final records or counts out.

::

    from lifecycle import population

    population.generate("people", lives=1000, first="2015-01", last="2024-12")
    done = population.run("people/persons", "people/events", "out", outputs=("history", "final"))
    done.summary()
    done.explain(17, "2020-03")
    again = population.open("out")

Needs the extra ``population``; nothing of it is imported before it is used.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from lifecycle.population.dataset import Dataset
    from lifecycle.population.generated.generate import generate
    from lifecycle.population.run import run

    open = Dataset.open  # noqa: A001  it is called population.open

__all__ = ["Dataset", "generate", "open", "run"]

_HOMES: Final = {
    "Dataset": ("dataset", "Dataset"),
    "generate": ("generated.generate", "generate"),
    "open": ("dataset", "Dataset.open"),
    "run": ("run", "run"),
}


class _Room(ModuleType):
    """A room in which a public name stays what it is, although importing a file of the same name would take its place."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in _HOMES or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    """Import a public name on first use; raises ``LifecycleError`` where the extra is not installed."""
    if name not in _HOMES:
        raise AttributeError(f"module 'lifecycle.population' has no attribute {name!r}")
    from lifecycle.population.extra import needed

    home, path = _HOMES[name]
    with needed():
        found: Any = importlib.import_module(f"lifecycle.population.{home}")
    for part in path.split("."):
        found = getattr(found, part)
    return found


def __dir__() -> list[str]:
    return __all__


sys.modules[__name__].__class__ = _Room
