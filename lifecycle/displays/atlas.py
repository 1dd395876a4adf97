"""All regions at hand in a notebook: each province with its cities, their ids behind them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from lifecycle.displays.markup import SOFT, Markup, joined, table, tag
from lifecycle.language import counted, say

if TYPE_CHECKING:
    from lifecycle.regions.atlas import Atlas


def atlas_html(atlas: Atlas, lang: str) -> Markup:
    """Return the regions of an atlas as HTML in a language."""
    ids = atlas.ids()
    rows = [
        [
            joined(_named(atlas, one, lang) for one in group if one == province),
            joined(_cities(atlas, group, province, lang), " · "),
        ]
        for province, group in ((name, list(under)) for name, under in groupby(ids, key=lambda one: one.partition("/")[0]))
    ]
    heads = [say("Region").in_(lang), say("Regions inside it").in_(lang)]
    return tag("div", tag("b", counted("{n} region", "{n} regions", len(ids)).in_(lang)), table(heads, rows, unbroken=(0,)))


def _cities(atlas: Atlas, ids: list[str], province: str, lang: str) -> list[Markup]:
    return [_named(atlas, one, lang) for one in ids if one != province]


def _named(atlas: Atlas, region: str, lang: str) -> Markup:
    return joined([atlas.file(region).label.in_(lang), " ", tag("code", region, style=SOFT)])
