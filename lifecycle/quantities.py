"""How a figure of a region file reads: tiers and rates, bands by age, scales of benefits, requirements, ages."""

from __future__ import annotations

from typing import Any, Final

from lifecycle.language import Text, rendered, say
from lifecycle.vocabulary import UNKNOWN
from lifecycle.words import label

#: How each part of a requirement reads, in the order in which it is told.
REQUIREMENT: Final = {
    "from": say("retiring from {value} on"),
    "to": say("retiring before {value}"),
    "sex": say("{value}"),
    "born_before": say("born before {value}"),
    "joined_before": say("first insured before {value}"),
    "continuous_years_min": say("at least {value} continuous years"),
    "total_years": say("{value} years in all"),
    "actual_years": say("{value} really paid"),
    "local_years": say("{value} paid there"),
    "local_in": say("counted in the {value}"),
    "elsewhere_as": say("years elsewhere count as {value}"),
    "lower_per_missing_year": say("{value} less benefit for a missing year"),
}
#: The groups of which a table of legal retirement ages tells.
AGES: Final = ("male", "female_55", "female_50")


def percentage(value: float) -> str:
    """Return a share as a percentage without needless zeros."""
    return f"{value * 100:.4g}%"


def _shares(value: Any, lang: str) -> str:
    given = value if isinstance(value, list) else [value]
    return " / ".join(say("unknown").in_(lang) if one == UNKNOWN else percentage(one) for one in given)


def _numbers(value: Any, lang: str) -> str:
    given = value if isinstance(value, list) else [value]
    return " / ".join(say("unknown").in_(lang) if one == UNKNOWN else f"{one:,g}" for one in given)


#: How each part of a scale of benefits reads, with the name that it has where nobody knows it.
SCHEDULE: Final[tuple[tuple[str, Text, Any, Text], ...]] = (
    ("ratio", say("pays {value}"), _shares, say("share paid")),
    ("retired_ratio", say("the retired {value}"), _shares, say("share paid to the retired")),
    ("deductible", say("deductible {value}"), _numbers, say("deductible")),
    ("retired_deductible", say("deductible of the retired {value}"), _numbers, say("deductible of the retired")),
    ("later_deductible", say("later stays {value} of it"), _shares, say("deductible of later stays")),
    ("cap", say("at most {value} a year"), _numbers, say("yearly limit")),
    ("retired_cap", say("the retired at most {value}"), _numbers, say("yearly limit of the retired")),
)


def figure_text(value: Any, lang: str) -> str | None:
    """Return a figure that is a table as a reader sees it; ``None`` for anything else."""
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return rendered([label(one, lang) for one in value], lang)
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return _listed(value, lang)
    if isinstance(value, dict):
        if "total_years" in value:
            return _requirement(value, lang)
        if "deductible" in value:
            return _schedule(value, lang)
        if all(isinstance(value.get(group), dict) for group in AGES):
            return _ages(value, lang)
        if set(value) == {"out", "in"}:
            return rendered([f"{label(name, lang)} {days}" for name, days in value.items()], lang)
    return None


def _listed(value: list[dict[str, Any]], lang: str) -> str | None:
    if all("age" in one for one in value):
        return rendered([_band(one, lang) for one in value], lang)
    if all("years" in one for one in value):
        return rendered([say("from {years} years: {months} months", **one).in_(lang) for one in value], lang)
    if all("rate" in one or "amount" in one for one in value):
        return rendered([_tier(one, lang) for one in value], lang)
    return None


def _band(one: dict[str, Any], lang: str) -> str:
    held = percentage(one["rate"]) if "rate" in one else say("{yuan} yuan", yuan=f"{one['yuan']:,g}").in_(lang)
    return say("from age {age}: {value}", age=one["age"], value=held).in_(lang) if one["age"] else held


def _tier(one: dict[str, Any], lang: str) -> str:
    parts: list[str] = [label(one["tier"], lang)] if "tier" in one else []
    if "amount" in one:
        parts.append(say("{yuan} yuan", yuan=f"{one['amount']:,g}").in_(lang))
    rates = [percentage(one[name]) for name in ("rate", "extra_rate") if one.get(name)]
    if rates:
        parts.append("+".join(rates))
    if one.get("extra"):
        parts.append(say("plus {yuan} yuan", yuan=f"{one['extra']:,g}").in_(lang))
    if one.get("account_rate"):
        parts.append(say("into the account {value}", value=_shares(one["account_rate"], lang)).in_(lang))
    return " ".join(parts)


def _requirement(value: dict[str, Any], lang: str) -> str:
    told = []
    for name, sentence in REQUIREMENT.items():
        if name in value:
            told.append(say(sentence.sentence, value=_part(name, value[name], lang)).in_(lang))
    return ("，" if lang == "zh" else ", ").join(told)


def _part(name: str, value: Any, lang: str) -> Any:
    if name == "lower_per_missing_year":
        return _shares(value, lang)
    if isinstance(value, str):
        return say("unknown") if value == UNKNOWN else label(value, lang)
    return _numbers(value, lang)


def _schedule(value: dict[str, Any], lang: str) -> str:
    told = [
        say(sentence.sentence, value=shown(value[name], lang)).in_(lang)
        for name, sentence, shown, _ in SCHEDULE
        if name in value and value[name] != UNKNOWN
    ]
    unknown = [part for name, _, _, part in SCHEDULE if value.get(name) == UNKNOWN]
    if unknown:
        told.append(say("unknown: {parts}", parts=unknown).in_(lang))
    return ("；" if lang == "zh" else "; ").join(told)


def _ages(value: dict[str, Any], lang: str) -> str:
    told = []
    for group in AGES:
        one = value[group]
        told.append(
            say(
                "{group}: {age}, from those born in {cohort} one month later for every {step} months, at most {most}",
                group=label(group, lang),
                age=one["age"],
                cohort=str(one["cohort"])[:7],
                step=one["step"],
                most=one["most"],
            ).in_(lang)
        )
    return ("；" if lang == "zh" else "; ").join(told)
