"""The typeface of the charts: a file with Chinese glyphs where there is one, and what it cannot draw."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Final

import attrs
import matplotlib as mpl
from matplotlib.font_manager import FontProperties, fontManager, get_font

from lifecycle.language import Text, say

PACKAGE: Final = "zhplot"
SHIPPED: Final = "fonts/NotoSansSC-Regular.ttf"
PROBE: Final = "医保〔缴〕"
UNKNOWN_GLYPH: Final = "□?"
#: Fonts that machines with Chinese text usually have, best first.
SYSTEM: Final = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "Hiragino Sans GB",
    "Heiti SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK JP",
    "SimHei",
    "Droid Sans Fallback",
    "Arial Unicode MS",
    "SimSun",
)


@attrs.frozen
class Face:
    """A font file, the language it can serve, and a note for the reader where that is not the wanted one."""

    path: Path
    lang: str
    glyphs: frozenset[int] = attrs.field(repr=False)
    note: Text | None = None

    def at(self, size: float) -> FontProperties:
        """Return the font in a size."""
        return _properties(self.path, size)

    def can(self, text: str) -> bool:
        """Return whether every character has a glyph."""
        return all(ord(character) in self.glyphs for character in text)

    def readable(self, text: str) -> str:
        """Return the text on one line, with a box for each character that has no glyph."""
        text = " ".join(text.split())
        if self.can(text):
            return text
        box = next(character for character in UNKNOWN_GLYPH if ord(character) in self.glyphs)
        return "".join(c if ord(c) in self.glyphs else box for c in text if c.isprintable() and not _joins(c))


def _joins(character: str) -> bool:
    """Variation selectors and joiners only shape the character before them."""
    return character in "\u200d\ufe0e\ufe0f"


@cache
def _properties(path: Path, size: float) -> FontProperties:
    return FontProperties(fname=str(path), size=size)


@cache
def face(lang: str) -> Face:
    """Return the face for a language; without Chinese glyphs it is English with a note."""
    path = chinese()
    if path is not None:
        return Face(path, lang, _glyphs(path))
    plain = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    note = say("No font with Chinese characters was found, so Chinese text is left out; the package zhplot brings one.")
    return Face(plain, "en", _glyphs(plain), note)


def chinese() -> Path | None:
    """Return a font file with Chinese glyphs: the one that comes as a package, else one of the system."""
    # found, not imported: importing that package changes settings of matplotlib for everyone
    spec = importlib.util.find_spec(PACKAGE)
    if spec is not None and spec.origin is not None:
        shipped = Path(spec.origin).parent / SHIPPED
        if shipped.is_file():
            return shipped
    known = {entry.name: Path(entry.fname) for entry in reversed(fontManager.ttflist)}
    for name in SYSTEM:
        path = known.get(name)
        if path is not None and path.is_file() and _glyphs(path).issuperset(map(ord, PROBE)):
            return path
    return None


@cache
def _glyphs(path: Path) -> frozenset[int]:
    return frozenset(get_font(str(path)).get_charmap())
