"""The palette: colours of one legend stay apart for the colour-blind and in grey, and letters on them can be read."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from lifecycle.charts.paper import INK, dark
from lifecycle.vocabulary import Standing, State, key
from lifecycle.words import COLOURS

#: What stands side by side in one legend.
LEGENDS = {
    "states": [key(state) for state in State],
    "cover": ["full", "partial", "back_paid", "uncovered", "uncovered_wait"],
    "standing": [key(standing) for standing in Standing],
    "others": [f"other_{n}" for n in range(1, 11)],
}
SIGHTS = (None, "deuteranomaly", "protanomaly", "tritanomaly")
PAIRS = [pair for names in LEGENDS.values() for pair in combinations(names, 2)]
APART, GREYS_APART = 12, 5.5
#: What letters stand on.
FILLS = [name for name in COLOURS if not name.startswith(("line_", "paid_"))]
READABLE = 4.5  # the contrast that the accessibility guidelines ask of small letters


def rgb(colour):
    """Return a colour as numbers between 0 and 1."""
    return np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])


def seen(colour, sight):
    """Return a colour as somebody without one kind of cones sees it."""
    if sight is None:
        return rgb(colour)
    space = {"name": "sRGB1+CVD", "cvd_type": sight, "severity": 100}
    return np.clip(cspace_convert(rgb(colour), space, "sRGB1"), 0, 1)


def lightness(colour):
    """Return how light a colour is, from 0 to 100."""
    return cspace_convert(rgb(colour), "sRGB1", "CIELab")[0]


def luminance(colour):
    """Return the relative luminance of a colour."""
    return cspace_convert(rgb(colour), "sRGB1", "XYZ100")[1] / 100


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_two_of_one_legend_are_told_apart(a, b):
    """Whatever cones somebody lacks the colours differ; in grey by their lightness, and where that is little by a hatch too."""
    (one, hatch), (other, other_hatch) = COLOURS[a], COLOURS[b]
    assert min(deltaE(seen(one, sight), seen(other, sight), input_space="sRGB1") for sight in SIGHTS) >= APART
    apart = abs(lightness(one) - lightness(other))
    assert apart >= GREYS_APART
    assert apart >= 2 * GREYS_APART or hatch != other_hatch


@pytest.mark.parametrize("name", FILLS)
def test_letters_are_read_on_every_colour(name):
    """What is written on a fill, white or black, has the contrast that small letters need."""
    colour = COLOURS[name][0]
    ink = "#ffffff" if dark(colour) else INK
    low, high = sorted((luminance(colour), luminance(ink)))
    assert (high + 0.05) / (low + 0.05) >= READABLE
