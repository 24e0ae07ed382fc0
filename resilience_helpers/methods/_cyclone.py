"""Arithmetic behind `wind`: no checks of single arguments here, the callers made them.

A track becomes arrays: its fixes completed, then steps of equal length, then one wind for
each step and place, of which the largest stays.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilience_helpers._text import _
from resilience_helpers._validate import numbers, refuse

AIR_DENSITY = 1.15  # kg/m3, as in Holland (1980)
EARTH_RADIUS_KM = 6371.0
EARTH_ROTATION = 7.292e-5  # rad/s
ENVIRONMENT_HPA = 1010.0  # pressure outside the storm
#: Holland (1980): limits of B that storms show at the gradient level, some 1 km up.
B_LIMITS = (1.0, 2.5)
#: Wind at 10 m over wind at the gradient level (Franklin, Black and Valde 2003).
SURFACE_FACTOR = 0.9
#: 10-minute over 1-minute mean, the factor of long practice; WMO (2010) gives 0.93 at sea.
TEN_OVER_ONE_MINUTE = 0.88
COLUMNS = (
    "storm",
    "time_utc",
    "latitude",
    "longitude",
    "wind_1min_m_s",
    "wind_10min_m_s",
    "pressure_hpa",
)
_LEAST_DROP_HPA = 1.0


@dataclass(frozen=True)
class Fixes:
    """Fixes of one storm, or its steps: arrays of one length, nothing missing."""

    hours: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray
    wind: np.ndarray  # strongest 1-minute wind [m/s]
    drop: np.ndarray  # pressure drop [hPa]
    speed: np.ndarray  # of the centre [m/s]
    heading: np.ndarray  # of the centre [radians from north to east]


def coriolis(latitude: np.ndarray) -> np.ndarray:
    """Return the Coriolis parameter [1/s], positive on both halves of the globe."""
    return 2 * EARTH_ROTATION * np.sin(np.radians(np.abs(latitude)))


def b_2008(drop: np.ndarray, latitude: np.ndarray, translation: np.ndarray) -> np.ndarray:
    """Return Holland's (2008) b_s for a storm of steady pressure."""
    x = 0.6 * (1 - drop / 215)
    return -4.4e-5 * drop**2 + 0.01 * drop - 0.014 * latitude + 0.15 * translation**x + 1.0


def mean_radius_km(wind: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Return the radius of maximum wind of Willoughby et al. (2006), eq. 7a."""
    return 46.4 * np.exp(-0.0155 * wind + 0.0169 * latitude)


def profile(
    distance: np.ndarray, head: np.ndarray, radius: np.ndarray, b: np.ndarray, f: np.ndarray
) -> np.ndarray:
    """Return Holland's (1980) wind [m/s]; `head` is B x pressure drop / density [m2/s2]."""
    turn = 500.0 * distance * f  # r f / 2, with r in m
    # 1 m instead of 0: the exponential has long made the wind 0 there
    ratio = (radius / np.maximum(distance, 1e-3)) ** b
    return np.sqrt(head * ratio * np.exp(-ratio) + turn**2) - turn


def storms(tracks: pd.DataFrame) -> tuple[pd.Index, list[Fixes]]:
    """Return the names of the storms and their completed fixes, in order of appearance."""
    check_columns(tracks)
    code, names = pd.factorize(tracks["storm"])
    if not len(names) or (code < 0).any():
        raise ValueError(_("tracks has no fix, or a fix without the name of its storm"))
    order = np.argsort(code, kind="stable")
    ends = np.cumsum(np.bincount(code))[:-1]
    times = pd.to_datetime(tracks["time_utc"]).to_numpy("datetime64[s]")
    if np.isnat(times).any():
        raise ValueError(_("time_utc is missing in a row of tracks; every fix needs its time"))
    hours = times.astype("int64") / 3600.0
    position = [numbers(name, tracks[name]) for name in ("latitude", "longitude")]
    measured = [_may_be_missing(tracks, name) for name in COLUMNS[4:]]
    columns = [np.split(column[order], ends) for column in (hours, *position, *measured)]
    return pd.Index(names, name="storm"), [
        _completed(name, *fixes) for name, *fixes in zip(names, *columns, strict=True)
    ]


def check_columns(tracks: pd.DataFrame) -> None:
    """Refuse a table that lacks a column of a track."""
    missing = [column for column in COLUMNS if column not in tracks]
    if missing:
        told = _("tracks has no column {missing}; it needs {columns}")
        raise ValueError(told.format(missing=missing[0], columns=", ".join(COLUMNS)))


def _may_be_missing(tracks: pd.DataFrame, name: str) -> np.ndarray:
    values = tracks[name].to_numpy(float, na_value=np.nan)
    refuse(name, values, np.isinf(values) | (values < 0), _("it must be zero or more, or empty"))
    return values


def _completed(name, hours, latitude, longitude, wind, wind_10min, pressure) -> Fixes:
    if (np.diff(hours) <= 0).any():
        raise ValueError(_("the times of storm {name} must increase").format(name=name))
    speed, heading = _motion(hours, latitude, longitude)
    drop = np.maximum(ENVIRONMENT_HPA - pressure, _LEAST_DROP_HPA)
    phi = np.abs(latitude)
    wind = np.where(np.isnan(wind), wind_10min / TEN_OVER_ONE_MINUTE, wind)
    by_pressure = np.sqrt(b_2008(drop, phi, speed) * 100 * drop / (AIR_DENSITY * np.e))
    wind = np.nan_to_num(np.where(np.isnan(wind), by_pressure, wind))
    by_wind = np.full_like(drop, 30.0)
    rounds = 20 if np.isnan(drop).any() else 0  # a fixed point: b_s changes slowly with the drop
    for _round in range(rounds):
        by_wind = wind**2 * AIR_DENSITY * np.e / (100 * b_2008(by_wind, phi, speed))
        by_wind = np.clip(by_wind, _LEAST_DROP_HPA, 150.0)
    drop = np.where(np.isnan(drop), by_wind, drop)
    return Fixes(hours, latitude, longitude, wind, drop, speed, heading)


def _motion(hours, latitude, longitude) -> tuple[np.ndarray, np.ndarray]:
    """Return speed [m/s] and heading of the centre; a single fix stands still."""
    if len(hours) < 2:
        return np.zeros(len(hours)), np.zeros(len(hours))
    metres = 1000 * EARTH_RADIUS_KM * np.radians(1)
    north = metres * np.gradient(latitude, hours) / 3600
    east = metres * np.gradient(longitude, hours) / 3600 * np.cos(np.radians(latitude))
    return np.hypot(north, east), np.arctan2(east, north)


def steps(fixes: Fixes, step_minutes: int, least: float) -> Fixes:
    """Return the storm at steps of equal length, without those in which it is too weak."""
    span = fixes.hours[-1] - fixes.hours[0]
    count = round(span * 60 / step_minutes) + 1 if span else 1
    hours = np.linspace(fixes.hours[0], fixes.hours[-1], max(count, 2 if span else 1))
    latitude, longitude, wind, drop = (
        np.interp(hours, fixes.hours, column)
        for column in (fixes.latitude, fixes.longitude, fixes.wind, fixes.drop)
    )
    speed, heading = _motion(hours, latitude, longitude)
    made = (hours, latitude, longitude, wind, drop, speed, heading)
    return Fixes(*(column[wind >= least] for column in made))


def unit_vectors(latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    """Return places as arrows from the centre of the globe, shape (places, 3)."""
    phi, around = np.radians(latitude), np.radians(longitude)
    return np.stack(
        [np.cos(phi) * np.cos(around), np.cos(phi) * np.sin(around), np.sin(phi)], axis=-1
    )


def largest(
    storm: Fixes, points: np.ndarray, reach_km: float, share: float, least: float
) -> np.ndarray:
    """Return the largest wind at each place [m/s]; a wind below `least` may come out as 0."""
    centre = unit_vectors(storm.latitude, storm.longitude)
    # the straight line through the globe, which stays exact for short distances
    chord = np.sqrt(np.maximum(2 - 2 * centre @ points.T, 0))
    column = {name: getattr(storm, name)[:, None] for name in storm.__dataclass_fields__}
    nearest = 2 * EARTH_RADIUS_KM * np.arcsin(chord.min(axis=1, keepdims=True) / 2)
    # beyond the radius the wind only falls, so the nearest place bounds it
    bound = np.add(*_parts(column, np.maximum(nearest, _radius(column, share)), share))
    kept = ((nearest <= reach_km) & (bound >= least))[:, 0]
    if not kept.any():
        return np.zeros(len(points))
    centre, chord = centre[kept], chord[kept]
    column = {name: values[kept] for name, values in column.items()}
    distance = 2 * EARTH_RADIUS_KM * np.arcsin(chord / 2)
    around, along = _parts(column, distance, share)
    side = _side(centre, points, chord, column["latitude"][:, 0], column["heading"])
    total = np.sqrt(np.maximum(around**2 + along**2 + 2 * around * along * side, 0))
    total[distance > reach_km] = 0.0
    return total.max(axis=0)


def _radius(storm: dict, share: float) -> np.ndarray:
    gradient = (storm["wind"] - _moved(storm, share)) / SURFACE_FACTOR
    return mean_radius_km(gradient, np.abs(storm["latitude"]))


def _moved(storm: dict, share: float) -> np.ndarray:
    return np.minimum(share * storm["speed"], storm["wind"])


def _parts(storm: dict, distance: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the wind around the centre and that of the motion, at the surface [m/s]."""
    motion, radius, f = _moved(storm, share), _radius(storm, share), coriolis(storm["latitude"])
    gradient = (storm["wind"] - motion) / SURFACE_FACTOR
    b = np.clip(gradient**2 * np.e * AIR_DENSITY / (100 * storm["drop"]), *B_LIMITS)
    head = np.e * (gradient**2 + gradient * 1000 * radius * f)  # gives this wind at the radius
    around = SURFACE_FACTOR * profile(distance, head, radius, b, f)
    return around, motion * np.minimum(1, radius / np.maximum(distance, 1e-3))


def _side(centre, points, chord, latitude, heading) -> np.ndarray:
    """Return the cosine between motion and round wind: 1 on the stronger side, -1 opposite."""
    longitude = np.arctan2(centre[:, 1], centre[:, 0])
    phi = np.radians(latitude)
    east = np.stack([-np.sin(longitude), np.cos(longitude), np.zeros_like(phi)], axis=-1)
    north = np.cross(centre, east)
    # the round wind blows to the left of the line from the centre, north of the equator
    right = east * np.cos(heading) - north * np.sin(heading)
    across = np.sign(np.where(phi == 0, 1, phi))[:, None] * (right @ points.T)
    sine = chord * np.sqrt(np.maximum(1 - chord**2 / 4, 0))
    return across / np.maximum(sine, 1e-12)
