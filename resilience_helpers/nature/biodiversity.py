"""How many species live at a place, how evenly, and how many go with their land.

References
----------
.. [1] Hill, M. O. (1973). Diversity and evenness: a unifying notation and its consequences.
   Ecology 54, 427-432.
.. [2] Jost, L. (2006). Entropy and diversity. Oikos 113, 363-375.
"""

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, one_list, plain, refuse


def shannon(counts: ArrayLike) -> float:
    """Shannon's index: how uncertain it is which species the next individual will be of.

    H = -sum p ln p, over the species that were seen.

    Parameters
    ----------
    counts : array_like, shape (species,) [individuals]
        Individuals of each species; zero or more, one or more in all.

    Returns
    -------
    float [-]
        Natural logarithm; 0 if there is one species.

    Raises
    ------
    ValueError
        If a count is negative, or nothing was counted.

    Examples
    --------
    >>> round(shannon([50, 50]), 4)
    0.6931
    """
    share = _shares(counts)
    return float(-np.sum(share * np.log(share))) + 0.0


def evenness(counts: ArrayLike) -> float:
    """Pielou's evenness: Shannon's index beside its largest value, ln of the species.

    Parameters
    ----------
    counts : array_like, shape (species,) [individuals]
        As for `shannon`.

    Returns
    -------
    float [-]
        1 if all species are equally common; 0 for a single species.

    Raises
    ------
    ValueError
        If a count is negative, or nothing was counted.

    Examples
    --------
    >>> round(evenness([90, 10]), 3)
    0.469
    """
    species = len(_shares(counts))
    return shannon(counts) / float(np.log(species)) if species > 1 else 0.0


def simpson(counts: ArrayLike, unbiased: bool = False) -> float:
    """Simpson's index: the chance that two individuals are of different species.

    1 - sum p^2; drawn from the sample without putting back: 1 - sum n (n - 1) / (N (N - 1)).

    Parameters
    ----------
    counts : array_like, shape (species,) [individuals]
        As for `shannon`.
    unbiased : bool
        Whether the first one is not put back; whole counts of two or more are needed.

    Returns
    -------
    float [-]
        0 for one species, near 1 for many equally common ones.

    Raises
    ------
    ValueError
        If a count is negative, or nothing was counted; if it is not whole for `unbiased`.

    Examples
    --------
    >>> round(simpson([1, 0, 2, 5, 2]), 2)
    0.66
    """
    share = _shares(counts)
    if not unbiased:
        return float(1 - np.sum(share**2))
    found = one_list("counts", counts, 1)
    refuse("counts", found, found % 1 != 0, _("it must be whole to draw without putting back"))
    total = found.sum()
    if total < 2:
        raise ValueError(_("counts add up to 1; two individuals are needed to compare"))
    return float(1 - np.sum(found * (found - 1)) / (total * (total - 1)))


def hill(counts: ArrayLike, order: float | ArrayLike = 1.0) -> float | np.ndarray:
    """Hill number: how many equally common species would be as diverse [1]_ [2]_.

    D = (sum p^q)^(1 / (1 - q)). Order q = 0 counts the species, q = 1 is exp(H) with Shannon's
    index H, q = 2 is one divided by sum p^2: the larger q, the less rare species count.

    Parameters
    ----------
    counts : array_like, shape (species,) [individuals]
        As for `shannon`.
    order : float or array_like [-]
        q, zero or more.

    Returns
    -------
    float or ndarray [species]
        Of the shape of `order`.

    Raises
    ------
    ValueError
        If a count or an order is negative, or nothing was counted.

    Examples
    --------
    >>> hill([60, 20, 20], order=[0, 1, 2]).round(2)
    array([3.  , 2.59, 2.27])
    """
    share, orders = _shares(counts), numbers("order", order)
    refuse("order", orders, orders < 0, _("it must be zero or more"))
    found = np.array([_effective(share, float(one)) for one in orders.ravel()])
    return float(found[0]) if orders.ndim == 0 else found.reshape(orders.shape)


def species_loss(area_before: ArrayLike, area_after: ArrayLike, z: ArrayLike = 0.25) -> ArrayLike:
    """Share of the species that a smaller area can no longer hold.

    From S = c A^z: 1 - (A1 / A0)^z [1]_.

    Parameters
    ----------
    area_before, area_after : array_like
        Area of the habitat, in the same unit; the first above 0.
    z : array_like [-]
        Slope, above 0 and at most 1: often near 0.25 among islands and 0.15 within one region [1]_.

    Returns
    -------
    float or ndarray [-]
        Negative if the area grows.

    Raises
    ------
    ValueError
        If an area is negative, the first is zero, or z lies outside 0 to 1.

    Notes
    -----
    An upper estimate of those lost at once, and a late one: species go over decades. Run
    backwards, the relation overestimates extinction [2]_.

    References
    ----------
    .. [1] IPBES, glossary: species-area relationship.
    .. [2] He, F. and Hubbell, S. P. (2011). Species-area relationships always overestimate
       extinction rates from habitat loss. Nature 473, 368-371.

    Examples
    --------
    >>> round(species_loss(100, 50), 4)
    0.1591
    """
    before, after = numbers("area_before", area_before), numbers("area_after", area_after)
    slope = numbers("z", z)
    refuse("area_before", before, before <= 0, _("it must be above 0"))
    refuse("area_after", after, after < 0, _("it must be zero or more"))
    refuse("z", slope, (slope <= 0) | (slope > 1), _("it must be above 0 and at most 1"))
    found = 1 - (after / before) ** slope
    return plain(found)


def _effective(share: np.ndarray, order: float) -> float:
    """Return the Hill number of one order."""
    # near 1 the power blows up what rounding leaves
    if abs(order - 1) < 1e-7:
        return float(np.exp(-np.sum(share * np.log(share))))
    # the largest share is taken out, so that a high order does not run out of digits
    most = share.max()
    total = order * np.log(most) + np.log(np.sum((share / most) ** order))
    return float(np.exp(total / (1 - order)))


def _shares(counts: ArrayLike) -> np.ndarray:
    """Return the share of each species that was seen."""
    found = one_list("counts", counts, 1)
    refuse("counts", found, found < 0, _("it must be zero or more"))
    if not found.sum():
        raise ValueError(_("counts add up to 0; there must be one individual or more"))
    seen = found[found > 0]
    return seen / seen.sum()
