"""`resilience_helpers._validate`: what subject files refuse, and how they say it."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resilience_helpers import _validate

quick = settings(deadline=None, derandomize=True, max_examples=60)
PERCENT = "it must lie between 0 and 100 percent"


@quick
@given(values=st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=5))
def test_numbers_are_returned_as_floats(values):
    for kind in (list, tuple, np.array, lambda v: pd.Series(v, dtype=float)):
        array = _validate.numbers("service", kind(values))
        assert array.dtype == float and array.tolist() == values


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (5, 5.0),
        (np.uint8(200), 200.0),
        ([1, 2.5], [1.0, 2.5]),
        ([[1, 2], [3, 4]], [[1.0, 2.0], [3.0, 4.0]]),
        (pd.Series([1, 2], dtype="Int64"), [1.0, 2.0]),
        (pd.Series([1, 2.5], dtype=object), [1.0, 2.5]),
        ([Decimal("0.5")], [0.5]),
        ([], []),
    ],
)
def test_numbers_of_other_types(values, expected):
    assert _validate.numbers("service", values).tolist() == expected


def test_numbers_leaves_the_argument_as_it_is():
    given = np.array([1.0, 2.0])
    _validate.numbers("service", given)[0] = 9.0
    assert given.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    "values",
    [
        "12",
        ["12", "13"],
        [1, "two"],
        [True, False],
        True,
        {"a": 1},
        [1j],
        np.array(["2030-01-01"], dtype="datetime64[D]"),
        pd.to_timedelta([1], unit="D"),
        pd.Series(["12", "13"]),
        pd.Series(["12", 13], dtype=object),
        [[1, 2], [3]],
    ],
    ids=str,
)
def test_what_is_no_number_is_refused_by_name(values):
    with pytest.raises(TypeError, match=r"^service must hold numbers"):
        _validate.numbers("service", values)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (np.nan, "service is nan; every value must be a finite number"),
        (None, "service is nan; every value must be a finite number"),
        (-np.inf, "service is -inf; every value must be a finite number"),
        ([1, np.nan, np.inf], "service holds nan at position 1 (counted from 0); every value"),
        ([1, None], "service holds nan at position 1 (counted from 0); every value"),
        (pd.Series([1, None], dtype="Int64"), "service holds nan at position 1 (counted from 0);"),
        (pd.Series([1.0, None], index=["a", "b"]), "service holds nan at position 1 (counted"),
        ([[1, 2], [3, np.inf]], "service holds inf at position (1, 1) (counted from 0);"),
    ],
)
def test_missing_and_infinite_numbers_are_refused_where_they_stand(values, said):
    with pytest.raises(ValueError) as told:
        _validate.numbers("service", values)
    assert str(told.value).startswith(said)


@quick
@given(values=st.lists(st.floats(-200, 200), min_size=1, max_size=6))
def test_refuse_names_the_first_bad_value(values):
    array = np.array(values)
    bad = (array < 0) | (array > 100)
    if not bad.any():
        assert _validate.refuse("service", array, bad, PERCENT) is None
        return
    place = next(n for n, value in enumerate(values) if not 0 <= value <= 100)
    with pytest.raises(ValueError) as told:
        _validate.refuse("service", array, bad, PERCENT)
    assert str(told.value) == (
        f"service holds {values[place]} at position {place} (counted from 0); {PERCENT}"
    )


def test_refuse_names_a_single_value():
    with pytest.raises(ValueError, match=r"^drop is 130\.0; it must lie"):
        _validate.refuse("drop", np.array(130.0), np.array(True), PERCENT)


@pytest.mark.parametrize("value", [3, np.int64(3), np.uint8(3), 10**30])
def test_whole_numbers_pass(value):
    whole = _validate.whole_number("n", value, 3)
    assert whole == value and type(whole) is int


@pytest.mark.parametrize("value", [True, 3.0, np.float64(3), "3", None, np.bool_(True), [3]])
def test_what_is_no_whole_number_is_refused_by_name(value):
    with pytest.raises(TypeError, match=r"^n is .*; it must be a whole number"):
        _validate.whole_number("n", value, 1)


def test_a_whole_number_below_the_least_is_refused():
    with pytest.raises(ValueError, match=r"^n is 2; it must be 3 or more$"):
        _validate.whole_number("n", 2, 3)
