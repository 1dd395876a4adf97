"""What the subcommands share: the language they are written in, options of the same meaning, and how a life is simulated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from lifecycle.language import LANGUAGES, say

if TYPE_CHECKING:
    from lifecycle.regions.atlas import Atlas
    from lifecycle.timeline import Timeline

Decorator = Callable[..., Any]


@attrs.frozen
class Options:
    """The language of the help and the options that several subcommands have."""

    lang: str

    def t(self, sentence: str) -> str:
        """Return a sentence of the help in the language."""
        return say(sentence).in_(self.lang)

    @property
    def language(self) -> Decorator:
        """Return the option of the language; it is read before anything is parsed."""
        help_ = self.t("Language; by default that of the locale.")
        return click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=help_)

    @property
    def folders(self) -> Decorator:
        """Return the option of region files of one's own."""
        help_ = self.t("Folder with region files of your own; they come first.")
        return click.option("--regions", "folders", multiple=True, metavar="DIR", help=help_)

    @property
    def month(self) -> Decorator:
        """Return the option of a month that is this one unless told."""
        return click.option("--month", metavar="YYYY-MM", help=self.t("The month; by default this one."))

    @property
    def file(self) -> Decorator:
        """Return the argument of a scenario file."""
        return click.argument("file", type=click.Path(path_type=Path))

    @property
    def region(self) -> Decorator:
        """Return the option of another region."""
        return click.option("--region", help=self.t("Live this life in another region."))


def atlas_of(folders: Sequence[str]) -> Atlas:
    """Return the regions of the package and of the user's folders."""
    from lifecycle.regions.atlas import Atlas

    return Atlas(folders)


def simulated(file: Path, region: str | None, until: str | None, atlas: Atlas) -> Timeline:
    """Return the timeline of a scenario file."""
    from lifecycle.reasons import simulate
    from lifecycle.scenario import Scenario

    scenario = Scenario.load(file)
    if region is not None:
        scenario = attrs.evolve(scenario, region=region)
    return simulate(scenario, until=until, atlas=atlas)
