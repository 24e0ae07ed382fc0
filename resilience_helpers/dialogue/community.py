"""Carbon of a community that wants to come near net zero.

What a community burns and draws, minus the grid power that its own roofs replace, minus what
its trees take up. There is no single definition of a net-zero community [1]_; the one used
here is stated with each number.

References
----------
.. [1] Metropolis, World Association of the Major Metropolises (2022). Saving the planet, one
   neighbourhood at a time.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, refuse


class Balance(NamedTuple):
    """Carbon of a community in a year [t CO2 a year].

    `gross` is what its use would emit without its own power; `replaced` is grid power that its
    roofs make unnecessary; `removed` is what its trees take up; `net` is what is left.
    `surplus` is the same for power that it hands on to others: told, and not subtracted.
    """

    gross: float
    replaced: float
    removed: float
    net: float
    surplus: float


def net_emissions(
    amounts: Mapping[str, float] | pd.Series,
    factors: Mapping[str, float] | pd.Series,
    own_power: float = 0.0,
    removed: float = 0.0,
    power: str = "electricity",
) -> Balance:
    """Net emissions of a community in a year.

    Parameters
    ----------
    amounts : mapping or Series
        What is used of each carrier in a year [unit of the carrier]; zero or more.
    factors : mapping or Series [t CO2 per unit of the carrier]
        Emission factor of each carrier; zero or more.
    own_power : float [unit of `power`]
        Power made on its own roofs in a year; zero or more.
    removed : float [t CO2 a year]
        What its trees take up; zero or more.
    power : str
        Name of the carrier that own power replaces.

    Returns
    -------
    Balance
        `net` may be negative.

    Raises
    ------
    KeyError
        If a carrier has no factor, or own power has nothing to replace: silence would count
        it as zero.
    ValueError
        If a number is negative or missing.

    Notes
    -----
    Own power counts up to what the community uses in the year. Power beyond that lowers the
    emissions of others, who may count it too, so it is shown apart. Over a year: at night the
    grid still serves.

    Examples
    --------
    >>> used = {"electricity": 1000, "petrol": 2000}
    >>> net_emissions(used, {"electricity": 0.4, "petrol": 0.07}, own_power=600, removed=20)
    Balance(gross=540.0, replaced=240.0, removed=20.0, net=280.0, surplus=0.0)
    """
    used, rates = pd.Series(amounts, dtype=object), pd.Series(factors, dtype=object)
    missing = [one for one in used.index if one not in rates.index]
    if own_power and power not in used.index:
        missing.append(power)
    if missing:
        told = _("there is no amount or no factor for {missing}; factors holds {found}")
        found = ", ".join(map(str, rates.index))
        raise KeyError(told.format(missing=", ".join(map(str, missing)), found=found))
    for name, series in (("amounts", used), ("factors", rates)):
        if not series.index.is_unique:
            raise ValueError(_("{name} has a carrier twice").format(name=name))
    amount, rate = numbers("amounts", used), numbers("factors", rates[used.index])
    roofs, trees = numbers("own_power", own_power), numbers("removed", removed)
    given = {"amounts": amount, "factors": rate, "own_power": roofs, "removed": trees}
    for name, values in given.items():
        refuse(name, values, values < 0, _("it must be zero or more"))
    gross = float(amount @ rate)
    at_home = min(float(roofs), float(used.get(power, 0.0)))
    per_unit = float(rates.get(power, 0.0))
    replaced, surplus = at_home * per_unit, (float(roofs) - at_home) * per_unit
    return Balance(gross, replaced, float(trees), gross - replaced - float(trees), surplus)
