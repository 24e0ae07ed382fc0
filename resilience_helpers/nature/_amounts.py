"""Checks of amounts that the accounts of nature share."""

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, refuse


def zero_or_more(name: str, values: ArrayLike) -> np.ndarray:
    """Return `values` as floats; refuse a negative one."""
    found = numbers(name, values)
    refuse(name, found, found < 0, _("it must be zero or more"))
    return found


def plain(values: np.ndarray) -> float | np.ndarray:
    """Return a 0-d array as a float."""
    return float(values) if np.ndim(values) == 0 else values
