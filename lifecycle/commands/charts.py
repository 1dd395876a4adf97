"""The subcommands that draw: chart life, compare, gaps, calendar, way, rules, population."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from lifecycle import months
from lifecycle.commands.options import Options, atlas_of, simulated
from lifecycle.errors import LifecycleError, TimelineError
from lifecycle.language import say
from lifecycle.output import refuse_unwritable
from lifecycle.terminal import print_records

if TYPE_CHECKING:
    from lifecycle.charts.picture import Picture
    from lifecycle.charts.portrait import Portrait
    from lifecycle.regions.atlas import Atlas
    from lifecycle.timeline import Timeline

Drawing = Callable[..., "Picture"]
P = TypeVar("P", bound="Portrait")
FIGURES: Final = ("index", "chronogram", "mean_time", "rates", "gap_lengths", "readiness")


def add(group: click.Group, options: Options) -> None:
    """Add the group of subcommands to the command."""
    t, lang = options.t, options.lang

    @group.group(
        help=t("Draw: one life, several compared, a gap of every length, a calendar, the way taken, rules, populations.")
    )
    @options.language
    def chart() -> None:
        pass

    draws = _drawing(chart, options)

    shown = _shown(t)

    @draws("life", t("One life on a time axis: cover, payments, years, money, and the rule behind each change."))
    @options.file
    @options.region
    @shown
    @click.option("--only", multiple=True, metavar="LANE", help=t("Show only this lane; may be repeated."))
    @click.option("--without", multiple=True, metavar="LANE", help=t("Leave out this lane; may be repeated."))
    @click.option("--ill", type=float, metavar="YUAN", help=t("Ask what a hospital stay of this amount would have cost."))
    @click.option("--level", type=click.IntRange(1, 3), default=3, help=t("Level of the hospital of that stay."))
    @options.folders
    def life(
        file: Path,
        region: str | None,
        first: str | None,
        last: str | None,
        only: tuple[str, ...],
        without: tuple[str, ...],
        ill: float | None,
        level: int,
        folders: tuple[str, ...],
    ) -> Picture:
        made = _part(_lived(file, region, last, atlas_of(folders)).plot(lang), first, last)
        made = made.only(*only) if only else made
        made = made.without(*without) if without else made
        return made if ill is None else made.ill(ill, level)

    @draws("compare", t("Two to six lives, or one life in several regions, with the months that differ and why."))
    @click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
    @click.option("--region", "regions", multiple=True, help=t("Live the one file in this region; may be repeated."))
    @shown
    @options.folders
    def compare(
        files: tuple[Path, ...], regions: tuple[str, ...], first: str | None, last: str | None, folders: tuple[str, ...]
    ) -> Picture:
        from lifecycle.comparison import compare as compared

        atlas = atlas_of(folders)
        if regions and len(files) > 1:
            raise LifecycleError(
                say("{n} files and --region", n=len(files)),
                expected=say("one file to be lived in several regions, or several files without --region"),
                todo=say("leave one of them out"),
            )
        once = tuple(dict.fromkeys(regions)) or (None,)
        made = compared(*(_lived(file, region, last, atlas) for file in files for region in once)).plot(lang)
        if first is None and last is None:
            return made
        return made.between(first or months.text(made.window[0]), last or months.text(made.comparison.last))

    @draws("gaps", t("What if somebody stops paying for 0 to 24 months: months without cover and money, a line per region."))
    @click.option("--region", "regions", multiple=True, required=True, help=t("A region; may be repeated."))
    @click.option("--last-paid", default="2026-01", metavar="YYYY-MM", help=t("The last paid month."))
    @click.option("--was", type=click.Choice(["employee", "flexible"]), default="employee", help=t("Insured as, before."))
    @click.option(
        "--then", type=click.Choice(["flexible", "hired", "resident"]), default="flexible", help=t("What comes after the gap.")
    )
    @click.option("--back-pay", is_flag=True, help=t("The gap is paid back at once."))
    @click.option("--base", type=float, metavar="YUAN", help=t("Monthly base."))
    @click.option("--paid-months", type=click.IntRange(0), metavar="N", help=t("Months insured before."))
    @options.folders
    def gaps(regions: tuple[str, ...], last_paid: str, folders: tuple[str, ...], **plan: Any) -> Picture:
        from lifecycle.whatif.stopping import stopping

        given = {name: value for name, value in plan.items() if value is not None}
        return stopping(regions, last_paid, atlas=atlas_of(folders), **given).plot(lang)

    @draws("calendar", t("The months of a life as a grid of years and months, for print and phones."))
    @options.file
    @options.region
    @shown
    @click.option("--folded", is_flag=True, help=t("Fold years that are alike."))
    @options.folders
    def calendar(
        file: Path, region: str | None, first: str | None, last: str | None, folders: tuple[str, ...], *, folded: bool
    ) -> Picture:
        made = _part(_lived(file, region, last, atlas_of(folders)).calendar(lang), first, last)
        return made.folded() if folded else made

    @draws("way", t("The state machine with the way that a life took through it, counted."))
    @options.file
    @options.region
    @shown
    @options.folders
    def way(file: Path, region: str | None, first: str | None, last: str | None, folders: tuple[str, ...]) -> Picture:
        return _part(_lived(file, region, last, atlas_of(folders)).way(lang), first, last)

    @draws("rules", t("The rules of a region over time, as steps with their documents."))
    @click.argument("region")
    @click.argument("keys", nargs=-1, metavar="[KEY...]")
    @shown
    @options.folders
    def rules(region: str, keys: tuple[str, ...], first: str | None, last: str | None, folders: tuple[str, ...]) -> Picture:
        from lifecycle.guide.chronicle import RulesChart

        return RulesChart(atlas_of(folders), region, keys, from_=first, until=last, lang=lang)

    @draws("population", t("Many lives: a run of populations, or any table of state sequences."))
    @click.argument("source", type=click.Path(path_type=Path))
    @click.option("--figure", type=click.Choice(FIGURES), default=FIGURES[0], help=t("Which figure."))
    @click.option("--by", metavar="COLUMN", help=t("Compare groups, such as sex."))
    @click.option(
        "--clock",
        type=click.Choice(["calendar", "age", "since"]),
        default="calendar",
        help=t("What the months count from: the calendar, the birth, or the first enrolment."),
    )
    def population(source: Path, figure: str, by: str | None, clock: str) -> Picture:
        from lifecycle.charts.population.figures import drawn

        return drawn(_run_or_table(source), figure, by=by, clock=clock, lang=lang)


def _shown(t: Callable[[str], str]) -> Callable[[Any], Any]:
    """Return the options of the months that are shown."""

    def add_both(command: Any) -> Any:
        last = click.option("--until", "last", metavar="YYYY-MM", help=t("Last month to show."))
        return click.option("--from", "first", metavar="YYYY-MM", help=t("First month to show."))(last(command))

    return add_both


def _lived(file: Path, region: str | None, last: str | None, atlas: Atlas) -> Timeline:
    """Return the whole life, and more where later months are to be shown: what comes afterwards may settle what is shown."""
    life = simulated(file, region, None, atlas)
    return life if last is None or last <= life.rows[-1].month else simulated(file, region, last, atlas)


def _part(chart: P, first: str | None, last: str | None) -> P:
    """Return the part of a chart of one life that was asked for."""
    if first is None and last is None:
        return chart
    begins, ends = chart.timeline.rows[0].month, chart.timeline.rows[-1].month
    made = chart.between(first or begins, last or ends)
    if not made.timeline.rows:
        raise TimelineError(
            say("{first} to {last}", first=first or begins, last=last or ends),
            expected=say("months from {first} to {last}", first=begins, last=ends),
            todo=say("choose other months"),
        )
    return made


def _run_or_table(source: Path) -> Any:
    """Return the run in a folder, or the path of a table, which may be a folder of parts."""
    from lifecycle import population
    from lifecycle.charts.population.frames import SUFFIXES
    from lifecycle.population.dataset.manifest import MANIFEST

    if not source.is_dir():
        return source
    table = not (source / MANIFEST).exists() and any(part.suffix in SUFFIXES for part in source.iterdir())
    return source if table else population.open(source)


def _drawing(chart: click.Group, options: Options) -> Callable[[str, str], Callable[[Drawing], click.Command]]:
    """Return the decorator of a subcommand that draws: it adds where to write the picture and how to print its table."""
    t = options.t

    def draws(name: str, help_: str) -> Callable[[Drawing], click.Command]:
        def made(drawing: Drawing) -> click.Command:
            @chart.command(name, help=help_)
            @click.option(
                "-o",
                "--output",
                type=click.Path(path_type=Path),
                required=True,
                metavar="OUT",
                help=t("Where to write the picture: .png, .svg or .pdf."),
            )
            @click.option("--width", type=float, metavar="INCHES", help=t("Width of the picture in inches."))
            @click.option("--title", metavar="TEXT", help=t("A title of your own."))
            @click.option(
                "--format",
                "form",
                type=click.Choice(["text", "json", "csv"]),
                default="text",
                help=t("What to print: what the picture shows in words, or its data."),
            )
            @options.language
            @wraps(drawing)
            def command(output: Path, width: float | None, title: str | None, form: str, **given: Any) -> None:
                from lifecycle.charts.picture import refuse_form, refuse_width

                refuse_unwritable(output)
                refuse_form(output)
                if width is not None:
                    refuse_width(width)
                picture = drawing(**given)
                picture = picture if width is None else picture.wide(width)
                picture = picture if title is None else picture.titled(title)
                picture.save(output)
                if form != "text":
                    print_records(picture.records(), form)
                    return
                click.echo(picture.alt_text())
                click.echo(say("Chart written to {path}.", path=output).in_(options.lang))

            return command

        return made

    return draws
