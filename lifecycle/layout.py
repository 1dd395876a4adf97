"""How records lie in memory for the compiled step: a NumPy dtype of every record class, and records as one array."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

import attrs
import numpy as np

from lifecycle.record import BOUND


def record_dtype(cls: type) -> np.dtype[Any]:
    """Return a record class as a NumPy dtype: 32-bit integers, amounts of 64, and one number for each place."""
    return np.dtype([_column(field) for field in attrs.fields(cls)])


def _column(field: Any) -> tuple[Any, ...]:
    if "size" in field.metadata:
        return (field.name, np.int32, (field.metadata["size"],))
    return (field.name, np.int64 if field.metadata["high"] > BOUND else np.int32)


def as_array(records: Sequence[Any], dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    """Return attrs records as one structured array."""
    fields = attrgetter(*(dtype.names or ()))
    return np.array([fields(record) for record in records], dtype)
