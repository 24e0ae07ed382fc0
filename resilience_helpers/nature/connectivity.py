"""How well green patches are connected, and which of them matters most.

A landscape is a graph: patches are its nodes, and what can pass between two of them is a link.
Both indices add up a_i a_j x (how well j is reached from i) over all pairs of patches, a patch
with itself included, and divide by the square of the landscape's area.

References
----------
.. [1] Pascual-Hortal, L. and Saura, S. (2006). Comparison and development of new graph-based
   landscape connectivity indices. Landscape Ecology 21, 959-967.
.. [2] Saura, S. and Pascual-Hortal, L. (2007). A new habitat availability index to integrate
   connectivity in landscape conservation planning. Landscape and Urban Planning 83, 91-103.
.. [3] Saura, S. and Rubio, L. (2010). A common currency for the different ways in which patches
   and links can contribute to habitat availability and connectivity in the landscape.
   Ecography 33, 523-537.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import fractions, numbers, one_list, refuse


def gaps(x_km: ArrayLike, y_km: ArrayLike, area_ha: ArrayLike) -> np.ndarray:
    """Distance from edge to edge of patches that are taken to be round.

    Parameters
    ----------
    x_km, y_km : array_like, shape (n,) [km]
        Middle of each patch.
    area_ha : array_like, shape (n,) [ha]
        Area of each patch; above 0.

    Returns
    -------
    ndarray, shape (n, n) [m]
        0 on the diagonal and where two circles touch.

    Raises
    ------
    ValueError
        If the lists differ in length, or an area is not above 0.

    Examples
    --------
    >>> gaps([0, 3], [0, 0], [314.159, 78.54]).round(0)
    array([[   0., 1500.],
           [1500.,    0.]])
    """
    area = _areas("area_ha", area_ha)
    x, y = (_as_long("x_km", x_km, area), _as_long("y_km", y_km, area))
    radius = np.sqrt(area * 10_000 / np.pi)
    apart = 1000 * np.hypot(x[:, None] - x, y[:, None] - y)
    between = np.maximum(apart - (radius[:, None] + radius), 0)
    np.fill_diagonal(between, 0)
    return between


def passing(gap_m: ArrayLike, half_m: float) -> np.ndarray:
    """Chance that an animal crosses a gap, halved with each `half_m`.

    p = 0.5^(gap / half), an exponential fall.

    Parameters
    ----------
    gap_m : array_like [m]
        Zero or more.
    half_m : float [m]
        Gap that half of the animals cross; above 0.

    Returns
    -------
    ndarray [-]
        Of the shape of `gap_m`.

    Raises
    ------
    ValueError
        If a gap is negative, or `half_m` is not above 0.

    Examples
    --------
    >>> passing([0, 500, 1000], half_m=500)
    array([1.  , 0.5 , 0.25])
    """
    gap, half = numbers("gap_m", gap_m), numbers("half_m", half_m)
    refuse("gap_m", gap, gap < 0, _("it must be zero or more"))
    refuse("half_m", half, half <= 0, _("it must be above 0"))
    return 0.5 ** (gap / half)


def best_paths(chance: ArrayLike) -> np.ndarray:
    """Chance of the best way between each two patches, over stepping stones if that is better.

    The chance of a way is the product of its steps. The best product is the shortest way over
    -ln(p), found by Dijkstra's algorithm.

    Parameters
    ----------
    chance : array_like, shape (n, n) [-]
        Chance of each direct step, 0 to 1; the same in both directions.

    Returns
    -------
    ndarray, shape (n, n) [-]
        1 on the diagonal, 0 where no way leads.

    Raises
    ------
    ValueError
        If a chance lies outside 0 to 1, or the table is not square and symmetric.

    Examples
    --------
    >>> best_paths([[1, 0.5, 0.1], [0.5, 1, 0.5], [0.1, 0.5, 1]]).round(2)
    array([[1.  , 0.5 , 0.25],
           [0.5 , 1.  , 0.5 ],
           [0.25, 0.5 , 1.  ]])
    """
    import networkx

    direct = _square("chance", fractions("chance", chance))
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(direct)))
    linked = np.argwhere(np.triu(direct, 1) > 0).tolist()
    graph.add_weighted_edges_from((i, j, -float(np.log(direct[i, j]))) for i, j in linked)
    found = np.zeros_like(direct)
    for start, reached in networkx.all_pairs_dijkstra_path_length(graph):
        for end, length in reached.items():
            found[start, end] = np.exp(-length)
    return found


def probability_of_connectivity(area: ArrayLike, chance: ArrayLike, landscape_area: float) -> float:
    """Probability of connectivity (PC) [2]_.

    The chance that two points of the landscape, chosen at random, lie in patches that can be
    reached from each other: sum a_i a_j p*_ij / A^2, with the best ways p*.

    Parameters
    ----------
    area : array_like, shape (n,)
        Area of each patch; above 0.
    chance : array_like, shape (n, n) [-]
        Chance of each direct step, as for `best_paths`.
    landscape_area : float
        Whole area, in the unit of `area`; at least their sum.

    Returns
    -------
    float [-]
        0 to 1; 1 for one patch that fills the landscape.

    Raises
    ------
    ValueError
        If an area or a chance lies outside its range, or the shapes differ.

    Examples
    --------
    >>> probability_of_connectivity([30, 20], [[1, 0.5], [0.5, 1]], landscape_area=100)
    0.19
    """
    areas = _areas("area", area)
    reached = best_paths(_matching("chance", areas, chance))
    return float(areas @ reached @ areas / _whole(areas, landscape_area) ** 2)


def integral_index(
    area: ArrayLike, gap_m: ArrayLike, reach_m: float, landscape_area: float
) -> float:
    """Integral index of connectivity (IIC) [1]_.

    Two patches are linked or not: sum a_i a_j / (1 + steps) / A^2, with the fewest steps
    between i and j; pairs without a way count nothing.

    Parameters
    ----------
    area : array_like, shape (n,)
        Area of each patch; above 0.
    gap_m : array_like, shape (n, n) [m]
        Gap between each two patches.
    reach_m : float [m]
        Widest gap that is crossed.
    landscape_area : float
        Whole area, in the unit of `area`; at least their sum.

    Returns
    -------
    float [-]
        0 to 1; 1 for one patch that fills the landscape.

    Raises
    ------
    ValueError
        If an area or a gap lies outside its range, or the shapes differ.

    Examples
    --------
    >>> round(integral_index([30, 20], [[0, 400], [400, 0]], reach_m=500, landscape_area=100), 4)
    0.19
    """
    areas = _areas("area", area)
    return float(areas @ _steps(areas, gap_m, reach_m) @ areas / _whole(areas, landscape_area) ** 2)


def importance(area: ArrayLike, between: ArrayLike, reach_m: float | None = None) -> pd.DataFrame:
    """What connectivity would lose with each patch, in percent, and why [2]_ [3]_.

    100 (PC - PC without the patch) / PC, called dPC; with `reach_m` the same of IIC. It is the
    sum of three parts: the patch's own area (intra), what moves to and from it (flux), and the
    ways of others that lead over it (connector).

    Parameters
    ----------
    area : array_like, shape (n,)
        Area of each patch; above 0. A Series lends its index to the result.
    between : array_like, shape (n, n)
        Chance of each direct step, as for `best_paths`; with `reach_m` the gaps [m].
    reach_m : float, optional [m]
        Widest gap that is crossed; for the importance by IIC.

    Returns
    -------
    pandas.DataFrame [percent]
        One row a patch; columns "importance", "intra", "flux", "connector". The sum over all
        patches is 100 or more.

    Raises
    ------
    ValueError
        If an area, a chance or a gap lies outside its range, or the shapes differ.

    Examples
    --------
    >>> importance([10, 1, 10], [[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]]).round(1)
       importance  intra  flux  connector
    0        59.0   36.9  22.1        0.0
    1        26.2    0.4   7.4       18.5
    2        59.0   36.9  22.1        0.0
    """
    areas = _areas("area", area)
    table = _square("between", _matching("between", areas, between))
    if reach_m is None:
        table = fractions("between", table)

    def added_up(kept: np.ndarray) -> np.ndarray:
        some = table[np.ix_(kept, kept)]
        reached = best_paths(some) if reach_m is None else _steps(areas[kept], some, reach_m)
        return areas[kept, None] * reached * areas[kept]

    every = np.arange(len(areas))
    pairs = added_up(every)
    intra = np.diag(pairs)
    left = np.array([added_up(np.delete(every, one)).sum() for one in every])
    names = area.index if isinstance(area, pd.Series) else None
    found = pd.DataFrame({"importance": pairs.sum() - left, "intra": intra}, index=names)
    found["flux"] = 2 * (pairs.sum(axis=1) - intra)
    # what is left below 0 is rounding
    found["connector"] = (found["importance"] - found["intra"] - found["flux"]).clip(lower=0)
    return 100 * found / pairs.sum()


def equivalent_area(area: ArrayLike, chance: ArrayLike) -> float:
    """Area of one single patch that would be as well connected as all patches together [3]_.

    Parameters
    ----------
    area : array_like, shape (n,)
        Area of each patch; above 0.
    chance : array_like, shape (n, n) [-]
        Chance of each direct step, as for `best_paths`.

    Returns
    -------
    float
        In the unit of `area`; between the largest patch and the sum of all.

    Raises
    ------
    ValueError
        If an area or a chance lies outside its range, or the shapes differ.

    Examples
    --------
    >>> equivalent_area([3, 4], [[1, 0], [0, 1]])
    5.0
    """
    areas = _areas("area", area)
    reached = best_paths(_matching("chance", areas, chance))
    return float(np.sqrt(areas @ reached @ areas))


def _steps(areas: np.ndarray, gap_m: ArrayLike, reach_m: float) -> np.ndarray:
    """Return 1 / (1 + fewest steps) of each pair, 0 where no way leads."""
    import networkx

    gap = _square("gap_m", _matching("gap_m", areas, gap_m))
    reach = numbers("reach_m", reach_m)
    refuse("gap_m", gap, gap < 0, _("it must be zero or more"))
    refuse("reach_m", reach, reach < 0, _("it must be zero or more"))
    graph = networkx.from_numpy_array(gap <= reach)
    found = np.zeros_like(gap)
    for start, reached in networkx.all_pairs_shortest_path_length(graph):
        for end, steps in reached.items():
            found[start, end] = 1 / (1 + steps)
    return found


def _areas(name: str, values: ArrayLike) -> np.ndarray:
    areas = one_list(name, values, 1)
    refuse(name, areas, areas <= 0, _("it must be above 0"))
    return areas


def _as_long(name: str, values: ArrayLike, areas: np.ndarray) -> np.ndarray:
    found = one_list(name, values, 1)
    if len(found) != len(areas):
        told = _("{name} has {one} values and area_ha {two}; each patch needs one")
        raise ValueError(told.format(name=name, one=len(found), two=len(areas)))
    return found


def _square(name: str, table: np.ndarray) -> np.ndarray:
    if table.ndim != 2 or table.shape[0] != table.shape[1] or not np.allclose(table, table.T):
        told = _("{name} has shape {shape}; it must be a square table, the same in both directions")
        raise ValueError(told.format(name=name, shape=table.shape))
    return table


def _matching(name: str, areas: np.ndarray, values: ArrayLike) -> np.ndarray:
    table = numbers(name, values)
    if table.shape != (len(areas),) * 2:
        told = _(
            "{name} has shape {shape}; there are {many} patches, so it must be {many} x {many}"
        )
        raise ValueError(told.format(name=name, shape=table.shape, many=len(areas)))
    return table


def _whole(areas: np.ndarray, landscape_area: float) -> float:
    whole = float(numbers("landscape_area", landscape_area))
    if whole < areas.sum() * (1 - 1e-9):
        told = _("landscape_area is {whole}; it must be at least the sum of the patches, {least}")
        raise ValueError(told.format(whole=whole, least=float(areas.sum())))
    return whole
