"""What the people of Willow Bank want: designs, rankings, proposals and ballots.

Designs, rankings and proposals are declared by hand. Ballots are drawn with a seed: each voter
approves a proposal with the probability of his or her group.
"""

import random

from table_format import CC_BY, Column, Table

SOURCES = [{"title": "Invented for the course; generator: datasets/lanwan_votes.py"}]
BY_HAND = "Synthetic: declared by hand; generator: datasets/lanwan_votes.py, no random numbers. "
SEED = 7
SEEDED = f"Synthetic; generator: datasets/lanwan_votes.py, seed {SEED}. "
GROUPS = {"residents": 66, "youth": 24, "firms": 18, "bureaus": 12}
ELEMENTS = ("accessible", "inclusive", "cohesive", "green", "low_carbon")

# Design for the old bus depot, score of a jury (0 to 3) for each element, what it is.
DESIGNS = [
    ("river park", 2, 2, 2, 3, 1, "Lawn, trees and a path along the water."),
    ("market hall", 3, 3, 2, 0, 1, "Stalls under a roof, open each morning, with cheap meals."),
    ("youth hall", 1, 2, 3, 1, 1, "Sport, music and study rooms, open until late."),
    ("solar court", 2, 2, 2, 1, 3, "A shaded court under solar panels, with repair shops."),
]

# Group, voters, ranking.
PREFERENCES = [
    ("residents", 31, "river park", "market hall", "solar court", "youth hall"),
    ("residents", 18, "market hall", "solar court", "youth hall", "river park"),
    ("firms", 12, "solar court", "youth hall", "market hall", "river park"),
    ("firms", 5, "market hall", "solar court", "youth hall", "river park"),
    ("bureaus", 10, "river park", "solar court", "market hall", "youth hall"),
    ("youth", 20, "youth hall", "solar court", "market hall", "river park"),
    ("youth", 4, "youth hall", "solar court", "river park", "market hall"),
]

# Project, cost [thousand CNY], element, chance of approval by residents, youth, firms, bureaus, what.
PROPOSALS = [
    (
        "shaded main street",
        2_200,
        "accessible",
        0.86,
        0.20,
        0.15,
        0.40,
        "Trees, benches and even paving on the main street.",
    ),
    ("river lawn", 1_700, "green", 0.76, 0.20, 0.05, 0.30, "A lawn with trees by the water."),
    (
        "care rooms",
        1_100,
        "inclusive",
        0.66,
        0.05,
        0.05,
        0.40,
        "Day rooms for the old beside the care station.",
    ),
    ("lifts", 900, "accessible", 0.68, 0.00, 0.05, 0.25, "Lifts for two old blocks."),
    (
        "footbridge",
        1_500,
        "accessible",
        0.26,
        0.35,
        0.30,
        0.55,
        "A bridge over the railway, from F5 to G5.",
    ),
    ("rain garden", 450, "green", 0.24, 0.35, 0.05, 0.70, "A rain garden at the school."),
    ("sports court", 650, "cohesive", 0.08, 0.92, 0.05, 0.10, "A court for ball games, lit."),
    ("bicycle hub", 250, "low carbon", 0.15, 0.75, 0.15, 0.30, "Safe parking and repair."),
    ("path lights", 300, "inclusive", 0.25, 0.70, 0.05, 0.20, "Lights on the river path."),
    (
        "van chargers",
        700,
        "low carbon",
        0.03,
        0.05,
        0.90,
        0.30,
        "Chargers for the delivery vans of the shops.",
    ),
    ("market solar", 950, "low carbon", 0.18, 0.25, 0.75, 0.50, "Panels on the market's roof."),
    ("cool room", 350, "inclusive", 0.30, 0.25, 0.05, 0.50, "A cool room for hot days."),
    ("cargo bikes", 200, "low carbon", 0.06, 0.30, 0.60, 0.20, "Cargo bikes that shops share."),
    ("air sensors", 150, "green", 0.12, 0.15, 0.05, 0.80, "Sensors for air and noise."),
]
PROJECTS = [row[0] for row in PROPOSALS]


def _table(name: str, title: str, text: str, columns: tuple, rows: list, key: str, **more) -> Table:
    return Table(name, title, text, "synthetic", columns, rows, SOURCES, [CC_BY], key, **more)


def _group() -> Column:
    return Column("group", "string", "text", "Group of the voters.",
                  constraints={"enum": list(GROUPS)})  # fmt: skip


def designs() -> Table:
    """Return the designs for the old bus depot."""
    scores = tuple(
        Column(element, "integer", "points", f"How {element.replace('_', ' ')} it is, 0 to 3.",
               constraints={"minimum": 0, "maximum": 3})
        for element in ELEMENTS
    )  # fmt: skip
    return _table(
        "lanwan_designs",
        "Four designs for the old bus depot of Willow Bank, Lanwan",
        BY_HAND + "A jury of planners scored the five elements of public space.",
        (
            Column("design", "string", "text", "Name.", constraints={"unique": True}),
            *scores,
            Column("what", "string", "text", "What it is."),
        ),
        DESIGNS,
        "design",
    )


def preferences() -> Table:
    """Return the rankings of the designs by an assembly of 100."""
    choices = tuple(
        Column(place, "string", "text", f"{place.capitalize()} choice.",
               constraints={"enum": [row[0] for row in DESIGNS]})
        for place in ("first", "second", "third", "fourth")
    )  # fmt: skip
    return _table(
        "lanwan_preferences",
        "How an assembly of 100 in Willow Bank, Lanwan, ranks the designs",
        BY_HAND,
        (
            _group(),
            Column("voters", "integer", "persons", "Members with this ranking.",
                   constraints={"minimum": 1}),
            *choices,
        ),
        PREFERENCES,
        "group first second third",
        links={"first": ("lanwan_designs", "design")},
    )  # fmt: skip


def proposals() -> Table:
    """Return what can be bought from the participatory budget."""
    return _table(
        "lanwan_proposals",
        "Proposals for the participatory budget of Willow Bank, Lanwan",
        BY_HAND,
        (
            Column("project", "string", "text", "Name.", constraints={"unique": True}),
            Column("cost_thousand_cny", "integer", "thousand CNY", "Cost.",
                   constraints={"minimum": 1}),
            Column("element", "string", "text", "Element of public space that it serves most.",
                   constraints={"enum": [one.replace("_", " ") for one in ELEMENTS]}),
            Column("what", "string", "text", "What it is."),
        ),
        [(row[0], row[1], row[2], row[-1]) for row in PROPOSALS],
        "project",
    )  # fmt: skip


def ballots() -> Table:
    """Return one row for each approval of each voter."""
    rng = random.Random(SEED)
    rows, voter = [], 0
    for place, (group, number) in enumerate(GROUPS.items()):
        for _ in range(number):
            voter += 1
            liked = []
            while not liked:  # a ballot without an approval is not valid
                liked = [row[0] for row in PROPOSALS if rng.random() < row[3 + place]]
            rows += [(voter, group, project) for project in liked]
    return _table(
        "lanwan_ballots",
        "Ballots of 120 people of Willow Bank, Lanwan, on the proposals",
        SEEDED + "One row for each approval.",
        (
            Column("voter", "integer", "1", "Number of the voter.", constraints={"minimum": 1}),
            _group(),
            Column("project", "string", "text", "Proposal that the voter approves.",
                   constraints={"enum": PROJECTS}),
        ),
        rows,
        "voter project",
        links={"project": ("lanwan_proposals", "project")},
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the tables of votes."""
    return [designs(), preferences(), proposals(), ballots()]
