"""The Ten Essentials and the 47 questions of the preliminary Scorecard, in our own words.

The names of the Essentials and the number of questions of each are facts [1]_ [2]_; every
question is paraphrased for learning. A city's official assessment uses the original form.
The form does not name the services of questions 8.3 to 8.6; the names here follow their order.

References
----------
.. [1] UNISDR, "The Ten Essentials for Making Cities Resilient", 2015.
.. [2] UNDRR, "Disaster Resilience Scorecard for Cities, preliminary level assessment", 2017,
   https://mcr2030.undrr.org/disaster-resilience-scorecard-cities
"""

from table_format import CC_BY, Column, Table

GOVERN, PREPARE, RESPOND = (
    "governance and finance",
    "planning and preparation",
    "response and recovery",
)

# Essential -> (name, group, [(topic, question)]).
ESSENTIALS = {
    1: ("Organise for disaster resilience", GOVERN, [
        ("plan of the city", "How firmly is reducing disaster risk built into the main plan?"),
        ("lead body",
         "How well does one body with a mandate and staff bring all partners together?"),
        ("other bureaus", "How regularly do bureaus such as housing, transport and finance weigh "
         "disaster risk in their own decisions?"),
    ]),
    2: ("Identify, understand and use current and future risk scenarios", GOVERN, [
        ("hazards", "How well does the city know which hazards it faces and how likely each is?"),
        ("risk to networks", "How openly do utilities and the city share the weak points of their "
         "networks?"),
        ("exposure and vulnerability", "How far has the city agreed, for each hazard, on who and "
         "what would be hit?"),
        ("knock-on failures", "How well does the city know which failure sets off the next, such "
         "as pumps that stop without power?"),
        ("maps", "How recent are the risk maps, and how easily can planners use them?"),
    ]),
    3: ("Strengthen financial capacity for resilience", GOVERN, [
        ("outside money", "How actively does the city look for outside money for resilience?"),
        ("budget and reserve", "How safe from other uses is the money for disaster risk, with a "
         "reserve for emergencies?"),
        ("insurance",
         "How widely are homes, firms and public buildings insured against disasters?"),
        ("incentives", "How strong are the rewards for owners and firms that make their "
         "buildings and work safer?"),
    ]),
    4: ("Pursue resilient urban development and design", PREPARE, [
        ("land use", "How far do land-use plans keep homes, jobs and farms off dangerous ground?"),
        ("new quarters", "How regularly are new quarters designed to lower risk, with room for "
         "water and shade?"),
        ("building rules", "How well do the building rules answer this city's hazards, and how "
         "recent are they?"),
        ("enforcement", "How reliably are zoning and building rules checked on site?"),
    ]),
    5: ("Safeguard natural buffers to enhance ecosystems' protective functions", PREPARE, [
        ("what nature does", "How well does the city understand how its wetlands, woods and "
         "rivers protect it?"),
        ("green and blue works", "How strongly do city rules ask large projects for parks, green "
         "roofs and open water?"),
        ("shared nature", "How well does the city look after shared rivers, woods and coasts "
         "together with its neighbours?"),
    ]),
    6: ("Strengthen institutional capacity for resilience", PREPARE, [
        ("skills", "How easily can the city call on people with the skills that it lacks?"),
        ("public education", "How much of the population does a joint campaign on hazards reach?"),
        ("data", "How freely do bureaus and partners share their data about risk?"),
        ("training", "How much training on disaster risk is open to officials, firms and "
         "residents?"),
        ("languages", "How well do training and advice come in the languages that people speak?"),
        ("learning from others", "How actively does the city learn from other cities and pass on "
         "its own lessons?"),
    ]),
    7: ("Understand and strengthen societal capacity for resilience", PREPARE, [
        ("neighbourhood groups",
         "How active are neighbourhood groups before and after a disaster?"),
        ("people most at risk", "How regularly do the people most at risk get training and help "
         "to prepare?"),
        ("firms", "How many firms keep a tested plan for working on after a disaster?"),
        ("talking with residents", "How well can residents hear about risk from the city and "
         "answer back?"),
    ]),
    8: ("Increase infrastructure resilience", PREPARE, [
        ("plan for networks", "How complete is a plan for the vital networks that all their "
         "operators share?"),
        ("defences", "How well do levees, drains and other defences match the risk known today?"),
        ("water and sanitation",
         "How well would water and sanitation hold in the worst scenario?"),
        ("energy", "How well would power and gas hold in the worst scenario?"),
        ("transport", "How well could people and goods still move in the worst scenario?"),
        ("communications", "How well would telephone and data links hold in the worst scenario?"),
        ("health care", "How far could hospitals treat all the badly injured at once?"),
        ("schools", "How safe are school buildings in the likely and in the worst scenario?"),
        ("first responders", "How well are fire, rescue and medical crews equipped, with spares "
         "at hand?"),
    ]),
    9: ("Ensure effective disaster response", RESPOND, [
        ("early warning", "How much of the population gets a warning in time and knows what to "
         "do?"),
        ("response plan", "How complete is the plan for the hours and days after a disaster?"),
        ("extra staff", "How fast can extra staff reach every neighbourhood?"),
        ("equipment and relief goods", "How fully has the city listed the equipment and relief "
         "goods that it would need?"),
        ("food and shelter", "How many of those who lose their homes could be fed and sheltered?"),
        ("working together", "How well can all agencies work together from one emergency centre?"),
        ("drills", "How regularly do residents and professionals practise together?"),
    ]),
    10: ("Expedite recovery and build back better", RESPOND, [
        ("plan to rebuild", "How ready is a plan for rebuilding, made before the disaster?"),
        ("learning loop", "How surely do a disaster's lessons change the way the city rebuilds?"),
    ]),
}  # fmt: skip

NOTE = (
    "Preliminary level, 2017 edition: 47 questions, each answered 0 to 3. The questions are "
    "paraphrased for learning and are not the official wording; a city's official assessment "
    "uses the original form, which gives each question its own meaning of 0, 1, 2 and 3."
)
SOURCES = [
    {"title": "UNISDR, The Ten Essentials for Making Cities Resilient (2015)"},
    {
        "title": "UNDRR, Disaster Resilience Scorecard for Cities, preliminary level (2017)",
        "path": "https://mcr2030.undrr.org/disaster-resilience-scorecard-cities",
    },
]
ESSENTIAL_RANGE = {"minimum": 1, "maximum": 10}


def essentials() -> Table:
    """Return the Ten Essentials with the number of their questions."""
    rows = [
        (number, name, group, len(questions), 3 * len(questions))
        for number, (name, group, questions) in ESSENTIALS.items()
    ]
    return Table(
        name="scorecard_essentials",
        title="Ten Essentials for making cities resilient",
        description="The Ten Essentials and how many questions of the Scorecard belong to each. "
        + NOTE,
        kind="derived",
        columns=(
            Column("essential", "integer", "code", "Number of the Essential, 1 to 10.",
                   constraints={"unique": True, **ESSENTIAL_RANGE}),
            Column("name", "string", "text", "Name of the Essential."),
            Column("group", "string", "text", "Part of the city's work that it belongs to.",
                   constraints={"enum": [GOVERN, PREPARE, RESPOND]}),
            Column("questions", "integer", "questions", "Questions of the preliminary level.",
                   constraints={"minimum": 1}),
            Column("maximum", "integer", "points", "Highest sum of scores: 3 points a question.",
                   constraints={"minimum": 3}),
        ),
        rows=rows,
        sources=SOURCES,
        licences=[CC_BY],
        key="essential",
    )  # fmt: skip


def questions() -> Table:
    """Return the 47 questions in our own words."""
    rows = [
        (f"P{number}.{place}", number, topic, wording)
        for number, (_name, _group, asked) in ESSENTIALS.items()
        for place, (topic, wording) in enumerate(asked, start=1)
    ]
    return Table(
        name="scorecard_questions",
        title="Questions of the preliminary Scorecard, in our own words",
        description="One row a question; answer with 0, 1, 2 or 3; 3 is best. What each point "
        "means stands in the official form, question by question. " + NOTE,
        kind="derived",
        columns=(
            Column("question", "string", "code", "Essential and place in it: P1.1 to P10.2.",
                   constraints={"unique": True, "pattern": "P[0-9]+[.][0-9]"}),
            Column("essential", "integer", "code", "Essential that the question belongs to.",
                   constraints=ESSENTIAL_RANGE),
            Column("topic", "string", "text", "What the question is about."),
            Column("wording", "string", "text", "The question, to be answered 0 to 3.",
                   constraints={"unique": True}),
        ),
        rows=rows,
        sources=SOURCES,
        licences=[CC_BY],
        key="question",
        links={"essential": ("scorecard_essentials", "essential")},
    )  # fmt: skip


def tables() -> list[Table]:
    """Return both tables of the Scorecard."""
    return [essentials(), questions()]
