"""The tables of Lanwan's grid, floods and forecasts: columns, units and descriptions."""

from lanwan import DISTRICTS
from lanwan_grid import COLUMNS, COVERS, ROWS, SEED, STOCK, grid
from lanwan_hazards import (
    FORECAST_SEED,
    LEVEED,
    LEVELS_M,
    NETWORK_SHARE,
    RAIN_M,
    RAINED,
    STEP_M,
    STEPS,
    flood_depth,
    forecasts,
)
from table_format import CC_BY, Column, Table

CASES = 400


def _source(module: str) -> list[dict]:
    return [{"title": f"Invented for the course; generator: datasets/{module}.py"}]


def lanwan_grid(cells: dict) -> Table:
    """Return the grid of the city."""
    values = tuple(
        Column(f"{sector}_million_cny", "integer", "million CNY", meaning,
               constraints={"minimum": 0})
        for sector, meaning in (
            ("residential", "Value of homes and what is in them, all floors."),
            ("commercial", "Value of shops, offices, hotels and public buildings, all floors."),
            ("industrial", "Value of works, port and stores with their machines and goods."),
            ("infrastructure", "Value of roads, rails, pipes, cables and their stations."),
        )
    )  # fmt: skip
    kilometres = {"minimum": 0, "maximum": 60}
    return Table(
        "lanwan_grid",
        "Grid of Lanwan: ground, people and values in 1,680 cells of 1 km2",
        "Synthetic: a fictional delta with hills in the north-west, two river arms and the sea "
        "in the south-east; not a map of any real place. Its middle lies at 22.27 N, 113.57 E, "
        "so that the real typhoon tracks pass over it. Each cell is 1 km x 1 km; area and "
        "residents of the cells add up to lanwan_districts. The values are replacement values of "
        f"the building and asset stock, 3 x GDP = {sum(STOCK.values()):,} million CNY: homes 45 "
        "percent, commerce 20, industry 17, infrastructure 18. Water, farmland and green cells "
        "take the green_space_percent of lanwan_indicators in each district. A flood reaches the "
        f"lowest floor only, which lies {STEP_M} m above the ground: of homes, commerce and "
        f"industry it reaches value / floors, of infrastructure {NETWORK_SHARE} of the value, from "
        "the ground on. Generator: "
        f"datasets/lanwan_grid.py, seed {SEED}.",
        "synthetic",
        (
            Column("cell", "integer", "1", "Number of the cell.",
                   constraints={"unique": True, "minimum": 1}),
            Column("row", "integer", "1", "Row of the cell, 1 in the north.",
                   constraints={"minimum": 1, "maximum": ROWS}),
            Column("column", "integer", "1", "Column of the cell, 1 in the west.",
                   constraints={"minimum": 1, "maximum": COLUMNS}),
            Column("latitude", "number", "degrees north", "Latitude of the cell's middle.",
                   decimals=4, constraints={"minimum": 22, "maximum": 22.6}),
            Column("longitude", "number", "degrees east", "Longitude of the cell's middle.",
                   decimals=4, constraints={"minimum": 113, "maximum": 114}),
            Column("district", "string", "text", "District of Lanwan.",
                   constraints={"enum": list(DISTRICTS)}),
            Column("land_cover", "string", "text",
                   "What covers most of the cell: water of the river, fields and fish ponds, "
                   "parks and forest, low houses, works and port, or dense blocks and towers.",
                   constraints={"enum": list(COVERS)}),
            Column("elevation_m", "number", "m above mean sea level", "Height of the ground.",
                   constraints={"minimum": 0, "maximum": 200}),
            Column("coast_km", "number", "km", "Distance to the coast.", constraints=kilometres),
            Column("river_km", "number", "km", "Distance to the middle of the nearest river arm.",
                   constraints=kilometres),
            Column("residents", "integer", "residents", "Residents of the cell.",
                   constraints={"minimum": 0}),
            *values,
            Column("floors", "integer", "floors",
                   "Mean number of floors of the buildings; 1 where there are few.",
                   constraints={"minimum": 1, "maximum": 40}),
        ),
        _rows(cells),
        _source("lanwan_grid"),
        [CC_BY],
        "cell",
        {"district": ("lanwan_districts", "district")},
    )  # fmt: skip


def _rows(cells: dict) -> list[tuple]:
    """Return the columns of an array table as rows of plain Python numbers."""
    return list(zip(*(column.tolist() for column in cells.values()), strict=True))


def lanwan_flood_depths(cells: dict) -> Table:
    """Return the depth of four floods wherever the water stands."""
    rows = []
    for years in LEVELS_M:
        depths = flood_depth(cells, years).tolist()
        numbers = cells["cell"].tolist()
        rows += [(cell, years, deep) for cell, deep in zip(numbers, depths, strict=True) if deep]
    levels = "; ".join(f"{years} years {sea}, {river}" for years, (sea, river) in LEVELS_M.items())
    return Table(
        "lanwan_flood_depths",
        "Flood depths of Lanwan for four return periods",
        "Synthetic: depth = the higher of (sea level - 0.05 m x coast_km) and (river level + "
        "0.06 m x coast_km - 0.25 m x river_km), minus elevation_m of lanwan_grid. Levels of sea "
        f"and river in m: {levels}. Levees keep the floods of 5 and 20 years out of "
        f"{', '.join(LEVEED)}. Rain stands {RAIN_M[100]} m deep at 100 years and {RAIN_M[500]} m "
        f"at 500 in the hollows of {', '.join(RAINED)}: cells lower than 15 m and 0.3 m or more "
        "below the mean of the cells around them. Only cells with water are listed; a cell without "
        "a row stays dry. "
        "Generator: datasets/lanwan_hazards.py, no random numbers.",
        "synthetic",
        (
            Column("cell", "integer", "1", "Cell of lanwan_grid."),
            Column("return_period_years", "integer", "years",
                   "A flood as high as this or higher comes once in so many years on average.",
                   constraints={"enum": list(LEVELS_M)}),
            Column("depth_m", "number", "m", "Depth of the water above the ground.", decimals=2,
                   constraints={"minimum": 0.01, "maximum": 6}),
        ),
        rows,
        _source("lanwan_hazards"),
        [CC_BY],
        "cell return_period_years",
        {"cell": ("lanwan_grid", "cell")},
    )  # fmt: skip


def lanwan_forecasts() -> Table:
    """Return the toy forecasts of heavy rain."""
    told, came = forecasts(CASES, FORECAST_SEED)
    return Table(
        "lanwan_forecasts",
        f"Probability forecasts of heavy rain for Lanwan, {CASES} days",
        "Synthetic: the true probability of heavy rain on a day is u cubed, u uniform between 0 "
        f"and 1. The expected base rate is 0.25; it rained heavily on {came.sum()} of the {CASES} "
        "days. The forecaster sees the probability with an error and is over-confident: log-odds "
        "of the forecast = 1.7 x log-odds of the truth + 0.4 + error, the error uniform between "
        "-1.2 and 1.2; told in 12 steps from 0 to 100 percent. Generator: "
        f"datasets/lanwan_hazards.py, seed {FORECAST_SEED}.",
        "synthetic",
        (
            Column("case", "integer", "1", "Number of the day.",
                   constraints={"unique": True, "minimum": 1, "maximum": CASES}),
            Column("probability_percent", "integer", "percent", "Forecast chance of heavy rain.",
                   constraints={"enum": STEPS.tolist()}),
            Column("event", "integer", "1", "1 if heavy rain came, 0 if not.",
                   constraints={"enum": [0, 1]}),
        ),
        list(zip(range(1, CASES + 1), told.tolist(), came.tolist(), strict=True)),
        _source("lanwan_hazards"),
        [CC_BY],
        "case",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the tables of Lanwan's hazards."""
    cells = grid()
    return [lanwan_grid(cells), lanwan_flood_depths(cells), lanwan_forecasts()]
