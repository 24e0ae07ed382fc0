"""Lanwan's green: land covers, the middle of the Old Town, trees, birds, patches of a river.

The middle of the Old Town is 4 x 4 cells of lanwan_grid, each cut into 100 cells of 1 ha; their
residents add up to those of lanwan_grid. What stands in a cell of 1 ha is drawn with a seed,
all other tables are declared by hand.
"""

import numpy as np
from lanwan import DISTRICTS
from lanwan_grid import APEX, RIVER, distance_to_line, grid, shared_out
from table_format import CC_BY, Column, Table

SOURCES = [{"title": "Invented for the course; generator: datasets/lanwan_green.py"}]
BY_HAND = "Synthetic: declared by hand; generator: datasets/lanwan_green.py, no random numbers. "
# Land cover -> shade of crowns, crop coefficient, albedo, green space, building intensity, share
# of streets, share of roofs, what it is.
LAND = {
    "dense": (0.05, 0.35, 0.18, 0, 0.90, 0.20, 0.48, "blocks in narrow streets, few trees"),
    "low_rise": (0.15, 0.45, 0.18, 0, 0.50, 0.18, 0.30, "houses with yards"),
    "industry": (0.03, 0.25, 0.22, 0, 0.60, 0.15, 0.40, "works, stores, yards for lorries"),
    "square": (0.02, 0.25, 0.25, 0, 0.05, 0.60, 0.00, "paved squares and car parks"),
    "lawn": (0.15, 0.85, 0.22, 1, 0.00, 0.00, 0.00, "grass with single trees"),
    "park": (0.60, 0.95, 0.19, 1, 0.00, 0.00, 0.00, "trees and grass"),
    "green": (0.75, 1.00, 0.17, 1, 0.05, 0.01, 0.01, "woods, large parks, wooded hills"),
    "farmland": (0.05, 0.90, 0.22, 1, 0.02, 0.02, 0.02, "fields and fish ponds"),
    "water": (0.00, 1.00, 0.06, 0, 0.00, 0.00, 0.00, "rivers, canals, basins"),
}
# The middle of the Old Town: first row and column in lanwan_grid, cells on a side [km].
CORNER, SIDE = (18, 20), 4
SEED = 2208
# Covers that are sprinkled over the blocks: share of the cells.
SPRINKLED = {"square": 0.03, "lawn": 0.02, "low_rise": 0.12}
# The old park on the temple hill: rows and columns of the fine grid.
TEMPLE_HILL = (range(3, 9), range(26, 32))
PEOPLE = {"dense": 1.0, "low_rise": 0.5}
# District -> residents who see 3 trees from home, ground under crowns, residents within 300 m on
# foot of a public park or green space; all in percent.
TREES = {
    "Old Town": (31, 5, 38),
    "Harbour": (42, 7, 45),
    "Riverside": (58, 13, 66),
    "New Centre": (64, 15, 81),
    "Hill Gardens": (93, 34, 74),
    "Delta Farms": (71, 11, 29),
    "Airport Flats": (39, 8, 33),
    "University Town": (85, 26, 88),
}
# Species -> birds counted in the Old Town's park, the hill woods, the river meadow, the ponds.
SITES = ("Old Town park", "hill woods", "river meadow", "fish ponds")
BIRDS = {
    "tree sparrow": (112, 0, 30, 5), "light-vented bulbul": (38, 32, 34, 3),
    "spotted dove": (20, 10, 0, 2), "magpie-robin": (10, 12, 16, 0),
    "white-eye": (8, 44, 20, 0), "white wagtail": (6, 0, 22, 9),
    "barn swallow": (4, 0, 26, 6), "tailorbird": (2, 16, 0, 1),
    "cinereous tit": (0, 30, 0, 0), "red-whiskered bulbul": (0, 26, 0, 0),
    "laughingthrush": (0, 20, 0, 0), "barbet": (0, 6, 0, 0), "drongo": (0, 3, 0, 0),
    "cuckoo": (0, 1, 0, 0), "little egret": (0, 0, 24, 118), "pond heron": (0, 0, 12, 30),
    "night heron": (0, 0, 0, 14), "kingfisher": (0, 0, 10, 6), "long-tailed shrike": (0, 0, 6, 3),
    "grey heron": (0, 0, 0, 1), "moorhen": (0, 0, 0, 1), "sandpiper": (0, 0, 0, 1),
}  # fmt: skip
# Patch -> km east and south of the north-west corner, area [ha], price of its protection
# [million CNY], from north to south.
PATCHES = {
    "hill wood": (18.9, 17.6, 160, 120),
    "reed bed": (20.3, 18.7, 24, 40),
    "river meadow": (21.9, 20.1, 35, 95),
    "school garden": (20.9, 21.3, 5, 30),
    "kiln ponds": (22.5, 21.4, 9, 45),
    "willow bank": (23.2, 22.6, 14, 45),
    "oxbow": (24.0, 24.2, 90, 150),
    "golf course": (25.7, 23.6, 60, 130),
    "sluice wood": (24.5, 26.1, 12, 25),
    "pond village": (22.8, 27.9, 80, 70),
    "south marsh": (25.0, 28.1, 190, 140),
}


def old_town(seed: int = SEED) -> dict[str, np.ndarray]:
    """Return the cells of 1 ha in the middle of the Old Town, column by column.

    Parameters
    ----------
    seed : int
        Seed of `numpy.random.default_rng`.

    Returns
    -------
    dict of str to ndarray
        Columns of the table lanwan_old_town, 1,600 cells, row by row from the north-west.
    """
    generator = np.random.default_rng(seed)
    size = 10 * SIDE
    row, column = np.divmod(np.arange(size**2), size)
    x, y = CORNER[1] - 1 + (column + 0.5) / 10, CORNER[0] - 1 + (row + 0.5) / 10
    large = {
        (r, c): place for place, (r, c) in enumerate(zip(*_of_grid("row", "column"), strict=True))
    }
    down, right = CORNER[0] + row // 10, CORNER[1] + column // 10
    parent = np.array([large[one] for one in zip(down, right, strict=True)])
    cover, people, name = _of_grid("land_cover", "residents", "cell")
    river = np.min([distance_to_line(x, y, arm) for arm in RIVER], axis=0)
    basin = cover[parent] == "water"
    chance = generator.random(size**2)
    bounds = np.cumsum(list(SPRINKLED.values()))
    fine = np.array([*SPRINKLED, "dense"], dtype=object)[np.searchsorted(bounds, chance)]
    fine[np.isin(row, TEMPLE_HILL[0]) & np.isin(column, TEMPLE_HILL[1])] = "park"
    fine[basin] = "lawn"
    fine[(river < 0.1) | basin & (np.hypot(x - APEX[0], y - APEX[1]) < 0.4)] = "water"
    weight = np.array([PEOPLE.get(one, 0.0) for one in fine]) * (0.6 + 0.8 * chance)
    residents = np.zeros(size**2, dtype=int)
    for place in np.unique(parent):
        here = parent == place
        if people[place]:
            residents[here] = shared_out(int(people[place]), weight[here])
    return {"row": row + 1, "column": column + 1, "cell": name[parent], "land_cover": fine,
            "residents": residents}  # fmt: skip


def _of_grid(*names: str) -> list[np.ndarray]:
    cells = grid()
    return [cells[name] for name in names]


def _table(name: str, title: str, text: str, columns: tuple, rows: list, key: str,
           links: dict | None = None) -> Table:  # fmt: skip
    return Table(name, title, text, "synthetic", columns, rows, SOURCES, [CC_BY], key, links or {})


def lanwan_land() -> Table:
    """Return what each land cover does to the heat."""
    share = {"minimum": 0, "maximum": 1}
    columns = (
        Column("land_cover", "string", "text", "Land cover, as in lanwan_grid and lanwan_old_town.",
               constraints={"unique": True, "enum": list(LAND)}),
        Column("shade", "number", "1", "Share of the ground under crowns of trees of 2 m or more.",
               decimals=2, constraints=share),
        Column("crop_coefficient", "number", "1",
               "Water that it evaporates, as a share of a well-watered lawn of reference.",
               decimals=2, constraints={"minimum": 0, "maximum": 1.5}),
        Column("albedo", "number", "1", "Share of the sunlight that it reflects.",
               decimals=2, constraints=share),
        Column("green", "integer", "1", "1 if it counts as green space, else 0.",
               constraints={"enum": [0, 1]}),
        Column("building_intensity", "number", "1",
               "How much is built on it, 1 for the most; it keeps the night warm.",
               decimals=2, constraints=share),
        Column("street_fraction", "number", "1", "Share of the ground that is street or paving.",
               decimals=2, constraints=share),
        Column("roof_fraction", "number", "1", "Share of the ground under roofs.",
               decimals=2, constraints=share),
        Column("meaning", "string", "text", "What it is."),
    )  # fmt: skip
    text = "Numbers of a plausible order, for teaching; measure your own before you use them."
    rows = [(name, *values) for name, values in LAND.items()]
    return _table("lanwan_land", "Land covers of Lanwan and what they do to the heat",
                  BY_HAND + text, columns, rows, "land_cover")  # fmt: skip


def lanwan_old_town() -> Table:
    """Return the cells of 1 ha in the middle of the Old Town."""
    place = {"minimum": 1, "maximum": 10 * SIDE}
    columns = (
        Column("row", "integer", "count", "Row of 100 m, from the north.", constraints=place),
        Column("column", "integer", "count", "Column of 100 m, from the west.", constraints=place),
        Column("cell", "integer", "code", "Cell of lanwan_grid in which it lies.",
               constraints={"minimum": 1}),
        Column("land_cover", "string", "text", "Land cover of the hectare.",
               constraints={"enum": list(LAND)}),
        Column("residents", "integer", "people", "Residents of the hectare.",
               constraints={"minimum": 0}),
    )  # fmt: skip
    text = (
        f"Synthetic: 4 x 4 km of the Old Town in hectares, drawn with seed {SEED}; residents add "
        "up to those of lanwan_grid. Generator: datasets/lanwan_green.py."
    )
    made = old_town()
    rows = list(zip(*(made[one.name].tolist() for one in columns), strict=True))
    return _table("lanwan_old_town", "The middle of Lanwan's Old Town, hectare by hectare",
                  text, columns, rows, "row column",
                  {"cell": ("lanwan_grid", "cell"), "land_cover": ("lanwan_land", "land_cover")})  # fmt: skip


def lanwan_trees() -> Table:
    """Return trees and parks as the residents of each district have them."""
    percent = {"minimum": 0, "maximum": 100}
    columns = (
        Column("district", "string", "text", "District of Lanwan.",
               constraints={"unique": True, "enum": list(DISTRICTS)}),
        Column("see_3_trees_percent", "integer", "percent",
               "Residents who see three trees or more from home.", constraints=percent),
        Column("canopy_percent", "integer", "percent", "Ground under the crowns of trees.",
               constraints=percent),
        Column("within_300_m_percent", "integer", "percent",
               "Residents with 300 m or less on foot to a public park or green space.",
               constraints=percent),
    )  # fmt: skip
    rows = [(name, *values) for name, values in TREES.items()]
    return _table("lanwan_trees", "Lanwan's districts by the 3-30-300 rule", BY_HAND.strip(),
                  columns, rows, "district", {"district": ("lanwan_districts", "district")})  # fmt: skip


def lanwan_species() -> Table:
    """Return the birds that were counted at four places."""
    columns = (
        Column("species", "string", "text", "Bird; names of the Pearl River Delta's common birds.",
               constraints={"unique": True}),
        *(Column(site.lower().replace(" ", "_"), "integer", "birds",
                 f"Birds counted: {site}.", constraints={"minimum": 0}) for site in SITES),
    )  # fmt: skip
    text = "Four counts of 200 birds each, of the same length and season."
    rows = [(name, *counts) for name, counts in BIRDS.items()]
    return _table("lanwan_species", "Birds counted at four places of Lanwan", BY_HAND + text,
                  columns, rows, "species")  # fmt: skip


def lanwan_patches() -> Table:
    """Return the green patches along Lanwan's southern river arm."""
    columns = (
        Column("patch", "string", "text", "Green patch, from north to south.",
               constraints={"unique": True}),
        Column("x_km", "number", "km", "East of the north-west corner of lanwan_grid."),
        Column("y_km", "number", "km", "South of that corner."),
        Column("area_ha", "integer", "ha", "Area of the patch.", constraints={"minimum": 1}),
        Column("price_million_cny", "integer", "million CNY", "Price of its protection.",
               constraints={"minimum": 0}),
    )  # fmt: skip
    rows = [(name, *values) for name, values in PATCHES.items()]
    return _table("lanwan_patches", "Green patches of Lanwan's river corridor", BY_HAND.strip(),
                  columns, rows, "patch")  # fmt: skip


def tables() -> list[Table]:
    """Return the tables of Lanwan's green."""
    return [lanwan_land(), lanwan_old_town(), lanwan_trees(), lanwan_species(), lanwan_patches()]
