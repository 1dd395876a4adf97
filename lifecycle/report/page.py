"""The page: lives told in HTML that loads nothing, runs nothing but its own script, and can be saved as a file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from lifecycle import __version__
from lifecycle.beforehand import LONGEST_LIFE
from lifecycle.errors import OutputError
from lifecycle.language import current, say
from lifecycle.output import write
from lifecycle.regions.atlas import Atlas
from lifecycle.report.headings import SCRIPTED, WORDS
from lifecycle.report.life import LifeTold
from lifecycle.report.reasons import in_page
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import GRADES
from lifecycle.words import COLOURS, label

if TYPE_CHECKING:
    from jinja2 import Template

HERE: Final = Path(__file__).parent
MOST_LIVES: Final = 12


@attrs.frozen
class Report:
    """A page about one or several lives; ``.save(path)`` writes it."""

    title: str
    lang: str
    html: str = attrs.field(repr=False)

    def save(self, path: str | Path) -> None:
        """Write the page to a file; raises ``OutputError``."""
        write(Path(path), self.html.encode("utf-8", errors="replace"))


def report(timelines: Timeline | Sequence[Timeline], atlas: Atlas | None = None, lang: str | None = None) -> Report:
    """Return one life, or several, as a page in ``lang`` or the current language; raises ``OutputError``.

    ``atlas`` brings the regions whose procedures are told.
    """
    lang = lang or current()
    given = [timelines] if isinstance(timelines, Timeline) else list(timelines)
    if not 1 <= len(given) <= MOST_LIVES:
        raise OutputError(
            say("{n} lives in one report", n=len(given)),
            expected=say("from 1 to {most} lives", most=MOST_LIVES),
            todo=say("make several reports"),
        )
    if (longest := max(map(len, given))) > LONGEST_LIFE:
        raise OutputError(
            say("a life of {n} months", n=longest),
            expected=say("from 1 to {most} months", most=LONGEST_LIFE),
            todo=say('take a part of it, such as life["2020-01":]'),
        )
    regions = atlas or Atlas()
    lives = [LifeTold(timeline=one, atlas=regions, lang=lang, number=n) for n, one in enumerate(given, start=1)]
    title = lives[0].title if len(lives) == 1 else say("{n} lives, month by month", n=len(lives)).in_(lang)
    words = {name: text.in_(lang) for name, text in WORDS.items()}
    style, script = _style(), _text("script.js")
    html = _template().render(
        title=title,
        lang=lang,
        html_lang="zh-CN" if lang == "zh" else "en",
        lives=[life.told() for life in lives],
        t=words,
        words=in_page({name: words[name] for name in SCRIPTED}),
        style=style,
        script=script,
        policy=_policy(style, script),
        assumed=label("assumed", lang),
        grades=[(grade, label(grade, lang)) for grade in GRADES],
        made_by=say("Made by lifecycle {version}.", version=__version__).in_(lang),
    )
    return Report(title, lang, html)


@cache
def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@cache
def _style() -> str:
    """Return the style sheet with the colours that all figures have for states and cover."""
    return _text("style.css") + "\n".join(f".is-{name}{{--colour:{colour}}}" for name, (colour, _) in COLOURS.items())


def _policy(style: str, script: str) -> str:
    """Return what the page allows itself: its own style and script, and nothing from anywhere."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src 'sha256-{_sum(style)}'",
            f"script-src 'sha256-{_sum(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _sum(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    filters: dict[str, Any] = {"ours": Markup}  # what this package wrote itself: style, script, drawings, escaped JSON
    made.filters |= filters
    return made.get_template("page.html")
