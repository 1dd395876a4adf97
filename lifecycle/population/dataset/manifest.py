"""The manifest of a run (``run.json``): what was run by which rules, what was written, and whether it came to its end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, Self

import attrs

from lifecycle import document
from lifecycle.errors import InputError, Where
from lifecycle.language import Text, say

SCHEMA: Final = "lifecycle.population/1"
MANIFEST: Final = "run.json"
LARGEST_FILE: Final = 50_000_000


@attrs.frozen(kw_only=True)
class Manifest:
    """What a run says of itself; ``parts`` tells of a kind of table how many files it has, one a partition unless told."""

    version: str = ""
    fingerprint: str = ""
    outputs: list[str]
    lives: int
    partitions: int
    first: str | None = None
    last: str | None = None
    finished: bool
    parts: dict[str, int] = attrs.field(factory=dict)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the manifest in a file; keys that are not known here are left alone. Raises ``InputError``."""
        try:
            too_large = path.stat().st_size > LARGEST_FILE
            data = None if too_large else json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError) as problem:
            raise _refused(path, say("there is no run in this folder"), say("check the path")) from problem
        except (OSError, ValueError, RecursionError) as problem:
            raise _refused(path, say("the file cannot be read: {why}", why=str(problem)), say("run it again")) from problem
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise _refused(path, say("this is not a run of this version"), say("run it again"))
        if not isinstance(data.get("outputs"), list):
            raise _refused(path, say("the key {key} is missing", key="outputs"), say("run it again"))
        known: dict[str, Any] = {field.name: data[field.name] for field in attrs.fields(cls) if field.name in data}
        found: Self = document.structured(known, cls, document.converter(), InputError, str(path))
        return found


def _refused(path: Path, found: Text, todo: Text) -> InputError:
    expected = say('a folder with a {name} that has "schema": "{schema}"', name=MANIFEST, schema=SCHEMA)
    return InputError(found, expected=expected, todo=todo, where=Where(file=str(path)))
