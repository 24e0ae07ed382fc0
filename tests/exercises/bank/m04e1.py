"""Answers that trainees give to exercise 4.1: wrong ones score 0, right ones full."""

TEN = (
    'smaller = projects.loc[["P03", "P04", "P06", "P08", "P11", "P12", "P13", "P14", "P15", '
    '"P18"]]\n'
)
NEED = TEN + "need = gap.capital_by_year(smaller, budget.index).sum()\n"
OWN = 'own = budget["own_capital_million_cny"]\n'
VALUE = "def present_value(rate, flows):\n"
YEAR = VALUE + "    year = np.arange(len(flows))\n"
COVER = "def lowest_cover(cash, principal, rate, years):\n"
OWED = COVER + "    repaid = principal / years\n    owed = principal - repaid * np.arange(years)\n"
FACE = 'face = projects.loc[["P03", "P10", "P11"], "capital_million_cny"].sum()\n'
MAY = "may = instruments.eligibility(projects, rules)\n"
COST = 'cost = projects["capital_million_cny"]\n'

WRONG = {
    "m04e1_q1_missing": [
        NEED + "missing = need.sum()",
        NEED + OWN + "missing = need.sum() - own.sum()",
        NEED + OWN + "missing = own.sum() - need.sum()",
        NEED + OWN + "missing = (need - own).clip(lower=0).sum()",
        NEED + OWN + "missing = gap.funding_gap(need, own)['missing'].max()",
        NEED + OWN + "missing = gap.funding_gap(need, own)['kept'].sum()",
        NEED + OWN + "missing = gap.funding_gap(own, need)['missing'].sum()",
        NEED + "missing = gap.funding_gap(need, budget['own_capital_million_cny'] + "
        "budget['transfers_million_cny'])['missing'].sum()",
        NEED + "missing = gap.funding_gap(need, budget['general_revenue_million_cny'])"
        "['missing'].sum()",
        "need = gap.capital_by_year(projects, budget.index).sum()\n"
        + OWN
        + "missing = gap.funding_gap(need, own)['missing'].sum()",  # all twenty
        NEED + OWN + "missing = gap.funding_gap(need, own)['missing'].sum() / 1000",  # billion
        NEED + OWN + "missing = gap.funding_gap(need, own)['missing']",  # by year
    ],
    "m04e1_q2_present_value": [
        VALUE + "    return sum(flows)",
        YEAR + "    return (np.array(flows) / (1 + rate) ** (year + 1)).sum()",
        YEAR + "    return (np.array(flows) * (1 + rate) ** year).sum()",
        YEAR + "    return (np.array(flows) / (1 + rate * year)).sum()",
        YEAR + "    return (np.array(flows) * (1 - rate) ** year).sum()",
        YEAR + "    return (np.array(flows) / (1 + rate / 100) ** year).sum()",
        YEAR + "    return np.array(flows) / (1 + rate) ** year",  # not added up
        YEAR + "    return (np.array(flows) / (1 + rate) ** year).sum() - flows[0]",
        YEAR + "    value = (np.array(flows) / (1 + rate) ** year).sum()",  # no return
        YEAR + "    return sum(flows) / (1 + rate) ** year[-1]",
        YEAR + "    return (np.array(flows) / 1.035 ** year).sum()",
        VALUE + "    year = np.arange(5)\n    return (np.array(flows) / (1 + rate) ** year).sum()",
        VALUE + "    return flows[0] + cashflow.npv(rate, flows[1:])",  # as in a spreadsheet
        VALUE + "    return -33.40",
        "present_value = -33.40",
    ],
    "m04e1_q3_quarry": [
        'quarry = "A"',
        'quarry = "B"',
        'quarry = "D"',
        "quarry = -3.2",
        'quarry = "leave it"',
    ],
    "m04e1_q4_lowest_cover": [
        OWED + "    return cash / repaid",
        OWED + "    return cash / (rate * principal)",
        OWED + "    return (cash / (repaid + rate * owed)).max()",
        OWED + "    return (cash / (repaid + rate * owed)).mean()",
        OWED + "    return cash / (repaid + rate * owed).mean()",
        OWED + "    return ((repaid + rate * owed) / cash).min()",
        OWED + "    return ((repaid + rate * owed) / cash).max()",
        OWED + "    return (cash / (repaid + rate * (owed - repaid))).min()",  # owed at the end
        OWED + "    return cash / repaid - rate",
        OWED + "    return (cash / (repaid + rate * owed)).min() * 100",  # percent
        OWED + "    return cash / (repaid + rate * owed)",  # a list
        COVER + "    return cash / (principal / cashflow.annuity(rate, years))",
        COVER + "    return cash / (principal / years + 0.04 * principal)",
        COVER + "    return 60 / 56",
        "lowest_cover = 60 / 56",
    ],
    "m04e1_q5_largest_loan": [
        "largest = cashflow.largest_loan(12, 0.04, 12)",
        "largest = cashflow.largest_loan(12, 0.04, 20, cover=1.3)",
        "largest = cashflow.largest_loan(12 * 1.3, 0.04, 12)",
        "largest = cashflow.largest_loan(20, 0.04, 12, cover=1.3)",
        "largest = cashflow.largest_loan(8, 0.04, 12, cover=1.3)",
        "largest = cashflow.largest_loan(12, 0.035, 12, cover=1.3)",
        "largest = 12 / 1.3 * 12",
        "largest = 12 / 1.3",
        "largest = 350",
        "largest = cashflow.largest_loan(12, 0.04, 12, cover=1.3) * 1e6",  # CNY
    ],
    "m04e1_q6_label": [
        FACE + "worth = instruments.greenium_value(face, 5, 7, 0.035)",
        FACE + "worth = instruments.label_value(face, 5, 7, 0.035, 0.8, 0)",
        FACE + "worth = instruments.label_value(face, 5, 7, 0.035, 0, 0.3)",
        FACE + "worth = instruments.label_value(face, 5, 7, 0.035, 0.3, 0.8)",
        FACE + "worth = instruments.label_value(face, 50, 7, 0.035, 0.8, 0.3)",
        FACE + "worth = instruments.label_value(face, 500, 7, 0.035, 0.8, 0.3)",
        FACE + "worth = instruments.label_value(face, 0.0005, 7, 0.035, 0.8, 0.3)",
        FACE + "worth = instruments.label_value(face, 5, 5, 0.035, 0.8, 0.3)",
        FACE + "worth = -instruments.label_value(face, 5, 7, 0.035, 0.8, 0.3)",
        FACE + "worth = instruments.break_even_points(face, 7, 0.035, 0.8, 0.3)",
        FACE + "worth = face * 0.0005 * 7 - 0.8 - 0.3 * 7",
        FACE + "worth = face * 0.0005 - 0.8 - 0.3",  # one year
        "worth = instruments.label_value(1400, 5, 7, 0.035, 0.8, 0.3)",  # P03 alone
    ],
    "m04e1_q7_green_without_cash": [
        MAY + COST + 'capital = cost[may["green bond"]].sum()',
        MAY + COST + 'capital = cost[may["green loan"]].sum()',
        MAY + COST + 'capital = cost[~may["green bond"]].sum()',
        MAY + COST + 'capital = cost[~may["green loan"]].sum()',
        MAY + 'capital = (may["green bond"] & ~may["green loan"]).sum()',
        MAY + 'capital = projects.loc[may["green bond"] & ~may["green loan"], '
        '"benefit_million_cny"].sum()',
        MAY + COST + 'capital = cost[may["green bond"] & ~may["green loan"]].mean()',
        MAY + COST + 'capital = cost[may["green bond"] & ~may["green loan"]]',
        COST + "capital = cost.sum()",
        MAY + COST + 'capital = cost[may["green bond"] & ~may["green loan"]].sum() / 1000',
        COST + 'capital = cost[projects["net_cash"] <= 0].sum()',
    ],
}

RIGHT = {
    "m04e1_q1_missing": [
        "missing = 2012.5",
        "missing = 2013",
        TEN + "kept, missing = 0, 0\n"
        "for year, own in budget['own_capital_million_cny'].items():\n"
        "    building = smaller[(smaller['start_year'] <= year) & "
        "(year < smaller['start_year'] + smaller['build_years'])]\n"
        "    left = kept + own - (building['capital_million_cny'] / building['build_years']).sum()\n"
        "    missing, kept = missing + max(-left, 0), max(left, 0)",
        NEED + OWN + "missing = gap.funding_gap(need.to_numpy(), own.tolist()).sum()['missing']",
    ],
    "m04e1_q2_present_value": [
        YEAR + "    value = (np.array(flows) / (1 + rate) ** year).sum()\n    return value",
        VALUE + "    return cashflow.npv(rate, flows)",
        VALUE + "    return sum(a / (1 + rate) ** t for t, a in enumerate(flows))",
        VALUE + "    return flows[0] + cashflow.npv(rate, [0, *flows[1:]])",
        VALUE + "    value = 0\n    for amount in reversed(flows):\n"
        "        value = amount + value / (1 + rate)\n    return value",
        VALUE + "    import numpy_financial as npf\n    return npf.npv(rate, flows)",
    ],
    "m04e1_q3_quarry": ['quarry = "C"', 'quarry = "c"', 'quarry = "(C)"', 'quarry = " c. "'],
    "m04e1_q4_lowest_cover": [
        OWED + "    lowest = (cash / (repaid + rate * owed)).min()\n    return lowest",
        OWED + "    return min(cash / (repaid + rate * one) for one in owed)",
        COVER + "    return cash / (principal / years + rate * principal)",  # the first year
        COVER + "    first = principal / years + rate * principal\n"
        "    last = principal / years * (1 + rate)\n    return min(cash / first, cash / last)",
        COVER + "    plan = cashflow.debt_schedule(principal, rate, years, 'straight line', 6)\n"
        "    return cashflow.dscr(cash, plan['payment']).min()",
    ],
    "m04e1_q5_largest_loan": [
        "largest = cashflow.largest_loan(12, 0.04, 12, cover=1.3)",
        "largest = 12 / 1.3 * cashflow.annuity(0.04, 12)",
        "largest = sum(12 / 1.3 / 1.04**year for year in range(1, 13))",
        "largest = 86.6",
    ],
    "m04e1_q6_label": [
        FACE + "worth = instruments.label_value(face, 5, 7, 0.035, 0.8, 0.3)",
        "worth = -0.8 + sum((2500 * 0.0005 - 0.3) / 1.035**year for year in range(1, 8))",
        "worth = (1400 + 620 + 480) * 0.0005 * cashflow.annuity(0.035, 7) - 0.8 "
        "- 0.3 * cashflow.annuity(0.035, 7)",
        "worth = 5.01",
    ],
    "m04e1_q7_green_without_cash": [
        "capital = 6250",
        "green = projects['green_category'].notna()\n"
        "capital = projects.loc[green & (projects['net_cash'] <= 0), 'capital_million_cny'].sum()",
        MAY + 'capital = float(projects["capital_million_cny"] @ (may["green bond"] & '
        '~may["green loan"]))',
    ],
}
