"""A timeline on the screen: spells with their reasons and a summary, or CSV and JSON for programs."""

from __future__ import annotations

import json

import click

from lifecycle.explain import spell_text
from lifecycle.language import bracketed, say
from lifecycle.row import state_label
from lifecycle.summary import summary
from lifecycle.terminal import console, print_records, table
from lifecycle.timeline import Timeline
from lifecycle.words import label


def print_timeline(timeline: Timeline, form: str, lang: str) -> None:
    """Print a timeline as a table of spells with its summary, as JSON, or as CSV."""
    if form == "json":
        click.echo(json.dumps(timeline.to_dict(), ensure_ascii=False, indent=1))
    elif form == "csv":
        print_records(timeline.records(), form, ["month"])
    else:
        _print_spells(timeline, lang)


def _print_spells(timeline: Timeline, lang: str) -> None:
    from rich.text import Text as Cell

    screen = console()
    screen.print(Cell(timeline.title.in_(lang) or timeline.scenario["region"], style="bold"))
    several = len({row.region for row in timeline}) > 1
    heads = [say("Months"), say("Count"), say("State"), say("Covered"), say("Once settled"), say("Reason")]
    if several:
        heads.insert(2, say("Region"))
    shown = table(*(head.in_(lang) for head in heads))
    for spell in timeline.spells():
        first = spell.first
        assumed = bracketed(label("assumed", lang), lang) if first.assumed else ""
        shown.add_row(
            *(
                Cell(one)
                for one in (
                    spell_text(spell),
                    str(len(spell)),
                    *([timeline.region_label(first.region).in_(lang)] if several else []),
                    state_label(first, lang),
                    _share(first.benefit_factor, first.covered_by, lang),
                    _share(first.benefit_factor_finally, None, lang),
                    first.reason.in_(lang) + assumed,
                )
            )
        )
    screen.print(shown)
    for sentence in summary(timeline, lang):
        screen.print(Cell(f"• {sentence}"), soft_wrap=True)


def _share(factor: float, by: str | None, lang: str) -> str:
    if not factor:
        return "–"
    return f"{factor:.0%}" + (f" {label(by, lang)}" if by else "")
