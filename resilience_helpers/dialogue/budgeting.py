"""Participatory budgeting: which projects a vote of approval buys, and who is left out.

Each voter approves any number of projects; each project has a cost; the budget is fixed.
`greedy` funds what most voters want. `equal_shares` [1]_ gives each voter the same part of the
budget, to be spent only on projects that this voter approves.

References
----------
.. [1] Peters, D., Pierczynski, G. and Skowron, P. (2021). Proportional participatory budgeting
   with additive utilities. Advances in Neural Information Processing Systems 34.
.. [2] equalshares.net, Explanation of the Method of Equal Shares, and Completion.
.. [3] Littlechild, S. C. and Owen, G. (1973). A simple expression for the Shapley value in a
   special case. Management Science 20, 370-372.
"""

from collections.abc import Callable, Sequence
from itertools import permutations
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import above_zero, numbers, one_of, refuse, yes_no

SLACK = 1e-9  # sums of shares are rounded by the computer


class Funded(NamedTuple):
    """Projects that a budget buys.

    `projects` in the order of choice; `spent` and `left` [money]; `paid`: for equal shares what
    each voter paid for each project [money], else None; `share`: part of each voter [money].
    """

    projects: tuple
    spent: float
    left: float
    paid: pd.DataFrame | None = None
    share: float | None = None

    def __repr__(self) -> str:  # without the table of payments
        return f"Funded(projects={self.projects}, spent={self.spent:g}, left={self.left:g})"


def greedy(costs: pd.Series, approvals: pd.DataFrame, budget: float, by: str = "votes") -> Funded:
    """Fund the project with the most votes that can still be paid, and so on.

    Parameters
    ----------
    costs : pandas.Series [money]
        Cost of each project, above 0; index: projects.
    approvals : pandas.DataFrame, shape (voters, projects)
        True where a voter approves; columns as the index of `costs`, in any order.
    budget : float [money]
        Above 0.
    by : {"votes", "votes per cost"}
        What counts. Ties go to the cheaper project, then to the order of `costs`.

    Returns
    -------
    Funded

    Raises
    ------
    ValueError
        If projects do not fit, a cost or the budget is not above 0, or an approval is missing.

    Examples
    --------
    >>> costs = pd.Series({"path": 6, "gym": 3, "books": 3})
    >>> votes = pd.DataFrame({"path": [1, 1, 0], "gym": [1, 1, 0], "books": [0, 0, 1]})
    >>> greedy(costs, votes, 9).projects
    ('gym', 'path')
    """
    one_of("by", by, ("votes", "votes per cost"))
    cost, liked, names, money = _read(costs, approvals, budget)
    votes = liked.sum(axis=0)
    worth = votes if by == "votes" else votes / cost
    chosen = _fill(worth, cost, money, [])
    return _funded(chosen, names, cost, money)


def equal_shares(
    costs: pd.Series,
    approvals: pd.DataFrame,
    budget: float,
    completion: str | None = None,
    utility: str = "cost",
    step: float | None = None,
) -> Funded:
    """Method of equal shares: each voter holds the same part of the budget [1]_.

    A project can be bought if its supporters together hold its cost. They pay as equally as
    their money allows; who has less pays all that is left. Next comes the project that costs
    the supporter who pays most the least for what it brings.

    Parameters
    ----------
    costs : pandas.Series [money]
        Cost of each project, above 0; index: projects.
    approvals : pandas.DataFrame, shape (voters, projects)
        True where a voter approves; columns as the index of `costs`, in any order.
    budget : float [money]
        Above 0.
    completion : {None, "add1", "greedy"}
        What to do with money that is left. "add1" raises every share by `step` as long as the
        projects bought with it fit the budget and another project would still fit [2]_.
        "greedy" funds the most voted of the other projects.
    utility : {"cost", "one"}
        What a project brings to its supporters: its cost, as cities use it (then the project
        with the most votes of people who can still pay comes first [2]_), or one for each
        project, which prefers cheap projects.
    step : float [money], optional
        Raise of the share for "add1", above 0; default: one percent of the first share. Many
        cities take one unit of their money, hence the name.

    Returns
    -------
    Funded
        Ties go to the cheaper project, then to the order of `costs`. With "add1", `paid` is
        counted in the raised shares; what "greedy" adds is paid by nobody in particular.

    Raises
    ------
    ValueError
        As for `greedy`, or if a word or `step` is not valid.

    Examples
    --------
    >>> costs = pd.Series({"path": 6, "gym": 3, "books": 3})
    >>> votes = pd.DataFrame({"path": [1, 1, 0], "gym": [1, 1, 0], "books": [0, 0, 1]})
    >>> equal_shares(costs, votes, 9).projects
    ('gym', 'books')
    """
    if completion is not None:
        one_of("completion", completion, ("add1", "greedy"))
    one_of("utility", utility, ("cost", "one"))
    cost, liked, names, money = _read(costs, approvals, budget)
    gain = cost if utility == "cost" else np.ones_like(cost)
    share = money / len(liked)
    raised = above_zero("step", share / 100 if step is None else step)
    chosen, paid = _buy(cost, liked, gain, share)
    while completion == "add1" and not _exhaustive(chosen, cost, money, liked):
        more, payments = _buy(cost, liked, gain, share + raised)
        if cost[more].sum() > money * (1 + SLACK):
            break
        chosen, paid, share = more, payments, float(share + raised)
    if completion == "greedy":
        votes = liked.sum(axis=0)
        chosen = _fill(votes, cost, money, chosen)
    table = pd.DataFrame(paid, index=approvals.index, columns=names)
    return _funded(chosen, names, cost, money, table, share)


def satisfaction(
    projects: Sequence, approvals: pd.DataFrame, groups: ArrayLike, costs: pd.Series | None = None
) -> pd.DataFrame:
    """What each group of voters gets out of the funded projects.

    Parameters
    ----------
    projects : sequence
        Funded projects.
    approvals : pandas.DataFrame, shape (voters, projects)
        True where a voter approves.
    groups : array_like, shape (voters,)
        Group of each voter, in the order of `approvals`; a Series over the same voters is put
        in that order.
    costs : pandas.Series [money], optional
        Costs; adds a column with the money spent on what each group approves.

    Returns
    -------
    pandas.DataFrame
        One row a group, in the order of their first voter, and the row "all": voters
        [persons], projects (mean number of funded projects that a voter approved),
        nothing_percent (voters who approved none of the funded ones) and, with `costs`,
        money_percent: the cost of each project is divided among those who approved it.

    Raises
    ------
    ValueError
        If a project is unknown, or the groups do not fit or leave a voter out.

    Examples
    --------
    >>> votes = pd.DataFrame({"path": [1, 1, 0], "books": [0, 0, 1]})
    >>> satisfaction(["path"], votes, ["old", "old", "young"])["nothing_percent"].round(1).to_dict()
    {'old': 0.0, 'young': 100.0, 'all': 33.3}
    """
    projects = list(projects)
    if unknown := [one for one in projects if one not in approvals]:
        told = _("projects holds {unknown}; the approvals have no such column")
        raise ValueError(told.format(unknown=", ".join(map(str, unknown))))
    if isinstance(groups, pd.Series) and set(groups.index) == set(approvals.index):
        groups = groups.reindex(approvals.index)
    names = np.asarray(groups, dtype=object)
    if names.shape != (len(approvals),):
        told = _("groups has shape {shape}; it must name the group of each of the {voters} voters")
        raise ValueError(told.format(shape=names.shape, voters=len(approvals)))
    if pd.isna(names).any() or "all" in names:
        raise ValueError(_("groups leaves a voter without a group, or calls a group 'all'"))
    liked = yes_no("approvals", approvals[projects].to_numpy()).reshape(len(approvals), -1)
    got = liked.sum(axis=1)
    frame = pd.DataFrame({"voters": 1.0, "projects": got, "nothing_percent": 100.0 * (got == 0)})
    how = {"voters": "sum", "projects": "mean", "nothing_percent": "mean"}
    if costs is not None:
        spent = numbers("costs", pd.Series(costs).reindex(projects))
        supporters = np.maximum(liked.sum(axis=0), 1)
        frame["money_percent"] = (
            100 * (liked * spent / supporters).sum(axis=1) / max(spent.sum(), SLACK)
        )
        how["money_percent"] = "sum"
    table = frame.groupby(pd.Series(names), sort=False).agg(how)
    table.loc["all"] = frame.agg(how)
    return table.astype({"voters": int}).rename_axis("group")


def shapley(members: Sequence, cost: Callable[[frozenset], float]) -> pd.Series:
    """Share a common cost: what each member adds, on average over all orders of joining.

    Parameters
    ----------
    members : sequence
        Who shares; from one to eight.
    cost : callable
        Takes a frozenset of members, returns what it costs to serve just these [money];
        nothing for nobody.

    Returns
    -------
    pandas.Series [money]
        Index: members. Adds up to the cost for all.

    Raises
    ------
    ValueError
        If there are no members, more than eight, or one twice.

    Examples
    --------
    The runway of Littlechild and Owen [3]_: four aircraft need runways that cost 8, 11, 13, 18.

    >>> runway = {"A": 8, "B": 11, "C": 13, "D": 18}
    >>> shapley(list(runway), lambda some: max((runway[one] for one in some), default=0)).tolist()
    [2.0, 3.0, 4.0, 9.0]
    """
    members = list(members)
    if not 1 <= len(members) <= 8 or len(set(members)) < len(members):
        told = _("members has {number} names; give one to eight different ones")
        raise ValueError(told.format(number=len(members)))
    parts = dict.fromkeys(members, 0.0)
    orders = list(permutations(members))
    for order in orders:
        before = 0.0
        for place, member in enumerate(order, start=1):
            after = float(cost(frozenset(order[:place])))
            parts[member] += (after - before) / len(orders)
            before = after
    return pd.Series(parts).round(9)


def _buy(
    cost: np.ndarray, liked: np.ndarray, gain: np.ndarray, share: float
) -> tuple[list[int], np.ndarray]:
    """Return the projects that equal shares buy, in order, and what each voter pays."""
    wallet, chosen = np.full(len(liked), share), []
    paid = np.zeros(liked.shape)
    while True:
        prices = np.full(len(cost), np.inf)
        for one in range(len(cost)):
            if one not in chosen:
                prices[one] = _highest_payment(cost[one], wallet[liked[:, one]]) / gain[one]
        if not np.isfinite(prices).any():
            return chosen, paid
        tied = np.flatnonzero(prices <= prices.min() * (1 + SLACK))
        best = int(min(tied, key=lambda one: cost[one]))
        pays = np.where(liked[:, best], np.minimum(wallet, prices[best] * gain[best]), 0)
        wallet, paid[:, best] = np.maximum(wallet - pays, 0), pays
        chosen.append(best)


def _highest_payment(cost: float, wallets: np.ndarray) -> float:
    """Return what the supporter who pays most has to pay; infinite if they hold too little."""
    if wallets.sum() < cost * (1 - SLACK) or not wallets.size:
        return np.inf
    held = np.sort(wallets)
    payers = np.arange(held.size, 0, -1)
    # the first k supporters pay all that they hold, the others share the rest equally
    rest = (cost - np.concatenate([[0], np.cumsum(held)[:-1]])) / payers
    enough = np.flatnonzero(rest <= held * (1 + SLACK))
    return float(rest[enough[0]]) if enough.size else float(held[-1])


def _exhaustive(chosen: list[int], cost: np.ndarray, money: float, liked: np.ndarray) -> bool:
    """Return whether no other project that somebody wants still fits the budget."""
    others = np.setdiff1d(np.flatnonzero(liked.any(axis=0)), chosen)
    return not (cost[others] <= (money - cost[chosen].sum()) * (1 + SLACK)).any()


def _fill(worth: np.ndarray, cost: np.ndarray, money: float, chosen: list[int]) -> list[int]:
    chosen = list(chosen)
    for one in sorted(range(len(cost)), key=lambda one: (-worth[one], cost[one])):
        fits = cost[chosen].sum() + cost[one] <= money * (1 + SLACK)
        if one not in chosen and worth[one] > 0 and fits:
            chosen.append(one)
    return chosen


def _funded(
    chosen: list[int],
    names: list,
    cost: np.ndarray,
    money: float,
    paid: pd.DataFrame | None = None,
    share: float | None = None,
) -> Funded:
    spent = float(cost[chosen].sum())
    return Funded(tuple(names[one] for one in chosen), spent, money - spent, paid, share)


def _read(
    costs: pd.Series, approvals: pd.DataFrame, budget: float
) -> tuple[np.ndarray, np.ndarray, list, float]:
    """Return costs, approvals, names and budget as plain values, the projects in one order."""
    costs, money = pd.Series(costs), numbers("budget", budget)
    refuse("budget", money, money <= 0, _("it must be above 0"))
    if not costs.index.is_unique or set(costs.index) != set(approvals.columns):
        odd = sorted(map(str, set(costs.index) ^ set(approvals.columns))) or [_("one twice")]
        told = _("costs and approvals must hold the same projects; different: {odd}")
        raise ValueError(told.format(odd=", ".join(odd)))
    if not len(costs) or not len(approvals):
        raise ValueError(_("approvals is empty; it needs a voter and a project"))
    cost = numbers("costs", costs)
    refuse("costs", cost, cost <= 0, _("a cost must be above 0"))
    return (
        cost,
        yes_no("approvals", approvals[costs.index].to_numpy()),
        list(costs.index),
        float(money),
    )
