"""What a month of a life can tell as numbers: the columns that the compiled program writes, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from lifecycle.columns import UNKNOWN_AMOUNT
from lifecycle.compiled.plan import Column
from lifecycle.compiled.transition_source import written
from lifecycle.rules import answers

if TYPE_CHECKING:
    from lifecycle.facts import Facts
    from lifecycle.record import Record
    from lifecycle.regions.numbers import Rules


def region(p: Record, v: Facts, r: Rules) -> int:
    """Return the region of the month, by its number in the atlas."""
    return r.region


def state(p: Record, v: Facts, r: Rules) -> int:
    """Return the state."""
    return p.state


def scheme(p: Record, v: Facts, r: Rules) -> int:
    """Return the way whose scheme the person belongs to."""
    return answers.scheme(p)


def cause(p: Record, v: Facts, r: Rules) -> int:
    """Return the row of the transition table that fired, from 1."""
    return p.row


def entry_rule(p: Record, v: Facts, r: Rules) -> int:
    """Return the entry rule that the month rests on, its number plus 1."""
    return answers.rule_in_use(p, v)


def factor(p: Record, v: Facts, r: Rules) -> int:
    """Return the benefit factor then, in permille."""
    return p.factor


def factor_finally(p: Record, v: Facts, r: Rules) -> int:
    """Return the benefit factor once everything was settled, in permille."""
    return p.factor_finally


def waiting_left(p: Record, v: Facts, r: Rules) -> int:
    """Return the months that the wait still lasts."""
    return answers.waiting_left(p, v)


def waiting_total(p: Record, v: Facts, r: Rules) -> int:
    """Return the length of the wait."""
    return answers.waiting_total(p)


def continuous_months(p: Record, v: Facts, r: Rules) -> int:
    """Return the continuous months, -1 where nobody knows them."""
    return p.continuous_months if p.continuous_known == 1 else UNKNOWN_AMOUNT


def local_months(p: Record, v: Facts, r: Rules) -> int:
    """Return the months paid where they count."""
    return answers.months_here(p)


def deemed_months(p: Record, v: Facts, r: Rules) -> int:
    """Return the months of service that count."""
    return p.deemed_months + p.service_months


def _field(name: str) -> Callable[..., int]:
    """Return the function that tells a field of the record as it is."""
    return written(f"def {name}(p, v, r):\n    return p.{name}\n", {})


_SHORT: Final = np.dtype(np.int16)
_BYTE: Final = np.dtype(np.int8)
_LONG: Final = np.dtype(np.int64)
_TOLD: Final[tuple[tuple[Callable[..., int], np.dtype[Any]], ...]] = (
    (region, _SHORT), (state, _BYTE), (scheme, _BYTE), (factor, _SHORT), (factor_finally, _SHORT), (waiting_left, _SHORT),
    (cause, _BYTE), (entry_rule, _SHORT), (waiting_total, _SHORT), (continuous_months, _SHORT), (local_months, _SHORT),
    (deemed_months, _SHORT),
)  # fmt: skip
_FIELDS: Final[dict[str, np.dtype[Any]]] = {
    **dict.fromkeys(("covered_by", "payer"), _BYTE),
    **dict.fromkeys(("gap_months", "actual_months", "converted_months", "resident_years", "missed_years"), _SHORT),
    **dict.fromkeys(("own_unknown", "employer_unknown", "fund_unknown"), _SHORT),
    **dict.fromkeys(
        ("own_fen", "employer_fen", "fund_fen", "paid_own_fen", "paid_employer_fen", "paid_fund_fen", "account_fen"), _LONG
    ),
}
#: The columns that every history has, in the order in which they are written.
USUAL: Final = ("region", "state", "scheme", "factor", "factor_finally", "waiting_left", "cause", "entry_rule")
COLUMNS: Final[dict[str, Column]] = {
    **{tells.__name__: Column(tells.__name__, dtype, tells) for tells, dtype in _TOLD},
    **{name: Column(name, dtype, _field(name)) for name, dtype in _FIELDS.items()},
}
