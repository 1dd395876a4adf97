"""Why every month of a life is what it is, each sentence stored once, with links that lead out of the page safely."""

from __future__ import annotations

import json
import re
from typing import Any, Final
from urllib.parse import urlsplit

import attrs

from lifecycle.language import say
from lifecycle.timeline import Timeline

BETWEEN: Final = " · "
#: Anything else in an address could end it, or be read differently by a browser.
_ADDRESS: Final = re.compile(r"[!-~]+")
SCHEMES: Final = ("http", "https")
SIGNS: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def in_page(value: Any) -> str:
    """Return a value as JSON in which nothing can end the element that it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(SIGNS)


def linked(url: str | None) -> str | None:
    """Return an address that a page may link to, else nothing: only the web, and only with a host.

    >>> linked("https://example.org/a"), linked("javascript:alert(1)"), linked("https:///a")
    ('https://example.org/a', None, None)
    """
    if not url or not _ADDRESS.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in SCHEMES and parts.hostname else None


@attrs.frozen
class Piece:
    """A part of a line: words, or an address that is a link."""

    text: str
    link: bool = False


@attrs.frozen
class Line:
    """A sentence with its links; ``deep`` ones belong to the sentence before."""

    pieces: tuple[Piece, ...]
    deep: bool = False


@attrs.frozen
class Section:
    """Sentences under a heading; ``aside`` ones need not be on paper."""

    heading: str
    lines: tuple[Line, ...]
    aside: bool = False


class Reasons:
    """The reasons of all months of a life in one language."""

    def __init__(self, timeline: Timeline, lang: str) -> None:
        self.timeline, self.lang = timeline, lang
        self._tried = say("What was tried and did not apply").in_(lang)
        self._lines: dict[tuple[str, frozenset[str]], Line] = {}
        self._links: dict[int, frozenset[str]] = {}

    def of(self, at: int) -> tuple[Section, ...]:
        """Return the reasons of the month at a position, its answer first."""
        row = self.timeline.rows[at]
        # a month is explained by itself and the one before: no need to look it up among all
        told = self.timeline[max(0, at - 1) : at + 1].explain(row.month, self.lang)
        links = self._links_of(row.cause)
        return tuple(
            Section(heading, tuple(self._line(text, links) for text in lines), heading == self._tried)
            for heading, lines in told.sections
        )

    def as_json(self) -> str:
        """Return the reasons of all months as JSON that may stand in a page: texts, sections and months by number."""
        texts: dict[Any, int] = {}
        sections: dict[Any, int] = {}
        months = {}
        for at, row in enumerate(self.timeline.rows):
            months[row.month] = [
                sections.setdefault(
                    tuple(texts.setdefault(one, len(texts)) for one in (section.heading, *section.lines)), len(sections)
                )
                for section in self.of(at)
            ]
        made = {"texts": [_plain(one) for one in texts], "sections": list(sections), "months": months}
        return in_page(made)

    def _links_of(self, cause: Any) -> frozenset[str]:
        known = self._links.get(id(cause))
        if known is None:
            known = frozenset(filter(None, (linked(one.url) for one in cause.parameters)))
            self._links[id(cause)] = known
        return known

    def _line(self, text: str, links: frozenset[str]) -> Line:
        known = self._lines.get((text, links))
        if known is None:
            known = self._lines[text, links] = line(text, links)
        return known


def line(text: str, links: frozenset[str]) -> Line:
    """Return a line of an explanation with the addresses in it that are known as links."""
    told = text.lstrip(" ")
    pieces: list[Piece] = []
    for at, part in enumerate(told.split(BETWEEN)):
        if part in links:
            pieces += [Piece(BETWEEN)] * bool(at) + [Piece(part, link=True)]
        elif pieces and not pieces[-1].link:
            pieces[-1] = Piece(pieces[-1].text + BETWEEN + part)
        else:
            pieces.append(Piece((BETWEEN if at else "") + part))
    return Line(tuple(pieces), deep=told != text)


def _plain(one: str | Line) -> Any:
    """Return a heading or line in its shortest form: a text, or depth and parts, of which lists are links."""
    if isinstance(one, str):
        return one
    if len(one.pieces) == 1 and not one.deep and not one.pieces[0].link:
        return one.pieces[0].text
    return [int(one.deep), *([piece.text] if piece.link else piece.text for piece in one.pieces)]
