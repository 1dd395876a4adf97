"""The JSON form of a timeline: written plainly, read back with every mistake named."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
from cattrs import Converter

from lifecycle import document
from lifecycle.errors import TimelineError, Where
from lifecycle.language import say
from lifecycle.row import Parameter, Row
from lifecycle.table import NUMBER

SCHEMA: Final = "lifecycle.timeline/1"
LARGEST_FILE: Final = 200_000_000


@attrs.frozen
class Found:
    """The rows of a timeline read back, and its scales of benefits."""

    rows: list[Row]
    scales: list[Parameter]


@cache
def _converter() -> Converter:
    made = document.converter().copy()
    document.spelled(made, Parameter, from_="from")
    return made


def plain(row: Row) -> dict[str, Any]:
    """Return a row as lists and dicts."""
    made = attrs.asdict(row)
    for parameter in made["cause"]["parameters"]:
        parameter["from"] = parameter.pop("from_")
    return made


def plain_parameter(parameter: Parameter) -> dict[str, Any]:
    """Return a value with its source as a dict."""
    made = attrs.asdict(parameter)
    made["from"] = made.pop("from_")
    return made


def content(path: str | Path) -> Any:
    """Return what a JSON file holds; raises ``TimelineError``."""
    where = Where(file=str(path))
    try:
        if Path(path).stat().st_size > LARGEST_FILE:
            raise TimelineError(
                say("the file is too large"),
                expected=say("at most {limit} bytes", limit=LARGEST_FILE),
                todo=say("check that it is the right file"),
                where=where,
            )
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise TimelineError(
            say("the file cannot be read: {why}", why=str(problem)),
            expected=say("a timeline written by this program"),
            todo=say("check the path, or simulate again"),
            where=where,
        ) from problem


def read(data: Any, file: str) -> Found:
    """Return the rows and scales of a JSON form; raises ``TimelineError``."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise TimelineError(
            say("this is not a timeline of this version"),
            expected=say('"schema": "{schema}"', schema=SCHEMA),
            todo=say("simulate again"),
            where=Where(file=file),
        )
    found: Found = document.structured(
        {"rows": data.get("rows"), "scales": data.get("scales", [])}, Found, _converter(), TimelineError, file
    )
    for row in found.rows:
        if row.cause.transition not in NUMBER:
            raise TimelineError(
                say("there is no transition {id}", id=row.cause.transition),
                expected=say("a timeline written by this program"),
                todo=say("simulate again"),
                where=Where(file=file, path=row.month),
            )
        for position in (row.inpatient, row.outpatient):
            if position is not None and not 0 <= position < len(found.scales):
                raise TimelineError(
                    say("there is no scale of benefits {n}", n=position),
                    expected=say("a timeline written by this program"),
                    todo=say("simulate again"),
                    where=Where(file=file, path=row.month),
                )
    return found


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the JSON form."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "timeline.schema.json").read_text(encoding="utf-8"))
    return found
