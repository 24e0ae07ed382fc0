"""Tables of options: their rules, their weights, and their closeness to the ideal."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, one_list, one_of, refuse, yes_no


def option_table(matrix: ArrayLike) -> tuple[list, np.ndarray]:
    """Return names and values of a table of options; refuse what is none."""
    values = numbers("matrix", matrix)
    if values.ndim != 2 or not values.size:
        told = _("matrix has shape {shape}; it must have a row an option and a column a criterion")
        raise ValueError(told.format(shape=values.shape))
    if not isinstance(matrix, pd.DataFrame):
        return list(range(len(values))), values
    if not (matrix.index.is_unique and matrix.columns.is_unique):
        raise ValueError(_("matrix names an option or a criterion twice; each needs its own name"))
    return list(matrix.index), values


def by_criterion(name: str, values: ArrayLike, matrix: ArrayLike | None) -> np.ndarray:
    """Return one number for each criterion; refuse other names, another order or number."""
    given = one_list(name, values, fewest=1)
    columns = getattr(matrix, "columns", None)
    index = getattr(values, "index", None)
    if isinstance(values, pd.Series) and columns is not None and list(index) != list(columns):
        told = _("{name} is of {found} and matrix of {needed}; use the same names and order")
        raise ValueError(told.format(name=name, found=list(index), needed=list(columns)))
    if matrix is not None and given.size != np.shape(matrix)[1]:
        told = _("{name} has {found} values for {needed} criteria; give one for each")
        raise ValueError(told.format(name=name, found=given.size, needed=np.shape(matrix)[1]))
    return given


def as_shares(weights: ArrayLike, matrix: ArrayLike | None = None) -> np.ndarray:
    """Return weights that add up to 1; refuse negative ones, and nothing but zeros."""
    given = by_criterion("weights", weights, matrix)
    refuse("weights", given, given < 0, _("a weight must be zero or more"))
    if not given.sum():
        raise ValueError(_("weights are all 0; at least one criterion must count"))
    return given / given.sum()


def directions(benefit: ArrayLike, matrix: ArrayLike) -> np.ndarray:
    """Return for each criterion whether more is better."""
    more = yes_no("benefit", benefit).astype(float)
    if isinstance(benefit, pd.Series):
        more = pd.Series(more, index=benefit.index)
    return by_criterion("benefit", more, matrix) > 0


def closeness_to_ideal(
    values: np.ndarray, weights: np.ndarray, more: np.ndarray, normalisation: str
) -> np.ndarray:
    """Return the closeness of each option to the ideal, for one set of weights or for many.

    `weights` has the shape (criteria,) or (sets, criteria); the result has one value an option
    in its last axis.
    """
    one_of("normalisation", normalisation, ("vector", "min-max"))
    low, high = values.min(axis=0), values.max(axis=0)
    size = np.sqrt((values**2).sum(axis=0)) if normalisation == "vector" else high - low
    # a column of equal values tells the options not apart, whatever it is divided by
    size = np.where(size > 0, size, 1)
    above = np.where(more, values - low, high - values) / size
    below = np.where(more, high - values, values - low) / size
    squared = np.asarray(weights) ** 2
    to_worst, to_best = np.sqrt(squared @ above.T**2), np.sqrt(squared @ below.T**2)
    total = to_worst + to_best
    return np.divide(to_worst, total, out=np.full(total.shape, 0.5), where=total > 0)
