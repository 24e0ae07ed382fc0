"""Weighing options by several criteria: AHP for the weights, TOPSIS for the order.

A matrix of judgements says how many times as important the criterion of its row is as that of
its column, on Saaty's scale from 1 (equal) to 9 (extremely more). Its mirror holds 1 divided by
the same number. A table of options has one row an option and one column a criterion.

References
----------
.. [1] Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.
.. [2] Saaty, T. L. (2003). Decision-making with the AHP: why is the principal eigenvector
   necessary. European Journal of Operational Research 145, 85-91.
.. [3] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making. Springer.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import has_columns, numbers, one_list, refuse
from resilience_helpers.dialogue._judgements import consistency_ratio, principal, square
from resilience_helpers.dialogue._options import (
    as_shares,
    by_criterion,
    closeness_to_ideal,
    directions,
    option_table,
)


class Priorities(NamedTuple):
    """Weights of criteria, and how well the judgements behind them agree."""

    weights: pd.Series
    lambda_max: float
    consistency_ratio: float


class Judgement(NamedTuple):
    """The judgement that contradicts the others most.

    `given` times as important is `row` as `column` by the matrix; `fits` is what the other
    judgements say together. `consistency_ratio` is that of the matrix with `fits` in it.
    """

    row: object
    column: object
    given: float
    fits: float
    consistency_ratio: float


def judgement_matrix(table: pd.DataFrame, order: Sequence[str] | None = None) -> pd.DataFrame:
    """Make a matrix of judgements from a list of pairs.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a pair. Columns: criterion, against, and times [-], how many times as
        important the first one is as the second; below 1 if it is less important.
    order : sequence of str, optional
        The criteria in the order of the matrix; default: as they first come in the list.

    Returns
    -------
    pandas.DataFrame, shape (n, n) [-]

    Raises
    ------
    ValueError
        If a column is missing, the table is empty, a pair is missing or stands twice, a
        number is not positive, or `order` holds other criteria.

    Examples
    --------
    >>> pair = pd.DataFrame({"criterion": ["cost"], "against": ["green"], "times": [4]})
    >>> judgement_matrix(pair)
           cost  green
    cost   1.00    4.0
    green  0.25    1.0
    """
    has_columns("table", table, ("criterion", "against", "times"))
    times = numbers("times", table["times"])
    refuse(
        "times",
        times,
        times <= 0,
        _("it must be above 0; 1/3 says that the other counts three times as much"),
    )
    if table[["criterion", "against"]].isna().any(axis=None):
        raise ValueError(_("table has a pair without a name; give both criteria"))
    pairs = list(zip(table["criterion"], table["against"], strict=True))
    if not pairs:
        raise ValueError(_("table is empty; give one row for each pair of criteria"))
    found = dict.fromkeys(name for pair in pairs for name in pair)
    names = list(found if order is None else order)
    if set(names) != set(found) or len(names) != len(found):
        told = _("order holds {names}; the criteria of the table are {found}")
        raise ValueError(
            told.format(names=", ".join(map(str, names)), found=", ".join(map(str, found)))
        )
    needed = len(names) * (len(names) - 1) // 2
    different = {frozenset(pair) for pair in pairs if pair[0] != pair[1]}
    if len(pairs) != needed or len(different) != needed:
        told = _("table holds {found} pairs; {count} criteria need {needed} pairs, each once")
        raise ValueError(told.format(found=len(pairs), count=len(names), needed=needed))
    matrix = pd.DataFrame(np.eye(len(names)), index=names, columns=names)
    for (one, other), value in zip(pairs, times, strict=True):
        matrix.loc[one, other], matrix.loc[other, one] = value, 1 / value
    return matrix


def ahp(matrix: ArrayLike) -> Priorities:
    """Weights from pairwise judgements, by the analytic hierarchy process [1]_.

    Parameters
    ----------
    matrix : array_like or pandas.DataFrame, shape (n, n) [-]
        Judgements; 2 to 10 criteria. Above 0, 1 on the diagonal, and mirrored values whose
        product is 1 (to 2 percent, so that 0.33 may stand for 1/3; the larger one of the two
        is used, and 1 divided by it).

    Returns
    -------
    Priorities
        `weights` [-], the principal eigenvector, adding up to 1, with the names of the
        matrix; `lambda_max` [-], its eigenvalue, n if no judgement contradicts another and
        larger otherwise; `consistency_ratio` [-], (lambda_max - n) / (n - 1) divided by its
        mean for random matrices, in Saaty's table of 1980 [1]_ (a later one has 0.52 instead
        of 0.58 for 3 criteria, and differs by 1 or 2 percent from 4 on). Above 0.1, Saaty asks the judge again. Two criteria cannot contradict
        each other; their ratio is 0.

    Raises
    ------
    ValueError
        If the matrix is not square, names a criterion twice, or breaks a rule above.

    Examples
    --------
    Three houses compared by their transport; 3.247 and 0.213 are printed in Saaty, T. L. (1990),
    European Journal of Operational Research 48, 9-26.

    >>> found = ahp([[1, 7, 1 / 5], [1 / 7, 1, 1 / 8], [5, 8, 1]])
    >>> found.weights.round(2).tolist()
    [0.23, 0.05, 0.71]
    >>> round(found.lambda_max, 3), round(found.consistency_ratio, 3)
    (3.247, 0.213)
    """
    names, judgements = square(matrix)
    weights, lambda_max = principal(judgements)
    ratio = consistency_ratio(lambda_max, len(names))
    return Priorities(pd.Series(weights, index=names), lambda_max, ratio)


def worst_judgement(matrix: ArrayLike) -> Judgement:
    """Find the judgement that contradicts the others most, and what would fit.

    Parameters
    ----------
    matrix : array_like or pandas.DataFrame, shape (n, n) [-]
        As for `ahp`, with at least 3 criteria.

    Returns
    -------
    Judgement
        The pair whose value is farthest, as a ratio, from the ratio of the two weights [2]_,
        written so that the value is 1 or more. `fits` is the ratio of the weights that follow
        if this judgement is left open [4]_.

    Raises
    ------
    ValueError
        As for `ahp`, or if there are only two criteria.

    Notes
    -----
    It says whom to ask again and about what. Only the judge may change the answer. In a
    matrix without contradiction it returns the first pair, with the same value in `fits`.

    References
    ----------
    .. [4] Harker, P. T. (1987). Alternative modes of questioning in the analytic hierarchy
       process. Mathematical Modelling 9, 353-360.

    Examples
    --------
    A is 2 times B, and B 2 times C, yet A is half of C. All three contradict each other alike;
    the first one is named: by the other two, A is a quarter of B.

    >>> found = worst_judgement([[1, 2, 1 / 2], [1 / 2, 1, 2], [2, 1 / 2, 1]])
    >>> found.row, found.column, found.given, round(found.fits, 2)
    (0, 1, 2.0, 0.25)
    """
    names, judgements = square(matrix)
    count = len(names)
    if count < 3:
        raise ValueError(_("matrix has 2 criteria; one judgement alone contradicts nothing"))
    weights, _value = principal(judgements)
    errors = np.abs(np.log(judgements * weights / weights[:, np.newaxis]))
    rows, columns = np.triu_indices(count, 1)
    # rounded, so that chance in the last digit does not choose between equal errors
    worst = np.argmax(errors[rows, columns].round(9))
    row, column = rows[worst], columns[worst]
    if judgements[row, column] < 1:
        row, column = column, row
    left_open = judgements.copy()
    left_open[row, column] = left_open[column, row] = 0.0
    left_open[row, row] = left_open[column, column] = 2.0
    open_weights, _value = principal(left_open)
    fits = float(open_weights[row] / open_weights[column])
    mended = judgements.copy()
    mended[row, column], mended[column, row] = fits, 1 / fits
    ratio = consistency_ratio(principal(mended)[1], count)
    return Judgement(names[row], names[column], float(judgements[row, column]), fits, ratio)


def group_judgement(matrices: Sequence[ArrayLike], voices: ArrayLike | None = None) -> pd.DataFrame:
    """Join the judgements of a group, pair by pair, by their geometric mean [5]_.

    Parameters
    ----------
    matrices : sequence of array_like or pandas.DataFrame, shape (n, n) [-]
        One matrix a judge, as for `ahp`, with the same criteria in the same order.
    voices : array_like, shape (judges,) [-], optional
        How much each judge counts; default: all alike.

    Returns
    -------
    pandas.DataFrame, shape (n, n) [-]
        Unlike the plain mean, it keeps the mirror: 4 and 1/4 make 1.

    Raises
    ------
    TypeError
        If `matrices` is no list.
    ValueError
        If there is no matrix, the criteria differ, or the voices do not fit.

    References
    ----------
    .. [5] Aczel, J. and Saaty, T. L. (1983). Procedures for synthesizing ratio judgements.
       Journal of Mathematical Psychology 27, 93-102.

    Examples
    --------
    >>> group_judgement([[[1, 4], [1 / 4, 1]], [[1, 1 / 4], [4, 1]]])
         0    1
    0  1.0  1.0
    1  1.0  1.0
    """
    if isinstance(matrices, dict | pd.DataFrame) or not isinstance(matrices, Iterable):
        raise TypeError(_("matrices must be a list, with one matrix for each judge"))
    read = [square(one) for one in matrices]
    if not read:
        raise ValueError(_("matrices is empty; give one matrix for each judge"))
    names = read[0][0]
    if any(other != names for other, _matrix in read):
        raise ValueError(_("matrices differ in their criteria; give the same, in the same order"))
    counts = np.ones(len(read)) if voices is None else one_list("voices", voices, fewest=1)
    refuse("voices", counts, counts < 0, _("a voice must count zero or more"))
    if counts.size != len(read) or not counts.sum():
        told = _("voices has {found} values for {count} judges; one each, not all of them 0")
        raise ValueError(told.format(found=counts.size, count=len(read)))
    logs = np.log([judgements for _names, judgements in read])
    joined = np.exp(np.tensordot(counts / counts.sum(), logs, axes=1))
    return pd.DataFrame(joined, index=names, columns=names)


def topsis(
    matrix: ArrayLike, weights: ArrayLike, benefit: ArrayLike, normalisation: str = "vector"
) -> pd.Series:
    """Closeness of options to an ideal one, by TOPSIS [3]_.

    Parameters
    ----------
    matrix : array_like or pandas.DataFrame, shape (options, criteria)
        Table of options, each column in its own unit.
    weights : array_like, shape (criteria,) [-]
        Importance of each criterion, 0 or more; they are made to add up to 1.
    benefit : array_like of bool, shape (criteria,)
        True where more is better, False where less is better.
    normalisation : {"vector", "min-max"}
        What makes the columns comparable. "vector" [3]_ divides each by the root of the sum
        of its squares. "min-max" stretches each from 0 (its smallest value) to 1 (its
        largest). They can name different winners.

    Returns
    -------
    pandas.Series, shape (options,) [-]
        From 0, the worst value of the table in each criterion, to 1, the best in each: the
        distance to the worst, divided by the sum of both distances. If all options are
        alike, it is 0.5 for each.

    Raises
    ------
    ValueError
        If shapes do not fit, names differ, a weight is negative, all weights are 0, or
        `normalisation` is another word.

    Notes
    -----
    Ideal and worst are made of the options in the table. One option more can move them, and
    turn the order of two others: rank reversal.

    Examples
    --------
    Example of Tzeng and Huang (2011), Multiple Attribute Decision Making, CRC Press; printed
    there: 0.5037, 0.6581, 0.7482, 0.3340.

    >>> options = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]
    >>> topsis(options, [0.3, 0.4, 0.3], [True, True, True]).round(4).tolist()
    [0.5037, 0.6581, 0.7482, 0.334]
    """
    names, values = option_table(matrix)
    shares = as_shares(weights, matrix)
    more = directions(benefit, matrix)
    return pd.Series(closeness_to_ideal(values, shares, more, normalisation), index=names)


def weighted_sum(
    matrix: ArrayLike, weights: ArrayLike, worst: ArrayLike, best: ArrayLike
) -> pd.Series:
    """Points of options on scales whose ends are agreed before the options are known.

    Parameters
    ----------
    matrix : array_like or pandas.DataFrame, shape (options, criteria)
        Table of options.
    weights : array_like, shape (criteria,) [-]
        As for `topsis`: what the whole way from `worst` to `best` is worth.
    worst, best : array_like, shape (criteria,)
        Value of each criterion that gets 0 points, and that which gets 1; where less is
        better, `best` is the smaller one. Values outside are allowed.

    Returns
    -------
    pandas.Series, shape (options,) [-]
        An option's points hang on no other option: there is no rank reversal.

    Raises
    ------
    ValueError
        If shapes do not fit, names differ, or a criterion has the same worst and best.

    Examples
    --------
    >>> weighted_sum([[10, 2], [30, 4]], [0.5, 0.5], worst=[40, 0], best=[0, 4]).tolist()
    [0.625, 0.625]
    """
    names, values = option_table(matrix)
    shares = as_shares(weights, matrix)
    zero, one = (by_criterion(*end, matrix) for end in (("worst", worst), ("best", best)))
    refuse("best", one, one == zero, _("it must differ from worst"))
    return pd.Series((values - zero) / (one - zero) @ shares, index=names)
