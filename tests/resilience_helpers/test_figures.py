"""`resilience_helpers.figures`: alternative text, titles, grey prints, the same bytes."""

import base64
import warnings
from html.parser import HTMLParser
from itertools import combinations

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import findfont, get_font

from resilience_helpers import figures

ALT = 'Water falls to "55 %" & is <back> on day 18; it\'s a line.'
CURVES = pd.DataFrame(
    {"water": [55.0, 80, 100], "power": [20.0, np.nan, 100], "transit": [0.0, 50, 60]},
    index=[0.0, 10, 18],
)
RISKS = pd.Series([1234.5, 20.0, 300.0], index=["Harbour", "Old Town", "Delta Farms"])
GRID = pd.DataFrame(
    [[0.0, 0.5], [np.nan, 1.0]], index=["Harbour", "Old Town"], columns=["climate", "social"]
)
KINDS = {
    "lines": lambda alt=ALT: figures.lines(CURVES, "day", "service [%]", alt, shade_to=100),
    "bars": lambda alt=ALT: figures.bars(RISKS, "risk [CNY]", "district", alt, ["Harbour"]),
    "heat": lambda alt=ALT: figures.heat(GRID, "dimension", "district", "score [0-1]", alt),
}
READINGS = pd.Series([300.0, 425.0], index=[10.0, 80.0], name="by rank")
BAND = pd.DataFrame({"low": [280.0, 350.0], "high": [350.0, 600.0]}, index=[10, 100])
LEVELS = pd.DataFrame({"Gumbel": [170.0, 320, 474], "GEV": [171.0, 316, 444]}, index=[2, 10, 100])
KINDS["curves"] = lambda alt=ALT: figures.curves(
    LEVELS, "period [years]", "rain [mm]", alt, points=READINGS, band=BAND, log_x=True
)
each_kind = pytest.mark.parametrize("draw", KINDS.values(), ids=KINDS)


class Tags(HTMLParser):
    """Collects the tags of a page with their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def texts(picture):
    """Return all words of a chart after it is drawn."""
    picture.png()
    return [t.get_text() for t in picture.figure.findobj(matplotlib.text.Text) if t.get_text()]


def drawn_without_warning(draw):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return draw().png()


@each_kind
def test_every_chart_is_an_image_with_its_alternative_text(draw):
    bundle = draw()._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}, "an image/png has no alternative text"
    ((tag, attributes),) = Tags(bundle["text/html"]).found
    assert tag == "img" and attributes["alt"] == bundle["text/plain"] == ALT
    kind, data = attributes["src"].split(",", 1)
    assert kind == "data:image/png;base64"
    image = base64.b64decode(data, validate=True)
    assert image.startswith(b"\x89PNG\r\n\x1a\n") and len(image) < 60_000


@each_kind
def test_alternative_text_is_one_line_and_never_empty(draw):
    assert draw("  two\n lines ").alt == "two lines"
    for empty in ("", " \n\t"):
        with pytest.raises(ValueError, match="alternative text"):
            draw(empty)


@each_kind
def test_the_same_chart_gives_the_same_bytes(draw):
    first, second = draw(), draw()
    assert first.png() == second.png()


@each_kind
def test_a_chart_that_is_shown_twice_stays_the_same(draw):
    picture = draw()
    assert picture.png() == picture.png()


def test_axis_titles_are_those_that_were_asked_for():
    titles = {"lines": ("day", "service [%]"), "bars": ("risk [CNY]", "district")}
    titles["heat"] = ("dimension", "district")
    titles["curves"] = ("period [years]", "rain [mm]")
    for name, (x_title, y_title) in titles.items():
        axes = KINDS[name]().figure.axes[0]
        assert (axes.get_xlabel(), axes.get_ylabel()) == (x_title, y_title)
    assert KINDS["heat"]().figure.axes[1].get_ylabel() == "score [0-1]"


@each_kind
def test_drawing_leaves_no_settings_and_no_warning(draw):
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # an earlier chart may have left its own
        before = dict(matplotlib.rcParams)
        drawn_without_warning(draw)
        assert dict(matplotlib.rcParams) == before


def test_lines_hold_the_readings_that_are_there():
    axes = figures.lines(CURVES, "x", "y", "alt", names={"power": "Strom"}).figure.axes[0]
    assert [line.get_xydata().tolist() for line in axes.lines] == [
        [[0, 55], [10, 80], [18, 100]],
        [[0, 20], [18, 100]],
        [[0, 0], [10, 50], [18, 60]],
    ]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [
        "water", "Strom", "transit"
    ]  # fmt: skip


def test_one_line_has_no_legend_and_marks_can_be_left_out():
    axes = figures.lines(
        CURVES[["water"]], "x", "y", "a", markers=False, y_range=(0, 105)
    ).figure.axes[0]
    assert axes.get_legend() is None
    assert axes.get_ylim() == (0, 105)
    assert axes.lines[0].get_marker() in ("", "None")


def test_the_shaded_area_lies_between_the_first_line_and_the_level():
    axes = KINDS["lines"]().figure.axes[0]
    (area,) = axes.collections
    corners = {tuple(corner) for corner in area.get_paths()[0].vertices.tolist()}
    assert corners == {(0, 55), (10, 80), (18, 100), (0, 100), (10, 100)}
    assert area.get_hatch(), "the area is told by hatching, not by colour"


def test_more_lines_than_can_be_told_apart_are_refused():
    frame = pd.DataFrame({f"line {n}": [1.0, 2.0] for n in range(8)})
    with pytest.raises(ValueError, match="8 lines; at most 7"):
        figures.lines(frame, "x", "y", "alt")
    with pytest.raises(ValueError, match="8 lines; at most 7"):
        figures.curves(frame, "x", "y", "alt")
    drawn = figures.lines(frame.iloc[:, :7], "x", "y", "alt", markers=True).figure.axes[0].lines
    ways = {(to_hex(l.get_color()), l.get_linestyle(), l.get_marker()) for l in drawn}  # noqa: E741
    assert len(ways) == len({to_hex(line.get_color()) for line in drawn}) == 7
    assert len({line.get_marker() for line in drawn}) == 7


def test_curves_show_points_band_and_a_logarithmic_axis():
    axes = KINDS["curves"]().figure.axes[0]
    band, points = axes.collections
    assert points.get_offsets().tolist() == [[10, 300], [80, 425]]
    corners = {tuple(corner) for corner in band.get_paths()[0].vertices.tolist()}
    assert corners == {(10, 280), (100, 350), (10, 350), (100, 600)}
    assert band.get_hatch(), "the band is told by hatching, not by colour"
    assert axes.get_xscale() == "log" and {"2", "5", "10", "100"} <= set(texts(KINDS["curves"]()))
    words = [text.get_text() for text in axes.get_legend().get_texts()]
    assert words == ["Gumbel", "GEV", "by rank"]
    styles = {(line.get_color(), line.get_linestyle()) for line in axes.lines}
    assert len({colour for colour, _ in styles}) == len({style for _, style in styles}) == 2


def test_a_single_curve_has_no_legend_and_a_band_may_have_a_name():
    axes = figures.curves(LEVELS[["GEV"]], "x", "y", "alt", y_range=(0, 500)).figure.axes[0]
    assert axes.get_legend() is None and axes.get_ylim() == (0, 500)
    assert axes.get_xscale() == "linear"
    named = BAND.copy()
    named.attrs["name"] = "90 % interval"
    axes = figures.curves(LEVELS[["GEV"]], "x", "y", "alt", band=named).figure.axes[0]
    assert "90 % interval" in [text.get_text() for text in axes.get_legend().get_texts()]


def lightness(colour):
    """Return CIE L* of a colour [0 black - 100 white]."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    light = np.dot([0.2126, 0.7152, 0.0722], linear)
    return 116 * light ** (1 / 3) - 16 if light > 0.008856 else 903.3 * light


def contrast(one, other):
    """Return the contrast of two colours as WCAG 2 defines it [1-21]."""

    def light(colour):
        step = lightness(colour)
        return ((step + 16) / 116) ** 3 if step > 8 else step / 903.3

    high, low = sorted([light(one), light(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_lightness_of_known_colours():
    known = {"#000000": 0.0, "#ffffff": 100.0, "#777777": 50.03, "#0000ff": 32.30}
    assert {colour: lightness(colour) for colour in known} == pytest.approx(known, abs=0.02)


@pytest.mark.parametrize("pair", list(combinations(figures.PALETTE[:3], 2)), ids=" and ".join)
def test_the_first_three_colours_differ_in_a_grey_print(pair):
    # at least 8 of 100 steps of lightness; a step of 2 is just seen side by side
    assert abs(lightness(pair[0]) - lightness(pair[1])) >= 8


def bars_of(values, **more):
    picture = figures.bars(values, "x", "y", "alt", **more)
    return picture, picture.figure.axes[0]


def test_bars_stand_in_order_with_their_numbers():
    picture, axes = bars_of(RISKS, highlight=["Old Town"], decimals=1)
    assert [bar.get_width() for bar in axes.patches] == [1234.5, 20.0, 300.0]
    assert [bool(bar.get_hatch()) for bar in axes.patches] == [False, True, False]
    low, high = axes.get_ylim()
    assert low > high, "the first bar is on top"
    for text in ("1,234.5", "20.0", "300.0", "Harbour", "Old Town", "Delta Farms"):
        assert text in texts(picture)
    assert "1,234" not in texts(picture)


def test_bars_keep_a_given_range():
    _picture, axes = bars_of(RISKS, x_range=(0, 2000))
    assert axes.get_xlim() == (0, 2000)


LONG = "Raise the river wall along the old harbour by one metre, "


@pytest.mark.parametrize(
    "names",
    [["Harbour", "Harbour"], [LONG + "north", LONG + "south"], ["沿江大堤" * 15, "排水泵站" * 15]],
    ids=["same", "same beginning", "no blanks"],
)
def test_every_bar_is_seen_whatever_its_name(names):
    _, axes = bars_of(pd.Series([1.0, 2.0], index=names))
    assert len({round(bar.get_y(), 6) for bar in axes.patches}) == 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shown = [label.get_text() for label in axes.get_yticklabels()]
    assert len(shown) == 2
    for name, label in zip(names, shown, strict=True):
        assert label[:7] == name[:7] and len(label) <= 49


def test_heat_shows_each_number_and_leaves_a_gap_where_one_is_missing():
    picture = figures.heat(GRID, "x", "y", "v", "alt", decimals=1)
    axes = picture.figure.axes[0]
    shown = {text.get_position(): text.get_text() for text in axes.texts}
    assert shown == {(0, 0): "0.0", (1, 0): "0.5", (0, 1): "", (1, 1): "1.0"}
    assert axes.images[0].get_clim() == (0.0, 1.0)
    assert figures.heat(GRID, "x", "y", "v", "a", value_range=(-1, 3)).figure.axes[0].images[
        0
    ].get_clim() == (-1, 3)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame([[3.0, 3.0]]),
        pd.DataFrame([[1, 2]]),
        pd.DataFrame([[1, None]], dtype="Int64"),
        pd.DataFrame([[1.0, None]], dtype="Float64"),
    ],
    ids=["all equal", "whole", "Int64", "Float64"],
)
def test_heat_draws_every_kind_of_number(frame):
    drawn_without_warning(lambda: figures.heat(frame, "x", "y", "v", "alt"))


def test_numbers_on_the_shades_can_be_read():
    frame = pd.DataFrame([np.linspace(0, 1, 41)])
    axes = figures.heat(frame, "x", "y", "v", "alt").figure.axes[0]
    image = axes.images[0]
    for text, value in zip(axes.texts, frame.iloc[0], strict=True):
        ground = image.cmap(image.norm(value))
        assert contrast(text.get_color(), ground) >= 4.0, value


# A letter that Matplotlib's usual font lacks and STIXGeneral, which comes with it, has:
# it stands for Chinese on a machine that has a Chinese font.
RARE = "Ⓐ"
LABELLED = {
    "axis titles": lambda: figures.lines(CURVES[["water"]], RARE, RARE, "alt"),
    "legend": lambda: figures.lines(CURVES.rename(columns={"water": RARE}), "x", "y", "alt"),
    "bars": lambda: figures.bars(pd.Series([1.0, 2.0], index=[RARE, "b"]), RARE, RARE, "alt"),
    "grid": lambda: figures.heat(
        GRID.rename(columns={"social": RARE}, index={"Harbour": RARE}), RARE, RARE, "v", "alt"
    ),
    "shading": lambda: figures.heat(GRID, "x", "y", RARE, "alt"),
}


def test_the_rare_letter_stands_for_a_chinese_one():
    letters = {
        name: get_font(findfont(name)).get_charmap() for name in ("DejaVu Sans", "STIXGeneral")
    }
    assert ord(RARE) in letters["STIXGeneral"] and ord(RARE) not in letters["DejaVu Sans"]


@pytest.mark.parametrize("draw", LABELLED.values(), ids=LABELLED)
def test_labels_in_every_place_use_the_font_for_chinese(draw, monkeypatch):
    monkeypatch.setattr(figures, "CJK_FONTS", ("No Such Font", "STIXGeneral"))
    drawn_without_warning(draw)


def test_a_font_that_is_not_there_is_not_asked_for(monkeypatch, caplog):
    monkeypatch.setattr(figures, "CJK_FONTS", ("No Such Font",))
    drawn_without_warning(KINDS["lines"])
    assert "findfont" not in caplog.text


def test_large_table_becomes_a_map():
    frame = pd.DataFrame(np.arange(1200.0).reshape(30, 40))
    frame.iloc[0, 0] = np.nan
    picture = figures.heat(frame, "West to east [km]", "North to south [km]", "Loss", alt="A map.")
    axes = picture.figure.axes[0]
    assert not axes.texts and axes.get_aspect() == 1
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["0", "10", "20", "30"]
    small = figures.heat(frame.iloc[:20, :20].fillna(0), "x", "y", "Loss", alt="A table.")
    assert len(small.figure.axes[0].texts) == 400
