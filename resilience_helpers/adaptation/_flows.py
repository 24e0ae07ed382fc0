"""Discounting of amounts at any dates."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._validate import rates


def discounted(amounts: Sequence[float], years: ArrayLike, rate: float) -> float:
    """Return the value in year 0 of amounts that come after so many years."""
    share = rates("rate", rate)
    return float(np.sum(np.asarray(amounts, float) / (1 + share) ** np.asarray(years, float)))
