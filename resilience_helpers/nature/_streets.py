"""Blocks of a catchment and their surfaces, shared by `sponge` and `swmm`."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from resilience_helpers._text import _
from resilience_helpers._validate import above_zero, numbers, refuse

SURFACES = ("roof", "paved", "green")
M2_PER_HA = 10_000


def need(name: str, table: pd.DataFrame, columns: Iterable[str]) -> None:
    """Refuse a table that lacks a column."""
    missing = [column for column in columns if column not in table]
    if missing:
        told = _("{name} has no column {columns}; it holds {found}")
        found = ", ".join(str(one) for one in table)
        raise KeyError(told.format(name=name, columns=", ".join(missing), found=found))


def alone(name: str, table: pd.DataFrame, column: str) -> None:
    """Refuse a name that stands twice in a column."""
    twice = table[column][table[column].duplicated()]
    if len(twice):
        told = _("{name} holds {column} {value!r} twice; each may stand there once")
        raise ValueError(told.format(name=name, column=column, value=twice.iloc[0]))


def surface_m2(catchment: pd.DataFrame) -> pd.DataFrame:
    """Return the area of each surface in each block [m2]; refuse shares that are not 100 percent."""
    need("catchment", catchment, ["area_ha", *(f"{one}_percent" for one in SURFACES)])
    percent = numbers("catchment", catchment[[f"{one}_percent" for one in SURFACES]])
    rule = _("the shares of roof, paved and green must be 0 or more and add up to 100 percent")
    bad = (np.abs(percent.sum(axis=1) - 100) > 1e-6) | (percent < 0).any(axis=1)
    refuse("catchment", percent.sum(axis=1), bad, rule)
    area = above_zero("area_ha", catchment["area_ha"])
    return pd.DataFrame(M2_PER_HA / 100 * area[:, None] * percent, columns=list(SURFACES))
