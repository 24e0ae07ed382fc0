"""Answers that trainees give to exercise 3.1: wrong ones score 0, right ones full."""

SKY = "heat.sky_view_factor(1.2)"
DEATHS = "def heat_deaths(occurred, maximum, threshold, percent):\n"
RISK = DEATHS + (
    "    above = max(maximum - threshold, 0)\n    risk = (1 + percent / 100) ** above\n"
)
AVERTED = "def averted(expected, maximum, cooling):\n"
AT = AVERTED + "    def risk(t):\n        return heat.relative_risk(t, 33, 4.3)\n"

WRONG = {
    "m03e1_q1_where_it_holds": [
        'wrong = "A"',
        'wrong = "C"',
        'wrong = "D"',
        'wrong = "night"',
        "wrong = 12.5",
    ],
    "m03e1_q2_new_quarter": [
        f"heat_island = heat.urban_heat_island({SKY}, 15 / 1000, 280, 11, 2)",
        f"heat_island = heat.urban_heat_island({SKY}, 0, 280, 11, 2)",  # no vegetation
        f"heat_island = heat.urban_heat_island({SKY}, 0.15, 280, 36 + 25, 2)",  # sum for range
        f"heat_island = heat.urban_heat_island({SKY}, 0.15, 280, 36, 2)",  # maximum for range
        "heat_island = heat.heat_island_by_canyon(1.2)",  # the older formula
        "heat_island = heat.urban_heat_island(heat.sky_view_factor(1 / 1.2), 0.15, 280, 11, 2)",
        f"heat_island = heat.urban_heat_island(1 - {SKY}, 0.15, 280, 11, 2)",
        f"heat_island = heat.urban_heat_island({SKY}, 0.85, 280, 11, 2)",
        f"heat_island = heat.urban_heat_island({SKY}, 0.15, 280, 2, 11)",  # changed places
        f"heat_island = heat.urban_heat_island({SKY}, 0.15, 280, 11, 2 * 3.6)",  # km/h
        f"heat_island = heat.urban_heat_island({SKY}, 0.15, 280, 11, 2) + 273.15",
        "heat_island = '6 °C'",
    ],
    "m03e1_q3_under_trees": [
        "lower_by = thermal.utci(36, 55, 62, 2) - thermal.utci(36, 55, 39, 2)",  # another wind
        "lower_by = thermal.utci(36, 55, 62, 1.5) - 36",  # against the air
        "lower_by = '5.4 °C'",
        "lower_by = thermal.utci(36, 55, 39, 1.5) - thermal.utci(36, 55, 62, 1.5)",
        "lower_by = 62 - 39",
        "lower_by = 0",
        "lower_by = thermal.utci(36, 55, 39, 1.5)",
        "lower_by = thermal.utci(36, 55, 62, 1.5)",
        "lower_by = thermal.wet_bulb_globe(36, 55, 62, 1.5)"
        " - thermal.wet_bulb_globe(36, 55, 39, 1.5)",
        "lower_by = 9 / 5 * (thermal.utci(36, 55, 62, 1.5) - thermal.utci(36, 55, 39, 1.5))",
    ],
    "m03e1_q4_heat_deaths": [
        DEATHS + "    beta = percent / 100\n"  # exp(b) for 1 + percent
        "    return occurred * (1 - np.exp(-beta * max(maximum - threshold, 0)))",
        DEATHS + "    risk = heat.relative_risk(maximum, threshold, percent)\n"
        "    return round(occurred * (1 - 1 / risk))",  # whole people
        DEATHS + "    return 73 * (1 - 1.043**-7)",
        RISK + "    return occurred * (risk - 1)",
        RISK + "    return occurred / risk",
        RISK + "    return (risk - 1) / risk",
        RISK + "    return occurred * risk",
        RISK + "    return 100 * occurred * (risk - 1) / risk",
        RISK + "    found = occurred * (risk - 1) / risk",  # no return
        DEATHS + "    return occurred * percent / 100 * max(maximum - threshold, 0)",
        DEATHS + "    risk = (1 + percent / 100) ** (maximum - threshold)\n"
        "    return occurred * (risk - 1) / risk",  # cool days become negative
        DEATHS + "    risk = 1.043 ** max(maximum - 33, 0)\n    return occurred * (1 - 1 / risk)",
        DEATHS + "    return 18.63",
        "heat_deaths = 18.6",
    ],
    "m03e1_q5_lower_end": [
        "at_least = 620 * (1.27 - 1.17)",
        "at_least = 620 * (1 - 1 / 1.27) - 620 * (1 - 1 / 1.17)",
        "at_least = -90",
        "at_least = '90 deaths'",
        "at_least = 620 * 0.17",
        "at_least = 620 * (1 - 1 / 1.27)",
        "at_least = 620 * (1 - 1 / 1.38)",
        "at_least = 620 * 0.27",
        "at_least = 620 / 1.17",
        "at_least = 1 - 1 / 1.17",
        "at_least = heat.attributable_deaths(620, 1.27, 1.17, 1.38).high",
        "at_least = 100 * (1 - 1 / 1.17)",
    ],
    "m03e1_q6_averted": [
        AT
        + "    return expected * (risk(maximum) - 1) * cooling / (maximum - 33)",  # a straight line
        AT + "    return round(expected * (risk(maximum) - risk(maximum - cooling)))",
        AT
        + "    return expected * heat.attributable_fraction(risk(maximum) - risk(maximum - cooling) + 1)",
        AT + "    return 8.64 * (1.043**8.9 - 1.043**8.4)",
        AT + "    return expected * (risk(maximum) - 1)",
        AT + "    return expected * (risk(maximum - cooling) - 1)",
        AT + "    return expected * (risk(33 + cooling) - 1)",
        AT + "    return expected * (risk(maximum - cooling) - risk(maximum))",
        AT + "    return risk(maximum) - risk(maximum - cooling)",
        AT + "    return expected * (1 - risk(maximum - cooling) / risk(maximum))",
        AVERTED + "    return expected * 0.043 * cooling",
        AVERTED + "    hot = maximum - 33\n"
        "    return expected * (1.043**hot - 1.043 ** (hot - cooling))",  # below the threshold
        AT + "    return 8.64 * (risk(maximum) - risk(maximum - cooling))",
        "averted = 0.26",
    ],
}

RIGHT = {
    "m03e1_q1_where_it_holds": ['wrong = "b"', "wrong = '(B)'"],
    "m03e1_q2_new_quarter": [
        f"heat_island = pd.Series([heat.urban_heat_island({SKY}, 0.15, 280, 11, 2)]).iloc[0]",
        f"heat_island = heat.urban_heat_island({SKY}, 0.15, 280, 11, 2)",
        "sky = np.cos(np.arctan(2 * 1.2))\ns = 280 / (1.15 * 1005)\n"
        "heat_island = (2 - sky - 0.15) * (s * 11**3 / 2) ** 0.25",
        f"heat_island = round(heat.urban_heat_island([{SKY}], [0.15], 280, 36 - 25, 2)[0], 2)",
    ],
    "m03e1_q3_under_trees": [
        "lower_by = np.float64(round(thermal.utci(36, 55, 62, 1.5), 2))"
        " - round(thermal.utci(36, 55, 39, 1.5), 2)",
        "lower_by = thermal.utci(36, 55, 62, 1.5) - thermal.utci(36, 55, 39, 1.5)",
        "sun, shade = thermal.utci(36, 55, [62, 39], 1.5)\nlower_by = round(sun - shade, 1)",
        "both = pd.Series(thermal.utci(36, 55, np.array([62, 39]), 1.5))\n"
        "lower_by = both.max() - both.min()",
    ],
    "m03e1_q4_heat_deaths": [
        DEATHS + "    risk = 1.0\n    for degree in range(1000):\n"
        "        step = min(max(maximum - threshold - degree, 0), 1)\n"
        "        risk *= (1 + percent / 100) ** step\n    return occurred - occurred / risk",
        RISK + "    return pd.Series([occurred * (risk - 1) / risk]).iloc[0]",
        RISK + "    return occurred * (1 - 1 / risk)",
        DEATHS + "    risk = heat.relative_risk(maximum, threshold, percent)\n"
        "    return heat.attributable_deaths(occurred, risk).deaths",
        DEATHS + "    risk = heat.relative_risk(maximum, threshold, percent)\n"
        "    return occurred * heat.attributable_fraction(risk)",
        RISK + "    normal = occurred / risk\n    return round(occurred - normal, 2)",
    ],
    "m03e1_q5_lower_end": [
        "at_least = 620 - 620 / 1.17",
        "at_least = heat.attributable_deaths(620, 1.17).deaths",
        "at_least = int(620 * 0.17 / 1.17)",
        "at_least = heat.attributable_deaths(620, 1.27, low=1.17, high=1.38).low",
        "at_least = 620 * heat.attributable_fraction(1.17)",
        "at_least = round(heat.attributable_deaths([300, 320], 1.27, 1.17, 1.38).low)",
        "at_least = np.float64(90)",
    ],
    "m03e1_q6_averted": [
        AT + "    return round(expected * (risk(maximum) - risk(maximum - cooling)), 2)",
        AT
        + "    hot, cool = heat.excess_deaths(expected, [risk(maximum), risk(maximum - cooling)])\n"
        "    return hot - cool",
        AT + "    return expected * (risk(maximum) - risk(maximum - cooling))",
        AVERTED + "    before = 1.043 ** max(maximum - 33, 0)\n"
        "    after = 1.043 ** max(maximum - cooling - 33, 0)\n    return expected * (before - after)",
        AVERTED + "    risk = heat.relative_risk(np.array([maximum, maximum - cooling]), 33, 4.3)\n"
        "    return -np.diff(heat.excess_deaths(expected, risk))[0]",
    ],
}
