"""The months of a life as rows of a table, with what they can be searched for."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from lifecycle.explain import spell_text
from lifecycle.language import counted, say
from lifecycle.regions.kinds import FEN_IN_YUAN
from lifecycle.report.reasons import Reasons, Section
from lifecycle.row import Row, state_label
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import State
from lifecycle.wording import event_text
from lifecycle.words import label


@attrs.frozen
class Cover:
    """The cover of a month: the word of its colour, what is written, and the scheme behind it."""

    fill: str
    text: str
    by: str = ""


@attrs.frozen(kw_only=True)
class Month:
    """A month as it stands in the table."""

    id: str
    row: Row
    state: str
    region: str
    then: Cover
    finally_: Cover
    numbers: tuple[str, ...]
    money: tuple[str, ...]
    events: tuple[str, ...]
    reason: str

    @property
    def signs(self) -> str:
        """Return what the month can be filtered by."""
        found = {"uncovered": not self.row.covered, "event": bool(self.events), "assumed": self.row.assumed}
        return " ".join(name for name, holds in found.items() if holds)


@attrs.frozen(kw_only=True)
class Stretch:
    """Months that are alike, with the reasons of the first."""

    row: Row
    months: str
    length: str
    state: str
    region: str
    then: Cover
    finally_: Cover
    reason: str
    question: str
    why: tuple[Section, ...]


def months(timeline: Timeline, prefix: str, lang: str) -> Iterator[Month]:
    """Yield the months of a life."""
    for row in timeline.rows:
        then, finally_ = covers(row, lang)
        yield Month(
            id=f"{prefix}m-{row.month}",
            row=row,
            state=state_label(row, lang),
            region=timeline.region_label(row.region).in_(lang),
            then=then,
            finally_=finally_,
            numbers=(
                str(row.gap_months or ""),
                str(row.waiting_left or ""),
                _number(row.continuous_months, lang),
                _number(row.actual_months, lang),
            ),
            money=tuple(_yuan(fen, lang) for fen in (row.own_fen, row.employer_fen, row.account_fen)),
            events=tuple(event_text(event, lang) for event in row.cause.events),
            reason=row.reason.in_(lang),
        )


def stretches(timeline: Timeline, reasons: Reasons, lang: str) -> Iterator[Stretch]:
    """Yield the spells of a life."""
    at = 0
    for spell in timeline.spells():
        row = spell.first
        then, finally_ = covers(row, lang)
        yield Stretch(
            row=row,
            months=spell_text(spell),
            length=counted("{n} month", "{n} months", len(spell)).in_(lang),
            state=state_label(row, lang),
            region=timeline.region_label(row.region).in_(lang),
            then=then,
            finally_=finally_,
            reason=row.reason.in_(lang),
            question=say("Why {month} is as it is", month=row.month).in_(lang),
            why=reasons.of(at),
        )
        at += len(spell)


def covers(row: Row, lang: str) -> tuple[Cover, Cover]:
    """Return the cover of a month as it was then, and once everything was settled."""
    none = say("none").in_(lang)
    then = "uncovered" if row.coverage == "back_paid" else row.coverage
    by = label(row.covered_by, lang) if row.covered and row.covered_by else ""
    better = row.benefit_factor_finally > row.benefit_factor
    return (
        Cover(then, f"{row.benefit_factor:.0%}" if row.covered else none, by),
        Cover("back_paid" if better else then, f"{row.benefit_factor_finally:.0%}" if row.covered_finally else none),
    )


def choices(told: list[Month], lang: str) -> tuple[list[str], dict[str, str]]:
    """Return the years and the states that there are to choose from."""
    states = dict.fromkeys(one.row.state for one in told)
    return list(dict.fromkeys(one.row.month[:4] for one in told)), {name: label(State[name.upper()], lang) for name in states}


def _number(value: int | None, lang: str) -> str:
    return say("unknown").in_(lang) if value is None else str(value)


def _yuan(fen: int | None, lang: str) -> str:
    return say("unknown").in_(lang) if fen is None else f"{fen / FEN_IN_YUAN:,.2f}" if fen else "0"
