"""Values and entry rules with their sources, as timelines cite them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import attrs

from lifecycle.regions.entries import Rule
from lifecycle.regions.rulebook import Rulebook
from lifecycle.regions.schema import EntryRule, Source
from lifecycle.row import Parameter

NOT_CONDITIONS: Final = {"id", "inherit", "cite", "url", "grade", "checked", "disputed"}
EFFECTS: Final = (
    "cover_from", "wait_months", "wait_days", "wait_per_missed_year", "benefit_factor", "retroactive",
    "back_pay_counts", "refused", "applies_to_running",
)  # fmt: skip
NEVER_TOLD: Final = Parameter(key="before", value="unknown", grade="K", assumed=True)


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
    value = book.value(key_, month)
    return source_parameter(
        key_,
        value.is_,
        value.source,
        region=value.region,
        assumed=value.assumed,
        from_=value.from_.isoformat(),
        disputed=[attrs.asdict(one) for one in value.disputed],
    )


def source_parameter(
    key_: str,
    value: Any,
    source: Source,
    *,
    region: str,
    assumed: bool,
    from_: str | None = None,
    disputed: list[dict[str, Any]] | None = None,
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
