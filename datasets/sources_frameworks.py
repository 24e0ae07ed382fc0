"""The Sendai Framework's targets and indicators, and the stages of MCR2030, in our own words.

References
----------
.. [1] United Nations, "Sendai Framework for Disaster Risk Reduction 2015-2030", 2015.
.. [2] UNGA, "Report of the open-ended intergovernmental expert working group on indicators
   and terminology relating to disaster risk reduction", A/71/644, 2016.
.. [3] UNDRR, "Making Cities Resilient 2030: frequently asked questions",
   https://mcr2030.undrr.org/quick/13090
"""

from table_format import CC_BY, Column, Table

# Target -> (aim, [what each indicator measures]); codes follow from the order [1]_ [2]_.
SENDAI = {
    "A": ("Fewer people die in disasters: deaths per 100,000 people in 2020-2030 below those of "
          "2005-2015.", [
        "deaths and missing people together, per 100,000 people",
        "deaths per 100,000 people",
        "missing people per 100,000 people",
    ]),
    "B": ("Fewer people are affected by disasters: per 100,000 people in 2020-2030 below those of "
          "2005-2015.", [
        "people directly affected, all kinds together, per 100,000 people",
        "injured or ill people per 100,000 people",
        "people whose home was damaged",
        "people whose home was destroyed",
        "people whose livelihood was disrupted or destroyed",
    ]),
    "C": ("Direct economic loss from disasters falls as a share of gross domestic product by "
          "2030.", [
        "direct economic loss, all kinds together, as a share of gross domestic product",
        "direct loss in farming",
        "direct loss of other productive assets",
        "direct loss of housing",
        "direct loss from damaged or destroyed critical infrastructure",
        "direct loss of cultural heritage",
    ]),
    "D": ("Less damage to critical infrastructure and fewer interruptions of basic services, "
          "health and schools among them, by 2030.", [
        "damage to critical infrastructure, all kinds together",
        "health facilities damaged or destroyed",
        "education facilities damaged or destroyed",
        "other critical infrastructure damaged or destroyed",
        "interruptions of basic services, all kinds together",
        "interruptions of education",
        "interruptions of health services",
        "interruptions of other basic services",
    ]),
    "E": ("More countries have national and local strategies for reducing disaster risk by "
          "2020.", [
        "countries with a national strategy in line with the Sendai Framework",
        "percent of local governments with a strategy in line with the national one",
    ]),
    "F": ("Developing countries get more international support by 2030.", [
        "official international support for reducing disaster risk",
        "the part of it that comes through multilateral agencies",
        "the part of it that one country gives another",
        "official support for the transfer of technology",
        "programmes that transfer science, technology and innovation",
        "official support for building capacity",
        "programmes for building capacity",
        "developing countries helped to improve their disaster statistics",
    ]),
    "G": ("More people have access to multi-hazard early warning and to risk information by "
          "2030.", [
        "countries with early warning for several hazards, all parts together",
        "countries that monitor and forecast several hazards",
        "people per 100,000 whom early warnings reach",
        "percent of local governments with a plan to act on warnings",
        "countries with risk information that people can find, understand and use",
        "percent of people at risk who were moved to safety after a warning",
    ]),
}  # fmt: skip

# Stage, label, what the city commits to [3]_, what could show it (the course's suggestion).
STAGES = [
    ("A", "Cities know better",
     "Understand risk and resilience better, raise awareness, and commit to a local strategy.",
     "The council has decided to write a strategy; bureaus and partners have been briefed."),
    ("B", "Cities plan better",
     "Assess and diagnose risk, align local plans with regional and national ones, and improve "
     "early strategies.",
     "A finished Scorecard and an approved or nearly final strategy."),
    ("C", "Cities implement better",
     "Carry out the strategy, finance it and follow it up, and share experience with other "
     "cities.",
     "Funded measures under way, results reported every year, help given to another city."),
]  # fmt: skip

SENDAI_SOURCES = [
    {
        "title": "United Nations, Sendai Framework for Disaster Risk Reduction 2015-2030",
        "path": "https://www.undrr.org/publication/"
        "sendai-framework-disaster-risk-reduction-2015-2030",
    },
    {
        "title": "UNGA A/71/644 (2016), indicators and terminology",
        "path": "https://documents.un.org/doc/undoc/gen/n16/410/23/pdf/n1641023.pdf",
    },
]
MCR_SOURCES = [
    {
        "title": "UNDRR, Making Cities Resilient 2030: frequently asked questions",
        "path": "https://mcr2030.undrr.org/quick/13090",
    }
]
LETTERS = list(SENDAI)


def sendai_targets() -> Table:
    """Return the seven targets."""
    return Table(
        name="sendai_targets",
        title="Seven targets of the Sendai Framework",
        description="Targets A to G, aims in our own words, with the number of their indicators.",
        kind="derived",
        columns=(
            Column("target", "string", "code", "Letter of the target, A to G.",
                   constraints={"unique": True, "enum": LETTERS}),
            Column("aim", "string", "text", "What the target asks for, in our own words."),
            Column("indicators", "integer", "indicators", "Global indicators of the target.",
                   constraints={"minimum": 1}),
        ),
        rows=[(letter, aim, len(measured)) for letter, (aim, measured) in SENDAI.items()],
        sources=SENDAI_SOURCES,
        licences=[CC_BY],
        key="target",
    )  # fmt: skip


def sendai_indicators() -> Table:
    """Return the 38 indicators."""
    rows = [
        (f"{letter}-{place}", letter, measure)
        for letter, (_aim, measured) in SENDAI.items()
        for place, measure in enumerate(measured, start=1)
    ]
    return Table(
        name="sendai_indicators",
        title="38 indicators of the Sendai Framework",
        description="Global indicators of the seven targets, in our own words. "
        "A city may use them as analogues; officially countries report them.",
        kind="derived",
        columns=(
            Column("indicator", "string", "code", "Target and place in it: A-1 to G-6.",
                   constraints={"unique": True, "pattern": "[A-G]-[1-8]"}),
            Column("target", "string", "code", "Target that the indicator belongs to.",
                   constraints={"enum": LETTERS}),
            Column("measures", "string", "text", "What it measures, in our own words."),
        ),
        rows=rows,
        sources=SENDAI_SOURCES,
        licences=[CC_BY],
        key="indicator",
        links={"target": ("sendai_targets", "target")},
    )  # fmt: skip


def stages() -> Table:
    """Return the three stages of MCR2030."""
    return Table(
        name="mcr2030_stages",
        title="Three stages of Making Cities Resilient 2030",
        description="Stages A, B and C of the MCR2030 roadmap in our own words; a city enters at "
        "any stage. The column shown_by is a suggestion of the course, not an official criterion.",
        kind="derived",
        columns=(
            Column("stage", "string", "code", "Letter of the stage.",
                   constraints={"unique": True, "enum": ["A", "B", "C"]}),
            Column("label", "string", "text", "Short name of the stage."),
            Column("commits_to", "string", "text", "What a city in this stage commits to."),
            Column("shown_by", "string", "text",
                   "What could show that the stage is done: suggestion of the course."),
        ),
        rows=STAGES,
        sources=MCR_SOURCES,
        licences=[CC_BY],
        key="stage",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the tables of both frameworks."""
    return [sendai_targets(), sendai_indicators(), stages()]
