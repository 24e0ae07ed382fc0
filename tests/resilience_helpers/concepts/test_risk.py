"""Annual risk: simulated years, worked numbers, rules and refusals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resilience_helpers.concepts import risk

EVENTS = st.lists(
    st.tuples(st.floats(0, 2), st.floats(0, 1e6), st.floats(0, 1)), min_size=1, max_size=8
)
PROPERTY = settings(deadline=None, derandomize=True)


def test_equals_the_mean_of_simulated_years():
    """A Poisson catalogue of 200 000 years has the same mean loss, within its own error."""
    frequency, exposure, ratio = [0.2, 0.04, 0.01], [900.0, 2500.0, 6000.0], [0.02, 0.1, 0.3]
    years = np.random.default_rng(7).poisson(frequency, size=(200_000, 3))
    losses = years @ (np.array(exposure) * np.array(ratio))
    error = losses.std() / np.sqrt(len(losses))
    assert abs(risk.annual_risk(frequency, exposure, ratio) - losses.mean()) < 4 * error


def test_worked_by_hand():
    # 0.1 x 800 x 5 % = 4 and 0.01 x 2000 x 30 % = 6
    assert risk.annual_risk([0.1, 0.01], [800, 2000], [0.05, 0.3]) == pytest.approx(10.0)


def test_single_numbers_are_one_event():
    result = risk.annual_risk(0.02, 500, 0.1)
    assert isinstance(result, float)
    assert result == pytest.approx(1.0)


def test_one_row_per_district():
    exposure = np.array([[100.0, 200.0], [0.0, 400.0], [50.0, 50.0]])
    result = risk.annual_risk([0.1, 0.01], exposure, [0.1, 0.5])
    assert result == pytest.approx([1.0 + 1.0, 2.0, 0.5 + 0.25])


def test_columns_of_a_table_are_matched_by_position():
    frequency = pd.Series([0.1, 0.01], index=["b", "a"])
    exposure = pd.Series([800, 2000], index=["a", "b"])
    assert risk.annual_risk(frequency, exposure, [0.05, 0.3]) == pytest.approx(10.0)


@PROPERTY
@given(EVENTS, st.floats(0, 10))
def test_twice_the_value_is_twice_the_risk(events, factor):
    frequency, exposure, ratio = np.array(events).T
    once = risk.annual_risk(frequency, exposure, ratio)
    assert risk.annual_risk(frequency, factor * exposure, ratio) == pytest.approx(factor * once)
    assert risk.annual_risk(factor * frequency, exposure, ratio) == pytest.approx(factor * once)


@PROPERTY
@given(EVENTS, EVENTS)
def test_more_events_add_their_own_risk(some, others):
    together = risk.annual_risk(*np.array(some + others).T)
    apart = risk.annual_risk(*np.array(some).T) + risk.annual_risk(*np.array(others).T)
    assert together == pytest.approx(apart)
    assert together >= risk.annual_risk(*np.array(some).T) * (1 - 1e-12)


@PROPERTY
@given(EVENTS, st.floats(0, 1))
def test_a_lower_damage_ratio_never_raises_the_risk(events, share):
    frequency, exposure, ratio = np.array(events).T
    with_measure = risk.annual_risk(frequency, exposure, share * ratio)
    assert with_measure <= risk.annual_risk(frequency, exposure, ratio) * (1 + 1e-12)


def test_percent_instead_of_fraction():
    message = r"vulnerability holds 5\.0 at position 1 .*is it in percent\? divide by 100"
    with pytest.raises(ValueError, match=message):
        risk.annual_risk([0.1, 0.01], [800, 2000], [0.3, 5])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0.1, -0.01], [1, 1], [0, 0]), r"frequency holds -0\.01 at position 1"),
        (([0.1], [-800], [0.1]), r"exposure holds -800\.0 at position 0"),
        (([0.1], [800], [-0.1]), r"vulnerability holds -0\.1 at position 0"),
        ((-0.1, 800, 0.1), r"frequency is -0\.1; it must be zero or more"),
        (([0.1, np.nan], [1, 1], [0, 0]), r"frequency holds nan at position 1"),
        (([0.1], [np.inf], [0.1]), r"exposure holds inf at position 0"),
        ((0.1, [[1, 2], [3, -4]], 0.1), r"exposure holds -4\.0 at position \(1, 1\)"),
    ],
)
def test_numbers_out_of_range(arguments, message):
    with pytest.raises(ValueError, match=message):
        risk.annual_risk(*arguments)


def test_shapes_that_do_not_match():
    with pytest.raises(ValueError, match=r"frequency has shape \(2,\), exposure \(3,\)"):
        risk.annual_risk([0.1, 0.01], [1, 2, 3], 0.1)


@pytest.mark.parametrize("words", [["high"], np.array(["2020"], dtype="datetime64[Y]"), [pd.NA]])
def test_words_dates_and_gaps_are_no_numbers(words):
    with pytest.raises(TypeError, match="exposure must hold numbers"):
        risk.annual_risk([0.1], words, [0.1])
