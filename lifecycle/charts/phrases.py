"""What every chart says of months: how far a month is covered, how long a stretch is, from when to when."""

from __future__ import annotations

from lifecycle.language import Text, bracketed, counted, say
from lifecycle.quantities import percentage
from lifecycle.row import Row
from lifecycle.timeline import Timeline


def cover(row: Row, lang: str, *, finally_: bool = False) -> str:
    """Return the cover of a month in a word or two, as it was then or after back-payment."""
    factor = row.benefit_factor_finally if finally_ else row.benefit_factor
    if factor >= 1:
        return say("full").in_(lang)
    if factor > 0:
        return percentage(factor)
    return say("none").in_(lang)


def span(n: int) -> Text:
    """Return a number of months in words."""
    return counted("{n} month", "{n} months", n)


def period(timeline: Timeline, lang: str) -> str:
    """Return the first and the last month, and how long that is."""
    first, last = timeline[0], timeline[-1]
    return f"{first.month} – {last.month}" + bracketed(span(last.index - first.index + 1).in_(lang), lang)
