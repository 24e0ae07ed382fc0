"""Answers that trainees give to exercise 4.3: wrong ones score 0, right ones full."""

BRIDGE = "def bridge(outlay, money):\n"
ARRAYS = BRIDGE + "    outlay, money = np.array(outlay), np.array(money)\n"
MIX = "[80, 120, 200], [0, 0.026, 0.033]"

WRONG = {
    "m04e3_q1_who_loses": [
        'who_loses = "B"',
        'who_loses = "C"',
        'who_loses = "D"',
        "who_loses = 0",
        'who_loses = "nothing"',
    ],
    "m04e3_q2_blended_rate": [
        f"rate_percent = blend.blended_rate({MIX})",  # a fraction
        "rate_percent = (0 + 2.6 + 3.3) / 3",  # not weighed
        "rate_percent = (120 * 2.6 + 200 * 3.3) / 320",  # without the grant
        "rate_percent = 120 * 0.026 + 200 * 0.033",  # interest of a year
        "rate_percent = (2.6 + 3.3) / 2",
        "rate_percent = (80 * 2.6 + 120 * 3.3) / 400",  # rates shifted by a layer
        "rate_percent = 2.43 / 100",
        "rate_percent = '2.43 %'",
        "rate_percent = 2.4",  # rounded too far
    ],
    "m04e3_q3_worth_of_the_step": [
        "worth_thousand = 40 * cashflow.annuity(0.034, 5)",  # checks forgotten
        "worth_thousand = 15 * 5",  # not discounted
        "worth_thousand = 15",
        "worth_thousand = 40 * cashflow.annuity(0.034, 5) - 25",  # one check
        "worth_thousand = 375 * cashflow.annuity(0.034, 5)",  # 1 percent
        "worth_thousand = -21 * cashflow.annuity(0.034, 5)",  # 0.01 percent
        "worth_thousand = 15 * cashflow.annuity(0.034, 4)",  # a year short
        "worth_thousand = 0.015 * cashflow.annuity(0.034, 5)",  # million CNY
        "worth_thousand = 65 * cashflow.annuity(0.034, 5)",  # cost added
        "worth_thousand = 15 * cashflow.annuity(0.34, 5)",
        "worth_thousand = cashflow.npv(0.034, [15] * 5)",  # first year not discounted
    ],
    "m04e3_q4_bridge": [
        ARRAYS + "    return max((outlay - money).max(), 0)",
        ARRAYS + "    return max(outlay.sum() - money.sum(), 0)",
        ARRAYS + "    return np.clip(outlay - money, 0, None).sum()",
        ARRAYS + "    return np.cumsum(money - outlay).max()",
        ARRAYS + "    return np.cumsum(outlay - money).max()",  # negative without need
        ARRAYS + "    return np.cumsum(outlay - money)[-1]",
        ARRAYS + "    return np.cumsum(outlay - money)",
        ARRAYS + "    return max(np.cumsum(outlay - money)[2], 0)",  # the example's year
        ARRAYS + "    needed = max(np.cumsum(outlay - money).max(), 0)",  # no return
        ARRAYS + "    return 120.0",
        BRIDGE + "    return {(100, 250, 300, 90): 120}.get(tuple(outlay), 0)",
        BRIDGE + "    return max(outlay[0] - money[0], 0)",
        "bridge = 120",
    ],
    "m04e3_q5_best_set": [
        "best_worth = portfolio.choose(six, money, carry_over=True).worth",
        "best_worth = (portfolio.by_ratio(six, money) * six['worth']).sum()",
        "best_worth = portfolio.choose(six, money, relaxed=True).worth",
        "best_worth = portfolio.choose(six.drop(columns='requires'), money).worth",
        "best_worth = six['worth'].sum()",
        "best_worth = portfolio.choose(six, money / 2).worth",
        "best_worth = portfolio.choose(six, money).chosen.sum()",  # how many
        "best_worth = portfolio.choose(six, money)",
    ],
    "m04e3_q6_shadow_price": [
        "price_2028 = portfolio.shadow_price(six, money, more=20)[2027]",
        "price_2028 = 20 * portfolio.shadow_price(six, money, more=20)[2028]",
        "price_2028 = portfolio.shadow_price(six, money, more=20, relaxed=True)[2028]",
        "price_2028 = portfolio.shadow_price(six, money, more=1)[2028]",
        "price_2028 = portfolio.shadow_price(six, money, more=40)[2028]",
        "price_2028 = portfolio.shadow_price(six, money, more=20, carry_over=True)[2028]",
        "price_2028 = portfolio.choose(six, money + pd.Series({2027: 0, 2028: 20})).worth / 20",
        "price_2028 = portfolio.shadow_price(six, money, more=20)",
    ],
    "m04e3_q7_what_follows": [
        'follows = "A"',
        'follows = "C"',
        'follows = "D"',
        "follows = 200",
        'follows = "BD"',
    ],
}

RIGHT = {
    "m04e3_q1_who_loses": ['who_loses = "a"', "who_loses = '(A)'"],
    "m04e3_q2_blended_rate": [
        f"rate_percent = 100 * blend.blended_rate({MIX})",
        "rate_percent = (120 * 2.6 + 200 * 3.3) / 400",
        "rate_percent = round(np.average([0, 2.6, 3.3], weights=[80, 120, 200]), 2)",
        "rate_percent = 2.43",
    ],
    "m04e3_q3_worth_of_the_step": [
        "worth_thousand = 15 * cashflow.annuity(0.034, 5)",
        "worth_thousand = cashflow.npv(0.034, [0] + [15] * 5)",
        "worth_thousand = sum((40_000 * 0.001 - 25) / 1.034**t for t in range(1, 6))",
        "worth_thousand = round(instruments.greenium_value(15_000, 10, 5, 0.034))",
    ],
    "m04e3_q4_bridge": [
        ARRAYS + "    return max(np.cumsum(outlay - money).max(), 0)",
        BRIDGE + "    ahead, most = 0, 0\n    for need, have in zip(outlay, money):\n"
        "        ahead += need - have\n        most = max(most, ahead)\n    return most",
        BRIDGE + "    return gap.funding_gap(outlay, money)['missing'].sum()",
        ARRAYS + "    return np.float64(np.clip(outlay.cumsum() - money.cumsum(), 0, None).max())",
        BRIDGE + "    return max(0, *(sum(outlay[:n]) - sum(money[:n])"
        " for n in range(1, len(outlay) + 1)))",
    ],
    "m04e3_q5_best_set": [
        "best_worth = portfolio.choose(six, money).worth",
        "best_worth = six.loc[['pumps', 'shelter', 'levee', 'roofs'], 'worth'].sum()",
        "best_worth = (portfolio.choose(six, money).chosen * six['worth']).sum()",
        "best_worth = int(round(portfolio.choose(six, money).worth))",
    ],
    "m04e3_q6_shadow_price": [
        "price_2028 = portfolio.shadow_price(six, money, more=20)[2028]",
        "price_2028 = portfolio.shadow_price(six, money, 20, years=[2028]).iloc[0]",
        "more = pd.Series({2027: 60, 2028: 80})\n"
        "gain = portfolio.choose(six, more).worth - portfolio.choose(six, money).worth\n"
        "price_2028 = gain / 20",
    ],
    "m04e3_q7_what_follows": ['follows = "b"', "follows = 'B.'"],
}
