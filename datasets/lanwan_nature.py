"""What nature gives Lanwan in a year, what it is worth, and three ways to keep the sea out.

All of it is declared by hand, or worked out from lanwan_grid as the descriptions say. Published
unit values stand in sources_nature.py.
"""

from table_format import CC_BY, Column, Table

SOURCES = [{"title": "Invented for the course; generator: datasets/lanwan_nature.py"}]
BY_HAND = "Synthetic: declared by hand; generator: datasets/lanwan_nature.py, no random numbers. "
# service, group, where it comes from, flow of the year before and of this year, unit, share that
# is used: low, likely, high; flow or stock, service that it feeds, who gets it.
ACCOUNT = [
    ("crops", "material", "fields", 0.646, 0.640, "t", 1, 1, 1, "flow", "",
     "farmers, and those who eat"),
    ("fish", "material", "ponds and coast", 0.119, 0.121, "t", 1, 1, 1, "flow", "",
     "fishers, and those who eat"),
    ("drinking water", "material", "hill reservoirs", 208, 212, "m3", 1, 1, 1, "flow", "",
     "waterworks and homes"),
    ("cool air", "regulating", "all green and water", 87600, 88391, "kWh", 0.01, 0.02, 0.05,
     "flow", "", "homes and offices near green"),
    ("soil kept", "regulating", "woods", 7.120, 7.164, "t", 0.1, 0.24, 0.4, "flow", "",
     "the port and the waterworks, which dredge less"),
    ("water kept by woods", "regulating", "woods", 69, 70.35, "m3", 1, 1, 1, "flow",
     "drinking water", "waterworks"),
    ("floods damped", "regulating", "ponds and wetland", 58, 58, "m3", 0.1, 0.3, 0.6, "flow", "",
     "homes downstream"),
    ("carbon taken up", "regulating", "woods", 0.158, 0.161, "t CO2", 1, 1, 1, "flow", "",
     "everybody in the world"),
    ("clean water", "regulating", "ponds and wetland", 0.0088, 0.0090, "t COD", 0.6, 0.8, 1,
     "flow", "", "waterworks and fishers"),
    ("clean air", "regulating", "woods", 0.0020, 0.0020, "t dust", 0.2, 0.4, 0.6, "flow", "",
     "residents"),
    ("pollination", "regulating", "edges of woods", 0.030, 0.030, "t more crops", 1, 1, 1, "flow",
     "crops", "farmers"),
    ("oxygen", "regulating", "woods", 0.115, 0.117, "t", 0, 0, 0, "flow", "",
     "nobody: the air has enough"),
    ("visits", "cultural", "hills, coast, ponds", 21, 22, "visits", 1, 1, 1, "flow", "",
     "residents and guests"),
    ("dearer homes near green", "cultural", "parks", 9600, 9800, "CNY", 1, 1, 1, "stock", "",
     "owners, once, when they sell"),
]  # fmt: skip

# service, unit, low, central and high value [CNY per unit], how it is valued.
VALUES = [
    ("crops", "t", 1300, 4200, 4800, "market price; low: what is left after labour and machines"),
    ("fish", "t", 5000, 16000, 18000, "market price; low: what is left after feed and labour"),
    ("drinking water", "m3", 0.2, 0.4, 0.8, "raw water fee"),
    ("cool air", "kWh", 0.45, 0.62, 0.9, "electricity that air conditioners would take"),
    ("soil kept", "t", 8, 15, 30, "dredging"),
    ("water kept by woods", "m3", 0.2, 0.4, 0.8, "reservoir, its building cost spread over years"),
    ("floods damped", "m3", 0.4, 0.9, 1.6, "retention basin, its cost spread over years"),
    ("clean water", "t COD", 2000, 2800, 4500, "treatment plant"),
    ("clean air", "t dust", 150, 600, 1200, "filters of power plants"),
    ("pollination", "t more crops", 1300, 4200, 4800, "market price of the crops"),
    ("oxygen", "t", 400, 1000, 1000, "industrial oxygen"),
    ("dearer homes near green", "CNY", 1, 1, 1, "prices of homes beside parks and elsewhere"),
    ("cooler residents", "resident and 1 °C", 10, 30, 60, "electricity of a summer"),
]

# option, crest of the levee [m], surge that grown mangroves take off [m], cost [million CNY],
# yearly cost, years to build, CO2 of building [kt], mangroves and wooded shore [ha], fish [t a
# year], visits [thousand a year], what it is.
OPTIONS = [
    ("grey", 2.7, 0.0, 3400, 26, 8, 620, 0, 0, 0, 0,
     "Levees and gates raised from 2.0 to 2.7 m."),
    ("nature", 2.0, 0.1, 1400, 14, 3, 4, 500, 0, 500, 250,
     "A belt of mangroves, 10 km long and 500 m wide, on the outer coast of Delta Farms."),
    ("hybrid", 2.5, 0.1, 3510, 36, 7, 400, 500, 58, 500, 1350,
     "Levees raised to 2.5 m, with lighter slopes, as the belt takes the waves; and trees on "
     "58 ha of lawn at Old Town's shores and squares."),
]  # fmt: skip


def ecosystems() -> Table:
    """Return the account of what nature gives in a year."""
    share = {"minimum": 0, "maximum": 1}
    columns = (
        Column("service", "string", "text", "What nature gives.", constraints={"unique": True}),
        Column("group", "string", "text", "Part of the account.",
               constraints={"enum": ["material", "regulating", "cultural"]}),
        Column("from", "string", "text", "Ecosystem."),
        Column("flow_before", "number", "million units", "Amount of the year before.",
               decimals=4, constraints={"minimum": 0}),
        Column("flow_now", "number", "million units", "Amount of this year.", decimals=4,
               constraints={"minimum": 0}),
        Column("unit", "string", "text", "Unit of the amounts, in millions."),
        Column("used_low", "number", "1", "Share that people use, low.", decimals=2,
               constraints=share),
        Column("used_share", "number", "1", "Share that people use, likely.", decimals=2,
               constraints=share),
        Column("used_high", "number", "1", "Share that people use, high.", decimals=2,
               constraints=share),
        Column("amount", "string", "text", "A flow of each year, or a stock that counts once.",
               constraints={"enum": ["flow", "stock"]}),
        Column("feeds", "string", "text", "Service whose value it is part of; empty if final.",
               optional=True),
        Column("reaches", "string", "text", "Who gets it."),
    )  # fmt: skip
    text = (
        "Of lanwan_grid: 201 km2 of woods, 487 km2 of fields and ponds, 63 km2 of water. Cool air: "
        "600, 480 and 560 mm evaporated on hot days, air conditioners of efficiency 3. Water kept: "
        "rain 1,900, runoff 700, evapotranspiration 850 mm. Soil kept: R 6000, K 0.02, LS 3, "
        "C 0.01. Carbon: 8 t CO2 a hectare of woods."
    )
    return Table("lanwan_ecosystems", "What nature gives Lanwan in a year", BY_HAND + text,
                 "synthetic", columns, ACCOUNT, SOURCES, [CC_BY], "service")  # fmt: skip


def unit_values() -> Table:
    """Return the unit values that nobody published, with their ranges."""
    money = {"minimum": 0}
    columns = (
        Column("service", "string", "text", "Service, as in lanwan_ecosystems.",
               constraints={"unique": True}),
        Column("per", "string", "text", "Unit that the value is for."),
        Column("low", "number", "CNY", "Low value.", decimals=2, constraints=money),
        Column("central", "number", "CNY", "Most likely value.", decimals=2, constraints=money),
        Column("high", "number", "CNY", "High value.", decimals=2, constraints=money),
        Column("method", "string", "text", "How the service is valued."),
    )  # fmt: skip
    text = "For teaching; ask for the values of your province. Published ones: gep_unit_values."
    return Table("lanwan_unit_values", "Unit values of what nature gives Lanwan",
                 BY_HAND + text, "synthetic", columns, VALUES, SOURCES, [CC_BY], "service")  # fmt: skip


def options() -> Table:
    """Return the options against the sea."""
    count = {"minimum": 0}
    columns = (
        Column("option", "string", "text", "Name.", constraints={"unique": True}),
        Column("crest_m", "number", "m above mean sea level", "Level that the levees keep out."),
        Column("surge_cut_m", "number", "m", "Surge that the grown belt takes off; 0 in year 1.",
               decimals=2, constraints=count),
        Column("cost_million_cny", "integer", "million CNY", "Paid in year 0.", constraints=count),
        Column("yearly_cost_million_cny", "integer", "million CNY per year", "Upkeep.",
               constraints=count),
        Column("lead_years", "integer", "years", "From the decision until it stands.",
               constraints=count),
        Column("building_kt_co2", "integer", "kt CO2", "Emitted once, by building.",
               constraints=count),
        Column("mangroves_ha", "integer", "ha", "Area of the belt.", constraints=count),
        Column("wooded_ha", "integer", "ha", "Lawn in the Old Town that gets trees.",
               constraints=count),
        Column("fish_t", "integer", "t per year", "More fish, whose young grow up in the belt.",
               constraints=count),
        Column("visits_thousand", "integer", "thousand per year", "Visits more.",
               constraints=count),
        Column("what", "string", "text", "What it is."),
    )  # fmt: skip
    return Table("lanwan_flood_options", "Three ways to keep the sea out of Lanwan",
                 BY_HAND + "Prices of today; grey and nature as in lanwan_measures.", "synthetic",
                 columns, OPTIONS, SOURCES, [CC_BY], "option")  # fmt: skip


def tables() -> list[Table]:
    """Return the tables of the accounts of nature."""
    return [ecosystems(), unit_values(), options()]
