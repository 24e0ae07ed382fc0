"""Which kind of debt a project may use, and what a green label is worth.

Basis points count here as a saving: 10 means that the green bond pays 0.10 percent a year
less than the same bond without a label. What the label saves and costs after the issue comes
at the end of the years 1, 2, 3 ...
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import (
    above_zero,
    fractions,
    has_columns,
    numbers,
    one_of,
    plain,
    refuse,
    whole_number,
    zero_or_more,
)
from resilience_helpers.financing._annuity import annuity

#: What a rule can ask of a field of a project.
TESTS = ("filled", "is", "at least", "above")


def eligibility(projects: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Read a decision table: which instruments each project may use.

    Parameters
    ----------
    projects : pandas.DataFrame
        One row a project; columns as the rules name them.
    rules : pandas.DataFrame
        One row a rule: instrument, field (a column of `projects`), test (one of `TESTS`), and
        value, which "filled" does not need.

    Returns
    -------
    pandas.DataFrame of bool
        Index as in `projects`, one column an instrument, in the order of the rules. True
        where all rules of the instrument hold. An empty field fails every rule.

    Raises
    ------
    ValueError
        If a column is missing, a test is unknown, or a value to compare with is no number.

    Examples
    --------
    >>> both = pd.DataFrame({"green": ["upgrades", ""], "stars": [2, 3]}, index=["A", "B"])
    >>> rules = pd.DataFrame(
    ...     [("green bond", "green", "filled", ""), ("three-star bond", "stars", "at least", "3")],
    ...     columns=["instrument", "field", "test", "value"])
    >>> eligibility(both, rules)
       green bond  three-star bond
    A        True            False
    B       False             True
    """
    has_columns("rules", rules, ("instrument", "field", "test", "value"))
    names = list(dict.fromkeys(rules["instrument"]))
    table = pd.DataFrame(True, projects.index, names)
    for rule in rules.to_dict("records"):
        table[rule["instrument"]] &= _holds(projects, rule)
    return table


def failed_rules(projects: pd.DataFrame, rules: pd.DataFrame, instrument: str) -> pd.Series:
    """Say which rules of an instrument each project fails.

    Parameters
    ----------
    projects, rules : pandas.DataFrame
        As for `eligibility`.
    instrument : str
        One of those in `rules`.

    Returns
    -------
    pandas.Series of str
        Index as in `projects`; empty where all rules hold.

    Raises
    ------
    ValueError
        If the instrument is unknown; else as `eligibility`.

    Examples
    --------
    >>> rules = pd.DataFrame([("bond", "stars", "at least", "2")],
    ...                      columns=["instrument", "field", "test", "value"])
    >>> both = pd.DataFrame({"stars": [1, 2]}, index=["A", "B"])
    >>> failed_rules(both, rules, "bond").to_dict()
    {'A': 'stars at least 2', 'B': ''}
    """
    one_of("instrument", instrument, dict.fromkeys(rules["instrument"]))
    told = pd.Series("", projects.index)
    for rule in rules[rules["instrument"] == instrument].to_dict("records"):
        value = "" if rule["test"] == "filled" else f" {rule['value']}"
        words = f"{rule['field']} {rule['test']}{value}"
        more = told.where(told == "", told + "; ") + words
        told = told.where(_holds(projects, rule), more)
    return told


def _holds(projects: pd.DataFrame, rule: dict) -> pd.Series:
    """Return where a rule holds."""
    field, test, value = rule["field"], rule["test"], rule["value"]
    if field not in projects:
        raise ValueError(_("projects has no column {column}").format(column=field))
    one_of("test", test, TESTS)
    column = projects[field]
    there = column.notna() & (column.astype(str).str.strip() != "")
    if test == "filled":
        return there
    if test == "is":
        return there & (column.astype(str) == str(value))
    try:
        limit = float(value)
    except (TypeError, ValueError):
        told = _("the rule on {field} compares with {value!r}; it must be a number")
        raise ValueError(told.format(field=field, value=value)) from None
    amounts = pd.to_numeric(column, errors="coerce")
    return there & ((amounts > limit) if test == "above" else (amounts >= limit))


def greenium_value(
    face: ArrayLike, basis_points: ArrayLike, years: int, rate: float
) -> float | np.ndarray:
    """Value today of the interest that a green label saves.

    Parameters
    ----------
    face : float or array_like [money]
        Amount of the bond, repaid at the end; zero or more.
    basis_points : float or array_like [0.01 percent per year]
        By how much the green bond pays less; negative if it pays more.
    years : int
        Years until it is repaid.
    rate : float [fraction per year]
        Discount rate.

    Returns
    -------
    float or ndarray [money]
        face x basis_points / 10,000 x annuity.

    Raises
    ------
    ValueError
        If the face value is negative or the rate out of its range.
    TypeError
        If `years` is not a whole number.

    Examples
    --------
    One billion CNY for 5 years at 3 percent, in million CNY:

    >>> round(greenium_value(1000, 10, 5, 0.03), 2)
    4.58
    """
    amount, points = numbers("face", face), numbers("basis_points", basis_points)
    refuse("face", amount, amount < 0, _("it must be zero or more"))
    found = amount * points / 1e4 * annuity(rate, years)
    return plain(found)


def label_value(
    face: ArrayLike,
    basis_points: ArrayLike,
    years: int,
    rate: float,
    first_cost: float = 0.0,
    yearly_cost: float = 0.0,
) -> float | np.ndarray:
    """What a green label is worth after its own cost.

    Parameters
    ----------
    face, basis_points, years, rate
        As for `greenium_value`.
    first_cost : float [money]
        Verification and set-up before the issue; zero or more.
    yearly_cost : float [money per year]
        Reports and checks in each year; zero or more.

    Returns
    -------
    float or ndarray [money]
        Negative if the label costs more than it saves.

    Raises
    ------
    ValueError
        If a cost is negative; else as `greenium_value`.

    Examples
    --------
    >>> round(label_value(1000, 10, 5, 0.03, first_cost=0.5, yearly_cost=0.2), 2)
    3.16
    """
    return greenium_value(face, basis_points, years, rate) - _cost(
        years, rate, first_cost, yearly_cost
    )


def break_even_points(
    face: ArrayLike, years: int, rate: float, first_cost: float = 0.0, yearly_cost: float = 0.0
) -> float | np.ndarray:
    """Greenium at which a label just pays for itself.

    Parameters
    ----------
    face : float or array_like [money]
        Amount of the bond; above 0.
    years, rate, first_cost, yearly_cost
        As for `label_value`.

    Returns
    -------
    float or ndarray, as `face` [basis points]

    Raises
    ------
    ValueError
        If the face value is not above 0; else as `label_value`.

    Examples
    --------
    >>> round(break_even_points(1000, 5, 0.03, first_cost=0.5, yearly_cost=0.2), 1)
    3.1
    """
    amount = above_zero("face", face)
    found = _cost(years, rate, first_cost, yearly_cost) / (amount * annuity(rate, years)) * 1e4
    return plain(found)


def _cost(years: int, rate: float, first_cost: float, yearly_cost: float) -> float:
    for name, cost in (("first_cost", first_cost), ("yearly_cost", yearly_cost)):
        zero_or_more(name, cost)
    return first_cost + yearly_cost * annuity(rate, years)


def saved_energy(
    area_m2: ArrayLike, use_kwh_per_m2: ArrayLike, saved: ArrayLike
) -> float | np.ndarray:
    """Electricity that a retrofit saves in a year.

    Parameters
    ----------
    area_m2 : float or array_like [m2]
        Floor area; zero or more.
    use_kwh_per_m2 : float or array_like [kWh/m2 per year]
        Electricity used before; zero or more.
    saved : float or array_like [fraction]
        Share of it that is saved, from 0 to 1.

    Returns
    -------
    float or ndarray [kWh per year]

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> round(saved_energy(600_000, 130, 0.3))
    23400000
    """
    area, use = numbers("area_m2", area_m2), numbers("use_kwh_per_m2", use_kwh_per_m2)
    for name, amounts in (("area_m2", area), ("use_kwh_per_m2", use)):
        refuse(name, amounts, amounts < 0, _("it must be zero or more"))
    found = area * use * fractions("saved", saved)
    return plain(found)


def retrofit_flow(
    cost: float, saved_kwh: float, price: float, life_years: int, running: float = 0.0,
    loss: float = 0.0,
) -> np.ndarray:  # fmt: skip
    """Cash flow of a retrofit: paid in year 0, then the saved electricity pays back.

    Parameters
    ----------
    cost : float [money]
        Cost of the works in year 0; zero or more.
    saved_kwh : float [kWh per year]
        Electricity saved in year 1; zero or more.
    price : float [money per kWh]
        Price of electricity, taken to stay as it is; zero or more.
    life_years : int
        Years that the works last.
    running : float [money per year]
        Upkeep and measuring; zero or more.
    loss : float [fraction per year]
        By how much the saving shrinks each year as the works age, from 0 to 1.

    Returns
    -------
    ndarray, shape (life_years + 1,) [money]

    Raises
    ------
    ValueError
        If a number is out of its range.
    TypeError
        If `life_years` is not a whole number.

    Examples
    --------
    >>> retrofit_flow(720, saved_kwh=100, price=0.6, life_years=3, running=4)
    array([-720.,   56.,   56.,   56.])
    """
    given = {"cost": cost, "saved_kwh": saved_kwh, "price": price, "running": running}
    for name, amount in given.items():
        zero_or_more(name, amount)
    years = np.arange(whole_number("life_years", life_years, least=1))
    yearly = saved_kwh * price * (1 - fractions("loss", loss)) ** years - running
    return np.append(-float(cost), yearly)
