"""What differs between two regions, or in one region between two months: in sentences, each side with its source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.citations import rule_parameter, source_parameter
from lifecycle.explain import source_text
from lifecycle.guide.card import procedure_text
from lifecycle.guide.circumstances import special, told
from lifecycle.guide.matrix import SECTIONS, YEAR_FIELDS, YEAR_NAMES
from lifecycle.guide.spoken import ProcedureInForce, figures, in_force, procedures_of, requirements
from lifecycle.language import rendered, say
from lifecycle.regions.entries import Rule
from lifecycle.regions.hits import Circumstances, hit, telling
from lifecycle.regions.rulebook import Rulebook
from lifecycle.row import Parameter
from lifecycle.vocabulary import UNKNOWN, Change, Way, key
from lifecycle.wording import effects_text, key_text, parameter_text, rule_text
from lifecycle.words import label

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
    values = [{one.key: one for one in figures(place.book, place.month)} for place in (a, b)]
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
        for name in dict.fromkeys(one for side in values for one in side if one.startswith(f"{section}.")):
            first, second = (side.get(name) for side in values)
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
    """Return how dates and prices of the coverage year of the month, and of the next, differ."""
    found = []
    for ahead in (0, 1):
        for field in (*YEAR_FIELDS, "full_price_from"):
            told_ = [place.book.resident_year(months.year(place.month) + ahead, field) for place in (a, b)]
            if (told_[0] and told_[0][0]) != (told_[1] and told_[1][0]):
                sides = tuple(_year(place, field, ahead, one, lang) for place, one in zip((a, b), told_, strict=True))
                name = say("the next year: {what}", what=YEAR_NAMES[field]) if ahead else YEAR_NAMES[field]
                found.append(Difference(title, name.in_(lang), (sides[0], sides[1])))
    return found


def _year(place: Place, field: str, ahead: int, found: Any, lang: str) -> Side:
    year = months.year(place.month) + ahead
    if found is None:
        unknown = say("unknown").in_(lang)
        return Side(place.name, f"{year}: {unknown}")
    value, _, by, source, assumed = found
    key_ = f"resident.year.{year}.{field}"
    one = source_parameter(key_, value, source, region=by, assumed=assumed)
    return Side(place.name, f"{year}: {parameter_text(key_, value, lang)}", source_text(one, lang))


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
    """Return what the two ask to be arranged in different words, and what only one of them asks."""
    asked = [{one.written.id: one for one in procedures_of(p.book, tuple(Change), p.month)} for p in (a, b)]
    found = []
    for id_ in dict.fromkeys((*asked[0], *asked[1])):
        first, second = (side.get(id_) for side in asked)
        sides = (_arranged(a, first, lang), _arranged(b, second, lang))
        if sides[0].text != sides[1].text:
            known = first or second
            assert known is not None  # noqa: S101  the id stands on one of the sides
            what = rendered([label(change, lang) for change in known.written.changes], lang)
            found.append(Difference(title, what, sides))
    return found


def _arranged(place: Place, one: ProcedureInForce | None, lang: str) -> Side:
    if one is None:
        return Side(place.name, NOTHING.in_(lang))
    return Side(place.name, procedure_text(one, lang), source_text(one.cited, lang))


def _entries(a: Place, b: Place, way: Way, title: str, lang: str) -> list[Difference]:
    """Return the circumstances in which the two decide differently, and the special rules that only one of them has."""
    lists = [in_force(place.book.lists[way], place.month) for place in (a, b)]
    grouped: dict[tuple[str, str], list[tuple[Circumstances, Rule, Rule]]] = {}
    probes = telling(way, (*lists[0], *lists[1]))
    probed = sorted({case.gap for case in probes if case.gap is not None})
    for case in probes:
        one, other = (hit(place.book, way, place.month, case) for place in (a, b))
        pair = (_effect(one, case, lang), _effect(other, case, lang))
        if pair[0] != pair[1]:
            grouped.setdefault(pair, []).append((case, one, other))
    found = []
    for (first, second), every in grouped.items():
        met = {case for case, *_ in every}
        cases = [one for one in every if one[0] == one[0].plain or one[0].plain not in met]
        sides = (
            Side(a.name, first, _rule_sources([one for _, one, _ in cases], lang)),
            Side(b.name, second, _rule_sources([other for *_, other in cases], lang)),
        )
        found.append(Difference(title, told([case for case, *_ in cases], probed, lang), sides))
    texts = [{rule_text(rule_parameter(rule).value, lang): rule for rule in rules} for rules in lists]
    for at, (mine, theirs) in enumerate(((texts[0], texts[1]), (texts[1], texts[0]))):
        for text, rule in mine.items():
            if text not in theirs and special(rule):
                own = Side((a, b)[at].name, text, source_text(rule_parameter(rule), lang))
                none = Side((b, a)[at].name, NOTHING.in_(lang))
                found.append(Difference(title, say("a special rule").in_(lang), (own, none) if at == 0 else (none, own)))
    return found


def _effect(rule: Rule, case: Circumstances, lang: str) -> str:
    """Return what a rule does in some circumstances; without a gap nothing is made up for."""
    value = rule_parameter(rule).value
    does = dict(value["then"])
    if not case.gap:
        does.pop("retroactive", None)
    if not case.gap or not case.back_paid:
        does.pop("back_pay_counts", None)
    return effects_text({**value, "then": does}, lang)


def _rule_sources(rules: Iterable[Rule], lang: str) -> str:
    return _sources((rule_parameter(rule) for rule in rules), lang)
