"""Every figure: as it is stored, nothing over anything else, its words and its data with it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from pictures import CROWD, FIGURES, SAMPLES, SCENARIOS, STORED, life, thumbnail
from PIL import Image
from test_charts import outside, overlapping

from lifecycle.language import LANGUAGES

BOTH = [pytest.param(name, lang, id=f"{name} {lang}") for name in SAMPLES for lang in LANGUAGES]
LIVES = sorted(path.stem for path in SCENARIOS.glob("*.toml"))
#: The mean difference of a dot, of 255, that is nobody's change: other versions of what draws the letters.
TOLERANCE = 1.5


def dots(content):
    """Return the dots of a picture."""
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), dtype=np.int16)


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_a_figure_looks_as_it_did(name, lang):
    """Size and dots are those of the stored picture, within a tolerance; ``make pictures`` stores what is meant to change."""
    drawn, stored = dots(thumbnail(name, lang)), dots((STORED / f"{name}.{lang}.png").read_bytes())
    assert drawn.shape == stored.shape
    assert np.abs(drawn - stored).mean() <= TOLERANCE


def test_the_tolerance_sees_a_changed_figure():
    """Another month of the same life, or the other language, is not within it."""
    stored = dots((STORED / "way.en.png").read_bytes())
    drawn = dots(thumbnail("way", "zh"))
    high = min(len(stored), len(drawn))
    assert np.abs(drawn[:high] - stored[:high]).mean() > TOLERANCE


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_a_figure_tells_itself_in_words_and_as_a_table(name, lang):
    """It has a title, words for those who do not see it, and flat records that make a table."""
    picture = SAMPLES[name](lang)
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
    """The charts of every life that the project shows can be read."""
    figure = getattr(life(name), kind)(lang).figure()
    assert overlapping(figure) == []
    assert outside(figure) == []


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_no_two_texts_overlap_and_none_is_cut_in_any_figure(name, lang):
    """Likewise every other figure."""
    figure = SAMPLES[name](lang).figure()
    assert overlapping(figure) == []
    assert outside(figure) == []


def test_the_documentation_has_every_figure():
    """A sample of each in both languages, and nothing that is no longer drawn."""
    wanted = {f"{name}.{lang}.png" for name in SAMPLES for lang in LANGUAGES}
    assert {path.name for path in FIGURES.glob("*.png")} == wanted
    assert {path.name for path in STORED.glob("*.png")} == wanted
    assert set(LIVES) >= set(CROWD)
