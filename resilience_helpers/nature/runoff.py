"""How much of a rain runs off: the curve number of TR-55, and the rational method.

References
----------
.. [1] USDA Natural Resources Conservation Service (1986). Urban Hydrology for Small Watersheds.
   Technical Release 55, second edition, chapter 2.
.. [2] Woodward, D. E. and others (2003). Runoff curve number method: examination of the initial
   abstraction ratio. World Water and Environmental Resources Congress, ASCE.
.. [3] GB 50014-2021, Standard for design of outdoor wastewater engineering (China).
"""

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import fractions, numbers, one_list, plain, refuse, zero_or_more

#: Curve number of roofs and paved ground [1]_.
IMPERVIOUS = 98.0
#: From this share of hard ground on it no longer matters where its water goes [percent] [1]_.
ALL_CONNECTED = 30.0


def retention(curve_number: ArrayLike) -> float | np.ndarray:
    """Most that a ground can keep of a long rain: S = 25400 / CN - 254 [1]_.

    Parameters
    ----------
    curve_number : array_like [-]
        Above 0 and at most 100.

    Returns
    -------
    float or ndarray [mm]

    Raises
    ------
    TypeError, ValueError
        If a value is no number or out of its range.

    References
    ----------
    .. [1] TR-55, equation 2-4, in millimetres.

    Examples
    --------
    >>> retention(100), retention(80)
    (0.0, 63.5)
    """
    cn = _curve_number("curve_number", curve_number)
    return plain(25400.0 / cn - 254.0)


def curve_number_runoff(
    rain_mm: ArrayLike, curve_number: ArrayLike, initial_abstraction: float = 0.2
) -> float | np.ndarray:
    """Depth of water that runs off, of a whole storm.

    Q = (P - Ia)^2 / (P - Ia + S) where the rain P is above Ia = `initial_abstraction` x S,
    and nothing below [1]_.

    Parameters
    ----------
    rain_mm : array_like [mm]
        Rain of the storm, zero or more.
    curve_number : array_like [-]
        Above 0 and at most 100; broadcasts against `rain_mm`.
    initial_abstraction : float [fraction]
        Share of the retention that is wet before anything runs off; 0.2 in TR-55. Measured
        catchments point to 0.05 [2]_, but then with other curve numbers.

    Returns
    -------
    float or ndarray [mm]

    Raises
    ------
    TypeError, ValueError
        If a value is no number or out of its range.

    References
    ----------
    .. [1] TR-55, equations 2-1 to 2-4.
    .. [2] Woodward and others (2003).

    Examples
    --------
    >>> round(curve_number_runoff(100, 80), 1)
    50.5
    >>> curve_number_runoff([10, 100], 100).tolist()
    [10.0, 100.0]
    """
    rain = zero_or_more("rain_mm", rain_mm)
    share = fractions("initial_abstraction", initial_abstraction)
    kept = np.asarray(retention(curve_number))
    above = np.maximum(rain - share * kept, 0)
    # where nothing runs off and nothing is kept, 0 / 0 stands for no water
    return plain(above**2 / np.where(above + kept > 0, above + kept, 1))


def composite_curve_number(area: ArrayLike, curve_number: ArrayLike) -> float:
    """Curve number of an area of several covers: their mean, weighted by area [1]_.

    Parameters
    ----------
    area : array_like, shape (n,) [any unit]
        Area of each cover, zero or more, and not all zero.
    curve_number : array_like, shape (n,) [-]
        Curve number of each.

    Returns
    -------
    float [-]
        Not rounded; TR-55 rounds it to a whole number.

    Raises
    ------
    TypeError, ValueError
        If the lists differ in length or a value is out of its range.

    References
    ----------
    .. [1] TR-55, worksheet 2.

    Examples
    --------
    >>> composite_curve_number([75, 175], [61, 74])
    70.1
    """
    area = one_list("area", area, fewest=1)
    cn = _curve_number("curve_number", one_list("curve_number", curve_number, fewest=1))
    if area.shape != cn.shape:
        told = _("area has {areas} values and curve_number {numbers}; give one for each cover")
        raise ValueError(told.format(areas=area.size, numbers=cn.size))
    refuse("area", area, area < 0, _("it must be zero or more"))
    if not area.sum():
        raise ValueError(_("area is zero in all covers; at least one must be above zero"))
    return float((area * cn).sum() / area.sum())


def adjust_for_impervious(
    pervious_cn: ArrayLike, impervious_percent: ArrayLike, unconnected_share: ArrayLike = 0.0
) -> float | np.ndarray:
    """Curve number of ground of which a part is roofed or paved.

    CN = CNp + (impervious / 100) (98 - CNp) (1 - R / 2), where R is the share of the hard
    ground whose water first flows over soft ground [1]_.

    Parameters
    ----------
    pervious_cn : array_like [-]
        Curve number of the soft ground, above 0 and at most 98.
    impervious_percent : array_like [percent]
        Roofed or paved share of the area.
    unconnected_share : array_like [fraction]
        R, of the hard ground. It counts only below 30 percent of hard ground; from there on there
        is too little soft ground to take the water, and all counts as connected.

    Returns
    -------
    float or ndarray [-]

    Raises
    ------
    TypeError, ValueError
        If a value is no number or out of its range.

    References
    ----------
    .. [1] TR-55, figures 2-3 and 2-4.

    Examples
    --------
    >>> adjust_for_impervious(74, 25), adjust_for_impervious(74, 25, unconnected_share=0.5)
    (80.0, 78.5)
    """
    soft = _curve_number("pervious_cn", pervious_cn)
    rule = _("it must be 98 or less, the curve number of paved ground")
    refuse("pervious_cn", soft, soft > IMPERVIOUS, rule)
    hard = numbers("impervious_percent", impervious_percent)
    rule = _("it must lie between 0 and 100 percent")
    refuse("impervious_percent", hard, (hard < 0) | (hard > 100), rule)
    apart = np.where(hard < ALL_CONNECTED, fractions("unconnected_share", unconnected_share), 0.0)
    return plain(soft + hard / 100 * (IMPERVIOUS - soft) * (1 - apart / 2))


def rational_peak(
    coefficient: ArrayLike, intensity_l_s_ha: ArrayLike, area_ha: ArrayLike
) -> float | np.ndarray:
    """Largest flow of a small catchment by the rational method: Q = coefficient x q x F [1]_.

    Parameters
    ----------
    coefficient : array_like [fraction]
        Share of the rain that runs off at the peak.
    intensity_l_s_ha : array_like [L/(s ha)]
        Design intensity for a rain as long as the water takes to the outlet.
    area_ha : array_like [ha]

    Returns
    -------
    float or ndarray [m3/s]

    Raises
    ------
    TypeError, ValueError
        If a value is no number or out of its range.

    References
    ----------
    .. [1] GB 50014-2021.

    Examples
    --------
    >>> rational_peak(0.8, 250, 24)
    4.8
    """
    share = fractions("coefficient", coefficient)
    rate, area = numbers("intensity_l_s_ha", intensity_l_s_ha), numbers("area_ha", area_ha)
    refuse("intensity_l_s_ha", rate, rate < 0, _("it must be zero or more"))
    refuse("area_ha", area, area < 0, _("it must be zero or more"))
    return plain(share * rate * area / 1000)


def _curve_number(name: str, values: ArrayLike) -> np.ndarray:
    cn = numbers(name, values)
    refuse(name, cn, (cn <= 0) | (cn > 100), _("a curve number is above 0 and at most 100"))
    return cn
