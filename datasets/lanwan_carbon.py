"""What Lanwan burns, makes, ships and plans: the story behind its carbon tables.

All numbers are declared by hand and fictional. The city's GDP of 2023 and its residents are
those of its profile.
"""

from table_format import CC_BY, Column, Table

SOURCES = [{"title": "Invented for the course; generator: datasets/lanwan_carbon.py"}]
BY_HAND = "Synthetic: a fictional story; generator: declared by hand, no random numbers. "
YEARS = (2018, 2023)

# Sector -> unit of activity, activity in 2018 and 2023.
SECTORS = {
    "heavy industry": ("million CNY", 42_500, 44_000),
    "light industry": ("million CNY", 96_500, 118_000),
    "services": ("million CNY", 160_000, 210_000),
    "homes": ("residents", 2_310_000, 2_400_000),
    "transport": ("residents", 2_310_000, 2_400_000),
}
# Sector, carrier, scope, amount in 2018 and 2023 [UNITS of the carrier].
ENERGY = [
    ("heavy industry", "coal", 1, 46_000, 36_000),
    ("heavy industry", "natural gas", 1, 7_000, 9_000),
    ("heavy industry", "diesel", 1, 1_800, 1_500),
    ("heavy industry", "electricity", 2, 5_300, 5_200),
    ("light industry", "coal", 1, 6_500, 3_000),
    ("light industry", "natural gas", 1, 10_000, 14_000),
    ("light industry", "diesel", 1, 2_200, 2_000),
    ("light industry", "electricity", 2, 5_300, 6_600),
    ("services", "natural gas", 1, 4_200, 5_500),
    ("services", "diesel", 1, 3_000, 3_000),
    ("services", "electricity", 2, 3_700, 4_900),
    ("homes", "natural gas", 1, 5_600, 6_500),
    ("homes", "electricity", 2, 2_150, 2_900),
    ("transport", "petrol", 1, 20_500, 19_500),
    ("transport", "diesel", 1, 16_500, 15_000),
    ("transport", "electricity", 2, 150, 700),
    ("transport", "road freight", 3, 11_000, 13_500),
]
UNITS = {"electricity": "GWh", "road freight": "million t km"}  # all others: TJ

# Firm, branch, value added [million CNY], electricity [MWh], natural gas, diesel, coal [GJ].
FIRMS = [
    ("Delta Castings", "metal", 62.0, 14_800, 21_000, 1_900, 96_000),
    ("Lanwan Gears", "metal", 88.0, 9_600, 18_500, 1_400, 0),
    ("Quay Fasteners", "metal", 24.0, 2_900, 3_100, 450, 9_500),
    ("Sampan Tools", "metal", 15.0, 480, 300, 90, 0),
    ("Heron Textiles", "textile", 41.0, 6_200, 34_000, 600, 12_000),
    ("Red Kapok Shirts", "textile", 33.0, 1_900, 5_200, 380, 0),
    ("Silver Carp Foods", "food", 57.0, 4_100, 15_500, 2_700, 0),
    ("Lotus Noodles", "food", 29.0, 1_250, 8_800, 700, 0),
]

# Stage, item, amount, unit, kg CO2e per unit; empty where a table of factors holds it.
PRODUCT = [
    ("materials", "steel", 1.60, "kg", 2.10),
    ("materials", "copper", 0.20, "kg", 4.20),
    ("materials", "plastic", 0.50, "kg", 2.90),
    ("making", "electricity", 3.20, "kWh", None),
    ("packaging", "cardboard", 0.35, "kg", 1.10),
    ("transport", "small truck, 7.5-17 t", 0.795, "t km", None),
]

# Option, leg, mode (of freight_emission_factors) or "warehouse", distance [km], electricity [MWh].
ROUTES = [
    ("small trucks, door to door", "works to port", "small truck, 7.5-17 t", 300, 0),
    ("small trucks, door to door", "warehouse in Harbour", "warehouse", 0, 900),
    ("hub and large trucks", "works to hub", "small truck, 7.5-17 t", 20, 0),
    ("hub and large trucks", "hub to port", "large truck, over 33 t", 295, 0),
    ("hub and large trucks", "hub, with solar roof", "warehouse", 0, 350),
    ("hub and rail", "works to hub", "small truck, 7.5-17 t", 20, 0),
    ("hub and rail", "hub to port", "rail", 320, 0),
    ("hub and rail", "hub and terminal", "warehouse", 0, 650),
    ("hub and barge", "works to hub", "small truck, 7.5-17 t", 20, 0),
    ("hub and barge", "hub to port", "inland waterway", 380, 0),
    ("hub and barge", "hub and quay", "warehouse", 0, 700),
]
TONNES = 60_000

# Action, carrier, amount saved by a household in a year, unit, households that might, note.
HOUSEHOLDS = [
    ("air conditioner at 26 instead of 24 degrees", "electricity", 150, "kWh", 55),
    ("efficient refrigerator", "electricity", 120, "kWh", 20),
    ("lamps off, standby off", "electricity", 90, "kWh", 60),
    ("shorter hot showers", "natural gas", 1.2, "GJ", 40),
    ("bus or bicycle instead of 1,500 km by car", "petrol", 3.5, "GJ", 25),
    ("solar panels on the roof, 3 kW", "electricity", 3_000, "kWh", 8),
]
HOMES = 860_000

# Measure, what it does against the climate's harm, change of electricity [GWh a year], other
# change [kt CO2 a year], carbon of building it [kt CO2], life [years].
MEASURES = [
    ("cool roofs", "heat", -160, 0, 25, 20),
    ("street trees", "heat, rain", -45, -6, 8, 30),
    ("mangrove belt", "waves, surge", 0, -9, 4, 40),
    ("solar and batteries at clinics", "power cuts", -60, 0, 40, 20),
    ("insulated social housing", "heat, cold", -120, -18, 90, 40),
    ("sponge parks", "rain", 0, -2, 15, 40),
    ("sea wall, concrete", "surge", 0, 0, 620, 60),
    ("pumping stations", "rain, surge", 35, 0, 60, 40),
    ("cooling rooms with air conditioning", "heat", 55, 5, 3, 15),
    ("air conditioners for all homes", "heat", 520, 60, 45, 12),
]


def _lanwan(name: str, title: str, description: str, columns: tuple, rows: list, key: str) -> Table:
    return Table(
        name, title, BY_HAND + description, "synthetic", columns, rows, SOURCES, [CC_BY], key
    )


def _number(name: str, unit: str, description: str, decimals: int = 1, **limits: float) -> Column:
    return Column(name, "number", unit, description, decimals, constraints=limits)


def _year() -> Column:
    return Column("year", "integer", "year", "Year.", constraints={"enum": list(YEARS)})


def _sector() -> Column:
    return Column("sector", "string", "text", "Part of the city's economy and life.",
                  constraints={"enum": list(SECTORS)})  # fmt: skip


def sectors() -> Table:
    """Return what drives each sector's emissions: value added or residents."""
    rows = []
    for place, year in enumerate(YEARS):
        total = sum(row[1 + place] for row in SECTORS.values() if row[0] == "million CNY")
        for sector, (unit, *values) in SECTORS.items():
            whole = total if unit == "million CNY" else values[place]
            rows.append((year, sector, values[place], whole, unit))
    return _lanwan(
        "lanwan_sectors",
        "What drives emissions in Lanwan, by sector",
        "Value added at the prices of 2023, or residents. The GDP of 2023 and the residents are "
        "those of the profile.",
        (
            _year(),
            _sector(),
            Column("activity", "integer", "see the column unit",
                   "Value added of the sector, or residents.", constraints={"minimum": 1}),
            Column("city_total", "integer", "see the column unit",
                   "GDP of the city, or all residents.", constraints={"minimum": 1}),
            Column("unit", "string", "text", "Unit of both.",
                   constraints={"enum": ["million CNY", "residents"]}),
        ),
        rows,
        "year sector",
    )  # fmt: skip


def energy() -> Table:
    """Return the energy and the freight of the city."""
    rows = [
        (year, sector, carrier, scope, values[place], UNITS.get(carrier, "TJ"))
        for place, year in enumerate(YEARS)
        for sector, carrier, scope, *values in ENERGY
    ]
    return _lanwan(
        "lanwan_energy",
        "Energy and freight of Lanwan, by sector, carrier and scope",
        "Fuels by net calorific value. Scope 1: burned within the city. Scope 2: electricity from "
        "the grid. Scope 3: trucks beyond the boundary with goods from or for the city. Waste, "
        "farms, industrial processes, shipping and aviation are not in the table.",
        (
            _year(),
            _sector(),
            Column("carrier", "string", "text", "What is burned or used."),
            Column("scope", "integer", "1", "Scope of the city inventory.",
                   constraints={"enum": [1, 2, 3]}),
            Column("amount", "integer", "see the column unit", "Amount of the year.",
                   constraints={"minimum": 0}),
            Column("unit", "string", "text", "Unit of the amount.",
                   constraints={"enum": ["TJ", *UNITS.values()]}),
        ),
        rows,
        "year sector carrier",
    )  # fmt: skip


def firms() -> Table:
    """Return the yearly energy of eight enterprises."""
    used = ("natural_gas_gj", "diesel_gj", "coal_gj")
    return _lanwan(
        "lanwan_firms",
        "Carbon accounts of eight enterprises of Lanwan",
        "Energy of one year, from the bills, and value added.",
        (
            Column("firm", "string", "text", "Name of the enterprise.",
                   constraints={"unique": True}),
            Column("branch", "string", "text", "Branch of industry.",
                   constraints={"enum": ["metal", "textile", "food"]}),
            _number("value_added_million_cny", "million CNY", "Value added of the year.", minimum=0),
            Column("electricity_mwh", "integer", "MWh", "Electricity from the grid.",
                   constraints={"minimum": 0}),
            *(Column(name, "integer", "GJ", f"{name[:-3].replace('_', ' ').capitalize()} burned, "
                     "net calorific value.", constraints={"minimum": 0}) for name in used),
        ),
        FIRMS,
        "firm",
    )  # fmt: skip


def product() -> Table:
    """Return what goes into one product."""
    factor = Column("kg_co2e_per_unit", "number", "kg CO2e per unit",
                    "Declared by the supplier; empty where a table of factors holds it.",
                    decimals=2, optional=True, constraints={"minimum": 0})  # fmt: skip
    return _lanwan(
        "lanwan_product",
        "What goes into one electric drill of Sampan Tools",
        "Materials, energy, packaging and transport of one drill, from the raw material to the "
        "port (cradle to gate, with the way to the port). Its use and its end are left out.",
        (
            Column("stage", "string", "text", "Stage of its life.",
                   constraints={"enum": ["materials", "making", "packaging", "transport"]}),
            Column("item", "string", "text", "What is used.", constraints={"unique": True}),
            _number("amount", "see the column unit", "Amount for one drill.", 3, minimum=0),
            Column("unit", "string", "text", "Unit of the amount.",
                   constraints={"enum": ["kg", "kWh", "t km"]}),
            factor,
        ),
        PRODUCT,
        "item",
    )  # fmt: skip


def logistics() -> Table:
    """Return four ways to the port."""
    return _lanwan(
        "lanwan_logistics",
        f"Four ways of {TONNES:,} tonnes a year to the port of Lanwan",
        "Legs with distance and mode, and warehouses with electricity. All the goods pass every "
        "leg of an option.",
        (
            Column("option", "string", "text", "Way of the goods."),
            Column("leg", "string", "text", "Part of the way."),
            Column("mode", "string", "text", "Mode of freight_emission_factors, or warehouse."),
            Column("tonnes", "integer", "t", "Goods of a year.", constraints={"minimum": 0}),
            Column("distance_km", "integer", "km", "Length of the leg.",
                   constraints={"minimum": 0}),
            Column("electricity_mwh", "integer", "MWh", "Electricity of a year from the grid.",
                   constraints={"minimum": 0}),
        ),
        [(option, leg, mode, TONNES, *rest) for option, leg, mode, *rest in ROUTES],
        "option leg",
    )  # fmt: skip


def households() -> Table:
    """Return what households can do."""
    return _lanwan(
        "lanwan_households",
        "What households of Lanwan can do",
        f"Savings of one household, and the share of the {HOMES:,} households that might join in.",
        (
            Column("action", "string", "text", "What the household does.",
                   constraints={"unique": True}),
            Column("carrier", "string", "text", "What it saves.",
                   constraints={"enum": ["electricity", "natural gas", "petrol"]}),
            _number("saved", "see the column unit", "Saved by a household in a year.", minimum=0),
            Column("unit", "string", "text", "Unit of what is saved.",
                   constraints={"enum": ["kWh", "GJ"]}),
            Column("households_percent", "integer", "percent", "Households that might join in.",
                   constraints={"minimum": 0, "maximum": 100}),
            Column("households", "integer", "households", "All households of the city.",
                   constraints={"minimum": 1}),
        ),
        [(*row, HOMES) for row in HOUSEHOLDS],
        "action",
    )  # fmt: skip


def measures() -> Table:
    """Return measures of adaptation with their carbon."""
    return _lanwan(
        "lanwan_carbon_measures",
        "Carbon of ten measures of adaptation in Lanwan",
        "What each measure changes in a year, and what building it emits once.",
        (
            Column("measure", "string", "text", "Measure.", constraints={"unique": True}),
            Column("protects_from", "string", "text", "Harm that it makes smaller."),
            Column("electricity_gwh", "integer", "GWh per year",
                   "Change of the city's electricity; negative saves."),
            Column("other_kt_co2", "integer", "kt CO2 per year",
                   "Change of other emissions, with what plants take up; negative saves."),
            Column("building_kt_co2", "integer", "kt CO2", "Emitted once to build it.",
                   constraints={"minimum": 0}),
            Column("life_years", "integer", "years", "Life of the measure.",
                   constraints={"minimum": 1}),
        ),
        MEASURES,
        "measure",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the carbon tables of Lanwan."""
    return [sectors(), energy(), firms(), product(), logistics(), households(), measures()]
