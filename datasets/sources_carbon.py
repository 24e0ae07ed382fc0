"""Emission factors: electricity of China's grids, fuels, freight; each with its source.

Every value was read in the announcement, in a report of it or in a work that quotes it. Factors
that could not be read again, such as those for emissions trading, are not in the tables.

References
----------
.. [1] Ministry of Ecology and Environment and National Bureau of Statistics, announcement of
   CO2 emission factors of electricity 2023, as Guangming Daily, Economic Daily and China
   Electric Power News reported in January 2026.
.. [2] The same for 2022, announcement of 20 December 2024, as Beijing News reported on 27
   December 2024; with the values of 2021 for comparison (announcement 2024 no. 12).
.. [3] IPCC 2006 Guidelines for National Greenhouse Gas Inventories, volume 2, table 1.4: the
   carbon content of each fuel (25.8, 20.2, 18.9, 15.3 kg C per GJ) times 44 / 12. China's own
   contents (NDRC 2007, in Mathematical Problems in Engineering 2014, 539596, table 2) are 27.28,
   20.17, 18.9 and 15.32, of which 92.3, 98.2, 98.0 and 99.0 % burn.
.. [4] European Transport Research Review 2019, doi 10.1186/s12544-019-0344-x, table 9, after
   KiM and CE Delft: the Netherlands, CO2, 2014; rail with 80 % electric trains.
.. [5] Defra and DECC (2012), "Greenhouse gas conversion factors for company reporting", annex
   7, table 7e: direct emissions, average loads of the United Kingdom.
"""

from table_format import Column, Table

ANNOUNCED_2023 = "MEE and NBS, factors of 2023; Guangming Daily, January 2026"
ANNOUNCED_2022 = "MEE and NBS, 20 December 2024; Beijing News, 27 December 2024"

# Place -> kg CO2 per kWh in 2022 [2]_ and 2023 [1]_: average of the region's electricity.
REGIONS = {
    "North": (0.6776, 0.6361),
    "Northeast": (0.5564, 0.5122),
    "East": (0.5617, 0.5500),
    "Central": (0.5395, 0.5271),
    "Northwest": (0.5857, 0.5543),
    "South": (0.3869, 0.4042),
    "Southwest": (0.2268, 0.2472),
}
# Basis, year, kg CO2 per kWh, source, of the whole country.
NATIONAL = [
    ("average", 2021, 0.5568, ANNOUNCED_2022),
    ("average", 2022, 0.5366, ANNOUNCED_2022),
    ("average", 2023, 0.5306, ANNOUNCED_2023),
    ("without traded non-fossil", 2022, 0.5856, ANNOUNCED_2022),
    ("without traded non-fossil", 2023, 0.6096, "MEE and NBS, factors of 2023; China Electric Power News, January 2026"),
    ("fossil power", 2021, 0.8426, ANNOUNCED_2022),
    ("fossil power", 2022, 0.8325, ANNOUNCED_2022),
    ("fossil power", 2023, 0.8273, "MEE and NBS, factors of 2023; China Electric Power News, January 2026"),
]  # fmt: skip
BASES = ("average", "without traded non-fossil", "fossil power")

# Fuel, kg CO2 per GJ (net calorific value) [3]_.
FUELS = [
    ("coal", "other bituminous coal", 94.6),
    ("diesel", "gas and diesel oil", 74.1),
    ("petrol", "motor gasoline", 69.3),
    ("natural gas", "natural gas", 56.1),
]

DUTCH = "European Transport Research Review 2019, doi 10.1186/s12544-019-0344-x, table 9"
DEFRA = "Defra and DECC 2012, annex 7, table 7e"
# Mode, g per tonne-kilometre, what is counted, country, year, source.
FREIGHT = [
    ("road", 90.3, "CO2", "Netherlands", 2014, DUTCH),
    ("rail", 11.3, "CO2", "Netherlands", 2014, DUTCH),
    ("inland waterway", 38.6, "CO2", "Netherlands", 2014, DUTCH),
    ("small truck, 7.5-17 t", 354.10, "CO2e", "United Kingdom", 2012, DEFRA),
    ("large truck, over 33 t", 84.73, "CO2e", "United Kingdom", 2012, DEFRA),
    ("all trucks", 123.66, "CO2e", "United Kingdom", 2012, DEFRA),
]
FACTS = [{"name": "facts", "title": "Published facts; cite the sources"}]


def grid_factors() -> Table:
    """Return CO2 emission factors of electricity in China."""
    rows = [("national", *row) for row in NATIONAL]
    for place, values in REGIONS.items():
        for year, value, source in zip(
            (2022, 2023), values, (ANNOUNCED_2022, ANNOUNCED_2023), strict=True
        ):
            rows.append((place, "average", year, value, source))
    return Table(
        "grid_emission_factors",
        "CO2 emission factors of electricity in China, by grid and year",
        "CO2 of one kilowatt-hour from the grid. All share one method. Losses on the way to "
        "the consumer, methane and the making of fuels are not counted.",
        "observed",
        (
            Column("place", "string", "text", "Whole country or region of the grid.",
                   constraints={"enum": ["national", *REGIONS]}),
            Column("basis", "string", "text",
                   "average: all electricity; without traded non-fossil: without non-fossil "
                   "electricity that was sold on the market; fossil power: fossil power plants "
                   "only.",
                   constraints={"enum": list(BASES)}),
            Column("year", "integer", "year", "Year that the factor describes.",
                   constraints={"minimum": 2021, "maximum": 2023}),
            Column("kg_co2_per_kwh", "number", "kg CO2 per kWh", "Emission factor.", decimals=4,
                   constraints={"minimum": 0, "maximum": 1}),
            Column("source", "string", "text", "Who published the value."),
        ),
        rows,
        [
            {"title": "Ministry of Ecology and Environment and National Bureau of Statistics, "
             "CO2 emission factors of electricity 2021, 2022, 2023"},
        ],
        FACTS,
        "place basis year",
    )  # fmt: skip


def fuel_factors() -> Table:
    """Return CO2 emission factors of fuels."""
    return Table(
        "fuel_emission_factors",
        "CO2 emission factors of fuels",
        "CO2 from burning fuel with one gigajoule of net calorific value; 1 kg per GJ is 1 t per "
        "TJ. Defaults of the IPCC for all countries: a country's own fuel differs by some percent, "
        "coal by more. Methane and nitrous oxide are not counted.",
        "observed",
        (
            Column("fuel", "string", "text", "Fuel, as the course names it.",
                   constraints={"unique": True}),
            Column("ipcc_name", "string", "text", "Name of the fuel in the source."),
            Column("kg_co2_per_gj", "number", "kg CO2 per GJ", "Emission factor.",
                   constraints={"minimum": 0, "maximum": 120}),
        ),
        FUELS,
        [
            {
                "title": "IPCC 2006 Guidelines for National Greenhouse Gas Inventories, volume 2, "
                "table 1.4",
                "path": "https://www.ipcc-nggip.iges.or.jp/public/2006gl/vol2.html",
            }
        ],
        FACTS,
        "fuel",
    )  # fmt: skip


def freight_factors() -> Table:
    """Return emission factors of freight."""
    return Table(
        "freight_emission_factors",
        "Emission factors of freight, by mode",
        "Grams for moving one tonne over one kilometre, at average loads, from two countries of "
        "Europe. They differ in year and in what is counted: compare modes of one source, and "
        "use the carrier's own fuel bill where there is one.",
        "observed",
        (
            Column("mode", "string", "text", "Mode and vehicle.", constraints={"unique": True}),
            Column("g_per_tkm", "number", "g per t km", "Emission factor.", decimals=2,
                   constraints={"minimum": 0, "maximum": 2000}),
            Column("counts", "string", "text",
                   "CO2, or CO2e with methane and nitrous oxide; both from driving alone, with "
                   "the power plants of electric trains.",
                   constraints={"enum": ["CO2", "CO2e"]}),
            Column("country", "string", "text", "Country of the vehicles and loads."),
            Column("year", "integer", "year", "Year of the factor.",
                   constraints={"minimum": 2012, "maximum": 2014}),
            Column("source", "string", "text", "Who published the value."),
        ),
        FREIGHT,
        [
            {"title": "Shift-share based tool for modal shift, table 9 (after KiM and CE Delft)",
             "path": "https://doi.org/10.1186/s12544-019-0344-x"},
            {"title": "Defra and DECC 2012, greenhouse gas conversion factors, annex 7"},
        ],
        FACTS,
        "mode",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the emission factors."""
    return [grid_factors(), fuel_factors(), freight_factors()]
