"""What came out of a run, in figures: lives, cover, waits, gaps, retiring, and the states at the end of each year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import attrs
import polars as pl

from lifecycle.months import MONTHS_IN_YEAR
from lifecycle.population.dataset.measures import OUTCOMES, in_table_order
from lifecycle.population.dataset.stocks import at, collected, stock
from lifecycle.vocabulary import State, key

if TYPE_CHECKING:
    from lifecycle.population.dataset.dataset import Dataset

ALIVE: Final = pl.col("state").cast(pl.String) != key(State.DECEASED)


@attrs.frozen(kw_only=True)
class Figure:
    """A number and what it is out of, of a year and a state where it is of one: the ratio is a share or a mean."""

    name: str
    number: int
    of: int | None = None
    year: int | None = None
    state: str | None = None

    @property
    def ratio(self) -> float | None:
        """Return the number in what it is out of, ``None`` where that is nothing."""
        return self.number / self.of if self.of else None

    def record(self) -> dict[str, Any]:
        """Return the figure as a flat record."""
        return {**attrs.asdict(self), "ratio": self.ratio}


def summary(dataset: Dataset) -> list[Figure]:
    """Return what came out of a run, from the smallest tables that tell it; what no written table tells is left out."""
    lives = int(collected(dataset.final().select(pl.len())).item()) if dataset.wrote("final") else dataset.manifest.lives
    found = [Figure(name="lives", number=lives), *_rejected(dataset), *_months(dataset, lives)]
    if dataset.wrote("spells") or dataset.wrote("history"):
        found += _gaps(dataset, lives)
    if dataset.wrote("final"):
        found += [*_retiring(dataset, lives), *_last_states(dataset)]
    return [*found, *_year_ends(dataset)]


def _rejected(dataset: Dataset) -> Iterator[Figure]:
    table = collected(dataset.rejects().select(rows=pl.len(), lives=pl.col("id").drop_nulls().n_unique()))
    yield Figure(name="rejected_lives", number=int(table["lives"][0]))
    yield Figure(name="rejected_rows", number=int(table["rows"][0]))


def _months(dataset: Dataset, lives: int) -> Iterator[Figure]:
    """Yield the months lived, covered and waited."""
    waiting = pl.col("state").cast(pl.String) == key(State.WAITING)
    if dataset.wrote("final"):
        names = {
            "months": "months",
            "covered": "months_covered",
            "finally": "months_covered_finally",
            "waiting": "months_waiting",
        }
        table = dataset.final().select(pl.col(column).cast(pl.Int64).sum().alias(name) for name, column in names.items())
    elif dataset.wrote("counts"):
        table = dataset.counts().select(
            months=pl.col("lives").sum(),
            covered=pl.col("covered").sum(),
            **{"finally": pl.col("covered_finally").sum()},
            waiting=pl.col("lives").filter(waiting).sum(),
        )
    else:
        length = (at(pl.col("last")) - at(pl.col("first")) + 1).cast(pl.Int64)
        table = dataset.stretches().select(
            months=length.sum(),
            covered=length.filter(pl.col("covered")).sum(),
            **{"finally": length.filter(pl.col("covered_finally")).sum()},
            waiting=length.filter(waiting).sum(),
        )
    told = {name: int(number or 0) for name, number in collected(table).row(0, named=True).items()}
    yield Figure(name="months", number=told["months"], of=lives)
    yield Figure(name="covered", number=told["covered"], of=told["months"])
    yield Figure(name="covered_finally", number=told["finally"], of=told["months"])
    yield Figure(name="waiting", number=told["waiting"], of=lives)


def _gaps(dataset: Dataset, lives: int) -> Iterator[Figure]:
    """Yield how many gaps there are, how long they are as far as seen, and how many are open."""
    open_ = (pl.col("end") == "open").sum()
    table = collected(dataset.gaps().select(gaps=pl.len(), months=pl.col("months").cast(pl.Int64).sum(), open=open_))
    told = {name: int(number or 0) for name, number in table.row(0, named=True).items()}
    yield Figure(name="gaps", number=told["gaps"], of=lives)
    yield Figure(name="gap_months", number=told["months"], of=told["gaps"])
    yield Figure(name="gaps_open", number=told["open"], of=told["gaps"])


def _retiring(dataset: Dataset, lives: int) -> Iterator[Figure]:
    """Yield how many came to their month of retiring, and how they stand."""
    told = dict(dataset.readiness().select("outcome", "lives").iter_rows())
    came = sum(told.values())
    yield Figure(name="came_to_retire", number=came, of=lives)
    for outcome in OUTCOMES:
        yield Figure(name=f"retire_{outcome}", number=told[outcome], of=came)


def _last_states(dataset: Dataset) -> Iterator[Figure]:
    """Yield the lives by the state of their last month."""
    told = collected(dataset.final().group_by(pl.col("state").cast(pl.String)).agg(lives=pl.len().cast(pl.Int64)))
    for state, lives in told.sort(in_table_order("state")).iter_rows():
        yield Figure(name="last_state", number=lives, of=int(told["lives"].sum()), state=state)


def _year_ends(dataset: Dataset) -> Iterator[Figure]:
    """Yield those alive by state in December of each year, or in the last month of the run."""
    if dataset.wrote("counts"):
        here = dataset.counts().filter(ALIVE).group_by(pl.col("state").cast(pl.String), at(pl.col("month")).alias("at"))
        table = collected(here.agg(n=pl.col("lives").sum()))
    elif dataset.wrote("spells") or dataset.wrote("history"):
        stretches = dataset.stretches().filter(ALIVE).select("state", start=at(pl.col("first")), stop=at(pl.col("last")))
        table = stock(stretches, "state")
    else:
        return
    year = pl.col("at") // MONTHS_IN_YEAR
    ends = table.filter(pl.col("at") == pl.col("at").max().over(year)).with_columns(year=year, of=pl.col("n").sum().over(year))
    for state, number, in_year, of in ends.sort("year", in_table_order("state")).select("state", "n", "year", "of").iter_rows():
        yield Figure(name="year_end", number=number, of=of, year=in_year, state=state)
