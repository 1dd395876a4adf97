"""What every chart can do: be changed by copies, be drawn on a figure or axes, be saved with its words, be a table."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Final, Self, TypeVar

import attrs
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from lifecycle.charts.fonts import Face, face
from lifecycle.charts.paper import ACCENT, FAINT, SOFT, Sheet, plain
from lifecycle.charts.prints import printed
from lifecycle.errors import LifecycleError, OutputError, Where
from lifecycle.language import LANGUAGES, current, say
from lifecycle.output import write
from lifecycle.tabular import Tabular

DOTS: Final = 150
FORMATS: Final = (".png", ".svg", ".pdf")
MARGIN: Final = 0.35
TITLE, FINDING, LEAD, NOTE = 15, 11, 9.5, 7.5
WIDTHS: Final = (4.0, 30.0)
SMALLEST: Final = 0.55  # of their size, that letters may shrink to in axes that are given
TRIALS: Final = 6

Target = TypeVar("Target", Figure, SubFigure, Axes)


def refuse_form(path: Path) -> None:
    """Refuse a path whose name says no form of picture; raises ``OutputError``."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise OutputError(
            say("a chart cannot be written as {suffix}", suffix=suffix or path.name),
            expected=say("a file that ends in one of: {suffixes}", suffixes=list(FORMATS)),
            todo=say("choose another name"),
            where=Where(file=str(path)),
        )


def refuse_width(inches: float) -> None:
    """Refuse a width that no chart can have; raises ``LifecycleError``."""
    least, most = WIDTHS
    if not least <= inches <= most:
        raise LifecycleError(
            say("{value}", value=inches),
            expected=say("a width between {least} and {most} inches", least=least, most=most),
            todo=say("choose another width"),
        )


def _resolved(lang: str) -> str:
    """Return the language that the fonts of this machine can serve."""
    if lang not in LANGUAGES:
        raise LifecycleError(
            say("{value}", value=lang), expected=say("one of: {words}", words=list(LANGUAGES)), todo=say("choose one of them")
        )
    return face(lang).lang


@attrs.frozen(kw_only=True, eq=False)
class Picture(Tabular):
    """A chart in one language; it is drawn when somebody looks at it, saves it or puts it ``on`` something.

    Every change gives a copy: ``chart.titled("…").wide(8).on(axes)``.
    """

    lang: str = attrs.field(factory=current, converter=_resolved)
    width: float = 11.0
    heading: str | None = None

    @property
    def face(self) -> Face:
        """Return the typeface."""
        return face(self.lang)

    @property
    def title(self) -> str:
        """Return the title: the one that was given, or what the chart is of."""
        return self.face.readable(self.heading or self.subject)

    @property
    @abstractmethod
    def subject(self) -> str:
        """Return what the chart is of."""

    @property
    def finding(self) -> str:
        """Return what the chart shows, in one sentence."""
        return ""

    @property
    def subtitle(self) -> str:
        """Return what the chart is about: place, period, units."""
        return ""

    @property
    def notes(self) -> Iterable[str]:
        """Return what the reader should know about the certainty of all this."""
        return (say("A simulation, not legal advice.").in_(self.lang),)

    @abstractmethod
    def alt_text(self) -> str:
        """Return what the chart shows in words, for those who do not see it."""

    @abstractmethod
    def body(self, sheet: Sheet, y: float) -> float:
        """Draw everything between heading and notes below ``y`` (inches from the top), and return where it ends."""

    def titled(self, heading: str) -> Self:
        """Return a copy with another title."""
        return attrs.evolve(self, heading=heading)

    def wide(self, inches: float) -> Self:
        """Return a copy of another width in inches; the height is what the content needs."""
        refuse_width(inches)
        return attrs.evolve(self, width=float(inches))

    def spoken(self, lang: str) -> Self:
        """Return a copy in another language, ``zh`` or ``en``."""
        return attrs.evolve(self, lang=lang)

    def on(self, target: Target) -> Target:
        """Draw the chart on a figure, a subfigure or axes, and return them.

        A figure keeps its width and gets the height that the content needs. In axes and subfigures, which keep their
        size, the letters shrink until everything fits; raises ``OutputError`` where they could not be read.
        """
        with plain():
            if isinstance(target, Figure):
                self._draw(Sheet(target, self.face))
            else:
                self._fit(target)
        return target

    def figure(self) -> Figure:
        """Return the chart as a new figure."""
        with plain():
            made = Figure(figsize=(self.width, 1), dpi=DOTS, facecolor="white")
        return self.on(made)

    def save(self, path: str | Path) -> None:
        """Write the chart to a ``.png``, ``.svg`` or ``.pdf`` file; raises ``OutputError``."""
        target = Path(path)
        refuse_form(target)
        write(target, self.rendered(target.suffix.lower()[1:]))

    def rendered(self, kind: str, *, small: bool = False) -> bytes:
        """Return the chart as the bytes of a ``png``, ``svg`` or ``pdf`` file; the same content gives the same bytes.

        A ``small`` PNG has few colours, for what keeps pictures as text: a notebook.
        """
        with plain():
            return printed(self.figure(), kind, self.title, self.alt_text(), small=small)

    def _draw(self, sheet: Sheet) -> None:
        room = sheet.width - 2 * MARGIN
        y = sheet.paragraph(MARGIN, MARGIN * 0.8, self.title, TITLE, room, kind="title", most=3)
        for text, size, colour, kind in ((self.finding, FINDING, ACCENT, "finding"), (self.subtitle, LEAD, SOFT, "subtitle")):
            if text.strip():
                y = sheet.paragraph(MARGIN, y + 0.02, text, size, room, colour=colour, kind=kind, most=4)
        y = self.body(sheet, y + 0.1)
        sheet.line(MARGIN, y, sheet.width - MARGIN, y, colour=FAINT)
        told = [*self.notes, *([] if self.face.note is None else [self.face.note.in_(self.lang)])]
        y = sheet.paragraph(
            MARGIN, y + 0.06, ("" if self.lang == "zh" else " ").join(told), NOTE, room, colour=SOFT, kind="footer"
        )
        sheet.close(y + MARGIN * 0.6)

    def _fit(self, target: Axes | SubFigure) -> None:
        """Draw on what keeps its size: lay the chart out on wider paper until its shape fits, and shrink that."""
        dpi = target.get_figure(root=True).dpi  # type: ignore[union-attr]
        wide, high = (float(inches) / dpi for inches in target.bbox.size)
        width = wide
        for _ in range(TRIALS):
            scratch = Figure(figsize=(width, 1), dpi=DOTS)
            self._draw(Sheet(scratch, self.face))
            height = float(scratch.get_size_inches()[1])
            if height / width <= high / wide:
                break
            width = max(width * 1.05, height * wide / high)
        if wide / width < SMALLEST or not wide:
            raise OutputError(
                say("axes of {wide} × {high} inches are too small for this chart", wide=f"{wide:.1f}", high=f"{high:.1f}"),
                expected=say("about {wide} × {high} inches", wide=f"{width * SMALLEST:.1f}", high=f"{height * SMALLEST:.1f}"),
                todo=say("give it a larger place, or a figure of its own"),
            )
        self._draw(Sheet(target, self.face, width=width, height=width * high / wide))

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Show a notebook the chart as PNG, with its words for those who do not see it."""
        import base64

        shown: dict[str, Any] = {"text/plain": repr(self)}
        image = "image/png"
        if (include is None or image in include) and image not in (exclude or ()):
            shown[image] = base64.b64encode(self.rendered("png", small=True)).decode()
        return shown, {image: {"width": round(self.width * 80), "alt": self.alt_text()}}
