"""When a measure stops being enough, and what can follow it: adaptation pathways.

An action serves until the climate has changed so far that it misses its aim: its tipping
point. A pathway is a sequence of actions in which the next one stands ready at each tipping
point [1]_. The order matters, as some actions take many years to prepare.

References
----------
.. [1] Haasnoot, M., Kwakkel, J. H., Walker, W. E. and ter Maat, J. (2013). Dynamic adaptive
   policy pathways: a method for crafting robust decisions for a deeply uncertain world. Global
   Environmental Change 23, 485-498.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import has_columns, numbers, one_list, refuse, zero_or_more
from resilience_helpers.adaptation._flows import discounted


def tipping_year(year: ArrayLike, state: ArrayLike, threshold: float) -> float:
    """Year in which a rising state of the climate first reaches a threshold.

    Parameters
    ----------
    year : array_like, shape (n,) [years]
        Years of the projection, each later than the one before; 2 or more.
    state : array_like, shape (n,) [any unit]
        What changes, such as the rise of the sea [m].
    threshold : float [unit of state]
        What the action bears.

    Returns
    -------
    float [years]
        On straight lines between the years of the projection. The first year if the threshold
        is already reached there; infinity if the projection never reaches it.

    Raises
    ------
    ValueError
        If the lists differ in length, the years do not increase, or a number is missing.

    Examples
    --------
    >>> round(tipping_year([2030, 2050, 2060], [0.09, 0.20, 0.27], threshold=0.25), 1)
    2057.1
    >>> tipping_year([2030, 2050, 2060], [0.09, 0.20, 0.27], threshold=0.5)
    inf
    """
    years, states = one_list("year", year, fewest=2), one_list("state", state, fewest=2)
    if years.shape != states.shape:
        told = _("year has {one} values and state {two}; they must be of the same years")
        raise ValueError(told.format(one=years.size, two=states.size))
    earlier = np.append(False, np.diff(years) <= 0)
    refuse("year", years, earlier, _("each must be later than the one before"))
    level = float(numbers("threshold", threshold))
    reached = np.flatnonzero(states >= level)
    if not reached.size:
        return float("inf")
    last = int(reached[0])
    if last == 0:
        return float(years[0])
    share = (level - states[last - 1]) / (states[last] - states[last - 1])
    return float(years[last - 1] + share * (years[last] - years[last - 1]))


def feasible(
    actions: pd.DataFrame,
    horizon: float,
    start: float = 2030,
    transfers: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Every sequence of actions that reaches the horizon without a gap.

    Parameters
    ----------
    actions : pandas.DataFrame
        Index: the actions; the first row is what stands today. Columns: until [year], the
        tipping point of each; lead_years [years], from the decision until it works.
    horizon : float [year]
        Until when the aim must be met.
    start : float [year]
        Today: no decision can be made earlier.
    transfers : mapping, optional
        Action -> what may follow it; default: anything may.

    Returns
    -------
    pandas.DataFrame
        One row a pathway. Columns: pathway (text, "a > b"), actions (tuple), years (tuple: from
        when each serves), decide_by (tuple: when each is to be decided, the first at `start`).

    Raises
    ------
    ValueError
        If a column is missing, an action is named twice or unknown, or a number is out of range.

    Notes
    -----
    The next action starts to serve when the last one tips. A sequence is feasible if each
    action lasts longer than the one before, each decision (the switch minus the lead time)
    falls not before `start`, each step is allowed, and only the last action reaches the horizon.

    Examples
    --------
    >>> actions = pd.DataFrame({"until": [2057, 2090, 2150], "lead_years": [0, 8, 30]},
    ...     index=["levee", "raise", "barrier"])
    >>> feasible(actions, horizon=2100)["pathway"].tolist()
    ['levee > raise > barrier']
    """
    has_columns("actions", actions, ("until", "lead_years"))
    if not len(actions) or not actions.index.is_unique:
        raise ValueError(_("actions must hold at least one action, and each only once"))
    until, lead = actions["until"], numbers("lead_years", actions["lead_years"])
    refuse("lead_years", lead, lead < 0, _("it must be zero or more"))
    if until.isna().any() or not pd.api.types.is_numeric_dtype(until):
        raise ValueError(_("until must be a year, or infinity where an action never tips"))
    end, now = (float(numbers(n, v)) for n, v in (("horizon", horizon), ("start", start)))
    if end <= now:
        told = _("horizon is {end} and start {now}; the horizon must be later")
        raise ValueError(told.format(end=end, now=now))
    known = set(actions.index)
    after = {a: tuple(transfers.get(a, ())) for a in known} if transfers is not None else {}
    named = set(transfers or ()).union(*after.values()) - known
    if named:
        told = _("transfers names {names}, which is not among the actions")
        raise ValueError(told.format(names=", ".join(sorted(map(str, named)))))
    lead = dict(zip(actions.index, lead, strict=True))

    def grow(path: tuple) -> Iterator[tuple]:
        last = path[-1]
        if until[last] >= end:
            yield path
            return
        for action in actions.index:
            allowed = transfers is None or action in after[last]
            if allowed and until[action] > until[last] and until[last] - lead[action] >= now:
                yield from grow((*path, action))

    rows = []
    for path in grow((actions.index[0],)):
        years = (now, *(float(until[action]) for action in path[:-1]))
        decide = (now, *(year - lead[a] for a, year in zip(path[1:], years[1:], strict=True)))
        rows.append((" > ".join(map(str, path)), path, years, tuple(map(float, decide))))
    return pd.DataFrame(rows, columns=["pathway", "actions", "years", "decide_by"])


def pathway_cost(
    pathways: pd.DataFrame, actions: pd.DataFrame, rate: float, start: float = 2030
) -> pd.Series:
    """Value today of what each pathway costs to build.

    Parameters
    ----------
    pathways : pandas.DataFrame
        As `feasible` gives it.
    actions : pandas.DataFrame
        Index: the actions; column cost [money], zero or more, paid in the year from which the
        action serves.
    rate : float [fraction per year]
        Discount rate, from 0 to 1.
    start : float [year]
        Year 0 of the discounting.

    Returns
    -------
    pandas.Series [money]
        Index: the pathways' text.

    Raises
    ------
    ValueError
        If a column is missing or a number is out of its range.

    Examples
    --------
    >>> actions = pd.DataFrame({"until": [2057, 2200], "lead_years": [0, 8], "cost": [0, 100]},
    ...     index=["levee", "raise"])
    >>> pathway_cost(feasible(actions, 2100), actions, rate=0.045).round(1).tolist()
    [30.5]
    """
    has_columns("actions", actions, ("cost",))
    cost = zero_or_more("cost", actions["cost"])
    price = dict(zip(actions.index, cost, strict=True))
    unknown = {a for path in pathways["actions"] for a in path} - set(price)
    if unknown:
        told = _("pathways names {names}, which is not among the actions")
        raise ValueError(told.format(names=", ".join(sorted(map(str, unknown)))))
    sums = [
        discounted([price[a] for a in path], np.subtract(years, start), rate)
        for path, years in zip(pathways["actions"], pathways["years"], strict=True)
    ]
    return pd.Series(sums, index=pathways["pathway"], dtype=float)
