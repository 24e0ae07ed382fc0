"""Measures as changes of hazard, exposure or vulnerability, in Lanwan's model of risk.

A `Setting` holds all numbers that a measure can change: the height of the levee, the depth of
the rain, the strength of the houses, where people live. A measure changes one of them, a
climate scenario others. The loss is worked out again each time by the model of module 02: so
what a measure averts is a result, never typed in, and two measures on the same houses cannot
save them twice.
"""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pandas as pd

from resilience_helpers import datasets
from resilience_helpers._text import _
from resilience_helpers._validate import numbers, one_of, zero_or_more

SECTORS = ("residential", "commercial", "industrial", "infrastructure")
#: Height of the lowest floor above the ground, and of a flood board on top of it [m].
STEP_M, BOARD_M = 0.3, 0.4
#: Share of the value of networks that a flood can reach [-].
NETWORK_SHARE = 0.25
#: Wind that destroys half of the value [m/s]: houses of today, and houses built to the code.
V_HALF, CODE_V_HALF = 86.3, 112.8
#: Wind below which nothing breaks [m/s]: houses of today, and homes with a new roof.
THRESHOLD, ROOF_THRESHOLD = 25.7, 29.7
#: Homes are moved where the flood of this return period [years] is deeper than this [m].
MOVE_YEARS, MOVE_DEPTH_M = 20, 0.5
#: Depths at which damage curves are read [m].
STEPS_M = np.arange(2001) / 100
#: The levee of today keeps out this level [m above mean sea level] at the coast.
CREST_M = 2.0


@dataclass(frozen=True)
class Setting:
    """All numbers that a measure or a scenario can change; the defaults are today's.

    Parameters
    ----------
    crest_m : float [m above mean sea level]
        Level at the coast from which the water passes the levees.
    surge_cut_m : float [m]
        How much mangroves lower the level of the sea at the coast.
    drained_m : float [m]
        Depth of standing rain that bigger drains take away.
    code_share, roof_share, board_share : float [fraction]
        Share of homes, shops and works built to the code; of homes with a new roof; of homes
        and shops whose people are warned in time and put up flood boards.
    moved_share : float [fraction]
        Share of the homes in the deepest places that has moved to the hills.
    insured_share : float [fraction]
        Share of the loss that insurers pay. It changes who pays, not what is lost.
    rise_m : float [m]
        Rise of sea and river mouth since today.
    wind_percent : float [percent]
        Change of the storms' winds since today.
    growth : float [-]
        Values of the city, divided by those of today.
    """

    crest_m: float = CREST_M
    surge_cut_m: float = 0.0
    drained_m: float = 0.0
    code_share: float = 0.0
    roof_share: float = 0.0
    board_share: float = 0.0
    moved_share: float = 0.0
    insured_share: float = 0.0
    rise_m: float = 0.0
    wind_percent: float = 0.0
    growth: float = 1.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = float(numbers(field.name, getattr(self, field.name)))
            if field.name.endswith("_share") and not 0 <= value <= 1:
                told = _("{name} is {value}; it must lie between 0 and 1; divide percent by 100")
                raise ValueError(told.format(name=field.name, value=value))
            least = -100 if field.name == "wind_percent" else 0
            if value < least:
                told = _("{name} is {value}; it must be {least} or more")
                raise ValueError(told.format(name=field.name, value=value, least=least))


def change(setting: Setting, names: str | Iterable[str], when: str = "end") -> Setting:
    """Put measures of the table ``lanwan_measures`` into a setting.

    Parameters
    ----------
    setting : Setting
        Where to start from.
    names : str or iterable of str
        One measure or several; none changes nothing.
    when : {"now", "end"}
        Which column of the table counts: the measure in its first year, or 30 years on, when
        trees have grown and houses are rebuilt.

    Returns
    -------
    Setting
        A new one; of two measures that change the same number the later one counts.

    Raises
    ------
    ValueError
        If a name is not in the table, or `when` is unknown.

    Examples
    --------
    >>> change(Setting(), "sea wall").crest_m
    2.7
    >>> change(Setting(), ["mangroves", "drainage"], when="now").surge_cut_m
    0.0
    """
    one_of("when", when, ("now", "end"))
    table = _table("lanwan_measures", "measure")
    chosen = [names] if isinstance(names, str) else list(names)
    for name in chosen:
        one_of("names", name, table.index)
    new = {table.loc[name, "setting"]: float(table.loc[name, f"value_{when}"]) for name in chosen}
    return replace(setting, **new)


def scenario(name: str) -> Setting:
    """Return today's city in the climate and the economy of a scenario, in 2060.

    Parameters
    ----------
    name : str
        A scenario of the table ``lanwan_scenarios``.

    Returns
    -------
    Setting

    Raises
    ------
    ValueError
        If there is no such scenario.

    Examples
    --------
    >>> scenario("harsh").rise_m
    0.5
    """
    table = _table("lanwan_scenarios", "scenario")
    one_of("name", name, table.index)
    row = table.loc[name]
    return Setting(
        rise_m=float(row["rise_m"]),
        wind_percent=float(row["wind_percent"]),
        growth=float(row["growth"]),
    )


def flood_depths(grid: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Depth of the water in each cell for four return periods.

    The higher of the level from the sea, which falls by 0.05 m a kilometre inland, and that
    from the river, which rises by 0.06 m a kilometre upstream and falls by 0.25 m a kilometre
    beside it; minus the height of the ground. Behind a levee there is no water until the sea
    passes its crest. In the hollows at least the rain stands.

    Parameters
    ----------
    grid : pandas.DataFrame
        The table ``lanwan_grid``.
    setting : Setting
        Levee, mangroves, drains and rise of the sea.

    Returns
    -------
    pandas.DataFrame, shape (cells, 4) [m]
        Index: the cells; columns: return periods [years].

    Examples
    --------
    >>> flood_depths(datasets.load("lanwan_grid"), Setting()).max().tolist()
    [0.49, 0.94, 1.43, 1.73]
    """
    levels = _table("lanwan_flood_levels", "return_period_years")
    wet = grid["cell"].isin(_table("lanwan_hollows", "cell").index).to_numpy()
    behind = grid["district"].isin(_leveed()).to_numpy()
    dry = (grid["land_cover"] == "water").to_numpy()
    coast, bank, height = (grid[c].to_numpy() for c in ("coast_km", "river_km", "elevation_m"))
    depths = {}
    for years, level in levels.iterrows():
        sea = level["sea_m"] + setting.rise_m - setting.surge_cut_m
        mouth = level["river_m"] + setting.rise_m
        water = np.maximum(sea - 0.05 * coast, mouth + 0.06 * coast - 0.25 * bank)
        depth = np.clip(water - height, 0, None)
        if sea < setting.crest_m:
            depth[behind] = 0
        rain = level["rain_m"] - setting.drained_m
        depth = np.where(wet, np.maximum(depth, rain), depth)  # no depth is below 0
        depths[int(years)] = np.where(dry, 0, depth).round(2)
    return pd.DataFrame(depths, index=grid["cell"])


@functools.cache
def _table(name: str, key: str) -> pd.DataFrame:
    # the model is run many times over; nobody changes these tables
    return datasets.load(name).set_index(key)


def _leveed() -> list[str]:
    return _table("lanwan_measures", "measure").loc["sea wall", "where"].split("; ")


def values(grid: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Value of each sector in each cell, after growth and relocation.

    Parameters
    ----------
    grid : pandas.DataFrame
        The table ``lanwan_grid``.
    setting : Setting
        Growth of the values and share of homes moved.

    Returns
    -------
    pandas.DataFrame, shape (cells, 4) [million CNY]
        Index: the cells; columns: `SECTORS`. Moving changes where homes are, not what they are
        worth: those moved go to the hills, in proportion to the homes already there.

    Examples
    --------
    >>> grid = datasets.load("lanwan_grid")
    >>> values(grid, Setting(growth=2)).sum().astype(int).tolist()
    [1004400, 446400, 379440, 401760]
    """
    table = pd.DataFrame(
        {one: grid[f"{one}_million_cny"].to_numpy(float) for one in SECTORS}, index=grid["cell"]
    )
    if setting.moved_share:
        homes = table["residential"].to_numpy()
        leaving = np.where(to_move(grid), setting.moved_share * homes, 0)
        hills = homes * (grid["district"] == "Hill Gardens").to_numpy()
        table["residential"] = homes - leaving + leaving.sum() * hills / hills.sum()
    return table * setting.growth


def to_move(grid: pd.DataFrame) -> np.ndarray:
    """Where homes would be moved away: today's 20-year flood is deeper than 0.5 m.

    Parameters
    ----------
    grid : pandas.DataFrame
        The table ``lanwan_grid``.

    Returns
    -------
    ndarray of bool, shape (cells,)

    Examples
    --------
    >>> grid = datasets.load("lanwan_grid")
    >>> set(grid.loc[to_move(grid), "district"])
    {'Delta Farms'}
    """
    return (flood_depths(grid, Setting())[MOVE_YEARS] > MOVE_DEPTH_M).to_numpy()


def wind_loss(
    grid: pd.DataFrame,
    winds: Any,
    frequency: float,
    setting: Setting,
    damage: Callable[[Any, float, float], Any],
) -> pd.Series:
    """Loss of an average year to the wind, in each cell.

    Parameters
    ----------
    grid : pandas.DataFrame
        The table ``lanwan_grid``.
    winds : array_like or scipy.sparse array, shape (events, cells) [m/s]
        Largest wind of each storm in each cell, today's climate.
    frequency : float [1/year]
        How often each storm comes.
    setting : Setting
        Strength of the houses, values and winds.
    damage : callable
        Takes winds, the wind of half damage and the threshold; gives damage ratios, such as
        `methods.impact.emanuel`.

    Returns
    -------
    pandas.Series [million CNY per year]
        Index: the cells.

    Raises
    ------
    ValueError
        If `winds` has not one column for each cell, or a number is out of its range.
    """
    from scipy.sparse import csr_array  # here, so that importing the library stays light

    often = zero_or_more("frequency", frequency)
    winds = csr_array(winds if hasattr(winds, "tocsr") else numbers("winds", winds))
    if winds.shape[1] != len(grid):
        told = _("winds has {winds} columns and grid {cells} cells; give one for each cell")
        raise ValueError(told.format(winds=winds.shape[1], cells=len(grid)))
    table = values(grid, setting)
    code, roof = setting.code_share, setting.roof_share
    faster = winds * (1 + setting.wind_percent / 100)

    def rate(share: float, v_half: float, threshold: float) -> np.ndarray | float:
        if not share:  # most settings have no new roofs and no code: save the time
            return 0.0
        # what is not stored is no wind, and breaks nothing
        hit = faster.copy()
        hit.data = damage(hit.data, v_half, threshold)
        return share * float(often) * np.asarray(hit.sum(axis=0)).ravel()

    old, new = rate(1.0, V_HALF, THRESHOLD), rate(float(code > 0), CODE_V_HALF, THRESHOLD)
    plain = (1 - code) * old + code * new
    roofed = roof and (
        rate(1 - code, V_HALF, ROOF_THRESHOLD) + rate(code, CODE_V_HALF, ROOF_THRESHOLD)
    )
    loss = table["residential"] * ((1 - roof) * plain + roof * roofed)
    loss += (table["commercial"] + table["industrial"]) * plain + table["infrastructure"] * old
    return loss


def flood_loss(
    grid: pd.DataFrame, setting: Setting, damage: Callable[[Any, str], Any]
) -> pd.DataFrame:
    """Loss to each of the four floods, in each cell.

    Parameters
    ----------
    grid : pandas.DataFrame
        The table ``lanwan_grid``.
    setting : Setting
        Water, values and flood boards.
    damage : callable
        Takes depths [m] and a sector; gives damage ratios, such as
        `methods.impact.depth_damage`.

    Returns
    -------
    pandas.DataFrame, shape (cells, 4) [million CNY]
        Index: the cells; columns: return periods [years]. For the loss of an average year,
        `methods.impact.expected_annual_damage` of the sums.

    Notes
    -----
    Water reaches the lowest floor, 0.3 m above the ground. A flood board keeps it out up to
    0.4 m more; a deeper flood passes over the board as if it were not there. Depths are told
    to 0.01 m, so `damage` is asked once for each step of 0.01 m up to 20 m, and remembered.
    """
    depths, table = flood_depths(grid, setting), values(grid, setting)

    def ratios(depth: np.ndarray, sector: str) -> np.ndarray:
        return np.interp(depth, STEPS_M, _curve(damage, sector))

    floors = grid["floors"].to_numpy()[:, None]
    above = np.clip(depths.to_numpy() - STEP_M, 0, None)
    boarded = np.where(above > BOARD_M, above, 0)
    loss = np.zeros_like(above)
    for one in SECTORS[:3]:
        share = setting.board_share if one != "industrial" else 0.0
        ratio = ratios(above, one)
        if share:
            ratio = (1 - share) * ratio + share * ratios(boarded, one)
        loss += table[[one]].to_numpy() / floors * ratio
    nets = ratios(depths.to_numpy(), "infrastructure")
    loss += NETWORK_SHARE * table[["infrastructure"]].to_numpy() * nets
    return pd.DataFrame(loss, index=depths.index, columns=depths.columns)


@functools.lru_cache(maxsize=16)
def _curve(damage: Callable[[Any, str], Any], sector: str) -> np.ndarray:
    return np.asarray(damage(STEPS_M, sector), dtype=float)
