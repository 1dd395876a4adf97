"""The reasons of a month in a notebook: sections of sentences, each source under what it is the source of, with its link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.displays.markup import SOFT, Markup, joined, linked, tag

if TYPE_CHECKING:
    from lifecycle.explain import Explanation


def reasons_html(explanation: Explanation) -> Markup:
    """Return an explanation as HTML; lines that are set in belong to the line before them."""
    parts = []
    for heading, body in explanation.sections:
        points: list[list[Markup]] = []
        for line in body:
            if line.startswith(" ") and points:
                points[-1].append(tag("div", linked(line.strip()), style=SOFT))
            else:
                points.append([linked(line.strip())])
        listed = tag("ul", *(tag("li", *point) for point in points), style="margin:2px 0 8px 0")
        parts.append(joined([tag("div", tag("b", heading)), listed]))
    return tag("div", *parts)
