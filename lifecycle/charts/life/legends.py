"""What explains the picture: the fills with their months, the entries of the marks, the rule changes, the footer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lifecycle import months
from lifecycle.charts import lanes
from lifecycle.charts.fonts import Face
from lifecycle.charts.life.captions import Caption, captions
from lifecycle.charts.life.flags import LAW_COLOUR, MOST_LAWS, laws
from lifecycle.charts.life.marks import Told, numbers
from lifecycle.charts.paper import INK, SOFT, Sheet, line_height
from lifecycle.charts.phrases import span
from lifecycle.finding import insured
from lifecycle.language import bracketed, say
from lifecycle.quantities import percentage
from lifecycle.timeline import Timeline
from lifecycle.vocabulary import GRADES, State, key
from lifecycle.words import label

SIZE: Final = 8.5
WHY: Final = 8
BADGE: Final = 8
HEAD: Final = 10
COLUMN_GAP: Final = 0.3
LONGEST: Final = 5  # lines of one reason
INDENT: Final = 0.42


def cover_counts(timeline: Timeline, lang: str) -> list[tuple[str, str, str]]:
    """Return fill, name and length for each kind of cover in a life."""
    rows = [row for row in timeline if row.state != key(State.DECEASED)]
    shares = sorted({row.benefit_factor for row in rows if 0 < row.benefit_factor < 1})
    names = {
        "full": say("full cover"),
        "partial": say("part of the benefit ({shares})", shares=[percentage(share) for share in shares]),
        "uncovered_wait": say("waiting, no cover"),
        "uncovered": say("no cover"),
        "back_paid": say("covered only afterwards"),
    }
    found = []
    before = months_before_insured(timeline)
    for fill, name in names.items():
        n = sum(lanes.cover_key(row, finally_=fill == "back_paid") == fill for row in rows)
        if n:
            early = bracketed(say("{n} before being insured", n=before).in_(lang), lang) if fill == "uncovered" and before else ""
            found.append((fill, name.in_(lang), span(n).in_(lang) + early))
    return found


def months_before_insured(timeline: Timeline) -> int:
    """Return how many months of a life lie before it was first insured; none where it never was."""
    known = insured(timeline)
    return known[0].index - timeline[0].index if known else 0


def fills(sheet: Sheet, timeline: Timeline, x: float, y: float, right: float, lang: str) -> float:
    """Draw the legend of the fills, flowing over as many lines as it needs, and return where it ends."""
    heads = [heading(say("cover").in_(lang)), heading(say("insured as").in_(lang))]
    heads += [heading(label("region", lang))] if place_spans(timeline, lang) else []
    indent = x + max(sheet.measure(head, SIZE) for head in heads) + 0.2
    states = [(key(state), label(state, lang)) for state in State if any(row.state == key(state) for row in timeline)]
    covers = [
        (fill, say("{name}: {count}", name=name, count=count).in_(lang)) for fill, name, count in cover_counts(timeline, lang)
    ]
    room = right - indent - lanes.BEFORE_NAME
    places = [
        (fill, text if sheet.measure(text, SIZE) <= room else sheet.shortened(text, SIZE, room))
        for fill, text in place_spans(timeline, lang)
    ]
    for head, items in zip(heads, (covers, states, places), strict=False):
        sheet.write(x, y + line_height(SIZE) / 2, head, SIZE, colour=SOFT, kind="legend")
        at = indent
        for fill, text in items:
            width = lanes.BEFORE_NAME + sheet.measure(text, SIZE)
            if at > indent and at + width > right:
                at, y = indent, y + line_height(SIZE) * 1.15
            lanes.named(sheet, at, y, fill, text, SIZE)
            at += width + 0.25
        y += line_height(SIZE) * 1.25
    return y


def place_spans(timeline: Timeline, lang: str) -> list[tuple[str, str]]:
    """Return fill, name and months of each region of a life that has several."""
    rows = list(timeline)
    fills = lanes.places(rows)
    spans: dict[tuple[str, str], list[str]] = {}
    for run in lanes.runs(rows, lanes.place_look(timeline, lang)) if len(fills) > 1 else ():
        spans.setdefault((run.fill, run.labels[0]), []).append(f"{months.text(run.first)} – {months.text(run.end - 1)}")
    return [(fill, f"{name} {', '.join(found)}") for (fill, name), found in spans.items()]


def heading(text: str) -> str:
    """Return a term with a capital letter, as the head of a line."""
    return text[:1].upper() + text[1:]


def entries(
    sheet: Sheet, timeline: Timeline, told: Told, face: Face, x: float, y: float, right: float, *, rules: bool = True
) -> float:
    """Write the entries of the marks and of the rule changes, in two columns where there are many."""
    lang = face.lang
    blocks: list[Any] = [*captions(told.explained, timeline, face)]
    if told.rest:
        which = numbers([event["number"] for mark in told.rest for event in mark.events])
        n = sum(len(mark.rows) for mark in told.rest)
        blocks.append(say("and {n} more ({which}): the table of months explains them", n=n, which=which).in_(lang))
    changes = laws(timeline) if rules else []
    blocks += [_law(number, month, changes, face) for number, (month, changes) in enumerate(changes[:MOST_LAWS], start=1)]
    if len(changes) > MOST_LAWS:
        blocks.append(say("and {n} more changes of the rules", n=len(changes) - MOST_LAWS).in_(lang))
    if not blocks:
        return y
    head = say("What happened, and which rule decided").in_(lang)
    sheet.write(x, y + line_height(HEAD) / 2, head, HEAD, kind="head")
    keys = [say("numbers: events")] if any(mark.events for mark in told.marks) else []
    keys += [say("letters: what followed by itself")] if any(mark.lettered for mark in told.marks) else []
    keys += [say("§: the rules changed")] if changes else []
    key_ = ("；" if lang == "zh" else "; ").join(one.in_(lang) for one in keys)
    if x + sheet.measure(head, HEAD) + COLUMN_GAP + sheet.measure(key_, WHY) > right:
        y += line_height(HEAD)
    sheet.write(right, y + line_height(HEAD) / 2, key_, WHY, colour=SOFT, ha="right", kind="head")
    y += line_height(HEAD) + 0.06
    columns = 2 if len(blocks) > 3 and right - x > 7 else 1  # noqa: PLR2004
    width = (right - x - COLUMN_GAP * (columns - 1)) / columns
    heights = [_height(sheet, block, width) for block in blocks]
    ends, at, column, used = [y], y, 0, 0.0
    for block, height in zip(blocks, heights, strict=True):
        # the first column takes the larger half
        if column + 1 < columns and used + height / 2 > sum(heights) / columns:
            column, at, used = column + 1, y, 0.0
        _write(sheet, block, x + column * (width + COLUMN_GAP), at, width)
        at, used = at + height, used + height
        ends.append(at)
    return max(ends) + 0.08


def _law(number: int, month: int, changes: dict[str, str], face: Face) -> tuple[str, str, str]:
    lang = face.lang
    about = list(dict.fromkeys(label(key_.partition(".")[0], lang) for key_ in changes))
    cites = [cite for cite in dict.fromkeys(changes.values()) if cite and face.can(cite)]
    head = say("the rules change: {about}", about=about).in_(lang)
    return f"§{number}", f"{months.text(month)}  {head}", ("；" if lang == "zh" else "; ").join(cites[:2])


def badge(sheet: Sheet, x: float, y: float, text: str, *, lettered: bool) -> None:
    """Draw the badge of a mark: numbers white on black and round, letters black on white and square."""
    if lettered:
        sheet.badge(x, y, text, BADGE, fill="#ffffff", ink=SOFT, round_=False)
    else:
        sheet.badge(x, y, text, BADGE, fill=INK, ink=INK)


def _parts(block: Any) -> tuple[str, str, str]:
    if isinstance(block, Caption):
        return block.mark.label, f"{block.when}  {block.what}", block.why
    if isinstance(block, str):
        return "", block, ""
    label_, head, why = block
    return label_, head, why


def _height(sheet: Sheet, block: Any, width: float) -> float:
    label_, head, why = _parts(block)
    indent = _indent(sheet, label_)
    lines = len(sheet.wrap(head, SIZE, width - indent))
    reasons = min(LONGEST, len(sheet.wrap(why, WHY, width - indent)))
    return lines * line_height(SIZE) + reasons * line_height(WHY) + 0.08


def _indent(sheet: Sheet, label_: str) -> float:
    return max(INDENT, sheet.badge_size(label_, BADGE)[0] + 0.1) if label_ else INDENT


def _write(sheet: Sheet, block: Any, x: float, y: float, width: float) -> None:
    label_, head, why = _parts(block)
    indent = _indent(sheet, label_)
    middle = y + line_height(SIZE) / 2
    if isinstance(block, Caption):
        badge(sheet, x + sheet.badge_size(label_, BADGE)[0] / 2, middle, label_, lettered=block.mark.lettered)
    elif label_:
        sheet.write(x + 0.04, middle, label_, SIZE, colour=LAW_COLOUR, kind="legend")
    y = sheet.paragraph(x + indent, y, head, SIZE, width - indent, kind="entry")
    if why:
        sheet.paragraph(x + indent, y, why, WHY, width - indent, colour=SOFT, kind="entry", most=LONGEST)


def certainty(timeline: Timeline, lang: str) -> Iterator[str]:
    """Yield how well founded a life is: its weakest source, what the grades mean, and that something is assumed."""
    if not len(timeline):
        return
    yield say("Weakest source: {grade}.", grade=str(timeline.counts()["grade"])).in_(lang)
    meanings = [say("{grade} {meaning}", grade=one, meaning=label(one, lang)) for one in GRADES]
    yield say("Sources: {grades}.", grades=meanings).in_(lang)
    if any(row.assumed for row in timeline):
        yield say("Assumed: the sources are silent, or something about this life is unknown.").in_(lang)
