"""Generated lives beside what was published: each figure of a year, what the lives make of it, and by how much they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
import polars as pl

from lifecycle import document
from lifecycle.document import Wrong
from lifecycle.errors import InputError, Where
from lifecycle.language import say, titled
from lifecycle.population.generated.counting import band_name
from lifecycle.population.generated.kinds import MOST_PEOPLE
from lifecycle.population.generated.lines import AGE_BANDS
from lifecycle.terminal import console, table
from lifecycle.vocabulary import GRADES, State, key
from lifecycle.words import Label

PUBLISHED: Final = Path(__file__).with_name("published.toml")
UNIT: Final = 10_000  # figures are published in 万
LATEST_COMPLETE: Final = 2024
NEAR, FAR = 2.0, 5.0  # percent


@attrs.frozen(kw_only=True)
class Figure:
    """A published figure of a year in ten thousand persons, and the states and ages of a run that it is compared with."""

    id: str
    year: int
    value: float
    label: Label
    states: list[str] | None = None
    ages: list[str] | None = None
    flow: str | None = None
    cite: str
    url: str | None = None
    grade: str
    checked: dt.date | None = None

    def __attrs_post_init__(self) -> None:
        states, bands = [key(state) for state in State], [band_name(number) for number in range(AGE_BANDS)]
        flows = [] if self.flow is None else [self.flow]
        for given, known in ((self.states, states), (self.ages, bands), (flows, states), ([self.grade], GRADES)):
            if wrong := [word for word in given or [] if word not in known]:
                raise Wrong(say("{id}: {words}", id=self.id, words=wrong), say("one of: {words}", words=list(known)))
        if not 0 < self.value < MOST_PEOPLE:
            most = say("more than 0, at most {most}", most=MOST_PEOPLE)
            raise Wrong(say("{id}: value = {value}", id=self.id, value=self.value), most)


@attrs.frozen(kw_only=True)
class Published:
    """A file of published figures as it is written."""

    figure: list[Figure]


@attrs.frozen
class Compared:
    """A published figure, what generated lives make of it, and the difference in percent of what was published."""

    figure: Figure
    model: float

    @property
    def difference(self) -> float:
        """Return by how many percent the lives are above the published figure, or below it."""
        return 100 * (self.model / self.figure.value - 1)


@cache
def published(path: Path = PUBLISHED) -> tuple[Figure, ...]:
    """Return the figures of a file; raises ``InputError``."""
    data: dict[str, Any] = document.read(path, InputError)
    written: Published = document.structured(data, Published, document.converter(), InputError, str(path))
    return tuple(written.figure)


def compared(
    counts: pl.DataFrame | pl.LazyFrame, *, persons_per_life: float, year: int = LATEST_COMPLETE, path: Path = PUBLISHED
) -> list[Compared]:
    """Return the published figures of a year beside the counts of a run (month, state, age_band, lives).

    Raises ``InputError`` where nothing is published of the year, or the counts have no December of it.
    """
    figures = [figure for figure in published(path) if figure.year == year]
    if not figures:
        known = sorted({figure.year for figure in published(path)})
        raise _refused(say("nothing is published of {year}", year=year), say("one of: {words}", words=known), "year")
    in_year = counts.lazy().filter(pl.col("month").dt.year() == year).cast({"state": pl.String, "age_band": pl.String}).collect()
    if in_year.filter((pl.col("month").dt.month() == 12) & (pl.col("state") != key(State.DECEASED))).is_empty():  # noqa: PLR2004
        raise _refused(say("no December of {year} in the counts", year=year), say("a run that holds that month"), "counts")
    return [Compared(figure, _model(in_year, figure) * persons_per_life / UNIT) for figure in figures]


def _model(in_year: pl.DataFrame, figure: Figure) -> int:
    """Return the lives that a figure is compared with."""
    alive = [key(state) for state in State if state is not State.DECEASED]
    wanted = pl.col("state").is_in([figure.flow] if figure.flow else figure.states or alive)
    if figure.ages is not None:
        wanted &= pl.col("age_band").is_in(figure.ages)
    if figure.flow is None:
        wanted &= pl.col("month").dt.month() == 12  # noqa: PLR2004  December
    return int(in_year.filter(wanted)["lives"].sum())


def _refused(found: Any, expected: Any, path: str) -> InputError:
    return InputError(found, expected=expected, todo=say("choose another year or another run"), where=Where(path=path))


def print_comparison(rows: Sequence[Compared], lang: str) -> None:
    """Print published figures, what generated lives make of them, the difference, and under the table the sources."""
    from rich.text import Text

    heads = (say("Figure"), say("Published, 10,000 persons"), say("Generated, 10,000 persons"), say("Difference"), say("Grade"))
    shown = table(*(head.in_(lang) for head in heads))
    for column in shown.columns[1:4]:
        column.justify = "right"
    for row in rows:
        size = abs(row.difference)
        colour = "green" if size < NEAR else "yellow" if size < FAR else "red"
        shown.add_row(
            Text(row.figure.label.in_(lang)),
            Text(f"{row.figure.value:,.0f}"),
            Text(f"{row.model:,.0f}"),
            Text(f"{row.difference:+.1f} %", style=colour),
            Text(row.figure.grade),
        )
    screen = console()
    screen.print(shown)
    for row in rows:
        source = titled(row.figure.label.in_(lang), row.figure.cite, lang)
        screen.print(Text(f"{source} {row.figure.url or ''}".rstrip(), style="dim"), soft_wrap=True)
