"""What a comparison comes to: the finding in a sentence, and why the lives part, side by side with the documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lifecycle import months
from lifecycle.charts.comparison.blocks import told
from lifecycle.charts.fonts import Face
from lifecycle.charts.life.captions import cited, rule_in_words
from lifecycle.charts.paper import ACCENT, INK, SOFT, Sheet, line_height
from lifecycle.charts.phrases import cover, span
from lifecycle.charts.picture import MARGIN
from lifecycle.comparison import Comparison, Side
from lifecycle.language import Text, bracketed, counted, rendered, say, titled
from lifecycle.row import state_label
from lifecycle.statements import yuan
from lifecycle.totals import Totals
from lifecycle.wording import event_text

HEAD, NAME, SIZE, WHY = 10, 9.5, 8.5, 8
COLUMN: Final = 2.3  # inches: the least width of a side
APART: Final = 0.25
TWO: Final = 2
LONGEST: Final = 9  # lines of a rule with its document


def finding(comparison: Comparison, names: Sequence[str], lang: str) -> str:
    """Return in one sentence what the lives differ in most."""
    found = comparison.difference
    if not comparison.common and len(names) == TWO:
        return say("The lives have no month in common.").in_(lang)
    if found is None:
        return say("No month differs.").in_(lang)
    since, sums = months.text(found.month), comparison.totals()
    if len(names) == TWO and (told_ := _longer(sums, names, since)) is not None:
        return told_.in_(lang)
    for counts, two, many in (
        (
            [one.months_without for one in sums],
            say("{least_name} is covered {n} longer than {most_name}; they first differ in {month}.").sentence,
            say("Without cover: from {least} ({least_name}) to {most} ({most_name}); they first differ in {month}.").sentence,
        ),
        (
            [one.months_without_finally for one in sums],
            say(
                "Covered as long at the time, in the end {least_name} {n} longer than {most_name}; they first differ in {month}."
            ).sentence,
            say(
                "Covered as long at the time; without cover in the end: from {least} ({least_name}) to {most} ({most_name})."
            ).sentence,
        ),
        (
            [one.months_reduced for one in sums],
            say(
                "{most_name} has only a part of the benefit for {n} more than {least_name}; they first differ in {month}."
            ).sentence,
            say("Months with a part of the benefit: from {least} ({least_name}) to {most} ({most_name}).").sentence,
        ),
    ):
        least, most = min(counts), max(counts)
        if least < most:
            return say(
                two if len(names) == TWO else many,
                n=span(most - least),
                least=least,
                most=span(most),
                least_name=rendered([name for name, n in zip(names, counts, strict=True) if n == least], lang),
                most_name=rendered([name for name, n in zip(names, counts, strict=True) if n == most], lang),
                month=since,
            ).in_(lang)
    if n := len(comparison.differing("cover")):
        return say("Cover differs in {months}, though nobody is without it for longer.", months=span(n)).in_(lang)
    if n := len(comparison.differing()):
        return say("Cover is alike in every month; how one is insured differs in {months}.", months=span(n)).in_(lang)
    return say("Cover is alike in every month; only what is paid differs.").in_(lang)


def _longer(sums: Sequence[Totals], names: Sequence[str], since: str) -> Text | None:
    """Return which of two lives is covered longer, where that is another number of months in the end than at the time."""
    then, finally_ = (
        sums[1].months_without - sums[0].months_without,
        sums[1].months_without_finally - sums[0].months_without_finally,
    )
    if then * finally_ <= 0 or then == finally_:
        return None
    one, other = names if then > 0 else reversed(names)
    return say(
        "{one} is covered {n} longer than {other}, in the end {more}; they first differ in {month}.",
        one=one,
        other=other,
        n=span(abs(then)),
        more=span(abs(finally_)),
        month=since,
    )


def totals(one: Totals, lang: str) -> str:
    """Return the figures of a life in a line."""
    first = counted("{n} month without cover", "{n} months without cover", one.months_without).in_(lang)
    return ("；" if lang == "zh" else "; ").join([first, *told(one, lang)])


def sides(comparison: Comparison, names: Sequence[str], face: Face) -> Iterator[tuple[str, str, str, str]]:
    """Yield for each life its name, what the first month that differs is, what happened, and the rule with its document."""
    found = comparison.difference
    if found is None:
        return
    for name, side in zip(names, found.sides, strict=True):
        yield (name, *_side(side, found.month, face, money=found.kinds == ("money",)))


def _side(side: Side, month: int, face: Face, *, money: bool) -> tuple[str, str, str]:
    lang = face.lang
    if side.row is None:
        return say("not told").in_(lang), "", ""
    is_ = say("{state}; cover: {cover}", state=state_label(side.row, lang), cover=cover(side.row, lang)).in_(lang)
    if side.row.benefit_factor_finally != side.row.benefit_factor:
        is_ = say("{now}, in the end: {cover}", now=is_, cover=cover(side.row, lang, finally_=True)).in_(lang)
    if money:
        is_ = say("pays {amount}", amount=yuan(side.row.own_fen)).in_(lang)
    texts = [event_text(event, lang) for event in side.events]
    happened = ("；" if lang == "zh" else "; ").join(dict.fromkeys(texts))
    if happened and side.since and not side.row.cause.events:
        happened = titled(side.since, happened, lang)
    if side.row.cause.settled_by:
        settled = say("Covered afterwards: settled in {month}.", month=side.row.cause.settled_by).in_(lang)
        is_ = f"{is_}{'。' if lang == 'zh' else '. '}{settled}"
    what = titled(months.text(month), side.row.reason.in_(lang), lang) + (bracketed(happened, lang) if happened else "")
    if side.source is None:
        return is_, what, ""
    return is_, what, titled(rule_in_words(side.source, lang), cited(side.source, face), lang)


def draw(sheet: Sheet, comparison: Comparison, names: Sequence[str], y: float, lang: str) -> float:
    """Write why the lives part, a column for each of them, and return where that ends."""
    told_ = list(sides(comparison, names, sheet.face))
    if not told_ or comparison.difference is None:
        return y
    head = say("Why they part in {month}", month=months.text(comparison.difference.month)).in_(lang)
    sheet.write(MARGIN, y + line_height(HEAD) / 2, head, HEAD, kind="head")
    y += line_height(HEAD) + 0.08
    room = sheet.width - 2 * MARGIN
    columns = max(1, min(len(told_), 3 if len(told_) != 4 else 4, int((room + APART) / (COLUMN + APART))))  # noqa: PLR2004
    width = (room - APART * (columns - 1)) / columns
    for start in range(0, len(told_), columns):
        ends = []
        for at, (name, is_, what, rule) in enumerate(told_[start : start + columns]):
            x = MARGIN + at * (width + APART)
            sheet.line(x, y, x + width, y, colour=ACCENT, weight=1.4)
            down = sheet.paragraph(x, y + 0.05, name, NAME, width, colour=ACCENT, kind="side", most=2)
            down = sheet.paragraph(x, down, is_, SIZE, width, colour=INK, kind="side", most=4)
            down = sheet.paragraph(x, down, what, WHY, width, colour=INK, kind="side", most=LONGEST)
            if rule:
                down = sheet.paragraph(x, down + 0.03, rule, WHY, width, colour=SOFT, kind="side", most=LONGEST)
            ends.append(down)
        y = max(ends) + 0.14
    return y
