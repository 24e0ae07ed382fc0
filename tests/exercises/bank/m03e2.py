"""Answers that trainees give to exercise 3.2: wrong ones score 0, right ones full."""

COST = "flood_cost(measures.Setting())"
WALL = "flood_cost(measures.Setting(crest_m=2.3))"
VALUE = "def present_value(amount, rate, years):\n"
YEAR = VALUE + "    year = np.arange(1, years + 1)\n"
TABLE = (
    'wetland = pd.DataFrame({"cost": [800], "yearly_cost": [5], "averted_now": [0], '
    '"averted_end": [150]})\n'
)
REGRET = "def smallest_regret(worth):\n"
BEST = REGRET + "    worth = np.array(worth)\n    best = worth.max(axis=0)\n"
RISE = 'rise = sea[sea["scenario"] == "SSP2-4.5"]\n'
TIPS = 'pathways.tipping_year(rise["year"], rise["high_m"], 0.39)'

WRONG = {
    "m03e2_q1_raised_floors": [
        'changes = "A"',
        'changes = "B"',
        'changes = "D"',
        'changes = "vulnerability"',
        "changes = 3",
    ],
    "m03e2_q2_lower_wall": [
        f"averted = {COST}",
        f"averted = {WALL}",
        f"averted = {WALL} - {COST}",
        f"averted = {COST} - flood_cost(measures.Setting(crest_m=2.7))",
        f"averted = ({COST} - {WALL}) / {COST}",  # a share
        f"averted = ({COST} - {WALL}) / 1000",  # billion
        f"averted = 30 * ({COST} - {WALL})",  # of 30 years
        f"averted = str({COST} - {WALL}) + ' million CNY'",
        f"averted = {COST} - flood_cost(measures.Setting(crest_m=0.3))",  # higher by 0.3
    ],
    "m03e2_q3_present_value": [
        YEAR + "    return amount * years",
        YEAR + "    return amount / (1 + rate) ** years",
        YEAR + "    return (amount / (1 + rate) ** (year - 1)).sum()",
        YEAR + "    return (amount / (1 + rate * year)).sum()",
        YEAR + "    return (amount * (1 + rate) ** year).sum()",
        YEAR + "    return (amount * (1 - rate) ** year).sum()",
        YEAR + "    return (amount / (1 + rate / 100) ** year).sum()",  # percent
        YEAR + "    return amount / (1 + rate) ** year",  # not added up
        YEAR + "    worth = (amount / (1 + rate) ** year).sum()",  # no return
        VALUE + "    return amount * 16.288889",  # 30 years at 4.5 %
        VALUE + "    return 3257.78",
        VALUE + "    year = np.arange(years + 1)\n    return (amount / (1 + rate) ** year).sum()",
        "present_value = 3257.78",
    ],
    "m03e2_q4_wetland": [
        TABLE + 'npv = appraisal.benefit_cost(wetland, 0.08, 30)["benefit"].iloc[0]',
        TABLE + 'npv = appraisal.benefit_cost(wetland, 0.08, 30)["bcr"].iloc[0]',
        TABLE + 'npv = appraisal.benefit_cost(wetland, 0.045, 30)["npv"].iloc[0]',
        TABLE + 'npv = -appraisal.benefit_cost(wetland, 0.08, 30)["npv"].iloc[0]',
        TABLE + 'npv = appraisal.benefit_cost(wetland, 0.08, 30, first_year=0)["npv"].iloc[0]',
        TABLE + 'npv = appraisal.benefit_cost(wetland.drop(columns="yearly_cost"), 0.08, 30)'
        '["npv"].iloc[0]',
        TABLE + "npv = appraisal.benefit_cost(wetland.assign(averted_now=150), 0.08, 30)"
        '["npv"].iloc[0]',
        "npv = 30 * 150 / 2 - 800 - 30 * 5",
        "npv = 150 / 1.08**30 - 800",
    ],
    "m03e2_q5_smallest_regret": [
        BEST + "    return (best - worth).max()",
        BEST + "    return (best - worth).max(axis=0).min()",
        BEST + "    return (best - worth).min(axis=1).min()",
        BEST + "    return (best - worth).mean(axis=1).min()",
        BEST + "    return (best - worth).max(axis=1)",
        BEST + "    return (best - worth).max(axis=1).argmin()",
        BEST + "    return (worth - best).max(axis=1).min()",  # sign
        BEST + "    return worth.min(axis=1).max()",
        BEST + "    return best.min()",
        BEST + "    return 1228",
        BEST + "    return (best - worth)[3].max()",  # the option of the example
        "smallest_regret = 1228",
    ],
    "m03e2_q6_decide_by": [
        RISE + f"decide_by = {TIPS}",
        RISE + f"decide_by = {TIPS} + 10",
        RISE + f"decide_by = {TIPS} - 6",
        RISE + f"decide_by = {TIPS.replace('high', 'median')} - 10",
        RISE + f"decide_by = {TIPS.replace('high', 'low')} - 10",
        RISE.replace("2-4.5", "5-8.5") + f"decide_by = {TIPS} - 10",
        RISE + f"decide_by = {TIPS} - 2030 - 10",  # years from now
        "decide_by = 2050 - 10",
        "decide_by = 2060 - 10",
        "decide_by = 'in 2045'",
    ],
}

RIGHT = {
    "m03e2_q1_raised_floors": ['changes = "c"', "changes = ' (C) '"],
    "m03e2_q2_lower_wall": [
        f"averted = {COST} - {WALL}",
        f"averted = round(appraisal.averted_loss({COST}, {WALL}))",
        f"averted = np.float64({COST} - {WALL})",
        f"averted = np.array([{COST}]) - {WALL}\naverted = averted[0]",
    ],
    "m03e2_q3_present_value": [
        YEAR + "    return (amount / (1 + rate) ** year).sum()",
        VALUE + "    return sum(amount / (1 + rate) ** t for t in range(1, years + 1))",
        VALUE + "    if rate == 0:\n        return amount * years\n"
        "    return amount * (1 - (1 + rate) ** -years) / rate",
        VALUE + "    flow = [0] + [amount] * years\n"
        "    return appraisal.net_present_value(flow, rate)",
    ],
    "m03e2_q4_wetland": [
        TABLE + 'npv = appraisal.benefit_cost(wetland, 0.08, 30)["npv"].iloc[0]',
        "year = np.arange(1, 31)\nnpv = ((5 * year - 5) / 1.08**year).sum() - 800",
        "flow = [-800] + [5 * t - 5 for t in range(1, 31)]\n"
        "npv = round(appraisal.net_present_value(flow, 0.08))",
    ],
    "m03e2_q5_smallest_regret": [
        BEST + "    return (best - worth).max(axis=1).min()",
        REGRET + "    return appraisal.regret(pd.DataFrame(worth))['largest'].min()",
        REGRET + "    best = [max(column) for column in zip(*worth)]\n"
        "    return min(max(b - w for b, w in zip(best, row)) for row in worth)",
    ],
    "m03e2_q6_decide_by": [
        RISE + f"decide_by = {TIPS} - 10",
        RISE + f"decide_by = int({TIPS}) - 10",
        RISE + f"decide_by = np.floor({TIPS} - 10)",
        RISE + f"decide_by = np.ceil({TIPS} - 10)",
        "decide_by = 2045",
        "decide_by = 2050 + 10 * (0.39 - 0.34) / (0.44 - 0.34) - 10",
        RISE + "decide_by = np.interp(0.39, rise['high_m'], rise['year']) - 10",
    ],
}
