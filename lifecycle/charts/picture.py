"""What every chart can do: be a figure, be saved as PNG, SVG or PDF with its words for those who do not see it."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Final

from matplotlib.figure import Figure

from lifecycle.charts.fonts import face
from lifecycle.charts.paper import plain
from lifecycle.errors import OutputError, Where
from lifecycle.language import say
from lifecycle.output import write

DOTS: Final = 150
FORMATS: Final = (".png", ".svg", ".pdf")


class Picture(ABC):
    """A chart in one language; it is drawn when somebody looks at it or saves it."""

    #: Width in inches; the height is what the content needs.
    width: float = 11.0

    def __init__(self, lang: str) -> None:
        self.face = face(lang)
        self.lang = self.face.lang

    @property
    @abstractmethod
    def title(self) -> str:
        """Return what the chart is of."""

    @abstractmethod
    def alt_text(self) -> str:
        """Return what the chart shows in words, for those who do not see it."""

    @abstractmethod
    def on(self, figure: Figure) -> Figure:
        """Draw the chart on a figure, which gets the height that it needs, and return it."""

    def figure(self) -> Figure:
        """Return the chart as a new figure."""
        with plain():
            made = Figure(figsize=(self.width, 1), dpi=DOTS, facecolor="white")
        return self.on(made)

    def save(self, path: str | Path) -> None:
        """Write the chart to a ``.png``, ``.svg`` or ``.pdf`` file; raises ``OutputError``."""
        target = Path(path)
        suffix = target.suffix.lower()
        if suffix not in FORMATS:
            raise OutputError(
                say("a chart cannot be written as {suffix}", suffix=suffix or target.name),
                expected=say("a file that ends in one of: {suffixes}", suffixes=list(FORMATS)),
                todo=say("choose another name"),
                where=Where(file=str(target)),
            )
        write(target, self.rendered(suffix[1:]))

    def rendered(self, kind: str) -> bytes:
        """Return the chart as the bytes of a ``png``, ``svg`` or ``pdf`` file; the same content gives the same bytes."""
        title = self.title
        facts: dict[str, dict[str, Any]] = {
            "png": {"Title": title, "Description": self.alt_text(), "Software": None},
            "svg": {"Title": title, "Description": self.alt_text(), "Date": None, "Creator": None},
            "pdf": {"Title": title, "Subject": self.alt_text(), "CreationDate": None, "Creator": None, "Producer": None},
        }
        into = io.BytesIO()
        with plain():
            quick: dict[str, Any] = {"pil_kwargs": {"compress_level": 3}} if kind == "png" else {}
            self.figure().savefig(into, format=kind, metadata=facts[kind], **quick)
        return into.getvalue()

    def _repr_png_(self) -> bytes:
        return self.rendered("png")

    def _repr_svg_(self) -> str:
        return self.rendered("svg").decode("utf-8")
