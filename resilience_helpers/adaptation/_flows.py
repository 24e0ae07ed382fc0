"""Discounting of amounts at any dates."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, refuse


def discounted(amounts: Sequence[float], years: ArrayLike, rate: float) -> float:
    """Return the value in year 0 of amounts that come after so many years."""
    share = numbers("rate", rate)
    rule = _("a rate must lie between 0 and 1; divide percent by 100")
    refuse("rate", share, (share < 0) | (share > 1), rule)
    return float(np.sum(np.asarray(amounts, float) / (1 + share) ** np.asarray(years, float)))
