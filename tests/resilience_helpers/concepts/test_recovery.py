"""Recovery: closed forms, numpy's trapezoid, rules and refusals."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resilience_helpers import datasets
from resilience_helpers.concepts import recovery

PROPERTY = settings(deadline=None, derandomize=True)
DROPS = st.floats(1, 100)
DURATIONS = st.floats(0.1, 1000)
SHAPES = st.sampled_from(recovery.SHAPES)


@st.composite
def records(draw):
    """A record with uneven steps; never below 5 percent, so never taken for a fraction."""
    steps = draw(st.lists(st.floats(0.01, 50), min_size=2, max_size=12))
    level = st.floats(5, 100)
    service = draw(st.lists(level, min_size=len(steps), max_size=len(steps)))
    return np.cumsum(steps), np.array(service)


# --- loss of resilience ---------------------------------------------------------------


def test_loss_of_a_triangle():
    """Linear recovery of a drop of 40 over 30 days: 40 x 30 / 2."""
    assert recovery.loss_of_resilience([0, 30], [60, 100]) == pytest.approx(600.0)


def test_loss_of_the_autumn_flood():
    flood = datasets.load("lanwan_recovery").query("event == 'autumn flood'")
    loss = recovery.loss_of_resilience(flood["day"], flood["water_percent"])
    assert loss == pytest.approx(45 * 18 / 2) == pytest.approx(405.0)


def test_loss_of_an_exponential():
    """Drop 40, time constant 10, to day 30: 40 x 10 x (1 - exp(-3)) = 380.085."""
    time = np.linspace(0, 30, 20_001)
    service = recovery.recovery_curve(time, 40, 10 * math.log(200), "exponential")
    assert recovery.loss_of_resilience(time, service) == pytest.approx(380.085, abs=1e-3)


def test_total_outage_of_two_days():
    assert recovery.loss_of_resilience([0, 2], [0, 0]) == pytest.approx(200.0)


def test_plateau_and_step_with_uneven_days():
    # 80 for 2 days, then 80 to 40 lost on 1 day, then 40 to 0 on 4 days: 160 + 60 + 80
    assert recovery.loss_of_resilience([0, 2, 3, 7], [20, 20, 60, 100]) == pytest.approx(300.0)


def test_undisturbed_service_loses_nothing():
    assert recovery.loss_of_resilience([0, 1, 5], [100, 100, 100]) == 0.0


def test_labels_of_a_series_do_not_matter():
    time = pd.Series([0, 30], index=[7, 3])
    service = pd.Series([60, 100], index=[3, 7])
    assert recovery.loss_of_resilience(time, service) == pytest.approx(600.0)


@PROPERTY
@given(records())
def test_loss_agrees_with_numpy(record):
    time, service = record
    expected = np.trapezoid(100 - service, time)
    assert recovery.loss_of_resilience(time, service) == pytest.approx(expected, abs=1e-9)


@PROPERTY
@given(records(), st.data())
def test_a_point_on_the_straight_line_changes_nothing(record, data):
    time, service = record
    place = data.draw(st.integers(1, len(time) - 1))
    part = data.draw(st.floats(0.1, 0.9))
    between = time[place - 1] + part * (time[place] - time[place - 1])
    level = service[place - 1] + part * (service[place] - service[place - 1])
    more = recovery.loss_of_resilience(
        np.insert(time, place, between), np.insert(service, place, min(level, 100.0))
    )
    assert more == pytest.approx(recovery.loss_of_resilience(time, service), abs=1e-6)


@PROPERTY
@given(records(), st.data())
def test_less_service_is_more_loss(record, data):
    time, service = record
    place = data.draw(st.integers(0, len(time) - 1))
    worse = service.copy()
    worse[place] -= data.draw(st.floats(0.5, 4))
    assert recovery.loss_of_resilience(time, worse) > recovery.loss_of_resilience(time, service)


@PROPERTY
@given(records(), st.floats(-500, 500))
def test_loss_depends_on_the_clock_only_through_its_unit(record, start):
    time, service = record
    loss = recovery.loss_of_resilience(time, service)
    hours = recovery.loss_of_resilience(start + 24 * time, service)
    assert hours == pytest.approx(24 * loss, rel=1e-6, abs=1e-6)


# --- recovery curve -------------------------------------------------------------------


def test_linear_curve_by_hand():
    curve = recovery.recovery_curve([-1, 0, 9, 18, 20], 45, 18)
    assert curve == pytest.approx([100, 55, 77.5, 100, 100])


def test_trigonometric_curve_by_hand():
    # (1 + cos 60 degrees) / 2 = 3/4 of the drop is left after a third of the time
    curve = recovery.recovery_curve([0, 6, 9, 18], 40, 18, "trigonometric")
    assert curve == pytest.approx([60, 70, 80, 100])


def test_exponential_leaves_one_part_in_200_of_the_drop():
    curve = recovery.recovery_curve([0, 5, 10, 20], 40, 10, "exponential")
    assert curve == pytest.approx([60, 100 - 40 / math.sqrt(200), 99.8, 100 - 40 / 200**2])


@PROPERTY
@given(DROPS, DURATIONS)
def test_closed_forms_of_the_three_losses(drop, duration):
    time = np.linspace(0, duration, 4001)
    triangle = drop * duration / 2
    expected = {
        "linear": triangle,
        "trigonometric": triangle,
        "exponential": drop * duration * (1 - 1 / 200) / math.log(200),
    }
    for shape, loss in expected.items():
        curve = recovery.recovery_curve(time, drop, duration, shape)
        assert recovery.loss_of_resilience(time, curve) == pytest.approx(loss, rel=1e-4)


@PROPERTY
@given(DROPS, DURATIONS, SHAPES)
def test_curve_starts_low_and_never_falls_again(drop, duration, shape):
    time = np.linspace(0, 2 * duration, 101)
    curve = recovery.recovery_curve(time, drop, duration, shape)
    assert curve[0] == pytest.approx(100 - drop)
    assert (np.diff(curve) >= -1e-9).all()
    assert curve.max() <= 100
    assert curve[-1] == pytest.approx(100, abs=drop / 200)


@PROPERTY
@given(st.floats(1, 99), DURATIONS, SHAPES)
def test_deeper_or_longer_costs_more(drop, duration, shape):
    time = np.linspace(0, 3 * duration, 601)

    def loss(drop, duration):
        curve = recovery.recovery_curve(time, drop, duration, shape)
        return recovery.loss_of_resilience(time, curve)

    assert loss(drop + 1, duration) > loss(drop, duration)
    assert loss(drop, 1.1 * duration) > loss(drop, duration)


def test_before_the_shock_all_shapes_are_at_100():
    for shape in recovery.SHAPES:
        with np.errstate(all="raise"):
            before = recovery.recovery_curve([-1e9, -0.001], 45, 1, shape)
        assert before.tolist() == [100, 100]


def test_curve_of_single_numbers_and_of_several_drops():
    single = recovery.recovery_curve(9, 45, 18)
    assert isinstance(single, float)
    assert single == pytest.approx(77.5)
    several = recovery.recovery_curve([0, 9], [[45], [90]], 18)
    assert several == pytest.approx(np.array([[55, 77.5], [10, 55]]))


# --- robustness and rapidity ----------------------------------------------------------


def test_robustness_is_the_lowest_service_wherever_it_stands():
    assert recovery.robustness([100, 98, 55, 80, 100]) == 55.0


@PROPERTY
@given(DROPS, DURATIONS)
def test_rapidity_of_a_linear_recovery_is_its_slope(drop, duration):
    time = np.linspace(0, 1.5 * duration, 31)
    curve = recovery.recovery_curve(time, drop, duration)
    assert recovery.rapidity(time, curve) == pytest.approx(drop / duration, rel=1e-6)
    # rounding in the two flat parts must not move the start or the end
    noise = np.resize([0.0, -1e-12, -2e-12], len(time))
    noisy = recovery.rapidity(time, curve + noise)
    assert noisy == pytest.approx(drop / duration, rel=1e-6)


@pytest.mark.parametrize(
    ("time", "service", "expected"),
    [
        ([0, 18, 30], [55, 100, 100], 2.5),  # the days after the end do not count
        ([0, 2, 3, 5], [40, 40, 70, 100], 12.0),  # waiting at the bottom does count
        ([0, 1, 3, 7], [100, 60, 50, 90], 10.0),  # from the lowest point, not from the start
        ([0, 1, 3, 5], [50, 80, 70, 80], 30.0),  # never back at 100: to the best reached
        ([0, 1, 2, 3], [50, 70, 100, 60], 25.0),  # a second shock afterwards
        ([0, 1, 2], [100, 60, 30], 0.0),  # still falling
        ([0, 1], [40, 40], 0.0),
    ],
)
def test_rapidity_by_hand(time, service, expected):
    assert recovery.rapidity(time, service) == pytest.approx(expected)


def test_rapidity_without_a_shock_is_not_a_number():
    assert math.isnan(recovery.rapidity([0, 1], [100, 100]))


# --- refusals -------------------------------------------------------------------------

BOTH = pytest.mark.parametrize("function", [recovery.loss_of_resilience, recovery.rapidity])


@BOTH
@pytest.mark.parametrize(
    ("time", "service", "message"),
    [
        ([0, 1, 2], [50, 90, 130], r"service holds 130\.0 at position 2 .*0 and 100 percent"),
        ([0, 1], [-5, 100], r"service holds -5\.0 at position 0"),
        ([0, 1], [50, np.nan], r"service holds nan at position 1"),
        ([0, 1, 1], [50, 60, 70], r"time holds 1\.0 at position 2 .*later than the one before"),
        ([0, 2, 1], [50, 60, 70], r"time holds 1\.0 at position 2"),
        ([0, 1, 2], [50, 60], r"time has shape \(3,\) and service \(2,\)"),
        ([0], [50], "at least 2 readings"),
        ([], [], "at least 2 readings"),
        ([[0, 1]], [[50, 60]], "one list of at least 2"),
        ([0, 5, 18], [0.55, 0.8, 1.0], "looks like a fraction.*multiply it by 100"),
        ([0, 5], [0, 1], "looks like a fraction"),
        ([0, 5], [0, 0.4], "add the reading at which it was back"),
    ],
)
def test_bad_records(function, time, service, message):
    with pytest.raises(ValueError, match=message):
        function(time, service)


@BOTH
def test_dates_and_words_are_no_numbers(function):
    days = pd.to_datetime(["2025-09-01", "2025-09-02"])
    with pytest.raises(TypeError, match="time must hold numbers"):
        function(days, [50, 100])
    with pytest.raises(TypeError, match="service must hold numbers"):
        function([0, 1], ["low", "full"])


def test_a_nearly_total_outage_is_accepted_once_it_is_over():
    assert recovery.loss_of_resilience([0, 1, 2], [0.4, 1, 100]) == pytest.approx(148.8)


def test_robustness_refuses_what_the_loss_refuses():
    with pytest.raises(ValueError, match="looks like a fraction"):
        recovery.robustness([0.55, 1.0])
    with pytest.raises(ValueError, match="between 0 and 100"):
        recovery.robustness([101.0])
    with pytest.raises(ValueError, match="at least 1"):
        recovery.robustness([])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"drop": 101}, r"drop is 101\.0; it must lie between 0 and 100"),
        ({"drop": -1}, r"drop is -1\.0"),
        ({"duration": 0}, r"duration is 0\.0; it must be above 0"),
        ({"time": [0, np.nan]}, r"time holds nan at position 1"),
        ({"shape": "cubic"}, "shape is 'cubic'; it must be one of linear, exponential"),
        ({"time": [0, 1, 2], "drop": [1, 2]}, r"time has shape \(3,\), drop \(2,\)"),
    ],
)
def test_bad_curves(changes, message):
    with pytest.raises(ValueError, match=message):
        recovery.recovery_curve(**({"time": [0, 1], "drop": 45, "duration": 18} | changes))
