"""Sequences of states (序列): one row a person, one column a month, however they were written down."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Self

import attrs
import numpy as np

from lifecycle.charts.population.alphabet import MISSING, OUTSIDE, Alphabet, natural
from lifecycle.charts.population.cells import refuse_unknown, refused
from lifecycle.charts.population.clock import KINDS, Clock
from lifecycle.charts.population.painting import NONE, Array, Codes, refuse_too_many
from lifecycle.language import Text, bracketed, counted, say
from lifecycle.timeline import Timeline
from lifecycle.words import Label, label


@attrs.frozen(eq=False, repr=False)
class Sequences:
    """The states of people over time: ``codes`` is people × time, in the order of their ids, whatever order they came in."""

    codes: Codes
    ids: Array
    alphabet: Alphabet
    clock: Clock
    weights: Array | None = None
    groups: Array | None = None
    grouped_by: str = ""
    born: Array | None = None
    left_out: int = 0

    def __repr__(self) -> str:
        return f"<Sequences: {len(self):,} people, {self.columns} times, {len(self.alphabet)} states>"

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def columns(self) -> int:
        """Return how many times there are."""
        return int(self.codes.shape[1])

    @classmethod
    def of(cls, source: Any, **reading: Any) -> Sequences:
        """Return the sequences in anything that holds some.

        ``source`` is a table (pandas, polars, pyarrow, or the path of Parquet or CSV) that is wide, long or of spells; a
        dataset of a run; timelines, in a list or by id; or lists of states by id. ``reading`` says what a table cannot say
        of itself: see ``tables.read``. Raises ``InputError``.
        """
        if isinstance(source, Sequences):
            return source
        from lifecycle.charts.population import lives, tables

        if isinstance(source, Timeline):
            source = [source]
        if isinstance(source, (list, tuple)) and source and all(isinstance(one, Timeline) for one in source):
            source = dict(enumerate(source, start=1))
        if isinstance(source, Mapping) and source and all(isinstance(one, Timeline) for one in source.values()):
            refuse_unknown(reading, ())
            return lives.of_timelines(dict(source))
        if isinstance(source, Mapping):
            refuse_unknown(reading, ("first", "states"))
            return lives.of_lists(source, **reading)
        if is_dataset(source):
            refuse_unknown(reading, ("group", "states"))
            return tables.of_dataset(source, **reading)
        return tables.read(source, **reading)

    def by(self, kind: str, *, event: str | Collection[str] | None = None, before: int = 0) -> Self:
        """Return a copy on another clock: ``calendar``, ``age``, or ``since`` the first month in one of the states ``event``.

        Without ``event`` that is the first enrolment; ``before`` keeps so many times before it. Whose birth is unknown, and
        who was in the state from the first month of the table on, is left out.
        """
        if kind not in KINDS:
            raise refused(say("{value}", value=kind), say("one of: {words}", words=list(KINDS)), say("correct it"), "by")
        if kind == self.clock.kind and event is None and (kind != "since" or self.clock.event is not None):
            return self
        if kind == "age":
            return self._by_age()
        if kind == "calendar":
            raise refused(
                say("these sequences no longer know their calendar months"),
                say("sequences of calendar months"),
                say("start from the sequences as they were read"),
                "by",
            )
        return self._since(event, before)

    def _by_age(self) -> Self:
        if self.born is None or self.clock.kind != "calendar":
            raise refused(
                say("the month of birth of these people is not known"),
                say("calendar months, and a column with the month of birth"),
                say('name it: born="…"'),
                "born",
            )
        known = self.born >= 0
        ages = self.clock.first - self.born
        alive = known & (ages + self.columns * self.clock.step > 0)
        return self._moved(alive, ages // self.clock.step, "age", None)

    def _since(self, event: str | Collection[str] | None, before: int) -> Self:
        if event is None and not self.alphabet.own:
            raise refused(
                say("nobody can say which of these states is an enrolment"),
                say("one of: {words}", words=list(self.alphabet.states)),
                say('name the event: event="…"'),
                "event",
            )
        entered = [state for state in self.alphabet.states if state not in OUTSIDE] if event is None else _listed(event)
        wanted = np.isin(self.codes, self.alphabet.codes(entered))
        at = wanted.argmax(axis=1)
        seen = wanted.any(axis=1) & (at > 0)
        told = say("first enrolment") if event is None else say("{states}", states=[self._label(state) for state in entered])
        moved = self._moved(seen, -at, "since", told)
        start = max(0, -before - moved.clock.first // self.clock.step)
        clock = attrs.evolve(moved.clock, first=moved.clock.first + start * self.clock.step)
        return attrs.evolve(moved, codes=moved.codes[:, start:], clock=clock)

    def _label(self, state: str) -> Label:
        return Label(self.alphabet.name(state, "zh"), self.alphabet.name(state, "en"))

    def _moved(self, kept: Array, starts: Array, kind: str, event: Text | None) -> Self:
        """Return the kept people with their rows moved: the first column of each becomes ``starts``."""
        if not kept.any():
            raise refused(
                say("nobody is left: of nobody this moment is known"),
                say("at least one person of whom it is known"),
                say("choose another clock or event"),
                "by",
            )
        here = self.only(kept)
        starts = starts[kept].astype(np.int64)
        first = int(starts.min())
        width = int(starts.max()) - first + self.columns
        refuse_too_many(len(here), width)
        codes = np.full((len(here), width), NONE, dtype=np.uint8)
        shift = starts - first
        for offset in np.unique(shift):
            rows = np.flatnonzero(shift == offset)
            codes[rows, offset : offset + self.columns] = here.codes[rows]
        filled = np.flatnonzero((codes != NONE).any(axis=0))
        low, high = (int(filled[0]), int(filled[-1]) + 1) if len(filled) else (0, width)
        if kind == "age" and first + low < 0:
            low = -first  # a month before the birth is nobody's
        clock = Clock(kind, (first + low) * self.clock.step, self.clock.step, event)
        return attrs.evolve(here, codes=codes[:, low:high], clock=clock, left_out=self.left_out + int((~kept).sum()))

    def only(self, kept: Array) -> Self:
        """Return some of the people, by a mask or their places."""
        told = {"weights": self.weights, "groups": self.groups, "born": self.born}
        cut: dict[str, Any] = {name: None if held is None else held[kept] for name, held in told.items()}
        return attrs.evolve(self, codes=self.codes[kept], ids=self.ids[kept], **cut)

    def sample(self, people: int) -> Self:
        """Return so many people, chosen by their ids alone: always the same, and a larger sample holds a smaller one."""
        if people < 1:
            raise refused(say("{value}", value=people), say("a whole number from 1 on"), say("correct it"), "sample")
        if people >= len(self):
            return self
        drawn = np.fromiter((_drawn(one) for one in self.ids), dtype=np.uint64, count=len(self))
        return self.only(np.sort(np.argsort(drawn, kind="stable")[:people]))

    def parts(self) -> Iterator[tuple[str | None, Sequences]]:
        """Yield the groups in their natural order, or everybody as one."""
        if self.groups is None:
            yield None, self
            return
        for name in sorted(set(self.groups.tolist()), key=natural):
            yield name, self.only(self.groups == name)

    def weight(self) -> float:
        """Return how many people these stand for."""
        return float(len(self)) if self.weights is None else float(self.weights.sum())

    def about(self, lang: str) -> str:
        """Return how many people these are, over what time."""
        told = people(len(self)).in_(lang)
        if self.weights is not None:
            told += bracketed(say("weighted").in_(lang), lang)
        span = self.clock.period(self.columns).in_(lang)
        line = say("{people}, {period}", people=told, period=span).in_(lang)
        if self.left_out:
            out = say("left out, because this moment of theirs is not known: {people}", people=people(self.left_out))
            line += ("；" if lang == "zh" else "; ") + out.in_(lang)
        return line


def people(n: int) -> Text:
    """Return a number of people in words."""
    return counted("{n} person", "{n} people", n) if n < 1000 else say("{n} people", n=f"{n:,}")  # noqa: PLR2004  a comma


def sequences_of(source: Any) -> Sequences:
    """Return the sequences in anything that holds some and needs no word about how to read it."""
    return Sequences.of(source)


def about(source: Any, lang: str) -> str:
    """Return how many people a dataset or sequences hold, and over what time."""
    if isinstance(source, Sequences):
        return source.about(lang)
    told = source.manifest
    lives = people(told.lives)
    if told.first is None or told.last is None:
        return lives.in_(lang)
    span = say("{first} to {last}", first=told.first, last=told.last)
    return say("{people}, {period}", people=lives, period=span).in_(lang)


def is_dataset(source: Any) -> bool:
    """Return whether something is the dataset of a run; the charts never import what made it."""
    return all(hasattr(source, name) for name in ("spells", "final", "wrote", "gap_lengths", "manifest"))


def group_name(word: str, lang: str) -> str:
    """Return a group as the reader sees it."""
    return say("not told").in_(lang) if word in MISSING else label(word, lang)


def _drawn(one: Any) -> int:
    """Return a number that looks like chance and depends on an id alone."""
    return int.from_bytes(hashlib.blake2b(str(one).encode(), digest_size=8).digest(), "big")


def _listed(words: str | Collection[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)
