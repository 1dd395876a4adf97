"""The subcommands about one life: run, explain, procedures, diagram."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lifecycle.commands.options import Options, atlas_of, simulated
from lifecycle.errors import OutputError
from lifecycle.language import say
from lifecycle.output import refuse_unwritable, write


def add(group: click.Group, options: Options) -> None:
    """Add the subcommands to the command."""
    t, lang = options.t, options.lang

    @group.command(help=t("Simulate a scenario file: its timeline, a summary, and its chart."))
    @options.file
    @options.region
    @click.option("--until", metavar="YYYY-MM", help=t("Last month to simulate."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=t("How to print the timeline.")
    )
    @click.option("--chart", type=click.Path(path_type=Path), metavar="OUT", help=t("Write the chart: .png, .svg or .pdf."))
    @options.folders
    @options.language
    def run(file: Path, region: str | None, until: str | None, form: str, chart: Path | None, folders: tuple[str, ...]) -> None:
        from lifecycle import screen

        timeline = simulated(file, region, until, atlas_of(folders))
        if chart is not None:
            refuse_unwritable(chart)
            timeline.plot(lang).save(chart)
        screen.print_timeline(timeline, form, lang)
        if chart is not None and form == "table":
            click.echo(say("Chart written to {path}.", path=chart).in_(lang))

    @group.command(help=t("Explain one month of a scenario: event, rule, change of state, every source."))
    @options.file
    @click.option("--month", required=True, metavar="YYYY-MM", help=t("The month to explain."))
    @options.region
    @options.folders
    @options.language
    def explain(file: Path, month: str, region: str | None, folders: tuple[str, ...]) -> None:
        timeline = simulated(file, region, None, atlas_of(folders))
        if timeline.rows and month > timeline.rows[-1].month:
            timeline = simulated(file, region, month, atlas_of(folders))
        click.echo(timeline.explain(month, lang).text)

    @group.command(help=t("List what has to be arranged in a life: what, by whom, where, with what, by when, and what if not."))
    @options.file
    @options.region
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=t("How to print the list.")
    )
    @options.folders
    @options.language
    def procedures(file: Path, region: str | None, form: str, folders: tuple[str, ...]) -> None:
        from lifecycle.guide import screens
        from lifecycle.guide.errands import errands

        atlas = atlas_of(folders)
        timeline = simulated(file, region, None, atlas)
        screens.print_errands(timeline, errands(timeline, atlas), form, lang)

    @group.command(help=t("Draw the state machine with the labels of its guards."))
    @click.option("--format", "form", type=click.Choice(["mermaid", "svg", "png"]), default="mermaid", help=t("Kind of drawing."))
    @click.option("-o", "--output", type=click.Path(path_type=Path), help=t("Write to a file instead of the screen."))
    @options.language
    def diagram(form: str, output: Path | None) -> None:
        from lifecycle.charts.machine.chart import diagram as drawn

        if output is not None:
            refuse_unwritable(output)
        elif form == "png" and sys.stdout.isatty():
            raise OutputError(
                say("a picture does not fit on a terminal"),
                expected=say("a file to write it to"),
                todo=say("add -o machine.png"),
            )
        content = drawn(form, lang)
        raw = content.encode() if isinstance(content, str) else bytes(content)
        if output is not None:
            write(output, raw)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(raw)
