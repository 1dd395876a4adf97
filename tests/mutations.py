"""Which values does no test notice? Changes each by one step, lives the cases of its region again, and lists what stays green.

Run it with ``make mutations``; it takes minutes, and writes ``docs/untested-values.md``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
import engines
import test_cases
from dateutil.relativedelta import relativedelta
from engines import Case

from lifecycle import Atlas, LifecycleError, months, simulate
from lifecycle.beforehand import NOTHING_ASSUMED
from lifecycle.claims.verdicts import lived, verdict
from lifecycle.claims.written import Claim, claims
from lifecycle.regions.checks import refuse_bad_file
from lifecycle.regions.parameters import BY_KEY
from lifecycle.regions.procedures import Procedure
from lifecycle.regions.said import Said, said
from lifecycle.regions.schema import RegionFile
from lifecycle.regions.written import Dated, EntryRule, RequirementRule, ResidentYear
from lifecycle.vocabulary import UNKNOWN, Verdict

ROOT: Final = Path(__file__).parents[1]
SHIPPED: Final = tuple(Atlas().ids())
#: Fields of the rows of a list that are numbers or words of policy, and not the way to their source.
CONDITIONS: Final = ("gap_months_max", "gap_in_year_max", "continuous_months_min", "missed_years_max", "age_days_max")
EFFECTS: Final = ("wait_months", "wait_days", "wait_per_missed_year", "benefit_factor", "cover_from", "retroactive", "refused")
ASKED: Final = ("total_years", "actual_years", "local_years", "continuous_years_min", "lower_per_missing_year")
NOTHING_AT_ZERO: Final = (*EFFECTS, "lower_per_missing_year")
#: Told to the reader and used by no rule: a payment before a window opens is one for it, and a subsidy counts in a full price only.
TOLD_ONLY: Final = ("window[0]", "extension[0]")
YEAR: Final = ("window", "extension", "individual", "subsidy", "full_price_from")
STEP_OF_SHARE: Final = 0.01
FROM_THE_FIRST: Final = ("age", "months", "years")  # a scale begins at nothing
ALWAYS: Final = dt.date(1900, 1, 1)
ANCHORS: Final = {
    "payment_month": "next_month",
    "next_month": "payment_month",
    "payment_day": "next_day",
    "next_day": "payment_day",
}


@attrs.frozen
class Mutation:
    """One value changed by one step: where it stands, what it was, what it is now, and the file with it."""

    region: str
    of: Said
    path: str
    was: Any
    now: Any
    file: RegionFile
    since: int
    until: int


class Mutated(Atlas):
    """The regions of the cases with one file changed."""

    def __init__(self, region: str, file: RegionFile) -> None:
        super().__init__([engines.REGIONS])
        self.changed = {region: file}

    def file(self, region: str) -> RegionFile:
        """Return the changed file for its region, and the others as they are."""
        return self.changed.get(region) or engines.atlas().file(region)


@attrs.frozen
class Step:
    """A part of a value changed by one step: its path, what it was and is, and the whole value with it."""

    path: str
    was: Any
    now: Any
    whole: Any


def steps(value: Any, key_: str = "") -> Iterator[Step]:
    """Yield a value with each of its parts changed by one step; ``unknown`` and the first band of a scale have none."""
    now: Any = None
    if isinstance(value, bool):
        now = not value
    elif isinstance(value, int):
        now = value + 1
    elif isinstance(value, float):
        step = STEP_OF_SHARE if value <= 1 else 1
        now = round(value - step if value >= 1 - STEP_OF_SHARE else value + step, 6)
    elif isinstance(value, dt.date):
        now = value + (relativedelta(months=1) if key_ in BY_KEY else relativedelta(days=-1))
    elif isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        now = value[1:]
    elif isinstance(value, (list, dict)):
        for at, part in enumerate(value) if isinstance(value, list) else value.items():
            if at in FROM_THE_FIRST and part == 0:
                continue
            for one in steps(part, key_):
                whole: Any = list(value) if isinstance(value, list) else dict(value)
                whole[at] = one.whole
                yield Step((f"[{at}]" if isinstance(value, list) else f".{at}") + one.path, one.was, one.now, whole)
        return
    elif value in ANCHORS:
        now = ANCHORS[value]
    if now is not None and value != UNKNOWN:
        yield Step("", value, now, now)


def fields(one: Said) -> tuple[str, ...]:
    """Return the fields of what is said that are values of policy."""
    kinds = {
        Dated: ("is_",),
        EntryRule: CONDITIONS + EFFECTS,
        RequirementRule: ASKED,
        ResidentYear: YEAR,
        Procedure: ("deadline",),
    }
    return kinds[type(one.written)]


def mutations(region: str) -> Iterator[Mutation]:
    """Yield every change by one step of what a region says itself."""
    file = engines.atlas().file(region)
    for one in said(file):
        for field in fields(one):
            value = getattr(one.written, field)
            if value == 0 and field in NOTHING_AT_ZERO:
                continue  # no wait is no value: a rule without one says so by its anchor
            for step in steps(value, one.key):
                if field + step.path in TOLD_ONLY:
                    continue
                try:
                    if one.parameter is not None:
                        one.parameter.read(step.whole)
                    changed = with_changed(file, one, attrs.evolve(one.written, **{field: step.whole}))
                except (ValueError, TypeError):
                    continue  # no such value can be written
                name = f"{one.key}{'' if field == 'is_' else '.' + field}{step.path}"
                since = one.since or ALWAYS
                dated = "" if since == ALWAYS else f" ({since})"
                yield Mutation(
                    region, one, name + dated, step.was, step.now, changed, months.of(since), one.until or months.LATEST
                )


def with_changed(file: RegionFile, one: Said, written: Any) -> RegionFile:
    """Return a file with one of its rows replaced."""
    if isinstance(one.written, Procedure):
        return attrs.evolve(file, procedure=[written if row is one.written else row for row in file.procedure])
    section, _, rest = one.path.partition(".")
    name = rest.partition("[")[0]
    part = file.section(section)
    rows = [written if row is one.written else row for row in getattr(part, name)]
    return attrs.evolve(file, **{section: attrs.evolve(part, **{name: rows})})


@cache
def regions_of(case: Case) -> frozenset[str]:
    """Return the regions whose files a case rests on."""
    return frozenset(region for one in lived_in(case) for region, _ in engines.atlas().chain(one))


def lived_in(case: Case) -> set[str]:
    """Return the regions of a case."""
    return {case.scenario.region, *(event.region for event in case.scenario.events if getattr(event, "region", None))}


def rests_on(case: Case, mutation: Mutation) -> bool:
    """Return whether what is changed is what one of the regions of a case reads in one of its months."""
    if mutation.region not in regions_of(case):
        return False
    if not (case.scenario.first < mutation.until and mutation.since <= case.scenario.last):
        return False
    return any(reads(region, mutation, case) for region in lived_in(case))


def reads(region: str, mutation: Mutation, case: Case) -> bool:
    """Return whether a region takes over what is changed, rather than a nearer word."""
    book, said_ = engines.atlas().book(region), mutation.of
    if isinstance(said_.written, Dated) and case.scenario.assumptions == NOTHING_ASSUMED:
        first, last = book.version(case.scenario.first), case.scenario.last
        held = (book.value(said_.key, at) for at in book.change_months if first <= at <= last)
        return any(value.region == mutation.region and value.from_ == said_.written.from_ for value in held)
    if isinstance(said_.written, EntryRule):
        return any(rule.written is said_.written for rules in book.lists.values() for rule in rules)
    if isinstance(said_.written, RequirementRule):
        return any(asked.written is said_.written for asked in book.requirements)
    return True  # prices and figures that an assumption carries on


@cache
def cited(case: Case) -> frozenset[str]:
    """Return the keys of the values that the months of a case rest on."""
    return frozenset(p.key for row in simulate(case.scenario, atlas=engines.atlas()) for p in row.cause.parameters)


def green(case: Case, atlas: Atlas) -> bool:
    """Return whether a case comes out as its source says."""
    return not test_cases.differs(case, atlas)


def sound(claim: Claim, atlas: Atlas) -> bool:
    """Return whether the lives of a claim bear out its verdict."""
    lives = [lived(life, atlas) for life in claim.life]
    return not any(life.wrong for life in lives) and verdict(claim, lives) is Verdict[claim.verdict.upper()]


@cache
def shown_in(region: str) -> tuple[Claim, ...]:
    """Return the claims whose lives rest on the file of a region."""
    chains = {
        claim.id: {r for life in claim.life for r, _ in engines.atlas().chain(life.scenario["region"])} for claim in claims()
    }
    return tuple(claim for claim in claims() if region in chains[claim.id])


def noticed(mutation: Mutation) -> bool:
    """Return whether some case or claim fails with a value changed, or the file is refused with it."""
    atlas = Mutated(mutation.region, mutation.file)
    name = mutation.path.partition(" ")[0]
    touched = [case for case in engines.cases() if rests_on(case, mutation)]
    touched.sort(key=lambda case: not any(name.startswith(key_) for key_ in cited(case)))
    try:
        refuse_bad_file(mutation.file, mutation.region)
        return any(not green(case, atlas) for case in touched) or any(not sound(one, atlas) for one in shown_in(mutation.region))
    except LifecycleError:
        return True


def unnoticed(region: str) -> tuple[str, int, list[str]]:
    """Return a region, the number of its changes, and those that nothing notices."""
    every = list(mutations(region))
    left = [f"`{one.path}`: {shown(one.was)} → {shown(one.now)}" for one in every if not noticed(one)]
    return region, len(every), left


def shown(value: Any) -> str:
    """Return a value in a line of the report."""
    return ", ".join(value) if isinstance(value, list) else str(value)


def report(found: list[tuple[str, int, list[str]]]) -> str:
    """Return the values that nothing notices as Markdown."""
    every, left = sum(n for _, n, _ in found), sum(len(lines) for *_, lines in found)
    lines = [
        "# Values that no test notices",
        "",
        "Written by `make mutations`, not by hand: each dated value, rule and price of the region files is changed by one step,",
        "and the case files and claims of its region are lived again. What stays green stands here: a slip of that size in it",
        "would go unseen. The first day of a window is left out: a payment before it counts as one for it.",
        "",
        f"{every - left} of {every} changes are noticed; {left} are not.",
        "",
    ]
    for region, n, unseen in found:
        if unseen:
            lines += [f"## {region} ({n - len(unseen)} of {n} noticed)", "", *(f"- {one}" for one in unseen), ""]
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Change every value of the regions named, or of all, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("regions", nargs="*")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("-j", "--jobs", type=int, default=None)
    given = parser.parse_args()
    regions = given.regions or list(SHIPPED)
    found = []
    with ProcessPoolExecutor(given.jobs) as pool:
        for one in pool.map(unnoticed, regions):
            found.append(one)
            sys.stderr.write(f"{one[0]}: {one[1] - len(one[2])} of {one[1]} noticed\n")
    text = report(found)
    if given.output:
        given.output.write_text(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
