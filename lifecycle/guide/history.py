"""What held in a region when: the values of a rule by date, each with its source, who set it, and who says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, Final

import attrs

from lifecycle import months
from lifecycle.citations import requirement_parameter, rule_parameter, source_parameter, value_parameter
from lifecycle.errors import LifecycleError, RegionError
from lifecycle.guide.matrix import YEAR_NAMES
from lifecycle.guide.spoken import disputes, in_force
from lifecycle.language import counted, say
from lifecycle.quantities import percentage
from lifecycle.regions.hits import GAPS, Circumstances, hit
from lifecycle.regions.kinds import LARGEST_COUNT
from lifecycle.regions.parameters import BY_KEY
from lifecycle.regions.rulebook import Rulebook
from lifecycle.row import Parameter
from lifecycle.vocabulary import UNKNOWN, Enrolled, Way, key
from lifecycle.wording import effects_text, is_rule, key_text, parameter_text
from lifecycle.words import label

PRICES: Final = ("resident.year.individual", "resident.year.subsidy")
ASKED: Final = "retirement.requirement"
ENTRIES: Final = {f"{key(way)}.entry": way for way in Way if way is not Way.NONE}
DAYS: Final = 30  # of a month, to draw waits that are counted in days
FIRST, RESUMED, LATE = "first", "resumed", "late"
#: The standard circumstances whose wait is followed over time.
WAITS: Final = {
    f"{key(Way.EMPLOYEE)}.entry.{FIRST}": (Way.EMPLOYEE, Circumstances(Way.NONE, None, back_paid=False)),
    f"{key(Way.EMPLOYEE)}.entry.{RESUMED}": (Way.EMPLOYEE, Circumstances(Way.EMPLOYEE, GAPS[-1], back_paid=False)),
    f"{key(Way.FLEXIBLE)}.entry.{FIRST}": (Way.FLEXIBLE, Circumstances(Way.NONE, None, back_paid=False)),
    f"{key(Way.FLEXIBLE)}.entry.{RESUMED}": (Way.FLEXIBLE, Circumstances(Way.FLEXIBLE, GAPS[-1], back_paid=False)),
    f"{key(Way.RESIDENT)}.entry.{LATE}": (Way.RESIDENT, Circumstances(Way.RESIDENT, 0, True, Enrolled.LATE)),
}
CIRCUMSTANCES: Final = {
    FIRST: say("wait when first insured ({way})"),
    RESUMED: say("wait after a gap of {n} months, not paid back ({way})"),
    LATE: say("wait after enrolling late ({way})"),
}
#: What most readers ask about, in the order in which it is shown.
USUAL: Final = (
    *PRICES,
    "employee.base_floor",
    "employee.base_ceiling",
    "employee.rate_unit",
    "employee.rate_own",
    "flexible.base_floor",
    "flexible.tiers",
    *WAITS,
    "employee.continuity_gap_max",
    "employee.stop_lag_months",
    "flexible.back_pay_within_months",
    ASKED,
    "retirement.pension_years",
    "unemployment.extended_before_retirement",
)
KEYS: Final = (*BY_KEY, *PRICES, ASKED, *ENTRIES, *WAITS)


@attrs.frozen(kw_only=True)
class Era:
    """A stretch of months, from ``first`` to before ``end``, in which one thing held; ``number`` is it where it is a number."""

    key: str
    first: int
    end: int
    is_: Parameter
    number: float | None = None

    @property
    def known(self) -> bool:
        """Return whether anybody knows what held."""
        return bool(self.is_.value != UNKNOWN)

    def text(self, lang: str) -> str:
        """Return what held, as a reader sees it."""
        value = self.is_.value
        if self.key in ENTRIES:
            return counted("{n} rule", "{n} rules", value).in_(lang) if self.known else say("unknown").in_(lang)
        if is_rule(value):
            return wait_text(value, lang)
        if self.key in PRICES and self.number is not None:
            return f"{self.number:,g}"
        if self.key == ASKED and self.known:
            told = dict.fromkeys(asked_text(one, lang) for one in value)
            return ("；" if lang == "zh" else "; ").join(told)
        return parameter_text(self.key, value, lang)

    def short(self, lang: str) -> str:
        """Return it in fewer words where it is a table: the rate of the usual tier, the years asked of each."""
        value = self.is_.value
        if self.key == ASKED and self.known:
            return " / ".join(dict.fromkeys(f"{one['total_years']:g}" for one in value))
        if isinstance(value, list) and self.number is not None:
            return f"{percentage(self.number)} …"
        return self.text(lang)

    def voices(self, lang: str) -> Iterator[tuple[float | None, str, dict[str, Any]]]:
        """Yield what others say instead: as a number where it is one, as text, and with its source."""
        for other in self.is_.disputed:
            said = other.get("is")
            plain = _plain(said)
            if plain is not None and is_rule(self.is_.value):
                yield plain, counted("{n} month", "{n} months", round(plain)).in_(lang), other
            elif plain is not None and isinstance(self.is_.value, list):
                yield plain, percentage(plain), other
            else:
                yield plain, parameter_text(self.key, said, lang), other


def wait_text(value: dict[str, Any], lang: str) -> str:
    """Return the wait that an entry rule brings, in as few words as can be."""
    then = value["then"]
    if then.get("refused"):
        return effects_text(value, lang)
    if days := then.get("wait_days"):
        return counted("{n} day", "{n} days", days).in_(lang)
    waits = then.get("wait_months", 0)
    return counted("{n} month", "{n} months", waits).in_(lang) if waits else say("no wait").in_(lang)


def asked_text(value: dict[str, Any], lang: str) -> str:
    """Return what one requirement for retiring asks, in as few words as can be."""
    who = label(value["sex"], lang) if "sex" in value else ""
    text = say("{n} years", n=value["total_years"]).in_(lang)
    return f"{who} {text}".strip() if lang == "en" else f"{who}{text}"


def name(key_: str, lang: str) -> str:
    """Return what a key is called."""
    if key_ in WAITS:
        text = CIRCUMSTANCES[key_.rpartition(".")[2]]
        return say(text.sentence, way=label(WAITS[key_][0], lang), n=GAPS[-1]).in_(lang)
    if key_ in PRICES:
        return YEAR_NAMES[key_.rpartition(".")[2]].in_(lang)
    if key_ == ASKED:
        return say("requirements for retiring").in_(lang)
    if key_ in ENTRIES:
        return say("entry rules: {way}", way=label(ENTRIES[key_], lang)).in_(lang)
    return key_text(key_, lang)


def refuse_unknown(keys: Iterable[str]) -> None:
    """Refuse a key that names no rule; raises ``LifecycleError``."""
    for one in keys:
        if one not in KEYS:
            raise LifecycleError(
                say("no rule is called {key}", key=one),
                expected=say("one of: {words}", words=get_close_matches(one, KEYS, n=5, cutoff=0.3) or list(USUAL)),
                todo=say("correct the name"),
            )


def history(book: Rulebook, key_: str, first: int, last: int) -> list[Era]:
    """Return what held of one rule from a month to another (inclusive); what goes on by the same source is one."""
    refuse_unknown([key_])
    at, value = _reader(book, key_, first, last)
    starts = [first, *sorted(month for month in set(at) if first < month <= last)]
    found: list[Era] = []
    for start, end in pairwise([*starts, last + 1]):
        is_, number = value(start)
        same = found and (found[-1].is_.value, found[-1].is_.cite, found[-1].is_.region, found[-1].is_.assumed) == (
            is_.value, is_.cite, is_.region, is_.assumed,
        )  # fmt: skip
        if same:
            found[-1] = attrs.evolve(found[-1], end=end)
        else:
            found.append(Era(key=key_, first=start, end=end, is_=is_, number=number))
    return found


Read = Callable[[int], tuple[Parameter, float | None]]


def _reader(book: Rulebook, key_: str, first: int, last: int) -> tuple[Iterable[int], Read]:
    """Return in which months a rule may change, and what gives its value in a month."""
    if key_ in BY_KEY:
        return book.changes_of(BY_KEY[key_]), lambda month: _dated(book, key_, month)
    if key_ in PRICES:
        years = range(months.year(first), months.year(last) + 1)
        return map(months.january, years), lambda month: _price(book, key_, months.year(month))
    if key_ == ASKED:
        return _limits(book.requirements), lambda month: _asked(book, month)
    if key_ in ENTRIES:
        rules = book.lists[ENTRIES[key_]]
        return _limits(rules), lambda month: _entries(book, key_, month)
    way, case = WAITS[key_]
    return _limits(book.lists[way]), lambda month: _wait(book, way, month, case)


def _limits(rules: Iterable[Any]) -> set[int]:
    return {months.of(day) for rule in rules for day in (rule.written.from_, rule.written.to_) if day is not None}


def _dated(book: Rulebook, key_: str, month: int) -> tuple[Parameter, float | None]:
    try:
        found = value_parameter(book, key_, month)
    except RegionError:
        return _nobody(key_, book), None
    return found, _plain(found.value)


def _plain(value: Any) -> float | None:
    """Return a value as a number, if it is one; a list of tiers is the rate of the usual one."""
    if isinstance(value, list) and value and isinstance(value[0], dict) and "rate" in value[0]:
        return float(value[0]["rate"] + value[0].get("extra_rate", 0))
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value == LARGEST_COUNT:
        return None
    return float(value)


def _price(book: Rulebook, key_: str, year: int) -> tuple[Parameter, float | None]:
    field = key_.rpartition(".")[2]
    found = book.resident_year(year, field)
    if found is None:
        return _nobody(key_, book), None
    value, row, by, source, assumed = found
    others = [attrs.asdict(one) for one in disputes(row, field)]
    told = source_parameter(key_, value, source, region=by, assumed=assumed, from_=f"{year}-01-01", disputed=others)
    return told, _plain(value.get("adult", next(iter(value.values()))) if isinstance(value, dict) else value)


def _asked(book: Rulebook, month: int) -> tuple[Parameter, float | None]:
    rules = [requirement_parameter(one, aside=True) for one in in_force(book.requirements, month)]
    known = [one for one in rules if one.value["total_years"] != UNKNOWN]
    if not known:
        return _nobody(ASKED, book), None
    return attrs.evolve(known[0], key=ASKED, value=[one.value for one in known]), float(known[0].value["total_years"])


def _entries(book: Rulebook, key_: str, month: int) -> tuple[Parameter, float | None]:
    rules = in_force(book.lists[ENTRIES[key_]], month)
    if not rules:
        return _nobody(key_, book), None
    newest = max(rules, key=lambda rule: (rule.written.from_ is not None, rule.written.from_ or 0))
    return attrs.evolve(rule_parameter(newest), key=key_, value=len(rules)), float(len(rules))


def _wait(book: Rulebook, way: Way, month: int, case: Circumstances) -> tuple[Parameter, float | None]:
    rule = hit(book, way, month, case)
    told = rule_parameter(rule)
    if rule.written.refused:
        return told, None
    return told, rule.written.wait_months + rule.written.wait_days / DAYS


def _nobody(key_: str, book: Rulebook) -> Parameter:
    return Parameter(key=key_, value=UNKNOWN, grade="K", assumed=True, region=book.id)
