"""Whether extremes change: Mann-Kendall test, Sen's slope, a location that moves.

A first step only. Thirty or eighty years of maxima show a slow trend badly, and a straight
line through the past is no forecast: for design use climate projections too.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import between_0_and_1, numbers, one_list, plain, refuse

_FEWEST = 10


@dataclass(frozen=True)
class MannKendall:
    """Result of `mann_kendall`.

    Attributes
    ----------
    s : int
        Rising pairs minus falling pairs.
    variance : float
        Variance of s without a trend.
    z : float
        Standard normal score of s.
    p_value : float [0-1]
        Chance of an s at least as far from 0 if there were no trend.
    """

    s: int
    variance: float
    z: float
    p_value: float


@dataclass(frozen=True)
class GumbelTrend:
    """A Gumbel distribution whose location moves on a straight line; see `fit_gumbel_trend`.

    Attributes
    ----------
    location : float [unit of the maxima]
        Location in the year `reference`.
    slope : float [unit of the maxima per year]
        Change of the location.
    scale : float [unit of the maxima]
        The same in all years.
    reference : float
        Mean of the years of the record.
    ratio : float
        Twice the gain of log-likelihood over a location that stands still.
    p_value : float [0-1]
        Chance of such a gain if the location stood still.
    """

    location: float
    slope: float
    scale: float
    reference: float
    ratio: float
    p_value: float

    def return_level(self, years: ArrayLike, year: ArrayLike) -> float | np.ndarray:
        """Level that has the chance 1 / `years` to be exceeded in the calendar year `year`.

        `years` must be above 1. A `year` beyond the record prolongs the straight line.
        """
        years, year = numbers("years", years), numbers("year", year)
        refuse("years", years, years <= 1, _("a return period must be above 1 year"))
        location = self.location + self.slope * (year - self.reference)
        level = location - self.scale * np.log(-np.log1p(-1.0 / years))
        return plain(level)


def mann_kendall(years: ArrayLike, values: ArrayLike) -> MannKendall:
    """Test whether values tend to rise or to fall, whatever the form of the trend.

    s counts for each pair of years whether the later value is larger (+1), smaller (-1) or
    equal (0); z = (s - sign of s) / sqrt(variance), with a variance for ties [1]_, [2]_.

    Parameters
    ----------
    years : array_like, shape (n,)
        Times in any order, none twice; gaps are allowed.
    values : array_like, shape (n,)
        One value a year, at least 10, not all equal.

    Returns
    -------
    MannKendall

    Raises
    ------
    ValueError
        If the rules above do not hold.

    Notes
    -----
    Limits. The years must be independent: memory from year to year makes p too small. The
    normal distribution of z is an approximation. A p above 0.05 does not show that there is
    no trend; in short, scattered records even a strong trend goes unseen. A small p says
    nothing of the cause, such as a moved gauge, nor that the trend goes on.

    References
    ----------
    .. [1] Mann, H.B. (1945). Nonparametric tests against trend. Econometrica 13, 245-259.
    .. [2] Kendall, M.G. (1975). Rank Correlation Methods. Griffin, London.

    Examples
    --------
    >>> test = mann_kendall(range(2000, 2010), [3, 1, 4, 6, 5, 9, 7, 8, 11, 10])
    >>> test.s, round(test.p_value, 4)
    (35, 0.0024)
    """
    from scipy.stats import norm

    _years, values = _record(years, values)
    steps = np.sign(values[np.newaxis, :] - values[:, np.newaxis])
    s = int(np.triu(steps).sum())
    n = values.size
    ties = np.unique(values, return_counts=True)[1]
    pairs = n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()
    variance = float(pairs) / 18.0
    z = (s - np.sign(s)) / np.sqrt(variance)
    return MannKendall(s, variance, float(z), float(2 * norm.sf(abs(z))))


def sen_slope(
    years: ArrayLike, values: ArrayLike, level: float = 0.9
) -> tuple[float, float, float]:
    """Median of the slopes between all pairs of years, with its interval [1]_.

    Parameters
    ----------
    years, values : array_like, shape (n,)
        As for `mann_kendall`.
    level : float [0-1]
        Confidence of the interval.

    Returns
    -------
    slope, low, high : float [unit of the values per year]
        From ``scipy.stats.theilslopes``. One outlier moves the slope little.

    Raises
    ------
    ValueError
        If the rules of `mann_kendall` do not hold or `level` is not between 0 and 1.

    References
    ----------
    .. [1] Sen, P.K. (1968). Estimates of the regression coefficient based on Kendall's tau.
       Journal of the American Statistical Association 63, 1379-1389.

    Examples
    --------
    >>> slope, low, high = sen_slope(range(10), [0, 2, 4, 6, 8, 10, 12, 14, 16, 99])
    >>> slope, low
    (2.0, 2.0)
    """
    from scipy.stats import theilslopes

    years, values = _record(years, values)
    share = float(between_0_and_1("level", level))
    found = theilslopes(values, years, alpha=share)
    return float(found[0]), float(found[2]), float(found[3])


def fit_gumbel_trend(years: ArrayLike, maxima: ArrayLike) -> GumbelTrend:
    """Fit a Gumbel distribution with location = location + slope (year - mean year).

    By likelihood, and tested against slope 0 by the likelihood ratio: twice the gain of
    log-likelihood follows chi-square with 1 degree of freedom if nothing changes [1]_.

    Parameters
    ----------
    years : array_like, shape (n,)
        Calendar years in any order, none twice; gaps are allowed.
    maxima : array_like, shape (n,)
        One value a year, at least 10, not all equal.

    Returns
    -------
    GumbelTrend

    Raises
    ------
    ValueError
        If the rules above do not hold, or the values lie exactly on a straight line.

    Notes
    -----
    The scale stays the same: extremes shift, they do not spread. The limits of
    `mann_kendall` hold here too.

    References
    ----------
    .. [1] Coles, S. (2001). An Introduction to Statistical Modeling of Extreme Values.
       Springer. Chapter 6.

    Examples
    --------
    >>> maxima = [142, 188, 163, 151, 175, 204, 158, 231, 189, 220, 176, 248]
    >>> moved = fit_gumbel_trend(range(2000, 2012), maxima)
    >>> round(moved.slope, 1), moved.p_value < 0.05
    (4.7, True)
    """
    from scipy.optimize import minimize
    from scipy.stats import chi2, gumbel_r

    years, maxima = _record(years, maxima, name="maxima")
    reference, span, spread = years.mean(), years.std(), maxima.std()
    time, standard = (years - reference) / span, (maxima - maxima.mean()) / spread
    tilt = (time * standard).mean()  # least squares
    rest = (standard - tilt * time).std()
    if rest < 1e-6:
        raise ValueError(_("maxima lies on a straight line; a fit needs values that scatter"))

    def negative(parameters: np.ndarray) -> float:
        location, slope, scale = parameters
        if scale <= 0:
            return np.inf
        reduced = (standard - location - slope * time) / scale
        return standard.size * np.log(scale) + (reduced + np.exp(-reduced)).sum()

    start = (-0.45 * rest, tilt, 0.78 * rest)
    options = {"xatol": 1e-6, "fatol": 1e-9, "maxiter": 2000}
    best = minimize(negative, start, method="Nelder-Mead", options=options)
    still = gumbel_r.fit(standard)
    ratio = max(2.0 * float(negative(np.array([still[0], 0.0, still[1]])) - best.fun), 0.0)
    location, slope, scale = best.x * spread
    return GumbelTrend(
        location=float(maxima.mean() + location),
        slope=float(slope / span),
        scale=float(scale),
        reference=float(reference),
        ratio=ratio,
        p_value=float(chi2.sf(ratio, 1)),
    )


def _record(
    years: ArrayLike, values: ArrayLike, name: str = "values"
) -> tuple[np.ndarray, np.ndarray]:
    """Check a record and return it in the order of time."""
    years, values = numbers("years", years), one_list(name, values, _FEWEST)
    if years.shape != values.shape:
        told = _("years has shape {years} and {name} {values}; each value needs one year")
        raise ValueError(told.format(years=years.shape, name=name, values=values.shape))
    order = np.argsort(years, kind="stable")
    twice = np.zeros(years.size, dtype=bool)
    twice[order[1:]] = np.diff(years[order]) == 0
    refuse("years", years, twice, _("each year must stand there once"))
    if np.ptp(values) == 0:
        told = _("{name} holds {value} only; a trend needs values that differ")
        raise ValueError(told.format(name=name, value=float(values[0])))
    return years[order], values[order]
