"""Answers that trainees give to exercise 1.2: wrong ones score 0, right ones full."""

CLIMATE = 'climate = ["flood_prone_population_percent", "green_space_percent", "warning_coverage_percent"]\n'
FUND = 'fund = {"climate": 1, "economic": 2, "social": 1}\n'
DRAWS = FUND + "shares = index.rank_sensitivity(province, fund, n=10_000, seed=2030)\n"
START = (
    "def geometric(scores, weights):\n"
    "    scores = np.array(scores, dtype=float)\n"
    "    weights = np.array(weights, dtype=float)\n"
)

WRONG = {
    "m01e2_q1_direction": [
        'minus_one = "A"',
        'minus_one = "B"',
        'minus_one = "D"',
        'minus_one = "minutes"',
        "minus_one = -1",
        'minus_one = ["C", "D"]',
    ],
    "m01e2_q2_by_hand": [
        "flood_score = (42.5 - 19.6) / (61.2 - 19.6)",  # direction forgotten
        "flood_score = 1 - (42.5 - 3.9) / (61.2 - 3.9)",  # all eight districts
        "flood_score = 44.95",  # percent
        "flood_score = 1 - 42.5 / 61.2",
        "flood_score = 1 - 0.425",
        "flood_score = (19.6 - 42.5) / (61.2 - 19.6)",  # sign
        "flood_score = 42.5 - 19.6 / 61.2 - 19.6",  # brackets forgotten
        "flood_score = (61.2 - 42.5) / 61.2 - 19.6",
        "flood_score = 42.5",
        "flood_score = 0.4557",  # just outside the tolerance
        'flood_score = plain["flood_prone_population_percent"].rank()["Airport Flats"]',
        'flood_score = index.normalise(plain, definitions["direction"]).loc["Old Town", "flood_prone_population_percent"]',
    ],
    "m01e2_q3_climate_scores": [
        CLIMATE
        + "climate_scores = index.normalise(plain[climate], dict.fromkeys(climate, 1)).mean(axis=1)",
        CLIMATE
        + 'climate_scores = index.normalise(plain[climate], definitions["direction"]).sum(axis=1)',
        CLIMATE
        + 'climate_scores = index.normalise(plain[climate], definitions["direction"]).mean()',
        CLIMATE + 'climate_scores = index.normalise(plain, definitions["direction"]).mean(axis=1)',
        CLIMATE + "climate_scores = plain[climate].mean(axis=1)",
        CLIMATE
        + 'climate_scores = 100 * index.normalise(plain[climate], definitions["direction"]).mean(axis=1)',
        CLIMATE
        + 'climate_scores = 1 - index.normalise(plain[climate], definitions["direction"]).mean(axis=1)',
        CLIMATE + 'climate_scores = index.normalise(plain[climate], definitions["direction"])',
        CLIMATE
        + 'climate_scores = list(index.normalise(plain[climate], definitions["direction"]).mean(axis=1))',
        CLIMATE
        + 'climate_scores = index.normalise(plain[climate], definitions["direction"]).median(axis=1)',
        'climate_scores = province["climate"]',
        CLIMATE + 'every = datasets.load("lanwan_indicators").set_index("district")[climate]\n'
        'climate_scores = index.normalise(every, definitions["direction"]).mean(axis=1)',
        CLIMATE + 'every = datasets.load("lanwan_indicators").set_index("district")[climate]\n'
        'climate_scores = index.normalise(every, definitions["direction"]).mean(axis=1)[plain.index]',
    ],
    "m01e2_q4_geometric": [
        START + "    return np.average(scores, weights=weights)",  # arithmetic
        START + "    return np.prod(scores ** weights)",  # not rescaled
        START + "    return np.prod(scores) ** (1 / len(scores))",  # weights left out
        START + "    return np.prod(scores * weights / weights.sum())",
        START + "    return np.sum(scores ** (weights / weights.sum()))",
        START + "    return np.prod(scores ** (weights / 4))",  # sum of the shown weights
        START + "    return np.prod(scores ** (weights / len(scores)))",
        START
        + "    return scores[0] ** 0.5 * scores[1] ** 0.25 * scores[2] ** 0.25",  # shown weights
        START
        + "    return (scores[0] ** weights[0] * scores[1] ** weights[1] * scores[2] ** weights[2])"
        " ** (1 / weights.sum())",  # three scores only
        START + "    return 0.664",
        START + "    result = np.prod(scores ** (weights / weights.sum()))",  # no return
        START + "    return scores ** (weights / weights.sum())",  # not multiplied
        "geometric = 0.664",
    ],
    "m01e2_q5_three_weakest": [
        "three_weakest = list(province.mean(axis=1).sort_values().index[:3])",  # equal weights
        FUND
        + 'three_weakest = list(index.composite(province, fund, "geometric").sort_values().index[:3])',
        FUND
        + "three_weakest = list(index.composite(province, fund).sort_values(ascending=False).index[:3])",
        'three_weakest = ["Old Town", "Airport Flats", "Delta Farms"]',  # order turned round
        'three_weakest = ["Delta Farms", "Airport Flats"]',
        'three_weakest = "Delta Farms"',
        "three_weakest = [0.3125, 0.3225, 0.3375]",  # scores, not names
        FUND + "three_weakest = index.composite(province, fund).sort_values()[:3]",
        'three_weakest = list(province["economic"].sort_values().index[:3])',
        FUND + "three_weakest = list(index.composite(province, fund).sort_values().index)",
        'three_weakest = ["Delta Farms", "Airport Flats", "Oldtown"]',
        "three_weakest = 3",
    ],
    "m01e2_q6_compensation": [
        'why = "A"',
        'why = "B"',
        'why = "D"',
        'why = "E"',
        "why = 0.507",
        'why = "compensation"',
    ],
    "m01e2_q7_share_of_draws": [
        DRAWS + 'share_airport_flats = shares.loc["Airport Flats", 6]',
        DRAWS + 'share_airport_flats = shares.loc["Airport Flats", 5]',
        DRAWS + 'share_airport_flats = shares.loc["Airport Flats", [1, 2]].sum()',
        DRAWS + 'share_airport_flats = shares.loc["Old Town", [5, 6]].sum()',
        DRAWS + 'share_airport_flats = shares.loc["Delta Farms", [5, 6]].sum()',
        DRAWS + 'share_airport_flats = 100 * shares.loc["Airport Flats", [5, 6]].sum()',
        DRAWS + 'share_airport_flats = 10_000 * shares.loc["Airport Flats", [5, 6]].sum()',
        DRAWS + 'share_airport_flats = shares.loc["Airport Flats", [4, 5, 6]].sum()',
        DRAWS + 'share_airport_flats = shares.loc["Airport Flats", [5, 6]]',  # not added up
        DRAWS + "share_airport_flats = shares[5].sum() + shares[6].sum()",  # all districts
        DRAWS + 'share_airport_flats = shares.loc["Airport Flats", [5, 6]].sum() + 0.022',
        FUND
        + "shares = index.rank_sensitivity(province, fund, n=10_000, seed=2030, concentration=3)\n"
        'share_airport_flats = shares.loc["Airport Flats", [5, 6]].sum()',
        FUND
        + 'shares = index.rank_sensitivity(province, fund, n=10_000, seed=2030, method="geometric")\n'
        'share_airport_flats = shares.loc["Airport Flats", [5, 6]].sum()',
        "shares = index.rank_sensitivity(province, dict.fromkeys(province, 1), n=10_000, seed=2030)\n"
        'share_airport_flats = shares.loc["Airport Flats", [5, 6]].sum()',
    ],
}

RIGHT = {
    "m01e2_q1_direction": ['minus_one = "c"', "minus_one = ' (C) '", 'minus_one = "Ｃ"'],
    "m01e2_q2_by_hand": [
        "flood_score = (61.2 - 42.5) / (61.2 - 19.6)",
        "flood_score = 0.45",
        'flood_score = index.normalise(plain, definitions["direction"])'
        '.loc["Airport Flats", "flood_prone_population_percent"]',
        'column = plain["flood_prone_population_percent"]\n'
        'flood_score = (column.max() - column["Airport Flats"]) / (column.max() - column.min())',
    ],
    "m01e2_q3_climate_scores": [
        'scores = index.normalise(plain, definitions["direction"]).T.groupby(definitions["dimension"]).mean().T\n'
        'climate_scores = scores["climate"]',
        CLIMATE
        + "part = plain[climate]\nscaled = (part - part.min()) / (part.max() - part.min())\n"
        'scaled["flood_prone_population_percent"] = 1 - scaled["flood_prone_population_percent"]\n'
        "climate_scores = scaled.mean(axis=1).round(3)",
        CLIMATE
        + 'scaled = index.normalise(plain[climate], definitions["direction"])\nclimate_scores = {}\n'
        "for district in plain.index:\n    climate_scores[district] = float(sum(scaled.loc[district]) / 3)",
        CLIMATE
        + 'climate_scores = index.composite(index.normalise(plain[climate], definitions["direction"]), '
        "dict.fromkeys(climate, 1)).sort_values()",
    ],
    "m01e2_q4_geometric": [
        START + "    return np.exp(np.average(np.log(scores), weights=weights))",
        "def geometric(scores, weights):\n    product = 1\n    for score, weight in zip(scores, weights):\n"
        "        product *= score ** weight\n    return product ** (1 / sum(weights))",
        "geometric = lambda s, w: float(np.prod([a ** (b / sum(w)) for a, b in zip(s, w)]))",
        "def geometric(scores, weights):\n"
        '    return index.composite(pd.DataFrame([scores]), dict(enumerate(weights)), "geometric")[0]',
    ],
    "m01e2_q5_three_weakest": [
        FUND + "total = province @ pd.Series(fund) / 4\nthree_weakest = total.nsmallest(3).index",
        'three_weakest = ("delta farms", "Airport  Flats", " Old Town")',
        FUND
        + "three_weakest = index.rank(index.composite(province, fund)).sort_values(ascending=False).index[:3].tolist()",
        'three_weakest = np.array(["Delta Farms", "Airport Flats", "Old Town"])',
    ],
    "m01e2_q6_compensation": ['why = "c"', 'why = "C: in part"[0]', 'why = "C."'],
    "m01e2_q7_share_of_draws": [
        DRAWS
        + 'share_airport_flats = shares.at["Airport Flats", 5] + shares.at["Airport Flats", 6]',
        DRAWS + 'share_airport_flats = 1 - shares.loc["Airport Flats", 1:4].sum()',
        DRAWS + 'share_airport_flats = round(float((shares[5] + shares[6])["Airport Flats"]), 2)',
        "draws = np.random.default_rng(1).dirichlet([12.5, 25, 12.5], size=10_000)\n"
        "totals = pd.DataFrame(draws @ province.to_numpy().T, columns=province.index)\n"
        'share_airport_flats = (totals.rank(axis=1)["Airport Flats"] <= 2).mean()',
    ],
}
