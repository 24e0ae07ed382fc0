"""`nature.cooling` and `nature.greening` against InVEST's equations, loops and closed forms."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers import datasets
from resilience_helpers.nature import cooling, greening

LAND = datasets.load("lanwan_land").set_index("land_cover")


def random_grid(seed, rows=9, columns=7):
    generator = np.random.default_rng(seed)
    return generator.random((rows, columns)), generator.random((rows, columns)) < 0.4


# ---- the equations of InVEST's guide, cell by cell ---------------------------------------


def by_hand(capacity, green, cell, reach, least):
    """Equations 3a, 3b and 4 of the guide, with loops."""
    found = capacity.copy()
    places = list(np.ndindex(capacity.shape))
    for here in places:
        near = {there: cell * np.hypot(*np.subtract(here, there)) for there in places}
        near = {there: far for there, far in near.items() if far <= reach}
        weight = {there: np.exp(-far / reach) for there, far in near.items()}
        park = sum(green[t] * capacity[t] * w for t, w in weight.items()) / sum(weight.values())
        if sum(green[t] for t in near) * cell**2 / 10_000 >= least and park > capacity[here]:
            found[here] = park
    return found


@pytest.mark.parametrize("reach", [100, 141, 300, 450, 5000])
def test_heat_mitigation_is_that_of_the_guide(reach):
    capacity, green = random_grid(3)
    found = cooling.heat_mitigation(capacity, green, 100, reach)
    assert found == pytest.approx(by_hand(capacity, green, 100, reach, 2.0), abs=1e-12)
    assert (found > capacity).any()


def test_cooling_capacity_has_the_weights_of_the_guide():
    assert cooling.cooling_capacity(1, 0, 0) == 0.6
    assert cooling.cooling_capacity(0, 1, 0) == cooling.cooling_capacity(0, 0, 1) == 0.2
    assert cooling.cooling_capacity(1, 1, 1) == pytest.approx(1)
    assert cooling.cooling_capacity(0.5, 0.2, 0.4, (0.8, 0, 0.2)) == pytest.approx(0.48)


def test_walls_keep_the_night_warm():
    assert cooling.night_capacity(0.9) == pytest.approx(0.1)
    assert cooling.night_capacity([0, 1]).tolist() == [1, 0]


def test_evapotranspiration_beside_the_largest_of_the_region():
    found = cooling.evapotranspiration_index([1.0, 0.5], reference_mm=[3, 6])
    assert found.tolist() == [0.5, 0.5]
    assert cooling.evapotranspiration_index(0.9) == 0.9


def test_less_than_two_hectares_of_green_cool_no_neighbour():
    capacity, green = np.full((5, 5), 0.05), np.zeros((5, 5), bool)
    capacity[2, 2], green[2, 2] = 0.9, True
    assert (cooling.heat_mitigation(capacity, green, 100) == capacity).all()
    capacity[2, 3], green[2, 3] = 0.9, True
    assert cooling.heat_mitigation(capacity, green, 100)[2, 1] > 0.05


def test_green_area_counts_cells_within_reach():
    assert cooling.green_area(np.ones((9, 9)), 100, 200)[4, 4] == 13
    assert cooling.green_area(np.ones((9, 9)), 50, 100)[4, 4] == 13 / 4


def test_a_landscape_of_one_park_cools_like_the_park():
    found = cooling.park_capacity(np.full((6, 6), 0.7), np.ones((6, 6)), 100)
    assert found == pytest.approx(0.7)


# ---- the air --------------------------------------------------------------------------


def test_mixing_leaves_an_even_city_as_it_is():
    found = cooling.excess_temperature(np.full((8, 8), 0.25), heat_island_c=4, cell_m=100)
    assert found == pytest.approx(3.0)


@settings(deadline=None, derandomize=True, max_examples=20)
@given(some.integers(0, 500), some.floats(50, 900))
def test_mixing_stays_between_the_coolest_and_the_hottest(seed, mixing):
    index, _green = random_grid(seed)
    raw = cooling.excess_temperature(index, 2.0, 100, mixing_m=0)
    mixed = cooling.excess_temperature(index, 2.0, 100, mixing)
    assert raw.min() - 1e-9 <= mixed.min() and mixed.max() <= raw.max() + 1e-9


def test_mixing_has_the_weights_of_a_normal_distribution():
    index = np.zeros((1, 7))
    index[0, 3] = 1
    found = 1 - cooling.excess_temperature(index, 1, 100, mixing_m=100)[0]
    weight = np.exp(-0.5 * np.arange(-3, 4) ** 2)
    assert found[3] == pytest.approx(1 / weight.sum())
    assert found[0] == pytest.approx(weight[0] / weight[3:].sum())


# ---- the plan -------------------------------------------------------------------------


def town():
    return datasets.load("lanwan_old_town")


def test_no_plan_is_the_land_as_it_is():
    found, cells = greening.planted(town(), LAND), town()
    assert found["shade"].tolist() == LAND.loc[cells["land_cover"], "shade"].tolist()
    assert found["green"].sum() == cells["land_cover"].isin(["park", "lawn"]).sum()
    assert found["moved"].sum() == 0


def test_crowns_and_roofs_cover_their_share():
    dense = pd.DataFrame({"row": [1], "column": [1], "land_cover": ["dense"], "residents": [9]})
    full = greening.planted(dense, LAND, street_trees=1).iloc[0]
    assert full["shade"] == pytest.approx(0.8 * 0.05 + 0.2 * 0.75)
    assert full["evapotranspiration"] == pytest.approx(0.8 * 0.35 + 0.2 * 1.0)
    roofs = greening.planted(dense, LAND, planted_roofs=0.5).iloc[0]
    assert roofs["shade"] == 0.05
    assert roofs["evapotranspiration"] == pytest.approx(0.35 + 0.24 * (0.85 - 0.35))


def test_a_park_takes_the_nearest_land_and_names_who_must_move():
    cells = town()
    found = greening.planted(cells, LAND, park_ha=13, park_at=(36, 14))
    park = found[found["shade"] == LAND.at["park", "shade"]]
    near = np.hypot(park["row"] - 36, park["column"] - 14) <= 2
    assert near.sum() == 13
    assert (park.loc[near, "green"] == 1).all()
    here = np.hypot(cells["row"] - 36, cells["column"] - 14) <= 2
    assert found["moved"].sum() == cells.loc[here, "residents"].sum() > 0
    assert found["residents"].sum() == cells["residents"].sum()


def test_no_park_in_the_river():
    found = greening.planted(town(), LAND, park_ha=40, park_at=(24, 24))
    wet = (town()["land_cover"] == "water").to_numpy()
    assert (found.loc[wet, "green"] == 0).all()
    assert (found["green"] == 1).sum() <= 75 + 40


@settings(deadline=None, derandomize=True, max_examples=15)
@given(some.floats(0, 1), some.floats(0, 1), some.integers(0, 60))
def test_no_greening_heats(trees, roofs, park):
    before = cooling.excess_map(greening.planted(town(), LAND), 2.15)
    plan = greening.planted(town(), LAND, trees, roofs, park, (10, 10))
    assert (cooling.excess_map(plan, 2.15) <= before + 1e-9).all(axis=None)


def test_excess_map_joins_the_steps():
    cells = greening.planted(town(), LAND)
    found = cooling.excess_map(cells, 2.15)
    parts = (cells[one] for one in ("shade", "albedo", "evapotranspiration"))
    capacity = cooling.cooling_capacity(*parts).reshape(40, 40)
    green = cells["green"].to_numpy().reshape(40, 40)
    index = cooling.heat_mitigation(capacity, green, 100)
    assert found.to_numpy() == pytest.approx(cooling.excess_temperature(index, 2.15, 100))
    shuffled = cells.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(cooling.excess_map(shuffled, 2.15), found)


def test_excess_map_passes_on_reach_mixing_and_weights():
    cells, weights = greening.planted(town(), LAND), (0.4, 0.3, 0.3)
    found = cooling.excess_map(cells, 2, reach_m=250, mixing_m=150, weights=weights)
    parts = (cells[one] for one in ("shade", "albedo", "evapotranspiration"))
    capacity = cooling.cooling_capacity(*parts, weights).reshape(40, 40)
    green = cells["green"].to_numpy().reshape(40, 40)
    index = cooling.heat_mitigation(capacity, green, 100, reach_m=250)
    assert (index != cooling.heat_mitigation(capacity, green, 100)).any()
    assert found.to_numpy() == pytest.approx(cooling.excess_temperature(index, 2, 100, 150))


def test_distance_to_green_against_every_pair():
    _capacity, green = random_grid(8)
    found = greening.distance_to_green(green, 50)
    trees = np.argwhere(green)
    for here in np.ndindex(green.shape):
        assert found[here] == pytest.approx(50 * np.hypot(*(trees - here).T).min())
    assert np.isinf(greening.distance_to_green(np.zeros((2, 2)), 50)).all()


def test_residents_of_the_hectares_are_those_of_the_grid():
    fine = town().groupby("cell")["residents"].sum()
    coarse = datasets.load("lanwan_grid").set_index("cell")["residents"]
    assert len(fine) == 16 and (fine == coarse[fine.index]).all()


# ---- wrong input ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: cooling.cooling_capacity(60, 0.2, 0.3), "shade is 60.0; .* divide percent"),
        (lambda: cooling.cooling_capacity(0.6, 0.2, np.nan), "evapotranspiration is nan"),
        (lambda: cooling.cooling_capacity(0.6, 0.2, 1, (0.6, 0.2, 0.1)), "add up to 1"),
        (lambda: cooling.cooling_capacity(0.6, 0.2, 4.5), "evapotranspiration is 4.5; .* 1.5"),
        (lambda: cooling.night_capacity(-0.1), "building_intensity is -0.1"),
        (lambda: cooling.evapotranspiration_index(1, 0), "reference_mm is 0.0; .* above 0"),
        (lambda: cooling.park_capacity([0.1], [1], 100), r"shape \(1,\); it must be a grid"),
        (lambda: cooling.park_capacity([[0.1]], [[1, 0]], 100), "same grid"),
        (lambda: cooling.park_capacity([[0.1]], [[2]], 100), "green holds 2.0 .* True or False"),
        (lambda: cooling.heat_mitigation([[0.1]], [[1]], 0), "cell_m is 0.0; .* in metres"),
        (lambda: cooling.heat_mitigation([[0.1]], [[1]], 9, 9, -1), "least_green_ha is -1.0"),
        (lambda: cooling.excess_temperature([[0.1]], -2, 100), "heat_island_c is -2.0"),
        (lambda: cooling.excess_temperature([[0.1]], 2, 100, -5), "mixing_m is -5.0"),
        (lambda: greening.planted(town(), LAND, street_trees=50), "street_trees is 50.0"),
        (lambda: greening.planted(town(), LAND, park_ha=4), "park_at is missing"),
        (lambda: greening.planted(town(), LAND, park_ha=1601, park_at=(1, 1)), "1444 cells"),
        (lambda: greening.planted(town(), LAND.drop("lawn")), "no row for lawn"),
        (lambda: greening.distance_to_green([1, 0], 100), "must be a grid"),
        (lambda: greening.planted(town(), LAND, park_ha=4, park_at=(1,)), "park_at has shape"),
        (lambda: greening.planted(town(), LAND, park_ha=4, park_at=(36, 14, 2)), "park_at is"),
        (lambda: greening.planted(town(), LAND, park_ha=4, park_at=(36, 41)), "of the map"),
        (lambda: greening.planted(town().drop(columns="row"), LAND), "cells has no column row"),
        (lambda: greening.planted(town(), LAND.drop(columns="albedo")), "no column albedo"),
        (lambda: cooling.excess_map(town(), 2), "no column shade, albedo, evapotranspiration"),
    ],
)
def test_wrong_input_is_named(call, told):
    with pytest.raises(ValueError, match=told):
        call()


def test_a_missing_cell_of_the_map_is_refused():
    cells = greening.planted(town(), LAND).iloc[1:]
    with pytest.raises(ValueError, match="finite number"):
        cooling.excess_map(cells, 2.15)
