"""Cooling by green: how much a place cools, how far a park reaches, and what a plan changes.

The formulas are those of the urban cooling model of InVEST [1]_. The index of a place is made
of shade, reflected sunlight and evaporated water; large green spaces also cool what lies near.

References
----------
.. [1] Natural Capital Project, InVEST User's Guide, chapter "Urban Cooling"; after Zardo, L. and
   others (2017). Estimating the cooling capacity of green infrastructures to support urban
   planning. Ecosystem Services 26, 225-235.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import (
    fractions,
    has_columns,
    numbers,
    plain,
    refuse,
    zero_or_more,
)
from resilience_helpers.nature._neighbours import (
    ROUNDING,
    distances,
    green_cells,
    grid,
    length,
    summed,
    weighted_mean,
)

#: Weights of shade, albedo and evapotranspiration [1]_.
WEIGHTS = (0.6, 0.2, 0.2)


def evapotranspiration_index(
    crop_coefficient: ArrayLike, reference_mm: ArrayLike = 1.0, largest_mm: float | None = None
) -> float | np.ndarray:
    """Water that a place evaporates, beside the most that the region's climate can take up.

    ETI = Kc ETo / ETmax.

    Parameters
    ----------
    crop_coefficient : array_like [-]
        Kc: water that the cover evaporates as a share of well-watered grass; zero or more.
    reference_mm : array_like [mm]
        ETo of the place in the period; above 0. The same everywhere by default.
    largest_mm : float, optional [mm]
        ETmax, the largest ETo of the region; default: the largest of `reference_mm`.

    Returns
    -------
    float or ndarray [-]
        Of the common shape of the arguments.

    Raises
    ------
    ValueError
        If a number is missing, a coefficient negative, or an evapotranspiration not above 0.

    Examples
    --------
    >>> evapotranspiration_index([0.35, 1.0], reference_mm=5.4, largest_mm=6.0).round(3)
    array([0.315, 0.9  ])
    """
    crop = numbers("crop_coefficient", crop_coefficient)
    reference = numbers("reference_mm", reference_mm)
    largest = numbers("largest_mm", reference.max() if largest_mm is None else largest_mm)
    refuse("crop_coefficient", crop, crop < 0, _("it must be zero or more"))
    refuse("reference_mm", reference, reference <= 0, _("it must be above 0"))
    refuse("largest_mm", largest, largest <= 0, _("it must be above 0"))
    return plain(crop * reference / largest)


def cooling_capacity(
    shade: ArrayLike,
    albedo: ArrayLike,
    evapotranspiration: ArrayLike,
    weights: tuple[float, float, float] = WEIGHTS,
) -> float | np.ndarray:
    """Cooling capacity of a place by day.

    CC = 0.6 shade + 0.2 albedo + 0.2 ETI.

    Parameters
    ----------
    shade : array_like [-]
        Share of the ground under crowns of trees of 2 m or more, 0 to 1.
    albedo : array_like [-]
        Share of the sunlight that is reflected, 0 to 1.
    evapotranspiration : array_like [-]
        Index from `evapotranspiration_index`; 0 to 1.5.
    weights : tuple of 3 floats
        Of shade, albedo and evapotranspiration; they add up to 1.

    Returns
    -------
    float or ndarray [-]
        Of the common shape of the arguments; 0 cools nothing.

    Raises
    ------
    ValueError
        If a number lies outside its range, or the weights do not add up to 1.

    Notes
    -----
    The weights come from few case studies. Try others before you rely on a ranking.

    Examples
    --------
    >>> cooling_capacity(shade=[0.05, 0.75], albedo=[0.18, 0.17],
    ...                  evapotranspiration=[0.35, 1.0]).round(3)
    array([0.136, 0.684])
    """
    parts = [fractions("shade", shade), fractions("albedo", albedo)]
    water = numbers("evapotranspiration", evapotranspiration)
    rule = _("it must lie between 0 and 1.5; divide percent by 100")
    refuse("evapotranspiration", water, (water < 0) | (water > 1.5), rule)
    share = fractions("weights", weights)
    if share.shape != (3,) or abs(share.sum() - 1) > 1e-9:
        told = _("weights are {weights}; they must be three numbers that add up to 1")
        raise ValueError(told.format(weights=tuple(weights)))
    return plain(sum(w * part for w, part in zip(share, [*parts, water], strict=True)))


def night_capacity(building_intensity: ArrayLike) -> float | np.ndarray:
    """Cooling capacity of a place by night, when walls give off the heat of the day.

    CC = 1 - building intensity.

    Parameters
    ----------
    building_intensity : array_like [-]
        How much is built on the place, 0 to 1.

    Returns
    -------
    float or ndarray [-]
        Of the shape of `building_intensity`.

    Raises
    ------
    ValueError
        If a number lies outside 0 to 1.

    Examples
    --------
    >>> night_capacity([0.9, 0]).round(2)
    array([0.1, 1. ])
    """
    return plain(1 - fractions("building_intensity", building_intensity))


def park_capacity(
    capacity: ArrayLike, green: ArrayLike, cell_m: float, reach_m: float = 450.0
) -> np.ndarray:
    """Cooling that the green spaces around each cell lend to it.

    CC_park = sum of g CC w / sum of w over all cells within the reach d, with g = 1 for green
    cells, else 0, and w = exp(-distance / d).

    Parameters
    ----------
    capacity : array_like, shape (rows, columns) [-]
        Cooling capacity of each cell.
    green : array_like, shape (rows, columns)
        True (or 1) where the cell is green space.
    cell_m : float [m]
        Side of a cell; above 0.
    reach_m : float [m]
        d, the distance to which a green space cools; above 0.

    Returns
    -------
    ndarray, shape (rows, columns) [-]
        A weighted mean in which a cell that is not green counts as 0.

    Raises
    ------
    ValueError
        If the shapes differ or are no grid, or a distance is not above 0.

    Notes
    -----
    The guide of InVEST writes the sum above the line only, and calls it an average; as in its
    program, the mean is meant. The guide stops at d, as here; the program goes on to 5 d.
    Beyond the edge of the grid nothing is known, and it is left out of the mean.

    Examples
    --------
    >>> park_capacity([[0.6, 0.1, 0.1]], [[1, 0, 0]], cell_m=100, reach_m=150).round(3)
    array([[0.396, 0.152, 0.   ]])
    """
    own, is_green = _grids(capacity, green)
    cell, reach = length("cell_m", cell_m), length("reach_m", reach_m)
    far = distances(cell, reach)
    weight = np.where(far <= reach + ROUNDING, np.exp(-far / reach), 0.0)
    return weighted_mean(own * is_green, weight)


def green_area(green: ArrayLike, cell_m: float, reach_m: float = 450.0) -> np.ndarray:
    """Green space within reach of each cell.

    Parameters
    ----------
    green : array_like, shape (rows, columns)
        True (or 1) where the cell is green space.
    cell_m : float [m]
        Side of a cell; above 0.
    reach_m : float [m]
        Distance from the middle of the cell; above 0.

    Returns
    -------
    ndarray, shape (rows, columns) [ha]

    Raises
    ------
    ValueError
        If `green` is no grid, or a distance is not above 0.

    Examples
    --------
    >>> green_area([[1, 0, 0, 1]], cell_m=100, reach_m=150)
    array([[1., 1., 1., 1.]])
    """
    is_green = green_cells(green)
    cell, reach = length("cell_m", cell_m), length("reach_m", reach_m)
    near = (distances(cell, reach) <= reach + ROUNDING).astype(float)
    return summed(is_green.astype(float), near) * cell**2 / 10_000


def heat_mitigation(
    capacity: ArrayLike,
    green: ArrayLike,
    cell_m: float,
    reach_m: float = 450.0,
    least_green_ha: float = 2.0,
) -> np.ndarray:
    """Heat mitigation index: a cell's own capacity, or that of the green around it.

    The index is the cell's own capacity where this is the larger one, or where less than
    `least_green_ha` of green lies within the reach; elsewhere it is that of `park_capacity`.

    Parameters
    ----------
    capacity : array_like, shape (rows, columns) [-]
        Cooling capacity of each cell.
    green : array_like, shape (rows, columns)
        True (or 1) where the cell is green space.
    cell_m : float [m]
        Side of a cell; above 0. Well below the reach, or the park's neighbours are not seen.
    reach_m : float [m]
        Distance to which a green space cools; above 0.
    least_green_ha : float [ha]
        Green within the reach from which on it cools its surroundings.

    Returns
    -------
    ndarray, shape (rows, columns) [-]

    Raises
    ------
    ValueError
        If the shapes differ or are no grid, or a distance is not above 0.

    Examples
    --------
    >>> heat_mitigation([[0.6, 0.1, 0.1]], [[1, 0, 0]], 100, 150, least_green_ha=1).round(3)
    array([[0.6  , 0.152, 0.1  ]])
    """
    own, is_green = _grids(capacity, green)
    least = zero_or_more("least_green_ha", least_green_ha)
    lent = park_capacity(own, is_green, cell_m, reach_m)
    enough = green_area(is_green, cell_m, reach_m) > float(least) - 1e-9
    return np.where(enough & (lent > own + 1e-9), lent, own)


def excess_temperature(
    mitigation: ArrayLike, heat_island_c: float, cell_m: float, mixing_m: float = 500.0
) -> np.ndarray:
    """How much hotter the air is than in the country, once the air has mixed.

    Before mixing it is (1 - HM) x the heat island; then a mean with the weights of a normal
    distribution is taken over the surroundings.

    Parameters
    ----------
    mitigation : array_like, shape (rows, columns) [-]
        Heat mitigation index of each cell.
    heat_island_c : float [deg C]
        Excess of a place that nothing cools; zero or more.
    cell_m : float [m]
        Side of a cell; above 0.
    mixing_m : float [m]
        Standard deviation of the weights, cut off at three of them; 0 for no mixing.

    Returns
    -------
    ndarray, shape (rows, columns) [deg C]

    Raises
    ------
    ValueError
        If a number lies outside its range, or `mitigation` is no grid.

    Notes
    -----
    A linear index, not a simulation of air and radiation. It orders plans; degrees need
    thermometers. The guide of InVEST has a normal distribution of "radius" r, here its standard
    deviation; the program takes exp(-distance / r). Beyond the edge the air is taken to be like
    that inside: a plan near the edge, or all over the map, cools a little too much.

    Examples
    --------
    >>> excess_temperature([[0.6, 0.1]], heat_island_c=2, cell_m=100, mixing_m=0).round(2)
    array([[0.8, 1.8]])
    """
    index, island = numbers("mitigation", mitigation), numbers("heat_island_c", heat_island_c)
    refuse("heat_island_c", island, island < 0, _("it must be zero or more"))
    index = grid("mitigation", index)
    excess = (1 - index) * float(island)
    if mixing_m == 0:
        return excess
    cell, mixing = length("cell_m", cell_m), length("mixing_m", mixing_m)
    far = distances(cell, 3 * mixing)
    weight = np.where(far <= 3 * mixing + ROUNDING, np.exp(-0.5 * (far / mixing) ** 2), 0.0)
    return weighted_mean(excess, weight)


def excess_map(
    cells: pd.DataFrame,
    heat_island_c: float,
    cell_m: float = 100.0,
    reach_m: float = 450.0,
    mixing_m: float = 500.0,
    weights: tuple[float, float, float] = WEIGHTS,
) -> pd.DataFrame:
    """All steps at once: from the cells of a district to the excess of its air.

    Parameters
    ----------
    cells : pandas.DataFrame
        One row a cell of a full grid; columns "row", "column", "shade", "albedo",
        "evapotranspiration" and "green", as `greening.planted` gives them.
    heat_island_c, cell_m, reach_m, mixing_m
        As for `heat_mitigation` and `excess_temperature`.
    weights : tuple of 3 floats
        As for `cooling_capacity`.

    Returns
    -------
    pandas.DataFrame [deg C]
        Index: row; columns: column.

    Raises
    ------
    ValueError
        If a column or a cell of the grid is missing, or a number lies outside its range.

    Examples
    --------
    >>> cells = pd.DataFrame({"row": [1, 1], "column": [1, 2], "shade": [0.6, 0.0],
    ...                       "albedo": 0.2, "evapotranspiration": 0.5, "green": [1, 0]})
    >>> excess_map(cells, heat_island_c=2, mixing_m=0).round(2).to_numpy()
    array([[1.  , 1.72]])
    """
    factors = ("shade", "albedo", "evapotranspiration")
    has_columns("cells", cells, ("row", "column", *factors, "green"))
    found = cooling_capacity(*(cells[one] for one in factors), weights)
    capacity = cells[["row", "column"]].assign(capacity=found)
    own = capacity.pivot(index="row", columns="column", values="capacity")
    green = cells.pivot(index="row", columns="column", values="green")
    index = heat_mitigation(own, green, cell_m, reach_m)
    excess = excess_temperature(index, heat_island_c, cell_m, mixing_m)
    return pd.DataFrame(excess, index=own.index, columns=own.columns)


def _grids(capacity: ArrayLike, green: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    own, is_green = grid("capacity", numbers("capacity", capacity)), green_cells(green)
    if own.shape != is_green.shape:
        told = _("capacity has shape {one} and green {two}; both must be the same grid")
        raise ValueError(told.format(one=own.shape, two=is_green.shape))
    return own, is_green
