"""`dialogue.community` against the sums of a hand calculation and the city's own inventory."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers import datasets
from resilience_helpers.adaptation import carbon
from resilience_helpers.dialogue import community

FACTORS = {"electricity": 0.4042, "natural gas": 0.0561, "petrol": 0.0693, "diesel": 0.0741}


def test_by_hand():
    used = {"electricity": 1000, "petrol": 2000, "natural gas": 500}
    found = community.net_emissions(used, FACTORS, own_power=400, removed=12)
    gross = 404.2 + 138.6 + 28.05
    assert found.gross == pytest.approx(gross)
    assert found.replaced == pytest.approx(161.68)
    assert found.net == pytest.approx(gross - 161.68 - 12)
    assert found.surplus == 0


def test_the_gross_emissions_are_those_of_the_inventory_of_lesson_03_3():
    use = datasets.load("lanwan_community_use")
    found = community.net_emissions(use.groupby("carrier")["amount"].sum(), FACTORS)
    assert found.gross == pytest.approx(carbon.inventory(use, FACTORS)["emissions_t"].sum())
    assert found.net == found.gross


def test_power_for_others_is_told_and_not_subtracted():
    found = community.net_emissions({"electricity": 100}, FACTORS, own_power=150)
    assert found.net == pytest.approx(0)
    assert found.surplus == pytest.approx(50 * 0.4042)


def test_trees_may_take_up_more_than_is_left():
    assert community.net_emissions({"petrol": 100}, FACTORS, removed=10).net == pytest.approx(-3.07)


@settings(deadline=None, derandomize=True)
@given(some.floats(0, 1e6), some.floats(0, 1e6), some.floats(0, 1e4))
def test_the_balance_balances(power, own, trees):
    found = community.net_emissions({"electricity": power, "petrol": 7}, FACTORS, own, trees)
    assert found.net == pytest.approx(found.gross - found.replaced - found.removed)
    assert found.replaced + found.surplus == pytest.approx(own * 0.4042)
    assert found.net >= 7 * 0.0693 - trees - 1e-6


def test_bad_input_is_named():
    with pytest.raises(KeyError, match="no factor for coal"):
        community.net_emissions({"coal": 1}, FACTORS)
    with pytest.raises(KeyError, match="no amount or no factor for electricity"):
        community.net_emissions({"petrol": 1}, FACTORS, own_power=3)
    with pytest.raises(ValueError, match=r"amounts holds -1.0"):
        community.net_emissions({"petrol": -1}, FACTORS)
    with pytest.raises(ValueError, match=r"own_power is -2.0; it must be zero or more"):
        community.net_emissions({"electricity": 1}, FACTORS, own_power=-2)
    with pytest.raises(ValueError, match="finite number"):
        community.net_emissions({"petrol": float("nan")}, FACTORS)
    twice = pd.Series([1, 2], index=["petrol", "petrol"])
    with pytest.raises(ValueError, match="amounts has a carrier twice"):
        community.net_emissions(twice, FACTORS)
