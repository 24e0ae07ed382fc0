"""Answers that trainees give to exercise 6.2: wrong ones score 0, right ones full."""

BORDA = "def borda_points(option, profile):\n"
BUY = "def can_buy(cost, supporters, budget, voters):\n    share = budget / voters\n"
FUND = "funded = budgeting.equal_shares(costs, approvals, 4000)\n"
TABLE = "table = budgeting.satisfaction(funded.projects, approvals, groups)\n"
FIRMS = 'firms_with_nothing = table.loc["firms", "nothing_percent"]'
NEAR = 'near = access.within_minutes(graph, blocks.index, {"clinic": ["F5", "I4"]}, 15, 0.8)["clinic"]\n'
OLD = 'old_with_clinic = 100 * blocks.loc[near, "aged_65"].sum() / blocks["aged_65"].sum()'
USED = 'amounts = {"electricity": 6000, "petrol": 40_000}\n'
RATES = 'factors = {"electricity": 0.4042, "petrol": 0.0693}\n'
NET = "net_tonnes = community.net_emissions(amounts, factors, 8000, 50).net"
ALONE = 'alone = {"Lane": 2, "Dyke": 5, "Quay": 8}\n'

WRONG = {
    "m06e2_q1_village_square": [
        'wrong_with_it = "A"',
        'wrong_with_it = "C"',
        'wrong_with_it = "D"',
        'wrong_with_it = "B wins"',
        "wrong_with_it = 2",
    ],
    "m06e2_q2_borda": [
        BORDA + "    return sum(n * r.index(option) for r, n in profile.items())",
        BORDA + "    return sum(n * (len(r) - r.index(option)) for r, n in profile.items())",
        BORDA
        + "    return sum(n * (2 - r.index(option)) for r, n in profile.items())",  # 3 options
        BORDA + "    return sum(len(r) - 1 - r.index(option) for r in profile)",
        BORDA + "    return sum(n for r, n in profile.items() if r[0] == option)",
        BORDA + "    for r, n in profile.items():\n"
        "        return n * (len(r) - 1 - r.index(option))",  # first ballot only
        BORDA + "    return 15",
        BORDA + "    return voting.borda(profile)",  # all options
        "borda_points = 15",
    ],
    "m06e2_q3_left_out": [
        FUND.replace("4000", "6000") + TABLE + FIRMS,
        FUND.replace("equal_shares", "greedy") + TABLE + FIRMS,
        FUND.replace("4000", '4000, "add1"') + TABLE + FIRMS,
        FUND + TABLE + FIRMS.replace('"firms", ', '"all", '),
        FUND + TABLE + FIRMS.replace('"firms", ', '"youth", '),
        FUND + TABLE + FIRMS + " / 100",
        FUND + TABLE + FIRMS.replace("firms_with_nothing = ", "firms_with_nothing = 100 - "),
        FUND + TABLE + 'firms_with_nothing = table.loc["firms", "projects"]',
        "firms_with_nothing = 8",  # firms
        "firms_with_nothing = 18",
    ],
    "m06e2_q4_can_buy": [
        BUY + "    return share >= cost",
        BUY + "    return supporters * share < cost",
        BUY + "    return supporters * share > cost",  # just enough is enough
        BUY + "    return supporters * share",
        BUY + "    return supporters > voters / 2",  # a majority
        BUY + "    return budget >= cost",
        BUY + "    return supporters * 50 >= cost",  # share of the example
        BUY + "    return True",
        BUY + "    enough = supporters * share >= cost",  # no return
        "can_buy = True",
    ],
    "m06e2_q5_second_clinic": [
        NEAR + OLD.replace('"aged_65"', '"residents"'),
        NEAR.replace("0.8", "1.2") + OLD,
        NEAR.replace(", 0.8", "") + OLD,
        NEAR.replace('"F5", ', "") + OLD,
        NEAR.replace(', "I4"', "") + OLD,
        NEAR + "old_with_clinic = 100 * near.mean()",
        NEAR + OLD.replace("100 * ", ""),
        NEAR + 'old_with_clinic = blocks.loc[near, "aged_65"].sum()',
        NEAR + 'old_with_clinic = 100 * blocks.loc[near, "aged_65"].sum() / 12000',
        "old_with_clinic = 61",  # of the lesson
    ],
    "m06e2_q6_carbon_balance": [
        "net_tonnes = 40_000 * 0.0693 - 2000 * 0.4042 - 50",  # all of the roofs' power
        USED + RATES + NET.removesuffix(".net") + ".gross",
        USED + RATES + NET.replace("8000, 50", "0, 50"),
        USED + RATES + NET.replace("8000, 50", "8000"),
        USED + RATES + NET.replace("8000, 50", "50, 8000"),  # turned round
        USED + RATES + NET + " / 1000",
        USED + RATES + NET + " * 1000",
        USED + RATES + NET.removesuffix(".net"),  # the whole balance
        USED + RATES + NET.removesuffix(".net") + ".surplus",
        "net_tonnes = 40_000 * 0.0693 + 50",
    ],
    "m06e2_q7_pumping_station": [
        "quay_pays = 8 / 3",
        "quay_pays = 8 * 8 / 15",
        "quay_pays = 8",
        "quay_pays = 3",
        "quay_pays = 2 / 3 + 3 / 2",
        "quay_pays = 2 / 3",
        "quay_pays = 2 / 3 + 3 / 3 + 3",
        ALONE + "quay_pays = budgeting.shapley(list(alone), lambda s: max((alone[o] for o in s), "
        "default=0))",  # all three
        ALONE + "quay_pays = budgeting.shapley(list(alone), lambda s: sum(alone[o] for o in s))"
        '["Quay"]',
    ],
}

RIGHT = {
    "m06e2_q1_village_square": ['wrong_with_it = "b"', "wrong_with_it = ' (B) '"],
    "m06e2_q2_borda": [
        BORDA + "    return sum(n * (len(r) - 1 - r.index(option)) for r, n in profile.items())",
        BORDA + "    return voting.borda(profile)[option]",
        BORDA + "    points = 0\n    for ranking, voters in profile.items():\n"
        "        behind = len(ranking[ranking.index(option) + 1 :])\n"
        "        points = points + voters * behind\n    return points",
        BORDA + "    return int(voting.condorcet(profile).table.loc[option].sum())",
    ],
    "m06e2_q3_left_out": [
        FUND + TABLE + FIRMS,
        FUND + "got = approvals[list(funded.projects)].sum(axis=1)\n"
        'mine = got[(groups == "firms").to_numpy()]\nfirms_with_nothing = 100 * (mine == 0).mean()',
        "firms_with_nothing = 44.4",
        "firms_with_nothing = 100 * 8 / 18",
    ],
    "m06e2_q4_can_buy": [
        BUY + "    return supporters * share >= cost",
        BUY + "    return cost / supporters <= share",
        BUY + "    if supporters * share < cost:\n        return False\n    return True",
        BUY + "    return cost <= supporters * budget / voters",
        BUY + "    return cost / budget <= supporters / voters",
        BUY
        + "    import numpy as np\n    return np.float64(supporters) * share >= cost",  # np.bool_
    ],
    "m06e2_q5_second_clinic": [
        NEAR + OLD,
        NEAR
        + 'old = blocks["aged_65"]\nold_with_clinic = round(old[near].sum() / old.sum() * 100, 1)',
        'minutes = access.walking_minutes(graph, blocks.index, {"clinic": ["I4", "F5"]}, 0.8)\n'
        'old = blocks["aged_65"]\n'
        'old_with_clinic = (old * (minutes["clinic"] <= 15)).sum() / old.sum() * 100',
    ],
    "m06e2_q6_carbon_balance": [
        USED + RATES + NET,
        "net_tonnes = 40_000 * 0.0693 - 50",
        "net_tonnes = 2722",
        "electricity = max(6000 - 8000, 0)\nnet_tonnes = 0.4042 * electricity + 0.0693 * 40_000 - 50",
        USED + RATES + NET.removesuffix(".net") + "[3]",
    ],
    "m06e2_q7_pumping_station": [
        "quay_pays = 2 / 3 + 3 / 2 + 3",
        ALONE + "quay_pays = budgeting.shapley(list(alone), lambda s: max((alone[o] for o in s), "
        'default=0))["Quay"]',
        "quay_pays = 5.17",
        "quay_pays = (8 + 8 + 6 + 3 + 3 + 3) / 6",
    ],
}
