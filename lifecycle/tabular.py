"""What can be had as a table: plain dicts, or the table of a data library."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


class Tabular(ABC):
    """Something that is also a table."""

    __slots__ = ()

    @abstractmethod
    def records(self) -> list[dict[str, Any]]:
        """Return the table as a flat dict a row."""

    def to_pandas(self) -> pd.DataFrame:
        """Return a pandas table; needs the ``notebook`` extra."""
        import pandas as pd

        return pd.DataFrame(self.records())

    def to_polars(self) -> pl.DataFrame:
        """Return a polars table; needs the ``notebook`` extra."""
        import polars as pl

        return pl.DataFrame(self.records(), infer_schema_length=None)
