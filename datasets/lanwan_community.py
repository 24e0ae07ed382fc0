"""Willow Bank: the community in which Lanwan tries to come near net zero.

A fictional quarter of the district Riverside: streets in a grid with a railway through it,
daily services, energy and travel of a year, and measures. Homes are scattered with a seed;
all the rest is declared by hand.
"""

import random

from table_format import CC_BY, Column, Table

SOURCES = [{"title": "Invented for the course; generator: datasets/lanwan_community.py"}]
BY_HAND = (
    "Synthetic: declared by hand; generator: datasets/lanwan_community.py, no random numbers. "
)
SEED = 62
SEEDED = f"Synthetic; generator: datasets/lanwan_community.py, seed {SEED}. "

# Streets stand 200 m apart. The railway runs between the columns 5 and 6; people can cross it
# only by the underpass of row 1. The pond takes four corners out.
COLUMNS, ROWS, STEP_M = 11, 8, 200
WEST_OF_RAILWAY, UNDERPASS_ROW = 5, 1
POND = {(8, 5), (9, 5), (8, 6), (9, 6)}
RESIDENTS = 12_000

# Service -> corners (column, row) that offer it.
SERVICES = {
    "clinic": [(5, 4)],
    "school": [(2, 3), (8, 2)],
    "market": [(4, 2), (8, 3)],
    "park": [(1, 5), (7, 5)],
    "bus stop": [(1, 2), (4, 6), (6, 1), (9, 2), (7, 4)],
    "care station": [(5, 3)],
}

# Part, carrier, amount in a year, unit.
USE = [
    ("homes", "electricity", 14_500, "MWh"),
    ("homes", "natural gas", 32_000, "GJ"),
    ("shops and services", "electricity", 9_200, "MWh"),
    ("shops and services", "natural gas", 12_000, "GJ"),
    ("travel", "petrol", 84_000, "GJ"),
    ("travel", "diesel", 9_500, "GJ"),
    ("travel", "electricity", 800, "MWh"),
]

# Measure, who must act, carrier, change in a year, unit; "own power" and "removed" are no carriers.
MEASURES = [
    ("saving at home", "residents", "electricity", -1_700, "MWh"),
    ("heat pumps", "residents", "natural gas", -32_000, "GJ"),
    ("heat pumps", "residents", "electricity", 3_000, "MWh"),
    ("efficient shops", "firms", "electricity", -1_800, "MWh"),
    ("solar roofs", "firms", "own power", 14_000, "MWh"),
    ("electric buses", "bureaus", "diesel", -9_500, "GJ"),
    ("electric buses", "bureaus", "electricity", 1_000, "MWh"),
    ("walk, cycle, share", "residents", "petrol", -30_000, "GJ"),
    ("electric cars", "residents", "petrol", -30_000, "GJ"),
    ("electric cars", "residents", "electricity", 2_850, "MWh"),
    ("street trees", "bureaus", "removed", 60, "t CO2"),
]


def node(column: int, row: int) -> str:
    """Return the name of a corner: a letter for the column, a number for the row."""
    return f"{chr(ord('A') + column)}{row + 1}"


def _corners() -> list[tuple[int, int]]:
    return [(c, r) for r in range(ROWS) for c in range(COLUMNS) if (c, r) not in POND]


def _table(name: str, title: str, text: str, columns: tuple, rows: list, key: str, **more) -> Table:
    return Table(name, title, text, "synthetic", columns, rows, SOURCES, [CC_BY], key, **more)


def blocks() -> Table:
    """Return the corners of the streets with the people who live around them."""
    rng = random.Random(SEED)
    corners = _corners()
    weights = [(2.0 if c > WEST_OF_RAILWAY else 1.0) * rng.uniform(0.4, 1.6) for c, r in corners]
    people = [int(RESIDENTS * weight / sum(weights)) for weight in weights]
    people[0] += RESIDENTS - sum(people)
    rows = []
    for (column, row), living in zip(corners, people, strict=True):
        old = 0.24 if column <= WEST_OF_RAILWAY else 0.12
        rows.append((node(column, row), column * STEP_M, row * STEP_M, living,
                     round(living * old * rng.uniform(0.8, 1.2))))  # fmt: skip
    return _table(
        "lanwan_blocks",
        "Corners of the streets of Willow Bank, Lanwan, and who lives around them",
        SEEDED + "Newer and denser housing lies east of the railway.",
        (
            Column("node", "string", "code", "Corner: column letter and row number.",
                   constraints={"unique": True}),
            Column("x_m", "integer", "m", "Distance to the east."),
            Column("y_m", "integer", "m", "Distance to the north."),
            Column("residents", "integer", "persons", "People who live around the corner.",
                   constraints={"minimum": 0}),
            Column("aged_65", "integer", "persons", "Of these, 65 or older.",
                   constraints={"minimum": 0}),
        ),
        rows,
        "node",
    )  # fmt: skip


def streets() -> Table:
    """Return the streets between neighbouring corners."""
    rows, corners = [], set(_corners())
    for column, row in _corners():
        for after in ((column + 1, row), (column, row + 1)):
            rail = column == WEST_OF_RAILWAY and after[0] > WEST_OF_RAILWAY
            if after in corners and not (rail and row != UNDERPASS_ROW):
                kind = "underpass" if rail else "street"
                rows.append((node(column, row), node(*after), STEP_M + 60 * rail, kind))
    return _table(
        "lanwan_streets",
        "Streets of Willow Bank, Lanwan",
        BY_HAND + "All can be walked both ways. The railway can be crossed in one underpass only.",
        (
            Column("from_node", "string", "code", "Corner at one end."),
            Column("to_node", "string", "code", "Corner at the other end."),
            Column("length_m", "integer", "m", "Length.", constraints={"minimum": 1}),
            Column("kind", "string", "text", "What it is.",
                   constraints={"enum": ["street", "underpass"]}),
        ),
        rows,
        "from_node to_node",
        links={"from_node": ("lanwan_blocks", "node"), "to_node": ("lanwan_blocks", "node")},
    )  # fmt: skip


def services() -> Table:
    """Return the places of the six daily services."""
    rows = [(service, node(*at)) for service, places in SERVICES.items() for at in places]
    return _table(
        "lanwan_services",
        "Six daily services in Willow Bank, Lanwan",
        BY_HAND,
        (
            Column("service", "string", "text", "Kind of service.",
                   constraints={"enum": list(SERVICES)}),
            Column("node", "string", "code", "Corner where it is offered."),
        ),
        rows,
        "service node",
        links={"node": ("lanwan_blocks", "node")},
    )  # fmt: skip


def use() -> Table:
    """Return energy and travel of a year."""
    return _table(
        "lanwan_community_use",
        "Energy and travel of Willow Bank, Lanwan, in a year",
        BY_HAND + f"{RESIDENTS:,} residents; a resident uses about what one of Lanwan uses.",
        (
            Column("part", "string", "text", "Part of life."),
            Column("carrier", "string", "text", "What is used."),
            Column("amount", "integer", "see the column unit", "Amount of a year.",
                   constraints={"minimum": 0}),
            Column("unit", "string", "text", "Unit of the amount."),
        ),
        USE,
        "part carrier",
    )  # fmt: skip


def measures() -> Table:
    """Return what residents, firms and bureaus can change."""
    return _table(
        "lanwan_community_measures",
        "Measures towards a near-net-zero Willow Bank, Lanwan",
        BY_HAND + "A measure may have several rows, one for each carrier that it changes.",
        (
            Column("measure", "string", "text", "Name."),
            Column("who", "string", "text", "Who must act first.",
                   constraints={"enum": ["residents", "firms", "bureaus"]}),
            Column("carrier", "string", "text",
                   "What changes: a carrier, own power, or CO2 removed."),
            Column("change", "integer", "see the column unit", "Change of a year."),
            Column("unit", "string", "text", "Unit of the change."),
        ),
        MEASURES,
        "measure carrier",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the tables of the community."""
    return [blocks(), streets(), services(), use(), measures()]
