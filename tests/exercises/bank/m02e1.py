"""Answers that trainees give to exercise 2.1: wrong ones score 0, right ones full."""

NEAR = 'near = storms[storms["distance_km"] <= 100]\n'
COUNT = 'count = (near["wind_10min_m_s"] >= 25).sum()\n'

WRONG = {
    "m02e1_q1_no_timetable": [
        'what_is_true = "A"',
        'what_is_true = "B"',
        'what_is_true = "D"',
        'what_is_true = "E"',
        "what_is_true = 3",
        "what_is_true = 0.01",
        'what_is_true = ["C", "D"]',
    ],
    "m02e1_q2_chance": [
        "def chance_of_overtopping(period, years):\n    return years / period",  # added up
        "def chance_of_overtopping(period, years):\n    return min(1, years / period)",
        "def chance_of_overtopping(period, years):\n    return (1 - 1 / period) ** years",  # never
        "def chance_of_overtopping(period, years):\n    return (1 / period) ** years",
        "def chance_of_overtopping(period, years):\n    return 100 * (1 - (1 - 1 / period) ** years)",
        "def chance_of_overtopping(period, years):\n    return 1 - (1 - 1 / period) ** (years - 1)",
        "def chance_of_overtopping(period, years):\n    return 1 - (1 - 1 / years) ** period",  # swapped
        "def chance_of_overtopping(period, years):\n    return 1 - (1 - 1 / 50) ** 40",  # the example
        "def chance_of_overtopping(period, years):\n    return 0.5543",
        "def chance_of_overtopping(period, years):\n    return 1 - 0.98 ** years",
        "def chance_of_overtopping(period, years):\n    return 1 - 2.718281828 ** (-years / period)",
        "def chance_of_overtopping(period, years):\n    chance = 1 - (1 - 1 / period) ** years",
        "chance_of_overtopping = 0.5543",
    ],
    "m02e1_q3_by_rank": [
        "period_of_wettest_day = len(rain)",  # n, not n + 1
        "period_of_wettest_day = rain.index.max() - rain.index.min() + 1",
        'period_of_wettest_day = 1 / (1 - frequency.plotting_positions(rain, "hazen").max())',
        'period_of_wettest_day = 1 / (1 - frequency.plotting_positions(rain, "gringorten").max())',
        "period_of_wettest_day = frequency.plotting_positions(rain).max()",
        "period_of_wettest_day = 1 / frequency.plotting_positions(rain).max()",
        "period_of_wettest_day = 1 / (1 - frequency.plotting_positions(rain))",  # all of them
        "period_of_wettest_day = rain.max()",
        "period_of_wettest_day = 1 / 48",
        "period_of_wettest_day = extremes.fit_gumbel(rain).return_period(rain.max())",
    ],
    "m02e1_q4_fifty_years": [
        "rain_of_50_years = extremes.fit_gev(rain).return_level(50)",
        'rain_of_50_years = extremes.fit_gumbel(rain, "moments").return_level(50)',
        'rain_of_50_years = extremes.fit_gumbel(rain, "l_moments").return_level(50)',
        "rain_of_50_years = extremes.fit_gumbel(rain).return_level(100)",
        'rain_of_50_years = extremes.fit_gumbel(maxima["rain_mm"]).return_level(50)',
        "rain_of_50_years = extremes.fit_gumbel(rain).return_level(50) / 1000",  # m
        "rain_of_50_years = extremes.fit_gumbel(rain).return_level(50) / 10",  # cm
        "rain_of_50_years = extremes.fit_gumbel(rain)",
        "rain_of_50_years = extremes.fit_gumbel(rain).return_period(50)",
        "rain_of_50_years = extremes.fit_gumbel(rain).return_level(50) + 0.6",
        "rain_of_50_years = 90.45 + 35.06 * 50",
        "rain_of_50_years = rain.max()",
    ],
    "m02e1_q5_what_to_quote": [
        'sentence = "A"',
        'sentence = "C"',
        'sentence = "D"',
        "sentence = 295",
        'sentence = "295 mm"',
    ],
    "m02e1_q6_storm_interval": [
        NEAR + COUNT + "longest_time_between = 45 / count",
        NEAR + COUNT + "longest_time_between = 1 / frequency.rate_interval(int(count), 45)[1]",
        NEAR + COUNT + "longest_time_between = frequency.rate_interval(int(count), 45)[0]",
        NEAR + COUNT + "longest_time_between = frequency.rate_interval(int(count), 45)",
        NEAR
        + COUNT
        + "longest_time_between = 1 / frequency.rate_interval(int(count), 45, 0.95)[0]",
        NEAR + COUNT + "longest_time_between = 12 / frequency.rate_interval(int(count), 45)[0]",
        NEAR + COUNT + "longest_time_between = 1 / frequency.rate_interval(int(count), 44)[0]",
        NEAR + "longest_time_between = 1 / frequency.rate_interval(len(near), 45)[0]",
        NEAR + 'count = (near["wind_1min_m_s"] >= 25).sum()\n'
        "longest_time_between = 1 / frequency.rate_interval(int(count), 45)[0]",
        'count = (storms["wind_10min_m_s"] >= 25).sum()\n'
        "longest_time_between = 1 / frequency.rate_interval(int(count), 45)[0]",
        NEAR + COUNT + "longest_time_between = count",
    ],
    "m02e1_q7_no_trend": [
        'reply = "B"',
        'reply = "C"',
        'reply = "D"',
        "reply = 0.40",
        "reply = False",
    ],
}

RIGHT = {
    "m02e1_q1_no_timetable": ['what_is_true = "c"', "what_is_true = ' (C) '"],
    "m02e1_q2_chance": [
        "def chance_of_overtopping(period, years):\n    return frequency.chance_in_years(period, years)",
        "def chance_of_overtopping(T, n):\n    dry = 1\n    for year in range(n):\n"
        "        dry = dry * (1 - 1 / T)\n    return 1 - dry",
        "chance_of_overtopping = lambda T, n: 1 - np.power((T - 1) / T, n)",
        "def chance_of_overtopping(period, years):\n"
        "    return -np.expm1(years * np.log1p(-1 / np.float64(period)))",
    ],
    "m02e1_q3_by_rank": [
        "period_of_wettest_day = len(rain) + 1",
        "period_of_wettest_day = np.float64(48)",
        "share = frequency.plotting_positions(list(rain))\n"
        "period_of_wettest_day = (1 / (1 - share)).max()",
    ],
    "m02e1_q4_fifty_years": [
        'fit = extremes.fit_gumbel(list(rain), method="likelihood")\n'
        "rain_of_50_years = round(fit.return_level(50), 1)",
        "fit = extremes.fit_gumbel(rain)\n"
        "rain_of_50_years = fit.location - fit.scale * np.log(-np.log(1 - 1 / 50))",
        "rain_of_50_years = float(extremes.fit_gumbel(rain).return_level([10, 50])[1])",
        "from scipy import stats\n"
        "rain_of_50_years = stats.gumbel_r.isf(1 / 50, *stats.gumbel_r.fit(rain))",
    ],
    "m02e1_q5_what_to_quote": ['sentence = "b"', 'sentence = "B."'],
    "m02e1_q6_storm_interval": [
        NEAR + COUNT + "low, high = frequency.rate_interval(int(count), years=45)\n"
        "longest_time_between = round(1 / low, 2)",
        NEAR
        + COUNT
        + "longest_time_between = 1 / frequency.rate_interval(count, 45, level=0.9)[0]",
        "from scipy.stats import chi2\nlongest_time_between = 45 / (chi2.ppf(0.05, 2 * 16) / 2)",
    ],
    "m02e1_q7_no_trend": ['reply = "a"', 'reply = "Ａ"'],
}
