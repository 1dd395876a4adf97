"""Amounts in fen (分): the one place that rounds, half a fen upwards; numbers of arithmetic, and none of policy."""

from __future__ import annotations

from lifecycle.columns import PER_MILLION


def share(amount: int, millionths: int) -> int:
    """Return a share of an amount, rounded to the fen."""
    return (amount * millionths + PER_MILLION // 2) // PER_MILLION


def grown(amount: int, millionths: int, years: int) -> int:
    """Return an amount that grew by the same share for some years."""
    for _ in range(years):
        amount += share(amount, millionths)
    return amount
