"""Wind of a tropical cyclone over a city, from the fixes of its track.

A storm's record holds its position, strongest wind and central pressure every six hours.
Holland's profile [1]_ spreads that one wind over the distance from the centre, and the
storm's own motion makes one side stronger. The largest wind that a place sees while the
storm goes by is what damages it.

All winds are 1-minute means at 10 m over open water, as the calibrations of
`impact.emanuel` need them. There is no friction of hills and houses in them.

References
----------
.. [1] Holland, G. J. (1980). An analytic model of the wind and pressure profiles in
   hurricanes. Monthly Weather Review 108, 1212-1218.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import (
    above_zero,
    numbers,
    plain,
    refuse,
    whole_number,
    zero_or_more,
)
from resilience_helpers.methods._cyclone import (
    AIR_DENSITY,
    B_LIMITS,
    EARTH_RADIUS_KM,
    b_2008,
    coriolis,
    largest,
    mean_radius_km,
    profile,
    steps,
    storms,
    unit_vectors,
)


def great_circle_km(
    latitude: ArrayLike, longitude: ArrayLike, to_latitude: ArrayLike, to_longitude: ArrayLike
) -> float | np.ndarray:
    """Distance on the globe, by the haversine formula.

    Parameters
    ----------
    latitude, longitude, to_latitude, to_longitude : array_like [degrees]
        The two ends; north and east count as positive.

    Returns
    -------
    float or ndarray [km]
        On a sphere of 6,371 km, so right to about 0.5 %.

    Raises
    ------
    ValueError
        If a latitude lies outside -90 to 90, or a number is missing.

    Examples
    --------
    One degree of latitude:

    >>> round(great_circle_km(22, 113, 23, 113), 1)
    111.2
    """
    ends = {"latitude": latitude, "to_latitude": to_latitude}
    phi, to_phi = (np.radians(_latitude(name, end)) for name, end in ends.items())
    east = np.radians(numbers("to_longitude", to_longitude) - numbers("longitude", longitude))
    half = np.sin((to_phi - phi) / 2) ** 2 + np.cos(phi) * np.cos(to_phi) * np.sin(east / 2) ** 2
    return plain(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def holland_b(
    max_wind_m_s: ArrayLike, pressure_drop_hpa: ArrayLike, limits: tuple[float, float] = B_LIMITS
) -> float | np.ndarray:
    """Holland's shape parameter B from the strongest wind and the pressure drop.

    B = v^2 e rho / (p_n - p_c) [1]_, kept within limits. A larger B packs the wind closer
    around the eye.

    Parameters
    ----------
    max_wind_m_s : array_like [m/s]
        Strongest wind of the profile; zero or more.
    pressure_drop_hpa : array_like [hPa]
        Pressure outside the storm minus pressure in its centre; above 0.
    limits : tuple of float
        Smallest and largest B; by default those of [1]_ for winds at the gradient level.

    Returns
    -------
    float or ndarray [-]

    Raises
    ------
    ValueError
        If the wind is negative, the pressure drop is not above 0, or a number is missing.

    References
    ----------
    .. [1] Holland, G. J. (1980). An analytic model of the wind and pressure profiles in
       hurricanes. Monthly Weather Review 108, 1212-1218.

    Examples
    --------
    >>> round(holland_b(40, 30), 2)
    1.67
    """
    wind = zero_or_more("max_wind_m_s", max_wind_m_s)
    drop = above_zero("pressure_drop_hpa", pressure_drop_hpa)
    return plain(np.clip(wind**2 * np.e * AIR_DENSITY / (100 * drop), *limits))


def holland_b_2008(
    pressure_drop_hpa: ArrayLike,
    latitude: ArrayLike,
    translation_m_s: ArrayLike = 0.0,
    deepening_hpa_per_hour: ArrayLike = 0.0,
) -> float | np.ndarray:
    """Shape parameter for surface winds from pressure alone.

    b_s = -4.4e-5 D^2 + 0.01 D + 0.03 dp/dt - 0.014 |latitude| + 0.15 v_t^x + 1.0, with
    x = 0.6 (1 - D / 215) [1]_. With it, the strongest 1-minute wind at the surface is
    sqrt(b_s D / (rho e)).

    Parameters
    ----------
    pressure_drop_hpa : array_like [hPa]
        D, pressure outside the storm minus pressure in its centre; 0 to 200.
    latitude : array_like [degrees]
    translation_m_s : array_like [m/s]
        Speed of the storm's centre; zero or more.
    deepening_hpa_per_hour : array_like [hPa/h]
        Change of the central pressure dp/dt as in [1]_; 0 if not known.

    Returns
    -------
    float or ndarray [-]

    Raises
    ------
    ValueError
        If a number is missing or out of its range.

    Notes
    -----
    Fitted to hurricanes of the North Atlantic; here it serves only where no wind was recorded.

    References
    ----------
    .. [1] Holland, G. (2008). A revised hurricane pressure-wind model. Monthly Weather
       Review 136, 3432-3445, eq. 11.

    Examples
    --------
    >>> round(holland_b_2008(40, 22, translation_m_s=5), 2)
    1.35
    """
    drop = numbers("pressure_drop_hpa", pressure_drop_hpa)
    outside = (drop < 0) | (drop > 200)
    refuse("pressure_drop_hpa", drop, outside, _("it must lie from 0 to 200 hPa"))
    translation = zero_or_more("translation_m_s", translation_m_s)
    deepening = numbers("deepening_hpa_per_hour", deepening_hpa_per_hour)
    b = b_2008(drop, np.abs(_latitude("latitude", latitude)), translation)
    return plain(b + 0.03 * deepening)


def radius_of_maximum_wind(max_wind_m_s: ArrayLike, latitude: ArrayLike) -> float | np.ndarray:
    """Distance from the centre at which a storm's wind is strongest.

    R = 46.4 exp(-0.0155 v + 0.0169 |latitude|) [1]_: strong storms have small eyes.

    Parameters
    ----------
    max_wind_m_s : array_like [m/s]
        Strongest wind at the gradient level, without the storm's motion; zero or more.
    latitude : array_like [degrees]

    Returns
    -------
    float or ndarray [km]

    Raises
    ------
    ValueError
        If the wind is negative, the latitude impossible, or a number is missing.

    Notes
    -----
    A mean over 493 aircraft profiles of hurricanes of the Atlantic and eastern Pacific,
    1977-2000. One storm can have half or twice this radius; typhoons are taken to follow it.

    References
    ----------
    .. [1] Willoughby, H. E., Darling, R. W. R. and Rahn, M. E. (2006). Parametric
       representation of the primary hurricane vortex. Part II. Monthly Weather Review 134,
       1102-1120, eq. 7a.

    Examples
    --------
    >>> round(radius_of_maximum_wind(45, 22), 1)
    33.5
    """
    wind = zero_or_more("max_wind_m_s", max_wind_m_s)
    return plain(mean_radius_km(wind, np.abs(_latitude("latitude", latitude))))


def holland(
    distance_km: ArrayLike,
    pressure_drop_hpa: ArrayLike,
    radius_km: ArrayLike,
    b: ArrayLike,
    latitude: ArrayLike,
) -> float | np.ndarray:
    """Wind of a storm at rest, by the distance from its centre.

    V(r) = sqrt[(B / rho) (R/r)^B D exp(-(R/r)^B) + (r f / 2)^2] - r f / 2 [1]_, with the
    pressure drop D, the radius of maximum wind R and the Coriolis parameter f.

    Parameters
    ----------
    distance_km : array_like [km]
        Distance r from the centre; zero or more. In the centre the wind is 0.
    pressure_drop_hpa : array_like [hPa]
        D, pressure outside the storm minus pressure in its centre; zero or more.
    radius_km : array_like [km]
        R; above 0.
    b : array_like [-]
        Shape parameter B; above 0. `holland_b` gives it from the wind.
    latitude : array_like [degrees]

    Returns
    -------
    float or ndarray [m/s]
        Wind at the level for which `b` holds, of the shape to which the arguments broadcast.

    Raises
    ------
    ValueError
        If a number is missing or out of its range.

    References
    ----------
    .. [1] Holland, G. J. (1980). An analytic model of the wind and pressure profiles in
       hurricanes. Monthly Weather Review 108, 1212-1218, eq. 4.

    Examples
    --------
    >>> holland([0, 35, 100], pressure_drop_hpa=50, radius_km=35, b=1.5, latitude=22).round(1)
    array([ 0. , 48. , 30.5])
    """
    distance = zero_or_more("distance_km", distance_km)
    drop = zero_or_more("pressure_drop_hpa", pressure_drop_hpa)
    radius, shape = above_zero("radius_km", radius_km), above_zero("b", b)
    f = coriolis(_latitude("latitude", latitude))
    return plain(profile(distance, 100 * drop * shape / AIR_DENSITY, radius, shape, f))


def maximum_wind(
    tracks: pd.DataFrame,
    latitude: ArrayLike,
    longitude: ArrayLike,
    step_minutes: int = 30,
    reach_km: float = 300.0,
    least_m_s: float = 17.5,
    translation_share: float = 0.55,
) -> pd.DataFrame:
    """Largest wind that each storm brings to each place.

    Parameters
    ----------
    tracks : pandas.DataFrame
        One row a fix with the columns of the table ``typhoon_tracks``: storm, time_utc,
        latitude, longitude, wind_1min_m_s, wind_10min_m_s, pressure_hpa.
    latitude, longitude : array_like, shape (places,) [degrees]
        The places.
    step_minutes : int [minutes]
        Between two fixes position, wind and pressure move on straight lines; the wind is
        worked out at steps of this length.
    reach_km : float [km]
        Farther from the centre than this, a storm brings no wind.
    least_m_s : float [m/s]
        Weaker winds are stored as 0: they damage nothing and would cost time.
    translation_share : float [-]
        Share of the storm's speed of motion that is added to the wind, 0 to 1.

    Returns
    -------
    pandas.DataFrame, shape (storms, places) [m/s]
        Index: the storms in order of appearance. 1-minute means at 10 m.

    Raises
    ------
    ValueError
        If a column is missing, a storm's times do not increase, a position is missing, or an
        argument is out of its range.

    Notes
    -----
    Missing values: the 1-minute wind of a fix is taken as recorded; else the 10-minute wind
    divided by 0.88; else the wind of `holland_b_2008` from the pressure; else the fix brings
    no wind. Where the pressure is missing, it is the one which `holland_b_2008` gives for
    the wind.

    The profile keeps the recorded wind: B comes from wind and pressure, within its limits,
    and the wind at the radius of maximum wind, on the stronger side, is the recorded one.
    Motion: `translation_share` times the velocity of the centre is added as an arrow, in
    full up to the radius R and as R/r beyond; the round part of the storm is weaker by as
    much. Lin and Chavas [1]_ find a share of 0.55; CLIMADA [2]_ takes 1.

    References
    ----------
    .. [1] Lin, N. and Chavas, D. (2012). On hurricane parametric wind and applications in
       storm surge modeling. Journal of Geophysical Research 117, D09120.
    .. [2] Aznar-Siguan, G. and Bresch, D. N. (2019). CLIMADA v1. Geoscientific Model
       Development 12, 3085-3097.

    Examples
    --------
    >>> track = pd.DataFrame({"storm": "A", "time_utc": ["2017-08-23 00:00", "2017-08-23 06:00"],
    ...     "latitude": [21.5, 22.2], "longitude": [114.5, 112.8], "wind_1min_m_s": [46.0, 44.0],
    ...     "wind_10min_m_s": [39.0, 39.0], "pressure_hpa": [956.0, 964.0]})
    >>> maximum_wind(track, [22.3, 24.9], [113.5, 113.5]).loc["A"].round().tolist()
    [43.0, 0.0]
    """
    places = np.broadcast_arrays(_latitude("latitude", latitude), numbers("longitude", longitude))
    points = unit_vectors(*(np.atleast_1d(side) for side in places))
    whole_number("step_minutes", step_minutes, least=1)
    for name, value in (("reach_km", reach_km), ("least_m_s", least_m_s)):
        zero_or_more(name, value)
    share = numbers("translation_share", translation_share)
    outside = (share < 0) | (share > 1)
    refuse("translation_share", share, outside, _("it must lie between 0 and 1"))
    names, fixes = storms(tracks)
    winds = np.zeros((len(names), len(points)))
    for row, storm in zip(winds, fixes, strict=True):
        moments = steps(storm, step_minutes, least_m_s)
        row[:] = largest(moments, points, reach_km, float(share), least_m_s)
    winds[winds < least_m_s] = 0.0
    return pd.DataFrame(winds, index=names)


def _latitude(name: str, values: ArrayLike) -> np.ndarray:
    latitude = numbers(name, values)
    refuse(name, latitude, np.abs(latitude) > 90, _("it must lie between -90 and 90 degrees"))
    return latitude
