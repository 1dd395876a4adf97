"""Tables of any library as one kind of table, read by polars; what cannot be read is told in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lifecycle.charts.population.alphabet import MISSING
from lifecycle.errors import InputError, LifecycleError, Where
from lifecycle.language import say

if TYPE_CHECKING:
    import polars as pl

    Frame = pl.DataFrame
else:
    Frame = Any

SUFFIXES: Final = (".parquet", ".csv")
KINDS: Final = ("pandas", "polars", "pyarrow", "Parquet", "CSV")


def framed(source: Any, file: str | None) -> Frame:
    """Return a table as a polars ``DataFrame``; raises ``InputError`` for what is none or cannot be read."""
    try:
        import polars as pl
    except ModuleNotFoundError as problem:
        raise LifecycleError(
            say("the library {name} is not installed", name="polars"),
            expected=say("the libraries for tables, which are an extra of this package"),
            todo=say('install them: pip install "lifecycle[{extra}]"', extra="notebook"),
        ) from problem
    if isinstance(source, (str, Path)):
        return _loaded(Path(source), file)
    home = type(source).__module__.partition(".")[0]
    if isinstance(source, pl.LazyFrame):
        source = source.collect()
    elif home == "pandas":
        named = source.index.name is not None
        source = pl.from_pandas(source.rename(columns=str), include_index=named)
    elif home == "pyarrow":
        source = pl.from_arrow(source.to_table() if hasattr(source, "to_table") else source)
    if not isinstance(source, pl.DataFrame):
        raise InputError(
            say("{value} is no table", value=type(source).__name__),
            expected=say("one of: {words}", words=[*KINDS, "Dataset", "Timeline"]),
            todo=say("give one of these"),
        )
    return source


def _loaded(path: Path, file: str | None) -> Frame:
    import polars as pl

    kind = path.suffix.lower() if path.is_file() else next((one for one in SUFFIXES if any(path.glob(f"*{one}"))), "")
    if kind not in SUFFIXES:
        raise InputError(
            say("there is no table at this path") if not path.is_file() else say("{name} says no form of table", name=path.name),
            expected=say("a file or a folder of files that end in one of: {suffixes}", suffixes=list(SUFFIXES)),
            todo=say("check the path"),
            where=Where(file=file),
        )
    place = str(path) if path.is_file() else str(path / f"*{kind}")
    try:
        if kind == ".parquet":
            return pl.scan_parquet(place).collect()
        return pl.scan_csv(place, null_values=sorted(MISSING), infer_schema_length=None).collect()
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as problem:
        why = (str(problem).splitlines() or ["?"])[0]
        raise InputError(
            say("the file cannot be read: {why}", why=why),
            expected=say("a whole table"),
            todo=say("check the file"),
            where=Where(file=file),
        ) from problem


def text_of(table: Frame, name: str) -> list[str]:
    """Return a column as texts; what is missing is empty."""
    import polars as pl

    return table[name].cast(pl.String).fill_null("").to_list()
