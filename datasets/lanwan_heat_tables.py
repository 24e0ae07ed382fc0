"""Lanwan's hot spell and its districts in the heat: a declared story, no random numbers."""

from lanwan import DISTRICTS, INDICATORS, LEVELS, scattered
from table_format import CC_BY, Column, Table

# Deaths of a normal summer, per 1,000 people and year: below 65, and 65 or more.
DEATH_RATE = (2.4, 38.0)
# District -> height / width of the streets, vegetation, roofs (shares of the ground),
# degrees above the country station at 15:00, people at heavy work outdoors.
HEAT = {
    "Old Town": (1.6, 0.08, 0.48, 1.8, 6_000),
    "Harbour": (0.9, 0.12, 0.35, 0.9, 38_000),
    "Riverside": (1.1, 0.20, 0.32, 1.3, 24_000),
    "New Centre": (1.3, 0.22, 0.34, 1.4, 30_000),
    "Hill Gardens": (0.4, 0.45, 0.18, -0.4, 7_000),
    "Delta Farms": (0.3, 0.55, 0.12, -0.2, 61_000),
    "Airport Flats": (0.5, 0.15, 0.38, 1.0, 46_000),
    "University Town": (0.5, 0.33, 0.22, 0.3, 9_000),
}
# Day, maximum, minimum, humidity at 15:00, mean wind, mean radiation, radiant heat, deaths.
SPELL = [
    (1, 33.1, 25.4, 62, 3.1, 245, 58, 52), (2, 34.6, 25.8, 58, 2.6, 262, 60, 55),
    (3, 35.4, 26.2, 56, 2.2, 270, 61, 57), (4, 36.2, 26.6, 54, 2.0, 274, 62, 60),
    (5, 37.3, 27.1, 50, 1.8, 279, 63, 63), (6, 38.8, 27.8, 46, 1.6, 283, 65, 68),
    (7, 40.1, 28.4, 42, 1.5, 285, 66, 73), (8, 39.4, 28.6, 44, 1.7, 280, 65, 74),
    (9, 36.8, 27.5, 53, 2.8, 240, 60, 66), (10, 33.0, 25.9, 68, 4.2, 170, 48, 57),
]  # fmt: skip


def district_rows() -> list[tuple]:
    """Return the rows of lanwan_heat."""
    place = list(INDICATORS).index("aged_65_percent")
    shares = scattered(LEVELS, seed=2030)
    rows = []
    for name, (canyon, green, roofs, above, workers) in HEAT.items():
        people = DISTRICTS[name][0]
        old = round(people * shares[name][place] / 100)
        young_deaths, old_deaths = (
            round(group * rate / 1000 / 365, 2)
            for group, rate in zip((people - old, old), DEATH_RATE, strict=True)
        )
        rows.append((name, canyon, green, roofs, above, workers, old, young_deaths, old_deaths))
    return rows


def lanwan_heat() -> Table:
    """Return the districts in the heat."""
    share = {"minimum": 0, "maximum": 1}
    return Table(
        "lanwan_heat",
        "Lanwan's districts in the heat: streets, green, roofs, people",
        "Synthetic: a declared story. Residents aged 65 or more follow lanwan_districts and "
        f"lanwan_indicators; deaths of a normal summer day are {DEATH_RATE[0]} per 1,000 and year "
        f"below 65 and {DEATH_RATE[1]} from 65 on. Generator: datasets/lanwan_heat_tables.py, no "
        "random numbers.",
        "synthetic",
        (
            Column("district", "string", "text", "District of Lanwan.",
                   constraints={"unique": True, "enum": list(DISTRICTS)}),
            Column("height_to_width", "number", "1",
                   "Height of the houses divided by the width of the streets."),
            Column("vegetation_fraction", "number", "1",
                   "Share of the ground under trees, lawns and shrubs where people live.",
                   decimals=2, constraints=share),
            Column("roof_fraction", "number", "1", "Share of the ground under roofs where people live.",
                   decimals=2, constraints=share),
            Column("afternoon_excess_c", "number", "deg C",
                   "Air at 15:00 of a hot day above that of the country station; sensors.",
                   constraints={"minimum": -5, "maximum": 5}),
            Column("outdoor_workers", "integer", "people", "People at heavy work outdoors.",
                   constraints={"minimum": 0}),
            Column("aged_65", "integer", "people", "Residents aged 65 or more.",
                   constraints={"minimum": 0}),
            Column("deaths_under_65", "number", "deaths per day",
                   "Deaths below 65 on a normal summer day.", decimals=2,
                   constraints={"minimum": 0}),
            Column("deaths_65", "number", "deaths per day",
                   "Deaths from 65 on, on a normal summer day.", decimals=2,
                   constraints={"minimum": 0}),
        ),
        district_rows(),
        [{"title": "Invented for the course; generator: datasets/lanwan_heat_tables.py"}],
        [CC_BY],
        "district",
        {"district": ("lanwan_districts", "district")},
    )  # fmt: skip


def lanwan_hot_spell() -> Table:
    """Return the ten days of heat."""
    return Table(
        "lanwan_hot_spell",
        "Ten hot days of July at Lanwan's country station",
        "Synthetic: a declared story of a hot spell with one day above 40 deg C. The weather is "
        "that of the station in the countryside; deaths are of the whole city, all causes. "
        "Generator: datasets/lanwan_heat_tables.py, no random numbers.",
        "synthetic",
        (
            Column("day", "integer", "days", "Day of the spell.",
                   constraints={"unique": True, "minimum": 1}),
            Column("maximum_c", "number", "deg C", "Highest air temperature, at 15:00."),
            Column("minimum_c", "number", "deg C", "Lowest air temperature, before sunrise."),
            Column("humidity_percent", "integer", "percent", "Relative humidity at 15:00.",
                   constraints={"minimum": 0, "maximum": 100}),
            Column("wind_m_s", "number", "m/s", "Wind at 10 m, mean of 24 hours.",
                   constraints={"minimum": 0}),
            Column("radiation_w_m2", "integer", "W/m2", "Solar radiation, mean of 24 hours.",
                   constraints={"minimum": 0}),
            Column("radiant_c", "integer", "deg C",
                   "Mean radiant temperature at 15:00 in the sun."),
            Column("deaths", "integer", "deaths", "Deaths of the day in the city.",
                   constraints={"minimum": 0}),
        ),
        SPELL,
        [{"title": "Invented for the course; generator: datasets/lanwan_heat_tables.py"}],
        [CC_BY],
        "day",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the tables of Lanwan's heat."""
    return [lanwan_heat(), lanwan_hot_spell()]
