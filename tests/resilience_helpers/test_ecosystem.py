"""`nature.services` and `nature.ecosystem`: published accounts, closed forms, identities."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resilience_helpers import datasets
from resilience_helpers.adaptation import appraisal
from resilience_helpers.nature import ecosystem, services

PRICES = pd.concat([datasets.load("gep_unit_values"), datasets.load("lanwan_unit_values")])
ACCOUNT = (
    datasets.load("lanwan_ecosystems")
    .set_index("service")
    .join(PRICES.set_index("service")[["low", "central", "high"]])
)
calm = settings(deadline=None, derandomize=True, max_examples=60)


def account(**columns):
    """Return an account of two final services, with columns changed."""
    rows = {
        "group": ["material", "regulating"],
        "amount": "flow",
        "feeds": "",
        "flow_now": [2.0, 10.0],
        "low": [50.0, 1.0],
        "central": [100.0, 2.0],
        "high": [120.0, 6.0],
        "used_low": [1.0, 0.1],
        "used_share": [1.0, 0.5],
        "used_high": [1.0, 0.6],
    }
    return pd.DataFrame({**rows, **columns}, index=["fish", "cool air"])


# ---- what nature does --------------------------------------------------------------------


def test_water_balance_closes():
    kept = services.water_retained(1900, 700, 850, 201)
    assert kept * 1e6 == pytest.approx((1.9 - 0.7 - 0.85) * 201e6)  # metres x square metres


def test_soil_retained_is_bare_minus_covered():
    bare = services.soil_retained(6000, 0.02, 3, 0.0, 10)
    lost = 6000 * 0.02 * 3 * 0.3 * 0.5 * 10 / 1e6
    assert services.soil_retained(6000, 0.02, 3, 0.3, 10, 0.5) == pytest.approx(bare - lost)
    assert services.soil_retained(6000, 0.02, 3, 1.0, 10) == 0


def test_cooling_takes_the_latent_heat_of_fao_56():
    # FAO 56, chapter 1: 1 mm a day is 2.45 MJ a square metre and day
    joules = 2.45e6 * 1e6 * 5.0
    kwh = joules / 3.6e6
    assert services.cooling_electricity(5, 1, efficiency=1) == pytest.approx(kwh / 1e6)
    assert services.cooling_electricity(5, 1) == pytest.approx(kwh / 3e6)


def test_services_keep_shapes_and_name_bad_arguments():
    assert services.cooling_electricity([1, 2], [3, 4]).shape == (2,)
    assert isinstance(services.water_retained(1, 0, 0, 1), float)
    with pytest.raises(ValueError, match=r"efficiency.*above 0"):
        services.cooling_electricity(1, 1, 0)
    with pytest.raises(ValueError, match=r"rain_mm.*zero or more"):
        services.water_retained(-1, 0, 0, 1)
    with pytest.raises(ValueError, match=r"cover_factor.*between 0 and 1"):
        services.soil_retained(1, 1, 1, 2, 1)
    with pytest.raises(TypeError, match="area_km2"):
        services.water_retained(1, 0, 0, "large")


# ---- the table of Lanwan is worked out as it says -----------------------------------------


def test_amounts_of_lanwan_follow_from_the_grid():
    cells = datasets.load("lanwan_grid")["land_cover"].value_counts()
    areas = [cells["green"], cells["farmland"], cells["water"]]
    cool = services.cooling_electricity([600, 480, 560], areas).sum()
    assert ACCOUNT.at["cool air", "flow_now"] == pytest.approx(cool, abs=0.5)
    water = services.water_retained(1900, 700, 850, cells["green"])
    assert ACCOUNT.at["water kept by woods", "flow_now"] == pytest.approx(water)
    soil = services.soil_retained(6000, 0.02, 3, 0.01, 100 * cells["green"])
    assert ACCOUNT.at["soil kept", "flow_now"] == pytest.approx(soil, abs=0.001)
    carbon = 8 * 100 * cells["green"] / 1e6
    assert ACCOUNT.at["carbon taken up", "flow_now"] == pytest.approx(carbon, abs=0.001)


def test_every_service_has_a_price_and_ranges_rise():
    assert ACCOUNT[["low", "central", "high"]].notna().all().all()
    assert not PRICES["service"].duplicated().any()
    assert (PRICES[["low", "central", "high"]].diff(axis=1).iloc[:, 1:] >= 0).all().all()
    used = ACCOUNT[["used_low", "used_share", "used_high"]]
    assert (used.diff(axis=1).iloc[:, 1:] >= 0).all().all()


def test_grey_and_nature_are_measures_of_module_03():
    options = datasets.load("lanwan_flood_options").set_index("option")
    known = datasets.load("lanwan_measures").set_index("measure")
    for option, measure in (("grey", "sea wall"), ("nature", "mangroves")):
        for column in ("cost_million_cny", "yearly_cost_million_cny", "lead_years"):
            assert options.at[option, column] == known.at[measure, column]
    assert options.at["grey", "crest_m"] == known.at["sea wall", "value_end"]
    assert options.at["nature", "surge_cut_m"] == known.at["mangroves", "value_end"]
    town = datasets.load("lanwan_old_town")["land_cover"]
    assert options.at["hybrid", "wooded_ha"] == (town == "lawn").sum()
    carbon = datasets.load("lanwan_carbon_measures").set_index("measure")
    wall = carbon.at["sea wall, concrete", "building_kt_co2"]
    assert options.at["grey", "building_kt_co2"] == wall
    assert options.at["nature", "building_kt_co2"] == carbon.at["mangrove belt", "building_kt_co2"]
    belt = options.at["nature", "mangroves_ha"] * 18 / 1000
    assert belt == pytest.approx(-carbon.at["mangrove belt", "other_kt_co2"])


# ---- published accounts -------------------------------------------------------------------


def test_lishui_as_china_daily_printed_it():
    table = datasets.load("gep_lishui")
    lishui = table[table["place"] == "Lishui"].set_index("year")
    year = lishui.loc[2018]
    assert round(100 * year["regulating_billion_cny"] / year["gep_billion_cny"], 2) == 72.83
    # printed growth 35.16; the printed levels differ by 35.15
    assert year["gep_billion_cny"] - lishui.at[2017, "gep_billion_cny"] == pytest.approx(
        35.16, abs=0.011
    )
    assert year["gep_billion_cny"] / year["gdp_billion_cny"] == pytest.approx(3.6, abs=0.005)


def test_shares_printed_for_other_places():
    table = datasets.load("gep_lishui").set_index("place")
    tonglu, ninghai = table.loc["Tonglu"], table.loc["Ninghai"]
    assert round(100 * tonglu["largest_billion_cny"] / tonglu["gep_billion_cny"], 2) == 49.34
    assert round(100 * ninghai["regulating_billion_cny"] / ninghai["gep_billion_cny"], 2) == 53.26
    miyun = table.loc["Miyun"].set_index("counts")["gep_billion_cny"]
    assert round(100 * miyun["used"] / miyun["potential"]) == 21


def test_award_of_dajun():
    assert ecosystem.award(1790 - 94, 1790, 0.02) == pytest.approx(1.88)


# ---- each benefit once --------------------------------------------------------------------


def test_gep_by_hand():
    found = ecosystem.gep(account())
    assert found["million_cny"].to_dict() == {"fish": 200.0, "cool air": 10.0}
    assert found["percent"].sum() == pytest.approx(100)
    assert ecosystem.gep(account(), price="high")["million_cny"].sum() == 240 + 36
    assert ecosystem.gep(account(), used=False)["million_cny"].sum() == 220


@pytest.mark.parametrize("change", [{"feeds": ["", "fish"]}, {"amount": ["flow", "stock"]}])
def test_what_feeds_another_and_stocks_do_not_count(change):
    found = ecosystem.gep(account(**change))
    assert found.index.tolist() == ["fish"] and found["million_cny"].sum() == 200
    assert ecosystem.simulate(account(**change), 10, seed=1).columns.tolist() == ["fish"]


def test_status_says_why():
    told = ecosystem.status(ACCOUNT)
    assert told["pollination"] == "feeds crops" and told["dearer homes near green"] == "stock"
    assert (told == "counts").sum() == len(ACCOUNT) - 3


def test_potential_is_never_below_what_is_used():
    for price in ("low", "central", "high"):
        used = ecosystem.gep(ACCOUNT, price=price)["million_cny"]
        assert (used <= ecosystem.gep(ACCOUNT, price=price, used=False)["million_cny"]).all()


def test_an_account_of_nothing_used_is_zero():
    found = ecosystem.gep(account(used_share=0.0))
    assert (found["million_cny"] == 0).all() and (found["percent"] == 0).all()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"feeds": ["", "salt"]}, "feeds is 'salt'"),
        ({"amount": ["flow", "often"]}, "amount is 'often'"),
        ({"group": ["material", "food"]}, "group is 'food'"),
        ({"flow_now": [1, -1]}, "flow_now holds -1.0"),
        ({"central": [1, -1]}, "central holds -1.0"),
        ({"used_share": [1, 50]}, "used_share holds 50.0.*divide percent"),
        ({"feeds": ["cool air", "fish"]}, "no service that counts"),
    ],
)
def test_bad_accounts_are_named(change, told):
    with pytest.raises(ValueError, match=told):
        ecosystem.gep(account(**change))


def test_missing_columns_and_doubled_services_are_named():
    with pytest.raises(ValueError, match="account has no column central"):
        ecosystem.gep(account().drop(columns="central"))
    with pytest.raises(ValueError, match="fish twice"):
        ecosystem.gep(account().set_axis(["fish", "fish"]))
    with pytest.raises(ValueError, match="price is 'median'"):
        ecosystem.gep(account(), price="median")
    with pytest.raises(ValueError, match="ranges has no column high"):
        ecosystem.draws(pd.DataFrame({"low": [1], "central": [2]}), 5, seed=1)


# ---- how sure -----------------------------------------------------------------------------


def test_draws_have_the_moments_of_the_triangle():
    ranges = pd.DataFrame({"low": [2.0, 0.0], "central": [3.0, 1.0], "high": [10.0, 1.0]})
    made = ecosystem.draws(ranges, 200_000, seed=3)
    low, mode, high = (ranges[one].to_numpy() for one in ("low", "central", "high"))
    mean = (low + mode + high) / 3
    variance = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    assert made.mean().to_numpy() == pytest.approx(mean, rel=0.01)
    assert made.var().to_numpy() == pytest.approx(variance, rel=0.02)
    assert abs(made.corr().iloc[0, 1]) < 0.01


def test_draws_follow_scipys_triangle():
    from scipy import stats

    ranges = pd.DataFrame({"low": [60.0], "central": [97.0], "high": [106.0]})
    made = ecosystem.draws(ranges, 20_000, seed=1).iloc[:, 0]
    law = stats.triang(c=37 / 46, loc=60, scale=46)
    assert stats.kstest(made, law.cdf).pvalue > 0.01


def test_what_is_known_is_not_drawn():
    known = pd.DataFrame({"low": [5.0], "central": [5.0], "high": [5.0]})
    assert (ecosystem.draws(known, 50, seed=1) == 5).all().all()


def test_a_seed_gives_the_same_draws_and_another_gives_others():
    one, two = (ecosystem.simulate(account(), 20, seed=4) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    assert not np.allclose(one, ecosystem.simulate(account(), 20, seed=5))


def test_same_seed_means_same_prices_in_both_years():
    now = ecosystem.simulate(account(), 300, seed=4)
    later = ecosystem.simulate(account(flow_now=[4.0, 30.0]), 300, seed=4)
    assert (later / now).to_numpy() == pytest.approx(np.tile([2.0, 3.0], (300, 1)))


def test_price_and_used_share_are_drawn_apart():
    half = {"low": 0.0, "central": 0.5, "high": 1.0}
    share = {"used_low": 0.0, "used_share": 0.5, "used_high": 1.0}
    made = ecosystem.simulate(account(flow_now=1.0, **half, **share), 40_000, seed=2)
    # the mean of a product is the product of the means only if the two are independent
    assert made.mean().to_numpy() == pytest.approx([0.25, 0.25], abs=0.005)


def test_simulated_values_lie_within_the_ends():
    made = ecosystem.simulate(ACCOUNT, 2000, seed=1)
    low = ecosystem.gep(ACCOUNT, price="low")["million_cny"]
    high = ecosystem.gep(ACCOUNT, price="high")["million_cny"]
    assert (made >= low - 1e-9).all().all() and (made <= high + 1e-9).all().all()


@pytest.mark.parametrize("bad", [[3.0, 2.0, 5.0], [1.0, 6.0, 5.0]])
def test_ranges_must_rise(bad):
    with pytest.raises(ValueError, match="low, central and high must rise"):
        ecosystem.draws(pd.DataFrame([bad], columns=["low", "central", "high"]), 5, seed=1)


def test_potential_is_simulated_without_shares():
    apart = account(flow_now=[2.0, 10.0], used_low=0.0, used_share=0.0, used_high=0.0)
    made = ecosystem.simulate(apart, 50, seed=1, used=False)
    assert (made >= [100, 10]).all().all() and (made <= [240, 60]).all().all()
    assert (ecosystem.simulate(apart, 50, seed=1) == 0).all().all()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"flow_now": [1, -1]}, "flow_now holds -1.0"),
        ({"used_high": [1, 60]}, "used_high holds 60.0.*divide percent"),
        ({"high": [120, np.nan]}, "high"),
    ],
)
def test_simulate_names_bad_accounts(change, told):
    with pytest.raises(ValueError, match=told):
        ecosystem.simulate(account(**change), 5, seed=1)


def test_draws_need_a_number_of_draws():
    with pytest.raises(ValueError, match="n is 0"):
        ecosystem.simulate(account(), 0, seed=1)


# ---- stock and flow, award ----------------------------------------------------------------


@calm
@given(st.floats(0, 0.3), st.integers(1, 100))
def test_yearly_value_is_worth_the_stock(rate, years):
    amounts = np.append(0, np.full(years, ecosystem.yearly_value(1000, rate, years)))
    assert appraisal.net_present_value(amounts, rate) == pytest.approx(1000, rel=1e-6)


def test_yearly_value_needs_a_year():
    with pytest.raises(ValueError, match="years is 0"):
        ecosystem.yearly_value(1000, 0.045, 0)
    assert ecosystem.yearly_value([1000, 500], 0.0, 10).tolist() == [100, 50]


@calm
@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0, 1))
def test_award_is_never_a_fine_and_never_more_than_the_increase(before, after, share):
    paid = ecosystem.award(before, after, share)
    assert 0 <= paid <= max(after - before, 0)


def test_award_refuses_percent():
    with pytest.raises(ValueError, match=r"share is 2.0.*divide percent"):
        ecosystem.award(1, 2, 2)
    with pytest.raises(ValueError, match=r"before is -1.0.*zero or more"):
        ecosystem.award(-1, 2, 0.02)
    assert ecosystem.award([1, 5], [2, 3], 0.5).tolist() == [0.5, 0.0]
