"""The JSON form of a timeline: written plainly, read back with every mistake named."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final, NoReturn

import attrs
from cattrs import Converter

from lifecycle import document
from lifecycle.errors import TimelineError, Where
from lifecycle.language import say
from lifecycle.promise import Promise, schema
from lifecycle.row import Parameter, Row

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
        return json.loads(Path(path).read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    except (OSError, ValueError, RecursionError) as problem:
        raise TimelineError(
            say("the file cannot be read: {why}", why=str(problem)),
            expected=say("a timeline written by this program"),
            todo=say("check the path, or simulate again"),
            where=where,
        ) from problem


def read(data: Any, file: str) -> Found:
    """Return the rows and scales of a JSON form; raises ``TimelineError``."""
    if not isinstance(data, dict) or data.get("schema") != schema()["$id"]:
        raise TimelineError(
            say("this is not a timeline of this version"),
            expected=say('"schema": "{schema}"', schema=schema()["$id"]),
            todo=say("simulate again"),
            where=Where(file=file),
        )
    promise = Promise(file)
    promise.keep_json(data)
    promise.keep(data)
    found: Found = document.structured({"rows": data["rows"], "scales": data["scales"]}, Found, _converter(), TimelineError, file)
    promise.keep_rows(found.rows, found.scales)
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
