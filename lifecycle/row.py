"""One month of a timeline: the answer, its cause, the values it rests on; and months that are alike."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

import attrs

from lifecycle import months
from lifecycle.language import current
from lifecycle.table import NUMBER, TABLE
from lifecycle.vocabulary import GRADES, State, key
from lifecycle.words import Label, label


@attrs.frozen(kw_only=True)
class Parameter:
    """One value that a month rests on, with its source; an entry rule's value tells conditions and effects.

    Cover does not rest on an ``aside`` one: it is about money, or about a retirement still to come.
    """

    key: str
    value: Any
    from_: str | None = None
    cite: str | None = None
    url: str | None = None
    grade: str | None = None
    assumed: bool = False
    region: str | None = None
    aside: bool = False
    disputed: list[dict[str, Any]] = attrs.field(factory=list)

    def _repr_html_(self) -> str:
        from lifecycle.displays.rule import rule_html

        return rule_html(self, current())


@attrs.frozen(kw_only=True)
class Tried:
    """An entry rule or a transition that stood earlier and did not apply: the first condition that failed."""

    rule: str
    condition: str
    wanted: Any = None
    found: Any = None


@attrs.frozen(kw_only=True)
class Cause:
    """Why a month is what it is."""

    transition: str
    entry_rule: str | None = None
    decided: str | None = None
    settled_by: str | None = None
    events: list[dict[str, Any]] = attrs.field(factory=list)
    parameters: list[Parameter] = attrs.field(factory=list)
    tried: list[Tried] = attrs.field(factory=list)

    @property
    def grade(self) -> str:
        """Return the weakest grade among the values; the letters stand in the order of their strength."""
        return max((one.grade for one in self.parameters if one.grade and not one.aside), default=GRADES[0])

    @property
    def assumed(self) -> bool:
        """Return whether any of the values is assumed."""
        return any(one.assumed and not one.aside for one in self.parameters)


@attrs.frozen(kw_only=True)
class Retirement:
    """If one went on as in this month: when one would retire and where, with what missing, and what filling it would cost.

    What nobody knows is ``None``: the months asked for, what is missing of unknown months, the cost.
    """

    month: str
    region: str
    required_months: int | None
    missing_months: int | None
    missing_actual_months: int | None
    missing_local_months: int | None
    top_up_fen: int | None
    top_up_assumed: bool = False

    @property
    def short(self) -> int:
        """Return the months that would have to be paid or bought: the largest of what is missing."""
        return max(self.missing_months or 0, self.missing_actual_months or 0, self.missing_local_months or 0)


@attrs.frozen(kw_only=True, slots=False)
class Row:
    """One month. Factors are shares of the normal benefit, amounts fen; unknown counters and amounts are ``None``.

    What was paid so far leaves out the months counted as unknown. ``inpatient`` and ``outpatient`` are positions in the
    timeline's scales of benefits.
    """

    month: str
    region: str
    state: str
    scheme: str
    covered: bool
    covered_finally: bool
    benefit_factor: float
    benefit_factor_finally: float
    covered_by: str | None
    covered_from: str | None
    paid: bool
    payer: str | None
    gap_months: int
    waiting_left: int
    waiting_total: int
    continuous_months: int | None
    actual_months: int | None
    local_months: int | None
    deemed_months: int
    converted_months: int
    bought_months: int
    resident_years: int | None
    missed_windows: int
    resting_cover: str | None
    resident_price_fen: int | None
    own_fen: int | None
    employer_fen: int | None
    fund_fen: int | None
    paid_own_fen: int
    paid_employer_fen: int
    paid_fund_fen: int
    account_fen: int
    account_left_fen: int
    unknown_own_months: int
    unknown_employer_months: int
    unknown_fund_months: int
    unknown_account_months: int
    money_assumed: bool
    continuity_bonus_fen: int
    no_claim_bonus_fen: int
    maternity: bool | None
    retirement: Retirement | None
    inpatient: int | None
    outpatient: int | None
    cause: Cause
    grade: str
    assumed: bool

    @property
    def index(self) -> int:
        """Return the month as an index."""
        return months.month(self.month)

    @property
    def reason(self) -> Label:
        """Return the label of the transition that fired."""
        return TABLE[NUMBER[self.cause.transition] - 1].label

    @property
    def coverage(self) -> str:
        """Return ``full``, ``partial``, ``back_paid``, ``uncovered_wait`` or ``uncovered``."""
        if not self.covered:
            if self.covered_finally:
                return "back_paid"
            return "uncovered_wait" if self.state == key(State.WAITING) else "uncovered"
        return "full" if self.benefit_factor >= 1 else "partial"

    def alike(self, other: Row) -> bool:
        """Return whether two months tell a reader the same."""
        same = ("region", "state", "scheme", "covered", "covered_finally", "benefit_factor", "benefit_factor_finally")
        return all(getattr(self, name) == getattr(other, name) for name in (*same, "covered_by", "payer", "assumed"))


@attrs.frozen
class Spell:
    """Consecutive months that are alike."""

    rows: tuple[Row, ...]

    @property
    def first(self) -> Row:
        """Return the first month."""
        return self.rows[0]

    @property
    def last(self) -> Row:
        """Return the last month."""
        return self.rows[-1]

    def __len__(self) -> int:
        return len(self.rows)


@lru_cache(maxsize=4096)
def date_text(month: int, day: int) -> str | None:
    """Return a day as text, or ``None`` where there is no month."""
    return dt.date.isoformat(months.date_in(month, max(1, day))) if month > months.EARLIEST else None


def state_label(row: Row, lang: str) -> str:
    """Return the state of a row as a reader sees it: the wait with its scheme behind it."""
    state = label(State[row.state.upper()], lang)
    if row.state != key(State.WAITING):
        return state
    scheme = label(row.scheme, lang)
    return f"{state}（{scheme}）" if lang == "zh" else f"{state} ({scheme})"
