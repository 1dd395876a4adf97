"""Chinese: lines that close up without a space, and a search that needs no dictionary: neighbouring characters are a word."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_BROKEN: Final = re.compile(r"(?<=[\u2018-\u201d\u3000-\u9fff\uff00-\uffef])\n(?=[\u2018-\u201d\u3000-\u9fff\uff00-\uffef])")
_PARTS: Final = re.compile(r"(?P<chinese>[\u3400-\u9fff]+)|[a-zA-Z0-9_]+")

#: The same for what a reader types: pairs, which must all be on the page; a character only where it stands alone.
_IN_THE_BROWSER: Final = r"""
function splitQuery(query) {
  const words = [];
  for (const part of query.match(/[\u3400-\u9fff]+|[a-zA-Z0-9_]+/g) || []) {
    if (!/[\u3400-\u9fff]/.test(part) || part.length === 1) words.push(part);
    else for (let at = 0; at + 1 < part.length; at++) words.push(part.slice(at, at + 2));
  }
  return words;
}
"""


class ChineseSearch(SearchEnglish):
    """Splits Chinese into characters and pairs of them, and everything else as English is split."""

    lang = "zh"
    language_name = "English"  # the stemmer that a page of the search loads; Chinese has none
    js_splitter_code = _IN_THE_BROWSER

    def split(self, input: str) -> list[str]:  # noqa: A002  the name that Sphinx gives it
        """Return the words of a text, as often as they stand in it."""
        found: list[str] = []
        for part in _PARTS.finditer(input):
            text = part.group()
            found += [*text, *map("".join, pairwise(text))] if part["chinese"] else [text]
        return found

    def stem(self, word: str) -> str:
        """Return a word as it is looked up: Latin ones without their endings."""
        return super().stem(word) if word.isascii() else word


def close_up(_app: Sphinx, document: nodes.document) -> None:
    """Take out the ends of lines between Chinese characters, which a browser would show as spaces."""
    for text in list(document.findall(nodes.Text)):
        if not isinstance(text.parent, nodes.FixedTextElement) and _BROKEN.search(text):
            text.parent.replace(text, nodes.Text(_BROKEN.sub("", text)))
