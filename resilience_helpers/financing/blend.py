"""Blended finance: who gives which layer, what it costs, and who bears a loss first.

Amounts are in one money unit, rates are fractions a year (3.5 percent is 0.035). A loan is
drawn today and repaid in equal yearly payments, the first one a year after the draw or after
the years of grace.
"""

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import (
    fractions,
    numbers,
    one_list,
    refuse,
    whole_number,
    zero_or_more,
)
from resilience_helpers.financing._annuity import annuity


def blended_rate(amounts: ArrayLike, rates: ArrayLike) -> float:
    """Rate of a mix of money: the mean of the rates, weighted by the amounts.

    Parameters
    ----------
    amounts : array_like, shape (n,) [money]
        What each layer gives; zero or more, not all zero.
    rates : array_like, shape (n,) [fraction per year]
        Its rate, 0 to 1; 0 for a grant.

    Returns
    -------
    float [fraction per year]

    Raises
    ------
    ValueError
        If an amount is negative, all are zero, a rate lies outside 0 to 1, or the lists differ
        in length.

    Notes
    -----
    The mean is exact for the interest of the first year. Later it drifts towards the rate of
    the layer that is repaid last. That a grant is never repaid does not show in it.

    Examples
    --------
    >>> round(blended_rate([20, 30, 50], [0, 0.02, 0.04]), 4)
    0.026
    """
    given = _amounts("amounts", amounts)
    asked = fractions("rates", rates)
    if asked.shape != given.shape:
        told = _("rates has shape {one} and amounts {two}; give one rate for each amount")
        raise ValueError(told.format(one=asked.shape, two=given.shape))
    if not given.sum():
        raise ValueError(_("amounts are all 0; at least one must be above 0"))
    return float(given @ asked / given.sum())


def leverage(concessional: float, market: float) -> float:
    """Market money that comes with each unit of grants and cheap loans [1]_.

    Parameters
    ----------
    concessional : float [money]
        Grants and loans below the market; above 0. Not the city's own money.
    market : float [money]
        Money at market terms.

    Returns
    -------
    float [-]

    Raises
    ------
    ValueError
        If `concessional` is not above 0 or `market` is negative.

    Notes
    -----
    A ratio of amounts. It does not tell what would have come without the concessional money.
    Others count private money only, or the whole project: say which.

    References
    ----------
    .. [1] Convergence (2023). How much does a dollar of concessional capital mobilize?
       Commercial capital for each dollar of concessional capital.

    Examples
    --------
    >>> leverage(concessional=50, market=75)
    1.5
    """
    cheap, came = numbers("concessional", concessional), numbers("market", market)
    refuse("concessional", cheap, cheap <= 0, _("it must be above 0"))
    refuse("market", came, came < 0, _("it must be zero or more"))
    return float(came / cheap)


def loss_by_layer(loss: ArrayLike, layers: ArrayLike) -> np.ndarray:
    """Share a loss out: the first layer bears it until it is used up, then the next.

    Parameters
    ----------
    loss : array_like [money]
        Loss of the whole mix, zero or more.
    layers : array_like, shape (n,) [money]
        Size of each layer, the one that loses first at position 0.

    Returns
    -------
    ndarray, shape of `loss` + (n,) [money]
        What each layer loses. A loss above the sum of the layers is cut off at that sum.

    Raises
    ------
    ValueError
        If a loss or a layer is negative or missing.

    Examples
    --------
    A first-loss grant of 10 before loans of 30 and 60, at losses of 4 and 25:

    >>> loss_by_layer([4, 25], [10, 30, 60])
    array([[ 4.,  0.,  0.],
           [10., 15.,  0.]])
    """
    size = _amounts("layers", layers)
    lost = numbers("loss", loss)
    refuse("loss", lost, lost < 0, _("a loss must be zero or more"))
    above = lost[..., np.newaxis] - (np.cumsum(size) - size)
    return np.clip(above, 0, size)


def grant_element(rate: float, discount_rate: float, years: int, grace: int = 0) -> float:
    """Share of a cheap loan that is as good as a gift [1]_.

    Parameters
    ----------
    rate : float [fraction per year]
        Rate of the loan, 0 to 1.
    discount_rate : float [fraction per year]
        Rate that the borrower would pay elsewhere, above 0 and at most 1.
    years : int
        Years until the last payment; above `grace`.
    grace : int
        Years at the start in which only interest is paid.

    Returns
    -------
    float [-]
        One minus the present value of all payments, divided by the loan. Negative if the loan
        is dearer than `discount_rate`.

    Raises
    ------
    ValueError
        If a rate is out of its range, or no year is left after the grace.
    TypeError
        If `years` or `grace` is not a whole number.

    References
    ----------
    .. [1] World Bank, IDA, Grant element calculations: nominal value minus the discounted
       debt service, in percent of the nominal value; OECD, DAC glossary.

    Examples
    --------
    >>> round(grant_element(0.025, 0.039, years=20), 3)
    0.12
    """
    asked, used = fractions("rate", rate), fractions("discount_rate", discount_rate)
    refuse("discount_rate", used, used == 0, _("it must be above 0"))
    grace = whole_number("grace", grace, least=0)
    years = whole_number("years", years, least=grace + 1)
    payments = np.full(years, float(asked))
    payments[grace:] = 1 / annuity(asked, years - grace)
    return float(1 - payments @ (1 + used) ** -np.arange(1.0, years + 1))


def performance_rate(
    rate: float, reached: ArrayLike, step_basis_points: float, penalty_basis_points: float = 0.0
) -> np.ndarray:
    """Rates of a loan whose price follows what the borrower reaches.

    Parameters
    ----------
    rate : float [fraction per year]
        Rate as agreed, 0 to 1.
    reached : array_like of bool, shape (years,) or (years, targets)
        Whether each target was reached in each year. The price of a year follows the results
        of the year before; the first year has the agreed rate.
    step_basis_points : float [basis points]
        Taken off for each target reached; 100 basis points are one percentage point.
    penalty_basis_points : float [basis points]
        Put on for each target missed.

    Returns
    -------
    ndarray, shape (years + 1,) [fraction per year]
        Rate of each year, the one after the last result too; never below 0.

    Raises
    ------
    ValueError
        If the rate lies outside 0 to 1, a step is negative, or `reached` is empty.

    Examples
    --------
    >>> performance_rate(0.032, [True, False], 10, 5).round(4)
    array([0.032 , 0.031 , 0.0325])
    """
    agreed = float(fractions("rate", rate))
    table = np.asarray(reached)
    table = table.astype(float) if table.dtype.kind == "b" else numbers("reached", table)
    rule = _("every value must be True or False, or 1 or 0")
    refuse("reached", table, (table != 0) & (table != 1), rule)
    if table.ndim not in (1, 2) or not table.size:
        told = _("reached has shape {shape}; give one row a year and one column a target")
        raise ValueError(told.format(shape=table.shape))
    table = table.reshape(len(table), -1)
    step = numbers("step_basis_points", step_basis_points)
    penalty = numbers("penalty_basis_points", penalty_basis_points)
    for name, points in (("step_basis_points", step), ("penalty_basis_points", penalty)):
        refuse(name, points, points < 0, _("it must be zero or more"))
    change = (penalty * (1 - table) - step * table).sum(axis=1) / 10_000
    return np.maximum(np.append(agreed, agreed + change), 0.0)


def captured_value(
    land_value: float, uplift: float, share: float, sold: ArrayLike, rate: float
) -> float:
    """Value today of the part of a rise in land value that comes back to the city.

    Parameters
    ----------
    land_value : float [money]
        Value of the land before the works; zero or more.
    uplift : float [fraction]
        Rise of that value through the works, 0 to 1.
    share : float [fraction]
        Part of the rise that the city gets, 0 to 1.
    sold : array_like, shape (years,) [fraction]
        Part of the land that is sold or leased at the end of each of the years 1 to n; zero or
        more, together at most 1. Only what is sold pays.
    rate : float [fraction per year]
        Discount rate, 0 to 1.

    Returns
    -------
    float [money]

    Raises
    ------
    ValueError
        If a number is out of its range, or more than the whole is sold.

    Examples
    --------
    >>> round(captured_value(2000, 0.06, 0.5, [0, 0.5, 0.5], 0.045), 2)
    53.76
    """
    worth = zero_or_more("land_value", land_value)
    rise, part = fractions("uplift", uplift), fractions("share", share)
    parts = one_list("sold", fractions("sold", sold), fewest=1)
    if parts.sum() > 1 + 1e-9:
        told = _("sold adds up to {total:.3f}; it must be at most 1")
        raise ValueError(told.format(total=parts.sum()))
    factors = (1 + fractions("rate", rate)) ** -np.arange(1.0, parts.size + 1)
    return float(worth * rise * part * (parts @ factors))


def _amounts(name: str, values: ArrayLike) -> np.ndarray:
    array = one_list(name, values, fewest=1)
    refuse(name, array, array < 0, _("an amount must be zero or more"))
    return array
