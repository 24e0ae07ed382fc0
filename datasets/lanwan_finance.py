"""Lanwan's programme of projects, and the money that the city has for it.

All of it is declared by hand; prices and sizes are of a plausible order, no offer and no
estimate of a real city. A project that is a measure of lanwan_measures keeps its costs.
"""

from table_format import CC_BY, Column, Table

SOURCES = [{"title": "Invented for the course; generator: datasets/lanwan_finance.py"}]
BY_HAND = "Synthetic: declared by hand; generator: datasets/lanwan_finance.py, no random numbers. "

# Fields of the 2025 catalogue, as the news agency Xinhua words them in English.
ENERGY = "green and low-carbon energy transition"
RECYCLING = "resource recycling"
ECOLOGY = "ecological protection and restoration"
UPGRADES = "green infrastructure upgrades"
SECTORS = [
    "flood", "drainage", "buildings", "transport", "energy", "nature", "health", "warning",
    "water",
]  # fmt: skip

# project, name, sector, district, first year, years to build, capital [million CNY], running cost,
# cash revenue, benefit that is no cash [million CNY a year], life [years], field of the catalogue,
# needs, would replace, stars of its building, in an area of urban renewal.
PROJECTS = [
    ("P01", "sea wall", "flood", "several", 2030, 5, 3400, 26, 0, 381, 50, "", "", "", 0, "no"),
    ("P02", "low sea wall", "flood", "several", 2030, 3, 1500, 14, 0, 210, 50, "", "", "P01", 0,
     "no"),
    ("P03", "mangroves", "nature", "Delta Farms", 2028, 4, 1400, 14, 4, 135, 60, ECOLOGY, "", "",
     0, "no"),
    ("P04", "drainage", "drainage", "several", 2027, 2, 140, 2, 0, 13, 40, UPGRADES, "", "", 0,
     "no"),
    ("P05", "cool roofs", "buildings", "whole city", 2032, 5, 2400, 12, 0, 235, 25, UPGRADES, "",
     "", 0, "no"),
    ("P06", "warning system", "warning", "whole city", 2027, 1, 60, 12, 0, 66, 15, "", "", "", 0,
     "no"),
    ("P07", "relocation", "flood", "Delta Farms", 2029, 4, 400, 4, 0, 15, 60, "", "", "", 0, "no"),
    ("P08", "sponge old town", "drainage", "Old Town", 2029, 4, 950, 14, 0, 88, 40, UPGRADES,
     "P04", "", 0, "no"),
    ("P09", "pocket parks and trees", "nature", "Old Town", 2028, 2, 260, 9, 2, 34, 40, UPGRADES,
     "", "", 0, "yes"),
    ("P10", "river corridor", "nature", "Riverside", 2030, 4, 620, 12, 6, 58, 50, ECOLOGY, "", "",
     0, "no"),
    ("P11", "storage wetland", "water", "Airport Flats", 2029, 3, 480, 7, 5, 47, 40, ECOLOGY, "",
     "", 0, "no"),
    ("P12", "retrofit of public buildings", "buildings", "New Centre", 2027, 3, 720, 4, 58, 22,
     20, UPGRADES, "", "", 1, "no"),
    ("P13", "renewal of old blocks", "buildings", "Riverside", 2028, 5, 1350, 10, 46, 95, 30, "",
     "", "", 1, "yes"),
    ("P14", "electric buses", "transport", "whole city", 2027, 4, 840, 20, 122, 40, 12, UPGRADES,
     "", "", 0, "no"),
    ("P15", "solar roofs of the bus depots", "energy", "Airport Flats", 2031, 1, 180, 3, 18, 3,
     25, ENERGY, "P14", "", 0, "no"),
    ("P16", "water reuse", "water", "Harbour", 2032, 3, 780, 38, 92, 16, 25, RECYCLING, "", "", 0,
     "no"),
    ("P17", "microgrids for pumps and hospitals", "energy", "several", 2031, 2, 350, 8, 20, 36,
     20, ENERGY, "", "", 0, "no"),
    ("P18", "cool rooms in clinics", "health", "whole city", 2027, 2, 110, 11, 0, 42, 15, "", "",
     "", 0, "no"),
    ("P19", "green service centre", "buildings", "University Town", 2032, 4, 640, 9, 44, 8, 40,
     UPGRADES, "", "", 2, "no"),
    ("P20", "storage tunnel", "drainage", "Old Town", 2029, 4, 1300, 10, 0, 104, 60, "", "P04",
     "P08", 0, "no"),
]  # fmt: skip

# year, general revenue, own money for the programme, money from above, service of old debt
BUDGET = [
    (2027, 31000, 700, 180, 3100),
    (2028, 31900, 720, 200, 3080),
    (2029, 32900, 740, 220, 3040),
    (2030, 33900, 765, 240, 2990),
    (2031, 34900, 785, 240, 2930),
    (2032, 35900, 810, 220, 2860),
    (2033, 37000, 835, 200, 2780),
    (2034, 38100, 860, 180, 2690),
    (2035, 39300, 885, 160, 2590),
    (2036, 40400, 910, 160, 2480),
]

# group of buildings, floor [m2], electricity used [kWh/m2 a year], saved [percent], cost [CNY/m2]
RETROFIT = [
    ("offices", 600000, 130, 30, 400),
    ("hospitals", 300000, 220, 28, 500),
    ("schools", 450000, 60, 25, 260),
    ("libraries and museums", 150000, 140, 30, 420),
    ("sports halls", 100000, 160, 30, 400),
    ("markets and service halls", 250000, 150, 30, 440),
]


def projects() -> Table:
    """Return the projects that Lanwan's bureaus ask for."""
    money = {"minimum": 0}
    name = {"pattern": "P[0-9]{2}"}
    return Table(
        "lanwan_projects",
        "Twenty projects of Lanwan's resilience programme, 2027 to 2036",
        BY_HAND + "In prices of 2027. Capital is spent in equal parts over the years of building. "
        "P02 and P20 are second choices: each would replace the project in `excludes`; the other "
        "18 make up the programme. Where a project is a measure of lanwan_measures, its benefit is "
        "the mean of the loss averted today and in 2060 in the moderate scenario (lesson 03.2), "
        "plus the measure's other benefits.",
        "synthetic",
        (
            Column("project", "string", "code", "Number of the project.",
                   constraints={"unique": True, **name}),
            Column("name", "string", "text", "What it is.", constraints={"unique": True}),
            Column("sector", "string", "text", "Bureau's field.", constraints={"enum": SECTORS}),
            Column("district", "string", "text", "Where; or several, or the whole city."),
            Column("start_year", "integer", "year", "First year of building.",
                   constraints={"minimum": 2027, "maximum": 2032}),
            Column("build_years", "integer", "years", "Years of building.",
                   constraints={"minimum": 1, "maximum": 5}),
            Column("capital_million_cny", "integer", "million CNY", "Cost to build, all years.",
                   constraints={"minimum": 1}),
            Column("running_million_cny", "integer", "million CNY per year",
                   "Upkeep and running, each year after completion.", constraints=money),
            Column("revenue_million_cny", "integer", "million CNY per year",
                   "Cash to the city or its company after completion: fees, rents, energy saved.",
                   constraints=money),
            Column("benefit_million_cny", "integer", "million CNY per year",
                   "Averted loss and gains of residents after completion; no cash comes in.",
                   constraints=money),
            Column("life_years", "integer", "years", "Life after completion.",
                   constraints={"minimum": 1}),
            Column("green_category", "string", "text",
                   "Field of the Green Finance Endorsed Project Catalogue (2025) that could cover "
                   "it; an assumption of the course, to be shown project by project.",
                   optional=True, constraints={"enum": [ENERGY, RECYCLING, ECOLOGY, UPGRADES]}),
            Column("requires", "string", "code", "Project that must be chosen too.",
                   optional=True, constraints=name),
            Column("excludes", "string", "code", "Project that it would replace: not both.",
                   optional=True, constraints=name),
            Column("building_stars", "integer", "stars",
                   "Stars under the standard GB/T 50378 that the building is planned for; 0 if "
                   "none.", constraints={"minimum": 0, "maximum": 3}),
            Column("renewal_area", "string", "text",
                   "Whether it lies in an area of the city's renewal plan.",
                   constraints={"enum": ["yes", "no"]}),
        ),
        PROJECTS,
        SOURCES,
        [CC_BY],
        "project",
    )  # fmt: skip


def budget() -> Table:
    """Return what Lanwan expects to have in each year."""
    money = {"minimum": 0}
    return Table(
        "lanwan_budget",
        "Budget of Lanwan, 2027 to 2036",
        BY_HAND + "In prices of 2027. Revenue grows by about 3 percent a year, an assumption.",
        "synthetic",
        (
            Column("year", "integer", "year", "Year.", constraints={"unique": True}),
            Column("general_revenue_million_cny", "integer", "million CNY",
                   "General revenue of the city.", constraints=money),
            Column("own_capital_million_cny", "integer", "million CNY",
                   "The city's own money for building this programme, after all other duties.",
                   constraints=money),
            Column("transfers_million_cny", "integer", "million CNY",
                   "Money from above that is earmarked for this programme.", constraints=money),
            Column("old_debt_service_million_cny", "integer", "million CNY",
                   "Interest and repayment of debt made before 2027; paid from general revenue.",
                   constraints=money),
        ),
        BUDGET,
        SOURCES,
        [CC_BY],
        "year",
    )  # fmt: skip


def retrofit() -> Table:
    """Return the public buildings of project P12."""
    return Table(
        "lanwan_retrofit",
        "Public buildings of Lanwan that project P12 makes thriftier",
        BY_HAND + "Together they cost what P12 costs; at 0.82 CNY/kWh, an assumption, the saved "
        "electricity is worth its revenue.",
        "synthetic",
        (
            Column("group", "string", "text", "Kind of building.", constraints={"unique": True}),
            Column("area_m2", "integer", "m2", "Floor area.", constraints={"minimum": 1}),
            Column("use_kwh_per_m2", "integer", "kWh/m2 per year", "Electricity used before.",
                   constraints={"minimum": 1}),
            Column("saved_percent", "integer", "percent", "Share of it that is saved.",
                   constraints={"minimum": 0, "maximum": 100}),
            Column("cost_cny_per_m2", "integer", "CNY/m2", "Cost of the works.",
                   constraints={"minimum": 1}),
        ),
        RETROFIT,
        SOURCES,
        [CC_BY],
        "group",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the tables of Lanwan's money."""
    return [projects(), budget(), retrofit()]
