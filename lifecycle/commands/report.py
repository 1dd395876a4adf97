"""The subcommand that tells lives in a page to hand over: report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from lifecycle.commands.options import Options, atlas_of, simulated
from lifecycle.errors import OutputError, ScenarioError, Where
from lifecycle.language import say
from lifecycle.output import refuse_unwritable

if TYPE_CHECKING:
    from lifecycle.regions.atlas import Atlas
    from lifecycle.timeline import Timeline

PAGE: Final = ".html"
STORED: Final = ".json"


def add(group: click.Group, options: Options) -> None:
    """Add the subcommand to the command."""
    t, lang = options.t, options.lang

    @group.command(help=t("Tell lives in one HTML page to hand over: what happened, why, how sure, what to arrange."))
    @click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
    @click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="OUT", help=t("The page: .html."))
    @options.region
    @click.option("--until", metavar="YYYY-MM", help=t("Last month to simulate."))
    @options.folders
    @options.language
    def report(files: tuple[Path, ...], output: Path, region: str | None, until: str | None, folders: tuple[str, ...]) -> None:
        from lifecycle.report import report as told

        _refuse_other(output)
        refuse_unwritable(output)
        _refuse_told(output, files)
        atlas = atlas_of(folders)
        lives = [_life(file, region, until, atlas) for file in files]
        told(lives, atlas, lang).save(output)
        click.echo(say("Report written to {path}.", path=output).in_(lang))


def _life(file: Path, region: str | None, until: str | None, atlas: Atlas) -> Timeline:
    """Return the life of a scenario file, or a stored timeline."""
    if file.suffix.lower() != STORED:
        return simulated(file, region, until, atlas)
    from lifecycle.timeline import Timeline

    if region is not None or until is not None:
        raise ScenarioError(
            say("a stored timeline is already lived"),
            expected=say("a scenario file where --region or --until is given"),
            todo=say("leave the option out, or give the scenario"),
            where=Where(file=str(file)),
        )
    return Timeline.load(file)


def _refuse_told(output: Path, files: tuple[Path, ...]) -> None:
    """Refuse to write over a file that is to be told, whatever its name."""
    if output.exists() and any(os.path.exists(file) and file.samefile(output) for file in files):  # noqa: PTH110  long names too
        raise OutputError(
            say("this file is one of those to be told"),
            expected=say("another file"),
            todo=say("choose another name"),
            where=Where(file=str(output)),
        )


def _refuse_other(output: Path) -> None:
    """Refuse a name that is not that of a page, lest a scenario be written over."""
    if output.suffix.lower() != PAGE:
        raise OutputError(
            say("a report cannot be written as {suffix}", suffix=output.suffix or output.name),
            expected=say("a file that ends in {suffix}", suffix=PAGE),
            todo=say("choose another name"),
            where=Where(file=str(output)),
        )
