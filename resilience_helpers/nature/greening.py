"""A greening plan on a map: trees over streets, planted roofs, a new park.

What a plan does to shade, albedo and evaporation goes into `nature.cooling`. Crowns and plants
cover a share of a cell; the cell becomes a mix of what was there and of what is planted.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import fractions, has_columns, one_list, whole_number
from resilience_helpers.nature._neighbours import green_cells, length

#: What is planted, by the covers of lanwan_land.
TREES, PARK, ROOFS = "green", "park", "lawn"
#: Column of lanwan_land -> factor of `cooling.cooling_capacity`.
FACTORS = {"shade": "shade", "albedo": "albedo", "crop_coefficient": "evapotranspiration"}


def planted(
    cells: pd.DataFrame,
    land: pd.DataFrame,
    street_trees: float = 0.0,
    planted_roofs: float = 0.0,
    park_ha: int = 0,
    park_at: tuple[int, int] | None = None,
) -> pd.DataFrame:
    """Cells of a district after a greening plan.

    A share s of the streets, which are a share f of a cell, is planted like woods: each factor
    of the cell changes by s f x (factor of woods - factor of the cell). Roofs are planted with grass, which
    shades no street. The park takes the cells nearest to `park_at` that are no water.

    Parameters
    ----------
    cells : pandas.DataFrame
        Cells of 1 ha: columns "row", "column", "land_cover", "residents" (lanwan_old_town).
    land : pandas.DataFrame
        Index: land cover; columns as in lanwan_land.
    street_trees, planted_roofs : float [-]
        Share of the streets and of the roofs that are planted, 0 to 1.
    park_ha : int [ha]
        Size of the new park, one cell a hectare.
    park_at : tuple of 2 ints
        Row and column of its middle; needed if there is a park.

    Returns
    -------
    pandas.DataFrame
        Columns "row", "column", "residents", "shade", "albedo", "evapotranspiration", "green"
        (1 or 0), and "moved": residents who live where the park would be.

    Raises
    ------
    ValueError
        If a share lies outside 0 to 1, a cover is unknown, or there is no place for the park.

    Examples
    --------
    >>> cells = pd.DataFrame({"row": 1, "column": [1, 2], "land_cover": ["dense", "dense"],
    ...                       "residents": [150, 90]})
    >>> from resilience_helpers import datasets
    >>> land = datasets.load("lanwan_land").set_index("land_cover")
    >>> found = planted(cells, land, street_trees=0.5, park_ha=1, park_at=(1, 2))
    >>> found["shade"].round(2).tolist(), found["moved"].tolist()
    ([0.12, 0.6], [0, 90])
    """
    crowns = float(fractions("street_trees", street_trees))
    roofs = float(fractions("planted_roofs", planted_roofs))
    size = whole_number("park_ha", park_ha, 0)
    has_columns("cells", cells, ("row", "column", "land_cover", "residents"))
    has_columns("land", land, (*FACTORS, "green", "street_fraction", "roof_fraction"))
    unknown = sorted(set(cells["land_cover"]) - set(land.index))
    if unknown:
        raise ValueError(_("land has no row for {names}").format(names=", ".join(unknown)))
    here = land.loc[cells["land_cover"]].reset_index(drop=True)
    found = cells[["row", "column", "residents"]].reset_index(drop=True)
    for column, factor in FACTORS.items():
        mixed = here[column] + crowns * here["street_fraction"] * (
            land.at[TREES, column] - here[column]
        )
        if factor != "shade":
            mixed += roofs * here["roof_fraction"] * (land.at[ROOFS, column] - here[column])
        found[factor] = mixed
    found["green"] = here["green"]
    chosen = _park(cells, size, park_at)
    for column, factor in {**FACTORS, "green": "green"}.items():
        found.loc[chosen, factor] = land.at[PARK, column]
    return found.assign(moved=found["residents"].where(chosen, 0))


def distance_to_green(green: ArrayLike, cell_m: float) -> np.ndarray:
    """Distance of each cell to the nearest green cell, as the bird flies.

    Parameters
    ----------
    green : array_like, shape (rows, columns)
        True (or 1) where the cell is green space.
    cell_m : float [m]
        Side of a cell; above 0.

    Returns
    -------
    ndarray, shape (rows, columns) [m]
        From middle to middle; infinite if nothing is green.

    Raises
    ------
    ValueError
        If `green` is no grid of 1 and 0, or the side is not above 0.

    Notes
    -----
    A way on foot is longer, and a fence makes it much longer.

    Examples
    --------
    >>> distance_to_green([[1, 0, 0], [0, 0, 0]], cell_m=100).round(0)
    array([[  0., 100., 200.],
           [100., 141., 224.]])
    """
    from scipy.ndimage import distance_transform_edt

    is_green, cell = green_cells(green), length("cell_m", cell_m)
    if not is_green.any():
        return np.full(is_green.shape, np.inf)
    return cell * distance_transform_edt(~is_green)


def _park(cells: pd.DataFrame, size: int, middle: tuple[int, int] | None) -> np.ndarray:
    """Return True for the cells that become park."""
    chosen = np.zeros(len(cells), dtype=bool)
    if not size:
        return chosen
    if middle is None:
        raise ValueError(_("park_at is missing; give row and column of the park's middle"))
    place = one_list("park_at", middle, 2)
    map_ends = cells[["row", "column"]].agg(["min", "max"]).to_numpy()
    if len(place) != 2 or (place < map_ends[0]).any() or (place > map_ends[1]).any():
        told = _("park_at is {place}; it must be a row and a column of the map")
        raise ValueError(told.format(place=tuple(place.tolist())))
    row, column = place
    free = (cells["land_cover"] != "water").to_numpy()
    if size > free.sum():
        told = _("park_ha is {size}; the map has {many} cells that are no water")
        raise ValueError(told.format(size=size, many=free.sum()))
    far = np.hypot(cells["row"] - row, cells["column"] - column).to_numpy()
    chosen[np.argsort(np.where(free, far, np.inf), kind="stable")[:size]] = True
    return chosen
