"""Random people as rows of the table of persons: of any age or none, with any time before or none, for up to half a century."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, Final

from lifecycle import months
from lifecycle.beforehand import SCHEMES
from lifecycle.vocabulary import Group, key

EARLIEST: Final = 1998 * 12
LATEST: Final = 2036 * 12 - 1
LONGEST: Final = 600
OLDEST: Final = 129 * 12
GROUPS: Final = tuple(key(group) for group in Group)
RETIRING: Final = ("male", "female_55", "female_50")


def somebody(chance: random.Random, regions: Sequence[str]) -> dict[str, Any]:
    """Return a person: of any age or none, with any time before or none, for some months or half a century."""
    first = chance.randint(EARLIEST, LATEST)
    last = first + round(3 * (LONGEST / 3) ** chance.random()) - 1
    born = None
    if chance.random() < 0.8:
        youngest, oldest = chance.choice(((-5, 0), (0, 17 * 12), (18 * 12, 40 * 12), (40 * 12, 66 * 12), (45 * 12, 64 * 12), (66 * 12, 90 * 12)))  # fmt: skip
        born = max(first - chance.randint(youngest, oldest), last - OLDEST)
    return {
        "region": chance.choice(regions),
        "first": first,
        "last": max(last, born or 0),
        "born": born,
        "born_day": None if born is None or chance.random() < 0.5 else chance.randint(1, months.last_day(born).day),
        **_group(chance),
        "statuses": " ".join(chance.sample(GROUPS, chance.choice((1, 1, 2, 3)))) if chance.random() < 0.15 else None,
        **_before(chance, first),
    }


def _group(chance: random.Random) -> dict[str, Any]:
    group = chance.choice(RETIRING)
    sex = group.split("_")[0]
    return chance.choice(({}, {"sex": sex}, {"sex": sex, "group": group}, {"sex": sex, "group": group}, {"group": group}))


def _before(chance: random.Random, first: int) -> dict[str, Any]:
    if chance.random() < 0.35:
        return {}

    def perhaps(value: Any) -> Any:
        return None if chance.random() < 0.4 else value

    longest = chance.choice((12, 60, 500))
    return {
        "before_scheme": chance.choice(SCHEMES),
        "before_paid_until": first - chance.randint(1, 60) if chance.random() < 0.3 else None,
        "before_yearly": perhaps(chance.random() < 0.3),
        "before_covered": perhaps(chance.random() < 0.7),
        "before_continuous_months": perhaps(chance.randint(0, longest)),
        "before_actual_months": perhaps(chance.randint(0, longest)),
        "before_local_months": perhaps(chance.randint(0, longest)),
        "before_deemed_months": perhaps(chance.choice((0, 90, 240))),
        "before_resident_years": perhaps(chance.randint(0, 20)),
        "before_base": perhaps(round(chance.uniform(0, 30000), 2)),
        "before_account": perhaps(round(chance.uniform(0, 9000), 2)),
    }
