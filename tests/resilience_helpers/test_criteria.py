"""`dialogue.criteria` against published examples and closed forms."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from resilience_helpers import datasets
from resilience_helpers.dialogue import criteria

# Saaty (2003), European Journal of Operational Research 145, 85-91, table 1: a family buys a
# house; size, transport, neighbourhood, age, yard, facilities, condition, financing.
HOUSE = [
    [1, 5, 3, 7, 6, 6, 1 / 3, 1 / 4],
    [1 / 5, 1, 1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
    [1 / 3, 3, 1, 6, 3, 4, 6, 1 / 5],
    [1 / 7, 1 / 5, 1 / 6, 1, 1 / 3, 1 / 4, 1 / 7, 1 / 8],
    [1 / 6, 1 / 3, 1 / 3, 3, 1, 1 / 2, 1 / 5, 1 / 6],
    [1 / 6, 1 / 3, 1 / 4, 4, 2, 1, 1 / 5, 1 / 6],
    [3, 5, 1 / 6, 7, 5, 5, 1, 1 / 2],
    [4, 7, 5, 8, 6, 6, 2, 1],
]
# Saaty (2008), International Journal of Services Sciences 1, 83-98: how much is drunk of coffee,
# wine, tea, beer, soda, milk, water in the United States.
DRINKS = [
    [1, 9, 5, 2, 1, 1, 1 / 2],
    [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [1, 9, 4, 2, 1, 2, 1 / 2],
    [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [2, 9, 9, 3, 2, 3, 1],
]
GOALS = ["cost", "benefit", "wait", "green", "older"]
MORE = [False, True, False, True, True]


def consistent(weights):
    weights = np.array(weights, dtype=float)
    return weights[:, np.newaxis] / weights


def lanwan():
    table = datasets.load("lanwan_options").set_index("option")
    return table.iloc[:, :5].set_axis(GOALS, axis=1)


def judges():
    said = datasets.load("lanwan_judgements").groupby("judge", sort=False)
    return {name: criteria.judgement_matrix(rows, GOALS) for name, rows in said}


# ---- AHP ---------------------------------------------------------------------------------


def test_ahp_gives_the_printed_weights_of_the_house():
    found = criteria.ahp(HOUSE)
    printed = [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert found.weights.tolist() == pytest.approx(printed, abs=6e-4)
    assert found.lambda_max == pytest.approx(9.669, abs=6e-4)
    assert found.consistency_ratio == pytest.approx(0.169, abs=6e-4)  # 0.17 printed in 2003


def test_ahp_gives_the_printed_weights_of_the_drinks():
    found = criteria.ahp(DRINKS)
    printed = [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    assert found.weights.tolist() == pytest.approx(printed, abs=6e-4)
    # 0.022 printed, with another table of random matrices (1.35 for seven)
    assert found.consistency_ratio * 1.32 / 1.35 == pytest.approx(0.022, abs=6e-4)


def test_ahp_of_three_criteria_has_a_closed_form():
    # the eigenvalue of a 3 by 3 matrix is 1 + k^(1/3) + k^(-1/3), k = a12 a23 / a13
    found = criteria.ahp([[1, 7, 1 / 5], [1 / 7, 1, 1 / 8], [5, 8, 1]])
    k = 7 / 8 * 5
    assert found.lambda_max == pytest.approx(1 + k ** (1 / 3) + k ** (-1 / 3))
    assert found.consistency_ratio == pytest.approx(0.213, abs=6e-4)  # Saaty (1990), transport
    rows = np.array([7 / 5, 1 / 56, 40]) ** (1 / 3)  # for three, the geometric means are exact
    assert found.weights.tolist() == pytest.approx(rows / rows.sum())


@settings(deadline=None, derandomize=True)
@given(some.lists(some.floats(0.05, 1), min_size=2, max_size=10))
def test_judgements_that_agree_give_back_their_weights(weights):
    found = criteria.ahp(consistent(weights))
    assert found.weights.tolist() == pytest.approx(np.array(weights) / sum(weights))
    assert found.lambda_max == pytest.approx(len(weights))
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert found.consistency_ratio >= 0


@pytest.mark.parametrize(
    "count, mean",
    [(3, 0.58), (4, 0.90), (5, 1.12), (6, 1.24), (7, 1.32), (8, 1.41), (9, 1.45), (10, 1.49)],
)
def test_the_ratio_divides_by_the_mean_index_in_the_table_of_1980(count, mean):
    matrix = np.ones((count, count))
    matrix[0, -1], matrix[-1, 0] = 9, 1 / 9
    largest = max(np.linalg.eigvals(matrix).real)
    found = criteria.ahp(matrix)
    assert found.lambda_max == pytest.approx(largest)
    assert found.consistency_ratio == pytest.approx((largest - count) / (count - 1) / mean)


def test_two_criteria_cannot_contradict_each_other():
    assert criteria.ahp([[1, 9], [1 / 9, 1]])[1:] == pytest.approx((2, 0))


def test_names_of_the_matrix_come_back():
    names = ["cost", "green"]
    matrix = pd.DataFrame([[1, 3], [0.33, 1]], index=names, columns=names)  # 0.33 for 1/3
    assert criteria.ahp(matrix).weights.round(2).to_dict() == {"cost": 0.75, "green": 0.25}


def test_a_rounded_third_is_a_third():
    exact = np.array([[1, 3, 7], [1 / 3, 1, 2], [1 / 7, 1 / 2, 1]])
    rounded, expected = criteria.ahp(exact.round(2)), criteria.ahp(exact)
    assert rounded.weights.tolist() == pytest.approx(expected.weights.tolist())
    assert rounded.lambda_max == pytest.approx(expected.lambda_max)
    assert criteria.ahp([[1, 3], [0.33, 1]]).lambda_max == pytest.approx(2)
    assert criteria.ahp([[1.01, 3], [0.33, 1]]).lambda_max == pytest.approx(2)
    # also if the larger value stands below the diagonal, and in what a group says
    assert criteria.ahp([[1, 0.33], [3, 1]]).weights.tolist() == pytest.approx([0.25, 0.75])
    joined = criteria.group_judgement([exact.round(2)]).to_numpy()
    assert joined == pytest.approx(exact)


@pytest.mark.parametrize(
    "matrix, told",
    [
        ([[1, 3], [0.5, 1]], r"matrix holds 3.0 at position \(0, 1\).*mirrored"),
        ([[1, 3], [0.31, 1]], "mirrored"),
        ([[2, 3], [1 / 3, 1]], r"position \(0, 0\).*diagonal"),
        ([[1, -3], [-1 / 3, 1]], "above 0"),
        ([[1, 0], [0, 1]], "above 0"),
        ([[1, 2, 3], [0.5, 1, 1]], "shape"),
        ([[1]], "2 to 10"),
        (np.ones((11, 11)), "2 to 10"),
        ([[1, np.nan], [1, 1]], "finite"),
        (pd.DataFrame(np.ones((2, 2)), index=["a", "b"], columns=["b", "a"]), "names its rows"),
        (pd.DataFrame(np.ones((2, 2)), index=["a", "a"], columns=["a", "a"]), "twice"),
    ],
)
def test_what_is_no_matrix_of_judgements_is_refused(matrix, told):
    with pytest.raises(ValueError, match=told):
        criteria.ahp(matrix)


# ---- the judgement that contradicts ----------------------------------------------------------


def test_worst_judgement_of_the_house_is_the_one_that_saaty_names():
    found = criteria.worst_judgement(HOUSE)
    assert (found.row, found.column, found.given) == (2, 6, 6.0)  # neighbourhood over condition
    # Saaty's measure of it, in his table 3: a37 w7 / w3
    weights = criteria.ahp(HOUSE).weights
    assert 6 * weights[6] / weights[2] == pytest.approx(5.32156, abs=3e-4)
    mended = np.array(HOUSE)
    mended[2, 6], mended[6, 2] = found.fits, 1 / found.fits
    after = criteria.ahp(mended)
    assert after.consistency_ratio == pytest.approx(found.consistency_ratio)
    # at what fits, the weights of the two are in this ratio: nothing is left to mend there
    assert after.weights[2] / after.weights[6] == pytest.approx(found.fits)


@settings(deadline=None, derandomize=True)
@given(
    some.lists(some.floats(0.1, 1), min_size=4, max_size=7),
    some.data(),
    some.sampled_from([1 / 9, 1 / 6, 6, 9]),
)
def test_one_wrong_judgement_is_found_and_what_fits_is_the_right_one(weights, data, error):
    matrix = consistent(weights)
    pair = data.draw(some.sampled_from(list(combinations(range(len(weights)), 2))))
    right = matrix[pair]
    matrix[pair], matrix[pair[::-1]] = right * error, 1 / (right * error)
    found = criteria.worst_judgement(matrix)
    assert {found.row, found.column} == set(pair)
    assert found.given >= 1
    assert found.fits == pytest.approx(right if (found.row, found.column) == pair else 1 / right)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)


@settings(deadline=None, derandomize=True)
@given(some.lists(some.sampled_from([1 / 7, 1 / 3, 1, 2, 5, 9]), min_size=3, max_size=3))
def test_of_three_that_contradict_each_other_alike_the_first_is_named(said):
    one, two, three = said  # of three criteria, no judgement is farther off than another
    matrix = [[1, one, two], [1 / one, 1, three], [1 / two, 1 / three, 1]]
    found = criteria.worst_judgement(matrix)
    fits = two / three
    assert (found.row, found.column) == ((0, 1) if one >= 1 else (1, 0))
    assert found.fits == pytest.approx(fits if one >= 1 else 1 / fits)


def test_without_contradiction_the_first_pair_is_named_and_what_is_given_fits():
    found = criteria.worst_judgement(consistent([1, 2, 6]))
    assert (found.row, found.column) == (1, 0)  # written so that the value is 1 or more
    assert (found.given, found.fits) == pytest.approx((2, 2))
    assert criteria.worst_judgement(np.ones((4, 4)))[:2] == (0, 1)


def test_one_judgement_alone_contradicts_nothing():
    with pytest.raises(ValueError, match="2 criteria"):
        criteria.worst_judgement([[1, 3], [1 / 3, 1]])


# ---- groups ---------------------------------------------------------------------------------


def test_group_joins_by_the_geometric_mean_and_keeps_the_mirror():
    joined = criteria.group_judgement([HOUSE, np.array(HOUSE).T]).to_numpy()
    assert joined == pytest.approx(np.ones((8, 8)))
    joined = criteria.group_judgement(list(judges().values())).to_numpy()
    assert joined * joined.T == pytest.approx(np.ones((5, 5)))


def test_a_voice_of_two_is_two_judges():
    first, second, *_others = judges().values()
    twice = criteria.group_judgement([first, second, second]).to_numpy()
    assert criteria.group_judgement([first, second], voices=[1, 2]).to_numpy() == pytest.approx(
        twice
    )
    alone = criteria.group_judgement([first, second], voices=[0, 3])
    assert alone.to_numpy() == pytest.approx(second.to_numpy())


@pytest.mark.parametrize(
    "matrices, voices, told",
    [
        ([], None, "empty"),
        ([np.ones((2, 2)), np.ones((3, 3))], None, "differ"),
        ([np.ones((2, 2))], [1, 1], "voices has 2 values for 1"),
        ([np.ones((2, 2))], [0], "not all of them 0"),
        ([np.ones((2, 2))], [-1], "zero or more"),
    ],
)
def test_what_is_no_group_is_refused(matrices, voices, told):
    with pytest.raises(ValueError, match=told):
        criteria.group_judgement(matrices, voices)


@pytest.mark.parametrize("matrices", [None, {"a": np.ones((2, 2))}, pd.DataFrame(np.ones((2, 2)))])
def test_a_group_is_a_list(matrices):
    with pytest.raises(TypeError, match="matrices must be a list"):
        criteria.group_judgement(matrices)


def test_pairs_become_a_matrix_in_the_order_that_is_asked_for():
    pairs = pd.DataFrame(
        {"criterion": ["b", "a", "c"], "against": ["a", "c", "b"], "times": [2, 4, 0.5]}
    )
    matrix = criteria.judgement_matrix(pairs, ["a", "b", "c"])
    assert matrix.to_numpy().tolist() == [[1, 0.5, 4], [2, 1, 2], [0.25, 0.5, 1]]
    assert list(criteria.judgement_matrix(pairs)) == ["b", "a", "c"]
    wrong = {
        "order holds": lambda: criteria.judgement_matrix(pairs, ["a", "b"]),
        "2 pairs; 3 criteria need 3": lambda: criteria.judgement_matrix(pairs[:2]),
        "each once": lambda: criteria.judgement_matrix(pairs.iloc[[0, 1, 1]]),
        "above 0": lambda: criteria.judgement_matrix(pairs.assign(times=0)),
        "without a name": lambda: criteria.judgement_matrix(pairs.assign(against=None)),
        "no column times": lambda: criteria.judgement_matrix(pairs.drop(columns="times")),
        "table is empty": lambda: criteria.judgement_matrix(pairs.astype({"times": float})[:0]),
    }
    for told, call in wrong.items():
        with pytest.raises(ValueError, match=told):
            call()


# ---- TOPSIS ---------------------------------------------------------------------------------


def test_topsis_gives_the_closeness_of_tzeng_and_huang():
    # Multiple Attribute Decision Making (2011), as scikit-criteria's tests quote it
    options = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]
    found = criteria.topsis(options, [0.3, 0.4, 0.3], [True] * 3)
    assert found.tolist() == pytest.approx([0.5037, 0.6581, 0.7482, 0.3340], abs=6e-5)


def test_topsis_gives_the_closeness_without_scaling_that_scikit_criteria_tests():
    # its test has no scaling; columns of length 1 after division by their own length do the same
    options = np.array([[1, 0, 3], [0, 5, 6]])
    length = np.sqrt((options**2).sum(axis=0))
    found = criteria.topsis(options, length, [True] * 3)
    assert found.tolist() == pytest.approx([0.14639248, 0.85360752], abs=1e-8)


def test_the_scale_can_choose_the_winner():
    options, weights = lanwan().drop("low sea wall"), [0.348, 0.285, 0.093, 0.136, 0.138]
    assert criteria.topsis(options, weights, MORE).idxmax() == "hybrid"
    assert criteria.topsis(options, weights, MORE, "min-max").idxmax() == "mangroves"
    # min-max by hand, for two criteria and three options
    found = criteria.topsis([[0, 10], [5, 20], [10, 30]], [1, 1], [True, False], "min-max")
    assert found.tolist() == pytest.approx([0.5, 0.5, 0.5])


@settings(deadline=None, derandomize=True)
@given(
    some.lists(some.lists(some.floats(1, 100), min_size=3, max_size=3), min_size=2, max_size=6),
    some.lists(some.floats(0.1, 1), min_size=3, max_size=3),
    some.sampled_from(["vector", "min-max"]),
)
def test_units_do_not_matter_and_a_better_option_is_closer(options, weights, way):
    more = [True, False, True]
    found = criteria.topsis(options, weights, more, way)
    assert ((found >= 0) & (found <= 1)).all()
    other_units = np.array(options) * [1000, 0.01, 7]
    assert criteria.topsis(other_units, weights, more, way).tolist() == pytest.approx(
        found.tolist(), abs=1e-6
    )
    best, worst = [100, 1, 100], [1, 100, 1]
    both = criteria.topsis([*options, best, worst], weights, more, way).tolist()
    assert both[-2:] == pytest.approx([1, 0])


def test_options_that_are_alike_tie():
    assert criteria.topsis([[3, 4], [3, 4]], [1, 1], [True, False]).tolist() == [0.5, 0.5]
    found = criteria.topsis([[3, 4], [3, 9]], [0.9, 0.1], [True, False], "min-max")
    assert found.tolist() == [1, 0]  # a column of equal values does not decide


def test_one_option_more_turns_the_order_of_two_others_but_not_on_fixed_scales():
    weights = pd.Series([0.348, 0.285, 0.093, 0.136, 0.138], index=GOALS)
    seven = lanwan()
    six = seven.drop("low sea wall")
    before, after = (criteria.topsis(one, weights, MORE) for one in (six, seven))
    assert before["hybrid"] > before["mangroves"] and after["hybrid"] < after["mangroves"]
    by_hand = criteria.weighted_sum([[30, 7], [10, 3]], [3, 1], worst=[20, 1], best=[40, 5])
    assert by_hand.tolist() == [0.75 * 0.5 + 0.25 * 1.5, 0.75 * -0.5 + 0.25 * 0.5]
    ends = {"worst": [4000, 0, 10, 0, 0], "best": [0, 500, 0, 600, 150]}
    fixed = criteria.weighted_sum(seven, weights, **ends)
    assert fixed.drop("low sea wall").equals(criteria.weighted_sum(six, weights, **ends))


@pytest.mark.parametrize(
    "change, told",
    [
        ({"weights": [1, 1]}, "weights has 2 values for 5"),
        ({"weights": [1, 1, 1, 1, -1]}, "zero or more"),
        ({"weights": [0] * 5}, "all 0"),
        ({"weights": pd.Series([1] * 5, index=GOALS[::-1])}, "same names and order"),
        ({"benefit": [True] * 4}, "benefit has 4 values for 5"),
        ({"benefit": ["yes"] * 5}, "numbers"),
        ({"normalisation": "sum"}, "normalisation is 'sum'"),
        ({"matrix": [1, 2, 3, 4, 5]}, "shape"),
        ({"matrix": pd.DataFrame(np.ones((2, 5)), index=["wall", "wall"])}, "twice"),
        ({"matrix": pd.DataFrame(np.ones((2, 5)), columns=["cost"] * 5)}, "twice"),
    ],
)
def test_what_topsis_cannot_weigh_is_refused(change, told):
    given_ = {"matrix": lanwan(), "weights": [1] * 5, "benefit": MORE} | change
    with pytest.raises((TypeError, ValueError), match=told):
        criteria.topsis(**given_)


def test_a_scale_needs_two_ends():
    with pytest.raises(ValueError, match="differ from worst"):
        criteria.weighted_sum([[1, 2]], [1, 1], worst=[0, 5], best=[1, 5])


# ---- Lanwan's tables ---------------------------------------------------------------------------


def test_one_bureau_contradicts_itself_and_the_group_hides_it():
    ratio = {name: criteria.ahp(one).consistency_ratio for name, one in judges().items()}
    assert [name for name, one in ratio.items() if one > 0.1] == ["civil affairs"]
    odd = criteria.worst_judgement(judges()["civil affairs"])
    assert (odd.row, odd.column, odd.given) == ("green", "older", 3.0)
    group = criteria.group_judgement(list(judges().values()))
    assert criteria.ahp(group).consistency_ratio < 0.05


def test_options_repeat_the_numbers_of_the_earlier_lessons():
    options = datasets.load("lanwan_options").set_index("option")
    measures = datasets.load("lanwan_measures").set_index("measure")
    both = ["sea wall", "mangroves", "cool roofs"]
    assert (
        options.loc[both, "cost_million_cny"].tolist()
        == measures.loc[both, "cost_million_cny"].tolist()
    )
    assert options.loc[both, "wait_years"].tolist() == measures.loc[both, "lead_years"].tolist()
    town = datasets.load("lanwan_districts").merge(datasets.load("lanwan_indicators"))
    older = town["population"] * town["aged_65_percent"] / 1e5
    wet = older * town["flood_prone_population_percent"] / 100
    wet.index = town["district"]
    walled = measures.loc["sea wall", "where"].split("; ")
    expected = [wet[walled].sum(), wet["Delta Farms"], 0.3 * older.sum()]
    assert options.loc[both, "older_thousand"].tolist() == pytest.approx(expected, abs=0.6)
    assert options.at["sponge old town", "older_thousand"] == pytest.approx(
        wet["Old Town"], abs=0.6
    )
