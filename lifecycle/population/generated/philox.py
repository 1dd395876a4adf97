"""Chance without memory: Philox4x32-10 of Salmon, Moraes, Dror and Shaw (2011), in whole numbers below 2**63.

A draw depends on its key and counter only, never on how many draws were made before. Written in the language of the rules,
so that it is compiled with them; products are taken in halves, because two numbers of 32 bits make one of 64.
"""

from __future__ import annotations

from typing import Final, Protocol

ROUNDS: Final = 10
MASK: Final = 0xFFFFFFFF
WHOLE: Final = 1 << 32
HALF: Final = 16
HALF_MASK: Final = 0xFFFF
FIRST_FACTOR: Final = 0xD2511F53
SECOND_FACTOR: Final = 0xCD9E8D57
FIRST_STEP: Final = 0x9E3779B9
SECOND_STEP: Final = 0xBB67AE85


class Words(Protocol):
    """Whatever holds the four words of a draw."""

    first_word: int
    second_word: int
    third_word: int
    fourth_word: int


def upper(factor: int, word: int) -> int:
    """Return the upper 32 bits of a product of two numbers of 32 bits."""
    return (factor * (word >> HALF) + (factor * (word & HALF_MASK) >> HALF)) >> HALF


def lower(factor: int, word: int) -> int:
    """Return the lower 32 bits of a product of two numbers of 32 bits."""
    return (factor * (word & HALF_MASK) + ((factor * (word >> HALF) & HALF_MASK) << HALF)) & MASK


def philox(into: Words, first: int, second: int, third: int, fourth: int, key: int, other_key: int) -> None:
    """Write the four words that a counter of four words and a key of two make."""
    for _ in range(ROUNDS):
        over = upper(FIRST_FACTOR, first)
        under = lower(FIRST_FACTOR, first)
        other_over = upper(SECOND_FACTOR, third)
        other_under = lower(SECOND_FACTOR, third)
        first = other_over ^ second ^ key
        second = other_under
        third = over ^ fourth ^ other_key
        fourth = under
        key = (key + FIRST_STEP) & MASK
        other_key = (other_key + SECOND_STEP) & MASK
    into.first_word = first
    into.second_word = second
    into.third_word = third
    into.fourth_word = fourth
