"""The subcommands about regions: list, show, check, matrix, diff, pages."""

from __future__ import annotations

from pathlib import Path

import click

from lifecycle.commands.options import Options, atlas_of
from lifecycle.errors import RegionError
from lifecycle.language import say
from lifecycle.output import refuse_unwritable


def add(group: click.Group, options: Options) -> None:
    """Add the group of subcommands to the command."""
    t, lang = options.t, options.lang

    @group.group(invoke_without_command=True, help=t("List the regions, show, compare or check them, write their pages."))
    @options.folders
    @options.language
    @click.pass_context
    def regions(context: click.Context, folders: tuple[str, ...]) -> None:
        context.obj = folders
        if context.invoked_subcommand is None:
            from lifecycle.guide import screens

            screens.print_regions(atlas_of(folders), lang)

    @regions.command(help=t("Show the rule card of a region: all that holds in a month, in sentences, with every source."))
    @click.argument("region")
    @options.month
    @options.folders
    @options.language
    @click.pass_context
    def show(context: click.Context, region: str, month: str | None, folders: tuple[str, ...]) -> None:
        from lifecycle.guide import screens
        from lifecycle.guide.card import card

        book = atlas_of(folders or context.obj).book(region)
        screens.print_card(card(book, screens.month_of(month, "--month"), lang), lang)

    @regions.command(help=t("Check region files: sources, dates, bounds, rules that can never be reached; what runs out."))
    @click.argument("region", required=False)
    @click.option("--table", is_flag=True, help=t("Print which entry rule each combination of circumstances hits."))
    @options.folders
    @options.language
    @click.pass_context
    def check(context: click.Context, region: str | None, table: bool, folders: tuple[str, ...]) -> None:  # noqa: FBT001
        from lifecycle.guide import screens

        if screens.print_check(atlas_of(folders or context.obj), region, lang, table=table):
            raise click.exceptions.Exit(1)

    @regions.command(
        help=t("Regions by rules: what each knows itself and how well, what it takes over, assumes or does not know.")
    )
    @click.argument("region", nargs=-1)
    @options.month
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=t("How to print the matrix.")
    )
    @click.option("--chart", type=click.Path(path_type=Path), metavar="OUT", help=t("Write the picture: .png, .svg or .pdf."))
    @options.folders
    @options.language
    @click.pass_context
    def matrix(
        context: click.Context,
        region: tuple[str, ...],
        month: str | None,
        form: str,
        chart: Path | None,
        folders: tuple[str, ...],
    ) -> None:
        from lifecycle.guide import screens
        from lifecycle.guide.matrix import matrix as laid_out

        atlas = atlas_of(folders or context.obj)
        at = screens.month_of(month, "--month")
        if chart is not None:
            refuse_unwritable(chart)
        found = laid_out(atlas, region or atlas.ids(), at)
        if chart is not None:
            from lifecycle.guide.picture import MatrixChart

            MatrixChart(found, atlas, at, lang=lang).save(chart)
        screens.print_matrix(found, at, form, lang)
        if chart is not None and form == "table":
            click.echo(say("Chart written to {path}.", path=chart).in_(lang))

    @regions.command(help=t("What differs between two regions in a month, or in one region between two months."))
    @click.argument("a")
    @click.argument("b", required=False)
    @options.month
    @click.option("--from", "from_", metavar="YYYY-MM", help=t("The earlier month, with one region."))
    @click.option("--to", metavar="YYYY-MM", help=t("The later month; by default this one."))
    @options.folders
    @options.language
    @click.pass_context
    def diff(
        context: click.Context,
        a: str,
        b: str | None,
        month: str | None,
        from_: str | None,
        to: str | None,
        folders: tuple[str, ...],
    ) -> None:
        from lifecycle.guide import screens
        from lifecycle.guide.differences import differences, places

        if (b is None) is not bool(from_) or (b is not None and to) or (b is None and month):
            raise RegionError(
                say("one region without --from, or two regions with --from, or --to with two"),
                expected=say("diff A B [--month YYYY-MM], or diff A --from YYYY-MM [--to YYYY-MM]"),
                todo=say("name two regions, or one region and two months"),
            )
        atlas = atlas_of(folders or context.obj)
        told = ((from_ or month, "--from" if from_ else "--month"), (to or month, "--to" if to else "--month"))
        first, last = (screens.month_of(one, name) for one, name in told)
        compared = places(atlas.book(a), atlas.book(b or a), first, last, lang)
        screens.print_differences(differences(*compared, lang), compared, lang)

    @regions.command(
        help=t("Write a page for each region: its rules and their history, sources, gaps, and the cases that test it.")
    )
    @click.option(
        "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR", help=t("The folder to write to.")
    )
    @click.option("--cases", type=click.Path(path_type=Path), metavar="DIR", help=t("Folder with the case files to list."))
    @options.folders
    @options.language
    @click.pass_context
    def pages(context: click.Context, output: Path, cases: Path | None, folders: tuple[str, ...]) -> None:
        from lifecycle.guide.pages import write_pages

        number = write_pages(atlas_of(folders or context.obj), output, cases)
        click.echo(say("{n} pages written to {path}.", n=number, path=output).in_(lang))
