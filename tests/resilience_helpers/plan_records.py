"""Plans to export in the tests: a filled one, an empty one, one with gaps, one of another city."""

import dataclasses

import pandas as pd

from resilience_helpers import datasets
from resilience_helpers.city import City, load_city


def filled() -> pd.DataFrame:
    """Return Lanwan's plan, with all records of all sections."""
    frame = datasets.load("lanwan_plan")
    frame.attrs = {}
    return frame.fillna("")


def empty() -> pd.DataFrame:
    """Return a plan without records."""
    return filled().iloc[:0]


def without(*sections: str) -> pd.DataFrame:
    """Return the filled plan without these sections."""
    frame = filled()
    return frame[~frame["section"].isin(sections)]


def bay_city() -> City:
    """Return a fictional city that gave only what it must."""
    lanwan = load_city("lanwan")
    optional = ("doctors_per_1000", "aged_65_percent", "flood_prone_population_percent")
    return dataclasses.replace(
        lanwan, name="Bay City", country="nowhere", population=640_000, area_km2=410,
        gdp_million_cny=51_000, last_event=None, service_lowest_percent=None,
        recovery_days=None, notes=(), fallbacks=optional,
    )  # fmt: skip
