"""The transition table as one compiled step: generated source, the same rule functions, numba.

The generated file is named by a hash of the table and of every module that the step runs, so that numba's
cache is valid exactly as long as they are unchanged.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import inspect
import os
import pkgutil
import sys
import types
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import attrs
import numba
import numpy as np
from numba.extending import register_jitable
from platformdirs import user_cache_path

from lifecycle import columns, rules, vocabulary
from lifecycle.facts import Facts, Happening
from lifecycle.record import BOUND, Record
from lifecycle.table import TABLE
from lifecycle.vocabulary import State, Trigger, What

if TYPE_CHECKING:
    from lifecycle.regions.entries import Row
    from lifecycle.regions.numbers import Rules

HEADER: Final = '''"""One month of one life, written out from the transition table; do not edit."""

import numba

from lifecycle.rules.benefits import settle_bill
from lifecycle.rules.facts import set_fact
from lifecycle.rules.month import close_month, decide_month, turn_calendar
from lifecycle.rules.transitions import *


@numba.njit(cache=True)
def fire(p, v, r):
    """Fire the first row of the month's trigger whose source and guard hold."""
'''
FOOTER: Final = '''

@numba.njit(cache=True)
def live(p, facts, rules, entries, starts, happenings, rows):
    """Live one life: month by month, its happenings between ``starts[m]`` and ``starts[m + 1]``."""
    for m in range(facts.shape[0]):
        v = facts[m]
        r = rules[m]
        turn_calendar(p[0], v, r, entries)
        for h in range(starts[m], starts[m + 1]):
            set_fact(p[0], v, r, happenings[h])
        decide_month(p[0], v, r, entries)
        fire(p[0], v, r)
        close_month(p[0], v, r, entries)
        for h in range(starts[m], starts[m + 1]):
            if happenings[h].what == BILL:
                settle_bill(p[0], r, happenings[h])
        rows[m] = p[0]
        if p[0].state == DECEASED:
            return m + 1
    return facts.shape[0]
'''


def rule_modules() -> list[types.ModuleType]:
    """Return every module of the rules, in a fixed order."""
    found = sorted(info.name for info in pkgutil.iter_modules(rules.__path__))
    return [importlib.import_module(f"{rules.__name__}.{name}") for name in found]


def source() -> str:
    """Return the generated module: the table as ``if`` and ``elif``, the loop around it."""
    lines = []
    for trigger in Trigger:
        lines.append(f"    {'if' if trigger == 0 else 'elif'} v.trigger == {int(trigger)}:  # {vocabulary.key(trigger)}")
        opening = "if"
        for number, row in enumerate(TABLE, start=1):
            if row.trigger is not trigger:
                continue
            sources = " or ".join(f"p.state == {int(state)}" for state in row.sources)
            guard = f" and {row.guard.__name__}(p, v, r)" if row.guard else ""
            lines.append(f"        {opening} ({sources}){guard}:  # {row.id}")
            opening = "elif"
            if row.effect:
                lines.append(f"            {row.effect.__name__}(p, v, r)")
            lines.append(f"            p.row = {number}")
            if row.dest is not None:
                lines.append(f"            p.state = {int(row.dest)}")
    return f"{HEADER}{chr(10).join(lines)}\n{_footer()}"


def _footer() -> str:
    return FOOTER.replace("DECEASED", str(int(State.DECEASED))).replace("BILL", str(int(What.BILL)))


def fingerprint() -> str:
    """Return a hash of the table and of the source of everything that the step runs."""
    parts = [source(), *(inspect.getsource(module) for module in (*rule_modules(), vocabulary, columns)), numba.__version__]
    parts.append(str(record_dtype(Record)) + str(record_dtype(Facts)))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def record_dtype(cls: type) -> np.dtype[Any]:
    """Return a record class as a NumPy dtype: 32-bit integers, amounts of 64, and one number for each place."""
    return np.dtype([_column(field) for field in attrs.fields(cls)])


def _column(field: Any) -> tuple[Any, ...]:
    if "size" in field.metadata:
        return (field.name, np.int32, (field.metadata["size"],))
    return (field.name, np.int64 if field.metadata["high"] > BOUND else np.int32)


def rules_dtype(example: Rules) -> np.dtype[Any]:
    """Return the rules of a region and month as a NumPy dtype."""
    return np.dtype([(name, np.int64, np.shape(value)) for name, value in attrs.asdict(example, recurse=False).items()])


def as_array(records: Sequence[Any], dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    """Return attrs records as one structured array."""
    made = np.zeros(len(records), dtype)
    for name in dtype.names or ():
        made[name] = [getattr(record, name) for record in records]
    return made


@cache
def compiled() -> types.ModuleType:
    """Return the generated module, compiled by numba on first use and cached on disk."""
    name = f"_lifecycle_step_{fingerprint()}"
    folder = user_cache_path("lifecycle", ensure_exists=True)
    path = folder / f"{name}.py"
    if not path.exists():
        beside = path.with_suffix(f".{os.getpid()}.new")  # two processes may begin at once
        beside.write_text(source(), encoding="utf-8")
        beside.replace(path)
    for module in rule_modules():
        for function in vars(module).values():
            if isinstance(function, types.FunctionType) and function.__module__ == module.__name__:
                register_jitable(function)
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made


def live(
    start: Record,
    facts: list[Facts],
    rules_by_month: list[Rules],
    entries: list[Row],
    happenings: list[list[Happening]],
) -> np.ndarray[Any, Any]:
    """Return the records of a life at the end of each month, by the compiled step."""
    life = as_array([start], record_dtype(Record))
    rows = np.zeros(len(facts), record_dtype(Record))
    flat = [event for month in happenings for event in month] or [Happening()]
    starts = np.cumsum([0, *(len(month) for month in happenings)]).astype(np.int64)
    lived = compiled().live(
        life,
        as_array(facts, record_dtype(Facts)),
        as_array(rules_by_month, rules_dtype(rules_by_month[0])),
        np.array(entries, np.int32),
        starts,
        as_array(flat, record_dtype(Happening)),
        rows,
    )
    return rows[:lived]
