"""Published projections of the mean sea level at Hong Kong.

References
----------
.. [1] Hong Kong Observatory, "Mean sea level projection data (low confidence scenarios) for
   Hong Kong", Quarry Bay, from the data of IPCC AR6 (Fox-Kemper et al. 2021).
"""

from table_format import Column, Table

# scenario -> (year, median, 17th percentile, 83rd percentile) [m] [1]_.
RISE = {
    "SSP2-4.5": (
        (2030, 0.09, 0.05, 0.15), (2040, 0.14, 0.08, 0.24), (2050, 0.20, 0.13, 0.34),
        (2060, 0.27, 0.17, 0.44), (2070, 0.33, 0.21, 0.55), (2080, 0.40, 0.26, 0.66),
        (2090, 0.48, 0.31, 0.79), (2100, 0.57, 0.37, 0.93), (2110, 0.66, 0.40, 1.07),
        (2120, 0.74, 0.45, 1.21), (2130, 0.82, 0.50, 1.35), (2140, 0.91, 0.54, 1.48),
        (2150, 1.00, 0.58, 1.62),
    ),
    "SSP5-8.5": (
        (2030, 0.10, 0.05, 0.16), (2040, 0.16, 0.10, 0.28), (2050, 0.24, 0.15, 0.42),
        (2060, 0.32, 0.20, 0.60), (2070, 0.43, 0.29, 0.82), (2080, 0.56, 0.37, 1.08),
        (2090, 0.72, 0.47, 1.39), (2100, 0.91, 0.57, 1.72), (2110, 1.09, 0.60, 2.03),
        (2120, 1.30, 0.69, 2.33), (2130, 1.53, 0.77, 3.02), (2140, 1.78, 0.85, 4.01),
        (2150, 2.06, 0.92, 5.10),
    ),
}  # fmt: skip


def tables() -> list[Table]:
    """Return the projections of the sea level."""
    rows = [(name, *row) for name, rise in RISE.items() for row in rise]
    metres = {"unit": "m", "type": "number", "decimals": 2}
    columns = (
        Column("scenario", "string", "code", "Emissions scenario.",
               constraints={"enum": list(RISE)}),
        Column("year", "integer", "year", "Year.", constraints={"minimum": 2030, "maximum": 2150}),
        Column("median_m", description="Rise of the mean sea level, median.", **metres),
        Column("low_m", description="Rise of the mean sea level, 17th percentile.", **metres),
        Column("high_m", description="Rise of the mean sea level, 83rd percentile.", **metres),
    )  # fmt: skip
    source = {
        "title": "Hong Kong Observatory, Mean sea level projection data (low confidence "
        "scenarios) for Hong Kong, from IPCC AR6",
        "path": "https://www.weather.gov.hk/en/climate_change/proj_hk_msl_low_conf_info.htm",
    }
    return [
        Table(
            "sea_level_projections",
            "Projected rise of the mean sea level at Hong Kong, 2030-2150",
            "Annual mean at Quarry Bay against the average of 1995-2014. These are the low "
            "confidence scenarios, which include ice-sheet processes that are deeply uncertain: "
            "their upper ends are higher than those of the likely range (2100: 0.37-0.82 m for "
            "SSP2-4.5, 0.57-1.08 m for SSP5-8.5).",
            "observed",
            columns,
            rows,
            [source],
            [{"name": "other-attribution",
              "title": "Published figures, quoted with attribution: Hong Kong Observatory"}],
            "scenario year",
        )
    ]  # fmt: skip
