"""The dataset of a run: its folder opened, checked whole, and given as tables; measures, sequences and a summary of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import attrs
import polars as pl

from lifecycle.errors import InputError, Where
from lifecycle.language import say
from lifecycle.population.dataset import measures
from lifecycle.population.dataset.manifest import MANIFEST, Manifest
from lifecycle.population.dataset.parts import parts, schema_of

if TYPE_CHECKING:
    from lifecycle.explain import Explanation
    from lifecycle.population.dataset.figures import Figure

REJECTS: Final = "rejects.parquet"
#: The columns of the counts that are added up where partitions counted the same month.
COUNTED: Final = ("lives", "covered", "covered_finally")


@attrs.frozen
class Dataset:
    """What a run wrote into its folder.

    Tables come as polars ``LazyFrame``s, sorted by id and month: nothing is read before it is asked for. Measures come as
    small ``DataFrame``s.
    """

    folder: Path
    manifest: Manifest

    @classmethod
    def open(cls, folder: str | Path, *, unfinished: bool = False) -> Self:
        """Open the folder of a run; raises ``InputError`` where there is none, or one that is not finished, unless asked."""
        place = Path(folder)
        told = Manifest.read(place / MANIFEST)
        if not told.finished and not unfinished:
            raise InputError(
                say("this run is not finished"),
                expected=say("a run that came to its end"),
                todo=say("run it again with --resume"),
                where=Where(file=str(place / MANIFEST)),
            )
        return cls(place, told)

    def __repr__(self) -> str:
        written = ", ".join([*self.manifest.outputs, *([] if self.manifest.finished else ["unfinished"])])
        return f"<Dataset {self.folder.name}: {self.manifest.lives} lives, {written}>"

    def wrote(self, kind: str) -> bool:
        """Return whether the run wrote a kind of table."""
        return kind in self.manifest.outputs

    def parts(self, kind: str) -> list[Path]:
        """Return the files of a kind of table, each of them whole; raises ``InputError``."""
        return parts(self.folder, self.manifest, kind)

    def pieces(self) -> Iterator[pl.LazyFrame]:
        """Yield the lives of one partition after the other: their spells, or their months where no spells were written."""
        if self.wrote("spells") or not self.wrote("history"):
            yield from (pl.scan_parquet(path) for path in self.parts("spells"))
        else:
            yield from (measures.stretches_of(pl.scan_parquet(path)) for path in self.parts("history"))

    def stretches(self) -> pl.LazyFrame:
        """Return what the measures are made of: spells, or months where no spells were written."""
        return pl.concat(list(self.pieces()))

    def history(self) -> pl.LazyFrame:
        """Return one row a life and month."""
        return pl.scan_parquet(self.parts("history"))

    def spells(self) -> pl.LazyFrame:
        """Return one row a spell: as they were written, else folded from the history."""
        if self.wrote("spells") or not self.wrote("history"):
            return pl.scan_parquet(self.parts("spells"))
        return pl.concat([measures.spells_of(pl.scan_parquet(path)) for path in self.parts("history")])

    def final(self) -> pl.LazyFrame:
        """Return one row a life, as it stands in its last month."""
        return pl.scan_parquet(self.parts("final"))

    def counts(self) -> pl.LazyFrame:
        """Return the lives by month, region, state and age band."""
        told = pl.scan_parquet(self.parts("counts"))
        names = ["month", "region", "state", "age_band"]
        return told.group_by(names).agg(pl.col(COUNTED).sum()).sort(names)

    def rejects(self) -> pl.LazyFrame:
        """Return what was wrong with the lives that were left out: none where the run rejected nothing."""
        path = self.folder / REJECTS
        if not path.is_file():
            return pl.LazyFrame(schema={"id": pl.Int64, "file": pl.String, "row": pl.UInt32})
        schema_of(path)
        return pl.scan_parquet(path)

    def churn(self, by: str | None = None) -> pl.DataFrame:
        """Count the changes between states by ``month``, ``year`` or in all, with those at risk and the rate."""
        _refuse_other(by, ("month", "year"))
        with told_of_damage(self.folder):
            return measures.churn(self.stretches(), by)

    def time_in_state(self, by: str | None = None) -> pl.DataFrame:
        """Return the months that lives spend in each state, in the mean; by ``year`` or ``age`` band if asked."""
        _refuse_other(by, ("year", "age"))
        with told_of_damage(self.folder):
            if by == "year":
                return measures.time_in_state_by_year(self.stretches())
            if by == "age":
                return measures.time_in_state_by_age(self.stretches(), self.final())
            return measures.time_in_state(self.stretches())

    def gaps(self) -> pl.LazyFrame:
        """Return the gaps of all lives, one row each."""
        return pl.concat([measures.gaps(piece) for piece in self.pieces()])

    def gap_lengths(self) -> pl.DataFrame:
        """Count the gaps by length and by how they end; those still open are told apart."""
        with told_of_damage(self.folder):
            return measures.gap_lengths(self.stretches())

    def readiness(self) -> pl.DataFrame:
        """Return how many had the years when they came to their month of retiring, and what share."""
        with told_of_damage(self.folder):
            return measures.readiness(self.final())

    def shortfalls(self) -> pl.DataFrame:
        """Count those who came to their month of retiring and are short, by the months that are missing."""
        with told_of_damage(self.folder):
            return measures.shortfalls(self.final())

    def write_sequences(self, path: str | Path, form: str = "sts", **choice: Any) -> Path:
        """Write the states as sequences for TraMineR or Sequenzo; see ``sequences.write_sequences``."""
        from lifecycle.population.dataset import sequences

        with told_of_damage(self.folder):
            return sequences.write_sequences(self, path, form, **choice)

    def explain(self, id: int, month: str, lang: str | None = None) -> Explanation:  # noqa: A002  as the tables call it
        """Return why a month of one life is what it is; see ``replay.replay`` for the whole life and what differs in it."""
        from lifecycle.population.replay.replay import replay

        return replay(self, id).timeline.explain(month, lang)

    def summary(self) -> list[Figure]:
        """Return the figures that tell what came out."""
        from lifecycle.population.dataset import figures

        with told_of_damage(self.folder):
            return figures.summary(self)


@contextmanager
def told_of_damage(folder: Path) -> Iterator[None]:
    """Turn what polars says of a damaged table into an error that says what to do."""
    try:
        yield
    except (pl.exceptions.ComputeError, OSError) as problem:
        raise InputError(
            say("the tables of this run cannot be read: {why}", why=str(problem).splitlines()[0]),
            expected=say("the tables as the run wrote them"),
            todo=say("run it again into an empty folder"),
            where=Where(file=str(folder)),
        ) from problem


def _refuse_other(by: str | None, known: tuple[str, ...]) -> None:
    if by is not None and by not in known:
        raise InputError(
            say("{value}", value=by),
            expected=say("one of: {words}", words=list(known)),
            todo=say("correct it"),
            where=Where(path="by"),
        )
