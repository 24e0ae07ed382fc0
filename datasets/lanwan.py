"""Lanwan, a fictional river-delta city: every number of it is invented.

Two kinds of tables stand here. Stories are declared by hand, so that a calculation on paper
comes out exactly. The district indicators are declared levels plus seeded scatter; the city
profile is computed from the districts.
"""

import numpy as np

# District -> (residents, area [km2], character).
DISTRICTS = {
    "Old Town": (268_000, 24, "old town on the river, narrow lanes, many elderly residents"),
    "Harbour": (312_000, 176, "port and offices on low ground by the sea, rich and exposed"),
    "Riverside": (396_000, 112, "housing blocks behind the river levee, mixed trades"),
    "New Centre": (421_000, 88, "new towers, government and shops on raised ground"),
    "Hill Gardens": (187_000, 205, "quiet hillside homes above the floods, far from hospitals"),
    "Delta Farms": (214_000, 705, "villages, fish ponds and fields at sea level, poor and green"),
    "Airport Flats": (343_000, 232, "warehouses and young workers on drained flats"),
    "University Town": (259_000, 138, "campus and teaching hospital at the foot of the hills"),
}

# Indicator -> (dimension, direction, unit, decimals, highest, meaning).
INDICATORS = {
    "flood_prone_population_percent": (
        "climate", -1, "percent", 1, 100,
        "Residents whose home a 1-in-50-year flood would reach."),
    "green_space_percent": (
        "climate", 1, "percent", 1, 100,
        "Area under plants or open water, which cools the air and takes up rain."),
    "warning_coverage_percent": (
        "climate", 1, "percent", 1, 100,
        "Residents whom a warning reaches at least one hour before the event."),
    "largest_sector_jobs_percent": (
        "economic", -1, "percent", 1, 100,
        "Jobs in the largest branch of the economy: one blow to it hits them all."),
    "insured_homes_percent": (
        "economic", 1, "percent", 1, 100,
        "Homes insured against flood and storm."),
    "disaster_reserve_cny_per_person": (
        "economic", 1, "CNY per person", 0, 100_000,
        "Public money set aside for emergencies."),
    "aged_65_percent": (
        "social", -1, "percent", 1, 100,
        "Residents aged 65 or more, who need help first in heat and flood."),
    "doctors_per_1000": (
        "social", 1, "doctors per 1000 residents", 1, 50,
        "Doctors who work in the district."),
    "shelter_m2_per_person": (
        "social", 1, "m2 per person", 1, 100,
        "Floor of emergency shelters."),
}  # fmt: skip

# Level of each indicator, in the order of INDICATORS, before scatter.
LEVELS = {
    "Old Town": (54, 9, 82, 31, 14, 85, 27, 5.1, 0.4),
    "Harbour": (48, 13, 86, 35, 61, 640, 13, 2.4, 0.7),
    "Riverside": (37, 24, 92, 27, 36, 290, 17, 3.1, 1.2),
    "New Centre": (19, 27, 96, 38, 52, 470, 12, 4.0, 1.3),
    "Hill Gardens": (4, 55, 89, 34, 45, 350, 22, 2.0, 1.8),
    "Delta Farms": (61, 64, 66, 53, 9, 120, 24, 1.3, 2.4),
    "Airport Flats": (43, 18, 88, 61, 28, 240, 10, 1.7, 0.9),
    "University Town": (13, 37, 97, 52, 33, 270, 7, 4.6, 2.7),
}

# Scenario, events per year, exposed value [million CNY], damage ratio: f x E x V sums to 300.
FLOODS = [
    ("streets under water", 0.2, 4_000, 0.05),
    ("river over its banks", 0.05, 14_000, 0.10),
    ("levee breach", 0.02, 40_000, 0.125),
    ("storm tide and levee breach", 0.005, 90_000, 0.20),
]

# Event -> [(day, water, power, transit)] in percent of normal service; 100 before day 0.
EVENTS = {
    "autumn flood": [
        (0, 55, 72, 20), (1, 57.5, 78, 20), (2, 60, 84, 35), (3, 62.5, 90, 50), (4, 65, 94, 60),
        (5, 67.5, 97, 65), (6, 70, 100, 70), (8, 75, 100, 80), (10, 80, 100, 85),
        (11, 82.5, 100, 85), (12, 85, 100, 90), (14, 90, 100, 95), (15, 92.5, 100, 95),
        (16, 95, 100, 100), (18, 100, 100, 100),
    ],
    "summer typhoon": [
        (0, 92, 20, 0), (0.5, 92, 20, 0), (1, 94, 20, 0), (1.5, 95, 50, 0), (2, 97, 50, 40),
        (3, 100, 50, 60), (4, 100, 65, 75), (5, 100, 65, 85), (6, 100, 80, 90), (7, 100, 80, 95),
        (8, 100, 90, 100), (9, 100, 90, 100), (10, 100, 95, 100), (11, 100, 95, 100),
        (12, 100, 100, 100),
    ],
    "cold-spell blackout": [
        (0, 100, 65, 80), (0.5, 96, 65, 75), (1, 90, 70, 75), (1.5, 84, 75, 80), (2, 78, 80, 85),
        (2.5, 80, 85, 90), (3, 84, 90, 90), (3.5, 88, 95, 95), (4, 91, 100, 100),
        (5, 95, 100, 100), (6, 98, 100, 100), (7, 100, 100, 100), (8, 100, 100, 100),
    ],
}  # fmt: skip

# Essential -> scores of its questions; None = not answered. Weak: 3, 7 and 10.
ANSWERS = {
    1: (3, 2, 2),
    2: (2, 2, 1, 1, 2),
    3: (1, 1, 1, 0),
    4: (2, 2, 3, 1),
    5: (2, 2, 1),
    6: (2, 2, 1, 2, None, 2),
    7: (1, 0, 2, 1),
    8: (2, 3, 2, 2, 1, 3, 2, 2, None),
    9: (3, 2, 2, 2, 2, 2, 2),
    10: (0, 1),
}


def scattered(levels: dict, seed: int) -> dict:
    """Return the levels with up to 5 percent of scatter, so that they look like counts.

    Parameters
    ----------
    levels : dict of str to tuple
        District -> one level per indicator, in the order of `INDICATORS` [their units].
    seed : int
        Seed of `numpy.random.default_rng`.

    Returns
    -------
    dict of str to list of float
        District -> values, rounded to the decimals of the indicator. A percentage that the
        scatter would lift above 99.5 stays at 99.5: no warning reaches everybody.

    Examples
    --------
    >>> scattered({"Harbour": LEVELS["Harbour"]}, seed=1)["Harbour"][:2]
    [48.1, 13.6]
    """
    generator = np.random.default_rng(seed)
    values = {}
    for district, row in levels.items():
        factors = 0.95 + 0.10 * generator.random(len(row))
        values[district] = [
            round(min(float(level * factor), 99.5 if unit == "percent" else highest), decimals)
            for level, factor, (_d, _s, unit, decimals, highest, _m) in zip(
                row, factors, INDICATORS.values(), strict=True
            )
        ]
    return values


def profile_rows(values: dict) -> list[tuple]:
    """Return the profile of the city: field, value, unit, note.

    Parameters
    ----------
    values : dict of str to list of float
        District -> indicators, as `scattered` gives them.

    Returns
    -------
    list of tuple of str
        One row per field of a city profile.
    """
    people = np.array([DISTRICTS[district][0] for district in values])
    area = np.array([DISTRICTS[district][1] for district in values])
    table = np.array(list(values.values()))
    rows = [
        ("name", "Lanwan", "text", "Fictional river-delta city."),
        ("country", "fictional", "text", ""),
        ("population", str(people.sum()), "residents", "Sum of the districts."),
        ("area_km2", str(area.sum()), "km2", "Sum of the districts."),
        ("gdp_million_cny", "372000", "million CNY", "Declared: 155,000 CNY per resident."),
    ]
    for place, (name, about) in enumerate(INDICATORS.items()):
        unit, decimals = about[2], about[3]
        weights, note = people, "Mean of the districts, weighted by residents."
        if name == "green_space_percent":
            weights, note = area, "Mean of the districts, weighted by area."
        value = float((table[:, place] * weights).sum() / weights.sum())
        if name == "largest_sector_jobs_percent":
            # Each district has another largest branch, so their mean is not the city's share.
            value, note = 29.0, "Declared: the largest branch of the whole city, the port."
        rows.append((name, f"{value:.{decimals}f}", unit, note))
    water = [(day, percent) for day, percent, *_others in EVENTS["autumn flood"]]
    lowest = min(percent for _day, percent in water)
    restored = min(day for day, percent in water if percent == 100)
    return [
        *rows,
        ("last_event", "autumn flood", "text", "First event of the table lanwan_recovery."),
        ("service_lowest_percent", str(lowest), "percent", "Water supply right after the event."),
        ("recovery_days", str(restored), "days", "Until water supply was back at 100 percent."),
    ]
