"""`resilience_helpers._answer`: typed values, seals and the stated tolerance."""

import base64
import json
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from resilience_helpers import _answer

ITEM = "m00e0_q1_demo"
DISTRICTS = ["Old Town", "Harbour", "Delta Farms"]
quick = settings(deadline=None, derandomize=True, max_examples=150)
finite = st.floats(allow_nan=False, allow_infinity=False)
usual = st.floats(-1e9, 1e9) | st.sampled_from([0.0, -0.0, 1e-9, -1e-9, 0.5, 100.0, -405.0])
tolerances = st.sampled_from([1e-6, 0.001, 0.005, 0.05, 0.1, 0.5, 1.0, 20.0, 1e3, 1e6, 1e12])


def share(right: object, given: object, within: float = 0.0) -> float:
    """Return how much of the sealed right answer another answer meets."""
    sealed = _answer.seal(ITEM, _answer.encode(right), within)
    return _answer.matches(ITEM, _answer.encode(given), sealed, within)


def apart(right: float, given: float) -> Fraction:
    """Return the distance of two floats without any rounding."""
    return abs(Fraction(right) - Fraction(given))


@quick
@given(right=usual, within=tolerances, part=st.floats(-1, 1))
def test_within_the_tolerance_is_right(right, within, part):
    given = right + part * within
    assume(apart(right, given) <= Fraction(within))
    assert share(right, given, within) == 1.0


@quick
@given(right=usual, within=tolerances, part=st.floats(1.03, 1e6), sign=st.sampled_from([1, -1]))
def test_beyond_the_tolerance_is_wrong(right, within, part, sign):
    given = right + sign * part * within
    assume(within > 1e-12 * abs(right))  # else the last digits of a float blur it
    assume(apart(right, given) > Fraction(within) * Fraction("1.03"))
    assert share(right, given, within) == 0.0


@quick
@given(size=st.integers(-290, 290), part=st.floats(-1, 1))
def test_tolerance_holds_for_tiny_and_huge_numbers(size, part):
    right, within = 7.25 * 10.0**size, 0.5 * 10.0**size
    assert share(right, right + 0.999 * part * within, within) == 1.0
    assert share(right, right + 1.04 * within, within) == 0.0
    assert share(0.0, part * within, within) == 1.0
    assert share(0.0, -1.04 * within, within) == 0.0


@pytest.mark.parametrize("within", ["0.001", "0.005", "0.05", "0.1", "0.5", "2"])
def test_the_very_edge_of_the_tolerance_is_right(within):
    # a question says "to 0.1", and 0.3 - 0.2 is not 0.1 in a computer
    for thousandths in range(-2000, 2000, 7):
        right = Decimal(thousandths) / 1000
        for edge in (right - Decimal(within), right + Decimal(within)):
            assert share(float(right), float(edge), float(within)) == 1.0, (right, edge)


@quick
@given(
    value=finite, other=finite, within=tolerances | st.sampled_from([0.0, 5e-324, 1e-300, 1e300])
)
def test_no_number_breaks_a_seal(value, other, within):
    assert share(value, value, within) == 1.0
    assert share(value, other, within) in (0.0, 1.0)


@quick
@given(right=usual, noise=st.sampled_from([0, 1e-12, -1e-12, 3e-13]))
def test_exact_forgives_the_noise_of_floating_point(right, noise):
    assert share(right, right + noise) == 1.0
    assert share(right, right * (1 + 3 * np.finfo(float).eps)) == 1.0


@pytest.mark.parametrize("right", [0.1234567895, 1.5e-9, 2.5e-9, -40.0000000005])
def test_exact_forgives_noise_wherever_the_number_lies(right):
    assert share(right, right + 1e-12) == share(right, right - 1e-12) == 1.0


@pytest.mark.parametrize("right", [405_333_346.53, -2e15 / 3, 1e-3 / 7, 1e6, 1e9, -1e12])
def test_exact_forgives_the_last_digits_of_numbers_of_every_size(right):
    # such as another order of summing leaves
    assert share(right, right * (1 + 2 * np.finfo(float).eps)) == 1.0
    assert share(right, right * (1 - 2 * np.finfo(float).eps)) == 1.0


@quick
@given(right=st.floats(-1e6, 1e6), off=st.floats(1e-6, 1e6), sign=st.sampled_from([1, -1]))
def test_exact_is_exact(right, off, sign):
    assert share(right, right + sign * off) == 0.0


ALIKE = {
    "int": 405,
    "float32": np.float32(405),
    "int64": np.int64(405),
    "uint16": np.uint16(405),
    "0-d array": np.array(405.0),
    "0-d int array": np.array(405),
    "list": [405],
    "tuple": (405.0,),
    "array": np.array([405.0]),
    "column": np.array([[405.0]]),
    "dict": {"loss": 405},
    "Series": pd.Series([405.0]),
    "labelled Series": pd.Series([405], index=["loss"]),
    "Index": pd.Index([405]),
    "nullable scalar": pd.Series([405], dtype="Int64")[0],
    "Fraction": Fraction(810, 2),
    "Decimal": Decimal("405.0"),
}


@pytest.mark.parametrize("given", ALIKE.values(), ids=ALIKE)
def test_every_way_to_write_a_right_number_is_right(given):
    assert share(405.0, given) == 1.0


SERIES = pd.Series(DISTRICTS)
SAME_LIST = {
    "list": DISTRICTS,
    "tuple": tuple(DISTRICTS),
    "object array": np.array(DISTRICTS, dtype=object),
    "text array": np.array(DISTRICTS),
    "Series": SERIES,
    "object Series": SERIES.astype(object),
    "string Series": SERIES.astype("string"),
    "categorical Series": SERIES.astype("category"),
    "Index": pd.Index(DISTRICTS),
    "to_numpy": SERIES.to_numpy(),
    "tolist": SERIES.tolist(),
    "other case and blanks": [" old  town", "HARBOUR", "Delta\nFarms "],
    "values": SERIES.values,
    "unique": SERIES.unique(),
    "array of Series": SERIES.array,
    "categorical": pd.Categorical(DISTRICTS),
}


@pytest.mark.parametrize("given", SAME_LIST.values(), ids=SAME_LIST)
def test_every_way_to_write_a_right_list_is_right(given):
    assert share(DISTRICTS, given) == 1.0


def test_lists_of_numbers_in_arrays_of_pandas():
    assert share([1, 2, 3], pd.array([1, 2, 3], dtype="Int64")) == 1.0
    assert share([1, 2, 3], range(1, 4)) == 1.0


@pytest.mark.parametrize(
    "given", [DISTRICTS[:2], [*DISTRICTS, "Old Town"], [], DISTRICTS * 400, "Old Town", None]
)
def test_a_list_of_another_length_shares_nothing(given):
    assert share(DISTRICTS, given) == 0.0


def test_order_counts_in_a_list_and_the_share_is_told():
    assert share(DISTRICTS, DISTRICTS[::-1]) == pytest.approx(1 / 3)
    assert share([1.0, 1.0, 2.0, 2.0], [1.0, 2.0, 2.0, 1.0]) == 0.5
    assert share([], []) == 1.0


@quick
@given(order=st.permutations(DISTRICTS), kind=st.sampled_from([dict, pd.Series]))
def test_a_table_is_compared_by_its_names(order, kind):
    right = dict(zip(DISTRICTS, (0.5, 0.25, 0.75), strict=True))
    shuffled = {name: right[name] for name in order}
    assert share(pd.Series(right), kind(shuffled), 0.005) == 1.0
    moved = dict(zip(order, right.values(), strict=True))
    assert (share(right, moved, 0.005) == 1.0) == (moved == right)


def test_a_table_with_other_names_is_wrong():
    right = dict(zip(DISTRICTS, (0.5, 0.25, 0.75), strict=True))
    assert share(right, right | {"Harbor": 0.5}) == 0.0
    renamed = {name.replace("Harbour", "Harbor"): value for name, value in right.items()}
    assert share(right, renamed) == pytest.approx(2 / 3)
    assert share(right, list(right.values())) == 0.0


def test_names_in_a_table_forgive_case_blanks_and_a_whole_float():
    right = {"Old Town": 1.0, 2021: 2.0}
    assert share(right, {"old  town ": 1.0, 2021.0: 2.0}) == 1.0
    assert share(right, {"Old Town": 1.0, 2021.5: 2.0}) == 0.5


def test_a_series_whose_index_only_counts_or_repeats_is_a_list():
    assert _answer.encode(pd.Series([1, 2]))["type"] == "list"
    assert _answer.encode(pd.Series([1, 2], index=["a", "a"]))["type"] == "list"
    assert _answer.encode(pd.Series([1, 2], index=[2021, 2022]))["value"].keys() == {"2021", "2022"}


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        (..., {"type": "open"}),
        (None, {"type": "nothing"}),
        (True, {"type": "truth", "value": True}),
        (np.bool_(False), {"type": "truth", "value": False}),
        (float("nan"), {"type": "number", "value": "nan"}),
        (np.inf, {"type": "number", "value": "inf"}),
        (-np.inf, {"type": "number", "value": "-inf"}),
        (np.str_("B"), {"type": "text", "value": "B"}),
        (pd.Series(["水"], dtype="string")[0], {"type": "text", "value": "水"}),
        (
            {"Harbour": 1, 2: "x"},
            {
                "type": "table",
                "value": {
                    "Harbour": {"type": "number", "value": 1.0},
                    "2": {"type": "text", "value": "x"},
                },
            },
        ),
        (len, {"type": "other", "value": "builtin_function_or_method"}),
        (pd.DataFrame({"a": [1], "b": [2]}), {"type": "other", "value": "DataFrame"}),
        (pd.DataFrame({"a": ["x"]}), {"type": "list", "value": [{"type": "text", "value": "x"}]}),
        (list(range(1001)), {"type": "other", "value": "collection of 1,001 values"}),
    ],
)
def test_encode(value, typed):
    encoded = _answer.encode(value)
    assert encoded == typed and type(encoded.get("value")) is type(typed.get("value"))


@pytest.mark.parametrize("value", [10**400, Fraction(10**400)], ids=type)
def test_a_number_too_large_for_a_float_is_infinite(value):
    assert _answer.encode(value) == {"type": "number", "value": "inf"}
    assert _answer.encode(-value) == {"type": "number", "value": "-inf"}


@pytest.mark.parametrize(
    ("right", "given", "expected"),
    [
        (float("nan"), np.nan, 1.0),
        (float("nan"), 0.0, 0.0),
        (0.0, float("nan"), 0.0),
        (np.inf, np.inf, 1.0),
        (np.inf, -np.inf, 0.0),
        ([1.0, np.nan], [1.0, float("nan")], 1.0),
        ([1.0, np.nan], [1.0, None], 0.5),
        (1, True, 0.0),
        (0, False, 0.0),
        (True, 1, 0.0),
        (True, np.True_, 1.0),
        (True, "True", 0.0),
        (1, "1", 0.0),
        ("B", "B", 1.0),
        ("B", "8", 0.0),
        (None, None, 1.0),
        (0.0, None, 0.0),
        (0.0, "", 0.0),
        (False, None, 0.0),
        (["a", "b"], {"0": "a", "1": "b"}, 1.0),  # a filtered Series keeps its labels
        (["a", "b"], {"0": "b", "1": "a"}, 0.0),
    ],
)
def test_kinds_are_kept_apart(right, given, expected):
    assert share(right, given, 0.5) == expected


def test_no_text_passes_for_a_number_in_a_list():
    # nor the place of the number on the grid of digests, whatever its step
    assert {share([1.0, 2.0], [str(text), 2.0], 0.5) for text in range(500)} == {0.5}


@pytest.mark.parametrize("given", [[True], np.array([True]), pd.Series([True])])
def test_a_list_that_holds_one_truth_counts_as_that_truth(given):
    assert share(True, given) == 1.0


@pytest.mark.parametrize("given", [..., [1, ...], {"a": ...}, {"a": [1, {"b": ...}]}, (..., None)])
def test_the_three_dots_leave_an_answer_open_however_deep(given):
    assert _answer.is_open(_answer.encode(given))


@pytest.mark.parametrize("given", [None, [], {}, "...", [None, "..."]])
def test_only_the_three_dots_leave_an_answer_open(given):
    assert not _answer.is_open(_answer.encode(given))


nested = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.just(...),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@quick
@given(value=nested)
def test_a_typed_answer_is_plain_json_and_matches_its_own_seal(value):
    typed = _answer.encode(value)
    assert json.loads(json.dumps(typed, allow_nan=False)) == typed
    sealed = _answer.seal(ITEM, typed, 0.5)
    assert re.fullmatch(r"[a-z]+( [0-9a-f]{12})*", sealed)
    assert _answer.matches(ITEM, typed, sealed, 0.5) == 1.0
    assert _answer.sealed_kind(sealed) == typed["type"]
    assert _answer.sealed_count(sealed) == len(list(_answer.leaves(typed)))


@quick
@given(value=nested)
def test_changing_numbers_changes_nothing_else(value):
    typed = _answer.encode(value)
    doubled = dict(_answer.leaves(_answer.change_numbers(typed, lambda v: v / 2)))
    for path, leaf in _answer.leaves(typed):
        finite = leaf["type"] == "number" and isinstance(leaf["value"], float)
        expected = leaf | {"value": leaf["value"] / 2} if finite else leaf
        assert doubled[path] == expected
    assert _answer.encode(value) == typed


def test_a_seal_belongs_to_its_item_and_to_its_place():
    typed = _answer.encode(405.0)
    other = _answer.seal("m00e0_q2_demo", typed, 0.5)
    assert _answer.seal(ITEM, typed, 0.5) != other
    assert _answer.matches(ITEM, typed, other, 0.5) == 0.0
    kind, first, second = _answer.seal(ITEM, _answer.encode([1.0, 1.0])).split(" ")
    assert kind == "list" and first != second


def test_a_seal_does_not_show_the_answer():
    sealed = _answer.seal(ITEM, _answer.encode({"Harbour": 405.25, "流域": "Delta"}), 0.5)
    assert not re.search(r"405|Harbour|流域|Delta", sealed)


MESSAGE = "These are hours, 这是小时: divide by 24."


@pytest.mark.parametrize("off", [0, 0.1, -0.1, 0.25, -0.25, 0.49, -0.49])
def test_a_message_opens_within_the_tolerance(off):
    slip = _answer.seal_message(ITEM, _answer.encode(9720.0), MESSAGE, 0.5)
    assert _answer.open_message(ITEM, _answer.encode(9720.0 + off), slip, 0.5) == MESSAGE


@pytest.mark.parametrize("given", [9720.52, 9719.48, 405.0, "9720", None, [9720.0, 1.0], np.nan])
def test_a_message_opens_for_no_other_answer(given):
    slip = _answer.seal_message(ITEM, _answer.encode(9720.0), MESSAGE, 0.5)
    assert _answer.open_message(ITEM, _answer.encode(given), slip, 0.5) is None


@quick
@given(wrong=nested, message=st.text(min_size=1, max_size=200))
def test_any_message_opens_for_its_answer(wrong, message):
    typed = _answer.encode(wrong)
    slip = _answer.seal_message(ITEM, typed, message)
    assert _answer.open_message(ITEM, typed, slip) == message


def hidden_part(wrong: object) -> str:
    """Return the message of a sealed wrong answer as it stands in a cell."""
    slip = _answer.seal_message(ITEM, _answer.encode(wrong), MESSAGE, 0.5)
    assert not set(slip) & set("\"'\\\n"), "it stands between quotes"
    sealed = _answer.seal(ITEM, _answer.encode(wrong), 0.5)
    assert slip.startswith(sealed)
    return slip[len(sealed) + 1 :]


@pytest.mark.parametrize("wrong", [9720.0, "A", [1, 2], {"a": 1}, True])
def test_a_message_cannot_be_read_in_its_seal(wrong):
    hidden = hidden_part(wrong)
    for word in re.findall(r"\w{3,}", MESSAGE):
        assert word not in hidden and word.encode() not in base64.b85decode(hidden)


def test_only_the_answer_itself_is_the_key_of_its_message():
    assert len({hidden_part(wrong) for wrong in (9720.0, 97.2, "A", [1, 2])}) == 4


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (405.0, "days", "405 days"),
        (1234567.0, "", "1.23457e+06"),
        (12345.678, "CNY", "12,345.7 CNY"),
        (float("nan"), "days", "nan days"),
        (True, "", "True"),
        (None, "", "None"),
        (..., "", "..."),
        ([1, "a"], "m", "1 m, a"),
        ({"x": 1.5, "y": None}, "%", "x 1.5 %, y None"),
        (list(range(9)), "", "0, 1, 2, 3, 4, 5, 6, 7, …"),
    ],
)
def test_words(value, unit, expected):
    assert _answer.words(_answer.encode(value), unit) == expected
