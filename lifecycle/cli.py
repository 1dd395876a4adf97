"""The command: finds the language, runs a subcommand, and turns what is refused into a message and an exit code."""

from __future__ import annotations

import gc
import gettext
import io
import os
import sys
from collections.abc import Sequence

import click

from lifecycle.commands import charts, claims, lives, population, regions, report
from lifecycle.commands.options import Options
from lifecycle.errors import LifecycleError
from lifecycle.language import CATALOGUE, DOMAIN, LANGUAGES, counted, from_locale, say, using

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
    say("{value!r} is not a valid {number_type}."),
    say("{value} is not in the range {range}."),
    counted("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 2),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0, 1 where a check found mistakes, 2 where the input is refused."""
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
            left_with = build(lang).main(given, prog_name="lifecycle", standalone_mode=False)
            return left_with if isinstance(left_with, int) else 0
        except LifecycleError as problem:
            click.echo(problem.in_(lang), err=True)
            return BAD_INPUT
        except click.ClickException as problem:
            problem.show()
            return BAD_INPUT
        except click.Abort:
            return BAD_INPUT
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
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
    options = Options(lang)

    @click.group(
        help=options.t(
            "Simulates a person's Chinese basic medical insurance month by month, and shows why each month is what it is."
        ),
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    @click.version_option(package_name="lifecycle", prog_name="lifecycle")
    @options.language
    def lifecycle() -> None:
        pass

    for subject in (lives, charts, regions, population, claims, report):
        subject.add(lifecycle, options)
    return lifecycle


if __name__ == "__main__":
    sys.exit(main())
