"""What nature does in a year, in physical units: water kept, soil kept, heat taken away.

References
----------
.. [1] Ouyang, Z. and others (2020). Using gross ecosystem product (GEP) to value nature in
   decision making. Proceedings of the National Academy of Sciences 117, 14593-14601.
.. [2] Renard, K. G. and others (1997). Predicting soil erosion by water: a guide to conservation
   planning with the revised universal soil loss equation. USDA Agriculture Handbook 703.
.. [3] Allen, R. G. and others (1998). Crop evapotranspiration. FAO Irrigation and Drainage
   Paper 56: latent heat of 2.45 MJ/kg.
"""

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import fractions, numbers, plain, refuse, zero_or_more

#: Heat that evaporating a kilogram of water takes [MJ/kg] [3]_, and MJ in a kilowatt-hour.
LATENT_HEAT, MJ_PER_KWH = 2.45, 3.6
KG_PER_MM_KM2 = 1e6


def water_retained(
    rain_mm: ArrayLike, runoff_mm: ArrayLike, evapotranspiration_mm: ArrayLike, area_km2: ArrayLike
) -> float | np.ndarray:
    """Water that an ecosystem keeps in a year: Q = A (P - R - ET) [1]_.

    Parameters
    ----------
    rain_mm, runoff_mm, evapotranspiration_mm : array_like [mm per year]
        Rain P, runoff of the storms R and evapotranspiration ET; zero or more.
    area_km2 : array_like [km2]
        A, zero or more.

    Returns
    -------
    float or ndarray [million m3 per year]
        Negative where more is lost than falls.

    Raises
    ------
    TypeError, ValueError
        If a value is missing or negative.

    Examples
    --------
    >>> water_retained(1900, 700, 850, 201)
    70.35
    """
    given = {
        "rain_mm": rain_mm, "runoff_mm": runoff_mm,
        "evapotranspiration_mm": evapotranspiration_mm, "area_km2": area_km2,
    }  # fmt: skip
    rain, runoff, evaporated, area = (zero_or_more(*one) for one in given.items())
    return plain(area * (rain - runoff - evaporated) / 1000)


def soil_retained(
    erosivity: ArrayLike,
    erodibility: ArrayLike,
    slope_factor: ArrayLike,
    cover_factor: ArrayLike,
    area_ha: ArrayLike,
    practice_factor: ArrayLike = 1.0,
) -> float | np.ndarray:
    """Soil that plants keep in place, beside bare ground: R K LS (1 - C P) A.

    The universal soil loss equation without cover minus that with cover [2]_.

    Parameters
    ----------
    erosivity : array_like [MJ mm/(ha h year)]
        R, zero or more.
    erodibility : array_like [t ha h/(ha MJ mm)]
        K, zero or more.
    slope_factor : array_like [-]
        LS, length and steepness of the slope; zero or more.
    cover_factor, practice_factor : array_like [-]
        C and P, 0 to 1; 1 is bare ground that nobody protects.
    area_ha : array_like [ha]
        A, zero or more.

    Returns
    -------
    float or ndarray [million t per year]

    Raises
    ------
    TypeError, ValueError
        If a value is missing or out of its range.

    Examples
    --------
    >>> round(soil_retained(6000, 0.02, 3, 0.01, 20100), 3)
    7.164
    """
    given = {
        "erosivity": erosivity, "erodibility": erodibility,
        "slope_factor": slope_factor, "area_ha": area_ha,
    }  # fmt: skip
    rain, soil, slope, area = (zero_or_more(*one) for one in given.items())
    left = fractions("cover_factor", cover_factor) * fractions("practice_factor", practice_factor)
    return plain(rain * soil * slope * (1 - left) * area / 1e6)


def cooling_electricity(
    evapotranspiration_mm: ArrayLike, area_km2: ArrayLike, efficiency: float = 3.0
) -> float | np.ndarray:
    """Electricity with which air conditioners would take away the same heat.

    Evaporation takes 2.45 MJ [3]_ for each kilogram of water; an air conditioner moves `efficiency`
    kilowatt-hours of heat for each kilowatt-hour of electricity.

    Parameters
    ----------
    evapotranspiration_mm : array_like [mm]
        Water evaporated on the hot days of a year; zero or more.
    area_km2 : array_like [km2]
        Zero or more.
    efficiency : float [-]
        Energy efficiency ratio of air conditioners; above 0.

    Returns
    -------
    float or ndarray [million kWh per year]
        What nature does, not what anybody would have bought.

    Raises
    ------
    TypeError, ValueError
        If a value is missing or out of its range.

    Examples
    --------
    >>> round(cooling_electricity(600, 201))
    27358
    """
    water = zero_or_more("evapotranspiration_mm", evapotranspiration_mm)
    area, ratio = zero_or_more("area_km2", area_km2), numbers("efficiency", efficiency)
    refuse("efficiency", ratio, ratio <= 0, _("it must be above 0"))
    heat_kwh = water * area * KG_PER_MM_KM2 * LATENT_HEAT / MJ_PER_KWH
    return plain(heat_kwh / ratio / 1e6)
