"""Lanwan's measures, scenarios and pathways of adaptation, and the levels of its floods.

All of it is declared by hand; prices and sizes are of a plausible order, no offer and no
estimate of a real city. What a measure averts is in no table: the model works it out.
"""

from lanwan_grid import grid
from lanwan_hazards import HOLLOW_M, LEVEED, LEVELS_M, LOWLAND_M, RAIN_M, RAINED, below_neighbours
from table_format import CC_BY, Column, Table

SOURCES = [{"title": "Invented for the course; generator: datasets/lanwan_measures.py"}]
BY_HAND = "Synthetic: declared by hand; generator: datasets/lanwan_measures.py, no random numbers. "

# measure, what it changes, setting, value in the first year and after 30 years, cost to build and
# yearly cost [million CNY], other benefits a year [million CNY], years from decision to effect,
# where, what it is.
MEASURES = [
    ("sea wall", "hazard", "crest_m", 2.7, 2.7, 3400, 26, 0, 8, "; ".join(LEVEED),
     "Levees and gates raised from 2.0 to 2.7 m above mean sea level."),
    ("mangroves", "hazard", "surge_cut_m", 0.0, 0.1, 1400, 14, 12, 3, "outer coast of Delta Farms",
     "A belt of 500 m; grown up, it lowers a surge by 0.1 m."),
    ("drainage", "hazard", "drained_m", 0.3, 0.3, 140, 2, 0, 5, "; ".join(RAINED),
     "Drains, pumps and basins that take 0.3 m of standing rain."),
    ("building code", "vulnerability", "code_share", 0.0, 0.5, 300, 320, 0, 2, "whole city",
     "New homes, shops and works stand the wind better; half of the stock is new after 30 years."),
    ("cool roofs", "vulnerability", "roof_share", 0.3, 0.3, 2400, 12, 70, 2, "whole city",
     "Three in ten homes get a light, well fastened roof that breaks from 29.7 m/s on."),
    ("warning system", "vulnerability", "board_share", 0.3, 0.6, 60, 12, 5, 1, "whole city",
     "Warned a day ahead, people put up flood boards of 0.4 m at homes and shops."),
    ("relocation", "exposure", "moved_share", 0.5, 0.5, 400, 4, 0, 6, "Delta Farms",
     "Half of the homes where the 20-year flood is deeper than 0.5 m move to Hill Gardens."),
    ("insurance", "who pays", "insured_share", 0.4, 0.4, 20, 150, 0, 1, "whole city",
     "A pool pays four tenths of the losses; the yearly cost is its running, without claims."),
]  # fmt: skip

# scenario, rise of the sea and change of the winds until 2060, values in 2060 / values now.
SCENARIOS = [
    ("no climate change", 0.0, 0.0, 1.8, "The city grows by 2 percent a year, the climate stays."),
    ("moderate", 0.18, 2.0, 1.8, "Rise from 2030 to 2060 as the median of SSP2-4.5."),
    ("harsh", 0.5, 5.0, 1.8, "Rise as the 83rd percentile of SSP5-8.5, ice sheets included."),
]

# action, rise since 1995-2014 that it bears [m], lead time [years], cost [million CNY].
ACTIONS = [
    ("levee of today", 0.35, 0, 0),
    ("raise by 0.3 m", 0.65, 6, 1500),
    ("raise by 0.7 m", 1.05, 8, 3400),
    ("storm gates", 1.35, 20, 7000),
    ("give room", 2.1, 32, 5200),
]


def _table(name: str, title: str, text: str, columns: tuple, rows: list, key: str) -> Table:
    return Table(name, title, BY_HAND + text, "synthetic", columns, rows, SOURCES, [CC_BY], key)


def measures() -> Table:
    """Return the measures that Lanwan can choose from."""
    money = {"minimum": 0}
    return _table(
        "lanwan_measures",
        "Eight measures of Lanwan against storms, floods and heat",
        "Each changes one number of the city's model of risk. Costs in prices of today.",
        (
            Column("measure", "string", "text", "Name.", constraints={"unique": True}),
            Column("changes", "string", "text", "Part of the risk that it changes.",
                   constraints={"enum": ["hazard", "exposure", "vulnerability", "who pays"]}),
            Column("setting", "string", "code",
                   "Number that it changes: a field of adaptation.measures.Setting."),
            Column("value_now", "number", "unit of the setting: m or fraction",
                   "New value in the first year.", decimals=2),
            Column("value_end", "number", "unit of the setting: m or fraction",
                   "New value after 30 years.", decimals=2),
            Column("cost_million_cny", "integer", "million CNY", "Paid in year 0.",
                   constraints=money),
            Column("yearly_cost_million_cny", "integer", "million CNY per year",
                   "Upkeep and running.", constraints=money),
            Column("other_benefit_million_cny", "integer", "million CNY per year",
                   "What it brings beside averted loss, such as saved electricity; declared.",
                   constraints=money),
            Column("lead_years", "integer", "years", "From the decision until it works.",
                   constraints=money),
            Column("where", "string", "text", "Where it works."),
            Column("what", "string", "text", "What it is."),
        ),
        MEASURES,
        "measure",
    )  # fmt: skip


def scenarios() -> Table:
    """Return the scenarios of 2060."""
    return _table(
        "lanwan_scenarios",
        "Three scenarios of Lanwan in 2060, against 2030",
        "Rises as the table sea_level_projections gives them for Hong Kong, from 2030 to 2060; "
        "the change of the winds is an assumption. Both rises count from the median of 2030.",
        (
            Column("scenario", "string", "text", "Name.", constraints={"unique": True}),
            Column("rise_m", "number", "m", "Rise of the sea from 2030 to 2060.", decimals=2,
                   constraints={"minimum": 0}),
            Column("wind_percent", "number", "percent", "Change of all winds of storms."),
            Column("growth", "number", "1", "Values in 2060, divided by those of 2030.",
                   constraints={"minimum": 1}),
            Column("what", "string", "text", "What it assumes."),
        ),
        SCENARIOS,
        "scenario",
    )  # fmt: skip


def actions() -> Table:
    """Return the actions of the coast's pathways."""
    return _table(
        "lanwan_actions",
        "Actions that keep the 20-year flood out of Lanwan's leveed districts",
        "The first one stands today. Its crest is 0.25 m above the 20-year level of "
        "lanwan_flood_levels; "
        "these levels hold for 2030, when the sea stands 0.1 m above 1995-2014.",
        (
            Column("action", "string", "text", "Name.", constraints={"unique": True}),
            Column("bears_m", "number", "m",
                   "Rise of the sea since 1995-2014 up to which the aim is met.", decimals=2,
                   constraints={"minimum": 0}),
            Column("lead_years", "integer", "years", "From the decision until it works.",
                   constraints={"minimum": 0}),
            Column("cost_million_cny", "integer", "million CNY", "Paid when it begins to work.",
                   constraints={"minimum": 0}),
        ),
        ACTIONS,
        "action",
    )  # fmt: skip


def flood_levels() -> Table:
    """Return the levels behind lanwan_flood_depths."""
    rows = [(years, *LEVELS_M[years], RAIN_M[years]) for years in LEVELS_M]
    return _table(
        "lanwan_flood_levels",
        "Levels of sea, river and rain of Lanwan's four floods",
        "The levels from which the table lanwan_flood_depths is made.",
        (
            Column("return_period_years", "integer", "years",
                   "Comes once in so many years on average.", constraints={"unique": True}),
            Column("sea_m", "number", "m above mean sea level", "Level at the coast.", decimals=2),
            Column("river_m", "number", "m above mean sea level", "Level of the river's mouth.",
                   decimals=2),
            Column("rain_m", "number", "m", "Depth of the rain in the hollows.", decimals=2),
        ),
        rows,
        "return_period_years",
    )  # fmt: skip


def hollows() -> Table:
    """Return the cells in which rain stands."""
    cells = grid()
    low = (below_neighbours(cells) > HOLLOW_M - 1e-9) & (cells["elevation_m"] < LOWLAND_M)
    rows = [
        (cell,)
        for cell, hollow, district in zip(
            cells["cell"].tolist(), low.tolist(), cells["district"].tolist(), strict=True
        )
        if hollow and district in RAINED
    ]
    return _table(
        "lanwan_hollows",
        "Cells of Lanwan in which heavy rain stands",
        "Cells lower than 15 m and 0.3 m or more below the mean of the cells around them.",
        (Column("cell", "integer", "1", "Cell of lanwan_grid.", constraints={"unique": True}),),
        rows,
        "cell",
    )


def tables() -> list[Table]:
    """Return the tables of Lanwan's measures."""
    return [measures(), scenarios(), actions(), flood_levels(), hollows()]
