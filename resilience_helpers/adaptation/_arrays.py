"""Numbers in, numbers out: shapes of arguments and results."""

import numpy as np

from resilience_helpers._text import _


def plain(array: np.ndarray) -> float | np.ndarray:
    """Return a single number as a float, and anything else as it is."""
    return float(array) if np.ndim(array) == 0 else array


def together(**given: np.ndarray) -> list[np.ndarray]:
    """Return the arrays in one common shape; refuse shapes that do not fit."""
    try:
        return list(np.broadcast_arrays(*given.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {one.shape}" for name, one in given.items())
        told = _("shapes do not fit: {shapes}; give single numbers, or lists of one length")
        raise ValueError(told.format(shapes=shapes)) from None
