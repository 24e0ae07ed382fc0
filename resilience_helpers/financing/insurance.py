"""Who pays which part of a loss: layers, what they cost, and which one a budget buys.

A layer pays what a loss exceeds its attachment by, up to its limit. It pays for each event
anew; how often events come does not depend on the events before. So the yearly chances are
those of a Poisson process [1]_.

References
----------
.. [1] Klugman, S. A., Panjer, H. H. and Willmot, G. E. (2012). Loss Models: From Data to
   Decisions, 4th edition. Wiley. Coverage modifications; compound Poisson models.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import fractions, numbers, one_list, plain, refuse
from resilience_helpers.financing._layers import (
    attachment_probability,
    checked_events,
    exhaustion_probability,
    expected_layer_loss,
    in_layer,
    layer_deviation,
    layer_loss,
)
from resilience_helpers.financing._numbers import one_number, same_shape

__all__ = [
    "attachment_probability",
    "best_layer",
    "exhaustion_probability",
    "expected_layer_loss",
    "layer_deviation",
    "layer_loss",
    "rate_on_line",
    "tail_average",
    "technical_premium",
    "tower",
]

_COLUMNS = (
    "attachment",
    "limit",
    "attachment_probability",
    "exhaustion_probability",
    "expected_loss",
    "premium",
    "rate_on_line",
    "multiple",
)


def technical_premium(
    expected_loss: ArrayLike, standard_deviation: ArrayLike, loading: float, expenses: float = 0.0
) -> float | np.ndarray:
    """Premium by the standard-deviation principle: (expected + loading x deviation) / (1 - expenses).

    Parameters
    ----------
    expected_loss, standard_deviation : array_like [money per year]
        Of what the cover pays in a year; zero or more.
    loading : float [-]
        Share of the standard deviation that the insurer asks for the risk; zero or more. It
        is an assumption: markets change it from year to year.
    expenses : float [0-1]
        Share of the premium for acquisition, claims handling and taxes; below 1.

    Returns
    -------
    float or ndarray [money per year]

    Raises
    ------
    ValueError
        If a number is negative or missing, `expenses` is not below 1, or the shapes differ.

    Examples
    --------
    >>> round(technical_premium(40, 200, loading=0.3, expenses=0.2), 1)
    125.0
    """
    given = {"expected_loss": expected_loss, "standard_deviation": standard_deviation}
    given = {name: numbers(name, value) for name, value in given.items()}
    same_shape(**given)
    given |= {"loading": one_number("loading", loading)}
    for name, value in given.items():
        refuse(name, value, value < 0, _("it must be zero or more"))
    share = fractions("expenses", one_number("expenses", expenses))
    refuse("expenses", share, share == 1, _("it must be below 1: something must be left to pay"))
    risk = given["loading"] * given["standard_deviation"]
    premium = (given["expected_loss"] + risk) / (1 - share)
    return plain(premium)


def rate_on_line(premium: ArrayLike, limit: ArrayLike) -> float | np.ndarray:
    """Premium of a year as a share of the limit.

    Parameters
    ----------
    premium : array_like [money per year]
        Zero or more.
    limit : array_like [money]
        The most that the layer pays for one event; above 0.

    Returns
    -------
    float or ndarray [1/year]
        0.05 means: the limit is paid for by premiums in 20 years.

    Raises
    ------
    ValueError
        If a number is missing or out of its range, or the shapes differ.

    Examples
    --------
    >>> rate_on_line(125, 2500)
    0.05
    """
    paid, most = numbers("premium", premium), numbers("limit", limit)
    refuse("premium", paid, paid < 0, _("it must be zero or more"))
    refuse("limit", most, most <= 0, _("it must be above 0"))
    same_shape(premium=paid, limit=most)
    rate = paid / most
    return plain(rate)


def tower(
    losses: ArrayLike,
    frequency: ArrayLike,
    bounds: Sequence[float],
    loading: float,
    expenses: float = 0.0,
) -> pd.DataFrame:
    """Layers on top of each other, with the chance and the price of each.

    Parameters
    ----------
    losses, frequency
        As for `expected_layer_loss`.
    bounds : sequence of float [money]
        Ends of the layers, rising; n + 1 ends make n layers. The last may be infinite.
    loading, expenses
        As for `technical_premium`.

    Returns
    -------
    pandas.DataFrame
        One row a layer, from the bottom: attachment, limit [money], attachment_probability,
        exhaustion_probability [0-1], expected_loss, premium [money per year], rate_on_line
        [1/year], and multiple, premium / expected_loss [-]. Where the layer has no upper end
        or never pays, what cannot be divided is missing.

    Raises
    ------
    ValueError
        If a number is out of its range, or the bounds do not rise.

    Examples
    --------
    >>> tower([1000, 5000], [0.1, 0.02], [0, 2000, 6000], 0.3)[["limit", "expected_loss"]]
        limit  expected_loss
    0  2000.0          140.0
    1  4000.0           60.0
    """
    try:
        ends = np.asarray(bounds, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(_("bounds must hold numbers")) from None
    if ends.ndim != 1 or len(ends) < 2 or not (ends[1:] > ends[:-1]).all():
        told = _("bounds is {bounds}; give at least two ends, each above the one before")
        raise ValueError(told.format(bounds=ends.tolist()))
    rows = [
        _priced(losses, frequency, low, high - low, loading, expenses)
        for low, high in pairwise(ends)
    ]
    return pd.DataFrame(rows)


def tail_average(losses: ArrayLike, frequency: ArrayLike, years: float) -> float:
    """Mean loss of the worst events, those that come once in so many years together.

    The tail value at risk. Unlike a probable maximum loss it sees what lies beyond the return
    period.

    Parameters
    ----------
    losses, frequency
        As for `expected_layer_loss`. If the set has fewer events than the tail is long, the
        rest of the tail is events without loss.
    years : float [years]
        Return period; above 0.

    Returns
    -------
    float [money]

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> round(tail_average([100, 900], [0.05, 0.005], years=100), 1)
    500.0
    """
    losses, frequency = checked_events(losses, frequency)
    wanted = one_number("years", years)
    refuse("years", wanted, wanted <= 0, _("it must be above 0"))
    order = np.argsort(-losses, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(frequency[order])[:-1]])
    counted = np.clip(1 / wanted - before, 0.0, frequency[order])
    return float(losses[order] @ counted * wanted)


def best_layer(
    losses: ArrayLike,
    frequency: ArrayLike,
    budget: float,
    attachments: Sequence[float],
    limits: Sequence[float],
    loading: float,
    expenses: float = 0.0,
    years: float = 100,
) -> pd.DataFrame:
    """Layers that a yearly budget can pay for, the one that leaves the mildest tail first.

    Tries every pair of attachment and limit, so the best one is exact for this list.

    Parameters
    ----------
    losses, frequency
        As for `expected_layer_loss`.
    budget : float [money per year]
        The most that the premium may be; zero or more.
    attachments, limits : sequence of float [money]
        What may be chosen; as for `layer_loss`, limits finite.
    loading, expenses
        As for `technical_premium`.
    years : float [years]
        Return period of the tail.

    Returns
    -------
    pandas.DataFrame
        The columns of `tower` and retained_tail [money]: `tail_average` of what is left after
        the layer has paid. Sorted by it, the cheaper layer first among equals. Empty if no
        layer fits the budget.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> found = best_layer([1000, 5000], [0.1, 0.01], 200, [0, 1000], [1000, 4000], 0.3)
    >>> found[["attachment", "limit", "premium", "retained_tail"]].round(0)
       attachment   limit  premium  retained_tail
    0      1000.0  4000.0    160.0         1000.0
    1      1000.0  1000.0     40.0         4000.0
    """
    most = one_number("budget", budget)
    refuse("budget", most, most < 0, _("it must be zero or more"))
    loss, often = checked_events(losses, frequency)
    rows = []
    for attachment in one_list("attachments", attachments, fewest=1):
        for limit in one_list("limits", limits, fewest=1):
            row = _priced(loss, often, attachment, limit, loading, expenses)
            if row["premium"] <= most:
                left = loss - in_layer(loss, attachment, limit)
                rows.append(row | {"retained_tail": tail_average(left, often, years)})
    columns = (*_COLUMNS, "retained_tail")
    found = pd.DataFrame(rows, columns=list(columns))
    return found.sort_values(["retained_tail", "premium"], kind="stable", ignore_index=True)


def _priced(losses, frequency, attachment, limit, loading, expenses) -> dict[str, float]:
    expected = expected_layer_loss(losses, frequency, attachment, limit)
    deviation = layer_deviation(losses, frequency, attachment, limit)
    premium = technical_premium(expected, deviation, loading, expenses)
    values = (
        float(attachment),
        float(limit),
        attachment_probability(losses, frequency, attachment),
        exhaustion_probability(losses, frequency, attachment, limit),
        expected,
        premium,
        premium / limit if np.isfinite(limit) else np.nan,
        premium / expected if expected else np.nan,
    )
    return dict(zip(_COLUMNS, values, strict=True))
