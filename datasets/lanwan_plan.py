"""Lanwan's own Resilience Action Plan, as its officials recorded it lesson by lesson.

The numbers are those that the lessons find for Lanwan, rounded; the choices, names of bureaus
and dates are declared. It shows what a filled plan looks like, and the tests export it.
"""

from table_format import CC_BY, Column, Table

# section, name, value, unit, note; the names are those of the lessons' last cells.
RECORDS = [
    ("baseline", "lowest service in the last event", 55, "%", "water, autumn flood"),
    ("baseline", "days until the service was normal", 18, "days", "water works, log of repairs"),
    ("profile", "weakest dimension", "economic", "", "composite index of eight districts"),
    ("profile", "why this dimension",
     "Half of the jobs of Delta Farms hang on one branch, and one home in eleven is insured.",
     "", ""),
    ("profile", "emergency shelter", 1.3, "m² per person", "mean of the districts"),
    ("commitments", "stage of MCR2030", "B", "", "risk is assessed; the strategy is a draft"),
    ("commitments", "first commitment",
     "By 30 September the planning bureau brings a plan to rebuild after a flood before the "
     "council; the minutes show it.", "", "Scorecard P10.1"),
    ("commitments", "second commitment",
     "By 31 December the finance bureau lists what is insured, and what not; the list is "
     "public.", "", "Scorecard P3.3"),
    ("commitments", "third commitment",
     "By 1 June the emergency bureau reaches 95 % of Delta Farms with warnings; a drill shows "
     "it.", "", "Scorecard P9.1"),
    ("hazards", "daily rain of 50 years", 410, "mm", "GEV, 79 years"),
    ("hazards", "90 % interval and length of record", "350 to 460 mm, 79 years", "", ""),
    ("hazards", "station and its distance",
     "the Observatory's station that stands for the coast of the delta, about 60 km", "", ""),
    ("risk", "loss in an average year", 2370, "million CNY",
     "wind 1,990, water 380; four damage curves give wind 700 to 2,800"),
    ("risk", "loss to be ready for", 56000, "million CNY",
     "wind, once in 100 years; the curves give 20,000 to 76,000"),
    ("early warning", "measure on a warning", "close the underpasses", "", ""),
    ("early warning", "lead time that it needs", 0.5, "hours", "traffic police, estimate"),
    ("early warning", "act from this probability on", 10, "%", "cost 2 against loss 20"),
    ("early warning", "residents whom warnings reach", 88.7, "%",
     "mean of the districts; not who acts on it"),
    ("health", "residents aged 65 or more", 15.5, "%", "mean of the districts"),
    ("health", "district in most danger from heat", "Old Town", "", ""),
    ("health", "start care for the old from this maximum on", 35, "°C",
     "yellow signal of the weather service; deaths of our own are not counted"),
    ("health", "first measure against heat, and for whom",
     "daily visits to people of 75 and more who live alone in the Old Town", "", ""),
    ("measures", "measure to start with", "warning system", "",
     "benefit above cost at 2, 4.5 and 8 % and in all three climates"),
    ("measures", "its cost", 60, "million CNY", "and 12 million CNY a year"),
    ("measures", "signpost for the next decision",
     "mean of the tide gauge over several years; the height of the sea wall by 2037", "", ""),
    ("carbon", "emissions, scopes 1 and 2", 16.8, "million t CO2 a year", "16.5 to 21.0"),
    ("carbon", "electricity factor", 0.4042, "kg CO2 per kWh", "South, 2023, location-based"),
    ("carbon", "fall of carbon intensity", 3.7, "% a year", "17.4 % in five years"),
    ("carbon", "measure for both aims", "cool roofs and insulation of clinics", "", ""),
    ("finance", "finance gap of the programme", 5070, "million CNY", "2027 to 2036"),
    ("finance", "project that can carry a loan", "retrofit of public buildings, for 72 %", "", ""),
    ("finance", "instrument to ask for first", "green loan", "", ""),
    ("insurance", "loss that the city can pay itself", 770, "million CNY",
     "reserve of 322 CNY per person"),
    ("insurance", "limit of the cover above it", 3400, "million CNY",
     "attaches at 8,000: between reserve and cover nobody pays"),
    ("insurance", "index that a cover could look at",
     "strongest wind in a circle around the city, as one named agency gives it", "", ""),
    ("funding", "own money", 8855, "million CNY", "nobody has promised the years after 2030"),
    ("funding", "grants", 500, "million CNY", "demonstration grant, applied for"),
    ("funding", "cheap loans", 1200, "million CNY", "development bank, 20 years at 2.6 %"),
    ("funding", "market loans and bonds", 1315, "million CNY", "green bond, 15 years at 3.3 %"),
    ("funding", "limit of debt service", 0.5, "% of general revenue", "set by the council"),
    ("funding", "next project if there is more money", "retrofit of public buildings", "", ""),
    ("water", "share of yearly rain to keep", 70, "%", "set by the water bureau"),
    ("water", "daily rain to design for", 42, "mm", "from the daily rain of the station"),
    ("nature", "ground under crowns of trees", 14, "%", "declared"),
    ("nature", "residents within 300 m of public green", 40, "%", "Old Town"),
    ("nature", "greening that comes first, and where", "crowns over the streets, Old Town",
     "", ""),
    ("nature", "green patch or corridor to protect first", "south marsh, then the sluice wood",
     "", ""),
    ("value", "what our nature gives that people use most", "cool air in summer", "", ""),
    ("value", "its value in a year", 6100, "million CNY", "what people use; potential 70,000"),
    ("value", "how sure we are, and why",
     "4,400 to 7,100 million CNY in nine of ten draws; nobody knows how much cool air is used.",
     "", ""),
    ("value", "nature, grey or hybrid: where we compare them next", "coast of Delta Farms",
     "", ""),
    ("priorities", "options that we compare",
     "sea wall, mangroves, river corridor, hybrid and others", "", "lesson 06.1"),
    ("priorities", "criterion that counts most", "cost, with 35 % of the weight", "",
     "benefit 28 %"),
    ("priorities", "who judged the criteria", "the bureaus, joined by geometric means", "",
     "residents were not asked"),
    ("priorities", "what would turn the order",
     "a weight of cost above 0.36, from 0.35 today: hybrid and mangroves are a tie", "", ""),
    ("participation", "group not heard so far", "young people", "",
     "greedy choice left 15 of 24 with nothing"),
    ("participation", "rule to decide by",
     "equal shares for the money; for a single plan, ask whether one beats all others", "", ""),
    ("participation", "budget for people to decide on", 5, "million CNY a year", "declared"),
    ("participation", "residents with six services within 15 minutes", 19, "%",
     "measured, in the community of lesson 06.2"),
    ("the plan", "city", "Lanwan", "", ""),
    ("the plan", "prepared by, and date", "planning bureau with five others; draft of 1 March",
     "", ""),
    ("the plan", "decision asked of the mayor",
     "Start measures 1 to 4 in this year's budget, and let the finance bureau negotiate the "
     "loan for measure 5.", "", ""),
    ("the plan", "what we take over from a peer",
     "Zhuhai's order: measure first, then plan. We repeat the Scorecard each March.", "", ""),
    ("the plan", "what is not known",
     "How high the floors of shops lie. Who pays between 770 and 8,000 million CNY of loss. "
     "Whether people will act on a warning at night. Whether wall or hybrid is better: a tie.",
     "", ""),
    ("the plan", "reviewed by, and what changed",
     "University Town's engineers; they had us name an owner for each indicator.", "", ""),
]  # fmt: skip

#: Names of the cells of a measure, as plan.record_measure writes them.
CELLS = ("what", "year", "owner", "cost", "source of money", "indicator", "today", "target")
# One line a measure, in the order of CELLS; cost in million CNY.
MEASURES = [
    ("warning system and flood boards", 2027, "emergency bureau", 60, "city budget",
     "residents reached an hour ahead [%]", "88.7", "95"),
    ("visits to people who live alone on hot days", 2027, "health bureau", 8, "city budget",
     "people visited on a day of 35 °C", "0", "6,000"),
    ("plan to rebuild after a flood", 2027, "planning bureau", 1, "city budget",
     "days until water is back, in a drill", "18", "9"),
    ("drains, pumps and basins", 2031, "water bureau", 140, "special bond of the province",
     "underpasses closed by rain, days a year", "11", "4"),
    ("sea wall at 2.7 m", 2037, "water bureau", 3400, "long loan of the development bank",
     "districts that the 20-year flood reaches", "6", "0"),
    ("crowns over the streets of the Old Town", 2034, "parks bureau", 210,
     "city budget; green loan",
     "streets with 30 % of crowns [%]", "12", "50"),
]  # fmt: skip


def _rows() -> list[tuple]:
    """Return the rows of the table, the measures after the sections before the plan."""
    rows = list(RECORDS)
    for number, cells in enumerate(MEASURES, start=1):
        for cell, value in zip(CELLS, cells, strict=True):
            unit = "million CNY" if cell == "cost" else ""
            rows.append(("the plan", f"measure {number}: {cell}", value, unit, ""))
    numbered = []
    for section, name, value, unit, note in rows:
        kind = "text" if isinstance(value, str) else "number"
        numbered.append((section, name, kind, str(value), unit, note))
    return numbered


def tables() -> list[Table]:
    """Return Lanwan's plan."""
    return [
        Table(
            name="lanwan_plan",
            title="Records of Lanwan's Resilience Action Plan",
            description="Synthetic: declared by hand, numbers as the lessons find them; "
            "generator: datasets/lanwan_plan.py, no random numbers. One row a record, in the "
            "form of my_plan.csv.",
            kind="synthetic",
            columns=(
                Column("section", "string", "text", "Section of the plan."),
                Column("name", "string", "text", "What is recorded."),
                Column("kind", "string", "code", "Whether the value is a number or a text.",
                       constraints={"enum": ["number", "text"]}),
                Column("value", "string", "as the column unit says", "The value, as text."),
                Column("unit", "string", "text", "Unit of a number.", optional=True),
                Column("note", "string", "text", "Source or assumption.", optional=True),
            ),
            rows=_rows(),
            sources=[{"title": "Invented for the course; generator: datasets/lanwan_plan.py"}],
            licences=[CC_BY],
            key="section name",
        )
    ]  # fmt: skip
