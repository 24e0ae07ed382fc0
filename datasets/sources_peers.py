"""What the twelve cities of the course's stories did, one line a city.

References
----------
.. [1] MCR2030 Capacity Building Training and Resilient City China Symposium, Kunming, 9 to 10
   November 2023 (ICLEI, UNDRR).
.. [2] ICLEI East Asia works with Zhuhai to strengthen urban resilience, 2018.
.. [3] City of Lisbon, Lisbon Drainage Master Plan, icapital.lisboa.pt; sum and tunnels also in
   Correio da Manha, 2022.
.. [4] Resilient Toyama, city strategy of 100 Resilient Cities; Japan Times, 23 July 2017.
.. [5] Cascais, PA3C2, plan of action for adaptation; adopted 2017: ACR+ on the seminar of 1
   March 2019.
.. [6] ICLEI Procura+, 30 September 2016; Cities Today, 21 September 2016.
.. [7] Agencia Atlas, in Diario Cordoba, 3 January 2023.
.. [8] UrbanShift national-local dialogue with Chengdu, Chongqing and Ningbo.
"""

from table_format import CC_BY, Column, Table

SYMPOSIUM = "MCR2030 training and Resilient City China Symposium, Kunming, 9-10 November 2023"
URBANSHIFT = "UrbanShift national-local dialogue with Chengdu, Chongqing and Ningbo"
SINGLE = "one source"
TWO = "two sources"

# city, theme, what it did, lesson of the course (00 where none tells it), source, how sure.
ACTIONS = [
    ("Kunming", "exchange",
     "Was host to the symposium of 9 and 10 November 2023 whose six segments this course follows.",
     "00", SYMPOSIUM, SINGLE),
    ("Jinhua", "carbon and finance",
     "Keeps carbon accounts of more than 4,000 industrial enterprises; 522 loans tied to them "
     "came to 6.326 billion CNY.",
     "03.3", SYMPOSIUM, SINGLE),
    ("Lishui", "insurance",
     "Took out catastrophe cover of 175 million CNY for all residents and agricultural cover of "
     "105 million CNY; warnings reach 97.8 % of the residents.",
     "04.2", SYMPOSIUM, SINGLE),
    ("Zhuhai", "planning",
     "Made resilience a core aim of its planning; in 2018 it visited four European places and "
     "asked above all for tools that measure resilience.",
     "01.3", "ICLEI East Asia, 2018", SINGLE),
    ("Chengdu", "communities",
     "Planned ten near-net-zero communities for 2022 and thirty more by the end of 2025.",
     "06.2", "C40 training; work plan of March 2022", SINGLE),
    ("Chongqing", "nature",
     "Took part in the national-local dialogue of UrbanShift on biodiversity and low carbon.",
     "05.3", URBANSHIFT, SINGLE),
    ("Ningbo", "nature",
     "Took part in the national-local dialogue of UrbanShift on biodiversity and low carbon.",
     "05.3", URBANSHIFT, SINGLE),
    ("Toyama", "floods and an ageing city",
     "One of the 100 Resilient Cities since December 2014; draws homes and services together "
     "along public transport. Zhuhai found its flood management most relevant.",
     "06.3", "Resilient Toyama; Japan Times, 23 July 2017; ICLEI East Asia, 2018", TWO),
    ("Lisbon", "floods",
     "Drainage plan 2016-2030 of 250 million EUR, with two tunnels of 5 and 1 km.",
     "06.3", "City of Lisbon; Correio da Manha, 2022", TWO),
    ("Madrid", "transport",
     "Madrid 360 cuts the emissions of transport and gives public space back to people; in 2022 "
     "the city met the European limits of air quality for the first time, as reported.",
     "06.2", "C40 training; Agencia Atlas, 3 January 2023", SINGLE),
    ("Reykjavik", "carbon",
     "Decided in 2016 to be carbon neutral by 2040; homes have geothermal heat, so transport is "
     "the largest task.",
     "06.3", "ICLEI Procura+ and Cities Today, September 2016", TWO),
    ("Cascais", "adaptation plan",
     "Adopted a plan of action for adaptation in 2017, with 13 measures and 80 actions.",
     "06.3", "City of Cascais, PA3C2; ACR+, 2019", TWO),
]  # fmt: skip


def tables() -> list[Table]:
    """Return what the twelve cities did."""
    return [
        Table(
            name="peer_actions",
            title="What the twelve cities of the course's stories did",
            description="One thing that each city of the table cities did, in our own words. "
            "What cities say of themselves; nothing here measures an effect.",
            kind="derived",
            columns=(
                Column("city", "string", "text", "City, as in the table cities.",
                       constraints={"unique": True}),
                Column("theme", "string", "text", "What it is about."),
                Column("action", "string", "text", "What the city did, in our own words."),
                Column("lesson", "string", "code", "Lesson of the course that tells it."),
                Column("source", "string", "text", "Where it was read."),
                Column("read_in", "string", "text", "Whether one source says it, or two.",
                       constraints={"enum": [SINGLE, TWO]}),
            ),
            rows=ACTIONS,
            sources=[{"title": "Beside each line, in the column source"}],
            licences=[CC_BY],
            key="city",
            links={"city": ("cities", "city")},
        )
    ]  # fmt: skip
