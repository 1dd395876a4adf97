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
    Column = pl.Series
else:
    Frame = Any
    Column = Any

SUFFIXES: Final = (".parquet", ".csv")
EXACT: Final = 2.0**53  # beyond, fractions are no longer counted singly
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
    try:
        return _whole(_loaded(Path(source), file) if isinstance(source, (str, Path)) else _converted(source))
    except (pl.exceptions.PolarsError, OSError, TypeError, ValueError, NotImplementedError) as problem:
        why = (str(problem).splitlines() or ["?"])[0]
        if file is None:
            raise InputError(
                say("the table cannot be read: {why}", why=why),
                expected=say("columns with names of their own, each of one kind of values"),
                todo=say("check the table"),
            ) from problem
        raise InputError(
            say("the file cannot be read: {why}", why=why),
            expected=say("a whole table"),
            todo=say("check the file"),
            where=Where(file=file),
        ) from problem


def _converted(source: Any) -> Frame:
    """Return a table of another library."""
    import polars as pl

    home = type(source).__module__.partition(".")[0]
    if isinstance(source, pl.LazyFrame):
        source = source.collect()
    elif home == "pandas" and hasattr(source, "columns"):
        periods = [at for at, kind in enumerate(source.dtypes) if str(kind).startswith("period")]
        named = source.index.name is not None
        source = source.rename(columns=str)
        source = pl.from_pandas(source.astype({source.columns[at]: str for at in periods}), include_index=named)
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

    if (path / "run.json").is_file():
        raise InputError(
            say("this folder holds a run"),
            expected=say("the dataset of the run, or its folder spells"),
            todo=say('open it: lifecycle.population.open("…")'),
            where=Where(file=file),
        )
    kind = path.suffix.lower() if path.is_file() else next((one for one in SUFFIXES if any(path.glob(f"*{one}"))), "")
    if kind not in SUFFIXES:
        raise InputError(
            say("there is no table at this path") if not path.is_file() else say("{name} says no form of table", name=path.name),
            expected=say("a file or a folder of files that end in one of: {suffixes}", suffixes=list(SUFFIXES)),
            todo=say("check the path"),
            where=Where(file=file),
        )
    places = [path] if path.is_file() else sorted(path.glob(f"*{kind}"))
    if kind == ".parquet":
        return pl.scan_parquet(places, glob=False).collect()
    return pl.scan_csv(places, glob=False, null_values=sorted(MISSING), infer_schema_length=None).collect()


def _whole(table: Frame) -> Frame:
    """Return a table whose whole numbers are whole ones: beside empty cells, other libraries make them fractions."""
    import polars as pl

    names = []
    for held in table.iter_columns():
        if held.dtype.is_float():
            known = held.fill_nan(None).drop_nulls()
            if ((known.abs() < EXACT) & (known == known.floor())).all():
                names.append(held.name)
    return table.with_columns(pl.col(names).fill_nan(None).cast(pl.Int64)) if names else table


def words_of(table: Frame, name: str) -> Column:
    """Return a column as texts; raises ``InputError`` for lists and the like."""
    import polars as pl

    try:
        return table[name].cast(pl.String)
    except pl.exceptions.PolarsError as problem:
        raise InputError(
            say("these are no single values"),
            expected=say("a text or a number in each cell"),
            todo=say("correct it"),
            where=Where(path=name),
        ) from problem


def text_of(table: Frame, name: str) -> list[str]:
    """Return a column as texts; what is missing is empty."""
    found: list[str] = words_of(table, name).fill_null("").to_list()
    return found
