"""Trend: scipy, closed forms, properties, error rates and refusals."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from resilience_helpers.methods import trend

PROPERTY = settings(deadline=None, derandomize=True, max_examples=50)
YEARS = np.arange(1990, 2010)
RECORDS = st.lists(st.integers(0, 12), min_size=10, max_size=30).filter(lambda v: len(set(v)) > 1)


# --- Mann-Kendall and Sen -----------------------------------------------------------------


def test_mann_kendall_by_hand():
    """1 to 10 rising: all 45 pairs; variance 10 x 9 x 25 / 18 = 125; z = 44 / sqrt(125)."""
    test = trend.mann_kendall(range(10), range(10))
    assert (test.s, test.variance) == (45, 125.0)
    assert test.z == pytest.approx(44 / math.sqrt(125))
    assert trend.mann_kendall(range(10), range(10, 0, -1)).s == -45


def test_ties_by_hand():
    """Two groups of five equal values: s = 25, variance (2250 - 2 x 5 x 4 x 15) / 18 = 91.67."""
    test = trend.mann_kendall(range(10), [1] * 5 + [2] * 5)
    assert test.s == 25
    assert test.variance == pytest.approx((10 * 9 * 25 - 2 * 5 * 4 * 15) / 18)


@PROPERTY
@given(RECORDS)
def test_mann_kendall_agrees_with_scipys_kendall(values):
    """Its p is without the correction for continuity, so z is compared without it too."""
    years = range(len(values))
    test = trend.mann_kendall(years, values)
    found = stats.kendalltau(years, values, method="asymptotic")
    assert 2 * stats.norm.sf(abs(test.s) / math.sqrt(test.variance)) == pytest.approx(found.pvalue)
    assert test.p_value >= found.pvalue or test.s == 0
    assert np.sign(test.s) == pytest.approx(np.sign(round(found.statistic, 12)))


@PROPERTY
@given(RECORDS, st.randoms())
def test_only_ranks_and_order_count(values, random):
    years = list(range(len(values)))
    test = trend.mann_kendall(years, values)
    assert trend.mann_kendall(years, [math.exp(v) for v in values]) == test
    assert trend.mann_kendall(years, [-v for v in values]).s == -test.s
    order = random.sample(years, len(years))
    assert trend.mann_kendall(order, [values[k] for k in order]) == test


def test_false_alarms_come_as_often_as_the_level_says():
    random = np.random.default_rng(1)
    small = [trend.mann_kendall(YEARS, random.gumbel(size=20)).p_value < 0.1 for _ in range(1000)]
    assert np.mean(small) == pytest.approx(0.1, abs=0.025)


def test_sen_slope_is_the_median_of_all_pairs():
    values = [5.0, 3.0, 8.0, 4.0, 9.0, 12.0, 7.0, 11.0, 15.0, 10.0]
    years = [2000, 2001, 2003, 2004, 2005, 2008, 2009, 2010, 2011, 2015]
    pairs = [(values[j] - values[i]) / (years[j] - years[i]) for j in range(10) for i in range(j)]
    slope, low, high = trend.sen_slope(years, values)
    assert slope == pytest.approx(np.median(pairs))
    assert low < slope < high
    wider = trend.sen_slope(years, values, level=0.99)
    assert wider[1] <= low and wider[2] >= high


# --- a location that moves ----------------------------------------------------------------


def test_trend_of_a_long_record_is_found():
    years = np.arange(1000)
    values = stats.gumbel_r.rvs(100 + 0.05 * years, 30, random_state=1)
    fit = trend.fit_gumbel_trend(years, values)
    assert fit.slope == pytest.approx(0.05, abs=0.01)
    assert fit.scale == pytest.approx(30, rel=0.05)
    assert fit.location == pytest.approx(100 + 0.05 * 499.5, rel=0.03)
    assert fit.p_value < 1e-6


def test_agrees_with_another_search():
    """The same likelihood written with scipy's density and sought by another method."""
    values = stats.gumbel_r.rvs(170 + 1.5 * (YEARS - 1990), 50, random_state=4)

    def negative(p):
        return -stats.gumbel_r.logpdf(values, p[0] + p[1] * (YEARS - 1999.5), abs(p[2])).sum()

    best = optimize.minimize(negative, [170, 0, 50], method="Powell", tol=1e-10)
    fit = trend.fit_gumbel_trend(YEARS, values)
    assert (fit.location, fit.slope, fit.scale) == pytest.approx(tuple(best.x), rel=1e-3)
    still = stats.gumbel_r.nnlf(stats.gumbel_r.fit(values), values)
    assert fit.ratio == pytest.approx(2 * (still - best.fun), abs=1e-4)
    assert fit.p_value == pytest.approx(stats.chi2.sf(fit.ratio, 1))


def test_ratio_follows_chi_square_without_a_trend():
    random = np.random.default_rng(2)
    years = np.arange(60)
    found = [trend.fit_gumbel_trend(years, random.gumbel(size=60)).p_value for _ in range(300)]
    assert np.mean(np.array(found) < 0.1) == pytest.approx(0.1, abs=0.045)
    assert np.mean(found) == pytest.approx(0.5, abs=0.05)


def test_level_moves_with_the_year():
    fit = trend.GumbelTrend(170.0, 0.5, 60.0, 1980.0, 4.0, 0.05)
    still = 170 - 60 * math.log(-math.log(1 - 1 / 50))
    assert fit.return_level(50, 1980) == pytest.approx(still)
    assert fit.return_level(50, [1980, 2020]) == pytest.approx([still, still + 20])
    with pytest.raises(ValueError, match="a return period must be above 1 year"):
        fit.return_level(1, 2000)


@PROPERTY
@given(st.floats(0.1, 100), st.floats(-3, 3), st.integers(0, 10))
def test_units_and_an_added_line_turn_back(factor, tilt, seed):
    values = np.random.default_rng(seed).gumbel(100, 20, size=20)
    plain = trend.fit_gumbel_trend(YEARS, values)
    turned = trend.fit_gumbel_trend(YEARS, factor * (values + tilt * (YEARS - 1990)))
    assert turned.slope == pytest.approx(factor * (plain.slope + tilt), rel=1e-3, abs=0.01 * factor)
    assert turned.scale == pytest.approx(factor * plain.scale, rel=1e-3)


def test_order_does_not_matter():
    values = np.random.default_rng(1).gumbel(size=20)
    turned = trend.fit_gumbel_trend(YEARS[::-1], pd.Series(values[::-1], index=range(20)))
    assert turned == trend.fit_gumbel_trend(YEARS, values)


# --- refusals -----------------------------------------------------------------------------


@pytest.mark.parametrize("function", [trend.mann_kendall, trend.sen_slope, trend.fit_gumbel_trend])
@pytest.mark.parametrize(
    ("years", "values", "message"),
    [
        (range(9), range(9), r"(values|maxima) has shape \(9,\); .*at least 10"),
        ([], [], r"(values|maxima) has shape \(0,\)"),
        (range(11), range(10), r"years has shape \(11,\) and (values|maxima) \(10,\)"),
        (range(10), [7] * 10, r"(values|maxima) holds 7\.0 only; a trend needs"),
        (range(10), [*range(9), math.nan], r"(values|maxima) holds nan at position 9"),
        ([*range(9), math.nan], range(10), r"years holds nan at position 9"),
        ([*range(9), 3], range(10), r"years holds 3\.0 at position 9 .*stand there once"),
    ],
)
def test_bad_records(function, years, values, message):
    with pytest.raises(ValueError, match=message):
        function(years, values)


def test_other_refusals():
    with pytest.raises(ValueError, match="maxima lies on a straight line"):
        trend.fit_gumbel_trend(range(10), range(10))
    with pytest.raises(ValueError, match=r"level is 95\.0"):
        trend.sen_slope(range(10), range(10), level=95)
    with pytest.raises(TypeError, match="values must hold numbers"):
        trend.mann_kendall(range(10), ["a"] * 10)
