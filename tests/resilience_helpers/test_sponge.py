"""`nature.sponge`: direct sums, a solver of roots, linear programming, refusals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import brentq, linprog

from resilience_helpers import datasets
from resilience_helpers.nature import sponge

PROPERTY = settings(deadline=None, derandomize=True, max_examples=80)
DAILY = datasets.load("hongkong_daily_rain")
RAIN = DAILY.loc[DAILY["date"].between("1991-01-01", "2020-12-31"), "rain_mm"].to_numpy()
MEASURES = datasets.load("lanwan_sponge_measures")
STREETS = sponge.surfaces(datasets.load("lanwan_catchment"))
DAYS = some.lists(some.integers(0, 400).map(lambda tenth: tenth / 2), min_size=1, max_size=30)


# ---- volume capture ratio ----------------------------------------------------------------


def by_hand(rain, design):
    """Add up day by day what is kept, and what fell."""
    kept = fallen = 0.0
    for day in rain:
        if day > 2:
            kept += min(day, design)
            fallen += day
    return kept / fallen


@pytest.mark.parametrize("design", [0, 1.5, 2, 10, 42, 100.3, 500, 5000])
def test_ratio_is_the_direct_sum(design):
    assert sponge.capture_ratio(RAIN, design) == pytest.approx(by_hand(RAIN, design))


@pytest.mark.parametrize("ratio", [0.05, 0.3, 0.6, 0.7, 0.75, 0.8, 0.85, 0.99])
def test_design_rain_is_the_root_that_a_solver_finds(ratio):
    root = brentq(lambda depth: by_hand(RAIN, depth) - ratio, 0, RAIN.max(), xtol=1e-9)
    assert sponge.design_rain(RAIN, ratio) == pytest.approx(root, abs=1e-6)


@PROPERTY
@given(rain=DAYS, ratio=some.floats(0, 1), more=some.floats(0, 50))
def test_inverse_is_exact_and_both_rise(rain, ratio, more):
    if max(rain) <= 2:
        with pytest.raises(ValueError, match="no day above 2 mm"):
            sponge.capture_ratio(rain, 10)
        return
    depth = sponge.design_rain(rain, ratio)
    assert 0 <= depth <= max(rain)
    assert sponge.capture_ratio(rain, depth) == pytest.approx(ratio, abs=1e-9)
    assert sponge.capture_ratio(rain, depth + more) >= sponge.capture_ratio(rain, depth)
    assert sponge.design_rain(rain, min(ratio + 0.1, 1)) >= depth


def test_ends_and_shapes():
    assert sponge.capture_ratio([5, 10], [[0], [10]]).tolist() == [[0], [1]]
    assert sponge.design_rain([5, 10], [0, 2 / 3, 1]).tolist() == pytest.approx([0, 5, 10])
    assert isinstance(sponge.design_rain([5, 10], 0.5), float)
    # two millimetres and less do not count, in any order
    assert sponge.capture_ratio([2, 10, 0.1, 5], 5) == sponge.capture_ratio([5, 10], 5)


def test_rank_is_another_measure():
    wet = RAIN[RAIN > 2]
    rank = np.quantile(wet, 0.7, method="weibull")  # m / (n + 1)
    assert rank < 0.75 * sponge.design_rain(RAIN, 0.7)
    assert sponge.capture_ratio(RAIN, rank) < 0.6


# ---- size --------------------------------------------------------------------------------


def test_storage_is_that_of_the_layers():
    layers = MEASURES[["berm_mm", "pavement_mm", "soil_mm", "gravel_mm"]]
    roof = MEASURES["swmm_kind"] == "GR"
    found = MEASURES["storage_mm"].tolist()
    assert (layers[~roof] @ [1, 0.15, 0.35, 0.4]).tolist() == found[:-1]
    # a roof drains: it keeps what its soil holds against gravity
    assert (0.3 * layers.loc[roof, "soil_mm"]).tolist() == found[-1:]


def test_all_hard_ground_that_is_served_is_there():
    full = sponge.size(MEASURES, STREETS, 1e9, rain_mm=40)
    served = (full["area_m2"] * full["serves"]).sum()
    taken = full.loc[full["surface"] != "green", "area_m2"].sum()
    assert served <= STREETS["roof"] + STREETS["paved"] - taken


@pytest.mark.parametrize("budget", [0, 1e5, 2e6, 5e6, 1.2e7, 2e7, 1e9])
@pytest.mark.parametrize("rain", [5, 42, 107, 300])
def test_nobody_keeps_more_for_the_money(budget, rain):
    found = sponge.size(MEASURES, STREETS, budget, rain)
    best = linprog(
        -found["kept_mm"] / 1000,
        A_ub=[MEASURES["cost_cny_per_m2"]],
        b_ub=[budget],
        bounds=[(0, room) for room in found["room_m2"]],
    )
    assert found["kept_m3"].sum() == pytest.approx(-best.fun, rel=1e-9, abs=1e-6)
    assert found["cost_cny"].sum() <= budget * (1 + 1e-12)
    assert (found["area_m2"] <= found["room_m2"] + 1e-9).all()
    assert sponge.kept(found, rain) == pytest.approx(found["kept_m3"].sum())


def test_kept_by_hand():
    built = MEASURES.set_index("measure").assign(area_m2=[100.0, 0, 0, 0])
    # 0.15 of its own rain, and 0.9 of that of three times its area; full at 225 mm
    assert sponge.kept(built, 20) == pytest.approx(100 * 20 * (0.15 + 2.7) / 1000)
    assert sponge.kept(built, [0, 78.9, 79, 500]).tolist() == pytest.approx(
        [0, 22.4865, 22.5, 22.5]
    )


def test_surfaces_and_volume_by_hand():
    assert STREETS.sum() == pytest.approx(240_000)
    assert STREETS["roof"] == pytest.approx(
        36 * 440 + 42 * 480 + 50 * 520 + 38 * 360 + 44 * 460 + 30 * 400
    )
    # 42 mm on a hectare are 420 m3
    assert sponge.design_volume(42, 1, [1, 24]).tolist() == pytest.approx([420, 10080])


ROOFS = pd.DataFrame(
    {"area_ha": [1.0], "roof_percent": [50], "paved_percent": [30], "green_percent": [10]}
)


@pytest.mark.parametrize(
    "call, text",
    [
        (lambda: sponge.capture_ratio([5, np.nan], 5), "daily_rain_mm holds nan"),
        (lambda: sponge.capture_ratio([5, -1], 5), "daily_rain_mm holds -1.0"),
        (lambda: sponge.capture_ratio([], 5), "one list of at least 1"),
        (lambda: sponge.capture_ratio([5], -5), "design_mm is -5.0"),
        (lambda: sponge.design_rain([5], 70), "divide percent by 100"),
        (lambda: sponge.design_volume(30, 80, 1), "divide percent by 100"),
        (lambda: sponge.design_volume(30, 0.8, -1), "area_ha is -1.0"),
        (lambda: sponge.surfaces(ROOFS), "add up to 100 percent"),
        (lambda: sponge.size(MEASURES, STREETS, -1, 40), "budget_cny is -1.0"),
        (lambda: sponge.size(MEASURES, STREETS, 1, 0), "rain_mm is 0.0; it must be above 0"),
        (lambda: sponge.size(MEASURES.assign(room_percent=101), STREETS, 1, 9), "room_percent"),
        (lambda: sponge.size(MEASURES.assign(storage_mm=0), STREETS, 1, 9), "storage_mm holds 0"),
        (lambda: sponge.size(MEASURES.assign(serves=-1), STREETS, 1, 9), "serves holds -1"),
        (lambda: sponge.size(MEASURES, STREETS * -1, 1, 9), "surface_m2 holds -"),
        (lambda: sponge.size(MEASURES.assign(cost_cny_per_m2=0), STREETS, 1, 9), "cost_cny_per_m2"),
        (lambda: sponge.kept(MEASURES.assign(area_m2=-1), 40), "area_m2 holds -1.0"),
        (lambda: sponge.kept(MEASURES.assign(area_m2=1), -40), "rain_mm is -40.0"),
    ],
)
def test_refusals_name_the_argument(call, text):
    with pytest.raises(ValueError, match=text):
        call()


def test_a_missing_column_is_named():
    with pytest.raises(KeyError, match="measures has no column serves"):
        sponge.size(MEASURES.drop(columns="serves"), STREETS, 1, 9)
    with pytest.raises(KeyError, match="measures has no column area_m2"):
        sponge.kept(MEASURES, 9)
    with pytest.raises(KeyError, match="catchment has no column area_ha"):
        sponge.surfaces(ROOFS.drop(columns="area_ha"))
