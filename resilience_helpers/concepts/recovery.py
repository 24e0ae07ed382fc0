"""Recovery of a service after a shock: how deep it fell, how fast it came back, what was lost.

A service is a percentage: 100 is normal, 0 is none. The area between normal service and the
recovery curve is the loss of resilience of Bruneau et al. (2003), later often called the
"resilience triangle".
"""

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, plain, refuse

SHAPES = ("linear", "exponential", "trigonometric")

# After the stated duration 1/200 = 0.5 % of the drop is left; an exponential never reaches 0.
_DROP_OVER_REST = 200.0

# Services closer than this [percent points] differ only by rounding.
_SAME = 1e-9


def loss_of_resilience(time: ArrayLike, service: ArrayLike) -> float:
    """Lost service: the area between 100 percent and the recorded service.

    R_L = integral of [100 - Q(t)] dt [1]_, by the trapezoid rule, which takes the service to
    move on a straight line between two readings.

    Parameters
    ----------
    time : array_like, shape (n,) [unit of time, e.g. days]
        Times of the readings, each later than the one before; steps may be uneven.
    service : array_like, shape (n,) [percent]
        Service at these times, 0 to 100. At least two readings.

    Returns
    -------
    float [percent x unit of time]
        Divide by 100 to express it as time without any service.

    Raises
    ------
    ValueError
        If there are fewer than two readings or the lengths differ, if time does not increase,
        if a value is missing, infinite or outside 0 to 100, or if the service looks like a
        fraction (see Notes).
    TypeError
        If an argument does not hold numbers.

    Notes
    -----
    A record in which no value is above 1, and not all are 0, is refused: it is a fraction
    (0.55, 1.0) or a service that never rose above one percent. In the second case add the
    reading at which the service was back. A record of zeros only is a total outage.

    Only the recorded time counts: a record that stops before the service is back gives too
    small a loss.

    References
    ----------
    .. [1] Bruneau, M. et al. (2003). A framework to quantitatively assess and enhance the
       seismic resilience of communities. Earthquake Spectra 19(4), 733-752.

    Examples
    --------
    Water supply falls to 60 % and is back after 30 days:

    >>> loss_of_resilience([0, 30], [60, 100])
    600.0
    """
    time, service = _record(time, service)
    lost = 100.0 - service
    return float(np.sum(np.diff(time) * (lost[:-1] + lost[1:]) / 2.0))


def recovery_curve(
    time: ArrayLike, drop: ArrayLike, duration: ArrayLike, shape: str = "linear"
) -> float | np.ndarray:
    """Service after a shock at time 0, along an idealised curve.

    Before time 0 the service is 100. At time 0 it falls to 100 - `drop`. The three shapes
    follow [1]_: linear when nothing is known of the city's response; exponential when help
    comes at once and then tapers off; trigonometric when the start is slow, and speeds up as
    help arrives.

    Parameters
    ----------
    time : array_like [unit of time]
        Times since the shock; negative before it.
    drop : array_like [percent points]
        Service lost at time 0; 0 to 100.
    duration : array_like [unit of time]
        Time of recovery; above 0.
    shape : {"linear", "exponential", "trigonometric"}
        Shape of the recovery.

    Returns
    -------
    float or ndarray [percent]
        Service, of the shape to which `time`, `drop` and `duration` broadcast.

    Raises
    ------
    ValueError
        If a number is missing, infinite or out of its range, if the shapes do not fit
        together, or if `shape` is unknown.
    TypeError
        If an argument does not hold numbers.

    Notes
    -----
    With x = time / duration, the part of the drop that is still missing is

    - linear: 1 - x, and 0 from x = 1 on;
    - trigonometric: [1 + cos(pi x)] / 2, and 0 from x = 1 on;
    - exponential: exp(-x ln 200). It never ends, so a rule is needed for `duration`: here it
      is the time after which 99.5 % of the drop is regained. The time constant is therefore
      duration / ln 200, about duration / 5.3. The curve goes on beyond `duration`.

    The loss of resilience from 0 to `duration` is drop x duration / 2 for the linear and the
    trigonometric shape, and 0.995 x drop x duration / ln 200 (0.19 x drop x duration) for the
    exponential.

    References
    ----------
    .. [1] Cimellaro, G.P., Reinhorn, A.M. and Bruneau, M. (2010). Framework for analytical
       quantification of disaster resilience. Engineering Structures 32(11), 3639-3649.

    Examples
    --------
    >>> recovery_curve([-1, 0, 9, 18, 20], drop=45, duration=18)
    array([100. ,  55. ,  77.5, 100. , 100. ])
    """
    time, drop, duration = (
        numbers("time", time),
        numbers("drop", drop),
        numbers("duration", duration),
    )
    refuse(
        "drop", drop, (drop < 0) | (drop > 100), _("it must lie between 0 and 100 percent points")
    )
    refuse("duration", duration, duration <= 0, _("it must be above 0"))
    if shape not in SHAPES:
        raise ValueError(
            _("shape is {value!r}; it must be one of {names}").format(
                value=shape, names=", ".join(SHAPES)
            )
        )
    try:
        time, drop, duration = np.broadcast_arrays(time, drop, duration)
    except ValueError:
        raise ValueError(
            _(
                "time has shape {time}, drop {drop} and duration {duration}; "
                "they do not fit together"
            ).format(time=time.shape, drop=drop.shape, duration=duration.shape)
        ) from None
    service = np.where(time < 0, 100.0, 100.0 - drop * _missing_part(time / duration, shape))
    return plain(service)


def robustness(service: ArrayLike) -> float:
    """Strength that remains: the lowest service of the record.

    The first of the four R of Bruneau et al. (2003) [1]_.

    Parameters
    ----------
    service : array_like, shape (n,) [percent]
        Service, 0 to 100; at least one reading.

    Returns
    -------
    float [percent]
        Lowest service; 100 means that the shock was not felt.

    Raises
    ------
    ValueError
        If there is no reading, if a value is missing, infinite or outside 0 to 100, or if the
        service looks like a fraction (the rule of `loss_of_resilience`).
    TypeError
        If `service` does not hold numbers.

    References
    ----------
    .. [1] Bruneau, M. et al. (2003). A framework to quantitatively assess and enhance the
       seismic resilience of communities. Earthquake Spectra 19(4), 733-752.

    Examples
    --------
    >>> robustness([100, 55, 80, 100])
    55.0
    """
    return float(_percent(service, fewest=1).min())


def rapidity(time: ArrayLike, service: ArrayLike) -> float:
    """Speed of recovery: mean percent points regained per unit of time.

    The slope from the lowest point to the end of recovery, after [1]_.

    Parameters
    ----------
    time : array_like, shape (n,) [unit of time]
        Times of the readings, each later than the one before.
    service : array_like, shape (n,) [percent]
        Service at these times, 0 to 100. At least two readings.

    Returns
    -------
    float [percent points per unit of time]
        0 if nothing is regained after the lowest point; NaN if the service never left 100.

    Raises
    ------
    ValueError, TypeError
        As `loss_of_resilience`.

    Notes
    -----
    Recovery starts at the first of the lowest readings: days on which nothing moves count
    as slow recovery. It ends at the first later reading with the best service that was
    reached again, which is 100 if the record goes that far.

    References
    ----------
    .. [1] Bruneau, M. et al. (2003). A framework to quantitatively assess and enhance the
       seismic resilience of communities. Earthquake Spectra 19(4), 733-752.

    Examples
    --------
    45 points in 18 days:

    >>> rapidity([0, 18, 30], [55, 100, 100])
    2.5
    """
    time, service = _record(time, service)
    lowest = int(np.argmax(service <= service.min() + _SAME))
    best = service[lowest:].max()
    back = lowest + int(np.argmax(service[lowest:] >= best - _SAME))
    if back == lowest:
        return float("nan") if best >= 100.0 - _SAME else 0.0
    return float((service[back] - service[lowest]) / (time[back] - time[lowest]))


def _missing_part(progress: np.ndarray, shape: str) -> np.ndarray:
    """Part of the drop still missing [0-1] when `progress` = time / duration has passed."""
    if shape == "exponential":
        # Before the shock the value is not used; the limit keeps exp() from overflowing.
        return np.exp(-np.maximum(progress, 0.0) * np.log(_DROP_OVER_REST))
    progress = np.clip(progress, 0.0, 1.0)
    if shape == "linear":
        return 1.0 - progress
    return (1.0 + np.cos(np.pi * progress)) / 2.0


def _record(time: ArrayLike, service: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Check a record of readings and return both columns as floats."""
    time, service = numbers("time", time), _percent(service, fewest=2)
    if time.shape != service.shape:
        raise ValueError(
            _("time has shape {time} and service {service}; each reading needs one time").format(
                time=time.shape, service=service.shape
            )
        )
    late = np.concatenate([[False], np.diff(time) <= 0])
    refuse("time", time, late, _("each time must be later than the one before"))
    return time, service


def _percent(service: ArrayLike, fewest: int) -> np.ndarray:
    """Check a list of at least `fewest` services in percent and return it as floats."""
    service = numbers("service", service)
    if service.ndim != 1 or service.size < fewest:
        raise ValueError(
            _(
                "service has shape {shape}; it must be one list of at least {fewest} readings"
            ).format(shape=service.shape, fewest=fewest)
        )
    refuse(
        "service",
        service,
        (service < 0) | (service > 100),
        _("it must lie between 0 and 100 percent"),
    )
    if 0 < service.max() <= 1:
        raise ValueError(
            _(
                "service holds no value above {highest}; it looks like a fraction, but it must "
                "be in percent: multiply it by 100. If the service really stayed at or below "
                "1 percent, add the reading at which it was back"
            ).format(highest=float(service.max()))
        )
    return service
