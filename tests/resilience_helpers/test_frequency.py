"""Return periods, chances, plotting positions, events and counts."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from resilience_helpers.methods import frequency

PROPERTY = settings(deadline=None, derandomize=True)
DIFFERENT = st.lists(st.floats(0, 1000), min_size=2, max_size=30, unique=True)


@pytest.mark.parametrize(
    ("period", "years", "chance"),
    [
        (100, 30, 0.2603),  # the two standard figures of the textbooks
        (50, 50, 0.6358),
        (100, 100, 0.6340),
        (2, 1, 0.5),
        (100, 0, 0.0),
    ],
)
def test_chance_in_a_lifetime(period, years, chance):
    assert frequency.chance_in_years(period, years) == pytest.approx(chance, abs=5e-5)


def test_chance_of_many_years_nears_that_of_poisson():
    assert frequency.chance_in_years(1e6, 1e6) == pytest.approx(1 - math.exp(-1), abs=1e-6)


@PROPERTY
@given(st.floats(1.1, 1e5), st.integers(1, 200))
def test_chance_agrees_with_the_binomial_and_turns_back(period, years):
    chance = frequency.chance_in_years(period, years)
    assert chance == pytest.approx(stats.binom.sf(0, years, 1 / period), rel=1e-9)
    if chance < 0.999:
        assert frequency.return_period(chance, years) == pytest.approx(period, rel=1e-6)


def test_return_period_of_a_yearly_chance():
    assert frequency.return_period([0.5, 0.01]).tolist() == pytest.approx([2, 100])
    assert type(frequency.return_period(0.02)) is float


def test_a_table_of_chances():
    table = frequency.chance_in_years([[10], [100]], [10, 30, 50])
    assert table.shape == (2, 3)
    assert (np.diff(table, axis=1) > 0).all() and (table[0] > table[1]).all()


@pytest.mark.parametrize(
    ("rule", "largest"),
    # return period of the largest of 10: by hand from (m - a) / (n + 1 - 2a)
    [("weibull", 11), ("gringorten", 10.12 / 0.56), ("cunnane", 10.2 / 0.6), ("hazen", 20)],
)
def test_positions_by_hand(rule, largest):
    positions = frequency.plotting_positions(range(10, 0, -1), rule)
    assert 1 / (1 - positions[0]) == pytest.approx(largest)
    assert positions[0] == pytest.approx(1 - positions[-1])


@pytest.mark.parametrize("rule", frequency.RULES)
def test_positions_agree_with_scipy(rule):
    a = frequency.RULES[rule]
    values = [3.0, 1.0, 7.0, 5.0, 2.0]
    expected = stats.mstats.plotting_positions(values, alpha=a, beta=a)
    assert frequency.plotting_positions(values, rule) == pytest.approx(np.asarray(expected))


@PROPERTY
@given(DIFFERENT, st.sampled_from(sorted(frequency.RULES)))
def test_positions_keep_the_order(values, rule):
    positions = frequency.plotting_positions(values, rule)
    assert np.argsort(positions).tolist() == np.argsort(values).tolist()
    assert ((positions > 0) & (positions < 1)).all()
    assert positions.mean() == pytest.approx(0.5)


def test_equal_values_share_their_rank():
    assert frequency.plotting_positions([5, 5, 1]).tolist() == [2.5 / 4, 2.5 / 4, 1 / 4]


@pytest.mark.parametrize(
    ("gap", "expected"), [(1, [425, 130, 120, 260]), (2, [425, 130, 260]), (3, [425]), (9, [425])]
)
def test_events_by_hand(gap, expected):
    days = [0, 216, 425, 10, 0, 130, 100, 0, 120, 99, 260]
    assert frequency.peaks(days, 100, gap).tolist() == expected


@PROPERTY
@given(st.lists(st.integers(0, 300), min_size=1, max_size=60), st.integers(1, 5))
def test_events_hold_the_largest_and_wider_gaps_join(days, gap):
    if max(days) <= 100:
        return
    found = frequency.peaks(days, 100, gap)
    assert found.max() == max(days) and found.min() > 100
    assert len(frequency.peaks(days, 100, gap + 1)) <= len(found) <= sum(d > 100 for d in days)


def test_interval_of_a_count():
    """Garwood (1936), 95 %: 0 events, 0 to 3.689; 10 events, 4.795 to 18.390."""
    assert frequency.rate_interval(0, 1, 0.95) == pytest.approx((0, 3.689), abs=5e-4)
    assert frequency.rate_interval(10, 1, 0.95) == pytest.approx((4.795, 18.390), abs=1e-3)
    assert frequency.rate_interval(10, 5, 0.95) == pytest.approx((0.959, 3.678), abs=1e-3)


@PROPERTY
@given(st.integers(1, 60), st.floats(0.5, 0.99))
def test_interval_leaves_equal_tails(count, level):
    low, high = frequency.rate_interval(count, 1, level)
    assert stats.poisson.sf(count - 1, low) == pytest.approx((1 - level) / 2)
    assert stats.poisson.cdf(count, high) == pytest.approx((1 - level) / 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: frequency.return_period(1), r"chance is 1\.0; it must lie between 0 and 1, both"),
        (lambda: frequency.return_period(0), r"chance is 0\.0"),
        (lambda: frequency.return_period(26), r"chance is 26\.0; .*divide percent by 100"),
        (lambda: frequency.return_period(0.1, 0), r"years is 0\.0; it must be above 0"),
        (lambda: frequency.chance_in_years(1, 30), r"return_period is 1\.0; it must be above 1"),
        (lambda: frequency.chance_in_years(math.nan, 30), "return_period is nan"),
        (lambda: frequency.chance_in_years(100, -1), r"years is -1\.0; it must be 0 or more"),
        (lambda: frequency.plotting_positions([1]), r"values has shape \(1,\); .*at least 2"),
        (lambda: frequency.plotting_positions([]), r"values has shape \(0,\)"),
        (lambda: frequency.plotting_positions([1, math.nan]), "values holds nan at position 1"),
        (lambda: frequency.plotting_positions([1, 2], "median"), "rule is 'median'; it must be on"),
        (lambda: frequency.peaks([1, 2], 3), r"threshold is 3; no value lies above it \(.* 2\.0\)"),
        (lambda: frequency.peaks([1, math.nan], 0), "values holds nan"),
        (lambda: frequency.peaks([], 0), r"values has shape \(0,\)"),
        (lambda: frequency.peaks([1, 2], 0, gap=0), "gap is 0; it must be 1 or more"),
        (lambda: frequency.rate_interval(-1, 45), "count is -1"),
        (lambda: frequency.rate_interval(3, 0), r"years is 0\.0"),
        (lambda: frequency.rate_interval(3, 45, 90), r"level is 90\.0"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
