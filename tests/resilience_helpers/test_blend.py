"""`financing.blend` against numpy-financial, the OECD's formula and identities."""

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers.financing import blend

FEW = settings(deadline=None, derandomize=True, max_examples=60)


def test_blended_rate_by_hand():
    assert blend.blended_rate([20, 30, 50], [0, 0.02, 0.04]) == pytest.approx(0.026)
    assert blend.blended_rate([7], [0.031]) == pytest.approx(0.031)


@FEW
@given(
    layers=some.lists(
        some.tuples(some.floats(0.1, 1e4), some.floats(0, 0.2)), min_size=1, max_size=6
    )
)
def test_blended_rate_pays_the_interest_of_all_layers(layers):
    amounts, rates = map(np.array, zip(*layers, strict=True))
    found = blend.blended_rate(amounts, rates)
    assert found * amounts.sum() == pytest.approx((amounts * rates).sum(), rel=1e-9, abs=1e-12)
    assert rates.min() - 1e-12 <= found <= rates.max() + 1e-12


def test_leverage():
    assert blend.leverage(50, 75) == 1.5
    assert blend.leverage(50, 0) == 0.0


@FEW
@given(
    loss=some.lists(some.floats(0, 500), min_size=1, max_size=10),
    layers=some.lists(some.floats(0, 100), min_size=1, max_size=5),
)
def test_layers_bear_the_whole_loss_up_to_their_sum(loss, layers):
    found = blend.loss_by_layer(loss, layers)
    assert found.shape == (len(loss), len(layers))
    assert found.sum(axis=1) == pytest.approx(np.minimum(loss, sum(layers)), abs=1e-9)
    # no layer loses before the one below it is used up
    for place in range(1, len(layers)):
        touched = found[:, place] > 1e-9
        assert np.allclose(found[touched, place - 1], layers[place - 1])


def test_loss_by_layer_of_one_loss():
    assert blend.loss_by_layer(25, [10, 30, 60]).tolist() == [10, 15, 0]


def oecd_grant_element(rate, discount, years, grace):
    """The OECD's closed formula for equal payments, one payment a year."""
    c1, c2 = (1 + discount) ** grace, (1 + discount) ** (years - grace)
    interest_only = rate * (1 - 1 / c1) / discount
    factor = 1 / ((1 + rate) ** (years - grace) - 1) + 1
    return 1 - interest_only - rate * factor / c1 * (1 - 1 / c2) / discount


@FEW
@given(
    rate=some.floats(0.001, 0.2),
    discount=some.floats(0.001, 0.2),
    years=some.integers(1, 40),
    grace=some.integers(0, 39),
)
def test_grant_element_is_the_oecds(rate, discount, years, grace):
    if grace >= years:
        grace = years - 1
    found = blend.grant_element(rate, discount, years, grace)
    assert found == pytest.approx(oecd_grant_element(rate, discount, years, grace), abs=1e-9)


def test_grant_element_of_known_loans():
    assert blend.grant_element(0.039, 0.039, 15) == pytest.approx(0, abs=1e-12)
    assert blend.grant_element(0.05, 0.039, 15) < 0
    # free of interest, ten equal payments: 1 - annuity / 10
    assert blend.grant_element(0, 0.05, 10) == pytest.approx(1 + npf.pv(0.05, 10, 0.1))
    # grace makes a cheap loan more of a gift
    assert blend.grant_element(0.02, 0.04, 20, grace=5) > blend.grant_element(0.02, 0.04, 20)


def test_performance_rate_by_hand():
    found = blend.performance_rate(0.032, [[1, 0], [1, 1], [0, 0]], 10, 5)
    # one reached, one missed: - 10 + 5; both reached: - 20; both missed: + 10
    assert found == pytest.approx([0.032, 0.0315, 0.030, 0.033])
    assert blend.performance_rate(0.032, [True, False], 10) == pytest.approx([0.032, 0.031, 0.032])
    assert blend.performance_rate(0.001, [True], 50).tolist() == [0.001, 0.0]


def test_captured_value_by_hand():
    # 2,000 x 6 % x half = 60; halves of it after two and three years at 10 %
    found = blend.captured_value(2000, 0.06, 0.5, [0, 0.5, 0.5], 0.1)
    assert found == pytest.approx(30 / 1.21 + 30 / 1.331)
    assert blend.captured_value(2000, 0.06, 0.5, [1], 0) == pytest.approx(60)
    assert blend.captured_value(2000, 0.06, 0.5, [0, 0], 0.1) == 0
    assert blend.captured_value(2000, 0.06, 1, [0.1] * 10, 0) == pytest.approx(120)


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: blend.blended_rate([1, -2], [0.1, 0.1]), "amounts holds -2.0 at position 1"),
        (lambda: blend.blended_rate([0, 0], [0.1, 0.1]), "amounts are all 0"),
        (lambda: blend.blended_rate([1, 2], [0.1]), r"rates has shape \(1,\) and amounts \(2,\)"),
        (lambda: blend.blended_rate([1], [3.5]), "rates holds 3.5 .*divide percent by 100"),
        (lambda: blend.blended_rate([], []), "amounts has shape"),
        (lambda: blend.leverage(0, 5), "concessional is 0.0; it must be above 0"),
        (lambda: blend.leverage(1, -5), "market is -5.0"),
        (lambda: blend.loss_by_layer(-1, [5]), "loss is -1.0"),
        (lambda: blend.loss_by_layer(1, [5, np.nan]), "layers holds nan"),
        (lambda: blend.loss_by_layer(1, [-5]), "layers holds -5.0"),
        (lambda: blend.grant_element(2.5, 0.04, 10), "rate is 2.5"),
        (lambda: blend.grant_element(0.02, 0, 10), "discount_rate is 0.0; it must be above 0"),
        (lambda: blend.grant_element(0.02, 0.04, 5, grace=5), "years is 5; it must be 6 or more"),
        (lambda: blend.grant_element(0.02, 0.04, 5, grace=-1), "grace is -1"),
        (lambda: blend.performance_rate(3.2, [True], 10), "rate is 3.2"),
        (lambda: blend.performance_rate(0.03, [2], 10), "reached holds 2.0"),
        (lambda: blend.performance_rate(0.03, [], 10), "reached has shape"),
        (lambda: blend.performance_rate(0.03, [True], -10), "step_basis_points is -10.0"),
        (lambda: blend.performance_rate(0.03, [True], 10, -1), "penalty_basis_points is -1.0"),
        (lambda: blend.captured_value(-1, 0.1, 0.5, [1], 0.04), "land_value is -1.0"),
        (lambda: blend.captured_value(1, 6, 0.5, [1], 0.04), "uplift is 6.0"),
        (lambda: blend.captured_value(1, 0.1, 50, [1], 0.04), "share is 50.0"),
        (lambda: blend.captured_value(1, 0.1, 0.5, [0.7, 0.7], 0.04), "sold adds up to 1.400"),
        (lambda: blend.captured_value(1, 0.1, 0.5, [-0.1], 0.04), "sold holds -0.1"),
    ],
)
def test_bad_input_names_argument_value_and_rule(call, told):
    with pytest.raises(ValueError, match=told):
        call()


def test_words_and_broken_years_are_refused():
    with pytest.raises(TypeError, match="rates must hold numbers"):
        blend.blended_rate([1], ["3.5 %"])
    with pytest.raises(TypeError, match=r"years is 10\.5"):
        blend.grant_element(0.02, 0.04, 10.5)
