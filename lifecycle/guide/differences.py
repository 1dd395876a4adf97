"""What differs between two regions, or in one region between two months: in sentences, each side with its source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from lifecycle import months
from lifecycle.citations import rule_parameter
from lifecycle.explain import source_text
from lifecycle.guide.card import procedure_text
from lifecycle.guide.matrix import SECTIONS, YEAR_FIELDS, YEAR_NAMES
from lifecycle.guide.spoken import figures, in_force, procedures_of, requirements
from lifecycle.language import Text, counted, rendered, say
from lifecycle.regions.entries import Rule
from lifecycle.regions.hits import Hit, hits
from lifecycle.regions.rulebook import Rulebook
from lifecycle.row import Parameter
from lifecycle.wording import effects_text, key_text, parameter_text, rule_text
from lifecycle.words import UNKNOWN, Change, Enrolled, Way, key, label

NOTHING: Final = say("no such rule")


@attrs.frozen
class Side:
    """One of the two that are compared: its name, what holds there, and where that stands."""

    name: str
    text: str
    source: str = ""


@attrs.frozen
class Difference:
    """One thing that differs, under the heading of its section."""

    section: str
    what: str
    sides: tuple[Side, Side]


@attrs.frozen
class Place:
    """A region in a month, with the name under which it is compared."""

    book: Rulebook
    month: int
    name: str


def places(a: Rulebook, b: Rulebook, from_: int, to: int, lang: str) -> tuple[Place, Place]:
    """Return the two that are compared, named by what tells them apart."""
    if a is b:
        return Place(a, from_, months.text(from_)), Place(b, to, months.text(to))
    return Place(a, from_, a.label.in_(lang)), Place(b, to, b.label.in_(lang))


def differences(a: Place, b: Place, lang: str) -> list[Difference]:
    """Return everything that differs between two places, in the order of the rule card."""
    found: list[Difference] = []
    told = [{one.key: one for one in figures(place.book, place.month)} for place in (a, b)]
    for section, heading in SECTIONS.items():
        title = heading.in_(lang)
        if section.upper() in Way.__members__:
            found += _entries(a, b, Way[section.upper()], title, lang)
        if section == key(Way.RESIDENT):
            found += _years(a, b, title, lang)
        if section == "retirement":
            found += _requirements(a, b, title, lang)
        if section == "procedure":
            found += _procedures(a, b, title, lang)
        for name in dict.fromkeys(one for side in told for one in side if one.startswith(f"{section}.")):
            first, second = (side.get(name) for side in told)
            if _value(first) != _value(second):
                sides = (_side(a, first, lang), _side(b, second, lang))
                found.append(Difference(title, key_text(name, lang), sides))
    return found


def _value(one: Parameter | None) -> object:
    return UNKNOWN if one is None else one.value


def _side(place: Place, one: Parameter | None, lang: str) -> Side:
    if one is None:
        return Side(place.name, say("unknown").in_(lang))
    return Side(place.name, parameter_text(one.key, one.value, lang), source_text(one, lang))


def _years(a: Place, b: Place, title: str, lang: str) -> list[Difference]:
    """Return how dates and prices of the coverage year differ."""
    found = []
    for field in YEAR_FIELDS:
        sides, values = [], []
        for place in (a, b):
            year = months.year(place.month)
            told = place.book.resident_year(year, field)
            values.append(told and told[0])
            if told is None:
                unknown = say("unknown").in_(lang)
                sides.append(Side(place.name, f"{year}: {unknown}"))
                continue
            value, _, by, source, assumed = told
            one = Parameter(
                key=field, value=value, cite=source.cite, url=source.url, grade=source.grade, assumed=assumed, region=by
            )
            shown = parameter_text(f"resident.year.{year}.{field}", value, lang)
            sides.append(Side(place.name, f"{year}: {shown}", source_text(one, lang)))
        if values[0] != values[1]:
            found.append(Difference(title, YEAR_NAMES[field].in_(lang), (sides[0], sides[1])))
    return found


def _requirements(a: Place, b: Place, title: str, lang: str) -> list[Difference]:
    asked = [requirements(place.book, place.month) for place in (a, b)]
    if [one.value for one in asked[0]] == [one.value for one in asked[1]]:
        return []
    sides = [
        Side(
            place.name,
            ("；" if lang == "zh" else "; ").join(
                f"{n}. {parameter_text(one.key, one.value, lang)}" for n, one in enumerate(rows, start=1)
            ),
            _sources(rows, lang),
        )
        for place, rows in zip((a, b), asked, strict=True)
    ]
    return [Difference(title, say("requirements for retiring").in_(lang), (sides[0], sides[1]))]


def _sources(rows: Iterable[Parameter], lang: str) -> str:
    return " | ".join(dict.fromkeys(source_text(one, lang) for one in rows))


def _procedures(a: Place, b: Place, title: str, lang: str) -> list[Difference]:
    """Return what only one of the two asks to be arranged."""
    told = [{one.written: one for one in procedures_of(p.book, tuple(Change), p.month)} for p in (a, b)]
    found = []
    for mine, other, at in ((told[0], told[1], 0), (told[1], told[0], 1)):
        for written, one in mine.items():
            if written not in other:
                place, empty = (a, b)[at], (b, a)[at]
                source = Parameter(key="procedure", value=None, cite=one.source.cite, url=one.source.url, grade=one.source.grade)
                sides = [
                    Side(place.name, procedure_text(one, lang), source_text(source, lang)),
                    Side(empty.name, NOTHING.in_(lang)),
                ]
                what = rendered([label(change, lang) for change in written.changes], lang)
                found.append(Difference(title, what, (sides[at], sides[1 - at])))
    return found


def _entries(a: Place, b: Place, way: Way, title: str, lang: str) -> list[Difference]:
    """Return the circumstances in which the two decide differently, and the special rules that only one of them has."""
    rules = [{rule.id: rule for rule in in_force(place.book.lists[way], place.month)} for place in (a, b)]
    met = [hits(place.book, place.month)[way] for place in (a, b)]
    grouped: dict[tuple[str, str], list[tuple[Hit, Hit]]] = {}
    for one, other in zip(*met, strict=True):
        pair = (_effect(rules[0][one.rule], one, lang), _effect(rules[1][other.rule], other, lang))
        if pair[0] != pair[1]:
            grouped.setdefault(pair, []).append((one, other))
    found = []
    for (first, second), cases in grouped.items():
        sides = tuple(
            Side(place.name, text, _rule_sources([side[case[at].rule] for case in cases], lang))
            for at, (place, side, text) in enumerate(zip((a, b), rules, (first, second), strict=True))
        )
        found.append(Difference(title, _circumstances([case for case, _ in cases], lang), (sides[0], sides[1])))
    reached = [{hit.rule for hit in side} for side in met]
    special = [
        {rule_text(rule_parameter(rule).value, lang): rule for id_, rule in side.items() if id_ not in seen}
        for side, seen in zip(rules, reached, strict=True)
    ]
    for at, (mine, other_) in enumerate(((special[0], special[1]), (special[1], special[0]))):
        for text, rule in mine.items():
            if text not in other_:
                pair_ = [
                    Side((a, b)[at].name, text, source_text(rule_parameter(rule), lang)),
                    Side((b, a)[at].name, NOTHING.in_(lang)),
                ]
                found.append(Difference(title, say("a special rule").in_(lang), (pair_[at], pair_[1 - at])))
    return found


def _effect(rule: Rule, hit: Hit, lang: str) -> str:
    """Return what a rule does in the circumstances of a hit; without a gap nothing is made up for."""
    value = rule_parameter(rule).value
    does = dict(value["then"])
    if not hit.gap:
        does.pop("retroactive", None)
    if not hit.gap or not hit.back_paid:
        does.pop("back_pay_counts", None)
    return effects_text({**value, "then": does}, lang)


def _rule_sources(rules: Iterable[Rule], lang: str) -> str:
    return _sources((rule_parameter(rule) for rule in rules), lang)


def _circumstances(cases: list[Hit], lang: str) -> str:
    """Return the circumstances of some hits; those that differ only in the gap, or in what was before, are told together."""
    paid: dict[tuple[Way, Enrolled | None, int | None], set[bool]] = {}
    for case in cases:
        paid.setdefault((case.previous, case.enrolled, case.gap), set()).add(case.back_paid)
    gaps: dict[tuple[Way, Enrolled | None, frozenset[bool]], list[int | None]] = {}
    for (previous, enrolled, gap), answers in paid.items():
        told = frozenset(answers) if gap and previous is not Way.NONE and enrolled is None else frozenset[bool]()
        gaps.setdefault((previous, enrolled, told), []).append(gap)
    before: dict[tuple[tuple[int | None, ...], Enrolled | None, frozenset[bool]], list[Way]] = {}
    for (previous, enrolled, told), lengths in gaps.items():
        before.setdefault((tuple(lengths), enrolled, told), []).append(previous)
    return " / ".join(_circumstance(ways, lengths, enrolled, told, lang) for (lengths, enrolled, told), ways in before.items())


def _circumstance(
    ways: list[Way], gaps: tuple[int | None, ...], enrolled: Enrolled | None, paid: frozenset[bool], lang: str
) -> str:
    parts: list[Text] = [say("insured before: {ways}", ways=[label(way, lang) for way in ways])]
    lengths = [say("none") if gap == 0 else counted("{n} month", "{n} months", gap) for gap in gaps if gap is not None]
    if lengths:
        parts.append(say("gap: {gaps}", gaps=lengths))
    if len(paid) == 1:
        parts.append(say("the gap is paid back in full") if True in paid else say("the gap is not paid back in full"))
    if enrolled is not None:
        parts.append(say("enrolled {when}", when=label(enrolled, lang)))
    return ("；" if lang == "zh" else "; ").join(part.in_(lang) for part in parts)
