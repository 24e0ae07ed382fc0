"""Interrupted services after real disasters, as newspapers and authorities reported them.

References
----------
.. [1] Reuters, 30 October, 1 November and 4 November 2012, after the United States Department
   of Energy: customers without power by state.
.. [2] Associated Press analysis of the outages, published by NBC New York, November 2012: days
   from the peak until 95 % of it was restored.
"""

from table_format import Column, Table

# Days after the peak of 30 October; the last row of a state is 5 % of its peak [2]_.
SANDY = [
    ("New Jersey", 0, 65.0), ("New Jersey", 2, 43.0), ("New Jersey", 5, 25.0), ("New Jersey", 11, 3.25),
    ("New York", 0, 23.0), ("New York", 2, 16.0), ("New York", 5, 9.0), ("New York", 13, 1.15),
]  # fmt: skip


def tables() -> list[Table]:
    """Return the tables of real events."""
    return [
        Table(
            name="sandy_outages",
            title="Customers without power after storm Sandy, 2012",
            description="Share of electricity customers without power in two states of the United "
            "States, in whole days after the peak of 30 October 2012. The last row of each state "
            "is derived: 5 % of its peak, on the day on which 95 % was restored.",
            kind="observed",
            columns=(
                Column("state", "string", "text", "State."),
                Column("day", "integer", "days", "Whole days after the peak of 30 October 2012.",
                       constraints={"minimum": 0}),
                Column("customers_out_percent", "number", "percent",
                       "Customers without power, of all customers of the state.", decimals=2,
                       constraints={"minimum": 0, "maximum": 100}),
            ),
            rows=SANDY,
            sources=[
                {
                    "title": "Reuters, 1 November 2012, after the U.S. Department of Energy",
                    "path": "http://www.reuters.com/article/storm-sandy-doe-idUSL1E8M167S20121101",
                },
                {
                    "title": "Reuters, 4 November 2012, after the U.S. Department of Energy",
                    "path": "http://www.reuters.com/article/power-doe-outages-idUSL1E8M41OB20121104",
                },
                {
                    "title": "Associated Press, as published by NBC New York, November 2012",
                    "path": "https://nbcnewyork.com/news/local/sandy-power-outages-length-blackout-"
                    "time-comparison-other-hurricanes-storms-us/1968296",
                },
            ],
            licences=[{"name": "facts", "title": "Facts reported in the press; cite the sources"}],
            key="state day",
        )
    ]  # fmt: skip
