"""HTML in pieces: every text escaped, links to http addresses only, colours that can be read on light and dark grounds."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable
from typing import Final

from lifecycle.words import COLOURS

FAINT: Final = "rgba(128,128,128,.55)"
SOFT: Final = "opacity:.75"
CELL: Final = "text-align:left;vertical-align:top"
#: The hatches of the charts, as strokes of a style sheet.
STROKES: Final = {
    "/": "repeating-linear-gradient(135deg,{ink} 0 1px,transparent 1px 5px)",
    "\\": "repeating-linear-gradient(45deg,{ink} 0 1px,transparent 1px 5px)",
    "x": "repeating-linear-gradient(45deg,{ink} 0 1px,transparent 1px 6px),"
    "repeating-linear-gradient(135deg,{ink} 0 1px,transparent 1px 6px)",
    "-": "repeating-linear-gradient(0deg,{ink} 0 1px,transparent 1px 5px)",
    "|": "repeating-linear-gradient(90deg,{ink} 0 1px,transparent 1px 5px)",
    ".": "radial-gradient({ink} 1px,transparent 1.2px) 0 0/5px 5px",
}
ADDRESS: Final = re.compile(r"(https?://[!-;=?-~]+)")
STROKE_INK: Final = "rgba(0,0,0,.28)"


class Markup(str):
    """HTML that is finished: what was text in it is escaped already."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<Markup of {len(self)} characters>"

    def _repr_html_(self) -> str:
        return self


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Return texts and finished HTML one after another; texts are escaped."""
    return Markup(html.escape(between).join(part if isinstance(part, Markup) else html.escape(str(part)) for part in parts))


def tag(name: str, *parts: str, **attributes: str) -> Markup:
    """Return an element; an attribute without a value is left out."""
    told = "".join(f' {at.rstrip("_").replace("_", "-")}="{html.escape(value)}"' for at, value in attributes.items() if value)
    return Markup(f"<{name}{told}>{joined(parts)}</{name}>")


def link(text: str, address: str | None) -> Markup:
    """Return a text that leads to its address where that is one of the web; any other address is not followed."""
    if address is None or not address.startswith(("http://", "https://")):
        return joined([text])
    return tag("a", text, href=address, target="_blank", rel="noopener noreferrer")


def linked(text: str) -> Markup:
    """Return a text in which every address of the web leads there."""
    parts = ADDRESS.split(text)  # text and address by turns
    return joined(link(part, part) if at % 2 else part for at, part in enumerate(parts))


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], unbroken: Collection[int] = ()) -> Markup:
    """Return a table whose cells stand at the left and the top; some columns keep to one line."""

    def cells(name: str, texts: Iterable[str]) -> list[Markup]:
        return [tag(name, one, style=f"{CELL};white-space:nowrap" if at in unbroken else CELL) for at, one in enumerate(texts)]

    head = cells("th", heads)
    body = [tag("tr", *cells("td", row)) for row in rows]
    above = [tag("thead", tag("tr", *head))] if head else []
    return tag("table", *above, tag("tbody", *body))


def folded(title: str, *parts: str) -> Markup:
    """Return what opens only when the reader asks for it."""
    return tag("details", tag("summary", title, style="cursor:pointer"), *parts)


def fill(name: str) -> str:
    """Return the style of a fill: the colour of the charts, and their hatch as strokes above it."""
    colour, hatch = COLOURS[name]
    return f"background:{STROKES[hatch[0]].format(ink=STROKE_INK)},{colour}" if hatch else f"background:{colour}"


def chip(name: str, text: str) -> Markup:
    """Return a swatch of a fill with its name behind it."""
    swatch = f"display:inline-block;width:12px;height:12px;vertical-align:-1px;border:1px solid {FAINT};{fill(name)}"
    return tag("span", tag("span", style=swatch), Markup("&nbsp;"), text, style="margin-right:14px;white-space:nowrap")
