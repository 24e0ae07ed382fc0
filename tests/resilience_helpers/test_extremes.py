"""Extremes: published examples, scipy, closed forms, properties and refusals."""

import math
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from resilience_helpers import datasets
from resilience_helpers.methods import extremes
from resilience_helpers.methods.extremes import Fit

PROPERTY = settings(deadline=None, derandomize=True, max_examples=40)
# Highest sea level of each year, 1923-1987, Port Pirie, South Australia [m]: Coles (2001),
# example 3.4.1; also the data set "portpirie" of the R package ismev.
PORT_PIRIE = [
    4.03, 3.83, 3.65, 3.88, 4.01, 4.08, 4.18, 3.80, 4.36, 3.96, 3.98, 4.69, 3.85, 3.96, 3.85, 3.93,
    3.75, 3.63, 3.57, 4.25, 3.97, 4.05, 4.24, 4.22, 3.73, 4.37, 4.06, 3.71, 3.96, 4.06, 4.55, 3.79,
    3.89, 4.11, 3.85, 3.86, 3.86, 4.21, 4.01, 4.11, 4.24, 3.96, 4.21, 3.74, 3.85, 3.88, 3.66, 4.11,
    3.71, 4.18, 3.90, 3.78, 3.91, 3.72, 4.00, 3.66, 3.62, 4.33, 4.55, 3.75, 4.08, 3.90, 3.88, 3.94,
    4.33,
]  # fmt: skip
TEN = [142, 188, 163, 251, 175, 204, 158, 331, 149, 220]
LOCATIONS, SCALES = st.floats(-50, 500), st.floats(0.1, 200)
SHAPES = st.floats(-0.4, 0.4).map(lambda shape: round(shape, 6))


def maxima(shape=0.1, n=60, seed=1, location=170, scale=60):
    """Draw maxima from scipy's GEV, whose shape has the other sign."""
    return stats.genextreme.rvs(-shape, location, scale, size=n, random_state=seed)


# --- published example and scipy ----------------------------------------------------------


def test_gev_of_port_pirie():
    """Coles (2001) p. 59-60: 3.87, 0.198, -0.050; 10- and 100-year levels 4.30 and 4.69 m."""
    fit = extremes.fit_gev(PORT_PIRIE)
    assert (fit.location, fit.scale) == pytest.approx((3.87, 0.198), abs=5e-3)
    assert fit.shape == pytest.approx(-0.050, abs=5e-4)
    assert fit.return_level([10, 100]) == pytest.approx([4.30, 4.69], abs=5e-3)
    # ismev::gev.fit to more digits, as the tests of the R package evmissing give them
    assert (fit.location, fit.scale) == pytest.approx((3.87474692, 0.19804120), abs=2e-5)
    assert fit.shape == pytest.approx(-0.05008773, abs=5e-5)


def test_interval_of_port_pirie():
    """Coles (2001) p. 60: the delta method gives [4.38, 5.00] m for 100 years at 95 %."""
    fit = extremes.fit_gev(PORT_PIRIE)
    ends = extremes.bootstrap(PORT_PIRIE, fit, [10, 100], n=400, seed=3, level=0.95)
    # p. 60, 10 years: [4.19, 4.41]
    assert ends.loc[10, ["low", "high"]].tolist() == pytest.approx([4.19, 4.41], abs=0.03)
    assert ends.loc[100, ["low", "high"]].tolist() == pytest.approx([4.38, 5.00], abs=0.12)


@pytest.mark.parametrize("shape", [-0.3, -0.1, 0.0, 0.1, 0.3])
def test_gev_agrees_with_scipy(shape):
    values = maxima(shape, seed=7)
    fit = extremes.fit_gev(values)
    c, location, scale = stats.genextreme.fit(
        values, -fit.shape + 0.02, loc=fit.location + 1, scale=fit.scale + 1
    )
    assert (fit.location, fit.scale) == pytest.approx((location, scale), rel=2e-3)
    assert fit.shape == pytest.approx(-c, abs=3e-3)
    ours = stats.genextreme.nnlf((-fit.shape, fit.location, fit.scale), values)
    assert ours <= stats.genextreme.nnlf((c, location, scale), values) + 1e-6


@pytest.mark.parametrize("shape", [-0.3, 0.0, 0.25])
def test_gpd_agrees_with_scipy(shape):
    drawn = stats.genpareto.rvs(shape, 100, 40, size=150, random_state=5)
    fit = extremes.fit_gpd(drawn, 100, per_year=3)
    found, _location, scale = stats.genpareto.fit(drawn - 100, shape, floc=0, scale=40)
    assert fit.scale == pytest.approx(scale, rel=2e-3)
    assert fit.shape == pytest.approx(found, abs=2e-3)


def test_gumbel_likelihood_is_the_best_of_all_gumbels():
    fit = extremes.fit_gumbel(PORT_PIRIE)
    best = stats.gumbel_r.nnlf((fit.location, fit.scale), PORT_PIRIE)
    for step in (-0.002, 0.002):
        assert stats.gumbel_r.nnlf((fit.location + step, fit.scale), PORT_PIRIE) > best
        assert stats.gumbel_r.nnlf((fit.location, fit.scale + step), PORT_PIRIE) > best
    # the GEV holds the Gumbel, so its likelihood cannot be less
    gev = extremes.fit_gev(PORT_PIRIE)
    assert stats.genextreme.nnlf((-gev.shape, gev.location, gev.scale), PORT_PIRIE) <= best


@PROPERTY
@given(LOCATIONS, SCALES, SHAPES, st.floats(1.01, 1e5))
def test_levels_agree_with_scipy(location, scale, shape, years):
    level = Fit("gev", location, scale, shape).return_level(years)
    expected = stats.genextreme.isf(1 / years, -shape, location, scale)
    assert level == pytest.approx(expected, rel=1e-6, abs=1e-6 * scale)
    gpd = Fit("gpd", location, scale, shape, per_year=3.0).return_level(years)
    expected = stats.genpareto.isf(1 / (3 * years), shape, location, scale)
    assert gpd == pytest.approx(expected, rel=1e-6, abs=1e-6 * scale)


# --- closed forms -------------------------------------------------------------------------


def test_gumbel_level_by_hand():
    """location - scale ln(-ln(1 - 1/T)); 100 years: 4.60015 scales above the location."""
    fit = Fit("gumbel", 170, 65)
    assert fit.return_level(100) == pytest.approx(170 + 65 * 4.60015, abs=1e-3)
    # the location is exceeded with chance 1 - 1/e
    assert fit.return_period(170) == pytest.approx(1 / (1 - math.exp(-1)))


def test_gumbel_moments_by_hand():
    """Mean 10, standard deviation 2 (n - 1): scale 2 sqrt(6)/pi = 1.55939, location 9.09989."""
    half = 2 * math.sqrt(9 / 10)
    fit = extremes.fit_gumbel([10 - half, 10 + half] * 5, "moments")
    assert (fit.location, fit.scale) == pytest.approx((9.09989, 1.55939), abs=1e-5)


def test_gumbel_l_moments_by_hand():
    """The values 1 to 10: the second L-moment is (n + 1) / 6."""
    fit = extremes.fit_gumbel(range(1, 11), "l_moments")
    assert fit.scale == pytest.approx(11 / 6 / math.log(2))
    assert fit.location == pytest.approx(5.5 - 0.5772157 * fit.scale)


def test_second_l_moment_is_half_the_mean_distance_of_pairs():
    distances = [abs(a - b) for i, a in enumerate(PORT_PIRIE) for b in PORT_PIRIE[:i]]
    fit = extremes.fit_gumbel(PORT_PIRIE, "l_moments")
    assert fit.scale * math.log(2) == pytest.approx(np.mean(distances) / 2)


def test_exponential_tail_by_hand():
    """Shape 0, 4 peaks a year: the 25-year level lies ln(100) scales above the threshold."""
    fit = Fit("gpd", 100, 50, per_year=4.0)
    assert fit.return_level(25) == pytest.approx(100 + 50 * math.log(100))
    assert fit.return_period(100) == pytest.approx(0.25)


def test_gpd_counts_what_lies_above():
    values = np.concatenate([np.zeros(700), [100.0] * 5, 101 + 1.2 ** np.arange(30)])
    fit = extremes.fit_gpd(values, 100, per_year=365.25)
    assert fit.count == 30
    assert fit.per_year == pytest.approx(365.25 * 30 / 735)


def test_upper_and_lower_end():
    bounded = Fit("gev", 100, 20, -0.2)  # upper end 100 + 20 / 0.2 = 200
    assert bounded.return_period([199.999, 200, 300])[1:].tolist() == [math.inf, math.inf]
    assert bounded.return_period(199.999) < math.inf
    heavy = Fit("gev", 100, 20, 0.2)  # lower end 0
    assert heavy.return_period(-5) == 1.0


def test_three_methods_agree_on_a_long_record():
    values = stats.gumbel_r.rvs(170, 65, size=20_000, random_state=2)
    for method in extremes.METHODS:
        fit = extremes.fit_gumbel(values, method)
        assert (fit.location, fit.scale) == pytest.approx((170, 65), rel=0.02), method
        assert fit.method == method


def test_hong_kong_since_1947():
    """Own fit against scipy's on the course's table; the day of 8 September 2023."""
    table = datasets.load("annual_max_rain").query("station == 'Hong Kong Observatory'")
    rain = table.query("year >= 1947")["rain_mm"]
    fit = extremes.fit_gumbel(rain)
    assert (fit.location, fit.scale) == pytest.approx((172.62, 65.43), abs=0.01)
    assert fit.return_level([10, 50, 100]) == pytest.approx([319.9, 427.9, 473.6], abs=0.06)
    assert extremes.fit_gev(rain).shape == pytest.approx(-0.058, abs=1e-3)


# --- properties ---------------------------------------------------------------------------


@PROPERTY
@given(LOCATIONS, SCALES, SHAPES, st.sampled_from(["gev", "gpd"]), st.floats(1.05, 5000))
def test_period_turns_the_level_back(location, scale, shape, family, years):
    fit = Fit(family, location, scale, shape, per_year=2.0 if family == "gpd" else 1.0)
    assert fit.return_period(fit.return_level(years)) == pytest.approx(years, rel=1e-5)


@PROPERTY
@given(LOCATIONS, SCALES, SHAPES)
def test_rarer_is_higher_and_a_heavier_tail_higher_still(location, scale, shape):
    years = [2, 10, 50, 100, 1000]
    levels = Fit("gev", location, scale, shape).return_level(years)
    assert (np.diff(levels) > 0).all()
    heavier = Fit("gev", location, scale, shape + 0.1).return_level(years[1:])
    assert (heavier > levels[1:]).all()


@PROPERTY
@given(st.floats(0.01, 1000), st.floats(-1000, 1000), st.integers(0, 5))
def test_units_do_not_matter(factor, shift, seed):
    values = maxima(seed=seed)
    fits = [extremes.fit_gev, extremes.fit_gumbel]
    fits += [lambda x, m=m: extremes.fit_gumbel(x, m) for m in extremes.METHODS]
    for fitted in fits:
        plain, turned = fitted(values), fitted(factor * values + shift)
        assert turned.return_level(50) == pytest.approx(
            factor * plain.return_level(50) + shift, rel=1e-4, abs=1e-3 * factor
        )


def test_order_and_kind_of_list_do_not_matter():
    one = extremes.fit_gev(TEN)
    for other in (TEN[::-1], tuple(TEN), np.array(TEN), pd.Series(TEN, index=range(50, 60))):
        assert extremes.fit_gev(other).scale == pytest.approx(one.scale, rel=1e-4)


def test_a_fit_cannot_be_changed_and_gives_plain_numbers():
    fit = extremes.fit_gev(TEN)
    with pytest.raises(FrozenInstanceError):
        fit.scale = 1.0
    assert all(type(one) is float for one in (fit.location, fit.scale, fit.shape))
    assert type(fit.return_level(50)) is float and type(fit.return_period(300)) is float
    assert fit.return_level([[10, 50], [100, 500]]).shape == (2, 2)


# --- bootstrap ----------------------------------------------------------------------------


@pytest.mark.parametrize("way", extremes.WAYS)
def test_bootstrap_repeats_by_its_seed(way):
    fit = extremes.fit_gumbel(PORT_PIRIE)
    first, again, other = (
        extremes.bootstrap(PORT_PIRIE, fit, [10, 100], n=100, seed=seed, way=way)
        for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)
    assert list(first.columns) == ["return_level", "low", "high"]
    assert first["return_level"].tolist() == fit.return_level([10, 100]).tolist()
    assert (first["high"] - first["low"])[100] > (first["high"] - first["low"])[10]


def test_standard_error_of_the_gumbel_location():
    """Fisher information: the variance of the location is 1.1087 scale^2 / n."""
    values = stats.gumbel_r.rvs(0, 1, size=200, random_state=1)
    fit = extremes.fit_gumbel(values)
    # the level of 1 / (1 - 1/e) years is the location itself
    years = 1 / (1 - math.exp(-1))
    ends = extremes.bootstrap(values, fit, years, n=1000, seed=1)
    half = 1.645 * fit.scale * math.sqrt(1.1087 / 200)
    assert ((ends["high"] - ends["low"]) / 2).item() == pytest.approx(half, rel=0.1)


def test_interval_covers_the_truth_about_as_often_as_it_says():
    truth, hits = stats.gumbel_r.isf(1 / 50, 100, 30), 0
    for seed in range(60):
        values = stats.gumbel_r.rvs(100, 30, size=60, random_state=seed)
        fit = extremes.fit_gumbel(values, "l_moments")
        ends = extremes.bootstrap(values, fit, 50, n=200, seed=seed)
        hits += ends["low"].item() < truth < ends["high"].item()
    assert 46 <= hits <= 60  # 90 % of 60 is 54, standard error 2.3


def test_shorter_records_and_freer_families_are_less_sure():
    def width(values, fitted):
        ends = extremes.bootstrap(values, fitted(values), 100, n=150, seed=1)
        return (ends["high"] - ends["low"]).item()

    values = maxima(0.0, n=120, seed=3)
    assert width(values[:30], extremes.fit_gumbel) > 1.3 * width(values, extremes.fit_gumbel)
    assert width(values, extremes.fit_gev) > 1.2 * width(values, extremes.fit_gumbel)


@pytest.mark.parametrize("way", extremes.WAYS)
def test_bootstrap_of_peaks(way):
    drawn = stats.genpareto.rvs(0.1, 100, 50, size=200, random_state=4)
    days = np.concatenate([np.zeros(1000), drawn])
    fit = extremes.fit_gpd(days, 100, per_year=24)
    ends = extremes.bootstrap(days, fit, [20], n=100, seed=1, way=way).loc[20]
    assert ends["low"] < fit.return_level(20) < ends["high"]


def test_resampling_redraws_records_without_a_spread():
    values = [100.0] * 11 + [101.0]
    fit = extremes.fit_gumbel(values, "moments")
    ends = extremes.bootstrap(values, fit, 10, n=100, seed=1, way="resampling")
    assert np.isfinite(ends.to_numpy()).all()


# --- refusals -----------------------------------------------------------------------------

FITS = [extremes.fit_gev, extremes.fit_gumbel, lambda v: extremes.bootstrap(v, None, 10, 100, 1)]


@pytest.mark.parametrize("fitted", FITS)
@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([*TEN, math.nan], r"maxima holds nan at position 10 .*finite"),
        ([*TEN, math.inf], r"maxima holds inf at position 10"),
        ([], r"maxima has shape \(0,\); it must be one list of at least 10 values"),
        (TEN[:9], r"maxima has shape \(9,\)"),
        ([TEN, TEN], r"maxima has shape \(2, 10\)"),
    ],
)
def test_bad_maxima(fitted, values, message):
    with pytest.raises(ValueError, match=message):
        fitted(values)


@pytest.mark.parametrize("fitted", FITS[:2])
def test_values_that_do_not_differ(fitted):
    with pytest.raises(ValueError, match=r"maxima holds 80\.0 only; a fit needs values that diff"):
        fitted([80] * 20)
    with pytest.raises(TypeError, match="maxima must hold numbers"):
        fitted(["80"] * 20)


def test_no_gev_of_such_a_shape():
    crowded = np.append(np.linspace(0, 1, 11) ** 0.2, [1.0] * 30)
    with pytest.raises(ValueError, match=r"maxima gives a shape of -[01]\.\d+; it must lie"):
        extremes.fit_gev(crowded)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"threshold": 400}, r"threshold is 400\.0; 0 values lie above it \(largest 331\.0\), 10"),
        ({"threshold": 200}, r"threshold is 200\.0; 4 values lie above"),
        ({"threshold": math.nan}, r"threshold is nan"),
        ({"per_year": 0}, r"per_year is 0\.0; it must be above 0"),
        ({"values": [math.nan, *TEN]}, r"values holds nan at position 0"),
        ({"values": []}, r"values has shape \(0,\)"),
        ({"values": [80] * 30}, r"threshold is 50\.0; the values above it are equal"),
    ],
)
def test_bad_peaks(changes, message):
    with pytest.raises(ValueError, match=message):
        extremes.fit_gpd(**({"values": TEN, "threshold": 50, "per_year": 1} | changes))


def test_unknown_methods():
    with pytest.raises(ValueError, match="method is 'mle'; it must be one of likelihood, moments"):
        extremes.fit_gumbel(TEN, "mle")
    with pytest.raises(ValueError, match="way is 'jackknife'; it must be one of parametric"):
        extremes.bootstrap(TEN, extremes.fit_gumbel(TEN), 50, 100, 1, way="jackknife")


@pytest.mark.parametrize("years", [1, 0.5, 0, -10, [10, 1]])
def test_no_return_level_of_one_year(years):
    with pytest.raises(ValueError, match="a return period must be above 1 year"):
        Fit("gev", 170, 60, 0.1).return_level(years)


def test_levels_that_a_fit_says_nothing_of():
    peaks = Fit("gpd", 100, 50, 0.1, per_year=0.2)
    with pytest.raises(ValueError, match=r"years is 3\.0; so short a period lies below the thresh"):
        peaks.return_level(3)
    with pytest.raises(ValueError, match=r"level is 99\.0; it must reach the threshold"):
        peaks.return_period(99)
    with pytest.raises(ValueError, match="level is nan"):
        peaks.return_period(math.nan)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"n": 99}, ValueError, "n is 99; it must be 100 or more"),
        ({"n": 1e3}, TypeError, "n is 1000.0; it must be a whole number"),
        ({"seed": -1}, ValueError, "seed is -1"),
        ({"level": 90}, ValueError, r"level is 90\.0; .*divide percent by 100"),
        ({"years": 1}, ValueError, "above 1 year"),
        ({"maxima": TEN[:10] * 2}, ValueError, "20 values for the fit, which was made from 10"),
    ],
)
def test_bad_bootstraps(changes, error, message):
    given_ = {"maxima": TEN, "fit": extremes.fit_gumbel(TEN), "years": 50, "n": 100, "seed": 1}
    with pytest.raises(error, match=message):
        extremes.bootstrap(**(given_ | changes))
