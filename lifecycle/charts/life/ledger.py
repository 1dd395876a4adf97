"""The money of a life: the personal account over time, and each medical bill with what the person paid of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from lifecycle import months
from lifecycle.charts.lanes import PALE
from lifecycle.charts.life.counters import SIZE, Counter
from lifecycle.charts.paper import FAINT, INK, SOFT, Sheet, line_height
from lifecycle.charts.phrases import span
from lifecycle.charts.ticks import Axis
from lifecycle.language import Text, rendered, say, titled
from lifecycle.timeline import Timeline
from lifecycle.words import LABELS, Label

FEN: Final = 100  # in a yuan
ACCOUNT: Final = "#a0620a"
THEN, FINALLY = "#f3b9a6", "#a63a50"
BAR: Final = (0.06, 0.15)  # the least and the greatest width of a bill in inches
FLAT: Final = 0.02


def yuan(fen: int) -> int:
    """Return an amount in whole yuan, rounded down, so that what is at least there is there."""
    return fen // FEN


def account(timeline: Timeline) -> Counter | None:
    """Return the personal account as steps, or ``None`` where it never holds anything."""
    values = tuple(yuan(row.account_fen) for row in timeline)
    if not any(row.account_fen > 0 for row in timeline):
        return None
    last = len(values) - 1
    falls = [at for at in range(last) if values[at + 1] < values[at]]
    falls.sort(key=lambda at: values[at + 1] - values[at])
    told = tuple(dict.fromkeys([last, *falls, *(at + 1 for at in falls), 0]))
    return Counter("", values, ACCOUNT, told=told)


def account_name(lang: str) -> str:
    """Return the name of the lane."""
    return say("personal account, yuan").in_(lang)


def account_notes(timeline: Timeline, lang: str) -> list[str]:
    """Return how sure the balance is: at least this much, assumed, something left behind."""
    rows = list(timeline)
    made: list[Text | Label] = []
    if rows[-1].unknown_account_months:
        made.append(say("at least: {length} unknown", length=span(rows[-1].unknown_account_months)))
    assumed = next((row for row in rows if row.money_assumed), None)
    if assumed is not None:
        before = any(row.account_fen for row in rows if row.month < assumed.month)
        made.append(say("assumed from {month}", month=assumed.month) if before else LABELS[str, "assumed"])
    if rows[-1].account_left_fen:
        made.append(say("left behind elsewhere: {yuan}", yuan=f"{yuan(rows[-1].account_left_fen):,}"))
    return [one.in_(lang) for one in made]


@attrs.frozen
class Bills:
    """The bills of a month together, in fen; what nobody knows is ``None``."""

    month: int
    amount: int
    own: int | None
    finally_: int | None

    @property
    def text(self) -> str:
        """Return what the person paid then and in the end."""
        then, end = ("?" if fen is None else f"{yuan(fen):,}" for fen in (self.own, self.finally_))
        return then if then == end else f"{then} → {end}"


def bills(timeline: Timeline) -> list[Bills]:
    """Return the bills of a life, a month at a time."""
    found = []
    for row in timeline:
        told = [event for event in row.cause.events if event.get("amount_fen") is not None]
        if told:
            own, finally_ = (_sum([event[name] for event in told]) for name in ("own_fen", "own_finally_fen"))
            found.append(Bills(row.index, sum(event["amount_fen"] for event in told), own, finally_))
    return found


def _sum(amounts: Sequence[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def bills_name(lang: str) -> str:
    """Return the name of the lane."""
    return say("bills: paid by the person, yuan").in_(lang)


def bills_notes(found: Sequence[Bills], lang: str) -> list[str]:
    """Return what the bars mean."""
    made = [say("outline: the whole bill")]
    if any(one.own != one.finally_ for one in found):
        made.append(say("light: then; dark: in the end"))
    return [one.in_(lang) for one in made]


def draw_bills(sheet: Sheet, axis: Axis, y: float, height: float, found: Sequence[Bills]) -> None:
    """Draw a bar for each month with bills: all of it, what the person paid then, and what was left to pay in the end."""
    base, room = y + height, height - line_height(SIZE) - 0.02
    most = max(one.amount for one in found)
    sheet.line(axis.left, base, axis.right, base, colour=FAINT, weight=0.6, zorder=2)
    width = min(max(axis.cell * 0.7, BAR[0]), BAR[1])
    for one in found:
        x = min(max(axis.middle(one.month), axis.left + width / 2), axis.right - width / 2) - width / 2
        for fen, colour in ((one.own, THEN), (one.finally_, FINALLY)):
            if fen is not None:
                high = max(FLAT, room * fen / most)
                sheet.box(x, base - high, width, high, colour, zorder=2.5)
        high = max(FLAT, room * one.amount / most)
        sheet.frame(x, base - high, width, high, colour=SOFT, weight=0.7)
    taken: list[tuple[float, float]] = []
    for one in sorted(found, key=lambda bill: -(bill.own if bill.own is not None else bill.amount)):
        half = sheet.measure(one.text, SIZE) / 2
        x = min(max(axis.middle(one.month), axis.left + half), axis.right - half)
        if any(x - half < end + 0.05 and x + half > start - 0.05 for start, end in taken):
            continue
        taken.append((x - half, x + half))
        near = [other.amount for other in found if abs(axis.middle(other.month) - x) < half + width]
        top = base - room * max(near) / most
        sheet.write(x, top - line_height(SIZE) / 2, one.text, SIZE, colour=INK, ha="center", kind="bill", zorder=5, bbox=PALE)


def in_words(timeline: Timeline, lang: str) -> list[str]:
    """Return the balance at the end and what each month's bills cost the person, for those who do not see them."""
    made = []
    if account(timeline) is not None:
        balance = rendered([f"{yuan(timeline[-1].account_fen):,}", *account_notes(timeline, lang)], lang)
        made.append(titled(account_name(lang), balance, lang))
    if found := bills(timeline):
        told = [f"{months.text(one.month)} {one.text}" for one in found]
        made.append(titled(bills_name(lang), rendered(told, lang), lang))
    return made
