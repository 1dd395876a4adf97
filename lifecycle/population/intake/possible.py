"""Lives that are surely possible, all at once; the others are left to the checks of the scenario files, one by one."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

from lifecycle import months
from lifecycle.beforehand import LONGEST_LIFE, SCHEMES
from lifecycle.columns import PLACES
from lifecycle.events import KINDS
from lifecycle.lives import OLDEST
from lifecycle.population.batch import Ints
from lifecycle.population.intake.alternation import BENEFIT, FLEXIBLE, JOBS, MONTHLY, PAYING, Followed, Kind, followed, turns
from lifecycle.scenario import MOST_EVENTS
from lifecycle.vocabulary import What, key

Mask = np.ndarray[Any, np.dtype[np.bool_]]
_HIRED, _MOVE, _BACK_PAY = key(What.HIRED), key(What.MOVE), key(What.BACK_PAY)
_RESIDENT, _FLEXIBLE, _NEWBORN = key(What.PAY_RESIDENT), key(What.PAY_FLEXIBLE_YEAR), key(What.ENROL_NEWBORN)
#: Events of which a life has one at most.
ONCE: Final = tuple(key(what) for what in (What.DIED, What.BORN, What.RETIRE, What.DEEMED_SERVICE))
KIND_OF_EVENT: Final = pl.Enum(list(KINDS))
_YEAR: Final = months.MONTHS_IN_YEAR
SHORTEST: Final = 28  # days that every month has


def plainly_possible(persons: pl.DataFrame, events: pl.DataFrame) -> Mask:
    """Return for each person whether the life is surely possible; canonical frames, sorted.

    Never yes to a life that ``lives.refuse_impossible`` refuses; no to a few that it would take.
    """
    life = persons["id"].search_sorted(events["id"]).cast(pl.Int64).alias("life")
    what = events["what"].cast(KIND_OF_EVENT)
    told = events.hstack(persons.select("born", "first", "last", home="region")[life]).with_columns(life, what).lazy()
    possible = _bounds(persons)
    doubtful = (
        _spans(told),
        _days(told),
        _too_many(told, persons),
        _once(told),
        _after_death(told),
        _twice_in_a_month(told),
        _newborns(told),
        _years(told),
        _moves(told),
        _retirements(told, persons),
    )
    for some in pl.collect_all([check.select("life") for check in doubtful]):
        possible[some["life"].to_numpy()] = False
    back, by_year = pl.collect_all([_paid_back(told), _paid_by_year(told)])
    spells = [by_year]
    for kind in (JOBS, FLEXIBLE, BENEFIT):
        start = _starts(kind, persons)
        found = followed(kind, start, *_turns_of(kind, told))
        possible &= found.possible
        if back.height:
            spells.append(_paid(kind, found, start, persons))
    possible[_paid_back_twice(back, pl.concat(spells)).to_numpy()] = False
    return possible


def _bounds(persons: pl.DataFrame) -> Mask:
    """A life has an end after its beginning, is not too long, and nothing was paid for inside it before it began."""
    first, last, born, until = (pl.col(name) for name in ("first", "last", "born", "before_paid_until"))
    fits = (last >= first) & (last - first < LONGEST_LIFE)
    fits &= born.is_null() | (last - born < OLDEST)
    fits &= until.is_null() | (until < first)
    return persons.select(fits.alias("fits"))["fits"].to_numpy().copy()


def _spans(told: pl.LazyFrame) -> pl.LazyFrame:
    """Months that lie inside the life; spans that end after they begin, and before they are told."""
    month, start, end = (pl.col(name) for name in ("month", "from", "to"))
    bad = (month < pl.col("first")) | (month > pl.col("last")) | (month < pl.col("born")).fill_null(value=False)
    bad |= (pl.col("until") < month).fill_null(value=False)
    crossed = (start > end) | (end > month) | (start < pl.col("born")).fill_null(value=False)
    crossed |= (pl.col("what") == _BACK_PAY) & ((end >= month) | (start < pl.col("first")))
    return told.filter(bad | crossed.fill_null(value=False))


def _days(told: pl.LazyFrame) -> pl.LazyFrame:
    """Days that the month has not."""
    month, day = pl.col("month"), pl.col("day")
    length = pl.date(month // _YEAR, month % _YEAR + 1, 1).dt.month_end().dt.day()
    return told.filter(day > SHORTEST).filter(day > length)


def _too_many(told: pl.LazyFrame, persons: pl.DataFrame) -> pl.LazyFrame:
    """More events than a life may have, or more regions."""
    most = MOST_EVENTS - persons["statuses"].str.split(" ").list.len().fill_null(0).to_numpy().max(initial=0)
    many = told.group_by("life").len().filter(pl.col("len") > most)
    places = told.filter(pl.col("region").is_not_null()).group_by("life").agg(pl.col("region").n_unique())
    return pl.concat([many.select("life"), places.filter(pl.col("region") >= PLACES).select("life")])


def _once(told: pl.LazyFrame) -> pl.LazyFrame:
    """A second death, birth, retirement or service, or a birth that the person's row does not know."""
    unknown = (pl.col("what") == key(What.BORN)) & pl.col("born").is_null()
    again = pl.struct("life", "what").is_duplicated()
    return told.filter(pl.col("what").is_in(ONCE)).filter(again | unknown)


def _after_death(told: pl.LazyFrame) -> pl.LazyFrame:
    """Events after death."""
    dead = told.filter(pl.col("what") == key(What.DIED)).group_by("life").agg(death=pl.col("month").min())
    ends = told.group_by("life").agg(end=pl.col("month").max())
    return dead.join(ends, on="life").filter(pl.col("end") > pl.col("death"))


def _twice_in_a_month(told: pl.LazyFrame) -> pl.LazyFrame:
    """Missing years filled for the second time in a month."""
    return told.filter(pl.col("what") == key(What.TOP_UP)).filter(pl.struct("life", "month").is_duplicated())


def _newborn_years(told: pl.LazyFrame) -> pl.LazyFrame:
    """Return the years that are paid for newborns, a list each, from the year of birth on."""
    return told.filter(pl.col("what") == _NEWBORN).select(
        "life",
        what=pl.lit(_RESIDENT).cast(KIND_OF_EVENT),
        year=pl.col("years").str.split(" ").list.eval(pl.element().cast(pl.Int32)),
        now=pl.col("month") // _YEAR,
        earliest=pl.col("born") // _YEAR,
    )


def _newborns(told: pl.LazyFrame) -> pl.LazyFrame:
    """Newborns without birth, or without the year that runs."""
    return _newborn_years(told).filter(pl.col("earliest").is_null() | ~pl.col("year").list.contains(pl.col("now")))


def _years(told: pl.LazyFrame) -> pl.LazyFrame:
    """Years paid twice, over already or too far ahead."""
    now = pl.col("month") // _YEAR
    paid = told.filter(pl.col("what").is_in([_RESIDENT, _FLEXIBLE])).select("life", "what", "year", now=now, earliest=now)
    every = pl.concat([paid, _newborn_years(told).explode("year")])
    bad = (pl.col("year") < pl.col("earliest")) | (pl.col("year") > pl.col("now") + 1)
    return every.filter(bad | pl.struct("life", "what", "year").is_duplicated())


def _moves(told: pl.LazyFrame) -> pl.LazyFrame:
    """Moves to where one is: in a month moves come before the regions of jobs, then by day."""
    some = told.select("life", "month", "what", "day", "region", "home").with_row_index("_at")
    some = some.filter(pl.col("region").is_not_null() & pl.col("what").is_in([_MOVE, _HIRED]))
    some = some.sort("life", "month", pl.col("what") == _HIRED, pl.col("day").fill_null(0), "_at")
    there = pl.col("region").shift(1).over("life").fill_null(pl.col("home"))
    return some.filter((pl.col("what") == _MOVE) & (pl.col("region") == there))


def _retirements(told: pl.LazyFrame, persons: pl.DataFrame) -> pl.LazyFrame:
    """Months before and after the legal month at once, or of a month that nobody knows."""
    early, late = pl.col("early_months").is_not_null(), pl.col("late_months").is_not_null()
    grouped = pl.col("group").is_not_null() | (pl.col("sex") == "male").fill_null(value=False)
    known = persons.lazy().select("id", known=grouped & pl.col("born").is_not_null())
    some = told.filter((pl.col("what") == key(What.RETIRE)) & (early | late)).join(known, on="id", how="left")
    return some.filter((early & late) | ~pl.col("known"))


def _starts(kind: Kind, persons: pl.DataFrame) -> Ints:
    """Return the state of a kind in which each life starts."""
    scheme = persons["before_scheme"].fill_null(SCHEMES[0]).replace_strict(list(SCHEMES), list(range(len(SCHEMES))))
    found: Ints = turns(kind).start[scheme.to_numpy(), persons["before_paid_until"].is_not_null().cast(pl.Int8).to_numpy()]
    return found


def _turns_of(kind: Kind, told: pl.LazyFrame) -> tuple[Ints, Ints, Ints]:
    """Return life, month and word of the events of a kind, in order."""
    monthly = (pl.col("what") == key(What.TOP_UP)) & (pl.col("how") == "monthly").fill_null(value=False)
    ours = pl.col("what").is_in([word for word in kind.words if word != MONTHLY])
    place = pl.col("what").cast(pl.String).replace_strict(list(kind.words), list(range(len(kind.words))), default=None)
    if MONTHLY in kind.words:
        place, ours = place.fill_null(kind.words.index(MONTHLY)), ours | monthly
    some = told.filter(ours).select("life", "month", word=place.cast(pl.Int64)).collect()
    return some["life"].to_numpy(), some["month"].to_numpy(), some["word"].to_numpy()


def _paid(kind: Kind, found: Followed, start: Ints, persons: pl.DataFrame) -> pl.DataFrame:
    """Return spans that contain every month in which a kind pays: from event to event, both months included."""
    changes = pl.DataFrame({"life": found.life, "start": found.month, "pays": np.isin(found.state, PAYING[kind])})
    begins = pl.DataFrame(
        {"life": np.arange(len(start)), "start": persons["first"], "pays": np.isin(start, PAYING[kind])},
        schema_overrides={"start": pl.Int64},
    )
    both = pl.concat([begins, changes.cast({"start": pl.Int64})]).sort("life", "start", maintain_order=True)
    end = pl.when("pays").then(pl.col("start").shift(-1).over("life").fill_null(months.LATEST)).otherwise("start")
    return (
        both.with_columns(end=end, back=pl.lit(value=False))
        .filter(pl.col("pays") | pl.int_range(pl.len()).over("life").gt(0))
        .select("life", "start", "end", "back")
    )


def _paid_by_year(told: pl.LazyFrame) -> pl.LazyFrame:
    """Return the months that are paid for with a payment for a year."""
    year = pl.col("year").cast(pl.Int64) * _YEAR
    start = pl.max_horizontal(pl.col("month").cast(pl.Int64), year)
    return told.filter(pl.col("what") == _FLEXIBLE).select("life", start=start, end=year + _YEAR - 1, back=pl.lit(value=False))


def _paid_back(told: pl.LazyFrame) -> pl.LazyFrame:
    """Return the months that are paid back."""
    start, end = pl.col("from").cast(pl.Int64), pl.col("to").cast(pl.Int64)
    return told.filter(pl.col("what") == _BACK_PAY).select("life", start=start, end=end, back=pl.lit(value=True))


def _paid_back_twice(back: pl.DataFrame, paid: pl.DataFrame) -> pl.Series:
    """Back-payments that meet another one, or a month in which something may have been paid."""
    theirs = paid.join(back.select("life").unique(), on="life", how="semi")
    every = pl.concat([back, theirs]).sort("life", "start")
    earlier = pl.col("end").cum_max().shift(1).over("life") >= pl.col("start")
    later = pl.col("start").shift(-1).over("life") <= pl.col("end")
    return every.filter(pl.col("back") & (earlier | later).fill_null(value=False))["life"].unique()
