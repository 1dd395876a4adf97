"""How a figure becomes the bytes of a file: dots, outlines or a page, with its title and its words; the same each time."""

from __future__ import annotations

import io
import re
import struct
import zlib
from typing import Any, Final

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

INCH: Final = 0.0254  # metres
COMPRESSION: Final = 3  # of 9: flat colours gain nothing from more
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
RGB: Final = (8, 2, 0, 0, 0)  # bits a channel, colours, and three times the usual
LISTED: Final = (8, 3, 0, 0, 0)  # the same with the number of a colour in a list
FEW: Final = 96  # colours of a small picture
GREY: Final = 8  # how much a dot without colour counts when they are chosen, beside up to 255 for one with
SMALLEST: Final = 8  # the compression of a small picture: 9 takes three times as long for a thirtieth

_NUMBER: Final = re.compile(r"-?\d+\.\d{3,}")
_OUTLINE: Final = re.compile(r' d="[^"]*"')
_GROUP: Final = re.compile(r' id="(?:line2d|patch|text|PolyCollection|LineCollection)_\d+"')
_BETWEEN: Final = re.compile(r"\s*\n\s*|(?<=[MLQCz]) ")


def printed(figure: Figure, kind: str, title: str, words: str, *, small: bool = False) -> bytes:
    """Return a figure as the bytes of a ``png``, ``svg`` or ``pdf`` file; a ``small`` PNG has few colours."""
    if kind == "png":
        return _png(figure, title, words, small=small)
    into = io.BytesIO()
    facts: dict[str, dict[str, Any]] = {
        "svg": {"Title": title, "Description": words, "Date": None, "Creator": None},
        "pdf": {"Title": title, "Subject": words, "CreationDate": None, "Creator": None, "Producer": None},
    }
    figure.savefig(into, format=kind, metadata=facts[kind])
    return into.getvalue() if kind != "svg" else _short(into.getvalue().decode()).encode()


def _png(figure: Figure, title: str, words: str, *, small: bool) -> bytes:
    """Return a figure in dots; the general writer tries five ways for every line of dots, which charts do not need."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    dots = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    height, width, _ = dots.shape
    across = round(figure.dpi / INCH)
    written, colours = few_colours(dots) if small else (dots[:, :, :3], b"")
    lines = np.zeros((height, 1 + written[0].size), np.uint8)
    lines[:, 1:] = written.reshape(height, -1)
    return SIGNATURE + b"".join(
        _chunk(name, content)
        for name, content in (
            (b"IHDR", struct.pack(">2I5B", width, height, *(LISTED if small else RGB))),
            (b"iTXt", b"Title\0\0\0\0\0" + title.encode()),
            (b"iTXt", b"Description\0\0\0\0\0" + words.encode()),
            (b"pHYs", struct.pack(">2IB", across, across, 1)),
            (b"PLTE", colours),
            (b"IDAT", zlib.compress(lines.data, SMALLEST if small else COMPRESSION)),
            (b"IEND", b""),
        )
        if content or name == b"IEND"
    )


def few_colours(dots: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], bytes]:
    """Return the number of a colour for every dot, and the list of colours: the frequent ones exactly, others by the nearest.

    Letters have many greys and lines few dots: a dot counts the more, the more colourful it is. Most dots are like the one
    before, so that runs of them are counted.
    """
    whole = np.ascontiguousarray(dots).view(np.uint32).reshape(-1)
    begin = np.flatnonzero(np.concatenate([[True], whole[1:] != whole[:-1]]))
    long = np.diff(begin, append=len(whole))
    red, green, blue = dots.reshape(-1, 4)[begin, :3].astype(np.uint32).T
    found, where = np.unique(red << 16 | green << 8 | blue, return_inverse=True)
    every = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1).astype(np.int32)
    weight = np.bincount(where, long) * (GREY + every.max(axis=1) - every.min(axis=1))
    chosen = every[np.argsort(-weight, kind="stable")[:FEW]]
    far = ((every[:, None, :] - chosen[None, :, :]) ** 2).sum(axis=2)
    numbers = np.repeat(far.argmin(axis=1).astype(np.uint8)[where], long)
    return numbers.reshape(dots.shape[:2]), chosen.astype(np.uint8).tobytes()


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _short(svg: str) -> str:
    """Return an SVG without what nobody sees: hundredths of a point suffice, and nobody asks for a line by its name."""
    return _GROUP.sub("", _OUTLINE.sub(lambda found: _BETWEEN.sub("", _NUMBER.sub(_hundredths, found[0])), svg))


def _hundredths(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
