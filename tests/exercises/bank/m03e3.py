"""Answers that trainees give to exercise 3.3: wrong ones score 0, right ones full."""

USED = 'used = energy.query("year == 2018 and scope < 3")\n'
EFFECT = "def effect(before, after, cause_before, cause_after):\n"
MEAN = EFFECT + "    mean = (after - before) / np.log(after / before)\n"
ROUTE = "def route(tonnes, km, grams):\n"
LEGS = ROUTE + "    km, grams = np.array(km), np.array(grams)\n"
PATH = "one = carbon.path({2025: 12, 2029: 14, 2059: 0})\n"

WRONG = {
    "m03e3_q1_metro": [
        'metro = "A"',
        'metro = "C"',
        'metro = "D"',
        'metro = "scope 1"',
        "metro = 3",
        'metro = "AB"',
        "metro = 2",
    ],
    "m03e3_q2_inventory": [
        "million_t = carbon.inventory(energy.query('year == 2018'), factors(0.5568))"
        "['emissions_t'].sum() / 1e6",  # with scope 3
        "million_t = carbon.inventory(energy.query('year == 2023 and scope < 3'), factors(0.5568))"
        "['emissions_t'].sum() / 1e6",
        USED + "million_t = carbon.inventory(used, factors(0.4042))['emissions_t'].sum() / 1e6",
        USED + "million_t = carbon.inventory(used, factors(0.5568))['emissions_t'].sum()",  # t
        USED + "million_t = carbon.inventory(used, factors(0.5568))['emissions_t'].sum() / 1e3",
        USED + "million_t = carbon.inventory(used, factors(0.5568 / 1000))"
        "['emissions_t'].sum() / 1e6",  # electricity a thousand times too small
        USED + "million_t = carbon.inventory(used, factors(0.5568), by='scope')[2] / 1e6",
        "million_t = carbon.inventory(energy.query('scope < 3'), factors(0.5568))"
        "['emissions_t'].sum() / 1e6",  # both years
        USED + "million_t = used['amount'].sum() / 1e6",
        USED
        + "million_t = carbon.inventory(used, factors(0.5366))['emissions_t'].sum() / 1e6",  # 2022
        USED + "million_t = carbon.inventory(used, factors(556.8))['emissions_t'].sum() / 1e6",
        USED + "million_t = str(carbon.inventory(used, factors(0.5568))['emissions_t'].sum())",
        USED
        + "million_t = carbon.inventory(used, factors(0.5568), by='scope') / 1e6",  # two numbers
    ],
    "m03e3_q3_annual_fall": [
        "fall_a_year = 18 / 5",
        "fall_a_year = carbon.annual_rate(-0.18, 5)",  # a fraction, negative
        "fall_a_year = 100 * carbon.annual_rate(-0.18, 5)",  # sign
        "fall_a_year = -carbon.annual_rate(-0.18, 5)",  # a fraction
        "fall_a_year = 100 * carbon.annual_rate(0.18, 5)",
        "fall_a_year = 100 * (0.82 ** (-1 / 5) - 1)",
        "fall_a_year = 100 * 0.82 ** 0.2",
        "fall_a_year = -100 * carbon.annual_rate(-0.18, 4)",  # off by one
        "fall_a_year = 18",
        "fall_a_year = 100 * -np.log(0.82) / 5",  # continuous rate
    ],
    "m03e3_q4_effect": [
        MEAN + "    return mean * np.log(cause_before / cause_after)",
        MEAN + "    return mean * (cause_after / cause_before - 1)",
        MEAN + "    return mean * (cause_after - cause_before)",
        MEAN + "    return mean * np.log10(cause_after / cause_before)",
        MEAN + "    return mean",
        MEAN + "    return mean * np.log(after / before)",
        EFFECT + "    return cause_after - cause_before",
        MEAN + "    return (after - before) * np.log(cause_after / cause_before)",
        EFFECT + "    return (before + after) / 2 * np.log(cause_after / cause_before)",
        EFFECT + "    return np.sqrt(before * after) * np.log(cause_after / cause_before)",
        MEAN + "    return abs(mean * np.log(cause_after / cause_before))",  # no falling causes
        MEAN + "    result = mean * np.log(cause_after / cause_before)",  # no return
        MEAN + "    return mean * np.log(150 / 100)",
        EFFECT + "    return 88.956",
        EFFECT + "    return 88.9561 if before == 200 else 0",
        MEAN + "    middle = (cause_after + cause_before) / 2\n"
        "    return mean * (cause_after - cause_before) / middle",
        MEAN + "    return mean * max(np.log(cause_after / cause_before), 0)",  # rising causes only
        MEAN + "    return str(mean * np.log(cause_after / cause_before)) + ' t'",
        "effect = 88.956",
    ],
    "m03e3_q5_claim": [
        "tonnes_saved = 4800 * 0.4042",
        "tonnes_saved = 0.6 * 4800 * 0.4042",
        "tonnes_saved = 0.4 * 4800 * 0.5306",
        "tonnes_saved = 0.4 * 4800 * 0.4042 * 1000",  # kg
        "tonnes_saved = 0.4 * 4800 * 0.4042 / 1000",
        "tonnes_saved = 40 * 4800 * 0.4042",  # percent for fraction
        "tonnes_saved = 0.4 * 4800",
        "tonnes_saved = 1200",
        "tonnes_saved = 0.4 * 1200",
        "tonnes_saved = 0.4 * 4800 * 0.3869",  # the year before
        "tonnes_saved = 0.4 * 4800 / 0.4042",
        "tonnes_saved = [0.4, 4800, 0.4042]",
    ],
    "m03e3_q6_route": [
        LEGS + "    return (tonnes * km * grams).sum()",  # grams
        LEGS + "    return (tonnes * km * grams).sum() / 1e3",  # kg
        LEGS + "    return (km * grams).sum() / 1e6",
        LEGS + "    return tonnes * km.sum() * grams.sum() / 1e6",
        LEGS + "    return tonnes * km.sum() * grams.mean() / 1e6",
        LEGS + "    return tonnes * km * grams / 1e6",  # not summed
        LEGS + "    return tonnes * km[0] * grams[0] / 1e6",  # the first leg
        LEGS + "    return 500 * (km * grams).sum() / 1e6",
        LEGS + "    return tonnes * (km[0] * grams[0] + km[1] * grams[1]) / 1e6",  # two legs only
        LEGS + "    total = (tonnes * km * grams).sum() / 1e6",  # no return
        ROUTE + "    return 5.236",
        ROUTE + "    return 5.2357 if tonnes == 500 else tonnes * km[0] * grams[0] / 1e6",
        ROUTE + "    return carbon.footprint(km, grams).sum() / 1e6",
        "route = 5.236",
    ],
    "m03e3_q7_budget": [
        PATH + "years_covered = carbon.budget_year(one, 200)",  # the year
        PATH + "years_covered = carbon.budget_year(one, 200) - 2024",  # off by one
        PATH + "years_covered = carbon.budget_year(one, 200) - 2026",
        "years_covered = carbon.budget_year(carbon.path({2025: 12, 2059: 0}), 200) - 2025",
        PATH + "years_covered = carbon.budget_year(one.loc[2029:], 200) - 2029",
        PATH + "years_covered = 200 / 12",
        "years_covered = 200 / 14",
        PATH + "years_covered = one.sum()",
        "years_covered = 35",
        PATH + "years_covered = one.cumsum()",
        PATH + "years_covered = carbon.budget_year(one, 200_000_000)",  # none
    ],
}

RIGHT = {
    "m03e3_q1_metro": ['metro = "b"', "metro = '(B)'", 'metro = " B. "'],
    "m03e3_q2_inventory": [
        USED + "million_t = carbon.inventory(used, factors(0.5568))['emissions_t'].sum() / 1e6",
        "by = carbon.inventory(energy, factors(0.5568), by=['year', 'scope'])\n"
        "million_t = (by[2018, 1] + by[2018, 2]) / 1_000_000",
        USED + "million_t = 0\nfor carrier, amount in zip(used['carrier'], used['amount']):\n"
        "    million_t += amount * factors(0.5568)[carrier] / 1e6",
        USED + "million_t = round(carbon.inventory(used, factors(0.5568))"
        "['emissions_t'].sum() / 1e6, 2)",
    ],
    "m03e3_q3_annual_fall": [
        "fall_a_year = 100 * (1 - 0.82 ** (1 / 5))",
        "fall_a_year = pd.Series([3.891])",
        "fall_a_year = 3.9",  # within 0.01
        "fall_a_year = np.round(100 * (1 - 0.82 ** 0.2), 2)",
        "fall_a_year = 100 * (1 - np.exp(np.log(0.82) / 5))",
        "fall_a_year = abs(100 * carbon.annual_rate(-0.18, 5))",
        "fall_a_year = -100 * carbon.intensity_change(100, 82, 1, 1, 5).annual_rate",
        "fall_a_year = 3.89",
    ],
    "m03e3_q4_effect": [
        MEAN + "    return mean * np.log(cause_after / cause_before)",
        EFFECT + "    mean = carbon.log_mean(after, before)\n"
        "    return mean * (np.log(cause_after) - np.log(cause_before))",
        EFFECT + "    old = pd.DataFrame([[cause_before, before / cause_before]])\n"
        "    new = pd.DataFrame([[cause_after, after / cause_after]])\n"
        "    return carbon.lmdi(old, new).iloc[0, 0]",
        "import math\n" + EFFECT + "    share = math.log(cause_after / cause_before) / "
        "math.log(after / before)\n    return (after - before) * share",
        MEAN + "    return -mean * np.log(cause_before / cause_after)",
    ],
    "m03e3_q5_claim": [
        "tonnes_saved = 4800 * 40 / 100 * 0.4042",
        "tonnes_saved = carbon.footprint(0.4 * 4800 * 1000, 0.4042, units=1000)",
        "tonnes_saved = 776",
        "tonnes_saved = 776.1",
        "tonnes_saved = np.float64(4800 - 0.6 * 4800) * 0.4042",
    ],
    "m03e3_q6_route": [
        LEGS + "    return (tonnes * km * grams).sum() / 1e6",
        LEGS + "    return tonnes * np.dot(km, grams) / 1_000_000",
        LEGS + "    return round((tonnes * km * grams).sum() / 1e6, 3)",
        ROUTE + "    return sum(tonnes * a / 1000 * b / 1000 for a, b in zip(km, grams))",
        ROUTE + "    total = 0\n    for length, each in zip(km, grams):\n"
        "        total += tonnes * length * each / 1e6\n    return total",
        ROUTE + "    return carbon.footprint(np.array(km) * tonnes, np.array(grams) / 1e6).sum()",
    ],
    "m03e3_q7_budget": [
        PATH + "years_covered = carbon.budget_year(one, 200) - 2025",
        PATH + "years_covered = (one.cumsum() <= 200).sum()",
        "total, years_covered = 12, 0\nfor year in range(2026, 2060):\n"
        "    years_covered += 1\n"
        "    total += 12 + 0.5 * (year - 2025) if year <= 2029 else 14 * (2059 - year) / 30\n"
        "    if total > 200:\n        break",
        PATH + "years_covered = float(len(one[one.cumsum() <= 200]))",
    ],
}
