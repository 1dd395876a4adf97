"""The errors, and what each of them means.

::

    LifecycleError
    ├── ScenarioError            a scenario file or a life that cannot be
    ├── RegionError              a region file, or a value that no region file gives
    ├── TimelineError            a stored timeline that cannot be read back
    ├── InputError               tables of persons and events that cannot be read
    └── OutputError              a file that cannot be written

Every message says where, what was found, what was expected and what to do.
"""

from __future__ import annotations

from typing import NoReturn

import attrs

from lifecycle.language import Text, current, say, titled


@attrs.frozen
class Where:
    """The place of a mistake: file, number of the event (from 1) and path inside the file."""

    file: str | None = None
    event: int | None = None
    path: str | None = None

    def in_(self, lang: str) -> str:
        """Return the place in one line."""
        parts = []
        if self.file:
            parts.append(self.file)
        if self.event:
            parts.append(say("event {n}", n=self.event).in_(lang))
        if self.path:
            parts.append(self.path)
        return ("，" if lang == "zh" else ", ").join(parts)


class LifecycleError(Exception):
    """Anything this package refuses."""

    def __init__(
        self,
        found: Text,
        *,
        expected: Text | None = None,
        todo: Text | None = None,
        where: Where | None = None,
    ) -> None:
        super().__init__(found)
        self.found, self.expected, self.todo = found, expected, todo
        self.where = where or Where()

    def at(self, **place: object) -> LifecycleError:
        """Return the same error with its place filled in where it was still open."""
        known = {k: v for k, v in attrs.asdict(self.where).items() if v is not None}
        self.where = Where(**{**place, **known})
        return self

    def in_(self, lang: str) -> str:
        """Return the whole message in ``lang``."""
        place = self.where.in_(lang)
        lines = [titled(place, self.found.in_(lang), lang) if place else self.found.in_(lang)]
        if self.expected:
            lines.append("  " + say("expected: {it}", it=self.expected).in_(lang))
        if self.todo:
            lines.append("  " + say("to do: {it}", it=self.todo).in_(lang))
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.in_(current())


class ScenarioError(LifecycleError):
    """A scenario that is no scenario, or a life that cannot be."""


class RegionError(LifecycleError):
    """A region file that cannot be used, or a region that does not exist."""


class TimelineError(LifecycleError):
    """A stored timeline that cannot be read back."""


class InputError(LifecycleError):
    """Tables of persons and events that cannot be read, or rows in them that were to be none."""


class OutputError(LifecycleError):
    """A file that cannot be written."""


def refuse_event(
    file: str | None, number: int | None, found: Text, expected: Text, todo: Text, path: str | None = None
) -> NoReturn:
    """Raise ``ScenarioError`` at an event of a scenario (from 1), or at ``path`` where no event is to blame."""
    place = f"event[{number - 1}].{path or 'month'}" if number else path
    raise ScenarioError(found, expected=expected, todo=todo, where=Where(file=file, event=number, path=place))
