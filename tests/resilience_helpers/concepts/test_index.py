"""Composite index: published Human Development Index values, reference functions, properties."""

import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resilience_helpers.concepts import index

PROPERTY = settings(deadline=None, derandomize=True)
BETTER = {"a": 1, "b": 1, "c": 1}


@st.composite
def tables(draw, lowest=0.0, highest=1.0):
    """A table of 2 to 6 districts and the columns a, b, c."""
    rows = draw(st.integers(2, 6))
    row = st.lists(st.floats(lowest, highest), min_size=3, max_size=3)
    values = draw(st.lists(row, min_size=rows, max_size=rows))
    return pd.DataFrame(values, columns=["a", "b", "c"], index=[f"d{i}" for i in range(rows)])


@st.composite
def spread_tables(draw):
    """A table of whole numbers in which every column has two different values."""
    frame = draw(tables(-100, 100)).round()
    frame.iloc[0], frame.iloc[1] = -101.0, 101.0
    return frame


WEIGHTS = st.fixed_dictionaries({name: st.floats(0.01, 10) for name in "abc"})

# --- the Human Development Index, as published ----------------------------------------

# UNDP (2015), Human Development Report 2015, Table 1: life expectancy, expected and mean
# years of schooling, gross national income per person (2011 PPP $), published HDI of 2014.
HDI_2014 = pd.DataFrame(
    [
        ("Norway", 81.6, 17.5, 12.6, 64_992, 0.944),
        ("Switzerland", 83.0, 15.8, 12.8, 56_431, 0.930),
        ("Germany", 80.9, 16.5, 13.1, 43_919, 0.916),
        ("United States", 79.1, 16.5, 12.9, 52_947, 0.915),
        ("Australia", 82.4, 20.2, 13.0, 42_261, 0.935),  # schooling beyond the goalpost
        ("Iceland", 82.6, 19.0, 10.6, 35_182, 0.899),
        ("Hong Kong SAR", 84.0, 15.6, 11.2, 53_959, 0.910),
        ("Japan", 83.5, 15.3, 11.5, 36_927, 0.891),
        ("Singapore", 83.0, 15.4, 10.6, 76_628, 0.912),  # income beyond the goalpost
    ],
    columns=["country", "life", "expected", "mean", "income", "published"],
).set_index("country")


def test_human_development_index_2014():
    """Goalposts 20-85, 0-18, 0-15, 100-75 000 (logarithm); the inputs are rounded."""
    inputs = HDI_2014[["life", "expected", "mean", "income"]].assign(
        income=lambda table: np.log(table["income"])
    )
    direction = dict.fromkeys(inputs, 1)
    low = {"life": 20, "expected": 0, "mean": 0, "income": np.log(100)}
    high = {"life": 85, "expected": 18, "mean": 15, "income": np.log(75_000)}
    scores = index.normalise(inputs, direction, low, high)
    assert scores.attrs["clipped_columns"] == ["expected", "income"]
    schooling = index.composite(scores[["expected", "mean"]], {"expected": 1, "mean": 1})
    dimensions = scores[["life", "income"]].assign(schooling=schooling)
    result = index.composite(
        dimensions, {"life": 1, "schooling": 1, "income": 1}, method="geometric"
    )
    assert result.to_numpy() == pytest.approx(HDI_2014["published"].to_numpy(), abs=0.001)


def test_worked_example_of_the_technical_notes():
    """UNDP (2020), technical note 1: income 3 829 gives 0.5506; 0.6971, 0.3447 -> 0.510."""
    income = index.normalise(
        pd.DataFrame({"income": [np.log(3829)]}),
        {"income": 1},
        {"income": np.log(100)},
        {"income": np.log(75_000)},
    )
    assert income.loc[0, "income"] == pytest.approx(0.5506, abs=5e-5)
    country = pd.DataFrame({"health": [0.6971], "education": [0.3447], "income": [0.5506]})
    weights = {"health": 1, "education": 1, "income": 1}
    assert index.composite(country, weights, "geometric")[0] == pytest.approx(0.510, abs=5e-4)


def test_human_development_index_before_2010():
    """Arithmetic means and weights 2:1; Mozambique Human Development Report 2000 (SADC).

    Technical note 8; goalposts 25-85, 0-100, 0-100, 100-40 000 (logarithm).
    """
    inputs = pd.DataFrame(
        {
            "life": [77.2, 69.8, 42.3],
            "literacy": [99.0, 82.9, 39.5],
            "enrolment": [88.1, 68.9, 32.0],
            "income": np.log([21_260, 3_130, 740]),
        },
        index=["Germany", "China", "Mozambique"],
    )
    low = {"life": 25, "literacy": 0, "enrolment": 0, "income": np.log(100)}
    high = {"life": 85, "literacy": 100, "enrolment": 100, "income": np.log(40_000)}
    scores = index.normalise(inputs, dict.fromkeys(inputs, 1), low, high)
    education = index.composite(scores[["literacy", "enrolment"]], {"literacy": 2, "enrolment": 1})
    assert education.to_numpy() == pytest.approx([0.954, 0.782, 0.370], abs=6e-4)
    dimensions = scores[["life", "income"]].assign(education=education)
    result = index.composite(dimensions, dict.fromkeys(dimensions, 1))
    assert result.to_numpy() == pytest.approx([0.906, 0.701, 0.331], abs=6e-4)


# --- normalise ------------------------------------------------------------------------


def test_min_max_by_hand():
    frame = pd.DataFrame({"a": [20, 30, 60], "b": [5, 1, 2]})
    scores = index.normalise(frame, {"a": 1, "b": -1})
    assert scores["a"].tolist() == [0, 0.25, 1]
    assert scores["b"].tolist() == [0, 1, 0.75]


def test_constant_column_is_one_half_and_noted():
    frame = pd.DataFrame({"a": [7, 7], "b": [1, 2]})
    scores = index.normalise(frame, {"a": -1, "b": 1})
    assert scores["a"].tolist() == [0.5, 0.5]
    assert scores.attrs["constant_columns"] == ["a"]
    assert scores.attrs["clipped_columns"] == []


def test_goalposts_score_a_single_district_and_cut_off():
    frame = pd.DataFrame({"a": [30.0], "b": [200.0]}, index=["Harbour"])
    scores = index.normalise(frame, {"a": -1, "b": 1}, {"a": 0, "b": 0}, {"a": 40, "b": 100})
    assert scores.loc["Harbour"].tolist() == [0.25, 1.0]
    assert scores.attrs["clipped_columns"] == ["b"]


def test_input_is_left_alone():
    frame = pd.DataFrame({"a": [1.0, 2.0]})
    frame.attrs["units"] = {"a": "m"}
    scores = index.normalise(frame, {"a": 1})
    scores.loc[0, "a"] = 9
    assert frame["a"].tolist() == [1, 2]
    assert "units" not in scores.attrs
    assert frame.attrs == {"units": {"a": "m"}}


@PROPERTY
@given(spread_tables())
def test_scores_run_from_0_to_1(frame):
    scores = index.normalise(frame, {"a": 1, "b": -1, "c": 1})
    assert (scores.min() == 0).all()
    assert (scores.max() == 1).all()


@PROPERTY
@given(spread_tables(), st.floats(0.01, 1000), st.floats(-1000, 1000))
def test_the_unit_of_an_indicator_does_not_matter(frame, factor, shift):
    direction = {"a": 1, "b": -1, "c": 1}
    other = frame.assign(a=factor * frame["a"] + shift, b=-factor * frame["b"] + shift)
    changed = index.normalise(other, direction | {"b": 1})
    expected = index.normalise(frame, direction)
    assert changed.to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-8)
    ranks = [index.rank(index.composite(scores.round(8), BETTER)) for scores in (changed, expected)]
    assert ranks[0].tolist() == ranks[1].tolist()


@pytest.mark.parametrize(
    ("frame", "direction", "goalposts", "error", "message"),
    [
        ({"a": [1, 2]}, {"a": 2}, {}, ValueError, r"direction of a is 2\.0; it must be 1"),
        ({"a": [1, 2]}, {"A": 1}, {}, ValueError, "direction has no entry for a"),
        ({"a": [1, 2]}, {"a": None}, {}, ValueError, "direction of a is nan"),
        ({"a": [1, 2]}, {"a": "up"}, {}, TypeError, "direction must hold numbers"),
        ({"a": [1, 2]}, [1], {}, TypeError, "direction must name the columns"),
        ({"name": ["x", "y"]}, {"name": 1}, {}, TypeError, "no numbers in name.*set_index"),
        ({}, {}, {}, ValueError, "frame is empty"),
        ({"a": [1, 2]}, {"a": 1}, {"low": {"a": 0}}, ValueError, "low and high belong together"),
        (
            {"a": [1, 2]},
            {"a": 1},
            {"low": {"a": 3}, "high": {"a": 3}},
            ValueError,
            r"low of a is 3\.0; it must be below",
        ),
        (
            {"a": [1, 2]},
            {"a": 1},
            {"low": {"b": 3}, "high": {"a": 3}},
            ValueError,
            "low has no entry for a",
        ),
    ],
)
def test_normalise_refuses(frame, direction, goalposts, error, message):
    with pytest.raises(error, match=message):
        index.normalise(pd.DataFrame(frame), direction, **goalposts)


def test_every_missing_cell_is_named():
    frame = pd.DataFrame({"a": [1, np.nan], "b": [np.inf, 2]}, index=["Old Town", "Harbour"])
    with pytest.raises(ValueError) as caught:
        index.normalise(frame, {"a": 1, "b": 1})
    assert "a / Harbour" in str(caught.value)
    assert "b / Old Town" in str(caught.value)


# --- composite and rank ---------------------------------------------------------------


@PROPERTY
@given(tables(0.001, 1), WEIGHTS)
def test_composite_agrees_with_the_standard_library(frame, weights):
    shares = [weights[name] for name in frame]
    arithmetic = [statistics.fmean(row, shares) for row in frame.to_numpy()]
    assert index.composite(frame, weights).to_numpy() == pytest.approx(arithmetic)
    equal = [statistics.geometric_mean(row) for row in frame.to_numpy()]
    assert index.composite(frame, BETTER, "geometric").to_numpy() == pytest.approx(equal)
    logarithm = [np.exp(statistics.fmean(np.log(row), shares)) for row in frame.to_numpy()]
    result = index.composite(frame, weights, "geometric").to_numpy()
    assert result == pytest.approx(logarithm)


@PROPERTY
@given(tables(), WEIGHTS)
def test_geometric_never_exceeds_arithmetic(frame, weights):
    geometric = index.composite(frame, weights, "geometric")
    arithmetic = index.composite(frame, weights)
    assert (geometric <= arithmetic + 1e-9).all()
    assert ((geometric >= 0) & (arithmetic <= 1 + 1e-9)).all()


@PROPERTY
@given(tables(0.1, 0.8), WEIGHTS, st.sampled_from(index.METHODS))
def test_a_better_indicator_gives_a_better_score(frame, weights, method):
    better = frame.assign(b=frame["b"] + 0.1)
    gain = index.composite(better, weights, method) - index.composite(frame, weights, method)
    assert (gain > 0).all()


@PROPERTY
@given(tables(), WEIGHTS, st.floats(0.1, 100))
def test_only_the_ratio_of_weights_counts(frame, weights, factor):
    scaled = {name: factor * weight for name, weight in weights.items()}
    expected = index.composite(frame, weights).to_numpy()
    assert index.composite(frame, pd.Series(scaled)).to_numpy() == pytest.approx(expected)


def test_zeros_in_a_geometric_index():
    frame = pd.DataFrame({"a": [0.0, 0.0], "b": [0.9, 0.4]})
    assert index.composite(frame, {"a": 1, "b": 9}, "geometric").tolist() == [0, 0]
    # a column without weight does not count, not even with 0
    ignored = index.composite(frame, {"a": 0, "b": 1}, "geometric")
    assert ignored.to_numpy() == pytest.approx([0.9, 0.4])


def test_order_of_the_weights_does_not_matter():
    frame = pd.DataFrame({"a": [1.0], "b": [0.0]}, index=["Harbour"])
    assert index.composite(frame, {"b": 1, "a": 3})["Harbour"] == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("weights", "error", "message"),
    [
        ({"a": 1}, ValueError, "weights has no entry for b"),
        ({"a": 1, "b": 1, "c": 1}, ValueError, "weights names c, which frame does not have"),
        ({"a": -1, "b": 2}, ValueError, r"weights of a is -1\.0"),
        ({"a": 0, "b": 0}, ValueError, "weights are all 0"),
        ({"a": np.nan, "b": 1}, ValueError, "weights of a is nan"),
        ({"a": "much", "b": 1}, TypeError, "weights must hold numbers"),
        ([1, 1], TypeError, "weights must name the columns"),
        (pd.Series([1, 1, 1], index=["a", "b", "b"]), ValueError, "weights names b twice"),
    ],
)
@pytest.mark.parametrize("function", ["composite", "rank_sensitivity"])
def test_bad_weights(function, weights, error, message):
    frame = pd.DataFrame({"a": [0.1, 0.2], "b": [0.3, 0.4]})
    extra = {"n": 5, "seed": 1} if function == "rank_sensitivity" else {}
    with pytest.raises(error, match=message):
        getattr(index, function)(frame, weights, **extra)


def test_values_that_were_not_normalised():
    frame = pd.DataFrame({"a": [0.5, 45.0]}, index=["Old Town", "Harbour"])
    with pytest.raises(ValueError, match=r"45\.0 in a / Harbour .*normalise the indicators"):
        index.composite(frame, {"a": 1})


def test_unknown_method_and_double_column():
    frame = pd.DataFrame([[0.1, 0.2]], columns=["a", "a"])
    with pytest.raises(ValueError, match="column a twice"):
        index.composite(frame, {"a": 1})
    with pytest.raises(ValueError, match="method is 'harmonic'; it must be one of arithmetic"):
        index.composite(frame.iloc[:, :1], {"a": 1}, "harmonic")


def test_rank_gives_1_to_the_best_and_ties_the_better_rank():
    scores = pd.Series([0.3, 0.9, 0.1 + 0.2, 0.1], index=list("wxyz"))
    assert index.rank(scores).to_dict() == {"x": 1, "w": 2, "y": 2, "z": 4}
    with pytest.raises(ValueError, match="no value for x"):
        index.rank(pd.Series([1.0, np.nan], index=["w", "x"]))


# --- sensitivity of the ranks ---------------------------------------------------------


@pytest.mark.parametrize("level", [0.3, 0.5, 0.6, 0.9])
def test_shares_follow_the_beta_distribution(level):
    """With weights 2:1 and k = 3 the first weight is Beta(2, 1), P(weight <= x) = x².

    A district with 1 and 0 beats one with `level` in both when that weight exceeds `level`.
    """
    frame = pd.DataFrame({"a": [1, level], "b": [0, level]}, index=["uneven", "even"])
    table = index.rank_sensitivity(frame, {"a": 2, "b": 1}, n=100_000, seed=11, concentration=3)
    assert table.loc["uneven", 1] == pytest.approx(1 - level**2, abs=0.006)


def test_a_higher_concentration_makes_the_ranks_firmer():
    frame = pd.DataFrame({"a": [0.9, 0.2], "b": [0.2, 0.8]}, index=["first", "second"])
    shares = [
        index.rank_sensitivity(frame, {"a": 1, "b": 1}, 4000, 3, concentration=k).loc["first", 1]
        for k in (2, 20, 200, 20_000)
    ]
    assert shares == sorted(shares)
    assert shares[0] < 0.6
    assert shares[-1] > 0.99


@PROPERTY
@given(tables(), WEIGHTS, st.sampled_from(index.METHODS), st.integers(0, 2**32))
def test_rows_and_columns_sum_to_1(frame, weights, method, seed):
    table = index.rank_sensitivity(frame, weights, 25, seed, method=method)
    assert list(table.columns) == list(range(1, len(frame) + 1))
    assert list(table.index) == list(frame.index)
    assert table.sum(axis=1).to_numpy() == pytest.approx(np.ones(len(frame)))
    assert table.sum(axis=0).to_numpy() == pytest.approx(np.ones(len(frame)))
    assert (table >= 0).to_numpy().all()


@PROPERTY
@given(tables(), WEIGHTS, st.integers(0, 1000))
def test_same_seed_same_result_whatever_the_order_of_the_rows(frame, weights, seed):
    table = index.rank_sensitivity(frame, weights, 20, seed)
    pd.testing.assert_frame_equal(table, index.rank_sensitivity(frame, weights, 20, seed))
    turned = index.rank_sensitivity(frame.iloc[::-1], weights, 20, seed)
    pd.testing.assert_frame_equal(table, turned.loc[frame.index])


def test_another_seed_gives_other_draws():
    frame = pd.DataFrame({"a": [0.9, 0.2], "b": [0.2, 0.9]})
    tables_ = [index.rank_sensitivity(frame, {"a": 1, "b": 1}, 501, seed) for seed in (1, 2)]
    assert not tables_[0].equals(tables_[1])


def test_equal_districts_share_their_places():
    frame = pd.DataFrame(
        {"a": [0.3, 0.1 + 0.2, 0.9], "b": [0.7, 0.7, 0.9]}, index=["twin", "other twin", "best"]
    )
    table = index.rank_sensitivity(frame, {"a": 1, "b": 1}, 100, 5)
    assert table.loc["best"].tolist() == [1, 0, 0]
    assert table.loc["twin"].tolist() == table.loc["other twin"].tolist() == [0, 0.5, 0.5]


def test_weight_zero_stays_zero():
    frame = pd.DataFrame({"a": [1.0, 0.0], "b": [0.0, 1.0]}, index=["first", "second"])
    table = index.rank_sensitivity(frame, {"a": 1, "b": 0}, 50, 5, method="geometric")
    assert table.loc["first"].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"n": 0}, ValueError, "n is 0; it must be 1 or more"),
        ({"n": 10.0}, TypeError, r"n is 10\.0; it must be a whole number"),
        ({"seed": None}, TypeError, "seed is None; it must be a whole number"),
        ({"concentration": 0}, ValueError, "concentration is 0; it must be above 0"),
        ({"concentration": np.nan}, ValueError, "concentration is nan"),
        ({"method": "median"}, ValueError, "method is 'median'"),
    ],
)
def test_bad_draws(changes, error, message):
    frame = pd.DataFrame({"a": [0.1, 0.2]})
    with pytest.raises(error, match=message):
        index.rank_sensitivity(frame, {"a": 1}, **({"n": 5, "seed": 1} | changes))
