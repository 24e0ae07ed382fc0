"""Heat in a city: how much hotter it is, how many die of it, and which signal it calls for.

Three formulas estimate the heat island from little data. Each was fitted to some cities, in
some weather, and each docstring says to which. Deaths follow the convention of [1]_: the
attributable fraction is a share of the deaths that occurred, those of heat included.

References
----------
.. [1] Gasparrini, A. and Leone, M. (2014). Attributable risk from distributed lag models.
   BMC Medical Research Methodology 14, 55.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, plain, refuse, whole_number, zero_or_more
from resilience_helpers.adaptation._arrays import together
from resilience_helpers.adaptation._islands import (
    heat_island_by_canyon,
    heat_island_by_population,
    heat_island_in_wind,
    sky_view_factor,
    urban_heat_island,
)

__all__ = [
    "AttributableDeaths",
    "attributable_deaths",
    "attributable_fraction",
    "excess_deaths",
    "heat_island_by_canyon",
    "heat_island_by_population",
    "heat_island_in_wind",
    "relative_risk",
    "signal",
    "sky_view_factor",
    "urban_heat_island",
]

#: China's signals: colour -> daily maximum [deg C]; yellow needs it on three days in a row.
SIGNALS = {"yellow": 35.0, "orange": 37.0, "red": 40.0}
#: Normal deviate of a 95 percent interval.
_Z95 = 1.959963984540054


@dataclass(frozen=True)
class AttributableDeaths:
    """Deaths that heat brought, with the interval that the relative risk leaves.

    Parameters
    ----------
    deaths : float [deaths]
        Best estimate.
    low, high : float [deaths]
        Ends of the 95 percent interval.
    """

    deaths: float
    low: float
    high: float


def relative_risk(
    temperature_c: ArrayLike, threshold_c: float, percent_per_degree: float
) -> float | np.ndarray:
    """Relative risk of death on a hot day, log-linear above a threshold.

    RR = exp(b (T - T0)) with b = ln(1 + percent / 100); 1 up to the threshold T0 [1]_.

    Parameters
    ----------
    temperature_c : array_like [deg C]
        Temperature of the day, of the kind that the study used (often the maximum).
    threshold_c : float [deg C]
        Temperature from which on deaths rise.
    percent_per_degree : float [percent]
        How much deaths rise for each degree above it; above -100.

    Returns
    -------
    float or ndarray [-]
        Of the shape of `temperature_c`.

    Raises
    ------
    ValueError
        If a number is missing, shapes do not fit, or the rise is -100 percent or less.

    References
    ----------
    .. [1] Li, Y. and others (2014). Association between high temperature and mortality in
       metropolitan areas of four cities in various climatic zones in China. Environmental
       Health 13, 65.

    Examples
    --------
    >>> relative_risk([30, 34, 36], threshold_c=33, percent_per_degree=4).round(4)
    array([1.    , 1.04  , 1.1249])
    """
    hot = numbers("temperature_c", temperature_c)
    threshold = numbers("threshold_c", threshold_c)
    rise = numbers("percent_per_degree", percent_per_degree)
    refuse("percent_per_degree", rise, rise <= -100, _("it must be above -100, in percent"))
    hot, threshold, rise = together(
        temperature_c=hot, threshold_c=threshold, percent_per_degree=rise
    )
    return plain((1 + rise / 100) ** np.maximum(hot - threshold, 0))


def attributable_fraction(relative_risk: ArrayLike) -> float | np.ndarray:
    """Share of the deaths of an exposed group that the exposure brought.

    AF = (RR - 1) / RR.

    Parameters
    ----------
    relative_risk : array_like [-]
        Risk with the exposure divided by that without it; above 0.

    Returns
    -------
    float or ndarray [-]
        Of the shape of `relative_risk`; negative where the exposure protects.

    Raises
    ------
    ValueError
        If a relative risk is not above 0.

    Examples
    --------
    >>> round(attributable_fraction(1.25), 3)
    0.2
    """
    risk = _risk("relative_risk", relative_risk)
    return plain((risk - 1) / risk)


def excess_deaths(expected: ArrayLike, relative_risk: ArrayLike) -> float | np.ndarray:
    """Deaths that come on top of those that were to be expected without heat.

    excess = expected (RR - 1). Where the deaths that occurred are known instead, use
    `attributable_deaths`: they hold the excess already.

    Parameters
    ----------
    expected : array_like [deaths]
        Deaths without heat; zero or more.
    relative_risk : array_like [-]
        Above 0.

    Returns
    -------
    float or ndarray [deaths]

    Raises
    ------
    ValueError
        If a number is out of its range, or the shapes do not fit.

    Examples
    --------
    >>> round(excess_deaths(52, 1.25), 2)
    13.0
    """
    normal = zero_or_more("expected", expected)
    risk = _risk("relative_risk", relative_risk)
    normal, risk = together(expected=normal, relative_risk=risk)
    return plain(normal * (risk - 1))


def attributable_deaths(
    deaths: ArrayLike,
    relative_risk: ArrayLike,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    draws: int = 10_000,
    seed: int = 1,
) -> AttributableDeaths:
    """Deaths that heat brought, out of those that occurred, with their interval.

    AN = sum of deaths x (RR - 1) / RR. The interval comes from `draws` relative risks, drawn
    from a normal distribution of ln RR whose 95 percent interval is that of the study. All
    days share one draw, since one study stands behind them.

    Parameters
    ----------
    deaths : array_like [deaths]
        Deaths that occurred, of each day or group; zero or more.
    relative_risk : array_like [-]
        One for all, or one for each; above 0.
    low, high : array_like [-], optional
        Ends of the published 95 percent interval, around `relative_risk`; without them the
        interval is empty.
    draws : int
        Number of draws, 100 or more.
    seed : int
        Seed of the draws.

    Returns
    -------
    AttributableDeaths

    Raises
    ------
    ValueError
        If shapes do not fit, a number is out of its range, or only one end is given.

    Notes
    -----
    The interval tells what the study could not know. It leaves out chance in the number of
    deaths, and whether the study's city resembles yours.

    Examples
    --------
    >>> found = attributable_deaths([400, 375], 1.23, low=1.11, high=1.37)
    >>> round(found.deaths), round(found.low, -1), round(found.high, -1)
    (145, 80.0, 210.0)
    """
    counted = zero_or_more("deaths", deaths)
    risk = _fitting("relative_risk", relative_risk, counted)
    many = whole_number("draws", draws, least=100)
    best = float(np.sum(counted * (1 - 1 / risk)))
    if (low is None) != (high is None):
        raise ValueError(_("low and high belong together; give both ends of the interval"))
    if low is None:
        return AttributableDeaths(best, best, best)
    lower, upper = _fitting("low", low, counted), _fitting("high", high, counted)
    refuse("low", lower, lower > risk, _("it must not be above relative_risk"))
    refuse("high", upper, upper < risk, _("it must not be below relative_risk"))
    deviate = np.random.default_rng(whole_number("seed", seed, least=0)).standard_normal(many)
    spread = np.log(upper / lower) / (2 * _Z95)
    drawn = np.exp(np.log(risk)[..., None] + spread[..., None] * deviate)
    total = (counted[..., None] * (1 - 1 / drawn)).reshape(-1, many).sum(axis=0)
    ends = np.percentile(total, [2.5, 97.5])
    return AttributableDeaths(best, float(ends[0]), float(ends[1]))


def signal(maximum_c: ArrayLike) -> list[str]:
    """China's heat signal for each day of a forecast.

    Red for a maximum of 40 deg C or more, orange for 37, yellow for each day of a spell of
    three days or more that reach 35 [1]_.

    Parameters
    ----------
    maximum_c : array_like, shape (n,) [deg C]
        Forecast maximum of each day, in order, without gaps.

    Returns
    -------
    list of str
        "red", "orange", "yellow" or "" for each day.

    Raises
    ------
    ValueError
        If the forecast is not one list of finite numbers.

    References
    ----------
    .. [1] China Meteorological Administration (2007). Measures for issuing and spreading
       warning signals of meteorological disasters.

    Examples
    --------
    >>> signal([34, 35, 36, 35, 38, 41, 33])
    ['', 'yellow', 'yellow', 'yellow', 'orange', 'red', '']
    """
    hot = numbers("maximum_c", maximum_c)
    if hot.ndim != 1:
        told = _("maximum_c has shape {shape}; it must be one list of days")
        raise ValueError(told.format(shape=hot.shape))
    reached = hot >= SIGNALS["yellow"]
    # a day belongs to a hot spell if any three days in a row that hold it are hot
    spell = np.zeros(len(hot), dtype=bool)
    for first in range(len(hot) - 2):
        if reached[first : first + 3].all():
            spell[first : first + 3] = True
    levels = np.select(
        [hot >= SIGNALS["red"], hot >= SIGNALS["orange"], spell], ["red", "orange", "yellow"], ""
    )
    return levels.tolist()


def _risk(name: str, values: ArrayLike) -> np.ndarray:
    risk = numbers(name, values)
    refuse(name, risk, risk <= 0, _("a relative risk must be above 0"))
    return risk


def _fitting(name: str, values: ArrayLike, deaths: np.ndarray) -> np.ndarray:
    """Return relative risks, one for each number of deaths."""
    risk = _risk(name, values)
    if risk.ndim and risk.shape != deaths.shape:
        told = _("{name} has shape {given} and deaths {wanted}; give one for all, or one for each")
        raise ValueError(told.format(name=name, given=risk.shape, wanted=deaths.shape))
    return np.broadcast_to(risk, deaths.shape)
