"""Which projects to fund, and with which money: the best set that the limits allow.

`programme` turns a list of projects into what each is worth and what it takes in each year.
`choose` finds the best set, exactly: no other set within the limits is worth more. The limits
are the city's own money in each year, the terms of each source, and the service of new debt.
Money is in one unit, such as million CNY; rates are fractions a year.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from resilience_helpers._text import _
from resilience_helpers._validate import (
    above_zero,
    fractions,
    has_columns,
    numbers,
    refuse,
    whole_number,
)
from resilience_helpers.financing._selection import Model, Solution, years_in_order

#: Columns that a programme needs beside one for each year.
WORTH = "worth"
OWN = "own money"


class Choice(NamedTuple):
    """What `choose` returns.

    Attributes
    ----------
    chosen : pandas.Series
        1 for each project of the set, else 0; a fraction if the choice was relaxed.
    money : pandas.DataFrame [money]
        One row a chosen project, one column a source; the first column is the own money.
    years : pandas.DataFrame [money]
        One row a year: outlay, own money, borrowed, service of the new debt, and what is left
        of the budget (with `carry_over`, including what was left before).
    worth : float [money]
        Sum of the worth of the chosen projects.
    service : pandas.Series [money]
        Index: years, until the last loan can be repaid. Service of the new debt, also after
        the budget's last year.
    """

    chosen: pd.Series
    money: pd.DataFrame
    years: pd.DataFrame
    worth: float
    service: pd.Series


def programme(
    projects: pd.DataFrame, years: Sequence[int], rate: float, overrun: float = 0.0, delay: int = 0
) -> pd.DataFrame:
    """Worth and yearly outlay of each project.

    Parameters
    ----------
    projects : pandas.DataFrame
        One row a project, its name as the index. Columns as in the table lanwan_projects:
        start_year, build_years, life_years, capital_million_cny, and the yearly
        running_million_cny, revenue_million_cny and benefit_million_cny; if there are any,
        requires and excludes.
    years : sequence of int
        Years of the budget, without a gap. The first one is year 0 and is not discounted.
    rate : float [fraction per year]
        Discount rate, 0 to 1.
    overrun : float [fraction]
        Rise of all capital costs; 0.2 is 20 percent more.
    delay : int [years]
        Years that the works finish late. They are paid as planned; the life, with its
        benefits and running costs, begins later.

    Returns
    -------
    pandas.DataFrame
        Columns worth [money] (net present value: benefits and revenue minus running and
        capital costs), one for each year [money] (outlay, in equal parts over the years of
        building), requires and excludes.

    Raises
    ------
    ValueError
        If a column is missing, a number is out of its range, or a project is paid outside
        `years`.

    Notes
    -----
    The worth counts what the whole city gains, not the cash of its budget. Interest is no
    part of it: who lends does not change what a wall averts.

    Examples
    --------
    >>> wall = pd.DataFrame({"start_year": 2027, "build_years": 2, "life_years": 3,
    ...     "capital_million_cny": 100, "running_million_cny": 5, "revenue_million_cny": 0,
    ...     "benefit_million_cny": 50}, index=["wall"])
    >>> programme(wall, [2027, 2028], rate=0.0)
          worth  2027  2028
    wall   35.0  50.0  50.0
    """
    money = ["capital_million_cny", "running_million_cny"]
    money += ["revenue_million_cny", "benefit_million_cny"]
    needed = ["start_year", "build_years", "life_years", *money]
    has_columns(_("the table"), projects, needed)
    values = {name: numbers(name, projects[name]) for name in needed}
    for name in needed:
        refuse(name, values[name], values[name] < 0, _("it must be zero or more"))
    for name in ("build_years", "life_years"):
        refuse(name, values[name], values[name] < 1, _("it must be 1 or more"))
    span = years_in_order(years)
    discount, more = fractions("rate", rate), numbers("overrun", overrun)
    refuse("overrun", more, more < 0, _("it must be zero or more"))
    late = whole_number("delay", delay, least=0)
    first, last = values["start_year"], values["start_year"] + values["build_years"]
    outside = (first < span[0]) | (last > span[-1] + 1)
    rule = _("building must lie within the budget's years, {first} to {last}")
    refuse("start_year", first, outside, rule.format(first=span[0], last=span[-1]))
    ahead = np.arange(span[0], max(last + late + values["life_years"]) + 1)
    building = (ahead >= first[:, None]) & (ahead < last[:, None])
    begins = (last + late)[:, None]
    working = (ahead >= begins) & (ahead < begins + values["life_years"][:, None])
    outlay = building * (values[money[0]] * (1 + more) / values["build_years"])[:, None]
    yearly = values[money[3]] + values[money[2]] - values[money[1]]
    flows = working * yearly[:, None] - outlay
    table = pd.DataFrame(outlay[:, : len(span)], projects.index, list(span))
    table.insert(0, WORTH, flows @ (1 + discount) ** -(ahead - span[0]).astype(float))
    links = [name for name in ("requires", "excludes") if name in projects]
    return table.join(projects[links])


def eligible(projects: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Tell which source may pay for which project.

    Parameters
    ----------
    projects : pandas.DataFrame
        Index: project. Columns sector, green_category (empty if none covers it),
        revenue_million_cny, running_million_cny and renewal_area ("yes" or "no").
    sources : pandas.DataFrame
        Index: source. Columns sectors ("all", or names parted by semicolons), needs_green,
        needs_net_cash (revenue above running cost) and needs_renewal (1 or 0).

    Returns
    -------
    pandas.DataFrame of bool
        One row a project, one column a source.

    Raises
    ------
    ValueError
        If a column is missing.

    Examples
    --------
    >>> both = pd.DataFrame({"sector": ["nature", "flood"], "green_category": ["ecology", None],
    ...     "revenue_million_cny": [0, 0], "running_million_cny": [0, 0],
    ...     "renewal_area": "no"}, index=["park", "wall"])
    >>> loans = pd.DataFrame({"sectors": ["all", "flood; nature"], "needs_green": [1, 0],
    ...     "needs_net_cash": 0, "needs_renewal": 0}, index=["green bond", "bank loan"])
    >>> eligible(both, loans)
          green bond  bank loan
    park        True       True
    wall       False       True
    """
    cash = ["revenue_million_cny", "running_million_cny"]
    has_columns(_("the table"), projects, ["sector", "green_category", *cash, "renewal_area"])
    has_columns(
        _("the table"), sources, ["sectors", "needs_green", "needs_net_cash", "needs_renewal"]
    )
    field = projects["green_category"]
    green = field.notna() & (field.astype(str).str.strip() != "")
    earns = projects[cash[0]] > projects[cash[1]]
    renews = projects["renewal_area"] == "yes"
    table = pd.DataFrame(index=projects.index)
    for name, source in sources.iterrows():
        served = {word.strip() for word in source["sectors"].split(";")}
        may = projects["sector"].isin(served) | ("all" in served)
        table[name] = may & (green | (not source["needs_green"]))
        table[name] &= earns | (not source["needs_net_cash"])
        table[name] &= renews | (not source["needs_renewal"])
    return table


def choose(
    projects: pd.DataFrame,
    budget: pd.Series,
    sources: pd.DataFrame | None = None,
    may_pay: pd.DataFrame | None = None,
    service_limit: pd.Series | None = None,
    carry_over: bool = False,
    relaxed: bool = False,
) -> Choice:
    """Find the set of projects that is worth most within all limits.

    Parameters
    ----------
    projects : pandas.DataFrame
        One row a project. Columns worth, one for each year of the budget (outlay), and, if
        wanted, requires and excludes (the index of another project, or empty). As
        `programme` gives them.
    budget : pandas.Series
        Index: years. Own money for the programme in each year, zero or more.
    sources : pandas.DataFrame, optional
        One row a source of other money. Columns rate [fraction per year], years (of
        repayment; 0 for a grant), limit [money, all projects together] and share [fraction
        of a project's cost that it may pay]. A loan is drawn as the works are paid, in the
        same share each year, and repaid in equal payments from the year after each draw on.
    may_pay : pandas.DataFrame of bool, optional
        One row a project, one column a source, as `eligible` gives it; default: all may.
    service_limit : pandas.Series, optional
        Index: years, from the first of the budget on. Most that the service of the new debt
        may be; default: no limit. A loan is served long after the budget's last year: give
        those years too, or they have no limit.
    carry_over : bool
        Whether own money that is left in one year may be spent later.
    relaxed : bool
        Whether parts of a project may be chosen. Not real, but its worth is an upper bound.

    Returns
    -------
    Choice
        The set; then, among all ways to pay for it, the one with most grant, and of these the
        one with the least interest in the first year of each loan.

    Raises
    ------
    ValueError
        If a table lacks a column or names an unknown project, a number is out of range, or,
        the years have a gap or are out of order.
    TypeError
        If `budget` or `service_limit` is no Series, or a year is no whole number.

    Notes
    -----
    A mixed-integer linear programme, solved by scipy.optimize.milp without a gap [1]_. To
    choose nothing is always allowed, so there is always an answer; where nothing fits or
    nothing is worth it, the set is empty. Of sets of the same worth the cheapest is given; a
    difference below a millionth of the largest project's worth counts as none. Limits hold to a
    few hundred-millionths of the dearest project's cost.

    References
    ----------
    .. [1] Huangfu, Q. and Hall, J. A. J. (2018). Parallelizing the dual revised simplex
       method. Mathematical Programming Computation 10, 119-142 (the solver HiGHS).

    Examples
    --------
    Taha's five projects over three years with 25 a year (Operations Research, capital
    budgeting):

    >>> five = pd.DataFrame({"worth": [20, 40, 20, 15, 30], 1: [5, 4, 3, 7, 8],
    ...     2: [1, 7, 9, 4, 6], 3: [8, 10, 2, 1, 10]}, index=list("ABCDE"))
    >>> best = choose(five, pd.Series(25, index=[1, 2, 3]))
    >>> best.worth, "".join(best.chosen.index[best.chosen == 1])
    (95.0, 'ABCD')
    """
    model = Model(projects, budget, sources, may_pay, service_limit, carry_over)
    return _told(model, model.solve(relaxed))


def shadow_price(
    projects: pd.DataFrame,
    budget: pd.Series,
    more: float,
    sources: pd.DataFrame | None = None,
    may_pay: pd.DataFrame | None = None,
    service_limit: pd.Series | None = None,
    carry_over: bool = False,
    relaxed: bool = False,
    years: Sequence[int] | None = None,
) -> pd.Series:
    """Worth that each further unit of own money would bring, year by year.

    Each year in turn gets `more` own money, and the best set is found anew.

    Parameters
    ----------
    more : float [money]
        What is added to one year; above 0.
    projects, budget, sources, may_pay, service_limit, carry_over, relaxed
        As for `choose`.
    years : sequence of int, optional
        Years to try; default: all of the budget.

    Returns
    -------
    pandas.Series [-]
        Index: years. Gain in worth, divided by `more`; zero or more.

    Raises
    ------
    ValueError
        If `more` is not above 0, a year is not in the budget, or as for `choose`.

    Notes
    -----
    Projects come whole, so the price depends on `more`: a small sum may buy nothing, and a
    larger one a whole project. With ``relaxed=True`` and a small `more` it is the dual value
    that textbooks call the shadow price, which holds for parts of projects only.

    Examples
    --------
    >>> two = pd.DataFrame({"worth": [30, 50], 2027: [10, 20]}, index=["park", "wall"])
    >>> [float(shadow_price(two, pd.Series({2027: 10}), more)[2027]) for more in (5, 10, 20)]
    [0.0, 2.0, 2.5]
    """
    extra = above_zero("more", more)
    others = (sources, may_pay, service_limit, carry_over)
    plain = Model(projects, budget, *others)
    tried = list(plain.years if years is None else years)
    for year in tried:
        if year not in plain.years:
            raise ValueError(_("year {year} is not a year of the budget").format(year=year))
    before = plain.best(relaxed) @ plain.worth
    gain = {}
    for year in tried:
        raised = budget.astype(float)
        raised[year] += float(extra)
        model = Model(projects, raised, *others)
        gain[year] = (model.best(relaxed) @ model.worth - before) / float(extra)
    return pd.Series(gain, dtype=float).clip(lower=0.0)


def by_ratio(projects: pd.DataFrame, budget: pd.Series, carry_over: bool = False) -> pd.Series:
    """Take projects in the order of worth for each unit of money, while the own money lasts.

    Parameters
    ----------
    projects, budget, carry_over
        As for `choose`.

    Returns
    -------
    pandas.Series
        1 for each project taken, else 0. A project that does not fit, that needs one not
        taken before, or is excluded by or excludes one taken is passed over.

    Raises
    ------
    ValueError
        As for `choose`.

    Notes
    -----
    The rule that many budgets follow. It can miss the best set: `choose` shows by how much.

    Examples
    --------
    >>> two = pd.DataFrame({"worth": [30, 50], 2027: [10, 20]}, index=["park", "wall"])
    >>> by_ratio(two, pd.Series({2027: 20})).to_dict()
    {'park': 1, 'wall': 0}
    """
    model = Model(projects, budget, None, None, None, carry_over)
    ratio = model.worth / np.where(model.cost > 0, model.cost, np.nan)
    taken = np.zeros(len(model.worth))
    order = np.argsort(-np.nan_to_num(ratio, nan=np.inf), kind="stable")
    for place in order[model.worth[order] > 0]:
        taken[place] = 1
        if not model.allows(taken):
            taken[place] = 0
    return pd.Series(taken.astype(int), index=projects.index)


def _told(model: Model, found: Solution) -> Choice:
    """Turn the solver's numbers into tables."""
    chosen = pd.Series(found.chosen, index=model.names)
    taken = found.chosen > 0
    money = pd.DataFrame(found.money, model.names, [OWN, *model.source_names])[taken]
    own = model.own_outlay(found)
    years = pd.DataFrame({"outlay": found.chosen @ model.outlay, OWN: own}, index=model.years)
    years["borrowed"] = model.borrowed(found)
    service = pd.Series(model.service(found))
    service.index += model.years[0]
    years["service"] = service[: len(model.years)].to_numpy()
    left = model.budget - own
    years["left"] = np.cumsum(left) if model.carry_over else left
    return Choice(chosen, money, years, float(found.chosen @ model.worth), service)
