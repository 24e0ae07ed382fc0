"""Arguments that go together: one common shape."""

import numpy as np

from resilience_helpers._text import _


def together(**given: np.ndarray) -> list[np.ndarray]:
    """Return the arrays in one common shape; refuse shapes that do not fit."""
    try:
        return list(np.broadcast_arrays(*given.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {one.shape}" for name, one in given.items())
        told = _("shapes do not fit: {shapes}; give single numbers, or lists of one length")
        raise ValueError(told.format(shapes=shapes)) from None
