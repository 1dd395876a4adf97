"""A TOML file from outside: bounded in size, parsed, structured into attrs classes; every error has its path."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
from cattrs import Converter
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override

from lifecycle.errors import LifecycleError, Where
from lifecycle.language import Text, say
from lifecycle.words import Label

LARGEST_FILE: Final = 2_000_000
LONGEST_QUOTE: Final = 80
LONGEST_TEXT: Final = 2000
UNREADABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Wrong(ValueError):  # noqa: N818  it becomes a named error once its place is known
    """A value that does not fit, before its place in the file is known."""

    def __init__(
        self,
        found: Text,
        expected: Text | None = None,
        todo: Text | None = None,
        *,
        error: type[LifecycleError] | None = None,
    ) -> None:
        super().__init__(found)
        self.found, self.expected, self.todo, self.error = found, expected, todo, error


def read(path: Path, error: type[LifecycleError]) -> dict[str, Any]:
    """Return the content of a TOML file; raises ``error`` where there is none to be had."""
    where = Where(file=str(path))
    try:
        if not path.is_file():
            raise error(
                say("there is no such file"),
                expected=say("a readable TOML file"),
                todo=say("check the path"),
                where=where,
            )
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise error(
                say("the file has {size} bytes", size=size),
                expected=say("at most {limit} bytes", limit=LARGEST_FILE),
                todo=say("split the file, or check that it is the right one"),
                where=where,
            )
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise error(
            say("the file cannot be read: {why}", why=problem.strerror or str(problem)),
            expected=say("a readable TOML file"),
            todo=say("check the path and the permissions"),
            where=where,
        ) from problem
    except UnicodeDecodeError as problem:
        raise error(
            say("the file is not UTF-8 (byte {position})", position=problem.start),
            expected=say("a TOML file in UTF-8"),
            todo=say("save the file as UTF-8"),
            where=where,
        ) from problem
    except (ValueError, RecursionError) as problem:
        raise error(
            say("this is not TOML: {why}", why=str(problem)),
            expected=say("a TOML file"),
            todo=say("mend the line that is named"),
            where=where,
        ) from problem


def _strict(kind: type) -> Any:
    names = {
        str: say("a text in quotes"),
        int: say("a whole number"),
        bool: say("true or false"),
        float: say("a number"),
        dt.date: say("a date such as 2024-07-01, without quotes"),
    }

    def hook(value: Any, _: Any) -> Any:
        fits = isinstance(value, (int, float)) if kind is float else isinstance(value, kind)
        if kind in (int, float) and isinstance(value, bool):
            fits = False
        if kind is dt.date and isinstance(value, dt.datetime):
            fits = False
        if not fits:
            raise Wrong(say("{value}", value=short(value)), names[kind])
        if kind is str:
            _refuse_control(value)
            _refuse_long(value)
        return value

    return hook


def readable(text: str) -> bool:
    """Return whether a text has no sign that steers a terminal, ends a page or is half of one; line breaks and tabs are fine."""
    return UNREADABLE.search(text) is None


def _refuse_control(text: str) -> None:
    """Refuse signs that steer a terminal or end a page; line breaks and tabs are none."""
    if not readable(text):
        raise Wrong(
            say("a control character in {text}", text=repr(short(text))), say("text that can be read"), say("take it out")
        )


def _refuse_long(text: str) -> None:
    """Refuse a text that no page or figure has room for."""
    if len(text) > LONGEST_TEXT:
        raise Wrong(say("a text of {n} characters", n=len(text)), say("at most {most}", most=LONGEST_TEXT), say("shorten it"))


def _label(value: Any, _: Any) -> Label:
    for text in (value,) if isinstance(value, str) else value.values() if isinstance(value, dict) else ():
        if isinstance(text, str):
            _refuse_control(text)
    _refuse_long(str(value))
    if isinstance(value, str):
        return Label(value, value)
    if isinstance(value, dict) and set(value) == {"zh", "en"} and all(isinstance(v, str) for v in value.values()):
        return Label(value["zh"], value["en"])
    raise Wrong(say("{value}", value=str(value)[:60]), say('{{ zh = "…", en = "…" }}'))


@cache
def converter() -> Converter:
    """Return a converter that refuses unknown keys and never turns one type into another."""
    made = Converter(forbid_extra_keys=True)
    for kind in (str, int, bool, float, dt.date):
        made.register_structure_hook(kind, _strict(kind))
    made.register_structure_hook(Any, lambda value, _: value)
    made.register_structure_hook(Label, _label)
    return made


def spelled(made: Converter, cls: type, **renamed: str) -> None:
    """Let fields of ``cls`` be spelled in files as Python cannot spell them (``from_`` as ``from``)."""
    rules = {field: override(rename=name) for field, name in renamed.items()}
    made.register_structure_hook(
        cls,
        make_dict_structure_fn(cls, made, _cattrs_forbid_extra_keys=True, **rules),  # type: ignore[arg-type]
    )


def structured(data: Any, cls: type, made: Converter, error: type[LifecycleError], file: str) -> Any:
    """Return ``data`` as an instance of ``cls``; raises ``error`` with file and path of the first mistake."""
    try:
        return made.structure(data, cls)
    except (BaseValidationError, ForbiddenExtraKeysError, Wrong, ValueError, TypeError, KeyError) as problem:
        path, cause = _first(problem, "")
        raise _told(cause, error, Where(file=file, event=_event(path), path=path or None)) from None


def _first(problem: BaseException, path: str) -> tuple[str, BaseException]:
    inner = getattr(problem, "exceptions", None)
    if not inner:
        return path, problem
    cause = inner[0]
    for note in getattr(cause, "__notes__", ()):
        if (name := getattr(note, "name", None)) is not None:
            path = f"{path}.{name.rstrip('_')}" if path else str(name).rstrip("_")
        elif (index := getattr(note, "index", None)) is not None:
            path = f"{path}[{index}]"
    return _first(cause, path)


def _event(path: str) -> int | None:
    if not path.startswith("event["):
        return None
    return int(path[6 : path.index("]")]) + 1


def _told(cause: BaseException, error: type[LifecycleError], where: Where) -> LifecycleError:
    if isinstance(cause, Wrong):
        return (cause.error or error)(cause.found, expected=cause.expected, todo=cause.todo or say("correct it"), where=where)
    if isinstance(cause, ForbiddenExtraKeysError):
        known = sorted(getattr(field, "alias", field.name).rstrip("_") for field in attrs.fields(cause.cl) if field.init)
        return error(
            say("unknown key {keys}", keys=sorted(cause.extra_fields)),
            expected=say("one of: {keys}", keys=known),
            todo=say("correct the spelling, or take the key out"),
            where=where,
        )
    if isinstance(cause, KeyError):
        return error(
            say("the key {key} is missing", key=str(cause.args[0])),
            expected=say("a value for {key}", key=str(cause.args[0])),
            todo=say("add it"),
            where=where,
        )
    return error(
        say("this value cannot be read ({why})", why=short(cause)),
        expected=say("a value of the kind that the README shows"),
        todo=say("compare it with one of the files in scenarios/ or lifecycle/regions/"),
        where=where,
    )


def short(value: object) -> str:
    """Return a value in few enough signs for a message."""
    return textwrap.shorten(str(value), LONGEST_QUOTE, placeholder="…")
