"""Rules after which nothing runs straight: a month in which one of them acts is lived by itself.

They need not be compiled with slopes, which keeps the quiet months small. Naming one too few or too many changes speed, never
an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from lifecycle.rules.gaps import resume_counting
from lifecycle.rules.places import change_place
from lifecycle.rules.promises import convert
from lifecycle.rules.residents import change_running_resident_wait, decide_resident, turn_year
from lifecycle.rules.retirement import weigh_several
from lifecycle.rules.starting import change_running_wait, decide, decide_again
from lifecycle.rules.transitions import begin_entry, begin_to_retire

TURNS: Final[frozenset[Callable[..., Any]]] = frozenset(
    {
        begin_entry,
        begin_to_retire,
        change_place,
        change_running_resident_wait,
        change_running_wait,
        convert,
        decide,
        decide_again,
        decide_resident,
        resume_counting,
        turn_year,
        weigh_several,
    }
)

#: What every month counts anew: such a number is added to, but does not grow from month to month.
FLOWS: Final[frozenset[str]] = frozenset({"own_fen", "employer_fen", "fund_fen", "credit_fen", "maternity"})
