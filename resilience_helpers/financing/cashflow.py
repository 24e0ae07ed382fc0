"""What comes in and goes out, year by year, and whether it carries a loan.

The convention of dates: the first amount of a cash flow is that of year 0, which is today, and
is not discounted. An amount of year t is divided by (1 + rate)^t. The NPV() of spreadsheet
programs takes its first amount for that of year 1: add the amount of year 0 outside of it.
Loans are paid out in year 0; the first payment is due at the end of year 1.
"""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import (
    numbers,
    one_list,
    one_of,
    plain,
    rates,
    refuse,
    whole_number,
)
from resilience_helpers.financing._annuity import annuity as annuity


def npv(rate: ArrayLike, flows: ArrayLike) -> float | np.ndarray:
    """Net present value of a cash flow whose first amount is today's.

    Parameters
    ----------
    rate : float or array_like [fraction per year]
        One rate, or several to compare; above -1.
    flows : array_like, shape (years + 1,) [money]
        Amounts of the years 0, 1, 2 ...; what comes in is positive.

    Returns
    -------
    float or ndarray, as `rate` [money]

    Raises
    ------
    ValueError
        If a rate is -1 or less, or `flows` is not one list of numbers.

    References
    ----------
    .. [1] numpy-financial, documentation of `npv`, with the example below.

    Examples
    --------
    >>> round(npv(0.08, [-40_000, 5_000, 8_000, 12_000, 30_000]), 5)
    3065.22267
    """
    import numpy_financial

    flows, asked = one_list("flows", flows, fewest=1), numbers("rate", rate)
    refuse("rate", asked, asked <= -1, _("a rate must be above -1; divide percent by 100"))
    found = [float(numpy_financial.npv(one, flows)) for one in asked.ravel()]
    return found[0] if asked.ndim == 0 else np.reshape(found, asked.shape)


def irr(flows: ArrayLike, low: float = -0.9, high: float = 10.0) -> np.ndarray:
    """All internal rates of return: the rates at which the net present value is zero.

    Parameters
    ----------
    flows : array_like, shape (years + 1,) [money]
        Amounts of the years 0, 1, 2 ...
    low, high : float [fraction per year]
        Look from the one to the other, both included; above -1.

    Returns
    -------
    ndarray, shape (number of rates,) [fraction per year]
        In rising order. Empty if there is none; more than one if the flow changes its sign
        more than once and the question "what does it return?" has no single answer [1]_.

    Raises
    ------
    ValueError
        If all amounts are zero, so that every rate is one, or the range is none.

    References
    ----------
    .. [1] Lorie, J. H. and Savage, L. J. (1955). Three problems in rationing capital. Journal
       of Business 28, 229-239, with the second example below.

    Examples
    --------
    >>> irr([-100, 39, 59, 55, 20]).round(5)
    array([0.28095])
    >>> irr([-1_600, 10_000, -10_000]).round(5)
    array([0.25, 4.  ])
    >>> irr([-100, -5, -5])
    array([], dtype=float64)
    """
    flows = one_list("flows", flows, fewest=1)
    if not -1 < low < high:
        told = _("low is {low} and high {high}; it must hold that -1 < low < high")
        raise ValueError(told.format(low=low, high=high))
    if not flows.any():
        raise ValueError(_("flows holds only zeros; every rate is a rate of return"))
    # with growth = 1 + rate, the present value is zero where this polynomial is
    growth = np.roots(flows / np.abs(flows).max())
    found = np.sort(growth[np.abs(growth.imag) < 1e-6 * np.abs(growth)].real) - 1
    found = found[(found >= low - 1e-12) & (found <= high + 1e-12)]
    return found[np.append(True, np.diff(found) > 1e-6)[: found.size]] + 0.0


def payback(flows: ArrayLike) -> float:
    """Years until what came in equals what went out, without discounting.

    Parameters
    ----------
    flows : array_like, shape (years + 1,) [money]
        Amounts of the years 0, 1, 2 ...; that of a year is taken to come evenly over it.

    Returns
    -------
    float [years]
        Infinite if it never does. What happens later does not count.

    Raises
    ------
    ValueError
        If `flows` is not one list of numbers.

    Examples
    --------
    >>> payback([-100, 40, 40, 40])
    2.5
    """
    flows = one_list("flows", flows, fewest=1)
    together = np.cumsum(flows)
    # a sum that rounding leaves just below zero has been paid back
    reached = np.flatnonzero(together >= -1e-12 * np.abs(flows).sum())
    if not reached.size:
        return float("inf")
    year = int(reached[0])
    if year == 0:
        return 0.0
    return float(year - together[year] / (together[year] - together[year - 1]))


def discounted_payback(rate: float, flows: ArrayLike) -> float:
    """Years until the discounted amounts add up to zero.

    Parameters
    ----------
    rate : float [fraction per year]
    flows : array_like, shape (years + 1,) [money]
        As for `payback`.

    Returns
    -------
    float [years]
        Infinite if they never do.

    Raises
    ------
    ValueError
        If the rate is -1 or less or no single number, or `flows` is not one list of numbers.

    Examples
    --------
    >>> round(discounted_payback(0.08, [-100, 40, 40, 40]), 2)
    2.9
    """
    flows = one_list("flows", flows, fewest=1)
    share = numbers("rate", rate)
    if share.ndim:
        raise ValueError(_("rate has shape {shape}; give one rate").format(shape=share.shape))
    refuse("rate", share, share <= -1, _("a rate must be above -1; divide percent by 100"))
    return payback(flows / (1 + share) ** np.arange(flows.size))


def project_flow(capital: float, build_years: int, yearly: float, life_years: int) -> np.ndarray:
    """Cash flow of a project: it is built, then it earns or costs the same each year.

    Parameters
    ----------
    capital : float [money]
        Cost to build, in equal parts in the years 0 to `build_years` - 1; zero or more.
    build_years, life_years : int
        Years of building, and of life after them; 1 or more.
    yearly : float [money per year]
        What comes in minus what goes out in each year of life.

    Returns
    -------
    ndarray, shape (build_years + life_years,) [money]

    Raises
    ------
    ValueError
        If the capital is negative or a number of years below 1.
    TypeError
        If a number of years is not whole.

    Examples
    --------
    >>> project_flow(90, build_years=2, yearly=10, life_years=3)
    array([-45., -45.,  10.,  10.,  10.])
    """
    cost, yearly = numbers("capital", capital), numbers("yearly", yearly)
    refuse("capital", cost, cost < 0, _("it must be zero or more"))
    build = whole_number("build_years", build_years, least=1)
    life = whole_number("life_years", life_years, least=1)
    return np.append(np.full(build, -cost / build), np.full(life, float(yearly)))


def debt_schedule(
    principal: float, rate: float, years: int, kind: str = "annuity", decimals: int = 2
) -> pd.DataFrame:
    """Interest and repayment of a loan or bond, year by year.

    Parameters
    ----------
    principal : float [money]
        Amount borrowed in year 0; above 0, with no more than `decimals` decimals.
    rate : float [fraction per year]
        Fixed interest, from 0 to 1.
    years : int
        Years until all is repaid; 1 or more.
    kind : {"annuity", "straight line", "bullet"}
        Same payment each year; same repayment each year; or all repaid at the end, as with
        most bonds.
    decimals : int
        Interest and repayments are rounded to so many decimals, a half upwards: 2 is the fen
        if money is in yuan. The last repayment takes the rest, so that the loan is repaid
        exactly.

    Returns
    -------
    pandas.DataFrame
        Index: year, from 1. Columns opening, interest, principal, payment, closing [money];
        payment = interest + principal.

    Raises
    ------
    ValueError
        If a number is out of its range or the kind unknown.
    TypeError
        If `years` or `decimals` is not whole.

    Examples
    --------
    >>> debt_schedule(100, 0.05, 3)  # doctest: +NORMALIZE_WHITESPACE
          opening  interest  principal  payment  closing
    year
    1      100.00      5.00      31.72    36.72    68.28
    2       68.28      3.41      33.31    36.72    34.97
    3       34.97      1.75      34.97    36.72     0.00
    """
    decimals = whole_number("decimals", decimals, least=0)
    years = whole_number("years", years, least=1)
    one_of("kind", kind, ("annuity", "straight line", "bullet"))
    share, owed = rates("rate", rate), numbers("principal", principal)
    wrong = (owed <= 0) | (np.abs(np.round(owed, decimals) - owed) > 1e-9 * np.abs(owed))
    told = _("it must be above 0 and have no more than {count} decimals").format(count=decimals)
    refuse("principal", owed, wrong, told)
    opening, rows = float(owed), []
    level = _rounded(opening / annuity(share, years), 1, decimals)
    part = {"straight line": _rounded(opening / years, 1, decimals), "bullet": 0.0}
    for year in range(1, years + 1):
        interest = _rounded(opening, float(share), decimals)
        back = part.get(kind, round(level - interest, decimals))
        # rounding up may repay a tiny loan too early, and never more than is owed
        back = opening if year == years else min(max(back, 0.0), opening)
        closing = round(opening - back, decimals)
        rows.append((opening, interest, back, round(interest + back, decimals), closing))
        opening = closing
    names = ["opening", "interest", "principal", "payment", "closing"]
    return pd.DataFrame(rows, pd.RangeIndex(1, years + 1, name="year"), names)


def _rounded(amount: float, share: float, decimals: int) -> float:
    """Return amount x share with a half rounded up; in binary, 12.5 x 0.01 is not quite 0.125."""
    exact = Decimal(repr(float(amount))) * Decimal(repr(float(share)))
    return float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def dscr(cash: ArrayLike, service: ArrayLike) -> float | np.ndarray:
    """Debt service coverage ratio: cash of a year divided by what the debt asks in it.

    Parameters
    ----------
    cash : array_like [money per year]
        What comes in minus what running costs, before interest and repayment.
    service : array_like [money per year]
        Interest plus repayment; above 0. One shape, or one of the two a single number.

    Returns
    -------
    float or ndarray [-]
        Below 1 somebody else pays a part of the debt.

    Raises
    ------
    ValueError
        If a debt service is not above 0 or the shapes do not fit.

    Examples
    --------
    >>> dscr([54, 54], [60, 45])
    array([0.9, 1.2])
    """
    cash, service = numbers("cash", cash), numbers("service", service)
    refuse("service", service, service <= 0, _("leave out the years without debt service"))
    if cash.ndim and service.ndim and cash.shape != service.shape:
        told = _("cash has shape {one} and service {two}; they must be of the same years")
        raise ValueError(told.format(one=cash.shape, two=service.shape))
    found = cash / service
    return plain(found)


def largest_loan(cash: float, rate: float, years: int, cover: float = 1.0) -> float:
    """Largest annuity loan that a yearly cash carries with a wanted coverage ratio.

    Parameters
    ----------
    cash : float [money per year]
        As for `dscr`, the same in each year.
    rate : float [fraction per year]
    years : int
        Years of the loan.
    cover : float [-]
        Coverage ratio that the lender asks for; above 0.

    Returns
    -------
    float [money]
        cash / cover x annuity; 0 if there is no cash.

    Raises
    ------
    ValueError
        If the rate or the cover is out of its range.
    TypeError
        If `years` is not a whole number.

    Examples
    --------
    >>> round(largest_loan(54, 0.035, 15, cover=1.2), 1)
    518.3
    """
    cash, wanted = numbers("cash", cash), numbers("cover", cover)
    refuse("cover", wanted, wanted <= 0, _("it must be above 0"))
    return float(np.maximum(cash, 0) / wanted * annuity(rate, years))
