"""Disaster risk as hazard x exposure x vulnerability.

Hazard says how often an event comes, exposure what stands in its way, vulnerability which
share of that is lost. Their product, summed over the events, is the loss of an average year.
"""

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, plain, refuse


def annual_risk(
    frequency: ArrayLike, exposure: ArrayLike, vulnerability: ArrayLike
) -> float | np.ndarray:
    """Expected loss of an average year, from mutually exclusive events.

    risk = sum over the events of frequency x exposure x vulnerability [1]_, [2]_.

    Parameters
    ----------
    frequency : array_like, shape (..., events) [1/year]
        How often each event comes; zero or more. A 50-year flood has 1/50 = 0.02.
    exposure : array_like, shape (..., events) [money]
        Value in the area that the event reaches; zero or more.
    vulnerability : array_like, shape (..., events) [-]
        Damage ratio, the share of the exposed value that is lost; 0 to 1.

    Returns
    -------
    float or ndarray, shape (...) [money per year]
        The sum over the last axis (the events): one number for three lists, one number per
        district for tables with a row per district. Single numbers are one event.

    Raises
    ------
    ValueError
        If a number is negative, missing or infinite, if a damage ratio exceeds 1, or if the
        three shapes do not fit together.
    TypeError
        If an argument does not hold numbers.

    Notes
    -----
    The events must exclude each other: "5 to 20 years" and "20 to 100 years", not "more than
    5 years" and "more than 20 years", or the larger flood counts twice.
    The arguments are broadcast like numpy arrays. Columns of a table are matched by position,
    not by label. The unit of money is the unit of `exposure`.

    References
    ----------
    .. [1] United Nations General Assembly (2016). Report of the open-ended intergovernmental
       expert working group on indicators and terminology relating to disaster risk reduction,
       A/71/644.
    .. [2] Grossi, P. and Kunreuther, H. (eds) (2005). Catastrophe Modeling: A New Approach to
       Managing Risk. Springer. Average annual loss as the sum of rate x loss.

    Examples
    --------
    A 10-year flood that takes 5 % of 800 million, and a 100-year flood that takes 30 % of
    2 000 million:

    >>> annual_risk([0.1, 0.01], [800, 2000], [0.05, 0.3])
    10.0
    """
    frequency = numbers("frequency", frequency)
    exposure = numbers("exposure", exposure)
    vulnerability = numbers("vulnerability", vulnerability)
    refuse("frequency", frequency, frequency < 0, _("it must be zero or more, per year"))
    refuse("exposure", exposure, exposure < 0, _("it must be zero or more"))
    refuse(
        "vulnerability",
        vulnerability,
        vulnerability < 0,
        _("it is a damage ratio and must lie between 0 and 1"),
    )
    refuse(
        "vulnerability",
        vulnerability,
        vulnerability > 1,
        _("it is a damage ratio and must lie between 0 and 1; is it in percent? divide by 100"),
    )
    try:
        events = np.broadcast_arrays(frequency, exposure, vulnerability)
    except ValueError:
        raise ValueError(
            _(
                "frequency has shape {frequency}, exposure {exposure} and vulnerability "
                "{vulnerability}; they must have one entry for each event"
            ).format(
                frequency=frequency.shape,
                exposure=exposure.shape,
                vulnerability=vulnerability.shape,
            )
        ) from None
    loss_per_year = events[0] * events[1] * events[2]
    total = loss_per_year if loss_per_year.ndim == 0 else loss_per_year.sum(axis=-1)
    return plain(total)
