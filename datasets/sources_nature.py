"""Published gross ecosystem products, Lishui's first, and published unit values.

References
----------
.. [1] China Daily, 20 December 2019: Lishui realizes coordinated growth of GDP and GEP.
.. [2] China Daily, 2 January 2020: First ecological value-added award payment in Lishui.
.. [3] Li, Y. and others (2024), "Optimizing the valuation and implementation path of the gross
   ecosystem product: a case study of Tonglu County", Sustainability 16(4), 1408.
.. [4] Chen, M. and others (2021), gross ecosystem product of Ninghai County, Acta Ecologica
   Sinica 41(14), 5899-5907.
.. [5] Shen, Y. and others (2024), "Gross ecosystem product accounting in Miyun County: the supply
   and use of ecosystem services", Frontiers in Ecology and Evolution 12, 1367768.
.. [6] Caixin Global, 8 September 2025, China Carbon Watch; Science and Technology Daily, January
   2025, on the national carbon market in 2024.
.. [7] Contingent valuation of Fuzhou National Forest Park, interviews of October 2015 and January
   2016: 13.79 CNY over all, 11.6 and 10.96 with two corrections for those who protested.
"""

from table_format import Column, Table

# Place, year, GEP, regulating services, their largest one where it is named [billion CNY], GDP,
# GEP / GDP as printed, what the number counts, source.
PUBLISHED = [
    ("Lishui", 2006, 209.63, None, None, None, None, "all services", "China Daily 20.12.2019"),
    ("Lishui", 2017, 467.3, None, None, None, None, "all services", "China Daily 20.12.2019"),
    ("Lishui", 2018, 502.45, 365.94, None, 139.47, None, "all services",
     "China Daily 20.12.2019"),
    ("Dajun township", 2018, 1.79, None, None, None, None, "all services",
     "China Daily 02.01.2020"),
    ("Ninghai", 2018, 125.903, 67.059, None, None, 2.09, "all services", "Chen and others 2021"),
    ("Tonglu", 2021, 55.129, None, 27.199, None, 1.33, "all services; largest: climate regulation",
     "Li and others 2024"),
    ("Miyun", 2020, 254.32, None, None, None, None, "potential", "Shen and others 2024"),
    ("Miyun", 2020, 53.28, None, None, None, None, "used", "Shen and others 2024"),
]  # fmt: skip

# Service, unit, low, central and high value [CNY per unit], method, years, source.
VALUES = [
    ("carbon taken up", "t CO2", 67.51, 97.49, 105.66,
     "national carbon market: lowest close of 2025 to June, close of 2024, highest close",
     "2024-2025", "Caixin Global 08.09.2025; Science and Technology Daily 01.2025"),
    ("visits", "visit", 10.96, 11.6, 13.79,
     "willingness to pay for a visit to Fuzhou National Forest Park, three ways to count protest",
     "2015-2016", "contingent valuation, 249 visitors"),
]  # fmt: skip


def unit_values() -> Table:
    """Return the published unit values."""
    money = {"minimum": 0}
    return Table(
        "gep_unit_values",
        "Published unit values of two services",
        "Prices of the years named, not brought to one year. The market price of carbon says what "
        "a permit costs, not what the harm of a tonne is.",
        "observed",
        (
            Column("service", "string", "text", "Service, as in lanwan_ecosystems.",
                   constraints={"unique": True}),
            Column("per", "string", "text", "Unit that the value is for."),
            Column("low", "number", "CNY", "Low value.", decimals=2, constraints=money),
            Column("central", "number", "CNY", "Middle value.", decimals=2, constraints=money),
            Column("high", "number", "CNY", "High value.", decimals=2, constraints=money),
            Column("method", "string", "text", "How it was found."),
            Column("years", "string", "text", "Years of the prices."),
            Column("source", "string", "text", "Where it was published."),
        ),
        VALUES,
        [
            {"title": "Caixin Global, 8 September 2025, and Science and Technology Daily, January "
                      "2025, on the national carbon market"},
            {"title": "Contingent valuation of Fuzhou National Forest Park, 2015-2016"},
        ],
        [{"name": "facts", "title": "Published facts; cite the source of each row"}],
        "service",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the table of published products."""
    money = {"minimum": 0}

    def amount(name: str, text: str, decimals: int = 3) -> Column:
        return Column(name, "number", "billion CNY", text, decimals=decimals, optional=True,
                      constraints=money)  # fmt: skip

    return [
        Table(
            "gep_lishui",
            "Published gross ecosystem products of Lishui and other places in China",
            "Methods, services and prices differ from place to place and from year to year: do "
            "not rank places by it.",
            "observed",
            (
                Column("place", "string", "text", "City, county or township."),
                Column("year", "integer", "year", "Year of the account."),
                amount("gep_billion_cny", "Gross ecosystem product."),
                amount("regulating_billion_cny", "Regulating services in it."),
                amount("largest_billion_cny", "Largest single service, where it is named."),
                amount("gdp_billion_cny", "Gross domestic product of the same year."),
                Column("gep_to_gdp", "number", "1", "GEP divided by GDP, as printed.", decimals=2,
                       optional=True, constraints=money),
                Column("counts", "string", "text", "What the number counts."),
                Column("source", "string", "text", "Where it was published."),
            ),
            PUBLISHED,
            [
                {"title": "China Daily, 20 December 2019 and 2 January 2020, on Lishui and Dajun"},
                {"title": "Li and others 2024, Sustainability 16(4), 1408"},
                {"title": "Chen and others 2021, Acta Ecologica Sinica 41(14), 5899-5907"},
                {"title": "Shen and others 2024, Frontiers in Ecology and Evolution 12, 1367768"},
            ],
            [{"name": "facts", "title": "Published facts; cite the source of each row"}],
            "place year counts",
        ),
        unit_values(),
    ]  # fmt: skip
