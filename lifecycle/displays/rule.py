"""A rule in a notebook: its name and key, what it does in words, since when, where that stands, how sure it is."""

from __future__ import annotations

from lifecycle.citations import requirement_parameter, rule_parameter, source_parameter
from lifecycle.displays.markup import SOFT, Markup, joined, link, table, tag
from lifecycle.explain import disputed_text
from lifecycle.language import bracketed, say
from lifecycle.regions.entries import Rule
from lifecycle.regions.requirements import RequirementInForce
from lifecycle.regions.rulebook import Value
from lifecycle.row import Parameter
from lifecycle.wording import key_text, parameter_text
from lifecycle.words import label

BEGINNING = "1900-01-01"


def rule_html(rule: Parameter | Rule | RequirementInForce | Value, lang: str) -> Markup:
    """Return an entry rule, a requirement or a dated value as HTML in a language."""
    one = cited(rule)
    facts = [
        (say("Since"), since_text(one) or say("always, as far as is known").in_(lang)),
        (say("Document"), document_html(one)),
        (say("Grade"), joined([grade_text(one, lang)])),
        *([(say("Region"), tag("code", one.region))] if one.region else []),
        *((say("Another voice"), joined([_voice(one.key, other, lang)])) for other in one.disputed),
    ]
    return tag(
        "div",
        tag("div", tag("b", key_text(one.key, lang)), " ", tag("code", one.key, style=SOFT)),
        tag("div", parameter_text(one.key, one.value, lang), style="margin:3px 0"),
        table([], [[tag("b", heading.in_(lang)), text] for heading, text in facts]),
    )


def cited(rule: Parameter | Rule | RequirementInForce | Value) -> Parameter:
    """Return a rule as timelines cite it."""
    if isinstance(rule, Rule):
        return rule_parameter(rule)
    if isinstance(rule, RequirementInForce):
        return requirement_parameter(rule, aside=False)
    if isinstance(rule, Value):
        others = [{"is_": one.is_, "cite": one.cite, "url": one.url, "grade": one.grade} for one in rule.disputed]
        return source_parameter(
            rule.key,
            rule.is_,
            rule.source,
            region=rule.region,
            assumed=rule.assumed,
            from_=rule.from_.isoformat(),
            disputed=others,
        )
    return rule


def since_text(one: Parameter) -> str:
    """Return the day from which a value is in force, nothing where it was so from the beginning."""
    return one.from_ if one.from_ and one.from_ > BEGINNING else ""


def document_html(one: Parameter) -> Markup:
    """Return the document of a value, leading to its address."""
    return link(one.cite or one.url or "–", one.url)


def grade_text(one: Parameter, lang: str) -> str:
    """Return how well founded a value is."""
    grade = one.grade + bracketed(label(one.grade, lang), lang) if one.grade else "–"
    return f"{grade} · {label('assumed', lang)}" if one.assumed else grade


def _voice(key: str, other: dict[str, object], lang: str) -> Markup:
    """Return what another source says, leading to its address where it has one."""
    address = other.get("url")
    return link(disputed_text(key, other, lang), address if isinstance(address, str) else None)
