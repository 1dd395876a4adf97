"""How a rule, a value, a condition or an event reads in a sentence, in either language."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from lifecycle.language import Text, counted, rendered, say
from lifecycle.quantities import REQUIREMENT, figure_text, percentage
from lifecycle.regions.kinds import LARGEST_COUNT, share, yuan
from lifecycle.regions.parameters import BY_KEY
from lifecycle.vocabulary import Anchor, Care, Counts, Enrolled, Group, Way, What, Where
from lifecycle.words import Label, label

FEN_IN_YUAN: Final = 100
FIRST_YEAR: Final = 1900
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
COUNT: Final = re.compile(r"[0-9]{1,9}")
GROWTHS: Final = ("assumptions.base_growth", "assumptions.wage_growth")
BENEFIT_WORDS: Final = ("own", "actual", "deemed", "payment_month", "next_month", "top_up")
WAYS: Final = {way.name.lower(): way for way in Way}
ANCHORS: Final = {anchor.name.lower(): anchor for anchor in Anchor}
COUNTS: Final = {counts.name.lower(): counts for counts in Counts}
ENROLLED: Final = {enrolled.name.lower(): enrolled for enrolled in Enrolled}
GROUPS: Final = {str(group.name).lower(): group for group in Group}
CARE: Final = {care.name.lower(): care for care in Care}
WHERE: Final = {where.name.lower(): where for where in Where}
EVENTS: Final = {what.name.lower(): what for what in What}


def _many(value: Any, words: dict[str, Any]) -> list[Label]:
    chosen = value if isinstance(value, list) else [value]
    return [
        Label(label(words[one], "zh"), label(words[one], "en")) if one in words else Label(str(one), str(one)) for one in chosen
    ]


def _yes(value: Any, true: Text, false: Text) -> Text:
    return true if value else false


#: How each condition of an entry rule reads.
CONDITIONS: Final[dict[str, Callable[[Any], Text]]] = {
    "from": lambda v: say("in force from {day}", day=v),
    "to": lambda v: say("in force before {day}", day=v),
    "previous": lambda v: say("insured before as: {ways}", ways=_many(v, WAYS)),
    "previous_region": lambda v: _yes(v == "same", say("same region as before"), say("another region before")),
    "previous_covered": lambda v: _yes(v, say("in benefit before"), say("not in benefit before")),
    "unfinished_wait": lambda v: _yes(v, say("an earlier wait was broken off"), say("no wait was broken off")),
    "gap_months_max": lambda v: (
        say("a gap of at most {length}", length=counted("{n} month", "{n} months", v)) if v else say("no gap")
    ),
    "gap_in_year_max": lambda v: say(
        "missed in the calendar year: at most {length}", length=counted("{n} month", "{n} months", v)
    ),
    "back_paid": lambda v: _yes(v, say("the gap is paid back in full"), say("the gap is not paid back in full")),
    "continuous_months_min": lambda v: say("at least {n} continuous months before", n=v),
    "enrolled": lambda v: say("enrolled {when}", when=_many(v, ENROLLED)),
    "paid_from": lambda v: say("paid on or after {day} of the year", day=v),
    "paid_to": lambda v: say("paid by {day} of the year", day=v),
    "missed_years_max": lambda v: say("coverage years missed: at most {n}", n=v) if v else say("no coverage year missed"),
    "group": lambda v: say("status: {groups}", groups=_many(v, GROUPS)),
    "age_days_max": lambda v: say("at most {length} old", length=counted("{n} day", "{n} days", v)),
}


def effect_of(then: dict[str, Any]) -> list[Text]:
    """Return what an entry rule does, a sentence each."""
    if then.get("refused"):
        return [say("one may not enter this way")]
    anchor = _many(then.get("cover_from", "payment_month"), ANCHORS)[0]
    waits = []
    if months := then.get("wait_months"):
        waits.append(counted("{n} month", "{n} months", months))
    if days := then.get("wait_days"):
        waits.append(counted("{n} day", "{n} days", days))
    if years := then.get("wait_per_missed_year"):
        waits.append(say("plus {length} for every further missed year", length=counted("{n} month", "{n} months", years)))
    if waits:
        found = [say("wait, counted from: {anchor}; length: {waits}", anchor=anchor, waits=waits)]
        if factor := then.get("benefit_factor"):
            found.append(say("{share} of the benefit while waiting", share=f"{factor:.0%}"))
    else:
        found = [say("covered from: {anchor}, without a wait", anchor=anchor)]
    if then.get("retroactive"):
        found.append(say("the gap becomes covered afterwards"))
    if counts := then.get("back_pay_counts"):
        found.append(say("back-paid months {worth}", worth=_many(counts, COUNTS)[0]))
    if then.get("applies_to_running"):
        found.append(say("reaches waits that run already"))
    return found


def rule_text(value: dict[str, Any], lang: str) -> str:
    """Return an entry rule as one sentence: conditions → effects."""
    separator = "；" if lang == "zh" else "; "
    asked = [CONDITIONS[name](wanted).in_(lang) for name, wanted in (value.get("if") or {}).items() if name in CONDITIONS]
    conditions = separator.join(asked) or say("everybody else").in_(lang)
    return f"{conditions} → {effects_text(value, lang)}"


def effects_text(value: dict[str, Any], lang: str) -> str:
    """Return what an entry rule does, as one sentence."""
    return ("；" if lang == "zh" else "; ").join(one.in_(lang) for one in effect_of(value.get("then") or {}))


def is_rule(value: Any) -> bool:
    """Return whether a parameter's value is an entry rule."""
    return isinstance(value, dict) and set(value) == {"if", "then"} and all(isinstance(part, dict) for part in value.values())


def key_text(key: str, lang: str) -> str:
    """Return the name of a parameter or entry rule as a reader sees it."""
    if key in BY_KEY:
        return BY_KEY[key].label.in_(lang)
    section, _, rest = key.partition(".entry.")
    if rest and section in WAYS:
        return say("entry rule “{id}” ({way})", id=rest, way=_many(section, WAYS)[0]).in_(lang)
    names = {
        "window": say("enrolment window {year}"),
        "extension": say("extension {year}"),
        "individual": say("individual price {year}, yuan"),
        "subsidy": say("subsidy {year}, yuan"),
        "full_price_from": say("full price {year}, from"),
    }
    if key.startswith("retirement.requirement."):
        return say("requirement for retiring “{id}”", id=key.rpartition(".")[2]).in_(lang)
    parts = key.split(".")
    if key.startswith("resident.year.") and parts[-1] in names:
        return say(names[parts[-1]].sentence, year=parts[2]).in_(lang)
    unknown = {
        "before": say("insurance before the scenario"),
        "before.continuous_months": say("continuous months before the scenario"),
        "before.actual_months": say("months paid before the scenario"),
        "person.born": say("month of birth"),
        "person.sex": say("sex"),
        "assumptions.base_growth": say("assumed growth of the base a year"),
        "assumptions.wage_growth": say("assumed growth of the wage a year"),
        "assumptions.premium_growth": say("assumed growth of the premium a year, yuan"),
    }
    return unknown[key].in_(lang) if key in unknown else key


def parameter_text(key: str, value: Any, lang: str) -> str:
    """Return the value of a parameter as a reader sees it: shares as percentages, amounts with their thousands."""
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    if plain and (key in GROWTHS or (key in BY_KEY and BY_KEY[key].read is share)):
        return percentage(value)
    if plain and key in BY_KEY and BY_KEY[key].read is yuan:
        return f"{value:,g}"
    return value_text(value, lang)


def value_text(value: Any, lang: str) -> str:
    """Return a parameter's value as a reader sees it."""
    if is_rule(value):
        return rule_text(value, lang)
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(DAY.fullmatch(str(day)) for day in value):  # noqa: PLR2004
        return f"{value[0]} – {value[1]}"
    if (figure := figure_text(value, lang)) is not None:
        return figure
    if isinstance(value, str) and (value in WAYS or value in BENEFIT_WORDS):
        return label(WAYS.get(value, value), lang)
    if value == LARGEST_COUNT:
        return say("no limit").in_(lang)
    if isinstance(value, bool):
        return (say("yes") if value else say("no")).in_(lang)
    if value == "unknown":
        return say("unknown").in_(lang)
    if isinstance(value, list) and value and all(isinstance(step, dict) and "factor" in step for step in value):
        steps = [say("from {n} months: {share}", n=step["months"], share=f"{step['factor']:.0%}") for step in value]
        return rendered(steps, lang)
    if isinstance(value, dict):
        return rendered([f"{label(name, lang)} {one}" for name, one in value.items()], lang)
    return str(value)


def voice_text(key: str, value: Any, lang: str) -> str:
    """Return what another source says of a rule or value; of a rule it may give one condition or effect as files spell it."""
    if not isinstance(value, str):
        return parameter_text(key, value, lang)
    told = [_voice(*part.partition(" = ")) for part in value.split(", ")]
    if any(one is None for one in told):
        return parameter_text(key, value, lang)
    return ("；" if lang == "zh" else "; ").join(one.in_(lang) for one in told if one is not None)


def _voice(name: str, sign: str, given: str) -> Text | None:
    if sign and COUNT.fullmatch(given):
        if name in CONDITIONS:
            return CONDITIONS[name](int(given))
        if name in REQUIREMENT:
            return say(REQUIREMENT[name].sentence, value=given)
        if name in ("wait_months", "wait_days"):
            length = counted("{n} month", "{n} months", int(given))
            return say(
                "a wait of {length}", length=length if name == "wait_months" else counted("{n} day", "{n} days", int(given))
            )
        return None
    if name in ANCHORS and not sign:
        return say("covered from: {anchor}", anchor=_many(name, ANCHORS)[0])
    return say("the gap becomes covered afterwards") if name == "retroactive" else None


def failed_text(condition: str, wanted: Any, found: Any, lang: str) -> str:
    """Return why a rule did not apply: what it asks, and what was found."""
    if condition not in CONDITIONS:
        return say("an earlier rule decided").in_(lang)
    asked = CONDITIONS[condition](wanted).in_(lang)
    if isinstance(wanted, bool):
        return say("it asks: {asked}", asked=asked).in_(lang)
    words: dict[str, dict[str, Any]] = {"previous": WAYS, "enrolled": ENROLLED, "group": GROUPS}
    shown: Any = _many(found, words[condition]) if condition in words and found else found
    if condition == "previous_region":
        shown = label(found, lang)
    elif condition in ("paid_from", "paid_to"):
        shown = say("before the year") if not found else f"{found // 100:02d}-{found % 100:02d}"
    elif condition == "age_days_max" and found is not None:
        shown = counted("{n} day", "{n} days", found)
    if found is None or found == []:
        shown = say("none")
    return say("it asks: {asked}; found: {found}", asked=asked, found=shown).in_(lang)


def _years(value: Any, lang: str) -> str:
    """Return coverage years as they are, a number of years with its unit."""
    if isinstance(value, int) and value < FIRST_YEAR:
        return counted("{n} year", "{n} years", value).in_(lang)
    return rendered(value, lang)


def event_text(event: dict[str, Any], lang: str) -> str:
    """Return an event of a row in one line."""
    words = [label(EVENTS[event["what"]], lang) if event["what"] in EVENTS else event["what"]]
    if "from" in event and "to" in event:
        words.append(f"{event['from']} – {event['to']}")
    if "months" in event:
        words.append(say("counted: {length}", length=counted("{n} month", "{n} months", event["months"])).in_(lang))
    if "fixed" not in event:
        words += [_years(event[name], lang) for name in ("year", "years") if name in event]
    if "is" in event:
        words.append(label(GROUPS[event["is"]], lang))
    for fixed in event.get("fixed", ()):
        if event["what"] == "enrol_newborn":
            words.append(str(fixed["year"]))
        else:
            words.append(say("{year}: {when}", year=fixed["year"], when=label(ENROLLED[fixed["enrolled"]], lang)).in_(lang))
        if fixed.get("price_fen") is not None:
            words.append(say("{yuan} yuan", yuan=f"{fixed['price_fen'] / FEN_IN_YUAN:g}").in_(lang))
    if "amount" in event:
        words.append(say("{yuan} yuan", yuan=f"{event['amount']:,g}").in_(lang))
        words.append(label(CARE[event["kind"]], lang))
        words.append(say("level {n}", n=event["level"]).in_(lang))
        words.append(label(WHERE[event["where"]], lang))
    if "region" in event:
        words.append((event.get("region_name") or {}).get(lang, event["region"]))
    if event.get("transfer") is False:
        words.append(say("without transferring the relation").in_(lang))
    if "how" in event:
        words.append(label(event["how"], lang))
    if "early_months" in event:
        words.append(say("{n} months early", n=event["early_months"]).in_(lang))
    if "late_months" in event:
        words.append(say("{n} months late", n=event["late_months"]).in_(lang))
    if not event.get("effect", True):
        words.append(say("without effect").in_(lang))
    return ("，" if lang == "zh" else ", ").join(words)
