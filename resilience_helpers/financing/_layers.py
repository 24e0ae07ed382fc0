"""Layers of a loss: what each pays, how often, and how unevenly.

References
----------
.. [1] Klugman, S. A., Panjer, H. H. and Willmot, G. E. (2012). Loss Models: From Data to
   Decisions, 4th edition. Wiley. Coverage modifications; compound Poisson models.
"""

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, one_list, plain, refuse, same_cases, zero_or_more
from resilience_helpers.financing._numbers import one_number


def layer_loss(loss: ArrayLike, attachment: float, limit: float) -> float | np.ndarray:
    """Part of a loss that falls into a layer: min(max(loss - attachment, 0), limit).

    Parameters
    ----------
    loss : array_like [money]
        Loss of each event; zero or more.
    attachment : float [money]
        Loss from which on the layer pays; zero or more.
    limit : float [money]
        The most that it pays for one event: the width of the layer, not its upper end. Above
        0; infinite for a layer without an upper end.

    Returns
    -------
    float or ndarray [money]
        Of the shape of `loss`.

    Raises
    ------
    ValueError
        If a loss or the attachment is negative or missing, or the limit is not above 0.

    Examples
    --------
    >>> layer_loss([1500, 3000, 9000], attachment=2000, limit=4000)
    array([   0., 1000., 4000.])
    """
    losses = zero_or_more("loss", loss)
    paid = in_layer(losses, *checked_layer(attachment, limit))
    return plain(paid)


def expected_layer_loss(
    losses: ArrayLike, frequency: ArrayLike, attachment: float, limit: float
) -> float:
    """What a layer pays in an average year: the sum of frequency x layer loss.

    It equals the area under the exceedance curve between the layer's ends. So layers that
    tile the curve add up to the average annual loss.

    Parameters
    ----------
    losses : array_like, shape (events,) [money]
        Loss of each event; zero or more.
    frequency : array_like, shape (events,) [1/year]
        How often each event comes; zero or more. One number serves for all events.
    attachment, limit : float [money]
        As for `layer_loss`.

    Returns
    -------
    float [money per year]

    Raises
    ------
    ValueError
        If a number is negative or missing, the lengths differ, or two series are not of the
        same events.

    Examples
    --------
    >>> expected_layer_loss([1000, 5000], [0.1, 0.02], attachment=500, limit=2000)
    90.0
    """
    losses, frequency = checked_events(losses, frequency)
    return float(frequency @ in_layer(losses, *checked_layer(attachment, limit)))


def layer_deviation(
    losses: ArrayLike, frequency: ArrayLike, attachment: float, limit: float
) -> float:
    """Standard deviation of what a layer pays in a year.

    With events that come by chance (Poisson), it is the root of the sum of frequency x layer
    loss squared [1]_.

    Parameters
    ----------
    losses, frequency, attachment, limit
        As for `expected_layer_loss`.

    Returns
    -------
    float [money per year]

    Raises
    ------
    ValueError
        As for `expected_layer_loss`.

    Examples
    --------
    >>> layer_deviation([1000], [0.04], attachment=0, limit=1000)
    200.0
    """
    losses, frequency = checked_events(losses, frequency)
    paid = in_layer(losses, *checked_layer(attachment, limit))
    return float(np.sqrt(frequency @ paid**2))


def attachment_probability(losses: ArrayLike, frequency: ArrayLike, attachment: float) -> float:
    """Chance that a layer pays anything in a year.

    1 - exp(-rate), where the rate is that of all events with a loss above the attachment.

    Parameters
    ----------
    losses, frequency
        As for `expected_layer_loss`.
    attachment : float [money]
        Zero or more.

    Returns
    -------
    float [0-1]

    Raises
    ------
    ValueError
        As for `expected_layer_loss`.

    Examples
    --------
    >>> round(attachment_probability([1000, 5000], [0.1, 0.02], attachment=500), 3)
    0.113
    """
    losses, frequency = checked_events(losses, frequency)
    return _yearly_chance(frequency[losses > checked_layer(attachment, np.inf)[0]])


def exhaustion_probability(
    losses: ArrayLike, frequency: ArrayLike, attachment: float, limit: float
) -> float:
    """Chance that in a year an event uses up the whole layer.

    Parameters
    ----------
    losses, frequency, attachment, limit
        As for `expected_layer_loss`.

    Returns
    -------
    float [0-1]

    Raises
    ------
    ValueError
        As for `expected_layer_loss`.

    Examples
    --------
    >>> round(exhaustion_probability([1000, 5000], [0.1, 0.02], 500, limit=2000), 3)
    0.02
    """
    losses, frequency = checked_events(losses, frequency)
    return _yearly_chance(frequency[losses >= sum(checked_layer(attachment, limit))])


def in_layer(losses: np.ndarray, attachment: float, limit: float) -> np.ndarray:
    """Return what a layer pays; the arguments are checked."""
    return np.minimum(np.maximum(losses - attachment, 0.0), limit)


def checked_layer(attachment: float, limit: float) -> tuple[float, float]:
    """Return the two as floats; refuse negative ones and a limit of 0."""
    low = one_number("attachment", attachment)
    refuse("attachment", low, low < 0, _("it must be zero or more"))
    width = one_number("limit", 1.0 if np.isscalar(limit) and limit == np.inf else limit)
    refuse("limit", width, width <= 0, _("it must be above 0; it is the width of the layer"))
    return float(low), float(limit)


def checked_events(losses: ArrayLike, frequency: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return losses and frequencies of one length; refuse negative ones."""
    loss, often = one_list("losses", losses, fewest=1), numbers("frequency", frequency)
    refuse("losses", loss, loss < 0, _("it must be zero or more"))
    refuse("frequency", often, often < 0, _("it must be zero or more, per year"))
    if often.ndim:
        same_cases(losses=losses, frequency=frequency)
    return loss, np.broadcast_to(often, loss.shape)


def _yearly_chance(frequency: np.ndarray) -> float:
    return float(-np.expm1(-frequency.sum()))
