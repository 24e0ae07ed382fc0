"""What a measure averts, what it costs, and whether it is worth it.

The convention of dates: year 0 is now. What is built is paid in year 0 and not discounted.
Yearly costs and averted losses come at the end of the years 1 to n. An amount of year t is
divided by (1 + rate)^t. Rates are real: all amounts are in the prices of year 0.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import (
    has_columns,
    numbers,
    plain,
    rates,
    refuse,
    whole_number,
    zero_or_more,
)


def averted_loss(without: ArrayLike, with_measure: ArrayLike) -> float | np.ndarray:
    """Loss of an average year that a measure saves: without it minus with it.

    Parameters
    ----------
    without, with_measure : array_like [money per year]
        Average annual loss in the same climate and the same year; zero or more.

    Returns
    -------
    float or ndarray [money per year]
        Negative where the measure makes the loss larger.

    Raises
    ------
    ValueError
        If a loss is negative or missing, or the shapes do not fit.

    Examples
    --------
    >>> averted_loss(2400, 1900)
    500.0
    """
    before, after = numbers("without", without), numbers("with_measure", with_measure)
    for name, losses in (("without", before), ("with_measure", after)):
        refuse(name, losses, losses < 0, _("a loss must be zero or more"))
    if before.shape != after.shape and before.ndim and after.ndim:
        told = _("without has shape {one} and with_measure {two}; they must be of the same cases")
        raise ValueError(told.format(one=before.shape, two=after.shape))
    return plain(before - after)


def discount_factors(rate: ArrayLike, years: int) -> np.ndarray:
    """Value today of 1 in each of the years 0 to `years`.

    Parameters
    ----------
    rate : float or array_like, shape (years,) [fraction per year]
        One rate for all years, or one for each of the years 1 to `years`, as a declining
        scheme gives them [1]_. From 0 to 1; 4.5 percent is 0.045.
    years : int
        Last year; 0 or more.

    Returns
    -------
    ndarray, shape (years + 1,) [-]
        1 in year 0.

    Raises
    ------
    ValueError
        If a rate lies outside 0 to 1, or there is not one for each year.
    TypeError
        If `years` is not a whole number.

    References
    ----------
    .. [1] HM Treasury (2025). Review of discounting in the Green Book, terms of reference:
       3.5 % for the years 1 to 30, 3.0 % for 31 to 75, then 2.5 %.

    Examples
    --------
    >>> discount_factors(0.08, 3).round(3)
    array([1.   , 0.926, 0.857, 0.794])
    """
    years = whole_number("years", years, least=0)
    rate = rates("rate", rate)
    if rate.shape not in ((), (years,)):
        told = _("rate has shape {shape}; give one rate, or one for each of the {years} years")
        raise ValueError(told.format(shape=rate.shape, years=years))
    return np.append(1.0, 1 / np.cumprod(1 + np.broadcast_to(rate, years)))


def net_present_value(amounts: ArrayLike, rate: ArrayLike) -> float:
    """Value today of amounts in the years 0, 1, 2 ...

    Parameters
    ----------
    amounts : array_like, shape (years + 1,) [money]
        Benefits minus costs of each year; the first one is that of year 0.
    rate : float or array_like [fraction per year]
        As for `discount_factors`.

    Returns
    -------
    float [money]

    Raises
    ------
    ValueError
        If `amounts` is not one list of numbers, or a rate is out of its range.

    Examples
    --------
    >>> round(net_present_value([-100, 60, 60], 0.08), 2)
    7.0
    """
    flow = numbers("amounts", amounts)
    if flow.ndim != 1 or not flow.size:
        told = _("amounts has shape {shape}; it must be one list with an amount for each year")
        raise ValueError(told.format(shape=flow.shape))
    return float(flow @ discount_factors(rate, flow.size - 1))


def benefit_cost(
    frame: pd.DataFrame, rate: ArrayLike, years: int, first_year: int = 1
) -> pd.DataFrame:
    """Benefits, costs, net present value and benefit-cost ratio of each measure alone.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a measure. Columns: cost [money], paid in year 0 and above 0; averted_now
        [money per year], the loss averted at today's risk; and, if wanted, averted_end, that
        of year `years` (default: as now), and yearly_cost [money per year] (default: none).
        Between now and the end the averted loss changes on a straight line.
    rate : float or array_like [fraction per year]
        As for `discount_factors`.
    years : int
        Years over which benefits count; 1 or more.
    first_year : {0, 1}
        Year of the first benefit and the first yearly cost. 1 is the convention of the course.
        0 is that of CLIMADA [1]_, which counts year 0 too; then there is a benefit more.

    Returns
    -------
    pandas.DataFrame
        Index as in `frame`. Columns benefit, cost [present value], npv = benefit - cost, and
        bcr = benefit / cost.

    Raises
    ------
    ValueError
        If a column is missing, a number is missing, or one is out of its range.

    References
    ----------
    .. [1] Bresch, D. N. and Aznar-Siguan, G. (2021). CLIMADA v1.4.1: towards a globally
       consistent adaptation options appraisal tool. Geoscientific Model Development 14, 351-363.
    .. [2] Indian River County, Florida (2003). Application for a pre-disaster mitigation grant,
       senior center: results of FEMA's program for hurricane wind, version 5.1.

    Examples
    --------
    Shutters and a generator for a senior center [2]_: 305,558 dollars avert 51,660 a year for
    20 years; at 7 percent. Printed there: benefits 547,289, ratio 1.79.

    >>> shutters = pd.DataFrame({"cost": [305_558], "averted_now": [51_660]}, index=["shutters"])
    >>> benefit_cost(shutters, rate=0.07, years=20).round(2)
                benefit      cost        npv   bcr
    shutters  547286.78  305558.0  241728.78  1.79
    """
    has_columns("frame", frame, ("cost", "averted_now"))
    years = whole_number("years", years, least=1)
    if first_year not in (0, 1):
        raise ValueError(_("first_year is {year!r}; it must be 0 or 1").format(year=first_year))
    cost, now = numbers("cost", frame["cost"]), numbers("averted_now", frame["averted_now"])
    refuse("cost", cost, cost <= 0, _("it must be above 0"))
    end = numbers("averted_end", frame["averted_end"]) if "averted_end" in frame else now
    yearly = zero_or_more("yearly_cost", frame.get("yearly_cost", np.zeros(len(frame))))
    factors = discount_factors(rate, years)[first_year:]
    done = np.arange(first_year, years + 1) / years
    benefit = now * (factors * (1 - done)).sum() + end * (factors * done).sum()
    spent = cost + yearly * factors.sum()
    table = pd.DataFrame({"benefit": benefit, "cost": spent}, index=frame.index)
    return table.assign(npv=benefit - table["cost"], bcr=benefit / table["cost"])


def cost_curve(frame: pd.DataFrame) -> pd.DataFrame:
    """Line up measures by benefit-cost ratio, the best first.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns benefit and bcr, as `benefit_cost` gives them.

    Returns
    -------
    pandas.DataFrame
        The rows in the order of falling ratio (ties keep their order), with the columns
        `start` and `end` [money]: where the measure's bar begins and ends if each is as wide
        as its benefit. A measure with a negative benefit has no width.

    Raises
    ------
    ValueError
        If a column or a number is missing.

    Notes
    -----
    The curve adds up benefits of measures that were each judged alone. Measures that protect
    the same houses avert less together: the sum is not the sum.

    Examples
    --------
    >>> both = pd.DataFrame({"benefit": [10, 30], "bcr": [0.5, 2]}, index=["wall", "trees"])
    >>> cost_curve(both)[["start", "end", "bcr"]]
           start   end  bcr
    trees    0.0  30.0  2.0
    wall    30.0  40.0  0.5
    """
    has_columns("frame", frame, ("benefit", "bcr"))
    for column in ("benefit", "bcr"):
        numbers(column, frame[column])
    ordered = frame.sort_values("bcr", ascending=False, kind="stable")
    end = ordered["benefit"].clip(lower=0).astype(float).cumsum()
    return ordered.assign(start=end.shift(fill_value=0.0), end=end)


def regret(table: pd.DataFrame) -> pd.DataFrame:
    """What each option falls short of the best one, in each scenario [1]_.

    Parameters
    ----------
    table : pandas.DataFrame
        One row an option, one column a scenario; net present values, more is better.

    Returns
    -------
    pandas.DataFrame
        The same scenarios, and the column `largest`: the worst regret of each option. The
        option with the smallest of these is the minimax-regret choice.

    Raises
    ------
    ValueError
        If the table is empty or a number is missing.

    References
    ----------
    .. [1] Savage, L. J. (1951). The theory of statistical decision. Journal of the American
       Statistical Association 46, 55-67.

    Examples
    --------
    >>> regret(pd.DataFrame({"mild": [5, 2], "harsh": [-4, 3]}, index=["low", "high"]))
          mild  harsh  largest
    low    0.0    7.0      7.0
    high   3.0    0.0      3.0
    """
    if table.empty:
        raise ValueError(_("table is empty; it needs an option and a scenario"))
    worth = numbers("table", table)
    short = worth.max(axis=0) - worth
    return pd.DataFrame(short, table.index, table.columns).assign(largest=short.max(axis=1))
