"""Values and entry rules with their sources, as timelines cite them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, Final

import attrs

from lifecycle.regions.entries import Rule
from lifecycle.regions.parameters import BY_KEY
from lifecycle.regions.requirements import RequirementInForce
from lifecycle.regions.rulebook import Rulebook
from lifecycle.regions.written import EntryRule, RequirementRule, Source
from lifecycle.row import Parameter

NOT_CONDITIONS: Final = {"id", "inherit", "cite", "url", "grade", "checked", "disputed"}
EFFECTS: Final = (
    "cover_from", "wait_months", "wait_days", "wait_per_missed_year", "benefit_factor", "retroactive",
    "back_pay_counts", "refused", "applies_to_running",
)  # fmt: skip
#: Ends of keys that are noted for the reader, while the cover of the month does not rest on them.
ASIDE: Final = (".refund_before_year", ".individual", ".subsidy", ".premium_growth")
NEVER_TOLD: Final = Parameter(key="before", value="unknown", grade="K", assumed=True)


@lru_cache(maxsize=4096)
def rule_parameter(rule: Rule) -> Parameter:
    """Return an entry rule with its conditions, its effects and its source."""
    return source_parameter(
        rule.key,
        told_rule(rule.written),
        rule.source,
        region=rule.written_in,
        assumed=rule.assumed,
        from_=iso(rule.written.from_),
        disputed=[attrs.asdict(one) for one in rule.written.disputed],
    )


def told_rule(written: EntryRule) -> dict[str, Any]:
    """Return what a rule asks (``if``) and what it does (``then``), only what is written."""
    asked: dict[str, Any] = {}
    does: dict[str, Any] = {}
    for field in attrs.fields(EntryRule):
        value = getattr(written, field.name)
        if field.name in NOT_CONDITIONS or value == field.default or value is None:
            continue
        shown = iso(value) if isinstance(value, dt.date) else value
        (does if field.name in EFFECTS else asked)[field.name.rstrip("_")] = shown
    return {"if": asked, "then": does}


def value_parameter(book: Rulebook, key_: str, month: int) -> Parameter:
    """Return a dated value in force with its source."""
    return _cited(book, key_, book.version(month))


@lru_cache(maxsize=8192)
def _cited(book: Rulebook, key_: str, month: int) -> Parameter:
    value = book.value(key_, month)
    return source_parameter(
        key_,
        value.is_,
        value.source,
        region=value.region,
        assumed=value.assumed,
        from_=value.from_.isoformat(),
        disputed=[attrs.asdict(one) for one in value.disputed],
        aside=BY_KEY[key_].aside,
    )


@lru_cache(maxsize=1024)
def requirement_parameter(requirement: RequirementInForce, *, aside: bool) -> Parameter:
    """Return what retiring asks for, with its conditions and its source."""
    return source_parameter(
        requirement.key,
        told_requirement(requirement.written),
        requirement.source,
        region=requirement.written_in,
        assumed=requirement.assumed,
        from_=iso(requirement.written.from_),
        disputed=[attrs.asdict(one) for one in requirement.written.disputed],
        aside=aside,
    )


def told_requirement(written: RequirementRule) -> dict[str, Any]:
    """Return what a requirement asks of whom, only what is written."""
    told = {}
    for field in attrs.fields(RequirementRule):
        value = getattr(written, field.name)
        if field.name not in NOT_CONDITIONS and value not in (None, field.default):
            told[field.name.rstrip("_")] = _json(value)
    return told


def source_parameter(
    key_: str,
    value: Any,
    source: Source,
    *,
    region: str,
    assumed: bool,
    from_: str | None = None,
    disputed: list[dict[str, Any]] | None = None,
    aside: bool = False,
) -> Parameter:
    """Return a value with its source, all of it plain JSON."""
    return Parameter(
        key=key_,
        value=_json(value),
        from_=from_,
        cite=source.cite,
        url=source.url,
        grade=source.grade,
        assumed=assumed,
        region=region,
        aside=aside or key_.endswith(ASIDE),
        disputed=[_json({k.rstrip("_"): v for k, v in one.items() if v is not None}) for one in disputed or []],
    )


def _json(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_json(one) for one in value]
    if isinstance(value, dict):
        return {k: _json(v) for k, v in value.items()}
    return value


def iso(day: dt.date | None) -> str | None:
    """Return a day as text, or nothing for none."""
    return day.isoformat() if day else None
