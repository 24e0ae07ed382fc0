"""Answers that trainees give to exercise 1.1: wrong ones score 0, right ones full."""

RISK = 'left["annual_frequency"] * left["exposed_value_million_cny"] * left["damage_ratio"]'
LEFT = 'left = floods.query("annual_frequency < 0.1")\n'

WRONG = {
    "m01e1_q1_exposure": [
        'part_that_grows = "A"',
        'part_that_grows = "C"',
        'part_that_grows = "D"',
        'part_that_grows = "exposure"',
        "part_that_grows = 2",
        'part_that_grows = ["B", "D"]',
    ],
    "m01e1_q2_annual_risk": [
        "annual_risk_left = 300",  # the wall forgotten
        LEFT + f"annual_risk_left = ({RISK}).sum() / 100",  # ratio taken as percent
        LEFT + f"annual_risk_left = ({RISK}).sum() * 1e6",  # CNY instead of million CNY
        LEFT + f"annual_risk_left = ({RISK}).mean()",
        LEFT + f"annual_risk_left = {RISK}",  # a table, not its sum
        LEFT
        + 'annual_risk_left = (left["annual_frequency"] * left["exposed_value_million_cny"]).sum()',
        "annual_risk_left = 260.06",  # just outside the tolerance
        'annual_risk_left = "260"',
    ],
    "m01e1_q3_loss_of_resilience": [
        'loss_power = (100 - typhoon["power_percent"]).sum()',  # uneven days forgotten
        'loss_power = np.trapezoid(typhoon["power_percent"], typhoon["day"])',  # below the curve
        "loss_power = 80 * 12 / 2",  # one triangle
        'loss_power = np.trapezoid(1 - typhoon["power_percent"] / 100, typhoon["day"])',  # fraction
        'loss_power = recovery.loss_of_resilience(typhoon["day"] * 24, typhoon["power_percent"])',
        'loss_power = recovery.loss_of_resilience(typhoon["day"], typhoon["water_percent"])',
        'loss_power = -recovery.loss_of_resilience(typhoon["day"], typhoon["power_percent"])',
        'loss_power = (100 - typhoon["power_percent"]).mean() * 12',
        'loss_power = recovery.loss_of_resilience(typhoon["day"], typhoon["power_percent"]) + 0.6',
    ],
    "m01e1_q4_days_without": [
        "def days_without(time, service):\n    return recovery.loss_of_resilience(time, service)",
        "def days_without(time, service):\n    return 4.5",  # the shown example, hard-coded
        "def days_without(time, service):\n    return int(recovery.loss_of_resilience(time, service) / 100)",
        "def days_without(time, service):\n    return np.mean(100 - np.array(service)) / 100 * max(time)",
        "def days_without(time, service):\n    return max(time) - min(time)",
        "def days_without(time, service):\n    days = recovery.loss_of_resilience(time, service) / 100",
        "def days_without(time, service):\n    return np.trapezoid(service, time) / 100",
        "def days_without(time, service):\n    return sum(100 - s for s in service) / 100",
        "days_without = 5.5",
        "def days_without(time, service):\n    return recovery.loss_of_resilience(time, service) / 24",
        "def days_without(time, service):\n    loss = (100 - service[0]) * time[-1] / 2\n    return loss / 100",
    ],
    "m01e1_q5_rapidity": [
        'rapidity_transit = recovery.rapidity(typhoon["day"], typhoon["power_percent"])',
        "rapidity_transit = 100 / 12",  # days until all services are back
        "rapidity_transit = 8",  # days, not points a day
        "rapidity_transit = 100 / (8 - 1.5)",  # from the last day at the lowest, not the first
        'rapidity_transit = recovery.rapidity(typhoon["day"], typhoon["transit_percent"]) / 100',
        'rapidity_transit = typhoon["transit_percent"].diff().mean()',
        'rapidity_transit = recovery.rapidity(typhoon["day"] * 24, typhoon["transit_percent"])',
    ],
    "m01e1_q6_lower_or_faster": [
        'better_buy = "A"',
        'better_buy = "C"',
        'better_buy = "D"',
        "better_buy = 5.3",
    ],
}

RIGHT = {
    "m01e1_q1_exposure": [
        'part_that_grows = "b"',
        "part_that_grows = ' (B) '",
        'part_that_grows = "B."',
    ],
    "m01e1_q2_annual_risk": [
        LEFT + f"annual_risk_left = ({RISK}).sum()",
        LEFT + "annual_risk_left = 0\nfor _, row in left.iterrows():\n"
        '    annual_risk_left += row["annual_frequency"] * row["exposed_value_million_cny"] * row["damage_ratio"]',
        "annual_risk_left = np.float64(0.05 * 14000 * 0.1 + 0.02 * 40000 * 0.125 + 0.005 * 90000 * 0.2)",
        LEFT + f"annual_risk_left = round(float(({RISK}).sum()))",
        LEFT
        + 'annual_risk_left = left[["annual_frequency", "exposed_value_million_cny", "damage_ratio"]].prod(axis=1).sum()',
    ],
    "m01e1_q3_loss_of_resilience": [
        'loss_power = np.trapezoid(100 - typhoon["power_percent"], typhoon["day"])',
        'gap = (100 - typhoon["power_percent"]).tolist()\nday = typhoon["day"].tolist()\n'
        "loss_power = sum((day[i + 1] - day[i]) * (gap[i] + gap[i + 1]) / 2 for i in range(len(day) - 1))",
        'loss_power = 12 * 100 - np.trapezoid(typhoon["power_percent"], typhoon["day"])',
        'loss_power = round(recovery.loss_of_resilience(typhoon["day"], typhoon["power_percent"]), 1)',
    ],
    "m01e1_q4_days_without": [
        "def days_without(time, service):\n"
        "    gap = 100 - np.asarray(service, dtype=float)\n    return np.trapezoid(gap, time) / 100",
        "days_without = lambda t, s: recovery.loss_of_resilience(t, s) / 100",
        "def days_without(zeit, dienst):\n    total = 0\n    for i in range(1, len(zeit)):\n"
        "        total += (zeit[i] - zeit[i - 1]) * (200 - dienst[i] - dienst[i - 1]) / 2\n    return total / 100",
        "def days_without(time, service):\n"
        "    return round(float(recovery.loss_of_resilience(time, service)) / 100, 1)",
    ],
    "m01e1_q5_rapidity": [
        "rapidity_transit = 100 / 8",
        'low = typhoon.query("transit_percent == 0")["day"].min()\n'
        'back = typhoon.query("transit_percent == 100")["day"].min()\nrapidity_transit = 100 / (back - low)',
        "rapidity_transit = 12.5",
    ],
    "m01e1_q6_lower_or_faster": ['better_buy = "b"', 'better_buy = "Ｂ"'],
}
