"""What people must arrange for a change: written in region files, the nearest region's word first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.document import Wrong
from lifecycle.language import say
from lifecycle.regions.written import LONGEST_WAIT, LONGEST_WAIT_DAYS, Source, Words, plausible, word_in
from lifecycle.vocabulary import Change, key
from lifecycle.words import Label

WINDOW: Final = "window"
CHANGES: Final = {key(change): change for change in Change}
#: The least and the most of each kind of deadline.
LIMITS: Final = {"days": (0, LONGEST_WAIT_DAYS), "months": (0, LONGEST_WAIT), "months_before": (1, LONGEST_WAIT), "day": (1, 31)}
LEAP: Final = dt.date(2024, 1, 1)
DAYS_OF_YEAR: Final = frozenset((LEAP + dt.timedelta(days=n)).strftime("%m-%d") for n in range(366))


def _deadline(_: Any, _attribute: Any, value: Any) -> None:
    """Refuse a deadline that is none: days or months from the change, a day of the month or year, or the window."""
    if value in (None, WINDOW):
        return
    wanted = say(
        '"window", or one of {{ days = … }}, {{ months = … }}, {{ months_before = … }}, {{ day = … }}, {{ month_day = "MM-DD" }}'
    )
    if not isinstance(value, dict) or len(value) != 1:
        raise Wrong(say("{value}", value=value), wanted)
    name, limit = next(iter(value.items()))
    if name == "month_day":
        if limit not in DAYS_OF_YEAR:
            raise Wrong(say("{value}", value=limit), say('a month and day such as "02-10"'))
        return
    least, most = LIMITS.get(name, (1, 0))
    if isinstance(limit, bool) or not isinstance(limit, int) or not least <= limit <= most:
        raise Wrong(say("{value}", value=value), wanted)


@attrs.frozen(kw_only=True, eq=False)
class Procedure(Source):
    """One thing to arrange: for which changes, by whom, what, where, with what, by when, and what follows."""

    id: str
    when: Words = attrs.field(validator=word_in(*CHANGES))
    from_: dt.date | None = attrs.field(default=None, validator=plausible)
    to_: dt.date | None = attrs.field(default=None, validator=plausible)
    by: str = attrs.field(validator=word_in("self", "unit"))
    what: Label
    where: Label | None = None
    documents: list[Label] = attrs.field(factory=list)
    deadline: Any = attrs.field(default=None, validator=_deadline)
    effect: Label | None = None
    otherwise: Label | None = None

    def __attrs_post_init__(self) -> None:
        if not self.when:
            raise Wrong(say("a procedure for no change"), say("when = one or more of: {words}", words=list(CHANGES)))
        if self.from_ and self.to_ and self.to_ <= self.from_:
            raise Wrong(say("from {a} to {b}", a=self.from_, b=self.to_), say("an end after the beginning"))

    @property
    def changes(self) -> tuple[Change, ...]:
        """Return the changes for which it is to be done."""
        return tuple(CHANGES[word] for word in ([self.when] if isinstance(self.when, str) else self.when))

    def holds_in(self, month: int) -> bool:
        """Return whether it is in force in a month."""
        return (self.from_ is None or months.of(self.from_) <= month) and (self.to_ is None or month < months.of(self.to_))


def nearest(chain: Iterable[tuple[str, Any]], change: Change, month: int) -> list[tuple[str, Any, Procedure]]:
    """Return what is to be arranged for a change in a month: region, file and procedure.

    A nearer procedure takes the place of a farther one with its id; the nation's stand first.
    """
    found: dict[str, tuple[str, Any, Procedure]] = {}
    for region, file in reversed(list(chain)):
        held = [one for one in file.procedure if one.holds_in(month)]
        found |= {one.id: (region, file, one) for one in held}
    return [one for one in found.values() if change in one[2].changes]
