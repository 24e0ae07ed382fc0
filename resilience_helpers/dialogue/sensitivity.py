"""What other weights would change: one weight moved, or all weights drawn at random."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, refuse, whole_number
from resilience_helpers.dialogue._options import (
    as_shares,
    closeness_to_ideal,
    directions,
    option_table,
)


def with_weight(weights: pd.Series, criterion: object, share: float) -> pd.Series:
    """Give one criterion another weight; the others share the rest as before.

    Parameters
    ----------
    weights : pandas.Series [-]
        Index: criteria; 0 or more.
    criterion : object
        Name of the criterion.
    share : float [-]
        Its new weight, from 0 to 1.

    Returns
    -------
    pandas.Series [-]
        Adding up to 1.

    Raises
    ------
    TypeError
        If `weights` is no Series.
    KeyError
        If there is no such criterion.
    ValueError
        If `share` lies outside 0 to 1, a name stands twice, or the other weights are all 0.

    Examples
    --------
    >>> with_weight(pd.Series({"cost": 0.2, "green": 0.6, "speed": 0.2}), "cost", 0.6).to_dict()
    {'cost': 0.6, 'green': 0.3, 'speed': 0.1}
    """
    if not isinstance(weights, pd.Series):
        raise TypeError(_("weights must be a pandas.Series with the criteria as its index"))
    if not weights.index.is_unique:
        raise ValueError(_("weights names a criterion twice; each needs a name of its own"))
    if criterion not in weights.index:
        told = _("criterion {name!r} is not among {names}")
        raise KeyError(told.format(name=criterion, names=", ".join(map(str, weights.index))))
    new = numbers("share", share)
    if new.ndim:
        raise ValueError(_("share has shape {shape}; give one number").format(shape=new.shape))
    refuse("share", new, (new < 0) | (new > 1), _("it must lie between 0 and 1"))
    others = pd.Series(as_shares(weights), index=weights.index)
    others[criterion] = 0.0
    if not others.sum():
        raise ValueError(_("all other weights are 0; they cannot share the rest"))
    # rounded in the last digits, so that 0.3 is 0.3
    changed = (others / others.sum() * (1 - float(new))).round(12)
    changed[criterion] = float(new)
    return changed


def wins(
    matrix: ArrayLike, benefit: ArrayLike, draws: int, seed: int, normalisation: str = "vector"
) -> pd.Series:
    """Share of all possible weights with which each option comes first by `criteria.topsis`.

    Parameters
    ----------
    matrix, benefit, normalisation
        As for `criteria.topsis`.
    draws : int
        Number of random sets of weights; every set that adds up to 1 is as likely as any
        other.
    seed : int
        Seed of the random numbers.

    Returns
    -------
    pandas.Series [fraction]
        Adding up to 1. A tie goes to the first of the best options.

    Raises
    ------
    ValueError
        As for `criteria.topsis`, or if `draws` is below 1.

    Examples
    --------
    >>> wins([[1, 0], [0, 1], [0, 0]], [True, True], draws=4000, seed=1).round(1).tolist()
    [0.5, 0.5, 0.0]
    """
    names, values = option_table(matrix)
    more = directions(benefit, matrix)
    draws = whole_number("draws", draws, least=1)
    generator = np.random.default_rng(whole_number("seed", seed, least=0))
    shares = generator.dirichlet(np.ones(values.shape[1]), size=draws)
    first = np.argmax(closeness_to_ideal(values, shares, more, normalisation).round(9), axis=1)
    return pd.Series(np.bincount(first, minlength=len(names)) / draws, index=names)
