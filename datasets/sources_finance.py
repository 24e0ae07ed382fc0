"""What studies found a green label to be worth, and what kinds of debt ask of a project.

Every number of the studies stands in the abstract or report that its row names. The rules are
short forms for teaching: `basis` says "simplified" where a rule is cut down to one test, and
"assumed" where a limit is ours.
"""

from table_format import CC_BY, Column, Table

# study, authors, year, market, green and ordinary bonds, months, saving [basis points], finding
STUDIES = [
    ("The effect of pro-environmental preferences on bond prices, Journal of Banking & Finance 98",
     "Zerbib", 2019, "world", None, None, "2013-07 to 2017-12", 2.0, 2.0,
     "Matched pairs of bonds; small, and larger for financial and low-rated bonds."),
    ("Estimation of green bond premiums in the Chinese secondary market, CAMA Working Paper "
     "38/2022", "Janda, Kortusova, Zhang", 2022, "China, traded bonds", None, None, "", 1.8, 1.8,
     "Matched pairs; differs between sectors; no clear effect of certification."),
    ("Can labeled green bonds reduce financing cost in China?, Sustainability 14(20):13510",
     "Sun, Feng, Zhou, Yu, Deng", 2022, "China, new issues", 227, 405, "", 15.0, 15.0,
     "At least so much; certification strengthens it; nothing for bonds of banks."),
    ("Where's the green bond premium? Evidence from China, Finance Research Letters 48",
     "Li, Zhang, Wang", 2022, "China, new issues", None, None, "", None, None,
     "Only bonds with an official label pay less; being green without a label does not help."),
    ("Navigating geopolitical risks, Sustainability 16(15):6354",
     "Lian, Hou", 2024, "China, new issues", 270, 667, "2018-05 to 2021-08",
     10.0, 12.0, "Nothing for bonds of banks."),
    ("Report on green bonds in China, South China Morning Post, 6 July 2023",
     "Sustainable Fitch", 2023, "China, onshore bonds", None, None, "", 0.0, 0.0,
     "The saving is gone as more green bonds come to the market."),
]  # fmt: skip

CATALOGUE = "Green Finance Endorsed Project Catalogue (2025 Edition), in force since 1 October 2025"
PRINCIPLES = "China Green Bond Principles, 29 July 2022: all proceeds to green projects"
OPINION = (
    "General Office of the State Council, opinion on special bonds of local governments, "
    "December 2024: a project's income balances its financing, and subsidies may fill a shortfall. "
    "The test asks for any net cash; how large a bond it carries is another question"
)
COURSE = "Assumption of the course; ask the bank, the exchange or the finance bureau"

# instrument, field of a project, test, value, basis, source
RULES = [
    ("green loan", "green_category", "filled", "", "rule", CATALOGUE),
    ("green loan", "net_cash", "above", "0", "assumed", COURSE),
    ("green bond", "green_category", "filled", "", "rule", f"{CATALOGUE}. {PRINCIPLES}"),
    ("green building bond", "green_category", "filled", "", "rule", CATALOGUE),
    (
        "green building bond",
        "sector",
        "is",
        "buildings",
        "rule",
        f"By definition: the money pays for buildings. {PRINCIPLES}",
    ),
    ("green building bond", "building_stars", "at least", "2", "assumed", COURSE),
    ("urban renewal bond", "renewal_area", "is", "yes", "assumed", COURSE),
    ("urban renewal bond", "net_cash", "above", "0", "simplified", OPINION),
    ("ordinary bond", "capital_million_cny", "above", "0", "assumed", COURSE),
]


def greenium_studies() -> Table:
    """Return what studies found the label to save."""
    return Table(
        "greenium_studies",
        "What a green label saves: six findings",
        "Saving of green bonds against like ones without a label. The studies differ in bonds, "
        "years and method; they are no sample of one number.",
        "observed",
        (
            Column("study", "string", "text", "Title and place.", constraints={"unique": True}),
            Column("authors", "string", "text", "Authors, or the house that published it."),
            Column("year", "integer", "year", "Year of publication."),
            Column("market", "string", "text", "Bonds that were compared."),
            Column("green_bonds", "integer", "bonds", "Green bonds in the sample.",
                   optional=True, constraints={"minimum": 1}),
            Column("ordinary_bonds", "integer", "bonds", "Bonds to compare with.", optional=True,
                   constraints={"minimum": 1}),
            Column("period", "string", "text", "Months of the sample.", optional=True),
            Column("low_points", "number", "basis points",
                   "Saving, lower end; empty where the abstract gives no number.", optional=True),
            Column("high_points", "number", "basis points", "Saving, upper end.", optional=True),
            Column("finding", "string", "text", "What else they found."),
        ),
        STUDIES,
        [{"title": "The abstracts of the studies, and the newspaper's report, as named in each "
                   "row"}],
        [CC_BY],
        "study",
    )  # fmt: skip


def label_rules() -> Table:
    """Return the decision table of the instruments."""
    return Table(
        "label_rules",
        "What five kinds of debt ask of a project, in short",
        "All rules of an instrument must hold. A short form for teaching, no legal advice: real "
        "conditions are longer and change.",
        "derived",
        (
            Column("instrument", "string", "text", "Kind of debt."),
            Column("field", "string", "code",
                   "Column of lanwan_projects; net_cash is revenue minus running cost."),
            Column("test", "string", "text", "What the field must be.",
                   constraints={"enum": ["filled", "is", "at least", "above"]}),
            Column("value", "string", "text", "What it is compared with.", optional=True),
            Column("basis", "string", "text", "Whether it follows from a cited document: rule; rule, but "
                   "simplified; or assumed by the course.",
                   constraints={"enum": ["rule", "simplified", "assumed"]}),
            Column("source", "string", "text", "Document, or who to ask."),
        ),
        RULES,
        [{"title": "The documents named in each row, shortened for the course"}],
        [CC_BY],
        "instrument field",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the tables of studies and rules."""
    return [greenium_studies(), label_rules()]
