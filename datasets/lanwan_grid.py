"""The grid of Lanwan: 1,680 invented cells of 1 km2 on an invented delta.

A river comes down from hills in the north-west, splits into two arms and reaches the sea in the
south-east. Each step below is one rule; the only chance in it is `smooth_noise`. The seed was
chosen so that every district is in one piece and the flood of 100 years reaches about the share
of residents that lanwan_indicators calls flood-prone, or less. x counts kilometres to the east,
y to the south, from the north-west corner.
"""

from dataclasses import dataclass

import numpy as np
from lanwan import DISTRICTS, INDICATORS, LEVELS, scattered

SEED = 2113
COLUMNS, ROWS = 50, 48
# The middle of the grid is the point from which the table of typhoons measures its distances.
MIDDLE = (22.27, 113.57)
KM_PER_DEGREE = 6371 * np.pi / 180
APEX = (21.5, 19.5)
RIVER = (
    ((4, 0), (9, 8), (14.5, 14.5), APEX),
    (APEX, (28, 22.5), (34, 25.5), (42, 28.5), (50, 30.5)),
    (APEX, (24, 27), (25.5, 34), (29, 41), (30.5, 48)),
)
COAST = (
    (0, 50),
    (10, 48),
    (17, 45.5),
    (24, 45),
    (29, 44.5),
    (33, 42.5),
    (37, 39),
    (39.5, 35),
    (44, 31.5),
    (50, 27.5),
)
# District -> its heart. In this order each district takes the free cells nearest to its heart,
# as many as its area has km2; the last one takes what is left.
HEARTS = {
    "Old Town": APEX,
    "New Centre": (15.5, 22.5),
    "Riverside": (27.5, 17.5),
    "Harbour": (42.5, 26.5),
    "Airport Flats": (20.5, 40.0),
    "University Town": (21.5, 8.5),
    "Hill Gardens": (10.0, 9.5),
}
REMAINDER = "Delta Farms"
# Height of the fill [m] under a district; the fields sank when they were drained.
FILL_M = {"Delta Farms": -0.3, "Harbour": 0.3, "Riverside": 0.2, "New Centre": 0.5,
          "Airport Flats": 0.3}  # fmt: skip
# Asset stock [million CNY]: 3 x GDP of 372,000 million CNY, shared among four sectors.
STOCK = {
    "residential": 502_200,
    "commercial": 223_200,
    "industrial": 189_720,
    "infrastructure": 200_880,
}


@dataclass(frozen=True)
class Character:
    """How a district is built: relative values, shares of its built cells, floors where dense."""

    home: float
    shop: float
    plant: float
    dense: float
    industry: float
    floors: int


CHARACTER = {
    "Old Town": Character(0.8, 5.0, 0.2, 0.90, 0.00, 5),
    "Harbour": Character(1.4, 6.0, 4.0, 0.20, 0.40, 14),
    "Riverside": Character(1.0, 3.5, 1.5, 0.60, 0.10, 11),
    "New Centre": Character(1.6, 12.0, 0.5, 0.70, 0.00, 20),
    "Hill Gardens": Character(1.5, 0.8, 0.3, 0.05, 0.00, 6),
    "Delta Farms": Character(0.6, 0.3, 0.5, 0.00, 0.03, 6),
    "Airport Flats": Character(0.7, 1.2, 4.0, 0.18, 0.40, 7),
    "University Town": Character(1.0, 1.8, 1.5, 0.25, 0.05, 9),
}
LOW_FLOORS, INDUSTRY_FLOORS = 3, 2
# Land cover -> relative weight of a cell for residents, commerce, industry, infrastructure.
COVERS = {
    "water": (0, 0, 0, 0),
    "farmland": (0.04, 0, 0.01, 0.05),
    "green": (0.03, 0.01, 0, 0.05),
    "low_rise": (1.0, 0.6, 0.2, 0.5),
    "industry": (0.15, 0.3, 3.0, 1.0),
    "dense": (4.0, 2.5, 0.3, 1.6),
}


def smooth_noise(generator: np.random.Generator, spacing: int) -> np.ndarray:
    """Return a smooth random field between 0 and 1 on the whole frame.

    Parameters
    ----------
    generator : numpy.random.Generator
        Source of chance; only uniform numbers are drawn.
    spacing : int
        Distance between the random knots [km]; between them the field is bilinear.

    Returns
    -------
    ndarray
        Shape (ROWS, COLUMNS).
    """
    knots = generator.random((ROWS // spacing + 2, COLUMNS // spacing + 2))
    y, x = np.meshgrid(np.arange(ROWS) / spacing, np.arange(COLUMNS) / spacing, indexing="ij")
    row, column = y.astype(int), x.astype(int)
    down, right = y - row, x - column
    upper = knots[row, column] * (1 - right) + knots[row, column + 1] * right
    lower = knots[row + 1, column] * (1 - right) + knots[row + 1, column + 1] * right
    return upper * (1 - down) + lower * down


def distance_to_line(x: np.ndarray, y: np.ndarray, line: tuple) -> np.ndarray:
    """Return the distance to a line of straight pieces.

    Parameters
    ----------
    x, y : ndarray
        Places [km].
    line : tuple
        Corners of the line [km].

    Returns
    -------
    ndarray
        Distance [km].

    Examples
    --------
    >>> distance_to_line(np.array([3.0]), np.array([4.0]), ((0, 0), (0, 2))).round(2).tolist()
    [3.61]
    """
    nearest = np.full(x.shape, np.inf)
    for (x0, y0), (x1, y1) in zip(line, line[1:], strict=False):
        length2 = (x1 - x0) ** 2 + (y1 - y0) ** 2
        along = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length2, 0, 1)
        apart = np.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0))
        nearest = np.minimum(nearest, apart)
    return nearest


def shared_out(total: int, weights: np.ndarray) -> np.ndarray:
    """Return whole numbers in proportion to the weights that add up to the total exactly.

    Examples
    --------
    >>> shared_out(10, np.array([1, 1, 1])).tolist()
    [4, 3, 3]
    """
    exact = total * weights / weights.sum()
    whole = np.floor(exact + 1e-9).astype(int)
    largest = np.argsort(-(exact - whole), kind="stable")[: total - whole.sum()]
    whole[largest] += 1
    return whole


def city_cells(outline: np.ndarray, border: np.ndarray) -> dict[str, np.ndarray]:
    """Return place, distances and district of the city's cells, row by row.

    Parameters
    ----------
    outline, border : ndarray
        Smooth fields that make the edge of the city and the borders of its districts uneven,
        shape (ROWS, COLUMNS).

    Returns
    -------
    dict of str to ndarray
        "row", "column", "x", "y", "coast", "river" [km], "district".
    """
    y, x = np.meshgrid(np.arange(ROWS) + 0.5, np.arange(COLUMNS) + 0.5, indexing="ij")
    coast_x, coast_y = np.array(COAST).T
    sea = y > np.interp(x, coast_x, coast_y, left=np.inf)
    # The city is the land nearest to the middle of the frame, with blunt corners.
    reach = ((abs(x - 25.5) / 25) ** 3 + (abs(y - 26) / 24) ** 3) ** (1 / 3) + 0.12 * outline
    area = sum(about[1] for about in DISTRICTS.values())
    row, column = np.divmod(np.sort(np.argsort(np.where(sea, np.inf, reach), axis=None,
                                               kind="stable")[:area]), COLUMNS)  # fmt: skip
    cells = {"row": row, "column": column, "x": x[row, column], "y": y[row, column]}
    cells["coast"] = distance_to_line(cells["x"], cells["y"], COAST)
    cells["river"] = np.min(
        [distance_to_line(cells["x"], cells["y"], arm) for arm in RIVER], axis=0
    )
    district = np.full(area, REMAINDER, dtype=object)
    for name, heart in HEARTS.items():
        far = np.hypot(cells["x"] - heart[0], cells["y"] - heart[1])
        far = far * (0.8 + 0.4 * border[row, column])
        free = np.where(district == REMAINDER, far, np.inf)
        district[np.argsort(free, kind="stable")[: DISTRICTS[name][1]]] = name
    return {**cells, "district": district}


def elevation(cells: dict, noise: np.ndarray, rough: np.ndarray) -> np.ndarray:
    """Return the height of the ground above mean sea level.

    Parameters
    ----------
    cells : dict of str to ndarray
        Cells as `city_cells` gives them.
    noise, rough : ndarray
        Smooth fields of the cells, 0 to 1.

    Returns
    -------
    ndarray
        Height [m], 0 to 200, to 0.1 m: a plain that rises from the sea, banks along the river,
        a terrace under the New Centre, filled ground under the towns, hills in the north-west.
    """
    x, y = cells["x"], cells["y"]
    plain = 0.9 + 0.03 * cells["coast"] + 1.3 * noise + 0.3 * np.exp(-cells["river"] / 1.5)
    heart = HEARTS["New Centre"]
    terrace = 5 * np.exp(-(((x - heart[0]) ** 2 + (y - heart[1]) ** 2) / 18))
    filled = np.array([FILL_M.get(name, 0.0) for name in cells["district"]])
    uphill = np.clip((19 - y + 0.2 * (20 - x)) / 16, 0, 1) ** 1.3 * np.clip((21 - x) / 8, 0, 1)
    valley = np.clip(0.1 + cells["river"] / 4, 0.1, 1)
    hills = 200 * uphill * valley * (0.35 + 0.65 * rough)
    foot = 25 * np.clip((17 - y) / 12, 0, 1) * np.clip((33 - x) / 8, 0, 1) * (0.3 + rough)
    return np.clip(plain + terrace + filled + hills + foot, 0, 200).round(1)


def land_cover(cells: dict, height: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Return what covers each cell.

    Water, farmland and green together take the share that `green_space_percent` of
    lanwan_indicators gives to the district. Water is where the river flows; fields and green
    lie where the ground is high or the noise is. The best of the other cells, those nearest to
    the district's heart, are dense; industry lies nearest to the coast.

    Parameters
    ----------
    cells : dict of str to ndarray
        Cells as `city_cells` gives them.
    height : ndarray
        Height of the ground [m].
    noise : ndarray
        Smooth field of the cells, 0 to 1.

    Returns
    -------
    ndarray of str
        Names of `COVERS`.
    """
    open_percent = list(INDICATORS).index("green_space_percent")
    indicators = scattered(LEVELS, seed=2030)
    cover = np.full(len(height), "low_rise", dtype=object)
    for name, character in CHARACTER.items():
        here = np.flatnonzero(cells["district"] == name)
        x0, y0 = HEARTS.get(name, APEX)
        far = np.hypot(cells["x"][here] - x0, cells["y"][here] - y0)
        many = round(len(here) * indicators[name][open_percent] / 100)
        river = cells["river"][here]
        steep = np.clip(height[here] - 20, 0, 60) / 60
        rank = np.where(river < 0.5, river - 100, -(noise[here] + steep))
        chosen = np.argsort(rank, kind="stable")[:many]
        field = "farmland" if name in (REMAINDER, "Airport Flats") else "green"
        cover[here[chosen]] = np.where(river[chosen] < 0.5, "water", field)
        built = np.setdiff1d(np.arange(len(here)), chosen)
        heart_first = built[np.argsort(far[built] * (0.8 + 0.4 * noise[here][built]),
                                       kind="stable")]  # fmt: skip
        dense = heart_first[: round(character.dense * len(built))]
        cover[here[dense]] = "dense"
        rest = np.setdiff1d(built, dense)
        coast_first = rest[np.argsort(cells["coast"][here][rest], kind="stable")]
        cover[here[coast_first[: round(character.industry * len(built))]]] = "industry"
    return cover


def exposure(cells: dict, cover: np.ndarray, noise: np.ndarray) -> dict[str, np.ndarray]:
    """Return residents and the value of four sectors in each cell.

    Residents of a district are shared among its cells by land cover; the stock of each sector
    is shared among all cells by land cover and the character of the district.

    Parameters
    ----------
    cells : dict of str to ndarray
        Cells as `city_cells` gives them.
    cover : ndarray of str
        Land cover.
    noise : ndarray
        Smooth field of the cells, 0 to 1.

    Returns
    -------
    dict of str to ndarray
        "residents", the names of `STOCK` [million CNY] and "floors".
    """
    uneven = 0.5 + noise
    people, shop, plant, public = np.array([COVERS[name] for name in cover], dtype=float).T
    residents = np.zeros(len(cover), dtype=int)
    for name, (total, _area, _character) in DISTRICTS.items():
        here = cells["district"] == name
        residents[here] = shared_out(total, (people * uneven)[here])
    of = [CHARACTER[name] for name in cells["district"]]
    weights = {
        "residential": residents * [one.home for one in of] * (0.85 + 0.3 * noise),
        "commercial": shop * [one.shop for one in of] * uneven,
        "industrial": plant * [one.plant for one in of] * uneven,
        "infrastructure": public + residents / 6_000,
    }
    return {
        "residents": residents,
        **{sector: shared_out(STOCK[sector], weight) for sector, weight in weights.items()},
        "floors": np.select(
            [cover == "dense", cover == "low_rise", cover == "industry"],
            [[one.floors for one in of], LOW_FLOORS, INDUSTRY_FLOORS],
            default=1,
        ),
    }


def grid(seed: int = SEED) -> dict[str, np.ndarray]:
    """Return the grid of Lanwan, column by column.

    Parameters
    ----------
    seed : int
        Seed of `numpy.random.default_rng`.

    Returns
    -------
    dict of str to ndarray
        Columns of the table lanwan_grid, one entry per cell.
    """
    generator = np.random.default_rng(seed)
    fields = [smooth_noise(generator, spacing) for spacing in (6, 4, 3, 4, 2)]
    outline, border, ground, rough, life = fields
    cells = city_cells(outline, border)
    place = (cells["row"], cells["column"])
    height = elevation(cells, ground[place], rough[place])
    cover = land_cover(cells, height, life[place])
    north = (ROWS / 2 - cells["y"]) / KM_PER_DEGREE
    east = (cells["x"] - COLUMNS / 2) / (KM_PER_DEGREE * np.cos(np.radians(MIDDLE[0])))
    return {
        "cell": np.arange(1, len(cover) + 1),
        "row": cells["row"] + 1,
        "column": cells["column"] + 1,
        "latitude": (MIDDLE[0] + north).round(4),
        "longitude": (MIDDLE[1] + east).round(4),
        "district": cells["district"],
        "land_cover": cover,
        "elevation_m": height,
        "coast_km": cells["coast"].round(1),
        "river_km": cells["river"].round(1),
        **exposure(cells, cover, life[place]),
    }
