"""What the compiled step is told, in the order in which the machine for one person is told it."""

from __future__ import annotations

from typing import Any, Final

import attrs
import numpy as np
import polars as pl

from lifecycle import happenings
from lifecycle.columns import OLDEST
from lifecycle.events import LAST_DAY, Bill, Month
from lifecycle.months import MONTHS_IN_YEAR
from lifecycle.population.batch import Ints, Records
from lifecycle.population.encoding.arrivals import NO_ROW, Arrivals, in_time
from lifecycle.population.encoding.meanings import Meanings, copy_numbers, meanings, read_as
from lifecycle.population.encoding.numbering import selected, told
from lifecycle.population.encoding.service import months_of_service
from lifecycle.regions.rulebook import Rulebook
from lifecycle.vocabulary import What

UNIX_EPOCH: Final = 1970 * MONTHS_IN_YEAR

#: The order of a month: statuses that ended, arrivals, events by their days, and bills last.
ENDED, ARRIVED, HAPPENED, BILLED = range(4)
PHASES: Final = 4
#: What an unnamed bill is.
A_BILL: Final = Bill(month=Month(0), amount=1)
DAYS: Final = LAST_DAY + 1


@attrs.frozen(eq=False)
class Lives:
    """Persons and their events, with rows, kinds, months and regions as integers; ``first`` is the first month that has a row."""

    persons: pl.DataFrame
    events: pl.DataFrame
    books: dict[int, Rulebook]
    home: Ints
    life: Ints
    what: Ints
    month: Ints
    day: Ints
    region: Ints
    first: Ints
    last: Ints

    def lived(self, life: Ints, month: Ints) -> Any:
        """Return for each of these months whether the life that it stands for has a row of it."""
        return (self.first[life] <= month) & (month <= self.last[life])


@attrs.frozen(eq=False)
class Told:
    """What is told: its life and month, its place in the month by phase and day, the number of its meaning, its row."""

    life: Ints
    month: Ints
    phase: Ints
    day: Ints
    meaning: Ints
    row: Ints

    def only(self, which: Any) -> Told:
        """Return some of it, or all of it in another order."""
        return Told(*(getattr(self, field.name)[which] for field in attrs.fields(Told)))


def tidings(lives: Lives, where: Arrivals) -> tuple[Ints, Ints, Records]:
    """Return all happenings of some lives in the order of lives and months, with the life and the month of each."""
    meant = Meanings()
    pieces = [_ended(lives, meant), _arrived(lives, where, meant), _held(lives, meant), _happened(lives, where, meant)]
    told_all = _in_order(pieces)
    made = meant.records(told_all.meaning)
    copy_numbers(made, lives.events, told_all.row)
    _tell_ages(made, lives, told_all)
    _tell_service(made, lives, where, told_all)
    return told_all.life, told_all.month, made


def _in_order(pieces: list[Told]) -> Told:
    """Return several pieces as one, in the order of lives, months, phases and days, and else as they stand."""
    names = [field.name for field in attrs.fields(Told)]
    found = Told(*(np.concatenate([getattr(piece, name) for piece in pieces]) for name in names))
    when = (in_time(found.life, found.month) * PHASES + found.phase) * DAYS + found.day
    return found if (when[1:] >= when[:-1]).all() else found.only(np.argsort(when, kind="stable"))


def _ended(lives: Lives, meant: Meanings) -> Told:
    """A status that ended is told in the month after its last."""
    until = told(lives.events, "until", -1)
    rows = np.flatnonzero((lives.what == What.STATUS) & (until >= 0))
    rows = rows[lives.lived(lives.life[rows], until[rows] + 1)]
    read = meant.of(selected(lives.events, ("is",))[rows], lambda row: [happenings.status_ended(read_as(What.STATUS, row))])
    return _without_row(lives.life[rows], until[rows] + 1, ENDED, 0, read[0])


def _arrived(lives: Lives, where: Arrivals, meant: Meanings) -> Told:
    """A move is told in the month in which it takes effect."""
    moves = np.flatnonzero((where.row >= 0) & lives.lived(where.life, where.month))
    moves = moves[lives.what[where.row[moves]] == What.MOVE]
    rows = selected(lives.events, ("region", "transfer"))[where.row[moves]]
    read = meant.of(rows, lambda row: [happenings.moved(read_as(What.MOVE, row))])
    return _without_row(where.life[moves], where.month[moves], ARRIVED, 0, read[0])


def _held(lives: Lives, meant: Meanings) -> Told:
    """A status that a person is said to hold is told in the first month, before all other events of its first day."""
    words = selected(lives.persons, ("statuses",)).select(pl.col("statuses").cast(pl.String).str.split(" ").alias("is"))
    words = words.with_columns(pl.Series("life", np.arange(words.height))).explode("is").filter(pl.col("is") != "")
    life = words["life"].to_numpy()
    lived = lives.lived(life, lives.first[life])
    read = meant.of(words.select("is").filter(lived), lambda row: [happenings.plain(read_as(What.STATUS, row))])
    return _without_row(life[lived], lives.first[life[lived]].astype(np.int64), HAPPENED, 1, read[0])


def _without_row(life: Ints, month: Ints, phase: int, day: int, meaning: Ints) -> Told:
    n = len(life)
    return Told(life, month, np.full(n, phase), np.full(n, day), meaning, np.full(n, NO_ROW))


def _happened(lives: Lives, where: Arrivals, meant: Meanings) -> Told:
    """All other events are told in their month by their days, bills in an order of their own."""
    rows = _bills_in_order(lives, np.flatnonzero((lives.what != What.MOVE) & lives.lived(lives.life, lives.month)))
    region = where.region_in(lives.life[rows], lives.month[rows])
    meaning, of = meanings(meant, lives.events, rows, lives.what[rows], region, lives.books)
    rows = rows[of]
    bill = lives.what[rows] == What.BILL
    day = np.where(bill, 0, np.maximum(lives.day[rows], 1))
    return Told(lives.life[rows], lives.month[rows], np.where(bill, BILLED, HAPPENED), day, meaning, rows)


def _bills_in_order(lives: Lives, rows: Ints) -> Ints:
    """Return the rows with the bills of each month in the order of day, level, amount and kind."""
    places = np.flatnonzero(lives.what[rows] == What.BILL)
    when = in_time(lives.life[rows[places]], lives.month[rows[places]])
    several = (np.diff(when, prepend=-1) == 0) | (np.diff(when, append=-1) == 0)
    places, when = places[several], when[several]
    if not len(places):
        return rows
    bills = rows[places]
    its = selected(lives.events, ("kind", "level", "amount"))[bills]
    kind = its["kind"].cast(pl.String).fill_null(A_BILL.kind).rank("dense").to_numpy()
    level, amount = told(its, "level", A_BILL.level), told(its, "amount", 0.0, np.float64)
    order = np.lexsort((bills, kind, amount, level, lives.day[bills], when))
    found = rows.copy()
    found[places] = bills[order]
    return found


def _tell_ages(made: Records, lives: Lives, told_all: Told) -> None:
    """Write ages in days: an unknown day of birth favours the person, an unknown birth makes them as old as can be."""
    its = np.flatnonzero((made["what"] == What.PAY_RESIDENT) | (made["what"] == What.ENROL_NEWBORN))
    life = told_all.life[its]
    born, born_day = told(lives.persons, "born", -1)[life], told(lives.persons, "born_day", 0)[life]
    birth = _dates(np.maximum(born, 0), np.where(born_day > 0, born_day, LAST_DAY))
    paid = _dates(told_all.month[its], made["day"][its])
    made["age_days"][its] = np.where(born < 0, OLDEST, np.maximum(0, paid - birth))


def _tell_service(made: Records, lives: Lives, where: Arrivals, told_all: Told) -> None:
    """Write the months of service that count."""
    its = np.flatnonzero(made["what"] == What.DEEMED_SERVICE)
    rows, region = told_all.row[its], where.region_in(told_all.life[its], told_all.month[its])
    made["months"][its] = months_of_service(lives.persons, lives.events, lives.life, lives.what, rows, region, lives.books)


def _dates(month: Ints, day: Ints) -> Ints:
    """Return days of months, or their last where a month is shorter, as numbers of days since 1970."""
    begins = (month - UNIX_EPOCH).astype("datetime64[M]")
    first, after = begins.astype("datetime64[D]").astype(np.int64), (begins + 1).astype("datetime64[D]").astype(np.int64)
    found: Ints = np.minimum(first + day, after) - 1
    return found
