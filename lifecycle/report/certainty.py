"""How far a life can be believed: the documents it rests on, weakest first, and what was assumed in which months."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from lifecycle import months
from lifecycle.language import rendered
from lifecycle.report.reasons import linked
from lifecycle.row import Parameter, Row
from lifecycle.timeline import Timeline
from lifecycle.wording import key_text, parameter_text


@attrs.frozen(kw_only=True)
class Document:
    """A document with its grade, what is taken from it, and in how many months it counts."""

    cite: str
    link: str | None
    grade: str
    about: tuple[str, ...]
    count: int


@attrs.frozen(kw_only=True)
class Assumption:
    """A value that was assumed: its name, the value, and the months that rest on it."""

    name: str
    value: str
    cite: str
    spans: str
    count: int


@attrs.frozen(kw_only=True)
class Change:
    """A change of the rules during a life: the month, and what each document changed."""

    month: str
    documents: tuple[tuple[str, tuple[str, ...]], ...]


def documents(timeline: Timeline, lang: str) -> list[Document]:
    """Return the documents behind the cover of a life, the weakest first."""
    found: dict[tuple[str, str | None, str], tuple[dict[str, None], set[str]]] = {}
    for row in timeline.rows:
        for one in _founding(row):
            if one.cite:
                about, in_months = found.setdefault((one.cite, one.url, one.grade or ""), ({}, set()))
                about[one.key] = None
                in_months.add(row.month)
    made = [
        Document(
            cite=cite, link=linked(url), grade=grade, about=tuple(key_text(key, lang) for key in about), count=len(in_months)
        )
        for (cite, url, grade), (about, in_months) in found.items()
    ]
    return sorted(made, key=lambda one: (one.grade, one.count), reverse=True)


def assumptions(timeline: Timeline, lang: str, *, aside: bool) -> list[Assumption]:
    """Return what was assumed about cover, or ``aside`` from it, in the order in which it is met."""
    found: dict[tuple[str, str], tuple[Parameter, list[Row]]] = {}
    for row in timeline.rows:
        for one in _founding(row, aside=aside):
            if one.assumed:
                rows = found.setdefault((one.key, one.cite or ""), (one, []))[1]
                if not rows or rows[-1] is not row:
                    rows.append(row)
    return [
        Assumption(
            name=key_text(key, lang),
            value=parameter_text(key, one.value, lang),
            cite=cite,
            spans=rendered(spans(row.index for row in rows), lang),
            count=len(rows),
        )
        for (key, cite), (one, rows) in found.items()
    ]


def changes(timeline: Timeline, lang: str) -> list[Change]:
    """Return the changes of the rules inside a life."""
    within = {row.month for row in timeline.rows[1:]}
    return [
        Change(month=one["month"], documents=_by_document(one["changes"], lang)) for one in timeline.law if one["month"] in within
    ]


def spans(indexes: Iterable[int]) -> list[str]:
    """Return months as runs.

    >>> spans([24288, 24289, 24291])
    ['2024-01 – 2024-02', '2024-04']
    """
    runs: list[list[int]] = []
    for index in indexes:
        if runs and runs[-1][-1] + 1 == index:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [" – ".join(dict.fromkeys((months.text(run[0]), months.text(run[-1])))) for run in runs]


def _founding(row: Row, *, aside: bool = False) -> Iterable[Parameter]:
    return (one for one in row.cause.parameters if one.aside is aside)


def _by_document(changed: dict[str, str | None], lang: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for key, cite in changed.items():
        found.setdefault(cite or "", []).append(key_text(key, lang))
    return tuple((cite, tuple(about)) for cite, about in found.items())
