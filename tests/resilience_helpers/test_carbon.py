"""`adaptation.carbon` against published decompositions, closed forms and given figures."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from resilience_helpers import datasets
from resilience_helpers.adaptation import carbon

# ---- decomposition: published numbers ------------------------------------------------------

#: LMDIR (Heun and Brockway 2019, Applied Energy, after Ang 2005), tests of the package: factors
#: of two subcategories in four years, and the effects between them
YEARS = [
    [[1, 10, 2], [4, 5, 3]],
    [[4, 5, 3], [5, 6, 4]],
    [[8, 2, 4], [5, 7, 5]],
    [[10, 1, 5], [6, 8, 6]],
]
EFFECTS = [
    [[50.47438029, -25.23719014, 14.76280986], [19.31568569, 15.78206435, 24.90224996]],
    [[42.96021467, -56.79031473, 17.83010006], [0, 22.47128816, 32.52871184]],
    [[12.6549815, -39.30996299, 12.6549815], [41.35566084, 30.28867832, 41.35566084]],
]
TOTALS = [100, 59, 99]


def table(rows):
    return pd.DataFrame(rows, dtype=float)


@pytest.mark.parametrize("step", range(3))
def test_lmdi_agrees_with_the_published_package(step):
    found = carbon.lmdi(table(YEARS[step]), table(YEARS[step + 1]))
    assert found.to_numpy() == pytest.approx(np.array(EFFECTS[step]), rel=1e-8)
    assert found.to_numpy().sum() == pytest.approx(TOTALS[step], rel=1e-12)


def test_lmdi_of_zeros_agrees_with_the_published_package():
    # one factor starts at zero: it gets all of the new part; one ends at zero: all of the lost
    start = table([[0, 10, 2], [4, 5, 3]])
    found = carbon.lmdi(start, table(YEARS[1])).to_numpy()
    assert found[0].tolist() == [60, 0, 0] and found[1] == pytest.approx(EFFECTS[0][1])
    end = table([[4, 5, 3], [5, 6, 0]])
    found = carbon.lmdi(table(YEARS[0]), end).to_numpy()
    assert found[1].tolist() == [0, 0, -60] and found[0] == pytest.approx(EFFECTS[0][0])


def test_lmdi_by_hand():
    # 100 x 2 = 200 becomes 150 x 1.6 = 240: L = 40 / ln 1.2
    mean = 40 / np.log(1.2)
    found = carbon.lmdi(table([[100, 2]]), table([[150, 1.6]])).to_numpy()[0]
    assert found == pytest.approx([mean * np.log(1.5), mean * np.log(0.8)])


def test_lmdi_is_the_integral_along_steady_growth():
    # the definition of Divisia: V dx/x, summed while every factor grows at a steady rate
    before, after = np.array([100, 0.4, 3.0]), np.array([170, 0.3, 3.5])
    steps = np.linspace(0, 1, 20_001)
    path = before.prod() ** (1 - steps) * after.prod() ** steps
    middle = (path[1:] + path[:-1]).sum() / 2 / 20_000
    found = carbon.lmdi(table([before]), table([after])).to_numpy()[0]
    assert found == pytest.approx(middle * np.log(after / before), rel=1e-8)


def test_two_zeros_share_as_small_numbers_would():
    before, after = table([[0, 0, 3]]), table([[2, 5, 6]])
    found = carbon.lmdi(before, after).to_numpy()[0]
    assert found.tolist() == [30, 30, 0]
    # the limit is reached slowly, so the numbers must be very small
    tiny = carbon.lmdi(before.replace(0, 1e-150), after).to_numpy()[0]
    assert tiny == pytest.approx(found, abs=0.5)


positive = some.floats(1e-3, 1e4)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(
    shape=some.tuples(some.integers(1, 5), some.integers(1, 5)),
    seed=some.integers(0, 10_000),
    zeros=some.floats(0, 0.4),
)
def test_lmdi_leaves_no_residual(shape, seed, zeros):
    random = np.random.default_rng(seed)
    before, after = (
        np.exp(random.normal(0, 2, shape)) * (random.uniform(size=shape) >= zeros) for _ in "01"
    )
    change = after.prod(axis=1) - before.prod(axis=1)
    effects = carbon.lmdi(table(before), table(after)).to_numpy()
    size = max(1.0, after.prod(axis=1).sum(), before.prod(axis=1).sum())
    assert np.abs(effects.sum(axis=1) - change).max() <= 1e-12 * size
    # time reversal: the way back has the opposite effects
    back = carbon.lmdi(table(after), table(before)).to_numpy()
    assert np.abs(effects + back).max() <= 1e-11 * size


def test_lmdi_of_a_tiny_change_keeps_its_digits():
    before = table([[3.0, 7.0]])
    after = table([[3.0 * (1 + 1e-9), 7.0]])
    found = carbon.lmdi(before, after).to_numpy()[0]
    assert found == pytest.approx([21e-9, 0], rel=1e-6, abs=1e-15)
    # two factors that cancel: nothing changes in sum, and each has its effect
    found = carbon.lmdi(table([[2.0, 3.0]]), table([[4.0, 1.5]])).to_numpy()[0]
    assert found == pytest.approx([6 * np.log(2), -6 * np.log(2)])


def test_lmdi_goes_by_names_not_by_places():
    before = pd.DataFrame({"a": [1.0, 2], "b": [3.0, 4]}, index=["x", "y"])
    after = pd.DataFrame({"a": [2.0, 2], "b": [3.0, 5]}, index=["x", "y"])
    expected = carbon.lmdi(before, after)
    found = carbon.lmdi(before, after.loc[["y", "x"], ["b", "a"]])
    pd.testing.assert_frame_equal(found, expected)


@settings(deadline=None, derandomize=True)
@given(one=positive, other=positive)
def test_log_mean_lies_between_the_geometric_and_the_arithmetic(one, other):
    assume(abs(one - other) > 1e-6 * one)
    mean = carbon.log_mean(one, other)
    assert np.sqrt(one * other) <= mean * (1 + 1e-12) and mean <= (one + other) / 2 * (1 + 1e-12)
    assert mean == pytest.approx(carbon.log_mean(other, one), rel=1e-12)
    assert carbon.log_mean(one, one) == pytest.approx(one)
    assert type(mean) is float


# ---- inventory and footprint ---------------------------------------------------------------

USED = pd.DataFrame(
    {
        "sector": ["industry", "industry", "homes"],
        "carrier": ["coal", "electricity", "electricity"],
        "scope": [1, 2, 2],
        "amount": [1000, 50, 20],
    }
)
FACTORS = {"coal": 94.6, "electricity": 404.2, "diesel": 74.1}


def test_inventory_by_hand():
    found = carbon.inventory(USED, FACTORS)
    assert found["emissions_t"].tolist() == pytest.approx([94_600, 20_210, 8_084])
    assert "emissions_t" not in USED
    assert carbon.inventory(USED, FACTORS, by="scope").to_dict() == pytest.approx(
        {1: 94_600, 2: 28_294}
    )
    both = carbon.inventory(USED, pd.Series(FACTORS), by=["sector", "scope"])
    assert both["industry", 2] == pytest.approx(20_210) and len(both) == 3


def test_inventory_keeps_rows_without_a_scope():
    partly = USED.assign(scope=[1, np.nan, 2])
    sums = carbon.inventory(partly, FACTORS, by="scope")
    assert sums.sum() == pytest.approx(122_894) and len(sums) == 3
    nothing = carbon.inventory(USED.iloc[:0], FACTORS, by="scope")
    assert nothing.sum() == 0


def test_inventory_keeps_the_total_however_it_is_summed():
    activity = datasets.load("lanwan_energy")
    fuels = datasets.load("fuel_emission_factors").set_index("fuel")["kg_co2_per_gj"]
    factors = fuels.to_dict() | {"electricity": 404.2, "road freight": 90.3}
    total = carbon.inventory(activity, factors)["emissions_t"].sum()
    for by in ("scope", "sector", "carrier", ["year", "scope"]):
        assert carbon.inventory(activity, factors, by=by).sum() == pytest.approx(total)


def test_footprint_by_hand():
    assert carbon.footprint([300, 50], [0.4, 2.0], units=100).tolist() == [1.2, 1.0]
    assert carbon.footprint(1000, 0.5) == 500.0 and type(carbon.footprint(1000, 0.5)) is float
    # 20 t over 500 km with 90.3 g per tonne-kilometre: 903 kg
    assert carbon.footprint(20 * 500, 0.0903) == pytest.approx(903)
    # electricity given back counts against it
    assert carbon.footprint([100, -30], 0.5).sum() == pytest.approx(35)


# ---- carbon intensity ----------------------------------------------------------------------


def test_annual_rate_of_a_five_year_period():
    # Jinhua, 13th five-year period: -24.35 % in five years is -5.43 % a year
    assert carbon.annual_rate(-0.2435, 5) == pytest.approx(-0.0543, abs=5e-5)
    assert (1 + carbon.annual_rate(-0.2435, 5)) ** 5 == pytest.approx(1 - 0.2435)
    assert carbon.annual_rate(0.1, 1) == pytest.approx(0.1)
    assert carbon.annual_rate(0, 7) == 0


def test_intensity_can_fall_while_emissions_rise():
    found = carbon.intensity_change(100, 121, 50, 75.625, years=5)
    assert found.before == 2 and found.after == pytest.approx(1.6)
    assert found.change == pytest.approx(-0.2)
    assert found.annual_rate == pytest.approx(0.8**0.2 - 1)


# ---- paths -----------------------------------------------------------------------------------


def test_path_is_a_straight_line_between_its_points():
    found = carbon.path({2060: 0.0, 2025: 16.0, 2030: 18.0})
    assert found.index[0] == 2025 and len(found) == 36
    assert found[2030] == 18 and found[2045] == pytest.approx(9) and found[2060] == 0
    # trapezoids, and half of the first year more: 5 x 17 + 30 x 9 + (16 + 0) / 2
    assert found.sum() == pytest.approx(5 * 17 + 30 * 9 + 8)


def test_path_takes_a_series_and_negative_emissions():
    found = carbon.path(pd.Series({2030: 4.0, 2034: -4.0}))
    assert found.to_dict() == {2030: 4, 2031: 2, 2032: 0, 2033: -2, 2034: -4}
    assert carbon.budget_year(found, 5.5) == 2031  # removals that come later do not help


def test_budget_year_is_the_first_above_the_budget():
    level = carbon.path({2025: 10.0, 2035: 10.0})
    assert carbon.budget_year(level, 30) == 2028  # 30 are used up, but not passed, in 2027
    assert carbon.budget_year(level, 29.9) == 2027
    assert carbon.budget_year(level, 5) == 2025
    assert carbon.budget_year(level, 110) is None


# ---- tables ------------------------------------------------------------------------------------


def test_grid_factors_hold_what_was_announced():
    grid = datasets.load("grid_emission_factors").set_index(["place", "basis", "year"])
    announced = grid["kg_co2_per_kwh"]
    assert announced["national", "average", 2023] == 0.5306
    # the announcement states these changes from 2022 to 2023 [%]
    stated = {"North": -6.1, "Northeast": -8.0, "East": -2.1, "Central": -2.3, "Northwest": -5.4,
              "South": 4.5, "Southwest": 9.0, "national": -1.1}  # fmt: skip
    for place, percent in stated.items():
        change = announced[place, "average", 2023] / announced[place, "average", 2022] - 1
        assert 100 * change == pytest.approx(percent, abs=0.06), place
    assert announced["South", "average", 2023] == 0.4042


def test_fuel_factors_are_the_carbon_contents_of_the_guidelines():
    factors = datasets.load("fuel_emission_factors").set_index("fuel")["kg_co2_per_gj"]
    # kg C per GJ of the IPCC, and China's own (NDRC 2007) with the share that burns
    contents = {"coal": 25.8, "diesel": 20.2, "petrol": 18.9, "natural gas": 15.3}
    china = {"coal": 27.28 * 0.923, "diesel": 20.17 * 0.982, "petrol": 18.9 * 0.98, "natural gas": 15.32 * 0.99}  # fmt: skip
    for fuel, content in contents.items():
        assert factors[fuel] == pytest.approx(content * 44 / 12, abs=0.06), fuel
        assert -0.025 < china[fuel] * 44 / 12 / factors[fuel] - 1 < -0.008, (
            fuel
        )  # the lesson says 1 to 2 %


def test_electricity_of_lanwan_stands_in_scope_2_alone():
    used = datasets.load("lanwan_energy")
    scopes = used.groupby("carrier")["scope"].unique().map(list).to_dict()
    assert scopes.pop("electricity") == [2] and scopes.pop("road freight") == [3]
    assert set(scopes) == {"coal", "natural gas", "diesel", "petrol"}
    assert all(found == [1] for found in scopes.values())
    assert not used.duplicated(["year", "sector", "carrier"]).any()


def test_lanwan_sectors_sum_to_the_city():
    activity = datasets.load("lanwan_sectors")
    sums = activity[activity["unit"] == "million CNY"].groupby("year")["activity"].sum()
    profile = datasets.load("lanwan_profile").set_index("field")["value"]
    assert sums[2023] == float(profile["gdp_million_cny"])
    homes = activity.query("sector == 'homes' and year == 2023")["activity"].item()
    assert homes == float(profile["population"])
    for _, rows in activity.groupby(["year", "unit"]):
        assert rows["city_total"].nunique() == 1
    made = activity[activity["unit"] == "million CNY"]
    assert (made.groupby("year")["city_total"].first() == sums).all()


# ---- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error, call, told",
    [
        (KeyError, lambda: carbon.inventory(USED, {"coal": 1}), "factors has no electricity"),
        (KeyError, lambda: carbon.inventory(USED, FACTORS, by="gas"), "activity has no column gas"),
        (KeyError, lambda: carbon.inventory(USED.drop(columns="amount"), FACTORS), "no column amount"),
        (ValueError, lambda: carbon.inventory(USED.assign(amount=-1), FACTORS), "amount holds -1.0"),
        (ValueError, lambda: carbon.inventory(USED, FACTORS | {"coal": -1}), "factors holds -1.0"),
        (ValueError, lambda: carbon.inventory(USED, FACTORS | {"coal": np.nan}), "factors holds nan"),
        (TypeError, lambda: carbon.inventory(USED, FACTORS | {"coal": "a"}), "factors must hold numbers"),
        (ValueError, lambda: carbon.inventory(USED, pd.Series([1, 2, 3], ["coal", "coal", "electricity"])), "a carrier twice"),
        (KeyError, lambda: carbon.inventory(USED.assign(carrier=["coal", np.nan, "wood"]), FACTORS), "no nan, wood; it holds coal"),
        (TypeError, lambda: carbon.inventory([1], FACTORS), "activity must be a table"),
        (TypeError, lambda: carbon.intensity_change(1, 2, pd.Series([1, 2]), 3, 5), "output_before must be one number"),
        (TypeError, lambda: carbon.annual_rate([0.1, 0.2], 5), "change must be one number"),
        (ValueError, lambda: carbon.annual_rate(-1, 5), "change is -1.0; it must be above -1"),
        (TypeError, lambda: carbon.lmdi(pd.Series([1, 2]), table([[1, 2]])), "before must be a table"),
        (ValueError, lambda: carbon.lmdi(pd.DataFrame([[1, 2]], columns=["a", "a"]), pd.DataFrame([[1, 2]], columns=["a", "a"])), "row or column twice"),
        (TypeError, lambda: carbon.budget_year([1, 2], 9), "emissions must be a Series"),
        (ValueError, lambda: carbon.budget_year(pd.Series([1, 2], [2025, 2025]), 9), "each year once"),
        (ValueError, lambda: carbon.footprint([1, 2], [1, 2, 3]), "give one factor for each"),
        (ValueError, lambda: carbon.footprint([1, 2], -1), "factors is -1.0"),
        (ValueError, lambda: carbon.footprint(1, 1, units=0), "units is 0.0; it must be above 0"),
        (ValueError, lambda: carbon.intensity_change(0, 1, 1, 1, 5), "emissions_before is 0.0"),
        (ValueError, lambda: carbon.intensity_change(1, 1, 1, -1, 5), "output_after is -1.0"),
        (ValueError, lambda: carbon.annual_rate(-24.35, 5), "change is -24.35; it must be above -1"),
        (ValueError, lambda: carbon.annual_rate(0.1, 0), "years is 0.0"),
        (ValueError, lambda: carbon.log_mean(0, 1), "one is 0.0"),
        (ValueError, lambda: carbon.lmdi(table([[1, 2]]), table([[1]])), "the same rows and columns"),
        (ValueError, lambda: carbon.lmdi(table([[1], [2]]), table([[1]])), "the same rows and columns"),
        (ValueError, lambda: carbon.lmdi(table([[1, -2]]), table([[1, 2]])), "before holds -2.0"),
        (ValueError, lambda: carbon.lmdi(table([[1, 2]]), table([[1, np.nan]])), "after holds nan"),
        (ValueError, lambda: carbon.path({2025: 1}), "fewer than two years"),
        (TypeError, lambda: carbon.path({2025.5: 1, 2030: 2}), "no whole number"),
        (ValueError, lambda: carbon.path({2025: 1, 2030: np.nan}), "points holds nan"),
        (ValueError, lambda: carbon.budget_year(carbon.path({1: 1, 2: 1}), 0), "budget is 0.0"),
        (ValueError, lambda: carbon.budget_year(pd.Series([1, 2], [2, 1]), 9), "do not rise"),
    ],
)  # fmt: skip
def test_bad_input_names_argument_value_and_rule(error, call, told):
    with pytest.raises(error, match=told):
        call()
