"""What is written about a mark: the event in words, what it did, the rule that decided it, its document and grade."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.charts.fonts import Face
from lifecycle.charts.marks import Mark
from lifecycle.language import Text, say
from lifecycle.timeline import Parameter, Row, Timeline, state_label
from lifecycle.words import Anchor, Counts, Enrolled, Group, What, key, label

FEN_IN_YUAN: Final = 100
#: Parameters that decide where no entry rule does, the most telling first.
DECIDING: Final = ("stop_lag_months", "annual", "benefit_scale", "year", "continuity_gap_max")


@attrs.frozen
class Caption:
    """One entry under the chart: when and what, then why."""

    mark: Mark
    when: str
    what: str
    why: str


def caption(mark: Mark, timeline: Timeline, face: Face) -> Caption:
    """Return the entry of a mark in the language of a face."""
    lang = face.lang
    many = len(mark.rows) > 1
    when = f"{mark.row.month} … {mark.rows[-1].month}" if many else mark.row.month
    if mark.lettered:
        what = _reason(mark, lang)
    elif many:
        what = say("{what}, {n} times", what=_named(mark.events[0], mark.row, lang), n=len(mark.rows)).in_(lang)
    else:
        what = _and(_event(event, mark.row, lang) for event in mark.events)
    parts = [*_outcome(mark, lang)]
    deciding = source(mark, timeline)
    if deciding is not None:
        parts += [rule_in_words(deciding, lang), cited(deciding, face)]
    return Caption(mark, when, what, _sentence(parts, lang))


def _sentence(parts: list[str], lang: str) -> str:
    return ("；" if lang == "zh" else "; ").join(part for part in parts if part)


def _and(parts: Iterator[str]) -> str:
    return " + ".join(parts)


def _named(event: dict[str, Any], row: Row, lang: str) -> str:
    what = What[event["what"].upper()]
    if what is What.STATUS and event.get("until", row.month) < row.month:
        what = What.STATUS_ENDS
    return label(what, lang)


def _event(event: dict[str, Any], row: Row, lang: str) -> str:
    """Return an event with its details: the years or months it is about, when it counts as paid."""
    details = [detail.in_(lang) for detail in _details(event, lang)]
    name = _named(event, row, lang)
    if not details:
        return name
    inside = ("，" if lang == "zh" else ", ").join(details)
    return f"{name}（{inside}）" if lang == "zh" else f"{name} ({inside})"


def _details(event: dict[str, Any], lang: str) -> Iterator[Text]:
    if "year" in event:
        yield say("for {year}", year=event["year"])
    if isinstance(event.get("years"), list):
        yield say("for {year}", year=event["years"])
    elif "years" in event:
        yield months_or_years(event["years"], "year")
    if "from" in event and "to" in event:
        yield say("{first} to {last}", first=event["from"], last=event["to"])
    if "is" in event:
        yield say("{it}", it=label(Group[event["is"].upper()], lang))
    for one in event.get("fixed", [])[:1]:
        yield say("{it}", it=label(Enrolled[one["enrolled"].upper()], lang))
        if one["price_fen"] is not None:
            yield say("{yuan} yuan", yuan=f"{one['price_fen'] / FEN_IN_YUAN:g}")
    if event.get("effect") is False:
        yield say("without effect")


def _reason(mark: Mark, lang: str) -> str:
    if mark.before is not None and mark.before.state == mark.row.state and not mark.row.cause.decided:
        return _change(mark.before, mark.row, lang)
    return mark.row.reason.in_(lang)


def _outcome(mark: Mark, lang: str) -> Iterator[str]:
    """Yield what the month did: the transition where it moved something, and how cover changed."""
    row, before = mark.row, mark.before
    moved = before is None or before.state != row.state or row.cause.decided in ("entry", "resident")
    if moved and not mark.lettered and len(mark.rows) == 1:
        yield row.reason.in_(lang)
    if before is not None and not (mark.lettered and not moved) and cover(before, lang) != cover(row, lang):
        yield _change(before, row, lang)


def _change(before: Row, row: Row, lang: str) -> str:
    if cover(before, lang) == cover(row, lang):
        return say("now: {state}", state=state_label(row, lang)).in_(lang)
    return say("cover: {before} → {after}", before=cover(before, lang), after=cover(row, lang)).in_(lang)


def cover(row: Row, lang: str, *, finally_: bool = False) -> str:
    """Return the cover of a month in a word or two, as it was then or after back-payment."""
    factor = row.benefit_factor_finally if finally_ else row.benefit_factor
    if factor >= 1:
        return say("full").in_(lang)
    if factor > 0:
        return percent(factor)
    return say("none").in_(lang)


def percent(factor: float) -> str:
    """Return a share as a percentage."""
    return f"{factor * 100:.4g}%"


def source(mark: Mark, timeline: Timeline) -> Parameter | None:
    """Return the value that decided: the entry rule, else the parameter that let cover go on or end."""
    row = mark.row
    for parameter in row.cause.parameters:
        if parameter.key == row.cause.entry_rule and (mark.changes or row.cause.decided):
            return parameter
    if not mark.changes:
        return None
    known = [p for p in row.cause.parameters if p.cite]
    if mark.before is not None and mark.before.covered and not row.covered:
        # cover ends a lag after the stop: the lag was read in the month of the stop
        known = [*_read_at_stop(row, timeline), *known]
    known.sort(key=lambda p: next((n for n, name in enumerate(DECIDING) if f".{name}" in p.key), len(DECIDING)))
    return known[0] if known else None


def _read_at_stop(row: Row, timeline: Timeline) -> Iterator[Parameter]:
    for earlier in timeline:
        if earlier.index == row.index - row.gap_months + 1:
            yield from (p for p in earlier.cause.parameters if p.cite and p.key.endswith(".stop_lag_months"))


def cited(parameter: Parameter, face: Face) -> str:
    """Return the document of a value with its grade, and whether the value is assumed."""
    cite = parameter.cite or ""
    if not face.can(cite):
        cite = parameter.url or ""
    notes = [parameter.grade or "", *([label("assumed", face.lang)] if parameter.assumed else [])]
    inside = ("，" if face.lang == "zh" else ", ").join(note for note in notes if note)
    if not inside:
        return cite
    return f"{cite}（{inside}）" if face.lang == "zh" else f"{cite} ({inside})"


def rule_in_words(parameter: Parameter, lang: str) -> str:
    """Return what a rule or a parameter says, in short."""
    value = parameter.value
    if isinstance(value, dict) and "then" in value:
        return ("，" if lang == "zh" else ", ").join(text.in_(lang) for text in _effects(value["then"], lang))
    name = parameter.key.rpartition(".")[2]
    if name == "stop_lag_months":
        return say("cover lasts {span} after the last paid month", span=months_or_years(value, "month")).in_(lang)
    if name == "continuity_gap_max":
        return say("up to {span} without payment keep the continuity", span=months_or_years(value, "month")).in_(lang)
    if name == "benefit_scale":
        steps = [say("{share} from {n} continuous months", share=percent(one["factor"]), n=one["months"]) for one in value]
        return say("benefit: {steps}", steps=steps).in_(lang)
    if name == "annual" and isinstance(value, dict):
        return say("the year is due by {due}, at the latest by {grace}", due=value["due"], grace=value["grace_until"]).in_(lang)
    return ""


def _effects(then: dict[str, Any], lang: str) -> Iterator[Text]:
    if then.get("refused"):
        yield say("one cannot enter this way")
        return
    anchor = label(Anchor[then["cover_from"].upper()], lang)
    waits = [months_or_years(then[name], unit) for name, unit in (("wait_months", "month"), ("wait_days", "day")) if then.get(name)]
    if waits:
        yield say("wait of {span}, counted from: {anchor}", span=waits, anchor=anchor)
    else:
        yield say("cover from: {anchor}", anchor=anchor)
    if then.get("wait_per_missed_year"):
        yield say("longer after more missed years")
    if then.get("benefit_factor"):
        yield say("{share} of the benefit until then", share=percent(then["benefit_factor"]))
    if then.get("retroactive"):
        yield say("the gap becomes covered")
    if then.get("back_pay_counts") == key(Counts.NOTHING):
        yield say("back-paid months count for nothing")


def months_or_years(n: int, unit: str) -> Text:
    """Return a number of days, months or years in words."""
    if unit == "year":
        return say("1 year") if n == 1 else say("{n} years", n=n)
    if unit == "day":
        return say("1 day") if n == 1 else say("{n} days", n=n)
    return say("1 month") if n == 1 else say("{n} months", n=n)


def period(timeline: Timeline, lang: str) -> str:
    """Return the first and the last month, and how long that is."""
    first, last = timeline[0], timeline[-1]
    length = months_or_years(last.index - first.index + 1, "month").in_(lang)
    span = f"{months.text(first.index)} – {months.text(last.index)}"
    return f"{span}（{length}）" if lang == "zh" else f"{span} ({length})"
