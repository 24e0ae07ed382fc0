"""The finance gap: what a programme asks for in each year, and what there is."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import has_columns, numbers, one_list, refuse


def capital_by_year(projects: pd.DataFrame, years: ArrayLike) -> pd.DataFrame:
    """What each project spends on building in each year.

    Parameters
    ----------
    projects : pandas.DataFrame
        Columns start_year, build_years (whole, 1 or more) and capital_million_cny [million CNY;
        zero or more].
    years : array_like of int
        Years to show; spending in other years is left out.

    Returns
    -------
    pandas.DataFrame
        Index as in `projects`, one column a year [million CNY]. The capital is spent in equal
        parts.

    Raises
    ------
    ValueError
        If a column or a number is missing, a number of years is not whole or below 1, or a
        capital is negative.

    Examples
    --------
    >>> wall = pd.DataFrame({"start_year": [2030], "build_years": [2],
    ...                      "capital_million_cny": [90]}, index=["wall"])
    >>> capital_by_year(wall, [2029, 2030, 2031, 2032])
          2029  2030  2031  2032
    wall   0.0  45.0  45.0   0.0
    """
    has_columns("projects", projects, ("start_year", "build_years", "capital_million_cny"))
    start = numbers("start_year", projects["start_year"])[:, None]
    build = numbers("build_years", projects["build_years"])[:, None]
    wrong = (build[:, 0] < 1) | (build[:, 0] % 1 != 0)
    refuse("build_years", build[:, 0], wrong, _("it must be a whole number of 1 or more"))
    asked = one_list("years", years, fewest=1)
    cost = numbers("capital_million_cny", projects["capital_million_cny"])[:, None]
    refuse("capital_million_cny", cost[:, 0], cost[:, 0] < 0, _("it must be zero or more"))
    spent = np.where((asked >= start) & (asked < start + build), cost / build, 0.0)
    return pd.DataFrame(spent, projects.index, asked.astype(int))


def funding_gap(need: ArrayLike, money: ArrayLike) -> pd.DataFrame:
    """What is missing in each year, when money left over is kept for later years.

    Parameters
    ----------
    need, money : array_like, shape (years,) [money per year]
        What the programme asks for and what there is; zero or more. A Series keeps its index.

    Returns
    -------
    pandas.DataFrame
        Columns need, money, missing, and kept: what is left for the next year. Money of later
        years never pays for an earlier one; that is what a loan is for.

    Raises
    ------
    ValueError
        If the shapes do not fit or an amount is negative.

    Examples
    --------
    >>> funding_gap([50, 120, 80], [70, 70, 100])
        need  money  missing  kept
    0   50.0   70.0      0.0  20.0
    1  120.0   70.0     30.0   0.0
    2   80.0  100.0      0.0  20.0
    """
    asked, given = one_list("need", need, fewest=1), one_list("money", money, fewest=1)
    for name, amounts in (("need", asked), ("money", given)):
        refuse(name, amounts, amounts < 0, _("it must be zero or more"))
    if asked.shape != given.shape:
        told = _("need has shape {one} and money {two}; they must be of the same years")
        raise ValueError(told.format(one=asked.shape, two=given.shape))
    kept, rows = 0.0, []
    for one, other in zip(asked, given, strict=True):
        left = kept + other - one
        kept = max(left, 0.0)
        rows.append((one, other, max(-left, 0.0), kept))
    index = need.index if isinstance(need, pd.Series) else None
    return pd.DataFrame(rows, index, ["need", "money", "missing", "kept"])
