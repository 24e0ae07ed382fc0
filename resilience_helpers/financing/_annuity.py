"""The annuity factor, which both cash flows and instruments use."""

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._validate import plain, rates, whole_number


def annuity(rate: ArrayLike, years: int) -> float | np.ndarray:
    """Value today of 1 at the end of each of the years 1 to `years` [1]_.

    A loan of this size is repaid by yearly payments of 1.

    Parameters
    ----------
    rate : float or array_like [fraction per year]
        From 0 to 1; 3.5 percent is 0.035.
    years : int
        Number of payments; 1 or more.

    Returns
    -------
    float or ndarray, as `rate` [years]
        (1 - (1 + rate)^-years) / rate; `years` where the rate is 0.

    Raises
    ------
    ValueError
        If a rate lies outside 0 to 1 or `years` is below 1.
    TypeError
        If `years` is not a whole number.

    References
    ----------
    .. [1] Brealey, R. A., Myers, S. C. and Allen, F. Principles of Corporate Finance, chapter
       "How to calculate present values".

    Examples
    --------
    >>> round(annuity(0.03, 5), 4)
    4.5797
    """
    rate, years = rates("rate", rate), whole_number("years", years, least=1)
    divisor = np.where(rate > 0, rate, 1.0)
    # log1p and expm1 keep the digits that 1 - (1 + rate)^-years loses at tiny rates
    found = np.where(rate > 0, -np.expm1(-years * np.log1p(rate)) / divisor, float(years))
    return plain(found)
