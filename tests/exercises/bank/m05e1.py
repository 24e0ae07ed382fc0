"""Answers that trainees give to exercise 5.1: wrong ones score 0, right ones full."""

NUMBER = "number = runoff.adjust_for_impervious(79, 28, 0.6)\n"
SHARE = "def kept_share(rain, depth):\n"
WET = SHARE + "    wet = np.array([day for day in rain if day > 2])\n"
PRICE = "def cny_per_m3(price, storage, rain, own, serves):\n"
REACHING = PRICE + "    reaching = rain * (own + 0.9 * serves)\n"

WRONG = {
    "m05e1_q1_roofs_to_lawns": [
        'happens = "A"',
        'happens = "B"',
        'happens = "D"',
        'happens = "it stays"',
        "happens = 30",
    ],
    "m05e1_q2_campus_runoff": [
        "campus_runoff = runoff.curve_number_runoff(90, runoff.adjust_for_impervious(79, 28))",
        "campus_runoff = runoff.curve_number_runoff(90, runoff.adjust_for_impervious(79, 28, 0.4))",
        "campus_runoff = runoff.curve_number_runoff(90, 79)",
        "campus_runoff = runoff.curve_number_runoff("
        "90, runoff.adjust_for_impervious(79, 0.28, 0.6))",  # a fraction for percent
        "campus_runoff = runoff.curve_number_runoff(90, runoff.adjust_for_impervious(79, 72, 0.6))",
        NUMBER + "campus_runoff = number",
        NUMBER + "campus_runoff = runoff.curve_number_runoff(90, round(number))",
        NUMBER + "campus_runoff = 90 - runoff.curve_number_runoff(90, number)",
        NUMBER + "campus_runoff = runoff.curve_number_runoff(90, number, 0.05)",
        NUMBER + "campus_runoff = runoff.curve_number_runoff(90 / 25.4, number)",  # inches
        NUMBER + "campus_runoff = runoff.curve_number_runoff(90, number) / 90",
        "campus_runoff = 0.72 * runoff.curve_number_runoff(90, 79) "
        "+ 0.28 * runoff.curve_number_runoff(90, 98)",
        "campus_runoff = '42 mm'",
    ],
    "m05e1_q3_kept_share": [
        WET + "    return (wet <= depth).mean()",  # days
        WET + "    return (wet <= depth).sum() / (len(wet) + 1)",  # m / (n + 1)
        WET + "    return wet[wet <= depth].sum() / wet.sum()",  # days kept whole only
        WET + "    return np.minimum(wet, depth).sum() / np.sum(rain)",  # small days below the line
        SHARE + "    rain = np.array(rain)\n    return np.minimum(rain, depth).sum() / rain.sum()",
        WET + "    return 1 - np.minimum(wet, depth).sum() / wet.sum()",
        WET + "    return np.maximum(wet, depth).sum() / wet.sum()",
        WET + "    return 100 * np.minimum(wet, depth).sum() / wet.sum()",
        WET + "    return depth / wet.sum()",
        WET + "    return min(wet.sum(), depth) / wet.sum()",
        WET + "    return np.minimum(wet, 20).sum() / wet.sum()",  # the example's depth
        WET + "    share = np.minimum(wet, depth).sum() / wet.sum()",  # no return
        SHARE + "    return 0.453125",
        "kept_share = 0.453",
    ],
    "m05e1_q4_design_rain": [
        "design_mm = np.quantile(daily[daily > 2], 0.8, method='weibull')",
        "design_mm = np.quantile(daily[daily > 2], 0.8)",
        "design_mm = daily.quantile(0.8)",
        "design_mm = sponge.design_rain(daily, 0.2)",
        "design_mm = sponge.design_rain(daily, 0.7)",
        "design_mm = sponge.design_rain(daily, 0.8) / 10",  # cm
        "design_mm = sponge.capture_ratio(daily, 80)",
        "design_mm = 0.8 * daily.max()",
        "design_mm = sponge.design_rain(daily[daily > 10], 0.8)",
    ],
    "m05e1_q5_price_of_water": [
        REACHING + "    return 1000 * price / storage",
        REACHING + "    return 1000 * price / reaching",
        REACHING + "    return 1000 * price / rain",
        REACHING + "    return 1000 * price / max(storage, reaching)",
        REACHING + "    return 1000 * price / (storage + reaching)",
        REACHING + "    return 1000 * price / (storage - reaching)",
        REACHING + "    return price / min(storage, reaching)",
        REACHING + "    return min(storage, reaching)",
        REACHING + "    return 1000 * price / min(storage, rain)",
        REACHING + "    kept_mm = min(storage, reaching)",  # no return
        PRICE + "    return 1000 * price / min(storage, rain * own)",
        PRICE + "    return 5820.1",
        "cny_per_m3 = 5820",
    ],
    "m05e1_q6_continuity_error": [
        "error_percent = 100 * (25_700 - 1_900 - 14_800) / 25_700",
        "error_percent = 100 * (25_700 - 8_300 - 14_800) / 25_700",
        "error_percent = 100 * (25_700 - 14_800) / 25_700",
        "error_percent = 2.7",  # rounded too far
        "error_percent = 700 / 25_700",
        "error_percent = -100 * 700 / 25_700",
        "error_percent = 100 * 700 / 14_800",
        "error_percent = 100 * 700 / 25_000",  # of what is accounted for
        "error_percent = 700",
        "error_percent = 1",
    ],
}

RIGHT = {
    "m05e1_q1_roofs_to_lawns": ['happens = "c"', "happens = ' C) '"],
    "m05e1_q2_campus_runoff": [
        NUMBER + "campus_runoff = runoff.curve_number_runoff(90, number)",
        "number = 79 + 0.28 * (98 - 79) * (1 - 0.6 / 2)\ns = 25400 / number - 254\n"
        "campus_runoff = (90 - 0.2 * s) ** 2 / (90 + 0.8 * s)",
        NUMBER + "campus_runoff = round(runoff.curve_number_runoff(90, number), 1)",
        NUMBER + "campus_runoff = runoff.curve_number_runoff([90.0], number)[0]",
    ],
    "m05e1_q3_kept_share": [
        WET + "    return np.minimum(wet, depth).sum() / wet.sum()",
        SHARE + "    return sponge.capture_ratio(rain, depth)",
        SHARE + "    kept = fallen = 0\n    for day in rain:\n        if day > 2:\n"
        "            kept += min(day, depth)\n            fallen += day\n    return kept / fallen",
        SHARE + "    wet = pd.Series(rain)[lambda one: one > 2]\n"
        "    return wet.clip(upper=depth).sum() / wet.sum()",
        WET + "    return round(1 - (wet - depth).clip(0).sum() / wet.sum(), 3)",
    ],
    "m05e1_q4_design_rain": [
        "design_mm = sponge.design_rain(daily, 80 / 100)",
        "design_mm = round(sponge.design_rain(daily.tolist(), 0.8), 1)",
        "depths = np.arange(0, 200, 0.01)\n"
        "design_mm = depths[np.searchsorted(sponge.capture_ratio(daily, depths), 0.8)]",
        "design_mm = np.interp(0.8, sponge.capture_ratio(daily, np.arange(300)), np.arange(300))",
    ],
    "m05e1_q5_price_of_water": [
        REACHING + "    return 1000 * price / min(storage, reaching)",
        REACHING + "    return price / (np.minimum(storage, reaching) / 1000)",
        REACHING + "    if reaching > storage:\n        reaching = storage\n"
        "    return round(1000 * price / reaching)",
        "cny_per_m3 = lambda p, s, r, o, n: max(1000 * p / s, 1000 * p / (r * (o + 0.9 * n)))",
    ],
    "m05e1_q6_continuity_error": [
        "error_percent = 100 * (1 - (1_900 + 8_300 + 14_800) / 25_700)",
        "error_percent = 700 / 257",
        "error_percent = 2.72",
        "out = np.array([1900, 8300, 14800])\nerror_percent = (25700 - out.sum()) / 25700 * 100",
    ],
}
