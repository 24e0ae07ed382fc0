"""Preliminary Scorecard: the published form, sums by hand, missing and bad answers."""

import csv
import math
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resilience_helpers import datasets
from resilience_helpers.concepts import scorecard

PROPERTY = settings(deadline=None, derandomize=True)
# UNDRR (2017), Scorecard, preliminary level: questions per essential, 47 together, 0-3 each.
COUNTS = {1: 3, 2: 5, 3: 4, 4: 4, 5: 3, 6: 6, 7: 4, 8: 9, 9: 7, 10: 2}
FORM = [
    f"P{essential}.{number}"
    for essential, count in COUNTS.items()
    for number in range(1, count + 1)
]
SCORES = st.sampled_from([0, 1, 2, 3])
FULL = st.fixed_dictionaries(dict.fromkeys(FORM, SCORES))
PARTIAL = st.dictionaries(st.sampled_from(FORM), SCORES | st.none())


def all_scored(score):
    return dict.fromkeys(FORM, score)


# --- essentials -----------------------------------------------------------------------


def test_the_form_has_its_published_size():
    full = scorecard.essential_scores(all_scored(3))
    assert full["questions"].to_dict() == COUNTS
    assert full["points"].sum() == full["maximum"].sum() == 141
    assert (full["percent"] == 100).all()
    assert full["name"].is_unique


def test_essential_by_hand():
    # essential 3 has four questions: 3 + 1 + 0 = 4 of 9 points, one question left open
    answers = {"P3.1": 3, "P3.2": 1, "P3.3": 0, "P3.4": None, "P10.2": 2}
    table = scorecard.essential_scores(answers)
    row = table.loc[3]
    assert (row["answered"], row["questions"], row["points"], row["maximum"]) == (3, 4, 4, 9)
    assert row["percent"] == pytest.approx(400 / 9)
    assert table.loc[10, "percent"] == pytest.approx(200 / 3)
    assert table.loc[10, "answered"] == 1


def test_a_missing_answer_is_not_a_zero():
    with_zero = scorecard.essential_scores(all_scored(3) | {"P10.2": 0})
    without = scorecard.essential_scores(all_scored(3) | {"P10.2": float("nan")})
    assert with_zero.loc[10, "percent"] == 50
    assert without.loc[10, "percent"] == 100
    assert without.loc[10, "maximum"] == 3


def test_an_essential_without_answers_has_no_percent():
    table = scorecard.essential_scores({"P1.1": 2})
    assert math.isnan(table.loc[2, "percent"])
    assert (table.loc[2, "answered"], table.loc[2, "points"]) == (0, 0)
    assert len(table) == 10


def test_mapping_series_and_table_give_the_same():
    answers = all_scored(1) | {"P2.3": 3, "P6.5": None}
    expected = scorecard.essential_scores(answers)
    series = pd.Series(answers, dtype="Int64")
    frame = pd.DataFrame(
        {"score": series.astype("float64").to_numpy(), "question": FORM, "note": "x"}
    )
    pd.testing.assert_frame_equal(scorecard.essential_scores(series), expected)
    pd.testing.assert_frame_equal(scorecard.essential_scores(frame), expected)


def test_lanwan_against_a_count_from_the_file():
    """The same sums with the csv module alone."""
    path = Path(__file__).resolve().parents[3] / "datasets" / "lanwan_scorecard.csv"
    points, answered = defaultdict(int), defaultdict(int)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["score"]:
                essential = int(row["question"][1:].split(".")[0])
                points[essential] += int(row["score"])
                answered[essential] += 1
    percents = {key: 100 * points[key] / (3 * answered[key]) for key in COUNTS}
    lanwan = datasets.load("lanwan_scorecard")
    assert scorecard.essential_scores(lanwan)["percent"].to_dict() == pytest.approx(percents)
    assert scorecard.city_score(lanwan) == pytest.approx(sum(percents.values()) / 10)


# --- city score -----------------------------------------------------------------------


def test_city_score_is_not_the_share_of_points():
    """Nine good answers on infrastructure are 27 of 141 points, but one essential in ten."""
    answers = all_scored(0) | {f"P8.{number}": 3 for number in range(1, 10)}
    assert scorecard.city_score(answers) == pytest.approx(10.0)
    assert 100 * sum(answers.values()) / 141 == pytest.approx(19.15, abs=0.01)


def test_city_score_needs_an_answer_in_every_essential():
    answers = all_scored(2)
    del answers["P10.1"]
    assert scorecard.city_score(answers) == pytest.approx(200 / 3)
    del answers["P10.2"]
    assert math.isnan(scorecard.city_score(answers))


@PROPERTY
@given(FULL, st.sampled_from(FORM))
def test_a_better_answer_gives_a_better_city(answers, question):
    worse = scorecard.city_score(answers | {question: 1})
    better = scorecard.city_score(answers | {question: 2})
    # one point counts for 1 / (3 x questions) of a tenth
    count = COUNTS[int(question[1:].split(".")[0])]
    assert better - worse == pytest.approx(100 / (10 * 3 * count))
    assert 0 <= worse < better <= 100


# --- priorities -----------------------------------------------------------------------


def test_priorities_by_gap_then_weakest_essential_then_the_form():
    answers = all_scored(3) | {
        "P10.1": 1,  # gap 2, essential 10 at 67 %
        "P9.7": 1,
        "P9.1": 1,  # gap 2, essential 9 at 81 %
        "P2.4": 0,  # gap 3, essential 2 at 80 %
        "P8.8": None,
    }
    table = scorecard.priorities(answers)
    assert table["question"].tolist()[:4] == ["P2.4", "P10.1", "P9.1", "P9.7"]
    assert table["gap"].tolist()[:4] == [3, 2, 2, 2]
    assert table.index.tolist() == list(range(1, 48))
    assert table.loc[2, "percent"] == pytest.approx(400 / 6)
    assert table["question"].iloc[-1] == "P8.8"


def test_number_two_comes_before_number_ten():
    table = scorecard.priorities(all_scored(2))
    assert table["question"].tolist() == FORM


def test_open_questions_stand_at_the_end_and_are_named():
    answers = all_scored(1) | {"P8.9": None, "P6.5": None}
    table = scorecard.priorities(answers)
    last = table.tail(2)
    assert last["question"].tolist() == ["P6.5", "P8.9"]
    assert last["answered"].tolist() == [False, False]
    assert last["gap"].isna().all()
    assert table["answered"].sum() == 45
    assert scorecard.priorities(answers, top=3).attrs["unanswered"] == ["P6.5", "P8.9"]


@PROPERTY
@given(PARTIAL)
def test_priorities_hold_every_question_once_in_order(answers):
    table = scorecard.priorities(answers)
    assert sorted(table["question"]) == sorted(FORM)
    known = table[table["answered"]]
    assert (known["gap"] == 3 - known["score"]).all()
    assert known["gap"].is_monotonic_decreasing
    for _, group in known.groupby("gap"):
        assert group["percent"].is_monotonic_increasing
    given_ = {question for question, score in answers.items() if score is not None}
    assert set(known["question"]) == given_


def test_top_keeps_the_first_rows():
    answers = datasets.load("lanwan_scorecard")
    table = scorecard.priorities(answers)
    pd.testing.assert_frame_equal(scorecard.priorities(answers, top=5), table.head(5))
    assert len(scorecard.priorities(answers, top=100)) == 47


@pytest.mark.parametrize(
    ("top", "error", "message"),
    [
        (0, ValueError, "top is 0; it must be 1 or more"),
        (2.5, TypeError, r"top is 2\.5; it must be a whole number"),
    ],
)
def test_bad_top(top, error, message):
    with pytest.raises(error, match=message):
        scorecard.priorities({"P1.1": 1}, top=top)


# --- bad answers ----------------------------------------------------------------------

FUNCTIONS = pytest.mark.parametrize(
    "function", [scorecard.essential_scores, scorecard.city_score, scorecard.priorities]
)


@FUNCTIONS
def test_one_error_lists_all_bad_entries(function):
    answers = {
        "P1.1": 4,
        "P1.2": -1,
        "P1.3": 1.5,
        "P11.1": 2,
        "1.1": 2,
        "P2.1": "2",
        "P2.2": True,
        "P2.3": [1, 2],
        "P2.4": 3,
        "P2.5": None,
    }
    with pytest.raises(ValueError) as caught:
        function(answers)
    text = str(caught.value)
    assert "bad entries (8)" in text
    for part in (
        "P1.1 has the score 4",
        "P1.2 has the score -1",
        "P1.3 has the score 1.5",
        "P11.1 is not a question",
        "1.1 is not a question",
        "P2.1 has the score '2'",
        "P2.2 has the score True",
        "P2.3 has the score [1, 2]",
        "P1.1 to P10.2",
    ):
        assert part in text
    assert "P2.4" not in text
    assert "P2.5" not in text


def test_a_question_given_twice():
    frame = pd.DataFrame({"question": ["P1.1", "P1.1"], "score": [1, 2]})
    with pytest.raises(ValueError, match="P1.1 is given twice"):
        scorecard.essential_scores(frame)


def test_numbers_in_messages_are_plain():
    for answers in (pd.Series([2.5], index=["P1.1"]), {"P1.1": np.float64(2.5)}):
        with pytest.raises(ValueError, match=r"P1\.1 has the score 2\.5[.;]"):
            scorecard.essential_scores(answers)


def test_wrong_kinds_of_answers():
    with pytest.raises(ValueError, match="no column question, score"):
        scorecard.essential_scores(pd.DataFrame({"id": ["P1.1"]}))
    with pytest.raises(TypeError, match="answers must be a table"):
        scorecard.essential_scores([1, 2, 3])
