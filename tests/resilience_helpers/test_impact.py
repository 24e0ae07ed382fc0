"""`methods.impact` against published values, CLIMADA's conventions and closed forms."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import sparse

from resilience_helpers import datasets
from resilience_helpers.methods import impact, storms

# ---- damage ratios -----------------------------------------------------------------------


def test_emanuel_agrees_with_the_reference_engine():
    # CLIMADA, test_tc.py, test_default_values_pass: winds 0, 5 ... 120 m/s
    reference = [0.0] * 6 + [
        0.0006753419543492556,
        0.006790495604105169,
        0.02425254393374475,
        0.05758706257339458,
        0.10870556455111065,
        0.1761433569521351,
        0.2553983618763961,
        0.34033822528795565,
        0.4249447743109498,
        0.5045777092933046,
        0.576424302849412,
        0.6393091739184916,
        0.6932203123193963,
        0.7388256596555696,
        0.777104531116526,
        0.8091124649261859,
        0.8358522190681132,
        0.8582150905529946,
        0.8769633232141456,
    ]
    assert impact.emanuel(np.arange(0, 121, 5)) == pytest.approx(reference, rel=1e-12)
    # and test_values_pass: another threshold, half value and scale
    found = impact.emanuel(np.arange(6), v_half=5, v_threshold=2, scale=0.5)
    assert found == pytest.approx([0, 0, 0, 0.017857142857142853, 0.11428571428571425, 0.25])


def test_emanuel_between_the_tabulated_winds():
    # CLIMADA tabulates every 5 m/s and draws straight lines; the formula bends below them at
    # low winds: at 27.5 m/s the line gives 0.00034, the formula 0.000050 (x = 1.8 / 49)
    assert impact.emanuel(27.5) == pytest.approx((1.8 / 49) ** 3, rel=1e-3)
    assert np.interp(27.5, [25, 30], impact.emanuel([25, 30])) > 6 * impact.emanuel(27.5)


@settings(deadline=None, derandomize=True)
@given(
    winds=some.lists(some.floats(0, 150), min_size=2, max_size=8),
    half=some.floats(30, 250),
    scale=some.floats(0.05, 1),
)
def test_emanuel_rises_from_nothing_to_the_scale(winds, half, scale):
    winds = np.sort(winds)
    found = impact.emanuel(winds, half, scale=scale)
    assert (np.diff(found) >= 0).all() and (found[winds <= 25.7] == 0).all()
    assert (found < scale).all()
    assert impact.emanuel(half, half, scale=scale) == pytest.approx(scale / 2)
    assert impact.emanuel(1e5, half, scale=scale) == pytest.approx(scale, rel=1e-4)


def test_emanuel_leaves_its_input_alone_and_keeps_shapes():
    winds = np.array([[30.0, 60.0]])
    assert impact.emanuel(winds).shape == (1, 2) and winds.tolist() == [[30.0, 60.0]]
    assert isinstance(impact.emanuel(50), float) and isinstance(
        impact.emanuel(np.float64(50)), float
    )
    assert impact.emanuel([]).shape == (0,)


@pytest.mark.parametrize(
    "sector, depths, ratios",
    [
        # Huizinga et al. 2017, Asia
        ("residential", [0, 0.5, 1, 1.5, 2, 3, 4, 5, 6], [0, 0.327, 0.494, 0.617, 0.721, 0.870, 0.931, 0.984, 1]),
        ("commercial", [0.5, 1, 3], [0.377, 0.538, 0.883]),
        ("industrial", [0.5, 1, 3], [0.283, 0.482, 0.857]),
        ("infrastructure", [0.5, 1, 3], [0.214, 0.373, 0.808]),
        # half-way between two points, and deeper than the last
        ("residential", [0.25, 2.5, 10], [0.1635, 0.7955, 1]),
    ],
)  # fmt: skip
def test_depth_damage_has_the_published_points(sector, depths, ratios):
    assert impact.depth_damage(depths, sector) == pytest.approx(ratios)


def test_depth_damage_of_europe_and_of_one_depth():
    assert impact.depth_damage(1.0, "residential", region="europe") == pytest.approx(0.40)
    assert isinstance(impact.depth_damage(1.0, "residential"), float)
    assert impact.depth_damage([[0.5], [1]], "residential").shape == (2, 1)


def test_published_calibrations_of_the_delta():
    # Eberenz et al. 2021, mainland China
    table = datasets.load("wind_calibrations").query("code == 'WP3'").set_index("method")
    assert table.loc[["tdr", "tdr_1_5", "rmsf", "edr_median"], "v_half_m_s"].tolist() == [
        112.8, 101.5, 80.2, 86.3,
    ]  # fmt: skip


# ---- event losses ------------------------------------------------------------------------


def linear(intensity):
    """Lose one percent of the value for each unit of intensity."""
    return intensity / 100


@pytest.mark.parametrize("kind", [np.array, sparse.csr_matrix, sparse.csr_array, sparse.coo_array])
def test_linear_losses_by_hand(kind):
    intensity = kind(np.array([[10.0, 0.0, 50.0], [0.0, 100.0, 0.0]]))
    losses = impact.event_losses([200, 10, 4], intensity, linear)
    assert sparse.issparse(losses) == (kind is not np.array)
    dense = losses.toarray() if sparse.issparse(losses) else losses
    assert dense.tolist() == [[20, 0, 2], [0, 10, 0]]


def test_uniform_wind_takes_the_same_share_everywhere():
    value = np.arange(1.0, 101.0)
    losses = impact.event_losses(value, np.full((2, 100), 74.7), impact.emanuel)
    assert losses.sum(axis=1) == pytest.approx([value.sum() / 2] * 2)


@settings(deadline=None, derandomize=True, max_examples=30)
@given(seed=some.integers(0, 10_000), density=some.floats(0, 1))
def test_sparse_and_dense_agree(seed, density):
    random = np.random.default_rng(seed)
    winds = sparse.random_array((6, 15), density=density, rng=random, format="csr") * 80
    value = random.uniform(0, 100, 15)
    thin = impact.event_losses(value, winds, impact.emanuel)
    full = impact.event_losses(value, winds.toarray(), impact.emanuel)
    assert np.allclose(thin.toarray(), full)
    frequency = random.uniform(0, 1, 6)
    for by in impact.SUMS:
        one, two = (impact.average_annual_loss(x, frequency, by=by) for x in (thin, full))
        assert np.allclose(one, two)
    pd.testing.assert_frame_equal(
        impact.exceedance_curve(thin, frequency), impact.exceedance_curve(full, frequency)
    )


def test_sparse_losses_do_not_share_memory_with_the_winds():
    winds = sparse.csr_array(np.array([[0.0, 60.0], [70.0, 0.0]]))
    losses = impact.event_losses([1, 1], winds, impact.emanuel)
    winds.indices[:] = 0
    winds.data[:] = 0
    assert losses.toarray()[0, 1] > 0 and losses.nnz == 2


def test_two_numbers_for_one_cell_are_added_before_the_damage():
    places = ([30.0, 44.7, 50.0], [1, 1, 0], [0, 3])
    twice = sparse.csr_array(places, shape=(1, 2))
    losses = impact.event_losses([0, 1], twice, impact.emanuel)
    assert losses.toarray() == pytest.approx(np.array([[0, 0.5]])) and twice.nnz == 3


# ---- average annual loss, exceedance curve: CLIMADA's conventions ------------------------

#: CLIMADA, test_impact.py, TestFreqCurve: ten events of one frequency (1 / 1,610 years)
LOSSES = [
    0,
    0.400665463736549e9,
    3.150330960044466e9,
    3.715826406781887e9,
    2.900244271902339e9,
    0.778570745161971e9,
    0.698736262566472e9,
    0.381063674256423e9,
    0.569142464157450e9,
    0.467572545849132e9,
]
FREQUENCY = 6.211180124223603e-04


def test_exceedance_curve_agrees_with_the_reference_engine():
    curve = impact.exceedance_curve(LOSSES, FREQUENCY)
    assert curve["loss"].tolist() == sorted(LOSSES, reverse=True)
    # 1,610 years for the largest, and 1,610 / rank for the others
    assert curve["return_period"].to_numpy() == pytest.approx(1610 / np.arange(1, 11))
    found = impact.probable_maximum_loss(curve, [500, 1000])
    assert found == pytest.approx([2320408028.5695677, 3287314329.129928], rel=1e-9)


def test_annual_loss_by_hand():
    # three events with 0.1, 0.04 and 0.01 a year at two assets
    losses = [[5, 0], [20, 30], [100, 400]]
    frequency = [0.1, 0.04, 0.01]
    assert impact.average_annual_loss(losses, frequency) == pytest.approx(0.5 + 2 + 5)
    assert impact.average_annual_loss(losses, frequency, by="event") == pytest.approx([0.5, 2, 5])
    found = impact.average_annual_loss(losses, frequency, by="exposure")
    assert found == pytest.approx([0.5 + 0.8 + 1, 1.2 + 4])
    assert impact.average_annual_loss([5, 50, 500], frequency) == pytest.approx(7.5)
    curve = impact.exceedance_curve(losses, frequency)
    assert curve["loss"].tolist() == [500, 50, 5]
    assert curve["return_period"].to_numpy() == pytest.approx([100, 20, 1 / 0.15])


@settings(deadline=None, derandomize=True)
@given(
    losses=some.lists(some.floats(0, 1e6), min_size=1, max_size=30), frequency=some.floats(1e-4, 1)
)
def test_annual_loss_is_the_area_under_the_step_curve(losses, frequency):
    curve = impact.exceedance_curve(losses, frequency)
    steps = np.diff(curve["frequency"], prepend=0)
    area = float((curve["loss"] * steps).sum())
    assert impact.average_annual_loss(losses, frequency) == pytest.approx(area, rel=1e-6, abs=1e-9)
    assert (np.diff(curve["loss"]) <= 0).all() and (np.diff(curve["return_period"]) < 0).all()


def test_losses_on_a_straight_line_have_a_closed_form():
    # loss = 100 - 1000 p for chances p from 0 to 0.1: annual loss 5, and 90 once in 100 years
    chance = (np.arange(100_000) + 0.5) * 0.1 / 100_000
    losses = 100 - 1000 * chance
    assert impact.average_annual_loss(losses, 0.1 / 100_000) == pytest.approx(5, rel=1e-6)
    curve = impact.exceedance_curve(losses, 0.1 / 100_000)
    assert impact.probable_maximum_loss(curve, [100, 20]) == pytest.approx([90, 50], abs=0.01)


def test_probable_maximum_loss_between_and_beyond_the_events():
    curve = impact.exceedance_curve([10, 30], [0.1, 0.1])
    assert impact.probable_maximum_loss(curve, [5, 7.5, 10]).tolist() == [10, 20, 30]
    assert impact.probable_maximum_loss(curve, 4.9) == 0.0
    with pytest.raises(
        ValueError, match="years is 11.0; the set's rarest loss has a return period of 10"
    ):
        impact.probable_maximum_loss(curve, 11)
    # 45 years of one storm each: 1 / (1 / 45) is not quite 45
    record = impact.exceedance_curve(np.arange(45.0), 1 / 45)
    assert impact.probable_maximum_loss(record, 45) == 44
    assert impact.probable_maximum_loss(record, [1, 45]) == pytest.approx([0, 44])


def test_events_that_never_come_do_not_count():
    curve = impact.exceedance_curve([10, 99, 30], [0.1, 0, 0.1])
    assert curve["loss"].tolist() == [30, 10]


def test_simulated_years_give_the_same_annual_loss():
    losses, frequency = np.array([5.0, 50, 500]), [0.1, 0.04, 0.01]
    year, storm = storms.simulate_years(frequency, years=100_000, seed=1)
    annual = np.bincount(year, losses[storm], minlength=100_000)
    # standard error: sqrt(sum f L^2 / years)
    error = np.sqrt((np.array(frequency) * losses**2).sum() / 100_000)
    assert annual.mean() == pytest.approx(7.5, abs=4 * error)
    # a year brings 500 or more a little more often than one storm does
    yearly = impact.exceedance_curve(annual, 1 / 100_000)
    assert impact.probable_maximum_loss(yearly, 50) >= 50


# ---- few return periods ------------------------------------------------------------------


def test_expected_annual_damage_by_hand():
    # (0.2 - 0.05)(10 + 40)/2 + (0.05 - 0.01)(40 + 100)/2 + 0.01 x 100 = 3.75 + 2.8 + 1
    assert impact.expected_annual_damage([5, 20, 100], [10, 40, 100]) == pytest.approx(7.55)
    assert impact.expected_annual_damage([100], [100]) == pytest.approx(1.0)
    assert impact.expected_annual_damage([5, 20], [0, 0]) == 0


def test_expected_annual_damage_of_a_straight_line():
    # loss = 100 (1 - p / 0.1): the trapezoid is exact, and the tail is the rest
    period = np.geomspace(10, 1e6, 40)
    found = impact.expected_annual_damage(period, 100 * (1 - 10 / period))
    assert found == pytest.approx(5, rel=1e-4)


# ---- what is refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: impact.emanuel(-1), "wind_m_s is -1.0; it must be zero or more"),
        (lambda: impact.emanuel([1, np.nan]), "wind_m_s holds nan at position 1"),
        (lambda: impact.emanuel(50, v_half=20), "v_threshold is 25.7 and v_half 20.0"),
        (lambda: impact.emanuel(50, scale=50), "scale is 50.0; it must be above 0 and at most 1"),
        (lambda: impact.depth_damage(-0.1, "residential"), "depth_m is -0.1"),
        (lambda: impact.depth_damage(np.nan, "residential"), "depth_m is nan"),
        (lambda: impact.depth_damage(1, "houses"), "sector is 'houses'; it must be one of res"),
        (lambda: impact.depth_damage(1, "residential", "africa"), "region is 'africa'; it must"),
        (lambda: impact.event_losses([1, -1], [[1, 1]], linear), "value holds -1.0 at position 1"),
        (lambda: impact.event_losses([1, 1], [[1, -1]], linear), "intensity holds -1.0"),
        (lambda: impact.event_losses([1, 1], [[1, np.nan]], linear), "intensity holds nan"),
        (lambda: impact.event_losses([1, 1], [[1], [1]], linear), r"value has shape \(2,\)"),
        (lambda: impact.event_losses([1, 1], [1, 1], linear), r"intensity \(2,\)"),
        (lambda: impact.event_losses([1], [[200]], linear), "a damage ratio must lie between"),
        (lambda: impact.event_losses([1], [[2, ]], lambda x: x * np.nan), "vulnerability holds nan"),
        (lambda: impact.event_losses([1, 2], [[2, 2]], lambda x: 0.5), "it must keep the shape"),
        (
            lambda: impact.event_losses([1], sparse.csr_array([[2.0]]), lambda x: x * 0 + 0.5),
            "vulnerability is above 0 at an intensity of 0",
        ),
        (
            lambda: impact.event_losses([1], sparse.csr_array([[np.nan]]), linear),
            "intensity holds nan",
        ),
        (lambda: impact.average_annual_loss([1, 2], [-0.1, 1]), "frequency holds -0.1"),
        (lambda: impact.average_annual_loss([1, 2], [0.1]), r"frequency has shape \(1,\)"),
        (lambda: impact.average_annual_loss([1, np.nan], 0.1), "losses holds nan at position 1"),
        (lambda: impact.average_annual_loss([1, -2], 0.1), "losses holds -2.0 at position 1"),
        (lambda: impact.average_annual_loss([1, 2], 0.1, by="asset"), "by is 'asset'"),
        (lambda: impact.average_annual_loss([1, 2], 0.1, by="exposure"), "losses has no assets"),
        (lambda: impact.exceedance_curve([], []), "no event of the set ever comes"),
        (lambda: impact.exceedance_curve([1, 2], 0), "no event of the set ever comes"),
        (lambda: impact.exceedance_curve([[[1]]], 1), r"losses has shape \(1, 1, 1\)"),
        (lambda: impact.expected_annual_damage([5, 20], [1]), r"return_period has shape \(2,\)"),
        (lambda: impact.expected_annual_damage([20, 5], [1, 2]), "return_period holds 5.0"),
        (lambda: impact.expected_annual_damage([0, 5], [1, 2]), "return_period holds 0.0"),
        (lambda: impact.expected_annual_damage([5], [-2]), "loss holds -2.0"),
        (lambda: impact.expected_annual_damage([], []), "give two lists of one length"),
    ],
)  # fmt: skip
def test_bad_input_names_argument_value_and_rule(call, told):
    with pytest.raises(ValueError, match=told):
        call()


def test_a_curve_needs_its_columns_and_years_a_meaning():
    curve = impact.exceedance_curve([1, 2], 0.1)
    with pytest.raises(ValueError, match="curve has no column loss"):
        impact.probable_maximum_loss(curve.drop(columns="loss"), 5)
    for years in (0, -5, np.nan):
        with pytest.raises(ValueError, match="years is"):
            impact.probable_maximum_loss(curve, years)
    with pytest.raises(TypeError, match="losses must hold numbers"):
        impact.average_annual_loss(["a"], 0.1)
