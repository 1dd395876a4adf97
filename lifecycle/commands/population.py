"""The subcommands about many lives: population run, generate, summary, explain, sequences."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from lifecycle.commands.options import Decorator, Options, atlas_of
from lifecycle.commands.progress import progress
from lifecycle.language import say
from lifecycle.population.extra import needed

OUTPUTS: Final = ("history", "spells", "final", "counts")
LIVES: Final = say("Lives")


def add(group: click.Group, options: Options) -> None:
    """Add the group of subcommands to the command."""
    t, lang = options.t, options.lang

    @group.group(help=t("Many lives: tables of persons and events in, histories, spells, final records or counts out."))
    @options.language
    def population() -> None:
        pass

    def folder(help_: str) -> Decorator:
        """Return the option of the folder that is written."""
        return click.option("-o", "--folder", type=click.Path(path_type=Path), required=True, metavar="DIR", help=help_)

    from_ = click.option("--from", "first", metavar="YYYY-MM", help=t("First month; by default that of the tables."))
    until = click.option("--until", "last", metavar="YYYY-MM", help=t("Last month; by default that of the tables."))
    dataset = click.argument("dataset", metavar="DIR", type=click.Path(path_type=Path))

    @population.command(help=t("Live the persons of a table through their events and write what comes out into a folder."))
    @click.argument("persons", type=click.Path(path_type=Path))
    @click.argument("events", type=click.Path(path_type=Path), required=False)
    @folder(t("The folder of the run: new or empty, or that of a run to go on with."))
    @click.option(
        "--output",
        "outputs",
        multiple=True,
        type=click.Choice(OUTPUTS),
        help=t("What to write; several times for several kinds."),
    )
    @click.option("--column", "columns", multiple=True, metavar="NAME", help=t("One more column for the history."))
    @from_
    @until
    @click.option("--partition-size", type=int, metavar="N", help=t("Lives that are worked on together."))
    @click.option("--threads", type=int, metavar="N", help=t("Threads that share the work."))
    @click.option("--strict", is_flag=True, help=t("Refuse the whole run if a single row is wrong."))
    @click.option("--resume", is_flag=True, help=t("Go on with a run that was cut off."))
    @click.option("--scheduler", metavar="ADDRESS", help=t("local, or the address of a Dask scheduler: tcp://host:port."))
    @options.folders
    @options.language
    @needed()
    def run(persons: Path, events: Path | None, folder: Path, folders: tuple[str, ...], **choice: Any) -> None:
        from lifecycle.population.closing import print_closing
        from lifecycle.population.runs.running import run

        told = {name: value for name, value in choice.items() if value not in (None, ())}
        with progress(LIVES, lang) as shown:
            done = run(persons, events, folder, regions=folders, progress=shown, **told)
        print_closing(done, lang)

    @population.command(help=t("Generate persons and events from cited assumptions, and compare them with published figures."))
    @folder(t("The folder to write the tables to: new or empty."))
    @click.option("--lives", type=int, required=True, metavar="N", help=t("How many persons."))
    @click.option("--from", "first", required=True, metavar="YYYY-MM", help=t("First month."))
    @click.option("--until", "last", required=True, metavar="YYYY-MM", help=t("Last month."))
    @click.option("--seed", type=int, default=0, metavar="S", help=t("Other persons for another seed."))
    @click.option(
        "--assumptions", type=click.Path(path_type=Path), metavar="FILE", help=t("Assumptions of your own in the place of some.")
    )
    @click.option("--region", "regions", multiple=True, help=t("Only people of this region; several times for several."))
    @options.folders
    @options.language
    @needed()
    def generate(
        folder: Path, assumptions: Path | None, regions: tuple[str, ...], folders: tuple[str, ...], **choice: Any
    ) -> None:
        from lifecycle.population.closing import print_generated
        from lifecycle.population.generated.generate import generate

        told: dict[str, Any] = {"assumptions": assumptions, "regions": regions or None, "atlas": atlas_of(folders)}
        with progress(LIVES, lang) as shown:
            made = generate(folder, progress=shown, **told, **choice)
        print_generated(folder, made, lang, **told)

    @population.command(help=t("Summarise a run: lives, cover, waits, gaps, retiring, and the states at the end of each year."))
    @dataset
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=t("How to print the summary.")
    )
    @options.language
    @needed()
    def summary(dataset: Path, form: str) -> None:
        from lifecycle.population.dataset.dataset import Dataset
        from lifecycle.population.screens import print_summary

        print_summary(Dataset.open(dataset), form, lang)

    @population.command(
        help=t("Explain one life of a run: live it again with every reason, and compare it with the stored rows.")
    )
    @dataset
    @click.option("--id", "number", type=int, required=True, metavar="N", help=t("The id of the person."))
    @click.option("--month", metavar="YYYY-MM", help=t("The month to explain; without it the whole life is shown."))
    @click.option("--persons", type=click.Path(path_type=Path), help=t("The table of persons, where it lies elsewhere now."))
    @click.option("--events", type=click.Path(path_type=Path), help=t("The table of events, where it lies elsewhere now."))
    @options.language
    @needed()
    def explain(dataset: Path, number: int, month: str | None, persons: Path | None, events: Path | None) -> None:
        from lifecycle.population.dataset.dataset import Dataset
        from lifecycle.population.replay.verdict import print_life

        if not print_life(Dataset.open(dataset), number, month, lang, persons=persons, events=events):
            raise click.exceptions.Exit(1)

    @population.command(help=t("Write the states of a run as sequences for TraMineR or Sequenzo, with their alphabet beside."))
    @dataset
    @click.option(
        "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help=t("The file: .csv or .parquet.")
    )
    @click.option("--form", type=click.Choice(["sts", "spell", "sequenzo"]), default="sts", help=t("The form of the sequences."))
    @click.option("--sample", type=int, metavar="N", help=t("Only so many lives, always the same."))
    @click.option("--from", "first", metavar="YYYY-MM", help=t("First month."))
    @click.option("--until", "last", metavar="YYYY-MM", help=t("Last month."))
    @options.language
    @needed()
    def sequences(dataset: Path, output: Path, form: str, **choice: Any) -> None:
        from lifecycle.population.dataset.dataset import Dataset

        alphabet = Dataset.open(dataset).write_sequences(output, form, **choice)
        click.echo(say("Sequences written to {path}, their alphabet to {beside}.", path=output, beside=alphabet).in_(lang))
