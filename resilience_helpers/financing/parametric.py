"""Cover that pays by an index: what it would have paid, and how far that is from the loss.

An index cover looks at a measured number, such as the wind of a storm near a city or the rain
of three days, and not at the damage. It pays fast, and can pay too much, too little or not at
all: its basis risk.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from resilience_helpers._text import _
from resilience_helpers._validate import (
    has_columns,
    numbers,
    one_of,
    plain,
    refuse,
    same_cases,
    whole_number,
)
from resilience_helpers.financing._numbers import one_number

#: Index of a storm -> (column of the track, value of a storm that stays outside the circle).
INDEXES = {
    "wind_1min": ("wind_1min_m_s", 0.0),
    "wind_10min": ("wind_10min_m_s", 0.0),
    "pressure": ("pressure_hpa", 1010.0),
}
KINDS = ("linear", "step")
_CENTRE = ("latitude", "longitude")
_EARTH_RADIUS_KM = 6371.0


class BasisRisk(NamedTuple):
    """How an index cover and the losses it is meant for agree; see `basis_risk`."""

    losses: int
    payouts: int
    missed: int
    false: int
    share_paid: float
    share_overpaid: float
    correlation: float


def index_in_circle(
    tracks: pd.DataFrame,
    latitude: float,
    longitude: float,
    radius_km: float,
    index: str = "wind_1min",
    step_minutes: int = 30,
) -> pd.Series:
    """Strength of each storm while its centre is within a circle around a place.

    Between two fixes, position and strength change on straight lines. Many covers count the
    reported fixes only: a long step, such as 360 minutes, comes near to that.

    Parameters
    ----------
    tracks : pandas.DataFrame
        One row a fix, by time: columns storm, time_utc, latitude, longitude [degrees] and that
        of the index. The strength may be missing; it is then filled between two known fixes,
        and unknown before the first and after the last.
    latitude, longitude : float [degrees]
        Centre of the circle.
    radius_km : float [km]
        Above 0.
    index : {"wind_1min", "wind_10min", "pressure"}
        Largest 1-minute or 10-minute wind [m/s], or lowest pressure [hPa].
    step_minutes : int [minutes]
        Longest step between two looks; 1 or more.

    Returns
    -------
    pandas.Series
        One value a storm, in the order of appearance. A storm that never comes into the circle,
        or whose strength is unknown there, has a wind of 0 or a pressure of 1010 hPa.

    Raises
    ------
    ValueError
        If a column is missing, `index` is unknown, or a number is out of its range.

    Examples
    --------
    >>> track = pd.DataFrame({"storm": "A", "time_utc": ["2020-07-01T00:00", "2020-07-01T06:00"],
    ...     "latitude": [22.0, 22.0], "longitude": [113.0, 115.0], "wind_1min_m_s": [30.0, 40.0]})
    >>> index_in_circle(track, 22.0, 114.0, radius_km=60).round(1)
    storm
    A    37.5
    Name: wind_1min_m_s, dtype: float64
    """
    one_of("index", index, INDEXES)
    column, outside = INDEXES[index]
    has_columns("tracks", tracks, ("storm", "time_utc", "latitude", "longitude", column))
    radius = one_number("radius_km", radius_km)
    refuse("radius_km", radius, radius <= 0, _("it must be above 0, in km"))
    step = whole_number("step_minutes", step_minutes, least=1) / 60
    place = one_number("latitude", latitude), one_number("longitude", longitude)
    times = pd.to_datetime(tracks["time_utc"]).to_numpy("datetime64[s]").astype("int64") / 3600
    strengths = tracks[column].to_numpy(float, na_value=np.nan)
    centres = [numbers(name, tracks[name]) for name in _CENTRE]
    found = {}
    for storm, rows in tracks.groupby("storm", sort=False).indices.items():
        if (np.diff(times[rows]) <= 0).any():
            raise ValueError(_("the times of storm {name} must increase").format(name=storm))
        fixes = times[rows], strengths[rows], *(values[rows] for values in centres)
        strength, *centre = _steps(*fixes, step)
        inside = strength[(_distance_km(*centre, *place) <= radius) & ~np.isnan(strength)]
        worst = inside.min if index == "pressure" else inside.max
        found[storm] = float(worst()) if inside.size else outside
    return pd.Series(found, name=column, dtype=float).rename_axis("storm")


def payout(
    index: ArrayLike,
    trigger: float,
    exhaustion: float,
    limit: float,
    kind: str = "linear",
    steps: int = 2,
) -> float | np.ndarray:
    """What an index cover pays.

    Parameters
    ----------
    index : array_like [unit of the index]
        Index of each event or season.
    trigger : float [unit of the index]
        Index from which on it pays.
    exhaustion : float [unit of the index]
        Index from which on it pays the whole limit. Above the trigger for an index that rises
        with the danger, such as wind; below it for one that falls, such as pressure.
    limit : float [money]
        The most that it pays for one event; above 0.
    kind : {"linear", "step"}
        "linear": nothing at the trigger itself, then a straight line up to the limit.
        "step": equal steps; the first is paid at the trigger, the whole at the exhaustion.
    steps : int
        Number of steps of kind "step"; 1 pays the whole limit from the trigger on.

    Returns
    -------
    float or ndarray [money]
        Of the shape of `index`.

    Raises
    ------
    ValueError
        If a number is missing, trigger and exhaustion are equal, the limit is not above 0, or
        `kind` is unknown.

    Examples
    --------
    >>> payout([35, 45, 60], trigger=40, exhaustion=50, limit=1000)
    array([   0.,  500., 1000.])
    >>> payout([960, 945], trigger=955, exhaustion=935, limit=1000, kind="step")
    array([  0., 500.])
    """
    one_of("kind", kind, KINDS)
    count = whole_number("steps", steps, least=1)
    measured = numbers("index", index)
    start, end = one_number("trigger", trigger), one_number("exhaustion", exhaustion)
    most = one_number("limit", limit)
    refuse("limit", most, most <= 0, _("it must be above 0"))
    if start == end:
        told = _(
            "trigger and exhaustion are both {value}; put the exhaustion above the trigger for "
            "an index that rises with the danger, below it for one that falls"
        )
        raise ValueError(told.format(value=float(start)))
    share = (measured - start) / (end - start)
    if kind == "step":
        # a hair of room: an index just at a step must not miss it by rounding
        taken = np.floor(share * (count - 1) + 1e-9) + 1 if count > 1 else np.ones_like(share)
        share = np.where(share >= 0, taken / count, 0.0)
    paid = most * np.clip(share, 0.0, 1.0)
    return plain(paid)


def basis_risk(loss: ArrayLike, payout: ArrayLike, least: float = 0.0) -> BasisRisk:
    """Compare what a cover paid with what it was meant to pay, event by event.

    Parameters
    ----------
    loss : array_like, shape (events,) [money]
        What each event cost, or what a layer would have paid of it; zero or more.
    payout : array_like, shape (events,) [money]
        What the index cover pays for it; zero or more.
    least : float [money]
        Losses up to this one need no payout.

    Returns
    -------
    BasisRisk
        `losses` above `least`, `payouts` above 0; `missed`: losses without a payout; `false`:
        payouts without such a loss. `share_paid`: of all loss, what was paid where it was lost;
        `share_overpaid`: of all payouts, what went beyond the loss of its event. `correlation`
        of loss and payout over the events. What cannot be divided is NaN.

    Raises
    ------
    ValueError
        If a number is negative or missing, or the two are not of the same events.

    Examples
    --------
    >>> found = basis_risk([0, 0, 400, 900], [0, 500, 0, 500])
    >>> found.missed, found.false, round(found.share_paid, 2), found.share_overpaid
    (1, 1, 0.38, 0.5)
    """
    same_cases(loss=loss, payout=payout)
    lost, paid = numbers("loss", loss), numbers("payout", payout)
    floor = one_number("least", least)
    for name, values in (("loss", lost), ("payout", paid), ("least", floor)):
        refuse(name, values, values < 0, _("it must be zero or more"))
    hit = lost > floor
    vary = np.ptp(lost) > 0 and np.ptp(paid) > 0
    return BasisRisk(
        losses=int(hit.sum()),
        payouts=int((paid > 0).sum()),
        missed=int((hit & (paid == 0)).sum()),
        false=int((~hit & (paid > 0)).sum()),
        share_paid=_share(np.minimum(lost, paid).sum(), lost.sum()),
        share_overpaid=_share(np.maximum(paid - lost, 0.0).sum(), paid.sum()),
        correlation=float(np.corrcoef(lost, paid)[0, 1]) if vary else float("nan"),
    )


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")


def _steps(times, strength, latitude, longitude, step) -> tuple[np.ndarray, ...]:
    """Return strength, latitude and longitude of one storm at short steps and at its fixes."""
    pieces = max(int(np.ceil((times[-1] - times[0]) / step - 1e-9)), 1)
    # the fixes stay among the steps: an agency's own strongest moment is never skipped
    hours = np.union1d(np.linspace(times[0], times[-1], pieces + 1), times)
    known = ~np.isnan(strength)
    filled = np.full_like(hours, np.nan)
    if known.any():
        filled = np.interp(hours, times[known], strength[known], left=np.nan, right=np.nan)
    return filled, np.interp(hours, times, latitude), np.interp(hours, times, longitude)


def _distance_km(latitude, longitude, home_latitude, home_longitude) -> np.ndarray:
    """Return great-circle distances by the haversine formula."""
    north, home_north = np.radians(latitude), np.radians(home_latitude)
    half = np.sin((north - home_north) / 2) ** 2
    turned = np.sin(np.radians(longitude - home_longitude) / 2) ** 2
    half = half + np.cos(north) * np.cos(home_north) * turned
    return 2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
