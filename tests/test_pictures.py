"""Every figure: as it is stored, nothing over anything else, its words and its data with it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from pictures import CROWD, FIGURES, SAMPLES, SCENARIOS, STORED, life, thumbnail
from PIL import Image
from test_charts import outside, overlapping

from lifecycle.charts.picture import DOTS
from lifecycle.charts.prints import FEW, GREY, few_colours
from lifecycle.language import LANGUAGES

LIVES = sorted(path.stem for path in SCENARIOS.glob("*.toml"))
#: The mean difference of a dot, of 255, that is nobody's change: other versions of what draws the letters.
TOLERANCE = 1.5
A4 = 11.69


@pytest.fixture(scope="module", params=[(name, lang) for name in SAMPLES for lang in LANGUAGES], ids=" ".join)
def sample(request):
    """Return a sample of each figure in each language: its name, the language, the picture, and this drawn."""
    name, lang = request.param
    picture = SAMPLES[name](lang)
    return name, lang, picture, picture.figure()


def dots(content):
    """Return the dots of a picture."""
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), dtype=np.int16)


def test_a_figure_looks_as_it_did(sample):
    """Size and dots are those of the stored picture, within a tolerance; ``make pictures`` stores what is meant to change."""
    name, lang, _, figure = sample
    drawn, stored = dots(thumbnail(figure)), dots((STORED / f"{name}.{lang}.png").read_bytes())
    assert drawn.shape == stored.shape
    assert np.abs(drawn - stored).mean() <= TOLERANCE


def test_the_tolerance_sees_a_changed_figure():
    """The other language is not within it."""
    stored = dots((STORED / "way.en.png").read_bytes())
    drawn = dots(thumbnail(SAMPLES["way"]("zh").figure()))
    high = min(len(stored), len(drawn))
    assert np.abs(drawn[:high] - stored[:high]).mean() > TOLERANCE


def test_a_figure_tells_itself_in_words_and_as_a_table(sample):
    """It has a title, words for those who do not see it, and flat records that make a table."""
    _, lang, picture, _ = sample
    words = picture.alt_text()
    assert picture.title in words
    assert len(words) > 100
    assert (any("\u4e00" <= letter <= "\u9fff" for letter in picture.title)) == (lang == "zh")
    records = picture.records()
    assert picture.to_polars().height == len(records) > 0
    assert not any(isinstance(value, (dict, list, tuple)) for record in records for value in record.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["plot", "calendar", "way"])
@pytest.mark.parametrize("name", LIVES)
def test_no_two_texts_overlap_and_none_is_cut_in_any_scenario(name, kind, lang):
    """The charts of every life that the project shows can be read, and the calendar fits the height of a page."""
    figure = getattr(life(name), kind)(lang).figure()
    assert overlapping(figure) == []
    assert outside(figure) == []
    assert kind != "calendar" or figure.get_size_inches()[1] <= A4


def test_no_two_texts_overlap_and_none_is_cut_in_any_figure(sample):
    """Likewise every other figure."""
    *_, figure = sample
    assert overlapping(figure) == []
    assert outside(figure) == []


def test_the_documentation_has_every_figure():
    """A sample of each in both languages, and nothing that is no longer drawn."""
    wanted = {f"{name}.{lang}.png" for name in SAMPLES for lang in LANGUAGES}
    assert {path.name for path in FIGURES.glob("*.png")} == wanted
    assert {path.name for path in STORED.glob("*.png")} == wanted
    assert set(LIVES) >= set(CROWD)


@pytest.mark.parametrize("small", [False, True])
def test_a_png_is_whole_and_carries_its_words(small):
    """Every chunk has its checksum, title and description are texts of Unicode, and the resolution is told."""
    picture = SAMPLES["rates"]("zh")
    content = picture.rendered("png", small=small)
    Image.open(io.BytesIO(content)).verify()
    image = Image.open(io.BytesIO(content))
    image.load()
    assert (image.mode, round(image.info["dpi"][0])) == ("P" if small else "RGB", DOTS)
    assert (image.info["Title"], image.info["Description"]) == (picture.title, picture.alt_text())


def test_a_small_png_has_the_frequent_colours():
    """Dots are counted one by one, colourful ones for more: a colour of the list is drawn as it is, others as the nearest."""
    numbers = np.random.default_rng(3)
    every = numbers.integers(0, 256, (FEW + 20, 4), dtype=np.uint8)
    every[:, 3] = 255
    drawn = every[np.minimum(numbers.geometric(0.05, (60, 80)), len(every)) - 1].repeat(3, axis=1)
    written, listed = few_colours(drawn)
    chosen = np.frombuffer(listed, np.uint8).reshape(-1, 3).astype(int)
    colours, often = np.unique(drawn.reshape(-1, 4)[:, :3], axis=0, return_counts=True)
    weight = often * (GREY + np.ptp(colours.astype(int), axis=1))
    assert {*map(tuple, chosen.tolist())} == {*map(tuple, colours[np.argsort(-weight, kind="stable")[:FEW]].tolist())}
    far = ((drawn[:, :, None, :3].astype(int) - chosen) ** 2).sum(axis=-1)
    assert np.array_equal(far.min(axis=-1), np.take_along_axis(far, written[:, :, None].astype(int), axis=-1)[:, :, 0])
    assert len(chosen) == FEW < len(colours)
