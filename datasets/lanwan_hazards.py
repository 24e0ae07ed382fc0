"""Hazards of Lanwan: how deep a flood stands in each cell, and a toy forecast of heavy rain."""

import numpy as np

# Return period [years] -> highest level of the sea at the coast and of the river at its mouth
# [m above mean sea level].
LEVELS_M = {5: (1.3, 1.0), 20: (1.75, 1.5), 100: (2.25, 2.0), 500: (2.55, 2.3)}
# The sea loses height inland; the river stands higher upstream and loses height beside it.
SEA_LOSS_M_PER_KM = 0.05
RIVER_RISE_M_PER_KM = 0.06
RIVER_LOSS_M_PER_KM = 0.25
# Levees keep floods up to this return period [years] out of these districts.
LEVEE_YEARS = 20
LEVEED = ("Old Town", "Harbour", "Riverside", "New Centre", "Airport Flats", "University Town")
# Drains carry the rain up to 20 years. Beyond, it stands so deep [m] in the hollows of these
# districts: cells lower than 15 m, and 0.3 m or more below the mean of the cells around them.
RAIN_M = {5: 0.0, 20: 0.0, 100: 0.2, 500: 0.4}
RAINED = ("Riverside", "New Centre", "University Town")
HOLLOW_M, LOWLAND_M = 0.3, 15
# What a flood reaches: the lowest floor lies 0.3 m above the ground, and a quarter of the value
# of infrastructure can get wet. With both, the floods cost about as much in an average year as
# lanwan_flood_scenarios says.
STEP_M, NETWORK_SHARE = 0.3, 0.25
FORECAST_SEED = 2060
STEPS = np.array([0, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100])


def below_neighbours(grid: dict) -> np.ndarray:
    """Return how much lower each cell lies than the mean of the up to eight cells around it.

    Parameters
    ----------
    grid : dict of str to ndarray
        Columns of lanwan_grid.

    Returns
    -------
    ndarray
        Height difference [m]; negative where the cell is higher.
    """
    row, column = grid["row"], grid["column"]
    height = np.zeros((row.max() + 2, column.max() + 2))
    there = np.zeros_like(height)
    height[row, column], there[row, column] = grid["elevation_m"], 1
    around = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
    total = sum(height[row + i, column + j] for i, j in around)
    return total / sum(there[row + i, column + j] for i, j in around) - grid["elevation_m"]


def flood_depth(grid: dict, years: int) -> np.ndarray:
    """Return the depth of the flood of one return period in every cell.

    depth = max(sea - 0.05 coast_km, river + 0.06 coast_km - 0.25 river_km) - elevation_m, not
    below 0; in leveed districts 0 up to 20 years; in hollows at least the depth of the rain;
    0 on water cells.

    Parameters
    ----------
    grid : dict of str to ndarray
        Columns of lanwan_grid.
    years : int
        Return period [years], a key of `LEVELS_M`.

    Returns
    -------
    ndarray
        Depth [m] to 0.01 m.
    """
    sea, river = LEVELS_M[years]
    coast, bank, height = grid["coast_km"], grid["river_km"], grid["elevation_m"]
    district = grid["district"].astype(str)
    from_sea = sea - SEA_LOSS_M_PER_KM * coast
    from_river = river + RIVER_RISE_M_PER_KM * coast - RIVER_LOSS_M_PER_KM * bank
    depth = np.clip(np.maximum(from_sea, from_river) - height, 0, None)
    if years <= LEVEE_YEARS:
        depth = np.where(np.isin(district, LEVEED), 0, depth)
    # a hair of room: a mean of decimals need not be exact
    hollow = (below_neighbours(grid) > HOLLOW_M - 1e-9) & (height < LOWLAND_M)
    wet = hollow & np.isin(district, RAINED)
    depth = np.where(wet, np.maximum(depth, RAIN_M[years]), depth)
    return np.where(grid["land_cover"] == "water", 0, depth).round(2)


def forecasts(many: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return forecast probabilities of heavy rain, and whether it came.

    The true probability of a day is u^3 with u uniform, 1 in 4 on average; the event happens
    with it. The forecaster knows it with an error and is over-confident: log-odds of the
    forecast = 1.7 x log-odds of the truth + 0.4 + error, the error uniform within 1.2. The
    result is told in the nearest of 12 steps.

    Parameters
    ----------
    many : int
        Number of cases.
    seed : int
        Seed of `numpy.random.default_rng`.

    Returns
    -------
    tuple of ndarray
        Probability [percent] and event [0 or 1].
    """
    generator = np.random.default_rng(seed)
    true = generator.random(many) ** 3
    event = (generator.random(many) < true).astype(int)
    error = 2.4 * generator.random(many) - 1.2
    odds = 1.7 * np.log(true / (1 - true)) + 0.4 + error
    told = 100 / (1 + np.exp(-odds))
    nearest = abs(told[:, None] - STEPS).argmin(axis=1)
    return STEPS[nearest], event
