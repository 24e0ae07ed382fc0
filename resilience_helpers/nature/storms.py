"""Design storms: the Chinese formula of intensity, and the storm of Chicago.

A design storm never fell. It is the rain that a city agrees to build for: its formula gives
the mean intensity for a duration and a return period, the Chicago storm spreads it over time.

References
----------
.. [1] GB 50014-2021, Standard for design of outdoor wastewater engineering (China).
.. [2] Keifer, C. J. and Chu, H. H. (1957). Synthetic storm pattern for drainage design. Journal of
   the Hydraulics Division, ASCE 83(4).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import between_0_and_1, numbers, plain, refuse

#: Millimetres that fall in a minute at 1 L/(s ha).
MM_PER_MINUTE = 0.006


def intensity(
    duration_min: ArrayLike, return_period: ArrayLike, parameters: Mapping[str, float] | pd.Series
) -> float | np.ndarray:
    """Mean intensity of the strongest rain of a duration: q = a (1 + c lg P) / (t + b)^n [1]_.

    Parameters
    ----------
    duration_min : array_like [min]
        Duration t, above 0. The formulas are fitted to durations up to two or three hours.
    return_period : array_like [years]
        P, above 0.
    parameters : mapping or pandas.Series
        "a" [L/(s ha)], "c" [-], "b" [min] and "n" [-]: a row of the table ``storm_intensity``.

    Returns
    -------
    float or ndarray [L/(s ha)]
        0.006 times as much in millimetres a minute.

    Raises
    ------
    KeyError
        If a parameter is missing.
    TypeError, ValueError
        If a value is no number or out of its range, or 1 + c lg P is not above 0.

    References
    ----------
    .. [1] GB 50014-2021; the parameters are each city's own.

    Examples
    --------
    >>> yuzhong = {"a": 1132, "c": 0.958, "b": 5.408, "n": 0.595}
    >>> round(intensity(60, 5, yuzhong), 1)
    157.1
    """
    a, c, b, n = _parameters(parameters)
    time, years = numbers("duration_min", duration_min), numbers("return_period", return_period)
    refuse("duration_min", time, time <= 0, _("it must be above 0"))
    refuse("return_period", years, years <= 0, _("it must be above 0"))
    strength = 1 + c * np.log10(years)
    rule = _("it is too short for this formula, which then gives no rain")
    refuse("return_period", years, strength <= 0, rule)
    found = a * strength / (time + b) ** n
    return plain(found)


def depth(
    duration_min: ArrayLike, return_period: ArrayLike, parameters: Mapping[str, float] | pd.Series
) -> float | np.ndarray:
    """Rain of the strongest storm of a duration: 0.006 q t.

    Parameters
    ----------
    duration_min, return_period, parameters
        As for `intensity`.

    Returns
    -------
    float or ndarray [mm]

    Examples
    --------
    >>> yuzhong = {"a": 1132, "c": 0.958, "b": 5.408, "n": 0.595}
    >>> round(depth(60, 5, yuzhong), 1)
    56.6
    """
    found = MM_PER_MINUTE * intensity(duration_min, return_period, parameters)
    found = found * numbers("duration_min", duration_min)
    return plain(found)


def chicago(
    duration_min: float,
    return_period: float,
    parameters: Mapping[str, float] | pd.Series,
    step_min: float = 5,
    peak: float = 0.4,
) -> pd.Series:
    """Rain of a design storm in steps of time, by Keifer and Chu [1]_.

    Around its peak the storm holds, for every shorter duration, just the rain that the formula
    of intensity gives for it. So it tests small and large pipes at once.

    Parameters
    ----------
    duration_min : float [min]
        Duration of the storm, a whole number of steps.
    return_period : float [years]
    parameters : mapping or pandas.Series
        As for `intensity`.
    step_min : float [min]
        Length of a step.
    peak : float [fraction]
        Where the peak lies in the storm, above 0 and below 1. Measured storms of Chinese cities
        give 0.3 to 0.4.

    Returns
    -------
    pandas.Series [mm]
        Rain of each step. Index: its start [min]. The sum is `depth`.

    Raises
    ------
    KeyError, TypeError, ValueError
        As for `intensity`, or if the steps do not fill the duration, or the formula (with n above 1)
        gives less rain for a longer storm.

    Notes
    -----
    The intensity at a time t before the peak is A [(1 - n) t/r + b] / (t/r + b)^(1+n), with
    r the place of the peak and 1 - r after it. Its integral is r times the `depth` of t/r, which
    is used here: no rain is lost by sampling.

    References
    ----------
    .. [1] Keifer and Chu (1957).

    Examples
    --------
    >>> yuzhong = {"a": 1132, "c": 0.958, "b": 5.408, "n": 0.595}
    >>> chicago(60, 5, yuzhong, step_min=15).round(1).tolist()
    [8.5, 27.4, 13.0, 7.6]
    """
    long, step = (
        float(numbers(k, v)) for k, v in (("duration_min", duration_min), ("step_min", step_min))
    )
    steps = round(long / step) if step > 0 else 0
    if steps < 1 or abs(steps * step - long) > 1e-9 * long:
        told = _("duration_min is {long} and step_min {step}; a whole number of steps must fill it")
        raise ValueError(told.format(long=long, step=step))
    before = float(between_0_and_1("peak", peak))
    edges = np.arange(steps + 1) * step
    from_peak = edges - before * long
    share = np.where(from_peak < 0, before, 1 - before)
    # the rain between each edge and the peak, negative before it
    lengths = np.abs(from_peak) / share
    fallen = np.zeros(steps + 1)
    away = lengths > 0
    fallen[away] = depth(lengths[away], return_period, parameters)
    total = np.sign(from_peak) * share * fallen
    if (np.diff(total) < 0).any():
        told = _("duration_min is {long}; this formula gives less rain for so long a storm")
        raise ValueError(told.format(long=long))
    return pd.Series(np.diff(total), index=pd.Index(edges[:-1], name="minute"), name="rain_mm")


def _parameters(parameters: Mapping[str, float] | pd.Series) -> list[float]:
    found = []
    for name in ("a", "c", "b", "n"):
        if name not in parameters:
            told = _("parameters has no {name!r}; it must hold a, c, b and n of the formula")
            raise KeyError(told.format(name=name))
        value = numbers(f"parameters[{name!r}]", parameters[name])
        refuse(f"parameters[{name!r}]", value, value < 0, _("it must be zero or more"))
        found.append(float(value))
    return found
