"""The gallery: a page for each life with its picture, its summary, its months with their reasons, and what it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lifecycle.explain import source_text, spell_text
from lifecycle.guide.markdown import escaped, table
from lifecycle.guide.pages import SUFFIXES
from lifecycle.language import bracketed, titled
from lifecycle.output import make_folder, write
from lifecycle.row import Parameter, Spell, state_label
from lifecycle.summary import summary
from lifecycle.wording import event_text, parameter_text
from lifecycle.words import Label, label
from press.drawings import draw
from press.lives import Lived, by_theme, lived
from press.strip import legend, strip

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline

TITLE: Final = Label("人生图集", "Gallery of lives")
LEAD: Final = Label(
    "每段经历都是 `scenarios/` 里的一个文件，在生成本站时推演。缩略图上面一条是参保状态，下面一条是当时的待遇，颜色与大图相同。",
    "Every life is a file in `scenarios/`, lived when this site was built. A thumbnail shows the states above and the cover at "
    "the time below, in the colours of the large figures.",
)
COLOURED: Final = Label("颜色：上面一行是参保状态，下面一行是待遇。", "The colours: states in the first line, then cover.")
IN_SHORT: Final = Label("概要", "In short")
MONTHS: Final = Label("逐段说明", "Month by month")
FILE: Final = Label("场景文件", "The scenario file")
RESTS_ON: Final = Label("依据", "What it rests on")
OF_MONEY: Final = Label("费用与退休的依据", "For money and retirement")
OF_COVER: Final = Label("待遇的依据", "For cover")
REGIONS: Final = Label("统筹区的全部规则", "All rules of the region")
SCRIPTS: Final = Label("三个脚本", "Three scripts")
SCRIPTED: Final = Label("同样的推演，写成 Python 脚本。", "The same in Python, as scripts.")
ALONE: Final = Label("推演这个文件", "To live it yourself")
HEADS: Final = {
    "months": Label("月份", "Months"),
    "count": Label("月数", "Count"),
    "region": Label("统筹区", "Region"),
    "state": Label("状态", "State"),
    "covered": Label("当时待遇", "Covered"),
    "finally": Label("结算后", "Once settled"),
    "reason": Label("理由", "Reason"),
}


def write_gallery(docs: Path, scenarios: Path, kept: Path, lang: str) -> None:
    """Write the gallery of one language into a folder of sources; ``scenarios`` lies beside it."""
    folder = docs / "gallery"
    make_folder(folder)
    found = by_theme(lived(scenarios))
    for one in (one for held in found.values() for one in held):
        told = draw(one.timeline, lang, folder / f"{one.name}.png", kept)
        _put(folder / f"{one.name}.svg", strip(one.timeline))
        _put(folder / f"{one.name}{SUFFIXES[lang]}", page(one, told, lang))
    every = [one.timeline for held in found.values() for one in held]
    _put(folder / "legend.svg", legend(every, lang))
    _put(folder / f"scripts{SUFFIXES[lang]}", scripts(sorted(scenarios.glob("*.py")), lang))
    _put(folder / f"index{SUFFIXES[lang]}", index(found, lang))


def _put(path: Path, text: str) -> None:
    """Write a file only where it changed, so that Sphinx reads only what is new."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write(path, text.encode())


def index(found: dict[Label, list[Lived]], lang: str) -> str:
    """Return the page of thumbnails, grouped by theme."""
    lines = [f"# {TITLE.in_(lang)}", "", LEAD.in_(lang), "", ":::{image} legend.svg", f":alt: {_quoted(COLOURED.in_(lang))}"]
    lines += [":class: legend", ":::", ""]
    for theme, held in found.items():
        lines += [f"## {theme.in_(lang)}", "", "::::{container} lives"]
        lines += [*(line for one in held for line in _card(one, lang)), "::::", ""]
    return "\n".join([*lines, f"[{SCRIPTS.in_(lang)}](scripts{SUFFIXES[lang]})", ""])


def _card(one: Lived, lang: str) -> Iterator[str]:
    timeline = one.timeline
    yield f":::{{figure}} {one.name}.svg"
    yield f":target: {one.name}.html"
    yield f":alt: {_quoted(f'{timeline.title.in_(lang)} {summary(timeline, lang)[0]}')}"
    yield ""
    yield f"[{escaped(timeline.title.in_(lang))}]({one.name}{SUFFIXES[lang]})"
    yield ":::"


def _quoted(text: str) -> str:
    """Return a text as the value of an option: in quotes, on one line."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def page(one: Lived, told: str, lang: str) -> str:
    """Return the page of a life; ``told`` is its picture in words."""
    timeline = one.timeline
    shows = str((timeline.scenario.get("shows") or {}).get(lang) or "")
    return "\n".join(
        [
            f"# {escaped(timeline.title.in_(lang))}",
            "",
            escaped(shows),
            "",
            f":::{{figure}} {one.name}.png",
            f":target: ../_images/{one.name}.png",
            ":class: life",
            f":alt: {_quoted(told)}",
            ":::",
            "",
            f"## {IN_SHORT.in_(lang)}",
            "",
            *(f"- {escaped(sentence)}" for sentence in summary(timeline, lang)),
            "",
            f"## {MONTHS.in_(lang)}",
            "",
            "::::{container} months",
            *_spells(timeline, lang),
            "::::",
            "",
            f"## {FILE.in_(lang)}",
            "",
            f"```{{literalinclude}} ../../scenarios/{one.path.name}",
            ":language: toml",
            "```",
            "",
            ALONE.in_(lang) + ("：" if lang == "zh" else ":"),
            "",
            "```console",
            f"$ lifecycle run scenarios/{one.path.name} --chart life.png",
            "```",
            "",
            f"## {RESTS_ON.in_(lang)}",
            "",
            titled(REGIONS.in_(lang), _places(timeline, lang), lang),
            "",
            *_documents(timeline, lang),
            "",
        ]
    )


def _places(timeline: Timeline, lang: str) -> str:
    """Return links to the pages of the regions of a life."""
    return ("、" if lang == "zh" else ", ").join(
        f"[{escaped(timeline.region_label(region).in_(lang))}](../regions/{region}{SUFFIXES[lang]})"
        for region in dict.fromkeys(row.region for row in timeline)
    )


def _spells(timeline: Timeline, lang: str) -> list[str]:
    """Return the months folded into spells, each with what happened, the reason, and the rule that was found for it."""
    spells = timeline.spells()
    several = len({row.region for row in timeline}) > 1
    heads = [head for name, head in HEADS.items() if several or name != "region"]
    rows = []
    for before, spell in pairwise([None, *spells]):
        assert spell is not None  # noqa: S101  only the first of all is None
        first = spell.first
        assumed = bracketed(label("assumed", lang), lang) if first.assumed else ""
        cells = [escaped(spell_text(spell)).replace(" – ", " –<br>"), str(len(spell))]
        cells += [escaped(timeline.region_label(first.region).in_(lang))] if several else []
        cells += [escaped(state_label(first, lang)), _share(first.benefit_factor), _share(first.benefit_factor_finally)]
        parts = [*_events(spell, lang), escaped(first.reason.in_(lang) + assumed), *_rule(spell, before, lang)]
        rows.append([*cells, "<br>".join(parts)])
    return table(heads, rows, lang)


def _share(factor: float) -> str:
    return f"{factor:.0%}" if factor else "–"


def _events(spell: Spell, lang: str) -> Iterator[str]:
    for row in spell.rows:
        for event in row.cause.events:
            yield f"**{escaped(event_text(event, lang))}**" + (bracketed(row.month, lang) if len(spell) > 1 else "")


def _rule(spell: Spell, before: Spell | None, lang: str) -> Iterator[str]:
    """Yield the entry rule in words with its source, where it was found in this spell."""
    found = spell.first.cause
    if found.entry_rule and (before is None or before.last.cause.entry_rule != found.entry_rule):
        for one in found.parameters:
            if one.key == found.entry_rule:
                yield f"<sub>{escaped(parameter_text(one.key, one.value, lang))} · {escaped(source_text(one, lang))}</sub>"


def _documents(timeline: Timeline, lang: str) -> Iterator[str]:
    """Yield the sources, each once: those of cover first, then those of money and retirement alone."""
    every = [one for row in timeline for one in row.cause.parameters if one.cite or one.url]
    cover = _sources((one for one in every if not one.aside), lang)
    money = [text for text in _sources((one for one in every if one.aside), lang) if text not in cover]
    for heading, listed in ((OF_COVER, cover), (OF_MONEY, money)):
        if listed:
            yield from ("", f"**{heading.in_(lang)}**", "", *(f"- {escaped(text)}" for text in listed))


def _sources(parameters: Iterable[Parameter], lang: str) -> list[str]:
    return list(dict.fromkeys(source_text(one, lang) for one in parameters))


def scripts(paths: Iterable[Path], lang: str) -> str:
    """Return the page of the scripts that stand beside the scenario files."""
    lines = [f"# {SCRIPTS.in_(lang)}", "", SCRIPTED.in_(lang), ""]
    for path in paths:
        lines += [f"## `{path.name}`", "", f"```{{literalinclude}} ../../scenarios/{path.name}", ":language: python", "```", ""]
    return "\n".join(lines)
