"""The command: run, explain, regions, diagram. Heavy rooms are entered only when a command needs them."""

from __future__ import annotations

import gc
import gettext
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lifecycle.errors import LifecycleError, OutputError
from lifecycle.language import CATALOGUE, DOMAIN, LANGUAGES, counted, from_locale, say, using
from lifecycle.output import refuse_unwritable, write

if TYPE_CHECKING:
    from lifecycle.regions.atlas import Atlas

BAD_INPUT = 2

#: Sentences that click prints by itself; named here so that the catalogue has them.
CLICK_SENTENCES = (
    say("Usage:"),
    say("Options"),
    say("Commands"),
    say("Show this message and exit."),
    say("Show the version and exit."),
    say("Error: {message}"),
    say("Try '{command} {option}' for help."),
    say("No such command {name!r}."),
    say("No such option {name!r}."),
    counted("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 2),
    say("Missing argument"),
    say("Missing option"),
    say("Missing command."),
    say("Invalid value: {message}"),
    say("Invalid value for {param_hint}: {message}"),
    counted("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 2),
    counted("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 2),
    say("required"),
    counted("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 2),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0, or 2 where the input is refused."""
    if arguments is None:
        gc.disable()  # a process of its own that ends in a second: nothing is worth collecting
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # a terminal that lacks a character still shows the rest
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = _wanted_language(given)
    # click takes its own sentences from the process-wide catalogue: point it at ours.
    gettext.bindtextdomain(DOMAIN, str(CATALOGUE))
    os.environ["LANGUAGE"] = lang
    with using(lang):
        try:
            build(lang).main(given, prog_name="lifecycle", standalone_mode=False)
        except LifecycleError as problem:
            click.echo(problem.in_(lang), err=True)
            return BAD_INPUT
        except click.exceptions.Exit as leaving:
            return int(leaving.exit_code)
        except click.ClickException as problem:
            problem.show()
            return BAD_INPUT
        except click.Abort:
            return BAD_INPUT
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
    return 0


def _wanted_language(given: Sequence[str]) -> str:
    """Return the language before anything is parsed, because help is written in it."""
    for position, argument in enumerate(given):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and position + 1 < len(given):
            value = given[position + 1]
        if value in LANGUAGES:
            return str(value)
    return from_locale()


def build(lang: str) -> click.Group:
    """Return the command with its help in ``lang``."""

    def t(sentence: str) -> str:
        return say(sentence).in_(lang)

    lang_option = click.option(
        "--lang", type=click.Choice(LANGUAGES), expose_value=False, help=t("Language; by default that of the locale.")
    )
    folders = click.option(
        "--regions", "folders", multiple=True, metavar="DIR", help=t("Folder with region files of your own; they come first.")
    )

    @click.group(
        help=t("Simulates a person's Chinese basic medical insurance month by month, and shows why each month is what it is."),
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    @click.version_option(package_name="lifecycle", prog_name="lifecycle")
    @lang_option
    def lifecycle() -> None:
        pass

    @lifecycle.command(help=t("Simulate a scenario file: its timeline, a summary, and its chart."))
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--region", help=t("Live this life in another region."))
    @click.option("--until", metavar="YYYY-MM", help=t("Last month to simulate."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=t("How to print the timeline.")
    )
    @click.option("--chart", type=click.Path(path_type=Path), metavar="OUT", help=t("Write the chart: .png, .svg or .pdf."))
    @folders
    @lang_option
    def run(file: Path, region: str | None, until: str | None, form: str, chart: Path | None, folders: tuple[str, ...]) -> None:
        from lifecycle import screen

        timeline = _simulated(file, region, until, folders)
        if chart is not None:
            refuse_unwritable(chart)
            timeline.plot(lang).save(chart)
        screen.print_timeline(timeline, form, lang)
        if chart is not None and form == "table":
            click.echo(say("Chart written to {path}.", path=chart).in_(lang))

    @lifecycle.command(help=t("Explain one month of a scenario: event, rule, change of state, every source."))
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--month", required=True, metavar="YYYY-MM", help=t("The month to explain."))
    @click.option("--region", help=t("Live this life in another region."))
    @folders
    @lang_option
    def explain(file: Path, month: str, region: str | None, folders: tuple[str, ...]) -> None:
        timeline = _simulated(file, region, None, folders)
        if timeline.rows and month > timeline.rows[-1].month:
            timeline = _simulated(file, region, month, folders)
        click.echo(timeline.explain(month, lang).text)

    _regions(lifecycle, lang, t, folders, lang_option)

    @lifecycle.command(help=t("Draw the state machine with the labels of its guards."))
    @click.option("--format", "form", type=click.Choice(["mermaid", "svg", "png"]), default="mermaid", help=t("Kind of drawing."))
    @click.option("-o", "--output", type=click.Path(path_type=Path), help=t("Write to a file instead of the screen."))
    @lang_option
    def diagram(form: str, output: Path | None) -> None:
        from lifecycle.charts.diagram import diagram as drawn

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

    return lifecycle


def _regions(
    group: click.Group, lang: str, t: Callable[[str], str], folders: Callable[..., Any], lang_option: Callable[..., Any]
) -> None:
    @group.group(invoke_without_command=True, help=t("List the regions, show one, or check their files."))
    @folders
    @lang_option
    @click.pass_context
    def regions(context: click.Context, folders: tuple[str, ...]) -> None:
        context.obj = folders
        if context.invoked_subcommand is None:
            from lifecycle import screen

            screen.print_regions(_atlas(folders), lang)

    @regions.command(help=t("Show every value of a region in force in a month, who set it, and its source."))
    @click.argument("region")
    @click.option("--month", metavar="YYYY-MM", help=t("The month; by default this one."))
    @folders
    @lang_option
    @click.pass_context
    def show(context: click.Context, region: str, month: str | None, folders: tuple[str, ...]) -> None:
        from lifecycle import screen

        screen.print_region(_atlas(folders or context.obj), region, month, lang)

    @regions.command(help=t("Check region files: schema, citations, bounds, dates, rules that can never be reached."))
    @click.argument("region", required=False)
    @click.option("--table", is_flag=True, help=t("Print which entry rule each combination of circumstances hits."))
    @folders
    @lang_option
    @click.pass_context
    def check(context: click.Context, region: str | None, table: bool, folders: tuple[str, ...]) -> None:  # noqa: FBT001
        from lifecycle import screen

        screen.print_check(_atlas(folders or context.obj), region, lang, table=table)


def _atlas(folders: Sequence[str]) -> Atlas:
    from lifecycle.regions.atlas import Atlas

    return Atlas(folders)


def _simulated(file: Path, region: str | None, until: str | None, folders: Sequence[str]) -> Any:
    import attrs

    from lifecycle.reasons import simulate
    from lifecycle.scenario import Scenario

    scenario = Scenario.load(file)
    if region is not None:
        scenario = attrs.evolve(scenario, region=region)
    return simulate(scenario, until=until, atlas=_atlas(folders))


if __name__ == "__main__":
    sys.exit(main())
