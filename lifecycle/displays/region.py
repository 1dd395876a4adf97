"""A region in a notebook: its name, from whom it takes what it does not say, its headline rules now, its documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from lifecycle import months
from lifecycle.citations import requirement_parameter, rule_parameter, value_parameter
from lifecycle.displays.markup import SOFT, Markup, folded, link, table, tag
from lifecycle.displays.rule import document_html, grade_text, since_text
from lifecycle.guide.circumstances import told
from lifecycle.guide.spoken import coverage_years, in_force
from lifecycle.language import counted, say, titled
from lifecycle.regions.hits import Circumstances, hit
from lifecycle.regions.rulebook import Rulebook
from lifecycle.regions.said import census, said
from lifecycle.row import Parameter
from lifecycle.vocabulary import Enrolled, Way
from lifecycle.wording import effects_text, key_text, parameter_text
from lifecycle.words import label

SHORT: Final = 3
LONG: Final = 4
#: Somebody who begins or resumes: what everybody asks first.
ASKED_FIRST: Final = (
    (Way.EMPLOYEE, Circumstances(Way.NONE, None, back_paid=False)),
    (Way.EMPLOYEE, Circumstances(Way.EMPLOYEE, LONG, back_paid=False)),
    (Way.FLEXIBLE, Circumstances(Way.NONE, None, back_paid=False)),
    (Way.FLEXIBLE, Circumstances(Way.EMPLOYEE, SHORT, back_paid=True)),
    (Way.FLEXIBLE, Circumstances(Way.EMPLOYEE, LONG, back_paid=False)),
    (Way.RESIDENT, Circumstances(Way.RESIDENT, 0, back_paid=True, enrolled=Enrolled.WINDOW)),
    (Way.RESIDENT, Circumstances(Way.RESIDENT, 0, back_paid=True, enrolled=Enrolled.LATE)),
)
FIGURES: Final = ("employee.stop_lag_months", "flexible.stop_lag_months", "flexible.back_pay_within_months")
YEARLY: Final = (".window", ".individual")


def region_html(book: Rulebook, lang: str, month: int | None = None) -> Markup:
    """Return a region as HTML in a language, its rules as they are in a month, this one if none is given."""
    at = months.of(dt.datetime.now(tz=dt.UTC).date()) if month is None else month
    file = book.chain[0][1]
    counted_ = census([file])
    about = [say("{n} dated values and rules of its own", n=counted_.said).in_(lang)]
    if file.checked:
        about.append(say("last looked at {day}", day=file.checked).in_(lang))
    above = [f"{names.label.in_(lang)} ({id_})" for id_, names in book.chain[1:]]
    heads = [say("Rule"), say("What holds in {month}", month=months.text(at)), say("Since"), say("Grade"), say("Document")]
    documents = list(_documents(book, lang))
    title = counted("{n} document", "{n} documents", len(documents)).in_(lang)
    return tag(
        "div",
        tag("div", tag("b", book.label.in_(lang)), " ", tag("code", book.id), tag("span", " · ", " · ".join(about), style=SOFT)),
        *([tag("div", say("What it does not say comes from: {above}.", above=above).in_(lang), style=SOFT)] if above else []),
        table((head.in_(lang) for head in heads), (_row(*one, lang) for one in _headline(book, at, lang)), unbroken=(2, 3)),
        *([folded(title, tag("ol", *documents))] if documents else []),
    )


def _row(name: str, text: str, one: Parameter, lang: str) -> list[str]:
    return [name, text, since_text(one), grade_text(one, lang), document_html(one)]


def _headline(book: Rulebook, month: int, lang: str) -> Iterator[tuple[str, str, Parameter]]:
    """Yield the rules that most people ask about: name, what holds, source."""
    for way, case in ASKED_FIRST:
        one = rule_parameter(hit(book, way, month, case))
        met = told([case], [] if case.gap is None else [case.gap, case.gap + 1], lang)
        yield titled(label(way, lang), met, lang), effects_text(one.value, lang), one
    for key in FIGURES:
        yield _named(value_parameter(book, key, month), lang)
    for one in coverage_years(book, month):
        if one.key.endswith(YEARLY):
            yield _named(one, lang)
    for asked in in_force(book.requirements, month):
        yield _named(requirement_parameter(asked, aside=True), lang)


def _named(one: Parameter, lang: str) -> tuple[str, str, Parameter]:
    return key_text(one.key, lang), parameter_text(one.key, one.value, lang), one


def _documents(book: Rulebook, lang: str) -> Iterable[Markup]:
    """Return the documents that the region's own file cites, each address once with all that is cited from it."""
    cited: dict[str, list[str]] = {}
    for one in said(book.chain[0][1]):
        if one.source.url and one.source.cite:
            cited.setdefault(one.source.url, []).append(one.source.cite)
    for address, cites in cited.items():
        first, *others = dict.fromkeys(cites)
        more = counted("and {n} further passage", "and {n} further passages", len(others)).in_(lang) if others else ""
        yield tag("li", link(first, address), " ", tag("span", more, style=SOFT))
