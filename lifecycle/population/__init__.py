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
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from lifecycle.population.dataset.dataset import Dataset
    from lifecycle.population.generated.generate import generate
    from lifecycle.population.runs.running import run

    open = Dataset.open  # noqa: A001  it is called population.open

__all__ = ["Dataset", "generate", "open", "run"]

_HOMES: Final = {
    "Dataset": ("dataset.dataset", "Dataset"),
    "generate": ("generated.generate", "generate"),
    "open": ("dataset.dataset", "Dataset.open"),
    "run": ("runs.running", "run"),
}


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
