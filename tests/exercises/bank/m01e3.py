"""Answers that trainees give to exercise 1.3: wrong ones score 0, right ones full."""

FINANCE = 'finance = sheet.query("essential == 3")["score"]\n'
SCORES = 'percent = scorecard.essential_scores(sheet)["percent"]\n'
AS_ZERO = 'sheet.fillna({"score": 0})'
PERCENT = "def essential_percent(scores):\n"
ANSWERED = PERCENT + "    answered = [score for score in scores if score is not None]\n"

WRONG = {
    "m01e3_q1_sendai_target": [
        'target = "A"',
        'target = "C"',
        'target = "D"',
        'target = "E"',
        'target = "F"',
        'target = "G"',
        'target = "B-3"',  # the indicator, not the target
        'target = "people affected"',
        "target = 2",
        'target = ["B", "C"]',
    ],
    "m01e3_q2_stage": [
        'stage = "A"',
        'stage = "B"',
        'stage = "D"',
        'stage = "Cities implement better"',
        "stage = 3",
        'stage = ["B", "C"]',
    ],
    "m01e3_q3_finance": [
        FINANCE + "score_of_finance = 100 * finance.sum() / 12",  # open counts as 0
        "score_of_finance = 25.0",  # the lesson's sheet
        FINANCE + "score_of_finance = finance.sum()",  # points
        FINANCE + "score_of_finance = finance.sum() / 9",  # fraction
        FINANCE + "score_of_finance = finance.mean()",  # points, 0 to 3
        FINANCE + "score_of_finance = 100 * finance.mean()",  # over 1, not over 3
        FINANCE + "score_of_finance = 100 * finance.sum() / 141",
        FINANCE + "score_of_finance = 100 * finance.sum() / sheet['score'].sum()",
        FINANCE + "score_of_finance = 100 - 100 * finance.sum() / 9",  # the gap
        'score_of_finance = scorecard.essential_scores(sheet)["percent"].iloc[3]',  # Essential 4
        "score_of_finance = scorecard.essential_scores(sheet).loc[3]",  # the whole row
        FINANCE + "score_of_finance = 100 * finance.sum() / 9 + 0.15",  # outside the tolerance
        'score_of_finance = "44.4 %"',
    ],
    "m01e3_q4_city_score": [
        'city_score = 100 * sheet["score"].sum() / 141',
        'city_score = 100 * sheet["score"].sum() / (3 * sheet["score"].count())',
        f"city_score = scorecard.city_score({AS_ZERO})",
        'city_score = scorecard.city_score(datasets.load("lanwan_scorecard"))',
        "city_score = 52.6",  # the lesson's sheet
        "city_score = scorecard.city_score(sheet) / 100",
        "city_score = scorecard.city_score(sheet) + 0.2",
        'city_score = sheet["score"].mean()',
        'city_score = scorecard.essential_scores(sheet)["percent"].median()',
        'city_score = scorecard.essential_scores(sheet)["percent"].sum()',
        "city_score = scorecard.essential_scores(sheet)['percent']",
        "city_score = scorecard.priorities(sheet)['percent'].mean()",  # each question counts once
    ],
    "m01e3_q5_three_weakest": [
        "three_weakest = [10, 3, 7]",  # the lesson's sheet
        "three_weakest = [2, 3, 7]",
        SCORES + "three_weakest = list(percent.nsmallest(3).index)[::-1]",
        SCORES + "three_weakest = list(percent.nlargest(3).index)",
        SCORES + "three_weakest = list(percent.nsmallest(2).index)",
        SCORES + "three_weakest = list(percent.nsmallest(4).index)",
        SCORES + "three_weakest = list(percent.nsmallest(3))",  # the scores, not the numbers
        SCORES + "three_weakest = percent.nsmallest(3)",
        SCORES + "three_weakest = list(percent.argsort()[:3])",  # positions from 0
        f'three_weakest = list(scorecard.essential_scores({AS_ZERO})["percent"].nsmallest(3).index)',
        'three_weakest = list(scorecard.essential_scores(sheet)["points"].nsmallest(3).index)',
        'three_weakest = ["7", "3", "2"]',
        "three_weakest = {7, 3, 2}",  # a set has no order
        "three_weakest = 7",
    ],
    "m01e3_q6_essential_percent": [
        PERCENT + "    return 55.6",  # the shown example, hard-coded
        ANSWERED
        + "    return 100 * sum(answered) / 9",  # three answered questions, as in the example
        ANSWERED
        + "    if not answered:\n        return float('nan')\n    return 100 * sum(answered) / 9",
        ANSWERED
        + "    if not answered:\n        return float('nan')\n    return 100 * sum(answered) / 141",
        ANSWERED + "    return 100 * sum(answered) / (3 * len(answered))",  # stops when empty
        ANSWERED
        + "    if not answered:\n        return None\n    return 100 * sum(answered) / (3 * len(answered))",
        ANSWERED
        + "    if not answered:\n        return 0\n    return 100 * sum(answered) / (3 * len(answered))",
        ANSWERED
        + "    if not answered:\n        return float('nan')\n    return 100 * sum(answered) / (3 * len(scores))",
        ANSWERED
        + "    if not answered:\n        return float('nan')\n    return sum(answered) / (3 * len(answered))",
        ANSWERED
        + "    if not answered:\n        return float('nan')\n    return 100 * sum(answered) / len(answered)",
        ANSWERED
        + "    if not answered:\n        return float('nan')\n    return np.mean(answered)",
        ANSWERED
        + "    if not answered:\n        return float('nan')\n    percent = 100 * np.mean(answered) / 3",
        ANSWERED
        + "    if not answered:\n        return float('nan')\n    return 100 * np.mean(answered) / max(answered)",
        PERCENT + "    answered = [score for score in scores if score]\n"
        "    if not answered:\n        return float('nan')\n    return 100 * np.mean(answered) / 3",  # 0 is lost
        PERCENT + "    return 100 * sum(scores) / (3 * len(scores))",  # None cannot be added
        "essential_percent = 55.6",
    ],
    "m01e3_q7_large_gaps": [
        "large_gaps = 15",  # the lesson's sheet
        'large_gaps = (sheet["score"] == 1).sum()',  # exactly 2
        'large_gaps = (sheet["score"] == 0).sum()',  # above 2
        'large_gaps = (sheet["score"] <= 2).sum()',  # every gap
        'large_gaps = (sheet["score"] >= 2).sum()',  # the score, not the gap
        'large_gaps = (sheet["score"].fillna(0) <= 1).sum()',  # open ones too
        'large_gaps = (3 - sheet["score"]).sum()',  # points that are missing
        'large_gaps = scorecard.priorities(sheet).query("gap >= 2")["question"]',
        'large_gaps = (scorecard.priorities(sheet)["gap"] >= 2).mean()',
    ],
}

RIGHT = {
    "m01e3_q1_sendai_target": ['target = "b"', 'target = " B) "', "target = 'Ｂ'"],
    "m01e3_q2_stage": ['stage = "c"', 'stage = "(C)"'],
    "m01e3_q3_finance": [
        "score_of_finance = 100 * 4 / 9",
        "score_of_finance = 44.4",
        FINANCE + "score_of_finance = np.float64(100 * finance.mean() / 3)",
        FINANCE + "score_of_finance = 100 * finance.dropna().sum() / (3 * finance.count())",
        'score_of_finance = scorecard.essential_scores(sheet)["percent"].iloc[2]',
        'score_of_finance = scorecard.essential_scores(sheet).loc[[3], "percent"]',
        'score_of_finance = np.float32(scorecard.essential_scores(sheet).loc[3, "percent"])',
    ],
    "m01e3_q4_city_score": [
        'city_score = scorecard.essential_scores(sheet)["percent"].mean()',
        'city_score = (sheet.groupby("essential")["score"].mean() / 3 * 100).mean()',
        'city_score = np.mean(sheet.groupby("essential")["score"].mean().to_numpy(float)) * 100 / 3',
        'city_score = scorecard.city_score(dict(zip(sheet["question"], sheet["score"])))',
        "total = 0\nfor number in range(1, 11):\n"
        '    total += sheet.query("essential == @number")["score"].dropna().mean() / 3\n'
        "city_score = 100 * total / 10",
        "city_score = round(scorecard.city_score(sheet), 1)",
    ],
    "m01e3_q5_three_weakest": [
        "scores = scorecard.essential_scores(sheet).reset_index()\n"
        'three_weakest = scores.nsmallest(3, "percent")["essential"]',
        "three_weakest = [7, 3, 2]",
        "three_weakest = (7, 3, 2)",
        "three_weakest = np.array([7.0, 3.0, 2.0])",
        SCORES + "three_weakest = percent.nsmallest(3).index",
        SCORES + "three_weakest = percent.sort_values().index[:3].tolist()",
        'three_weakest = list(sheet.groupby("essential")["score"].mean().sort_values().index[:3])',
        SCORES + "three_weakest = sorted(percent.index, key=lambda number: percent[number])[:3]",
        SCORES + 'three_weakest = percent.nsmallest(3).reset_index()["essential"]',
    ],
    "m01e3_q6_essential_percent": [
        ANSWERED
        + "    if not answered:\n        return float('nan')\n    return 100 * np.mean(answered) / 3",
        ANSWERED
        + "    return sum(answered) / len(answered) / 3 * 100 if answered else float('nan')",
        PERCENT
        + "    points, count = 0, 0\n    for score in scores:\n        if score is not None:\n"
        "            points += score\n            count += 1\n"
        "    if count == 0:\n        return float('nan')\n    return points / (count * 3) * 100",
        PERCENT + "    answered = pd.Series(scores, dtype=float).dropna()\n"
        "    return float('nan') if answered.empty else answered.mean() / 3 * 100",
        "essential_percent = lambda scores: (\n"
        "    float('nan') if set(scores) == {None}\n"
        "    else np.nanmean(np.array(scores, dtype=float)) * 100 / 3\n)",
    ],
    "m01e3_q7_large_gaps": [
        'large_gaps = (sheet["score"] <= 1).sum()',
        'large_gaps = int((3 - sheet["score"] >= 2).sum())',
        'large_gaps = len(scorecard.priorities(sheet).query("gap >= 2"))',
        'large_gaps = sum(score < 2 for score in sheet["score"].dropna())',
        'large_gaps = sheet["score"].value_counts().reindex([0, 1]).sum()',
        'large_gaps = float(np.sum(sheet["score"].dropna().to_numpy() <= 1))',
    ],
}
