"""A figure inside a page: an SVG without styles of its own, with ids that no other figure has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from lifecycle.charts.picture import Picture

#: Copies of title and words, which the page gives itself; they may hold signs that XML cannot.
_REPEATED: Final = re.compile(rb"<metadata>.*?</metadata>|<!--.*?-->|<title>.*?</title>", re.DOTALL)
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")
_LINK: Final = "{http://www.w3.org/1999/xlink}href"
#: What the style sheet of the drawing says of everything; on the page it would reach everything.
_EVERYWHERE: Final = {"stroke-linejoin": "round", "stroke-linecap": "butt"}


def inline(picture: Picture, name: str) -> str:
    """Return a picture as SVG to stand in HTML; every id in it begins with ``name``, which labels it for readers."""
    root = ET.fromstring(_REPEATED.sub(b"", picture.rendered("svg")))  # noqa: S314  drawn here, not read from outside
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.endswith("}style"):
                parent.remove(child)
    ids = _needed(root)
    short = {old: f"{name}-{n}" for n, old in enumerate(ids)}
    for element in root.iter():
        _plain(element, short)
    box = root.get("viewBox", "")
    root.attrib = {
        **_EVERYWHERE,
        "viewBox": box,
        "role": "img",
        "aria-labelledby": f"{name}-title {name}-words",
        "focusable": "false",
    }
    for at, (tag, text) in enumerate((("title", picture.title), ("desc", picture.alt_text()))):
        told = ET.Element(tag, {"id": f"{name}-{'words' if at else 'title'}"})
        told.text = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
        root.insert(at, told)
    return ET.tostring(root, encoding="unicode")


def _needed(root: ET.Element) -> list[str]:
    """Return the ids that something in the drawing points to."""
    found: dict[str, None] = {}
    for element in root.iter():
        for key, value in element.attrib.items():
            if key == _LINK:
                found[value.removeprefix("#")] = None
            found |= dict.fromkeys(_REFERENCE.findall(value))
    return list(found)


def _plain(element: ET.Element, short: dict[str, str]) -> None:
    """Write an element as HTML has it: no namespace, its style as attributes, its ids and references short."""
    element.tag = element.tag.rpartition("}")[2]
    element.text = element.tail = None
    kept: dict[str, str] = {}
    for key, value in element.attrib.items():
        if key == "id":
            kept |= {"id": short[value]} if value in short else {}
        elif key == _LINK:
            kept["href"] = f"#{short[value.removeprefix('#')]}"
        elif key == "style":
            for one in filter(None, value.split(";")):
                name, _, of = one.partition(":")
                kept[name.strip()] = of.strip()
        else:
            kept[key] = " ".join(value.split())
    element.attrib = {
        key: _REFERENCE.sub(lambda found: f"url(#{short[found[1]]})", value) for key, value in kept.items() if key != "version"
    }
