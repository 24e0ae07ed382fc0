"""Answers that trainees give to exercise 6.3: wrong ones score 0, right ones full."""

PEERS = "city.peers(bay_city, 12, annual_rain_mm=1700)"
DISTANCE = "def distance(own, peer, spread):\n"
ARRAYS = DISTANCE + "    own, peer, spread = np.array(own), np.array(peer), np.array(spread)\n"
FACTORS = "appraisal.discount_factors(0.06, 25)"
LACK = "def largest_lack(costs, yearly):\n"
YEARS = LACK + "    costs = np.array(costs, float)\n    years = np.arange(1, len(costs) + 1)\n"

WRONG = {
    "m06e3_q1_what_follows": [
        'follows = "A"',
        'follows = "C"',
        'follows = "D"',
        'follows = "Zhuhai"',
        "follows = 0.01",
    ],
    "m06e3_q2_nearest": [
        'distance = city.peers(bay_city, 1)["distance"].iloc[0]',
        'distance = city.peers(lanwan, 1, annual_rain_mm=1700)["distance"].iloc[0]',
        f'distance = {PEERS}["distance"].iloc[1]',
        f'distance = {PEERS}["distance"].max()',
        f'distance = {PEERS}["distance"].mean()',
        f'distance = {PEERS}["city"].iloc[0]',  # the name
        f'distance = {PEERS}["distance"].iloc[0] ** 2',
        f'distance = {PEERS}["distance"]',  # all of them
    ],
    "m06e3_q3_distance": [
        ARRAYS + "    return (((peer - own) / spread) ** 2).mean()",
        ARRAYS + "    return np.sqrt((((peer - own) / spread) ** 2).sum())",
        ARRAYS + "    return np.abs((peer - own) / spread).mean()",
        ARRAYS + "    return ((peer - own) / spread).mean()",
        ARRAYS + "    return np.sqrt(((peer - own) ** 2).mean())",
        ARRAYS + "    return np.sqrt(((peer - own) ** 2 / spread).mean())",
        ARRAYS + "    return ((peer - own) / spread) ** 2",
        ARRAYS
        + "    return np.sqrt((((peer - own) / spread) ** 2).sum() / 3)",  # always three numbers
        ARRAYS + "    return np.sqrt((((peer - own) / own) ** 2).mean())",  # relative to one's own
        ARRAYS + "    answer = np.sqrt((((peer - own) / spread) ** 2).mean())",  # no return
        DISTANCE + "    return 1.26656",
        "distance = 1.26656",
    ],
    "m06e3_q4_break_even": [
        f"needed = 140 / {FACTORS}[1:].sum()",
        f"needed = 140 / {FACTORS}[1:].sum() - 2",
        f"needed = 140 / {FACTORS}.sum() + 2",
        "needed = 140 / 25 + 2",
        "needed = 140 / appraisal.discount_factors(0.045, 25)[1:].sum() + 2",
        "needed = 140 / appraisal.discount_factors(0.06, 30)[1:].sum() + 2",
        f"needed = 142 / {FACTORS}[1:].sum()",  # one year of upkeep only
        f"needed = (140 + 2 * 25) / {FACTORS}[1:].sum()",  # upkeep not discounted
        f"needed = (140 / {FACTORS}[1:].sum() + 2) / 1000",  # billion
        f"needed = 140 * {FACTORS}[1:].sum() + 2",
        f"needed = str(140 / {FACTORS}[1:].sum() + 2) + ' million CNY'",
    ],
    "m06e3_q5_largest_lack": [
        YEARS + "    return max(costs.sum() - yearly * len(costs), 0)",
        YEARS + "    return max((costs - yearly).max(), 0)",
        YEARS + "    return max((np.cumsum(costs) - yearly).max(), 0)",
        YEARS + "    return max((np.cumsum(costs) - yearly * (years - 1)).max(), 0)",
        YEARS + "    return np.maximum(costs - yearly, 0).sum()",
        YEARS + "    return (yearly * years - np.cumsum(costs)).min()",
        YEARS
        + "    return (np.cumsum(costs) - yearly * years).max()",  # below 0 where money is left
        YEARS + "    return (np.cumsum(costs) - yearly * years).argmax()",
        YEARS + "    answer = max((np.cumsum(costs) - yearly * years).max(), 0)",  # no return
        LACK + "    return 68",
        "largest_lack = 68",
    ],
    "m06e3_q6_which_line": [
        'line = "A"',
        'line = "C"',
        'line = "D"',
        'line = "water bureau"',
        "line = 2",
    ],
}

RIGHT = {
    "m06e3_q1_what_follows": ['follows = "b"', 'follows = "(B)"', "follows = ' B. '"],
    "m06e3_q2_nearest": [
        f'distance = {PEERS}["distance"].min()',
        f'distance = float(round({PEERS}["distance"].iloc[0], 2))',
        f'distance = {PEERS}.loc[0, "distance"]',
        'distance = city.peers(bay_city, n=3, annual_rain_mm=1700.0)["distance"].to_list()[0]',
    ],
    "m06e3_q3_distance": [
        ARRAYS + "    return np.linalg.norm((own - peer) / spread) / len(own) ** 0.5",
        DISTANCE
        + "    squares = [((a - b) / s) ** 2 for a, b, s in zip(own, peer, spread)]\n"
        + "    return (sum(squares) / len(squares)) ** 0.5",
        ARRAYS + "    return float(np.mean(((own - peer) / spread) ** 2) ** 0.5)",
    ],
    "m06e3_q4_break_even": [
        "needed = 140 * 0.06 / (1 - 1.06**-25) + 2",
        f"needed = (140 + 2 * {FACTORS}[1:].sum()) / {FACTORS}[1:].sum()",
        "needed = round(140 / sum(1.06**-t for t in range(1, 26)) + 2, 2)",
        "needed = 12.95",
    ],
    "m06e3_q5_largest_lack": [
        LACK
        + "    purse, worst = 0, 0\n    for cost in costs:\n        purse += yearly - cost\n"
        + "        worst = max(worst, -purse)\n    return worst",
        YEARS + "    return float(np.maximum(np.cumsum(costs - yearly), 0).max())",
        YEARS + "    return -min(0, (yearly * years - costs.cumsum()).min())",
    ],
    "m06e3_q6_which_line": ['line = "b"', 'line = "B)"', 'line = "(B)"'],
}
