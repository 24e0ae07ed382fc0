"""`nature.connectivity` against every path tried by hand, closed forms and identities."""

from itertools import pairwise, permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers import datasets
from resilience_helpers.nature import connectivity


def landscape(seed, many=5):
    generator = np.random.default_rng(seed)
    area, gap = generator.integers(1, 100, many), generator.random((many, many)) * 1000
    gap = (gap + gap.T) / 2
    np.fill_diagonal(gap, 0)
    chance = 0.5 ** (gap / 300)
    chance[gap > 700] = 0
    return area, gap, chance


def every_way(many, start, end):
    others = [one for one in range(many) if one not in (start, end)]
    for length in range(len(others) + 1):
        for between in permutations(others, length):
            yield [start, *between, end]


def brute_pc(area, chance):
    total = float(np.sum(area.astype(float) ** 2))
    for i, j in permutations(range(len(area)), 2):
        ways = every_way(len(area), i, j)
        best = max(np.prod([chance[a, b] for a, b in pairwise(w)]) for w in ways)
        total += area[i] * area[j] * best
    return total


def brute_iic(area, gap, reach):
    total = float(np.sum(area.astype(float) ** 2))
    for i, j in permutations(range(len(area)), 2):
        steps = [
            len(way) - 1
            for way in every_way(len(area), i, j)
            if all(gap[a, b] <= reach for a, b in pairwise(way))
        ]
        total += area[i] * area[j] / (1 + min(steps)) if steps else 0
    return total


@pytest.mark.parametrize("seed", range(6))
def test_both_indices_against_every_path(seed):
    area, gap, chance = landscape(seed)
    found = connectivity.probability_of_connectivity(area, chance, 1000)
    assert found == pytest.approx(brute_pc(area, chance) / 1000**2, rel=1e-12)
    found = connectivity.integral_index(area, gap, 450, 1000)
    assert found == pytest.approx(brute_iic(area, gap, 450) / 1000**2, rel=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_importance_is_what_the_index_loses(seed):
    area, gap, chance = landscape(seed)
    names = pd.Series(area, index=list("abcde"))
    by_chance, by_steps = (
        connectivity.importance(names, chance),
        connectivity.importance(names, gap, 450),
    )
    assert by_chance.index.tolist() == list("abcde")
    for patch in range(5):
        kept = np.delete(np.arange(5), patch)
        sub = np.ix_(kept, kept)
        left = brute_pc(area[kept], chance[sub]) / brute_pc(area, chance)
        assert by_chance["importance"].iloc[patch] == pytest.approx(100 * (1 - left))
        left = brute_iic(area[kept], gap[sub], 450) / brute_iic(area, gap, 450)
        assert by_steps["importance"].iloc[patch] == pytest.approx(100 * (1 - left))
    for found in (by_chance, by_steps):
        parts = found[["intra", "flux", "connector"]]
        assert parts.sum(axis=1).to_numpy() == pytest.approx(found["importance"].to_numpy())


def test_the_parts_of_the_importance():
    # two patches: 30^2 + 20^2 + 2 x 30 x 20 x 0.5 = 1900, and nothing leads over either
    found = connectivity.importance([30, 20], [[1, 0.5], [0.5, 1]])
    assert found["intra"].tolist() == pytest.approx([90000 / 1900, 40000 / 1900])
    assert found["flux"].tolist() == pytest.approx([60000 / 1900] * 2)
    assert found["connector"].tolist() == [0, 0]
    # three in a row: without the middle one the way 0.25 between the ends is lost
    found = connectivity.importance([10, 1, 10], [[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]])
    assert found.loc[1].tolist() == pytest.approx([7100 / 271, 100 / 271, 2000 / 271, 5000 / 271])


def test_one_patch_that_fills_the_landscape():
    assert connectivity.probability_of_connectivity([70], [[1]], 70) == 1
    assert connectivity.integral_index([70], [[0]], 100, 70) == 1
    assert connectivity.equivalent_area([70], [[1]]) == 70
    found = connectivity.importance([70], [[1]])
    assert found.iloc[0].tolist() == [100, 100, 0, 0]


def test_patches_that_touch_are_one():
    area = [10, 20, 40]
    assert connectivity.probability_of_connectivity(area, np.ones((3, 3)), 70) == pytest.approx(1)
    assert connectivity.equivalent_area(area, np.ones((3, 3))) == pytest.approx(70)


def test_islands_stand_alone():
    found = connectivity.probability_of_connectivity([30, 40], np.eye(2), 100)
    assert found == pytest.approx(0.25)
    assert connectivity.integral_index([30, 40], [[0, 900], [900, 0]], 500, 100) == 0.25


def test_a_gap_as_wide_as_the_reach_is_crossed():
    gap = [[0, 500], [500, 0]]
    assert connectivity.integral_index([30, 20], gap, 500, 100) == pytest.approx(0.19)
    assert connectivity.integral_index([30, 20], gap, 499, 100) == pytest.approx(0.13)


def test_a_stepping_stone_of_no_size_can_matter_most():
    area = [50, 0.001, 50]
    chance = [[1, 0, 0.0], [0, 1, 0.9], [0, 0.9, 1]]
    chance[0][1] = chance[1][0] = 0.9
    found = connectivity.importance(area, chance)
    assert found.loc[1, "intra"] < 1e-6
    assert found.loc[1, "connector"] == pytest.approx(100 * 2 * 0.81 / (2 + 2 * 0.81), abs=0.01)


def test_one_patch_is_all_there_is_to_lose():
    assert connectivity.importance([70], [[0]], 100).iloc[0].tolist() == [100, 100, 0, 0]


def test_words_are_refused():
    with pytest.raises(TypeError, match="between must hold numbers"):
        connectivity.importance([1, 2], [["a", "b"], ["c", "d"]])


@settings(deadline=None, derandomize=True, max_examples=25)
@given(some.integers(0, 10_000), some.floats(50, 5000))
def test_a_longer_reach_never_hurts(seed, half):
    area, gap, _chance = landscape(seed)
    near = connectivity.equivalent_area(area, connectivity.passing(gap, half))
    far = connectivity.equivalent_area(area, connectivity.passing(gap, 2 * half))
    assert max(area) - 1e-9 <= near <= far + 1e-9 <= sum(area) + 1e-8


def test_a_detour_is_taken_where_it_is_better():
    chance = np.array([[1, 0.9, 0.5], [0.9, 1, 0.9], [0.5, 0.9, 1]])
    assert connectivity.best_paths(chance)[0, 2] == pytest.approx(0.81)
    chance[0, 2] = chance[2, 0] = 0.85
    assert connectivity.best_paths(chance)[0, 2] == pytest.approx(0.85)


def test_gaps_of_round_patches():
    # two circles of 1 km radius, 5 km apart, and one inside the other
    found = connectivity.gaps([0, 3, 0], [0, 4, 0.1], [100 * np.pi, 100 * np.pi, 1])
    assert found[0, 1] == pytest.approx(3000)
    assert found[0, 2] == 0
    assert (found == found.T).all() and (np.diag(found) == 0).all()


def test_half_of_them_cross_the_half_distance():
    assert connectivity.passing(800, 800) == 0.5
    assert connectivity.passing([0, 1600], 800).tolist() == [1, 0.25]


def test_the_corridor_of_lanwan_hangs_on_the_sluice_wood():
    patches = datasets.load("lanwan_patches").set_index("patch")
    gap = connectivity.gaps(patches["x_km"], patches["y_km"], patches["area_ha"])
    found = connectivity.importance(patches["area_ha"], gap, 2000)["importance"]
    assert patches.loc["sluice wood", "area_ha"] < 0.02 * patches["area_ha"].sum()
    assert found.nlargest(3).index.tolist() == ["south marsh", "oxbow", "hill wood"]
    assert found["sluice wood"] > 20
    # it is a stepping stone for reaches from the wider of its two gaps to the way without it
    for reach, matters in ((1200, False), (1250, True), (2700, True), (2720, False)):
        wood = connectivity.importance(patches["area_ha"], gap, reach)["importance"]["sluice wood"]
        assert (wood > 20) == matters and (wood < 5) == (not matters)


def test_the_south_marsh_comes_first_whatever_the_reach():
    patches = datasets.load("lanwan_patches").set_index("patch")
    area = patches["area_ha"]
    gap = connectivity.gaps(patches["x_km"], patches["y_km"], area)
    for metres in (100, 500, 1000, 1500, 2000, 2500, 3000, 5000, 20_000):
        by_steps = connectivity.importance(area, gap, metres)["importance"]
        by_chance = connectivity.importance(area, connectivity.passing(gap, metres))["importance"]
        assert by_steps.idxmax() == by_chance.idxmax() == "south marsh"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: connectivity.gaps([0, 1], [0], [1, 1]), "y_km has 1 values"),
        (lambda: connectivity.gaps([0], [0], [0]), "area_ha holds 0.0"),
        (lambda: connectivity.passing(-1, 5), "gap_m is -1.0"),
        (lambda: connectivity.passing(1, 0), "half_m is 0.0"),
        (lambda: connectivity.best_paths([[1, 50], [50, 1]]), "chance holds 50.0 .* percent"),
        (lambda: connectivity.best_paths([[1, 0.2], [0.4, 1]]), "same in both directions"),
        (lambda: connectivity.best_paths([0.5]), "square table"),
        (lambda: connectivity.gaps([0], [0], [1, 1]), "x_km has 1 values and area_ha 2"),
        (lambda: connectivity.importance([1, 2], [[0, 5], [5, 0]]), "between holds 5.0"),
        (lambda: connectivity.importance([1, 2], [[1, 0.5], [0, 1]]), "between has shape .* same"),
        (lambda: connectivity.integral_index([1, 2], [[0]], 5, 3), "gap_m has shape"),
        (
            lambda: connectivity.importance([1, 2], [[1]]),
            "between has .* 2 patches, so it must be 2 x 2",
        ),
        (lambda: connectivity.equivalent_area([1, -2], np.eye(2)), "area holds -2.0"),
        (lambda: connectivity.integral_index([1, 2], np.zeros((2, 2)), 5, 2), "landscape_area is"),
        (lambda: connectivity.integral_index([1], [[0]], -5, 2), "reach_m is -5.0"),
        (lambda: connectivity.integral_index([1, 1], [[0, -1], [-1, 0]], 5, 2), "gap_m holds -1"),
    ],
)
def test_wrong_input_is_named(call, told):
    with pytest.raises(ValueError, match=told):
        call()
