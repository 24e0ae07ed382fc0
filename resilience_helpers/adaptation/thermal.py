"""Heat stress: what a hot day does to the body, and to work.

The indices are those of thermofeel, the library of the European weather centre (ECMWF) [1]_;
here they take degrees Celsius and percent, and refuse what lies outside of their domain.

References
----------
.. [1] Brimicombe, C. and others (2022). Thermofeel: a python thermal comfort indices library.
   SoftwareX 18, 101005.
"""

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, one_of, plain, refuse
from resilience_helpers.adaptation._arrays import together

KELVIN = 273.15
#: Heat index [deg C] above which the regression runs away from the tables behind it.
HIGHEST_INDEX = 60.0
#: UTCI from which on a band begins [deg C], and its name.
STRESS_BANDS = {
    26.0: "moderate heat stress",
    32.0: "strong heat stress",
    38.0: "very strong heat stress",
    46.0: "extreme heat stress",
}
#: WBGT from which on 25, 50 and 75 percent of each hour are lost [deg C], by kind of work.
WORK_BANDS = {"light": (31.5, 32.0, 32.5), "heavy": (27.5, 29.5, 31.5)}


def heat_index(temperature_c: ArrayLike, humidity_percent: ArrayLike) -> float | np.ndarray:
    """Heat index: how hot the air feels in the shade, given its humidity.

    The regression of Rothfusz, as thermofeel's ``calculate_heat_index_simplified`` [1]_.

    Parameters
    ----------
    temperature_c : array_like [deg C]
        Air temperature, 27 to 50.
    humidity_percent : array_like [percent]
        Relative humidity, 13 to 100.

    Returns
    -------
    float or ndarray [deg C]

    Raises
    ------
    ValueError
        If an argument is outside of its range, or the index would be above 60 deg C, where
        the regression has no meaning.

    Notes
    -----
    For light wind and shade; the sun adds up to 8 deg C. In air below 13 percent, and above
    85 percent at 27 to 31 deg C, the American weather service corrects the regression, by
    about 1 deg C at most in the second case; this function does not.

    References
    ----------
    .. [1] Blazejczyk, K. and others (2012). Comparison of UTCI to selected thermal indices.
       International Journal of Biometeorology 56, 515-535.

    Examples
    --------
    >>> round(heat_index(30, 80), 1)
    37.7
    """
    import thermofeel

    hot, damp = _air(temperature_c, humidity_percent, (27, 50), (13, 100))
    # thermofeel masks its arrays, which a single number cannot be
    kelvin, percent = np.atleast_1d(hot) + KELVIN, np.atleast_1d(damp)
    found = _shaped(thermofeel.calculate_heat_index_simplified(kelvin, percent), hot)
    rule = _("with this temperature the heat index is above 60 deg C, where it has no meaning")
    refuse("humidity_percent", damp, np.asarray(found) > HIGHEST_INDEX, rule)
    return found


def wet_bulb_globe(
    temperature_c: ArrayLike,
    humidity_percent: ArrayLike,
    radiant_c: ArrayLike | None = None,
    wind_m_s: ArrayLike | None = None,
) -> float | np.ndarray:
    """Wet-bulb globe temperature (WBGT), by which work in the heat is judged.

    With temperature and humidity alone 0.567 T + 0.393 e + 3.94, which takes sun and light
    wind for granted (thermofeel's ``calculate_wbgt_simple``) [1]_. With radiation and wind
    0.7 Tw + 0.2 Tg + 0.1 T (``calculate_wbgt``), Tw by [2]_.

    Parameters
    ----------
    temperature_c : array_like [deg C]
        Air temperature, 0 to 50.
    humidity_percent : array_like [percent]
        Relative humidity, 5 to 99.
    radiant_c : array_like [deg C], optional
        Mean radiant temperature: what sun, sky, walls and ground radiate together; from 30
        below to 70 above the air temperature.
    wind_m_s : array_like [m/s], optional
        Wind at 10 m, zero or more; needed with `radiant_c`.

    Returns
    -------
    float or ndarray [deg C]

    Raises
    ------
    ValueError
        If an argument is outside of its range, or only one of radiation and wind is given.

    Notes
    -----
    The second form takes the wet bulb of moving air in the shade; a wet bulb in the sun is
    warmer. On hot, sunny afternoons it stays two to three degrees below the energy balance of
    [3]_ (thermofeel's ``calculate_wbgt_liljegren``), and the first form lies about two above
    it. Both serve to compare days and places, not to set limits.

    References
    ----------
    .. [1] American College of Sports Medicine (1984). Prevention of thermal injuries during
       distance running. The Physician and Sportsmedicine 12, 43-51.
    .. [2] Stull, R. (2011). Wet-bulb temperature from relative humidity and air temperature.
       Journal of Applied Meteorology and Climatology 50, 2267-2269.
    .. [3] Liljegren, J. C. and others (2008). Modeling the wet bulb globe temperature using
       standard meteorological measurements. Journal of Occupational and Environmental Hygiene
       5, 645-655.

    Examples
    --------
    >>> round(wet_bulb_globe(35, 60), 1)
    37.0
    """
    import thermofeel

    hot, damp = _air(temperature_c, humidity_percent, (0, 50), (5, 99))
    if (radiant_c is None) != (wind_m_s is None):
        raise ValueError(_("radiant_c and wind_m_s belong together; give both, or none"))
    if radiant_c is None:
        return _shaped(thermofeel.calculate_wbgt_simple(hot + KELVIN, damp), hot)
    wind = numbers("wind_m_s", wind_m_s)
    refuse("wind_m_s", wind, wind < 0, _("it must be zero or more, in m/s"))
    hot, damp, radiant, wind = _in_sun(hot, damp, radiant_c, wind)
    dew = thermofeel.calculate_dew_point_from_relative_humidity(damp, hot + KELVIN)
    return _shaped(thermofeel.calculate_wbgt(hot + KELVIN, radiant + KELVIN, wind, dew), hot)


def utci(
    temperature_c: ArrayLike, humidity_percent: ArrayLike, radiant_c: ArrayLike, wind_m_s: ArrayLike
) -> float | np.ndarray:
    """Universal Thermal Climate Index: the air temperature that would strain a walker as much.

    The polynomial of [1]_, as thermofeel's ``calculate_utci``.

    Parameters
    ----------
    temperature_c : array_like [deg C]
        Air temperature, -50 to 50.
    humidity_percent : array_like [percent]
        Relative humidity, 0 to 100, up to a vapour pressure of 50 hPa.
    radiant_c : array_like [deg C]
        Mean radiant temperature, from 30 below to 70 above the air temperature.
    wind_m_s : array_like [m/s]
        Wind at 10 m, 0.5 to 17.

    Returns
    -------
    float or ndarray [deg C]

    Raises
    ------
    ValueError
        If an argument is outside of the polynomial's domain.

    References
    ----------
    .. [1] Broede, P. and others (2012). Deriving the operational procedure for the Universal
       Thermal Climate Index (UTCI). International Journal of Biometeorology 56, 481-494.

    Examples
    --------
    >>> round(utci(25, 50, radiant_c=27, wind_m_s=1), 1)
    25.2
    """
    import thermofeel

    hot, damp = _air(temperature_c, humidity_percent, (-50, 50), (0, 100))
    wind = numbers("wind_m_s", wind_m_s)
    refuse("wind_m_s", wind, (wind < 0.5) | (wind > 17), _("it must lie from 0.5 to 17 m/s"))
    hot, damp, radiant, wind = _in_sun(hot, damp, radiant_c, wind)
    vapour = thermofeel.calculate_saturation_vapour_pressure(hot + KELVIN) * damp / 100
    rule = _("with this temperature the vapour pressure is above 50 hPa, outside of the index")
    refuse("humidity_percent", damp, vapour > 50, rule)
    found = thermofeel.calculate_utci(hot + KELVIN, wind, radiant + KELVIN, ehPa=vapour)
    return _shaped(found, hot)


def stress_band(utci_c: ArrayLike) -> str | np.ndarray:
    """Name of the band of heat stress.

    Parameters
    ----------
    utci_c : array_like [deg C]
        UTCI.

    Returns
    -------
    str or ndarray of str
        "no heat stress" below 26, then "moderate" (26), "strong" (32), "very strong" (38) and
        "extreme heat stress" (46 and above) [1]_.

    Raises
    ------
    ValueError
        If a number is missing.

    References
    ----------
    .. [1] Broede, P. and others (2012). International Journal of Biometeorology 56, 481-494.

    Examples
    --------
    >>> stress_band(40)
    'very strong heat stress'
    """
    felt = numbers("utci_c", utci_c)
    names = np.array(["no heat stress", *STRESS_BANDS.values()])
    found = names[np.searchsorted(list(STRESS_BANDS), felt, side="right")]
    return str(found) if felt.ndim == 0 else found


def work_loss(wbgt_c: ArrayLike, work: str = "heavy") -> float | np.ndarray:
    """Share of each hour that is needed for rest.

    Parameters
    ----------
    wbgt_c : array_like [deg C]
        Wet-bulb globe temperature.
    work : str
        "light" (about 200 W: office, services) or "heavy" (about 400 W: building, farming).

    Returns
    -------
    float or ndarray [percent]
        0, 25, 50 or 75 [1]_.

    Raises
    ------
    ValueError
        If a number is missing or the kind of work unknown.

    Notes
    -----
    Limits for workers who are used to heat. They say what rest is needed, not what rest
    people take.

    References
    ----------
    .. [1] Kjellstrom, T., Holmer, I. and Lemke, B. (2009). Workplace heat stress, health and
       productivity. Global Health Action 2, table 2; as used in InVEST, Urban Cooling Model.

    Examples
    --------
    >>> work_loss([27, 28, 30, 33])
    array([ 0., 25., 50., 75.])
    """
    one_of("work", work, WORK_BANDS)
    strain = numbers("wbgt_c", wbgt_c)
    return plain(25.0 * np.searchsorted(WORK_BANDS[work], strain, side="right"))


def _air(
    temperature: ArrayLike, humidity: ArrayLike, warmth: tuple, damp: tuple
) -> tuple[np.ndarray, np.ndarray]:
    """Return temperature and humidity of one shape, within their ranges."""
    hot, wet = (numbers("temperature_c", temperature), numbers("humidity_percent", humidity))
    rule = _("it must lie from {low} to {high} deg C").format(low=warmth[0], high=warmth[1])
    refuse("temperature_c", hot, (hot < warmth[0]) | (hot > warmth[1]), rule)
    rule = _("it must lie from {low} to {high} percent").format(low=damp[0], high=damp[1])
    refuse("humidity_percent", wet, (wet < damp[0]) | (wet > damp[1]), rule)
    hot, wet = together(temperature_c=hot, humidity_percent=wet)
    return hot, wet


def _in_sun(
    hot: np.ndarray, damp: np.ndarray, radiant: ArrayLike, wind: np.ndarray
) -> list[np.ndarray]:
    """Return air, humidity, radiant heat and wind of one shape; refuse odd radiant heat."""
    hot, damp, shining, wind = together(
        temperature_c=hot,
        humidity_percent=damp,
        radiant_c=numbers("radiant_c", radiant),
        wind_m_s=wind,
    )
    above = shining - hot
    rule = _("it must lie from 30 below to 70 above temperature_c")
    refuse("radiant_c", shining, (above < -30) | (above > 70), rule)
    return [hot, damp, shining, wind]


def _shaped(kelvin: np.ndarray, like: np.ndarray) -> float | np.ndarray:
    return plain(np.reshape(np.asarray(kelvin, dtype=float) - KELVIN, like.shape))
