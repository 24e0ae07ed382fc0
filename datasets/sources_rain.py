"""Observed rain: yearly maxima of stations, and Hong Kong day by day with its warnings.

References
----------
.. [1] NOAA NCEI, GHCN-Daily (Menne et al. 2012, doi 10.1175/JTECH-D-11-00103.1).
.. [2] Hong Kong Observatory, open data, daily total rainfall since 1884.
.. [3] Hong Kong Observatory, rainstorm warning signals, 1998-2022.
"""

import csv
from datetime import datetime, timedelta
from pathlib import Path

from kept_tables import made_or_kept
from table_format import Column, Table

# GHCN station -> (name, city of the course that it stands for, distance [km]); an empty distance
# is the city's own station. Left out: stations with less than 20 complete years, and Hangzhou,
# which stands for no city of the course.
STATIONS = {
    "CHM00056778": ("Kunming (56778)", "Kunming", None),
    "CHM00056294": ("Chengdu Shuangliu (56294)", "Chengdu", None),
    "CHM00057516": ("Chongqing Shapingba (57516)", "Chongqing", None),
    "CHM00058477": ("Dinghai (58477)", "Ningbo", 58),
    "CHM00058633": ("Quzhou (58633)", "Jinhua", 77),
    "CHM00058659": ("Wenzhou (58659)", "Lishui", 88),
    "CHM00059287": ("Guangzhou (59287)", "Zhuhai", 106),
    "JA000047607": ("Toyama (47607)", "Toyama", None),
}
OBSERVATORY = ("Hong Kong Observatory", "Zhuhai", 62)
WET_MONTHS = 6
COMPLETE_DAYS = 350
COLOURS = ("Amber", "Red", "Black")
HKO_TERMS = {
    "name": "other-at",
    "title": "Hong Kong Observatory open data; free use with attribution",
}
PUBLIC_DOMAIN = {"name": "other-pd", "title": "NOAA data, public domain; cite the source"}
GHCN = {
    "title": "NOAA NCEI, GHCN-Daily, monthly maxima of daily rain",
    "path": "https://www.ncei.noaa.gov/products/land-based-station/"
    "global-historical-climatology-network-daily",
}
HKO_RAIN = {
    "title": "Hong Kong Observatory, open data, daily total rainfall",
    "path": "https://www.hko.gov.hk/en/abouthko/opendata_intro.htm",
}
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


def daily_rows(raw: Path) -> list[tuple]:
    """Return date, rain [mm] and note of every day of the Hong Kong record.

    "Trace" (less than 0.05 mm) becomes 0.0 with the note "trace". A day without a value is
    left out; so is 29 February 1900, which the file lists and no calendar has.

    Parameters
    ----------
    raw : Path
        Folder of the raw files.

    Returns
    -------
    list of tuple
        ISO date, rain [mm], note.
    """
    rows = []
    with open(raw / "hko" / "daily_HKO_RF_ALL.csv", encoding="utf-8-sig", newline="") as file:
        for cells in csv.reader(file):
            if len(cells) != 5 or not cells[0].isdigit():
                continue
            year, month, day, value, completeness = cells
            if value == "***":
                continue
            date = datetime(int(year), int(month), int(day)).date().isoformat()
            note = "trace" if value == "Trace" else ""
            if completeness != "C":
                note = "incomplete"
            rows.append((date, 0.0 if value == "Trace" else float(value), note))
    return rows


def annual_maximum_rows(raw: Path) -> list[tuple]:
    """Return station, city, distance [km], year and highest daily rain [mm].

    Parameters
    ----------
    raw : Path
        Folder of the raw files.

    Returns
    -------
    list of tuple
        Rows of complete years only, by station and year.
    """
    found = {station: [] for station in STATIONS}
    with open(raw / "ghcn_monthly" / "rx1day_annual_max.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            complete = int(row["n_wet_months_ge25d_AprOct"]) >= WET_MONTHS
            if row["station"] in found and complete:
                found[row["station"]].append((int(row["year"]), float(row["rx1day_mm"])))
    rows = [
        (*STATIONS[station], year, rain)
        for station, years in found.items()
        for year, rain in sorted(years)
    ]
    years = {}
    for date, rain, note in daily_rows(raw):
        if note != "incomplete":
            years.setdefault(int(date[:4]), []).append(rain)
    for year, rains in sorted(years.items()):
        if len(rains) >= COMPLETE_DAYS:
            rows.append((*OBSERVATORY, year, max(rains)))
    return rows


def warning_rows(raw: Path) -> list[tuple]:
    """Return start, end (ISO, Hong Kong time) and colour of every rainstorm warning.

    Parameters
    ----------
    raw : Path
        Folder of the raw files.

    Returns
    -------
    list of tuple
        Warnings in the order of their start; "24:00" is midnight at the end of that day.
    """
    rows = []
    with open(raw / "hko" / "rainstorm9804_2208.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            moments = []
            for edge in ("start", "end"):
                day = datetime.strptime(row[f"{edge} date"], "%d-%b-%y")
                hours, minutes = row[f"{edge} time"].split(":")[:2]
                moment = day + timedelta(hours=int(hours), minutes=int(minutes))
                moments.append(moment.strftime("%Y-%m-%dT%H:%M"))
            rows.append((*moments, row["color"]))
    return rows


def annual_max_rain() -> Table:
    """Return the description of the yearly maxima."""
    cities = [city for _name, city, _distance in STATIONS.values()]
    return Table(
        "annual_max_rain",
        "Highest daily rain of each year at nine stations",
        "Highest rain of one day in each complete year. A year of a GHCN station counts if at "
        f"least {WET_MONTHS} of the 7 months April to October have at least 25 days of data; a "
        f"year of the Hong Kong Observatory counts if at least {COMPLETE_DAYS} days have a value. "
        "Years that do not count are left out, so the years of a station have gaps. Only stations "
        "with at least 20 complete years are here. In a missing month a higher value may "
        "have gone unseen.",
        "observed",
        (
            Column("station", "string", "text", "Station and its WMO number, or its name."),
            Column("city", "string", "text",
                   "City of the course that the station stands for.",
                   constraints={"enum": sorted(set(cities))}),
            Column("distance_km", "integer", "km",
                   "Distance from the station to the city; empty for the city's own station.",
                   optional=True, constraints={"minimum": 0, "maximum": 150}),
            Column("year", "integer", "year", "Calendar year.",
                   constraints={"minimum": 1884, "maximum": 2026}),
            Column("rain_mm", "number", "mm", "Highest rain of one day in the year.",
                   constraints={"minimum": 0, "maximum": 1000}),
        ),
        [],
        [GHCN, HKO_RAIN],
        [PUBLIC_DOMAIN, HKO_TERMS],
        "station year",
    )  # fmt: skip


def hongkong_daily_rain() -> Table:
    """Return the description of the daily record."""
    return Table(
        "hongkong_daily_rain",
        "Daily rain at the Hong Kong Observatory, 1884-2026",
        "Rain of each day from 1 March 1884 to 28 February 2026. The years 1940 to 1946 are "
        "missing: no rows. 'Trace' (less than 0.05 mm) is stored as 0.0 with the note 'trace'. "
        "A day that the Observatory marks as incomplete would have the note 'incomplete'; in this "
        "edition no day has it. The year 1884 begins in March, 2026 ends in February.",
        "observed",
        (
            Column("date", "string", "date (ISO 8601)", "Day, Hong Kong time.",
                   constraints={"unique": True, "pattern": DAY}),
            Column("rain_mm", "number", "mm", "Rain of the day.",
                   constraints={"minimum": 0, "maximum": 1000}),
            Column("note", "string", "text",
                   "'trace', 'incomplete', or empty for an ordinary day.", optional=True,
                   constraints={"enum": ["trace", "incomplete"]}),
        ),
        [],
        [HKO_RAIN],
        [HKO_TERMS],
        "date",
    )  # fmt: skip


def rainstorm_warnings() -> Table:
    """Return the description of the warnings."""
    moment = {"pattern": DAY + "T[0-9]{2}:[0-9]{2}"}
    return Table(
        "rainstorm_warnings",
        "Rainstorm warnings in Hong Kong, April 1998 to July 2022",
        "One row per warning signal of the Hong Kong Observatory. A rise from Amber to Red ends "
        "the Amber row and begins a Red one, so the rows do not overlap and one storm may fill "
        "several rows. The colours stand for hourly rain over 30 mm (Amber), 50 mm (Red) and "
        "70 mm (Black) in Hong Kong. Two ends written '24:00' are midnight at the end of the day.",
        "observed",
        (
            Column("start", "string", "date and time (ISO 8601)",
                   "Moment when the warning was issued, Hong Kong time (UTC+8).",
                   constraints={"unique": True, **moment}),
            Column("end", "string", "date and time (ISO 8601)",
                   "Moment when it ended or changed colour, Hong Kong time (UTC+8).",
                   constraints=moment),
            Column("colour", "string", "text", "Colour of the warning.",
                   constraints={"enum": list(COLOURS)}),
        ),
        [],
        [
            {
                "title": "Hong Kong Observatory, open data, rainstorm warning signals 1998-2022",
                "path": "https://www.hko.gov.hk/en/abouthko/opendata_intro.htm",
            },
            {
                "title": "Hong Kong Observatory, meaning of the three colours",
                "path": "https://www.hko.gov.hk/en/education/weather/rain/"
                "00043-interesting-statistics-on-rainstorm-warning-signals.html",
            },
        ],
        [HKO_TERMS],
        "start",
    )  # fmt: skip


def tables(raw: Path | None) -> list[Table]:
    """Return the tables of observed rain.

    Parameters
    ----------
    raw : Path or None
        Folder of the raw files; None where it is not at hand.
    """
    return [
        made_or_kept(annual_max_rain(), annual_maximum_rows, raw),
        made_or_kept(hongkong_daily_rain(), daily_rows, raw),
        made_or_kept(rainstorm_warnings(), warning_rows, raw),
    ]
