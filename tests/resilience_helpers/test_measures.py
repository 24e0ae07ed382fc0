"""`adaptation.measures`: the model of module 02 again, and what measures change in it."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from resilience_helpers import datasets
from resilience_helpers.adaptation import measures
from resilience_helpers.adaptation.measures import Setting, change, scenario
from resilience_helpers.methods import impact

GRID = datasets.load("lanwan_grid")
TABLE = datasets.load("lanwan_measures").set_index("measure")
TODAY = Setting()
WINDS = csr_array(np.where(GRID["row"].to_numpy() % 3, [[30.0], [45.0], [60.0]], 0.0))


def wind(setting):
    return measures.wind_loss(GRID, WINDS, 0.02, setting, impact.emanuel)


def flood(setting):
    return measures.flood_loss(GRID, setting, impact.depth_damage)


def total(setting):
    water = flood(setting).sum()
    return wind(setting).sum() + impact.expected_annual_damage(water.index, water)


# ---- today's city is that of module 02 ---------------------------------------------------


def test_depths_of_today_are_the_table():
    table = datasets.load("lanwan_flood_depths")
    wide = table.pivot(index="cell", columns="return_period_years", values="depth_m")
    wide = wide.reindex(GRID["cell"]).fillna(0)
    np.testing.assert_array_equal(measures.flood_depths(GRID, TODAY), wide)


def test_flood_losses_of_today_are_those_of_module_02():
    # as the lesson How bad works them out, from the table of depths
    rows = datasets.load("lanwan_flood_depths").merge(GRID, on="cell")
    above = (rows["depth_m"] - 0.3).clip(lower=0)
    loss = 0.25 * rows["infrastructure_million_cny"]
    loss = loss * impact.depth_damage(rows["depth_m"], "infrastructure")
    for one in ("residential", "commercial", "industrial"):
        loss += rows[f"{one}_million_cny"] / rows["floors"] * impact.depth_damage(above, one)
    by_flood = loss.groupby(rows["return_period_years"]).sum()
    assert flood(TODAY).sum().to_numpy() == pytest.approx(by_flood.to_numpy(), rel=1e-12)


def test_wind_losses_of_today_are_those_of_module_02():
    value = GRID[[f"{one}_million_cny" for one in measures.SECTORS]].sum(axis=1)
    losses = impact.event_losses(value, WINDS, lambda v: impact.emanuel(v, 86.3))
    found = impact.average_annual_loss(losses, 0.02, by="exposure")
    assert wind(TODAY).to_numpy() == pytest.approx(found, rel=1e-12)


# ---- what a measure changes --------------------------------------------------------------


def test_every_measure_changes_a_number_of_the_model():
    names = {field.name for field in fields(Setting)}
    assert len(TABLE) >= 8 and set(TABLE["setting"]) <= names
    assert TABLE["setting"].is_unique
    for name in TABLE.index:
        assert change(TODAY, name) != TODAY


@pytest.mark.parametrize("name", [n for n in TABLE.index if n != "insurance"])
def test_every_measure_but_insurance_averts_loss(name):
    assert total(change(TODAY, name)) < total(TODAY)


def test_insurance_changes_who_pays_and_not_what_is_lost():
    assert total(change(TODAY, "insurance")) == total(TODAY)


def test_a_wall_keeps_water_out_only_behind_it_and_below_its_crest():
    behind = GRID["district"].isin(TABLE.loc["sea wall", "where"].split("; ")).to_numpy()
    dry = measures.flood_depths(GRID, Setting(crest_m=2.3, drained_m=1))
    today = measures.flood_depths(GRID, TODAY)
    assert (dry.loc[behind, 100] == 0).all() and today.loc[behind, 100].max() > 0
    drained = measures.flood_depths(GRID, Setting(drained_m=1))
    pd.testing.assert_series_equal(dry[500][behind], drained[500][behind])
    pd.testing.assert_frame_equal(dry[~behind], drained[~behind])


def test_the_rising_sea_passes_the_levee_at_a_quarter_of_a_metre():
    # levee 2.0 m, 20-year level 1.75 m: the tipping point of lanwan_actions
    behind = GRID["district"].eq("Harbour").to_numpy()
    for rise, wet in ((0.24, False), (0.25, True)):
        depth = measures.flood_depths(GRID, Setting(rise_m=rise)).loc[behind, 20]
        assert (depth.max() > 0) == wet
    # lanwan_actions counts from 1995-2014, the model from 2030: 0.1 m between them
    actions = datasets.load("lanwan_actions").set_index("action")["bears_m"]
    sea = datasets.load("sea_level_projections").set_index(["scenario", "year"])
    assert sea.loc[("SSP5-8.5", 2030), "median_m"] == 0.1
    assert actions["levee of today"] == pytest.approx(0.25 + 0.1)
    crest = TABLE.loc["sea wall", "value_end"]
    assert actions["raise by 0.7 m"] == pytest.approx(crest - 1.75 + 0.1)


def test_a_rise_and_mangroves_of_one_size_cancel_where_only_the_sea_floods():
    both = measures.flood_depths(GRID, Setting(rise_m=0.1, surge_cut_m=0.1))
    today, risen = (measures.flood_depths(GRID, s) for s in (TODAY, Setting(rise_m=0.1)))
    assert (today <= both).all().all() and (both <= risen).all().all()
    # mangroves stop no river: where it floods, its mouth rises with the sea
    assert (today < both).any().any() and (both < risen).any().any()


def test_drains_take_the_rain_and_nothing_else():
    hollow = GRID["cell"].isin(datasets.load("lanwan_hollows")["cell"]).to_numpy()
    today, drained = (measures.flood_depths(GRID, s) for s in (TODAY, Setting(drained_m=0.3)))
    pd.testing.assert_frame_equal(today[~hollow], drained[~hollow])
    assert (drained[hollow] <= today[hollow]).all().all()


def test_boards_help_in_shallow_water_only():
    shallow = measures.flood_depths(GRID, TODAY)[100].between(0.31, 0.7).to_numpy()
    deep = (measures.flood_depths(GRID, TODAY)[100] > 0.71).to_numpy()
    today, boards = flood(TODAY)[100], flood(Setting(board_share=1))[100]
    assert (boards[shallow] <= today[shallow]).all()
    assert boards[shallow].sum() < today[shallow].sum()
    pd.testing.assert_series_equal(boards[deep], today[deep])


def test_boards_stand_at_homes_and_shops_only():
    works = GRID.assign(**{f"{one}_million_cny": 0 for one in ("residential", "commercial")})
    loss = [
        measures.flood_loss(works, s, impact.depth_damage) for s in (TODAY, Setting(board_share=1))
    ]
    pd.testing.assert_frame_equal(*loss)


def test_moving_keeps_the_sum_and_empties_the_fields():
    before, after = (measures.values(GRID, s) for s in (TODAY, Setting(moved_share=1)))
    assert after.to_numpy().sum() == pytest.approx(before.to_numpy().sum())
    assert (after.loc[measures.to_move(GRID), "residential"] == 0).all()
    others = list(measures.SECTORS[1:])
    pd.testing.assert_frame_equal(before[others], after[others])


def test_code_and_roofs_against_a_hand_count():
    # one wind of 45 m/s a year everywhere; homes only
    grid = GRID.assign(**{f"{one}_million_cny": 0 for one in measures.SECTORS[1:]})
    winds = csr_array(np.full((1, len(grid)), 45.0))
    found = measures.wind_loss(
        grid, winds, 1.0, Setting(code_share=0.4, roof_share=0.25), impact.emanuel
    ).sum()
    f = impact.emanuel
    ratio = 0.75 * (0.6 * f(45, 86.3, 25.7) + 0.4 * f(45, 112.8, 25.7))
    ratio += 0.25 * (0.6 * f(45, 86.3, 29.7) + 0.4 * f(45, 112.8, 29.7))
    assert found == pytest.approx(ratio * grid["residential_million_cny"].sum())


def test_code_and_roofs_do_nothing_for_networks():
    homes = ("residential", "commercial", "industrial")
    grid = GRID.assign(**{f"{one}_million_cny": 0 for one in homes})
    loss = [
        measures.wind_loss(grid, WINDS, 0.02, one, impact.emanuel)
        for one in (TODAY, Setting(code_share=0.4, roof_share=0.25))
    ]
    pd.testing.assert_series_equal(*loss)
    assert loss[0].sum() > 0


def test_losses_grow_with_the_city_and_with_the_wind():
    assert total(Setting(growth=1.8)) == pytest.approx(1.8 * total(TODAY))
    assert wind(Setting(wind_percent=5)).sum() > wind(TODAY).sum()
    assert wind(Setting(wind_percent=-100)).sum() == 0


def test_the_sum_is_not_the_sum():
    def saved(*names):
        return total(scenario("moderate")) - total(change(scenario("moderate"), names))

    # flood boards behind a wall that holds have nothing to do
    assert saved("sea wall", "warning system") < saved("sea wall") + saved("warning system")
    # wind and water apart: nothing is counted twice
    apart = saved("drainage") + saved("building code")
    assert saved("drainage", "building code") == pytest.approx(apart)


# ---- scenarios and names -----------------------------------------------------------------


def test_scenarios_are_the_published_rises():
    sea = datasets.load("sea_level_projections").set_index(["scenario", "year"])
    ends = (("moderate", "SSP2-4.5", "median_m"), ("harsh", "SSP5-8.5", "high_m"))
    for name, ssp, column in ends:
        rise = sea.loc[(ssp, 2060), column] - sea.loc[(ssp, 2030), "median_m"]
        assert scenario(name).rise_m == pytest.approx(rise)
    assert scenario("no climate change") == Setting(growth=1.8)


def test_change_now_and_at_the_end():
    assert change(TODAY, "building code", when="now") == TODAY
    assert change(TODAY, "building code").code_share == 0.5
    assert change(TODAY, []) == TODAY
    both = change(scenario("harsh"), ["sea wall", "relocation"])
    assert (both.crest_m, both.moved_share, both.rise_m) == (2.7, 0.5, 0.5)


@pytest.mark.parametrize(
    "call, told",
    [
        (
            lambda: measures.wind_loss(GRID, [[1.0, 2.0]], 1, TODAY, impact.emanuel),
            "winds has 2 columns and grid 1680 cells",
        ),
        (
            lambda: measures.wind_loss(GRID, WINDS, -1, TODAY, impact.emanuel),
            "frequency is -1.0; it must be zero or more",
        ),
        (lambda: change(TODAY, "dyke"), "names is 'dyke'; it must be one of sea wall"),
        (lambda: change(TODAY, "sea wall", when="later"), "when is 'later'"),
        (lambda: scenario("mild"), "name is 'mild'"),
        (lambda: Setting(code_share=40), "code_share is 40.0; it must lie between 0 and 1"),
        (lambda: Setting(rise_m=-1), "rise_m is -1.0; it must be 0 or more"),
        (lambda: Setting(wind_percent=-120), "wind_percent is -120.0; it must be -100 or more"),
        (lambda: Setting(growth=np.nan), "growth is nan"),
    ],
)
def test_refuses(call, told):
    with pytest.raises(ValueError, match=told):
        call()
