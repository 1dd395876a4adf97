"""The libraries that only this room needs: where one is missing, how to install them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from lifecycle.errors import LifecycleError
from lifecycle.language import say

NAME: Final = "population"
LIBRARIES: Final = ("dask", "distributed", "llvmlite", "numpy", "platformdirs", "polars", "pyarrow")


@contextmanager
def needed() -> Iterator[None]:
    """Turn a library that cannot be found into a sentence that says how to install it."""
    try:
        yield
    except ModuleNotFoundError as problem:
        missing = (problem.name or "").partition(".")[0]
        if missing not in LIBRARIES:
            raise
        raise LifecycleError(
            say("the library {name} is not installed", name=missing),
            expected=say("the libraries for many lives, which are an extra of this package"),
            todo=say('install them: pip install "lifecycle[{extra}]"', extra=NAME),
        ) from problem
