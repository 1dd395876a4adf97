"""The lives of the gallery: the scenario files, lived, each under the theme that what happens in it calls for."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import attrs

from lifecycle import Atlas, Scenario, Timeline, simulate
from lifecycle.words import Label


@attrs.frozen
class Lived:
    """A scenario file and the life that came of it."""

    path: Path
    timeline: Timeline

    @property
    def name(self) -> str:
        """Return the name of its page."""
        return self.path.stem

    @property
    def happened(self) -> set[str]:
        """Return the kinds of its events."""
        return {event["what"] for event in tomllib.loads(self.path.read_text(encoding="utf-8")).get("event", [])}

    @property
    def schemes(self) -> set[str]:
        """Return the schemes that were paid into."""
        return {row.scheme for row in self.timeline if row.paid}


#: The themes in their order; a life stands under the first that fits.
THEMES: Final[tuple[tuple[Label, Callable[[Lived], bool]], ...]] = (
    (Label("新生儿", "Newborns"), lambda one: "born" in one.happened),
    (
        Label("退休与年限", "Retirement and years"),
        lambda one: bool(one.happened & {"retire", "top_up", "deemed_service", "pay_difference"}) or _comes_to_the_age(one),
    ),
    (Label("换了统筹区", "Another region"), lambda one: len({row.region for row in one.timeline}) > 1),
    (Label("生病住院", "A hospital stay"), lambda one: "bill" in one.happened),
    (Label("离职之后", "After a job"), lambda one: "left_job" in one.happened and "resident" not in one.schemes),
    (Label("居民医保", "Residents"), lambda one: one.schemes <= {"resident"}),
    (Label("灵活就业", "Flexible workers"), lambda one: one.schemes <= {"flexible"}),
    (Label("换险种", "From one scheme to another"), lambda one: "resident" in one.schemes),
    (Label("职工医保", "Employees"), lambda _: True),
)


def _comes_to_the_age(one: Lived) -> bool:
    """Return whether somebody comes to the age of retiring in a month of the life."""
    last = one.timeline[-1]
    return last.state == "retired" or bool(last.retirement and last.retirement.month <= last.month)


def lived(folder: Path) -> list[Lived]:
    """Return the lives of a folder of scenario files, in the order of their names."""
    atlas = Atlas()
    return [Lived(path, simulate(Scenario.load(path), atlas=atlas)) for path in sorted(folder.glob("*.toml"))]


def by_theme(lives: Iterable[Lived]) -> dict[Label, list[Lived]]:
    """Return the lives under their themes; a theme without a life is left out."""
    found: dict[Label, list[Lived]] = {theme: [] for theme, _ in THEMES}
    for one in lives:
        found[next(theme for theme, fits in THEMES if fits(one))].append(one)
    return {theme: held for theme, held in found.items() if held}
