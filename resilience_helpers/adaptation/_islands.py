"""How much hotter a city is than the countryside: three estimates from little data.

Each formula was fitted to some cities, in some weather, and each docstring says to which.
`heat` hands them on.
"""

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import fractions, numbers, one_of, plain, refuse, zero_or_more
from resilience_helpers.adaptation._arrays import together

#: Slope and constant of the heat island over the logarithm of the population, by region.
BY_POPULATION = {"north_america": (2.96, -6.41), "europe": (2.01, -4.06)}
#: Heat that a cubic metre of hot air takes up [J/(m3 K)]: 1.15 kg/m3 x 1005 J/(kg K).
AIR_HEAT = 1.15 * 1005


def heat_island_by_population(
    population: ArrayLike, region: str = "north_america"
) -> float | np.ndarray:
    """Strongest heat island of a settlement, from its population.

    dT = a log10(P) + b [1]_.

    Parameters
    ----------
    population : array_like [residents]
        1,000 or more.
    region : str
        "north_america" (a 2.96, b -6.41) or "europe" (a 2.01, b -4.06).

    Returns
    -------
    float or ndarray [deg C]
        City minus countryside, of the shape of `population`.

    Raises
    ------
    ValueError
        If the population is below 1,000, or the region unknown.

    Notes
    -----
    Holds for calm, clear nights. The study measured ten settlements of 1,000 to 2 million
    residents on the St. Lawrence lowland and compared them with older numbers from North
    America and Europe; larger cities, and other climates, are outside of it.

    References
    ----------
    .. [1] Oke, T. R. (1973). City size and the urban heat island. Atmospheric Environment 7,
       769-779.

    Examples
    --------
    >>> round(heat_island_by_population(1_000_000), 2)
    11.35
    """
    one_of("region", region, BY_POPULATION)
    people = numbers("population", population)
    refuse("population", people, people < 1000, _("the formula holds from 1,000 residents on"))
    slope, constant = BY_POPULATION[region]
    return plain(slope * np.log10(people) + constant)


def heat_island_in_wind(population: ArrayLike, wind_m_s: ArrayLike) -> float | np.ndarray:
    """Heat island of a settlement on a clear night with some wind.

    dT = P^0.25 / (4 sqrt(u)) [1]_.

    Parameters
    ----------
    population : array_like [residents]
        1,000 or more.
    wind_m_s : array_like [m/s]
        Wind of the region at 10 m; above 0.

    Returns
    -------
    float or ndarray [deg C]

    Raises
    ------
    ValueError
        If the population is below 1,000 or the wind is not above 0.

    Notes
    -----
    From the ten settlements of `heat_island_by_population`, under cloudless skies. It grows
    without end as the wind dies down; in a calm take `heat_island_by_population`.

    References
    ----------
    .. [1] Oke, T. R. (1973). City size and the urban heat island. Atmospheric Environment 7,
       769-779.

    Examples
    --------
    >>> round(heat_island_in_wind(1_000_000, 4), 2)
    3.95
    """
    people, wind = numbers("population", population), numbers("wind_m_s", wind_m_s)
    refuse("population", people, people < 1000, _("the formula holds from 1,000 residents on"))
    refuse("wind_m_s", wind, wind <= 0, _("it must be above 0, in m/s"))
    people, wind = together(population=people, wind_m_s=wind)
    return plain(people**0.25 / (4 * np.sqrt(wind)))


def sky_view_factor(height_to_width: ArrayLike) -> float | np.ndarray:
    """Share of the sky that is seen from the middle of a long street's floor.

    SVF = cos(atan(2 H / W)) [1]_.

    Parameters
    ----------
    height_to_width : array_like [-]
        Height of the houses divided by the width of the street, H / W; zero or more.

    Returns
    -------
    float or ndarray [-]
        1 in the open, towards 0 in a deep street.

    Raises
    ------
    ValueError
        If H / W is negative.

    References
    ----------
    .. [1] Oke, T. R. (1981). Canyon geometry and the nocturnal urban heat island: comparison
       of scale model and field observations. Journal of Climatology 1, 237-254.

    Examples
    --------
    >>> sky_view_factor([0, 1]).round(4)
    array([1.    , 0.4472])
    """
    ratio = zero_or_more("height_to_width", height_to_width)
    return plain(np.cos(np.arctan(2 * ratio)))


def heat_island_by_canyon(height_to_width: ArrayLike) -> float | np.ndarray:
    """Strongest heat island of a city centre, from the shape of its streets.

    dT = 7.45 + 3.97 ln(H / W) [1]_.

    Parameters
    ----------
    height_to_width : array_like [-]
        Height of the houses divided by the width of the street, 0.25 to 4.

    Returns
    -------
    float or ndarray [deg C]

    Raises
    ------
    ValueError
        If H / W is outside 0.25 to 4.

    Notes
    -----
    Holds for calm, clear nights in city centres. H / W from 0.25 to 4 is the range of the
    study's scale models.

    References
    ----------
    .. [1] Oke, T. R. (1981). Canyon geometry and the nocturnal urban heat island: comparison
       of scale model and field observations. Journal of Climatology 1, 237-254.

    Examples
    --------
    >>> heat_island_by_canyon(1)
    7.45
    """
    ratio = numbers("height_to_width", height_to_width)
    outside = (ratio < 0.25) | (ratio > 4)
    refuse("height_to_width", ratio, outside, _("the formula holds from 0.25 to 4"))
    return plain(7.45 + 3.97 * np.log(ratio))


def urban_heat_island(
    sky_view_factor: ArrayLike,
    vegetation_fraction: ArrayLike,
    radiation_w_m2: ArrayLike,
    temperature_range_c: ArrayLike,
    wind_m_s: ArrayLike,
) -> float | np.ndarray:
    """Strongest heat island of a day in a neighbourhood, from its shape and the weather.

    dT = (2 - SVF - f) (S DTR^3 / U)^(1/4) [1]_, with S the radiation divided by the heat that
    a cubic metre of air takes up.

    Parameters
    ----------
    sky_view_factor : array_like [-]
        Share of the sky that is seen from the street, 0 to 1.
    vegetation_fraction : array_like [-]
        Share of the ground under vegetation, 0 to 1.
    radiation_w_m2 : array_like [W/m2]
        Solar radiation in the countryside, mean of 24 hours; zero or more.
    temperature_range_c : array_like [deg C]
        In the countryside, highest temperature of the day minus the lowest until 7:00 of the
        next; zero or more.
    wind_m_s : array_like [m/s]
        Wind at 10 m in the countryside, mean from 8:00 to 7:00 of the next day; above 0.

    Returns
    -------
    float or ndarray [deg C]
        Largest difference to the countryside, mostly reached in the evening or at night.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Notes
    -----
    Tested in 14 cities of north-western Europe. A first estimate for days without rain, fog
    or a change of weather; in the delta's climate it has no proof.

    References
    ----------
    .. [1] Theeuwes, N. E., Steeneveld, G.-J., Ronda, R. J. and Holtslag, A. A. M. (2017). A
       diagnostic equation for the daily maximum urban heat island effect for cities in
       northwestern Europe. International Journal of Climatology 37, 443-454.

    Examples
    --------
    >>> round(urban_heat_island(0.45, 0.1, 285, 12, 2), 2)
    5.54
    """
    sky = fractions("sky_view_factor", sky_view_factor)
    green = fractions("vegetation_fraction", vegetation_fraction)
    sun = numbers("radiation_w_m2", radiation_w_m2)
    swing = numbers("temperature_range_c", temperature_range_c)
    wind = numbers("wind_m_s", wind_m_s)
    refuse("radiation_w_m2", sun, sun < 0, _("it must be zero or more, in W/m2"))
    refuse("temperature_range_c", swing, swing < 0, _("it must be zero or more, in deg C"))
    refuse("wind_m_s", wind, wind <= 0, _("it must be above 0, in m/s"))
    sky, green, sun, swing, wind = together(
        sky_view_factor=sky,
        vegetation_fraction=green,
        radiation_w_m2=sun,
        temperature_range_c=swing,
        wind_m_s=wind,
    )
    return plain((2 - sky - green) * (sun / AIR_HEAT * swing**3 / wind) ** 0.25)
