"""What is measured in sequences: who is in which state when, mean times, transitions, gaps; the same as a run measures itself.

A dataset measures itself, in all of its lives and without painting one: where a chart is given one, that is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, Final

import attrs
import numpy as np

from lifecycle.charts.population.alphabet import OUTSIDE, STACK, Alphabet
from lifecycle.charts.population.painting import AT_ONCE, NONE, Array, Codes
from lifecycle.charts.population.sequences import Sequences
from lifecycle.vocabulary import State, key

RESUMED, RETIRED, DIED, OPEN = "resumed", "retired", "died", "open"
ENDS: Final = (RESUMED, RETIRED, DIED, OPEN)


def slices(sequences: Sequences) -> Iterator[tuple[Codes, Array | None]]:
    """Yield the rows in pieces that fit, with their weights."""
    rows = max(1, AT_ONCE // max(1, sequences.columns))
    for low in range(0, len(sequences), rows):
        weights = None if sequences.weights is None else sequences.weights[low : low + rows]
        yield sequences.codes[low : low + rows], weights


def distribution(sequences: Sequences) -> Array:
    """Return how many people (by weight) are in each state at each time: states × times."""
    found = np.zeros((len(sequences.alphabet), sequences.columns))
    for codes, weights in slices(sequences):
        for state in range(len(sequences.alphabet)):
            here = codes == state
            found[state] += np.count_nonzero(here, axis=0) if weights is None else weights @ here
    return found


def entropy(shares: Array) -> Array:
    """Return how mixed the states are at each time, from 0 (all in one) to 1 (all alike many)."""
    if len(shares) == 1:
        return np.zeros(shares.shape[1])
    some = np.where(shares > 0, shares, 1.0)
    found: Array = np.abs((some * np.log(some)).sum(axis=0)) / np.log(len(shares))
    return found


@attrs.frozen
class Mean:
    """The mean time of people in a state, in columns of their clock."""

    state: str
    time: float
    mean: float


def mean_times(source: Any) -> tuple[list[Mean], float]:
    """Return the time in each state, in all and in the mean, and how many people (by weight) that is the mean of."""
    if not isinstance(source, Sequences):
        table = source.time_in_state()
        found = [Mean(row["state"], float(row["months"]), float(row["mean_months"])) for row in table.iter_rows(named=True)]
        found.sort(key=lambda one: STACK.index(one.state))
        return found, float(table["lives"][0]) if len(table) else 0.0
    whole = source.weight()
    times = distribution(source).sum(axis=1)
    return [Mean(state, float(n), float(n) / whole) for state, n in zip(source.alphabet.states, times, strict=True)], whole


@attrs.frozen(eq=False)
class Moves:
    """Who goes from which state (rows) into which (columns), among those in it: counts, and rates of each row."""

    alphabet: Alphabet
    moved: Array

    @property
    def at_risk(self) -> Array:
        """Return how many are in each state and are seen again."""
        found: Array = self.moved.sum(axis=1)
        return found

    @property
    def rates(self) -> Array:
        """Return the share of each row that goes to each state; not a number where nobody is."""
        with np.errstate(invalid="ignore"):
            found: Array = self.moved / self.at_risk[:, None]
        return found


def moves(source: Any, lag: int = 1) -> Moves:
    """Return the transitions over ``lag`` columns."""
    if not isinstance(source, Sequences):
        table = source.churn()
        seen = set(table["from_state"]) | set(table["to_state"])
        alphabet = Alphabet(tuple(state for state in STACK if state in seen))
        moved = np.zeros((len(alphabet), len(alphabet)))
        for row in table.iter_rows(named=True):
            moved[alphabet.states.index(row["from_state"]), alphabet.states.index(row["to_state"])] = row["moved"]
        return Moves(alphabet, moved)
    states = len(source.alphabet)
    found = np.zeros(states * states)
    if lag < source.columns:
        for rows, weights in slices(source):
            codes = rows if lag == 1 else _dead(rows, source.alphabet)
            before, after = codes[:, :-lag], codes[:, lag:]
            both = (before != NONE) & (after != NONE)
            pairs = before[both].astype(np.int64) * states + after[both]
            many = None if weights is None else np.broadcast_to(weights[:, None], both.shape)[both]
            found += np.bincount(pairs, weights=many, minlength=states * states)
    return Moves(source.alphabet, found.reshape(states, states))


def _dead(codes: Codes, alphabet: Alphabet) -> Codes:
    """Return the codes with the dead as dead in all later months: over longer times they are not lost from sight."""
    if key(State.DECEASED) not in alphabet.states or not alphabet.own:
        return codes
    code = alphabet.states.index(key(State.DECEASED))
    after = np.logical_or.accumulate(codes == code, axis=1)
    return np.where(after, np.uint8(code), codes)


@attrs.frozen(order=True)
class Gap:
    """Gaps of one length, how they ended, and whether they had begun before the first month that is known; how many."""

    months: int
    end: str
    begun_before: bool
    gaps: float


def gaps(source: Any, states: Collection[str]) -> list[Gap]:
    """Return the gaps by length: months in some states after somebody was in another, unless that was before any insurance."""
    if not isinstance(source, Sequences):
        return [Gap(*row) for row in source.gap_lengths().select("months", "end", "begun_before", "gaps").iter_rows()]
    wanted = source.alphabet.codes([state for state in states if state in source.alphabet.states] or states)
    found: defaultdict[tuple[int, str, bool], float] = defaultdict(float)
    for codes, weights in slices(source):
        for which, n in _runs(codes, weights, wanted, source.alphabet):
            found[which] += n
    return sorted(
        (Gap(*which, n) for which, n in found.items()), key=lambda one: (one.months, ENDS.index(one.end), one.begun_before)
    )


def _runs(
    codes: Codes, weights: Array | None, wanted: Collection[int], alphabet: Alphabet
) -> Iterator[tuple[tuple[int, str, bool], float]]:
    """Yield the runs of some rows by length, end and beginning."""
    rows, columns = codes.shape
    framed = np.full((rows, columns + 2), NONE, dtype=np.uint8)
    framed[:, 1:-1] = codes
    inside = np.isin(framed, list(wanted)).reshape(-1)
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    start, stop = edges[::2], edges[1::2]
    if not len(start):
        return
    flat = framed.reshape(-1)
    outside = [alphabet.states.index(state) for state in OUTSIDE if state in alphabet.states] if alphabet.own else []
    after, before = flat[stop], flat[start - 1]
    # a run of months without any state before it had begun earlier; after nothing but non-enrolment it is no gap
    end = np.zeros(len(start), dtype=np.int64)
    for place, state in ((1, key(State.RETIRED)), (2, key(State.DECEASED))):
        if alphabet.own and state in alphabet.states:
            end[after == alphabet.states.index(state)] = place
    end[after == NONE] = 3
    first = before == NONE
    kept = ~np.isin(flat[start], outside)
    many = np.ones(len(start)) if weights is None else weights[start // (columns + 2)]
    keys = ((stop - start) * len(ENDS) + end) * 2 + first
    told, where = np.unique(keys[kept], return_inverse=True)
    for one, n in zip(told.tolist(), np.bincount(where, weights=many[kept]).tolist(), strict=True):
        yield (one // 2 // len(ENDS), ENDS[one // 2 % len(ENDS)], bool(one % 2)), n


@attrs.frozen
class Survival:
    """The share of gaps that last at most so many months: open ones count for as long as they were seen."""

    months: tuple[int, ...]
    shares: tuple[float, ...]

    def at(self, months: int) -> float:
        """Return the share that lasts at most so many months."""
        return next(
            (share for month, share in reversed(list(zip(self.months, self.shares, strict=True))) if month <= months), 0.0
        )


def survival(found: Collection[Gap]) -> Survival:
    """Return the shares after Kaplan and Meier; gaps that had begun before the first month are left out."""
    ended: defaultdict[int, float] = defaultdict(float)
    left: defaultdict[int, float] = defaultdict(float)
    for one in found:
        if not one.begun_before:
            (left if one.end == OPEN else ended)[one.months] += one.gaps
    at_risk = float(sum(ended.values()) + sum(left.values()))
    lengths, shares, lasting = [], [], 1.0
    for months in sorted({*ended, *left}):
        lasting *= 1 - ended[months] / at_risk if at_risk else 1.0
        at_risk -= ended[months] + left[months]
        lengths.append(months)
        shares.append(1 - lasting)
    return Survival(tuple(lengths), tuple(shares))
