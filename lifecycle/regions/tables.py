"""How the tables of a region file are read: bands by age, tiers of a contribution, scales of benefits, retirement ages."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from lifecycle import months
from lifecycle.columns import UNKNOWN_AMOUNT
from lifecycle.document import Wrong
from lifecycle.events import TIERS
from lifecycle.language import say
from lifecycle.regions.kinds import STEPS, WHOLE, count, date, share, word, years, yuan
from lifecycle.vocabulary import UNKNOWN

NO_TIERS: Final = ((UNKNOWN_AMOUNT,) * 5,) * (len(TIERS) + 1)
LEVELS: Final = 3
NO_SCHEDULE: Final = ((UNKNOWN_AMOUNT,) * 4,) * (LEVELS + 1)


def table_of(value: Any, required: set[str], optional: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    """Return a table with exactly these keys, some of which may be absent."""
    if not isinstance(value, dict) or not required <= set(value) <= required | optional:
        raise Wrong(say("{value}", value=value), say("a table of {keys}", keys=sorted(required | optional)))
    return value


def bands(key_: str, of: Any, unit: int) -> Any:
    """Return a reader of ``[{ <key> = …, <name> = … }, …]``, rising, filled up to its full number of steps.

    ``of`` is the pair of the name and the reader of what each band holds; ``unit`` turns the key into months.
    """
    name, reader = of

    def read(value: Any) -> tuple[tuple[int, int], ...]:
        wanted = say("a list of {{ {key} = …, {name} = … }}, at most {most}, rising", key=key_, name=name, most=STEPS)
        if not isinstance(value, list) or not 1 <= len(value) <= STEPS:
            raise Wrong(say("{value}", value=value), wanted)
        steps = []
        for step in value:
            if not isinstance(step, dict) or set(step) != {key_, name}:
                raise Wrong(say("{value}", value=step), wanted)
            steps.append((count(step[key_]) * unit, reader(step[name])))
        if any(a[0] >= b[0] for a, b in pairwise(steps)):
            raise Wrong(say("{value}", value=value), wanted)
        return (*steps, *[steps[-1]] * (STEPS - len(steps)))

    return read


def amount_or_own(value: Any) -> int:
    """Read an amount in yuan as fen, or ``"own"`` for the person's own last base, as 0."""
    return 0 if value == "own" else yuan(value)


def tiers(value: Any) -> tuple[tuple[int, ...], ...]:
    """Read the tiers of a flexible contribution, the usual first; each fills the place of its word, the first also place 0.

    A tier is ``{ tier, rate, extra_rate, extra, account_rate, amount }``: shares of the base, yuan a month beside them,
    the share of the base that goes to the personal account, and, where no base is used, the whole monthly amount.
    """
    if not isinstance(value, list) or not 1 <= len(value) <= len(TIERS):
        raise Wrong(say("{value}", value=value), say("a list of tiers, at most {most}", most=len(TIERS)))
    found: dict[int, tuple[int, ...]] = {}
    for one in value:
        table_of(one, set(), {"tier", "rate", "extra_rate", "extra", "account_rate", "amount"})
        made = (
            share(one.get("rate", 0)),
            share(one.get("extra_rate", 0)),
            yuan(one.get("extra", 0)),
            UNKNOWN_AMOUNT if one.get("account_rate", 0) == UNKNOWN else share(one.get("account_rate", 0)),
            yuan(one["amount"]) if "amount" in one else UNKNOWN_AMOUNT,
        )
        found.setdefault(0, made)
        if "tier" in one:
            found[word(*TIERS)(one["tier"]) + 1] = made
    return tuple(found.get(place, found[0]) for place in range(len(TIERS) + 1))


def _by_level(value: Any, reader: Any) -> list[int]:
    given = value if isinstance(value, list) else [value] * LEVELS
    if len(given) != LEVELS:
        raise Wrong(say("{value}", value=value), say("one value, or one for each level of hospital: 1, 2, 3"))
    return [UNKNOWN_AMOUNT if one == UNKNOWN else reader(one) for one in given]


def schedule(value: Any) -> tuple[tuple[int, ...], ...]:
    """Read a scale of benefits: by level the deductible and the share paid, for the active and the retired; then the caps.

    ``{ deductible, ratio, retired_deductible, retired_ratio, later_deductible, cap, retired_cap }``; ratios and deductibles are
    one value or a list for the levels 1, 2, 3; ``later_deductible`` is the share of it that later stays of a year bear.
    """
    optional = {"retired_deductible", "retired_ratio", "later_deductible", "cap", "retired_cap"}
    one = table_of(value, {"deductible", "ratio"}, optional)
    deductible, ratio = _by_level(one["deductible"], yuan), _by_level(one["ratio"], share)
    retired_deductible = _by_level(one.get("retired_deductible", one["deductible"]), yuan)
    retired_ratio = _by_level(one.get("retired_ratio", one["ratio"]), share)
    cap = yuan(one["cap"]) if one.get("cap", UNKNOWN) != UNKNOWN else UNKNOWN_AMOUNT
    retired_cap = yuan(one["retired_cap"]) if one.get("retired_cap", UNKNOWN) != UNKNOWN else cap
    last = (share(one.get("later_deductible", 1)), cap, retired_cap, 0)
    return (*zip(deductible, retired_deductible, ratio, retired_ratio, strict=True), last)


def ages(value: Any) -> dict[str, tuple[int, ...]]:
    """Read the legal retirement ages: by group ``{ age, cohort, step, most }``, and ``flexible``, the months of choice."""
    one = table_of(value, {"male", "female_55", "female_50", "flexible"})
    found: dict[str, tuple[int, ...]] = {"flexible": (count(one["flexible"]),)}
    for group in ("male", "female_55", "female_50"):
        given = table_of(one[group], {"age", "cohort", "step", "most"})
        if count(given["step"]) == 0:
            raise Wrong(say("{name} = {value}", name="step", value=0), say("at least 1"))
        found[group] = (years(given["age"]), date(given["cohort"]), count(given["step"]), count(given["most"]))
    return found


def worth(value: Any) -> dict[str, int]:
    """Read what a resident year is worth in employee months (one number, or one for each tier), in thousandths."""
    given = value if isinstance(value, dict) else {"any": value}
    for months_ in given.values():
        if isinstance(months_, bool) or not isinstance(months_, (int, float)) or not 0 <= months_ <= months.MONTHS_IN_YEAR:
            raise Wrong(say("{value}", value=months_), say("a number of months from 0 to 12"))
    return {str(tier): round(months_ * WHOLE) for tier, months_ in given.items()}


def working_days(value: Any) -> dict[str, int]:
    """Read the working days of a transfer: ``{ out, in }``."""
    return {name: count(days) for name, days in table_of(value, {"out", "in"}).items()}
