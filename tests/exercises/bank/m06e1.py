"""Answers that trainees give to exercise 6.1: wrong ones score 0, right ones full."""

JOINED = "criteria.group_judgement([shops, clinic, parks])"
RATIO = "def consistency_ratio(matrix):\n    count = len(matrix)\n"
EIGEN = (
    RATIO + "    largest = max(np.linalg.eigvals(np.array(matrix, dtype=float)).real)\n"
    "    random_index = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24}[count]\n"
)
CLOSE = "def closeness(table, weights):\n    table = np.array(table, dtype=float)\n"
REST = (
    "    to_ideal = np.sqrt(((scaled.max(axis=0) - scaled) ** 2).sum(axis=1))\n"
    "    to_worst = np.sqrt(((scaled - scaled.min(axis=0)) ** 2).sum(axis=1))\n"
    "    return list(to_worst / (to_worst + to_ideal))\n"
)
LEADER = (
    'weights = pd.Series({"cost": 0.20, "people": 0.40, "trees": 0.25, "wait": 0.15})\n'
    "def leader(share):\n"
    '    changed = sensitivity.with_weight(weights, "cost", share)\n'
    "    return criteria.topsis(options, changed, more_is_better).idxmax()\n"
)

WRONG = {
    "m06e1_q1_scale": [
        'scale = "A"',
        'scale = "C"',
        'scale = "D"',
        'scale = "min-max"',
        "scale = 2",
    ],
    "m06e1_q2_group_weight": [
        f'weight_of_people = criteria.ahp({JOINED}).weights["cost"]',
        f'weight_of_people = 100 * criteria.ahp({JOINED}).weights["people"]',  # percent
        'weight_of_people = criteria.ahp(clinic).weights["people"]',
        "weight_of_people = np.mean([criteria.ahp(m).weights['people'] for m in [shops, clinic, parks]])",
        "total = shops + clinic + parks\n"
        "values, vectors = np.linalg.eig(total / 3)\n"
        "first = abs(vectors[:, values.real.argmax()].real)\n"
        "weight_of_people = first[1] / first.sum()",  # plain mean
        "weight_of_people = criteria.ahp(criteria.group_judgement("
        '[shops, clinic, parks, school])).weights["people"]',
        f"weight_of_people = criteria.ahp({JOINED}).weights",  # all four
        f"weight_of_people = criteria.ahp({JOINED}).consistency_ratio",
        f"weight_of_people = {JOINED}.loc['people', 'cost']",
    ],
    "m06e1_q3_consistency_ratio": [
        EIGEN + "    return (largest - count) / (count - 1)",
        EIGEN + "    return (largest - count) / count / random_index",
        EIGEN + "    return (largest - count) / random_index",
        EIGEN + "    return largest / (count - 1) / random_index",
        EIGEN + "    return (count - largest) / (count - 1) / random_index",
        EIGEN + "    return largest - count / (count - 1) / random_index",  # no brackets
        EIGEN + "    return (largest - count) / (count - 1) * random_index",
        EIGEN + "    return (largest - 3) / 2 / 0.58",  # size of the example
        EIGEN + "    ratio = (largest - count) / (count - 1) / random_index",  # no return
        RATIO + "    return 0.213",
        "consistency_ratio = 0.213",
    ],
    "m06e1_q4_what_would_fit": [
        "wait_over_people = 2",
        "wait_over_people = 1 / criteria.worst_judgement(school).fits",
        "wait_over_people = criteria.worst_judgement(school).consistency_ratio",
        "w = criteria.ahp(school).weights\nwait_over_people = w['wait'] / w['people']",
        "wait_over_people = 0.5",
        "wait_over_people = criteria.ahp(school).consistency_ratio",
        "wait_over_people = criteria.worst_judgement(school)",
    ],
    "m06e1_q5_closeness": [
        CLOSE + "    scaled = table / np.sqrt((table**2).sum(axis=0))\n" + REST,
        CLOSE + "    scaled = table * weights\n" + REST,
        CLOSE
        + "    scaled = (table - table.min(axis=0)) / np.ptp(table, axis=0) * weights\n"
        + REST,
        CLOSE + "    scaled = table / table.sum(axis=0) * weights\n" + REST,
        CLOSE + "    scaled = table / (table**2).sum(axis=0) * weights\n" + REST,
        CLOSE + "    scaled = table / table.max(axis=0) * weights\n" + REST,
        CLOSE + "    scaled = table / np.sqrt((table**2).sum()) * weights\n" + REST,  # whole table
        CLOSE + "    scaled = table / np.sqrt((table**2).sum(axis=0)) * [0.3, 0.4, 0.3]\n" + REST,
        CLOSE + "    return [0.5037, 0.6581, 0.7482, 0.3340]",
        CLOSE + "    scaled = table / np.sqrt((table**2).sum(axis=0)) * weights\n    return scaled",
        "closeness = [0.5037, 0.6581, 0.7482, 0.3340]",
    ],
    "m06e1_q6_edge": [
        LEADER + "edge = 0.42",
        LEADER + "edge = 43",
        LEADER + "edge = 0.23",
        LEADER + "edge = 0.20",
        LEADER + "edge = 0.26",
        LEADER + "edge = 0.44",
        LEADER + "edge = leader(0.43)",
    ],
}

RIGHT = {
    "m06e1_q1_scale": ['scale = "b"', "scale = ' B. '"],
    "m06e1_q2_group_weight": [
        "together = (shops * clinic * parks) ** (1 / 3)\n"
        "weight_of_people = criteria.ahp(together).weights.iloc[1]",
        "weight_of_people = 0.36",
        "weight_of_people = np.float64(0.3604)",
        "joined = criteria.group_judgement([shops, clinic, parks], voices=[1, 1, 1])\n"
        "means = np.exp(np.log(joined).mean(axis=1))\n"
        "weight_of_people = float((means / means.sum())['people'])",  # geometric row means
    ],
    "m06e1_q3_consistency_ratio": [
        EIGEN + "    index = (largest - count) / (count - 1)\n    return index / random_index",
        EIGEN
        + "    ratio = round((largest - count) / ((count - 1) * random_index), 3)\n    return ratio",
        "def consistency_ratio(matrix):\n    return criteria.ahp(matrix).consistency_ratio",
    ],
    "m06e1_q4_what_would_fit": [
        "wait_over_people = 0.12",
        "wait_over_people = round(criteria.worst_judgement(school).fits, 3)",
        "odd = criteria.worst_judgement(school)\nwait_over_people = odd[3]",
    ],
    "m06e1_q5_closeness": [
        CLOSE + "    scaled = np.array(weights) * table / np.linalg.norm(table, axis=0)\n" + REST,
        CLOSE + "    length = (table * table).sum(axis=0) ** 0.5\n"
        "    scaled = table / length * weights\n" + REST,
        "def closeness(table, weights):\n"
        "    more = [True] * len(weights)\n"
        "    return criteria.topsis(table, weights, more).round(3).tolist()",
    ],
    "m06e1_q6_edge": [
        LEADER + "edge = 0.43",
        LEADER
        + "found = [s for s in np.arange(0, 1.001, 0.01).round(2) if leader(s) == 'shade sails']\n"
        "edge = min(found)",
        LEADER
        + "share = 20\nwhile leader(share / 100) == 'tree rows':\n    share += 1\nedge = share / 100",
    ],
}
