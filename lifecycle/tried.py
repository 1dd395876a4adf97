"""Entry rules that stood earlier in a list and did not apply: the first condition of each that failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lifecycle import months
from lifecycle.citations import iso
from lifecycle.columns import NO, NO_SPELL, OLDEST, YES, Column
from lifecycle.facts import Facts
from lifecycle.regions.entries import Rule
from lifecycle.regions.rulebook import Rulebook
from lifecycle.row import Tried
from lifecycle.vocabulary import Enrolled, Group, Way, key


def passed_over(book: Rulebook, v: Facts, way: Way, decided: int) -> Iterator[Tried]:
    """Yield the rules of a list before ``decided`` with the first condition that failed."""
    for rule in book.lists[way]:
        if rule.number == decided:
            return
        yield failed(rule, v)


def failed(rule: Rule, v: Facts) -> Tried:
    """Return the first condition of a rule that the question of the month does not meet."""
    row, written = rule.row, rule.written
    region = "same" if v.q_region == YES else "other"
    groups = [key(group) for group in Group if group & v.q_groups]
    checks: tuple[tuple[str, bool, Any, Any], ...] = (
        ("from", v.q_month >= row[Column.IN_FORCE_FROM], iso(written.from_), months.text(v.q_month)),
        ("to", v.q_month < row[Column.IN_FORCE_TO], iso(written.to_), months.text(v.q_month)),
        ("previous", bool(row[Column.PREVIOUS] >> v.q_previous & 1), written.previous, key(Way(v.q_previous))),
        ("previous_region", bool(row[Column.PREVIOUS_REGION] & v.q_region), written.previous_region, region),
        ("previous_covered", bool(row[Column.PREVIOUS_COVERED] & v.q_covered), written.previous_covered, v.q_covered == YES),
        ("unfinished_wait", bool(row[Column.UNFINISHED] & v.q_unfinished), written.unfinished_wait, v.q_unfinished == YES),
        ("gap_months_max", v.q_gap <= row[Column.GAP_MAX], written.gap_months_max, None if v.q_gap == NO_SPELL else v.q_gap),
        ("gap_in_year_max", v.q_gap_in_year <= row[Column.GAP_IN_YEAR_MAX], written.gap_in_year_max, v.q_gap_in_year),
        ("back_paid", bool(row[Column.BACK_PAID] & v.q_back_paid), written.back_paid, v.q_back_paid != NO),
        ("continuous_months_min", v.q_continuous >= row[Column.CONTINUOUS_MIN], written.continuous_months_min, v.q_continuous),
        ("enrolled", bool(row[Column.ENROLLED] & v.q_enrolled), written.enrolled, _enrolled(v.q_enrolled)),
        ("paid_from", v.q_paid >= row[Column.PAID_FROM], written.paid_from, v.q_paid),
        ("paid_to", v.q_paid <= row[Column.PAID_TO], written.paid_to, v.q_paid),
        ("missed_years_max", v.q_missed <= row[Column.MISSED_MAX], written.missed_years_max, v.q_missed),
        ("group", row[Column.GROUP] == 0 or bool(row[Column.GROUP] & v.q_groups), written.group, groups),
        ("age_days_max", v.q_age <= row[Column.AGE_MAX], written.age_days_max, None if v.q_age == OLDEST else v.q_age),
    )  # fmt: skip
    for name, held, wanted, found in checks:
        if not held:
            return Tried(rule=rule.key, condition=name, wanted=wanted, found=found)
    return Tried(rule=rule.key, condition="order")


def _enrolled(mask: int) -> str | None:
    return next((key(word) for word in Enrolled if word == mask), None)
