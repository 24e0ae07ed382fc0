"""Answers that trainees give to exercise 2.2: wrong ones score 0, right ones full."""

NETS = 'grid["infrastructure_million_cny"]'
LOSSES = f"losses = impact.event_losses({NETS}, winds, lambda v: impact.emanuel(v, v_half=80.2))\n"
RATIO = "def damage_ratio(speed, v_half):\n"
X = RATIO + "    x = max(speed - 25.7, 0) / (v_half - 25.7)\n"
PERIOD = "def return_period(losses, frequency, amount):\n"
ARRAYS = PERIOD + "    losses, frequency = np.array(losses), np.array(frequency)\n"

WRONG = {
    "m02e2_q1_stronger_side": [
        'stronger = "B"',
        'stronger = "C"',
        'stronger = "D"',
        'stronger = "south"',
        "stronger = 40",
    ],
    "m02e2_q2_wind_far_out": [
        "wind_at_80_km = wind.holland(80, 60, 30, 1.5, 22)",  # 1 km up
        "wind_at_80_km = 0.9 * wind.holland(80, 950, 30, 1.5, 22)",  # pressure for its drop
        "wind_at_80_km = 0.9 * wind.holland(30, 60, 30, 1.5, 22)",  # at the radius
        "wind_at_80_km = 0.9 * wind.holland(30, 60, 80, 1.5, 22)",  # changed places
        "wind_at_80_km = 0.9 * wind.holland(80_000, 60, 30, 1.5, 22)",  # metres
        "wind_at_80_km = 0.9 * wind.holland(80, 60, 30, 1.5, 22) * 3.6",  # km/h
        "wind_at_80_km = 0.9 * wind.holland(80, 60, 30, 1.5, 0)",  # the equator
        "wind_at_80_km = '31 m/s'",
    ],
    "m02e2_q3_damage_ratio": [
        X + "    return x",
        X + "    return x**3",
        X + "    return x / (1 + x)",
        X + "    return x**2 / (1 + x**2)",
        X + "    return 1 - x**3 / (1 + x**3)",
        X + "    return 100 * x**3 / (1 + x**3)",
        X + "    ratio = x**3 / (1 + x**3)",  # no return
        RATIO + "    x = (speed - 25.7) / (86.3 - 25.7)\n    return x**3 / (1 + x**3)",
        RATIO
        + "    x = (speed - 25.7) / (v_half - 25.7)\n    return x**3 / (1 + x**3)",  # negative
        RATIO + "    return impact.emanuel(speed)",
        RATIO + "    return 0.15308",
        "damage_ratio = 0.153",
    ],
    "m02e2_q4_annual_loss": [
        LOSSES + "annual_loss = losses.sum()",
        LOSSES + "annual_loss = losses.sum() / 166",
        LOSSES + "annual_loss = impact.average_annual_loss(losses, 1 / 46)",
        LOSSES + "annual_loss = impact.average_annual_loss(losses, 1 / 45) / 1000",
        LOSSES + "annual_loss = losses.sum(axis=1).max()",
        f"annual_loss = impact.event_losses({NETS}, winds, impact.emanuel).sum() / 45",
        f"annual_loss = {NETS}.sum() / 45",
        "losses = impact.event_losses(grid['residential_million_cny'], winds, "
        "lambda v: impact.emanuel(v, v_half=80.2))\nannual_loss = losses.sum() / 45",
    ],
    "m02e2_q5_return_period": [
        ARRAYS + "    return 1 / frequency[losses > amount].sum()",
        ARRAYS + "    return 1 / frequency[losses == amount].sum()",
        ARRAYS + "    return 1 / frequency[losses <= amount].sum()",
        ARRAYS + "    return frequency[losses >= amount].sum()",
        ARRAYS + "    return (1 / frequency)[losses >= amount].sum()",
        ARRAYS + "    return (1 / frequency)[losses >= amount].max()",
        ARRAYS + "    return len(losses) / (losses >= amount).sum()",
        ARRAYS + "    return 1 / frequency[losses >= 200].sum()",
        ARRAYS + "    return 8.0",
        PERIOD + "    often = sum(f for f in frequency[1:])\n    return 1 / often",
        "return_period = 8",
    ],
    "m02e2_q6_flooded_homes": [
        'flood_loss = 900 * impact.depth_damage(0.8, "residential")',
        'flood_loss = 100 * impact.depth_damage(1.1, "residential")',  # from the ground
        'flood_loss = 100 * impact.depth_damage(1.1 + 0.3, "residential")',
        'flood_loss = 100 * impact.depth_damage(0.8, "residential", region="europe")',
        'flood_loss = 100 * impact.depth_damage(0.8, "commercial")',
        "flood_loss = 100 * 0.327",
        "flood_loss = 100 * 0.494",
        'flood_loss = impact.depth_damage(0.8, "residential")',
        'flood_loss = 100 * impact.depth_damage(0.8, "residential") / 100',
        'flood_loss = 1e8 * impact.depth_damage(0.8, "residential")',  # CNY
    ],
}

RIGHT = {
    "m02e2_q1_stronger_side": ['stronger = "a"', "stronger = '(A)'"],
    "m02e2_q2_wind_far_out": [
        "wind_at_80_km = wind.holland(80, 1010 - 950, 30, 1.5, 22) * 9 / 10",
        "f = 2 * 7.292e-5 * np.sin(np.radians(22))\nratio = (30 / 80) ** 1.5\nturn = 80_000 * f / 2\n"
        "squared = 1.5 / 1.15 * ratio * 6000 * np.exp(-ratio)\n"
        "wind_at_80_km = 0.9 * (np.sqrt(squared + turn**2) - turn)",
        "wind_at_80_km = [0.9 * wind.holland([80], 60, 30, 1.5, 22)][0][0]",
        "wind_at_80_km = round(0.9 * wind.holland(80, 60, 30, 1.5, -22), 2)",
    ],
    "m02e2_q3_damage_ratio": [
        X + "    return x**3 / (1 + x**3)",
        RATIO + "    return impact.emanuel(speed, v_half)",
        "damage_ratio = lambda v, half: impact.emanuel(v, v_half=half, v_threshold=25.7)",
        RATIO + "    if speed <= 25.7:\n        return 0\n"
        "    return 1 / (1 + ((v_half - 25.7) / (speed - 25.7)) ** 3)",
        X + "    return np.float64(1 - 1 / (1 + x * x * x))",
    ],
    "m02e2_q4_annual_loss": [
        LOSSES + "annual_loss = losses.sum() / 45",
        LOSSES + "annual_loss = impact.average_annual_loss(losses, 1 / 45, by='exposure').sum()",
        "share = impact.emanuel(winds, 80.2)\n"
        f"annual_loss = (share * {NETS}.to_numpy()).sum() / 45",
        LOSSES + "annual_loss = round(impact.average_annual_loss(losses.sum(axis=1), 1 / 45))",
    ],
    "m02e2_q5_return_period": [
        ARRAYS + "    return 1 / frequency[losses >= amount].sum()",
        PERIOD + "    often = 0\n    for loss, f in zip(losses, frequency):\n"
        "        if loss >= amount:\n            often += f\n    return 1 / often",
        PERIOD + "    events = pd.Series(frequency, index=losses)\n"
        "    return 1 / events[events.index >= amount].sum()",
        ARRAYS + "    return round(1 / (frequency * (losses >= amount)).sum(), 1)",
    ],
    "m02e2_q6_flooded_homes": [
        'flood_loss = 900 / 9 * impact.depth_damage(1.1 - 0.3, "residential")',
        "flood_loss = 100 * (0.327 + 0.6 * (0.494 - 0.327))",
        "flood_loss = 100 * np.interp(0.8, [0.5, 1], [0.327, 0.494])",
        'flood_loss = round(100 * impact.depth_damage([0.8], "residential")[0], 1)',
    ],
}
