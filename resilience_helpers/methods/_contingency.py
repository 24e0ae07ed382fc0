"""Yes-or-no warnings against what happened: the contingency table and its scores.

A case is one day or one forecast. It was warned or not, and the event happened or not. The
conventions follow [1]_ and [2]_. Use all this through `warning`.

References
----------
.. [1] Joint Working Group on Forecast Verification Research. Forecast verification: issues,
   methods and FAQ. cawcr.gov.au/projects/verification
.. [2] Wilks, D.S. (2011). Statistical Methods in the Atmospheric Sciences, 3rd ed., ch. 8.
.. [3] Finley, J.P. (1884). Tornado predictions. American Meteorological Journal 1, 85-88.
.. [4] Wilson, E.B. (1927). Probable inference, the law of succession, and statistical
   inference. Journal of the American Statistical Association 22, 209-212.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import same_cases, whole_number, yes_no

#: Standard normal quantile of a two-sided 95 percent interval.
_NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Contingency:
    """Counts of warned and observed cases, and the scores that follow from them."""

    hits: int
    false_alarms: int
    misses: int
    correct_negatives: int
    total: int
    base_rate: float  #: share of cases with the event [0-1]
    percent_correct: float  #: hits and correct negatives out of all cases [percent]
    pod: float  #: probability of detection, or hit rate: events that were warned [0-1]
    far: float  #: false alarm ratio: warnings without the event [0-1]
    pofd: float  #: probability of false detection: cases without event that were warned [0-1]
    csi: float  #: critical success index: hits out of all warned or with the event [0-1]
    bias: float  #: frequency bias: warnings for each event
    pss: float  #: Peirce (Hanssen and Kuipers) skill score: POD - POFD [-1 to 1]
    hss: float  #: Heidke skill score: right cases beyond those of chance [-1 to 1]
    ets: float  #: equitable threat (Gilbert) score: CSI without hits of chance [-1/3 to 1]


def contingency(hits: int, false_alarms: int, misses: int, correct_negatives: int) -> Contingency:
    """Return the contingency table of a yes-or-no warning, with its scores.

    Parameters
    ----------
    hits, false_alarms : int [cases]
        Cases that were warned: the event happened, or did not.
    misses, correct_negatives : int [cases]
        Cases that were not warned: the event happened, or did not.

    Returns
    -------
    Contingency
        With `pod`, `far`, `pofd`, `csi`, `bias`, `hss`, `ets`, `pss`, `percent_correct`,
        `base_rate` and `total`. A score of the form 0/0 is NaN.

    Raises
    ------
    TypeError, ValueError
        If a count is not a whole number, or is negative.

    Examples
    --------
    Finley's forecasts of tornadoes [3]_:

    >>> finley = contingency(hits=28, false_alarms=72, misses=23, correct_negatives=2680)
    >>> round(finley.percent_correct, 1), round(finley.pod, 3), round(finley.far, 2)
    (96.6, 0.549, 0.72)
    """
    a, b = whole_number("hits", hits, 0), whole_number("false_alarms", false_alarms, 0)
    c, d = (
        whole_number("misses", misses, 0),
        whole_number("correct_negatives", correct_negatives, 0),
    )
    total = a + b + c + d
    chance = share((a + b) * (a + c), total)  # hits of a warning drawn by lot
    return Contingency(
        a,
        b,
        c,
        d,
        total,
        base_rate=share(a + c, total),
        percent_correct=100 * share(a + d, total),
        pod=share(a, a + c),
        far=share(b, a + b),
        pofd=share(b, b + d),
        csi=share(a, a + b + c),
        bias=share(a + b, a + c),
        pss=share(a, a + c) - share(b, b + d),
        hss=share(2 * (a * d - b * c), (a + c) * (c + d) + (a + b) * (b + d)),
        ets=share(a - chance, a + b + c - chance),
    )


def from_series(warned: ArrayLike, happened: ArrayLike) -> Contingency:
    """Count the contingency table of two series of the same cases.

    Parameters
    ----------
    warned, happened : array_like, shape (n,)
        True or False (1 or 0) for each case. Two pandas Series need the same index.

    Returns
    -------
    Contingency

    Raises
    ------
    ValueError, TypeError
        If a value is missing or not yes or no, or the two are not of the same cases.

    Examples
    --------
    >>> table = from_series(warned=[1, 1, 0, 0, 0], happened=[1, 0, 1, 0, 0])
    >>> table.hits, table.false_alarms, table.misses, table.correct_negatives
    (1, 1, 1, 2)
    """
    same_cases(warned=warned, happened=happened)
    warned, happened = yes_no("warned", warned), yes_no("happened", happened)
    pairs = ((warned, happened), (warned, ~happened), (~warned, happened), (~warned, ~happened))
    return contingency(*(np.sum(one & other) for one, other in pairs))


def interval(count: int, of: int) -> tuple[float, float]:
    """95 percent interval of a counted share, by Wilson's score method [4]_.

    It takes the cases as independent. Days of one rain spell are not quite: the true interval
    is somewhat wider.

    Parameters
    ----------
    count, of : int [cases]
        Such as the hits, and the events of which they are a part (1 or more).

    Returns
    -------
    tuple of float [0-1]
        Lower and upper end.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a whole number, or not 0 <= count <= of.

    Examples
    --------
    >>> [round(end, 3) for end in interval(28, 51)]
    [0.414, 0.677]
    """
    of, count = whole_number("of", of, 1), whole_number("count", count, 0)
    if count > of:
        told = _("count is {count}; it must not be above of, which is {of}")
        raise ValueError(told.format(count=count, of=of))
    return tuple(float(end) for end in wilson(count, of))


def share(part: float, whole: float) -> float:
    """Part of a whole; NaN if the whole is 0."""
    return part / whole if whole else float("nan")


def wilson(count: ArrayLike, of: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper ends of the 95 percent intervals of counted shares."""
    part, square = np.divide(count, of), _NORMAL_95**2 / np.asarray(of)
    middle = (part + square / 2) / (1 + square)
    half = np.sqrt(part * (1 - part) * square + square**2 / 4) / (1 + square)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)
