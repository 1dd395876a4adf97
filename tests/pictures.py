"""A sample of every figure: measured for overlaps, compared with stored pictures, and shown in the documentation."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import polars as pl
from matplotlib.figure import Figure

from lifecycle import Atlas, Scenario, Timeline, compare, elsewhere, months, simulate, stopping
from lifecycle.charts.machine.chart import MachineChart
from lifecycle.charts.picture import Picture
from lifecycle.charts.population.figures import drawn
from lifecycle.charts.population.sequences import Sequences
from lifecycle.guide.chronicle import RulesChart
from lifecycle.guide.matrix import matrix
from lifecycle.guide.picture import MatrixChart
from lifecycle.language import LANGUAGES

ROOT: Final = Path(__file__).parents[1]
SCENARIOS: Final = ROOT / "scenarios"
FIGURES: Final = ROOT / "docs" / "figures"
STORED: Final = ROOT / "tests" / "stored_pictures"
SMALL: Final = 40  # dots an inch
TODAY: Final = months.month("2026-11")
CITIES: Final = (
    "hubei/wuhan", "shanghai", "jiangsu/suzhou", "beijing", "guangdong/shenzhen",
    "chongqing", "fujian/xiamen", "hainan", "hunan/changsha", "shandong/jinan",
)  # fmt: skip
#: Lives of the same years, to be shown as a small population.
CROWD: Final = (
    "quits_four_months_without", "quits_a_year_without", "quits_three_months_without", "quits_one_month_without",
    "quits_to_resident_at_once", "quits_to_resident_later", "resident_to_employee", "resident_to_flexible", "seasonal_job",
    "unemployment_benefit_then_flexible", "half_benefit_in_fujian", "half_benefit_in_hainan",
)  # fmt: skip


@cache
def shipped() -> Atlas:
    """Return the shipped regions, each of which is read once."""
    return Atlas()


@cache
def life(name: str) -> Timeline:
    """Return the life of a scenario file."""
    return simulate(Scenario.load(SCENARIOS / f"{name}.toml"), atlas=shipped())


@cache
def crowd() -> Sequences:
    """Return some lives as sequences of states."""
    return Sequences.of({name: life(name) for name in CROWD})


@cache
def sweep():
    """Return gaps of every length in ten regions."""
    return stopping(CITIES, base=6000)


@cache
def known():
    """Return what each region knows of each rule."""
    return matrix(shipped(), shipped().ids(), TODAY)


def retirees() -> pl.DataFrame:
    """Return people with the months that are asked for and the months that they have."""
    return pl.DataFrame(
        [
            {"id": n, "sex": sex, "required": 300, "counted": 300 + (n * 37 + at * 11) % 241 - 120}
            for at, sex in enumerate(("female", "male"))
            for n in range(at * 60, at * 60 + 60)
        ]
    )


SAMPLES: Final[dict[str, Callable[[str], Picture]]] = {
    "life": lambda lang: life("demo").plot(lang),
    "life-money": lambda lang: life("hospital_stay_in_a_gap_paid_back").plot(lang).ill(50_000),
    "life-regions": lambda lang: life("three_cities_where_to_retire").plot(lang),
    "compare": lambda lang: compare(*elsewhere(Scenario.load(SCENARIOS / "quits_four_months_without.toml"), CITIES[:3])).plot(
        lang
    ),
    "gaps": lambda lang: sweep().plot(lang),
    "gaps-beyond": lambda lang: sweep().plot(lang).beyond_the_gap(),
    "calendar": lambda lang: life("half_benefit_in_fujian").calendar(lang),
    "calendar-folded": lambda lang: life("flexible_all_life").calendar(lang).folded(),
    "way": lambda lang: life("short_and_becomes_resident").way(lang),
    "machine": lambda lang: MachineChart(lang=lang),
    "rules": lambda lang: RulesChart(shipped(), "shanghai", today=TODAY, lang=lang),
    "matrix": lambda lang: MatrixChart(known(), shipped(), TODAY, lang=lang),
    "index": lambda lang: drawn(crowd(), "index", lang=lang),
    "chronogram": lambda lang: drawn(crowd(), "chronogram", lang=lang),
    "mean_time": lambda lang: drawn(crowd(), "mean_time", lang=lang),
    "rates": lambda lang: drawn(crowd(), "rates", lang=lang),
    "gap_lengths": lambda lang: drawn(crowd(), "gap_lengths", lang=lang),
    "readiness": lambda lang: drawn(retirees(), "readiness", by="sex", lang=lang),
}


def thumbnail(figure: Figure) -> bytes:
    """Return a figure as a small picture, to be compared with a stored one."""
    into = io.BytesIO()
    figure.savefig(into, format="png", dpi=SMALL)
    return into.getvalue()


if __name__ == "__main__":
    for folder in (FIGURES, STORED):
        folder.mkdir(parents=True, exist_ok=True)
    for name, sample in SAMPLES.items():
        for lang in LANGUAGES:
            (FIGURES / f"{name}.{lang}.png").write_bytes(sample(lang).rendered("png", small=True))
            (STORED / f"{name}.{lang}.png").write_bytes(thumbnail(sample(lang).figure()))
