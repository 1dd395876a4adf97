"""The words of the tables that a run writes: one fixed list for every kind of word, the same in all parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from lifecycle.person import GROUPS, SEXES
from lifecycle.population.batch import Ints
from lifecycle.population.rulebase import Rulebase
from lifecycle.regions.atlas import Atlas
from lifecycle.table import TABLE
from lifecycle.vocabulary import SCHEME_OF_WAY, Payer, State, Way, key

Mask = np.ndarray[Any, np.dtype[np.bool_]]


@attrs.frozen(eq=False)
class Dictionary:
    """A list of words, and the word of every number of the step; null where it has none, the first where that never occurs."""

    words: pa.Array
    by_number: pa.DictionaryArray

    @classmethod
    def of(cls, word_of: Sequence[str | None], listed: Sequence[str] | None = None, *, missing: bool = False) -> Dictionary:
        """Return the dictionary in which number ``n`` means ``word_of[n]``; ``listed`` are its words in their order."""
        order = list(listed or dict.fromkeys(word for word in word_of if word is not None))
        at = {word: position for position, word in enumerate(order)}
        kind = pa.int8() if len(order) <= np.iinfo(np.int8).max else pa.int16()
        positions = pa.array([(None if missing else 0) if word is None else at[word] for word in word_of], kind)
        words = pa.array(order, pa.string())
        return cls(words, pa.DictionaryArray.from_arrays(positions, words))

    @property
    def type(self) -> pa.DataType:
        """Return the Arrow type of the words."""
        return self.by_number.type

    def encoded(self, numbers: Ints) -> pa.Array:
        """Return numbers of the step as words."""
        return pc.take(self.by_number, pa.array(numbers))

    def of_words(self, words: pl.Series) -> pa.Array:
        """Return words of the input as those of this list, null where nobody told one."""
        positions = pc.index_in(words.cast(pl.String).to_arrow().cast(pa.string()), value_set=self.words)
        return pa.DictionaryArray.from_arrays(positions.cast(self.type.index_type), self.words)


@attrs.frozen(eq=False)
class Dictionaries:
    """The words of regions, states, schemes, causes, rules and payers, by the numbers of the step."""

    region: Dictionary
    state: Dictionary
    scheme: Dictionary
    cause: Dictionary
    entry_rule: Dictionary
    covered_by: Dictionary
    payer: Dictionary
    sex: Dictionary
    group: Dictionary

    @classmethod
    def of(cls, base: Rulebase) -> Dictionaries:
        """Return the words of a rulebase and of the vocabulary."""
        schemes = [SCHEME_OF_WAY[way] for way in Way]
        return cls(
            region=Dictionary.of([None, *base.names[1:]]),
            state=Dictionary.of([key(state) for state in State]),
            scheme=Dictionary.of(schemes),
            cause=Dictionary.of([None, *(row.id for row in TABLE)]),
            entry_rule=_rules(base.atlas),
            covered_by=Dictionary.of([None, *schemes[1:]], missing=True),
            payer=Dictionary.of([None, *(key(payer) for payer in Payer if payer is not Payer.NONE)], missing=True),
            sex=Dictionary.of(SEXES),
            group=Dictionary.of(GROUPS),
        )


def _rules(atlas: Atlas) -> Dictionary:
    """Return the keys of the entry rules; the step knows a rule by its number plus 1, and several have the same key."""
    keys = {rule.number + 1: rule.key for rule in atlas.rules}
    return Dictionary.of([keys.get(number) for number in range(max(keys) + 1)], sorted(set(keys.values())), missing=True)
