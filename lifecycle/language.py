"""Chinese or English: which one is wanted, and the sentences of the catalogue in it."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs

from lifecycle.words import Label

LANGUAGES: Final = ("zh", "en")
CATALOGUE: Final = Path(__file__).parent / "locale"
DOMAIN: Final = "messages"
_chosen: ContextVar[str | None] = ContextVar("language", default=None)


def from_locale() -> str:
    """Return the language that the environment asks for; English where it asks for neither."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def current() -> str:
    """Return the language in use: the chosen one, else that of the environment."""
    return _chosen.get() or from_locale()


@contextmanager
def using(lang: str | None) -> Iterator[str]:
    """Use a language inside a ``with`` block; ``None`` leaves it as it is."""
    token = _chosen.set(lang if lang in LANGUAGES else _chosen.get())
    try:
        yield current()
    finally:
        _chosen.reset(token)


@cache
def catalogue(lang: str) -> gettext.NullTranslations:
    """Return the compiled message catalogue of a language; English is the source itself."""
    return gettext.translation(DOMAIN, CATALOGUE, [lang], fallback=True)


@attrs.frozen
class Text:
    """A sentence that is rendered only when somebody reads it, in the reader's language."""

    sentence: str
    values: dict[str, Any] = attrs.field(factory=dict)

    def in_(self, lang: str) -> str:
        """Return the sentence in ``lang``, its values included."""
        values = {k: rendered(v, lang) for k, v in self.values.items()}
        return catalogue(lang).gettext(self.sentence).format(**values)

    def __str__(self) -> str:
        return self.in_(current())


def say(sentence: str, /, **values: Any) -> Text:
    """Mark an English sentence for the catalogue and keep its values for later."""
    return Text(sentence, values)


@attrs.frozen
class Counted(Text):
    """A sentence with a number in it, which English writes in two ways."""

    plural: str = ""

    def in_(self, lang: str) -> str:
        """Return the form that the number asks for."""
        return catalogue(lang).ngettext(self.sentence, self.plural, self.values["n"]).format(**self.values)


def counted(singular: str, plural: str, n: int) -> Text:
    """Mark an English phrase with a number, singular and plural, for the catalogue."""
    return Counted(singular, {"n": n}, plural)


def titled(name: str, text: str, lang: str) -> str:
    """Return ``name: text`` with the colon of the language."""
    return f"{name}：{text}" if lang == "zh" else f"{name}: {text}"


def bracketed(text: str, lang: str) -> str:
    """Return a text in the brackets of the language."""
    return f"（{text}）" if lang == "zh" else f" ({text})"


def rendered(value: Any, lang: str) -> str:
    """Return a value as the reader of ``lang`` should see it; lists are joined."""
    if isinstance(value, (Text, Label)):
        return value.in_(lang)
    if isinstance(value, (list, tuple)):
        return ("、" if lang == "zh" else ", ").join(rendered(v, lang) for v in value)
    return str(value)
