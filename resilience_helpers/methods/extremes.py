"""How rare an extreme is: distributions fitted to yearly maxima or to peaks, and how sure.

Sign of the shape as in Coles (2001) [1]_: above 0 the tail is heavy and has no upper end, 0 is
the Gumbel distribution, below 0 there is an upper end. scipy's ``genextreme`` turns the sign
(c = -shape), its ``genpareto`` does not.

References
----------
.. [1] Coles, S. (2001). An Introduction to Statistical Modeling of Extreme Values. Springer.
   Chapters 3 (maxima) and 4 (peaks over a threshold).
.. [2] Hosking, J.R.M. (1990). L-moments. Journal of the Royal Statistical Society B 52, 105-124.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

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

METHODS = ("likelihood", "moments", "l_moments")
WAYS = ("parametric", "resampling")

_FEWEST = 10  # values that a fit needs
_TINY = 1e-9  # a shape this close to 0 is a Gumbel or exponential tail
_WIDEST = 1.0  # a shape is sought between -1 and 1; beyond, likelihood or mean has no limit


@dataclass(frozen=True)
class Fit:
    """A fitted distribution of extremes; `fit_gev`, `fit_gumbel` and `fit_gpd` make one.

    Attributes
    ----------
    family : {"gev", "gumbel", "gpd"}
        Of yearly maxima (the first two) or of values above a threshold.
    location, scale : float [unit of the values]
        For "gpd" the location is the threshold.
    shape : float [-]
        Above 0: heavy tail; 0 for a Gumbel distribution.
    method : str
        How it was fitted: "likelihood", "moments" or "l_moments".
    count : int
        Yearly maxima, or values above the threshold, behind the fit.
    per_year : float [1/year]
        Such values in an average year; 1 for yearly maxima.

    Examples
    --------
    >>> Fit("gumbel", location=170, scale=65).return_level([10, 100]).round(1)
    array([316.3, 469. ])
    """

    family: str
    location: float
    scale: float
    shape: float = 0.0
    method: str = "likelihood"
    count: int = 0
    per_year: float = 1.0

    def return_level(self, years: ArrayLike) -> float | np.ndarray:
        """Level that is exceeded once in `years` on average [unit of the values].

        Yearly maxima exceed it with the chance 1 / `years`, a "gpd" once in `years` x `per_year`
        events, which must be 1 or more. `years` must be above 1 and finite.
        """
        years = numbers("years", years)
        refuse("years", years, years <= 1, _("a return period must be above 1 year"))
        if self.family == "gpd":
            events = years * self.per_year
            refuse("years", years, events < 1, _("so short a period lies below the threshold"))
            reduced = np.log(events)
        else:
            reduced = -np.log(-np.log1p(-1.0 / years))
        return plain(self.location + self.scale * _grow(self.shape, reduced))

    def return_period(self, level: ArrayLike) -> float | np.ndarray:
        """Mean time between years (for "gpd": events) above `level` [years].

        Infinite above the upper end of a fit with a shape below 0. A "gpd" says nothing of
        levels below its threshold and refuses them.
        """
        level = numbers("level", level)
        reduced = (level - self.location) / self.scale
        if abs(self.shape) > _TINY:
            inside = np.maximum(1.0 + self.shape * reduced, 0.0)
            with np.errstate(divide="ignore"):
                reduced = np.log(inside) / self.shape
        with np.errstate(divide="ignore", over="ignore"):
            if self.family != "gpd":
                return plain(-1.0 / np.expm1(-np.exp(-reduced)))
            refuse("level", level, level < self.location, _("it must reach the threshold"))
            return plain(np.exp(reduced) / self.per_year)


def fit_gev(maxima: ArrayLike) -> Fit:
    """Fit the generalised extreme value distribution to yearly maxima, by likelihood.

    F(x) = exp{-[1 + shape (x - location) / scale]^(-1/shape)} (Coles 2001, chapter 3).

    Parameters
    ----------
    maxima : array_like, shape (n,)
        One value a year, at least 10, not all equal.

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        If the rules above do not hold, or the best shape does not lie between -1 and 1.

    Notes
    -----
    The search starts from the Gumbel fit by moments. ``scipy.stats.genextreme.fit`` with its
    own start runs away on such data; with a good start it gives the same.

    Examples
    --------
    >>> fit_gev([142, 188, 163, 251, 175, 204, 158, 331, 149, 220]).shape > 0
    True
    """
    values = _maxima(maxima)
    location, scale, shape = _inside("maxima", _gev(values))
    return Fit("gev", location, scale, shape, count=values.size)


def fit_gumbel(maxima: ArrayLike, method: str = "likelihood") -> Fit:
    """Fit the Gumbel distribution, the GEV of shape 0, to yearly maxima.

    moments: scale = s sqrt(6) / pi; l_moments: scale = l2 / ln 2 (Hosking 1990 [2]_); both:
    location = mean - 0.5772 scale. likelihood: ``scipy.stats.gumbel_r``.

    Parameters
    ----------
    maxima : array_like, shape (n,)
        One value a year, at least 10, not all equal.
    method : {"likelihood", "moments", "l_moments"}
        Way of fitting; s is the standard deviation with n - 1, l2 the second L-moment.

    Returns
    -------
    Fit
        Its shape is 0.

    Raises
    ------
    ValueError
        If the rules above do not hold or `method` is unknown.

    Examples
    --------
    >>> round(fit_gumbel([142, 188, 163, 251, 175, 204, 158, 331, 149, 220], "moments").scale, 1)
    45.0
    """
    values = _maxima(maxima)
    one_of("method", method, METHODS)
    location, scale, shape = _gumbel(values, method)
    return Fit("gumbel", location, scale, shape, method, values.size)


def fit_gpd(values: ArrayLike, threshold: float, per_year: float) -> Fit:
    """Fit the generalised Pareto distribution to what exceeds a threshold, by likelihood.

    P(x - u > y | x > u) = (1 + shape y / scale)^(-1/shape) (Coles 2001, chapter 4).

    Parameters
    ----------
    values : array_like, shape (n,)
        All values, those below the threshold too, such as every daily rain, or the peaks of
        independent events (`frequency.peaks`). At least 10 must lie above the threshold.
    threshold : float [unit of the values]
        u; values equal to it do not count as above.
    per_year : float [1/year]
        How many of `values` a year holds, above 0: 365.25 for days.

    Returns
    -------
    Fit
        Location = threshold; per_year = those above the threshold in an average year.

    Raises
    ------
    ValueError
        If the rules above do not hold, or the best shape does not lie between -1 and 1.

    Examples
    --------
    >>> storms = [55, 82, 61, 140, 77, 58, 96, 69, 210, 88, 63, 117]
    >>> fit_gpd(storms, threshold=50, per_year=4).per_year
    4.0
    """
    values, per_year = one_list("values", values, _FEWEST), numbers("per_year", per_year)
    refuse("per_year", per_year, per_year <= 0, _("it must be above 0"))
    threshold, excess = _excess(values, threshold)
    scale, shape = _inside("values", _gpd(excess))
    above = float(per_year) * excess.size / values.size
    return Fit("gpd", threshold, scale, shape, count=excess.size, per_year=above)


def bootstrap(
    maxima: ArrayLike,
    fit: Fit,
    years: ArrayLike,
    n: int,
    seed: int,
    way: str = "parametric",
    level: float = 0.9,
) -> pd.DataFrame:
    """How sure the return levels are: fit again to records that might have been.

    Parameters
    ----------
    maxima : array_like
        The values behind `fit`; for "gpd", all of them.
    fit : Fit
        Family and method of the fits.
    years : array_like, shape (k,) [years]
        Return periods.
    n : int
        Number of records, 100 or more; 500 give the ends to a few percent.
    seed : int
        Seed of the random numbers.
    way : {"parametric", "resampling"}
        Draw the records from `fit`, or from the values with replacement. For "gpd" the number
        of exceedances of a record is drawn from the Poisson distribution.
    level : float [0-1]
        Share of the records between low and high; the rest lies half below, half above.

    Returns
    -------
    DataFrame, index years, columns "return_level", "low", "high" [unit of the values]
        Percentile intervals: the luck of the draw, not a wrong family, bad readings or a
        changing climate.

    Raises
    ------
    ValueError
        If an argument is out of its range, or `maxima` is not as long as the fit says.

    Examples
    --------
    >>> maxima = [142, 188, 163, 251, 175, 204, 158, 331, 149, 220]
    >>> ends = bootstrap(maxima, fit_gumbel(maxima), [50], n=100, seed=1)
    >>> bool(ends["low"][50] < ends["return_level"][50] < ends["high"][50])
    True
    """
    values = one_list("maxima", maxima, _FEWEST)
    periods = np.atleast_1d(numbers("years", years))
    whole_number("n", n, least=100)
    generator = np.random.default_rng(whole_number("seed", seed, least=0))
    one_of("way", way, WAYS)
    share = between_0_and_1("level", level)
    if fit.family == "gpd":
        values = values[values > fit.location]
    if values.size != fit.count:
        told = _("maxima holds {n} values for the fit, which was made from {count}")
        raise ValueError(told.format(n=values.size, count=fit.count))
    levels = [_again(fit, values, way, generator).return_level(periods) for _turn in range(n)]
    low, high = np.quantile(levels, [(1 - share) / 2, (1 + share) / 2], axis=0)
    columns = {"return_level": fit.return_level(periods), "low": low, "high": high}
    return pd.DataFrame(columns, index=pd.Index(periods, name="years"))


def _again(fit: Fit, values: np.ndarray, way: str, generator: np.random.Generator) -> Fit:
    """Fit once more, to a record drawn anew."""
    count = fit.count
    if fit.family == "gpd":
        count = max(int(generator.poisson(count)), _FEWEST)  # fewer would make no fit
    drawn = np.zeros(count)
    while np.ptp(drawn) == 0:  # a record of equal values would have no scale
        if way == "resampling":
            drawn = generator.choice(values, count)
        else:
            draw = generator.exponential if fit.family == "gpd" else generator.gumbel
            drawn = fit.location + fit.scale * _grow(fit.shape, draw(size=count))
    if fit.family == "gpd":
        scale, shape = _gpd(drawn - fit.location)
        return replace(fit, scale=scale, shape=shape, per_year=fit.per_year * count / fit.count)
    location, scale, shape = _gev(drawn) if fit.family == "gev" else _gumbel(drawn, fit.method)
    return replace(fit, location=location, scale=scale, shape=shape)


def _gumbel(values: np.ndarray, method: str) -> tuple[float, float, float]:
    """Location, scale and shape 0 of the Gumbel distribution."""
    if method == "likelihood":
        from scipy import stats

        location, scale = stats.gumbel_r.fit(values)
        return float(location), float(scale), 0.0
    if method == "moments":
        scale = values.std(ddof=1) * np.sqrt(6.0) / np.pi
    else:
        rank = np.arange(values.size)
        spread = 2 * rank / (values.size - 1) - 1  # 2 b1 - b0 of Hosking, b1 unbiased
        scale = (spread * np.sort(values)).mean() / np.log(2.0)
    return float(values.mean() - np.euler_gamma * scale), float(scale), 0.0


def _gev(values: np.ndarray) -> tuple[float, float, float]:
    """Location, scale and shape of the GEV with the greatest likelihood."""
    middle, spread = values.mean(), values.std()
    standard = (values - middle) / spread

    def negative(parameters: np.ndarray) -> float:
        location, scale, shape = parameters
        reduced = _reduce(standard - location, scale, shape)
        if reduced is None:
            return np.inf
        return np.sum(np.log(scale) + (1 + shape) * reduced + np.exp(-reduced))

    location, scale, shape = _least(negative, (-0.45, 0.78, 0.05))
    return float(middle + spread * location), float(spread * scale), shape


def _gpd(excess: np.ndarray) -> tuple[float, float]:
    """Scale and shape of the generalised Pareto distribution with the greatest likelihood."""
    mean = excess.mean()

    def negative(parameters: np.ndarray) -> float:
        scale, shape = parameters
        reduced = _reduce(excess / mean, scale, shape)
        return np.inf if reduced is None else np.sum(np.log(scale) + (1 + shape) * reduced)

    scale, shape = _least(negative, (1.0, 0.05))
    return float(mean * scale), shape


def _grow(shape: float, reduced: np.ndarray) -> np.ndarray:
    """Standard extreme of a reduced (Gumbel or exponential) variate."""
    return np.expm1(shape * reduced) / shape if abs(shape) > _TINY else reduced


def _reduce(above: np.ndarray, scale: float, shape: float) -> np.ndarray | None:
    """Reduced variate, the inverse of `_grow`; None where the parameters are impossible."""
    if scale <= 0 or abs(shape) >= _WIDEST:
        return None
    if abs(shape) <= _TINY:
        return above / scale
    inside = shape / scale * above
    return np.log1p(inside) / shape if inside.min() > -1 else None


def _least(negative: Callable[[np.ndarray], float], start: tuple[float, ...]) -> list[float]:
    """Parameters with the least negative log-likelihood."""
    from scipy.optimize import minimize

    options = {"xatol": 1e-6, "fatol": 1e-8, "maxiter": 2000}
    best = minimize(negative, start, method="Nelder-Mead", options=options)
    return [float(one) for one in best.x]


def _inside(name: str, parameters: tuple[float, ...]) -> tuple[float, ...]:
    """Refuse a shape at the end of the search."""
    shape = parameters[-1]
    if abs(shape) > 0.98 * _WIDEST:
        told = _("{name} gives a shape of {shape:.2f}; it must lie between -1 and 1: plot them")
        raise ValueError(told.format(name=name, shape=shape))
    return parameters


def _maxima(maxima: ArrayLike) -> np.ndarray:
    """Check yearly maxima and return them as floats."""
    values = one_list("maxima", maxima, _FEWEST)
    if np.ptp(values) == 0:
        told = _("maxima holds {value} only; a fit needs values that differ")
        raise ValueError(told.format(value=float(values[0])))
    return values


def _excess(values: np.ndarray, threshold: float) -> tuple[float, np.ndarray]:
    """Check a threshold; return it and how far values exceed it."""
    level = float(numbers("threshold", threshold))
    excess = values[values > level] - level
    if excess.size < _FEWEST:
        told = _("threshold is {level}; {n} values lie above it (largest {top}), {few} are needed")
        top = float(values.max())
        raise ValueError(told.format(level=level, n=excess.size, top=top, few=_FEWEST))
    if np.ptp(excess) == 0:
        told = _("threshold is {level}; the values above it are equal, and a fit needs a spread")
        raise ValueError(told.format(level=level))
    return level, excess
