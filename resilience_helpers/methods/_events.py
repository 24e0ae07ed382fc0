"""What the functions of `impact` accept: losses, frequencies and damage ratios."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, refuse


def summed(intensity: Any) -> Any:
    """Return a sparse table by rows, with one number at most for each cell."""
    matrix = intensity.tocsr()
    if not matrix.has_canonical_format:  # two winds in one cell would be damaged one by one
        matrix = matrix.copy()
        matrix.sum_duplicates()
    return matrix


def damage_ratios(vulnerability: Callable[[Any], Any], intensity: np.ndarray) -> np.ndarray:
    """Return damage ratios; refuse what is none."""
    refuse("intensity", intensity, ~(intensity >= 0), _("it must be a number of zero or more"))
    ratio = np.asarray(vulnerability(intensity), dtype=float)
    if ratio.shape != intensity.shape:
        told = _("vulnerability gives the shape {given} for {wanted}; it must keep the shape")
        raise ValueError(told.format(given=ratio.shape, wanted=intensity.shape))
    # the smallest and largest number tell all, at a tenth of the time for ten million
    if ratio.size and not (ratio.min() >= 0 and ratio.max() <= 1):
        rule = _("a damage ratio must lie between 0 and 1")
        refuse("vulnerability", ratio, ~((ratio >= 0) & (ratio <= 1)), rule)
    return ratio


def checked_losses(losses: Any) -> Any:
    """Return losses as a list or a table, dense or sparse; refuse negative ones."""
    if hasattr(losses, "tocsr"):
        losses = losses.tocsr()
        refuse("losses", losses.data, ~(losses.data >= 0), _("it must be zero or more"))
        return losses
    array = np.atleast_1d(numbers("losses", losses))
    if array.ndim > 2:
        told = _("losses has shape {shape}; give a list of events, or a table of events and assets")
        raise ValueError(told.format(shape=array.shape))
    refuse("losses", array, array < 0, _("it must be zero or more"))
    return array


def by_event(losses: Any) -> np.ndarray:
    """Return the loss of each event, summed over the assets of a table."""
    return losses if len(losses.shape) == 1 else np.asarray(losses.sum(axis=1)).ravel()


def checked_frequency(frequency: ArrayLike, events: int) -> np.ndarray:
    """Return one frequency for each event; refuse negative ones and other lengths."""
    array = numbers("frequency", frequency)
    refuse("frequency", array, array < 0, _("it must be zero or more, per year"))
    if array.shape not in ((), (events,)):
        told = _("frequency has shape {shape} and losses {events} events; give one for each")
        raise ValueError(told.format(shape=array.shape, events=events))
    return np.broadcast_to(array, events)
