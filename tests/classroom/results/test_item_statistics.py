"""Item statistics against R's package performance, scipy, numpy and pandas; ranges; grouping."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from classroom.results.item_statistics import (
    FEWEST,
    difficulty,
    difficulty_words,
    discrimination,
    discrimination_words,
    group_answers,
)
from resilience_helpers._answer import encode

# Anderson's iris as R has it, in mm: 150 flowers taken for trainees, 4 measures for items
IRIS = (
    "514947465054465044495448484358575451575154514651485050525247485452554950554944515045445051"
    "485146535070646955655763496652505960615667565862565961636164666867605755555860546067635655"
    "556158505657576251576358716365764973677265646857586465777760695677636772626164727479646361"
    "776364606967695868676763656259",
    "353032313639343429313734303040443935383834373633343034353432313441423132353630343523323538"
    "303832373332323123282833242927203022292931302722253228252829302830292624242727303431233025"
    "263026232730292925283327302930302529253632273025283230382622322828273332283028302838282826"
    "303431303131312732333025303430",
    "141413151417141514151516141112151314171517151017191616151416161515141512131413151313131619"
    "141614151447454940464547334639354240473644454145394840494743444850453538373951454547444140"
    "444640334242424330416051595658664563586151535550515355676950574967495760484956586164565156"
    "615655485456515159575250525451",
    "020202020204030202010202010102040403030302040205020204020202020401020202020102020303020604"
    "030202020214151513151316101314101510141314151015111813151213141417151011101216151615131313"
    "121412101312131311132519211822211718182520192120242318222315232020182118181821161920221514"
    "232418182124231923252319202318",
)
SCORES = np.array(
    [
        [1, 1, 0, 2], [1, 0, 0, 1], [1, 1, 1, 2], [0, 0, 0, 0], [1, 1, 0, 2], [0, 1, 0, 0],
        [1, 0, 1, 2], [0, 0, 0, 1], [1, 1, 1, 1], [0, 1, 0, 0], [1, 0, 0, 2], [1, 1, 1, 0],
    ],
    float,
)  # fmt: skip


def iris():
    columns = [[int(text[i : i + 2]) / 10 for i in range(0, 300, 2)] for text in IRIS]
    return np.array(columns).T


def test_discrimination_equals_that_of_r():
    # easystats performance, tests/testthat/test-item_discrimination.R
    published = [0.894040250011166, -0.348657747269071, 0.863271047498634, 0.921040960149154]
    assert discrimination(iris()) == pytest.approx(published, abs=1e-12)


def test_difficulty_equals_that_of_r():
    # easystats performance, tests/testthat/test-item_difficulty.R, rounded there to 2 decimals
    scores = iris()
    found = difficulty(scores, scores.max(axis=0))
    assert found == pytest.approx([0.74, 0.69, 0.54, 0.48], abs=0.006)


def test_item_of_all_or_nothing_gives_the_point_biserial_correlation_with_the_rest():
    found = discrimination(SCORES)
    for item in range(3):
        rest = np.delete(SCORES, item, axis=1).sum(axis=1)
        wanted = stats.pointbiserialr(SCORES[:, item], rest).statistic
        assert found[item] == pytest.approx(wanted), item


def test_discrimination_and_difficulty_equal_those_of_pandas():
    frame = pd.DataFrame(SCORES)
    total = frame.sum(axis=1)
    wanted = [frame[item].corr(total - frame[item]) for item in frame]
    assert discrimination(SCORES) == pytest.approx(wanted)
    maxima = np.array([1, 1, 1, 2])
    assert difficulty(SCORES, maxima) == pytest.approx((frame.mean() / maxima).to_numpy())


def test_difficulty_leaves_out_what_is_not_graded():
    scores = np.array([[2, np.nan], [np.nan, np.nan], [1, np.nan]])
    found = difficulty(scores, np.array([2, 1]))
    assert found[0] == 0.75 and math.isnan(found[1])


def test_item_that_lacks_a_grade_stays_out_of_the_rest_but_has_its_own_correlation():
    scores = np.vstack([SCORES, SCORES])
    scores[0, 3] = np.nan
    rest = scores[:, :3].sum(axis=1)
    found = discrimination(scores)
    assert found[3] == pytest.approx(np.corrcoef(scores[1:, 3], rest[1:])[0, 1])
    others = scores[:, 1] + scores[:, 2]
    assert found[0] == pytest.approx(np.corrcoef(scores[:, 0], others)[0, 1])


def test_no_discrimination_for_few_trainees():
    assert np.isnan(discrimination(SCORES[: FEWEST - 1])).all()
    assert not np.isnan(discrimination(SCORES[:FEWEST])).any()


def test_no_discrimination_where_all_have_the_same_points_or_there_is_one_item():
    scores = SCORES.copy()
    scores[:, 1] = 1
    assert np.isnan(discrimination(scores)).tolist() == [False, True, False, False]
    assert np.isnan(discrimination(SCORES[:, :1])).all()
    thirds = np.tile([[0.1 + 0.2, 0.3], [0.3, 0.1 + 0.2]], (6, 1))
    assert np.isnan(discrimination(thirds)).all(), "noise of floating point is no difference"


def test_nobody_gives_no_number():
    assert np.isnan(difficulty(np.empty((0, 2)), np.array([1, 2]))).all()
    assert np.isnan(discrimination(np.empty((0, 2)))).all()


@settings(max_examples=60, deadline=None)
@given(arrays(float, st.tuples(st.integers(0, 30), st.integers(1, 6)), elements=st.floats(0, 3)))
def test_statistics_stay_in_their_ranges(scores):
    hard = difficulty(scores, np.full(scores.shape[1], 3.0))
    apart = discrimination(scores)
    assert ((hard >= 0) & (hard <= 1 + 1e-12) | np.isnan(hard)).all()
    assert ((apart >= -1) & (apart <= 1) | np.isnan(apart)).all()


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.85, "easy"), (0.84, "medium"), (0.51, "medium"), (0.5, "hard"), (math.nan, "–")],
)
def test_difficulty_in_words(value, words):
    assert difficulty_words(value) == words


@pytest.mark.parametrize(
    ("value", "trainees", "words"),
    [
        (0.31, 12, "separates well"),
        (0.30, 12, "separates a little"),
        (0.10, 12, "separates a little"),
        (0.09, 12, "does not separate"),
        (-0.01, 12, "runs the other way"),
        (math.nan, FEWEST - 1, "too few trainees"),
        (math.nan, FEWEST, "same points for all"),
    ],
)
def test_discrimination_in_words(value, trainees, words):
    assert discrimination_words(value, trainees) == words


def groups(answers, within=0.0):
    return group_answers([encode(answer) for answer in answers], within)


def test_numbers_group_around_the_most_common_one():
    assert groups([9.96, 10.0, 10.04, 10.0], 0.05) == [[1, 3, 0, 2]]
    assert groups([9.94, 10.0, 10.0, 10.06], 0.05) == [[1, 2], [0], [3]]


def test_a_difference_of_just_the_tolerance_is_the_same():
    assert groups([0.3, 0.3, 0.1 + 0.3], 0.1) == [[0, 1, 2]]


def test_lists_and_tables_group_by_all_their_numbers():
    assert groups([[1, 2], [1, 2.01], [1, 3]], 0.05) == [[0, 1], [2]]
    assert groups([{"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 1, "c": 2}]) == [[0, 1], [2]]
    assert groups([[1, 2], [1, 2, 3]], 5) == [[0], [1]]


def test_words_group_whatever_their_case_and_spaces():
    assert groups(["Old Town", " old  TOWN", "Harbour"]) == [[0, 1], [2]]


def test_a_list_of_one_value_is_that_value_and_kinds_do_not_mix():
    assert groups([5, [5], "5", True, None]) == [[0, 1], [2], [3], [4]]
    assert groups([math.nan, math.nan, math.inf, 1.0], 99) == [[0, 1], [2], [3]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-5, 5), max_size=25), st.floats(0, 2))
def test_groups_hold_each_answer_once_and_near_their_first(numbers, within):
    found = groups(numbers, within)
    assert sorted(place for group in found for place in group) == list(range(len(numbers)))
    assert [len(group) for group in found] == sorted(map(len, found), reverse=True)
    for group in found:
        assert all(abs(numbers[one] - numbers[group[0]]) <= within + 1e-8 for one in group)
