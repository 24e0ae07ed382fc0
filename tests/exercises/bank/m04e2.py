"""Answers that trainees give to exercise 4.2: wrong ones score 0, right ones full."""

LAYER = "def layer_pays(loss, attachment, limit):\n"
PRESSURE = "def pressure_payout(pressure, trigger, exhaustion, limit):\n"
CLIPPED = "    return limit * min(max(share, 0), 1)"
PREMIUM = "premium = insurance.technical_premium(60, 380, loading=0.25, expenses=0.2)\n"
PAID = "paid = parametric.payout(strongest, trigger=32, exhaustion=47, limit=1000)\n"

WRONG = {
    "m04e2_q1_frequent_loss": [
        'way = "B"',
        'way = "C"',
        'way = "D"',
        'way = "reserve"',
        "way = 60",
    ],
    "m04e2_q2_expected_layer_loss": [
        # the limit taken for the upper end
        'layer_a_year = insurance.expected_layer_loss(events["loss"], events["frequency"], 500, 2500)',
        # changed places
        'layer_a_year = insurance.expected_layer_loss(events["loss"], events["frequency"], 3000, 500)',
        'layer_a_year = (events["loss"] * events["frequency"]).sum()',
        'layer_a_year = insurance.layer_loss(events["loss"], 500, 3000).sum()',
        'layer_a_year = insurance.layer_loss(events["loss"], 500, 3000).mean()',
        'layer_a_year = (events["loss"].clip(upper=3000) * events["frequency"]).sum()',
        'layer_a_year = ((events["loss"] - 500).clip(upper=3000) * events["frequency"]).sum()',
        'layer_a_year = insurance.expected_layer_loss(events["loss"], 1 / 45, 500, 3000)',
        # CNY
        'layer_a_year = 1e6 * insurance.expected_layer_loss(events["loss"], events["frequency"], 500, 3000)',
        "layer_a_year = 3000",
    ],
    "m04e2_q3_layer_pays": [
        LAYER + "    return min(max(loss - attachment, 0), limit - attachment)",
        LAYER + "    return min(loss, limit) - attachment",
        LAYER + "    return min(loss - attachment, limit)",  # negative below
        LAYER + "    return max(loss - attachment, 0)",  # no limit
        LAYER + "    return min(loss, limit)",
        LAYER + "    return loss - min(max(loss - attachment, 0), limit)",
        LAYER + "    return limit if loss > attachment else 0",
        LAYER + "    return min(max(loss - 400, 0), 700)",  # the example's numbers
        LAYER + "    return 500",
        LAYER + "    paid = min(max(loss - attachment, 0), limit)",  # no return
        "layer_pays = 500",
    ],
    "m04e2_q4_rate_on_line": [
        PREMIUM + "rate = premium",
        PREMIUM + "rate = 100 * premium / 2000",
        PREMIUM + "rate = premium / 60",
        "rate = (60 + 0.25 * 380) / 2000",
        "rate = (60 + 0.25 * 380) * 1.2 / 2000",
        "rate = (60 + 0.25 * 380) / 0.2 / 2000",
        "rate = 60 / 0.8 / 2000",
        "rate = 60 / 2000",
        "rate = (60 + 0.25 * 380**2) / 0.8 / 2000",  # variance
        "rate = 2000 / 193.75",
        "rate = '9.7 %'",
    ],
    "m04e2_q5_pressure_payout": [
        PRESSURE + "    share = (pressure - exhaustion) / (trigger - exhaustion)\n" + CLIPPED,
        PRESSURE + "    share = (pressure - trigger) / (trigger - exhaustion)\n" + CLIPPED,
        PRESSURE + "    share = (trigger - pressure) / trigger\n" + CLIPPED,
        PRESSURE + "    share = (trigger - pressure) / exhaustion\n" + CLIPPED,
        PRESSURE + "    share = trigger - pressure\n" + CLIPPED,
        PRESSURE + "    share = 1 if pressure <= trigger else 0\n" + CLIPPED,
        PRESSURE + "    share = (970 - pressure) / 30\n" + CLIPPED,
        # not kept between 0 and 1
        PRESSURE + "    return limit * (trigger - pressure) / (trigger - exhaustion)",
        PRESSURE + "    return min(max((trigger - pressure) / (trigger - exhaustion), 0), 1)",
        PRESSURE + "    return 800",
        PRESSURE + "    return parametric.payout(pressure, trigger, exhaustion, limit, 'step')",
        "pressure_payout = 800",
    ],
    "m04e2_q6_share_of_need": [
        PAID + "met = paid.sum() / need.sum()",
        PAID + "met = 100 * parametric.basis_risk(need, paid).share_paid",
        PAID + "met = parametric.basis_risk(need, paid).share_overpaid",
        PAID + "met = parametric.basis_risk(need, paid).correlation",
        PAID + "met = parametric.basis_risk(paid, need.to_numpy()).share_paid",  # changed places
        PAID + "met = (paid[need > 0] > 0).mean()",
        PAID + "met = parametric.basis_risk(need, paid).missed",
        PAID + "met = np.minimum(need, paid).sum() / paid.sum()",
        "paid = parametric.payout(strongest, 47, 62, 1000)\n"
        "met = parametric.basis_risk(need, paid).share_paid",
        "paid = parametric.payout(strongest, 35, 50, 1000)\n"
        "met = parametric.basis_risk(need, paid).share_paid",
    ],
}

RIGHT = {
    "m04e2_q1_frequent_loss": ['way = "a"', "way = '(A)'"],
    "m04e2_q2_expected_layer_loss": [
        'layer_a_year = insurance.expected_layer_loss(events["loss"], events["frequency"], 500, 3000)',
        'paid = np.clip(events["loss"] - 500, 0, 3000)\n'
        'layer_a_year = (paid * events["frequency"]).sum()',
        "layer_a_year = 0.1 * 100 + 0.04 * 1300 + 0.019 * 3000",
        'tower = insurance.tower(events["loss"], events["frequency"], [500, 3500], 0)\n'
        'layer_a_year = tower["expected_loss"][0]',
        "layer_a_year = 119.4",
    ],
    "m04e2_q3_layer_pays": [
        LAYER + "    return max(min(loss, attachment + limit) - attachment, 0)",
        "layer_pays = insurance.layer_loss",
        LAYER + "    return np.clip(loss - attachment, 0, limit)",
        LAYER + "    if loss <= attachment:\n        return 0\n"
        "    if loss >= attachment + limit:\n        return limit\n    return loss - attachment",
        "layer_pays = lambda x, low, width: max(x - low, 0) - max(x - low - width, 0)",
    ],
    "m04e2_q4_rate_on_line": [
        PREMIUM + "rate = premium / 2000",
        "rate = (60 + 0.25 * 380) / (1 - 0.2) / 2000",
        "rate = 0.097",
        "rate = np.float64(193.75) / 2000",
    ],
    "m04e2_q5_pressure_payout": [
        PRESSURE + "    share = (pressure - trigger) / (exhaustion - trigger)\n" + CLIPPED,
        PRESSURE + "    return parametric.payout(pressure, trigger, exhaustion, limit)",
        PRESSURE + "    return np.interp(pressure, [exhaustion, trigger], [limit, 0])",
        PRESSURE + "    share = 1 - (pressure - exhaustion) / (trigger - exhaustion)\n" + CLIPPED,
        PRESSURE + "    if pressure >= trigger:\n        return 0\n"
        "    if pressure <= exhaustion:\n        return limit\n"
        "    return round(limit * (trigger - pressure) / (trigger - exhaustion))",
    ],
    "m04e2_q6_share_of_need": [
        PAID + "met = parametric.basis_risk(need, paid).share_paid",
        PAID + "met = np.minimum(need, paid).sum() / need.sum()",
        "paid = (strongest - 32).clip(0, 15) / 15 * 1000\n"
        "met = parametric.basis_risk(need.to_numpy(), paid.to_numpy()).share_paid",
        PAID + "met = round(parametric.basis_risk(need, paid).share_paid, 2)",
    ],
}
