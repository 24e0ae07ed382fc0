"""What nature is worth in a year: accounts of the gross ecosystem product (GEP).

The value of a service is what nature gives in a year times a price. GEP adds up material goods
(crops, fish, water), regulating services (cool air, soil kept, carbon) and cultural ones
(visits) [1]_. Each benefit counts once: as the final service, as a flow, and where it is used.

References
----------
.. [1] Ouyang, Z. and others (2020). Using gross ecosystem product (GEP) to value nature in
   decision making. Proceedings of the National Academy of Sciences 117, 14593-14601.
.. [2] Zheng, H. and others (2023). Gross ecosystem product (GEP): quantifying nature for
   environmental and economic policy innovation. Ambio 52, 1952-1967.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import (
    fractions,
    has_columns,
    numbers,
    one_of,
    plain,
    refuse,
    whole_number,
    zero_or_more,
)

GROUPS = ("material", "regulating", "cultural")
PRICES = ("low", "central", "high")
USED = {"low": "used_low", "central": "used_share", "high": "used_high"}


def yearly_value(stock: ArrayLike, rate: float, years: int) -> float | np.ndarray:
    """Turn a stock, paid once, into equal yearly amounts of the same present value.

    stock / ((1 + r)^-1 + ... + (1 + r)^-n): what a reservoir or a dearer home costs a year. The amounts
    come at the end of the years 1 to n.

    Parameters
    ----------
    stock : array_like [money]
    rate : float [fraction per year]
        Real discount rate r, 0 to 1.
    years : int
        n, 1 or more.

    Returns
    -------
    float or ndarray [money per year]

    Raises
    ------
    TypeError, ValueError
        If a value is missing, or the rate or the years are out of their range.

    Examples
    --------
    >>> round(yearly_value(1000, 0.045, 50), 1)
    50.6
    """
    amount, share = numbers("stock", stock), float(fractions("rate", rate))
    count = whole_number("years", years, 1)
    # the sum itself: its closed form loses all digits at a tiny rate
    return plain(amount / ((1 + share) ** -np.arange(1.0, count + 1)).sum())


def status(account: pd.DataFrame) -> pd.Series:
    """Say of each service whether it counts, and if not, why.

    Parameters
    ----------
    account : pandas.DataFrame
        Index: service. Columns: "amount", flow or stock; "feeds", the service that it goes
        into, empty for a final one.

    Returns
    -------
    pandas.Series of str
        "counts", "stock", or "feeds" and the final service.

    Raises
    ------
    ValueError
        If a column is missing, an amount is neither flow nor stock, a service stands twice, or
        one feeds what is not in the account.

    Examples
    --------
    >>> rows = {"amount": ["flow", "flow"], "feeds": ["", "crops"]}
    >>> status(pd.DataFrame(rows, index=["crops", "pollination"])).tolist()
    ['counts', 'feeds crops']
    """
    has_columns("account", account, ("amount", "feeds"))
    if not account.index.is_unique:
        twice = ", ".join(account.index[account.index.duplicated()].unique())
        raise ValueError(
            _("account has {twice} twice; each service counts once").format(twice=twice)
        )
    for one in account["amount"]:
        one_of("amount", one, ("flow", "stock"))
    feeds = account["feeds"].fillna("").astype(str)
    for one in feeds[feeds != ""]:
        one_of("feeds", one, account.index)
    told = pd.Series("counts", index=account.index, dtype=object)
    told[feeds != ""] = "feeds " + feeds[feeds != ""]
    told[account["amount"] == "stock"] = "stock"
    return told


def gep(
    account: pd.DataFrame, flow: str = "flow_now", price: str = "central", used: bool = True
) -> pd.DataFrame:
    """Gross ecosystem product: flow x price over the final services of a year [1]_.

    What feeds another service is in that one's value already, and a stock is no yearly flow:
    both are left out. What nobody uses is left out too, unless `used` is False.

    Parameters
    ----------
    account : pandas.DataFrame
        Index: service. Columns: "group" (one of `GROUPS`), "amount", "feeds", the flow
        [million units per year], the price [CNY per unit], and "used_share" [fraction] or,
        for a low or high price, "used_low" or "used_high".
    flow : str
        Column of the flow.
    price : {"low", "central", "high"}
        Column of the price.
    used : bool
        False counts all that nature does, the potential product.

    Returns
    -------
    pandas.DataFrame
        Index: the services that count, in their order; columns: group, million_cny [million
        CNY per year] and percent of the sum.

    Raises
    ------
    TypeError, ValueError
        If a column is missing or a value out of its range, or nothing counts.

    References
    ----------
    .. [1] Ouyang and others (2020); used against potential: Zheng and others (2023).

    Examples
    --------
    >>> rows = {"group": ["material", "regulating"], "amount": "flow", "feeds": ["", "crops"],
    ...         "flow_now": [0.6, 0.1], "central": [4000, 4000], "used_share": 1.0}
    >>> gep(pd.DataFrame(rows, index=["crops", "pollination"]))["million_cny"].to_dict()
    {'crops': 2400.0}
    """
    one_of("price", price, PRICES)
    final = _counted(account, flow, price)
    value = zero_or_more(flow, final[flow]) * zero_or_more(price, final[price])
    if used:
        value = value * fractions(USED[price], final[USED[price]])
    table = pd.DataFrame({"group": final["group"], "million_cny": value}, index=final.index)
    total = value.sum()
    return table.assign(percent=100 * value / total if total else 0.0)


def draws(ranges: pd.DataFrame, n: int, seed: int) -> pd.DataFrame:
    """Random values of inputs of which a low, a likely and a high value are known.

    Triangular: most often near the likely value, never outside the ends; each input by itself.

    Parameters
    ----------
    ranges : pandas.DataFrame
        Index: input; columns "low", "central", "high", in this order of size.
    n : int
        Number of draws, 1 or more.
    seed : int
        Seed of `numpy.random.default_rng`: the same seed gives the same draws.

    Returns
    -------
    pandas.DataFrame, shape (n, inputs)

    Raises
    ------
    TypeError, ValueError
        If a value is missing or out of order.

    Examples
    --------
    >>> price = pd.DataFrame({"low": [60], "central": [100], "high": [110]}, index=["carbon"])
    >>> made = draws(price, 2000, seed=1)["carbon"]
    >>> bool(made.between(60, 110).all()), int(made.mean().round())
    (True, 90)
    """
    has_columns("ranges", ranges, PRICES)
    low, central, high = (numbers(one, ranges[one]) for one in PRICES)
    rule = _("low, central and high must rise")
    refuse("central", central, (low > central) | (central > high), rule)
    chance = np.random.default_rng(seed).random((whole_number("n", n, 1), len(ranges)))
    width = high - low
    with np.errstate(divide="ignore", invalid="ignore"):  # no width: the value is known
        bend = np.where(width > 0, (central - low) / width, 1.0)
    rising = low + np.sqrt(chance * width * (central - low))
    falling = high - np.sqrt((1 - chance) * width * (high - central))
    return pd.DataFrame(np.where(chance < bend, rising, falling), columns=ranges.index)


def simulate(
    account: pd.DataFrame, n: int, seed: int, flow: str = "flow_now", used: bool = True
) -> pd.DataFrame:
    """Value of each service with prices and used shares drawn at random.

    Parameters
    ----------
    account : pandas.DataFrame
        As for `gep`, with all of low, central, high and used_low, used_share, used_high.
    n, seed : int
        As for `draws`. Two runs with one seed have the same prices: so two years can be
        compared, or two options.
    flow, used
        As for `gep`.

    Returns
    -------
    pandas.DataFrame, shape (n, services) [million CNY per year]
        Add the columns for the gross ecosystem product of each draw.

    Raises
    ------
    TypeError, ValueError
        As `gep` and `draws`.

    Examples
    --------
    >>> rows = {"group": ["cultural"], "amount": "flow", "feeds": "", "flow_now": [20.0],
    ...         "low": [10.0], "central": [12.0], "high": [14.0],
    ...         "used_low": 1.0, "used_share": 1.0, "used_high": 1.0}
    >>> made = simulate(pd.DataFrame(rows, index=["visits"]), 1000, seed=1)
    >>> bool(made["visits"].between(200, 280).all())
    True
    """
    final = _counted(account, flow, *PRICES)
    value = draws(final[list(PRICES)], n, seed) * zero_or_more(flow, final[flow])
    if not used:
        return value
    share = final[list(USED.values())].set_axis(list(PRICES), axis=1)
    for one in PRICES:
        fractions(USED[one], share[one])
    # shares and prices are drawn apart from each other
    return value * draws(share, n, seed + 1_000_003)


def award(before: ArrayLike, after: ArrayLike, share: ArrayLike) -> float | np.ndarray:
    """Payment for an increase of the gross ecosystem product; no fine for a decrease.

    Parameters
    ----------
    before, after : array_like [money per year]
        Product of two years at the prices of one year.
    share : array_like [fraction]
        Share of the increase that is paid.

    Returns
    -------
    float or ndarray [money]

    Raises
    ------
    TypeError, ValueError
        If a value is missing or negative, or the share lies outside 0 to 1.

    Examples
    --------
    >>> round(award(1696, 1790, 0.02), 2)
    1.88
    """
    old, new = zero_or_more("before", before), zero_or_more("after", after)
    return plain(np.maximum(new - old, 0) * fractions("share", share))


def _counted(account: pd.DataFrame, flow: str, *prices: str) -> pd.DataFrame:
    """Return the rows of an account that count."""
    has_columns("account", account, ("group", flow, *prices, *(USED[one] for one in prices)))
    for one in account["group"]:
        one_of("group", one, GROUPS)
    final = account[status(account) == "counts"]
    if final.empty:
        raise ValueError(_("account has no service that counts; give one final flow or more"))
    return final
