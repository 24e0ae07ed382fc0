"""Answers that trainees give to exercise 2.3: wrong ones score 0, right ones full."""

AMBER = 'table = warning.from_series(days["amber"], days["rain_mm"] >= 80)\n'
DETECTED = "def detected_percent(warned, rain_mm, limit_mm):\n"
PILOTS = 'p, o = pilots["probability_percent"] / 100, pilots["event"]\n'
RULES = (
    "rules = warning.expense_by_threshold("
    'forecasts["probability_percent"] / 100, forecasts["event"], cost=3, loss=5)\n'
)

WRONG = {
    "m02e3_q1_two_shares": [
        'who_is_right = "A"',
        'who_is_right = "B"',
        'who_is_right = "D"',
        'who_is_right = "both"',
        "who_is_right = 43",
        'who_is_right = ["A", "B"]',
    ],
    "m02e3_q2_false_alarm_ratio": [
        AMBER + "far_percent = table.far",  # fraction
        AMBER + "far_percent = 100 * table.pofd",
        AMBER + "far_percent = 100 * table.pod",
        AMBER + "far_percent = 100 - 100 * table.far",
        AMBER + "far_percent = table.false_alarms",  # a count
        AMBER + "far_percent = 100 * table.far + 0.2",  # outside the tolerance
        'far_percent = 100 * warning.from_series(days["red"], days["rain_mm"] >= 80).far',
        'far_percent = 100 * warning.from_series(days["black"], days["rain_mm"] >= 80).far',
        'far_percent = 100 * warning.from_series(days["amber"], days["rain_mm"] >= 100).far',
        'far_percent = 100 * warning.from_series(days["rain_mm"] >= 80, days["amber"]).far',  # swapped
        "far_percent = 43",  # the lesson's
        'far_percent = "72 %"',
    ],
    "m02e3_q3_detected": [
        DETECTED + "    return 66.7",  # the shown example
        DETECTED + "    return 200 / 3",
        DETECTED + "    return warning.from_series(warned, np.array(rain_mm) >= limit_mm).pod",
        DETECTED + "    return 100 * warning.from_series(warned, np.array(rain_mm) > limit_mm).pod",
        DETECTED + "    return 100 * warning.from_series(warned, np.array(rain_mm) >= 100).pod",
        DETECTED + "    table = warning.from_series(warned, np.array(rain_mm) >= limit_mm)\n"
        "    return 100 * (1 - table.far)",
        DETECTED + "    table = warning.from_series(warned, np.array(rain_mm) >= limit_mm)\n"
        "    return table.percent_correct",
        DETECTED + "    table = warning.from_series(warned, np.array(rain_mm) >= limit_mm)\n"
        "    return 100 * table.csi",
        DETECTED
        + "    percent = 100 * warning.from_series(warned, np.array(rain_mm) >= limit_mm).pod",
        DETECTED + "    return 100 * np.mean(warned)",
        "detected_percent = 66.7",
    ],
    "m02e3_q4_brier_score": [
        PILOTS + "brier_score = ((100 * p - o) ** 2).mean()",  # percent
        PILOTS + "brier_score = (p - o).abs().mean()",
        PILOTS + "brier_score = ((p - o) ** 2).sum()",
        PILOTS + "brier_score = ((p - o) ** 2).mean() ** 0.5",
        PILOTS + "brier_score = warning.brier_skill(p, o)",
        PILOTS + "brier_score = (p - o).mean()",  # bias
        PILOTS + "brier_score = 1 - warning.brier(p, o)",
        PILOTS + "brier_score = 100 * warning.brier(p, o)",
        PILOTS + "brier_score = warning.brier(p, o) + 0.0015",  # outside the tolerance
        'brier_score = warning.brier(forecasts["probability_percent"] / 100, forecasts["event"])',
    ],
    "m02e3_q5_reliable": [
        'airport_forecast = "A"',
        'airport_forecast = "C"',
        'airport_forecast = "D"',
        'airport_forecast = "over-confident"',
        "airport_forecast = 2",
    ],
    "m02e3_q6_threshold": [
        "act_from_percent = 60",  # cost / loss
        RULES + 'act_from_percent = rules["expense"].idxmin()',  # fraction
        RULES + 'act_from_percent = rules["expense"].min()',
        RULES + 'act_from_percent = 100 * rules["expense"].idxmax()',
        RULES + 'act_from_percent = 100 * rules["misses"].idxmin()',
        "act_from_percent = 5",  # the lesson's underpasses
        "act_from_percent = 10",
        "act_from_percent = 80",
        "act_from_percent = 100",
        'act_from_percent = "90 %"',
        'act_from_percent = 100 * warning.expense_by_threshold(forecasts["probability_percent"] / 100, '
        'forecasts["event"], cost=5, loss=3)["expense"].idxmin()',  # swapped
    ],
    "m02e3_q7_lead_time": [
        "enough_time_percent = (red_to_black >= 60).sum()",
        "enough_time_percent = (red_to_black >= 60).mean()",  # fraction
        "enough_time_percent = 100 * (red_to_black < 60).mean()",
        "enough_time_percent = red_to_black.mean()",
        "enough_time_percent = red_to_black.median()",
        "enough_time_percent = 100 * (red_to_black >= 90).mean()",
        "enough_time_percent = 100 * (red_to_black >= 60).sum() / 101",  # all spells with Red
        "enough_time_percent = 100 * (red_to_black >= 1).mean()",  # hours taken for minutes
        "enough_time_percent = 100 * (red_to_black >= 60).mean() + 0.6",
    ],
}

RIGHT = {
    "m02e3_q1_two_shares": ['who_is_right = "c"', "who_is_right = ' (C) '", 'who_is_right = "Ｃ"'],
    "m02e3_q2_false_alarm_ratio": [
        'on = days[days["amber"]]\nfar_percent = 100 * (on["rain_mm"] < 80).mean()',
        'far_percent = round(100 * (days["amber"] & (days["rain_mm"] < 80)).sum() / days["amber"].sum(), 1)',
        AMBER
        + "far_percent = np.float64(100 * table.false_alarms / (table.hits + table.false_alarms))",
        'far_percent = 100 - 100 * (days.query("amber")["rain_mm"] >= 80).mean()',
    ],
    "m02e3_q3_detected": [
        DETECTED + "    event = np.array(rain_mm) >= limit_mm\n"
        "    return 100 * np.array(warned)[event].mean()",
        DETECTED + "    events = hits = 0\n    for w, mm in zip(warned, rain_mm):\n"
        "        if mm >= limit_mm:\n            events += 1\n            hits += w\n"
        "    return 100 * hits / events",
        "detected_percent = lambda w, r, mm: round(100 * warning.from_series(w, [x >= mm for x in r]).pod, 1)",
        DETECTED + '    t = pd.DataFrame({"w": warned, "r": rain_mm}).query("r >= @limit_mm")\n'
        '    return t["w"].mean() * 100',
    ],
    "m02e3_q4_brier_score": [
        PILOTS + "brier_score = ((p - o) ** 2).mean()",
        PILOTS + "brier_score = np.mean([(a - b) ** 2 for a, b in zip(p, o)])",
        PILOTS + "brier_score = round(warning.reliability(p, o).brier, 3)",
        "brier_score = 1.53 / 8",
    ],
    "m02e3_q5_reliable": ['airport_forecast = "b"', 'airport_forecast = "B."'],
    "m02e3_q6_threshold": [
        "act_from_percent = 90",
        RULES + 'act_from_percent = rules["expense"].idxmin() * 100.0',
        'told, came = forecasts["probability_percent"], forecasts["event"]\n'
        "best = None\nfor t in range(0, 101, 5):\n    if t not in set(told):\n        continue\n"
        "    spent = 3 * (told >= t).sum() + 5 * came[told < t].sum()\n"
        "    if best is None or spent < best[0]:\n        best = (spent, t)\nact_from_percent = best[1]",
        'told, came = forecasts["probability_percent"].to_numpy(), forecasts["event"].to_numpy()\n'
        "steps = np.unique(told)\n"
        "act_from_percent = steps[np.argmin([np.where(told >= t, 3, 5 * came).mean() for t in steps])]",
    ],
    "m02e3_q7_lead_time": [
        "enough_time_percent = 100 * (red_to_black >= 60).sum() / len(red_to_black)",
        "enough_time_percent = 28",
        "enough_time_percent = 100 * np.mean(red_to_black.to_numpy() >= 60)",
        "enough_time_percent = sum(m >= 60 for m in red_to_black) / red_to_black.count() * 100",
    ],
}
