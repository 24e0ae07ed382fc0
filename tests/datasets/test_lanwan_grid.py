"""The grid of Lanwan adds up to its districts, and floods and forecasts keep their rules."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "datasets"
RESOURCES = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))["resources"]
ABOUT = {resource["name"]: resource["description"] for resource in RESOURCES}
SECTORS = ["residential", "commercial", "industrial", "infrastructure"]
LEVEED = ["Old Town", "Harbour", "Riverside", "New Centre", "Airport Flats", "University Town"]


def table(name: str) -> pd.DataFrame:
    """Read a table as it stands in the repository, without the library under test."""
    return pd.read_csv(FOLDER / f"{name}.csv", keep_default_na=False, na_values=[""])


@pytest.fixture(scope="module")
def grid() -> pd.DataFrame:
    return table("lanwan_grid").set_index("cell")


@pytest.fixture(scope="module")
def depths(grid) -> pd.DataFrame:
    """Depth of each cell (rows) and return period (columns), 0 where dry."""
    flood = table("lanwan_flood_depths")
    wide = flood.pivot(index="cell", columns="return_period_years", values="depth_m")
    return wide.reindex(grid.index).fillna(0)


def pieces(places: set) -> int:
    """Number of connected groups of cells, side by side."""
    left, groups = set(places), 0
    while left:
        groups += 1
        edge = [left.pop()]
        while edge:
            row, column = edge.pop()
            sides = {(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)}
            edge += sides & left
            left -= sides
    return groups


def test_cells_add_up_to_the_districts(grid):
    districts = table("lanwan_districts").set_index("district")
    # A cell is 1 km2.
    assert grid.groupby("district").size().to_dict() == districts["area_km2"].to_dict()
    people = grid.groupby("district")["residents"].sum()
    assert people.to_dict() == districts["population"].to_dict()


def test_values_are_three_times_the_output(grid):
    profile = table("lanwan_profile").set_index("field")["value"]
    stock = 3 * int(profile["gdp_million_cny"])
    totals = grid[[f"{sector}_million_cny" for sector in SECTORS]].sum()
    assert totals.sum() == stock
    assert (totals / stock).round(4).tolist() == [0.45, 0.20, 0.17, 0.18]


def test_districts_are_in_one_piece_and_cells_do_not_overlap(grid):
    places = list(zip(grid["row"], grid["column"], strict=True))
    assert len(set(places)) == len(places) == 1_680
    assert pieces(set(places)) == 1
    for district, cells in grid.groupby("district"):
        assert pieces(set(zip(cells["row"], cells["column"], strict=True))) == 1, district


def test_neighbours_are_one_kilometre_apart(grid):
    degree = 2 * np.pi * 6371 / 360
    north = grid.groupby("row")["latitude"].first().diff().dropna() * degree
    assert np.allclose(north, -1, atol=0.02)
    east = grid.groupby("column")["longitude"].first().sort_index().diff().dropna()
    assert np.allclose(east * degree * np.cos(np.radians(22.27)), 1, atol=0.02)
    assert abs(grid["latitude"].mean() - 22.27) < 0.05
    assert abs(grid["longitude"].mean() - 113.57) < 0.05


def test_hills_lie_in_the_north_west_and_the_sea_in_the_south_east(grid):
    assert grid["elevation_m"].between(0, 200).all()
    high, low = grid[grid["elevation_m"] > 50], grid[grid["coast_km"] < 3]
    assert high["row"].max() < 24 and high["column"].max() < 30
    assert low["elevation_m"].max() < 5
    middle = grid.groupby("district")["elevation_m"].median()
    assert middle.idxmin() == "Delta Farms" and middle.idxmax() == "Hill Gardens"
    assert middle["New Centre"] > middle["Riverside"] > middle["Harbour"]


def test_green_cells_take_the_share_of_the_indicator(grid):
    expected = table("lanwan_indicators").set_index("district")["green_space_percent"]
    share = grid["land_cover"].isin(["water", "farmland", "green"]).groupby(grid["district"]).mean()
    half_a_cell = 50 / grid.groupby("district").size()
    assert (abs(share * 100 - expected) <= half_a_cell + 1e-9).all()


def test_water_is_empty_and_towns_are_full(grid):
    water = grid[grid["land_cover"] == "water"]
    assert len(water) > 30
    assert water["residents"].sum() == 0 == water.filter(like="million_cny").to_numpy().sum()
    density = grid.groupby("land_cover")["residents"].mean()
    assert density["dense"] > 5 * density["low_rise"] > 5 * density["farmland"]
    assert grid["residents"].max() < 30_000


def test_floods_grow_with_the_return_period(depths):
    assert depths.columns.tolist() == [5, 20, 100, 500]
    assert (depths.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    wet = (depths > 0).sum()
    assert wet.is_monotonic_increasing and 0 < wet[5] < wet[500] < len(depths)
    assert table("lanwan_flood_depths")["depth_m"].min() > 0


def test_levees_hold_up_to_20_years(grid, depths):
    behind = grid["district"].isin(LEVEED)
    assert (depths.loc[behind, [5, 20]] == 0).all(axis=None)
    assert (depths.loc[behind, 100] > 0).sum() > 100
    assert all(name in ABOUT["lanwan_flood_depths"] for name in LEVEED)


def test_depths_follow_the_stated_rule(grid, depths):
    # Levels of the description: 100 years, sea 2.25 m and river 2 m.
    assert "100 years 2.25, 2.0" in ABOUT["lanwan_flood_depths"]
    sea = 2.25 - 0.05 * grid["coast_km"]
    river = 2 + 0.06 * grid["coast_km"] - 0.25 * grid["river_km"]
    expected = (np.maximum(sea, river) - grid["elevation_m"]).clip(lower=0)
    # Rain: 0.2 m in hollows, found here with a dictionary of places.
    height = {(c.row, c.column): c.elevation_m for c in grid.itertuples()}
    for cell, c in grid.iterrows():
        if c["district"] in ("Riverside", "New Centre", "University Town"):
            place = [(c["row"] + i, c["column"] + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
            around = [height[p] for p in place if p in height and p != (c["row"], c["column"])]
            if c["elevation_m"] < 15 and np.mean(around) - c["elevation_m"] > 0.3 - 1e-9:
                expected[cell] = max(expected[cell], 0.2)
    expected[grid["land_cover"] == "water"] = 0
    assert np.allclose(depths[100], expected, atol=0.0051)
    for term in ("0.05 m x coast_km", "0.06 m x coast_km", "0.25 m x river_km"):
        assert term in ABOUT["lanwan_flood_depths"]


def test_flood_of_100_years_reaches_about_those_who_are_called_flood_prone(grid, depths):
    # The indicator counts a flood of 50 years; this map is the first that tops the levees.
    prone = table("lanwan_indicators").set_index("district")["flood_prone_population_percent"]
    people = grid.groupby("district")["residents"].sum()
    reached = grid["residents"].where(depths[100] > 0, 0).groupby(grid["district"]).sum()
    apart = 100 * reached / people - prone
    assert (apart.abs() < 18).all()
    assert abs((apart * people).sum() / people.sum()) < 3


def test_floods_cost_about_what_the_scenarios_say(grid, depths):
    scenarios = table("lanwan_flood_scenarios")
    said = scenarios.drop(columns="scenario").prod(axis=1).sum()
    curves = table("depth_damage").query("region == 'asia'").groupby("sector")
    about = ABOUT["lanwan_grid"]
    assert "0.3 m above the ground" in about and "infrastructure 0.25 of the value" in about
    losses = []
    for years in depths:
        loss = 0
        for sector in SECTORS:
            curve = curves.get_group(sector)
            network = sector == "infrastructure"
            deep = depths[years] if network else (depths[years] - 0.3).clip(lower=0)
            share = 0.25 if network else 1 / grid["floors"]
            ratio = np.interp(deep, curve["depth_m"], curve["damage_ratio"])
            loss += (share * ratio * grid[f"{sector}_million_cny"]).sum()
        losses.append(loss)
    chance = 1 / np.array([5, 20, 100, 500])
    middle = (np.array(losses)[:-1] + losses[1:]) / 2
    year = (-np.diff(chance) * middle).sum() + chance[-1] * losses[-1]
    assert said / 1.5 < year < said * 1.5


def test_forecasts_have_the_stated_base_rate_and_are_over_confident():
    cases = table("lanwan_forecasts")
    assert len(cases) == 400 and cases["case"].tolist() == list(range(1, 401))
    assert f"{cases['event'].sum()} of the 400" in ABOUT["lanwan_forecasts"]
    # Expected base rate 0.25; two standard errors of 400 days are 0.043.
    assert cases["event"].mean() == pytest.approx(0.25, abs=0.043)
    seen = cases.groupby("probability_percent")["event"].mean()
    assert set(seen.index) == {0, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100}
    low = cases[cases["probability_percent"].between(5, 20)]
    high = cases[cases["probability_percent"].between(70, 100)]
    assert low["event"].mean() * 100 > low["probability_percent"].mean()
    assert high["event"].mean() * 100 < high["probability_percent"].mean()
    brier = ((cases["probability_percent"] / 100 - cases["event"]) ** 2).mean()
    base = cases["event"].mean()
    assert 0.2 < 1 - brier / (base * (1 - base)) < 0.6
