"""Composite index of several indicators: normalise, weight, aggregate, test the ranks.

The steps are those of the OECD/JRC Handbook on Constructing Composite Indicators (2008).
Tables have one row per district (or city) and one column per indicator.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from resilience_helpers._text import _
from resilience_helpers._validate import whole_number

METHODS = ("arithmetic", "geometric")

# Scores lie between 0 and 1; beyond 12 decimals they differ only by rounding.
_DECIMALS = 12

_PerColumn = Mapping[str, float] | pd.Series


def normalise(
    frame: pd.DataFrame,
    direction: _PerColumn,
    low: _PerColumn | None = None,
    high: _PerColumn | None = None,
) -> pd.DataFrame:
    """Bring every indicator to a scale from 0 (worst) to 1 (best).

    Min-max: (x - low) / (high - low), turned round where more is worse [1]_.

    Parameters
    ----------
    frame : DataFrame, one row per district, one column per indicator [any unit]
        Numbers only, none missing.
    direction : mapping or Series, column -> 1 or -1
        1 where more is better, -1 where more is worse. May name further columns.
    low, high : mapping or Series, column -> value [unit of the column], optional
        Fixed goalposts, low below high, as in the Human Development Index. Values beyond a
        goalpost count as the goalpost. Without them the lowest and the highest value of the
        column serve, so a score says how a district stands among these districts only.

    Returns
    -------
    DataFrame, same rows and columns [0-1]
        ``.attrs["constant_columns"]`` lists the columns whose values are all equal. Without
        goalposts such a column cannot tell the districts apart: it is 0.5 for all of them.
        ``.attrs["clipped_columns"]`` lists the columns with a value beyond a goalpost.

    Raises
    ------
    ValueError
        If a cell is missing or infinite (all of them are named), a direction is neither 1 nor
        -1, a column has no direction or goalpost, only one kind of goalpost is given, or a
        low is not below its high.
    TypeError
        If a column does not hold numbers.

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators: Methodology and
       User Guide. OECD Publishing, Paris. Step 5, normalisation.

    Examples
    --------
    >>> homes = pd.DataFrame({"insured": [20, 30, 60], "flooded": [5, 1, 2]},
    ...                      index=["Old Town", "Harbour", "Riverside"])
    >>> normalise(homes, {"insured": 1, "flooded": -1})
               insured  flooded
    Old Town      0.00     0.00
    Harbour       0.25     1.00
    Riverside     1.00     0.75
    """
    values = _table(frame)
    sign = _per_column("direction", direction, values.columns)
    _refuse(
        "direction",
        sign,
        ~sign.isin([1, -1]),
        _("it must be 1 (more is better) or -1 (more is worse)"),
    )
    lowest, highest = values.min(), values.max()
    constant = lowest == highest
    clipped = pd.Series(False, index=values.columns)
    if low is not None or high is not None:
        bottom, top = _goalposts(low, high, values.columns)
        clipped = (lowest < bottom) | (highest > top)
        scores = (values.clip(bottom, top, axis=1) - bottom) / (top - bottom)
    else:
        span = (highest - lowest).mask(constant, 1.0)
        scores = ((values - lowest) / span).mask(constant, 0.5, axis=1)
    scores = scores.where(sign == 1, 1.0 - scores, axis=1)
    scores.attrs = {
        "constant_columns": list(values.columns[constant]),
        "clipped_columns": list(values.columns[clipped]),
    }
    return scores


def composite(frame: pd.DataFrame, weights: _PerColumn, method: str = "arithmetic") -> pd.Series:
    """One score per district out of its normalised indicators.

    arithmetic: sum of w x, where a strong column makes up for a weak one in full;
    geometric: product of x^w, where it makes up only in part [1]_.

    Parameters
    ----------
    frame : DataFrame, one row per district, one column per indicator [0-1]
        Normalised indicators, 1 is best.
    weights : mapping or Series, column -> weight [-]
        Zero or more, for exactly the columns of `frame`; rescaled so that they sum to 1.
    method : {"arithmetic", "geometric"}
        Way of aggregation.

    Returns
    -------
    Series named "score", one value per district [0-1]
        With "geometric" a single 0 in a column of positive weight gives 0, and min-max
        without goalposts puts such a 0 into every column: prefer goalposts there.

    Raises
    ------
    ValueError
        If a cell is missing or outside 0 to 1, the weights do not name exactly the columns,
        a weight is negative or missing, all are zero, or `method` is unknown.
    TypeError
        If a column or the weights do not hold numbers.

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators: Methodology and
       User Guide. OECD Publishing, Paris. Step 6, weighting and aggregation.

    Examples
    --------
    >>> scores = pd.DataFrame({"climate": [0.9, 0.5], "social": [0.1, 0.5]},
    ...                       index=["Harbour", "Riverside"])
    >>> composite(scores, {"climate": 1, "social": 1}, method="geometric").round(2)
    Harbour      0.3
    Riverside    0.5
    Name: score, dtype: float64
    """
    values = _scores(frame)
    shares = _shares(weights, values.columns)
    result = _aggregate(values.to_numpy(), shares.to_numpy()[np.newaxis, :], method)[0]
    return pd.Series(result, index=frame.index, name="score")


def rank(scores: pd.Series) -> pd.Series:
    """Rank of every district; 1 is the highest score, the most resilient.

    Parameters
    ----------
    scores : Series, one value per district
        None may be missing.

    Returns
    -------
    Series of int, named "rank"
        Equal scores (to 12 decimals) share the better rank, and the next one is left out:
        1, 2, 2, 4.

    Raises
    ------
    ValueError
        If a score is missing.

    Examples
    --------
    >>> rank(pd.Series([0.4, 0.7, 0.4], index=["Harbour", "Hill Gardens", "Riverside"]))
    Harbour         2
    Hill Gardens    1
    Riverside       2
    Name: rank, dtype: int64
    """
    missing = scores.index[scores.isna()]
    if len(missing):
        raise ValueError(
            _("scores has no value for {rows}; a rank needs every score").format(
                rows=", ".join(map(str, missing))
            )
        )
    ranks = scores.round(_DECIMALS).rank(method="min", ascending=False)
    return ranks.astype("int64").rename("rank")


def rank_sensitivity(
    frame: pd.DataFrame,
    weights: _PerColumn,
    n: int,
    seed: int,
    concentration: float = 50.0,
    method: str = "arithmetic",
) -> pd.DataFrame:
    """How firm the ranks are when the weights could have been somewhat different.

    Draws `n` sets of weights around `weights`, ranks the districts with each set, and counts
    how often each district gets each rank: the uncertainty analysis of [1]_.

    Parameters
    ----------
    frame : DataFrame, one row per district, one column per indicator [0-1]
        Normalised indicators, as for `composite`.
    weights : mapping or Series, column -> weight [-]
        Centre of the draws, as for `composite`. A weight of zero stays zero.
    n : int
        Number of draws, 1 or more; 1 000 gives shares to about 0.03.
    seed : int
        Seed of the random numbers; the same seed gives the same table.
    concentration : float
        How closely the draws keep to `weights`, above 0 (see Notes).
    method : {"arithmetic", "geometric"}
        Way of aggregation, as for `composite`.

    Returns
    -------
    DataFrame, districts x ranks 1, 2, ... [share of the draws, 0-1]
        Rank 1 is the most resilient. Every row and every column sums to 1. Districts with
        equal scores share their places: two that tie for rank 1 count half in rank 1 and half
        in rank 2, whichever stands first in the table.

    Raises
    ------
    ValueError
        As `composite`; also if `n` is below 1 or `concentration` is not above 0.
    TypeError
        If `n` or `seed` is not a whole number.

    Notes
    -----
    The weights are drawn from a Dirichlet distribution with parameters k w_j, where w_j are
    the weights (sum 1) and k is `concentration`. Their mean is w_j, their standard deviation
    sqrt(w_j (1 - w_j) / (k + 1)). With k = 50 a weight of 1/3 has a standard deviation of
    0.07. With equal weights and k = number of columns every mix of weights is equally likely.

    References
    ----------
    .. [1] Saisana, M., Saltelli, A. and Tarantola, S. (2005). Uncertainty and sensitivity
       analysis techniques as tools for the quality assessment of composite indicators.
       Journal of the Royal Statistical Society A 168(2), 307-323.

    Examples
    --------
    >>> scores = pd.DataFrame({"climate": [0.9, 0.5, 0.1], "social": [0.8, 0.5, 0.2]},
    ...                       index=["Harbour", "Riverside", "Delta Farms"])
    >>> rank_sensitivity(scores, {"climate": 2, "social": 1}, n=100, seed=1)
    rank           1    2    3
    Harbour      1.0  0.0  0.0
    Riverside    0.0  1.0  0.0
    Delta Farms  0.0  0.0  1.0
    """
    values = _scores(frame)
    shares = _shares(weights, values.columns).to_numpy()
    whole_number("n", n, least=1)
    whole_number("seed", seed, least=0)
    if not 0 < concentration < np.inf:
        raise ValueError(
            _("concentration is {value}; it must be above 0 and finite").format(value=concentration)
        )
    draws = np.zeros((n, len(shares)))
    used = shares > 0
    generator = np.random.default_rng(seed)
    draws[:, used] = generator.dirichlet(concentration * shares[used], size=n)
    scores = pd.DataFrame(_aggregate(values.to_numpy(), draws, method).round(_DECIMALS))
    best = scores.rank(axis=1, method="min", ascending=False).to_numpy()
    worst = scores.rank(axis=1, method="max", ascending=False).to_numpy()
    places = range(1, len(values) + 1)
    table = {
        place: (((best <= place) & (place <= worst)) / (worst - best + 1)).mean(axis=0)
        for place in places
    }
    columns = pd.Index(places, name="rank")
    return pd.DataFrame(table, index=frame.index, columns=columns)


def _aggregate(values: np.ndarray, weights: np.ndarray, method: str) -> np.ndarray:
    """Scores (draws x rows) of `values` (rows x columns) under `weights` (draws x columns)."""
    if method not in METHODS:
        raise ValueError(
            _("method is {value!r}; it must be one of {names}").format(
                value=method, names=", ".join(METHODS)
            )
        )
    if method == "arithmetic":
        return weights @ values.T
    scores = np.ones((len(weights), len(values)))
    for value, weight in zip(values.T, weights.T, strict=True):
        scores *= value[np.newaxis, :] ** weight[:, np.newaxis]
    return scores


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    """Check a table of numbers without gaps and return it as floats."""
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(_("frame must be a table, one column per indicator"))
    if frame.empty:
        raise ValueError(_("frame is empty; it needs at least one row and one column"))
    for column in frame.columns[frame.columns.duplicated()]:
        raise ValueError(_("frame has the column {column} twice").format(column=column))
    words = [name for name in frame if not pd.api.types.is_numeric_dtype(frame[name].dtype)]
    if words:
        raise TypeError(
            _(
                "frame holds no numbers in {columns}; make a column of names the index with "
                "set_index"
            ).format(columns=", ".join(map(str, words)))
        )
    values = frame.astype("float64")
    gaps = np.argwhere(~np.isfinite(values.to_numpy()))
    if len(gaps):
        cells = [f"{frame.columns[column]} / {frame.index[row]}" for row, column in gaps]
        raise ValueError(
            _(
                "frame has no finite number in {cells} (column / row); fill or drop these first"
            ).format(cells=", ".join(cells))
        )
    return values


def _scores(frame: pd.DataFrame) -> pd.DataFrame:
    """Check a table of normalised indicators; trim rounding errors at 0 and 1."""
    values = _table(frame)
    outside = np.argwhere(((values < -1e-9) | (values > 1 + 1e-9)).to_numpy())
    if len(outside):
        row, column = outside[0]
        raise ValueError(
            _(
                "frame holds {value} in {column} / {row} (column / row); every value must lie "
                "between 0 and 1: normalise the indicators first"
            ).format(
                value=float(values.iat[row, column]),
                column=frame.columns[column],
                row=frame.index[row],
            )
        )
    return values.clip(0.0, 1.0)


def _per_column(name: str, given: _PerColumn, columns: pd.Index) -> pd.Series:
    """Values of a mapping in the order of `columns`, as floats; none may be missing."""
    if not isinstance(given, (Mapping, pd.Series)):
        raise TypeError(
            _("{name} must name the columns, e.g. {example}").format(
                name=name, example={str(columns[0]): 1}
            )
        )
    given = pd.Series(given, dtype=object)
    for column in given.index[given.index.duplicated()]:
        raise ValueError(_("{name} names {column} twice").format(name=name, column=column))
    absent = [str(column) for column in columns if column not in given.index]
    if absent:
        raise ValueError(
            _("{name} has no entry for {columns}").format(name=name, columns=", ".join(absent))
        )
    try:
        values = given[list(columns)].astype("float64")
    except (TypeError, ValueError):
        raise TypeError(
            _("{name} must hold numbers, and none may be missing").format(name=name)
        ) from None
    _refuse(name, values, ~np.isfinite(values), _("it must be a finite number"))
    return values


def _refuse(name: str, values: pd.Series, bad: pd.Series, rule: str) -> None:
    """Raise a ValueError that names the first column where `bad` holds."""
    for column in values.index[bad]:
        raise ValueError(
            _("{name} of {column} is {value}; {rule}").format(
                name=name, column=column, value=values[column], rule=rule
            )
        )


def _goalposts(
    low: _PerColumn | None, high: _PerColumn | None, columns: pd.Index
) -> tuple[pd.Series, pd.Series]:
    """Check both goalposts of every column and return them."""
    if low is None or high is None:
        raise ValueError(_("low and high belong together; give both or neither"))
    bottom, top = _per_column("low", low, columns), _per_column("high", high, columns)
    _refuse("low", bottom, bottom >= top, _("it must be below the high of the column"))
    return bottom, top


def _shares(weights: _PerColumn, columns: pd.Index) -> pd.Series:
    """Check the weights of exactly these columns and rescale them to the sum 1."""
    values = _per_column("weights", weights, columns)
    spare = [str(name) for name in dict(weights) if name not in columns]
    if spare:
        raise ValueError(
            _("weights names {names}, which frame does not have; its columns are {columns}").format(
                names=", ".join(spare), columns=", ".join(map(str, columns))
            )
        )
    _refuse("weights", values, values < 0, _("a weight must be zero or more"))
    if values.sum() == 0:
        raise ValueError(_("weights are all 0; at least one must be above 0"))
    return values / values.sum()
