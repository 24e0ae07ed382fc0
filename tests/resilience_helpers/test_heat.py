"""`adaptation.heat` against published values and closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers import datasets
from resilience_helpers.adaptation import heat

# ---- heat island ---------------------------------------------------------------------------


def test_heat_island_has_the_published_numbers():
    # Oke 1973 and 1981, worked by hand
    assert heat.heat_island_by_population(1e6) == pytest.approx(2.96 * 6 - 6.41)
    assert heat.heat_island_by_population(1e6, "europe") == pytest.approx(8.00)
    assert heat.heat_island_in_wind(1e6, 4) == pytest.approx(31.6228 / 8, abs=1e-3)
    assert heat.heat_island_by_canyon([1, np.e]) == pytest.approx([7.45, 11.42])
    assert heat.sky_view_factor([0, 1, 2]) == pytest.approx([1, 1 / np.sqrt(5), 1 / np.sqrt(17)])
    # Oke's two ends of the scale models: 1.95 and 10.2 deg C at H/W of 0.25 and 2
    assert heat.heat_island_by_canyon([0.25, 2]) == pytest.approx([1.95, 10.20], abs=0.01)


def test_urban_heat_island_by_hand():
    # S = 1155.75 W/m2 / (1.15 x 1005) = 1; (1 x 2^3 / 0.5)^(1/4) = 2; factor 2 - 0.4 - 0.1
    found = heat.urban_heat_island(0.4, 0.1, 1155.75, 2, 0.5)
    assert found == pytest.approx(3.0)
    assert heat.urban_heat_island(1, 1, 300, 10, 2) == 0
    # 16 times the wind halves it
    calm, windy = heat.urban_heat_island(0.4, 0.1, 300, 10, [1, 16])
    assert calm == pytest.approx(2 * windy)


# ---- deaths --------------------------------------------------------------------------------


def test_guangzhou_heat_wave_is_consistent():
    # Yang et al. 2013: RR 1.23 (1.11-1.37), 145 excess deaths, 12 a day
    row = datasets.load("heat_mortality").query("study == 'guangzhou_2005'").iloc[0]
    occurred = 145 / heat.attributable_fraction(row["relative_risk"])
    found = heat.attributable_deaths(occurred, row["relative_risk"], row["low"], row["high"])
    assert found.deaths == pytest.approx(145)
    assert occurred / 12 == pytest.approx(64.6, abs=0.1)  # deaths a day in 12 days
    assert found.deaths / 12 == pytest.approx(12, abs=0.2)


def test_interval_of_one_risk_has_a_closed_form():
    # AF rises with RR, so the ends of its interval are those of the risk
    low, high = 1.05, 1.40
    middle = np.sqrt(low * high)
    found = heat.attributable_deaths([60, 40], middle, low, high, draws=200_000)
    assert found.low == pytest.approx(100 * (1 - 1 / low), abs=0.15)
    assert found.high == pytest.approx(100 * (1 - 1 / high), abs=0.15)
    assert heat.attributable_deaths([60, 40], middle) == heat.AttributableDeaths(
        found.deaths, found.deaths, found.deaths
    )
    again = heat.attributable_deaths([60, 40], middle, low, high, draws=200_000)
    assert again == found and heat.attributable_deaths(100, middle, low, high, seed=2) != found


def test_draws_spread_about_the_best_estimate():
    # a lopsided interval: ln RR keeps its middle, and the width of the interval
    low, risk, high = 1.1, 1.2, 1.6
    half = np.log(high / low) / 2
    found = heat.attributable_deaths(100, risk, low, high, draws=200_000)
    assert found.low == pytest.approx(100 * (1 - np.exp(half) / risk), abs=0.3)
    assert found.high == pytest.approx(100 * (1 - np.exp(-half) / risk), abs=0.3)


@settings(deadline=None, derandomize=True)
@given(expected=some.lists(some.floats(0, 1e4), min_size=1, max_size=8), risk=some.floats(0.5, 5))
def test_excess_and_attributable_deaths_are_the_same_people(expected, risk):
    expected = np.array(expected)
    occurred = expected * risk
    found = heat.attributable_deaths(occurred, risk)
    assert found.deaths == pytest.approx(heat.excess_deaths(expected, risk).sum(), abs=1e-6)


@settings(deadline=None, derandomize=True)
@given(hot=some.floats(-20, 50), percent=some.floats(0, 30))
def test_relative_risk_is_log_linear(hot, percent):
    one = heat.relative_risk(hot, 33, percent)
    assert one == 1 if hot <= 33 else one >= 1
    b = np.log1p(percent / 100)
    assert np.log(one) == pytest.approx(b * max(hot - 33, 0), abs=1e-9)


def test_relative_risk_by_hand():
    # 4.2 percent a degree: b = 0.0411
    assert np.log(heat.relative_risk(34, 33, 4.2)) == pytest.approx(0.0411, abs=5e-5)
    assert heat.relative_risk(36, 33, 10) == pytest.approx(1.331)
    assert heat.attributable_fraction([1, 1.25, 2, 0.8]) == pytest.approx([0, 0.2, 0.5, -0.25])


def test_signals():
    assert heat.signal([35, 35, 34.9, 35, 35]) == ["", "", "", "", ""]
    assert heat.signal([35, 35, 35]) == ["yellow"] * 3
    assert heat.signal([36.9, 37, 39.9, 40]) == ["yellow", "orange", "orange", "red"]
    assert heat.signal([20, 40, 20]) == ["", "red", ""] and heat.signal([]) == []
    spell = datasets.load("lanwan_hot_spell")["maximum_c"]
    assert heat.signal(spell).count("red") == 1


def test_shapes_go_together():
    assert heat.relative_risk([33, 35], 33, [[0], [10]]) == pytest.approx(
        np.array([[1, 1], [1, 1.21]])
    )
    # every day takes its own risk; two days and two risks, by hand: 10 x 0.5 + 20 x 0.2
    assert heat.attributable_deaths([10, 20], [2, 1.25]).deaths == pytest.approx(9)
    assert heat.excess_deaths([10, 20], [2, 1.25]) == pytest.approx([10, 5])
    assert isinstance(heat.urban_heat_island(0.4, 0.1, 300, 10, 2), float)


# ---- tables --------------------------------------------------------------------------------


def test_lanwan_heat_fits_the_other_tables():
    table = datasets.load("lanwan_heat").set_index("district")
    people = datasets.load("lanwan_districts").set_index("district")["population"]
    share = datasets.load("lanwan_indicators").set_index("district")["aged_65_percent"]
    assert (table["aged_65"] / people * 100).to_numpy() == pytest.approx(share.to_numpy(), abs=0.01)
    rate = 365 * 1000 * table[["deaths_under_65", "deaths_65"]].sum().sum() / people.sum()
    assert 7 < rate < 9  # per 1,000 and year; China 2023: 7.87
    assert (table["vegetation_fraction"] + table["roof_fraction"] < 1).all()


def test_published_risks_lie_in_their_intervals():
    table = datasets.load("heat_mortality")
    assert (table["low"] < table["relative_risk"]).all()
    assert (table["relative_risk"] < table["high"]).all()
    # the ends lie symmetrically about ln RR, as the draws take for granted
    middle = np.sqrt(table["low"] * table["high"])
    assert middle.to_numpy() == pytest.approx(table["relative_risk"].to_numpy(), rel=0.01)


# ---- what is refused -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: heat.heat_island_by_population(500), "population is 500.0; the formula holds"),
        (lambda: heat.heat_island_by_population(1e6, "asia"), "region is 'asia'; it must be one"),
        (lambda: heat.heat_island_in_wind(1e6, 0), "wind_m_s is 0.0; it must be above 0"),
        (lambda: heat.heat_island_by_canyon([1, 5]), "height_to_width holds 5.0 at position 1"),
        (lambda: heat.sky_view_factor(-1), "height_to_width is -1.0"),
        (lambda: heat.urban_heat_island(45, 0.1, 1, 1, 1), "sky_view_factor is 45.0"),
        (lambda: heat.urban_heat_island(0.4, np.nan, 1, 1, 1), "vegetation_fraction is nan"),
        (lambda: heat.urban_heat_island(0.4, 0.1, 1, -1, 1), "temperature_range_c is -1.0"),
        (lambda: heat.attributable_fraction(0), "relative_risk is 0.0; a relative risk must be"),
        (lambda: heat.excess_deaths(-1, 1.2), "expected is -1.0"),
        (lambda: heat.relative_risk(35, 33, -100), "percent_per_degree is -100.0"),
        (lambda: heat.attributable_deaths([1, -2], 1.2), "deaths holds -2.0 at position 1"),
        (lambda: heat.attributable_deaths([1, 2], [1.2]), r"relative_risk has shape \(1,\)"),
        (lambda: heat.attributable_deaths(1, 1.2, low=1.1), "low and high belong together"),
        (lambda: heat.attributable_deaths(1, 1.2, 1.3, 1.4), "low is 1.3; it must not be above"),
        (lambda: heat.attributable_deaths(1, 1.2, 1.1, 1.1), "high is 1.1; it must not be below"),
        (lambda: heat.attributable_deaths(1, 1.2, draws=5), "draws is 5; it must be 100 or more"),
        (lambda: heat.signal(35), r"maximum_c has shape \(\)"),
        (lambda: heat.signal([35, np.nan]), "maximum_c holds nan at position 1"),
        (lambda: heat.attributable_deaths(1, 1.2, 1.1, np.nan), "high is nan"),
        (lambda: heat.attributable_deaths(1, 1.2, -1, 1.3), "low is -1.0; a relative risk"),
        (lambda: heat.attributable_deaths(1, 1.2, seed=-1, low=1, high=2), "seed is -1"),
        (lambda: heat.heat_island_in_wind(999, 2), "population is 999.0"),
        (lambda: heat.heat_island_by_canyon(0.2), "height_to_width is 0.2; the formula holds"),
        (lambda: heat.urban_heat_island(0.4, 0.1, -1, 1, 1), "radiation_w_m2 is -1.0"),
        (lambda: heat.urban_heat_island(0.4, 0.1, 1, 1, 0), "wind_m_s is 0.0"),
        (
            lambda: heat.relative_risk([34, 35, 36], 33, [3, 5]),
            r"shapes do not fit: temperature_c \(3,\), threshold_c \(\)",
        ),
        (lambda: heat.excess_deaths([1, 2], [1, 2, 3]), r"expected \(2,\), relative_risk \(3,\)"),
    ],
)
def test_bad_input_names_argument_value_and_rule(call, told):
    with pytest.raises(ValueError, match=told):
        call()


def test_words_are_no_numbers():
    with pytest.raises(TypeError, match="deaths must hold numbers"):
        heat.attributable_deaths(["many"], 1.2)
