"""The states of lives as sequences (序列), in the forms that TraMineR and Sequenzo read, with their alphabet beside.

``sts``
    One row a life, one column a month (``2024-01``). A month in which a life has none is missing: ``NA`` in CSV, null in
    Parquet. In R: ``seqdef(read.csv(file, check.names = FALSE), var = 2:(months + 1), alphabet = a$state, cpal = a$colour)``.
    ``seqdef`` takes missing months on the right for void, and on the left for missing (``left = NA``): leave it so, because
    ``left = "DEL"`` would shift the months.

``spell``
    One row a life and state: ``id, begin, end, status``. Begin and end are positions, both included; 1 is the first month
    of the table, because ``seqformat`` wants whole numbers from 1 on and refuses dates. It looks each life up in the whole
    table, so of many lives ``sts`` is read faster. In R: ``seqformat(d, from = "SPELL",
    to = "STS", id = "id", begin = "begin", end = "end", status = "status", process = FALSE, tmin = 1, tmax = months)``.

``sequenzo``
    As ``sts``, but a month outside a life is void and written ``%``, the code that both tools use for it; the alphabet then
    has it as its last row. In Python: ``SequenceData(d, time=list(d.columns[1:]), states=list(a["state"]),
    labels=list(a["en"]), custom_colors=list(a["colour"]), id_col="id")``.

The month of a death is ``deceased``; the months after it are outside the life, as those before a birth are.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from lifecycle import months
from lifecycle.errors import InputError, Where
from lifecycle.language import Text, say
from lifecycle.output import refuse_unwritable, write
from lifecycle.population.dataset.beside import refuse_table, table_at
from lifecycle.population.dataset.measures import ORDER, runs
from lifecycle.population.dataset.sampling import Ids, sampled
from lifecycle.population.dataset.stocks import at, collected
from lifecycle.vocabulary import State
from lifecycle.words import COLOURS, Label, label

if TYPE_CHECKING:
    from lifecycle.population.dataset.dataset import Dataset

Codes = np.ndarray[Any, np.dtype[np.uint8]]

FORMS: Final = ("sts", "spell", "sequenzo")
VOID: Final = "%"
VOID_LABEL: Final = Label("无记录", "no record")
VOID_COLOUR: Final = "#ffffff"
MISSING: Final = "NA"
#: More cells than this no reader of wide tables takes; so many are made at once.
MOST_CELLS: Final = 500_000_000
AT_ONCE: Final = 4_000_000


def alphabet(*, void: bool = False) -> pl.DataFrame:
    """Return the states in their fixed order with their labels and colours, and what stands for no state where it is wanted."""
    rows = [(word, label(state, "zh"), label(state, "en"), COLOURS[word][0]) for word, state in zip(ORDER, State, strict=True)]
    if void:
        rows.append((VOID, *VOID_LABEL, VOID_COLOUR))
    table = pl.DataFrame(rows, schema=["state", "zh", "en", "colour"], orient="row")
    return table.with_row_index("position", offset=1)


def positions(stretches: pl.LazyFrame, first: int, last: int) -> pl.LazyFrame:
    """Return the states of lives as ``id, begin, end, status``: positions from 1, the first month, both ends included."""
    begin = (at(pl.col("first")) - first + 1).clip(lower_bound=1)
    end = (at(pl.col("last")) - first + 1).clip(upper_bound=last - first + 1)
    return (
        runs(stretches, ["state"])
        .select("id", begin=begin, end=end, status=pl.col("state").cast(pl.String))
        .filter(pl.col("begin") <= pl.col("end"))
    )


def wide(stretches: pl.DataFrame, first: int, last: int, void: str | None = None) -> Iterator[pl.DataFrame]:
    """Yield the sequences of lives in pieces: one row a life, one column a month; a month outside the life is ``void``."""
    width = last - first + 1
    words = pl.Series([*ORDER, void], dtype=pl.String)
    names = [months.text(index) for index in range(first, last + 1)]
    lives = stretches.select(pl.col("id").unique(maintain_order=True))
    for piece in lives.iter_slices(max(1, AT_ONCE // width)):
        codes = _painted(stretches.join(piece, on="id", how="semi", maintain_order="left"), width)
        cells = [words.gather(codes[:, column]).alias(name) for column, name in enumerate(names)]
        yield pl.DataFrame([piece["id"], *cells])


def _painted(stretches: pl.DataFrame, width: int) -> Codes:
    """Return the numbers of the states, one row a life and one column a position; where there is none, the number after them."""
    row = (stretches["id"].rle_id()).to_numpy().astype(np.int64)
    begin, end = stretches["begin"].to_numpy().astype(np.int64), stretches["end"].to_numpy().astype(np.int64)
    length = end - begin + 1
    code = stretches["status"].replace_strict(ORDER, return_dtype=pl.UInt8).to_numpy()
    codes: Codes = np.full((int(row[-1]) + 1, width), len(ORDER), dtype=np.uint8)
    within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    codes.reshape(-1)[np.repeat(row * width + begin - 1, length) + within] = np.repeat(code, length)
    return codes


def write_sequences(
    dataset: Dataset,
    path: str | Path,
    form: str = "sts",
    *,
    sample: int | None = None,
    first: str | None = None,
    last: str | None = None,
) -> Path:
    """Write the sequences of a run as CSV or Parquet, and their alphabet beside; return the path of the alphabet.

    ``sample`` takes so many lives, always the same; ``first`` and ``last`` (``YYYY-MM``) bound the time, and a life without a
    month in it is left out. Raises ``InputError`` for a choice that cannot be, ``OutputError`` for a path.
    """
    place = Path(path)
    beside = place.with_name(f"{place.stem}.alphabet.csv")
    if form not in FORMS:
        raise _refused(say("{value}", value=form), say("one of: {words}", words=list(FORMS)), say("correct it"), "form")
    refuse_table(place)
    refuse_unwritable(beside)
    begin, end = _axis(dataset, first, last)
    chosen = _chosen(dataset, sample)
    width = end - begin + 1
    if form != "spell" and len(chosen) * width > MOST_CELLS:
        raise _refused(
            say("a table of {lives} lives and {months} months", lives=len(chosen), months=width),
            say("at most {most} cells", most=MOST_CELLS),
            say("take a sample (--sample), a shorter time, or the form spell"),
            "sample",
        )
    void = VOID if form == "sequenzo" else None
    kept = pl.LazyFrame({"id": chosen})
    written = 0
    with table_at(place, MISSING) as add:
        for lives in dataset.pieces():
            wanted = lives.join(kept, on="id", how="semi", maintain_order="left")
            stretches = collected(positions(wanted, begin, end))
            if stretches.is_empty():
                continue
            for piece in [stretches] if form == "spell" else wide(stretches, begin, end, void):
                add(piece)
                written += len(piece)
        if not written:
            found = say("no life has a month from {first} to {last}", first=months.text(begin), last=months.text(end))
            raise _refused(found, say("months that somebody lived"), say("choose another time"), "first")
    write(beside, alphabet(void=void is not None).write_csv().encode())
    return beside


def _axis(dataset: Dataset, first: str | None, last: str | None) -> tuple[int, int]:
    """Return the first and the last month of the table: as told, else those of the run."""
    told = {name: _month(text, name) for name, text in (("first", first), ("last", last)) if text is not None}
    if len(told) < len(("first", "last")):
        ends = collected(dataset.stretches().select(first=at(pl.col("first").min()), last=at(pl.col("last").max())))
        told = {**ends.row(0, named=True), **told}
    if told["first"] > told["last"]:
        raise _refused(
            say("{first} to {last}", first=months.text(told["first"]), last=months.text(told["last"])),
            say("a first month before the last"),
            say("correct it"),
            "first",
        )
    return told["first"], told["last"]


def _month(text: str, name: str) -> int:
    try:
        return months.month(text)
    except ValueError:
        raise _refused(
            say("{value} is not a month", value=text), say('a month such as "1965-05"'), say("correct it"), name
        ) from None


def _chosen(dataset: Dataset, sample: int | None) -> Ids:
    """Return the ids of the lives that are wanted, sorted."""
    if sample is not None and sample < 1:
        raise _refused(say("{value}", value=sample), say("a whole number from 1 on"), say("correct it"), "sample")
    source = dataset.final() if dataset.wrote("final") else dataset.stretches()
    ids = collected(source.select(pl.col("id").unique()))["id"].to_numpy()
    return sampled(ids, len(ids) if sample is None else sample)


def _refused(found: Text, expected: Text, todo: Text, path: str) -> InputError:
    return InputError(found, expected=expected, todo=todo, where=Where(path=path))
