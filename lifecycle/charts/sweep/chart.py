"""The chart of a sweep: months without cover above, money below, a step for each length of the gap, a line for each region."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self

import attrs

from lifecycle import months as calendar
from lifecycle.charts.paper import ACCENT, FAINT, INK, SOFT, Sheet, line_height
from lifecycle.charts.phrases import span
from lifecycle.charts.picture import MARGIN, Picture
from lifecycle.charts.sweep import jumps, sentences
from lifecycle.charts.sweep.lines import Line, Scale
from lifecycle.charts.sweep.panel import TICK, Panel, axis, counted_ticks, round_ticks
from lifecycle.language import say, titled

if TYPE_CHECKING:
    from lifecycle.whatif.sweep import Group, Outcome, Sweep

LEFT: Final = 0.75
NAMES: Final = 0.24  # share of the width for the names at the right
LEAST, MOST = 1.45, 2.6
HEIGHTS: Final = (3.3, 2.0)
SIZE, HEAD = 8.5, 10
BADGE: Final = 8
NAMED: Final = 14  # lines of money that are named; of more only the highest and the lowest
FEN: Final = 100
LONGEST: Final = 4  # lines of an entry


def amount(value: float) -> str:
    """Return an amount with its thousands, and a minus that is one."""
    return f"{value:,.0f}".replace("-", "−")


@attrs.frozen(eq=False, repr=False)
class SweepChart(Picture):
    """What a gap of n months means, region by region."""

    sweep: Sweep
    finally_: bool = attrs.field(kw_only=True, default=False)
    stay: bool = attrs.field(kw_only=True, default=False)
    beyond: bool = attrs.field(kw_only=True, default=False)

    def __repr__(self) -> str:
        return f"<SweepChart of {self.sweep!r} in {self.lang}>"

    def in_the_end(self) -> Self:
        """Return a copy that counts the months without cover after every back-payment was settled."""
        return attrs.evolve(self, finally_=True)

    def beyond_the_gap(self) -> Self:
        """Return a copy that leaves the months of the gap itself out: what is left is what the rules add to it."""
        return attrs.evolve(self, beyond=True)

    def of_a_stay(self) -> Self:
        """Return a copy whose lower panel shows the person's part of a hospital stay in the last month of the gap."""
        return attrs.evolve(self, stay=True)

    def records(self) -> list[dict[str, Any]]:
        """Return a dict for each region and gap: the numbers that are drawn, and more."""
        return self.sweep.records()

    @property
    def subject(self) -> str:
        """Return the question."""
        return say("What if I stop paying for n months?").in_(self.lang)

    @property
    def finding(self) -> str:
        """Return at which gap the regions differ most, or the steepest jump of a single one."""
        return sentences.finding(self.sweep, self._jumps, self.lang, finally_=self.finally_)

    @property
    def subtitle(self) -> str:
        """Return whose gap it is: insured how and how long, last paid when, going on how."""
        return sentences.subtitle(self.sweep.plan, self.lang)

    @property
    def notes(self) -> Iterator[str]:
        """Yield what dashes mean, where money is assumed or unknown, and the weakest source."""
        yield from sentences.notes(self.sweep, self.lang, stay=self.stay)
        yield from super().notes

    def alt_text(self) -> str:
        """Return the question, the answer, each line at its turning points, and the rules of the jumps."""
        subtitle = say("{told}.", told=self.subtitle).in_(self.lang)
        lines = [("" if self.lang == "zh" else " ").join((self.title, subtitle)), self.finding]
        lines += sentences.lines(self.sweep, self._jumps, self.lang, finally_=self.finally_)
        return "\n".join([*lines, *(" ".join(jumps.words(jump, self.sweep, self.face)) for jump in self._jumps)])

    @cached_property
    def groups(self) -> list[Group]:
        """Return the regions that share a line."""
        return self.sweep.groups

    @cached_property
    def _jumps(self) -> list[jumps.Jump]:
        return jumps.jumps(self.sweep, self.groups, finally_=self.finally_)

    def _left_out(self, one: Outcome) -> int:
        return one.gap if self.beyond else 0

    def _months(self, one: Outcome) -> int:
        return jumps.months(one, finally_=self.finally_)

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw both panels on one axis of gaps, and below them the jumps with their rules."""
        right = sheet.width - MARGIN - min(MOST, max(LEAST, sheet.width * NAMES))
        left = MARGIN + LEFT
        gaps = self.sweep.plan.gaps
        upper = self._upper().draw(sheet, y, gaps, left, right)
        self._badges(sheet, upper)
        self._columns(sheet, upper)
        middle = axis(sheet, upper, self.lang)
        lower = self._lower()
        if lower is None:
            end = middle + 0.1
        else:
            scale = lower.draw(sheet, middle + 0.18, gaps, left, right)
            self._columns(sheet, scale)
            end = axis(sheet, scale, self.lang) + 0.1
        return self._entries(sheet, end + 0.05)

    def _upper(self) -> Panel:
        lines = []
        for number, group in enumerate(self.groups):
            values = tuple(float(self._months(one) - self._left_out(one)) for one in group.outcomes)
            lost = tuple(one.benefit_lost - self._left_out(one) for one in group.outcomes)
            part = any(one.months_reduced for one in group.outcomes)
            lines.append(
                Line(
                    labels=self._labels(group),
                    values=values,
                    assumed=tuple(one.assumed for one in group.outcomes),
                    number=number,
                    above=lost if part and not self.finally_ else (),
                )
            )
        drawn = [value for line in lines for value in (*line.values, *line.above) if value is not None]
        name = say("Months without cover in the end, all settled") if self.finally_ else say("Months without cover at the time")
        told = name.in_(self.lang)
        if self.beyond:
            told = say("{name}, without the gap itself", name=told).in_(self.lang)
        if any(line.above for line in lines):
            told = say("{name}; dotted: with what is lost in months of a part of the benefit", name=told).in_(self.lang)
        ticks = counted_ticks(min(0, *drawn), max(*drawn, 1 if self.beyond else self.sweep.plan.gaps[-1]))
        return Panel(
            name=told,
            lines=lines,
            tick=amount,
            ticks=ticks,
            height=HEIGHTS[0],
            itself="" if self.beyond else say("the gap itself").in_(self.lang),
        )

    def _labels(self, group: Group) -> tuple[str, ...]:
        """Return the labels of a line, from all of its regions to their number, with its last value."""
        end = group.outcomes[-1]
        told, last, more = [], amount(self._months(end) - self._left_out(end)), end.months_reduced
        for most in (len(group.regions), 3, 2, 1):
            name = jumps.names(self.sweep, group.regions, most, self.lang)
            value = last if not more else say("{n} + {more} in part", n=last, more=more).in_(self.lang)
            told.append(titled(name, value, self.lang))
        return tuple(dict.fromkeys(told))

    def _lower(self) -> Panel | None:
        """Return the panel of money; none where nothing is known of it."""
        plan = self.sweep.plan
        alike: dict[tuple[Any, ...], list[tuple[int, str]]] = {}
        for number, group in enumerate(self.groups):
            for region in group.regions:
                found = self.sweep.of(region)
                doubted = tuple(one.assumed and self.stay for one in found)
                alike.setdefault((tuple(self._yuan(one) for one in found), doubted), []).append((number, region))
        lines: list[Line] = []
        for (values, doubted), places in alike.items():
            known = [value for value in values if value is not None]
            if known:
                number, regions = places[0][0], [region for _, region in places]
                most = [titled(jumps.names(self.sweep, regions, n, self.lang), amount(known[-1]), self.lang) for n in (3, 2, 1)]
                style = sum(line.number == number for line in lines)
                lines.append(Line(labels=tuple(dict.fromkeys(most)), values=values, assumed=doubted, number=number, style=style))
        if not lines:
            return None
        drawn = [value for line in lines for value in line.values if value is not None]
        if len(lines) > NAMED:
            ends = sorted(lines, key=lambda line: next(value for value in reversed(line.values) if value is not None))
            named = {id(ends[at * (len(ends) - 1) // (NAMED - 1)]) for at in range(NAMED)}
            lines = [attrs.evolve(line, shown=id(line) in named) for line in lines]
        if self.stay:
            told = say(
                "What the person pays of a hospital stay of {yuan} yuan in the last month of the gap, in yuan",
                yuan=f"{plan.stay:,g}",
            )
        else:
            first, last = (calendar.text(month) for month in plan.window)
            saved = say("What the gap saves the person in contributions from {first} to {last}, in yuan")
            if least := plan.gaps[0]:
                saved = say("What a gap saves the person beside one of {least}, in contributions from {first} to {last}, in yuan")
            told = say(saved.sentence, least=span(least), first=first, last=last)
        return Panel(
            name=told.in_(self.lang),
            lines=lines,
            tick=amount,
            ticks=round_ticks(min(0, *drawn), max(0, *drawn)),
            height=HEIGHTS[1],
        )

    def _yuan(self, one: Outcome) -> float | None:
        ill = one.stay_own_finally_fen if self.finally_ else one.stay_own_fen
        fen = ill if self.stay else self.sweep.paid_less_fen(one)
        return None if fen is None else fen / FEN

    def _columns(self, sheet: Sheet, scale: Scale) -> None:
        """Draw where the gaps jump through the whole height of a panel."""
        for gap in {jump.gap for jump in self._jumps}:
            x = dict(zip(scale.gaps, scale.edges(), strict=True))[gap][0]
            sheet.line(x, scale.top, x, scale.bottom, colour=ACCENT, weight=0.6, linestyle=(0, (1, 2)), zorder=0.8)

    def _badges(self, sheet: Sheet, scale: Scale) -> None:
        """Put the numbers of the jumps above the gaps where they happen."""
        by_gap: dict[int, list[str]] = {}
        for number, jump in enumerate(self._jumps, start=1):
            by_gap.setdefault(jump.gap, []).append(str(number))
        edge = -1.0
        for gap, numbers in sorted(by_gap.items()):
            text = numbers[0] if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
            wide = sheet.badge_size(text, BADGE)[0]
            x = max(dict(zip(scale.gaps, scale.edges(), strict=True))[gap][0], edge + wide / 2)
            sheet.badge(x, scale.top + 0.02, text, BADGE, fill=ACCENT, ink=ACCENT)
            edge = x + wide / 2 + 0.03

    def _entries(self, sheet: Sheet, y: float) -> float:
        """Write below the panels what each jump is and which rules make it."""
        if not self._jumps:
            return y
        sheet.line(MARGIN, y, sheet.width - MARGIN, y, colour=FAINT)
        y += 0.06
        sheet.write(
            MARGIN, y + line_height(HEAD) / 2, say("Where a month more costs more than a month").in_(self.lang), HEAD, kind="head"
        )
        y += line_height(HEAD) + 0.04
        indent = 0.36
        for number, jump in enumerate(self._jumps, start=1):
            head, why = jumps.words(jump, self.sweep, self.face)
            sheet.badge(MARGIN + 0.11, y + line_height(SIZE) / 2, str(number), BADGE, fill=ACCENT, ink=ACCENT)
            room = sheet.width - 2 * MARGIN - indent
            y = sheet.paragraph(MARGIN + indent, y, head, SIZE, room, colour=INK, kind="entry", most=LONGEST)
            if why:
                y = sheet.paragraph(MARGIN + indent, y, why, TICK + 0.5, room, colour=SOFT, kind="why", most=LONGEST)
            y += 0.06
        return y + 0.04
