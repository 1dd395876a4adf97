"""The subcommand about sentences that circulate: claims."""

from __future__ import annotations

import click

from lifecycle.commands.options import Options, atlas_of


def add(group: click.Group, options: Options) -> None:
    """Add the subcommand to the command."""
    t, lang = options.t, options.lang

    @group.command(help=t("Sentences that circulate about this insurance, with the verdict of the rules and its reason."))
    @click.option("--search", metavar="TEXT", help=t("Only claims with this text."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=t("How to print the claims.")
    )
    @options.language
    def claims(search: str | None, form: str) -> None:
        from lifecycle.claims import screens

        screens.print_claims(atlas_of(()), search, form, lang)
