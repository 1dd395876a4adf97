"""The summary of a run on the screen: its figures and the states at the end of each year, or CSV and JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from lifecycle.language import Text, say
from lifecycle.population.dataset.figures import Figure
from lifecycle.terminal import console, print_records, table
from lifecycle.vocabulary import State, key
from lifecycle.words import label

if TYPE_CHECKING:
    from lifecycle.population.dataset.dataset import Dataset

#: The figures in the order of the screen: what each is called, and what its ratio is, if anything.
TOLD: Final[dict[str, tuple[Text, Text | None]]] = {
    "lives": (say("Lives"), None),
    "rejected_lives": (say("Lives left out"), None),
    "rejected_rows": (say("Rows that were wrong"), None),
    "months": (say("Months lived"), say("{n} a life")),
    "covered": (say("Months covered at the time"), say("{share} of the months")),
    "covered_finally": (say("Months covered once settled"), say("{share} of the months")),
    "waiting": (say("Months in a waiting period"), say("{n} a life")),
    "gaps": (say("Gaps without contribution"), say("{n} a life")),
    "gap_months": (say("Months in gaps"), say("{n} a gap")),
    "gaps_open": (say("Gaps still open at the end"), say("{share} of the gaps")),
    "came_to_retire": (say("Came to their month of retiring"), say("{share} of the lives")),
    "retire_ready": (say("Retired in that month"), say("{share} of these")),
    "retire_later": (say("Retired later"), say("{share} of these")),
    "retire_short": (say("Short of the years"), say("{share} of these")),
    "retire_unknown": (say("Not known whether the years are there"), say("{share} of these")),
}


def print_summary(dataset: Dataset, form: str, lang: str) -> None:
    """Print the summary of a run as tables, as JSON, or as CSV."""
    found = dataset.summary()
    if form in ("json", "csv"):
        print_records([one.record() for one in found], form, ["name"])
        return
    _print_figures(dataset, found, lang)
    _print_last_states(found, lang)
    _print_year_ends(found, lang)


def _print_figures(dataset: Dataset, found: Sequence[Figure], lang: str) -> None:
    from rich.text import Text as Cell

    told = dataset.manifest
    screen = console()
    span = f"{told.first} – {told.last}" if told.first and told.last else ""
    screen.print(Cell(f"{dataset.folder.name}  {span}".rstrip(), style="bold"))
    shown = table(say("Figure").in_(lang), say("Number").in_(lang), say("Share or mean").in_(lang))
    shown.columns[1].justify = "right"
    for figure in found:
        if figure.name in TOLD:
            name, ratio = TOLD[figure.name]
            shown.add_row(Cell(name.in_(lang)), Cell(f"{figure.number:,}"), Cell(_ratio(figure, ratio, lang)))
    screen.print(shown)


def _ratio(figure: Figure, sentence: Text | None, lang: str) -> str:
    """Return the ratio of a figure in words; a dash where it is out of nothing."""
    if sentence is None:
        return ""
    if figure.ratio is None:
        return "–"
    return Text(sentence.sentence, {"n": f"{figure.ratio:,.2f}", "share": f"{figure.ratio:.1%}"}).in_(lang)


def _print_year_ends(found: Sequence[Figure], lang: str) -> None:
    """Print a row a year and a column a state: the share of those alive."""
    from rich.text import Text as Cell

    told = [figure for figure in found if figure.name == "year_end"]
    states = [state for state in State if any(figure.state == key(state) for figure in told)]
    names = [label(state, lang).replace("-", "-\n").replace(" ", "\n") for state in states]
    shown = table(say("Year").in_(lang), say("Lives").in_(lang), *names, title=say("States at the end of the year").in_(lang))
    shown.collapse_padding = True
    for column in shown.columns[1:]:
        column.justify = "right"
    for year, figures in groupby(told, key=lambda figure: figure.year):
        cells = {figure.state: figure for figure in figures}
        lives = next(iter(cells.values())).of or 0
        shares = [f"{cells[key(state)].ratio:.1%}" if key(state) in cells else "–" for state in states]
        shown.add_row(*(Cell(one) for one in (f"{year}", f"{lives:,}", *shares)))
    if told:
        console().print(shown)


def _print_last_states(found: Sequence[Figure], lang: str) -> None:
    """Print a row a state: the lives that are in it in their last month, and their share."""
    from rich.text import Text as Cell

    told = [figure for figure in found if figure.name == "last_state" and figure.state is not None]
    title = say("States in the last month of each life").in_(lang)
    shown = table(say("State").in_(lang), say("Lives").in_(lang), say("Share").in_(lang), title=title)
    for column in shown.columns[1:]:
        column.justify = "right"
    for figure in told:
        state = label(State[str(figure.state).upper()], lang)
        shown.add_row(*(Cell(one) for one in (state, f"{figure.number:,}", f"{figure.ratio:.1%}")))
    if told:
        console().print(shown)
