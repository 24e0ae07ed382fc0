"""Published damage functions: flood depth, and half-damage winds of tropical cyclones.

References
----------
.. [1] Huizinga, J., de Moel, H., Szewczyk, W. (2017), "Global flood depth-damage functions",
   Joint Research Centre, EUR 28552 EN, doi 10.2760/16510.
.. [2] Eberenz, S., Luethi, S., Bresch, D. N. (2021), "Regional tropical cyclone impact functions
   for globally consistent risk assessments", Natural Hazards and Earth System Sciences 21,
   393-415, doi 10.5194/nhess-21-393-2021.
.. [3] Emanuel, K. (2011), "Global warming effects on U.S. hurricane damage", Weather, Climate,
   and Society 3, 261-268, doi 10.1175/WCAS-D-11-00007.1.
"""

from table_format import CC_BY, Column, Table

DEPTHS = (0, 0.5, 1, 1.5, 2, 3, 4, 5, 6)
# (Region, sector) -> part of the value that is lost at DEPTHS [m] of water [1]_.
DAMAGE = {
    ("asia", "residential"): (0, 0.327, 0.494, 0.617, 0.721, 0.870, 0.931, 0.984, 1),
    ("asia", "commercial"): (0, 0.377, 0.538, 0.659, 0.763, 0.883, 0.942, 0.981, 1),
    ("asia", "industrial"): (0, 0.283, 0.482, 0.629, 0.717, 0.857, 0.909, 0.955, 1),
    ("asia", "transport"): (0, 0.358, 0.572, 0.733, 0.847, 1, 1, 1, 1),
    ("asia", "infrastructure"): (0, 0.214, 0.373, 0.604, 0.710, 0.808, 0.887, 0.969, 1),
    ("asia", "agriculture"): (0, 0.135, 0.370, 0.524, 0.558, 0.660, 0.834, 0.988, 1),
    ("europe", "residential"): (0, 0.25, 0.40, 0.50, 0.60, 0.75, 0.85, 0.95, 1),
    ("europe", "commercial"): (0, 0.15, 0.30, 0.45, 0.55, 0.75, 0.90, 1, 1),
    ("europe", "industrial"): (0, 0.15, 0.27, 0.40, 0.52, 0.70, 0.85, 1, 1),
}

METHODS = ("tdr", "tdr_1_5", "rmsf", "edr_median")
# Code -> (region, events, wind of half damage [m/s] in the order of METHODS) [2]_.
HALF_DAMAGE = {
    "NA1": ("Caribbean and Mexico", 73, (66.3, 58.8, 59.6, 59.6)),
    "NA2": ("USA and Canada", 43, (89.2, 80.5, 86.0, 91.8)),
    "NI": ("North Indian Ocean", 31, (70.8, 63.7, 58.7, 67.3)),
    "OC": ("Oceania", 48, (64.1, 56.8, 49.7, 54.4)),
    "SI": ("South Indian Ocean", 19, (52.4, 48.5, 46.8, 42.6)),
    "WP1": ("South-East Asia", 43, (66.4, 60.7, 56.7, 58.9)),
    "WP2": ("Philippines", 83, (188.4, 167.5, 84.7, 87.6)),
    "WP3": ("China, mainland", 69, (112.8, 101.5, 80.2, 86.3)),
    "WP4": ("Hong Kong, Japan, Korea, Macao, Taiwan", 64, (190.5, 169.6, 135.6, 183.8)),
    "ROW": ("all regions together, rest of the world", None, (110.1, 98.9, 73.4, None)),
}
# Half of the 69 single events of WP3 lie between these two winds [m/s] [2]_.
WP3_QUARTILES = {"edr_lower_quartile": 53.8, "edr_upper_quartile": 130.9}


def depth_damage() -> Table:
    """Return the flood depth-damage functions."""
    rows = [
        (region, sector, depth, ratio)
        for (region, sector), ratios in DAMAGE.items()
        for depth, ratio in zip(DEPTHS, ratios, strict=True)
    ]
    return Table(
        "depth_damage",
        "Flood damage by depth of water, Asia and Europe",
        "Part of the value of a building and its contents that a flood of this depth destroys: "
        "the mean of published curves of a continent, with a wide spread behind it. Between two "
        "depths the ratio changes in a straight line.",
        "observed",
        (
            Column("region", "string", "text", "Continent.",
                   constraints={"enum": ["asia", "europe"]}),
            Column("sector", "string", "text", "Kind of asset.",
                   constraints={"enum": [s for r, s in DAMAGE if r == "asia"]}),
            Column("depth_m", "number", "m", "Depth of the water above the ground.",
                   constraints={"minimum": 0, "maximum": 6}),
            Column("damage_ratio", "number", "1", "Part of the value that is lost, 0 to 1.",
                   decimals=3, constraints={"minimum": 0, "maximum": 1}),
        ),
        rows,
        [
            {
                "title": "Huizinga, de Moel, Szewczyk 2017, Joint Research Centre, EUR 28552 EN, "
                "doi 10.2760/16510",
                "path": "https://doi.org/10.2760/16510",
            }
        ],
        [{"name": "facts", "title": "Published facts; cite Huizinga et al. 2017"}],
        "region sector depth_m",
    )  # fmt: skip


def wind_calibrations() -> Table:
    """Return the winds of half damage by region and method."""
    rows = [
        (region, code, method, wind, events)
        for code, (region, events, winds) in HALF_DAMAGE.items()
        for method, wind in zip(METHODS, winds, strict=True)
        if wind is not None
    ]
    region, events, _winds = HALF_DAMAGE["WP3"]
    after = max(place for place, row in enumerate(rows) if row[1] == "WP3") + 1
    rows[after:after] = [
        (region, "WP3", method, wind, events) for method, wind in WP3_QUARTILES.items()
    ]
    return Table(
        "wind_calibrations",
        "Wind of half damage in tropical cyclones, by region and method of calibration",
        "Wind v_half of the impact function of Emanuel (2011) at which half of the value is lost, "
        "fitted to reported losses with a threshold of 25.7 m/s. The functions expect the "
        "1-minute wind at 10 m. The uncalibrated value is 74.7 m/s.",
        "observed",
        (
            Column("region", "string", "text", "Countries that share one function."),
            Column("code", "string", "code", "Code of the region."),
            Column("method", "string", "code",
                   "What the fit aims at. tdr: the modelled total loss of all events equals the "
                   "reported one; tdr_1_5: 1.5 times the reported one; rmsf: the typical factor "
                   "between modelled and reported loss of an event is smallest; edr_median, "
                   "edr_lower_quartile, edr_upper_quartile: fitted to each event alone, then the "
                   "median or a quartile of the events.",
                   constraints={"enum": [*METHODS, *WP3_QUARTILES]}),
            Column("v_half_m_s", "number", "m/s",
                   "1-minute wind at which half of the value is lost.",
                   constraints={"minimum": 25.7, "maximum": 250}),
            Column("events", "integer", "events",
                   "Events that the fit rests on; empty if not given.",
                   optional=True, constraints={"minimum": 1}),
        ),
        rows,
        [
            {
                "title": "Eberenz, Luethi, Bresch 2021, NHESS 21, 393-415, "
                "doi 10.5194/nhess-21-393-2021",
                "path": "https://doi.org/10.5194/nhess-21-393-2021",
            },
            {"title": "Emanuel 2011, WCAS 3, 261-268, doi 10.1175/WCAS-D-11-00007.1"},
        ],
        [CC_BY],
        "code method",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the published damage functions."""
    return [depth_damage(), wind_calibrations()]
