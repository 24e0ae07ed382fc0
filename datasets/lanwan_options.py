"""Lanwan's options of one round of decision, and how four bureaus judge the criteria.

All of it is declared by hand. Costs and benefits repeat those of the earlier modules, which
work them out or declare them; the column `numbers_from` says where each number stands.
"""

from itertools import combinations

from table_format import CC_BY, Column, Table

SOURCES = [{"title": "Invented for the course; generator: datasets/lanwan_options.py"}]
BY_HAND = "Synthetic: declared by hand; generator: datasets/lanwan_options.py, no random numbers. "
CRITERIA = ("cost", "benefit", "wait", "green", "older")

# option, cost [million CNY], benefit [million CNY per year], wait [years], green [ha], residents
# of 65 or more helped [thousand], proposed, where the numbers stand.
OPTIONS = [
    ("sea wall", 3400, 381, 8, 0, 107, "in time",
     "cost, wait: lesson 03.2; benefit: 04.3; older: flood-prone share times share of 65 or "
     "more in the six leveed districts (01.2)"),
    ("mangroves", 1400, 135, 3, 500, 32, "in time",
     "cost, wait: 03.2; benefit: 04.3; green: 05.3; older: as the sea wall, in Delta Farms"),
    ("hybrid", 3510, 403, 7, 558, 139, "in time",
     "cost, wait, green: 05.3; benefit: mean of 127 and 629 averted, and 25 of co-benefits "
     "(05.3); older: sea wall and mangroves"),
    ("cool roofs", 2400, 235, 2, 0, 112, "in time",
     "cost, wait: 03.2; benefit: 04.3; older: three in ten of all residents of 65 or more"),
    ("sponge old town", 950, 88, 5, 35, 38, "in time",
     "cost, benefit: 04.3, without the 140 of the drainage that it needs first; wait, green: "
     "declared; older: as the sea wall, in Old Town"),
    ("river corridor", 620, 58, 6, 120, 20, "in time",
     "cost, benefit: 04.3; the others: declared"),
    ("low sea wall", 1500, 210, 6, 0, 80, "late",
     "cost, benefit: 04.3; the others: declared"),
]  # fmt: skip

# How many times as important the first criterion of each pair is as the second one; -4: the
# second one is 4 times as important. The pairs: cost with benefit, wait, green, older; benefit
# with wait, green, older; wait with green, older; green with older.
JUDGES = {
    "finance": (4, 5, 7, 4, 5, 7, 4, 4, 1, -2),
    "water": (-2, 2, 6, 7, 5, 7, 7, 2, 4, 3),
    "ecology": (2, 5, -2, 1, 4, -5, 1, -7, -5, 5),
    "civil affairs": (2, 3, 2, -2, 2, 2, 1, -2, -5, 3),
}


def options() -> Table:
    """Return the options on the council's table."""
    amount = {"minimum": 0}
    return Table(
        "lanwan_options",
        "Seven options of Lanwan, by five criteria",
        BY_HAND + "From the lessons of modules 03 to 05, so that this table stands alone.",
        "synthetic",
        (
            Column("option", "string", "text", "Name.", constraints={"unique": True}),
            Column("cost_million_cny", "integer", "million CNY", "Cost to build.",
                   constraints=amount),
            Column("benefit_million_cny", "integer", "million CNY per year",
                   "Averted loss and gains of residents, mean of 2030 and 2060 in the scenario "
                   "moderate.", constraints=amount),
            Column("wait_years", "integer", "years", "From the decision until it is built or planted.",
                   constraints=amount),
            Column("green_ha", "integer", "ha", "New woodland, wetland and park.",
                   constraints=amount),
            Column("older_thousand", "integer", "thousand residents",
                   "Residents of 65 or more whose homes become safer or cooler.",
                   constraints=amount),
            Column("proposed", "string", "text", "Before the judgements, or after them.",
                   constraints={"enum": ["in time", "late"]}),
            Column("numbers_from", "string", "text", "Lessons in which the numbers stand."),
        ),
        OPTIONS,
        SOURCES,
        [CC_BY],
        "option",
    )  # fmt: skip


def judgements() -> Table:
    """Return the pairwise judgements of the bureaus."""
    pairs = list(combinations(CRITERIA, 2))
    rows = [
        (judge, one, other, times) if times > 0 else (judge, other, one, -times)
        for judge, given in JUDGES.items()
        for (one, other), times in zip(pairs, given, strict=True)
    ]
    return Table(
        "lanwan_judgements",
        "How four bureaus of Lanwan compare five criteria",
        BY_HAND + "On Saaty's scale from 1 to 9; the judgements of one bureau contradict each "
        "other on purpose.",
        "synthetic",
        (
            Column("judge", "string", "text", "Bureau.", constraints={"enum": list(JUDGES)}),
            Column("criterion", "string", "text", "The criterion that counts at least as much.",
                   constraints={"enum": list(CRITERIA)}),
            Column("against", "string", "text", "The criterion that it is compared with.",
                   constraints={"enum": list(CRITERIA)}),
            Column("times", "integer", "1", "How many times as important the first one is.",
                   constraints={"minimum": 1, "maximum": 9}),
        ),
        rows,
        SOURCES,
        [CC_BY],
        "judge criterion against",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the tables of the round of decision."""
    return [options(), judgements()]
