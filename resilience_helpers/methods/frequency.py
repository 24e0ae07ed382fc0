"""How often: return periods, plotting positions, independent events and counts.

These need no fitted distribution; `extremes` fits one, `trend` asks whether it changes.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import (
    between_0_and_1,
    numbers,
    one_list,
    one_of,
    plain,
    refuse,
    whole_number,
)

#: Position of rank m among n values is (m - a) / (n + 1 - 2a).
RULES = {"weibull": 0.0, "gringorten": 0.44, "cunnane": 0.4, "hazen": 0.5}


def return_period(chance: ArrayLike, years: ArrayLike = 1) -> float | np.ndarray:
    """Return period whose level has this `chance` to be exceeded within `years`.

    T = 1 / [1 - (1 - chance)^(1/years)]; for a single year T = 1 / chance. The inverse of
    `chance_in_years`: a plan that accepts a chance finds its design period.

    Parameters
    ----------
    chance : array_like [0-1]
        Above 0 and below 1.
    years : array_like [years]
        Length of the plan, above 0.

    Returns
    -------
    float or ndarray [years]

    Raises
    ------
    ValueError
        If an argument is missing or out of its range.

    Examples
    --------
    >>> return_period(0.01), round(return_period(0.10, years=30))
    (100.0, 285)
    """
    chance, years = between_0_and_1("chance", chance), numbers("years", years)
    refuse("years", years, years <= 0, _("it must be above 0"))
    return plain(-1.0 / np.expm1(np.log1p(-chance) / years))


def chance_in_years(return_period: ArrayLike, years: ArrayLike) -> float | np.ndarray:
    """Chance of at least one exceedance within `years`: 1 - (1 - 1/T)^years.

    Holds where the years are independent and alike, as when the climate does not change.

    Parameters
    ----------
    return_period : array_like [years]
        Above 1.
    years : array_like [years]
        Length of the plan, 0 or more.

    Returns
    -------
    float or ndarray [0-1]

    Raises
    ------
    ValueError
        If an argument is missing or out of its range.

    Examples
    --------
    >>> round(chance_in_years(100, 30), 4)
    0.2603
    """
    period, years = numbers("return_period", return_period), numbers("years", years)
    refuse("return_period", period, period <= 1, _("it must be above 1 year"))
    refuse("years", years, years < 0, _("it must be 0 or more"))
    return plain(-np.expm1(years * np.log1p(-1.0 / period)))


def plotting_positions(values: ArrayLike, rule: str = "weibull") -> np.ndarray:
    """Share of years that stay at or below each value, judged by its rank alone.

    p = (m - a) / (n + 1 - 2a) for rank m from the smallest of n values [1]_. The empirical
    return period is 1 / (1 - p): the largest of n gets n + 1 years by the rule "weibull".

    Parameters
    ----------
    values : array_like, shape (n,)
        Yearly maxima in any order, at least two. Equal values share their mean rank.
    rule : {"weibull", "gringorten", "cunnane", "hazen"}
        a = 0, 0.44, 0.4 or 0.5.

    Returns
    -------
    ndarray, shape (n,) [0-1]
        In the order of `values`.

    Raises
    ------
    ValueError
        If a value is missing, there are fewer than two, or `rule` is unknown.

    References
    ----------
    .. [1] Cunnane, C. (1978). Unbiased plotting positions: a review. Journal of Hydrology 37.

    Examples
    --------
    >>> plotting_positions([120, 310, 95])
    array([0.5 , 0.75, 0.25])
    """
    values = one_list("values", values, fewest=2)
    one_of("rule", rule, RULES)
    a = RULES[rule]
    return (pd.Series(values).rank().to_numpy() - a) / (values.size + 1 - 2 * a)


def peaks(values: ArrayLike, threshold: float, gap: int = 1) -> np.ndarray:
    """Highest value of each event above a threshold, so that one storm counts once.

    Parameters
    ----------
    values : array_like, shape (n,)
        Values in the order of time, evenly spaced, such as daily rain.
    threshold : float [unit of the values]
        An event holds values above it.
    gap : int [steps]
        Values above the threshold at most this far apart are one event; 1: neighbours only.

    Returns
    -------
    ndarray, shape (events,)

    Raises
    ------
    ValueError
        If a value is missing or none lies above the threshold.

    Examples
    --------
    >>> peaks([0, 216, 425, 10, 0, 130], threshold=100)
    array([425., 130.])
    """
    values = one_list("values", values, fewest=1)
    whole_number("gap", gap, least=1)
    above = np.flatnonzero(values > numbers("threshold", threshold))
    if not above.size:
        told = _("threshold is {level}; no value lies above it (the largest is {largest})")
        raise ValueError(told.format(level=threshold, largest=float(values.max())))
    starts = np.flatnonzero(np.diff(above, prepend=above[0] - gap - 1) > gap)
    return np.maximum.reduceat(values[above], starts)


def rate_interval(count: int, years: float, level: float = 0.9) -> tuple[float, float]:
    """Rates a year that fit a count of rare, independent events.

    The exact interval of the Poisson distribution [1]_: chi-square quantiles over 2 years.

    Parameters
    ----------
    count : int
        Events seen, 0 or more.
    years : float [years]
        Length of the record, above 0.
    level : float [0-1]
        Confidence.

    Returns
    -------
    low, high : float [1/year]
        One divided by them are the longest and the shortest mean time between events.

    Raises
    ------
    TypeError, ValueError
        If an argument is out of its range.

    References
    ----------
    .. [1] Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28.

    Examples
    --------
    >>> low, high = rate_interval(3, years=45)
    >>> round(1 / high), round(1 / low)
    (6, 55)
    """
    from scipy.stats import chi2

    count = whole_number("count", count, least=0)
    years, level = numbers("years", years), between_0_and_1("level", level)
    refuse("years", years, years <= 0, _("it must be above 0"))
    low = chi2.ppf((1 - level) / 2, 2 * count) / 2 if count else 0.0
    high = chi2.ppf((1 + level) / 2, 2 * count + 2) / 2
    return float(low / years), float(high / years)
