"""What a stored timeline is held to: its schema, and for values and events what regions and scenarios are held to."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import attrs

from lifecycle import document
from lifecycle.document import Wrong
from lifecycle.errors import LifecycleError, TimelineError, Where
from lifecycle.events import KINDS
from lifecycle.language import Text, say
from lifecycle.regions.parameters import BY_KEY
from lifecycle.regions.tables import schedule
from lifecycle.row import Parameter, Row
from lifecycle.scenario import read_event
from lifecycle.vocabulary import UNKNOWN, What, key

if TYPE_CHECKING:
    from fastjsonschema import JsonSchemaValueException

LONGEST_PATH: Final = 300
WHOLE: Final = "#"
ROOT: Final = "timeline"
# From draft 6 on 1.0 is an integer; fields that count are int, so the check reads the schema by the rules of draft 4.
DRAFT: Final = "http://json-schema.org/draft-04/schema#"
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
REQUIREMENT: Final = "retirement.requirement."


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of the JSON form."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "timeline.schema.json").read_text(encoding="utf-8"))
    return found


@attrs.frozen
class Promise:
    """Refuses what a stored timeline cannot have, by file and path."""

    file: str

    def refuse(self, path: str, found: Text, expected: Text | None = None) -> NoReturn:
        """Refuse what stands at a path."""
        raise TimelineError(
            found,
            expected=expected or say("a timeline written by this program"),
            todo=say("simulate again"),
            where=Where(file=self.file, path=path[:LONGEST_PATH] or None),
        )

    def keep(self, value: Any, part: str = WHOLE, path: str = ROOT) -> None:
        """Hold a value to the schema or to a part of it."""
        from fastjsonschema import JsonSchemaValueException

        try:
            _check(part, named=False)(value)
        except JsonSchemaValueException:
            try:
                _check(part, named=True)(value, name_prefix=path)
            except JsonSchemaValueException as problem:
                self.refuse(_below(problem.name or path), *_told(problem))

    def keep_json(self, data: Any) -> None:
        """Refuse what no JSON file has; data that come from a program may have it, and no limit of a number stops NaN."""
        try:
            json.dumps(data, allow_nan=False)
        except (TypeError, ValueError, RecursionError):
            self.refuse("", say("something that JSON does not have"))

    def keep_rows(self, rows: Sequence[Row], scales: Sequence[Parameter]) -> None:
        """Hold rows and scales to what no schema can say: months one after another, values and events that can be told."""
        for at, row in enumerate(rows):
            path = f"rows[{at}]"
            if at and row.index != rows[at - 1].index + 1:
                self.refuse(f"{path}.month", say("{month} after {before}", month=row.month, before=rows[at - 1].month))
            for position in (row.inpatient, row.outpatient):
                if position is not None and position >= len(scales):
                    self.refuse(path, say("there is no scale of benefits {n}", n=position))
            self._keep_cause(row, f"{path}.cause")
        for at, scale in enumerate(scales):
            self._keep_told(lambda scale=scale: schedule(scale.value), f"scales[{at}].value")  # type: ignore[misc]

    def _keep_cause(self, row: Row, path: str) -> None:
        for at, one in enumerate(row.cause.parameters):
            self._keep_value(one, f"{path}.parameters[{at}].value")
        for at, event in enumerate(row.cause.events):
            self._keep_told(lambda event=event: _read_again(event, row.month), f"{path}.events[{at}]")  # type: ignore[misc]
        for at, tried in enumerate(row.cause.tried):
            for name, one, of in (("wanted", tried.wanted, "conditions"), ("found", tried.found, "findings")):
                if tried.condition in schema()["$defs"][of]["properties"]:
                    self.keep(one, f"#/$defs/{of}/properties/{tried.condition}", f"{path}.tried[{at}].{name}")

    def _keep_value(self, one: Parameter, path: str) -> None:
        if ".entry." in one.key:
            self.keep(one.value, "#/$defs/rule", path)
        elif one.key.startswith(REQUIREMENT):
            self.keep(one.value, "#/$defs/requirement", path)
        elif one.key in BY_KEY and one.value != UNKNOWN:
            self._keep_told(lambda: BY_KEY[one.key].read(_dated(one.value)), path)
        else:
            self.keep(one.value, "#/$defs/plain", path)

    def _keep_told(self, read: Callable[[], Any], path: str) -> None:
        try:
            read()
        except (Wrong, LifecycleError) as problem:
            self.refuse(path, problem.found, problem.expected)


@cache
def _check(part: str, *, named: bool) -> Callable[..., Any]:
    """Return the compiled check of a part of the schema.

    One that names the place of a mistake takes several times as long to make, so it is made once there is a mistake.
    """
    import fastjsonschema

    whole = {name: _opened(one) for name, one in schema().items() if name != "$id"}
    held = whole if part == WHOLE else {"$defs": whole["$defs"], "$ref": part}
    return fastjsonschema.compile({**held, "$schema": DRAFT}, use_default=False, use_formats=False, detailed_exceptions=named)


def _opened(part: Any) -> Any:
    """Return a part of the schema with the kinds of single values written out: a call for each would cost more than its check."""
    if isinstance(part, list):
        return [_opened(one) for one in part]
    if not isinstance(part, dict):
        return part
    if isinstance(name := part.get("$ref"), str):
        kind = schema()["$defs"][name.rpartition("/")[2]]
        return part if "properties" in kind or "patternProperties" in kind else _opened(kind)
    return {name: _opened(one) for name, one in part.items()}


def _told(problem: JsonSchemaValueException) -> tuple[Text, Text | None]:
    """Return what was found where the schema does not fit, and what was expected where that can be said more closely."""
    value, kept = problem.value, problem.definition
    if problem.rule == "required":
        return say("the key {key} is missing", key=next(name for name in kept["required"] if name not in value)), None
    if problem.rule == "additionalProperties":
        known, patterns = kept.get("properties", ()), list(kept.get("patternProperties", ()))
        unknown = (name for name in value if name not in known and not any(re.search(one, name) for one in patterns))
        return say("unknown key {keys}", keys=[_shown(next(unknown))]), None
    if problem.rule == "maxLength":
        return say("a text of {n} characters", n=len(value)), say("at most {most}", most=kept["maxLength"])
    return say("{value}", value=_shown(value)), None


def _shown(value: Any) -> str:
    """Return a value as a message can show it."""
    text = str(value)[: document.LONGEST_QUOTE]
    return text if document.readable(text) else ascii(text)


def _below(path: str) -> str:
    """Return a path as it is told: from below the timeline itself."""
    return path.removeprefix(ROOT).removeprefix(".")


def _read_again(event: dict[str, Any], month: str) -> Any:
    """Read an event as a scenario spells it; the end of a status is told as an event that no scenario has."""
    what = key(What.STATUS) if event["what"] == key(What.STATUS_ENDS) else event["what"]
    known = {field.name.rstrip("_") for field in attrs.fields(KINDS[what])} if what in KINDS else set()
    return read_event({**{name: one for name, one in event.items() if name in known}, "what": what, "month": month})


def _dated(value: Any) -> Any:
    """Return a value with its days as the region files have them."""
    if isinstance(value, dict):
        return {name: _dated(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_dated(one) for one in value]
    with suppress(ValueError):  # 30 February stays a text, and is refused as one
        return dt.date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else value
    return value
