"""The rules of a region over time: a panel for each, on one axis of months, with the documents that changed them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, Self

import attrs

from lifecycle import months
from lifecycle.charts import ticks
from lifecycle.charts.paper import ACCENT, GRID, INK, SOFT, Sheet, line_height
from lifecycle.charts.picture import LEAD, MARGIN, Picture
from lifecycle.charts.ticks import Axis
from lifecycle.errors import LifecycleError
from lifecycle.guide.history import USUAL, Era, history, name, refuse_unknown
from lifecycle.guide.panels import SIZE, SMALL, Panel
from lifecycle.guide.signs import signs
from lifecycle.language import bracketed, counted, say, titled
from lifecycle.regions.atlas import Atlas
from lifecycle.regions.rulebook import Rulebook
from lifecycle.row import Parameter
from lifecycle.vocabulary import UNKNOWN
from lifecycle.words import label

BACK: Final = 10  # years before today that are shown unless told
AHEAD: Final = 6  # years after it at most
NAMES: Final = 2.1  # inches for the names beside the panels
ROOMY: Final = 8.0  # inches from which they stand there
COLUMN: Final = 3.6  # inches that a column of documents needs
BETWEEN: Final = 0.1
LINES: Final = 4  # of a document

Document = tuple[str, str | None, str | None]


def _listed(keys: Iterable[str]) -> tuple[str, ...]:
    """Return each key once: a change is not two because somebody asks twice."""
    return tuple(dict.fromkeys(keys))


def _month(text: str) -> int:
    try:
        return months.month(text)
    except (TypeError, ValueError):
        raise LifecycleError(
            say("{value} is not a month", value=text), expected=say("a month such as 2024-07"), todo=say("correct the month")
        ) from None


@attrs.frozen(eq=False, repr=False)
class RulesChart(Picture):
    """What held in a region when: by default what most readers ask about, as far as it changed in the last years."""

    atlas: Atlas
    region: str
    keys: tuple[str, ...] = attrs.field(default=(), converter=_listed)
    from_: str | None = attrs.field(default=None, kw_only=True)
    until: str | None = attrs.field(default=None, kw_only=True)
    today: int = attrs.field(factory=lambda: months.of(dt.datetime.now(tz=dt.UTC).date()), kw_only=True)

    def __attrs_post_init__(self) -> None:
        refuse_unknown(self.keys)
        self.atlas.path(self.region)
        first, last = (None if one is None else _month(one) for one in (self.from_, self.until))
        if first is not None and last is not None and first > last:
            raise LifecycleError(
                say("from {first} until {last}", first=self.from_, last=self.until),
                expected=say("a first month that is not after the last"),
                todo=say("correct one of them"),
            )

    def __repr__(self) -> str:
        return f"<RulesChart of {self.region}, {len(self.eras)} rules, in {self.lang}>"

    def showing(self, *keys: str) -> Self:
        """Return a copy that shows these rules, such as ``employee.base_floor``."""
        return attrs.evolve(self, keys=keys)

    def between(self, from_: str | None, until: str | None) -> Self:
        """Return a copy that shows the months from one to another (``"2024-07"``), both included."""
        return attrs.evolve(self, from_=from_, until=until)

    @cached_property
    def book(self) -> Rulebook:
        """Return the rules of the region."""
        return self.atlas.book(self.region)

    @cached_property
    def window(self) -> tuple[int, int]:
        """Return the first and the last month that are shown."""
        changes = [era.first for key_ in (self.keys or USUAL) for era in self._ever(key_) if era.known]
        first = _month(self.from_) if self.from_ else max(min(changes, default=0), months.january(months.year(self.today) - BACK))
        ahead = min(max([self.today, *changes]), self.today + AHEAD * months.MONTHS_IN_YEAR)
        last = _month(self.until) if self.until else months.january(months.year(ahead) + 1) + months.MONTHS_IN_YEAR - 1
        if self.from_ and not self.until:
            last = max(first, last)
        return min(first, last), last

    def _ever(self, key_: str) -> list[Era]:
        """Return what held of a rule in all the time that may be shown."""
        far = self.today + AHEAD * months.MONTHS_IN_YEAR
        return history(self.book, key_, months.january(months.year(self.today) - BACK), far)[1:]

    @cached_property
    def eras(self) -> list[list[Era]]:
        """Return what held of each rule that is shown; of those that nobody asked for, the ones that changed."""
        first, last = self.window
        found = [history(self.book, key_, first, last) for key_ in (self.keys or USUAL)]
        if self.keys:
            return found
        known = [eras for eras in found if any(era.known for era in eras)]
        return [eras for eras in known if len({era.text(self.lang) for era in eras}) > 1] or known

    @property
    def _name(self) -> str:
        return self.book.label.in_(self.lang)

    @property
    def subject(self) -> str:
        """Return what the chart is of."""
        return say("The rules of {region} over time", region=self._name).in_(self.lang)

    @property
    def finding(self) -> str:
        """Return how often the rules changed, and what changed last or changes next."""
        first, _ = self.window
        changed = [(after, before) for eras in self.eras for before, after in pairwise(eras)]
        real = [after for after, before in changed if after.known and before.known and self._differs(before, after)]
        past = sorted((era for era in real if era.first <= self.today), key=lambda era: era.first)
        ahead = sorted((era for era in real if era.first > self.today), key=lambda era: era.first)
        if not past and not ahead:
            return say("No change of these rules is known in this time.").in_(self.lang)
        told = []
        if past:
            times = counted("{n} change", "{n} changes", len(past))
            told.append(
                say(
                    "{times} since {first}, the latest in {month}: {name}.",
                    times=times, first=months.text(first), month=months.text(past[-1].first), name=name(past[-1].key, self.lang),
                )
            )  # fmt: skip
        if ahead:
            told.append(say("Next, in {month}: {name}.", month=months.text(ahead[0].first), name=name(ahead[0].key, self.lang)))
        return ("" if self.lang == "zh" else " ").join(one.in_(self.lang) for one in told)

    def _differs(self, one: Era, other: Era) -> bool:
        return one.text(self.lang) != other.text(self.lang)

    @property
    def subtitle(self) -> str:
        """Return the months, and where the present lies."""
        first, last = map(months.text, self.window)
        return say("{first} – {last}; today: {month}", first=first, last=last, month=months.text(self.today)).in_(self.lang)

    def records(self) -> list[dict[str, Any]]:
        """Return a dict for each stretch of each rule: from, until, value, document, address, grade, who set it."""
        return [
            {
                "key": era.key,
                "name": name(era.key, self.lang),
                "from": months.text(era.first),
                "until": months.text(era.end - 1),
                "value": None if era.is_.value == UNKNOWN else era.text(self.lang),
                "number": era.number,
                "cite": era.is_.cite,
                "url": era.is_.url,
                "grade": era.is_.grade,
                "set_by": era.is_.region,
                "assumed": era.is_.assumed,
                "disputed": "; ".join(text for _, text, _ in era.voices(self.lang)) or None,
            }
            for eras in self.eras
            for era in eras
        ]

    def alt_text(self) -> str:
        """Return what held when, in words."""
        heads = (say("{told}.", told=told).in_(self.lang) for told in (self.title, self.subtitle))
        lines = [("" if self.lang == "zh" else " ").join(heads), self.finding]
        for eras in self.eras:
            lines.append(titled(name(eras[0].key, self.lang), "", self.lang).rstrip())
            for era in eras:
                source = f" [{era.is_.cite}, {era.is_.grade}]" if era.is_.cite else ""
                lines.append(f"  {months.text(era.first)} – {months.text(era.end - 1)} {era.text(self.lang)}{source}")
        return "\n".join(lines)

    @property
    def notes(self) -> Iterator[str]:
        """Yield what the numbers below the panels and the letters mean."""
        yield say("Below each change: the number of its document, and the grade of the source.").in_(self.lang)
        meanings = [say("{grade} {meaning}", grade=one, meaning=label(one, self.lang)) for one in "ABCK"]
        yield say("Sources: {grades}.", grades=meanings).in_(self.lang)
        yield from super().notes

    def body(self, sheet: Sheet, y: float) -> float:
        """Draw the legend, the panels on their axis, and the documents."""
        if not self.eras:
            text = say("Nothing is known of these rules in this time.").in_(self.lang)
            return sheet.paragraph(MARGIN, y, text, LEAD, sheet.width - 2 * MARGIN)
        numbers: dict[Document, str] = {}
        y = signs(sheet, MARGIN, y, sheet.width - MARGIN, self.lang) + 0.06
        beside = NAMES if sheet.width >= ROOMY else 0.0
        axis = Axis(*self.window, MARGIN + beside, sheet.width - MARGIN)
        here = axis.first < self.today <= axis.last
        if here:
            x, text = axis.start(self.today), say("today").in_(self.lang)
            half = sheet.measure(text, SMALL) / 2
            middle = min(max(x, axis.left + half), axis.right - half)
            sheet.write(middle, y + line_height(SMALL) / 2, text, SMALL, colour=ACCENT, ha="center", kind="today")
            y += line_height(SMALL) + 0.02
        top = y
        for eras in self.eras:
            y = self._panel(sheet, axis, eras, y, beside, numbers) + BETWEEN
        y = ticks.draw(sheet, axis, y, self.lang, None)
        ticks.grid(sheet, axis, top, y - line_height(ticks.YEAR_SIZE), self.lang)
        if here:
            sheet.line(x, top, x, y - line_height(ticks.YEAR_SIZE), colour=ACCENT, weight=0.9, linestyle=(0, (4, 2)), zorder=2.8)
        return self._documents(sheet, y + 0.12, numbers)

    def _panel(self, sheet: Sheet, axis: Axis, eras: list[Era], y: float, beside: float, numbers: dict[Document, str]) -> float:
        """Draw the panel of one rule with its name, beside it or above it."""

        def document(one: Parameter) -> str:
            if one.cite is None and one.url is None:
                return ""
            cite = one.cite if one.cite and self.face.can(one.cite) else one.url or ""
            known = (cite, one.grade, one.region)
            return numbers.setdefault(known, str(len(numbers) + 1))

        text = self.face.readable(name(eras[0].key, self.lang))
        if not beside:
            y = sheet.paragraph(MARGIN, y, text, SIZE, sheet.width - 2 * MARGIN, kind="name") + 0.02
        panel = Panel(
            sheet=sheet, axis=axis, eras=eras, region=self.region, today=self.today, lang=self.lang,
            document=document, region_name=self._region_name,
        )  # fmt: skip
        ends = panel.draw(y)
        if beside:
            ends = max(ends, sheet.paragraph(MARGIN, y, text, SIZE, beside - 0.15, kind="name", most=4))
        sheet.line(MARGIN, ends + BETWEEN / 2, sheet.width - MARGIN, ends + BETWEEN / 2, colour=GRID, weight=0.5, zorder=0.4)
        return ends

    def _region_name(self, region: str) -> str:
        names = {one: file.label for one, file in self.book.chain}
        return self.face.readable(names[region].in_(self.lang)) if region in names else region

    def _documents(self, sheet: Sheet, y: float, numbers: dict[Document, str]) -> float:
        """Write the documents with their numbers, in columns where there is room, and return where they end."""
        columns = max(1, int((sheet.width - 2 * MARGIN) / COLUMN))
        width = (sheet.width - 2 * MARGIN - 0.25 * (columns - 1)) / columns
        indent = sheet.measure(f"{len(numbers)}  ", SMALL) + 0.04
        blocks = [(number, self._cited(one)) for one, number in numbers.items()]
        high = [min(LINES, len(sheet.wrap(text, SMALL, width - indent))) * line_height(SMALL) + 0.03 for _, text in blocks]
        column, at, ends = 0, y, y
        for (number, text), tall in zip(blocks, high, strict=True):
            if column + 1 < columns and at - y + tall / 2 > sum(high) / columns:
                column, at = column + 1, y
            x = MARGIN + column * (width + 0.25)
            sheet.write(x, at + line_height(SMALL) / 2, number, SMALL, colour=INK, kind="entry")
            at = sheet.paragraph(x + indent, at, text, SMALL, width - indent, colour=SOFT, kind="entry", most=LINES) + 0.03
            ends = max(ends, at)
        return ends + 0.06

    def _cited(self, one: Document) -> str:
        cite, grade, region = one
        notes = [grade or ""]
        if region not in (None, self.region):
            notes.append(say("taken over from {region}", region=self._region_name(region or "")).in_(self.lang))
        inside = ("，" if self.lang == "zh" else ", ").join(note for note in notes if note)
        return cite + (bracketed(inside, self.lang) if inside else "")
