"""Published relative risks of death in the heat, of Chinese cities.

References
----------
.. [1] Yang, J. and others (2013), "Impact of heat wave in 2005 on mortality in Guangzhou,
   China", Biomedical and Environmental Sciences 26, 647-654.
.. [2] Huang, W., Kan, H., Kovats, S. (2010), "The impact of the 2003 heat wave on mortality in
   Shanghai, China", Science of the Total Environment 408, 2418-2420.
.. [3] Chen, R. and others (2018), "Association between ambient temperature and mortality risk
   and burden: time series study in 272 main Chinese cities", BMJ 363, k4306, tables 2 and 3.
.. [4] Ho, J. Y. and others (2024), "Suitable temperature indicator for adverse health impacts
   in sub-tropical cities: a case study in Hong Kong from 2010-2019", International Journal of
   Biometeorology 68, 233-244.
"""

from table_format import Column, Table

GUANGZHOU = "7 days or more with a maximum above 35 deg C and a mean above its 97th percentile"
SHANGHAI = "19 July to 6 August 2003 against cooler weeks before and after"
NATION = "daily mean at its 97.5th percentile against the temperature of fewest deaths"
# Study, place, years, exposure, causes of death, relative risk, low and high end (95 percent).
RISKS = [
    ("guangzhou_2005", "Guangzhou", "2003-2006", GUANGZHOU, "non-accidental", 1.23, 1.11, 1.37),
    ("guangzhou_2005", "Guangzhou", "2003-2006", GUANGZHOU, "cardiovascular", 1.34, 1.13, 1.59),
    ("guangzhou_2005", "Guangzhou", "2003-2006", GUANGZHOU, "respiratory", 1.31, 1.02, 1.69),
    ("shanghai_2003", "Shanghai", "2003", SHANGHAI, "all", 1.13, 1.06, 1.20),
    ("shanghai_2003", "Shanghai", "2003", SHANGHAI, "cardiovascular", 1.19, 1.08, 1.32),
    ("shanghai_2003", "Shanghai", "2003", SHANGHAI, "respiratory", 1.23, 1.02, 1.48),
    ("china_272", "272 cities", "2013-2015", NATION, "non-accidental", 1.16, 1.12, 1.21),
    ("china_272", "272 cities", "2013-2015", NATION, "cardiovascular", 1.22, 1.16, 1.28),
    ("china_272", "272 cities", "2013-2015", NATION, "respiratory", 1.36, 1.24, 1.48),
    ("china_272_subtropical", "subtropical monsoon zone, among 272 cities", "2013-2015", NATION,
     "non-accidental", 1.27, 1.17, 1.38),
    ("hong_kong_mean", "Hong Kong", "2010-2019",
     "daily mean of summer at its 95th percentile against the temperature of fewest deaths",
     "non-cancer", 1.037, 1.006, 1.069),
    ("hong_kong_minimum", "Hong Kong", "2010-2019",
     "daily minimum of summer at its 95th percentile against the temperature of fewest deaths",
     "non-cancer", 1.055, 1.019, 1.092),
]  # fmt: skip


def tables() -> list[Table]:
    """Return the table of relative risks."""
    ratio = {"minimum": 0.5, "maximum": 3}
    return [
        Table(
            "heat_mortality",
            "Relative risk of death in the heat, Chinese cities",
            "Published relative risks with their 95 percent intervals. The studies define heat "
            "in different ways, so their rows must not be averaged.",
            "observed",
            (
                Column("study", "string", "code", "Study."),
                Column("place", "string", "text", "City or cities."),
                Column("years", "string", "text", "Years of the data."),
                Column("exposure", "string", "text", "What is compared with what."),
                Column("causes", "string", "text", "Causes of death that are counted."),
                Column("relative_risk", "number", "1", "Relative risk of death.",
                       decimals=3, constraints=ratio),
                Column("low", "number", "1", "Lower end of the 95 percent interval.",
                       decimals=3, constraints=ratio),
                Column("high", "number", "1", "Upper end of the 95 percent interval.",
                       decimals=3, constraints=ratio),
            ),
            RISKS,
            [
                {"title": "Yang et al. 2013, Biomedical and Environmental Sciences 26, 647-654"},
                {
                    "title": "Huang, Kan, Kovats 2010, Science of the Total Environment 408, "
                    "2418-2420",
                    "path": "https://doi.org/10.1016/j.scitotenv.2010.02.009",
                },
                {
                    "title": "Chen et al. 2018, BMJ 363, k4306, tables 2 and 3",
                    "path": "https://doi.org/10.1136/bmj.k4306",
                },
                {"title": "Ho et al. 2024, International Journal of Biometeorology 68, 233-244"},
            ],
            [{"name": "facts", "title": "Published facts; cite the studies"}],
            "study causes",
        )
    ]  # fmt: skip
