"""Warnings: how good they are, what a probability is worth, and when to act on it.

A yes-or-no warning is judged by its contingency table: `contingency`, `from_series` and
`interval`. A probability is judged by `brier`, `reliability` and `roc`. `relative_value` and
`expense_by_threshold` ask what acting on it costs and saves. The conventions follow [1]_.

References
----------
.. [1] Joint Working Group on Forecast Verification Research. Forecast verification: issues,
   methods and FAQ. cawcr.gov.au/projects/verification
.. [2] Richardson, D.S. (2000). Skill and relative economic value of the ECMWF ensemble
   prediction system. Quarterly Journal of the Royal Meteorological Society 126, 649-667.
.. [3] Brier, G.W. (1950). Verification of forecasts expressed in terms of probability.
   Monthly Weather Review 78, 1-3.
.. [4] Murphy, A.H. (1973). A new vector partition of the probability score. Journal of
   Applied Meteorology 12, 595-600.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import fractions, numbers, plain, refuse, same_cases, yes_no
from resilience_helpers.methods._contingency import (
    Contingency,
    contingency,
    from_series,
    interval,
    share,
    wilson,
)

__all__ = [
    "Contingency",
    "Reliability",
    "Roc",
    "brier",
    "brier_skill",
    "contingency",
    "expense_by_threshold",
    "from_series",
    "interval",
    "relative_value",
    "reliability",
    "roc",
]


def relative_value(
    pod: ArrayLike, pofd: ArrayLike, base_rate: ArrayLike, cost_loss: ArrayLike
) -> float | np.ndarray:
    """Value of a warning to somebody who can act at a cost, or else suffer a loss.

    With a = `cost_loss`, s = `base_rate`, H = `pod`, F = `pofd` [2]_:

    V = [min(a, s) - F a (1 - s) + H s (1 - a) - s] / [min(a, s) - s a]

    Parameters
    ----------
    pod, pofd : array_like [0-1]
        Probability of detection and of false detection.
    base_rate, cost_loss : array_like [0-1]
        Share of cases with the event; cost of acting over the loss that acting prevents.
        Both above 0 and below 1.

    Returns
    -------
    float or ndarray
        1: as good as perfect warnings. 0: no better than always or never acting, whichever
        is cheaper. Below 0: worse. Of the shape to which the arguments broadcast.

    Raises
    ------
    ValueError, TypeError
        If a number is missing or out of range, or the shapes do not fit together.

    Notes
    -----
    Acting prevents the whole loss, and costs the same each time. The value is highest where
    `cost_loss` = `base_rate`; there it is the Peirce skill score `pod` - `pofd`.

    Examples
    --------
    >>> round(relative_value(pod=0.8, pofd=0.1, base_rate=0.2, cost_loss=0.2), 2)
    0.7
    """
    given = [fractions("pod", pod), fractions("pofd", pofd)]
    for name, values in (("base_rate", base_rate), ("cost_loss", cost_loss)):
        values = numbers(name, values)
        refuse(name, values, (values <= 0) | (values >= 1), _("it must be above 0 and below 1"))
        given.append(values)
    try:
        pod, pofd, rate, ratio = np.broadcast_arrays(*given)
    except ValueError:
        told = _(
            "pod, pofd, base_rate and cost_loss have shapes {shapes}; they do not fit together"
        )
        raise ValueError(told.format(shapes=[one.shape for one in given])) from None
    without = np.minimum(ratio, rate)
    following = pofd * ratio * (1 - rate) - pod * rate * (1 - ratio) + rate
    value = (without - following) / (without - rate * ratio)
    return plain(value)


def brier(probability: ArrayLike, happened: ArrayLike) -> float:
    """Brier score [3]_: mean square of the distance from probability to what happened.

    Parameters
    ----------
    probability : array_like, shape (n,) [0-1]
        Forecast probability of the event in each case, as a fraction.
    happened : array_like, shape (n,)
        Whether it happened: True or False (1 or 0).

    Returns
    -------
    float [0-1]
        0 is perfect.

    Raises
    ------
    ValueError, TypeError
        If a value is missing or out of range, or the two are not of the same cases.

    Examples
    --------
    >>> round(brier([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]), 4)
    0.0375
    """
    probability, happened = _forecast(probability, happened)
    return float(np.mean((probability - happened) ** 2))


def brier_skill(probability: ArrayLike, happened: ArrayLike) -> float:
    """Brier skill score: gain over a forecast that always states the base rate.

    Parameters
    ----------
    probability, happened : array_like, shape (n,)
        As for `brier`.

    Returns
    -------
    float
        1 is perfect; 0 is no better than the base rate of these same cases, below 0 is
        worse. NaN if the event happened always or never.

    Raises
    ------
    ValueError, TypeError
        As `brier`.

    Examples
    --------
    >>> round(brier_skill([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]), 2)
    0.85
    """
    score, rate = brier(probability, happened), yes_no("happened", happened).mean()
    return 1.0 - share(score, float(rate * (1 - rate)))


@dataclass(frozen=True)
class Reliability:
    """What each stated probability was worth, and the parts of the Brier score."""

    classes: pd.DataFrame
    reliability: float
    resolution: float
    uncertainty: float

    @property
    def brier(self) -> float:
        """Brier score: reliability - resolution + uncertainty [0-1]."""
        return self.reliability - self.resolution + self.uncertainty


def reliability(probability: ArrayLike, happened: ArrayLike) -> Reliability:
    """Compare each stated probability with what followed, and split the Brier score.

    With n_k of n cases in class k, its probability p_k, its frequency o_k and base rate s
    [4]_: reliability = sum n_k (p_k - o_k)^2 / n, small is good; resolution =
    sum n_k (o_k - s)^2 / n, large is good; uncertainty = s (1 - s), which nobody can change.

    Parameters
    ----------
    probability, happened : array_like, shape (n,)
        As for `brier`. Each distinct probability is a class, so round fine ones first.

    Returns
    -------
    Reliability
        With the three parts, `brier`, and the table `classes`: index probability
        [0-1]; columns cases, events, frequency [0-1], and low, high: its `interval`.

    Raises
    ------
    ValueError, TypeError
        As `brier`.

    Examples
    --------
    >>> found = reliability([0.2, 0.2, 0.2, 0.2, 0.9], [0, 0, 1, 0, 1])
    >>> round(found.reliability, 3), round(found.resolution, 3), round(found.uncertainty, 3)
    (0.004, 0.09, 0.24)
    """
    probability, happened = _forecast(probability, happened)
    cases = pd.DataFrame({"probability": probability, "event": happened.astype(int)})
    table = cases.groupby("probability")["event"].agg(cases="size", events="sum")
    table["frequency"] = table["events"] / table["cases"]
    table["low"], table["high"] = wilson(table["events"], table["cases"])
    weight, frequency, rate = table["cases"] / len(cases), table["frequency"], happened.mean()
    return Reliability(
        table,
        float((weight * (table.index - frequency) ** 2).sum()),
        float((weight * (frequency - rate) ** 2).sum()),
        float(rate * (1 - rate)),
    )


@dataclass(frozen=True)
class Roc:
    """Relative operating characteristic: `points` (threshold, pofd, pod) and `area` [0-1]."""

    points: pd.DataFrame
    area: float


def roc(probability: ArrayLike, happened: ArrayLike) -> Roc:
    """Follow POD against POFD while the threshold of acting falls.

    Parameters
    ----------
    probability, happened : array_like, shape (n,)
        As for `brier`.

    Returns
    -------
    Roc
        `points`: one row for each rule *act from this probability on*, from never
        (threshold infinite) to always. `area` under them by trapezoids: 1 is perfect, 0.5
        no discrimination, NaN if the event happened always or never.

    Raises
    ------
    ValueError, TypeError
        As `brier`.

    Examples
    --------
    >>> roc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).area
    0.75
    """
    tables = _by_threshold(probability, happened)
    points = pd.DataFrame(
        [(threshold, table.pofd, table.pod) for threshold, table in tables],
        columns=["threshold", "pofd", "pod"],
    )
    steps, pod = np.diff(points["pofd"]), points["pod"].to_numpy()
    return Roc(points, float(np.sum(steps * (pod[1:] + pod[:-1]) / 2)))


def expense_by_threshold(
    probability: ArrayLike, happened: ArrayLike, cost: float, loss: float
) -> pd.DataFrame:
    """Mean expense of each rule *act from this probability on*.

    Acting costs `cost` and prevents the whole `loss` of an event. A reliable forecast is
    cheapest to follow from a probability of cost / loss on.

    Parameters
    ----------
    probability, happened : array_like, shape (n,)
        As for `brier`.
    cost, loss : float [money]
        Of acting once, and of one event without acting; both above 0.

    Returns
    -------
    pandas.DataFrame
        Index: threshold, infinite for never acting. Columns hits, false_alarms, misses,
        correct_negatives, and expense [money per case].

    Raises
    ------
    ValueError, TypeError
        As `brier`; or if cost or loss is not a number above 0.

    Examples
    --------
    >>> rules = expense_by_threshold([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], cost=2, loss=20)
    >>> rules["expense"].to_dict()
    {inf: 10.0, 0.8: 5.5, 0.4: 6.0, 0.35: 1.5, 0.1: 2.0}
    """
    for name, money in (("cost", cost), ("loss", loss)):
        refuse(name, numbers(name, money), np.asarray(money) <= 0, _("it must be above 0"))
    names = ["hits", "false_alarms", "misses", "correct_negatives"]
    tables = _by_threshold(probability, happened)
    rows = [[getattr(table, name) for name in names] for _threshold, table in tables]
    index = pd.Index([threshold for threshold, _table in tables], name="threshold")
    rules = pd.DataFrame(rows, index=index, columns=names)
    acted = rules["hits"] + rules["false_alarms"]
    rules["expense"] = (acted * cost + rules["misses"] * loss) / rules.sum(axis=1)
    return rules


def _by_threshold(probability: ArrayLike, happened: ArrayLike) -> list[tuple[float, Contingency]]:
    """Contingency table of every rule, from never to always acting."""
    probability, happened = _forecast(probability, happened)
    thresholds = [np.inf, *np.unique(probability)[::-1]]
    return [(float(one), from_series(probability >= one, happened)) for one in thresholds]


def _forecast(probability: ArrayLike, happened: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    same_cases(probability=probability, happened=happened)
    return fractions("probability", probability), yes_no("happened", happened)
