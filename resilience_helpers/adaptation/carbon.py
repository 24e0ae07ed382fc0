"""Carbon of a city, a firm, a product and a route: count, compare, explain, plan.

An emission is an amount times an emission factor. The rest of this file sums such products
by scope [1]_, relates them to output, splits their change into causes that add up [2]_, and
lays out paths to a peak and to neutrality.

References
----------
.. [1] WRI, C40 and ICLEI (2021). Global Protocol for Community-Scale Greenhouse Gas
   Inventories (GPC), version 1.1.
.. [2] Ang, B. W. (2005). The LMDI approach to decomposition analysis: a practical guide.
   Energy Policy 33, 867-871.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import above_zero, numbers, plain, refuse, zero_or_more


class IntensityChange(NamedTuple):
    """How carbon intensity changed: over the whole time, and on average in a year."""

    before: float
    after: float
    change: float
    annual_rate: float


def inventory(
    activity: pd.DataFrame,
    factors: Mapping[str, float] | pd.Series,
    by: str | Sequence[str] | None = None,
) -> pd.DataFrame | pd.Series:
    """Emissions of each activity of a city, or their sums by scope, sector or carrier.

    Parameters
    ----------
    activity : pandas.DataFrame
        Columns ``carrier`` (what is burned or used) and ``amount`` [unit of the carrier];
        zero or more. Other columns, such as ``scope`` and ``sector``, are kept.
    factors : mapping or Series [t CO2 per unit of the carrier]
        Emission factor of each carrier; zero or more.
    by : str or list of str, optional
        Columns to sum by, such as ``"scope"``; rows without a scope are kept as a group.

    Returns
    -------
    DataFrame or Series [t CO2]
        The table with a column ``emissions_t``; with `by`, the sums.

    Raises
    ------
    KeyError
        If a column is missing, or a carrier has no factor: silence would count it as zero.
    ValueError
        If an amount or a factor is negative or missing, or a carrier has two factors.

    Examples
    --------
    >>> used = pd.DataFrame({"carrier": ["coal", "electricity"], "amount": [10, 2], "scope": [1, 2]})
    >>> inventory(used, {"coal": 94.6, "electricity": 404.2}, by="scope").tolist()
    [946.0, 808.4]
    """
    columns = [by] if isinstance(by, str) else list(by or [])
    _need_columns("activity", activity, ["carrier", "amount", *columns])
    factors = pd.Series(factors, dtype=object)
    if not factors.index.is_unique:
        raise ValueError(_("factors has a carrier twice; each carrier needs one factor"))
    if missing := set(activity["carrier"]) - set(factors.index):
        told = _("factors has no {missing}; it holds {found}")
        known = ", ".join(map(str, factors.index))
        raise KeyError(told.format(missing=", ".join(sorted(map(str, missing))), found=known))
    amounts = zero_or_more("amount", activity["amount"])
    rates = zero_or_more("factors", activity["carrier"].map(factors.to_dict()))
    counted = activity.assign(emissions_t=amounts * rates)
    if not columns:
        return counted
    return counted.groupby(columns, sort=False, dropna=False)["emissions_t"].sum()


def footprint(amounts: ArrayLike, factors: ArrayLike, units: float = 1.0) -> float | np.ndarray:
    """Emissions of each part of a product, firm or route, for one unit of what it delivers.

    Parameters
    ----------
    amounts : array_like
        Kilowatt-hours, kilograms, tonne-kilometres ...; negative for what is given back.
    factors : array_like [kg CO2 per unit of the amount]
        Zero or more; as many as amounts, or one for all.
    units : float
        Pieces, tonnes or residents that share the emissions; above 0.

    Returns
    -------
    float or ndarray [kg CO2 per unit]
        One number for each part. Their sum is the footprint.

    Raises
    ------
    ValueError
        If a number is missing, a factor is negative, the lists differ in length, or `units`
        is not above 0.

    Examples
    --------
    >>> footprint([300, 50], [0.4, 2.0], units=100).tolist()
    [1.2, 1.0]
    """
    amount, factor = numbers("amounts", amounts), zero_or_more("factors", factors)
    shared = _one("units", units)
    if factor.ndim and factor.shape != amount.shape:
        told = _("amounts has shape {amounts} and factors {factors}; give one factor for each")
        raise ValueError(told.format(amounts=amount.shape, factors=factor.shape))
    parts = amount * factor / shared
    return plain(parts)


def intensity_change(
    emissions_before: float,
    emissions_after: float,
    output_before: float,
    output_after: float,
    years: float,
) -> IntensityChange:
    """Change of carbon intensity, emissions divided by output.

    Parameters
    ----------
    emissions_before, emissions_after : float [t CO2]
        Above 0.
    output_before, output_after : float
        GDP at constant prices, or tonnes of product; above 0.
    years : float [years]
        Time between the two; above 0.

    Returns
    -------
    IntensityChange
        Intensity before and after [t CO2 per unit of output], change as a fraction (negative:
        it fell), and the constant annual rate that gives this change.

    Raises
    ------
    ValueError
        If an argument is not above 0.
    TypeError
        If an argument is no single number.

    Examples
    --------
    >>> found = intensity_change(100, 121, 50, 75.625, years=5)
    >>> round(found.change, 4), round(found.annual_rate, 4)
    (-0.2, -0.0436)
    """
    before = _one("emissions_before", emissions_before) / _one("output_before", output_before)
    after = _one("emissions_after", emissions_after) / _one("output_after", output_after)
    change = after / before - 1
    return IntensityChange(before, after, change, annual_rate(change, years))


def annual_rate(change: float, years: float) -> float:
    """Constant annual rate that adds up to a change: (1 + change)^(1 / years) - 1.

    Parameters
    ----------
    change : float [fraction]
        -0.2435 for a fall of 24.35 %; above -1.
    years : float [years]
        Above 0.

    Returns
    -------
    float [fraction per year]

    Raises
    ------
    ValueError
        If `change` is -1 or less, or `years` is not above 0.
    TypeError
        If an argument is no single number.

    Examples
    --------
    >>> round(annual_rate(-0.2435, 5), 4)
    -0.0543
    """
    total = _single("change", change)
    refuse("change", total, total <= -1, _("it must be above -1; divide percent by 100"))
    return float((1 + total) ** (1 / _one("years", years)) - 1)


def log_mean(one: ArrayLike, other: ArrayLike) -> float | np.ndarray:
    """Logarithmic mean L(a, b) = (a - b) / (ln a - ln b), and a where both are equal.

    Parameters
    ----------
    one, other : array_like
        Above 0.

    Returns
    -------
    float or ndarray
        Between the two, at or above their geometric and below their arithmetic mean.

    Raises
    ------
    ValueError
        If a value is missing or not above 0.

    Examples
    --------
    >>> round(log_mean(100, 121), 3)
    110.167
    """
    a, b = above_zero("one", one), above_zero("other", other)
    low, high = np.minimum(a, b), np.maximum(a, b)
    gap = high - low
    # log1p keeps its digits where both are nearly equal; 0 / 0 would be the limit, 1
    near = np.minimum(gap, low) / low  # at most 1, so that no division overflows
    logs = np.where(gap < low, np.log1p(near), np.log(high) - np.log(low))
    mean = np.where(gap == 0, low, gap / np.where(gap == 0, 1.0, logs))
    return plain(mean)


def lmdi(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Split a change into effects of its factors that sum to it, with no rest (LMDI-I).

    Each row is a part, such as a sector, and the product of its columns is its emissions.
    Effect of factor x on a part with emissions V: L(V1, V0) ln(x1 / x0) [1]_, with the
    logarithmic mean L.

    Parameters
    ----------
    before, after : pandas.DataFrame
        One row for each part and one column for each factor, the same in both; zero or more.

    Returns
    -------
    DataFrame [unit of the product]
        Effects, with the rows and columns of `before`. The sum of all is the total change.

    Raises
    ------
    ValueError
        If the tables differ in rows or columns, or a value is negative or missing.
    TypeError
        If they are no DataFrames.

    Notes
    -----
    Zeros have a limit [2]_. A part that appears or disappears does so by the factor that was
    or becomes zero; if several are, they share the change in equal parts.

    References
    ----------
    .. [1] Ang, B. W. (2015). LMDI decomposition approach: a guide for implementation. Energy
       Policy 86, 233-238.
    .. [2] Wood, R. and Lenzen, M. (2006). Zero-value problems of the logarithmic mean Divisia
       index decomposition method. Energy Policy 34, 1326-1331.

    Examples
    --------
    >>> old = pd.DataFrame({"output": [100], "intensity": [2.0]}, index=["mills"])
    >>> new = pd.DataFrame({"output": [150], "intensity": [1.6]}, index=["mills"])
    >>> lmdi(old, new).round(1).loc["mills"].tolist()
    [89.0, -49.0]
    """
    for name, frame in ("before", before), ("after", after):
        _need_columns(name, frame, [])
    if set(before.index) != set(after.index) or set(before.columns) != set(after.columns):
        raise ValueError(_("before and after must have the same rows and columns"))
    if not (before.index.is_unique and before.columns.is_unique):
        raise ValueError(_("before has a row or column twice; each part and factor stands once"))
    old = zero_or_more("before", before)
    new = zero_or_more("after", after.loc[before.index, before.columns])
    effects = np.zeros(old.shape)
    first, last = old.prod(axis=1), new.prod(axis=1)
    both = (first > 0) & (last > 0)
    if both.any():
        mean = np.reshape(log_mean(last[both], first[both]), (-1, 1))
        effects[both] = mean * np.log(new[both] / old[both])
    for gone, size, table in ((first > 0) & ~both, -first, new), ((last > 0) & ~both, last, old):
        zero = table[gone] == 0
        effects[gone] = size[gone, None] * zero / np.maximum(zero.sum(axis=1, keepdims=True), 1)
    return pd.DataFrame(effects, index=before.index, columns=before.columns)


def path(points: Mapping[int, float]) -> pd.Series:
    """Emissions of each year, on straight lines between given years.

    Parameters
    ----------
    points : mapping or Series, year to emissions [t CO2 a year]
        At least two whole years. Negative emissions are net removals.

    Returns
    -------
    Series [t CO2 a year]
        One value for each year from the first to the last.

    Raises
    ------
    ValueError
        If there are fewer than two years, or a number is missing.
    TypeError
        If a year is no whole number.

    Examples
    --------
    >>> path({2030: 20.0, 2032: 16.0}).to_dict()
    {2030: 20.0, 2031: 18.0, 2032: 16.0}
    """
    points = dict(points)
    years = numbers("points", list(points))
    if years.size < 2:
        raise ValueError(_("points holds fewer than two years; a path needs a start and an end"))
    if (years != np.round(years)).any():
        raise TypeError(_("points holds a year that is no whole number"))
    emissions = numbers("points", list(points.values()))
    order = np.argsort(years)
    every = np.arange(int(years.min()), int(years.max()) + 1)
    return pd.Series(np.interp(every, years[order], emissions[order]), index=every)


def budget_year(emissions: pd.Series, budget: float) -> int | None:
    """First year in which the sum of all emissions so far is above the budget.

    Parameters
    ----------
    emissions : pandas.Series [t CO2 a year]
        Index: years, rising; the first one counts in full.
    budget : float [t CO2]
        Above 0.

    Returns
    -------
    int or None
        The year, or None if the budget holds to the end.

    Raises
    ------
    ValueError
        If a number is missing, the years do not rise, or the budget is not above 0.
    TypeError
        If emissions are no Series with years as index.

    Examples
    --------
    >>> budget_year(path({2030: 20.0, 2032: 16.0}), budget=38)
    2032
    """
    if not isinstance(emissions, pd.Series):
        raise TypeError(_("emissions must be a Series with years as index"))
    used = numbers("emissions", emissions).cumsum()
    if not (emissions.index.is_monotonic_increasing and emissions.index.is_unique):
        raise ValueError(_("emissions has years that do not rise; sort them, each year once"))
    over = np.flatnonzero(used > _one("budget", budget))
    return int(emissions.index[over[0]]) if over.size else None


def _need_columns(name: str, frame: pd.DataFrame, columns: Sequence[str]) -> None:
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(_("{name} must be a table (DataFrame)").format(name=name))
    for column in columns:
        if column not in frame.columns:
            told = _("{name} has no column {column}; it has {found}")
            found = ", ".join(map(str, frame.columns))
            raise KeyError(told.format(name=name, column=column, found=found))


def _single(name: str, value: ArrayLike) -> np.ndarray:
    array = numbers(name, value)
    if array.ndim:
        raise TypeError(_("{name} must be one number, not a list").format(name=name))
    return array


def _one(name: str, value: ArrayLike) -> float:
    return float(above_zero(name, _single(name, value)))
