"""Where Lanwan can find money besides its own budget, and on which terms.

All terms are declared by hand and belong to no bank. They stand in a plausible order around
3.5 percent, China's prime rate for loans over five years since May 2025.
"""

from table_format import CC_BY, Column, Table

SOURCES = [{"title": "Invented for the course; generator: datasets/lanwan_funding.py"}]
BY_HAND = "Synthetic: declared by hand; generator: datasets/lanwan_funding.py, no random numbers. "
WET = "flood; drainage; nature; water; warning; health"

# source, layer, rate [percent], years of repayment, limit [million CNY], most of one project's
# cost [percent], sectors, needs a green field, needs net cash, needs an area of the renewal plan,
# price step [basis points], what.
FUNDING = [
    ("demonstration grant", "grant", 0.0, 0, 500, 30, "drainage; nature; water", 0, 0, 0, 0,
     "Won from the province for sponge works and wetlands."),
    ("development bank loan", "concessional", 2.6, 20, 1200, 50, WET, 0, 0, 0, 0,
     "Cheap and long, for what protects and earns nothing."),
    ("green bond", "commercial", 3.3, 15, 1500, 60, "all", 1, 0, 0, 0,
     "For works that a field of the green catalogue covers; with a yearly report."),
    ("carbon-account loan", "commercial", 3.4, 10, 600, 70, "buildings; transport; energy; water",
     0, 1, 0, 10, "To a city company that keeps a carbon account; the price follows its targets."),
    ("urban renewal bond", "commercial", 3.6, 15, 800, 60, "buildings", 0, 1, 1, 0,
     "Served from rents and fees of the renewed blocks."),
    ("ordinary loan", "commercial", 3.9, 15, 2000, 80, "all", 0, 0, 0, 0,
     "For anything, at the price of the market."),
]  # fmt: skip


def funding_sources() -> Table:
    """Return the sources of money beside the city's own."""
    yes_no = {"enum": [0, 1]}
    money = {"minimum": 0}
    return Table(
        "lanwan_funding_sources",
        "Six sources of money for Lanwan's programme",
        BY_HAND + "Rates are fixed and assumed. Loans and bonds are repaid in equal yearly "
        "payments from the year after the draw on.",
        "synthetic",
        (
            Column("source", "string", "text", "Name.", constraints={"unique": True}),
            Column("layer", "string", "text", "Place in the mix: grants lose first.",
                   constraints={"enum": ["grant", "concessional", "commercial"]}),
            Column("rate_percent", "number", "percent per year", "Rate of interest.",
                   constraints={"minimum": 0, "maximum": 20}),
            Column("tenor_years", "integer", "years", "Years of repayment; 0 for a grant.",
                   constraints=money),
            Column("limit_million_cny", "integer", "million CNY", "Most for all projects together.",
                   constraints=money),
            Column("share_percent", "integer", "percent",
                   "Most of one project's capital cost that it pays.",
                   constraints={"minimum": 1, "maximum": 100}),
            Column("sectors", "string", "text",
                   "Sectors of lanwan_projects that it serves, parted by semicolons; or all."),
            Column("needs_green", "integer", "1 or 0",
                   "Whether a field of the green catalogue must cover the project.",
                   constraints=yes_no),
            Column("needs_net_cash", "integer", "1 or 0",
                   "Whether the project's revenue must be above its running cost.",
                   constraints=yes_no),
            Column("needs_renewal", "integer", "1 or 0",
                   "Whether it must lie in an area of the city's renewal plan.",
                   constraints=yes_no),
            Column("step_basis_points", "integer", "basis points",
                   "Change of the rate for each yearly target that is reached or missed.",
                   constraints=money),
            Column("what", "string", "text", "What it is."),
        ),
        FUNDING,
        SOURCES,
        [CC_BY],
        "source",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the tables of Lanwan's funding."""
    return [funding_sources()]
