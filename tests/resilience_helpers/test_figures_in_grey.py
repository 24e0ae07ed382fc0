"""Figures on a grey print, on a small screen and to weak eyes."""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from resilience_helpers import figures

#: Least contrast of a shape and of text to what is behind it (WCAG 2.2: 1.4.11 and 1.4.3).
SHAPE, TEXT = 3.0, 4.5
#: Two greys that far apart [L*] are told apart side by side.
GREYS_APART = 18
#: Smallest letter at the width at which a lesson shows its figures [px].
READABLE = 9
LETTERS = list("abcdefg")
TABLE = pd.DataFrame(np.linspace(0, 1, 49).reshape(7, 7), index=LETTERS, columns=LETTERS)


def luminance(colour):
    """Return the relative luminance of a colour, 0 (black) to 1 (white)."""
    part = np.asarray(to_rgb(colour))
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def greys_apart(one, other):
    """Return how far apart two colours are on a grey print [L*]."""
    return abs(np.subtract(*[116 * np.cbrt(luminance(colour)) for colour in (one, other)]))


def drawn():
    """Return one figure of each kind, as full as it may be."""
    shown = {"x_title": "Time [days]", "y_title": "Part", "alt": "Seven parts from 0 to 1."}
    yield figures.lines(TABLE.reset_index(drop=True), **shown)
    yield figures.curves(TABLE.reset_index(drop=True), **shown)
    yield figures.bars(TABLE["a"], highlight=["b"], **shown)
    yield figures.heat(TABLE, value_title="Share [-]", **shown)


def test_two_lines_differ_without_their_colours():
    lines = zip(figures.PALETTE, figures.STYLES, strict=True)
    for (one, dashes), (other, others) in itertools.combinations(lines, 2):
        assert dashes != others or greys_apart(one, other) >= GREYS_APART, (one, other)
    assert len(set(figures.MARKERS)) == len(figures.PALETTE)


@pytest.mark.parametrize("colour", figures.PALETTE)
def test_a_line_stands_out_from_the_paper(colour):
    assert contrast(colour, "white") >= SHAPE


def test_a_bar_that_is_stressed_is_hatched_and_darker():
    plain, stressed = list(drawn())[2].figure.axes[0].patches[:2]
    assert stressed.get_hatch() and not plain.get_hatch()
    assert greys_apart(plain.get_facecolor(), stressed.get_facecolor()) >= GREYS_APART


def test_shades_of_a_table_follow_their_values_and_their_numbers_stand_out():
    axes = list(drawn())[3].figure.axes[0]
    (image,) = axes.images
    shades = [image.to_rgba(value) for value in TABLE.to_numpy().ravel()]
    assert np.all(np.diff([luminance(shade) for shade in shades]) > 0)
    for number, shade in zip(axes.texts, shades, strict=True):
        assert contrast(number.get_color(), shade) >= TEXT, number.get_text()


@pytest.mark.parametrize("kind", range(4), ids=["lines", "curves", "bars", "heat"])
def test_letters_are_large_enough_and_not_cut_off(kind):
    picture = list(drawn())[kind]
    picture.png()
    figure = picture.figure
    texts = [one for one in figure.findobj(Text) if one.get_text() and one.get_visible()]
    assert len(texts) > 10
    for text in texts:
        assert text.get_fontsize() * figure.dpi / 72 >= READABLE, text.get_text()
        assert contrast(text.get_color(), "white") >= TEXT or text in figure.axes[0].texts
    for text in (figure.axes[0].xaxis.label, figure.axes[0].yaxis.label):
        box = text.get_window_extent()
        assert box.x0 >= 0 and box.y0 >= 0
        assert box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1, text.get_text()
