"""What is written about a mark: the event in words, what it did, the rule that decided it, its document and grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from lifecycle.charts.fonts import Face
from lifecycle.charts.life.marks import Mark, of_age
from lifecycle.charts.phrases import cover, span
from lifecycle.finding import refusal
from lifecycle.language import Text, say
from lifecycle.row import Parameter, Row, state_label
from lifecycle.statements import yuan
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import State, key
from lifecycle.wording import EVENTS, effect_of, event_text, is_rule, key_text, value_text
from lifecycle.words import label

#: Parameters that decide where no entry rule does, the most telling first.
DECIDING: Final = ("stop_lag_months", "annual", "benefit_scale", "year", "continuity_gap_max")


REQUIREMENT: Final = "retirement.requirement."
SCALES: Final = (".inpatient", ".outpatient")


@attrs.frozen
class Caption:
    """One entry under the chart: when and what, then why."""

    mark: Mark
    when: str
    what: str
    why: str


def captions(marks: Sequence[Mark], timeline: Timeline, face: Face) -> list[Caption]:
    """Return the entries of marks in the language of a face; a rule is written out once."""
    seen: dict[tuple[str, str | None], str] = {}
    return [_caption(mark, timeline, face, seen) for mark in marks]


def _caption(mark: Mark, timeline: Timeline, face: Face, seen: dict[tuple[str, str | None], str]) -> Caption:
    lang = face.lang
    many = len(mark.rows) > 1
    when = f"{mark.row.month} … {mark.rows[-1].month}" if many else mark.row.month
    if mark.lettered:
        what = _reason(mark, lang)
    elif many:
        what = say("{what}, {n} times", what=label(EVENTS[mark.events[0]["what"]], lang), n=len(mark.rows)).in_(lang)
    else:
        what = " + ".join(event_text(event, lang) for event in mark.events)
    parts = [*_outcome(mark, timeline, lang), *(text.in_(lang) for text in (*_years(mark), *_bills(mark)))]
    deciding = source(mark)
    if deciding is not None:
        known = seen.setdefault((deciding.key, deciding.cite), mark.label)
        if known != mark.label:
            parts.append(say("same rule as {mark}", mark=known).in_(lang))
        else:
            parts += [rule_in_words(deciding, lang), cited(deciding, face)]
    return Caption(mark, when, what, _sentence(parts, lang))


def _sentence(parts: list[str], lang: str) -> str:
    return ("；" if lang == "zh" else "; ").join(part for part in parts if part)


def _reason(mark: Mark, lang: str) -> str:
    if of_age(mark.row) and mark.before is not None and mark.before.cause.transition == mark.row.cause.transition:
        return say("comes to the month of retiring").in_(lang)
    if mark.retires is None and mark.before is not None and mark.before.state == mark.row.state and not mark.row.cause.decided:
        return _cover_change(mark.before, mark.row, lang) or say("now: {state}", state=state_label(mark.row, lang)).in_(lang)
    return mark.row.reason.in_(lang)


def _outcome(mark: Mark, timeline: Timeline, lang: str) -> Iterator[str]:
    """Yield what the mark did: the transition where it moved something, how cover and the wait changed."""
    row, before = mark.outcome, mark.previous
    moved = before is None or before.state != row.state or row.cause.decided in ("entry", "resident")
    if moved and not mark.lettered and len(mark.rows) == 1:
        yield row.reason.in_(lang)
    if before is None:
        return
    change = _cover_change(before, row, lang)
    if change and (moved or not mark.lettered):
        yield change
    settled = [one.month for one in timeline if one.cause.settled_by == mark.row.month]
    if settled:
        first, last = settled[0], settled[-1]
        yield say("covered afterwards: {months}", months=first if first == last else f"{first} – {last}").in_(lang)
    if before.state == row.state and before.waiting_total and row.waiting_total and before.waiting_total != row.waiting_total:
        yield say("the wait is now {span} in all", span=span(row.waiting_total)).in_(lang)


def _years(mark: Mark) -> Iterator[Text]:
    """Yield what is missing of what is asked for at retirement, and what filling it costs or cost."""
    row = mark.retires
    at = None if row is None else row.retirement
    if row is None or at is None:
        return
    if at.required_months is None:
        yield say("how many months are asked for is unknown")
    elif row.cause.transition == "retires_after_top_up":
        yield say("bought: {length}", length=span(at.short))
        if row.own_fen:
            yield say("paid this month: {amount}", amount=yuan(row.own_fen))
    elif at.short:
        yield say("missing: {length}", length=span(at.short))
        if at.top_up_fen is not None and row.state != key(State.RETIRED):
            yield say("filling them costs {amount}", amount=yuan(at.top_up_fen))


def _bills(mark: Mark) -> Iterator[Text]:
    """Yield what the person paid of the bills of a mark, then and in the end."""
    events = [event for event in mark.events if "amount_fen" in event]
    known = [one for one in events if one["own_fen"] is not None and one["own_finally_fen"] is not None]
    if len(known) < len(events):
        yield say("the scale of benefits is unknown")
    if not known:
        return
    then, finally_, account = (sum(one[name] for one in known) for name in ("own_fen", "own_finally_fen", "account_fen"))
    if then == finally_:
        yield say("the person pays {amount}", amount=yuan(then))
    else:
        yield say("the person pays {then} then, {finally_} in the end", then=yuan(then), finally_=yuan(finally_))
    if account:
        yield say("of it from the account {account}", account=yuan(account))


def _cover_change(before: Row, row: Row, lang: str) -> str:
    was, is_ = cover(before, lang), cover(row, lang)
    return "" if was == is_ else say("cover: {before} → {after}", before=was, after=is_).in_(lang)


def source(mark: Mark) -> Parameter | None:
    """Return the value that decided: the entry rule, or the parameter that changed the benefit or let cover end."""
    row, before = mark.outcome, mark.previous
    cited_ = [parameter for parameter in row.cause.parameters if parameter.cite]
    known = [parameter for parameter in cited_ if not parameter.aside]
    rules = [parameter for parameter in known if parameter.key == row.cause.entry_rule]
    if row.cause.decided:
        return rules[0] if rules else None
    if mark.events and (refused := refusal(row)):
        return refused[1]
    if mark.retires is not None:
        return next((one for one in mark.retires.cause.parameters if one.cite and one.key.startswith(REQUIREMENT)), None)
    if before is None or not mark.changes:
        return next((one for one in cited_ if mark.events and one.key.endswith(SCALES)), None)
    if before.covered and not row.covered:
        # cover ends a lag after the stop: the months before rest on the lag
        known = [*(p for p in before.cause.parameters if p.cite and p.key.endswith(".stop_lag_months")), *known]
    elif not before.covered and not row.covered:
        known = [p for p in known if not p.key.endswith(".stop_lag_months")]
    elif before.covered and row.covered and before.state == row.state:
        rules = [*(p for p in known if p.key.endswith(".benefit_scale")), *rules]
    known.sort(key=lambda p: next((n for n, name in enumerate(DECIDING) if f".{name}" in p.key), len(DECIDING)))
    return next(iter([*rules, *known]), None)


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
    """Return what an entry rule does, or the name and the value of a parameter."""
    value = parameter.value
    if is_rule(value):
        return _sentence([text.in_(lang) for text in effect_of(value["then"])], lang)
    if parameter.key.endswith(".stop_lag_months"):
        if not value:
            return say("cover ends with the last paid month").in_(lang)
        return say("cover goes on after the last paid month for {length}", length=span(value)).in_(lang)
    return f"{key_text(parameter.key, lang)}{'：' if lang == 'zh' else ': '}{value_text(value, lang)}"
