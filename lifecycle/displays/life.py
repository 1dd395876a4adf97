"""A life in a notebook: what it is of, its months as coloured bars, a summary, and its spells as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lifecycle.displays.bar import life_bars
from lifecycle.displays.markup import SOFT, Markup, folded, joined, table, tag
from lifecycle.explain import spell_text
from lifecycle.language import bracketed, counted, say
from lifecycle.row import Spell, state_label
from lifecycle.summary import summary
from lifecycle.words import label

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline

SHOWN: Final = 10
MOST: Final = 120


def life_html(timeline: Timeline, lang: str) -> Markup:
    """Return a life as HTML in a language."""
    told = summary(timeline, lang)
    if not timeline.rows:
        return tag("p", told[0])
    return tag(
        "div",
        heading(timeline, lang),
        tag("p", told[0], style="margin:2px 0 8px 0"),
        life_bars(timeline.rows, lang, timeline.region_label),
        _spells(timeline, lang),
        folded(say("Summary").in_(lang), tag("ul", *(tag("li", sentence) for sentence in told))),
    )


def heading(timeline: Timeline, lang: str) -> Markup:
    """Return what a life is of: its title, its region, its first and last month."""
    where = " → ".join(timeline.places(lang))
    first, last = timeline.rows[0].month, timeline.rows[-1].month
    title = timeline.title.in_(lang)
    about = [*([where] if title else []), f"{first} – {last}"]
    return tag("div", tag("b", title or where), tag("span", " · ", " · ".join(about), style=SOFT))


def _spells(timeline: Timeline, lang: str) -> Markup:
    spells = timeline.spells()
    several = len({row.region for row in timeline.rows}) > 1
    heads = [label(word, lang) for word in ("month", "state", "covered", "covered_finally")]
    if several:
        heads.insert(1, label("region", lang))
    heads.append(say("Reason").in_(lang))

    def cells(spell: Spell) -> list[str]:
        first = spell.first
        assumed = bracketed(label("assumed", lang), lang) if first.assumed else ""
        return [
            f"{spell_text(spell)} ({len(spell)})",
            *([timeline.region_label(first.region).in_(lang)] if several else []),
            state_label(first, lang),
            f"{first.benefit_factor:.0%}",
            f"{first.benefit_factor_finally:.0%}",
            first.reason.in_(lang) + assumed,
        ]

    parts = [table(heads, map(cells, spells[:SHOWN]), unbroken=(0,))]
    if rest := spells[SHOWN:]:
        name = counted("{n} further stretch of months", "{n} further stretches of months", len(rest)).in_(lang)
        shown = table(heads, map(cells, rest[:MOST]), unbroken=(0,))
        parts.append(folded(name, shown, *(["…"] if len(rest) > MOST else [])))
    return joined(parts)
