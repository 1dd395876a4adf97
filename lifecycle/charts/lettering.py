"""One line of text on paper: measured once for every size, and its letters kept for the next chart that writes it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg, get_hinting_flag
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import rgb2hex, to_rgba
from matplotlib.font_manager import get_font
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

MEASURED_AT: Final = 288  # dots an inch: fine enough that hinting does not matter
MEASURED_SIZE: Final = 20  # points; without hinting the width grows with the size
SUBPIXELS: Final = 64
KEPT: Final = 2048  # lines of letters, of some ten kilobytes each
UNITS: Final = 1000  # in an em of an outline
SVG_LETTERS: Final = {int(Path.MOVETO): "m", int(Path.LINETO): "l", int(Path.CURVE3): "q", int(Path.CURVE4): "c"}
SHARES: Final = {"left": 0.0, "center": 0.5, "right": 1.0}


@lru_cache(maxsize=1 << 16)
def ems(text: str, path: str) -> float:
    """Return the width of a line of text, in times the size of its letters."""
    font = _set(text, path, MEASURED_SIZE, MEASURED_AT, LoadFlags.NO_HINTING)
    width, _ = font.get_width_height()
    return float(width) / SUBPIXELS / MEASURED_AT * 72 / MEASURED_SIZE


def _set(text: str, path: str, size: float, dpi: float, flags: Any) -> FT2Font:
    font = get_font(path)
    font.clear()
    font.set_size(size, dpi)
    font.set_text(text, 0.0, flags=flags)
    return font


@lru_cache(maxsize=KEPT)
def _letters(text: str, path: str, size: float, dpi: float, flags: Any) -> tuple[Any, float, float, float]:
    """Return the picture of a line of text, its width, and how far it reaches left of its beginning and below its foot."""
    font = _set(text, path, size, dpi, flags)
    font.draw_glyphs_to_bitmap(antialiased=True)
    width, descent, offset = font.get_width_height()[0], font.get_descent(), font.get_bitmap_offset()[0]
    return np.array(font.get_image()), width / SUBPIXELS, offset / SUBPIXELS, descent / SUBPIXELS


@lru_cache(maxsize=KEPT)
def _places(text: str, path: str) -> tuple[tuple[str, int], ...]:
    """Return the name of each letter of a line that leaves ink, and how far from the beginning it stands."""
    font = _set(text, path, text_to_path.FONT_SCALE, text_to_path.DPI, LoadFlags.NO_HINTING)
    letters, outlines, _ = text_to_path.get_glyphs_with_font(font, text)
    places = []
    for name, x, *_ in letters:
        short = f"g{name.rpartition('-')[2]}"
        if (path, short) not in _SHAPES:
            _SHAPES[path, short] = _outline(*outlines[name])
        if _SHAPES[path, short]:
            places.append((short, round(x * UNITS / text_to_path.FONT_SCALE)))
    return tuple(places)


#: The outline of every letter met so far, by font and name.
_SHAPES: Final[dict[tuple[str, str], str]] = {}


def _outline(corners: Any, codes: Any) -> str:
    """Return an outline in the words of SVG, every point told from the one before."""
    points = np.rint(np.asarray(corners) * UNITS / text_to_path.FONT_SCALE).astype(int).tolist()
    parts, at, pen, begun = [], 0, [0, 0], [0, 0]
    while at < len(points):
        code = codes[at]
        if code == Path.CLOSEPOLY:
            parts.append("z")
            pen, at = begun, at + 1
            continue
        count = Path.NUM_VERTICES_FOR_CODE[code]
        moves = [points[n][axis] - pen[axis] for n in range(at, at + count) for axis in (0, 1)]
        parts.append(SVG_LETTERS[code] + " ".join(map(str, moves)).replace(" -", "-"))
        pen, at = points[at + count - 1], at + count
        begun = pen if code == Path.MOVETO else begun
    return "".join(parts)


class Line(Text):
    """A line of text without turns and formulas, which is drawn at once and not letter by letter."""

    def draw(self, renderer: Any) -> None:
        """Draw the line."""
        inner = getattr(renderer, "_vector_renderer", renderer)  # behind one that mixes outlines with dots
        known = {RendererAgg: self._dots, RendererSVG: self._outlines}.get(type(inner))
        special = self.get_rotation() or self.get_path_effects() or "\n" in self.get_text()
        if known is None or special or not self.get_text() or not self.get_visible():
            super().draw(renderer)
            return
        box = self.get_bbox_patch()
        if box is not None:
            self.update_bbox_position_size(renderer)
            box.draw(renderer)
        x, y = self.get_transform().transform(self.get_unitless_position())
        known(inner, float(x), float(inner.height - y))
        self.stale = False

    def _dots(self, renderer: Any, x: float, y: float) -> None:
        font = self.get_fontproperties()
        size, flags = font.get_size_in_points(), get_hinting_flag()  # type: ignore[no-untyped-call]
        letters, width, offset, descent = _letters(self.get_text(), str(font.get_file()), size, renderer.dpi, flags)
        context = renderer.new_gc()
        context.set_foreground(to_rgba(self.get_color()), isRGBA=True)
        context.set_alpha(self.get_alpha())
        left = round(x - SHARES[self.get_horizontalalignment()] * width + offset)
        renderer._renderer.draw_text_image(letters, left, round(y + descent) + 1, 0, context)  # noqa: SLF001 - the only way in
        context.restore()

    def _outlines(self, renderer: Any, x: float, y: float) -> None:
        """Write the letters as references to outlines, each of which stands in the file once."""
        font, text = self.get_fontproperties(), self.get_text()
        path, size = str(font.get_file()), font.get_size_in_points()
        places = _places(text, path)
        drawn = renderer.__dict__.setdefault("_lifecycle_drawn", set())
        fresh = [name for name in dict.fromkeys(name for name, _ in places) if name not in drawn]
        drawn.update(fresh)
        scale = size / UNITS
        left = x - SHARES[self.get_horizontalalignment()] * ems(text, path) * size
        parts = ["<defs>", *(f'<path id="{name}" d="{_SHAPES[path, name]}"/>' for name in fresh), "</defs>\n"] if fresh else []
        red, green, blue, opaque = to_rgba(self.get_color(), self.get_alpha())
        parts.append(f'<g fill="{rgb2hex((red, green, blue))}"' + (f' fill-opacity="{opaque:.3g}"' if opaque < 1 else ""))
        parts.append(f' transform="translate({left:.2f} {y:.2f}) scale({scale:.5g} {-scale:.5g})">')
        parts += [f'<use xlink:href="#{name}" x="{at}"/>' for name, at in places]
        # the writer of the file has no open way for a text that is ready
        renderer.writer._XMLWriter__flush()  # noqa: SLF001
        renderer.writer._XMLWriter__write("".join([*parts, "</g>\n"]))  # noqa: SLF001
