"""The tables of Lanwan, a fictional river-delta city: columns, units and descriptions."""

from lanwan import ANSWERS, DISTRICTS, EVENTS, FLOODS, INDICATORS, LEVELS, profile_rows, scattered
from table_format import CC_BY, Column, Table

SOURCES = [{"title": "Invented for the course; generator: datasets/lanwan.py"}]
BY_HAND = "Synthetic: a fictional story; generator: declared by hand, no random numbers. "
SEED = 2030
SHARE = {"minimum": 0, "maximum": 100}


def _lanwan(
    name: str,
    title: str,
    description: str,
    columns: tuple,
    rows: list,
    key: str,
    links: dict | None = None,
) -> Table:
    """Return a synthetic table of Lanwan."""
    return Table(name, title, description, "synthetic", columns, rows, SOURCES, [CC_BY], key,
                 links or {})  # fmt: skip


def _district() -> Column:
    return Column("district", "string", "text", "District of Lanwan.",
                  constraints={"enum": list(DISTRICTS), "unique": True})  # fmt: skip


def profile(values: dict) -> Table:
    """Return the profile of the city, laid out as the template of a city file."""
    return _lanwan(
        "lanwan_profile",
        "Profile of Lanwan",
        "Synthetic: one row per field of a city profile, computed from the districts where the "
        f"note says so; generator: datasets/lanwan.py, seed {SEED}.",
        (
            Column("field", "string", "text", "Name of the field.", constraints={"unique": True}),
            Column("value", "string", "see the column unit",
                   "Value of the field, a number or a text."),
            Column("unit", "string", "text", "Unit of the value."),
            Column("note", "string", "text", "Where the value comes from.", optional=True),
        ),
        profile_rows(values),
        "field",
    )  # fmt: skip


def districts() -> Table:
    """Return the eight districts."""
    return _lanwan(
        "lanwan_districts",
        "Districts of Lanwan",
        BY_HAND + "The eight districts of the city, without overlap.",
        (
            _district(),
            Column("population", "integer", "residents", "Residents of the district.",
                   constraints={"minimum": 1}),
            Column("area_km2", "integer", "km2", "Area of the district, water included.",
                   constraints={"minimum": 1}),
            Column("character", "string", "text", "What the district is like."),
        ),
        [(name, *about) for name, about in DISTRICTS.items()],
        "district",
    )  # fmt: skip


def indicators(values: dict) -> Table:
    """Return nine indicators of every district, one column each."""
    measured = tuple(
        Column(name, "number", unit, meaning, decimals=decimals,
               constraints={"minimum": 0, "maximum": highest})
        for name, (_dimension, _sign, unit, decimals, highest, meaning) in INDICATORS.items()
    )  # fmt: skip
    return _lanwan(
        "lanwan_indicators",
        "Resilience indicators of Lanwan's districts",
        "Synthetic: levels declared by hand with up to 5 percent of scatter; generator: "
        f"datasets/lanwan.py, scattered(LEVELS, seed={SEED}).",
        (_district(), *measured),
        [(district, *row) for district, row in values.items()],
        "district",
        {"district": ("lanwan_districts", "district")},
    )


def definitions() -> Table:
    """Return what the nine indicators mean, and which way is better."""
    rows = [
        (name, dimension, sign, unit, meaning)
        for name, (dimension, sign, unit, _decimals, _highest, meaning) in INDICATORS.items()
    ]
    return Table(
        name="indicator_definitions",
        title="Nine indicators of resilience",
        description="Three indicators for each of the three dimensions climate, economic and "
        "social. The choice of indicators is the course's own.",
        kind="derived",
        columns=(
            Column("indicator", "string", "code", "Name of the indicator and of its column.",
                   constraints={"unique": True}),
            Column("dimension", "string", "text", "Dimension of resilience.",
                   constraints={"enum": ["climate", "economic", "social"]}),
            Column("direction", "integer", "1", "1 if more is better, -1 if more is worse.",
                   constraints={"enum": [1, -1]}),
            Column("unit", "string", "text", "Unit of the indicator."),
            Column("meaning", "string", "text", "What is counted."),
        ),
        rows=rows,
        sources=[
            {
                "title": "Dimensions: account of the on-line training on the resilient city by "
                "UCLG, Metropolis and SHRDC (2021); its public call names the training only",
                "path": "https://www.metropolis.org/agenda/learning-program-resilient-city",
            },
            {"title": "Indicators: chosen for the course"},
        ],
        licences=[CC_BY],
        key="indicator",
    )  # fmt: skip


def flood_scenarios() -> Table:
    """Return the flood scenarios, whose expected damage is 300 million CNY per year."""
    return _lanwan(
        "lanwan_flood_scenarios",
        "Flood scenarios of Lanwan",
        BY_HAND + "Four classes of floods that exclude each other: a flood belongs to one class "
        "only, so the risk is the sum of frequency x exposed value x damage ratio.",
        (
            Column("scenario", "string", "text", "Class of floods.", constraints={"unique": True}),
            Column("annual_frequency", "number", "events per year",
                   "Floods of this class in an average year.", decimals=3,
                   constraints={"minimum": 0, "maximum": 1}),
            Column("exposed_value_million_cny", "integer", "million CNY",
                   "Value of buildings and goods that stand in the water.",
                   constraints={"minimum": 0}),
            Column("damage_ratio", "number", "1",
                   "Part of the exposed value that is lost, 0 to 1.", decimals=3,
                   constraints={"minimum": 0, "maximum": 1}),
        ),
        FLOODS,
        "scenario",
    )  # fmt: skip


def recovery() -> Table:
    """Return how three services came back after three events."""
    services = tuple(
        Column(f"{service}_percent", "number", "percent", meaning, constraints=SHARE)
        for service, meaning in (
            ("water", "Water supply that works, of normal."),
            ("power", "Power supply that works, of normal."),
            ("transit", "Buses and metro that run, of normal."),
        )
    )
    return _lanwan(
        "lanwan_recovery",
        "Service in Lanwan after three events",
        BY_HAND + "All services stand at 100 percent before the event; day 0 is right after the "
        "drop. Days are not evenly spaced; between two rows service changes in a straight line.",
        (
            Column("event", "string", "text", "Name of the event.",
                   constraints={"enum": list(EVENTS)}),
            Column("day", "number", "days", "Days since the event.", constraints={"minimum": 0}),
            *services,
        ),
        [(event, *row) for event, rows in EVENTS.items() for row in rows],
        "event day",
    )  # fmt: skip


def scorecard() -> Table:
    """Return Lanwan's answers to the preliminary Scorecard."""
    rows = [
        (f"P{essential}.{place}", score)
        for essential, scores in ANSWERS.items()
        for place, score in enumerate(scores, start=1)
    ]
    return _lanwan(
        "lanwan_scorecard",
        "Lanwan's answers to the preliminary Scorecard",
        BY_HAND + "One score per question; an empty cell is a question that was not answered.",
        (
            Column("question", "string", "code", "Question of scorecard_questions.",
                   constraints={"unique": True, "pattern": "P[0-9]+[.][0-9]"}),
            Column("score", "integer", "points", "0 to 3 by the scale of the question; empty if open.",
                   optional=True, constraints={"minimum": 0, "maximum": 3}),
        ),
        rows,
        "question",
        {"question": ("scorecard_questions", "question")},
    )  # fmt: skip


def tables() -> list[Table]:
    """Return every table of Lanwan, and the definitions of its indicators."""
    values = scattered(LEVELS, seed=SEED)
    return [
        definitions(),
        districts(),
        indicators(values),
        profile(values),
        flood_scenarios(),
        recovery(),
        scorecard(),
    ]
