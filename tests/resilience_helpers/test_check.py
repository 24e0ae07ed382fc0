"""`resilience_helpers.check`: verdicts on letters and values, and what they say."""

from collections import namedtuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judged import ITEM, notebook, of_function, of_value, seal, verdict

from resilience_helpers import _answer, check

quick = settings(deadline=None, derandomize=True, max_examples=100)
OPEN = "Q3 is still open: replace the three dots (...) in the answer cell."
MIX_UPS = {
    "fraction": ("100 times too small", lambda right: right / 100),
    "percent": ("100 times too large", lambda right: right * 100),
    "sign": ("The sign is the other way round", lambda right: -right),
    "thousand": ("1,000 times too small", lambda right: right / 1e3),
    "thousands": ("1,000 times too large", lambda right: right * 1e3),
    "million": ("1,000,000 times too small", lambda right: right / 1e6),
    "millions": ("1,000,000 times too large", lambda right: right * 1e6),
    "hours": ("24 times too large", lambda right: right * 24),
    "part of 1": ("makes 1.", lambda right: 1 - right),
    "part of 100": ("makes 100.", lambda right: 100 - right),
}
each_mix_up = pytest.mark.parametrize(("words", "mix"), MIX_UPS.values(), ids=MIX_UPS)


def choose(answer, slips=(), **more):
    return verdict("choice", answer, "ABCD", sealed=seal("B", slips=slips), **more)


@pytest.mark.parametrize(
    "answer",
    ["B", "b", " b ", "(B)", "[b]", "B.", "b)", "'B'", '"b"', "Ｂ", "ｂ", "（Ｂ）", "B\n", "\u3000B", "\tB",
     np.str_("b"), ["B"], pd.Series(["B"]), pd.Series(["b"], dtype="string")[0]],
)  # fmt: skip
def test_a_right_letter_is_right_however_it_is_written(answer):
    assert choose(answer) == "right"


@pytest.mark.parametrize("answer", ["A", "c", "Ｄ", "(a)"])
def test_a_wrong_letter_is_wrong(answer):
    assert choose(answer) == "Q3 is not right yet."
    assert choose(answer, hint="Look again.") == "Q3 is not right yet. Look again."


@pytest.mark.parametrize("answer", ["E", "", " ", "AB", "A, B", "exposure", "2", "В", "B\nA", "水"])
def test_what_is_no_letter_of_the_item_is_told(answer):
    told = choose(answer, hint="Look again.")
    wanted = "Answer with one letter out of A, B, C, D, in quotes."
    assert told == f"Q3 is not right yet. {wanted} Look again."


@pytest.mark.parametrize("answer", [2, 2.5, True, None, ["A", "B"], {"a": "A", "b": "B"}, len])
def test_what_is_no_text_is_no_letter(answer):
    assert choose(answer).startswith("Q3 is not right yet. Asked for is a word in quotes; yours is")


@pytest.mark.parametrize("answer", ["A", "a", "（ａ）"])
def test_a_wrong_letter_opens_its_own_message_only(answer):
    slips = [("A", "The flood comes as often."), ("C", "Each flat loses the same.")]
    assert choose(answer, slips=slips) == "Q3 is not right yet. The flood comes as often."
    assert choose("D", slips=slips) == "Q3 is not right yet."


@pytest.mark.parametrize("kind", ["choice", "value"])
def test_an_untouched_item_is_open(kind):
    more = {"among": "ABC"} if kind == "choice" else {"within": 1.0}
    with pytest.raises(check.StillOpen):
        getattr(check, kind)(ITEM, ..., sealed=seal("B"), **more)
    assert verdict(kind, ..., sealed=seal("B"), hint="Look.", **more) == OPEN


@pytest.mark.parametrize("answer", [[1.0, ...], (..., 2.0), {"a": 1.0, "b": ...}])
def test_an_answer_with_one_gap_is_open(answer):
    assert of_value([1.0, 2.0], answer) == OPEN


def test_an_open_item_publishes_nothing():
    with notebook() as published:
        assert of_value(405.0, ...) == OPEN
        assert of_value([1.0, 2.0], [1.0, ...]) == OPEN
        assert choose(...) == OPEN
        assert of_function(lambda x: x, ..., [(1,)]) == OPEN
        assert of_function(lambda x: x, lambda x: ..., [(1,)]) == OPEN
        assert of_function(lambda x: x, lambda x: ... + x, [(1,)]) == OPEN
    assert published == []


@quick
@given(
    right=st.floats(-1e6, 1e6), within=st.sampled_from([0.001, 0.5, 20.0]), part=st.floats(-1, 1)
)
def test_a_right_value_is_never_talked_about(right, within, part):
    slips = [(wrong(right), "known") for _, wrong in MIX_UPS.values()]
    given = right + 0.99 * part * within
    assert of_value(right, given, within, slips=slips, hint="hint") == "right"


@each_mix_up
@pytest.mark.parametrize("right", [0.37, 405.0, 12.5, 1234.5])
def test_mix_ups_are_told_for_values(words, mix, right):
    within = 0.001
    told = of_value(right, mix(right), within, hint="Look at the unit.")
    assert told.startswith("Q3 is not right yet. ") and words in told
    assert told.endswith(" Look at the unit.")
    assert of_value(right, right, within) == "right"


@each_mix_up
@pytest.mark.parametrize("kind", [list, np.array, lambda v: dict(zip("ab", v, strict=True))])
def test_mix_ups_are_told_for_lists_and_tables(words, mix, kind):
    right = kind([37.0, 12.5])
    assert words in of_value(right, kind([mix(37.0), mix(12.5)]), 0.001)
    only_one = of_value(right, kind([mix(37.0), 12.5]), 0.001)
    assert only_one == "Q3 is not right yet. 1 of 2 values are right."


@each_mix_up
def test_mix_ups_are_told_for_functions(words, mix):
    right = lambda x: x / 3  # noqa: E731
    assert words in of_function(right, lambda x: mix(x / 3), [(37.0,)], 0.001)
    assert words in of_function(right, lambda x: mix(x / 3), [(37.0,), (58.0,)], 0.001)
    assert of_function(right, right, [(37.0,), (58.0,)], 0.001) == "right"


@pytest.mark.parametrize("right", [0.0, 0.5, 50.0, 1.0, 100.0, -0.0])
def test_a_right_value_that_a_mix_up_would_also_give_is_right(right):
    assert of_value(right, right, 0.001) == of_value(right, right) == "right"


@pytest.mark.parametrize("given", [30.0, -30.0, 400.0])
def test_no_scale_is_blamed_when_the_right_answer_is_about_nothing(given):
    told = of_value(0.0, given, 0.5)
    assert told == "Q3 is not right yet."


def test_a_known_wrong_answer_goes_before_a_mix_up():
    slips = [(9720.0, "These are hours.")]
    assert of_value(405.0, 9720.0, 0.5, slips=slips) == "Q3 is not right yet. These are hours."
    assert "24 times" in of_value(405.0, 9720.0, 0.5)


@pytest.mark.parametrize(
    ("off", "opens"), [(0.5, True), (-0.5, True), (0.52, False), (-0.52, False)]
)
def test_a_message_opens_within_the_tolerance_of_its_answer(off, opens):
    told = of_value(405.0, 560.0 + off, 0.5, slips=[(560.0, "Uneven days.")])
    assert told == "Q3 is not right yet. Uneven days." if opens else "Q3 is not right yet."


def test_a_known_wrong_answer_may_be_of_another_kind():
    slips = [({"a": 1.0, "b": 2.0}, "One mean for each row."), ("x", "A word.")]
    assert of_value([1.0, 3.0], {"b": 2, "a": 1}, slips=slips).endswith("One mean for each row.")
    assert of_value([1.0, 3.0], " X ", slips=slips).endswith("A word.")


@pytest.mark.parametrize(
    ("right", "given", "words"),
    [
        (405.0, "405", "A number is asked for: write it without quotes and without its unit."),
        (405.0, "405 days", "A number is asked for: write it without quotes and without its unit."),
        (405.0, None, "Asked for is a number; yours is None."),
        (405.0, [1, 2], "Asked for is a number; yours is a list."),
        (1.0, True, "Asked for is a number; yours is True or False."),
        (
            405.0,
            pd.DataFrame({"a": [1, 2], "b": [3, 4]}),
            "Asked for is a number; yours is this: DataFrame.",
        ),
        (405.0, len, "Asked for is a number; yours is this: builtin_function_or_method."),
        (True, 1, "Asked for is True or False; yours is a number."),
        ("Harbour", 3, "Asked for is a word in quotes; yours is a number."),
        (["a", "b"], "a, b", "Asked for is a list; yours is a word in quotes."),
        (["a", "b"], {"a": 1, "b": 2}, "Asked for is a list; yours is a table with a name"),
        ({"a": 1, "b": 2}, [1, 2], "Asked for is a table with a name for each value; yours is a l"),
        (None, 0, "Asked for is None; yours is a number."),
        (405.0, np.nan, "It gives nan, which is not a number: look for a missing value"),
        ([1.0, 2.0], [1.0, np.nan], "It gives nan, which is not a number"),
        ([1.0, 2.0], [None, None], "It gives None: is a return missing?"),
        ([1.0, 2.0], [1.0, 2.0, 3.0], "It holds 3 values; 2 are asked for."),
        ([1.0, 2.0], [1.0], "It holds 1 values; 2 are asked for."),
        ([1.0, 2.0, 4.0], [1.0, 2.0, 3.0], "2 of 3 values are right."),
        (["a", "b", "c"], ["c", "b", "a"], "1 of 3 values are right."),
        (405.0, np.inf, ""),
        (405.0, 406.0, ""),
        ("Harbour", "Hill Gardens", ""),
    ],
)
def test_what_is_wrong_is_said(right, given, words):
    told = of_value(right, given, 0.0, hint="Hint.")
    assert told.startswith(f"Q3 is not right yet. {words}".rstrip())
    assert told.endswith(" Hint.")


@pytest.mark.parametrize(
    "given", [10**400, 1e308, -1e308, 5e-324, np.finfo(float).max, [1e308, 1]], ids=type
)
def test_no_number_is_too_large_for_a_verdict(given):
    assert of_value(405.0, given, 0.001).startswith("Q3 is not right yet.")
    assert of_value(405.0, given).startswith("Q3 is not right yet.")


NASTY = ["a\nb", "a\r\nb", "a\u2028b", "line\x0bfeed", "{name} {0} %s", "日本\n", "\N{BOMB}"]


@pytest.mark.parametrize("text", NASTY)
def test_every_line_stays_one_line(text):
    with notebook() as published:
        told = [
            of_value(405.0, text),
            of_value("x", text),
            of_value(["x", "y"], ["x", text]),
            of_value({"x": 1.0}, {text: 1.0}),
            of_value({"x": 1.0, "y": 1}, {"x": 1.0, text: 1.0}),
            choose(text),
            of_function(lambda x: x, lambda x: text, [(1,)]),
            of_function(lambda x: "b", lambda x: x, [(text,)]),
        ]
    assert all(line.startswith("Q3 is not right yet.") for line in told)
    assert len(published) == len(told)
    for bundle in published:
        assert len(bundle["text/plain"].splitlines()) == 1, bundle["text/plain"]


@pytest.mark.parametrize(
    ("item", "label"), [("m01e2_q12_ab", "Q12"), ("m01e2_q2_q7_ab", "Q2"), ("free", "free")]
)
def test_a_verdict_names_its_question(item, label):
    with pytest.raises(check.StillOpen, match=f"^{label} is still open"):
        check.value(item, ..., sealed="number 00")


def test_a_seal_of_another_item_is_never_met():
    with pytest.raises(check.NotYet), notebook():
        check.value("m00e0_q4_other", 405.0, sealed=seal(405.0))


def test_in_plain_python_a_check_prints(capsys):
    check.value(ITEM, 405.0, within=0.5, unit="%·days", sealed=seal(405.0, 0.5))
    assert capsys.readouterr().out == "Q3: right, 405 %·days.\n"
    with pytest.raises(check.NotYet):
        check.value(ITEM, 406.0, within=0.5, unit="%·days", sealed=seal(405.0, 0.5))
    assert capsys.readouterr() == ("Q3: your answer is 406 %·days\n", "")


def test_what_a_right_verdict_leaves_open_is_said(capsys):
    check.value(ITEM, "b", unchecked="Grading reads more.", sealed=seal("B"))
    assert capsys.readouterr().out == "Q3: right, b. Grading reads more.\n"


def test_a_whole_result_is_no_list_of_its_parts():
    whole = namedtuple("Result", "losses share_paid")(7, 0.925)
    assert _answer.encode(whole) == {"type": "other", "value": "Result"}
    assert of_value(0.925, whole, 0.01).startswith("Q3 is not right yet.")
    assert of_value([7, 0.925], tuple(whole), 0.01) == "right"
    assert of_value(0.925, whole.share_paid, 0.01) == "right"
