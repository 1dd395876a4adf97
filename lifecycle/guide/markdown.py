"""Markdown that means what it says: every sign of a text escaped, addresses as links, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

_ADDRESS: Final = re.compile(r"(https?://[!-;=?-{}~]+)")
_SIGNS: Final = re.compile(r"([\\`*_{}\[\]<>|#~])")


def table(heads: Iterable[Any], rows: Iterable[Iterable[str]], lang: str) -> list[str]:
    """Return a table as lines; its cells are escaped already."""
    titles = [head.in_(lang) for head in heads]
    return [_row(titles), _row(["---"] * len(titles)), *(_row(row) for row in rows), ""]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Return a text with every sign escaped that means something in Markdown or HTML; addresses become links."""
    parts = _ADDRESS.split(text)  # text and address by turns
    return "".join(f"<{part}>" if at % 2 else _plain_text(part) for at, part in enumerate(parts))


def _plain_text(text: str) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(text.replace("&", "&amp;").splitlines()))
