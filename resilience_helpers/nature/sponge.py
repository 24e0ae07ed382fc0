"""Sponge city: the share of a year's rain that is kept, and a sponge of the right size.

References
----------
.. [1] Ministry of Housing and Urban-Rural Development (2014). Technical guide for sponge city
   construction: low-impact development, trial edition.
.. [2] Lin, B., Liao, Y. and Ding, H. (2019). Differentiation of "volume capture ratio of annual
   rainfall". China Terminology 21(5), 50-53.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import (
    above_zero,
    fractions,
    numbers,
    one_list,
    one_of,
    plain,
    refuse,
    zero_or_more,
)
from resilience_helpers.nature._streets import need
from resilience_helpers.nature._streets import surface_m2 as areas

#: A day with no more rain than this wets the ground and runs off nowhere [mm] [1]_.
LEAST_MM = 2.0
#: Share of a storm's rain that runs off before anything is built, by surface.
COEFFICIENTS = {"roof": 0.9, "paved": 0.9, "green": 0.15}


def capture_ratio(daily_rain_mm: ArrayLike, design_mm: ArrayLike) -> float | np.ndarray:
    """Volume capture ratio of annual rainfall: sum of min(P, H) over sum of P [1]_.

    What a sponge that takes up to H each day keeps of all the rain. It is empty again on the
    next morning: the measure knows no rain of several days.

    Parameters
    ----------
    daily_rain_mm : array_like, shape (n,) [mm]
        Rain of each day P, thirty years or more. Days of 2 mm or less do not count; take snow
        out before.
    design_mm : array_like [mm]
        Depth H that the sponge takes on one day.

    Returns
    -------
    float or ndarray [fraction]
        In the shape of `design_mm`.

    Raises
    ------
    TypeError, ValueError
        If a value is missing or negative, or no day has more than 2 mm.

    References
    ----------
    .. [1] MOHURD (2014), chapter 3; the name is discussed in Lin and others (2019).

    Examples
    --------
    >>> capture_ratio([0, 1, 10, 20, 50], 20)
    0.625
    """
    rain = _wet_days(daily_rain_mm)
    design = zero_or_more("design_mm", design_mm)
    days, volume = np.searchsorted(rain, design), np.append(0, np.cumsum(rain))
    ratio = (volume[days] + design * (rain.size - days)) / volume[-1]
    return plain(ratio)


def design_rain(daily_rain_mm: ArrayLike, ratio: ArrayLike) -> float | np.ndarray:
    """Daily depth that a sponge must take to reach a volume capture ratio.

    The inverse of `capture_ratio`. Between two days of the sorted record the ratio is a
    straight line over the depth, so the answer is exact.

    Parameters
    ----------
    daily_rain_mm : array_like, shape (n,) [mm]
        As for `capture_ratio`.
    ratio : array_like [fraction]
        Between 0 and 1; 1 asks for the wettest day.

    Returns
    -------
    float or ndarray [mm]

    Raises
    ------
    TypeError, ValueError
        If a value is missing or out of its range.

    Examples
    --------
    >>> design_rain([0, 1, 10, 20, 50], 0.625)
    20.0
    """
    rain, target = _wet_days(daily_rain_mm), fractions("ratio", ratio)
    volume, left = np.append(0, np.cumsum(rain)), rain.size - np.arange(rain.size)
    reached = (volume[:-1] + rain * left) / volume[-1]
    day = np.minimum(np.searchsorted(reached, target), rain.size - 1)
    depth = np.clip((target * volume[-1] - volume[day]) / left[day], 0, rain[-1])
    return plain(depth)


def design_volume(
    design_mm: ArrayLike, coefficient: ArrayLike, area_ha: ArrayLike
) -> float | np.ndarray:
    """Volume that the sponges of an area must take: V = 10 H x coefficient x F [1]_.

    Parameters
    ----------
    design_mm : array_like [mm]
        H, as `design_rain` gives it.
    coefficient : array_like [fraction]
        Share of the rain that runs off today, the mean over the area.
    area_ha : array_like [ha]

    Returns
    -------
    float or ndarray [m3]

    Raises
    ------
    TypeError, ValueError
        If a value is no number or out of its range.

    References
    ----------
    .. [1] MOHURD (2014), chapter 4.

    Examples
    --------
    >>> design_volume(30, 0.8, 24)
    5760.0
    """
    depth, area = numbers("design_mm", design_mm), numbers("area_ha", area_ha)
    refuse("design_mm", depth, depth < 0, _("it must be zero or more"))
    refuse("area_ha", area, area < 0, _("it must be zero or more"))
    found = 10 * depth * fractions("coefficient", coefficient) * area
    return plain(found)


def surfaces(catchment: pd.DataFrame) -> pd.Series:
    """Area of roofs, paved ground and green of a catchment.

    Parameters
    ----------
    catchment : pandas.DataFrame
        The table ``lanwan_catchment``, or one like it.

    Returns
    -------
    pandas.Series [m2]
        Index: "roof", "paved", "green".

    Raises
    ------
    KeyError, ValueError
        If a column is missing, or the shares of a block do not add up to 100 percent.

    Examples
    --------
    >>> shares = {"roof_percent": [50], "paved_percent": [30], "green_percent": [20]}
    >>> surfaces(pd.DataFrame({"area_ha": [2.0], **shares})).tolist()
    [10000.0, 6000.0, 4000.0]
    """
    return areas(catchment).sum()


def size(
    measures: pd.DataFrame,
    surface_m2: Mapping[str, float] | pd.Series,
    budget_cny: float,
    rain_mm: float,
) -> pd.DataFrame:
    """Spend a budget on the measures that keep most water of a storm, cheapest water first.

    Each square metre keeps what its layers hold, or what reaches it if that is less: the runoff
    of its own ground and of the hard ground that drains to it. The measure with the lowest
    cost for each cubic metre is built until its room or the money is used up, then the next
    one. As no two measures share their room, no other way to spend it keeps more.

    Parameters
    ----------
    measures : pandas.DataFrame
        The table ``lanwan_sponge_measures``, or one like it.
    surface_m2 : mapping or pandas.Series [m2]
        As `surfaces` gives it.
    budget_cny : float [CNY]
        Zero or more.
    rain_mm : float [mm]
        Rain of the storm, above 0.

    Returns
    -------
    pandas.DataFrame
        The measures in their order, with the columns room_m2, kept_mm, area_m2, kept_m3 and
        cost_cny.

    Raises
    ------
    KeyError, TypeError, ValueError
        If a column is missing or a value is out of its range.

    Examples
    --------
    >>> from resilience_helpers import datasets
    >>> streets = surfaces(datasets.load("lanwan_catchment"))
    >>> chosen = size(datasets.load("lanwan_sponge_measures"), streets, 2e6, rain_mm=40)
    >>> chosen["area_m2"].round().tolist()
    [19860.0, 1155.0, 0.0, 0.0]
    """
    left = float(numbers("budget_cny", budget_cny))
    if left < 0:
        raise ValueError(_("budget_cny is {left}; it must be zero or more").format(left=left))
    rain = float(numbers("rain_mm", rain_mm))
    if rain <= 0:
        raise ValueError(_("rain_mm is {rain}; it must be above 0").format(rain=rain))
    need("measures", measures, ["room_percent", "cost_cny_per_m2"])
    kept_mm = _kept_mm(measures, rain)
    share = numbers("room_percent", measures["room_percent"])
    rule = _("it must lie between 0 and 100 percent")
    refuse("room_percent", share, (share < 0) | (share > 100), rule)
    there = zero_or_more("surface_m2", [surface_m2[one] for one in measures["surface"]])
    room = share / 100 * there
    price = above_zero("cost_cny_per_m2", measures["cost_cny_per_m2"])
    area = np.zeros(len(measures))
    for place in np.argsort(price / kept_mm, kind="stable"):
        area[place] = min(room[place], left / price[place])
        left = max(left - area[place] * price[place], 0.0)
    return measures.assign(
        room_m2=room,
        kept_mm=kept_mm,
        area_m2=area,
        kept_m3=area * kept_mm / 1000,
        cost_cny=area * price,
    )


def kept(measures: pd.DataFrame, rain_mm: ArrayLike) -> float | np.ndarray:
    """Water of a storm that measures of a given size keep off the pipes.

    Parameters
    ----------
    measures : pandas.DataFrame
        As `size` gives it: the column area_m2 counts.
    rain_mm : array_like [mm]
        Rain of each storm, zero or more; more rain fills the layers, and then no more.

    Returns
    -------
    float or ndarray [m3]
        In the shape of `rain_mm`. The layers are taken as empty before each storm.
        All their room is taken as free for runoff: what soaked in before goes into the ground
        below, as it did. In a short storm a lawn has less room than that.

    Raises
    ------
    KeyError, TypeError, ValueError
        If a column is missing or a value is out of its range.

    Examples
    --------
    >>> from resilience_helpers import datasets
    >>> measures = datasets.load("lanwan_sponge_measures").assign(area_m2=[1000, 0, 0, 0])
    >>> kept(measures, [10, 1000]).tolist()
    [28.5, 225.0]
    """
    need("measures", measures, ["area_m2"])
    area = zero_or_more("area_m2", measures["area_m2"])
    found = _kept_mm(measures, rain_mm) @ area / 1000
    return plain(found)


def _kept_mm(measures: pd.DataFrame, rain_mm: ArrayLike) -> np.ndarray:
    """Water that a square metre of each measure keeps of each storm [mm]."""
    rain = zero_or_more("rain_mm", rain_mm)
    need("measures", measures, ["surface", "serves", "storage_mm"])
    for one in measures["surface"]:
        one_of("surface", one, COEFFICIENTS)
    serves = zero_or_more("serves", measures["serves"])
    storage = above_zero("storage_mm", measures["storage_mm"])
    own = numbers("surface", [COEFFICIENTS[one] for one in measures["surface"]])
    reaching = own + COEFFICIENTS["paved"] * serves
    return np.minimum(storage, rain[..., None] * reaching)


def _wet_days(daily_rain_mm: ArrayLike) -> np.ndarray:
    """Days of more than 2 mm, from the driest to the wettest."""
    rain = one_list("daily_rain_mm", daily_rain_mm, fewest=1)
    refuse("daily_rain_mm", rain, rain < 0, _("it must be zero or more"))
    wet = np.sort(rain[rain > LEAST_MM])
    if not wet.size:
        raise ValueError(_("daily_rain_mm has no day above 2 mm; give a longer record"))
    return wet
