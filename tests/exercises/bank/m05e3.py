"""Answers that trainees give to exercise 5.3: wrong ones score 0, right ones full."""

PRODUCT = "def product(flow, price, used, final):\n"
ARRAYS = PRODUCT + (
    "    flow, price, used, final = (np.array(one, dtype=float) "
    "for one in (flow, price, used, final))\n"
)
REWARD = "def reward(flow_before, flow_now, price, share):\n"
BOTH = REWARD + (
    "    before = np.dot(flow_before, price)\n    now = np.dot(flow_now, price)\n"
)  # fmt: skip
DRAWN = "drawn = ecosystem.simulate(wetland, n=5000, seed=7)\n"

WRONG = {
    "m05e3_q1_lines": [
        'lines = "A"',
        'lines = "B"',
        'lines = "D"',
        'lines = "apples and mushrooms"',
        "lines = 2",
    ],
    "m05e3_q2_growth": [
        "growth_percent = 100 * (467.3 / 209.63 - 1)",
        "growth_percent = 100 * (467.3 / 209.63 - 1) / 11",
        "growth_percent = 100 * ((467.3 / 209.63) ** (1 / 12) - 1)",
        "growth_percent = (467.3 / 209.63) ** (1 / 11)",
        "growth_percent = (467.3 / 209.63) ** (1 / 11) - 1",  # a fraction
        "growth_percent = 100 * (467.3 / 209.63) ** (1 / 11)",
        "growth_percent = 100 * np.log(467.3 / 209.63) / 11",
        "growth_percent = 100 * (1 - (209.63 / 467.3) ** (1 / 11))",  # base changed
        "growth_percent = '7.56 %'",
        "growth_percent = 8",  # rounded too far
    ],
    "m05e3_q3_product": [
        ARRAYS + "    return (flow * price).sum()",
        ARRAYS + "    return (flow * price * used).sum()",
        ARRAYS + "    return (flow * price * final).sum()",
        ARRAYS + "    return (flow * used * final).sum()",
        ARRAYS + "    return (flow * price * used * final).mean()",
        ARRAYS + "    return (flow * price * used * final).sum() * 1e6",
        ARRAYS + "    return flow * price * used * final",  # not added up
        ARRAYS + "    return (flow * price * used * (1 - final)).sum()",
        ARRAYS + "    return (flow * price * used / 100 * final).sum()",  # percent
        ARRAYS + "    return flow.sum() * price.sum() * used.sum() * final.sum()",
        ARRAYS + "    total = (flow * price * used * final).sum()",  # no return
        ARRAYS + "    return (flow * price * used)[:2].sum() + (flow * price * used)[3:].sum()",
        PRODUCT + "    return 2072.0",
        PRODUCT + "    return sum(f * p * k for f, p, k in zip(flow, price, final)) / 2",
        ARRAYS + "    return (flow * price * used * final)[:4].sum()",  # only lists of four
        "product = 2072.0",
    ],
    "m05e3_q4_reward": [
        BOTH + "    return now - before",
        BOTH + "    return share * now",
        BOTH + "    return share * (now - before)",  # a fine when the product falls
        BOTH + "    return share * (before - now)",
        BOTH + "    return share / 100 * max(now - before, 0)",
        BOTH + "    return share * max(now / before - 1, 0)",
        BOTH + "    return share * abs(now - before)",
        REWARD + "    return share * sum(max(n - b, 0) * p for b, n, p in "
        "zip(flow_before, flow_now, price))",
        REWARD + "    return share * max(sum(flow_now) - sum(flow_before), 0)",
        BOTH + "    return 0.02 * max(now - before, 0)",  # the share of the example
        BOTH + "    paid = share * max(now - before, 0)",
        REWARD + "    return 0.8",
        REWARD + "    return share * max((flow_now[0] - flow_before[0]) * price[0] + "
        "(flow_now[1] - flow_before[1]) * price[1], 0)",  # only lists of two
        "reward = 0.8",
    ],
    "m05e3_q5_at_least": [
        DRAWN + "at_least = drawn.quantile(0.05).sum()",
        DRAWN + "at_least = drawn.sum(axis=1).quantile(0.5)",
        DRAWN + "at_least = drawn.sum(axis=1).quantile(0.95)",
        DRAWN + "at_least = drawn.sum(axis=1).min()",
        DRAWN + "at_least = drawn.sum(axis=1).mean()",
        DRAWN + "at_least = drawn.sum().quantile(0.05)",  # over the draws first
        "at_least = ecosystem.gep(wetland)['million_cny'].sum()",
        "at_least = ecosystem.gep(wetland, price='low')['million_cny'].sum()",
        "at_least = ecosystem.simulate(wetland, 5000, 7, used=False).sum(axis=1).quantile(0.05)",
        DRAWN + "at_least = drawn.sum(axis=1).quantile(0.05) / 1000",  # billion
        DRAWN + "at_least = drawn.sum(axis=1).quantile(0.025)",  # a two-sided range
        DRAWN + "at_least = drawn.sum(axis=1)",  # all draws
    ],
    "m05e3_q6_years": [
        "years = 400 / (500 * 18)",
        "years = 400_000 / 18",
        "years = 400_000 / 500",
        "years = 500 * 18 / 400_000",
        "years = 400_000 / (500 * 25)",
        "years = 620_000 / (500 * 18)",
        "years = 500 * 18",
        "years = 400_000 / (500 * 18 * 44 / 12)",  # carbon for CO2
        "years = '44 years'",
    ],
}

RIGHT = {
    "m05e3_q1_lines": ['lines = "c"', "lines = ' (C) '"],
    "m05e3_q2_growth": [
        "growth_percent = 7.6",
        "growth_percent = np.float64(7.51)",  # at the lower edge
        "growth_percent = 100 * (np.exp(np.log(467.3 / 209.63) / 11) - 1)",
        "growth_percent = round(100 * ((467.3 / 209.63) ** (1 / (2017 - 2006)) - 1), 2)",
    ],
    "m05e3_q3_product": [
        ARRAYS + "    return (flow * price * used * final).sum()",
        PRODUCT + "    return sum(f * p * u for f, p, u, k in zip(flow, price, used, final) if k)",
        PRODUCT + "    table = pd.DataFrame([flow, price, used, final])\n"
        "    return round(float(table.prod().sum()), 1)",
    ],
    "m05e3_q4_reward": [
        BOTH + "    return share * max(now - before, 0)",
        BOTH + "    return ecosystem.award(before, now, share)",
        BOTH + "    if now < before:\n        return 0\n    return share * (now - before)",
        REWARD + "    change = np.array(flow_now) - np.array(flow_before)\n"
        "    return share * (change * price).sum().clip(0)",
    ],
    "m05e3_q5_at_least": [
        DRAWN + "at_least = drawn.sum(axis=1).quantile(0.05)",
        DRAWN + "at_least = np.quantile(drawn.to_numpy().sum(axis=1), 0.05)",
        DRAWN + "at_least = round(np.percentile(drawn.sum(axis=1), 5))",
        DRAWN + "at_least = drawn.sum(axis=1).sort_values().iloc[249]",  # the 250th of 5,000
    ],
    "m05e3_q6_years": [
        "years = 400_000 / (500 * 18)",
        "years = 44",
        "years = 45",  # the first whole year in which it has
        "years = np.float64(44.44)",
        "years = 400 / (500 * 18 / 1000)",
    ],
}
