"""How long an answer stays the same while numbers grow by the same amount every month.

Written in the language of the rules, because it is compiled with them: ``d`` is a difference, ``s`` its growth a month.
"""

from __future__ import annotations

from typing import Final

NEVER: Final = 1 << 40


def until_sign(d: int, s: int) -> int:
    """Return the months after which ``d < 0`` is answered differently."""
    if s == 0:
        return NEVER
    if d < 0:
        if s < 0:
            return NEVER
        if s == 1:
            return -d
        return (s - d - 1) // s
    if s > 0:
        return NEVER
    if s == -1:
        return d + 1
    return d // -s + 1


def until_zero(d: int, s: int) -> int:
    """Return months during which ``d == 0`` is surely answered alike."""
    if s == 0:
        return NEVER
    if d == 0:
        return 1
    if (d < 0 and s < 0) or (d > 0 and s > 0):
        return NEVER
    if s in (1, -1):
        return max(d, -d)
    return (max(d, -d) + max(s, -s) - 1) // max(s, -s)
