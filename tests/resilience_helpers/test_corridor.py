"""`adaptation.corridor` against scipy, brute force and geometry."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from resilience_helpers import datasets
from resilience_helpers.adaptation import corridor


def block(rows, columns):
    row, column = np.divmod(np.arange(rows * columns), columns)
    return pd.DataFrame({"cell": row * columns + column + 1, "row": row + 1, "column": column + 1})


def test_drag_orders_the_ground():
    found = corridor.drag([0.0002, 0.1, 0.5, 1, 2])
    assert (np.diff(found) > 0).all()
    assert corridor.drag(60 / np.e, 60) == pytest.approx(0.16)  # ln(e) = 1


@settings(deadline=None, derandomize=True, max_examples=40)
@given(seed=some.integers(0, 10_000))
def test_path_costs_what_scipy_finds(seed):
    random = np.random.default_rng(seed)
    cells, brakes = block(5, 6), random.uniform(0, 1, 30)
    steps = np.zeros((30, 30))
    place = cells[["row", "column"]].to_numpy()
    for one in range(30):
        for other in range(30):
            apart = abs(place[one] - place[other])
            if one != other and apart.max() == 1:
                steps[one, other] = np.hypot(*apart) * (brakes[one] + brakes[other]) / 2
    best = dijkstra(csr_array(steps), indices=[0, 5])[:, [24, 29]].min()
    found = corridor.least_drag_path(cells, brakes, start=[1, 6], end=[25, 30])
    assert found.cost == pytest.approx(best)
    assert found.length_km >= 4


@settings(deadline=None, derandomize=True, max_examples=40)
@given(seed=some.integers(0, 10_000))
def test_wind_from_the_south_never_turns_back(seed):
    random = np.random.default_rng(seed)
    cells, brakes = block(6, 5), random.uniform(0, 1, 30)
    found = corridor.least_drag_path(cells, brakes, range(26, 31), range(1, 6), 180)
    # one row a step: the cheapest way by dynamic programming
    table = brakes.reshape(6, 5)
    cost = np.zeros(5)
    for row in range(4, -1, -1):
        step = [
            min(
                cost[old] + np.hypot(1, new - old) * (table[row + 1, old] + table[row, new]) / 2
                for old in range(5)
                if abs(new - old) <= 1
            )
            for new in range(5)
        ]
        cost = np.array(step)
    assert found.cost == pytest.approx(cost.min())
    rows = cells.set_index("cell").loc[list(found.cells), "row"]
    assert (rows.diff().dropna() == -1).all()


@pytest.mark.parametrize("wind, cells", [(180, (3, 1)), (90, (2, 1)), (0, (1, 3)), (270, (1, 2))])
def test_wind_blows_where_it_comes_from(wind, cells):
    square = block(2, 2)
    path = corridor.least_drag_path(square, [1, 1, 1, 1], [cells[0]], [cells[1]], wind)
    assert path.cells == cells
    with pytest.raises(ValueError, match="no path leads"):
        corridor.least_drag_path(square, [1, 1, 1, 1], [cells[1]], [cells[0]], wind)


@pytest.mark.parametrize("seed", range(8))
def test_path_is_the_cheapest_of_all_paths(seed):
    # every path without a loop through a block of 3 x 3, from the south-west to the north-east
    cells, brakes = block(3, 3), np.random.default_rng(seed).uniform(0.01, 1, 9)
    place = cells[["row", "column"]].to_numpy()
    costs = {}

    def walk(path, cost):
        here = path[-1]
        if here == 2:
            costs[tuple(one + 1 for one in path)] = cost
            return
        for there in range(9):
            apart = abs(place[here] - place[there])
            if there not in path and apart.max() == 1:
                step = np.hypot(*apart) * (brakes[here] + brakes[there]) / 2
                walk([*path, there], cost + step)

    walk([6], 0.0)
    found = corridor.least_drag_path(cells, brakes, [7], [3])
    assert found.cells == min(costs, key=costs.get)
    assert found.cost == pytest.approx(min(costs.values()))
    steps = np.diff(place[[one - 1 for one in found.cells]], axis=0)
    assert found.length_km == pytest.approx(np.hypot(*steps.T).sum())


def test_a_narrow_wind_lets_no_slanting_step_through():
    cells = block(3, 2)
    straight = corridor.least_drag_path(cells, [1] * 6, [5], [1], 180, within_degrees=44)
    assert straight.cells == (5, 3, 1)
    with pytest.raises(ValueError, match="no path leads"):
        corridor.least_drag_path(cells, [1] * 6, [5], [2], 180, within_degrees=44)
    assert corridor.least_drag_path(cells, [1] * 6, [5], [2], 180).length_km == pytest.approx(
        1 + np.sqrt(2)
    )
    assert corridor.least_drag_path(cells, [1] * 6, [5], [2], -180) == (
        corridor.least_drag_path(cells, [1] * 6, [5], [2], 540)
    )


def test_the_wind_leaves_no_grid_and_jumps_no_gap():
    gap = block(1, 3).iloc[[0, 2]]
    with pytest.raises(ValueError, match="no path leads"):
        corridor.least_drag_path(gap, [1, 1], [1], [3])
    # the drags go by place in the list, whatever the table's index
    cells = block(2, 2).sort_values("cell", ascending=False)
    found = corridor.least_drag_path(cells, [1, 5, 2, 9], [3], [4])
    assert found.cost == pytest.approx((5 + 1) / 2)


def test_every_land_cover_has_a_class_of_davenport():
    classes = {0.0002, 0.005, 0.03, 0.1, 0.25, 0.5, 1.0, 2.0}
    assert set(corridor.ROUGHNESS_M.values()) <= classes
    assert set(datasets.load("lanwan_grid")["land_cover"]) == set(corridor.ROUGHNESS_M)
    smooth = [
        corridor.ROUGHNESS_M[one] for one in ("water", "farmland", "green", "low_rise", "dense")
    ]
    assert smooth == sorted(set(smooth))


def test_drag_is_that_of_the_profile():
    assert corridor.drag(2) == pytest.approx((0.4 / np.log(30)) ** 2)
    assert corridor.drag([1.0], height_m=10).shape == (1,)


@pytest.mark.parametrize("start", [1, "1"])
def test_start_is_a_list(start):
    with pytest.raises(TypeError, match=r"start is .*; it must be a list of cells"):
        corridor.least_drag_path(block(1, 2), [1, 1], start, [2])


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: corridor.drag(0), "roughness_m is 0.0"),
        (lambda: corridor.drag(70), "roughness_m is 70.0"),
        (lambda: corridor.least_drag_path(block(1, 2), [1], [1], [2]), r"drag has shape \(1,\)"),
        (lambda: corridor.least_drag_path(block(1, 2), [1, -1], [1], [2]), "drag holds -1.0"),
        (lambda: corridor.least_drag_path(block(1, 2), [1, 1], [9], [2]), r"start holds \[9\]"),
        (lambda: corridor.least_drag_path(block(1, 2), [1, 1], [1], []), "end holds nothing"),
        (
            lambda: corridor.least_drag_path(block(1, 2)[["cell"]], [1, 1], [1], [2]),
            "cells has no column row, column",
        ),
        (lambda: corridor.drag(2, [60, 70]), r"height_m has shape \(2,\)"),
        (
            lambda: corridor.least_drag_path(block(1, 2), [1, 1], [1], [2], np.nan),
            "wind_from_degrees is nan",
        ),
        (
            lambda: corridor.least_drag_path(block(1, 2), [1, 1], [1], [2], 270, -5),
            "within_degrees is -5.0; it must lie from 0 to 180",
        ),
        (
            lambda: corridor.least_drag_path(pd.concat([block(1, 2)] * 2), [1] * 4, [1], [2]),
            "cells holds cell 1, or its row and column, twice",
        ),
        (
            lambda: corridor.least_drag_path(block(1, 2).assign(column=1), [1, 1], [1], [2]),
            "cells holds cell 2, or its row and column, twice",
        ),
    ],
)
def test_bad_input_names_argument_value_and_rule(call, told):
    with pytest.raises(ValueError, match=told):
        call()
