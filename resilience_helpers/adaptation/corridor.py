"""The way of the wind: the path from open land or sea into the city that brakes it least.

A wind corridor is found as a least-cost path over the roughness of the ground, as in [1]_.

References
----------
.. [1] Wong, M. S. and others (2010). A simple method for designation of urban ventilation
   corridors and its application to urban heat island analysis. Building and Environment 45,
   1880-1889.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import has_columns, numbers, plain, refuse

#: Land cover of lanwan_grid -> roughness length [m] of the landscape that is most like it, in
#: the classes of Davenport (Wieringa 1993, Boundary-Layer Meteorology 63, 323-363).
ROUGHNESS_M = {
    "water": 0.0002,
    "farmland": 0.1,
    "green": 0.5,
    "low_rise": 1.0,
    "industry": 1.0,
    "dense": 2.0,
}
KARMAN = 0.4


@dataclass(frozen=True)
class Corridor:
    """A path of the wind.

    Parameters
    ----------
    cells : tuple
        Cells in the order in which the wind passes them.
    cost : float [km]
        Sum of drag x distance.
    length_km : float [km]
        Length of the path.
    """

    cells: tuple
    cost: float
    length_km: float


def drag(roughness_m: ArrayLike, height_m: float = 60.0) -> float | np.ndarray:
    """Drag coefficient of the ground: how strongly it brakes the wind.

    C = (0.4 / ln(z / z0))^2, from the logarithmic wind profile [1]_.

    Parameters
    ----------
    roughness_m : array_like [m]
        Roughness length z0; above 0 and below `height_m`.
    height_m : float [m]
        Height z for which the wind is meant.

    Returns
    -------
    float or ndarray [-]
        Of the shape of `roughness_m`.

    Raises
    ------
    ValueError
        If a roughness is not above 0, or not below the height.

    Notes
    -----
    For neutral air over even ground. On a hot, still afternoon, and among towers, it orders
    kinds of ground rather than measuring them.

    References
    ----------
    .. [1] Stull, R. B. (1988). An Introduction to Boundary Layer Meteorology, chapter 9.

    Examples
    --------
    >>> drag([0.0002, 2]).round(4)
    array([0.001 , 0.0138])
    """
    rough, height = numbers("roughness_m", roughness_m), _one_number("height_m", height_m)
    rule = _("it must be above 0 and below height_m ({height} m)").format(height=height)
    refuse("roughness_m", rough, (rough <= 0) | (rough >= height), rule)
    return plain((KARMAN / np.log(height / rough)) ** 2)


def least_drag_path(
    cells: pd.DataFrame,
    drag: ArrayLike,
    start: Iterable,
    end: Iterable,
    wind_from_degrees: float | None = None,
    within_degrees: float = 45.0,
) -> Corridor:
    """Find the path that brakes the wind least.

    The wind steps from a cell of 1 km to one of its eight neighbours. A step costs its length
    times the mean drag of the two cells. Of all paths from any start to any end the cheapest
    is found by Dijkstra's algorithm [1]_.

    Parameters
    ----------
    cells : pandas.DataFrame
        Columns "cell", "row" (1 in the north) and "column" (1 in the west), as in
        lanwan_grid, each cell and place once. The wind passes no other place.
    drag : array_like, shape (n,) [-]
        Drag of each cell, in the order of `cells`; zero or more.
    start, end : iterable
        Cells in which the path may begin and end.
    wind_from_degrees : float, optional
        Where the wind comes from, clockwise from north; without it the path may turn.
    within_degrees : float
        How far a step may point away from the wind, 0 to 180.

    Returns
    -------
    Corridor

    Raises
    ------
    ValueError
        If a column is missing, a cell or place stands twice, a drag is negative, an angle is
        out of its range, a cell is unknown, or no path exists.

    References
    ----------
    .. [1] Dijkstra, E. W. (1959). A note on two problems in connexion with graphs. Numerische
       Mathematik 1, 269-271.

    Examples
    --------
    >>> cells = pd.DataFrame({"cell": [1, 2, 3], "row": [1, 1, 1], "column": [1, 2, 3]})
    >>> path = least_drag_path(cells, [0.01, 0.03, 0.01], start=[1], end=[3])
    >>> path.cells, round(path.cost, 3), path.length_km
    ((1, 2, 3), 0.04, 2.0)
    """
    import networkx

    _check_cells(cells)
    brakes = numbers("drag", drag)
    if brakes.shape != (len(cells),):
        told = _("drag has shape {shape}; it must hold one number for each of {many} cells")
        raise ValueError(told.format(shape=brakes.shape, many=len(cells)))
    refuse("drag", brakes, brakes < 0, _("it must be zero or more"))
    if wind_from_degrees is not None:
        wind_from_degrees = _one_number("wind_from_degrees", wind_from_degrees)
    within = _one_number("within_degrees", within_degrees)
    if not 0 <= within <= 180:
        told = _("within_degrees is {within}; it must lie from 0 to 180")
        raise ValueError(told.format(within=within))
    graph = networkx.DiGraph()
    graph.add_nodes_from(cells["cell"].tolist())
    graph.add_weighted_edges_from(_steps(cells, brakes, wind_from_degrees, within))
    ends = _known("end", end, graph)
    costs, paths = networkx.multi_source_dijkstra(graph, _known("start", start, graph))
    reached = [one for one in ends if one in costs]
    if not reached:
        raise ValueError(_("no path leads from start to end with this wind"))
    best = min(reached, key=costs.get)
    path = cells.set_index("cell").loc[paths[best], ["row", "column"]].to_numpy(float)
    length = float(np.hypot(*np.diff(path, axis=0).T).sum())
    return Corridor(tuple(paths[best]), float(costs[best]), length)


def _steps(
    cells: pd.DataFrame, brakes: np.ndarray, wind_from: float | None, within: float
) -> list[tuple]:
    """Return (cell, neighbour, cost) of every step that the wind may take."""
    places = zip(cells["row"].tolist(), cells["column"].tolist(), strict=True)
    known = {place: number for number, place in enumerate(places)}
    names, brakes = cells["cell"].tolist(), brakes.tolist()
    found = []
    for down, right in ((d, r) for d in (-1, 0, 1) for r in (-1, 0, 1) if d or r):
        bearing = np.degrees(np.arctan2(right, -down))
        if wind_from is not None:
            # the wind blows to the other side, and angles go round at 360
            turned = abs((bearing - wind_from) % 360 - 180)
            if turned > within + 1e-9:
                continue
        length = float(np.hypot(down, right))
        for (row, column), here in known.items():
            there = known.get((row + down, column + right))
            if there is not None:
                cost = length * (brakes[here] + brakes[there]) / 2
                found.append((names[here], names[there], cost))
    return found


def _one_number(name: str, value: ArrayLike) -> float:
    """Return a single finite number."""
    number = numbers(name, value)
    if number.ndim:
        told = _("{name} has shape {shape}; it must be a single number")
        raise ValueError(told.format(name=name, shape=number.shape))
    return float(number)


def _check_cells(cells: pd.DataFrame) -> None:
    """Refuse a grid that lacks a column, or holds a cell or a place twice."""
    has_columns("cells", cells, ("cell", "row", "column"))
    twice = cells["cell"].duplicated() | cells.duplicated(["row", "column"])
    if twice.any():
        told = _("cells holds cell {cell}, or its row and column, twice; each must stand once")
        raise ValueError(told.format(cell=cells.loc[twice, "cell"].iloc[0]))


def _known(name: str, chosen: Iterable, graph: object) -> list:
    """Return cells as a list; refuse an empty one and unknown cells."""
    if isinstance(chosen, str) or not isinstance(chosen, Iterable):
        told = _("{name} is {chosen!r}; it must be a list of cells")
        raise TypeError(told.format(name=name, chosen=chosen))
    listed = list(chosen)
    unknown = [one for one in listed if one not in graph]
    if unknown or not listed:
        told = _("{name} holds {found}; it must name one or more of the cells")
        raise ValueError(told.format(name=name, found=unknown or _("nothing")))
    return listed
