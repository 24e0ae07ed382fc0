"""Matrices of pairwise judgements: their rules, their eigenvector, their consistency."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, refuse

#: Mean consistency index of random matrices of size 1, 2, 3 ...: Saaty, T. L. (1980), The
#: Analytic Hierarchy Process. Others drew other random matrices; a later table of Saaty's
#: begins 0.52, 0.89, 1.11.
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)


def square(matrix: ArrayLike) -> tuple[list, np.ndarray]:
    """Return names and values of a matrix of judgements; refuse what is none."""
    values = numbers("matrix", matrix)
    largest = len(RANDOM_INDEX)
    if values.ndim != 2 or len(set(values.shape)) != 1 or not 2 <= len(values) <= largest:
        told = _(
            "matrix has shape {shape}; it must have one row and one column for each criterion, "
            "2 to {largest} of them"
        )
        raise ValueError(told.format(shape=values.shape, largest=largest))
    if isinstance(matrix, pd.DataFrame) and list(matrix.index) != list(matrix.columns):
        raise ValueError(_("matrix names its rows otherwise than its columns; use one order"))
    names = list(matrix.index) if isinstance(matrix, pd.DataFrame) else list(range(len(values)))
    if len(set(names)) < len(names):
        raise ValueError(_("matrix names a criterion twice; each needs a name of its own"))
    refuse(
        "matrix",
        values,
        values <= 0,
        _("a judgement must be above 0; 1/3 says that the other counts three times as much"),
    )
    odd = np.abs(values * values.T - 1) > 0.021
    rule = _("the mirrored value must be 1 divided by it, and the diagonal 1")
    refuse("matrix", values, odd, rule)
    # 0.33 for 1/3 would leave the eigenvalue below its least value: the larger one is what was said
    exact = np.where(values >= values.T, values, 1 / values.T)
    np.fill_diagonal(exact, 1.0)
    return names, exact


def principal(values: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the principal eigenvector, adding up to 1, and its eigenvalue."""
    eigenvalues, vectors = np.linalg.eig(values)
    largest = np.argmax(eigenvalues.real)
    weights = np.abs(vectors[:, largest].real)
    return weights / weights.sum(), float(eigenvalues[largest].real)


def consistency_ratio(lambda_max: float, count: int) -> float:
    """Return the consistency index divided by that of random matrices; 0 for two criteria."""
    if count < 3:
        return 0.0
    # rounding can leave lambda_max a trifle below its least value
    index = max(lambda_max - count, 0.0) / (count - 1)
    return index / RANDOM_INDEX[count - 1]
