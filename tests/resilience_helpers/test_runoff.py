"""`nature.runoff` and `nature.storms`: TR-55's printed examples, closed forms, refusals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.integrate import quad

from resilience_helpers import datasets
from resilience_helpers.nature import runoff, storms

PROPERTY = settings(deadline=None, derandomize=True, max_examples=60)
INCH = 25.4
NUMBERS = some.floats(1, 100)


# ---- curve numbers -----------------------------------------------------------------------

# TR-55, examples 2-1 to 2-4: 6 inches of rain on 250 acres, 75 on soil B and 175 on soil C.
# Areas [acres], curve numbers, weighted number and runoff [in] as printed on the worksheets.
EXAMPLES = {
    "2-1 pasture": ([75, 175], [61, 74], 70, 2.81),
    "2-2 half-acre lots": ([75, 100, 75], [70, 80, 74], 75, 3.28),
    "2-3 lots of 35 percent hard ground": ([75, 100, 75], [74, 82, 74], 77, 3.48),
    "2-4 half of it unconnected": ([75, 100, 75], [70, 78, 74], 74, 3.19),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_printed_examples_of_tr55(name):
    area, cn, weighted, inches = EXAMPLES[name]
    found = runoff.composite_curve_number(area, cn)
    assert round(found) == weighted
    # the worksheets read table 2-1, between its rows for every fifth number
    assert runoff.curve_number_runoff(6 * INCH, weighted) / INCH == pytest.approx(inches, abs=0.01)


def test_covers_of_the_examples_stand_in_the_table():
    table = datasets.load("tr55_curve_numbers").set_index("cover")
    assert table.loc["Pasture, good", ["soil_b", "soil_c"]].tolist() == [61, 74]
    lots = table.loc["Residential, lots of 1/2 acre"]
    assert [lots["impervious_percent"], lots["soil_b"], lots["soil_c"]] == [25, 70, 80]
    assert table.loc["Open space, good", "soil_c"] == 74


def test_figures_2_3_and_2_4_as_the_examples_read_them():
    # example 2-3 reads 74 and 82 off figure 2-3, example 2-4 reads 78 off figure 2-4
    found = runoff.adjust_for_impervious([61, 74], 35)
    assert found == pytest.approx([74, 82], abs=0.5)
    assert runoff.adjust_for_impervious(74, 25, 0.5) == pytest.approx(78, abs=0.51)
    # text beside figure 2-4: pervious 61, 20 percent hard, three quarters unconnected
    assert round(runoff.adjust_for_impervious(61, 20, 0.75)) == 66
    assert round(runoff.adjust_for_impervious(61, 20)) == 68


def test_urban_rows_of_the_table_follow_figure_2_3():
    # TR-55 made them so: lawns in good condition, and 98 for the hard part
    table = datasets.load("tr55_curve_numbers").dropna(subset="impervious_percent")
    good = datasets.load("tr55_curve_numbers").set_index("cover").loc["Open space, good"]
    soils = ["soil_a", "soil_b", "soil_c", "soil_d"]
    hard = table["impervious_percent"].to_numpy(float)[:, None]
    found = runoff.adjust_for_impervious(good[soils].to_numpy(float), hard)
    assert np.abs(found - table[soils].to_numpy()).max() < 1


def test_closed_forms():
    assert runoff.retention([50, 100]).tolist() == [254, 0]
    # nothing below the initial abstraction, and half of the rest where it equals S
    assert runoff.curve_number_runoff([0, 50.8], 50).tolist() == [0, 0]
    assert runoff.curve_number_runoff(50.8 + 254, 50) == pytest.approx(127)
    assert runoff.curve_number_runoff(254, 50, initial_abstraction=0) == pytest.approx(127)
    assert isinstance(runoff.curve_number_runoff(10, 80), float)
    assert runoff.curve_number_runoff([[10], [20]], [80, 90, 100]).shape == (2, 3)


@PROPERTY
@given(rain=some.floats(0, 600), more=some.floats(0, 100), cn=NUMBERS, higher=NUMBERS)
def test_runoff_grows_with_rain_and_with_the_number(rain, more, cn, higher):
    low, high = sorted((cn, higher))
    found = runoff.curve_number_runoff(rain, low)
    assert 0 <= found <= rain + 1e-9
    assert runoff.curve_number_runoff(rain + more, low) >= found - 1e-9
    assert runoff.curve_number_runoff(rain, high) >= found - 1e-9


@PROPERTY
@given(cn=some.floats(1, 98), hard=some.floats(0, 100), apart=some.floats(0, 1))
def test_unconnected_ground_sheds_less(cn, hard, apart):
    joined = runoff.adjust_for_impervious(cn, hard)
    found = runoff.adjust_for_impervious(cn, hard, apart)
    assert cn - 1e-9 <= found <= joined + 1e-9 <= 98 + 2e-9
    if hard >= 30:
        assert found == joined


def test_unconnected_ground_counts_below_thirty_percent_only():
    # TR-55: figure 2-4 for less than 30 percent, figure 2-3 from there on
    assert runoff.adjust_for_impervious(70, 29.9, 1) == pytest.approx(70 + 0.299 * 28 / 2)
    assert runoff.adjust_for_impervious(70, 30, 1) == pytest.approx(70 + 0.3 * 28)


def test_mean_lies_between_and_ignores_the_unit_of_area():
    found = runoff.composite_curve_number([2, 1, 0], [98, 80, 1])
    assert found == pytest.approx(92)
    assert runoff.composite_curve_number([2e4, 1e4, 0], [98, 80, 1]) == pytest.approx(found)


@pytest.mark.parametrize(
    "call, text",
    [
        (lambda: runoff.retention(0), "curve_number is 0.0; a curve number is above 0"),
        (lambda: runoff.curve_number_runoff(-1, 80), "rain_mm is -1.0; it must be zero or more"),
        (lambda: runoff.curve_number_runoff([1, np.nan], 80), "must be a finite number"),
        (lambda: runoff.curve_number_runoff(1, 80, 20), "divide percent by 100"),
        (lambda: runoff.composite_curve_number([1, 2], [80]), "give one for each cover"),
        (lambda: runoff.composite_curve_number([0, 0], [80, 90]), "zero in all covers"),
        (lambda: runoff.composite_curve_number([-1, 2], [80, 90]), "area holds -1.0"),
        (lambda: runoff.adjust_for_impervious(99, 10), "98 or less"),
        (lambda: runoff.adjust_for_impervious(80, 101), "between 0 and 100 percent"),
        (lambda: runoff.adjust_for_impervious(80, 20, 50), "divide percent by 100"),
        (lambda: runoff.rational_peak(0.8, -1, 2), "intensity_l_s_ha is -1.0"),
    ],
)
def test_refusals_name_the_argument(call, text):
    with pytest.raises(ValueError, match=text.replace("(", r"\(")):
        call()
    with pytest.raises(TypeError, match="must hold numbers"):
        runoff.curve_number_runoff("wet", 80)


def test_rational_peak_by_hand():
    # all of 100 L/s from each of 2 ha are 200 L/s
    assert runoff.rational_peak(1, 100, [2, 20]).tolist() == pytest.approx([0.2, 2])
    assert runoff.rational_peak(0.5, 100, 2) == pytest.approx(0.1)


# ---- design storms -----------------------------------------------------------------------

FORMULAS = datasets.load("storm_intensity").set_index("district")
YUZHONG = FORMULAS.loc["Yuzhong"]


def test_formula_by_hand():
    # 1132 (1 + 0.958 lg 10) / (t + 5.408)^0.595 for ten years and 94.592 minutes: 100^0.595
    expected = 1132 * 1.958 / 100**0.595
    assert storms.intensity(94.592, 10, YUZHONG) == pytest.approx(expected)
    # 1 L/(s ha) is 0.0001 mm/s
    assert storms.depth(60, 1, {"a": 100, "c": 0, "b": 0, "n": 0}) == pytest.approx(36)
    assert storms.intensity([5, 60], 1, dict(YUZHONG)).shape == (2,)


def test_all_formulas_rain_more_for_longer_and_rarer_storms():
    for _district, row in FORMULAS.iterrows():
        deep = storms.depth(np.array([[10], [60], [120]]), [1, 5, 50], row)
        assert (np.diff(deep, axis=0) > 0).all() and (np.diff(deep, axis=1) > 0).all()
        assert 25 < deep[1, 1] < 110  # mm in one hour, once in five years


@PROPERTY
@given(
    district=some.sampled_from(list(FORMULAS.index)),
    peak=some.floats(0.05, 0.95),
    years=some.floats(1, 100),
    steps=some.integers(2, 60),
)
def test_storm_of_chicago_keeps_the_rain_of_the_formula(district, peak, years, steps):
    row = FORMULAS.loc[district]
    storm = storms.chicago(steps * 5, years, row, step_min=5, peak=peak)
    assert len(storm) == steps and (storm > 0).all()
    assert storm.sum() == pytest.approx(storms.depth(steps * 5, years, row))


def test_storm_of_chicago_holds_every_shorter_storm_around_its_peak():
    storm = storms.chicago(120, 5, YUZHONG, step_min=1, peak=0.4)
    for long in (5, 10, 30, 60, 90):
        start = round(0.4 * (120 - long))  # 0.4 of it before the peak
        assert storm.loc[start : start + long - 1].sum() == pytest.approx(
            storms.depth(long, 5, YUZHONG)
        )


def test_storm_of_chicago_against_the_published_intensities():
    # Keifer and Chu: i = A [(1 - n) t/r + b] / (t/r + b)^(1 + n), t from the peak
    a, c, b, n = (YUZHONG[one] for one in "acbn")
    strength = 0.006 * a * (1 + c * np.log10(20))

    def rate(minute, peak=0.35 * 100):
        stretched = abs(minute - peak) / (0.35 if minute < peak else 0.65)
        return strength * ((1 - n) * stretched + b) / (stretched + b) ** (1 + n)

    storm = storms.chicago(100, 20, YUZHONG, step_min=20, peak=0.35)
    expected = [quad(rate, at, at + 20, points=[35])[0] for at in range(0, 100, 20)]
    assert storm.to_numpy() == pytest.approx(expected, rel=1e-6)
    assert storm.index.tolist() == [0, 20, 40, 60, 80] and storm.index.name == "minute"


@pytest.mark.parametrize(
    "call, error, text",
    [
        (lambda: storms.intensity(0, 5, YUZHONG), ValueError, "duration_min is 0.0"),
        (lambda: storms.intensity(60, 0, YUZHONG), ValueError, "return_period is 0.0"),
        (lambda: storms.intensity(60, 0.05, YUZHONG), ValueError, "too short for this formula"),
        (lambda: storms.intensity(60, 5, {"a": 1, "c": 1, "b": 1}), KeyError, "has no 'n'"),
        (lambda: storms.intensity(60, 5, YUZHONG * -1), ValueError, "zero or more"),
        (lambda: storms.chicago(60, 5, YUZHONG, step_min=7), ValueError, "whole number of steps"),
        (lambda: storms.chicago(60, 5, YUZHONG, step_min=0), ValueError, "whole number of steps"),
        (lambda: storms.chicago(60, 5, YUZHONG, peak=40), ValueError, "divide percent by 100"),
        (
            lambda: storms.chicago(60, 5, {"a": 1000, "c": 0, "b": 1, "n": 1.5}),
            ValueError,
            "less rain for so long a storm",
        ),
        (lambda: storms.intensity("1 h", 5, YUZHONG), TypeError, "must hold numbers"),
    ],
)
def test_storms_refuse_what_makes_no_storm(call, error, text):
    with pytest.raises(error, match=text):
        call()


def test_formula_takes_a_row_of_another_table():
    row = pd.Series({"n": 0.6, "b": 5, "a": 1000, "c": 0.9, "note": "words do no harm"})
    assert storms.intensity(95, 1, row) == pytest.approx(1000 / 100**0.6)
