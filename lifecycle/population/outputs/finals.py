"""Final records: one row a life, what it came to and how it stands in its last month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa

from lifecycle.columns import UNKNOWN_AMOUNT
from lifecycle.population.batch import Ints
from lifecycle.population.outputs.dictionaries import Dictionaries, Mask
from lifecycle.population.outputs.history import dates
from lifecycle.population.outputs.outcome import Outcome
from lifecycle.population.outputs.spells import changes
from lifecycle.vocabulary import State, Way

#: Counters as they stand in the last month, by their names in the record: plain ones, and amounts.
COUNTERS: Final = {"gap_months": "gap_months", "converted_months": "converted_months", "missed_windows": "missed_years"}
AMOUNTS: Final = ("paid_own_fen", "paid_employer_fen", "paid_fund_fen", "account_fen")
UNTOLD: Final = ("continuous_months", "actual_months", "local_months", "resident_years")
TOTALS: Final = ("months_covered", "months_covered_finally", "months_unpaid", "months_waiting")
ABOUT_RETIRING: Final = ("required_months", "missing_months", "missing_actual_months", "missing_local_months")
ABSENT: Final = (State.NOT_ENROLLED, State.DECEASED)


def schema(words: Dictionaries, about: dict[bytes, bytes]) -> pa.Schema:
    """Return the schema of the final records."""
    date, short, whole, long = pa.date32(), pa.int16(), pa.int32(), pa.int64()
    told: list[tuple[str, pa.DataType, bool]] = [
        ("id", long, False), ("region", words.region.type, False), ("born", date, True),
        ("sex", words.sex.type, True), ("group", words.group.type, True),
        ("first", date, False), ("last", date, False), ("months", short, False), *((name, whole, False) for name in TOTALS),
        ("state", words.state.type, False), ("scheme", words.scheme.type, False),
        *((name, whole, name in UNTOLD) for name in (*COUNTERS, "deemed_months", *UNTOLD)),
        *((name, long, False) for name in AMOUNTS), ("retire_month", date, True),
        *((name, whole, True) for name in ABOUT_RETIRING), ("retired_from", date, True),
    ]  # fmt: skip
    return pa.schema([pa.field(name, kind, nullable=nullable) for name, kind, nullable in told], metadata=about)


def tables(outcome: Outcome, wanted: pa.Schema) -> Iterator[pa.Table]:
    """Yield the final records of a partition."""
    if len(outcome):
        made = {**_person(outcome), **_totals(outcome), **_counters(outcome), **_retirement(outcome)}
        yield pa.Table.from_arrays([made[name] for name in wanted.names], schema=wanted)


def _person(outcome: Outcome) -> dict[str, pa.Array]:
    born, words, at = outcome.persons["born"], outcome.words, outcome.starts[1:] - 1
    return {
        "id": pa.array(outcome.ids),
        "born": dates(born.fill_null(0).to_numpy(), born.is_null().to_numpy()),
        "sex": words.sex.of_words(outcome.persons["sex"]),
        "group": words.group.of_words(outcome.persons["group"]),
        "first": dates(outcome.first),
        "last": dates(outcome.last),
        "months": pa.array(outcome.months.astype(np.int16)),
        **{name: getattr(words, name).encoded(outcome.columns[name][at]) for name in ("region", "state", "scheme")},
    }


def _totals(outcome: Outcome) -> dict[str, pa.Array]:
    """Return the months by answer; a month is unpaid where somebody insured before pays nothing."""
    state, scheme = outcome.columns["state"], outcome.columns["scheme"]
    unpaid = scheme == Way.NONE
    for absent in ABSENT:
        unpaid &= state != absent
    found = (
        outcome.columns["factor"] > 0,
        outcome.columns["factor_finally"] > 0,
        unpaid,
        state == State.WAITING,
    )
    return {name: pa.array(outcome.totals(one).astype(np.int32)) for name, one in zip(TOTALS, found, strict=True)}


def _counters(outcome: Outcome) -> dict[str, pa.Array]:
    ends = _ends(outcome)
    local = np.where(ends["requirement"] > 0, ends["local_months"], ends["place_months"][np.arange(len(outcome)), ends["place"]])
    months, years = outcome.months_untold, outcome.years_untold
    return {
        **{name: _whole(ends[of_record]) for name, of_record in COUNTERS.items()},
        **{name: pa.array(ends[name].astype(np.int64)) for name in AMOUNTS},
        "deemed_months": _whole(ends["deemed_months"] + ends["service_months"]),
        "continuous_months": _whole(ends["continuous_months"], ends["continuous_known"] != 1),
        "actual_months": _whole(ends["actual_months"], months),
        "local_months": _whole(local, months),
        "resident_years": _whole(ends["resident_years"], years),
    }


def _retirement(outcome: Outcome) -> dict[str, pa.Array]:
    """Return what the last month says about retiring, where it is known when; and since when one is retired."""
    ends = _ends(outcome)
    open_ = (ends["retire_month"] == 0) | (ends["requirement"] == 0)
    unknown = open_ | (ends["years_unknown"] == 1)
    since = _retired_from(outcome)
    return {
        "retire_month": dates(ends["retire_month"], open_),
        "required_months": _whole(ends["required_months"], open_ | (ends["required_months"] == UNKNOWN_AMOUNT)),
        **{name: _whole(ends[name], unknown) for name in ABOUT_RETIRING[1:]},
        "retired_from": dates(since, since == 0),
    }


def _retired_from(outcome: Outcome) -> Ints:
    """Return the first month in which every life is retired, 0 where it never is."""
    rows = np.flatnonzero(changes(outcome, ["state"]) & (outcome.columns["state"] == State.RETIRED))
    life, at = np.unique(np.searchsorted(outcome.starts, rows, side="right") - 1, return_index=True)
    found = np.zeros(len(outcome), np.int32)
    found[life] = outcome.first[life] + (rows[at] - outcome.starts[life])
    return found


def _ends(outcome: Outcome) -> Any:
    if outcome.ends is None:
        raise ValueError
    return outcome.ends


def _whole(numbers: Ints, missing: Mask | None = None) -> pa.Array:
    return pa.array(numbers.astype(np.int32), mask=missing)
