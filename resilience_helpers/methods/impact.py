"""From wind and water to money: damage, event losses, annual loss, exceedance curve.

A loss is value times damage ratio, for each event and each asset. The losses of all events,
with how often each comes, give the loss of an average year and that of a bad one. The
conventions are those of CLIMADA [1]_, the field's open reference.

References
----------
.. [1] Aznar-Siguan, G. and Bresch, D. N. (2019). CLIMADA v1: a global weather and climate
   risk assessment platform. Geoscientific Model Development 12, 3085-3097.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers import datasets
from resilience_helpers._text import _
from resilience_helpers._validate import (
    above_zero,
    has_columns,
    numbers,
    plain,
    refuse,
    zero_or_more,
)
from resilience_helpers.methods._events import (
    by_event,
    checked_frequency,
    checked_losses,
    damage_ratios,
    summed,
)

#: What `average_annual_loss` can be summed by.
SUMS = ("total", "event", "exposure")


def emanuel(
    wind_m_s: ArrayLike, v_half: float = 74.7, v_threshold: float = 25.7, scale: float = 1.0
) -> float | np.ndarray:
    """Damage ratio of buildings in a tropical cyclone's wind.

    f = scale x^3 / (1 + x^3), with x = max(v - v_threshold, 0) / (v_half - v_threshold) [1]_.

    Parameters
    ----------
    wind_m_s : array_like [m/s]
        1-minute wind at 10 m; zero or more.
    v_half : float [m/s]
        Wind that destroys half of the value (of `scale`). The default is that of [2]_ for the
        Caribbean; table ``wind_calibrations`` holds those of [3]_ for nine regions.
    v_threshold : float [m/s]
        Wind below which nothing is lost; zero or more and below `v_half`.
    scale : float [-]
        Largest damage ratio, above 0 to 1.

    Returns
    -------
    float or ndarray [-]
        Share of the value that is lost, of the shape of `wind_m_s`.

    Raises
    ------
    ValueError
        If the wind is negative or missing, or a parameter is out of its range.

    Notes
    -----
    The calibrations of [3]_ were fitted to all reported damage of a storm. So they hold
    surge and rain in part: adding a flood loss counts some of it twice.

    References
    ----------
    .. [1] Emanuel, K. (2011). Global warming effects on U.S. hurricane damage. Weather,
       Climate, and Society 3, 261-268.
    .. [2] Sealy, K. S. and Strobl, E. (2017). A hurricane loss risk assessment of coastal
       properties in the Caribbean: evidence from the Bahamas. Ocean & Coastal Management 149,
       42-51.
    .. [3] Eberenz, S., Luethi, S. and Bresch, D. N. (2021). Regional tropical cyclone impact
       functions for globally consistent risk assessments. Natural Hazards and Earth System
       Sciences 21, 393-415.

    Examples
    --------
    >>> emanuel([20, 50, 74.7]).round(3)
    array([0.   , 0.109, 0.5  ])
    """
    wind = numbers("wind_m_s", wind_m_s)
    refuse("wind_m_s", wind, wind < 0, _("it must be zero or more, in m/s"))
    half, threshold, largest = (
        float(numbers(name, value))
        for name, value in (("v_half", v_half), ("v_threshold", v_threshold), ("scale", scale))
    )
    if not 0 <= threshold < half:
        told = _("v_threshold is {low} and v_half {high}; they must be zero or more, and rising")
        raise ValueError(told.format(low=threshold, high=half))
    if not 0 < largest <= 1:
        told = _("scale is {scale}; it must be above 0 and at most 1")
        raise ValueError(told.format(scale=largest))
    # in place, as `numbers` has made a copy: a large set has ten million winds
    wind = np.atleast_1d(wind) if wind.ndim == 0 else wind
    np.maximum(np.subtract(wind, threshold, out=wind), 0.0, out=wind)
    np.divide(wind, half - threshold, out=wind)
    cube = wind * wind
    np.multiply(cube, wind, out=cube)
    np.add(cube, 1.0, out=wind)
    np.multiply(np.divide(cube, wind, out=cube), largest, out=cube)
    return float(cube[0]) if np.ndim(wind_m_s) == 0 else cube


def depth_damage(depth_m: ArrayLike, sector: str, region: str = "asia") -> float | np.ndarray:
    """Damage ratio of flooded buildings, by the depth of the water.

    Parameters
    ----------
    depth_m : array_like [m]
        Depth of the water above the lowest floor, or above the ground where the floor is not
        raised; zero or more.
    sector : str
        One of the sectors of the table ``depth_damage`` in this region, such as
        "residential", "commercial", "industrial" or "infrastructure".
    region : str
        "asia" or "europe".

    Returns
    -------
    float or ndarray [-]
        Share of the value that is lost: straight lines between the published points [1]_,
        all lost from the last point (6 m) on.

    Raises
    ------
    ValueError
        If a depth is negative or missing, or region or sector is unknown.

    References
    ----------
    .. [1] Huizinga, J., de Moel, H. and Szewczyk, W. (2017). Global flood depth-damage
       functions. European Commission, Joint Research Centre, EUR 28552 EN.

    Examples
    --------
    >>> depth_damage([0, 0.5, 0.75, 9], "residential").round(4)
    array([0.    , 0.327 , 0.4105, 1.    ])
    """
    depth = numbers("depth_m", depth_m)
    refuse("depth_m", depth, depth < 0, _("it must be zero or more, in metres"))
    table = datasets.load("depth_damage")
    for name, given, known in (
        ("region", region, table["region"].unique()),
        ("sector", sector, table.loc[table["region"] == region, "sector"].unique()),
    ):
        if given not in known:
            told = _("{name} is {given!r}; it must be one of {known}")
            raise ValueError(told.format(name=name, given=given, known=", ".join(known)))
    curve = table[(table["region"] == region) & (table["sector"] == sector)]
    ratio = np.interp(depth, curve["depth_m"], curve["damage_ratio"])
    return plain(ratio)


def event_losses(value: ArrayLike, intensity: Any, vulnerability: Callable[[Any], Any]) -> Any:
    """Loss of each event at each asset: value x damage ratio.

    Parameters
    ----------
    value : array_like, shape (exposures,) [money]
        Value of each asset; zero or more.
    intensity : array_like or scipy.sparse array, shape (events, exposures)
        Wind or depth that each event brings to each asset. In a sparse array, what is not
        stored is 0.
    vulnerability : callable
        Takes an array of intensities and returns damage ratios of the same shape, between 0
        and 1, such as `emanuel`. For a sparse array it must give 0 for 0.

    Returns
    -------
    ndarray or scipy.sparse.csr_array, shape (events, exposures) [money]
        Sparse where `intensity` is.

    Raises
    ------
    ValueError
        If a number is negative or missing, the shapes do not fit, a damage ratio lies outside
        0 to 1, or a sparse intensity meets a damage ratio above 0 at 0.

    Examples
    --------
    >>> event_losses([100, 200], [[50, 20], [74.7, 74.7]], emanuel).round(1)
    array([[ 10.9,   0. ],
           [ 50. , 100. ]])
    """
    value = zero_or_more("value", value)
    sparse = hasattr(intensity, "tocsr")
    matrix = summed(intensity) if sparse else numbers("intensity", intensity)
    if value.ndim != 1 or len(matrix.shape) != 2 or matrix.shape[1] != len(value):
        told = _(
            "value has shape {value} and intensity {intensity}; value must be a list of assets, "
            "intensity a table with a row for each event and a column for each asset"
        )
        raise ValueError(told.format(value=value.shape, intensity=matrix.shape))
    if not sparse:
        return damage_ratios(vulnerability, matrix) * value
    from scipy.sparse import csr_array  # here, so that importing the library stays light

    if float(damage_ratios(vulnerability, np.zeros(1))[0]) != 0:
        raise ValueError(
            _("vulnerability is above 0 at an intensity of 0; give intensity as a dense array")
        )
    losses = np.atleast_1d(damage_ratios(vulnerability, matrix.data))
    losses *= np.take(value, matrix.indices)
    # copies of the places: a later change of the intensity must not change the losses
    return csr_array((losses, matrix.indices.copy(), matrix.indptr.copy()), shape=matrix.shape)


def average_annual_loss(losses: Any, frequency: ArrayLike, by: str = "total") -> float | np.ndarray:
    """Loss of an average year: the sum of frequency x loss over the events.

    Parameters
    ----------
    losses : array_like or scipy.sparse array, shape (events,) or (events, exposures) [money]
        Loss of each event, or of each event at each asset, as `event_losses` gives them.
    frequency : array_like, shape (events,) [1/year]
        How often each event comes; zero or more. One number serves for all events.
    by : {"total", "event", "exposure"}
        What to keep apart: nothing, the events, or the assets.

    Returns
    -------
    float or ndarray, shape (events,) or (exposures,) [money per year]

    Raises
    ------
    ValueError
        If a number is negative or missing, the lengths differ, or `by` is unknown or asks for
        assets where `losses` has none.

    Examples
    --------
    Two storms, three assets; the first storm comes every ten years, the second every 50:

    >>> losses = [[10, 0, 5], [50, 100, 150]]
    >>> average_annual_loss(losses, [0.1, 0.02])
    7.5
    >>> average_annual_loss(losses, [0.1, 0.02], by="exposure")
    array([2. , 2. , 3.5])
    """
    if by not in SUMS:
        raise ValueError(_("by is {by!r}; it must be one of {sums}").format(by=by, sums=SUMS))
    losses = checked_losses(losses)
    frequency = checked_frequency(frequency, losses.shape[0])
    if by == "exposure":
        if losses.ndim != 2:
            raise ValueError(_("losses has no assets; give a table of events and assets"))
        return np.asarray(frequency @ losses)
    each = frequency * by_event(losses)
    return each if by == "event" else float(each.sum())


def exceedance_curve(losses: Any, frequency: ArrayLike) -> pd.DataFrame:
    """How often a loss is reached or exceeded by a single event.

    The losses in descending order, the frequencies added up; return period = 1 / added
    frequency.

    Parameters
    ----------
    losses : array_like or scipy.sparse array, shape (events,) or (events, exposures) [money]
        Of a table, the sum over the assets is taken.
    frequency : array_like, shape (events,) [1/year]
        How often each event comes; zero or more. One number serves for all events.

    Returns
    -------
    pandas.DataFrame
        Columns loss [money], frequency [1/year] of this loss or more, and return_period
        [years]; one row for each event with a frequency above 0, the largest loss first.

    Raises
    ------
    ValueError
        If a number is negative or missing, the lengths differ, or no event has a frequency
        above 0.

    Notes
    -----
    Between events, not years: for losses that come less often than once in ten years there is
    hardly a difference. For years, use the yearly sums of `storms.simulate_years` with the
    frequency 1 / years.

    Examples
    --------
    >>> exceedance_curve([10, 0, 30], [0.1, 0.2, 0.1])
       loss  frequency  return_period
    0  30.0        0.1           10.0
    1  10.0        0.2            5.0
    2   0.0        0.4            2.5
    """
    losses = checked_losses(losses)
    frequency = checked_frequency(frequency, losses.shape[0])
    if not (frequency > 0).any():
        raise ValueError(_("frequency holds no number above 0; no event of the set ever comes"))
    loss = by_event(losses)[frequency > 0]
    frequency = frequency[frequency > 0]
    order = np.argsort(-loss, kind="stable")
    added = np.cumsum(frequency[order])
    return pd.DataFrame({"loss": loss[order], "frequency": added, "return_period": 1 / added})


def probable_maximum_loss(curve: pd.DataFrame, years: ArrayLike) -> float | np.ndarray:
    """Loss that is reached or exceeded once in so many years on average.

    Parameters
    ----------
    curve : pandas.DataFrame
        As `exceedance_curve` gives it.
    years : array_like [years]
        Return periods; above 0 and not beyond the longest of the curve.

    Returns
    -------
    float or ndarray [money]
        Straight lines in the return period between two events of the curve. 0 for return
        periods shorter than the shortest: no loss of the set comes so often.

    Raises
    ------
    ValueError
        If a return period is longer than the curve knows: its largest loss would pass for the
        rare one. Or if a number is missing or not above 0.

    Examples
    --------
    >>> curve = exceedance_curve([10, 0, 30], [0.1, 0.2, 0.1])
    >>> probable_maximum_loss(curve, [5, 8]).round(1)
    array([10., 22.])
    """
    has_columns("curve", curve, ("return_period", "loss"))
    wanted = above_zero("years", years)
    known = numbers("return_period", curve["return_period"])[::-1]
    # a hair of room: 1 / (1 / 45) need not be 45 exactly
    rule = _("the set's rarest loss has a return period of {longest:.6g} years")
    beyond = wanted > known[-1] * (1 + 1e-9)
    refuse("years", wanted, beyond, rule.format(longest=known[-1]))
    loss = np.interp(wanted, known, numbers("loss", curve["loss"])[::-1])
    loss = np.where(wanted < known[0] * (1 - 1e-9), 0.0, loss)
    return plain(loss)


def expected_annual_damage(return_period: ArrayLike, loss: ArrayLike) -> float:
    """Loss of an average year from a few return periods, as flood maps give them.

    The area under the loss over its yearly chance 1 / return period, by trapezoids. Beyond
    the rarest map its loss is taken to hold; before the most frequent one nothing is lost.

    Parameters
    ----------
    return_period : array_like, shape (n,) [years]
        Above 0, each longer than the one before.
    loss : array_like, shape (n,) [money]
        Loss at each; zero or more.

    Returns
    -------
    float [money per year]

    Raises
    ------
    ValueError
        If the lengths differ, the return periods do not increase, or a number is negative or
        missing.

    Examples
    --------
    >>> round(expected_annual_damage([10, 100], [0, 500]), 1)
    27.5
    """
    period, loss = numbers("return_period", return_period), numbers("loss", loss)
    if period.ndim != 1 or period.shape != loss.shape or not len(period):
        told = _("return_period has shape {period} and loss {loss}; give two lists of one length")
        raise ValueError(told.format(period=period.shape, loss=loss.shape))
    refuse("return_period", period, period <= 0, _("it must be above 0"))
    shorter = np.append(False, np.diff(period) <= 0)
    refuse("return_period", period, shorter, _("each must be longer than the one before"))
    refuse("loss", loss, loss < 0, _("it must be zero or more"))
    chance = 1 / period
    between = np.sum((chance[:-1] - chance[1:]) * (loss[:-1] + loss[1:]) / 2)
    return float(between + chance[-1] * loss[-1])
