"""Answers that trainees give to exercise 5.2: wrong ones score 0, right ones full."""

COMMON = "def equally_common(counts):\n"
SHARES = COMMON + (
    "    counts = np.asarray(counts, dtype=float)\n    share = counts[counts > 0] / counts.sum()\n"
)
PC = "def connectivity_of(areas, reached, landscape):\n"
PAIRS = PC + (
    "    areas = np.asarray(areas, dtype=float)\n    reached = np.asarray(reached, dtype=float)\n"
)

WRONG = {
    "m05e2_q1_courtyard": [
        "capacity = 0.6 * 0.40 + 0.2 * 0.20 + 0.2 * 0.60",  # reference left out
        "capacity = cooling.cooling_capacity(0.40, 0.20, 0.60 * 6.0 / 4.5)",  # upside down
        "capacity = cooling.cooling_capacity(0.20, 0.40, 0.45)",  # changed places
        "capacity = (0.40 + 0.20 + 0.45) / 3",
        "capacity = 0.6 * 40 + 0.2 * 20 + 0.2 * 45",  # percent
        "capacity = cooling.evapotranspiration_index(0.60, 4.5, 6.0)",
        "capacity = cooling.cooling_capacity(0.40, 0.20, 0.45, (0.2, 0.2, 0.6))",
        "capacity = 1 - 0.37",
        "capacity = '0.37 °C'",
    ],
    "m05e2_q2_average_resident": [
        'cooler_by = quarters["cooler_c"].mean()',
        'cooler_by = (quarters["residents"] * quarters["cooler_c"]).sum()',
        'cooler_by = (quarters["residents"] * quarters["cooler_c"]).mean()',
        'cooler_by = quarters["cooler_c"].max()',
        'cooler_by = quarters["cooler_c"].sum()',
        'cooler_by = -np.average(quarters["cooler_c"], weights=quarters["residents"])',
        'cooler_by = 100 * np.average(quarters["cooler_c"], weights=quarters["residents"])',
        'cooler_by = np.average(quarters["residents"], weights=quarters["cooler_c"])',
    ],
    "m05e2_q3_both": [
        'share = "A"',
        'share = "C"',
        'share = "D"',
        'share = "60 %"',
        "share = 0.42",
    ],
    "m05e2_q4_equally_common": [
        SHARES + "    return -np.sum(share * np.log(share))",
        SHARES + "    return np.exp(np.sum(share * np.log(share)))",
        SHARES + "    return len(share)",
        SHARES + "    return 1 / np.sum(share**2)",
        SHARES + "    return 1 - np.sum(share**2)",
        SHARES + "    return 10 ** -np.sum(share * np.log10(share)) * 100",
        SHARES + "    return 2 ** -np.sum(share * np.log(share))",
        SHARES + "    found = np.exp(-np.sum(share * np.log(share)))",  # no return
        COMMON + "    share = np.array(counts) / sum(counts)\n"
        "    return np.exp(-np.sum(share * np.log(share)))",  # a species not seen gives nan
        COMMON + "    counts = np.array(counts)\n"
        "    share = counts / len(counts)\n    return np.exp(-np.sum(share * np.log(share)))",
        COMMON + "    return 2.23",
        "equally_common = 2.23",
    ],
    "m05e2_q5_road": [
        "species_lost = 140 * biodiversity.species_loss(220, 55, z=0.20)",
        "species_lost = 140 * 55 / 220",
        "species_lost = 140 * biodiversity.species_loss(165, 220, z=0.20)",  # changed places
        "species_lost = 140 * (165 / 220) ** 0.20",
        "species_lost = biodiversity.species_loss(220, 165, z=0.20)",
        "species_lost = 140 * biodiversity.species_loss(220, 165)",
        "species_lost = 140 * 0.20 * 0.25",
        "species_lost = 140 * biodiversity.species_loss(165, 220, z=0.20)",  # changed places
        "species_lost = 100 * biodiversity.species_loss(220, 165, z=0.20)",
    ],
    "m05e2_q6_connectivity": [
        PAIRS + "    return np.sum(np.outer(areas, areas) * reached) / landscape",
        PAIRS + "    return np.sum(np.outer(areas, areas) * reached)",
        PAIRS + "    return np.sum(np.outer(areas, areas) * reached) / areas.sum() ** 2",
        PAIRS + "    return np.sum(np.triu(np.outer(areas, areas) * reached)) / landscape**2",
        PAIRS + "    return np.sum(np.triu(np.outer(areas, areas) * reached, 1)) / landscape**2",
        PAIRS + "    np.fill_diagonal(reached, 0)\n"
        "    return np.sum(np.outer(areas, areas) * reached) / landscape**2",
        PAIRS + "    return np.sum(areas**2) / landscape**2",
        PAIRS + "    return np.sqrt(np.sum(np.outer(areas, areas) * reached)) / landscape",
        PAIRS + "    return 100 * np.sum(np.outer(areas, areas) * reached) / landscape**2",
        PAIRS + "    return np.sum(areas * reached) / landscape**2",
        PAIRS + "    return np.sum(areas**2 * reached) / landscape**2",
        PAIRS + "    found = np.sum(np.outer(areas, areas) * reached) / landscape**2",  # no return
        PC + "    return (areas[0] ** 2 + areas[1] ** 2 + 2 * areas[0] * areas[1] * reached[0][1])"
        " / landscape**2",  # two patches only
        PC + "    return 0.528",
        "connectivity_of = 0.53",
    ],
}

RIGHT = {
    "m05e2_q1_courtyard": [
        "capacity = 0.6 * 0.40 + 0.2 * 0.20 + 0.2 * 0.60 * 4.5 / 6.0",
        "capacity = round(cooling.cooling_capacity([0.4], [0.2], [0.45])[0], 2)",
        "capacity = np.float64(0.37)",
        "water = cooling.evapotranspiration_index(0.6, [4.5, 6.0])[0]\n"
        "capacity = np.dot([0.6, 0.2, 0.2], [0.4, 0.2, water])",
    ],
    "m05e2_q2_average_resident": [
        'cooler_by = (quarters["residents"] * quarters["cooler_c"]).sum()'
        ' / quarters["residents"].sum()',
        "cooler_by = round((12_000 * 0.05 + 4_000 * 0.30 + 9_000 * 0.10) / 25_000, 2)",
        'cooler_by = quarters["cooler_c"] @ quarters["residents"] / 25_000',
    ],
    "m05e2_q3_both": ['share = "b"', "share = ' (B) '"],
    "m05e2_q4_equally_common": [
        COMMON + "    return biodiversity.hill(counts, 1)",
        COMMON + "    return np.exp(biodiversity.shannon(counts))",
        SHARES + "    return np.prod(share**-share)",
        COMMON + "    total = 0\n    for one in counts:\n        if one:\n"
        "            total -= one / sum(counts) * np.log(one / sum(counts))\n"
        "    return round(float(np.exp(total)), 2)",
        SHARES + "    return 2 ** -np.sum(share * np.log2(share))",
    ],
    "m05e2_q5_road": [
        "species_lost = 140 - 140 * (165 / 220) ** 0.2",
        "species_lost = round(140 * biodiversity.species_loss(2.2, 1.65, 0.2))",
        "species_lost = 140 * pd.Series(biodiversity.species_loss([220], [165], [0.2])).iloc[0]",
        "species_lost = 7.8",
    ],
    "m05e2_q6_connectivity": [
        PAIRS + "    return areas @ reached @ areas / landscape**2",
        PC + "    total = 0\n    for i in range(len(areas)):\n        for j in range(len(areas)):\n"
        "            total += areas[i] * areas[j] * reached[i][j]\n    return total / landscape**2",
        PC + "    return connectivity.probability_of_connectivity(areas, reached, landscape)",
        PC + "    table = pd.DataFrame(reached).mul(areas, axis=0).mul(areas, axis=1)\n"
        "    return round(table.to_numpy().sum() / landscape**2, 3)",
    ],
}
